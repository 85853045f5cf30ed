//! How far from its planned date a dose is still on time, and the least time between two doses.
//!
//! ```
//! use aso_regimen::regimen;
//!
//! let regimen = regimen!("100 mg IT q28d window -3d/+3d rolling least gap 21d");
//! let tolerance = regimen.phases()[0].tolerance().ok_or("no window")?;
//! assert_eq!((tolerance.window().early(), tolerance.window().late()), (3, 3));
//! assert!(tolerance.is_rolling(), "the next dose is counted from the day given");
//! assert_eq!(tolerance.least_gap().ok_or("none")?.to_string(), "21d");
//! # Ok::<(), &str>(())
//! ```

use core::fmt;

use chrono::{Days, NaiveDate};

use crate::calendar::{Interval, Window};
use crate::text::error::Unread;
use crate::text::reader::{Reader, text_form, tri};

/// A window around each planned date, whether the next dose is counted from the planned date or from the day given, and a
/// least gap between two doses.
///
/// Clinics and trial protocols state them, and few labels do: avacincaptad pegol, and nusinersen for the change to the high
/// dose. Before the least gap has passed no dose is on time, even inside its window. If a person
/// [sets a date](crate::Course::reschedule) inside the gap, the dose is on time from that date on. The first dose and
/// additional doses have the window too.
///
/// Prints and reads as `-3d/+3d`, with `rolling` where the next dose is counted from the day given, and with
/// `least gap 10d`; in JSON as well.
///
/// ```
/// use aso_regimen::dosing::tolerance::Tolerance;
/// use aso_regimen::{Interval, Window};
///
/// let tolerance =
///     Tolerance::within(Window::days(3, 3)).rolling().at_least_apart(Interval::days(10));
/// assert_eq!(tolerance.to_string(), "-3d/+3d rolling least gap 10d");
/// assert_eq!("-3d/+3d rolling least gap 10d".parse(), Ok(tolerance));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tolerance {
    window: Window,
    is_rolling: bool,
    least_gap: Option<Interval>,
}

impl Tolerance {
    /// Returns a tolerance with this window, which keeps the planned dates and has no least gap.
    pub const fn within(window: Window) -> Self {
        Self { window, is_rolling: false, least_gap: None }
    }

    /// Returns this tolerance with the next dose counted from the day given.
    #[must_use]
    pub const fn rolling(self) -> Self {
        Self { is_rolling: true, ..self }
    }

    /// Returns this tolerance with a least gap between two doses.
    #[must_use]
    pub const fn at_least_apart(self, least_gap: Interval) -> Self {
        Self { least_gap: Some(least_gap), ..self }
    }

    /// The days around the planned date on which a dose is on time.
    pub const fn window(self) -> Window {
        self.window
    }

    /// Whether the next dose is counted from the day given instead of the planned date.
    pub const fn is_rolling(self) -> bool {
        self.is_rolling
    }

    /// The least time between two doses; `None` if there is none.
    pub const fn least_gap(self) -> Option<Interval> {
        self.least_gap
    }

    /// The first day on which the least gap after a dose is over; `None` if there is no least gap.
    pub(crate) fn allowed_after(self, last: NaiveDate) -> Option<NaiveDate> {
        let gap = self.least_gap()?;
        Some(gap.nth_after(last, 1).unwrap_or(NaiveDate::MAX))
    }

    pub(crate) const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        let mut tolerance = Self::within(tri!(Window::read(text)));
        let mut ahead = *text;
        ahead.skip_space();
        if ahead.eat_word("rolling") {
            tolerance = tolerance.rolling();
            *text = ahead;
            ahead.skip_space();
        }
        if ahead.eat_word("least") {
            ahead.skip_space();
            if !ahead.eat_word("gap") {
                return ahead.expected("gap and an interval such as 10d after least");
            }
            ahead.skip_space();
            tolerance = tolerance.at_least_apart(tri!(Interval::read(&mut ahead)));
            *text = ahead;
        }
        Ok(tolerance)
    }
}

/// A window that keeps the plan, without a least gap.
impl From<Window> for Tolerance {
    fn from(window: Window) -> Self {
        Self::within(window)
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.window)?;
        if self.is_rolling {
            f.write_str(" rolling")?;
        }
        match self.least_gap {
            Some(gap) => write!(f, " least gap {gap}"),
            None => Ok(()),
        }
    }
}

/// The day to give a dose that is due on a date; of the open days in its window the nearest, or else the nearest
/// that is not before it.
pub(crate) fn open_day(
    date: NaiveDate,
    window: Option<(NaiveDate, NaiveDate)>,
    mut is_open: impl FnMut(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let (open, close) = window.unwrap_or((date, date));
    let near = |days: u64| {
        let later = date.checked_add_days(Days::new(days));
        let earlier = date.checked_sub_days(Days::new(days));
        later.into_iter().chain(earlier.filter(|_| days > 0))
    };
    let mut days = (0..=366).flat_map(near);
    let nearest = days.clone().find(|day| (open..=close).contains(day) && is_open(*day));
    nearest.or_else(|| days.find(|day| *day >= open && is_open(*day)))
}

text_form!(Tolerance, "a window such as \"-3d/+5d\"");
