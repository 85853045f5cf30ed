//! JSON Schemas (draft 2020-12) of the JSON that this crate writes and reads, for programs in other languages.
//!
//! All JSON that the crate writes is valid under these schemas. JSON that is valid is read, unless it breaks a rule
//! that a schema cannot express: an open-ended phase before another one, overlapping windows, weight limits that do not
//! rise, an arm that does not exist. The schemas state these rules in words, and the crate checks them on reading. A
//! whole number is read without a decimal point alone; no schema can tell `3.0` from `3`. Two things that serde reads are
//! not in the schemas, since nobody should write them: `null` for an optional member, and an array in place of an object.
//!
//! The schemas refer to each other by identifiers such as `urn:aso-regimen:schema:dose`, which are not addresses of a
//! server. Load all of [`ALL`] into the validator.
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

/// Schema of [`Dose`](crate::Dose).
pub const DOSE: &str = include_str!("../../schema/dose.json");
/// Schema of [`Regimen`](crate::Regimen).
pub const REGIMEN: &str = include_str!("../../schema/regimen.json");
/// Schema of [`MissedDosePolicy`](crate::dosing::missed_dose::MissedDosePolicy).
pub const POLICY: &str = include_str!("../../schema/policy.json");
/// Schema of [`Source`](crate::Source).
pub const SOURCE: &str = include_str!("../../schema/source.json");
/// Schema of [`Course`](crate::Course).
pub const COURSE: &str = include_str!("../../schema/course.json");
/// Schema of [`Label`](crate::Label).
pub const LABEL: &str = include_str!("../../schema/label.json");
/// Schema of [`Trial`](crate::Trial).
pub const TRIAL: &str = include_str!("../../schema/trial.json");

/// All schemas. Each comes after the ones that it refers to.
pub const ALL: &[&str] = &[DOSE, REGIMEN, POLICY, SOURCE, COURSE, LABEL, TRIAL];
