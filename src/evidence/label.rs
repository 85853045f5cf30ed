//! A product's label: its regimens and its rules for missed doses, by authority and edition.

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;

use crate::dosing::course::Course;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::evidence::monitoring::Monitoring;
use crate::evidence::source::Source;
use crate::quantity::BodyWeight;

/// Who approved a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Authority {
    /// United States: the Food and Drug Administration.
    Us,
    /// European Union: the European Commission on the advice of the European Medicines Agency.
    Eu,
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Us => "US",
            Self::Eu => "EU",
        })
    }
}

/// One regimen of a label, and whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LabelRegimen {
    /// Whom or what it is for, in a few words; empty where there is only one.
    pub name: Cow<'static, str>,
    /// What is given and when.
    pub regimen: Regimen,
    /// The lightest body weight it is for, included.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub from_weight: Option<BodyWeight>,
    /// The body weight from which on it is not for any more.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub below_weight: Option<BodyWeight>,
}

impl LabelRegimen {
    /// A regimen for everybody.
    pub fn new(regimen: Regimen) -> Self {
        Self::named("", regimen)
    }

    /// One of several regimens.
    pub fn named(name: &'static str, regimen: Regimen) -> Self {
        Self {
            name: name.into(),
            regimen,
            from_weight: None,
            below_weight: None,
        }
    }

    /// The same for people of at least this weight.
    #[must_use]
    pub fn from_weight(self, weight: BodyWeight) -> Self {
        Self {
            from_weight: Some(weight),
            ..self
        }
    }

    /// The same for people below this weight.
    #[must_use]
    pub fn below_weight(self, weight: BodyWeight) -> Self {
        Self {
            below_weight: Some(weight),
            ..self
        }
    }

    /// Whether it is for people of this weight.
    pub fn suits(&self, weight: BodyWeight) -> bool {
        self.from_weight.is_none_or(|from| weight >= from)
            && self.below_weight.is_none_or(|below| weight < below)
    }
}

/// What one authority's label of one edition says of a product's dosing.
///
/// Labels of one product differ between authorities and change between editions: nusinersen's fourth
/// loading dose is on day 58 in the United States and on day 63 in the European Union, and its rules for
/// missed doses are not those of earlier years. So a label is a value of its own, with its source, and
/// nothing is taken from one to fill another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Label {
    product: Cow<'static, str>,
    substance: Cow<'static, str>,
    authority: Authority,
    edition: Option<Cow<'static, str>>,
    superseded: bool,
    regimens: Vec<LabelRegimen>,
    policy: MissedDosePolicy,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    monitoring: Vec<Monitoring>,
    sources: Vec<Source>,
}

impl Label {
    /// A label of one regimen that says nothing of missed doses. Its edition is a year, a month or a word,
    /// or `None` where it is not known.
    pub fn new(
        product: &'static str,
        substance: &'static str,
        authority: Authority,
        edition: impl Into<Option<&'static str>>,
        regimen: LabelRegimen,
        source: Source,
    ) -> Self {
        Self {
            product: product.into(),
            substance: substance.into(),
            authority,
            edition: edition.into().map(Cow::Borrowed),
            superseded: false,
            regimens: vec![regimen],
            policy: MissedDosePolicy::not_stated(),
            monitoring: Vec::new(),
            sources: vec![source],
        }
    }

    /// The same label with one more regimen.
    #[must_use]
    pub fn with_regimen(mut self, regimen: LabelRegimen) -> Self {
        self.regimens.push(regimen);
        self
    }

    /// The same label with its rules for missed doses, and where they stand.
    #[must_use]
    pub fn with_policy(mut self, policy: MissedDosePolicy, source: Source) -> Self {
        self.policy = policy;
        self.sources.push(source);
        self
    }

    /// The same label with one more value that it has measured.
    #[must_use]
    pub fn with_monitoring(mut self, monitoring: Monitoring) -> Self {
        self.monitoring.push(monitoring);
        self
    }

    /// The same label, no longer in force.
    #[must_use]
    pub fn superseded(self) -> Self {
        Self {
            superseded: true,
            ..self
        }
    }

    /// The brand name.
    pub fn product(&self) -> &str {
        &self.product
    }

    /// The nonproprietary name.
    pub fn substance(&self) -> &str {
        &self.substance
    }

    /// Who approved it.
    pub fn authority(&self) -> Authority {
        self.authority
    }

    /// Its edition or date, where it is known.
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }

    /// Whether a later edition is known to say something else.
    pub fn is_superseded(&self) -> bool {
        self.superseded
    }

    /// Its first regimen, the only one of most labels.
    pub fn regimen(&self) -> &Regimen {
        &self.regimens[0].regimen
    }

    /// All of its regimens; at least one.
    pub fn regimens(&self) -> &[LabelRegimen] {
        &self.regimens
    }

    /// The first regimen for people of this weight.
    pub fn regimen_for(&self, weight: BodyWeight) -> Option<&Regimen> {
        self.regimens
            .iter()
            .find(|regimen| regimen.suits(weight))
            .map(|regimen| &regimen.regimen)
    }

    /// What it says of late and missed doses.
    pub fn policy(&self) -> &MissedDosePolicy {
        &self.policy
    }

    /// What it has measured, and what it says of the values.
    pub fn monitoring(&self) -> &[Monitoring] {
        &self.monitoring
    }

    /// A course of its first regimen under its rules for missed doses, the first dose planned on a date.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// let label = aso_regimen::catalog::tofersen::labels().remove(0);
    /// let course = label.course("2026-01-05".parse()?);
    /// assert_eq!(course.regimen(), label.regimen());
    /// # }
    /// # Ok::<(), aso_regimen::chrono::ParseError>(())
    /// ```
    pub fn course(&self, first_dose: NaiveDate) -> Course {
        Course::new(self.regimen().clone(), self.policy.clone(), first_dose)
    }

    /// Where its facts stand; at least one.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edition = self.edition().unwrap_or("edition not known");
        write!(
            f,
            "{} ({}), {}, {edition}",
            self.product, self.substance, self.authority
        )
    }
}
