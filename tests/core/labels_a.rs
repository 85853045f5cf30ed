//! Labels of nusinersen, tofersen and the small interfering RNAs: what they say at each bound, the day before it and
//! the day after, by the literal values of their texts.

use aso_regimen::catalog;
use aso_regimen::dosing::course::EntryKind;
use aso_regimen::evidence::condition::{Findings, Met};
use aso_regimen::evidence::label::{Authority, LabelRegimen, Recipient};
use aso_regimen::evidence::monitoring::Monitoring;
use aso_regimen::evidence::source::Status;
use aso_regimen::{BodyWeight, Course, Label, Mass};

use crate::date;

const LOW: &str = "low dose";
const HIGH: &str = "high dose";
const CHANGE: &str = "change from the low to the high dose";

fn label(key: &str) -> Label {
    catalog::labels().key(&key.parse().expect(key)).one().expect(key).clone()
}

/// A course of a label's regimen with doses on these dates.
fn given(key: &str, regimen: &str, dates: &[&str]) -> Course {
    let mut course = label(key).course_named(regimen, date(dates[0])).expect("its name");
    for day in dates {
        course.give(date(day)).expect("in order");
    }
    course
}

/// A course with its first doses on their planned dates.
fn on_plan(key: &str, regimen: &str, first: &str, doses: usize) -> Course {
    let mut course = label(key).course_named(regimen, date(first)).expect("its name");
    let planned: Vec<_> = course.forecast().take(doses).map(|due| due.date()).collect();
    for day in planned {
        course.give(day).expect("on plan");
    }
    course
}

fn mass(mass: Option<Mass>) -> String {
    mass.map_or_else(|| "nothing".to_owned(), |mass| mass.to_string())
}

/// What is given on a day, and when what follows, as many as are expected; `open` where no date follows.
#[track_caller]
fn assert_advice(course: &Course, day: &str, expected: &str) {
    let advice = course.advise(date(day)).expect("in order");
    let today = advice.dose().and_then(|dose| dose.mass_for(None).ok());
    let follows: Vec<_> = advice
        .following()
        .take(expected.split(", ").count() - 1)
        .map(|due| format!("{} {}", mass(due.dose().mass_for(None).ok()), due.date()))
        .collect();
    let follows = if follows.is_empty() { "open".to_owned() } else { follows.join(", ") };
    assert_eq!(format!("{}, {follows}", mass(today)), expected, "{day}: {advice}");
}

/// 2.2 of the US label of March 2026, low dose: doses through 5 July 2025; the bounds are 5 March and 5 November 2026
/// and 5 November 2028.
#[test]
fn nusinersen_us_low_dose() {
    for key in ["Spinraza, US, 2026-03-30", "Spinraza, US, 2024-04-12", "Spinraza, US, 2023-02-21"]
    {
        let label = label(key);
        let name = &label.regimens()[0].name;
        let course = on_plan(key, name, "2025-01-06", 5);
        assert_advice(&course, "2026-02-19", "12 mg, 12 mg 2026-03-05, 12 mg 2026-07-05");
        // 13 days before the next: "as long as" 14 days are between, and otherwise nothing.
        assert_advice(&course, "2026-02-20", "12 mg, open");
        assert_advice(&course, "2026-03-04", "12 mg, open");
        assert_advice(&course, "2026-03-05", "12 mg, 12 mg 2026-03-19, 12 mg 2026-07-19");
        assert_advice(&course, "2026-03-06", "12 mg, 12 mg 2026-03-20, 12 mg 2026-07-20");
        assert_advice(&course, "2026-11-04", "12 mg, 12 mg 2026-11-18, 12 mg 2027-03-18");
        let two = "12 mg, 12 mg 2026-11-19, 12 mg 2026-12-03, 12 mg 2027-04-03";
        assert_advice(&course, "2026-11-05", two);
        let two = "12 mg, 12 mg 2028-11-18, 12 mg 2028-12-02, 12 mg 2029-04-02";
        assert_advice(&course, "2028-11-04", two);
        let anew = "12 mg, 12 mg 2028-11-19, 12 mg 2028-12-03, 12 mg 2029-01-02, 12 mg 2029-05-02";
        assert_advice(&course, "2028-11-05", anew);
        // Any of the loading doses: the later ones at their intervals.
        let late = given(key, name, &["2025-01-06"]);
        let moved = "12 mg, 12 mg 2025-02-13, 12 mg 2025-03-15, 12 mg 2025-07-15";
        assert_advice(&late, "2025-01-30", moved);
    }
}

/// 2.2, high dose: 28 mg on 20 May 2025; the bounds are 20 January 2026 and 20 September 2028.
#[test]
fn nusinersen_us_high_dose() {
    let key = "Spinraza, US, 2026-03-30";
    let second = given(key, HIGH, &["2025-01-06"]);
    assert_advice(&second, "2025-01-21", "50 mg, 28 mg 2025-05-21, 28 mg 2025-09-21");
    assert_advice(&second, "2027-12-01", "50 mg, 28 mg 2028-04-01, 28 mg 2028-08-01");
    let course = on_plan(key, HIGH, "2025-01-06", 3);
    assert_advice(&course, "2026-01-06", "28 mg, 28 mg 2026-01-20, 28 mg 2026-05-20");
    assert_advice(&course, "2026-01-07", "28 mg, open");
    assert_advice(&course, "2026-01-19", "28 mg, open");
    // One 50 mg, then 28 mg every 4 months.
    assert_advice(&course, "2026-01-20", "50 mg, 28 mg 2026-05-20, 28 mg 2026-09-20");
    assert_advice(&course, "2026-01-21", "50 mg, 28 mg 2026-05-21, 28 mg 2026-09-21");
    assert_advice(&course, "2028-09-19", "50 mg, 28 mg 2029-01-19, 28 mg 2029-05-19");
    assert_advice(&course, "2028-09-20", "50 mg, 50 mg 2028-10-04, 28 mg 2029-02-04");
    assert_advice(&course, "2028-09-21", "50 mg, 50 mg 2028-10-05, 28 mg 2029-02-05");
}

/// 4 months after the last dose there is no date where none was given, whatever a person decided.
#[test]
fn nusinersen_no_change_before_the_first_dose() {
    for key in ["Spinraza, EU, 2026-01", "Spinraza, Japan, 2025-11", "Spinraza, US, 2026-03-30"] {
        let label = label(key);
        let regimen =
            label.regimens().iter().find(|one| one.name.contains("12 mg") || one.name == LOW);
        let name = &regimen.expect("the 12 mg").name;
        let decided =
            Findings::new().judged("a change from 12 mg to 50 and 28 mg is decided", true);
        let day = date("2026-02-20");
        let switches = |course: &Course| {
            let rules = label.rules_met(&decided.clone().doses_of(course, day)).expect("no value");
            let entries = rules.iter().filter_map(|rule| rule.entry(course, day));
            entries.map(|entry| entry.kind().clone()).collect::<Vec<_>>()
        };
        let begun = label.course_named(name, date("2026-01-05")).expect("its name");
        assert_eq!(switches(&begun), [], "{key}");
        let elsewhere = label.continuing(name, 6, date("2026-02-17")).expect("a dose");
        let [EntryKind::Switched(switch)] = &*switches(&elsewhere) else { panic!("{key}") };
        assert_eq!(switch.on, Some(date("2026-06-17")), "{key}");
    }
}

/// 2.5: one 50 mg 4 months after the last 12 mg, then 28 mg; after it the rows of the high dose.
#[test]
fn nusinersen_us_change_to_the_high_dose() {
    let key = "Spinraza, US, 2026-03-30";
    let label = label(key);
    let mut course = on_plan(key, LOW, "2025-01-06", 5);
    let findings = Findings::new()
        .judged("a change from 12 mg to 50 and 28 mg is decided", true)
        .doses_of(&course, date("2025-09-01"));
    let rules = label.rules_met(&findings).expect("no value");
    let [rule] = &rules[..] else { panic!("one rule") };
    assert_eq!(rule.met(), Met::Yes);
    assert_eq!(
        rule.additional_instructions(),
        "at least 4 months (plus or minus 14 days) after the last 12 mg maintenance dose; the label does not say what applies before the first of these"
    );
    course.record(rule.entry(&course, date("2025-09-01")).expect("a switch")).expect("in order");
    let plan: Vec<_> = course
        .forecast()
        .take(3)
        .map(|due| format!("{} {}", mass(due.dose().mass_for(None).ok()), due.date()))
        .collect();
    assert_eq!(plan, ["50 mg 2025-11-05", "28 mg 2026-03-05", "28 mg 2026-07-05"]);
    // Of the 50 mg being late no label speaks.
    assert_advice(&course, "2025-11-05", "50 mg, 28 mg 2026-03-05, 28 mg 2026-07-05");
    assert_advice(&course, "2026-01-05", "nothing, open");
    for key in [key, "Spinraza, EU, 2026-01", JAPAN] {
        let label = self::label(key);
        let change = label.regimens().iter().find(|one| one.name == CHANGE).expect("its name");
        let late = change.policy.as_ref().expect("its own").to_string();
        assert!(late.starts_with("loading dose: the label does not say what to do\n"), "{late}");
    }

    let changed = on_plan(key, CHANGE, "2026-01-05", 2);
    assert_advice(&changed, "2027-01-04", "28 mg, open");
    assert_advice(&changed, "2027-01-05", "50 mg, 28 mg 2027-05-05, 28 mg 2027-09-05");
    assert_advice(&changed, "2029-09-04", "50 mg, 28 mg 2030-01-04, 28 mg 2030-05-04");
    // From 40 months on the high dose begins anew, with two of 50 mg: another regimen than this.
    assert_advice(&changed, "2029-09-05", "nothing, open");
    let anew = changed.advise(date("2029-09-05")).expect("in order").to_string();
    assert!(anew.contains("begin another regimen of the label"), "{anew}");
}

/// 2.1 of the labels of 2016 to 2020: no bands, and nothing of the date after a late loading dose.
#[test]
fn nusinersen_us_before_the_bands() {
    for key in ["Spinraza, US, 2020-06-17", "Spinraza, US, 2018-10", "Spinraza, US, 2016-12"] {
        assert_advice(&given(key, "", &["2025-01-06"]), "2025-01-30", "12 mg, open");
        let course = on_plan(key, "", "2025-01-06", 5);
        assert_advice(&course, "2026-03-05", "12 mg, 12 mg 2026-07-05, 12 mg 2026-11-05");
        assert_advice(&course, "2029-03-05", "12 mg, 12 mg 2029-07-05, 12 mg 2029-11-05");
    }
    let current = catalog::labels().named("nusinersen").authority(Authority::Us);
    for (day, key) in [
        ("2016-12-31", "Spinraza, US, 2016-12"),
        ("2023-02-20", "Spinraza, US, 2020-06-17"),
        ("2023-02-21", "Spinraza, US, 2023-02-21"),
        ("2026-03-29", "Spinraza, US, 2024-04-12"),
        ("2026-03-30", "Spinraza, US, 2026-03-30"),
    ] {
        let found = current.clone().current(date(day)).one().expect("one");
        assert_eq!(found.key().to_string(), key, "{day}");
    }
}

/// Section 4.2, table 1, with its example: the third loading dose on day 58 in place of 28, the fourth on day 93, and
/// maintenance 4 months after.
#[test]
fn nusinersen_eu_low_dose() {
    let key = "Spinraza, EU, 2026-01";
    let third = given(key, LOW, &["2026-01-05", "2026-01-19"]);
    assert_advice(&third, "2026-03-04", "12 mg, 12 mg 2026-04-08, 12 mg 2026-08-08");
    // The fifth dose on 10 July 2025; the bounds are 10 March and 10 November 2026 and 10 November 2028.
    for (key, name) in [(key, LOW), ("Spinraza, EU, 12 mg with bands", "")] {
        let course = on_plan(key, name, "2025-01-06", 5);
        assert_advice(&course, "2026-02-24", "12 mg, 12 mg 2026-03-10, 12 mg 2026-07-10");
        assert_advice(&course, "2026-02-25", "12 mg, open");
        assert_advice(&course, "2026-03-09", "12 mg, open");
        assert_advice(&course, "2026-03-10", "12 mg, 12 mg 2026-03-24, 12 mg 2026-07-24");
        assert_advice(&course, "2026-11-09", "12 mg, 12 mg 2026-11-23, 12 mg 2027-03-23");
        let two = "12 mg, 12 mg 2026-11-24, 12 mg 2026-12-08, 12 mg 2027-04-08";
        assert_advice(&course, "2026-11-10", two);
        let two = "12 mg, 12 mg 2028-11-23, 12 mg 2028-12-07, 12 mg 2029-04-07";
        assert_advice(&course, "2028-11-09", two);
        let anew = "12 mg, 12 mg 2028-11-24, 12 mg 2028-12-08, 12 mg 2029-01-12, 12 mg 2029-05-12";
        assert_advice(&course, "2028-11-10", anew);
    }
    // Of the one with bands the loading row was not read; the one before has no date after a loading dose.
    for key in ["Spinraza, EU, 12 mg with bands", "Spinraza, EU, 12 mg without bands"] {
        let late = given(key, "", &["2026-01-05", "2026-01-19"]);
        let open = if key.contains("without") { "12 mg, open" } else { "nothing, open" };
        assert_advice(&late, "2026-03-04", open);
        assert!(label(key).is_superseded());
    }
}

/// Table 2: 50 mg on 6 January 2025; 4.5 months end on 21 May, 8.5 on 21 September. 28 mg on 20 May 2025; 8 months
/// end on 20 January, 12 on 20 May 2026.
#[test]
fn nusinersen_eu_high_dose() {
    let key = "Spinraza, EU, 2026-01";
    let second = given(key, HIGH, &["2025-01-06"]);
    assert_advice(&second, "2025-05-06", "50 mg, 28 mg 2025-05-20, 28 mg 2025-09-20");
    assert_advice(&second, "2025-05-07", "50 mg, open");
    assert_advice(&second, "2025-05-20", "50 mg, open");
    assert_advice(&second, "2025-05-21", "50 mg, 28 mg 2025-06-04, 28 mg 2025-10-04");
    assert_advice(&second, "2025-05-22", "50 mg, 28 mg 2025-06-05, 28 mg 2025-10-05");
    assert_advice(&second, "2025-09-20", "50 mg, 28 mg 2025-10-04, 28 mg 2026-02-04");
    assert_advice(&second, "2025-09-21", "nothing, open");
    assert_advice(&second, "2025-09-22", "50 mg, 50 mg 2025-10-06, 28 mg 2026-02-06");
    let course = on_plan(key, HIGH, "2025-01-06", 3);
    assert_advice(&course, "2026-01-06", "28 mg, 28 mg 2026-01-20, 28 mg 2026-05-20");
    assert_advice(&course, "2026-01-19", "28 mg, open");
    assert_advice(&course, "2026-01-20", "28 mg, 28 mg 2026-02-03, 28 mg 2026-06-03");
    assert_advice(&course, "2026-05-19", "28 mg, 28 mg 2026-06-02, 28 mg 2026-10-02");
    assert_advice(&course, "2026-05-20", "50 mg, 50 mg 2026-06-03, 28 mg 2026-10-03");
    assert_advice(&course, "2026-05-21", "50 mg, 50 mg 2026-06-04, 28 mg 2026-10-04");
    let changed = on_plan(key, CHANGE, "2026-01-05", 2);
    assert_advice(&changed, "2027-05-04", "28 mg, 28 mg 2027-05-18, 28 mg 2027-09-18");
    assert_advice(&changed, "2027-05-05", "nothing, open");
}

const JAPAN: &str = "Spinraza, Japan, 2025-11";
const INFANTILE: &str = "12 mg, infantile-onset or presymptomatic, from 731 days of age";
const OTHER: &str = "12 mg, other than infantile-onset, from 731 days of age";

/// Sections 7.4 to 7.6: the days of the label's weeks and months.
#[test]
fn nusinersen_japan_late_doses() {
    // 7.5: weeks 0, 2, 4 and 9, then every 4 months.
    let week_2 = given(JAPAN, INFANTILE, &["2025-01-06"]);
    let moved = "12 mg, 12 mg 2025-02-13, 12 mg 2025-03-20, 12 mg 2025-07-20";
    assert_advice(&week_2, "2025-01-30", moved);
    let week_4 = given(JAPAN, INFANTILE, &["2025-01-06", "2025-01-20"]);
    assert_advice(&week_4, "2025-02-20", "12 mg, 12 mg 2025-03-27, 12 mg 2025-07-27");
    let week_9 = on_plan(JAPAN, INFANTILE, "2025-01-06", 3);
    assert_advice(&week_9, "2025-04-01", "12 mg, 12 mg 2025-08-01, 12 mg 2025-12-01");
    let later = on_plan(JAPAN, INFANTILE, "2025-01-06", 5);
    assert_advice(&later, "2026-02-24", "12 mg, 12 mg 2026-03-10, 12 mg 2026-07-10");
    assert_advice(&later, "2026-02-25", "12 mg, 12 mg 2026-03-11, 12 mg 2026-07-11");
    assert_advice(&later, "2026-04-01", "12 mg, 12 mg 2026-04-15, 12 mg 2026-08-15");
    assert_advice(&later, "2026-11-09", "12 mg, 12 mg 2026-11-23, 12 mg 2027-03-23");
    assert_advice(&later, "2026-11-10", "nothing, open");
    // 7.6: weeks 0, 4 and 12, then every 6 months, with 4 weeks.
    let week_4 = given(JAPAN, OTHER, &["2025-01-07"]);
    assert_advice(&week_4, "2025-03-01", "12 mg, 12 mg 2025-04-26, 12 mg 2025-10-26");
    let third = on_plan(JAPAN, OTHER, "2025-01-07", 2);
    assert_advice(&third, "2025-05-01", "12 mg, 12 mg 2025-11-01, 12 mg 2026-05-01");
    let later = on_plan(JAPAN, OTHER, "2025-01-07", 4);
    assert_advice(&later, "2026-09-03", "12 mg, 12 mg 2026-10-01, 12 mg 2027-04-01");
    assert_advice(&later, "2026-09-04", "12 mg, 12 mg 2026-10-02, 12 mg 2027-04-02");
    assert_advice(&later, "2028-09-30", "12 mg, 12 mg 2028-10-28, 12 mg 2029-04-28");
    assert_advice(&later, "2028-10-01", "nothing, open");
    // 7.4: 50 mg twice, then 28 mg every 4 months.
    let second = given(JAPAN, HIGH, &["2025-01-06"]);
    assert_advice(&second, "2025-05-06", "50 mg, 28 mg 2025-05-20, 28 mg 2025-09-20");
    assert_advice(&second, "2025-05-07", "50 mg, 28 mg 2025-05-21, 28 mg 2025-09-21");
    assert_advice(&second, "2025-06-01", "50 mg, 28 mg 2025-06-15, 28 mg 2025-10-15");
    assert_advice(&second, "2025-09-20", "50 mg, 28 mg 2025-10-04, 28 mg 2026-02-04");
    assert_advice(&second, "2025-09-21", "nothing, open");
    assert_advice(&second, "2025-09-22", "50 mg, 50 mg 2025-10-06, 28 mg 2026-02-06");
    let later = on_plan(JAPAN, HIGH, "2025-01-06", 3);
    assert_advice(&later, "2026-05-19", "28 mg, 28 mg 2026-06-02, 28 mg 2026-10-02");
    assert_advice(&later, "2026-05-20", "50 mg, 50 mg 2026-06-03, 28 mg 2026-10-03");
}

/// Section 6: the scale of ages in days, of the 12 mg product alone.
#[test]
fn nusinersen_japan_by_age() {
    let label = label(JAPAN);
    let born = date("2024-01-01");
    let doses = |form: &'static str, days: u64| -> Vec<String> {
        let day = born + aso_regimen::chrono::Days::new(days);
        let person = Recipient::new().born(born).with(form);
        let suits = |named: &&LabelRegimen| named.suits(&person, day) == Some(true);
        let all = label.regimens().iter().filter(suits);
        all.map(|named| named.regimen.phases()[0].dose().to_string()).collect()
    };
    let high = "50 mg (5 mL, withdraw 5 mL, over 1-3 min) IT";
    for form in ["infantile-onset or presymptomatic", "other than infantile-onset"] {
        for (from, through, amount, volume) in [
            (0, 90, "9.6", "4"),
            (91, 180, "10.3", "4.3"),
            (181, 365, "10.8", "4.5"),
            (366, 730, "11.3", "4.7"),
            (731, 20_000, "12", "5"),
        ] {
            let twelve =
                format!("{amount} mg ({volume} mL, withdraw {volume} mL, over 1-3 min) IT");
            for days in [from, through] {
                // The high dose, and the change to it, are for any age and form.
                assert_eq!(doses(form, days), [high, high, &twelve], "{form}, day {days}");
            }
        }
    }
    assert_eq!(label.regimens().len(), 12);
}

/// Table 1 of the Swiss text, as far as it was read.
#[test]
fn nusinersen_switzerland() {
    let key = "Spinraza, Switzerland, 2022-11-17, in part";
    let third = given(key, "", &["2026-01-05", "2026-01-19"]);
    assert_advice(&third, "2026-02-19", "nothing, open");
    assert_advice(&third, "2026-02-20", "12 mg, 12 mg 2026-03-27, 12 mg 2026-07-27");
    // The example of the text.
    assert_advice(&third, "2026-03-04", "12 mg, 12 mg 2026-04-08, 12 mg 2026-08-08");
    assert_advice(&third, "2026-04-19", "12 mg, 12 mg 2026-05-24, 12 mg 2026-09-24");
    assert_advice(&third, "2026-04-20", "nothing, open");
    let course = on_plan(key, "", "2025-01-06", 5);
    assert_advice(&course, "2026-02-24", "12 mg, 12 mg 2026-03-10, 12 mg 2026-07-10");
    assert_advice(&course, "2026-03-09", "12 mg, open");
    let cut = course.advise(date("2026-03-10")).expect("in order");
    assert!(cut.to_string().ends_with("the label's text was not read here"), "{cut}");
}

/// What is measured before doses; US 5.2: urine protein above 0.2 g/L.
#[test]
fn nusinersen_laboratory() {
    for us in &catalog::labels().named("nusinersen").authority(Authority::Us) {
        let measured: Vec<&str> = us.monitoring().iter().map(Monitoring::what).collect();
        let coagulation = ["prothrombin time", "activated partial thromboplastin time"];
        assert_eq!(measured, ["platelets", coagulation[0], coagulation[1], "urine protein"]);
        let before = "measure before the first dose, before each dose and as clinically needed";
        let again = "consider to repeat it and to evaluate further";
        for (value, expected) in [(0.19, before), (0.2, before), (0.21, again)] {
            let band = us.monitoring()[3].applies_to(value, "g/L").expect("a value");
            assert_eq!(
                (band.action.to_string().as_str(), &*band.additional_instructions),
                ("go on", expected)
            );
        }
    }
    let japan: Vec<_> = label(JAPAN).monitoring().iter().map(|one| one.what().to_owned()).collect();
    assert_eq!(japan, ["platelets", "coagulation", "renal function", "liver function"]);
    let unventilated = Findings::new().judged("ventilation is permanent", false);
    let rules = |found: &Findings| {
        label(JAPAN)
            .rules_met(found)
            .expect("no value")
            .iter()
            .any(|rule| rule.to_string().contains(": stop"))
    };
    assert!(!rules(&unventilated));
    let both = Findings::new()
        .judged("ventilation is permanent", true)
        .judged("treatment has no effect", true);
    assert!(rules(&both));
}

/// Both labels are for adults; nothing but the edition tells their rules apart.
#[test]
fn tofersen_is_for_adults() {
    let (us, eu) = (label("Qalsody, US, 2023"), label("Qalsody, EU, 2026-03"));
    assert_eq!(us.policy(), eu.policy());
    for label in [us, eu] {
        let at = |day: &str| {
            label.course_for(Recipient::new().born(date("2008-05-01")), date(day)).is_ok()
        };
        assert!(!at("2026-04-30") && at("2026-05-01"), "{label}");
        assert_eq!(label.last_read(), Some(date("2026-11-26")));
    }
}

/// Leqvio: 2 doses through 15 April 2026 are due, the second is late by just below, exactly and more than 3 months.
#[test]
fn inclisiran_by_three_months() {
    for (key, adult) in
        [("Leqvio, US, 2026-02", 12), ("Leqvio, EU, 2021", 18), ("Leqvio, Switzerland", 18)]
    {
        let course = given(key, "", &["2026-01-15"]);
        assert_advice(&course, "2026-07-14", "284 mg, 284 mg 2026-10-15, 284 mg 2027-04-15");
        assert_advice(&course, "2026-07-15", "nothing, open");
        assert_advice(&course, "2026-07-16", "284 mg, 284 mg 2026-10-16, 284 mg 2027-04-16");
        let years = label(key).from_age().map(|age| age.to_string());
        assert_eq!(years, Some(format!("{}mo", 12 * adult)), "{key}");
    }
}

/// Onpattro: 3 days after the missed dose, and the day after that; in the UK text the sentence was not read.
#[test]
fn patisiran_within_three_days() {
    for (key, status) in [
        ("Onpattro, US, 2025-09", Status::LabelText),
        ("Onpattro, UK, 2023-09-14", Status::Secondary),
    ] {
        let mut course = given(key, "", &["2026-01-05"]);
        course.weigh(date("2026-01-05"), BodyWeight::kg(100)).expect("in order");
        let next = |day: &str| {
            let advice = course.advise(date(day)).expect("in order");
            advice.following().next().map(|due| due.date().to_string())
        };
        for (day, expected) in [
            ("2026-01-28", "2026-02-16"),
            ("2026-01-29", "2026-02-16"),
            ("2026-01-30", "2026-02-20"),
        ] {
            assert_eq!(next(day).as_deref(), Some(expected), "{key}, {day}");
        }
        let label = label(key);
        assert_eq!(label.sources().last().map(|source| source.status), Some(status), "{key}");
        for (weight, amount) in [(99_900, "29.97 mg"), (100_000, "30 mg"), (120_000, "30 mg")] {
            let dose = label.regimens()[0].regimen.phases()[0].dose();
            let mass = dose.mass_for(BodyWeight::grams(weight)).expect("an amount");
            assert_eq!(mass.to_string(), amount);
        }
    }
    assert!(label("Onpattro, EU, 2023").policy().to_string().ends_with("was not read here"));
}

/// Those that count from the most recent dose, however late: two intervals on from a dose a year late.
#[test]
fn from_the_most_recent_dose() {
    for (key, regimen, next) in [
        ("Amvuttra, US, 2025-03", "", "2027-05-01"),
        ("Amvuttra, EU, 2022", "", "2027-05-01"),
        ("Redemplo, US, 2025-11", "", "2027-05-01"),
        ("Givlaari, US, 2025-09", "starting dose", "2027-03-01"),
        ("Givlaari, EU, 2020", "starting dose", "2027-03-01"),
        ("Givlaari, UK, 2024-09-20", "resumed after a transaminase event", "2027-03-01"),
        ("Oxlumo, US, 2025-04", "from 20 kg", "2027-03-01"),
        ("Oxlumo, EU, 2020", "below 10 kg", "2027-03-01"),
        ("Qfitlia, US, 2025-09", "starting dose", "2027-04-01"),
        ("Qfitlia, US, 2025-09", "10 mg every month", "2027-03-01"),
    ] {
        let course = given(key, regimen, &["2026-01-05"]);
        let advice = course.advise(date("2027-02-01")).expect("in order");
        let following = advice.following().next().map(|due| due.date());
        assert_eq!(following, Some(date(next)), "{key}");
    }
    assert_eq!(
        label("Redemplo, US, 2025-11").regimens()[0].regimen.to_string(),
        "25 mg (0.5 mL) SC q3mo"
    );
    let adults = label("Redemplo, US, 2025-11").from_age().map(|age| age.to_string());
    assert_eq!(adults.as_deref(), Some("216mo"));
    assert!(label("Redemplo, US, 2025-11").monitoring().is_empty());
    let later = label("Amvuttra, EU, with cardiomyopathy");
    assert!(later.policy().to_string().ends_with("was not read here"));
    assert!(label("Amvuttra, EU, 2022").is_superseded());
    let (us, eu) = (label("Oxlumo, US, 2025-04"), label("Oxlumo, EU, 2020"));
    assert_eq!(us.regimens(), eu.regimens());
    assert_eq!(
        us.rules()[0].to_string(),
        "on a day of haemodialysis: go on (give the dose after it)"
    );
}

/// Rivfloza: 7 days, and by age and weight; the maximum of 2023 is gone.
#[test]
fn nedosiran_of_2025_and_of_2023() {
    for key in ["Rivfloza, US, 2025-03", "Rivfloza, US, 2023"] {
        let mut course =
            label(key).course_named("12 years and older", date("2026-01-05")).expect("named");
        course.weigh(date("2026-01-05"), BodyWeight::kg(60)).expect("in order");
        course.give(date("2026-01-05")).expect("on plan");
        let next = |day: &str| {
            let advice = course.advise(date(day)).expect("in order");
            advice.following().next().map(|due| due.date().to_string())
        };
        assert_eq!(next("2026-02-11"), None, "6 days");
        assert_eq!(next("2026-02-12"), None, "7 days");
        assert_eq!(next("2026-02-13").as_deref(), Some("2026-03-13"), "8 days");
    }
    let born = date("2014-05-01");
    let amount = |key: &str, day: &str, grams: u32| {
        let whom = Recipient::weighing(BodyWeight::grams(grams)).born(born);
        let label = label(key);
        let named = label.regimen_for(whom, date(day)).map_err(|error| error.to_string())?;
        let mass = named.regimen.phases()[0].dose().mass_for(BodyWeight::grams(grams));
        Ok::<_, String>(mass.expect("an amount").to_string())
    };
    let (now, before) = ("Rivfloza, US, 2025-03", "Rivfloza, US, 2023");
    for (key, day, grams, expected) in [
        (now, "2016-05-01", 12_000, "39.6 mg"),
        (now, "2026-04-30", 38_900, "128.37 mg"),
        (now, "2026-04-30", 39_000, "128 mg"),
        (now, "2026-04-30", 49_900, "128 mg"),
        (now, "2026-04-30", 50_000, "160 mg"),
        // The twelfth birthday.
        (now, "2026-05-01", 38_900, "128 mg"),
        (now, "2026-05-01", 50_000, "160 mg"),
        (before, "2023-05-01", 38_000, "125.4 mg"),
        (before, "2026-04-30", 38_900, "128 mg"),
        (before, "2026-04-30", 50_000, "160 mg"),
    ] {
        assert_eq!(amount(key, day, grams).as_deref(), Ok(expected), "{key}, {day}, {grams} g");
    }
    for (key, day) in [(now, "2016-04-30"), (before, "2023-04-30")] {
        assert!(amount(key, day, 30_000).expect_err("too young").contains("found none"), "{key}");
    }
}

/// The table of a value for those on a regimen whose name has this in it.
fn table<'l>(label: &'l Label, what: &str, when: &str) -> &'l Monitoring {
    let is_it = |one: &&Monitoring| {
        let given = one.when().map(ToString::to_string).unwrap_or_default();
        one.what() == what && given.contains(when)
    };
    label.monitoring().iter().find(is_it).expect("a table")
}

/// Qfitlia, table 1, 2.1 and 5.3: each row at its bounds.
#[test]
fn fitusiran_by_antithrombin_and_liver() {
    let label = label("Qfitlia, US, 2025-09");
    let table = |what: &str, when: &str| table(&label, what, when);
    let said = |what: &str, unit: &str, value: f64| {
        let (what, when) = what.split_once(" on ").unwrap_or((what, ""));
        table(what, when).applies_to(value, unit).expect("a value").action.to_string()
    };
    for (on, lower, increased) in [
        (
            "starting dose",
            "give the regimen \"20 mg every 2 months\", 3 months after the last dose",
            "50 mg",
        ),
        (
            "20 mg every 2 months",
            "give the regimen \"10 mg every 2 months\", 3 months after the last dose",
            "20 mg",
        ),
        ("10 mg every 2 months", "stop", "10 mg"),
    ] {
        let what = format!("antithrombin activity on {on}");
        assert_eq!(said(&what, "%", 14.9), lower);
        assert_eq!(said(&what, "%", 15.0), "go on");
        assert_eq!(said(&what, "%", 35.0), "go on");
        assert_eq!(said(&what, "%", 35.1), "the label does not say what to do");
        // On 20 mg since 5 April, 3 months after the only dose of 50 mg.
        let starting = label.course_named("starting dose", date("2026-01-05")).expect("its name");
        let mut course = starting;
        course.give(date("2026-01-05")).expect("on plan");
        let low = Findings::new().value("antithrombin activity", "%", 12.0);
        let low = label.rules_met(&low.doses_of(&course, date("2026-02-02"))).expect("in %")[0]
            .entry(&course, date("2026-02-02"));
        course.record(low.expect("a switch")).expect("in order");
        course.give(date("2026-04-05")).expect("on plan");
        course.give(date("2026-06-05")).expect("on plan");
        for (value, today, expected) in [
            (35.0, "2026-10-05", false),
            (35.1, "2026-10-04", false),
            (35.1, "2026-10-05", true),
            (35.1, "2026-04-04", false),
        ] {
            let found = Findings::new().value("antithrombin activity", "%", value);
            let found = found.doses_of(&course, date(today));
            let monthly = format!("give the regimen \"{increased} every month\"");
            let rules = label.rules_met(&found).expect("in %");
            let is_said = rules.iter().any(|rule| rule.action().to_string() == monthly);
            assert_eq!(is_said, expected && increased == "20 mg", "{what} of {value}, {today}");
        }
    }
    assert_eq!(said("antithrombin activity before the first dose", "%", 59.9), "do not start");
    assert_eq!(said("antithrombin activity before the first dose", "%", 60.0), "go on");

    let rules = |found: Findings| -> Vec<String> {
        let rules = label.rules_met(&found).expect("the label's units");
        let sure = rules.iter().filter(|rule| rule.met() == Met::Yes);
        sure.map(|rule| rule.action().to_string())
            .filter(|action| *action != "the label does not say what to do")
            .collect()
    };
    let pause = "pause until liver tests are back at their values before treatment and the benefit outweighs the risk, \
                 then go on";
    for what in ["ALT", "AST"] {
        assert!(rules(Findings::new().value(what, "x ULN", 5.0)).is_empty());
        assert_eq!(rules(Findings::new().value(what, "x ULN", 5.1)), [pause]);
    }
    let jaundice = "there is jaundice without another cause";
    let bilirubin =
        |value| Findings::new().value("total bilirubin", "mg/dL", value).judged(jaundice, true);
    assert!(rules(bilirubin(2.4)).is_empty());
    assert_eq!(rules(bilirubin(2.5)), ["stop"]);
}

/// Qfitlia, 2.2 and 5: what table 1 has no row for, and what has no number.
#[test]
fn fitusiran_beside_its_table() {
    let label = label("Qfitlia, US, 2025-09");
    // After the end nothing is measured.
    let words = |what: &str, value| {
        let band =
            table(&label, "antithrombin activity", what).applies_to(value, "%").expect("a value");
        format!("{}; {}", band.action, band.additional_instructions)
    };
    let monthly = "every month";
    assert_eq!(
        words(monthly, 14.9),
        "the label does not say what to do; a reduction is required, to what is not said; the lower dose 3 months after \
         the last; then measure as at first"
    );
    assert_eq!([words(monthly, 15.0), words(monthly, 35.0)], ["go on; ", "go on; "]);
    assert!(words(monthly, 35.1).ends_with(
        "an increase is to be considered after 6 months; the label does not say to what"
    ));
    let ten = "10 mg every 2 months";
    assert_eq!(words(ten, 14.9), "stop; no routine measurement after it");
    let twenty = "20 mg every 2 months";
    assert!(words(twenty, 14.9).ends_with("; then measure as at first"));

    // The lower dose begins 3 months after the last one.
    let mut course = label.course_named("starting dose", date("2026-01-05")).expect("its name");
    course.give(date("2026-01-05")).expect("on plan");
    let found = Findings::new().value("antithrombin activity", "%", 12.0);
    let low = label.rules_met(&found.doses_of(&course, date("2026-02-02"))).expect("in %");
    course.record(low[0].entry(&course, date("2026-02-02")).expect("a switch")).expect("in order");
    let next =
        course.forecast().next().map(|due| (mass(due.dose().mass_for(None).ok()), due.date()));
    assert_eq!(next, Some(("20 mg".to_owned(), date("2026-04-05"))));
}

/// Qfitlia, 2.2 and 5.1 to 5.3: what somebody judges.
#[test]
fn fitusiran_by_judgement() {
    let label = label("Qfitlia, US, 2025-09");
    let text: Vec<String> = label.rules().iter().map(ToString::to_string).collect();
    for rule in [
        "bleeding is not controlled satisfactorily: the label does not say what to do (a higher dose is to be considered, which table 1 states only above 35 %; then measure as at first)",
        "there is a thrombotic event: pause until it has resolved and the benefit outweighs the risk, then go on",
        "there is gallbladder disease: pause until somebody decides, then go on (an interruption or the end of \
         treatment to be considered)",
        "there was symptomatic gallbladder disease: do not start (another treatment to be considered)",
        "the liver is impaired (Child-Pugh A, B or C): do not start",
    ] {
        assert!(text.iter().any(|text| text == rule), "{rule}");
    }
}

/// Givlaari: reduced after transaminases, and in the US back to the full dose.
#[test]
fn givosiran_after_transaminases() {
    let said = |key: &str| -> Vec<String> {
        label(key).rules().iter().map(|rule| rule.action.to_string()).collect()
    };
    let reduced = "pause until they have improved, then give the regimen \"resumed after a transaminase event\"";
    let back = "give the regimen \"starting dose\"";
    assert_eq!(said("Givlaari, US, 2025-09"), [reduced, back, "stop"]);
    assert_eq!(said("Givlaari, EU, 2020"), [reduced]);
    assert_eq!(said("Givlaari, UK, 2024-09-20"), [reduced]);
    for (key, years) in [("Givlaari, US, 2025-09", 18), ("Givlaari, EU, 2020", 12)] {
        let from = label(key).from_age().map(|age| age.to_string());
        assert_eq!(from, Some(format!("{}mo", 12 * years)), "{key}");
    }
}

/// What is known to exist and was not read has no label.
#[test]
fn what_was_not_read_has_no_label() {
    for name in ["zilganersen", "Zanvastro", "bepirovirsen", "Hibsago"] {
        assert!(catalog::labels().named(name).is_empty(), "{name}");
    }
}

/// Every source of every label, those of its monitoring and rules too, was read on one day, and can be looked up.
#[test]
fn every_source_was_read_and_can_be_looked_up() {
    let labels = catalog::labels();
    for label in &labels {
        let monitoring = label.monitoring().iter().map(Monitoring::source);
        let rules = label.rules().iter().map(|rule| &rule.source);
        for source in label.sources().iter().chain(monitoring).chain(rules) {
            assert!(source.can_be_looked_up(), "{label}: {source}");
            assert_eq!(source.read, Some(date("2026-11-26")), "{label}: {source}");
        }
    }
    assert!(labels.len() >= 56);
}
