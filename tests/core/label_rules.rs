//! Rules as labels write them, each with the label's own example; sources, editions, overlays, differences.

use core::num::NonZeroU32;

use aso_regimen::catalog::{self, Overlay};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::course::{EntryKind, Recommendation};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, Rule, Span, TimeBand, TimeRule,
};
use aso_regimen::evidence::condition::{Comparison, Condition, Findings, Met};
use aso_regimen::evidence::label::{Authority, EditionDate, LabelRegimen, Recipient, RuleMet};
use aso_regimen::evidence::monitoring::{
    ConditionalRule, Monitoring, MonitoringAction, Resume, ValueBand, ValueLimit,
};
use aso_regimen::evidence::source::{Identifier, Status};
use aso_regimen::{BodyWeight, Course, Interval, Label, Regimen, Source};

use crate::date;

const FORTNIGHT: Interval = Interval::days(14);
const KEEP: Action = Action::KeepCalendar { minimum_gap: Some(FORTNIGHT) };

fn regimen(text: &str) -> Regimen {
    text.parse().expect(text)
}

fn by_time(measure: Measure, limited: &[(Limit, Action)], beyond: Action) -> Rule {
    let bands = limited.iter().map(|&(limit, action)| TimeBand::new(limit, action));
    let bands = bands.chain([TimeBand::new(None, beyond)]).collect();
    TimeRule::new(measure, bands).expect("rising").into()
}

fn below(months: u32) -> Limit {
    Limit::below(Interval::months(months))
}

fn half(months: u32) -> Span {
    Span::months_and_half(months)
}

fn source() -> Source {
    Source::new("Madeupza product information", Status::LabelText).at("section 4.2")
}

/// A course with doses on these dates.
fn given(plan: &str, policy: MissedDosePolicy, dates: &[&str]) -> Course {
    let mut course = Course::new(regimen(plan), policy, date(dates[0]));
    for day in dates {
        course.give(date(day)).expect("in order");
    }
    course
}

/// The recommendation, the amount, and the dates after it, of a day.
#[track_caller]
fn advised(course: &Course, day: &str, amount: &str, next: &[&str]) {
    let advice = course.advise(date(day)).expect("in order");
    let dose = advice.dose().map(ToString::to_string).unwrap_or_default();
    assert!(dose.starts_with(amount) && dose.is_empty() == amount.is_empty(), "{day}: {advice}");
    let dates: Vec<NaiveDate> = advice.following().take(next.len()).map(|due| due.date()).collect();
    assert_eq!(dates, next.iter().map(|day| date(day)).collect::<Vec<_>>(), "{day}: {advice}");
    // Who follows the advice is where it says.
    let mut course = course.clone();
    if advice.recommendation() == Recommendation::Give {
        course.give(date(day)).expect("in order");
        let dates: Vec<NaiveDate> =
            course.forecast().take(next.len()).map(|due| due.date()).collect();
        assert_eq!(dates, next.iter().map(|day| date(day)).collect::<Vec<_>>(), "{day}");
        let last = course.doses_given().last().expect("one");
        assert!(last.dose().to_string().starts_with(amount), "{day}: {last}");
    }
}

const HIGH: &str = "50 mg IT q14d x2, then 28 mg IT q4mo";

/// Spinraza US of March 2026, 2.2: one 50 mg, then 28 mg every 4 months, from 8 to below 40 months.
#[test]
fn another_amount_before_it_goes_on() {
    let late = by_time(
        Measure::SinceLastDose,
        &[(below(8), KEEP), (below(40), Action::go_back_to(2))],
        Action::Restart,
    );
    let policy = MissedDosePolicy::new(Action::Reanchor, late);
    assert_eq!(
        policy.maintenance.to_string(),
        "less than 8 months since the last dose: give it as soon as possible and keep the planned dates of later \
         doses if the next is at least 14 days away; less than 40 months: give dose 2 of the regimen in its place \
         as soon as possible and go on from there; later: begin the regimen anew"
    );
    let course = given(HIGH, policy, &["2026-01-05", "2026-01-19", "2026-05-19"]);
    advised(&course, "2026-10-01", "28 mg", &["2027-01-19", "2027-05-19"]);
    advised(&course, "2027-01-18", "28 mg", &[]);
    advised(&course, "2027-01-19", "50 mg", &["2027-05-19", "2027-09-19"]);
    advised(&course, "2029-09-18", "50 mg", &["2030-01-18", "2030-05-18"]);
    let restart = course.advise(date("2029-09-19")).expect("in order");
    assert_eq!(restart.recommendation(), Recommendation::Restart);
    advised(&course, "2029-09-19", "50 mg", &["2029-10-03", "2030-02-03"]);
}

/// Spinraza EU, table 2, second 50 mg: limits of 4.5 and 8.5 months; exactly 8.5 is in neither row.
#[test]
fn half_months_and_a_bound_in_neither_row() {
    let second = by_time(
        Measure::SinceLastDose,
        &[
            (Limit::below(half(4)), KEEP),
            (Limit::below(half(8)), Action::NextAfter { next: FORTNIGHT }),
            (Limit::through(half(8)), Action::NotStated),
        ],
        Action::Restart,
    );
    assert!(
        second
            .to_string()
            .contains("; exactly 8.5 months: the label does not say what to do; later:")
    );
    let second_dose = NonZeroU32::new(2).expect("not 0");
    let policy = MissedDosePolicy::not_stated().with_dose(second_dose, second);
    let course = given(HIGH, policy, &["2026-01-05"]);
    // Planned: 50 mg on 19 January, 28 mg on 19 May. 4.5 months end on 20 May, 8.5 on 20 September.
    advised(&course, "2026-05-05", "50 mg", &["2026-05-19", "2026-09-19"]);
    advised(&course, "2026-05-06", "50 mg", &[]);
    advised(&course, "2026-05-19", "50 mg", &[]);
    advised(&course, "2026-05-20", "50 mg", &["2026-06-03", "2026-10-03"]);
    advised(&course, "2026-09-19", "50 mg", &["2026-10-03", "2027-02-03"]);
    advised(&course, "2026-09-20", "", &[]);
    advised(&course, "2026-09-21", "50 mg", &["2026-10-05", "2027-02-05"]);
    #[cfg(feature = "serde")]
    {
        let json = serde_json::to_string(&course).expect("JSON");
        assert!(json.contains(r#""doses":{"2":{"by-time":"#), "{json}");
        assert_eq!(serde_json::from_str::<Course>(&json).expect("a course"), course);
    }
    assert_eq!("8.5mo".parse(), Ok(half(8)));
    assert_eq!(
        "0.5mo".parse::<Span>().expect_err("no month").to_string(),
        "expected at least 1.5 and at most 4294967295.5 months at character 1, found \"0.5mo\""
    );
    assert!(
        TimeRule::new(
            Measure::SinceLastDose,
            vec![
                TimeBand::new(Limit::below(half(8)), KEEP),
                TimeBand::new(below(8), KEEP),
                TimeBand::new(None, KEEP)
            ]
        )
        .is_err()
    );
}

/// Spinraza in Japan, 7.4: keep the planned date if it is at least 2 weeks away, or else wait 2 weeks.
#[test]
fn keep_the_planned_date_or_wait() {
    let late = by_time(
        Measure::SinceLastDose,
        &[(below(12), Action::KeepOrWait { gap: FORTNIGHT })],
        Action::Restart,
    );
    let course = given(
        HIGH,
        MissedDosePolicy::new(Action::NotRead, late),
        &["2026-01-05", "2026-01-19", "2026-05-19"],
    );
    // Planned: 19 September 2026, 19 January 2027.
    advised(&course, "2026-10-05", "28 mg", &["2027-01-19", "2027-05-19"]);
    advised(&course, "2027-01-05", "28 mg", &["2027-01-19", "2027-05-19"]);
    advised(&course, "2027-01-06", "28 mg", &["2027-01-20", "2027-05-20"]);
    advised(&course, "2027-03-01", "28 mg", &["2027-03-15", "2027-07-15"]);
    assert_eq!(
        course.advise(date("2027-05-19")).expect("in order").recommendation(),
        Recommendation::Restart
    );
}

/// Spinraza EU, 12 mg: third dose on day 58 in place of 28, fourth 35 days later on day 93.
#[test]
fn the_example_of_the_eu_label() {
    let course = given(
        "12 mg IT q14d x3, then after 35d x1, then q4mo",
        MissedDosePolicy::new(Action::Reanchor, Action::NotRead),
        &["2026-01-05", "2026-01-19"],
    );
    advised(&course, "2026-03-04", "12 mg", &["2026-04-08", "2026-08-08"]);
    assert_eq!((date("2026-04-08") - date("2026-01-05")).num_days(), 93);
}

#[test]
fn another_regimen_is_chosen_by_somebody() {
    let policy = MissedDosePolicy::always(Action::AnotherRegimen);
    let course = given("50 mg IT x1, then 28 mg IT q4mo", policy, &["2026-01-05"]);
    advised(&course, "2026-06-05", "", &[]);
    assert_eq!(
        course.advise(date("2026-06-05")).expect("in order").to_string(),
        "31 days late: begin another regimen of the label"
    );
}

fn printed(text: &str) -> aso_regimen::evidence::printed::Printed {
    text.parse().expect(text)
}

/// Rytelo US, 2.3, thrombocytopenia, and the stop after 24 weeks.
fn imetelstat() -> Label {
    let until = || Condition::value("platelets", "10^9/L", Comparison::AtLeast(printed("50")));
    let row = |grade: u8, occurrences: core::ops::RangeInclusive<u32>, action| {
        let when = Condition::reaction("thrombocytopenia", grade..=grade, occurrences);
        ConditionalRule::new(when, action, source())
    };
    let six = NonZeroU32::new(6).expect("not 0");
    let level = |dose: &str| regimen(&format!("{dose} mg/kg IV q4w"));
    Label::builder("Rytelo", Authority::Us)
        .substance("imetelstat")
        .named("7.1 mg/kg", level("7.1"))
        .named("5.6 mg/kg", level("5.6"))
        .named("4.4 mg/kg", level("4.4"))
        .levels(["7.1 mg/kg", "5.6 mg/kg", "4.4 mg/kg"])
        .rules([
            row(3, 1..=1, MonitoringAction::pause(until(), Resume::Same)),
            row(3, 2..=3, MonitoringAction::pause(until(), Resume::Lower)),
            row(3, 4..=4, MonitoringAction::Stop),
            row(4, 1..=2, MonitoringAction::pause(until(), Resume::Lower)),
            row(4, 3..=3, MonitoringAction::Stop),
            ConditionalRule::new(
                Condition::DosesGiven(six)
                    .and(Condition::judged("the transfusion burden has not fallen")),
                MonitoringAction::Stop,
                source(),
            ),
        ])
        .source(source())
        .build()
        .expect("a label")
}

#[test]
fn reductions_by_grade_and_occurrence() {
    let label = imetelstat();
    let said = |grade, occurrence| {
        let found = Findings::new().reaction("thrombocytopenia", grade, occurrence);
        let rules = label.rules_met(&found).expect("no unit");
        rules.iter().map(|rule| rule.action().to_string()).collect::<Vec<_>>().join("; ")
    };
    let pause = "pause until platelets in 10^9/L is at least 50, then ";
    for (grade, occurrence, expected) in [
        (3, 1, format!("{pause}go on")),
        (3, 2, format!("{pause}one level lower")),
        (3, 3, format!("{pause}one level lower")),
        (3, 4, "stop".to_owned()),
        (4, 1, format!("{pause}one level lower")),
        (4, 2, format!("{pause}one level lower")),
        (4, 3, "stop".to_owned()),
        (2, 1, String::new()),
    ] {
        assert_eq!(said(grade, occurrence), expected, "grade {grade}, {occurrence}");
    }
    let lower = |index: usize| label.next_lower(&label.regimens()[index].regimen);
    assert_eq!(lower(0).map(|named| &*named.name), Some("5.6 mg/kg"));
    assert_eq!(lower(1).map(|named| &*named.name), Some("4.4 mg/kg"));
    assert_eq!(lower(2), None);
}

#[test]
fn a_stop_after_doses_without_effect_is_for_somebody_to_judge() {
    let label = imetelstat();
    let mut course = label.course_named("7.1 mg/kg", date("2026-01-05")).expect("its name");
    #[cfg(feature = "serde")]
    {
        let found = Findings::new().reaction("thrombocytopenia", 3, 4);
        let rules = label.rules_met(&found).expect("no unit");
        let json = serde_json::to_string(&rules).expect("JSON");
        let start = r#"[{"why":"thrombocytopenia of grade 3, occurrence 4","action":"stop","instructions":"","source":"#;
        assert!(json.starts_with(start), "{json}");
    }
    let met = |course: &Course, judged: Option<bool>| {
        let found = Findings::new().doses_of(course, date("2026-12-01"));
        let burden = "the transfusion burden has not fallen";
        let found = judged.map_or(found.clone(), |is_so| found.judged(burden, is_so));
        let rules = label.rules_met(&found).expect("no unit");
        rules.iter().map(RuleMet::met).collect::<Vec<_>>()
    };
    for dose in 0..5 {
        course
            .give(date("2026-01-05") + aso_regimen::chrono::Days::new(28 * dose))
            .expect("on plan");
    }
    assert_eq!(met(&course, Some(true)), []);
    course.give(date("2026-05-25")).expect("on plan");
    assert_eq!(met(&course, None), [Met::ToJudge]);
    assert_eq!(met(&course, Some(false)), []);
    assert_eq!(met(&course, Some(true)), [Met::Yes]);
    let found = Findings::new()
        .doses_of(&course, date("2026-12-01"))
        .judged("the transfusion burden has not fallen", true);
    let rules = label.rules_met(&found).expect("no unit");
    let entry = rules[0].entry(&course, date("2026-12-01")).expect("a stop");
    assert_eq!(
        entry.to_string(),
        "2026-12-01: stopped (at least 6 doses were given, and the transfusion burden has not fallen: stop \
         (Madeupza product information, section 4.2))"
    );
    course.record(entry).expect("a stop");
}

/// Tegsedi US, 2.4: hold at a ratio of at least 1000 mg/g or a filtration rate below 45.
#[test]
fn one_of_two_values_is_enough_and_units_are_checked() {
    let ratio = |value| Condition::value("UPCR", "mg/g", Comparison::AtLeast(printed(value)));
    let rate = Condition::value("eGFR", "mL/min", Comparison::Below(printed("45")));
    let hold = ratio("1000").or(rate);
    let met = |found: Findings| hold.met(&found).map_err(|error| error.to_string());
    let found = Findings::new();
    assert_eq!(met(found.clone()), Ok(Met::NotKnown));
    assert_eq!(met(found.clone().value("eGFR", "mL/min", 44.9)), Ok(Met::Yes));
    assert_eq!(met(found.clone().value("eGFR", "mL/min", 45.0)), Ok(Met::NotKnown));
    assert_eq!(
        met(found.clone().value("eGFR", "mL/min", 45.0).value("UPCR", "mg/g", 999.0)),
        Ok(Met::No)
    );
    assert_eq!(
        met(found.value("UPCR", "g/g", 1.0)),
        Err("UPCR was found in \"g/g\", expected \"mg/g\"".to_owned())
    );
    // Three in a row: the latest three.
    let counts = Condition::value("platelets", "10^9/L", Comparison::Above(printed("100")));
    let three = counts.in_a_row(3);
    let of = |values: &[f64]| {
        let found = values
            .iter()
            .fold(Findings::new(), |found, &value| found.value("platelets", "10^9/L", value));
        three.met(&found).expect("its unit")
    };
    assert_eq!(of(&[101.0, 120.0]), Met::No);
    assert_eq!(of(&[90.0, 101.0, 120.0, 101.0]), Met::Yes);
    assert_eq!(of(&[101.0, 120.0, 100.0]), Met::No);
}

/// Qfitlia US, 2.2: below 15 % the lower dose begins 3 months after the last dose.
#[test]
fn a_reduced_dose_begins_a_time_after_the_last_one() {
    let name = "20 mg every 2 months";
    let after_last_dose = Some(Interval::months(3));
    let step = MonitoringAction::Regimen { name: name.into(), after_last_dose };
    let bands = vec![
        ValueBand::new(step).with_limit(ValueLimit::Below(printed("15"))),
        ValueBand::new(MonitoringAction::Continue),
    ];
    let antithrombin =
        Monitoring::new("antithrombin", bands, source()).expect("bands").in_unit("%");
    let label = Label::builder("Qfitlia", Authority::Us)
        .substance("fitusiran")
        .named("50 mg every 2 months", regimen("50 mg SC q2mo"))
        .named(name, regimen("20 mg SC q2mo"))
        .monitoring([antithrombin])
        .policy(MissedDosePolicy::always(Action::Reanchor), source())
        .build()
        .expect("a label");
    let mut course = label.course_named("50 mg every 2 months", date("2026-01-05")).expect("named");
    course.give(date("2026-01-05")).expect("on plan");
    let rules =
        label.rules_met(&Findings::new().value("antithrombin", "%", 12.0)).expect("its unit");
    let entry = rules[0].entry(&course, date("2026-02-02")).expect("a switch");
    let EntryKind::Switched(switch) = entry.kind() else { panic!("{entry}") };
    assert_eq!(switch.on, Some(date("2026-04-05")));
    course.record(entry).expect("a switch");
    let next = course.forecast().next().expect("20 mg");
    assert_eq!((next.date(), next.dose().to_string()), (date("2026-04-05"), "20 mg SC".to_owned()));
    // Who is on the lower dose already does not go there again.
    assert_eq!(rules[0].entry(&course, date("2026-04-06")), None);
    let error = label.rules_met(&Findings::new().value("antithrombin", "IU/dL", 12.0));
    assert_eq!(
        error.expect_err("another unit").to_string(),
        "antithrombin was found in \"IU/dL\", expected \"%\""
    );
}

/// The 12 mg product in Japan: amounts and volumes by age.
#[test]
fn doses_by_age() {
    let ages = [(91, "9.6", "4"), (181, "10.3", "4.3"), (366, "10.8", "4.5"), (731, "11.3", "4.7")];
    let mut builder = Label::builder("Spinraza", Authority::Japan).substance("nusinersen");
    let mut from = None;
    for (below, mass, volume) in ages
        .map(|(below, mass, volume)| (Some(below), mass, volume))
        .into_iter()
        .chain([(None, "12", "5")])
    {
        let plan = regimen(&format!("{mass} mg ({volume} mL) IT q14d x2, then q4mo"));
        let mut named = LabelRegimen::named(format!("{mass} mg"), plan).indicated_for("infantile");
        named.from_age = from.map(Interval::days);
        named.below_age = below.map(Interval::days);
        builder = builder.regimen(named);
        from = below;
    }
    let label = builder.clone().source(source()).build().expect("no overlap");
    let on = |birth: &str| {
        let child = Recipient::new().born(date(birth)).with("infantile");
        label.regimen_for(child, date("2026-06-01")).map(|named| named.name.to_string())
    };
    // 90 and 91 days, 730 and 731 days.
    assert_eq!(on("2026-03-03"), Ok("9.6 mg".to_owned()));
    assert_eq!(on("2026-03-02"), Ok("10.3 mg".to_owned()));
    assert_eq!(on("2024-06-01"), Ok("11.3 mg".to_owned()));
    assert_eq!(on("2024-05-31"), Ok("12 mg".to_owned()));
    let of_unknown_age = label.regimen_for(BodyWeight::kg(8), date("2026-06-01"));
    let error = of_unknown_age.expect_err("by age").to_string();
    assert!(
        error.contains(
            "expected one regimen for 8 kg, found \"9.6 mg\" (infantile, below 91 days of age), "
        ),
        "{error}"
    );
    // Two for one age.
    let twice = LabelRegimen::named("12 mg for all", regimen("12 mg IT q4mo"))
        .indicated_for("infantile")
        .from_age(Interval::days(700));
    assert_eq!(
        builder.regimen(twice).source(source()).build().expect_err("overlap").to_string(),
        "label Spinraza, Japan: regimens \"11.3 mg\" (infantile, from 366 days to below 731 days of age) and \"12 mg for all\" \
         (infantile, from 700 days of age) are for the same people, expected limits that do not overlap"
    );
    let adults = |label: aso_regimen::evidence::label::LabelBuilder| {
        let label = label.substance("x").regimen(regimen("1 mg SC q1mo")).source(source());
        label
            .build()
            .expect("a label")
            .regimen_for(Recipient::new().born(date("2010-01-01")), date("2026-01-01"))
            .is_ok()
    };
    assert!(!adults(Label::builder("X", Authority::Us).from_age(Interval::months(216))));
    assert!(adults(Label::builder("X", Authority::Us).from_age(Interval::months(144))));
}

#[test]
fn editions_follow_each_other_by_their_dates() {
    let of = |text: &str| EditionDate::of(text);
    for (text, first) in
        [("2026", "2026-01-01"), ("2026-03", "2026-03-01"), ("2026-12-30", "2026-12-30")]
    {
        assert_eq!(of(text).map(EditionDate::first_day), Some(date(first)));
    }
    assert_eq!(of("2026-01, 50/28 mg").map(EditionDate::first_day), Some(date("2026-01-01")));
    for text in
        ["", "current", "2026-13", "2026-3", "26", "2026-02-30", "2026-01-01-01", "January 2026"]
    {
        assert_eq!(of(text), None, "{text}");
    }
    let after = |one: &str, other: &str| {
        of(one).zip(of(other)).is_some_and(|(one, other)| one.is_after(other))
    };
    assert!(
        after("2026-03", "2026-02") && after("2026-03-30", "2025") && after("2026", "2025-12-31")
    );
    assert!(!after("2026-03", "2026") && !after("2026", "2026-03") && !after("2026", "2026"));
}

fn own(edition: &'static str, plan: &str) -> Label {
    let label = Label::builder("Qalsody", Authority::Us).substance("tofersen").edition(edition);
    label.regimen(regimen(plan)).source(source()).build().expect("a label")
}

#[test]
fn own_labels_lie_over_the_catalog() {
    let overlay = Overlay::of([own("2023", "1 mg IT q28d"), own("2030-05", "2 mg IT q28d")]);
    let labels = overlay.labels();
    assert_eq!(labels.len(), catalog::labels().len() + 1);
    let us = || overlay.labels().named("tofersen").authority(Authority::Us);
    let plan = |day: &str| {
        us().current(date(day)).one().expect("one").regimen().expect("one regimen").to_string()
    };
    assert_eq!(plan("2026-11-26"), "1 mg IT q28d");
    assert_eq!(plan("2030-04-30"), "1 mg IT q28d");
    assert_eq!(plan("2030-05-01"), "2 mg IT q28d");
    // The older one is not current when it alone is looked up.
    let key = "Qalsody, US, 2023".parse().expect("a key");
    assert!(overlay.labels().key(&key).current(date("2031-01-01")).is_empty());
    assert_eq!(us().current(date("2022-12-31")).len(), 0);
}

#[cfg(feature = "interchange")]
#[test]
fn a_label_of_a_file_replaces_one_of_the_catalog() {
    let json = serde_json::to_string(&own("2023", "1 mg IT q28d")).expect("JSON");
    let mut overlay = Overlay::default();
    overlay.add_json("qalsody.json", &json).expect("a label");
    let label = overlay.labels().named("Qalsody").authority(Authority::Us).one().expect("one");
    assert_eq!(label.regimen().expect("one regimen"), &regimen("1 mg IT q28d"));
    let read = r#""status":"label-text""#;
    for (from, to, expected) in [
        ("\"1 mg\"", "\"1 gallon\"", "qalsody.json: regimens[0]: "),
        (
            "\"product\":\"Qalsody\"",
            "\"product\":5",
            "qalsody.json: product: invalid type: integer `5`, expected a string",
        ),
        (
            "\"product\"",
            "\"brand\"",
            "qalsody.json: unknown field `brand`, expected one of `product`",
        ),
        (
            read,
            r#""status":"confirmed""#,
            "qalsody.json: sources[0]: unknown value `confirmed`, expected one of `label-text`",
        ),
        (
            read,
            r#""status":"label-text","identifiers":["doi:nejm"]"#,
            "qalsody.json: sources[0]: expected a DOI such as \"doi:10.1056/NEJMoa2204705\", found \"doi:nejm\"",
        ),
        (
            read,
            r#""status":"label-text","read":"26.11.2026""#,
            "qalsody.json: sources[0]: invalid value: string \"26.11.2026\", expected a date such as \"2026-01-05\" in the field `read`",
        ),
        ("\"tofersen\"", "\"\"", "qalsody.json: label Qalsody, US, 2023: the substance is blank"),
        ("{\"product\"", "\"product\"", "qalsody.json: expected a label, found "),
    ] {
        assert!(json.contains(from), "{from} in {json}");
        let error = overlay.add_json("qalsody.json", &json.replace(from, to)).expect_err(to);
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    assert_eq!(overlay.labels().len(), catalog::labels().len());
}

#[test]
fn identifiers_have_checked_forms() {
    for (text, address) in [
        ("doi:10.1056/NEJMoa2204705", Some("https://doi.org/10.1056/NEJMoa2204705")),
        ("pmid:36129998", Some("https://pubmed.ncbi.nlm.nih.gov/36129998/")),
        ("pmc:PMC12723595", Some("https://pmc.ncbi.nlm.nih.gov/articles/PMC12723595/")),
        ("registry:NCT02623699", Some("https://clinicaltrials.gov/study/NCT02623699")),
        ("registry:EU CTR: 2022-002268-53", None),
        (
            "set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848",
            Some(
                "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=0f51aa8e-8475-8cf9-e063-6394a90a6848",
            ),
        ),
        (
            "fda:NDA209531/S-016",
            Some(
                "https://www.accessdata.fda.gov/scripts/cder/daf/index.cfm?event=overview.process&ApplNo=209531",
            ),
        ),
        ("ema:EMEA/H/C/004312", None),
        ("ema:EMA/276404/2024", None),
        ("number:Swissmedic 69332", None),
        ("https://www.ema.europa.eu/en/x", Some("https://www.ema.europa.eu/en/x")),
    ] {
        let identifier: Identifier = text.parse().expect(text);
        assert_eq!(identifier.to_string(), text);
        assert_eq!(identifier.address().as_deref(), address, "{text}");
    }
    for text in [
        "",
        "10.1056/NEJMoa2204705",
        "doi:10.1056",
        "doi:11.1056/x",
        "doi:10.1056/a b",
        "pmid:036",
        "pmid:PMC1",
        "pmc:12723595",
        "registry:NCT1",
        "registry:none",
        "set-id:0F51AA8E-8475-8cf9-e063-6394a90a6848",
        "set-id:0f51aa8e",
        "fda:209531",
        "fda:NDA20953",
        "fda:NDA209531/S-16",
        "ema:H/C/004312",
        "ema:EMA/",
        "number:69332",
        "number:Swissmedic x",
        "https://nowhere",
        "http://",
        "isbn:5",
    ] {
        let error = text.parse::<Identifier>().expect_err(text);
        assert!(error.to_string().ends_with(&format!("found {text:?}")), "{error}");
    }
    let looked_up = |text: &'static str| Source::new(text, Status::Publication).can_be_looked_up();
    assert!(looked_up("Miller et al., N Engl J Med 2022;387(12):1099-1110"));
    assert!(looked_up("J Neurol Neurosurg Psychiatry 2022;93(9):e2.208"));
    assert!(!looked_up("Miller et al., JAMA Neurol 2026"));
    assert!(!looked_up("N Engl J Med 2022;387"));
}

#[test]
fn two_labels_are_set_side_by_side() {
    let tofersen =
        |authority| catalog::labels().named("tofersen").authority(authority).one().expect("one");
    let us = tofersen(Authority::Us);
    assert_eq!(us.differences(us).rows(), []);
    let nusinersen = catalog::labels().named("nusinersen");
    let us: Vec<&Label> = nusinersen.authority(Authority::Us).into_iter().collect();
    let differences = us[2].differences(us[3]);
    let table = differences.to_string();
    let about: Vec<&str> = differences.rows().iter().map(|row| &*row.what).collect();
    assert_eq!(about, ["regimen 1, missed loading dose", "regimen 1, missed maintenance dose"]);
    let older = &differences.rows()[1].other;
    assert_eq!(older, "give it as soon as possible and count later doses from that day");
    assert!(
        table.starts_with(
            "| | Spinraza (nusinersen), US, 2023-02-21, as read on 2026-11-26 | Spinraza (nusinersen), US, 2020-06-17, as read on 2026-11-26 |\n|---|---|---|\n\
             | regimen 1, missed loading dose | give it as soon as possible and count later doses from that day | \
             give it as soon as possible; the label does not say when the next dose is |\n"
        ),
        "{table}"
    );
    // What only one label has is not repeated where its rules are known from a regimen before.
    let inotersen = |authority| {
        let labels = catalog::labels().named("inotersen").authority(authority);
        labels.current(date("2026-11-26")).one().expect("one")
    };
    let differences = inotersen(Authority::Us).differences(inotersen(Authority::Eu));
    let about: Vec<&str> = differences.rows().iter().map(|row| &*row.what).collect();
    assert_eq!(about[..3], ["regimen 2", "regimen 2, days", "monitoring of platelets"]);
    assert!(differences.rows()[2].one.starts_with("in 10^9/L\nbelow 25: stop (measure daily"));
    let empty = "An empty cell: the label does not say it, or that part of it was not read here.\n";
    assert!(differences.to_string().ends_with(empty));
    assert!(!table.contains(empty));
    let givosiran = catalog::labels().named("givosiran");
    let givosiran: Vec<&Label> = givosiran.into_iter().collect();
    let differences = givosiran[0].differences(givosiran[1]);
    let age = &differences.rows()[0];
    assert_eq!([&*age.what, &age.one, &age.other], ["from age", "18 years", "12 years"]);
    let levels = imetelstat();
    let table = levels.differences(us[2]).to_string();
    for part in [
        "| regimen 1, days | 0, 28, 56",
        "| regimen 3 | 4.4 mg/kg: 4.4 mg/kg IV q28d |  |",
        "| if thrombocytopenia of grade 3, occurrence 1 | ",
    ] {
        assert!(table.contains(part), "{part} in {table}");
    }
}
