//! VALOR, part C of NCT02623699.

use crate::calendar::StudyDay;
use crate::catalog::literal::{made, read, registered, reported};
use crate::catalog::tofersen::comparison_tables;
use crate::catalog::tofersen::results::{
    ALL, ARMS, FASTER, PLACEBO, POINTS, RATIO, SLOWER, TOFERSEN, adverse, estimate, events, p,
    p_below, within,
};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::result::{
    Contrast, PValue, Population, Readout, ReportedOutcome, ReportedScale, Test, TimePoint,
};
use crate::evidence::source::Source;
use crate::evidence::trial::{Arm, Mask, Trial, Visit};
use crate::measure::endpoint::Endpoint;

fn methods() -> Source {
    read("Miller et al., N Engl J Med 2022;387:1099").at("methods")
}

fn abstract_2022() -> Source {
    read("Miller et al., N Engl J Med 2022;387:1099").at("abstract")
}

fn slides() -> Source {
    read("Biogen, VALOR results at the American Neurological Association meeting")
        .of("17 October 2021")
}

fn label() -> Source {
    read("Qalsody US prescribing information").at("section 14")
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
    let mut trial = Trial::builder(registered("NCT02623699"), "VALOR (part C)", methods())
        .source(
            read("J Neurol Neurosurg Psychiatry 2022;93(9):e2.208")
                .at("number and intervals of doses"),
        )
        .arm(
            Arm::active(TOFERSEN, eight_doses())
                .with_allocation(2)
                .with_n(72),
        )
        .arm(
            Arm::masked(
                PLACEBO,
                eight_doses(),
                Mask::Placebo("artificial cerebrospinal fluid of the same volume".into()),
            )
            .with_allocation(1)
            .with_n(36),
        )
        .stratified_by(
            "expected progression: SOD1 variant and ALSFRS-R slope before randomisation",
        );
    for week in [0, 2, 4, 8, 12, 16, 20, 24] {
        trial = trial.visit(Visit::new(
            format!("week {week}"),
            StudyDay::from_offset(7 * week),
        ));
    }
    let readout = [
        Endpoint::alsfrs_r(),
        Endpoint::csf_sod1(),
        Endpoint::plasma_nfl(),
        Endpoint::slow_vital_capacity(),
        Endpoint::dynamometry_megascore(),
    ]
    .into_iter()
    .fold(
        Visit::new("week 28", StudyDay::from_offset(196)),
        Visit::assessing,
    );
    let trial = trial
        .visit(readout)
        .outcomes(function())
        .outcomes(sod1())
        .outcomes(neurofilament())
        .outcomes(events_and_safety())
        .outcomes(comparison_tables::table_1_valor())
        .outcomes(comparison_tables::table_2_valor())
        .contrasts(function_contrasts())
        .contrasts(biomarker_contrasts())
        .contrasts(event_contrasts())
        .contrasts(comparison_tables::table_2_contrasts());
    made(trial.build())
}

fn at_28(endpoint: Endpoint, population: Population, source: Source) -> Readout {
    Readout::new(endpoint, source)
        .in_population(population)
        .at(TimePoint::Week(28))
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

fn function() -> Vec<ReportedOutcome> {
    let change = |population| at_28(Endpoint::alsfrs_r(), population, slides());
    [
        row(&change(FASTER), "-6.98", "-8.14", POINTS),
        row(&change(SLOWER), "-1.33", "-2.73", POINTS),
    ]
    .concat()
}

fn function_contrasts() -> Vec<Contrast> {
    let change = |population, source| at_28(Endpoint::alsfrs_r(), population, source);
    let joint_rank = PValue {
        test: Test::JointRank,
        ..p("0.97")
    };
    vec![
        change(FASTER, abstract_2022()).compared(
            ARMS,
            within("1.2", "-3.2", "5.5", POINTS),
            joint_rank,
        ),
        change(SLOWER, slides()).compared(ARMS, estimate("1.4", POINTS), None),
        change(ALL, approval()).compared(ARMS, within("1.4", "-1.3", "4.1", POINTS), None),
    ]
}

fn sod1() -> Vec<ReportedOutcome> {
    let ratio = |population, source| at_28(Endpoint::csf_sod1(), population, source);
    [
        row(&ratio(FASTER, slides()), "0.71", "1.16", RATIO),
        row(&ratio(SLOWER, slides()), "0.60", "0.81", RATIO),
        row(&ratio(ALL, label()), "0.65", "0.98", RATIO),
    ]
    .concat()
}

fn neurofilament() -> Vec<ReportedOutcome> {
    let ratio = |population, source| at_28(Endpoint::plasma_nfl(), population, source);
    [
        row(&ratio(FASTER, slides()), "0.40", "1.20", RATIO),
        row(&ratio(SLOWER, slides()), "0.50", "0.95", RATIO),
        row(&ratio(ALL, label()), "0.45", "1.12", RATIO),
    ]
    .concat()
}

fn biomarker_contrasts() -> Vec<Contrast> {
    let sod1 = |population, source| at_28(Endpoint::csf_sod1(), population, source);
    let nfl = |population, source| at_28(Endpoint::plasma_nfl(), population, source);
    let lower = |percent| estimate(percent, ReportedScale::PercentOfGeometricMean);
    vec![
        sod1(FASTER, slides()).compared(ARMS, estimate("0.62", RATIO), p_below("0.0001")),
        sod1(SLOWER, slides()).compared(ARMS, estimate("0.74", RATIO), p("0.0007")),
        sod1(ALL, label()).compared(ARMS, lower("-34"), p_below("0.0001")),
        nfl(FASTER, slides()).compared(ARMS, estimate("0.33", RATIO), p_below("0.0001")),
        nfl(SLOWER, slides()).compared(ARMS, estimate("0.52", RATIO), None),
        nfl(ALL, label()).compared(ARMS, lower("-60"), p_below("0.0001")),
        nfl(ALL, approval()).compared(
            ARMS,
            within("-60", "-67", "-51", ReportedScale::PercentOfGeometricMean),
            None,
        ),
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
    vec![
        death.outcome(TOFERSEN, events(4, 72)),
        death.outcome(PLACEBO, events(3, 36)),
        ventilation.outcome(TOFERSEN, events(6, 72)),
        ventilation.outcome(PLACEBO, events(2, 36)),
        withdrawal.outcome(TOFERSEN, events(3, 72)),
        withdrawal.outcome(PLACEBO, events(5, 36)),
        event.outcome(TOFERSEN, events(13, 72)),
        event.outcome(PLACEBO, events(10, 36)),
        neurologic.outcome(TOFERSEN, events(4, 72)),
        neurologic.outcome(PLACEBO, events(0, 36)),
        cells.outcome(TOFERSEN, events(54, 69)),
        cells.outcome(PLACEBO, events(9, 36)),
        protein.outcome(TOFERSEN, events(31, 46)),
        protein.outcome(PLACEBO, events(6, 20)),
    ]
}

fn event_contrasts() -> Vec<Contrast> {
    let survival = at_28(Endpoint::event_free_survival(), FASTER, slides()).at(TimePoint::Unstated);
    vec![survival.compared(
        ARMS,
        within("0.87", "0.349", "2.171", ReportedScale::HazardRatio),
        None,
    )]
}
