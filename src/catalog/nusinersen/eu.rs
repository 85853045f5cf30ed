//! The EU labels of nusinersen.

use crate::catalog::literal::{found, labels_of, measured, read, secondary};
use crate::catalog::nusinersen::bands::{
    FORTNIGHT, HIGH, KEEP, LOW, below, change, changes, since_last_dose, twelve,
};
use crate::catalog::nusinersen::regimens::{eu_12_mg, high_dose, switch_to_high_dose};
use crate::dosing::missed_dose::{Action, Limit, MissedDosePolicy, Rule, Span};
use crate::evidence::label::{Authority, Label, LabelRegimen};

const TITLE: &str = "Spinraza EU summary of product characteristics";
const PAGE: &str = "https://www.ema.europa.eu/en/medicines/human/EPAR/spinraza";
const NUMBERS: &[&str] = &["ema:EMEA/H/C/004312", PAGE];

/// Table 2, the second 50 mg: exactly 8.5 months is in neither row.
fn second_fifty() -> Rule {
    let upper = Span::months_and_half(8);
    since_last_dose(
        &[
            (Limit::below(Span::months_and_half(4)), KEEP),
            (Limit::below(upper), Action::NextAfter { next: FORTNIGHT }),
            (Limit::through(upper), Action::NotStated),
        ],
        Action::Restart,
    )
}

/// Table 2, 28 mg.
fn twenty_eight(anew: Action) -> Rule {
    since_last_dose(&[(below(8), KEEP), (below(12), Action::add_doses(1, FORTNIGHT))], anew)
}

/// The label of January 2026 for three strengths, and two older ones for 12 mg.
///
/// - The copy of January 2026 has no date. The Commission's decision was announced on 12 January 2026; the numbers of
///   the procedure and of the committee's report of 13 November 2025 are those of the source.
/// - The table of the label for 12 mg with time bands (about 2022 to 2025) was read in a Norwegian compendium, without
///   its footnote and without the rules for loading doses. It has no date.
/// - The simple rule before (about 2018 to 2021) has no date either. A loading dose is given as soon as possible, with
///   at least 14 days between doses; a maintenance dose as soon as possible, then every 4 months, here counted from
///   that dose.
///
/// Not modelled: hydrocephalus and arachnoiditis (section 4.4), because they have no consequence for the doses.
pub(super) fn labels() -> Vec<Label> {
    let current: &[&str] = &["ema:EMEA/H/C/004312/X/0038", "ema:EMA/CHMP/379593/2025", PAGE];
    let eu = read(TITLE, current);
    let before = read(TITLE, NUMBERS);
    let norwegian = found(
        secondary("Felleskatalogen, Spinraza"),
        &["https://www.felleskatalogen.no/medisin/spinraza-biogen-637905"],
    );
    let high = MissedDosePolicy::new(second_fifty(), twenty_eight(Action::Restart));
    let values = [
        ("platelets", "10^9/L"),
        ("prothrombin time", "s"),
        ("activated partial thromboplastin time", "s"),
        ("urine protein", "g/L"),
    ];
    let when = "at least 4 months (plus or minus 14 days) after the last 12 mg dose";
    let clinically = "measure before a dose if clinically indicated";
    let label = || Label::builder("Spinraza", Authority::Eu).substance("nusinersen");
    labels_of([
        label()
            .edition("2026-01")
            .named(LOW, eu_12_mg())
            .regimen(LabelRegimen::named(HIGH, high_dose()).with_policy(high))
            .regimen(change(switch_to_high_dose(), twenty_eight(Action::AnotherRegimen)))
            .rules([changes(when, eu("section 4.2"))])
            .monitoring(measured(&values, clinically, &eu("section 4.4")))
            .policy(
                MissedDosePolicy::new(Action::Reanchor, twelve()),
                eu("section 4.2, tables 1 and 2"),
            ),
        label()
            .edition("12 mg with bands")
            .regimen(eu_12_mg())
            .source(before("section 4.2"))
            .policy(
                MissedDosePolicy::new(Action::NotRead, twelve()),
                norwegian("missed maintenance doses"),
            )
            .superseded(),
        label()
            .edition("12 mg without bands")
            .regimen(eu_12_mg())
            .policy(
                MissedDosePolicy::new(Action::NextUnspecified, Action::Reanchor),
                before("section 4.2"),
            )
            .superseded(),
    ])
}
