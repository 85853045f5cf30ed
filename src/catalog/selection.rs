//! Selections of labels and trials from the catalog.

use core::borrow::Borrow;
use core::fmt;
use core::iter::Copied;
use core::slice;

use chrono::NaiveDate;
use thiserror::Error;

use crate::catalog::{drug_of, labels};
use crate::dosing::missed_dose::Action;
use crate::evidence::label::{Authority, Label, LabelKey};
use crate::evidence::trial::Trial;
use crate::text::debug_as_display;

/// A selection of labels, in the order of the catalog.
pub type Labels<'c> = Selection<'c, Label>;

/// A selection of trials, in the order of the catalog.
pub type Trials<'c> = Selection<'c, Trial>;

/// A selection of entries of the catalog. Each filter narrows it without copying entries. Names match in upper or lower
/// case.
///
/// User-supplied labels can be selected in the same way, alone or together with those of the catalog:
///
/// ```
/// use aso_regimen::catalog::{self, Labels};
/// # let label = catalog::tofersen::labels().remove(0);
///
/// let own = [label];
/// let labels: Labels = catalog::labels().iter().chain(&own).collect();
/// assert_eq!(labels.len(), catalog::labels().len() + 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection<'c, T> {
    entries: Vec<&'c T>,
    /// The filters so far, and the entries before the last filter if it left none.
    asked: Vec<String>,
    there_were: Vec<String>,
    /// All that it was made of.
    all: Vec<&'c T>,
    /// What a filter by day left out although it may belong to that day.
    not_known: Vec<&'c T>,
}

/// An error of [`Selection::one`]: no entry, several, or not known.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LookupError {
    /// No entry matches.
    #[error("nothing found for {asked}, expected one of: {}", .there_are.join("; "))]
    Nothing {
        /// The filters.
        asked: String,
        /// The entries before the filter that left none.
        there_are: Vec<String>,
    },
    /// A label may have been in force on the day of [`Labels::current`], but what was read does not say. This differs
    /// from [`LookupError::Nothing`].
    #[error(
        "not known here for {asked}; known to be in force then: {}; not known: {}",
        if .in_force.is_empty() { "none".to_owned() } else { .in_force.join("; ") },
        .not_known.join("; ")
    )]
    NotKnown {
        /// The filters.
        asked: String,
        /// The labels that are known to have been in force.
        in_force: Vec<String>,
        /// The labels that may have been in force.
        not_known: Vec<String>,
    },
    /// Several entries match.
    #[error("{} found for {asked}, expected one of them: {}", .found.len(), .found.join("; "))]
    Several {
        /// The filters.
        asked: String,
        /// The entries that match.
        found: Vec<String>,
    },
}

debug_as_display!(LookupError);

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl<'c, T> Selection<'c, T> {
    /// Returns an iterator over the entries.
    pub fn iter(&self) -> Copied<slice::Iter<'_, &'c T>> {
        self.entries.iter().copied()
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'c, T: fmt::Display> Selection<'c, T> {
    /// Keeps only the entries for which `keep` returns `true`.
    #[must_use]
    pub fn filter(self, keep: impl Fn(&T) -> bool) -> Self {
        self.narrowed("a condition".to_owned(), T::to_string, keep)
    }

    /// Keeps only some entries. If none is left, the error lists those before, each printed by `told`.
    fn narrowed(
        mut self,
        asked: String,
        told: impl Fn(&T) -> String,
        keep: impl Fn(&T) -> bool,
    ) -> Self {
        let kept: Vec<&T> = self.iter().filter(|entry| keep(entry)).collect();
        self.not_known.retain(|entry| keep(entry));
        if !self.entries.is_empty() {
            self.asked.push(asked);
            if kept.is_empty() {
                self.there_were = self.iter().map(told).collect();
                self.there_were.dedup();
            }
        }
        Self { entries: kept, ..self }
    }

    /// Returns the only entry.
    ///
    /// # Errors
    ///
    /// If there is no entry or more than one, or if it is not known whether a label that [`Labels::current`] left out
    /// was in force. The error lists the entries to choose from.
    pub fn one(&self) -> Result<&'c T, LookupError> {
        let asked = match &*self.asked {
            [] => "any name".to_owned(),
            asked => asked.join(", "),
        };
        let names = |entries: &[&T]| entries.iter().map(ToString::to_string).collect();
        let (found, not_known) = (names(&self.entries), names(&self.not_known));
        match *self.entries {
            _ if !self.not_known.is_empty() => {
                Err(LookupError::NotKnown { asked, in_force: found, not_known })
            }
            [one] => Ok(one),
            [] => Err(LookupError::Nothing { asked, there_are: self.there_were.clone() }),
            _ => Err(LookupError::Several { asked, found }),
        }
    }
}

impl Labels<'_> {
    /// Keeps only the labels with this brand name or nonproprietary name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        let told = |label: &Label| format!("{} ({})", label.product(), label.substance());
        self.narrowed(format!("{name:?}"), told, |label| {
            same(label.product(), name) || same(label.substance(), name)
        })
    }

    /// Keeps only the labels of an authority.
    #[must_use]
    pub fn authority(self, authority: impl Borrow<Authority>) -> Self {
        let authority = authority.borrow();
        let same = |label: &Label| label.authority() == authority;
        self.narrowed(authority.to_string(), Label::to_string, same)
    }

    /// Keeps only the label with this key.
    #[must_use]
    pub fn key(self, key: &LabelKey) -> Self {
        let named = |label: &Label| same(&label.key().to_string(), &key.to_string());
        self.narrowed(format!("key {key}"), |label| label.key().to_string(), named)
    }

    /// Keeps only the labels that are known to be in force on a day.
    ///
    /// A label is known to be in force from the date of its [edition](Label::edition_date). If only a month or a year is
    /// known: from its last day, or from the day on which the label was read if that is earlier and lies within it. A
    /// label without a date is known to be in force from the day on which it was read. Labels that state no reading day
    /// count from the first day of their edition, or always. A label ends when a later edition
    /// [supersedes](Label::supersedes) it, or if it is [known to be replaced or withdrawn](Label::is_superseded). The
    /// catalog knows nothing of editions that came after it was read: for a later day, look for a newer edition, and put
    /// it over the catalog with an [`Overlay`].
    ///
    /// [`Overlay`]: crate::catalog::Overlay
    ///
    /// Labels that may have been in force are left out too: [`Labels::not_known`] returns them. While there are any,
    /// [`Selection::one`] returns an error that names them, even if exactly one label is known to be in force.
    ///
    /// ```
    /// use aso_regimen::catalog;
    /// use aso_regimen::evidence::label::Authority;
    ///
    /// let labels = catalog::labels().named("tofersen");
    /// assert_eq!(labels.clone().current("2026-11-26".parse()?).len(), 2);
    ///
    /// let european = labels.authority(Authority::Eu).current("2025-12-01".parse()?);
    /// assert_eq!(
    ///     european.one().expect_err("approved, but that edition was not read").to_string(),
    ///     "not known here for \"tofersen\", EU, labels in force on 2025-12-01; known to be \
    ///      in force then: none; not known: Qalsody (tofersen), EU, 2026-03, as read on \
    ///      2026-11-26",
    /// );
    /// # Ok::<(), aso_regimen::chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn current(self, as_of: NaiveDate) -> Self {
        let all = self.all.clone();
        // Also those that an earlier filter by day left out.
        let asked = self.entries.iter().chain(&self.not_known).copied();
        let not_known = asked.filter(|label| is_not_known(label, &all, as_of)).collect();
        let filter = format!("labels in force on {as_of}");
        let current = self.narrowed(filter, Label::to_string, |label| {
            is_in_force(label, &all, as_of) == Some(true)
        });
        Self { not_known, ..current }
    }

    /// Keeps only the labels that may have been in force on a day, if no label of the same product and authority is known
    /// to have been in force: those that [`Labels::current`] leaves out. If no edition that was read was in
    /// force on the day, the next later one is kept in place of the one before it, which was not read.
    ///
    /// ```
    /// use aso_regimen::catalog;
    ///
    /// let (labels, day) = (catalog::labels().named("inotersen"), "2020-01-01".parse()?);
    /// let left_out = labels.clone().current(day).not_known(day);
    /// let expected = ["Tegsedi, US, of 2018 or 2019", "Tegsedi, EU, 2023-03-24, renewal"];
    /// for labels in [labels.not_known(day), left_out] {
    ///     let keys = labels.iter().map(|label| label.key().to_string());
    ///     assert!(keys.eq(expected));
    /// }
    /// # Ok::<(), aso_regimen::chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn not_known(mut self, as_of: NaiveDate) -> Self {
        let all = self.all.clone();
        // Also those that an earlier filter by day left out.
        let left_out = core::mem::take(&mut self.not_known);
        let is_asked = |label: &&Label| {
            self.entries.iter().chain(&left_out).any(|asked| core::ptr::eq(*asked, *label))
        };
        self.entries = all.iter().copied().filter(is_asked).collect();
        let filter = format!("labels that may have been in force on {as_of}");
        self.narrowed(filter, Label::to_string, |label| is_not_known(label, &all, as_of))
    }

    /// Keeps only the labels of which some rule for missed doses was not read.
    #[must_use]
    pub fn not_read(self) -> Self {
        self.saying("rules for missed doses that were not read", &[Action::NotRead])
    }

    /// Keeps only the labels that do not say what to do about some missed dose, or when the next dose is, as far as
    /// they were read.
    #[must_use]
    pub fn silent(self) -> Self {
        self.saying("silence on missed doses", &[Action::NotStated, Action::NextUnspecified])
    }

    fn saying(self, asked: &str, actions: &[Action]) -> Self {
        self.narrowed(asked.to_owned(), Label::to_string, |label| {
            let policies = label.policies();
            let mut rules = policies.iter().flat_map(|(_, policy)| policy.rules());
            rules.any(|rule| rule.actions().any(|action| actions.contains(&action)))
        })
    }
}

/// Whether a label has begun to be in force by a day. `None` if that is not known.
fn has_begun(label: &Label, day: NaiveDate) -> Option<bool> {
    let known_from = match (label.edition_date(), label.last_read()) {
        (Some(date), Some(read)) => Some(date.last_day().min(date.first_day().max(read))),
        (Some(date), None) => Some(date.first_day()),
        (None, read) => read,
    };
    if known_from.is_none_or(|from| from <= day) {
        return Some(true);
    }
    label.edition_date().filter(|date| day < date.first_day()).map(|_| false)
}

/// Whether a label has been replaced or withdrawn by a day. `None` if that is not known.
fn has_ended(label: &Label, all: &[&Label], day: NaiveDate) -> Option<bool> {
    let is_read = label.last_read().is_none_or(|read| read <= day);
    let marked = label.is_superseded().then_some(is_read.then_some(true));
    let later = all.iter().filter(|other| other.supersedes(label));
    let ends = later.map(|other| has_begun(other, day)).chain(marked);
    ends.max_by_key(|end| (*end == Some(true), end.is_none())).unwrap_or(Some(false))
}

/// Whether a label is in force on a day. `None` if that is not known.
fn is_in_force(label: &Label, all: &[&Label], day: NaiveDate) -> Option<bool> {
    match (has_begun(label, day), has_ended(label, all, day)) {
        (Some(false), _) | (_, Some(true)) => Some(false),
        (Some(true), Some(false)) => Some(true),
        _ => None,
    }
}

/// Whether a label may be in force, while none of its product and authority is known to be. If none of them may be, it
/// is the first of those that are later, because the one before it was not read.
fn is_not_known(label: &Label, all: &[&Label], day: NaiveDate) -> bool {
    let same = |other: &&&Label| {
        other.product() == label.product() && other.authority() == label.authority()
    };
    let found: Vec<_> = all.iter().filter(same).map(|it| is_in_force(it, all, day)).collect();
    let is_later =
        |of: &Label| has_begun(of, day) == Some(false) && has_ended(of, all, day) != Some(true);
    match (found.contains(&Some(true)), found.contains(&None)) {
        (true, _) => false,
        (_, true) => is_in_force(label, all, day).is_none(),
        _ => is_later(label) && !all.iter().any(|it| label.supersedes(it) && is_later(it)),
    }
}

impl Trials<'_> {
    /// Keeps only the trials with this title (with or without its part in brackets) or this registration, and the
    /// catalog's trials of the drug with this nonproprietary name or brand name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        let sold = labels().named(name);
        let drug = sold.iter().next().map_or(name, Label::substance);
        self.narrowed(format!("{name:?}"), Trial::to_string, |trial| {
            let mut numbers = trial.registrations().map(ToString::to_string);
            let short = trial.title().split_once(" (").map_or(trial.title(), |(short, _)| short);
            same(trial.title(), name)
                || same(short, name)
                || numbers.any(|number| same(&number, name))
                || drug_of(trial).is_some_and(|its| same(its, drug))
        })
    }
}

impl<'c, T> FromIterator<&'c T> for Selection<'c, T> {
    fn from_iter<I: IntoIterator<Item = &'c T>>(entries: I) -> Self {
        let all: Vec<&'c T> = entries.into_iter().collect();
        let (asked, there_were, not_known) = (Vec::new(), Vec::new(), Vec::new());
        Self { entries: all.clone(), asked, there_were, all, not_known }
    }
}

impl<'s, 'c, T> IntoIterator for &'s Selection<'c, T> {
    type Item = &'c T;
    type IntoIter = Copied<slice::Iter<'s, &'c T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'c, T> IntoIterator for Selection<'c, T> {
    type Item = &'c T;
    type IntoIter = std::vec::IntoIter<&'c T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}
