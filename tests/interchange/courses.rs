//! Courses of all labels, with entries of every kind.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, NextDue, Switch};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::{BodyWeight, Course, Mass, Window, catalog};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Attempt {
    /// So many days from its date, or from the last entry where it has none.
    Give(i64),
    /// The same, of so many micrograms, of which kind, and whether it counts.
    GiveSo(i64, u32, u8, bool),
    /// So many micrograms more on the day of the last entry.
    Rest(u32),
    Miss,
    Hold(i64),
    Resume(i64),
    Stop(i64),
    Skip,
    Reschedule(i64),
    Weigh(u32),
    Switch,
    ChangePolicy,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    prop_oneof![
        6 => Just(Attempt::Give(0)),
        4 => (-10_i64..200).prop_map(Attempt::Give),
        4 => (-3_i64..20, 1_u32..200_000, 0_u8..3, any::<bool>())
            .prop_map(|(days, mass, how, counts)| Attempt::GiveSo(days, mass, how, counts)),
        2 => (1_u32..100_000).prop_map(Attempt::Rest),
        2 => Just(Attempt::Miss),
        1 => (-10_i64..60).prop_map(Attempt::Hold),
        2 => (-10_i64..200).prop_map(Attempt::Resume),
        1 => (-10_i64..60).prop_map(Attempt::Stop),
        1 => Just(Attempt::Skip),
        1 => (-5_i64..60).prop_map(Attempt::Reschedule),
        2 => (5_000_u32..120_000).prop_map(Attempt::Weigh),
        1 => Just(Attempt::Switch),
        1 => Just(Attempt::ChangePolicy),
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

/// What somebody tries to record.
fn entry(course: &Course, attempt: &Attempt) -> Entry {
    let near = |days: &i64| near(course, *days);
    match attempt {
        Attempt::Give(days) => Entry::given(near(days)),
        Attempt::GiveSo(days, mass, how, counts) => {
            let given = Entry::given(near(days)).reason("needle; \"clotted\", one of two");
            let mass = Mass::micrograms(u64::from(*mass));
            let given = match how {
                0 => given,
                1 => given.amount(mass),
                _ => given.partly(mass),
            };
            if *counts { given } else { given.not_counting() }
        }
        Attempt::Rest(micrograms) => {
            Entry::rest(today(course), Mass::micrograms(u64::from(*micrograms)))
        }
        Attempt::Miss => Entry::missed(near(&0), "no bed, and; a \\ or two"),
        Attempt::Hold(days) => Entry::held(near(days), "an infection"),
        Attempt::Resume(days) => Entry::resumed(near(days)),
        Attempt::Stop(days) => Entry::stopped(near(days), "consent withdrawn"),
        Attempt::Skip => Entry::skipped(today(course), "the next will do"),
        Attempt::Reschedule(days) => Entry::rescheduled(today(course), near(days), "travel"),
        Attempt::Weigh(grams) => Entry::weighed(today(course), BodyWeight::grams(*grams)),
        Attempt::Switch => {
            let switch = Switch::to(course.regimen().clone(), course.policy().clone());
            Entry::switched(today(course), switch, "another batch")
        }
        Attempt::ChangePolicy => {
            let policy = MissedDosePolicy::not_stated();
            Entry::policy_changed(today(course), policy, "another edition")
        }
    }
}

/// A course of any label of the catalog; one in three is of a patient taken over after one of the first doses, and one in
/// three of a clinic with a tolerance of its own.
pub(crate) fn course() -> BoxedStrategy<Course> {
    let attempts = proptest::collection::vec(attempt(), 0..14);
    let elsewhere = prop_oneof![2 => Just(None), 1 => (1_u32..8).prop_map(Some)];
    let tolerance = prop_oneof![2 => Just(None), 1 => (0_u16..4, any::<bool>()).prop_map(Some)];
    (any::<prop::sample::Index>(), 0_u64..4_000, elsewhere, tolerance, attempts)
        .prop_map(|(label, day, elsewhere, tolerance, attempts)| {
            let labels = catalog::labels();
            let label = labels.iter().nth(label.index(labels.len())).expect("one of them");
            let start = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a date") + Days::new(day);
            let name = &label.regimens()[0].name;
            let continued = elsewhere.and_then(|dose| label.continuing(name, dose, start).ok());
            let begun = || label.course_named(name, start).expect("its name");
            let mut course = continued.unwrap_or_else(begun);
            if let Some((days, is_rolling)) = tolerance {
                let tolerance = Tolerance::within(Window::days(days, days));
                let tolerance = if is_rolling { tolerance.rolling() } else { tolerance };
                course = course.clone().tolerating(tolerance).unwrap_or(course);
            }
            for attempt in &attempts {
                // A refused entry leaves the course as it was.
                drop(course.record(entry(&course, attempt)));
            }
            course
        })
        .boxed()
}
