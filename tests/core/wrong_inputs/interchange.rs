//! Files and names of the field's formats that are refused.

use aso_regimen::interchange::adam::ParameterCode;
use aso_regimen::interchange::fhir::{Medication, read_medication_request};
use aso_regimen::interchange::icalendar::{CalendarCourse, CalendarMethod, Revision};
use aso_regimen::interchange::nonmem::{
    DoseEvent, EventRecord, ItemName, RecordFormat, RecordTime, SubjectRecords, TimeUnit,
};
use aso_regimen::interchange::sdtm::Study;
use aso_regimen::interchange::table::{Column, DataType, Table};
use aso_regimen::{Mass, chrono::DateTime};

use super::{Row, refused, text};
use crate::{date, regimen};

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = records();
    rows.extend(resources());
    rows.extend(names());
    rows
}

fn records() -> Vec<Row> {
    let days = || RecordFormat::new(TimeUnit::Days);
    let file = |file: &'static str, text| refused(file, days().read(file.as_bytes()), text);
    let first = date("2026-01-05");
    vec![
        file(
            "",
            "header line: expected the names of data items, separated by commas, tabs or blanks, found the end of the file",
        ),
        file("ID,TIME,EVID\n1,0,1\n", "header line: expected ID, TIME and AMT, found no AMT"),
        file(
            "ID,TIME,AMT,EVID,WT,AGE\n1,0,100,1,70,50\n",
            "header line: expected NONMEM data items (ID, TIME, AMT, RATE, EVID, CMT, SS, ADDL, II, MDV, DV, DATE), or columns for `ignoring` or `taking_covariates`, found \"WT\", \"AGE\"",
        ),
        file("ID,ID,TIME,AMT,EVID\n", "header line: expected every name once, found \"ID\" twice"),
        file("ID,TIME,AMT,EVID\n1,0,100\n", "record 1 (line 2): expected 4 fields, found 3"),
        file(
            "ID,TIME,AMT,EVID\nA,0,100,1\n",
            "record 1 (line 2), column ID: expected a whole number, found \"A\"",
        ),
        file(
            "ID,TIME,AMT,EVID\n1,0,-5,1\n",
            "record 1 (line 2), column AMT: expected a number that is not negative, found \"-5\"",
        ),
        file(
            "ID,TIME,AMT,EVID\n1,0,100 mg,1\n",
            "record 1 (line 2), column AMT: expected a number such as 100 or 0.5, found \"100 mg\"",
        ),
        file(
            "ID,TIME,AMT,EVID\n1,0,100,101\n",
            "record 1 (line 2), column EVID: expected 0 for an observation, 1 for a dose, 2 for another event, 3 for a reset or 4 for a reset and a dose, found \"101\"",
        ),
        file(
            "ID,TIME,AMT,EVID\n1,08:75,100,1\n",
            "record 1 (line 2), column TIME: expected a clock time such as 8:30 or 8.5, found \"08:75\"",
        ),
        file(
            "ID,TIME,AMT,EVID\n1,7,100,1\n1,0,100,1\n",
            "record 2 (line 3): expected rising times, found subject 1 at 0 d after 7 d",
        ),
        file(
            "ID,TIME,AMT,EVID\n1,0,100,1\n2,0,100,1\n1,7,100,1\n",
            "record 3 (line 4): expected the records of subject 1 together, found another subject between",
        ),
        refused(
            "no column of times",
            days().with_columns([ItemName::Id, ItemName::Amt, ItemName::Evid]),
            "columns: expected ID, TIME, AMT and EVID, found no TIME",
        ),
        refused(
            "a dose of 0 mg",
            DoseEvent::new(Mass::ZERO),
            "expected a dose of more than 0 mg, found 0 mg",
        ),
        refused(
            "doses 0 days apart",
            DoseEvent::new(Mass::mg(1)).and_then(|dose| dose.repeated(2, RecordTime::ZERO)),
            "expected an interval of more than 0, found 2 additional doses 0 days apart",
        ),
        refused(
            "an observation that is no number",
            EventRecord::new(1, RecordTime::ZERO, Some(f64::NAN)),
            "expected a finite observed value, found NaN",
        ),
        refused(
            "doses by weight without a weight",
            SubjectRecords::new(1, first)
                .planned(&regimen("5 mg/kg IV q1w").starting(first), first),
            "dose on 2026-01-05: the amount depends on body weight and none is known, expected one such as 70 kg",
        ),
        refused(
            "a dose before time 0",
            SubjectRecords::new(1, first).time(date("2026-01-04")),
            "dose on 2026-01-04: expected 2026-01-05, the date of time 0, or later",
        ),
    ]
}

fn resources() -> Vec<Row> {
    let request =
        |json: &'static str, text| refused(json, read_medication_request(json, None), text);
    vec![
        request("", "MedicationRequest: expected JSON, found an empty text"),
        request("[]", "MedicationRequest: expected an object, found []"),
        request(
            "{\"resourceType\": \"Patient\"}",
            "resourceType: expected \"MedicationRequest\", found \"Patient\"",
        ),
        request(
            "{\"resourceType\": \"MedicationRequest\"}",
            "status: expected one of active, on-hold, ended, stopped, completed, cancelled, entered-in-error, draft, unknown, found nothing",
        ),
        refused(
            "a drug without a name",
            Medication::named(""),
            "medication: expected a text of one line, found a blank one",
        ),
        refused(
            "a subject without a name",
            Medication::named("tofersen").expect("a name").for_subject(" "),
            "subject: expected a text of one line, found a blank one",
        ),
    ]
}

fn names() -> Vec<Row> {
    let made = DateTime::UNIX_EPOCH;
    let column = || Column::new("USUBJID", DataType::Text);
    vec![
        text::<ParameterCode>(
            "nfl",
            "parameter code: expected 1 to 8 of A to Z, 0 to 9 and _, a letter first, found \"nfl\"",
        ),
        text::<ParameterCode>(
            "NEUROFILAMENT",
            "parameter code: expected 1 to 8 of A to Z, 0 to 9 and _, a letter first, found \"NEUROFILAMENT\"",
        ),
        text::<ParameterCode>(
            "",
            "parameter code: expected 1 to 8 of A to Z, 0 to 9 and _, a letter first, found \"\"",
        ),
        refused(
            "a study without a name",
            Study::new(""),
            "STUDYID: expected 1 to 200 printable characters without spaces at the ends, found \"\"",
        ),
        refused(
            "an epoch with a space",
            Study::new("STUDY1").and_then(|study| study.in_epoch(" TREATMENT")),
            "EPOCH: expected 1 to 200 printable characters without spaces at the ends, found \" TREATMENT\"",
        ),
        refused(
            "a calendar without a name",
            CalendarCourse::new(" "),
            "course: expected a text, found a blank one",
        ),
        refused(
            "an organizer without a scheme",
            Revision::new(made).by_method(CalendarMethod::Cancel, "the clinic"),
            "organizer: expected an address such as mailto:clinic@example.org, found \"the clinic\"",
        ),
        refused(
            "a column twice",
            Table::new("EX", [column(), column()]),
            "EX: expected each column once, found USUBJID twice",
        ),
    ]
}
