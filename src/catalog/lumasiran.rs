//! Lumasiran (Oxlumo), a small interfering RNA for primary hyperoxaluria type 1.
//!
//! ```
//! use aso_regimen::catalog::lumasiran;
//!
//! let label = &lumasiran::labels()[0];
//! assert_eq!(label.key().to_string(), "Oxlumo, US, 2025-04");
//! assert_eq!(
//!     label.regimens()[0].regimen.to_string(),
//!     "6 mg/kg SC q1mo x3, then 3 mg/kg SC q1mo",
//! );
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::catalog::literal::{labels_of, read};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::monitoring::{ConditionalRule, MonitoringAction};
use crate::quantity::BodyWeight;

/// The labels of the United States and the European Union (2020), for all ages: three monthly loading doses, then
/// maintenance from 1 month after the last of them. Both the amount and the interval depend on body weight: maintenance
/// is monthly below 10 kg and every 3 months from 10 kg. A missed dose is given as soon as possible, and the interval
/// is counted from the most recent dose.
///
/// Not modelled: the Swiss label, by which doses are given after haemodialysis. Of the Swiss label,
/// the later EU label and the UK label (September 2023), only the table of doses was read; it is the same in all.
pub fn labels() -> Vec<Label> {
    const TEN: BodyWeight = BodyWeight::kg(10);
    const TWENTY: BodyWeight = BodyWeight::kg(20);
    let us = read(
        "Oxlumo US prescribing information, file of 1 December 2025",
        &["set-id:16985a31-f5e4-4557-9266-fc78d4bc5055", "fda:NDA214103"],
    );
    let eu = read(
        "Oxlumo EU summary of product characteristics",
        &["ema:EMEA/H/C/005040", "https://www.ema.europa.eu/en/medicines/human/EPAR/oxlumo"],
    );
    let label = |authority| {
        let infants = regimen!("6 mg/kg SC q1mo x3, then 3 mg/kg SC q1mo");
        let children = regimen!("6 mg/kg SC q1mo x3, then 6 mg/kg SC after 1mo q3mo");
        let others = regimen!("3 mg/kg SC q1mo x3, then 3 mg/kg SC after 1mo q3mo");
        let infants = LabelRegimen::named("below 10 kg", infants);
        let children = LabelRegimen::named("from 10 to below 20 kg", children);
        let others = LabelRegimen::named("from 20 kg", others);
        Label::builder("Oxlumo", authority)
            .substance("lumasiran")
            .regimen(infants.below_weight(TEN))
            .regimen(children.from_weight(TEN).below_weight(TWENTY))
            .regimen(others.from_weight(TWENTY))
    };
    let dialysis = ConditionalRule::new(
        Condition::judged("on a day of haemodialysis"),
        MonitoringAction::Continue,
        us("section 2.1"),
    );
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    labels_of([
        label(Authority::Us)
            .edition("2025-04")
            .rules([dialysis.with_instructions("give the dose after it")])
            .policy(policy(), us("section 2.1")),
        label(Authority::Eu).edition("2020").policy(policy(), eu("section 4.2")),
    ])
}
