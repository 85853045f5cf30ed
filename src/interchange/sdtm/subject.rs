//! What one subject was given by EX or EC, and the course that it is.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Serialize;

use crate::dosing::course::{Course, CourseError, Entry, GivenDose, HistoryItem};
use crate::interchange::error::{FormatError, excerpt, quoted};
use crate::interchange::history::MOST_DOSES;
use crate::interchange::sdtm::record::{ExposureDate, ExposureKind, ExposureRecord};
use crate::interchange::sdtm::term::{interval_of, route};
use crate::interchange::sdtm::variables::place;
use crate::quantity::Mass;

/// The records of one subject in EX or EC, as an [`ExposureReader`](super::ExposureReader) reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubjectExposure {
    domain: &'static str,
    id: String,
    records: Vec<ExposureRecord>,
    /// How long doses went on whose last day is not there.
    through: Option<NaiveDate>,
}

/// The terms of code list C71113 for one dose, an infusion among them.
const SINGLE: [&str; 2] = ["ONCE", "CONTINUOUS"];

impl SubjectExposure {
    pub(super) fn new(domain: &'static str, id: &str, records: Vec<ExposureRecord>) -> Self {
        Self { domain, id: id.to_owned(), records, through: None }
    }

    /// The subject (USUBJID).
    #[doc(alias = "USUBJID")]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its records, by row.
    pub fn records(&self) -> &[ExposureRecord] {
        &self.records
    }

    /// The same, where records of repeated doses without a last day (EXENDTC) went on through a day, such as the day on
    /// which the subject left the study (RFENDTC). Without it such a record has no doses and is refused.
    #[must_use]
    pub fn ongoing_through(self, day: NaiveDate) -> Self {
        Self { through: Some(day), ..self }
    }

    /// The same, where the first dose of the record of a row was on this day, of which the data set has a part, a range or
    /// nothing. The last day of one dose follows, where it is partial too.
    ///
    /// ```
    /// use aso_regimen::interchange::sdtm::ExposureReader;
    /// use aso_regimen::interchange::table::Dataset;
    ///
    /// let ex = "\
    /// USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXSTDTC
    /// S-001,1,DRUG,100,mg,2026-01
    /// ";
    /// let subject = ExposureReader::new().read(&Dataset::from_csv(ex.as_bytes())?)?.remove(0);
    /// assert!(subject.doses().is_err());
    /// let subject = subject.started_on(1, "2026-01-05".parse()?)?;
    /// assert_eq!(subject.doses()?[0].0.to_string(), "2026-01-05");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the subject has no record in that row, if the record has another day, or if the day is not in what it has.
    pub fn started_on(mut self, row: usize, day: NaiveDate) -> Result<Self, FormatError> {
        let domain = self.domain;
        let record = self.record_mut(row, "--STDTC")?;
        set_day(&mut record.start, day, || place(domain, row, "--STDTC"))?;
        let is_one = record.frequency.as_deref().and_then(interval_of).is_none();
        if is_one && matches!(record.end, Some(ExposureDate::Partial(_))) {
            set_day(&mut record.end, day, || place(domain, row, "--ENDTC"))?;
        }
        Ok(self)
    }

    /// The same, where the last dose of the record of a row was on this day, of which the data set has a part, a range or
    /// nothing.
    ///
    /// # Errors
    ///
    /// As [`SubjectExposure::started_on`].
    pub fn ended_on(mut self, row: usize, day: NaiveDate) -> Result<Self, FormatError> {
        let domain = self.domain;
        let record = self.record_mut(row, "--ENDTC")?;
        set_day(&mut record.end, day, || place(domain, row, "--ENDTC"))?;
        Ok(self)
    }

    fn record_mut(
        &mut self,
        row: usize,
        variable: &str,
    ) -> Result<&mut ExposureRecord, FormatError> {
        let refused = || {
            let expected = format!("a record of {}", quoted(&self.id));
            FormatError::expected(place(self.domain, row, variable), expected, "none")
        };
        let found = self.records.iter_mut().find(|record| record.row == row);
        found.ok_or_else(refused)
    }

    /// The doses that were given, by day, each with its record: a record of repeated doses has one at each interval from its
    /// first day to its last.
    ///
    /// # Errors
    ///
    /// If the first or the last day of a record is missing or partial, if the last is before the first or not a day of a
    /// dose, if doses are less than a day apart or how often they are is not known, or if there are more than 36,525.
    pub fn doses(&self) -> Result<Vec<(NaiveDate, &ExposureRecord)>, FormatError> {
        self.days(&[ExposureKind::Given])
    }

    /// The first day on which a dose was planned, given or not given; `None` if there is no record.
    ///
    /// # Errors
    ///
    /// As [`SubjectExposure::doses`], also of doses planned or not given.
    pub fn first_day(&self) -> Result<Option<NaiveDate>, FormatError> {
        let kinds = [ExposureKind::Scheduled, ExposureKind::NotGiven, ExposureKind::Given];
        Ok(self.days(&kinds)?.first().map(|(day, _)| *day))
    }

    /// Records in a course what the subject was given and not given. The course has the plan, which is not in EX: a regimen
    /// and the rules for missed doses, from the planned date of the first dose on.
    ///
    /// A dose of another mass than planned is recorded with the mass given, and one that is not on a planned date on the
    /// day it was given. Several doses on one day are a part of the planned dose and its rest, if together they are at most
    /// that dose. A dose not given (ECOCCUR N) is recorded as missed; where the dose before it is still due for the
    /// same reason, that one is left out first. One that is booked by the calendar of the protocol, while a late dose
    /// has moved the next, is missed on the date that the plan has by then: the record must be nearer to that date than
    /// to the record before it, and no record may come between. What a data set says was planned (ECMOOD SCHEDULED) must be on a date that
    /// the plan has, and of its mass.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::catalog;
    /// use aso_regimen::interchange::sdtm::ExposureReader;
    /// use aso_regimen::interchange::table::Dataset;
    ///
    /// let ex = "\
    /// USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXROUTE,EXADJ,EXSTDTC,EXENDTC
    /// S-001,1,TOFERSEN,100,mg,EVERY 2 WEEKS,INTRATHECAL,,2026-01-05,2026-01-19
    /// S-001,2,TOFERSEN,60,mg,ONCE,INTRATHECAL,needle clotted,2026-02-05,2026-02-05
    /// ";
    /// let subject = ExposureReader::new().read(&Dataset::from_csv(ex.as_bytes())?)?.remove(0);
    /// let first = subject.first_day()?.expect("three doses");
    /// let course = subject.course(catalog::tofersen::labels().remove(0).course(first)?)?;
    /// let adherence = course.adherence("2026-02-05".parse()?);
    /// assert_eq!((adherence.planned, adherence.given, adherence.late), (3, 3, 1));
    /// assert_eq!(course.mass_given("2026-02-05".parse()?)?.to_string(), "260 mg");
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`SubjectExposure::doses`]; if doses of one day are more than the planned one; if a dose has no drug in it, since
    /// it masks the drug; if the route is not that of the plan; if what was planned is not in the plan; or if the course
    /// refuses a dose, such as one that was missed before any was due. The error has the row and the variable.
    pub fn course(&self, plan: Course) -> Result<Course, FormatError> {
        self.recorded(plan, false)
    }

    /// The same of a subject whose doses, or some of them, mask the drug (EXDOSE 0): the course of the apparent regimen, in
    /// which a dose without drug is given as planned. Its masses are of what seems to be given.
    ///
    /// # Errors
    ///
    /// As [`SubjectExposure::course`], but for doses that mask the drug.
    pub fn apparent_course(&self, plan: Course) -> Result<Course, FormatError> {
        self.recorded(plan, true)
    }

    fn recorded(&self, plan: Course, masked: bool) -> Result<Course, FormatError> {
        let items = self.days(&[ExposureKind::NotGiven, ExposureKind::Given])?;
        // The course tells which dose each was, and so whether its mass is the planned one.
        let doses = self.entered(plan.clone(), &items, masked, &BTreeMap::new())?;
        let doses: BTreeMap<_, _> = doses.doses_given().map(|dose| (dose.date(), dose)).collect();
        for (day, record) in &items {
            let (Some(dose), Some(found)) = (doses.get(day), &record.route) else { continue };
            let planned = dose.dose().route();
            if planned != found && record.kind == ExposureKind::Given {
                let expected = format!("{}, as the plan has it", route(planned));
                return Err(self.expected(record, "--ROUTE", expected, quoted(&route(found))));
            }
        }
        let planned =
            doses.iter().filter_map(|(day, dose)| Some((*day, dose.mass_planned().ok()?)));
        let course = self.entered(plan, &items, masked, &planned.collect())?;
        self.check_planned(&course, masked)?;
        Ok(course)
    }

    /// A course with entries for records by day, of which those with a planned mass are given as planned.
    fn entered(
        &self,
        mut course: Course,
        items: &[(NaiveDate, &ExposureRecord)],
        masked: bool,
        planned: &BTreeMap<NaiveDate, Mass>,
    ) -> Result<Course, FormatError> {
        let mut before: Option<Recorded<'_>> = None;
        let given_last: HashMap<&str, NaiveDate> = items
            .iter()
            .filter(|(_, record)| record.kind == ExposureKind::Given)
            .filter_map(|(day, record)| Some((record.group.as_deref()?, *day)))
            .collect();
        for (place_of, (day, record)) in items.iter().enumerate() {
            if let Some(before) = before.as_ref().filter(|before| before.day == *day) {
                self.give_more(&mut course, before, record)?;
                continue;
            }
            let refused =
                |why| FormatError::because(place(self.domain, record.row, "--STDTC"), why);
            let (mut entry, mut is_missed) = (None, false);
            if record.kind == ExposureKind::Given {
                let dose = record.dose.unwrap_or(Mass::ZERO);
                if dose == Mass::ZERO && !masked {
                    let expected =
                        "an amount above 0; the apparent course has doses that mask the drug";
                    return Err(self.expected(record, "--DOSE", expected, "0"));
                }
                let is_planned = dose == Mass::ZERO || planned.get(day) == Some(&dose);
                let given = given(*day, record);
                let given = if is_planned { given } else { given.amount(dose) };
                let last = record.group.as_deref().and_then(|group| given_last.get(group));
                let counts = last.is_none_or(|last| last == day);
                let given = if counts { given } else { given.not_counting() };
                entry = course.record(given).map_err(refused)?.entry();
            } else {
                let is_due = before.as_ref().is_some_and(|before| before.is_missed);
                let day = Missed {
                    day: *day,
                    before: before.as_ref().map(|before| before.day),
                    after: items.get(place_of + 1).map(|(day, _)| *day),
                };
                is_missed = miss(&mut course, &day, record, is_due).map_err(refused)?;
            }
            before = Some(Recorded { day: *day, record, entry, is_missed });
        }
        Ok(course)
    }

    /// Records more of the dose of a day, or nothing more where it masks the drug.
    fn give_more(
        &self,
        course: &mut Course,
        before: &Recorded<'_>,
        record: &ExposureRecord,
    ) -> Result<(), FormatError> {
        let (part, rest) = (before.record.dose, record.dose);
        if rest == Some(Mass::ZERO) && before.entry.is_some() {
            return Ok(());
        }
        let is_recorded = match (before.entry, part, rest) {
            (Some(number), Some(part), Some(rest)) => {
                let entry = given(before.day, before.record).partly(part);
                let more = Entry::rest(before.day, rest);
                let more = match &record.reason {
                    Some(reason) => more.reason(reason.clone()),
                    None => more,
                };
                course.amend(number, entry).and_then(|_| course.record(more)).is_ok()
            }
            _ => false,
        };
        if is_recorded {
            return Ok(());
        }
        let found = format!("a second on {}, beside that of row {}", before.day, before.record.row);
        Err(self.expected(record, "--STDTC", "one dose a day, or parts of the planned one", found))
    }

    /// Refuses what was planned by the data set and not by the plan.
    fn check_planned(&self, course: &Course, masked: bool) -> Result<(), FormatError> {
        let scheduled = self.days(&[ExposureKind::Scheduled])?;
        let Some((last, _)) = scheduled.last() else { return Ok(()) };
        // Only of those days, as a course may have passed over any number of doses.
        let mut planned: BTreeMap<NaiveDate, Option<Option<Mass>>> =
            scheduled.iter().map(|(day, _)| (*day, None)).collect();
        let mut plan = |day: NaiveDate, mass: Option<Mass>| {
            if let Some(planned) = planned.get_mut(&day) {
                *planned = Some(mass);
            }
        };
        for item in course.history() {
            match item {
                HistoryItem::Given(given) => {
                    let mass = given.mass_planned().ok();
                    given.planned().into_iter().for_each(|day| plan(day, mass));
                }
                HistoryItem::NotGiven(missed) => {
                    plan(missed.planned(), missed.dose().mass_for(course.weight()).ok());
                }
                HistoryItem::Recorded(_) => {}
            }
        }
        let to_come = course.forecast().take_while(|due| due.date() <= *last);
        to_come.for_each(|due| plan(due.date(), due.mass().ok()));
        for (day, record) in &scheduled {
            let Some(mass) = planned.get(day).copied().flatten() else {
                let expected = "a date on which the plan has a dose";
                return Err(self.expected(record, "--STDTC", expected, day));
            };
            let is_mask = masked && record.dose == Some(Mass::ZERO);
            if let (Some(mass), Some(found)) = (mass, record.dose.filter(|_| !is_mask)) {
                if mass != found {
                    let expected = format!("{mass}, as the plan has it");
                    return Err(self.expected(record, "--DOSE", expected, found));
                }
            }
        }
        Ok(())
    }

    /// The days of records of some kinds, in order.
    fn days(
        &self,
        kinds: &[ExposureKind],
    ) -> Result<Vec<(NaiveDate, &ExposureRecord)>, FormatError> {
        let mut days = Vec::new();
        for record in self.records.iter().filter(|record| kinds.contains(&record.kind)) {
            self.add_days(record, &mut days)?;
        }
        // Of one day, what has drug in it comes first.
        days.sort_by_key(|(day, record)| (*day, record.dose == Some(Mass::ZERO), record.row));
        Ok(days)
    }

    fn add_days<'s>(
        &'s self,
        record: &'s ExposureRecord,
        days: &mut Vec<(NaiveDate, &'s ExposureRecord)>,
    ) -> Result<(), FormatError> {
        let whole = |date: &'s Option<ExposureDate>, variable| match date {
            None => Ok(None),
            Some(ExposureDate::Day(day)) => Ok(Some(*day)),
            Some(ExposureDate::Partial(text)) => {
                let expected = "a whole date, as a dose is on a day";
                Err(self.expected(record, variable, expected, quoted(text)))
            }
        };
        let Some(first) = whole(&record.start, "--STDTC")? else {
            return Err(self.expected(record, "--STDTC", "the day of the first dose", "nothing"));
        };
        let last = whole(&record.end, "--ENDTC")?;
        let term = record.frequency.as_deref().unwrap_or("ONCE");
        let every = interval_of(term);
        if every.is_none() && !SINGLE.iter().any(|single| single.eq_ignore_ascii_case(term)) {
            let expected =
                "ONCE or a term for doses a day or longer apart, such as QD or EVERY 2 WEEKS";
            return Err(self.expected(record, "--DOSFRQ", expected, quoted(term)));
        }
        let end = last.or(self.through.filter(|_| every.is_some()));
        if let Some(end) = end.filter(|end| *end < first) {
            let expected = format!("{first}, the first day, or a later one");
            return Err(self.expected(record, "--ENDTC", expected, end));
        }
        let Some(every) = every else {
            if let Some(last) = last.filter(|last| *last > first) {
                let expected =
                    format!("{first}, the day of a dose that is given {}", excerpt(term));
                return Err(self.expected(record, "--ENDTC", expected, last));
            }
            days.push((first, record));
            return self.check_count(record, days.len());
        };
        let Some(through) = end else {
            let expected = "the day of the last dose, or that the caller say how long they went on";
            return Err(self.expected(record, "--ENDTC", expected, "nothing"));
        };
        let of_series = (0..).map_while(|count| every.nth_after(first, count));
        for day in of_series.take_while(|day| *day <= through) {
            days.push((day, record));
            self.check_count(record, days.len())?;
        }
        let found = days.last().map_or(first, |(day, _)| *day);
        match last {
            Some(last) if found != last => {
                let expected =
                    format!("a day of a dose from {first} every {every}, such as {found}");
                Err(self.expected(record, "--ENDTC", expected, last))
            }
            _ => Ok(()),
        }
    }

    fn check_count(&self, record: &ExposureRecord, doses: usize) -> Result<(), FormatError> {
        if doses <= MOST_DOSES {
            return Ok(());
        }
        let expected = format!("at most {MOST_DOSES} doses of a subject");
        Err(self.expected(record, "--ENDTC", expected, "more"))
    }

    fn expected(
        &self,
        record: &ExposureRecord,
        variable: &str,
        expected: impl core::fmt::Display,
        found: impl core::fmt::Display,
    ) -> FormatError {
        FormatError::expected(place(self.domain, record.row, variable), expected, found)
    }
}

/// Sets a day that the data set has in part, as a range, or not at all.
fn set_day(
    date: &mut Option<ExposureDate>,
    day: NaiveDate,
    place: impl FnOnce() -> String,
) -> Result<(), FormatError> {
    match date {
        Some(found) if !found.may_be(day) => {
            let expected = format!("a day of {}", quoted(&found.to_string()));
            Err(FormatError::expected(place(), expected, day))
        }
        date => {
            *date = Some(ExposureDate::Day(day));
            Ok(())
        }
    }
}

/// What was recorded last.
struct Recorded<'s> {
    day: NaiveDate,
    record: &'s ExposureRecord,
    /// The number of the entry of a dose given.
    entry: Option<usize>,
    /// Whether it is a dose recorded as missed.
    is_missed: bool,
}

fn given(day: NaiveDate, record: &ExposureRecord) -> Entry {
    match &record.reason {
        Some(reason) => Entry::given(day).reason(reason.clone()),
        None => Entry::given(day),
    }
}

/// The day of a dose not given, among those of the records before and after it.
struct Missed {
    day: NaiveDate,
    before: Option<NaiveDate>,
    after: Option<NaiveDate>,
}

impl Missed {
    /// Whether the record is of a dose planned on a later day: it is nearer to that day than to the record before, and
    /// nothing comes between.
    fn is_of(&self, planned: NaiveDate) -> bool {
        let near = self.before.is_some_and(|before| planned - self.day < self.day - before);
        near && self.after.is_none_or(|after| after >= planned)
    }
}

/// Records that a dose was not given; `is_due` if so does the one before, which is due all the same. Whether the dose
/// itself stays due.
fn miss(
    course: &mut Course,
    missed_on: &Missed,
    record: &ExposureRecord,
    is_due: bool,
) -> Result<bool, CourseError> {
    let mut day = missed_on.day;
    let reason = record.reason.clone().unwrap_or_else(|| "no reason recorded".to_owned());
    let mut missed = course.record(Entry::missed(day, reason.clone()));
    if let Err(CourseError::AlreadyMissed { .. } | CourseError::NoDate { .. }) = missed {
        if is_due {
            // The data set goes on with the next dose.
            course.record(Entry::skipped(day, "not made up before the next dose"))?;
            missed = course.record(Entry::missed(day, reason.clone()));
        }
    }
    if let Err(CourseError::NotDueYet { planned, .. }) = missed {
        let late = |dose: GivenDose<'_>| dose.planned().is_some_and(|day| dose.date() > day);
        if missed_on.is_of(planned) && course.doses_given().any(late) {
            // Booked by the calendar of the protocol, while a late dose has moved the next one.
            day = planned;
            missed = course.record(Entry::missed(day, reason.clone()));
        }
    }
    match missed {
        // The label does not say when it is.
        Err(CourseError::NoDate { .. }) => {
            course.record(Entry::skipped(day, reason)).map(|_| false)
        }
        missed => missed.map(|_| true),
    }
}
