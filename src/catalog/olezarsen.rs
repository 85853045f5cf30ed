//! Olezarsen (Tryngolza), for familial chylomicronaemia syndrome and severe hypertriglyceridaemia.
//!
//! ```
//! use aso_regimen::catalog::olezarsen;
//!
//! let label = &olezarsen::labels()[0];
//! assert_eq!(label.key().to_string(), "Tryngolza, US, 2026-07-03");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "80 mg (0.8 mL) SC q1mo");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::catalog::literal::{at_least, found, labels_of, read, secondary, years};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::monitoring::{ConditionalRule, MonitoringAction, Resume};
use crate::evidence::source::Source;

const CHYLOMICRONAEMIA: &str = "familial chylomicronaemia syndrome";
const SEVERE: &str = "severe hypertriglyceridaemia";

/// A persistent rise of liver enzymes, US section 5.2, which does not say when to resume.
fn liver(source: &Source) -> [ConditionalRule; 2] {
    ["ALT", "AST"].map(|what| {
        let high = at_least((what, "x ULN"), "3");
        let action =
            MonitoringAction::pause(Condition::judged("somebody decides"), Resume::NotStated);
        ConditionalRule::new(high.and(Condition::judged("the rise lasts")), action, source.clone())
            .with_instructions("an interruption, a lower dose or both to be considered")
    })
}

/// The US and EU labels, for adults. The US label of July 2026 has two indications: 80 mg once a month for familial
/// chylomicronaemia syndrome, and 50 mg once a month for severe hypertriglyceridaemia, which may be raised to 80 mg at
/// any time if it is tolerated and more effect is needed. A missed dose is given as soon as possible, and months are
/// counted from its date. The US label of December 2024 and the EU label have only the first indication.
///
/// Only the first page of the US label of 2024 was read, so its rule for missed doses is marked as not read (a
/// compendium has that of 2026). The EU text was read in the Swedish compendium that is derived from it. Not modelled:
/// the low-fat diet; stopping at once for signs of serious liver injury.
pub fn labels() -> Vec<Label> {
    let set: &'static [&'static str] =
        &["set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848", "fda:NDA218614"];
    let us = read("Tryngolza US prescribing information, SPL version 7", set);
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
    labels_of([
        label(Authority::Us)
            .edition("2026-07-03")
            .regimen(indicated(CHYLOMICRONAEMIA, high(), CHYLOMICRONAEMIA))
            .regimen(indicated(SEVERE, regimen!("50 mg (0.8 mL) SC q1mo"), SEVERE))
            .regimen(indicated("50 mg is tolerated and more effect is needed", high(), SEVERE))
            .rules(liver(&us("section 5.2")))
            .policy(policy(), us("section 2.2")),
        label(Authority::Us).edition("2024-12").regimen(high()).source(us_2024("dosage")),
        label(Authority::Eu)
            .edition("2025-11-06")
            .regimen(high())
            .policy(policy(), eu("section 4.2")),
    ])
}
