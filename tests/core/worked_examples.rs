//! Published schedules and amounts, each with its source; then what goes wrong elsewhere.

use aso_regimen::chrono::{Datelike, NaiveDate};
use aso_regimen::{Amount, BodyWeight, Interval, Mass, Regimen, StudyDay, Window, catalog};

use crate::walk::{add_months, days_in_month};
use crate::{date, regimen};

#[track_caller]
fn assert_days(regimen: &Regimen, expected: &[i32]) {
    let plan = regimen.starting(date("2026-01-05"));
    let days: Vec<i32> = plan.iter().day_offsets().take(expected.len()).collect();
    assert_eq!(days, expected, "{regimen}");
}

#[track_caller]
fn assert_study_days(regimen: &Regimen, expected: &[i64]) {
    let plan = regimen.starting(date("2026-01-05"));
    let days: Vec<i64> = plan.iter().study_days().map(StudyDay::number).collect();
    assert_eq!(days, expected, "{regimen}");
}

#[track_caller]
fn assert_dates(regimen: &Regimen, start: &str, expected: &[&str]) {
    let plan = regimen.starting(date(start));
    let dates: Vec<String> = plan
        .iter()
        .dates()
        .take(expected.len())
        .map(|date| date.to_string())
        .collect();
    assert_eq!(dates, expected, "{regimen}");
}

/// US prescribing information of Qalsody, section 2.1; EU SmPC, section 4.2: three loading doses 14 days
/// apart, the first maintenance dose 28 days after the third.
#[test]
fn tofersen_by_its_label() {
    let tofersen = catalog::tofersen::approved();
    assert_days(&tofersen, &[0, 14, 28, 56, 84, 112, 140, 168]);
    let plan = tofersen.starting(date("2026-01-05"));
    let days: Vec<i64> = plan
        .iter()
        .study_days()
        .take(8)
        .map(StudyDay::number)
        .collect();
    assert_eq!(days, [1, 15, 29, 57, 85, 113, 141, 169]);
    assert_eq!(
        plan.total_through(date("2026-06-22"), None),
        Ok(Mass::mg(800))
    );
    assert_eq!(plan.count_through(date("2026-06-22")), 8);
}

/// Miller et al., N Engl J Med 2020;383:109: five doses over 12 weeks, read on day 85.
#[test]
fn tofersen_in_phase_1_2() {
    for dose in [20, 40, 60, 100] {
        let regimen = catalog::tofersen::ascending(Mass::mg(dose));
        assert_study_days(&regimen, &[1, 15, 29, 57, 85]);
        let plan = regimen.starting(date("2026-01-05"));
        assert_eq!(
            plan.total_through(NaiveDate::MAX, None),
            Ok(Mass::mg(5 * dose))
        );
    }
}

/// J Neurol Neurosurg Psychiatry 2022;93(9):e2.208: three doses about two weeks apart, then five every four
/// weeks, over 24 weeks.
#[test]
fn tofersen_in_valor() {
    let regimen = catalog::tofersen::eight_doses();
    assert_study_days(&regimen, &[1, 15, 29, 57, 85, 113, 141, 169]);
}

/// Spinraza EU SmPC, section 4.2: days 0, 14, 28 and 63, then every 4 months.
#[test]
fn nusinersen_in_the_european_union() {
    let regimen = regimen("12 mg IT q14d x3, then after 35d x1, then q4mo");
    assert_days(&regimen, &[0, 14, 28, 63]);
    assert_dates(
        &regimen,
        "2025-01-06",
        &[
            "2025-01-06",
            "2025-01-20",
            "2025-02-03",
            "2025-03-10",
            "2025-07-10",
            "2025-11-10",
            "2026-03-10",
        ],
    );
}

/// Spinraza US prescribing information, section 2.1: the fourth loading dose 30 days after the third.
#[test]
fn nusinersen_in_the_united_states() {
    let regimen = regimen("12 mg IT q14d x3, then after 30d x1, then q4mo");
    assert_days(&regimen, &[0, 14, 28, 58]);
    assert_dates(
        &regimen,
        "2025-01-06",
        &[
            "2025-01-06",
            "2025-01-20",
            "2025-02-03",
            "2025-03-05",
            "2025-07-05",
            "2025-11-05",
            "2026-03-05",
        ],
    );
}

/// ClinicalTrials.gov NCT02193074 (ENDEAR): days 1, 15, 29, 64, 183 and 302.
#[test]
fn nusinersen_in_endear() {
    let endear = regimen("12 mg IT q14d x3, then after 35d x1, then q119d x2");
    assert_study_days(&endear, &[1, 15, 29, 64, 183, 302]);
}

/// ClinicalTrials.gov NCT02292537 (CHERISH): days 1, 29, 85 and 274.
#[test]
fn nusinersen_in_cherish() {
    let cherish = regimen("12 mg IT q28d x2, then after 56d x1, then after 189d x1");
    assert_study_days(&cherish, &[1, 29, 85, 274]);
}

/// Leqvio EU SmPC, section 4.2: initially, at 3 months, then every 6 months.
#[test]
fn inclisiran_by_its_label() {
    let inclisiran = regimen("284 mg SC x1, then after 3mo x1, then q6mo");
    assert_dates(
        &inclisiran,
        "2026-01-15",
        &[
            "2026-01-15",
            "2026-04-15",
            "2026-10-15",
            "2027-04-15",
            "2027-10-15",
        ],
    );
    // A clamped month end does not feed the next: 30 November and three months is 28 February.
    assert_dates(
        &inclisiran,
        "2025-11-30",
        &["2025-11-30", "2026-02-28", "2026-08-30", "2027-02-28"],
    );
}

/// ANZCTR copy of the zilganersen registration: every 12 weeks through week 49.
#[test]
fn zilganersen_in_its_trial() {
    let zilganersen = regimen("50 mg IT q12w x5");
    let plan = zilganersen.starting(date("2026-01-05"));
    let weeks: Vec<i32> = plan.iter().day_offsets().map(|day| day / 7 + 1).collect();
    assert_eq!(weeks, [1, 13, 25, 37, 49]);
}

/// Waylivra EU SmPC, section 4.2: weekly for 3 months, then every 2 weeks.
#[test]
fn volanesorsen_by_its_label() {
    let volanesorsen = regimen("285 mg SC q1w for 3mo, then q2w");
    let plan = volanesorsen.starting(date("2025-01-01"));
    assert_eq!(plan.through(date("2025-03-31")).len(), 13);
    assert_eq!(
        plan.next_after(date("2025-03-31")).map(|dose| dose.date()),
        Some(date("2025-04-09"))
    );
    // In a leap year's spring, and over a month end: 30 November and three months is the end of February.
    let plan = volanesorsen.starting(date("2023-11-30"));
    assert_eq!(
        plan.dose(13).map(|dose| dose.date()),
        Some(date("2024-02-22"))
    );
    assert_eq!(
        plan.dose(14).map(|dose| dose.date()),
        Some(date("2024-03-07"))
    );
}

/// Fomivirsen: 330 µg every other week twice, then every 4 weeks (drugs.com dosage page).
#[test]
fn fomivirsen_by_its_label() {
    let fomivirsen = regimen("330 µg (0.05 mL) IVT q2w x2, then q4w");
    assert_days(&fomivirsen, &[0, 14, 42, 70]);
}

#[track_caller]
fn assert_mass(amount: &str, weight: &str, expected: &str) {
    let amount: Amount = amount.parse().expect("an amount");
    let weight: BodyWeight = weight.parse().expect("a weight");
    assert_eq!(
        amount
            .mass_for(weight)
            .map(|mass| mass.to_string())
            .as_deref(),
        Ok(expected)
    );
}

/// Onpattro US prescribing information: 0.3 mg/kg below 100 kg, 30 mg from there.
#[test]
fn patisiran_by_weight() {
    for amount in [
        "[<100 kg: 0.3 mg/kg; else 30 mg]",
        "0.3 mg/kg max 30 mg",
        "0.3 mg/kg max 100 kg",
    ] {
        assert_mass(amount, "120 kg", "30 mg");
        assert_mass(amount, "100 kg", "30 mg");
        assert_mass(amount, "99.9 kg", "29.97 mg");
    }
}

/// Oxlumo US prescribing information: loading 6, 6 and 3 mg/kg below 10 kg, below 20 kg and from 20 kg.
#[test]
fn lumasiran_by_weight() {
    let loading = "[<10 kg: 6 mg/kg; <20 kg: 6 mg/kg; else 3 mg/kg]";
    assert_mass(loading, "9.9 kg", "59.4 mg");
    assert_mass(loading, "10 kg", "60 mg");
    assert_mass(loading, "20 kg", "60 mg");
}

/// Rivfloza compendium: from 9 to 11 years below 50 kg, 3.3 mg/kg and at most 128 mg.
#[test]
fn nedosiran_stops_at_its_cap() {
    assert_mass("3.3 mg/kg max 128 mg", "38.7 kg", "127.71 mg");
    assert_mass("3.3 mg/kg max 128 mg", "38.8 kg", "128 mg");
    assert_mass("3.3 mg/kg max 128 mg", "49.9 kg", "128 mg");
}

#[test]
fn half_a_microgram_rounds_up() {
    assert_mass("1 µg/kg", "0.5 kg", "1 µg");
    assert_mass("1 µg/kg", "0.499 kg", "0 mg");
    assert_mass("1 µg/kg", "1.5 kg", "2 µg");
}

// What goes wrong elsewhere.

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
    assert_eq!(
        (plan.through(week_16).len(), plan.before(week_16).len()),
        (5, 4)
    );
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
    for text in [
        "0 mg IT q14d",
        "0 mg/kg IV q1w",
        "5 mg/kg max 0 mg IV q1w",
        "-5 mg IT q14d",
    ] {
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
        .filter_map(|dose| dose.dose().amount().fixed())
        .collect();
    assert_eq!(masses, [100, 100, 50, 28].map(Mass::mg));
}

/// rust-rrule emits a dose that two rules share twice.
#[test]
fn no_dose_comes_twice() {
    let plan = regimen("100 mg IT q14d x3, then q28d");
    let dates: Vec<_> = plan
        .starting(date("2025-01-01"))
        .through(date("2034-12-31"))
        .dates()
        .collect();
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
        &[
            "2024-01-31",
            "2024-02-29",
            "2024-03-31",
            "2024-04-30",
            "2024-05-31",
        ],
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
    assert!(
        "100 mg IT q14d x3 window -7d/+7d"
            .parse::<Regimen>()
            .is_err()
    );
    assert!(
        "100 mg IT q14d x3 window -7d/+6d, then q28d"
            .parse::<Regimen>()
            .is_ok()
    );
}

/// A regimen without an end: `PopED` and pharmpy have none, and Pumas wants a number of doses.
#[test]
fn a_regimen_need_not_end() {
    let plan = regimen("100 mg IT q28d");
    let schedule = plan.starting(date("2026-01-05"));
    assert_eq!(
        schedule.dose(1_000_000).map(|dose| dose.day_offset()),
        Some(27_999_972)
    );
    assert_eq!(schedule.last(), None);
    assert!(schedule.iter().len() > 3_000_000);
}

// By exhaustion where the domain is small.

/// Every day of the Gregorian cycle of 400 years, against days in months counted here.
#[test]
fn months_agree_with_an_independent_calendar_on_every_day_of_400_years() {
    let first = date("2000-01-01");
    for day in first.iter_days().take(146_097) {
        for months in [1, 2, 3, 4, 6, 11, 12, 48, 120] {
            assert_eq!(
                Interval::months(months).nth_after(day, 1),
                add_months(day, u64::from(months)),
                "{day}"
            );
        }
    }
}

#[test]
fn study_day_and_date_are_inverse_on_every_day_of_400_years() {
    let first = date("2000-02-29");
    for (day, offset) in first.iter_days().take(146_097).zip(0..) {
        let study_day = StudyDay::of(day, first);
        assert_eq!(study_day.offset(), offset);
        assert_eq!(study_day.number(), i64::from(offset) + 1);
        assert_eq!(study_day.date(first), Ok(day));
        assert_eq!(StudyDay::of(first, day).date(day), Ok(first));
    }
}

/// The fewest days of so many months, by trying every day of a cycle.
#[test]
fn the_shortest_run_of_months_is_the_shortest() {
    // Both a plain start and one whose own day was clamped: from a base of any day, the step from one
    // number of months to the next.
    for months in 1..=84_u32 {
        let mut shortest = i64::MAX;
        for (year, month) in (2097..2105).flat_map(|year| (1..=12).map(move |month| (year, month)))
        {
            for day in 1..=31.min(days_in_month(year, month)) {
                let base = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
                for before in 0..12_u64 {
                    let from = add_months(base, before).expect("a date");
                    let to = add_months(base, before + u64::from(months)).expect("a date");
                    shortest = shortest.min((to - from).num_days());
                }
            }
        }
        assert_eq!(
            Interval::months(months).shortest_in_days(),
            shortest.unsigned_abs(),
            "{months} months"
        );
    }
}

#[test]
fn a_window_is_all_days_from_its_first_to_its_last() {
    let planned = date("2024-03-01");
    let window = Window::days(2, 1).around(planned);
    let days: Vec<u32> = window
        .start()
        .iter_days()
        .take_while(|day| window.contains(day))
        .map(|day| day.day())
        .collect();
    assert_eq!(days, [28, 29, 1, 2]);
}
