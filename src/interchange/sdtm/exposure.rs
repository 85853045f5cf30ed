//! EX and EC: the doses of a course, given and missed.

use chrono::NaiveDate;

use crate::calendar::{Interval, StudyDay, days_between};
use crate::dosing::course::{Course, DoseNotGiven, GivenDose, HistoryItem};
use crate::dosing::dose::Route;
use crate::interchange::error::FormatError;
use crate::interchange::sdtm::study::{StudySubject, term};
use crate::interchange::sdtm::{DOMAIN, EPOCH, STUDYID, USUBJID, frequency, route, text};
use crate::interchange::table::{Column, DataType, DataValue, Table};
use crate::quantity::Mass;

/// Who was treated, with what: the part of EX and EC that a course does not have.
#[doc(alias("EXTRT", "ECTRT"))]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SubjectTreatment {
    subject: StudySubject,
    name: String,
    form: Option<String>,
}

impl StudySubject {
    /// The subject with the name of the treatment (EXTRT, ECTRT).
    ///
    /// # Errors
    ///
    /// If the text is empty, longer than 200 characters, not printable, or has spaces at its ends.
    pub fn treated_with(self, name: impl Into<String>) -> Result<SubjectTreatment, FormatError> {
        Ok(SubjectTreatment { name: term("EXTRT", name)?, subject: self, form: None })
    }
}

impl SubjectTreatment {
    /// The same with a dose form (EXDOSFRM, ECDOSFRM; code list C66726).
    ///
    /// # Errors
    ///
    /// As [`StudySubject::treated_with`].
    #[doc(alias = "EXDOSFRM")]
    pub fn in_form(self, form: impl Into<String>) -> Result<Self, FormatError> {
        Ok(Self { form: Some(term("EXDOSFRM", form)?), ..self })
    }
}

/// The columns of EX, or of EC, which has some more behind the treatment.
macro_rules! columns {
    ($domain:literal $(, $more:expr)*) => {
        [
            STUDYID,
            DOMAIN,
            USUBJID,
            Column::new(concat!($domain, "SEQ"), DataType::Integer).labelled("Sequence Number"),
            text(concat!($domain, "TRT"), "Name of Treatment"),
            $($more,)*
            Column::new(concat!($domain, "DOSE"), DataType::Mg).labelled("Dose"),
            text(concat!($domain, "DOSU"), "Dose Units"),
            text(concat!($domain, "DOSFRM"), "Dose Form"),
            text(concat!($domain, "DOSFRQ"), "Dosing Frequency per Interval"),
            text(concat!($domain, "ROUTE"), "Route of Administration"),
            EPOCH,
            Column::new(concat!($domain, "STDTC"), DataType::Date)
                .labelled("Start Date/Time of Treatment"),
            Column::new(concat!($domain, "ENDTC"), DataType::Date)
                .labelled("End Date/Time of Treatment"),
            Column::new(concat!($domain, "STDY"), DataType::Integer)
                .labelled("Study Day of Start of Treatment"),
            Column::new(concat!($domain, "ENDY"), DataType::Integer)
                .labelled("Study Day of End of Treatment"),
        ]
    };
}

const EX: [Column; 15] = columns!("EX");
const EC: [Column; 18] = columns!(
    "EC",
    text("ECPRESP", "Pre-Specified"),
    text("ECOCCUR", "Occurrence"),
    text("ECREASOC", "Reason for Occur Value")
);

/// EX: one record for each dose that was given, its mass in EXDOSE.
///
/// A record of one administration has the frequency ONCE, its start is its end (SDTMIG 3.4, section 6.1.3.3),
/// and doses missed have no record. Study day 1 is the day of the first dose given.
///
/// # Errors
///
/// If the mass of a dose depends on a body weight that was not recorded before it.
#[doc(alias("EX", "EXDOSE"))]
pub fn exposure(treatment: &SubjectTreatment, course: &Course) -> Result<Table, FormatError> {
    let mut table = Table::new("EX", EX)?.labelled("Exposure");
    for (given, number) in course.doses_given().zip(1..) {
        let row = Administration::given(&given)?;
        table.push(row.ex(treatment, course, number))?;
    }
    Ok(table)
}

/// EX with one record for each run of equal doses in equal gaps, where there is a term for the gap: EVERY 2 WEEKS
/// from the first to the last of them. Every other dose has a record of its own.
///
/// # Errors
///
/// As [`exposure`].
pub fn exposure_by_interval(
    treatment: &SubjectTreatment,
    course: &Course,
) -> Result<Table, FormatError> {
    let mut runs: Vec<Administration> = Vec::new();
    for given in course.doses_given() {
        let next = Administration::given(&given)?;
        match runs.last_mut() {
            Some(run) if run.goes_on(&next) => run.extend(&next),
            _ => runs.push(next),
        }
    }
    let mut table = Table::new("EX", EX)?.labelled("Exposure");
    for (run, number) in runs.iter().zip(1..) {
        table.push(run.ex(treatment, course, number))?;
    }
    Ok(table)
}

/// EC: one record for each dose that was given, and one with ECOCCUR N for each that was planned and was not, on
/// its planned date, with the reason where one was recorded (SDTMIG 3.4, section 6.1.3.2).
///
/// A dose missed has no amount; 0 would say that nothing was given as planned.
///
/// # Errors
///
/// As [`exposure`], and if the reason for a missed dose is longer than 200 characters or not printable.
#[doc(alias("EC", "ECDOSE"))]
pub fn exposure_as_collected(
    treatment: &SubjectTreatment,
    course: &Course,
) -> Result<Table, FormatError> {
    let given = course.doses_given().map(|given| Administration::given(&given));
    let missed = course.history().filter_map(|item| match item {
        HistoryItem::NotGiven(dose) => Some(Administration::missed(&dose)),
        _ => None,
    });
    let rows: Result<Vec<_>, _> = given.chain(missed).collect();
    let mut rows = rows?;
    rows.sort_by_key(|row| (row.date, row.mass.is_some()));
    let mut table = Table::new("EC", EC)?.labelled("Exposure as Collected");
    for (row, number) in rows.iter().zip(1..) {
        table.push(row.ec(treatment, course, number))?;
    }
    Ok(table)
}

/// A dose on a date, with a mass if it was given; or a run of them.
struct Administration {
    date: NaiveDate,
    last: NaiveDate,
    /// The time between the doses of a run.
    every: Option<Interval>,
    route: Route,
    mass: Option<Mass>,
    reason: Option<String>,
}

impl Administration {
    fn given(dose: &GivenDose<'_>) -> Result<Self, FormatError> {
        let date = dose.date();
        let refused = |why| FormatError::because(format!("dose on {date}"), why);
        Ok(Self {
            date,
            last: date,
            every: None,
            route: dose.dose().route().clone(),
            mass: Some(dose.mass().map_err(refused)?),
            reason: None,
        })
    }

    fn missed(dose: &DoseNotGiven<'_>) -> Result<Self, FormatError> {
        let date = dose.planned();
        let reason = dose.reason().map(|reason| term("ECREASOC", reason));
        let refused = |why| FormatError::because(format!("dose missed on {date}"), why);
        Ok(Self {
            date,
            last: date,
            every: None,
            route: dose.dose().route().clone(),
            mass: None,
            reason: reason.transpose().map_err(refused)?,
        })
    }

    /// Whether a dose continues the run, in a gap that there is a term for.
    fn goes_on(&self, next: &Self) -> bool {
        let gap = self.gap(next);
        let alike = self.mass == next.mass && self.route == next.route;
        alike && gap.and_then(frequency).is_some() && (self.every.is_none() || self.every == gap)
    }

    fn gap(&self, next: &Self) -> Option<Interval> {
        let days = days_between(self.last, next.date);
        u32::try_from(days).ok().and_then(Interval::try_days)
    }

    fn extend(&mut self, next: &Self) {
        self.every = self.gap(next);
        self.last = next.last;
    }

    fn ex(&self, treatment: &SubjectTreatment, course: &Course, number: i64) -> Vec<DataValue> {
        let mut row = subject("EX", treatment, number);
        row.extend(self.how(treatment));
        row.extend(self.when(treatment, course));
        row
    }

    fn ec(&self, treatment: &SubjectTreatment, course: &Course, number: i64) -> Vec<DataValue> {
        let mut row = subject("EC", treatment, number);
        let occurred = if self.mass.is_some() { "Y" } else { "N" };
        row.extend(["Y".into(), occurred.into(), self.reason.as_deref().into()]);
        row.extend(self.how(treatment));
        row.extend(self.when(treatment, course));
        row
    }

    /// Dose, unit, form, frequency and route.
    fn how(&self, treatment: &SubjectTreatment) -> [DataValue; 5] {
        [
            self.mass.into(),
            "mg".into(),
            treatment.form.as_deref().into(),
            self.every.and_then(frequency).unwrap_or("ONCE").into(),
            route(&self.route).into(),
        ]
    }

    /// Epoch, dates and study days of start and end.
    fn when(&self, treatment: &SubjectTreatment, course: &Course) -> [DataValue; 5] {
        let day = |date| StudyDay::of(date, course.day_one()).number();
        [
            treatment.subject.study.epoch.as_deref().into(),
            self.date.into(),
            self.last.into(),
            day(self.date).into(),
            day(self.last).into(),
        ]
    }
}

/// Study, domain, subject, number of the record and treatment.
fn subject(domain: &str, treatment: &SubjectTreatment, number: i64) -> Vec<DataValue> {
    vec![
        treatment.subject.study.id.as_str().into(),
        domain.into(),
        treatment.subject.id.as_str().into(),
        number.into(),
        treatment.name.as_str().into(),
    ]
}
