//! What comes from a browser is text; here it becomes entries and patients, or says which field is wrong and why.

use std::fmt::Display;
use std::str::FromStr;

use aso_regimen::catalog::Overlay;
use aso_regimen::dosing::course::{CourseError, Entry, EntryKind, GivenAmount};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::{BodyWeight, Mass};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::store::{Change, StoredPatient};
use crate::web::today;

/// What is wrong, by the name of the field.
pub type Wrong = Vec<(&'static str, String)>;

/// What can be written down, and how a person says it; the last only of an entry that is there.
pub const ACTIONS: [(&str, &str); 12] = [
    ("given", "given"),
    ("partly", "given in part"),
    ("rest", "rest of a part given that day"),
    ("not-counting", "given, does not count"),
    ("missed", "missed"),
    ("held", "hold"),
    ("resumed", "resume"),
    ("stopped", "stop"),
    ("skipped", "skip the due dose"),
    ("rescheduled", "decide the date of the next dose"),
    ("weighed", "weigh"),
    ("removed", "take this entry out"),
];

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EntryForm {
    pub version: i64,
    /// The number of the entry to be corrected; empty for a new one.
    pub replaces: String,
    pub what: String,
    pub day: String,
    pub amount: String,
    pub to: String,
    pub weight: String,
    pub reason: String,
}

impl EntryForm {
    pub fn new() -> Self {
        Self { what: "given".to_owned(), day: today().to_string(), ..Self::default() }
    }

    /// The form that corrects an entry.
    pub fn of(number: usize, entry: &Entry) -> Self {
        let what = match (entry.kind(), entry.given_amount()) {
            (EntryKind::Given, GivenAmount::Part(_)) => "partly",
            (EntryKind::Given, GivenAmount::Rest(_)) => "rest",
            (EntryKind::Given, _) if !entry.counts() => "not-counting",
            (kind, _) => kind.word(),
        };
        let (to, weight) = match entry.kind() {
            EntryKind::Rescheduled(to) => (to.to_string(), String::new()),
            EntryKind::Weighed(weight) => (String::new(), weight.to_string()),
            _ => Default::default(),
        };
        let amount = entry.given_amount().mass().map_or_else(String::new, |mass| mass.to_string());
        let (day, reason) = (entry.day().to_string(), entry.why().unwrap_or_default().to_owned());
        let (what, replaces) = (what.to_owned(), number.to_string());
        Self { version: 0, replaces, what, day, amount, to, weight, reason }
    }

    pub fn change(&self) -> Result<Change, Wrong> {
        let mut wrong = Wrong::new();
        let replaces = optional(&mut wrong, "what", &self.replaces);
        if self.what == "removed" && replaces.is_some() {
            return Ok(Change::now(replaces, None));
        }
        let reason = text(&mut wrong, "reason", &self.reason);
        let day = date(&mut wrong, "day", &self.day);
        if day > today() {
            wrong.push(("day", format!("{day} is still to come, expected {} or before", today())));
        }
        let amount = optional(&mut wrong, "amount", &self.amount);
        let mut mass = || match amount {
            Some(mass) => mass,
            None => needed(&mut wrong, "amount", &self.amount).unwrap_or(Mass::ZERO),
        };
        let entry = match self.what.as_str() {
            "given" => Entry::given(day),
            "not-counting" => Entry::given(day).not_counting(),
            "partly" => Entry::given(day).partly(mass()),
            "rest" => Entry::rest(day, mass()),
            "missed" => Entry::missed(day, ""),
            "held" => Entry::held(day, ""),
            "resumed" => Entry::resumed(day),
            "stopped" => Entry::stopped(day, ""),
            "skipped" => Entry::skipped(day, ""),
            "rescheduled" => Entry::rescheduled(day, date(&mut wrong, "to", &self.to), ""),
            "weighed" => {
                let weight = needed(&mut wrong, "weight", &self.weight);
                Entry::weighed(day, weight.unwrap_or(BodyWeight::kg(1)))
            }
            found => {
                wrong.push(("what", format!("expected one of the list, found {found:?}")));
                Entry::resumed(day)
            }
        };
        let entry = match amount {
            Some(mass) if ["given", "not-counting"].contains(&&*self.what) => entry.amount(mass),
            _ => entry,
        };
        let entry = if reason.is_empty() { entry } else { entry.reason(reason) };
        if wrong.is_empty() { Ok(Change::now(replaces, Some(entry))) } else { Err(wrong) }
    }
}

/// The field that an error of the crate is about.
pub fn field_of(error: &CourseError) -> &'static str {
    match error {
        CourseError::NoReason { .. } | CourseError::ControlCharacter { .. } => "reason",
        CourseError::PartTooLarge { .. } | CourseError::NoMass { .. } => "amount",
        CourseError::DateNotAfterLastDose { .. } | CourseError::DecidedLater { .. } => "to",
        CourseError::NoPart { .. }
        | CourseError::NothingToResume { .. }
        | CourseError::AlreadyPaused { .. }
        | CourseError::NoSuchEntry { .. } => "what",
        _ => "day",
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PatientForm {
    pub name: String,
    /// The key of a label, `|`, and the name of one of its regimens.
    pub regimen: String,
    pub day: String,
    /// The number of the last dose if it was given elsewhere, on that day.
    pub number: String,
    pub tolerance: String,
    pub weight: String,
}

impl PatientForm {
    pub fn patient(&self, labels: &Overlay) -> Result<StoredPatient, Wrong> {
        let mut wrong = Wrong::new();
        let name = name(&self.name).unwrap_or_else(|why| {
            wrong.push(("name", why));
            String::new()
        });
        let day = date(&mut wrong, "day", &self.day);
        let number = optional(&mut wrong, "number", &self.number);
        let tolerance: Option<Tolerance> = optional(&mut wrong, "tolerance", &self.tolerance);
        let weight = optional(&mut wrong, "weight", &self.weight);
        let (key, regimen) = self.regimen.split_once('|').unwrap_or((&self.regimen, ""));
        let labels = labels.labels();
        let label = labels.iter().find(|label| label.key().to_string() == key);
        let Some(label) = label else {
            wrong.push(("regimen", format!("expected one of the list, found {key:?}")));
            return Err(wrong);
        };
        let course = match number {
            Some(number) => label.continuing(regimen, number, day).map_err(|why| ("number", why)),
            None => label.course_named(regimen, day).map_err(|why| ("regimen", why)),
        };
        let course = course.map_err(|(field, why)| wrong.push((field, why.to_string())));
        let plan = course.and_then(|course| match tolerance {
            Some(tolerance) => course
                .tolerating(tolerance)
                .map_err(|why| wrong.push(("tolerance", why.to_string()))),
            None => Ok(course),
        });
        let weighed = weight.map(|weight| Entry::weighed(day.min(today()), weight));
        let log = weighed.map(|entry| Change::now(None, Some(entry))).into_iter().collect();
        match plan {
            Ok(plan) if wrong.is_empty() => Ok(StoredPatient { id: None, name, plan, log }),
            _ => Err(wrong),
        }
    }
}

fn needed<T: FromStr<Err: Display>>(
    wrong: &mut Wrong,
    field: &'static str,
    found: &str,
) -> Option<T> {
    let read = found.trim().parse();
    read.map_err(|why| wrong.push((field, format!("{why}")))).ok()
}

fn optional<T: FromStr<Err: Display>>(
    wrong: &mut Wrong,
    field: &'static str,
    found: &str,
) -> Option<T> {
    (!found.trim().is_empty()).then(|| needed(wrong, field, found)).flatten()
}

/// A date of a year with four digits.
pub fn date(wrong: &mut Wrong, field: &'static str, found: &str) -> NaiveDate {
    let date = (found.len() == 10).then(|| found.parse().ok()).flatten();
    date.unwrap_or_else(|| {
        let shown: String = found.chars().take(40).collect();
        wrong.push((field, format!("expected a date such as 2026-01-05, found {shown:?}")));
        NaiveDate::default()
    })
}

fn text(wrong: &mut Wrong, field: &'static str, found: &str) -> String {
    let count = found.chars().count();
    if count > 200 {
        wrong.push((field, format!("expected at most 200 characters, found {count}")));
    }
    found.trim().to_owned()
}

/// A name that every file can have.
pub fn name(found: &str) -> Result<String, String> {
    let mut wrong = Wrong::new();
    let name = text(&mut wrong, "name", found);
    match wrong.pop() {
        Some((_, why)) => Err(why),
        None if name.is_empty() || name.contains(char::is_control) => {
            Err("expected a name without control characters".to_owned())
        }
        None => Ok(name),
    }
}
