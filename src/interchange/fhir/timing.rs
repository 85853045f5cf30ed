//! `Timing`: how often, out and in, with the rules the standard has for it.

use chrono::NaiveDate;

use crate::calendar::Interval;
use crate::dosing::dose::Minutes;
use crate::dosing::regimen::{Extent, Phase};
use crate::interchange::error::{FormatError, excerpt};
use crate::interchange::fhir::LARGEST_COUNT;
use crate::interchange::fhir::datatype::{count_and_unit, duration};
use crate::interchange::fhir::element::{Element, Object, read_quantity};
use crate::interchange::fhir::json::{Json, object};

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
#[derive(Debug)]
pub(super) struct Times {
    pub(super) interval: Option<Interval>,
    pub(super) extent: Extent,
    pub(super) minutes: Option<Minutes>,
    /// The first day of its bounds.
    pub(super) start: Option<NaiveDate>,
}

const UNDERSTOOD: [&str; 10] = [
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
];

pub(super) fn read_timing(timing: &Element<'_>) -> Result<Times, FormatError> {
    let timing = timing.object()?;
    timing.only(&["id", "repeat"])?;
    let repeat = timing.need("repeat", "how often the dose is given")?;
    let repeat_object = repeat.object()?;
    check_invariants(&repeat_object)?;
    repeat_object.only(&UNDERSTOOD)?;
    if let Some(frequency) = repeat_object.get("frequency") {
        frequency.whole(1, "1, one dose in each period")?;
    }
    let interval = match repeat_object.get("period") {
        Some(period) => {
            let unit = repeat_object.need("periodUnit", "d, wk, mo or a")?;
            Some(interval(&period, &unit, "d, wk, mo or a")?)
        }
        None => None,
    };
    let extent = read_extent(&repeat_object)?;
    if interval.is_none() && extent != Extent::Doses(1) {
        return Err(repeat_object.lacks("period", "the time between doses"));
    }
    let bounds = repeat_object.get("boundsPeriod");
    let start = bounds.as_ref().map(read_start).transpose()?;
    if let (Some(bounds), Some(_)) = (bounds, repeat_object.get("boundsDuration")) {
        return Err(bounds.expected("either boundsPeriod or boundsDuration, not both"));
    }
    Ok(Times { interval, extent, minutes: read_minutes(&repeat_object)?, start })
}

/// The day on which a `Period` starts that has no end.
pub(super) fn read_start(period: &Element<'_>) -> Result<NaiveDate, FormatError> {
    let period = period.object()?;
    period.only(&["id", "start"])?;
    let start = period.need("start", "a day")?;
    let text = start.text()?;
    let day = text.split('T').next().unwrap_or_default();
    // Years have four digits.
    let day = day.parse().ok().filter(|_| day.len() == 10);
    day.ok_or_else(|| start.expected("a day such as \"2026-01-05\""))
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

/// A number with one of the units of whole days or months.
fn interval(
    number: &Element<'_>,
    unit: &Element<'_>,
    units: &str,
) -> Result<Interval, FormatError> {
    let count = number.whole(u32::MAX, "a whole number of at least 1")?;
    let of = |factor: u32, make: fn(u32) -> Option<Interval>| {
        let interval = count.checked_mul(factor).and_then(make);
        interval.ok_or_else(|| number.expected("at most 4294967295 days or months"))
    };
    match unit.text()?.as_str() {
        "d" => of(1, Interval::try_days),
        "wk" => of(7, Interval::try_days),
        "mo" => of(1, Interval::try_months),
        "a" => of(12, Interval::try_months),
        _ => Err(unit.expected(units)),
    }
}

/// A `Duration` in whole days or months.
pub(super) fn read_duration(duration: &Element<'_>) -> Result<Interval, FormatError> {
    const UNITS: &str = "one of the UCUM units d, wk, mo or a";
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
    let minutes = |number: &Element<'_>| {
        let expected = "a whole number of at most 65535 minutes";
        let count = number.whole(u32::MAX, expected)?;
        let minutes = count.checked_mul(factor).and_then(|all| all.try_into().ok());
        minutes.ok_or_else(|| number.expected(expected))
    };
    let longest = repeat.get("durationMax").as_ref().map(minutes).transpose()?;
    let shortest = minutes(&shortest)?;
    Ok(Some(Minutes { shortest, longest: longest.unwrap_or(shortest) }))
}
