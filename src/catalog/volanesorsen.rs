//! Volanesorsen (Waylivra), for familial chylomicronaemia syndrome.

use crate::calendar::Interval;
use crate::catalog::{below, by_time, monitored, regimen, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::monitoring::{Monitoring, MonitoringAction};
use crate::evidence::source::Status;

/// The regimen for few platelets, which is also the usual one after 3 months.
const EVERY_2_WEEKS: &str = "platelets from 100 to below 140 x10^9/L";

/// The label's table of platelet counts.
fn platelets() -> [Monitoring; 2] {
    let table = || source("Waylivra prescribing information, UK", "table of platelet counts", Status::Confirmed);
    let pause = || MonitoringAction::Pause {
        until: "at least 4 weeks are over and the count is 100 or more".into(),
        resume: Some(EVERY_2_WEEKS.into()),
    };
    [
        monitored(
            ("platelets", "10^9/L"),
            vec![
                (below("50"), MonitoringAction::Stop, "measure daily"),
                (below("75"), pause(), "measure every 2 to 3 days"),
                (below("100"), pause(), "measure weekly"),
                (below("140"), MonitoringAction::Regimen(EVERY_2_WEEKS.into()), "measure weekly"),
            ],
            (MonitoringAction::Continue, "measure every 2 weeks"),
            table(),
        ),
        monitored(
            ("platelets before the first dose", "10^9/L"),
            vec![(below("140"), MonitoringAction::DoNotStart, "repeat once after about a week")],
            (MonitoringAction::Continue, ""),
            table(),
        ),
    ]
}

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
    let label = Label::new(
            "Waylivra",
            "volanesorsen",
            Authority::Eu,
            "2022",
            LabelRegimen::new(regimen("285 mg (1.5 mL) SC q1w for 3mo, then q2w")),
            eu("section 4.2"),
        )
        .with_regimen(LabelRegimen::named(
            "inadequate response after 6 months, platelets normal",
            regimen("285 mg (1.5 mL) SC q1w"),
        ))
        .with_regimen(LabelRegimen::named(EVERY_2_WEEKS, regimen("285 mg (1.5 mL) SC q2w")))
        .with_policy(
            policy,
            source("Waylivra prescribing information, UK", "missed dose", Status::Confirmed),
        );
    vec![platelets().into_iter().fold(label, Label::with_monitoring)]
}
