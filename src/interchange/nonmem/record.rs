//! One event record: a dose, with the doses that repeat it, or an observation.

use core::num::NonZeroU32;

use crate::interchange::error::FormatError;
use crate::interchange::nonmem::time::{InfusionRate, RecordTime};
use crate::quantity::Mass;

/// The doses that repeat a dose: NONMEM's ADDL and II.
#[doc(alias("ADDL", "II"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct AdditionalDoses {
    /// How many doses follow the first one (ADDL); one less than all of them.
    pub additional: NonZeroU32,
    /// The time from one dose to the next (II), more than 0.
    pub interval: RecordTime,
}

/// What a dose record says of the dose: its mass, its rate if it is an infusion, and its repeats.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::interchange::nonmem::{DoseEvent, RecordTime};
///
/// // Three doses in all.
/// let loading = DoseEvent::new(Mass::mg(100))?.repeated(2, RecordTime::days(14))?;
/// assert_eq!(loading.additional(), 2);
/// assert!(DoseEvent::new(Mass::mg(100))?.repeated(2, RecordTime::ZERO).is_err());
/// # Ok::<(), aso_regimen::interchange::FormatError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DoseEvent {
    mass: Mass,
    rate: Option<InfusionRate>,
    repeats: Option<AdditionalDoses>,
}

impl DoseEvent {
    /// One dose, given at once.
    ///
    /// # Errors
    ///
    /// If the mass is 0 mg.
    pub fn new(mass: Mass) -> Result<Self, FormatError> {
        if mass == Mass::ZERO {
            let expected = "a dose of more than 0 mg";
            return Err(FormatError::expected("", expected, mass));
        }
        Ok(Self { mass, rate: None, repeats: None })
    }

    /// The same dose as an infusion.
    #[must_use]
    pub fn at_rate(self, rate: impl Into<Option<InfusionRate>>) -> Self {
        Self { rate: rate.into(), ..self }
    }

    /// The same dose and so many more of it, an interval apart. With 0 more the interval says nothing.
    ///
    /// # Errors
    ///
    /// If there are more and the interval is 0.
    pub fn repeated(self, additional: u32, interval: RecordTime) -> Result<Self, FormatError> {
        let repeats = match NonZeroU32::new(additional) {
            Some(_) if interval == RecordTime::ZERO => {
                let found = format!("{additional} additional doses 0 days apart");
                return Err(FormatError::expected("", "an interval of more than 0", found));
            }
            Some(additional) => Some(AdditionalDoses { additional, interval }),
            None => None,
        };
        Ok(Self { repeats, ..self })
    }

    /// How much drug each of the doses is.
    pub fn mass(&self) -> Mass {
        self.mass
    }

    /// The rate, where it is an infusion.
    pub fn rate(&self) -> Option<InfusionRate> {
        self.rate
    }

    /// The doses that repeat it.
    pub fn repeats(&self) -> Option<AdditionalDoses> {
        self.repeats
    }

    /// How many doses there are besides the first one: NONMEM's ADDL.
    pub fn additional(&self) -> u32 {
        self.repeats.map_or(0, |repeats| repeats.additional.get())
    }

    /// The same dose without the ones that repeat it.
    #[must_use]
    pub(super) fn once(self) -> Self {
        Self { repeats: None, ..self }
    }
}

/// What happens in an event record.
#[doc(alias = "EVID")]
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum RecordedEvent {
    /// A dose: EVID 1, MDV 1.
    Dose(DoseEvent),
    /// An observation: EVID 0, MDV 0; or, where the value is missing, MDV 1.
    Observation(Option<f64>),
}

impl From<DoseEvent> for RecordedEvent {
    fn from(dose: DoseEvent) -> Self {
        Self::Dose(dose)
    }
}

/// One event record of one subject.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::interchange::nonmem::{DoseEvent, EventRecord, RecordTime};
///
/// let maintenance = DoseEvent::new(Mass::mg(100))?.repeated(4, RecordTime::days(28))?;
/// let record = EventRecord::new(1, RecordTime::days(56), maintenance)?;
/// assert_eq!(record.last_time(), RecordTime::days(168));
/// assert!(EventRecord::new(1, RecordTime::days(29), Some(f64::NAN)).is_err());
/// # Ok::<(), aso_regimen::interchange::FormatError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventRecord {
    id: u32,
    time: RecordTime,
    compartment: u16,
    event: RecordedEvent,
}

impl EventRecord {
    /// A record of the subject with this number, in the default compartment of the model.
    ///
    /// # Errors
    ///
    /// If an observed value is not finite, or the last additional dose is past the largest time.
    pub fn new(
        id: u32,
        time: RecordTime,
        event: impl Into<RecordedEvent>,
    ) -> Result<Self, FormatError> {
        let event = event.into();
        match event {
            RecordedEvent::Observation(Some(value)) if !value.is_finite() => {
                return Err(FormatError::expected("", "a finite observed value", value));
            }
            RecordedEvent::Dose(dose) => check_last(time, dose)?,
            RecordedEvent::Observation(_) => {}
        }
        Ok(Self { id, time, compartment: 0, event })
    }

    /// The same record in the compartment with this number; 0 is the default one of the model.
    #[must_use]
    pub fn in_compartment(self, compartment: u16) -> Self {
        Self { compartment, ..self }
    }

    /// The same subject and compartment at another time, for a dose that repeats this one.
    pub(super) fn repetition(self, time: RecordTime) -> Self {
        Self { time, ..self.once() }
    }

    /// The same record without the doses that repeat it.
    #[must_use]
    pub(super) fn once(self) -> Self {
        let event = match self.event {
            RecordedEvent::Dose(dose) => RecordedEvent::Dose(dose.once()),
            RecordedEvent::Observation(_) => self.event,
        };
        Self { event, ..self }
    }

    /// The subject.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// When; for a dose with repeats, the first of them.
    pub fn time(&self) -> RecordTime {
        self.time
    }

    /// The number of the compartment; 0 for the default one of the model.
    pub fn compartment(&self) -> u16 {
        self.compartment
    }

    /// What happens.
    pub fn event(&self) -> RecordedEvent {
        self.event
    }

    /// The dose, where the record is one.
    pub fn dose(&self) -> Option<DoseEvent> {
        match self.event {
            RecordedEvent::Dose(dose) => Some(dose),
            RecordedEvent::Observation(_) => None,
        }
    }

    /// The time of the last of the doses that repeat it, or its own.
    pub fn last_time(&self) -> RecordTime {
        let repeats = self.dose().and_then(|dose| dose.repeats());
        repeats
            .and_then(|repeats| self.time.nth_after(repeats.interval, repeats.additional.get()))
            .unwrap_or(self.time)
    }
}

fn check_last(first: RecordTime, dose: DoseEvent) -> Result<(), FormatError> {
    let Some(AdditionalDoses { additional, interval }) = dose.repeats() else {
        return Ok(());
    };
    let last = first.nth_after(interval, additional.get());
    last.map(drop).ok_or_else(|| {
        let expected = format!("the last dose by {}", RecordTime::MAX);
        let found = format!("{additional} additional doses every {interval} after {first}");
        FormatError::expected("", expected, found)
    })
}

impl From<Option<f64>> for RecordedEvent {
    fn from(value: Option<f64>) -> Self {
        Self::Observation(value)
    }
}
