//! The table of splines that equations of the LMS family add to their formulas.

use thiserror::Error;

use crate::text::{debug_as_display, json_value};

/// Rows further apart than this are not read between. Published tables go in steps of a quarter year; the
/// limit is ours.
const WIDEST_STEP_YEARS: f64 = 1.0;

/// How a table is read at an age between two rows. Programs differ, and so do their results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Interpolation {
    /// On the straight line between the two rows.
    Linear,
    /// At the row whose age is nearest, the older one at half way.
    Nearest,
    /// At the row below.
    Floor,
}

impl Interpolation {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Linear => "spline read linearly between rows",
            Self::Nearest => "spline read at the nearest row",
            Self::Floor => "spline read at the row below",
        }
    }
}

/// One row: what is added to the logarithms of the median and of the coefficient of variation at an age.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a row of a table with its age")
)]
pub struct SplineRow {
    /// Age in decimal years.
    pub age_years: f64,
    /// Added to the logarithm of the median.
    pub median: f64,
    /// Added to the logarithm of the coefficient of variation; 0 where the equation has no such spline.
    pub variation: f64,
}

/// Rows of ascending age, all numbers finite, at least one row.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<Vec<SplineRow>>"))]
pub struct SplineTable(Vec<SplineRow>);

impl SplineTable {
    /// The rows as published.
    ///
    /// # Errors
    ///
    /// If there are no rows, if a number is not finite, or if an age is not above the one before.
    pub fn new(rows: Vec<SplineRow>) -> Result<Self, SplineTableError> {
        if rows.is_empty() {
            return Err(SplineTableError::Empty);
        }
        for (numbers, row) in rows.iter().zip(1..) {
            let numbers = [numbers.age_years, numbers.median, numbers.variation];
            if let Some(value) = numbers.into_iter().find(|number| !number.is_finite()) {
                return Err(SplineTableError::NotFinite { row, value });
            }
        }
        for (pair, row) in rows.windows(2).zip(2..) {
            if pair[1].age_years <= pair[0].age_years {
                return Err(SplineTableError::NotAscending {
                    row,
                    age_years: pair[1].age_years,
                    before: pair[0].age_years,
                });
            }
        }
        Ok(Self(rows))
    }

    /// The rows, by ascending age.
    pub fn rows(&self) -> &[SplineRow] {
        &self.0
    }

    /// The lowest and the highest age, in years.
    pub fn ages(&self) -> (f64, f64) {
        (self.0[0].age_years, self.0[self.0.len() - 1].age_years)
    }

    /// The row for an age between the lowest and the highest; the ages around a gap as the error.
    pub(super) fn at(&self, age: f64, rule: Interpolation) -> Result<SplineRow, (f64, f64)> {
        let above = self.0.partition_point(|row| row.age_years < age);
        let above = above.min(self.0.len() - 1);
        let upper = self.0[above];
        let lower = self.0[above.saturating_sub(1)];
        let step = upper.age_years - lower.age_years;
        if upper.age_years <= age || step <= 0.0 {
            return Ok(upper);
        }
        if step > WIDEST_STEP_YEARS {
            return Err((lower.age_years, upper.age_years));
        }
        let share = (age - lower.age_years) / step;
        Ok(match rule {
            Interpolation::Linear => between(lower, upper, share),
            Interpolation::Nearest if share < 0.5 => lower,
            Interpolation::Nearest => upper,
            Interpolation::Floor => lower,
        })
    }
}

fn between(lower: SplineRow, upper: SplineRow, share: f64) -> SplineRow {
    let mix = |low: f64, high: f64| low + share * (high - low);
    SplineRow {
        age_years: mix(lower.age_years, upper.age_years),
        median: mix(lower.median, upper.median),
        variation: mix(lower.variation, upper.variation),
    }
}

/// Why rows are no [`SplineTable`]. Rows count from 1.
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum SplineTableError {
    /// Nothing to read.
    #[error("a spline table without rows, expected at least one")]
    Empty,
    /// Every number of a table is finite.
    #[error("row {row} of the spline table has {value}, expected finite numbers")]
    NotFinite {
        /// The row, from 1.
        row: usize,
        /// What was given.
        value: f64,
    },
    /// Rows go by age.
    #[error(
        "row {row} of the spline table has age {age_years} after age {before}, expected ascending ages"
    )]
    NotAscending {
        /// The row, from 1.
        row: usize,
        /// Its age, in years.
        age_years: f64,
        /// The age of the row before, in years.
        before: f64,
    },
}

debug_as_display!(SplineTableError);

json_value!(Vec<SplineRow>, SplineTable::new, SplineTableError);
