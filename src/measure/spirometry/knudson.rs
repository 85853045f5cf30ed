//! Knudson 1983, forced vital capacity.

use crate::measure::spirometry::equation::{
    PredictedValue, PredictedValueError, ReferenceEquation,
};
use crate::measure::spirometry::name::EquationName;
use crate::measure::spirometry::subject::Subject;
use crate::person::Sex;

/// The lowest age of the children's equations.
const YOUNGEST_YEARS: f64 = 6.0;

/// Forced vital capacity from 6 years on, linear in age and height (Knudson et al., Am Rev Respir Dis
/// 1983;127:725, doi:10.1164/arrd.1983.127.6.725).
///
/// The coefficients change at 12 and 25 years in male and at 11, 20 and 70 years in female subjects. Neither a
/// limit of normal nor a highest age nor limits of height are known to us; where the formula leaves the range
/// of lungs the prediction is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Knudson1983;

/// Constant, litres per centimetre of height, litres per year of age.
fn coefficients(sex: Sex, age: f64) -> (f64, f64, f64) {
    match sex {
        Sex::Male if age < 12.0 => (-3.3756, 0.0409, 0.0),
        Sex::Male if age < 25.0 => (-6.8865, 0.0590, 0.0739),
        Sex::Male => (-8.7818, 0.0844, -0.0298),
        Sex::Female if age < 11.0 => (-3.7486, 0.0430, 0.0),
        Sex::Female if age < 20.0 => (-4.4470, 0.0416, 0.0699),
        Sex::Female if age < 70.0 => (-3.1947, 0.0444, -0.0169),
        Sex::Female => (-0.1889, 0.0313, -0.0296),
    }
}

impl ReferenceEquation for Knudson1983 {
    fn name(&self) -> EquationName {
        EquationName::shipped("Knudson 1983 FVC")
    }

    fn predict(&self, subject: &Subject) -> Result<PredictedValue, PredictedValueError> {
        let age = subject.age.as_years();
        if age < YOUNGEST_YEARS {
            return Err(PredictedValueError::TooYoung {
                equation: self.name(),
                age: subject.age,
                youngest: YOUNGEST_YEARS,
            });
        }
        let (constant, per_cm, per_year) = coefficients(subject.sex, age);
        let litres = constant + per_cm * subject.height.as_cm() + per_year * age;
        PredictedValue::new(self.name(), litres)
    }
}
