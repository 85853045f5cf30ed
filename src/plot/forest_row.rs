//! A row of a forest plot: an estimate with its interval, and the words beside it.

#[cfg(feature = "analysis")]
use crate::analysis::estimate::Estimate;
#[cfg(feature = "analysis")]
use crate::analysis::scale::EstimateScale;
use crate::evidence::result::{Contrast, ReportedEstimate, ReportedScale};
use crate::measure::endpoint::Benefit;
use crate::plot::error::PictureError;
use crate::plot::value_axis::Spacing;

/// A row of a [`Forest`](crate::plot::Forest): a published [`Contrast`], by `From`, or your own estimate with a label.
///
/// ```
/// # #[cfg(feature = "analysis")] {
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
/// use aso_regimen::analysis::estimate::EstimateNumbers;
/// use aso_regimen::analysis::scale::EffectRatio;
/// use aso_regimen::measure::endpoint::Benefit;
/// use aso_regimen::plot::{Forest, ForestRow};
///
/// let cox = EstimateNumbers {
///     estimator: "hazard ratio of death, Cox model".into(),
///     value: EffectRatio::new(0.36)?,
///     standard_error: 0.48,
///     degrees_of_freedom: f64::INFINITY,
///     participants: 108,
/// };
/// let row =
///     ForestRow::new("treated against placebo", &cox.estimate(ConfidenceLevel::P95)?);
/// let picture =
///     Forest::new("A trial of one's own", [row.under("death").better(Benefit::Lower)])?
///         .draw();
/// assert!(picture.as_str().contains("0.141 to 0.922"));
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ForestRow {
    pub(super) heading: Option<String>,
    pub(super) label: String,
    pub(super) population: String,
    pub(super) at: String,
    pub(super) source: Option<String>,
    pub(super) benefit: Option<Benefit>,
    pub(super) shown: Option<Shown>,
}

/// The numbers of a row, and how they are printed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) axis: Axis,
    /// `95 %`.
    pub(super) level: String,
    pub(super) value: f64,
    pub(super) printed: String,
    pub(super) interval: Option<(f64, f64)>,
    pub(super) printed_interval: String,
}

/// The axis on which a number has its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// Numbers of one unit share an axis.
    pub(super) unit: &'static str,
    /// What is written under it, in two lines.
    pub(super) words: [&'static str; 2],
    pub(super) spacing: Spacing,
}

impl ForestRow {
    /// Returns a row with a label and an estimate; the picture prints the number of its participants.
    #[cfg(feature = "analysis")]
    pub fn new<S: EstimateScale>(label: impl Into<String>, estimate: &Estimate<S>) -> Self {
        let drawn = S::AXIS;
        let spacing = if drawn.is_ratio { Spacing::Logarithmic } else { Spacing::Linear };
        let axis = Axis { unit: drawn.words[0], words: drawn.words, spacing };
        let [value, low, high] = [estimate.value, estimate.low, estimate.high];
        let number = |on_scale: S| {
            let number = on_scale.to_number();
            if drawn.is_ratio { number.exp() } else { number }
        };
        Self {
            heading: None,
            label: label.into(),
            population: format!("n = {}", estimate.participants),
            at: String::new(),
            source: None,
            benefit: None,
            shown: Some(Shown {
                axis,
                level: estimate.level.to_string(),
                value: number(value),
                printed: format!("{}{}", value.printed(), S::UNIT),
                interval: Some((number(low), number(high))),
                printed_interval: format!("{} to {}{}", low.printed(), high.printed(), S::UNIT),
            }),
        }
    }

    /// Returns this row under a heading, such as its endpoint. Successive rows with the same heading share it.
    #[must_use]
    pub fn under(self, heading: impl Into<String>) -> Self {
        Self { heading: Some(heading.into()), ..self }
    }

    /// Returns this row with the direction that is better. The picture shows it if all rows have the same.
    #[must_use]
    pub fn better(self, benefit: Benefit) -> Self {
        Self { benefit: Some(benefit), ..self }
    }
}

impl From<&Contrast> for ForestRow {
    fn from(contrast: &Contrast) -> Self {
        let endpoint = &contrast.endpoint;
        Self {
            heading: Some(format!("{}, {}", endpoint.name(), endpoint.matrix())),
            label: format!("{} against {}", contrast.arm, contrast.reference),
            population: format!("{}{}", contrast.population, contrast.analysis.in_brackets()),
            at: contrast.at.to_string(),
            source: Some(contrast.source.to_string()),
            benefit: Some(endpoint.benefit()),
            shown: contrast.estimate.as_ref().map(Shown::of),
        }
    }
}

impl Shown {
    fn of(estimate: &ReportedEstimate) -> Self {
        let scale = estimate.scale;
        let unit = if is_percent(scale) { " %" } else { "" };
        let number = |printed: f64| scale.comparable(printed);
        let interval = estimate.interval;
        Self {
            axis: Axis::of(scale),
            level: "95 %".to_owned(),
            value: number(estimate.value.value()),
            printed: format!("{}{unit}", estimate.value),
            interval: interval.map(|ends| (number(ends.low.value()), number(ends.high.value()))),
            printed_interval: interval.map_or_else(
                || "not reported".to_owned(),
                |ends| format!("{} to {}{unit}", ends.low, ends.high),
            ),
        }
    }

    /// An error unless the numbers have a place on their axis, and the estimate one within its interval.
    pub(super) fn check(&self, row: usize) -> Result<(), PictureError> {
        let has_place = |value| {
            let error = |why| PictureError::Value { what: format!("row {row}"), why };
            self.axis.spacing.check(value).map(drop).map_err(error)
        };
        let value = self.value;
        has_place(value)?;
        let Some((low, high)) = self.interval else {
            return Ok(());
        };
        has_place(low)?;
        has_place(high)?;
        if (low..=high).contains(&value) {
            return Ok(());
        }
        let what = format!("the estimate of row {row}");
        Err(PictureError::OutsideInterval { what, value, low, high })
    }

    /// An error unless both can be in one picture.
    pub(super) fn check_beside(&self, first: &Self, row: usize) -> Result<(), PictureError> {
        let mixed = |found: &str, expected: &str| {
            let (expected, found) = (expected.to_owned(), found.to_owned());
            Err(PictureError::MixedScales { row, expected, found })
        };
        if self.axis.unit != first.axis.unit {
            return mixed(self.axis.words[0], first.axis.words[0]);
        }
        if self.level != first.level {
            return mixed(&format!("at {}", self.level), &first.level);
        }
        Ok(())
    }
}

impl Axis {
    /// The axis of a scale. Scales with the same words share one.
    pub(super) fn of(scale: ReportedScale) -> Self {
        let difference = "difference, linear axis";
        let words = match scale {
            ReportedScale::GeometricMeanRatio | ReportedScale::PercentOfGeometricMean => {
                ["ratio of geometric mean ratios", "logarithmic axis; 0.5 is -50 %"]
            }
            ReportedScale::HazardRatio => ["hazard ratio", "logarithmic axis"],
            ReportedScale::PercentUnstated => ["percent, kind of mean not stated", "linear axis"],
            ReportedScale::Points => ["points", difference],
            ReportedScale::PercentPredictedPoints => ["points of % predicted", difference],
            ReportedScale::PercentagePoints => ["percentage points", difference],
            ReportedScale::StandardDeviations => ["standard deviations", difference],
            ReportedScale::PercentOfParticipants => ["percent of participants", difference],
        };
        let is_geometric = words[0] == "ratio of geometric mean ratios";
        Self {
            // As of one's own estimates.
            unit: if is_geometric { "geometric mean ratio" } else { words[0] },
            words,
            spacing: if scale.is_ratio() { Spacing::Logarithmic } else { Spacing::Linear },
        }
    }

    pub(super) fn no_effect(self) -> f64 {
        match self.spacing {
            Spacing::Logarithmic => 1.0,
            Spacing::Linear => 0.0,
        }
    }
}

/// Whether numbers of the scale are printed as percent.
fn is_percent(scale: ReportedScale) -> bool {
    matches!(
        scale,
        ReportedScale::PercentOfGeometricMean
            | ReportedScale::PercentUnstated
            | ReportedScale::PercentOfParticipants
    )
}
