//! How long the doses of a record went on, where variables beside its first and last day say so too.

use chrono::{Days, Months, NaiveDate};

use crate::interchange::error::FormatError;
use crate::interchange::sdtm::record::{ExposureDate, ExposureRecord};
use crate::interchange::sdtm::term::interval_of;
use crate::interchange::sdtm::variables::Row;
use crate::text::excerpt::quoted;

/// Refuses a duration, or a relation to a reference period or point, that the days of the record contradict.
pub(super) fn check(row: Row<'_>, record: &ExposureRecord) -> Result<(), FormatError> {
    let is_one = record.frequency.as_deref().and_then(interval_of).is_none();
    for variable in ["--ENRF", "--ENRTPT"] {
        let Some(found) = row.value(variable) else { continue };
        let goes_on = match found.to_uppercase().as_str() {
            "ONGOING" => is_one || record.end.is_some(),
            "DURING/AFTER" => is_one,
            "AFTER" => is_one && record.end.is_none(),
            _ => false,
        };
        if goes_on {
            let expected = if is_one {
                "the end of one dose, or a frequency of repeated doses (EXDOSFRQ)"
            } else {
                "an end, as the record has a last day"
            };
            let expected = expected.replace("EX", row.variables.domain);
            return Err(row.expected(variable, expected, quoted(found)));
        }
    }
    let Some(found) = row.value("--DUR") else { return Ok(()) };
    let Some(duration) = Duration::read(found) else {
        return Err(row.expected("--DUR", "a duration such as P14D, P2W or PT1H", quoted(found)));
    };
    let day = |date: &Option<ExposureDate>| date.as_ref().and_then(ExposureDate::day);
    let (first, mut last) = (day(&record.start), day(&record.end));
    if is_one {
        last = last.or(first);
    }
    let expected = match (first, last) {
        (Some(first), Some(last)) if duration.is_from(first, last) => return Ok(()),
        // Part of a day may be in two days.
        (Some(first), Some(last))
            if is_one && last.pred_opt().is_some_and(|last| duration.is_from(first, last)) =>
        {
            return Ok(());
        }
        (Some(first), Some(last)) if first == last => format!("at most a day, as {first} is"),
        (Some(first), Some(last)) => format!("the days from {first} to {last}"),
        _ => "a first and a last day that it agrees with".to_owned(),
    };
    Err(row.expected("--DUR", expected, quoted(found)))
}

/// Whether a record ends on the day after it begins, and no later in the day: at most 24 hours after.
pub(super) fn is_overnight(row: Row<'_>, [start, end]: [Option<&ExposureDate>; 2]) -> bool {
    let day = |date: Option<&ExposureDate>| date.and_then(ExposureDate::day);
    let time = |variable| row.value(variable)?.split_once('T').map(|(_, time)| time);
    let (Some(from), Some(until)) = (time("--STDTC"), time("--ENDTC")) else { return false };
    from.starts_with(|c: char| c.is_ascii_digit())
        && until <= from
        && day(end).is_some_and(|end| day(start).and_then(|start| start.succ_opt()) == Some(end))
}

/// A duration of ISO 8601, of which only whole days are told apart.
struct Duration {
    months: u32,
    days: u64,
}

impl Duration {
    fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix('P')?;
        let (mut rest, time) =
            text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
        if time.unwrap_or(rest).is_empty() {
            return None;
        }
        let mut duration = Self { months: 0, days: 0 };
        while !rest.is_empty() {
            let (number, unit, after) = amount(rest)?;
            rest = after;
            match unit {
                'Y' => duration.months = number.checked_mul(12)?.checked_add(duration.months)?,
                'M' => duration.months = duration.months.checked_add(number)?,
                'W' => duration.days = (u64::from(number) * 7).checked_add(duration.days)?,
                'D' => duration.days = duration.days.checked_add(number.into())?,
                _ => return None,
            }
        }
        let (mut rest, mut seconds) = (time.unwrap_or_default(), 0_u64);
        while !rest.is_empty() {
            let (number, unit, after) = amount(rest)?;
            rest = after;
            let of_unit = match unit {
                'H' => 3_600,
                'M' => 60,
                'S' => 1,
                _ => return None,
            };
            seconds = (u64::from(number) * of_unit).checked_add(seconds)?;
        }
        duration.days = duration.days.checked_add(seconds / 86_400)?;
        Some(duration)
    }

    /// Whether it is the time between two days, with the last of them or without it.
    fn is_from(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let end = first.checked_add_months(Months::new(self.months));
        let end = end.and_then(|end| end.checked_add_days(Days::new(self.days)));
        end.is_some_and(|end| end == last || end.pred_opt() == Some(last))
    }
}

/// A number without its decimal places, its unit, and what comes after.
fn amount(text: &str) -> Option<(u32, char, &str)> {
    let (end, unit) = text.char_indices().find(|(_, c)| c.is_ascii_alphabetic())?;
    let (whole, places) = text[..end].split_once(['.', ',']).unwrap_or((&text[..end], "0"));
    let is_number = [whole, places].iter().all(|part| part.bytes().all(|c| c.is_ascii_digit()));
    let number = is_number.then(|| whole.parse().ok()).flatten()?;
    Some((number, unit, &text[end + 1..]))
}
