//! Doses that were not given, out as EC and back: misses, holds and doses that somebody left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::slice;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{CourseError, Entry, EntryKind, HistoryItem, NotGiven, Switch};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy, Rule};
use aso_regimen::evidence::label::Label;
use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::sdtm::{
    ExposureReader, Study, SubjectTreatment, exposure, exposure_as_collected, exposure_by_interval,
};
use aso_regimen::interchange::table::{Dataset, Table};
use aso_regimen::{BodyWeight, Course, Mass, Window, catalog};

use crate::random::Random;
use crate::{date, regimen};

fn label(key: &str) -> &'static Label {
    let found = catalog::labels().iter().find(|label| label.key().to_string() == key);
    found.unwrap_or_else(|| panic!("no label {key}"))
}

fn ec(course: &Course) -> Dataset {
    written(exposure_as_collected, course)
}

fn written(
    table: impl Fn(&SubjectTreatment, &Course) -> Result<Table, FormatError>,
    course: &Course,
) -> Dataset {
    let subject = Study::new("S").and_then(|study| study.subject("S-001"));
    let treatment = subject.and_then(|subject| subject.treated_with("DRUG")).expect("names");
    let table = table(&treatment, course).expect("masses are known");
    Dataset::from_csv(table.to_csv().expect("text").as_bytes()).expect("our own")
}

/// By default, by groups, and each of them without the planned doses.
fn readers() -> [(&'static str, ExposureReader); 4] {
    let (plain, grouped) = (ExposureReader::new(), ExposureReader::new().grouped_by_dose());
    [
        ("default", plain.clone()),
        ("default, performed", plain.leaving_out_scheduled()),
        ("grouped", grouped.clone()),
        ("grouped, performed", grouped.leaving_out_scheduled()),
    ]
}

fn back(ec: &Dataset, reader: &ExposureReader, plan: &Course) -> Result<Course, FormatError> {
    reader.read(ec).expect("our own").remove(0).course(plan.clone())
}

fn entries(course: &Course) -> Vec<String> {
    course.entries().map(Entry::to_string).collect()
}

/// A hold over several doses decides nothing: the dose after it is judged by the label as it was.
#[test]
fn a_hold_over_several_doses_comes_back() {
    for (key, regimen, first, given, held, later, next) in [
        (
            "Qalsody, US, 2023",
            "",
            "2026-01-05",
            &["2026-01-05"][..],
            "2026-01-15",
            &["2026-02-10"][..],
            "dose 3 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-02-24",
        ),
        (
            "Spinraza, EU, 2026-01",
            "low dose",
            "2026-01-05",
            &["2026-01-05", "2026-01-19", "2026-02-02", "2026-03-09"],
            "2026-06-15",
            &["2027-01-15"],
            "additional dose: 12 mg (5 mL, withdraw 5 mL, over 1-3 min) IT on 2027-01-29",
        ),
        (
            "Leqvio, EU, 2021",
            "",
            "2026-01-05",
            &["2026-01-05"],
            "2026-04-01",
            &["2026-11-20"],
            "dose 2 (loading): 284 mg (1.5 mL) SC on 2027-02-20",
        ),
        (
            "Spinraza, US, 2026-03-30",
            "low dose",
            "2026-02-02",
            &[],
            "2026-02-02",
            &["2026-04-12", "2026-05-05", "2026-05-25"],
            "dose 4 (loading): 12 mg (5 mL, withdraw 5 mL, over 1-3 min) IT on 2026-06-24",
        ),
    ] {
        let label = label(key);
        let name = if regimen.is_empty() { &label.regimens()[0].name } else { regimen };
        let plan = label.course_named(name, date(first)).expect("its name");
        let mut course = plan.clone();
        for day in given {
            course.give(date(day)).expect("it is due");
        }
        course.hold(date(held), "fever").expect("not held");
        course.resume(date(later[0])).expect("held");
        for day in later {
            course.give(date(day)).expect("it is due");
        }
        assert_eq!(course.next_due().to_string(), next, "{key}");
        for (reader_name, reader) in readers() {
            let read = back(&ec(&course), &reader, &plan);
            let read = read.unwrap_or_else(|error| panic!("{key}, {reader_name}: {error}"));
            assert_eq!(
                read.next_due().to_string(),
                next,
                "{key}, {reader_name}: {:?}",
                entries(&read)
            );
            // The same data set again, so that no record is lost.
            assert_eq!(ec(&read), ec(&course), "{key}, {reader_name}: {:?}", entries(&read));
        }
    }
}

/// What is due: which dose, also where its date is open, and on which date.
fn due(course: &Course) -> (Result<Option<u32>, CourseError>, Option<String>) {
    let number = course.advise(date("2100-01-01")).map(|advice| advice.number());
    // Its text has the date.
    (number, course.next_due().dose().map(|due| due.to_string()))
}

/// The day on which the next dose is due, one before it and one from it on, by fewer than so many days; all after the last
/// entry.
fn random_days(course: &Course, random: &mut Random, most: u64) -> [NaiveDate; 3] {
    let last = course.entries().last().map_or(course.start(), Entry::day);
    let due = course.next_due().dose().map_or(last + Days::new(30), |due| due.date());
    let day = due.max(last + Days::new(1));
    let earlier = (day - Days::new(random.below(9))).max(last + Days::new(1));
    let days = if random.percent(50) { random.below(4) } else { random.below(most) };
    [day, earlier, day + Days::new(days)]
}

/// Doses given on time, early and late, missed, held and left out; never an ongoing hold.
fn random_course(plan: &Course, random: &mut Random) -> Course {
    let mut course = plan.clone();
    for _ in 0..(2 + random.below(7)) {
        let [day, earlier, later] = random_days(&course, random, 400);
        let entry = match random.below(10) {
            0..4 => Entry::given(later),
            4 => Entry::given(earlier),
            5..7 => Entry::missed(day, "no bed"),
            7 => Entry::skipped(day, "the next will do"),
            _ => Entry::held(earlier, random.of(&["fever", "surgery"])),
        };
        let is_hold = *entry.kind() == EntryKind::Held;
        // A refused entry leaves the course as it was.
        if course.record(entry).is_ok() && is_hold {
            course.record(Entry::resumed(later)).expect("held");
        }
    }
    course
}

/// Why EC does not tell what is due.
fn lost(course: &Course, is_grouped: bool) -> Option<&'static str> {
    let says = |wanted: fn(&Action) -> bool| {
        let mut actions = course.policy().rules().flat_map(Rule::actions);
        actions.any(|action| wanted(&action))
    };
    let doses: Vec<Option<NotGiven>> = course
        .history()
        .filter_map(|item| match item {
            HistoryItem::Given(_) => Some(None),
            HistoryItem::NotGiven(missed) => Some(Some(missed.why())),
            _ => None,
        })
        .collect();
    let is_beside = |pair: &[Option<NotGiven>]| {
        pair.contains(&Some(NotGiven::Skipped)) && !pair.contains(&None)
    };
    let is_decided = course.entries().any(|entry| matches!(entry.kind(), EntryKind::Skipped));
    let is_last = doses.last().is_some_and(Option::is_some);
    let is_silent =
        |action: &Action| matches!(action, Action::Skip | Action::NotStated | Action::NotRead);
    let is_another = |action: &Action| matches!(action, Action::Restart | Action::GoBackTo { .. });
    if is_decided && !is_grouped {
        Some("left out, and no group says so")
    } else if is_decided && is_last {
        Some("left out, and no dose was given after it")
    } else if doses.windows(2).any(is_beside) {
        Some("left out beside others that were not given")
    } else if is_decided && says(is_another) {
        Some("left out, where the rules may begin the regimen anew")
    } else if is_last && says(is_silent) {
        Some("not given last, where a miss changes what is due and a hold does not")
    } else {
        None
    }
}

/// How many times a hold has several doses.
fn holds(course: &Course) -> usize {
    let held = |item: &HistoryItem<'_>| match item {
        HistoryItem::NotGiven(missed) => missed.why() == NotGiven::Held,
        _ => false,
    };
    let items: Vec<_> = course.history().collect();
    items.chunk_by(|one, next| held(one) && held(next)).filter(|run| run.len() > 1).count()
}

/// Courses of every label come back with what is due next, but for what EC does not tell.
#[test]
fn what_is_due_comes_back() {
    let mut random = Random(11);
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    for label in catalog::labels().iter().cycle().take(20 * catalog::labels().len()) {
        let regimens: Vec<_> = label.regimens().iter().collect();
        let first = date("2026-01-05") + Days::new(random.below(60));
        let name = &random.of(&regimens).name;
        let mut plan = label.course_named(name, first).expect("its name");
        plan.weigh(first, BodyWeight::kg(50)).expect("a weight");
        let course = random_course(&plan, &mut random);
        let data = ec(&course);
        if data.is_empty() {
            continue;
        }
        for (reader_name, reader) in readers() {
            if let Some(reason) = lost(&course, reader_name.starts_with("grouped")) {
                *tally.entry(reason).or_default() += 1;
                continue;
            }
            let what = || format!("{} {name}, {reader_name}: {:?}", label.key(), entries(&course));
            let read = back(&data, &reader, &plan);
            let read = read.unwrap_or_else(|error| panic!("{}: {error}", what()));
            assert_eq!(due(&read), due(&course), "{}: {:?}", what(), entries(&read));
            *tally.entry("back").or_default() += 1;
            *tally.entry("holds of several doses").or_default() += holds(&course);
        }
    }
    let least = [
        ("back", 2_000),
        ("holds of several doses", 800),
        ("left out, and no group says so", 1),
        ("left out, and no dose was given after it", 1),
        ("left out beside others that were not given", 1),
        ("left out, where the rules may begin the regimen anew", 1),
        ("not given last, where a miss changes what is due and a hold does not", 1),
    ];
    let counted: Vec<_> = least.iter().map(|(what, _)| tally.get(what).copied()).collect();
    let enough = least.iter().zip(&counted).all(|((_, least), found)| *found >= Some(*least));
    assert!(enough && tally.len() == least.len(), "{tally:#?}");
}

/// A course of tofersen from a data set of others, by its performed records: ECOCCUR, ECLNKGRP, ECREASOC and the day.
fn performed(rows: &[&str], reader: &ExposureReader) -> Result<Course, String> {
    let plan = label("Qalsody, US, 2023").course(date("2026-01-05")).expect("one regimen");
    performed_by(rows, reader, &plan)
}

fn performed_by(rows: &[&str], reader: &ExposureReader, plan: &Course) -> Result<Course, String> {
    let mut text =
        "USUBJID,ECSEQ,ECTRT,ECDOSU,ECOCCUR,ECDOSE,ECLNKGRP,ECREASOC,ECSTDTC\n".to_owned();
    for (row, number) in rows.iter().zip(1..) {
        writeln!(text, "S-001,{number},DRUG,mg,{row}").expect("a string grows");
    }
    let data = Dataset::from_csv(text.as_bytes()).expect("a table");
    back(&data, reader, plan).map_err(|error| error.to_string())
}

#[test]
fn groups_say_which_dose_was_given() {
    let (plain, grouped) = (ExposureReader::new(), ExposureReader::new().grouped_by_dose());
    let rows = |group: &str| {
        let given = format!("Y,100,{group},,2026-02-10");
        ["Y,100,ONE,,2026-01-05", "N,,TWO,fever,2026-01-19", "N,,THREE,snow,2026-02-02", &given]
            .map(str::to_owned)
    };
    let read = |group: &str, reader: &ExposureReader| {
        let rows = rows(group);
        performed(&rows.each_ref().map(String::as_str), reader).expect("a course")
    };
    let holds = [
        "2026-01-05: given",
        "2026-01-19: held (fever)",
        "2026-01-20: resumed",
        "2026-02-02: held (snow)",
        "2026-02-03: resumed",
    ];
    let given = "2026-02-10: given";
    for (group, reader, then) in [
        ("FOUR", &plain, &[given][..]),
        ("TWO", &grouped, &[given]),
        // The second was left out, and so was the third where it is the fourth that was given.
        ("THREE", &grouped, &["2026-02-10: skipped (fever)", given]),
    ] {
        let course = read(group, reader);
        assert_eq!(entries(&course), [&holds[..], then].concat(), "{group}");
    }
    let course = read("FOUR", &grouped);
    let skipped = ["2026-01-19: skipped (fever)", "2026-02-02: skipped (snow)"];
    assert_eq!(entries(&course), [&holds[..1], &skipped, &[given]].concat());
    let number = |course: &Course| course.doses_given().last().and_then(|dose| dose.number());
    let numbers = [("TWO", 2), ("THREE", 3), ("FOUR", 4)];
    for (group, expected) in numbers {
        assert_eq!(number(&read(group, &grouped)), Some(expected), "{group}");
        assert_eq!(number(&read(group, &plain)), Some(2), "{group}");
    }
}

/// One dose, made up for: a miss where its own group says so, and also where one of the two records has no group.
#[test]
fn a_missed_dose_that_was_made_up_for() {
    let reader = ExposureReader::new().grouped_by_dose();
    for (missed, given) in [("TWO", "TWO"), ("", "TWO"), ("TWO", "")] {
        let [missed, given] =
            [format!("N,,{missed},fever,2026-01-19"), format!("Y,100,{given},,2026-01-25")];
        let course =
            performed(&["Y,100,ONE,,2026-01-05", &missed, &given], &reader).expect("a course");
        let expected = ["2026-01-05: given", "2026-01-19: missed (fever)", "2026-01-25: given"];
        assert_eq!(entries(&course), expected, "{missed}, {given}");
        let last = course.doses_given().last().expect("two doses");
        assert_eq!(last.number(), Some(2), "{missed}, {given}");
    }
}

/// By rules that skip a late dose, one that was given late all the same was not missed.
#[test]
fn a_late_dose_given_against_the_rules_comes_back_by_its_group() {
    let policy = MissedDosePolicy::always(Action::Skip);
    let plan = Course::new(regimen("100 mg IT q14d"), policy, date("2026-01-05"));
    let mut course = plan.clone();
    course.give(date("2026-01-05")).expect("on its day");
    course.hold(date("2026-01-19"), "fever").expect("not held");
    course.resume(date("2026-01-22")).expect("held");
    course.give(date("2026-01-22")).expect("late");
    for (reader_name, reader) in readers() {
        let read = back(&ec(&course), &reader.leaving_out_scheduled(), &plan).expect(reader_name);
        // Without groups it is the dose after the missed one, given early.
        let number = if reader_name.starts_with("grouped") { 2 } else { 3 };
        let given = read.doses_given().last().expect("two doses");
        assert_eq!(given.number(), Some(number), "{reader_name}");
    }
}

#[test]
fn a_hold_is_over_the_planned_dates_alone() {
    let reader = ExposureReader::new();
    let read =
        |rows: &[&str]| performed(rows, &reader).map(|course| entries(&course)[1..].to_vec());
    let given = "Y,100,,,2026-01-05";
    let two = ["2026-01-19: held (fever)", "2026-02-03: resumed"].map(str::to_owned).to_vec();
    assert_eq!(read(&[given, "N,,,fever,2026-01-19", "N,,,fever,2026-02-02"]), Ok(two));
    // No record tells of the dose of 2 February.
    let apart = [
        "2026-01-19: held (fever)",
        "2026-01-20: resumed",
        "2026-03-02: held (fever)",
        "2026-03-03: resumed",
    ];
    let apart = apart.map(str::to_owned).to_vec();
    assert_eq!(read(&[given, "N,,,fever,2026-01-19", "N,,,fever,2026-03-02"]), Ok(apart));
    // The protocol's days after a dose that was a day late.
    let late = ["Y,100,,,2026-01-20", "N,,,fever,2026-02-02", "N,,,fever,2026-03-02"];
    let moved =
        ["2026-01-20: given", "2026-02-03: held (fever)", "2026-03-04: resumed"].map(str::to_owned);
    assert_eq!(read(&[&[given][..], &late].concat()), Ok(moved.to_vec()));
    // The second of two reasons is of a dose that was given before its planned date in the end.
    let plan = Course::new(
        regimen("100 mg IT q7d"),
        MissedDosePolicy::always(Action::Reanchor),
        date("2026-01-05"),
    );
    let plan = plan.tolerating(Window::days(3, 3)).expect("it fits");
    let early = [given, "N,,,fever,2026-01-12", "N,,,snow,2026-01-16", "Y,100,,,2026-01-17"];
    let early = performed_by(&early, &reader, &plan).map(|course| entries(&course)[1..].to_vec());
    let two = [
        "2026-01-12: held (fever)",
        "2026-01-13: resumed",
        "2026-01-17: held (snow)",
        "2026-01-17: resumed",
        "2026-01-17: given",
    ];
    assert_eq!(early, Ok(two.map(str::to_owned).to_vec()));
    for (rows, expected) in [
        (
            ["N,,,fever,2026-01-19", "N,,,fever,2026-01-26"],
            "EC, row 3 (line 4), column ECSTDTC: the dose planned on 2026-01-19 is already recorded as missed",
        ),
        (
            ["N,,,fever,2026-01-12", "N,,,fever,2026-01-26"],
            "EC, row 2 (line 3), column ECSTDTC: no dose was missed on 2026-01-12, as the next is planned on 2026-01-19, expected \
             2026-01-19 or a later day",
        ),
    ] {
        let refused = read(&[&[given][..], &rows].concat()).expect_err(expected);
        assert_eq!(refused, format!("{expected}{UNSTATED}"));
    }
    let between = ["N,,,fever,2026-01-19", "N,,,fever,2026-02-02", "N,,,fever,2026-02-04"];
    assert_eq!(
        read(&[&[given][..], &between].concat()).expect_err("between two dates"),
        format!(
            "EC, row 4 (line 5), column ECSTDTC: expected a date on which the plan has a dose, found 2026-02-04{UNSTATED}"
        )
    );
}

/// A dose that was given and then recorded as not given did not count; alone in its group it is one that does.
#[test]
fn a_dose_that_does_not_count_has_a_later_record_in_its_group() {
    let reader = ExposureReader::new().grouped_by_dose();
    let rows = ["Y,100,ONE,,2026-01-05", "Y,20,TWO,,2026-01-15", "N,,TWO,fever,2026-01-19"];
    for (rows, last, number) in [
        (&rows[..], "2026-01-15: given, 20 mg, does not count", 2),
        (&rows[..2], "2026-01-15: given, 20 mg", 3),
    ] {
        let course = performed(rows, &reader).expect("a course");
        assert_eq!(entries(&course)[1], last);
        let next = course.advise(date("2026-01-20")).expect("not ended").number();
        assert_eq!(next, Some(number));
    }
}

pub(crate) const UNSTATED: &str = "; EX and EC state no new dates, holds, stops, weights or changes of regimen: add them to the plan \
                        before you read";

/// The date that a person set is in the plan, or planned doses are left out.
#[test]
fn a_new_date_is_the_plans() {
    let plan = label("Qalsody, US, 2023").course(date("2026-01-05")).expect("one regimen");
    let mut course = plan.clone();
    course.give(date("2026-01-05")).expect("on its day");
    course.give(date("2026-01-19")).expect("on its day");
    let to = Entry::rescheduled(date("2026-01-20"), date("2026-02-03"), "travel");
    course.record(to.clone()).expect("a later day");
    course.give(date("2026-02-03")).expect("on its day");
    let [(_, reader), (_, performed), ..] = readers();
    let refused = back(&ec(&course), &reader, &plan).expect_err("no such date").to_string();
    let expected = "EC, row 5 (line 6), column ECSTDTC: expected a date on which the plan has a dose, found 2026-02-03";
    let ways_out = format!("{UNSTATED}, or leave out planned doses with `leaving_out_scheduled`");
    assert_eq!(refused, format!("{expected}{ways_out}"));
    let late = back(&ec(&course), &performed, &plan).expect("the doses given");
    assert_eq!(late.adherence(date("2026-02-03")).late, 1);
    let mut moved = plan;
    moved.record(to).expect("a later day");
    assert_eq!(back(&ec(&course), &reader, &moved), Ok(course));
}

/// Nothing states the days of a hold. It ends on the day after the last dose that was not given, or the plan has it.
#[test]
fn a_hold_of_the_plan_has_its_own_days() {
    let plan = label("Qalsody, US, 2023").course(date("2026-01-05")).expect("one regimen");
    let hold = [
        Entry::held(date("2026-01-10"), "fever"),
        Entry::weighed(date("2026-01-25"), BodyWeight::kg(70)),
        Entry::resumed(date("2026-02-20")),
    ];
    let with = |given: &[&str], entries: &[Entry]| {
        let mut course = plan.clone();
        for entry in given.iter().map(|day| Entry::given(date(day))).chain(entries.iter().cloned())
        {
            course.record(entry).expect("it can be");
        }
        course
    };
    for later in [&[][..], &["2026-02-24"]] {
        let given = [&["2026-01-05"], later].concat();
        let course = with(&given, &hold);
        for (reader_name, reader) in readers() {
            let read = back(&ec(&course), &reader, &plan).expect(reader_name);
            let own = ["2026-01-19: held (fever)", "2026-02-03: resumed"];
            assert_eq!(entries(&read)[1..3], own, "{reader_name}");
            assert_eq!(back(&ec(&course), &reader, &with(&[], &hold)).as_ref(), Ok(&course));
            // One that goes on.
            let ongoing = with(&[], &hold[..1]);
            let expected = with(&given, &hold[..1]);
            assert_eq!(back(&ec(&course), &reader, &ongoing), Ok(expected), "{reader_name}");
        }
    }
}

/// An entry of the plan comes before the records of its day, and takes no more of them than it states.
#[test]
fn entries_of_the_plan_are_before_the_records_of_their_day() {
    let plain = ExposureReader::new();
    let label = label("Qalsody, US, 2023");
    let bare = label.course(date("2026-01-05")).expect("one regimen");
    let with = |plan: &Course, own: &[Entry]| {
        let mut course = plan.clone();
        for entry in own {
            course.record(entry.clone()).expect("it can be");
        }
        course
    };
    let rows = ["Y,100,,,2026-01-05", "N,,,fever,2026-01-19"];
    let given = Entry::given(date("2026-01-05"));
    // The first day of a hold that goes on.
    let hold = Entry::held(date("2026-01-19"), "fever");
    let read = performed_by(&rows, &plain, &with(&bare, slice::from_ref(&hold)));
    assert_eq!(read, Ok(with(&bare, &[given.clone(), hold])));
    // One more than the plan leaves out on that day.
    let left_out = with(&bare, &[Entry::skipped(date("2026-01-19"), "fever")]);
    let again = [rows[0], rows[1], "N,,,snow,2026-01-19"];
    let read = performed_by(&again, &plain, &left_out).expect("a course");
    let expected =
        ["2026-01-05: given", "2026-01-19: missed (snow)", "2026-01-19: skipped (fever)"];
    assert_eq!(entries(&read), expected);
    // A switch on the day of the second of two.
    let switch = Switch::to(bare.regimen().clone(), bare.policy().clone());
    let second = date("2026-02-02");
    let switch = Entry::switched(second, switch.on(second), "another batch");
    let missed = [Entry::missed(date("2026-01-19"), "fever"), Entry::missed(second, "snow")];
    let course =
        with(&bare, &[given.clone(), missed[0].clone(), switch.clone(), missed[1].clone()]);
    let snow = [rows[0], rows[1], "N,,,snow,2026-02-02"];
    assert_eq!(performed_by(&snow, &plain, &with(&bare, &[switch])), Ok(course));
    // A miss that the rules pass over keeps its reason, whatever else the plan has.
    let skip = MissedDosePolicy::always(Action::Skip);
    let stop = Entry::stopped(date("2026-02-10"), "consent");
    let bare = Course::new(bare.regimen().clone(), skip, date("2026-01-05"));
    let then = Entry::given(second);
    let course = with(&bare, &[given, missed[0].clone(), then, stop.clone()]);
    let later = [rows[0], rows[1], "Y,100,,,2026-02-02"];
    assert_eq!(performed_by(&later, &plain, &with(&bare, &[stop])), Ok(course));
}

/// Entries of the plan on the day of a dose: a decision about the next one comes after it, what is of the day before it.
/// A plan that has the dose as given says which.
#[test]
fn entries_of_the_day_of_a_dose() {
    let (start, second) = (date("2026-01-05"), date("2026-01-19"));
    let reanchor = MissedDosePolicy::always(Action::Reanchor);
    let bare = Course::new(regimen("100 mg IT q14d"), reanchor.clone(), start);
    let with = |own: &[Entry]| {
        let mut course = bare.clone();
        for entry in own {
            course.record(entry.clone()).expect("it can be");
        }
        course
    };
    let half = Switch::to(regimen("50 mg IT q28d"), reanchor);
    let later = Entry::switched(second, half.clone().on(date("2026-02-10")), "a trial");
    let at_once = Entry::switched(second, half.on(second), "a trial");
    let (given, weighed) = (Entry::given(second), Entry::weighed(second, BodyWeight::kg(70)));
    let to = Entry::rescheduled(second, date("2026-02-10"), "travel");
    let here = Entry::rescheduled(date("2026-01-16"), second, "a bed");
    let other = Entry::policy_changed(second, MissedDosePolicy::not_stated(), "read again");
    let stop = Entry::stopped(second, "consent");
    let miss = Entry::missed(second, "no bed");
    for of_day in [
        [given.clone(), to.clone()],
        [given.clone(), later],
        [at_once, given.clone()],
        [given.clone(), Entry::held(second, "fever")],
        [given.clone(), stop],
        [given.clone(), Entry::skipped(second, "a wedding")],
        [weighed, given.clone()],
        [here, given.clone()],
        [Entry::rescheduled(second, second, "a bed"), given.clone()],
        [other.clone(), given.clone()],
        [miss, given.clone()],
    ] {
        let course = with(&[&[Entry::given(start)], &of_day[..]].concat());
        let own: Vec<Entry> =
            of_day.iter().filter(|entry| *entry.kind() != EntryKind::Given).cloned().collect();
        // Some can only be recorded after the first dose, and what it was is then in the file.
        let plan = with(&[]).record(own[0].clone()).is_ok().then(|| with(&own));
        for (reader_name, reader) in readers() {
            let what = || format!("{reader_name}: {:?}", entries(&course));
            for data in [ec(&course), written(exposure, &course)] {
                if let Some(plan) = &plan {
                    assert_eq!(back(&data, &reader, plan).as_ref(), Ok(&course), "{}", what());
                }
                assert_eq!(back(&data, &reader, &course).as_ref(), Ok(&course), "{}", what());
            }
        }
    }
    // The other way round, as the plan says.
    let course = with(&[Entry::given(start), Entry::given(date("2026-01-25"))]);
    let changed = |first: &[Entry], last: &[Entry]| {
        let mut course = course.clone();
        drop(course.remove(2).expect("it is there"));
        for entry in first.iter().chain([&Entry::given(date("2026-01-25"))]).chain(last) {
            course.record(entry.clone()).expect("it can be");
        }
        course
    };
    let other = Entry::policy_changed(date("2026-01-25"), MissedDosePolicy::not_stated(), "read");
    let (before, after) = (changed(slice::from_ref(&other), &[]), changed(&[], &[other]));
    assert_ne!(before, after);
    let data = ec(&after);
    let (_, reader) = &readers()[1];
    assert_eq!(back(&data, reader, &after).as_ref(), Ok(&after));
    assert_eq!(back(&data, reader, &before).as_ref(), Ok(&before));
    // A dose that no record has.
    let extra =
        with(&[Entry::given(start), Entry::given(second), Entry::given(date("2026-02-02"))]);
    let two = ec(&with(&[Entry::given(start), Entry::given(second)]));
    let refused = back(&two, reader, &extra).expect_err("a third").to_string();
    let expected =
        "plan: expected doses given on the days of records alone, found one on 2026-02-02";
    assert_eq!(refused, expected);
}

/// One that was spilt, and another one on the same day: by its group the last of them is the dose.
#[test]
fn a_dose_that_was_given_again_on_its_day() {
    let plan = label("Qalsody, US, 2023").course(date("2026-01-05")).expect("one regimen");
    let mut course = plan.clone();
    course.give(date("2026-01-05")).expect("on its day");
    let spilt = Entry::given(date("2026-01-19")).not_counting().reason("spilt");
    course.record(spilt).expect("it does not count");
    course.give(date("2026-01-19")).expect("on its day");
    let [_, (_, performed), (_, grouped), _] = readers();
    let read = back(&ec(&course), &grouped, &plan).expect("a course");
    let counting: Vec<bool> = read.doses_given().map(|dose| dose.counts()).collect();
    assert_eq!(counting, [true, false, true]);
    assert_eq!(due(&read), due(&course));
    let refused = back(&ec(&course), &performed, &plan).expect_err("two doses").to_string();
    assert!(refused.contains("expected one dose a day, or several that"), "{refused}");
}

/// The first dose is due as long as it is not given, whatever the rules say of those after another one.
#[test]
fn a_first_dose_that_was_missed() {
    let skip = MissedDosePolicy::always(Action::Skip);
    let plan = Course::new(regimen("100 mg IT q14d x3, then q28d"), skip, date("2026-01-05"));
    let mut course = plan.clone();
    course.miss(date("2026-01-05"), "snow").expect("it is due");
    course.give(date("2026-01-21")).expect("late");
    for (reader_name, reader) in readers() {
        assert_eq!(back(&ec(&course), &reader, &plan).as_ref(), Ok(&course), "{reader_name}");
    }
}

/// Doses that the label has skipped are in EC without a reason, and are no misses.
#[test]
fn doses_that_the_label_passes_over() {
    let skip = MissedDosePolicy::always(Action::Skip);
    let plan = Course::new(regimen("100 mg SC q7d"), skip, date("2026-01-05"));
    let mut course = plan.clone();
    course.give(date("2026-01-05")).expect("on its day");
    course.give(date("2026-02-02")).expect("the fifth");
    assert_eq!(ec(&course).len(), 7 + 3);
    for (reader_name, reader) in readers() {
        assert_eq!(back(&ec(&course), &reader, &plan).as_ref(), Ok(&course), "{reader_name}");
    }
    // One with a reason is.
    let rows = ["Y,100,,,2026-01-05", "N,,,snow,2026-01-12", "Y,100,,,2026-02-02"];
    let read = performed_by(&rows, &ExposureReader::new(), &plan).expect("a course");
    let expected = ["2026-01-05: given", "2026-01-12: missed (snow)", "2026-02-02: given"];
    assert_eq!(entries(&read), expected);
}

/// A dose that the plan has as given is no place of one that was not.
#[test]
fn a_dose_not_given_beside_one_of_the_plan() {
    let bare = label("Qalsody, US, 2023").course(date("2026-01-05")).expect("one regimen");
    let wrong = Entry::given(date("2026-01-19")).not_counting().reason("wrong patient");
    let mut plan = bare;
    plan.give(date("2026-01-05")).expect("on its day");
    plan.record(wrong).expect("it does not count");
    let rows = ["Y,100,,,2026-01-05", "N,,,no bed,2026-01-19", "Y,40,,,2026-01-19"];
    let read = performed_by(&rows, &ExposureReader::new(), &plan).expect("a course");
    let expected = [
        "2026-01-05: given",
        "2026-01-19: missed (no bed)",
        "2026-01-19: given, 40 mg, does not count (wrong patient)",
    ];
    assert_eq!(entries(&read), expected);
}

/// A part of a dose by a weight that nobody knows, and its rest: the plan says that they are.
#[test]
fn parts_of_a_dose_of_unknown_mass_by_the_plan() {
    let reanchor = MissedDosePolicy::always(Action::Reanchor);
    let bare = Course::new(regimen("3 mg/kg IV q21d"), reanchor, date("2026-01-05"));
    let mut course = bare.clone();
    let part = Entry::given(date("2026-01-05")).partly(Mass::mg(60)).reason("clotted");
    course.record(part).expect("a part");
    for with_rest in [false, true] {
        if with_rest {
            course.record(Entry::rest(date("2026-01-05"), Mass::mg(40))).expect("a rest");
        }
        for (reader_name, reader) in readers() {
            assert_eq!(back(&ec(&course), &reader, &course).as_ref(), Ok(&course), "{reader_name}");
        }
    }
    let (_, reader) = &readers()[1];
    assert!(back(&ec(&course), reader, &bare).is_err());
}

/// A dose was held and then missed: EC has one record of it, and the plan the miss.
#[test]
fn a_dose_held_and_missed() {
    for policy in [MissedDosePolicy::not_stated(), MissedDosePolicy::always(Action::Skip)] {
        let bare = Course::new(regimen("100 mg IT q14d x3, then q28d"), policy, date("2026-01-05"));
        let mut course = bare.clone();
        course.give(date("2026-01-05")).expect("on its day");
        let mut plan = bare.clone();
        for entry in [
            Entry::held(date("2026-01-15"), "fever"),
            Entry::resumed(date("2026-01-25")),
            Entry::missed(date("2026-01-26"), "snow"),
        ] {
            course.record(entry.clone()).expect("it can be");
            plan.record(entry).expect("it can be");
        }
        for (reader_name, reader) in readers() {
            assert_eq!(back(&ec(&course), &reader, &plan).as_ref(), Ok(&course), "{reader_name}");
        }
    }
}

/// Everything that can be recorded, but for the rules of a missed dose.
fn any_course(plan: &Course, random: &mut Random) -> Course {
    let mut course = plan.clone();
    for _ in 0..(2 + random.below(7)) {
        let [day, earlier, later] = random_days(&course, random, 100);
        let entry = match random.below(16) {
            0..6 => Entry::given(later),
            6 => Entry::given(earlier),
            7 => Entry::missed(day, "no bed"),
            8 => Entry::skipped(day, "the next will do"),
            9 => Entry::held(earlier, random.of(&["fever", "surgery"])),
            10 | 11 => Entry::resumed(later),
            12 => Entry::stopped(earlier, "consent"),
            13 => Entry::rescheduled(earlier, later, "travel"),
            14 => Entry::weighed(earlier, BodyWeight::kg(60)),
            _ => {
                let switch = Switch::to(course.regimen().clone(), course.policy().clone());
                Entry::switched(earlier, switch, "another batch")
            }
        };
        // A refused entry leaves the course as it was.
        drop(course.record(entry));
    }
    course
}

/// With a plan that has what EC does not state, a course comes back. With a bare plan it is read, or refused with a way
/// out.
#[test]
fn a_plan_has_what_the_file_does_not_state() {
    let mut random = Random(12);
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    for label in catalog::labels().iter().cycle().take(20 * catalog::labels().len()) {
        let regimens: Vec<_> = label.regimens().iter().collect();
        let first = date("2026-01-05") + Days::new(random.below(60));
        let name = &random.of(&regimens).name;
        let mut bare = label.course_named(name, first).expect("its name");
        bare.weigh(first, BodyWeight::kg(50)).expect("a weight");
        let course = any_course(&bare, &mut random);
        let data = ec(&course);
        let mut plan = bare.clone();
        let mut own = course
            .entries()
            .skip(1)
            .filter(|entry| !matches!(entry.kind(), EntryKind::Given | EntryKind::Missed));
        // EX has no missed doses either, and is read by any plan.
        let mut of_ex = bare.clone();
        let all = course.entries().skip(1).filter(|entry| *entry.kind() != EntryKind::Given);
        let is_plan = all.cloned().all(|entry| of_ex.record(entry).is_ok());
        let tables = [exposure, exposure_by_interval].map(|table| written(table, &course));
        for ex in tables.iter().filter(|ex| !ex.is_empty()) {
            assert!(back(ex, &ExposureReader::new(), &bare).is_ok(), "{:?}", entries(&course));
            if is_plan {
                let read = back(ex, &ExposureReader::new(), &of_ex);
                assert_eq!(read.as_ref(), Ok(&course), "{:?}", entries(&course));
                *tally.entry("EX").or_default() += 1;
            }
        }
        // The course itself says where each dose is among the entries of its day, also where its rules changed.
        let mut changed = course.clone();
        let [_, day, _] = random_days(&course, &mut random, 100);
        drop(changed.change_policy(day, MissedDosePolicy::not_stated(), "read again"));
        for course in [&course, &changed] {
            let data = ec(course);
            for (reader_name, reader) in readers().iter().filter(|_| !data.is_empty()) {
                let what =
                    || format!("{} {name}, {reader_name}: {:?}", label.key(), entries(course));
                assert_eq!(back(&data, reader, course).as_ref(), Ok(course), "{}", what());
            }
        }
        // Some can only be recorded after a dose.
        if data.is_empty() || own.any(|entry| plan.record(entry.clone()).is_err()) {
            continue;
        }
        for (reader_name, reader) in readers() {
            let what = || format!("{} {name}, {reader_name}: {:?}", label.key(), entries(&course));
            if let Err(why) = back(&data, &reader, &bare) {
                assert!(why.problem().contains(UNSTATED), "{}: {why}", what());
                *tally.entry("a way out").or_default() += 1;
            }
            *tally
                .entry(match back(&data, &reader, &plan) {
                    Ok(read) if read == course => "equal",
                    // A miss has the day of its dose, and is none during a hold.
                    Ok(read) if due(&read) == due(&course) => "due",
                    Ok(_) => "other",
                    Err(_) => "refused",
                })
                .or_default() += 1;
        }
    }
    let counted = |what: &str| tally.get(what).copied().unwrap_or(0);
    assert!(counted("EX") > 1_000, "{tally:?}");
    let enough = counted("equal") > 2_000 && counted("due") > 400 && counted("a way out") > 400;
    // One dose both held and missed.
    assert!(enough && counted("other") + counted("refused") < 20, "{tally:?}");
}
