//! Event records from any bytes: what is read is written and read again equal, and expands within its limit; a
//! refusal is a line.

use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};

pub fn check(data: &[u8]) {
    for unit in [TimeUnit::Days, TimeUnit::Hours] {
        let format = RecordFormat::new(unit);
        let dataset = match format.read(data) {
            Ok(dataset) => dataset,
            Err(error) => {
                assert!(error.to_string().chars().count() < 300, "{error}");
                continue;
            }
        };
        let text = format.to_csv(&dataset).expect("what was read is written");
        let again = format.read(text.as_bytes()).expect("what was written is read");
        assert_eq!(again, dataset);
        if let Ok(expanded) = dataset.expanded(10_000) {
            assert_eq!(expanded.records().len() as u64, dataset.expanded_len());
            assert_eq!(expanded.compact().expanded_len(), dataset.expanded_len());
        }
    }
}
