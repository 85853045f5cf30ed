//! What the fuzz targets check: a function of any bytes for each, which panics where the crate breaks a promise.

use std::fmt::Display;

use aso_regimen::interchange::{FileError, FormatError};

pub mod changes;
pub mod course;
pub mod exposure;
pub mod fhir;
pub mod json;
pub mod kinetics;
pub mod nonmem;
pub mod regimen;
pub mod texts;

/// Each target with its check, by the name of its folder in `corpus`.
pub const TARGETS: [(&str, fn(&[u8])); 9] = [
    ("regimen", regimen::check),
    ("texts", texts::check),
    ("json", json::check),
    ("course", course::check),
    ("changes", changes::check),
    ("nonmem", nonmem::check),
    ("fhir", fhir::check),
    ("kinetics", kinetics::check),
    ("exposure", exposure::check),
];

/// A refusal is one line and short, however long and strange its input is.
fn check_refusal(refusal: &impl Display) {
    let said = refusal.to_string();
    assert!((1..2_000).contains(&said.chars().count()), "{said}");
    assert!(!said.contains(char::is_control), "{said:?}");
}

/// That of a document or a file also has a place.
fn check_placed(refusal: &FormatError) {
    check_refusal(refusal);
    assert!(!refusal.place().is_empty(), "{refusal}");
}

/// A file that is none of its kind has no place in it.
fn check_file(refusal: &FileError) {
    match refusal {
        FileError::Format(refusal) => check_placed(refusal),
        other => check_refusal(other),
    }
}

/// Without a fuzzer the corpora are still tests.
#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_input_of_the_corpora() {
        let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        for (target, check) in super::TARGETS {
            let mut inputs = 0;
            for entry in fs::read_dir(corpora.join(target)).expect(target) {
                check(&fs::read(entry.expect("an input").path()).expect("readable"));
                inputs += 1;
            }
            assert!(inputs > 0, "{target} has no corpus");
        }
    }

    /// An input in an old form is refused at once, and nothing is found from it.
    #[test]
    fn the_inputs_of_json_that_have_a_name_are_read() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/json");
        for entry in fs::read_dir(corpus).expect("json") {
            let input = entry.expect("an input");
            let name = input.file_name().into_string().expect("a name");
            let is_found = name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            if !is_found && !name.starts_with("refused") {
                assert!(super::json::is_read(&fs::read(input.path()).expect("readable")), "{name}");
            }
        }
    }
}
