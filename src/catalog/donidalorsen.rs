//! Donidalorsen (Dawnzera), for hereditary angioedema.

use crate::catalog::literal::{label_text, labels_of, secondary};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// 80 mg, every 4 or 8 weeks in the United States, every month or every two months in the European Union.
/// 80 mg of donidalorsen are 84 mg of its sodium salt. What the labels say of missed doses was not read.
///
/// ```
/// use aso_regimen::catalog::donidalorsen;
///
/// let intervals: Vec<String> = donidalorsen::labels()
///     .iter()
///     .flat_map(|label| label.regimens().iter().map(|named| named.regimen.to_string()))
///     .collect();
/// assert_eq!(intervals, ["80 mg SC q28d", "80 mg SC q56d", "80 mg SC q1mo", "80 mg SC q2mo"]);
/// ```
pub fn labels() -> Vec<Label> {
    let us = secondary("FDA drug trials snapshot of Dawnzera");
    let eu = label_text("Dawnzera EU summary of product characteristics, January 2026");
    let controlled = regimen!("80 mg SC q2mo");
    labels_of([
        Label::builder("Dawnzera", Authority::Us)
            .substance("donidalorsen")
            .named("every 4 weeks", regimen!("80 mg SC q4w"))
            .named("every 8 weeks", regimen!("80 mg SC q8w"))
            .source(us("dosage")),
        Label::builder("Dawnzera", Authority::Eu)
            .substance("donidalorsen")
            .edition("2026-01")
            .named("once monthly", regimen!("80 mg SC q1mo"))
            .named("well controlled for at least 3 months", controlled)
            .source(eu("section 4.2")),
    ])
}
