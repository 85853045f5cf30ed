//! Arms: what is given in each, and what seems to be.

use std::borrow::Cow;

use crate::dosing::regimen::Regimen;
use crate::evidence::trial::part::TrialPart;
use crate::measure::assay::Trigger;

/// What is done on a day of sham procedure or placebo.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Mask {
    /// A placebo is given in the same way, such as artificial cerebrospinal fluid of the same volume.
    Placebo(Cow<'static, str>),
    /// The procedure is only acted out.
    Sham,
}

/// One arm of a [`Trial`](super::Trial): what is given, and what seems to be.
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
    /// What a source says that leaves out too much for a regimen.
    Words(Cow<'static, str>),
    /// What the participants of several other arms are given.
    Pooled(Vec<Cow<'static, str>>),
}

/// What seems to be given, and what is done where that is not so.
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
    /// An arm in which everybody is given a regimen and nothing else.
    pub fn active(name: impl Into<Cow<'static, str>>, drug: Regimen) -> Self {
        Self::of(name, Given::Drug(drug))
    }

    /// A control arm: participants seem to be given this regimen, and are given placebo or sham on its days.
    pub fn masked(name: impl Into<Cow<'static, str>>, seems: Regimen, mask: Mask) -> Self {
        Self::untreated(name).masked_as(seems, mask)
    }

    /// An arm in which nothing is given.
    pub fn untreated(name: impl Into<Cow<'static, str>>) -> Self {
        Self::of(name, Given::Nothing)
    }

    /// An arm of which the sources say too little for a regimen: what they say, in words.
    ///
    /// It has no calendar, because the sources state no amounts or days.
    pub fn described(
        name: impl Into<Cow<'static, str>>,
        words: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::of(name, Given::Words(words.into()))
    }

    /// The participants of several arms together, over whom results are counted: no arm to which anybody is allocated.
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

    /// The same arm, open label: everybody knows what is given. Every other arm that is given anything is masked.
    #[must_use]
    pub fn open_label(self) -> Self {
        Self { open_label: true, ..self }
    }

    /// The same arm in a part of the trial.
    #[must_use]
    pub fn in_part(self, part: TrialPart) -> Self {
        Self { part: Some(part), ..self }
    }

    /// The same arm, entered by participants of another one.
    #[must_use]
    pub fn after(mut self, arm: impl Into<Cow<'static, str>>) -> Self {
        self.after.push(arm.into());
        self
    }

    /// The same arm, whose treatment starts once a reading meets the trigger.
    #[must_use]
    pub fn started_by(self, trigger: Trigger) -> Self {
        Self { trigger: Some(trigger), ..self }
    }

    /// The same arm, seeming to be given another regimen: on its days without drug, the mask.
    ///
    /// Drug is given only on days of that regimen; a calendar that shows otherwise is refused.
    #[must_use]
    pub fn masked_as(mut self, seems: Regimen, mask: Mask) -> Self {
        self.disguise = Some(Disguise { seems, mask });
        self
    }

    /// The same arm with its part of the allocation, such as 2 in 2:1.
    #[must_use]
    pub fn with_allocation(mut self, parts: u32) -> Self {
        self.allocation = Some(parts);
        self
    }

    /// The same arm with so many participants.
    #[must_use]
    pub fn with_n(self, n: u32) -> Self {
        Self { n: Some(n), ..self }
    }

    /// Its name in the trial.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its part of the allocation, where a source says so.
    pub fn allocation(&self) -> Option<u32> {
        self.allocation
    }

    /// How many participants it has, where a source says so.
    pub fn n(&self) -> Option<u32> {
        self.n
    }

    /// The drug that is really given.
    pub fn drug(&self) -> Option<&Regimen> {
        match &self.given {
            Given::Drug(drug) => Some(drug),
            Given::Nothing | Given::Words(_) | Given::Pooled(_) => None,
        }
    }

    /// What the sources say of the giving where that is too little for a regimen.
    pub fn words(&self) -> Option<&str> {
        match &self.given {
            Given::Words(words) => Some(words),
            Given::Nothing | Given::Drug(_) | Given::Pooled(_) => None,
        }
    }

    /// The names of the arms whose participants it puts together.
    ///
    /// `None` unless it is [pooled](Arm::pooled).
    pub fn pooled_arms(&self) -> Option<impl Iterator<Item = &str>> {
        match &self.given {
            Given::Pooled(arms) => Some(arms.iter().map(AsRef::as_ref)),
            _ => None,
        }
    }

    /// Whether everybody knows what is given.
    pub fn is_open_label(&self) -> bool {
        self.open_label
    }

    /// Whether it is hidden what is given: something is, and not open label.
    pub fn is_masked(&self) -> bool {
        let given = matches!(self.given, Given::Drug(_) | Given::Words(_));
        (given || self.disguise.is_some()) && !self.open_label
    }

    /// Its part of the trial, where that has parts.
    pub fn part(&self) -> Option<&TrialPart> {
        self.part.as_ref()
    }

    /// The arms whose participants enter it.
    pub fn entered_from(&self) -> impl Iterator<Item = &str> {
        self.after.iter().map(AsRef::as_ref)
    }

    /// The reading that starts its treatment, where one does.
    pub fn trigger(&self) -> Option<&Trigger> {
        self.trigger.as_ref()
    }

    /// What seems to be given; to participants, on the same days in all arms that are masked to each other.
    pub fn apparent_regimen(&self) -> Option<&Regimen> {
        match &self.disguise {
            Some(disguise) => Some(&disguise.seems),
            None => self.drug(),
        }
    }

    /// What is done on days on which drug only seems to be given.
    pub fn mask(&self) -> Option<&Mask> {
        self.disguise.as_ref().map(|disguise| &disguise.mask)
    }
}
