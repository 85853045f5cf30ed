//! The forest plot: reported differences between arms, with their intervals, on one scale.
//!
#![doc = include_str!("../../docs/pictures/forest.svg")]
//!
//! ```
//! use aso_regimen::{catalog::tofersen, plot::Forest};
//!
//! let valor = tofersen::valor();
//! let week_28 =
//!     valor.contrasts().iter().filter(|row| row.endpoint.name().contains("SOD1"));
//! let rows = week_28.filter(|row| row.estimate.is_some());
//! let picture = Forest::new("SOD1 in VALOR", rows)?.draw();
//! assert!(picture.as_str().contains("class=\"estimate\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::evidence::printed::Printed;
use crate::evidence::result::{Contrast, ReportedEstimate, ReportedScale};
use crate::evidence::source::Source;
use crate::measure::endpoint::Benefit;
use crate::plot::canvas::{Anchor, BODY, Canvas, GAP, LINE, MARGIN, NAME, NOTE, Picture};
use crate::plot::error::PictureError;
use crate::plot::font::checked;
use crate::plot::legend;
use crate::plot::mark::{Form, Mark, RADIUS};
use crate::plot::palette::{BLACK, BLUE, GREY};
use crate::plot::shape::{rule, stroke};
use crate::plot::value_axis::{Spacing, Values};

/// The most rows of a picture.
pub const MOST_ROWS: usize = 100;

/// How wide the part of the picture with the marks is.
const WIDTH: f64 = 300.0;
/// The widest a cell becomes before it is broken.
const CELL: f64 = 170.0;

/// A picture of published [`Contrast`]s: a row each, a square at the estimate and a line over its interval,
/// the numbers as printed beside it, and the source of each below.
///
/// All rows are on one scale, which the axis names: ratios on a logarithmic axis, a geometric mean ratio
/// and its percent change being the same one, and everything else on a linear axis. A line marks no
/// effect. A square is hollow, and the words "not reported" stand in place of an interval, where the
/// source has none. Each row's mark is an element of the class `estimate`.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::evidence::result::ReportedScale;
/// use aso_regimen::{catalog::tofersen, plot::Forest};
///
/// let trial = tofersen::phase_1_2();
/// let in_points = trial.contrasts().iter().filter(|contrast| {
///     contrast
///         .estimate
///         .is_some_and(|estimate| estimate.scale == ReportedScale::PercentagePoints)
/// });
/// let picture = Forest::new("SOD1 protein, phase 1/2", in_points)?.draw();
/// assert_eq!(picture.as_str().matches("class=\"estimate").count(), 4);
/// assert!(picture.as_str().contains("percentage points"));
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is drawn before `draw`"]
pub struct Forest {
    title: String,
    scale: ReportedScale,
    rows: Vec<Row>,
    sources: Vec<String>,
    values: Values,
    benefit: Option<Benefit>,
}

/// A contrast as it is drawn.
#[derive(Debug, Clone)]
struct Row {
    endpoint: String,
    /// What is under each of the [`HEADERS`].
    cells: [String; 6],
    value: f64,
    interval: Option<(f64, f64)>,
}

impl Forest {
    /// A forest plot of contrasts, in their order.
    ///
    /// # Errors
    ///
    /// If a text cannot be drawn, if there is no contrast or more than [`MOST_ROWS`], if one has no estimate or an
    /// estimate outside its interval, and if their scales or a number have no place on one axis.
    pub fn new<'c>(
        title: impl Into<String>,
        contrasts: impl IntoIterator<Item = &'c Contrast>,
    ) -> Result<Self, PictureError> {
        let title = checked("the title", title)?;
        let contrasts: Vec<&Contrast> = contrasts.into_iter().take(MOST_ROWS + 1).collect();
        if contrasts.len() > MOST_ROWS {
            return Err(PictureError::NoEnd {
                picture: "a forest plot",
                parts: "contrasts",
                most: MOST_ROWS,
            });
        }
        let mut scale = None;
        let mut rows = Vec::new();
        let mut sources = Vec::new();
        for (contrast, row) in contrasts.iter().zip(1..) {
            let estimate = contrast.estimate.ok_or(PictureError::NoEstimate { row })?;
            let first = *scale.get_or_insert(estimate.scale);
            check_scale(row, first, estimate.scale)?;
            let note = note_of(&contrast.source, &mut sources)?;
            rows.push(Row::new(contrast, &estimate, note, row)?);
        }
        let scale =
            scale.ok_or(PictureError::Empty { picture: "a forest plot", part: "a contrast" })?;
        let values = axis(scale, &rows);
        Ok(Self { title, scale, rows, sources, values, benefit: common_benefit(&contrasts) })
    }

    /// The picture.
    pub fn draw(&self) -> Picture {
        let mut canvas = Canvas::new(&self.title);
        let layout = Layout::of(&self.rows);
        let top = canvas.bottom() + 1.5 * LINE;
        layout.draw_headers(&mut canvas, top);
        let mut layer = canvas.layer();
        self.draw_rows(&mut layer, &layout, top);
        canvas.reach_as_far_as(&layer);
        self.draw_axis(&mut canvas, &layout, top + 0.5 * LINE);
        canvas.add(layer);
        legend::draw(&mut canvas, self.key());
        let notes: Vec<String> = (self.sources.iter().zip(1..))
            .map(|(source, number)| format!("[{number}] {source}"))
            .collect();
        canvas.notes(notes.iter().map(String::as_str));
        canvas.finish(&self.description())
    }

    fn draw_rows(&self, canvas: &mut Canvas, layout: &Layout, top: f64) {
        let mut endpoint = "";
        let mut foot = top;
        for row in &self.rows {
            if row.endpoint != endpoint {
                endpoint = &row.endpoint;
                foot += 1.6 * LINE;
                canvas.text(MARGIN, foot, Anchor::Start, NAME, endpoint);
            }
            foot += 1.3 * LINE;
            self.draw_mark(canvas, layout, row, foot - RADIUS);
            foot = layout.draw_cells(canvas, row, foot);
        }
    }

    fn draw_mark(&self, canvas: &mut Canvas, layout: &Layout, row: &Row, y: f64) {
        let x = |value| layout.x(self.values.fraction(value));
        if let Some((low, high)) = row.interval {
            canvas.interval([(x(low), y), (x(high), y)], (0.0, RADIUS), BLUE);
        }
        let mark = row.mark().at(x(row.value), y);
        canvas.put(mark.with("class", "estimate").explained(row.sentence()));
    }

    /// The axis under the rows, the line of no effect through them, and which way is better.
    fn draw_axis(&self, canvas: &mut Canvas, layout: &Layout, top: f64) {
        let foot = canvas.bottom() + 0.6 * LINE;
        for tick in self.values.ticks(WIDTH, |label| NOTE.width(label) + 6.0) {
            let x = layout.x(self.values.fraction(tick.value));
            canvas.put(rule((x, top), (x, foot + 4.0)));
            canvas.text(x, foot + LINE, Anchor::Middle, NOTE, &tick.label);
        }
        let none = layout.x(self.values.fraction(no_effect(self.scale)));
        let line = stroke((none, top), (none, foot), BLACK, 1.5).with("stroke-dasharray", "5 3");
        canvas.put(line.with("class", "no-effect"));
        let (left, right) = (layout.x(0.0), layout.x(1.0));
        canvas.line((left, foot), (right, foot), GREY, 1.0);
        let middle = f64::midpoint(left, right);
        for (words, line) in axis_words(self.scale).iter().zip([2.1, 3.1]) {
            canvas.text(middle, foot + line * LINE, Anchor::Middle, NOTE, words);
        }
        let foot = foot + 4.3 * LINE;
        match self.benefit {
            Some(Benefit::Lower) => canvas.text(left, foot, Anchor::Start, BODY, "\u{2190} better"),
            Some(Benefit::Higher) => canvas.text(right, foot, Anchor::End, BODY, "better \u{2192}"),
            None => {}
        }
    }

    fn key(&self) -> Vec<(Mark, &'static str)> {
        let kinds =
            [(REPORTED, "estimate with its 95 % confidence interval"), (ALONE, "estimate alone")];
        let used = |mark: Mark| self.rows.iter().any(|row| row.mark() == mark);
        kinds.into_iter().filter(|(mark, _)| used(*mark)).collect()
    }

    fn description(&self) -> String {
        let axis = axis_words(self.scale).join(", ");
        let mut sentences = vec![format!("Forest plot, {axis}.")];
        sentences.extend(self.rows.iter().map(Row::sentence));
        sentences.join(" ")
    }
}

const REPORTED: Mark = Mark::new(Form::Square, BLUE);
const ALONE: Mark = Mark::new(Form::HollowSquare, BLUE);

impl Row {
    fn new(
        contrast: &Contrast,
        estimate: &ReportedEstimate,
        note: usize,
        row: usize,
    ) -> Result<Self, PictureError> {
        let (value, interval) = numbers(estimate, row)?;
        let unit = if percent(estimate.scale) { " %" } else { "" };
        let endpoint = &contrast.endpoint;
        let arms = format!("{} against {}", contrast.arm, contrast.reference);
        let printed_interval = estimate.interval.map_or_else(
            || "not reported".to_owned(),
            |ends| format!("{} to {}{unit}", ends.low, ends.high),
        );
        Ok(Self {
            endpoint: checked(
                "an endpoint",
                format!("{}, {}", endpoint.name(), endpoint.matrix()),
            )?,
            cells: [
                checked("an arm", arms)?,
                contrast.population.to_string(),
                contrast.at.to_string(),
                format!("{}{unit}", estimate.value),
                printed_interval,
                format!("[{note}]"),
            ],
            value,
            interval,
        })
    }

    fn mark(&self) -> Mark {
        if self.interval.is_some() { REPORTED } else { ALONE }
    }

    fn sentence(&self) -> String {
        let [arms, population, at, estimate, interval, _] = &self.cells;
        format!(
            "{}, {arms}, {population}, {at}: {estimate}, 95 % interval {interval}.",
            self.endpoint
        )
    }
}

/// An estimate and its interval as they stand on the axis.
fn numbers(
    estimate: &ReportedEstimate,
    row: usize,
) -> Result<(f64, Option<(f64, f64)>), PictureError> {
    let scale = estimate.scale;
    let number = |printed: Printed| {
        let value = scale.comparable(printed.value());
        let what = || format!("row {row}");
        let error = |why| PictureError::Value { what: what(), why };
        spacing(scale).check(value).map_err(error)
    };
    let value = number(estimate.value)?;
    let Some(ends) = estimate.interval else {
        return Ok((value, None));
    };
    let (low, high) = (number(ends.low)?, number(ends.high)?);
    if (low..=high).contains(&value) {
        return Ok((value, Some((low, high))));
    }
    Err(PictureError::OutsideInterval {
        what: format!("the estimate of row {row}"),
        value,
        low,
        high,
    })
}

/// Where the columns and the marks begin.
#[derive(Debug)]
struct Layout {
    columns: [f64; 6],
    marks: f64,
}

const HEADERS: [&str; 6] = ["arms", "population", "time", "estimate", "95 % interval", "source"];
/// How many columns are to the left of the marks.
const LEFT: usize = 3;

impl Layout {
    fn of(rows: &[Row]) -> Self {
        let (mut columns, mut marks) = ([0.0; 6], 0.0);
        let mut x = MARGIN;
        for (column, header) in HEADERS.into_iter().enumerate() {
            if column == LEFT {
                marks = x + GAP / 2.0;
                x += WIDTH + 2.0 * GAP;
            }
            columns[column] = x;
            let cell = |row: &Row| BODY.widest(&BODY.lines(&row.cells[column], CELL));
            x += rows.iter().map(cell).fold(NAME.width(header), f64::max) + GAP;
        }
        Self { columns, marks }
    }

    fn x(&self, fraction: f64) -> f64 {
        self.marks + WIDTH * fraction
    }

    fn draw_headers(&self, canvas: &mut Canvas, foot: f64) {
        for (x, header) in self.columns.iter().zip(HEADERS) {
            canvas.text(*x, foot, Anchor::Start, NAME, header);
        }
    }

    /// Draws the texts of a row from `foot` down; returns the foot of the last line.
    fn draw_cells(&self, canvas: &mut Canvas, row: &Row, foot: f64) -> f64 {
        let cells = self.columns.iter().zip(&row.cells);
        cells
            .map(|(x, text)| canvas.texts(*x, foot, BODY, &BODY.lines(text, CELL)))
            .fold(foot, f64::max)
    }
}

/// Which way is better, where that is the same for all.
fn common_benefit(contrasts: &[&Contrast]) -> Option<Benefit> {
    let mut benefits = contrasts.iter().map(|contrast| contrast.endpoint.benefit());
    let first = benefits.next()?;
    benefits.all(|other| other == first).then_some(first)
}

/// The number of a source among those met so far.
fn note_of(source: &Source, sources: &mut Vec<String>) -> Result<usize, PictureError> {
    let text = checked("a source", source.to_string())?;
    let met = sources.iter().position(|other| *other == text);
    let index = met.unwrap_or_else(|| {
        sources.push(text);
        sources.len() - 1
    });
    Ok(index + 1)
}

fn check_scale(row: usize, first: ReportedScale, found: ReportedScale) -> Result<(), PictureError> {
    let ([expected, _], [found, _]) = (axis_words(first), axis_words(found));
    if expected == found {
        return Ok(());
    }
    Err(PictureError::MixedScales { row, expected, found })
}

fn axis(scale: ReportedScale, rows: &[Row]) -> Values {
    let ends = rows.iter().flat_map(|row| {
        let (low, high) = row.interval.unwrap_or((row.value, row.value));
        [low, high]
    });
    Values::new(spacing(scale), ends.chain([no_effect(scale)]))
}

fn spacing(scale: ReportedScale) -> Spacing {
    if scale.is_ratio() { Spacing::Logarithmic } else { Spacing::Linear }
}

fn no_effect(scale: ReportedScale) -> f64 {
    if scale.is_ratio() { 1.0 } else { 0.0 }
}

/// Whether numbers of the scale are printed as percent.
fn percent(scale: ReportedScale) -> bool {
    matches!(
        scale,
        ReportedScale::PercentOfGeometricMean
            | ReportedScale::PercentUnstated
            | ReportedScale::PercentOfParticipants
    )
}

/// What the axis shows, and how. Scales with the same words share an axis.
fn axis_words(scale: ReportedScale) -> [&'static str; 2] {
    let difference = "difference, linear axis";
    let ratio = "logarithmic axis; 0.5 is -50 %";
    match scale {
        ReportedScale::GeometricMeanRatio | ReportedScale::PercentOfGeometricMean => {
            ["ratio of geometric mean ratios", ratio]
        }
        ReportedScale::HazardRatio => ["hazard ratio", "logarithmic axis"],
        ReportedScale::PercentUnstated => ["percent, kind of mean not stated", "linear axis"],
        ReportedScale::Points => ["points", difference],
        ReportedScale::PercentPredictedPoints => ["points of % predicted", difference],
        ReportedScale::PercentagePoints => ["percentage points", difference],
        ReportedScale::StandardDeviations => ["standard deviations", difference],
        ReportedScale::PercentOfParticipants => ["percent of participants", difference],
    }
}
