//! Nusinersen (Spinraza), for spinal muscular atrophy: its labels and its sham-controlled trials.

mod trials;

pub use self::trials::{cherish, cherish_doses, endear, endear_doses, trials};
use crate::calendar::Interval;
use crate::catalog::literal::{by_time, label_text, labels_of};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy, Rule};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::label::{Authority, Label};

/// 12 mg as the US label has it: three loading doses 14 days apart, a fourth 30 days after the third, then
/// every 4 months (US prescribing information, section 2.1).
///
/// ```
/// let plan = aso_regimen::catalog::nusinersen::us_12_mg();
/// let days: Vec<i32> = plan.starting("2025-01-06".parse()?).iter().day_offsets().take(4).collect();
/// assert_eq!(days, [0, 14, 28, 58]);
/// # Ok::<(), aso_regimen::chrono::ParseError>(())
/// ```
pub fn us_12_mg() -> Regimen {
    regimen!("12 mg (5 mL, withdraw 5 mL, over 1-3 min) IT q14d x3, then after 30d x1, then q4mo")
}

/// 12 mg as the EU label has it: loading on days 0, 14, 28 and 63, then every 4 months (EU SmPC, section
/// 4.2).
pub fn eu_12_mg() -> Regimen {
    regimen!("12 mg (5 mL, withdraw 5 mL) IT q14d x3, then after 35d x1, then q4mo")
}

/// 50 mg on days 0 and 14, then 28 mg every 4 months (EU SmPC of January 2026). That the first 28 mg come 4
/// months after the second 50 mg is the plain reading of the text, which does not spell it out.
pub fn high_dose() -> Regimen {
    regimen!("50 mg (5 mL) IT q14d x2, then 28 mg (5 mL) IT q4mo")
}

/// From 12 mg to the high dose: one 50 mg dose in place of the next 12 mg dose, then 28 mg every 4 months
/// (Biogen, press release of 12 January 2026).
pub fn switch_to_high_dose() -> Regimen {
    regimen!("50 mg (5 mL) IT x1, then 28 mg (5 mL) IT q4mo")
}

/// By the time since the last dose: below 8 months the calendar is kept, if 14 days are left; below 16 and
/// below 40 months one and two doses are added; from 40 months on it begins anew.
fn maintenance_by_time() -> Rule {
    let below = |months| Limit::below(Interval::months(months));
    let fortnight = Interval::days(14);
    let keep = Action::KeepCalendar { minimum_gap: Some(fortnight) };
    by_time(
        Measure::SinceLastDose,
        &[
            (below(8), keep),
            (below(16), Action::add_doses(1, fortnight)),
            (below(40), Action::add_doses(2, fortnight)),
        ],
        Action::Restart,
    )
}

/// The US label of 12 mg, now and as it was; the EU label of 12 mg; and the high dose of 2026.
///
/// - The older US text (2020) has no bands: a delayed loading dose as soon as possible, with at least 14 days
///   between doses, and a delayed maintenance dose as soon as possible, continuing every 4 months.
/// - Of the EU's table for missed doses a footnote could not be read, and what it says of missed loading
///   doses was not read.
/// - For 50 and 28 mg no rule for missed doses was read.
pub fn labels() -> Vec<Label> {
    let us = label_text("Spinraza US prescribing information");
    let us_2020 = label_text("Spinraza US prescribing information, 2020");
    let eu = label_text("Spinraza EU summary of product characteristics");
    let eu_2026 = label_text("Spinraza EU summary of product characteristics, January 2026");
    let norwegian = label_text("Felleskatalogen, Spinraza");
    let current = MissedDosePolicy::new(Action::Reanchor, maintenance_by_time());
    // "As soon as possible, at least 14 days between doses, continue as prescribed": from which date the later doses
    // count is not said.
    let older = MissedDosePolicy::new(Action::NextUnspecified, Action::Reanchor);
    let european = MissedDosePolicy::new(Action::NotRead, maintenance_by_time());
    let label = |authority| Label::builder("Spinraza", authority).substance("nusinersen");
    labels_of([
        label(Authority::Us)
            .edition("current")
            .regimen(us_12_mg())
            .source(us("section 2.1"))
            .policy(current, us("section 2.1")),
        label(Authority::Us)
            .edition("2020")
            .regimen(us_12_mg())
            .source(us_2020("section 2.1"))
            .policy(older, us_2020("section 2.1"))
            .superseded(),
        label(Authority::Eu)
            .edition("12 mg")
            .regimen(eu_12_mg())
            .source(eu("section 4.2"))
            .policy(european, norwegian("missed maintenance doses")),
        label(Authority::Eu)
            .edition("2026-01, 50/28 mg")
            .named("first treatment", high_dose())
            .named("switch from 12 mg", switch_to_high_dose())
            .source(eu_2026("section 4.2")),
    ])
}
