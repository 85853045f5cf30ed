//! The drug that leaves by each door is the drug that was recorded, dose by dose.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, EntryKind, GivenAmount};
use aso_regimen::interchange::fhir::{Medication, Release, medication_administrations};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
use aso_regimen::interchange::nonmem::{EventDataset, SubjectRecords};
use aso_regimen::interchange::sdtm::{
    Study, SubjectTreatment, exposure, exposure_as_collected, exposure_by_interval,
};
use aso_regimen::interchange::table::Table;
use aso_regimen::{Course, Mass};
use proptest::prelude::*;
use serde_json::Value;

use crate::courses::course;
use crate::icalendar::{Event, events, stamp};

/// Days and masses, in order.
pub(crate) type Drug = Vec<(NaiveDate, Mass)>;

/// What was recorded, by the entries themselves; of a dose whose mass nobody can tell, none.
fn recorded(course: &Course) -> Vec<(NaiveDate, Option<Mass>)> {
    let entries: Vec<&Entry> = course.entries().collect();
    let doses = entries.iter().filter(|entry| *entry.kind() == EntryKind::Given);
    let planned = course.doses_given().map(|given| given.dose().clone());
    doses
        .zip(planned)
        .map(|(entry, planned)| {
            let mut weight = None;
            for other in entries.iter().filter(|other| other.day() <= entry.day()) {
                if let EntryKind::Weighed(weighed) = other.kind() {
                    weight = Some(*weighed);
                }
            }
            let mass = entry.given_amount().mass();
            (entry.day(), mass.or_else(|| planned.mass_for(weight).ok()))
        })
        .collect()
}

pub(crate) fn treatment() -> SubjectTreatment {
    let subject = Study::new("S").and_then(|study| study.subject("S-1"));
    subject.and_then(|subject| subject.treated_with("DRUG")).expect("three names")
}

/// The fields of some columns, row by row.
pub(crate) fn columns<const N: usize>(table: &Table, names: [&str; N]) -> Vec<[String; N]> {
    let mut rows = fields(&table.to_csv().expect("text")).into_iter();
    let head = rows.next().expect("names");
    let places = names.map(|name| head.iter().position(|other| other == name).expect(name));
    rows.map(|row| places.map(|place| row[place].clone())).collect()
}

/// Reads comma-separated values by RFC 4180, and by nothing of ours.
fn fields(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                if c == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            c => field.push(c),
        }
    }
    rows
}

fn mg(text: &str) -> Mass {
    format!("{text} mg").parse().expect(text)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

pub(crate) fn of_ex(course: &Course) -> Option<Drug> {
    let table = exposure(&treatment(), course).ok()?;
    let rows = columns(&table, ["EXSTDTC", "EXDOSE"]).into_iter();
    Some(rows.map(|[date, dose]| (day(&date), mg(&dose))).collect())
}

/// Each run from its first to its last day, by the term for its frequency.
pub(crate) fn of_ex_by_interval(course: &Course) -> Option<Drug> {
    let table = exposure_by_interval(&treatment(), course).ok()?;
    let mut drug = Drug::new();
    for [from, to, dose, term] in columns(&table, ["EXSTDTC", "EXENDTC", "EXDOSE", "EXDOSFRQ"]) {
        let step = match term.split(' ').collect::<Vec<_>>()[..] {
            ["EVERY", "WEEK"] => 7,
            ["EVERY", weeks, "WEEKS"] => 7 * weeks.parse::<u64>().expect("a number"),
            ["ONCE" | "QD"] => 1,
            ["QOD"] => 2,
            ["Q3D"] => 3,
            ["Q4D"] => 4,
            ["Q5D"] => 5,
            ["Q6D"] => 6,
            _ => panic!("{term}"),
        };
        let mut date = day(&from);
        while date <= day(&to) {
            drug.push((date, mg(&dose)));
            date = date + Days::new(step);
        }
    }
    Some(drug)
}

pub(crate) fn of_ec(course: &Course) -> Option<Drug> {
    let table = exposure_as_collected(&treatment(), course).ok()?;
    let rows = columns(&table, ["ECOCCUR", "ECSTDTC", "ECDOSE"]).into_iter();
    let given = rows.filter(|[occurred, ..]| occurred == "Y");
    Some(given.map(|[_, date, dose]| (day(&date), mg(&dose))).collect())
}

pub(crate) fn administrations(course: &Course) -> Vec<Value> {
    let order = Medication::named("drug").and_then(|drug| drug.for_subject("Patient/1"));
    let done = medication_administrations(course, &order.expect("two texts"), Release::R5)
        .expect("it fits");
    let json = serde_json::to_value(done).expect("JSON");
    json.as_array().expect("an array").clone()
}

pub(crate) fn of_fhir(course: &Course) -> Vec<(NaiveDate, Option<Mass>)> {
    let given = administrations(course).into_iter().filter(|one| one["status"] != "not-done");
    given
        .map(|one| {
            let dose = &one["dosage"]["dose"];
            let mass = dose.get("value").map(|value| {
                let unit = dose["code"].as_str().expect("a code").replace("ug", "µg");
                format!("{value} {unit}").parse().expect("a mass")
            });
            (day(one["occurenceDateTime"].as_str().expect("a date")), mass)
        })
        .collect()
}

pub(crate) fn of_nonmem(course: &Course) -> Option<Drug> {
    let zero = course.day_one();
    let records = SubjectRecords::new(1, zero).given(course).ok()?;
    let data = EventDataset::new(records);
    let drug = data.expand().map(|record| {
        let days = record.time().whole_days().expect("whole days");
        (zero + Days::new(days.into()), record.dose().expect("doses alone").mass())
    });
    Some(drug.collect())
}

#[cfg(feature = "kinetics")]
pub(crate) fn of_kinetics(course: &Course) -> Option<Drug> {
    use aso_regimen::kinetics::input::Inputs;

    let inputs = Inputs::given(course, NaiveDate::MAX).ok()?;
    let zero = course.day_one();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole days")]
    let drug = inputs
        .iter()
        .map(|input| (zero + Days::new(input.at.as_days().round() as u64), input.mass));
    Some(drug.collect())
}

fn of_calendar(course: &Course) -> Vec<Event> {
    let name = CalendarCourse::new("c").expect("a name");
    let last = course.entries().last().map_or(course.start(), Entry::day);
    let calendar =
        Calendar::of_course(&name, course, course.start()..=last).build().expect("few doses");
    if calendar.is_empty() {
        return Vec::new();
    }
    let text = calendar.to_text(&Revision::new(stamp())).expect("ordinary");
    let given = |event: &Event| event.get("STATUS").is_some_and(|status| status == "CONFIRMED");
    events(&text).into_iter().filter(given).collect()
}

proptest! {
    #![proptest_config(crate::cases(300))]

    #[test]
    fn every_export_has_the_drug_that_was_recorded(course in course()) {
        let recorded = recorded(&course);
        // In the order of days; what is of one day, in that of masses.
        let sorted = |drug: Option<Drug>| drug.map(|mut drug| { drug.sort_unstable(); drug });
        let known: Option<Drug> =
            recorded.iter().map(|(day, mass)| mass.map(|mass| (*day, mass))).collect();
        let known = sorted(known);
        prop_assert_eq!(sorted(of_ex(&course)), known.clone());
        prop_assert_eq!(sorted(of_ex_by_interval(&course)), known.clone());
        prop_assert_eq!(sorted(of_ec(&course)), known.clone());
        prop_assert_eq!(sorted(of_nonmem(&course)), known.clone());
        #[cfg(feature = "kinetics")]
        prop_assert_eq!(sorted(of_kinetics(&course)), known);
        prop_assert_eq!(of_fhir(&course), recorded.clone());
        let days: Vec<String> = recorded.iter().map(|(day, _)| day.format("%Y%m%d").to_string()).collect();
        let shown = of_calendar(&course);
        prop_assert_eq!(shown.iter().map(|event| event["DTSTART;VALUE=DATE"].clone()).collect::<Vec<_>>(), days);
        let mut shown = shown;
        for entry in course.entries().filter(|entry| *entry.kind() == EntryKind::Given) {
            let start = entry.day().format("%Y%m%d").to_string();
            let is_rest = matches!(entry.given_amount(), GivenAmount::Rest(_));
            let amount = entry.given_amount().mass().map(|mass| format!(": {mass} ")).unwrap_or_default();
            let same = shown.iter().position(|event| {
                let summary = &event["SUMMARY"];
                event["DTSTART;VALUE=DATE"] == start
                    && summary.contains(&amount)
                    && summary.contains(", rest") == is_rest
                    && summary.contains("does not count") == (!entry.counts() && !is_rest)
            });
            prop_assert!(same.is_some(), "{:?} of {:?}", entry, shown);
            drop(same.map(|same| shown.remove(same)));
        }
    }
}
