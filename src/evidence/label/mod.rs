//! Labels: the regimens, rules for missed doses and monitoring of a product, by authority and edition.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog;
//! use aso_regimen::evidence::label::Authority;
//!
//! let label = catalog::labels().named("tofersen").authority(Authority::Us).one()?;
//! let mut course = label.course("2026-01-05".parse()?)?;
//! course.give("2026-01-05".parse()?)?;
//! let second = course.next_due().dose().expect("three loading doses");
//! assert_eq!(second.date(), "2026-01-19".parse()?);
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod difference;
mod edition;
mod met;
mod regimen;

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::course::Course;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::evidence::condition::Condition;
use crate::evidence::monitoring::{ConditionalRule, Monitoring};
use crate::evidence::source::Source;
#[cfg(feature = "serde")]
use crate::text::plain::Plain;
use crate::text::{debug_as_display, has_control, is_blank};

pub use self::difference::{LabelDifference, LabelDifferences};
pub use self::edition::EditionDate;
pub use self::met::RuleMet;
pub use self::regimen::{LabelRegimen, Recipient};
pub use crate::dosing::label_key::{Authority, LabelKey, LabelKeyError};

/// One edition of a product's label by one authority: regimens, rules for missed doses and monitoring.
///
/// Labels of one product differ between authorities and change between editions. For example, nusinersen's fourth
/// loading dose is on day 58 in the United States and on day 63 in the European Union, and its rules for missed doses
/// have changed over the years. So each label is separate, with its own sources, and gaps are not filled from another
/// label.
///
/// [`Label::last_read`] is the day on which the label was last read. [`Label::supersedes`] compares the dates of two
/// editions.
///
/// A label has all regimens of its document: by weight, age or indication, for several strengths, for a switch, and as
/// dose levels. Each can have its own rules for missed doses.
///
/// The rules for missed doses can be stated, not stated by the label ([`MissedDosePolicy::not_stated`]), or unknown
/// because the label's text was not read ([`MissedDosePolicy::not_read`]).
///
/// ```
/// use aso_regimen::evidence::label::Authority;
/// use aso_regimen::evidence::source::{Source, Status};
/// use aso_regimen::{Label, Regimen};
///
/// let label = Label::builder("Madeupza", Authority::Uk)
///     .substance("examplersen")
///     .edition("2026")
///     .regimen("30 mg IT q14d x3, then q3mo".parse::<Regimen>()?)
///     .source(
///         Source::new("Madeupza product information", Status::LabelText)
///             .at("section 4.2"),
///     )
///     .build()?;
/// assert_eq!(label.to_string(), "Madeupza (examplersen), UK, 2026");
/// assert_eq!(label.policy().to_string(), "any dose: the label's text was not read here");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// In JSON (`product`, `substance`, `authority`, `regimens` and `sources` are required):
///
/// ```json
/// {
///   "product": "Madeupza",
///   "substance": "examplersen",
///   "authority": "UK",
///   "edition": "2026",
///   "regimens": [{"name": "", "regimen": {"phases": [{
///     "role": "maintenance",
///     "dose": {"amount": "30 mg", "route": "IT"},
///     "every": "3mo",
///     "open_ended": true
///   }]}}],
///   "policy": {
///     "loading": {"always": "reanchor"},
///     "maintenance": {"always": "reanchor"}
///   },
///   "sources": [{
///     "document": "Madeupza product information",
///     "place": "section 4.2",
///     "status": "label-text"
///   }]
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Plain<LabelBuilder>"))]
pub struct Label(LabelBuilder);

/// Collects the parts of a [`Label`]; [`LabelBuilder::build`] checks them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(expecting = "a label", deny_unknown_fields))]
#[must_use = "a builder does nothing until it is built"]
pub struct LabelBuilder {
    product: Cow<'static, str>,
    substance: Cow<'static, str>,
    authority: Authority,
    edition: Option<Cow<'static, str>>,
    #[cfg_attr(feature = "serde", serde(default))]
    superseded: bool,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    from_age: Option<Interval>,
    regimens: Vec<LabelRegimen>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    levels: Vec<Cow<'static, str>>,
    #[cfg_attr(feature = "serde", serde(default = "MissedDosePolicy::not_read"))]
    policy: MissedDosePolicy,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    monitoring: Vec<Monitoring>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    rules: Vec<ConditionalRule>,
    sources: Vec<Source>,
}

/// An error of building a [`Label`], or of choosing one of its regimens.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LabelError {
    /// Product, authority or edition are not valid in a key.
    #[error(transparent)]
    Key(LabelKeyError),
    /// A part is missing, is not valid, or does not fit another.
    #[error("label {label}: {found}, expected {expected}")]
    Part {
        /// The key of the label.
        label: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// The choice matches no regimen or several.
    #[error("label {label}: expected {expected}, found {found}")]
    Choice {
        /// The key of the label.
        label: String,
        /// The regimen that was asked for.
        expected: String,
        /// What the label has, and how to choose.
        found: String,
    },
}

debug_as_display!(LabelError);

impl LabelBuilder {
    /// Sets the nonproprietary name.
    pub fn substance(mut self, substance: impl Into<Cow<'static, str>>) -> Self {
        self.substance = substance.into();
        self
    }

    /// Sets the edition: a date such as `2026-03`, alone or before a comma, or words.
    pub fn edition(mut self, edition: impl Into<Cow<'static, str>>) -> Self {
        self.edition = Some(edition.into());
        self
    }

    /// Adds a regimen.
    pub fn regimen(mut self, regimen: impl Into<LabelRegimen>) -> Self {
        self.regimens.push(regimen.into());
        self
    }

    /// Adds one of several regimens. The name says whom or what it is for.
    pub fn named(self, name: impl Into<Cow<'static, str>>, regimen: Regimen) -> Self {
        self.regimen(LabelRegimen::named(name, regimen))
    }

    /// Sets the rules for missed doses, and adds their source.
    pub fn policy(mut self, policy: MissedDosePolicy, source: Source) -> Self {
        self.policy = policy;
        self.source(source)
    }

    /// Sets the minimum age for all regimens; a year is 12 months. Use [`LabelRegimen::from_age`] if it differs between
    /// regimens.
    pub fn from_age(mut self, age: Interval) -> Self {
        self.from_age = Some(age);
        self
    }

    /// Sets the dose levels: names of regimens, from the highest to the lowest.
    pub fn levels<T: Into<Cow<'static, str>>>(
        mut self,
        names: impl IntoIterator<Item = T>,
    ) -> Self {
        self.levels = names.into_iter().map(Into::into).collect();
        self
    }

    /// Adds conditional rules.
    pub fn rules(mut self, rules: impl IntoIterator<Item = ConditionalRule>) -> Self {
        self.rules.extend(rules);
        self
    }

    /// Adds laboratory monitoring.
    pub fn monitoring(mut self, monitoring: impl IntoIterator<Item = Monitoring>) -> Self {
        self.monitoring.extend(monitoring);
        self
    }

    /// Adds a source. A source that is already there is not added again.
    pub fn source(mut self, source: Source) -> Self {
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        self
    }

    /// Marks the label as replaced or withdrawn by the day it was last read, on a day that is not known. It is not
    /// needed if both editions begin with a date: then the later one [supersedes](Label::supersedes) the earlier one.
    pub fn superseded(mut self) -> Self {
        self.superseded = true;
        self
    }

    /// Builds the label.
    ///
    /// # Errors
    ///
    /// If product, authority and edition are not valid in a [`LabelKey`], if the edition begins like a date but is not
    /// one, if there is no substance, regimen or source, if a text has a control character, if two regimens have the
    /// same name, if the limits of a regimen exclude everybody, if the limits of two regimens for the same indication
    /// overlap, if a condition has no parts, a blank name, a reversed range or only the occurrence 0, if an action
    /// lowers the dose level and there are no levels, or if monitoring, a rule or the list of levels names an unknown
    /// regimen.
    pub fn build(self) -> Result<Label, LabelError> {
        self.check()?;
        Ok(Label(self))
    }
}

impl Label {
    /// Returns a builder for the label of a product, by its brand name.
    pub fn builder(product: impl Into<Cow<'static, str>>, authority: Authority) -> LabelBuilder {
        LabelBuilder {
            product: product.into(),
            substance: Cow::Borrowed(""),
            authority,
            edition: None,
            superseded: false,
            from_age: None,
            regimens: Vec::new(),
            levels: Vec::new(),
            policy: MissedDosePolicy::not_read(),
            monitoring: Vec::new(),
            rules: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// Returns this label with other rules for missed doses, and adds their source.
    #[must_use]
    pub fn with_policy(self, policy: MissedDosePolicy, source: Source) -> Self {
        Self(self.0.policy(policy, source))
    }

    /// The key: product, authority and edition.
    pub fn key(&self) -> LabelKey {
        self.0.key()
    }

    /// The brand name.
    pub fn product(&self) -> &str {
        &self.0.product
    }

    /// The nonproprietary name.
    pub fn substance(&self) -> &str {
        &self.0.substance
    }

    /// The authority that approved the label.
    pub fn authority(&self) -> &Authority {
        &self.0.authority
    }

    /// The edition. `None` if it is not known.
    pub fn edition(&self) -> Option<&str> {
        self.0.edition.as_deref()
    }

    /// The date that the edition begins with. `None` if there is none.
    pub fn edition_date(&self) -> Option<EditionDate> {
        EditionDate::of(self.edition()?)
    }

    /// The day on which the label was last read. `None` if no source states it.
    pub fn last_read(&self) -> Option<NaiveDate> {
        self.sources().iter().filter_map(|source| source.read).max()
    }

    /// Whether the label is marked as replaced or withdrawn by the day it was last read, on a day that is not known.
    pub fn is_superseded(&self) -> bool {
        self.0.superseded
    }

    /// Whether this label is a later edition of the same product by the same authority, by the dates of both editions.
    pub fn supersedes(&self, other: &Self) -> bool {
        let dates = || self.edition_date().zip(other.edition_date());
        self.product() == other.product()
            && self.authority() == other.authority()
            && dates().is_some_and(|(this, that)| this.is_after(that))
    }

    /// The minimum age for all regimens. `None` if the label has none, or if only some of its regimens have one.
    /// [`Label::course_for`] checks it if the date of birth is known.
    pub fn from_age(&self) -> Option<Interval> {
        self.0.from_age
    }

    /// Returns the only regimen.
    ///
    /// # Errors
    ///
    /// If there are several: [`Label::regimens`] returns all, and [`Label::regimen_for`] chooses one for a person.
    pub fn regimen(&self) -> Result<&Regimen, LabelError> {
        match self.regimens() {
            [only] => Ok(&only.regimen),
            several => Err(self.not_for_everybody(several)),
        }
    }

    /// All regimens; at least one.
    pub fn regimens(&self) -> &[LabelRegimen] {
        &self.0.regimens
    }

    /// Returns the one regimen with which a person starts on a day, by what is known of the person. Lower dose levels,
    /// and regimens that only monitoring leads to, are not considered unless they are [named](Recipient::named).
    ///
    /// If the amount depends on age (nusinersen in Japan), the answer changes with the day. [`LabelRegimen::ends_for`]
    /// returns the day on which the course must be switched to the next regimen.
    ///
    /// # Errors
    ///
    /// If the label is not for people of this age, if no regimen or several regimens are for this person, or if the
    /// choice depends on something that is not known.
    pub fn regimen_for(
        &self,
        whom: impl Into<Recipient>,
        day: NaiveDate,
    ) -> Result<&LabelRegimen, LabelError> {
        let whom = whom.into();
        let one = || format!("one regimen for {}", whom.described());
        if let (Some(age), Some(birth)) = (self.from_age(), whom.birth) {
            if age.nth_after(birth, 1).is_none_or(|reached| day < reached) {
                let age = regimen::age_in_words(age);
                let found = format!("none, as the label is for people from {age} of age");
                return Err(self.choice(one(), found));
            }
        }
        let (first, other): (Vec<_>, Vec<_>) = self
            .regimens()
            .iter()
            .partition(|named| whom.name.is_some() || self.is_begun_with(named));
        let of_whom = |named: &&LabelRegimen| named.suits(&whom, day) != Some(false);
        let can = if first.is_empty() { other } else { first }.into_iter().filter(of_whom);
        match can.collect::<Vec<_>>()[..] {
            [only] if only.suits(&whom, day) == Some(true) => Ok(only),
            [] => Err(self.choice(one(), format!("none; there are {}", listed(self.regimens())))),
            ref several => {
                let several = listed(several.iter().copied());
                let how = "choose one with `course_named`, or say what they depend on";
                Err(self.choice(one(), format!("{several}; {how}")))
            }
        }
    }

    /// The rules for late and missed doses of all regimens that have no rules of their own.
    pub fn policy(&self) -> &MissedDosePolicy {
        &self.0.policy
    }

    /// The rules for late and missed doses of one of the label's regimens.
    pub fn policy_of<'l>(&'l self, regimen: &'l LabelRegimen) -> &'l MissedDosePolicy {
        regimen.policy.as_ref().unwrap_or(self.policy())
    }

    /// All sets of rules for late and missed doses, each with the names of its regimens.
    pub fn policies(&self) -> Vec<(Vec<&str>, &MissedDosePolicy)> {
        let mut policies: Vec<(Vec<&str>, &MissedDosePolicy)> = Vec::new();
        for regimen in self.regimens() {
            let policy = self.policy_of(regimen);
            match policies.iter_mut().find(|(_, known)| *known == policy) {
                Some((names, _)) => names.push(&regimen.name),
                None => policies.push((vec![&regimen.name], policy)),
            }
        }
        policies
    }

    /// The names of the regimens that are dose levels, from the highest to the lowest.
    pub fn levels(&self) -> &[Cow<'static, str>] {
        &self.0.levels
    }

    /// Returns the next lower dose level. `None` if the regimen is the lowest level or not a level.
    pub fn next_lower(&self, regimen: &Regimen) -> Option<&LabelRegimen> {
        let named = |name: &str| self.regimens().iter().find(|named| named.name == name);
        let mut levels = self.levels().iter().filter_map(|name| named(name));
        levels.find(|level| level.regimen == *regimen)?;
        levels.next()
    }

    /// The conditional rules, such as for reactions by grade and occurrence or for doses without effect.
    pub fn rules(&self) -> &[ConditionalRule] {
        &self.0.rules
    }

    /// The laboratory monitoring that the label requires.
    pub fn monitoring(&self) -> &[Monitoring] {
        &self.0.monitoring
    }

    /// Returns a course of the only regimen, under the label's rules for missed doses, with the first dose planned on a
    /// date. It does not check the [minimum age](Label::from_age); [`Label::course_for`] does.
    ///
    /// The course keeps the key of this label, [`Course::label`]; so do [`Label::course_named`] and
    /// [`Label::course_for`].
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// let label = aso_regimen::catalog::tofersen::labels().remove(0);
    /// let course = label.course("2026-01-05".parse()?)?;
    /// assert_eq!(course.regimen(), label.regimen()?);
    /// assert_eq!(course.label(), Some(&label.key()));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are several regimens, or if the only one is not for everybody: use [`Label::course_named`] or
    /// [`Label::course_for`].
    pub fn course(&self, first_dose: NaiveDate) -> Result<Course, LabelError> {
        match self.regimens() {
            [only] if only.is_for_everybody() => Ok(self.course_of(only, first_dose)),
            regimens => Err(self.not_for_everybody(regimens)),
        }
    }

    /// Returns a course of the regimen with this name.
    ///
    /// # Errors
    ///
    /// If no regimen has this name.
    pub fn course_named(&self, name: &str, first_dose: NaiveDate) -> Result<Course, LabelError> {
        Ok(self.course_of(self.named(name)?, first_dose))
    }

    /// Returns a course for a patient whose treatment began elsewhere: the dose with this number of the named regimen
    /// was given on `day`. The name of an only regimen is empty. See [`Course::continuing`].
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// let label = aso_regimen::catalog::tofersen::labels().remove(0);
    /// let course = label.continuing("", 5, "2026-03-30".parse()?)?;
    /// let next = course.next_due().dose().expect("maintenance has no end");
    /// assert_eq!((next.number(), next.date()), (Some(6), "2026-04-27".parse()?));
    /// assert_eq!(course.label(), Some(&label.key()));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If no regimen has this name, or if the regimen has no dose with this number.
    pub fn continuing(
        &self,
        name: &str,
        number: u32,
        day: NaiveDate,
    ) -> Result<Course, LabelError> {
        let named = self.named(name)?;
        let (regimen, policy) = (named.regimen.clone(), self.policy_of(named).clone());
        let course = Course::continuing(regimen, policy, number, day);
        let course = course.map_err(|_| {
            self.choice(
                format!("a dose of regimen {}", named.described()),
                format!("dose {number}"),
            )
        })?;
        Ok(course.following_label(self.key()))
    }

    fn named(&self, name: &str) -> Result<&LabelRegimen, LabelError> {
        self.regimens().iter().find(|regimen| regimen.name == name).ok_or_else(|| {
            let names = listed(self.regimens());
            self.choice(format!("the name of a regimen, one of {names}"), format!("{name:?}"))
        })
    }

    /// Returns a course of the one regimen for a person on the day of the first dose, chosen by body weight or by what
    /// else is known of a [`Recipient`]. The course does not record the weight: see [`Course::weigh`].
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::{BodyWeight, catalog};
    ///
    /// let label = catalog::lumasiran::labels().remove(0);
    /// let course = label.course_for(BodyWeight::kg(70), "2026-01-05".parse()?)?;
    /// assert_eq!(course.regimen().to_string(), "3 mg/kg SC q1mo x3, then after 1mo q3mo");
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the label is not for people of this age, if no regimen or several regimens are for this person, or if the
    /// choice depends on something that is not known.
    pub fn course_for(
        &self,
        whom: impl Into<Recipient>,
        first_dose: NaiveDate,
    ) -> Result<Course, LabelError> {
        Ok(self.course_of(self.regimen_for(whom, first_dose)?, first_dose))
    }

    /// Whether somebody may begin with it: no level below the first, and no regimen that a rule gives and that has no
    /// weight, age or indication of its own.
    fn is_begun_with(&self, named: &LabelRegimen) -> bool {
        if let Some(level) = self.levels().iter().position(|name| *name == named.name) {
            return level == 0;
        }
        let bands = self.monitoring().iter().flat_map(Monitoring::bands).map(|band| &band.action);
        let mut actions = bands.chain(self.rules().iter().map(|rule| &rule.action));
        !named.is_for_everybody() || actions.all(|action| action.named() != Some(&*named.name))
    }

    fn choice(&self, expected: String, found: String) -> LabelError {
        LabelError::Choice { label: self.key().to_string(), expected, found }
    }

    fn not_for_everybody(&self, regimens: &[LabelRegimen]) -> LabelError {
        let how = "choose one with `course_named` or `course_for`";
        self.choice("one regimen for everybody".to_owned(), format!("{}; {how}", listed(regimens)))
    }

    fn course_of(&self, named: &LabelRegimen, first_dose: NaiveDate) -> Course {
        Course::new(named.regimen.clone(), self.policy_of(named).clone(), first_dose)
            .following_label(self.key())
    }

    /// The sources; at least one.
    pub fn sources(&self) -> &[Source] {
        &self.0.sources
    }
}

fn listed<'a>(regimens: impl IntoIterator<Item = &'a LabelRegimen>) -> String {
    let described = regimens.into_iter().map(LabelRegimen::described);
    described.collect::<Vec<_>>().join(", ")
}

impl LabelBuilder {
    fn key(&self) -> LabelKey {
        LabelKey {
            product: self.product.clone(),
            authority: self.authority.clone(),
            edition: self.edition.clone(),
        }
    }

    fn check(&self) -> Result<(), LabelError> {
        let label = self.key().checked().map_err(LabelError::Key)?.to_string();
        match self.fault() {
            Some((found, expected)) => Err(LabelError::Part { label, found, expected }),
            None => Ok(()),
        }
    }

    /// What is wrong with its parts, and what is expected.
    fn fault(&self) -> Option<(String, String)> {
        let fault = |found: String, expected: &str| Some((found, expected.to_owned()));
        if is_blank(&self.substance) {
            return fault("the substance is blank".to_owned(), "its nonproprietary name");
        }
        if let Some(edition) = self.edition.as_deref().filter(|text| EditionDate::is_mistaken(text))
        {
            let expected =
                "a year, a month or a day such as \"2026-03\", alone or before a comma, or words";
            return fault(format!("the edition is {edition:?}"), expected);
        }
        let names: Vec<&str> = self.regimens.iter().map(|regimen| &*regimen.name).collect();
        let words = names.iter().copied().chain([&*self.substance]).map(str::to_owned);
        let words = words.chain(self.monitoring.iter().map(Monitoring::to_string));
        let words = words.chain(self.rules.iter().map(ConditionalRule::to_string));
        let mut texts = words.chain(self.sources.iter().map(Source::to_string));
        if let Some(found) = texts.find(|text| has_control(text)) {
            return fault(format!("{found:?} has a control character"), "none");
        }
        if self.regimens.is_empty() {
            return fault("no regimen".to_owned(), "at least one");
        }
        if self.sources.is_empty() {
            return fault("no source".to_owned(), "at least one");
        }
        for (index, regimen) in self.regimens.iter().enumerate() {
            let before = &self.regimens[..index];
            if before.iter().any(|other| other.name == regimen.name) {
                let found = format!("two regimens are named {:?}", regimen.name);
                return fault(found, "different names");
            }
            let described = regimen.described();
            if regimen.is_for_nobody() {
                let found = format!("regimen {described} is for nobody");
                return fault(found, "upper limits above the lower ones");
            }
            if let Some(other) = before.iter().find(|other| other.overlaps(regimen)) {
                let other = other.described();
                let found = format!("regimens {other} and {described} are for the same people");
                return fault(found, "limits that do not overlap");
            }
        }
        let bands = self.monitoring.iter().flat_map(|monitoring| {
            let title = monitoring.title();
            monitoring.bands().iter().map(move |band| (title.clone(), &band.action))
        });
        let of_tables = self.monitoring.iter().flat_map(|table| {
            let until = table.bands().iter().filter_map(|band| band.action.until());
            let what = format!("monitoring of {}", table.what());
            table.when().into_iter().chain(until).map(move |condition| (what.clone(), condition))
        });
        let of_rules = self.rules.iter().zip(1..).flat_map(|(rule, number)| {
            let conditions = [&rule.when].into_iter().chain(rule.action.until());
            conditions.map(move |condition| (format!("rule {number}"), condition))
        });
        for (what, condition) in of_tables.chain(of_rules) {
            if let Some((found, expected)) = condition.fault() {
                return fault(format!("{what} has {found}"), expected);
            }
        }
        let title = |rule: &ConditionalRule| format!("the rule {:?}", rule.when.to_string());
        let rules = self.rules.iter().map(|rule| (title(rule), &rule.action));
        let mut given: Vec<(String, &str)> =
            self.levels.iter().map(|name| ("the list of levels".to_owned(), &**name)).collect();
        for (what, action) in bands.chain(rules) {
            if action.lowers() && self.levels.is_empty() {
                return fault(format!("{what} lowers the dose level"), "a label with dose levels");
            }
            given.extend(action.named().map(|name| (what, name)));
        }
        let tables = self.monitoring.iter();
        let when = tables.filter_map(|table| Some((table.title(), table.when()?)));
        for (what, condition) in when.chain(self.rules.iter().map(|rule| (title(rule), &rule.when)))
        {
            let asked = condition.parts().into_iter().filter_map(|part| match part {
                Condition::Given(name) => Some((what.clone(), &**name)),
                _ => None,
            });
            given.extend(asked);
        }
        let (what, name) = given.into_iter().find(|(_, name)| !names.contains(name))?;
        Some((format!("{what} names regimen {name:?}"), format!("one of {names:?}")))
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edition = self.edition().unwrap_or("edition not known");
        write!(f, "{} ({}), ", self.product(), self.substance())?;
        write!(f, "{}, {edition}", self.authority())?;
        match self.last_read() {
            Some(day) => write!(f, ", as read on {day}"),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Plain<LabelBuilder>> for Label {
    type Error = LabelError;

    fn try_from(Plain(parts): Plain<LabelBuilder>) -> Result<Self, LabelError> {
        parts.build()
    }
}
