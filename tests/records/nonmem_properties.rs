//! What holds for every regimen and all records.

use aso_regimen::Route;
use aso_regimen::chrono::NaiveDate;
use aso_regimen::interchange::nonmem::{
    AmountUnit, EventDataset, EventRecord, RecordFormat, SubjectRecords, TimeUnit,
};
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
    for amounts in [AmountUnit::Mg, AmountUnit::Micrograms] {
        let format = RecordFormat::new(unit).with_amounts_in(amounts).taking_covariates();
        let text = format.to_csv(data).expect("text");
        assert_eq!(&format.read(text.as_bytes()).expect("records"), data, "{text}");
    }
}

#[test]
fn known_records_come_back() {
    let file = "ID,TIME,AMT,RATE,EVID,CMT,SS,ADDL,II,MDV,DV,WT,\"arm, \"\"new\"\"\"\n\
                #weighed on day 0\n\
                1,0,100,0,1,1,0,2,14,1,.,70,a\n\
                1,28,.,.,0,2,.,.,.,0,60.5,70,a\n\
                1,28,.,.,2,2,.,.,.,1,.,71.5,\" b, c \"\n\
                1,0,.,.,3,1,.,.,.,1,.,71.5,.\n\
                1,0,100,300,4,1,1,0,28,1,814,71.5,\n\
                1,1,.,.,0,2,.,.,.,1,5.5,71.5,NA\n";
    let format = RecordFormat::new(TimeUnit::Days).taking_covariates();
    let data = format.read(file.as_bytes()).expect("records");
    assert_eq!(format.to_csv(&data).expect("text"), file);
    reads_what_it_wrote(&data, TimeUnit::Days);
    reads_what_it_wrote(&data, TimeUnit::Hours);
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
        let order = |record: EventRecord| (record.id(), record.time());
        let resets = expanded.records().any(|record| record.is_reset());
        prop_assert!(resets || expanded.records().map(order).is_sorted());
    }

    /// Whatever the bytes are, there is an answer.
    #[test]
    fn any_text_is_read_or_refused(text in "(ID|TIME|AMT|EVID|DV|,|\n|[0-9.]{1,4}|-|e|\"|é){0,60}") {
        let _ = RecordFormat::new(TimeUnit::Days).read(text.as_bytes());
        let file = format!("ID,TIME,AMT,EVID,ADDL,II\n{text}");
        let _ = RecordFormat::new(TimeUnit::Hours).read(file.as_bytes());
    }
}
