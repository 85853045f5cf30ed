//! `Timing`: how often, out and in, with the rules the standard has for it.

use crate::calendar::Interval;
use crate::dosing::dose::Minutes;
use crate::dosing::regimen::{Extent, Phase};
use crate::interchange::error::FormatError;
use crate::interchange::fhir::LARGEST_COUNT;
use crate::interchange::fhir::datatype::{self, count_and_unit, duration};
use crate::interchange::fhir::element::{Element, Object};
use crate::interchange::fhir::json::{Json, object};
use crate::interchange::fhir::value::{Period, read_day, read_period, read_quantity, words};
use crate::text::excerpt::excerpt;

/// A phase, whose number of doses FHIR can count, as a `Timing`.
pub(super) fn timing(phase: &Phase) -> Json {
    let (count, bounds) = match phase.extent() {
        Extent::Doses(doses) => (Some(doses), None),
        Extent::For(time) => (None, Some(duration(time))),
        Extent::OpenEnded => (None, None),
    };
    let minutes = phase.dose().duration();
    let longer = minutes.filter(|minutes| minutes.longest > minutes.shortest);
    let period = phase.interval().map(count_and_unit);
    let repeat = object([
        ("boundsDuration", bounds.into()),
        ("count", count.into()),
        ("duration", minutes.map(|minutes| minutes.shortest).into()),
        ("durationMax", longer.map(|minutes| minutes.longest).into()),
        ("durationUnit", minutes.map(|_| "min").into()),
        ("frequency", period.map(|_| 1_u32).into()),
        ("period", period.map(|(count, _)| count).into()),
        ("periodUnit", period.map(|(_, unit)| unit).into()),
    ]);
    object([("repeat", repeat)])
}

/// What a `Timing` says of a phase.
pub(super) struct Times<'j> {
    pub(super) interval: Option<Interval>,
    pub(super) extent: Extent,
    pub(super) minutes: Option<Minutes>,
    /// The first day and the last, which are days of this phase.
    pub(super) bounds: Option<Period<'j>>,
    /// What `code` says in words.
    pub(super) words: Option<String>,
}

const UNDERSTOOD: [&str; 11] = [
    "id",
    "boundsDuration",
    "boundsPeriod",
    "count",
    "duration",
    "durationMax",
    "durationUnit",
    "frequency",
    "period",
    "periodUnit",
    "timeOfDay",
];

pub(super) fn read_timing<'j>(timing: &Element<'j>) -> Result<Times<'j>, FormatError> {
    let timing = timing.object()?;
    timing.only(&["id", "event", "repeat", "code"])?;
    let code = timing.get("code");
    let words = code.as_ref().map(words).transpose()?.flatten();
    let coded = code.as_ref().map(coded_interval).transpose()?.flatten();
    let event = timing.get("event").map(|days| read_event(&days)).transpose()?;
    let Some(repeat) = timing.get("repeat") else {
        let (interval, extent) = match (&code, &event) {
            (Some(code), _) => (Some(coded.ok_or_else(|| uncoded(code))?), Extent::OpenEnded),
            (None, Some(_)) => (None, Extent::Doses(1)),
            (None, None) => return Err(timing.lacks("repeat", "how often the dose is given")),
        };
        return Ok(Times { interval, extent, minutes: None, bounds: event, words });
    };
    let repeat = repeat.object()?;
    check_invariants(&repeat)?;
    repeat.only(&UNDERSTOOD)?;
    if let Some(frequency) = repeat.get("frequency") {
        frequency.whole(1, "1, one dose in each period")?;
    }
    if let Some(times) = repeat.get("timeOfDay") {
        if times.array()?.len() != 1 {
            return Err(times.expected("one time of day, of one dose in each period"));
        }
    }
    let extent = read_extent(&repeat)?;
    let interval = match (repeat.get("period"), &code) {
        (Some(period), code) => {
            let unit = repeat.need("periodUnit", PERIODS)?;
            let stated = interval(&period, &unit, PERIODS)?;
            if let (Some(code), Some(coded)) = (code, coded) {
                if coded != stated {
                    let found = format!("a code for every {}", datatype::words(coded));
                    let expected = format!("every {}, as in repeat", datatype::words(stated));
                    return Err(FormatError::expected(code.path(), expected, found));
                }
            }
            Some(stated)
        }
        (None, _) if extent == Extent::Doses(1) => None,
        (None, Some(code)) => Some(coded.ok_or_else(|| uncoded(code))?),
        (None, None) => return Err(repeat.lacks("period", "the time between doses")),
    };
    let bounds = repeat.get("boundsPeriod");
    if let (Some(bounds), Some(_)) = (&bounds, repeat.get("boundsDuration")) {
        return Err(bounds.expected("either boundsPeriod or boundsDuration, not both"));
    }
    let bounds = match (bounds.as_ref().map(read_period).transpose()?, event) {
        (Some(bounds), Some(event)) if bounds.first != event.first => {
            let expected = format!("{}, the first day of the bounds", bounds.first);
            return Err(event.start.expected(&expected));
        }
        (bounds, event) => bounds.or(event),
    };
    Ok(Times { interval, extent, minutes: read_minutes(&repeat)?, bounds, words })
}

/// The day of the first dose.
fn read_event<'j>(days: &Element<'j>) -> Result<Period<'j>, FormatError> {
    let all = days.array()?;
    let [start] = all.as_slice() else {
        return Err(days.expected("one day, that of the first dose"));
    };
    Ok(Period { start: start.clone(), first: read_day(start)?, end: None })
}

/// The time between doses of a code of FHIR's value set `timing-abbreviation`; `None` if it has no such code. R4 has the
/// codes of one system there, R5 a second system too, whose only code is C, continuous.
fn coded_interval(code: &Element<'_>) -> Result<Option<Interval>, FormatError> {
    const SYSTEM: &str = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation";
    const OF_R5: &str = "http://terminology.hl7.org/CodeSystem/timing-abbreviation";
    const EXPECTED: &str = "one of QD, AM, PM, BED, QOD, WK, MO";
    let codings = code.object()?.get("coding").map(|codings| codings.array()).transpose()?;
    let mut found = None;
    for coding in codings.unwrap_or_default() {
        let coding = coding.object()?;
        if let (Some(system), Some(code)) = (coding.get("system"), coding.get("code")) {
            let interval = match (system.text()?.as_str(), code.text()?.as_str()) {
                (SYSTEM, "QD" | "AM" | "PM" | "BED") => Interval::days(1),
                (SYSTEM, "QOD") => Interval::days(2),
                (SYSTEM, "WK") => Interval::days(7),
                (SYSTEM, "MO") => Interval::months(1),
                (SYSTEM | OF_R5, _) => return Err(code.expected(EXPECTED)),
                _ => continue,
            };
            if *found.get_or_insert(interval) != interval {
                return Err(code.expected("the same time between doses as the code before"));
            }
        }
    }
    Ok(found)
}

fn uncoded(code: &Element<'_>) -> FormatError {
    code.expected("a code of HL7's GTSAbbreviation, or repeat with a period")
}

/// The invariants tim-1 to tim-10 of the standard; there is no tim-3.
fn check_invariants(repeat: &Object<'_>) -> Result<(), FormatError> {
    const NEEDED: [(&str, &str, &str); 5] = [
        ("duration", "durationUnit", "durationUnit beside it (tim-1)"),
        ("period", "periodUnit", "periodUnit beside it (tim-2)"),
        ("periodMax", "period", "period beside it (tim-6)"),
        ("durationMax", "duration", "duration beside it (tim-7)"),
        ("countMax", "count", "count beside it (tim-8)"),
    ];
    let broken = |element: &Element<'_>, expected: &str, found: &str| {
        Err(FormatError::expected(element.path(), expected, excerpt(found)))
    };
    for (name, needed, expected) in NEEDED {
        if let (Some(element), None) = (repeat.get(name), repeat.get(needed)) {
            return broken(&element, expected, "none");
        }
    }
    for (name, expected) in [("duration", "at least 0 (tim-4)"), ("period", "at least 0 (tim-5)")] {
        match repeat.get(name) {
            Some(element) if element.is_negative() => return Err(element.expected(expected)),
            _ => {}
        }
    }
    if let Some(offset) = repeat.get("offset") {
        let expected = "when beside it, other than C, CM, CD or CV (tim-9)";
        let Some(when) = repeat.get("when") else {
            return broken(&offset, expected, "none");
        };
        for event in when.array()? {
            let event = event.text()?;
            if ["C", "CM", "CD", "CV"].contains(&event.as_str()) {
                return broken(&offset, expected, &event);
            }
        }
    }
    match (repeat.get("timeOfDay"), repeat.get("when")) {
        (Some(time), Some(when)) => broken(&time, "no when beside it (tim-10)", &when.found()),
        _ => Ok(()),
    }
}

/// Units of time between doses.
const PERIODS: &str = "d, wk, mo, a, or h that make whole days";

/// A number with one of the units of whole days or months.
fn interval(
    number: &Element<'_>,
    unit: &Element<'_>,
    units: &str,
) -> Result<Interval, FormatError> {
    let whole = || number.whole(u32::MAX, "a whole number of at least 1");
    let of = |factor: u32, make: fn(u32) -> Option<Interval>| {
        let interval = whole()?.checked_mul(factor).and_then(make);
        interval.ok_or_else(|| number.expected("at most 4294967295 days or months"))
    };
    match unit.text()?.as_str() {
        "d" => of(1, Interval::try_days),
        "wk" => of(7, Interval::try_days),
        "mo" => of(1, Interval::try_months),
        "a" => of(12, Interval::try_months),
        "h" => match whole()? {
            hours if hours % 24 == 0 => of(1, |hours| Interval::try_days(hours / 24)),
            _ => Err(number.expected("whole days, since regimens count days")),
        },
        _ => Err(unit.expected(units)),
    }
}

/// A `Duration` in whole days or months.
pub(super) fn read_duration(duration: &Element<'_>) -> Result<Interval, FormatError> {
    const UNITS: &str = "one of the UCUM units d, wk, mo, a, or h that make whole days";
    let (value, code) = read_quantity(duration, UNITS)?;
    interval(&value, &code, UNITS)
}

fn read_extent(repeat: &Object<'_>) -> Result<Extent, FormatError> {
    match (repeat.get("count"), repeat.get("boundsDuration")) {
        (Some(_), Some(bounds)) => Err(bounds.expected("either boundsDuration or count, not both")),
        (Some(count), None) => {
            let doses = count.whole(LARGEST_COUNT, "a whole number from 1 to 2147483647")?;
            Ok(Extent::Doses(doses))
        }
        (None, Some(bounds)) => read_duration(&bounds).map(Extent::For),
        (None, None) => Ok(Extent::OpenEnded),
    }
}

fn read_minutes(repeat: &Object<'_>) -> Result<Option<Minutes>, FormatError> {
    let Some(shortest) = repeat.get("duration") else {
        return match repeat.get("durationUnit") {
            Some(unit) => Err(unit.expected("no unit without a duration")),
            None => Ok(None),
        };
    };
    let unit = repeat.need("durationUnit", "min or h")?;
    let factor = match unit.text()?.as_str() {
        "min" => 1,
        "h" => 60,
        _ => return Err(unit.expected("min or h")),
    };
    let longest = repeat.get("durationMax");
    let longest = longest.map(|longest| whole_minutes(&longest, factor)).transpose()?;
    let shortest = whole_minutes(&shortest, factor)?;
    Ok(Some(Minutes { shortest, longest: longest.unwrap_or(shortest) }))
}

/// A number of units of so many minutes; half an hour is whole.
fn whole_minutes(number: &Element<'_>, factor: u64) -> Result<u16, FormatError> {
    let digits = number.decimal();
    let minutes = digits.ok().and_then(|digits| {
        let (whole, fraction) = digits.split_once('.').unwrap_or((&*digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let parts = 10_u64.checked_pow(fraction.len().try_into().ok()?)?;
        let minutes = format!("{whole}{fraction}").parse::<u64>().ok()?.checked_mul(factor)?;
        (minutes % parts == 0).then(|| u16::try_from(minutes / parts).ok()).flatten()
    });
    minutes
        .filter(|minutes| *minutes > 0)
        .ok_or_else(|| number.expected("1 to 65535 whole minutes"))
}
