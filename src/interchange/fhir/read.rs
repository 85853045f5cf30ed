//! `MedicationRequest` back to a regimen.

use core::str::FromStr;

use chrono::NaiveDate;

use crate::calendar::Interval;
use crate::dosing::dose::{Amount, Cap, Dose, PerKg, Route};
use crate::dosing::regimen::{Extent, Phase, Regimen, Role};
use crate::dosing::tolerance::Tolerance;
use crate::interchange::error::FormatError;
use crate::interchange::fhir::datatype::ROUTES;
use crate::interchange::fhir::element::{Element, Object, ROOT, read_quantity};
use crate::interchange::fhir::request::RequestStatus;
use crate::interchange::fhir::timing::{Times, read_duration, read_start, read_timing};
use crate::interchange::fhir::{LARGEST_COUNT, SNOMED, extension};
use crate::quantity::{Mass, Volume};
use crate::text::error::{ParseError, Unread};
use crate::text::reader::{Reader, parse_from};

/// What was read of a `MedicationRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ReadRequest {
    /// Whether it is in force.
    pub status: RequestStatus,
    /// Why it has its status, in the words of the sender; `None` if no words are there.
    pub reason: Option<String>,
    /// From which day on: the start of `effectiveDosePeriod`, or else of the first `boundsPeriod`; `None` if neither is
    /// there.
    pub start: Option<NaiveDate>,
    /// What is given.
    pub regimen: Regimen,
}

/// Reads the regimen and status of a `MedicationRequest`, of ours or of another maker; what is read and what is refused,
/// the [module](crate::interchange::fhir#what-is-read) says.
///
/// ```
/// use aso_regimen::interchange::fhir::{RequestStatus, read_medication_request};
///
/// let json = r#"{"resourceType": "MedicationRequest", "status": "active", "intent": "order",
///   "dosageInstruction": [
///     {"sequence": 1, "timing": {"repeat": {"count": 3, "frequency": 1, "period": 2, "periodUnit": "wk"}},
///      "route": {"text": "intrathecal"}, "doseAndRate": [{"doseQuantity":
///        {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]},
///     {"sequence": 2, "timing": {"repeat": {"frequency": 1, "period": 28, "periodUnit": "d"}},
///      "route": {"text": "intrathecal"}, "doseAndRate": [{"doseQuantity":
///        {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]}]}"#;
/// let request = read_medication_request(json)?;
/// assert_eq!(request.status, RequestStatus::Active);
/// assert_eq!(request.regimen.to_string(), "100 mg IT q14d x3, then q28d");
/// # Ok::<(), aso_regimen::interchange::FormatError>(())
/// ```
///
/// # Errors
///
/// If the text is not JSON; if an element is missing, has a value that is not read, or is not understood and
/// cannot be ignored; if an invariant of `Timing` is broken; or if the instructions are not a regimen. The error
/// has the path of the element.
pub fn read_medication_request(json: &str) -> Result<ReadRequest, FormatError> {
    let request = Element::root(json)?.object()?;
    let kind = request.need("resourceType", ROOT)?;
    if kind.text()? != ROOT {
        return Err(kind.expected("\"MedicationRequest\""));
    }
    let status = read_status(&request)?;
    let reason = request.get("statusReason").map(|reason| words(&reason)).transpose()?.flatten();
    let instructions = request.need("dosageInstruction", "at least one instruction")?;
    let parts =
        instructions.array()?.iter().map(Instruction::read).collect::<Result<Vec<_>, _>>()?;
    let parts = in_sequence(parts)?;
    let period = request.get("effectiveDosePeriod");
    let start = match period.map(|period| read_start(&period)).transpose()? {
        None => parts.first().and_then(|part| part.times.start),
        start => start,
    };
    let count = parts.len();
    let phases =
        parts.into_iter().enumerate().map(|(index, part)| part.phase(index, count)).collect();
    let regimen = Regimen::new(phases).map_err(|why| instructions.refused(why))?;
    Ok(ReadRequest { status, reason, start, regimen })
}

/// The status, where nothing else changes the meaning of the whole request.
fn read_status(request: &Object<'_>) -> Result<RequestStatus, FormatError> {
    request.none_of(&["modifierExtension", "implicitRules"])?;
    if let Some(not) = request.get("doNotPerform") {
        if not.boolean()? {
            return Err(not.expected("false"));
        }
    }
    request
        .need("status", "a status")?
        .parse("one of active, on-hold, ended, stopped, completed, cancelled, draft, unknown")
}

/// The words of a `CodeableConcept`: its text, or what one of its codes is called.
fn words(concept: &Element<'_>) -> Result<Option<String>, FormatError> {
    let concept = concept.object()?;
    if let Some(text) = concept.get("text") {
        return text.text().map(Some);
    }
    let codings = concept.get("coding").map(|codings| codings.array()).transpose()?;
    for coding in codings.unwrap_or_default() {
        if let Some(display) = coding.object()?.get("display") {
            return display.text().map(Some);
        }
    }
    Ok(None)
}

/// Puts instructions in order. Several have each a place of its own.
fn in_sequence(mut parts: Vec<Instruction>) -> Result<Vec<Instruction>, FormatError> {
    let refused = |part: &Instruction, expected, found: &str| {
        let path = format!("{}.sequence", part.path);
        Err(FormatError::expected(path, expected, found))
    };
    if parts.len() > 1 {
        if let Some(part) = parts.iter().find(|part| part.sequence.is_none()) {
            let expected = "a number, since there are several instructions";
            return refused(part, expected, "nothing");
        }
    }
    parts.sort_by_key(|part| part.sequence);
    match parts.windows(2).find(|pair| pair[0].sequence == pair[1].sequence) {
        Some(pair) => {
            let expected = "a number of its own, since no regimen has two doses at once";
            let found = pair[1].sequence.unwrap_or_default().to_string();
            refused(&pair[1], expected, &found)
        }
        None => Ok(parts),
    }
}

/// One `dosageInstruction`.
struct Instruction {
    path: String,
    sequence: Option<u32>,
    dose: Dose,
    times: Times,
    ours: Ours,
}

const UNDERSTOOD: [&str; 14] = [
    "id",
    "extension",
    "sequence",
    "text",
    "additionalInstruction",
    "patientInstruction",
    "timing",
    "asNeeded",
    "asNeededBoolean",
    "site",
    "method",
    "route",
    "doseAndRate",
    "maxDosePerAdministration",
];

impl Instruction {
    fn read(element: &Element<'_>) -> Result<Self, FormatError> {
        let object = element.object()?;
        if let Some(needed) = object.get("asNeededCodeableConcept") {
            let expected = "no such element of FHIR R4, since regimens are not given as needed";
            return Err(needed.expected(expected));
        }
        object.only(&UNDERSTOOD)?;
        // The second is its name in FHIR R4.
        for needed in ["asNeeded", "asNeededBoolean"].iter().filter_map(|name| object.get(name)) {
            if needed.boolean()? {
                return Err(needed.expected("false, since regimens are not given as needed"));
            }
        }
        let sequence = object.get("sequence");
        let sequence = sequence.map(|number| number.whole(LARGEST_COUNT, "a positive number"));
        let times = read_timing(&object.need("timing", "when the dose is given")?)?;
        let ours = Ours::read(&object)?;
        Ok(Self {
            path: element.path().to_owned(),
            sequence: sequence.transpose()?,
            dose: read_dose(&object, &ours, &times)?,
            times,
            ours,
        })
    }

    fn phase(self, index: usize, count: usize) -> Phase {
        let Times { interval, extent, .. } = self.times;
        let role = self.ours.role;
        let role = role.unwrap_or_else(|| Regimen::usual_role(index, count, extent));
        let phase = match interval {
            None => Phase::single(self.dose),
            Some(interval) => Phase::maintenance(self.dose, interval),
        };
        let phase = match extent {
            Extent::Doses(doses) => phase.with_doses(doses),
            Extent::For(time) => phase.lasting(time),
            Extent::OpenEnded => phase,
        };
        let phase = match self.ours.seam {
            Some(seam) => phase.after(seam),
            None => phase,
        };
        let phase = match self.ours.window {
            Some(window) => phase.with_window(window),
            None => phase,
        };
        phase.with_role(role)
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
        let Some(extensions) = instruction.get("extension") else {
            return Ok(ours);
        };
        for element in extensions.array()? {
            let extension = element.object()?;
            let url = extension.need("url", "a URL")?;
            let name = url.text()?;
            if name.starts_with(extension::OURS) {
                ours.read_one(&name, &url, &extension)?;
            }
        }
        Ok(ours)
    }

    fn read_one(
        &mut self,
        name: &str,
        url: &Element<'_>,
        extension: &Object<'_>,
    ) -> Result<(), FormatError> {
        let value = |member: &str| {
            extension.only(&["id", "url", member])?;
            extension.need(member, "the extension's value")
        };
        let twice = match name {
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

fn read_dose(object: &Object<'_>, ours: &Ours, times: &Times) -> Result<Dose, FormatError> {
    let route = read_route(&object.need("route", "the route of the dose")?)?;
    let mut dose = Dose::new(read_amount(object, ours)?, route);
    if let Some(volume) = ours.volume {
        dose = dose.in_volume(volume);
    }
    if let Some(csf) = ours.withdrawn {
        dose = dose.withdrawing(csf);
    }
    if let Some(minutes) = times.minutes {
        dose = dose.over_minutes(minutes.shortest, minutes.longest);
    }
    Ok(dose)
}

fn read_route(route: &Element<'_>) -> Result<Route, FormatError> {
    const WORDS: &str =
        "intrathecal, intravenous, subcutaneous, intravitreal or the name of another route";
    let object = route.object()?;
    object.only(&["id", "coding", "text"])?;
    let codings = match object.get("coding") {
        Some(codings) => codings.array()?,
        None => Vec::new(),
    };
    for coding in codings {
        let coding = coding.object()?;
        let system = coding.get("system").map(|system| system.text()).transpose()?;
        if system.as_deref() == Some(SNOMED) {
            let code = coding.need("code", "a SNOMED CT code")?;
            let text = code.text()?;
            let known = ROUTES.iter().find(|known| known.code == text);
            return match known {
                Some(known) => Ok(known.route.clone()),
                None => Err(code.expected("the SNOMED CT code of one of our routes")),
            };
        }
    }
    let text = object.need("text", "a SNOMED CT code or a text")?;
    let words = text.text()?;
    let mut known = Route::KNOWN.iter();
    let known = known.find(|known| known.name() == words.to_lowercase());
    let route = known.cloned().unwrap_or_else(|| Route::Named(words.into()));
    route.check().map_err(|_| text.expected(WORDS))?;
    Ok(route)
}

fn read_amount(object: &Object<'_>, ours: &Ours) -> Result<Amount, FormatError> {
    let largest = object.get("maxDosePerAdministration");
    let stated = object.get("doseAndRate");
    let stated = match (&ours.amount, stated) {
        (Some(amount), None) => {
            return match largest {
                Some(largest) => Err(largest.not_understood()),
                None => Ok(amount.clone()),
            };
        }
        (Some(_), Some(stated)) => {
            return Err(stated.expected("no other amount beside that of the extension"));
        }
        (None, Some(stated)) => stated,
        (None, None) => object.need("doseAndRate", "the amount of the dose")?,
    };
    let amounts = stated.array()?;
    let [one] = amounts.as_slice() else {
        return Err(stated.expected("one amount"));
    };
    let one = one.object()?;
    one.only(&["id", "type", "doseQuantity"])?;
    match read_mass(&one.need("doseQuantity", "the amount of the dose")?, true)? {
        (mass, false) => match largest {
            Some(largest) => Err(largest.expected("none beside an amount for everybody")),
            None => Ok(Amount::Fixed(mass)),
        },
        (mass, true) => {
            let cap = largest.map(|largest| read_mass(&largest, false)).transpose()?;
            let cap = cap.map(|(most, _)| Cap::Mass(most));
            Ok(Amount::PerKg(PerKg { mass, cap }))
        }
    }
}

/// A mass, and whether it is for each kilogram.
fn read_mass(quantity: &Element<'_>, or_per_kg: bool) -> Result<(Mass, bool), FormatError> {
    let units = if or_per_kg {
        "one of the UCUM units ug, mg, g, ug/kg, mg/kg"
    } else {
        "one of the UCUM units ug, mg, g"
    };
    let (value, code) = read_quantity(quantity, units)?;
    let text = code.text()?;
    let (unit, per_kg) = match text.strip_suffix("/kg") {
        Some(unit) if or_per_kg => (unit, true),
        _ => (text.as_str(), false),
    };
    if !["ug", "mg", "g"].contains(&unit) {
        return Err(code.expected(units));
    }
    let mass = with_unit(&value, unit, Mass::read)?;
    Ok((mass, per_kg))
}

fn read_volume(quantity: &Element<'_>) -> Result<Volume, FormatError> {
    const UNITS: &str = "one of the UCUM units uL, mL, L";
    let (value, code) = read_quantity(quantity, UNITS)?;
    let unit = code.text()?;
    if !["uL", "mL", "L"].contains(&unit.as_str()) {
        return Err(code.expected(UNITS));
    }
    with_unit(&value, &unit, Volume::read)
}

/// The text of an extension of ours, read by the value's own parser.
fn parsed<T: FromStr<Err = ParseError>>(value: &Element<'_>) -> Result<T, FormatError> {
    value.text()?.parse().map_err(|why: ParseError| value.refused(why))
}

/// The digits of a number, read with a unit by the quantity's own reader.
fn with_unit<Q: Copy>(
    value: &Element<'_>,
    unit: &str,
    read: impl FnOnce(&mut Reader<'_>) -> Result<Q, Unread>,
) -> Result<Q, FormatError> {
    let text = format!("{} {unit}", value.decimal()?);
    parse_from(Reader::of_number(&text), &text, read).map_err(|why| value.refused(why))
}
