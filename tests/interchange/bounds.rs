//! The limits of what is read and written, in `docs/bounds.md`.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::fhir::{
    Medication, Release, medication_administrations, medication_request,
};
use aso_regimen::interchange::sdtm::{ExposureReader, Study, exposure_as_collected};
use aso_regimen::interchange::table::Dataset;
use aso_regimen::{Course, Regimen};

#[test]
fn doses_of_a_subject() {
    let first = NaiveDate::from_ymd_opt(1926, 1, 5).expect("a date");
    let doses = |count: u64| {
        let last = first + Days::new(count - 1);
        let text = format!(
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\nS,1,DRUG,1,mg,QD,{first},{last}\n"
        );
        let dataset = Dataset::from_csv(text.as_bytes()).expect("a data set");
        let subject = ExposureReader::new().read(&dataset).expect("a subject").remove(0);
        subject.doses().map(|doses| doses.len()).map_err(|error| error.to_string())
    };
    assert_eq!(doses(36_525), Ok(36_525));
    assert_eq!(
        doses(36_526),
        Err("EX, row 1, column EXENDTC: expected at most 36525 doses of a subject, found more"
            .into())
    );
}

#[test]
fn doses_of_a_course() {
    let first = NaiveDate::from_ymd_opt(1926, 1, 5).expect("a date");
    let order = Medication::named("tofersen").and_then(|drug| drug.for_subject("Patient/17"));
    let order = order.expect("an order");
    let treatment = Study::new("S").and_then(|study| study.subject("1")?.treated_with("DRUG"));
    let treatment = treatment.expect("identifiers");
    // A dose given, and one held on each day until treatment goes on.
    let held_until = |resumed: NaiveDate| {
        let daily: Regimen = "1 mg IT q1d".parse().expect("a regimen");
        let mut course = Course::new(daily, MissedDosePolicy::not_stated(), first);
        course.give(first).expect("the first dose");
        course.hold(first + Days::new(1), "no visits").expect("a hold");
        course.resume(resumed).expect("its end");
        let administrations = medication_administrations(&course, &order, Release::R4);
        let records = exposure_as_collected(&treatment, &course);
        (
            administrations.map(|all| all.len()).map_err(|error| error.to_string()),
            records.map(|table| table.len()).map_err(|error| error.to_string()),
        )
    };
    // EC has what was planned and what was done.
    let last = first + Days::new(36_525);
    assert_eq!(held_until(last), (Ok(36_525), Ok(2 * 36_525)));
    let refused = "doses of the course: expected at most 36525, given and not given, found another on 2026-01-05";
    assert_eq!(held_until(last + Days::new(1)), (Err(refused.into()), Err(refused.into())));
    // With a mistyped year there would be millions.
    let typed = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");
    assert_eq!(held_until(typed), (Err(refused.into()), Err(refused.into())));
}

#[test]
fn terms_of_a_submission() {
    assert!(Study::new("X".repeat(200)).is_ok());
    assert!(Study::new("X".repeat(201)).is_err());
    assert!(Study::new("").is_err());
}

#[test]
fn doses_of_an_instruction() {
    let order = Medication::named("tofersen").and_then(|drug| drug.for_subject("Patient/17"));
    let order = order.expect("an order");
    let is_written = |count: u32| {
        let regimen: Regimen = format!("1 mg IT q1d x{count}").parse().expect("a regimen");
        medication_request(&regimen, &order, Release::R4).is_ok()
    };
    assert!(is_written(1) && is_written(2_147_483_647));
    assert!(!is_written(2_147_483_648));
}
