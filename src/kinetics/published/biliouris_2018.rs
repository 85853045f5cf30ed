//! The model of nusinersen in monkeys, scaled to children (Biliouris 2018).

use crate::dosing::dose::Route;
use crate::evidence::source::{Source, Status};
use crate::kinetics::compartments::{Compartments, ModelError};
use crate::kinetics::parameter::{Litres, Rate};
use crate::person::Age;
use crate::quantity::BodyWeight;

/// The model of nusinersen in cynomolgus monkeys, scaled by weight to children. Cerebrospinal fluid (CSF) exchanges
/// drug with three parts of the spinal cord, pons and brain, and brain with deep brain. Drug flows one way from CSF
/// into plasma, which exchanges with a peripheral compartment.
///
/// Tissues were measured in monkeys only. Volumes are proportional to weight over 2.8 kg, rates to its power -0.08; the
/// CSF volume depends on age alone. The compartments are `CSF`, `cervical`, `thoracic`, `lumbar`, `pons`, `brain`,
/// `deep brain`, `plasma` and `periphery`; `deep brain` and `periphery` have amounts only. The paper's variances
/// between animals, one of them 13.6 for the rate into the brain, are not included.
///
/// ```
/// use aso_regimen::dosing::dose::Route;
/// use aso_regimen::kinetics::{published::Biliouris2018, time::Time};
/// use aso_regimen::person::Age;
/// use aso_regimen::{BodyWeight, Mass};
///
/// // A child of two months: 120 mL of cerebrospinal fluid.
/// let infant = Biliouris2018::of(BodyWeight::kg(5), Age::years(2.0 / 12.0)?);
/// let csf = infant.model()?.concentration(Route::Intrathecal, "CSF")?;
/// let at_once = csf.after(Mass::mg(12), Time::ZERO);
/// assert!((at_once / 100_000.0 - 1.0).abs() < 1e-12); // 12 mg in 120 mL, in ng/mL
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Biliouris2018 {
    weight: BodyWeight,
    age: Age,
}

/// Per hour at 2.8 kg: from cerebrospinal fluid into a tissue and back.
const TISSUES: [(&str, f64, f64); 5] = [
    ("cervical", 0.001_71, 0.000_1),
    ("thoracic", 0.002_1, 0.000_45),
    ("lumbar", 0.002_86, 0.000_3),
    ("pons", 0.001_57, 0.000_2),
    ("brain", 0.006, 0.000_4),
];

/// Per hour at 2.8 kg: between brain and deep brain, plasma and periphery.
const DEEPER: [(&str, &str, f64, f64); 2] =
    [("brain", "deep brain", 0.002_57, 0.000_1), ("plasma", "periphery", 0.008_18, 0.000_1)];

/// Per hour at 2.8 kg: from cerebrospinal fluid to plasma, and out of plasma.
const CSF_TO_PLASMA: f64 = 0.0891;
const OUT_OF_PLASMA: f64 = 0.206;

/// In mL at 2.8 kg.
const VOLUMES: [(&str, f64); 6] = [
    ("cervical", 1.91),
    ("thoracic", 1.52),
    ("lumbar", 1.08),
    ("pons", 2.11),
    ("brain", 53.8),
    ("plasma", 937.0),
];

impl Biliouris2018 {
    /// Returns the model of a patient with this weight and age.
    pub fn of(weight: BodyWeight, age: Age) -> Self {
        Self { weight, age }
    }

    /// The CSF volume in mL: 120 below three months of age, 130 below six months, 135 below one year, 140 below two
    /// years, then 150.
    pub fn csf_ml(&self) -> f64 {
        match self.age.as_years() {
            years if years < 0.25 => 120.0,
            years if years < 0.5 => 130.0,
            years if years < 1.0 => 135.0,
            years if years < 2.0 => 140.0,
            _ => 150.0,
        }
    }

    /// Returns the compartment model.
    ///
    /// # Errors
    ///
    /// If a volume or a rate is out of range at this weight.
    pub fn model(&self) -> Result<Compartments, ModelError> {
        let relative = self.weight.as_kg() / 2.8;
        let slower = libm::pow(relative, -0.08);
        let rate = |per_hour: f64| Rate::per_hour(per_hour * slower);
        let mut model =
            Compartments::builder().compartment("CSF", Litres::new(self.csf_ml() / 1_000.0)?);
        for (name, ml) in VOLUMES {
            model = model.compartment(name, Litres::new(ml * relative / 1_000.0)?);
        }
        for (from, into, there, back) in DEEPER {
            model = model.amount(into).rate(from, into, rate(there)?).rate(into, from, rate(back)?);
        }
        for (tissue, there, back) in TISSUES {
            model = model.rate("CSF", tissue, rate(there)?).rate(tissue, "CSF", rate(back)?);
        }
        model
            .rate("CSF", "plasma", rate(CSF_TO_PLASMA)?)
            .elimination("plasma", rate(OUT_OF_PLASMA)?)
            .dosed(Route::Intrathecal, "CSF")
            .build()
    }

    /// The source, doi:10.1002/psp4.12323.
    pub fn source() -> Source {
        Source::new(
            "Biliouris et al., CPT Pharmacometrics Syst Pharmacol 2018;7:581",
            Status::Secondary,
        )
        .at("simulation control stream in the supplement")
    }
}
