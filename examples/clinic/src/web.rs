//! Which address shows which page, and what a form does.

use std::slice::from_ref;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Router, middleware};
use maud::Markup;
use tokio::task::block_in_place;

use crate::clinic::Clinic;
use crate::files::FILES;
use crate::forms::{ASKED, CHART, ENTRY, FILTER, Refusal, Sheet};
use crate::patient::{Chart, Patient};
use crate::{guard, pages, today};

type Shared = State<Arc<Clinic>>;
type Sent = Vec<(String, String)>;
type Answer = Result<Response, Refusal>;

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, pages::problem(&self.2)).into_response()
    }
}

/// The page of a form again, with what is wrong, if the refusal is about the form.
fn again(mut sheet: Sheet, why: Refusal, page: impl FnOnce(Sheet) -> Markup) -> Answer {
    let status = why.0;
    if ![StatusCode::UNPROCESSABLE_ENTITY, StatusCode::CONFLICT].contains(&status) {
        return Err(why);
    }
    sheet.refused = Some(why);
    Ok((status, page(sheet)).into_response())
}

fn to_patient(id: u32) -> Answer {
    Ok(Redirect::to(&format!("/patients/{id}")).into_response())
}

pub fn routes(clinic: Arc<Clinic>, port: u16) -> Router {
    let style = || async { ([(header::CONTENT_TYPE, "text/css")], include_str!("style.css")) };
    let files = || async { pages::files(&Sheet::default(), "") };
    Router::new()
        .route("/", get(show_today))
        .route("/style.css", get(style))
        .route("/patients/new", get(show_new).post(add_patient))
        .route("/patients/{id}", get(show_patient).post(write))
        .route("/patients/{id}/{file}", get(file_of_patient))
        .layer(DefaultBodyLimit::max(16 * 1024))
        .route("/files", get(files).post(take_in).layer(DefaultBodyLimit::max(32 << 20)))
        .route("/files/{file}", get(file_of_all))
        .layer(middleware::from_fn_with_state(port, guard::check))
        .with_state(clinic)
}

async fn show_today(State(clinic): Shared, Query(sent): Query<Sent>) -> Answer {
    let sheet = Sheet::sent(&FILTER, sent)?;
    let day = sheet.day()?;
    Ok(block_in_place(|| pages::today(&clinic, day, &sheet)).into_response())
}

async fn show_patient(
    State(clinic): Shared,
    Path(id): Path<u32>,
    Query(sent): Query<Sent>,
) -> Answer {
    let (patient, asked) = (clinic.patient(id)?, Sheet::sent(&ASKED, sent)?);
    let mut entries = (1..).zip(patient.course.entries());
    let entry = entries.find(|(number, _)| *number == asked.number("amend"));
    let sheet = entry.map_or_else(Sheet::default, |(number, entry)| Sheet::of_entry(number, entry));
    Ok(pages::patient(&clinic, &patient, asked.day()?, sheet).into_response())
}

async fn write(State(clinic): Shared, Path(id): Path<u32>, Form(sent): Form<Sent>) -> Answer {
    let mut sheet = Sheet::sent(&ENTRY, sent)?;
    let (rows, confirmed) = (sheet.number("version"), sheet.text("confirmed"));
    let written = sheet.change();
    let written = written.and_then(|row| block_in_place(|| clinic.write(id, rows, row, confirmed)));
    let Err(why) = written else { return to_patient(id) };
    if why.0 == StatusCode::CONFLICT && !sheet.text("replaces").is_empty() {
        // The entry to be corrected may have another number now.
        sheet = Sheet::default().with("version", rows);
    }
    let patient = clinic.patient(id)?;
    again(sheet, why, |sheet| pages::patient(&clinic, &patient, today(), sheet))
}

async fn show_new(State(clinic): Shared) -> Markup {
    pages::new_patient(&clinic, &Sheet::default())
}

async fn add_patient(State(clinic): Shared, Form(sent): Form<Sent>) -> Answer {
    let sheet = Sheet::sent(&CHART, sent)?;
    let added = sheet.chart(&clinic.labels);
    let added = added.and_then(|chart| block_in_place(|| clinic.add(vec![chart])));
    let twice = || Refusal::field("name", "a patient of this name and plan is here already");
    match added.and_then(|ids| ids.first().copied().ok_or_else(twice)) {
        Ok(id) => to_patient(id),
        Err(why) => again(sheet, why, |sheet| pages::new_patient(&clinic, &sheet)),
    }
}

/// The file of this name, of these patients.
fn file(clinic: &Clinic, name: &str, patients: &[Arc<Patient>]) -> Answer {
    let file = FILES.iter().find(|(known, ..)| *known == name);
    let missing = || Refusal(StatusCode::NOT_FOUND, "", "There is no such file.".to_owned());
    let (_, kind, _, make) = file.ok_or_else(missing)?;
    let made = block_in_place(|| make(clinic, patients));
    let text = made.map_err(|why| Refusal::field("", why))?;
    Ok(([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response())
}

async fn file_of_patient(State(clinic): Shared, Path((id, name)): Path<(u32, String)>) -> Answer {
    file(&clinic, &name, &[clinic.patient(id)?])
}

/// The file of all patients but those whose numbers are in `without`, each followed by a comma.
async fn file_of_all(
    State(clinic): Shared,
    Path(name): Path<String>,
    Query(sent): Query<Sent>,
) -> Answer {
    let sheet = Sheet::sent(&[("hidden", "without", "")], sent)?;
    let mut patients = clinic.patients();
    let without: Vec<&str> = sheet.text("without").split(',').collect();
    patients.retain(|one| !without.contains(&&*one.id.to_string()));
    let made = file(&clinic, &name, &patients);
    let Err(why) = made else { return made };
    let cannot = |one| Some((one, file(&clinic, &name, from_ref(one)).err()?.2));
    let failed: Vec<_> = patients.iter().filter_map(cannot).collect();
    if failed.is_empty() {
        return Err(why);
    }
    Ok((why.0, pages::left_out(&name, sheet.text("without"), &failed)).into_response())
}

/// Takes in patients as JSON: all of a file, or nothing of it.
async fn take_in(State(clinic): Shared, mut parts: Multipart) -> Answer {
    let Ok(Some(part)) = parts.next_field().await else {
        return Err(Refusal::field("", "Expected a file of at most 32 MB."));
    };
    let json = part.text().await.unwrap_or_default();
    let charts = serde_json::from_str(&json).map_err(|why| Refusal::field("", why));
    let added = charts.and_then(|charts: Vec<Chart>| {
        let all = charts.len();
        let new = block_in_place(|| clinic.add(charts))?.len();
        Ok(format!("{new} patients were added; {} were here already.", all - new))
    });
    match added {
        Ok(said) => Ok(pages::files(&Sheet::default(), &said).into_response()),
        Err(Refusal(status, _, why)) => {
            let why = Refusal(status, "patients", why);
            again(Sheet::default(), why, |sheet| pages::files(&sheet, ""))
        }
    }
}
