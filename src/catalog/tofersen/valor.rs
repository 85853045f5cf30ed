//! VALOR, part C of NCT02623699.

use crate::calendar::StudyDay;
use crate::catalog::literal::{article, label_text, made, printed, registered, reported};
use crate::catalog::tofersen::comparison_tables;
use crate::catalog::tofersen::results::{
    ALL, ARMS, FASTER, PLACEBO, POINTS, RATIO, SLOWER, TOFERSEN, adverse, at_week, estimate,
    events, p, p_below, slides, within,
};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::result::{
    Contrast, PValue, Population, Readout, ReportedOutcome, ReportedScale, Test, TimePoint,
};
use crate::evidence::source::Source;
use crate::evidence::trial::{Arm, Mask, Trial, Visit};
use crate::measure::endpoint::Endpoint;

fn paper() -> Source {
    article("Miller et al., N Engl J Med 2022;387:1099-1110", "doi:10.1056/NEJMoa2204705")
}

fn label() -> Source {
    label_text("Qalsody US prescribing information")("section 14")
        .identified(made("set-id:81356b45-1cb7-4eef-88ea-e44cc18b47c5".parse()))
        .identified(made("fda:NDA215887".parse()))
}

fn approval() -> Source {
    reported("Biogen, press release on the approval in the European Union").of("30 May 2024")
}

/// Eight doses over 24 weeks: three about two weeks apart, then five every four weeks, on study days 1, 15,
/// 29, 57, 85, 113, 141 and 169 (J Neurol Neurosurg Psychiatry 2022;93(9):e2.208; 15 mL by bolus, Miller et
/// al., N Engl J Med 2022;387:1099, methods). Fluid withdrawn and minutes are those of the label.
pub fn eight_doses() -> Regimen {
    regimen!("100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3, then q28d x5")
}

/// 100 mg against placebo in 108 participants with 42 variants of *SOD1*, at 32 sites, read at week 28. At
/// baseline they were 48.1 (SD 12.6) and 51.2 (SD 11.6) years old; 43 of 72 and 19 of 36 were men (Miller et
/// al., JAMA Neurol, December 2025, abstract). Its primary endpoint, the ALSFRS-R total in
/// the faster-progressing population, was not met; p-values of all later endpoints are nominal.
///
/// ```
/// let valor = aso_regimen::catalog::tofersen::valor();
/// let agreeing = valor
///     .audit()
///     .iter()
///     .filter(|remark| remark.to_string().contains(": agrees with its arms"))
///     .count();
/// assert_eq!(agreeing, 11);
/// ```
pub fn valor() -> Trial {
    let doses = article(
        "J Neurol Neurosurg Psychiatry 2022;93(9):e2.208",
        "https://jnnp.bmj.com/content/93/9/e2.208",
    );
    let fluid = Mask::Placebo("artificial cerebrospinal fluid of the same volume".into());
    let tofersen = Arm::active(TOFERSEN, eight_doses());
    let placebo = Arm::masked(PLACEBO, eight_doses(), fluid);
    let strata = "expected progression: SOD1 variant and ALSFRS-R slope before randomisation";
    let mut trial =
        Trial::builder(registered("NCT02623699"), "VALOR (part C)", paper().at("methods"))
            .source(doses.at("number and intervals of doses"))
            .arm(tofersen.with_allocation(2).with_n(72))
            .arm(placebo.with_allocation(1).with_n(36))
            .stratified_by(strata);
    for week in [0, 2, 4, 8, 12, 16, 20, 24] {
        let day = StudyDay::from_offset(7 * week);
        trial = trial.visit(Visit::new(format!("week {week}"), day));
    }
    let readout = Visit::new("week 28", StudyDay::from_offset(196))
        .assessing(Endpoint::alsfrs_r())
        .assessing(Endpoint::csf_sod1())
        .assessing(Endpoint::plasma_nfl())
        .assessing(Endpoint::slow_vital_capacity())
        .assessing(Endpoint::dynamometry_megascore());
    let trial = trial
        .visit(readout)
        .outcomes(outcomes())
        .outcomes(events_and_safety())
        .outcomes(comparison_tables::table_1_valor())
        .outcomes(comparison_tables::table_2_valor())
        .contrasts(contrasts())
        .contrasts(comparison_tables::table_2_contrasts());
    made(trial.build())
}

fn at_28(endpoint: Endpoint, population: Population, source: Source) -> Readout {
    at_week(endpoint, population, 28, source)
}

/// Participants of a population, tofersen and placebo (slides).
fn participants(population: &Population) -> (u32, u32) {
    match population {
        Population::FasterProgressing => (39, 21),
        Population::SlowerProgressing => (33, 15),
        _ => (72, 36),
    }
}

/// A row of a table: tofersen, then placebo.
fn row(
    question: &Readout,
    tofersen: &str,
    placebo: &str,
    scale: ReportedScale,
) -> [ReportedOutcome; 2] {
    let tofersen = question.outcome(TOFERSEN, estimate(tofersen, scale));
    let placebo = question.outcome(PLACEBO, estimate(placebo, scale));
    let (n_tofersen, n_placebo) = participants(&tofersen.population);
    [tofersen.with_n(n_tofersen), placebo.with_n(n_placebo)]
}

fn function(population: Population, source: Source) -> Readout {
    at_28(Endpoint::alsfrs_r(), population, source)
}

fn sod1(population: Population, source: Source) -> Readout {
    at_28(Endpoint::csf_sod1(), population, source)
}

fn nfl(population: Population, source: Source) -> Readout {
    at_28(Endpoint::plasma_nfl(), population, source)
}

fn outcomes() -> Vec<ReportedOutcome> {
    [
        row(&function(FASTER, slides()), "-6.98", "-8.14", POINTS),
        row(&function(SLOWER, slides()), "-1.33", "-2.73", POINTS),
        row(&sod1(FASTER, slides()), "0.71", "1.16", RATIO),
        row(&sod1(SLOWER, slides()), "0.60", "0.81", RATIO),
        row(&sod1(ALL, label()), "0.65", "0.98", RATIO),
        row(&nfl(FASTER, slides()), "0.40", "1.20", RATIO),
        row(&nfl(SLOWER, slides()), "0.50", "0.95", RATIO),
        row(&nfl(ALL, label()), "0.45", "1.12", RATIO),
    ]
    .concat()
}

fn contrasts() -> Vec<Contrast> {
    let joint_rank = PValue { test: Test::JointRank, ..p("0.97") };
    let primary = within("1.2", "-3.2", "5.5", POINTS);
    let lower = |percent| estimate(percent, ReportedScale::PercentOfGeometricMean);
    let approved = lower("-60").within(printed("-67"), printed("-51"));
    let hazard = within("0.87", "0.349", "2.171", ReportedScale::HazardRatio);
    let survival = at_28(Endpoint::event_free_survival(), FASTER, slides()).at(TimePoint::Unstated);
    vec![
        function(FASTER, paper().at("abstract")).compared(ARMS, primary, joint_rank),
        function(SLOWER, slides()).compared(ARMS, estimate("1.4", POINTS), None),
        function(ALL, approval()).compared(ARMS, within("1.4", "-1.3", "4.1", POINTS), None),
        sod1(FASTER, slides()).compared(ARMS, estimate("0.62", RATIO), p_below("0.0001")),
        sod1(SLOWER, slides()).compared(ARMS, estimate("0.74", RATIO), p("0.0007")),
        sod1(ALL, label()).compared(ARMS, lower("-34"), p_below("0.0001")),
        nfl(FASTER, slides()).compared(ARMS, estimate("0.33", RATIO), p_below("0.0001")),
        nfl(SLOWER, slides()).compared(ARMS, estimate("0.52", RATIO), None),
        nfl(ALL, label()).compared(ARMS, lower("-60"), p_below("0.0001")),
        nfl(ALL, approval()).compared(ARMS, approved, None),
        survival.compared(ARMS, hazard, None),
    ]
}

/// Participants with an event in an arm of so many: tofersen, then placebo.
fn counts(question: &Readout, tofersen: (u32, u32), placebo: (u32, u32)) -> [ReportedOutcome; 2] {
    [
        question.outcome(TOFERSEN, events(tofersen.0, tofersen.1)),
        question.outcome(PLACEBO, events(placebo.0, placebo.1)),
    ]
}

fn events_and_safety() -> Vec<ReportedOutcome> {
    let safety = |event| at_28(adverse(event), ALL, slides());
    let neurologic = safety("serious neurologic event");
    let cells = safety("shift of white cells in cerebrospinal fluid to high");
    let protein = safety("shift of protein in cerebrospinal fluid to high");
    let of_them = |event| safety(event).at(TimePoint::Unstated);
    let event = of_them("death, permanent ventilation, or withdrawal for progression by July 2021");
    let death = of_them("death by July 2021");
    let ventilation = of_them("permanent ventilation by July 2021");
    let withdrawal = of_them("withdrawal for progression by July 2021");
    [
        counts(&death, (4, 72), (3, 36)),
        counts(&ventilation, (6, 72), (2, 36)),
        counts(&withdrawal, (3, 72), (5, 36)),
        counts(&event, (13, 72), (10, 36)),
        counts(&neurologic, (4, 72), (0, 36)),
        counts(&cells, (54, 69), (9, 36)),
        counts(&protein, (31, 46), (6, 20)),
    ]
    .concat()
}
