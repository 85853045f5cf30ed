//! Analyses a table of readings as a trial does: changes by visit, contrasts of the arms, and the joint rank of
//! function and survival.
//!
//! ```text
//! cargo run --example analyze_trial                the invented readings of examples/data/readings.csv
//! cargo run --example analyze_trial -- TABLE.csv   a table of your own: participant, arm, endpoint, date, value
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

use aso_regimen::analysis::ancova::LogAncova;
use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::imputation::{self, ImputationPlan};
use aso_regimen::analysis::joint_rank::{JointRank, Survival};
use aso_regimen::analysis::readings::{Reading, Readings};
use aso_regimen::analysis::visit_changes::{ChangePlan, VisitChanges, WithoutBaseline};
use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::measure::change::Difference;
use aso_regimen::{StudyDay, Window};

const ARMS: [&str; 2] = ["drug", "placebo"];
const VISITS: [(&str, i64); 4] =
    [("week 4", 29), ("week 8", 57), ("week 16", 113), ("week 28", 197)];

fn main() -> ExitCode {
    let file = std::env::args().nth(1);
    let file = file.unwrap_or_else(|| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/readings.csv").to_owned()
    });
    match analyze(&file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {file}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn analyze(file: &str) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    let table = Table::read(&text)?;
    println!(
        "{} readings of {} participants",
        table.readings.len(),
        table.readings.participants().count()
    );

    let mut windows = Vec::new();
    for (name, day) in VISITS {
        windows.push(VisitWindow::around(name, StudyDay::new(day)?, Window::days(7, 7))?);
    }
    let plan = ChangePlan::new(
        BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose),
        VisitPlan::new(Tie::Earlier, windows)?,
    )
    .without_baseline(WithoutBaseline::Exclude);

    let nfl = plan.changes(&table.readings, "plasma NfL")?;
    by_visit(&nfl)?;
    biomarker(&nfl)?;
    let function = plan.changes(&table.readings, "ALSFRS-R")?;
    function_and_survival(&function, &table)
}

/// Plasma neurofilament, visit by visit.
fn by_visit(changes: &VisitChanges<'_>) -> Result<(), Box<dyn Error>> {
    println!("\nplasma NfL, geometric mean ratio to baseline");
    for (visit, _) in VISITS {
        print!("  {visit:8}");
        for arm in ARMS {
            let changes = changes.at(visit, arm)?;
            let ratio = changes.geometric_mean_ratio()?;
            print!("  {arm} {:.3} (n = {})", ratio.value(), changes.values().len());
        }
        println!();
    }
    println!(
        "  {} readings are not used in a change: baselines, and days outside every visit window",
        changes.excluded().len()
    );
    Ok(())
}

/// Plasma neurofilament at week 28: the ratio of the arms by four methods.
fn biomarker(changes: &VisitChanges<'_>) -> Result<(), Box<dyn Error>> {
    let level = ConfidenceLevel::P95;
    let drug = changes.at("week 28", ARMS[0])?.data()?;
    let placebo = changes.at("week 28", ARMS[1])?.data()?;

    let pooled =
        contrast::ratio_of_geometric_mean_ratios(&drug, &placebo, Variances::Pooled, level)?;
    let welch = contrast::ratio_of_geometric_mean_ratios(&drug, &placebo, Variances::Welch, level)?;
    let adjusted = LogAncova::fit(&drug, &placebo, &[])?.ratio(level)?;
    println!("\nplasma NfL at week 28\n  {pooled}\n  {welch}\n  {adjusted}");

    // Missing values are imputed twenty times from the observed ones.
    let arms = [changes.incomplete(ARMS[0])?, changes.incomplete(ARMS[1])?];
    let plan = ImputationPlan::new(28).on_logarithms().chained(10);
    let mut ratios = Vec::new();
    for data_set in plan.data_sets(&arms, 20)? {
        let [drug, placebo] = [data_set.arm(ARMS[0])?, data_set.arm(ARMS[1])?];
        let fit = LogAncova::fit(&drug.at("week 28")?, &placebo.at("week 28")?, &[])?;
        ratios.push(fit.ratio(level)?);
    }
    println!("  {}", imputation::pool(&ratios)?);
    // The readings were invented so that the drug halves it.
    assert!(adjusted.value.value() < 0.7);
    Ok(())
}

/// The joint rank of the change of function and survival at week 28.
fn function_and_survival(
    changes: &VisitChanges<'_>,
    table: &Table<'_>,
) -> Result<(), Box<dyn Error>> {
    let mut arms = [Vec::new(), Vec::new()];
    for (arm, outcomes) in ARMS.into_iter().zip(&mut arms) {
        let week_28 = changes.at("week 28", arm)?;
        let change: BTreeMap<&str, f64> =
            week_28.participants().iter().copied().zip(week_28.differences()).collect();
        for participant in table.readings.participants() {
            if table.readings.arm(participant) != Some(arm) {
                continue;
            }
            let last_seen = table.last_seen[participant];
            outcomes.push(match (table.deaths.get(participant), change.get(participant)) {
                (Some(on), _) => Survival::Died { on: *on },
                (None, Some(change)) => {
                    Survival::Alive { change: Difference::new(*change)?, last_seen }
                }
                (None, None) => Survival::NotMeasured { last_seen },
            });
        }
    }
    let ranks = JointRank::new(ARMS, &arms[0], &arms[1])?;
    let scores: i64 = ranks.scores().into_iter().flatten().sum();
    assert_eq!(scores, 0, "each win is another's loss");
    println!(
        "\nALSFRS-R and survival at week 28\n  {}\n  {}",
        ranks.finkelstein_schoenfeld()?,
        ranks.wins()
    );
    Ok(())
}

/// A table of readings, with the deaths kept separately.
struct Table<'t> {
    readings: Readings,
    deaths: BTreeMap<&'t str, StudyDay>,
    last_seen: BTreeMap<&'t str, StudyDay>,
}

impl<'t> Table<'t> {
    /// Reads lines of participant, arm, endpoint, date and value. A participant's first date is study day 1.
    fn read(text: &'t str) -> Result<Self, Box<dyn Error>> {
        let mut table =
            Self { readings: Readings::new(), deaths: BTreeMap::new(), last_seen: BTreeMap::new() };
        let mut first_dates: BTreeMap<&str, NaiveDate> = BTreeMap::new();
        for (line, number) in text.lines().zip(1..).skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let [participant, arm, endpoint, date, value] = fields[..] else {
                return Err(
                    format!("line {number}: expected 5 fields, found {}", fields.len()).into()
                );
            };
            let date: NaiveDate =
                date.parse().map_err(|_| format!("line {number}: {date:?} is not a date"))?;
            let value: f64 =
                value.parse().map_err(|_| format!("line {number}: {value:?} is not a number"))?;
            let first = *first_dates.entry(participant).or_insert(date);
            let day = StudyDay::of(date, first);
            let seen = table.last_seen.entry(participant).or_insert(day);
            *seen = (*seen).max(day);
            if endpoint == "death" {
                table.deaths.insert(participant, day);
                continue;
            }
            let reading = Reading::new(participant, day, value).arm(arm).endpoint(endpoint);
            table.readings.push(reading).map_err(|error| format!("line {number}: {error}"))?;
        }
        Ok(table)
    }
}
