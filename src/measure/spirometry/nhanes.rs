//! NHANES III, forced vital capacity.

use crate::measure::spirometry::equation::{
    PredictedValue, PredictedValueError, ReferenceEquation, age_within,
};
use crate::measure::spirometry::name::EquationName;
use crate::measure::spirometry::subject::Subject;
use crate::person::Sex;

/// The groups of the survey, each with its own coefficients. Many centres have left equations by group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
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
/// Care Med 1999;159:179, doi:10.1164/ajrccm.159.1.9712108).
///
/// Adult coefficients hold from 18 years in female and from 20 years in male subjects. The authors give a
/// lower limit of normal and no z-score; no limits of height are known to us.
///
/// ```
/// use aso_regimen::measure::spirometry::{
///     NhanesGroup, NhanesIii, ReferenceEquation, Subject,
/// };
/// use aso_regimen::person::{Age, Height, Sex};
///
/// let equation = NhanesIii::fvc(NhanesGroup::MexicanAmerican);
/// let subject = Subject::new(Sex::Female, Age::years(65.0)?, Height::cm(163)?);
/// let predicted = equation.predict(&subject)?;
/// assert!((predicted.volume().as_litres() - 3.104_244_74).abs() < 1e-8);
/// assert!(predicted.lower_limit() < Some(predicted.volume()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NhanesIii {
    group: NhanesGroup,
}

impl NhanesIii {
    /// Forced vital capacity of a group.
    pub const fn fvc(group: NhanesGroup) -> Self {
        Self { group }
    }

    /// `b0` to `b3` as the paper prints them, and what stands in the place of `b3` for the lower limit of normal; the
    /// lines stay whole, to be read against it.
    #[rustfmt::skip]
    const fn coefficients(self, sex: Sex, adult: bool) -> [f64; 5] {
        use NhanesGroup::{AfricanAmerican, Caucasian, MexicanAmerican};
        use Sex::{Female, Male};
        match (self.group, sex, adult) {
            (Caucasian, Male, false) => [-0.2584, -0.20415, 0.010_133, 1.8642e-4, 1.5695e-4],
            (Caucasian, Male, true) => [-0.1933, 0.00064, -0.000_269, 1.8642e-4, 1.5695e-4],
            (AfricanAmerican, Male, false) => [-0.4971, -0.15497, 0.007_701, 1.6643e-4, 1.3670e-4],
            (AfricanAmerican, Male, true) => [-0.1517, -0.01821, 0.0, 1.6643e-4, 1.3670e-4],
            (MexicanAmerican, Male, false) => [-0.7571, -0.09520, 0.006_619, 1.7823e-4, 1.4947e-4],
            (MexicanAmerican, Male, true) => [0.2376, -0.00891, -0.000_182, 1.7823e-4, 1.4947e-4],
            (Caucasian, Female, false) => [-1.2082, 0.05916, 0.0, 1.4815e-4, 1.2198e-4],
            (Caucasian, Female, true) => [-0.3560, 0.01870, -0.000_382, 1.4815e-4, 1.2198e-4],
            (AfricanAmerican, Female, false) => [-0.6166, -0.04687, 0.003_602, 1.3606e-4, 1.0916e-4],
            (AfricanAmerican, Female, true) => [-0.3039, 0.00536, -0.000_265, 1.3606e-4, 1.0916e-4],
            (MexicanAmerican, Female, false) => [-1.2507, 0.07501, 0.0, 1.4246e-4, 1.1570e-4],
            (MexicanAmerican, Female, true) => [0.1210, 0.00307, -0.000_237, 1.4246e-4, 1.1570e-4],
        }
    }

    /// The predicted volume and its lower limit of normal, in litres, at an age in years and a height in centimetres.
    fn litres(self, sex: Sex, age: f64, height: f64) -> [f64; 2] {
        let adult_from = match sex {
            Sex::Female => 18.0,
            Sex::Male => 20.0,
        };
        let [b0, b1, b2, b3, lower_b3] = self.coefficients(sex, age >= adult_from);
        [b3, lower_b3].map(|b3| b0 + b1 * age + b2 * age * age + b3 * height * height)
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
        let litres = self.litres(subject.sex, age, subject.height.as_cm());
        PredictedValue::with_limit(self.name(), litres)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 28 CFR part 79, Appendix A (lower limits of normal, Caucasian men) goes on to 81 years, where the
    /// equation's own range has ended; so the polynomial is tested here and the refusal in the public tests.
    #[test]
    fn the_polynomial_gives_the_federal_table_beyond_80_years() {
        let equation = NhanesIii::fvc(NhanesGroup::Caucasian);
        for (height, litres) in [(154.9, "1.86"), (165.1, "2.37")] {
            let [_, lower_limit] = equation.litres(Sex::Male, 81.0, height);
            assert_eq!(format!("{lower_limit:.2}"), litres);
        }
    }
}
