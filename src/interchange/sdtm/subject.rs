//! What one subject was given by EX or EC, and the course that it is.

use core::fmt;
use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::dosing::course::{Course, CourseError, Entry, HistoryItem, NextDue, NotGiven};
use crate::dosing::dose::Dose;
use crate::interchange::error::{FormatError, row_and_line};
use crate::interchange::history::{MOST_DOSES, Planned};
use crate::interchange::plan_entries::{PlanEntries, given_on, is_part};
use crate::interchange::sdtm::not_given::{NotGivenRun, UNSTATED};
use crate::interchange::sdtm::record::{ExposureDate, ExposureKind, ExposureRecord};
use crate::interchange::sdtm::term::{interval_of, route};
use crate::interchange::sdtm::variables::place;
use crate::quantity::Mass;
use crate::text::excerpt::{excerpt, quoted};

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

    /// Returns the subject (USUBJID).
    #[doc(alias = "USUBJID")]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the records, in the order of the rows.
    pub fn records(&self) -> &[ExposureRecord] {
        &self.records
    }

    /// Returns this subject with a day through which repeated doses went on if their record has no last day (EXENDTC),
    /// such as the day on which the subject left the study (RFENDTC). Without it such a record is refused.
    #[must_use]
    pub fn ongoing_through(self, day: NaiveDate) -> Self {
        Self { through: Some(day), ..self }
    }

    /// Returns this subject with the day of the first dose of the record in a row, whose own date is partial, a range
    /// or missing. If the record is of one dose and its last day is partial, that is the same day.
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
    /// If the subject has no record in that row, or if the record's own date excludes the day.
    pub fn started_on(mut self, row: usize, day: NaiveDate) -> Result<Self, FormatError> {
        let domain = self.domain;
        let record = self.record_mut(row, "--STDTC")?;
        let at = record.at();
        set_day(&mut record.start, day, || place(domain, &at, "--STDTC"))?;
        let is_one = record.frequency.as_deref().and_then(interval_of).is_none();
        if is_one && matches!(record.end, Some(ExposureDate::Partial(_))) {
            set_day(&mut record.end, day, || place(domain, &at, "--ENDTC"))?;
        }
        Ok(self)
    }

    /// Returns this subject with the day of the last dose of the record in a row, whose own date is partial, a range or
    /// missing.
    ///
    /// # Errors
    ///
    /// If [`SubjectExposure::started_on`] has an error for the row and the day.
    pub fn ended_on(mut self, row: usize, day: NaiveDate) -> Result<Self, FormatError> {
        let domain = self.domain;
        let record = self.record_mut(row, "--ENDTC")?;
        let at = record.at();
        set_day(&mut record.end, day, || place(domain, &at, "--ENDTC"))?;
        Ok(self)
    }

    fn record_mut(
        &mut self,
        row: usize,
        variable: &str,
    ) -> Result<&mut ExposureRecord, FormatError> {
        let refused = || {
            let expected = format!("a record of {}", quoted(&self.id));
            FormatError::expected(
                place(self.domain, &row_and_line(row, None), variable),
                expected,
                "none",
            )
        };
        let found = self.records.iter_mut().find(|record| record.row == row);
        found.ok_or_else(refused)
    }

    /// Returns the doses given, by day, each with its record. A record of repeated doses (EXDOSFRQ) has one dose at each
    /// interval from its first to its last day. The last day may be after the last dose, as it ends a period of constant
    /// dosing (SDTMIG on EX): Q2D from 8 to 15 January has doses on 8, 10, 12 and 14 January.
    ///
    /// Two records with doses on one day are two doses of that day, such as injections at two sites, or a part and its
    /// rest. QD to 10 January and QD from 10 January are two doses on 10 January.
    ///
    /// # Errors
    ///
    /// If the first or last day of a record is missing or partial; if the last day is before the first; if doses are
    /// less than a day apart or their frequency is unknown; or if there are more than 36,525 doses.
    pub fn doses(&self) -> Result<Vec<(NaiveDate, &ExposureRecord)>, FormatError> {
        self.days(&[ExposureKind::Given])
    }

    /// Returns the first day of a dose planned, given or not given; `None` if there is no record.
    ///
    /// # Errors
    ///
    /// If [`SubjectExposure::doses`] has an error, or would have it for a dose planned or not given.
    pub fn first_day(&self) -> Result<Option<NaiveDate>, FormatError> {
        let kinds = [ExposureKind::Scheduled, ExposureKind::NotGiven, ExposureKind::Given];
        Ok(self.days(&kinds)?.first().map(|(day, _)| *day))
    }

    /// Records in a course the doses given and not given. The course has the plan, which EX and EC lack: a regimen and
    /// its rules for missed doses, from the planned date of the first dose on. It also has the entries that EX and EC do
    /// not state: new dates, holds, stops and resumptions, weights, and changes of the regimen or its rules. Add them to
    /// the plan before you read. A dose not given that one of them explains, such as one that was held, is not recorded
    /// again.
    ///
    /// If an entry of the plan is on the day of a dose, it comes after the dose if it is a hold, a stop, a dose left out, or
    /// a new date or regimen that the entry sets for a later day. All others come before it, among them a change of regimen
    /// without a date of its own. If it was otherwise, add the dose to the plan as given, in its place among these entries.
    /// It is recorded with the mass of the file, and as the plan says it was given: as a part, a rest, or a dose that does
    /// not count.
    ///
    /// A dose is recorded on the day on which it was given, with the mass given. Several doses on one day are a part of
    /// the planned dose and its rest, if their sum is at most that dose. A planned dose (ECMOOD SCHEDULED) must be on a
    /// planned date and have the planned mass.
    ///
    /// A dose not given (ECOCCUR N) is recorded as missed. Several in a row are recorded as a hold, as a miss of each would
    /// need a decision about the one before; and so is one alone, if by the rules another dose would be due on its day. A
    /// dose not given that the rules pass over is not recorded, if it has no reason. EC does not state
    /// the days of a hold: this one begins on the planned date of the first, and ends on the day after that of the last, or
    /// on the day of the next record if that is earlier. If the label says to skip a missed dose, each is recorded as
    /// missed. The dose given after them is judged by the rules. If the
    /// [groups are read](super::ExposureReader::grouped_by_dose), they say which dose that is, and those that it passes
    /// over are recorded as skipped.
    ///
    /// After a late dose the plan has moved, and a dose not given may still be recorded on its old protocol day. It counts
    /// for the new planned date if no other record lies between the two days, and that date is nearer than the record
    /// before: if a dose was given on 25 January and the next is planned for 8 February, one not given on 2 February is that
    /// of 8 February.
    ///
    /// If the plan lacks an entry, a dose held alone is read as missed. A dose that somebody left out is read as missed or
    /// held if no group says that a later one was given. It is read so in spite of its group, or refused, if the rules can
    /// have the regimen begin anew, or if the doses before or after it were not given either.
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
    /// If [`SubjectExposure::doses`] has an error; if the doses of one day exceed the planned dose; if a dose has no
    /// drug because it masks the drug; if a route differs from the plan's; if a planned dose is not in the plan; if the
    /// course refuses a dose, such as a missed one before any was due; if it refuses an entry of the plan after the doses
    /// given before it; or if the plan has a dose as given on a day without one. The error states the row and the variable.
    pub fn course(&self, plan: Course) -> Result<Course, FormatError> {
        self.recorded(plan, false)
    }

    /// Records in a course the doses of a subject who was, at least in part, given doses that mask the drug (EXDOSE 0).
    /// The plan is the apparent regimen, and a dose without drug is recorded as given as planned. The masses of the
    /// course are those that seem to be given.
    ///
    /// # Errors
    ///
    /// If [`SubjectExposure::course`] has an error other than that of doses that mask the drug.
    pub fn apparent_course(&self, plan: Course) -> Result<Course, FormatError> {
        self.recorded(plan, true)
    }

    fn recorded(&self, plan: Course, masked: bool) -> Result<Course, FormatError> {
        let mut items = self.days(&[ExposureKind::NotGiven, ExposureKind::Given])?;
        let plan = plan.split().map_err(of_plan)?;
        self.leave_out_stated(&plan, &mut items, masked);
        let first = self.entered(&plan, &items, masked, &Planned::default())?;
        let planned = Planned::of(&first);
        for (day, record) in &items {
            let dose = planned.dose(&plan.0, *day);
            let (Some(own), Some(found)) = (dose.map(Dose::route), &record.route) else {
                continue;
            };
            if own != found && record.kind == ExposureKind::Given {
                let expected = format!("{}, as the plan has it", route(own));
                return Err(self.expected(record, "--ROUTE", expected, quoted(&route(found))));
            }
        }
        let course = self.entered(&plan, &items, masked, &planned)?;
        self.check_planned(&course, masked)?;
        Ok(course)
    }

    /// Takes out the doses not given that an entry of the plan states, such as those of a hold, and those without a reason
    /// that the rules of the plan pass over.
    fn leave_out_stated(
        &self,
        plan: &(Course, Vec<Entry>),
        items: &mut Vec<(NaiveDate, &ExposureRecord)>,
        masked: bool,
    ) {
        let is_bare = |(_, record): &(NaiveDate, &ExposureRecord)| {
            record.kind == ExposureKind::NotGiven && record.reason.is_none()
        };
        if plan.1.is_empty() && !items.iter().any(is_bare) {
            return;
        }
        let is_given = |item: &&(NaiveDate, &ExposureRecord)| item.1.kind == ExposureKind::Given;
        let given: Vec<_> = items.iter().filter(is_given).copied().collect();
        // What is wrong with a dose given is found again with all of them.
        let Ok(stating) = self.entered(plan, &given, masked, &Planned::default()) else { return };
        let (mut stated, mut passed_over) = (HashMap::new(), HashSet::new());
        for item in stating.history() {
            match item {
                HistoryItem::NotGiven(one) if one.why() == NotGiven::PassedOver => {
                    passed_over.insert(one.planned());
                }
                HistoryItem::NotGiven(one) => *stated.entry(one.planned()).or_insert(0) += 1,
                _ => {}
            }
        }
        // The doses of a hold are in the history once it ends.
        let held = match stating.next_due() {
            NextDue::Held { since, .. } => Some(since),
            _ => None,
        };
        items.retain(|(day, record)| match stated.get_mut(day) {
            _ if record.kind == ExposureKind::Given => true,
            Some(times @ 1..) => {
                *times -= 1;
                false
            }
            _ if record.reason.is_none() && passed_over.contains(day) => false,
            _ => held.is_none_or(|since| *day < since),
        });
    }

    /// The plan with its own entries, and with some for records by day, of which those with a planned mass are given as
    /// planned.
    fn entered(
        &self,
        (plan, own): &(Course, Vec<Entry>),
        items: &[(NaiveDate, &ExposureRecord)],
        masked: bool,
        planned: &Planned,
    ) -> Result<Course, FormatError> {
        let (mut course, mut own) = (plan.clone(), PlanEntries::new(own));
        let mut before: Option<Recorded<'_>> = None;
        let mut of_run = 0..0;
        let last_of_group: HashMap<&str, usize> = items
            .iter()
            .zip(0..)
            .filter_map(|((_, record), place)| Some((record.group.as_deref()?, place)))
            .collect();
        for (place_of, (day, record)) in items.iter().enumerate() {
            let is_given = record.kind == ExposureKind::Given;
            let told = own.before_record(&mut course, *day, is_given)?;
            let is_more = |before: &&Recorded<'_>| {
                before.day == *day && told.map_or(before.counts, Entry::is_rest)
            };
            if let Some(before) = before.as_ref().filter(is_more) {
                self.give_more(&mut course, before, record)?;
                continue;
            }
            let refused =
                |why| FormatError::because(place(self.domain, &record.at(), "--STDTC"), why);
            let mut counts = true;
            if is_given {
                let dose = record.dose.unwrap_or(Mass::ZERO);
                if dose == Mass::ZERO && !masked {
                    return Err(self.expected(
                        record,
                        "--DOSE",
                        "an amount above 0",
                        of_mask(record),
                    ));
                }
                let more = items.get(place_of + 1).filter(|(next, more)| {
                    next == day && more.dose.is_some_and(|rest| rest > Mass::ZERO)
                });
                let whole = planned.mass(&course, *day);
                let whole = whole.or_else(|| course.next_due().dose()?.mass().ok());
                let is_first = more.is_some()
                    && whole.is_none_or(|whole| dose < whole)
                    && !planned.lacks_mass(&course, *day);
                let last = record.group.as_deref().and_then(|group| last_of_group.get(group));
                let is_last = last.is_none_or(|last| *last == place_of);
                let how = (told.map_or(is_first, is_part), told.map_or(is_last, Entry::counts));
                let given = given_on(*day, record.reason.as_deref(), told);
                let mass = Some(dose).filter(|dose| *dose > Mass::ZERO);
                counts = planned.give(&mut course, given, mass, how).map_err(refused)? || how.1;
            } else if !of_run.contains(&place_of) {
                let run = NotGivenRun::at(self.domain, items, (place_of, own.next_decision()));
                of_run = place_of..place_of + run.len();
                run.record(&mut course)?;
            }
            before = Some(Recorded { day: *day, record, counts });
        }
        own.after_records(&mut course)?;
        Ok(course)
    }

    /// Records the rest of the dose of a day, or nothing more where it masks the drug.
    fn give_more(
        &self,
        course: &mut Course,
        before: &Recorded<'_>,
        record: &ExposureRecord,
    ) -> Result<(), FormatError> {
        let is_recorded = match record.dose {
            Some(Mass::ZERO) => before.record.kind == ExposureKind::Given,
            // Refused where the one before was no part of a dose.
            Some(rest) => {
                let more = Entry::rest(before.day, rest);
                let more = match &record.reason {
                    Some(reason) => more.reason(reason.clone()),
                    None => more,
                };
                course.record(more).is_ok()
            }
            None => false,
        };
        if is_recorded {
            return Ok(());
        }
        let expected = "one dose a day, or several that together are at most the planned dose";
        let found = format!("a second on {}, after that of row {}", before.day, before.record.row);
        Err(self.expected(record, "--STDTC", expected, found))
    }

    /// Refuses what was planned by the data set and not by the plan.
    fn check_planned(&self, course: &Course, masked: bool) -> Result<(), FormatError> {
        let scheduled = self.days(&[ExposureKind::Scheduled])?;
        let Some((last, _)) = scheduled.last() else { return Ok(()) };
        // Only of those days, as a course may have passed over any number of doses.
        let mut planned: BTreeMap<NaiveDate, Vec<Option<Mass>>> =
            scheduled.iter().map(|(day, _)| (*day, Vec::new())).collect();
        let mut plan = |day: NaiveDate, mass: Option<Mass>| {
            if let Some(planned) = planned.get_mut(&day) {
                planned.push(mass);
            }
        };
        // Those of a hold that has not ended are not in the history.
        let held = course.doses_held(*last).map(HistoryItem::NotGiven);
        for item in course.history().chain(held) {
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
        let without = |found: &dyn fmt::Display| {
            format!("{found}; {UNSTATED}, or leave out planned doses with `leaving_out_scheduled`")
        };
        for (day, record) in &scheduled {
            // A dose that was not given, and another one in its place, were planned on one day.
            let masses = planned.get(day).map(Vec::as_slice).unwrap_or_default();
            let Some(mass) = masses.first() else {
                let expected = "a date on which the plan has a dose";
                return Err(self.expected(record, "--STDTC", expected, without(day)));
            };
            let is_mask = masked && record.dose == Some(Mass::ZERO);
            if let (Some(mass), Some(found)) = (mass, record.dose.filter(|_| !is_mask)) {
                if masses.iter().all(|mass| mass.is_some_and(|mass| mass != found)) {
                    let expected = format!("{mass}, as the plan has it");
                    let found = if found == Mass::ZERO { of_mask(record) } else { without(&found) };
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
            let expected = "ONCE, CONTINUOUS or a term for an interval of a day or longer, such as QD or EVERY 2 WEEKS";
            return Err(self.expected(record, "--DOSFRQ", expected, quoted(term)));
        }
        let end = last.or(self.through.filter(|_| every.is_some()));
        if let Some(end) = end.filter(|end| *end < first) {
            let expected = format!("{first}, the first day, or a later one");
            return Err(self.expected(record, "--ENDTC", expected, end));
        }
        let Some(every) = every else {
            let is_one = record.frequency.is_some() || record.overnight;
            let latest = if is_one { first.succ_opt() } else { Some(first) };
            if let Some(last) = last.filter(|last| Some(*last) > latest) {
                let expected = if record.frequency.is_some() {
                    let term = excerpt(term);
                    format!("{first}, the day of a dose that is given {term}, or the day after")
                } else {
                    // Without a term, two days may be those of two doses.
                    let variable = format!("{}DOSFRQ", self.domain);
                    format!(
                        "{first}, the first day, as no {variable} such as ONCE or QD states how many doses there were"
                    )
                };
                return Err(self.expected(record, "--ENDTC", expected, last));
            }
            if days.len() == MOST_DOSES {
                return Err(self.too_many(record));
            }
            days.push((first, record));
            return Ok(());
        };
        let Some(through) = end else {
            let expected = "the day of the last dose, or one given by `ongoing_through`";
            return Err(self.expected(record, "--ENDTC", expected, "nothing"));
        };
        let nth = |doses| every.nth_after(first, doses);
        let room = u32::try_from(MOST_DOSES - days.len()).unwrap_or_default();
        if nth(room).is_some_and(|over| over <= through) {
            return Err(self.too_many(record));
        }
        let of_series = (0..).map_while(nth).take_while(|day| *day <= through);
        days.extend(of_series.map(|day| (day, record)));
        Ok(())
    }

    fn too_many(&self, record: &ExposureRecord) -> FormatError {
        let expected = format!("at most {MOST_DOSES} doses of a subject");
        self.expected(record, "--ENDTC", expected, "more")
    }

    fn expected(
        &self,
        record: &ExposureRecord,
        variable: &str,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) -> FormatError {
        FormatError::expected(place(self.domain, &record.at(), variable), expected, found)
    }
}

/// The error that the plan, or an entry of it, is refused.
fn of_plan(why: CourseError) -> FormatError {
    FormatError::because("plan", why)
}

/// The 0 mg of a record that masks the drug, and how they are read.
fn of_mask(record: &ExposureRecord) -> String {
    let treatment = excerpt(&record.treatment);
    format!("0 mg of {treatment}; doses that mask the drug are read by `apparent_course`")
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
    /// Whether more of its day is a rest of it.
    counts: bool,
}
