//! The printed parameters of the sponsor's models, each with its place and its interpretation.

use crate::evidence::source::{Source, Status};
use crate::kinetics::parameter::Rate;
use crate::kinetics::tofersen::biomarker::Biomarker;
use crate::quantity::Mass;

/// A parameter as a document prints it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PrintedParameter {
    /// The name.
    pub name: &'static str,
    /// The typical value.
    pub value: f64,
    /// The unit, as interpreted.
    pub unit: &'static str,
    /// The coefficient of variation between people in percent; `None` if it is not printed.
    #[doc(alias = "IIV")]
    pub cv_percent: Option<f64>,
    /// The document and page.
    pub source: Source,
    /// The interpretation, if it differs from what is printed, or related values that are printed; `None` if there is
    /// nothing to add.
    pub reading: Option<&'static str>,
}

pub(super) const CSF_ELIMINATION_PER_HOUR: f64 = 0.000_876;
pub(super) const CSF_VOLUME: f64 = 8_730.0;
/// Coefficients of variation of the two, as shares.
pub(super) const CSF_VARIABILITY: [f64; 2] = [0.841, 1.05];
pub(super) const ABSORPTION_PER_HOUR: f64 = 0.142;
pub(super) const PLASMA_CLEARANCE: f64 = 9.04;
pub(super) const PLASMA_CENTRAL: f64 = 58.2;
/// Of clearance, absorption and the central volume, as shares.
pub(super) const PLASMA_VARIABILITY: [f64; 3] = [0.696, 0.498, 1.29];
pub(super) const TYPICAL_BODY_SURFACE: f64 = 1.94;
pub(super) const BODY_SURFACE_POWER: f64 = 1.26;
pub(super) const ANTIBODIES_ON_CLEARANCE: f64 = -0.429;
pub(super) const FEMALE_ON_CENTRAL: f64 = -0.579;
/// The largest inhibition and the concentration at half of it in ng/mL.
pub(super) const SOD1: [f64; 2] = [0.39, 8.91];
pub(super) const NFL: [f64; 2] = [0.60, 2.53];

fn chmp(page: &'static str) -> Source {
    of("CHMP assessment report, Qalsody", "ema:EMA/276404/2024").at(page)
}

fn fda(page: &'static str) -> Source {
    of("FDA integrated review, NDA 215887", "fda:NDA215887").at(page)
}

/// Read on 26 November 2026.
fn of(document: &'static str, identifier: &'static str) -> Source {
    let source = Source::new(document, Status::Publication);
    let source = match identifier.parse() {
        Ok(identifier) => source.identified(identifier),
        Err(_) => source,
    };
    match chrono::NaiveDate::from_ymd_opt(2026, 11, 26) {
        Some(day) => source.read_on(day),
        None => source,
    }
}

/// Returns the parameters of the sponsor's four models (report CPP-21-004 of April 2022) that are printed in text.
///
/// ```
/// use aso_regimen::kinetics::tofersen::printed_parameters;
///
/// let csf = printed_parameters().swap_remove(0);
/// assert_eq!(
///     format!(
///         "{}: {} {}, CV {:?} %, {}",
///         csf.name, csf.value, csf.unit, csf.cv_percent, csf.source.document
///     ),
///     "elimination from cerebrospinal fluid: 0.000876 1/h, CV Some(84.1) %, CHMP \
///      assessment report, Qalsody",
/// );
/// ```
pub fn printed_parameters() -> Vec<PrintedParameter> {
    let percent = |share: f64| 100.0 * share;
    let cv = |share: f64| Some((1_000.0 * share).round() / 10.0);
    let (in_42, in_44, in_247) = (chmp("page 42"), chmp("page 44"), fda("page 247"));
    let [k, v] = CSF_VARIABILITY;
    let [cl, ka, vc] = PLASMA_VARIABILITY;
    let rows = [
        (
            "elimination from cerebrospinal fluid",
            CSF_ELIMINATION_PER_HOUR,
            "1/h",
            cv(k),
            &in_42,
            None,
        ),
        ("volume of cerebrospinal fluid", CSF_VOLUME, "L", cv(v), &in_42, Some(TROUGHS)),
        ("residual error of cerebrospinal fluid, proportional", 79.0, "%", None, &in_42, None),
        ("absorption into plasma", ABSORPTION_PER_HOUR, "1/h", cv(ka), &in_42, Some(ABSORPTION)),
        ("clearance from plasma", PLASMA_CLEARANCE, "L/h", cv(cl), &in_42, Some(CLEARANCE)),
        ("central volume of plasma", PLASMA_CENTRAL, "L", cv(vc), &in_42, Some(CENTRAL)),
        (
            "effect of female sex on central volume",
            percent(FEMALE_ON_CENTRAL),
            "%",
            None,
            &in_44,
            None,
        ),
        ("power of body surface on clearance", BODY_SURFACE_POWER, "", None, &in_44, Some(SURFACE)),
        (
            "effect of antibodies on clearance",
            percent(ANTIBODIES_ON_CLEARANCE),
            "%",
            None,
            &chmp("page 46"),
            Some(ANTIBODIES),
        ),
        ("Emax for SOD1", percent(SOD1[0]), "%", None, &in_247, Some(PRODUCTION)),
        ("EC50 for SOD1", SOD1[1], "ng/mL", None, &in_247, None),
        ("Emax for neurofilament", percent(NFL[0]), "%", None, &in_247, Some(NFL_DRIVER)),
        ("EC50 for neurofilament", NFL[1], "ng/mL", None, &in_247, None),
    ];
    let row = |(name, value, unit, cv_percent, source, reading): (_, _, _, _, &Source, _)| {
        PrintedParameter { name, value, unit, cv_percent, source: source.clone(), reading }
    };
    rows.map(row).into()
}

const TROUGHS: &str = "An apparent volume, from troughs alone.";
const ABSORPTION: &str =
    "Printed as L/h. Read as 1/h: it is an absorption rate, and half is absorbed in 4.9 h.";
const CLEARANCE: &str = "Page 44 prints 9.05 L/h at 1.94 m2.";
const CENTRAL: &str = "Read as that of men: less 57.9 % it is the 24 L printed for women. \
                       The same page 44 prints about 52 L for men.";
const SURFACE: &str = "Printed as a factor. Read as the power of the surface over 1.94 m2: it gives 5.8 and 13.8 L/h \
     at 1.37 and 2.71 m2, where 5.8 and 13.7 are printed.";
const ANTIBODIES: &str = "Of the first model. Page 45 prints about 5.16 L/h, which is 9.04 L/h less 42.9 %. With later data -32.2 % (page 45).";
const PRODUCTION: &str = "The text says inhibition of production (page 231); the notes below tables 111 and 112 say \
                          elimination. Read as production.";
const NFL_DRIVER: &str =
    "Driven by the concentration of tofersen in cerebrospinal fluid, not by SOD1 (page 235).";

/// The elements of the sponsor's models that are not printed in text: they are in tables that are pictures (FDA
/// integrated review, tables 110 to 112). This crate does not assume values for them, except the turnover rates
/// ([`default_turnover`]).
pub const NOT_PRINTED: &[&str] = &[
    "rate of turnover of SOD1 and of neurofilament (Kout)",
    "rate of the effect compartments",
    "variability and residual errors of both models of effect, called high",
    "peripheral volume of plasma (its variability: 131 %)",
    "flow between plasma and periphery (its variability: 66.8 %)",
    "standard errors of the model of cerebrospinal fluid",
];

/// Returns the default half-life of a biomarker as a rate, with its source. The sponsor's half-lives are not printed.
///
/// For SOD1 it is 25 days, the half-life in human cerebrospinal fluid. For neurofilament it is 25.9 days, with which
/// 95 % of the steady effect is reached on day 113, when according to the label the fall ends.
///
/// ```
/// use aso_regimen::kinetics::tofersen::{Biomarker, default_turnover};
///
/// let (sod1, source) = default_turnover(Biomarker::CsfSod1);
/// assert_eq!(sod1.half_life(), Some(25.0));
/// assert!(source.to_string().starts_with("Crisp et al., J Clin Invest 2015;125:2772"));
/// let (nfl, _) = default_turnover(Biomarker::PlasmaNfl);
/// assert_eq!(format!("{:.1}", nfl.half_life().unwrap()), "25.9");
/// ```
pub fn default_turnover(biomarker: Biomarker) -> (Rate, Source) {
    match biomarker {
        Biomarker::CsfSod1 => (
            Rate::unchecked(core::f64::consts::LN_2 / 25.0),
            Source::new("Crisp et al., J Clin Invest 2015;125:2772", Status::Secondary),
        ),
        Biomarker::PlasmaNfl => (
            Rate::unchecked(libm::log(20.0) / 112.0),
            Source::new("Qalsody US prescribing information", Status::LabelText).at("section 12.2"),
        ),
    }
}

/// A simulation of the sponsor, as the review prints it: the median fall after 6 months of monthly doses with two
/// initial doses two weeks apart, in 1000 people. The days of the later doses are not printed.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PrintedSimulation {
    /// The biomarker.
    pub biomarker: Biomarker,
    /// The amount of each dose.
    pub dose: Mass,
    /// The median fall in percent.
    pub fall_percent: f64,
    /// The document and page.
    pub source: Source,
}

/// Returns the sponsor's simulations that are printed in text. Those of 150 mg are printed as pictures only.
pub fn printed_simulations() -> Vec<PrintedSimulation> {
    let (sod1, nfl) = (fda("page 232"), fda("page 235"));
    let rows = [
        (Biomarker::CsfSod1, 100, 23.4, &sod1),
        (Biomarker::CsfSod1, 200, 29.1, &sod1),
        (Biomarker::PlasmaNfl, 100, 39.0, &nfl),
        (Biomarker::PlasmaNfl, 200, 42.4, &nfl),
    ];
    let row = |(biomarker, mg, fall_percent, source): (_, _, _, &Source)| PrintedSimulation {
        biomarker,
        dose: Mass::mg(mg),
        fall_percent,
        source: source.clone(),
    };
    rows.map(row).into()
}
