//! Pelacarsen, against lipoprotein(a). It is not approved anywhere.
//!
//! ```
//! let horizon = aso_regimen::catalog::pelacarsen::horizon();
//! assert_eq!(horizon.arm("pelacarsen")?.drug(), Some(&"80 mg SC q1mo".parse()?));
//! assert_eq!(horizon.contrasts()[0].words.as_deref(), Some("primary endpoint not met"));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use crate::catalog::literal::{article, found, made, printed, registered, reported};
use crate::dosing::notation::regimen;
use crate::evidence::condition::{Condition, Threshold};
use crate::evidence::result::Readout;
use crate::evidence::trial::{Arm, Criterion, Mask, Rank, Trial, TrialEndpoint};
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

/// Returns the one trial of pelacarsen in the catalog.
pub fn trials() -> Vec<Trial> {
    vec![horizon()]
}

/// Lp(a)HORIZON, NCT04023552: 80 mg once a month against placebo in 8323 people with cardiovascular disease and raised
/// lipoprotein(a), until 993 had a major cardiovascular event. The allocation ratio was not read.
///
/// The primary endpoint was not met, according to two texts about a press release of September 2026. Numbers of the
/// result and the registry record could not be read.
pub fn horizon() -> Trial {
    const DRUG: &str = "pelacarsen";
    const PLACEBO: &str = "placebo";
    let design = found(
        |place| {
            article("Cho et al., Am Heart J 2025;287:1-9", "doi:10.1016/j.ahj.2025.03.019")
                .at(place)
        },
        &["pmid:40185318"],
    );
    let site = reported("Providence Research, page on Horizon")
        .at("about the study")
        .identified(made("https://providenceresearch.ca/en/clinical-trials/horizon".parse()));
    let events = Endpoint::builder(
        "major adverse cardiovascular events",
        Benefit::Lower,
        ReportedAs::TimeToEvent,
    );
    let events = made(events.matrix("cardiovascular").build());
    let age = |is| Condition::value("age", "years", is);
    let ages = age(Threshold::AtLeast(printed("18"))).and(age(Threshold::AtMost(printed("80"))));
    let level = Threshold::AtLeast(printed("70"));
    let news = reported("Notes on the topline result of Lp(a)HORIZON").of("September 2026");
    let told = Readout::new(events.clone(), news).contrast(DRUG).against(PLACEBO);
    let dose = || regimen!("80 mg SC q1mo");
    let number = registered("NCT04023552");
    let trial = Trial::builder(number, "Lp(a)HORIZON", design("abstract"))
        .source(site.read_on(made("2026-11-26".parse())))
        .eligibility([
            Criterion::inclusion(ages),
            Criterion::inclusion(Condition::value("lipoprotein(a)", "mg/dL", level)),
            Criterion::inclusion(Condition::judged("established cardiovascular disease")),
        ])
        .arm(Arm::active(DRUG, dose()))
        .arm(Arm::masked(PLACEBO, dose(), Mask::Placebo(PLACEBO.into())))
        .endpoints([TrialEndpoint::new(Rank::Primary, events).met(false)])
        .contrasts([told.with_words("primary endpoint not met")]);
    made(trial.build())
}
