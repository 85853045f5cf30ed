//! The text form of regimens and doses: what `Display` prints and `FromStr` reads are inverse.
//!
//! ```text
//! 100 mg IT q14d x3, then q28d
//! 12 mg IT q14d x3, then after 35d x1, then q4mo
//! 285 mg SC q7d for 3mo, then q14d
//! 0.3 mg/kg max 30 mg IV q21d
//! [<10 kg: 6 mg/kg; <20 kg: 6 mg/kg; else 3 mg/kg] SC q1mo x3
//! 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3 window -3d/+3d, then q28d
//! 100 mg IT q14d x3, then q28d, each window -3d/+3d rolling least gap 10d
//! ```
//!
//! | part of a phase | means | may be left out |
//! |---|---|---|
//! | `titration` | its [`Role`](crate::dosing::regimen::Role) | where it is the usual one: the last phase maintenance, the others loading, a lone dose single |
//! | `100 mg (15 mL) IT` | its [`Dose`](crate::Dose), details of the giving in brackets; another route than IT, IV, SC and IVT by its name in double quotes, `100 mg "intranasal"` | where the phase before has the same |
//! | `after 35d` | the seam: the time since the last dose of the phase before | where it is the interval |
//! | `q14d` | the interval: `d` days, `w` weeks, `mo` calendar months | in a phase of one dose |
//! | `x3` | doses in all | where the phase has no end |
//! | `for 3mo` | or how long the phase lasts, from its first dose | where the phase has no end |
//! | `window -3d/+5d` | the [`Tolerance`](crate::dosing::tolerance::Tolerance) of this phase: days before and after that are on time; `rolling` where the next dose is counted from the day given, `least gap 10d` between two doses | where there is no window |
//!
//! A window covers its phase alone. `, each window -3d/+5d` behind the last phase is the window of every dose; a phase
//! has none of its own then. Where the last phase has a window of its own, each phase before says `window` or
//! `no window`, so that the window at the end of a text is never taken for that of all doses.
//!
//! A number without its unit is an error, never a guess; so is a comma or an exponent in a number.
//!
//! White space of any kind is read around the whole text and between its parts: spaces, tabs, line breaks,
//! no-break spaces, and a byte-order mark before it. A number and its unit are one part, with at most one space
//! between them: a plain or a no-break one.
//!
//! ```
//! use aso_regimen::{Amount, Dose, Mass, Regimen, regimen};
//!
//! let tofersen = regimen!("100 mg IT q14d x3, then q28d");
//! let lines: Regimen = "\n100 mg IT q14d x3,\n\tthen q28d\n".parse()?;
//! assert_eq!(lines, tofersen);
//! assert_eq!(lines.to_string(), "100 mg IT q14d x3, then q28d");
//!
//! let dose: Dose = "100 mg (15 mL) IT".parse()?;
//! assert_eq!(dose.amount(), &Amount::Fixed(Mass::mg(100)));
//! # Ok::<(), aso_regimen::ParseError>(())
//! ```
//!
//! A text that is not a regimen is refused with what was expected and where: at the character where the text cannot
//! be read on, or at the first character of the phase that breaks a rule, as [`ParseError`](crate::ParseError) shows.
//! [`parse`](str::parse), [`regimen!`](crate::regimen) in the compiler, [`Regimen::builder`] and JSON make the same
//! checks.
//!
//! [`Regimen::builder`]: crate::Regimen::builder

mod literal;
mod read;
mod write;

// The drugs write their regimens with it.
#[cfg(feature = "catalog")]
pub(crate) use self::literal::regimen;
#[doc(hidden)]
pub use self::literal::{Refusal, of_literal, refusal};
