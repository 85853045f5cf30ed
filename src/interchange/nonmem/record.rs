//! One event record: a dose, with the doses that repeat it, or an observation.

use core::fmt;
use core::num::{NonZeroU32, NonZeroU64};

use thiserror::Error;

use crate::quantity::Mass;

/// Time since day zero, from 0 to 184 467 440 737 hours, in steps of 10⁻⁸ hours, so that every number of
/// hours or days with up to eight decimals is exact.
///
/// ```
/// use aso_regimen::interchange::nonmem::Time;
///
/// assert_eq!(Time::days(1), Time::hours(24));
/// assert_eq!(Time::days(14).to_string(), "14 d");
/// assert_eq!(Time::hours(12).to_string(), "12 h");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub(super) u64);

/// Decimals of a [`Time`] in hours or days.
pub(super) const TIME_DECIMALS: u32 = 8;
const HOUR: u64 = 100_000_000;
pub(super) const HOURS_A_DAY: u64 = 24;

impl Time {
    /// Day zero.
    pub const ZERO: Self = Self(0);

    /// Whole days.
    pub const fn days(days: u32) -> Self {
        Self(days as u64 * HOURS_A_DAY * HOUR)
    }

    /// Whole hours.
    pub const fn hours(hours: u32) -> Self {
        Self(hours as u64 * HOUR)
    }

    /// The number of days, where it is a whole one.
    pub fn whole_days(self) -> Option<u32> {
        let day = HOURS_A_DAY * HOUR;
        (self.0 % day == 0)
            .then(|| u32::try_from(self.0 / day).ok())
            .flatten()
    }

    /// The time from an earlier one to this, or `None` where that is later.
    pub fn since(self, earlier: Self) -> Option<Self> {
        self.0.checked_sub(earlier.0).map(Self)
    }

    /// The time `n` intervals after this one, or `None` past the largest time.
    pub fn nth_after(self, interval: Self, n: u32) -> Option<Self> {
        let span = interval.0.checked_mul(u64::from(n))?;
        self.0.checked_add(span).map(Self)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(days) = self.whole_days() {
            return write!(f, "{days} d");
        }
        let rest = format!("{:08}", self.0 % HOUR);
        match rest.trim_end_matches('0') {
            "" => write!(f, "{} h", self.0 / HOUR),
            fraction => write!(f, "{}.{fraction} h", self.0 / HOUR),
        }
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How fast an infusion runs, in whole nanograms per day: exact for up to six decimals of mg per day or
/// per hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub(super) NonZeroU64);

/// Decimals of a [`Rate`] in mg per hour or day.
pub(super) const RATE_DECIMALS: u32 = 6;

impl Rate {
    /// The rate at which a mass takes so many minutes, to the nearest nanogram per hour; `None` where either
    /// is 0 or the rate is past the largest one.
    ///
    /// ```
    /// use aso_regimen::Mass;
    /// use aso_regimen::interchange::nonmem::Rate;
    ///
    /// let rate = Rate::over_minutes(Mass::mg(100), 20).expect("300 mg per hour");
    /// assert_eq!(rate.as_nanograms_per_day(), 7_200_000_000);
    /// ```
    pub fn over_minutes(mass: Mass, minutes: u16) -> Option<Self> {
        let minutes = u128::from(minutes);
        let nanograms = u128::from(mass.as_micrograms()) * 1_000;
        let per_hour = (nanograms * 60 + minutes / 2).checked_div(minutes)?;
        let per_day = u64::try_from(per_hour * u128::from(HOURS_A_DAY)).ok()?;
        NonZeroU64::new(per_day).map(Self)
    }

    /// So many nanograms per day; `None` for 0.
    pub fn nanograms_per_day(nanograms: u64) -> Option<Self> {
        NonZeroU64::new(nanograms).map(Self)
    }

    /// The rate in nanograms per day.
    pub const fn as_nanograms_per_day(self) -> u64 {
        self.0.get()
    }

    /// How many minutes a mass takes, where this is the rate of a whole number of them.
    pub(super) fn minutes(self, mass: Mass) -> Option<u16> {
        let per_day = u128::from(self.0.get());
        let minutes = (u128::from(mass.as_micrograms()) * 1_440_000 + per_day / 2) / per_day;
        let minutes = u16::try_from(minutes).ok()?;
        (Self::over_minutes(mass, minutes) == Some(self)).then_some(minutes)
    }
}

/// Why something is not an event record.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// A dose of nothing.
    #[error("a dose record of 0 mg, expected more")]
    NoMass,
    /// Additional doses with no time between them.
    #[error("{additional} additional doses 0 days apart, expected a longer interval")]
    NoInterval {
        /// How many.
        additional: u32,
    },
    /// An observed value that is no number.
    #[error("an observed value of {0}, expected a finite number")]
    NotFinite(f64),
    /// The last additional dose is past the largest time.
    #[error(
        "{additional} additional doses every {interval} after {first} are past the largest time"
    )]
    TooLate {
        /// The time of the first dose.
        first: Time,
        /// How many more.
        additional: u32,
        /// The time between them.
        interval: Time,
    },
}

/// The doses that repeat a dose: NONMEM's ADDL and II.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Repeats {
    /// How many doses there are besides the first one; one less than all of them.
    pub additional: NonZeroU32,
    /// The time from one to the next, more than none.
    pub interval: Time,
}

/// What a dose record says of the dose: its mass, its rate if it is an infusion, and its repeats.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::interchange::nonmem::{DoseEvent, Time};
///
/// // Three doses in all.
/// let loading = DoseEvent::new(Mass::mg(100))?.repeated(2, Time::days(14))?;
/// assert_eq!(loading.additional(), 2);
/// assert!(DoseEvent::new(Mass::mg(100))?.repeated(2, Time::ZERO).is_err());
/// # Ok::<(), aso_regimen::interchange::nonmem::RecordError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DoseEvent {
    mass: Mass,
    rate: Option<Rate>,
    repeats: Option<Repeats>,
}

impl DoseEvent {
    /// One dose, given at once.
    ///
    /// # Errors
    ///
    /// On 0 mg.
    pub fn new(mass: Mass) -> Result<Self, RecordError> {
        if mass == Mass::ZERO {
            return Err(RecordError::NoMass);
        }
        Ok(Self {
            mass,
            rate: None,
            repeats: None,
        })
    }

    /// The same dose as an infusion.
    #[must_use]
    pub fn at_rate(self, rate: impl Into<Option<Rate>>) -> Self {
        Self {
            rate: rate.into(),
            ..self
        }
    }

    /// The same dose and so many more of it, an interval apart. With 0 more the interval says nothing.
    ///
    /// # Errors
    ///
    /// Where there are more and no time is between them.
    pub fn repeated(self, additional: u32, interval: Time) -> Result<Self, RecordError> {
        let repeats = match NonZeroU32::new(additional) {
            Some(_) if interval == Time::ZERO => {
                return Err(RecordError::NoInterval { additional });
            }
            Some(additional) => Some(Repeats {
                additional,
                interval,
            }),
            None => None,
        };
        Ok(Self { repeats, ..self })
    }

    /// How much drug each of the doses is.
    pub fn mass(&self) -> Mass {
        self.mass
    }

    /// The rate, where it is an infusion.
    pub fn rate(&self) -> Option<Rate> {
        self.rate
    }

    /// The doses that repeat it.
    pub fn repeats(&self) -> Option<Repeats> {
        self.repeats
    }

    /// How many doses there are besides the first one: NONMEM's ADDL.
    pub fn additional(&self) -> u32 {
        self.repeats.map_or(0, |repeats| repeats.additional.get())
    }

    /// The same dose without the ones that repeat it.
    #[must_use]
    pub(super) fn once(self) -> Self {
        Self {
            repeats: None,
            ..self
        }
    }
}

/// What happens in an event record.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A dose: EVID 1, MDV 1.
    Dose(DoseEvent),
    /// An observation: EVID 0, MDV 0; or, where the value is missing, MDV 1.
    Observation(Option<f64>),
}

impl From<DoseEvent> for Event {
    fn from(dose: DoseEvent) -> Self {
        Self::Dose(dose)
    }
}

/// One event record of one subject.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::interchange::nonmem::{DoseEvent, Record, Time};
///
/// let maintenance = DoseEvent::new(Mass::mg(100))?.repeated(4, Time::days(28))?;
/// let record = Record::new(1, Time::days(56), maintenance)?;
/// assert_eq!(record.last_time(), Time::days(168));
/// assert!(Record::new(1, Time::days(29), Some(f64::NAN)).is_err());
/// # Ok::<(), aso_regimen::interchange::nonmem::RecordError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    id: u32,
    time: Time,
    compartment: u16,
    event: Event,
}

impl Record {
    /// A record of the subject with this number, in the default compartment of the model.
    ///
    /// # Errors
    ///
    /// On an observed value that is not finite, and where the last additional dose is past the largest time.
    pub fn new(id: u32, time: Time, event: impl Into<Event>) -> Result<Self, RecordError> {
        let event = event.into();
        match event {
            Event::Observation(Some(value)) if !value.is_finite() => {
                return Err(RecordError::NotFinite(value));
            }
            Event::Dose(dose) => check_last(time, dose)?,
            Event::Observation(_) => {}
        }
        Ok(Self {
            id,
            time,
            compartment: 0,
            event,
        })
    }

    /// The same record in the compartment with this number; 0 is the default one of the model.
    #[must_use]
    pub fn in_compartment(self, compartment: u16) -> Self {
        Self {
            compartment,
            ..self
        }
    }

    /// The same subject and compartment at another time, for a dose that repeats this one.
    pub(super) fn repetition(self, time: Time) -> Self {
        Self {
            time,
            ..self.once()
        }
    }

    /// The same record without the doses that repeat it.
    #[must_use]
    pub(super) fn once(self) -> Self {
        let event = match self.event {
            Event::Dose(dose) => Event::Dose(dose.once()),
            Event::Observation(_) => self.event,
        };
        Self { event, ..self }
    }

    /// The subject.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// When; for a dose with repeats, the first of them.
    pub fn time(&self) -> Time {
        self.time
    }

    /// The number of the compartment; 0 for the default one of the model.
    pub fn compartment(&self) -> u16 {
        self.compartment
    }

    /// What happens.
    pub fn event(&self) -> Event {
        self.event
    }

    /// The dose, where the record is one.
    pub fn dose(&self) -> Option<DoseEvent> {
        match self.event {
            Event::Dose(dose) => Some(dose),
            Event::Observation(_) => None,
        }
    }

    /// The time of the last of the doses that repeat it, or its own.
    pub fn last_time(&self) -> Time {
        let repeats = self.dose().and_then(|dose| dose.repeats());
        repeats
            .and_then(|repeats| {
                self.time
                    .nth_after(repeats.interval, repeats.additional.get())
            })
            .unwrap_or(self.time)
    }
}

fn check_last(first: Time, dose: DoseEvent) -> Result<(), RecordError> {
    let Some(Repeats {
        additional,
        interval,
    }) = dose.repeats()
    else {
        return Ok(());
    };
    let last = first.nth_after(interval, additional.get());
    last.map(drop).ok_or(RecordError::TooLate {
        first,
        additional: additional.get(),
        interval,
    })
}

impl From<Option<f64>> for Event {
    fn from(value: Option<f64>) -> Self {
        Self::Observation(value)
    }
}
