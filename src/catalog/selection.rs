//! Selections of labels and trials from the catalog.

use core::borrow::Borrow;
use core::fmt;
use core::iter::Copied;
use core::slice;

use chrono::NaiveDate;
use thiserror::Error;

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
}

/// An error of [`Selection::one`]: no entry, or several.
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
    /// If there is no entry or more than one. The error lists the entries to choose from.
    pub fn one(&self) -> Result<&'c T, LookupError> {
        let asked = match &*self.asked {
            [] => "any name".to_owned(),
            asked => asked.join(", "),
        };
        let names = |entries: &[&T]| entries.iter().map(ToString::to_string).collect();
        match *self.entries {
            [one] => Ok(one),
            [] => Err(LookupError::Nothing { asked, there_are: self.there_were.clone() }),
            _ => {
                let found = names(&self.entries);
                Err(LookupError::Several { asked, found })
            }
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

    /// Keeps only the labels in force on a day, as far as is known. Left out are labels known to be replaced or
    /// withdrawn, editions after that day, and labels [superseded](Label::supersedes) by an edition of that day or
    /// before.
    ///
    /// ```
    /// use aso_regimen::catalog;
    ///
    /// let labels = catalog::labels().named("tofersen").current("2026-11-26".parse()?);
    /// assert_eq!(labels.len(), 2);
    /// assert!(catalog::labels().named("tofersen").current("2022-01-01".parse()?).is_empty());
    /// # Ok::<(), aso_regimen::chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn current(self, as_of: NaiveDate) -> Self {
        let begun =
            |label: &Label| label.edition_date().is_none_or(|date| date.first_day() <= as_of);
        let all: Vec<&Label> = self.all.iter().copied().filter(|label| begun(label)).collect();
        self.narrowed(format!("labels in force on {as_of}"), Label::to_string, |label| {
            let replaced = all.iter().any(|other| other.supersedes(label));
            !label.is_superseded() && begun(label) && !replaced
        })
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

impl Trials<'_> {
    /// Keeps only the trials with this title (with or without its part in brackets) or this registration.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        self.narrowed(format!("{name:?}"), Trial::to_string, |trial| {
            let mut numbers = trial.registrations().map(ToString::to_string);
            let short = trial.title().split_once(" (").map_or(trial.title(), |(short, _)| short);
            same(trial.title(), name)
                || same(short, name)
                || numbers.any(|number| same(&number, name))
        })
    }
}

impl<'c, T> FromIterator<&'c T> for Selection<'c, T> {
    fn from_iter<I: IntoIterator<Item = &'c T>>(entries: I) -> Self {
        let all: Vec<&'c T> = entries.into_iter().collect();
        Self { entries: all.clone(), asked: Vec::new(), there_were: Vec::new(), all }
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
