//! What is recorded in a course, and the form in which a course is kept: its plan and its records.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::quantity::BodyWeight;

/// One thing that was recorded in a [`Course`](crate::Course).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Record {
    /// A dose was given on this date.
    Given(NaiveDate),
    /// The dose that was due was not given, and why.
    Missed(Cow<'static, str>),
    /// Somebody decided that the next dose is on this date.
    Rescheduled(NaiveDate),
    /// From the next dose on, another regimen.
    Switched(Box<Switch>),
    /// The patient's body weight from now on.
    Weighed(BodyWeight),
}

/// A change to another regimen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Switch {
    /// What is given from then on.
    pub regimen: Regimen,
    /// Its rules for missed doses.
    pub policy: MissedDosePolicy,
    /// The date of its first dose; none for the planned date of the dose it takes the place of.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub on: Option<NaiveDate>,
}

/// The serde form of a [`Course`]: its first plan and its records, which are replayed when it is read.
#[cfg(feature = "serde")]
mod form {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::Record;
    use crate::calendar::date_fields;
    use crate::dosing::course::{Course, CourseError};
    use crate::dosing::missed_dose::MissedDosePolicy;
    use crate::dosing::regimen::Regimen;

    date_fields!(first_dose);

    #[derive(Serialize, Deserialize)]
    #[serde(rename = "Course", deny_unknown_fields)]
    struct Form<R, P, L> {
        regimen: R,
        policy: P,
        #[serde(deserialize_with = "date_of::first_dose")]
        first_dose: NaiveDate,
        records: L,
    }

    impl Serialize for Course {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let first = &self.treatments[0];
            Form {
                regimen: &first.regimen,
                policy: &first.policy,
                first_dose: self.start,
                records: self.records().collect::<Vec<_>>(),
            }
            .serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for Course {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let form = Form::<Regimen, MissedDosePolicy, Vec<Record>>::deserialize(deserializer)?;
            let mut course = Course::new(form.regimen, form.policy, form.first_dose);
            for (record, number) in form.records.into_iter().zip(1_usize..) {
                course.replay(record).map_err(|error| {
                    de::Error::custom(format_args!("record {number} cannot be: {error}"))
                })?;
            }
            Ok(course)
        }
    }

    impl Course {
        fn replay(&mut self, record: Record) -> Result<(), CourseError> {
            match record {
                Record::Given(date) => self.give(date).map(drop),
                Record::Missed(reason) => self.miss(reason),
                Record::Rescheduled(date) => self.reschedule(date),
                Record::Switched(switch) => self.switch(*switch),
                Record::Weighed(weight) => {
                    self.weigh(weight);
                    Ok(())
                }
            }
        }
    }
}
