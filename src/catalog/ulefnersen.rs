//! Ulefnersen (ION363), for amyotrophic lateral sclerosis with a mutation in *FUS*. It is investigational.

use crate::catalog::literal::{made, record, registered};
use crate::evidence::trial::{Arm, Trial};

/// The one trial.
pub fn trials() -> Vec<Trial> {
    vec![fusion()]
}

/// FUSION, NCT04768972: 60 weeks against placebo, 2:1 (part 1), then ulefnersen for everybody (part 2).
///
/// The registry has the intervals. It has no amount, and it leaves open whether the doses every 12 weeks
/// count from the first dose or from the loading dose 4 weeks after it. So the arms are described in
/// words and have no calendar. In the registry's record of March 2023 the doses of part 1 were every 4 to
/// 12 weeks.
pub fn fusion() -> Trial {
    const EVERY_12_WEEKS: &str =
        "intrathecally every 12 weeks, and a loading dose 4 weeks after the first";
    let registry = record("NCT04768972").at("arms, detailed description");
    made(
        Trial::builder(registered("NCT04768972"), "FUSION", registry.clone())
            .source(registry.of("March 2023"))
            .arm(Arm::described("ulefnersen (part 1)", EVERY_12_WEEKS).with_allocation(2))
            .arm(
                Arm::described("placebo (part 1)", format!("placebo {EVERY_12_WEEKS}"))
                    .with_allocation(1),
            )
            .arm(Arm::described("ulefnersen (part 2)", EVERY_12_WEEKS).open_label())
            .build(),
    )
}
