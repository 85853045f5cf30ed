//! Zilganersen (ION373), for Alexander disease. It was approved in the United States on 3 September 2026 as Zanvastro,
//! as the press says; the label was not read, so that there is none here. Reports of its interval are "every twelve weeks" and
//! "once a quarter", and those of its participants 49 to 54.
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

/// The one trial.
pub fn trials() -> Vec<Trial> {
    vec![pivotal()]
}

/// Doses in weeks 1, 13, 25, 37 and 49: every 12 weeks through week 49 (ClinicalTrials.gov, NCT04849741).
///
/// Cohorts were given different doses, of which only the 50 mg of the cohort with the primary result is
/// reported (Ionis, statement to the community, 22 September 2025).
pub fn double_blind_doses() -> Regimen {
    regimen!("50 mg IT q84d x5")
}

/// The 50 mg cohort of NCT04849741 in its double-blind 60 weeks, 2:1 against placebo, read in week 61.
///
/// The registry counts weeks from 1, so week 61 begins on study day 421. Then everybody is given
/// zilganersen, at an interval and a dose that the sources here do not have; that part is left out. The difference is that of
/// reports on the approval.
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
    let news = reported("Reports on the approval of Zanvastro").at("week 61").of("September 2026");
    let difference = ReportedEstimate::new(printed("33.3"), ReportedScale::PercentUnstated);
    let result = Readout::new(walk.clone(), news).at(TimePoint::Day(day_421));
    let result = result.contrast("50 mg").against("placebo").with_estimate(difference);
    let primary = TrialEndpoint::new(Rank::Primary, walk.clone()).at(TimePoint::Day(day_421));
    let (number, title) = (registered("NCT04849741"), "Zilganersen in Alexander disease");
    made(
        Trial::builder(number, title, registry)
            .source(statement)
            .arm(Arm::active("50 mg", double_blind_doses()).with_allocation(2))
            .arm(Arm::masked("placebo", double_blind_doses(), mask).with_allocation(1))
            .visit(Visit::new("week 61", day_421).assessing(walk))
            .endpoints([primary.met(true)])
            .contrasts([result.with_p(PValue::new(printed("0.041")))])
            .build(),
    )
}
