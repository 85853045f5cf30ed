//! Axes of values, linear and logarithmic, with round numbers on them.

use thiserror::Error;

use crate::text::debug_as_display;

/// The largest value of an axis; on a logarithmic axis also one over the smallest.
const LARGEST: f64 = 1e12;
/// The shortest linear axis.
const SHORTEST: f64 = 1e-9;

/// Why a number has no place on an axis.
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ValuesError {
    /// No number.
    #[error("a value of {0}, expected a finite number")]
    NotFinite(f64),
    /// Beyond any unit.
    #[error("a value of {0}, expected one from -1e12 to 1e12")]
    TooLarge(f64),
    /// No logarithm, or that of next to nothing.
    #[error("a value of {0} on a logarithmic axis, expected at least 1e-12")]
    NotPositive(f64),
}

debug_as_display!(ValuesError);

/// How the distance of two values is drawn.
///
/// ```
/// use aso_regimen::plot::{Curve, Line, Spacing};
///
/// // From 1 to 0.5 is as far as from 0.5 to 0.25, if ratios count; of 0 there is no ratio.
/// let curve = Curve::new("Example", "ratio to baseline", Spacing::Logarithmic)?;
/// assert!(
///     curve.clone().line(Line::new("halved", [(0.0, 1.0), (28.0, 0.5)])?).draw().is_ok()
/// );
/// assert!(curve.line(Line::new("gone", [(0.0, 1.0), (28.0, 0.0)])?).draw().is_err());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Spacing {
    /// Equal differences are equal distances.
    #[default]
    Linear,
    /// Equal ratios are equal distances; values must be above 0.
    Logarithmic,
}

/// A round number on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) value: f64,
    pub(super) label: String,
}

/// An axis on which all of some values have a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Values {
    spacing: Spacing,
    low: f64,
    high: f64,
    ticks: Vec<Tick>,
}

impl Spacing {
    /// The value, if it has a place on an axis.
    pub(super) fn check(self, value: f64) -> Result<f64, ValuesError> {
        if !value.is_finite() {
            return Err(ValuesError::NotFinite(value));
        }
        if value.abs() > LARGEST {
            return Err(ValuesError::TooLarge(value));
        }
        if self == Self::Logarithmic && value < 1.0 / LARGEST {
            return Err(ValuesError::NotPositive(value));
        }
        Ok(value)
    }

    fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Logarithmic => libm::log10(value),
        }
    }
}

impl Values {
    /// The axis for some values, which were checked; one from 0 to 1, or from 1 to 10, where there are none.
    pub(super) fn new(spacing: Spacing, values: impl Iterator<Item = f64>) -> Self {
        let ends = values.fold(None, |ends: Option<(f64, f64)>, value| {
            let (low, high) = ends.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        });
        match spacing {
            Spacing::Linear => Self::linear(ends.unwrap_or((0.0, 1.0))),
            Spacing::Logarithmic => Self::logarithmic(ends.unwrap_or((1.0, 10.0))),
        }
    }

    /// From one round number to another.
    fn linear((low, high): (f64, f64)) -> Self {
        let shortest = SHORTEST.max(1e-6 * low.abs().max(high.abs()));
        let room = if high - low < shortest { shortest } else { 0.0 };
        let (low, high) = (low - room, high + room);
        let (step, decimals) = round_step((high - low) / 5.0);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let count = last - first;
        let ticks = (0_u8..=20)
            .map(f64::from)
            .take_while(|n| *n <= count)
            .map(|n| (first + n) * step)
            .map(|value| Tick { value, label: format!("{value:.decimals$}") })
            .collect();
        Self { spacing: Spacing::Linear, low: first * step, high: last * step, ticks }
    }

    /// A little beyond the values.
    fn logarithmic((low, high): (f64, f64)) -> Self {
        let (low, high) = (libm::log10(low), libm::log10(high));
        let room = (0.06 * (high - low)).max(0.02);
        let (low, high) = (low - room, high + room);
        let ticks = [&[1][..], &[1, 3], &[1, 2, 5], &[1, 2, 3, 4, 5, 6, 7, 8, 9]]
            .iter()
            .map(|digits| decades(low, high, digits))
            .find(|ticks| ticks.len() >= 4)
            .unwrap_or_else(|| Self::between(low, high));
        Self { spacing: Spacing::Logarithmic, low, high, ticks }
    }

    /// Evenly spaced numbers for a logarithmic axis too short for digits.
    fn between(low: f64, high: f64) -> Vec<Tick> {
        let values = Self::linear((libm::exp10(low), libm::exp10(high)));
        let inside =
            |tick: &Tick| tick.value > 0.0 && (low..=high).contains(&libm::log10(tick.value));
        values.ticks.into_iter().filter(inside).collect()
    }

    /// Where a value is between the ends of the axis, from 0 to 1.
    pub(super) fn fraction(&self, value: f64) -> f64 {
        let place = self.spacing.place(value);
        ((place - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// As many of the round numbers, evenly chosen, as have room for their labels, which are so long each,
    /// on an axis of that length.
    pub(super) fn ticks(&self, length: f64, label: impl Fn(&str) -> f64) -> Vec<&Tick> {
        let fits = |ticks: &[&Tick]| {
            ticks.windows(2).all(|pair| {
                let apart = self.fraction(pair[1].value) - self.fraction(pair[0].value);
                length * apart >= f64::midpoint(label(&pair[0].label), label(&pair[1].label))
            })
        };
        (1..=self.ticks.len())
            .map(|stride| self.ticks.iter().step_by(stride).collect::<Vec<_>>())
            .find(|ticks| fits(ticks))
            .unwrap_or_default()
    }
}

/// The power of ten, to the last bit.
fn power_of_ten(exponent: i32) -> f64 {
    let read: Result<f64, _> = format!("1e{exponent}").parse();
    read.unwrap_or(f64::INFINITY)
}

/// 1, 2 or 5 times a power of ten, the first that is not less than `least`, and its decimals.
fn round_step(least: f64) -> (f64, usize) {
    #[expect(clippy::cast_possible_truncation, reason = "an axis is from 1e-9 to 2e12 long")]
    let exponent = libm::log10(least).floor() as i32;
    let decimals = |exponent: i32| usize::try_from(-exponent).unwrap_or(0);
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|digit| (digit * power_of_ten(exponent), decimals(exponent)))
        .find(|(step, _)| *step >= least)
        .unwrap_or_else(|| (power_of_ten(exponent + 1), decimals(exponent + 1)))
}

/// These digits times the powers of ten from one to another, given as logarithms.
fn decades(low: f64, high: f64, digits: &[u8]) -> Vec<Tick> {
    #[expect(clippy::cast_possible_truncation, reason = "from -13 to 13")]
    let (first, last) = (low.floor() as i32, high.ceil() as i32);
    let texts =
        (first..=last).flat_map(|power| digits.iter().map(move |digit| format!("{digit}e{power}")));
    texts
        .filter_map(|text| text.parse::<f64>().ok())
        .filter(|value| (low..=high).contains(&libm::log10(*value)))
        .map(|value| Tick { value, label: value.to_string() })
        .collect()
}
