//! The route of a dose as a coded concept.

use std::borrow::Cow;

use crate::dosing::dose::Route;
use crate::interchange::error::FormatError;
use crate::interchange::fhir::element::Element;
use crate::interchange::fhir::json::{Json, object};
use crate::text::excerpt::excerpt;

const SNOMED: &str = "http://snomed.info/sct";
const HL7_V3: &str = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration";
const HL7_V2: &str = "http://terminology.hl7.org/CodeSystem/v2-0162";

/// The codes of a route.
struct RouteCodes {
    route: Route,
    /// SNOMED CT. The first is the one written, a descendant of 284009009, the route of administration values, as
    /// FHIR's value set of routes has it; the other is the qualifier of the same name, which FHIR's own examples use.
    snomed: &'static [&'static str],
    display: &'static str,
    v3: &'static [&'static str],
    v2: &'static [&'static str],
}

static ROUTES: [RouteCodes; 5] = [
    RouteCodes {
        route: Route::Intrathecal,
        snomed: &["72607000"],
        display: "Intrathecal route",
        v3: &["IT", "ITINJ"],
        v2: &["IT"],
    },
    RouteCodes {
        route: Route::Intravenous,
        snomed: &["47625008", "255560000"],
        display: "Intravenous route",
        v3: &["IV", "IVC", "IVCI", "IVINJ", "IVINJBOL", "IVPUSH", "IVRPUSH", "IVSPUSH"],
        v2: &["IV"],
    },
    RouteCodes {
        route: Route::Subcutaneous,
        snomed: &["34206005", "263887005"],
        display: "Subcutaneous route",
        v3: &["SQ", "SQINFUS"],
        v2: &["SC"],
    },
    RouteCodes {
        route: Route::Intravitreal,
        snomed: &["418401004"],
        display: "Intravitreal route",
        v3: &["IVITINJ"],
        v2: &[],
    },
    RouteCodes {
        route: Route::Named(Cow::Borrowed("intramuscular")),
        snomed: &["78421000", "255559005"],
        display: "Intramuscular route",
        v3: &["IM", "IMD", "IMZ"],
        v2: &["IM"],
    },
];

/// A route with its SNOMED CT code; a route that has none is its text alone.
pub(super) fn route_concept(route: &Route) -> Json {
    let known = ROUTES.iter().find(|known| known.route == *route);
    let coding = known.map(|known| {
        [object([
            ("system", SNOMED.into()),
            ("code", known.snomed[0].into()),
            ("display", known.display.into()),
        ])]
    });
    object([("coding", coding.into()), ("text", route.name().to_owned().into())])
}

/// The route of the codes of systems that are known here, or of the text where there are none. Codes, text and displays
/// that name different routes are refused.
pub(super) fn read_route(route: &Element<'_>) -> Result<Route, FormatError> {
    const WORDS: &str =
        "intrathecal, intravenous, subcutaneous, intravitreal or the name of another route";
    let object = route.object()?;
    object.only(&["id", "coding", "text"])?;
    let codings = object.get("coding").map(|codings| codings.array()).transpose()?;
    let (mut found, mut texts): (Option<Route>, Vec<_>) = (None, Vec::new());
    for coding in codings.unwrap_or_default() {
        let coding = coding.object()?;
        texts.extend(coding.get("display"));
        let system = coding.get("system").map(|system| system.text()).transpose()?;
        let codes: fn(&RouteCodes) -> &'static [&'static str] = match system.as_deref() {
            Some(SNOMED) => |known| known.snomed,
            Some(HL7_V3) => |known| known.v3,
            Some(HL7_V2) => |known| known.v2,
            _ => continue,
        };
        let code = coding.need("code", "the code of a route")?;
        let text = code.text()?;
        let known = ROUTES.iter().find(|known| codes(known).contains(&text.as_str()));
        let route = &known.ok_or_else(|| code.expected(&listed(codes)))?.route;
        match &found {
            Some(first) if first != route => {
                return Err(code.expected(&format!("a code of the {} route", first.name())));
            }
            _ => found = Some(route.clone()),
        }
    }
    let text = object.get("text");
    let (route, of, own) = if let Some(coded) = found {
        texts.extend(text);
        (coded, "code", Vec::new())
    } else {
        let text =
            text.ok_or_else(|| object.lacks("text", "a code of SNOMED CT or HL7, or a text"))?;
        let words = text.text()?;
        let route = named_route(&words).unwrap_or_else(|| Route::Named(words.clone().into()));
        route.check().map_err(|_| text.expected(WORDS))?;
        (route, "text", routes_in(&words))
    };
    for text in texts {
        let named = routes_in(&text.text()?);
        let agrees = |named: &Route| *named == route || own.contains(named);
        if !named.is_empty() && !named.iter().any(agrees) {
            return Err(text.expected(&format!("{}, the route of the {of}", excerpt(route.name()))));
        }
    }
    Ok(route)
}

/// The known route of a name, of an abbreviation such as `IV`, `i.v.` or `SQ`, or of the term of SNOMED CT or EDQM, such
/// as `Intrathecal route (qualifier value)` or `Intrathecal use`.
fn named_route(words: &str) -> Option<Route> {
    let name = words.trim().to_lowercase();
    let name = name.strip_suffix("(qualifier value)").unwrap_or(&name).trim_end();
    let bare = [" route", " use"].iter().find_map(|kind| name.strip_suffix(kind));
    let name = bare.unwrap_or(name).replace('.', "");
    let is = |known: &&RouteCodes| {
        let mut codes = known.v3.iter().chain(known.v2).copied().chain(known.route.abbreviation());
        known.route.name() == name || codes.any(|code| code.eq_ignore_ascii_case(&name))
    };
    ROUTES.iter().find(is).map(|known| known.route.clone())
}

/// The known routes of the words of a text, such as `slow IV push` or `intravenous use`. An abbreviation counts there only
/// in capitals or with points, since `it` is a word, and `IT` is one where all is in capitals.
fn routes_in(text: &str) -> Vec<Route> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.');
    let words = words.map(|word| word.trim_end_matches('.'));
    let of_word = |word: &str| {
        let is_word = word == "IT" && !text.contains(char::is_lowercase);
        let is_short = word.contains('.') || !word.contains(char::is_lowercase) && !is_word;
        named_route(word).filter(|route| is_short || route.name().eq_ignore_ascii_case(word))
    };
    named_route(text).map_or_else(|| words.filter_map(of_word).collect(), |route| vec![route])
}

/// The routes of a system with their codes.
fn listed(codes: fn(&RouteCodes) -> &'static [&'static str]) -> String {
    let known = ROUTES.iter().filter(|known| !codes(known).is_empty());
    let routes = known.map(|known| format!("{} ({})", known.route.name(), codes(known).join(" ")));
    format!("one of {}", routes.collect::<Vec<_>>().join(", "))
}
