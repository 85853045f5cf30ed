//! What every page of the reference has: an example, and lines of code that fit the page.

use std::fs;
use std::path::{Path, PathBuf};

use crate::layers::sources;

/// Lines of code that are longer get a scroll bar.
const WIDEST: usize = 88;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What `docs/public-api.txt` lists after a word such as `mod`, without the name of the crate.
fn public(word: &str) -> Vec<String> {
    let list = fs::read_to_string(root().join("docs/public-api.txt")).expect("readable");
    let items = list.lines().filter_map(|line| line.strip_prefix(&format!("{word} aso_regimen::")));
    items.map(str::to_owned).collect()
}

/// Where a module is written.
fn file_of(module: &str) -> PathBuf {
    let path = root().join("src").join(module.replace("::", "/"));
    let file = path.with_extension("rs");
    if file.exists() { file } else { path.join("mod.rs") }
}

/// Whether a comment begins a program that is compiled.
fn begins_program(comment: &str) -> bool {
    comment
        .trim()
        .strip_prefix("```")
        .is_some_and(|kind| matches!(kind, "" | "no_run" | "should_panic"))
}

#[test]

fn every_module_page_has_an_example() {
    let mut without = Vec::new();
    for module in public("mod").iter().filter(|module| !module.starts_with('_')) {
        let text = fs::read_to_string(file_of(module)).expect("readable");
        // Comments and attributes, some of which go over several lines.
        let starts = ["//!", "#![", "    \"", "    include_str!", ")]"];
        let is_page = |line: &&str| starts.iter().any(|start| line.starts_with(start));
        let page = text.lines().take_while(is_page);
        if !page.filter_map(|line| line.strip_prefix("//!")).any(begins_program) {
            without.push(module.clone());
        }
    }
    assert!(without.is_empty(), "{} without an example: {}", without.len(), without.join(", "));
}

#[test]

fn every_type_of_the_root_has_an_example() {
    let mut without = Vec::new();
    let mut seen = 0;
    for import in public("use") {
        let Some((name, path)) = import.split_once(" = aso_regimen::") else { continue };
        if !name.starts_with(char::is_uppercase) {
            continue;
        }
        seen += 1;
        let (module, item) = path.rsplit_once("::").expect("a module");
        let folder = root().join("src").join(module.replace("::", "/"));
        let mut files = vec![file_of(module)];
        // A type that its module shows may be written in a file beside it.
        let parent = folder.parent().expect("a folder").to_owned();
        files.extend(sources(&parent));
        let text = files.iter().filter(|file| file.exists()).find_map(|file| {
            let text = fs::read_to_string(file).expect("readable");
            let at = [format!("pub struct {item}"), format!("pub enum {item}")].iter().find_map(
                |start| {
                    text.match_indices(start.as_str()).map(|(at, _)| at).find(|at| {
                        let rest = &text[at + start.len()..];
                        !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    })
                },
            )?;
            Some(text[..at].to_owned())
        });
        let text = text.unwrap_or_else(|| panic!("{path} is not found"));
        // The item and its docs have no empty line between them.
        let docs = text.lines().rev().take_while(|line| !line.is_empty());
        if !docs.filter_map(|line| line.strip_prefix("///")).any(begins_program) {
            without.push(name.to_owned());
        }
    }
    assert!(seen >= 20, "{seen} types in the root");
    assert!(without.is_empty(), "without an example: {}", without.join(", "));
}

#[test]

fn no_line_of_code_needs_a_scroll_bar() {
    let mut wide = Vec::new();
    let pages = ["cookbook", "notation", "comparison", "design"];
    let mut files: Vec<_> =
        pages.map(|page| root().join("docs").join(page).with_extension("md")).into();
    files.extend([root().join("README.md"), root().join("CONTRIBUTING.md")]);
    files.extend(sources(&root().join("src")));
    for file in files {
        let text = fs::read_to_string(&file).expect("readable");
        let is_rust = file.extension().is_some_and(|extension| extension == "rs");
        // What a program prints is as long as it is.
        let (mut in_code, mut in_text) = (false, false);
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start();
            let comment = if is_rust {
                line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))
            } else {
                Some(line)
            };
            let Some(comment) = comment else { continue };
            let comment = comment.strip_prefix(' ').unwrap_or(comment);
            if comment.trim_start().starts_with("```") {
                in_code = !in_code;
                in_text = comment.contains("text");
            } else if in_code && !in_text && comment.chars().count() > WIDEST {
                wide.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(wide.is_empty(), "{} wider than {WIDEST}:\n{}", wide.len(), wide.join("\n"));
}

/// The crate page links the pages, and each answer has a heading there: two clicks.
#[test]
fn the_first_questions_of_a_user_have_a_heading() {
    let read = |file: &str| fs::read_to_string(root().join(file)).expect(file);
    let (front, cookbook) = (read("src/lib.rs"), read("docs/cookbook.md"));
    for link in
        ["_documentation::cookbook", "_documentation::notation", "_documentation::comparison"]
    {
        assert!(front.contains(&format!("]({link})")), "{link}");
    }
    for (question, text) in [
        ("how to install", "//! To install: `cargo add aso-regimen`"),
        ("which feature", "//! # Features"),
        ("JSON", "//! # JSON"),
    ] {
        assert!(front.contains(text), "{question}");
    }
    for heading in [
        "All dates of a regimen between two days",
        "The next dose after a day",
        "Dose number n, and its study day",
        "Number of doses and amount of drug in a year",
        "A ratio is not a difference of percents",
        "A dose is late: what does the label say?",
        "Your own label",
        "A regimen as JSON",
        "The doses of a NONMEM file",
        "An order as FHIR R4",
        "Read a FHIR order",
        "Draw regimens, and save the picture",
    ] {
        assert!(cookbook.contains(&format!("\n## {heading}\n")), "{heading}");
    }
    let tasks = cookbook.matches("\n## ").count();
    assert!(front.contains(&format!("Short programs for {tasks} tasks")), "{tasks} tasks");
    // Links to sections lead to sections.
    for link in cookbook.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        let name = link.replace('-', " ");
        let found = cookbook.lines().any(|line| {
            line.strip_prefix("# ").is_some_and(|heading| heading.to_lowercase() == name)
        });
        assert!(found, "#{link}");
    }
}
