//! Labels of inotersen to viltolarsen as their texts have them, at each bound and beside it.

use std::collections::BTreeSet;

use aso_regimen::catalog;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{NextDue, Recommendation, Unspecified};
use aso_regimen::dosing::missed_dose::Action;
use aso_regimen::evidence::condition::{Findings, Met};
use aso_regimen::evidence::label::{Authority, Label, Recipient};
use aso_regimen::evidence::source::{Identifier, Status};
use aso_regimen::{BodyWeight, Course};

use crate::{date, gives};

const TEGSEDI: [&str; 3] =
    ["Tegsedi, US, 2024-01", "Tegsedi, US, of 2018 or 2019", "Tegsedi, EU, 2023-03-24, renewal"];
const RYTELO: &str = "Rytelo, US, 2026-04-22";
const WAYLIVRA: [&str; 2] = ["Waylivra, EU, 2025-04-04, renewal", "Waylivra, UK"];

/// What Waylivra is stopped for without a number (EU, 4.4).
const SYMPTOMS: [&str; 2] = [
    "there are symptoms or signs of renal impairment",
    "there are symptoms or signs of hepatic impairment or inflammation",
];

fn without_symptoms() -> Findings {
    SYMPTOMS.into_iter().fold(Findings::new(), |all, what| all.judged(what, false))
}

#[track_caller]
fn label(key: &str) -> &'static Label {
    let read = key.parse().expect(key);
    catalog::labels().key(&read).one().expect(key)
}

/// A course of a label's first regimen from 5 January 2026, given on these days after it.
#[track_caller]
fn given(key: &str, days: &[u64]) -> Course {
    let label = label(key);
    let mut course = label.course_named(&label.regimens()[0].name, day(0)).expect("its name");
    for &offset in days {
        course.give(day(offset)).expect("in order");
    }
    course
}

fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

/// What is advised on a day, and the days of the next two doses.
fn advised(course: &Course, offset: u64) -> (Recommendation, Vec<i64>) {
    let advice = course.advise(day(offset)).expect("in order");
    let next = advice.following().take(2).map(|dose| (dose.date() - day(0)).num_days()).collect();
    (advice.recommendation(), next)
}

/// What the bands of a label say of a value.
#[track_caller]
fn band(key: &str, what: &str, value: f64) -> String {
    let monitoring = label(key).monitoring().iter().find(|one| one.what() == what).expect(what);
    let band = monitoring.applies_to(value, monitoring.unit()).expect("a value");
    format!("{}; {}", band.action, band.additional_instructions)
}

/// The actions of the conditional rules that are met, or that somebody has to judge.
fn met(key: &str, found: &Findings) -> Vec<(Met, String)> {
    let label = label(key);
    let rules = label.rules().iter().map(|rule| (rule.when.met(found).expect("its unit"), rule));
    let said = rules.filter(|(met, _)| *met >= Met::ToJudge);
    said.map(|(met, rule)| (met, rule.action.to_string())).collect()
}

const REANCHOR: &str = "any dose: give it as soon as possible and count later doses from that day";
const LATE_OPEN: &str =
    "any dose: give it as soon as possible; the label does not say when the next dose is";
const NOT_READ: &str = "any dose: the label's text was not read here";
const SILENT: &str = "any dose: the label does not say what to do";
const WITHIN_TWO_DAYS: &str = "any dose: 2 days or less to the next planned dose: skip it and wait for the next \
     planned dose; more than 2 days: give it as soon as possible and keep the planned dates of later doses";
const NOTICED: &str = "any dose: 2 days or less from the planned date until it is noticed: give it as soon as \
     possible; the label does not say when the next dose is; more than 2 days: skip it and wait for the next planned dose";

/// Every label, its regimens and its answer, literally.
#[test]
fn each_label_with_its_regimens_and_its_answer() {
    let rytelo = "7.1 mg/kg (over 120 min) IV q28d; 5.6 mg/kg (over 120 min) IV q28d; 4.4 mg/kg (over 120 min) IV q28d";
    let waylivra = "285 mg (1.5 mL) SC q7d for 3mo, then q14d; 285 mg (1.5 mL) SC q7d; 285 mg (1.5 mL) SC q14d";
    let tegsedi = "284 mg (1.5 mL) SC q7d";
    let wainua = "45 mg (0.8 mL) SC q1mo";
    let exon = "30 mg/kg (over 35-60 min) IV q7d";
    let viltepso = "80 mg/kg (over 60 min) IV q7d";
    let tryngolza = "80 mg (0.8 mL) SC q1mo";
    let all = [
        ("Amondys 45, US, 2024-07", exon, LATE_OPEN),
        ("Vyondys 53, US, 2024-06", exon, LATE_OPEN),
        ("Exondys 51, US, 2022-01", exon, LATE_OPEN),
        ("Viltepso, US, 2021-03", viltepso, LATE_OPEN),
        ("Viltepso, Japan", viltepso, NOT_READ),
        ("Wainua, US, 2024-09", wainua, REANCHOR),
        ("Wainzua, UK, 2024-12-11", wainua, REANCHOR),
        ("Wainzua, Switzerland", wainua, REANCHOR),
        ("Wainzua, EU", wainua, NOT_READ),
        ("Dawnzera, US, 2025-08", "80 mg SC q28d; 80 mg SC q56d", REANCHOR),
        ("Dawnzera, EU, 2026-01", "80 mg SC q1mo; 80 mg SC q2mo", NOT_READ),
        (
            "Tryngolza, US, 2026-06-24",
            "80 mg (0.8 mL) SC q1mo; 50 mg (0.8 mL) SC q1mo; 80 mg (0.8 mL) SC q1mo",
            REANCHOR,
        ),
        ("Tryngolza, US, 2024-12", tryngolza, NOT_READ),
        ("Tryngolza, EU, 2025-11-06", tryngolza, REANCHOR),
        (TEGSEDI[0], tegsedi, WITHIN_TWO_DAYS),
        (TEGSEDI[1], tegsedi, WITHIN_TWO_DAYS),
        (TEGSEDI[2], "284 mg (1.5 mL) SC q7d; 284 mg (1.5 mL) SC q14d", WITHIN_TWO_DAYS),
        (WAYLIVRA[0], waylivra, NOTICED),
        (WAYLIVRA[1], waylivra, NOTICED),
        (
            "Kynamro, US, 2016-05",
            "200 mg (1 mL) SC q7d",
            "any dose: less than 3 days to the next planned dose: skip it and wait for the next planned dose; \
             3 days or more: give it as soon as possible and keep the planned dates of later doses",
        ),
        ("Vitravene, US", "330 µg (0.05 mL) IVT q14d x2, then q28d", NOT_READ),
        (RYTELO, rytelo, SILENT),
        ("Rytelo, US, 2024-06", rytelo, NOT_READ),
        ("Izervay, US, 2025-02", "2 mg (0.1 mL) IVT q28d window -7d/+7d", SILENT),
        ("Macugen, US", "0.3 mg IVT q42d", NOT_READ),
    ];
    for (key, regimens, answer) in all {
        let label = label(key);
        let texts: Vec<_> = label.regimens().iter().map(|one| one.regimen.to_string()).collect();
        assert_eq!((&*texts.join("; "), &*label.policy().to_string()), (regimens, answer), "{key}");
        assert_eq!(label.last_read(), Some(date("2026-11-26")), "{key}");
        for source in label.sources() {
            assert!(source.can_be_looked_up(), "{source}");
        }
    }
}

/// Only labels whose text was read are silent, and they say what was read.
#[test]
fn silence_names_the_sections_that_were_read() {
    for (key, place) in [
        (
            RYTELO,
            "sections 1 to 5, 14, 16, 17 and medication guide, which are silent on missed doses",
        ),
        (
            "Izervay, US, 2025-02",
            "sections 1, 2, 13, 14, 16 and 17, which are silent on missed doses",
        ),
    ] {
        let source = label(key).sources().last().expect("one");
        assert_eq!((source.place.as_deref(), source.status), (Some(place), Status::LabelText));
        let late = given(key, &[0]).advise(day(60)).expect("in order").recommendation();
        assert_eq!(late, Recommendation::NotStated(Unspecified::NotStated), "{key}");
    }
    for key in ["Dawnzera, EU, 2026-01", "Wainzua, EU", "Viltepso, Japan", "Macugen, US"] {
        let late = given(key, &[0]).advise(day(60)).expect("in order").recommendation();
        assert_eq!(late, Recommendation::NotRead, "{key}");
    }
}

/// Tegsedi: given up to 3 days before the next dose, skipped from 2 days before it. Kynamro: at least 3 days.
#[test]
fn a_weekly_dose_is_skipped_near_the_next_one() {
    for key in TEGSEDI.into_iter().chain(["Kynamro, US, 2016-05"]) {
        // Planned on days 0, 7 and 14.
        let course = given(key, &[0]);
        for late in [8, 10, 11] {
            assert_eq!(advised(&course, late), (Recommendation::Give, vec![14, 21]), "{key}");
        }
        for late in [12, 13] {
            assert_eq!(advised(&course, late), (Recommendation::Skip, vec![14, 21]), "{key}");
        }
        assert_eq!(advised(&course, 7), (Recommendation::Give, vec![14, 21]), "{key}");
    }
}

/// Waylivra: 48 hours are 2 days; after them the next planned injection.
#[test]
fn an_omission_noticed_within_48_hours_is_made_good() {
    for key in WAYLIVRA {
        let course = given(key, &[0]);
        for (noticed, expected) in
            [(8, Recommendation::Give), (9, Recommendation::Give), (10, Recommendation::Skip)]
        {
            let advice = course.advise(day(noticed)).expect("in order");
            assert_eq!(advice.recommendation(), expected, "{key}, day {noticed}");
        }
        assert_eq!(advised(&course, 10).1, [14, 21]);
        let late = given(key, &[0, 9]);
        assert_eq!(late.next_due(), NextDue::Unspecified(Unspecified::NextNotStated));
    }
}

/// Months and weeks count from the most recently administered dose.
#[test]
fn a_late_dose_moves_those_after_it() {
    for key in [
        "Wainua, US, 2024-09",
        "Wainzua, UK, 2024-12-11",
        "Wainzua, Switzerland",
        "Tryngolza, US, 2026-06-24",
        "Tryngolza, EU, 2025-11-06",
    ] {
        let mut course = given(key, &[0]);
        course.give(date("2026-02-10")).expect("5 days late");
        let dates: Vec<_> = course.forecast().take(2).map(|dose| dose.date()).collect();
        assert_eq!(dates, [date("2026-03-10"), date("2026-04-10")], "{key}");
    }
    let dawnzera = label("Dawnzera, US, 2025-08");
    for (name, late, next) in [("every 4 weeks", 33, 61), ("every 8 weeks", 70, 126)] {
        let mut course = dawnzera.course_named(name, day(0)).expect("its name");
        course.give(day(0)).expect("on plan");
        course.give(day(late)).expect("late");
        assert_eq!(course.forecast().next().map(|dose| dose.date()), Some(day(next)), "{name}");
    }
}

/// Exon skippers: as soon as possible; the next date is not said, one day late or a month.
#[test]
fn a_late_infusion_leaves_the_next_date_open() {
    for key in [
        "Amondys 45, US, 2024-07",
        "Vyondys 53, US, 2024-06",
        "Exondys 51, US, 2022-01",
        "Viltepso, US, 2021-03",
    ] {
        for late in [8, 37] {
            let course = given(key, &[0]);
            let advice = course.advise(day(late)).expect("in order");
            assert_eq!(advice.recommendation(), Recommendation::Give, "{key}");
            let open = NextDue::Unspecified(Unspecified::NextNotStated);
            assert_eq!(given(key, &[0, late]).next_due(), open, "{key}");
        }
        assert_eq!(given(key, &[0, 7]).forecast().next().map(|dose| dose.date()), Some(day(14)));
    }
}

/// The kidneys: casimersen, golodirsen, viltolarsen monthly and every 3 months, eteplirsen not at all.
#[test]
fn exon_skippers_measure_the_kidneys_without_a_limit() {
    let monthly = "the label does not say what to do; measure before the first dose and every month; if it stays \
                   raised: to a paediatric nephrologist";
    let quarterly = "the label does not say what to do; measure before the first dose and every 3 months, urine before \
                     the infusion or at least 48 hours after one; if it stays raised: to a paediatric nephrologist";
    for key in ["Amondys 45, US, 2024-07", "Vyondys 53, US, 2024-06", "Viltepso, US, 2021-03"] {
        assert_eq!(label(key).monitoring().len(), 3);
        assert_eq!(band(key, "protein by urine dipstick", 2.0), monthly, "{key}");
        assert_eq!(band(key, "serum cystatin C", 1.4), quarterly, "{key}");
        assert_eq!(band(key, "urine protein to creatinine ratio", 0.0), quarterly, "{key}");
    }
    assert!(label("Exondys 51, US, 2022-01").monitoring().is_empty());
    assert_eq!(
        label("Amondys 45, US, 2024-07").monitoring()[0].to_string(),
        "protein by urine dipstick: any value: the label does not say what to do (measure before the first dose and \
         every month; if it stays raised: to a paediatric nephrologist)"
    );
}

/// Tegsedi US, 2.4, table 1: exactly 100 goes on, but does not restart.
#[test]
fn platelets_of_inotersen_in_the_us() {
    let one = "pause until platelets in 10^9/L is above 100, then go on; measure weekly";
    let three = "pause until 3 successive values of platelets in 10^9/L are above 100, and the benefit outweighs the \
                 risk of bleeding, then go on; measure";
    for (value, expected) in [
        (0.0, "stop; for good; measure daily until 2 successive values are above 25"),
        (24.9, "stop; for good; measure daily until 2 successive values are above 25"),
        (25.0, three),
        (49.9, three),
        (50.0, three),
        (74.9, three),
        (75.0, one),
        (99.9, one),
        (100.0, "go on; measure weekly"),
    ] {
        let said = band(TEGSEDI[0], "platelets", value);
        assert!(said.starts_with(expected), "{value}: {said}");
    }
    for (value, steroids) in
        [(24.9, true), (25.0, true), (49.9, true), (50.0, false), (75.0, false)]
    {
        let said = band(TEGSEDI[0], "platelets", value);
        assert_eq!(said.contains("corticosteroids"), steroids, "{value}: {said}");
        let antiplatelets = said.contains("consider to stop antiplatelet drugs and anticoagulants");
        assert_eq!(antiplatelets, steroids, "{value}: {said}");
    }
    for (value, expected) in [(99.9, "do not start; "), (100.0, "go on; ")] {
        for key in [TEGSEDI[0], TEGSEDI[2]] {
            assert_eq!(band(key, "platelets before the first dose", value), expected, "{key}");
        }
    }
    // Held at 74, a course goes on after three counts above 100 and a judgement.
    let counts = [74.0, 101.0, 100.0, 101.0, 102.0, 103.0];
    let pause = label(TEGSEDI[0]).monitoring()[0].applies_to(74.0, "10^9/L").expect("a value");
    let aso_regimen::evidence::monitoring::MonitoringAction::Pause { until, .. } = &pause.action
    else {
        panic!("{pause:?}")
    };
    let found = |last: usize, benefit| {
        let counts = counts[..last].iter();
        let found = counts.fold(Findings::new(), |all, one| all.value("platelets", "10^9/L", *one));
        found.judged("the benefit outweighs the risk of bleeding", benefit)
    };
    let is_met = |last, benefit| until.met(&found(last, benefit)).expect("its unit");
    assert_eq!([is_met(5, true), is_met(6, true), is_met(6, false)], [Met::No, Met::Yes, Met::No]);
}

/// Tegsedi EU, 4.2, table 1; 4.3; 4.4.
#[test]
fn platelets_and_kidneys_of_inotersen_in_the_eu() {
    let few = "platelets from 75 to below 100 x10^9/L";
    let pause = format!(
        "pause until 3 successive values of platelets in 10^9/L are above 100, then give the regimen {few:?}; "
    );
    for (value, expected) in [
        (24.9, "stop; for good; measure daily".to_owned()),
        (
            25.0,
            format!("{pause}measure as from 50 to below 75; with other risks of bleeding consider"),
        ),
        (49.9, pause.clone()),
        (
            50.0,
            format!(
                "{pause}if the next value confirms it; measure twice weekly until 3 successive"
            ),
        ),
        (74.9, pause.clone()),
        (75.0, format!("give the regimen {few:?}; if the next value confirms it")),
        (99.9, format!("give the regimen {few:?}; if the next value confirms it")),
        (100.0, "the label does not say what to do; ".to_owned()),
        (100.1, "go on; measure every 2 weeks".to_owned()),
    ] {
        let said = band(TEGSEDI[2], "platelets", value);
        assert!(said.starts_with(&expected), "{value}: {said}");
    }
    let before = "urine protein to creatinine ratio before the first dose";
    assert_eq!(band(TEGSEDI[2], before, 112.9), "go on; ");
    assert_eq!(band(TEGSEDI[2], before, 113.0), "do not start; ");
    let rate = "estimated glomerular filtration rate";
    let first = format!("{rate} before the first dose");
    assert_eq!(
        [44.9, 45.0].map(|value| band(TEGSEDI[2], &first, value)),
        ["do not start; ", "go on; "]
    );
    let unused = "then the label does not say what to do; it should not be used (4.2 and 4.3); the label does not say whether for good";
    for value in [40.0, 44.9] {
        let expected = format!("pause until {rate} in mL/min/1.73 m^2 is at least 45, {unused}");
        assert_eq!(band(TEGSEDI[2], rate, value), expected);
    }
    let often = "go on; measure every 4 weeks, if confirmed and without another cause";
    assert_eq!([45.0, 59.9].map(|value| band(TEGSEDI[2], rate, value)), [often, often]);
    assert_eq!(band(TEGSEDI[2], rate, 60.0), "go on; measure every 3 months");
    let ratio = "urine protein to creatinine ratio";
    assert!(band(TEGSEDI[2], ratio, 112.9).starts_with("go on; measure every 3 months"));
    for value in [113.0, 150.0, 225.9] {
        let expected = format!("pause until {ratio} in mg/mmol is below 113, {unused}");
        assert_eq!(band(TEGSEDI[2], ratio, value), expected);
    }
    assert!(band(TEGSEDI[2], ratio, 226.0).starts_with("pause until acute glomerulonephritis is"));
}

/// Tegsedi, the liver and what cannot be measured in bands: US 2.4 and 5.1, 5.6, 5.7; EU 4.2 to 4.4.
#[test]
fn liver_and_reactions_to_inotersen() {
    let said = |key: &str| -> Vec<String> {
        let label = label(key);
        let rules = label.rules().iter().map(ToString::to_string);
        rules.chain(label.monitoring().iter().map(ToString::to_string)).collect()
    };
    let monthly = "in x ULN: any value: the label does not say what to do (measure before the first dose and every month)";
    let confirmed = "pause until an acceptable count of an interpretable sample confirms it, then go on (count as soon as \
                     possible)";
    let us = said(TEGSEDI[0]);
    for expected in [
        format!("ALT {monthly}"),
        format!("AST {monthly}"),
        format!("total bilirubin {monthly}"),
        format!("a platelet count cannot be interpreted: {confirmed}"),
        format!("there are symptoms of thrombocytopenia: {confirmed}"),
        "liver injury by inotersen is suspected: stop".to_owned(),
        "there are symptoms of hepatic dysfunction: pause until liver tests are judged, then go on (as appropriate; \
         measure at once)"
            .to_owned(),
        "a transplanted liver is rejected: stop".to_owned(),
        "there is a hypersensitivity reaction: stop (for good)".to_owned(),
    ] {
        assert!(us.contains(&expected), "{expected}");
    }
    let eu = said(TEGSEDI[2]);
    for expected in [
        "fall of estimated glomerular filtration rate in % is above 30, and there is no other explanation of the fall: \
         pause until its cause is evaluated, then go on (to be considered)",
        "liver injury by inotersen is suspected: stop (for good)",
        "there are symptoms of liver injury: pause until patient and liver tests are evaluated, then go on (to be \
         considered; tests within 72 hours)",
        "the liver is severely impaired: do not start (it must not be used)",
        "the liver is to be transplanted: stop",
        "a transplanted liver is rejected: stop (to be considered; after a transplant measure the liver monthly)",
        "liver enzymes in x ULN: any value: the label does not say what to do (measure before the first dose, after 4 \
         months, then yearly or more often)",
    ] {
        assert!(eu.iter().any(|said| said == expected), "{expected}");
    }
    let below_25 = band(TEGSEDI[0], "platelets", 24.9);
    assert!(
        below_25.ends_with("; consider to stop antiplatelet drugs and anticoagulants"),
        "{below_25}"
    );
}

/// Tegsedi US, 2.4, in both editions: held from 1000 mg/g on or below 45 mL/min/1.73 m^2; 2000 mg/g with nephritis.
#[test]
fn kidneys_of_inotersen_in_the_us() {
    let (ratio, rate) =
        ("urine protein to creatinine ratio", "estimated glomerular filtration rate");
    let hold = "pause until urine protein to creatinine ratio in mg/g is below 1000, or the cause is corrected, then go \
                on; look for ";
    for key in &TEGSEDI[..2] {
        for (value, expected) in [
            (999.9, "go on; measure every 2 weeks".to_owned()),
            (1000.0, format!("{hold}the cause")),
            (1999.9, format!("{hold}the cause")),
            (2000.0, format!("{hold}acute glomerulonephritis")),
        ] {
            assert_eq!(band(key, ratio, value), expected, "{key}");
        }
        assert!(band(key, rate, 44.9).starts_with(
            "pause until estimated glomerular filtration rate in mL/min/1.73 m^2 is at least 45, or"
        ));
        assert_eq!(band(key, rate, 45.0), "go on; measure every 2 weeks");
        let nephritis = |value| {
            let found = Findings::new().value(ratio, "mg/g", value);
            let met = met(key, &found.judged("acute glomerulonephritis is confirmed", true));
            met.into_iter().filter(|(met, _)| *met == Met::Yes).collect::<Vec<_>>()
        };
        assert_eq!(nephritis(1999.9), []);
        assert_eq!(nephritis(2000.0), [(Met::Yes, "stop".to_owned())]);
    }
    let before = "urine protein to creatinine ratio before the first dose";
    assert_eq!(band(TEGSEDI[0], before, 999.9), "go on; ");
    assert_eq!(band(TEGSEDI[0], before, 1000.0), "do not start; in general");
}

/// Waylivra EU, 4.2, table 1.
#[test]
fn platelets_of_volanesorsen() {
    let pause = "pause until platelets in 10^9/L is at least 100, and 4 weeks are over, then as another rule of the \
                 label says; measure";
    for (value, expected) in [
        (49.9, "stop; measure daily"),
        (50.0, pause),
        (74.9, pause),
        (75.0, pause),
        (99.9, pause),
        (100.0, "give the regimen \"every 2 weeks\"; measure weekly"),
        (139.9, "give the regimen \"every 2 weeks\"; measure weekly"),
        (140.0, "go on; measure every 2 weeks"),
    ] {
        let said = band(WAYLIVRA[0], "platelets", value);
        assert!(said.starts_with(expected), "{value}: {said}");
    }
    // 4.4: below 75 and below 50.
    let ends = |value, end: &str| {
        let said = band(WAYLIVRA[0], "platelets", value);
        assert!(said.ends_with(end), "{value}: {said}");
    };
    ends(
        49.9,
        "NSAIDs and anticoagulants must be stopped; a haematologist before any further treatment",
    );
    ends(
        50.0,
        "consider to stop antiplatelet drugs, NSAIDs and anticoagulants; then dose by the row of the new count",
    );
    ends(
        74.9,
        "consider to stop antiplatelet drugs, NSAIDs and anticoagulants; then dose by the row of the new count",
    );
    ends(75.0, "; measure weekly; then dose by the row of the new count");
    for key in WAYLIVRA {
        let before = "platelets before the first dose";
        assert!(band(key, before, 139.9).starts_with("do not start; repeat once"), "{key}");
        assert_eq!(band(key, before, 140.0), "go on; ", "{key}");
    }
}

/// Waylivra, 4.2: the effect on triglycerides after 3 months; more after 6, back after 9.
#[test]
fn triglycerides_of_volanesorsen() {
    for key in WAYLIVRA {
        let course = given(key, &[0]);
        let on = |day: &str| without_symptoms().doses_of(&course, date(day));
        let after = |day: &str, fall, level| {
            let found = on(day).value("reduction of triglycerides", "%", fall);
            !met(key, &found.value("triglycerides", "mmol/L", level)).is_empty()
        };
        assert!(!after("2026-04-04", 10.0, 30.0), "the day before 3 months");
        assert!(after("2026-04-05", 24.9, 22.5));
        assert!(after("2026-04-05", 25.0, 22.6));
        assert!(!after("2026-04-05", 25.0, 22.5));
        // It is judged once, not for ever.
        let once = "this is the judgement after 3 months of weekly doses";
        let later = |judged| {
            let found = on("2027-04-05").value("reduction of triglycerides", "%", 20.0);
            met(
                key,
                &found
                    .judged(once, judged)
                    .judged("weekly doses have no more effect than before", false),
            )
        };
        assert_eq!(later(true), [(Met::Yes, "stop".to_owned())]);
        assert_eq!(later(false), []);
        let more =
            |day: &str, platelets| met(key, &on(day).value("platelets", "10^9/L", platelets));
        let weekly = "give the regimen \"inadequate response after 6 months, platelets normal\"";
        assert_eq!(more("2026-07-04", 140.0), []);
        assert_eq!(more("2026-07-05", 139.9), []);
        assert_eq!(more("2026-07-05", 140.0), [(Met::ToJudge, weekly.to_owned())]);
        assert_eq!(more("2026-10-04", 139.9), []);
        let back = "give the regimen \"every 2 weeks\"";
        assert_eq!(more("2026-10-05", 139.9), [(Met::ToJudge, back.to_owned())]);
    }
}

/// Waylivra EU, 4.4: stops by kidneys and liver.
#[test]
fn kidneys_and_liver_of_volanesorsen() {
    let eu = WAYLIVRA[0];
    assert!(band(eu, "protein in urine", 499.9).starts_with("go on; "));
    assert_eq!(band(eu, "protein in urine", 500.0), "stop; ");
    assert_eq!(band(eu, "creatinine clearance", 30.0), "stop; ");
    assert_eq!(band(eu, "creatinine clearance", 30.1), "go on; ");
    for what in [
        "ALT in x ULN",
        "AST in x ULN",
        "total bilirubin in x ULN",
        "erythrocyte sedimentation rate in mm/h",
    ] {
        let quarterly = format!(
            "{what}: any value: the label does not say what to do (measure every 3 months)"
        );
        assert!(label(eu).monitoring().iter().any(|one| one.to_string() == quarterly), "{what}");
    }
    for what in SYMPTOMS {
        assert_eq!(
            met(eu, &without_symptoms().judged(what, true)).first(),
            Some(&(Met::Yes, "stop".to_owned())),
            "{what}"
        );
    }
    let stops = |values: &[(&'static str, &'static str, f64)]| {
        let found = values
            .iter()
            .fold(without_symptoms(), |all, &(what, unit, value)| all.value(what, unit, value));
        met(eu, &found.clone()).into_iter().map(|(met, _)| met).collect::<Vec<_>>()
    };
    let creatinine = |rise, level| {
        stops(&[("rise of serum creatinine", "µmol/L", rise), ("serum creatinine", "x ULN", level)])
    };
    assert_eq!(creatinine(26.4, 1.1), []);
    assert_eq!(creatinine(26.5, 1.0), []);
    assert_eq!(creatinine(26.5, 1.1), [Met::Yes]);
    for enzyme in ["ALT", "AST"] {
        assert_eq!(stops(&[(enzyme, "x ULN", 5.0)]), []);
        assert_eq!(stops(&[(enzyme, "x ULN", 5.1)]), [Met::ToJudge]);
        assert_eq!(stops(&[(enzyme, "x ULN", 8.0)]), [Met::ToJudge]);
        assert_eq!(stops(&[(enzyme, "x ULN", 8.1)]), [Met::Yes, Met::ToJudge]);
    }
    assert_eq!(stops(&[("total bilirubin", "x ULN", 2.0)]), []);
    assert_eq!(stops(&[("total bilirubin", "x ULN", 2.1)]), [Met::ToJudge]);
    assert_eq!(stops(&[("INR", "", 1.5)]), []);
    assert_eq!(stops(&[("INR", "", 1.6)]), [Met::ToJudge]);
}

/// Rytelo US, 2.3, table 2, cell by cell.
#[test]
fn blood_counts_of_imetelstat_by_grade_and_occurrence() {
    let told = |what: &'static str, grade, time| {
        let said = met(RYTELO, &Findings::new().reaction(what, grade, time));
        said.into_iter()
            .filter(|(met, _)| *met == Met::Yes)
            .map(|(_, action)| action)
            .collect::<Vec<_>>()
    };
    for (what, until) in [
        ("thrombocytopenia", "platelets in 10^9/L is at least 50"),
        ("neutropenia", "absolute neutrophil count in 10^9/L is at least 1"),
    ] {
        let same = format!("pause until {until}, then go on");
        let lower = format!("pause until {until}, then one level lower");
        let stop = "stop".to_owned();
        for (grade, time, expected) in [
            (3, 1, &same),
            (3, 2, &lower),
            (3, 3, &lower),
            (3, 4, &stop),
            (3, 5, &stop),
            (4, 1, &lower),
            (4, 2, &lower),
            (4, 3, &stop),
            (4, 4, &stop),
            (5, 1, &stop),
        ] {
            assert_eq!(
                told(what, grade, time),
                std::slice::from_ref(expected),
                "{what}, {grade}, {time}"
            );
        }
        assert!(told(what, 2, 1).is_empty());
    }
    for (what, limit, below) in
        [("absolute neutrophil count", 1.0, 0.99), ("platelets", 50.0, 49.9)]
    {
        let delayed = format!(
            "pause until {what} in 10^9/L is at least {limit}, then as another rule of the label says; table 2, by \
             grade and occurrence"
        );
        assert_eq!(band(RYTELO, what, below), delayed);
        assert!(
            band(RYTELO, what, limit).starts_with("go on; measure before the first dose, weekly")
        );
    }
}

/// Rytelo US, 2.3, table 3, cell by cell.
#[test]
fn other_reactions_to_imetelstat_by_grade_and_occurrence() {
    let told = |what: &'static str, grade, time| {
        let said = met(RYTELO, &Findings::new().reaction(what, grade, time));
        let met = said.into_iter().filter(|(met, _)| *met == Met::Yes);
        met.map(|(_, action)| action).collect::<Vec<_>>().join("; ")
    };
    let infusion = "infusion-related reaction";
    let other = "other reaction, abnormal liver tests among them";
    let interrupt = "interrupt the infusion";
    let lower = "pause until it is of grade 1 or at its initial level, then one level lower";
    for (what, grade, time, expected) in [
        (infusion, 1, 1, ""),
        (infusion, 2, 1, interrupt),
        (infusion, 2, 2, interrupt),
        (infusion, 3, 1, interrupt),
        (infusion, 3, 2, interrupt),
        (infusion, 2, 4, interrupt),
        (infusion, 3, 3, "stop"),
        (infusion, 4, 2, "stop"),
        (other, 2, 1, ""),
        (other, 3, 1, lower),
        (other, 3, 2, lower),
        (other, 4, 1, lower),
        (other, 4, 2, lower),
        (other, 3, 3, "stop"),
        (other, 4, 3, "stop"),
    ] {
        assert_eq!(told(what, grade, time), expected, "{what}, {grade}, {time}");
    }
}

/// Rytelo US, 2.1: 24 weeks are 6 doses; in both editions. Levels 7.1, 5.6, 4.4 mg/kg, and none below.
#[test]
fn imetelstat_stops_after_six_doses_without_effect() {
    let burden = "the burden of red cell transfusions has not fallen";
    for key in [RYTELO, "Rytelo, US, 2024-06"] {
        for (doses, expected) in [(5_u64, vec![]), (6, vec!["stop".to_owned()])] {
            let days: Vec<u64> = (0..doses).map(|dose| 28 * dose).collect();
            let course = given(key, &days);
            let found = Findings::new().doses_of(&course, day(28 * (doses - 1) + 27));
            let stops = met(key, &found.judged(burden, true));
            let stops: Vec<_> = stops.into_iter().filter(|(met, _)| *met == Met::Yes).collect();
            let actions: Vec<_> = stops.into_iter().map(|(_, action)| action).collect();
            assert_eq!(actions, expected, "{key}, {doses} doses");
        }
        let label = label(key);
        let mut level = Some(&label.regimens()[0]);
        let mut amounts = Vec::new();
        while let Some(named) = level {
            let dose = named.regimen.phases()[0].dose();
            amounts.push(dose.mass_for(BodyWeight::kg(70)).expect("of a weight").to_string());
            level = label.next_lower(&named.regimen);
        }
        assert_eq!(amounts, ["497 mg", "392 mg", "308 mg"]);
    }
    let liver = "liver function tests: any value: the label does not say what to do (measure before the first dose, weekly \
                 for the first cycle, then before each)";
    assert!(label(RYTELO).monitoring().iter().any(|one| one.to_string() == liver));
    let lowest =
        met(RYTELO, &Findings::new().judged("4.4 mg/kg, the lowest level, is not tolerated", true));
    assert_eq!(lowest, [(Met::Yes, "stop".to_owned())]);
}

/// Kynamro US: ALT or AST from 3 times the upper limit of normal on, and resumed below it.
#[test]
fn liver_enzymes_of_mipomersen() {
    let key = "Kynamro, US, 2016-05";
    for what in ["ALT", "AST"] {
        let withhold = format!("pause until {what} in x ULN is below 3, then go on; ");
        assert!(band(key, what, 2.9).starts_with("go on; measure monthly for a year"));
        assert!(band(key, what, 3.0).starts_with(&format!("{withhold}if confirmed within a week")));
        assert!(band(key, what, 4.9).starts_with(&format!("{withhold}if confirmed within a week")));
        assert_eq!(band(key, what, 5.0), format!("{withhold}then measure more often"));
        let stops = |enzyme, bilirubin| {
            let found = Findings::new().value(what, "x ULN", enzyme);
            met(key, &found.value("total bilirubin", "x ULN", bilirubin)).len()
        };
        assert_eq!([stops(2.9, 2.0), stops(3.0, 1.9), stops(3.0, 2.0)], [0, 0, 1]);
    }
    // What was read in compendia only says so.
    let label = label(key);
    assert_eq!(label.monitoring()[0].source().status, Status::Secondary);
    assert_eq!(label.sources()[0].status, Status::LabelText);
}

/// Tryngolza US of July 2026: two indications, 50 mg before 80 mg for the second one.
#[test]
fn olezarsen_for_two_indications() {
    let us = label("Tryngolza, US, 2026-06-24");
    let adult = || Recipient::new().born(date("1980-01-01"));
    let fcs = us.regimen_for(adult().with("familial chylomicronaemia syndrome"), day(0));
    assert_eq!(fcs.expect("one").regimen.to_string(), "80 mg (0.8 mL) SC q1mo");
    let severe = us.regimen_for(adult().with("severe hypertriglyceridaemia"), day(0));
    assert_eq!(
        severe.expect_err("two").to_string(),
        "label Tryngolza, US, 2026-06-24: expected one regimen for born on 1980-01-01, with severe \
         hypertriglyceridaemia, found \"severe hypertriglyceridaemia\" (severe hypertriglyceridaemia), \"50 mg is \
         tolerated and more effect is needed\" (severe hypertriglyceridaemia); choose one with `course_named`, or say \
         what they depend on"
    );
    for what in ["ALT", "AST"] {
        let rise =
            |value| met("Tryngolza, US, 2026-06-24", &Findings::new().value(what, "x ULN", value));
        assert_eq!(rise(2.9), []);
        let pause = "pause until somebody decides, then the label does not say what to do";
        assert_eq!(rise(3.0), [(Met::ToJudge, pause.to_owned())]);
    }
}

/// Dawnzera EU: consider the end after 4 months without enough effect, with normal C1 inhibitor.
#[test]
fn donidalorsen_without_effect_after_four_months() {
    let key = "Dawnzera, EU, 2026-01";
    let course = given(key, &[0]);
    let on = |day: &str| met(key, &Findings::new().doses_of(&course, date(day)));
    assert_eq!(on("2026-05-04"), []);
    assert_eq!(on("2026-05-05"), [(Met::ToJudge, "stop".to_owned())]);
    assert_eq!(label("Dawnzera, US, 2025-08").rules().len(), 0);
}

/// Izervay: "28 ± 7 days" is a window of the label itself.
#[test]
fn avacincaptad_has_a_window_of_its_own() {
    for (late, expected) in [
        (20, "8 days early"),
        (21, "on time"),
        (28, "on time"),
        (35, "on time"),
        (36, "8 days late"),
    ] {
        let mut course = given("Izervay, US, 2025-02", &[0]);
        let timing = gives(&mut course, day(late)).expect("in order");
        assert_eq!(timing.to_string(), expected, "day {late}");
    }
}

/// The first days of those whose rule is not read: two inductions 14 days apart, then 28; every 42.
#[test]
fn intravitreal_days() {
    for (key, expected) in [("Vitravene, US", [0, 14, 42, 70]), ("Macugen, US", [0, 42, 84, 126])] {
        crate::assert_days(&label(key).regimens()[0].regimen, &expected);
    }
}

/// Who can have it by age: adults, and from 12 years with donidalorsen.
#[test]
fn ages_from_which_a_label_is() {
    for (key, born, old_enough) in [
        ("Dawnzera, US, 2025-08", "2014-01-05", true),
        ("Dawnzera, US, 2025-08", "2014-01-06", false),
        ("Dawnzera, EU, 2026-01", "2014-01-06", false),
        (RYTELO, "2008-01-05", true),
        (RYTELO, "2008-01-06", false),
        (TEGSEDI[0], "2008-01-06", false),
        ("Wainzua, UK, 2024-12-11", "2008-01-06", false),
        (WAYLIVRA[0], "2008-01-06", false),
    ] {
        let found = label(key).regimen_for(Recipient::new().born(date(born)), day(0));
        let none = found.is_err_and(|error| error.to_string().contains("found none"));
        assert_eq!(none, !old_enough, "{key}, {born}");
    }
}

/// Later editions supersede earlier ones; withdrawn products are in force nowhere.
#[test]
fn which_editions_are_in_force() {
    let in_force = |substance: &str| -> BTreeSet<String> {
        let labels = catalog::labels().named(substance).current(date("2026-11-26"));
        labels.iter().map(|label| label.key().to_string()).collect()
    };
    let keys = |keys: &[&str]| keys.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(in_force("inotersen"), keys(&[TEGSEDI[0], TEGSEDI[2]]));
    assert_eq!(in_force("imetelstat"), keys(&[RYTELO]));
    assert_eq!(
        in_force("olezarsen"),
        keys(&["Tryngolza, US, 2026-06-24", "Tryngolza, EU, 2025-11-06"])
    );
    for withdrawn in ["mipomersen", "fomivirsen", "pegaptanib"] {
        assert_eq!(in_force(withdrawn), keys(&[]));
    }
}

/// The document of each is that of the authority, by its numbers.
#[test]
fn each_source_is_the_official_document() {
    for (key, identifier) in [
        (TEGSEDI[0], "set-id:8513207e-b55f-417b-9473-af785146a543"),
        (TEGSEDI[1], "fda:NDA211172"),
        (TEGSEDI[2], "number:Union-Register EU/1/18/1296"),
        ("Wainua, US, 2024-09", "set-id:d7dcb847-71dd-4fff-82d0-d43a465fc096"),
        ("Wainzua, UK, 2024-12-11", "https://medicines.org.uk/emc/product/100312/smpc/print"),
        ("Wainzua, Switzerland", "number:Swissmedic 69332"),
        ("Tryngolza, US, 2026-06-24", "set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848"),
        ("Tryngolza, EU, 2025-11-06", "ema:EMEA/H/C/006477"),
        ("Dawnzera, US, 2025-08", "set-id:3ff501e0-f75f-07da-e063-6294a90a0cb7"),
        ("Dawnzera, EU, 2026-01", "ema:EMEA/H/C/006554"),
        (WAYLIVRA[0], "number:Union-Register EU/1/19/1360"),
        ("Kynamro, US, 2016-05", "fda:NDA203568"),
        ("Vitravene, US", "fda:NDA020961"),
        (RYTELO, "set-id:b0fab7ca-e578-43c5-9df6-bdaff4182257"),
        ("Amondys 45, US, 2024-07", "set-id:e9e5fd44-eeda-4580-bba1-a734828bbcc3"),
        ("Vyondys 53, US, 2024-06", "set-id:35c227d1-5b24-44b0-b5d3-f0f6b1c46bd5"),
        ("Exondys 51, US, 2022-01", "set-id:33bff678-7829-479e-9110-b8e33a0bc0aa"),
        ("Viltepso, US, 2021-03", "set-id:1ffff9a8-6d6a-4dcb-8493-1b6cc3a5d123"),
        ("Izervay, US, 2025-02", "set-id:1642fe6a-dc26-4d20-ae6e-654af744e3bd"),
    ] {
        let identifiers = label(key).sources()[0].identifiers.iter();
        assert_eq!(identifiers.map(ToString::to_string).next().as_deref(), Some(identifier));
    }
    // Each has an address that opens, but one whose address was not seen.
    let opens = |label: &Label| {
        let mut identifiers = label.sources().iter().flat_map(|source| &source.identifiers);
        identifiers.any(|identifier| identifier.address().is_some())
    };
    let without: Vec<_> =
        catalog::labels().iter().filter(|label| !opens(label)).map(Label::key).collect();
    assert_eq!(without, ["Givlaari, EU, 2020".parse().expect("a key")]);
    for (key, address) in [
        (TEGSEDI[2], "https://ec.europa.eu/health/documents/community-register/html/h1296.htm"),
        (WAYLIVRA[0], "https://www.ema.europa.eu/en/medicines/human/EPAR/waylivra"),
        ("Spinraza, EU, 2026-01", "https://www.ema.europa.eu/en/medicines/human/EPAR/spinraza"),
        ("Qalsody, EU, 2026-03", "https://www.ema.europa.eu/en/medicines/human/EPAR/qalsody"),
        (
            "Spinraza, Japan, 2025-11",
            "https://www.pmda.go.jp/PmdaSearch/iyakuDetail/GeneralList/1190403A1022",
        ),
        (
            "Qalsody, US, 2023",
            "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=81356b45-1cb7-4eef-88ea-e44cc18b47c5",
        ),
    ] {
        let label = label(key);
        let mut addresses = label.sources()[0].identifiers.iter().filter_map(Identifier::address);
        assert!(addresses.any(|one| one == address), "{key}");
    }
    let uk = label("Waylivra, UK");
    assert_eq!((uk.authority(), uk.sources()[0].status), (&Authority::Uk, Status::Publication));
    let tryngolza = label("Tryngolza, US, 2024-12").policy();
    assert!(tryngolza.says(Action::NotRead) && !tryngolza.says(Action::Skip));
}

/// Tryngolza US, 5.1 and 5.2; Givlaari US, 5.2, 5.3 and 5.5; Tegsedi EU, 4.2, table 1 with its footnote.
#[test]
fn tests_and_stops_outside_of_section_2() {
    let tests = |key: &str| -> Vec<String> {
        label(key).monitoring().iter().map(ToString::to_string).collect()
    };
    let silent = "any value: the label does not say what to do";
    let before = "to be considered before the first dose, before a higher dose, and then when clinically indicated";
    let expected = ["ALT", "AST"].map(|what| format!("{what} in x ULN: {silent} ({before})"));
    assert_eq!(tests("Tryngolza, US, 2026-06-24"), expected);
    let rules =
        |key: &str| -> Vec<String> { label(key).rules().iter().map(ToString::to_string).collect() };
    assert_eq!(
        rules("Tryngolza, US, 2026-06-24")[2..],
        [
            "serious liver injury with symptoms, raised bilirubin or jaundice: stop (promptly)",
            "there is a hypersensitivity reaction: stop (patients are told to stop and to seek medical attention \
             promptly)",
        ]
    );
    assert_eq!(
        tests("Givlaari, US, 2025-09"),
        [
            format!(
                "transaminases: {silent} (measure before the first dose, monthly for 6 months, then as indicated)"
            ),
            format!("renal function: {silent} (monitor as clinically indicated)"),
            format!("homocysteine: {silent} (measure before and during)"),
        ]
    );
    assert_eq!(
        rules("Givlaari, US, 2025-09")[0],
        "transaminases rise in a severe or clinically relevant way: pause until they have improved, then give the regimen \"resumed \
         after a transaminase event\" (treatment may also be discontinued)"
    );
    let givlaari = label("Givlaari, US, 2025-09");
    let places = givlaari.monitoring().iter().map(|table| table.source().place.as_deref());
    let expected = ["section 5.2", "section 5.3", "section 5.5"].map(Some);
    assert_eq!(places.collect::<Vec<_>>(), expected);
    let below_50 = &label("Tegsedi, EU, 2023-03-24, renewal").monitoring()[0].bands()[1];
    assert_eq!(
        below_50.additional_instructions,
        "measure as from 50 to below 75; with other risks of bleeding consider to measure more often; corticosteroids \
         to be considered with other risks of bleeding (table), strongly recommended unless contraindicated (its \
         footnote)"
    );
}
