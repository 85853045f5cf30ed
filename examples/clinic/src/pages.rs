//! The pages: plain HTML that works without a script. Whatever stands in `( )` is escaped.

use std::collections::BTreeSet;
use std::sync::Arc;

use aso_regimen::dosing::course::{Course, Judgement, NextDue};
use axum::http::StatusCode;
use chrono::{Datelike, Days, NaiveDate};
use maud::{DOCTYPE, Markup, html};

use crate::clinic::Clinic;
use crate::files::FILES;
use crate::forms::{ACTIONS, CHART, ENTRY, FILTER, Field, Sheet, TAKE_IN};
use crate::patient::Patient;

/// No list of today's page is longer.
const SHOWN: usize = 100;

/// Address, title and note of each list of today's page.
const LISTS: [(&str, &str, &str); 6] = [
    ("overdue", "Overdue", "by the label, if the dose is given this day"),
    ("due", "Due within two weeks", "on the open day for each"),
    ("undated", "Without a date", "since the last entry, and why"),
    ("held", "Held", "since"),
    ("stopped", "Stopped within a week", "on"),
    ("others", "Everybody else", "later, stopped before or ended"),
];

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
    let today = crate::today().to_string();
    html! { @for &(kind, name, label) in fields {
        @let why = sheet.refused.as_ref().filter(|why| why.1 == name).map(|why| &*why.2);
        @let (invalid, id) = (why.map(|_| "true"), format!("{name}-why"));
        @let described = why.map(|_| &id);
        @let text = match (kind, sheet.text(name)) {
            // Who ticks the box confirms what is said beside it.
            ("checkbox", _) => why.unwrap_or_default(),
            (_, "") if name == "day" => &today,
            (_, text) => text,
        };
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
    } }
}

fn weekday(day: NaiveDate) -> String {
    format!("{} {day}", day.weekday())
}

/// The list of a patient, and the date by which it is sorted.
fn place(clinic: &Clinic, day: NaiveDate, course: &Course) -> (usize, NaiveDate) {
    let last = course.entries().last().map_or(course.start(), |entry| entry.day());
    match course.next_due() {
        NextDue::Due(dose) if course.overdue(day).is_some() => (0, dose.date()),
        NextDue::Due(dose) if dose.date() <= day + Days::new(21) => {
            match dose.open_day(|open| open >= day && clinic.is_open(open)) {
                Some(visit) if visit <= day + Days::new(14) => (1, visit),
                _ => (5, dose.date()),
            }
        }
        NextDue::Due(dose) => (5, dose.date()),
        NextDue::Unspecified(_) => (2, last),
        NextDue::Held { since, .. } => (3, since),
        NextDue::Stopped { on, .. } if on + Days::new(7) >= day => (4, on),
        _ => (5, last),
    }
}

/// What is due, and how much that is for the last body weight.
fn next_dose(course: &Course) -> String {
    let next = course.next_due();
    match next.dose().map(|dose| dose.mass()) {
        Some(Ok(mass)) if !next.to_string().contains(&mass.to_string()) => {
            format!("{next}; that is {mass}")
        }
        Some(Err(why)) => format!("{next}; {why}"),
        _ => next.to_string(),
    }
}

pub fn today(clinic: &Clinic, day: NaiveDate, sheet: &Sheet) -> Markup {
    let (label, name) = (sheet.text("drug"), sheet.text("name").to_lowercase());
    let (mut labels, mut lists) = (BTreeSet::new(), [const { Vec::new() }; LISTS.len()]);
    for patient in clinic.patients() {
        let of = patient.label();
        if of.starts_with(label) && patient.chart.name.to_lowercase().contains(&name) {
            let (list, date) = place(clinic, day, &patient.course);
            lists[list].push((date, patient));
        }
        labels.extend([of.split(',').next().unwrap_or_default().to_owned(), of]);
    }
    lists.iter_mut().for_each(|list| list.sort_by_key(|(date, _)| *date));
    let labels = labels.into_iter().map(|label| (label.clone(), label));
    let labels: Vec<_> = [(String::new(), "all".to_owned())].into_iter().chain(labels).collect();
    let open: Vec<String> = clinic.open.iter().map(ToString::to_string).collect();
    let body = html! {
        form.filter { (fields(&FILTER, sheet, &labels)) button { "Show" } }
        p { "The clinic is " @if !clinic.is_open(day) { "closed this day. It is " } "open on " (open.join(", ")) "." }
        @for ((id, title, note), patients) in LISTS.iter().zip(&lists) {
            section id=(id) {
                h2 { (title) " (" (patients.len()) ")" small { " " (note) } }
                ul { @for (date, patient) in patients.iter().take(SHOWN) {
                    li {
                        b { (weekday(*date)) } " " a href={ "/patients/" (patient.id) } { (patient.chart.name) } " " i { (patient.label()) } " "
                        @match (*id == "overdue").then(|| patient.course.advise(day)) {
                            Some(Ok(advice)) => { (advice) }
                            _ => { (next_dose(&patient.course)) }
                        }
                    }
                } }
                @if patients.len() > SHOWN { p { "The first " (SHOWN) " are shown; the drug or the name narrows the list." } }
            }
        }
    };
    page(&weekday(day), body)
}

/// A patient, the label's advice for a day, and a form that is empty, filled in or refused.
pub fn patient(clinic: &Clinic, patient: &Patient, day: NaiveDate, sheet: Sheet) -> Markup {
    let (course, log) = (&patient.course, &patient.chart.log);
    let path = format!("/patients/{}", patient.id);
    let advice = course.advise(day).map_or_else(|why| why.to_string(), |advice| advice.to_string());
    let label = clinic.label(patient).map_or_else(|| patient.label(), ToString::to_string);
    let is_conflict = sheet.refused.as_ref().is_some_and(|why| why.0 == StatusCode::CONFLICT);
    let shown = sheet.number("version").min(log.len());
    let sheet = sheet.with("version", log.len());
    let history: Vec<_> = (1..).zip(course.entries().zip(course.judgements())).collect();
    let actions = ACTIONS.map(|(value, words, _)| (value.to_owned(), words.to_owned()));
    let body = html! {
        p { (label) ": " (course.regimen())
            @if let Some(tolerance) = course.tolerance() { "; the clinic's tolerance is " (tolerance) }
            @if let Some(weight) = course.weight() { "; " (weight) } "." }
        @if is_conflict {
            section.conflict role="alert" {
                h2 { "Not written: somebody else was first" }
                p { "These rows were written after your form was shown. What you sent is below; send it again if it is still right." }
                ul { @for row in &log[shown..] { li { (row) } } }
            }
        }
        section { h2 { "Next" } p id="next" { b { (next_dose(course)) } }
            form.filter {
                div.field { label for="on" { "By the label, if a dose is given on" } input id="on" name="day" type="date" value=(day); }
                button { "Ask" }
            }
            p id="advice" { (advice) }
        }
        section {
            h2 { @match sheet.text("replaces") { "" => "Write down", number => { "Correct entry " (number) } } }
            form id="write" method="post" action=(path) {
                (fields(&ENTRY, &sheet, &actions))
                button { "Write" }
                @if !sheet.text("replaces").is_empty() { " " a href=(path) { "leave it" } }
            }
        }
        @if let (Some(revision), Some(row)) = (&patient.corrected, log.iter().rfind(|row| row.replaces.is_some())) {
            section id="corrected" { h2 { "What the last correction changed" }
                p { (row) @if let Some(judgement) = revision.judgement() { ": " (judgement) }
                @if let Some(before) = revision.before() { "; before: " (before) } }
                ul { @for other in revision.rejudged() { li { (other) } } }
                @if revision.rejudged().is_empty() { p { "No other entry is judged differently." } }
            }
        }
        section { h2 { "Timeline" } a.picture href={ (path) "/timeline.svg" } {
            img src={ (path) "/timeline.svg?" (log.len()) } alt="A year of doses planned, given and to come, as in the history.";
        } }
        section { h2 { "History" small { " " (course.adherence(crate::today().max(course.start()))) } }
            ol id="history" reversed { @for (number, (entry, judgement)) in history.into_iter().rev() {
                li value=(number) { (entry) @if judgement != Judgement::default() { " - " (judgement) }
                    " " a href={ (path) "?amend=" (number) "#write" } aria-label={ "Correct entry " (number) } { "correct" } }
            } }
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

pub fn files(sheet: &Sheet, taken_in: &str) -> Markup {
    let body = html! {
        p role="status" { (taken_in) }
        section { h2 { "Out, of all patients" } (links("/files", 1)) }
        section { h2 { "In" }
            form method="post" enctype="multipart/form-data" { (fields(&TAKE_IN, sheet, &[])) button { "Take in" } }
        }
    };
    page("Files", body)
}

/// Who cannot be in a file, each with why, and the address of the file without them.
pub fn left_out(name: &str, without: &str, failed: &[(&Arc<Patient>, String)]) -> Markup {
    let ids: String = failed.iter().map(|(patient, _)| format!("{},", patient.id)).collect();
    let body = html! {
        p.why role="alert" { "Not every patient can be in this file." }
        ul { @for (patient, why) in failed { li { a href={ "/patients/" (patient.id) } { (patient.chart.name) } ": " (why) } } }
        p { a href={ "/files/" (name) "?without=" (without) (ids) } { "The file without them" } }
    };
    page("That cannot be", body)
}
