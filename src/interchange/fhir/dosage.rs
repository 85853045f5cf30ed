//! The parts of `Dosage` that we use, and a phase as one of them.

use serde::Serialize;
use serde_json::Number;

use crate::calendar::Interval;
use crate::dosing::dose::{Amount, Cap, Dose, PerKg, Route};
use crate::dosing::regimen::{Extent, Phase};
use crate::interchange::fhir::timing::Timing;
use crate::interchange::fhir::{SNOMED, UCUM, extension};
use crate::quantity::{Mass, Volume};

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
#[serde(rename_all = "camelCase")]
struct DoseAndRate {
    dose_quantity: Quantity,
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
            extension.extend(volume.map(|volume| Extension {
                url,
                value: ExtensionValue::Quantity(Quantity::of_volume(volume)),
            }));
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
        dosage.extension.push(Extension {
            url: extension::ROLE,
            value: ExtensionValue::Code(phase.role().word()),
        });
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

impl Extension {
    fn text(url: &'static str, text: String) -> Self {
        let value = ExtensionValue::Text(text);
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

    fn of_mass_per_kg(mass: Mass) -> Self {
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

    pub(super) fn of_route(route: &Route) -> Self {
        let code = RouteCode::of(route);
        Self {
            coding: code
                .into_iter()
                .map(|route| Coding {
                    system: SNOMED,
                    code: route.code,
                    display: route.display,
                })
                .collect(),
            text: route.name().to_owned(),
        }
    }
}

/// A route in the words of others.
#[derive(Debug)]
pub(super) struct RouteCode {
    pub(super) route: Route,
    /// SNOMED CT, among the descendants of 284009009, the route of administration values.
    pub(super) code: &'static str,
    display: &'static str,
}

impl RouteCode {
    /// From the value set "SNOMED CT Route Codes" of FHIR R5.
    pub(super) const ALL: &'static [Self] = &[
        Self::new(Route::Intrathecal, "72607000", "Intrathecal route"),
        Self::new(Route::Intravenous, "47625008", "Intravenous route"),
        Self::new(Route::Subcutaneous, "34206005", "Subcutaneous route"),
        Self::new(Route::Intravitreal, "418401004", "Intravitreal route"),
    ];

    const fn new(route: Route, code: &'static str, display: &'static str) -> Self {
        Self {
            route,
            code,
            display,
        }
    }

    fn of(route: &Route) -> Option<&'static Self> {
        Self::ALL.iter().find(|code| code.route == *route)
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
