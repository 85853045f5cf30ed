//! A regimen or a dose as its text in JSON, where it would be an object.
//!
//! Both are read from either; this writes the text.
//!
//! ```
//! use aso_regimen::Regimen;
//! use serde::{Deserialize, Serialize};
//!
//! // {"patient": 7, "regimen": "100 mg IT q14d x3, then q28d"}
//! #[derive(Serialize, Deserialize)]
//! struct Order {
//!     patient: u32,
//!     #[serde(with = "aso_regimen::dosing::as_text")]
//!     regimen: Regimen,
//! }
//!
//! let regimen = "100 mg IT q14d x3, then q28d".parse()?;
//! let order = Order { patient: 7, regimen };
//! assert!(order.patient == 7 && !order.regimen.is_finite());
//! # Ok::<(), aso_regimen::ParseError>(())
//! ```

use core::fmt::Display;

use serde::{Deserialize, Deserializer, Serializer};

/// Writes a value as its text.
///
/// # Errors
///
/// If the serializer cannot write.
pub fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Reads a value from its text, or from an object if it has that form.
///
/// # Errors
///
/// If the text or the object is not such a value.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer)
}
