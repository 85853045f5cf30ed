//! The entries of a plan among the doses that a file has.

use chrono::NaiveDate;

use crate::dosing::course::{Course, Entry, EntryKind, GivenAmount};
use crate::interchange::error::FormatError;

/// The entries of a plan, which are recorded in their places among records by day.
///
/// A dose that the plan has as given is none to record: it is the place of the record of that day, and says what records do
/// not state of it. Without one, some kinds of entries come before the records of their day, and others after them.
pub(super) struct PlanEntries<'p> {
    entries: &'p [Entry],
    /// How many of them are recorded.
    taken: usize,
    /// How many come before the next one that decides about doses.
    before_decision: usize,
}

impl<'p> PlanEntries<'p> {
    pub(super) fn new(entries: &'p [Entry]) -> Self {
        Self { entries, taken: 0, before_decision: 0 }
    }

    /// Records in a course the entries before the next record of a day, a dose given or not given, and returns the dose
    /// that the plan has in its place.
    pub(super) fn before_record(
        &mut self,
        course: &mut Course,
        day: NaiveDate,
        is_given: bool,
    ) -> Result<Option<&'p Entry>, FormatError> {
        self.take(course, |entry| entry.day() < day)?;
        let mut of_day = self.entries[self.taken..].iter().take_while(|entry| entry.day() == day);
        let Some(place) = of_day.position(is_place).filter(|_| is_given) else {
            self.take(course, |entry| entry.day() == day && comes_first(entry))?;
            return Ok(None);
        };
        let place = self.taken + place;
        while self.taken < place {
            self.record_next(course)?;
        }
        self.taken += 1;
        Ok(self.entries.get(place))
    }

    /// Records in a course those after all records.
    pub(super) fn after_records(mut self, course: &mut Course) -> Result<(), FormatError> {
        self.take(course, |_| true)
    }

    /// The day before whose records the next entry comes that decides about doses.
    pub(super) fn next_decision(&mut self) -> Option<NaiveDate> {
        let left = &self.entries[self.before_decision.max(self.taken)..];
        let decides = |entry: &Entry| !matches!(entry.kind(), EntryKind::Weighed(_));
        let place = left.iter().position(decides).unwrap_or(left.len());
        self.before_decision = self.entries.len() - left.len() + place;
        let entry = self.entries.get(self.before_decision)?;
        if comes_first(entry) { Some(entry.day()) } else { entry.day().succ_opt() }
    }

    fn take(
        &mut self,
        course: &mut Course,
        is_next: impl Fn(&Entry) -> bool,
    ) -> Result<(), FormatError> {
        while self.entries.get(self.taken).is_some_and(&is_next) {
            self.record_next(course)?;
        }
        Ok(())
    }

    fn record_next(&mut self, course: &mut Course) -> Result<(), FormatError> {
        let entry = &self.entries[self.taken];
        if is_place(entry) {
            let expected = "doses given on the days of records alone";
            return Err(FormatError::expected("plan", expected, format!("one on {}", entry.day())));
        }
        self.taken += 1;
        let recorded = course.record(entry.clone());
        recorded.map(drop).map_err(|why| FormatError::because("plan", why))
    }
}

/// The entry for a dose given on a day, with the reason that its record has, or the plan.
pub(super) fn given_on(day: NaiveDate, reason: Option<&str>, told: Option<&Entry>) -> Entry {
    match reason.or(told.and_then(Entry::why)) {
        Some(reason) => Entry::given(day).reason(reason.to_owned()),
        None => Entry::given(day),
    }
}

/// Whether the plan has a dose as a part of the planned one.
pub(super) fn is_part(told: &Entry) -> bool {
    matches!(told.given_amount(), GivenAmount::Part(_))
}

/// Whether it is the place of a record.
fn is_place(entry: &Entry) -> bool {
    *entry.kind() == EntryKind::Given
}

/// Whether it comes before a dose of its day, as far as nobody says otherwise.
fn comes_first(entry: &Entry) -> bool {
    match entry.kind() {
        EntryKind::Missed
        | EntryKind::Resumed
        | EntryKind::Weighed(_)
        | EntryKind::PolicyChanged(_) => true,
        EntryKind::Rescheduled(to) => *to == entry.day(),
        EntryKind::Switched(switch) => switch.on.is_none_or(|on| on == entry.day()),
        EntryKind::Given | EntryKind::Held | EntryKind::Stopped | EntryKind::Skipped => false,
    }
}
