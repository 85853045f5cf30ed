//! Donidalorsen (Dawnzera), for prevention of attacks of hereditary angioedema.
//!
//! ```
//! use aso_regimen::catalog::donidalorsen;
//!
//! let label = &donidalorsen::labels()[0];
//! assert_eq!(label.key().to_string(), "Dawnzera, US, 2025-08");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "80 mg SC q28d");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::calendar::Interval;
use crate::catalog::literal::{labels_of, read, years};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{ConditionalRule, MonitoringAction};

/// The US and EU labels: 80 mg in 0.8 mL from 12 years of age. The US label has an interval of 4 or 8 weeks, without a
/// criterion for the longer one. The EU label has one month, or two months for patients who are well controlled for at
/// least 3 months. 80 mg of donidalorsen correspond to 84 mg of its sodium salt.
///
/// In the United States a missed dose is given as soon as possible, and the interval is counted from the most recent
/// dose. The EU label has a heading for missed doses, but the sentence below it was not read.
///
/// The EU text was read in the Swedish compendium that is derived from it.
///
/// ```
/// use aso_regimen::catalog::donidalorsen;
///
/// let intervals: Vec<String> = donidalorsen::labels()
///     .iter()
///     .flat_map(|label| label.regimens().iter().map(|named| named.regimen.to_string()))
///     .collect();
/// assert_eq!(
///     intervals,
///     ["80 mg SC q28d", "80 mg SC q56d", "80 mg SC q1mo", "80 mg SC q2mo"]
/// );
/// ```
pub fn labels() -> Vec<Label> {
    let us = read(
        "Dawnzera US prescribing information, SPL version 1, file of 24 September 2025",
        &["set-id:3ff501e0-f75f-07da-e063-6294a90a0cb7", "fda:NDA219407"],
    );
    let eu = read(
        "Dawnzera, Swedish text of the EU summary of product characteristics",
        &["ema:EMEA/H/C/006554", "https://fass.se/health/product/20241121000089/fass-text"],
    );
    let without_effect = Condition::SinceFirstDose(Interval::months(4))
        .and(Condition::judged("C1 inhibitor is normal and attacks have not fallen enough"));
    let stop = ConditionalRule::new(without_effect, MonitoringAction::Stop, eu("section 4.2"))
        .with_instructions("to be considered");
    let label = |authority| {
        Label::builder("Dawnzera", authority).substance("donidalorsen").from_age(years(12))
    };
    labels_of([
        label(Authority::Us)
            .edition("2025-08")
            .named("every 4 weeks", regimen!("80 mg SC q4w"))
            .named("every 8 weeks", regimen!("80 mg SC q8w"))
            .policy(MissedDosePolicy::always(Action::Reanchor), us("section 2.1")),
        label(Authority::Eu)
            .edition("2026-01")
            .named("once monthly", regimen!("80 mg SC q1mo"))
            .named("well controlled for at least 3 months", regimen!("80 mg SC q2mo"))
            .rules([stop])
            .source(eu("section 4.2")),
    ])
}
