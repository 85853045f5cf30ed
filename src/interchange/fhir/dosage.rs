//! A phase as `Dosage`.

use crate::calendar::Interval;
use crate::dosing::dose::{Amount, Cap, PerKg};
use crate::dosing::regimen::{Extent, Phase};
use crate::interchange::fhir::datatype::{
    duration, extension, mass_quantity, per_kg_quantity, volume_quantity, words,
};
use crate::interchange::fhir::extension as url;
use crate::interchange::fhir::json::{Json, object};
use crate::interchange::fhir::release::Release;
use crate::interchange::fhir::route::route_concept;
use crate::interchange::fhir::timing::timing;

/// What a phase gives; and, with the number of an instruction, its place and when.
pub(super) fn dosage(phase: &Phase, instruction: Option<usize>, release: Release) -> Json {
    let dose = phase.dose();
    let [amount, largest] = amount(dose.amount());
    let mut extensions = Vec::new();
    if amount == Json::Missing {
        let text = dose.amount().to_string();
        extensions.push(extension(url::AMOUNT, "valueString", text));
    }
    let volumes = [(url::VOLUME, dose.volume()), (url::WITHDRAWN, dose.withdrawn())];
    for (url, volume) in volumes {
        let volume = volume.map(volume_quantity);
        extensions.extend(volume.map(|volume| extension(url, "valueQuantity", volume)));
    }
    extensions.push(extension(url::ROLE, "valueCode", phase.role().word()));
    let window = phase.tolerance().map(|window| window.to_string());
    extensions.extend(window.map(|window| extension(url::WINDOW, "valueString", window)));
    let mut text = sentence(phase);
    if let Some(number) = instruction {
        let seam = seam(phase, number);
        if let Some(seam) = seam {
            extensions.push(extension(url::SEAM, "valueDuration", duration(seam)));
            let (seam, before) = (words(seam), number - 1);
            let first = format!("; first {seam} after the last dose of instruction {before}");
            text.push_str(&first);
        }
        text.push_str(month_rule(phase, seam));
    }
    let as_needed = match release {
        Release::R4 => "asNeededBoolean",
        Release::R5 => "asNeeded",
    };
    object([
        ("extension", extensions.into()),
        ("sequence", instruction.into()),
        ("text", text.into()),
        ("timing", instruction.map(|_| timing(phase)).into()),
        (as_needed, false.into()),
        ("route", route_concept(dose.route())),
        ("doseAndRate", amount),
        ("maxDosePerAdministration", largest),
    ])
}

/// The seam of the phase with this number; the first one has none.
pub(super) fn seam(phase: &Phase, number: usize) -> Option<Interval> {
    phase.seam().filter(|_| number > 1)
}

/// The amount and the largest mass, where the standard's own elements say all of it.
fn amount(amount: &Amount) -> [Json; 2] {
    let of = |quantity| [object([("doseQuantity", quantity)])].into();
    match amount {
        Amount::Fixed(mass) => [of(mass_quantity(*mass)), Json::Missing],
        Amount::PerKg(PerKg { mass, cap: None }) => [of(per_kg_quantity(*mass)), Json::Missing],
        Amount::PerKg(PerKg { mass, cap: Some(Cap::Mass(most)) }) => {
            [of(per_kg_quantity(*mass)), mass_quantity(*most)]
        }
        Amount::PerKg(_) | Amount::Bands(_) => [Json::Missing, Json::Missing],
    }
}

/// What a phase says, but for its seam, in a sentence without an end.
pub(super) fn sentence(phase: &Phase) -> String {
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
    let window = phase.tolerance().map_or_else(String::new, |tolerance| {
        let (early, late) = (tolerance.window().early(), tolerance.window().late());
        let rolling =
            if tolerance.is_rolling() { ", the next dose counted from the day given" } else { "" };
        let gap = tolerance.least_gap().map(words);
        let gap =
            gap.map_or_else(String::new, |gap| format!(", at least {gap} after the dose before"));
        format!("; on time from {early} days before to {late} days after{rolling}{gap}")
    });
    format!("{dose}{every}{extent} ({}){window}", phase.role())
}

/// What the text of a phase adds where it has a time in months.
pub(super) fn month_rule(phase: &Phase, seam: Option<Interval>) -> &'static str {
    let time = match phase.extent() {
        Extent::For(time) => Some(time),
        _ => None,
    };
    let times = [phase.interval(), seam, time];
    if !times.iter().any(|time| matches!(time, Some(Interval::Months(_)))) {
        return "";
    }
    "; months are calendar months, all counted from the date on which counting in months begins, and in a month \
     that has no such day its last day is meant"
}
