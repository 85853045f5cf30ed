//! Schedules from the back, and from both ends until they meet.

use std::fmt::Debug;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::{Dose, Interval, Mass, Phase, Regimen};
use proptest::prelude::*;

use crate::generate::{regimen, start};
use crate::properties::config;
use crate::{date, regimen as parsed};

/// Takes from the front (`true`) and from the back, leaving out so many each time, from an iterator and from a list
/// of the same items, until both are empty.
fn agree<I>(mut doses: I, steps: &[(bool, usize)]) -> Result<(), TestCaseError>
where
    I: DoubleEndedIterator + ExactSizeIterator + Clone,
    I::Item: Debug + PartialEq + Copy,
{
    let all: Vec<I::Item> = doses.clone().collect();
    prop_assert_eq!(doses.clone().count(), all.len());
    prop_assert_eq!(doses.clone().last(), all.last().copied());
    let reversed: Vec<I::Item> = doses.clone().rev().collect();
    prop_assert!(reversed.iter().eq(all.iter().rev()));
    let mut list = all.into_iter();
    for (front, skipped) in steps.iter().copied().cycle() {
        let (dose, item) = match (front, skipped) {
            (true, 0) => (doses.next(), list.next()),
            (false, 0) => (doses.next_back(), list.next_back()),
            (true, n) => (doses.nth(n), list.nth(n)),
            (false, n) => (doses.nth_back(n), list.nth_back(n)),
        };
        prop_assert_eq!(dose, item);
        prop_assert_eq!(doses.len(), list.len());
        prop_assert!(doses.clone().eq(list.as_slice().iter().copied()));
        if dose.is_none() {
            break;
        }
    }
    prop_assert_eq!((doses.next(), doses.next_back()), (None, None));
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn both_ends_meet(
        regimen in regimen(),
        start in start(),
        days in 0_u64..3_000,
        steps in proptest::collection::vec((any::<bool>(), prop_oneof![3 => Just(0_usize), 1 => 1_usize..40]), 1..8),
    ) {
        let plan = regimen.starting(start);
        let last = start.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
        let doses = || plan.through(last);
        agree(doses(), &steps)?;
        agree(doses().dates(), &steps)?;
        agree(doses().day_offsets(), &steps)?;
        agree(doses().study_days(), &steps)?;
        // In the middle of a run, of which a part is taken back.
        let mut begun = doses();
        begun.next();
        begun.next_back();
        prop_assert_eq!(begun.clone().day_offsets().to_vec(), begun.clone().map(|dose| dose.day_offset()).collect::<Vec<_>>());
        prop_assert_eq!(begun.clone().day_offsets().sum::<i32>(), begun.clone().map(|dose| dose.day_offset()).sum::<i32>());
        agree(begun.dates(), &steps)?;
        prop_assert_eq!(plan.iter().next_back(), plan.dose(plan.count_through(NaiveDate::MAX)));
        prop_assert_eq!(plan.iter().next_back(), plan.iter().last());
    }
}

#[test]
fn nusinersen_from_the_back() {
    let nusinersen = parsed("12 mg IT q14d x3, then after 35d x1, then q4mo");
    let plan = nusinersen.starting(date("2025-01-31"));
    let mut dates = plan.through(date("2026-05-01")).dates();
    let mut back = || dates.next_back().map(|date| date.to_string());
    // The last loading dose is on 4 April, which maintenance counts from.
    for expected in [
        "2026-04-04",
        "2025-12-04",
        "2025-08-04",
        "2025-04-04",
        "2025-02-28",
        "2025-02-14",
        "2025-01-31",
    ] {
        assert_eq!(back().as_deref(), Some(expected));
    }
    assert_eq!(back(), None);
}

#[test]
fn tofersen_from_both_ends() {
    let tofersen = parsed("100 mg IT q14d x3, then q28d x4");
    let mut days = tofersen.starting(date("2026-01-05")).iter().day_offsets();
    assert_eq!((days.next(), days.next_back()), (Some(0), Some(140)));
    assert_eq!((days.nth(1), days.nth_back(1)), (Some(28), Some(84)));
    assert_eq!(days.len(), 1);
    assert_eq!((days.next_back(), days.next()), (Some(56), None));
    assert_eq!((days.nth_back(0), days.nth(usize::MAX)), (None, None));
}

#[test]
fn months_are_clamped_from_the_back_as_from_the_front() {
    let monthly = parsed("5 mg SC q1mo");
    let plan = monthly.starting(date("2024-01-31"));
    let last: Vec<String> = plan
        .through(date("2024-04-30"))
        .rev()
        .map(|dose| format!("{} {}", dose.number(), dose.date()))
        .collect();
    assert_eq!(last, ["4 2024-04-30", "3 2024-03-31", "2 2024-02-29", "1 2024-01-31"]);
}

#[test]
fn the_calendar_ends_with_a_dose() {
    let daily = parsed("5 mg SC q1d");
    let plan = daily.starting(date("2026-01-05"));
    let last = plan.iter().next_back().expect("the calendar has an end");
    assert_eq!(last.date(), NaiveDate::MAX);
    assert_eq!(plan.iter().nth(1_000_000), plan.dose(1_000_001));
    assert_eq!(plan.iter().nth_back(9), plan.dose(last.number() - 9));
}

/// Twenty thousand phases of one dose each: a step from the back does not go through all of them.
#[test]
fn many_phases_from_the_back() {
    let dose = |n: u32| Dose::subcutaneous(Mass::mg(n));
    let phases = (1..=20_000).map(|n| Phase::single(dose(n)).after(Interval::days(1)));
    let first = Phase::single(dose(9));
    let regimen = Regimen::new([first].into_iter().chain(phases).collect()).expect("a regimen");
    let plan = regimen.starting(date("2026-01-05"));
    let numbers = plan.iter().rev().map(|dose| dose.number());
    assert!(numbers.eq((1..=20_001).rev()));
}
