//! What does the mechanism say of SOD1 under each tofersen regimen, beside what was reported, and of one that no
//! trial gave?
//!
//! ```text
//! cargo run --example knockdown
//! ```

use std::error::Error;

use aso_regimen::catalog::tofersen;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::input::Inputs;
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{Fit, KnockDown};
use aso_regimen::{Course, Mass, Regimen, compare};

const WEEKS: [u32; 8] = [0, 4, 8, 12, 16, 20, 24, 28];

fn main() -> Result<(), Box<dyn Error>> {
    let start: NaiveDate = "2026-01-05".parse()?;
    let model = KnockDown::fitted();
    fit();

    println!("\nSOD1 in cerebrospinal fluid against placebo, before the dose of the day");
    print!("{:34}", "week");
    for week in WEEKS {
        print!("{week:>7}");
    }
    println!();
    for milligrams in [20, 40, 60, 100] {
        let regimen = tofersen::ascending(Mass::mg(milligrams));
        row(&format!("{milligrams} mg, phase 1/2"), &planned(&regimen, start)?, &model)?;
    }
    let approved = planned(&tofersen::approved(), start)?;
    let kept = row("100 mg, approved", &approved, &model)?;
    let unloaded: Regimen = "100 mg IT q28d".parse()?;
    let slower = row("100 mg without loading", &planned(&unloaded, start)?, &model)?;
    let late = row("100 mg, fourth dose 8 weeks late", &late_fourth_dose(start)?, &model)?;

    let (week_12, week_28) = (Time::weeks(12), Time::weeks(28));
    let ranges = Fit::new().level_ranges(&Design::new(&approved, &[week_12, week_28]))?;
    println!("\nWhat the data do not exclude of 100 mg, approved");
    for (week, range) in [12, 28].iter().zip(&ranges) {
        let percent = |level: f64| 100.0 * (level - 1.0);
        let (most, least) = (percent(*range.start()), percent(*range.end()));
        println!("  week {week}: {most:.0} % to {least:.0} %");
    }

    println!("\nReported and predicted");
    for trial in tofersen::trials() {
        for prediction in compare::predictions(&trial, &model) {
            println!("  {prediction}");
        }
    }

    // Loading gains time and not depth, and a late dose costs some of it for a while.
    assert!(kept[3] < slower[3] - 0.05 && (kept[7] - slower[7]).abs() < 0.02);
    assert!(late[4] > kept[4] + 0.05);
    Ok(())
}

/// What the model rests on.
fn fit() {
    let fit = Fit::new();
    println!(
        "Fitted to {} points: largest inhibition {:.0} to {:.0} %, half of it at {:.0} mg ({:.0} to {:.0}), loss {:.2}",
        fit.points.len(),
        100.0 * fit.imax_interval.start(),
        100.0 * fit.imax_interval.end(),
        fit.id50_mg,
        fit.id50_mg_interval.start(),
        fit.id50_mg_interval.end(),
        fit.loss,
    );
    for point in &fit.points {
        println!(
            "  {:>6}: reported {:.2}, fitted {:.2}",
            point.dose.to_string(),
            point.reported.value(),
            point.predicted.value()
        );
    }
}

/// The doses of a plan over the weeks shown.
fn planned(regimen: &Regimen, start: NaiveDate) -> Result<Inputs, Box<dyn Error>> {
    Ok(Inputs::planned(&regimen.starting(start), start + Days::new(28 * 7), None)?)
}

/// The approved regimen, but that the first maintenance dose comes eight weeks late, and the plan goes on from there by
/// the label's rule.
fn late_fourth_dose(start: NaiveDate) -> Result<Inputs, Box<dyn Error>> {
    let labels = tofersen::labels();
    let mut course: Course = labels[0].course(start)?;
    for day in [0, 14, 28, 112, 140, 168] {
        course.give(start + Days::new(day))?;
    }
    Ok(Inputs::given(&course, start + Days::new(28 * 7))?)
}

/// Prints the levels of a row in percent change, and returns them.
fn row(name: &str, inputs: &Inputs, model: &KnockDown) -> Result<Vec<f64>, Box<dyn Error>> {
    let times = WEEKS.map(Time::weeks);
    let levels = model.levels(&Design::new(inputs, &times))?;
    print!("{name:34}");
    for level in &levels {
        print!("{:>6.0}%", 100.0 * (level - 1.0));
    }
    println!();
    Ok(levels)
}
