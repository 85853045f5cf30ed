//! A medication request from any text: the regimen that is read goes out, where it can, and comes back equal.

use aso_regimen::interchange::fhir::{Medication, medication_request, read_medication_request};

pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    match read_medication_request(text) {
        Ok(read) => {
            let drug = Medication::named("a drug").expect("a name");
            let order = drug.for_subject("Patient/1").expect("a reference");
            if let Ok(request) = medication_request(&read.regimen, &order) {
                let again = read_medication_request(&request.to_json()).expect("our own request");
                assert_eq!(again.regimen, read.regimen);
            }
        }
        Err(error) => assert!(error.to_string().contains(": ")),
    }
}
