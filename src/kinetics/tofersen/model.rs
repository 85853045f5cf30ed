//! The models of tofersen in cerebrospinal fluid, SOD1 and neurofilament.

use crate::calendar::StudyDay;
use crate::dosing::dose::{MassError, Route};
use crate::dosing::schedule::Schedule;
use crate::evidence::prediction::PredictsChange;
use crate::evidence::result::{Contrast, Population, ReportedEstimate, ReportedScale, TimePoint};
use crate::kinetics::design::Design;
use crate::kinetics::disposition::{Disposition, NG_PER_ML};
use crate::kinetics::error::SimulationError;
use crate::kinetics::input::Inputs;
use crate::kinetics::parameter::{Concentration, Litres, ParameterError, Rate};
use crate::kinetics::published::log_normal;
use crate::kinetics::time::Time;
use crate::kinetics::tofersen::biomarker::Biomarker;
use crate::kinetics::tofersen::published::{
    CSF_ELIMINATION_PER_HOUR, CSF_VARIABILITY, CSF_VOLUME, NFL, SOD1, default_turnover,
};
use crate::kinetics::turnover::{Inhibition, Turnover};
use crate::measure::change::{ChangeError, PercentChange, Ratio};
use crate::measure::endpoint::Endpoint;
use crate::quantity::Mass;
use crate::text::{debug_as_display, json_form};

/// A model of tofersen in cerebrospinal fluid (CSF) that inhibits the synthesis of SOD1 and of neurofilament.
///
/// Two models have this form: [`TofersenModel::published`] is the sponsor's model as the authorities print it, and
/// [`TofersenModel::fitted`] was fitted in this crate to published results. Their parameters are never mixed. Levels
/// are ratios to the level without drug.
///
/// ```
/// use aso_regimen::{Regimen, StudyDay};
/// use aso_regimen::kinetics::tofersen::{Biomarker, TofersenModel};
///
/// let approved: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let plan = approved.starting("2026-01-05".parse()?);
/// // Week 28, for which VALOR reported 0.66 and 0.40.
/// let week_28 = StudyDay::from_offset(196);
/// for (model, expected) in
///     [(TofersenModel::published(), "0.74 0.48"), (TofersenModel::fitted(), "0.71 0.44")]
/// {
///     let level = |biomarker| model.relative_to_placebo(&plan, week_28, biomarker);
///     let [sod1, nfl] = [level(Biomarker::CsfSod1)?, level(Biomarker::PlasmaNfl)?];
///     assert_eq!(format!("{:.2} {:.2}", sod1.value(), nfl.value()), expected);
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ModelForm"))]
pub struct TofersenModel {
    csf: Disposition,
    sod1: Response,
    nfl: Response,
}

json_form!(ModelForm { csf: Disposition, sod1: Response, nfl: Response }
    is "a model by csf, sod1 and nfl", TofersenModel::new, SimulationError);

/// The response of a biomarker to the drug.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a response with its inhibition and turnover")
)]
#[non_exhaustive]
pub struct Response {
    /// The inhibition of its synthesis by the drug.
    pub inhibition: Inhibition,
    /// Its turnover.
    pub turnover: Turnover,
}

impl Response {
    /// Returns a response with this inhibition of synthesis and this turnover.
    pub const fn new(inhibition: Inhibition, turnover: Turnover) -> Self {
        Self { inhibition, turnover }
    }

    /// A response to a concentration in ng/mL; `None` outside the range of the parameters.
    pub(super) fn of([imax, ic50]: [f64; 2], half_life: Rate) -> Option<Self> {
        let inhibition = Inhibition::of_ic50(Concentration::ng_per_ml(ic50).ok()?);
        Some(Self::new(inhibition.with_imax(imax).ok()?, Turnover::of_protein(half_life).ok()?))
    }
}

/// Why a prediction cannot be made.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TofersenError {
    /// The mass of a dose cannot be computed.
    #[error(transparent)]
    Mass(#[from] MassError),
    /// The model cannot be simulated.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// The predicted level is too close to 0 for a ratio.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The day is before the first dose.
    #[error("study day {0} is before the first dose, expected study day 1 or later")]
    BeforeFirstDose(StudyDay),
    /// Doses or exposure are outside those that were tried, and the method does not return the warning with its
    /// numbers.
    #[error("{0}")]
    Dose(DoseWarning),
}

/// The warning that doses or exposure are outside the range of the data behind the models.
///
/// Its text quotes the reviewers if they gave a warning.
#[derive(Clone, Copy, PartialEq, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum DoseWarning {
    /// More than 100 mg within 7 days (FDA integrated review, pages 247 and 248).
    #[error(
        "expected doses of 20 to 100 mg, found {0} within 7 days; the reviewers of the FDA write that the response to \
         doses above 100 mg cannot be reliably predicted at this time"
    )]
    Above(Mass),
    /// A dose below 20 mg (CHMP assessment report, page 42).
    #[error(
        "expected doses of 20 to 100 mg, found {0}; below 20 mg only 10 mg was tried, in part A of the phase 1/2 trial, \
         where all concentrations in cerebrospinal fluid were below 1 ng/mL"
    )]
    Below(Mass),
    /// Doses of 20 to 100 mg in such short succession that the typical concentration after one of them, in ng/mL, is
    /// more than 5 % above the highest concentration of the approved regimen.
    #[error(
        "expected at most {most:.1} ng/mL of tofersen in cerebrospinal fluid, 5 % above the peak of the approved regimen, \
         found {0:.1}; no higher exposure was tried",
        most = highest_tried()
    )]
    Exposure(f64),
}

debug_as_display!(TofersenError, DoseWarning);

impl DoseWarning {
    /// Returns the warning for a list of doses; `None` if amounts and exposure are within those that were tried. Doses
    /// of 0 mg are ignored, and all doses are taken as intrathecal.
    ///
    /// ```
    /// use aso_regimen::Mass;
    /// use aso_regimen::dosing::dose::Route;
    /// use aso_regimen::kinetics::input::{Input, Inputs};
    /// use aso_regimen::kinetics::{time::Time, tofersen::DoseWarning};
    ///
    /// let of = |days: &[u32]| -> Inputs {
    ///     let dose = |day| Input::bolus(Time::days(day), Mass::mg(100), Route::Intrathecal);
    ///     days.iter().copied().map(dose).collect()
    /// };
    /// assert_eq!(DoseWarning::of(&of(&[0, 14, 28, 56])), None);
    /// assert_eq!(DoseWarning::of(&of(&[0, 0])), Some(DoseWarning::Above(Mass::mg(200))));
    /// let weekly = DoseWarning::of(&of(&[0, 7, 14]));
    /// assert!(matches!(weekly, Some(DoseWarning::Exposure(_))));
    /// ```
    pub fn of(inputs: &Inputs) -> Option<Self> {
        let doses: Vec<_> = inputs.doses().collect();
        Self::of_doses(&doses)
    }

    /// The warning for doses in order of time.
    pub(super) fn of_doses(doses: &[(Time, Mass)]) -> Option<Self> {
        let in_a_week = doses.iter().enumerate().map(|(number, (at, _))| {
            let week = |(other, _): &&(Time, Mass)| at.since(*other) < Time::weeks(1);
            let masses = doses[..=number].iter().rev().take_while(week).map(|(_, mass)| *mass);
            masses.fold(Mass::ZERO, |sum, mass| sum.checked_add(mass).unwrap_or(LARGEST))
        });
        let above = in_a_week.max().filter(|mass| *mass > Mass::mg(100));
        let masses = doses.iter().map(|(_, mass)| *mass).filter(|mass| *mass > Mass::ZERO);
        let least = masses.min().filter(|mass| *mass < Mass::mg(20));
        let highest = highest(doses);
        let exposure = (highest > highest_tried()).then_some(Self::Exposure(highest));
        above.map(Self::Above).or(exposure).or(least.map(Self::Below))
    }

    /// This warning as an error, if there is one.
    pub(super) fn refuse(design: &Design) -> Result<(), TofersenError> {
        Self::of_doses(&design.doses).map_or(Ok(()), |warning| Err(TofersenError::Dose(warning)))
    }
}

const LARGEST: Mass = Mass::micrograms(u64::MAX);

/// The highest concentration after a dose in ng/mL, in the typical cerebrospinal fluid, as if each dose entered at once.
fn highest(doses: &[(Time, Mass)]) -> f64 {
    let (mut now, mut level, mut highest) = (Time::ZERO, 0.0_f64, 0.0_f64);
    for (at, mass) in doses {
        let days = at.since(now).as_days();
        level = level * libm::exp(-ELIMINATION.as_per_day() * days)
            + NG_PER_ML * mass.as_mg() / CSF_VOLUME;
        (now, highest) = (*at, highest.max(level));
    }
    highest
}

/// 5 % above the highest concentration of the approved regimen, which is that after its third dose.
fn highest_tried() -> f64 {
    1.05 * highest(&[0, 14, 28].map(|day| (Time::days(day), Mass::mg(100))))
}

/// The prediction of a model for a list of doses, as columns with one row for each time.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PredictedCourse {
    /// The times since the first dose.
    pub at: Vec<Time>,
    /// Tofersen in CSF in ng/mL, before a dose at the same time.
    pub csf_ng_per_ml: Vec<f64>,
    /// SOD1 in CSF, as a ratio to the level without drug.
    pub sod1: Vec<f64>,
    /// Neurofilament in plasma, as a ratio to the level without drug.
    pub nfl: Vec<f64>,
    /// The warning for these doses; `None` if amounts and exposure are within those that were tried.
    pub warning: Option<DoseWarning>,
}

/// What [`Fit::new`](crate::kinetics::tofersen::Fit::new) finds, to four digits: Imax, IC50 in ng/mL, half-life in
/// days. A test keeps them equal.
const FITTED_SOD1: ([f64; 2], f64) = ([0.8898, 37.22], 23.89);
const FITTED_NFL: ([f64; 2], f64) = ([0.6563, 2.867], 26.95);

impl TofersenModel {
    /// Returns a model with this disposition of drug in CSF and these responses.
    ///
    /// # Errors
    ///
    /// If the potency of an inhibition has another unit than the quantity of `csf`.
    pub fn new(csf: Disposition, sod1: Response, nfl: Response) -> Result<Self, SimulationError> {
        sod1.inhibition.is_driven_by(&csf)?;
        nfl.inhibition.is_driven_by(&csf)?;
        Ok(Self { csf, sod1, nfl })
    }

    /// Returns the sponsor's model with its printed parameters ([`printed_parameters`]).
    ///
    /// The half-lives of both biomarkers and the rate of an effect compartment are not printed. The half-lives are
    /// those of [`default_turnover`], unless set by [`TofersenModel::with_turnover`]; there is no effect compartment.
    ///
    /// [`printed_parameters`]: crate::kinetics::tofersen::printed_parameters
    pub fn published() -> Self {
        let response = |printed, biomarker| Response::of(printed, default_turnover(biomarker).0);
        match (response(SOD1, Biomarker::CsfSod1), response(NFL, Biomarker::PlasmaNfl)) {
            (Some(sod1), Some(nfl)) => Self { csf: csf(), sod1, nfl },
            _ => unreachable!("all constants are in range"),
        }
    }

    /// Returns the model fitted in this crate, with parameters to four digits. Drug in CSF is as in the sponsor's
    /// model. `Fit`, with the feature `catalog`, gives the uncertainty of the parameters.
    pub fn fitted() -> Self {
        let response = |(parameters, half_life): ([f64; 2], f64)| {
            Response::of(parameters, Rate::of_half_life(half_life).ok()?)
        };
        match (response(FITTED_SOD1), response(FITTED_NFL)) {
            (Some(sod1), Some(nfl)) => Self { csf: csf(), sod1, nfl },
            _ => unreachable!("all constants are in range"),
        }
    }

    /// Returns this model with another turnover rate of a biomarker.
    ///
    /// # Errors
    ///
    /// If the rate is outside 1e-6 to 100 per day.
    pub fn with_turnover(self, biomarker: Biomarker, rate: Rate) -> Result<Self, ParameterError> {
        let turnover = Turnover::of_protein(rate)?;
        Ok(match biomarker {
            Biomarker::CsfSod1 => Self { sod1: Response { turnover, ..self.sod1 }, ..self },
            Biomarker::PlasmaNfl => Self { nfl: Response { turnover, ..self.nfl }, ..self },
        })
    }

    /// Returns this model with the CSF of a person whose elimination and volume differ from the typical ones by this
    /// many standard deviations of their random effects (eta / omega).
    ///
    /// The printed coefficients of variation, 84.1 and 105 %, are read as those of independent log-normal
    /// distributions, sqrt(exp(omega²) - 1), so that omega is 0.73 and 0.86. NONMEM reports often print 100 omega
    /// instead; then omega would be 0.841 and 1.05, and people would differ more.
    ///
    /// # Errors
    ///
    /// If a number of standard deviations is outside -10 to 10.
    #[doc(alias = "ETA")]
    pub fn with_random_effects(self, by: [f64; 2]) -> Result<Self, ParameterError> {
        let [elimination, volume] =
            core::array::from_fn(|i| log_normal(CSF_VARIABILITY[i].powi(2).ln_1p(), by[i]));
        let rate = ELIMINATION.times(elimination?)?;
        let volume = Litres::new(CSF_VOLUME * volume?)?;
        Ok(Self { csf: Disposition::mammillary(Route::Intrathecal, volume, rate, &[])?, ..self })
    }

    /// The disposition of drug in CSF.
    pub fn csf(&self) -> &Disposition {
        &self.csf
    }

    /// The response of a biomarker.
    pub fn response(&self, biomarker: Biomarker) -> &Response {
        match biomarker {
            Biomarker::CsfSod1 => &self.sod1,
            Biomarker::PlasmaNfl => &self.nfl,
        }
    }

    /// Returns the level of a biomarker at every sample, as a ratio to the level without drug.
    ///
    /// # Errors
    ///
    /// If a dose is not intrathecal, or if doses or exposure are outside those that were tried. [`TofersenModel::run`]
    /// computes the latter, with a warning.
    pub fn levels(&self, biomarker: Biomarker, design: &Design) -> Result<Vec<f64>, TofersenError> {
        DoseWarning::refuse(design)?;
        Ok(self.levels_of_any(biomarker, design)?)
    }

    fn levels_of_any(
        &self,
        biomarker: Biomarker,
        design: &Design,
    ) -> Result<Vec<f64>, SimulationError> {
        let Response { inhibition, turnover } = self.response(biomarker);
        turnover.simulate(&self.csf, inhibition, design)
    }

    /// Returns the drug and both biomarkers at these times, before a dose at the same time, with the warning for the
    /// doses.
    ///
    /// ```
    /// use aso_regimen::Mass;
    /// use aso_regimen::dosing::dose::Route;
    /// use aso_regimen::kinetics::{input::Input, time::Time, tofersen::TofersenModel};
    ///
    /// let doses = [0, 14, 28]
    ///     .map(|day| Input::bolus(Time::days(day), Mass::mg(150), Route::Intrathecal));
    /// let predicted =
    ///     TofersenModel::published().run(&doses.into_iter().collect(), &[Time::weeks(4)])?;
    /// assert_eq!(format!("{:.1} ng/mL", predicted.csf_ng_per_ml[0]), "22.3 ng/mL");
    /// let warning = predicted.warning.ok_or("150 mg was tried")?;
    /// assert!(warning.to_string().contains("found 150 mg within 7 days"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a dose is not intrathecal.
    pub fn run(&self, inputs: &Inputs, at: &[Time]) -> Result<PredictedCourse, SimulationError> {
        let design = Design::new(inputs, at);
        Ok(PredictedCourse {
            at: at.to_vec(),
            csf_ng_per_ml: self.csf.simulate(&design)?,
            sod1: self.levels_of_any(Biomarker::CsfSod1, &design)?,
            nfl: self.levels_of_any(Biomarker::PlasmaNfl, &design)?,
            warning: DoseWarning::of(inputs),
        })
    }

    /// Returns the drug in CSF in ng/mL on a study day of a schedule, before a dose on that day.
    ///
    /// # Errors
    ///
    /// If the day is before the first dose, if a dose is not intrathecal or depends on body weight, or if doses or
    /// exposure are outside those that were tried. [`TofersenModel::run`] computes the latter, with a warning.
    pub fn trough(&self, plan: &Schedule<'_>, on: StudyDay) -> Result<f64, TofersenError> {
        let design = planned(plan, on)?;
        DoseWarning::refuse(&design)?;
        Ok(self.csf.simulate(&design)?[0])
    }

    /// Returns the level of a biomarker on a study day of a schedule, before a dose on that day, as a ratio to placebo.
    ///
    /// # Errors
    ///
    /// If [`TofersenModel::trough`] has an error for the same day.
    pub fn relative_to_placebo(
        &self,
        plan: &Schedule<'_>,
        on: StudyDay,
        biomarker: Biomarker,
    ) -> Result<Ratio, TofersenError> {
        let levels = self.levels(biomarker, &planned(plan, on)?)?;
        Ok(Ratio::new(levels[0])?)
    }
}

/// The doses of a plan through a study day, and a sample before a dose of that day.
fn planned(plan: &Schedule<'_>, on: StudyDay) -> Result<Design, TofersenError> {
    let at = Time::of(on).ok_or(TofersenError::BeforeFirstDose(on))?;
    // A plan that ends with the calendar has no dose after it either.
    let through = on.date(plan.start()).unwrap_or(chrono::NaiveDate::MAX);
    Ok(Design::new(&Inputs::planned(plan, through, None)?, &[at]))
}

pub(super) const ELIMINATION: Rate = Rate::unchecked(24.0 * CSF_ELIMINATION_PER_HOUR);

/// One compartment that a dose enters at once.
fn csf() -> Disposition {
    let volume = Litres::unchecked(CSF_VOLUME);
    match Disposition::mammillary(Route::Intrathecal, volume, ELIMINATION, &[]) {
        Ok(csf) => csf,
        Err(_) => unreachable!("no peripheral compartments"),
    }
}

impl PredictsChange for TofersenModel {
    type Error = TofersenError;

    /// Of SOD1 protein in cerebrospinal fluid and neurofilament light chain in plasma.
    fn relative_change(
        &self,
        plan: &Schedule<'_>,
        day: StudyDay,
        endpoint: &Endpoint,
    ) -> Result<Option<PercentChange>, TofersenError> {
        let Some(biomarker) = Biomarker::of(endpoint) else {
            return Ok(None);
        };
        let ratio = self.relative_to_placebo(plan, day, biomarker)?;
        Ok(Some(ratio.percent_change()))
    }

    /// The sponsor fitted its models to individual data of its trials, and every contrast counts as fitted (whether
    /// concentrations of VALOR were among the data is contradictory, see [`kinetics::tofersen`]); this crate fits to
    /// part B and to all participants of VALOR.
    ///
    /// [`kinetics::tofersen`]: crate::kinetics::tofersen
    fn is_fitted_to(&self, contrast: &Contrast) -> bool {
        let is_published = *self == Self::published();
        Biomarker::of(&contrast.endpoint).is_some()
            && (is_published || *self == Self::fitted() && is_fitted(contrast))
    }

    /// The percentage points of the phase 1/2 trial have intervals that are symmetric only as those of ratios.
    fn scale_of(&self, contrast: &Contrast, stated: ReportedScale) -> ReportedScale {
        if stated == ReportedScale::PercentagePoints && contrast.endpoint == Endpoint::csf_sod1() {
            ReportedScale::PercentOfGeometricMean
        } else {
            stated
        }
    }
}

/// Whether a contrast is one that [`Fit::new`](crate::kinetics::tofersen::Fit::new) uses, or the same number printed
/// elsewhere: the registry prints those of part B as ratios but for that of 20 mg, the European label that of VALOR as
/// percent.
fn is_fitted(contrast: &Contrast) -> bool {
    let in_points = |estimate: ReportedEstimate| estimate.scale == ReportedScale::PercentagePoints;
    let has_interval = contrast.estimate.is_some_and(|estimate| estimate.interval.is_some());
    match contrast.population {
        Population::AscendingDose => {
            has_interval && (contrast.estimate.is_some_and(in_points) || contrast.arm != "20 mg")
        }
        Population::IntentionToTreat => has_interval && contrast.at == TimePoint::Week(28),
        _ => false,
    }
}
