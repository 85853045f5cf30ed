//! What a course records beside the doses given, as extensions of its request, out and in.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::dosing::course::{Entry, EntryKind};
use crate::dosing::tolerance::Tolerance;
use crate::interchange::error::FormatError;
use crate::interchange::fhir::after_dose::AfterDose;
use crate::interchange::fhir::datatype::{date, extension};
use crate::interchange::fhir::element::{Object, REQUEST};
use crate::interchange::fhir::extension::{AFTER_DOSE, ENTRY, OURS, TOLERANCE};
use crate::interchange::fhir::json::Json;
use crate::interchange::fhir::value::parsed;
use crate::text::excerpt::quoted;
use crate::text::plain::short;

/// Entries in order, as extensions. A dose given is an administration; on a day with other entries a place is kept for it.
pub(super) fn extensions(entries: &[&Entry]) -> Result<Vec<Json>, FormatError> {
    let others = || entries.iter().filter(|entry| !is_given(entry));
    let days: BTreeSet<NaiveDate> = others().map(|entry| entry.day()).collect();
    let kept = entries.iter().filter(|entry| days.contains(&entry.day()));
    kept.map(|entry| {
        date(entry.day())?;
        if let EntryKind::Rescheduled(to) = entry.kind() {
            date(*to)?;
        }
        let place = is_given(entry).then(|| Entry::given(entry.day()));
        let json = serde_json::to_string(place.as_ref().unwrap_or(entry));
        Ok(extension(ENTRY, "valueString", json.expect("texts, dates and numbers")))
    })
    .collect()
}

/// What goes on after a change of regimen: the last weight, and a hold or stop that has not ended.
pub(super) fn lasting<'c>(entries: &[&'c Entry]) -> Vec<&'c Entry> {
    let weight = entries.iter().rposition(|entry| matches!(entry.kind(), EntryKind::Weighed(_)));
    let mut places: Vec<usize> = weight.into_iter().chain(pause_of(entries)).collect();
    places.sort_unstable();
    places.into_iter().map(|place| entries[place]).collect()
}

/// The entries during one regimen of a course, with those that [last](lasting) from the one before.
pub(super) struct Run<'c> {
    /// The day of the change to the regimen; `None` for the first.
    since: Option<NaiveDate>,
    pub(super) entries: Vec<&'c Entry>,
}

/// All of a course, in order.
pub(super) fn runs<'c>(entries: impl IntoIterator<Item = &'c Entry>) -> Vec<Run<'c>> {
    let (mut runs, mut run) = (Vec::new(), Run { since: None, entries: Vec::new() });
    for entry in entries {
        if let EntryKind::Switched(_) = entry.kind() {
            let next = Run { since: Some(entry.day()), entries: lasting(&run.entries) };
            runs.push(core::mem::replace(&mut run, next));
        } else {
            run.entries.push(entry);
        }
    }
    runs.push(run);
    runs
}

/// Those of the entries of a request that its course does not have yet; a dose given is at its [place](extensions). The
/// request is of the last regimen that began before all of these.
pub(super) fn unrecorded<'r>(own: &'r [Entry], runs: &[Run<'_>]) -> Vec<&'r Entry> {
    fn key(entry: &Entry) -> (NaiveDate, Option<&Entry>) {
        (entry.day(), (!is_given(entry)).then_some(entry))
    }
    let mut unrecorded = runs.iter().rev().map(|run| {
        let mut known: HashMap<_, usize> = HashMap::new();
        for entry in &run.entries {
            *known.entry(key(entry)).or_default() += 1;
        }
        let is_new = |entry: &&'r Entry| match known.get_mut(&key(entry)) {
            Some(times @ 1..) => {
                *times -= 1;
                false
            }
            _ => true,
        };
        (run.since, own.iter().filter(is_new).collect::<Vec<_>>())
    });
    let of_run =
        unrecorded.find(|(since, new)| new.iter().all(|entry| Some(entry.day()) >= *since));
    of_run.map(|(_, new)| new).unwrap_or_default()
}

/// The place of the hold or stop that has not ended.
fn pause_of(entries: &[&Entry]) -> Option<usize> {
    let is_pause = |entry: &&Entry| matches!(entry.kind(), EntryKind::Held | EntryKind::Stopped);
    let place =
        entries.iter().rposition(|entry| is_pause(entry) || *entry.kind() == EntryKind::Resumed)?;
    is_pause(&entries[place]).then_some(place)
}

pub(super) fn is_given(entry: &Entry) -> bool {
    *entry.kind() == EntryKind::Given
}

/// A request that was read: what refers to it, and what its course records beside doses given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Requested {
    /// The address of its entry in a bundle.
    pub(super) url: Option<String>,
    id: Option<String>,
    /// The last dose that was given elsewhere.
    pub(super) after_dose: Option<AfterDose>,
    /// That of the clinic.
    pub(super) tolerance: Option<Tolerance>,
    /// In order, with [places](extensions) of doses.
    pub(super) entries: Vec<Entry>,
}

impl Requested {
    pub(super) fn read(request: &Object<'_>) -> Result<Self, FormatError> {
        let (mut after_dose, mut tolerance, mut entries) = (None, None, Vec::<Entry>::new());
        for (url, extension) in request.extensions(OURS)? {
            match &*url.text()? {
                ENTRY => {}
                TOLERANCE if tolerance.is_none() => {}
                AFTER_DOSE if after_dose.is_none() => {
                    after_dose = Some(AfterDose::read(&extension)?);
                    continue;
                }
                AFTER_DOSE | TOLERANCE => return Err(url.refused("expected once, found twice")),
                _ => return Err(url.not_understood()),
            }
            extension.only(&["id", "url", "valueString"])?;
            let value = extension.need("valueString", "the extension's value")?;
            if url.text()? == TOLERANCE {
                tolerance = Some(parsed(&value)?);
                continue;
            }
            let entry: Entry = serde_json::from_str(&value.text()?).map_err(|why| {
                value.refused(format!("expected an entry of a course: {}", short(&why)))
            })?;
            let is_place = entry == Entry::given(entry.day());
            if is_given(&entry) && !is_place || matches!(entry.kind(), EntryKind::Switched(_)) {
                return Err(value.expected(
                    "an entry other than a dose with details or a change of regimen; those are resources of their own",
                ));
            }
            if let Some(last) = entries.last().filter(|last| last.day() > entry.day()) {
                return Err(value.expected(&format!("{}, or a later day", last.day())));
            }
            entries.push(entry);
        }
        let id = request.get("id").map(|id| id.text()).transpose()?;
        Ok(Self { url: None, id, after_dose, tolerance, entries })
    }

    /// Whether a reference is to this request, or to one that nothing can refer to.
    ///
    /// # Errors
    ///
    /// If it is an address with the type and id of this request on another server, which may be a copy.
    pub(super) fn is(&self, reference: &str) -> Result<bool, String> {
        let address = reference.split("/_history/").next().unwrap_or_default();
        let local = self.id.as_ref().map(|id| format!("{REQUEST}/{id}"));
        let is_local = |url: &str| {
            local.as_ref().is_some_and(|local| {
                url.strip_suffix(local).is_some_and(|base| base.is_empty() || base.ends_with('/'))
            })
        };
        let Some(url) = &self.url else {
            return Ok(local.is_none() || is_local(address));
        };
        let id = address.rfind(&format!("{REQUEST}/")).map(|start| &address[start..]);
        let has_id = is_local(address) || id.is_some_and(|id| url.ends_with(&format!("/{id}")));
        if url == address || !has_id {
            return Ok(url == address);
        }
        // A relative address is one of the same server.
        if !address.contains(':') {
            return Ok(true);
        }
        let (id, reference) = (quoted(id.unwrap_or_default()), quoted(reference));
        Err(format!(
            "expected the request of the order, or one with another id than {id}, found {reference}"
        ))
    }

    /// The hold or stop with which the entries end; `None` if they do not.
    pub(super) fn pause(&self) -> Option<&Entry> {
        let entries: Vec<_> = self.entries.iter().collect();
        pause_of(&entries).map(|place| entries[place])
    }
}

/// A hold or a stop as a request states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pause<'a> {
    pub(super) is_hold: bool,
    pub(super) since: NaiveDate,
    pub(super) reason: &'a str,
}

impl Pause<'_> {
    pub(super) fn entry(self) -> Entry {
        let reason = self.reason.to_owned();
        if self.is_hold {
            Entry::held(self.since, reason)
        } else {
            Entry::stopped(self.since, reason)
        }
    }
}
