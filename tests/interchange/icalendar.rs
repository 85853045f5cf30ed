//! iCalendar: the worked example first, then what holds for every schedule and course.

use std::collections::{BTreeMap, BTreeSet};

use aso_regimen::chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc, Weekday};
use aso_regimen::dosing::course::{Entry, EntryKind, HistoryItem, NextDue, Switch};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, CalendarMethod, Revision};
use aso_regimen::{Course, Label, catalog};
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
    calendar.to_text(&revision()).expect("ordinary texts and years")
}

/// Tofersen's first two doses (US label, section 2.1), whole.
#[test]
fn tofersen_as_a_calendar() {
    let regimen = regimen("100 mg IT q14d x3, then q28d");
    let calendar =
        Calendar::of_schedule(&name(), &regimen.starting(date("2026-01-05")), date("2026-01-19"))
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
    let first = Calendar::of_course(&name(), &course, course.start()..=through).expect("few doses");
    course.give(date("2026-01-05")).expect("the first");
    course.give(date("2026-02-19")).expect("the second, late");
    let second = Calendar::of_course(&name(), &course, course.start()..=through)
        .expect("few doses")
        .replacing(&first);
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
    let first =
        Calendar::of_course(&name(), &course, date("2026-01-05")..=through).expect("few doses");
    let days = date("2026-07-01")..=through;
    let second = Calendar::of_course(&name(), &course, days).expect("few doses").replacing(&first);
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
            "As of 2026-07-01: dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT planned on 2026-01-19, 163 days late, 7 doses outstanding: give it as soon as possible and count later doses from that day; \
             next is dose 3 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-07-15"
        )
    );
    assert_eq!(of(3), ("20260715", Some("TENTATIVE")));
    assert_eq!(of(4), ("20260812", Some("TENTATIVE")));
    assert_eq!(of(8), ("20261202", Some("TENTATIVE")));
    // It was due on a day that is past, which no open day replaces.
    let open = second.clone().on_open_days(|day| day != date("2026-01-19"));
    assert_eq!(open.dates()[1], date("2026-01-19"));
    // Once it is taken back, it is waited for no more.
    let off = self::events(&written(&second.clone().cancelled()));
    let late = off.iter().find(|event| event["UID"].starts_with("dose-2.")).expect("there");
    assert_eq!((&*late["STATUS"], &*late["SUMMARY"]), ("CANCELLED", "tofersen, dose 2: 100 mg IT"));
    // Once treatment is stopped nothing is overdue, and nobody is told to give it.
    course.stop(date("2026-07-02"), "consent withdrawn").expect("a reason");
    let days = date("2026-07-02")..=through;
    let third = Calendar::of_course(&name(), &course, days).expect("few doses").replacing(&second);
    let events = self::events(&written(&third));
    let late = events.iter().find(|event| event["UID"].starts_with("dose-2.")).expect("there");
    assert_eq!(late["STATUS"], "CANCELLED");
    assert!(late["SUMMARY"].ends_with(" IT"), "{late:?}");
    assert!(!late["DESCRIPTION"].contains("as soon as possible"), "{late:?}");
    assert_eq!(
        late["DESCRIPTION"].lines().last(),
        Some("Treatment was stopped on 2026-07-02: consent withdrawn")
    );
}

/// Of a plan that ends earlier than before, and of one whose dose is late without a word in the label.
#[test]
fn doses_that_only_the_earlier_calendar_has() {
    let through = date("2026-03-02");
    let kept = |course: &Course, from: &str| {
        Calendar::of_course(&name(), course, date(from)..=through).expect("few doses")
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

    let four = kept(&plan("100 mg IT q14d x4"), "2026-01-05");
    let two = kept(&plan("100 mg IT q14d x2"), "2026-01-05").replacing(&four);
    let days = ["20260105", "20260119", "20260202", "20260216"];
    let expected =
        [of(days[0], none), of(days[1], none), of(days[2], cancelled), of(days[3], cancelled)];
    assert_eq!(shown(&two), expected);

    let mut course = plan("100 mg IT q14d x4");
    course.give(date("2026-01-05")).expect("the first");
    let late = kept(&course, "2026-01-21").replacing(&four);
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
    let held = kept(&switched, "2026-01-13").replacing(&four);
    let expected = [
        of(days[0], Some("CONFIRMED")),
        of(days[1], cancelled),
        of(days[2], cancelled),
        of(days[3], cancelled),
    ];
    assert_eq!(shown(&held), expected);
    // A dose that is late stays on its own day, also where the clinic is closed then.
    let open = late.on_open_days(|day| day != date("2026-01-19"));
    let days = ["2026-01-05", "2026-01-19", "2026-02-02", "2026-02-16"];
    assert_eq!(open.dates(), days.map(date));
}

#[test]
fn on_open_days_in_the_window() {
    let course = tofersen().tolerating(aso_regimen::Window::days(3, 3)).expect("it fits");
    let closed = [date("2026-01-19"), date("2026-01-20")];
    let days = date("2026-01-05")..=date("2026-02-02");
    let calendar = Calendar::of_course(&name(), &course, days).expect("few doses");
    let moved = calendar.clone().on_open_days(|day| !closed.contains(&day));
    assert_eq!(moved.dates(), ["2026-01-05", "2026-01-18", "2026-02-02"].map(date));
    // On other days it is as if it was kept anew.
    assert_eq!(moved.on_open_days(|_| true), calendar);
    // In a schedule as well.
    let plan = regimen("100 mg IT q14d window -3d/+3d");
    let plan = plan.starting(date("2026-01-05"));
    let planned = Calendar::of_schedule(&name(), &plan, date("2026-02-02")).expect("few doses");
    let moved = planned.on_open_days(|day| !closed.contains(&day));
    assert_eq!(moved.dates(), ["2026-01-05", "2026-01-18", "2026-02-02"].map(date));
}

/// A feed that is made each night: no visit is on a day that is past, and one whose window is open stays a visit.
#[test]
fn on_open_days_from_the_day_of_the_calendar() {
    let is_open = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let three = aso_regimen::Window::days(3, 3);
    let mut course = tofersen().tolerating(three).expect("it fits");
    course.reschedule(date("2026-01-05"), date("2026-01-10"), "travel").expect("it is due");
    course.give(date("2026-01-10")).expect("it is due");
    // Due on Saturday, 24 January; on time through Tuesday.
    let made = |course: &Course, on: &str| {
        Calendar::of_course(&name(), course, date(on)..=date("2026-01-31")).expect("few doses")
    };
    let visit = |course: &Course, on: &str| {
        *made(course, on).on_open_days(is_open).dates().last().expect("two")
    };
    for (on, day) in [
        ("2026-01-12", "2026-01-23"),
        ("2026-01-23", "2026-01-23"),
        ("2026-01-24", "2026-01-26"),
        ("2026-01-25", "2026-01-26"),
        ("2026-01-26", "2026-01-26"),
        ("2026-01-27", "2026-01-27"),
    ] {
        assert_eq!(visit(&course, on), date(day), "made on {on}");
    }
    // Overdue, it is nobody's appointment.
    assert_eq!(visit(&course, "2026-01-28"), date("2026-01-24"));
    // Nor is one that is held, whose window began in the hold.
    let mut held = course.clone();
    held.hold(date("2026-01-20"), "fever").expect("any day");
    let before = made(&course, "2026-01-19").on_open_days(is_open);
    for on in ["2026-01-20", "2026-01-24", "2026-01-25"] {
        let update = made(&held, on).replacing(&before).on_open_days(is_open);
        assert_eq!(update.dates()[1], date("2026-01-23"), "made on {on}");
    }
    held.resume(date("2026-01-24")).expect("held");
    // The calendar of a course begins on the day of its last entry at the earliest.
    for on in ["2026-01-23", "2026-01-24"] {
        assert_eq!(visit(&held, on), date("2026-01-26"), "made on {on}");
    }
}

/// A feed of what is near: nothing else of the entries changes.
#[test]
fn since_a_day_without_what_was_before() {
    let mut course = tofersen();
    for offset in ["2026-01-05", "2026-01-19", "2026-02-02"] {
        course.give(date(offset)).expect("it is due");
    }
    let through = date("2026-04-30");
    let all =
        Calendar::of_course(&name(), &course, date("2026-02-02")..=through).expect("few doses");
    let near = all.clone().since(date("2026-01-19"));
    let (all, near) = (events(&written(&all)), events(&written(&near)));
    assert_eq!(near, all[1..]);
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
    let text = written(&Calendar::of_course(&name(), &course, days).expect("few doses"));
    let summaries: Vec<_> = events(&text).iter().map(|event| event["SUMMARY"].clone()).collect();
    assert!(summaries[0].contains("dose 1: 18.6 mg ([<100 kg: 0.3 mg/kg"), "{summaries:?}");
    assert!(summaries[1].contains("dose 2: 18.6 mg ([<100 kg: 0.3 mg/kg"), "{summaries:?}");
}

#[test]
fn a_missed_dose_is_cancelled_until_it_is_given() {
    let mut course = tofersen();
    course.give(date("2026-01-05")).expect("the first");
    course.miss(date("2026-01-19"), "fever, 39 °C; not seen").expect("the second");
    let calendar = Calendar::of_course(&name(), &course, course.start()..=date("2026-01-19"))
        .expect("few doses");
    let entry = |calendar: &Calendar| events(&written(calendar)).pop().expect("an entry");
    // The label has it given as soon as possible: it is still due.
    assert_eq!(entry(&calendar).get("STATUS"), None);
    let calendar = Calendar::of_course(&name(), &course, course.start()..=date("2026-01-18"))
        .expect("few doses");
    assert_eq!(entry(&calendar)["STATUS"], "CANCELLED");
    assert!(entry(&calendar)["DESCRIPTION"].ends_with("Not given: fever, 39 °C; not seen"));
    course.give(date("2026-01-22")).expect("late");
    assert_eq!(
        entry(
            &Calendar::of_course(&name(), &course, course.start()..=date("2026-01-22"))
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
        .expect("few doses");
    let text = written(&calendar);
    let additional: Vec<_> = events(&text)
        .into_iter()
        .filter(|event| event["UID"].starts_with("additional"))
        .map(|event| (event["UID"].clone(), day(&event["DTSTART;VALUE=DATE"])))
        .collect();
    let name = |number| format!("additional-dose-{number}.course-17@clinic.example");
    let expected = [(name(1), late + Days::new(14)), (name(2), late + Days::new(28))];
    assert_eq!(additional, expected);
}

#[test]
fn a_window_is_in_the_description() {
    let regimen = regimen("100 mg IT q28d window -3d/+3d");
    let calendar =
        Calendar::of_schedule(&name(), &regimen.starting(date("2026-01-05")), date("2026-01-05"))
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
            .expect("few doses");
    let expected = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"].map(date);
    assert_eq!(days(&written(&calendar)), expected);
    assert!(!written(&calendar).contains("RRULE"));
}

#[test]
fn a_whole_course_can_be_taken_back() {
    let calendar =
        Calendar::of_course(&name(), &tofersen(), date("2026-01-05")..=date("2026-03-01"))
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
    assert_eq!(earlier.unwrap_err().to_string(), "sequence: expected a number above 0, found 0");
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
            .expect("few doses")
            .to_text(&revision());
        assert_eq!(text.is_ok(), fine, "{first}: {text:?}");
    }
    let far =
        revision().revised(1, "+10000-01-01T00:00:00Z".parse().expect("a time")).expect("higher");
    let calendar =
        Calendar::of_schedule(&name(), &single.starting(date("2026-01-05")), date("2026-01-05"))
            .expect("few doses");
    assert_eq!(
        calendar.to_text(&far).unwrap_err().to_string(),
        "date of an entry: expected a day from 0001-01-01 to 9999-12-30, found +10000-01-01"
    );
}

/// Four thousand million doses cost what is written of them.
#[test]
fn a_huge_count_stays_lazy() {
    let many = regimen("100 mg IT q14d x4294967295");
    let calendar =
        Calendar::of_schedule(&name(), &many.starting(date("2026-01-05")), date("2026-02-05"))
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

proptest! {
    #![proptest_config(crate::cases(100))]

    /// For example `100 mg IT q14d x3, then q28d` from 5 January 2026.
    #[test]
    fn the_days_are_the_schedules(regimen in generate::regimen(), first in 0_u64..20_000) {
        let first = date("1990-01-01") + Days::new(first);
        let plan = regimen.starting(first);
        let through = first + Days::new(400);
        let calendar = Calendar::of_schedule(&name(), &plan, through).expect("few doses");
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
        let calendar = Calendar::of_course(&name, &doses, doses.start()..=date("2026-01-04")).expect("few doses");
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
    fn a_course_is_in_its_calendar(course in course()) {
        let through = course.doses_given().last().map_or(course.start(), |last| last.date()) + Days::new(200);
        let text = written(&Calendar::of_course(&name(), &course, course.start()..=through).expect("few doses"));
        let mut expected: Vec<_> = course.doses_given().map(|given| given.date()).collect();
        let as_of = course.entries().last().map_or(course.start(), Entry::day);
        // One whose date is past stays there, and is not in the calendar a second time for today.
        let past = course.next_due().dose().map(|due| due.date()).filter(|date| *date < as_of);
        let advice = past.and_then(|_| course.advise(as_of).ok());
        let assumed = usize::from(advice.is_some_and(|advice| advice.given().is_some()));
        let later = course.forecast_from(as_of).skip(assumed).map(|due| due.date());
        expected.extend(past.into_iter().chain(later).take_while(|day| *day <= through));
        // A dose that does not count may be later than the planned date of the one that stays due.
        expected.sort_unstable();
        prop_assert_eq!(days(&text), expected);
        let events = events(&text);
        let uids: BTreeSet<_> = events.iter().map(|event| &event["UID"]).collect();
        prop_assert_eq!(uids.len(), events.len());
        prop_assert!(events.iter().all(|event| event["DTSTAMP"] == "20260101T083000Z"));
        for event in &events {
            // Nothing is said twice.
            let lines: Vec<&str> = event["DESCRIPTION"].lines().collect();
            let is_said = |line: &&str| lines.iter().filter(|other| other.contains(*line)).count();
            prop_assert!(lines.iter().all(|line| is_said(line) == 1), "{lines:?}");
        }
        prop_assert_eq!(written(&Calendar::of_course(&name(), &course, course.start()..=through).expect("few doses")), text);
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
        let old = Calendar::of_course(&name(), &fresh, fresh.start()..=through).expect("few doses");
        let new = Calendar::of_course(&name(), &course, course.start()..=through).expect("few doses");
        let update = new.clone().replacing(&old);
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
        let waits = matches!(course.next_due(), NextDue::Unspecified(_) | NextDue::Held { .. })
            || course.overdue(as_of).is_some();
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
            } else if waits && runs(&course) == 1 {
                prop_assert_eq!(&replaced["STATUS"], "TENTATIVE");
                prop_assert_eq!(&replaced["DTSTART;VALUE=DATE"], &event["DTSTART;VALUE=DATE"]);
                expected.push(day(&event["DTSTART;VALUE=DATE"]));
            } else {
                prop_assert_eq!(&replaced["STATUS"], "CANCELLED");
            }
        }
        expected.sort_unstable();
        prop_assert_eq!(standing, expected);
    }
}
