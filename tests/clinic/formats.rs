//! Every patient in every format, and back.
//!
//! | format | what must come back |
//! |---|---|
//! | JSON | the course, in [`invariants::whole`](crate::invariants::whole) |
//! | EX, EX by interval, as CSV and as Dataset-JSON | every dose: day and mass |
//! | EC, as CSV and as Dataset-JSON | every dose; the course up to the first entry that EC does not have |
//! | NONMEM records in days and in hours, one by one and with ADDL | every dose |
//! | FHIR R4 and R5 bundle | the course, from its requests and administrations |
//! | FHIR administrations alone | every dose; the course if they have all of its entries |
//! | FHIR R4 and R5 request | the regimen in force and its start |
//! | iCalendar | the day of every dose given; the days of those to come |
//! | SVG | nothing: the picture is XML, and has a mark for each dose |
//!
//! Where a mass is not known, as no weight was recorded, formats that need it refuse the course. What is lost on the way is
//! named, counted and bounded by [`LOST`](crate::tally::LOST).

use core::fmt::Debug;
use std::collections::BTreeMap;

use aso_regimen::chrono::{Days, NaiveDate, NaiveDateTime};
use aso_regimen::dosing::course::{Entry, EntryKind, GivenAmount, GivenDose, Timing};
use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::fhir::{
    AdministrationStatus, Bundle, Medication, MedicationOrder, MedicationRequest,
    ReadAdministration, ReadRequest, Release, medication_administrations, read_bundle,
    read_medication_request, record_administrations,
};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
use aso_regimen::interchange::sdtm::{
    ExposureReader, Study, SubjectExposure, SubjectTreatment, exposure, exposure_as_collected,
    exposure_by_interval,
};
use aso_regimen::interchange::table::{Dataset, Table};
use aso_regimen::plot::{CourseTimeline, PictureError};
use aso_regimen::{Course, Mass};

use crate::patient::Patient;
use crate::tally::Tally;

/// Days and masses, in order.
type Drug = Vec<(NaiveDate, Mass)>;

/// Refuses lists that differ, and shows where they begin to.
#[track_caller]
fn assert_same<T: PartialEq + Debug>(found: &[T], expected: &[T], what: &str, patient: &Patient) {
    let differ = |at: &usize| found.get(*at) != expected.get(*at);
    if let Some(at) = (0..found.len().max(expected.len())).find(differ) {
        let around: Vec<_> = patient.course.entries().collect();
        panic!(
            "{what} of {}, {at}: found {:?}, expected {:?}: {} by {}\n{around:?}",
            patient.name(),
            found.get(at),
            expected.get(at),
            patient.course,
            patient.label.key()
        );
    }
}

fn sorted(mut drug: Drug) -> Drug {
    drug.sort_unstable();
    drug
}

/// The doses of a course; `None` if a mass is not known.
fn drug_of(course: &Course) -> Option<Drug> {
    let doses = course.doses_given();
    doses.map(|given| given.mass().ok().map(|mass| (given.date(), mass))).collect()
}

/// What a dose is, whatever the entry of it says, and why it has another amount than planned.
type Told = (NaiveDate, Option<NaiveDate>, Option<u32>, Timing, bool, Option<Mass>, Option<String>);

fn told(course: &Course) -> Vec<Told> {
    let of = |given: GivenDose<'_>| {
        let reason = given.reason().filter(|_| given.amount() != GivenAmount::AsPlanned);
        let (planned, number, reason) =
            (given.planned(), given.number(), reason.map(str::to_owned));
        (given.date(), planned, number, given.timing(), given.counts(), given.mass().ok(), reason)
    };
    course.doses_given().map(of).collect()
}

/// The plan with the weights, without which nobody knows the doses.
fn plan(patient: &Patient) -> Course {
    let mut plan = patient.plan.clone();
    let is_weight = |entry: &&Entry| matches!(entry.kind(), EntryKind::Weighed(_));
    for weight in patient.course.entries().filter(is_weight) {
        plan.record(weight.clone()).expect("a weight can always be recorded");
    }
    plan
}

pub(crate) fn check(patient: &Patient, tally: &mut Tally) {
    let drug = drug_of(&patient.course);
    tables(patient, drug.as_ref(), tally);
    records(patient, drug.as_ref(), tally);
    administrations(patient, tally);
    request(patient, tally);
    calendar(patient, tally);
    picture(patient, tally);
    tally.count("JSON back");
}

fn treatment(patient: &Patient) -> SubjectTreatment {
    let subject = Study::new("CLINIC").and_then(|study| study.subject(patient.name()));
    subject.and_then(|subject| subject.treated_with(patient.label.substance())).expect("names")
}

/// From CSV, and the same from Dataset-JSON; `None` where there is no record.
fn exposure_from(
    table: &Table,
    reader: &ExposureReader,
) -> Result<Option<SubjectExposure>, FormatError> {
    let csv = table.to_csv().expect("text");
    let created: NaiveDateTime = "2026-01-05T12:00:00".parse().expect("a time");
    let mut json = Vec::new();
    table.write_dataset_json(created, &mut json).expect("text");
    let csv = Dataset::from_csv(csv.as_bytes()).expect("our own");
    let json = Dataset::from_dataset_json(&json[..]).expect("our own");
    let subjects = reader.read(&csv);
    assert_eq!(reader.read(&json), subjects);
    subjects.map(|mut subjects| {
        assert!(subjects.len() <= 1);
        subjects.pop()
    })
}

fn drug_from(subject: Option<&SubjectExposure>) -> Drug {
    let doses = subject.map(|subject| subject.doses().expect("whole days"));
    let dose = |(day, record): (NaiveDate, &aso_regimen::interchange::sdtm::ExposureRecord)| {
        (day, record.dose.expect("a mass"))
    };
    sorted(doses.into_iter().flatten().map(dose).collect())
}

fn tables(patient: &Patient, drug: Option<&Drug>, tally: &mut Tally) {
    type Written = fn(&SubjectTreatment, &Course) -> Result<Table, FormatError>;
    let (course, treatment) = (&patient.course, treatment(patient));
    let forms: [(&str, Written); 2] = [("EX", exposure), ("EX by interval", exposure_by_interval)];
    for (name, form) in forms {
        let table = form(&treatment, course);
        let Some(drug) = drug else {
            let error = table.expect_err("a mass is not known").to_string();
            assert!(error.contains("weight"), "{error}");
            tally.count("EX refused without a weight");
            continue;
        };
        let table = table.expect("masses are known");
        let subject = exposure_from(&table, &ExposureReader::new());
        let subject = subject.unwrap_or_else(|error| panic!("{error}: {course}"));
        assert_same(&drug_from(subject.as_ref()), &sorted(drug.clone()), name, patient);
        tally.count(format!("{name} back"));
    }
    let Some(drug) = drug else {
        assert!(exposure_as_collected(&treatment, course).is_err());
        return;
    };
    let table = exposure_as_collected(&treatment, course).expect("masses are known");
    let reader = ExposureReader::new().grouped_by_dose().leaving_out_scheduled();
    let subject = match exposure_from(&table, &reader) {
        Ok(Some(subject)) => subject,
        Ok(None) => return assert!(drug.is_empty(), "{course}"),
        Err(error) => panic!("{error}: {course}"),
    };
    assert_same(&drug_from(Some(&subject)), &sorted(drug.clone()), "EC", patient);
    compare(patient, "EC", subject.course(plan(patient)), tally);
    // The course as its own plan has what EC does not state.
    let back = subject.course(course.clone()).unwrap_or_else(|error| panic!("{error}: {course}"));
    assert_eq!(&back, course);
    collected_until_lost(patient, &reader, tally);
}

/// EC of the course up to the first entry that it does not have, where there is one.
fn collected_until_lost(patient: &Patient, reader: &ExposureReader, tally: &mut Tally) {
    let Some(first) = patient.course.entries().position(|entry| is_lost("EC", entry)) else {
        return;
    };
    let entries: Vec<&Entry> = patient.course.entries().take(first).collect();
    let mut course = patient.plan.clone();
    for entry in &entries {
        course.record((*entry).clone()).expect("it was recorded before");
    }
    let table = exposure_as_collected(&treatment(patient), &course).expect("masses are known");
    let Some(subject) = exposure_from(&table, reader).expect("our own") else { return };
    let back = subject.course(plan(patient));
    if back.as_ref().is_ok_and(|back| told(back) == told(&course)) {
        tally.count("EC back up to what is lost");
        tally.add("entries in EC up to what is lost", first as u64);
        return;
    }
    let doses: Vec<&Entry> = entries
        .iter()
        .copied()
        .filter(|one| !matches!(one.kind(), EntryKind::Weighed(_)))
        .collect();
    let is_uncounted = |one: &&Entry| !one.counts() && *one.kind() == EntryKind::Given;
    let mut days = doses.chunk_by(|one, next| one.day() == next.day());
    let last = doses.iter().rev().find(|one| *one.kind() == EntryKind::Given);
    if days.any(|day| day.len() > 1 && day.iter().any(is_uncounted)) {
        tally.count("EC lost: beside a dose that does not count, another or a miss of its day");
    } else if last.is_some_and(is_uncounted) {
        tally.count("EC lost: that the last dose does not count");
    } else {
        panic!("EC, and nothing is lost: {back:?} of {entries:?}");
    }
}

/// Whether a format does not have the entry. EC has doses, misses and the doses of a hold, administrations alone have doses
/// and misses; the plan has the weights.
fn is_lost(format: &str, entry: &Entry) -> bool {
    match entry.kind() {
        EntryKind::Given | EntryKind::Missed | EntryKind::Weighed(_) => false,
        EntryKind::Held | EntryKind::Resumed => format != "EC",
        _ => true,
    }
}

/// Counts whether the course came back, or its doses alone, or nothing. If not all of it came back, an entry was lost.
fn compare(patient: &Patient, format: &str, back: Result<Course, FormatError>, tally: &mut Tally) {
    let course = &patient.course;
    let (outcome, why) = match back {
        Ok(back) if told(&back) == told(course) => {
            tally.count(format!("{format} back as a course"));
            return;
        }
        Ok(back) => {
            let drug = |course| sorted(drug_of(course).unwrap_or_default());
            assert_same(&drug(&back), &drug(course), format, patient);
            ("back as doses", String::new())
        }
        Err(error) => ("refused", error.to_string()),
    };
    let lost = course.entries().find(|&entry| is_lost(format, entry));
    let lost =
        lost.unwrap_or_else(|| panic!("{format} {outcome}, and nothing is lost: {why} {course}"));
    tally.count(format!("{format} {outcome}, lost: {}", lost.kind().word()));
}

fn records(patient: &Patient, drug: Option<&Drug>, tally: &mut Tally) {
    let course = &patient.course;
    // A dose that does not count can be before the first that does.
    let first = course.doses_given().next().map_or(course.start(), |given| given.date());
    let zero = first.min(course.day_one());
    let records = SubjectRecords::new(1, zero).given(course);
    let Some(drug) = drug else {
        assert!(records.expect_err("a mass is not known").to_string().contains("weight"));
        return;
    };
    let data = EventDataset::new(records.expect("masses are known"));
    for unit in [TimeUnit::Days, TimeUnit::Hours] {
        for data in [data.clone(), data.compact()] {
            let format = RecordFormat::new(unit);
            let text = format.to_csv(&data).expect("times and masses are decimal");
            let read = format.read(text.as_bytes()).expect("our own");
            let doses = read.expand().map(|record| {
                let days = record.time().whole_days().expect("whole days");
                (zero + Days::new(days.into()), record.dose().expect("doses alone").mass())
            });
            assert_same(&sorted(doses.collect()), &sorted(drug.clone()), "NONMEM", patient);
        }
    }
    tally.count("NONMEM back");
}

fn order(patient: &Patient) -> MedicationOrder<'_> {
    let medication = Medication::named(patient.label.substance());
    medication.and_then(|one| one.for_subject(patient.name())).expect("two texts")
}

/// The requests of a course and what was done by them, from one bundle.
fn bundle(patient: &Patient, release: Release) -> (Vec<ReadRequest>, Vec<ReadAdministration>) {
    let (course, order) = (&patient.course, order(patient));
    let requests = MedicationRequest::all_of_course(course, &order, release).expect("it fits");
    let done = medication_administrations(course, &order, release).expect("ordinary texts");
    let json = Bundle::new(requests, done).expect("one release").to_json();
    let read = read_bundle(&json, release).expect("our own");
    let requests = read.clone().into_requests().expect("all of them");
    (requests, read.into_administrations().expect("all of them"))
}

fn is_switch(entry: &Entry) -> bool {
    matches!(entry.kind(), EntryKind::Switched(_))
}

/// The course of a bundle: the plan by the first request, and by each later one from its change of the regimen on.
fn of_bundle(
    patient: &Patient,
    requests: &[ReadRequest],
    done: &[ReadAdministration],
) -> Result<Course, FormatError> {
    let mut back = patient.plan.clone();
    let mut switches = patient.course.entries().filter(|entry| is_switch(entry));
    for (before, request) in requests.iter().enumerate() {
        if before > 0 {
            let switch = switches.next().expect("one before each request but the first");
            back.record(switch.clone()).expect("it was recorded before");
        }
        let recorded = record_administrations(&mut back, &request.order()?, done)?;
        assert_eq!(recorded.left_out, [], "{}", patient.course);
    }
    Ok(back)
}

/// Whether a weight was recorded on the day of a change of the regimen, after it.
fn is_weighed_after_switch(course: &Course) -> bool {
    let entries: Vec<&Entry> = course.entries().collect();
    let mut of_day = entries.chunk_by(|one, next| one.day() == next.day());
    of_day.any(|day| {
        let mut after = day.iter().skip_while(|entry| !is_switch(entry));
        after.any(|entry| matches!(entry.kind(), EntryKind::Weighed(_)))
    })
}

fn administrations(patient: &Patient, tally: &mut Tally) {
    let course = &patient.course;
    let [r4, r5] = [Release::R4, Release::R5].map(|release| {
        let (requests, done) = bundle(patient, release);
        let back = of_bundle(patient, &requests, &done);
        let back = back.unwrap_or_else(|error| panic!("{error}: {course}"));
        if back == *course {
            tally.count("FHIR bundle back");
        } else {
            assert!(is_weighed_after_switch(course), "{course}");
            assert_same(&told(&back), &told(course), "FHIR bundle", patient);
            tally.count("FHIR bundle lost: that a dose was as planned before a weight of its day");
        }
        done
    });
    // The requests are others.
    let without_request = |one: &ReadAdministration| {
        let mut one = one.clone();
        (one.release, one.request) = (None, None);
        one
    };
    assert!(r4.iter().map(without_request).eq(r5.iter().map(without_request)), "{course}");
    let given = r4.iter().filter(|one| one.status != AdministrationStatus::NotDone);
    let given = given.map(|one| (one.date, one.mass));
    assert!(given.eq(course.doses_given().map(|one| (one.date(), one.mass().ok()))), "{course}");
    let mut back = plan(patient);
    let recorded = record_administrations(&mut back, &order(patient), &r4);
    let back = recorded.map(|recorded| {
        assert!(recorded.left_out.is_empty() || !patient.has_doses_alone, "{course}");
        back
    });
    compare(patient, "FHIR administrations", back, tally);
}

fn request(patient: &Patient, tally: &mut Tally) {
    let course = &patient.course;
    let read = |release| {
        let request = MedicationRequest::of_course(course, &order(patient), release);
        let json = request.expect("it fits").to_json();
        read_medication_request(&json, release).expect("our own")
    };
    let (r4, r5) = (read(Release::R4), read(Release::R5));
    assert_eq!((r4.status, &r4.reason, &r4.regimen), (r5.status, &r5.reason, &r5.regimen));
    assert_eq!(r4.start, r5.start);
    if !patient.is_continued && !course.entries().any(is_switch) {
        assert_eq!(&r4.regimen, course.regimen());
        assert_eq!(r4.start, Some(course.start()));
        tally.count("FHIR request back");
    }
}

/// The events of a calendar by RFC 5545: day and status.
fn events(text: &str) -> Vec<(NaiveDate, String)> {
    let mut events = Vec::new();
    let mut event: BTreeMap<String, String> = BTreeMap::new();
    for line in text.replace("\r\n ", "").split("\r\n") {
        match line.split_once(':') {
            Some(("BEGIN", "VEVENT")) => event.clear(),
            Some(("END", "VEVENT")) => {
                let day = event.get("DTSTART;VALUE=DATE").expect("a day");
                let day = NaiveDate::parse_from_str(day, "%Y%m%d").expect("a date");
                events.push((day, event.get("STATUS").cloned().unwrap_or_default()));
            }
            Some((name, value)) => drop(event.insert(name.to_owned(), value.to_owned())),
            None => assert_eq!(line, ""),
        }
    }
    events
}

fn calendar(patient: &Patient, tally: &mut Tally) {
    let course = &patient.course;
    let name = CalendarCourse::new(patient.name()).expect("a name");
    let last = crate::invariants::today(course);
    let through = last + Days::new(400);
    let calendar = Calendar::of_course(&name, course, last..=through).build().expect("few doses");
    let stamp = "2026-01-01T08:30:00Z".parse().expect("a time");
    let events = events(&calendar.to_text(&Revision::new(stamp)).expect("ordinary texts"));
    let of = |status: &str| {
        let of = events.iter().filter(|(_, own)| own == status).map(|(day, _)| *day);
        of.collect::<Vec<_>>()
    };
    let given: Vec<_> = course.doses_given().map(|given| given.date()).collect();
    assert_same(&of("CONFIRMED"), &given, "calendar", patient);
    // One whose date is past is tentative, and those after it.
    if course.next_due().dose().is_none_or(|due| due.date() >= last) {
        let due = course.forecast().map(|due| due.date()).take_while(|day| *day <= through);
        assert_same(&of(""), &due.collect::<Vec<_>>(), "calendar to come", patient);
    }
    tally.count("calendar back");
}

fn picture(patient: &Patient, tally: &mut Tally) {
    let mut course = patient.course.clone();
    let mut days = days_between(&course);
    let picture = loop {
        let through = course.start() + Days::new(days);
        let timeline = CourseTimeline::new(patient.name(), &course, through);
        match timeline.expect("twenty years").draw() {
            Ok(picture) => break picture,
            // An early dose can be planned after the last day.
            Err(PictureError::EndsTooSoon { last, .. }) => {
                days = u64::try_from((last - course.start()).num_days()).expect("after it");
            }
            // Where some doses are a day apart, only the first years of the course are legible.
            Err(PictureError::TooLong { .. }) => {
                course = first_days(patient, days / 2);
                days = days_between(&course);
            }
            Err(error) => panic!("{error}: {course}"),
        }
    };
    let document = roxmltree::Document::parse(picture.as_str()).expect("XML");
    let is_given = |node: &roxmltree::Node<'_, '_>| {
        node.attribute("class").is_some_and(|class| class.starts_with("given "))
    };
    let marks = document.descendants().filter(is_given).count();
    assert_eq!(marks, course.doses_given().count(), "{course}");
    let whole = course.entries().len() == patient.course.entries().len();
    tally.count(if whole { "picture drawn" } else { "picture of the first years drawn" });
}

/// From the start of a course to its last entry.
fn days_between(course: &Course) -> u64 {
    let days = (crate::invariants::today(course) - course.start()).num_days();
    u64::try_from(days.max(1)).expect("more than 0")
}

/// The course as it was so many days after its start.
fn first_days(patient: &Patient, days: u64) -> Course {
    let through = patient.course.start() + Days::new(days);
    let mut course = patient.plan.clone();
    for entry in patient.course.entries().take_while(|entry| entry.day() <= through) {
        course.record(entry.clone()).expect("it was recorded before");
    }
    course
}
