//! Volanesorsen (Waylivra), for familial chylomicronaemia syndrome.

use crate::calendar::Interval;
use crate::catalog::literal::{below, by_time, give, label_text, labels_of, monitored, pause};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{Monitoring, MonitoringAction};

const UK: &str = "Waylivra prescribing information, UK";

/// The regimen for few platelets, which is also the usual one after 3 months.
const EVERY_2_WEEKS: &str = "platelets from 100 to below 140 x10^9/L";

const INADEQUATE: &str = "inadequate response after 6 months, platelets normal";

/// The label's table of platelet counts.
fn platelets() -> [Monitoring; 2] {
    let table = || label_text(UK)("table of platelet counts");
    let hold =
        || pause("at least 4 weeks are over and the count is 100 or more", Some(EVERY_2_WEEKS));
    [
        monitored(
            ("platelets", "10^9/L"),
            vec![
                (below("50"), MonitoringAction::Stop, "measure daily"),
                (below("75"), hold(), "measure every 2 to 3 days"),
                (below("100"), hold(), "measure weekly"),
                (below("140"), give(EVERY_2_WEEKS), "measure weekly"),
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
    let eu = label_text("Waylivra EU summary of product characteristics, 2022");
    let policy = by_time(
        Measure::UntilNoticed,
        &[(Limit::through(Interval::days(2)), Action::NextUnspecified)],
        Action::Skip,
    );
    let again = regimen!("285 mg (1.5 mL) SC q1w");
    labels_of([Label::builder("Waylivra", Authority::Eu)
        .substance("volanesorsen")
        .edition("2022")
        .regimen(regimen!("285 mg (1.5 mL) SC q1w for 3mo, then q2w"))
        .named(INADEQUATE, again)
        .named(EVERY_2_WEEKS, regimen!("285 mg (1.5 mL) SC q2w"))
        .monitoring(platelets())
        .source(eu("section 4.2"))
        .policy(MissedDosePolicy::always(policy), label_text(UK)("missed dose"))])
}
