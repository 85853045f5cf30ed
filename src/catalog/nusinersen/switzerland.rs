//! The Swiss label of nusinersen.

use crate::calendar::Interval;
use crate::catalog::literal::{labels_of, measured, read};
use crate::catalog::nusinersen::bands::{KEEP, below, since_last_dose};
use crate::catalog::nusinersen::regimens::eu_12_mg;
use crate::dosing::missed_dose::{Action, Limit, MissedDosePolicy};
use crate::evidence::label::{Authority, Label};

/// The label with the rules of 17 November 2022: 12 mg as in the EU. A loading dose more than 1 and up to 3 months
/// after the last dose is given as soon as possible, and later loading doses keep their intervals from it. A
/// maintenance dose below 8 months is given as soon as possible, and the next one on its planned date if possible, but
/// not before 14 days. The table does not cover other delays of a loading dose.
///
/// The rules from 8 months are missing, because the copy that was read ends there.
pub(super) fn labels() -> Vec<Label> {
    let swiss = read(
        "Spinraza Swiss Fachinformation",
        &[
            "number:Swissmedic 66495",
            "https://swissmedicinfo.ch/ShowText.aspx?textType=FI&lang=DE&authNr=66495",
        ],
    );
    let months = |count| Limit::through(Interval::months(count));
    let silent = Action::NotStated;
    let loading = since_last_dose(&[(months(1), silent), (months(3), Action::Reanchor)], silent);
    let maintenance = since_last_dose(&[(below(8), KEEP)], Action::NotRead);
    let values = [("platelets", "10^9/L"), ("coagulation", ""), ("urine protein", "g/L")];
    let regularly = "measure before the first dose and regularly";
    labels_of([Label::builder("Spinraza", Authority::Switzerland)
        .substance("nusinersen")
        .edition("2022-11-17, in part")
        .regimen(eu_12_mg())
        .monitoring(measured(&values, regularly, &swiss("warnings and precautions")))
        .policy(MissedDosePolicy::new(loading, maintenance), swiss("dosage, table 1"))])
}
