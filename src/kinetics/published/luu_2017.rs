//! The model of nusinersen in children with spinal muscular atrophy (Luu 2017).

use crate::dosing::dose::Route;
use crate::evidence::source::{Source, Status};
use crate::kinetics::compartments::{Compartments, ModelError};
use crate::kinetics::parameter::{Clearance, Litres, ParameterError};
use crate::kinetics::published::log_normal;
use crate::quantity::BodyWeight;

/// The model of nusinersen in children with spinal muscular atrophy. Drug exchanges between cerebrospinal fluid (CSF)
/// and nervous tissue (CNS), flows one way from CSF into plasma, and exchanges between plasma and the rest of the body.
///
/// It was fitted to 72 patients of 0.1 to 17 years and 5.1 to 83 kg in five studies, with doses of 1 to 12 mg. The
/// compartments are `CSF`, `CNS`, `plasma` and `body`; doses are intrathecal.
///
/// ```
/// use aso_regimen::dosing::dose::Route;
/// use aso_regimen::kinetics::{published::Luu2017, time::Time};
/// use aso_regimen::{BodyWeight, Mass};
///
/// let child = Luu2017::typical(BodyWeight::grams(15_200))?;
/// let csf = child.model()?.concentration(Route::Intrathecal, "CSF")?;
/// let in_a_week = csf.after(Mass::mg(12), Time::weeks(1));
/// assert_eq!(format!("{in_a_week:.5} ng/mL"), "5.23217 ng/mL");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Luu2017 {
    /// The clearance from plasma.
    pub plasma_clearance: Clearance,
    /// The clearance from CSF to plasma.
    pub csf_clearance: Clearance,
    /// The clearance between plasma and body.
    pub body_exchange: Clearance,
    /// The clearance between CSF and CNS.
    pub cns_exchange: Clearance,
    /// The volume of plasma.
    pub plasma: Litres,
    /// The volume of the body.
    pub body: Litres,
    /// The volume of CSF.
    pub csf: Litres,
    /// The volume of CNS.
    pub cns: Litres,
}

/// Variances of the logarithms between subjects, from the coefficients of variation 29.5, 24.4, 88.1 and
/// 39.0 % as ln(1 + CV²): plasma clearance, clearance of cerebrospinal fluid, its volume, volume of plasma.
const BETWEEN_SUBJECTS: [f64; 4] = [0.295, 0.244, 0.881, 0.390];

impl Luu2017 {
    /// The final model of table 2, for a child of 15.2 kg, the median weight of the patients.
    pub const FINAL: Self = Self {
        plasma_clearance: Clearance::unchecked(2.36),
        csf_clearance: Clearance::unchecked(0.136),
        body_exchange: Clearance::unchecked(0.568),
        cns_exchange: Clearance::unchecked(0.0712),
        plasma: Litres::unchecked(29.0),
        body: Litres::unchecked(418.0),
        csf: Litres::unchecked(0.433),
        cns: Litres::unchecked(263.0),
    };

    /// The estimates of the abstract, which differ slightly from those of the table.
    pub const ABSTRACT: Self = Self {
        plasma_clearance: Clearance::unchecked(2.50),
        csf_clearance: Clearance::unchecked(0.133),
        body_exchange: Clearance::unchecked(0.572),
        cns_exchange: Clearance::unchecked(0.069),
        plasma: Litres::unchecked(32.0),
        body: Litres::unchecked(429.0),
        csf: Litres::unchecked(0.441),
        cns: Litres::unchecked(258.0),
    };

    /// Returns the typical patient of this weight (equations 5 to 7). Plasma clearance is proportional to the power
    /// 0.689 of the weight over 15.2 kg, the volume of CSF to its power 0.596; the volume of plasma rises by 4.7 % per
    /// kg.
    ///
    /// # Errors
    ///
    /// If a parameter is out of range at this weight. The patients weighed 5.1 to 83 kg; other weights are
    /// extrapolations.
    pub fn typical(weight: BodyWeight) -> Result<Self, ParameterError> {
        let kg = weight.as_kg();
        let relative = kg / 15.2;
        Ok(Self {
            plasma_clearance: Self::FINAL.plasma_clearance.times(libm::pow(relative, 0.689))?,
            csf: Self::FINAL.csf.times(libm::pow(relative, 0.596))?,
            plasma: Self::FINAL.plasma.times(1.0 + 0.047 * (kg - 15.2))?,
            ..Self::FINAL
        })
    }

    /// Returns a patient whose parameters differ from this one's by `by` standard deviations between subjects: plasma
    /// clearance, CSF clearance, CSF volume and plasma volume.
    ///
    /// The paper prints coefficients of variation of 29.5, 24.4, 88.1 and 39.0 %, read here as those of log-normal
    /// distributions. The variability between occasions (38.1 % of CSF clearance) is not included.
    ///
    /// # Errors
    ///
    /// If a number of standard deviations is outside -10 to 10, or if a parameter is out of range.
    #[doc(alias = "ETA")]
    #[doc(alias = "OMEGA")]
    pub fn with_random_effects(self, by: [f64; 4]) -> Result<Self, ParameterError> {
        let [plasma_clearance, csf_clearance, csf, plasma] =
            core::array::from_fn(|i| log_normal((BETWEEN_SUBJECTS[i].powi(2)).ln_1p(), by[i]));
        Ok(Self {
            plasma_clearance: self.plasma_clearance.times(plasma_clearance?)?,
            csf_clearance: self.csf_clearance.times(csf_clearance?)?,
            csf: self.csf.times(csf?)?,
            plasma: self.plasma.times(plasma?)?,
            ..self
        })
    }

    /// The variance of the proportional residual error, for plasma and CSF alike. The paper prints "ε (proportional)
    /// 0.494". It is read as a variance, as in `nlmixr2lib`; read as a standard deviation, it would be a variance of
    /// 0.244.
    #[doc(alias = "SIGMA")]
    pub const RESIDUAL_VARIANCE: f64 = 0.494;

    /// Returns the compartment model.
    ///
    /// # Errors
    ///
    /// If a flow is too fast or too slow for its volume.
    pub fn model(&self) -> Result<Compartments, ModelError> {
        Compartments::builder()
            .compartment("CSF", self.csf)
            .compartment("CNS", self.cns)
            .compartment("plasma", self.plasma)
            .compartment("body", self.body)
            .exchange("CSF", "CNS", self.cns_exchange)
            .flow("CSF", "plasma", self.csf_clearance)
            .exchange("plasma", "body", self.body_exchange)
            .clearance("plasma", self.plasma_clearance)
            .dosed(Route::Intrathecal, "CSF")
            .build()
    }

    /// The source, doi:10.1002/jcph.884.
    pub fn source() -> Source {
        Source::new("Luu et al., J Clin Pharmacol 2017;57:1031", Status::Secondary).at("table 2")
    }
}
