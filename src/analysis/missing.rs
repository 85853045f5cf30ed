//! Participants missing from an estimate, by reason.
//!
//! ```
//! use aso_regimen::analysis::arm::ArmData;
//! use aso_regimen::analysis::missing::Missing;
//!
//! let mut missing = Missing::default();
//! missing.below_lloq = 2;
//! let arm = ArmData::new("drug", &[100.0], &[60.0])?.with_missing(missing);
//! assert_eq!(arm.missing().map(|missing| missing.below_lloq), Some(2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;
use core::ops::Add;

/// Counts of the participants of an arm who are missing from an estimate, by reason. By default nobody is missing.
///
/// ```
/// use aso_regimen::analysis::arm::ArmData;
/// use aso_regimen::analysis::missing::Missing;
///
/// let mut missing = Missing::default();
/// assert_eq!(missing.to_string(), "none missing");
/// (missing.without_baseline, missing.without_reading) = (1, 4);
/// assert_eq!(
///     missing.to_string(),
///     "5 missing: 1 without a baseline, 4 without a reading at the visit"
/// );
/// assert_eq!(
///     ArmData::new("placebo", &[1.0], &[2.0])?.with_missing(missing).missing(),
///     Some(missing)
/// );
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Missing {
    /// Participants without a baseline, also where a reading that would be the baseline was dropped as below the lower
    /// limit of quantification (LLOQ).
    pub without_baseline: usize,
    /// Participants excluded because their baseline is 0.
    pub zero_baseline: usize,
    /// Participants without a reading that counts for the visit, not even a dropped one.
    pub without_reading: usize,
    /// Participants whose only readings that would count for the visit are below the LLOQ and dropped by the rule for
    /// such readings. If another reading counts in place of a dropped one, the participant is not missing.
    #[doc(alias = "BLQ")]
    pub below_lloq: usize,
    /// Participants missing for another reason, or for no stated reason.
    pub other: usize,
}

impl Missing {
    /// Returns counts with this number of participants, missing for no stated reason.
    pub fn unexplained(participants: usize) -> Self {
        Self { other: participants, ..Self::default() }
    }

    /// The number of missing participants, for all reasons together.
    pub fn total(self) -> usize {
        self.without_baseline
            + self.zero_baseline
            + self.without_reading
            + self.below_lloq
            + self.other
    }
}

impl Add for Missing {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self {
            without_baseline: self.without_baseline + more.without_baseline,
            zero_baseline: self.zero_baseline + more.zero_baseline,
            without_reading: self.without_reading + more.without_reading,
            below_lloq: self.below_lloq + more.below_lloq,
            other: self.other + more.other,
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.total() == 0 {
            return f.write_str("none missing");
        }
        write!(f, "{} missing", self.total())?;
        let reasons = [
            (self.without_baseline, "without a baseline"),
            (self.zero_baseline, "with a baseline of 0"),
            (self.without_reading, "without a reading at the visit"),
            (self.below_lloq, "below the limit of quantification at the visit"),
            (self.other, "for another reason or none stated"),
        ];
        let mut between = ": ";
        for (count, reason) in reasons.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{between}{count} {reason}")?;
            between = ", ";
        }
        Ok(())
    }
}

/// How many participants an estimate rests on, how many of them have an imputed value, and who is missing, where
/// that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) participants: usize,
    pub(crate) imputed: usize,
    pub(crate) missing: Option<Missing>,
}

impl Counted {
    /// Participants of whom nothing else was told.
    pub(crate) const fn only(participants: usize) -> Self {
        Self { participants, imputed: 0, missing: None }
    }
}

impl Add for Counted {
    type Output = Self;

    /// Who is missing is told of both together only if it was told of each.
    fn add(self, more: Self) -> Self {
        Self {
            participants: self.participants + more.participants,
            imputed: self.imputed + more.imputed,
            missing: self.missing.zip(more.missing).map(|(one, other)| one + other),
        }
    }
}

/// Prints `n = 4`, and who was imputed and who is missing.
impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n = {}", self.participants)?;
        if self.imputed > 0 {
            write!(f, ", {} imputed", self.imputed)?;
        }
        self.missing.map_or(Ok(()), |missing| write!(f, ", {missing}"))
    }
}
