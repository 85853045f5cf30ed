//! Prints the table of `aso-regimen` and its peers as Markdown. `run` in this package's folder starts it.
//!
//! Arguments are the parts of the table to print; without any, all of it.

mod access;
mod cohorts;
mod columns;
mod courses;
mod depot;
mod imputations;
mod kinetics;
mod knock_down;
mod records;
mod schedules;

use std::env;

use aso_regimen_peers::python::Worker;

type Part = fn(Option<&Worker>);

const PARTS: [(&str, Part); 10] = [
    ("schedules", schedules::print),
    ("access", |_| access::print()),
    ("courses", |_| courses::print()),
    ("columns", columns::print),
    ("imputations", imputations::print),
    ("kinetics", |_| kinetics::print()),
    ("knock-down", knock_down::print),
    ("depot", |_| depot::print()),
    ("cohorts", |_| cohorts::print()),
    ("records", |_| records::print()),
];

fn main() {
    let worker = Worker::start();
    let wanted: Vec<String> = env::args().skip(1).collect();
    for name in &wanted {
        assert!(PARTS.iter().any(|(part, _)| part == name), "no part is called {name:?}");
    }
    heading(worker.as_ref());
    for (name, print) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            print(worker.as_ref());
        }
    }
}

/// Target and versions.
fn heading(worker: Option<&Worker>) {
    let target = if cfg!(target_feature = "avx2") {
        "`-C target-cpu=x86-64-v3` (AVX2)"
    } else {
        "the default target of `cargo build --release` (SSE2)"
    };
    println!("## Built for {target}\n");
    let crates = [
        "chrono",
        "csv",
        "diffsol",
        "jiff",
        "ode_solvers",
        "pharmsol",
        "rrule",
        "serde_json",
        "time",
    ];
    let crates = crates.map(|name| format!("{name} {}", locked(name)));
    println!("Crates: {}.", crates.join(", "));
    match worker {
        Some(worker) => println!("\n{}.", worker.versions()),
        None => println!("\nNo Python: `PEERS_PYTHON` is not set."),
    }
}

/// The version of a crate in the lock file.
fn locked(name: &str) -> &'static str {
    let lock = include_str!("../../../Cargo.lock");
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{name}\"")).expect("a crate of the lock file");
    let version = lines.next().expect("a version follows");
    version.trim_start_matches("version = ").trim_matches('"')
}
