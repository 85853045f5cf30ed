//! The labels of tofersen and the regimen they approve.

use crate::catalog::literal::{found, labels_of, measured, published, years};
use crate::catalog::tofersen::results::{eu, us};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::label::{Authority, Label};

/// The approved regimen: 100 mg in 15 mL by lumbar puncture over 1 to 3 minutes, after about 10 mL of cerebrospinal
/// fluid are withdrawn; three loading doses 14 days apart, then every 28 days (US prescribing information, sections 2.1
/// and 2.2; EU SmPC, section 4.2).
///
/// ```
/// let regimen = aso_regimen::catalog::tofersen::approved();
/// let plan = regimen.starting("2026-01-05".parse()?);
/// let days: Vec<i32> = plan.iter().day_offsets().take(8).collect();
/// assert_eq!(days, [0, 14, 28, 56, 84, 112, 140, 168]);
/// # Ok::<(), aso_regimen::chrono::ParseError>(())
/// ```
pub fn approved() -> Regimen {
    regimen!("100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3, then q28d")
}

/// The labels of the United States and the European Union, for adults. Their rules for missed doses agree: the dose is
/// given as soon as possible, and the interval after it is counted from that day. The US dosing text is of April 2023,
/// in a file of November 2024. The European Union authorised it on 29 May 2024. The EU text that was read prints no
/// date; its latest change is that of 12 March 2026, so that month is its edition. According to the agency's list of
/// procedures that change did not concern doses, and the text of 2024 says the same about them.
///
/// Not modelled: monitoring for myelitis, raised intracranial pressure and aseptic meningitis, because no dosing rule
/// follows from it. The labels of the United Kingdom (approved in July 2025), Japan, China, Canada and Switzerland were
/// not found.
pub fn labels() -> Vec<Label> {
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let label = |authority| {
        let label = Label::builder("Qalsody", authority).substance("tofersen");
        label.from_age(years(18)).regimen(approved())
    };
    let values = [("platelets", "10^9/L"), ("coagulation", ""), ("urine protein", "g/L")];
    let clinically = "measure before a dose if clinically indicated";
    let procedures = found(
        |place| published("Qalsody, procedural steps after the authorisation").at(place),
        &["ema:EMA/VR/0000296462", "https://www.ema.europa.eu/en/medicines/human/EPAR/qalsody"],
    );
    labels_of([
        label(Authority::Us)
            .edition("2023")
            .source(us("sections 2.1, 2.2"))
            .policy(policy(), us("section 2.1")),
        label(Authority::Eu)
            .edition("2026-03")
            .monitoring(measured(&values, clinically, &eu("section 4.4")))
            .source(procedures("pages 2 and 3"))
            .policy(policy(), eu("section 4.2")),
    ])
}
