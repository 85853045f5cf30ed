//! The power of a trial of the size of VALOR, by simulation: how often it finds the effects on the biomarkers, and how
//! often the clinical effect.
//!
//! ```text
//! cargo run --release --features cohort --example virtual_trial            2000 trials
//! cargo run --release --features cohort --example virtual_trial -- 20000
//! ```
//!
//! SOD1 and neurofilament fall as the published model predicts, with missed and late doses. Their variability between
//! patients is that of the phase 1/2 results. The mean change of function is the one that VALOR reported for its
//! faster-progressing patients, and its variability follows from the reported confidence interval: the difference of
//! 1.2 points is assumed to be the true one.

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::catalog::tofersen;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::evidence::label::Label;
use aso_regimen::kinetics::cohort::{AdherenceModel, Cohort, Stream, SubjectError};
use aso_regimen::kinetics::input::Inputs;
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{Biomarker, Point, TofersenModel, points};

/// The patients of VALOR on tofersen and on placebo: all of them for the biomarkers, the faster progressing for function.
const ALL: (usize, usize) = (72, 36);
const FASTER: (usize, usize) = (39, 21);
/// The mean change of the ALSFRS-R on tofersen and on placebo in points, and half the width of the interval of their
/// difference (Miller et al., N Engl J Med 2022;387:1099).
const FUNCTION: (f64, f64) = (-6.98, -8.14);
const HALF_WIDTH: f64 = f64::midpoint(5.5, 3.2);
/// The patients of phase 1/2 on 100 mg and on placebo.
const PHASE_1_2: (f64, f64) = (10.0, 12.0);

fn main() -> ExitCode {
    let trials = match std::env::args().nth(1).map(|text| text.parse()) {
        None => 2_000,
        Some(Ok(trials)) if trials > 0 => trials,
        Some(_) => {
            eprintln!("error: expected a number of trials\nusage: virtual_trial [TRIALS]");
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
    let virtual_trial = VirtualTrial::new()?;
    let progress = |done: u64| {
        let share = done * 40 / trials;
        let bar: String = (0..40).map(|i| if i < share { '#' } else { '.' }).collect();
        eprint!("\r[{bar}] {done} of {trials}");
        // A bar that cannot be shown is no reason to stop.
        let _ = std::io::stderr().flush();
    };
    let found = Cohort::new(2_022, trials)
        .reporting(&progress)
        .summarise(6, |stream, out| virtual_trial.run(stream, out))?;
    eprintln!();
    let mean = |result: usize| found[result].mean().ok_or("no trials");
    let [sod1, nfl, function] = [mean(0)?, mean(1)?, mean(2)?];
    println!("{trials} simulated trials of 108 patients, week 28");
    for (name, seen) in [("SOD1", sod1), ("neurofilament", nfl), ("ALSFRS-R", function)] {
        println!("  {name}: p < 0.05 in {:.1} % of the trials (power)", 100.0 * seen);
    }
    for (name, result, unit) in [
        ("SOD1, ratio to placebo", 3, ""),
        ("neurofilament, ratio to placebo", 4, ""),
        ("ALSFRS-R, difference from placebo", 5, " points"),
    ] {
        let at = |percent| found[result].percentile(percent).ok_or("no trials");
        println!(
            "  {name}: median {:.2}{unit}, 95 % of the trials {:.2} to {:.2}",
            at(50.0)?,
            at(2.5)?,
            at(97.5)?
        );
    }
    assert!(sod1 > 0.95 && nfl > 0.95, "the power for the biomarkers is above 95 %");
    assert!(function < 0.2, "the power for the clinical difference is below 20 %");
    Ok(())
}

/// The parameters of all simulated trials.
struct VirtualTrial {
    model: TofersenModel,
    label: Label,
    adherence: AdherenceModel,
    start: NaiveDate,
    /// Standard deviations between patients: of the logarithms of both biomarkers, and of the change of function.
    biomarkers: [f64; 2],
    function: f64,
}

impl VirtualTrial {
    fn new() -> Result<Self, Box<dyn Error>> {
        let per_patient = |n: (f64, f64)| (1.0 / n.0 + 1.0 / n.1).sqrt();
        let between = |biomarker: Biomarker| {
            let is_highest = |point: &Point| is_of(point, biomarker, "part B, 100 mg");
            let point = points().into_iter().find(is_highest)?;
            Some(point.standard_error()? / per_patient(PHASE_1_2))
        };
        let [sod1, nfl] = [Biomarker::CsfSod1, Biomarker::PlasmaNfl].map(between);
        Ok(Self {
            model: TofersenModel::published(),
            label: tofersen::labels().swap_remove(0),
            adherence: AdherenceModel::perfect().late(0.1, 3.0)?.missing(0.02, 28)?,
            start: "2026-01-05".parse()?,
            biomarkers: [sod1.ok_or("no SOD1")?, nfl.ok_or("no neurofilament")?],
            function: HALF_WIDTH / 1.96 / per_patient((39.0, 21.0)),
        })
    }

    /// Simulates one trial: whether the effect on each endpoint is significant, and how large it is.
    fn run(&self, stream: &mut Stream, out: &mut [f64]) -> Result<(), SubjectError> {
        let levels = (0..ALL.0)
            .map(|_| self.treated(stream))
            .collect::<Result<Vec<[f64; 2]>, SubjectError>>()?;
        let baselines = [1.0; ALL.0];
        for (number, sd) in self.biomarkers.into_iter().enumerate() {
            let mut spread = |level: f64| level * (sd * stream.normal()).exp();
            let treated: Vec<f64> = levels.iter().map(|level| spread(level[number])).collect();
            let placebo: Vec<f64> = (0..ALL.1).map(|_| spread(1.0)).collect();
            let ratio = contrast::ratio_of_geometric_mean_ratios(
                &ArmData::new("tofersen", &baselines, &treated)?,
                &ArmData::new("placebo", &baselines[..ALL.1], &placebo)?,
                Variances::Welch,
                ConfidenceLevel::P95,
            )?;
            out[number] = f64::from(u8::from(ratio.p_value < 0.05));
            out[3 + number] = ratio.value.value();
        }
        // The function score at week 28 of patients with 40 points at baseline.
        let mut scores = |n: usize, change: f64| -> Vec<f64> {
            (0..n).map(|_| 40.0 + change + self.function * stream.normal()).collect()
        };
        let (treated, placebo) = (scores(FASTER.0, FUNCTION.0), scores(FASTER.1, FUNCTION.1));
        let begun = [40.0; FASTER.0];
        let function = contrast::difference_of_means(
            &ArmData::new("tofersen", &begun, &treated)?,
            &ArmData::new("placebo", &begun[..FASTER.1], &placebo)?,
            Variances::Welch,
            ConfidenceLevel::P95,
        )?;
        out[2] = f64::from(u8::from(function.p_value < 0.05));
        out[5] = function.value.value();
        Ok(())
    }

    /// Returns both biomarkers at week 28, relative to placebo, of a patient with late and missed doses.
    fn treated(&self, stream: &mut Stream) -> Result<[f64; 2], SubjectError> {
        let week_28 = self.start + Days::new(196);
        let course = self.label.course(self.start)?;
        let course = self.adherence.keep(course, week_28, stream)?;
        let inputs = Inputs::given(&course, week_28)?;
        let predicted = self.model.run(&inputs, &[Time::weeks(28)])?;
        Ok([predicted.sod1[0], predicted.nfl[0]])
    }
}

fn is_of(point: &Point, biomarker: Biomarker, name: &str) -> bool {
    point.biomarker == biomarker && point.name == name
}
