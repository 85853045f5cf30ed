//! Which tofersen regimens were tried, what is the burden of each, and what was each reported to do?
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
#[cfg(feature = "plot")]
use aso_regimen::evidence::result::{Finding, ReportedEstimate};
use aso_regimen::evidence::result::{Population, ReportedOutcome, TimePoint};
#[cfg(feature = "plot")]
use aso_regimen::evidence::trial::Trial;
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
            eprintln!("usage: head_to_head [START] [TIME] [--all] [--picture FOLDER]");
            eprintln!("       START such as 2026-01-05, TIME such as 12mo or 56d");
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
                _ if argument.starts_with("--") => {
                    return Err(format!("expected --all or --picture, found {argument:?}").into());
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
    writeln!(
        out,
        "\nPopulations: all by intention to treat; those whose disease was expected to\n\
         progress faster, or slower; part B, the multiple ascending doses."
    )?;
    writeln!(out, "\nTable 1. Biomarkers, change from baseline, as the comparison prints them")?;
    cells(&comparison_tables::table_1(), out)?;
    writeln!(out, "\nTable 2. Function, change from baseline, as the comparison prints it")?;
    cells(&comparison_tables::table_2(), out)?;
    for contrast in comparison_tables::table_2_contrasts() {
        paragraph(2, &contrast.to_string(), out)?;
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

/// The burden of each regimen, and what the published model predicts on the last day.
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
    let mut rows =
        vec![row(["regimen", "doses", "loading", "drug", "CSF drawn", "SOD1", "NfL", "ng/mL"])];
    for of_one in comparison.rows() {
        let burden = of_one.burden;
        let change = |endpoint: Endpoint| {
            of_one.predicted(&endpoint).map_or_else(String::new, |change| format!("{change:.0}"))
        };
        rows.push(vec![
            of_one.name.clone(),
            burden.doses.to_string(),
            burden.loading_doses.to_string(),
            burden.mass.to_string(),
            if burden.withdrawal_unstated > 0 {
                "not stated".to_owned()
            } else {
                burden.csf_withdrawn.to_string()
            },
            change(Endpoint::csf_sod1()),
            change(Endpoint::plasma_nfl()),
            format!("{:.1}", of_one.numbers[0].value),
        ]);
    }
    table(&rows, out)?;
    Ok(writeln!(
        out,
        "\nCSF: cerebrospinal fluid. SOD1, NfL (neurofilament light chain in plasma) and\n\
         ng/mL of tofersen in CSF: predicted for the last day by the published model."
    )?)
}

/// The doses of each regimen, a character a week.
fn timelines(regimens: &[(&str, Regimen)], asked: &Asked, out: &mut impl Write) -> Answer {
    const MOST_WEEKS: usize = 105;
    const WEEKS_OF_A_LINE: usize = 56;
    let days = (asked.through - asked.start).num_days();
    let weeks = usize::try_from(days / 7)?.min(MOST_WEEKS - 1) + 1;
    writeln!(out, "\nDoses by week: L loading, M maintenance")?;
    for first in (0..weeks).step_by(WEEKS_OF_A_LINE) {
        let block = first..weeks.min(first + WEEKS_OF_A_LINE);
        let ruler: Vec<String> =
            block.clone().step_by(8).map(|week| format!("{week:<8}")).collect();
        writeln!(out, "  {:17}  {}", "week", ruler.concat().trim_end())?;
        for (name, regimen) in regimens {
            let mut line = vec!['.'; block.len()];
            for dose in regimen.starting(asked.start).through(asked.through) {
                let week = usize::try_from(dose.day_offset() / 7)?;
                if block.contains(&week) {
                    let is_loading = dose.role() == Role::Loading;
                    line[week - first] = if is_loading { 'L' } else { 'M' };
                }
            }
            writeln!(out, "  {name:17}  {}", line.iter().collect::<String>())?;
        }
    }
    writeln!(out, "\nAs text")?;
    let rows: Vec<_> =
        regimens.iter().map(|(name, regimen)| row([name, &regimen.to_string()])).collect();
    table(&rows, out)
}

/// A line of a table.
fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// The arm, who was counted, and when.
fn whom(arm: &str, population: &Population, at: TimePoint) -> String {
    let population = match population {
        Population::IntentionToTreat => "all".to_owned(),
        Population::FasterProgressing => "faster".to_owned(),
        Population::SlowerProgressing => "slower".to_owned(),
        Population::AscendingDose => "part B".to_owned(),
        Population::Unstated => "not stated".to_owned(),
        other => other.to_string(),
    };
    format!("{arm}, {population}, {at}")
}

/// The short name of a biomarker.
fn short(endpoint: &Endpoint) -> String {
    endpoint
        .name()
        .replace("phosphorylated neurofilament heavy chain", "pNfH")
        .replace("neurofilament light chain", "NfL")
        .replace("SOD1 protein", "SOD1")
        .replace("deamidated peptide of SOD1", "deamidated SOD1")
}

/// Results in columns: one row for each arm, population and time, one column for each endpoint.
fn cells(outcomes: &[ReportedOutcome], out: &mut impl Write) -> Answer {
    let mut endpoints: Vec<String> = Vec::new();
    let mut rows: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for outcome in outcomes {
        let endpoint = short(&outcome.endpoint);
        if !endpoints.contains(&endpoint) {
            endpoints.push(endpoint.clone());
        }
        let key = whom(&outcome.arm, &outcome.population, outcome.at);
        let found = outcome.finding.to_string().replace(" % (kind of mean not stated)", " %*");
        match rows.iter_mut().find(|(name, _)| *name == key) {
            Some((_, cells)) => cells.push((endpoint, found)),
            None => rows.push((key, vec![(endpoint, found)])),
        }
    }
    let head = [row(["arm, population, time"]), endpoints.clone()].concat();
    let body = rows.into_iter().map(|(key, cells)| {
        let cell = |name: &String| {
            let found = cells.iter().find(|(endpoint, _)| endpoint == name);
            found.map_or_else(String::new, |(_, text)| text.clone())
        };
        [vec![key], endpoints.iter().map(cell).collect()].concat()
    });
    let rows: Vec<_> = [head].into_iter().chain(body).collect();
    table(&rows, out)?;
    if rows.iter().flatten().any(|cell| cell.ends_with('*')) {
        writeln!(out, "  * kind of mean not stated")?;
    }
    Ok(())
}

/// Placebo-adjusted changes. Percent changes are compared by the ratio of the ratios they stand for; the points between them
/// are another number.
fn effects(out: &mut impl Write) -> Answer {
    writeln!(out, "\nAgainst placebo, computed from the arms")?;
    let mut rows = vec![row(["", "arm, population, time", "drug", "placebo", "ratio", "points"])];
    for trial in tofersen::trials() {
        for effect in compare::effects(&trial, "placebo") {
            let arm = effect.arm;
            let matrix = arm.endpoint.matrix().to_string().replace("cerebrospinal fluid", "CSF");
            let row = vec![
                format!("{}, {matrix}", short(&arm.endpoint)),
                whom(&arm.arm, &arm.population, arm.at),
                format!("{:.0}", effect.change),
                format!("{:.0}", effect.reference_change),
                format!("{:.0}", effect.relative),
                format!("{:.0}", effect.points).replace(" points", ""),
            ];
            // Two sources that say the same make one row.
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    table(&rows, out)?;
    Ok(writeln!(
        out,
        "\nratio: of drug over placebo, as a percent change; points: drug minus placebo."
    )?)
}

/// What the mechanism predicts for the published differences: the sponsor's model, which was fitted to the same people, and
/// this crate's, fitted to part B and to all participants of VALOR.
fn predictions(out: &mut impl Write) -> Answer {
    writeln!(out, "\nAgainst placebo, reported and predicted by the mechanism")?;
    let head = ["", "arm, population, time", "reported", "95 % interval", "published", "fitted"];
    let mut rows = vec![row(head)];
    let (published, fitted) = (TofersenModel::published(), TofersenModel::fitted());
    for trial in tofersen::trials() {
        let ours = compare::predictions(&trial, &fitted);
        for (theirs, ours) in compare::predictions(&trial, &published).iter().zip(&ours) {
            let contrast = theirs.contrast;
            let interval = theirs.interval.map(|[low, high]| format!("{low:.0} to {high:.0}"));
            let fit = if ours.is_fitted { "*" } else { "" };
            let row = vec![
                short(&contrast.endpoint),
                whom(&contrast.arm, &contrast.population, contrast.at),
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
    table(&rows, out)?;
    Ok(writeln!(out, "  * the model fitted here used this result")?)
}

/// Which published numbers disagree: faults and notes, each once; with `all` every check.
fn audit(all: bool, out: &mut impl Write) -> Answer {
    writeln!(out, "\nPublished numbers checked against each other")?;
    for trial in tofersen::trials() {
        let audit = trial.audit();
        let count = |level| audit.at(level).count();
        let [faults, notes] = [FindingLevel::Fault, FindingLevel::Note].map(count);
        let checks = audit.findings().len();
        let many = |count: usize, what: &str| {
            format!("{count} {what}{}", if count == 1 { "" } else { "s" })
        };
        let counts = [(checks, "check"), (faults, "fault"), (notes, "note")]
            .map(|(count, what)| many(count, what));
        writeln!(out)?;
        paragraph(0, &format!("{}: {}", trial.title(), counts.join(", ")), out)?;
        for level in [
            FindingLevel::Fault,
            FindingLevel::Note,
            FindingLevel::Agreement,
            FindingLevel::NotChecked,
        ] {
            if all || matches!(level, FindingLevel::Fault | FindingLevel::Note) {
                for finding in audit.at(level) {
                    if level == FindingLevel::Agreement {
                        writeln!(out, "  agreement: {}", cut(&finding.subject.to_string()))?;
                        continue;
                    }
                    paragraph(2, &finding.subject.to_string(), out)?;
                    paragraph(4, &format!("{level}: {}", finding.check), out)?;
                }
            }
        }
    }
    if !all {
        writeln!(out, "\nWith --all every check is printed.")?;
    }
    Ok(())
}

/// The widest line.
const WIDTH: usize = 80;

/// A text in lines of at most so many characters.
fn lines(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let length = lines[last].chars().count();
        if length > 0 && length + 1 + word.chars().count() > most {
            lines.push(word.to_owned());
        } else {
            let gap = if length > 0 { " " } else { "" };
            lines[last].extend([gap, word]);
        }
    }
    lines
}

/// A text as far as it fits behind "  agreement: ".
fn cut(text: &str) -> String {
    let most = WIDTH - 13;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 3).collect::<String>() + "..."
}

/// Writes a text, the lines after the first two characters further to the right.
fn paragraph(indent: usize, text: &str, out: &mut impl Write) -> Answer {
    for (line, number) in lines(text, WIDTH - indent - 2).iter().zip(0..) {
        let indent = if number == 0 { indent } else { indent + 2 };
        writeln!(out, "{:indent$}{line}", "")?;
    }
    Ok(())
}

/// Writes rows in columns as wide as their widest cell; the widest column is broken where a line would be too long.
fn table(rows: &[Vec<String>], out: &mut impl Write) -> Answer {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..columns).map(width).collect();
    while widths.iter().map(|width| width + 2).sum::<usize>() > WIDTH {
        let Some(widest) = widths.iter_mut().max() else { break };
        *widest -= 1;
    }
    for row in rows {
        let cells: Vec<Vec<String>> =
            row.iter().zip(&widths).map(|(cell, width)| lines(cell, *width)).collect();
        for number in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut text = String::new();
            for (cell, width) in cells.iter().zip(&widths) {
                let part = cell.get(number).map_or("", String::as_str);
                text.extend(["  ".to_owned(), format!("{part:width$}")]);
            }
            writeln!(out, "{}", text.trim_end())?;
        }
    }
    Ok(())
}

/// Pictures: the doses, the published contrasts of VALOR, and both biomarkers by arm.
#[cfg(feature = "plot")]
fn picture(
    regimens: &[(&str, Regimen)],
    asked: &Asked,
    folder: &str,
    out: &mut impl Write,
) -> Answer {
    use aso_regimen::evidence::result::ReportedScale;
    use aso_regimen::plot::{Curve, Forest, PlottedPoints, Spacing, Timeline};

    let mut timeline = Timeline::new("Tofersen regimens", asked.start, asked.through)?;
    for (name, regimen) in regimens {
        timeline = timeline.with(*name, regimen)?;
    }
    let valor = tofersen::valor();
    let ratios = [ReportedScale::GeometricMeanRatio, ReportedScale::PercentOfGeometricMean];
    let contrasts = valor.contrasts().iter().filter(|contrast| {
        contrast.estimate.is_some_and(|estimate| ratios.contains(&estimate.scale))
    });
    let forest = Forest::new("VALOR: biomarkers against placebo, week 28", contrasts)?;
    let (part_b, extension) = (tofersen::phase_1_2(), tofersen::extension());
    let (sod1, nfl) = (Endpoint::csf_sod1(), Endpoint::plasma_nfl());
    let by_dose = Curve::new("SOD1 by dose", "ratio to baseline", Spacing::Logarithmic)?
        .by("dose of tofersen, mg")?
        .points(PlottedPoints::by_dose(
            "part B, day 85",
            &part_b,
            with_interval(&part_b, &sod1).map(|(outcome, found)| (&*outcome.arm, found)),
        )?)
        .level(1.0, "baseline")?;
    let mut by_arm = Curve::new("NfL by arm", "ratio to baseline", Spacing::Logarithmic)?;
    for arm in ["early start", "delayed start"] {
        let of_arm = with_interval(&extension, &nfl)
            .filter(|(outcome, _)| outcome.arm == arm)
            .map(|(outcome, found)| (outcome.at, found));
        by_arm = by_arm.points(PlottedPoints::over_time(arm, of_arm)?.joined());
    }
    std::fs::create_dir_all(folder)?;
    writeln!(out)?;
    for (name, picture) in [
        ("timeline.svg", timeline.draw()?),
        ("valor.svg", forest.draw()),
        ("sod1_by_dose.svg", by_dose.draw()?),
        ("nfl_by_arm.svg", by_arm.level(1.0, "baseline")?.draw()?),
    ] {
        let path = std::path::Path::new(folder).join(name);
        std::fs::write(&path, picture.as_str())?;
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}

/// The results of an endpoint that have an interval.
#[cfg(feature = "plot")]
fn with_interval<'t>(
    trial: &'t Trial,
    endpoint: &'t Endpoint,
) -> impl Iterator<Item = (&'t ReportedOutcome, ReportedEstimate)> {
    trial.outcomes().iter().filter_map(move |outcome| match outcome.finding {
        Finding::Estimate(found) if outcome.endpoint == *endpoint && found.interval.is_some() => {
            Some((outcome, found))
        }
        _ => None,
    })
}

#[cfg(not(feature = "plot"))]
fn picture(_: &[(&str, Regimen)], _: &Asked, _: &str, _: &mut impl Write) -> Answer {
    Err("pictures need `--features plot`".into())
}
