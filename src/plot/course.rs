//! The timeline of a course: what was planned, what was given when, and what is to come.
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/course.svg"),
    "</div></div>"
)]
//!
//! ```
//! use aso_regimen::dosing::missed_dose::MissedDosePolicy;
//! use aso_regimen::{Course, plot::CourseTimeline};
//!
//! let policy = MissedDosePolicy::not_stated();
//! let mut course = Course::new("100 mg IT q28d".parse()?, policy, "2026-01-05".parse()?);
//! course.give("2026-01-05".parse()?)?;
//! course.give("2026-02-02".parse()?)?;
//! let picture =
//!     CourseTimeline::new("One patient", &course, "2026-06-30".parse()?)?.draw()?;
//! assert!(picture.as_str().contains("class=\"forecast\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::dosing::course::{
    self, Course, DoseNotGiven, DueDose, EntryKind, GivenAmount, GivenDose, HistoryItem, NextDue,
    NotGiven, Timing,
};
use crate::dosing::doses::PlannedDose;
use crate::plot::canvas::{Canvas, GAP, MARGIN, Picture};
use crate::plot::day_axis::{DayCount, Days, on_day};
use crate::plot::error::PictureError;
use crate::plot::font::{checked, checked_note};
use crate::plot::lane::{Head, Label, Track};
use crate::plot::legend;
use crate::plot::mark::{Form, Mark, RADIUS};
use crate::plot::palette::{BLACK, BLUE, GREEN, PURPLE, VERMILLION};
use crate::plot::shape::{Shape, px, stroke};
use crate::plot::timeline::{WINDOW, check_dates, nearest, window_bar};

/// A picture of one [`Course`]: the first plan, the doses given and missed, and those to come.
///
/// A dose given on time is a filled circle, a late one a triangle pointing right, an early one a triangle pointing left, and
/// one that does not count a hollow square. The rest of a dose of which a part was given is an upright stroke. A dose that was missed, left out, held or passed over is a cross on its
/// planned date. A line leads from the planned date to the day given. An amount other than the planned one is shown at its
/// mark. A frame marks the time while treatment is held or stopped. Reasons, and what the label leaves open, are written
/// below.
///
/// With a [day of the report](Self::as_of), a due dose that is overdue on that day is marked as overdue, and the doses to
/// come are counted from that day. A course of doses that only seem to be given is [marked as such](Self::masked).
///
/// Each dose is an element of the class `planned`, `given`, `missed`, `overdue` or `forecast` with `data-date` and, except for
/// additional doses, `data-number`. Each frame is an element of the class `held` or `stopped` with `data-opens` and
/// `data-closes`.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::{Course, catalog, plot::CourseTimeline};
///
/// let label = catalog::tofersen::labels().remove(0);
/// let mut course = Course::new(
///     label.regimen()?.clone(),
///     label.policy().clone(),
///     "2026-01-05".parse()?,
/// );
/// course.give("2026-01-05".parse()?)?;
/// course.give("2026-01-25".parse()?)?;
/// let picture =
///     CourseTimeline::new("One patient", &course, "2026-04-30".parse()?)?.draw()?;
/// assert_eq!(picture.as_str().matches("class=\"given on-time\"").count(), 1);
/// assert_eq!(picture.as_str().matches("class=\"given late\"").count(), 1);
/// assert!(picture.as_str().contains("6 days late"));
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is drawn before `draw`"]
pub struct CourseTimeline<'c> {
    title: String,
    course: &'c Course,
    since: NaiveDate,
    through: NaiveDate,
    as_of: Option<NaiveDate>,
    is_masked: bool,
    count: DayCount,
}

/// What a mark says of its dose.
#[derive(Debug, Clone)]
struct Entry {
    class: &'static str,
    mark: Mark,
    date: NaiveDate,
    number: Option<u32>,
    /// Where it was planned, if it was given on another day.
    moved_from: Option<NaiveDate>,
    window: Option<(NaiveDate, NaiveDate)>,
    label: Option<String>,
    words: String,
}

impl<'c> CourseTimeline<'c> {
    /// Returns a timeline from the planned first dose through a date, which is included.
    ///
    /// # Errors
    ///
    /// If the title cannot be drawn, or if the date is before the last entry of the course or more than
    /// [`MOST_DAYS`](crate::plot::MOST_DAYS) after its start.
    pub fn new(
        title: impl Into<String>,
        course: &'c Course,
        through: NaiveDate,
    ) -> Result<Self, PictureError> {
        check_dates(course.start(), through)?;
        Ok(Self {
            title: checked("the title", title)?,
            course,
            since: NaiveDate::MIN,
            through,
            as_of: None,
            is_masked: false,
            count: DayCount::default(),
        })
    }

    /// Returns this timeline as of a day, the day of the report: the due dose is marked as overdue if it
    /// [is](Course::overdue) on that day, and the doses to come are those [from that day on](Course::forecast_from).
    ///
    /// ```
    /// use aso_regimen::{Course, dosing::missed_dose::MissedDosePolicy, plot::CourseTimeline};
    ///
    /// let first = "2026-01-05".parse()?;
    /// let regimen = "100 mg IT q28d".parse()?;
    /// let mut course = Course::new(regimen, MissedDosePolicy::not_stated(), first);
    /// course.give(first)?;
    /// let today = "2026-02-20".parse()?;
    /// let timeline = CourseTimeline::new("Dose 2 overdue", &course, today)?.as_of(today);
    /// let picture = timeline.draw()?;
    /// assert!(picture.as_str().contains("overdue since 2026-02-02"));
    /// assert!(!picture.as_str().contains("to come"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn as_of(self, day: NaiveDate) -> Self {
        Self { as_of: Some(day), ..self }
    }

    /// Returns this timeline marked as masked: no dose of the course contains drug, as with placebo or a sham procedure.
    /// The picture and its description say so.
    pub fn masked(self) -> Self {
        Self { is_masked: true, ..self }
    }

    /// Returns this timeline without the days before a date, for a course of many years. A date before the course changes
    /// nothing.
    pub fn since(self, date: NaiveDate) -> Self {
        Self { since: date, ..self }
    }

    /// Returns this timeline with another count of days.
    pub fn counting(self, count: DayCount) -> Self {
        Self { count, ..self }
    }

    /// Draws the picture.
    ///
    /// # Errors
    ///
    /// If it ends before it begins or before the last entry of the course, if a reason cannot be drawn, or if doses are too
    /// close together to be told apart.
    pub fn draw(&self) -> Result<Picture, PictureError> {
        let history = History::of(self)?;
        let heads = LANES.map(|(name, note)| Head::new(name, note));
        let left = MARGIN + heads.iter().map(Head::width).fold(0.0, f64::max) + GAP;
        let days = self.days(&history, left)?;

        let mut canvas = Canvas::new(&self.title);
        canvas.reach(days.edges().1, canvas.bottom());
        let regimen = self.course.regimen().to_string();
        canvas.notes([regimen.as_str()]);
        if self.is_masked {
            canvas.notes([MASKED]);
        }
        let top = canvas.bottom() + GAP;
        let mut layer = canvas.layer();
        let pauses = [&[][..], &history.pauses, &[]];
        for ((entries, head), pauses) in history.lanes().into_iter().zip(&heads).zip(pauses) {
            draw_lane(&mut layer, &days, (entries, pauses), head);
        }
        canvas.reach_as_far_as(&layer);
        days.draw(&mut canvas, top, self.count);
        canvas.add(layer);
        legend::draw(&mut canvas, history.key());
        canvas.notes(history.notes.iter().map(String::as_str));
        Ok(canvas.finish(&history.description()))
    }

    fn days(&self, history: &History, left: f64) -> Result<Days, PictureError> {
        let start = self.course.start().min(self.course.day_one()).max(self.since);
        check_dates(start, self.through)?;
        let gap = |entries: &[Entry]| {
            let mut days: Vec<i32> =
                entries.iter().map(|entry| days_between(start, entry.date)).collect();
            // A dose that does not count and the one in its place may be of one day, and so may a part and its rest.
            days.dedup();
            nearest(days.into_iter())
        };
        let gaps = history.lanes().into_iter().filter_map(gap).min();
        Days::new((start, self.through), self.course.day_one(), gaps, left)
    }
}

/// What is said of a course whose doses only seem to be given.
const MASKED: &str = "This regimen only seems to be given: no dose has drug in it.";

/// What stands to the left of the lanes.
const LANES: [(&str, &str); 3] = [
    ("planned", "as laid out on the first day"),
    ("given", "and not given"),
    ("forecast", "if each dose is given on its date"),
];

/// The entries of the three lanes, each in order of date.
#[derive(Debug)]
struct History {
    /// Study day 1.
    origin: NaiveDate,
    planned: Vec<Entry>,
    given: Vec<Entry>,
    forecast: Vec<Entry>,
    pauses: Vec<Pause>,
    /// Why doses were given otherwise or not at all, and what the label leaves open.
    notes: Vec<String>,
    is_masked: bool,
}

/// Days on which treatment was held or stopped.
#[derive(Debug)]
struct Pause {
    from: NaiveDate,
    last: NaiveDate,
    is_stop: bool,
    words: String,
}

impl Pause {
    /// Those of a course through a date, in order.
    fn all(course: &Course, through: NaiveDate) -> Result<Vec<Self>, PictureError> {
        let (mut pauses, mut open) = (Vec::new(), None);
        for entry in course.entries() {
            let next = match entry.kind() {
                EntryKind::Held | EntryKind::Stopped => Some(entry),
                EntryKind::Resumed => None,
                _ => continue,
            };
            if let Some(before) = std::mem::replace(&mut open, next) {
                pauses.push(Self::new(before, entry.day().pred_opt(), through)?);
            }
        }
        if let Some(last) = open {
            pauses.push(Self::new(last, None, through)?);
        }
        Ok(pauses)
    }

    /// One that ends on a day, or goes on.
    fn new(
        entry: &course::Entry,
        end: Option<NaiveDate>,
        through: NaiveDate,
    ) -> Result<Self, PictureError> {
        let (from, is_stop) = (entry.day(), *entry.kind() == EntryKind::Stopped);
        let (what, name) = if is_stop { ("Stopped", "stop") } else { ("Held", "hold") };
        let place = format!("the reason of the {name} on {from}");
        let reason = checked_note(place, entry.why().unwrap_or_default())?;
        let end = end.map(|end| end.max(from));
        let to = end.map(|end| format!(" to {end}")).unwrap_or_default();
        let words = format!("{what} from {from}{to}: {reason}");
        Ok(Self { from, last: end.unwrap_or(through), is_stop, words })
    }

    fn class(&self) -> &'static str {
        if self.is_stop { "stopped" } else { "held" }
    }

    fn frame(&self, days: &Days, y: f64) -> Shape {
        let (from, to) = days.stretch(self.from, self.last);
        let frame = Shape::new("rect").with("class", self.class());
        let frame = frame.with("x", px(from)).with("y", px(y - 2.0 * RADIUS));
        let frame = frame.with("width", px(to - from)).with("height", px(4.0 * RADIUS));
        let frame = frame.with("fill", "none").with("stroke", BLACK).with("stroke-width", "1");
        let dashes = if self.is_stop { "none" } else { "4 3" };
        frame
            .with("stroke-dasharray", dashes)
            .with("data-opens", self.from.to_string())
            .with("data-closes", self.last.to_string())
            .explained(self.words.as_str())
    }
}

fn check_reached(last: Option<NaiveDate>, through: NaiveDate) -> Result<(), PictureError> {
    match last {
        Some(last) if last > through => Err(PictureError::EndsTooSoon { through, last }),
        _ => Ok(()),
    }
}

/// What the label leaves open, or that nothing follows; what is held or stopped has words of its own.
fn next_words(course: &Course) -> Option<String> {
    match course.next_due() {
        NextDue::Unspecified(reason) => Some(format!("The next dose has no date: {reason}.")),
        NextDue::Ended => Some("No dose follows: the regimen is over.".to_owned()),
        _ => None,
    }
}

impl History {
    fn of(timeline: &CourseTimeline<'_>) -> Result<Self, PictureError> {
        let &CourseTimeline { course, since, through, as_of, is_masked, .. } = timeline;
        check_reached(course.entries().last().map(course::Entry::day), through)?;
        let origin = course.day_one();
        let given = || course.doses_given().filter(|dose| dose.date() >= since);
        let overdue = as_of.and_then(|day| course.overdue(day));
        let overdue = overdue.map(|due| overdue_entry(&due, origin));
        let forecast = match as_of {
            Some(day) if overdue.is_some() => course.forecast_from(day),
            _ => course.forecast(),
        };
        let forecast = forecast.take_while(|dose| dose.date() <= through);
        let forecast: Vec<Entry> = forecast
            .zip(0_u32..)
            .map(|(dose, number)| forecast_entry(&dose, number == 0 && overdue.is_none(), origin))
            .collect();
        let to_come = overdue.into_iter().chain(forecast).filter(|entry| entry.date >= since);
        let mut history = Self {
            origin,
            planned: Vec::new(),
            given: given().map(|dose| given_entry(&dose, origin)).collect(),
            forecast: to_come.collect(),
            pauses: Pause::all(course, through)?,
            notes: Vec::new(),
            is_masked,
        };
        history.pauses.retain(|pause| pause.last >= since);
        for dose in given() {
            history.notes.extend(given_note(&dose)?);
        }
        let past = course.history().filter_map(|item| match item {
            HistoryItem::NotGiven(dose) if dose.why() != NotGiven::Held => Some(dose),
            _ => None,
        });
        let not_given = past.chain(course.doses_held(through));
        for dose in not_given.filter(|dose| dose.planned() >= since) {
            history.missed(&dose)?;
        }
        let planned = course.doses_planned(through).filter(|dose| dose.date() >= since);
        let planned = laid_out(planned, origin);
        history.planned.extend(planned);
        history.planned.sort_by_key(|entry| entry.date);
        history.given.sort_by_key(|entry| entry.date);
        let pauses = history.pauses.iter().map(|pause| format!("{}.", pause.words));
        history.notes.extend(pauses);
        for entry in course.entries().filter(|entry| entry.day() >= since) {
            history.notes.extend(decision_note(entry)?);
        }
        history.notes.extend(next_words(course));
        check_reached(history.given.last().map(|entry| entry.date), through)?;
        Ok(history)
    }

    fn missed(&mut self, dose: &DoseNotGiven<'_>) -> Result<(), PictureError> {
        let (word, note) = match dose.why() {
            NotGiven::Held => ("held", None),
            NotGiven::PassedOver => ("passed over", None),
            NotGiven::Skipped => ("left out", Some("Left out")),
            _ => ("missed", Some("Missed")),
        };
        if let (Some(note), Some(reason)) = (note, dose.reason()) {
            let planned = dose.planned();
            let reason =
                checked_note(format!("the reason of the dose not given on {planned}"), reason)?;
            self.notes.push(format!("{note} on {planned}: {reason}"));
        }
        self.given.push(missed_entry(dose, word, self.origin));
        Ok(())
    }

    fn lanes(&self) -> [&[Entry]; 3] {
        [&self.planned, &self.given, &self.forecast]
    }

    fn key(&self) -> Vec<(Mark, &'static str)> {
        let all = || self.lanes().into_iter().flatten();
        let kinds = [
            (PLANNED, "planned"),
            (ON_TIME, "given on time"),
            (EARLY, "given early"),
            (LATE, "given late"),
            (UNPLANNED, "given without a planned date"),
            (REST, "rest of a dose"),
            (UNCOUNTED, "given, does not count"),
            (MISSED, "not given"),
            (OVERDUE, "overdue"),
            (FORECAST, "to come"),
        ];
        let used = |mark: Mark| all().any(|entry| entry.mark == mark);
        let mut key: Vec<_> = kinds.into_iter().filter(|(mark, _)| used(*mark)).collect();
        if all().any(|entry| entry.window.is_some()) {
            key.push((WINDOW, "window in which a dose is on time"));
        }
        key
    }

    fn description(&self) -> String {
        let words = |entries: &[Entry]| {
            let words: Vec<&str> = entries.iter().map(|entry| entry.words.as_str()).collect();
            words.join("; ")
        };
        let mut sentences = vec![format!("{} doses planned.", self.planned.len())];
        if self.is_masked {
            sentences.insert(0, MASKED.to_owned());
        }
        let (overdue, to_come): (Vec<_>, Vec<_>) =
            self.forecast.iter().cloned().partition(|entry| entry.mark == OVERDUE);
        for (name, lane) in
            [("Given and not given", &self.given), ("Overdue", &overdue), ("To come", &to_come)]
        {
            if !lane.is_empty() {
                sentences.push(format!("{name}: {}.", words(lane)));
            }
        }
        sentences.extend(self.notes.iter().cloned());
        sentences.join(" ")
    }
}

const PLANNED: Mark = Mark::new(Form::Ring, BLACK);
const ON_TIME: Mark = Mark::new(Form::Disc, BLUE);
const EARLY: Mark = Mark::new(Form::Earlier, GREEN);
const LATE: Mark = Mark::new(Form::Later, VERMILLION);
const UNPLANNED: Mark = Mark::new(Form::Diamond, PURPLE);
const UNCOUNTED: Mark = Mark::new(Form::HollowSquare, VERMILLION);
const REST: Mark = Mark::new(Form::Stroke, BLACK);
const MISSED: Mark = Mark::new(Form::Cross, BLACK);
const FORECAST: Mark = Mark::new(Form::DashedRing, BLUE);
const OVERDUE: Mark = Mark::new(Form::DashedRing, VERMILLION);

fn draw_lane(
    canvas: &mut Canvas,
    days: &Days,
    (entries, pauses): (&[Entry], &[Pause]),
    head: &Head,
) {
    let of_marks = entries.iter().filter_map(|entry| Some((entry.date, entry.label.clone()?)));
    let of_frames = pauses.iter().map(|pause| (pause.from, pause.class().to_owned()));
    let mut labels: Vec<(NaiveDate, String)> = of_marks.chain(of_frames).collect();
    labels.sort_by_key(|(date, _)| *date);
    // A pause can begin before the picture, and a planned date be beyond it.
    let (left, right) = days.edges();
    let labels: Vec<Label> =
        labels.into_iter().map(|(date, text)| Label { x: days.x(date).max(left), text }).collect();
    let track = Track::draw(canvas, head, &labels, days.edges());
    for pause in pauses {
        canvas.put(pause.frame(days, track.y));
    }
    for (open, close) in entries.iter().filter_map(|entry| entry.window) {
        canvas.put(window_bar(days, track.y, open, close));
    }
    for entry in entries {
        if let Some(from) = entry.moved_from {
            let (from, to) = (days.x(from).clamp(left, right), days.x(entry.date));
            let delay = stroke((from, track.y), (to, track.y), entry.mark.colour, 2.0);
            canvas.put(delay.with("class", "delay"));
        }
    }
    for entry in entries {
        canvas.put(entry.shape(days.x(entry.date), track.y));
    }
    track.close(canvas, right);
}

impl Entry {
    fn new(
        class: &'static str,
        mark: Mark,
        (date, number): (NaiveDate, Option<u32>),
        words: String,
    ) -> Self {
        Self { class, mark, date, number, moved_from: None, window: None, label: None, words }
    }

    fn shape(&self, x: f64, y: f64) -> Shape {
        let shape = self.mark.at(x, y).with("class", self.class);
        let shape = match self.number {
            Some(number) => shape.with("data-number", number),
            None => shape,
        };
        shape.with("data-date", self.date.to_string()).explained(self.words.as_str())
    }
}

/// "dose 3", or that it is an additional one.
fn which(number: Option<u32>) -> String {
    number.map_or_else(|| "additional dose".to_owned(), |number| format!("dose {number}"))
}

fn laid_out<'c>(
    doses: impl Iterator<Item = PlannedDose<'c>>,
    origin: NaiveDate,
) -> impl Iterator<Item = Entry> {
    let mut before = None;
    doses.map(move |dose| {
        let what = (dose.dose().amount(), dose.dose().route());
        let changed = before.replace(what) != Some(what);
        let (number, role) = (dose.number(), dose.role());
        let date = on_day(dose.date(), origin);
        let words = format!("dose {number} ({role}) planned on {date}");
        Entry {
            window: dose.window().map(RangeInclusive::into_inner),
            label: changed.then(|| format!("{} {}", what.0, what.1)),
            ..Entry::new("planned", PLANNED, (dose.date(), Some(number)), words)
        }
    })
}

fn given_entry(dose: &GivenDose<'_>, origin: NaiveDate) -> Entry {
    let (class, mark) = match dose.timing() {
        _ if dose.is_rest() => ("given rest", REST),
        _ if !dose.counts() => ("given uncounted", UNCOUNTED),
        Timing::OnTime => ("given on-time", ON_TIME),
        Timing::Early(_) => ("given early", EARLY),
        Timing::Late(_) => ("given late", LATE),
        Timing::Unplanned => ("given unplanned", UNPLANNED),
    };
    // Of the rest of a dose, its part says it.
    let off = !dose.is_rest() && matches!(dose.timing(), Timing::Early(_) | Timing::Late(_));
    let (timing, date) = (dose.timing().to_string(), on_day(dose.date(), origin));
    let amount = amount(dose);
    let counts = (!dose.counts() && !dose.is_rest()).then(|| "does not count".to_owned());
    let rest = if dose.is_rest() { "rest of " } else { "" };
    let given = format!("{rest}{} given on {date}", which(dose.number()));
    let words = [Some(given), Some(timing.clone())];
    let words = words.into_iter().chain([amount.clone(), counts.clone()]);
    let label: Vec<String> =
        [off.then_some(timing), amount, counts].into_iter().flatten().collect();
    Entry {
        moved_from: dose.planned().filter(|planned| !dose.is_rest() && *planned != dose.date()),
        label: (!label.is_empty()).then(|| label.join(", ")),
        ..Entry::new(
            class,
            mark,
            (dose.date(), dose.number()),
            words.flatten().collect::<Vec<_>>().join(", "),
        )
    }
}

/// How much was given, where that is not what was planned.
fn amount(dose: &GivenDose<'_>) -> Option<String> {
    let planned = dose.dose().amount();
    match dose.amount() {
        GivenAmount::AsPlanned => None,
        GivenAmount::Part(mass) => Some(format!("{mass} of {planned}")),
        GivenAmount::Rest(mass) => Some(format!("rest, {mass} of {planned}")),
        GivenAmount::Another(mass) => Some(format!("{mass} in place of {planned}")),
    }
}

fn given_note(dose: &GivenDose<'_>) -> Result<Option<String>, PictureError> {
    let Some(reason) = dose.reason() else {
        return Ok(None);
    };
    let place = format!("the reason of the dose given on {}", dose.date());
    let reason = checked_note(place, reason)?;
    let amount = amount(dose).map(|amount| format!(", {amount}")).unwrap_or_default();
    let counts = if dose.counts() || dose.is_rest() { "" } else { ", does not count" };
    Ok(Some(format!("Given on {}{amount}{counts}: {reason}", dose.date())))
}

/// Why somebody decided on another date, another regimen or other rules.
fn decision_note(entry: &course::Entry) -> Result<Option<String>, PictureError> {
    let what = match entry.kind() {
        EntryKind::Rescheduled(to) => format!("the next dose on {to}"),
        EntryKind::Switched(_) => "another regimen".to_owned(),
        EntryKind::PolicyChanged(_) => "other rules for missed doses".to_owned(),
        _ => return Ok(None),
    };
    let day = entry.day();
    let place = format!("the reason of the decision on {day}");
    let reason = checked_note(place, entry.why().unwrap_or_default())?;
    Ok(Some(format!("Decided on {day}, {what}: {reason}")))
}

fn missed_entry(dose: &DoseNotGiven<'_>, word: &str, origin: NaiveDate) -> Entry {
    let date = on_day(dose.planned(), origin);
    let words = format!("{} of {date}: {word}", which(dose.number()));
    Entry {
        // The frame of a hold says it for all of its doses.
        label: (dose.why() != NotGiven::Held).then(|| word.to_owned()),
        ..Entry::new("missed", MISSED, (dose.planned(), dose.number()), words)
    }
}

fn forecast_entry(due: &DueDose<'_>, is_next: bool, origin: NaiveDate) -> Entry {
    let date = on_day(due.date(), origin);
    let words = format!("{} to come on {date}", which(due.number()));
    Entry {
        window: due.window().map(RangeInclusive::into_inner),
        label: is_next.then(|| format!("next: {}", due.date())),
        ..Entry::new("forecast", FORECAST, (due.date(), due.number()), words)
    }
}

fn overdue_entry(due: &DueDose<'_>, origin: NaiveDate) -> Entry {
    let date = on_day(due.date(), origin);
    let words = format!("{} planned on {date}", which(due.number()));
    Entry {
        window: due.window().map(RangeInclusive::into_inner),
        label: Some(format!("overdue since {}", due.date())),
        ..Entry::new("overdue", OVERDUE, (due.date(), due.number()), words)
    }
}
