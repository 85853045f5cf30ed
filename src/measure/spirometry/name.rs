//! The name of a reference equation, which goes with every value it predicts.

use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::measure::spirometry::spline::Interpolation;
use crate::text::{debug_as_display, json_value};

/// The name of a reference equation: never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<String>"))]
pub struct EquationName(Cow<'static, str>);

impl EquationName {
    /// Returns a name.
    ///
    /// # Errors
    ///
    /// If the name is blank.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Result<Self, UnnamedEquation> {
        let name = name.into();
        if name.trim().is_empty() {
            return Err(UnnamedEquation);
        }
        Ok(Self(name))
    }

    /// A name written in this crate.
    pub(super) const fn shipped(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name of an equation that reads a spline table, which it may read in several ways.
    pub(super) fn of_table(name: &str, interpolation: Interpolation) -> Self {
        Self(Cow::Owned(format!("{name}, {}", interpolation.name())))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EquationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a name of a reference equation is refused: it is blank.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[error("a reference equation without a name, expected more than white space")]
pub struct UnnamedEquation;

debug_as_display!(UnnamedEquation);

json_value!(String, EquationName::new, UnnamedEquation);
