//! Regimens and event records of all kinds.

use aso_regimen::interchange::nonmem::{
    DoseEvent, EventDataset, EventRecord, InfusionRate, RecordTime,
};
use aso_regimen::{Dose, Interval, Mass, Phase, Regimen};
use proptest::option;
use proptest::prelude::*;

fn dose() -> impl Strategy<Value = Dose> {
    (1_u64..500_000).prop_map(|mass| Dose::intrathecal(Mass::micrograms(mass)))
}

fn phases(interval: BoxedStrategy<Interval>) -> impl Strategy<Value = Regimen> {
    let phase = (dose(), interval.clone(), 1_u32..7, option::of(interval));
    proptest::collection::vec(phase, 1..5).prop_map(|phases| {
        let phases = phases
            .into_iter()
            .enumerate()
            .map(|(index, (dose, every, doses, seam))| {
                let phase = Phase::loading(dose, doses, every);
                match seam {
                    Some(seam) if index > 0 => phase.after(seam),
                    _ => phase,
                }
            })
            .collect();
        Regimen::new(phases).expect("phases that fit together")
    })
}

/// A regimen with an end, its intervals in days.
pub(crate) fn in_days() -> impl Strategy<Value = Regimen> {
    phases((1_u32..60).prop_map(Interval::days).boxed())
}

/// A regimen with an end, its intervals in days and months.
pub(crate) fn in_days_and_months() -> impl Strategy<Value = Regimen> {
    let every =
        prop_oneof![(1_u32..60).prop_map(Interval::days), (1_u32..13).prop_map(Interval::months)];
    phases(every.boxed())
}

/// Times that are decimal in days and hours, many of them equal.
fn time() -> impl Strategy<Value = RecordTime> {
    prop_oneof![
        4 => (0_u32..40).prop_map(RecordTime::days),
        1 => (0_u32..1_000).prop_map(|hours| RecordTime::hours(3 * hours)),
    ]
}

fn dose_event() -> impl Strategy<Value = DoseEvent> {
    let mass = prop_oneof![3 => Just(100_000_u64), 1 => 1_u64..=u64::MAX];
    let repeats = prop_oneof![3 => Just(0_u32), 1 => 1_u32..6];
    // Whole nanograms an hour, which have an end in hours and days.
    let rate = option::weighted(0.2, 1_u64..1_000_000_000);
    (mass, rate, repeats, 1_u32..20).prop_map(|(mass, rate, additional, every)| {
        let rate = rate.and_then(|rate| InfusionRate::nanograms_per_day(rate * 24));
        let dose = DoseEvent::new(Mass::micrograms(mass)).expect("more than 0");
        let dose = dose.at_rate(rate);
        dose.repeated(additional, RecordTime::days(every)).expect("apart")
    })
}

fn value() -> impl Strategy<Value = Option<f64>> {
    let values = prop_oneof![-1e3..1e3, proptest::num::f64::NORMAL | proptest::num::f64::ZERO];
    option::weighted(0.9, values)
}

fn record() -> impl Strategy<Value = EventRecord> {
    let id = 1_u32..4;
    let dose = (id.clone(), time(), dose_event())
        .prop_map(|(id, time, dose)| EventRecord::new(id, time, dose).expect("a record"));
    let observation = (id, time(), value())
        .prop_map(|(id, time, value)| EventRecord::new(id, time, value).expect("a record"));
    let event = prop_oneof![3 => dose, 1 => observation];
    (event, 0_u16..3).prop_map(|(record, compartment)| record.in_compartment(compartment))
}

/// Records of three subjects with doses, repeats, infusions and observations, many at one time.
pub(crate) fn dataset() -> impl Strategy<Value = EventDataset> {
    proptest::collection::vec(record(), 0..40).prop_map(EventDataset::new)
}
