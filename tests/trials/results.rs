//! Every published result of the trials of the catalog, as text: a number that is changed is seen here.
//!
//! `RENEW_RESULTS=1` writes `results.txt` anew.

use std::fmt::Write as _;

use aso_regimen::catalog;
use aso_regimen::evidence::source::Source;

use crate::text_file::assert_is;

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
    assert_is("trials/results.txt", &page(), "RENEW_RESULTS");
}
