//! One regimen of a label, and whom it is for.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::calendar::Interval;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::dosing::span::words;
use crate::quantity::BodyWeight;

/// One regimen of a label, and whom it is for.
///
/// ```
/// use aso_regimen::evidence::label::{LabelRegimen, Recipient};
/// use aso_regimen::{BodyWeight, Interval};
///
/// // Nedosiran US (2025): 2 to below 12 years, below 39 kg.
/// let children = LabelRegimen::named(
///     "2 to below 12 years, below 39 kg",
///     "3.3 mg/kg SC q1mo".parse()?,
/// )
/// .from_age(Interval::months(24))
/// .below_age(Interval::months(144))
/// .below_weight(BodyWeight::kg(39));
/// let child = Recipient::weighing(BodyWeight::kg(20)).born("2020-05-01".parse()?);
/// assert_eq!(children.suits(&child, "2026-01-05".parse()?), Some(true));
/// let of_unknown_age = Recipient::weighing(BodyWeight::kg(20));
/// assert_eq!(children.suits(&of_unknown_age, "2026-01-05".parse()?), None);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a regimen and its name"))]
#[non_exhaustive]
pub struct LabelRegimen {
    /// Whom or what the regimen is for, in a few words; empty if the label has only one regimen.
    #[cfg_attr(feature = "serde", serde(default))]
    pub name: Cow<'static, str>,
    /// The regimen itself.
    pub regimen: Regimen,
    /// The indication (a disease or a form of it), if the label has regimens for several; empty if it is for all.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "str::is_empty"))]
    pub indication: Cow<'static, str>,
    /// Lower weight limit, inclusive.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub from_weight: Option<BodyWeight>,
    /// Upper weight limit, exclusive.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub below_weight: Option<BodyWeight>,
    /// Lower age limit, inclusive; years are 12 months.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub from_age: Option<Interval>,
    /// Upper age limit, exclusive; years are 12 months.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub below_age: Option<Interval>,
    /// The regimen's own rules for missed doses. `None` if those of the label apply.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub policy: Option<MissedDosePolicy>,
}

impl LabelRegimen {
    /// Returns one of several regimens, by its name.
    pub fn named(name: impl Into<Cow<'static, str>>, regimen: Regimen) -> Self {
        Self {
            name: name.into(),
            regimen,
            indication: Cow::Borrowed(""),
            from_weight: None,
            below_weight: None,
            from_age: None,
            below_age: None,
            policy: None,
        }
    }

    /// Returns this regimen restricted to an indication: a disease or a form of it.
    #[must_use]
    pub fn indicated_for(mut self, indication: impl Into<Cow<'static, str>>) -> Self {
        self.indication = indication.into();
        self
    }

    /// Returns this regimen with a lower weight limit, inclusive.
    #[must_use]
    pub fn from_weight(mut self, weight: BodyWeight) -> Self {
        self.from_weight = Some(weight);
        self
    }

    /// Returns this regimen with an upper weight limit, exclusive.
    #[must_use]
    pub fn below_weight(mut self, weight: BodyWeight) -> Self {
        self.below_weight = Some(weight);
        self
    }

    /// Returns this regimen with a lower age limit, inclusive.
    #[must_use]
    pub fn from_age(mut self, age: Interval) -> Self {
        self.from_age = Some(age);
        self
    }

    /// Returns this regimen with an upper age limit, exclusive.
    #[must_use]
    pub fn below_age(mut self, age: Interval) -> Self {
        self.below_age = Some(age);
        self
    }

    /// Returns this regimen with its own rules for missed doses.
    #[must_use]
    pub fn with_policy(mut self, policy: MissedDosePolicy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Returns whether the regimen is for this person on a day. `None` if that depends on something that is not known.
    pub fn suits(&self, whom: &Recipient, day: NaiveDate) -> Option<bool> {
        let reached = |age: Interval| {
            whom.birth.map(|birth| age.nth_after(birth, 1).is_some_and(|reached| day >= reached))
        };
        let is_called = |name: &Cow<'_, str>| Some(self.name.starts_with(&**name));
        let is_of = || whom.indication.as_ref().map(|indication| *indication == self.indication);
        let limits = [
            self.from_weight.map(|limit| whom.weight.map(|weight| weight >= limit)),
            self.below_weight.map(|limit| whom.weight.map(|weight| weight < limit)),
            self.from_age.map(reached),
            self.below_age.map(|age| reached(age).map(|reached| !reached)),
            (!self.indication.is_empty()).then(is_of),
            whom.name.as_ref().map(is_called),
        ];
        let kept: Vec<Option<bool>> = limits.into_iter().flatten().collect();
        if kept.contains(&Some(false)) {
            return Some(false);
        }
        kept.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
    }

    /// Returns the first day on which a person is too old for the regimen. `None` if it has no upper age limit, or if
    /// the date of birth is not known.
    ///
    /// ```
    /// use aso_regimen::Interval;
    /// use aso_regimen::evidence::label::{LabelRegimen, Recipient};
    ///
    /// let first = LabelRegimen::named("9.6 mg", "9.6 mg IT q14d".parse()?)
    ///     .below_age(Interval::days(91));
    /// let child = Recipient::new().born("2026-09-01".parse()?);
    /// assert_eq!(first.ends_for(&child), Some("2026-12-01".parse()?));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn ends_for(&self, whom: &Recipient) -> Option<NaiveDate> {
        self.below_age?.nth_after(whom.birth?, 1)
    }

    /// Whether it is for everybody: no limit of weight or age, and no indication of its own.
    pub(super) fn is_for_everybody(&self) -> bool {
        self.indication.is_empty() && !self.is_limited()
    }

    fn is_limited(&self) -> bool {
        self.from_weight.is_some()
            || self.below_weight.is_some()
            || self.from_age.is_some()
            || self.below_age.is_some()
    }

    /// Whether the limits of both leave people for whom both are.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.indication == other.indication
            && self.is_limited()
            && other.is_limited()
            && self.meets(other)
    }

    /// Whether its own limits leave nobody.
    pub(super) fn is_for_nobody(&self) -> bool {
        !self.meets(self)
    }

    /// Whether somebody is within the limits of both.
    fn meets(&self, other: &Self) -> bool {
        let weights = |of: &Self| (of.from_weight, of.below_weight);
        let ages = |of: &Self| {
            let days = |age: Option<Interval>| age.map(Interval::shortest_in_days);
            (days(of.from_age), days(of.below_age))
        };
        meet(weights(self), weights(other)) && meet(ages(self), ages(other))
    }

    /// Its limits in words.
    fn limits(&self) -> Vec<String> {
        fn range(from: Option<String>, below: Option<String>) -> Option<String> {
            Some(match (from, below) {
                (None, None) => return None,
                (Some(from), None) => format!("from {from}"),
                (None, Some(below)) => format!("below {below}"),
                (Some(from), Some(below)) => {
                    match (from.rsplit_once(' '), below.rsplit_once(' ')) {
                        // A unit of both is said once.
                        (Some((number, unit)), Some((_, other))) if unit == other => {
                            format!("from {number} to below {below}")
                        }
                        _ => format!("from {from} to below {below}"),
                    }
                }
            })
        }
        let indication = (!self.indication.is_empty()).then(|| self.indication.to_string());
        let weight = |limit: Option<BodyWeight>| limit.map(|limit| limit.to_string());
        let weight = range(weight(self.from_weight), weight(self.below_weight));
        let age = range(self.from_age.map(age_in_words), self.below_age.map(age_in_words));
        let age = age.map(|age| format!("{age} of age"));
        [indication, weight, age].into_iter().flatten().collect()
    }

    pub(super) fn described(&self) -> String {
        match &*self.limits().join(", ") {
            "" => format!("{:?}", self.name),
            limits => format!("{:?} ({limits})", self.name),
        }
    }

    /// For whom it is: its name, and its limits that the name does not say; `everybody` if it has neither.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// let label = aso_regimen::catalog::lumasiran::labels().remove(0);
    /// let whom: Vec<String> = label.regimens().iter().map(|regimen| regimen.whom()).collect();
    /// assert_eq!(whom, ["below 10 kg", "from 10 to below 20 kg", "from 20 kg"]);
    /// # }
    /// ```
    pub fn whom(&self) -> String {
        let name = (!self.name.is_empty()).then(|| self.name.to_string());
        let limits = self.limits().into_iter().filter(|limit| !self.name.contains(limit));
        match &*name.into_iter().chain(limits).collect::<Vec<_>>() {
            [] => "everybody".to_owned(),
            said => said.join(", "),
        }
    }
}

/// An age in years where it is so many, such as `2 years`.
pub(super) fn age_in_words(age: Interval) -> String {
    match age {
        Interval::Months(months) if months.get() == 12 => "1 year".to_owned(),
        Interval::Months(months) if months.get() % 12 == 0 => {
            format!("{} years", months.get() / 12)
        }
        other => words(other).to_string(),
    }
}

/// Whether two half-open ranges share something.
fn meet<T: PartialOrd + Copy>(one: (Option<T>, Option<T>), other: (Option<T>, Option<T>)) -> bool {
    let begins_in_time = |from: Option<T>, below: Option<T>| {
        from.zip(below).is_none_or(|(from, below)| from < below)
    };
    begins_in_time(one.0, other.1) && begins_in_time(other.0, one.1)
}

impl From<Regimen> for LabelRegimen {
    fn from(regimen: Regimen) -> Self {
        Self::named("", regimen)
    }
}

/// A person for whom a regimen of a label is chosen, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Recipient {
    /// The body weight.
    pub weight: Option<BodyWeight>,
    /// The date of birth.
    pub birth: Option<NaiveDate>,
    /// The indication (a disease or a form of it), in the label's words.
    pub indication: Option<Cow<'static, str>>,
    /// The beginning of the name of the regimen, if a person chose between several for the same people.
    pub name: Option<Cow<'static, str>>,
}

impl Recipient {
    /// Returns a person of whom nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a person with this body weight.
    pub fn weighing(weight: BodyWeight) -> Self {
        Self { weight: Some(weight), ..Self::default() }
    }

    /// Returns this person with a date of birth.
    #[must_use]
    pub fn born(self, birth: NaiveDate) -> Self {
        Self { birth: Some(birth), ..self }
    }

    /// Returns this person with an indication (a disease or a form of it), in the label's words.
    #[must_use]
    pub fn with(self, indication: impl Into<Cow<'static, str>>) -> Self {
        Self { indication: Some(indication.into()), ..self }
    }

    /// Returns this person with the beginning of the name of the chosen regimen, such as its strength.
    #[must_use]
    pub fn named(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    pub(super) fn described(&self) -> String {
        let weight = self.weight.map(|weight| weight.to_string());
        let birth = self.birth.map(|birth| format!("born on {birth}"));
        let with = self.indication.as_ref().map(|with| format!("with {with}"));
        let name = self.name.as_ref().map(|name| format!("by a regimen named {name}"));
        match &*[weight, birth, with, name].into_iter().flatten().collect::<Vec<_>>() {
            [] => "somebody of whom nothing is known".to_owned(),
            known => known.join(", "),
        }
    }
}

impl From<BodyWeight> for Recipient {
    fn from(weight: BodyWeight) -> Self {
        Self::weighing(weight)
    }
}
