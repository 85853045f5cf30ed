//! How often each thing happened in the clinic.

use core::fmt;
use std::collections::BTreeMap;

/// Counts by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally(BTreeMap<String, u64>);

/// What has to happen at least once.
const EVERYTHING: [&str; 62] = [
    "entry given",
    "entry missed",
    "entry held",
    "entry resumed",
    "entry stopped",
    "entry skipped",
    "entry rescheduled",
    "entry switched",
    "entry policy-changed",
    "entry weighed",
    "given as planned",
    "given another amount",
    "given a part",
    "given the rest",
    "given without counting",
    "dose early",
    "dose on time",
    "dose late",
    "dose unplanned",
    "next due",
    "next unspecified",
    "next held",
    "next stopped",
    "next ended",
    "not given missed",
    "not given skipped",
    "not given passed over",
    "not given held",
    "change amended",
    "change removed",
    "change refused",
    "change rejudged others",
    "recorded late",
    "refused",
    "refused conflict",
    "nonsense refused",
    "plan of a label",
    "plan continued from elsewhere",
    "plan with a window",
    "plan with a least gap",
    "plan rolling",
    "switch to another label",
    "switch to another interval",
    "switch to another amount",
    "switch to a regimen with an end",
    "route IT",
    "route IV",
    "route SC",
    "route IVT",
    "mass unknown",
    "EX back",
    "EX by interval back",
    "EX refused without a weight",
    "EC back as a course",
    "EC back up to what is lost",
    "NONMEM back",
    "FHIR bundle back",
    "FHIR administrations back as a course",
    "FHIR request back",
    "calendar back",
    "JSON back",
    "picture drawn",
];

/// What is lost on the way to a format and back, and of how many patients at most. After the colon is what the format does
/// not have: the first such entry of the course, or what else it is.
pub(crate) const LOST: [(&str, u64); 23] = [
    ("EC back as doses, lost: policy-changed", 1),
    ("EC back as doses, lost: rescheduled", 7),
    ("EC back as doses, lost: skipped", 1),
    ("EC back as doses, lost: stopped", 1),
    ("EC refused, lost: policy-changed", 6),
    ("EC refused, lost: rescheduled", 20),
    ("EC refused, lost: skipped", 8),
    ("EC refused, lost: stopped", 5),
    ("EC refused, lost: switched", 20),
    ("EC lost: beside a dose that does not count, another or a miss of its day", 3),
    ("EC lost: that the last dose does not count", 1),
    ("FHIR administrations back as doses, lost: held", 11),
    ("FHIR administrations back as doses, lost: policy-changed", 5),
    ("FHIR administrations back as doses, lost: rescheduled", 20),
    ("FHIR administrations back as doses, lost: skipped", 5),
    ("FHIR administrations back as doses, lost: stopped", 4),
    ("FHIR administrations back as doses, lost: switched", 5),
    ("FHIR administrations refused, lost: held", 5),
    ("FHIR administrations refused, lost: policy-changed", 3),
    ("FHIR administrations refused, lost: rescheduled", 7),
    ("FHIR administrations refused, lost: skipped", 5),
    ("FHIR administrations refused, lost: switched", 10),
    // In each release.
    ("FHIR bundle lost: that a dose was as planned before a weight of its day", 2),
];

impl Tally {
    pub(crate) fn count(&mut self, what: impl Into<String>) {
        self.add(what, 1);
    }

    pub(crate) fn add(&mut self, what: impl Into<String>, count: u64) {
        *self.0.entry(what.into()).or_default() += count;
    }

    pub(crate) fn and(mut self, other: Self) -> Self {
        for (what, count) in other.0 {
            self.add(what, count);
        }
        self
    }

    pub(crate) fn assert_everything_happened(&self) {
        let missing: Vec<&str> =
            EVERYTHING.into_iter().filter(|what| !self.0.contains_key(*what)).collect();
        assert!(missing.is_empty(), "never happened: {missing:?}");
    }

    pub(crate) fn assert_no_more_is_lost(&self) {
        let at_most = BTreeMap::from(LOST);
        let kept: Vec<_> = at_most.keys().filter(|what| !self.0.contains_key(**what)).collect();
        assert!(kept.is_empty(), "never lost: {kept:?}");
        for (what, count) in self.0.iter().filter(|(what, _)| what.contains("lost: ")) {
            let most = at_most.get(what.as_str()).copied().unwrap_or_default();
            assert!(*count <= most, "{what}: {count}, expected at most {most}");
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(what, count)| writeln!(f, "{count:>8} {what}"))
    }
}
