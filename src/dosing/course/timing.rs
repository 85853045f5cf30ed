//! How the day of a dose compares with the plan, and why a date cannot be told.

use core::fmt;

use thiserror::Error;

use crate::calendar::Interval;

/// How the day on which a dose was given compares with the plan in force on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Timing {
    /// This many days before its planned date, outside its window; or this many days before the least gap allows it.
    Early(u32),
    /// On its planned date or within its window.
    OnTime,
    /// This many days after its planned date, outside its window.
    Late(u32),
    /// Without a planned date: it was unspecified, or treatment was stopped.
    Unplanned,
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = |f: &mut fmt::Formatter<'_>, days: u32, word| {
            let plural = if days == 1 { "" } else { "s" };
            write!(f, "{days} day{plural} {word}")
        };
        match *self {
            Self::Early(early) => days(f, early, "early"),
            Self::OnTime => f.write_str("on time"),
            Self::Late(late) => days(f, late, "late"),
            Self::Unplanned => f.write_str("without a planned date"),
        }
    }
}

/// The kind of interruption of treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Pause {
    /// Treatment is held.
    Held,
    /// Treatment was stopped.
    Stopped,
}

impl fmt::Display for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Held => "held",
            Self::Stopped => "stopped",
        })
    }
}

/// Why the date of the next dose is unspecified, or why the label does not say whether to give the due one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Unspecified {
    /// A dose was given early.
    #[error("the label does not say what follows a dose given {} early", Count(*days))]
    EarlyDose {
        /// Days early.
        days: u32,
    },
    /// A dose is late or was missed, and the label is silent.
    #[error("the label does not say what to do about a late or missed dose")]
    NotStated,
    /// The first dose is late, and the label has no rule for that.
    #[error(
        "the label does not say what to do about a first dose that is late; the regimen begins on the day it is given"
    )]
    FirstDose,
    /// A dose is late or was missed, and the text of the label was not read here.
    #[error("the label's text on late and missed doses was not read here")]
    NotRead,
    /// A dose is late, and the label says to begin another of its regimens.
    #[error("the label says to begin another of its regimens; somebody chooses it")]
    AnotherRegimen,
    /// A late dose was given, and the label does not say when the next one is.
    #[error("the label does not say when the next dose is after a late one")]
    NextNotStated,
    /// The label keeps the planned dates, but the next one is too close or has passed.
    #[error("{}", TooNear(*days))]
    TooNear {
        /// Days from the dose given to the next planned date, negative if that has passed.
        days: i32,
    },
    /// Two doses are nearer to each other than the least gap.
    #[error(
        "two doses {} apart are nearer than the least gap of {least}, and the label does not say what \
         follows",
        Count(*days)
    )]
    LeastGap {
        /// Days from one dose to the other.
        days: u32,
        /// The least gap.
        least: Interval,
    },
    /// A dose was given that the label says to skip.
    #[error(
        "the label says to skip a dose this late, and does not say what follows if it is given"
    )]
    GivenAgainstLabel,
    /// A dose was given after treatment was stopped, and before a resumption.
    #[error("the label does not say what follows a dose given after treatment was stopped")]
    GivenAfterStop,
    /// An additional dose was late or missed.
    #[error("the label does not say what follows an additional dose that is not on its date")]
    AdditionalDose,
    /// A person decided to leave a dose out.
    #[error("the label does not say when the next dose is after one that was left out")]
    LeftOut,
}

/// "1 day", "4 days".
struct Count(u32);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(f, "{} day{plural}", self.0)
    }
}

struct TooNear(i32);

impl fmt::Display for TooNear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = Count(self.0.unsigned_abs());
        match self.0 {
            1.. => write!(
                f,
                "the next planned dose is {days} away, nearer than the label asks for, and it does not say \
                 what to do then"
            ),
            0 => f.write_str(
                "the next dose was planned for the same day, and the label does not say what to do then",
            ),
            _ => write!(
                f,
                "the next dose was planned {days} before, and the label does not say what to do then"
            ),
        }
    }
}
