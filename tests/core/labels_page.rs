//! The table of labels in the docs of the catalog, `docs/labels.md`, and what is not read or cannot be looked up; and in
//! `labels.txt` all that the labels say, and the sources of the catalog.
//!
//! `RENEW_LABELS=1` writes both anew, and refuses to make a list longer than it was; `RENEW_LABELS=longer` does that too.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy, Rule};
use aso_regimen::evidence::label::LabelRegimen;
use aso_regimen::{Interval, Label, Regimen, Source, catalog};
use serde_json::Value;

use crate::text_file::assert_is;

const NOT_READ: &str = "Rules for missed doses that were not read";
const NO_ADDRESS: &str = "Sources without an identifier or a citation with volume and page";

/// What is known of one set of rules for missed doses.
fn answer(policies: &[&MissedDosePolicy]) -> &'static str {
    let rules: Vec<&Rule> = policies.iter().flat_map(|policy| policy.rules()).collect();
    let all = |wanted| rules.iter().all(|rule| rule.actions().all(|action| action == wanted));
    let any = |wanted| rules.iter().any(|rule| rule.actions().any(|action| action == wanted));
    if all(Action::NotRead) {
        "not read"
    } else if any(Action::NotRead) {
        "read in part"
    } else if all(Action::NotStated) {
        "silent, as far as read"
    } else {
        "yes"
    }
}

fn answer_of(label: &Label) -> &'static str {
    let policies: Vec<_> = label.policies().into_iter().map(|(_, policy)| policy).collect();
    answer(&policies)
}

/// A regimen without what is in brackets: volumes, fluid withdrawn, minutes.
fn short(regimen: &Regimen) -> String {
    let text = regimen.to_string();
    let mut parts = text.split(" (");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once(')').map_or(part, |(_, rest)| rest))
}

fn row(label: &Label) -> String {
    let regimens = label.regimens().iter().map(|named| match &*named.name {
        "" => format!("`{}`", short(&named.regimen)),
        name => format!("{name}: `{}`", short(&named.regimen)),
    });
    let regimens = regimens.collect::<Vec<_>>().join("<br>");
    let day = label.last_read().map_or_else(|| "not known".to_owned(), |day| day.to_string());
    let edition = label.edition().unwrap_or("not known");
    format!(
        "| {} | {} | {} | {edition} | {regimens} | {} | {day} |",
        label.product(),
        label.substance(),
        label.authority(),
        answer_of(label)
    )
}

/// Every source in a document, wherever it is.
fn sources(json: &Value, found: &mut Vec<Source>) {
    if let Ok(source) = serde_json::from_value(json.clone()) {
        found.push(source);
    }
    match json {
        Value::Array(values) => values.iter().for_each(|value| sources(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| sources(value, found)),
        _ => {}
    }
}

fn all_sources() -> Vec<Source> {
    let mut found = Vec::new();
    for label in &catalog::labels() {
        sources(&serde_json::to_value(label).expect("JSON"), &mut found);
    }
    for trial in &catalog::trials() {
        sources(&serde_json::to_value(trial).expect("JSON"), &mut found);
    }
    found
}

fn page() -> String {
    let labels = catalog::labels();
    let table = labels.iter().map(row).collect::<Vec<_>>().join("\n");
    let not_read: Vec<String> = labels
        .iter()
        .filter(|label| ["not read", "read in part"].contains(&answer_of(label)))
        .map(|label| format!("- {}: {}", label.key(), answer_of(label)))
        .collect();
    let no_address: BTreeSet<String> = all_sources()
        .iter()
        .filter(|source| !source.can_be_looked_up())
        .map(|source| format!("- `{}`", source.document))
        .collect();
    let no_address: Vec<String> = no_address.into_iter().collect();
    format!(
        "\n# The labels\n\nThe table leaves out volumes, fluid withdrawn and durations. Missed doses: *yes* if the \
         label's rules are here, *silent* if it does not say what to do, *not read* or *read in part* if its text was not read or \
         only in part. The edition is the date of the dosing text: the day of its approval; if that is not known, the printed \
         date; if there is none, the day of its latest change. The document on the authority's site can be newer; its date is given with the source.\n\n| product | substance | authority | edition | regimens | missed doses | last read |\n\
         |---|---|---|---|---|---|---|\n{table}\n\n# {NOT_READ}\n\n{}\n\n# {NO_ADDRESS}\n\n{}\n",
        not_read.join("\n"),
        no_address.join("\n")
    )
}

/// All that a label says, each with its place in the document.
fn said(label: &Label) -> String {
    let place = |source: &Source| {
        let place = source.place.as_deref().unwrap_or("-");
        format!("[{}, {place}]", source.document)
    };
    let ages =
        |from: Option<Interval>, below: Option<Interval>| format!("ages {from:?} to {below:?}");
    let (of_label, superseded) = (ages(label.from_age(), None), label.is_superseded());
    let mut lines = vec![format!("# {label}; {of_label}; superseded: {superseded}")];
    for one in label.regimens() {
        let LabelRegimen { name, regimen, indication, from_weight, below_weight, .. } = one;
        let weights = format!("weights {from_weight:?} to {below_weight:?}");
        let ages = ages(one.from_age, one.below_age);
        lines.push(format!("{name:?}: {regimen}; {indication:?}, {ages}, {weights}"));
    }
    lines.push(format!("levels {:?}", label.levels()));
    lines
        .extend(label.policies().into_iter().map(|(names, policy)| format!("{names:?}: {policy}")));
    lines.extend(label.monitoring().iter().map(|one| format!("{one} {}", place(one.source()))));
    lines.extend(label.rules().iter().map(|one| format!("{one} {}", place(&one.source))));
    lines.extend(label.sources().iter().map(place));
    lines.join("\n") + "\n"
}

/// The lines of a list under a title.
fn listed<'p>(page: &'p str, title: &str) -> BTreeSet<&'p str> {
    let (_, rest) = page.split_once(&format!("# {title}\n")).unwrap_or_default();
    rest.lines()
        .take_while(|line| !line.starts_with('#'))
        .filter(|line| line.starts_with('-'))
        .collect()
}

#[test]
fn the_page_of_labels_is_what_they_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/labels.md");
    let (before, now) = (fs::read_to_string(&path).unwrap_or_default(), page());
    let renew = env::var("RENEW_LABELS").ok();
    for title in [NOT_READ, NO_ADDRESS] {
        let (was, is) = (listed(&before, title), listed(&now, title));
        let more: Vec<_> = is.difference(&was).collect();
        let longer = renew.as_deref() == Some("longer");
        assert!(
            more.is_empty() || longer,
            "{title}: {more:?} are new; see tests/core/labels_page.rs"
        );
    }
    if renew.is_some() {
        fs::write(&path, &now).expect("a folder that can be written to");
    } else {
        assert!(before == now, "docs/labels.md is out of date; see tests/core/labels_page.rs");
    }
}

/// A number, a word or an identifier that is changed is seen here.
#[test]
fn every_label_is_as_it_was_read() {
    let sources: BTreeSet<String> = all_sources().iter().map(ToString::to_string).collect();
    let sources = Vec::from_iter(sources).join("\n");
    let labels: String = catalog::labels().iter().map(said).collect();
    let now = format!("{labels}# Sources of labels and trials\n{sources}\n");
    assert_is("core/labels.txt", &now, "RENEW_LABELS");
}

/// A rule that is called silent, or not read, is so in the table.
#[test]
fn the_three_answers_differ() {
    let of = |policy: MissedDosePolicy| answer(&[&policy]);
    assert_eq!(of(MissedDosePolicy::not_read()), "not read");
    assert_eq!(of(MissedDosePolicy::not_stated()), "silent, as far as read");
    assert_eq!(of(MissedDosePolicy::new(Action::NotRead, Action::Skip)), "read in part");
    assert_eq!(of(MissedDosePolicy::new(Action::NotStated, Action::Skip)), "yes");
    let rules =
        |wanted: &str| catalog::labels().iter().filter(|label| answer_of(label) == wanted).count();
    assert_eq!(catalog::labels().not_read().len(), rules("not read") + rules("read in part"));
}

/// Nothing is called silent unless its text was read, on a day that is told.
#[test]
fn silence_was_read() {
    for label in &catalog::labels().silent() {
        assert!(
            label.last_read().is_some(),
            "{label} is called silent, and nothing says when it was read"
        );
    }
}

/// Facts of a trial's registry record, and every article, can be looked up.
#[test]
fn records_and_numbers_have_sources_that_can_be_looked_up() {
    let sources = all_sources();
    assert!(sources.len() > 100, "{}", sources.len());
    for source in sources {
        let document = &source.document;
        if document.starts_with("ClinicalTrials.gov") {
            assert!(source.can_be_looked_up(), "{source}");
        }
        assert!(source.read.is_none_or(|day| day >= crate::date("2025-01-01")), "{source}");
    }
}
