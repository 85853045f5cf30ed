//! Writes tofersen and nusinersen, as labels have them and as one course of each went, and ten patients of a clinic, in
//! the formats of others: FHIR, iCalendar, SDTM, NONMEM, and this crate's own JSON with its schemas.
//!
//! `cargo run --features interchange --example export_documents FOLDER`, by `tests/parsers/run`

use std::error::Error;
use std::fs;
use std::path::Path;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, EntryKind, NextDue};
use aso_regimen::evidence::label::Authority;
use aso_regimen::interchange::fhir::{
    Bundle, Medication, MedicationRequest, Release, medication_administrations, medication_request,
    plan_definition,
};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, CalendarMethod, Revision};
use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
use aso_regimen::interchange::{schema, sdtm};
use aso_regimen::{Course, Label, Mass, Regimen, catalog};
use serde::Serialize;
use serde_json::{Value, json};

type Done = Result<(), Box<dyn Error>>;

const RELEASES: [(Release, &str); 2] = [(Release::R4, "r4"), (Release::R5, "r5")];

fn main() -> Done {
    let folder = std::env::args().nth(1).ok_or("expected a folder to write to")?;
    let folder = Path::new(&folder);
    write_schemas(&folder.join("schema"))?;
    // From the last day of a month, so that months show how they end.
    let start: NaiveDate = "2025-10-31".parse()?;
    for substance in ["tofersen", "nusinersen"] {
        let labels = catalog::labels().named(substance).current("2026-11-26".parse()?);
        let eu = labels.iter().find(|label| *label.authority() == Authority::Eu);
        let label = eu.or(labels.iter().next()).ok_or("no such label")?;
        write_label(&folder.join(substance), label, start)?;
        write_course(&folder.join(substance), label, start)?;
    }
    write_hostile(&folder.join("hostile"), start)?;
    write_clinic(&folder.join("clinic"), start)?;
    for trial in &catalog::trials() {
        write_json(&folder.join("trials"), &trial.registration().to_string(), trial)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, text: &str) -> Done {
    fs::create_dir_all(folder)?;
    fs::write(folder.join(name), text)?;
    Ok(())
}

fn write_json(folder: &Path, name: &str, value: &impl Serialize) -> Done {
    let text = serde_json::to_string_pretty(value)?;
    write(folder, &format!("{name}.json"), &text)
}

fn write_schemas(folder: &Path) -> Done {
    for text in schema::ALL {
        let schema: Value = serde_json::from_str(text)?;
        let id = schema["$id"].as_str().ok_or("a schema without an identifier")?;
        let name = id.rsplit(':').next().unwrap_or(id);
        write(folder, &format!("{name}.json"), text)?;
    }
    Ok(())
}

/// The plan: what is given to anybody.
fn write_label(folder: &Path, label: &Label, start: NaiveDate) -> Done {
    let regimen = &label.regimens()[0].regimen;
    let medication = Medication::named(label.substance())?;
    let order = medication.for_subject("Patient/17")?;
    let through = start + Days::new(1_200);
    let schedule = regimen.starting(start);
    let name = CalendarCourse::new("plan-17@clinic.example")?;
    let name = name.with_medication(label.substance())?;
    let calendar = Calendar::of_schedule(&name, &schedule, through).build().expect("few doses");
    let revision =
        first_revision()?.by_method(CalendarMethod::Publish, "mailto:clinic@example.org")?;
    for (release, name) in RELEASES {
        let request = medication_request(regimen, &order, release)?.ordered();
        write(folder, &format!("request-{name}.json"), &request.to_json())?;
        let plan = plan_definition(regimen, &medication, release)?;
        write(folder, &format!("plan-{name}.json"), &plan.to_json())?;
    }
    write(folder, "plan.ics", &calendar.to_text(&revision)?)?;
    write_json(folder, "label", label)?;
    write_json(folder, "policy", label.policy())?;
    write_json(folder, "regimen", regimen)?;
    let dates: Vec<NaiveDate> = schedule.through(through).dates().collect();
    let expected = json!({ "start": start, "through": through, "dates": dates });
    write_json(folder, "expected-plan", &expected)
}

/// A name with everything in it that means something in a calendar, or is longer than a line.
fn write_hostile(folder: &Path, start: NaiveDate) -> Done {
    let name = "a,b;c:d\\n \"e\" \u{8001}\u{864e} BEGIN:VEVENT ".repeat(9);
    let single = "100 mg IT x1".parse::<Regimen>()?;
    let course = CalendarCourse::new(&name)?.with_medication(&name)?;
    let calendar =
        Calendar::of_schedule(&course, &single.starting(start), start).build().expect("few doses");
    let text = calendar.to_text(&first_revision()?)?;
    write(folder, "calendar.ics", &text)?;
    write_json(folder, "expected", &json!({ "name": name }))
}

/// What was given to one patient: the third dose was missed and came 20 days late.
fn write_course(folder: &Path, label: &Label, start: NaiveDate) -> Done {
    const REASON: &str = "fever, 39 \u{b0}C; \"call back\" \\ see notes";
    let through = start + Days::new(400);
    let mut course = label.course_named(&label.regimens()[0].name, start)?;
    let name = CalendarCourse::new("course-17@clinic.example")?;
    let name = name.with_medication(label.substance())?;
    let before =
        Calendar::of_course(&name, &course, course.start()..=through).build().expect("few doses");
    course.give(start)?;
    course.give(start + Days::new(14))?;
    course.miss(start + Days::new(28), REASON)?;
    course.give(start + Days::new(48))?;
    let after = Calendar::of_course(&name, &course, course.start()..=through)
        .replacing(&before)
        .build()
        .expect("few doses");
    let revision = first_revision()?;
    write(folder, "course-0.ics", &before.to_text(&revision)?)?;
    let revised = revision.revised(1, "2025-12-18T09:30:00Z".parse()?)?;
    write(folder, "course-1.ics", &after.to_text(&revised)?)?;
    let order = Medication::named(label.substance())?.for_subject("Patient/17")?;
    for (release, name) in RELEASES {
        let administrations = medication_administrations(&course, &order, release)?;
        write_json(folder, &format!("administrations-{name}"), &administrations)?;
    }
    write_json(folder, "course", &course)?;
    write_json(folder, "expected-course", &expected(&course, &after, REASON))
}

fn expected(course: &Course, calendar: &Calendar, reason: &str) -> Value {
    let given: Vec<NaiveDate> = course.doses_given().map(|given| given.date()).collect();
    json!({ "given": given, "standing": calendar.dates(), "reason": reason })
}

/// Ten patients on tofersen with entries of every kind, by a rule that looks like chance, in one file of each format.
fn write_clinic(folder: &Path, start: NaiveDate) -> Done {
    let label = catalog::tofersen::labels().remove(0);
    let study = sdtm::Study::new("CLINIC")?;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut resources = RELEASES.map(|(release, _)| (release, Vec::new(), Vec::new()));
    let (mut records, mut patients) = (Vec::new(), Vec::new());
    let (mut ex, mut ec) = (String::new(), String::new());
    for number in 1..=10 {
        let course = random_course(&label, start, u64::from(number))?;
        let name = CalendarCourse::new(format!("course-{number}@clinic.example"))?;
        let name = name.with_patient(format!("patient {number}"))?;
        let through = start + Days::new(700);
        let planned = label.course(start)?;
        let sent = Calendar::of_course(&name, &planned, start..=through).build()?;
        let now = Calendar::of_course(&name, &course, course.start()..=through);
        after.push(now.replacing(&sent).build()?);
        before.push(sent);
        let subject = format!("Patient/{number}");
        let order = Medication::named("tofersen")?.for_subject(&subject)?;
        for (release, requests, administrations) in &mut resources {
            requests.push(MedicationRequest::of_course(&course, &order, *release)?);
            administrations.extend(medication_administrations(&course, &order, *release)?);
        }
        records.extend(SubjectRecords::new(number, course.day_one()).given(&course)?);
        let treatment = study.subject(format!("CLINIC-{number}"))?.treated_with("TOFERSEN")?;
        for (text, table) in [
            (&mut ex, sdtm::exposure(&treatment, &course)?),
            (&mut ec, sdtm::exposure_as_collected(&treatment, &course)?),
        ] {
            let csv = table.to_csv()?;
            let skipped = usize::from(!text.is_empty());
            text.extend(csv.split_inclusive('\n').skip(skipped));
        }
        patients.push(recorded(&course, number));
    }
    let (before, after) = (Calendar::together(before)?, Calendar::together(after)?);
    let revision = first_revision()?;
    write(folder, "before.ics", &before.to_text(&revision)?)?;
    let revised = revision.revised(1, "2027-10-01T09:30:00Z".parse()?)?;
    write(folder, "after.ics", &after.to_text(&revised)?)?;
    for ((_, requests, administrations), (_, name)) in resources.into_iter().zip(RELEASES) {
        let bundle = Bundle::new(requests, administrations)?;
        write(folder, &format!("bundle-{name}.json"), &bundle.to_json())?;
    }
    write(
        folder,
        "records.csv",
        &RecordFormat::new(TimeUnit::Days).to_csv(&EventDataset::new(records))?,
    )?;
    write(folder, "ex.csv", &ex)?;
    write(folder, "ec.csv", &ec)?;
    write_json(folder, "expected", &patients)
}

/// The doses as they were recorded, of a drug of which each dose is 100 mg, and what is due.
fn recorded(course: &Course, number: u32) -> Value {
    let doses = course.entries().filter(|entry| *entry.kind() == EntryKind::Given);
    let doses = doses.map(|entry| {
        let mass = entry.given_amount().mass().unwrap_or(Mass::mg(100));
        let date = entry.day();
        json!({ "date": date, "micrograms": mass.as_micrograms(), "counts": entry.counts(), "why": entry.why() })
    });
    let status = match course.next_due() {
        NextDue::Held { .. } => "on-hold",
        NextDue::Stopped { .. } => "stopped",
        _ => "active",
    };
    let is_open = matches!(course.next_due(), NextDue::Unspecified(_) | NextDue::Held { .. });
    json!({ "number": number, "doses": doses.collect::<Vec<_>>(), "status": status, "is_open": is_open })
}

/// Twenty things that somebody tries to record, refused ones among them.
fn random_course(label: &Label, start: NaiveDate, seed: u64) -> Result<Course, Box<dyn Error>> {
    let mut course = label.course_named(&label.regimens()[0].name, start)?;
    let mut chance = seed;
    for _ in 0..20 {
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (what, days) = (chance >> 59, (chance >> 40) % 9);
        let last = course.entries().last().map_or(start, Entry::day);
        let due = course.next_due().dose().map_or(last + Days::new(20), |dose| dose.date());
        let day = due + Days::new(days);
        let amount = Mass::micrograms(1_000 + (chance >> 20) % 90_000);
        let entry = match what {
            0 | 1 => Entry::given(due).partly(amount).reason("needle; \"clotted\", 39 \u{b0}C"),
            2 => Entry::given(day).amount(amount),
            3 | 4 => Entry::given(due).not_counting().reason("leaked, all of it"),
            5 => Entry::missed(due, "no bed"),
            6 => Entry::held(day, "an infection"),
            7 => Entry::stopped(day, "consent withdrawn"),
            8 | 9 => Entry::resumed(day),
            10 => Entry::skipped(day, "the next will do"),
            11 | 12 => Entry::rescheduled(last, last + Days::new(30), "travel"),
            13..19 => Entry::given(day),
            _ => Entry::given(due),
        };
        // What cannot be is refused, and nothing has changed.
        drop(course.record(entry));
    }
    Ok(course)
}

fn first_revision() -> Result<Revision<'static>, Box<dyn Error>> {
    Ok(Revision::new("2025-10-01T08:00:00Z".parse()?))
}
