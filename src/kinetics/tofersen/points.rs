//! The published levels of both biomarkers, and which of them the fit uses.
//!
//! The points were assigned to their roles on 26 November 2026, before any model was fitted to them.

use crate::catalog::tofersen::{approved, ascending, extension, phase_1_2, valor};
use crate::dosing::regimen::Regimen;
use crate::evidence::result::{Contrast, Population, ReportedOutcome, ReportedScale, TimePoint};
use crate::evidence::source::Source;
use crate::evidence::trial::Trial;
use crate::kinetics::input::Inputs;
use crate::kinetics::time::Time;
use crate::kinetics::tofersen::biomarker::Biomarker;
use crate::measure::change::Ratio;
use crate::numeric::distribution::normal_quantile;
use crate::quantity::Mass;

/// The reference of a published level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Relative {
    /// The placebo arm of the same trial at the same time.
    ToPlacebo,
    /// The same people before their first dose in the trial, including placebo.
    ToBaseline,
    /// The same people before their own first dose of tofersen.
    ToOwnStart,
}

/// The role of a point in the fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum PointRole {
    /// The point is fitted.
    Fitted,
    /// The point is held out to test the fit. It belongs to the delayed start, of which no level on drug is fitted.
    Test,
    /// The point is held out because its people are already in a fitted point.
    SamePeople,
    /// The point is held out because its source prints no interval.
    NoInterval,
}

/// A published level of a biomarker, with its time, interval and doses.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Point {
    /// The biomarker.
    pub biomarker: Biomarker,
    /// The trial or its part, and the arm or population.
    pub name: String,
    /// The time of the measurement since the first dose in the trial, including placebo.
    pub at: Time,
    /// The reference of the level.
    pub relative: Relative,
    /// The level, as a ratio of geometric means.
    pub reported: Ratio,
    /// The ends of the printed 95 % interval; `None` if none is printed.
    pub interval: Option<[Ratio; 2]>,
    /// The role of the point in the fit.
    pub role: PointRole,
    /// Its source.
    pub source: Source,
    /// The doses of tofersen before the measurement.
    pub doses: Inputs,
    /// Standard errors of the logarithm: of the people on drug, and of those on placebo.
    pub(super) errors: Option<[f64; 2]>,
    /// Points with the same number share their people on drug, and the correlation of their errors.
    pub(super) people: u8,
}

impl Point {
    /// A fitted point against placebo, whose doses and errors are not known yet.
    fn new(biomarker: Biomarker, reported: Ratio, at: Time, source: &Source) -> Self {
        Self {
            biomarker,
            name: String::new(),
            at,
            relative: Relative::ToPlacebo,
            reported,
            interval: None,
            role: PointRole::Fitted,
            source: source.clone(),
            doses: Inputs::default(),
            errors: None,
            people: 0,
        }
    }

    /// The same of an arm of part B.
    fn of_part_b(self, arm: &str) -> Option<Self> {
        let doses = [20, 40, 60, 100].map(Mass::mg).into_iter().zip(0..);
        let (dose, people) = doses.into_iter().find(|(dose, _)| dose.to_string() == arm)?;
        let doses = given(&ascending(dose), self.at)?;
        Some(Self { name: format!("part B, {arm}"), people, doses, ..self })
    }

    /// The standard error of the log level; `None` if it is neither printed nor follows from what is printed.
    pub fn standard_error(&self) -> Option<f64> {
        self.errors.map(|[drug, placebo]| drug.hypot(placebo))
    }

    /// The error of a ratio to baseline is that of its people.
    fn of_arm(self) -> Self {
        let errors = self.interval.map(|interval| [error_of(interval), 0.0]);
        Self { errors, ..self }
    }

    /// The error of a difference of two arms of so many, whose people vary alike.
    fn of_arms(self, error: Option<f64>, drug: f64, placebo: f64) -> Self {
        let share = |n: f64| (1.0 / n / (1.0 / drug + 1.0 / placebo)).sqrt();
        Self { errors: error.map(|all| [all * share(drug), all * share(placebo)]), ..self }
    }
}

/// Before the fifth dose of part B.
const DAY_85: Time = Time::days(84);
const ON_100_MG: f64 = 10.0;
const ON_PLACEBO: f64 = 12.0;
/// People of VALOR who had tofersen.
const EARLY: u8 = 10;
const DELAYED: u8 = 11;

/// Returns all points: those of SOD1 first, each biomarker in order of time.
///
/// | points | role |
/// |---|---|
/// | part B, day 85: 20, 40, 60 and 100 mg against placebo | fitted |
/// | VALOR, week 28, intention to treat, against placebo | fitted |
/// | early start, weeks 52, 104 and 148, against the baseline of VALOR | fitted |
/// | delayed start, weeks 52, 104 and 148, against the baseline of VALOR | test |
/// | VALOR, week 28, faster and slower progressing | same people |
/// | weeks 28 and 76, both arms; delayed start after 24 weeks of tofersen | no interval |
///
/// Some published levels are left out: earlier data cuts of the same weeks, the interim result of part B, the slides of
/// 2021 (not read), and the halves by neurofilament at week 148, which are the same people without intervals.
///
/// Errors are standard errors of log levels, computed from the printed intervals. For neurofilament in part B no
/// interval is printed: the error at 100 mg follows from its p-value against placebo. The errors of the other doses
/// follow from the numbers of people allocated (10, 9, 9 and 10 on drug), with one pooled variance; how many of them
/// had a neurofilament measurement is not printed. The four doses share one placebo arm: 12 people, compared with 10 on
/// 100 mg. The early start is the tofersen arm of VALOR. The correlation between errors of the same people on different
/// days is not printed and is assumed to be 0.5; a fit can be repeated with another value
/// ([`FitAssumptions::correlation`](super::FitAssumptions::correlation)), such as 0 or 0.8.
///
/// ```
/// use aso_regimen::kinetics::tofersen::{PointRole, points};
///
/// let of = |role| points().iter().filter(|point| point.role == role).count();
/// assert_eq!(of(PointRole::Fitted), 16);
/// assert_eq!(of(PointRole::Test), 6);
/// assert_eq!(of(PointRole::SamePeople), 4);
/// assert_eq!(of(PointRole::NoInterval), 9);
/// ```
pub fn points() -> Vec<Point> {
    let (part_b, valor, extension) = (phase_1_2(), valor(), extension());
    let of = |biomarker: Biomarker| {
        let mut points = match biomarker {
            Biomarker::CsfSod1 => sod1_of_part_b(&part_b),
            Biomarker::PlasmaNfl => nfl_of_part_b(&part_b),
        };
        points.extend(week_28(&valor, biomarker));
        points.extend(arms_of_week_28(&valor, biomarker));
        points.extend(later(&extension, biomarker));
        points.sort_by_key(|point| point.at);
        points
    };
    Biomarker::ALL.iter().flat_map(|biomarker| of(*biomarker)).collect()
}

/// The abstract's differences, which it calls percentage points; their intervals are symmetric only as those of ratios.
fn sod1_of_part_b(trial: &Trial) -> Vec<Point> {
    let wanted = |contrast: &&Contrast| {
        let estimate = contrast.estimate;
        estimate.is_some_and(|estimate| estimate.scale == ReportedScale::PercentagePoints)
    };
    let contrasts = trial.contrasts().iter().filter(wanted);
    let mut points: Vec<Point> = contrasts
        .filter_map(|contrast| {
            let estimate = contrast.estimate?;
            let interval = estimate.interval?;
            let ratio = |percent: f64| Ratio::new(1.0 + percent / 100.0).ok();
            let interval = [ratio(interval.low.value())?, ratio(interval.high.value())?];
            let point = Point::new(
                Biomarker::CsfSod1,
                ratio(estimate.value.value())?,
                DAY_85,
                &contrast.source,
            );
            Some(Point { interval: Some(interval), ..point.of_part_b(&contrast.arm)? })
        })
        .collect();
    // Of the difference of the highest dose, that part which its 12 people on placebo have beside the 10 on drug.
    let highest = points.last().and_then(|point| point.interval).map_or(f64::NAN, error_of);
    let placebo = highest * (ON_100_MG / (ON_100_MG + ON_PLACEBO)).sqrt();
    for point in &mut points {
        let own = point.interval.map(|interval| error_of(interval).powi(2) - placebo.powi(2));
        point.errors = own.map(|own| [own.sqrt(), placebo]);
    }
    points
}

/// Changes of single arms, against that of placebo.
fn nfl_of_part_b(trial: &Trial) -> Vec<Point> {
    let nfl = Biomarker::PlasmaNfl;
    let change = |arm: &str| {
        let found = trial.outcomes().iter().find(|outcome| {
            outcome.arm == arm
                && outcome.endpoint == nfl.endpoint()
                && outcome.finding.estimate().is_some()
        })?;
        Some((found, found.finding.estimate()?.percent_change()?))
    };
    let against = |arm: &str| {
        let ((found, on_drug), (_, on_placebo)) = (change(arm)?, change("placebo")?);
        let reported = on_drug.relative_to(on_placebo).ok()?.to_ratio().ok()?;
        let point = Point::new(nfl, reported, DAY_85, &found.source).of_part_b(arm)?;
        Some((point, people(trial, arm)?))
    };
    let p = trial.contrasts().iter().find_map(|contrast| {
        (contrast.endpoint == nfl.endpoint()).then_some(contrast.p.as_ref()?.value.value())
    });
    let highest = against("100 mg").zip(p).map(|((point, _), p)| {
        let all = point.reported.ln().abs() / normal_quantile(1.0 - p);
        all / (1.0 / ON_100_MG + 1.0 / ON_PLACEBO).sqrt()
    });
    let points = ["20 mg", "40 mg", "60 mg", "100 mg"].iter().filter_map(|arm| {
        let (point, n) = against(arm)?;
        let errors = highest.map(|person| [person / n.sqrt(), person / ON_PLACEBO.sqrt()]);
        Some(Point { errors, ..point })
    });
    points.collect()
}

fn week_28(trial: &Trial, biomarker: Biomarker) -> Vec<Point> {
    let at = Time::weeks(28);
    let contrasts = trial.contrasts().iter().filter(|contrast| {
        let estimate = contrast.estimate;
        contrast.endpoint == biomarker.endpoint()
            && estimate.is_some_and(|estimate| {
                // The European label prints the difference of all people a second time, as percent.
                estimate.scale == ReportedScale::GeometricMeanRatio
                    || contrast.population == Population::SlowerProgressing
            })
    });
    let points = contrasts.filter_map(|contrast| {
        let estimate = contrast.estimate?;
        let ratio = |printed: f64| Ratio::new(estimate.scale.ratio(printed)?).ok();
        let interval = match estimate.interval {
            Some(ends) => Some([ratio(ends.low.value())?, ratio(ends.high.value())?]),
            None => None,
        };
        let (role, drug, placebo) = match contrast.population {
            Population::IntentionToTreat => (PointRole::Fitted, 72.0, 36.0),
            Population::FasterProgressing => (PointRole::SamePeople, 39.0, 21.0),
            _ => (PointRole::SamePeople, 33.0, 15.0),
        };
        let point = Point {
            name: format!("VALOR, {}", contrast.population),
            interval,
            role,
            people: EARLY,
            doses: given(&approved(), at)?,
            ..Point::new(biomarker, ratio(estimate.value.value())?, at, &contrast.source)
        };
        Some(point.of_arms(interval.map(error_of), drug, placebo))
    });
    points.collect()
}

/// The single arms of all participants of VALOR, of which the second begins tofersen that day.
fn arms_of_week_28(trial: &Trial, biomarker: Biomarker) -> Vec<Point> {
    let at = Time::weeks(28);
    let outcomes = trial.outcomes().iter().filter(|outcome| {
        outcome.endpoint == biomarker.endpoint()
            && outcome.population == Population::IntentionToTreat
            && outcome.at == TimePoint::Week(28)
    });
    let points = outcomes.filter_map(|outcome| {
        let reported = Ratio::new(outcome.finding.estimate()?.value.value()).ok()?;
        let is_early = outcome.arm != "placebo";
        let (name, people) =
            if is_early { ("early start", EARLY) } else { ("delayed start", DELAYED) };
        Some(Point {
            name: name.to_owned(),
            relative: Relative::ToBaseline,
            role: PointRole::NoInterval,
            people,
            doses: if is_early { given(&approved(), at)? } else { Inputs::default() },
            ..Point::new(biomarker, reported, at, &outcome.source)
        })
    });
    points.collect()
}

/// Of the final results, week 76 of the cut of February 2023, and the first 24 weeks of those who had placebo.
fn later(trial: &Trial, biomarker: Biomarker) -> Vec<Point> {
    let outcomes = trial.outcomes().iter();
    let outcomes = outcomes.filter(|outcome| outcome.endpoint == biomarker.endpoint());
    outcomes.filter_map(|outcome| point_of_extension(outcome, biomarker)).collect()
}

fn point_of_extension(outcome: &ReportedOutcome, biomarker: Biomarker) -> Option<Point> {
    let estimate = outcome.finding.estimate()?;
    let ratio = |printed: f64| Ratio::new(estimate.scale.ratio(printed)?).ok();
    let interval = match estimate.interval {
        Some(ends) => Some([ratio(ends.low.value())?, ratio(ends.high.value())?]),
        None => None,
    };
    let is_early = outcome.arm == "early start";
    if outcome.population != Population::IntentionToTreat {
        return None;
    }
    let (week, relative, role) = match outcome.at {
        // Since week 28 of VALOR, when they began.
        TimePoint::Week(24) => (52, Relative::ToOwnStart, PointRole::NoInterval),
        TimePoint::Week(76) => (76, Relative::ToBaseline, PointRole::NoInterval),
        // Intervals are those of the final results.
        TimePoint::Week(week) => {
            interval?;
            let role = if is_early { PointRole::Fitted } else { PointRole::Test };
            (week, Relative::ToBaseline, role)
        }
        _ => return None,
    };
    let at = Time::weeks(week.into());
    let (people, start) = if is_early { (EARLY, Time::ZERO) } else { (DELAYED, START_OF_DELAYED) };
    let point = Point {
        name: outcome.arm.to_string(),
        relative,
        interval,
        role,
        people,
        doses: given(&approved(), at.since(start))?.delayed(start),
        ..Point::new(biomarker, ratio(estimate.value.value())?, at, &outcome.source)
    };
    Some(point.of_arm())
}

/// Week 28 of VALOR is day 1 of the extension.
const START_OF_DELAYED: Time = Time::weeks(28);

/// The doses of a regimen up to a time, and those of that day.
fn given(regimen: &Regimen, through: Time) -> Option<Inputs> {
    let start = chrono::NaiveDate::default();
    let days = chrono::Days::new(through.as_minutes() / Time::days(1).as_minutes());
    Inputs::planned(&regimen.starting(start), start.checked_add_days(days)?, None).ok()
}

/// How many people an arm has.
fn people(trial: &Trial, arm: &str) -> Option<f64> {
    let arm = trial.arms().iter().find(|found| found.name() == arm)?;
    arm.n().map(f64::from)
}

/// The standard error of a logarithm whose 95 % interval this is.
fn error_of([low, high]: [Ratio; 2]) -> f64 {
    (high.ln() - low.ln()) / (2.0 * normal_quantile(0.95))
}
