//! A clinic in the browser, on the crate `aso-regimen`. An example: it has no log-in, and is no medical device.
//!
//! To be read in this order: [`patient`] (rows and the course of them), [`clinic`] (all patients, on the disk and in
//! memory), [`forms`] (texts become rows), [`pages`], [`files`] (what leaves), [`web`] (addresses) and [`guard`] (who may
//! ask).

mod clinic;
mod files;
mod forms;
mod guard;
mod made_up;
mod pages;
mod patient;
mod web;

use std::path::Path;
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

/// What the environment says, or else this.
fn setting(name: &str, otherwise: &str) -> String {
    env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

/// Those of the catalog, and over them those of a folder.
fn labels(folder: &Path) -> Result<Overlay, Failure> {
    let mut labels = Overlay::default();
    for file in fs::read_dir(folder).into_iter().flatten() {
        let path = file?.path();
        labels.add_json(&path.display().to_string(), &fs::read_to_string(&path)?)?;
    }
    Ok(labels)
}

async fn serve() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder] = &arguments[..] else {
        return Err("expected the folder of the clinic, and nothing else".into());
    };
    let folder = Path::new(folder);
    let port = setting("CLINIC_PORT", "8080");
    let open = setting("CLINIC_OPEN", "mon,tue,wed,thu,fri");
    let open = open.split(',').map(str::parse).collect::<Result<Vec<Weekday>, _>>();
    let open = open.map_err(|why| format!("CLINIC_OPEN: {why}"))?;
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await;
    let listener = listener.map_err(|why| format!("port {port}: {why}; choose CLINIC_PORT"))?;
    let port = listener.local_addr()?.port();
    fs::create_dir_all(folder)?;
    let clinic =
        Clinic::open(&folder.join("clinic.sqlite"), labels(&folder.join("labels"))?, open)?;
    if clinic.is_new {
        let (patients, years) = (setting("CLINIC_PATIENTS", "100"), setting("CLINIC_YEARS", "2"));
        let charts = made_up::charts(patients.parse()?, years.parse()?)?;
        clinic.add(charts).map_err(|why| why.2)?;
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
