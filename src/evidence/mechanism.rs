//! Mechanisms of action: target transcript, mode of action, alleles, effect and route.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog::tofersen;
//! use aso_regimen::evidence::mechanism::{Alleles, ModeOfAction};
//!
//! let mechanism = tofersen::mechanism();
//! assert_eq!(mechanism.target, "SOD1 mRNA");
//! assert_eq!(mechanism.mode, ModeOfAction::RnaseH);
//! assert_eq!(mechanism.alleles, Alleles::All);
//! # }
//! ```

use core::fmt;
use std::borrow::Cow;

use crate::dosing::dose::Route;
use crate::evidence::source::Source;

/// The mechanism of action of an oligonucleotide, according to its sources.
///
/// The models of the module `kinetics` predict the resulting knock-down.
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
    /// The transcript that the oligonucleotide binds.
    pub target: Cow<'static, str>,
    /// The binding site on the transcript. `None` if it is not stated.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub site: Option<Cow<'static, str>>,
    /// The mode of action: what happens to the transcript.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub mode: ModeOfAction,
    /// What is lowered or raised as a result. `None` if it is not stated.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub effect: Option<(Regulation, Cow<'static, str>)>,
    /// The alleles whose transcripts are bound.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub alleles: Alleles,
    /// The route of administration and the reason for it. `None` if it is not stated.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub route: Option<(Route, Cow<'static, str>)>,
    /// The sources; at least one.
    pub sources: Vec<Source>,
}

/// The mode of action: what happens to a transcript that an oligonucleotide binds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ModeOfAction {
    /// RNase H degrades the transcript.
    #[doc(alias = "gapmer")]
    RnaseH,
    /// RNA interference degrades the transcript.
    #[doc(alias = "siRNA")]
    RnaInterference,
    /// Splicing includes an exon that would otherwise be skipped.
    ExonInclusion,
    /// Splicing skips an exon.
    ExonSkipping,
    /// The transcript is degraded; the source does not say how.
    Degradation,
    /// Another mode, in words that can follow the name of the transcript: `which ...`.
    Named(Cow<'static, str>),
}

impl ModeOfAction {
    fn words(&self) -> &str {
        match self {
            Self::RnaseH => "which RNase H degrades",
            Self::RnaInterference => "which RNA interference degrades",
            Self::ExonInclusion => "which is spliced with an exon that would otherwise be skipped",
            Self::ExonSkipping => "which is spliced without an exon",
            Self::Degradation => "which is degraded",
            Self::Named(words) => words,
        }
    }
}

/// The direction of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Regulation {
    /// The amount is lowered.
    Lowers,
    /// The amount is raised.
    Raises,
}

/// The alleles whose transcripts are bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Alleles {
    /// All alleles, mutated or not.
    All,
    /// Mutated alleles only.
    Mutated,
    /// No source says.
    Unstated,
}

impl Mechanism {
    /// Returns a mechanism with its target and mode of action. The alleles are not stated.
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

    /// Returns this mechanism with the binding site on the transcript.
    #[must_use]
    pub fn at_site(self, site: impl Into<Cow<'static, str>>) -> Self {
        Self { site: Some(site.into()), ..self }
    }

    /// Returns this mechanism with what is lowered or raised as a result.
    #[must_use]
    pub fn with_effect(self, effect: Regulation, of: impl Into<Cow<'static, str>>) -> Self {
        Self { effect: Some((effect, of.into())), ..self }
    }

    /// Returns this mechanism with the alleles whose transcripts are bound.
    #[must_use]
    pub fn of_alleles(self, alleles: Alleles) -> Self {
        Self { alleles, ..self }
    }

    /// Returns this mechanism with the route of administration and the reason for it.
    #[must_use]
    pub fn by_route(self, route: Route, why: impl Into<Cow<'static, str>>) -> Self {
        Self { route: Some((route, why.into())), ..self }
    }

    /// Returns this mechanism with one more source.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }
}

/// Prints target, site, mode of action, effect, alleles and route in one line.
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
