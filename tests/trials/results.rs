//! Every published result of the trials of the catalog, as text: a number that is changed is seen here.
//!
//! `RENEW_RESULTS=1` writes `results.txt` anew.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use aso_regimen::catalog;
use aso_regimen::evidence::source::Source;

fn place(source: &Source) -> String {
    let document = source.document.split(',').next().unwrap_or_default();
    let read = if source.read.is_some() { "" } else { "; not read again" };
    format!("[{document}, {}{read}]", source.place.as_deref().unwrap_or("-"))
}

fn page() -> String {
    let mut page = String::new();
    for trial in catalog::trials() {
        writeln!(page, "# {trial}").expect("text");
        for arm in trial.arms() {
            let (n, parts) = (arm.n(), arm.allocation());
            writeln!(page, "{}: n {n:?}, allocation {parts:?}", arm.name()).expect("text");
        }
        for endpoint in trial.endpoints() {
            writeln!(page, "{endpoint}").expect("text");
        }
        for outcome in trial.outcomes() {
            let n = outcome.n.map(|n| format!(", n {n}")).unwrap_or_default();
            writeln!(page, "{outcome}{n} {}", place(&outcome.source)).expect("text");
        }
        for contrast in trial.contrasts() {
            writeln!(page, "{contrast} {}", place(&contrast.source)).expect("text");
        }
    }
    page
}

#[test]
fn every_result_is_as_it_was_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("trials/results.txt");
    let now = page();
    if env::var("RENEW_RESULTS").is_ok() {
        fs::write(&path, &now).expect("a folder that can be written to");
    }
    let before = fs::read_to_string(&path).expect("the results");
    for (before, now) in before.lines().zip(now.lines()) {
        assert_eq!(before, now);
    }
    assert_eq!(before.lines().count(), now.lines().count());
}
