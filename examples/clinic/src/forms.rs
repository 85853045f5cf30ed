//! What comes from a browser is text. Here it becomes rows and charts, or an error beside its field.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Display;
use std::str::FromStr;

use aso_regimen::catalog::Overlay;
use aso_regimen::dosing::course::{Entry, EntryKind, GivenAmount};
use aso_regimen::dosing::tolerance::Tolerance;
use axum::http::StatusCode;
use chrono::{Datelike, NaiveDate, Utc};
use serde::Deserialize;

use crate::patient::{Change, Chart};
use crate::today;

/// Why something is not done: the status of the answer, the field of the form that it is about, and the words.
pub struct Refusal(pub StatusCode, pub &'static str, pub String);

impl Refusal {
    pub fn field(field: &'static str, why: impl Display) -> Self {
        Self(StatusCode::UNPROCESSABLE_ENTITY, field, why.to_string())
    }

    pub fn missing(what: &str) -> Self {
        Self(StatusCode::NOT_FOUND, "", format!("There is no such {what}."))
    }
}

/// The disk or the program failed.
impl<E: Error> From<E> for Refusal {
    fn from(why: E) -> Self {
        Self(StatusCode::INTERNAL_SERVER_ERROR, "", why.to_string())
    }
}

/// The kind of a field, its name and its label.
pub type Field = (&'static str, &'static str, &'static str);

pub const FILTER: [Field; 2] = [("date", "on", "Day"), ("search", "find", "Drug or name")];
pub const ASKED: [Field; 1] = [("date", "on", "By the label, if a dose is given on")];
pub const ENTRY: [Field; 9] = [
    ("hidden", "version", ""),
    ("hidden", "replaces", ""),
    ("select", "what", "What"),
    ("date", "day", "On"),
    ("text", "amount", "Amount, such as 60 mg"),
    ("date", "to", "Next dose on"),
    ("text", "weight", "Weight, such as 70 kg"),
    ("text", "reason", "Reason"),
    ("checkbox", "confirmed", "Record it all the same"),
];
pub const CHART: [Field; 4] = [
    ("text", "name", "Name (a made-up one)"),
    ("select", "regimen", "Regimen of a label"),
    ("date", "day", "First dose on"),
    ("text", "tolerance", "The clinic's tolerance, such as -3d/+3d; none if empty"),
];
pub const TAKE_IN: [Field; 1] = [("file", "patients", "A file patients.json of any clinic")];

type Make = fn(&Sheet, NaiveDate) -> Result<Entry, Refusal>;

/// What can be recorded: its name in the form, how a person says it, and how its entry is made.
pub const ACTIONS: [(&str, &str, Make); 10] = [
    ("given", "given", Sheet::given),
    ("partly", "given in part", |form, day| Ok(Entry::given(day).partly(form.read("amount")?))),
    ("not-counting", "given, does not count", |form, day| Ok(form.given(day)?.not_counting())),
    ("missed", "missed", |_, day| Ok(Entry::missed(day, ""))),
    ("held", "hold", |_, day| Ok(Entry::held(day, ""))),
    ("resumed", "resume", |_, day| Ok(Entry::resumed(day))),
    ("stopped", "stop", |_, day| Ok(Entry::stopped(day, ""))),
    ("skipped", "skip the due dose", |_, day| Ok(Entry::skipped(day, ""))),
    ("rescheduled", "decide a date", |form, day| Ok(Entry::rescheduled(day, form.date("to")?, ""))),
    ("weighed", "weigh", |form, day| Ok(Entry::weighed(day, form.read("weight")?))),
];

/// A form filled in: the text of each field, and why it was refused.
#[derive(Default, Deserialize)]
pub struct Sheet {
    #[serde(flatten)]
    texts: BTreeMap<String, String>,
    #[serde(skip)]
    pub refused: Option<Refusal>,
}

impl Sheet {
    /// A form that nobody has filled in yet.
    pub fn empty() -> Self {
        Self::default().with("day", today())
    }

    /// An entry to be corrected.
    pub fn of_entry(number: usize, entry: &Entry) -> Self {
        let what = match entry.given_amount() {
            GivenAmount::Part(_) => "partly",
            _ if !entry.counts() => "not-counting",
            _ => entry.kind().word(),
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

    pub fn with(mut self, field: &str, text: impl Display) -> Self {
        self.texts.insert(field.to_owned(), text.to_string());
        self
    }

    pub fn refused(self, why: Refusal) -> Self {
        Self { refused: Some(why), ..self }
    }

    pub fn text(&self, field: &str) -> &str {
        self.texts.get(field).map_or("", |text| text.trim())
    }

    pub fn read<T: FromStr<Err: Display>>(&self, field: &'static str) -> Result<T, Refusal> {
        self.text(field).parse().map_err(|why| Refusal::field(field, why))
    }

    /// `None` if the field is empty.
    pub fn any<T: FromStr<Err: Display>>(&self, field: &'static str) -> Result<Option<T>, Refusal> {
        (!self.text(field).is_empty()).then(|| self.read(field)).transpose()
    }

    /// A date of which there can be a patient, written as it is printed: chrono reads `26-1-5` as well.
    fn date(&self, field: &'static str) -> Result<NaiveDate, Refusal> {
        let found = self.text(field);
        let is_one =
            |day: &NaiveDate| (1900..3000).contains(&day.year()) && day.to_string() == found;
        let date = found.parse().ok().filter(is_one);
        let why = || format!("expected a date such as 2026-01-05, found {found:?}");
        date.ok_or_else(|| Refusal::field(field, why()))
    }

    /// The day that is asked for, or else today.
    pub fn on(&self) -> Result<NaiveDate, Refusal> {
        if self.text("on").is_empty() { Ok(today()) } else { self.date("on") }
    }

    fn given(&self, day: NaiveDate) -> Result<Entry, Refusal> {
        let given = Entry::given(day);
        Ok(self.any("amount")?.map_or(given.clone(), |mass| given.amount(mass)))
    }

    pub fn change(&self) -> Result<Change, Refusal> {
        let action = ACTIONS.iter().find(|(name, ..)| *name == self.text("what"));
        let (.., entry) = action.ok_or(Refusal::field("what", "expected one of the list"))?;
        let day = self.date("day")?;
        if day > today() {
            return Err(Refusal::field("day", format!("{day} is still to come")));
        }
        let mut entry = entry(self, day)?;
        match self.text("reason") {
            "" => {}
            long if long.chars().count() > 200 => return Err(Refusal::field("reason", "too long")),
            reason => entry = entry.reason(reason.to_owned()),
        }
        Ok(Change { at: Some(Utc::now()), replaces: self.any("replaces")?, entry })
    }

    pub fn chart(&self, labels: &Overlay) -> Result<Chart, Refusal> {
        let (key, regimen) = self.text("regimen").split_once('|').unwrap_or_default();
        let label = labels.labels().iter().find(|label| label.key().to_string() == key);
        let label = label.ok_or(Refusal::field("regimen", "expected one of the list"))?;
        let plan = label.course_named(regimen, self.date("day")?);
        let mut plan = plan.map_err(|why| Refusal::field("regimen", why))?;
        if let Some(tolerance) = self.any::<Tolerance>("tolerance")? {
            plan = plan.tolerating(tolerance).map_err(|why| Refusal::field("tolerance", why))?;
        }
        Ok(Chart { name: self.text("name").to_owned(), plan, log: Vec::new() })
    }
}
