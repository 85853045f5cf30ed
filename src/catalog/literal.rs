//! Values of the catalog from their texts; a test makes every one of them.

use core::fmt;

use crate::calendar::Interval;
use crate::dosing::missed_dose::{Action, Limit, Measure, Rule, TimeBand, TimeRule};
use crate::evidence::condition::{Comparison, Condition};
use crate::evidence::label::{Label, LabelBuilder};
use crate::evidence::monitoring::{
    ConditionalRule, Monitoring, MonitoringAction, Resume, ValueBand, ValueLimit,
};
use crate::evidence::printed::Printed;
use crate::evidence::source::{Source, Status};
use crate::evidence::trial::Registration;

/// What a literal stands for.
pub(super) fn made<T, E: fmt::Display>(literal: Result<T, E>) -> T {
    literal.unwrap_or_else(|error| panic!("{error}"))
}

/// An article, report or set of slides that was read.
pub(super) fn published(document: &'static str) -> Source {
    Source::new(document, Status::Publication)
}

/// An article that was read, and what it is found by.
pub(super) fn article(document: &'static str, identifier: &'static str) -> Source {
    published(document).identified(made(identifier.parse()))
}

/// The record of a trial that was read, by its number at ClinicalTrials.gov.
pub(super) fn record(number: &'static str) -> Source {
    let document = format!("ClinicalTrials.gov, {number}");
    let identifier = made(format!("registry:{number}").parse());
    Source::new(document, Status::RegistryRecord).identified(identifier)
}

/// A text about a document.
pub(super) fn reported(document: &'static str) -> Source {
    Source::new(document, Status::Secondary)
}

/// Places in a label whose text was read.
pub(super) fn label_text(document: &'static str) -> impl Fn(&'static str) -> Source {
    move |place| Source::new(document, Status::LabelText).at(place)
}

/// Places in a text about a document.
pub(super) fn secondary(document: &'static str) -> impl Fn(&'static str) -> Source {
    move |place| reported(document).at(place)
}

/// The day on which the labels were last read; one that is read again says its own day.
const READ: &str = "2026-11-26";

/// The same document in all its places: the day it was read, and what it is found by.
pub(super) fn found<F: Fn(&'static str) -> Source>(
    places: F,
    identifiers: &'static [&'static str],
) -> impl Fn(&'static str) -> Source {
    move |place| {
        let identifiers = identifiers.iter().map(|text| made(text.parse()));
        let source = places(place).read_on(made(READ.parse()));
        identifiers.fold(source, Source::identified)
    }
}

/// Places in a label whose text was read, and what it is found by.
pub(super) fn read(
    document: &'static str,
    identifiers: &'static [&'static str],
) -> impl Fn(&'static str) -> Source {
    found(label_text(document), identifiers)
}

/// A rule of bands, each up to its limit.
pub(super) fn by_time(measure: Measure, limited: &[(Limit, Action)], beyond: Action) -> Rule {
    let limited = limited.iter().map(|&(limit, action)| TimeBand::new(limit, action));
    let bands = limited.chain([TimeBand::new(None, beyond)]).collect();
    made(TimeRule::new(measure, bands)).into()
}

/// A measured value in its unit by bands, each up to its limit and with additional instructions.
pub(super) fn monitored(
    (what, unit): (&'static str, &'static str),
    limited: Vec<(ValueLimit, MonitoringAction, &'static str)>,
    (beyond, instructions): (MonitoringAction, &'static str),
    source: Source,
) -> Monitoring {
    let band = |action, instructions| ValueBand::new(action).with_instructions(instructions);
    let mut bands: Vec<ValueBand> = limited
        .into_iter()
        .map(|(limit, action, instructions)| band(action, instructions).with_limit(limit))
        .collect();
    bands.push(band(beyond, instructions));
    made(Monitoring::new(what, bands, source)).in_unit(unit)
}

/// The label's regimen of this name.
pub(super) fn give(regimen: &'static str) -> MonitoringAction {
    MonitoringAction::regimen(regimen)
}

/// Nothing until this is so, and then the label's regimen of this name, or the one before.
pub(super) fn pause(until: &'static str, resume: Option<&'static str>) -> MonitoringAction {
    let resume = resume.map_or(Resume::Same, |name| Resume::Regimen(name.into()));
    MonitoringAction::pause(Condition::judged(until), resume)
}

/// What to do where somebody judges that something is so, and what else.
pub(super) fn judged(
    what: &'static str,
    action: MonitoringAction,
    additional: &'static str,
    source: Source,
) -> ConditionalRule {
    ConditionalRule::new(Condition::judged(what), action, source).with_instructions(additional)
}

/// What has to be measured, and when, where the label says nothing of the values.
pub(super) fn measured(
    values: &[(&'static str, &'static str)],
    when: &'static str,
    source: &Source,
) -> Vec<Monitoring> {
    let silent = |value: &(_, _)| {
        monitored(*value, Vec::new(), (MonitoringAction::NotStated, when), source.clone())
    };
    values.iter().map(silent).collect()
}

/// An age in years, of 12 months each.
pub(super) const fn years(years: u32) -> Interval {
    Interval::months(12 * years)
}

/// Values below a number.
pub(super) fn below(limit: &str) -> ValueLimit {
    ValueLimit::Below(printed(limit))
}

/// Values up to a number.
pub(super) fn through(limit: &str) -> ValueLimit {
    ValueLimit::Through(printed(limit))
}

/// The latest value is less than this.
pub(super) fn less((what, unit): (&'static str, &'static str), limit: &str) -> Condition {
    Condition::value(what, unit, Comparison::Below(printed(limit)))
}

/// The latest value is this or more.
pub(super) fn at_least((what, unit): (&'static str, &'static str), limit: &str) -> Condition {
    Condition::value(what, unit, Comparison::AtLeast(printed(limit)))
}

/// The latest value is more than this.
pub(super) fn above((what, unit): (&'static str, &'static str), limit: &str) -> Condition {
    Condition::value(what, unit, Comparison::Above(printed(limit)))
}

pub(super) fn printed(text: &str) -> Printed {
    made(text.parse())
}

pub(super) fn registered(text: &str) -> Registration {
    made(text.parse())
}

pub(super) fn labels_of<const N: usize>(labels: [LabelBuilder; N]) -> Vec<Label> {
    labels.map(|label| made(label.build())).into()
}
