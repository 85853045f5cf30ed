//! Series of numbers over time for pictures.
//!
//! A day is the time since the first dose in days, with fractions; the first dose is on day 0, unlike study days. In a
//! picture [by](crate::plot::Curve::by) another quantity it is a number of that quantity.
//!
//! ```
//! use aso_regimen::plot::{Line, PlottedPoint};
//!
//! let line = Line::new("predicted", [(0.0, 1.0), (28.0, 0.8)])?;
//! assert_eq!(line.name(), "predicted");
//! let error = Line::new("predicted", [(28.0, 0.8), (0.0, 1.0)]).unwrap_err();
//! assert_eq!(error.to_string(), "point 2 is on day 0, expected a day after 28");
//! let point = PlottedPoint::new(196.0, 0.66).within(0.57, 0.77);
//! assert_eq!(point.interval, Some((0.57, 0.77)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::plot::error::PictureError;
use crate::plot::font::checked;
use crate::plot::value_axis::Spacing;

/// The largest number of points in a series.
pub const MOST_POINTS: usize = 20_000;

/// The largest distance of a point from the first dose, in days: a hundred years.
pub const FARTHEST_DAY: f64 = 36_525.0;

/// A line through points, such as a predicted course.
///
/// ```
/// use aso_regimen::plot::Line;
///
/// let line = Line::new("prediction", [(0.0, 1.0), (14.0, 0.8), (28.0, 0.7)])?;
/// assert_eq!(line.name(), "prediction");
/// let error = Line::new("prediction", [(0.0, 1.0), (0.0, 0.8)]).unwrap_err();
/// assert_eq!(error.to_string(), "point 2 is on day 0, expected a day after 0");
/// # Ok::<(), aso_regimen::plot::PictureError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    name: String,
    pub(super) points: Vec<(f64, f64)>,
}

/// An area between a lower and a higher value on each day, such as two percentiles.
///
/// ```
/// use aso_regimen::plot::PlottedBand;
///
/// let band =
///     PlottedBand::new("5th to 95th percentile", [(0.0, 0.9, 1.1), (28.0, 0.5, 0.8)])?;
/// assert_eq!(band.name(), "5th to 95th percentile");
/// let error = PlottedBand::new("5th to 95th percentile", [(0.0, 1.1, 0.9)]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "point 1 reaches from 1.1 to 0.9, expected the lower value first"
/// );
/// # Ok::<(), aso_regimen::plot::PictureError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PlottedBand {
    name: String,
    pub(super) points: Vec<(f64, f64, f64)>,
}

/// A value reported for a day, with its interval if it has one.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PlottedPoint {
    /// Days since the first dose, or a number of the quantity that the picture is [by](crate::plot::Curve::by).
    pub day: f64,
    /// The value.
    pub value: f64,
    /// The lower and the upper end of its interval; `None` if it has none.
    pub interval: Option<(f64, f64)>,
}

impl PlottedPoint {
    /// Returns a value without an interval, a number of days after the first dose.
    pub const fn new(day: f64, value: f64) -> Self {
        Self { day, value, interval: None }
    }

    /// Returns this point with the lower and the upper end of its interval.
    #[must_use]
    pub const fn within(self, low: f64, high: f64) -> Self {
        Self { interval: Some((low, high)), ..self }
    }
}

/// Reported values, each drawn as a mark with a line over its interval.
///
/// ```
/// use aso_regimen::plot::{PlottedPoint, PlottedPoints};
///
/// let points =
///     PlottedPoints::new("reported", [PlottedPoint::new(196.0, 0.45).within(0.4, 0.51)])?;
/// assert_eq!(points.name(), "reported");
/// let error =
///     PlottedPoints::new("reported", [PlottedPoint::new(196.0, f64::NAN)]).unwrap_err();
/// assert_eq!(error.to_string(), "point 1 has a value of NaN, expected a finite number");
/// # Ok::<(), aso_regimen::plot::PictureError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PlottedPoints {
    name: String,
    pub(super) points: Vec<PlottedPoint>,
    pub(super) is_joined: bool,
}

impl Line {
    /// Returns a line with a name through points of day and value.
    ///
    /// # Errors
    ///
    /// If there is no point or more than [`MOST_POINTS`], if a number is not finite or too large, or if the days do not
    /// increase.
    pub fn new(
        name: impl Into<String>,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Result<Self, PictureError> {
        let check = |point, (_, value): &(f64, f64)| check_value(point, *value);
        let (name, points) = collected(name, points, |point| point.0, check)?;
        Ok(Self { name, points })
    }

    /// Its name in the legend.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl PlottedBand {
    /// Returns an area with a name through points of day, lower and higher value.
    ///
    /// # Errors
    ///
    /// If [`Line::new`] would fail, or if a lower value is above the higher.
    pub fn new(
        name: impl Into<String>,
        points: impl IntoIterator<Item = (f64, f64, f64)>,
    ) -> Result<Self, PictureError> {
        let check = |point, (_, low, high): &(f64, f64, f64)| check_ends(point, *low, *high);
        let (name, points) = collected(name, points, |point| point.0, check)?;
        Ok(Self { name, points })
    }

    /// Its name in the legend.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl PlottedPoints {
    /// Returns reported values with a name, in the order of their days.
    ///
    /// # Errors
    ///
    /// If [`Line::new`] would fail, or if a value is outside its interval.
    pub fn new(
        name: impl Into<String>,
        points: impl IntoIterator<Item = PlottedPoint>,
    ) -> Result<Self, PictureError> {
        let (name, points) = collected(name, points, |point| point.day, check_reported)?;
        Ok(Self { name, points, is_joined: false })
    }

    /// Returns these values joined by a thin line.
    #[must_use]
    pub fn joined(self) -> Self {
        Self { is_joined: true, ..self }
    }

    /// Their name in the legend.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The name and the points, if there are neither too few nor too many, their days rise, and each passes a check.
fn collected<T>(
    name: impl Into<String>,
    points: impl IntoIterator<Item = T>,
    day: impl Fn(&T) -> f64,
    check: impl Fn(usize, &T) -> Result<(), PictureError>,
) -> Result<(String, Vec<T>), PictureError> {
    let points: Vec<T> = points.into_iter().take(MOST_POINTS + 1).collect();
    if points.is_empty() {
        return Err(PictureError::Empty { picture: "a series", part: "a point" });
    }
    if points.len() > MOST_POINTS {
        return Err(PictureError::NoEnd {
            picture: "a series",
            parts: "points",
            most: MOST_POINTS,
        });
    }
    let mut before = f64::NEG_INFINITY;
    for (day, point) in points.iter().map(day).zip(1..) {
        if !(-FARTHEST_DAY..=FARTHEST_DAY).contains(&day) {
            let why = format!("is on day {day}, expected one from -36525 to 36525");
            return Err(PictureError::Point { point, why });
        }
        if day <= before {
            let why = format!("is on day {day}, expected a day after {before}");
            return Err(PictureError::Point { point, why });
        }
        before = day;
    }
    for (of_day, point) in points.iter().zip(1..) {
        check(point, of_day)?;
    }
    Ok((checked("the name of a series", name)?, points))
}

fn check_value(point: usize, value: f64) -> Result<(), PictureError> {
    let checked = Spacing::Linear.check(value).map(drop);
    checked.map_err(|why| PictureError::Value { what: format!("point {point}"), why })
}

fn check_ends(point: usize, low: f64, high: f64) -> Result<(), PictureError> {
    check_value(point, low)?;
    check_value(point, high)?;
    if low > high {
        let why = format!("reaches from {low} to {high}, expected the lower value first");
        return Err(PictureError::Point { point, why });
    }
    Ok(())
}

fn check_reported(point: usize, reported: &PlottedPoint) -> Result<(), PictureError> {
    let value = reported.value;
    check_value(point, value)?;
    let Some((low, high)) = reported.interval else {
        return Ok(());
    };
    check_ends(point, low, high)?;
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(PictureError::OutsideInterval { what: format!("point {point}"), value, low, high })
}
