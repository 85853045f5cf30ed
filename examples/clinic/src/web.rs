//! Which address shows which page, and what a form does.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Router, middleware};
use chrono::{Local, NaiveDate};
use maud::Markup;
use serde::Deserialize;
use tokio::task::block_in_place;

use crate::Failure;
use crate::clinic::{Clinic, Patient, Refusal};
use crate::files::{FILES, file};
use crate::forms::{EntryForm, PatientForm, Wrong, date, field_of};
use crate::guard;
use crate::pages::{self, PatientPage};
use crate::store::StoredPatient;
use crate::today::Lists;

type Shared = State<Arc<Clinic>>;

/// A page that says what went wrong.
pub struct Problem(StatusCode, String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.0, pages::problem(&self.1)).into_response()
    }
}

impl From<Failure> for Problem {
    fn from(why: Failure) -> Self {
        Self(StatusCode::INTERNAL_SERVER_ERROR, why.to_string())
    }
}

pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

pub fn routes(clinic: Arc<Clinic>, port: u16) -> Router {
    let style = || async { ([(header::CONTENT_TYPE, "text/css")], include_str!("style.css")) };
    Router::new()
        .route("/", get(show_today))
        .route("/style.css", get(style))
        .route("/patients/new", get(show_new).post(add_patient))
        .route("/patients/{id}", get(show_patient).post(write))
        .route("/patients/{id}/{file}", get(give_file))
        .layer(DefaultBodyLimit::max(16 * 1024))
        .route("/files", get(show_files).post(take_in).layer(DefaultBodyLimit::max(32 << 20)))
        .route("/files/{file}", get(give_file))
        .fallback(async || Problem(StatusCode::NOT_FOUND, "There is no such page.".to_owned()))
        .layer(middleware::from_fn_with_state(port, guard::check))
        .with_state(clinic)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub day: Option<String>,
    pub drug: String,
    pub name: String,
    /// The number of the entry to be corrected.
    pub amend: usize,
}

impl Asked {
    fn day(&self) -> Result<NaiveDate, String> {
        self.day.as_deref().map_or_else(|| Ok(today()), date)
    }
}

async fn show_today(State(clinic): Shared, Query(asked): Query<Asked>) -> Response {
    let (status, day, wrong) = match asked.day() {
        Ok(day) => (StatusCode::OK, day, Wrong::new()),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, today(), vec![("day", why)]),
    };
    let lists = block_in_place(|| Lists::of(&clinic, day, &asked));
    (status, pages::today(&clinic, day, &asked, &wrong, &lists)).into_response()
}

fn patient_of(clinic: &Clinic, id: i64) -> Result<Arc<Patient>, Problem> {
    let missing = || Problem(StatusCode::NOT_FOUND, "There is no such patient.".to_owned());
    clinic.patient(id).ok_or_else(missing)
}

async fn show_patient(
    State(clinic): Shared,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let patient = patient_of(&clinic, id)?;
    let entry = asked.amend.checked_sub(1).and_then(|index| patient.course.entries().nth(index));
    let form = entry.map_or_else(EntryForm::new, |entry| EntryForm::of(asked.amend, entry));
    let (day, wrong) = (asked.day(), Wrong::new());
    let page = PatientPage { patient: &patient, day, form, wrong, others: &[] };
    Ok(block_in_place(|| page.show(&clinic))?)
}

async fn write(
    State(clinic): Shared,
    Path(id): Path<i64>,
    Form(mut form): Form<EntryForm>,
) -> Result<Response, Problem> {
    patient_of(&clinic, id)?;
    let written = match form.change() {
        Ok(change) => block_in_place(|| clinic.write(id, form.version, change)),
        Err(wrong) => Err(Refusal::Form(wrong)),
    };
    let (mut status, mut others) = (StatusCode::UNPROCESSABLE_ENTITY, Vec::new());
    let wrong = match written {
        Ok(()) => return Ok(Redirect::to(&format!("/patients/{id}")).into_response()),
        Err(Refusal::Failed(why)) => return Err(why.into()),
        Err(Refusal::Form(wrong)) => wrong,
        Err(Refusal::Course(why)) => vec![(field_of(&why), why.to_string())],
        Err(Refusal::Conflict(since)) => {
            (status, others) = (StatusCode::CONFLICT, since);
            // The entry to be corrected may have another number now.
            if !form.replaces.is_empty() {
                form = EntryForm::new();
            }
            Wrong::new()
        }
    };
    let patient = patient_of(&clinic, id)?;
    let page = PatientPage { patient: &patient, day: Ok(today()), form, wrong, others: &others };
    Ok((status, block_in_place(|| page.show(&clinic))?).into_response())
}

async fn show_new(State(clinic): Shared) -> Markup {
    let day = today().to_string();
    pages::new_patient(&clinic, &PatientForm { day, ..PatientForm::default() }, &Wrong::new())
}

async fn add_patient(
    State(clinic): Shared,
    Form(form): Form<PatientForm>,
) -> Result<Response, Problem> {
    match form.patient(&clinic.labels) {
        Ok(patient) => {
            let id = block_in_place(|| clinic.add(&[patient]))?;
            Ok(Redirect::to(&format!("/patients/{id}")).into_response())
        }
        Err(wrong) => {
            let page = pages::new_patient(&clinic, &form, &wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// A file of a patient, or of all.
#[derive(Deserialize)]
struct Wanted {
    id: Option<i64>,
    file: String,
}

async fn give_file(State(clinic): Shared, Path(wanted): Path<Wanted>) -> Result<Response, Problem> {
    let missing = || Problem(StatusCode::NOT_FOUND, "There is no such file.".to_owned());
    let kind = FILES.iter().find(|(file, ..)| *file == wanted.file);
    let (name, kind, _) = kind.ok_or_else(missing)?;
    let of = match wanted.id {
        Some(id) => vec![patient_of(&clinic, id)?],
        None => clinic.patients(),
    };
    let cannot = |why: Failure| Problem(StatusCode::UNPROCESSABLE_ENTITY, why.to_string());
    let text = block_in_place(|| file(name, &clinic, &of)).map_err(cannot)?;
    Ok(([(header::CONTENT_TYPE, *kind)], text).into_response())
}

async fn show_files() -> Markup {
    pages::files(&Wrong::new())
}

/// Patients as JSON: all of a file, or nothing of it.
async fn take_in(State(clinic): Shared, mut parts: Multipart) -> Result<Response, Problem> {
    let unread = |why: &dyn std::fmt::Display| Problem(StatusCode::BAD_REQUEST, why.to_string());
    let part = parts.next_field().await.map_err(|why| unread(&why))?;
    let part = part.ok_or_else(|| unread(&"expected a file"))?;
    let json = part.text().await.map_err(|why| unread(&why))?;
    let read = serde_json::from_str::<Vec<StoredPatient>>(&json).map_err(Failure::from);
    match block_in_place(|| read.and_then(|patients| clinic.add(&patients))) {
        Ok(_) => Ok(Redirect::to("/").into_response()),
        Err(why) => {
            let page = pages::files(&vec![("patients", why.to_string())]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
