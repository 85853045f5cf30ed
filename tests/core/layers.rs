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

pub(crate) fn sources(folder: &Path) -> Vec<PathBuf> {
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

/// The modules of `crate::` that a file's code names, and those that it names by `super::`.
fn used_files(file: &str, text: &str, files: &[String]) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default();
        paths.extend(code.split("crate::").skip(1).map(str::to_owned));
        let folder = file.rsplit_once("::").map_or("", |(folder, _)| folder);
        paths.extend(
            code.split("use super::")
                .skip(1)
                .map(|path| format!("{folder}::{path}")),
        );
    }
    let longest = |path: &String| {
        let names = |module: &&String| {
            path.strip_prefix(module.as_str())
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        files.iter().filter(names).max_by_key(|name| name.len())
    };
    let mut used: Vec<String> = paths.iter().filter_map(longest).cloned().collect();
    used.retain(|name| name != file);
    used.sort();
    used.dedup();
    used
}

/// What is left when files that use nothing of what is left are taken away, again and again: nothing, or
/// circles and whatever rests on them.
fn circles(imports: &[(String, Vec<String>)]) -> Vec<&str> {
    let mut left: Vec<_> = imports.iter().collect();
    loop {
        let before = left.clone();
        left.retain(|(_, used)| before.iter().any(|(file, _)| used.contains(file)));
        if left.len() == before.len() {
            return left.iter().map(|(file, _)| file.as_str()).collect();
        }
    }
}

/// `src/dosing/dose.rs` is `dosing::dose`, `src/dosing/mod.rs` is `dosing`.
fn module_of(inside: &Path) -> String {
    let path = inside.with_extension("");
    let mut names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    if names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names.join("::")
}

/// Files of one folder are layers too: no file is used by what it uses. A folder's own file and the files
/// in the folder count as one, since they share their private parts.
#[test]
fn no_circles_among_the_files_of_dosing() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files: Vec<(String, String)> = sources(&src.join("dosing"))
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).expect("readable");
            (module_of(file.strip_prefix(&src).expect("in src")), text)
        })
        .filter(|(name, _)| name != "dosing")
        .collect();
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let unit = |name: &str| name.splitn(3, "::").take(2).collect::<Vec<_>>().join("::");
    let mut imports: Vec<(String, Vec<String>)> = Vec::new();
    for (name, text) in &files {
        let mut found: Vec<String> = used_files(name, text, &names)
            .iter()
            .map(|name| unit(name))
            .collect();
        found.retain(|other| *other != unit(name));
        match imports.iter_mut().find(|(one, _)| *one == unit(name)) {
            Some((_, all)) => all.extend(found),
            None => imports.push((unit(name), found)),
        }
    }
    let schedule = imports.iter().find(|(name, _)| name == "dosing::schedule");
    assert!(
        schedule.is_some_and(|(_, used)| used.contains(&"dosing::segment".to_owned())),
        "{imports:?}"
    );
    assert_eq!(circles(&imports), Vec::<&str>::new(), "{imports:#?}");
}

#[test]
fn a_circle_can_be_found() {
    let files = ["a::b", "a::c", "a::cd"].map(str::to_owned);
    assert_eq!(
        used_files("a::b", "use crate::a::c::{X, Y}; // crate::a::cd", &files),
        ["a::c"]
    );
    assert_eq!(used_files("a::b", "use super::cd::Z;", &files), ["a::cd"]);
    let imports = |list: &[(&str, &str)]| -> Vec<(String, Vec<String>)> {
        list.iter()
            .map(|(file, used)| ((*file).to_owned(), vec![(*used).to_owned()]))
            .collect()
    };
    let straight = imports(&[("b", "c"), ("c", "d"), ("d", "elsewhere")]);
    assert_eq!(circles(&straight), Vec::<&str>::new());
    let round = imports(&[("a", "b"), ("b", "c"), ("c", "b"), ("d", "elsewhere")]);
    assert_eq!(circles(&round), ["a", "b", "c"]);
}

/// `super::super` would reach over the roof of a module without naming it.
#[test]
fn no_path_climbs_two_floors() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&src) {
        let text = fs::read_to_string(&file).expect("readable");
        assert!(!text.contains("super::super"), "{}", file.display());
    }
}
