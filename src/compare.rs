//! Regimens head to head: what each asks of a patient over the same time.

use chrono::NaiveDate;

use crate::calendar::Interval;
use crate::dosing::dose::{MassError, Route};
use crate::dosing::regimen::Role;
use crate::dosing::schedule::Schedule;
use crate::quantity::{BodyWeight, Mass, Volume};

/// What a regimen asks of a patient from the first dose through a date.
///
/// ```
/// use aso_regimen::{Mass, Regimen, compare::Burden};
///
/// let tofersen: Regimen = "100 mg (withdraw 10 mL) IT q14d x3, then q28d".parse()?;
/// let plan = tofersen.starting("2026-01-05".parse()?);
/// let burden = Burden::of(&plan, "2027-01-04".parse()?, None)?;
/// assert_eq!((burden.doses, burden.lumbar_punctures, burden.loading_doses), (15, 15, 3));
/// assert_eq!(burden.mass, Mass::mg(1_500));
/// assert_eq!(burden.csf_withdrawn.to_string(), "150 mL");
/// assert_eq!(burden.loading_share(), Some(0.2));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Burden {
    /// Doses.
    pub doses: u32,
    /// Of these, loading doses.
    pub loading_doses: u32,
    /// Of these, by lumbar puncture.
    pub lumbar_punctures: u32,
    /// Drug.
    pub mass: Mass,
    /// Cerebrospinal fluid withdrawn, as far as the regimen states it.
    pub csf_withdrawn: Volume,
    /// Lumbar punctures for which the regimen does not state how much fluid is withdrawn.
    pub withdrawal_unstated: u32,
    /// Doses in the twelve months from the first one on.
    pub first_year: u32,
}

impl Burden {
    /// What a schedule asks through a date, the date included, of a patient of this weight. `None` will do
    /// for amounts that do not depend on it.
    ///
    /// # Errors
    ///
    /// Where the mass of a dose cannot be told, or a sum is past the largest value.
    pub fn of(
        plan: &Schedule<'_>,
        through: NaiveDate,
        weight: impl Into<Option<BodyWeight>>,
    ) -> Result<Self, MassError> {
        let mut burden = Self {
            doses: plan.count_through(through),
            loading_doses: 0,
            lumbar_punctures: 0,
            mass: plan.total_through(through, weight)?,
            csf_withdrawn: Volume::ZERO,
            withdrawal_unstated: 0,
            first_year: plan.count_through(through.min(end_of_first_year(plan.start()))),
        };
        for (phase, doses) in plan.doses_by_phase(through) {
            if phase.role() == Role::Loading {
                burden.loading_doses += doses;
            }
            if phase.dose().route() != Route::Intrathecal {
                continue;
            }
            burden.lumbar_punctures += doses;
            match phase.dose().withdrawn() {
                Some(csf) => {
                    burden.csf_withdrawn = csf
                        .checked_mul(u64::from(doses))
                        .and_then(|csf| csf.checked_add(burden.csf_withdrawn))
                        .ok_or(MassError::TooLarge)?;
                }
                None => burden.withdrawal_unstated += doses,
            }
        }
        Ok(burden)
    }

    /// Doses after the first twelve months.
    pub fn later_years(&self) -> u32 {
        self.doses - self.first_year
    }

    /// Loading doses as a share of all, from 0 to 1; `None` without a dose.
    pub fn loading_share(&self) -> Option<f64> {
        (self.doses > 0).then(|| f64::from(self.loading_doses) / f64::from(self.doses))
    }
}

/// The last day of the twelve months that begin on a date.
fn end_of_first_year(start: NaiveDate) -> NaiveDate {
    Interval::months(12)
        .nth_after(start, 1)
        .and_then(|anniversary| anniversary.pred_opt())
        .unwrap_or(NaiveDate::MAX)
}
