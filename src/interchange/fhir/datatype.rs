//! The data types of FHIR that several of our elements have: quantities, coded concepts, extensions.

use serde::Serialize;
use serde_json::Number;

use crate::calendar::Interval;
use crate::dosing::dose::Route;
use crate::interchange::fhir::{SNOMED, UCUM, extension};
use crate::quantity::{Mass, Volume};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Extension {
    url: &'static str,
    #[serde(flatten)]
    value: ExtensionValue,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
enum ExtensionValue {
    #[serde(rename = "valueCode")]
    Code(&'static str),
    #[serde(rename = "valueString")]
    Text(String),
    #[serde(rename = "valueDuration")]
    Duration(Quantity),
    #[serde(rename = "valueQuantity")]
    Quantity(Quantity),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Quantity {
    value: Number,
    unit: &'static str,
    system: &'static str,
    code: &'static str,
}

/// A `CodeableConcept`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Concept {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coding: Vec<Coding>,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Coding {
    system: &'static str,
    code: &'static str,
    display: &'static str,
}

impl Extension {
    pub(super) fn code(url: &'static str, code: &'static str) -> Self {
        let value = ExtensionValue::Code(code);
        Self { url, value }
    }

    pub(super) fn text(url: &'static str, text: String) -> Self {
        let value = ExtensionValue::Text(text);
        Self { url, value }
    }

    pub(super) fn volume(url: &'static str, volume: Volume) -> Self {
        let value = ExtensionValue::Quantity(Quantity::of_volume(volume));
        Self { url, value }
    }

    pub(super) fn seam(seam: Interval) -> Self {
        Self {
            url: extension::SEAM,
            value: ExtensionValue::Duration(Quantity::of_interval(seam)),
        }
    }
}

impl Quantity {
    fn ucum(value: Number, code: &'static str) -> Self {
        Self {
            value,
            unit: code,
            system: UCUM,
            code,
        }
    }

    pub(super) fn of_mass(mass: Mass) -> Self {
        let (value, code) = exact(mass.as_micrograms(), ["mg", "ug"]);
        Self::ucum(value, code)
    }

    pub(super) fn of_mass_per_kg(mass: Mass) -> Self {
        let (value, code) = exact(mass.as_micrograms(), ["mg/kg", "ug/kg"]);
        Self::ucum(value, code)
    }

    fn of_volume(volume: Volume) -> Self {
        let (value, code) = exact(volume.as_microlitres(), ["mL", "uL"]);
        Self::ucum(value, code)
    }

    /// A `Duration`.
    pub(super) fn of_interval(interval: Interval) -> Self {
        let (count, code) = count_and_unit(interval);
        Self::ucum(count.into(), code)
    }
}

/// A number of thousandths: in the larger unit where that is exact in every reader's floating point, else
/// whole in the smaller one.
fn exact(thousandths: u64, [larger, smaller]: [&'static str; 2]) -> (Number, &'static str) {
    // Fifteen digits survive a double on the way out and in.
    const FIFTEEN_DIGITS: u64 = 1_000_000_000_000_000;
    if thousandths % 1_000 == 0 {
        return ((thousandths / 1_000).into(), larger);
    }
    if thousandths < FIFTEEN_DIGITS {
        #[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
        let value = Number::from_f64(thousandths as f64 / 1_000.0);
        if let Some(value) = value {
            return (value, larger);
        }
    }
    (thousandths.into(), smaller)
}

impl Concept {
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let coding = Vec::new();
        Self { coding, text }
    }

    /// A route with its SNOMED CT code; a route that has none is its text alone.
    pub(super) fn of_route(route: &Route) -> Self {
        match ROUTES.iter().find(|known| known.route == *route) {
            Some(known) => Self {
                coding: vec![Coding {
                    system: SNOMED,
                    code: known.code,
                    display: known.display,
                }],
                text: route.name().to_owned(),
            },
            None => Self::text(route.name()),
        }
    }
}

/// A route in the words of FHIR.
pub(super) struct RouteCode {
    pub(super) route: Route,
    /// SNOMED CT, among the descendants of 284009009, the route of administration values.
    pub(super) code: &'static str,
    display: &'static str,
}

/// From the value set "SNOMED CT Route Codes" of FHIR R5.
pub(super) static ROUTES: [RouteCode; 4] = [
    RouteCode {
        route: Route::Intrathecal,
        code: "72607000",
        display: "Intrathecal route",
    },
    RouteCode {
        route: Route::Intravenous,
        code: "47625008",
        display: "Intravenous route",
    },
    RouteCode {
        route: Route::Subcutaneous,
        code: "34206005",
        display: "Subcutaneous route",
    },
    RouteCode {
        route: Route::Intravitreal,
        code: "418401004",
        display: "Intravitreal route",
    },
];

/// An interval's number and UCUM code, which is also FHIR's `periodUnit`.
pub(super) fn count_and_unit(interval: Interval) -> (u32, &'static str) {
    match interval {
        Interval::Days(days) => (days.get(), "d"),
        Interval::Months(months) => (months.get(), "mo"),
    }
}

/// An interval in words: `14 days`, `1 month`.
pub(super) fn words(interval: Interval) -> String {
    let (count, unit) = count_and_unit(interval);
    let unit = if unit == "d" { "day" } else { "month" };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}
