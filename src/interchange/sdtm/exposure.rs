//! EX and EC: the doses of a course, planned and given.

use chrono::NaiveDate;

use crate::calendar::{Interval, StudyDay, days_between};
use crate::dosing::course::{Course, DoseNotGiven, GivenAmount, GivenDose, HistoryItem};
use crate::dosing::dose::{Dose, Route};
use crate::evidence::trial::{ActivityKind, Arm};
use crate::interchange::error::FormatError;
use crate::interchange::history::{Key, Keys, items};
use crate::interchange::sdtm::record::ExposureKind;
use crate::interchange::sdtm::study::{StudySubject, term};
use crate::interchange::sdtm::term::{frequency, route};
use crate::interchange::sdtm::{DOMAIN, EPOCH, STUDYID, USUBJID, text};
use crate::interchange::table::{Column, DataType, DataValue, Table};
use crate::quantity::Mass;

/// The subject and the treatment of EX and EC, which a course does not have.
#[doc(alias("EXTRT", "ECTRT"))]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SubjectTreatment {
    subject: StudySubject,
    name: String,
    form: Option<String>,
    arm: Option<Arm>,
    sham: String,
}

/// What is done in place of the drug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InItsPlace {
    Placebo,
    Sham,
}

impl StudySubject {
    /// Returns this subject with the name of the treatment (EXTRT, ECTRT).
    ///
    /// # Errors
    ///
    /// If the text is empty, longer than 200 characters, not printable, or has spaces at its ends.
    pub fn treated_with(self, name: impl Into<String>) -> Result<SubjectTreatment, FormatError> {
        Ok(SubjectTreatment {
            name: term("EXTRT", name)?,
            subject: self,
            form: None,
            arm: None,
            sham: "SHAM PROCEDURE".to_owned(),
        })
    }
}

impl SubjectTreatment {
    /// Returns this treatment with a dose form (EXDOSFRM, ECDOSFRM; code list C66726).
    ///
    /// # Errors
    ///
    /// If [`StudySubject::treated_with`] would refuse the text.
    #[doc(alias = "EXDOSFRM")]
    pub fn in_form(self, form: impl Into<String>) -> Result<Self, FormatError> {
        Ok(Self { form: Some(term("EXDOSFRM", form)?), ..self })
    }

    /// Returns this treatment in an arm of a trial, unmasked. The course follows the [apparent
    /// regimen](Arm::apparent_regimen); its doses without drug have EXTRT PLACEBO and EXDOSE 0, which is 0 mg of the
    /// drug (SDTMIG 3.4, section 6.1.3.1, assumption 2b). A missed dose has no record in EX and no ECDOSE, never an
    /// ECDOSE of 0.
    ///
    /// A sham procedure has EXTRT SHAM PROCEDURE, EXDOSE 0 and no EXROUTE, since nothing is given. The standard does
    /// not cover sham procedures; this is the choice of this crate. Analysis programs often keep exposed subjects by a
    /// filter such as `EXDOSE > 0 | (EXDOSE == 0 & str_detect(EXTRT, "PLACEBO"))`, which drops these records and with
    /// them the subjects of a sham arm. [`sham_named`](Self::sham_named) sets another name.
    #[must_use]
    pub fn in_arm(self, arm: Arm) -> Self {
        Self { arm: Some(arm), ..self }
    }

    /// Returns this treatment with another EXTRT (ECTRT) for a sham procedure, such as `PLACEBO SHAM PROCEDURE`.
    ///
    /// # Errors
    ///
    /// If [`StudySubject::treated_with`] would refuse the text.
    pub fn sham_named(self, name: impl Into<String>) -> Result<Self, FormatError> {
        Ok(Self { sham: term("EXTRT", name)?, ..self })
    }

    /// The name of what is given, or done in place of the drug.
    fn name_of(&self, mask: Option<InItsPlace>) -> &str {
        match mask {
            None => &self.name,
            Some(InItsPlace::Placebo) => "PLACEBO",
            Some(InItsPlace::Sham) => &self.sham,
        }
    }

    /// The treatment by which a dose of the course is masked.
    ///
    /// `None` if it is the drug.
    fn mask(
        &self,
        course: &Course,
        number: Option<u32>,
        dose: &Dose,
    ) -> Result<Option<InItsPlace>, FormatError> {
        let Some(arm) = &self.arm else { return Ok(None) };
        let given = match number {
            Some(number) => arm.given_at(number, course.day_one()),
            // One that is not of the plan is what all of them are.
            None if arm.drug().is_none() => arm.given_at(1, course.day_one()),
            None => arm.mask().is_none().then_some(ActivityKind::Drug(dose)),
        };
        match given {
            Some(ActivityKind::Placebo(..)) => Ok(Some(InItsPlace::Placebo)),
            Some(ActivityKind::Sham(_)) => Ok(Some(InItsPlace::Sham)),
            Some(ActivityKind::Drug(drug)) if drug.amount() == dose.amount() => Ok(None),
            found => {
                let found = match found {
                    Some(drug) => format!("{drug} in place of {dose}"),
                    None => format!("{dose}, which the arm does not plan"),
                };
                let place = format!("arm {:?}", arm.name());
                Err(FormatError::expected(place, "a course of its apparent regimen", found))
            }
        }
    }
}

/// The columns of EX, or of EC, which has some more before and behind the treatment.
macro_rules! columns {
    ($domain:literal, [$($link:expr)?], [$($more:expr),*]) => {
        [
            STUDYID,
            DOMAIN,
            USUBJID,
            Column::new(concat!($domain, "SEQ"), DataType::Integer).labelled("Sequence Number"),
            text(concat!($domain, "SPID"), "Sponsor-Defined Identifier"),
            $($link,)?
            text(concat!($domain, "TRT"), "Name of Treatment"),
            $($more,)*
            Column::new(concat!($domain, "DOSE"), DataType::Mg).labelled("Dose"),
            text(concat!($domain, "DOSU"), "Dose Units"),
            text(concat!($domain, "DOSFRM"), "Dose Form"),
            text(concat!($domain, "DOSFRQ"), "Dosing Frequency per Interval"),
            text(concat!($domain, "ROUTE"), "Route of Administration"),
            text(concat!($domain, "ADJ"), "Reason for Dose Adjustment"),
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

const EX: [Column; 17] = columns!("EX", [], []);
const EC: [Column; 22] = columns!(
    "EC",
    [text("ECLNKGRP", "Link Group ID")],
    [
        text("ECMOOD", "Mood"),
        text("ECPRESP", "Pre-Specified"),
        text("ECOCCUR", "Occurrence"),
        text("ECREASOC", "Reason for Occur Value")
    ]
);

/// Returns EX with one record for each dose given. EXDOSE is the mass given, also of a part of a dose and of a dose
/// that does not count. EXADJ is the reason for an amount other than planned.
///
/// Each record has EXDOSFRQ ONCE, and its end is its start (SDTMIG 3.4, section 6.1.3.3). Doses not given have no
/// record. Study day 1 is the day of the first dose given. If a day has several doses, such as a part and its rest,
/// EXSPID counts them from 1; otherwise it is empty.
///
/// # Errors
///
/// If the mass of a dose depends on a body weight that was not recorded by its day; if the reason for an amount is
/// longer than 200 characters or not printable; or if the course does not follow the apparent regimen of the
/// treatment's arm.
#[doc(alias("EX", "EXDOSE", "EXADJ", "EXSPID"))]
pub fn exposure(treatment: &SubjectTreatment, course: &Course) -> Result<Table, FormatError> {
    let doses = course.doses_given();
    let rows = doses.map(|given| Administration::given(&given, treatment, course));
    ex(rows.collect::<Result<_, _>>()?, treatment, course)
}

/// Returns EX with one record for each run of equal doses at equal intervals, if EXDOSFRQ has a term for the interval,
/// such as EVERY 2 WEEKS. Every other dose has a record of its own.
///
/// # Errors
///
/// If [`exposure`] has an error.
pub fn exposure_by_interval(
    treatment: &SubjectTreatment,
    course: &Course,
) -> Result<Table, FormatError> {
    let mut runs: Vec<Administration> = Vec::new();
    for given in course.doses_given() {
        let next = Administration::given(&given, treatment, course)?;
        match runs.last_mut() {
            Some(run) if run.goes_on(&next) => run.extend(&next),
            _ => runs.push(next),
        }
    }
    ex(runs, treatment, course)
}

fn ex(
    mut rows: Vec<Administration>,
    treatment: &SubjectTreatment,
    course: &Course,
) -> Result<Table, FormatError> {
    count_within_days(rows.iter_mut());
    let mut table = Table::new("EX", EX)?.labelled("Exposure");
    for (row, number) in rows.iter().zip(1..) {
        table.push(row.ex(treatment, course, number))?;
    }
    Ok(table)
}

/// Counts the doses of each day that has several, as two alike would be one record twice. The rows are by day.
fn count_within_days<'r>(rows: impl Iterator<Item = &'r mut Administration>) {
    let mut given: Vec<_> = rows.filter(|row| row.what == ExposureKind::Given).collect();
    for day in given.chunk_by_mut(|row, next| row.date == next.date) {
        if day.len() > 1 {
            day.iter_mut().zip(1..).for_each(|(row, number)| row.of_day = Some(number));
        }
    }
}

/// Returns EC: what was planned and what was done (SDTMIG 3.4, section 6.1.3.2). The records of one dose share an
/// ECLNKGRP such as DOSE 2.
///
/// | ECMOOD | ECOCCUR | ECDOSE | reason | for |
/// |---|---|---|---|---|
/// | SCHEDULED | | the planned mass | | each planned date of a dose that was given or not |
/// | PERFORMED | Y | the mass given | of another amount, in ECADJ | each dose given |
/// | PERFORMED | N | none, as 0 would be an amount | in ECREASOC | each dose missed, left out, held or passed over |
///
/// A dose that does not count is in the group of the dose that it leaves due. A planned mass that depends on body
/// weight is left out if no weight is known, and for doses not given. Doses of an ongoing hold are written once it ends
/// ([`Course::doses_held`] returns them earlier). ECSPID counts the doses of a day as EXSPID of [`exposure`] does. Not
/// written are the day and reason of a stop, which belong to disposition (DS), and the reasons of doses given as planned
/// or moved, for which EC has no variable.
///
/// # Errors
///
/// If [`exposure`] has an error, if the reason of a dose not given is longer than 200 characters or not printable, or
/// if the course has more than 36 525 doses, given and not given.
#[doc(alias("EC", "ECDOSE", "ECMOOD", "ECOCCUR", "ECADJ", "ECSPID"))]
pub fn exposure_as_collected(
    treatment: &SubjectTreatment,
    course: &Course,
) -> Result<Table, FormatError> {
    let (mut keys, mut rows) = (Keys::of_course(course), Vec::new());
    for item in items(course)? {
        let before = keys;
        let key = keys.of_item(&item);
        match (item, key) {
            (HistoryItem::Given(given), _) => {
                let key = before.meant(&given);
                let planned = given.mass_planned().ok();
                if let Some(date) = given.planned().filter(|_| !given.is_rest()) {
                    let row = Administration::scheduled(date, given.dose().route(), planned);
                    let mask = treatment.mask(course, given.number(), given.dose())?;
                    rows.push((key, row.masked(mask)));
                }
                rows.push((key, Administration::given(&given, treatment, course)?));
            }
            (HistoryItem::NotGiven(missed), Some(key)) => {
                let (dose, date) = (missed.dose(), missed.planned());
                let planned = dose.mass_for(None).ok();
                let mask = treatment.mask(course, missed.number(), dose)?;
                let row = Administration::scheduled(date, dose.route(), planned);
                rows.push((key, row.masked(mask)));
                rows.push((key, Administration::missed(&missed)?.masked(mask)));
            }
            _ => {}
        }
    }
    rows.sort_by_key(|(key, row)| (row.date, *key, row.what));
    // A dose missed and given later was planned once, and so was one that did not count and was given again.
    rows.dedup_by(|(key, row), (other, before)| {
        let planned = row.what == ExposureKind::Scheduled && before.what == ExposureKind::Scheduled;
        let again = planned && key == other && row.date == before.date;
        before.mass = before.mass.or(row.mass.filter(|_| again));
        again
    });
    count_within_days(rows.iter_mut().map(|(_, row)| row));
    let mut table = Table::new("EC", EC)?.labelled("Exposure as Collected");
    for ((key, row), number) in rows.iter().zip(1..) {
        table.push(row.ec(treatment, course, (number, *key)))?;
    }
    Ok(table)
}

/// A dose on a date, or a run of doses given.
struct Administration {
    what: ExposureKind,
    date: NaiveDate,
    last: NaiveDate,
    /// Which dose of its day it is, counted from 1, if the day has several.
    of_day: Option<u32>,
    /// The time between the doses of a run.
    every: Option<Interval>,
    route: Route,
    mass: Option<Mass>,
    /// What is given in place of the drug.
    mask: Option<InItsPlace>,
    /// Why it was not given, or another amount.
    reason: Option<String>,
}

impl Administration {
    fn scheduled(date: NaiveDate, route: &Route, mass: Option<Mass>) -> Self {
        let (what, route) = (ExposureKind::Scheduled, route.clone());
        let (last, of_day, every) = (date, None, None);
        Self { what, date, last, of_day, every, route, mass, mask: None, reason: None }
    }

    /// The same with what is given in place of the drug, of which 0 mg are given unless it is missed.
    fn masked(self, mask: Option<InItsPlace>) -> Self {
        let zero = mask.is_some() && self.what != ExposureKind::NotGiven;
        Self { mass: if zero { Some(Mass::ZERO) } else { self.mass }, mask, ..self }
    }

    fn given(
        dose: &GivenDose<'_>,
        treatment: &SubjectTreatment,
        course: &Course,
    ) -> Result<Self, FormatError> {
        let date = dose.date();
        let refused = |why| FormatError::because(format!("dose on {date}"), why);
        let adjusted = dose.amount() != GivenAmount::AsPlanned;
        let reason = dose.reason().filter(|_| adjusted).map(|reason| term("EXADJ", reason));
        let in_its_place = treatment.mask(course, dose.number(), dose.dose())?;
        let mass = match in_its_place {
            Some(_) => Mass::ZERO,
            None => dose.mass().map_err(|why| refused(why.to_string()))?,
        };
        let row = Self {
            what: ExposureKind::Given,
            mass: Some(mass),
            reason: reason.transpose().map_err(|why| refused(why.to_string()))?,
            ..Self::scheduled(date, dose.dose().route(), None)
        };
        Ok(row.masked(in_its_place))
    }

    fn missed(dose: &DoseNotGiven<'_>) -> Result<Self, FormatError> {
        let date = dose.planned();
        let reason = dose.reason().map(|reason| term("ECREASOC", reason));
        let refused = |why| FormatError::because(format!("dose missed on {date}"), why);
        Ok(Self {
            what: ExposureKind::NotGiven,
            reason: reason.transpose().map_err(refused)?,
            ..Self::scheduled(date, dose.dose().route(), None)
        })
    }

    /// Whether a dose continues the run, in a gap that there is a term for.
    fn goes_on(&self, next: &Self) -> bool {
        let gap = self.gap(next);
        let alike = self.mass == next.mass
            && self.mask == next.mask
            && self.route == next.route
            && self.reason == next.reason;
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
        let mut row = self.subject("EX", treatment, number);
        row.push(treatment.name_of(self.mask).into());
        row.extend(self.how(treatment));
        row.extend(self.when(treatment, course));
        row
    }

    fn ec(
        &self,
        treatment: &SubjectTreatment,
        course: &Course,
        (number, key): (i64, Key),
    ) -> Vec<DataValue> {
        let mut row = self.subject("EC", treatment, number);
        let name = treatment.name_of(self.mask);
        row.extend([key.name(" ").to_uppercase().into(), name.into()]);
        let why_not = self.reason.as_deref().filter(|_| self.what == ExposureKind::NotGiven);
        row.extend(match self.what {
            ExposureKind::Scheduled => ["SCHEDULED".into(), DataValue::Missing, DataValue::Missing],
            ExposureKind::NotGiven => ["PERFORMED".into(), "Y".into(), "N".into()],
            ExposureKind::Given => ["PERFORMED".into(), "Y".into(), "Y".into()],
        });
        row.push(why_not.into());
        row.extend(self.how(treatment));
        row.extend(self.when(treatment, course));
        row
    }

    /// Dose, unit, form, frequency, route and the reason for an adjustment.
    fn how(&self, treatment: &SubjectTreatment) -> [DataValue; 6] {
        [
            self.mass.into(),
            "mg".into(),
            treatment.form.as_deref().into(),
            self.every.and_then(frequency).unwrap_or("ONCE").into(),
            // Nothing is given in a sham procedure.
            (self.mask != Some(InItsPlace::Sham)).then(|| route(&self.route)).into(),
            self.reason.as_deref().filter(|_| self.what == ExposureKind::Given).into(),
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

    /// Study, domain, subject, number of the record, and of the dose of its day.
    fn subject(&self, domain: &str, treatment: &SubjectTreatment, number: i64) -> Vec<DataValue> {
        vec![
            treatment.subject.study.id.as_str().into(),
            domain.into(),
            treatment.subject.id.as_str().into(),
            number.into(),
            self.of_day.map(|number| number.to_string()).into(),
        ]
    }
}
