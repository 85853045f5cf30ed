//! Published results as points of a curve: those of an arm over time, or those of the arms of a trial by dose.
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/arms.svg"),
    "</div></div>"
)]
//!
//! The program draws one endpoint of this picture.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::Endpoint;
//! use aso_regimen::catalog::tofersen;
//! use aso_regimen::evidence::result::Finding;
//! use aso_regimen::plot::{Curve, PlottedPoints, Spacing};
//!
//! let trial = tofersen::extension();
//! let of = |arm: &str| {
//!     let of_arm = trial.outcomes().iter().filter(|outcome| {
//!         outcome.arm == arm && outcome.endpoint == Endpoint::plasma_nfl()
//!     });
//!     // Several sources print a result; those of the registry have an interval.
//!     let with_interval = of_arm.filter_map(|outcome| match outcome.finding {
//!         Finding::Estimate(found) => found.interval.map(|_| (outcome.at, found)),
//!         _ => None,
//!     });
//!     PlottedPoints::over_time(arm, with_interval).map(PlottedPoints::joined)
//! };
//! let title = "Neurofilament light chain in plasma, tofersen early and delayed";
//! let picture = Curve::new(title, "ratio to baseline", Spacing::Logarithmic)?
//!     .points(of("early start")?)
//!     .points(of("delayed start")?)
//!     .level(1.0, "baseline")?
//!     .draw()?;
//! assert!(picture.as_str().contains("early start: 0.5 (0.42 to 0.6) on day 364"));
//! # }
//! # Ok::<(), aso_regimen::plot::PictureError>(())
//! ```

use crate::evidence::printed::Printed;
use crate::evidence::result::{ReportedEstimate, TimePoint};
use crate::evidence::trial::Trial;
use crate::plot::error::PictureError;
use crate::plot::forest_row::Axis;
use crate::plot::series::{PlottedPoint, PlottedPoints};
use crate::quantity::Mass;

impl PlottedPoints {
    /// Returns published results of one arm in the order of their times. Week 12 and study day 85 are both 84 days after the
    /// first dose.
    ///
    /// A ratio of geometric means is drawn as a ratio, also if it is printed as a percent change; any other number is drawn as
    /// it is printed. [The page](crate::plot::reported) has an example.
    ///
    /// # Errors
    ///
    /// If a result has no time, if two are of one day, if their scales differ, or if [`PlottedPoints::new`] would fail. A
    /// geometric mean ratio and its percent change are on one scale, as in a [`Forest`](crate::plot::Forest).
    #[doc(alias = "mean plot")]
    pub fn over_time(
        name: impl Into<String>,
        results: impl IntoIterator<Item = (TimePoint, ReportedEstimate)>,
    ) -> Result<Self, PictureError> {
        let results = results.into_iter().map(|(time, found)| {
            let day = match time {
                TimePoint::Day(day) => f64::from(day.offset()),
                TimePoint::Week(week) => 7.0 * f64::from(week),
                TimePoint::Unstated => {
                    return Err("has no time, expected a day or a week".to_owned());
                }
            };
            Ok((day, found))
        });
        placed(name, "day", results)
    }

    /// Returns published results of arms of a trial in the order of their doses, for a picture
    /// [by](crate::plot::Curve::by) dose. A dose is the first one of the arm, in mg; it is 0 if the arm is given no drug.
    ///
    /// Numbers are drawn as by [`PlottedPoints::over_time`].
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::Endpoint;
    /// use aso_regimen::catalog::tofersen;
    /// use aso_regimen::evidence::result::Finding;
    /// use aso_regimen::plot::{Curve, PlottedPoints, Spacing};
    ///
    /// let trial = tofersen::phase_1_2();
    /// let sod1 = trial.outcomes().iter().filter_map(|outcome| match outcome.finding {
    ///     Finding::Estimate(found)
    ///         if outcome.endpoint == Endpoint::csf_sod1() && found.interval.is_some() =>
    ///     {
    ///         Some((&*outcome.arm, found))
    ///     }
    ///     _ => None,
    /// });
    /// let picture = Curve::new("SOD1 on day 85", "ratio to baseline", Spacing::Logarithmic)?
    ///     .by("dose of tofersen, mg")?
    ///     .points(PlottedPoints::by_dose("part B", &trial, sod1)?)
    ///     .draw()?;
    /// // Placebo and four doses.
    /// assert_eq!(picture.as_str().matches("class=\"point\"").count(), 5);
    /// assert!(picture.as_str().contains("0.97 (0.83 to 1.13) at 0"));
    /// # }
    /// # Ok::<(), aso_regimen::plot::PictureError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an arm is not in the trial, puts several arms together, has no regimen in numbers or is dosed by body weight, if
    /// two results are of one dose, if their scales differ, or if [`PlottedPoints::new`] would fail.
    #[doc(alias = "dose-response")]
    pub fn by_dose<'a>(
        name: impl Into<String>,
        trial: &Trial,
        results: impl IntoIterator<Item = (&'a str, ReportedEstimate)>,
    ) -> Result<Self, PictureError> {
        let results = results.into_iter().map(|(arm, found)| Ok((dose_of(trial, arm)?, found)));
        placed(name, "dose", results)
    }
}

/// Results from left to right, each with its place or with why it has none.
fn placed(
    name: impl Into<String>,
    of_one: &str,
    results: impl Iterator<Item = Result<(f64, ReportedEstimate), String>>,
) -> Result<PlottedPoints, PictureError> {
    let refused = |point, why| PictureError::Point { point, why };
    let mut points: Vec<(usize, PlottedPoint)> = Vec::new();
    let mut unit = None;
    for (result, point) in results.zip(1..) {
        let (place, found) = result.map_err(|why| refused(point, why))?;
        let its = Axis::of(found.scale).unit;
        let first = *unit.get_or_insert(its);
        if its != first {
            let why = format!("is {found}, expected a number on the scale of point 1, {first}");
            return Err(refused(point, why));
        }
        points.push((point, point_of(place, &found)));
    }
    points.sort_by(|(_, one), (_, other)| one.day.total_cmp(&other.day));
    for pair in points.windows(2) {
        let ((one, before), (other, after)) = (&pair[0], &pair[1]);
        if before.day >= after.day {
            let why =
                format!("has the {of_one} of point {one}, expected one result of each {of_one}");
            return Err(refused(*other, why));
        }
    }
    PlottedPoints::new(name, points.into_iter().map(|(_, point)| point))
}

fn point_of(place: f64, found: &ReportedEstimate) -> PlottedPoint {
    let number = |printed: Printed| found.scale.comparable(printed.value());
    let point = PlottedPoint::new(place, number(found.value));
    match found.interval {
        Some(ends) => point.within(number(ends.low), number(ends.high)),
        None => point,
    }
}

/// The first dose of an arm, in mg.
fn dose_of(trial: &Trial, name: &str) -> Result<f64, String> {
    let arm = trial.arm(name).map_err(|error| format!("has no dose: {error}"))?;
    if arm.pooled_arms().is_some() || arm.words().is_some() {
        return Err(format!("is of the arm {name:?}, expected an arm with one regimen"));
    }
    let Some(drug) = arm.drug() else { return Ok(0.0) };
    let mass = drug.phases()[0].dose().mass_for(None);
    mass.map(Mass::as_mg).map_err(|error| format!("is of the arm {name:?}: {error}"))
}
