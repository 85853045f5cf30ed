//! Both ends of the calendar and the largest numbers that can be written.

use aso_regimen::chrono::{Datelike, Days, Months, NaiveDate};
use aso_regimen::{BodyWeight, Dose, Interval, Mass, Phase, Regimen};
use proptest::prelude::*;

use crate::generate::any_date;
use crate::properties::config;
use crate::walk::walk;
use crate::{date, regimen};

/// Intervals of any length, short ones as often as others.
fn any_interval() -> impl Strategy<Value = Interval> {
    prop_oneof![
        (1_u32..40).prop_map(Interval::days),
        (1_u32..40).prop_map(Interval::months),
        (1_u32..).prop_map(Interval::days),
        (1_u32..).prop_map(Interval::months),
    ]
}

proptest! {
    #![proptest_config(config())]

    /// A phase may be said to last longer than there are dates, from any date on.
    #[test]
    fn phases_of_any_duration_are_the_obvious_walk(
        every in prop_oneof![
            (1_u32..1_000_000).prop_map(Interval::days),
            (1_u32..40).prop_map(Interval::days),
            (1_u32..40).prop_map(Interval::months),
        ],
        time in any_interval(),
        seam in any_interval(),
        start in any_date(),
    ) {
        let dose = || Dose::intrathecal(Mass::mg(1));
        let regimen = Regimen::new(vec![
            Phase::maintenance(dose(), every).lasting(time),
            Phase::maintenance(dose(), every).after(seam),
        ]);
        let regimen = regimen.expect("no windows that could overlap");
        let plan = regimen.starting(start);
        let walked: Vec<_> = walk(&regimen, start, 60).iter().map(|dose| dose.date).collect();
        let dates: Vec<_> = plan.iter().dates().take(60).collect();
        prop_assert_eq!(&dates, &walked, "{} from {}", regimen, start);
        prop_assert_eq!(plan.count_through(NaiveDate::MAX) as usize, plan.iter().len());
        prop_assert_eq!(plan.iter().day_offsets().len(), plan.iter().len());
    }

    #[test]
    fn the_dose_past_the_last_one_is_none(every in any_interval(), start in any_date()) {
        let regimen = Regimen::new(vec![Phase::maintenance(Dose::intrathecal(Mass::mg(1)), every)]);
        let regimen = regimen.expect("one phase");
        let plan = regimen.starting(start);
        let doses = plan.count_through(NaiveDate::MAX);
        let last = plan.dose(doses).expect("the last dose of the calendar");
        prop_assert_eq!(plan.dose(doses + 1), None);
        prop_assert_eq!(plan.next_after(last.date()), None);
        prop_assert_eq!(every.nth_after(start, doses - 1), Some(last.date()));
        prop_assert_eq!(every.nth_after(start, doses), None);
    }
}

/// 2^31 days past a date before the year 0 are more days than an `i32` holds.
#[test]
fn a_phase_may_outlast_the_calendar_from_before_the_year_0() {
    // Counted by the Gregorian rule over the years -262 143 to 262 142.
    let days_of_the_calendar = 191_491_529;
    for text in [
        "1 mg SC q1d for 2147483647d",
        "1 mg SC q1d for 4294967295d",
        "1 mg SC q1d for 4294967295mo",
    ] {
        let daily = regimen(text);
        let plan = daily.starting(NaiveDate::MIN);
        assert_eq!(plan.count_through(NaiveDate::MAX), days_of_the_calendar, "{text}");
    }
}

#[test]
fn a_calendar_of_one_more_day() {
    let daily = regimen("1 mg SC q1d");
    let plan = daily.starting(NaiveDate::MAX - Days::new(1));
    assert_eq!(plan.iter().day_offsets().to_vec(), [0, 1]);
    let plan = daily.starting(NaiveDate::MAX);
    assert_eq!(plan.iter().len(), 1);
    assert_eq!(plan.before(NaiveDate::MAX).len(), 0);
    assert_eq!(plan.before(NaiveDate::MIN).len(), 0);
    assert_eq!(plan.between(..NaiveDate::MIN).len(), 0);
    assert_eq!(plan.between(NaiveDate::MAX..).len(), 1);
    let first = daily.starting(NaiveDate::MIN);
    assert_eq!(first.before(NaiveDate::MIN).len(), 0);
    assert_eq!(first.between(..NaiveDate::MIN).len(), 0);
    assert_eq!(first.between(..=NaiveDate::MIN).len(), 1);
    assert_eq!(first.count_through(NaiveDate::MIN), 1);
    assert_eq!(plan.next_after(NaiveDate::MIN).map(|dose| dose.date()), Some(NaiveDate::MAX));
}

#[test]
fn the_most_doses_that_can_be_written() {
    let most = regimen("1 mg SC q1d x4294967295");
    let plan = most.starting(date("2026-01-05"));
    let doses = plan.count_through(NaiveDate::MAX);
    assert_eq!(plan.last().map(|dose| dose.number()), Some(doses));
    assert_eq!(plan.last().map(|dose| dose.date()), Some(NaiveDate::MAX));
    assert_eq!(plan.dose(u32::MAX), None);
    let total = plan.total_through(NaiveDate::MAX, BodyWeight::kg(70));
    assert_eq!(total, Ok(Mass::mg(doses)));
}

/// Months are counted from a base: what came before and the most months there are do not start over.
#[test]
fn months_past_the_largest_number_do_not_start_over() {
    for text in [
        "1 mg SC q1mo x3, then after 4294967295mo x1",
        "1 mg SC q1mo x3, then q4294967295mo",
        "1 mg SC q1mo x2, then after 1mo q3mo for 4294967294mo, then after 1d x1",
    ] {
        let regimen = regimen(text);
        let plan = regimen.starting(date("2026-01-31"));
        let dates: Vec<_> = plan.iter().dates().take(3).collect();
        assert_eq!(dates, ["2026-01-31", "2026-02-28", "2026-03-31"].map(date), "{text}");
        let fourth = if text.contains("q3mo") { Some(date("2026-06-30")) } else { None };
        assert_eq!(plan.dose(4).map(|dose| dose.date()), fourth, "{text}");
    }
    assert_eq!(Interval::months(1 << 31).nth_after(date("2026-01-31"), 2), None);
}

/// Against chrono, from dates near leap days, ends of years and of months, and both ends of the calendar.
#[test]
fn dates_are_those_of_chrono_over_the_whole_calendar() {
    let near_the_end = NaiveDate::MAX - Days::new(2_000);
    let dates = ["-0004-02-29", "-0001-12-31", "0000-02-29", "1899-12-31", "1999-08-31"].map(date);
    let later = ["2024-01-31", "2024-02-29", "2025-12-30", "9999-12-31"].map(date);
    let ends = [NaiveDate::MIN, near_the_end, NaiveDate::MAX];
    let steps = [1, 2, 4, 11, 12, 13, 25, 28, 364, 365, 366, 367, 800, 1_461, 100_000];
    for start in dates.into_iter().chain(later).chain(ends) {
        for step in steps {
            let nth_day = |n: u32| start.checked_add_days(Days::new((n * step).into()));
            let nth_month = |n: u32| start.checked_add_months(Months::new(n * step));
            let in_days = (0..900).map_while(nth_day).collect::<Vec<_>>();
            let in_months = (0..900).map_while(nth_month).collect::<Vec<_>>();
            for (unit, expected) in [("d", in_days), ("mo", in_months)] {
                let regimen = regimen(&format!("1 mg SC q{step}{unit}"));
                let plan = regimen.starting(start);
                let last = expected.last().copied().expect("the first dose");
                let doses = || plan.through(last);
                assert_eq!(doses().dates().collect::<Vec<_>>(), expected, "{regimen} {start}");
                assert!(doses().dates().eq(expected.iter().copied()), "{regimen} {start}");
                assert!(doses().map(|dose| dose.date()).eq(expected.iter().copied()));
                let days = doses().day_offsets();
                assert!(
                    days.eq(expected
                        .iter()
                        .map(|date| { date.num_days_from_ce() - start.num_days_from_ce() }))
                );
            }
        }
    }
}
