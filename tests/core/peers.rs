//! What goes wrong elsewhere, each under the name of the right behaviour.

use aso_regimen::chrono::NaiveDate;
use aso_regimen::{Dose, Interval, Mass, Phase, Regimen, StudyDay, Volume};

use crate::{assert_dates, assert_days, date, regimen};

/// mrgsolve's `ev_seq` and a naive RRULE put the first maintenance dose 14 days after the last loading dose.
#[test]
fn the_seam_is_28_days_not_14() {
    let plan = regimen("100 mg IT q14d x3, then q28d");
    assert_days(&plan, &[0, 14, 28, 56]);
    assert_eq!(plan.phases()[1].seam(), Some(Interval::days(28)));
}

/// mrgsolve reads `100 q2w x 3` as every 2 hours.
#[test]
fn weeks_are_not_dropped() {
    assert_days(&regimen("100 mg SC q2w x3"), &[0, 14, 28]);
    for text in [
        "100 q2w x3",
        "100 mg SC q2 x3",
        "100 mg SC q2w x 3",
        "100 mg SC q2w x 3 weeks",
        "100 mg SC q2h x3",
    ] {
        assert!(text.parse::<Regimen>().is_err(), "{text}");
    }
}

/// `until` is exclusive in one peer and inclusive in another.
#[test]
fn the_end_of_a_range_is_in_the_name() {
    let four_weekly = regimen("100 mg SC q4w");
    let plan = four_weekly.starting(date("2026-01-05"));
    let week_16 = date("2026-04-27");
    assert_eq!((plan.through(week_16).len(), plan.before(week_16).len()), (5, 4));
}

/// pharmsol and campsis take a mass of -100, infinity and NaN; `PKPDsim` makes -5 a 0.
#[test]
fn amounts_that_cannot_be_given_cannot_be_written() {
    for text in [
        "-100 mg",
        "NaN mg",
        "inf mg",
        "1e3 mg",
        "+5 mg",
        "0.0001 mg",
        "1,5 mg",
        "",
        "mg",
        "5",
        ". mg",
        "5. mg",
    ] {
        assert!(text.parse::<Mass>().is_err(), "{text}");
    }
    for text in ["0 mg IT q14d", "0 mg/kg IV q1w", "5 mg/kg max 0 mg IV q1w", "-5 mg IT q14d"] {
        assert!(text.parse::<Regimen>().is_err(), "{text}");
    }
}

/// `PKPDsim` recycles a list of three amounts over four doses; `RxODE` drops the second of two.
#[test]
fn each_phase_has_its_own_amount() {
    let plan = regimen(
        "titration 100 mg SC q7d x2, then titration 50 mg SC q7d x1, then maintenance 28 mg SC q7d x1",
    );
    let masses: Vec<_> = plan
        .starting(date("2026-01-05"))
        .iter()
        .filter_map(|dose| dose.dose().mass_for(None).ok())
        .collect();
    assert_eq!(masses, [100, 100, 50, 28].map(Mass::mg));
}

/// rust-rrule emits a dose that two rules share twice.
#[test]
fn no_dose_comes_twice() {
    let plan = regimen("100 mg IT q14d x3, then q28d");
    let dates: Vec<_> =
        plan.starting(date("2025-01-01")).through(date("2034-12-31")).dates().collect();
    assert_eq!(dates.len(), 132);
    assert!(dates.windows(2).all(|pair| pair[0] < pair[1]));
}

/// RFC 5545 skips months that are too short: from 31 October, every four months is once a year.
#[test]
fn short_months_are_clamped_and_not_skipped() {
    assert_dates(
        &regimen("12 mg IT q4mo"),
        "2025-10-31",
        &[
            "2025-10-31",
            "2026-02-28",
            "2026-06-30",
            "2026-10-31",
            "2027-02-28",
            "2027-06-30",
            "2027-10-31",
            "2028-02-29",
        ],
    );
}

/// polars and a repeated `chrono::Months` drift: 31, 29, 29, 29.
#[test]
fn month_ends_do_not_drift() {
    assert_dates(
        &regimen("45 mg SC q1mo"),
        "2024-01-31",
        &["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"],
    );
}

/// campsis has months of 28 days, admiral of 30.4375.
#[test]
fn months_are_of_the_calendar() {
    assert_dates(
        &regimen("45 mg SC q4mo"),
        "2024-10-31",
        &["2024-10-31", "2025-02-28", "2025-06-30", "2025-10-31"],
    );
    assert_ne!(Interval::months(1), Interval::days(28));
    assert_ne!(Interval::months(4), Interval::weeks(16));
}

/// A conformance engine of CDISC gave -2 for -1.
#[test]
fn the_day_before_the_first_dose_is_minus_one() {
    let first = date("2026-01-05");
    let days: Vec<i64> = ["2026-01-03", "2026-01-04", "2026-01-05", "2026-01-06"]
        .map(|day| StudyDay::of(date(day), first).number())
        .to_vec();
    assert_eq!(days, [-2, -1, 1, 2]);
}

/// USDM's windows have four readings; these are days before and after, and may not overlap.
#[test]
fn windows_are_days_around_and_do_not_overlap() {
    let plan = regimen("100 mg IT q14d x3 window -3d/+5d, then q28d window -7d/+7d");
    let dose = plan.starting(date("2026-01-05")).dose(2).expect("a dose");
    assert_eq!(dose.window(), Some(date("2026-01-16")..=date("2026-01-24")));
    assert!("100 mg IT q14d x3 window -7d/+7d".parse::<Regimen>().is_err());
    assert!("100 mg IT q14d x3 window -7d/+6d, then q28d".parse::<Regimen>().is_ok());
}

/// At a seam the earlier window's late side meets the later window's early side, and no other.
#[test]
fn windows_of_two_phases_meet_at_the_seam() {
    for (text, fits) in [
        ("1 mg SC q28d x3 window -1d/+9d, then after 14d q28d window -4d/+9d", true),
        ("1 mg SC q28d x3 window -1d/+9d, then after 14d q28d window -5d/+9d", false),
        ("1 mg SC q28d x3 window -9d/+1d, then after 14d q28d window -9d/+5d", true),
        ("1 mg SC x1 window -9d/+13d, then after 14d x1", true),
        ("1 mg SC x1 window -9d/+14d, then after 14d x1", false),
        ("1 mg SC x1 no window, then after 1mo x1 window -27d/+0d", true),
        ("1 mg SC x1 no window, then after 1mo x1 window -28d/+0d", false),
    ] {
        assert_eq!(text.parse::<Regimen>().is_ok(), fits, "{text}");
    }
}

/// A regimen without an end: `PopED` and pharmpy have none, and Pumas wants a number of doses.
#[test]
fn a_regimen_need_not_end() {
    let plan = regimen("100 mg IT q28d");
    let schedule = plan.starting(date("2026-01-05"));
    assert_eq!(schedule.dose(1_000_000).map(|dose| dose.day_offset()), Some(27_999_972));
    assert_eq!(schedule.last(), None);
    assert!(schedule.iter().len() > 3_000_000);
}

/// pharmsol's `repeat(3, ...)` and NONMEM's ADDL count the doses after the first.
#[test]
fn a_count_is_of_all_doses() {
    let three = regimen("100 mg IT q14d x3");
    let plan = three.starting(date("2026-01-05"));
    assert_eq!(plan.iter().len(), 3);
    let built = Phase::loading(Dose::intrathecal(Mass::mg(100)), 3, Interval::days(14));
    let built = Regimen::new(vec![built]).expect("one phase");
    assert_eq!(built.starting(date("2026-01-05")).iter().len(), 3);
}

/// pharmsol's expansion of additional doses gives 14, 28, 0.
#[test]
fn the_first_dose_comes_first() {
    assert_days(&regimen("100 mg IT q14d x3"), &[0, 14, 28]);
}

/// rxode2 gives one dose up to 28 and three up to 56, every 28 days; mrgsolve had 16 weeks end both ways.
#[test]
fn a_duration_ends_one_way() {
    for (text, days) in [
        ("1 mg SC q28d for 27d", &[0][..]),
        ("1 mg SC q28d for 28d", &[0]),
        ("1 mg SC q28d for 29d", &[0, 28]),
        ("1 mg SC q28d for 56d", &[0, 28]),
        ("1 mg SC q28d for 16w", &[0, 28, 56, 84]),
    ] {
        let plan = regimen(text);
        let plan = plan.starting(date("2026-01-05"));
        assert_eq!(plan.iter().day_offsets().to_vec(), days, "{text}");
    }
}

/// rxode2's `waitII` puts waits of 0 to 14 days on one day; an older one put 15 days before 14.
#[test]
fn a_longer_seam_is_a_later_dose() {
    let dose = || Dose::intrathecal(Mass::mg(100));
    for (seam, day) in (1..=200_u32).zip(29..) {
        let regimen = Regimen::builder()
            .loading(dose(), 3, Interval::days(14))
            .phase(Phase::maintenance(dose(), Interval::days(28)).after(Interval::days(seam)))
            .build()
            .expect("no windows that could overlap");
        assert_days(&regimen, &[0, 14, 28, day, day + 28]);
    }
}

/// mrgsolve's `ev_repeat` adds a block's start twice; a start moves every dose by itself, once.
#[test]
fn a_start_is_counted_once() {
    let tofersen = regimen("100 mg IT q14d x3, then q28d");
    let dates = |start: &str| -> Vec<NaiveDate> {
        tofersen.starting(date(start)).iter().dates().take(5).collect()
    };
    assert_eq!(
        dates("2026-01-15"),
        ["2026-01-15", "2026-01-29", "2026-02-12", "2026-03-12", "2026-04-09"].map(date)
    );
    // `PKPDsim` starts at the time of the call.
    assert_eq!(dates("2026-01-15"), dates("2026-01-15"));
}

/// `PKPDsim` loses the rate when regimens are joined; ferx-core made an infusion's additional doses boluses.
#[test]
fn every_dose_of_a_phase_is_the_whole_dose() {
    let tofersen = regimen("100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3, then q28d x5");
    let dose = Dose::intrathecal(Mass::mg(100))
        .in_volume(Volume::ml(15))
        .withdrawing(Volume::ml(10))
        .over_minutes(1, 3);
    let plan = tofersen.starting(date("2026-01-05"));
    assert_eq!(plan.iter().len(), 8);
    assert!(plan.iter().all(|planned| *planned.dose() == dose));
    assert_eq!(tofersen.phases()[1].dose(), &dose);
}

/// A question asked of mrgsolve and rxode2 again and again: loading by weight band, then a flat dose.
/// The amounts are made up.
#[test]
fn loading_by_weight_band_and_a_flat_dose_after_it() {
    let by_weight = regimen(
        "[<20 kg: 3 mg/kg; <50 kg: 60 mg; else 90 mg] SC x1, then 40 mg SC after 8w q12w x2",
    );
    let plan = by_weight.starting(date("2026-01-05"));
    for (weight, total) in [("12 kg", 116), ("20 kg", 140), ("49.999 kg", 140), ("50 kg", 170)] {
        let weight: aso_regimen::BodyWeight = weight.parse().expect("a weight");
        assert_eq!(plan.total_through(NaiveDate::MAX, weight), Ok(Mass::mg(total)));
    }
    assert_days(&by_weight, &[0, 56, 140]);
}

/// FHIR and USDM libraries take a period of -14, of a fortnight, of fourteen days, of nothing.
#[test]
fn an_interval_has_a_number_and_a_known_unit() {
    for text in
        ["-14d", "14", "fortnight", "fourteen days", "P14D", "P14X", "", "1.5w", "2y", "14D"]
    {
        assert!(text.parse::<Interval>().is_err(), "{text}");
        let phase = format!("100 mg IT q{text}");
        assert!(phase.parse::<Regimen>().is_err(), "{phase}");
    }
}

/// campsis has a year of 336 days.
#[test]
fn twelve_months_are_a_year() {
    assert_dates(
        &regimen("1 mg SC q12mo"),
        "2024-02-29",
        &["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
    );
}

/// Donidalorsen is given every 4 weeks in the US and monthly in the EU: 14 doses in a year, and 12.
#[test]
fn four_weeks_are_not_a_month() {
    let doses = |text: &str| {
        let regimen = regimen(text);
        regimen.starting(date("2026-01-05")).before(date("2027-01-05")).len()
    };
    assert_eq!(doses("80 mg SC q4w"), 14);
    assert_eq!(doses("80 mg SC q1mo"), 12);
}

/// Protocols write 119 or 120 days where labels say 4 months, which are 120 to 123.
#[test]
fn four_months_are_120_to_123_days() {
    let four = Interval::months(4);
    let mut seen = [0_u32; 4];
    for day in date("2025-01-01").iter_days().take(4 * 365 + 1) {
        let days = (four.nth_after(day, 1).expect("a date") - day).num_days();
        let index = usize::try_from(days - 120).expect("at least 120 days");
        seen[index] += 1;
    }
    assert!(seen.iter().all(|days| *days > 0), "{seen:?}");
}

/// mrgsolve has no way to shorten an interval within a regimen.
#[test]
fn an_interval_can_shrink() {
    assert_days(&regimen("1 mg SC q28d x2, then q14d x2"), &[0, 28, 42, 56]);
}

/// One FHIR mapping made "every week" seven times a day.
#[test]
fn every_week_is_once_in_seven_days() {
    let weekly = regimen("284 mg SC q1w");
    let plan = weekly.starting(date("2026-01-05"));
    assert_eq!(plan.before(date("2026-02-02")).len(), 4);
    assert_eq!(weekly.to_string(), "284 mg SC q7d");
}

/// chi replaces the loading doses when maintenance is set.
#[test]
fn a_later_phase_leaves_the_earlier_ones() {
    let loading = regimen("100 mg IT q14d x3");
    let both = regimen("100 mg IT q14d x3, then q28d");
    let start = date("2026-01-05");
    let of_both: Vec<_> = both.starting(start).iter().dates().take(3).collect();
    let of_loading: Vec<_> = loading.starting(start).iter().dates().collect();
    assert_eq!(of_both, of_loading);
}

/// A JSON number has no unit, and JSON of other libraries holds NaN as a text or as nothing.
#[cfg(feature = "serde")]
#[test]
fn amounts_that_cannot_be_given_cannot_be_read_from_json() {
    for json in [
        "-100",
        "100",
        "100.5",
        "1e400",
        "null",
        "true",
        "[100]",
        "{\"mg\":100}",
        "\"NaN mg\"",
        "\"-100 mg\"",
        "\"Infinity mg\"",
        "\"\"",
    ] {
        assert!(serde_json::from_str::<Mass>(json).is_err(), "{json}");
        let dose = format!("{{\"amount\":{json},\"route\":\"IT\"}}");
        assert!(serde_json::from_str::<Dose>(&dose).is_err(), "{dose}");
    }
}
