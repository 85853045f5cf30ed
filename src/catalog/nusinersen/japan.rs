//! The Japanese label of nusinersen.

use crate::calendar::Interval;
use crate::catalog::literal::{labels_of, made, measured, read};
use crate::catalog::nusinersen::bands::{FORTNIGHT, HIGH, below, change, changes, since_last_dose};
use crate::catalog::nusinersen::regimens::{high_dose, switch_in_japan};
use crate::dosing::missed_dose::{Action, Limit, MissedDosePolicy, Rule, Span};
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label, LabelBuilder, LabelRegimen};
use crate::evidence::monitoring::{ConditionalRule, MonitoringAction};

/// Section 6: the age in days at each dose (from and below), with its amount and volume.
const BY_AGE: [(Option<u32>, Option<u32>, &str, &str); 5] = [
    (None, Some(91), "0 to 90 days of age", "9.6 mg (4 mL, withdraw 4 mL, over 1-3 min)"),
    (
        Some(91),
        Some(181),
        "91 to 180 days of age",
        "10.3 mg (4.3 mL, withdraw 4.3 mL, over 1-3 min)",
    ),
    (
        Some(181),
        Some(366),
        "181 to 365 days of age",
        "10.8 mg (4.5 mL, withdraw 4.5 mL, over 1-3 min)",
    ),
    (
        Some(366),
        Some(731),
        "366 to 730 days of age",
        "11.3 mg (4.7 mL, withdraw 4.7 mL, over 1-3 min)",
    ),
    (Some(731), None, "from 731 days of age", "12 mg (5 mL, withdraw 5 mL, over 1-3 min)"),
];

/// The equivalents of 12 mg for a form of the disease: its schedule, and its rules for late doses.
fn by_age(
    form: &'static str,
    schedule: &str,
    policy: &MissedDosePolicy,
) -> impl Iterator<Item = LabelRegimen> {
    BY_AGE.into_iter().map(move |(from, below, age, dose)| {
        let regimen = made(format!("{dose} IT {schedule}").parse());
        LabelRegimen {
            from_age: from.map(Interval::days),
            below_age: below.map(Interval::days),
            ..LabelRegimen::named(format!("12 mg, {form}, {age}"), regimen)
                .indicated_for(form)
                .with_policy(policy.clone())
        }
    })
}

/// Sections 7.4 to 7.6: the next dose on its planned date, or after a minimum time if that date is nearer or past.
fn waiting(gap: Interval, months: u32, beyond: Action) -> Rule {
    since_last_dose(&[(below(months), Action::KeepOrWait { gap })], beyond)
}

/// Section 7.4, the second 50 mg: exactly 8.5 months is in neither row.
fn second_fifty() -> Rule {
    let limit = Span::months_and_half(8);
    let wait = Action::KeepOrWait { gap: FORTNIGHT };
    let limited = [(Limit::below(limit), wait), (Limit::through(limit), Action::NotStated)];
    since_last_dose(&limited, Action::Restart)
}

/// The package insert of November 2025, with the dosage of September 2025. The high dose is 50 mg twice and then 28 mg
/// every 4 months, at any age. The 12 mg product is dosed by age: every 4 months after four doses in the infantile form
/// and before symptoms, every 6 months after three doses in other forms.
///
/// A late dose is given as soon as possible. Loading doses after it keep their intervals. A later dose keeps its
/// planned date if that is at least 14 days away (28 days in other forms), or else is given after that time. The high
/// dose begins anew above 8.5 months before the second 50 mg, and from 12 months on 28 mg; for 12 mg the insert says
/// nothing from 16 and from 36 months. The insert gives these rules as guidance.
///
/// The amount depends on the age at each dose, so a child who outgrows a regimen changes to the next. Not modelled: the
/// adjustment in preterm infants (7.3), because the insert has no numbers; advice against other drugs for the disease
/// (7.7), because it is not a regimen.
pub(super) fn labels() -> Vec<Label> {
    let numbers: &[&str] = &[
        "number:PMDA 22900AMX00587",
        "number:PMDA 30700AMX00217",
        "number:PMDA 30700AMX00218",
        "https://www.pmda.go.jp/PmdaSearch/iyakuDetail/GeneralList/1190403A1022",
    ];
    let insert = read("Spinraza Japanese package insert, sixth edition", numbers);
    let month = Interval::days(28);
    let infantile =
        MissedDosePolicy::new(Action::Reanchor, waiting(FORTNIGHT, 16, Action::NotStated));
    let other = MissedDosePolicy::new(Action::Reanchor, waiting(month, 36, Action::NotStated));
    let high = MissedDosePolicy::new(second_fifty(), waiting(FORTNIGHT, 12, Action::Restart));
    let ventilated = Condition::judged("ventilation is permanent")
        .and(Condition::judged("treatment has no effect"));
    let values = [
        ("platelets", "10^9/L"),
        ("coagulation", ""),
        ("renal function", ""),
        ("liver function", ""),
    ];
    let regularly = "measure before the first dose and regularly";
    let twelve = by_age(
        "infantile-onset or presymptomatic",
        "q14d x3, then after 35d x1, then q4mo",
        &infantile,
    )
    .chain(by_age(
        "other than infantile-onset",
        "q28d x2, then after 56d x1, then q6mo",
        &other,
    ));
    let label = Label::builder("Spinraza", Authority::Japan)
        .substance("nusinersen")
        .edition("2025-11")
        .named(HIGH, high_dose())
        .regimen(change(switch_in_japan(), waiting(FORTNIGHT, 12, Action::AnotherRegimen)))
        .rules([
            changes("4 months after the 12 mg dose", insert("section 7.2")),
            ConditionalRule::new(ventilated, MonitoringAction::Stop, insert("section 5.4")),
        ])
        .monitoring(measured(&values, regularly, &insert("sections 8.3, 8.4, 8.5")))
        .source(insert("sections 6, 14.2"))
        .policy(high, insert("sections 7.4, 7.5, 7.6"));
    labels_of([twelve.fold(label, LabelBuilder::regimen)])
}
