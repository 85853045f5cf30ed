//! NHANES III, forced vital capacity (Hankinson et al., Am J Respir Crit Care Med 1999;159:179).

use crate::measure::spirometry::equation::{
    PredictedValue, PredictedValueError, ReferenceEquation, age_within,
};
use crate::measure::spirometry::name::EquationName;
use crate::measure::spirometry::subject::{LungVolume, Subject};
use crate::person::Sex;

/// The groups of the survey, each with its own coefficients. Many centres have left equations by group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum NhanesGroup {
    /// "Caucasian".
    Caucasian,
    /// "African-American".
    AfricanAmerican,
    /// "Mexican-American".
    MexicanAmerican,
}

/// Forced vital capacity of the third National Health and Nutrition Examination Survey, ages 8 to 80:
/// `b0 + b1 age + b2 age^2 + b3 height^2` litres, in years and centimetres (Hankinson et al., Am J Respir Crit
/// Care Med 1999;159:179).
///
/// Adult coefficients hold from 18 years in female and from 20 years in male subjects. The authors give a
/// lower limit of normal and no z-score; no limits of height are known to us.
///
/// ```
/// use aso_regimen::measure::spirometry::{NhanesGroup, NhanesIii, ReferenceEquation, Subject};
/// use aso_regimen::person::{Age, Height, Sex};
///
/// let equation = NhanesIii::fvc(NhanesGroup::MexicanAmerican);
/// let mut subject = Subject::new(Sex::Female, Age::years(65.0)?, Height::cm(163)?);
/// let litres = equation.predict(&subject)?.volume().as_litres();
/// assert!((litres - 3.104_244_74).abs() < 1e-8);
///
/// subject.age = Age::years(81.0)?;
/// assert_eq!(
///     equation.predict(&subject).map_err(|error| error.to_string()),
///     Err("NHANES III FVC, Mexican-American: an age of 81 years, expected 8 to 80 years".to_owned()),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NhanesIii {
    group: NhanesGroup,
}

/// Of one group, sex and stage of life.
struct Coefficients {
    constant: f64,
    age: f64,
    age_squared: f64,
    height_squared: f64,
    /// In the place of `height_squared` for the lower limit of normal.
    lower_height_squared: f64,
}

impl Coefficients {
    const fn new(b0: f64, b1: f64, b2: f64, b3: f64, lower_b3: f64) -> Self {
        Self {
            constant: b0,
            age: b1,
            age_squared: b2,
            height_squared: b3,
            lower_height_squared: lower_b3,
        }
    }

    /// Litres at an age in years and a height in centimetres.
    fn predicted(&self, age: f64, height: f64) -> f64 {
        self.litres(age, height, self.height_squared)
    }

    /// The lower limit of normal, in litres.
    fn lower_limit(&self, age: f64, height: f64) -> f64 {
        self.litres(age, height, self.lower_height_squared)
    }

    fn litres(&self, age: f64, height: f64, height_squared: f64) -> f64 {
        self.constant
            + self.age * age
            + self.age_squared * age * age
            + height_squared * height * height
    }
}

impl NhanesIii {
    /// Forced vital capacity of a group.
    pub const fn fvc(group: NhanesGroup) -> Self {
        Self { group }
    }

    /// As the paper prints them; the lines stay whole, to be read against it.
    #[rustfmt::skip]
    const fn coefficients(self, sex: Sex, adult: bool) -> Coefficients {
        use NhanesGroup::{AfricanAmerican, Caucasian, MexicanAmerican};
        use Sex::{Female, Male};
        match (self.group, sex, adult) {
            (Caucasian, Male, false) => Coefficients::new(-0.2584, -0.20415, 0.010_133, 1.8642e-4, 1.5695e-4),
            (Caucasian, Male, true) => Coefficients::new(-0.1933, 0.00064, -0.000_269, 1.8642e-4, 1.5695e-4),
            (AfricanAmerican, Male, false) => Coefficients::new(-0.4971, -0.15497, 0.007_701, 1.6643e-4, 1.3670e-4),
            (AfricanAmerican, Male, true) => Coefficients::new(-0.1517, -0.01821, 0.0, 1.6643e-4, 1.3670e-4),
            (MexicanAmerican, Male, false) => Coefficients::new(-0.7571, -0.09520, 0.006_619, 1.7823e-4, 1.4947e-4),
            (MexicanAmerican, Male, true) => Coefficients::new(0.2376, -0.00891, -0.000_182, 1.7823e-4, 1.4947e-4),
            (Caucasian, Female, false) => Coefficients::new(-1.2082, 0.05916, 0.0, 1.4815e-4, 1.2198e-4),
            (Caucasian, Female, true) => Coefficients::new(-0.3560, 0.01870, -0.000_382, 1.4815e-4, 1.2198e-4),
            (AfricanAmerican, Female, false) => Coefficients::new(-0.6166, -0.04687, 0.003_602, 1.3606e-4, 1.0916e-4),
            (AfricanAmerican, Female, true) => Coefficients::new(-0.3039, 0.00536, -0.000_265, 1.3606e-4, 1.0916e-4),
            (MexicanAmerican, Female, false) => Coefficients::new(-1.2507, 0.07501, 0.0, 1.4246e-4, 1.1570e-4),
            (MexicanAmerican, Female, true) => Coefficients::new(0.1210, 0.00307, -0.000_237, 1.4246e-4, 1.1570e-4),
        }
    }
}

impl ReferenceEquation for NhanesIii {
    fn name(&self) -> EquationName {
        EquationName::shipped(match self.group {
            NhanesGroup::Caucasian => "NHANES III FVC, Caucasian",
            NhanesGroup::AfricanAmerican => "NHANES III FVC, African-American",
            NhanesGroup::MexicanAmerican => "NHANES III FVC, Mexican-American",
        })
    }

    fn predict(&self, subject: &Subject) -> Result<PredictedValue, PredictedValueError> {
        let age = age_within(self.name(), subject.age, 8.0, 80.0)?;
        let adult_from = match subject.sex {
            Sex::Female => 18.0,
            Sex::Male => 20.0,
        };
        let coefficients = self.coefficients(subject.sex, age >= adult_from);
        let height = subject.height.as_cm();
        let predicted = PredictedValue::new(self.name(), coefficients.predicted(age, height))?;
        match LungVolume::litres(coefficients.lower_limit(age, height)) {
            Ok(limit) => predicted.with_lower_limit(limit),
            Err(_) => Ok(predicted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 28 CFR part 79, Appendix A (lower limits of normal, Caucasian men) goes on to 81 years, where the
    /// equation's own range has ended; so the polynomial is tested here and the refusal in the public tests.
    #[test]
    fn the_polynomial_gives_the_federal_table_beyond_80_years() {
        let coefficients = NhanesIii::fvc(NhanesGroup::Caucasian).coefficients(Sex::Male, true);
        for (height, litres) in [(154.9, "1.86"), (165.1, "2.37")] {
            assert_eq!(
                format!("{:.2}", coefficients.lower_limit(81.0, height)),
                litres
            );
        }
    }
}
