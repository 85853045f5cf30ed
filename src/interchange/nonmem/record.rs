//! One event record: a dose, with the doses that repeat it, an observation, or a reset.

use core::num::NonZeroU32;

use crate::interchange::error::FormatError;
use crate::interchange::nonmem::time::{InfusionRate, RecordTime};
use crate::quantity::Mass;

/// Why additional doses at steady state are not read, which NONMEM has.
pub(super) const DIFFERS: &str = "programs differ in what the two mean together";

/// Additional doses after a first dose: NONMEM's ADDL and II.
#[doc(alias("ADDL", "II"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct AdditionalDoses {
    /// The number of doses after the first one (ADDL).
    pub additional: NonZeroU32,
    /// The interval between doses (II), above 0.
    pub interval: RecordTime,
}

/// A dose at steady state: NONMEM's SS 1 or 2, with II.
#[doc(alias = "SS")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SteadyState {
    /// The interval between the doses that led to the steady state (II), above 0.
    pub interval: RecordTime,
    /// Whether the steady state adds to what was given before (SS 2) or replaces it (SS 1).
    pub adds: bool,
}

/// The dose of a record: its mass, the rate of an infusion, additional doses, and whether it is at steady state.
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
    pub(super) mass: Mass,
    pub(super) rate: Option<InfusionRate>,
    pub(super) repeats: Option<AdditionalDoses>,
    pub(super) steady_state: Option<SteadyState>,
}

impl DoseEvent {
    /// Returns a single bolus dose.
    ///
    /// # Errors
    ///
    /// If the mass is 0 mg.
    pub fn new(mass: Mass) -> Result<Self, FormatError> {
        if mass == Mass::ZERO {
            let expected = "a dose of more than 0 mg";
            return Err(FormatError::expected("", expected, mass));
        }
        Ok(Self { mass, rate: None, repeats: None, steady_state: None })
    }

    /// Returns this dose as an infusion at a rate.
    #[must_use]
    pub fn at_rate(self, rate: impl Into<Option<InfusionRate>>) -> Self {
        Self { rate: rate.into(), ..self }
    }

    /// Returns this dose with a number of additional doses at an interval. The interval is not used if the number is 0.
    ///
    /// # Errors
    ///
    /// If the interval is 0 and there are additional doses, or if the dose is at steady state. NONMEM allows ADDL with
    /// SS, but programs differ in what the two mean together.
    pub fn repeated(self, additional: u32, interval: RecordTime) -> Result<Self, FormatError> {
        let repeats = match NonZeroU32::new(additional) {
            Some(_) if interval == RecordTime::ZERO => {
                let found = format!("{additional} additional doses 0 days apart");
                return Err(FormatError::expected("", "an interval of more than 0", found));
            }
            Some(additional) => Some(AdditionalDoses { additional, interval }),
            None => None,
        };
        Self { repeats, ..self }.either_repeated_or_steady()
    }

    /// Returns this dose at steady state after doses at this interval. The steady state adds to what was given before
    /// (SS 2) or replaces it (SS 1).
    ///
    /// # Errors
    ///
    /// If the interval is 0, or if there are additional doses. NONMEM allows ADDL with SS, but programs differ in what
    /// the two mean together.
    pub fn at_steady_state(self, interval: RecordTime, adds: bool) -> Result<Self, FormatError> {
        if interval == RecordTime::ZERO {
            return Err(FormatError::expected("", "an interval of more than 0", "steady state"));
        }
        let steady_state = Some(SteadyState { interval, adds });
        Self { steady_state, ..self }.either_repeated_or_steady()
    }

    fn either_repeated_or_steady(self) -> Result<Self, FormatError> {
        match (self.repeats, self.steady_state) {
            (Some(_), Some(_)) => {
                let expected =
                    format!("additional doses (ADDL) or steady state (SS), as {DIFFERS}");
                Err(FormatError::expected("", expected, "both in one record"))
            }
            _ => Ok(self),
        }
    }

    /// Returns the mass of each dose.
    pub fn mass(&self) -> Mass {
        self.mass
    }

    /// Returns the rate; `None` if the dose is a bolus.
    pub fn rate(&self) -> Option<InfusionRate> {
        self.rate
    }

    /// Returns the additional doses; `None` if there are none.
    pub fn repeats(&self) -> Option<AdditionalDoses> {
        self.repeats
    }

    /// Returns the steady state; `None` if the dose is not at steady state.
    pub fn steady_state(&self) -> Option<SteadyState> {
        self.steady_state
    }

    /// Returns the number of additional doses: NONMEM's ADDL.
    pub fn additional(&self) -> u32 {
        self.repeats.map_or(0, |repeats| repeats.additional.get())
    }

    /// The same dose without the ones that repeat it.
    #[must_use]
    pub(super) fn once(self) -> Self {
        Self { repeats: None, ..self }
    }
}

/// The event of a record: NONMEM's EVID.
#[doc(alias = "EVID")]
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum RecordedEvent {
    /// A dose: EVID 1, MDV 1.
    Dose(DoseEvent),
    /// An observation: EVID 0, with MDV 0, or MDV 1 if the value is missing.
    Observation(Option<f64>),
    /// Another event, such as a changed covariate: EVID 2.
    Other,
    /// A reset, which removes what was given before and may set the clock back: EVID 3.
    Reset,
    /// A reset and a dose: EVID 4.
    ResetDose(DoseEvent),
}

impl RecordedEvent {
    /// The dose, where there is one.
    pub(super) fn dose(self) -> Option<DoseEvent> {
        match self {
            Self::Dose(dose) | Self::ResetDose(dose) => Some(dose),
            Self::Observation(_) | Self::Other | Self::Reset => None,
        }
    }

    /// The same event with another dose, where it has one.
    pub(super) fn with_dose(self, dose: DoseEvent) -> Self {
        match self {
            Self::Dose(_) => Self::Dose(dose),
            Self::ResetDose(_) => Self::ResetDose(dose),
            Self::Observation(_) | Self::Other | Self::Reset => self,
        }
    }
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
    pub(super) id: u32,
    pub(super) time: RecordTime,
    pub(super) compartment: u16,
    pub(super) event: RecordedEvent,
    pub(super) ignored_value: Option<f64>,
}

impl EventRecord {
    /// Returns a record of the subject with this number, in the default compartment of the model.
    ///
    /// # Errors
    ///
    /// If an observed value is not finite, or if the last additional dose is after the largest time.
    #[inline]
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
            _ => event.dose().map_or(Ok(()), |dose| check_last(time, dose))?,
        }
        Ok(Self { id, time, compartment: 0, event, ignored_value: None })
    }

    /// Returns this record in the compartment with this number; 0 is the default compartment of the model.
    #[must_use]
    pub fn in_compartment(self, compartment: u16) -> Self {
        Self { compartment, ..self }
    }

    /// The same subject and compartment at another time, for a dose that repeats this one.
    pub(super) fn repetition(self, time: RecordTime) -> Self {
        let event = self.dose().map_or(self.event, RecordedEvent::Dose);
        Self { time, event, ignored_value: None, ..self }.once()
    }

    /// The same record without the doses that repeat it.
    #[must_use]
    pub(super) fn once(self) -> Self {
        let once = self.dose().map(|dose| self.event.with_dose(dose.once()));
        Self { event: once.unwrap_or(self.event), ..self }
    }

    /// Returns the number of the subject.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Returns the time; with additional doses, that of the first dose.
    pub fn time(&self) -> RecordTime {
        self.time
    }

    /// Returns the number of the compartment; 0 is the default compartment of the model.
    pub fn compartment(&self) -> u16 {
        self.compartment
    }

    /// Returns the event.
    pub fn event(&self) -> RecordedEvent {
        self.event
    }

    /// Returns the DV of a record with MDV 1, a number other than 0 that NONMEM does not use; `None` if there is none.
    pub fn ignored_value(&self) -> Option<f64> {
        self.ignored_value
    }

    /// Returns the dose; `None` if the record has none.
    pub fn dose(&self) -> Option<DoseEvent> {
        self.event.dose()
    }

    /// Whether the record is a reset: EVID 3 or 4.
    pub fn is_reset(&self) -> bool {
        matches!(self.event, RecordedEvent::Reset | RecordedEvent::ResetDose(_))
    }

    /// Returns the time of the last additional dose, or of the record if there are none.
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
