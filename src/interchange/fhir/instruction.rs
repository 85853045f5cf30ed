//! A `dosageInstruction` back to a phase.

use crate::calendar::Interval;
use crate::dosing::dose::{Amount, Cap, Dose, PerKg};
use crate::dosing::regimen::{Extent, Phase, Regimen, Role};
use crate::dosing::tolerance::Tolerance;
use crate::interchange::error::FormatError;
use crate::interchange::fhir::element::{Element, Object};
use crate::interchange::fhir::rate::read_rate;
use crate::interchange::fhir::release::{
    Differing::{self, Renamed},
    Seen,
};
use crate::interchange::fhir::route::read_route;
use crate::interchange::fhir::timing::{Times, read_duration, read_timing};
use crate::interchange::fhir::value::{
    mass_of, parsed, read_mass, read_quantity, read_volume, words,
};
use crate::interchange::fhir::{LARGEST_COUNT, extension};
use crate::quantity::{Mass, Volume};

/// One `dosageInstruction`.
pub(super) struct Instruction<'j> {
    pub(super) path: String,
    pub(super) sequence: Option<u32>,
    pub(super) times: Times<'j>,
    pub(super) seam: Option<Interval>,
    /// The most that a patient may ever get.
    pub(super) lifetime_limit: Option<Mass>,
    /// What it says in words.
    pub(super) words: Vec<String>,
    dose: Dose,
    role: Option<Role>,
    window: Option<Tolerance>,
}

const UNDERSTOOD: [&str; 17] = [
    "id",
    "extension",
    "sequence",
    "text",
    "additionalInstruction",
    "patientInstruction",
    "timing",
    "asNeeded",
    "asNeededBoolean",
    "asNeededCodeableConcept",
    "asNeededFor",
    "site",
    "method",
    "route",
    "doseAndRate",
    "maxDosePerAdministration",
    "maxDosePerLifetime",
];

const DIFFERING: [Differing; 2] =
    [Renamed("asNeededBoolean", "asNeeded"), Renamed("asNeededCodeableConcept", "asNeededFor")];

impl<'j> Instruction<'j> {
    pub(super) fn read(element: &Element<'j>, seen: &mut Seen) -> Result<Self, FormatError> {
        let object = element.object()?;
        seen.check(&object, &DIFFERING)?;
        object.only(&UNDERSTOOD)?;
        let get = |name: &&str| object.get(name);
        if let Some(needed) = ["asNeededCodeableConcept", "asNeededFor"].iter().find_map(get) {
            return Err(needed.expected("none, since regimens are not given as needed"));
        }
        for needed in ["asNeeded", "asNeededBoolean"].iter().filter_map(get) {
            if needed.boolean()? {
                return Err(needed.expected("false, since regimens are not given as needed"));
            }
        }
        let sequence = object.get("sequence");
        let sequence = sequence.map(|number| number.whole(LARGEST_COUNT, "a positive number"));
        let times = read_timing(&object.need("timing", "when the dose is given")?)?;
        let ours = Ours::read(&object)?;
        let limit = object.get("maxDosePerLifetime");
        let text = |name| object.get(name).map(|text| text.text()).transpose();
        let additional = object.get("additionalInstruction").map(|all| all.array()).transpose()?;
        let additional = additional.unwrap_or_default();
        let additional = additional.iter().map(words).collect::<Result<Vec<_>, _>>()?;
        let patient = text("patientInstruction")?;
        let words = [text("text")?].into_iter().chain(additional).chain([patient]);
        Ok(Self {
            path: element.path().to_owned(),
            sequence: sequence.transpose()?,
            dose: read_dose(&object, &ours, &times)?,
            times,
            words: words.flatten().collect(),
            seam: ours.seam,
            lifetime_limit: limit.map(|limit| read_mass(&limit)).transpose()?,
            role: ours.role,
            window: ours.window,
        })
    }

    /// The phase, which is one of so many.
    pub(super) fn phase(&self, index: usize, count: usize) -> Phase {
        let dose = self.dose.clone();
        let phase = match self.times.interval {
            None => Phase::single(dose),
            Some(interval) => Phase::maintenance(dose, interval),
        };
        let phase = match self.times.extent {
            Extent::Doses(doses) => phase.with_doses(doses),
            Extent::For(time) => phase.lasting(time),
            Extent::OpenEnded => phase,
        };
        let phase = match self.seam {
            Some(seam) => phase.after(seam),
            None => phase,
        };
        let phase = match self.window {
            Some(window) => phase.with_window(window),
            None => phase,
        };
        let usual = || Regimen::usual_role(index, count, self.times.extent);
        phase.with_role(self.role.unwrap_or_else(usual))
    }
}

/// What our extensions say.
#[derive(Default)]
struct Ours {
    role: Option<Role>,
    seam: Option<Interval>,
    window: Option<Tolerance>,
    amount: Option<Amount>,
    volume: Option<Volume>,
    withdrawn: Option<Volume>,
}

impl Ours {
    fn read(instruction: &Object<'_>) -> Result<Self, FormatError> {
        let mut ours = Self::default();
        for (url, extension) in instruction.extensions(extension::OURS)? {
            ours.read_one(&url, &extension)?;
        }
        Ok(ours)
    }

    fn read_one(&mut self, url: &Element<'_>, extension: &Object<'_>) -> Result<(), FormatError> {
        let value = |member: &str| {
            extension.only(&["id", "url", member])?;
            extension.need(member, "the extension's value")
        };
        let twice = match url.text()?.as_str() {
            extension::ROLE => set(&mut self.role, read_role(&value("valueCode")?)?),
            extension::SEAM => set(&mut self.seam, read_duration(&value("valueDuration")?)?),
            extension::WINDOW => set(&mut self.window, parsed(&value("valueString")?)?),
            extension::AMOUNT => set(&mut self.amount, parsed(&value("valueString")?)?),
            extension::VOLUME => set(&mut self.volume, read_volume(&value("valueQuantity")?)?),
            extension::WITHDRAWN => {
                set(&mut self.withdrawn, read_volume(&value("valueQuantity")?)?)
            }
            _ => return Err(url.not_understood()),
        };
        if twice {
            return Err(url.refused("expected once, found twice"));
        }
        Ok(())
    }
}

/// Sets what is set once, and tells whether it was set before.
fn set<T>(place: &mut Option<T>, value: T) -> bool {
    place.replace(value).is_some()
}

fn read_role(code: &Element<'_>) -> Result<Role, FormatError> {
    let word = code.text()?;
    let mut roles = Role::ALL.iter().copied();
    roles
        .find(|role| role.word() == word)
        .ok_or_else(|| code.expected("loading, maintenance, titration or single"))
}

fn read_dose(object: &Object<'_>, ours: &Ours, times: &Times<'_>) -> Result<Dose, FormatError> {
    let route = read_route(&object.need("route", "the route of the dose")?)?;
    let stated = object.get("doseAndRate");
    let largest = object.get("maxDosePerAdministration");
    let mut minutes = times.minutes;
    let amount = match (&ours.amount, stated) {
        (Some(_), Some(stated)) => {
            return Err(stated.expected("no other amount beside that of the extension"));
        }
        (Some(amount), None) => match largest {
            Some(largest) => return Err(largest.not_understood()),
            None => amount.clone(),
        },
        (None, None) => return Err(object.lacks("doseAndRate", "the amount of the dose")),
        (None, Some(stated)) => {
            let amounts = stated.array()?;
            let [one] = amounts.as_slice() else {
                return Err(stated.expected("one amount"));
            };
            let one = one.object()?;
            one.only(&["id", "type", "doseQuantity", "rateRatio", "rateQuantity"])?;
            let amount = read_amount(&one, largest)?;
            let [ratio, rate] = ["rateRatio", "rateQuantity"].map(|name| one.get(name));
            if let (Some(_), Some(rate)) = (&ratio, &rate) {
                return Err(rate.expected("none beside a ratio"));
            }
            if let Some(rate) = ratio.or(rate) {
                let taken = read_rate(&rate, &amount)?;
                if minutes.is_some_and(|minutes| minutes != taken) {
                    return Err(rate.expected("a rate by which the dose takes its duration"));
                }
                minutes = Some(taken);
            }
            amount
        }
    };
    let mut dose = Dose::new(amount, route);
    if let Some(volume) = ours.volume {
        dose = dose.in_volume(volume);
    }
    if let Some(csf) = ours.withdrawn {
        dose = dose.withdrawing(csf);
    }
    if let Some(minutes) = minutes {
        dose = dose.over_minutes(minutes.shortest, minutes.longest);
    }
    Ok(dose)
}

fn read_amount(stated: &Object<'_>, largest: Option<Element<'_>>) -> Result<Amount, FormatError> {
    const UNITS: &str = "one of the UCUM units ug, mg, g, ug/kg, mg/kg";
    let quantity = stated.need("doseQuantity", "the amount of the dose")?;
    let (value, code) = read_quantity(&quantity, UNITS)?;
    let unit = code.text()?;
    let per_kg = unit.strip_suffix("/kg");
    let mass = mass_of(&value, per_kg.unwrap_or(&unit))?.ok_or_else(|| code.expected(UNITS))?;
    match (per_kg, largest) {
        (None, None) => Ok(Amount::Fixed(mass)),
        (None, Some(largest)) => Err(largest.expected("none, as the dose is not per kilogram")),
        (Some(_), largest) => {
            let cap = largest.map(|largest| read_mass(&largest)).transpose()?;
            Ok(Amount::PerKg(PerKg { mass, cap: cap.map(Cap::Mass) }))
        }
    }
}
