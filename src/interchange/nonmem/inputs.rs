//! From the doses of a subject to the inputs of a model.

use crate::dosing::dose::Route;
use crate::interchange::error::FormatError;
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::record::DoseEvent;
use crate::interchange::nonmem::time::RecordTime;
use crate::kinetics::input::{Input, Inputs};
use crate::kinetics::time::Time;

impl EventDataset {
    /// Returns the doses of a subject as inputs of a model, additional doses (ADDL) among them, with times since the
    /// subject's time 0. The caller states the route, which records do not have. An infusion (RATE) lasts AMT/RATE.
    ///
    /// Times and durations are rounded to whole minutes, as [`Time`] has them; an infusion shorter than half a minute
    /// becomes a bolus.
    ///
    /// ```
    /// use aso_regimen::Route;
    /// use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
    /// use aso_regimen::kinetics::time::Time;
    ///
    /// let file = "ID,TIME,AMT,RATE,ADDL,II,DV\n1,0.5,100,50,1,36,.\n1,1.5,.,.,.,.,60.2\n";
    /// let data = RecordFormat::new(TimeUnit::Hours).read(file.as_bytes())?;
    /// let inputs = data.inputs(1, &Route::Intravenous)?;
    /// let hours: Vec<f64> = inputs.iter().map(|input| input.at.as_days() * 24.0).collect();
    /// assert_eq!(hours, [0.5, 36.5]);
    /// assert!(inputs.iter().all(|input| input.over == Time::hours(2)));
    ///
    /// let samples = data.records().filter(|record| record.dose().is_none());
    /// let samples: Vec<Time> = samples.map(|record| record.time().to_time()).collect();
    /// assert_eq!(samples, [Time::minutes(90)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the subject has no dose or more than 36,525; if doses are in several compartments; or if a dose is at steady
    /// state or after a reset. The error has the subject and the record.
    pub fn inputs(&self, id: u32, route: &Route) -> Result<Inputs, FormatError> {
        let doses = self.doses_of(id, None)?;
        let inputs = doses.into_iter().filter_map(|(time, at)| {
            let dose = at.record.dose()?;
            let bolus = Input::bolus(time.to_time(), dose.mass(), route.clone());
            Some(bolus.over(dose.duration()))
        });
        Ok(inputs.collect())
    }
}

impl RecordTime {
    /// Returns the time in whole minutes, to the nearest one.
    pub fn to_time(self) -> Time {
        const HOUR: u128 = RecordTime::hours(1).0 as u128;
        minutes((u128::from(self.0) * 60 + HOUR / 2) / HOUR)
    }
}

impl DoseEvent {
    /// Returns how long an infusion takes (AMT/RATE), to the nearest minute; [`Time::ZERO`] for a bolus.
    #[doc(alias("DUR", "TINF"))]
    pub fn duration(&self) -> Time {
        let of_infusion = self.rate.map(|rate| minutes(rate.nearest_minutes(self.mass)));
        of_infusion.unwrap_or(Time::ZERO)
    }
}

/// So many minutes, or the largest time.
fn minutes(minutes: u128) -> Time {
    Time::minutes(1).times(u64::try_from(minutes).unwrap_or(u64::MAX))
}
