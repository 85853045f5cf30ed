//! Ulefnersen (ION363), for amyotrophic lateral sclerosis with a mutation in *FUS*. It is investigational.
//!
//! Before the trial, twelve people were given it in expanded access, at 20 to 120 mg, mostly 120 mg monthly (Lancet
//! 2025, PMC12407188). These are not the doses of the trial, which no text that was read states.
//!
//! ```
//! use aso_regimen::catalog::ulefnersen;
//!
//! let trials = ulefnersen::trials();
//! assert_eq!(trials[0].registration().to_string(), "NCT04768972");
//! ```

use crate::catalog::literal::{found, made, printed, record, registered, reported};
use crate::evidence::condition::{Condition, Threshold};
use crate::evidence::result::{Readout, Test, TimePoint};
use crate::evidence::trial::{Arm, Criterion, Purpose, Rank, Trial, TrialEndpoint, TrialPart};
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

/// Returns the one trial of ulefnersen in the catalog.
pub fn trials() -> Vec<Trial> {
    vec![fusion()]
}

/// FUSION, NCT04768972: 60 weeks against placebo, randomised 2:1 (part 1), then ulefnersen for everybody for 84 weeks
/// (part 2) and for up to three more years (part 3). 89 participants were enrolled; the primary part was completed on
/// 17 June 2026.
///
/// Part 3 also has doses every 12 weeks. The registry states the intervals but no amount, and it does not say whether
/// the doses every 12 weeks count from the first dose or from the loading dose 4 weeks after it. So the arms are
/// described in words and have no calendar. The primary endpoint was met, according to texts about a press release of
/// 22 September 2026, which state no number; no other text was found. Not in the catalog: who may enter part 2, and the
/// criteria on other drugs, other diseases, pregnancy and caregivers.
pub fn fusion() -> Trial {
    const EVERY_12_WEEKS: &str =
        "intrathecally every 12 weeks, and a loading dose 4 weeks after the first";
    const ACTIVE: &str = "ulefnersen (part 1)";
    const PLACEBO: &str = "placebo (part 1)";
    let record = |place| record("NCT04768972").at(place).of("21 July 2026");
    let record = found(record, &[]);
    let part = |name, purpose| move |arm: Arm| arm.in_part(TrialPart::new(name, purpose));
    let blinded = || part("1", Purpose::Pivotal);
    let (open, open_later) = (part("2", Purpose::Extension), part("3", Purpose::Extension));
    let impairment = Endpoint::builder(
        "functional impairment: ALSFRS-R, rescue, and survival without ventilation",
        Benefit::Higher,
        ReportedAs::Difference,
    );
    let impairment = made(impairment.unit("ranks").build());
    let day_505 = TimePoint::Day(made(crate::calendar::StudyDay::new(505)));
    let primary = TrialEndpoint::new(Rank::Primary, impairment.clone()).at(day_505);
    let score = Endpoint::builder("ALSAQ-5", Benefit::Lower, ReportedAs::Difference);
    let protein = Endpoint::builder("FUS protein", Benefit::Lower, ReportedAs::Difference);
    let secondary = [
        made(score.matrix("quality of life").unit("points").build()),
        Endpoint::alsfrs_r(),
        Endpoint::event_free_survival(),
        Endpoint::slow_vital_capacity(),
        Endpoint::dynamometry_megascore(),
        Endpoint::csf_nfl(),
        made(protein.matrix("cerebrospinal fluid").build()),
    ];
    let secondary =
        secondary.map(|endpoint| TrialEndpoint::new(Rank::Secondary, endpoint).at(day_505));
    let news = reported("Reports on the topline results of FUSION").of("September 2026");
    let met = Readout::new(impairment, news).at(day_505).contrast(ACTIVE).against(PLACEBO);
    let number = registered("NCT04768972");
    let trial = Trial::builder(number, "FUSION", record("arms, detailed description, outcomes"))
        .also_registered(registered("2020-005522-28"))
        .eligibility(eligibility())
        .endpoints([primary.by(Test::JointRank)])
        .endpoints(secondary)
        .arm(blinded()(Arm::described(ACTIVE, EVERY_12_WEEKS)).with_allocation(2))
        .arm(
            blinded()(Arm::described(PLACEBO, format!("placebo {EVERY_12_WEEKS}")))
                .with_allocation(1),
        )
        .arm(open(Arm::described("ulefnersen (part 2)", EVERY_12_WEEKS).open_label()))
        .arm(open_later(
            Arm::described("ulefnersen (part 3)", "intrathecally every 12 weeks").open_label(),
        ))
        .contrasts([met.with_words("primary endpoint met")]);
    made(trial.build())
}

fn eligibility() -> Vec<Criterion> {
    let value = |what, unit, is| Condition::value(what, unit, is);
    let age = |is| value("age", "years", is);
    let least = |text| Threshold::AtLeast(printed(text));
    let young = age(least("10")).and(age(Threshold::AtMost(printed("30"))));
    let young = young.and(Condition::judged("onset within 12 months"));
    let breathing = value("slow vital capacity, upright", "% predicted", least("50"));
    let ill = Condition::judged("signs or symptoms consistent with ALS");
    let mutation = Condition::judged("a FUS mutation approved by a committee");
    let inclusions = [age(least("10")), ill, mutation, breathing.or(young)];
    let exclusions = [
        "permanent ventilation or tracheostomy",
        "another mutation that causes ALS or frontotemporal dementia",
        "HIV, or current hepatitis B or C",
        "an oligonucleotide before or now",
        "gene therapy or cell transplantation ever",
    ];
    let exclusions = exclusions.map(|what| Criterion::exclusion(Condition::judged(what)));
    inclusions.map(Criterion::inclusion).into_iter().chain(exclusions).collect()
}
