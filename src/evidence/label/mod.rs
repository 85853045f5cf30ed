//! A product's label: its regimens and its rules for missed doses, by authority and edition.

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

use crate::dosing::course::Course;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::evidence::monitoring::{Monitoring, MonitoringAction};
use crate::evidence::source::Source;
use crate::quantity::BodyWeight;
use crate::text::debug_as_display;

pub use crate::dosing::label_key::{Authority, LabelKey, LabelKeyError};

/// One regimen of a label, and whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct LabelRegimen {
    /// Whom or what it is for, in a few words; empty where there is only one.
    #[cfg_attr(feature = "serde", serde(default))]
    pub name: Cow<'static, str>,
    /// What is given and when.
    pub regimen: Regimen,
    /// Lower weight limit, inclusive.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub from_weight: Option<BodyWeight>,
    /// Upper weight limit, exclusive.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub below_weight: Option<BodyWeight>,
}

impl LabelRegimen {
    /// One of several regimens.
    pub fn named(name: impl Into<Cow<'static, str>>, regimen: Regimen) -> Self {
        Self { name: name.into(), regimen, from_weight: None, below_weight: None }
    }

    /// The same for people of at least this weight.
    #[must_use]
    pub fn from_weight(mut self, weight: BodyWeight) -> Self {
        self.from_weight = Some(weight);
        self
    }

    /// The same for people below this weight.
    #[must_use]
    pub fn below_weight(mut self, weight: BodyWeight) -> Self {
        self.below_weight = Some(weight);
        self
    }

    /// Whether it is for people of this weight.
    pub fn suits(&self, weight: BodyWeight) -> bool {
        self.from_weight.is_none_or(|from| weight >= from)
            && self.below_weight.is_none_or(|below| weight < below)
    }

    fn described(&self) -> String {
        let name = &self.name;
        match (self.from_weight, self.below_weight) {
            (None, None) => format!("{name:?}"),
            (Some(from), None) => format!("{name:?} (from {from})"),
            (None, Some(below)) => format!("{name:?} (below {below})"),
            (Some(from), Some(below)) => format!("{name:?} (from {from} to below {below})"),
        }
    }
}

impl From<Regimen> for LabelRegimen {
    fn from(regimen: Regimen) -> Self {
        Self::named("", regimen)
    }
}

/// What one authority's label of one edition says of a product's dosing.
///
/// Labels of one product differ between authorities and change between editions: nusinersen's fourth
/// loading dose is on day 58 in the United States and on day 63 in the European Union, and its rules for
/// missed doses are not those of earlier years. So a label is a value of its own, with its source, and
/// nothing is taken from one to fill another.
///
/// Three things can be known of a label's rules for missed doses: what they are, that the label is silent
/// ([`MissedDosePolicy::not_stated`]), or nothing, because its text was not read here
/// ([`MissedDosePolicy::not_read`]).
///
/// ```
/// use aso_regimen::{Label, Regimen};
/// use aso_regimen::evidence::label::Authority;
/// use aso_regimen::evidence::source::{Source, Status};
///
/// let label = Label::builder("Madeupza", Authority::Uk)
///     .substance("examplersen")
///     .edition("2026")
///     .regimen("30 mg IT q14d x3, then q3mo".parse::<Regimen>()?)
///     .source(Source::new("Madeupza product information", Status::Confirmed).at("section 4.2"))
///     .build()?;
/// assert_eq!(label.to_string(), "Madeupza (examplersen), UK, 2026");
/// assert_eq!(label.policy().to_string(), "any dose: the label's text was not read here");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// Its JSON, with the feature `serde`; `edition`, `superseded`, `policy` and `monitoring` may be left out:
///
/// ```json
/// {
///   "product": "Madeupza", "substance": "examplersen", "authority": "uk", "edition": "2026",
///   "regimens": [{"name": "", "regimen": {"phases": [
///     {"role": "maintenance", "dose": {"amount": "30 mg", "route": "IT"}, "every": "3mo", "open_ended": true}
///   ]}}],
///   "policy": {"loading": {"always": "reanchor"}, "maintenance": {"always": "reanchor"}},
///   "sources": [{"document": "Madeupza product information", "place": "section 4.2", "status": "confirmed"}]
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "LabelBuilder"))]
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
    regimens: Vec<LabelRegimen>,
    #[cfg_attr(feature = "serde", serde(default = "MissedDosePolicy::not_read"))]
    policy: MissedDosePolicy,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    monitoring: Vec<Monitoring>,
    sources: Vec<Source>,
}

/// Why parts do not make a [`Label`], or why a label does not say which regimen is meant.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LabelError {
    /// Product, authority or edition do not make a key.
    #[error(transparent)]
    Key(LabelKeyError),
    /// The substance is blank.
    #[error("label {0}: the substance is blank, expected its nonproprietary name")]
    NoSubstance(String),
    /// There is no regimen.
    #[error("label {0}: no regimen, expected at least one")]
    NoRegimen(String),
    /// There is no source.
    #[error("label {0}: no source, expected at least one")]
    NoSource(String),
    /// Two regimens have one name.
    #[error("label {0}: two regimens are named {1:?}, expected different names")]
    RegimenTwice(String, String),
    /// The weight limits of a regimen leave nobody.
    #[error(
        "label {label}: regimen {name:?} is for weights from {from} to below {below}, expected an upper \
         limit above the lower one"
    )]
    NoWeight {
        /// Which label.
        label: String,
        /// The regimen.
        name: String,
        /// The lower limit.
        from: BodyWeight,
        /// The upper limit.
        below: BodyWeight,
    },
    /// Monitoring gives a regimen that the label does not have.
    #[error(
        "label {label}: monitoring of {what} gives regimen {name:?}, expected one of {regimens}"
    )]
    UnknownRegimen {
        /// Which label.
        label: String,
        /// What is measured.
        what: String,
        /// The name of the regimen.
        name: String,
        /// The names there are.
        regimens: String,
    },
    /// Not everybody gets the same regimen, and it was not said whom a course is for.
    #[error(
        "label {label}: expected one regimen for everybody, found {regimens}; choose one with \
         `course_named` or `course_for`"
    )]
    NotForEverybody {
        /// Which label.
        label: String,
        /// The regimens there are.
        regimens: String,
    },
    /// No regimen has the name asked for.
    #[error("label {label}: expected the name of a regimen, one of {regimens}, found {name:?}")]
    NoSuchRegimen {
        /// Which label.
        label: String,
        /// The name asked for.
        name: String,
        /// The regimens there are.
        regimens: String,
    },
    /// No regimen is for people of a weight.
    #[error("label {label}: expected one regimen for {weight}, found none; there are {regimens}")]
    NoneForWeight {
        /// Which label.
        label: String,
        /// The weight.
        weight: BodyWeight,
        /// The regimens there are.
        regimens: String,
    },
    /// Several regimens are for people of a weight.
    #[error(
        "label {label}: expected one regimen for {weight}, found {regimens}; choose one with \
         `course_named`"
    )]
    SeveralForWeight {
        /// Which label.
        label: String,
        /// The weight.
        weight: BodyWeight,
        /// The regimens for this weight.
        regimens: String,
    },
}

debug_as_display!(LabelError);

impl LabelBuilder {
    /// With this nonproprietary name.
    pub fn substance(mut self, substance: impl Into<Cow<'static, str>>) -> Self {
        self.substance = substance.into();
        self
    }

    /// Of this edition: a year, a month or a word.
    pub fn edition(mut self, edition: impl Into<Cow<'static, str>>) -> Self {
        self.edition = Some(edition.into());
        self
    }

    /// With one more regimen.
    pub fn regimen(mut self, regimen: impl Into<LabelRegimen>) -> Self {
        self.regimens.push(regimen.into());
        self
    }

    /// With one more of several regimens, by the name of whom or what it is for.
    pub fn named(self, name: impl Into<Cow<'static, str>>, regimen: Regimen) -> Self {
        self.regimen(LabelRegimen::named(name, regimen))
    }

    /// With these rules for missed doses, and their source.
    pub fn policy(mut self, policy: MissedDosePolicy, source: Source) -> Self {
        self.policy = policy;
        self.sources.push(source);
        self
    }

    /// With this laboratory monitoring.
    pub fn monitoring(mut self, monitoring: impl IntoIterator<Item = Monitoring>) -> Self {
        self.monitoring.extend(monitoring);
        self
    }

    /// With one more source.
    pub fn source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    /// No longer in force: a later edition is known to say something else.
    pub fn superseded(mut self) -> Self {
        self.superseded = true;
        self
    }

    /// The label.
    ///
    /// # Errors
    ///
    /// If product, authority and edition do not make a [`LabelKey`], if there is no substance, regimen or
    /// source, if two regimens have one name or the weight limits of one leave nobody, and if monitoring
    /// names a regimen that is not there.
    pub fn build(self) -> Result<Label, LabelError> {
        self.check()?;
        Ok(Label(self))
    }
}

impl Label {
    /// A builder of the label of a product, by its brand name.
    pub fn builder(product: impl Into<Cow<'static, str>>, authority: Authority) -> LabelBuilder {
        LabelBuilder {
            product: product.into(),
            substance: Cow::Borrowed(""),
            authority,
            edition: None,
            superseded: false,
            regimens: Vec::new(),
            policy: MissedDosePolicy::not_read(),
            monitoring: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// The same label with other rules for missed doses, and their source.
    #[must_use]
    pub fn with_policy(self, policy: MissedDosePolicy, source: Source) -> Self {
        Self(self.0.policy(policy, source))
    }

    /// Its key: product, authority and edition.
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

    /// Who approved it.
    pub fn authority(&self) -> &Authority {
        &self.0.authority
    }

    /// Its edition or date, `None` if it is not known.
    pub fn edition(&self) -> Option<&str> {
        self.0.edition.as_deref()
    }

    /// Whether a later edition is known to say something else.
    pub fn is_superseded(&self) -> bool {
        self.0.superseded
    }

    /// Its first regimen, the only one of most labels; not for everybody where there are several.
    pub fn regimen(&self) -> &Regimen {
        &self.0.regimens[0].regimen
    }

    /// All of its regimens; at least one.
    pub fn regimens(&self) -> &[LabelRegimen] {
        &self.0.regimens
    }

    /// The one regimen for people of this weight.
    ///
    /// # Errors
    ///
    /// If no regimen is for this weight, or several are.
    pub fn regimen_for(&self, weight: BodyWeight) -> Result<&Regimen, LabelError> {
        let label = || self.key().to_string();
        let suiting = self.regimens().iter().filter(|named| named.suits(weight));
        match suiting.collect::<Vec<_>>()[..] {
            [only] => Ok(&only.regimen),
            [] => Err(LabelError::NoneForWeight {
                label: label(),
                weight,
                regimens: listed(self.regimens()),
            }),
            ref several => Err(LabelError::SeveralForWeight {
                label: label(),
                weight,
                regimens: listed(several.iter().copied()),
            }),
        }
    }

    /// What it says of late and missed doses.
    pub fn policy(&self) -> &MissedDosePolicy {
        &self.0.policy
    }

    /// Laboratory monitoring the label requires.
    pub fn monitoring(&self) -> &[Monitoring] {
        &self.0.monitoring
    }

    /// A course of its only regimen under its rules for missed doses, the first dose planned on a date.
    ///
    /// The course's [label](Course::label) is the key of this one, as by [`Label::course_named`] and
    /// [`Label::course_for`].
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// let label = aso_regimen::catalog::tofersen::labels().remove(0);
    /// let course = label.course("2026-01-05".parse()?)?;
    /// assert_eq!(course.regimen(), label.regimen());
    /// assert_eq!(course.label(), Some(&label.key()));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are several regimens, or the only one is not for every weight: [`Label::course_named`] and
    /// [`Label::course_for`] choose one.
    pub fn course(&self, first_dose: NaiveDate) -> Result<Course, LabelError> {
        match self.regimens() {
            [only] if only.from_weight.is_none() && only.below_weight.is_none() => {
                Ok(self.course_of(&only.regimen, first_dose))
            }
            regimens => Err(LabelError::NotForEverybody {
                label: self.key().to_string(),
                regimens: listed(regimens),
            }),
        }
    }

    /// A course of the regimen with this name.
    ///
    /// # Errors
    ///
    /// If no regimen has this name.
    pub fn course_named(&self, name: &str, first_dose: NaiveDate) -> Result<Course, LabelError> {
        let named = self.regimens().iter().find(|named| named.name == name);
        let named = named.ok_or_else(|| LabelError::NoSuchRegimen {
            label: self.key().to_string(),
            name: name.to_owned(),
            regimens: listed(self.regimens()),
        })?;
        Ok(self.course_of(&named.regimen, first_dose))
    }

    /// A course of the one regimen for people of this weight. The weight is not recorded in it: see
    /// [`Course::weigh`].
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
    /// If no regimen is for this weight, or several are.
    pub fn course_for(
        &self,
        weight: BodyWeight,
        first_dose: NaiveDate,
    ) -> Result<Course, LabelError> {
        Ok(self.course_of(self.regimen_for(weight)?, first_dose))
    }

    fn course_of(&self, regimen: &Regimen, first_dose: NaiveDate) -> Course {
        Course::new(regimen.clone(), self.policy().clone(), first_dose).following_label(self.key())
    }

    /// Its sources; at least one.
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
        if self.substance.trim().is_empty() {
            return Err(LabelError::NoSubstance(label));
        }
        if self.regimens.is_empty() {
            return Err(LabelError::NoRegimen(label));
        }
        if self.sources.is_empty() {
            return Err(LabelError::NoSource(label));
        }
        let mut names: Vec<&str> = Vec::new();
        for regimen in &self.regimens {
            let name = regimen.name.to_string();
            if names.contains(&&*name) {
                return Err(LabelError::RegimenTwice(label, name));
            }
            match (regimen.from_weight, regimen.below_weight) {
                (Some(from), Some(below)) if from >= below => {
                    return Err(LabelError::NoWeight { label, name, from, below });
                }
                _ => names.push(&regimen.name),
            }
        }
        for monitoring in &self.monitoring {
            let given = monitoring.bands().iter().filter_map(|band| match &band.action {
                MonitoringAction::Regimen(name) => Some(name),
                MonitoringAction::Pause { resume, .. } => resume.as_ref(),
                _ => None,
            });
            if let Some(name) = given.into_iter().find(|name| !names.contains(&&***name)) {
                return Err(LabelError::UnknownRegimen {
                    label,
                    what: monitoring.what().to_owned(),
                    name: name.to_string(),
                    regimens: format!("{names:?}"),
                });
            }
        }
        Ok(())
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edition = self.edition().unwrap_or("edition not known");
        write!(f, "{} ({}), ", self.product(), self.substance())?;
        write!(f, "{}, {edition}", self.authority())
    }
}

#[cfg(feature = "serde")]
impl TryFrom<LabelBuilder> for Label {
    type Error = LabelError;

    fn try_from(parts: LabelBuilder) -> Result<Self, LabelError> {
        parts.build()
    }
}
