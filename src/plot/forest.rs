//! The forest plot: published contrasts and your own estimates with their intervals, on one scale.
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/forest.svg"),
    "</div></div>"
)]
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::{catalog::tofersen, plot::Forest};
//!
//! let valor = tofersen::valor();
//! let week_28 =
//!     valor.contrasts().iter().filter(|row| row.endpoint.name().contains("SOD1"));
//! let rows = week_28.filter(|row| row.estimate.is_some());
//! let picture = Forest::new("SOD1 in VALOR", rows)?.draw();
//! assert!(picture.as_str().contains("class=\"estimate\""));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::measure::endpoint::Benefit;
use crate::plot::canvas::{Anchor, BODY, Canvas, GAP, LINE, MARGIN, NAME, NOTE, Picture};
use crate::plot::error::PictureError;
use crate::plot::font::{checked, checked_note};
use crate::plot::forest_row::{Axis, ForestRow, Shown};
use crate::plot::legend;
use crate::plot::mark::{Form, Mark, RADIUS};
use crate::plot::palette::{BLACK, BLUE, GREY};
use crate::plot::shape::{rule, stroke};
use crate::plot::value_axis::Values;

/// The largest number of rows in a picture.
pub const MOST_ROWS: usize = 100;

/// How wide the part of the picture with the marks is.
const WIDTH: f64 = 300.0;
/// The widest a cell becomes before it is broken.
const CELL: f64 = 170.0;

/// A picture of estimates: a row each, a square at the estimate and a line over its interval, the numbers as printed
/// beside it, and the source of each published one below.
///
/// A row is a published [`Contrast`](crate::evidence::result::Contrast) or, as a [`ForestRow`], your own estimate. All
/// rows are on one scale, which the axis names. Ratios are on a logarithmic axis, everything else on a linear one. A
/// geometric mean ratio and its percent change are on one scale. A line marks no effect. If the source has no interval,
/// the square is hollow and "not reported" is in place of the interval. Each row's mark is an element of the class
/// `estimate`.
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
    axis: Axis,
    headers: [String; 6],
    rows: Vec<Row>,
    sources: Vec<String>,
    values: Values,
    benefit: Option<Benefit>,
}

/// A row as it is drawn.
#[derive(Debug, Clone)]
struct Row {
    heading: String,
    /// What is under each of the headers; nothing where a row has none of it.
    cells: [String; 6],
    level: String,
    value: f64,
    interval: Option<(f64, f64)>,
}

impl Forest {
    /// Returns a forest plot of rows in their order: published contrasts, or [`ForestRow`]s.
    ///
    /// # Errors
    ///
    /// If a text cannot be drawn, if there is no row or more than [`MOST_ROWS`], if a contrast has no estimate or one
    /// has an estimate outside its interval, if their scales differ, if a number is off the axis, or if their
    /// intervals have different levels.
    pub fn new<R: Into<ForestRow>>(
        title: impl Into<String>,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Self, PictureError> {
        let title = checked("the title", title)?;
        let given: Vec<ForestRow> = rows.into_iter().take(MOST_ROWS + 1).map(R::into).collect();
        if given.len() > MOST_ROWS {
            return Err(PictureError::NoEnd {
                picture: "a forest plot",
                parts: "contrasts",
                most: MOST_ROWS,
            });
        }
        let mut first: Option<&Shown> = None;
        let mut rows = Vec::new();
        let mut sources = Vec::new();
        for (one, row) in given.iter().zip(1..) {
            let shown = one.shown.as_ref().ok_or(PictureError::NoEstimate { row })?;
            shown.check_beside(first.get_or_insert(shown), row)?;
            let note = note_of(one.source.as_deref(), row, &mut sources)?;
            shown.check(row)?;
            rows.push(Row::new(one, row, shown, note)?);
        }
        let first =
            first.ok_or(PictureError::Empty { picture: "a forest plot", part: "a contrast" })?;
        Ok(Self {
            title,
            axis: first.axis,
            headers: headers(&given, &first.level),
            values: axis_of(first.axis, &rows),
            rows,
            sources,
            benefit: common_benefit(&given),
        })
    }

    /// Draws the picture.
    pub fn draw(&self) -> Picture {
        let mut canvas = Canvas::new(&self.title);
        let layout = Layout::of(&self.headers, &self.rows);
        let top = canvas.bottom() + 1.5 * LINE;
        layout.draw_headers(&mut canvas, &self.headers, top);
        let mut layer = canvas.layer();
        self.draw_rows(&mut layer, &layout, top);
        canvas.reach_as_far_as(&layer);
        self.draw_axis(&mut canvas, &layout, top + 0.5 * LINE);
        canvas.add(layer);
        let (sure, alone) = (
            format!("estimate with its {} confidence interval", self.rows[0].level),
            "estimate alone",
        );
        let used = |mark: &(Mark, &str)| self.rows.iter().any(|row| row.mark() == mark.0);
        legend::draw(&mut canvas, [(REPORTED, &*sure), (ALONE, alone)].into_iter().filter(used));
        let notes: Vec<String> = (self.sources.iter().zip(1..))
            .map(|(source, number)| format!("[{number}] {source}"))
            .collect();
        canvas.notes(notes.iter().map(String::as_str));
        canvas.finish(&self.description())
    }

    fn draw_rows(&self, canvas: &mut Canvas, layout: &Layout, top: f64) {
        let mut heading = "";
        let mut foot = top;
        for row in &self.rows {
            if row.heading != heading {
                heading = &row.heading;
                foot += 1.6 * LINE;
                canvas.text(MARGIN, foot, Anchor::Start, NAME, heading);
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
        let none = layout.x(self.values.fraction(self.axis.no_effect()));
        let line = stroke((none, top), (none, foot), BLACK, 1.5).with("stroke-dasharray", "5 3");
        canvas.put(line.with("class", "no-effect"));
        let (left, right) = (layout.x(0.0), layout.x(1.0));
        canvas.line((left, foot), (right, foot), GREY, 1.0);
        let middle = f64::midpoint(left, right);
        for (words, line) in self.axis.words.iter().zip([2.1, 3.1]) {
            canvas.text(middle, foot + line * LINE, Anchor::Middle, NOTE, words);
        }
        let foot = foot + 4.3 * LINE;
        match self.benefit {
            Some(Benefit::Lower) => canvas.text(left, foot, Anchor::Start, BODY, "\u{2190} better"),
            Some(Benefit::Higher) => canvas.text(right, foot, Anchor::End, BODY, "better \u{2192}"),
            None => {}
        }
    }

    fn description(&self) -> String {
        let axis = self.axis.words.join(", ");
        let mut sentences = vec![format!("Forest plot, {axis}.")];
        sentences.extend(self.rows.iter().map(Row::sentence));
        sentences.join(" ")
    }
}

const REPORTED: Mark = Mark::new(Form::Square, BLUE);
const ALONE: Mark = Mark::new(Form::HollowSquare, BLUE);

impl Row {
    fn new(
        row: &ForestRow,
        number: usize,
        shown: &Shown,
        note: String,
    ) -> Result<Self, PictureError> {
        let of_row = |what: &str, text: &str| checked(format!("the {what} of row {number}"), text);
        let heading = row.heading.as_deref().map(|heading| of_row("heading", heading));
        Ok(Self {
            heading: heading.transpose()?.unwrap_or_default(),
            cells: [
                of_row("label", &row.label)?,
                of_row("population", &row.population)?,
                row.at.clone(),
                shown.printed.clone(),
                shown.printed_interval.clone(),
                note,
            ],
            level: shown.level.clone(),
            value: shown.value,
            interval: shown.interval,
        })
    }

    fn mark(&self) -> Mark {
        if self.interval.is_some() { REPORTED } else { ALONE }
    }

    fn sentence(&self) -> String {
        let [arms, population, at, estimate, interval, _] = &self.cells;
        let named = [&self.heading, arms, population, at].map(String::as_str);
        let named: Vec<&str> = named.into_iter().filter(|word| !word.is_empty()).collect();
        format!("{}: {estimate}, {} interval {interval}.", named.join(", "), self.level)
    }
}

/// Where the columns and the marks begin.
#[derive(Debug)]
struct Layout {
    columns: [f64; 6],
    marks: f64,
}

/// How many columns are to the left of the marks.
const LEFT: usize = 3;

impl Layout {
    fn of(headers: &[String; 6], rows: &[Row]) -> Self {
        let (mut columns, mut marks) = ([0.0; 6], 0.0);
        let mut x = MARGIN;
        for (column, header) in headers.iter().enumerate() {
            if column == LEFT {
                marks = x + GAP / 2.0;
                x += WIDTH + 2.0 * GAP;
            }
            columns[column] = x;
            let cell = |row: &Row| BODY.widest(&BODY.lines(&row.cells[column], CELL));
            let width = rows.iter().map(cell).fold(NAME.width(header), f64::max);
            // A column of which no row has anything takes no room.
            x += if width > 0.0 { width + GAP } else { 0.0 };
        }
        Self { columns, marks }
    }

    fn x(&self, fraction: f64) -> f64 {
        self.marks + WIDTH * fraction
    }

    fn draw_headers(&self, canvas: &mut Canvas, headers: &[String; 6], foot: f64) {
        for (x, header) in self.columns.iter().zip(headers).filter(|(_, header)| !header.is_empty())
        {
            canvas.text(*x, foot, Anchor::Start, NAME, header);
        }
    }

    /// Draws the texts of a row from `foot` down; returns the foot of the last line.
    fn draw_cells(&self, canvas: &mut Canvas, row: &Row, foot: f64) -> f64 {
        let cells = self.columns.iter().zip(&row.cells).filter(|(_, text)| !text.is_empty());
        cells
            .map(|(x, text)| canvas.texts(*x, foot, BODY, &BODY.lines(text, CELL)))
            .fold(foot, f64::max)
    }
}

/// What is above each column; nothing above one of which no row has anything.
fn headers(rows: &[ForestRow], level: &str) -> [String; 6] {
    let any = |has: fn(&ForestRow) -> bool, header: &str| {
        if rows.iter().any(has) { header.to_owned() } else { String::new() }
    };
    let (published, timed) =
        (|row: &ForestRow| row.source.is_some(), |row: &ForestRow| !row.at.is_empty());
    let population = if rows.iter().any(published) { "population" } else { "participants" };
    [
        any(published, "arms"),
        population.to_owned(),
        any(timed, "time"),
        "estimate".to_owned(),
        format!("{level} interval"),
        any(published, "source"),
    ]
}

/// Which way is better, where that is the same for all.
fn common_benefit(rows: &[ForestRow]) -> Option<Benefit> {
    let mut benefits = rows.iter().map(|row| row.benefit);
    let first = benefits.next()??;
    benefits.all(|other| other == Some(first)).then_some(first)
}

/// The note of a source, by its number among those met so far.
fn note_of(
    source: Option<&str>,
    row: usize,
    sources: &mut Vec<String>,
) -> Result<String, PictureError> {
    let Some(source) = source else {
        return Ok(String::new());
    };
    let text = checked_note(format!("the source of row {row}"), source)?;
    let met = sources.iter().position(|other| *other == text);
    let index = met.unwrap_or_else(|| {
        sources.push(text);
        sources.len() - 1
    });
    Ok(format!("[{}]", index + 1))
}

fn axis_of(axis: Axis, rows: &[Row]) -> Values {
    let ends = rows.iter().flat_map(|row| {
        let (low, high) = row.interval.unwrap_or((row.value, row.value));
        [low, high]
    });
    Values::new(axis.spacing, ends.chain([axis.no_effect()]))
}
