//! Readings of an assay, and the numbers used in place of those outside its limits.

use core::f64::consts::FRAC_1_SQRT_2;
use core::fmt;

use thiserror::Error;

use crate::measure::assay::bound::{Bound, Ends};
use crate::measure::assay::spec::{Assay, AssayError, Level};
use crate::text::{debug_as_display, json_form};

/// The number used in place of a reading below the lower limit of quantification. Each rule biases a mean in its own
/// way, so none is the default.
///
/// The names M1 to M7 are those of Beal (J Pharmacokinet Pharmacodyn 2001;28:481, `doi:10.1023/A:1012299115260`). M2,
/// M3 and M4 are not offered: they put no number in the place of a reading, but a probability into the likelihood of a
/// model, and belong to the program that fits it. Give it the readings themselves; its result comes in as an estimate
/// from numbers (`analysis::estimate::EstimateNumbers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[doc(alias("BLQ", "BLOQ"))]
#[non_exhaustive]
pub enum BlqRule {
    /// Nothing: the reading is left out. So did the population model of tominersen with 4 % of the readings in
    /// cerebrospinal fluid and 19 % of those in plasma (Yamamoto et al., CPT Pharmacometrics Syst Pharmacol
    /// 2023;12:1213, doi:10.1002/psp4.13001).
    #[doc(alias = "M1")]
    Drop,
    /// Half the lower limit, the mean of a uniform distribution between 0 and the limit, whose standard
    /// deviation is the limit over the square root of 12.
    #[doc(alias = "M5")]
    HalfLloq,
    /// Half the lower limit for the first of consecutive readings below it; the others of the run are left out. The
    /// readings are those of one participant by time, as [`Concentrations::by`] takes them. A single reading is the
    /// first of its run.
    #[doc(alias = "M6")]
    HalfLloqOnce,
    /// 0, which has no logarithm.
    #[doc(alias = "M7")]
    Zero,
    /// The lower limit over the square root of 2, the usual choice for environmental and log-normal data.
    LloqOverRootTwo,
    /// The lower limit itself, the highest value such a reading can have.
    AtLloq,
}

/// A reading of an assay.
///
/// ```
/// use aso_regimen::Ratio;
/// use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule, Bound};
///
/// let spec = AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL");
/// let assay = Assay::new(spec.lloq(5.0))?;
/// let (baseline, week_28) = (assay.reading(40.0)?, assay.below_lloq());
/// assert_eq!(week_28.concentration_by(BlqRule::HalfLloq)?, Some(2.5));
/// assert_eq!(week_28.concentration_by(BlqRule::Drop)?, None);
///
/// let ratio = week_28.against(&baseline)?.ratio()?;
/// assert_eq!(ratio, Bound::LessThan(Ratio::new(0.125)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ReadingForm"))]
pub struct AssayReading {
    assay: Assay,
    level: Level,
}

impl Assay {
    /// Returns a reading of this concentration. Outside the limits only that is kept, and not the number.
    ///
    /// # Errors
    ///
    /// If the concentration is negative or not finite.
    pub fn reading(&self, concentration: f64) -> Result<AssayReading, AssayError> {
        let spec = self.spec();
        if !(concentration.is_finite() && concentration >= 0.0) {
            return Err(AssayError::Concentration { concentration, assay: self.clone() });
        }
        let level = match spec.uloq {
            _ if concentration < spec.lloq => Level::BelowLloq(spec.lloq),
            Some(uloq) if concentration > uloq => Level::AboveUloq(uloq),
            _ => Level::Quantified(concentration),
        };
        Ok(self.with(level))
    }

    /// Returns the reading that a laboratory printed: a number; `<2.0`, `<LLOQ`, `BLQ`, `BLOQ` or `BQL` below the lower
    /// limit; `>500` or `>ULOQ` above the upper one. Words may be in small letters. A printed limit must be that of the
    /// assay, since a reading below a higher one may be above this one.
    ///
    /// # Errors
    ///
    /// If the text is something else, if a concentration is negative, if a limit is not that of the assay, or if the
    /// assay has no upper limit and the reading is above it.
    ///
    /// ```
    /// use aso_regimen::measure::assay::{Assay, AssaySpec, Level};
    ///
    /// let assay = Assay::new(
    ///     AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL").lloq(2.0),
    /// )?;
    /// assert_eq!(assay.read("<2.0")?.level(), Level::BelowLloq(2.0));
    /// assert_eq!(assay.read("12.5")?.level(), Level::Quantified(12.5));
    /// assert_eq!(
    ///     assay.read("<5").unwrap_err().to_string(),
    ///     "NfL in plasma, platform A, pg/mL: a reading of < 5, expected < 2 by its limits of \
    ///      quantification",
    /// );
    /// # Ok::<(), aso_regimen::measure::assay::AssayError>(())
    /// ```
    pub fn read(&self, text: &str) -> Result<AssayReading, AssayError> {
        let refused = || AssayError::Text { text: text.to_owned(), assay: self.clone() };
        let number = |digits: &str| {
            let number: f64 = digits.trim().parse().map_err(|_| refused())?;
            if number.is_finite() { Ok(number) } else { Err(refused()) }
        };
        let text = text.trim();
        let is = |text: &str, word: &str| text.trim().eq_ignore_ascii_case(word);
        match (text.strip_prefix('<'), text.strip_prefix('>')) {
            (Some(limit), _) if is(limit, "LLOQ") => Ok(self.below_lloq()),
            (_, Some(limit)) if is(limit, "ULOQ") => self.above_uloq(),
            (Some(limit), _) => AssayReading::read(self.clone(), Level::BelowLloq(number(limit)?)),
            (_, Some(limit)) => AssayReading::read(self.clone(), Level::AboveUloq(number(limit)?)),
            _ if ["BLQ", "BLOQ", "BQL"].iter().any(|word| is(text, word)) => Ok(self.below_lloq()),
            (None, None) => self.reading(number(text)?),
        }
    }

    /// Returns a reading that the laboratory reported as below the lower limit.
    pub fn below_lloq(&self) -> AssayReading {
        self.with(Level::BelowLloq(self.spec().lloq))
    }

    /// Returns a reading that the laboratory reported as above the upper limit.
    ///
    /// # Errors
    ///
    /// If the assay has no upper limit.
    pub fn above_uloq(&self) -> Result<AssayReading, AssayError> {
        match self.spec().uloq {
            Some(uloq) => Ok(self.with(Level::AboveUloq(uloq))),
            None => Err(AssayError::NoUloq(self.clone())),
        }
    }

    fn with(&self, level: Level) -> AssayReading {
        let assay = self.clone();
        AssayReading { assay, level }
    }
}

impl AssayReading {
    /// A reading of this level, if the assay gives such.
    fn read(assay: Assay, level: Level) -> Result<Self, AssayError> {
        let reading = match level {
            Level::Quantified(concentration) => assay.reading(concentration)?,
            Level::BelowLloq(_) => assay.below_lloq(),
            Level::AboveUloq(_) => assay.above_uloq()?,
        };
        if reading.level == level {
            return Ok(reading);
        }
        Err(AssayError::Level { level, expected: reading.level, assay })
    }

    /// The assay.
    pub const fn assay(&self) -> &Assay {
        &self.assay
    }

    /// The result.
    pub const fn level(&self) -> Level {
        self.level
    }

    /// Returns the concentration to compute with, in the unit of the assay.
    ///
    /// `None` if the rule leaves the reading out.
    ///
    /// # Errors
    ///
    /// If the reading is above the upper limit: no rule is known to us that puts a number there.
    pub fn concentration_by(&self, rule: BlqRule) -> Result<Option<f64>, AssayError> {
        match self.level {
            Level::Quantified(concentration) => Ok(Some(concentration)),
            Level::BelowLloq(lloq) => Ok(match rule {
                BlqRule::Drop => None,
                BlqRule::HalfLloq | BlqRule::HalfLloqOnce => Some(lloq / 2.0),
                BlqRule::Zero => Some(0.0),
                BlqRule::LloqOverRootTwo => Some(lloq * FRAC_1_SQRT_2),
                BlqRule::AtLloq => Some(lloq),
            }),
            Level::AboveUloq(uloq) => {
                Err(AssayError::AboveUloq { uloq, assay: self.assay.clone() })
            }
        }
    }

    /// The two concentrations whose change is, or bounds, the change since `baseline`.
    ///
    /// What it says holds for every measure of change that rises with the value and falls with the baseline,
    /// as a ratio and a percent change do.
    ///
    /// # Errors
    ///
    /// If analyte, platform or unit of the two differ.
    pub fn against(&self, baseline: &Self) -> Result<Bound<Ends>, AssayError> {
        use Level::{AboveUloq, BelowLloq, Quantified};
        self.check_comparable(baseline)?;
        let ends = Ends { baseline: baseline.level.number(), value: self.level.number() };
        Ok(match (baseline.level, self.level) {
            (Quantified(_), Quantified(_)) => Bound::Exactly(ends),
            (Quantified(_) | AboveUloq(_), BelowLloq(_)) | (AboveUloq(_), Quantified(_)) => {
                Bound::LessThan(ends)
            }
            (Quantified(_) | BelowLloq(_), AboveUloq(_)) | (BelowLloq(_), Quantified(_)) => {
                Bound::MoreThan(ends)
            }
            (BelowLloq(_), BelowLloq(_)) | (AboveUloq(_), AboveUloq(_)) => Bound::Unknown,
        })
    }

    pub(super) fn check_comparable(&self, other: &Self) -> Result<(), AssayError> {
        if self.assay.spec().names() == other.assay.spec().names() {
            return Ok(());
        }
        Err(AssayError::DifferentAssays {
            one: self.assay.to_string(),
            other: other.assay.to_string(),
        })
    }
}

// Its numbers are finite.
impl Eq for AssayReading {}

impl core::hash::Hash for AssayReading {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.assay.hash(state);
    }
}

/// Prints `12.5 pg/mL`, `< 5 pg/mL` or `> 500 pg/mL`.
impl fmt::Display for AssayReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.level, self.assay.spec().unit)
    }
}

/// The concentrations of a column of readings by a rule.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Concentrations {
    /// The concentrations of the readings that were not dropped, in their order.
    pub values: Vec<f64>,
    /// The places of the readings that the rule left out, from 0.
    pub dropped: Vec<usize>,
}

impl Concentrations {
    /// Returns the concentrations of readings of one assay by a rule.
    ///
    /// # Errors
    ///
    /// If a reading is from a different assay than the first, or above the upper limit; the error names the row.
    pub fn by(rule: BlqRule, readings: &[AssayReading]) -> Result<Self, ConcentrationsError> {
        let mut found = Self { values: Vec::with_capacity(readings.len()), dropped: Vec::new() };
        let mut after_below = false;
        for (row, reading) in readings.iter().enumerate() {
            let below = matches!(reading.level, Level::BelowLloq(_));
            let in_run = rule == BlqRule::HalfLloqOnce && below && after_below;
            after_below = below;
            let rule = if in_run { BlqRule::Drop } else { rule };
            let comparable = reading.check_comparable(&readings[0]);
            let concentration = comparable.and_then(|()| reading.concentration_by(rule));
            match concentration {
                Ok(Some(concentration)) => found.values.push(concentration),
                Ok(None) => found.dropped.push(row),
                Err(cause) => {
                    let row = row + 1;
                    return Err(ConcentrationsError { row, cause });
                }
            }
        }
        Ok(found)
    }
}

/// A reading of a column cannot be used.
#[derive(Clone, PartialEq, Error)]
#[error("row {row} of the readings: {cause}")]
#[non_exhaustive]
pub struct ConcentrationsError {
    /// The row, from 1.
    pub row: usize,
    /// What is wrong with it.
    pub cause: AssayError,
}

debug_as_display!(ConcentrationsError);

json_form!(ReadingForm { assay: Assay, level: Level } is "a reading with its assay and level",
    AssayReading::read, AssayError);
