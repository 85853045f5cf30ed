//! One entry of a calendar: a dose given, not given or to come.

use core::fmt::Display;
use core::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::date_fields;
use crate::dosing::course::{DoseNotGiven, DueDose, GivenAmount, GivenDose, NotGiven};
use crate::dosing::dose::{Amount, Dose};
use crate::dosing::doses::PlannedDose;
use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::history::{Key, reason};
use crate::interchange::icalendar::content_line::ContentLines;
use crate::interchange::icalendar::name::CalendarCourse;
use crate::interchange::icalendar::revision::{CalendarMethod, Revision};
use crate::interchange::icalendar::visits::Visits;
use crate::quantity::Mass;

date_fields!(day;);

#[doc(alias = "VEVENT")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "an entry: its day, status, summary and description", deny_unknown_fields)]
pub(super) struct Entry {
    #[serde(deserialize_with = "date_of::day")]
    pub(super) day: NaiveDate,
    pub(super) status: Status,
    summary: String,
    /// The dose and its days, line by line.
    description: Vec<String>,
    /// What the label says if it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_late: Option<String>,
    /// Why it was not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) not_given: Option<String>,
    /// Why it is tentative or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    is_overdue: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "a status such as \"planned\"")]
pub(super) enum Status {
    /// To come.
    Planned,
    /// Given.
    Confirmed,
    /// To come on a day that may change.
    Tentative,
    /// Not given, or off.
    Cancelled,
}

impl Entry {
    fn planned(day: NaiveDate, summary: String, description: Vec<String>) -> Self {
        Self {
            day,
            status: Status::Planned,
            summary,
            description,
            if_late: None,
            not_given: None,
            why: None,
            is_overdue: false,
        }
    }

    /// A dose of a schedule.
    pub(super) fn of_schedule(name: &CalendarCourse, key: Key, planned: &PlannedDose<'_>) -> Self {
        let summary = summary(name, key, planned.dose(), None);
        Self::planned(planned.date(), summary, described(planned, planned.window()))
    }

    /// A dose to come.
    pub(super) fn due(name: &CalendarCourse, key: Key, due: &DueDose<'_>) -> Self {
        let summary = summary(name, key, due.dose(), due.mass().ok());
        Self::planned(due.date(), summary, described(due, due.window()))
    }

    pub(super) fn overdue(self) -> Self {
        Self { is_overdue: true, ..self }
    }

    /// The same entry with what the label says if it is late.
    pub(super) fn with_rule(self, rule: &str) -> Self {
        Self { if_late: Some(format!("If it is late: {rule}")), ..self }
    }

    /// The same entry on a day of which nobody decides yet, and without what to do if it is late.
    pub(super) fn waiting(self, why: &str) -> Self {
        Self { if_late: None, ..self }.tentative(why)
    }

    /// An entry that was sent, and that nobody decides about yet.
    pub(super) fn left(self, why: &str, visits: &Visits<'_>) -> Self {
        let mut left = Self { why: None, ..self }.waiting(why);
        let line = closed(left.day);
        if !visits.is_open(left.day) && !left.description.contains(&line) {
            left.description.push(line);
        }
        left
    }

    pub(super) fn given(course: &CalendarCourse, meant: Key, given: &GivenDose<'_>) -> Self {
        let (amount, route) = (given.dose().amount(), given.dose().route());
        let what = match given.amount() {
            GivenAmount::Another(mass) => format!("{mass} {route}"),
            GivenAmount::Part(mass) | GivenAmount::Rest(mass) => {
                format!("{mass} of {amount} {route}")
            }
            _ => format!("{} {route}", self::amount(amount, given.mass().ok())),
        };
        let counts = match (given.counts(), given.is_rest()) {
            (true, _) => "",
            (false, true) => ", rest",
            (false, false) => ", does not count",
        };
        let summary = course.summary(&(meant.name(" ") + counts), what);
        let description = vec![format!("Given: {given}")];
        Self { status: Status::Confirmed, ..Self::planned(given.date(), summary, description) }
    }

    pub(super) fn missed(name: &CalendarCourse, key: Key, missed: &DoseNotGiven<'_>) -> Self {
        let dose = missed.dose();
        let summary = summary(name, key, dose, None);
        let word = if missed.why() == NotGiven::Held { "Held" } else { "Not given" };
        let not_given = Some(format!("{word}: {}", reason(missed)));
        let entry = Self::planned(missed.planned(), summary, vec![dose.to_string()]);
        Self { status: Status::Cancelled, not_given, ..entry }
    }

    /// The same entry on a day that may change, for one more reason.
    pub(super) fn tentative(self, why: &str) -> Self {
        let why = self.why.into_iter().fold(why.to_owned(), |why, other| why + "\n" + &other);
        Self { status: Status::Tentative, why: Some(why), is_overdue: false, ..self }
    }

    /// A cancelled entry, with nothing that it says to do.
    pub(super) fn cancelled(self, why: &str) -> Self {
        if self.status == Status::Cancelled {
            return self;
        }
        let dose = self.description.into_iter().take(1).collect();
        let cancelled = Self::planned(self.day, self.summary, dose);
        Self { status: Status::Cancelled, why: Some(why.to_owned()), ..cancelled }
    }

    /// The same entry on the day of the visit, where that is another one, or with the line that the clinic is closed.
    pub(super) fn visited(mut self, visit: NaiveDate, visits: &Visits<'_>) -> Self {
        let (planned, is_open) = (self.day, visits.is_open(self.day));
        if visit != planned && is_open {
            self.description.push(format!("Visit on {visit} instead of {planned}"));
        } else if visit != planned {
            let line = format!("Visit on {visit}, as the clinic is closed on {planned}");
            self.description.push(line);
        } else if !is_open {
            self.description.push(closed(planned));
        }
        Self { day: visit, ..self }
    }

    /// Refuses an entry that was read and that no calendar would have.
    pub(super) fn check(&self, place: &str) -> Result<(), FormatError> {
        check_plain(&format!("{place}, summary"), "a text", &self.summary, &[])?;
        check_plain(&format!("{place}, description"), "a text", &self.text(), &['\n'])?;
        if self.is_overdue && self.status != Status::Tentative {
            let expected = "a tentative entry, as it is overdue";
            return Err(FormatError::expected(place, expected, "another status"));
        }
        Ok(())
    }

    fn text(&self) -> String {
        let Self { description, if_late, not_given, why, .. } = self;
        let all = description.iter().chain(if_late).chain(not_given).chain(why);
        all.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn write(
        &self,
        uid: &str,
        revision: &Revision<'_>,
        lines: &mut ContentLines,
    ) -> Result<(), FormatError> {
        let end = check_day("date of an entry", self.day)?;
        let cancels = matches!(revision.method, Some((CalendarMethod::Cancel, _)));
        if cancels && self.status != Status::Cancelled {
            let place = format!("entry on {}", self.day);
            let expected = "a cancelled entry, as METHOD:CANCEL cancels all entries";
            return Err(FormatError::expected(place, expected, "it planned or given"));
        }
        lines.plain("BEGIN", "VEVENT");
        lines.text("DESCRIPTION", &self.text());
        // The end is exclusive (RFC 5545, section 3.8.2.2).
        lines.plain("DTEND;VALUE=DATE", &end.format("%Y%m%d").to_string());
        let stamp = revision.stamp.format("%Y%m%dT%H%M%SZ");
        lines.plain("DTSTAMP", &stamp.to_string());
        lines.plain("DTSTART;VALUE=DATE", &self.day.format("%Y%m%d").to_string());
        if let Some((_, organizer)) = revision.method {
            lines.plain("ORGANIZER", organizer);
        }
        lines.plain("SEQUENCE", &revision.sequence.to_string());
        match self.status {
            Status::Planned => {}
            Status::Confirmed => lines.plain("STATUS", "CONFIRMED"),
            Status::Tentative => lines.plain("STATUS", "TENTATIVE"),
            Status::Cancelled => lines.plain("STATUS", "CANCELLED"),
        }
        // Not every program shows that an entry is tentative.
        let how = match (self.status, self.is_overdue) {
            (_, true) => ", overdue",
            (Status::Tentative, false) => ", tentative",
            _ => "",
        };
        lines.text("SUMMARY", &format!("{}{how}", self.summary));
        // A dose does not keep its whole day busy (RFC 5545, section 3.8.2.7).
        lines.plain("TRANSP", "TRANSPARENT");
        lines.text("UID", uid);
        lines.plain("END", "VEVENT");
        Ok(())
    }
}

fn closed(day: NaiveDate) -> String {
    format!("The clinic is closed on {day}")
}

/// Which dose it is, and how much of it is planned.
fn summary(name: &CalendarCourse, key: Key, dose: &Dose, mass: Option<Mass>) -> String {
    let what = format!("{} {}", amount(dose.amount(), mass), dose.route());
    name.summary(&key.name(" "), what)
}

/// The dose, and the days on which it is on time.
fn described(dose: &impl Display, window: Option<RangeInclusive<NaiveDate>>) -> Vec<String> {
    let on_time = window.map(|days| format!("On time from {} to {}", days.start(), days.end()));
    [Some(dose.to_string()), on_time].into_iter().flatten().collect()
}

/// The amount of a dose; where it is by weight and the weight is known, the mass before it.
fn amount(amount: &Amount, mass: Option<Mass>) -> String {
    match (amount, mass) {
        (Amount::PerKg(_) | Amount::Bands(_), Some(mass)) => format!("{mass} ({amount})"),
        _ => amount.to_string(),
    }
}

/// The day after, where both have years of four digits.
pub(super) fn check_day(place: &str, day: NaiveDate) -> Result<NaiveDate, FormatError> {
    let next = day.succ_opt().filter(|next| next.year() <= 9999);
    next.filter(|_| day.year() >= 1).ok_or_else(|| {
        let expected = "a day from 0001-01-01 to 9999-12-30";
        FormatError::expected(place, expected, day)
    })
}
