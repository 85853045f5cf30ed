//! The order of the house: lower floors know nothing of higher ones.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor. A module uses its own floor and those below.
const FLOORS: [(&str, u8); 12] = [
    ("text", 0),
    ("quantity", 1),
    ("calendar", 1),
    ("measure", 1),
    ("dosing", 2),
    ("analysis", 2),
    ("evidence", 3),
    ("catalog", 4),
    ("kinetics", 4),
    ("interchange", 4),
    ("compare", 5),
    ("plot", 6),
];

fn floor(module: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, floor)| *floor)
}

/// What is wrong with a line of a module, if anything.
fn fault(module: &str, line: &str) -> Option<String> {
    let own = floor(module)?;
    let code = line.split("//").next().unwrap_or_default();
    for path in code.split("crate::").skip(1) {
        let name: String = path
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        match floor(&name) {
            Some(used) if used > own => {
                return Some(format!("{module} uses {name}, a higher floor"));
            }
            Some(_) => {}
            None => return Some(format!("{module} imports {name:?} through the root")),
        }
    }
    None
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn lower_floors_know_nothing_of_higher_ones() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in sources(&src) {
        let inside = file.strip_prefix(&src).expect("in src");
        let first = inside.iter().next().expect("a name").to_string_lossy();
        let module = first.trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        assert!(floor(module).is_some(), "{module} stands on no floor");
        seen += 1;
        let text = fs::read_to_string(&file).expect("readable");
        for (line, number) in text.lines().zip(1..) {
            let place = || format!("{}:{number}", inside.display());
            faults.extend(fault(module, line).map(|fault| format!("{}: {fault}", place())));
        }
    }
    assert!(seen > 20, "only {seen} files were read");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_check_can_fail() {
    assert_eq!(
        fault("dosing", "use crate::evidence::label::Label;").as_deref(),
        Some("dosing uses evidence, a higher floor")
    );
    assert_eq!(
        fault("dosing", "use crate::{Mass, Volume};").as_deref(),
        Some("dosing imports \"\" through the root")
    );
    assert_eq!(
        fault("dosing", "    let mass = crate::Mass::ZERO;").as_deref(),
        Some("dosing imports \"Mass\" through the root")
    );
    assert_eq!(fault("evidence", "use crate::dosing::dose::Dose;"), None);
    assert_eq!(fault("dosing", "/// See [`Course`](crate::Course)."), None);
}

/// Within `dosing`, text and serde forms look at the types and not the other way round.
#[test]
fn forms_are_the_top_of_dosing() {
    let dosing = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dosing");
    for file in [
        "dose.rs",
        "regimen.rs",
        "segment.rs",
        "schedule.rs",
        "missed_dose.rs",
    ] {
        let text = fs::read_to_string(dosing.join(file)).expect("readable");
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        for form in ["dosing::notation", "dosing::json", "dosing::course"] {
            assert!(!code.contains(form), "{file} uses {form}");
        }
    }
}
