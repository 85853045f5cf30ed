//! Nusinersen (Spinraza), for spinal muscular atrophy: its labels and its sham-controlled trials.

mod trials;

pub use self::trials::{cherish, cherish_doses, endear, endear_doses, trials};
use crate::calendar::Interval;
use crate::catalog::{by_time, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy, Rule};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

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
///
/// ```
/// let plan = aso_regimen::catalog::nusinersen::eu_12_mg();
/// let days: Vec<i32> = plan.starting("2025-01-06".parse()?).iter().day_offsets().take(4).collect();
/// assert_eq!(days, [0, 14, 28, 63]);
/// # Ok::<(), aso_regimen::chrono::ParseError>(())
/// ```
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
    let below = |months| Limit::Below(Interval::months(months));
    let fortnight = Interval::days(14);
    let keep = Action::KeepCalendar {
        minimum_gap: Some(fortnight),
    };
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
    let us = |place| source("Spinraza US prescribing information", place, Status::Confirmed);
    let older = |place| source("Spinraza US prescribing information, 2020", place, Status::Confirmed);
    let eu = |place| source("Spinraza EU summary of product characteristics", place, Status::Confirmed);
    let eu_2026 = source(
        "Spinraza EU summary of product characteristics, January 2026",
        "section 4.2",
        Status::Confirmed,
    );
    let current_us = MissedDosePolicy::new(Action::Reanchor, maintenance_by_time());
    // "As soon as possible, at least 14 days between doses, continue as prescribed": from which date the later
    // doses count is not said.
    let older_us = MissedDosePolicy::new(Action::NextUnspecified, Action::Reanchor);
    let european = MissedDosePolicy::new(Action::NotStated, maintenance_by_time());
    vec![
        Label::new(
            "Spinraza",
            "nusinersen",
            Authority::Us,
            "current",
            LabelRegimen::new(us_12_mg()),
            us("section 2.1"),
        )
        .with_policy(current_us, us("section 2.1")),
        Label::new(
            "Spinraza",
            "nusinersen",
            Authority::Us,
            "2020",
            LabelRegimen::new(us_12_mg()),
            older("section 2.1"),
        )
        .with_policy(older_us, older("section 2.1"))
        .superseded(),
        Label::new(
            "Spinraza",
            "nusinersen",
            Authority::Eu,
            "12 mg",
            LabelRegimen::new(eu_12_mg()),
            eu("section 4.2"),
        )
        .with_policy(
            european,
            source("Felleskatalogen, Spinraza", "missed maintenance doses", Status::Confirmed),
        ),
        Label::new(
            "Spinraza",
            "nusinersen",
            Authority::Eu,
            "January 2026, 50/28 mg",
            LabelRegimen::named("first treatment", high_dose()),
            eu_2026,
        )
        .with_regimen(LabelRegimen::named("switch from 12 mg", switch_to_high_dose())),
    ]
}
