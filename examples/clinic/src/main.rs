//! A clinic in the browser, on the crate `aso-regimen`. An example: it has no log-in, and is no medical device.
//!
//! To be read in this order: [`patient`] (rows and the course of them), [`clinic`] (all patients, on the disk and in
//! memory), [`forms`] (texts become rows), [`pages`], [`files`] (what leaves) and [`web`] (addresses, and who may ask).

mod clinic;
mod files;
mod forms;
mod made_up;
mod pages;
mod patient;
mod web;

use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use aso_regimen::catalog::Overlay;
use chrono::{Local, NaiveDate, Weekday};
use tokio::net::TcpListener;

use crate::clinic::Clinic;

/// Whatever went wrong, in its own words.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn today() -> NaiveDate {
    Local::now().date_naive()
}

async fn serve() -> Result<(), Failure> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("expected the folder of the clinic")?);
    let setting = |name: &str, or: &str| env::var(name).unwrap_or_else(|_| or.to_owned());
    let port = setting("CLINIC_PORT", "8080");
    let open = setting("CLINIC_OPEN", "mon,tue,wed,thu,fri");
    let open = open.split(',').map(str::parse).collect::<Result<Vec<Weekday>, _>>();
    let open = open.map_err(|why| format!("CLINIC_OPEN: {why}"))?;
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await;
    let listener = listener.map_err(|why| format!("port {port}: {why}; choose CLINIC_PORT"))?;
    let port = listener.local_addr()?.port();
    fs::create_dir_all(&folder)?;
    let mut labels = Overlay::default();
    for file in fs::read_dir(folder.join("labels")).into_iter().flatten() {
        let path = file?.path();
        labels.add_json(&path.display().to_string(), &fs::read_to_string(&path)?)?;
    }
    let clinic = Clinic::open(&folder.join("clinic.sqlite"), labels, open)?;
    if clinic.patients().is_empty() {
        let patients: u32 = setting("CLINIC_PATIENTS", "100").parse()?;
        let years = setting("CLINIC_YEARS", "2").parse()?;
        let charts = (0..patients).map(|number| made_up::chart(number, years));
        clinic.add(charts.collect::<Result<_, _>>()?).map_err(|why| why.2)?;
    }
    println!("the clinic is at http://127.0.0.1:{port}/ (Ctrl-C ends it)");
    Ok(axum::serve(listener, web::routes(Arc::new(clinic), port)).await?)
}

#[tokio::main]
async fn main() {
    if let Err(why) = serve().await {
        eprintln!("clinic: {why}");
        std::process::exit(1);
    }
}
