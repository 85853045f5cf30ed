//! JSON Schemas (draft 2020-12) of this crate's own serde form, for programs in other languages.
//!
//! Everything the crate writes is valid by them, and every document that keeps to them is read, unless what is
//! wrong with it is not of a shape: a last phase before another, windows that overlap, limits that do not
//! rise, an arm that is not there. Such rules are checked on reading, and the schemas name them in words. Two
//! things that serde reads are not in them, because nobody should write them: `null` for a member that can be
//! left out, and an array in the place of an object.
//!
//! The schemas refer to each other by their identifiers, `urn:aso-regimen:schema:dose` and so on, which no
//! server answers to: give a validator all of [`ALL`].
//!
//! ```
//! use aso_regimen::interchange::schema;
//! use serde_json::Value;
//!
//! let schemas: Vec<Value> = schema::ALL
//!     .iter()
//!     .map(|text| serde_json::from_str(text))
//!     .collect::<Result<_, _>>()?;
//! assert_eq!(schemas[1]["$id"], "urn:aso-regimen:schema:regimen");
//! # Ok::<(), serde_json::Error>(())
//! ```

/// Of a [`Dose`](crate::Dose).
pub const DOSE: &str = include_str!("../../schema/dose.json");
/// Of a [`Regimen`](crate::Regimen).
pub const REGIMEN: &str = include_str!("../../schema/regimen.json");
/// Of a [`MissedDosePolicy`](crate::dosing::missed_dose::MissedDosePolicy).
pub const POLICY: &str = include_str!("../../schema/policy.json");
/// Of a [`Course`](crate::Course).
pub const COURSE: &str = include_str!("../../schema/course.json");
/// Of a [`Source`](crate::Source).
pub const SOURCE: &str = include_str!("../../schema/source.json");
/// Of a [`Label`](crate::Label).
pub const LABEL: &str = include_str!("../../schema/label.json");
/// Of a [`Trial`](crate::Trial).
pub const TRIAL: &str = include_str!("../../schema/trial.json");

/// All of them, each after those it refers to.
pub const ALL: &[&str] = &[DOSE, REGIMEN, POLICY, COURSE, SOURCE, LABEL, TRIAL];
