//! Antisense-oligonucleotide (ASO) regimens: what is given, when, to whom, in which trial, and what it
//! changed.
//!
//! Every figure can be traced to a source, every date can be recomputed by hand from the label, and where a
//! source is silent the answer is `Unspecified` instead of a guess.
//!
//! ```
//! use aso_regimen::{Regimen, chrono::NaiveDate};
//!
//! // Tofersen: three loading doses 14 days apart, then every 28 days.
//! let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
//! let plan = tofersen.starting("2026-01-05".parse::<NaiveDate>()?);
//!
//! let eighth = plan.dose(8).expect("maintenance has no end");
//! assert_eq!(eighth.date(), "2026-06-22".parse()?);
//! assert_eq!(eighth.study_day().number(), 169);
//! assert_eq!(plan.total_through(eighth.date(), None)?.to_string(), "800 mg");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How the types nest
//!
//! A [`Regimen`] is a list of [`Phase`]s; each gives a [`Dose`] at an [`Interval`]. With the date of the
//! first dose it is a [`Schedule`] of [`PlannedDose`]s. What was really given to one patient is a [`Course`],
//! whose plan follows from the rules of a [`Label`]. A [`Trial`] gives regimens to [`Arm`]s and reports
//! changes of an [`Endpoint`], each with its scale and its [`Source`].
//!
//! | to do | start with |
//! |---|---|
//! | write a regimen down | [`regimen!`], [`Regimen::builder`], or its [text form](dosing::notation) |
//! | ask for dates, numbers and totals of doses | [`Regimen::starting`] |
//! | follow one patient | [`Label::course`](evidence::label::Label::course), [`Label::course_for`](evidence::label::Label::course_for), [`Course::give`], [`Course::advise`] |
//! | find a label | [`catalog::labels`] |
//! | compute a change | [`PercentChange`], [`Ratio`], [`measure::change`] |
//! | score an instrument | [`measure::alsfrs_r`], [`measure::spirometry`], [`measure::dynamometry`], [`measure::assay`] |
//! | go from readings to changes by visit | [`analysis`] |
//! | look up published results | [`catalog::tofersen`], [`Trial::audit`] |
//! | predict a concentration or a knock-down | [`kinetics`] |
//! | set regimens side by side | [`compare`] |
//! | hand a regimen to other software, or take it back | `interchange` |
//! | draw it | `plot` |
//!
//! # Other tools' words
//!
//! | here | NONMEM, mrgsolve, rxode2 | CDISC | FHIR |
//! |---|---|---|---|
//! | interval | II, `ii` | EXDOSFRQ | `period` and `periodUnit` |
//! | three doses in all, `x3` | ADDL = 2, `addl = 2` | | `count` = 3 |
//! | seam, `after 28d` | `wait`, with two meanings | | offset between actions |
//! | dose number | order of records | EXSEQ | |
//! | study day, without a day 0 | | --DY | |
//! | day offset, from 0 | TIME in days | | |
//! | [`Schedule::through`], [`Schedule::before`] | `until`, with two meanings | | bounds |
//!
//! # Decisions
//!
//! - **Months never become days.** Labels say months, trials wrote 119 or 120 days for four of them, and no
//!   label says what happens at a month's end. Here the day of month is clamped to the target month, always
//!   from the first date, so that 31 January leads to 29 February and then to 31 March.
//! - **There is no `until`.** It includes the date in one tool and not in another.
//!   [`through`](Schedule::through) includes it, [`before`](Schedule::before) does not.
//! - **A difference of percent changes is in points.** -55 % against +12 % is 60 % less, the ratio of the
//!   two ratios, and 67 [`PercentagePoints`]; the two are different types.
//! - **After an early dose the next date is unspecified**, because no label that was read covers that case. A
//!   [`Window`], or a clinic's own tolerance, makes it a dose on time.
//!
//! # Scope
//!
//! For research and software; no medical advice. There is no time of day, no time zone and no clock: the
//! caller gives every date. Nothing here chooses a treatment.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `serde`, on by default | reading and writing of values; reading passes the checks of building and parsing |
//! | `catalog`, on by default | labels and trials of the drugs |
//! | `analysis`, on by default | readings, baselines, visits, estimates and contrasts |
//! | `kinetics`, on by default | compartments, turnover of proteins, published models |
//! | `interchange` | NONMEM records, SDTM and ADaM tables, Dataset-JSON, FHIR R4 and R5, iCalendar, JSON Schema |
//! | `plot` | pictures as SVG |
//! | `cohort` | virtual populations on all cores; needs `kinetics` |
//!
//! Without any feature the crate is its core: quantities, calendar, measures, dosing, evidence and comparisons. It needs
//! Rust 1.85; chrono 0.4 is part of its API. Except for `cohort`, which starts threads, it uses no clock, files or
//! threads, and it builds for `wasm32-unknown-unknown`.
//!
//! # JSON
//!
//! | type | in JSON |
//! |---|---|
//! | [`Mass`], [`Volume`], [`BodyWeight`], [`Interval`], [`Window`], [`Route`] | its text: `"100 mg"`, `"15 mL"`, `"70 kg"`, `"28d"`, `"-3d/+3d"`, `"IT"` |
//! | [`Amount`] | its text, such as `"2 mg/kg max 100 mg"` |
//! | [`Regimen`], [`Dose`] | an object, or its text; [`dosing::as_text`] writes the text |
//! | [`StudyDay`] | its number |
//! | a date | `"2026-01-05"` |
//! | [`PercentChange`], [`Ratio`], [`PercentagePoints`] | an object of one number, whose name says the scale: `{"percent":-55.0}` |
//! | [`Course`], [`Label`], [`Trial`], [`Endpoint`], [`Source`], rules for missed doses | objects, shown on the page of the type; `interchange::schema` has their schemas |
//!
//! Words of values are kebab-case, and an unknown member is an error. What is put in deserialises through the checks of
//! its constructor; what is answered (planned and due doses, advice, adherence, estimates, findings) only serialises.
//! Members without a value are left out, so that a format without names of members, such as a positional binary one, does
//! not read back what it wrote; formats with names do.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc(test(attr(deny(warnings))))]

#[cfg(feature = "analysis")]
pub mod analysis;
pub mod calendar;
#[cfg(feature = "catalog")]
pub mod catalog;
pub mod compare;
pub mod dosing;
pub mod evidence;
#[cfg(feature = "interchange")]
pub mod interchange;
#[cfg(feature = "kinetics")]
pub mod kinetics;
pub mod measure;
mod numeric;
pub mod person;
#[cfg(feature = "plot")]
pub mod plot;
pub mod quantity;
mod text;

pub use crate::calendar::{Interval, StudyDay, Window};
pub use crate::dosing::course::Course;
pub use crate::dosing::dose::{Amount, Dose, Route};
pub use crate::dosing::doses::PlannedDose;
pub use crate::dosing::regimen::{Phase, Regimen};
pub use crate::dosing::schedule::Schedule;
pub use crate::evidence::label::Label;
pub use crate::evidence::source::Source;
pub use crate::evidence::trial::{Arm, Trial};
pub use crate::measure::change::{PercentChange, PercentagePoints, Ratio};
pub use crate::measure::endpoint::Endpoint;
pub use crate::quantity::{BodyWeight, Mass, Volume};
pub use crate::text::error::ParseError;

/// The README's programs run with the tests.
#[cfg(all(doctest, feature = "analysis", feature = "catalog", feature = "kinetics"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// The calendar types in our signatures are chrono's.
pub use chrono;
