//! Event records to the course that they tell.

use aso_regimen::chrono::Days;
use aso_regimen::dosing::course::{Entry, GivenAmount};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::nonmem::{
    EventDataset, EventRecord, InfusionRule, RecordFormat, RecordTime, SubjectRecords, TimeUnit,
};
use aso_regimen::{BodyWeight, Course, Mass};
use proptest::prelude::*;

use crate::{date, regimen};

const FIRST: &str = "2026-01-05";

fn plan() -> Course {
    let tofersen = regimen("100 mg (over 1-3 min) IT q14d x3, then q28d");
    Course::new(tofersen, MissedDosePolicy::not_stated(), date(FIRST))
}

fn read(file: &str) -> EventDataset {
    match RecordFormat::new(TimeUnit::Days).read(file.as_bytes()) {
        Ok(data) => data,
        Err(error) => panic!("{file}: {error}"),
    }
}

/// Additional doses and another amount, of one subject among others.
#[test]
fn a_course_from_records() {
    let data = read(
        "ID,TIME,AMT,ADDL,II,EVID,CMT,DV\n1,0,7,0,0,1,1,.\n2,0,100,1,14,1,1,.\n2,7,.,.,.,0,2,60.5\n\
         2,30,80,0,0,1,1,.\n3,0,9,0,0,1,1,.\n",
    );
    let course = SubjectRecords::new(2, date(FIRST)).course(&data, plan()).expect("a course");
    let doses: Vec<_> = course.doses_given().map(|dose| (dose.date(), dose.amount())).collect();
    assert_eq!(
        doses,
        [
            (date("2026-01-05"), GivenAmount::AsPlanned),
            (date("2026-01-19"), GivenAmount::AsPlanned),
            (date("2026-02-04"), GivenAmount::Another(Mass::mg(80))),
        ]
    );
    assert_eq!(course.doses_given().nth(2).and_then(|dose| dose.number()), Some(3));
    // Time 0 is on another day than the first dose.
    let data = read("ID,TIME,AMT\n1,7,100\n");
    let course = SubjectRecords::new(1, date("2025-12-29")).course(&data, plan());
    let days: Vec<_> = course.expect("a course").doses_given().map(|dose| dose.date()).collect();
    assert_eq!(days, [date(FIRST)]);
}

/// The next visit was booked on the day of a dose: the plan has the new date, and NONMEM the doses.
#[test]
fn a_date_that_was_set_on_the_day_of_a_dose() {
    let data = read("ID,TIME,AMT\n1,0,100\n1,14,100\n1,31,100\n");
    let to = Entry::rescheduled(date("2026-01-19"), date("2026-02-05"), "holiday");
    let mut expected = plan();
    for entry in [
        Entry::given(date(FIRST)),
        Entry::given(date("2026-01-19")),
        to.clone(),
        Entry::given(date("2026-02-05")),
    ] {
        expected.record(entry).expect("it can be");
    }
    let mut own = plan();
    own.record(to).expect("any day");
    for plan in [own, expected.clone()] {
        let course = SubjectRecords::new(1, date(FIRST)).course(&data, plan);
        assert_eq!(course.as_ref(), Ok(&expected));
    }
    assert_eq!(expected.adherence(date("2026-02-05")).late, 0);
}

/// What records do not state of a dose, the plan says: that it was a part, or did not count, and why.
#[test]
fn doses_as_the_plan_has_them() {
    let mut course = plan();
    for entry in [
        Entry::given(date(FIRST)).partly(Mass::mg(60)).reason("clotted"),
        Entry::given(date("2026-01-12")).not_counting().reason("wrong patient"),
        Entry::given(date("2026-01-19")).amount(Mass::mg(80)).reason("spilt"),
    ] {
        course.record(entry).expect("it can be");
    }
    let data = read("ID,TIME,AMT\n1,0,60\n1,7,100\n1,14,80\n");
    let back = SubjectRecords::new(1, date(FIRST)).course(&data, course.clone());
    assert_eq!(back.as_ref(), Ok(&course));
    assert_ne!(SubjectRecords::new(1, date(FIRST)).course(&data, plan()).as_ref(), Ok(&course));
}

#[test]
fn records_that_are_no_course() {
    let patient = SubjectRecords::new(1, date(FIRST));
    let refused = |patient: SubjectRecords, file: &str| {
        patient.course(&read(file), plan()).expect_err(file).to_string()
    };
    for (file, text) in [
        ("ID,TIME,AMT\n2,0,100\n", "subject 1: expected a dose record, found none"),
        (
            "ID,TIME,AMT\n1,0,100\n1,14.5,100\n",
            "subject 1, record 2: expected a dose whole days after time 0, found 348 h",
        ),
        (
            "ID,TIME,AMT,ADDL,II\n1,0,100,3,0.5\n",
            "subject 1, record 1: expected a dose whole days after time 0, found 12 h",
        ),
        (
            "ID,TIME,AMT,CMT\n1,0,100,1\n1,0,50,1\n",
            "subject 1, record 2: expected one dose a day, or several that together are at most the planned dose, \
             found another on 2026-01-05, after that of record 1",
        ),
        (
            "ID,TIME,AMT\n1,0,60\n1,0,30\n1,0,20\n",
            "subject 1, record 3: expected one dose a day, or several that together are at most the planned dose, \
             found another on 2026-01-05, after that of record 2",
        ),
        (
            "ID,TIME,AMT,ADDL,II\n1,0,100,2,14\n1,14,100,0,0\n",
            "subject 1, record 2: expected one dose a day, or several that together are at most the planned dose, \
             found another on 2026-01-19, after that of record 1",
        ),
        (
            "ID,TIME,AMT,SS,II\n1,0,100,1,14\n",
            "subject 1, record 1: expected a record of every dose, as SS states no dates of the doses before, found SS at 0 d",
        ),
        (
            "ID,TIME,AMT,CMT\n1,0,100,1\n1,14,100,2\n",
            "subject 1, record 2: expected a dose in compartment 1, found 2",
        ),
        (
            "ID,TIME,AMT,EVID\n1,0,100,1\n1,14,100,4\n",
            "subject 1, record 2: expected doses without a reset (EVID 3 or 4) between them, found one at 14 d",
        ),
        (
            "ID,TIME,AMT,ADDL,II\n1,0,100,4294967295,1\n",
            "subject 1, record 1: expected at most 36525 doses of a subject, found more",
        ),
        (
            "ID,TIME,AMT\n1,200000000,100\n",
            "subject 1, record 1: expected a day of the calendar, found 200000000 d",
        ),
    ] {
        assert_eq!(refused(patient, file), text);
    }
    let file = "ID,TIME,AMT,CMT\n1,0,100,1\n";
    let text = "subject 1, record 1: expected a dose in compartment 2, found 1";
    assert_eq!(refused(patient.dosed_in(2), file), text);
    // What the course itself refuses has its record too.
    let early = SubjectRecords::new(1, date("2025-12-29"));
    let error = refused(early, "ID,TIME,AMT\n1,0,100\n");
    assert!(error.starts_with("subject 1, record 1: ") && error.contains("2025-12-29"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A course of doses given, some in two parts, written and read by the same plan, is the same course.
    #[test]
    fn there_and_back(
        gaps in prop::collection::vec(
            (1_u64..60, prop::option::of(1_u32..300), prop::option::of(1_u32..100)),
            1..12,
        ),
        infused: bool,
    ) {
        let mut course = plan();
        let mut day = date(FIRST);
        for (number, (gap, mass, part)) in gaps.into_iter().enumerate() {
            let entry = Entry::given(day);
            if let Some(part) = part {
                let (rest, part) = (Entry::rest(day, Mass::mg(100 - part)), Mass::mg(part));
                prop_assert!(course.record(entry.partly(part)).is_ok(), "dose {number}");
                prop_assert!(course.record(rest).is_ok(), "rest of dose {number}");
                day = day + Days::new(gap);
                continue;
            }
            // An amount that is the planned one comes back as planned.
            let mass = mass.map(Mass::mg).filter(|mass| *mass != Mass::mg(100));
            let entry = mass.map_or(entry.clone(), |mass| entry.amount(mass));
            prop_assert!(course.record(entry).is_ok(), "dose {number}");
            day = day + Days::new(gap);
        }
        let rule = if infused { InfusionRule::OverLongest } else { InfusionRule::AtOnce };
        let patient = SubjectRecords::new(7, date("2026-01-01")).dosed_in(1).giving(rule);
        let records = patient.given(&course).expect("after time 0");
        let other = EventRecord::new(8, RecordTime::ZERO, None).expect("nothing observed");
        let data = EventDataset::new(records.into_iter().chain([other]));
        let format = RecordFormat::new(TimeUnit::Hours);
        let file = format.to_csv(&data).expect("text");
        let read = format.read(file.as_bytes()).expect("our own");
        prop_assert_eq!(patient.course(&read, plan()).expect("the same"), course);
    }
}

/// Parts of one dose are read back; a dose that did not count, and the dose of that day, are more than one.
#[test]
fn several_doses_of_a_day() {
    let patient = SubjectRecords::new(1, date(FIRST));
    let written_and_read = |entries: [Entry; 2]| {
        let mut course = plan();
        for entry in entries {
            course.record(entry).expect("given");
        }
        let data = EventDataset::new(patient.given(&course).expect("after time 0"));
        (patient.course(&data, plan()).map_err(|error| error.to_string()), course)
    };
    let given = || Entry::given(date(FIRST));
    let rest = Entry::rest(date(FIRST), Mass::mg(40));
    let (read, course) = written_and_read([given().partly(Mass::mg(60)), rest]);
    assert_eq!(read, Ok(course));
    let (read, _) = written_and_read([given().amount(Mass::mg(30)).not_counting(), given()]);
    assert_eq!(
        read.expect_err("130 mg"),
        "subject 1, record 2: expected one dose a day, or several that together are at most the planned dose, found \
         another on 2026-01-05, after that of record 1"
    );
}

/// Two doses of a day are parts of one only if its mass is known.
#[test]
fn parts_of_a_dose_by_an_unknown_weight() {
    let regimen = "0.3 mg/kg IV q21d".parse().expect("a regimen");
    let plan = Course::new(regimen, MissedDosePolicy::not_stated(), date(FIRST));
    let patient = SubjectRecords::new(1, date(FIRST));
    let format = RecordFormat::new(TimeUnit::Days);
    let read = |second: &str, plan: Course| {
        let text = format!("ID,TIME,AMT\n1,0,9\n1,0,{second}\n");
        let data = format.read(text.as_bytes()).expect("records");
        patient.course(&data, plan).map(|course| course.entries().count())
    };
    let refused = read("9", plan.clone()).expect_err("no weight").to_string();
    let expected = "subject 1, record 2: expected one dose a day, or several that together are at most the planned dose";
    assert!(refused.starts_with(expected), "{refused}");
    let mut weighed = plan;
    weighed.weigh(date(FIRST), BodyWeight::kg(60)).expect("a weight");
    assert_eq!(read("9", weighed.clone()), Ok(3));
    assert!(read("9.1", weighed).is_err());
}
