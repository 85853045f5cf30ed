//! Which tofersen regimens were tried, what does each ask of a patient, and what was each reported to do?
//!
//! ```text
//! cargo run --example head_to_head                     from 2026-01-05 over 12 months
//! cargo run --example head_to_head -- 2026-03-02 24mo  from another day, over another time
//! ```

use std::error::Error;
use std::process::ExitCode;

use aso_regimen::catalog::tofersen::{self, comparison_tables};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::compare::{self, Comparison};
use aso_regimen::evidence::result::ReportedOutcome;
use aso_regimen::kinetics::tofersen::TofersenModel;
use aso_regimen::{Endpoint, Interval, Mass, Regimen};

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = error.source();
            while let Some(inner) = cause {
                eprintln!("  because {inner}");
                cause = inner.source();
            }
            eprintln!(
                "usage: head_to_head [START such as 2026-01-05] [HORIZON such as 12mo or 196d]"
            );
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    let start = match arguments.next() {
        Some(text) => text
            .parse::<NaiveDate>()
            .map_err(|_| format!("expected a start date such as 2026-01-05, found {text:?}"))?,
        None => "2026-01-05".parse()?,
    };
    let horizon: Interval = match arguments.next() {
        Some(text) => text.parse()?,
        None => Interval::months(12),
    };
    if let Some(text) = arguments.next() {
        return Err(
            format!("expected at most a start and a horizon, found {text:?} as well").into()
        );
    }
    let end = horizon
        .nth_after(start, 1)
        .ok_or_else(|| format!("{horizon} after {start} is past the end of the calendar"))?;
    // The horizon is half-open: a dose on the day it is over does not count.
    let through = end.pred_opt().unwrap_or(end);

    let regimens = regimens();
    schedules(&regimens, start, through)?;
    tables();
    effects();
    predictions();
    agreement();
    Ok(())
}

fn regimens() -> Vec<(&'static str, Regimen)> {
    vec![
        ("phase 1/2, 20 mg", tofersen::ascending(Mass::mg(20))),
        ("phase 1/2, 40 mg", tofersen::ascending(Mass::mg(40))),
        ("phase 1/2, 60 mg", tofersen::ascending(Mass::mg(60))),
        ("phase 1/2, 100 mg", tofersen::ascending(Mass::mg(100))),
        ("VALOR, 100 mg", tofersen::eight_doses()),
        ("approved, 100 mg", tofersen::approved()),
    ]
}

/// What each regimen asks of a patient, and on which days.
fn schedules(
    regimens: &[(&str, Regimen)],
    start: NaiveDate,
    through: NaiveDate,
) -> Result<(), Box<dyn Error>> {
    println!("Tofersen regimens from {start} through {through}\n");
    let mut comparison = Comparison::new(start, through)?;
    for (name, regimen) in regimens {
        comparison = comparison.with(*name, regimen, None)?;
    }
    let model = TofersenModel::published();
    let comparison = comparison
        .computing("CSF ng/mL", |plan, day| model.trough(plan, day))?
        .predicting(&model, &Endpoint::csf_sod1())?
        .predicting(&model, &Endpoint::plasma_nfl())?;
    println!("{comparison}");
    for (name, regimen) in regimens {
        let plan = regimen.starting(start);
        println!("{name}: {regimen}");
        println!("  study days {}", first_of(plan.through(through).study_days()));
        println!("  dates      {}", first_of(plan.through(through).dates()));
    }
    Ok(())
}

/// The first eight of a list, and how many more there are.
fn first_of<T: ToString>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    let shown = items.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(8) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Both comparison tables, cell by cell.
fn tables() {
    println!("\nTable 1. Biomarkers, as the comparison prints them");
    cells(&comparison_tables::table_1());
    println!("\nTable 2. Function, as the comparison prints it");
    cells(&comparison_tables::table_2());
    for contrast in comparison_tables::table_2_contrasts() {
        println!("  {contrast}");
    }
}

fn cells(outcomes: &[ReportedOutcome]) {
    for outcome in outcomes {
        println!("  {outcome}");
    }
}

/// Placebo-adjusted changes. Percent changes are compared by the ratio of the ratios they stand for: the
/// points between them are another number.
fn effects() {
    println!("\nAgainst placebo, from the arms: as a ratio, and as points");
    for trial in tofersen::trials() {
        for effect in compare::effects(&trial, "placebo") {
            let arm = effect.arm;
            println!(
                "  {}, {}, {}, {}: {:.0} against {:.0} is {:.0}, and {:.0} apart",
                arm.endpoint.name(),
                arm.arm,
                arm.population,
                arm.at,
                effect.change,
                effect.reference_change,
                effect.relative,
                effect.points,
            );
        }
    }
}

/// What the mechanism says of the published differences in SOD1 and neurofilament: the sponsor's model, which was fitted to
/// the same people, and this crate's, fitted to part B and to all participants of VALOR.
fn predictions() {
    for (name, model) in
        [("published", TofersenModel::published()), ("fitted", TofersenModel::fitted())]
    {
        println!("\nAgainst placebo, from the mechanism: the {name} model");
        for trial in tofersen::trials() {
            for prediction in compare::predictions(&trial, &model) {
                println!("  {prediction}");
            }
        }
    }
}

/// Which published results agree with each other.
fn agreement() {
    println!("\nPublished contrasts against their arms, p-values against their intervals");
    for trial in tofersen::trials() {
        println!("\n{}: {}", trial.title(), trial.audit());
    }
}
