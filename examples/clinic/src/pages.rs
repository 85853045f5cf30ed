//! The pages: plain HTML that works without a script. Whatever stands in `( )` is escaped.

use aso_regimen::dosing::course::{Course, Judgement, NextDue};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, Days, NaiveDate};
use maud::{DOCTYPE, Markup, html};

use crate::clinic::Clinic;
use crate::files::FILES;
use crate::forms::{ACTIONS, ASKED, CHART, ENTRY, FILTER, Field, Refusal, Sheet, TAKE_IN};
use crate::patient::Patient;

/// Address, title and note of each list of today's page.
const LISTS: [(&str, &str, &str); 6] = [
    ("overdue", "Overdue", "since"),
    ("due", "Due within two weeks", "on the open day for each"),
    ("undated", "Without a date", "since the last entry, and why"),
    ("held", "Held", "since"),
    ("stopped", "Stopped within a week", "on"),
    ("others", "Everybody else", "later, stopped before or ended"),
];

fn page(title: &str, body: Markup) -> Markup {
    html! { (DOCTYPE) html lang="en" {
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
    } }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, page("That cannot be", html! { p.why role="alert" { (self.2) } })).into_response()
    }
}

/// The fields of a form, each with what is wrong beside it; a `select` offers the choices, a value and words each.
fn fields(fields: &[Field], sheet: &Sheet, choices: &[(String, String)]) -> Markup {
    let other = |why: &&Refusal| fields.iter().all(|field| field.1 != why.1);
    html! { @for &(kind, name, label) in fields {
        @let why = sheet.refused.as_ref().filter(|why| why.1 == name).map(|why| &*why.2);
        @let (invalid, id) = (why.map(|_| "true"), format!("{name}-why"));
        @let described = why.map(|_| &id);
        // Who ticks the box confirms what is said beside it.
        @let text = if kind == "checkbox" { why.unwrap_or_default() } else { sheet.text(name) };
        div class={ "field " (name) } hidden[["hidden", "checkbox"].contains(&kind) && why.is_none()] {
            @if !label.is_empty() { label for=(name) { (label) } }
            @if kind == "select" {
                select id=(name) name=(name) aria-invalid=[invalid] aria-describedby=[described] {
                    @for (value, words) in choices { option value=(value) selected[value == text] { (words) } }
                }
            } @else {
                input id=(name) type=(kind) name=(name) value=(text) maxlength="200" aria-invalid=[invalid] aria-describedby=[described];
            }
            @if let Some(why) = why { p.why id=(id) role="alert" { (why) } }
        }
    }
    @if let Some(why) = sheet.refused.as_ref().filter(other) { p.why role="alert" { (why.2) } } }
}

/// The list of a patient, and the date by which it is sorted.
fn place(clinic: &Clinic, day: NaiveDate, course: &Course) -> (usize, NaiveDate) {
    let last = course.entries().last().map_or(course.start(), |entry| entry.day());
    match course.next_due() {
        NextDue::Due(dose) if course.overdue(day).is_some() => (0, dose.date()),
        NextDue::Due(dose) if dose.date() <= day + Days::new(14) => {
            let open = dose.open_day(|open| open >= day && clinic.open.contains(&open.weekday()));
            (1, open.unwrap_or(dose.date()))
        }
        NextDue::Unspecified(_) => (2, last),
        NextDue::Held { since, .. } => (3, since),
        NextDue::Stopped { on, .. } if on + Days::new(7) >= day => (4, on),
        next => (5, next.dose().map_or(last, |dose| dose.date())),
    }
}

pub fn today(clinic: &Clinic, day: NaiveDate, sheet: Sheet) -> Markup {
    let find = sheet.text("find").to_lowercase();
    let mut lists = [const { Vec::new() }; LISTS.len()];
    for patient in clinic.patients() {
        let words = format!("{} {}", patient.drug(), patient.chart.name);
        if words.to_lowercase().contains(&find) {
            let (list, date) = place(clinic, day, &patient.course);
            lists[list].push((date, patient));
        }
    }
    lists.iter_mut().for_each(|list| list.sort_by_key(|(date, _)| *date));
    let body = html! {
        form.filter { (fields(&FILTER, &sheet.with("on", day), &[])) button { "Show" } }
        p { "The clinic is " @if !clinic.open.contains(&day.weekday()) { "closed this day. It is " }
            "open on" @for day in &clinic.open { " " (day) } "." }
        @for ((id, title, note), patients) in LISTS.iter().zip(&lists) {
            section id=(id) {
                h2 { (title) " (" (patients.len()) ")" small { " " (note) } }
                ul { @for (date, patient) in patients.iter().take(100) { li {
                    b { (date.weekday()) " " (date) } " " a href={ "/patients/" (patient.id) } { (patient.chart.name) }
                    " " i { (patient.drug()) } " " (patient.course.next_due())
                } } }
                @if patients.len() > 100 { p { "The first 100 are shown; the drug or the name narrows the list." } }
            }
        }
    };
    page(&format!("{} {day}", day.weekday()), body)
}

/// A patient, the label's advice for a day, and a form that is empty, filled in or refused.
pub fn patient(patient: &Patient, day: NaiveDate, sheet: Sheet) -> Markup {
    let (course, log) = (&patient.course, &patient.chart.log);
    let path = format!("/patients/{}", patient.id);
    let by_weight = course.next_due().dose().filter(|dose| dose.dose().mass_for(None).is_err());
    let shown = sheet.text("version").parse().unwrap_or(log.len());
    let sheet = sheet.with("version", log.len());
    let history: Vec<_> = (1..).zip(course.entries().zip(course.judgements())).collect();
    let actions = ACTIONS.map(|(value, words, _)| (value.to_owned(), words.to_owned()));
    let body = html! {
        p { @if let Some(label) = course.label() { (label) ": " } (course.regimen())
            @if let Some(tolerance) = course.tolerance() { "; the clinic's tolerance is " (tolerance) }
            @if let Some(weight) = course.weight() { "; " (weight) } "." }
        @if shown < log.len() { section.conflict role="alert" { h2 { "Written after your form was shown" }
            ul { @for row in &log[shown..] { li { (row.entry) } } }
        } }
        section { h2 { "Next" }
            p id="next" { b { (course.next_due()) }
                @if let Some(dose) = by_weight { "; " @match dose.mass() { Ok(mass) => { (mass) } Err(why) => { (why) } } } }
            form.filter { (fields(&ASKED, &Sheet::default().with("on", day), &[])) button { "Ask" } }
            p id="advice" { @match course.advise(day) { Ok(advice) => { (advice) } Err(why) => { (why) } } }
        }
        section { h2 { @match sheet.text("replaces") { "" => "Write down", number => { "Correct entry " (number) } } }
            form id="write" method="post" action=(path) { (fields(&ENTRY, &sheet, &actions)) button { "Write" } }
        }
        @if let Some(revision) = &patient.corrected { section id="corrected" { h2 { "What the last correction changed" }
            p { "entry " (revision.entry().unwrap_or_default()) ": " (revision.judgement().unwrap_or_default())
                "; before: " (revision.before().unwrap_or_default()) }
            ul { @for other in revision.rejudged() { li { (other) } } }
        } }
        section { h2 { "Timeline" } a.picture href={ (path) "/timeline.svg" } {
            img src={ (path) "/timeline.svg?" (log.len()) } alt="A year of doses planned, given and to come, as in the history.";
        } }
        section { h2 { "History" }
            ol id="history" reversed { @for (number, (entry, judgement)) in history.into_iter().rev() { li value=(number) {
                (entry) @if judgement != Judgement::default() { " - " (judgement) }
                " " a href={ (path) "?amend=" (number) "#write" } aria-label={ "Correct entry " (number) } { "correct" }
            } } }
        }
        section { h2 { "Files" } (links(&path, 0)) }
    };
    page(&patient.chart.name, body)
}

pub fn new_patient(clinic: &Clinic, sheet: &Sheet) -> Markup {
    let mut choices = Vec::new();
    for label in clinic.labels.labels().current(crate::today()).iter() {
        choices.extend(label.regimens().iter().map(|regimen| {
            let words = format!("{label}, {}: {}", regimen.whom(), regimen.regimen);
            (format!("{}|{}", label.key(), regimen.name), words)
        }));
    }
    let form = html! { form method="post" { (fields(&CHART, sheet, &choices)) button { "Add" } } };
    page("New patient", form)
}

fn links(folder: &str, first: usize) -> Markup {
    html! { ul { @for (name, _, what, _) in &FILES[first..] { li { a href={ (folder) "/" (name) } { (name) } " " (what) } } } }
}

pub fn files(sheet: &Sheet) -> Markup {
    let body = html! {
        section { h2 { "Out, of all patients" } (links("/files", 1)) }
        section { h2 { "In" }
            form method="post" enctype="multipart/form-data" { (fields(&TAKE_IN, sheet, &[])) button { "Take in" } }
        }
    };
    page("Files", body)
}
