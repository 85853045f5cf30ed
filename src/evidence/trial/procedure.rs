//! The visible part of an administration.

use core::fmt;

use crate::dosing::dose::{Dose, Minutes, Route};
use crate::quantity::Volume;
use crate::text::debug_as_display;

/// The visible part of an administration of drug or placebo: route, volume, cerebrospinal fluid withdrawn and duration,
/// but not the amount of drug. Two procedures are equal if nobody can tell them apart.
#[derive(Clone, Copy)]
pub struct Procedure<'t>(&'t Dose);

impl<'t> Procedure<'t> {
    pub(super) fn of(dose: &'t Dose) -> Self {
        Self(dose)
    }

    /// The route, the volume, the fluid withdrawn and the minutes.
    pub(super) fn shown(self) -> (&'t Route, [Option<Volume>; 2], Option<Minutes>) {
        (self.0.route(), [self.0.volume(), self.0.withdrawn()], self.0.duration())
    }
}

impl PartialEq for Procedure<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.shown() == other.shown()
    }
}

impl Eq for Procedure<'_> {}

impl core::hash::Hash for Procedure<'_> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.shown().hash(state);
    }
}

debug_as_display!(Procedure<'_>);

/// Prints the dose without its amount: `(15 mL, withdraw 10 mL, over 1-3 min) IT`.
impl fmt::Display for Procedure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dose, amount) = (self.0.to_string(), self.0.amount().to_string());
        f.write_str(dose[amount.len()..].trim_start())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Procedure<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
