//! The sham-controlled trials of nusinersen, in infantile-onset and in later-onset spinal muscular atrophy.
//!
//! Labels say "every 4 months"; these protocols state 119 and 189 days. In infants the fourth dose is 35 days after the
//! third, as in the European Union, and not 30 days as in the United States.

use crate::catalog::literal::{made, record, registered, reported};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::trial::{Arm, Mask, Trial};

const NUSINERSEN: &str = "nusinersen";
const SHAM: &str = "sham";

/// The six doses of ENDEAR, on study days 1, 15, 29, 64, 183 and 302 (ClinicalTrials.gov, NCT02193074).
///
/// The dose was a scaled equivalent of 12 mg (Neil et al., J Pediatr Pharmacol Ther 2019;24:194, table 2). No source
/// here states how it was scaled, so the regimen has 12 mg, which is not the amount that each infant was given.
pub fn endear_doses() -> Regimen {
    regimen!("12 mg IT q14d x3, then after 35d x1, then q119d x2")
}

/// ENDEAR, NCT02193074: nusinersen against a sham procedure on the same days, in infants.
pub fn endear() -> Trial {
    let registry = record("NCT02193074").at("arms, participant flow").of("July 2017");
    let review = reported("Neil et al., J Pediatr Pharmacol Ther 2019;24:194").at("table 2");
    made(
        Trial::builder(registered("NCT02193074"), "ENDEAR", registry)
            .source(review)
            .arm(Arm::active(NUSINERSEN, endear_doses()).with_n(80))
            .arm(Arm::masked(SHAM, endear_doses(), Mask::Sham).with_n(41))
            .build(),
    )
}

/// The four doses of CHERISH, 12 mg for everybody, on study days 1, 29, 85 and 274 (ClinicalTrials.gov,
/// NCT02292537).
pub fn cherish_doses() -> Regimen {
    regimen!("12 mg IT q28d x2, then after 56d x1, then after 189d x1")
}

/// CHERISH, NCT02292537: nusinersen against a sham procedure on the same days, in children with later onset. The sham
/// was a needle prick, dressed to look like a lumbar puncture.
pub fn cherish() -> Trial {
    let registry = record("NCT02292537").at("arms").of("February 2021");
    let numbers = reported("SMA UK, page on the results of CHERISH")
        .at("participants in each arm")
        .identified(made("https://smauk.org.uk/treatments-research/nusinersen-spinraza/nusinersen-trials-and-results/nusinersen-trial-results-updates/cherish-trial-results/".parse()));
    made(
        Trial::builder(registered("NCT02292537"), "CHERISH", registry)
            .source(numbers)
            .arm(Arm::active(NUSINERSEN, cherish_doses()).with_n(84))
            .arm(Arm::masked(SHAM, cherish_doses(), Mask::Sham).with_n(42))
            .build(),
    )
}
