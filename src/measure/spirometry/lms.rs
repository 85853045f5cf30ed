//! Equations of the LMS family: a median, a coefficient of variation and a power, each a function of age.

use thiserror::Error;

use crate::measure::spirometry::equation::{
    POWERS, PredictedValue, PredictedValueError, ReferenceEquation, age_within,
};
use crate::measure::spirometry::name::{EquationName, UnnamedEquation};
use crate::measure::spirometry::spline::{Interpolation, SplineRow, SplineTable};
use crate::measure::spirometry::subject::Subject;
use crate::person::BySex;
use crate::text::debug_as_display;

/// How age enters a logarithm: with its own logarithm, or as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum AgeTerm {
    /// The coefficient of the natural logarithm of the age in years.
    LogYears(f64),
    /// The coefficient of the age in years.
    Years(f64),
}

impl AgeTerm {
    fn at(self, years: f64) -> f64 {
        match self {
            Self::LogYears(coefficient) => coefficient * years.ln(),
            Self::Years(coefficient) => coefficient * years,
        }
    }

    const fn coefficient(self) -> f64 {
        match self {
            Self::LogYears(coefficient) | Self::Years(coefficient) => coefficient,
        }
    }
}

/// The coefficients of one sex: height in centimetres, age in years, natural logarithms, litres.
///
/// Where an equation has terms for groups of people, they are added to the two intercepts.
///
/// ```
/// use aso_regimen::measure::spirometry::{
///     AgeTerm, Interpolation, LmsCoefficients, LmsEquation, ReferenceEquation, SplineRow,
///     SplineTable, Subject,
/// };
/// use aso_regimen::person::{Age, BySex, Height, Sex};
///
/// let coefficients = LmsCoefficients {
///     median: -9.0,
///     median_log_height: 2.0,
///     median_age: AgeTerm::Years(0.0),
///     variation: -2.0,
///     variation_age: AgeTerm::Years(0.0),
///     power: 1.0,
/// };
/// let row = SplineRow { age_years: 45.0, median: 0.0, variation: 0.0 };
/// let table = SplineTable::new(vec![row])?;
/// let equation = LmsEquation::new(
///     "our own",
///     BySex { female: coefficients, male: coefficients },
///     BySex { female: table.clone(), male: table },
///     Interpolation::Linear,
/// )?;
/// let subject = Subject::new(Sex::Male, Age::years(45.0)?, Height::cm(200)?);
/// let litres = equation.predict(&subject)?.volume().as_litres();
/// assert!((litres - 40_000.0 * (-9.0_f64).exp()).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LmsCoefficients {
    /// Intercept of the logarithm of the median.
    pub median: f64,
    /// Its coefficient of the logarithm of the height.
    pub median_log_height: f64,
    /// Its age term.
    pub median_age: AgeTerm,
    /// Intercept of the logarithm of the coefficient of variation.
    pub variation: f64,
    /// Its age term.
    pub variation_age: AgeTerm,
    /// The Box-Cox power, between -10 and 10; 0 is the log-normal distribution.
    pub power: f64,
}

impl LmsCoefficients {
    fn not_finite(&self) -> Option<f64> {
        let numbers = [
            self.median,
            self.median_log_height,
            self.median_age.coefficient(),
            self.variation,
            self.variation_age.coefficient(),
        ];
        numbers.into_iter().find(|number| !number.is_finite())
    }
}

/// An equation of the LMS family with the caller's table of splines:
///
/// ```text
/// M = exp(a0 + a1 ln(height) + a2 [ln] age + median spline)
/// S = exp(p0 + p1 [ln] age + variation spline)
/// z = ((litres / M)^L - 1) / (L S)        lower limit of normal = M (1 - 1.645 L S)^(1/L)
/// ```
///
/// Its name ends with how the table is read, because that changes its values.
///
/// ```
/// use aso_regimen::measure::spirometry::{
///     GliGroup, Interpolation, LungVolume, ReferenceEquation, SplineRow, SplineTable,
///     Subject, gli_2012_fvc,
/// };
/// use aso_regimen::person::{Age, BySex, Height, Sex};
///
/// // Two rows of the published table around the subject's age; a program reads all of
/// // them.
/// let row = |age_years, median, variation| SplineRow { age_years, median, variation };
/// let splines = BySex {
///     female: SplineTable::new(vec![
///         row(48.0, 0.0439, -0.0602),
///         row(48.25, 0.0420, -0.0584),
///     ])?,
///     male: SplineTable::new(vec![
///         row(48.0, 0.0086, -0.0100),
///         row(48.25, 0.0068, -0.0085),
///     ])?,
/// };
/// let equation = gli_2012_fvc(GliGroup::Caucasian, splines, Interpolation::Linear);
/// let subject = Subject::new(Sex::Male, Age::years(48.1)?, Height::cm(176)?);
/// let prediction = equation.predict(&subject)?;
/// let measured = LungVolume::litres(3.5)?;
/// assert_eq!(format!("{:.4}", prediction.volume().as_litres()), "4.9223");
/// assert_eq!(
///     prediction.z_score(measured).map(|z| format!("{z:.4}")),
///     Some("-2.2133".to_owned())
/// );
/// assert_eq!(format!("{:.2}", prediction.percent(measured).percent()), "71.10");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LmsEquation {
    name: EquationName,
    coefficients: BySex<LmsCoefficients>,
    splines: BySex<SplineTable>,
    interpolation: Interpolation,
    /// The lowest and the highest age its authors state, in years; the table may hold fewer.
    ages: (f64, f64),
}

impl LmsEquation {
    /// The caller's own equation, for the ages its table holds.
    ///
    /// # Errors
    ///
    /// If the name is empty, a coefficient is not finite, or a power is outside -10 to 10.
    pub fn new(
        name: &str,
        coefficients: BySex<LmsCoefficients>,
        splines: BySex<SplineTable>,
        interpolation: Interpolation,
    ) -> Result<Self, LmsError> {
        EquationName::new(name.to_owned())?;
        for of_sex in [&coefficients.female, &coefficients.male] {
            if let Some(coefficient) = of_sex.not_finite() {
                return Err(LmsError::NotFinite(coefficient));
            }
            if !POWERS.contains(&of_sex.power) {
                return Err(LmsError::Power(of_sex.power));
            }
        }
        Ok(Self::published(name, coefficients, splines, interpolation))
    }

    /// An equation whose name and coefficients are written in this crate or were checked, for the ages of its table.
    pub(super) fn published(
        name: &str,
        coefficients: BySex<LmsCoefficients>,
        splines: BySex<SplineTable>,
        interpolation: Interpolation,
    ) -> Self {
        Self {
            name: EquationName::of_table(name, interpolation),
            coefficients,
            splines,
            interpolation,
            ages: (0.0, f64::INFINITY),
        }
    }

    /// Returns this equation for the ages that its authors state, in years.
    pub(super) fn for_ages(self, youngest: f64, oldest: f64) -> Self {
        let ages = (youngest, oldest);
        Self { ages, ..self }
    }

    fn splines_at(&self, subject: &Subject) -> Result<SplineRow, PredictedValueError> {
        let table = self.splines.of(subject.sex);
        let (first, last) = table.ages();
        let (youngest, oldest) = (first.max(self.ages.0), last.min(self.ages.1));
        let age = age_within(self.name(), subject.age, youngest, oldest)?;
        table.at(age, self.interpolation).map_err(|(below, above)| PredictedValueError::SplineGap {
            equation: self.name(),
            age: subject.age,
            below,
            above,
        })
    }
}

impl ReferenceEquation for LmsEquation {
    fn name(&self) -> EquationName {
        self.name.clone()
    }

    fn predict(&self, subject: &Subject) -> Result<PredictedValue, PredictedValueError> {
        let spline = self.splines_at(subject)?;
        let terms = self.coefficients.of(subject.sex);
        let age = subject.age.as_years();
        let variation = terms.variation + terms.variation_age.at(age) + spline.variation;
        let height = terms.median_log_height * subject.height.as_cm().ln();
        let median = terms.median + height + terms.median_age.at(age) + spline.median;
        PredictedValue::new(self.name(), median.exp())?
            .with_distribution(terms.power, variation.exp())
    }
}

/// Why numbers are no [`LmsEquation`].
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum LmsError {
    /// Values are told apart by the name of their equation.
    #[error(transparent)]
    Unnamed(#[from] UnnamedEquation),
    /// Every coefficient is finite.
    #[error("an LMS equation has a coefficient of {0}, expected a finite number")]
    NotFinite(f64),
    /// The Box-Cox power of an equation is a small number.
    #[error("an LMS equation has a power of {0}, expected -10 to 10")]
    Power(f64),
}

debug_as_display!(LmsError);
