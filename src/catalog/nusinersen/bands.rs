//! Rules for missed doses that several labels of nusinersen share.

use crate::calendar::Interval;
use crate::catalog::literal::by_time;
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy, Rule};
use crate::dosing::regimen::Regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::LabelRegimen;
use crate::evidence::monitoring::{ConditionalRule, MonitoringAction};
use crate::evidence::source::Source;

pub(super) const FORTNIGHT: Interval = Interval::days(14);

/// Give it and keep the planned dates if the next dose is at least 14 days away; no label says what to do if it is
/// nearer.
pub(super) const KEEP: Action = Action::KeepCalendar { minimum_gap: Some(FORTNIGHT) };

pub(super) const LOW: &str = "low dose";
pub(super) const HIGH: &str = "high dose";
const SWITCH: &str = "change from the low to the high dose";

/// Less than this many months.
pub(super) fn below(months: u32) -> Limit {
    Limit::below(Interval::months(months))
}

/// A rule by the time since the last dose.
pub(super) fn since_last_dose(limited: &[(Limit, Action)], beyond: Action) -> Rule {
    by_time(Measure::SinceLastDose, limited, beyond)
}

/// Maintenance of 12 mg in the US from 2023 and in the EU: below 8 months the planned dates are kept, below 16 months
/// one dose is added, below 40 months two doses are added, and from 40 months the regimen begins anew.
pub(super) fn twelve() -> Rule {
    let one = Action::add_doses(1, FORTNIGHT);
    let two = Action::add_doses(2, FORTNIGHT);
    since_last_dose(&[(below(8), KEEP), (below(16), one), (below(40), two)], Action::Restart)
}

/// The change to the high dose, and the rule for a late 28 mg dose. No label says what to do if its 50 mg dose is late.
pub(super) fn change(regimen: Regimen, maintenance: Rule) -> LabelRegimen {
    LabelRegimen::named(SWITCH, regimen)
        .with_policy(MissedDosePolicy::new(Action::NotStated, maintenance))
}

/// When the change to the high dose begins, which a person decides.
pub(super) fn changes(when: &'static str, source: Source) -> ConditionalRule {
    let after_last_dose = Some(Interval::months(4));
    let change = MonitoringAction::Regimen { name: SWITCH.into(), after_last_dose };
    let decided = Condition::judged("a change from 12 mg to 50 and 28 mg is decided");
    ConditionalRule::new(decided, change, source).with_instructions(when)
}
