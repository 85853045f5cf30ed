//! The serde form of a course: its first plan and its entries in the order recorded, which are replayed when it is read.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::calendar::date_fields;
use crate::dosing::course::Course;
use crate::dosing::course::entry::Entry;
use crate::dosing::course::state::{Logged, Plan, Start};
use crate::dosing::label_key::LabelKey;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::dosing::tolerance::Tolerance;
use crate::text::plain::plain;

/// The format that is written, and the only one that is read.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(
    expecting = "a course: its format, regimen, policy, first dose and entries",
    deny_unknown_fields
)]
struct Form<R, P, E> {
    #[serde(deserialize_with = "format")]
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<LabelKey>,
    regimen: R,
    policy: P,
    #[serde(
        default,
        deserialize_with = "date_of::first_dose",
        skip_serializing_if = "Option::is_none"
    )]
    first_dose: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after_dose: Option<AfterDose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tolerance: Option<Tolerance>,
    entries: E,
}

/// The last dose that was given elsewhere.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "the number and the day of the dose given elsewhere", deny_unknown_fields)]
struct AfterDose {
    number: u32,
    #[serde(deserialize_with = "date_of::day")]
    day: NaiveDate,
}

date_fields!(day; first_dose);

fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        FORMAT => Ok(FORMAT),
        other => Err(de::Error::custom(format_args!(
            "a course in format {other} is not read, expected format {FORMAT}"
        ))),
    }
}

impl Serialize for Course {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (first_dose, after_dose) = match self.plan.start {
            Start::First(date) => (Some(date), None),
            Start::After { number, day } => (None, Some(AfterDose { number, day })),
        };
        let mut log: Vec<&Logged> = self.log.iter().collect();
        log.sort_by_key(|logged| logged.recorded);
        let entries: Vec<&Entry> = log.into_iter().map(|logged| &logged.entry).collect();
        Form {
            format: FORMAT,
            label: self.plan.label.clone(),
            regimen: &self.plan.regimen,
            policy: &self.plan.policy,
            first_dose,
            after_dose,
            tolerance: self.plan.tolerance,
            entries,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Course {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form: Form<Regimen, MissedDosePolicy, Vec<Entry>> = plain(deserializer)?;
        let start = match (form.first_dose, form.after_dose) {
            (Some(date), None) => Start::First(date),
            (None, Some(AfterDose { number, day })) => Start::After { number, day },
            (first, _) => {
                let found = if first.is_some() { "both" } else { "neither" };
                return Err(de::Error::custom(format_args!(
                    "a course begins with either `first_dose` or `after_dose`, found {found}, expected one"
                )));
            }
        };
        let plan = Plan {
            regimen: form.regimen,
            policy: form.policy,
            start,
            tolerance: form.tolerance,
            label: form.label,
        };
        let possible = plan.check(&plan.regimen).and_then(|()| plan.state());
        possible.map_err(de::Error::custom)?;
        let logged = |(entry, recorded)| Logged { entry, recorded };
        let mut log: Vec<Logged> = form.entries.into_iter().zip(0..).map(logged).collect();
        let mut order = Vec::new();
        if !log.is_sorted_by_key(|logged| logged.entry.day()) {
            // Stable: entries of one day stay in the order recorded.
            log.sort_by_key(|logged| logged.entry.day());
            order.extend(log.iter().map(|logged| logged.recorded));
        }
        Self::replayed(plan, log).map_err(|(index, why)| {
            let recorded = order.get(index).copied().unwrap_or(index as u64);
            de::Error::custom(format_args!("entry {} cannot be: {why}", recorded + 1))
        })
    }
}
