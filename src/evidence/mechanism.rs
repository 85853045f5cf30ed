//! How a drug acts: on which transcript, by which mode of action, on which alleles, and why by its route.

use core::fmt;
use std::borrow::Cow;

use crate::dosing::dose::Route;
use crate::evidence::source::Source;

/// How an oligonucleotide acts, by what its sources say.
///
/// The models of the module `kinetics` compute the knock-down that follows from it.
///
/// ```
/// use aso_regimen::Route;
/// use aso_regimen::evidence::mechanism::{Regulation, Mechanism, ModeOfAction};
/// use aso_regimen::evidence::source::{Source, Status};
///
/// let label = Source::new("a label", Status::LabelText).at("section 12.1");
/// let mechanism = Mechanism::new("SOD1 mRNA", ModeOfAction::RnaseH, label)
///     .with_effect(Regulation::Lowers, "SOD1 protein")
///     .by_route(Route::Intrathecal, "the dose reaches the spinal cord");
/// assert_eq!(
///     mechanism.to_string(),
///     "binds SOD1 mRNA, which RNase H degrades: lowers SOD1 protein; \
///      intrathecal: the dose reaches the spinal cord",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a mechanism with its target and mode")
)]
#[non_exhaustive]
pub struct Mechanism {
    /// The transcript that it binds.
    pub target: Cow<'static, str>,
    /// Where on the transcript.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub site: Option<Cow<'static, str>>,
    /// What happens to the transcript.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub mode: ModeOfAction,
    /// What becomes less or more.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub effect: Option<(Regulation, Cow<'static, str>)>,
    /// Of which alleles.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub alleles: Alleles,
    /// The route, and why it is that one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub route: Option<(Route, Cow<'static, str>)>,
    /// Its sources; at least one.
    pub sources: Vec<Source>,
}

/// What happens to a transcript that an oligonucleotide binds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ModeOfAction {
    /// RNase H degrades it.
    #[doc(alias = "gapmer")]
    RnaseH,
    /// It is degraded by RNA interference.
    #[doc(alias = "siRNA")]
    RnaInterference,
    /// It is spliced with an exon that it would lose.
    ExonInclusion,
    /// It is spliced without an exon.
    ExonSkipping,
    /// It is degraded, and the source does not say how.
    Degradation,
    /// Otherwise, in words that can follow the transcript: `which ...`.
    Named(Cow<'static, str>),
}

impl ModeOfAction {
    fn words(&self) -> &str {
        match self {
            Self::RnaseH => "which RNase H degrades",
            Self::RnaInterference => "which RNA interference degrades",
            Self::ExonInclusion => "which is spliced with an exon that it would lose",
            Self::ExonSkipping => "which is spliced without an exon",
            Self::Degradation => "which is degraded",
            Self::Named(words) => words,
        }
    }
}

/// Which way an amount goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Regulation {
    /// It becomes less.
    Lowers,
    /// It becomes more.
    Raises,
}

/// The transcripts of which alleles are bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Alleles {
    /// Of all, mutated or not.
    All,
    /// Of the mutated ones alone.
    Mutated,
    /// No source says.
    Unstated,
}

impl Mechanism {
    /// A mechanism by its target and mode of action, alleles not stated.
    pub fn new(target: impl Into<Cow<'static, str>>, mode: ModeOfAction, source: Source) -> Self {
        Self {
            target: target.into(),
            site: None,
            mode,
            effect: None,
            alleles: Alleles::Unstated,
            route: None,
            sources: vec![source],
        }
    }

    /// The same, bound at this place of the transcript.
    #[must_use]
    pub fn at_site(self, site: impl Into<Cow<'static, str>>) -> Self {
        Self { site: Some(site.into()), ..self }
    }

    /// The same with what becomes less or more.
    #[must_use]
    pub fn with_effect(self, effect: Regulation, of: impl Into<Cow<'static, str>>) -> Self {
        Self { effect: Some((effect, of.into())), ..self }
    }

    /// The same of these alleles.
    #[must_use]
    pub fn of_alleles(self, alleles: Alleles) -> Self {
        Self { alleles, ..self }
    }

    /// The same by a route, and why.
    #[must_use]
    pub fn by_route(self, route: Route, why: impl Into<Cow<'static, str>>) -> Self {
        Self { route: Some((route, why.into())), ..self }
    }

    /// The same with one more source.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }
}

/// Prints what binds where, what follows, of which alleles, and why by its route.
impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "binds {}", self.target)?;
        if let Some(site) = &self.site {
            write!(f, " at {site}")?;
        }
        write!(f, ", {}", self.mode.words())?;
        if let Some((effect, of)) = &self.effect {
            let verb = match effect {
                Regulation::Lowers => "lowers",
                Regulation::Raises => "raises",
            };
            write!(f, ": {verb} {of}")?;
        }
        match self.alleles {
            Alleles::All => f.write_str(", of all alleles")?,
            Alleles::Mutated => f.write_str(", of the mutated allele")?,
            Alleles::Unstated => {}
        }
        match &self.route {
            Some((route, why)) => write!(f, "; {}: {why}", route.name()),
            None => Ok(()),
        }
    }
}
