//! Worked examples of event records.

use aso_regimen::chrono::Days;
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::nonmem::{
    DoseEvent, EventDataset, EventRecord, InfusionRate, InfusionRule, ItemName, RecordFormat,
    RecordTime, RecordedEvent, SubjectRecords, TimeUnit,
};
use aso_regimen::{BodyWeight, Course, Mass, Route, catalog};

use crate::{date, regimen};

fn days() -> RecordFormat {
    RecordFormat::new(TimeUnit::Days)
}

fn plan(text: &str, first: &str, last: &str) -> EventDataset {
    let regimen = regimen(text);
    let first = date(first);
    let subject = SubjectRecords::new(1, first).dosed_in(1);
    EventDataset::new(subject.planned(&regimen.starting(first), date(last)).expect("records"))
}

fn whole_days(data: &EventDataset) -> Vec<u32> {
    let day = |record: EventRecord| record.time().whole_days().expect("whole days");
    data.expand().map(day).collect()
}

#[test]
fn tofersen_takes_two_records() {
    // Day 0, 14, 28, 56, 84 ... 168 (tofersen label, US 2023, section 2.1), as NONMEM users write it.
    let tofersen = plan("100 mg IT q14d x3, then q28d", "2026-01-05", "2026-06-22");
    let format = days()
        .with_columns([
            ItemName::Id,
            ItemName::Time,
            ItemName::Amt,
            ItemName::Evid,
            ItemName::Addl,
            ItemName::Ii,
            ItemName::Cmt,
        ])
        .expect("columns");
    assert_eq!(
        format.to_csv(&tofersen).expect("text"),
        "ID,TIME,AMT,EVID,ADDL,II,CMT\n1,0,100,1,2,14,1\n1,56,100,1,4,28,1\n"
    );
    assert_eq!(whole_days(&tofersen), [0, 14, 28, 56, 84, 112, 140, 168]);
}

#[test]
fn expanded_in_hours() {
    let tofersen = plan("100 mg IT q14d x3, then q28d", "2026-01-05", "2026-03-02");
    let expanded = tofersen.expanded(4).expect("4 records");
    assert_eq!(
        RecordFormat::new(TimeUnit::Hours).to_csv(&expanded).expect("text"),
        "ID,TIME,AMT,RATE,EVID,CMT,ADDL,II,MDV,DV\n\
         1,0,100,0,1,1,0,0,1,.\n\
         1,336,100,0,1,1,0,0,1,.\n\
         1,672,100,0,1,1,0,0,1,.\n\
         1,1344,100,0,1,1,0,0,1,.\n"
    );
}

#[test]
fn months_are_the_days_they_fall_on() {
    // 31 October + 4 months is 28 February, + 8 is 30 June, + 12 is 31 October.
    let nusinersen = plan("12 mg IT q4mo", "2025-10-31", "2026-10-31");
    assert_eq!(whole_days(&nusinersen), [0, 120, 242, 365]);
    let calendar = [date("2026-02-28"), date("2026-06-30"), date("2026-10-31")];
    for (day, on) in whole_days(&nusinersen)[1..].iter().zip(calendar) {
        assert_eq!(date("2025-10-31") + Days::new((*day).into()), on);
    }
}

#[test]
fn a_course_gives_what_was_given() {
    let label = catalog::tofersen::labels().remove(0);
    let first = date("2026-01-05");
    let mut course =
        Course::new(label.regimen().expect("one regimen").clone(), label.policy().clone(), first);
    for day in [0, 20, 34, 62] {
        course.give(first + Days::new(day)).expect("in order");
    }
    let data = EventDataset::new(SubjectRecords::new(7, first).given(&course).expect("records"));
    assert_eq!(whole_days(&data), [0, 20, 34, 62]);
    // The second dose came late: days 0 and 20 are a pair, 34 and 62 another.
    assert_eq!(data.len(), 2);
}

#[test]
fn a_course_by_weight_has_the_weight_of_the_day() {
    let patisiran = regimen("[<100 kg: 0.3 mg/kg; else 30 mg] IV q3w");
    let first = date("2026-01-05");
    let mut course = Course::new(patisiran, MissedDosePolicy::not_stated(), first);
    let subject = SubjectRecords::new(1, first);
    course.weigh(first, BodyWeight::kg(70)).expect("a weight");
    course.give(first).expect("given");
    let later = first + Days::new(20);
    course.weigh(later, BodyWeight::kg(80)).expect("a weight");
    course.give(first + Days::new(21)).expect("given");
    let records = subject.given(&course).expect("records");
    let masses: Vec<_> =
        records.iter().filter_map(EventRecord::dose).map(|dose| dose.mass()).collect();
    assert_eq!(masses, [Mass::mg(21), Mass::mg(24)]);
}

#[test]
fn infusions_have_a_rate_where_that_is_asked_for() {
    // 100 mg over 1 to 3 minutes.
    let regimen = regimen("100 mg (over 1-3 min) IT q14d x3");
    let first = date("2026-01-05");
    let rate = |giving| {
        let subject = SubjectRecords::new(1, first).giving(giving);
        let records = subject.planned(&regimen.starting(first), date("2026-12-31"));
        records.expect("records")[0].dose().expect("a dose").rate()
    };
    assert_eq!(rate(InfusionRule::AtOnce), None);
    // 6000 and 2000 mg an hour.
    assert_eq!(rate(InfusionRule::OverShortest), InfusionRate::nanograms_per_day(144_000_000_000));
    assert_eq!(rate(InfusionRule::OverLongest), InfusionRate::nanograms_per_day(48_000_000_000));
}

#[test]
fn a_rate_is_what_it_was_made_of() {
    let rate = InfusionRate::nanograms_per_day(144_000_000_000).expect("above nought");
    assert_eq!(rate.as_nanograms_per_day(), 144_000_000_000);
    assert_eq!(InfusionRate::nanograms_per_day(0), None);
}

/// 100 mg over 13 minutes are 461 538 461.5 ng an hour, and over 7 minutes 857 142 857.1 ng. The rate is rounded to the
/// nearest nanogram, and its minutes are the same again.
#[test]
fn a_rounded_rate_has_its_minutes() {
    for (minutes, nanograms_per_hour) in [(13, 461_538_462), (7, 857_142_857)] {
        let rate = InfusionRate::over_minutes(Mass::mg(100), minutes);
        assert_eq!(rate, InfusionRate::nanograms_per_day(24 * nanograms_per_hour), "{minutes}");
    }
    let first = date("2026-01-05");
    for minutes in 1..=240 {
        let text = format!("100 mg (over {minutes}-{minutes} min) IV q28d x2");
        let infused = regimen(&text);
        let subject = SubjectRecords::new(1, first).giving(InfusionRule::OverLongest);
        let records = subject.planned(&infused.starting(first), date("2026-12-31"));
        let back = EventDataset::new(records.expect("records")).regimen(1, &Route::Intravenous);
        assert_eq!(back.expect("a regimen"), infused);
    }
}

/// No zeros behind the last digit, no more digits than there are.
#[test]
fn decimals_as_short_as_they_are() {
    let record = |time, micrograms| {
        let dose = DoseEvent::new(Mass::micrograms(micrograms)).expect("a dose");
        EventRecord::new(1, time, dose).expect("a record")
    };
    let data = EventDataset::new([
        record(RecordTime::hours(12), 2_500),
        record(RecordTime::hours(30), 1_050),
        record(RecordTime::days(2), 10_001),
        record(RecordTime::days(30), 10_000),
    ]);
    assert!(!data.is_empty());
    assert!(EventDataset::new([]).is_empty());
    let columns = [ItemName::Id, ItemName::Time, ItemName::Amt, ItemName::Evid];
    let format = days().with_columns(columns).expect("columns");
    assert_eq!(
        format.to_csv(&data).expect("text"),
        "ID,TIME,AMT,EVID\n1,0.5,2.5,1\n1,1.25,1.05,1\n1,2,10.001,1\n1,30,10,1\n"
    );
}

#[test]
fn expansion_clones_the_whole_infusion() {
    // One of the engines made the additional doses of an infusion boluses (ferx-core#722).
    let rate = InfusionRate::over_minutes(Mass::mg(100), 60);
    let dose = DoseEvent::new(Mass::mg(100)).expect("a dose").at_rate(rate);
    let dose = dose.repeated(2, RecordTime::days(14)).expect("repeats");
    let record = EventRecord::new(1, RecordTime::ZERO, dose).expect("a record");
    let data = EventDataset::new([record.in_compartment(3)]);
    for dose in data.expand() {
        assert_eq!(dose.compartment(), 3);
        assert_eq!(dose.dose().expect("a dose").rate(), rate);
    }
    assert_eq!(whole_days(&data), [0, 14, 28]);
}

#[test]
fn the_first_dose_comes_first_when_expanded() {
    // pharmsol 0.29 gives 14, 28, 0.
    let file = "ID,TIME,AMT,EVID,ADDL,II\n1,0,100,1,2,14\n";
    let data = days().read(file.as_bytes()).expect("records");
    assert_eq!(whole_days(&data), [0, 14, 28]);
}

#[test]
fn additional_doses_stop_at_the_next_subject_and_interleave_within_one() {
    let file = "ID,TIME,AMT,EVID,ADDL,II\n1,0,100,1,2,14\n1,7,50,1,2,7\n2,0,12,1,1,5\n";
    let data = days().read(file.as_bytes()).expect("records");
    let expanded: Vec<_> = data
        .expand()
        .map(|record| {
            let mass = record.dose().expect("a dose").mass();
            (record.id(), record.time(), mass)
        })
        .collect();
    let mg = Mass::mg;
    assert_eq!(
        expanded,
        [
            (1, RecordTime::days(0), mg(100)),
            (1, RecordTime::days(7), mg(50)),
            // At one time, in the order of the records they belong to.
            (1, RecordTime::days(14), mg(100)),
            (1, RecordTime::days(14), mg(50)),
            (1, RecordTime::days(21), mg(50)),
            (1, RecordTime::days(28), mg(100)),
            (2, RecordTime::days(0), mg(12)),
            (2, RecordTime::days(5), mg(12)),
        ]
    );
}

#[test]
fn a_trough_stays_above_its_dose() {
    // The observation of day 28 is above the dose of day 28, the one of day 14 below its dose.
    let file = "ID,TIME,AMT,EVID,DV\n\
                1,0,100,1,.\n1,14,100,1,.\n1,14,.,0,80\n1,28,.,0,60.5\n1,28,100,1,.\n1,42,100,1,.\n";
    let data = days().read(file.as_bytes()).expect("records");
    let compact = data.compact();
    assert_eq!(compact.expanded(100).expect("few"), data);
    // Days 0 and 14 in one record, two observations, days 28 and 42 in one record.
    assert_eq!(compact.len(), 4);
    let order: Vec<_> = compact.records().map(|record| record.event()).collect();
    assert_eq!(order[2], RecordedEvent::Observation(Some(60.5)));
}

#[test]
fn records_in_any_order_put_doses_before_observations() {
    let dose = DoseEvent::new(Mass::mg(12)).expect("a dose");
    let observed = EventRecord::new(1, RecordTime::days(3), Some(1.5)).expect("finite");
    let dosed = EventRecord::new(1, RecordTime::days(3), dose).expect("a record");
    let early = EventRecord::new(1, RecordTime::ZERO, None).expect("a record");
    let data = EventDataset::new([observed, dosed, early]);
    assert_eq!(data.records().collect::<Vec<_>>(), [early, dosed, observed]);
}

#[test]
fn four_billion_additional_doses_stay_lazy() {
    let file = "ID,TIME,AMT,EVID,ADDL,II\n1,0,100,1,4000000000,1\n";
    let data = days().read(file.as_bytes()).expect("one record");
    assert_eq!(data.len(), 1);
    assert_eq!(data.expanded_len(), 4_000_000_001);
    assert_eq!(data.expand().nth(1_000).expect("lazy").time(), RecordTime::days(1_000));
    assert_eq!(
        data.expanded(1_000_000).expect_err("too many").to_string(),
        "data set: expected at most 1000000 records when expanded, found 4000000001"
    );
    assert_eq!(data.compact(), data);
}

#[test]
fn files_of_other_programs() {
    // Columns in another order, numbers as pandas writes them, missing values as dots and as nothing.
    let file = "TIME,ID,DV,MDV,EVID,AMT,CMT\n0.0,1.0,.,1,1,100.0,1\n0.5,1.0,12.25,0,0,,2\n\
                1.0,1.0,0,1,0,0,2\n";
    let data = days().read(file.as_bytes()).expect("records");
    let events: Vec<_> = data.records().map(|record| record.event()).collect();
    assert_eq!(data.record(1).expect("a record").time(), RecordTime::hours(12));
    assert_eq!(
        events[1..],
        [RecordedEvent::Observation(Some(12.25)), RecordedEvent::Observation(None)]
    );
}

#[test]
fn back_to_loading_and_maintenance() {
    let horizon = "2026-12-31";
    for (text, back) in [
        ("100 mg IT q14d x3, then q28d", "100 mg IT q14d x3, then q28d x11"),
        (
            // Two loading doses, a gap of its own, and a smaller dose.
            "50 mg IT q14d x2, then 28 mg IT after 35d q4w x6",
            "50 mg IT q14d x2, then 28 mg IT after 35d q28d x6",
        ),
        ("12 mg IT x1", "12 mg IT x1"),
    ] {
        let records = plan(text, "2026-01-05", horizon);
        let expected = regimen(back);
        let expanded = records.expanded(1_000).expect("few");
        for data in [&records, &expanded] {
            let found = data.regimen(1, &Route::Intrathecal).expect("a regimen");
            assert_eq!(found, expected, "{text}");
        }
    }
}

#[test]
fn back_from_an_infusion() {
    let file = "ID,TIME,AMT,EVID,RATE\n1,0,21,1,378\n1,21,21,1,378\n";
    let data = days().read(file.as_bytes()).expect("records");
    // 21 mg at 378 mg a day is 80 minutes.
    assert_eq!(
        data.regimen(1, &Route::Intravenous).expect("a regimen"),
        regimen("21 mg (over 80-80 min) IV q21d x2")
    );
}
