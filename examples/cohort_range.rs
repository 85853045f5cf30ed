//! The distribution of tominersen in a virtual population, computed in ranges of subjects that another program merges.
//!
//! ```text
//! cohort_range FIRST END          prints the counts of these subjects, one per line: result, part, count
//! cohort_range table < COUNTS     reads counts, added up by any program, and prints a table
//! cargo run --features cohort --example cohort_range -- 0 1000
//! ```
//!
//! `examples/spark` adds them up with Apache Spark.

use std::error::Error;
use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use aso_regimen::Regimen;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::cohort::{Cohort, Distribution, Part};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::input::Inputs;
use aso_regimen::kinetics::published::Yamamoto2023;
use aso_regimen::kinetics::time::Time;

const SEED: u64 = 1;
/// The weeks of the troughs: before the second, third and fourth dose, and four weeks after the last.
const WEEKS: [u32; 4] = [4, 8, 12, 16];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [] => counts("0", "1000"),
        ["table"] => table(),
        [first, end] => counts(first, end),
        _ => Err("expected the first subject and the one after the last, or the word table".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}\nusage: cohort_range FIRST END | cohort_range table");
            ExitCode::FAILURE
        }
    }
}

/// Prints the counts of a range of subjects.
fn counts(first: &str, end: &str) -> Result<(), Box<dyn Error>> {
    let regimen: Regimen = "120 mg IT q28d x4".parse()?;
    let plan = regimen.starting("2026-01-05".parse()?);
    let last = plan.last().ok_or("no dose")?.date();
    let inputs = Inputs::planned(&plan, last, None)?;
    let design = Design::new(&inputs, &WEEKS.map(Time::weeks));
    let found = Cohort::range(SEED, first.parse()?..end.parse()?).summarise(
        WEEKS.len(),
        |stream, out| {
            let subject = Yamamoto2023::REFERENCE.with_random_effects(stream.normals())?;
            let csf = subject.model()?.concentration(Route::Intrathecal, "CSF")?;
            csf.simulate_into(&design, out)?;
            Ok(())
        },
    )?;
    let mut out = io::stdout().lock();
    for (result, distribution) in found.iter().enumerate() {
        for (part, count) in distribution.parts() {
            writeln!(out, "{result}\t{part}\t{count}")?;
        }
    }
    Ok(())
}

/// Reads counts and prints percentiles.
fn table() -> Result<(), Box<dyn Error>> {
    let mut parts: Vec<Vec<(Part, i64)>> = vec![Vec::new(); WEEKS.len()];
    for line in io::stdin().lock().lines() {
        let line = line?;
        let expected = || format!("expected a result, a part and a count, found {line:?}");
        let fields: Vec<&str> = line.split('\t').collect();
        let [result, part, count] = fields[..] else {
            return Err(expected().into());
        };
        let part = match part.split_once(' ') {
            Some(("bin", bin)) => Part::Bin(bin.parse()?),
            Some(("digit", place)) => Part::Digit(place.parse()?),
            _ => return Err(expected().into()),
        };
        let result = parts.get_mut(result.parse::<usize>()?).ok_or_else(expected)?;
        result.push((part, count.parse()?));
    }
    println!("week  subjects      mean       5 %    median      95 %  (ng/mL)");
    for (week, parts) in WEEKS.iter().zip(parts) {
        let found = Distribution::from_parts(parts)?;
        let at = |percent| found.percentile(percent).ok_or("no subjects");
        println!(
            "{week:>4}  {:>8}  {:>8.4}  {:>8.4}  {:>8.4}  {:>8.4}",
            found.count(),
            found.mean().ok_or("no subjects")?,
            at(5.0)?,
            at(50.0)?,
            at(95.0)?,
        );
    }
    Ok(())
}
