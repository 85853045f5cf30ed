//! Masses, volumes and body weights, counted in whole smallest units, so that sums are exact.
//!
//! A [`Mass`] is in whole micrograms, a [`Volume`] in whole microlitres, a [`BodyWeight`] in whole grams. None of
//! them can be negative, infinite or NaN. Each prints and reads with its unit.
//!
//! ```
//! use aso_regimen::{BodyWeight, Mass, Volume};
//!
//! let dose: Mass = "100 mg".parse()?;
//! assert_eq!((dose + Mass::micrograms(500)).to_string(), "100.5 mg");
//! assert_eq!("15 mL".parse(), Ok(Volume::ml(15)));
//! assert_eq!("70.5 kg".parse(), Ok(BodyWeight::grams(70_500)));
//! assert_eq!(
//!     "100".parse::<Mass>().unwrap_err().to_string(),
//!     "expected one of the units mg, µg, mcg, ug, g after the number at character 4, \
//!      found the end",
//! );
//! # Ok::<(), aso_regimen::ParseError>(())
//! ```

use core::fmt;
use core::iter::Sum;
use core::num::NonZeroU32;
use core::ops::Add;

use crate::text::decimal::{Notation, write_quantity};
use crate::text::error::Unread;
use crate::text::reader::{Reader, text_form, tri};

/// A mass of drug in whole micrograms, from zero to 18 446 744 073 709.551 615 g.
///
/// Prints in milligrams as labels do, and in micrograms where milligrams would need more than one decimal
/// below 1 mg. Reads `mg`, `µg`, `mcg`, `ug` and `g`.
///
/// ```
/// use aso_regimen::Mass;
///
/// assert_eq!(Mass::mg(100).to_string(), "100 mg");
/// assert_eq!(Mass::micrograms(330).to_string(), "330 µg");
/// assert_eq!("0.5 mg".parse::<Mass>()?, Mass::micrograms(500));
/// assert_eq!(Mass::micrograms(29_970).to_string(), "29.97 mg");
/// assert!("100".parse::<Mass>().is_err(), "a mass without a unit is refused");
/// # Ok::<(), aso_regimen::ParseError>(())
/// ```
#[doc(alias("AMT", "EXDOSE"))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mass(u64);

const MASS: Notation = Notation {
    units: &[("mg", 3), ("µg", 0), ("μg", 0), ("mcg", 0), ("ug", 0), ("g", 6)],
    range: (0, u64::MAX),
    expected: "a mass such as 100 mg",
    expected_unit: "one of the units mg, µg, mcg, ug, g after the number",
    expected_steps: "a whole number of µg",
    expected_range: "at most 18446744073709551615 µg",
};

/// Where an amount by body weight stops growing, if no body weight was read there.
const MASS_OR_WEIGHT: Notation = Notation {
    expected: "a mass such as 30 mg or a body weight such as 100 kg",
    expected_unit: "one of the units mg, µg, mcg, ug, g, kg after the number",
    ..MASS
};

impl Mass {
    /// No drug.
    pub const ZERO: Self = Self(0);

    /// Whole micrograms.
    pub const fn micrograms(micrograms: u64) -> Self {
        Self(micrograms)
    }

    /// Whole milligrams.
    pub const fn mg(milligrams: u32) -> Self {
        Self(milligrams as u64 * 1_000)
    }

    /// This mass in micrograms.
    pub const fn as_micrograms(self) -> u64 {
        self.0
    }

    /// This mass in milligrams, for arithmetic that is not exact, such as a simulation.
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 µg, which is nine tonnes")]
    pub fn as_mg(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    pub(crate) const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        Ok(Self(tri!(MASS.read(text))))
    }

    /// Where a body weight could be, too.
    pub(crate) const fn read_cap(text: &mut Reader<'_>) -> Result<Self, Unread> {
        Ok(Self(tri!(MASS_OR_WEIGHT.read(text))))
    }

    /// The sum, or `None` past the largest mass.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// This mass given `count` times, or `None` past the largest mass.
    pub fn checked_mul(self, count: u64) -> Option<Self> {
        self.0.checked_mul(count).map(Self)
    }
}

/// # Panics
///
/// If the sum is past the largest mass; [`Mass::checked_add`] returns `None` then.
impl Add for Mass {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.checked_add(other).expect("a sum of masses stays below 18 million tonnes")
    }
}

/// # Panics
///
/// If the sum is past the largest mass, as [`Mass::add`].
impl Sum for Mass {
    fn sum<I: Iterator<Item = Self>>(masses: I) -> Self {
        masses.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1_000 && self.0 % 100 != 0 {
            write_quantity(f, self.0, 0, "µg")
        } else {
            write_quantity(f, self.0, 3, "mg")
        }
    }
}

/// A volume in whole microlitres: of drug solution given, or of cerebrospinal fluid withdrawn.
///
/// Prints in millilitres; reads `mL`, `ml`, `µL`, `uL` and `L`.
///
/// ```
/// use aso_regimen::Volume;
///
/// assert_eq!(Volume::ml(15).to_string(), "15 mL");
/// assert_eq!("0.05 mL".parse::<Volume>()?, Volume::microlitres(50));
/// # Ok::<(), aso_regimen::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Volume(u64);

const VOLUME: Notation = Notation {
    units: &[("mL", 3), ("ml", 3), ("µL", 0), ("μL", 0), ("uL", 0), ("L", 6)],
    range: (0, u64::MAX),
    expected: "a volume such as 15 mL",
    expected_unit: "one of the units mL, ml, µL, uL, L after the number",
    expected_steps: "a whole number of µL",
    expected_range: "at most 18446744073709551615 µL",
};

impl Volume {
    /// No volume.
    pub const ZERO: Self = Self(0);

    /// Whole microlitres.
    pub const fn microlitres(microlitres: u64) -> Self {
        Self(microlitres)
    }

    /// Whole millilitres.
    pub const fn ml(millilitres: u32) -> Self {
        Self(millilitres as u64 * 1_000)
    }

    /// This volume in microlitres.
    pub const fn as_microlitres(self) -> u64 {
        self.0
    }

    pub(crate) const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        Ok(Self(tri!(VOLUME.read(text))))
    }

    /// The sum, or `None` past the largest volume.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// This volume `count` times, or `None` past the largest volume.
    pub fn checked_mul(self, count: u64) -> Option<Self> {
        self.0.checked_mul(count).map(Self)
    }
}

impl fmt::Display for Volume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_quantity(f, self.0, 3, "mL")
    }
}

/// A person's body weight in whole grams, more than zero and at most 1000 kg. Grams entered as kilograms are mostly
/// beyond that limit.
///
/// A separate type from [`Mass`], so that a body weight cannot be added to a dose.
///
/// ```
/// use aso_regimen::BodyWeight;
///
/// let infant: BodyWeight = "9.9 kg".parse()?;
/// assert_eq!(infant.as_grams(), 9_900);
/// assert!(infant < BodyWeight::kg(10));
/// assert!("0 kg".parse::<BodyWeight>().is_err());
/// # Ok::<(), aso_regimen::ParseError>(())
/// ```
#[doc(alias("WT", "WEIGHT"))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyWeight(NonZeroU32);

const BODY_WEIGHT: Notation = Notation {
    units: &[("kg", 3), ("g", 0)],
    range: (1, BodyWeight::HEAVIEST_GRAMS as u64),
    expected: "a body weight such as 70 kg",
    expected_unit: "one of the units kg, g after the number",
    expected_steps: "a whole number of g",
    expected_range: "more than 0 kg and at most 1000 kg",
};

impl BodyWeight {
    /// The heaviest person on record weighed 635 kg.
    const HEAVIEST_GRAMS: u32 = 1_000_000;

    /// Whole kilograms.
    ///
    /// # Panics
    ///
    /// If `kilograms` is 0 or beyond 1000; in a `const` this is a compile error. For a number known only at
    /// run time, use [`BodyWeight::try_kg`] or parsing.
    pub const fn kg(kilograms: u32) -> Self {
        Self::try_kg(kilograms).expect("a body weight is 1 to 1000 kg")
    }

    /// Whole kilograms, or `None` for 0 and beyond 1000.
    pub const fn try_kg(kilograms: u32) -> Option<Self> {
        match kilograms.checked_mul(1_000) {
            Some(grams) => Self::try_grams(grams),
            None => None,
        }
    }

    /// Whole grams.
    ///
    /// # Panics
    ///
    /// If `grams` is 0 or beyond 1 000 000; in a `const` this is a compile error. [`BodyWeight::try_grams`] is for
    /// input.
    pub const fn grams(grams: u32) -> Self {
        Self::try_grams(grams).expect("a body weight is more than 0 g and at most 1000000 g")
    }

    /// Whole grams, or `None` for 0 and beyond 1 000 000.
    pub const fn try_grams(grams: u32) -> Option<Self> {
        match NonZeroU32::new(grams) {
            Some(some) if grams <= Self::HEAVIEST_GRAMS => Some(Self(some)),
            _ => None,
        }
    }

    /// This weight in grams.
    pub const fn as_grams(self) -> u32 {
        self.0.get()
    }

    pub(crate) const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        #[expect(clippy::cast_possible_truncation, reason = "in the range of the notation")]
        let grams = tri!(BODY_WEIGHT.read(text)) as u32;
        Ok(Self::grams(grams))
    }

    /// This weight in kilograms, for arithmetic that is not exact, such as a simulation.
    pub fn as_kg(self) -> f64 {
        f64::from(self.0.get()) / 1_000.0
    }
}

impl fmt::Display for BodyWeight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_quantity(f, u64::from(self.0.get()), 3, "kg")
    }
}

text_form!(Mass, "a mass such as \"100 mg\"");
text_form!(Volume, "a volume such as \"15 mL\"");
text_form!(BodyWeight, "a body weight such as \"70 kg\"");
