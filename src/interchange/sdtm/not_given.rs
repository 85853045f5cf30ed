//! Doses in a row that EC records as not given, and what a course records of them.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::dosing::course::{Course, CourseError, DueDose, Entry, GivenDose};
use crate::interchange::error::FormatError;
use crate::interchange::sdtm::record::{ExposureKind, ExposureRecord};
use crate::interchange::sdtm::variables::place;

/// Why a course may have no such dose, and what to do about it.
pub(super) const UNSTATED: &str = "EX and EC state no new dates, holds, stops, weights or changes of regimen: add them to \
                                   the plan before you read";

/// Doses in a row that were not given, and the dose given next.
pub(super) struct NotGivenRun<'s> {
    domain: &'static str,
    rows: Vec<Row<'s>>,
    given: Option<(NaiveDate, &'s ExposureRecord)>,
    /// Which of them was given next, by its group.
    made_up: Option<usize>,
}

/// A record of a dose not given, with the days of the records before and after it.
struct Row<'s> {
    day: NaiveDate,
    record: &'s ExposureRecord,
    before: Option<NaiveDate>,
    after: Option<NaiveDate>,
}

/// The planned date of a dose, and its number.
type Place = (NaiveDate, Option<u32>);

impl<'s> NotGivenRun<'s> {
    /// The run that begins at a place among the records by day, and ends before a day.
    pub(super) fn at(
        domain: &'static str,
        items: &[(NaiveDate, &'s ExposureRecord)],
        (first, until): (usize, Option<NaiveDate>),
    ) -> Self {
        let is_before = |day: NaiveDate| until.is_none_or(|until| day < until);
        let run = items[first..]
            .iter()
            .take_while(|(day, row)| is_before(*day) && row.kind == ExposureKind::NotGiven);
        let row = |((day, record), place): (&(NaiveDate, &'s ExposureRecord), usize)| Row {
            day: *day,
            record,
            before: place.checked_sub(1).map(|before| items[before].0),
            after: items.get(place + 1).map(|(day, _)| *day),
        };
        let rows: Vec<_> = run.zip(first..).map(row).collect();
        let given = items.get(first + rows.len()).filter(|(day, _)| is_before(*day)).copied();
        let group = given.and_then(|(_, given)| given.group.as_deref());
        let made_up = rows.iter().position(|row| group.is_some() && row.group() == group);
        Self { domain, rows, given, made_up }
    }

    /// How many records it has.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Records these doses in a course.
    ///
    /// One that is due by the rules of the plan is a miss. Several are a hold, as a miss of each would need a decision
    /// about the one before, unless the rules go on to the next dose by themselves.
    pub(super) fn record(&self, course: &mut Course) -> Result<(), FormatError> {
        let planned = planned(course, &self.rows);
        let numbers: Vec<_> = planned.into_iter().map(|(_, number)| number).collect();
        let would_be_among = |numbers: &[Option<u32>]| {
            let numbers: HashSet<Option<u32>> = numbers.iter().copied().collect();
            move |course: &Course, day| is_numbered(course, day, |number| numbers.contains(number))
        };
        let (later, is_among) = (self.given_later(), would_be_among(&numbers));
        for (index, row) in self.rows.iter().enumerate() {
            if later.is_some_and(|day| is_among(course, day)) {
                // By the rules it would be one of them, so that somebody decided to leave them out.
                self.skip(course, row, row.day)?;
            } else if self.is_held(course, index, &numbers) {
                self.hold(course, &self.rows[index..])?;
                break;
            } else {
                row.miss(course).map_err(|why| self.refused(row, &why))?;
            }
        }
        // Those before the one that was given in the end were left out, unless the rules pass over them.
        let left_out = numbers.get(..self.made_up.unwrap_or(0)).unwrap_or_default();
        let is_left_out = would_be_among(left_out);
        for row in &self.rows[..left_out.len()] {
            if let Some((day, _)) = self.given.filter(|(day, _)| is_left_out(course, *day)) {
                self.skip(course, row, day)?;
            }
        }
        Ok(())
    }

    /// Whether those from a place on are a hold, and no misses.
    fn is_held(&self, course: &Course, from: usize, numbers: &[Option<u32>]) -> bool {
        if course.next_due().dose().is_none() {
            return false;
        }
        let rows = &self.rows[from..];
        match (self.made_up, rows) {
            // After a miss the dose given would be the next one.
            (Some(_), [_]) => course.skips_if_missed(),
            (Some(_), _) => true,
            // By the rules another dose would be due on the day of a record.
            (None, _) => {
                let mut numbered = rows.iter().zip(numbers.iter().skip(from)).take(2);
                numbered.any(|(row, one)| !is_numbered(course, row.day, |number| number == one))
            }
        }
    }

    /// The day of the dose given next, if by its group it is none of these.
    fn given_later(&self) -> Option<NaiveDate> {
        let (day, given) = self.given?;
        let is_named = given.group.is_some() && self.rows.iter().all(|row| row.group().is_some());
        (is_named && self.made_up.is_none()).then_some(day)
    }

    /// Records that treatment was held on the planned days of some of them, with a hold for each reason.
    fn hold(&self, course: &mut Course, rows: &[Row<'_>]) -> Result<(), FormatError> {
        let planned = planned(course, rows);
        if let Some(row) = rows.get(planned.len()) {
            let place = place(self.domain, &row.record.at(), "--STDTC");
            return Err(FormatError::expected(
                place,
                "a date on which the plan has a dose",
                format!("{}; {UNSTATED}", row.day),
            ));
        }
        let held: Vec<(&Row<'_>, Place)> = rows.iter().zip(planned).collect();
        let goes_on = |(row, (_, one)): &(&Row<'_>, Place),
                       (later, (_, next)): &(&Row<'_>, Place)| {
            let following = one.map(|number| number.saturating_add(1));
            row.record.reason == later.record.reason && *next == following
        };
        for run in held.chunk_by(goes_on) {
            let ((row, (from, _)), (last, (through, _))) = (&run[0], &run[run.len() - 1]);
            let end = through.succ_opt().unwrap_or(*through);
            let end = last.after.map_or(end, |after| end.min(after));
            let held = course.record(Entry::held(end.min(*from), row.reason()));
            let ended = held.and_then(|_| course.record(Entry::resumed(end)));
            ended.map_err(|why| self.refused(row, &why))?;
        }
        Ok(())
    }

    /// Records that somebody decided on a day to leave out a dose.
    fn skip(&self, course: &mut Course, row: &Row<'_>, day: NaiveDate) -> Result<(), FormatError> {
        let skipped = course.record(Entry::skipped(day, row.reason()));
        skipped.map(drop).map_err(|why| self.refused(row, &why))
    }

    fn refused(&self, row: &Row<'_>, why: &CourseError) -> FormatError {
        let why = format!("{why}; {UNSTATED}");
        FormatError::because(place(self.domain, &row.record.at(), "--STDTC"), why)
    }
}

impl<'s> Row<'s> {
    fn group(&self) -> Option<&'s str> {
        self.record.group.as_deref()
    }

    fn reason(&self) -> String {
        self.record.reason.clone().unwrap_or_else(|| "no reason recorded".to_owned())
    }

    /// Whether the record is of a dose planned on a later day, as the calendar of the protocol has it while a late dose has
    /// moved the next one: it is nearer to that day than to the record before, and nothing comes between.
    fn is_of(&self, planned: NaiveDate, course: &Course) -> bool {
        let near = self.before.is_some_and(|before| planned - self.day < self.day - before);
        let late = |dose: GivenDose<'_>| dose.planned().is_some_and(|day| dose.date() > day);
        near && self.after.is_none_or(|after| after >= planned) && course.doses_given().any(late)
    }

    /// Records that the dose was missed.
    fn miss(&self, course: &mut Course) -> Result<(), CourseError> {
        let missed = course.record(Entry::missed(self.day, self.reason()));
        match missed {
            Err(CourseError::NotDueYet { planned, .. }) if self.is_of(planned, course) => {
                course.record(Entry::missed(planned, self.reason()))
            }
            // The label does not say when it is.
            Err(CourseError::NoDate { .. }) => {
                course.record(Entry::skipped(self.day, self.reason()))
            }
            missed => missed,
        }
        .map(drop)
    }
}

/// The planned dates and the numbers of doses in a row that were not given, as far as the plan has one for each record.
fn planned(course: &Course, rows: &[Row<'_>]) -> Vec<Place> {
    let mut to_come = course.forecast().peekable();
    let mut planned = Vec::new();
    for row in rows {
        let open = |due: &DueDose<'_>| due.window().map_or(due.date(), |window| *window.start());
        let of_row = core::iter::from_fn(|| to_come.next_if(|due| open(due) <= row.day)).last();
        let of_row = of_row.or_else(|| to_come.next_if(|due| row.is_of(due.date(), course)));
        let Some(due) = of_row else { break };
        planned.push((due.date(), due.number()));
    }
    planned
}

/// Whether a dose given on a day would have such a number by the rules of the plan.
fn is_numbered(course: &Course, day: NaiveDate, so: impl Fn(&Option<u32>) -> bool) -> bool {
    course
        .advise(day)
        .is_ok_and(|advice| so(&advice.given().map_or(advice.number(), |given| given.number())))
}
