//! Arms of a trial: the treatment that is given, and the treatment that participants seem to be given.

use std::borrow::Cow;

use crate::dosing::regimen::Regimen;
use crate::evidence::trial::part::TrialPart;
use crate::measure::assay::Trigger;

/// What is done in a masked arm on a day without drug.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Mask {
    /// Placebo given by the same procedure, such as artificial cerebrospinal fluid of the same volume.
    Placebo(Cow<'static, str>),
    /// Sham procedure: the administration is only acted out.
    Sham,
}

/// One arm of a [`Trial`](super::Trial): the treatment that is given, and the treatment that participants seem to be
/// given.
///
/// ```
/// use aso_regimen::Arm;
/// use aso_regimen::evidence::trial::Mask;
///
/// // Tominersen every 16 weeks, with placebo between, seems to be given every 8 weeks.
/// let arm = Arm::active("Q16W", "120 mg IT q16w".parse()?)
///     .masked_as("120 mg IT q8w".parse()?, Mask::Placebo("placebo".into()));
/// assert_eq!(arm.drug(), Some(&"120 mg IT q112d".parse()?));
/// assert_eq!(arm.apparent_regimen(), Some(&"120 mg IT q56d".parse()?));
/// # Ok::<(), aso_regimen::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "an arm with its name and what is given")
)]
pub struct Arm {
    name: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(default, deserialize_with = "crate::text::plain::plain"))]
    allocation: Option<u32>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(default, deserialize_with = "crate::text::plain::plain"))]
    n: Option<u32>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    given: Given,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(default, deserialize_with = "crate::text::plain::plain"))]
    disguise: Option<Disguise>,
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "core::ops::Not::not"
        )
    )]
    open_label: bool,
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    part: Option<TrialPart>,
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Vec::is_empty"
        )
    )]
    after: Vec<Cow<'static, str>>,
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    trigger: Option<Trigger>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", expecting = "what an arm is given"))]
enum Given {
    Nothing,
    Drug(Regimen),
    /// The source's words, which state too little for a regimen.
    Words(Cow<'static, str>),
    /// The names of the arms that a pooled arm combines.
    Pooled(Vec<Cow<'static, str>>),
}

/// The regimen that seems to be given, and what is done on its days without drug.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "what an arm seems to be given")
)]
struct Disguise {
    seems: Regimen,
    mask: Mask,
}

impl Arm {
    /// Returns an arm in which everybody is given this regimen and nothing else.
    pub fn active(name: impl Into<Cow<'static, str>>, drug: Regimen) -> Self {
        Self::of(name, Given::Drug(drug))
    }

    /// Returns a control arm: on the days of this regimen, participants are given placebo or a sham procedure.
    pub fn masked(name: impl Into<Cow<'static, str>>, seems: Regimen, mask: Mask) -> Self {
        Self::untreated(name).masked_as(seems, mask)
    }

    /// Returns an arm without treatment.
    pub fn untreated(name: impl Into<Cow<'static, str>>) -> Self {
        Self::of(name, Given::Nothing)
    }

    /// Returns an arm whose treatment is known only in words, because the sources state too little for a regimen.
    ///
    /// [`Trial::calendar`](super::Trial::calendar) is an error for this arm.
    pub fn described(
        name: impl Into<Cow<'static, str>>,
        words: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::of(name, Given::Words(words.into()))
    }

    /// Returns a pooled arm: several arms combined for the reporting of results. Nobody is allocated to it.
    pub fn pooled<A: Into<Cow<'static, str>>>(
        name: impl Into<Cow<'static, str>>,
        arms: impl IntoIterator<Item = A>,
    ) -> Self {
        Self::of(name, Given::Pooled(arms.into_iter().map(Into::into).collect()))
    }

    fn of(name: impl Into<Cow<'static, str>>, given: Given) -> Self {
        Self {
            name: name.into(),
            allocation: None,
            n: None,
            given,
            disguise: None,
            open_label: false,
            part: None,
            after: Vec::new(),
            trigger: None,
        }
    }

    /// Returns this arm as open label: everybody knows what is given. An arm with treatment is masked by default.
    #[must_use]
    pub fn open_label(self) -> Self {
        Self { open_label: true, ..self }
    }

    /// Returns this arm with the part of the trial that it belongs to.
    #[must_use]
    pub fn in_part(self, part: TrialPart) -> Self {
        Self { part: Some(part), ..self }
    }

    /// Returns this arm with one more arm whose participants enter it.
    #[must_use]
    pub fn after(mut self, arm: impl Into<Cow<'static, str>>) -> Self {
        self.after.push(arm.into());
        self
    }

    /// Returns this arm with a trigger: treatment starts once a reading meets it.
    #[must_use]
    pub fn started_by(self, trigger: Trigger) -> Self {
        Self { trigger: Some(trigger), ..self }
    }

    /// Returns this arm with an apparent regimen: the mask is applied on those of its days on which no drug is given.
    ///
    /// [`Trial::calendar`](super::Trial::calendar) is an error if drug is given on any other day.
    ///
    /// Drug is given from the first day: a regimen does not begin with time without drug. So an arm that is given placebo
    /// first and drug later, as in a crossover or with a delayed start, is written as two arms, of which the second is
    /// entered [after](Self::after) the first and counts its days from its own first dose, or as one arm that is
    /// [described](Self::described) in words.
    #[must_use]
    pub fn masked_as(mut self, seems: Regimen, mask: Mask) -> Self {
        self.disguise = Some(Disguise { seems, mask });
        self
    }

    /// Returns this arm with its number in the allocation ratio, such as 2 in 2:1.
    #[must_use]
    pub fn with_allocation(mut self, parts: u32) -> Self {
        self.allocation = Some(parts);
        self
    }

    /// Returns this arm with its number of participants.
    #[must_use]
    pub fn with_n(self, n: u32) -> Self {
        Self { n: Some(n), ..self }
    }

    /// The name of the arm in its trial.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The arm's number in the allocation ratio, such as 2 in 2:1. `None` if no source states it.
    pub fn allocation(&self) -> Option<u32> {
        self.allocation
    }

    /// The number of participants. `None` if no source states it.
    pub fn n(&self) -> Option<u32> {
        self.n
    }

    /// The regimen of drug that is given. `None` if the arm has no drug, is pooled, or is known only in words.
    pub fn drug(&self) -> Option<&Regimen> {
        match &self.given {
            Given::Drug(drug) => Some(drug),
            Given::Nothing | Given::Words(_) | Given::Pooled(_) => None,
        }
    }

    /// The treatment in the source's words. `None` unless the arm is [described](Arm::described) in words.
    pub fn words(&self) -> Option<&str> {
        match &self.given {
            Given::Words(words) => Some(words),
            Given::Nothing | Given::Drug(_) | Given::Pooled(_) => None,
        }
    }

    /// The names of the arms that this arm combines.
    ///
    /// `None` unless it is [pooled](Arm::pooled).
    pub fn pooled_arms(&self) -> Option<impl Iterator<Item = &str>> {
        match &self.given {
            Given::Pooled(arms) => Some(arms.iter().map(AsRef::as_ref)),
            _ => None,
        }
    }

    /// Whether the arm is open label: everybody knows what is given.
    pub fn is_open_label(&self) -> bool {
        self.open_label
    }

    /// Whether the arm is masked: a treatment, placebo or sham procedure is given, and the arm is not open label.
    pub fn is_masked(&self) -> bool {
        let given = matches!(self.given, Given::Drug(_) | Given::Words(_));
        (given || self.disguise.is_some()) && !self.open_label
    }

    /// The part of the trial that the arm belongs to. `None` if it belongs to no part.
    pub fn part(&self) -> Option<&TrialPart> {
        self.part.as_ref()
    }

    /// The names of the arms whose participants enter this one.
    pub fn entered_from(&self) -> impl Iterator<Item = &str> {
        self.after.iter().map(AsRef::as_ref)
    }

    /// The trigger that starts the treatment. `None` if treatment does not wait for a reading.
    pub fn trigger(&self) -> Option<&Trigger> {
        self.trigger.as_ref()
    }

    /// The regimen that participants seem to be given: that of [`Arm::masked_as`], or else the drug. `None` if the arm
    /// has neither.
    pub fn apparent_regimen(&self) -> Option<&Regimen> {
        match &self.disguise {
            Some(disguise) => Some(&disguise.seems),
            None => self.drug(),
        }
    }

    /// What is done on days when participants seem to be treated but get no drug. `None` if the arm has no apparent
    /// regimen of its own.
    pub fn mask(&self) -> Option<&Mask> {
        self.disguise.as_ref().map(|disguise| &disguise.mask)
    }
}
