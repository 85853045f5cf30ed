//! Controlled terms for routes and frequencies, both ways.

use std::borrow::Cow;

use crate::calendar::Interval;
use crate::dosing::dose::Route;

/// Returns the term for a route: that of code list C66729, which sponsors may extend, or the route's own name in
/// capitals.
#[doc(alias = "EXROUTE")]
pub fn route(route: &Route) -> String {
    route.name().to_uppercase()
}

/// The route that a term says; one that this crate has no word for by its name. A drip and a bolus are intravenous.
pub(super) fn route_of(term: &str) -> Route {
    let term = term.to_lowercase();
    let name = match term.as_str() {
        "intravenous drip" | "intravenous bolus" => "intravenous",
        other => other,
    };
    let known = Route::KNOWN.iter().find(|route| route.name() == name);
    known.cloned().unwrap_or_else(|| Route::Named(Cow::Owned(name.to_owned())))
}

/// The terms of code list C71113 for doses a day or longer apart, and behind them their synonyms there (CDISC SDTM
/// Controlled Terminology of March 2025). Of those for one interval the first is written. PA, per year, is 12 months.
const FREQUENCIES: [(&str, Interval); 55] = [
    ("QD", Interval::days(1)),
    ("QOD", Interval::days(2)),
    ("Q3D", Interval::days(3)),
    ("Q4D", Interval::days(4)),
    ("Q5D", Interval::days(5)),
    ("Q6D", Interval::days(6)),
    ("EVERY WEEK", Interval::weeks(1)),
    ("EVERY 2 WEEKS", Interval::weeks(2)),
    ("EVERY 3 WEEKS", Interval::weeks(3)),
    ("EVERY 4 WEEKS", Interval::weeks(4)),
    ("EVERY 5 WEEKS", Interval::weeks(5)),
    ("EVERY 6 WEEKS", Interval::weeks(6)),
    ("EVERY 7 WEEKS", Interval::weeks(7)),
    ("EVERY 8 WEEKS", Interval::weeks(8)),
    ("EVERY 10 WEEKS", Interval::weeks(10)),
    ("EVERY 12 WEEKS", Interval::weeks(12)),
    ("EVERY 13 WEEKS", Interval::weeks(13)),
    ("EVERY 16 WEEKS", Interval::weeks(16)),
    ("QM", Interval::months(1)),
    ("Q2M", Interval::months(2)),
    ("Q3M", Interval::months(3)),
    ("Q4M", Interval::months(4)),
    ("Q6M", Interval::months(6)),
    ("PA", Interval::months(12)),
    ("EVERY 3 YEARS", Interval::months(36)),
    ("EVERY 4 YEARS", Interval::months(48)),
    ("EVERY 5 YEARS", Interval::months(60)),
    ("EVERY 8 YEARS", Interval::months(96)),
    ("EVERY 10 YEARS", Interval::months(120)),
    ("Q24H", Interval::days(1)),
    ("QAM", Interval::days(1)),
    ("QPM", Interval::days(1)),
    ("QHS", Interval::days(1)),
    ("QN", Interval::days(1)),
    ("EVERY AFTERNOON", Interval::days(1)),
    ("EVERY EVENING", Interval::days(1)),
    ("Q48H", Interval::days(2)),
    ("Q72H", Interval::days(3)),
    ("Q96H", Interval::days(4)),
    ("Q7D", Interval::weeks(1)),
    ("1 TIME PER WEEK", Interval::weeks(1)),
    ("DAILY", Interval::days(1)),
    ("/DAY", Interval::days(1)),
    ("PER DAY", Interval::days(1)),
    ("EVERY MORNING", Interval::days(1)),
    ("Q2D", Interval::days(2)),
    ("EVERY OTHER DAY", Interval::days(2)),
    ("EVERY SECOND DAY", Interval::days(2)),
    ("EVERY TWO DAYS", Interval::days(2)),
    ("PER WEEK", Interval::weeks(1)),
    ("PER MONTH", Interval::months(1)),
    ("EVERY TWO MONTHS", Interval::months(2)),
    ("/YEAR", Interval::months(12)),
    ("PER YEAR", Interval::months(12)),
    ("PER ANNUM", Interval::months(12)),
];

/// Returns the term of code list C71113 for doses at an interval; `None` if no term means exactly that interval.
///
/// ```
/// use aso_regimen::Interval;
/// use aso_regimen::interchange::sdtm::frequency;
///
/// assert_eq!(frequency(Interval::days(28)), Some("EVERY 4 WEEKS"));
/// assert_eq!(frequency(Interval::months(4)), Some("Q4M"));
/// assert_eq!(frequency(Interval::weeks(9)), None);
/// assert_eq!(frequency(Interval::days(30)), None);
/// ```
#[doc(alias = "EXDOSFRQ")]
pub const fn frequency(interval: Interval) -> Option<&'static str> {
    let mut index = 0;
    while index < FREQUENCIES.len() {
        let (term, own) = FREQUENCIES[index];
        let is_same = match (own, interval) {
            (Interval::Days(own), Interval::Days(days)) => own.get() == days.get(),
            (Interval::Months(own), Interval::Months(months)) => own.get() == months.get(),
            _ => false,
        };
        if is_same {
            return Some(term);
        }
        index += 1;
    }
    None
}

/// The interval that a term says, in any case; `None` if it is another one, or less than a day. Terms that count are
/// read too, of the list's synonyms, such as QS and Q2S, and of sponsors, such as QW, Q84D and EVERY 9 WEEKS.
pub(super) fn interval_of(term: &str) -> Option<Interval> {
    let found = FREQUENCIES.iter().find(|(own, _)| own.eq_ignore_ascii_case(term));
    found.map(|(_, interval)| *interval).or_else(|| counted(&term.to_ascii_uppercase()))
}

/// The interval of a term that counts days, weeks, months or years.
fn counted(term: &str) -> Option<Interval> {
    let (number, unit) = if let Some(words) = term.strip_prefix("EVERY ") {
        words.split_once(' ').unwrap_or(("1", words))
    } else {
        let letters = term.strip_prefix('Q')?;
        letters.split_at_checked(letters.len().checked_sub(1)?)?
    };
    let number = if number.is_empty() { "1" } else { number };
    let number: u32 = number.bytes().all(|c| c.is_ascii_digit()).then(|| number.parse().ok())??;
    match unit {
        "D" | "DAY" | "DAYS" => Interval::try_days(number),
        "S" | "W" | "WEEK" | "WEEKS" => Interval::try_days(number.checked_mul(7)?),
        "M" | "MONTH" | "MONTHS" => Interval::try_months(number),
        "YEAR" | "YEARS" => Interval::try_months(number.checked_mul(12)?),
        _ => None,
    }
}
