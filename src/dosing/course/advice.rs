//! What a label says of one day of a course.

use core::fmt;

use chrono::NaiveDate;

use crate::dosing::course::due::{Due, Timing, Unspecified};
use crate::dosing::course::forecast::Forecast;
use crate::dosing::course::{Course, CourseError};
use crate::dosing::missed_dose::Action;

impl Course {
    /// What the label says if a date is the next chance to give the dose that is due.
    ///
    /// # Errors
    ///
    /// On or before the day of the entry before.
    pub fn advise(&self, date: NaiveDate) -> Result<Advice<'_>, CourseError> {
        self.check_order(date)?;
        let rules = self.rules();
        let judgement = rules.judge(&self.state, date).ok_or(CourseError::Ended)?;
        let (what, then) = match (judgement.timing, judgement.action) {
            (Timing::Early(_), _) => (Recommendation::Wait, self.state.due),
            (Timing::Late(_), Some(Action::Skip)) => {
                let next = judgement.entry.successor(self.regimen().phases());
                (
                    Recommendation::Skip,
                    next.map_or(Due::Nothing, Due::Planned),
                )
            }
            (Timing::Late(_), Some(Action::NotStated)) => {
                (Recommendation::NotStated, judgement.after)
            }
            (Timing::Late(_), Some(Action::NotRead)) => (Recommendation::NotRead, judgement.after),
            (Timing::Late(_), Some(Action::Restart)) => (Recommendation::Restart, judgement.after),
            _ => (Recommendation::Give, judgement.after),
        };
        Ok(Advice {
            recommendation: what,
            timing: judgement.timing,
            action: judgement.action,
            following: Forecast::new(self, then),
            unspecified: match then {
                Due::Undated(_, reason) => Some(reason),
                _ => None,
            },
        })
    }
}

/// What to do with the dose that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recommendation {
    /// It is not due yet.
    Wait,
    /// Give it.
    Give,
    /// Do not give it; the next planned dose is the next.
    Skip,
    /// Begin the regimen anew; today's is its first dose.
    Restart,
    /// The label does not say.
    NotStated,
    /// What the label says was not read here.
    NotRead,
}

/// What a label says of one day of a [`Course`]; see [`Course::advise`].
#[derive(Debug, Clone)]
pub struct Advice<'c> {
    recommendation: Recommendation,
    timing: Timing,
    action: Option<Action>,
    following: Forecast<'c>,
    unspecified: Option<Unspecified>,
}

impl<'c> Advice<'c> {
    /// What to do that day.
    pub fn recommendation(&self) -> Recommendation {
        self.recommendation
    }

    /// How that day compares with the plan.
    pub fn timing(&self) -> Timing {
        self.timing
    }

    /// The label's rule that applies, where the dose is late.
    pub fn action(&self) -> Option<Action> {
        self.action
    }

    /// The doses that follow if the advice is taken.
    pub fn following(&self) -> Forecast<'c> {
        self.following.clone()
    }

    /// Why there are none, where the label does not say when the next one is.
    pub fn unspecified(&self) -> Option<Unspecified> {
        self.unspecified
    }
}

impl fmt::Display for Advice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.recommendation, self.action) {
            (Recommendation::Wait, _) => write!(f, "{}: wait", self.timing)?,
            (_, Some(action)) => write!(f, "{}: {action}", self.timing)?,
            (_, None) => write!(f, "{}: give it", self.timing)?,
        }
        match (self.unspecified, self.following().next()) {
            // The action has said so already.
            (
                Some(Unspecified::NotStated | Unspecified::NotRead | Unspecified::NextNotStated),
                _,
            ) => Ok(()),
            (Some(reason), _) => write!(f, "; {reason}"),
            (None, Some(next)) => write!(f, "; next is {next}"),
            (None, None) => f.write_str("; no dose follows"),
        }
    }
}
