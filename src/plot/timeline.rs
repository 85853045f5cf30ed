//! The dosing timeline: the doses of several regimens that start on one day.
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/timeline.svg"),
    "</div></div>"
)]
//!
//! ```
//! use aso_regimen::{plot::Timeline, regimen};
//!
//! let (monthly, loading) =
//!     (regimen!("100 mg IT q28d"), regimen!("100 mg IT q14d x3, then q28d"));
//! let picture =
//!     Timeline::new("Two regimens", "2026-01-05".parse()?, "2026-12-31".parse()?)?
//!         .with("every 28 days", &monthly)?
//!         .with("with loading", &loading)?
//!         .draw()?;
//! // To save it: std::fs::write("timeline.svg", picture.as_str())?;
//! assert_eq!(picture.as_str().matches("data-number=").count(), 13 + 14);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use chrono::NaiveDate;

use crate::dosing::doses::PlannedDose;
use crate::dosing::regimen::{Regimen, Role};
use crate::dosing::schedule::Schedule;
use crate::plot::canvas::{Anchor, BODY, Canvas, GAP, MARGIN, Picture};
use crate::plot::day_axis::{DayCount, Days, check_span, check_years, earlier, on_day};
use crate::plot::error::PictureError;
use crate::plot::font::checked;
use crate::plot::lane::{Head, Label, Track};
use crate::plot::legend;
use crate::plot::mark::{Form, Mark, RADIUS};
use crate::plot::palette::{BLUE, GREEN, GREY, PALE, PURPLE, VERMILLION};
use crate::plot::shape::{Shape, px};

/// The largest number of lanes in a picture.
pub const MOST_LANES: usize = 40;

/// A picture of regimens that begin on one day: one lane for each, one mark for each dose.
///
/// Loading doses are filled, maintenance doses hollow. Windows are bars behind the marks. The amount is shown at the
/// first dose and where it changes. An arrow at the right means that further doses follow. Each dose is an element of
/// the class `dose` with `data-number` and `data-date`.
///
#[doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/timeline.svg"),
    "</div></div>"
)]
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::{Mass, catalog::tofersen, plot::Timeline};
///
/// let (trial, label) = (tofersen::ascending(Mass::mg(60)), tofersen::approved());
/// let picture = Timeline::new("Tofersen", "2026-01-05".parse()?, "2026-06-30".parse()?)?
///     .with("phase 1/2, 60 mg", &trial)?
///     .with("approved", &label)?
///     .draw()?;
/// let doses = picture.as_str().matches("class=\"dose ").count();
/// assert_eq!(doses, 5 + 8);
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is drawn before `draw`"]
pub struct Timeline<'r> {
    title: String,
    first_dose: NaiveDate,
    through: NaiveDate,
    count: DayCount,
    lanes: Vec<(String, &'r Regimen)>,
}

impl<'r> Timeline<'r> {
    /// Returns a timeline from the day of the first dose through a date, which is included.
    ///
    /// # Errors
    ///
    /// If the title cannot be drawn, if the last date is before the first, if a year does not have four digits, or if
    /// there are more than [`MOST_DAYS`](crate::plot::MOST_DAYS).
    pub fn new(
        title: impl Into<String>,
        first_dose: NaiveDate,
        through: NaiveDate,
    ) -> Result<Self, PictureError> {
        check_dates(first_dose, through)?;
        Ok(Self {
            title: checked("the title", title)?,
            first_dose,
            through,
            count: DayCount::default(),
            lanes: Vec::new(),
        })
    }

    /// Returns this timeline with one more regimen.
    ///
    /// # Errors
    ///
    /// If the name cannot be drawn, or if there are already [`MOST_LANES`] lanes.
    pub fn with(
        mut self,
        name: impl Into<String>,
        regimen: &'r Regimen,
    ) -> Result<Self, PictureError> {
        if self.lanes.len() == MOST_LANES {
            return Err(PictureError::NoEnd {
                picture: "a timeline",
                parts: "regimens",
                most: MOST_LANES,
            });
        }
        let name = checked("the name of a regimen", name)?;
        self.lanes.push((name, regimen));
        Ok(self)
    }

    /// Returns this timeline with another count of days.
    pub fn counting(self, count: DayCount) -> Self {
        Self { count, ..self }
    }

    /// Draws the picture.
    ///
    /// # Errors
    ///
    /// If there is no regimen, or if doses are too close together to be told apart.
    pub fn draw(&self) -> Result<Picture, PictureError> {
        if self.lanes.is_empty() {
            return Err(PictureError::Empty { picture: "a timeline", part: "a regimen" });
        }
        let heads: Vec<Head> = (self.lanes.iter())
            .map(|(name, regimen)| Head::new(name, &regimen.to_string()))
            .collect();
        let left = MARGIN + heads.iter().map(Head::width).fold(0.0, f64::max) + GAP;
        let days = self.days(left)?;
        let mut canvas = Canvas::new(&self.title);
        let top = canvas.bottom() + GAP;
        // The grid belongs behind the lanes, and its height is known only after them.
        let mut lanes = canvas.layer();
        for ((_, regimen), head) in self.lanes.iter().zip(&heads) {
            draw_lane(&mut lanes, &days, &regimen.starting(self.first_dose), head);
        }
        canvas.reach_as_far_as(&lanes);
        days.draw(&mut canvas, top, self.count);
        canvas.add(lanes);
        legend::draw(&mut canvas, self.key_entries());
        Ok(canvas.finish(&self.description()))
    }

    fn days(&self, left: f64) -> Result<Days, PictureError> {
        let gaps = self.lanes.iter().filter_map(|(_, regimen)| {
            let plan = regimen.starting(self.first_dose);
            nearest(plan.through(self.through).day_offsets())
        });
        // Room for the window of the first dose.
        let windows = self.lanes.iter().filter_map(|(_, regimen)| {
            let window = regimen.phases().first()?.window()?;
            Some(u32::from(window.early().min(28)))
        });
        let lead = windows.max().unwrap_or(0);
        let first = earlier(self.first_dose, lead);
        let days = Days::new((first, self.through), self.first_dose, gaps.min(), left);
        days.map_err(|error| match error {
            PictureError::TooLong { days, most } => {
                PictureError::TooLong { days: days - lead, most: most.saturating_sub(lead).max(1) }
            }
            other => other,
        })
    }

    /// The doses of each lane in the picture.
    fn doses(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = PlannedDose<'r>>)> {
        self.lanes.iter().map(|(name, regimen)| {
            let plan = regimen.starting(self.first_dose);
            (name.as_str(), plan.through(self.through))
        })
    }

    fn key_entries(&self) -> Vec<(Mark, &'static str)> {
        let doses = || self.doses().flat_map(|(_, doses)| doses);
        let mut entries: Vec<(Mark, &str)> = (Role::ALL.iter())
            .filter(|role| doses().any(|dose| dose.role() == **role))
            .map(|role| role_sign(*role))
            .collect();
        if doses().any(|dose| dose.window().is_some()) {
            entries.push((WINDOW, "window in which a dose is on time"));
        }
        let goes_on = |(_, regimen): &(String, &Regimen)| {
            let plan = regimen.starting(self.first_dose);
            plan.next_after(self.through).is_some()
        };
        if self.lanes.iter().any(goes_on) {
            entries.push((FURTHER, "further doses follow"));
        }
        entries
    }

    fn description(&self) -> String {
        let dates = format!("from {} through {}", self.first_dose, self.through);
        let mut sentences = vec![format!("Dosing timeline {dates}.")];
        for (name, doses) in self.doses() {
            let days: Vec<String> = doses.map(|dose| dose.study_day().to_string()).collect();
            let days = days.join(", ");
            sentences.push(format!("{name}: doses on study days {days}."));
        }
        sentences.join(" ")
    }
}

/// What stands for a window in the key.
pub(super) const WINDOW: Mark = Mark::new(Form::Square, PALE);
/// Doses beyond the last date.
const FURTHER: Mark = Mark::new(Form::Later, GREY);

/// The mark of a role, and its words in the key.
fn role_sign(role: Role) -> (Mark, &'static str) {
    match role {
        Role::Loading => (Mark::new(Form::Disc, VERMILLION), "loading dose"),
        Role::Maintenance => (Mark::new(Form::Ring, BLUE), "maintenance dose"),
        Role::Titration => (Mark::new(Form::Square, GREEN), "titration dose"),
        Role::Single => (Mark::new(Form::Diamond, PURPLE), "single dose"),
    }
}

/// That a picture can reach from one date to the other.
pub(super) fn check_dates(first: NaiveDate, last: NaiveDate) -> Result<(), PictureError> {
    if last < first {
        return Err(PictureError::Backwards { first, last });
    }
    check_years("a timeline", [first, last])?;
    check_span(first, last)
}

/// The fewest days from one of these to the next.
pub(super) fn nearest(offsets: impl Iterator<Item = i32>) -> Option<u32> {
    let mut before: Option<i32> = None;
    offsets.filter_map(|day| Some(day.abs_diff(before.replace(day)?))).min()
}

fn draw_lane(canvas: &mut Canvas, days: &Days, plan: &Schedule<'_>, head: &Head) {
    let doses: Vec<PlannedDose<'_>> = plan.through(days.last()).collect();
    let track = Track::draw(canvas, head, &amounts(&doses, days), days.edges());
    for dose in &doses {
        if let Some(window) = dose.window() {
            let (open, close) = window.into_inner();
            canvas.put(window_bar(days, track.y, open, close));
        }
    }
    for dose in &doses {
        canvas.put(dose_mark(dose, days.x(dose.date()), track.y, plan.start()));
    }
    let (_, right) = days.edges();
    let words = match doses.len() {
        1 => "1 dose".to_owned(),
        n => format!("{n} doses"),
    };
    if plan.next_after(days.last()).is_some() {
        canvas.put(FURTHER.at(right + RADIUS, track.y).with("class", "further"));
    }
    canvas.text(right + GAP, track.y + RADIUS, Anchor::Start, BODY, &words);
    track.close(canvas, right);
}

/// The amount over the first dose and wherever it changes.
fn amounts(doses: &[PlannedDose<'_>], days: &Days) -> Vec<Label> {
    let mut before = None;
    let changed = doses.iter().filter(|dose| {
        let what = (dose.dose().amount(), dose.dose().route());
        before.replace(what) != Some(what)
    });
    changed
        .map(|dose| Label {
            x: days.x(dose.date()),
            text: format!("{} {}", dose.dose().amount(), dose.dose().route()),
        })
        .collect()
}

/// The bar of a window.
pub(super) fn window_bar(days: &Days, y: f64, open: NaiveDate, close: NaiveDate) -> Shape {
    let (from, to) = days.stretch(open, close);
    Shape::new("rect")
        .with("class", "window")
        .with("x", px(from))
        .with("y", px(y - 1.6 * RADIUS))
        .with("width", px(to - from))
        .with("height", px(3.2 * RADIUS))
        .with("fill", PALE)
        .with("data-opens", open.to_string())
        .with("data-closes", close.to_string())
        .explained(format!("window from {open} through {close}"))
}

fn dose_mark(dose: &PlannedDose<'_>, x: f64, y: f64, origin: NaiveDate) -> Shape {
    let words = format!(
        "dose {} ({}): {} on {}",
        dose.number(),
        dose.role(),
        dose.dose(),
        on_day(dose.date(), origin)
    );
    let (mark, _) = role_sign(dose.role());
    mark.at(x, y)
        .with("class", format!("dose {}", dose.role()))
        .with("data-number", dose.number())
        .with("data-date", dose.date().to_string())
        .explained(words)
}
