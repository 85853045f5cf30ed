//! Visits: when participants are seen, and what is measured then.

use std::borrow::Cow;

use crate::calendar::{Interval, StudyDay, Window};
use crate::measure::endpoint::Endpoint;

/// A day on which participants are seen, and what is measured then.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Visit {
    /// Its name in the trial.
    pub name: Cow<'static, str>,
    /// The study day it is planned for.
    pub day: StudyDay,
    /// The days around it that are on time, where a source states them.
    pub window: Option<Window>,
    /// For a visit that comes again and again, the time between.
    pub every: Option<Interval>,
    /// What is measured.
    pub assessments: Vec<Endpoint>,
}

impl Visit {
    /// A visit on a study day.
    pub fn new(name: impl Into<Cow<'static, str>>, day: StudyDay) -> Self {
        Self {
            name: name.into(),
            day,
            window: None,
            every: None,
            assessments: Vec::new(),
        }
    }

    /// The same visit with one more assessment.
    #[must_use]
    pub fn assessing(mut self, endpoint: Endpoint) -> Self {
        self.assessments.push(endpoint);
        self
    }

    /// The same visit with a window.
    #[must_use]
    pub fn with_window(self, window: Window) -> Self {
        Self {
            window: Some(window),
            ..self
        }
    }

    /// The same visit, again after each interval.
    #[must_use]
    pub fn repeated_every(self, interval: Interval) -> Self {
        Self {
            every: Some(interval),
            ..self
        }
    }
}

/// Whether the windows of two visits, the earlier one first, share no day.
pub(super) fn apart(earlier: &Visit, later: &Visit) -> bool {
    let late = earlier.window.map_or(0, Window::late);
    let early = later.window.map_or(0, Window::early);
    let close = i64::from(earlier.day.offset()) + i64::from(late);
    let open = i64::from(later.day.offset()) - i64::from(early);
    close < open
}
