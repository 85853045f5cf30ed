//! The pages: plain HTML that works without a script. Whatever stands in `( )` is escaped.

use std::collections::BTreeSet;

use aso_regimen::dosing::course::Judgement;
use chrono::{Datelike, NaiveDate};
use maud::{DOCTYPE, Markup, html};

use crate::clinic::Clinic;
use crate::files::FILES;
use crate::forms::{ACTIONS, ENTRY, FILTER, Field, PATIENT, Sheet, TAKE_IN};
use crate::patient::{Change, Patient};
use crate::today::{LISTS, Lists, next_dose};

/// No list of today's page is longer.
const SHOWN: usize = 100;

fn page(title: &str, body: Markup) -> Markup {
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
    page("That cannot be", html! { p.why role="alert" { (why) } p { a href="/" { "Today" } } })
}

/// The fields of a form, each with what is wrong beside it; a `select` offers the choices, a value and words each.
fn fields(fields: &[Field], sheet: &Sheet, choices: &[(String, String)]) -> Markup {
    html! { @for &(kind, name, label) in fields {
        @let (text, why, id) = (sheet.text(name), sheet.why(name), format!("{name}-why"));
        @let (invalid, described) = (why.map(|_| "true"), why.map(|_| &id));
        div class={ "field " (name) } hidden[kind == "hidden" && why.is_none()] {
            @if kind != "hidden" { label for=(name) { (label) } }
            @if kind == "select" {
                select id=(name) name=(name) aria-invalid=[invalid] aria-describedby=[described] {
                    @for (value, words) in choices { option value=(value) selected[value == text] { (words) } }
                }
            } @else {
                input id=(name) type=(kind) name=(name) value=(text) maxlength="200" aria-invalid=[invalid] aria-describedby=[described];
            }
            @if let Some(why) = why { p.why id=(id) role="alert" { (why) } }
        }
    } }
}

fn weekday(day: NaiveDate) -> String {
    format!("{} {day}", day.weekday())
}

pub fn today(clinic: &Clinic, day: NaiveDate, sheet: &Sheet, lists: &Lists) -> Markup {
    let open: Vec<String> = clinic.open.iter().map(ToString::to_string).collect();
    let all = clinic.patients();
    let drugs: BTreeSet<&str> = all.iter().map(|patient| patient.drug()).collect();
    let drugs = drugs.into_iter().map(|drug| (drug.to_owned(), drug.to_owned()));
    let drugs: Vec<_> = [(String::new(), "all".to_owned())].into_iter().chain(drugs).collect();
    let lists = html! { @for ((id, title, note), patients) in LISTS.iter().zip(lists) {
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
    } };
    let body = html! {
        form.filter { (fields(&FILTER, sheet, &drugs)) button { "Show" } }
        p { "The clinic is " @if !clinic.is_open(day) { "closed this day. It is " } "open on " (open.join(", ")) "." }
        (lists)
    };
    page(&weekday(day), body)
}

/// A patient, with a form that is empty, filled in or refused, and what others wrote since it was shown.
pub fn patient(
    clinic: &Clinic,
    patient: &Patient,
    asked: Result<NaiveDate, String>,
    sheet: Sheet,
    others: &[Change],
) -> Markup {
    let (course, path) = (&patient.course, format!("/patients/{}", patient.id));
    let day = asked.clone().unwrap_or_else(|_| crate::today());
    let advice = asked.and_then(|day| course.advise(day).map_err(|why| why.to_string()));
    let label = clinic.label(patient).map_or(patient.drug().to_owned(), ToString::to_string);
    let sheet = sheet.with("version", patient.log.len());
    let history: Vec<_> = (1..).zip(course.entries().zip(course.judgements())).collect();
    let actions = ACTIONS.map(|(value, words)| (value.to_owned(), words.to_owned()));
    let body = html! {
        p { (label) ": " (course.regimen())
            @if let Some(tolerance) = course.tolerance() { "; the clinic tolerates " (tolerance) }
            @if let Some(weight) = course.weight() { "; " (weight) } "." }
        @if !others.is_empty() {
            section.conflict role="alert" {
                h2 { "Not written: somebody else was first" }
                p { "Since this form was shown, this was written down. What you sent is below; send it again if it still holds." }
                ul { @for row in others { li { (row) } } }
            }
        }
        section { h2 { "Next" } p id="next" { b { (next_dose(patient)) } }
            form.filter {
                div.field { label for="on" { "By the label, if a dose is given on" } input id="on" name="day" type="date" value=(day); }
                button { "Ask" }
            }
            p id="advice" class=[advice.as_ref().err().map(|_| "why")] { (advice.map_or_else(|why| why, |advice| advice.to_string())) }
        }
        section {
            h2 { @match sheet.text("replaces") { "" => "Write down", number => { "Correct entry " (number) } } }
            form id="write" method="post" action=(path) {
                (fields(&ENTRY, &sheet, &actions))
                button { "Write" }
                @if !sheet.text("replaces").is_empty() { " " a href=(path) { "leave it" } }
            }
        }
        @if let (Some(revision), Some(row)) = (&patient.corrected, patient.log.iter().rfind(|row| row.replaces.is_some())) {
            section id="corrected" { h2 { "What the last correction changed" }
                p { (row) @if let Some(judgement) = revision.judgement() { ": " (judgement) }
                @if let Some(before) = revision.before() { "; before: " (before) } }
                ul { @for other in revision.rejudged() { li { (other) } } }
                @if revision.rejudged().is_empty() { p { "No other entry is judged differently." } }
            }
        }
        section { h2 { "Timeline" } a.picture href={ (path) "/timeline.svg" } {
            img src={ (path) "/timeline.svg?" (patient.log.len()) } alt="A year of doses planned, given and to come, as in the history.";
        } }
        section { h2 { "History" small { " " (course.adherence(crate::today().max(course.start()))) } }
            ol id="history" reversed { @for (number, (entry, judgement)) in history.into_iter().rev() {
                li value=(number) { (entry) @if judgement != Judgement::default() { " - " (judgement) }
                    " " a href={ (path) "?amend=" (number) "#write" } aria-label={ "Correct entry " (number) } { "correct" } }
            } }
        }
        section { h2 { "Files" } (links(&path, 0)) }
    };
    page(&patient.name, body)
}

pub fn new_patient(clinic: &Clinic, sheet: &Sheet) -> Markup {
    let mut choices = Vec::new();
    for label in clinic.labels.labels().current(crate::today()).iter() {
        let key = label.key();
        choices.extend(label.regimens().iter().map(|regimen| {
            let words = format!("{key}, {}: {}", regimen.whom(), regimen.regimen);
            (format!("{key}|{}", regimen.name), words)
        }));
    }
    let form =
        html! { form method="post" { (fields(&PATIENT, sheet, &choices)) button { "Add" } } };
    page("New patient", form)
}

fn links(folder: &str, first: usize) -> Markup {
    html! { ul { @for (name, _, what, _) in &FILES[first..] { li { a href={ (folder) "/" (name) } { (name) } " " (what) } } } }
}

pub fn files() -> Markup {
    let body = html! {
        section { h2 { "Out, of all patients" } (links("/files", 1)) }
        section { h2 { "In" }
            form method="post" enctype="multipart/form-data" { (fields(&TAKE_IN, &Sheet::default(), &[])) button { "Take in" } }
        }
    };
    page("Files", body)
}

/// Who cannot be in a file, each with why, and the address of the file without them.
pub fn left_out(failed: &[(&Patient, String)], without: &str) -> Markup {
    let body = html! {
        p.why role="alert" { "Not every patient can be in this file." }
        ul { @for (patient, why) in failed { li { a href={ "/patients/" (patient.id) } { (patient.name) } ": " (why) } } }
        p { a href=(without) { "The file without them" } }
    };
    page("That cannot be", body)
}
