//! The limits of what is read and written, in `docs/bounds.md`.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::fhir::{
    Medication, Release, medication_administrations, medication_request, read_medication_request,
};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
use aso_regimen::interchange::nonmem::{
    DoseEvent, InfusionRate, RecordFormat, RecordTime, SubjectRecords, TimeUnit,
};
use aso_regimen::interchange::sdtm::{ExposureReader, Study, exposure_as_collected};
use aso_regimen::interchange::table::Dataset;
use aso_regimen::{Course, Mass, Regimen};

#[test]
fn doses_of_a_subject() {
    let first = NaiveDate::from_ymd_opt(1926, 1, 5).expect("a date");
    // So many daily doses, and single ones on the days after.
    let doses = |daily: u64, single: u64| {
        let day = |dose: u64| first + Days::new(dose - 1);
        let names = "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC";
        let mut rows = vec![names.into(), format!("S,1,DRUG,1,mg,QD,{first},{}", day(daily))];
        rows.extend((daily + 1..=daily + single).map(|dose| {
            let day = day(dose);
            format!("S,{dose},DRUG,1,mg,ONCE,{day},{day}")
        }));
        let text = rows.join("\n");
        let dataset = Dataset::from_csv(text.as_bytes()).expect("a data set");
        let subject = ExposureReader::new().read(&dataset).expect("a subject").remove(0);
        subject.doses().map(|doses| doses.len()).map_err(|error| error.to_string())
    };
    let refused = |row: usize| {
        Err(format!(
            "EX, row {row} (line {}), column EXENDTC: expected at most 36525 doses of a subject, found more",
            row + 1
        ))
    };
    assert_eq!(doses(36_525, 0), Ok(36_525));
    assert_eq!(doses(36_526, 0), refused(1));
    assert_eq!(doses(36_523, 2), Ok(36_525));
    assert_eq!(doses(36_523, 3), refused(4));
}

#[test]
fn doses_of_a_course() {
    let first = NaiveDate::from_ymd_opt(1926, 1, 5).expect("a date");
    let order = Medication::named("tofersen").and_then(|drug| drug.for_subject("Patient/17"));
    let order = order.expect("an order");
    let treatment = Study::new("S").and_then(|study| study.subject("1")?.treated_with("DRUG"));
    let treatment = treatment.expect("identifiers");
    let name = CalendarCourse::new("course-17@clinic.example").expect("a name");
    let stamp = "2026-01-01T08:00:00Z".parse().expect("a time");
    // A dose given, and one held on each day until treatment goes on.
    let held_until = |resumed: NaiveDate| {
        let daily: Regimen = "1 mg IT q1d".parse().expect("a regimen");
        let mut course = Course::new(daily, MissedDosePolicy::not_stated(), first);
        course.give(first).expect("the first dose");
        course.hold(first + Days::new(1), "no visits").expect("a hold");
        course.resume(resumed).expect("its end");
        let administrations = medication_administrations(&course, &order, Release::R4);
        let records = exposure_as_collected(&treatment, &course);
        let days = resumed..=resumed - Days::new(1);
        let calendar = Calendar::of_course(&name, &course, days).build();
        let text = calendar.map(|all| all.to_text(&Revision::new(stamp)).expect("ordinary"));
        (
            text.map(|all| all.matches("BEGIN:VEVENT").count()).map_err(|error| error.to_string()),
            administrations.map(|all| all.len()).map_err(|error| error.to_string()),
            records.map(|table| table.len()).map_err(|error| error.to_string()),
        )
    };
    // EC has what was planned and what was done.
    let last = first + Days::new(36_525);
    assert_eq!(held_until(last), (Ok(36_525), Ok(36_525), Ok(2 * 36_525)));
    let refused = "doses: expected at most 36525, found another on 2026-01-05";
    let all = (Err(refused.to_owned()), Err(refused.to_owned()), Err(refused.to_owned()));
    assert_eq!(held_until(last + Days::new(1)), all);
    // With a mistyped year there would be millions.
    let typed = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");
    assert_eq!(held_until(typed), all);
    // Nor are there more to come, in a course or a schedule.
    let daily: Regimen = "1 mg IT q1d".parse().expect("a regimen");
    let course = Course::new(daily.clone(), MissedDosePolicy::not_stated(), first);
    let last = first + Days::new(36_524);
    for through in [last, last + Days::new(1), typed] {
        let course = Calendar::of_course(&name, &course, first..=through).build();
        let schedule = Calendar::of_schedule(&name, &daily.starting(first), through).build();
        for calendar in [course, schedule] {
            let doses = calendar.map(|all| all.dates().len()).map_err(|error| error.to_string());
            let expected = if through == last { Ok(36_525) } else { Err(refused.to_owned()) };
            assert_eq!(doses, expected, "{through}");
        }
    }
}

#[test]
fn planned_doses() {
    let daily: Regimen = "1 mg IT q1d".parse().expect("a regimen");
    let first = NaiveDate::from_ymd_opt(1926, 1, 5).expect("a date");
    let doses = |through: NaiveDate| {
        let records = SubjectRecords::new(1, first).planned(&daily.starting(first), through);
        records.map(|all| all.len()).map_err(|error| error.to_string())
    };
    let last = first + Days::new(36_524);
    assert_eq!(doses(last), Ok(1));
    let refused = "doses: expected at most 36525, found another on 2026-01-05";
    assert_eq!(doses(last + Days::new(1)), Err(refused.to_owned()));
    assert_eq!(doses(NaiveDate::MAX), Err(refused.to_owned()));
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

#[test]
fn numbers_of_an_event_record() {
    let is_read = |time: &str, amount: &str, others: [&str; 4]| {
        let [id, compartment, additional, interval] = others;
        let file = format!(
            "ID,TIME,AMT,CMT,ADDL,II\n{id},{time},{amount},{compartment},{additional},{interval}\n"
        );
        RecordFormat::new(TimeUnit::Hours).read(file.as_bytes()).is_ok()
    };
    let plain = ["1", "0", "0", "0"];
    assert!(is_read("184467440737.09551615", "1", plain));
    assert!(!is_read("184467440737.09551616", "1", plain));
    assert!(is_read("0.00000001", "1", plain) && !is_read("0.000000001", "1", plain));
    assert!(is_read("0", "18446744073709551.615", plain));
    assert!(!is_read("0", "18446744073709551.616", plain));
    assert!(is_read("0", "0.001", plain) && !is_read("0", "0.0001", plain));
    assert!(is_read("0", "1", ["4294967295", "65535", "4294967295", "1"]));
    assert!(!is_read("0", "1", ["4294967296", "0", "0", "0"]));
    assert!(!is_read("0", "1", ["1", "65536", "0", "0"]));
    assert!(!is_read("0", "1", ["1", "0", "4294967296", "1"]));
    assert!(
        !is_read("0", "1", ["1", "0", "4294967295", "43"]),
        "the last dose is past the largest time"
    );
}

#[test]
fn rates_of_infusions() {
    let largest = u64::MAX / 24 * 24;
    let rate = InfusionRate::over_minutes(Mass::micrograms(largest / 24_000), 60);
    assert!(rate.is_some_and(|rate| rate.as_nanograms_per_day() > largest - 24_000));
    assert_eq!(InfusionRate::over_minutes(Mass::micrograms(largest / 24_000 + 1), 60), None);
    assert!(InfusionRate::nanograms_per_day(1).is_some());
    assert!(InfusionRate::nanograms_per_day(0).is_none());
    assert!(DoseEvent::new(Mass::ZERO).is_err());
}

#[test]
fn doses_of_event_records() {
    let first = NaiveDate::from_ymd_opt(1926, 1, 5).expect("a date");
    let daily: Regimen = "1 mg SC q1d".parse().expect("a regimen");
    let doses = |additional: u32| {
        let file = format!("ID,TIME,AMT,ADDL,II\n1,0,1,{additional},1\n");
        let data = RecordFormat::new(TimeUnit::Days).read(file.as_bytes()).expect("a record");
        let plan = Course::new(daily.clone(), MissedDosePolicy::not_stated(), first);
        let course = SubjectRecords::new(1, first).course(&data, plan);
        course.map(|course| course.doses_given().count()).map_err(|error| error.to_string())
    };
    assert_eq!(doses(36_524), Ok(36_525));
    let error = "subject 1, record 1: expected at most 36525 doses of a subject, found more";
    assert_eq!(doses(36_525), Err(error.to_owned()));
    assert_eq!(RecordTime::days(1), RecordTime::hours(24));
}

#[test]
fn numbers_of_fhir() {
    let is_read = |value: &str, minutes: &str| {
        let json = format!(
            r#"{{"resourceType": "MedicationRequest", "status": "active", "intent": "order",
            "dosageInstruction": [{{"route": {{"text": "intrathecal"}},
              "timing": {{"repeat": {{"period": 28, "periodUnit": "d", "duration": {minutes},
                "durationUnit": "min"}}}},
              "doseAndRate": [{{"doseQuantity": {{"value": {value}, "unit": "ug"}}}}]}}]}}"#
        );
        read_medication_request(&json, None).is_ok()
    };
    assert!(is_read("1", "1") && is_read("18446744073709551615", "65535"));
    assert!(!is_read("18446744073709551616", "1") && !is_read("1", "65536") && !is_read("1", "0"));
    assert!(is_read("1000000000000000000000000000000e-30", "1"), "the smallest exponent");
    assert!(!is_read("10000000000000000000000000000000e-31", "1"));
}
