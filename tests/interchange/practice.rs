//! What clinics live through, as it leaves: tofersen, 100 mg IT q14d x3, then q28d, the first dose planned on
//! 5 January 2026, which is day 0. Each test names its row of the table that the vectors are from.

use std::collections::BTreeMap;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, NextDue, Switch, Unspecified};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::interchange::fhir::{
    Medication, MedicationRequest, Release, RequestStatus, read_medication_request,
};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, CalendarMethod, Revision};
use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
use aso_regimen::interchange::sdtm::{
    ExposureReader, SubjectExposure, exposure, exposure_as_collected, exposure_by_interval,
};
use aso_regimen::interchange::table::{Dataset, Table};
use aso_regimen::{BodyWeight, Course, Interval, Mass, Regimen, Window};
use serde_json::Value;

use crate::drug::{
    Drug, administrations, columns, of_ec, of_ex, of_ex_by_interval, of_nonmem, treatment,
};
use crate::icalendar::{Event, events, stamp};
use crate::{date, regimen};

/// A day counted from the planned first dose, which is day 0.
fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

fn course(text: &str, action: Action) -> Course {
    Course::new(regimen(text), MissedDosePolicy::always(action), day(0))
}

fn tofersen() -> Course {
    course("100 mg IT q14d x3, then q28d", Action::Reanchor)
}

fn given(mut course: Course, days: &[u64]) -> Course {
    for offset in days {
        course.give(day(*offset)).expect("it is due");
    }
    course
}

/// Days and milligrams.
fn drug(doses: &[(u64, u32)]) -> Drug {
    doses.iter().map(|(offset, mg)| (day(*offset), Mass::mg(*mg))).collect()
}

/// The doses by each door that carries amounts.
#[track_caller]
fn assert_drug(course: &Course, doses: &[(u64, u32)]) {
    let expected = Some(drug(doses));
    assert_eq!(of_ex(course), expected, "EX");
    assert_eq!(of_ex_by_interval(course), expected, "EX by interval");
    assert_eq!(of_ec(course), expected, "EC");
    assert_eq!(of_nonmem(course), expected, "NONMEM");
    let fhir: Vec<_> = crate::drug::of_fhir(course);
    assert_eq!(
        fhir.into_iter().map(|(day, mass)| Some((day, mass?))).collect::<Option<Drug>>(),
        expected
    );
    #[cfg(feature = "kinetics")]
    assert_eq!(crate::drug::of_kinetics(course), expected, "kinetics");
}

/// Mood, group, occurrence, dose, and the two reasons, with the day.
fn ec(course: &Course) -> Vec<String> {
    let names = ["ECMOOD", "ECLNKGRP", "ECOCCUR", "ECDOSE", "ECREASOC", "ECADJ", "ECSTDTC"];
    let table = exposure_as_collected(&treatment(), course).expect("a table");
    let rows = columns(&table, names).into_iter();
    rows.map(|[mood, group, occurred, dose, why_not, adjusted, from]| {
        let offset = (date(&from) - day(0)).num_days();
        format!("{mood} {group} {occurred}|{dose}|{why_not}|{adjusted}|{offset}")
    })
    .collect()
}

fn name() -> CalendarCourse {
    CalendarCourse::new("course-17@clinic.example").expect("a name")
}

fn calendar(course: &Course, through: u64) -> Calendar {
    calendar_after(&Calendar::default(), course, through)
}

/// The calendar of a course where another was sent before.
fn calendar_after(sent: &Calendar, course: &Course, through: u64) -> Calendar {
    let days = course.start()..=day(through);
    Calendar::of_course(&name(), course, days).replacing(sent).build().expect("few doses")
}

/// The entries of a calendar by the part of the UID before the course.
fn by_uid(calendar: &Calendar) -> BTreeMap<String, Event> {
    let text = calendar.to_text(&Revision::new(stamp())).expect("ordinary");
    let of = |event: Event| {
        let uid = event["UID"].strip_suffix(".course-17@clinic.example").expect("ours");
        (uid.to_owned(), event.clone())
    };
    events(&text).into_iter().map(of).collect()
}

/// Status and day of an entry; a dose to come has no status.
fn entry<'e>(events: &'e BTreeMap<String, Event>, uid: &str) -> (&'e str, i64) {
    let event = events.get(uid).unwrap_or_else(|| panic!("no {uid} in {events:?}"));
    let start = &event["DTSTART;VALUE=DATE"];
    let start = NaiveDate::parse_from_str(start, "%Y%m%d").expect("a date");
    let status = event.get("STATUS").map_or("", String::as_str);
    (status, (start - day(0)).num_days())
}

/// What the request says of the course, as it comes back.
fn request(course: &Course) -> (RequestStatus, Option<String>, Regimen) {
    let order = Medication::named("tofersen").and_then(|drug| drug.for_subject("Patient/17"));
    let request = MedicationRequest::of_course(course, &order.expect("two texts"), Release::R5)
        .expect("it fits");
    let read = read_medication_request(&request.to_json(), None).expect("our own");
    (read.status, read.reason, read.regimen)
}

fn statuses(course: &Course) -> Vec<(String, String)> {
    let text = |one: &Value, name: &str| one[name].as_str().expect(name).to_owned();
    let all = administrations(course).into_iter();
    all.map(|one| (text(&one, "status"), text(&one, "occurenceDateTime"))).collect()
}

fn expect_statuses(expected: &[(&str, u64)]) -> Vec<(String, String)> {
    let one = |(status, offset): &(&str, u64)| ((*status).to_owned(), day(*offset).to_string());
    expected.iter().map(one).collect()
}

/// Rows 1 and 17: an early dose without a window leaves the dates open; booked events stay, and say why.
#[test]
fn rows_1_and_17_open_dates_are_not_cancelled() {
    let booked = calendar(&tofersen(), 90);
    let course = given(tofersen(), &[0, 10]);
    let why = Unspecified::EarlyDose { days: 4 };
    assert_eq!(course.next_due(), NextDue::Unspecified(why));
    let update = calendar_after(&booked, &course, 90);
    let shown = by_uid(&update);
    assert_eq!(entry(&shown, "dose-2"), ("CONFIRMED", 10));
    for (uid, planned) in [("dose-3", 28), ("dose-4", 56), ("dose-5", 84)] {
        assert_eq!(entry(&shown, uid), ("TENTATIVE", planned));
        let last = shown[uid]["DESCRIPTION"].lines().last().expect("a line");
        assert_eq!(last, format!("The next dose has no date: {why}"));
    }
    // A second update says it once, and a decision brings them back.
    assert_eq!(by_uid(&calendar_after(&update, &course, 90)), shown);
    let mut decided = course.clone();
    decided.reschedule(day(11), day(30), "the physician decides").expect("later");
    let shown = by_uid(&calendar_after(&update, &decided, 90));
    assert_eq!((entry(&shown, "dose-3"), entry(&shown, "dose-4")), (("", 30), ("", 58)));
    assert_eq!(shown["dose-3"]["DESCRIPTION"].lines().count(), 2);
    assert_eq!(request(&course).0, RequestStatus::Active);
    assert_drug(&course, &[(0, 100), (10, 100)]);
}

/// Rows 2 and 3: on time in the window of the clinic; study day 1 is the day of the first dose given.
#[test]
fn rows_2_and_3_study_day_1_is_the_first_dose_given() {
    let tolerant = tofersen().tolerating(Tolerance::within(Window::days(3, 3))).expect("it fits");
    let mut course = tolerant;
    course.give(date("2026-01-04")).expect("a day early");
    course.give(day(13)).expect("a day early");
    let table = exposure(&treatment(), &course).expect("a table");
    assert_eq!(columns(&table, ["EXSTDY"]), [["1"], ["15"]].map(|row| row.map(str::to_owned)));
    let shown = by_uid(&calendar(&course, 28));
    assert_eq!(entry(&shown, "dose-3"), ("", 28));
    assert!(shown["dose-3"]["DESCRIPTION"].contains("\nOn time from 2026-01-30 to 2026-02-05"));
    assert!(shown["dose-2"]["DESCRIPTION"].ends_with("on time"));
}

/// Row 4: doses of a hold are not done, with the reason of the hold; while it goes on, booked events wait.
#[test]
fn row_4_held_and_resumed() {
    let reason = "aseptic meningitis";
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    let booked = calendar(&course, 150);
    course.hold(day(70), reason).expect("a reason");
    let update = calendar_after(&booked, &course, 150);
    let shown = by_uid(&update);
    for (uid, planned) in [("dose-5", 84), ("dose-6", 112), ("dose-7", 140)] {
        assert_eq!(entry(&shown, uid), ("TENTATIVE", planned));
        assert!(
            shown[uid]["DESCRIPTION"]
                .ends_with("\nTreatment is held since 2026-03-16: aseptic meningitis")
        );
    }
    let (status, why, of) = request(&course);
    assert_eq!((status, why.as_deref()), (RequestStatus::OnHold, Some(reason)));
    assert_eq!(of, regimen("100 mg IT q14d x3, then q28d"));
    assert_drug(&course, &[(0, 100), (14, 100), (28, 100), (56, 100)]);

    course.resume(day(250)).expect("held");
    course.give(day(252)).expect("late");
    assert_drug(&course, &[(0, 100), (14, 100), (28, 100), (56, 100), (252, 100)]);
    let done = statuses(&course);
    let held = [84, 112, 140, 168, 196, 224].map(|planned| ("not-done", planned));
    assert_eq!(done[4..10], expect_statuses(&held));
    assert_eq!(done[10..], expect_statuses(&[("completed", 252)]));
    let reasons = administrations(&course);
    assert!(reasons[4..10].iter().all(|one| one["statusReason"][0]["text"] == reason));
    assert_eq!(request(&course).0, RequestStatus::Active);
    let rows = ec(&course);
    assert_eq!(rows[8], "SCHEDULED DOSE 5 |100|||84");
    assert_eq!(rows[9], "PERFORMED DOSE 5 N||aseptic meningitis||84");
    assert_eq!(rows[18], "SCHEDULED DOSE 10 |100|||224");
    assert_eq!(rows[20..], ["PERFORMED DOSE 5 Y|100|||252"]);
    // What was held is off where no other day has taken its place, and moves where one has.
    let shown = by_uid(&calendar_after(&update, &course, 290));
    assert_eq!(entry(&shown, "dose-5"), ("CONFIRMED", 252));
    assert_eq!(entry(&shown, "dose-6"), ("", 280));
    assert_eq!(entry(&shown, "dose-7"), ("CANCELLED", 140));
    assert!(shown["dose-7"]["DESCRIPTION"].ends_with("\nHeld: aseptic meningitis"));
}

/// Row 4: what is held gives nothing.
#[test]
#[cfg(feature = "kinetics")]
fn row_4_a_hold_is_no_drug() {
    let mut held = given(tofersen(), &[0, 14, 28, 56]);
    let before = crate::drug::of_kinetics(&held);
    held.hold(day(70), "an infection").expect("a reason");
    held.resume(day(250)).expect("held");
    assert_eq!(crate::drug::of_kinetics(&held), before);
}

/// Row 5: after a stop nothing is due; events after it are cancelled with the reason, and the history stays.
#[test]
fn row_5_stopped() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    let booked = calendar(&course, 150);
    course.stop(day(70), "consent withdrawn").expect("a reason");
    let shown = by_uid(&calendar_after(&booked, &course, 150));
    for (uid, planned) in [("dose-5", 84), ("dose-6", 112), ("dose-7", 140)] {
        assert_eq!(entry(&shown, uid), ("CANCELLED", planned));
        assert!(
            shown[uid]["DESCRIPTION"]
                .ends_with("\nTreatment was stopped on 2026-03-16: consent withdrawn")
        );
    }
    for (uid, on) in [("dose-1", 0), ("dose-2", 14), ("dose-3", 28), ("dose-4", 56)] {
        assert_eq!(entry(&shown, uid), ("CONFIRMED", on));
    }
    assert_eq!(shown.len(), 7);
    let (status, why, _) = request(&course);
    assert_eq!((status, why.as_deref()), (RequestStatus::Stopped, Some("consent withdrawn")));
    assert_drug(&course, &[(0, 100), (14, 100), (28, 100), (56, 100)]);
    let four = [("completed", 0), ("completed", 14), ("completed", 28), ("completed", 56)];
    assert_eq!(statuses(&course), expect_statuses(&four));
    assert_eq!(ec(&course).len(), 8, "no dose after the stop was planned");
}

/// Row 6: 60 of 100 mg leave as 60 mg by every door, with the reason where there is a place for it.
#[test]
fn row_6_a_part_of_the_dose() {
    let mut course = given(tofersen(), &[0]);
    let part = Entry::given(day(14)).partly(Mass::mg(60)).reason("needle clotted");
    course.record(part).expect("it is due");
    assert_drug(&course, &[(0, 100), (14, 60)]);
    let table = exposure(&treatment(), &course).expect("a table");
    let rows = columns(&table, ["EXDOSE", "EXADJ"]);
    assert_eq!(rows, [["100", ""], ["60", "needle clotted"]].map(|row| row.map(str::to_owned)));
    assert_eq!(
        ec(&course)[2..],
        ["SCHEDULED DOSE 2 |100|||14", "PERFORMED DOSE 2 Y|60||needle clotted|14"]
    );
    let part = &administrations(&course)[1];
    assert_eq!(
        (&part["status"], &part["statusReason"][0]["text"]),
        (&"stopped".into(), &"needle clotted".into())
    );
    assert_eq!(part["dosage"]["text"], "60 mg of 100 mg IT");
    assert_eq!(part["dosage"]["dose"]["value"], 60);
    assert_eq!(part.get("note"), None);
    let shown = by_uid(&calendar(&course, 28));
    assert_eq!(shown["dose-2"]["SUMMARY"], "dose 2: 60 mg of 100 mg IT");
    assert_eq!(
        shown["dose-2"]["DESCRIPTION"],
        "Given: dose 2 (loading): 60 mg of 100 mg IT on 2026-01-19, on time (needle clotted)"
    );
    // Another amount, and no reason: done as decided, not broken off.
    let mut more = given(tofersen(), &[0]);
    more.record(Entry::given(day(14)).amount(Mass::mg(150))).expect("it is due");
    assert_drug(&more, &[(0, 100), (14, 150)]);
    assert_eq!(administrations(&more)[1]["status"], "completed");
    assert_eq!(administrations(&more)[1]["dosage"]["text"], "150 mg in place of 100 mg IT");
    course.record(Entry::rest(day(14), Mass::mg(40))).expect("of that part");
    assert_eq!(administrations(&course)[2]["dosage"]["text"], "rest, 40 mg of 100 mg IT");
}

/// Row 6: additional doses (ADDL) never join different amounts, and join equal ones again after it.
#[test]
fn row_6_records_join_equal_amounts_alone() {
    let mut course = given(course("100 mg IT q14d", Action::Reanchor), &[0, 14]);
    course.record(Entry::given(day(28)).partly(Mass::mg(60)).reason("clot")).expect("it is due");
    let course = given(course, &[42, 56, 70]);
    let records = SubjectRecords::new(1, day(0)).given(&course).expect("records");
    let file = RecordFormat::new(TimeUnit::Days).to_csv(&EventDataset::new(records)).expect("text");
    assert_eq!(
        file,
        "ID,TIME,AMT,RATE,EVID,CMT,ADDL,II,MDV,DV\n\
         1,0,100,0,1,0,1,14,1,.\n\
         1,28,60,0,1,0,0,0,1,.\n\
         1,42,100,0,1,0,2,14,1,.\n"
    );
    let table = exposure_by_interval(&treatment(), &course).expect("a table");
    let runs = columns(&table, ["EXDOSE", "EXDOSFRQ"]);
    let expected = [["100", "EVERY 2 WEEKS"], ["60", "ONCE"], ["100", "EVERY 2 WEEKS"]];
    assert_eq!(runs, expected.map(|row| row.map(str::to_owned)));
}

/// Row 6: 60 mg, not 100 mg, drive the concentrations.
#[test]
#[cfg(feature = "kinetics")]
fn row_6_a_part_of_the_dose_is_a_part_of_the_concentration() {
    use aso_regimen::kinetics::design::Design;
    use aso_regimen::kinetics::disposition::Disposition;
    use aso_regimen::kinetics::input::Inputs;
    use aso_regimen::kinetics::parameter::{Litres, Rate};
    use aso_regimen::kinetics::time::Time;

    let mut course = Course::new(regimen("100 mg IT q14d"), MissedDosePolicy::not_stated(), day(0));
    course.record(Entry::given(day(0)).partly(Mass::mg(60)).reason("clot")).expect("it is due");
    let inputs = Inputs::given(&course, day(400)).expect("masses are known");
    let volume = Litres::new(1.0).expect("a volume");
    let rate = Rate::per_day(0.1).expect("a rate");
    let model = Disposition::mammillary(aso_regimen::Route::Intrathecal, volume, rate, &[]);
    let design = Design::after_doses(&inputs, &[Time::ZERO, Time::days(10)]);
    let found = model.map(|model| model.simulate(&design)).expect("a model");
    let found = found.expect("a simulation");
    // In ng/mL: 60 mg in a litre, and one over e of it ten days later.
    for (found, expected) in found.iter().zip([60_000.0, 60_000.0 * (-1.0_f64).exp()]) {
        assert!((found / expected - 1.0).abs() < 1e-12, "{found}, {expected}");
    }
}

/// Row 7: a dose that leaked is drug by every door, and the second dose stays due beside it.
#[test]
fn row_7_a_dose_that_does_not_count() {
    let mut course = given(tofersen(), &[0]);
    let booked = calendar(&course, 28);
    course.record(Entry::given(day(14)).not_counting().reason("leaked")).expect("it is due");
    assert_drug(&course, &[(0, 100), (14, 100)]);
    let shown = by_uid(&calendar_after(&booked, &course, 28));
    assert_eq!(entry(&shown, "uncounted-dose-1"), ("CONFIRMED", 14));
    assert_eq!(shown["uncounted-dose-1"]["SUMMARY"], "dose 2, does not count: 100 mg IT");
    assert_eq!(entry(&shown, "dose-2"), ("", 14));
    assert!(shown.values().all(|event| !event["SUMMARY"].contains("additional")));
    course.give(day(16)).expect("still due");
    assert_drug(&course, &[(0, 100), (14, 100), (16, 100)]);
    assert_eq!(
        ec(&course)[2..],
        [
            "SCHEDULED DOSE 2 |100|||14",
            "PERFORMED DOSE 2 Y|100|||14",
            "PERFORMED DOSE 2 Y|100|||16",
        ]
    );
    let leaked = &administrations(&course)[1];
    assert_eq!(leaked["status"], "completed");
    assert_eq!(leaked["note"][0]["text"], "does not count as the dose that was due");
    assert_eq!(leaked["note"][1]["text"], "leaked");
    assert_eq!(entry(&by_uid(&calendar(&course, 28)), "dose-2"), ("CONFIRMED", 16));
}

/// Rows 8 and 9: after an amendment and a late entry every export is that of the course as it is now.
#[test]
fn rows_8_and_9_exports_follow_corrections() {
    let mut course = given(tofersen(), &[0, 14, 28]);
    let booked = calendar(&course, 60);
    course.amend(2, Entry::given(day(15))).expect("the second");
    assert_drug(&course, &[(0, 100), (15, 100), (28, 100)]);
    let shown = by_uid(&calendar_after(&booked, &course, 60));
    assert_eq!(entry(&shown, "dose-2"), ("CONFIRMED", 15));
    // Day 28 became a day early, and what follows is not specified: the booked dose waits.
    assert_eq!(entry(&shown, "dose-4"), ("TENTATIVE", 56));

    let mut late = given(tofersen(), &[0]);
    late.give(day(28)).expect("the paper of day 14 is still in the file");
    late.give(day(14)).expect("it goes where it belongs");
    assert_drug(&late, &[(0, 100), (14, 100), (28, 100)]);
    assert_eq!(ec(&late), ec(&given(tofersen(), &[0, 14, 28])));
}

/// Row 10: the weight of a day is that of its doses.
#[test]
fn row_10_a_weight_holds_for_its_day() {
    let mut course = given(course("1 mg/kg IV q7d", Action::Reanchor), &[0]);
    assert!(exposure(&treatment(), &course).is_err());
    course.weigh(day(0), BodyWeight::kg(70)).expect("a weight");
    let mut course = given(course, &[7]);
    assert_drug(&course, &[(0, 70), (7, 70)]);
    let part = Entry::given(day(14)).partly(Mass::mg(20)).reason("clot");
    course.record(part).expect("it is due");
    assert_eq!(ec(&course)[4..], ["SCHEDULED DOSE 3 |70|||14", "PERFORMED DOSE 3 Y|20||clot|14"]);
}

/// Rows 11 and 12: missed in the morning and given in the afternoon is given; made up later, it is both.
#[test]
fn rows_11_and_12_missed_and_given() {
    let mut course = given(tofersen(), &[0]);
    course.miss(day(14), "not there").expect("it is due");
    let afternoon = given(course.clone(), &[14]);
    assert_eq!(statuses(&afternoon), expect_statuses(&[("completed", 0), ("completed", 14)]));
    assert_eq!(ec(&afternoon)[2..], ["SCHEDULED DOSE 2 |100|||14", "PERFORMED DOSE 2 Y|100|||14"]);
    let made_up = given(course, &[20]);
    let both = [("completed", 0), ("not-done", 14), ("completed", 20)];
    assert_eq!(statuses(&made_up), expect_statuses(&both));
    assert_drug(&made_up, &[(0, 100), (20, 100)]);
    assert_eq!(
        ec(&made_up)[2..],
        [
            "SCHEDULED DOSE 2 |100|||14",
            "PERFORMED DOSE 2 N||not there||14",
            "PERFORMED DOSE 2 Y|100|||20",
        ]
    );
}

/// A part and the rest of it: two records of one dose, planned once.
#[test]
fn the_rest_of_a_part_is_drug_of_the_same_dose() {
    let mut course = tofersen();
    for entry in [
        Entry::given(day(0)).partly(Mass::mg(60)).reason("clot"),
        Entry::rest(day(0), Mass::mg(40)),
    ] {
        course.record(entry).expect("one dose in two");
    }
    assert_eq!(
        ec(&course),
        ["SCHEDULED DOSE 1 |100|||0", "PERFORMED DOSE 1 Y|60||clot|0", "PERFORMED DOSE 1 Y|40|||0"]
    );
    assert_drug(&course, &[(0, 60), (0, 40)]);
    let shown = by_uid(&calendar(&course, 28));
    assert_eq!(entry(&shown, "dose-1"), ("CONFIRMED", 0));
    assert_eq!(entry(&shown, "rest-1"), ("CONFIRMED", 0));
    assert_eq!(shown["rest-1"]["SUMMARY"], "dose 1, rest: 40 mg of 100 mg IT");
}

/// Two parts of 50 mg are two records and not one that is there twice.
#[test]
fn equal_parts_come_back() {
    let mut course = given(tofersen(), &[0]);
    course.record(Entry::given(day(14)).partly(Mass::mg(50))).expect("it is due");
    course.record(Entry::rest(day(14), Mass::mg(50))).expect("the rest");
    let course = given(course, &[28]);
    let numbers = ["", "1", "2", ""].map(|number| [number.to_owned()]);
    for table in [exposure(&treatment(), &course), exposure_by_interval(&treatment(), &course)] {
        let table = table.expect("a table");
        assert_eq!(columns(&table, ["EXSPID"]), numbers);
        assert_eq!(read(&table).course(tofersen()), Ok(course.clone()));
    }
    let table = exposure_as_collected(&treatment(), &course).expect("a table");
    let numbers = ["", "", "", "1", "2", "", ""].map(|number| [number.to_owned()]);
    assert_eq!(columns(&table, ["ECSPID"]), numbers);
    assert_eq!(read(&table).course(tofersen()), Ok(course));
}

fn read(table: &Table) -> SubjectExposure {
    let csv = table.to_csv().expect("text");
    let dataset = Dataset::from_csv(csv.as_bytes()).expect("our own");
    ExposureReader::new().read(&dataset).expect("our own").remove(0)
}

/// Each dose that does not count keeps an entry of its own, also where it is so late that the regimen would begin anew.
#[test]
fn doses_that_do_not_count_have_entries_of_their_own() {
    let mut course = given(course("100 mg IT q28d", Action::Restart), &[0]);
    let uncounted = |offset| Entry::given(day(offset)).not_counting();
    course.record(uncounted(60)).expect("late");
    let first = by_uid(&calendar(&course, 60));
    assert_eq!(entry(&first, "uncounted-dose-1"), ("CONFIRMED", 60));
    assert_eq!(first["uncounted-dose-1"]["SUMMARY"], "dose 1 of run 2, does not count: 100 mg IT");
    course.give(day(74)).expect("the regimen begins anew");
    course.record(uncounted(102)).expect("it is due");
    let shown = by_uid(&calendar(&course, 102));
    let given = ["dose-1", "uncounted-dose-1", "dose-1-of-run-2", "uncounted-dose-1-of-run-2"];
    let days = given.map(|uid| entry(&shown, uid));
    assert_eq!(days, [0, 60, 74, 102].map(|day| ("CONFIRMED", day)));
}

/// Row 13: no drug is written of what was given elsewhere.
#[test]
fn row_13_a_patient_from_another_hospital() {
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let mut course =
        Course::continuing(regimen("100 mg IT q14d x3, then q28d"), policy, 5, day(84))
            .expect("a dose of the regimen");
    assert_eq!(of_ex(&course), Some(Drug::new()));
    // Ordered is what is left, from the day on which the sixth is planned.
    let order = Medication::named("tofersen").and_then(|drug| drug.for_subject("Patient/17"));
    let ordered = MedicationRequest::of_course(&course, &order.expect("two texts"), Release::R5);
    let json = ordered.expect("it fits").to_json();
    assert!(
        json.contains("\"effectiveDosePeriod\": {\n    \"start\": \"2026-04-27\"\n  }"),
        "{json}"
    );
    let read = read_medication_request(&json, None).expect("ours");
    assert_eq!((read.start, read.regimen), (Some(day(112)), regimen("maintenance 100 mg IT q28d")));
    assert_eq!(entry(&by_uid(&calendar(&course, 112)), "dose-6"), ("", 112));
    course.give(day(112)).expect("the sixth");
    assert_drug(&course, &[(112, 100)]);
    assert_eq!(ec(&course), ["SCHEDULED DOSE 6 |100|||112", "PERFORMED DOSE 6 Y|100|||112"]);
    // Of a phase that has begun, the doses that are left: by number, or by the time that it lasts.
    for (plan, given, left) in [
        ("100 mg IT q14d x3, then q28d", 2, "100 mg IT q14d x1, then q28d"),
        ("100 mg IT q14d x3, then q28d", 3, "maintenance 100 mg IT q28d"),
        ("100 mg IT q14d for 70d, then q28d", 2, "100 mg IT q14d x3, then q28d"),
        ("100 mg IT q14d x3, then q28d for 84d", 3, "maintenance 100 mg IT q28d for 84d"),
    ] {
        let course =
            Course::continuing(regimen(plan), MissedDosePolicy::not_stated(), given, day(84));
        let course = course.expect("a dose of the regimen");
        let order = Medication::named("tofersen").and_then(|drug| drug.for_subject("Patient/17"));
        let order = order.expect("two texts");
        let ordered = MedicationRequest::of_course(&course, &order, Release::R5);
        let read = read_medication_request(&ordered.expect("it fits").to_json(), None);
        assert_eq!(read.expect("ours").regimen, regimen(left), "after {given} of {plan}");
    }
}

/// Row 14: a dose that the physician leaves out is off, and the date of the next is open.
#[test]
fn row_14_a_dose_left_out() {
    let mut course = given(course("50 mg IT q14d x2, then 28 mg IT q4mo", Action::NotStated), &[0]);
    let booked = calendar(&course, 150);
    course.skip(day(20), "the physician goes on").expect("it is due");
    let shown = by_uid(&calendar_after(&booked, &course, 150));
    assert_eq!(entry(&shown, "dose-2"), ("CANCELLED", 14));
    assert!(shown["dose-2"]["DESCRIPTION"].ends_with("\nNot given: the physician goes on"));
    assert_eq!(entry(&shown, "dose-3").0, "TENTATIVE");
    assert_eq!(statuses(&course), expect_statuses(&[("completed", 0), ("not-done", 14)]));
    assert_eq!(
        ec(&course)[2..],
        ["SCHEDULED DOSE 2 |50|||14", "PERFORMED DOSE 2 N||the physician goes on||14"]
    );
}

/// Row 15: the calendar has the days on which a dose is on time by the least gap.
#[test]
fn row_15_a_least_gap_is_in_the_calendar() {
    let window = Tolerance::within(Window::days(3, 3)).at_least_apart(Interval::days(10));
    for (tolerance, planned, on_time) in [
        (window, 28, "On time from 2026-02-01 to 2026-02-05"),
        (window.rolling(), 31, "On time from 2026-02-02 to 2026-02-08"),
    ] {
        let course = course("100 mg IT q14d", Action::Reanchor).tolerating(tolerance);
        let shown = by_uid(&calendar(&given(course.expect("it fits"), &[0, 17]), 40));
        assert_eq!(entry(&shown, "dose-3"), ("", planned));
        assert_eq!(shown["dose-3"]["DESCRIPTION"].lines().nth(1), Some(on_time));
    }
}

/// Row 16: dose numbers go on under another edition of the label, and with another regimen the old doses are off.
#[test]
fn row_16_another_edition_and_another_regimen() {
    let mut course = given(tofersen(), &[0, 14, 28, 56, 84]);
    let booked = calendar(&course, 150);
    let policy = MissedDosePolicy::always(Action::KeepCalendar { minimum_gap: None });
    course.change_policy(day(100), policy.clone(), "a new edition").expect("a reason");
    let shown = by_uid(&calendar_after(&booked, &course, 150));
    assert_eq!((entry(&shown, "dose-6"), shown.len()), (("", 112), 7));
    let switch = Switch::to(regimen("50 mg IT q4mo"), policy);
    course.switch(day(101), switch, "another drug").expect("a dose is due");
    let shown = by_uid(&calendar_after(&booked, &course, 150));
    assert_eq!(entry(&shown, "dose-6"), ("CANCELLED", 112));
    assert_eq!(entry(&shown, "dose-1-of-run-2"), ("", 112));
    assert_eq!(request(&course).2, regimen("50 mg IT q4mo"));
}

/// Row 18: a planned date that is past when the calendar is kept is told in words without negative days.
#[test]
fn row_18_a_planned_date_that_is_past() {
    let keeps = Action::KeepCalendar { minimum_gap: None };
    let begun = given(course("12 mg IT q14d", keeps), &[0]);
    let booked = calendar(&begun, 90);
    let late = given(begun, &[54]);
    assert_eq!(late.next_due(), NextDue::Unspecified(Unspecified::TooNear { days: -26 }));
    let shown = by_uid(&calendar_after(&booked, &late, 90));
    let last = shown["dose-3"]["DESCRIPTION"].lines().last().expect("a line");
    assert_eq!(
        last,
        "The next dose has no date: the next dose was planned 26 days before, and the label does not say what to do then"
    );
    for event in shown.values() {
        let text = &event["DESCRIPTION"];
        assert!(!text.contains(" -"), "{text}");
    }
}

/// One file for the patients of a clinic: every entry once, by a name of its own, and updated together.
#[test]
fn one_calendar_of_many_patients() {
    let patients: Vec<(CalendarCourse, Course)> = (1..=30)
        .map(|number| {
            let name = CalendarCourse::new(format!("course-{number}@clinic.example"));
            let name = name.and_then(|name| name.with_patient(format!("patient {number}")));
            let name = name.and_then(|name| name.with_medication("tofersen")).expect("names");
            (name, given(tofersen(), &[0]))
        })
        .collect();
    let through = day(60);
    let all = |patients: &[(CalendarCourse, Course)], sent: &Calendar| {
        let each = patients.iter();
        let each = each.map(|(name, course)| {
            let calendar = Calendar::of_course(name, course, course.start()..=through);
            calendar.replacing(sent).build().expect("few doses")
        });
        Calendar::together(each).expect("names of their own")
    };
    let booked = all(&patients, &Calendar::default());
    let mut later = patients.clone();
    later[0].1.stop(day(3), "consent withdrawn").expect("a reason");
    later[1].1.hold(day(3), "an infection").expect("a reason");
    later[2].1.give(day(14)).expect("on its day");
    let text = all(&later, &booked).to_text(&Revision::new(stamp())).expect("ordinary");
    let shown: BTreeMap<String, Event> =
        events(&text).into_iter().map(|event| (event["UID"].clone(), event)).collect();
    assert_eq!((shown.len(), events(&text).len()), (120, 120));
    let of =
        |dose: u32, number: u32| &shown[&format!("dose-{dose}.course-{number}@clinic.example")];
    assert_eq!(of(2, 1)["STATUS"], "CANCELLED");
    assert_eq!(of(2, 2)["STATUS"], "TENTATIVE");
    assert_eq!(of(2, 3)["STATUS"], "CONFIRMED");
    assert_eq!(of(2, 4).get("STATUS"), None);
    assert_eq!(of(2, 4)["SUMMARY"], "patient 4, tofersen, dose 2: 100 mg IT");
    // An update of some patients says nothing of the others, and what is off is a file of its own.
    let some = all(&later[..3], &booked);
    let text = some.to_text(&Revision::new(stamp())).expect("ordinary");
    assert!(events(&text).iter().all(|event| {
        let own = |number: u32| event["UID"].ends_with(&format!(".course-{number}@clinic.example"));
        own(1) || own(2) || own(3)
    }));
    assert_eq!(events(&text).len(), 12);
    let off = all(&later, &booked).only_cancelled();
    let cancel =
        Revision::new(stamp()).by_method(CalendarMethod::Cancel, "mailto:clinic@example.org");
    let text = off.to_text(&cancel.expect("an address")).expect("all are cancelled");
    let uids: Vec<String> = events(&text).into_iter().map(|event| event["UID"].clone()).collect();
    assert_eq!(
        uids,
        ["dose-2", "dose-3", "dose-4"].map(|dose| format!("{dose}.course-1@clinic.example"))
    );
    let twice = Calendar::together([booked.clone(), booked]);
    assert_eq!(
        twice.expect_err("the same courses").to_string(),
        "course \"course-10@clinic.example\": expected once, found twice"
    );
}

/// The status of a request comes back as what it is, and one that does not exist is refused.
#[test]
fn a_status_comes_back() {
    let mut single = course("100 mg IT x1", Action::Reanchor);
    assert_eq!(request(&single), (RequestStatus::Active, None, regimen("100 mg IT x1")));
    single.give(day(0)).expect("it is due");
    assert_eq!(request(&single).0, RequestStatus::Completed);
    let order = Medication::named("tofersen").and_then(|drug| drug.for_subject("Patient/17"));
    let active = MedicationRequest::of_course(&tofersen(), &order.expect("two texts"), Release::R5);
    let active = active.expect("it fits").to_json();
    for (code, status) in [
        ("active", RequestStatus::Active),
        ("on-hold", RequestStatus::OnHold),
        ("ended", RequestStatus::Ended),
        ("stopped", RequestStatus::Stopped),
        ("completed", RequestStatus::Completed),
        ("cancelled", RequestStatus::Cancelled),
        ("entered-in-error", RequestStatus::EnteredInError),
        ("draft", RequestStatus::Draft),
        ("unknown", RequestStatus::Unknown),
    ] {
        let json = active.replace("\"active\"", &format!("\"{code}\""));
        assert_eq!(read_medication_request(&json, None).map(|read| read.status), Ok(status));
    }
    let error = |json: String| read_medication_request(&json, None).unwrap_err().to_string();
    assert_eq!(
        error(active.replace("\"active\"", "\"banana\"")),
        "status: expected one of active, on-hold, ended, stopped, completed, cancelled, entered-in-error, draft, \
         unknown, found \"banana\""
    );
    let reasons = |reason: &str| {
        let status = format!("\"stopped\", \"statusReason\": {reason}");
        read_medication_request(&active.replace("\"active\"", &status), None)
            .map(|read| read.reason)
    };
    assert_eq!(reasons(r#"{"text": "rash"}"#), Ok(Some("rash".to_owned())));
    let coded = r#"{"coding": [{"code": "a"}, {"display": "Adverse reaction"}]}"#;
    assert_eq!(reasons(coded), Ok(Some("Adverse reaction".to_owned())));
    assert_eq!(reasons("{}"), Ok(None));
    assert_eq!(
        reasons("[]").unwrap_err().to_string(),
        "statusReason: expected an object, found []"
    );
}

/// A reason that no format could hold is refused by the course, and what one format cannot hold by that one.
#[test]
fn reasons_that_are_refused() {
    let mut course = given(tofersen(), &[0]);
    let part = Entry::given(day(14)).partly(Mass::mg(60));
    assert_eq!(
        course.record(part.clone().reason("bell \u{7}")).unwrap_err().to_string(),
        "the reason of the `given` entry on 2026-01-19 contains the control character '\\u{7}'"
    );
    course.record(part.reason("bell ")).expect("it is due");
    assert_eq!(
        exposure(&treatment(), &course).unwrap_err().to_string(),
        "dose on 2026-01-19: EXADJ: expected 1 to 200 printable characters without spaces at the ends, found \"bell \""
    );
}
