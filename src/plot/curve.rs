//! The course of a biomarker: what was predicted, and what was reported.
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/curve.svg"),
    "</div></div>"
)]
//!
//! ```
//! use aso_regimen::plot::{Curve, Line, PlottedPoint, PlottedPoints, Spacing};
//!
//! let predicted =
//!     Line::new("predicted", [(0.0, 1.0), (56.0, 0.8), (112.0, 0.7), (196.0, 0.65)])?;
//! let reported = PlottedPoint::new(196.0, 0.66).within(0.57, 0.77);
//! let picture = Curve::new("A biomarker", "ratio to baseline", Spacing::Linear)?
//!     .line(predicted)
//!     .points(PlottedPoints::new("reported", [reported])?)
//!     .doses([0, 14, 28, 56, 84, 112, 140, 168])
//!     .draw()?;
//! assert_eq!(picture.as_str().matches("class=\"dose\"").count(), 8);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::plot::canvas::{Canvas, Picture};
use crate::plot::error::PictureError;
use crate::plot::font::checked;
use crate::plot::frame::{Frame, SINCE, WIDTH};
use crate::plot::legend::{self, OPACITY, Pen, Sign};
use crate::plot::mark::{Form, Mark, RADIUS};
use crate::plot::palette::{BLACK, BLUE, GREEN, PURPLE, VERMILLION};
use crate::plot::series::{FARTHEST_DAY, Line, PlottedBand, PlottedPoint, PlottedPoints};
use crate::plot::shape::{Shape, path, px};
use crate::plot::value_axis::{Spacing, Values};

/// The largest number of lines, of bands, and of lists of points in a picture.
pub const MOST_SERIES: usize = 4;

/// The nearest that the marks of two doses are.
const APART: f64 = 4.0;

/// The largest number of doses in a picture.
pub const MOST_DOSES: usize = 170;

/// A picture of values over time: lines, percentile bands, reported points with their intervals, and a stroke under the
/// axis for each dose.
///
/// Values are plain numbers, from a model or a table. Lines differ by dashes and colour; a band has the colour of the line
/// added before it. Points that several lists have on one day are drawn side by side. The axis begins on day 0, unless the
/// first day is negative or nearer to the last day than to day 0. Each dose is an element of the class `dose` with `data-number`, counted from 1, and `data-day`.
///
#[doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/curve.svg"),
    "</div></div>"
)]
///
/// ```
/// use aso_regimen::Regimen;
/// use aso_regimen::plot::{Curve, Line, PlottedPoint, PlottedPoints, Spacing};
///
/// let regimen: Regimen = "100 mg IT q14d x3, then q28d x5".parse()?;
/// let days = regimen.starting("2026-01-05".parse()?).iter().day_offsets();
/// let line = (0..=196).map(|day| (f64::from(day), (-0.004 * f64::from(day)).exp()));
/// let reported = PlottedPoint::new(196.0, 0.45);
/// let picture = Curve::new("Example", "ratio to baseline", Spacing::Logarithmic)?
///     .line(Line::new("invented", line)?)
///     .points(PlottedPoints::new("VALOR, all participants", [reported])?)
///     .level(1.0, "baseline")?
///     .doses(days)
///     .draw()?;
/// assert_eq!(picture.as_str().matches("class=\"dose\"").count(), 8);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is drawn before `draw`"]
pub struct Curve {
    title: String,
    quantity: String,
    spacing: Spacing,
    /// What is counted to the right, unless it is days.
    by: Option<String>,
    lines: Vec<Line>,
    /// Each with the number of lines that were there before it.
    bands: Vec<(PlottedBand, usize)>,
    points: Vec<PlottedPoints>,
    levels: Vec<(f64, String)>,
    doses: Vec<i32>,
}

impl Curve {
    /// Returns a picture with a title and the name of the quantity with its unit, such as "ratio to baseline".
    ///
    /// # Errors
    ///
    /// If one of the texts cannot be drawn.
    pub fn new(
        title: impl Into<String>,
        quantity: impl Into<String>,
        spacing: Spacing,
    ) -> Result<Self, PictureError> {
        Ok(Self {
            title: checked("the title", title)?,
            quantity: checked("the quantity", quantity)?,
            spacing,
            by: None,
            lines: Vec::new(),
            bands: Vec::new(),
            points: Vec::new(),
            levels: Vec::new(),
            doses: Vec::new(),
        })
    }

    /// Returns this picture with another quantity than time on the horizontal axis, such as "dose, mg". The days of its
    /// series are then numbers of that quantity. Such a picture cannot have strokes for doses.
    ///
    /// ```
    /// use aso_regimen::plot::{Curve, PlottedPoint, PlottedPoints, Spacing};
    ///
    /// let reported = [(20.0, 0.99), (40.0, 0.73), (60.0, 0.79), (100.0, 0.64)]
    ///     .map(|(mg, ratio)| PlottedPoint::new(mg, ratio));
    /// let picture = Curve::new("SOD1 by dose", "ratio to baseline", Spacing::Linear)?
    ///     .by("dose, mg")?
    ///     .points(PlottedPoints::new("reported", reported)?)
    ///     .draw()?;
    /// assert!(picture.as_str().contains("0.64 at 100"));
    /// # Ok::<(), aso_regimen::plot::PictureError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the text cannot be drawn.
    #[doc(alias = "dose-response")]
    pub fn by(self, quantity: impl Into<String>) -> Result<Self, PictureError> {
        Ok(Self { by: Some(checked("the quantity to the right", quantity)?), ..self })
    }

    /// Returns this picture with one more line.
    pub fn line(mut self, line: Line) -> Self {
        self.lines.push(line);
        self
    }

    /// Returns this picture with one more band, which belongs to the line added before it. Add the widest band first.
    pub fn band(mut self, band: PlottedBand) -> Self {
        let line = self.lines.len().saturating_sub(1);
        self.bands.push((band, line));
        self
    }

    /// Returns this picture with one more list of reported values.
    pub fn points(mut self, points: PlottedPoints) -> Self {
        self.points.push(points);
        self
    }

    /// Returns this picture with a horizontal line at a value, such as the baseline.
    ///
    /// # Errors
    ///
    /// If the words or the value cannot be drawn.
    pub fn level(mut self, value: f64, words: impl Into<String>) -> Result<Self, PictureError> {
        let words = checked("the words of a level", words)?;
        self.check_value(&words, value)?;
        self.levels.push((value, words));
        Ok(self)
    }

    /// Returns this picture with doses on these days, counted from 0 as by
    /// [`Doses::day_offsets`](crate::dosing::doses::Doses::day_offsets). The axis includes all of them.
    pub fn doses(mut self, days: impl IntoIterator<Item = i32>) -> Self {
        // One more than can be drawn, so that a schedule without an end is refused and not walked.
        let days = days.into_iter().take(MOST_DOSES + 1);
        self.doses.extend(days);
        self
    }

    /// Draws the picture.
    ///
    /// # Errors
    ///
    /// If there is no series, if there are more than [`MOST_SERIES`] of a kind or [`MOST_DOSES`], if a value cannot be drawn
    /// on a logarithmic axis, if the days of the doses do not increase or are too close together, or if there are doses and
    /// no days.
    pub fn draw(&self) -> Result<Picture, PictureError> {
        let mut canvas = Canvas::new(&self.title);
        self.draw_on(&mut canvas)?;
        Ok(canvas.finish(&self.description()))
    }

    /// Returns several curves in one picture, one below the other, each with its key. Their own titles are not shown.
    ///
    /// ```
    /// use aso_regimen::plot::{Curve, Line, Spacing};
    ///
    /// let curve = |quantity, level| {
    ///     let line = Line::new("invented", [(0.0, 1.0), (28.0, level)])?;
    ///     Ok::<_, aso_regimen::plot::PictureError>(
    ///         Curve::new("one of two", quantity, Spacing::Linear)?.line(line),
    ///     )
    /// };
    /// let picture =
    ///     Curve::stacked("Two levels", &[curve("SOD1", 0.8)?, curve("neurofilament", 0.6)?])?;
    /// assert_eq!(picture.as_str().matches("class=\"line\"").count(), 2);
    /// # Ok::<(), aso_regimen::plot::PictureError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the title cannot be drawn, there is no curve, or [`Curve::draw`] would refuse one of them.
    pub fn stacked(title: &str, curves: &[Self]) -> Result<Picture, PictureError> {
        if curves.is_empty() {
            return Err(PictureError::Empty { picture: "a picture", part: "a curve" });
        }
        let mut canvas = Canvas::new(&checked("the title", title)?);
        let mut descriptions = Vec::new();
        for curve in curves {
            curve.draw_on(&mut canvas)?;
            descriptions.push(curve.description());
        }
        Ok(canvas.finish(&descriptions.join(" ")))
    }

    /// Draws axes, series and key below what is there.
    fn draw_on(&self, canvas: &mut Canvas) -> Result<(), PictureError> {
        self.check_counts()?;
        self.check_doses()?;
        for (name, value) in self.values() {
            self.check_value(name, value)?;
        }
        let spacing = match self.spacing {
            Spacing::Linear => "linear axis",
            Spacing::Logarithmic => "logarithmic axis",
        };
        let words = format!("{} ({spacing})", self.quantity);
        let frame = self.frame()?.draw(canvas, &words);
        self.draw_bands(canvas, &frame);
        self.draw_levels(canvas, &frame);
        self.draw_lines(canvas, &frame);
        self.draw_points(canvas, &frame);
        self.draw_doses(canvas, &frame);
        legend::draw(canvas, self.key());
        Ok(())
    }

    fn check_value(&self, what: &str, value: f64) -> Result<(), PictureError> {
        let error = |why| PictureError::Value { what: format!("{what:?}"), why };
        self.spacing.check(value).map(drop).map_err(error)
    }

    fn check_counts(&self) -> Result<(), PictureError> {
        let counts = [
            ("lines", self.lines.len()),
            ("bands", self.bands.len()),
            ("lists of points", self.points.len()),
            ("levels", self.levels.len()),
        ];
        if counts[..3].iter().all(|(_, count)| *count == 0) {
            return Err(PictureError::Empty {
                picture: "a picture",
                part: "a line, a band or a list of points",
            });
        }
        match counts.into_iter().find(|(_, count)| *count > MOST_SERIES) {
            Some((parts, count)) => {
                Err(PictureError::TooMany { picture: "a picture", parts, count, most: MOST_SERIES })
            }
            None => Ok(()),
        }
    }

    fn check_doses(&self) -> Result<(), PictureError> {
        if let (Some(by), false) = (&self.by, self.doses.is_empty()) {
            return Err(PictureError::DosesWithoutDays { by: by.clone() });
        }
        if self.doses.len() > MOST_DOSES {
            return Err(PictureError::NoEnd {
                picture: "a picture",
                parts: "doses",
                most: MOST_DOSES,
            });
        }
        let mut before = i32::MIN;
        for (&day, number) in self.doses.iter().zip(1..) {
            if day <= before || f64::from(day).abs() > FARTHEST_DAY {
                return Err(PictureError::Dose { number, day });
            }
            before = day;
        }
        Ok(())
    }

    /// Every point of every series: whose it is, its day, and its values.
    fn points_of_all(&self) -> impl Iterator<Item = (&str, f64, [f64; 3])> {
        let lines = self.lines.iter().flat_map(|line| {
            let points = line.points.iter();
            points.map(|(day, value)| (line.name(), *day, [*value; 3]))
        });
        let bands = self.bands.iter().flat_map(|(band, _)| {
            let points = band.points.iter();
            points.map(|(day, low, high)| (band.name(), *day, [*low, *low, *high]))
        });
        let points = self.points.iter().flat_map(|list| {
            list.points.iter().map(|point| {
                let (low, high) = point.interval.unwrap_or((point.value, point.value));
                (list.name(), point.day, [low, point.value, high])
            })
        });
        lines.chain(bands).chain(points)
    }

    /// Every value with the name of its series.
    fn values(&self) -> impl Iterator<Item = (&str, f64)> {
        let points = self.points_of_all();
        let points = points.flat_map(|(name, _, values)| values.map(|value| (name, value)));
        let levels = self.levels.iter();
        points.chain(levels.map(|(value, words)| (words.as_str(), *value)))
    }

    fn days(&self) -> impl Iterator<Item = f64> {
        let doses = self.doses.iter().copied().map(f64::from);
        self.points_of_all().map(|(_, day, _)| day).chain(doses)
    }

    fn frame(&self) -> Result<Frame, PictureError> {
        let values = Values::new(self.spacing, self.values().map(|(_, value)| value));
        let mut first = self.days().fold(f64::INFINITY, f64::min);
        let last = self.days().fold(f64::NEG_INFINITY, f64::max);
        if first > 0.0 && first < last - first {
            first = 0.0;
        }
        // One day at the least; of another quantity nobody knows what is little.
        let shortest = if self.by.is_some() && last > first { 0.0 } else { 1.0 };
        let days = (last - first).max(shortest);
        let gaps = self.doses.windows(2).map(|pair| pair[0].abs_diff(pair[1]));
        if let Some(nearest) = gaps.min() {
            let most = f64::from(nearest) * WIDTH / APART;
            if days > most {
                return Err(PictureError::DosesTooNear { nearest, days, most });
            }
        }
        Ok(Frame::new((first, first + days), values, self.by.clone()))
    }

    fn draw_bands(&self, canvas: &mut Canvas, frame: &Frame) {
        for (band, line) in &self.bands {
            let there = band.points.iter().map(|(day, low, _)| frame.place(*day, *low));
            let back = band.points.iter().rev().map(|(day, _, high)| frame.place(*day, *high));
            let shape = Shape::new("path")
                .with("class", "band")
                .with("d", format!("{}Z", path(there.chain(back))))
                .with("fill", PENS[line % PENS.len()].colour)
                .with("fill-opacity", px(OPACITY));
            canvas.put(shape.explained(band.name()));
        }
    }

    fn draw_lines(&self, canvas: &mut Canvas, frame: &Frame) {
        for (line, pen) in self.lines.iter().zip(PENS) {
            let places = line.points.iter().map(|(day, value)| frame.place(*day, *value));
            let shape = Shape::new("path")
                .with("class", "line")
                .with("d", path(places))
                .with("stroke-linejoin", "round");
            canvas.put(pen.draw(shape).explained(line.name()));
        }
    }

    fn draw_levels(&self, canvas: &mut Canvas, frame: &Frame) {
        for (value, words) in &self.levels {
            let ends = frame.days().map(|day| frame.place(day, *value));
            let line = Shape::new("path").with("d", path(ends.into_iter()));
            let line = LEVEL.draw(line).with("class", "level");
            canvas.put(line.explained(words.as_str()));
        }
    }

    fn draw_points(&self, canvas: &mut Canvas, frame: &Frame) {
        for (list, pen) in self.points.iter().zip(PENS).filter(|(list, _)| list.is_joined) {
            let places = list.points.iter().map(|point| {
                let (x, y) = frame.place(point.day, point.value);
                (x + self.aside(list, point.day), y)
            });
            let joined = Shape::new("path").with("d", path(places)).with("class", "joined");
            canvas.put(Pen { colour: BLACK, width: 1.0, ..pen }.draw(joined));
        }
        for (list, mark) in self.points.iter().zip(MARKS) {
            for point in &list.points {
                let aside = self.aside(list, point.day);
                let place = |value| {
                    let (x, y) = frame.place(point.day, value);
                    (x + aside, y)
                };
                if let Some((low, high)) = point.interval {
                    canvas.interval([place(low), place(high)], (RADIUS, 0.0), BLACK);
                }
                let words = format!("{}: {}", list.name(), self.words(point));
                let (x, y) = place(point.value);
                let shape = mark.at(x, y).with("class", "point");
                canvas.put(shape.with("data-day", point.day).explained(words));
            }
        }
    }

    /// How far a point is drawn to the right of its day, so that points of several lists are side by side.
    fn aside(&self, list: &PlottedPoints, day: f64) -> f64 {
        let has = |list: &&PlottedPoints| {
            list.points.binary_search_by(|point| point.day.total_cmp(&day)).is_ok()
        };
        let before = self.points.iter().take_while(|other| !std::ptr::eq(*other, list));
        let (before, all) = (before.filter(has).count(), self.points.iter().filter(has).count());
        let [before, all] = [before, all].map(|count| f64::from(u32::try_from(count).unwrap_or(0)));
        (before - 0.5 * (all - 1.0)) * 6.0 * RADIUS / (all + 1.0)
    }

    fn draw_doses(&self, canvas: &mut Canvas, frame: &Frame) {
        for (&day, number) in self.doses.iter().zip(1_u32..) {
            let x = frame.x(f64::from(day));
            let shape = DOSE.at(x, frame.foot() + 2.0 * RADIUS).with("class", "dose");
            let shape = shape.with("data-number", number).with("data-day", day);
            canvas.put(shape.explained(format!("dose {number} on day {day}")));
        }
    }

    fn key(&self) -> Vec<(Sign, &str)> {
        let mut key = Vec::new();
        for (line, pen) in self.lines.iter().zip(PENS) {
            key.push((Sign::Line(pen), line.name()));
        }
        let mut layers = [0; MOST_SERIES];
        for (band, line) in &self.bands {
            // A band lies on those of the same line that were added before.
            let layer = &mut layers[line % MOST_SERIES];
            *layer += 1;
            key.push((Sign::Area(PENS[line % PENS.len()].colour, *layer), band.name()));
        }
        for (list, mark) in self.points.iter().zip(MARKS) {
            key.push((Sign::Mark(mark), list.name()));
        }
        for (_, words) in &self.levels {
            key.push((Sign::Line(LEVEL), words));
        }
        if !self.doses.is_empty() {
            key.push((Sign::Mark(DOSE), "dose"));
        }
        key
    }

    fn description(&self) -> String {
        let by = self.by.as_deref().unwrap_or(SINCE);
        let mut sentences = vec![format!("{} by {by}.", self.quantity)];
        for line in &self.lines {
            if let [(first, start), .., (last, end)] = line.points[..] {
                let name = line.name();
                let [first, last] = [(start, first), (end, last)]
                    .map(|(value, day)| format!("{} {}", short(value), self.place(day)));
                sentences.push(format!("{name}: {first}, {last}."));
            }
        }
        for list in &self.points {
            let points: Vec<String> = list.points.iter().map(|point| self.words(point)).collect();
            sentences.push(format!("{}: {}.", list.name(), points.join("; ")));
        }
        if !self.doses.is_empty() {
            let days: Vec<String> = self.doses.iter().map(i32::to_string).collect();
            sentences.push(format!("Doses on days {}.", days.join(", ")));
        }
        sentences.join(" ")
    }

    /// "0.45 (0.40 to 0.51) on day 196".
    fn words(&self, point: &PlottedPoint) -> String {
        let (value, place) = (rounded(point.value, DIGITS), self.place(point.day));
        let end = |value| rounded(value, DIGITS);
        match point.interval {
            Some((low, high)) => format!("{value} ({} to {}) {place}", end(low), end(high)),
            None => format!("{value} {place}"),
        }
    }

    fn place(&self, day: f64) -> String {
        let word = if self.by.is_some() { "at" } else { "on day" };
        format!("{word} {day}")
    }
}

/// Lines in the order in which they are added.
const PENS: [Pen; MOST_SERIES] =
    [pen(BLUE, ""), pen(VERMILLION, "7 4"), pen(GREEN, "2 3"), pen(PURPLE, "9 3 2 3")];
const LEVEL: Pen = Pen { width: 1.0, ..pen(BLACK, "") };

const fn pen(colour: &'static str, dashes: &'static str) -> Pen {
    Pen { colour, dashes, width: 2.0 }
}

const MARKS: [Mark; MOST_SERIES] = [
    Mark::new(Form::Disc, BLACK),
    Mark::new(Form::HollowSquare, BLACK),
    Mark::new(Form::Diamond, BLACK),
    Mark::new(Form::Ring, BLACK),
];
const DOSE: Mark = Mark::new(Form::Stroke, VERMILLION);

/// More significant digits than a published number has, and fewer than arithmetic leaves.
const DIGITS: usize = 12;

/// The value of a line with three significant digits, or as a whole number if that has more.
fn short(value: f64) -> f64 {
    if value.abs() >= 100.0 { value.round() } else { rounded(value, 3) }
}

fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}
