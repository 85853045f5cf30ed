//! Volanesorsen (Waylivra), for familial chylomicronaemia syndrome.

use crate::calendar::Interval;
use crate::catalog::{by_time, regimen, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// The EU label: 285 mg in 1.5 mL weekly for 3 months, then every 2 weeks. An omission noticed within 48
/// hours, which are two days here, is made good as soon as possible; later the dose is skipped and the next
/// planned one taken. What the label says of the dates after a dose within 48 hours was not read; that only
/// the skipped case names the next planned dose leaves it open.
///
/// After 6 months weekly doses again may be considered; they are the second regimen.
pub fn labels() -> Vec<Label> {
    let eu = |place| source("Waylivra EU summary of product characteristics, 2022", place, Status::Confirmed);
    let policy = MissedDosePolicy::for_all(by_time(
        Measure::UntilNoticed,
        &[(Limit::Through(Interval::days(2)), Action::NextUnspecified)],
        Action::Skip,
    ));
    vec![
        Label::new(
            "Waylivra",
            "volanesorsen",
            Authority::Eu,
            "2022",
            LabelRegimen::new(regimen("285 mg (1.5 mL) SC q1w for 3mo, then q2w")),
            eu("section 4.2"),
        )
        .and(LabelRegimen::named(
            "inadequate response after 6 months, platelets normal",
            regimen("285 mg (1.5 mL) SC q1w"),
        ))
        .with_policy(
            policy,
            source("Waylivra prescribing information, UK", "missed dose", Status::Confirmed),
        ),
    ]
}
