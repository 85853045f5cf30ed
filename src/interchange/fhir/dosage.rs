//! The parts of `Dosage` that we use, and a phase as one of them.

use serde::Serialize;

use crate::dosing::dose::{Amount, Cap, Dose, PerKg};
use crate::dosing::regimen::{Extent, Phase};
use crate::interchange::fhir::datatype::{Concept, Extension, Quantity, words};
use crate::interchange::fhir::extension;
use crate::interchange::fhir::timing::Timing;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dosage {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) extension: Vec<Extension>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sequence: Option<usize>,
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timing: Option<Timing>,
    as_needed: bool,
    route: Concept,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dose_and_rate: Vec<DoseAndRate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_dose_per_administration: Option<Quantity>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct DoseAndRate {
    dose_quantity: Quantity,
}

impl Dosage {
    /// What a dose is, without when.
    pub(super) fn of_dose(dose: &Dose) -> Self {
        let (dose_and_rate, max_dose_per_administration) = amount(dose.amount());
        let mut extension = Vec::new();
        if dose_and_rate.is_empty() {
            let text = dose.amount().to_string();
            extension.push(Extension::text(extension::AMOUNT, text));
        }
        let volumes = [
            (extension::VOLUME, dose.volume()),
            (extension::WITHDRAWN, dose.withdrawn()),
        ];
        for (url, volume) in volumes {
            extension.extend(volume.map(|volume| Extension::volume(url, volume)));
        }
        Self {
            extension,
            sequence: None,
            text: dose.to_string(),
            timing: None,
            as_needed: false,
            route: Concept::of_route(dose.route()),
            dose_and_rate,
            max_dose_per_administration,
        }
    }

    /// What the phase gives and, but for its seam, when.
    pub(super) fn of_phase(phase: &Phase) -> Self {
        let mut dosage = Self::of_dose(phase.dose());
        dosage
            .extension
            .push(Extension::code(extension::ROLE, phase.role().word()));
        if let Some(window) = phase.window() {
            let text = window.to_string();
            dosage
                .extension
                .push(Extension::text(extension::WINDOW, text));
        }
        dosage.text = sentence(phase);
        dosage
    }
}

/// The amount where the standard's own elements say all of it; else nothing.
fn amount(amount: &Amount) -> (Vec<DoseAndRate>, Option<Quantity>) {
    let of = |dose_quantity| vec![DoseAndRate { dose_quantity }];
    match amount {
        Amount::Fixed(mass) => (of(Quantity::of_mass(*mass)), None),
        Amount::PerKg(PerKg { mass, cap }) => match cap {
            None => (of(Quantity::of_mass_per_kg(*mass)), None),
            Some(Cap::Mass(most)) => (
                of(Quantity::of_mass_per_kg(*mass)),
                Some(Quantity::of_mass(*most)),
            ),
            Some(Cap::Weight(_)) => (Vec::new(), None),
        },
        Amount::Bands(_) => (Vec::new(), None),
    }
}

/// What a phase says, but for its seam, in a sentence without an end.
fn sentence(phase: &Phase) -> String {
    let dose = phase.dose();
    let every = phase.interval().map(words);
    let every = every.map_or_else(String::new, |interval| format!(" every {interval}"));
    let extent = match phase.extent() {
        Extent::Doses(1) => ", one dose".to_owned(),
        Extent::Doses(doses) => format!(", {doses} doses in all"),
        Extent::For(time) => format!(
            " as long as less than {} have passed since the first of these doses",
            words(time)
        ),
        Extent::OpenEnded => String::new(),
    };
    let window = match phase.window() {
        Some(window) => format!(
            "; on time from {} days before to {} days after",
            window.early(),
            window.late()
        ),
        None => String::new(),
    };
    format!("{dose}{every}{extent} ({}){window}", phase.role())
}

/// What the text of an instruction adds where it counts months.
pub(super) const MONTH_RULE: &str = "; months are calendar months, all counted from the date on which \
     counting in months begins, and in a month that has no such day its last day is meant";
