//! The ascending-dose trial, parts A and B of NCT02623699.

use crate::calendar::StudyDay;
use crate::catalog::literal::{article, made, registered, reported};
use crate::catalog::tofersen::comparison_tables;
use crate::catalog::tofersen::results::{
    PERCENT, PLACEBO, POINTS, adverse, estimate, within, words,
};
use crate::dosing::regimen::Regimen;
use crate::evidence::result::{
    Contrast, Population, Readout, ReportedOutcome, ReportedScale, TimePoint,
};
use crate::evidence::source::Source;
use crate::evidence::trial::{Arm, Mask, Trial, Visit};
use crate::measure::endpoint::Endpoint;
use crate::quantity::Mass;

fn abstract_2020() -> Source {
    article("Miller et al., N Engl J Med 2020;383:109-119", "doi:10.1056/NEJMoa2003715")
        .at("abstract")
}

/// Five doses over 12 weeks, on study days 1, 15, 29, 57 and 85: three two weeks apart, then one every four
/// weeks.
///
/// The number of doses and weeks is of the paper (Miller et al., N Engl J Med 2020;383:109); the intervals
/// are of a secondary source, and give the paper's 12 weeks and its last reading on day 85.
///
/// # Panics
///
/// If the dose is zero.
pub fn ascending(dose: Mass) -> Regimen {
    let text = format!("{dose} (withdraw 10 mL, over 1-3 min) IT q14d x3, then q28d x2");
    made(text.parse())
}

/// The multiple ascending doses of 20, 40, 60 and 100 mg against placebo.
///
/// Each cohort was randomised 3:1; the placebo arm is the four cohorts' together. A sixth arm stands for all
/// participants on tofersen, over whom some findings are counted. Numbers of participants
/// are given where a source has them: 50 in all, of whom 10 had 100 mg and 12 placebo.
///
/// ```
/// let trial = aso_regimen::catalog::tofersen::phase_1_2();
/// assert_eq!(trial.arms().len(), 6);
/// // Every contrast is consistent with its arms, though in the scale of points only by rounding.
/// assert!(trial.audit().iter().all(|remark| !remark.to_string().contains("does not agree")));
/// ```
pub fn phase_1_2() -> Trial {
    let mut trial = Trial::builder(
        registered("NCT02623699"),
        "Tofersen phase 1/2, multiple ascending doses (part B)",
        abstract_2020(),
    )
    .source(
        reported("MND Australia, report on tofersen and VALOR")
            .at("participants given 100 mg and placebo"),
    )
    .source(
        reported("E. Minikel, Middling results for tofersen in SOD1 ALS")
            .at("intervals of the five doses")
            .of("18 October 2021"),
    );
    for milligrams in [20, 40, 60] {
        let dose = Mass::mg(milligrams);
        trial = trial.arm(Arm::active(dose.to_string(), ascending(dose)).with_allocation(3));
    }
    let highest = Arm::active("100 mg", ascending(Mass::mg(100)));
    let mask = Mask::Placebo("placebo".into());
    let placebo = Arm::masked(PLACEBO, ascending(Mass::mg(100)), mask);
    let trial = trial
        .arm(highest.with_allocation(3).with_n(10))
        .arm(placebo.with_allocation(4).with_n(12))
        .arm(Arm::pooled(EVERY_DOSE, ["20 mg", "40 mg", "60 mg", "100 mg"]))
        .visit(Visit::new("baseline", StudyDay::FIRST).assessing(Endpoint::csf_sod1()))
        .visit(Visit::new("day 85", StudyDay::from_offset(84)).assessing(Endpoint::csf_sod1()))
        .outcomes(comparison_tables::table_1_phase_1_2())
        .outcomes(comparison_tables::table_2_phase_1_2())
        .outcomes([placebo_sod1()])
        .outcomes(interim())
        .outcomes(safety())
        .contrasts(contrasts());
    made(trial.build())
}

/// Those of all cohorts who were given tofersen, whatever the dose.
const EVERY_DOSE: &str = "tofersen, any dose";

fn question(endpoint: Endpoint, source: Source) -> Readout {
    Readout::new(endpoint, source)
        .in_population(Population::AscendingDose)
        .at(TimePoint::Day(StudyDay::from_offset(84)))
}

/// The lower end of the comparison table's range for placebo, which is of this trial.
fn placebo_sod1() -> ReportedOutcome {
    let source = comparison_tables::table_1()[0].source.clone();
    question(Endpoint::csf_sod1(), source).outcome(PLACEBO, estimate("-3", PERCENT))
}

/// Readings that were reported before the trial was complete.
fn interim() -> Vec<ReportedOutcome> {
    let source = reported("Biogen, interim results of the phase 1/2 study").at("day 85").of("2019");
    let function = question(Endpoint::alsfrs_r(), source);
    vec![
        function.outcome("100 mg", estimate("-1.1", POINTS)),
        function.outcome(PLACEBO, estimate("-5.3", POINTS)),
    ]
}

/// Adverse findings and deaths, which the abstract counts over all doses.
fn safety() -> Vec<ReportedOutcome> {
    let over_the_trial = |event| question(adverse(event), abstract_2020()).at(TimePoint::Unstated);
    let cells = over_the_trial("rise of white cells in cerebrospinal fluid as an adverse event");
    let protein = over_the_trial("rise of protein in cerebrospinal fluid as an adverse event");
    let deaths = over_the_trial("death");
    let two = "2 deaths: pulmonary embolus on day 137, respiratory failure on day 152";
    vec![
        cells.outcome(EVERY_DOSE, words("4 participants")),
        protein.outcome(EVERY_DOSE, words("5 participants")),
        deaths.outcome(EVERY_DOSE, words(two)),
        deaths.outcome(PLACEBO, words("1 death, on day 52")),
    ]
}

/// The abstract's differences from placebo in the change of CSF SOD1 at day 85. It calls their unit
/// percentage points; their intervals are symmetric only as those of ratios.
fn contrasts() -> Vec<Contrast> {
    let sod1 = question(Endpoint::csf_sod1(), abstract_2020());
    let points = |arm, value, low, high| {
        let difference = within(value, low, high, ReportedScale::PercentagePoints);
        sod1.compared((arm, PLACEBO), difference, None)
    };
    let report = reported("MND Australia, report on tofersen and VALOR")
        .at("interim result, superseded by the paper")
        .of("2019");
    let interim = question(Endpoint::csf_sod1(), report).in_population(Population::Unstated);
    vec![
        points("20 mg", "2", "-18", "27"),
        points("40 mg", "-25", "-40", "-5"),
        points("60 mg", "-19", "-35", "2"),
        points("100 mg", "-33", "-47", "-16"),
        interim.compared(("100 mg", PLACEBO), estimate("-37", PERCENT), None),
    ]
}
