//! The crate asks nothing of the machine it runs on: no clock, no files, no environment, no network, and
//! threads only where cohorts are drawn.

use std::fs;
use std::path::Path;

use crate::layers::sources;

/// What would reach outside, and the only folders that may use it.
const OUTSIDE: [(&str, &[&str]); 14] = [
    ("std::fs", &[]),
    ("std::io::std", &[]),
    ("std::net", &[]),
    ("std::env", &[]),
    ("std::process", &[]),
    ("std::time", &[]),
    ("SystemTime", &[]),
    ("Instant::now", &[]),
    ("Local::", &[]),
    ("Utc::", &[]),
    ("println!", &[]),
    ("eprint", &[]),
    ("std::thread", &["kinetics"]),
    ("rayon", &["kinetics"]),
];

/// What of the outside a line of code uses that a folder may not use.
fn reaches(folder: &str, line: &str) -> Option<&'static str> {
    let code = line.split("//").next().unwrap_or_default();
    // `use std::{fs, io}` is the same by another name.
    let grouped = code.contains("std::{")
        && ["fs", "env", "net", "thread", "time", "process"]
            .iter()
            .any(|module| {
                let mut names = code.split(|c: char| !c.is_alphanumeric() && c != '_');
                names.any(|name| name == *module)
            });
    if grouped {
        return Some("std::{..}");
    }
    OUTSIDE
        .iter()
        .find(|(outside, allowed)| code.contains(outside) && !allowed.contains(&folder))
        .map(|(outside, _)| *outside)
}

#[test]
fn nothing_outside_is_asked() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let mut found = Vec::new();
    let mut lines = 0;
    for file in sources(&src) {
        let inside = file.strip_prefix(&src).expect("in src");
        let folder = inside.iter().next().expect("a name").to_string_lossy();
        let text = fs::read_to_string(&file).expect("readable");
        for (line, number) in text.lines().zip(1..) {
            lines += 1;
            let reached = reaches(&folder, line);
            found.extend(reached.map(|what| format!("{}:{number} uses {what}", inside.display())));
        }
    }
    assert!(lines > 5_000, "only {lines} lines were read");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_search_can_find() {
    assert_eq!(reaches("dosing", "use std::fs;"), Some("std::fs"));
    assert_eq!(reaches("dosing", "use std::{fmt, fs};"), Some("std::{..}"));
    assert_eq!(reaches("dosing", "use std::{fmt, collections};"), None);
    assert_eq!(reaches("dosing", "let now = Utc::now();"), Some("Utc::"));
    assert_eq!(
        reaches("dosing", "let at = SystemTime::now();"),
        Some("SystemTime")
    );
    assert_eq!(
        reaches("dosing", "    use rayon::prelude::*;"),
        Some("rayon")
    );
    assert_eq!(reaches("kinetics", "    use rayon::prelude::*;"), None);
    assert_eq!(reaches("kinetics", "use std::fs;"), Some("std::fs"));
    assert_eq!(reaches("dosing", "/// println!(\"{plan}\");"), None);
}
