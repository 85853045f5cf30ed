//! Each limit in `docs/bounds.md` at its last value and at the first one beyond.

#[cfg(feature = "analysis")]
mod analysis;
mod dosing;
mod measures;
mod quantities;

use std::fs;
use std::path::Path;

/// The next number further from 0.
fn outward(limit: f64) -> f64 {
    f64::from_bits(limit.to_bits() + 1)
}

/// The next number nearer to 0.
fn inward(limit: f64) -> f64 {
    f64::from_bits(limit.to_bits() - 1)
}

/// The tests that the table names.
fn named(table: &str) -> Vec<&str> {
    let rows = table.lines().filter(|line| line.starts_with("| "));
    let last_cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit("| ").next());
    let mut names: Vec<_> =
        last_cells.filter_map(|cell| cell.strip_prefix('`')?.strip_suffix('`')).collect();
    names.dedup();
    names
}

/// The tests of a file.
fn written(source: &str) -> Vec<&str> {
    let tests = source.split("#[test]").skip(1);
    tests
        .filter_map(|test| test.split_once("fn ")?.1.split_once('('))
        .map(|(name, _)| name)
        .collect()
}

/// No limit without a test and no test without its row.
#[test]
fn the_table_names_each_test_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let table = fs::read_to_string(root.join("docs/bounds.md")).expect("the table");
    let files = [
        "core/bounds/quantities.rs",
        "core/bounds/dosing.rs",
        "core/bounds/measures.rs",
        "core/bounds/analysis.rs",
        "kinetics/bounds.rs",
        "cohort/bounds.rs",
        "interchange/bounds.rs",
    ];
    let sources = files
        .map(|file| fs::read_to_string(root.join("tests").join(file)).expect("a file of tests"));
    let tests: Vec<&str> = sources.iter().flat_map(|source| written(source)).collect();
    assert!(tests.len() > 20, "{tests:?}");
    assert_eq!(named(&table), tests);
}

#[test]
fn the_table_can_be_read() {
    let table = "| what | test |\n|---|---|\n| a | `one` |\n| b | `one` |\n| c | `two` |\n";
    assert_eq!(named(table), ["one", "two"]);
    assert_eq!(written("#[test]\nfn one() {}\n#[test]\nfn two() {}"), ["one", "two"]);
}
