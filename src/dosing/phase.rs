//! A phase: a run of equal doses at one interval.

use core::fmt;
use core::str::FromStr;

use crate::calendar::{Interval, Window};
use crate::dosing::dose::Dose;
use crate::dosing::tolerance::Tolerance;
use crate::text::error::{ParseError, Unread};
#[cfg(feature = "serde")]
use crate::text::plain::Plain;
use crate::text::reader::{Reader, parse};
use crate::text::serde_as_text;

/// The purpose of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Loading: doses at the start, closer together or larger than later ones. A loading phase has an end.
    Loading,
    /// Maintenance: doses that keep the effect.
    Maintenance,
    /// Titration: doses that change until one suits the patient.
    Titration,
    /// A single dose. A [`Regimen`](crate::Regimen) refuses this role for a phase of more than one dose.
    Single,
}

impl Role {
    /// Every role, in the order of declaration.
    pub const ALL: &'static [Self] =
        &[Self::Loading, Self::Maintenance, Self::Titration, Self::Single];

    /// The word of the text form, such as `loading`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Maintenance => "maintenance",
            Self::Titration => "titration",
            Self::Single => "single",
        }
    }

    /// Reads the word, if one is next.
    pub(super) const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        let mut index = 0;
        while index < Self::ALL.len() {
            if text.eat_word(Self::ALL[index].word()) {
                return Ok(Self::ALL[index]);
            }
            index += 1;
        }
        text.expected("a role: loading, maintenance, titration or single")
    }
}

impl FromStr for Role {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text, Self::read)
    }
}

serde_as_text!(Role, "a role: loading, maintenance, titration or single");

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// How long a phase goes on: a number of doses, a time, or without an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Extent {
    /// A total number of doses (NONMEM ADDL + 1).
    #[doc(alias = "ADDL")]
    Doses(u32),
    /// A time, counted from its first dose; the end day is excluded.
    For(Interval),
    /// No end.
    OpenEnded,
}

/// Equal doses at one interval: a part of a [`Regimen`](crate::Regimen).
///
/// A phase is checked when the regimen is built.
///
/// ```
/// use aso_regimen::{Dose, Interval, Mass, Phase, Regimen};
///
/// // Nusinersen 12 mg as the EU label has it: days 0, 14, 28, 63, then every 4 months
/// // (SmPC, section 4.2).
/// let dose = Dose::intrathecal(Mass::mg(12));
/// let nusinersen = Regimen::builder()
///     .loading(dose.clone(), 3, Interval::days(14))
///     .phase(Phase::loading(dose.clone(), 1, Interval::days(35)))
///     .maintenance(dose, Interval::months(4))
///     .build()?;
/// assert_eq!(nusinersen.to_string(), "12 mg IT q14d x3, then after 35d x1, then q4mo");
/// # Ok::<(), aso_regimen::dosing::regimen::RegimenError>(())
/// ```
///
/// In JSON: `{"role": "loading", "dose": ..., "every": "14d", "doses": 3}` with a [`Dose`]; `"after": "35d"` and
/// `"window": "-3d/+3d"` (a [`Tolerance`]) are optional. Each phase has exactly one of `"doses": 3`, `"for": "3mo"` and
/// `"open_ended": true`, so that a lost member never makes a treatment without an end.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Plain<PhaseForm>", into = "PhaseForm"))]
pub struct Phase {
    pub(super) role: Role,
    pub(super) dose: Dose,
    pub(super) pace: Pace,
}

/// When the doses of a phase are: all that the rules of a regimen look at.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pace {
    pub(super) interval: Option<Interval>,
    pub(super) extent: Extent,
    /// Only what was given: [`Phase::seam`] falls back on the interval.
    pub(super) seam: Option<Interval>,
    pub(super) tolerance: Option<Tolerance>,
}

impl Phase {
    fn new(role: Role, dose: Dose, interval: Option<Interval>, extent: Extent) -> Self {
        let pace = Pace { interval, extent, seam: None, tolerance: None };
        Self { role, dose, pace }
    }

    /// Returns a loading phase of `doses` doses in all.
    pub fn loading(dose: Dose, doses: u32, interval: Interval) -> Self {
        Self::new(Role::Loading, dose, Some(interval), Extent::Doses(doses))
    }

    /// Returns a titration phase of `doses` doses in all.
    pub fn titration(dose: Dose, doses: u32, interval: Interval) -> Self {
        Self::new(Role::Titration, dose, Some(interval), Extent::Doses(doses))
    }

    /// Returns a maintenance phase without an end; [`with_doses`](Self::with_doses) and [`lasting`](Self::lasting) set
    /// one.
    pub fn maintenance(dose: Dose, interval: Interval) -> Self {
        Self::new(Role::Maintenance, dose, Some(interval), Extent::OpenEnded)
    }

    /// Returns a phase of one dose.
    pub fn single(dose: Dose) -> Self {
        Self::new(Role::Single, dose, None, Extent::Doses(1))
    }

    /// Returns this phase in another role.
    #[must_use]
    pub fn with_role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// Returns this phase with `doses` doses in all.
    #[doc(alias = "ADDL")]
    #[must_use]
    pub fn with_doses(mut self, doses: u32) -> Self {
        self.pace.extent = Extent::Doses(doses);
        self
    }

    /// Returns this phase lasting this long, counted from its first dose; the end day is excluded.
    #[must_use]
    pub fn lasting(mut self, time: Interval) -> Self {
        self.pace.extent = Extent::For(time);
        self
    }

    /// Returns this phase with this gap between the last dose of the phase before and its own first dose.
    #[doc(alias = "wait")]
    #[must_use]
    pub fn after(mut self, seam: Interval) -> Self {
        self.pace.seam = Some(seam);
        self
    }

    /// Returns this phase with a window around each of its doses: a [`Window`], which keeps the planned dates, or a
    /// [`Tolerance`].
    #[must_use]
    pub fn with_window(mut self, window: impl Into<Tolerance>) -> Self {
        self.pace.tolerance = Some(window.into());
        self
    }

    /// The purpose of the phase.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Each of its doses.
    pub fn dose(&self) -> &Dose {
        &self.dose
    }

    /// The time between its doses; `None` if the phase has one dose.
    #[doc(alias = "II")]
    pub fn interval(&self) -> Option<Interval> {
        self.pace.interval
    }

    /// How long it goes on.
    pub fn extent(&self) -> Extent {
        self.pace.extent
    }

    /// The time from the last dose of the phase before to its first dose: the stated one, or else its own interval. It
    /// has no meaning for the first phase.
    pub fn seam(&self) -> Option<Interval> {
        self.pace.whole_seam()
    }

    /// The days around each planned date on which a dose is on time; `None` if the phase has no window.
    pub fn window(&self) -> Option<Window> {
        self.pace.tolerance.map(Tolerance::window)
    }

    /// The window, whether the next dose is counted from the day given, and the least gap between two doses; `None` if
    /// the phase has no window.
    pub fn tolerance(&self) -> Option<Tolerance> {
        self.pace.tolerance
    }
}

impl Pace {
    /// Whether a second dose can follow within the phase.
    pub(super) const fn repeats(&self) -> bool {
        !matches!(self.extent, Extent::Doses(1))
    }

    /// The gap after the phase before, which is the interval if no gap was given.
    pub(super) const fn whole_seam(&self) -> Option<Interval> {
        match self.seam {
            None => self.interval,
            seam => seam,
        }
    }

    /// One way to write each phase: no interval where there is no second dose, no gap that only repeats
    /// the interval.
    pub(super) fn canonical(mut self, first: bool) -> Self {
        if !self.repeats() {
            if !first {
                self.seam = self.whole_seam();
            }
            self.interval = None;
        } else if !first && self.seam == self.interval {
            self.seam = None;
        }
        self
    }
}

/// The object of a phase in JSON.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(expecting = "a phase", deny_unknown_fields)]
struct PhaseForm {
    role: Role,
    dose: Dose,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<Interval>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    every: Option<Interval>,
    #[serde(default, deserialize_with = "stated")]
    #[serde(skip_serializing_if = "Option::is_none")]
    doses: Option<u32>,
    #[serde(default, rename = "for", deserialize_with = "stated")]
    #[serde(skip_serializing_if = "Option::is_none")]
    lasting: Option<Interval>,
    #[serde(default, deserialize_with = "stated")]
    #[serde(skip_serializing_if = "Option::is_none")]
    open_ended: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    window: Option<Tolerance>,
}

/// A member of the extent: never `null`.
#[cfg(feature = "serde")]
fn stated<'de, D, T>(json: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::Deserialize<'de>,
{
    match <Option<T> as serde::Deserialize>::deserialize(json)? {
        None => Err(serde::de::Error::custom(no_extent("with null for its extent"))),
        stated => Ok(stated),
    }
}

#[cfg(feature = "serde")]
fn no_extent(found: &str) -> String {
    format!(
        "a phase {found}, expected exactly one of `\"doses\": 3`, `\"for\": \"3mo\"` and `\"open_ended\": true`"
    )
}

#[cfg(feature = "serde")]
impl From<Phase> for PhaseForm {
    fn from(Phase { role, dose, pace }: Phase) -> Self {
        let (doses, lasting, open_ended) = match pace.extent {
            Extent::Doses(doses) => (Some(doses), None, None),
            Extent::For(time) => (None, Some(time), None),
            Extent::OpenEnded => (None, None, Some(true)),
        };
        Self {
            role,
            dose,
            after: pace.seam,
            every: pace.interval,
            doses,
            lasting,
            open_ended,
            window: pace.tolerance,
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Plain<PhaseForm>> for Phase {
    type Error = String;

    fn try_from(Plain(form): Plain<PhaseForm>) -> Result<Self, Self::Error> {
        let extent = match (form.doses, form.lasting, form.open_ended) {
            (Some(doses), None, None) => Extent::Doses(doses),
            (None, Some(time), None) => Extent::For(time),
            (None, None, Some(true)) => Extent::OpenEnded,
            (None, None, None) => return Err(no_extent("without its extent")),
            (_, _, Some(false)) => return Err(no_extent("with `\"open_ended\": false`")),
            _ => return Err(no_extent("with more than one extent")),
        };
        Ok(Self {
            role: form.role,
            dose: form.dose,
            pace: Pace { interval: form.every, extent, seam: form.after, tolerance: form.window },
        })
    }
}
