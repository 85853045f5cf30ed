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

use aso_regimen::catalog::tofersen;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::evidence::result::{Contrast, Population, ReportedScale};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::input::Inputs;
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{Fit, KnockDown};
use aso_regimen::plot::{
    ActivityGrid, CourseTimeline, Curve, Forest, Line, Picture, PlottedBand, PlottedPoint,
    PlottedPoints, Spacing, Timeline,
};
use aso_regimen::{Mass, PercentChange, Regimen, compare};

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
        ("curve", curve()?),
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

fn on(contrast: &Contrast, scales: &[ReportedScale]) -> bool {
    let estimate = contrast.estimate;
    estimate.is_some_and(|estimate| scales.contains(&estimate.scale))
}

/// What the mechanism says of SOD1 at 100 mg, beside what was reported against placebo.
fn curve() -> Result<Picture, Box<dyn Error>> {
    let model = KnockDown::fitted();
    let through = Days::new(224);
    let days: Vec<u32> = (0..=224).step_by(4).collect();
    let start: NaiveDate = "2026-01-05".parse()?;
    let levels = |regimen: &Regimen| -> Result<Vec<(f64, f64)>, Box<dyn Error>> {
        let inputs = Inputs::planned(&regimen.starting(start), start + through, None)?;
        let times: Vec<Time> = days.iter().map(|day| Time::days(*day)).collect();
        let levels = model.levels(&Design::new(&inputs, &times))?;
        Ok(days.iter().map(|day| f64::from(*day)).zip(levels).collect())
    };
    let approved = tofersen::approved();
    let loaded = levels(&approved)?;
    // Between patients, as the phase 1/2 interval implies for 10 of them against 12.
    let fit = Fit::new();
    let highest = fit.points.last().ok_or("no points")?;
    let sd = highest.standard_error / (1.0_f64 / 10.0 + 1.0 / 12.0).sqrt();
    let spread = (1.645 * sd).exp();
    let band = loaded.iter().map(|(day, level)| (*day, level / spread, level * spread));
    let title = "SOD1 in cerebrospinal fluid on tofersen 100 mg: predicted and reported";
    let quantity = "SOD1 in cerebrospinal fluid, ratio to placebo";
    let mut curve = Curve::new(title, quantity, Spacing::Logarithmic)?
        .line(Line::new("predicted, approved regimen", loaded.clone())?)
        .band(PlottedBand::new("9 of 10 patients", band)?)
        .line(Line::new("predicted, without loading doses", levels(&"100 mg IT q28d".parse()?)?)?);
    for (name, trial, population) in [
        ("phase 1/2, fitted", tofersen::phase_1_2(), Population::AscendingDose),
        ("VALOR, all patients, not fitted", tofersen::valor(), Population::IntentionToTreat),
    ] {
        let reported = compare::predictions(&trial, &model)
            .into_iter()
            .filter(|found| {
                found.contrast.arm == "100 mg" && found.contrast.population == population
            })
            .take(1)
            .map(|found| {
                let ratio = |change: PercentChange| 1.0 + change.percent() / 100.0;
                let valor = name.starts_with("VALOR");
                let day = if valor { 196.0 } else { 84.0 };
                let point = PlottedPoint::new(day, ratio(found.reported));
                match found.interval {
                    Some([low, high]) => point.within(ratio(low), ratio(high)),
                    None => point,
                }
            });
        curve = curve.points(PlottedPoints::new(name, reported)?);
    }
    let plan = approved.starting(start);
    let curve = curve.level(1.0, "placebo")?.doses(plan.through(start + through).day_offsets());
    Ok(curve.draw()?)
}

/// What one participant of VALOR went through.
fn activities() -> Result<Picture, Box<dyn Error>> {
    let valor = tofersen::valor();
    let (first, through) = ("2019-03-04".parse()?, "2019-09-30".parse()?);
    Ok(ActivityGrid::new(&valor, "100 mg", first, through)?.draw()?)
}
