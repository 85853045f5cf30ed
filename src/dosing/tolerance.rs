//! How far from its planned date a dose still counts as on time, and how near to another it must not be.

use core::fmt;

use thiserror::Error;

use crate::calendar::{Interval, Window};
use crate::dosing::phase::Extent;
use crate::dosing::regimen::{Regimen, RegimenError};
use crate::text::debug_as_display;

/// A window around each planned date, from where the next dose is counted, and the least gap between two doses.
///
/// Clinics and trial protocols state these, and hardly a label (avacincaptad pegol has a window). A least gap is checked
/// before the window: a dose is never on time while it lasts.
///
/// ```
/// use aso_regimen::dosing::tolerance::Tolerance;
/// use aso_regimen::{Interval, Window};
///
/// let tolerance = Tolerance::within(Window::days(3, 3)).at_least_apart(Interval::days(10));
/// assert_eq!(tolerance.to_string(), "-3d/+3d, at least 10d apart");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Tolerance {
    window: Window,
    #[cfg_attr(feature = "serde", serde(default))]
    anchor: Anchor,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    least_gap: Option<Interval>,
}

/// From where the next dose is counted after one that was given in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Anchor {
    /// From its planned date: the calendar stays as it is.
    #[default]
    KeepsPlan,
    /// From the day it was given.
    CountsFromGiven,
}

/// Why a [`Tolerance`] does not fit a regimen.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ToleranceError {
    /// The windows of neighbouring doses would share a day.
    #[error("the window {window} does not fit the regimen: {why}")]
    Windows {
        /// The window.
        window: Window,
        /// What it would make of the regimen.
        why: RegimenError,
    },
    /// Planned doses are nearer to each other than the least gap.
    #[error(
        "a least gap of {least_gap} does not fit phase {phase}, whose doses are planned {interval} apart"
    )]
    LeastGap {
        /// The least gap.
        least_gap: Interval,
        /// The phase, counted from 1.
        phase: usize,
        /// The time from the dose before.
        interval: Interval,
    },
}

debug_as_display!(Tolerance, ToleranceError);

impl Tolerance {
    /// A window that keeps the plan, without a least gap.
    pub const fn within(window: Window) -> Self {
        Self { window, anchor: Anchor::KeepsPlan, least_gap: None }
    }

    /// Returns the same tolerance with the next dose counted from the day the one before was given.
    #[must_use]
    pub const fn counting_from_given(self) -> Self {
        Self { anchor: Anchor::CountsFromGiven, ..self }
    }

    /// Returns the same tolerance with a least gap between two doses.
    #[must_use]
    pub const fn at_least_apart(self, least_gap: Interval) -> Self {
        Self { least_gap: Some(least_gap), ..self }
    }

    /// The days around the planned date on which a dose is on time.
    pub const fn window(self) -> Window {
        self.window
    }

    /// From where the next dose is counted.
    pub const fn anchor(self) -> Anchor {
        self.anchor
    }

    /// The least time between two doses.
    pub const fn least_gap(self) -> Option<Interval> {
        self.least_gap
    }

    /// Checks that no two windows of a regimen's doses would share a day, and that no two planned doses are nearer
    /// than the least gap.
    pub(super) fn check(self, regimen: &Regimen) -> Result<(), ToleranceError> {
        let window = self.window;
        regimen.with_windows(window).map_err(|why| ToleranceError::Windows { window, why })?;
        let Some(least_gap) = self.least_gap else {
            return Ok(());
        };
        for (phase, number) in regimen.phases().iter().zip(1_usize..) {
            let seam = phase.seam().filter(|_| number > 1);
            let within = phase.interval().filter(|_| phase.extent() != Extent::Doses(1));
            let near = |gap: &Interval| gap.shortest_in_days() < least_gap.shortest_in_days();
            if let Some(interval) = seam.into_iter().chain(within).find(near) {
                return Err(ToleranceError::LeastGap { least_gap, phase: number, interval });
            }
        }
        Ok(())
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.window)?;
        if self.anchor == Anchor::CountsFromGiven {
            f.write_str(", counted from the day given")?;
        }
        match self.least_gap {
            Some(gap) => write!(f, ", at least {gap} apart"),
            None => Ok(()),
        }
    }
}
