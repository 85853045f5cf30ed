//! The text form of regimens and doses: what `Display` prints and `FromStr` reads are inverse.
//!
//! ```text
//! 100 mg IT q14d x3, then q28d
//! 12 mg IT q14d x3, then after 35d x1, then q4mo
//! 285 mg SC q7d for 3mo, then q14d
//! 0.3 mg/kg max 30 mg IV q21d
//! [<10 kg: 6 mg/kg; <20 kg: 6 mg/kg; else 3 mg/kg] SC q1mo x3
//! 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3 window -3d/+3d, then q28d
//! ```
//!
//! | part of a phase | means | may be left out |
//! |---|---|---|
//! | `titration` | its [`Role`](crate::dosing::regimen::Role) | where it is the usual one: the last phase maintenance, the others loading, a lone dose single |
//! | `100 mg (15 mL) IT` | its [`Dose`](crate::Dose), details of the giving in brackets | where the phase before has the same |
//! | `after 35d` | the seam: the time since the last dose of the phase before | where it is the interval |
//! | `q14d` | the interval: `d` days, `w` weeks, `mo` calendar months | in a phase of one dose |
//! | `x3` | doses in all | where the phase has no end |
//! | `for 3mo` | or how long the phase lasts, from its first dose | where the phase has no end |
//! | `window -3d/+5d` | days before and after that are on time | where there is no window |
//!
//! A number without its unit is an error, never a guess.

mod read;
mod write;

use core::error::Error;
use core::fmt;

use crate::dosing::dose::DoseError;
use crate::dosing::regimen::RegimenError;
use crate::quantity::ParseQuantityError;

/// Why a text is not a regimen, a dose or an amount, and where in the text that shows.
///
/// ```
/// use aso_regimen::Regimen;
///
/// let error = "100 mg IT q14 x3".parse::<Regimen>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "expected the unit d, w or mo right after the number at character 14, found \" x3\"",
/// );
/// assert_eq!(error.pointer(), "100 mg IT q14 x3\n             ^");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseRegimenError {
    text: String,
    at: usize,
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    Expected(&'static str),
    Quantity(ParseQuantityError),
    Bands(DoseError),
    Dose(DoseError),
    Regimen(RegimenError),
}

impl ParseRegimenError {
    /// Where in the text the trouble is, in bytes from its start, at a character's boundary.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The same place in characters, counted from 1.
    pub fn character(&self) -> usize {
        self.text[..self.at].chars().count() + 1
    }

    /// The text, and under it a mark at the place of the trouble.
    pub fn pointer(&self) -> String {
        let width = self.character();
        format!("{}\n{:>width$}", self.text, '^')
    }
}

impl fmt::Display for ParseRegimenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.character();
        match &self.problem {
            Problem::Expected(what) => {
                write!(f, "expected {what} at character {place}, found ")?;
                match excerpt(&self.text[self.at..]) {
                    "" => f.write_str("the end"),
                    found => write!(f, "{found:?}"),
                }
            }
            Problem::Quantity(_) => write!(f, "cannot read the amount at character {place}"),
            Problem::Bands(_) => write!(f, "cannot use the weight bands at character {place}"),
            Problem::Dose(_) => f.write_str("the dose cannot be given"),
            Problem::Regimen(_) => f.write_str("the phases do not make a regimen"),
        }
    }
}

impl Error for ParseRegimenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.problem {
            Problem::Expected(_) => None,
            Problem::Quantity(error) => Some(error),
            Problem::Bands(error) | Problem::Dose(error) => Some(error),
            Problem::Regimen(error) => Some(error),
        }
    }
}

/// The first characters of what was found, enough to recognise it.
fn excerpt(rest: &str) -> &str {
    let end = rest.char_indices().nth(12).map_or(rest.len(), |(at, _)| at);
    &rest[..end]
}
