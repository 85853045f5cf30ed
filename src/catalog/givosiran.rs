//! Givosiran (Givlaari), a small interfering RNA for acute hepatic porphyria.
//!
//! ```
//! use aso_regimen::catalog::givosiran;
//!
//! let label = &givosiran::labels()[0];
//! assert_eq!(label.key().to_string(), "Givlaari, US, 2025-09");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "2.5 mg/kg SC q1mo");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::catalog::literal::{give, labels_of, measured, pause, read, years};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{ConditionalRule, MonitoringAction};
use crate::evidence::source::Source;

const FULL: &str = "starting dose";
const HALF: &str = "resumed after a transaminase event";

/// No label states a number for the rise.
fn after_transaminases(source: Source) -> ConditionalRule {
    let risen = Condition::judged("transaminases rise in a severe or clinically relevant way");
    ConditionalRule::new(risen, pause("they have improved", Some(HALF)), source)
}

/// Three labels: 2.5 mg/kg of actual body weight once a month. A missed dose is given as soon as possible, and later
/// doses are monthly from that dose. The US label is for adults: after a pause for raised transaminases the dose is
/// reduced to 1.25 mg/kg, and may return to 2.5 mg/kg. The labels of the EU (2020) and the United Kingdom (September
/// 2024) are from 12 years of age: 1.25 mg/kg can be considered, and nothing was read about a return to 2.5 mg/kg.
///
/// Not modelled: vitamin B6 for raised homocysteine, because it is another drug; interruption or discontinuation "to be
/// considered" in severe pancreatitis (US section 5.6). The sentence on missed doses of the Swiss text was not read.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Givlaari US prescribing information, file of 10 September 2025",
        &["set-id:167e663c-11e1-497b-a3fc-951d65d58eaa", "fda:NDA212194"],
    );
    let eu = read("Givlaari EU summary of product characteristics", &["ema:EMEA/H/C/004775"]);
    let uk = read(
        "Givlaari UK summary of product characteristics",
        &["https://www.medicines.org.uk/emc/product/12960/smpc/print"],
    );
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let label = |authority, from: u32| {
        let label = Label::builder("Givlaari", authority).substance("givosiran");
        let label = label.from_age(years(from)).named(FULL, regimen!("2.5 mg/kg SC q1mo"));
        label.named(HALF, regimen!("1.25 mg/kg SC q1mo"))
    };
    let again = ConditionalRule::new(
        Condition::judged("on 1.25 mg/kg transaminases have not risen again"),
        give(FULL),
        us("section 2.1"),
    );
    let anaphylaxis = ConditionalRule::new(
        Condition::judged("there is anaphylaxis"),
        MonitoringAction::Stop,
        us("section 5.1"),
    );
    let liver = [("transaminases", "")];
    let monthly = "measure before the first dose, monthly for 6 months, then as indicated";
    let homocysteine = [("homocysteine", "")];
    let kidneys = [("renal function", "")];
    let considered = "could be considered";
    labels_of([
        label(Authority::Us, 18)
            .edition("2025-09")
            .monitoring(measured(&liver, monthly, &us("section 5.2")))
            .monitoring(measured(&kidneys, "monitor as clinically indicated", &us("section 5.3")))
            .monitoring(measured(&homocysteine, "measure before and during", &us("section 5.5")))
            .rules([
                after_transaminases(us("sections 2.1 and 5.2"))
                    .with_instructions("treatment may also be discontinued"),
                again.with_instructions("the dose may be increased"),
                anaphylaxis,
            ])
            .policy(policy(), us("section 2.1")),
        label(Authority::Eu, 12)
            .edition("2020")
            .rules([after_transaminases(eu("section 4.2")).with_instructions(considered)])
            .policy(policy(), eu("section 4.2")),
        label(Authority::Uk, 12)
            .edition("2024-09-20")
            .rules([after_transaminases(uk("section 4.2")).with_instructions(considered)])
            .policy(policy(), uk("section 4.2")),
    ])
}
