//! Which address shows which page, and what a form does.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::slice::from_ref;
use std::sync::Arc;

use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Router, middleware};
use maud::Markup;
use serde::Deserialize;
use tokio::task::block_in_place;

use crate::clinic::{Clinic, Refusal};
use crate::files::FILES;
use crate::forms::{ENTRY, FILTER, PATIENT, Sheet, date, field_of};
use crate::patient::Patient;
use crate::today::lists;
use crate::{Failure, guard, pages, today};

type Shared = State<Arc<Clinic>>;
type Sent = Vec<(String, String)>;

const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// A page that says what went wrong.
type Problem = (StatusCode, Markup);
type Answer = Result<Response, Problem>;

fn missing(what: &str) -> Problem {
    (StatusCode::NOT_FOUND, pages::problem(&format!("There is no such {what}.")))
}

fn refused(why: impl Display) -> Problem {
    (REFUSED, pages::problem(&why.to_string()))
}

fn failed(why: Failure) -> Problem {
    (StatusCode::INTERNAL_SERVER_ERROR, pages::problem(&why.to_string()))
}

fn to_patient(id: u32) -> Response {
    Redirect::to(&format!("/patients/{id}")).into_response()
}

/// A form that nobody filled in.
fn empty() -> Sheet {
    Sheet::default().with("day", today())
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
        .fallback(async || missing("page"))
        .layer(middleware::from_fn_with_state(port, guard::check))
        .with_state(clinic)
}

async fn show_today(State(clinic): Shared, Query(sent): Query<Sent>) -> Answer {
    let mut sheet = Sheet::sent(&FILTER, sent).map_err(refused)?;
    if sheet.text("day").is_empty() {
        sheet = sheet.with("day", today());
    }
    let (status, day) = sheet.date("day").map_or((REFUSED, today()), |day| (StatusCode::OK, day));
    let sheet = sheet.with("day", day);
    let (drug, name) = (sheet.text("drug"), sheet.text("name").to_lowercase());
    let is_asked = |patient: &Patient| {
        (drug.is_empty() || patient.drug() == drug) && patient.name.to_lowercase().contains(&name)
    };
    let page = || pages::today(&clinic, day, &sheet, &lists(&clinic, day, is_asked));
    Ok((status, block_in_place(page)).into_response())
}

fn patient_of(clinic: &Clinic, id: u32) -> Result<Arc<Patient>, Problem> {
    clinic.patient(id).ok_or_else(|| missing("patient"))
}

#[derive(Deserialize)]
struct Asked {
    /// The day of the advice.
    day: Option<String>,
    /// The number of the entry to be corrected.
    amend: Option<usize>,
}

async fn show_patient(
    State(clinic): Shared,
    Path(id): Path<u32>,
    Query(asked): Query<Asked>,
) -> Answer {
    let patient = patient_of(&clinic, id)?;
    let day = asked.day.map_or_else(|| Ok(today()), |day| date(&day));
    let entry =
        (1..).zip(patient.course.entries()).find(|(number, _)| asked.amend == Some(*number));
    let sheet = entry.map_or_else(empty, |(number, entry)| Sheet::of_entry(number, entry));
    Ok(block_in_place(|| pages::patient(&clinic, &patient, day, sheet, &[])).into_response())
}

async fn write(State(clinic): Shared, Path(id): Path<u32>, Form(sent): Form<Sent>) -> Answer {
    let mut sheet = Sheet::sent(&ENTRY, sent).map_err(refused)?;
    let version: usize = sheet.text("version").parse().map_err(refused)?;
    let written = sheet.change().map(|row| block_in_place(|| clinic.write(id, version, row)));
    let patient = patient_of(&clinic, id)?;
    let (mut status, mut others) = (REFUSED, &[][..]);
    match written {
        Some(Ok(())) => return Ok(to_patient(id)),
        Some(Err(Refusal::Failed(why))) => return Err(failed(why)),
        Some(Err(Refusal::Course(why))) => sheet.refuse(field_of(&why), why),
        Some(Err(Refusal::Conflict)) => {
            (status, others) =
                (StatusCode::CONFLICT, patient.log.get(version..).unwrap_or_default());
            // The entry to be corrected may have another number now.
            if !sheet.text("replaces").is_empty() {
                sheet = empty();
            }
        }
        None => {}
    }
    let page = || pages::patient(&clinic, &patient, Ok(today()), sheet, others);
    Ok((status, block_in_place(page)).into_response())
}

async fn show_new(State(clinic): Shared) -> Markup {
    pages::new_patient(&clinic, &empty())
}

async fn add_patient(State(clinic): Shared, Form(sent): Form<Sent>) -> Answer {
    let mut sheet = Sheet::sent(&PATIENT, sent).map_err(refused)?;
    match sheet.patient(&clinic.labels) {
        Some(patient) => {
            Ok(to_patient(block_in_place(|| clinic.add(vec![patient])).map_err(failed)?))
        }
        None => Ok((REFUSED, pages::new_patient(&clinic, &sheet)).into_response()),
    }
}

/// A file of a patient, or of all.
#[derive(Deserialize)]
struct Wanted {
    id: Option<u32>,
    file: String,
}

async fn give_file(
    State(clinic): Shared,
    Path(wanted): Path<Wanted>,
    Query(mut but): Query<BTreeMap<String, String>>,
) -> Answer {
    // The numbers of patients who are left out, each followed by a comma.
    let mut without = but.remove("without").unwrap_or_default();
    let kind = FILES.iter().find(|(name, ..)| *name == wanted.file);
    let (name, kind, _, make) = kind.ok_or_else(|| missing("file"))?;
    let mut patients = match wanted.id {
        Some(id) => vec![patient_of(&clinic, id)?],
        None => clinic.patients(),
    };
    patients.retain(|patient| without.split(',').all(|id| id != patient.id.to_string()));
    block_in_place(|| match make(&clinic, &patients) {
        Ok(text) => {
            Ok(([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response())
        }
        Err(why) => {
            let cannot = |one: &_| Some(make(&clinic, from_ref(one)).err()?.to_string());
            let failed = patients.iter().filter_map(|one| Some((&**one, cannot(one)?)));
            let failed: Vec<(&Patient, String)> = failed.collect();
            if failed.is_empty() || wanted.id.is_some() {
                return Err(refused(why));
            }
            failed.iter().for_each(|(patient, _)| without += &format!("{},", patient.id));
            Err((REFUSED, pages::left_out(&failed, &format!("/files/{name}?without={without}"))))
        }
    })
}

async fn show_files() -> Markup {
    pages::files()
}

/// Patients as JSON: all of a file, or nothing of it.
async fn take_in(State(clinic): Shared, mut parts: Multipart) -> Answer {
    let unread = |why: MultipartError| (why.status(), pages::problem(&why.body_text()));
    let part = parts.next_field().await.map_err(unread)?;
    let json = part.ok_or_else(|| refused("expected a file"))?.text().await.map_err(unread)?;
    let patients = serde_json::from_str(&json).map_err(refused)?;
    block_in_place(|| clinic.add(patients)).map_err(refused)?;
    Ok(Redirect::to("/").into_response())
}
