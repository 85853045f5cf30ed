//! Donidalorsen (Dawnzera), for hereditary angioedema.

use crate::catalog::{regimen, source};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

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
    let us = source("FDA drug trials snapshot of Dawnzera", "dosage", Status::Secondary);
    let eu = source(
        "Dawnzera EU summary of product characteristics, January 2026",
        "section 4.2",
        Status::Confirmed,
    );
    let named = |name, text| LabelRegimen::named(name, regimen(text));
    vec![
        Label::new(
            "Dawnzera",
            "donidalorsen",
            Authority::Us,
            None,
            named("every 4 weeks", "80 mg SC q4w"),
            us,
        )
        .with_regimen(named("every 8 weeks", "80 mg SC q8w")),
        Label::new(
            "Dawnzera",
            "donidalorsen",
            Authority::Eu,
            "January 2026",
            named("once monthly", "80 mg SC q1mo"),
            eu,
        )
        .with_regimen(named("well controlled for at least 3 months", "80 mg SC q2mo")),
    ]
}
