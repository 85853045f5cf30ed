//! Every kind of picture, written into a folder.
//!
//! ```text
//! cargo run --features plot --example pictures            into target/pictures
//! cargo run --features plot --example pictures -- FOLDER
//! ```

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use aso_regimen::analysis::ancova::LogAncova;
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::estimate::EstimateNumbers;
use aso_regimen::catalog::tofersen;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::evidence::result::{Contrast, Finding, Population, ReportedScale};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::input::Inputs;
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{
    Biomarker, Fit, JointRegion, Point, Relative, TofersenModel, points,
};
use aso_regimen::measure::change::GeometricMeanRatio;
use aso_regimen::measure::endpoint::Benefit;
use aso_regimen::plot::{
    ActivityGrid, CourseTimeline, Curve, Forest, ForestRow, Line, Picture, PlottedBand,
    PlottedPoint, PlottedPoints, Spacing, Timeline,
};
use aso_regimen::{Endpoint, Mass, Regimen};

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let folder = arguments.next().map_or_else(|| PathBuf::from("target/pictures"), PathBuf::from);
    if arguments.next().is_some() {
        eprintln!("usage: pictures [FOLDER]");
        return ExitCode::FAILURE;
    }
    match write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &PathBuf) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for (name, picture) in pictures()? {
        let path = folder.join(name).with_extension("svg");
        fs::write(&path, picture.as_str())?;
        println!("{}", path.display());
    }
    Ok(())
}

/// The pictures with their names.
pub(crate) fn pictures() -> Result<Vec<(&'static str, Picture)>, Box<dyn Error>> {
    Ok(vec![
        ("timeline", timeline()?),
        ("notation", notation()?),
        ("course", course()?),
        ("forest", forest()?),
        ("forest_points", forest_in_points()?),
        ("forest_of_ones_own", forest_of_ones_own()?),
        ("curve", curve()?),
        ("starts", starts()?),
        ("dose_response", dose_response()?),
        ("arms", arms()?),
        ("activities", activities()?),
    ])
}

/// Tofersen as it was tried and as it was approved.
fn timeline() -> Result<Picture, Box<dyn Error>> {
    let regimens = [
        ("phase 1/2, 60 mg", tofersen::ascending(Mass::mg(60))),
        ("phase 1/2, 100 mg", tofersen::ascending(Mass::mg(100))),
        ("VALOR, 100 mg", tofersen::eight_doses()),
        ("approved, 100 mg", tofersen::approved()),
    ];
    let title = "Tofersen regimens over one year";
    let mut timeline = Timeline::new(title, "2026-01-05".parse()?, "2027-01-04".parse()?)?;
    for (name, regimen) in &regimens {
        timeline = timeline.with(*name, regimen)?;
    }
    Ok(timeline.draw()?)
}

/// What each part of a text does.
fn notation() -> Result<Picture, Box<dyn Error>> {
    let regimens = [
        ("every 28 days", "100 mg IT q28d"),
        ("six doses", "100 mg IT q28d x6"),
        ("for six months", "100 mg IT q28d for 6mo"),
        ("loading, then maintenance", "100 mg IT q14d x3, then q28d"),
        ("another dose later", "50 mg IT q14d x2, then 28 mg IT q4mo"),
        ("another gap between", "12 mg IT q14d x3, then after 35d x1, then q4mo"),
        ("weekly, then every two weeks", "285 mg SC q7d for 3mo, then q14d"),
        ("with windows", "100 mg IT q28d window -5d/+5d"),
    ];
    let regimens: Vec<(&str, Regimen)> = regimens
        .into_iter()
        .map(|(name, text)| Ok((name, text.parse()?)))
        .collect::<Result<_, aso_regimen::ParseError>>()?;
    let title = "Regimens as text, and their doses over one year";
    let mut timeline = Timeline::new(title, "2026-01-05".parse()?, "2027-01-04".parse()?)?;
    for (name, regimen) in &regimens {
        timeline = timeline.with(*name, regimen)?;
    }
    Ok(timeline.draw()?)
}

/// A made-up patient; what follows a late dose is the label's.
fn course() -> Result<Picture, Box<dyn Error>> {
    let mut course = tofersen::labels().remove(0).course("2026-01-05".parse()?)?;
    for day in ["2026-01-05", "2026-01-25", "2026-02-08", "2026-03-08"] {
        course.give(day.parse()?)?;
    }
    course.miss("2026-04-05".parse()?, "influenza")?;
    for day in ["2026-04-13", "2026-05-11"] {
        course.give(day.parse()?)?;
    }
    let title = "A late second and a missed fifth dose of tofersen";
    Ok(CourseTimeline::new(title, &course, "2026-09-30".parse()?)?.draw()?)
}

/// All contrasts of VALOR that are ratios of geometric means.
fn forest() -> Result<Picture, Box<dyn Error>> {
    let valor = tofersen::valor();
    let ratios = [ReportedScale::GeometricMeanRatio, ReportedScale::PercentOfGeometricMean];
    let contrasts = valor.contrasts().iter().filter(|contrast| on(contrast, &ratios));
    let title = "VALOR: biomarkers at week 28, tofersen against placebo";
    Ok(Forest::new(title, contrasts)?.draw())
}

/// The ascending doses, in the percentage points in which they were reported.
fn forest_in_points() -> Result<Picture, Box<dyn Error>> {
    let trial = tofersen::phase_1_2();
    let points = [ReportedScale::PercentagePoints];
    let contrasts = trial.contrasts().iter().filter(|contrast| on(contrast, &points));
    let title = "Phase 1/2: SOD1 in cerebrospinal fluid on day 85, tofersen against placebo";
    Ok(Forest::new(title, contrasts)?.draw())
}

/// A made-up trial, analysed in several ways, beside a result of another program and a published one.
fn forest_of_ones_own() -> Result<Picture, Box<dyn Error>> {
    let level = ConfidenceLevel::P95;
    let drug =
        ArmData::new("drug", &[100.0, 80.0, 120.0, 60.0, 90.0], &[60.0, 60.0, 66.0, 45.0, 41.0])?;
    let placebo = ArmData::new(
        "placebo",
        &[90.0, 110.0, 70.0, 100.0, 130.0],
        &[92.0, 104.0, 75.0, 98.0, 120.0],
    )?;
    let plain = contrast::ratio_of_geometric_mean_ratios(&drug, &placebo, Variances::Welch, level)?;
    let adjusted = LogAncova::fit(&drug, &placebo, &[])?.ratio(level)?;
    let mixed = EstimateNumbers {
        estimator: "ratio of geometric means, drug against placebo, mixed model of another program"
            .into(),
        value: GeometricMeanRatio::new(0.61)?,
        standard_error: 0.11,
        degrees_of_freedom: 8.3,
        participants: 10,
    };
    let rows = [
        ForestRow::new("t test of log ratios, Welch", &plain),
        ForestRow::new("ANCOVA on logarithms", &adjusted),
        ForestRow::new("mixed model", &mixed.estimate(level)?),
    ]
    .map(|row| {
        row.under("NfL in plasma, a made-up trial, drug against placebo").better(Benefit::Lower)
    });
    let valor = tofersen::valor();
    let nfl = |contrast: &&Contrast| {
        on(contrast, &[ReportedScale::PercentOfGeometricMean])
            && contrast.endpoint == Endpoint::plasma_nfl()
            && contrast.population == Population::IntentionToTreat
    };
    let published = valor.contrasts().iter().filter(nfl).map(ForestRow::from);
    Ok(Forest::new(
        "One's own estimates beside a published one",
        rows.into_iter().chain(published),
    )?
    .draw())
}

fn on(contrast: &Contrast, scales: &[ReportedScale]) -> bool {
    let estimate = contrast.estimate;
    estimate.is_some_and(|estimate| scales.contains(&estimate.scale))
}

/// What both models say of SOD1 at 100 mg, beside what was reported of all those who had it from the start.
fn curve() -> Result<Picture, Box<dyn Error>> {
    let sod1 = Biomarker::CsfSod1;
    let days: Vec<u32> = (0..=224).step_by(4).collect();
    let start: NaiveDate = "2026-01-05".parse()?;
    let doses = doses(start, 0, 224)?;
    let title = "SOD1 in cerebrospinal fluid on tofersen 100 mg: predicted and reported";
    let quantity = "SOD1 in cerebrospinal fluid, ratio to placebo";
    let mut curve = Curve::new(title, quantity, Spacing::Logarithmic)?;
    for (name, model) in
        [("published model", TofersenModel::published()), ("fitted model", TofersenModel::fitted())]
    {
        curve = curve.line(Line::new(name, levels(&model, sod1, &doses, &days)?)?);
    }
    curve = curve.band(band(
        "joint 95 % confidence region of the fit",
        &Fit::new(sod1).region(),
        &doses,
        &days,
    )?);
    for (name, wanted) in [
        ("part B, 100 mg", "part B, 100 mg"),
        ("VALOR, all participants", "VALOR, intention to treat"),
    ] {
        let reported = points().into_iter().filter(|point| {
            point.biomarker == sod1 && point.name == wanted && point.relative == Relative::ToPlacebo
        });
        curve = curve.points(PlottedPoints::new(
            name,
            reported.map(|point| plotted(&point, point.at.as_days())),
        )?);
    }
    let plan = tofersen::approved();
    let through = start.checked_add_days(Days::new(224)).ok_or("past the calendar")?;
    let days = plan.starting(start).through(through).day_offsets().collect::<Vec<_>>();
    Ok(curve.level(1.0, "placebo")?.doses(days).draw()?)
}

/// Both biomarkers of those who had tofersen from the start and of those who had placebo for 28 weeks.
fn starts() -> Result<Picture, Box<dyn Error>> {
    let title =
        "Tofersen early and delayed: predicted and reported; no model has the growth on placebo";
    let days: Vec<u32> = (0..=1_050).step_by(14).collect();
    let mut curves = Vec::new();
    for biomarker in Biomarker::ALL {
        let region = Fit::new(*biomarker).region();
        let quantity = format!("{biomarker}, ratio to the baseline of VALOR");
        let mut curve = Curve::new(title, quantity, Spacing::Logarithmic)?;
        for (start, from) in [("early", 0), ("delayed", 196)] {
            let doses = doses("2026-01-05".parse()?, from, 1_050)?;
            for (name, model) in
                [("published", TofersenModel::published()), ("fitted", TofersenModel::fitted())]
            {
                let line = levels(&model, *biomarker, &doses, &days)?;
                curve = curve.line(Line::new(format!("{start}, {name} model"), line)?);
            }
            curve = curve.band(band(
                &format!("{start}, joint 95 % confidence region of the fit"),
                &region,
                &doses,
                &days,
            )?);
            let name = match start {
                "early" => "early, reported; interval: used in the fit",
                _ => "delayed, reported; interval: not used in the fit",
            };
            let reported = points().into_iter().filter(|point| {
                point.biomarker == *biomarker
                    && point.name == format!("{start} start")
                    && point.relative == Relative::ToBaseline
            });
            let reported = reported.map(|point| plotted(&point, point.at.as_days()));
            curve = curve.points(PlottedPoints::new(name, reported)?);
        }
        curves.push(curve.level(1.0, "baseline")?);
    }
    Ok(Curve::stacked(title, &curves)?)
}

/// SOD1 on day 85 of part B by dose: what both models say, and what was reported against placebo.
fn dose_response() -> Result<Picture, Box<dyn Error>> {
    let sod1 = Biomarker::CsfSod1;
    let title = "SOD1 on day 85 by dose of tofersen: predicted and reported";
    let quantity = "SOD1 in cerebrospinal fluid, ratio to placebo";
    let mut curve = Curve::new(title, quantity, Spacing::Logarithmic)?.by("dose, mg")?;
    let doses: Vec<u32> = (20..=100).step_by(5).collect();
    let start: NaiveDate = "2026-01-05".parse()?;
    let day_85 = |dose: u32| -> Result<Design, Box<dyn Error>> {
        // The fifth dose is given after the sample of day 85.
        let four = tofersen::ascending(Mass::mg(dose));
        let before = start + Days::new(83);
        Ok(design(&Inputs::planned(&four.starting(start), before, None)?, &[84]))
    };
    for (name, model) in
        [("published model", TofersenModel::published()), ("fitted model", TofersenModel::fitted())]
    {
        let mut line = Vec::new();
        for &dose in &doses {
            line.push((f64::from(dose), model.levels(sod1, &day_85(dose)?)?[0]));
        }
        curve = curve.line(Line::new(name, line)?);
    }
    let region = Fit::new(sod1).region();
    let mut band = Vec::new();
    for &dose in &doses {
        let range = &region.level_ranges(&day_85(dose)?)?[0];
        band.push((f64::from(dose), *range.start(), *range.end()));
    }
    curve = curve.band(PlottedBand::new("joint 95 % confidence region of the fit", band)?);
    let mut reported = Vec::new();
    for dose in [20, 40, 60, 100] {
        let name = format!("part B, {dose} mg");
        let point = points().into_iter().find(|point| {
            point.biomarker == sod1 && point.name == name && point.relative == Relative::ToPlacebo
        });
        reported.push(plotted(&point.ok_or("no such point")?, f64::from(dose)));
    }
    curve = curve.points(PlottedPoints::new("part B, reported, 95 % interval", reported)?);
    Ok(curve.level(1.0, "placebo")?.draw()?)
}

/// Both biomarkers in the two arms of the extension, as the registry has them.
fn arms() -> Result<Picture, Box<dyn Error>> {
    let trial = tofersen::extension();
    let mut curves = Vec::new();
    for endpoint in [Endpoint::csf_sod1(), Endpoint::plasma_nfl()] {
        let quantity = format!("{} in {}, ratio to baseline", endpoint.name(), endpoint.matrix());
        let mut curve = Curve::new("of one endpoint", quantity, Spacing::Logarithmic)?;
        for arm in ["early start", "delayed start"] {
            let of_arm = trial.outcomes().iter().filter_map(|outcome| match outcome.finding {
                Finding::Estimate(found)
                    if outcome.arm == arm
                        && outcome.endpoint == endpoint
                        && found.interval.is_some() =>
                {
                    Some((outcome.at, found))
                }
                _ => None,
            });
            curve = curve.points(PlottedPoints::over_time(arm, of_arm)?.joined());
        }
        curves.push(curve.level(1.0, "baseline of VALOR")?);
    }
    let title = "Tofersen early and delayed: levels reported by arm, with 95 % intervals";
    Ok(Curve::stacked(title, &curves)?)
}

/// The doses of the approved regimen from one day to another.
fn doses(start: NaiveDate, from: u32, through: u32) -> Result<Inputs, Box<dyn Error>> {
    let approved = tofersen::approved();
    let plan = approved.starting(start);
    let doses = Inputs::planned(&plan, start + Days::new(u64::from(through - from)), None)?;
    Ok(doses.delayed(Time::days(from)))
}

fn levels(
    model: &TofersenModel,
    biomarker: Biomarker,
    doses: &Inputs,
    days: &[u32],
) -> Result<Vec<(f64, f64)>, Box<dyn Error>> {
    let levels = model.levels(biomarker, &design(doses, days))?;
    Ok(days.iter().map(|day| f64::from(*day)).zip(levels).collect())
}

fn band(
    name: &str,
    region: &JointRegion,
    doses: &Inputs,
    days: &[u32],
) -> Result<PlottedBand, Box<dyn Error>> {
    let ranges = region.level_ranges(&design(doses, days))?;
    let days = days.iter().map(|day| f64::from(*day));
    let band = days.zip(ranges).map(|(day, range)| (day, *range.start(), *range.end()));
    Ok(PlottedBand::new(name, band)?)
}

fn design(doses: &Inputs, days: &[u32]) -> Design {
    let times: Vec<Time> = days.iter().map(|day| Time::days(*day)).collect();
    Design::new(doses, &times)
}

fn plotted(point: &Point, place: f64) -> PlottedPoint {
    let plotted = PlottedPoint::new(place, point.reported.value());
    match point.interval {
        Some([low, high]) => plotted.within(low.value(), high.value()),
        None => plotted,
    }
}

/// What one participant of VALOR went through.
fn activities() -> Result<Picture, Box<dyn Error>> {
    let valor = tofersen::valor();
    let (first, through) = ("2019-03-04".parse()?, "2019-09-30".parse()?);
    Ok(ActivityGrid::new(&valor, "100 mg", first, through)?.draw()?)
}
