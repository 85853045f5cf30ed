//! Olezarsen (Tryngolza), for familial chylomicronaemia syndrome and severe hypertriglyceridaemia.
//!
//! ```
//! use aso_regimen::catalog::olezarsen;
//!
//! let label = &olezarsen::labels()[0];
//! assert_eq!(label.key().to_string(), "Tryngolza, US, 2026-06-24");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "80 mg (0.8 mL) SC q1mo");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::catalog::literal::{
    at_least, found, judged, labels_of, measured, read, secondary, years,
};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::monitoring::{ConditionalRule, MonitoringAction, Resume};
use crate::evidence::source::Source;

const CHYLOMICRONAEMIA: &str = "familial chylomicronaemia syndrome";
const SEVERE: &str = "severe hypertriglyceridaemia";

/// US sections 5.1 and 5.2, which do not say when to resume after a persistent rise of liver enzymes.
fn rules(us: impl Fn(&'static str) -> Source) -> Vec<ConditionalRule> {
    let source = us("section 5.2");
    let risen = ["ALT", "AST"].map(|what| {
        let high = at_least((what, "x ULN"), "3");
        let action =
            MonitoringAction::pause(Condition::judged("somebody decides"), Resume::NotStated);
        ConditionalRule::new(high.and(Condition::judged("the rise lasts")), action, source.clone())
            .with_instructions("an interruption, a lower dose or both to be considered")
    });
    let stop = MonitoringAction::Stop;
    let injury = "serious liver injury with symptoms, raised bilirubin or jaundice";
    let reaction = "there is a hypersensitivity reaction";
    let told = "patients are told to stop and to seek medical attention promptly";
    let others = [
        judged(injury, stop.clone(), "promptly", us("section 5.2")),
        judged(reaction, stop, told, us("section 5.1")),
    ];
    risen.into_iter().chain(others).collect()
}

/// The US and EU labels, for adults. The US label of June 2026 has two indications: 80 mg once a month for familial
/// chylomicronaemia syndrome, and 50 mg once a month for severe hypertriglyceridaemia. 50 mg may be raised to 80 mg in
/// patients who tolerate it and need a further reduction of triglycerides; the label sets no earliest day, and says
/// that the effect may be measured within 3 months after the start. Its edition is the day of its approval, 24 June
/// 2026 (supplement 4), on which 50 mg also came on the market; its sections on dosing are dated one day later. A
/// missed dose is given as soon as possible, and months are counted from its date. The US label of December 2024 and
/// the EU label have only the first indication.
///
/// Only the first page of the US label of 2024 was read, so its rule for missed doses is marked as not read (a
/// compendium has that of 2026). The EU text was read in the Swedish compendium that is derived from it. Not modelled:
/// the low-fat diet; the contraindication after serious hypersensitivity.
pub fn labels() -> Vec<Label> {
    let set: &'static [&'static str] =
        &["set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848", "fda:NDA218614"];
    let us = read("Tryngolza US prescribing information, SPL version 7, file of 3 July 2026", set);
    let us_2024 = found(secondary("Tryngolza US prescribing information of 12/2024"), set);
    let eu = read(
        "Tryngolza, Swedish text of the EU summary of product characteristics",
        &["ema:EMEA/H/C/006477", "https://fass.se/health/product/20240730000077/fass-text"],
    );
    let label = |authority| {
        Label::builder("Tryngolza", authority).substance("olezarsen").from_age(years(18))
    };
    let high = || regimen!("80 mg (0.8 mL) SC q1mo");
    let indicated = |name: &'static str, regimen: Regimen, indication: &'static str| {
        LabelRegimen::named(name, regimen).indicated_for(indication)
    };
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let liver = [("ALT", "x ULN"), ("AST", "x ULN")];
    let tested = "to be considered before the first dose, before a higher dose, and then when clinically indicated";
    labels_of([
        label(Authority::Us)
            .edition("2026-06-24")
            .regimen(indicated(CHYLOMICRONAEMIA, high(), CHYLOMICRONAEMIA))
            .regimen(indicated(SEVERE, regimen!("50 mg (0.8 mL) SC q1mo"), SEVERE))
            .regimen(indicated("50 mg is tolerated and more effect is needed", high(), SEVERE))
            .monitoring(measured(&liver, tested, &us("section 5.2")))
            .rules(rules(&us))
            .policy(policy(), us("section 2.2")),
        label(Authority::Us).edition("2024-12").regimen(high()).source(us_2024("dosage")),
        label(Authority::Eu)
            .edition("2025-11-06")
            .regimen(high())
            .policy(policy(), eu("section 4.2")),
    ])
}
