//! Event records from any bytes, by a reader of each kind: what is read is written and read again equal, expands within
//! its limit, and is the same when it was joined before; a course of its first subject has all doses; a refusal is short.

use aso_regimen::Course;
use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::nonmem::{
    AmountUnit, EventDataset, RecordFormat, SubjectRecords, TimeUnit,
};

use crate::{check_file, check_placed};

/// More records only take longer, and each input is expanded a dozen times.
const LIMIT: u64 = 2_000;

pub fn check(data: &[u8]) {
    for unit in [TimeUnit::Days, TimeUnit::Hours] {
        let plain = RecordFormat::new(unit);
        let foreign = plain.clone().taking_covariates().rounding();
        let commented = foreign.clone().commented_by('C').expect("no record begins with it");
        let table = foreign.clone().commented_by('@').expect("no record begins with it");
        let named =
            table.clone().named(["ID", "TIME", "AMT", "SS", "II", "EVID", "DV", "DROP", "WT"]);
        let amounts = foreign.clone().with_amounts_in(AmountUnit::Micrograms);
        for format in [&plain, &foreign, &commented, &table, &named, &amounts] {
            one(data, format, unit);
        }
    }
}

fn one(data: &[u8], format: &RecordFormat, unit: TimeUnit) {
    let dataset = match format.read(data) {
        Ok(dataset) => dataset,
        Err(error) => return check_file(&error),
    };
    let plain = RecordFormat::new(unit).taking_covariates();
    let text = plain.to_csv(&dataset).expect("what was read is written");
    let again = plain.read(text.as_bytes()).expect("what was written is read");
    assert_eq!(again, dataset);
    if let Ok(expanded) = dataset.expanded(LIMIT) {
        assert_eq!(expanded.records().len() as u64, dataset.expanded_len());
        assert_eq!(dataset.compact().expanded(LIMIT).as_ref(), Ok(&expanded));
        assert_eq!(expanded.compact().expanded(LIMIT).as_ref(), Ok(&expanded));
        course(&dataset, &expanded);
    }
}

fn course(dataset: &EventDataset, expanded: &EventDataset) {
    let Some(first) = dataset.record(0) else { return };
    let zero = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date");
    let regimen = "100 mg IT q14d x3, then q28d".parse().expect("a regimen");
    let plan = Course::new(regimen, MissedDosePolicy::not_stated(), zero);
    match SubjectRecords::new(first.id(), zero).course(dataset, plan) {
        Ok(course) => {
            let own = expanded.records().filter(|record| record.id() == first.id());
            let doses = own.filter(|record| record.dose().is_some()).count();
            assert_eq!(course.doses_given().count(), doses);
        }
        Err(error) => check_placed(&error),
    }
}
