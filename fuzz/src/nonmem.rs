//! Event records from any bytes, by a reader of each kind: what is read is written and read again equal, expands within
//! its limit, and is the same when it was joined before; a refusal is short.

use aso_regimen::interchange::nonmem::{AmountUnit, RecordFormat, TimeUnit};

/// More records only take longer, and each input is expanded a dozen times.
const LIMIT: u64 = 2_000;

pub fn check(data: &[u8]) {
    for unit in [TimeUnit::Days, TimeUnit::Hours] {
        let plain = RecordFormat::new(unit);
        let foreign = plain.clone().taking_covariates().rounding();
        let commented = foreign.clone().commented_by('C').expect("no record begins with it");
        let table = foreign.clone().commented_by('@').expect("no record begins with it");
        let named = table.clone().named(["ID", "TIME", "AMT", "SS", "II", "EVID", "DV", "DROP", "WT"]);
        let amounts = foreign.clone().with_amounts_in(AmountUnit::Micrograms);
        for format in [&plain, &foreign, &commented, &table, &named, &amounts] {
            one(data, format, unit);
        }
    }
}

fn one(data: &[u8], format: &RecordFormat, unit: TimeUnit) {
    let dataset = match format.read(data) {
        Ok(dataset) => dataset,
        Err(error) => {
            assert!(error.to_string().chars().count() < 900, "{error}");
            return;
        }
    };
    let plain = RecordFormat::new(unit).taking_covariates();
    let text = plain.to_csv(&dataset).expect("what was read is written");
    let again = plain.read(text.as_bytes()).expect("what was written is read");
    assert_eq!(again, dataset);
    if let Ok(expanded) = dataset.expanded(LIMIT) {
        assert_eq!(expanded.records().len() as u64, dataset.expanded_len());
        assert_eq!(dataset.compact().expanded(LIMIT).as_ref(), Ok(&expanded));
        assert_eq!(expanded.compact().expanded(LIMIT).as_ref(), Ok(&expanded));
    }
}
