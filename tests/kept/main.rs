//! What a version of the crate wrote, every later one reads: one file of JSON for each module of each version, made of the
//! values of [`values`] and [`catalog`]. What the version at hand wrote, it writes again once it has read it.
//!
//! A new type that can be read needs a value there, or a reason in [`ELSEWHERE`]. The files of the version at hand are
//! written anew by `RENEW_KEPT=1 cargo test --all-features --test kept`; those of a version that is out stay as they are.

mod catalog;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Types that are read, and have no value of their own here.
const ELSEWHERE: [(&str, &str); 3] = [
    ("evidence::label::LabelBuilder", "reads what a `Label` is, which is here"),
    ("evidence::trial::TrialBuilder", "reads what a `Trial` is, which is here"),
    (
        "kinetics::compartments::CompartmentsBuilder",
        "reads what `Compartments` are, which are here",
    ),
];

type Read = Box<dyn Fn(usize, &str) -> Result<Value, String>>;

/// Values of one type.
struct Kept {
    /// Its path in the crate.
    path: &'static str,
    written: Vec<Value>,
    /// Reads the JSON of the value with this number as it should be, and writes it again.
    read: Read,
}

/// Values made by code: what is read is equal to them.
fn made<T>(path: &'static str, values: impl IntoIterator<Item = T>) -> Kept
where
    T: Serialize + DeserializeOwned + PartialEq + Debug + 'static,
{
    let values: Vec<T> = values.into_iter().collect();
    let written = values.iter().map(|value| serde_json::to_value(value).expect(path)).collect();
    let read = move |at: usize, json: &str| {
        let read: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
        match values.get(at) {
            Some(value) if *value == read => {
                serde_json::to_value(&read).map_err(|error| error.to_string())
            }
            value => Err(format!("read as {read:?}, expected {value:?}")),
        }
    };
    Kept { path, written, read: Box::new(read) }
}

/// Values of the catalog, which may become others: what is read is written as it was.
fn found<T>(path: &'static str, values: impl IntoIterator<Item = T>) -> Kept
where
    T: Serialize + DeserializeOwned + 'static,
{
    let values = values.into_iter();
    let written = values.map(|value| serde_json::to_value(value).expect(path)).collect();
    let read = |_: usize, json: &str| {
        let read: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let again = serde_json::to_value(&read).map_err(|error| error.to_string())?;
        let kept: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
        if again == kept { Ok(again) } else { Err(format!("written again as {again}")) }
    };
    Kept { path, written, read: Box::new(read) }
}

fn all() -> Vec<Kept> {
    let mut all = values::all();
    all.extend(catalog::all());
    all
}

/// The module that a path begins with.
fn module(path: &str) -> &str {
    path.split_once("::").map_or(path, |(module, _)| module)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("kept")
}

/// The version of the crate.
fn version() -> String {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let text = fs::read_to_string(manifest).expect("the manifest of the crate");
    let line = text.lines().find_map(|line| line.strip_prefix("version = \""));
    line.and_then(|rest| rest.strip_suffix('"')).expect("a version").to_owned()
}

/// The values of a module by the path of their type.
type File = BTreeMap<String, Vec<Value>>;

/// One value a line, so that a change shows which one it is.
fn text_of(file: &File) -> String {
    let mut text = String::from("{");
    for (at, (path, values)) in file.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        let lines: Vec<String> = values.iter().map(|value| format!("  {value}")).collect();
        text.extend([" \"", path, "\": [\n", &lines.join(",\n"), "\n ]"]);
    }
    text.push_str("\n}\n");
    text
}

fn read(path: &Path) -> File {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_files_of_this_version_have_its_types_and_no_value_is_gone() {
    let mut files: BTreeMap<&str, File> = BTreeMap::new();
    for kept in all() {
        let before =
            files.entry(module(kept.path)).or_default().insert(kept.path.to_owned(), kept.written);
        assert_eq!(before, None, "{} twice", kept.path);
    }
    let folder = folder().join(version());
    for (module, file) in files {
        let path = folder.join(format!("{module}.json"));
        if env::var_os("RENEW_KEPT").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, text_of(&file)).expect("a file");
        }
        let kept = read(&path);
        let names = |file: &File| file.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(&kept), names(&file), "{}", path.display());
        for (name, values) in &kept {
            assert!(file[name].len() >= values.len(), "{name}: values are gone");
        }
    }
}

#[test]
fn every_version_is_read() {
    let types: BTreeMap<&str, Kept> = all().into_iter().map(|kept| (kept.path, kept)).collect();
    let changes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../CHANGELOG.md");
    let changes = fs::read_to_string(changes).expect("the changelog");
    let (this, mut faults) = (version(), Vec::new());
    for version in fs::read_dir(folder()).expect("a folder") {
        let version = version.expect("an entry").path();
        if !version.is_dir() {
            continue;
        }
        let (mut types_kept, mut values_kept) = (0, 0);
        let name = version.file_name().and_then(|name| name.to_str()).expect("a version");
        let is_this = name == this;
        for file in fs::read_dir(&version).expect("a folder") {
            let file = file.expect("an entry").path();
            for (path, values) in read(&file) {
                let Some(kept) = types.get(path.as_str()) else {
                    faults.push(format!("{path} of {name} is gone"));
                    continue;
                };
                assert!(!values.is_empty(), "{path}");
                types_kept += 1;
                for (at, value) in values.iter().enumerate() {
                    values_kept += 1;
                    let why = match (kept.read)(at, &value.to_string()) {
                        Ok(again) if is_this && again != *value => format!("written as {again}"),
                        Ok(_) => continue,
                        Err(why) => why,
                    };
                    faults.push(format!("{path} of {name}, {value}: {why}"));
                }
            }
        }
        assert!(values_kept > 400, "{values_kept} values of {name}");
        let written = if is_this {
            "as this version writes it".to_owned()
        } else {
            format!("as version {name} wrote it")
        };
        let said = format!("keeps JSON of {types_kept} types {written}");
        assert!(changes.contains(&said), "expected in CHANGELOG.md: {said}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// By the list of what is public.
#[test]
fn every_type_that_is_read_is_kept() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/public-api.txt");
    let list = fs::read_to_string(list).expect("the list");
    let read =
        list.lines().filter(|line| line.contains("Deserialize<'de>") && line.contains(" for "));
    let paths = read.map(|line| {
        let (_, path) = line.split_once(" for aso_regimen::").expect("a type of ours");
        let end = path.find(['<', ' ']).unwrap_or(path.len());
        &path[..end]
    });
    let public: BTreeSet<&str> = paths.collect();
    let kept = all();
    let mut known: BTreeSet<&str> = kept.iter().map(|kept| kept.path).collect();
    for (path, _) in ELSEWHERE {
        assert!(known.insert(path), "{path} has a value and a reason");
    }
    let missing: Vec<_> = public.difference(&known).collect();
    assert!(missing.is_empty(), "without a value: {missing:#?}");
    let gone: Vec<_> = known.difference(&public).collect();
    assert!(gone.is_empty(), "not public: {gone:#?}");
}
