//! The order of the house: lower layers know nothing of higher ones, and no files import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by layer. A module uses its own layer and those below.
const LAYERS: [(&str, u8); 15] = [
    ("text", 0),
    ("numeric", 0),
    ("quantity", 1),
    ("calendar", 1),
    ("person", 1),
    ("measure", 2),
    ("dosing", 2),
    ("analysis", 3),
    ("evidence", 3),
    ("catalog", 4),
    ("kinetics", 4),
    ("interchange", 4),
    ("compare", 5),
    ("plot", 6),
    ("_documentation", 6),
];

fn layer(module: &str) -> Option<u8> {
    let first = module.split("::").next().unwrap_or_default();
    let found = LAYERS.iter().find(|(name, _)| *name == first)?;
    Some(found.1)
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

/// Every file of `src` but `lib.rs`, by module: `dosing/dose.rs` is `dosing::dose`, `dosing/mod.rs` is `dosing`.
fn modules() -> BTreeMap<String, String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let mut modules = BTreeMap::new();
    for file in sources(&src) {
        let inside = file.strip_prefix(&src).expect("in src").with_extension("");
        let mut names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
        if names.last().is_some_and(|name| name == "mod") {
            names.pop();
        }
        if names != ["lib"] {
            modules.insert(names.join("::"), fs::read_to_string(&file).expect("readable"));
        }
    }
    modules
}

/// The code of a file without its comments and without its tests, which come last.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The paths of a `use`, without the braces: `a::{b, c::D as E}` is `a::b` and `a::c::D`.
fn paths(tree: &str) -> Vec<String> {
    let tree = tree.split(" as ").next().unwrap_or_default().trim();
    let Some((before, group)) = tree.split_once('{') else {
        return vec![tree.to_owned()];
    };
    let group = group.rsplit_once('}').map_or(group, |(inside, _)| inside);
    let mut depth = 0;
    let of_this_group = |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    };
    group
        .split(of_this_group)
        .filter(|part| !part.trim().is_empty())
        .flat_map(paths)
        .map(|path| format!("{before}{path}"))
        .collect()
}

/// The `use` declarations of a file, each with whether it is `pub`, and the paths it names.
fn uses(code: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let (before, behind) = (&rest[..at], &rest[at + 4..]);
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        let end = behind.find(';').unwrap_or(behind.len());
        if line.is_empty() || line.starts_with("pub") {
            let public = line == "pub";
            found.extend(paths(&behind[..end]).into_iter().map(|path| (public, path)));
        }
        rest = &behind[end..];
    }
    found
}

/// A path as it is from the root, where it is one into this crate.
fn from_root(path: &str, module: &str, modules: &BTreeMap<String, String>) -> Option<String> {
    let path: String = path.split_whitespace().collect();
    let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    let joined =
        |folder: &str, rest: &str| format!("{folder}::{rest}").trim_matches(':').to_owned();
    if let Some(rest) = path.strip_prefix("crate::") {
        return Some(rest.to_owned());
    }
    if let Some(rest) = path.strip_prefix("self::") {
        return Some(joined(module, rest));
    }
    if let Some(rest) = path.strip_prefix("super::") {
        return Some(joined(parent, rest));
    }
    let child = joined(module, path.split("::").next().unwrap_or_default());
    modules.contains_key(&child).then(|| joined(module, &path))
}

/// What each file imports, as files: `pub use` only passes a name on, and whoever imports it imports the file that
/// defines it.
fn imports(modules: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let codes: BTreeMap<&String, String> =
        modules.iter().map(|(module, text)| (module, code(text))).collect();
    let mut passed_on = BTreeMap::new();
    for (module, code) in &codes {
        for (public, path) in uses(code) {
            if let (true, Some(path)) = (public, from_root(&path, module, modules)) {
                let name = path.rsplit("::").next().unwrap_or_default();
                passed_on.insert(format!("{module}::{name}"), path.clone());
            }
        }
    }
    let defining = |path: &str| -> Option<String> {
        let mut path = path.to_owned();
        for _ in 0..4 {
            let longer = (1..=path.matches("::").count() + 1)
                .map(|n| path.split("::").take(n).collect::<Vec<_>>().join("::"))
                .find_map(|start| passed_on.get(&start));
            match longer {
                Some(origin) if *origin != path => path.clone_from(origin),
                _ => break,
            }
        }
        let mut names: Vec<&str> = path.split("::").collect();
        while !names.is_empty() && !modules.contains_key(&names.join("::")) {
            names.pop();
        }
        (!names.is_empty()).then(|| names.join("::"))
    };
    let mut imports = BTreeMap::new();
    for (module, code) in &codes {
        let mut found: BTreeSet<String> = uses(code)
            .into_iter()
            .filter(|(public, _)| !public)
            .filter_map(|(_, path)| from_root(&path, module, modules))
            .collect();
        for path in code.split("crate::").skip(1) {
            found.insert(
                path.split(|c: char| !is_word(c) && c != ':').next().unwrap_or_default().to_owned(),
            );
        }
        let files = found.iter().filter_map(|path| defining(path));
        imports.insert((*module).clone(), files.filter(|file| file != *module).collect());
    }
    imports
}

/// What is left when files that import nothing of what is left, and files that nothing left imports, are taken away:
/// circles and what lies between them.
fn circles(imports: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut left: BTreeSet<String> = imports.keys().cloned().collect();
    loop {
        let stays = |file: &String| {
            let uses = imports[file].iter().any(|used| left.contains(used));
            uses && left.iter().any(|other| imports[other].contains(file))
        };
        let staying: BTreeSet<String> = left.iter().filter(|file| stays(file)).cloned().collect();
        if staying.len() == left.len() {
            return left;
        }
        left = staying;
    }
}

#[test]
fn lower_layers_know_nothing_of_higher_ones() {
    let modules = modules();
    assert!(modules.len() > 100, "only {} files were read", modules.len());
    for (module, text) in &modules {
        let own = layer(module).unwrap_or_else(|| panic!("{module} is on no layer"));
        for path in code(text).split("crate::").skip(1) {
            let name: String = path.chars().take_while(|c| is_word(*c)).collect();
            if name.is_empty() || name.ends_with('_') {
                continue;
            }
            let used = layer(&name);
            assert!(used.is_some(), "{module} imports {name:?} through the root");
            assert!(used <= Some(own), "{module} uses {name}, a higher layer");
        }
    }
}

#[test]
fn no_files_import_each_other() {
    let imports = imports(&modules());
    let left = circles(&imports);
    let between: Vec<String> = left
        .iter()
        .map(|file| {
            let used: Vec<&str> = imports[file].intersection(&left).map(String::as_str).collect();
            format!("{file} imports {}", used.join(", "))
        })
        .collect();
    assert!(between.is_empty(), "{between:#?}");
}

#[test]
fn every_file_says_what_it_holds() {
    for (module, text) in modules() {
        assert!(text.starts_with("//! "), "{module} does not begin with //!");
        assert!(!text.contains("super::super"), "{module} climbs two folders");
    }
}

/// A house of three files in which the check finds what it should.
#[test]
fn a_circle_and_an_upward_import_can_be_found() {
    let house = |a: &str, b: &str, c: &str| -> BTreeMap<String, String> {
        [("a", "pub use self::b::B;\nmod b;"), ("a::b", b), ("a::c", c), ("a::d", a)]
            .map(|(module, text)| (module.to_owned(), text.to_owned()))
            .into()
    };
    let straight =
        house("use crate::a::B;", "use super::c::{C, D as E};", "// use crate::a::b::B;");
    assert!(imports(&straight)["a::d"].contains("a::b"), "through what is passed on");
    assert!(imports(&straight)["a::b"].contains("a::c"));
    assert_eq!(circles(&imports(&straight)), BTreeSet::new());
    let round =
        house("use crate::a::B;", "use crate::a::{\n    c::C,\n};", "fn f() -> crate::a::B {}");
    let found: Vec<String> = circles(&imports(&round)).into_iter().collect();
    assert_eq!(found, ["a::b", "a::c"]);
    assert_eq!(paths("x::{a, b::{C, D}, self}"), ["x::a", "x::b::C", "x::b::D", "x::self"]);
    assert!(layer("dosing::dose") < layer("evidence") && layer("house").is_none());
}
