//! Courses of all labels, with doses early, late, missed and moved.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, NextDue, Switch};
use aso_regimen::{BodyWeight, Course, catalog};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Attempt {
    /// So many days from its date, or from the last entry where it has none.
    Give(i64),
    Miss,
    Reschedule(i64),
    Weigh(u32),
    Switch,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    prop_oneof![
        4 => Just(Attempt::Give(0)),
        3 => (-10_i64..200).prop_map(Attempt::Give),
        2 => Just(Attempt::Miss),
        1 => (-5_i64..60).prop_map(Attempt::Reschedule),
        1 => (5_000_u32..120_000).prop_map(Attempt::Weigh),
        1 => Just(Attempt::Switch),
    ]
}

/// A day so many days from the date that is due, or from the start where none is.
fn near(course: &Course, days: i64) -> NaiveDate {
    let due = match course.next_due() {
        NextDue::Due(due) => due.date(),
        _ => course.doses_given().last().map_or(course.start(), |last| last.date()),
    };
    let distance = Days::new(days.unsigned_abs());
    if days < 0 { due - distance } else { due + distance }
}

/// The day of the last entry.
fn today(course: &Course) -> NaiveDate {
    let last = course.entries().last().map(Entry::day);
    last.unwrap_or(course.start())
}

/// Does what can be done; a refused entry leaves the course as it was.
fn attempted(course: &mut Course, attempt: &Attempt) {
    match attempt {
        Attempt::Give(days) => drop(course.give(near(course, *days))),
        Attempt::Miss => drop(course.miss(near(course, 0), "no bed, and; a \\ or two")),
        Attempt::Reschedule(days) => {
            drop(course.reschedule(today(course), near(course, *days), "travel"));
        }
        Attempt::Weigh(grams) => {
            let today = today(course);
            drop(course.weigh(today, BodyWeight::grams(*grams)));
        }
        Attempt::Switch => {
            let switch = Switch::to(course.regimen().clone(), course.policy().clone());
            drop(course.switch(today(course), switch, "another batch"));
        }
    }
}

/// A course of any label of the catalog.
pub(crate) fn course() -> BoxedStrategy<Course> {
    let attempts = proptest::collection::vec(attempt(), 0..12);
    (any::<prop::sample::Index>(), 0_u64..4_000, attempts)
        .prop_map(|(label, day, attempts)| {
            let labels = catalog::labels();
            let label = labels.iter().nth(label.index(labels.len())).expect("one of them");
            let start = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a date") + Days::new(day);
            let name = &label.regimens()[0].name;
            let mut course = label.course_named(name, start).expect("its name");
            for attempt in &attempts {
                attempted(&mut course, attempt);
            }
            course
        })
        .boxed()
}
