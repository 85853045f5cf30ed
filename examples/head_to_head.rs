//! Which tofersen regimens were tried, what does each ask of a patient, and what was each reported to do?
//!
//! ```text
//! cargo run --example head_to_head                     from 2026-01-05 over 12 months
//! cargo run --example head_to_head -- 2026-03-02 24mo  from another day, over another time
//! cargo run --example head_to_head -- --all            with every check of the audit
//! cargo run --features plot --example head_to_head -- --picture FOLDER
//! ```

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use aso_regimen::catalog::tofersen::{self, comparison_tables};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::compare::{self, Comparison};
use aso_regimen::dosing::regimen::Role;
use aso_regimen::evidence::audit::FindingLevel;
use aso_regimen::evidence::result::ReportedOutcome;
use aso_regimen::kinetics::tofersen::TofersenModel;
use aso_regimen::{Endpoint, Interval, Mass, Regimen};

type Answer = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    match Asked::read(std::env::args().skip(1))
        .and_then(|asked| run(&asked, &mut io::stdout().lock()))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            eprintln!(
                "usage: head_to_head [START such as 2026-01-05] [TIME such as 12mo] [--all] [--picture FOLDER]"
            );
            ExitCode::FAILURE
        }
    }
}

/// Whether the reader of the output has gone, as in `head_to_head | head`.
fn is_closed(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// What the command line asks for.
struct Asked {
    start: NaiveDate,
    through: NaiveDate,
    all: bool,
    folder: Option<String>,
}

impl Asked {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (mut all, mut folder, mut texts) = (false, None, Vec::new());
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--all" => all = true,
                "--picture" => {
                    folder = Some(arguments.next().ok_or("expected a folder after --picture")?);
                }
                _ => texts.push(argument),
            }
        }
        let [start, time] = match &texts[..] {
            [] => ["2026-01-05", "12mo"],
            [start] => [start.as_str(), "12mo"],
            [start, time] => [start.as_str(), time.as_str()],
            [.., more] => {
                return Err(format!("expected at most a start and a time, found {more:?}").into());
            }
        };
        let start: NaiveDate = start
            .parse()
            .map_err(|_| format!("expected a start date such as 2026-01-05, found {start:?}"))?;
        let time: Interval = time.parse()?;
        let end = time.nth_after(start, 1);
        let end =
            end.ok_or_else(|| format!("{time} after {start} is past the end of the calendar"))?;
        // The last day is excluded.
        Ok(Self { start, through: end.pred_opt().unwrap_or(end), all, folder })
    }
}

fn run(asked: &Asked, out: &mut impl Write) -> Answer {
    let regimens = regimens();
    burden(&regimens, asked, out)?;
    timelines(&regimens, asked, out)?;
    writeln!(out, "\nTable 1. Biomarkers, change from baseline, as the comparison prints them")?;
    cells(&comparison_tables::table_1(), out)?;
    writeln!(out, "\nTable 2. Function, change from baseline, as the comparison prints it")?;
    cells(&comparison_tables::table_2(), out)?;
    for contrast in comparison_tables::table_2_contrasts() {
        writeln!(out, "  {contrast}")?;
    }
    effects(out)?;
    predictions(out)?;
    audit(asked.all, out)?;
    match &asked.folder {
        Some(folder) => picture(&regimens, asked, folder, out),
        None => Ok(()),
    }
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

/// What each regimen asks of a patient, and what the published model predicts on the last day.
fn burden(regimens: &[(&str, Regimen)], asked: &Asked, out: &mut impl Write) -> Answer {
    writeln!(out, "Tofersen regimens from {} through {}\n", asked.start, asked.through)?;
    let mut comparison = Comparison::new(asked.start, asked.through)?;
    for (name, regimen) in regimens {
        comparison = comparison.with(*name, regimen, None)?;
    }
    let model = TofersenModel::published();
    let comparison = comparison
        .computing("CSF ng/mL", |plan, day| model.trough(plan, day))?
        .predicting(&model, &Endpoint::csf_sod1())?
        .predicting(&model, &Endpoint::plasma_nfl())?;
    Ok(write!(out, "{comparison}")?)
}

/// The doses of each regimen, a character a week.
fn timelines(regimens: &[(&str, Regimen)], asked: &Asked, out: &mut impl Write) -> Answer {
    const MOST_WEEKS: usize = 105;
    let days = (asked.through - asked.start).num_days();
    let weeks = usize::try_from(days / 7)?.min(MOST_WEEKS - 1) + 1;
    writeln!(out, "\nDoses by week: L loading, M maintenance")?;
    let ruler: Vec<String> = (0..weeks).step_by(8).map(|week| format!("{week:<8}")).collect();
    writeln!(out, "  {:17}  {}", "week", ruler.concat().trim_end())?;
    for (name, regimen) in regimens {
        let mut line = vec!['.'; weeks];
        for dose in regimen.starting(asked.start).through(asked.through) {
            let week = usize::try_from(dose.day_offset() / 7)?;
            if let Some(place) = line.get_mut(week) {
                *place = if dose.role() == Role::Loading { 'L' } else { 'M' };
            }
        }
        writeln!(out, "  {name:17}  {}", line.iter().collect::<String>())?;
    }
    writeln!(out, "\nWritten out")?;
    for (name, regimen) in regimens {
        writeln!(out, "  {name:17}  {regimen}")?;
    }
    Ok(())
}

/// Results in columns: one row for each arm, population and time, one column for each endpoint.
fn cells(outcomes: &[ReportedOutcome], out: &mut impl Write) -> Answer {
    let mut endpoints: Vec<&str> = Vec::new();
    let mut rows: Vec<(String, Vec<(&str, String)>)> = Vec::new();
    for outcome in outcomes {
        let endpoint = outcome.endpoint.name();
        if !endpoints.contains(&endpoint) {
            endpoints.push(endpoint);
        }
        let key = format!("{}, {}, {}", outcome.arm, outcome.population, outcome.at);
        let cell = (endpoint, outcome.finding.to_string());
        match rows.iter_mut().find(|(name, _)| *name == key) {
            Some((_, cells)) => cells.push(cell),
            None => rows.push((key, vec![cell])),
        }
    }
    let head = [
        vec!["arm, population, time".to_owned()],
        endpoints.iter().map(|&name| name.to_owned()).collect(),
    ];
    let body = rows.into_iter().map(|(key, cells)| {
        let cell = |name: &&str| {
            let found = cells.iter().find(|(endpoint, _)| endpoint == name);
            found.map_or_else(String::new, |(_, text)| text.clone())
        };
        [vec![key], endpoints.iter().map(cell).collect()].concat()
    });
    table(&[head.concat()].into_iter().chain(body).collect::<Vec<_>>(), out)
}

/// Placebo-adjusted changes. Percent changes are compared by the ratio of the ratios they stand for; the points between them
/// are another number.
fn effects(out: &mut impl Write) -> Answer {
    writeln!(out, "\nAgainst placebo, from the arms")?;
    let mut rows = vec![
        ["endpoint", "arm, population, time", "drug", "placebo", "ratio", "points"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for trial in tofersen::trials() {
        for effect in compare::effects(&trial, "placebo") {
            let arm = effect.arm;
            let row = vec![
                format!("{}, {}", arm.endpoint.name(), arm.endpoint.matrix()),
                format!("{}, {}, {}", arm.arm, arm.population, arm.at),
                format!("{:.0}", effect.change),
                format!("{:.0}", effect.reference_change),
                format!("{:.0}", effect.relative),
                format!("{:.0}", effect.points),
            ];
            // Two sources that say the same make one row.
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    table(&rows, out)
}

/// What the mechanism predicts for the published differences: the sponsor's model, which was fitted to the same people, and
/// this crate's, fitted to part B and to all participants of VALOR.
fn predictions(out: &mut impl Write) -> Answer {
    writeln!(out, "\nAgainst placebo, reported and predicted by the mechanism")?;
    let mut rows = vec![
        [
            "endpoint",
            "arm, population, time",
            "reported",
            "95 % interval",
            "published model",
            "fitted here",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    let (published, fitted) = (TofersenModel::published(), TofersenModel::fitted());
    for trial in tofersen::trials() {
        let ours = compare::predictions(&trial, &fitted);
        for (theirs, ours) in compare::predictions(&trial, &published).iter().zip(&ours) {
            let contrast = theirs.contrast;
            let interval = theirs.interval.map(|[low, high]| format!("{low:.0} to {high:.0}"));
            let fit = if ours.is_fitted { " (used for the fit)" } else { "" };
            let row = vec![
                contrast.endpoint.name().to_owned(),
                format!("{}, {}, {}", contrast.arm, contrast.population, contrast.at),
                format!("{:.0}", theirs.reported),
                interval.unwrap_or_else(|| "not reported".to_owned()),
                format!("{:.0}", theirs.predicted),
                format!("{:.0}{fit}", ours.predicted),
            ];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    table(&rows, out)
}

/// Which published numbers disagree: faults and notes, each once; with `all` every check.
fn audit(all: bool, out: &mut impl Write) -> Answer {
    writeln!(out, "\nPublished numbers checked against each other")?;
    for trial in tofersen::trials() {
        let audit = trial.audit();
        let count = |level| audit.at(level).count();
        let [faults, notes] = [FindingLevel::Fault, FindingLevel::Note].map(count);
        let checks = audit.findings().len();
        writeln!(out, "\n{}: {checks} checks, {faults} faults, {notes} notes", trial.title())?;
        for level in [
            FindingLevel::Fault,
            FindingLevel::Note,
            FindingLevel::Agreement,
            FindingLevel::NotChecked,
        ] {
            if all || matches!(level, FindingLevel::Fault | FindingLevel::Note) {
                for finding in audit.at(level) {
                    writeln!(out, "  {}\n    {level}: {}", finding.subject, finding.check)?;
                }
            }
        }
    }
    if !all {
        writeln!(out, "\n--all prints every check.")?;
    }
    Ok(())
}

/// Writes rows in columns as wide as their widest cell; numbers to the right.
fn table(rows: &[Vec<String>], out: &mut impl Write) -> Answer {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        writeln!(out, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

/// The regimens' timelines as a picture.
#[cfg(feature = "plot")]
fn picture(
    regimens: &[(&str, Regimen)],
    asked: &Asked,
    folder: &str,
    out: &mut impl Write,
) -> Answer {
    use aso_regimen::plot::Timeline;

    let mut timeline = Timeline::new("Tofersen regimens", asked.start, asked.through)?;
    for (name, regimen) in regimens {
        timeline = timeline.with(*name, regimen)?;
    }
    std::fs::create_dir_all(folder)?;
    let path = std::path::Path::new(folder).join("head_to_head.svg");
    std::fs::write(&path, timeline.draw()?.as_str())?;
    Ok(writeln!(out, "\n{}", path.display())?)
}

#[cfg(not(feature = "plot"))]
fn picture(_: &[(&str, Regimen)], _: &Asked, _: &str, _: &mut impl Write) -> Answer {
    Err("pictures need `--features plot`".into())
}
