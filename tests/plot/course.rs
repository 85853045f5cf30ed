//! Timelines of courses.

use aso_regimen::catalog;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, Switch};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::evidence::condition::{Condition, Findings};
use aso_regimen::plot::CourseTimeline;
use aso_regimen::plot::font::LONGEST_NOTE;
use aso_regimen::{Course, Label, Mass, Regimen};

use crate::drawing::{self, doses};
use crate::snapshot;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn course(regimen: &str, action: Action) -> Course {
    let regimen: Regimen = regimen.parse().expect("a regimen");
    Course::new(regimen, MissedDosePolicy::always(action), date("2026-01-05"))
}

fn dates(course: &Course, through: &str, class: &str) -> Vec<(String, String)> {
    let picture = CourseTimeline::new("T", course, date(through))
        .and_then(|timeline| timeline.draw())
        .expect("a picture");
    drawing::check(&picture);
    doses(&picture, class)
        .into_iter()
        .map(|dose| (dose.class, dose.date.expect("a date")))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(class, date): &(&str, &str)| ((*class).to_owned(), (*date).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn a_late_and_a_missed_dose_of_tofersen() {
    let picture = snapshot::picture("course");
    let found = |class| {
        let doses = doses(&picture, class).into_iter();
        let pairs = doses.map(|dose| (dose.class, dose.date.expect("a date")));
        pairs.collect::<Vec<_>>()
    };
    assert_eq!(
        found("given"),
        pairs(&[
            ("given on-time", "2026-01-05"),
            ("given late", "2026-01-25"),
            ("given on-time", "2026-02-08"),
            ("given on-time", "2026-03-08"),
            ("given late", "2026-04-13"),
            ("given on-time", "2026-05-11"),
        ])
    );
    assert_eq!(found("missed"), pairs(&[("missed", "2026-04-05")]));
    assert_eq!(found("planned").len(), 11);
    assert_eq!(found("forecast")[0], pairs(&[("forecast", "2026-06-08")])[0]);
    assert_eq!(found("forecast").len(), 5);
    let texts = drawing::check(&picture);
    assert!(texts.contains(&"Missed on 2026-04-05: influenza".to_owned()), "{texts:?}");
}

#[test]
fn doses_the_label_skips_are_crosses() {
    let mut course = course("100 mg SC q7d", Action::Skip);
    course.give(date("2026-01-05")).expect("the first");
    // The second and third are past when the fourth is given.
    course.give(date("2026-01-26")).expect("the fourth");
    assert_eq!(course.adherence(date("2026-01-31")).missed, 2);
    assert_eq!(
        dates(&course, "2026-02-28", "missed"),
        pairs(&[("missed", "2026-01-12"), ("missed", "2026-01-19")])
    );
}

#[test]
fn an_early_dose_leaves_the_next_open_in_words() {
    let mut course = course("100 mg IT q28d", Action::Reanchor);
    course.give(date("2026-01-05")).expect("the first");
    course.give(date("2026-01-30")).expect("the second");
    let picture = CourseTimeline::new("T", &course, date("2026-06-30"))
        .and_then(|timeline| timeline.draw())
        .expect("a picture");
    let texts = drawing::check(&picture).join(" ");
    assert!(texts.contains("3 days early"), "{texts}");
    let words =
        "The next dose has no date: the label does not say what follows a dose given 3 days early.";
    assert!(texts.contains(words), "{texts}");
    assert_eq!(doses(&picture, "forecast"), []);
}

#[test]
fn a_switch_changes_the_plan_from_its_day() {
    let mut course = course("12 mg IT q14d x3, then after 35d x1, then q4mo", Action::Reanchor);
    for day in ["2026-01-05", "2026-01-19", "2026-02-02"] {
        course.give(date(day)).expect("in order");
    }
    course
        .switch(
            date("2026-02-10"),
            Switch::to(
                "50 mg IT x1, then 28 mg IT q4mo".parse().expect("a regimen"),
                MissedDosePolicy::not_stated(),
            ),
            "the higher dose",
        )
        .expect("a dose is due");
    let planned = dates(&course, "2026-12-31", "planned");
    assert_eq!(
        planned,
        pairs(&[
            ("planned", "2026-01-05"),
            ("planned", "2026-01-19"),
            ("planned", "2026-02-02"),
            ("planned", "2026-03-09"),
            ("planned", "2026-07-09"),
            ("planned", "2026-11-09"),
        ])
    );
}

#[test]
fn a_picture_reaches_the_last_entry() {
    let mut course = course("100 mg IT q28d x2", Action::Reanchor);
    course.give(date("2026-01-05")).expect("the first");
    course.give(date("2026-02-02")).expect("the second");
    let error = CourseTimeline::new("T", &course, date("2026-02-01"))
        .and_then(|timeline| timeline.draw())
        .expect_err("too short");
    assert_eq!(
        error.to_string(),
        "a picture through 2026-02-01, expected one that reaches the last entry on 2026-02-02"
    );
    let picture = CourseTimeline::new("T", &course, date("2026-03-01"))
        .and_then(|timeline| timeline.draw())
        .expect("a picture");
    assert!(drawing::check(&picture).contains(&"No dose follows: the regimen is over.".to_owned()));
}

/// Practice, rows 4 to 7: a part of a dose, one that does not count, a hold and a stop, in the picture and in words.
#[test]
fn rows_4_to_7_amounts_holds_and_stops_are_shown_and_named() {
    let mut course = course("100 mg IT q14d x3, then q28d", Action::Reanchor);
    course.give(date("2026-01-05")).expect("the first");
    let part = Entry::given(date("2026-01-19")).partly(Mass::mg(60)).reason("needle clotted");
    course.record(part).expect("it is due");
    let leaked = Entry::given(date("2026-02-02")).not_counting().reason("leaked");
    course.record(leaked).expect("it is due");
    course.record(Entry::given(date("2026-02-02")).amount(Mass::mg(120))).expect("still due");
    course.hold(date("2026-02-20"), "aseptic meningitis").expect("a reason");
    course.resume(date("2026-05-04")).expect("held");
    course.give(date("2026-05-11")).expect("late");
    course.stop(date("2026-06-15"), "consent withdrawn").expect("a reason");
    let picture = CourseTimeline::new("A part, a hold and a stop", &course, date("2026-09-30"))
        .and_then(|timeline| timeline.draw())
        .expect("a picture");
    let texts = drawing::check(&picture);
    let has = |text: &str| assert!(texts.iter().any(|other| other == text), "{text} in {texts:?}");
    has("60 mg of 100 mg");
    has("does not count");
    has("120 mg in place of 100 mg");
    has("held");
    has("stopped");
    has("given, does not count");
    has("Given on 2026-01-19, 60 mg of 100 mg: needle clotted");
    has("Given on 2026-02-02, does not count: leaked");
    has("Held from 2026-02-20 to 2026-05-03: aseptic meningitis.");
    has("Stopped from 2026-06-15: consent withdrawn.");
    let of = |class| {
        let doses = doses(&picture, class).into_iter();
        doses.map(|dose| (dose.class, dose.date.expect("a date"))).collect::<Vec<_>>()
    };
    assert_eq!(
        of("given"),
        pairs(&[
            ("given on-time", "2026-01-05"),
            ("given on-time", "2026-01-19"),
            ("given uncounted", "2026-02-02"),
            ("given on-time", "2026-02-02"),
            ("given late", "2026-05-11"),
        ])
    );
    assert_eq!(
        of("missed"),
        pairs(&[("missed", "2026-03-02"), ("missed", "2026-03-30"), ("missed", "2026-04-27")])
    );
    assert_eq!(of("forecast"), []);
    let text = picture.as_str();
    for frame in [
        "class=\"held\" data-closes=\"2026-05-03\" data-opens=\"2026-02-20\"",
        "class=\"stopped\" data-closes=\"2026-09-30\" data-opens=\"2026-06-15\"",
    ] {
        assert_eq!(text.matches(frame).count(), 1, "{frame}");
    }
    // Each frame is as far above its lane as below it. A day is as wide in both: 73 days are held, 108 are stopped.
    let document = roxmltree::Document::parse(text).expect("XML");
    let frame = |class| {
        let node = document.descendants().find(|node| node.attribute("class") == Some(class));
        let node = node.expect(class);
        ["x", "y", "width", "height"]
            .map(|name| -> f64 { node.attribute(name).expect(name).parse().expect(name) })
    };
    let mark = document.descendants().find_map(|node| {
        node.attribute("cy").filter(|_| node.attribute("class") == Some("given on-time"))
    });
    let lane: f64 = mark.expect("a dose on time").parse().expect("a place");
    let ([_, top, held, height], [.., stopped, _]) = (frame("held"), frame("stopped"));
    assert!((top + height / 2.0 - lane).abs() < 0.01, "{top} and {height} around {lane}");
    assert!((held / 73.0 - stopped / 108.0).abs() < 0.001, "{held} and {stopped}");
    let description = text.split("<desc").nth(1).and_then(|rest| rest.split("</desc>").next());
    let description = description.expect("a description");
    for words in [
        "dose 2 given on 2026-01-19, study day 15, on time, 60 mg of 100 mg",
        "dose 3 given on 2026-02-02, study day 29, on time, does not count",
        "dose 4 of 2026-03-02, study day 57: held",
        "Held from 2026-02-20 to 2026-05-03: aseptic meningitis.",
        "Stopped from 2026-06-15: consent withdrawn.",
    ] {
        assert!(description.contains(words), "{words} in {description}");
    }
}

/// The rest of a dose has a mark of its own, and is not one that does not count. Decisions have their reasons below.
#[test]
fn a_rest_and_decisions() {
    let mut course = course("100 mg IT q14d", Action::Reanchor);
    course.give(date("2026-01-05")).expect("the first");
    let part = Entry::given(date("2026-01-21")).partly(Mass::mg(60));
    course.record(part).expect("late");
    let rest = Entry::rest(date("2026-01-21"), Mass::mg(40));
    course.record(rest.reason("a new needle")).expect("a part was given");
    let day = date("2026-01-22");
    course.reschedule(day, date("2026-02-06"), "a journey").expect("a dose is due");
    let policy = MissedDosePolicy::not_stated();
    course.change_policy(day, policy.clone(), "a new label").expect("a reason");
    let switch = Switch::to("50 mg IT q28d".parse().expect("a regimen"), policy);
    course.switch(day, switch, "a trial").expect("a dose is due");
    let picture = CourseTimeline::new("A rest", &course, date("2026-03-31"))
        .and_then(|timeline| timeline.draw())
        .expect("a picture");
    let texts = drawing::check(&picture);
    for text in [
        "2 days late, 60 mg of 100 mg",
        "rest, 40 mg of 100 mg",
        "rest of a dose",
        "Given on 2026-01-21, rest, 40 mg of 100 mg: a new needle",
        "Decided on 2026-01-22, the next dose on 2026-02-06: a journey",
        "Decided on 2026-01-22, other rules for missed doses: a new label",
        "Decided on 2026-01-22, another regimen: a trial",
    ] {
        assert!(texts.iter().any(|other| other == text), "{text} in {texts:?}");
    }
    assert!(!picture.as_str().contains("does not count"));
    let given: Vec<String> = doses(&picture, "given").into_iter().map(|dose| dose.class).collect();
    assert_eq!(given, ["given on-time", "given late", "given rest"]);
    // One whose height depends on its width in a browser, and which other programs draw.
    let root = roxmltree::Document::parse(picture.as_str()).expect("XML");
    let style = root.root_element().attribute("style");
    assert_eq!(style, Some("max-width:100%;block-size:auto"));
}

/// A hold that goes on is framed to the end; one that is taken back on its first day is a day long.
#[test]
fn holds_that_go_on_and_stops_taken_back() {
    let mut course = course("100 mg IT q28d", Action::Reanchor);
    course.give(date("2026-01-05")).expect("the first");
    course.stop(date("2026-01-20"), "a mistake").expect("a reason");
    course.resume(date("2026-01-20")).expect("stopped");
    course.hold(date("2026-01-25"), "an infection").expect("a reason");
    let picture = |course: &Course| {
        let timeline = CourseTimeline::new("T", course, date("2026-04-30"));
        timeline.and_then(|timeline| timeline.draw()).expect("a picture")
    };
    let texts = drawing::check(&picture(&course));
    assert!(
        texts.contains(&"Stopped from 2026-01-20 to 2026-01-20: a mistake.".to_owned()),
        "{texts:?}"
    );
    assert!(texts.contains(&"Held from 2026-01-25: an infection.".to_owned()), "{texts:?}");
    assert_eq!(doses(&picture(&course), "missed").len(), 4);
    // A stop ends the hold.
    course.stop(date("2026-03-01"), "death").expect("a reason");
    let texts = drawing::check(&picture(&course));
    assert!(
        texts.contains(&"Held from 2026-01-25 to 2026-02-28: an infection.".to_owned()),
        "{texts:?}"
    );
    assert!(texts.contains(&"Stopped from 2026-03-01: death.".to_owned()), "{texts:?}");
    let short = CourseTimeline::new("T", &course, date("2026-02-20"));
    assert_eq!(
        short.and_then(|timeline| timeline.draw()).expect_err("too short").to_string(),
        "a picture through 2026-02-20, expected one that reaches the last entry on 2026-03-01"
    );
}

/// A dose given long before its date: the line to that date ends at the edge of the picture.
#[test]
fn a_planned_date_beyond_the_picture() {
    let mut course = course("100 mg IT q4mo", Action::Reanchor);
    course.give(date("2026-01-05")).expect("the first");
    course.give(date("2026-01-12")).expect("early");
    let given = dates(&course, "2026-02-05", "given");
    assert_eq!(given, pairs(&[("given on-time", "2026-01-05"), ("given early", "2026-01-12")]));
}

/// Stopped before the first dose, which is where the picture begins.
#[test]
fn a_stop_before_the_picture() {
    let mut course = course("100 mg IT q1d", Action::Reanchor);
    course.stop(date("2025-12-28"), "consent withdrawn").expect("a reason");
    let timeline = CourseTimeline::new("T", &course, date("2026-01-05"));
    let texts = drawing::check(&timeline.and_then(|timeline| timeline.draw()).expect("a picture"));
    assert!(texts.contains(&"Stopped from 2025-12-28: consent withdrawn.".to_owned()), "{texts:?}");
}

/// A dose that a person left out is not a missed one.
#[test]
fn a_dose_left_out_says_so() {
    let mut course = course("100 mg IT q7d", Action::KeepCalendar { minimum_gap: None });
    course.give(date("2026-01-05")).expect("on plan");
    course.skip(date("2026-01-12"), "on holiday").expect("it is due");
    let timeline = CourseTimeline::new("T", &course, date("2026-01-30"));
    let texts = drawing::check(&timeline.and_then(|timeline| timeline.draw()).expect("a picture"));
    for expected in ["left out", "Left out on 2026-01-12: on holiday"] {
        assert!(texts.iter().any(|text| text == expected), "{expected}: {texts:?}");
    }
}

/// Ten years of doses every four weeks are too many for a picture; one year of them is not.
#[test]
fn a_stretch_of_a_course_of_many_years() {
    let mut course = course("100 mg IT q28d", Action::Reanchor);
    let first = date("2026-01-05");
    for number in 0..130_u64 {
        let late = if number % 10 == 9 { 5 } else { 0 };
        let due = course.next_due().dose().expect("no end").date();
        course.give(due + Days::new(late)).expect("it is due");
    }
    let held = course.entries().last().expect("doses").day() + Days::new(3);
    course.record(Entry::held(held, "fever")).expect("a reason");
    let through = held + Days::new(100);
    let timeline = || CourseTimeline::new("T", &course, through);
    let all = timeline().and_then(|timeline| timeline.draw()).expect_err("too many");
    assert!(all.to_string().contains("days"), "{all}");

    let since = held - Days::new(365);
    let picture = timeline().and_then(|timeline| timeline.since(since).draw()).expect("a picture");
    drawing::check(&picture);
    let given: Vec<NaiveDate> = course.doses_given().map(|dose| dose.date()).collect();
    let expected: Vec<String> =
        given.iter().filter(|date| **date >= since).map(ToString::to_string).collect();
    let shown: Vec<String> =
        (doses(&picture, "given").into_iter()).map(|dose| dose.date.expect("a date")).collect();
    assert_eq!(shown, expected);
    assert!((12..15).contains(&shown.len()), "{shown:?}");
    for class in ["planned", "missed", "forecast"] {
        for dose in doses(&picture, class) {
            assert!(dose.date.expect("a date") >= since.to_string(), "{class}");
        }
    }

    // A date before the course changes nothing, and one after the end is told.
    let short = date("2026-06-30");
    let course = self::course("100 mg IT q28d", Action::Reanchor);
    let timeline = || CourseTimeline::new("T", &course, short).expect("dates");
    let before = timeline().since(first - Days::new(100)).draw().expect("a picture");
    assert_eq!(before, timeline().draw().expect("a picture"));
    let error = timeline().since(date("2026-07-01")).draw().expect_err("backwards");
    assert!(error.to_string().contains("2026-07-01"), "{error}");
}

/// Findings that meet a condition, or some of its parts.
fn that_meet(condition: &Condition, found: Findings) -> Findings {
    match condition {
        Condition::Value { what, unit, is, .. } => {
            let digits: String = is.to_string().chars().filter(char::is_ascii_digit).collect();
            let limit: f64 = digits.parse().expect("a limit");
            found.value(what.clone(), unit.clone(), limit * 2.0).value(
                what.clone(),
                unit.clone(),
                0.0,
            )
        }
        Condition::Reaction { what, grades, occurrences } => {
            found.reaction(what.clone(), grades.0, occurrences.0.max(1))
        }
        Condition::Judged(what) => found.judged(what.clone(), true),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().fold(found, |found, part| that_meet(part, found))
        }
        _ => found,
    }
}

/// What the rules of a label have a person record, by values of its tables and by each of its rules alone.
fn reasons_of(label: &Label, course: &Course, day: NaiveDate) -> Vec<Entry> {
    let values = [0.0, 0.5, 1.5, 3.0, 8.0, 20.0, 40.0, 60.0, 80.0, 150.0, 300.0, 1_000.0, 5_000.0];
    let tables = label.monitoring().iter().flat_map(|table| {
        values.map(|value| {
            let (what, unit) = (table.what().to_owned(), table.unit().to_owned());
            let found =
                table.when().map_or(Findings::new(), |when| that_meet(when, Findings::new()));
            found.value(what, unit, value)
        })
    });
    let rules = label.rules().iter().map(|rule| that_meet(&rule.when, Findings::new()));
    let found = tables.chain(rules).map(|found| found.doses_of(course, day));
    let met: Vec<_> = found.flat_map(|found| label.rules_met(&found).expect("findings")).collect();
    met.iter().filter_map(|rule| rule.entry(course, day)).collect()
}

/// Each entry that follows from a rule of a label of the catalog, with the rule as its reason, can be drawn.
#[test]
fn entries_of_the_labels_rules_are_drawn() {
    let (day, mut drawn, mut longest) = (date("2026-01-20"), 0, 0);
    for label in catalog::labels() {
        for regimen in label.regimens() {
            let mut course =
                label.course_named(&regimen.name, date("2026-01-05")).expect("its name");
            course.give(date("2026-01-05")).expect("the first");
            for entry in reasons_of(label, &course, day) {
                longest = longest.max(entry.why().map_or(0, |reason| reason.chars().count()));
                let mut course = course.clone();
                course.record(entry).expect("it follows from a rule");
                let picture = CourseTimeline::new("T", &course, date("2026-02-15"))
                    .and_then(|timeline| timeline.draw());
                drawing::check(&picture.unwrap_or_else(|error| panic!("{label}: {error}")));
                drawn += 1;
            }
        }
    }
    assert!(drawn > 100, "{drawn}");
    assert!(longest > 300 && 3 * longest < LONGEST_NOTE, "{longest}");
}

#[test]
fn a_reason_that_cannot_be_drawn_says_whose_it_is() {
    let first = date("2026-01-05");
    let refused = |course: &Course| {
        let timeline = CourseTimeline::new("T", course, date("2026-06-30"));
        timeline.and_then(|timeline| timeline.draw()).expect_err("too long").to_string()
    };
    let long = || "x".repeat(LONGEST_NOTE + 1);
    let of = |entry: Entry| {
        let mut course = course("100 mg IT q28d", Action::Reanchor);
        course.record(entry).expect("in order");
        refused(&course)
    };
    let rest = "has 4001 characters, expected at most 4000";
    assert_eq!(of(Entry::held(first, long())), format!("the reason of the hold on {first} {rest}"));
    let stopped = Entry::stopped(first, long());
    assert_eq!(of(stopped), format!("the reason of the stop on {first} {rest}"));
    let given = Entry::given(first).reason(long());
    assert_eq!(of(given), format!("the reason of the dose given on {first} {rest}"));
    let mut missed = course("100 mg IT q28d", Action::Reanchor);
    missed.miss(first, long()).expect("it is due");
    assert_eq!(refused(&missed), format!("the reason of the dose not given on {first} {rest}"));
    let mut longest = course("100 mg IT q28d", Action::Reanchor);
    longest.hold(first, "x".repeat(LONGEST_NOTE)).expect("a reason");
    dates(&longest, "2026-06-30", "missed");
}
