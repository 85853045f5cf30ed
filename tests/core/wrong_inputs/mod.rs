//! What people get wrong, and the whole text of the error: it says alone what is wrong, where, and what was expected.

#[cfg(feature = "analysis")]
mod analysis;
#[cfg(feature = "catalog")]
mod builders;
#[cfg(feature = "interchange")]
mod interchange;
#[cfg(feature = "serde")]
mod json;
mod measures;
#[cfg(all(feature = "catalog", feature = "serde"))]
mod sweep;
mod texts;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use crate::layers::sources;

/// A wrong input, its error and the text that the error has to have.
pub(crate) struct Row {
    input: String,
    found: String,
    text: &'static str,
}

/// The row of a call that was refused by an error of ours: no cause but its text, and `Debug` is the text.
#[track_caller]
fn refused<T, E: Error>(input: &str, result: Result<T, E>, text: &'static str) -> Row {
    let Err(error) = result else {
        panic!("{input}: taken, expected {text}");
    };
    let found = error.to_string();
    assert_eq!(format!("{error:?}"), found);
    assert!(error.source().is_none(), "{found}");
    let input = input.to_owned();
    Row { input, found, text }
}

/// The row of a text that is not a `T`.
#[track_caller]
fn text<T: FromStr<Err: Error>>(input: &str, text: &'static str) -> Row {
    refused(input, input.parse::<T>(), text)
}

/// What looks like the name of a type, and is that of a private one.
struct PrivateNames(BTreeSet<String>);

impl PrivateNames {
    fn new() -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let api = fs::read_to_string(tests.join("../docs/public-api.txt")).expect("the public API");
        let public: BTreeSet<&str> = words(&api).collect();
        let mut private = BTreeSet::new();
        for file in sources(&tests.join("../src")) {
            let source = fs::read_to_string(&file).expect("readable");
            let all: Vec<&str> = words(&source).collect();
            for pair in all.windows(2) {
                if ["struct", "enum", "trait", "type"].contains(&pair[0])
                    && pair[1].starts_with(|first: char| first.is_ascii_uppercase())
                    && !public.contains(pair[1])
                {
                    private.insert(pair[1].to_owned());
                }
            }
        }
        Self(private)
    }

    fn are_in(&self, text: &str) -> bool {
        words(text).any(|word| self.0.contains(word))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn all() -> Vec<Row> {
    let mut rows = texts::rows();
    #[cfg(feature = "catalog")]
    rows.extend(builders::rows());
    rows.extend(measures::rows());
    #[cfg(feature = "analysis")]
    rows.extend(analysis::rows());
    #[cfg(feature = "serde")]
    rows.extend(json::rows());
    #[cfg(feature = "interchange")]
    rows.extend(interchange::rows());
    rows
}

#[test]
fn every_error_has_its_text() {
    let rows = all();
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| row.found != row.text)
        .map(|Row { input, found, text }| format!("{input}\n  expected {text}\n  found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
    let inputs: BTreeSet<&str> = rows.iter().map(|row| &*row.input).collect();
    let whole = cfg!(all(feature = "analysis", feature = "catalog", feature = "serde"));
    let least = if whole { 350 } else { 100 };
    assert!(inputs.len() >= least, "{} inputs", inputs.len());
}

#[test]
fn every_error_stands_alone() {
    let private = PrivateNames::new();
    assert!(private.are_in("expected struct PhaseForm"));
    assert!(!private.are_in("expected struct Phase, or a form"));
    for Row { input, text, .. } in all() {
        // The reader of JSON has words of its own for what is missing, and for a number that none can hold.
        let expectation = ["expected", "missing field", "EOF while parsing", "number out of range"];
        assert!(expectation.iter().any(|word| text.contains(word)), "{input}: {text}");
        assert!(!private.are_in(text), "{input}: {text}");
        assert!(!text.contains("::"), "{input}: {text}");
        assert!(!text.chars().any(char::is_control), "{input}: {text}");
        assert!(text.chars().count() <= 300, "{input}: {text}");
    }
}
