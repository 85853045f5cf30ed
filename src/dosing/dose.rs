//! Amount, route and administration of one dose.
//!
//! ```
//! use aso_regimen::{BodyWeight, Dose, Mass};
//!
//! let dose: Dose = "100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT".parse()?;
//! assert_eq!(dose.mass_for(None)?, Mass::mg(100));
//! assert_eq!(dose.withdrawn().ok_or("none")?.to_string(), "10 mL");
//!
//! let banded: Dose = "[<10 kg: 6 mg/kg; else 3 mg/kg] SC".parse()?;
//! assert_eq!(banded.mass_for(BodyWeight::kg(9))?, Mass::mg(54));
//! assert_eq!(banded.mass_for(BodyWeight::kg(10))?, Mass::mg(30));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::sync::Arc;

use thiserror::Error;

pub use crate::dosing::route::{Route, RouteNameError};
use crate::quantity::{BodyWeight, Mass, Volume};
#[cfg(feature = "serde")]
use crate::text::text_or::{Form, TextOr};
use crate::text::{debug_as_display, serde_as_text};

/// The amount of drug in one dose: fixed, by body weight, or by weight band.
///
/// | text | meaning |
/// |---|---|
/// | `100 mg` | fixed |
/// | `2.5 mg/kg` | by body weight |
/// | `3.3 mg/kg max 128 mg` | by body weight, at most this mass |
/// | `0.3 mg/kg max 100 kg` | by body weight, calculated for at most this weight |
/// | `[<100 kg: 0.3 mg/kg; else 30 mg]` | by weight band; the upper limit is exclusive |
///
/// ```
/// use aso_regimen::{Amount, BodyWeight, Mass};
///
/// // Patisiran: 0.3 mg/kg below 100 kg, 30 mg from there (US label, section 2.1).
/// let patisiran: Amount = "[<100 kg: 0.3 mg/kg; else 30 mg]".parse()?;
/// assert_eq!(
///     patisiran.mass_for("99.9 kg".parse::<BodyWeight>()?)?,
///     Mass::micrograms(29_970)
/// );
/// assert_eq!(patisiran.mass_for(BodyWeight::kg(100))?, Mass::mg(30));
/// assert!(patisiran.mass_for(None).is_err(), "it depends on a weight that is not known");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// In JSON an amount is its text.
#[doc(alias("AMT", "EXDOSE"))]
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Amount {
    /// A fixed mass.
    Fixed(Mass),
    /// A mass for each kilogram of body weight.
    PerKg(PerKg),
    /// One amount for each band of body weight.
    Bands(WeightBands),
}

/// A mass for each kilogram of body weight, with an optional cap.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PerKg {
    /// Mass per kilogram of body weight.
    pub mass: Mass,
    /// Upper limit; `None` if there is none.
    pub cap: Option<Cap>,
}

/// The upper limit of an amount by body weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cap {
    /// At most this mass.
    Mass(Mass),
    /// At most the amount for this body weight.
    Weight(BodyWeight),
}

/// Amounts by band of body weight, lightest band first.
///
/// Each band reaches from the limit of the band before (inclusive) to its own limit (exclusive). The limits
/// increase. The last band may have no limit.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WeightBands {
    /// Shared, since every phase of a regimen has its dose and most have the same.
    bands: Arc<Vec<WeightBand>>,
    /// From the last limit on.
    heaviest: Option<BandAmount>,
}

/// One band of [`WeightBands`]: weights below its limit that are in no earlier band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct WeightBand {
    /// Upper weight limit, exclusive.
    pub below: BodyWeight,
    /// The amount for a weight in this band.
    pub amount: BandAmount,
}

/// The amount in one band of body weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BandAmount {
    /// One mass for everybody in the band.
    Fixed(Mass),
    /// A mass for each kilogram.
    PerKg(PerKg),
}

/// Why the mass of a dose cannot be calculated.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MassError {
    /// The amount depends on body weight, and no weight was given.
    #[error("the amount depends on body weight and none is known, expected one such as 70 kg")]
    WeightMissing,
    /// The weight bands end below this body weight.
    #[error("{weight} is in no weight band, expected a body weight below {end}")]
    NoBand {
        /// The person's weight.
        weight: BodyWeight,
        /// Where the bands end.
        end: BodyWeight,
    },
    /// The mass is larger than a [`Mass`] can hold.
    #[error("a mass beyond the largest, expected at most 18446744073709551615 µg")]
    TooLarge,
}

/// Why a [`Dose`] or an [`Amount`] is refused.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DoseError {
    /// An amount, or one band of it, is zero.
    #[error("a dose of 0 mg, expected {}", self.expected())]
    NoMass,
    /// A volume of zero.
    #[error("a volume of 0 mL, expected {}", self.expected())]
    NoVolume,
    /// The shortest duration is zero or longer than the longest.
    #[error("given over {shortest}-{longest} min, expected {}", self.expected())]
    Duration {
        /// Shortest duration in minutes.
        shortest: u16,
        /// Longest duration in minutes.
        longest: u16,
    },
    /// Cerebrospinal fluid is withdrawn, but the route is not intrathecal.
    #[error("cerebrospinal fluid is withdrawn before a dose by route {found}, expected {}", self.expected())]
    WithdrawalRoute {
        /// The abbreviation of the route, or that it is of another name.
        found: &'static str,
    },
    /// The name of a [`Route::Named`] is refused.
    #[error(transparent)]
    RouteName(RouteNameError),
    /// There is no weight band with a limit.
    #[error("weight bands without a limit, expected {}", self.expected())]
    NoBands,
    /// The limit of a weight band is not above the limit before it.
    #[error("the weight band below {limit} follows the band below {before}, expected {}", self.expected())]
    BandOrder {
        /// The limit of the band before it.
        before: BodyWeight,
        /// The limit that is not above it.
        limit: BodyWeight,
    },
}

impl DoseError {
    /// What the rule asks for. It is all that the compiler can say, which has no numbers to print.
    pub(super) const fn expected(&self) -> &'static str {
        match self {
            Self::NoMass => "more than 0 mg",
            Self::NoVolume => "more than 0 mL",
            Self::Duration { .. } => "at least 1 min and the shorter time first",
            Self::WithdrawalRoute { .. } => "route IT where cerebrospinal fluid is withdrawn",
            Self::RouteName(error) => error.expected(),
            Self::NoBands => "at least one weight band such as <100 kg",
            Self::BandOrder { .. } => "rising limits of weight bands",
        }
    }
}

debug_as_display!(MassError, DoseError);

impl PerKg {
    /// Returns an amount per kilogram of body weight. Pass `None` for no upper limit.
    pub fn new(mass: Mass, cap: impl Into<Option<Cap>>) -> Self {
        let cap = cap.into();
        Self { mass, cap }
    }

    fn mass_for(self, weight: BodyWeight) -> Result<Mass, MassError> {
        let dosed = match self.cap {
            Some(Cap::Weight(cap)) => weight.min(cap),
            _ => weight,
        };
        let nanograms = u128::from(self.mass.as_micrograms()) * u128::from(dosed.as_grams());
        // Half a microgram rounds up.
        let mass = u64::try_from((nanograms + 500) / 1_000).map(Mass::micrograms);
        match (self.cap, mass) {
            (Some(Cap::Mass(cap)), Ok(mass)) => Ok(mass.min(cap)),
            (Some(Cap::Mass(cap)), Err(_)) => Ok(cap),
            (_, mass) => mass.map_err(|_| MassError::TooLarge),
        }
    }
}

impl BandAmount {
    fn mass_for(self, weight: BodyWeight) -> Result<Mass, MassError> {
        match self {
            Self::Fixed(mass) => Ok(mass),
            Self::PerKg(per_kg) => per_kg.mass_for(weight),
        }
    }

    pub(super) const fn check(self) -> Result<(), DoseError> {
        let (mass, most) = match self {
            Self::Fixed(mass) => (mass, mass),
            Self::PerKg(per_kg) => match per_kg.cap {
                Some(Cap::Mass(cap)) => (per_kg.mass, cap),
                _ => (per_kg.mass, per_kg.mass),
            },
        };
        if mass.as_micrograms() == 0 || most.as_micrograms() == 0 {
            return Err(DoseError::NoMass);
        }
        Ok(())
    }
}

impl WeightBand {
    /// Returns a band for weights below a limit that are in no earlier band.
    pub fn new(below: BodyWeight, amount: impl Into<BandAmount>) -> Self {
        let amount = amount.into();
        Self { below, amount }
    }

    /// Whether this band can follow one with the limit `before`.
    pub(super) const fn check(self, before: Option<BodyWeight>) -> Result<(), DoseError> {
        let limit = self.below;
        match before {
            Some(before) if limit.as_grams() <= before.as_grams() => {
                Err(DoseError::BandOrder { before, limit })
            }
            _ => self.amount.check(),
        }
    }
}

impl WeightBands {
    /// Returns bands with increasing limits. `heaviest` is the amount from the last limit on; pass `None` if there is
    /// none.
    ///
    /// # Errors
    ///
    /// If there is no band, if a limit is not above the limit before it, or if an amount is zero.
    pub fn new(bands: Vec<WeightBand>, heaviest: Option<BandAmount>) -> Result<Self, DoseError> {
        if bands.is_empty() {
            return Err(DoseError::NoBands);
        }
        let mut before = None;
        for band in &bands {
            band.check(before)?;
            before = Some(band.below);
        }
        heaviest.map_or(Ok(()), BandAmount::check)?;
        Ok(Self::checked(bands, heaviest))
    }

    pub(super) fn checked(bands: Vec<WeightBand>, heaviest: Option<BandAmount>) -> Self {
        Self { bands: Arc::new(bands), heaviest }
    }

    /// The bands that have an upper limit, lightest first.
    pub fn bands(&self) -> &[WeightBand] {
        &self.bands
    }

    /// The amount from the last limit on; `None` if heavier patients have none.
    pub fn heaviest(&self) -> Option<BandAmount> {
        self.heaviest
    }

    /// The amount for a body weight, or the limit where the bands end.
    fn amount_for(&self, weight: BodyWeight) -> Result<BandAmount, MassError> {
        let index = self.bands.partition_point(|band| band.below <= weight);
        let band = self.bands.get(index).map(|band| band.amount);
        band.or(self.heaviest).ok_or_else(|| MassError::NoBand {
            weight,
            end: self.bands[self.bands.len() - 1].below,
        })
    }
}

impl Amount {
    /// Returns the mass for a body weight, rounded half up to a whole microgram. Pass `None` if the amount does not
    /// depend on weight.
    ///
    /// # Errors
    ///
    /// If the amount depends on weight and `weight` is `None`, if the weight is in no band, or if the mass is larger than
    /// a [`Mass`] can hold.
    pub fn mass_for(&self, weight: impl Into<Option<BodyWeight>>) -> Result<Mass, MassError> {
        let weight = || weight.into().ok_or(MassError::WeightMissing);
        match self {
            Self::Fixed(mass) => Ok(*mass),
            Self::PerKg(per_kg) => per_kg.mass_for(weight()?),
            Self::Bands(bands) => {
                let weight = weight()?;
                bands.amount_for(weight)?.mass_for(weight)
            }
        }
    }

    fn check(&self) -> Result<(), DoseError> {
        match self {
            Self::Fixed(mass) => BandAmount::Fixed(*mass).check(),
            Self::PerKg(per_kg) => BandAmount::PerKg(*per_kg).check(),
            // Checked when the bands were made.
            Self::Bands(_) => Ok(()),
        }
    }
}

impl From<Mass> for Amount {
    fn from(mass: Mass) -> Self {
        Self::Fixed(mass)
    }
}

impl From<PerKg> for Amount {
    fn from(per_kg: PerKg) -> Self {
        Self::PerKg(per_kg)
    }
}

impl From<WeightBands> for Amount {
    fn from(bands: WeightBands) -> Self {
        Self::Bands(bands)
    }
}

impl From<Mass> for BandAmount {
    fn from(mass: Mass) -> Self {
        Self::Fixed(mass)
    }
}

impl From<PerKg> for BandAmount {
    fn from(per_kg: PerKg) -> Self {
        Self::PerKg(per_kg)
    }
}

serde_as_text!(Amount, "an amount such as \"100 mg\" or \"0.3 mg/kg\"");

/// The duration of giving one dose: the shortest and the longest time that a label allows, in whole minutes.
#[doc(alias("RATE", "EXDUR"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Minutes {
    /// Shortest duration.
    pub shortest: u16,
    /// Longest duration.
    pub longest: u16,
}

/// How a dose is given: everything about it but the amount and the route.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Giving {
    pub(super) volume: Option<Volume>,
    pub(super) withdrawn: Option<Volume>,
    pub(super) duration: Option<Minutes>,
}

impl Giving {
    pub(super) const PLAIN: Self = Self { volume: None, withdrawn: None, duration: None };

    /// Whether a dose can be given so, by a route that is `found` unless it is the intrathecal one.
    pub(super) const fn check(&self, found: Option<&'static str>) -> Result<(), DoseError> {
        const fn is_zero(volume: Option<Volume>) -> bool {
            matches!(volume, Some(volume) if volume.as_microlitres() == 0)
        }
        if is_zero(self.volume) || is_zero(self.withdrawn) {
            return Err(DoseError::NoVolume);
        }
        match (self.duration, found) {
            (Some(Minutes { shortest, longest }), _) if shortest == 0 || shortest > longest => {
                Err(DoseError::Duration { shortest, longest })
            }
            (_, Some(found)) if self.withdrawn.is_some() => {
                Err(DoseError::WithdrawalRoute { found })
            }
            _ => Ok(()),
        }
    }
}

/// One dose: amount, route and, if the label states them, volume, fluid withdrawn and duration.
///
/// When it is given is a matter of the [`Phase`](crate::dosing::regimen::Phase).
///
/// ```
/// use aso_regimen::{Dose, Mass, Volume};
///
/// // Tofersen: 100 mg in 15 mL, after about 10 mL of CSF, over 1 to 3 minutes (US label,
/// // sections 2.1, 2.2).
/// let dose = Dose::intrathecal(Mass::mg(100))
///     .in_volume(Volume::ml(15))
///     .withdrawing(Volume::ml(10))
///     .over_minutes(1, 3);
/// assert_eq!(dose.to_string(), "100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT");
/// assert_eq!(dose, dose.to_string().parse()?);
/// # Ok::<(), aso_regimen::ParseError>(())
/// ```
///
/// In JSON: `{"amount": "100 mg", "route": "IT", "volume": "15 mL", "withdrawn": "10 mL", "minutes": [1, 3]}`; the last
/// three are optional. Its text is read too; [`as_text`](crate::dosing::as_text) writes it.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "TextOr<Dose, DoseForm>", into = "DoseForm"))]
pub struct Dose {
    pub(super) amount: Amount,
    pub(super) route: Route,
    pub(super) giving: Giving,
}

impl Dose {
    /// Returns a dose of this amount by this route, without volume, withdrawal or duration.
    ///
    /// The dose is checked when a [`Regimen`](crate::Regimen) is built from it.
    pub fn new(amount: impl Into<Amount>, route: Route) -> Self {
        Self { amount: amount.into(), route, giving: Giving::PLAIN }
    }

    /// Returns a dose into the cerebrospinal fluid by lumbar puncture.
    pub fn intrathecal(amount: impl Into<Amount>) -> Self {
        Self::new(amount, Route::Intrathecal)
    }

    /// Returns a dose into a vein.
    pub fn intravenous(amount: impl Into<Amount>) -> Self {
        Self::new(amount, Route::Intravenous)
    }

    /// Returns a dose under the skin.
    pub fn subcutaneous(amount: impl Into<Amount>) -> Self {
        Self::new(amount, Route::Subcutaneous)
    }

    /// Returns a dose into the vitreous of an eye.
    pub fn intravitreal(amount: impl Into<Amount>) -> Self {
        Self::new(amount, Route::Intravitreal)
    }

    /// Returns this dose in this volume of solution.
    #[must_use]
    pub fn in_volume(mut self, volume: Volume) -> Self {
        self.giving.volume = Some(volume);
        self
    }

    /// Returns this dose with this volume of cerebrospinal fluid withdrawn before it. That volume can differ from the
    /// volume given: with tofersen, 10 mL are withdrawn and 15 mL injected.
    #[must_use]
    pub fn withdrawing(mut self, csf: Volume) -> Self {
        self.giving.withdrawn = Some(csf);
        self
    }

    /// Returns this dose given over `shortest` to `longest` minutes.
    #[must_use]
    pub fn over_minutes(mut self, shortest: u16, longest: u16) -> Self {
        self.giving.duration = Some(Minutes { shortest, longest });
        self
    }

    /// The amount of drug.
    pub fn amount(&self) -> &Amount {
        &self.amount
    }

    /// The route.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// The volume of solution; `None` if it is not stated.
    pub fn volume(&self) -> Option<Volume> {
        self.giving.volume
    }

    /// The volume of cerebrospinal fluid withdrawn before the dose; `None` if it is not stated.
    pub fn withdrawn(&self) -> Option<Volume> {
        self.giving.withdrawn
    }

    /// How long the injection or infusion takes, in minutes; `None` if it is not stated.
    pub fn duration(&self) -> Option<Minutes> {
        self.giving.duration
    }

    /// Returns the mass for a body weight; see [`Amount::mass_for`].
    ///
    /// # Errors
    ///
    /// If [`Amount::mass_for`] fails.
    pub fn mass_for(&self, weight: impl Into<Option<BodyWeight>>) -> Result<Mass, MassError> {
        self.amount.mass_for(weight)
    }

    /// Whether this is a dose that can be given.
    pub(crate) fn check(&self) -> Result<(), DoseError> {
        self.amount.check()?;
        self.route.check().map_err(DoseError::RouteName)?;
        self.giving.check(self.route.other_than_intrathecal())
    }
}

/// The object of a dose in JSON.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(expecting = "a dose", deny_unknown_fields)]
struct DoseForm {
    amount: Amount,
    route: Route,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    volume: Option<Volume>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<Volume>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minutes: Option<(u16, u16)>,
}

#[cfg(feature = "serde")]
impl Form for DoseForm {
    const EXPECTED: &'static str =
        "a dose such as \"100 mg IT\", or an object with its amount and route";
}

#[cfg(feature = "serde")]
impl From<Dose> for DoseForm {
    fn from(dose: Dose) -> Self {
        let giving = dose.giving;
        let minutes = giving.duration;
        Self {
            amount: dose.amount,
            route: dose.route,
            volume: giving.volume,
            withdrawn: giving.withdrawn,
            minutes: minutes.map(|Minutes { shortest, longest }| (shortest, longest)),
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<TextOr<Self, DoseForm>> for Dose {
    type Error = DoseError;

    fn try_from(json: TextOr<Self, DoseForm>) -> Result<Self, DoseError> {
        let form = match json {
            TextOr::Text(dose) => return Ok(dose),
            TextOr::Object(form) => form,
        };
        let minutes = |(shortest, longest)| Minutes { shortest, longest };
        let dose = Self {
            amount: form.amount,
            route: form.route,
            giving: Giving {
                volume: form.volume,
                withdrawn: form.withdrawn,
                duration: form.minutes.map(minutes),
            },
        };
        dose.check()?;
        Ok(dose)
    }
}
