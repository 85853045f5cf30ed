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
use aso_regimen::evidence::result::{Contrast, Scale};
use aso_regimen::plot::{
    ActivityGrid, Band, CourseTimeline, Curve, Forest, Line, Picture, Reading, Readings, Spacing,
    Timeline,
};
use aso_regimen::{Course, Mass};

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let folder = arguments
        .next()
        .map_or_else(|| PathBuf::from("target/pictures"), PathBuf::from);
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

/// A made-up patient; what follows a late dose is the label's.
fn course() -> Result<Picture, Box<dyn Error>> {
    let label = tofersen::labels().remove(0);
    let (regimen, policy) = (label.regimen().clone(), label.policy().clone());
    let mut course = Course::new(regimen, policy, "2026-01-05".parse()?);
    for day in ["2026-01-05", "2026-01-25", "2026-02-08", "2026-03-08"] {
        course.give(day.parse()?)?;
    }
    course.miss("influenza")?;
    for day in ["2026-04-13", "2026-05-11"] {
        course.give(day.parse()?)?;
    }
    let title = "A late second and a missed fifth dose of tofersen";
    Ok(CourseTimeline::new(title, &course, "2026-09-30".parse()?)?.draw()?)
}

/// All contrasts of VALOR that are ratios of geometric means.
fn forest() -> Result<Picture, Box<dyn Error>> {
    let valor = tofersen::valor();
    let ratios = [Scale::GeometricMeanRatio, Scale::PercentOfGeometricMean];
    let contrasts = valor
        .contrasts()
        .iter()
        .filter(|contrast| on(contrast, &ratios));
    let title = "VALOR: biomarkers at week 28, tofersen against placebo";
    Ok(Forest::new(title, contrasts)?.draw())
}

/// The ascending doses, in the percentage points in which they were reported.
fn forest_in_points() -> Result<Picture, Box<dyn Error>> {
    let trial = tofersen::phase_1_2();
    let points = [Scale::PercentagePoints];
    let contrasts = trial
        .contrasts()
        .iter()
        .filter(|contrast| on(contrast, &points));
    let title = "Phase 1/2: SOD1 in cerebrospinal fluid on day 85, tofersen against placebo";
    Ok(Forest::new(title, contrasts)?.draw())
}

fn on(contrast: &Contrast, scales: &[Scale]) -> bool {
    let estimate = contrast.estimate;
    estimate.is_some_and(|estimate| scales.contains(&estimate.scale))
}

/// Lines that nobody fitted, beside what VALOR reported: neurofilament in plasma at week 28, 0.45 of baseline
/// (US prescribing information, section 14).
fn curve() -> Result<Picture, Box<dyn Error>> {
    let days = || (0..=224).step_by(4).map(f64::from);
    let value = |rate: f64, day: f64| 0.4 + 0.6 * (-rate * day / 7.0).exp();
    let line = |name, rate| Line::new(name, days().map(|day| (day, value(rate, day))));
    let band = |name, wider: f64| {
        let ends = |day| {
            (
                day,
                value(0.1, day) * (1.0 - wider * day),
                value(0.1, day) * (1.0 + wider * day),
            )
        };
        Band::new(name, days().map(ends))
    };
    let reading = |day, value, interval| Reading {
        day,
        value,
        interval,
    };
    let cohort = [
        reading(28.0, 0.86, Some((0.79, 0.94))),
        reading(84.0, 0.61, Some((0.54, 0.69))),
        reading(140.0, 0.50, Some((0.43, 0.58))),
    ];
    let regimen = tofersen::eight_doses();
    let plan = regimen.starting("2026-01-05".parse()?);
    let title = "The parts of a curve: an invented course beside one reported value";
    let quantity = "neurofilament light chain in plasma, ratio to baseline";
    let curve = Curve::new(title, quantity, Spacing::Logarithmic)?
        .line(line("invented course", 0.1)?)
        .band(band("invented, 5th to 95th percentile", 0.0015)?)
        .band(band("invented, 25th to 75th percentile", 0.0006)?)
        .line(line("invented course, slower", 0.04)?)
        .readings(Readings::new("invented cohort", cohort)?)
        .readings(Readings::new(
            "VALOR, 100 mg, all participants",
            [reading(196.0, 0.45, None)],
        )?)
        .level(1.0, "baseline")?
        .doses(plan.iter().day_offsets());
    Ok(curve.draw()?)
}

/// What one participant of VALOR went through.
fn activities() -> Result<Picture, Box<dyn Error>> {
    let valor = tofersen::valor();
    let (first, through) = ("2019-03-04".parse()?, "2019-09-30".parse()?);
    Ok(ActivityGrid::new(&valor, "100 mg", first, through)?.draw()?)
}
