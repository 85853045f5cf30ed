//! Requests, administrations and bundles from any text, by each release and by what they show: what is read goes out,
//! where it can, and comes back equal, of both releases the same.

use aso_regimen::Course;
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::fhir::{
    Bundle, Medication, MedicationRequest, ReadAdministration, ReadEntry, ReadRequest, Release,
    medication_administrations, medication_request, read_bundle, read_medication_administration,
    read_medication_request, record_administrations,
};

use crate::check_placed;

pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    for release in [None, Some(Release::R4), Some(Release::R5)] {
        if let Some(request) = read(read_medication_request(text, release)) {
            check_request(&request);
        }
        if let Some(administration) = read(read_medication_administration(text, release)) {
            check_administrations(&[administration]);
        }
        let Some(bundle) = read(read_bundle(text, release)) else {
            continue;
        };
        let mut administrations = Vec::new();
        for entry in bundle.entries {
            match entry {
                ReadEntry::Request(request) => check_request(&request),
                ReadEntry::Administration(administration) => administrations.push(*administration),
                ReadEntry::Refused(why) => check_placed(&why),
                _ => {}
            }
        }
        check_administrations(&administrations);
    }
}

fn read<T>(read: Result<T, FormatError>) -> Option<T> {
    read.map_err(|error| check_placed(&error)).ok()
}

fn check_request(read: &ReadRequest) {
    let drug = Medication::named("a drug").expect("a name");
    let order = drug.for_subject("Patient/1").expect("a reference");
    for release in [Release::R4, Release::R5] {
        let Ok(request) = medication_request(&read.regimen, &order, release) else {
            continue;
        };
        let request = request.with_intent(read.intent);
        let Ok(request) = request.with_status(read.status, read.reason.as_deref()) else {
            continue;
        };
        let request = match read.start {
            Some(start) => request.starting(start),
            None => Ok(request),
        };
        let Ok(request) = request else {
            continue;
        };
        let again = read_medication_request(&request.to_json(), release).expect("our own request");
        assert_eq!(again.regimen, read.regimen);
        assert_eq!(
            (again.status, again.intent, again.start),
            (read.status, read.intent, read.start)
        );
        assert_eq!(again.reason, read.reason);
    }
    // Also of a patient taken over from elsewhere.
    let planned = |read: &ReadRequest| read.planned_course(MissedDosePolicy::not_stated());
    let course = match planned(read) {
        Ok(course) => course,
        Err(why) => return check_placed(&why),
    };
    for release in [Release::R4, Release::R5] {
        let Ok(request) = MedicationRequest::of_course(&course, &order, release) else {
            continue;
        };
        let again = read_medication_request(&request.to_json(), release).expect("our own request");
        assert_eq!(planned(&again).expect("our own course"), course);
    }
}

/// A hold of some years has this many doses of every other week, and the doses of a longer one are no different: they
/// only take longer to write and read six times.
const MOST_ITEMS: usize = 200;

/// A course that records them, where one can, has their drug, and so has what goes out of it.
fn check_administrations(read: &[ReadAdministration]) {
    let Some(first) = read.iter().map(|one| one.date).min() else {
        return;
    };
    let route = read.iter().find_map(|one| one.route.as_ref());
    let route = route.map_or("IT".to_owned(), ToString::to_string);
    let Ok(regimen) = format!("100 mg {route} q14d").parse() else {
        return;
    };
    let empty = Course::new(regimen, MissedDosePolicy::not_stated(), first);
    let mut course = empty.clone();
    let texts = |one: &ReadAdministration| Some((one.medication.clone()?, one.subject.clone()?));
    let Some((drug, patient)) = read.iter().find_map(texts) else {
        return;
    };
    let order = Medication::named(&drug).and_then(|drug| drug.for_subject(&patient));
    let Ok(order) = order else {
        return;
    };
    match record_administrations(&mut course, &order, read) {
        Ok(recorded) => recorded.left_out.iter().for_each(check_placed),
        Err(error) => {
            check_placed(&error);
            assert_eq!(course.entries().count(), 0);
            return;
        }
    }
    if course.history().nth(MOST_ITEMS).is_some() {
        return;
    }
    for release in [Release::R4, Release::R5] {
        let Ok(done) = medication_administrations(&course, &order, release) else {
            continue;
        };
        let bundle = Bundle::new([], done).expect("one release");
        let again = read_bundle(&bundle.to_json(), None).expect("our own bundle");
        let again = again.into_administrations().expect("all of them");
        let mut back = empty.clone();
        let recorded = record_administrations(&mut back, &order, &again);
        assert_eq!(recorded.expect("our own records").left_out, []);
        let drug = |course: &Course| -> Vec<_> {
            course.doses_given().map(|one| (one.date(), one.mass().ok(), one.counts())).collect()
        };
        assert_eq!(drug(&back), drug(&course));
    }
}
