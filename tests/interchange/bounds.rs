//! The limits of what is read and written, in `docs/bounds.md`.

use aso_regimen::Regimen;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::interchange::fhir::{Medication, Release, medication_request};
use aso_regimen::interchange::sdtm::{ExposureReader, Study};
use aso_regimen::interchange::table::Dataset;

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
