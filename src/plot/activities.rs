//! The schedule of activities: what is done with a participant, by day.
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/activities.svg"),
    "</div></div>"
)]
//!
//! ```
//! use aso_regimen::evidence::source::{Source, Status};
//! use aso_regimen::evidence::trial::{Registration, Visit};
//! use aso_regimen::plot::ActivityGrid;
//! use aso_regimen::{Arm, Endpoint, StudyDay, Trial, regimen};
//!
//! let protocol = Source::new("Protocol XY-104", Status::Publication);
//! let baseline =
//!     Visit::new("baseline", StudyDay::FIRST).assessing(Endpoint::plasma_nfl());
//! let trial = Trial::builder(Registration::None, "XY-104", protocol)
//!     .arm(Arm::active("drug", regimen!("100 mg IT q28d x3")).open_label())
//!     .visit(baseline)
//!     .build()?;
//! let (first, through) = ("2026-01-05".parse()?, "2026-03-31".parse()?);
//! let picture = ActivityGrid::new(&trial, "drug", first, through)?.draw()?;
//! assert!(picture.as_str().contains("100 mg IT"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::calendar::{StudyDay, Window};
use crate::evidence::trial::{Activity, ActivityKind, Trial, Viewer};
use crate::plot::canvas::{Anchor, BODY, Canvas, GAP, LINE, MARGIN, NAME, NOTE, Picture, Style};
use crate::plot::day_axis::{MOST_DAYS, check_years, days_from};
use crate::plot::error::PictureError;
use crate::plot::font::checked;
use crate::plot::legend;
use crate::plot::mark::{Form, Mark, RADIUS};
use crate::plot::palette::{BLACK, BLUE, GREEN, GREY, VERMILLION};
use crate::plot::shape::rule;

/// The largest number of days with activities in a picture.
pub const MOST_COLUMNS: usize = 140;

/// The room for days beside each other; more are in blocks one under the other.
const ROOM: f64 = 990.0;
/// The width of a day, and what is left free of it.
const NARROWEST: f64 = 82.0;
const WIDEST: f64 = 130.0;
const BESIDE: f64 = 8.0;
/// The room for words at the left, and the widest that they become before they are broken.
const HEADERS: f64 = 90.0;
const HEAD: f64 = 210.0;

/// A picture of one participant's schedule of activities: a column for each day on which something is done,
/// a row for each thing that is given or measured, a mark where they meet.
///
/// Drug is a filled circle, placebo a hollow one, a sham procedure a cross, what is hidden a diamond, and an
/// assessment a square. Each mark is an element of the class `activity` with `data-date`.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::{catalog::tofersen, evidence::trial::Viewer, plot::ActivityGrid};
///
/// let valor = tofersen::valor();
/// let (first, through) = ("2019-03-04".parse()?, "2019-09-30".parse()?);
/// let grid = ActivityGrid::new(&valor, "placebo", first, through)?;
/// let picture = grid.seen_by(Viewer::Participant).draw()?;
/// // Eight injections, of which nobody knows what is in them, and the assessments of
/// // eleven visits.
/// assert_eq!(picture.as_str().matches("class=\"activity hidden\"").count(), 8);
/// assert_eq!(picture.as_str().matches("class=\"activity assessment\"").count(), 39);
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is drawn before `draw`"]
pub struct ActivityGrid<'t> {
    title: String,
    /// The title of the trial alone, where the arm is masked and the title names it.
    blinded_title: Option<String>,
    trial: &'t Trial,
    /// The name of the part that the arm belongs to: only its visits are drawn.
    part: Option<&'t str>,
    activities: Vec<Activity<'t>>,
}

impl<'t> ActivityGrid<'t> {
    /// Returns the schedule of a participant of an arm from the day of the first dose through a date, which is
    /// included.
    ///
    /// # Errors
    ///
    /// If [`Trial::calendar`] fails, if the names of the trial and the arm cannot be drawn, or if there are more than
    /// [`MOST_DAYS`].
    pub fn new(
        trial: &'t Trial,
        arm: &str,
        first_dose: NaiveDate,
        through: NaiveDate,
    ) -> Result<Self, PictureError> {
        let days = days_from(first_dose, through);
        if days > MOST_DAYS {
            return Err(too_many("days", days as usize, MOST_DAYS as usize));
        }
        check_years("a schedule", [first_dose, through])?;
        let of = trial.arm(arm)?;
        Ok(Self {
            activities: trial.calendar(arm, first_dose, through)?,
            title: checked("the title", format!("{}, arm {arm}", trial.title()))?,
            blinded_title: of.is_masked().then(|| trial.title().to_owned()),
            trial,
            part: of.part().map(|part| &*part.name),
        })
    }

    /// Returns this picture with another title.
    ///
    /// # Errors
    ///
    /// If the title cannot be drawn.
    pub fn titled(self, title: impl Into<String>) -> Result<Self, PictureError> {
        Ok(Self { title: checked("the title", title)?, blinded_title: None, ..self })
    }

    /// Returns this picture as participants or staff see it: what is given is hidden, unless the arm is open label. The
    /// title does not name a masked arm, unless [`titled`](Self::titled) set it.
    pub fn seen_by(mut self, viewer: Viewer) -> Self {
        for activity in &mut self.activities {
            *activity = activity.seen_by(viewer);
        }
        if let Some(title) = self.blinded_title.take() {
            self.title = title;
        }
        self
    }

    /// Draws the picture.
    ///
    /// # Errors
    ///
    /// If nothing is done, if something is done on more than [`MOST_COLUMNS`] days, or if the name of a visit, of an
    /// endpoint or of what is given cannot be drawn.
    pub fn draw(&self) -> Result<Picture, PictureError> {
        let columns = self.columns()?;
        let entries = self.entries()?;
        let grid = Grid::of(&columns, &entries);
        let mut canvas = Canvas::new(&self.title);
        let blocks = columns.len().div_ceil(grid.fitting());
        // Blocks of nearly the same width.
        for block in columns.chunks(columns.len().div_ceil(blocks.max(1))) {
            let top = grid.draw_headers(&mut canvas, block);
            grid.draw_rows(&mut canvas, block, &entries, top);
        }
        legend::draw(&mut canvas, self.key());
        Ok(canvas.finish(&self.description()))
    }

    /// The days on which something is done.
    fn columns(&self) -> Result<Vec<Column>, PictureError> {
        let days = self.activities.chunk_by(|one, other| one.date == other.date);
        let columns: Vec<Column> =
            days.map(|activities| self.column(activities)).collect::<Result<_, _>>()?;
        match columns.len() {
            0 => Err(PictureError::Empty {
                picture: "a schedule of activities",
                part: "an activity",
            }),
            count if count > MOST_COLUMNS => {
                Err(too_many("days with activities", count, MOST_COLUMNS))
            }
            _ => Ok(columns),
        }
    }

    /// The visits of one day.
    fn column(&self, activities: &[Activity<'_>]) -> Result<Column, PictureError> {
        let mut visits = Vec::new();
        for activity in activities {
            if let ActivityKind::Assessment(visit, _) | ActivityKind::Visit(visit) = activity.what {
                let place = format!("the name of the visit on {}", activity.date);
                let visit = (checked(place, visit)?, self.window(visit));
                if !visits.contains(&visit) {
                    visits.push(visit);
                }
            }
        }
        Ok(Column { date: activities[0].date, study_day: activities[0].study_day, visits })
    }

    fn window(&self, visit: &str) -> Option<Window> {
        let mut visits = self.trial.visits_of(self.part);
        visits.find(|other| other.name == visit)?.window
    }

    /// What is done on each date.
    fn entries(&self) -> Result<Vec<(NaiveDate, Row)>, PictureError> {
        let activities = self.activities.iter();
        activities.map(|activity| Ok((activity.date, Row::of(activity)?))).collect()
    }

    fn key(&self) -> Vec<(Mark, &'static str)> {
        let kinds: BTreeSet<Kind> = self.activities.iter().map(Kind::of).collect();
        let signs = kinds.into_iter().map(Kind::sign);
        signs.map(|(mark, _, words)| (mark, words)).collect()
    }

    fn description(&self) -> String {
        let activities: Vec<String> = self.activities.iter().map(Activity::to_string).collect();
        format!("Schedule of activities. {}.", activities.join("; "))
    }
}

fn too_many(parts: &'static str, count: usize, most: usize) -> PictureError {
    PictureError::TooMany { picture: "a schedule", parts, count, most }
}

/// A day on which something is done.
#[derive(Debug, Clone)]
struct Column {
    date: NaiveDate,
    study_day: StudyDay,
    visits: Vec<(String, Option<Window>)>,
}

/// Something that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    kind: Kind,
    name: String,
}

/// What is given comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Drug,
    Placebo,
    Sham,
    Hidden,
    Visit,
    Assessment,
}

impl Kind {
    fn of(activity: &Activity<'_>) -> Self {
        match activity.what {
            ActivityKind::Drug(_) => Self::Drug,
            ActivityKind::Placebo(..) => Self::Placebo,
            ActivityKind::Sham(_) => Self::Sham,
            ActivityKind::Hidden(_) => Self::Hidden,
            ActivityKind::Visit(_) => Self::Visit,
            ActivityKind::Assessment(..) => Self::Assessment,
        }
    }

    /// Its mark, the class of that, and its words in the key.
    fn sign(self) -> (Mark, &'static str, &'static str) {
        let (form, colour, class, words) = match self {
            Self::Drug => (Form::Disc, BLUE, "activity drug", "drug"),
            Self::Placebo => (Form::Ring, BLUE, "activity placebo", "placebo"),
            Self::Sham => (Form::Cross, BLUE, "activity sham", "sham procedure"),
            Self::Hidden => {
                let words = "drug or what is given in its place";
                (Form::Diamond, VERMILLION, "activity hidden", words)
            }
            Self::Visit => {
                let words = "visit, what is measured is not stated";
                (Form::HollowSquare, GREY, "activity visit", words)
            }
            Self::Assessment => (Form::Square, GREEN, "activity assessment", "assessment"),
        };
        (Mark::new(form, colour), class, words)
    }
}

impl Row {
    fn of(activity: &Activity<'_>) -> Result<Self, PictureError> {
        let name = match activity.what {
            ActivityKind::Placebo(what, _) => format!("placebo: {what}"),
            ActivityKind::Visit(_) => "visit, assessments not stated".to_owned(),
            ActivityKind::Assessment(_, endpoint) => {
                format!("{}, {}", endpoint.name(), endpoint.matrix())
            }
            given => given.to_string(),
        };
        let place = format!("the name of the activity on {}", activity.date);
        Ok(Self { kind: Kind::of(activity), name: checked(place, name)? })
    }
}

/// Where the rows and columns are.
#[derive(Debug)]
struct Grid {
    /// What is given, then what is measured, each in the order in which it first comes, with its name in
    /// lines.
    rows: Vec<(Row, Vec<String>)>,
    left: f64,
    column: f64,
}

impl Grid {
    fn of(columns: &[Column], entries: &[(NaiveDate, Row)]) -> Self {
        let mut rows: Vec<(Row, Vec<String>)> = Vec::new();
        for (_, row) in entries {
            if !rows.iter().any(|(other, _)| other == row) {
                rows.push((row.clone(), BODY.lines(&row.name, HEAD)));
            }
        }
        rows.sort_by_key(|(row, _)| row.kind);
        let heads = rows.iter().map(|(_, lines)| BODY.widest(lines));
        let words = columns.iter().flat_map(|column| {
            let names = column.visits.iter().map(|(name, _)| name);
            names.flat_map(|name| name.split_whitespace())
        });
        let words = words.map(|word| NAME.width(word) + BESIDE);
        Self {
            left: MARGIN + heads.fold(HEADERS, f64::max) + GAP,
            column: words.fold(NARROWEST, f64::max).min(WIDEST),
            rows,
        }
    }

    /// How many columns fit beside each other.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a positive number below twenty"
    )]
    fn fitting(&self) -> usize {
        (ROOM / self.column).floor().max(1.0) as usize
    }

    /// The middle of a column.
    #[expect(clippy::cast_precision_loss, reason = "a few columns")]
    fn x(&self, index: usize) -> f64 {
        self.left + self.column * (index as f64 + 0.5)
    }

    fn right(&self, block: &[Column]) -> f64 {
        self.x(block.len()) - self.column / 2.0
    }

    /// Draws visits, study days, dates and windows; returns where the rows begin.
    fn draw_headers(&self, canvas: &mut Canvas, block: &[Column]) -> f64 {
        let mut foot = canvas.bottom() + 2.0 * LINE;
        for (name, style, cells) in headers(block, self.column - BESIDE) {
            if cells.iter().flatten().all(String::is_empty) {
                continue;
            }
            canvas.text(MARGIN, foot, Anchor::Start, NOTE, name);
            let mut last = foot;
            for (cell, index) in cells.iter().zip(0..) {
                for (line, number) in cell.iter().zip(0_u8..) {
                    let y = foot + f64::from(number) * LINE;
                    canvas.text(self.x(index), y, Anchor::Middle, style, line);
                    last = last.max(y);
                }
            }
            foot = last + 1.1 * LINE;
        }
        let line = foot - 0.5 * LINE;
        canvas.line((MARGIN, line), (self.right(block), line), BLACK, 1.0);
        line
    }

    fn draw_rows(
        &self,
        canvas: &mut Canvas,
        block: &[Column],
        entries: &[(NaiveDate, Row)],
        top: f64,
    ) {
        let right = self.right(block);
        let mut line = top;
        for (row, head) in &self.rows {
            let foot = canvas.texts(MARGIN, line + 1.2 * LINE, BODY, head);
            let y = f64::midpoint(line + 1.2 * LINE, foot) - RADIUS;
            for (column, index) in block.iter().zip(0..) {
                let done =
                    entries.iter().filter(|(date, other)| *date == column.date && other == row);
                for (date, _) in done.take(1) {
                    let (mark, class, _) = row.kind.sign();
                    let mark = mark.at(self.x(index), y).with("class", class);
                    let words = format!("{date}: {}", row.name);
                    canvas.put(mark.with("data-date", date.to_string()).explained(words));
                }
            }
            line = foot + 0.6 * LINE;
            canvas.put(rule((MARGIN, line), (right, line)));
            canvas.reach(right, line);
        }
    }
}

/// A name, how its row is set, and the lines of each column.
type Header = (&'static str, Style, Vec<Vec<String>>);

/// The rows over the marks.
fn headers(block: &[Column], widest: f64) -> [Header; 4] {
    let cells = |lines: &dyn Fn(&Column) -> Vec<String>| block.iter().map(lines).collect();
    let visits = |column: &Column| {
        let names: Vec<&str> = column.visits.iter().map(|(name, _)| name.as_str()).collect();
        NAME.lines(&names.join(", "), widest)
    };
    let windows = |column: &Column| {
        let windows = column.visits.iter().filter_map(|(_, window)| *window);
        windows.map(|window| window.to_string()).collect()
    };
    [
        ("visit", NAME, cells(&visits)),
        ("study day", BODY, cells(&|column| vec![column.study_day.to_string()])),
        ("date", NOTE, cells(&|column| vec![column.date.to_string()])),
        ("window", NOTE, cells(&windows)),
    ]
}
