//! Published schedules and amounts, each with its source.

use aso_regimen::chrono::{Datelike, NaiveDate};
use aso_regimen::{Amount, BodyWeight, Interval, Mass, Regimen, StudyDay, Window, catalog};

use crate::walk::{add_months, days_in_month};
use crate::{assert_dates, assert_days, date, regimen};

#[track_caller]
fn assert_study_days(regimen: &Regimen, expected: &[i64]) {
    let plan = regimen.starting(date("2026-01-05"));
    let days: Vec<i64> = plan.iter().study_days().map(StudyDay::number).collect();
    assert_eq!(days, expected, "{regimen}");
}

/// US prescribing information of Qalsody, section 2.1; EU SmPC, section 4.2: three loading doses 14 days
/// apart, the first maintenance dose 28 days after the third.
#[test]
fn tofersen_by_its_label() {
    let tofersen = catalog::tofersen::approved();
    assert_days(&tofersen, &[0, 14, 28, 56, 84, 112, 140, 168]);
    let plan = tofersen.starting(date("2026-01-05"));
    let days: Vec<i64> = plan.iter().study_days().take(8).map(StudyDay::number).collect();
    assert_eq!(days, [1, 15, 29, 57, 85, 113, 141, 169]);
    assert_eq!(plan.total_through(date("2026-06-22"), None), Ok(Mass::mg(800)));
    assert_eq!(plan.count_through(date("2026-06-22")), 8);
}

/// Miller et al., N Engl J Med 2020;383:109: five doses over 12 weeks, read on day 85.
#[test]
fn tofersen_in_phase_1_2() {
    for dose in [20, 40, 60, 100] {
        let regimen = catalog::tofersen::ascending(Mass::mg(dose));
        assert_study_days(&regimen, &[1, 15, 29, 57, 85]);
        let plan = regimen.starting(date("2026-01-05"));
        assert_eq!(plan.total_through(NaiveDate::MAX, None), Ok(Mass::mg(5 * dose)));
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
        &["2026-01-15", "2026-04-15", "2026-10-15", "2027-04-15", "2027-10-15"],
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
    assert_eq!(plan.dose(13).map(|dose| dose.date()), Some(date("2024-02-22")));
    assert_eq!(plan.dose(14).map(|dose| dose.date()), Some(date("2024-03-07")));
}

/// Fomivirsen: 330 µg every other week twice, then every 4 weeks (drugs.com dosage page).
#[test]
fn fomivirsen_by_its_label() {
    let fomivirsen = regimen("330 µg (0.05 mL) IVT q2w x2, then q4w");
    assert_days(&fomivirsen, &[0, 14, 42, 70]);
}

/// ClinicalTrials.gov NCT04089566 (DEVOTE, part A): 28 mg on days 1, 15, 29, 149 and 269.
#[test]
fn nusinersen_in_devote() {
    let devote = regimen("28 mg IT q14d x3, then q120d x2");
    assert_study_days(&devote, &[1, 15, 29, 149, 269]);
}

/// ClinicalTrials.gov NCT04000594: two doses of tominersen, on days 1 and 29. Its amounts
/// were adaptive; this one is made up.
#[test]
fn tominersen_in_its_kinetic_study() {
    assert_study_days(&regimen("30 mg IT q28d x2"), &[1, 29]);
}

/// ClinicalTrials.gov NCT03761849 (GENERATION HD1): every 16 weeks is every second visit of every 8 weeks.
#[test]
fn tominersen_every_16_weeks_falls_on_visits_of_every_8() {
    let every_8 = regimen("120 mg IT q8w x13");
    let every_16 = regimen("120 mg IT q16w x7");
    let start = date("2026-01-05");
    let visits = every_8.starting(start).iter().dates().step_by(2);
    assert!(visits.eq(every_16.starting(start).iter().dates()));
}

/// Rytelo US prescribing information: every 4 weeks, and no benefit after 24 weeks is after 6 doses.
#[test]
fn imetelstat_has_six_doses_in_24_weeks() {
    let imetelstat = regimen("7.1 mg/kg (over 120 min) IV q4w");
    let plan = imetelstat.starting(date("2026-01-05"));
    assert_eq!(plan.before(date("2026-06-22")).len(), 6);
    assert_eq!(plan.total_through(date("2026-06-21"), BodyWeight::kg(70)), Ok(Mass::mg(6 * 497)));
}

/// Oxlumo US prescribing information, from 10 to below 20 kg: 6 mg/kg monthly three times, then every 3
/// months from one month after the last loading dose.
#[test]
fn lumasiran_by_its_label() {
    let lumasiran = regimen("6 mg/kg SC q1mo x3, then after 1mo q3mo");
    assert_dates(
        &lumasiran,
        "2026-01-31",
        &["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-07-31", "2026-10-31"],
    );
}

#[track_caller]
fn assert_mass(amount: &str, weight: &str, expected: &str) {
    let amount: Amount = amount.parse().expect("an amount");
    let weight: BodyWeight = weight.parse().expect("a weight");
    assert_eq!(amount.mass_for(weight).map(|mass| mass.to_string()).as_deref(), Ok(expected));
}

/// Onpattro US prescribing information: 0.3 mg/kg below 100 kg, 30 mg from there.
#[test]
fn patisiran_by_weight() {
    for amount in
        ["[<100 kg: 0.3 mg/kg; else 30 mg]", "0.3 mg/kg max 30 mg", "0.3 mg/kg max 100 kg"]
    {
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
