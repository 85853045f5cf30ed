//! NHANES III, forced vital capacity.

use core::ops::RangeInclusive;

use crate::measure::spirometry::equation::{
    PredictedValue, PredictedValueError, ReferenceEquation, age_within, height_within,
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
/// lower limit of normal and no z-score. The paper was not read for the limits of height, which are those of the
/// `PySpiro` package (`HANKINSON_1999.py`, "PDF table p.37"):
///
/// | height in cm | boys | men | girls | women |
/// |---|---|---|---|---|
/// | Caucasian | 122 to 192 | 158 to 194 | 118 to 178 | 145 to 180 |
/// | African-American | 122 to 194 | 158 to 196 | 118 to 184 | 146 to 180 |
/// | Mexican-American | 120 to 180 | 156 to 192 | 114 to 172 | 136 to 172 |
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

    /// The shortest and the tallest, in millimetres.
    const fn heights(self, sex: Sex, adult: bool) -> RangeInclusive<u32> {
        use NhanesGroup::{AfricanAmerican, Caucasian, MexicanAmerican};
        use Sex::{Female, Male};
        match (self.group, sex, adult) {
            (Caucasian, Male, false) => 1220..=1920,
            (Caucasian, Male, true) => 1580..=1940,
            (AfricanAmerican, Male, false) => 1220..=1940,
            (AfricanAmerican, Male, true) => 1580..=1960,
            (MexicanAmerican, Male, false) => 1200..=1800,
            (MexicanAmerican, Male, true) => 1560..=1920,
            (Caucasian, Female, false) => 1180..=1780,
            (Caucasian, Female, true) => 1450..=1800,
            (AfricanAmerican, Female, false) => 1180..=1840,
            (AfricanAmerican, Female, true) => 1460..=1800,
            (MexicanAmerican, Female, false) => 1140..=1720,
            (MexicanAmerican, Female, true) => 1360..=1720,
        }
    }

    /// The predicted volume and its lower limit of normal, in litres, at an age in years and a height in centimetres.
    fn litres(self, sex: Sex, age: f64, height: f64) -> [f64; 2] {
        let [b0, b1, b2, b3, lower_b3] = self.coefficients(sex, is_adult(sex, age));
        [b3, lower_b3].map(|b3| b0 + b1 * age + b2 * age * age + b3 * height * height)
    }
}

fn is_adult(sex: Sex, age: f64) -> bool {
    let from = match sex {
        Sex::Female => 18.0,
        Sex::Male => 20.0,
    };
    age >= from
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
        let heights = self.heights(subject.sex, is_adult(subject.sex, age));
        let height = height_within(self.name(), subject.height, heights)?;
        let litres = self.litres(subject.sex, age, height.as_cm());
        PredictedValue::with_limit(self.name(), litres)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 28 CFR part 79, Appendix A (lower limits of normal, Caucasian men) goes on to 81 years and down to 154.9 cm, where
    /// the equation's own ranges have ended; so the polynomial is tested here and the refusal in the public tests.
    #[test]
    fn the_polynomial_gives_the_federal_table_beyond_its_ranges() {
        let equation = NhanesIii::fvc(NhanesGroup::Caucasian);
        for (height, age, litres) in [
            (154.9, 49.0, "2.96"),
            (154.9, 51.0, "2.91"),
            (154.9, 65.0, "2.48"),
            (154.9, 81.0, "1.86"),
            (165.1, 81.0, "2.37"),
        ] {
            let [_, lower_limit] = equation.litres(Sex::Male, age, height);
            assert_eq!(format!("{lower_limit:.2}"), litres);
        }
    }
}
