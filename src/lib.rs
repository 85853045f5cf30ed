//! Regimens of antisense oligonucleotides (ASOs), siRNAs and aptamers: dose schedules, label rules, trial
//! designs and published results.
//!
//! The crate computes dates and amounts of doses, reports what a label says about a late or missed one, contains trials
//! with their published results, and predicts concentration and knock-down. Every figure has its source, every date can
//! be recomputed by hand from the label, and where a source is silent the answer is `Unspecified` instead of a guess.
//!
//! To install: `cargo add aso-regimen`, with `--features interchange,plot` for file formats (NONMEM, CDISC, FHIR,
//! iCalendar) and pictures.
//!
//! ```
//! use aso_regimen::regimen;
//!
//! // Tofersen: three loading doses 14 days apart, then every 28 days.
//! let tofersen = regimen!("100 mg IT q14d x3, then q28d");
//! let plan = tofersen.starting("2026-01-05".parse()?);
//!
//! let eighth = plan.dose(8).ok_or("no eighth dose")?;
//! assert_eq!(eighth.date(), "2026-06-22".parse()?);
//! assert_eq!(eighth.study_day().number(), 169);
//! assert_eq!(plan.total_through(eighth.date(), None)?.to_string(), "800 mg");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../docs/pictures/timeline.svg"),
    "</div></div>"
)]
//!
#![cfg_attr(
    all(
        feature = "analysis",
        feature = "catalog",
        feature = "cohort",
        feature = "interchange",
        feature = "plot"
    ),
    doc = "\
| page | answers |
|---|---|
| [cookbook](_documentation::cookbook) | How do I ...? Short programs for 57 tasks |
| [notation](_documentation::notation) | How is a regimen written as text? |
| [comparison](_documentation::comparison) | How does it compare with other tools? |
| [design](_documentation::design) | Why is it designed this way? |
| [limits](_documentation::limits) | How large can a value be, how many can there be, and why? |
| [changelog](_documentation::changelog) | What has changed? |
"
)]
#![cfg_attr(
    not(all(
        feature = "analysis",
        feature = "catalog",
        feature = "cohort",
        feature = "interchange",
        feature = "plot"
    )),
    doc = "\
Pages on docs.rs, which a build with all features has too:
[cookbook](https://docs.rs/aso-regimen/latest/aso_regimen/_documentation/cookbook/),
[notation](https://docs.rs/aso-regimen/latest/aso_regimen/_documentation/notation/),
[comparison](https://docs.rs/aso-regimen/latest/aso_regimen/_documentation/comparison/) with other tools,
[design](https://docs.rs/aso-regimen/latest/aso_regimen/_documentation/design/),
[limits](https://docs.rs/aso-regimen/latest/aso_regimen/_documentation/limits/) and
[changelog](https://docs.rs/aso-regimen/latest/aso_regimen/_documentation/changelog/).
"
)]
//!
//! # How the types nest
//!
//! A [`Regimen`] is a list of [`Phase`]s; each gives a [`Dose`] at an [`Interval`]. With the date of its first dose it is a
//! [`Schedule`] of [`PlannedDose`]s. What one patient was given is a [`Course`]; the rules of a [`Label`] say what is
//! due. A [`Trial`] gives regimens to [`Arm`]s and reports changes of an [`Endpoint`], each with its scale and its
//! [`Source`].
//!
//! | to | start with |
//! |---|---|
//! | write a regimen | [`regimen!`], [`Regimen::builder`], or its [text form](dosing::notation) |
//! | get dates, numbers and totals of doses | [`Regimen::starting`] |
//! | follow one patient | [`Label::course`](evidence::label::Label::course), [`Course::give`], [`Course::next_due`], [`Course::advise`] |
//! | find a label | [`catalog::labels`] |
//! | compute a change | [`PercentChange`], [`Ratio`], [`measure::change`] |
//! | score an instrument | [`measure::alsfrs_r`], [`measure::spirometry`], [`measure::dynamometry`], [`measure::assay`] |
//! | go from readings to changes by visit | [`analysis`] |
//! | look up published results | [`catalog::tofersen`], [`Trial::audit`] |
//! | predict a concentration or a knock-down | [`kinetics`] |
//! | compare regimens | [`compare`] |
//! | read and write NONMEM, CDISC, FHIR, iCalendar | [`interchange`] |
//! | draw a picture and save it | [`plot`] |
//!
//! # Other tools' words
//!
//! | here | NONMEM, mrgsolve, rxode2 | CDISC | FHIR |
//! |---|---|---|---|
//! | interval | II, `ii` | EXDOSFRQ | `period`, `periodUnit` |
//! | `x3`, three doses in all | ADDL = 2 | | `count` = 3 |
//! | `after 28d`, the gap between two phases | `wait`, with two meanings | | offset of an action |
//! | dose number | order of records | EXSEQ | |
//! | study day, without a day 0 | | --DY | |
//! | day offset, from 0 | TIME in days | | |
//! | [`through`](Schedule::through), [`before`](Schedule::before) | `until`, with two meanings | | bounds |
//!
//! # Scope
//!
//! For research and software; no medical advice. There is no time of day, no time zone and no clock: the caller gives every
//! date. Nothing here chooses a treatment. Pharmacokinetics are linear compartment models; the response is an
//! indirect-response model with inhibition of production (kin). There is no non-compartmental analysis (AUC, Cmax), no
//! target-mediated disposition, no mixed model for repeated measures and no estimation of population parameters.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `serde` | yes | reading and writing of values; reading passes the checks of building and parsing |
//! | `catalog` | yes | labels and trials of the drugs |
//! | `analysis` | yes | readings, baselines, visits, estimates and contrasts |
//! | `kinetics` | yes | compartments, turnover of proteins, published models |
//! | `interchange` | | NONMEM records, SDTM and ADaM tables, Dataset-JSON, FHIR R4 and R5, iCalendar, JSON Schema |
//! | `plot` | | pictures as SVG |
//! | `cohort` | | virtual populations on all cores; needs `kinetics` |
//!
//! Without any feature there are [`quantity`], [`calendar`], [`measure`], [`dosing`], [`evidence`], [`person`] and
//! [`compare`]; every other module has the name of its feature, and `cohort` is `kinetics::cohort`. The crate needs
//! Rust 1.85; chrono 0.4 is part of its API. It uses no clock and no files, and only `cohort` starts threads. It builds
//! for `wasm32-unknown-unknown`.
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
//! | [`Course`], [`Label`], [`Trial`], [`Endpoint`], [`Source`], rules for missed doses | objects, shown on the page of the type; [`interchange::schema`] has their schemas |
//!
//! Enum values are in kebab-case, and an unknown member is an error. Inputs deserialise through the checks of their
//! constructors. Answers (planned and due doses, advice, adherence, estimates, findings) only serialise. Members without a
//! value are left out; data in a format without field names, such as bincode or postcard, therefore cannot be read back.
//!
#![cfg_attr(
    not(feature = "interchange"),
    doc = "[`interchange`]: <https://docs.rs/aso-regimen/latest/aso_regimen/interchange/>"
)]
#![cfg_attr(
    not(feature = "interchange"),
    doc = "[`interchange::schema`]: <https://docs.rs/aso-regimen/latest/aso_regimen/interchange/schema/>"
)]
#![cfg_attr(
    not(feature = "plot"),
    doc = "[`plot`]: <https://docs.rs/aso-regimen/latest/aso_regimen/plot/>"
)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc(test(attr(deny(warnings))))]

#[cfg(all(
    feature = "analysis",
    feature = "catalog",
    feature = "cohort",
    feature = "interchange",
    feature = "plot"
))]
#[cfg_attr(docsrs, doc(auto_cfg = false))]
pub mod _documentation;
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
#[cfg(all(doctest, feature = "catalog", feature = "plot"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// The calendar types in our signatures are chrono's.
pub use chrono;
