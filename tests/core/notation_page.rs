//! The page on the notation says what the reader of regimens does.

use aso_regimen::Regimen;

const PAGE: &str = include_str!("../../docs/notation.md");

/// The cells of the table below a heading.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, section) = PAGE.split_once(&format!("\n# {heading}\n")).expect("the heading");
    let rows = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// The text in the backticks of a cell, with the spaces around it.
fn code(cell: &'static str) -> &'static str {
    cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).expect("code in a cell")
}

#[test]
fn what_is_accepted_is_read_as_the_page_says() {
    let rows = table("What is accepted");
    assert!(rows.len() >= 14);
    for row in rows {
        let read: Regimen = code(row[0]).parse().unwrap_or_else(|error| panic!("{row:?}: {error}"));
        assert_eq!(read.to_string(), code(row[1]));
    }
}

#[test]
fn what_is_refused_has_the_error_of_the_page() {
    let rows = table("What is refused");
    assert!(rows.len() >= 33);
    for row in rows {
        let error = code(row[0]).parse::<Regimen>().expect_err(row[0]);
        // The page escapes quotes, so that they are shown straight.
        assert_eq!(error.to_string(), row[1].replace("\\\"", "\""));
    }
}

#[test]
fn each_line_of_the_cheat_sheet_is_a_regimen() {
    let rows = table("Cheat sheet");
    assert!(rows.len() >= 17);
    for row in rows {
        let text = code(row[1]);
        let read: Regimen = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read.to_string(), text);
    }
}
