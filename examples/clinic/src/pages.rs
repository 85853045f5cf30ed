//! The pages: plain HTML that works without a script. Whatever stands in `( )` is escaped.

use aso_regimen::chrono::{Datelike, NaiveDate};
use aso_regimen::dosing::course::Judgement;
use chrono::Local;
use maud::{DOCTYPE, Markup, html};

use crate::Failure;
use crate::clinic::{Clinic, Patient};
use crate::files::FILES;
use crate::forms::{ACTIONS, EntryForm, PatientForm, Wrong};
use crate::store::Change;
use crate::today::{List, Lists, SHOWN, next_dose};
use crate::web::{Asked, today as this_day};

fn page(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " - example clinic" }
                link rel="stylesheet" href="/style.css";
            }
            body {
                p.example { "An example of the crate aso-regimen: made-up patients, no log-in, no medical device." }
                nav { a href="/" { "Today" } " " a href="/patients/new" { "New patient" } " " a href="/files" { "Files" } }
                main { h1 { (title) } (body) }
            }
        }
    }
}

pub fn problem(why: &str) -> Markup {
    page("That cannot be", &html! { p.why role="alert" { (why) } p { a href="/" { "Today" } } })
}

/// A field with its label, and what is wrong with it.
fn field(
    name: &str,
    label: &str,
    wrong: &Wrong,
    control: impl FnOnce(Option<&str>) -> Markup,
) -> Markup {
    let why = wrong.iter().find(|(field, _)| *field == name);
    let id = format!("{name}-why");
    html! {
        div class={ "field " (name) } {
            label for=(name) { (label) }
            (control(why.map(|_| &*id)))
            @if let Some((_, why)) = why { p.why id=(id) role="alert" { (why) } }
        }
    }
}

fn input(kind: &str, name: &str, label: &str, value: &str, wrong: &Wrong) -> Markup {
    field(name, label, wrong, |why| {
        html! {
            input id=(name) name=(name) type=(kind) value=(value) maxlength="200" aria-invalid=[why.map(|_| "true")] aria-describedby=[why];
        }
    })
}

fn weekday(day: NaiveDate) -> String {
    format!("{} {day}", day.weekday())
}

pub fn today(clinic: &Clinic, day: NaiveDate, asked: &Asked, wrong: &Wrong, all: &Lists) -> Markup {
    let open: Vec<String> = clinic.open.iter().map(ToString::to_string).collect();
    page(
        &weekday(day),
        &html! {
            form.filter {
                (input("date", "day", "Day", &day.to_string(), wrong))
                (field("drug", "Drug", wrong, |_| html! {
                    select id="drug" name="drug" {
                        option value="" { "all" }
                        @for drug in &all.drugs { option selected[*drug == asked.drug] { (drug) } }
                    }
                }))
                (input("search", "name", "Name", &asked.name, wrong))
                button { "Show" }
            }
            p { "The clinic is " @if !clinic.is_open(day) { "closed this day. It is " } "open on " (open.join(", ")) "." }
            @for of in &all.lists[..5] { (list(of, day)) }
            details { summary { "Everybody else" } (list(&all.lists[5], day)) }
        },
    )
}

fn list(List { id, title, note, patients }: &List, day: NaiveDate) -> Markup {
    html! {
        section id=(id) {
            h2 { (title) " (" (patients.len()) ")" small { " " (note) } }
            ul { @for (date, patient) in patients.iter().take(SHOWN) {
                li {
                    b { (weekday(*date)) } " " a href={ "/patients/" (patient.id) } { (patient.name) } " " i { (patient.drug()) } " "
                    @match (*id == "overdue").then(|| patient.course.advise(day)) {
                        Some(Ok(advice)) => { (advice) }
                        _ => { (next_dose(patient)) }
                    }
                }
            } }
            @if patients.len() > SHOWN { p { "The first " (SHOWN) " are shown; the drug or the name narrows the list." } }
        }
    }
}

/// A patient, with a form that is empty, filled in or refused.
pub struct PatientPage<'a> {
    pub patient: &'a Patient,
    /// The day of the advice, or why it is none.
    pub day: Result<NaiveDate, String>,
    pub form: EntryForm,
    pub wrong: Wrong,
    /// What somebody else wrote since the form was shown.
    pub others: &'a [Change],
}

impl PatientPage<'_> {
    pub fn show(&self, clinic: &Clinic) -> Result<Markup, Failure> {
        let (Patient { course, id, .. }, log) = (self.patient, clinic.log(self.patient)?);
        let day = self.day.as_ref().map_or_else(|_| this_day(), |day| *day);
        let advice =
            self.day.clone().and_then(|day| course.advise(day).map_err(|why| why.to_string()));
        let label = clinic.label(course).map(|label| label.to_string());
        Ok(page(
            &self.patient.name,
            &html! {
                p { (label.as_deref().unwrap_or(self.patient.drug())) ": " (course.regimen())
                    @if let Some(tolerance) = course.tolerance() { "; the clinic tolerates " (tolerance) }
                    @if let Some(weight) = course.weight() { "; " (weight) } "." }
                @if !self.others.is_empty() {
                    section.conflict role="alert" {
                        h2 { "Not written: somebody else was first" }
                        p { "Since this form was shown, this was written down. What you sent is below; send it again if it still holds." }
                        ul { @for change in self.others { li { (told(change)) } } }
                    }
                }
                section { h2 { "Next" } p id="next" { b { (next_dose(self.patient)) } }
                    form.filter {
                        div.field { label for="on" { "By the label, if a dose is given on" } input id="on" name="day" type="date" value=(day); }
                        button { "Ask" }
                    }
                    p id="advice" class=[advice.as_ref().err().map(|_| "why")] { (advice.as_ref().map_or_else(ToString::to_string, ToString::to_string)) }
                }
                (self.form())
                @if let Some((change, revision)) = &self.patient.corrected {
                    section id="corrected" { h2 { "What the last correction changed" }
                        p { (told(change)) @if let Some(judgement) = revision.judgement() { ": " (judgement) }
                        @if let Some(before) = revision.before() { "; before: " (before) } }
                        ul { @for other in revision.rejudged() { li { (other) } } }
                        @if revision.rejudged().is_empty() { p { "No other entry is judged differently." } }
                    }
                }
                section { h2 { "Timeline" } a.picture href={ "/patients/" (id) "/timeline.svg" } {
                    img src={ "/patients/" (id) "/timeline.svg?" (self.patient.version) } alt="A year of doses planned, given and to come, as in the history.";
                } }
                section { h2 { "History" small { " " (course.adherence(this_day().max(course.start()))) } }
                    ol id="history" reversed { @for (number, (entry, judgement)) in (1..).zip(course.entries().zip(course.judgements())).collect::<Vec<_>>().into_iter().rev() {
                        li value=(number) { (entry) @if judgement != Judgement::default() { " - " (judgement) }
                            " " a href={ "/patients/" (id) "?amend=" (number) "#write" } aria-label={ "Correct entry " (number) } { "correct" } }
                    } }
                }
                details { summary { "Rows as they were written (" (log.len()) ")" } ol { @for change in &log { li { (told(change)) } } } }
                section { h2 { "Files" } (links(&format!("/patients/{id}"), &FILES)) }
            },
        ))
    }

    fn form(&self) -> Markup {
        let (form, wrong) = (&self.form, &self.wrong);
        let actions = &ACTIONS[..ACTIONS.len() - usize::from(form.replaces.is_empty())];
        html! {
            section { h2 { @if form.replaces.is_empty() { "Write down" } @else { "Correct entry " (form.replaces) } }
                form #write method="post" action={ "/patients/" (self.patient.id) } {
                    input type="hidden" name="version" value=(self.patient.version);
                    input type="hidden" name="replaces" value=(form.replaces);
                    (field("what", "What", wrong, |why| html! {
                        select id="what" name="what" aria-describedby=[why] {
                            @for (value, words) in actions { option value=(value) selected[*value == form.what] { (words) } }
                        }
                    }))
                    (input("date", "day", "On", &form.day, wrong))
                    (input("text", "amount", "Amount, such as 60 mg", &form.amount, wrong))
                    (input("date", "to", "Next dose on", &form.to, wrong))
                    (input("text", "weight", "Weight, such as 70 kg", &form.weight, wrong))
                    (input("text", "reason", "Reason", &form.reason, wrong))
                    button { "Write" }
                    @if !form.replaces.is_empty() { " " a href={ "/patients/" (self.patient.id) } { "leave it" } }
                }
            }
        }
    }
}

fn told(change: &Change) -> String {
    let at = change
        .at
        .map_or_else(String::new, |at| format!("{}: ", at.with_timezone(&Local).format("%F %R")));
    let what = change.entry.as_ref().map_or_else(|| "taken out".to_owned(), ToString::to_string);
    let replaced =
        change.replaces.map_or_else(String::new, |number| format!("entry {number} corrected, "));
    format!("{at}{replaced}{what}")
}

pub fn new_patient(clinic: &Clinic, form: &PatientForm, wrong: &Wrong) -> Markup {
    let labels = clinic.labels.labels().current(this_day());
    page(
        "New patient",
        &html! {
            form method="post" {
                (input("text", "name", "Name (a made-up one)", &form.name, wrong))
                (field("regimen", "Regimen of a label", wrong, |why| html! {
                    select id="regimen" name="regimen" aria-describedby=[why] {
                        @for label in labels.iter() {
                            optgroup label=(label) { @for regimen in label.regimens() {
                                @let value = format!("{}|{}", label.key(), regimen.name);
                                option value=(value) selected[value == form.regimen] { (label.product()) ", " (regimen.whom()) ": " (regimen.regimen) }
                            } }
                        }
                    }
                }))
                (input("date", "day", "First dose on, or the last dose given elsewhere on", &form.day, wrong))
                (input("text", "number", "If treated elsewhere: number of the last dose", &form.number, wrong))
                (input("text", "tolerance", "The clinic tolerates, such as -3d/+3d", &form.tolerance, wrong))
                (input("text", "weight", "Weight, such as 70 kg", &form.weight, wrong))
                button { "Add" }
            }
        },
    )
}

fn links(folder: &str, files: &[(&str, &str, &str)]) -> Markup {
    html! { ul { @for (name, _, what) in files { li { a href={ (folder) "/" (name) } { (name) } " " (what) } } } }
}

pub fn files(wrong: &Wrong) -> Markup {
    page(
        "Files",
        &html! {
            section { h2 { "Out, of all patients" } (links("/files", &FILES[1..])) }
            section { h2 { "In" }
                form method="post" enctype="multipart/form-data" {
                    (field("patients", "Patients, as patients.json has them", wrong, |why| html! {
                        input id="patients" name="patients" type="file" accept=".json" required aria-describedby=[why];
                    }))
                    button { "Take in" }
                }
            }
        },
    )
}
