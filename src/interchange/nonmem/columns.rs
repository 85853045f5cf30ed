//! Event records column by column, so that what no record has takes no room.

use core::num::{NonZeroU32, NonZeroU64};
use core::ops::Range;
use std::collections::HashMap;

use crate::interchange::nonmem::record::{
    AdditionalDoses, DoseEvent, EventRecord, RecordedEvent, SteadyState,
};
use crate::interchange::nonmem::time::{InfusionRate, RecordTime};
use crate::quantity::Mass;

/// The records of a data set.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Records {
    ids: Vec<u32>,
    /// The place of the first record of each subject, whose records stand together.
    subjects: HashMap<u32, usize>,
    times: Vec<RecordTime>,
    kinds: Vec<Kind>,
    /// The micrograms of a dose, the bits of an observed value.
    values: Vec<u64>,
    compartments: Sparse<u16>,
    /// In nanograms per day.
    rates: Sparse<u64>,
    additional: Sparse<u32>,
    /// Between additional doses, or the doses of a steady state.
    intervals: Sparse<u64>,
    steady_states: Sparse<SteadyKind>,
    /// The bits of values that are not used.
    ignored: Sparse<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Dose,
    Observed,
    NotObserved,
    Other,
    Reset,
    ResetDose,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum SteadyKind {
    #[default]
    None,
    Replaces,
    Adds,
}

impl Records {
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    #[inline]
    pub(super) fn push(&mut self, record: &EventRecord) {
        let (kind, value) = match record.event {
            RecordedEvent::Dose(dose) => (Kind::Dose, dose.mass().as_micrograms()),
            RecordedEvent::Observation(Some(value)) => (Kind::Observed, value.to_bits()),
            RecordedEvent::Observation(None) => (Kind::NotObserved, 0),
            RecordedEvent::Other => (Kind::Other, 0),
            RecordedEvent::Reset => (Kind::Reset, 0),
            RecordedEvent::ResetDose(dose) => (Kind::ResetDose, dose.mass().as_micrograms()),
        };
        let at = self.len();
        let dose = record.dose();
        let repeats = dose.and_then(|dose| dose.repeats());
        let steady = dose.and_then(|dose| dose.steady_state());
        let interval = repeats.map(|repeats| repeats.interval);
        let interval = interval.or(steady.map(|steady| steady.interval));
        let rate = dose.and_then(|dose| dose.rate());
        let steady_kind = match steady {
            None => SteadyKind::None,
            Some(SteadyState { adds: false, .. }) => SteadyKind::Replaces,
            Some(SteadyState { adds: true, .. }) => SteadyKind::Adds,
        };
        if self.ids.last() != Some(&record.id) {
            self.subjects.insert(record.id, at);
        }
        self.ids.push(record.id);
        self.times.push(record.time);
        self.kinds.push(kind);
        self.values.push(value);
        self.compartments.set(at, record.compartment);
        self.rates.set(at, rate.map_or(0, InfusionRate::as_nanograms_per_day));
        self.additional.set(at, repeats.map_or(0, |repeats| repeats.additional.get()));
        self.intervals.set(at, interval.map_or(0, |interval| interval.0));
        self.steady_states.set(at, steady_kind);
        self.ignored.set(at, record.ignored_value.map_or(0, f64::to_bits));
    }

    /// The places of the records of a subject, counted from 0.
    pub(super) fn of_subject(&self, id: u32) -> Range<usize> {
        let first = self.subjects.get(&id).copied().unwrap_or(self.len());
        let own = self.ids[first..].iter().take_while(|other| **other == id);
        first..first + own.count()
    }

    /// The record at a place that there is, counted from 0.
    pub(super) fn get(&self, at: usize) -> EventRecord {
        let value = self.values[at];
        let event = match self.kinds[at] {
            Kind::Dose => RecordedEvent::Dose(self.dose(at, value)),
            Kind::Observed => RecordedEvent::Observation(Some(f64::from_bits(value))),
            Kind::NotObserved => RecordedEvent::Observation(None),
            Kind::Other => RecordedEvent::Other,
            Kind::Reset => RecordedEvent::Reset,
            Kind::ResetDose => RecordedEvent::ResetDose(self.dose(at, value)),
        };
        let ignored = self.ignored.get(at);
        EventRecord {
            id: self.ids[at],
            time: self.times[at],
            compartment: self.compartments.get(at),
            event,
            ignored_value: (ignored != 0).then(|| f64::from_bits(ignored)),
        }
    }

    fn dose(&self, at: usize, micrograms: u64) -> DoseEvent {
        let interval = RecordTime(self.intervals.get(at));
        let additional = NonZeroU32::new(self.additional.get(at));
        let adds = match self.steady_states.get(at) {
            SteadyKind::None => None,
            SteadyKind::Replaces => Some(false),
            SteadyKind::Adds => Some(true),
        };
        DoseEvent {
            mass: Mass::micrograms(micrograms),
            rate: NonZeroU64::new(self.rates.get(at)).map(InfusionRate),
            repeats: additional.map(|additional| AdditionalDoses { additional, interval }),
            steady_state: adds.map(|adds| SteadyState { interval, adds }),
        }
    }
}

/// A column that takes no room until a value is not the usual one.
#[derive(Debug, Clone, PartialEq, Default)]
struct Sparse<T>(Vec<T>);

impl<T: Copy + Default + PartialEq> Sparse<T> {
    /// Sets the value at the end, which is here.
    #[inline]
    fn set(&mut self, at: usize, value: T) {
        if !self.0.is_empty() {
            self.0.push(value);
        } else if value != T::default() {
            self.0.resize(at, T::default());
            self.0.push(value);
        }
    }

    #[inline]
    fn get(&self, at: usize) -> T {
        self.0.get(at).copied().unwrap_or_default()
    }
}
