//! Zilganersen (ION373), for Alexander disease. According to the press, it was approved in the United States on 3
//! September 2026 as Zanvastro; the label was not read, so the catalog has none. Reports differ on the interval ("every
//! twelve weeks" or "once a quarter") and on the number of participants (49 to 54).
//!
//! ```
//! use aso_regimen::catalog::zilganersen;
//!
//! let trials = zilganersen::trials();
//! assert_eq!(trials[0].registration().to_string(), "NCT04849741");
//! ```

use crate::calendar::StudyDay;
use crate::catalog::literal::{made, printed, record, registered, reported};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::result::{PValue, Readout, ReportedEstimate, ReportedScale, TimePoint};
use crate::evidence::trial::{Arm, Mask, Rank, Trial, TrialEndpoint, Visit};
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

/// Returns the one trial of zilganersen in the catalog.
pub fn trials() -> Vec<Trial> {
    vec![pivotal()]
}

/// The doses of the double-blind period, in weeks 1, 13, 25, 37 and 49: every 12 weeks through week 49
/// (ClinicalTrials.gov, NCT04849741).
///
/// Cohorts were given different doses. Only the 50 mg of the cohort with the primary result is reported (Ionis,
/// statement to the community, 22 September 2025).
pub fn double_blind_doses() -> Regimen {
    regimen!("50 mg IT q84d x5")
}

/// The 50 mg cohort of NCT04849741 in its double-blind period of 60 weeks: randomised 2:1 against placebo, with the
/// primary assessment in week 61.
///
/// The registry counts weeks from 1, so week 61 begins on study day 421. From week 61 to week 229 everybody is given
/// zilganersen, at an interval and a dose that no source here states; that part is not modelled. About 73 participants
/// were planned in all cohorts. The difference is from the sponsor's press release. Its confidence interval, how the
/// percentage is computed, and how many participants had 50 mg were not read. The registry record was read only in
/// copies.
pub fn pivotal() -> Trial {
    let registry = record("NCT04849741").at("arms, detailed description").of("July 2025");
    let statement = reported("Ionis, statement to the Alexander disease community")
        .at("50 mg, week 61")
        .of("22 September 2025")
        .identified(made("https://ionis.com/AxD-community-statement-Sept25".parse()));
    let mask = Mask::Placebo("matching placebo".into());
    let day_421 = StudyDay::from_offset(420);
    let walk = Endpoint::builder("10-metre walk test", Benefit::Higher, ReportedAs::Difference);
    let walk = made(walk.matrix("gait").build());
    let news = reported("Contemporary Pediatrics")
        .at("week 61")
        .identified(made("https://www.contemporarypediatrics.com/view/zilganersen-demonstrates-stabilization-of-gait-speed-for-alexander-disease".parse()))
        .read_on(made("2026-11-26".parse()));
    let difference = ReportedEstimate::new(printed("33.3"), ReportedScale::PercentUnstated);
    let result = Readout::new(walk.clone(), news).at(TimePoint::Day(day_421));
    let result = result.contrast("50 mg").against("placebo").with_estimate(difference);
    let primary = TrialEndpoint::new(Rank::Primary, walk.clone()).at(TimePoint::Day(day_421));
    let (number, title) = (registered("NCT04849741"), "Zilganersen in Alexander disease");
    made(
        Trial::builder(number, title, registry)
            .also_registered(registered("2024-510603-11-00"))
            .source(statement)
            .arm(Arm::active("50 mg", double_blind_doses()).with_allocation(2))
            .arm(Arm::masked("placebo", double_blind_doses(), mask).with_allocation(1))
            .visit(Visit::new("week 61", day_421).assessing(walk))
            .endpoints([primary.met(true)])
            .contrasts([result.with_p(PValue::new(printed("0.0412")))])
            .build(),
    )
}
