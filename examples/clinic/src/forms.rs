//! What comes from a browser is text. Here it becomes rows and charts, or an error beside its field.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Display;
use std::str::FromStr;

use aso_regimen::Mass;
use aso_regimen::catalog::Overlay;
use aso_regimen::dosing::course::{Entry, EntryKind, GivenAmount};
use aso_regimen::dosing::tolerance::Tolerance;
use axum::http::StatusCode;
use chrono::{Datelike, NaiveDate};

use crate::patient::{Change, Chart};
use crate::today;

/// Why something is not done: the status of the answer, the field of the form that it is about, and the words.
pub struct Refusal(pub StatusCode, pub &'static str, pub String);

impl Refusal {
    pub fn field(field: &'static str, why: impl Display) -> Self {
        Self(StatusCode::UNPROCESSABLE_ENTITY, field, why.to_string())
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

pub const FILTER: [Field; 3] =
    [("date", "day", "Day"), ("select", "drug", "Drug or label"), ("search", "name", "Name")];
pub const ASKED: [Field; 2] = [("date", "day", ""), ("hidden", "amend", "")];
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
pub const CHART: [Field; 5] = [
    ("text", "name", "Name (a made-up one)"),
    ("select", "regimen", "Regimen of a label"),
    ("date", "day", "First dose on"),
    ("text", "tolerance", "The clinic's tolerance, such as -3d/+3d; none if empty"),
    ("text", "weight", "Weight, such as 70 kg"),
];
pub const TAKE_IN: [Field; 1] = [("file", "patients", "A file patients.json of any clinic")];

type Make = fn(&Sheet, NaiveDate) -> Result<Entry, Refusal>;

/// What can be recorded: its name in the form, how a person says it, and how its entry is made.
pub const ACTIONS: [(&str, &str, Make); 10] = [
    ("given", "given", Sheet::given),
    ("partly", "given in part", |sheet, day| Ok(Entry::given(day).partly(sheet.read("amount")?))),
    ("not-counting", "given, does not count", |sheet, day| Ok(sheet.given(day)?.not_counting())),
    ("missed", "missed", |_, day| Ok(Entry::missed(day, ""))),
    ("held", "hold", |_, day| Ok(Entry::held(day, ""))),
    ("resumed", "resume", |_, day| Ok(Entry::resumed(day))),
    ("stopped", "stop", |_, day| Ok(Entry::stopped(day, ""))),
    ("skipped", "skip the due dose", |_, day| Ok(Entry::skipped(day, ""))),
    ("rescheduled", "decide the date of the next dose", |sheet, day| {
        Ok(Entry::rescheduled(day, sheet.date("to")?, ""))
    }),
    ("weighed", "weigh", |sheet, day| Ok(Entry::weighed(day, sheet.read("weight")?))),
];

/// A form filled in: the text of each field, and why it was refused.
#[derive(Default)]
pub struct Sheet {
    texts: BTreeMap<&'static str, String>,
    pub refused: Option<Refusal>,
}

impl Sheet {
    /// What was sent, if it has no other fields than these, each at most once and no longer than a page allows.
    pub fn sent(fields: &[Field], sent: Vec<(String, String)>) -> Result<Self, Refusal> {
        let mut sheet = Self::default();
        for (name, text) in sent {
            let field = fields.iter().map(|(_, field, _)| *field).find(|field| *field == name);
            let is_long = name != "confirmed" && text.chars().count() > 200;
            if is_long || field.is_none_or(|field| sheet.texts.insert(field, text).is_some()) {
                let why = "Expected each field of the form once, with at most 200 characters.";
                return Err(Refusal::field("", why));
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

    /// Text that is no number is 0, which no entry has.
    pub fn number(&self, field: &str) -> usize {
        self.text(field).parse().unwrap_or_default()
    }

    /// A date of which there can be a patient.
    fn date(&self, field: &'static str) -> Result<NaiveDate, Refusal> {
        let found = self.text(field);
        let date = found.parse().ok().filter(|day: &NaiveDate| (1900..3000).contains(&day.year()));
        let why = || format!("expected a date such as 2026-01-05, found {found:?}");
        date.ok_or_else(|| Refusal::field(field, why()))
    }

    /// The day that is asked for, or else today.
    pub fn day(&self) -> Result<NaiveDate, Refusal> {
        if self.text("day").is_empty() { Ok(today()) } else { self.date("day") }
    }

    fn read<T: FromStr<Err: Display>>(&self, field: &'static str) -> Result<T, Refusal> {
        self.text(field).parse().map_err(|why| Refusal::field(field, why))
    }

    /// `None` if the field is empty.
    fn any<T: FromStr<Err: Display>>(&self, field: &'static str) -> Result<Option<T>, Refusal> {
        (!self.text(field).is_empty()).then(|| self.read(field)).transpose()
    }

    fn given(&self, day: NaiveDate) -> Result<Entry, Refusal> {
        let given = Entry::given(day);
        Ok(self.any::<Mass>("amount")?.map_or(given.clone(), |mass| given.amount(mass)))
    }

    /// The row that the form of an entry asks for.
    pub fn change(&self) -> Result<Change, Refusal> {
        let action = ACTIONS.iter().find(|(name, ..)| *name == self.text("what"));
        let (.., entry) = action.ok_or(Refusal::field("what", "expected one of the list"))?;
        let (day, today) = (self.date("day")?, today());
        if day > today {
            let why = format!("{day} is still to come, expected {today} or before");
            return Err(Refusal::field("day", why));
        }
        let entry = match self.text("reason") {
            "" => entry(self, day)?,
            reason => entry(self, day)?.reason(reason.to_owned()),
        };
        let replaces = (!self.text("replaces").is_empty()).then(|| self.number("replaces"));
        Ok(Change::now(replaces, entry))
    }

    /// The chart that the form of a new patient asks for.
    pub fn chart(&self, labels: &Overlay) -> Result<Chart, Refusal> {
        let (key, regimen) = self.text("regimen").split_once('|').unwrap_or_default();
        let label = labels.labels().iter().find(|label| label.key().to_string() == key);
        let label = label.ok_or(Refusal::field("regimen", "expected one of the list"))?;
        let day = self.date("day")?;
        let plan = label.course_named(regimen, day);
        let mut plan = plan.map_err(|why| Refusal::field("regimen", why))?;
        if let Some(tolerance) = self.any::<Tolerance>("tolerance")? {
            let tolerating = plan.tolerating(tolerance);
            plan = tolerating.map_err(|why| Refusal::field("tolerance", why))?;
        }
        let weighed = |weight| Change::now(None, Entry::weighed(day.min(today()), weight));
        let log = self.any("weight")?.map(weighed).into_iter().collect();
        Ok(Chart { name: self.text("name").to_owned(), plan, log })
    }
}
