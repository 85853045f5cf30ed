//! The doses that were given, and how much drug they were.

use core::fmt;

use chrono::NaiveDate;

use crate::dosing::course::Course;
use crate::dosing::course::entry::{EntryKind, GivenAmount};
use crate::dosing::course::state::Step;
use crate::dosing::course::timing::{Pause, Timing};
use crate::dosing::dose::{Dose, MassError};
use crate::dosing::phase::Role;
use crate::quantity::{BodyWeight, Mass};
use crate::text::debug_as_display;

impl Course {
    /// The doses given, in order, including those that do not count.
    pub fn doses_given(&self) -> impl Iterator<Item = GivenDose<'_>> + '_ {
        self.walk().filter_map(|step| GivenDose::of(&step))
    }

    /// Returns the amount of drug given through a date, which is included. Doses that do not count are included too.
    ///
    /// # Errors
    ///
    /// If the mass of a dose depends on a body weight that was not recorded by its day, or if the sum is larger than a
    /// [`Mass`] can hold.
    pub fn mass_given(&self, through: NaiveDate) -> Result<Mass, MassError> {
        self.doses_given()
            .take_while(|given| given.date <= through)
            .try_fold(Mass::ZERO, |total, given| {
                total.checked_add(given.mass()?).ok_or(MassError::TooLarge)
            })
    }
}

/// A dose given in a [`Course`].
#[doc(alias = "EXDOSE")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GivenDose<'c> {
    date: NaiveDate,
    number: Option<u32>,
    role: Role,
    dose: &'c Dose,
    amount: GivenAmount,
    counts: bool,
    timing: Timing,
    pause: Option<Pause>,
    planned: Option<NaiveDate>,
    weight: Option<BodyWeight>,
    mass: Option<Mass>,
    reason: Option<&'c str>,
}

impl<'c> GivenDose<'c> {
    pub(super) fn of(step: &Step<'c>) -> Option<Self> {
        let (EntryKind::Given, Some(verdict)) = (step.entry.kind(), step.verdict) else {
            return None;
        };
        let phase = step.rules.phase(&verdict.dose);
        Some(Self {
            date: step.entry.day(),
            number: verdict.number(),
            role: phase.role(),
            dose: phase.dose(),
            amount: step.entry.given_amount(),
            counts: step.entry.counts(),
            timing: verdict.timing,
            pause: verdict.pause,
            planned: verdict.planned,
            weight: step.weight,
            mass: step.mass(),
            reason: step.entry.why(),
        })
    }

    /// The day it was given.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The number of the dose in the regimen in force, counted from 1; `None` for an additional dose.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// The purpose of its phase.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The planned amount, and the route.
    pub fn dose(&self) -> &'c Dose {
        self.dose
    }

    /// The amount given.
    pub fn amount(&self) -> GivenAmount {
        self.amount
    }

    /// Whether it is a further part of the dose before, and no dose of its own.
    pub fn is_rest(&self) -> bool {
        matches!(self.amount, GivenAmount::Rest(_))
    }

    /// Whether it counts as the due dose.
    pub fn counts(&self) -> bool {
        self.counts
    }

    /// The recorded reason; `None` if there is none.
    pub fn reason(&self) -> Option<&'c str> {
        self.reason
    }

    /// How the day compares with the plan in force on that day.
    pub fn timing(&self) -> Timing {
        self.timing
    }

    /// Whether treatment was held or stopped when it was given; `None` if neither.
    pub fn pause(&self) -> Option<Pause> {
        self.pause
    }

    /// The planned date; `None` if it had none.
    pub fn planned(&self) -> Option<NaiveDate> {
        self.planned
    }

    /// The mass given.
    ///
    /// # Errors
    ///
    /// If the amount depends on a body weight that was not recorded by the day of the dose.
    pub fn mass(&self) -> Result<Mass, MassError> {
        self.mass.map_or_else(|| self.mass_planned(), Ok)
    }

    /// The planned mass.
    ///
    /// # Errors
    ///
    /// If [`GivenDose::mass`] would fail.
    pub fn mass_planned(&self) -> Result<Mass, MassError> {
        self.dose.mass_for(self.weight)
    }
}

impl fmt::Display for GivenDose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_rest() {
            f.write_str("rest of ")?;
        }
        match self.number {
            Some(number) => write!(f, "dose {number} ({})", self.role)?,
            None => f.write_str("additional dose")?,
        }
        f.write_str(": ")?;
        match self.amount {
            GivenAmount::AsPlanned => {}
            GivenAmount::Another(mass) => write!(f, "{mass} in place of ")?,
            GivenAmount::Part(mass) | GivenAmount::Rest(mass) => write!(f, "{mass} of ")?,
        }
        write!(f, "{} on {}, {}", self.dose, self.date, self.timing)?;
        if let Some(pause) = self.pause {
            write!(f, ", while {pause}")?;
        }
        if !self.counts && !self.is_rest() {
            f.write_str(", does not count")?;
        }
        match self.reason {
            Some(reason) => write!(f, " ({reason})"),
            None => Ok(()),
        }
    }
}

debug_as_display!(GivenDose<'_>);
