//! What the data types of FHIR say, as values of this crate.

use core::str::FromStr;

use chrono::NaiveDate;

use crate::calendar::read_date;
use crate::interchange::error::FormatError;
use crate::interchange::fhir::UCUM;
use crate::interchange::fhir::element::{Element, Object};
use crate::quantity::{Mass, Volume};
use crate::text::error::{ParseError, Unread};
use crate::text::excerpt::excerpt;
use crate::text::reader::{Reader, parse_from};

/// The value of a `Quantity` and its unit: the code of UCUM, or the unit's text where there is neither a system nor a
/// code. A text that names another unit than the code beside it is refused.
pub(super) fn read_quantity<'j>(
    quantity: &Element<'j>,
    units: &str,
) -> Result<(Element<'j>, Element<'j>), FormatError> {
    let object = quantity.object()?;
    object.only(&["id", "value", "unit", "system", "code"])?;
    let value = object.need("value", "a number")?;
    let (unit, system, code) = (object.get("unit"), object.get("system"), object.get("code"));
    if let (Some(unit), None, None) = (&unit, &system, &code) {
        return Ok((value, unit.clone()));
    }
    let system = object.need("system", UCUM)?;
    if system.text()? != UCUM {
        return Err(system.expected(UCUM));
    }
    let code = object.need("code", units)?;
    if let Some(unit) = unit {
        let coded = code.text()?;
        let is_code = named_unit(&coded).is_some_and(|named| named == coded);
        if is_code && named_unit(&unit.text()?).is_some_and(|named| named != coded) {
            return Err(unit.expected(&format!("{}, the unit of the code", excerpt(&coded))));
        }
    }
    Ok((value, code))
}

/// Codes of UCUM, each with what else the unit is called, in lower case and without the s of a plural.
const UNITS: [(&str, &[&str]); 15] = [
    ("ng", &["ng", "nanogram", "nanogramme"]),
    ("ug", &["ug", "mcg", "\u{3bc}g", "microgram", "microgramme"]),
    ("mg", &["mg", "milligram", "milligramme"]),
    ("g", &["g", "gm", "gram", "gramme"]),
    ("kg", &["kg", "kilogram", "kilogramme", "kilo"]),
    ("uL", &["ul", "mcl", "\u{3bc}l", "microliter", "microlitre"]),
    ("mL", &["ml", "cc", "milliliter", "millilitre"]),
    ("L", &["l", "liter", "litre"]),
    ("s", &["s", "sec", "second"]),
    ("min", &["min", "minute"]),
    ("h", &["h", "hr", "hour"]),
    ("d", &["d", "day"]),
    ("wk", &["wk", "week"]),
    ("mo", &["mo", "month"]),
    ("a", &["a", "y", "yr", "year"]),
];

/// The code of UCUM for a unit in words or signs of any case, such as `Micrograms per kilogram`; `None` if it is none of
/// [`UNITS`], nor one of them per another.
fn named_unit(text: &str) -> Option<String> {
    // The micro sign is another character than the Greek letter, of which it is a compatibility form.
    let text =
        text.to_lowercase().replace('\u{b5}', "\u{3bc}").replace('-', " ").replace(" per ", "/");
    let codes = text.split('/').map(|unit| {
        let unit = unit.trim().trim_end_matches('.');
        let is = |name: &&str| unit == *name || unit.strip_suffix('s') == Some(*name);
        UNITS.iter().find(|(_, names)| names.iter().any(is)).map(|(code, _)| *code)
    });
    Some(codes.collect::<Option<Vec<_>>>()?.join("/"))
}

/// A mass that is one of a person.
pub(super) fn read_mass(quantity: &Element<'_>) -> Result<Mass, FormatError> {
    const UNITS: &str = "one of the UCUM units ug, mg, g";
    let (value, code) = read_quantity(quantity, UNITS)?;
    mass_of(&value, &code.text()?)?.ok_or_else(|| code.expected(UNITS))
}

/// A number of a unit of mass; `None` if it is another unit.
pub(super) fn mass_of(value: &Element<'_>, unit: &str) -> Result<Option<Mass>, FormatError> {
    let known = ["ug", "mg", "g"].contains(&unit);
    known.then(|| with_unit(value, unit, Mass::read)).transpose()
}

pub(super) fn read_volume(quantity: &Element<'_>) -> Result<Volume, FormatError> {
    const UNITS: &str = "one of the UCUM units uL, mL, L";
    let (value, code) = read_quantity(quantity, UNITS)?;
    let unit = code.text()?;
    if !["uL", "mL", "L"].contains(&unit.as_str()) {
        return Err(code.expected(UNITS));
    }
    with_unit(&value, &unit, Volume::read)
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

/// A text of ours, read by the value's own parser.
pub(super) fn parsed<T: FromStr<Err = ParseError>>(value: &Element<'_>) -> Result<T, FormatError> {
    value.text()?.parse().map_err(|why: ParseError| value.refused(why))
}

/// The day of a `dateTime`, by the clock of its own time zone.
pub(super) fn read_day(date_time: &Element<'_>) -> Result<NaiveDate, FormatError> {
    let text = date_time.text()?;
    let (day, time) = text.split_once('T').map_or((&*text, None), |(day, time)| (day, Some(time)));
    // FHIR has years of four digits.
    let day = read_date(day).filter(|_| day.len() == 10);
    let day = day.ok_or_else(|| date_time.expected("a day such as \"2026-01-05\""))?;
    if time.is_none_or(is_time) {
        return Ok(day);
    }
    Err(date_time.expected("a time such as T10:30:00+01:00 behind the day"))
}

/// Whether it is a time of day with seconds and a time zone, without which FHIR has none.
fn is_time(text: &str) -> bool {
    let (clock, zone) = text.split_at(text.find(['Z', '+', '-']).unwrap_or(text.len()));
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_zone = zone
        .strip_prefix(['+', '-'])
        .map_or(zone == "Z", |offset| offset == "14:00" || are_below(offset, &[14, 60]));
    is_fraction && is_zone && are_below(clock, &[24, 60, 61])
}

/// Whether a text is numbers of two digits, each below its limit.
fn are_below(text: &str, limits: &[u32]) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let is_below = |(part, limit): (&&str, &u32)| {
        let is_number = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number && part.parse().is_ok_and(|number: u32| number < *limit)
    };
    parts.len() == limits.len() && parts.iter().zip(limits).all(is_below)
}

/// A `Period`: the element of its start, and its last day.
pub(super) struct Period<'j> {
    pub(super) start: Element<'j>,
    pub(super) first: NaiveDate,
    pub(super) end: Option<(Element<'j>, NaiveDate)>,
}

pub(super) fn read_period<'j>(period: &Element<'j>) -> Result<Period<'j>, FormatError> {
    let period = period.object()?;
    period.only(&["id", "start", "end"])?;
    let start = period.need("start", "a day")?;
    let first = read_day(&start)?;
    let end = period.get("end");
    let last = end.as_ref().map(read_day).transpose()?;
    let end = end.zip(last);
    match &end {
        Some((end, last)) if *last < first => {
            Err(end.expected(&format!("{first}, the start, or a later day")))
        }
        _ => Ok(Period { start, first, end }),
    }
}

/// The words of a `CodeableConcept`: its text, or what one of its codes is called.
pub(super) fn words(concept: &Element<'_>) -> Result<Option<String>, FormatError> {
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

/// The texts of the notes of a resource.
pub(super) fn notes(resource: &Object<'_>) -> Result<Vec<String>, FormatError> {
    let notes = resource.get("note").map(|all| all.array()).transpose()?;
    let notes = notes.unwrap_or_default().into_iter();
    notes.map(|note| note.object()?.need("text", "a text")?.text()).collect()
}

/// What a `Reference` refers to: what it is called, or else its address. A reference to a contained resource (`#med1`)
/// is no name, since it means another resource in every document.
fn referred(reference: &Element<'_>, resource: &Object<'_>) -> Result<Option<String>, FormatError> {
    let object = reference.object()?;
    if let Some(display) = object.get("display") {
        return display.text().map(Some);
    }
    let Some(address) = object.get("reference") else {
        return Ok(None);
    };
    let address = address.text()?;
    let Some(local) = address.strip_prefix('#') else {
        return Ok(Some(address));
    };
    let contained = resource.get("contained").map(|all| all.array()).transpose()?;
    for one in contained.unwrap_or_default() {
        let one = one.object()?;
        let id = one.get("id").map(|id| id.text()).transpose()?;
        if id.as_deref() == Some(local) {
            let code = one.get("code").map(|code| words(&code)).transpose()?;
            return Ok(code.flatten());
        }
    }
    Ok(None)
}

/// The medication of a resource in words, of either release; `None` if none are there.
pub(super) fn medication(resource: &Object<'_>) -> Result<Option<String>, FormatError> {
    let [mut concept, mut reference] =
        ["medicationCodeableConcept", "medicationReference"].map(|name| resource.get(name));
    if let (Some(_), Some(reference)) = (&concept, &reference) {
        return Err(reference.expected("none beside medicationCodeableConcept"));
    }
    if let Some(medication) = resource.get("medication") {
        let medication = medication.object()?;
        [concept, reference] = ["concept", "reference"].map(|name| medication.get(name));
    }
    let named = concept.map(|concept| words(&concept)).transpose()?.flatten();
    match (named, reference) {
        (None, Some(reference)) => referred(&reference, resource),
        (named, _) => Ok(named),
    }
}

/// The reference of this name, such as `Patient/17`; `None` if none is there, or one to a contained resource.
pub(super) fn reference(resource: &Object<'_>, name: &str) -> Result<Option<String>, FormatError> {
    let Some(to) = resource.get(name) else {
        return Ok(None);
    };
    let reference = to.object()?.get("reference").map(|reference| reference.text());
    Ok(reference.transpose()?.filter(|address| !address.starts_with('#')))
}
