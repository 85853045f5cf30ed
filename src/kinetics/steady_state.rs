//! Steady state of repeated doses.

use crate::kinetics::disposition::Disposition;
use crate::kinetics::error::SimulationError;
use crate::kinetics::input::Repeated;
use crate::kinetics::response::{State, apply};
use crate::kinetics::time::Time;
use crate::quantity::Mass;

/// A rate per day that eliminates nothing in all the time of the clock.
const NEVER: f64 = 1e-100;

impl Disposition {
    /// Returns the level at steady state, at this time after the beginning of a dose. If the time is longer than the
    /// interval, that dose is taken as the last one.
    ///
    /// ```
    /// use aso_regimen::Mass;
    /// use aso_regimen::dosing::dose::Route;
    /// use aso_regimen::kinetics::disposition::Disposition;
    /// use aso_regimen::kinetics::input::Repeated;
    /// use aso_regimen::kinetics::parameter::{Litres, Rate};
    /// use aso_regimen::kinetics::time::Time;
    ///
    /// // 100 mg over two hours, every week, into 12 L with a half-life of one day.
    /// let plasma = Disposition::mammillary(
    ///     Route::Intravenous,
    ///     Litres::new(12.0)?,
    ///     Rate::of_half_life(1.0)?,
    ///     &[],
    /// )?;
    /// let weekly = Repeated::every(Mass::mg(100), Time::weeks(1))?.over(Time::hours(2))?;
    /// let peak = plasma.at_steady_state(&weekly, Time::hours(2))?;
    /// let trough = plasma.at_steady_state(&weekly, Time::weeks(1))?;
    /// assert_eq!(format!("{peak:.2} and {trough:.2} ng/mL"), "8160.98 and 67.55 ng/mL");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If drug is not eliminated.
    #[doc(alias = "SS")]
    #[doc(alias = "II")]
    pub fn at_steady_state(&self, doses: &Repeated, after: Time) -> Result<f64, SimulationError> {
        let trough = self.steady(&self.first_trough(doses, 0.0), doses.interval())?;
        let begun = after.min(doses.duration());
        let own = self.entered(doses, begun);
        let of_last = self.later(&own, after.since(begun), 0.0);
        let of_all_before = self.later(&trough, after, 0.0);
        // Terms of opposite sign may leave a remainder below zero just after a dose.
        Ok((self.response.level(&of_last) + self.response.level(&of_all_before)).max(0.0))
    }

    /// Returns the accumulation ratio: the steady-state trough over the trough after the first dose.
    ///
    /// # Errors
    ///
    /// If drug is not eliminated, or if the trough after the first dose is 0.
    #[doc(alias = "Rac")]
    pub fn accumulation(&self, doses: &Repeated) -> Result<f64, SimulationError> {
        let first = self.first_trough(doses, self.slowest());
        let steady = self.steady(&first, doses.interval())?;
        Ok(self.response.level(&steady) / self.some_level(&first)?)
    }

    /// Returns the number of doses after which the trough reaches this share of the steady-state trough.
    ///
    /// # Errors
    ///
    /// If the share is not above 0 and below 1, and as for [`Disposition::accumulation`].
    pub fn doses_to(&self, share: f64, doses: &Repeated) -> Result<u64, SimulationError> {
        if !(share > 0.0 && share < 1.0) {
            return Err(SimulationError::Share(share));
        }
        let first = self.first_trough(doses, self.slowest());
        let steady = self.steady(&first, doses.interval())?;
        let missing = (1.0 - share) * self.some_level(&steady)?;
        let enough = |number: u64| {
            let after = doses.interval().times(number);
            self.response.level(&self.later(&steady, after, 0.0)) <= missing
        };
        let mut above = 1_u64;
        while !enough(above) {
            // So slow that no number of doses gets there.
            above = above.checked_mul(2).ok_or(SimulationError::NoSteadyState)?;
        }
        let mut below = above / 2;
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            if enough(middle) {
                above = middle;
            } else {
                below = middle;
            }
        }
        Ok(above)
    }

    /// Returns the steady-state level of a constant infusion of this amount per day.
    ///
    /// # Errors
    ///
    /// If drug is not eliminated.
    #[doc(alias = "Css")]
    pub fn plateau(&self, a_day: Mass) -> Result<f64, SimulationError> {
        let mut sum = 0.0;
        for (rate, weight) in self.terms() {
            if rate.as_per_day() < NEVER {
                return Err(SimulationError::NoSteadyState);
            }
            sum += weight / rate.as_per_day();
        }
        Ok(a_day.as_mg() * sum.max(0.0))
    }

    /// What of one dose has entered by a time within its duration, by term.
    fn entered(&self, doses: &Repeated, by: Time) -> State {
        let mg = doses.mass().as_mg();
        if doses.duration() == Time::ZERO {
            return self.response.entry().map(|share| mg * share);
        }
        let mg_per_day = mg / doses.duration().as_days();
        self.response.filled(by.as_days()).map(|filled| mg_per_day * filled)
    }

    /// What a state becomes, times `e^(slower days)`.
    fn later(&self, state: &State, after: Time, slower: f64) -> State {
        apply(&self.response.passed(after.as_days(), slower), state)
    }

    /// What the first dose leaves by the second.
    fn first_trough(&self, doses: &Repeated, slower: f64) -> State {
        let entered = self.entered(doses, doses.duration());
        self.later(&entered, doses.interval().since(doses.duration()), slower)
    }

    /// What all doses before leave at a dose, if the first of them left this: the sum of a geometric series.
    fn steady(&self, first: &State, interval: Time) -> Result<State, SimulationError> {
        let days = interval.as_days();
        let passed = self.response.passed(days, 0.0);
        let mut steady = *first;
        for (stage, (rate, _)) in self.terms().enumerate() {
            for before in 0..stage {
                steady[stage] += steady[before] * passed[before][stage];
            }
            let lost = -libm::expm1(-rate.as_per_day() * days);
            if rate.as_per_day() < NEVER {
                return Err(SimulationError::NoSteadyState);
            }
            steady[stage] /= lost;
        }
        Ok(steady)
    }

    /// The level of a trough, which may be that of nothing.
    fn some_level(&self, trough: &State) -> Result<f64, SimulationError> {
        let level = self.response.level(trough);
        if level > 0.0 { Ok(level) } else { Err(SimulationError::NoTrough) }
    }

    /// Relative to the slowest term nothing is lost where all of them have decayed.
    fn slowest(&self) -> f64 {
        self.terms().last().map_or(0.0, |(rate, _)| rate.as_per_day())
    }
}
