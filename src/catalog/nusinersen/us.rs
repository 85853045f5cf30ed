//! The US labels of nusinersen.

use core::num::NonZeroU32;

use crate::catalog::literal::{labels_of, measured, monitored, read, through};
use crate::catalog::nusinersen::bands::{
    HIGH, KEEP, LOW, below, change, changes, since_last_dose, twelve,
};
use crate::catalog::nusinersen::regimens::{high_dose, switch_to_high_dose, us_12_mg};
use crate::dosing::missed_dose::{Action, MissedDosePolicy, Rule};
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label, LabelBuilder, LabelRegimen};
use crate::evidence::monitoring::{ConditionalRule, Monitoring, MonitoringAction};
use crate::evidence::source::Source;

const TITLE: &str = "Spinraza US prescribing information";

/// Maintenance of 28 mg: from 8 to below 40 months one 50 mg dose, which is the dose with this number.
fn twenty_eight(fifty: u32, anew: Action) -> Rule {
    since_last_dose(&[(below(8), KEEP), (below(40), Action::go_back_to(fifty))], anew)
}

/// Section 2.4, in older editions 2.3, and 5.1; for urine protein 5.2.
fn laboratory(tests: &Source, protein: Source) -> Vec<Monitoring> {
    const WHEN: &str = "measure before the first dose, before each dose and as clinically needed";
    let counts = [
        ("platelets", "10^9/L"),
        ("prothrombin time", "s"),
        ("activated partial thromboplastin time", "s"),
    ];
    let again = "consider to repeat it and to evaluate further";
    let spot = monitored(
        ("urine protein", "g/L"),
        vec![(through("0.2"), MonitoringAction::Continue, WHEN)],
        (MonitoringAction::Continue, again),
        protein,
    );
    measured(&counts, WHEN, tests).into_iter().chain([spot]).collect()
}

/// An edition with only 12 mg, and the supplements that introduced it.
fn older(
    edition: &'static str,
    supplements: &'static [&'static str],
    policy: MissedDosePolicy,
) -> LabelBuilder {
    let us = read(TITLE, supplements);
    let us = |place| us(place).of(edition);
    let label = Label::builder("Spinraza", Authority::Us).substance("nusinersen").edition(edition);
    label
        .regimen(us_12_mg())
        .monitoring(laboratory(&us("sections 2.3, 5.1"), us("sections 2.3, 5.2")))
        .source(us("sections 2.1, 2.2"))
        .policy(policy, us("section 2.1"))
}

/// The label of March 2026 and five older ones.
///
/// - February 2023 and April 2024: 12 mg with time bands.
/// - December 2016, October 2018 and June 2020: 12 mg with a simple rule. A loading dose is given as soon as possible,
///   with at least 14 days between doses; "continue as prescribed" leaves open from which date. A maintenance dose is
///   given as soon as possible, and "every 4 months" is counted from that dose here.
pub(super) fn labels() -> Vec<Label> {
    let us = read(TITLE, &["set-id:dd70cd5f-b0fc-4ba4-a5ea-89a34778bd94", "fda:NDA209531/S-016"]);
    let us = |place| us(place).of("March 2026");
    // "Any of the 4 loading doses": the first is one of them.
    let low = || {
        MissedDosePolicy::new(Action::Reanchor, twelve())
            .with_dose(NonZeroU32::MIN, Action::Reanchor)
    };
    let high = MissedDosePolicy::new(Action::Reanchor, twenty_eight(2, Action::Restart));
    let simple = || MissedDosePolicy::new(Action::NextUnspecified, Action::Reanchor);
    let when = "at least 4 months (plus or minus 14 days) after the last 12 mg maintenance dose; the label does not say what applies before the first of these";
    let change_of_dose = changes(when, us("section 2.5"));
    let possible = Condition::MaintenanceGiven.and(change_of_dose.when);
    let change_of_dose = ConditionalRule { when: possible, ..change_of_dose };
    labels_of([
        Label::builder("Spinraza", Authority::Us)
            .substance("nusinersen")
            .edition("2026-03-30")
            .named(LOW, us_12_mg())
            .regimen(LabelRegimen::named(HIGH, high_dose()).with_policy(high))
            .regimen(change(switch_to_high_dose(), twenty_eight(1, Action::AnotherRegimen)))
            .rules([change_of_dose])
            .monitoring(laboratory(&us("sections 2.4, 5.1"), us("sections 2.4, 5.2")))
            .source(us("sections 2.1, 2.3, 2.5"))
            .policy(low(), us("section 2.2, the last maintenance dose read as the last dose")),
        older("2024-04-12", &["fda:NDA209531/S-013", "fda:NDA209531/S-014"], low()),
        older("2023-02-21", &["fda:NDA209531/S-011"], low()),
        older("2020-06-17", &["fda:NDA209531/S-010"], simple()),
        older("2018-10", &["fda:NDA209531/S-005"], simple()),
        older("2016-12", &["fda:NDA209531"], simple()),
    ])
}
