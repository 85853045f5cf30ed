//! The history of a course as formats write and read it: how long it may be, what names its doses, what was planned for
//! those given, and what is said of one that was not given.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::dosing::course::{
    Course, CourseError, DoseNotGiven, Entry, EntryKind, GivenDose, HistoryItem, NotGiven,
};
use crate::dosing::dose::Dose;
use crate::interchange::error::FormatError;
use crate::quantity::Mass;

/// The most doses of one subject: a hundred years of daily ones.
pub(super) const MOST_DOSES: usize = 36_525;

/// That a course or a schedule has more than [`MOST_DOSES`] doses, and the date of the first of these.
pub(super) fn too_many(date: NaiveDate) -> FormatError {
    let expected = format!("at most {MOST_DOSES}");
    FormatError::expected("doses", expected, format!("another on {date}"))
}

/// The history of a course. A hold can have any number of doses, and a mistyped year makes them hundreds of thousands.
///
/// # Errors
///
/// If more than [`MOST_DOSES`] doses were given or not given.
pub(super) fn items(course: &Course) -> Result<Vec<HistoryItem<'_>>, FormatError> {
    let (mut items, mut doses) = (Vec::new(), 0);
    for item in course.history() {
        let date = match &item {
            HistoryItem::Given(given) => Some(given.date()),
            HistoryItem::NotGiven(missed) => Some(missed.planned()),
            HistoryItem::Recorded(_) => None,
        };
        if let Some(date) = date {
            if doses == MOST_DOSES {
                return Err(too_many(date));
            }
            doses += 1;
        }
        items.push(item);
    }
    Ok(items)
}

/// Names a dose of a course, whatever happens to its date. In order, those to come are last: additional ones, then those
/// of the regimen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// Which run through a regimen, counted from 1: a restart and a change of regimen begin another.
    pub(super) run: u32,
    /// Which dose of it.
    pub(super) which: Which,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "which dose, such as {\"planned\": 2}")]
pub(super) enum Which {
    /// Of the run's doses that do not count the one with this number, counted from 1.
    Uncounted(u32),
    /// Of the rests of the run's doses the one with this number, counted from 1.
    Rest(u32),
    /// Of the run's additional doses the one with this number, counted from 1.
    Additional(u32),
    /// The dose of the regimen with this number, counted from 1.
    Planned(u32),
}

impl Which {
    /// What it is, and its number.
    pub(super) fn parts(self) -> (&'static str, u32) {
        match self {
            Self::Planned(number) => ("dose", number),
            Self::Additional(number) => ("additional dose", number),
            Self::Uncounted(number) => ("uncounted dose", number),
            Self::Rest(number) => ("rest", number),
        }
    }
}

impl Key {
    /// Which dose it is, in words with blanks or without.
    pub(super) fn name(self, between: &str) -> String {
        let (what, number) = self.which.parts();
        let name = match self.run {
            1 => format!("{what} {number}"),
            run => format!("{what} {number} of run {run}"),
        };
        name.replace(' ', between)
    }
}

/// Hands out keys in the order of doses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) run: u32,
    /// The number of the dose of the run that was given last.
    last: u32,
    additional: u32,
    /// Whether the additional dose after these was missed; it stays due.
    misses_additional: bool,
    uncounted: u32,
    rests: u32,
}

impl Keys {
    pub(super) const FIRST: Self =
        Self { run: 1, last: 0, additional: 0, misses_additional: false, uncounted: 0, rests: 0 };

    /// Those of a course, of which the first doses may have been given elsewhere.
    pub(super) fn of_course(course: &Course) -> Self {
        Self { last: course.after_dose().map_or(0, |(number, _)| number), ..Self::FIRST }
    }

    /// Whether a key is of the run at hand, and of a dose after those given.
    pub(super) fn is_to_come(&self, key: Key) -> bool {
        let is_later = match key.which {
            Which::Planned(number) => number > self.last,
            Which::Additional(number) => number > self.additional,
            Which::Uncounted(_) | Which::Rest(_) => false,
        };
        is_later && key.run == self.run
    }

    fn next_run(&mut self) {
        *self = Self { run: self.run + 1, ..Self::FIRST };
    }

    pub(super) fn of(&mut self, number: Option<u32>) -> Key {
        // A dose of the regimen comes in the place of an additional one that was missed.
        self.additional += u32::from(number.is_none() || self.misses_additional);
        self.misses_additional = false;
        let which = number.map_or(Which::Additional(self.additional), Which::Planned);
        Key { run: self.run, which }
    }

    /// The key of a dose given or not given; what else was recorded has none.
    pub(super) fn of_item(&mut self, item: &HistoryItem<'_>) -> Option<Key> {
        match item {
            HistoryItem::Given(given) => Some(self.of_given(given)),
            HistoryItem::NotGiven(missed) => Some(self.of_not_given(missed)),
            HistoryItem::Recorded(entry) => {
                if let EntryKind::Switched(_) = entry.kind() {
                    self.next_run();
                }
                None
            }
        }
    }

    /// The dose that one was given as, also where it does not count.
    pub(super) fn meant(mut self, given: &GivenDose<'_>) -> Key {
        if given.is_rest() {
            let which = match given.number() {
                Some(number) => Which::Planned(number),
                None => Which::Additional(self.additional),
            };
            return Key { run: self.run, which };
        }
        self.counted(given.number())
    }

    /// A dose that does not count is none of the regimen's, which leaves its own due.
    fn of_given(&mut self, given: &GivenDose<'_>) -> Key {
        if given.counts() {
            return self.counted(given.number());
        }
        // Of the run at hand, also where it would begin another one, as it does not.
        let which = if given.is_rest() {
            self.rests += 1;
            Which::Rest(self.rests)
        } else {
            self.uncounted += 1;
            Which::Uncounted(self.uncounted)
        };
        Key { run: self.run, which }
    }

    /// The key of a dose that counts, given or to come.
    pub(super) fn counted(&mut self, number: Option<u32>) -> Key {
        if let Some(number) = number {
            // Numbers only ever fall when the regimen begins anew.
            if number <= self.last {
                self.next_run();
            }
            self.last = number;
        }
        self.of(number)
    }

    /// A dose missed or held stays due.
    fn of_not_given(&mut self, missed: &DoseNotGiven<'_>) -> Key {
        let mut ahead = *self;
        let key = ahead.of(missed.number());
        if let NotGiven::Skipped | NotGiven::PassedOver = missed.why() {
            *self = Self { last: missed.number().unwrap_or(self.last), ..ahead };
        } else if missed.number().is_none() {
            self.misses_additional = true;
        }
        key
    }
}

/// Why a dose was not given, also where nobody recorded it.
pub(super) fn reason<'c>(missed: &DoseNotGiven<'c>) -> &'c str {
    let passed_over = "by the label, a later planned dose was given in its place";
    missed.reason().unwrap_or(passed_over)
}

/// What was planned for the doses given in a course, by the day on which they were given, in the order of that day.
///
/// Records of doses given state the mass given and not the planned one, so that they go into a course twice: a course of
/// all of them as doses of another mass tells which dose each was, and so whether its mass is the planned one.
#[derive(Debug, Default)]
pub(super) struct Planned(HashMap<NaiveDate, Vec<(Dose, Option<Mass>)>>);

impl Planned {
    /// What was planned for the doses of this course.
    pub(super) fn of(course: &Course) -> Self {
        let mut planned: HashMap<NaiveDate, Vec<_>> = HashMap::new();
        for given in course.doses_given() {
            let dose = (given.dose().clone(), given.mass_planned().ok());
            planned.entry(given.date()).or_default().push(dose);
        }
        Self(planned)
    }

    /// The mass of the dose to record next on a day of a course; `None` if it is not known, or if it depends on a body
    /// weight that is not.
    pub(super) fn mass(&self, course: &Course, day: NaiveDate) -> Option<Mass> {
        self.next(course, day).and_then(|(_, mass)| *mass)
    }

    /// Whether nobody knows the mass of the dose to record next on a day of a course, as it depends on a body weight. Then
    /// nobody knows either whether it was given in parts.
    pub(super) fn lacks_mass(&self, course: &Course, day: NaiveDate) -> bool {
        self.next(course, day).is_some_and(|(_, mass)| mass.is_none())
    }

    /// Records in a course a dose given, of a mass or as planned: as a part of the planned dose, where it may be one, or else
    /// as one that counts or not. Returns whether it is a part.
    pub(super) fn give(
        &self,
        course: &mut Course,
        given: Entry,
        mass: Option<Mass>,
        (may_be_part, counts): (bool, bool),
    ) -> Result<bool, CourseError> {
        let day = given.day();
        let part = mass.filter(|_| may_be_part);
        if part.is_some_and(|part| course.record(given.clone().partly(part)).is_ok()) {
            return Ok(true);
        }
        let given = match mass.filter(|mass| self.mass(course, day) != Some(*mass)) {
            Some(another) => given.amount(another),
            None => given,
        };
        let given = if counts { given } else { given.not_counting() };
        course.record(given).map(|_| false)
    }

    /// The dose to record next on a day of a course; `None` if it is not known.
    pub(super) fn dose(&self, course: &Course, day: NaiveDate) -> Option<&Dose> {
        self.next(course, day).map(|(dose, _)| dose)
    }

    fn next(&self, course: &Course, day: NaiveDate) -> Option<&(Dose, Option<Mass>)> {
        let since = course.entries().rev().take_while(|entry| entry.day() >= day);
        let given = |entry: &&Entry| entry.day() == day && *entry.kind() == EntryKind::Given;
        self.0.get(&day)?.get(since.filter(given).count())
    }
}
