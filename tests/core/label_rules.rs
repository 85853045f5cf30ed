//! Rules as labels write them, each with the label's own example; sources, editions, overlays, differences.

use core::num::NonZeroU32;
use core::ops::Bound;

use aso_regimen::catalog::{self, Overlay};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::course::{Entry, EntryKind, NextDue, Recommendation, Switch};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, Rule, Span, TimeBand, TimeRule,
};
use aso_regimen::evidence::condition::{Condition, Findings, Met, Threshold};
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
         doses if the next is at least 14 days away; from 8 to below 40 months: give dose 2 of the \
         regimen in its place as soon as possible and go on from there; 40 months or more: begin the regimen anew"
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
    assert!(second.to_string().contains(
        "; exactly 8.5 months: the label does not say what to do; more than 8.5 months:"
    ));
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
        "2026-06-05: dose 2 (maintenance): 28 mg IT planned on 2026-05-05, 31 days late: begin another regimen of the label"
    );
}

fn printed(text: &str) -> aso_regimen::evidence::printed::Printed {
    text.parse().expect(text)
}

/// Rytelo US, 2.3, thrombocytopenia, and the stop after 24 weeks.
fn imetelstat() -> Label {
    let until = || Condition::value("platelets", "10^9/L", Threshold::AtLeast(printed("50")));
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
    let ratio = |value| Condition::value("UPCR", "mg/g", Threshold::AtLeast(printed(value)));
    let rate = Condition::value("eGFR", "mL/min", Threshold::Below(printed("45")));
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
        Err("UPCR: expected the unit \"mg/g\", found \"g/g\"".to_owned())
    );
    // Three in a row: the latest three.
    let counts = Condition::value("platelets", "10^9/L", Threshold::Above(printed("100")));
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

/// Qfitlia US, 2.2: below 15 % the lower dose begins 3 months after the last dose, which is the last one that counts.
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
    let spilt = Entry::given(date("2026-01-19")).not_counting().reason("spilt");
    course.record(spilt).expect("any day");
    let rules =
        label.rules_met(&Findings::new().value("antithrombin", "%", 12.0)).expect("its unit");
    let entry = rules[0].entry(&course, date("2026-02-02")).expect("a switch");
    let EntryKind::Switched(switch) = entry.kind() else { panic!("{entry}") };
    assert_eq!(switch.on, Some(date("2026-04-05")));
    course.record(entry).expect("a switch");
    let next = course.forecast().next().expect("20 mg");
    assert_eq!((next.date(), next.dose().to_string()), (date("2026-04-05"), "20 mg SC".to_owned()));
    // The last dose may have been given elsewhere. Without one, three months after it are no date.
    let first = "50 mg every 2 months";
    let elsewhere = label.continuing(first, 2, date("2026-01-10")).expect("a dose");
    let entry = rules[0].entry(&elsewhere, date("2026-02-02")).expect("a switch");
    let EntryKind::Switched(switch) = entry.kind() else { panic!("{entry}") };
    assert_eq!(switch.on, Some(date("2026-04-10")));
    assert_eq!(rules[0].entry(&elsewhere, date("2026-01-09")), None);
    let none = label.course_named(first, date("2026-01-05")).expect("named");
    assert_eq!(rules[0].entry(&none, date("2026-02-02")), None);
    // Who is on the lower dose already does not go there again.
    assert_eq!(rules[0].entry(&course, date("2026-04-06")), None);
    let error = label.rules_met(&Findings::new().value("antithrombin", "IU/dL", 12.0));
    assert_eq!(
        error.expect_err("another unit").to_string(),
        "antithrombin: expected the unit \"%\", found \"IU/dL\""
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
        "label Spinraza, Japan: regimens \"11.3 mg\" (infantile, from 366 to below 731 days of age) and \"12 mg for all\" \
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

/// An edition that begins like a date is one; `qalsody` replaces `Qalsody`.
#[test]
fn editions_are_dates_or_words_and_keys_ignore_case() {
    let built = |product: &'static str, edition: &'static str| {
        let label = Label::builder(product, Authority::Us).substance("tofersen").edition(edition);
        label.regimen(regimen("1 mg IT q28d")).source(source()).build()
    };
    for edition in ["2027-13", "2026-3", "2026-02-30", "20260330", "2026 March", "2026-03 renewal"]
    {
        let error = built("Qalsody", edition).expect_err(edition).to_string();
        let expected =
            format!("label Qalsody, US, {edition}: the edition is {edition:?}, expected a year, ");
        assert!(error.starts_with(&expected), "{error}");
    }
    for edition in
        ["2027-12", "2026-03, renewal", "12 mg with bands", "of 2018 or 2019", "current", "101st"]
    {
        assert!(built("Qalsody", edition).is_ok(), "{edition}");
    }
    let overlay =
        Overlay::of([own("2023", "2 mg IT q28d"), built("qalsody", "2023").expect("a label")]);
    let labels = overlay.labels();
    assert_eq!(labels.len(), catalog::labels().len());
    let replaced = labels.named("QALSODY").authority(Authority::Us).one().expect("one");
    assert_eq!((replaced.product(), replaced.last_read()), ("qalsody", None));
    let key = "QALSODY, us, 2023".parse().expect("a key");
    assert_eq!(catalog::labels().key(&key).one().expect("one").product(), "Qalsody");
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
            "\"edition\":\"2023\"",
            "\"edition\":5",
            "qalsody.json: edition: invalid type: integer `5`, expected a string",
        ),
        (
            "\"authority\":\"US\"",
            "\"authority\":5",
            "qalsody.json: authority: invalid type: integer `5`, expected an authority such as \"US\" or \"Brazil\"",
        ),
        (
            "\"superseded\":false",
            "\"superseded\":\"no\"",
            "qalsody.json: superseded: invalid type: string \"no\", expected a boolean",
        ),
        (
            "\"policy\":",
            "\"policy\":5,\"policies\":",
            "qalsody.json: policy: invalid type: integer `5`, expected ",
        ),
        (
            "{\"product\"",
            "{\"monitoring\":[5],\"product\"",
            "qalsody.json: monitoring[0]: invalid type: integer `5`, expected ",
        ),
        (
            "{\"product\"",
            "{\"rules\":[5],\"product\"",
            "qalsody.json: rules[0]: invalid type: integer `5`, expected ",
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
        (
            "\"substance\":\"tofersen\"",
            "\"substance\":\"inotersen\",\"substance\":\"tofersen\"",
            "qalsody.json: duplicate field `substance` at line 1 column ",
        ),
        (
            "\"2023\"",
            "\"2027-13\"",
            "qalsody.json: label Qalsody, US, 2027-13: the edition is \"2027-13\", expected a year, a month or a day such as \
             \"2026-03\", alone or before a comma, or words",
        ),
        (
            "{\"product\"",
            "\"product\"",
            "qalsody.json: expected a label, found invalid type: string \"product\", expected an object at line 1 column 9",
        ),
        (
            "{\"product\":",
            "{\"product\",",
            "qalsody.json: expected a label, found no colon after a name at line 1 column 11",
        ),
    ] {
        assert!(json.contains(from), "{from} in {json}");
        let error = overlay.add_json("qalsody.json", &json.replace(from, to)).expect_err(to);
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    // Short, however long what was found.
    let long = "x".repeat(3_000);
    for json in [
        format!(r#"{{"{long}": 1}}"#),
        json.replace("\"policy\":", &format!("\"policy\":{long:?},\"{long}\":")),
        json.replace("substance", &long),
    ] {
        let error = overlay.add_json("qalsody.json", &json).expect_err("long").to_string();
        assert!(error.chars().count() < 500, "{error}");
    }
    assert_eq!(overlay.labels().len(), catalog::labels().len());
}

#[test]
fn identifiers_have_checked_forms() {
    for (text, address) in [
        ("doi:10.1056/NEJMoa2204705", Some("https://doi.org/10.1056/NEJMoa2204705")),
        // A prefix of more than one part: DOI Handbook, DOI name syntax.
        ("doi:10.1000.10/123", Some("https://doi.org/10.1000.10/123")),
        ("pmid:36129998", Some("https://pubmed.ncbi.nlm.nih.gov/36129998/")),
        ("pmc:PMC12723595", Some("https://pmc.ncbi.nlm.nih.gov/articles/PMC12723595/")),
        ("registry:NCT02623699", Some("https://clinicaltrials.gov/study/NCT02623699")),
        ("registry:ANZCTR: ACTRN12620000755987", None),
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
        "doi:10.1000./123",
        "doi:10..1000/123",
        "doi:10.1056/a\u{7}b",
        "number:Swissmedic 6\n9",
        "pmid:036",
        "pmid:1234567890",
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
        "ftp://www.ema.europa.eu/en/x",
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
    assert!(!looked_up("Proc Soc 2022;abstract:5"));
    assert!(!looked_up("minutes of the committee;2:15"), "no year");
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
    assert_eq!(
        about,
        ["dose 1", "loading dose", "maintenance dose"]
            .map(|what| format!("regimen 1, missed {what}"))
    );
    let older = &differences.rows()[2].other;
    assert_eq!(older, "give it as soon as possible and count later doses from that day");
    assert!(
        table.starts_with(
            "| | Spinraza (nusinersen), US, 2023-02-21, as read on 2026-11-26 | Spinraza (nusinersen), US, 2020-06-17, as read on 2026-11-26 |\n|---|---|---|\n\
             | regimen 1, missed dose 1 | give it as soon as possible and count later doses from that day |  |\n\
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
    assert!(
        differences.rows()[2].one.starts_with("in 10^9/L\nbelow 25: stop (for good; measure daily")
    );
    let empty = "An empty cell: the label does not say it, or that part of it was not read here.\n";
    assert!(differences.to_string().ends_with(empty));
    // It is said where there is one.
    let mut said = [0, 0];
    let all: Vec<&Label> = catalog::labels().into_iter().collect();
    let pairs = all.iter().flat_map(|one| all.iter().map(move |other| (one, other)));
    for (one, other) in pairs.filter(|(one, other)| one.substance() == other.substance()) {
        let differences = one.differences(other);
        let mut rows = differences.rows().iter();
        let has_one = rows.any(|row| row.one.is_empty() || row.other.is_empty());
        assert_eq!(differences.to_string().contains(empty), has_one, "{one}, {other}");
        said[usize::from(has_one)] += usize::from(!differences.rows().is_empty());
    }
    assert!(said.iter().all(|pairs| *pairs > 0), "{said:?}");
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

/// One rule for all doses is one row; a rule for each kind of dose has a row of its own.
#[test]
fn rules_for_missed_doses_side_by_side() {
    let label = |policy| {
        let label = Label::builder("Madeupza", Authority::Uk).substance("examplersen");
        let label = label.regimen(regimen("30 mg IT q3mo")).policy(policy, source());
        label.build().expect("a label")
    };
    let skipped = label(MissedDosePolicy::always(Action::Skip));
    let rows = |other: MissedDosePolicy| -> Vec<String> {
        let differences = skipped.differences(&label(other));
        differences.rows().iter().map(|row| row.what.clone()).collect()
    };
    let missed = |doses: &str| format!("regimen 1, missed {doses}");
    assert_eq!(rows(MissedDosePolicy::always(Action::Restart)), [missed("doses")]);
    let by_kind = MissedDosePolicy::new(Action::Restart, Action::Reanchor);
    assert_eq!(rows(by_kind), [missed("loading dose"), missed("maintenance dose")]);
}

/// Of two pauses that are over, the later one says how to go on.
#[test]
fn only_the_last_pause_says_how_to_go_on() {
    let label = imetelstat();
    let again =
        Findings::new().reaction("thrombocytopenia", 3, 1).value("platelets", "10^9/L", 55.0);
    let again = again.reaction("thrombocytopenia", 3, 2).value("platelets", "10^9/L", 60.0);
    let lower = "pause until platelets in 10^9/L is at least 50, then one level lower".to_owned();
    assert_eq!(said(&label, &again), [(lower.clone(), Met::Yes, Some(Met::Yes))]);
    // Two that end at once go on at the lower level.
    let both = Findings::new().reaction("thrombocytopenia", 3, 1);
    let both = both.reaction("thrombocytopenia", 3, 2).value("platelets", "10^9/L", 60.0);
    assert_eq!(said(&label, &both), [(lower, Met::Yes, Some(Met::Yes))]);
    // One that was over before the last began says nothing, also if it was to lower the dose.
    let last =
        Findings::new().reaction("thrombocytopenia", 3, 2).value("platelets", "10^9/L", 55.0);
    let last = last.reaction("thrombocytopenia", 3, 1).value("platelets", "10^9/L", 60.0);
    let same = "pause until platelets in 10^9/L is at least 50, then go on".to_owned();
    assert_eq!(said(&label, &last), [(same, Met::Yes, Some(Met::Yes))]);
}

/// A rule may lower the dose without a pause.
#[test]
fn one_level_lower_is_a_switch() {
    let level = |dose: &str| regimen(&format!("{dose} mg/kg IV q4w"));
    let rash = Condition::reaction("rash", 2.., 1..);
    let label = Label::builder("Madeupza", Authority::Uk)
        .substance("examplersen")
        .named("high", level("7.1"))
        .named("low", level("5.6"))
        .levels(["high", "low"])
        .rules([ConditionalRule::new(rash, MonitoringAction::Lower, source())])
        .source(source())
        .build()
        .expect("a label");
    let rules = label.rules_met(&Findings::new().reaction("rash", 2, 1)).expect("no unit");
    let mut course = label.course_named("high", date("2026-01-05")).expect("its name");
    course.give(date("2026-01-05")).expect("on plan");
    let entry = rules[0].entry(&course, date("2026-01-12")).expect("a lower level");
    let EntryKind::Switched(switch) = entry.kind() else { panic!("{entry}") };
    assert_eq!((switch.regimen.clone(), switch.on), (level("5.6"), None));
    let lowest = label.course_named("low", date("2026-01-05")).expect("its name");
    assert_eq!(rules[0].entry(&lowest, date("2026-01-12")), None);
}

/// Whole years are said in years, and other ages in months.
#[test]
fn ages_are_in_years_where_they_are_whole() {
    let named = || LabelRegimen::named("30 mg", regimen("30 mg IT q3mo"));
    for (months, words) in [(12, "1 year"), (18, "18 months"), (24, "2 years")] {
        let whom = named().from_age(Interval::months(months)).whom();
        assert_eq!(whom, format!("30 mg, from {words} of age"));
    }
    // A unit of both is said once.
    for (below, words) in [(9, "from 6 to below 9 months"), (24, "from 6 months to below 2 years")]
    {
        let half = named().from_age(Interval::months(6)).below_age(Interval::months(below));
        assert_eq!(half.whom(), format!("30 mg, {words} of age"));
    }
}

fn of_catalog(name: &str, authority: Authority) -> &'static Label {
    let labels = catalog::labels().named(name).authority(authority);
    labels.current(date("2026-11-26")).one().expect("one")
}

fn platelets(values: &[f64]) -> Findings {
    values.iter().fold(Findings::new(), |found, &value| found.value("platelets", "10^9/L", value))
}

/// Action, whether it is met, and whether a pause has ended.
fn said(label: &Label, found: &Findings) -> Vec<(String, Met, Option<Met>)> {
    let rules = label.rules_met(found).expect("the label's names and units");
    rules.iter().map(|rule| (rule.action().to_string(), rule.met(), rule.ended())).collect()
}

/// Of a limit of 100, a value just below it, on it, and just above it.
#[test]
fn a_limit_belongs_to_at_most_and_to_at_least() {
    let limit = || "100".parse().expect("a number");
    for (is, text, expected) in [
        (Threshold::Below(limit()), "below 100", [Met::Yes, Met::No, Met::No]),
        (Threshold::AtMost(limit()), "at most 100", [Met::Yes, Met::Yes, Met::No]),
        (Threshold::AtLeast(limit()), "at least 100", [Met::No, Met::Yes, Met::Yes]),
        (Threshold::Above(limit()), "above 100", [Met::No, Met::No, Met::Yes]),
    ] {
        let condition = Condition::value("platelets", "10^9/L", is);
        assert_eq!(condition.to_string(), format!("platelets in 10^9/L is {text}"));
        let met = [99.9, 100.0, 100.1].map(|value| condition.met(&platelets(&[value])));
        assert_eq!(met, expected.map(Ok), "{text}");
    }
}

/// Grades and occurrences by ranges of either kind: above 2 is from 3 on.
#[test]
fn reactions_by_ranges() {
    let above = |from: u32| (Bound::Excluded(from), Bound::Unbounded);
    for (condition, text) in [
        (Condition::reaction("rash", 2..=3, 2..4), "rash of grade 2 to 3, occurrence 2 to 3"),
        (Condition::reaction("rash", 3..=3, 1..2), "rash of grade 3, occurrence 1"),
        (
            Condition::reaction("rash", 3.., above(2)),
            "rash of grade 3 or more, occurrence 3 or later",
        ),
    ] {
        assert_eq!(condition.to_string(), text);
    }
    let third = Condition::reaction("rash", .., above(2));
    let met = |times| third.met(&Findings::new().reaction("rash", 1, times));
    assert_eq!([2, 3].map(met), [Ok(Met::No), Ok(Met::Yes)]);
}

/// A condition that is always met, that can never be, or that is about nothing is none of a label.
#[test]
fn conditions_can_be_met_and_not_met() {
    let built = |when: Condition, action: MonitoringAction| {
        let fine = Condition::judged("no effect");
        let rules = [(fine, MonitoringAction::Stop), (when, action)];
        let rules = rules.map(|(when, action)| ConditionalRule::new(when, action, source()));
        let label = Label::builder("Madeupza", Authority::Uk).substance("examplersen");
        let label = label.regimen(regimen("1 mg IT q28d")).source(source()).rules(rules);
        label.build().map(drop).map_err(|error| error.to_string())
    };
    let none = "a list of no conditions, expected at least one";
    let rash = |grades: (u8, u8), occurrences: (u32, u32)| Condition::Reaction {
        what: "rash".into(),
        grades,
        occurrences,
    };
    let times = "expected the earlier occurrence first, and the later one not 0";
    let grades = |text: &str| format!("grades {text} of rash, expected the lower grade first");
    let fine = || Condition::judged("no effect");
    for (condition, expected) in [
        (Condition::All(Vec::new()), none.to_owned()),
        (Condition::Any(Vec::new()), none.to_owned()),
        (fine().and(Condition::Any(Vec::new())), none.to_owned()),
        (fine().or(fine().and(Condition::All(Vec::new()))), none.to_owned()),
        (rash((4, 3), (1, 1)), grades("4 to 3")),
        (Condition::reaction("rash", 3..3, 1..), grades("3 to 2")),
        (rash((3, 4), (2, 1)), format!("occurrences 2 to 1 of rash, {times}")),
        (rash((3, 4), (0, 0)), format!("occurrences 0 to 0 of rash, {times}")),
        (
            Condition::judged(" "),
            "a condition on \" \", expected a name that is not blank".to_owned(),
        ),
    ] {
        let refused = Err(format!("label Madeupza, UK: rule 2 has {expected}"));
        assert_eq!(built(condition.clone(), MonitoringAction::Stop), refused);
        let pause = MonitoringAction::pause(condition, Resume::Same);
        assert_eq!(built(fine(), pause), refused);
    }
    assert_eq!(built(rash((3, 4), (0, 2)), MonitoringAction::Stop), Ok(()));
    let table = |when: Condition, until: Condition| {
        let band = ValueBand::new(MonitoringAction::pause(until, Resume::Same));
        let table = Monitoring::new("platelets", vec![band], source()).expect("a band");
        let label = Label::builder("Madeupza", Authority::Uk).substance("examplersen");
        let label = label.regimen(regimen("1 mg IT q28d")).source(source());
        let error = label.monitoring([table.only_when(when)]).build().expect_err("refused");
        error.to_string()
    };
    let any = || Condition::Any(Vec::new());
    assert_eq!(
        table(any(), fine()),
        format!("label Madeupza, UK: monitoring of platelets has {none}")
    );
    assert_eq!(
        table(fine(), any()),
        format!("label Madeupza, UK: monitoring of platelets has {none}")
    );
    assert_eq!(
        built(Condition::judged("no\neffect"), MonitoringAction::Stop),
        Err("label Madeupza, UK: \"no\\neffect: stop\" has a control character, expected none"
            .to_owned())
    );
    #[cfg(feature = "serde")]
    {
        let json = serde_json::to_string(&imetelstat()).expect("JSON");
        let (from, to) = (r#""grades":[3,3]"#, r#""grades":[4,3]"#);
        assert!(json.contains(from), "{json}");
        let error = serde_json::from_str::<Label>(&json.replacen(from, to, 1)).expect_err("4 to 3");
        assert_eq!(
            error.to_string(),
            "label Rytelo, US: rule 1 has grades 4 to 3 of thrombocytopenia, expected the lower grade first"
        );
    }
}

/// The second of four doses does not count; of the four, the last is after today.
#[test]
fn doses_that_count_until_today() {
    let mut course = given("1 mg IT q28d", MissedDosePolicy::not_stated(), &["2026-01-05"]);
    let spilt = Entry::given(date("2026-01-19")).not_counting().reason("spilt");
    course.record(spilt).expect("any day");
    for day in ["2026-02-02", "2026-03-02"] {
        course.give(date(day)).expect("on plan");
    }
    let doses = |least| Condition::DosesGiven(NonZeroU32::new(least).expect("some"));
    let on = |condition: &Condition, day: &str| {
        condition.met(&Findings::new().doses_of(&course, date(day))).expect("no unit")
    };
    assert_eq!(on(&doses(2), "2026-03-01"), Met::Yes);
    assert_eq!(on(&doses(3), "2026-03-01"), Met::No);
    assert_eq!(on(&doses(3), "2026-03-02"), Met::Yes);
    let fortnight = Condition::SinceLastDose(FORTNIGHT);
    assert_eq!(on(&fortnight, "2026-02-15"), Met::No, "13 days");
    assert_eq!(on(&fortnight, "2026-02-16"), Met::Yes);
    // Before the first dose it is known that there was none, and without a course it is not.
    for condition in [Condition::SinceFirstDose(FORTNIGHT), fortnight] {
        assert_eq!(on(&condition, "2026-01-04"), Met::No);
        assert_eq!(condition.met(&Findings::new()), Ok(Met::NotKnown));
    }
    // A dose that does not count is none of the new regimen.
    let to = Switch::to(regimen("2 mg IT q28d"), MissedDosePolicy::not_stated());
    course.switch(date("2026-03-16"), to, "a higher dose").expect("a later day");
    let spilt = Entry::given(date("2026-03-17")).not_counting().reason("spilt");
    course.record(spilt).expect("any day");
    course.give(date("2026-03-30")).expect("on plan");
    let regimen = Condition::OnRegimen(FORTNIGHT);
    let on = |day: &str| regimen.met(&Findings::new().doses_of(&course, date(day)));
    assert_eq!(on("2026-04-12"), Ok(Met::No), "13 days, and 26 since the dose that does not count");
    assert_eq!(on("2026-04-13"), Ok(Met::Yes));
}

/// Of the doses given elsewhere, the number and the day of the last are known, and not when they began.
#[test]
fn doses_that_were_given_elsewhere() {
    let policy = MissedDosePolicy::not_stated;
    let elsewhere = |number| {
        let plan = regimen("100 mg IT q14d x3, then q28d");
        Course::continuing(plan, policy(), number, date("2026-01-05")).expect("a dose")
    };
    let on = |condition: &Condition, course: &Course, day: &str| {
        condition.met(&Findings::new().doses_of(course, date(day))).expect("no unit")
    };
    let doses = |least| Condition::DosesGiven(NonZeroU32::new(least).expect("some"));
    let mut fifth = elsewhere(5);
    assert_eq!(on(&doses(5), &fifth, "2026-01-05"), Met::Yes);
    assert_eq!(on(&doses(6), &fifth, "2026-01-05"), Met::No);
    assert_eq!(on(&doses(1), &fifth, "2026-01-04"), Met::No, "before the last of them");
    assert_eq!(on(&Condition::MaintenanceGiven, &fifth, "2026-01-05"), Met::Yes);
    assert_eq!(on(&Condition::MaintenanceGiven, &elsewhere(3), "2026-01-05"), Met::No);
    let last = Condition::SinceLastDose(FORTNIGHT);
    assert_eq!(on(&last, &fifth, "2026-01-18"), Met::No, "13 days");
    assert_eq!(on(&last, &fifth, "2026-01-19"), Met::Yes);
    for begun in [Condition::SinceFirstDose(FORTNIGHT), Condition::OnRegimen(FORTNIGHT)] {
        assert_eq!(on(&begun, &fifth, "2026-01-18"), Met::NotKnown);
        assert_eq!(on(&begun, &fifth, "2026-01-19"), Met::Yes);
        // The first dose was the last one too.
        assert_eq!(on(&begun, &elsewhere(1), "2026-01-18"), Met::No);
    }
    let switch = Switch::to(regimen("50 mg IT q28d"), policy());
    fifth.switch(date("2026-01-20"), switch, "a lower dose").expect("a dose is due");
    fifth.give(date("2026-02-02")).expect("it is due");
    assert_eq!(on(&doses(6), &fifth, "2026-02-02"), Met::Yes);
    assert_eq!(on(&Condition::OnRegimen(FORTNIGHT), &fifth, "2026-02-15"), Met::No);
}

/// A condition, as an action, can only name a regimen that the label has.
#[test]
fn a_rule_asks_for_a_regimen_of_its_label() {
    let rule = |name: &'static str| {
        let label = Label::builder("Madeupza", Authority::Uk).substance("examplersen");
        let label = label.named("low dose", regimen("30 mg IT q3mo")).source(source());
        let rule =
            ConditionalRule::new(Condition::Given(name.into()), MonitoringAction::Stop, source());
        label.rules([rule]).build()
    };
    assert!(rule("low dose").is_ok());
    assert_eq!(
        rule("high dose").expect_err("no such regimen").to_string(),
        "label Madeupza, UK: the rule \"the regimen \\\"high dose\\\" is given\" names regimen \"high dose\", \
         expected one of [\"low dose\"]"
    );
}

#[test]
fn of_nothing_told_no_rule_of_any_label_is_met() {
    for label in &catalog::labels() {
        assert_eq!(said(label, &Findings::new()), [], "{label}");
    }
}

/// A rule that somebody has to judge is listed, and makes no entry.
#[test]
fn what_is_to_be_judged_makes_no_entry() {
    let label = imetelstat();
    let course = given(
        "7.1 mg/kg IV q4w",
        MissedDosePolicy::not_stated(),
        &["2026-01-05", "2026-02-02", "2026-03-02", "2026-03-30", "2026-04-27", "2026-05-25"],
    );
    let day = date("2026-06-01");
    let told = Findings::new().doses_of(&course, day);
    let rules = label.rules_met(&told).expect("no unit");
    let [rule] = &*rules else { panic!("one rule") };
    assert_eq!((rule.met(), rule.entry(&course, day)), (Met::ToJudge, None));
    assert!(rule.to_string().ends_with("; a person must judge whether it applies"), "{rule}");
    let told = told.judged("The transfusion burden has not fallen", true);
    let rules = label.rules_met(&told).expect("no unit");
    assert!(rules[0].entry(&course, day).is_some_and(|entry| *entry.kind() == EntryKind::Stopped));
    // Stopped once, also where no dose of the regimen is left.
    let mut over = given("7.1 mg/kg IV q4w x1", MissedDosePolicy::not_stated(), &["2026-01-05"]);
    over.stop(day, "no effect").expect("any day");
    assert_eq!(over.next_due(), NextDue::Ended);
    assert_eq!(rules[0].entry(&over, day), None);
}

/// Tegsedi EU, 4.2: paused below 75 until 3 successive counts are above 100, and then every 2 weeks.
#[test]
fn a_pause_lasts_until_what_it_waits_for_is_found() {
    let label = of_catalog("inotersen", Authority::Eu);
    let pause = "pause until 3 successive values of platelets in 10^9/L are above 100, then give the regimen \
                 \"platelets from 75 to below 100 x10^9/L\"";
    for (values, ended) in [
        (&[60.0][..], Met::NotKnown),
        (&[60.0, 80.0], Met::No),
        (&[60.0, 101.0], Met::No),
        (&[60.0, 101.0, 102.0, 100.0], Met::No),
        (&[101.0, 102.0, 60.0, 103.0], Met::No),
    ] {
        let expected = [(pause.to_owned(), Met::Yes, Some(ended))];
        assert_eq!(said(label, &platelets(values)), expected, "{values:?}");
    }
    let over = platelets(&[60.0, 101.0, 102.0, 103.0]);
    let go_on = ("go on".to_owned(), Met::Yes, None);
    assert_eq!(said(label, &over), [(pause.to_owned(), Met::Yes, Some(Met::Yes)), go_on]);
    // Held, resumed, and then every 2 weeks.
    let mut course = label.course_named("", date("2026-01-05")).expect("its name");
    for day in ["2026-01-05", "2026-01-12", "2026-01-19"] {
        course.give(date(day)).expect("on plan");
    }
    let paused = label.rules_met(&platelets(&[60.0])).expect("in 10^9/L");
    let day = date("2026-01-20");
    assert_eq!(paused[0].entries_to_resume(&course, day), []);
    course.record(paused[0].entry(&course, day).expect("a pause")).expect("a hold");
    assert_eq!(paused[0].entry(&course, day), None, "it is held already");
    assert_eq!(paused[0].entries_to_resume(&course, day), []);
    let rules = label.rules_met(&over).expect("in 10^9/L");
    let day = date("2026-02-27");
    assert_eq!(rules[0].entry(&course, day), None);
    let entries = rules[0].entries_to_resume(&course, day);
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind().word()).collect();
    assert_eq!(kinds, ["resumed", "switched"]);
    for entry in entries {
        course.record(entry).expect("resumed, and then every 2 weeks");
    }
    assert_eq!(course.regimen().to_string(), "284 mg (1.5 mL) SC q14d");
    assert_eq!(rules[0].entries_to_resume(&course, day), []);
    // A regimen that has ended has no dose for another one to begin with.
    let mut over = given("284 mg SC q7d x1", MissedDosePolicy::not_stated(), &["2026-01-05"]);
    over.hold(date("2026-01-20"), "platelets").expect("not held");
    let entries = rules[0].entries_to_resume(&over, day);
    assert_eq!(entries.iter().map(|entry| entry.kind().word()).collect::<Vec<_>>(), ["resumed"]);
}

/// The value that began a pause is the one that met its rule, and later values may end it.
#[test]
fn a_pause_begins_with_the_value_that_met_its_rule() {
    let count = |is| Condition::value("platelets", "10^9/L", is);
    let enough = count(Threshold::AtLeast(printed("100")));
    let pause = MonitoringAction::pause(enough, Resume::Same);
    let low = count(Threshold::Below(printed("75")));
    let label = Label::builder("Madeupza", Authority::Uk)
        .substance("examplersen")
        .regimen(regimen("30 mg IT q28d"))
        .rules([ConditionalRule::new(low, pause, source())])
        .source(source())
        .build()
        .expect("a label");
    for (values, ended) in
        [(&[60.0][..], Met::NotKnown), (&[60.0, 80.0], Met::No), (&[60.0, 120.0], Met::Yes)]
    {
        let [(_, Met::Yes, found)] = &*said(&label, &platelets(values)) else { panic!("a pause") };
        assert_eq!(*found, Some(ended), "{values:?}");
    }
}

/// Tegsedi US, 2.4: below 25 for good; nephritis with 2000 mg/g for good; two pauses at once.
#[test]
fn a_stop_lasts() {
    let label = of_catalog("inotersen", Authority::Us);
    let stop = [("stop".to_owned(), Met::Yes, None)];
    assert_eq!(said(label, &platelets(&[20.0, 150.0])), stop);
    assert_eq!(said(label, &platelets(&[150.0, 24.9, 150.0, 150.0, 150.0])), stop);
    let ratio = |values: &[f64]| {
        values.iter().fold(Findings::new(), |found, &value| {
            found.value("urine protein to creatinine ratio", "mg/g", value)
        })
    };
    let confirmed = |found: Findings| found.judged("acute glomerulonephritis is confirmed", true);
    assert_eq!(said(label, &confirmed(ratio(&[2500.0, 900.0]))), stop);
    assert_eq!(said(label, &confirmed(ratio(&[900.0])))[0].0, "go on");
    let both = said(label, &platelets(&[60.0, 80.0, 101.0]));
    let restart = "pause until 3 successive values of platelets in 10^9/L are above 100, and the benefit outweighs the \
                   risk of bleeding, then go on";
    assert_eq!(both, [(restart.to_owned(), Met::Yes, Some(Met::No))]);
    let counts = platelets(&[60.0, 101.0, 102.0, 103.0]);
    assert_eq!(said(label, &counts), [(restart.to_owned(), Met::Yes, Some(Met::ToJudge))]);
}

/// Waylivra, 4.2: a pause of at least 4 weeks below 100; the stop after 3 months without effect is not for ever.
#[test]
fn volanesorsen_pauses_and_is_judged_after_three_months() {
    let label = of_catalog("volanesorsen", Authority::Eu);
    let found = platelets(&[60.0, 120.0]);
    let [(pause, Met::Yes, Some(Met::ToJudge))] = &*said(label, &found) else { panic!("a pause") };
    assert!(pause.starts_with("pause until platelets in 10^9/L is at least 100, and "), "{pause}");
    let over = said(label, &found.judged("4 weeks are over", true));
    assert_eq!(over[0].2, Some(Met::Yes));
    assert_eq!(over[1].0, "give the regimen \"every 2 weeks\"");
    let regimen = &label.regimens()[0].regimen;
    let mut course = Course::new(regimen.clone(), label.policy().clone(), date("2024-01-05"));
    course.give(date("2024-01-05")).expect("on plan");
    let judged = "this is the judgement after 3 months of weekly doses";
    let on = |day: &str| {
        let found = Findings::new().value("triglycerides", "mmol/L", 25.0);
        found.doses_of(&course, date(day))
    };
    let stops =
        |found: &Findings| said(label, found).contains(&("stop".to_owned(), Met::Yes, None));
    assert!(!stops(&on("2024-04-04").judged(judged, true)));
    assert!(stops(&on("2024-04-05").judged(judged, true)));
    assert!(!stops(&on("2026-01-16")) && !stops(&on("2026-01-16").judged(judged, false)));
    // 22.6 mmol/L are too many still, and a value that was too high is not once a lower one is known.
    let fell = |to| on("2024-04-05").value("triglycerides", "mmol/L", to).judged(judged, true);
    assert!(stops(&fell(22.6)) && !stops(&fell(22.5)));
}

#[test]
fn names_are_read_in_any_case_and_no_name_is_passed_over() {
    let label = of_catalog("inotersen", Authority::Us);
    assert_eq!(said(label, &Findings::new().value("Platelets", "10^9/L", 0.0))[0].0, "stop");
    let error = |found: Findings| label.rules_met(&found).expect_err("not its name").to_string();
    let message = error(Findings::new().value("platelet count", "10^9/L", 10.0));
    let expected =
        "no rule of Tegsedi, US, 2024-01 uses \"platelet count\", expected one of \"platelets\", ";
    assert!(message.starts_with(expected), "{message}");
    for found in [
        Findings::new().reaction("nephritis", 3, 1),
        Findings::new().judged("glomerulonephritis", true),
    ] {
        assert!(error(found).starts_with("no rule of Tegsedi, US, 2024-01 uses "));
    }
    let names = label.looks_at();
    assert!(
        names.contains(&"platelets") && names.contains(&"acute glomerulonephritis is confirmed")
    );
}

/// Qfitlia, 2.2, table 1: one measurement, by the regimen given when it was made.
#[test]
fn antithrombin_goes_by_the_regimen_given() {
    let label = of_catalog("fitusiran", Authority::Us);
    let low = || Findings::new().value("antithrombin activity", "%", 12.0);
    let twenty = "give the regimen \"20 mg every 2 months\", 3 months after the last dose";
    let ten = "give the regimen \"10 mg every 2 months\", 3 months after the last dose";
    let actions = |found: &Findings| -> Vec<(String, Met)> {
        said(label, found).into_iter().map(|(action, met, _)| (action, met)).collect()
    };
    for (name, action) in [
        ("starting dose", twenty),
        ("20 mg every 2 months", ten),
        ("10 mg every 2 months", "stop"),
        ("20 mg every month", "the label does not say what to do"),
    ] {
        assert_eq!(actions(&low().given(name)), [(action.to_owned(), Met::Yes)], "{name}");
    }
    // Of an earlier value without a day nobody knows by which regimen it was measured.
    let followed = |first: Findings| {
        first.value("antithrombin activity", "%", 20.0).given("10 mg every 2 months")
    };
    let go_on = [("go on".to_owned(), Met::Yes)];
    assert_eq!(actions(&followed(low())), go_on);
    let stop = [("stop".to_owned(), Met::Yes)];
    assert_eq!(actions(&followed(low().on(date("2026-02-02")))), stop);
    let error = label.rules_met(&low().given("50 mg")).expect_err("no such regimen").to_string();
    let start =
        "no rule of Qfitlia, US, 2025-09 uses \"50 mg\", expected one of \"starting dose\", ";
    assert!(error.starts_with(start), "{error}");
    // Without a regimen of the label each table is for somebody to judge, and nothing is recorded.
    let other = given("1 mg SC q2mo", MissedDosePolicy::not_stated(), &["2026-01-05"]);
    let of_other = said(label, &low().doses_of(&other, date("2026-02-02")));
    assert!(of_other.len() == 4 && of_other.iter().all(|(_, met, _)| *met == Met::ToJudge));
    let course = label.course_named("starting dose", date("2026-01-05")).expect("its name");
    let rules = label.rules_met(&low()).expect("in %");
    assert_eq!(rules.len(), 4);
    for rule in &rules {
        assert_eq!((rule.met(), rule.entry(&course, date("2026-01-06"))), (Met::ToJudge, None));
    }
    // The value that led to 20 mg does not lead on to 10 mg.
    let mut course = course;
    course.give(date("2026-01-05")).expect("on plan");
    let measured = low().on(date("2026-02-02"));
    let rules =
        label.rules_met(&measured.clone().doses_of(&course, date("2026-02-02"))).expect("%");
    let entry = rules[0].entry(&course, date("2026-02-02")).expect("a switch");
    course.record(entry).expect("a switch");
    course.give(date("2026-04-05")).expect("20 mg");
    let later = measured.doses_of(&course, date("2026-05-01"));
    assert_eq!(actions(&later), [(twenty.to_owned(), Met::Yes)]);
    assert_eq!(label.rules_met(&later).expect("in %")[0].entry(&course, date("2026-05-01")), None);
    let again = later.value("antithrombin activity", "%", 14.0).on(date("2026-05-01"));
    assert_eq!(actions(&again), [(ten.to_owned(), Met::Yes)]);
}

/// Rytelo, 2.3: the last rows hold for later times and higher grades; an infusion reaction does not hold the course.
#[test]
fn imetelstat_stops_after_the_last_row() {
    let label = of_catalog("imetelstat", Authority::Us);
    let stop = [("stop".to_owned(), Met::Yes, None)];
    let infusion = "infusion-related reaction";
    for (what, grade, time) in [
        ("thrombocytopenia", 3, 5),
        ("thrombocytopenia", 4, 4),
        ("neutropenia", 5, 1),
        (infusion, 4, 2),
        (infusion, 3, 4),
    ] {
        let found = Findings::new().reaction(what, grade, time);
        assert_eq!(said(label, &found), stop, "{what}, grade {grade}, {time}");
    }
    let found = Findings::new().reaction(infusion, 2, 1);
    assert_eq!(said(label, &found), [("interrupt the infusion".to_owned(), Met::Yes, None)]);
    let course = label.course_named("starting dose", date("2026-01-05")).expect("its name");
    let rules = label.rules_met(&found).expect("no unit");
    assert_eq!(rules[0].entry(&course, date("2026-01-05")), None);
    let rule = Condition::reaction(infusion, 4.., 3..);
    assert_eq!(
        rule.to_string(),
        "infusion-related reaction of grade 4 or more, occurrence 3 or later"
    );
}

/// Rytelo, 2.3: one level lower after the pause, and none below 4.4 mg/kg.
#[test]
fn a_pause_says_with_which_level_to_go_on() {
    let label = of_catalog("imetelstat", Authority::Us);
    let mut course = label.course_named("starting dose", date("2026-01-05")).expect("its name");
    course.give(date("2026-01-05")).expect("on plan");
    let low = Findings::new().reaction("thrombocytopenia", 3, 2).value("platelets", "10^9/L", 40.0);
    let day = date("2026-01-26");
    let rules = label.rules_met(&low).expect("in 10^9/L");
    let lowers = |rules: &[RuleMet<'_>]| {
        let lower = |rule: &RuleMet<'_>| rule.action().to_string().ends_with("one level lower");
        rules.iter().position(lower).expect("the row of the second time")
    };
    let first = Findings::new().reaction("thrombocytopenia", 3, 1);
    let first = label.rules_met(&first).expect("no unit");
    let same = first.iter().find_map(|rule| match rule.action() {
        MonitoringAction::Pause { resume: Resume::Same, .. } => rule.resumes_with(&course),
        _ => None,
    });
    assert_eq!(same.map(|named| &*named.name), Some("starting dose"));
    let pause = &rules[lowers(&rules)];
    assert_eq!(pause.resumes_with(&course).map(|named| &*named.name), Some("first dose reduction"));
    let held = pause.entry(&course, day).expect("a hold");
    assert!(!held.to_string().contains("no lower level"), "{held}");
    course.record(held).expect("a hold");
    let enough = low.value("platelets", "10^9/L", 55.0);
    let rules = label.rules_met(&enough).expect("in 10^9/L");
    let day = date("2026-02-16");
    for entry in rules[lowers(&rules)].entries_to_resume(&course, day) {
        course.record(entry).expect("resumed at the lower level");
    }
    let next = course.next_due().dose().expect("a dose").dose().to_string();
    assert!(next.starts_with("5.6 mg/kg"), "{next}");
    // At the lowest level nothing is left to resume with.
    let mut lowest =
        label.course_named("second dose reduction", date("2026-01-05")).expect("named");
    lowest.give(date("2026-01-05")).expect("on plan");
    let rules = label.rules_met(&enough).expect("in 10^9/L");
    let rule = &rules[lowers(&rules)];
    lowest.record(Entry::held(date("2026-01-26"), "platelets")).expect("a hold");
    assert_eq!(rule.resumes_with(&lowest), None);
    assert_eq!(rule.entries_to_resume(&lowest, day), []);
    let mut lowest =
        label.course_named("second dose reduction", date("2026-01-05")).expect("named");
    lowest.give(date("2026-01-05")).expect("on plan");
    let paused = Findings::new().reaction("thrombocytopenia", 3, 2);
    let held = label.rules_met(&paused).expect("no unit")[0].entry(&lowest, day).expect("a hold");
    assert!(held.to_string().ends_with("; there is no lower level)"), "{held}");
}

/// Tegsedi US, 2.4: a pause below 100, and treatment goes on as it was after a count above 100.
#[test]
fn a_pause_without_another_level_goes_on_as_it_was() {
    let label = of_catalog("inotersen", Authority::Us);
    let first = &label.regimens()[0];
    let course = label.course_named(&first.name, date("2026-01-05")).expect("its name");
    let low = |count| Findings::new().value("platelets", "10^9/L", count);
    let rules = label.rules_met(&low(80.0)).expect("in 10^9/L");
    let [pause] = rules.as_slice() else { panic!("{rules:?}") };
    assert!(!pause.to_string().contains("condition to resume"), "{pause}");
    let resumed = pause.resumes_with(&course).expect("a pause that says so");
    assert_eq!(resumed.regimen, *course.regimen());
    let other = Course::new(
        "100 mg SC q7d".parse().expect("a regimen"),
        MissedDosePolicy::always(Action::Reanchor),
        date("2026-01-05"),
    );
    assert_eq!(pause.resumes_with(&other), None);
    let enough = low(80.0).value("platelets", "10^9/L", 120.0);
    let rules = label.rules_met(&enough).expect("in 10^9/L");
    let pause = rules.first().expect("the pause that is over");
    assert!(pause.to_string().ends_with("; its condition to resume is met"), "{pause}");
}

/// Spinraza US, 2.5: at least 4 months after the last 12 mg maintenance dose.
#[test]
fn the_change_of_nusinersen_follows_a_maintenance_dose() {
    let label = of_catalog("nusinersen", Authority::Us);
    let decided = "a change from 12 mg to 50 and 28 mg is decided";
    let mut course = label.course_named("low dose", date("2026-01-05")).expect("its name");
    for doses in 1..=5 {
        let due = course.next_due().dose().expect("a dose").date();
        course.give(due).expect("on plan");
        let found = Findings::new().doses_of(&course, due).judged(decided, true);
        assert_eq!(label.rules_met(&found).expect("no unit").len(), usize::from(doses == 5));
    }
    let found = Findings::new().judged(decided, true);
    assert!(label.rules_met(&found).expect("no unit").is_empty());
}

#[test]
fn only_a_first_regimen_is_chosen_for_somebody() {
    let born = |day: &str| Recipient::new().born(date(day));
    let chosen = |label: &Label, whom: Recipient, day: &str| {
        let named = label.regimen_for(whom, date(day)).map_err(|error| error.to_string())?;
        Ok::<_, String>(named.name.to_string())
    };
    let today = "2026-11-26";
    let adult = || born("1950-01-01");
    let imetelstat = of_catalog("imetelstat", Authority::Us);
    assert_eq!(chosen(imetelstat, adult(), today), Ok("starting dose".to_owned()));
    let lower = adult().named("second");
    assert_eq!(chosen(imetelstat, lower, today), Ok("second dose reduction".to_owned()));
    let fitusiran = of_catalog("fitusiran", Authority::Us);
    assert_eq!(chosen(fitusiran, born("2013-01-01"), today), Ok("starting dose".to_owned()));
    let tofersen = of_catalog("tofersen", Authority::Us);
    assert_eq!(
        tofersen.course_for(born("2015-01-01"), date(today)).expect_err("a child").to_string(),
        "label Qalsody, US, 2023: expected one regimen for born on 2015-01-01, found none, as the label is for \
         people from 18 years of age"
    );
    // Japan: the strength is chosen, the amount goes by the age on the day, and the band says when it ends.
    let japan = of_catalog("nusinersen", Authority::Japan);
    let form = "infantile-onset or presymptomatic";
    let child = born("2026-09-01").with(form);
    let error =
        japan.regimen_for(child.clone(), date(today)).expect_err("two strengths").to_string();
    assert!(
        error.contains("\"high dose\", \"12 mg, infantile") && !error.contains("change"),
        "{error}"
    );
    let child = child.named("12 mg");
    let mut day = date(today);
    let mut amounts = Vec::new();
    loop {
        let named = japan.regimen_for(child.clone(), day).expect("one for each age");
        let dose = named.regimen.phases()[0].dose().to_string();
        amounts.push(format!("{day} {}", dose.split(',').next().expect("a part")));
        let Some(end) = named.ends_for(&child) else { break };
        day = end;
    }
    assert_eq!(
        amounts,
        [
            "2026-11-26 9.6 mg (4 mL",
            "2026-12-01 10.3 mg (4.3 mL",
            "2027-03-01 10.8 mg (4.5 mL",
            "2027-09-02 11.3 mg (4.7 mL",
            "2028-09-01 12 mg (5 mL",
        ]
    );
}

#[test]
fn bands_are_printed_with_both_of_their_bounds() {
    let fortnight = Interval::days(14);
    let rule = by_time(
        Measure::SinceLastDose,
        &[
            (below(8), KEEP),
            (below(16), Action::add_doses(2, fortnight)),
            (Limit::through(Interval::months(40)), Action::Skip),
        ],
        Action::AnotherRegimen,
    );
    assert_eq!(
        rule.to_string(),
        "less than 8 months since the last dose: give it as soon as possible and keep the planned dates of later doses \
         if the next is at least 14 days away; from 8 to below 16 months: give it as soon as possible, then 2 \
         additional doses, the first 14 days after it and then 14 days apart, and count later doses from the last of \
         these; from 16 through 40 months: skip it and wait for the next planned dose; more than 40 months: begin \
         another regimen of the label"
    );
    let close = by_time(
        Measure::ToNextPlanned,
        &[(Limit::through(Interval::days(2)), Action::Skip)],
        Action::KeepCalendar { minimum_gap: None },
    );
    assert_eq!(
        close.to_string(),
        "2 days or less to the next planned dose: skip it and wait for the next planned dose; more than 2 days: give it \
         as soon as possible and keep the planned dates of later doses"
    );
    let policy = MissedDosePolicy::always(by_time(
        Measure::SinceLastDose,
        &[(below(8), KEEP), (below(40), Action::go_back_to(2))],
        Action::Restart,
    ));
    let course = given(HIGH, policy, &["2026-01-05", "2026-01-19", "2026-05-19"]);
    let advice = |day: &str| course.advise(date(day)).expect("in order").to_string();
    assert_eq!(
        advice("2027-01-19"),
        "2027-01-19: dose 4 (maintenance): 28 mg IT planned on 2026-09-19, 122 days late, 2 doses outstanding: give dose 2 of the regimen (50 mg IT) in its place; next is dose 3 (maintenance): 28 mg IT on 2027-05-19"
    );
    assert_eq!(
        advice("2029-09-19"),
        "2029-09-19: dose 4 (maintenance): 28 mg IT planned on 2026-09-19, 1096 days late, 10 doses outstanding: begin the regimen anew with 50 mg IT; next is dose 2 (loading): 50 mg IT on 2029-10-03"
    );
}
