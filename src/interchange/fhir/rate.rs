//! The rate of an infusion, as the time that the dose takes.

use crate::dosing::dose::{Amount, Minutes, PerKg};
use crate::interchange::error::FormatError;
use crate::interchange::fhir::element::Element;
use crate::interchange::fhir::value::{mass_of, read_quantity};
use crate::quantity::Mass;

const UNITS: &str = "one of the UCUM units ug, mg, g, ug/kg, mg/kg";

/// The time that an amount takes at a `Ratio` such as 1.8 mg/kg in 20 min, or a `Quantity` such as 2 mg/min.
pub(super) fn read_rate(rate: &Element<'_>, amount: &Amount) -> Result<Minutes, FormatError> {
    let object = rate.object()?;
    let ((mass, per_kg), time) = if let Some(numerator) = object.get("numerator") {
        object.only(&["id", "numerator", "denominator"])?;
        let (value, code) = read_quantity(&numerator, UNITS)?;
        let mass = rated(&value, &code, &code.text()?, UNITS)?;
        let denominator = object.need("denominator", "a time in min or h")?;
        let (value, code) = read_quantity(&denominator, "min or h")?;
        let minutes = minutes(&code.text()?).ok_or_else(|| code.expected("min or h"))?;
        (mass, u64::from(value.whole(u32::MAX, "a whole number of at least 1")?) * minutes)
    } else {
        const RATES: &str = "a mass, or a mass per kg, per min or h such as mg/min";
        let (value, code) = read_quantity(rate, RATES)?;
        let text = code.text()?;
        let (unit, time) = text.rsplit_once('/').ok_or_else(|| code.expected(RATES))?;
        let minutes = minutes(time).ok_or_else(|| code.expected(RATES))?;
        (rated(&value, &code, unit, RATES)?, minutes)
    };
    let dose =
        match (amount, per_kg) {
            (Amount::Fixed(dose), false)
            | (Amount::PerKg(PerKg { mass: dose, cap: None }), true) => *dose,
            _ => {
                return Err(rate
                    .expected("a rate in the unit of the dose, and no maxDosePerAdministration"));
            }
        };
    let product = u128::from(dose.as_micrograms()) * u128::from(time);
    let mass = u128::from(mass.as_micrograms());
    let whole = (mass > 0 && product % mass == 0).then(|| u16::try_from(product / mass).ok());
    let minutes = whole
        .flatten()
        .ok_or_else(|| rate.expected("a rate by which the dose takes 1 to 65535 whole minutes"))?;
    Ok(Minutes { shortest: minutes, longest: minutes })
}

/// A mass, and whether it is for each kilogram.
fn rated(
    value: &Element<'_>,
    code: &Element<'_>,
    unit: &str,
    expected: &str,
) -> Result<(Mass, bool), FormatError> {
    let per_kg = unit.strip_suffix("/kg");
    let mass = mass_of(value, per_kg.unwrap_or(unit))?;
    Ok((mass.ok_or_else(|| code.expected(expected))?, per_kg.is_some()))
}

/// The minutes of a unit of time.
fn minutes(unit: &str) -> Option<u64> {
    match unit {
        "min" => Some(1),
        "h" => Some(60),
        _ => None,
    }
}
