//! What holds for every regimen and all records.

use aso_regimen::Route;
use aso_regimen::chrono::NaiveDate;
use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
use proptest::prelude::*;

use crate::generate::{dataset, in_days, in_days_and_months};
use crate::{date, regimen};

const MANY: u64 = 100_000;

fn first() -> NaiveDate {
    date("2025-10-31")
}

fn records(regimen: &aso_regimen::Regimen) -> EventDataset {
    let subject = SubjectRecords::new(1, first());
    let records = subject.planned(&regimen.starting(first()), NaiveDate::MAX);
    EventDataset::new(records.expect("records"))
}

/// The days of the compact records are those of the schedule.
fn same_days(regimen: &aso_regimen::Regimen) {
    let data = records(regimen);
    let days: Vec<_> = data
        .expand()
        .map(|record| record.time().whole_days().and_then(|day| i32::try_from(day).ok()))
        .collect();
    let planned: Vec<_> = regimen.starting(first()).iter().day_offsets().map(Some).collect();
    assert_eq!(days, planned, "{regimen}");
    let masses = data.expand().map(|record| record.dose().map(|dose| dose.mass()));
    let plan = regimen.starting(first());
    assert!(masses.eq(plan.iter().map(|dose| dose.dose().mass_for(None).ok())));
    assert_eq!(data.expanded(MANY).expect("few").compact(), data);
}

#[test]
fn same_days_of_a_known_regimen() {
    same_days(&regimen("12 mg IT q14d x3, then after 35d x1, then q4mo x9"));
}

/// Dose records come back as a regimen with the same doses on the same days.
fn comes_back(regimen: &aso_regimen::Regimen) {
    let data = records(regimen);
    let back = data.regimen(1, &Route::Intrathecal).expect("a regimen");
    let doses = |of: &aso_regimen::Regimen| -> Vec<_> {
        let plan = of.starting(first());
        plan.iter().map(|dose| (dose.date(), dose.dose().clone())).collect()
    };
    assert_eq!(doses(&back), doses(regimen), "{back} for {regimen}");
}

#[test]
fn a_known_regimen_comes_back() {
    comes_back(&regimen("100 mg IT q14d x3, then q28d x5"));
}

fn reads_what_it_wrote(data: &EventDataset, unit: TimeUnit) {
    let format = RecordFormat::new(unit);
    let text = format.to_csv(data).expect("text");
    assert_eq!(&format.read(text.as_bytes()).expect("records"), data, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn compact_records_have_the_days_of_the_schedule(regimen in in_days_and_months()) {
        same_days(&regimen);
    }

    #[test]
    fn regimens_come_back(regimen in in_days_and_months()) {
        comes_back(&regimen);
    }

    /// In days it is no more phases than it was.
    #[test]
    fn regimens_in_days_come_back_as_short(regimen in in_days()) {
        let back = records(&regimen).regimen(1, &Route::Intrathecal).expect("a regimen");
        prop_assert!(back.phases().len() <= 2 * regimen.phases().len());
    }

    #[test]
    fn reading_gives_back_what_was_written(data in dataset()) {
        reads_what_it_wrote(&data, TimeUnit::Days);
        reads_what_it_wrote(&data, TimeUnit::Hours);
    }

    #[test]
    fn compact_records_expand_to_the_same(data in dataset()) {
        let expanded = data.expanded(MANY).expect("few");
        prop_assert_eq!(&data.compact().expanded(MANY).expect("few"), &expanded);
        prop_assert_eq!(&expanded.compact().expanded(MANY).expect("few"), &expanded);
        prop_assert!(data.compact().len() <= data.len());
        prop_assert_eq!(data.expanded_len(), expanded.len() as u64);
        let sorted = expanded.records().windows(2).all(|pair| {
            (pair[0].id(), pair[0].time()) <= (pair[1].id(), pair[1].time())
        });
        prop_assert!(sorted);
    }

    /// Whatever the bytes are, there is an answer.
    #[test]
    fn any_text_is_read_or_refused(text in "(ID|TIME|AMT|EVID|DV|,|\n|[0-9.]{1,4}|-|e|\"|é){0,60}") {
        let _ = RecordFormat::new(TimeUnit::Days).read(text.as_bytes());
        let file = format!("ID,TIME,AMT,EVID,ADDL,II\n{text}");
        let _ = RecordFormat::new(TimeUnit::Hours).read(file.as_bytes());
    }
}
