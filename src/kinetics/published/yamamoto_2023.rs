//! The model of tominersen in adults with Huntington's disease (Yamamoto 2023).

use crate::dosing::dose::Route;
use crate::evidence::source::{Source, Status};
use crate::kinetics::compartments::{Compartments, ModelError};
use crate::kinetics::parameter::{Clearance, Litres, ParameterError, check};
use crate::kinetics::published::log_normal;
use crate::person::{Age, Sex};
use crate::quantity::BodyWeight;

/// The model of tominersen in adults with Huntington's disease. Drug exchanges between cerebrospinal fluid (CSF) and
/// two compartments of nervous tissue (CNS), and flows one way into plasma, which exchanges with two compartments of
/// the body.
///
/// It was fitted to 750 patients of 25 to 66 years and 40.1 to 116 kg in five studies, with doses of 10 to 120 mg.
/// Samples below the limit of quantification (4 % in CSF, 19 % in plasma) were left out of the fit. The compartments
/// are `CSF`, `CNS 1`, `CNS 2`, `plasma`, `body 1` and `body 2`; doses are intrathecal.
///
/// ```
/// use aso_regimen::dosing::dose::Route;
/// use aso_regimen::kinetics::{published::Yamamoto2023, time::Time};
/// use aso_regimen::Mass;
///
/// let model = Yamamoto2023::REFERENCE.model()?;
/// let csf = model.concentration(Route::Intrathecal, "CSF")?;
/// let half_lives: Vec<f64> = csf.half_lives().collect();
/// assert_eq!(format!("{:.3} d", half_lives[2]), "28.089 d");
/// assert_eq!(format!("{:.5}", csf.after(Mass::mg(100), Time::weeks(1))), "3.39528");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Yamamoto2023 {
    /// The clearance from CSF to plasma.
    pub csf_clearance: Clearance,
    /// The volume of CSF.
    pub csf: Litres,
    /// For each CNS compartment, the clearance between CSF and it, and its volume.
    pub cns: [(Clearance, Litres); 2],
    /// The clearance from plasma.
    pub plasma_clearance: Clearance,
    /// The volume of plasma.
    pub plasma: Litres,
    /// For each compartment of the body, the clearance between plasma and it, and its volume.
    pub body: [(Clearance, Litres); 2],
}

/// The covariates of a patient in the model.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Patient {
    /// The body weight.
    pub weight: BodyWeight,
    /// The age.
    pub age: Age,
    /// The sex.
    pub sex: Sex,
    /// Total protein in CSF in g/L, from 0 to 1000. Above 2 g/L it has no effect, as in the paper.
    pub csf_protein: f64,
    /// Whether the patient has antibodies against the drug.
    pub antibodies: bool,
}

impl Patient {
    /// Returns a patient with the reference values of the other covariates: 0.35 g/L of protein in CSF and no
    /// antibodies.
    pub const fn new(weight: BodyWeight, age: Age, sex: Sex) -> Self {
        Self { weight, age, sex, csf_protein: 0.35, antibodies: false }
    }

    /// Returns this patient with this total protein in CSF, in g/L.
    #[must_use]
    pub const fn with_csf_protein(self, csf_protein: f64) -> Self {
        Self { csf_protein, ..self }
    }

    /// Returns this patient with antibodies against the drug.
    #[must_use]
    pub const fn with_antibodies(self) -> Self {
        Self { antibodies: true, ..self }
    }
}

impl Yamamoto2023 {
    /// The reference patient: a man of 49 years and 75 kg with 0.35 g/L of protein in CSF and no antibodies. The
    /// parameters of CSF are from the control stream of appendix S1, those of plasma from table 2.
    pub const REFERENCE: Self = Self {
        csf_clearance: Clearance::unchecked(0.017_657_7),
        csf: Litres::unchecked(0.043_604_2),
        cns: [
            (Clearance::unchecked(0.009_824_66), Litres::unchecked(0.051_738_4)),
            (Clearance::unchecked(1.209_53e-5), Litres::unchecked(0.011_755_6)),
        ],
        plasma_clearance: Clearance::unchecked(10.7),
        plasma: Litres::unchecked(41.0),
        body: [
            (Clearance::unchecked(13.4), Litres::unchecked(283.0)),
            (Clearance::unchecked(0.267), Litres::unchecked(613.0)),
        ],
    };

    /// Returns the typical patient with these covariates. The patients were 25 to 66 years old and weighed 40.1 to 116
    /// kg; other values are extrapolations.
    ///
    /// # Errors
    ///
    /// If a parameter is out of range, or if the protein is not from 0 to 1000 g/L.
    pub fn typical(patient: &Patient) -> Result<Self, ParameterError> {
        check("protein in g/L", patient.csf_protein, 0.0..=1e3, "0 to 1000")?;
        let protein = if patient.csf_protein > 2.0 {
            1.0
        } else {
            libm::exp(-0.539_797 * (patient.csf_protein - 0.35))
        };
        let age = libm::exp(-0.005_498 * (patient.age.as_years() - 49.0));
        let antibodies = |effect: f64| {
            if patient.antibodies { 1.0 + effect } else { 1.0 }
        };
        let sex = if patient.sex == Sex::Female { 1.0 - 0.186 } else { 1.0 };
        let relative = patient.weight.as_kg() / 75.0;
        let (flow, volume) = (libm::pow(relative, 0.687), libm::pow(relative, 0.866));
        let of_weight = |(exchange, litres): (Clearance, Litres)| {
            Ok((exchange.times(flow)?, litres.times(volume)?))
        };
        let reference = Self::REFERENCE;
        Ok(Self {
            csf_clearance: reference.csf_clearance.times(protein * age * antibodies(-0.100_697))?,
            plasma_clearance: reference.plasma_clearance.times(flow * sex * antibodies(-0.673))?,
            plasma: reference.plasma.times(volume)?,
            body: [of_weight(reference.body[0])?, of_weight(reference.body[1])?],
            ..reference
        })
    }

    /// Returns a patient whose CSF parameters differ from this one's by `by` standard deviations between subjects: the
    /// clearance of CSF, its volume, and its exchange with the first CNS compartment. The variances of the logarithms
    /// are 0.0273094, 0.312055 and 0.199008; the second and third were estimated with a shrinkage of 88 %. The paper's
    /// variability of plasma (28.8 % of clearance; 239, 64.5 and 60.6 % of the other compartments) is not included.
    ///
    /// # Errors
    ///
    /// If a number of standard deviations is outside -10 to 10, or if a parameter is out of range.
    #[doc(alias = "ETA")]
    #[doc(alias = "OMEGA")]
    pub fn with_random_effects(self, by: [f64; 3]) -> Result<Self, ParameterError> {
        let [(exchange, first), second] = self.cns;
        Ok(Self {
            csf_clearance: self.csf_clearance.times(log_normal(0.027_309_4, by[0])?)?,
            csf: self.csf.times(log_normal(0.312_055, by[1])?)?,
            cns: [(exchange.times(log_normal(0.199_008, by[2])?)?, first), second],
            ..self
        })
    }

    /// The variance of the residual error of the log concentration in CSF, for a typical patient. In the paper the
    /// error itself varies between patients, with a variance of 0.214 of its logarithm.
    #[doc(alias = "SIGMA")]
    pub const CSF_RESIDUAL_VARIANCE: f64 = 0.097_547_7;

    /// Returns the compartment model.
    ///
    /// # Errors
    ///
    /// If a flow is too fast or too slow for its volume.
    pub fn model(&self) -> Result<Compartments, ModelError> {
        let [(first_exchange, first), (second_exchange, second)] = self.cns;
        let [(third_exchange, third), (fourth_exchange, fourth)] = self.body;
        Compartments::builder()
            .compartment("CSF", self.csf)
            .compartment("CNS 1", first)
            .compartment("CNS 2", second)
            .compartment("plasma", self.plasma)
            .compartment("body 1", third)
            .compartment("body 2", fourth)
            .exchange("CSF", "CNS 1", first_exchange)
            .exchange("CSF", "CNS 2", second_exchange)
            .flow("CSF", "plasma", self.csf_clearance)
            .exchange("plasma", "body 1", third_exchange)
            .exchange("plasma", "body 2", fourth_exchange)
            .clearance("plasma", self.plasma_clearance)
            .dosed(Route::Intrathecal, "CSF")
            .build()
    }

    /// The source, doi:10.1002/psp4.13001.
    pub fn source() -> Source {
        Source::new(
            "Yamamoto et al., CPT Pharmacometrics Syst Pharmacol 2023;12:1213",
            Status::Secondary,
        )
        .at("table 2 and appendix S1")
    }
}
