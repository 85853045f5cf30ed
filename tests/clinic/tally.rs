//! How often each thing happened in the clinic.

use core::fmt;
use std::collections::BTreeMap;

/// Counts by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally(BTreeMap<String, u64>);

/// What has to happen at least once.
const EVERYTHING: [&str; 61] = [
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
    "EC back as doses",
    "NONMEM back",
    "FHIR back as a course",
    "FHIR request back",
    "calendar back",
    "JSON back",
    "picture drawn",
];

impl Tally {
    pub(crate) fn count(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    pub(crate) fn and(mut self, other: Self) -> Self {
        for (what, count) in other.0 {
            *self.0.entry(what).or_default() += count;
        }
        self
    }

    pub(crate) fn assert_everything_happened(&self) {
        let missing: Vec<&str> =
            EVERYTHING.into_iter().filter(|what| !self.0.contains_key(*what)).collect();
        assert!(missing.is_empty(), "never happened: {missing:?}");
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(what, count)| writeln!(f, "{count:>8} {what}"))
    }
}
