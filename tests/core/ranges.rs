//! Doses in a range of dates, against the whole schedule cut by hand.

use std::ops::Bound::{Excluded, Included, Unbounded};

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::doses::Doses;
use aso_regimen::{Mass, PlannedDose};
use proptest::prelude::*;

use crate::generate::{regimen, start};
use crate::properties::config;
use crate::{date, regimen as parsed};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_range_is_cut_out_of_the_whole(regimen in regimen(), start in start(), from in 0_u64..1_500, long in 0_u64..900) {
        let plan = regimen.starting(start);
        let Some(from) = start.checked_add_days(Days::new(from)) else { return Ok(()) };
        let Some(end) = from.checked_add_days(Days::new(long)) else { return Ok(()) };
        let all: Vec<_> = plan.through(end).collect();
        let half_open: Vec<_> = all.iter().copied().filter(|dose| dose.date() >= from && dose.date() < end).collect();
        let closed: Vec<_> = all.iter().copied().filter(|dose| dose.date() >= from).collect();
        prop_assert_eq!(plan.between(from..end).collect::<Vec<_>>(), half_open);
        prop_assert_eq!(plan.between(from..=end).collect::<Vec<_>>(), closed);
        prop_assert_eq!(plan.between(..=end).collect::<Vec<_>>(), all);
        prop_assert_eq!(plan.between(end..from).count(), 0);
    }

    #[test]
    fn a_range_goes_on_as_the_whole_does(regimen in regimen(), start in start(), from in 0_u64..1_500, taken in 0_usize..5) {
        let plan = regimen.starting(start);
        let Some(from) = start.checked_add_days(Days::new(from)) else { return Ok(()) };
        let Some(last) = from.checked_add_days(Days::new(900)) else { return Ok(()) };
        let expected: Vec<_> = plan.through(last).filter(|dose| dose.date() >= from).skip(taken).collect();
        let mut doses = plan.between(from..=last);
        for _ in 0..taken {
            doses.next();
        }
        let offsets: Vec<_> = expected.iter().map(PlannedDose::day_offset).collect();
        prop_assert_eq!(doses.clone().day_offsets().to_vec(), offsets);
        let study_days: Vec<_> = expected.iter().map(PlannedDose::study_day).collect();
        prop_assert_eq!(doses.clone().study_days().collect::<Vec<_>>(), study_days);
        for (left, dose) in expected.iter().enumerate() {
            prop_assert_eq!(doses.len(), expected.len() - left);
            prop_assert_eq!(doses.next(), Some(*dose));
        }
        prop_assert_eq!((doses.len(), doses.next(), doses.next()), (0, None, None));
        prop_assert_eq!(doses.day_offsets().next(), None);
    }

    #[test]
    fn ranges_mean_what_their_bounds_say(regimen in regimen(), start in start(), from in 0_u64..900, long in 0_u64..300) {
        let plan = regimen.starting(start);
        let Some(from) = start.checked_add_days(Days::new(from)) else { return Ok(()) };
        let Some(last) = from.checked_add_days(Days::new(long)) else { return Ok(()) };
        let all: Vec<_> = plan.through(last).collect();
        let after: Vec<_> = all.iter().copied().filter(|dose| dose.date() > from).collect();
        prop_assert_eq!(plan.between((Excluded(from), Included(last))).collect::<Vec<_>>(), after);
        prop_assert_eq!(plan.between((Unbounded, Excluded(last))).collect::<Vec<_>>(), plan.before(last).collect::<Vec<_>>());
        prop_assert_eq!(plan.between(last..).next(), plan.between(last..=NaiveDate::MAX).next());
    }

    #[test]
    fn nothing_comes_before_the_start(regimen in regimen(), start in start(), days in 1_u64..100_000) {
        let plan = regimen.starting(start);
        let Some(before) = start.checked_sub_days(Days::new(days)) else { return Ok(()) };
        prop_assert_eq!(plan.count_through(before), 0);
        prop_assert_eq!(plan.total_through(before, None), Ok(Mass::ZERO));
        prop_assert_eq!((plan.through(before).len(), plan.before(start).len()), (0, 0));
        prop_assert_eq!(plan.next_after(before), plan.dose(1));
        prop_assert_eq!(plan.between(..=before).next(), None);
        prop_assert_eq!(plan.between(before..).next(), plan.dose(1));
    }
}

#[test]
fn a_range_has_its_bounds() {
    let weekly = parsed("284 mg SC q7d");
    let plan = weekly.starting(date("2026-01-05"));
    let days = |doses: Doses<'_>| doses.day_offsets().to_vec();
    let (from, last) = (date("2026-01-12"), date("2026-01-26"));
    assert_eq!(days(plan.between(from..=last)), [7, 14, 21]);
    assert_eq!(days(plan.between(from..last)), [7, 14]);
    assert_eq!(days(plan.between((Excluded(from), Included(last)))), [14, 21]);
    assert_eq!(days(plan.between(..from)), [0]);
    let mut doses = plan.between(from..=last);
    assert_eq!(doses.next().map(|dose| dose.number()), Some(2));
    assert_eq!(days(doses), [14, 21]);
}
