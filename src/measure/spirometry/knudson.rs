//! Knudson 1983, forced vital capacity.

use core::ops::RangeInclusive;

use crate::measure::spirometry::equation::{
    PredictedValue, PredictedValueError, ReferenceEquation, age_within, height_within,
};
use crate::measure::spirometry::name::EquationName;
use crate::measure::spirometry::subject::Subject;
use crate::person::Sex;

/// Forced vital capacity, linear in age and height, ages 6 to 90 in male and 6 to 88 in female subjects (Knudson et al.,
/// Am Rev Respir Dis 1983;127:725, doi:10.1164/arrd.1983.127.6.725). No limit of normal is known to us.
///
/// In male subjects the coefficients change at 12 and 25 years. For female subjects the paper has two fits: one changes
/// at 11 and 20 years, the other also at 70 years. This is the fit that changes at 70 years, and its name says so.
/// Programs differ: the R function `pp_knudson`, whose documentation describes both fits, uses the fit that does not
/// change at 70 years.
///
/// The paper was not read. The coefficients and the limits of age and height are those of the `PySpiro` package
/// (`KNUDSON_1983.py`), which refers to the paper's tables.
///
/// | age in years | height in cm, male | age in years | height in cm, female |
/// |---|---|---|---|
/// | 6 to 11 | 111.8 to 154.9 | 6 to 10 | 106.7 to 147.3 |
/// | 12 to 24 | 139.7 to 193.0 | 11 to 19 | 132.1 to 182.9 |
/// | 25 to 90 | 157.5 to 195.6 | 20 to 69 | 147.3 to 180.3 |
/// | | | 70 to 88 | 147.3 to 167.6 |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Knudson1983;

/// Heights in millimetres; constant, litres per centimetre of height, litres per year of age.
fn coefficients(sex: Sex, age: f64) -> (RangeInclusive<u32>, [f64; 3]) {
    match sex {
        Sex::Male if age < 12.0 => (1118..=1549, [-3.3756, 0.0409, 0.0]),
        Sex::Male if age < 25.0 => (1397..=1930, [-6.8865, 0.0590, 0.0739]),
        Sex::Male => (1575..=1956, [-8.7818, 0.0844, -0.0298]),
        Sex::Female if age < 11.0 => (1067..=1473, [-3.7486, 0.0430, 0.0]),
        Sex::Female if age < 20.0 => (1321..=1829, [-4.4470, 0.0416, 0.0699]),
        Sex::Female if age < 70.0 => (1473..=1803, [-3.1947, 0.0444, -0.0169]),
        Sex::Female => (1473..=1676, [-0.1889, 0.0313, -0.0296]),
    }
}

impl ReferenceEquation for Knudson1983 {
    fn name(&self) -> EquationName {
        EquationName::shipped("Knudson 1983 FVC, women with a break at 70 years")
    }

    fn predict(&self, subject: &Subject) -> Result<PredictedValue, PredictedValueError> {
        let oldest = match subject.sex {
            Sex::Female => 88.0,
            Sex::Male => 90.0,
        };
        let age = age_within(self.name(), subject.age, 6.0, oldest)?;
        let (heights, [constant, per_cm, per_year]) = coefficients(subject.sex, age);
        let height = height_within(self.name(), subject.height, heights)?;
        let litres = constant + per_cm * height.as_cm() + per_year * age;
        PredictedValue::new(self.name(), litres)
    }
}
