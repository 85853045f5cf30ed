//! Regimens and event records of all kinds.

use aso_regimen::interchange::nonmem::{
    DoseEvent, EventDataset, EventRecord, InfusionRate, RecordTime, RecordedEvent,
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
        let every = RecordTime::days(every);
        // Some of those that are given once are at steady state.
        match (additional, every.whole_days()) {
            (0, Some(days @ 1..4)) => dose.at_steady_state(every, days == 1).expect("apart"),
            _ => dose.repeated(additional, every).expect("apart"),
        }
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
    let observation = (id.clone(), time(), value())
        .prop_map(|(id, time, value)| EventRecord::new(id, time, value).expect("a record"));
    let other = (id, time())
        .prop_map(|(id, time)| EventRecord::new(id, time, RecordedEvent::Other).expect("a record"));
    let event = prop_oneof![9 => dose, 3 => observation, 1 => other];
    (event, 0_u16..3).prop_map(|(record, compartment)| record.in_compartment(compartment))
}

/// A subject's records with resets before some of them, which come after every additional dose.
fn after_resets() -> impl Strategy<Value = Vec<EventRecord>> {
    let occasion = (any::<bool>(), dose_event(), proptest::collection::vec(record(), 0..6));
    proptest::collection::vec(occasion, 0..3).prop_map(|occasions| {
        let mut records = Vec::new();
        for (with_dose, dose, later) in occasions {
            let later = later.iter().map(|record| {
                let event = match record.event() {
                    RecordedEvent::Dose(_) => RecordedEvent::Observation(None),
                    event => event,
                };
                EventRecord::new(9, record.time(), event).expect("a record")
            });
            let once = dose.repeated(0, RecordTime::ZERO).expect("once");
            let reset =
                if with_dose { RecordedEvent::ResetDose(once) } else { RecordedEvent::Reset };
            records.push(EventRecord::new(9, RecordTime::ZERO, reset).expect("a record"));
            records.extend(later);
        }
        records
    })
}

/// Records of four subjects with doses, repeats, infusions, observations and resets, many at one time; with covariates
/// that change and with comments.
pub(crate) fn dataset() -> impl Strategy<Value = EventDataset> {
    let records = (proptest::collection::vec(record(), 0..40), after_resets());
    let text = "[ -~é]{0,6}";
    let covariate = option::of(proptest::collection::vec(text, 1..4));
    (records, covariate, option::of("[ -~é]{0,6}[!-~]")).prop_map(
        |((mut records, last), values, comment)| {
            records.extend(last);
            let mut data = EventDataset::new(records);
            if let Some(values) = values {
                let mut next = values.iter().cycle();
                let changing = |_| next.next().expect("one of some").clone();
                data = data.with_covariate("WT", |record| record.id().to_string()).expect("a name");
                data = data.with_covariate("arm, \"a\"", changing).expect("a name");
            }
            match comment {
                Some(comment) => data.with_comment(&comment).expect("a comment"),
                None => data,
            }
        },
    )
}
