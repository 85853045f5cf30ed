//! VALOR, part C of NCT02623699.

mod results;

use crate::calendar::{StudyDay, Window};
use crate::catalog::literal::{made, printed, registered};
use crate::catalog::tofersen::methods::methods;
use crate::catalog::tofersen::results::{
    ALL, FASTER, PLACEBO, SLOWER, TOFERSEN, chmp, fda, paper, record_101, reported_by_participants,
    study_day, time_to,
};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::condition::{Condition, Threshold};
use crate::evidence::result::{Population, Test, TimePoint};
use crate::evidence::trial::{
    Arm, Criterion, Epoch, Mask, Purpose, Rank, Trial, TrialBuilder, TrialEndpoint, TrialPart,
    Visit,
};
use crate::measure::endpoint::{Benefit, Endpoint};

/// Eight doses over 24 weeks: three doses two weeks apart, then five every four weeks, on study days 1, 15, 29, 57, 85,
/// 113, 141 and 169 (ClinicalTrials.gov, NCT02623699, arms), 15 mL over 1 to 3 minutes (CHMP assessment report, pages
/// 51 and 81). Only the label states how much fluid is withdrawn.
pub fn eight_doses() -> Regimen {
    regimen!("100 mg (15 mL, over 1-3 min) IT q14d x3, then q28d x5")
}

/// VALOR, part C of NCT02623699: 100 mg against placebo in 108 participants with 42 variants of *SOD1*, at 32 sites,
/// with the primary assessment at week 28. The endpoints were tested in the 60 participants whose disease was expected
/// to progress faster; 48 were expected to progress more slowly. The primary endpoint was not met, so the p-values of
/// all later endpoints are nominal.
///
/// The sites were in nine countries according to the FDA and the registry, and in ten according to the final
/// publication. The protocol's visit windows were not read; it has no rule for missed doses (CHMP assessment report,
/// page 51).
///
/// ```
/// let valor = aso_regimen::catalog::tofersen::valor();
/// assert_eq!(
///     valor.endpoints()[0].to_string(),
///     "primary: ALSFRS-R total, clinical function, faster progressing, week 28, \
///      joint rank test: not met",
/// );
/// let agreeing = valor
///     .audit()
///     .findings()
///     .iter()
///     .filter(|found| found.check.to_string().starts_with("agrees with its arms"))
///     .count();
/// assert_eq!(agreeing, 41);
/// ```
pub fn valor() -> Trial {
    let part = || TrialPart::new("C", Purpose::Pivotal);
    let fluid = Mask::Placebo("artificial cerebrospinal fluid of the same volume".into());
    let tofersen = Arm::active(TOFERSEN, eight_doses()).in_part(part());
    let placebo = Arm::masked(PLACEBO, eight_doses(), fluid).in_part(part());
    let number = registered("NCT02623699");
    let trial = Trial::builder(number, "VALOR (part C)", record_101("arms, outcomes, flow"))
        .also_registered(registered("2015-004098-33"))
        .source(chmp("pages 50 to 62"))
        .source(fda("pages 33 to 48"))
        .source(paper().at("abstract"))
        .eligibility(eligibility())
        .arm(tofersen.with_allocation(2).with_n(72))
        .arm(placebo.with_allocation(1).with_n(36))
        .stratified_by("criteria of faster progression")
        .stratified_by("edaravone at baseline")
        .stratified_by("riluzole at baseline")
        .endpoints(endpoints())
        .results(results::results());
    let trial = methods().into_iter().fold(trial, TrialBuilder::method);
    made(visits().into_iter().fold(trial, TrialBuilder::visit).build())
}

/// Cerebrospinal fluid and plasma are taken before every dose (FDA integrated review, pages 60 and 63), vital capacity
/// and strength measured monthly (JAMA Neurol 2026;83:115, methods); the run-in slope of the ALSFRS-R is from screening
/// to day 15 (CHMP assessment report, page 59). The other days before week 28 on which the ALSFRS-R was assessed were
/// not read.
fn visits() -> Vec<Visit> {
    let screening = Visit::new("screening", study_day(-28))
        .with_window(Window::days(0, 27))
        .in_epoch(Epoch::Screening)
        .assessing(Endpoint::alsfrs_r())
        .assessing(Endpoint::slow_vital_capacity());
    let mut visits = vec![screening];
    for week in [0, 2, 4, 8, 12, 16, 20, 24, 28] {
        let epoch = if week == 0 { Epoch::Baseline } else { Epoch::Treatment };
        let day = StudyDay::from_offset(7 * week);
        let mut visit = Visit::new(format!("week {week}"), day).in_epoch(epoch);
        if [0, 2, 28].contains(&week) {
            visit = visit.assessing(Endpoint::alsfrs_r());
        }
        visit = visit.assessing(Endpoint::csf_sod1()).assessing(Endpoint::plasma_nfl());
        if week != 2 {
            let strength = Endpoint::dynamometry_megascore();
            visit = visit.assessing(Endpoint::slow_vital_capacity()).assessing(strength);
        }
        visits.push(visit);
    }
    visits.push(Visit::new("week 32", study_day(225)).in_epoch(Epoch::FollowUp));
    visits
}

/// CHMP assessment report, page 50; FDA integrated review, page 39.
fn eligibility() -> Vec<Criterion> {
    let capacity = |percent| {
        let least = Threshold::AtLeast(printed(percent));
        Condition::value("slow vital capacity, sitting", "% predicted", least)
    };
    let decline = |is| Condition::value("decline of the ALSFRS-R since onset", "points/month", is);
    let least = |limit| decline(Threshold::AtLeast(printed(limit)));
    let listed = || {
        Condition::judged(
            "one of p.Ala5Val, p.Ala5Thr, p.Leu39Val, p.Gly42Ser, p.His44Arg, p.Leu85Val, p.Gly94Ala, p.Leu107Val and \
             p.Val149Gly",
        )
    };
    let another = || Condition::judged("another SOD1 mutation");
    let faster = listed().and(least("0.2")).or(another().and(least("0.9")));
    let slower = another().and(decline(Threshold::Below(printed("0.9"))));
    let adult = Condition::value("age", "years", Threshold::AtLeast(printed("18")));
    let inclusions = [
        adult,
        Condition::judged("weakness attributable to ALS"),
        Condition::judged("a SOD1 mutation confirmed centrally at screening"),
        Condition::judged("riluzole stable for 30 days before day 1, or none"),
        Condition::judged(
            "edaravone begun 60 days before day 1 and never on a dosing day, or none",
        ),
    ];
    let exclusions = [
        "another investigational treatment within 1 month or 5 half-lives",
        "small interfering RNA, stem cells or gene therapy ever",
        "HIV, or current hepatitis B or C",
        "copper(II) ATSM or pyrimethamine within 1 month",
        "need of a diaphragm pacing system",
        "pregnancy or breast-feeding",
    ];
    let of = |population: Population| {
        move |condition| Criterion::inclusion(condition).of_population(population.clone())
    };
    let inclusions = inclusions.map(Criterion::inclusion).into_iter();
    inclusions
        .chain([faster, capacity("65")].map(of(FASTER)))
        .chain([slower, capacity("50")].map(of(SLOWER)))
        .chain(exclusions.map(|what| Criterion::exclusion(Condition::judged(what))))
        .collect()
}

/// The sequence of CHMP assessment report, pages 51 and 52, and FDA integrated review, page 47; page 37 of that review
/// lists four key secondary endpoints instead, and says that SOD1 and neurofilament were exploratory at first. In the
/// slower population SOD1 was the primary one.
fn endpoints() -> Vec<TrialEndpoint> {
    let at_28 = |rank, endpoint, population, test| {
        let endpoint = TrialEndpoint::new(rank, endpoint).at(TimePoint::Week(28));
        endpoint.in_population(population).by(test)
    };
    let log_rank = || Test::Named("log-rank test".into());
    let key = |endpoint, test| at_28(Rank::KeySecondary, endpoint, FASTER, test);
    let looked_at = |name, benefit| {
        let score = reported_by_participants(name, benefit);
        at_28(Rank::Exploratory, score, ALL, Test::Unstated)
    };
    let at_first = |endpoint| {
        let endpoint = TrialEndpoint::new(Rank::Exploratory, endpoint);
        endpoint.of_earlier_design("the original design", fda("pages 37 and 38"))
    };
    vec![
        at_28(Rank::Primary, Endpoint::alsfrs_r(), FASTER, Test::JointRank).met(false),
        key(Endpoint::csf_sod1(), Test::Ancova),
        at_28(Rank::KeySecondary, Endpoint::csf_sod1(), SLOWER, Test::Ancova),
        key(Endpoint::plasma_nfl(), Test::Ancova),
        key(Endpoint::slow_vital_capacity(), Test::JointRank),
        key(Endpoint::dynamometry_megascore(), Test::Ancova),
        key(Endpoint::event_free_survival(), log_rank()),
        key(time_to("time to death"), log_rank()),
        looked_at("ALSAQ-5", Benefit::Lower),
        looked_at("Fatigue Severity Scale", Benefit::Lower),
        looked_at("EQ-5D-5L", Benefit::Higher),
        at_28(Rank::Exploratory, Endpoint::plasma_pnfh(), ALL, Test::Unstated),
        at_first(Endpoint::csf_sod1()),
        at_first(Endpoint::plasma_nfl()),
    ]
}
