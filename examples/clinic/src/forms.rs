//! What comes from a browser is text; here it becomes rows and patients, or says which field is wrong and why.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use aso_regimen::catalog::Overlay;
use aso_regimen::dosing::course::{CourseError, Entry, EntryKind, GivenAmount};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::{BodyWeight, Mass};
use chrono::{Datelike, NaiveDate};

use crate::patient::{Change, Patient, Stored};
use crate::today;

/// The kind of a field, its name and its label.
pub type Field = (&'static str, &'static str, &'static str);

pub const FILTER: [Field; 3] =
    [("date", "day", "Day"), ("select", "drug", "Drug"), ("search", "name", "Name")];
pub const ENTRY: [Field; 8] = [
    ("hidden", "version", ""),
    ("hidden", "replaces", ""),
    ("select", "what", "What"),
    ("date", "day", "On"),
    ("text", "amount", "Amount, such as 60 mg"),
    ("date", "to", "Next dose on"),
    ("text", "weight", "Weight, such as 70 kg"),
    ("text", "reason", "Reason"),
];
pub const PATIENT: [Field; 5] = [
    ("text", "name", "Name (a made-up one)"),
    ("select", "regimen", "Regimen of a label"),
    ("date", "day", "First dose on"),
    ("text", "tolerance", "The clinic tolerates, such as -3d/+3d; nothing if empty"),
    ("text", "weight", "Weight, such as 70 kg"),
];
pub const TAKE_IN: [Field; 1] = [("file", "patients", "Patients, as patients.json has them")];

/// What can be written down, and how a person says it.
pub const ACTIONS: [(&str, &str); 10] = [
    ("given", "given"),
    ("partly", "given in part"),
    ("not-counting", "given, does not count"),
    ("missed", "missed"),
    ("held", "hold"),
    ("resumed", "resume"),
    ("stopped", "stop"),
    ("skipped", "skip the due dose"),
    ("rescheduled", "decide the date of the next dose"),
    ("weighed", "weigh"),
];

/// A form filled in: the text of each field, and what is wrong with it.
#[derive(Default)]
pub struct Sheet {
    texts: BTreeMap<&'static str, String>,
    wrong: BTreeMap<&'static str, String>,
}

impl Sheet {
    /// What was sent, if it is of these fields, each at most once.
    pub fn sent(fields: &[Field], sent: Vec<(String, String)>) -> Result<Self, String> {
        let mut sheet = Self::default();
        for (name, text) in sent {
            let known = fields.iter().find(|(_, known, _)| *known == name);
            let (_, known, _) = known.ok_or("expected the fields of the form")?;
            if sheet.texts.insert(known, text).is_some() {
                return Err(format!("expected {known} once"));
            }
        }
        Ok(sheet)
    }

    /// An entry to be corrected.
    pub fn of_entry(number: usize, entry: &Entry) -> Self {
        let what = match (entry.kind(), entry.given_amount()) {
            (EntryKind::Given, GivenAmount::Part(_)) => "partly",
            (EntryKind::Given, _) if !entry.counts() => "not-counting",
            (kind, _) => kind.word(),
        };
        let sheet = Self::default().with("replaces", number).with("what", what);
        let sheet = sheet.with("day", entry.day()).with("reason", entry.why().unwrap_or_default());
        match (entry.kind(), entry.given_amount().mass()) {
            (EntryKind::Rescheduled(to), _) => sheet.with("to", to),
            (EntryKind::Weighed(weight), _) => sheet.with("weight", weight),
            (_, Some(mass)) => sheet.with("amount", mass),
            _ => sheet,
        }
    }

    pub fn with(mut self, field: &'static str, text: impl Display) -> Self {
        self.texts.insert(field, text.to_string());
        self
    }

    pub fn text(&self, field: &str) -> &str {
        self.texts.get(field).map_or("", |text| text.trim())
    }

    pub fn why(&self, field: &str) -> Option<&str> {
        self.wrong.get(field).map(String::as_str)
    }

    pub fn refuse(&mut self, field: &'static str, why: impl Display) {
        self.wrong.entry(field).or_insert_with(|| why.to_string());
    }

    /// What was read, or nothing and why.
    pub fn take<T>(&mut self, field: &'static str, read: Result<T, impl Display>) -> Option<T> {
        read.map_err(|why| self.refuse(field, why)).ok()
    }

    fn optional<T: FromStr<Err: Display>>(&mut self, field: &'static str) -> Option<T> {
        let text = Some(self.text(field)).filter(|text| !text.is_empty());
        let read = text.map(str::parse).transpose();
        self.take(field, read).flatten()
    }

    pub fn date(&mut self, field: &'static str) -> Option<NaiveDate> {
        let read = date(self.text(field));
        self.take(field, read)
    }

    /// The row that the form of an entry asks for.
    pub fn change(&mut self) -> Option<Change> {
        let replaces = self.optional("replaces");
        let day = self.date("day").unwrap_or_default();
        if day > today() {
            self.refuse("day", format!("{day} is still to come, expected {} or before", today()));
        }
        let (amount, weight) = (self.optional::<Mass>("amount"), self.optional("weight"));
        let given = amount.map_or(Entry::given(day), |mass| Entry::given(day).amount(mass));
        let entry = match self.text("what") {
            "given" => Some(given),
            "not-counting" => Some(given.not_counting()),
            "partly" => self
                .needed("amount", amount, "the amount given, such as 60 mg")
                .map(|mass| Entry::given(day).partly(mass)),
            "missed" => Some(Entry::missed(day, "")),
            "held" => Some(Entry::held(day, "")),
            "resumed" => Some(Entry::resumed(day)),
            "stopped" => Some(Entry::stopped(day, "")),
            "skipped" => Some(Entry::skipped(day, "")),
            "rescheduled" => self.date("to").map(|to| Entry::rescheduled(day, to, "")),
            "weighed" => self
                .needed("weight", weight, "a weight such as 70 kg")
                .map(|weight: BodyWeight| Entry::weighed(day, weight)),
            _ => self.needed("what", None, "one of the list"),
        };
        let reason = short(self.text("reason"));
        let entry = match self.take("reason", reason)? {
            reason if reason.is_empty() => entry?,
            reason => entry?.reason(reason),
        };
        self.wrong.is_empty().then(|| Change::now(replaces, entry))
    }

    fn needed<T>(&mut self, field: &'static str, found: Option<T>, what: &str) -> Option<T> {
        self.take(field, found.ok_or_else(|| format!("expected {what}")))
    }

    /// The patient that the form of a new one asks for.
    pub fn patient(&mut self, labels: &Overlay) -> Option<Patient> {
        let name = name(self.text("name"));
        let name = self.take("name", name);
        let day = self.date("day").unwrap_or_default();
        let tolerance = self.optional::<Tolerance>("tolerance");
        let weight = self.optional("weight");
        let chosen = self.text("regimen").to_owned();
        let (key, regimen) = chosen.split_once('|').unwrap_or_default();
        let label = labels.labels().iter().find(|label| label.key().to_string() == key);
        let label = self.needed("regimen", label, "one of the list");
        let mut plan = self.take("regimen", label?.course_named(regimen, day))?;
        if let Some(tolerance) = tolerance {
            plan = self.take("tolerance", plan.tolerating(tolerance))?;
        }
        let weighed = weight.map(|weight| Entry::weighed(day.min(today()), weight));
        let log = weighed.map(|entry| Change::now(None, entry)).into_iter().collect();
        let patient = Patient::try_from(Stored { id: 0, name: name?, plan, log });
        self.take("weight", patient).filter(|_| self.wrong.is_empty())
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
        | CourseError::AlreadyPaused { .. } => "what",
        CourseError::NoSuchEntry { .. } => "replaces",
        _ => "day",
    }
}

/// A date of which there can be a patient.
pub fn date(found: &str) -> Result<NaiveDate, String> {
    let date = (found.len() == 10).then(|| found.parse().ok()).flatten();
    let date = date.filter(|date: &NaiveDate| (1900..3000).contains(&date.year()));
    let shown: String = found.chars().take(40).collect();
    date.ok_or_else(|| format!("expected a date such as 2026-01-05, found {shown:?}"))
}

fn short(found: &str) -> Result<String, String> {
    match found.chars().count() {
        count @ 201.. => Err(format!("expected at most 200 characters, found {count}")),
        _ => Ok(found.to_owned()),
    }
}

/// A name that every file can have, and that reads as it is written.
pub fn name(found: &str) -> Result<String, String> {
    let name = short(found.trim())?;
    let turns = |c| matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_name = !name.is_empty() && !name.contains(|c: char| c.is_control() || turns(c));
    if is_name { Ok(name) } else { Err("expected a name without control characters".to_owned()) }
}
