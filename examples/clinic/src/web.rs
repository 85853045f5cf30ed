//! Which address shows which page, what a form does, and who may ask.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::task::block_in_place;

use crate::clinic::Clinic;
use crate::files::FILES;
use crate::forms::{Refusal, Sheet};
use crate::patient::{Chart, Patient};
use crate::{pages, today};

type Shared = State<Arc<Clinic>>;
type Answer = Result<Response, Refusal>;

pub fn routes(clinic: Arc<Clinic>, port: u16) -> Router {
    let style = || async { ([(header::CONTENT_TYPE, "text/css")], include_str!("style.css")) };
    let new = |State(clinic): Shared| async move { pages::new_patient(&clinic, &Sheet::empty()) };
    let files = || async { pages::files(&Sheet::default()) };
    Router::new()
        .route("/", get(show_today))
        .route("/style.css", get(style))
        .route("/patients/new", get(new).post(add_patient))
        .route("/patients/{id}", get(view).post(write))
        .route("/patients/{id}/{file}", get(file_of_patient))
        .layer(DefaultBodyLimit::max(4 * 1024))
        .route("/files", get(files).post(take_in).layer(DefaultBodyLimit::max(32 << 20)))
        .route("/files/{file}", get(file_of_all))
        .layer(from_fn_with_state(port, guarded))
        .with_state(clinic)
}

async fn show_today(State(clinic): Shared, Query(sheet): Query<Sheet>) -> Answer {
    let day = sheet.on()?;
    Ok(block_in_place(|| pages::today(&clinic, day, sheet)).into_response())
}

async fn view(State(clinic): Shared, Path(id): Path<u32>, Query(asked): Query<Sheet>) -> Answer {
    let (patient, amend) = (clinic.patient(id)?, asked.any("amend")?);
    let mut entries = (1..).zip(patient.course.entries());
    let entry = entries.find(|(number, _)| Some(*number) == amend);
    let sheet = entry.map_or_else(Sheet::empty, |(number, entry)| Sheet::of_entry(number, entry));
    Ok(pages::patient(&patient, asked.on()?, sheet).into_response())
}

async fn write(State(clinic): Shared, Path(id): Path<u32>, Form(mut sheet): Form<Sheet>) -> Answer {
    let row = sheet.change();
    let written = row.and_then(|row| block_in_place(|| clinic.write(id, &sheet, row)));
    let Err(why) = written else {
        return Ok(Redirect::to(&format!("/patients/{id}")).into_response());
    };
    if why.0 == StatusCode::CONFLICT && !sheet.text("replaces").is_empty() {
        // The entry to be corrected may have another number now.
        sheet = Sheet::empty().with("version", sheet.text("version"));
    }
    let patient = clinic.patient(id)?;
    Ok((why.0, pages::patient(&patient, today(), sheet.refused(why))).into_response())
}

async fn add_patient(State(clinic): Shared, Form(sheet): Form<Sheet>) -> Answer {
    let chart = sheet.chart(&clinic.labels);
    match chart.and_then(|chart| block_in_place(|| clinic.add(vec![chart]))) {
        Ok(id) => Ok(Redirect::to(&format!("/patients/{id}")).into_response()),
        Err(why) => Ok((why.0, pages::new_patient(&clinic, &sheet.refused(why))).into_response()),
    }
}

/// The file of this name, of these patients; where it cannot be made, who is the first that cannot be in it.
fn file(clinic: &Clinic, name: &str, patients: &[Arc<Patient>]) -> Answer {
    let file = FILES.iter().find(|(known, ..)| *known == name);
    let (_, kind, _, make) = file.ok_or_else(|| Refusal::missing("file"))?;
    let made = block_in_place(|| make(clinic, patients)).map_err(|why| {
        let failed = patients.iter().find(|one| make(clinic, std::slice::from_ref(one)).is_err());
        let who = failed.map_or("All together", |one| &one.chart.name);
        Refusal::field("", format!("{who}: {why}"))
    });
    Ok(([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], made?).into_response())
}

async fn file_of_patient(State(clinic): Shared, Path((id, name)): Path<(u32, String)>) -> Answer {
    file(&clinic, &name, &[clinic.patient(id)?])
}

async fn file_of_all(State(clinic): Shared, Path(name): Path<String>) -> Answer {
    file(&clinic, &name, &clinic.patients())
}

/// Takes in patients as JSON: all of a file, or nothing of it.
async fn take_in(State(clinic): Shared, mut parts: Multipart) -> Answer {
    let part = parts.next_field().await.map_err(|why| Refusal::field("", why))?;
    let part = part.ok_or(Refusal::field("", "expected a file"))?;
    let json = part.bytes().await.map_err(|why| Refusal::field("", why))?;
    let charts = serde_json::from_slice(&json).map_err(|why| Refusal::field("patients", why));
    match charts.and_then(|charts: Vec<Chart>| block_in_place(|| clinic.add(charts))) {
        Ok(_) => Ok(Redirect::to("/").into_response()),
        Err(why) => Ok((why.0, pages::files(&Sheet::default().refused(why))).into_response()),
    }
}

/// No script, no frame, nothing from elsewhere; and pages have data of patients.
const HEADERS: [(&str, &str); 3] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("cache-control", "no-store"),
];

async fn guarded(State(port): State<u16>, request: Request, next: Next) -> Response {
    let response = match allowed(port, &request) {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.into_response(),
    };
    (HEADERS, response).into_response()
}

/// Who may ask: this machine, by the address that the program prints, and no page of another site.
fn allowed(port: u16, request: &Request) -> Result<(), (StatusCode, &'static str)> {
    let text = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    // A name that somebody made to point at this machine is not one of these.
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let host = hosts.iter().find(|host| text("host") == Some(host.as_str()));
    let host = host.ok_or((StatusCode::MISDIRECTED_REQUEST, "not a host of this clinic\n"))?;
    // A browser says where a form comes from; other programs say nothing.
    let elsewhere = text("origin").is_some_and(|origin| origin != format!("http://{host}"));
    let foreign = text("sec-fetch-site").is_some_and(|site| site != "same-origin");
    if !request.method().is_safe() && (elsewhere || foreign) {
        return Err((StatusCode::FORBIDDEN, "no form of another site is taken\n"));
    }
    Ok(())
}
