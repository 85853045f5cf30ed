//! European Community for Steel and Coal / European Respiratory Society 1993.

use crate::measure::spirometry::equation::{
    PredictedValue, PredictedValueError, ReferenceEquation, age_within, height_within,
};
use crate::measure::spirometry::name::EquationName;
use crate::measure::spirometry::subject::Subject;
use crate::person::Sex;

/// The age term of the equation for female inspiratory vital capacity. Sources contradict each other, so the caller
/// chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum FemaleIvcAgeTerm {
    /// 0.024 L a year, as in table 4 of the spirometry guideline of the Deutsche Atemwegsliga, 2015.
    Loss24MillilitresPerYear,
    /// 0.026 L a year, as in the coefficient files of the `PySpiro` package.
    Loss26MillilitresPerYear,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Capacity {
    Forced,
    Inspiratory(Option<FemaleIvcAgeTerm>),
}

/// Forced or inspiratory vital capacity, ages 18 to 70, heights 1.55 to 1.95 m in male and 1.45 to 1.80 m in
/// female subjects (Quanjer et al., Eur Respir J 1993;6 Suppl 16:5, page not checked, doi:10.1183/09041950.005s1693).
///
/// Ages from 18 to 25 count as 25. The authors give a lower limit of normal and no z-score.
///
/// ```
/// use aso_regimen::measure::spirometry::{
///     Ecsc1993, FemaleIvcAgeTerm, ReferenceEquation, Subject,
/// };
/// use aso_regimen::person::{Age, Height, Sex};
///
/// let subject = Subject::new(Sex::Female, Age::years(45.0)?, Height::cm(163)?);
/// assert!(Ecsc1993::ivc().predict(&subject).is_err());
/// let named = Ecsc1993::ivc_with(FemaleIvcAgeTerm::Loss24MillilitresPerYear);
/// assert!((named.predict(&subject)?.volume().as_litres() - 3.2358).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ecsc1993 {
    capacity: Capacity,
}

impl Ecsc1993 {
    /// Returns the equation for forced vital capacity.
    pub const fn fvc() -> Self {
        Self { capacity: Capacity::Forced }
    }

    /// Returns the equation for inspiratory vital capacity of male subjects. It refuses female subjects;
    /// [`Ecsc1993::ivc_with`] has their age term.
    pub const fn ivc() -> Self {
        Self { capacity: Capacity::Inspiratory(None) }
    }

    /// Returns the equation for inspiratory vital capacity with an age term for female subjects. The choice is part of the
    /// name of the equation.
    pub const fn ivc_with(female: FemaleIvcAgeTerm) -> Self {
        Self { capacity: Capacity::Inspiratory(Some(female)) }
    }

    /// The predicted volume and its lower limit of normal, in litres.
    fn litres(self, sex: Sex, age: f64, height: f64) -> Result<[f64; 2], PredictedValueError> {
        use FemaleIvcAgeTerm::{Loss24MillilitresPerYear, Loss26MillilitresPerYear};
        let (per_metre, per_year, constant, to_lower_limit) = match (self.capacity, sex) {
            (Capacity::Forced, Sex::Male) => (5.76, 0.026, 4.34, 1.00),
            (Capacity::Forced, Sex::Female) => (4.43, 0.026, 2.89, 0.71),
            (Capacity::Inspiratory(_), Sex::Male) => (6.10, 0.028, 4.65, 0.92),
            (Capacity::Inspiratory(Some(term)), Sex::Female) => match term {
                Loss24MillilitresPerYear => (4.66, 0.024, 3.28, 0.69),
                Loss26MillilitresPerYear => (4.66, 0.026, 3.28, 0.69),
            },
            (Capacity::Inspiratory(None), Sex::Female) => {
                return Err(PredictedValueError::DisputedCoefficient(self.name()));
            }
        };
        let litres = per_metre * height - per_year * age - constant;
        Ok([litres, litres - to_lower_limit])
    }
}

impl ReferenceEquation for Ecsc1993 {
    fn name(&self) -> EquationName {
        EquationName::shipped(match self.capacity {
            Capacity::Forced => "ECSC/ERS 1993 FVC",
            Capacity::Inspiratory(None) => "ECSC/ERS 1993 IVC",
            Capacity::Inspiratory(Some(FemaleIvcAgeTerm::Loss24MillilitresPerYear)) => {
                "ECSC/ERS 1993 IVC, female age term 0.024 L a year"
            }
            Capacity::Inspiratory(Some(FemaleIvcAgeTerm::Loss26MillilitresPerYear)) => {
                "ECSC/ERS 1993 IVC, female age term 0.026 L a year"
            }
        })
    }

    fn predict(&self, subject: &Subject) -> Result<PredictedValue, PredictedValueError> {
        let age = age_within(self.name(), subject.age, 18.0, 70.0)?.max(25.0);
        let heights = match subject.sex {
            Sex::Male => 1550..=1950,
            Sex::Female => 1450..=1800,
        };
        let height = height_within(self.name(), subject.height, heights)?;
        let litres = self.litres(subject.sex, age, height.as_metres())?;
        PredictedValue::with_limit(self.name(), litres)
    }
}
