//! iCalendar: the worked example first, then what holds for every schedule and course.

use std::collections::BTreeMap;

use aso_regimen::chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc, Weekday};
use aso_regimen::dosing::course::{
    DueDose, Entry, EntryKind, HistoryItem, NextDue, NotGiven, Recommendation, Switch,
};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, CalendarMethod, Revision};
use aso_regimen::{Course, Interval, Label, Window, catalog};
use proptest::prelude::*;

use crate::courses::course;
use crate::generate;
use crate::{date, regimen};

pub(crate) fn stamp() -> DateTime<Utc> {
    "2026-01-01T08:30:00Z".parse().expect("a time")
}

fn revision() -> Revision<'static> {
    Revision::new(stamp())
}

fn name() -> CalendarCourse {
    let course = CalendarCourse::new("course-17@clinic.example").expect("a text");
    course.with_medication("tofersen").expect("a text")
}

fn tofersen() -> Course {
    let labels = catalog::tofersen::labels();
    let label = labels.into_iter().next().expect("tofersen has a label");
    label.course(date("2026-01-05")).expect("one regimen")
}

pub(crate) type Event = BTreeMap<String, String>;

/// Reads a calendar by RFC 5545, sections 3.1 and 3.3.11, and by nothing of ours.
pub(crate) fn events(text: &str) -> Vec<Event> {
    let unescaped = |value: &str| {
        let mut out = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            out.push(match c {
                '\\' => match chars.next().expect("something is escaped") {
                    'n' | 'N' => '\n',
                    other => other,
                },
                ',' | ';' => panic!("{c} is not escaped in {value:?}"),
                c => c,
            });
        }
        out
    };
    let mut events = Vec::new();
    let mut event = Event::new();
    for line in text.replace("\r\n ", "").split("\r\n") {
        match line {
            "BEGIN:VEVENT" => event = Event::new(),
            "END:VEVENT" => events.push(event.clone()),
            line => {
                let (name, value) = line.split_once(':').unwrap_or_default();
                let before = event.insert(name.to_owned(), unescaped(value));
                assert_eq!(before, None, "{name} twice");
            }
        }
    }
    events
}

fn day(value: &str) -> NaiveDate {
    NaiveDate::parse_from_str(value, "%Y%m%d").expect("a date")
}

/// The days of the entries that stand, each of which is one day long.
fn days(text: &str) -> Vec<NaiveDate> {
    let standing = |event: &&Event| event.get("STATUS").is_none_or(|status| status != "CANCELLED");
    let start = |event: &Event| {
        let start = day(&event["DTSTART;VALUE=DATE"]);
        assert_eq!(day(&event["DTEND;VALUE=DATE"]), start + Days::new(1));
        start
    };
    events(text).iter().filter(standing).map(start).collect()
}

fn written(calendar: &Calendar) -> String {
    // Its text has a time zone and no entries.
    if calendar.is_empty() {
        return String::new();
    }
    calendar.to_text(&revision()).expect("ordinary texts and years")
}

/// Tofersen's first two doses (US label, section 2.1), whole.
#[test]
fn tofersen_as_a_calendar() {
    let regimen = regimen("100 mg IT q14d x3, then q28d");
    let calendar =
        Calendar::of_schedule(&name(), &regimen.starting(date("2026-01-05")), date("2026-01-19"))
            .build()
            .expect("few doses");
    let publish = revision().by_method(CalendarMethod::Publish, "mailto:clinic@example.org");
    let text = calendar.to_text(&publish.expect("an address")).expect("ordinary");
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//aso-regimen//doses//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "DESCRIPTION:dose 1 (loading): 100 mg IT on 2026-01-05\\, study day 1",
        "DTEND;VALUE=DATE:20260106",
        "DTSTAMP:20260101T083000Z",
        "DTSTART;VALUE=DATE:20260105",
        "ORGANIZER:mailto:clinic@example.org",
        "SEQUENCE:0",
        "SUMMARY:tofersen\\, dose 1: 100 mg IT",
        "TRANSP:TRANSPARENT",
        "UID:dose-1.course-17@clinic.example",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "DESCRIPTION:dose 2 (loading): 100 mg IT on 2026-01-19\\, study day 15",
        "DTEND;VALUE=DATE:20260120",
        "DTSTAMP:20260101T083000Z",
        "DTSTART;VALUE=DATE:20260119",
        "ORGANIZER:mailto:clinic@example.org",
        "SEQUENCE:0",
        "SUMMARY:tofersen\\, dose 2: 100 mg IT",
        "TRANSP:TRANSPARENT",
        "UID:dose-2.course-17@clinic.example",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(text, expected.join("\r\n"));
}

/// A late dose moves the ones after it (US label, section 2.1): same UIDs, higher SEQUENCE.
#[test]
fn a_late_dose_moves_the_entries_after_it() {
    let mut course = tofersen();
    let through = date("2026-05-01");
    let first =
        Calendar::of_course(&name(), &course, course.start()..=through).build().expect("few doses");
    course.give(date("2026-01-05")).expect("the first");
    course.give(date("2026-02-19")).expect("the second, late");
    let second = Calendar::of_course(&name(), &course, course.start()..=through)
        .replacing(&first)
        .build()
        .expect("few doses");
    let later =
        revision().revised(1, "2026-02-19T16:00:00Z".parse().expect("a time")).expect("higher");
    let text = second.to_text(&later).expect("ordinary");
    let of = |uid: &str, text: &str| {
        let uid = format!("{uid}.course-17@clinic.example");
        let mut found = events(text).into_iter().filter(|event| event["UID"] == uid);
        let event = found.next().expect("it is there");
        assert_eq!(found.next(), None, "once");
        event
    };
    let before = of("dose-2", &written(&first));
    assert_eq!(before["DTSTART;VALUE=DATE"], "20260119");
    assert_eq!(before.get("STATUS"), None);
    assert_eq!(
        before["DESCRIPTION"].lines().last(),
        Some("If it is late: give it as soon as possible and count later doses from that day")
    );
    let after = of("dose-2", &text);
    assert_eq!(after["DTSTART;VALUE=DATE"], "20260219");
    assert_eq!(after["STATUS"], "CONFIRMED");
    assert_eq!(after["SEQUENCE"], "1");
    assert!(after["DESCRIPTION"].ends_with("on 2026-02-19, 31 days late"));
    assert_eq!(of("dose-3", &text)["DTSTART;VALUE=DATE"], "20260305");
    // Dose 6 was planned for 27 April; now it is after the last day written, and moves all the same.
    assert_eq!(of("dose-6", &written(&first))["DTSTART;VALUE=DATE"], "20260427");
    let moved = of("dose-6", &text);
    assert_eq!((moved["DTSTART;VALUE=DATE"].as_str(), moved.get("STATUS")), ("20260528", None));
}

/// Only 1 June was given; kept on 26 November, when by the label the next but one is 14 days later.
#[test]
fn an_overdue_dose_makes_the_later_ones_tentative() {
    let mut course = tofersen();
    course.give(date("2026-01-05")).expect("the first");
    let through = date("2026-07-31");
    let first = Calendar::of_course(&name(), &course, date("2026-01-05")..=through)
        .build()
        .expect("few doses");
    let days = date("2026-07-01")..=through;
    let second =
        Calendar::of_course(&name(), &course, days).replacing(&first).build().expect("few doses");
    let events = events(&written(&second));
    let of = |number: u32| {
        let uid = format!("dose-{number}.course-17@clinic.example");
        let event = events.iter().find(|event| event["UID"] == uid).expect("it is there");
        (event["DTSTART;VALUE=DATE"].as_str(), event.get("STATUS").map(String::as_str))
    };
    assert_eq!(of(1), ("20260105", Some("CONFIRMED")));
    assert_eq!(of(2), ("20260119", Some("TENTATIVE")));
    let late = events.iter().find(|event| event["UID"].starts_with("dose-2.")).expect("there");
    assert!(late["SUMMARY"].ends_with(", overdue"), "{late:?}");
    assert_eq!(
        late["DESCRIPTION"].lines().last(),
        Some(
            "Not given as of 2026-07-01. Advice for 2026-07-01: dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT planned on 2026-01-19, 163 days late, 7 doses outstanding: give it as soon as possible and count later doses from that day; \
             next is dose 3 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-07-15"
        )
    );
    assert_eq!(of(3), ("20260715", Some("TENTATIVE")));
    assert_eq!(of(4), ("20260812", Some("TENTATIVE")));
    assert_eq!(of(8), ("20261202", Some("TENTATIVE")));
    let next = events.iter().find(|event| event["UID"].starts_with("dose-3.")).expect("there");
    assert_eq!(
        next["DESCRIPTION"].lines().last(),
        Some("This date assumes that the dose of 2026-01-19 is given on 2026-07-01")
    );
    // Once it is taken back, it is waited for no more.
    let off = self::events(&written(&second.clone().cancelled()));
    let late = off.iter().find(|event| event["UID"].starts_with("dose-2.")).expect("there");
    assert_eq!((&*late["STATUS"], &*late["SUMMARY"]), ("CANCELLED", "tofersen, dose 2: 100 mg IT"));
    let dose = "dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-01-19";
    let taken_back = format!("{dose}\nWithdrawn by the sender");
    assert_eq!(late["DESCRIPTION"], taken_back);
    // Once treatment is stopped nothing is overdue, and nobody is told to give it.
    course.stop(date("2026-07-02"), "consent withdrawn").expect("a reason");
    let days = date("2026-07-02")..=through;
    let third =
        Calendar::of_course(&name(), &course, days).replacing(&second).build().expect("few doses");
    let events = self::events(&written(&third));
    let late = events.iter().find(|event| event["UID"].starts_with("dose-2.")).expect("there");
    assert_eq!(late["STATUS"], "CANCELLED");
    assert!(late["SUMMARY"].ends_with(" IT"), "{late:?}");
    let stopped = format!("{dose}\nTreatment was stopped on 2026-07-02: consent withdrawn");
    assert_eq!(late["DESCRIPTION"], stopped);
}

/// Of a plan that ends earlier than before, and of one whose dose is late without a word in the label.
#[test]
fn doses_that_only_the_earlier_calendar_has() {
    let through = date("2026-03-02");
    let calendar = |course: &Course, from: &str, sent: &Calendar| {
        let name = name();
        let calendar = Calendar::of_course(&name, course, date(from)..=through);
        calendar.replacing(sent).build().expect("few doses")
    };
    let plan =
        |text: &str| Course::new(regimen(text), MissedDosePolicy::not_stated(), date("2026-01-05"));
    let shown = |calendar: &Calendar| -> Vec<(String, Option<String>)> {
        let events = events(&written(calendar)).into_iter();
        let entry =
            |event: Event| (event["DTSTART;VALUE=DATE"].clone(), event.get("STATUS").cloned());
        events.map(entry).collect()
    };
    let of = |day: &str, status: Option<&str>| (day.to_owned(), status.map(str::to_owned));
    let (none, cancelled, tentative) = (None, Some("CANCELLED"), Some("TENTATIVE"));

    let four = calendar(&plan("100 mg IT q14d x4"), "2026-01-05", &Calendar::default());
    let two = calendar(&plan("100 mg IT q14d x2"), "2026-01-05", &four);
    let days = ["20260105", "20260119", "20260202", "20260216"];
    let expected =
        [of(days[0], none), of(days[1], none), of(days[2], cancelled), of(days[3], cancelled)];
    assert_eq!(shown(&two), expected);

    let mut course = plan("100 mg IT q14d x4");
    course.give(date("2026-01-05")).expect("the first");
    let late = calendar(&course, "2026-01-21", &four);
    // As if none had been sent: the doses of a plan are known.
    assert_eq!(calendar(&course, "2026-01-21", &Calendar::default()), late);
    let given = of(days[0], Some("CONFIRMED"));
    let expected = [given, of(days[1], tentative), of(days[2], tentative), of(days[3], tentative)];
    assert_eq!(shown(&late), expected);
    let last = events(&written(&late)).pop().expect("four");
    let why = "As of 2026-01-21 the dose of 2026-01-19 is overdue";
    assert_eq!(last["DESCRIPTION"].lines().last(), Some(why));
    // A hold is of the regimen in force: nobody waits for doses of the one before.
    let mut switched = course.clone();
    let half = Switch::to(regimen("50 mg IT q14d x2"), MissedDosePolicy::not_stated());
    switched.switch(date("2026-01-12"), half, "a trial").expect("a dose is due");
    switched.hold(date("2026-01-13"), "fever").expect("not held");
    let held = calendar(&switched, "2026-01-13", &four);
    let expected = [
        of(days[0], Some("CONFIRMED")),
        of(days[1], cancelled),
        of("20260119", tentative),
        of(days[2], cancelled),
        of("20260202", tentative),
        of(days[3], cancelled),
    ];
    assert_eq!(shown(&held), expected);
}

#[test]
fn on_open_days_in_the_window() {
    let course = tofersen().tolerating(Window::days(3, 3)).expect("it fits");
    let closed = [date("2026-01-19"), date("2026-01-20")];
    let days = date("2026-01-05")..=date("2026-02-02");
    let name = name();
    let calendar = Calendar::of_course(&name, &course, days);
    let calendar = calendar.on_open_days(|day| !closed.contains(&day)).build().expect("few doses");
    let expected = ["2026-01-05", "2026-01-18", "2026-02-02"].map(date);
    assert_eq!(calendar.dates(), expected);
    let of_days = events(&written(&calendar));
    assert!(!of_days[0]["DESCRIPTION"].contains("Visit"), "{:?}", of_days[0]);
    let moved = &of_days[1];
    assert_eq!(
        moved["DESCRIPTION"].lines().collect::<Vec<_>>(),
        [
            "dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-01-19",
            "On time from 2026-01-16 to 2026-01-22",
            "Visit on 2026-01-18, as the clinic is closed on 2026-01-19",
            "If it is late: give it as soon as possible and count later doses from that day",
        ]
    );
    // In a schedule as well.
    let plan = regimen("100 mg IT q14d window -3d/+3d");
    let plan = plan.starting(date("2026-01-05"));
    let planned = Calendar::of_schedule(&name, &plan, date("2026-02-02"));
    let planned = planned.on_open_days(|day| !closed.contains(&day)).build().expect("few doses");
    assert_eq!(planned.dates(), expected);
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A feed that is made each night: a visit is moved while it is on time, and then stays where it was expected.
#[test]
fn on_open_days_from_the_day_of_the_calendar() {
    let three = Window::days(3, 3);
    let mut course = tofersen().tolerating(three).expect("it fits");
    course.reschedule(date("2026-01-05"), date("2026-01-10"), "travel").expect("it is due");
    course.give(date("2026-01-10")).expect("it is due");
    // Due on Saturday, 24 January; on time through Tuesday.
    let made = |course: &Course, on: &str| {
        let name = name();
        let calendar = Calendar::of_course(&name, course, date(on)..=date("2026-01-31"));
        calendar.on_open_days(is_weekday).build().expect("few doses")
    };
    let visit = |course: &Course, on: &str| *made(course, on).dates().last().expect("two");
    for (on, day) in [
        ("2026-01-12", "2026-01-23"),
        ("2026-01-23", "2026-01-23"),
        ("2026-01-24", "2026-01-26"),
        ("2026-01-25", "2026-01-26"),
        ("2026-01-26", "2026-01-26"),
        ("2026-01-27", "2026-01-27"),
        // Overdue.
        ("2026-01-28", "2026-01-27"),
        ("2026-01-31", "2026-01-27"),
        ("2026-03-01", "2026-01-27"),
    ] {
        assert_eq!(visit(&course, on), date(day), "made on {on}");
    }
    let last = |on: &str| events(&written(&made(&course, on))).pop().expect("two");
    let monday = last("2026-01-25");
    assert_eq!(monday["STATUS"], "TENTATIVE");
    assert_eq!(
        monday["DESCRIPTION"].lines().collect::<Vec<_>>(),
        [
            "dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-01-24",
            "On time from 2026-01-21 to 2026-01-27",
            "Visit on 2026-01-26, as the clinic is closed on 2026-01-24",
            "Not given as of 2026-01-25, and the next day on which the clinic is open is 2026-01-26. Advice for 2026-01-26: dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT planned on 2026-01-24, on time: give it; next is dose 3 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-02-07",
        ]
    );
    // One that is held is on the day that it had then, also when the day has come.
    let mut held = course.clone();
    held.hold(date("2026-01-20"), "fever").expect("any day");
    for on in ["2026-01-20", "2026-01-24", "2026-01-25", "2026-02-20"] {
        assert_eq!(visit(&held, on), date("2026-01-23"), "made on {on}");
    }
    held.resume(date("2026-01-24")).expect("held");
    // The calendar of a course begins on the day of its last entry at the earliest.
    for on in ["2026-01-23", "2026-01-24"] {
        assert_eq!(visit(&held, on), date("2026-01-26"), "made on {on}");
    }
}

/// Without a window a dose on a closed day is late on the next open one, and the doses after it follow from there.
#[test]
fn later_doses_follow_from_an_open_day() {
    let mut course = catalog::tofersen::labels().remove(0).course(date("2026-01-03")).expect("one");
    for day in ["2026-01-03", "2026-01-17", "2026-01-31"] {
        course.give(date(day)).expect("it is due");
    }
    // Due on Saturday, 28 February.
    let calendar = |on: &str| {
        let name = name();
        let calendar = Calendar::of_course(&name, &course, date(on)..=date("2026-04-30"));
        calendar.on_open_days(is_weekday).build().expect("few doses").since(date("2026-02-01"))
    };
    let on_time: &[_] = &["2026-03-02", "2026-03-30", "2026-04-27"];
    for (on, days) in [
        ("2026-02-27", on_time),
        ("2026-02-28", on_time),
        // Saturday is past: it comes on Monday, and 28 days later the next.
        ("2026-03-01", on_time),
        ("2026-03-02", on_time),
        // A day later it is nobody's appointment.
        ("2026-03-03", &["2026-03-02", "2026-03-31", "2026-04-28"]),
        ("2026-03-07", &["2026-03-02", "2026-04-06"]),
        ("2026-03-09", &["2026-03-02", "2026-04-06"]),
    ] {
        let days: Vec<NaiveDate> = days.iter().map(|day| date(day)).collect();
        assert_eq!(calendar(on).dates(), days, "made on {on}");
    }
    // It is firm through the day of its visit, and then overdue.
    for on in ["2026-02-28", "2026-03-01", "2026-03-02"] {
        let shown = events(&written(&calendar(on)));
        assert!(shown[..2].iter().all(|event| !event.contains_key("STATUS")), "{shown:?}");
    }
    let overdue = events(&written(&calendar("2026-03-03")));
    assert!(overdue[0]["SUMMARY"].ends_with(", overdue"), "{overdue:?}");
    let why = "This date assumes that the dose of 2026-02-28 is given on 2026-03-03";
    assert!(overdue[1]["DESCRIPTION"].contains(why), "{overdue:?}");
    let text = written(&calendar("2026-03-07"));
    assert!(events(&text)[0]["DESCRIPTION"].contains("Advice for 2026-03-09: dose 4"), "{text}");
}

/// A feed of what is near: nothing else of the entries changes.
#[test]
fn since_a_day_without_what_was_before() {
    let mut course = tofersen();
    for offset in ["2026-01-05", "2026-01-19", "2026-02-02"] {
        course.give(date(offset)).expect("it is due");
    }
    let through = date("2026-04-30");
    let all = Calendar::of_course(&name(), &course, date("2026-02-02")..=through)
        .build()
        .expect("few doses");
    let near = all.clone().since(date("2026-01-19"));
    let (all, near) = (events(&written(&all)), events(&written(&near)));
    assert_eq!(near, all[1..]);
    // One that is overdue is not lost.
    let late = Calendar::of_course(&name(), &course, date("2026-04-30")..=through)
        .build()
        .expect("few doses");
    let uids: Vec<String> = events(&written(&late.since(date("2026-04-15"))))
        .into_iter()
        .map(|event| event["UID"].clone())
        .collect();
    assert_eq!(uids, ["dose-4.course-17@clinic.example"]);
    assert_eq!(near[0]["DTSTART;VALUE=DATE"], "20260119");
}

#[test]
fn a_dose_by_weight_has_its_mass() {
    let label = catalog::patisiran::labels().remove(0);
    let mut course =
        label.course_for(aso_regimen::BodyWeight::kg(62), date("2026-01-05")).expect("one");
    course.weigh(date("2026-01-05"), aso_regimen::BodyWeight::kg(62)).expect("a weight");
    course.give(date("2026-01-05")).expect("the first");
    let days = date("2026-01-05")..=date("2026-01-26");
    let text = written(&Calendar::of_course(&name(), &course, days).build().expect("few doses"));
    let summaries: Vec<_> = events(&text).iter().map(|event| event["SUMMARY"].clone()).collect();
    assert!(summaries[0].contains("dose 1: 18.6 mg ([<100 kg: 0.3 mg/kg"), "{summaries:?}");
    assert!(summaries[1].contains("dose 2: 18.6 mg ([<100 kg: 0.3 mg/kg"), "{summaries:?}");
}

#[test]
fn a_missed_dose_says_why_until_it_is_given() {
    let mut course = tofersen();
    course.give(date("2026-01-05")).expect("the first");
    course.miss(date("2026-01-19"), "fever, 39 °C; not seen").expect("the second");
    let calendar = Calendar::of_course(&name(), &course, course.start()..=date("2026-01-19"))
        .build()
        .expect("few doses");
    let entry = |calendar: &Calendar| events(&written(calendar)).pop().expect("an entry");
    // The label has it given as soon as possible: it is still due.
    assert_eq!(entry(&calendar).get("STATUS"), None);
    // Also after the last day of the calendar.
    let calendar = Calendar::of_course(&name(), &course, course.start()..=date("2026-01-18"))
        .build()
        .expect("few doses");
    assert_eq!(entry(&calendar).get("STATUS"), None);
    assert!(entry(&calendar)["DESCRIPTION"].ends_with("Not given: fever, 39 °C; not seen"));
    course.give(date("2026-01-22")).expect("late");
    assert_eq!(
        entry(
            &Calendar::of_course(&name(), &course, course.start()..=date("2026-01-22"))
                .build()
                .expect("few doses")
        )["STATUS"],
        "CONFIRMED"
    );
}

/// Nusinersen more than 16 months after the last dose: two additional doses, 14 days apart (EU SmPC, 4.2).
#[test]
fn additional_doses_have_names_of_their_own() {
    let labels = catalog::labels().named("nusinersen").current(date("2026-11-26"));
    let adding = |label: &&Label| label.policy().to_string().contains("2 additional doses");
    let label = labels.iter().find(adding).expect("a label that adds doses");
    let mut course = label.course_named("low dose", date("2020-01-06")).expect("its name");
    let planned: Vec<_> = course.forecast().take(5).map(|due| due.date()).collect();
    for day in &planned {
        course.give(*day).expect("on its date");
    }
    let late = planned[4] + Months::new(20);
    course.give(late).expect("late");
    course.give(late + Days::new(14)).expect("the first additional dose");
    let calendar = Calendar::of_course(&name(), &course, course.start()..=late + Days::new(200))
        .build()
        .expect("few doses");
    let text = written(&calendar);
    let additional: Vec<_> = events(&text)
        .into_iter()
        .filter(|event| event["UID"].starts_with("additional"))
        .map(|event| (event["UID"].clone(), day(&event["DTSTART;VALUE=DATE"])))
        .collect();
    let uid = |number| format!("additional-dose-{number}.course-17@clinic.example");
    let expected = [(uid(1), late + Days::new(14)), (uid(2), late + Days::new(28))];
    assert_eq!(additional, expected);
    // The second, to come, is off with the reason; the first was given.
    let stop = late + Days::new(15);
    course.stop(stop, "consent withdrawn").expect("a reason");
    let name = name();
    let stopped = Calendar::of_course(&name, &course, stop..=stop).replacing(&calendar);
    let events = events(&written(&stopped.build().expect("few doses")));
    let of = |number| events.iter().find(|event| event["UID"] == uid(number)).expect("it is there");
    assert_eq!(of(1)["STATUS"], "CONFIRMED");
    let why = format!("Treatment was stopped on {stop}: consent withdrawn");
    assert_eq!(of(2)["DESCRIPTION"].lines().last(), Some(&*why));
}

#[test]
fn a_window_is_in_the_description() {
    let regimen = regimen("100 mg IT q28d window -3d/+3d");
    let calendar =
        Calendar::of_schedule(&name(), &regimen.starting(date("2026-01-05")), date("2026-01-05"))
            .build()
            .expect("few doses");
    let description = &events(&written(&calendar))[0]["DESCRIPTION"];
    assert!(description.ends_with("\nOn time from 2026-01-02 to 2026-01-08"), "{description}");
}

/// From the last day of January: `RRULE` would leave out February.
#[test]
fn months_are_expanded_with_their_clamp() {
    let monthly = regimen("12 mg IT q1mo");
    let calendar =
        Calendar::of_schedule(&name(), &monthly.starting(date("2026-01-31")), date("2026-04-30"))
            .build()
            .expect("few doses");
    let expected = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"].map(date);
    assert_eq!(days(&written(&calendar)), expected);
    assert!(!written(&calendar).contains("RRULE"));
}

#[test]
fn a_whole_course_can_be_taken_back() {
    let calendar =
        Calendar::of_course(&name(), &tofersen(), date("2026-01-05")..=date("2026-03-01"))
            .build()
            .expect("few doses");
    let cancel = revision()
        .by_method(CalendarMethod::Cancel, "mailto:clinic@example.org")
        .expect("an address");
    assert_eq!(
        calendar.to_text(&cancel).unwrap_err().to_string(),
        "entry on 2026-01-05: expected a cancelled entry, as METHOD:CANCEL cancels all entries, found it planned or given"
    );
    let text = calendar.cancelled().to_text(&cancel).expect("all are cancelled");
    assert!(text.contains("METHOD:CANCEL\r\n"));
    assert!(events(&text).iter().all(|event| event["STATUS"] == "CANCELLED"));
}

/// Who must not show the drug leaves it out.
#[test]
fn a_course_need_not_name_its_medication() {
    let course = CalendarCourse::new("c").expect("a text");
    let calendar =
        Calendar::of_course(&course, &tofersen(), date("2026-01-05")..=date("2026-01-05"))
            .build()
            .expect("few doses");
    assert_eq!(events(&written(&calendar))[0]["SUMMARY"], "dose 1: 100 mg IT");
}

#[test]
fn texts_that_are_refused() {
    let error = |text| CalendarCourse::new(text).unwrap_err().to_string();
    assert_eq!(error(" "), "course: expected a text, found a blank one");
    assert_eq!(error("x\u{85}"), "course: expected a text, found the control character '\\u{85}'");
    let medication = |text: &str| name().with_medication(text).unwrap_err().to_string();
    assert_eq!(
        medication("tofersen\r\nATTACH:http://example.org"),
        "medication: expected a text, found the control character '\\r'"
    );
    assert_eq!(medication(""), "medication: expected a text, found a blank one");
    let organizer =
        |text| revision().by_method(CalendarMethod::Publish, text).unwrap_err().to_string();
    for text in ["clinic", "mailto:", ":x", "mailto:a b", "mailto:a\nATTENDEE:b"] {
        assert_eq!(
            organizer(text),
            format!(
                "organizer: expected an address such as mailto:clinic@example.org, found {text:?}"
            )
        );
    }
    let earlier = revision().revised(0, "2026-02-19T16:00:00Z".parse().expect("a time"));
    let expected = "sequence: expected a number above 0, at most 2147483647, found";
    assert_eq!(earlier.unwrap_err().to_string(), format!("{expected} 0"));
    let far = revision().revised(2_147_483_648, stamp());
    assert_eq!(far.unwrap_err().to_string(), format!("{expected} 2147483648"));
    assert!(revision().revised(2_147_483_647, stamp()).is_ok());
}

#[test]
fn years_that_have_no_text_are_refused() {
    let single = regimen("100 mg IT x1");
    for (first, fine) in [
        ("9999-12-30", true),
        ("9999-12-31", false),
        ("0001-01-01", true),
        ("0000-12-31", false),
        ("+262142-12-31", false),
    ] {
        let first = date(first);
        let text = Calendar::of_schedule(&name(), &single.starting(first), first)
            .build()
            .expect("few doses")
            .to_text(&revision());
        assert_eq!(text.is_ok(), fine, "{first}: {text:?}");
    }
    let far =
        revision().revised(1, "+10000-01-01T00:00:00Z".parse().expect("a time")).expect("higher");
    let calendar =
        Calendar::of_schedule(&name(), &single.starting(date("2026-01-05")), date("2026-01-05"))
            .build()
            .expect("few doses");
    assert_eq!(
        calendar.to_text(&far).unwrap_err().to_string(),
        "time of the revision: expected a day from 0001-01-01 to 9999-12-30, found +10000-01-01"
    );
}

/// Four thousand million doses cost what is written of them.
#[test]
fn a_huge_count_stays_lazy() {
    let many = regimen("100 mg IT q14d x4294967295");
    let calendar =
        Calendar::of_schedule(&name(), &many.starting(date("2026-01-05")), date("2026-02-05"))
            .build()
            .expect("few doses");
    assert_eq!(calendar.dates().len(), 3);
}

/// A line of 150 octets would be folded as 75 and 76.
#[test]
fn no_line_is_longer_than_75_octets() {
    for length in 60..240 {
        let course = CalendarCourse::new("c").expect("a text");
        let course = course.with_medication("x".repeat(length)).expect("a text");
        let single = regimen("100 mg IT x1");
        let calendar = Calendar::of_schedule(
            &course,
            &single.starting(date("2026-01-05")),
            date("2026-01-05"),
        )
        .build()
        .expect("few doses");
        let text = calendar.to_text(&revision()).expect("ordinary");
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75), "{text}");
        // All letters here are of one octet, so that a line that goes on is a full one.
        for pair in lines.windows(2) {
            assert!(!pair[1].starts_with(' ') || pair[0].len() == 75, "{text}");
        }
    }
}

/// A label that has late doses skipped: those that are behind are waited for no more, and stand until one is given.
#[test]
fn doses_that_the_label_skips() {
    let label = catalog::inotersen::labels().remove(0);
    let first = date("2026-01-05");
    let mut course = label.course_named(&label.regimens()[0].name, first).expect("its name");
    course.give(first).expect("the first");
    let through = date("2026-02-16");
    let calendar = |course: &Course, on: &str| {
        let name = CalendarCourse::new("c").expect("a text");
        Calendar::of_course(&name, course, date(on)..=through).build().expect("few doses")
    };
    let shown = |calendar: &Calendar| -> Vec<(String, String)> {
        let entry =
            |event: Event| (event["UID"].clone(), event.get("STATUS").cloned().unwrap_or_default());
        events(&written(calendar)).into_iter().map(entry).collect()
    };
    let numbered = |status: [&str; 7]| -> Vec<(String, String)> {
        let named =
            |(number, status): (usize, &str)| (format!("dose-{number}.c"), status.to_owned());
        (1..).zip(status).map(named).collect()
    };
    // On Saturday, 7 February, two days before dose 6.
    let late = calendar(&course, "2026-02-07");
    let (given, late_one) = ("CONFIRMED", "TENTATIVE");
    let waits = [given, late_one, late_one, late_one, late_one, late_one, late_one];
    assert_eq!(shown(&late), numbered(waits));
    let skipped: Vec<_> = late.dates()[1..].to_vec();
    let weekly =
        ["2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16"];
    assert_eq!(skipped, weekly.map(date));
    let text = written(&late);
    let third = &events(&text)[2];
    assert_eq!(
        third["DESCRIPTION"].lines().last(),
        Some("As of 2026-02-07 the dose of 2026-01-12 is overdue")
    );
    // On its day, dose 6 is the one to give.
    let today = calendar(&course, "2026-02-09");
    assert_eq!(today.dates(), late.dates());
    assert_eq!(shown(&today), numbered(waits));
    let second = &events(&written(&today))[1]["DESCRIPTION"];
    let advice = "Advice for 2026-02-09: dose 6 (maintenance): 284 mg (1.5 mL) SC planned on 2026-02-09, on time, 5 doses outstanding: give it";
    assert!(second.contains(advice), "{second}");
    // Where the clinic is closed, it is given on the day after.
    let name = CalendarCourse::new("c").expect("a text");
    let closed = Calendar::of_course(&name, &course, date("2026-02-09")..=through)
        .on_open_days(|day| day != date("2026-02-09"));
    let days = closed.build().expect("few doses").dates();
    assert_eq!(days[4..], ["2026-02-02", "2026-02-10", "2026-02-16"].map(date));
    course.give(date("2026-02-09")).expect("dose 6");
    let after = calendar(&course, "2026-02-09");
    let off = "CANCELLED";
    assert_eq!(shown(&after), numbered([given, off, off, off, off, given, ""]));
}

/// What was sent of doses that a person left out while treatment was held, and of those after them.
#[test]
fn doses_left_out_in_a_hold() {
    let mut course = tofersen();
    course.give(date("2026-01-05")).expect("the first");
    let through = date("2026-03-02");
    let name = name();
    let calendar = |course: &Course, on: &str, sent: &Calendar| {
        let calendar = Calendar::of_course(&name, course, date(on)..=through);
        calendar.replacing(sent).build().expect("few doses")
    };
    let sent = calendar(&course, "2026-01-06", &Calendar::default());
    let last = |calendar: &Calendar, number: usize| {
        let event = events(&written(calendar)).swap_remove(number - 1);
        let line = event["DESCRIPTION"].lines().last().expect("a line").to_owned();
        (event["STATUS"].clone(), line)
    };
    course.hold(date("2026-01-10"), "fever").expect("any day");
    course.skip(date("2026-01-12"), "too ill").expect("it is due");
    let held = calendar(&course, "2026-01-20", &sent);
    let of = |status: &str, why: &str| (status.to_owned(), why.to_owned());
    assert_eq!(last(&held, 2), of("CANCELLED", "Not given: too ill"));
    assert_eq!(last(&held, 3), of("TENTATIVE", "Treatment is held since 2026-01-10: fever"));
    let third = &events(&written(&held))[2]["DESCRIPTION"];
    assert!(!third.contains("as soon as possible"), "{third}");
    course.resume(date("2026-02-01")).expect("it is held");
    course.give(date("2026-02-02")).expect("dose 3");
    course.stop(date("2026-02-10"), "consent withdrawn").expect("a reason");
    let stopped = calendar(&course, "2026-02-10", &sent);
    let why = "Treatment was stopped on 2026-02-10: consent withdrawn";
    assert_eq!(last(&stopped, 4), of("CANCELLED", why));
    // A plan that ends with what was given: what was sent beyond is off, held or not.
    let short = |day: &str| {
        let plan = regimen("100 mg IT q14d x2");
        let mut course = Course::new(plan, MissedDosePolicy::not_stated(), date("2026-01-05"));
        course.give(date("2026-01-05")).expect("the first");
        course.hold(date(day), "fever").expect("any day");
        calendar(&course, day, &sent)
    };
    assert_eq!(last(&short("2026-01-10"), 2).0, "TENTATIVE");
    assert_eq!(last(&short("2026-01-10"), 3), of("CANCELLED", "This dose is no longer planned"));
}

/// A label that says to give a late dose and not when the next one is (eteplirsen).
#[test]
fn doses_after_one_whose_next_has_no_date() {
    let label = catalog::eteplirsen::labels().remove(0);
    let first = date("2026-01-05");
    let mut course = label.course_for(aso_regimen::BodyWeight::kg(50), first).expect("one regimen");
    course.give(first).expect("the first");
    let name = name();
    let calendar = |course: &Course, on: &str, sent: &Calendar| {
        let days = date(on)..=date("2026-01-26");
        Calendar::of_course(&name, course, days).replacing(sent).build().expect("few doses")
    };
    let none = Calendar::default();
    let sent = calendar(&course, "2026-01-06", &none);
    let weekly = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"].map(date);
    assert_eq!(sent.dates(), weekly);
    let last = |calendar: &Calendar| {
        let event = events(&written(calendar)).pop().expect("some");
        (event["STATUS"].clone(), event["DESCRIPTION"].lines().last().expect("a line").to_owned())
    };
    let tentative = |why: &str| ("TENTATIVE".to_owned(), why.to_owned());
    // Late, the others stay on their dates.
    let late = calendar(&course, "2026-01-14", &none);
    assert_eq!(late.dates(), weekly);
    assert_eq!(last(&late), tentative("As of 2026-01-14 the dose of 2026-01-12 is overdue"));
}

/// A patient taken over from elsewhere: a restart begins another run, and the overdue dose stays (inclisiran).
#[test]
fn doses_after_those_given_elsewhere() {
    let label = catalog::inclisiran::labels().remove(0);
    let name = CalendarCourse::new("c").expect("a text");
    let regimen = &label.regimens()[0].name;
    let course = label.continuing(regimen, 5, date("2024-01-05")).expect("it has a sixth");
    let days = date("2024-12-06")..=date("2025-06-30");
    let calendar = Calendar::of_course(&name, &course, days).build().expect("few doses");
    let shown: Vec<_> = events(&written(&calendar))
        .into_iter()
        .map(|event| (event["UID"].clone(), event["DTSTART;VALUE=DATE"].clone()))
        .collect();
    let of = |uid: &str, day: &str| (uid.to_owned(), day.to_owned());
    assert_eq!(shown, [of("dose-6.c", "20240705"), of("dose-2-of-run-2.c", "20250306")]);
}

/// A dose that a person left out before the regimen begins anew keeps its name.
#[test]
fn a_dose_left_out_before_a_restart() {
    let plan = regimen("100 mg IT q14d x3, then q28d");
    let mut course =
        Course::new(plan, MissedDosePolicy::always(Action::Restart), date("2026-01-05"));
    course.skip(date("2026-01-05"), "too ill").expect("the first");
    course.reschedule(date("2026-01-06"), date("2026-01-19"), "agreed").expect("the second");
    let name = CalendarCourse::new("c").expect("a text");
    let shown = |course: &Course| -> Vec<(String, String)> {
        let days = date("2026-01-25")..=date("2026-02-01");
        let calendar = Calendar::of_course(&name, course, days).build().expect("few doses");
        let entry = |event: Event| (event["UID"].clone(), event["STATUS"].clone());
        events(&written(&calendar)).into_iter().map(entry).collect()
    };
    let of = |uid: &str, status: &str| (uid.to_owned(), status.to_owned());
    assert_eq!(shown(&course), [of("dose-1.c", "CANCELLED"), of("dose-2.c", "TENTATIVE")]);
    course.give(date("2026-01-25")).expect("late");
    let anew = [of("dose-1.c", "CANCELLED"), of("dose-1-of-run-2.c", "CONFIRMED")];
    assert_eq!(shown(&course)[..2], anew);
}

/// Where the clinic is closed for long, no two doses come together.
#[test]
fn a_long_closure() {
    let name = name();
    let dates = |course: &Course, closed: [&str; 2]| {
        let closed = closed.map(date);
        let days = course.start()..=date("2026-12-15");
        let calendar = Calendar::of_course(&name, course, days)
            .on_open_days(|day| day < closed[0] || day > closed[1]);
        calendar.build().expect("few doses")
    };
    let days = |calendar: &Calendar| -> Vec<String> {
        calendar.dates().into_iter().map(|day| day.to_string()).collect()
    };
    // Tofersen's later doses count from a late one.
    let first = date("2026-10-05");
    let mut course = catalog::tofersen::labels().remove(0).course(first).expect("one regimen");
    course.give(first).expect("the first");
    let found = dates(&course, ["2026-10-19", "2026-11-03"]);
    assert_eq!(days(&found), ["2026-10-05", "2026-11-04", "2026-11-18"]);
    let second = &events(&written(&found))[1];
    assert_eq!(second.get("STATUS"), None);
    // A label that keeps the calendar, and one that is silent, where the dose is tentative.
    let given = |policy| {
        let mut course = Course::new(regimen("100 mg IT q14d x4"), policy, first);
        course.give(first).expect("the first");
        course
    };
    let keeps = given(MissedDosePolicy::always(Action::KeepCalendar { minimum_gap: None }));
    let found = dates(&keeps, ["2026-10-19", "2026-10-25"]);
    assert_eq!(days(&found), ["2026-10-05", "2026-10-26", "2026-11-02", "2026-11-16"]);
    assert_eq!(events(&written(&found))[1].get("STATUS"), None);
    let silent = given(MissedDosePolicy::not_stated());
    let found = dates(&silent, ["2026-10-19", "2026-10-25"]);
    assert_eq!(days(&found), ["2026-10-05", "2026-10-26", "2026-11-02", "2026-11-16"]);
    let not_stated = "the label does not say what to do about a late or missed dose";
    let last = |found: &Calendar, at: usize| {
        let event = &events(&written(found))[at];
        let why = event["DESCRIPTION"].lines().last().map(str::to_owned);
        (event.get("STATUS").cloned().unwrap_or_default(), why.expect("a line"))
    };
    let tentative = |why: &str| ("TENTATIVE".to_owned(), why.to_owned());
    assert_eq!(last(&found, 1), tentative(&format!("On 2026-10-26 it is late, and {not_stated}")));
    let after = format!("After the dose of 2026-10-26 the next has no date: {not_stated}");
    assert_eq!([last(&found, 2), last(&found, 3)], [tentative(&after), tentative(&after)]);
    // The first reason stays.
    let twice = Calendar::of_course(&name, &silent, first..=date("2026-12-15"));
    let closed = [date("2026-10-19"), date("2026-11-02")];
    let twice = twice.on_open_days(|day| !closed.contains(&day)).build().expect("few doses");
    let after = format!("After the dose of 2026-10-20 the next has no date: {not_stated}");
    assert_eq!(last(&twice, 3), tentative(&after));
    // Closed until the next dose is due.
    let found = dates(&silent, ["2026-10-19", "2026-11-01"]);
    assert_eq!(days(&found), ["2026-10-05", "2026-10-19", "2026-11-02", "2026-11-16"]);
    assert_eq!(last(&found, 1), tentative("The clinic is closed until the next dose is due"));
    let after = format!("The dose of 2026-10-19 has no visit: {not_stated}");
    assert_eq!([last(&found, 2), last(&found, 3)], [tentative(&after), tentative(&after)]);
    // The last dose, after which nothing is due.
    let found = dates(&silent, ["2026-11-16", "2026-11-17"]);
    assert_eq!(last(&found, 3), tentative(&format!("On 2026-11-18 it is late, and {not_stated}")));
    for (policy, reason) in [
        (
            MissedDosePolicy::not_read(),
            "the label's text on late and missed doses was not read here",
        ),
        (
            MissedDosePolicy::always(Action::AnotherRegimen),
            "the label says to begin another of its regimens; somebody chooses it",
        ),
    ] {
        let found = dates(&given(policy), ["2026-11-16", "2026-11-17"]);
        assert_eq!(last(&found, 3), tentative(&format!("On 2026-11-18 it is late, and {reason}")));
    }
    // The regimen begins anew.
    let anew = given(MissedDosePolicy::always(Action::Restart));
    let found = dates(&anew, ["2026-10-19", "2026-11-01"]);
    assert_eq!(
        days(&found),
        ["2026-10-05", "2026-11-02", "2026-11-16", "2026-11-30", "2026-12-14"]
    );
    let why = "On 2026-11-02 it is late, and the label says to begin the regimen anew";
    assert_eq!(last(&found, 1), tentative(why));
    let why = "This date assumes that the dose of 2026-10-19 is given on 2026-11-02";
    assert_eq!(last(&found, 2), tentative(why));
    assert_eq!(events(&written(&found))[2]["UID"], "dose-2-of-run-2.course-17@clinic.example");
    // One that has a dose skipped that is as late: it has no visit.
    let label = catalog::inotersen::labels().remove(0);
    let mut course = label.course_named(&label.regimens()[0].name, first).expect("its name");
    course.give(first).expect("the first");
    let found = dates(&course, ["2026-10-12", "2026-10-23"]);
    let weekly = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02"];
    // The second would be given on Saturday, two days before the fourth; the third too.
    assert_eq!(days(&found)[..5], weekly);
    for (at, planned) in [(1, "2026-10-12"), (2, "2026-10-19")] {
        let why = "On 2026-10-24 it is late, and the label says to skip it";
        assert_eq!(last(&found, at), tentative(why));
        let closed = format!("The clinic is closed on {planned}");
        let lines = &events(&written(&found))[at]["DESCRIPTION"];
        assert!(lines.lines().any(|line| line == closed), "{lines}");
    }
    // In a schedule too.
    let plan = regimen("100 mg IT q14d x4");
    let plan = plan.starting(first);
    let schedule = Calendar::of_schedule(&name, &plan, date("2026-12-15"))
        .on_open_days(|day| day < date("2026-10-19") || day > date("2026-11-03"));
    let schedule = schedule.build().expect("few doses");
    assert_eq!(days(&schedule), ["2026-10-05", "2026-10-19", "2026-11-04", "2026-11-16"]);
    assert_eq!(
        last(&schedule, 1),
        tentative("The clinic is closed until the next dose is planned")
    );
}

/// After two weeks without an open day, by a label that has late doses skipped: the course decides which dose is given then.
#[test]
fn which_dose_is_given_after_a_closure() {
    let first = date("2026-03-01");
    let is_open = |day: NaiveDate| day < date("2026-03-12") || day > date("2026-03-25");
    let (name, until) = (name(), date("2026-04-06"));
    let tegsedi = catalog::labels().named("Tegsedi");
    let tegsedi = tegsedi.iter().next().expect("a label");
    let weekly = tegsedi.course_named(&tegsedi.regimens()[0].name, first).expect("its name");
    let mut course = weekly.tolerating(Window::days(3, 3)).expect("it fits");
    course.give(first).expect("on its day");
    course.give(date("2026-03-08")).expect("on its day");
    let shown = |course: &Course, on: NaiveDate| -> Vec<(String, String, bool)> {
        let made = Calendar::of_course(&name, course, on..=until).on_open_days(is_open);
        let shown = events(&written(&made.build().expect("few doses")));
        let of = |event: Event| {
            let uid = event["UID"].replace(".course-17@clinic.example", "");
            (uid, day(&event["DTSTART;VALUE=DATE"]).to_string(), event.contains_key("STATUS"))
        };
        shown.into_iter().skip(2).map(of).collect()
    };
    let of =
        |number: u32, day: &str, status: bool| (format!("dose-{number}"), day.to_owned(), status);
    let booked = shown(&course, date("2026-03-09"));
    let expected = [
        of(3, "2026-03-15", true),
        of(4, "2026-03-22", true),
        of(5, "2026-03-29", false),
        of(6, "2026-04-05", false),
    ];
    assert_eq!(booked, expected);
    // On the first open day it is the fifth already, and so it is on its own date.
    for day in ["2026-03-26", "2026-03-29"] {
        assert_eq!(course.advise(date(day)).expect("one is due").number(), Some(5));
    }
    course.give(date("2026-03-29")).expect("the fifth");
    let after = shown(&course, date("2026-03-29"));
    assert_eq!(after.last(), Some(&of(6, "2026-04-05", false)));
}

/// A regimen that begins anew leaves nothing of the run that was sent.
#[test]
fn no_two_series_of_visits() {
    let first = date("2026-01-05");
    let anew = MissedDosePolicy::always(Action::Restart);
    let course = Course::new(regimen("100 mg IT q10d"), anew, first);
    let (name, until) = (name(), date("2026-02-28"));
    let sent = Calendar::of_course(&name, &course, first..=until).build().expect("few doses");
    let next = Calendar::of_course(&name, &course, date("2026-01-06")..=until);
    let next = next.on_open_days(is_weekday);
    let fresh = Calendar::of_course(&name, &course, date("2026-01-06")..=until);
    let fresh = fresh.on_open_days(is_weekday).build().expect("few doses");
    let next = next.replacing(&sent).build().expect("few doses");
    assert_eq!(next.dates(), fresh.dates());
    // Weeks later: all of them are on their planned dates or the next open day.
    let late = Calendar::of_course(&name, &course, date("2026-02-02")..=until);
    let late = late.on_open_days(is_weekday).build().expect("few doses");
    for event in events(&written(&late)) {
        assert!(!event["DESCRIPTION"].contains("given on 2026-01-"), "{event:?}");
        assert!(!event["DESCRIPTION"].contains("On 2026-01-"), "{event:?}");
    }
}

/// A dose is overdue once its last day on time and the day of its visit are past.
#[test]
fn when_a_dose_is_overdue() {
    let first = date("2026-01-05");
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let course = Course::new(regimen("100 mg IT q14d window -3d/+3d"), policy, first);
    let name = name();
    // Open again on Saturday the tenth, after the last day on time.
    let is_closed = |day: NaiveDate| day > first && day < date("2026-01-10");
    let is_overdue = |on: &str, is_open: &dyn Fn(NaiveDate) -> bool| {
        let made = Calendar::of_course(&name, &course, date(on)..=date("2026-01-31"));
        let made = made.on_open_days(is_open).build().expect("few doses");
        let shown = events(&written(&made)).swap_remove(0);
        (shown["DTSTART;VALUE=DATE"].clone(), shown["SUMMARY"].ends_with(", overdue"))
    };
    let whenever = |_| true;
    let always = |on: &str| {
        let made = Calendar::of_course(&name, &course, date(on)..=date("2026-01-31"));
        let shown = events(&written(&made.build().expect("few doses"))).swap_remove(0);
        (shown["DTSTART;VALUE=DATE"].clone(), shown["SUMMARY"].ends_with(", overdue"))
    };
    assert_eq!(always("2026-01-08"), ("20260105".to_owned(), false));
    assert_eq!(always("2026-01-09"), ("20260105".to_owned(), true));
    assert_eq!(is_overdue("2026-01-08", &whenever), ("20260108".to_owned(), false));
    assert_eq!(is_overdue("2026-01-09", &whenever), ("20260108".to_owned(), true));
    let closed = |day: NaiveDate| !is_closed(day);
    for (on, overdue) in [("2026-01-06", false), ("2026-01-10", false), ("2026-01-11", true)] {
        assert_eq!(is_overdue(on, &closed), ("20260110".to_owned(), overdue), "{on}");
    }
}

/// A clinic that never opens.
#[test]
fn no_open_day_within_a_year() {
    let first = date("2026-10-05");
    let plan = regimen("100 mg IT q14d x3");
    let (name, until) = (name(), date("2026-12-15"));
    let schedule =
        Calendar::of_schedule(&name, &plan.starting(first), until).on_open_days(|_| false);
    let course = Course::new(plan.clone(), MissedDosePolicy::always(Action::Reanchor), first);
    let course = Calendar::of_course(&name, &course, first..=until).on_open_days(|_| false);
    for calendar in [schedule.build(), course.build()] {
        let shown = events(&written(&calendar.expect("few doses")));
        assert_eq!(shown.len(), 3);
        for (event, planned) in shown.iter().zip(["2026-10-05", "2026-10-19", "2026-11-02"]) {
            assert_eq!(day(&event["DTSTART;VALUE=DATE"]), date(planned));
            assert_eq!(event["STATUS"], "TENTATIVE");
            let mut lines = event["DESCRIPTION"].lines();
            assert!(lines.any(|line| line == "The clinic is closed for a year"), "{event:?}");
        }
    }
}

/// Visits keep the least gap of the regimen.
#[test]
fn visits_are_the_least_gap_apart() {
    let (first, name) = (date("2026-01-05"), name());
    let is_open = |day: NaiveDate| day < date("2026-01-10") || day > date("2026-02-04");
    let weekly = regimen("100 mg IT q7d window -1d/+1d least gap 6d");
    let plan = weekly.starting(first);
    let made = Calendar::of_schedule(&name, &plan, date("2026-02-23")).on_open_days(is_open);
    let made = made.build().expect("few doses");
    let visits = |calendar: &Calendar| -> Vec<(String, bool)> {
        let of = |event: Event| {
            (day(&event["DTSTART;VALUE=DATE"]).to_string(), event.contains_key("STATUS"))
        };
        events(&written(calendar)).into_iter().map(of).collect()
    };
    let of = |days: [(&str, bool); 8]| days.map(|(day, status)| (day.to_owned(), status)).to_vec();
    // Doses 2 to 4 have no visit; that of the fifth is late, and six days before that of the sixth.
    let expected = [
        ("2026-01-05", false),
        ("2026-01-12", true),
        ("2026-01-19", true),
        ("2026-01-26", true),
        ("2026-02-05", false),
        ("2026-02-11", false),
        ("2026-02-17", false),
        ("2026-02-23", false),
    ];
    assert_eq!(visits(&made), of(expected));
    // In a course as well, whose label does not say what follows.
    let mut course = Course::new(weekly.clone(), MissedDosePolicy::not_stated(), first);
    course.give(first).expect("the first");
    let made =
        Calendar::of_course(&name, &course, first..=date("2026-02-23")).on_open_days(is_open);
    let made = made.build().expect("few doses");
    let mut uncertain = expected.map(|(day, _)| (day, true));
    uncertain[0].1 = true;
    assert_eq!(visits(&made), of(uncertain));
    // A dose that is on time, and after which the next is too near.
    let text = "100 mg IT q14d x4 window -3d/+9d, then q28d window -0d/+2d least gap 28d";
    let mut course = Course::new(regimen(text), MissedDosePolicy::not_stated(), first);
    for day in ["2026-01-05", "2026-01-19", "2026-02-02"] {
        course.give(date(day)).expect("on its day");
    }
    let made = Calendar::of_course(&name, &course, date("2026-02-02")..=date("2026-03-31"));
    let made = made.on_open_days(|day| day < date("2026-02-13") || day > date("2026-02-22"));
    let shown = events(&written(&made.build().expect("few doses")));
    let of = |at: usize| {
        (&*shown[at]["DTSTART;VALUE=DATE"], shown[at].get("STATUS").map(|text| &**text))
    };
    assert_eq!(of(3), ("20260223", None));
    assert_eq!(of(4), ("20260323", Some("TENTATIVE")));
    let why = "After the dose of 2026-02-23 the next has no date: two doses 21 days apart are nearer than the least \
               gap of 28d, and the label does not say what follows";
    assert_eq!(shown[4]["DESCRIPTION"].lines().last(), Some(why));
    // Daily doses on weekdays: none is moved on to the day of another one.
    let daily = regimen("10 mg SC q1d");
    let plan = daily.starting(first);
    let made = Calendar::of_schedule(&name, &plan, date("2029-12-31")).on_open_days(is_weekday);
    let mut days = made.build().expect("few doses").dates();
    let all = days.len();
    days.dedup();
    assert_eq!(days.len(), all);
}

/// A dose that was missed or held and is still due is in the calendar, also where its new date is after the last day.
#[test]
fn a_missed_dose_with_a_later_date() {
    let (first, name) = (date("2026-01-05"), name());
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let mut missed = Course::new(regimen("100 mg IT q28d"), policy.clone(), first);
    missed.give(first).expect("on its day");
    let today = date("2026-02-03");
    missed.miss(date("2026-02-02"), "snow").expect("it is due");
    missed.reschedule(today, date("2026-03-10"), "travel").expect("it is due");
    let mut held = Course::new(regimen("100 mg IT q14d"), policy, first);
    held.give(first).expect("on its day");
    held.hold(date("2026-01-10"), "illness").expect("any day");
    let in_hold = held.clone();
    held.resume(date("2026-02-20")).expect("held");
    let until = date("2026-02-28");
    let none = Calendar::default();
    let sent =
        Calendar::of_course(&name, &in_hold, date("2026-01-10")..=until).build().expect("few");
    for (course, on, sent, expected) in [
        (&missed, today, &none, &[(2, "2026-03-10", "Not given: snow")][..]),
        (&held, date("2026-02-20"), &none, &[(2, "2026-01-19", "Held: illness")]),
        // Those after it were not done on their old dates, and come later than the calendar.
        (&held, date("2026-02-20"), &sent, &[(2, "2026-01-19", "Held: illness")]),
    ] {
        let made = Calendar::of_course(&name, course, on..=until).replacing(sent).build();
        let shown = events(&written(&made.expect("few doses")));
        let live = |event: &&Event| event.get("STATUS").is_none_or(|status| status != "CANCELLED");
        assert_eq!(shown.iter().filter(live).count(), expected.len() + 1);
        for (number, planned, why) in expected {
            let uid = format!("dose-{number}.course-17@clinic.example");
            let event = shown.iter().find(|event| event["UID"] == uid).expect("an entry");
            assert_eq!(day(&event["DTSTART;VALUE=DATE"]), date(planned));
            assert_ne!(event.get("STATUS").map(String::as_str), Some("CANCELLED"));
            assert!(event["DESCRIPTION"].lines().any(|line| line == *why), "{event:?}");
        }
    }
}

/// The description of a dose that is still due says why it was not given.
#[test]
fn a_missed_dose_that_is_still_due() {
    let mut course = tofersen();
    course.give(date("2026-01-05")).expect("the first");
    course.miss(date("2026-01-19"), "snow").expect("the second");
    let name = name();
    for (on, status) in [("2026-01-19", None), ("2026-01-21", Some("TENTATIVE"))] {
        let days = date(on)..=date("2026-01-31");
        let calendar = Calendar::of_course(&name, &course, days).build().expect("few doses");
        let second = events(&written(&calendar)).swap_remove(1);
        assert_eq!(second.get("STATUS").map(String::as_str), status);
        assert!(second["DESCRIPTION"].contains("\nNot given: snow"), "{second:?}");
    }
}

/// What becomes of the record of a dose that was removed, and of the regimen before another.
#[test]
fn entries_that_are_off_say_why() {
    let mut course = tofersen();
    course.give(date("2026-01-05")).expect("the first");
    let wrong = Entry::given(date("2026-01-07")).not_counting().reason("wrong patient");
    course.record(wrong).expect("it does not count");
    let name = CalendarCourse::new("c").expect("a text");
    let calendar = |course: &Course, on: &str, sent: &Calendar| {
        let calendar = Calendar::of_course(&name, course, date(on)..=date("2026-01-31"));
        calendar.replacing(sent).build().expect("few doses")
    };
    let sent = calendar(&course, "2026-01-07", &Calendar::default());
    drop(course.remove(2).expect("it is there"));
    let half = Switch::to(regimen("50 mg IT q14d x2"), MissedDosePolicy::not_stated());
    course.switch(date("2026-01-20"), half, "a trial").expect("a dose is due");
    let off = calendar(&course, "2026-01-20", &sent).only_cancelled();
    let said: Vec<String> =
        events(&written(&off)).into_iter().map(|event| event["DESCRIPTION"].clone()).collect();
    let dose = "100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT";
    assert_eq!(
        said,
        [
            format!(
                "Given: dose 2 (loading): {dose} on 2026-01-07, 12 days early, does not count (wrong patient)\nThe record of this dose was removed"
            ),
            format!(
                "dose 2 (loading): {dose} on 2026-01-19\nThe regimen was changed on 2026-01-20: a trial"
            ),
        ]
    );
    // A stop is no reason for what was off before it, with the regimen before.
    course.stop(date("2026-01-21"), "consent withdrawn").expect("a reason");
    let stopped = calendar(&course, "2026-01-21", &sent).only_cancelled();
    let last = events(&written(&stopped)).pop().expect("some");
    assert_eq!(last["UID"], "dose-2.c");
    let why = "\nThe regimen was changed on 2026-01-20: a trial";
    assert!(last["DESCRIPTION"].ends_with(why), "{last:?}");
    let none = Calendar::default();
    assert!(none.is_empty() && !off.is_empty());
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//aso-regimen//doses//EN",
        "BEGIN:VTIMEZONE",
        "TZID:UTC",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(none.to_text(&revision()), Ok(expected.join("\r\n")));
}

/// What a program has kept, as it is.
#[test]
fn a_calendar_in_json() {
    let calendar =
        Calendar::of_course(&name(), &tofersen(), date("2026-01-05")..=date("2026-01-05"))
            .build()
            .expect("few doses");
    let json = serde_json::to_value(&calendar).expect("plain");
    let shown = serde_json::json!({
        "day": "2026-01-05", "status": "planned", "summary": "tofersen, dose 1: 100 mg IT",
        "description": ["dose 1 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-01-05"],
        "if_late": "If it is late: the label does not say what to do about a first dose that is late; the regimen begins on the day it is given",
    });
    let entry = serde_json::json!({ "run": 1, "dose": { "planned": 1 }, "shown": shown });
    let expected = serde_json::json!({
        "courses": [{ "name": "course-17@clinic.example", "entries": [entry] }]
    });
    assert_eq!(json, expected);
    let read = |json: &serde_json::Value| {
        serde_json::from_str::<Calendar>(&json.to_string()).map_err(|error| error.to_string())
    };
    assert_eq!(read(&json), Ok(calendar));
    assert_eq!(read(&serde_json::json!({ "courses": [] })), Ok(Calendar::default()));
    let course = &expected["courses"][0];
    let refused = |json: serde_json::Value| {
        let said = read(&json).expect_err("refused");
        said.split(" at line ").next().expect("a text").to_owned()
    };
    assert_eq!(
        refused(serde_json::json!({ "courses": [course, course] })),
        "course \"course-17@clinic.example\": expected once, found twice"
    );
    let with = |entries: serde_json::Value| serde_json::json!({ "courses": [{ "name": "c", "entries": entries }] });
    assert_eq!(
        refused(with(serde_json::json!([entry, entry]))),
        "entry \"dose-1.c\": expected once, found twice"
    );
    let mut zero = entry.clone();
    zero["dose"] = serde_json::json!({ "rest": 0 });
    assert_eq!(
        refused(with(serde_json::json!([zero]))),
        "entry \"rest-0.c\": expected a run and a dose with a number of at least 1, found 0"
    );
    let mut zero = entry.clone();
    zero["run"] = serde_json::json!(0);
    assert_eq!(
        refused(with(serde_json::json!([zero]))),
        "entry \"dose-1-of-run-0.c\": expected a run and a dose with a number of at least 1, found 0"
    );
    for (member, value, error) in [
        ("summary", "a\rb", ", summary: expected a text, found the control character '\\r'"),
        ("summary", " ", ", summary: expected a text, found a blank one"),
        ("why", "a\u{7}", ", description: expected a text, found the control character '\\u{7}'"),
    ] {
        let mut wrong = entry.clone();
        wrong["shown"][member] = serde_json::json!(value);
        let expected = format!("entry \"dose-1.c\"{error}");
        assert_eq!(refused(with(serde_json::json!([wrong]))), expected);
    }
    let mut late = entry.clone();
    late["shown"]["is_overdue"] = serde_json::json!(true);
    assert_eq!(
        refused(with(serde_json::json!([late]))),
        "entry \"dose-1.c\": expected a tentative entry, as it is overdue, found another status"
    );
    let mut unknown = entry.clone();
    unknown["dose"] = serde_json::json!({ "given": 1 });
    assert_eq!(
        refused(with(serde_json::json!([unknown]))),
        "unknown value `given`, expected one of `uncounted`, `rest`, `additional`, `planned`"
    );
    let mut unnamed = entry.clone();
    unnamed["dose"] = serde_json::json!("planned");
    assert_eq!(
        refused(with(serde_json::json!([unnamed]))),
        "invalid type: unit variant, expected an object with one member"
    );
    let mut day = entry;
    day["shown"]["day"] = serde_json::json!("5 January");
    assert_eq!(
        refused(with(serde_json::json!([day]))),
        "invalid value: string \"5 January\", expected a date such as \"2026-01-05\" in the field `day`"
    );
    let blank = serde_json::json!({ "courses": [{ "name": " ", "entries": [] }] });
    assert_eq!(refused(blank), "course: expected a text, found a blank one");
}

fn any_text() -> impl Strategy<Value = String> {
    // Everything that has a meaning in the format, blanks where lines fold, and letters of all lengths.
    proptest::collection::vec(
        prop_oneof![
            Just("\\"),
            Just(","),
            Just(";"),
            Just(":"),
            Just("\""),
            Just(" "),
            Just("\\n"),
            Just("é"),
            Just("老"),
            Just("𝛼"),
            Just("a"),
            Just("BEGIN:VEVENT"),
            Just("\u{a0}"),
        ],
        1..80,
    )
    .prop_map(|parts| format!("x{}", parts.concat()))
}

/// How often the regimen began: once, with each switch, and each time that numbers fall.
fn runs(course: &Course) -> usize {
    let (mut runs, mut last) = (1, 0);
    for item in course.history() {
        match item {
            HistoryItem::Recorded(entry) if matches!(entry.kind(), EntryKind::Switched(_)) => {
                (runs, last) = (runs + 1, 0);
            }
            HistoryItem::Given(given) if given.counts() => {
                let number = given.number().unwrap_or(u32::MAX);
                if number <= last {
                    runs += 1;
                }
                last = given.number().unwrap_or(last);
            }
            _ => {}
        }
    }
    runs
}

/// The days of the doses to come. One whose date is past stays there, and is not there a second time for today; what is
/// held is on the days that it would have if it was not.
fn to_come(course: &Course, as_of: NaiveDate) -> Vec<NaiveDate> {
    let few = |doses: &mut dyn Iterator<Item = DueDose<'_>>| -> Vec<NaiveDate> {
        doses.map(|due| due.date()).take(1_000).collect()
    };
    if let NextDue::Held { .. } = course.next_due() {
        let mut resumed = course.clone();
        resumed.resume(as_of).expect("it is held");
        return few(&mut resumed.forecast());
    }
    let past = course.next_due().dose().filter(|due| due.date() < as_of);
    let Some(past) = past else { return few(&mut course.forecast()) };
    let advice = course.advise(as_of).expect("one is due");
    let mut days = vec![past.date()];
    let planned = course.forecast().skip(1);
    match advice.recommendation() {
        _ if advice.unspecified().is_some() => days.extend(few(&mut planned.into_iter())),
        Recommendation::Give | Recommendation::Restart | Recommendation::Skip => {
            let given = usize::from(advice.given().is_some());
            // A label that has late doses skipped is about the latest one.
            let behind = planned.take_while(|due| due.number() <= advice.number());
            days.extend(few(&mut behind.filter(|due| due.number().is_some())));
            days.extend(few(&mut course.forecast_from(as_of).skip(given)));
        }
        _ => days.extend(few(&mut planned.into_iter())),
    }
    days
}

/// The label has doses added a week apart after a late one, and the clinic keeps eight days between doses. It does not say
/// what follows then, so that the doses after that wait.
#[test]
fn doses_after_one_that_nothing_follows_wait() {
    let (start, end) = (date("2026-01-05"), date("2026-12-31"));
    let adds = MissedDosePolicy::always(Action::add_doses(2, Interval::days(7)));
    let tolerance = Tolerance::within(Window::days(1, 1)).at_least_apart(Interval::days(8));
    let course = Course::new(regimen("100 mg IT q14d x4"), adds, start);
    let mut course = course.tolerating(tolerance).expect("it fits");
    let name = name();
    let sent = Calendar::of_course(&name, &course, start..=end).build().expect("few doses");
    course.give(start).expect("on its day");
    let late = date("2026-01-21");
    course.give(late).expect("late");
    let update = Calendar::of_course(&name, &course, late..=end).replacing(&sent).build();
    let events = events(&written(&update.expect("few doses")));
    let of = |uid: &str| {
        let found = events.iter().find(|event| event["UID"].starts_with(&format!("{uid}.")));
        found.unwrap_or_else(|| panic!("no {uid}"))
    };
    // On its last day on time.
    let added = of("additional-dose-1");
    assert_eq!(added["DTSTART;VALUE=DATE"], "20260129");
    assert_eq!(added.get("STATUS"), None);
    for (uid, day) in [("dose-3", "20260202"), ("dose-4", "20260216")] {
        let dose = of(uid);
        assert_eq!((&*dose["DTSTART;VALUE=DATE"], &*dose["STATUS"]), (day, "TENTATIVE"));
        let why = "After the dose of 2026-01-29 the next has no date: two doses 6 days apart are nearer than the \
                   least gap of 8d, and the label does not say what follows";
        assert_eq!(dose["DESCRIPTION"].lines().last(), Some(why));
    }
}

/// A dose that was sent as overdue is not, once a correction of the one before leaves it without a date.
#[test]
fn a_dose_without_a_date_is_not_overdue() {
    let (start, end) = (date("2026-01-05"), date("2026-12-31"));
    let silent = MissedDosePolicy::always(Action::NextUnspecified);
    let mut course = Course::new(regimen("100 mg IT q14d x4"), silent, start);
    course.give(start).expect("on its day");
    course.give(date("2026-01-19")).expect("on its day");
    let (name, today) = (name(), date("2026-02-10"));
    let summary = |calendar: &Calendar| events(&written(calendar))[2]["SUMMARY"].clone();
    let sent = Calendar::of_course(&name, &course, today..=end).build().expect("few doses");
    assert_eq!(summary(&sent), "tofersen, dose 3: 100 mg IT, overdue");
    course.amend(2, Entry::given(date("2026-01-23"))).expect("late");
    let update = Calendar::of_course(&name, &course, today..=end).replacing(&sent).build();
    assert_eq!(summary(&update.expect("few doses")), "tofersen, dose 3: 100 mg IT, tentative");
}

/// A dose of which nobody decides says that its day is closed, and is off where a later dose was given.
#[test]
fn a_kept_dose_on_a_closed_day() {
    let first = date("2026-02-06");
    let plan = regimen("100 mg IT q14d x3, then q28d");
    let mut course = Course::new(plan, MissedDosePolicy::not_stated(), first);
    course.give(first).expect("the first");
    let (name, until) = (name(), date("2026-04-18"));
    let sent = Calendar::of_course(&name, &course, date("2026-02-10")..=until).build();
    let sent = sent.expect("few doses");
    let third = |day: &str| {
        let mut course = course.clone();
        course.give(date(day)).expect("not on its day");
        let next = Calendar::of_course(&name, &course, date(day)..=until).replacing(&sent);
        let next = next.on_open_days(|day| day != date("2026-03-06")).build();
        let of_third = |event: &Event| event["UID"].starts_with("dose-3.");
        events(&written(&next.expect("few doses"))).into_iter().find(of_third).expect("it was sent")
    };
    let early = third("2026-02-16");
    assert_eq!((&*early["DTSTART;VALUE=DATE"], &*early["STATUS"]), ("20260306", "TENTATIVE"));
    let closed = "The clinic is closed on 2026-03-06";
    assert!(early["DESCRIPTION"].lines().any(|line| line == closed), "{early:?}");
    // The next night as well, once.
    let mut early = course.clone();
    early.give(date("2026-02-16")).expect("not on its day");
    let mut kept = sent.clone();
    for night in ["2026-02-17", "2026-02-18"] {
        let next = Calendar::of_course(&name, &early, date(night)..=until).replacing(&kept);
        let next = next.on_open_days(|day| day != date("2026-03-06")).build();
        kept = next.expect("few doses");
    }
    assert_eq!(written(&kept).replace("\r\n ", "").matches(closed).count(), 1);
    // It cannot be before the dose that was given last.
    let why = "The next dose has no date: the label does not say what to do about a late or missed \
               dose";
    for given in ["2026-03-06", "2026-03-27"] {
        let late = third(given);
        assert_eq!(late["STATUS"], "CANCELLED", "{given}");
        assert_eq!(late["DESCRIPTION"].lines().last(), Some(why));
    }
}

/// By a label that skips late doses the dose that is given is a later one.
#[test]
fn the_dose_that_later_dates_assume() {
    let label = catalog::labels().named("Tegsedi");
    let label = label.iter().next().expect("a label");
    let first = date("2026-02-23");
    let mut course = label.course_named(&label.regimens()[0].name, first).expect("its name");
    course.give(first).expect("the first");
    let name = name();
    let days = date("2026-03-06")..=date("2026-03-27");
    let made = Calendar::of_course(&name, &course, days);
    let made = made.on_open_days(|day| day.weekday() == Weekday::Mon).build();
    let shown = events(&written(&made.expect("few doses")));
    let last = |at: usize| shown[at]["DESCRIPTION"].lines().last().map(str::to_owned);
    assert!(last(1).is_some_and(|line| line.contains("Advice for 2026-03-09: dose 3 ")));
    let assumed = "This date assumes that the dose of 2026-03-09 is given on 2026-03-09";
    assert_eq!(last(3).as_deref(), Some(assumed));
}

/// An additional dose that was missed, and those added after a later dose of the regimen.
#[test]
fn additional_doses_keep_their_names() {
    let first = date("2026-01-05");
    let adds = MissedDosePolicy::always(Action::add_doses(2, Interval::days(7)));
    let mut course = Course::new(regimen("100 mg IT q28d"), adds, first);
    for entry in [
        Entry::given(first),
        Entry::given(date("2026-02-10")),
        Entry::missed(date("2026-02-17"), "snow"),
        Entry::skipped(date("2026-02-18"), "too far"),
        Entry::rescheduled(date("2026-02-19"), date("2026-03-20"), "travel"),
        Entry::given(date("2026-03-25")),
        Entry::given(date("2026-04-01")),
        Entry::given(date("2026-04-08")),
        Entry::given(date("2026-05-16")),
    ] {
        course.record(entry).expect("it can be");
    }
    let name = CalendarCourse::new("c").expect("a text");
    let made = Calendar::of_course(&name, &course, date("2026-05-16")..=date("2026-05-25")).build();
    let shown = events(&written(&made.expect("few doses")));
    let found: Vec<(&str, &str)> =
        shown.iter().map(|event| (&*event["UID"], &*event["DTSTART;VALUE=DATE"])).collect();
    let expected = [
        ("dose-1.c", "20260105"),
        ("dose-2.c", "20260210"),
        ("additional-dose-1.c", "20260217"),
        ("dose-3.c", "20260325"),
        ("additional-dose-2.c", "20260401"),
        ("additional-dose-3.c", "20260408"),
        ("dose-4.c", "20260516"),
        ("additional-dose-4.c", "20260523"),
    ];
    assert_eq!(found, expected);
    assert!(shown[3..].iter().all(|event| !event["DESCRIPTION"].contains("snow")), "{shown:?}");
}

proptest! {
    #![proptest_config(crate::cases(100))]

    /// For example `100 mg IT q14d x3, then q28d` from 5 January 2026.
    #[test]
    fn the_days_are_the_schedules(regimen in generate::regimen(), first in 0_u64..20_000) {
        let first = date("1990-01-01") + Days::new(first);
        let plan = regimen.starting(first);
        let through = first + Days::new(400);
        let calendar = Calendar::of_schedule(&name(), &plan, through).build().expect("few doses");
        let expected: Vec<_> = plan.through(through).dates().collect();
        prop_assert_eq!(calendar.dates(), &expected[..]);
        prop_assert_eq!(days(&written(&calendar)), expected);
    }

    #[test]
    fn hostile_text_comes_back_as_it_was(course in any_text(), medication in any_text(), reason in any_text()) {
        let reason = format!("{reason}; {reason}");
        let mut doses = tofersen();
        doses.miss(date("2026-01-05"), reason.clone()).expect("the first");
        let name = CalendarCourse::new(&course).expect("no control character");
        let name = name.with_medication(&medication).expect("no control character");
        let calendar = Calendar::of_course(&name, &doses, doses.start()..=date("2026-01-04")).build().expect("few doses");
        let text = calendar.to_text(&revision()).expect("no control character");
        let events = events(&text);
        prop_assert_eq!(events.len(), 1);
        prop_assert_eq!(&events[0]["UID"], &format!("dose-1.{course}"));
        let summary = format!("{medication}, dose 1: 100 mg IT");
        prop_assert_eq!(&events[0]["SUMMARY"], &summary);
        let ending = format!("Not given: {reason}");
        prop_assert!(events[0]["DESCRIPTION"].ends_with(&ending));
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75));
        prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    /// Each dose once, given ones on their days, those to come as the course has them.
    #[test]
    fn a_course_is_in_its_calendar(course in course(), nights in 0_u64..900) {
        let as_of = course.entries().last().map_or(course.start(), Entry::day) + Days::new(nights);
        let through = as_of + Days::new(200);
        let text = written(&Calendar::of_course(&name(), &course, as_of..=through).build().expect("few doses"));
        let mut expected: Vec<_> = course.doses_given().map(|given| given.date()).collect();
        expected.extend(to_come(&course, as_of).into_iter().take_while(|day| *day <= through));
        // A dose that does not count may be later than the planned date of the one that stays due.
        expected.sort_unstable();
        prop_assert_eq!(days(&text), expected);
        let events = events(&text);
        if let Some(late) = course.next_due().dose().filter(|due| due.date() < as_of) {
            let is_late = |event: &&Event| {
                day(&event["DTSTART;VALUE=DATE"]) == late.date()
                    && event.get("STATUS").is_some_and(|status| status == "TENTATIVE")
            };
            prop_assert_eq!(events.iter().filter(is_late).count(), 1);
        }
        prop_assert!(events.iter().all(|event| event["DTSTAMP"] == "20260101T083000Z"));
        for event in &events {
            // Nothing is said twice.
            let lines: Vec<&str> = event["DESCRIPTION"].lines().collect();
            let is_said = |line: &&str| lines.iter().filter(|other| other.contains(*line)).count();
            prop_assert!(lines.iter().all(|line| is_said(line) == 1), "{lines:?}");
        }
        let again = Calendar::of_course(&name(), &course, as_of..=through).build();
        prop_assert_eq!(written(&again.expect("few doses")), text);
    }

    /// Whoever had the plan and gets the update has the doses of the course and no others, but those that wait for a
    /// decision or the end of a hold.
    #[test]
    fn an_update_leaves_nothing_of_the_old_plan(course in course()) {
        let mut fresh = course.clone();
        for last in (1..=course.entries().len()).rev() {
            drop(fresh.remove(last).expect("nothing comes after it"));
        }
        let through = course.start() + Days::new(300);
        let old = Calendar::of_course(&name(), &fresh, fresh.start()..=through).build().expect("few doses");
        let new = Calendar::of_course(&name(), &course, course.start()..=through).build().expect("few doses");
        let name = name();
        let update = Calendar::of_course(&name, &course, course.start()..=through).replacing(&old);
        let update = update.build().expect("few doses");
        let mut shown: BTreeMap<String, Event> = BTreeMap::new();
        for calendar in [&old, &update] {
            shown.extend(events(&written(calendar)).into_iter().map(|event| (event["UID"].clone(), event)));
        }
        let mut standing: Vec<_> = shown.values()
            .filter(|event| event.get("STATUS").is_none_or(|status| status != "CANCELLED"))
            .map(|event| day(&event["DTSTART;VALUE=DATE"]))
            .collect();
        standing.sort_unstable();
        let as_of = course.entries().last().map_or(course.start(), Entry::day);
        let waits = match course.next_due() {
            NextDue::Due(due) => {
                let advice = course.advise(due.date().max(as_of)).expect("one is due");
                advice.unspecified().is_some()
            }
            due => matches!(due, NextDue::Unspecified(_) | NextDue::Held { .. }),
        };
        let decided = course.history().filter_map(|item| match item {
            HistoryItem::Given(given) if given.counts() => given.number(),
            HistoryItem::NotGiven(missed) if missed.why() == NotGiven::Skipped => missed.number(),
            _ => None,
        });
        let last = decided.last();
        let last_given = course.doses_given().last().map(|given| given.date());
        // Those left out while treatment was held or stopped are no doses of the history.
        let left_out = |item: &HistoryItem<'_>| match item {
            HistoryItem::Recorded(entry) => *entry.kind() == EntryKind::Skipped,
            _ => false,
        };
        let mut left_out = course.history().filter(left_out).count();
        // One before the last that was given or left out is behind.
        let is_behind = |uid: &str| (1..=last.unwrap_or(0)).any(|number| uid.starts_with(&format!("dose-{number}.")));
        let known = |uid: &String| events(&written(&new)).iter().any(|event| event["UID"] == *uid);
        let mut expected = new.dates();
        for event in events(&written(&old)) {
            let replaced = &shown[&event["UID"]];
            if known(&event["UID"]) {
                continue;
            }
            if day(&replaced["DTSTART;VALUE=DATE"]) > through {
                prop_assert_ne!(replaced.get("STATUS").map(String::as_str), Some("CANCELLED"));
                expected.push(day(&replaced["DTSTART;VALUE=DATE"]));
            } else if waits && runs(&course) == 1 && !is_behind(&event["UID"]) {
                // Before a dose that was given it cannot be to come.
                let planned = day(&event["DTSTART;VALUE=DATE"]);
                if last_given.is_some_and(|last| planned <= last) {
                    prop_assert_eq!(&replaced["STATUS"], "CANCELLED");
                    continue;
                }
                if replaced["STATUS"] == "CANCELLED" && left_out > 0 {
                    prop_assert!(replaced["DESCRIPTION"].ends_with("\nThis dose is no longer planned"));
                    left_out -= 1;
                    continue;
                }
                prop_assert_eq!(&replaced["DTSTART;VALUE=DATE"], &event["DTSTART;VALUE=DATE"]);
                prop_assert_eq!(&replaced["STATUS"], "TENTATIVE");
                expected.push(planned);
            } else {
                prop_assert_eq!(&replaced["STATUS"], "CANCELLED");
            }
        }
        expected.sort_unstable();
        prop_assert_eq!(standing, expected);
    }

    /// A job of the night, in a process of its own each time, has what one calendar of today has; beside it, what is off.
    /// For example a dose that is late, is held and is left out.
    #[test]
    fn night_by_night_is_as_today(course in course(), nights in 1_u64..40) {
        let name = name();
        let through = course.start() + Days::new(400);
        let of = |course: &Course, on: NaiveDate, sent: &Calendar| {
            let calendar = Calendar::of_course(&name, course, on..=through).on_open_days(is_weekday);
            calendar.replacing(sent).build().expect("few doses")
        };
        let mut prefix = course.clone();
        let mut states = vec![prefix.clone()];
        for last in (1..=course.entries().len()).rev() {
            drop(prefix.remove(last).expect("nothing comes after it"));
            states.push(prefix.clone());
        }
        let today = course.entries().last().map_or(course.start(), Entry::day) + Days::new(nights);
        let mut days: Vec<(Course, NaiveDate)> = Vec::new();
        for state in states.into_iter().rev() {
            let day = state.entries().last().map_or(state.start(), Entry::day);
            days.push((state.clone(), day));
            days.push((state, day + Days::new(1)));
        }
        days.extend((1..=nights).map(|night| (course.clone(), today - Days::new(nights - night))));
        let mut sent = Calendar::default();
        for (state, day) in days {
            let kept = serde_json::to_string(&of(&state, day, &sent)).expect("plain");
            sent = serde_json::from_str(&kept).expect("as it was written");
        }
        let by_uid = |calendar: &Calendar| -> BTreeMap<String, Event> {
            let named = |event: Event| (event["UID"].clone(), event);
            events(&written(calendar)).into_iter().map(named).collect()
        };
        let (mut chained, fresh) = (by_uid(&sent), by_uid(&of(&course, today, &Calendar::default())));
        for (uid, event) in &fresh {
            let kept = chained.remove(uid);
            prop_assert_eq!(kept.as_ref(), Some(event));
        }
        let mut resumed = course.clone();
        if let NextDue::Held { .. } = course.next_due() {
            resumed.resume(today).expect("it is held");
        }
        let is_open = match resumed.next_due() {
            NextDue::Due(due) => {
                let advice = resumed.advise(due.date().max(today)).expect("one is due");
                advice.unspecified().is_some()
            }
            due => matches!(due, NextDue::Unspecified(_)),
        };
        for (uid, event) in &chained {
            let is_off = event.get("STATUS").is_some_and(|status| status == "CANCELLED");
            // A visit can be before its planned date.
            let is_later = day(&event["DTSTART;VALUE=DATE"]) > through - Days::new(7);
            prop_assert!(is_off || is_later || is_open, "{uid}: {event:?}, {:?}, {:?}", course.entries().collect::<Vec<_>>(), resumed.next_due());
        }
    }

    /// If a dose is given on the day of its visit, be that tentative or not, the firm entries after it stay as they are. For
    /// example after a closure, by a label that does not say what follows a late dose.
    #[test]
    fn firm_visits_are_kept(course in course(), closed in (0_u64..45, 0_u64..50)) {
        let mut course = course;
        let mut today = course.entries().last().map_or(course.start(), Entry::day);
        let from = today + Days::new(closed.0);
        let closed = from..=from + Days::new(closed.1);
        let is_open = |day: NaiveDate| is_weekday(day) && !closed.contains(&day);
        let (name, through) = (name(), today + Days::new(200));
        // The next visit, and the firm ones.
        let booked = |course: &Course, today: NaiveDate| {
            let calendar = Calendar::of_course(&name, course, today..=through);
            let calendar = calendar.on_open_days(is_open).build().expect("few doses");
            let (mut next, mut firm) = (None, BTreeMap::new());
            for event in events(&written(&calendar)) {
                let visit = day(&event["DTSTART;VALUE=DATE"]);
                let status = event.get("STATUS").map(String::as_str);
                if matches!(status, None | Some("TENTATIVE")) && visit >= today && is_open(visit) {
                    next = next.or(Some(visit));
                }
                if status.is_none() {
                    firm.insert(event["UID"].clone(), visit);
                }
            }
            (next, firm)
        };
        for _ in 0..6 {
            let (next, mut firm) = booked(&course, today);
            let Some(visit) = next else { break };
            if course.next_due().dose().is_none() {
                break;
            }
            course.give(visit).expect("it is due");
            today = visit;
            firm.retain(|_, day| *day > visit);
            let (_, after) = booked(&course, today);
            for (uid, day) in firm {
                prop_assert_eq!(after.get(&uid), Some(&day), "{}, {} after {}", uid, course, visit);
            }
        }
    }

    /// Visits to come are on open days, and never two on one day, however long the clinic is closed. For example
    /// tofersen's second and third doses, with the clinic closed for 16 days.
    #[test]
    fn visits_are_apart(course in course(), nights in 0_u64..60, closed in (0_u64..90, 0_u64..40)) {
        let as_of = course.entries().last().map_or(course.start(), Entry::day) + Days::new(nights);
        let from = as_of + Days::new(closed.0);
        let closed = from..=from + Days::new(closed.1);
        let is_open = |day: NaiveDate| is_weekday(day) && !closed.contains(&day);
        let name = name();
        let calendar = Calendar::of_course(&name, &course, as_of..=as_of + Days::new(200));
        let calendar = calendar.on_open_days(is_open).build().expect("few doses");
        let to_come = events(&written(&calendar)).into_iter().filter_map(|event| {
            let visit = day(&event["DTSTART;VALUE=DATE"]);
            // On its own date a dose may be one that the label skips.
            let is_there = event["DESCRIPTION"].lines().next().is_some_and(|line| line.contains(&format!(" on {visit}")));
            let status = event.get("STATUS").map(String::as_str);
            let is_skipped = status == Some("TENTATIVE") && is_there && !is_open(visit);
            (matches!(status, None | Some("TENTATIVE")) && visit >= as_of && !is_skipped).then_some(visit)
        });
        let to_come: Vec<NaiveDate> = to_come.collect();
        let apart: std::collections::BTreeSet<_> = to_come.iter().collect();
        prop_assert_eq!(apart.len(), to_come.len(), "{:?}", to_come);
        prop_assert!(to_come.iter().all(|day| is_open(*day)), "{to_come:?}");
    }
}
