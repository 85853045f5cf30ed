//! A clinic in the browser, on the crate `aso-regimen`. An example: it has no log-in, and is no medical device.
//!
//! ```text
//! examples/clinic/run [FOLDER] [--port PORT] [--open mon,tue,..] [--patients COUNT] [--years YEARS]
//! ```
//!
//! To be read in this order: [`store`] (rows on the disk), [`clinic`] (courses in memory), [`forms`] (texts become
//! entries), [`pages`], [`files`] (what leaves), [`web`] (addresses) and [`guard`] (who may ask).

mod clinic;
mod files;
mod forms;
mod guard;
mod made_up;
mod pages;
mod store;
mod web;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use aso_regimen::catalog::Overlay;
use chrono::Weekday;
use tokio::net::TcpListener;

use crate::clinic::Clinic;
use crate::store::Store;

/// Whatever went wrong, in its own words.
type Failure = Box<dyn std::error::Error + Send + Sync>;

struct Options {
    folder: PathBuf,
    port: u16,
    open: Vec<Weekday>,
    /// How many patients are made up for a new folder, and how many years they were treated.
    patients: u32,
    years: u32,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let folder = arguments.next().ok_or("expected the folder of the clinic")?.into();
        let open = "mon,tue,wed,thu,fri".split(',').flat_map(str::parse).collect();
        let mut options = Self { folder, port: 8080, open, patients: 100, years: 2 };
        while let Some(name) = arguments.next() {
            let value = arguments.next().unwrap_or_default();
            let wrong = || format!("{name} {value:?} is not read by the clinic");
            let number = value.parse::<u32>().map_err(|_| wrong());
            match name.as_str() {
                "--port" => options.port = number?.try_into().map_err(|_| wrong())?,
                "--patients" => options.patients = number?,
                "--years" => options.years = number?,
                "--open" => {
                    let days = value.split(',').map(str::parse).collect::<Result<_, _>>();
                    options.open = days.map_err(|_| wrong())?;
                }
                _ => return Err(wrong().into()),
            }
        }
        Ok(options)
    }
}

/// Those of the catalog, and over them those of the folder `labels`.
fn labels(folder: &Path) -> Result<Overlay, Failure> {
    let mut labels = Overlay::default();
    for file in fs::read_dir(folder).into_iter().flatten() {
        let path = file?.path();
        labels.add_json(&path.display().to_string(), &fs::read_to_string(&path)?)?;
    }
    Ok(labels)
}

async fn serve(options: Options) -> Result<(), Failure> {
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await;
    let listener =
        listener.map_err(|why| format!("port {}: {why}; choose --port", options.port))?;
    let port = listener.local_addr()?.port();
    fs::create_dir_all(&options.folder)?;
    let mut store = Store::open(&options.folder.join("clinic.sqlite"))?;
    if store.is_new {
        store.add(&made_up::patients(options.patients, options.years)?)?;
    }
    let clinic = Clinic::open(store, labels(&options.folder.join("labels"))?, options.open)?;
    println!("the clinic is at http://127.0.0.1:{port}/ (Ctrl-C ends it)");
    axum::serve(listener, web::routes(Arc::new(clinic), port)).await?;
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    let served = match Options::read(std::env::args().skip(1)) {
        Ok(options) => serve(options).await,
        Err(why) => Err(why),
    };
    served.map_or_else(
        |why| {
            eprintln!("clinic: {why}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}
