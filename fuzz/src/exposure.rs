//! EX and EC from any bytes: what a course takes of them goes out and comes back as the same doses; a refusal is short.

use aso_regimen::Course;
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::interchange::sdtm::{
    ExposureDate, ExposureKind, ExposureReader, Study, SubjectExposure, exposure,
    exposure_as_collected, exposure_by_interval,
};
use aso_regimen::interchange::table::{Dataset, Table};

use crate::{check_file, check_placed};

/// More doses of all subjects only take longer: a course of them is made, written and read some thirty times.
const MOST_DOSES: usize = 300;
/// A course may pass over all doses of as many days.
const MOST_DAYS: i64 = 3_000;

pub fn check(data: &[u8]) {
    for dataset in [Dataset::from_csv(data), Dataset::from_dataset_json(data)] {
        let dataset = match dataset {
            Ok(dataset) => dataset.taking_as_missing("NA"),
            Err(error) => {
                check_file(&error);
                continue;
            }
        };
        let reader = ExposureReader::new();
        if let Err(error) = reader.clone().with_demographics(&dataset) {
            check_placed(&error);
        }
        match reader.ignoring_unknown().ignoring("EXDOSRGM").ignoring("ECDOSRGM").read(&dataset) {
            Ok(subjects) => {
                let mut doses = 0;
                for subject in subjects {
                    doses += subject.doses().map_or(0, |doses| doses.len());
                    if doses > MOST_DOSES {
                        break;
                    }
                    subject_is_a_course(&subject);
                }
            }
            Err(error) => check_placed(&error),
        }
    }
}

fn subject_is_a_course(subject: &SubjectExposure) {
    let doses = match subject.doses() {
        Ok(doses) => doses,
        Err(error) => return check_placed(&error),
    };
    let first = match subject.first_day() {
        Ok(Some(first)) => first,
        Ok(None) => return,
        Err(error) => return check_placed(&error),
    };
    let days = subject.records().iter().flat_map(|record| [&record.start, &record.end]);
    let last = days.flatten().filter_map(ExposureDate::day).max().unwrap_or(first);
    if (last - first).num_days() > MOST_DAYS {
        return;
    }
    let route = subject.records().iter().find_map(|record| record.route.as_ref());
    let route = route.map_or_else(|| "IT".to_owned(), ToString::to_string);
    let Ok(regimen) = format!("100 mg {route} q7d").parse::<aso_regimen::Regimen>() else {
        return;
    };
    for policy in [MissedDosePolicy::not_stated(), MissedDosePolicy::always(Action::Skip)] {
        let plan = || Course::new(regimen.clone(), policy.clone(), first);
        drop(subject.apparent_course(plan()).map_err(|error| check_placed(&error)));
        let course = match subject.course(plan()) {
            Ok(course) => course,
            Err(error) => {
                check_placed(&error);
                continue;
            }
        };
        // A dose on each day of the records, and what was given that day in all.
        let mut days: Vec<_> = doses.iter().map(|(day, _)| *day).collect();
        days.dedup();
        let mut given: Vec<_> = course.doses_given().map(|given| given.date()).collect();
        given.dedup();
        assert_eq!(given, days);
        let read: u64 = doses
            .iter()
            .filter_map(|(_, record)| record.dose)
            .map(|dose| dose.as_micrograms())
            .sum();
        if let Some(last) = days.last() {
            assert_eq!(course.mass_given(*last).map(|mass| mass.as_micrograms()), Ok(read));
        }
        let treatment = Study::new("S")
            .and_then(|study| study.subject("1"))
            .and_then(|one| one.treated_with("DRUG"));
        let treatment = treatment.expect("identifiers");
        // A reason may be too long, or a year.
        let tables = [exposure(&treatment, &course), exposure_by_interval(&treatment, &course)];
        tables.into_iter().flatten().for_each(|table| comes_back(&table, plan(), &course));
        let is_missed = |subject: &SubjectExposure| {
            subject.records().iter().any(|record| record.kind == ExposureKind::NotGiven)
        };
        if !is_missed(subject) {
            let table = exposure_as_collected(&treatment, &course);
            table.into_iter().for_each(|table| comes_back(&table, plan(), &course));
        }
    }
}

/// The same doses, by day.
fn comes_back(table: &Table, plan: Course, course: &Course) {
    let text = table.to_csv().expect("text");
    let dataset = Dataset::from_csv(text.as_bytes()).expect("our own");
    let subject = match ExposureReader::new().leaving_out_scheduled().read(&dataset) {
        Ok(mut subjects) => match subjects.pop() {
            Some(subject) => subject,
            None => return,
        },
        Err(error) => panic!("{error}\n{text}"),
    };
    let again = match subject.course(plan) {
        Ok(again) => again,
        Err(error) => panic!("{error}\n{text}"),
    };
    let doses = |course: &Course| -> Vec<_> {
        course.doses_given().map(|given| (given.date(), given.mass().ok())).collect()
    };
    assert_eq!(doses(&again), doses(course), "{text}");
}
