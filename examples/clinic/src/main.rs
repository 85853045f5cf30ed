//! A clinic in the browser, on the crate `aso-regimen`. An example: it has no log-in, and is no medical device.
//!
//! ```text
//! examples/clinic/run [FOLDER] [--port PORT] [--open mon,tue,..] [--patients COUNT] [--years YEARS]
//! ```
//!
//! To be read in this order: [`store`] (rows on the disk), [`clinic`] (courses in memory), [`forms`] (texts become
//! entries), [`today`], [`pages`], [`files`] (what leaves), [`web`] (addresses) and [`guard`] (who may ask).

mod clinic;
mod files;
mod forms;
mod guard;
mod made_up;
mod pages;
mod store;
mod today;
mod web;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aso_regimen::catalog::Overlay;
use chrono::Weekday;
use tokio::net::TcpListener;

use crate::clinic::Clinic;
use crate::store::Store;

/// Whatever went wrong, in its own words.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The value after each name, or else this one. A new folder gets so many patients, treated for so many years.
const OPTIONS: [(&str, &str); 4] = [
    ("--port", "8080"),
    ("--open", "mon,tue,wed,thu,fri"),
    ("--patients", "100"),
    ("--years", "2"),
];

fn options(given: &[String]) -> Result<[String; 4], Failure> {
    let mut options = OPTIONS.map(|(_, value)| value.to_owned());
    for pair in given.chunks(2) {
        let known = OPTIONS.iter().position(|(name, _)| *name == pair[0]);
        let place = known.ok_or_else(|| format!("{} is no option of the clinic", pair[0]))?;
        options[place] = pair.get(1).ok_or("expected a value after the last option")?.clone();
    }
    Ok(options)
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

async fn serve() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, given) = arguments.split_first().ok_or("expected the folder of the clinic")?;
    let (folder, [port, open, patients, years]) = (Path::new(folder), options(given)?);
    let open = open.split(',').map(str::parse).collect::<Result<Vec<Weekday>, _>>()?;
    let listener = TcpListener::bind(("127.0.0.1", port.parse()?)).await;
    let listener = listener.map_err(|why| format!("port {port}: {why}; choose --port"))?;
    let port = listener.local_addr()?.port();
    fs::create_dir_all(folder)?;
    let mut store = Store::open(&folder.join("clinic.sqlite"))?;
    if store.is_new {
        store.add(&made_up::patients(patients.parse()?, years.parse()?)?)?;
    }
    let clinic = Clinic::open(store, labels(&folder.join("labels"))?, open)?;
    println!("the clinic is at http://127.0.0.1:{port}/ (Ctrl-C ends it)");
    axum::serve(listener, web::routes(Arc::new(clinic), port)).await?;
    Ok(())
}

#[tokio::main]
async fn main() {
    if let Err(why) = serve().await {
        eprintln!("clinic: {why}");
        std::process::exit(1);
    }
}
