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
        let replaces = take(&mut wrong, "what", optional(&self.replaces)).flatten();
        if self.what == "removed" && replaces.is_some() {
            return Ok(Change::now(replaces, None));
        }
        let day = take(&mut wrong, "day", past(&self.day)).unwrap_or_default();
        let reason = take(&mut wrong, "reason", short(&self.reason)).unwrap_or_default();
        let amount: Option<Mass> = take(&mut wrong, "amount", optional(&self.amount)).flatten();
        let weight: Option<BodyWeight> =
            take(&mut wrong, "weight", optional(&self.weight)).flatten();
        let mut needed = |field, what: &str| {
            wrong.push((field, format!("expected {what}")));
            Entry::resumed(day)
        };
        let entry = match (self.what.as_str(), amount) {
            ("given", None) => Entry::given(day),
            ("given", Some(mass)) => Entry::given(day).amount(mass),
            ("not-counting", None) => Entry::given(day).not_counting(),
            ("not-counting", Some(mass)) => Entry::given(day).amount(mass).not_counting(),
            ("partly", Some(mass)) => Entry::given(day).partly(mass),
            ("rest", Some(mass)) => Entry::rest(day, mass),
            ("partly" | "rest", None) => needed("amount", "the amount given, such as 60 mg"),
            ("missed", _) => Entry::missed(day, ""),
            ("held", _) => Entry::held(day, ""),
            ("resumed", _) => Entry::resumed(day),
            ("stopped", _) => Entry::stopped(day, ""),
            ("skipped", _) => Entry::skipped(day, ""),
            ("rescheduled", _) => match date(&self.to) {
                Ok(to) => Entry::rescheduled(day, to, ""),
                Err(_) => needed("to", "the date of the next dose"),
            },
            ("weighed", _) => match weight {
                Some(weight) => Entry::weighed(day, weight),
                None => needed("weight", "a weight such as 70 kg"),
            },
            _ => needed("what", "one of the list"),
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
        let name = take(&mut wrong, "name", name(&self.name)).unwrap_or_default();
        let day = take(&mut wrong, "day", date(&self.day)).unwrap_or_default();
        let number = take(&mut wrong, "number", optional(&self.number)).flatten();
        let tolerance: Option<Tolerance> =
            take(&mut wrong, "tolerance", optional(&self.tolerance)).flatten();
        let weight = take(&mut wrong, "weight", optional(&self.weight)).flatten();
        let (key, regimen) = self.regimen.split_once('|').unwrap_or((&self.regimen, ""));
        let label = labels.labels().iter().find(|label| label.key().to_string() == key);
        let plan = match (label, number) {
            (None, _) => take(&mut wrong, "regimen", Err("expected one of the list")),
            (Some(label), None) => take(&mut wrong, "regimen", label.course_named(regimen, day)),
            (Some(label), Some(number)) => {
                take(&mut wrong, "number", label.continuing(regimen, number, day))
            }
        };
        let plan = match (plan, tolerance) {
            (Some(plan), Some(tolerance)) => {
                take(&mut wrong, "tolerance", plan.tolerating(tolerance))
            }
            (plan, _) => plan,
        };
        let weighed = weight.map(|weight| Entry::weighed(day.min(today()), weight));
        let log = weighed.map(|entry| Change::now(None, Some(entry))).into_iter().collect();
        match plan {
            Some(plan) if wrong.is_empty() => Ok(StoredPatient { id: None, name, plan, log }),
            _ => Err(wrong),
        }
    }
}

/// What was read, or nothing and why.
fn take<T>(wrong: &mut Wrong, field: &'static str, read: Result<T, impl Display>) -> Option<T> {
    read.map_err(|why| wrong.push((field, why.to_string()))).ok()
}

fn optional<T: FromStr>(found: &str) -> Result<Option<T>, T::Err> {
    match found.trim() {
        "" => Ok(None),
        found => found.parse().map(Some),
    }
}

/// A date of a year with four digits.
pub fn date(found: &str) -> Result<NaiveDate, String> {
    let date = (found.len() == 10).then(|| found.parse().ok()).flatten();
    let shown: String = found.chars().take(40).collect();
    date.ok_or_else(|| format!("expected a date such as 2026-01-05, found {shown:?}"))
}

fn past(found: &str) -> Result<NaiveDate, String> {
    let (day, today) = (date(found)?, today());
    if day <= today {
        Ok(day)
    } else {
        Err(format!("{day} is still to come, expected {today} or before"))
    }
}

fn short(found: &str) -> Result<String, String> {
    match found.chars().count() {
        count @ 201.. => Err(format!("expected at most 200 characters, found {count}")),
        _ => Ok(found.trim().to_owned()),
    }
}

/// A name that every file can have.
pub fn name(found: &str) -> Result<String, String> {
    let name = short(found)?;
    let is_name = !name.is_empty() && !name.contains(char::is_control);
    if is_name { Ok(name) } else { Err("expected a name without control characters".to_owned()) }
}
