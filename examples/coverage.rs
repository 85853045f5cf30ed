//! The coverage of confidence intervals: how often they hold the true value in simulated trials, where it is known.
//!
//! ```text
//! cargo run --release --features cohort --example coverage             2000 trials
//! cargo run --release --features cohort --example coverage -- 20000
//! ```
//!
//! Multiple imputation: two arms of 40 participants and three visits, where participants with high values tend to leave.
//! Missing values are imputed 20 times, each data set is analysed by ANCOVA on logarithms, and the estimates are pooled.
//! The ANCOVA of the complete cases is shown for comparison.
//!
//! Win ratio: deaths first, then function, in arms of 60 and of 25 participants.

use std::error::Error;
use std::process::ExitCode;

use aso_regimen::StudyDay;
use aso_regimen::analysis::ancova::LogAncova;
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::estimate::Estimate;
use aso_regimen::analysis::imputation::{
    ImputationMethod, ImputationPlan, IncompleteArm, PooledFreedom, pool, pool_with,
};
use aso_regimen::analysis::joint_rank::{JointRank, Survival};
use aso_regimen::kinetics::cohort::{Cohort, Stream, SubjectError};
use aso_regimen::measure::change::{Difference, GeometricMeanRatio};

const LEVEL: ConfidenceLevel = ConfidenceLevel::P95;
const VISITS: [&str; 3] = ["week 4", "week 8", "week 12"];
/// The effect of the drug on the logarithm from one visit to the next, and the share of it that remains at the visit after.
const STEP: (f64, f64) = (-0.15, 0.85);
/// The hazard of death per day on drug and on placebo, and the days of follow-up. Days are so many that deaths rarely tie.
const HAZARDS: (f64, f64) = (0.5e-6, 0.8e-6);
const FOLLOW_UP: f64 = 1e6;
/// The effect of the drug on function, in standard deviations.
const BENEFIT: f64 = 0.4;

const ROWS: [&str; 7] = [
    "imputation by regression, degrees of freedom of Barnard and Rubin",
    "imputation by regression, large-sample degrees of freedom",
    "predictive mean matching with 5 donors, degrees of freedom of Barnard and Rubin",
    "complete cases",
    "win ratio, 60 participants in each arm",
    "win ratio, 25 participants in each arm",
    "of the values at the last visit are missing",
];

fn main() -> ExitCode {
    let trials = match std::env::args().nth(1).map(|text| text.parse()) {
        None => 2_000,
        Some(Ok(trials)) if trials > 0 => trials,
        Some(_) => {
            eprintln!("error: expected a number of trials\nusage: coverage [TRIALS]");
            return ExitCode::FAILURE;
        }
    };
    match run(trials) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(trials: u64) -> Result<(), Box<dyn Error>> {
    let found = Cohort::new(1_987, trials).summarise(ROWS.len(), |stream, out| {
        pooled(stream, out)?;
        out[4] = win_ratio(stream, 60)?;
        out[5] = win_ratio(stream, 25)?;
        Ok(())
    })?;
    let share = |row: usize| found[row].mean().ok_or("no trials");
    println!(
        "coverage of 95 % intervals in {trials} simulated trials; {:.1} % {}",
        100.0 * share(6)?,
        ROWS[6]
    );
    for (name, covered) in ROWS.into_iter().zip(&found).take(6) {
        let share = covered.mean().ok_or("no trials")?;
        #[expect(clippy::cast_precision_loss, reason = "few trials")]
        let error = (share * (1.0 - share) / trials as f64).sqrt();
        println!("  {:.1} % (standard error {:.1})  {name}", 100.0 * share, 100.0 * error);
    }
    for row in [0, 2, 4, 5] {
        let share = share(row)?;
        assert!((0.92..0.98).contains(&share), "{}: {share}", ROWS[row]);
    }
    Ok(())
}

/// Simulates one trial and writes whether each interval holds the true ratio of the arms at the last visit.
fn pooled(stream: &mut Stream, out: &mut [f64]) -> Result<(), SubjectError> {
    let truth = STEP.0 * (1.0 + STEP.1 + STEP.1 * STEP.1);
    let arms = [arm(stream, "drug", STEP.0)?, arm(stream, "placebo", 0.0)?];
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 53 bits")]
    let seed = (stream.uniform() * 2.0_f64.powi(53)) as u64;
    let plan = ImputationPlan::new(seed).on_logarithms();
    let ratios = |plan: ImputationPlan| -> Result<Vec<Estimate<GeometricMeanRatio>>, SubjectError> {
        let mut ratios = Vec::new();
        for data_set in plan.data_sets(&arms, 20)? {
            let [drug, placebo] = [data_set.arm("drug")?, data_set.arm("placebo")?];
            ratios.push(
                LogAncova::fit(&drug.at(VISITS[2])?, &placebo.at(VISITS[2])?, &[])?.ratio(LEVEL)?,
            );
        }
        Ok(ratios)
    };
    let holds = |estimate: &Estimate<GeometricMeanRatio>| {
        f64::from((estimate.low.ln()..=estimate.high.ln()).contains(&truth))
    };
    let by_regression = ratios(plan)?;
    let matching = ImputationMethod::PredictiveMeanMatching { donors: 5 };
    out[0] = holds(&pool(&by_regression)?);
    out[1] = holds(&pool_with(&by_regression, PooledFreedom::LargeSample)?);
    out[2] = holds(&pool(&ratios(plan.with_method(matching))?)?);
    let gone = arms
        .iter()
        .map(|arm| Ok(arm.values(VISITS[2])?.iter().filter(|value| value.is_none()).count()));
    let gone: usize = gone.sum::<Result<usize, SubjectError>>()?;
    out[6] = f64::from(u32::try_from(gone)?) / 80.0;
    let stayed = arms.each_ref().map(|arm| -> Result<(Vec<f64>, Vec<f64>), SubjectError> {
        let rows = arm.baselines().iter().zip(arm.values(VISITS[2])?);
        Ok(rows.filter_map(|(baseline, value)| Some((*baseline, (*value)?))).unzip())
    });
    let [drug, placebo] = stayed;
    let (drug, placebo) = (drug?, placebo?);
    let drug = ArmData::new("drug", &drug.0, &drug.1)?;
    let placebo = ArmData::new("placebo", &placebo.0, &placebo.1)?;
    out[3] = holds(&LogAncova::fit(&drug, &placebo, &[])?.ratio(LEVEL)?);
    Ok(())
}

/// Simulates an arm of 40 participants, where those with high values tend to leave.
fn arm(stream: &mut Stream, name: &str, step: f64) -> Result<IncompleteArm, SubjectError> {
    let participants: Vec<String> = (1..=40).map(|number| format!("P{number}")).collect();
    let participants: Vec<&str> = participants.iter().map(String::as_str).collect();
    let (mut baselines, mut columns) = (Vec::new(), vec![Vec::new(); VISITS.len()]);
    for _ in &participants {
        let mut level = 4.0 + 0.5 * stream.normal();
        let mut stays = true;
        baselines.push(level.exp());
        for column in &mut columns {
            stays &= 0.8 * (level - 4.0) + stream.normal() < 1.2;
            level = 0.6 + STEP.1 * level + step + 0.25 * stream.normal();
            column.push(stays.then(|| level.exp()));
        }
    }
    let mut arm = IncompleteArm::new(name, &participants, &baselines)?;
    for (visit, column) in VISITS.into_iter().zip(&columns) {
        arm = arm.with_visit(visit, column)?;
    }
    Ok(arm)
}

/// Simulates one trial with this number of participants in each arm: 1 if the interval holds the true win ratio, else 0.
fn win_ratio(stream: &mut Stream, participants: usize) -> Result<f64, SubjectError> {
    let mut arm = |hazard: f64, benefit: f64| -> Result<Vec<Survival>, SubjectError> {
        let one = |_| {
            let (death, change) = (-stream.uniform().ln() / hazard, benefit + stream.normal());
            #[expect(clippy::cast_possible_truncation, reason = "within the follow-up")]
            let day = |day: f64| StudyDay::from_offset(day as i32);
            Ok(if death < FOLLOW_UP {
                Survival::Died { on: day(death) }
            } else {
                Survival::Alive { change: Difference::new(change)?, last_seen: day(FOLLOW_UP) }
            })
        };
        (0..participants).map(one).collect()
    };
    let (treated, placebo) = (arm(HAZARDS.0, BENEFIT)?, arm(HAZARDS.1, 0.0)?);
    let ranks = JointRank::new(["treated", "placebo"], &treated, &placebo)?;
    let interval = ranks.wins().win_ratio_interval(LEVEL)?;
    Ok(f64::from((interval.low.value()..=interval.high.value()).contains(&true_win_ratio())))
}

/// The true win ratio: the probability that a participant on drug wins against one on placebo, over that of losing.
fn true_win_ratio() -> f64 {
    let (a, b) = HAZARDS;
    let (alive, other_alive) = ((-a * FOLLOW_UP).exp(), (-b * FOLLOW_UP).exp());
    // Both die, the one of the second hazard first.
    let outlives = |a: f64, b: f64| {
        b / (a + b) * (1.0 - (-(a + b) * FOLLOW_UP).exp())
            - (-a * FOLLOW_UP).exp() * (1.0 - (-b * FOLLOW_UP).exp())
    };
    // The standard normal distribution function at 0.4 / sqrt(2).
    let better = 0.611_351_294_605_239_2;
    let won = alive * (1.0 - other_alive) + alive * other_alive * better + outlives(a, b);
    let lost = other_alive * (1.0 - alive) + alive * other_alive * (1.0 - better) + outlives(b, a);
    won / lost
}
