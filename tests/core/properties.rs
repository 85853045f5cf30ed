//! What holds for every regimen, each with a literal example beside it.

use std::hash::{DefaultHasher, Hash, Hasher};

use aso_regimen::chrono::{Datelike, Days, Months, NaiveDate};
use aso_regimen::dosing::dose::{BandAmount, Cap, MassError, PerKg};
use aso_regimen::dosing::regimen::{Extent, Role};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::{
    Amount, BodyWeight, Dose, Interval, Mass, Phase, PlannedDose, Regimen, StudyDay, Volume, Window,
};
use proptest::prelude::*;

use crate::generate::{amount, any_date, dose, interval, phases, regimen, regimen_in_days, start};
use crate::walk::{Walked, add_months, walk};
use crate::{date, regimen as parsed};

/// Doses that a property looks at.
const DOSES: usize = 60;

fn dates(regimen: &Regimen, start: NaiveDate) -> Vec<NaiveDate> {
    regimen.starting(start).iter().dates().take(DOSES).collect()
}

pub(crate) fn config() -> ProptestConfig {
    ProptestConfig {
        // The default of 256 cases, or as many as the environment asks for.
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_schedule_is_the_obvious_walk(regimen in regimen(), start in start()) {
        let walked = walk(&regimen, start, DOSES);
        let doses: Vec<_> = regimen.starting(start).iter().take(DOSES).collect();
        prop_assert_eq!(walked.len(), doses.len());
        for ((dose, Walked { phase, date }), number) in doses.iter().zip(walked).zip(1..) {
            prop_assert_eq!(dose.date(), date);
            prop_assert_eq!(dose.number(), number);
            prop_assert_eq!(dose.dose(), regimen.phases()[phase].dose());
            prop_assert_eq!(dose.role(), regimen.phases()[phase].role());
            prop_assert_eq!(dose.day_offset(), date.num_days_from_ce() - start.num_days_from_ce());
            prop_assert_eq!(dose.study_day(), StudyDay::of(date, start));
        }
    }

    #[test]
    fn dates_rise_from_the_start(regimen in regimen(), start in start()) {
        let dates = dates(&regimen, start);
        prop_assert_eq!(dates.first(), Some(&start));
        prop_assert!(dates.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn numbers_and_dates_find_the_same_doses(regimen in regimen(), start in start(), days in 0_u64..4_000) {
        let plan = regimen.starting(start);
        let doses: Vec<_> = plan.iter().take(DOSES).collect();
        prop_assert_eq!(plan.dose(0), None);
        for (dose, number) in doses.iter().zip(1..) {
            prop_assert_eq!(plan.dose(number), Some(*dose));
            prop_assert_eq!(plan.count_through(dose.date()), number);
            prop_assert_eq!(plan.before(dose.date()).len(), number as usize - 1);
        }
        if doses.len() < DOSES {
            prop_assert_eq!(plan.dose(u32::try_from(doses.len()).unwrap() + 1), None);
            prop_assert_eq!(plan.last(), doses.last().copied().filter(|_| regimen.is_finite()));
        }
        let Some(day) = start.checked_add_days(Days::new(days)) else { return Ok(()) };
        let Some(latest) = doses.last().map(PlannedDose::date) else { return Ok(()) };
        if day < latest || doses.len() < DOSES {
            let through = doses.iter().filter(|dose| dose.date() <= day).count();
            let before = doses.iter().filter(|dose| dose.date() < day).count();
            prop_assert_eq!(plan.count_through(day) as usize, through);
            prop_assert_eq!(plan.through(day).collect::<Vec<_>>(), &doses[..through]);
            prop_assert_eq!(plan.before(day).collect::<Vec<_>>(), &doses[..before]);
            prop_assert_eq!(plan.next_after(day), doses.get(through).copied());
        }
    }

    #[test]
    fn totals_are_the_sum_of_the_doses(regimen in regimen(), start in start(), days in 0_u64..2_000, grams in 1_u32..200_000) {
        let weight = BodyWeight::grams(grams);
        let plan = regimen.starting(start);
        let Some(day) = start.checked_add_days(Days::new(days)) else { return Ok(()) };
        let walked = plan.through(day).try_fold(Mass::ZERO, |total, planned| {
            planned.dose().mass_for(weight).ok().and_then(|mass| total.checked_add(mass))
        });
        prop_assert_eq!(plan.total_through(day, weight).ok(), walked);
        let doses: u32 = plan.doses_by_phase(day).map(|(_, doses)| doses).sum();
        prop_assert_eq!(doses, plan.count_through(day));
    }

    #[test]
    fn a_later_phase_leaves_the_earlier_doses(regimen in regimen(), start in start()) {
        let phases = regimen.phases();
        for count in 1..phases.len() {
            let shorter = Regimen::new(phases[..count].to_vec()).expect("a part of a regimen");
            let part: Vec<_> = dates(&shorter, start);
            prop_assert_eq!(&dates(&regimen, start)[..part.len()], &part[..]);
            prop_assert_eq!(shorter.starting(start).last().map(|dose| dose.number() as usize), Some(shorter.starting(start).iter().len()));
        }
    }

    /// Against fractions of a microgram in whole nanograms, and bands looked up one by one.
    #[test]
    fn masses_by_weight_are_exact(amount in amount(), grams in 1_u32..=300_000) {
        let weight = BodyWeight::grams(grams);
        let plain = |amount: BandAmount| match amount {
            BandAmount::Fixed(mass) => u128::from(mass.as_micrograms()),
            BandAmount::PerKg(PerKg { mass, cap, .. }) => {
                let dosed = match cap {
                    Some(Cap::Weight(most)) if most < weight => most,
                    _ => weight,
                };
                let nanograms = u128::from(mass.as_micrograms()) * u128::from(dosed.as_grams());
                let rounded = nanograms / 1_000 + u128::from(nanograms % 1_000 >= 500);
                match cap {
                    Some(Cap::Mass(most)) if u128::from(most.as_micrograms()) < rounded => u128::from(most.as_micrograms()),
                    _ => rounded,
                }
            }
            other => panic!("no rule for {other:?}"),
        };
        let found = match &amount {
            Amount::Fixed(mass) => Some(BandAmount::Fixed(*mass)),
            Amount::PerKg(per_kg) => Some(BandAmount::PerKg(*per_kg)),
            Amount::Bands(bands) => bands.bands().iter().find(|band| weight < band.below)
                .map(|band| band.amount)
                .or(bands.heaviest()),
            other => panic!("no rule for {other}"),
        };
        match (found.map(plain), amount.mass_for(weight)) {
            (Some(expected), Ok(mass)) => prop_assert_eq!(u128::from(mass.as_micrograms()), expected),
            (Some(expected), Err(MassError::TooLarge)) => prop_assert!(expected > u128::from(u64::MAX)),
            (None, Err(MassError::NoBand { weight: found, end })) => {
                prop_assert_eq!(found, weight);
                prop_assert!(end <= weight);
            }
            (expected, found) => prop_assert!(false, "{:?} and {:?}", expected, found),
        }
    }

    #[test]
    fn a_shorter_horizon_is_a_prefix(regimen in regimen(), start in start(), short in 0_u64..800, more in 0_u64..800) {
        let plan = regimen.starting(start);
        let (Some(near), Some(far)) = (
            start.checked_add_days(Days::new(short)),
            start.checked_add_days(Days::new(short + more)),
        ) else { return Ok(()) };
        let near: Vec<_> = plan.through(near).collect();
        let far: Vec<_> = plan.through(far).collect();
        prop_assert_eq!(&far[..near.len()], &near[..]);
    }

    #[test]
    fn gaps_are_intervals_and_seams(regimen in regimen(), start in start()) {
        let doses = walk(&regimen, start, DOSES);
        let dates = dates(&regimen, start);
        for (index, pair) in dates.windows(2).enumerate() {
            let (one, other) = (doses[index].phase, doses[index + 1].phase);
            let phase = &regimen.phases()[other];
            let gap = if one == other { phase.interval() } else { phase.seam() };
            match gap.expect("a dose follows") {
                Interval::Days(days) => prop_assert_eq!(pair[0] + Days::new(u64::from(days.get())), pair[1]),
                Interval::Months(months) => {
                    let days = (pair[1] - pair[0]).num_days();
                    // Never more than three days off the plain step, and in the right month.
                    let plain = add_months(pair[0].with_day(1).unwrap(), u64::from(months.get())).unwrap();
                    prop_assert_eq!((plain.year(), plain.month()), (pair[1].year(), pair[1].month()));
                    prop_assert!(days >= 28);
                }
            }
        }
    }

    #[test]
    fn phases_of_a_number_of_doses_have_that_many(regimen in regimen(), start in start()) {
        let doses = walk(&regimen, start, 10_000.min(DOSES * 4));
        for (index, phase) in regimen.phases().iter().enumerate() {
            let followed = doses.iter().any(|dose| dose.phase > index);
            if let (Extent::Doses(count), true) = (phase.extent(), followed) {
                let found = regimen.starting(start).iter().take(doses.len()).zip(&doses)
                    .filter(|(_, walked)| walked.phase == index)
                    .count();
                prop_assert_eq!(found, count as usize);
            }
        }
    }

    #[test]
    fn day_intervals_move_with_the_start(regimen in regimen_in_days(), start in start(), shift in 0_u64..1_000) {
        let Some(later) = start.checked_add_days(Days::new(shift)) else { return Ok(()) };
        prop_assume!(regimen.starting(later).iter().len() == regimen.starting(start).iter().len());
        let moved: Vec<_> = dates(&regimen, start).into_iter().map(|date| date + Days::new(shift)).collect();
        prop_assert_eq!(dates(&regimen, later), moved);
    }

    /// The time a phase lasts counts from the base of the months before it, also from a clamped month end.
    #[test]
    fn durations_in_months_are_the_obvious_walk(start in start(), seam in 1_u32..6, every in 1_u32..9, time in 1_u32..6) {
        let dose = || Dose::subcutaneous(Mass::mg(1));
        let (seam, time) = (Interval::months(seam), Interval::months(time));
        let phases = vec![
            Phase::single(dose()),
            Phase::loading(dose(), 2, Interval::days(every)).lasting(time).after(seam),
            Phase::maintenance(dose(), seam),
        ];
        let regimen = Regimen::new(phases).expect("no windows that could overlap");
        let walked: Vec<_> = walk(&regimen, start, 200).iter().map(|dose| dose.date).collect();
        prop_assert_eq!(regimen.starting(start).iter().dates().take(200).collect::<Vec<_>>(), walked);
    }

    #[test]
    fn months_count_from_the_start(months in 1_u32..40, start in start(), n in 0_u32..200) {
        let expected = add_months(start, u64::from(months) * u64::from(n));
        prop_assert_eq!(Interval::months(months).nth_after(start, n), expected);
        let monthly = Regimen::builder()
            .maintenance(Dose::subcutaneous(Mass::mg(1)), Interval::months(months))
            .build()
            .unwrap();
        prop_assert_eq!(monthly.starting(start).dose(n + 1).map(|dose| dose.date()), expected);
    }

    #[test]
    fn windows_never_overlap(regimen in regimen(), start in start()) {
        let doses: Vec<_> = regimen.starting(start).iter().take(DOSES).collect();
        for pair in doses.windows(2) {
            let close = pair[0].window().map_or(pair[0].date(), |window| *window.end());
            let open = pair[1].window().map_or(pair[1].date(), |window| *window.start());
            prop_assert!(close < open, "{} and {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn study_days_and_dates_are_inverse(first in any_date(), offset in -200_000_i32..200_000) {
        let day = StudyDay::from_offset(offset);
        prop_assert!(day.number() != 0);
        prop_assert_eq!(StudyDay::new(day.number()), Ok(day));
        if let Ok(date) = day.date(first) {
            prop_assert_eq!(StudyDay::of(date, first), day);
        }
    }

    #[test]
    fn text_and_regimen_are_inverse(regimen in regimen()) {
        let text = regimen.to_string();
        let read = text.parse::<Regimen>();
        prop_assert_eq!(read, Ok(regimen), "{}", text);
    }

    /// A seam that repeats the interval, and the interval of a single dose, make no difference.
    #[test]
    fn what_says_the_same_is_equal(regimen in regimen(), every in interval()) {
        let spelt_out = regimen.phases().iter().zip(0..).map(|(phase, index)| {
            let mut again = phase.clone();
            if phase.extent() == Extent::Doses(1) {
                again = Phase::loading(phase.dose().clone(), 1, every).with_role(phase.role());
                if let Some(window) = phase.tolerance() {
                    again = again.with_window(window);
                }
            }
            match phase.seam() {
                Some(seam) if index > 0 => again.after(seam),
                _ => again,
            }
        });
        let again = Regimen::new(spelt_out.collect());
        prop_assert_eq!(again.as_ref(), Ok(&regimen));
        let hash = |regimen: &Regimen| {
            let mut hasher = DefaultHasher::new();
            regimen.hash(&mut hasher);
            hasher.finish()
        };
        prop_assert_eq!(again.map(|again| hash(&again)), Ok(hash(&regimen)));
    }

    #[test]
    fn text_and_dose_are_inverse(dose in dose()) {
        let read = dose.to_string().parse::<Dose>();
        prop_assert_eq!(read.as_ref(), Ok(&dose));
        let amount = dose.amount().to_string();
        prop_assert_eq!(&amount.parse::<Amount>().unwrap(), dose.amount());
    }

    #[test]
    fn text_and_quantities_are_inverse(n in any::<u64>(), grams in 1_u32..=1_000_000, early in any::<u16>(), late in any::<u16>(), interval in interval()) {
        let (mass, volume) = (Mass::micrograms(n), Volume::microlitres(n));
        prop_assert_eq!(mass.to_string().parse(), Ok(mass));
        prop_assert_eq!(volume.to_string().parse(), Ok(volume));
        let weight = BodyWeight::grams(grams);
        prop_assert_eq!(weight.to_string().parse(), Ok(weight));
        let window = Window::days(early, late);
        prop_assert_eq!(window.to_string().parse(), Ok(window));
        for tolerance in [window.into(), Tolerance::within(window).rolling()] {
            for tolerance in [tolerance, tolerance.at_least_apart(interval)] {
                prop_assert_eq!(tolerance.to_string().parse(), Ok(tolerance));
            }
        }
        prop_assert_eq!(interval.to_string().parse(), Ok(interval));
    }

    /// Whatever the builder refuses, text and serde refuse, and whatever it takes, they take.
    #[test]
    fn three_doors_have_one_lock(phases in phases()) {
        let built = Regimen::new(phases.clone());
        // A phase's debug text leaves nothing out.
        let text = phases.iter().map(|phase| {
            let window = if phase.window().is_some() { "" } else { " no window" };
            format!("{phase:?}{window}")
        });
        let text = text.collect::<Vec<_>>().join(", then ");
        prop_assert_eq!(text.parse::<Regimen>().ok(), built.clone().ok(), "{}", text);
        #[cfg(feature = "serde")]
        {
            let json = serde_json::json!({ "phases": phases });
            let read: Result<Regimen, _> = serde_json::from_value(json);
            prop_assert_eq!(read.ok(), built.ok());
        }
    }

    #[test]
    fn iterators_agree_wherever_they_are_left(regimen in regimen(), start in start(), days in 0_u64..3_000, taken in 0_usize..20) {
        let Some(last) = start.checked_add_days(Days::new(days)) else { return Ok(()) };
        let mut doses = regimen.starting(start).through(last);
        prop_assert_eq!(doses.len(), doses.clone().count());
        if taken > 0 {
            doses.by_ref().nth(taken - 1);
        }
        let offsets: Vec<i32> = doses.clone().map(|dose| dose.day_offset()).collect();
        prop_assert_eq!(doses.len(), offsets.len());
        let planned: Vec<NaiveDate> = doses.clone().map(|dose| dose.date()).collect();
        let mut dates = doses.clone().dates();
        prop_assert_eq!(dates.len(), planned.len());
        for date in planned {
            prop_assert_eq!(dates.next(), Some(date));
        }
        prop_assert_eq!((dates.next(), dates.next(), dates.len()), (None, None, 0));
        let mut days = doses.day_offsets();
        prop_assert_eq!(days.len(), offsets.len());
        prop_assert_eq!(&days.clone().to_vec(), &offsets);
        prop_assert_eq!(&days.clone().collect::<Vec<_>>(), &offsets);
        let mut folded = Vec::new();
        days.clone().for_each(|day| folded.push(day));
        prop_assert_eq!(&folded, &offsets);
        for day in &offsets {
            prop_assert_eq!(days.next(), Some(*day));
        }
        prop_assert_eq!((days.next(), days.next(), days.len()), (None, None, 0));
    }

    #[test]
    fn nothing_panics_on_any_text(text in "\\PC*") {
        let _ = text.parse::<Regimen>();
        let _ = text.parse::<Dose>();
        let _ = text.parse::<Amount>();
        let _ = text.parse::<Mass>();
        let _ = text.parse::<Volume>();
        let _ = text.parse::<BodyWeight>();
        let _ = text.parse::<Interval>();
        let _ = text.parse::<Window>();
    }

    #[test]
    fn nothing_panics_on_nearly_a_regimen(text in "(titration )?([0-9.]{1,4} ?(mg|µg|mL|kg|日)?(/kg)?( max [0-9]{1,3} kg)? ?(\\([a-z0-9 ,-]{0,12}\\))? ?(IT|SC|it)?)? ?(after [0-9]{1,3}(d|mo))? ?q?[0-9]{0,10}(d|w|mo|y)? ?(x[0-9]{0,11}|for [0-9]{1,2}mo)?( window -[0-9]{1,6}d/\\+[0-9]{1,6}d)?(, then q[0-9]{1,3}d)?") {
        if let Err(error) = text.parse::<Regimen>() {
            prop_assert!(text.is_char_boundary(error.offset()));
            prop_assert!(!error.pointer().is_empty());
        }
    }

    #[test]
    fn nothing_panics_at_the_ends_of_the_calendar(regimen in regimen(), start in any_date(), other in any_date(), number in any::<u32>()) {
        let plan = regimen.starting(start);
        let _ = (plan.dose(number), plan.last(), plan.next_after(other), plan.count_through(other));
        let _ = (plan.total_through(other, BodyWeight::kg(70)), plan.between(start..=other).len());
        let _ = (plan.before(other).len(), plan.before(NaiveDate::MIN).len(), plan.between(other..).next());
        for dose in plan.iter().take(5) {
            let _ = dose.window();
        }
    }

    #[test]
    fn nothing_panics_on_extreme_numbers(doses in any::<u32>(), days in 1_u32.., months in 1_u32.., start in any_date(), number in any::<u32>()) {
        let dose = || Dose::intrathecal(Mass::micrograms(u64::MAX));
        for every in [Interval::days(days), Interval::months(months)] {
            for seam in [Interval::days(days), Interval::months(months)] {
                let regimen = Regimen::new(vec![
                    Phase::loading(dose(), doses, every),
                    Phase::maintenance(dose(), every).lasting(seam).after(seam),
                    Phase::maintenance(dose(), seam).after(every),
                ]);
                let Ok(regimen) = regimen else { continue };
                let plan = regimen.starting(start);
                let _ = (plan.dose(number), plan.count_through(NaiveDate::MAX), plan.iter().len());
                let _ = plan.total_through(NaiveDate::MAX, None);
            }
        }
    }
}

// The literal examples beside the properties.

#[test]
fn tofersen_in_full() {
    let tofersen = parsed("100 mg IT q14d x3, then q28d");
    let plan = tofersen.starting(date("2026-01-05"));
    let expected = [
        (1, Role::Loading, "2026-01-05", 0),
        (2, Role::Loading, "2026-01-19", 14),
        (3, Role::Loading, "2026-02-02", 28),
        (4, Role::Maintenance, "2026-03-02", 56),
        (5, Role::Maintenance, "2026-03-30", 84),
        (6, Role::Maintenance, "2026-04-27", 112),
        (7, Role::Maintenance, "2026-05-25", 140),
        (8, Role::Maintenance, "2026-06-22", 168),
    ];
    for (dose, (number, role, day, offset)) in plan.iter().zip(expected) {
        assert_eq!(
            (dose.number(), dose.role(), dose.date(), dose.day_offset()),
            (number, role, date(day), offset)
        );
    }
    assert_eq!(plan.count_through(date("2026-03-01")), 3);
    assert_eq!(plan.count_through(date("2026-03-02")), 4);
    assert_eq!(plan.before(date("2026-03-02")).len(), 3);
    assert_eq!(plan.next_after(date("2026-03-02")).map(|dose| dose.number()), Some(5));
    assert_eq!(plan.next_after(date("2020-01-01")).map(|dose| dose.number()), Some(1));
    assert_eq!(plan.between(date("2026-02-02")..date("2026-03-30")).len(), 2);
    assert_eq!(plan.between(date("2026-02-02")..=date("2026-03-30")).len(), 3);
    assert_eq!(plan.total_through(date("2026-06-22"), None), Ok(Mass::mg(800)));
    assert_eq!(plan.last(), None);
    assert_eq!(plan.dose(1_000_000).map(|dose| dose.day_offset()), Some(56 + 999_996 * 28));
}

#[test]
fn a_duration_is_half_open() {
    // Weekly for three months from 1 January 2025: 13 doses, the last on 26 March; 2 April is past it.
    let plan = parsed("285 mg SC q1w for 3mo, then q2w");
    let plan = plan.starting(date("2025-01-01"));
    assert_eq!(plan.dose(13).map(|dose| dose.date()), Some(date("2025-03-26")));
    assert_eq!(plan.dose(14).map(|dose| dose.date()), Some(date("2025-04-09")));
    // From 31 January the months go by 28 February to 31 March, not to 28 March.
    let daily = parsed("1 mg SC x1, then after 1mo q1d for 1mo");
    let plan = daily.starting(date("2025-01-31"));
    assert_eq!(plan.iter().len(), 1 + 31);
    assert_eq!(plan.last().map(|dose| dose.date()), Some(date("2025-03-30")));
    // The day on which the time is over is not in it.
    let exact = parsed("1 mg SC q7d for 14d");
    assert_eq!(exact.starting(date("2025-01-01")).iter().day_offsets().to_vec(), [0, 7]);
    let longer = parsed("1 mg SC q7d for 15d");
    assert_eq!(longer.starting(date("2025-01-01")).iter().day_offsets().to_vec(), [0, 7, 14]);
}

#[test]
fn a_seam_in_months_counts_from_the_base_of_the_months_before() {
    let inclisiran = parsed("284 mg SC x1, then after 3mo x1, then q6mo");
    let dates: Vec<_> = inclisiran.starting(date("2025-11-30")).iter().dates().take(4).collect();
    assert_eq!(dates, ["2025-11-30", "2026-02-28", "2026-08-30", "2027-02-28"].map(date));
    // A step in days sets a new base.
    let mixed = parsed("1 mg SC q1mo x2, then after 1d x1, then q1mo");
    let dates: Vec<_> = mixed.starting(date("2025-01-31")).iter().dates().take(4).collect();
    assert_eq!(dates, ["2025-01-31", "2025-02-28", "2025-03-01", "2025-04-01"].map(date));
}

#[test]
fn years_turn_as_in_chrono() {
    let starts =
        ["2023-12-31", "2024-01-01", "2024-02-29", "2024-12-31", "1999-10-31", "-0005-12-30"];
    for start in starts.map(date) {
        for days in [1, 28, 364, 365, 366, 367, 731, 100_000, 90_000_000, u32::MAX] {
            let regimen = parsed(&format!("1 mg IT q{days}d"));
            let expected =
                (0..800_u64).map_while(|n| start.checked_add_days(Days::new(n * u64::from(days))));
            let dates = regimen.starting(start).iter().dates().take(800);
            assert!(dates.eq(expected), "every {days} days from {start}");
        }
        for months in [1, 4, 11, 12, 13, 25, 5_000, 3_000_000, u32::MAX] {
            let regimen = parsed(&format!("1 mg IT q{months}mo"));
            let expected = (0..800_u32)
                .map_while(|n| start.checked_add_months(Months::new(n.checked_mul(months)?)));
            let dates = regimen.starting(start).iter().dates().take(800);
            assert!(dates.eq(expected), "every {months} months from {start}");
        }
    }
}

#[test]
fn a_schedule_ends_with_the_calendar() {
    let daily = parsed("1 mg SC q1d");
    let plan = daily.starting(NaiveDate::MAX - Days::new(2));
    assert_eq!(plan.iter().day_offsets().to_vec(), [0, 1, 2]);
    assert_eq!(plan.dose(4), None);
    assert_eq!(plan.next_after(NaiveDate::MAX), None);
    let monthly = parsed("1 mg SC q1mo for 4000000000mo, then q1d");
    let plan = monthly.starting(NaiveDate::MAX - Days::new(62));
    assert_eq!(plan.iter().len(), 3);
}

#[test]
fn two_ways_to_say_one_regimen() {
    let short = parsed("100 mg IT q14d x3, then q28d x2, then after 35d x1");
    for text in [
        "100 mg IT q14d x3, then after 28d q28d x2, then after 35d x1",
        "100 mg IT q14d x3, then 100 mg IT q28d x2, then after 35d q90d x1",
        "100 mg IT q2w x3, then q4w x2, then q5w x1, each window -0d/+0d",
        "  loading 100 mg IT  q14d x3 , then loading after 4w q4w x2,then maintenance after 5w x1 ",
    ] {
        let same = parsed(text) == short;
        assert_eq!(same, !text.contains("window"), "{text}");
    }
    assert_ne!(parsed("100 mg IT q14d x3, then q28d x2, then q28d x1"), short);
    // A first phase of one dose has neither interval nor seam.
    assert_eq!(parsed("100 mg IT q14d x1"), parsed("100 mg IT x1"));
}

#[test]
fn spaces_around_a_text_are_no_matter() {
    assert_eq!(parsed("  100 mg IT q14d  ").to_string(), "100 mg IT q14d");
    assert_eq!("  5 mg IT  ".parse::<Dose>(), Ok(Dose::intrathecal(Mass::mg(5))));
    assert_eq!("  5 mg/kg  ".parse::<Amount>(), Ok(PerKg::new(Mass::mg(5), None).into()));
}

#[test]
fn roles_that_are_not_written() {
    use Role::{Loading, Maintenance, Single, Titration};
    for (text, roles) in [
        ("1 mg SC x1", &[Single][..]),
        ("1 mg SC q1w x2", &[Maintenance]),
        ("1 mg SC x1, then after 35d x1", &[Loading, Maintenance]),
        ("1 mg SC q1w x2, then q2w x2, then q4w", &[Loading, Loading, Maintenance]),
        ("titration 1 mg SC q1w x2, then single 2 mg SC after 2w x1", &[Titration, Single]),
    ] {
        let regimen = parsed(text);
        let found: Vec<Role> = regimen.phases().iter().map(Phase::role).collect();
        assert_eq!(found, roles, "{text}");
        assert_eq!(
            regimen.to_string(),
            text.replace("1w", "7d").replace("2w", "14d").replace("4w", "28d")
        );
    }
}

#[test]
fn details_of_the_giving_in_any_order() {
    let dose = "60 mg (withdraw 10 mL, over 3-3 min, 15 mL) IT".parse::<Dose>();
    let text = dose.map(|dose| dose.to_string());
    assert_eq!(text.as_deref(), Ok("60 mg (15 mL, withdraw 10 mL, over 3 min) IT"));
}
