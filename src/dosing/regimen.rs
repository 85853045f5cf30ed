//! A regimen: phases of equal doses at equal intervals, one after the other.

use core::fmt;

use thiserror::Error;

use crate::calendar::{Interval, Window};
use crate::dosing::dose::{Dose, DoseError};
use crate::text::debug_as_display;
use crate::text::reader::tri;

/// What a phase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Role {
    /// Doses that bring the patient up to effect, closer together or larger than later.
    Loading,
    /// Doses that keep the effect.
    Maintenance,
    /// Doses on the way to the one that suits the patient.
    Titration,
    /// One dose with nothing after it.
    Single,
}

impl Role {
    /// Every role, in the order of declaration.
    pub const ALL: [Self; 4] = [
        Self::Loading,
        Self::Maintenance,
        Self::Titration,
        Self::Single,
    ];

    /// The word for it, as the text form uses it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Maintenance => "maintenance",
            Self::Titration => "titration",
            Self::Single => "single",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// How far a phase goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// So many doses in all (ADDL counts one less).
    Doses(u32),
    /// As long as this from its first dose on; a dose on the day the time is over is not given any more.
    For(Interval),
    /// Without an end.
    OpenEnded,
}

/// A run of equal doses at one interval.
///
/// A phase is a part of a [`Regimen`] and is checked when the regimen is built.
///
/// ```
/// use aso_regimen::{Dose, Interval, Mass, Phase, Regimen};
///
/// // Nusinersen 12 mg as the EU label has it: days 0, 14, 28, 63, then every 4 months (SmPC, section 4.2).
/// let dose = Dose::intrathecal(Mass::mg(12));
/// let nusinersen = Regimen::builder()
///     .loading(dose.clone(), 3, Interval::days(14))
///     .phase(Phase::loading(dose.clone(), 1, Interval::days(35)))
///     .maintenance(dose, Interval::months(4))
///     .build()?;
/// assert_eq!(nusinersen.to_string(), "12 mg IT q14d x3, then after 35d x1, then q4mo");
/// # Ok::<(), aso_regimen::dosing::regimen::RegimenError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
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
    pub(super) window: Option<Window>,
}

impl Phase {
    fn new(role: Role, dose: Dose, interval: Option<Interval>, extent: Extent) -> Self {
        let pace = Pace {
            interval,
            extent,
            seam: None,
            window: None,
        };
        Self { role, dose, pace }
    }

    /// So many loading doses in all, an interval apart.
    pub fn loading(dose: Dose, doses: u32, interval: Interval) -> Self {
        Self::new(Role::Loading, dose, Some(interval), Extent::Doses(doses))
    }

    /// So many titration doses in all, an interval apart.
    pub fn titration(dose: Dose, doses: u32, interval: Interval) -> Self {
        Self::new(Role::Titration, dose, Some(interval), Extent::Doses(doses))
    }

    /// Maintenance doses an interval apart, without an end unless one is set.
    pub fn maintenance(dose: Dose, interval: Interval) -> Self {
        Self::new(Role::Maintenance, dose, Some(interval), Extent::OpenEnded)
    }

    /// One dose.
    pub fn single(dose: Dose) -> Self {
        Self::new(Role::Single, dose, None, Extent::Doses(1))
    }

    /// The same phase in another role.
    #[must_use]
    pub fn with_role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// The same phase with so many doses in all.
    #[must_use]
    pub fn with_doses(mut self, doses: u32) -> Self {
        self.pace.extent = Extent::Doses(doses);
        self
    }

    /// The same phase, lasting this long from its first dose; a dose on the day the time is over is not
    /// given any more.
    #[must_use]
    pub fn lasting(mut self, time: Interval) -> Self {
        self.pace.extent = Extent::For(time);
        self
    }

    /// The same phase, its first dose this long after the last dose of the phase before.
    #[must_use]
    pub fn after(mut self, seam: Interval) -> Self {
        self.pace.seam = Some(seam);
        self
    }

    /// The same phase with a window around each of its doses.
    #[must_use]
    pub fn with_window(mut self, window: Window) -> Self {
        self.pace.window = Some(window);
        self
    }

    /// What the phase is for.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What is given each time.
    pub fn dose(&self) -> &Dose {
        &self.dose
    }

    /// The time between its doses; `None` for a phase of one dose.
    pub fn interval(&self) -> Option<Interval> {
        self.pace.interval
    }

    /// How far it goes.
    pub fn extent(&self) -> Extent {
        self.pace.extent
    }

    /// The time from the last dose of the phase before to its first dose: as given, or else its own
    /// interval. Of no meaning for a first phase.
    pub fn seam(&self) -> Option<Interval> {
        self.pace.whole_seam()
    }

    /// The days around each planned date that count as on time, where there are any.
    pub fn window(&self) -> Option<Window> {
        self.pace.window
    }
}

impl Pace {
    /// Whether a second dose can follow within the phase.
    const fn repeats(&self) -> bool {
        !matches!(self.extent, Extent::Doses(1))
    }

    /// The seam, which is the interval where none was given.
    const fn whole_seam(&self) -> Option<Interval> {
        match self.seam {
            None => self.interval,
            seam => seam,
        }
    }

    /// One way to write each phase: no interval where there is no second dose, no seam that only repeats
    /// the interval.
    fn canonical(mut self, first: bool) -> Self {
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

/// What is given and when, from the first dose on, without a date.
///
/// Every regimen has at least one phase and each phase at least one dose; every amount is more than zero;
/// only the last phase may be without an end; the windows of neighbouring doses never overlap. All of this
/// holds whether the regimen was built, parsed or deserialised.
///
/// Two regimens are equal when they say the same: a seam that only repeats the interval, and the interval
/// of a phase that has no second dose, make no difference.
///
/// ```
/// use aso_regimen::{Dose, Interval, Mass, Regimen};
///
/// // Tofersen: three loading doses 14 days apart, then every 28 days (US label, section 2.1).
/// let tofersen = Regimen::builder()
///     .loading(Dose::intrathecal(Mass::mg(100)), 3, Interval::days(14))
///     .maintenance(Dose::intrathecal(Mass::mg(100)), Interval::days(28))
///     .build()?;
/// let same: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// assert_eq!(tofersen, same);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Regimen {
    phases: Vec<Phase>,
}

/// Why phases do not make a [`Regimen`]. Phases and doses are counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RegimenError {
    /// There is no phase.
    #[error("a regimen without a phase, expected {}", self.expected())]
    Empty,
    /// A phase of no doses.
    #[error("phase {phase} has 0 doses, expected {}", self.expected())]
    NoDoses {
        /// Which phase.
        phase: usize,
    },
    /// A dose that cannot be given.
    #[error("the dose of phase {phase} cannot be given: {error}")]
    Dose {
        /// Which phase.
        phase: usize,
        /// Why not.
        error: DoseError,
    },
    /// More than one dose and no time between them.
    #[error("phase {phase} has more than one dose and no interval, expected {}", self.expected())]
    NoInterval {
        /// Which phase.
        phase: usize,
    },
    /// A later phase of which nothing says when it begins.
    #[error(
        "phase {phase} does not say how long after the phase before it begins, expected {}",
        self.expected()
    )]
    NoSeam {
        /// Which phase.
        phase: usize,
    },
    /// A first phase with a seam.
    #[error("phase 1 begins after {seam}, but no dose comes before it, expected {}", self.expected())]
    SeamAtStart {
        /// The seam it has.
        seam: Interval,
    },
    /// Something follows a phase without an end.
    #[error("phase {phase} cannot follow a phase without an end")]
    EndlessBeforeEnd {
        /// Which phase follows it.
        phase: usize,
    },
    /// Two neighbouring doses whose windows share a day.
    #[error(
        "the windows of {earlier} and {later} overlap: {late} days after the one and {early} days before \
         the other share a day when the doses are {gap} days apart"
    )]
    WindowsOverlap {
        /// The earlier dose.
        earlier: DoseOfPhase,
        /// The later dose.
        later: DoseOfPhase,
        /// Days the earlier window reaches past its dose.
        late: u16,
        /// Days the later window reaches before its dose.
        early: u16,
        /// The fewest days between the two doses.
        gap: u64,
    },
}

impl RegimenError {
    /// What the rule asks for. It is all that the compiler can say, which has no numbers to print.
    pub(super) const fn expected(&self) -> &'static str {
        match self {
            Self::Empty => "at least one phase",
            Self::NoDoses { .. } => "at least 1 dose",
            Self::Dose { error, .. } => error.expected(),
            Self::NoInterval { .. } => "an interval such as q14d between its doses",
            Self::NoSeam { .. } => "a seam such as after 28d",
            Self::SeamAtStart { .. } => "a first phase without a seam",
            Self::EndlessBeforeEnd { .. } => "an end of the phase before, such as x3",
            Self::WindowsOverlap { .. } => "windows of neighbouring doses that share no day",
        }
    }
}

debug_as_display!(RegimenError);

/// Names a dose by its place, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DoseOfPhase {
    /// Which dose of the phase; `None` for its last.
    pub dose: Option<u32>,
    /// Which phase.
    pub phase: usize,
}

impl DoseOfPhase {
    const fn new(dose: u32, phase: usize) -> Self {
        Self {
            dose: Some(dose),
            phase,
        }
    }
}

impl fmt::Display for DoseOfPhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dose {
            Some(dose) => write!(f, "dose {dose} of phase {}", self.phase),
            None => write!(f, "the last dose of phase {}", self.phase),
        }
    }
}

impl Regimen {
    /// A builder without a phase.
    pub fn builder() -> RegimenBuilder {
        RegimenBuilder { phases: Vec::new() }
    }

    /// The regimen of these phases, in order.
    ///
    /// # Errors
    ///
    /// If the phases break one of the rules of [`RegimenError`].
    pub fn new(phases: Vec<Phase>) -> Result<Self, RegimenError> {
        if phases.is_empty() {
            return Err(RegimenError::Empty);
        }
        let mut rules = Rules::new();
        for (Phase { dose, pace, .. }, phase) in phases.iter().zip(1..) {
            dose.check()
                .map_err(|error| RegimenError::Dose { phase, error })?;
            rules.admit(*pace)?;
        }
        Ok(Self::checked(phases))
    }

    /// The regimen of phases that the rules admitted.
    pub(super) fn checked(mut phases: Vec<Phase>) -> Self {
        for (index, phase) in phases.iter_mut().enumerate() {
            phase.pace = phase.pace.canonical(index == 0);
        }
        Self { phases }
    }

    /// The phases, in order. At least one.
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// Whether the last phase has an end.
    pub fn is_finite(&self) -> bool {
        self.phases
            .last()
            .is_some_and(|phase| phase.extent() != Extent::OpenEnded)
    }

    /// The role a phase has in the text form when no word says otherwise: the last phase is maintenance
    /// (or a single dose, where it is the only phase and one dose), every other one loading.
    pub(crate) fn usual_role(index: usize, phases: usize, extent: Extent) -> Role {
        if index + 1 < phases {
            Role::Loading
        } else if phases == 1 && extent == Extent::Doses(1) {
            Role::Single
        } else {
            Role::Maintenance
        }
    }
}

/// The rules by which phases make a regimen, asked for one phase after the other.
///
/// Text, builder and JSON pass here, and in the compiler the macro [`regimen!`](crate::regimen) does.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    admitted: usize,
    before: Option<Pace>,
}

impl Rules {
    pub(super) const fn new() -> Self {
        Self {
            admitted: 0,
            before: None,
        }
    }

    /// How many phases were admitted.
    pub(super) const fn admitted(&self) -> usize {
        self.admitted
    }

    /// Whether a phase can follow those before it.
    pub(super) const fn admit(&mut self, pace: Pace) -> Result<(), RegimenError> {
        let phase = self.admitted + 1;
        if matches!(pace.extent, Extent::Doses(0)) {
            return Err(RegimenError::NoDoses { phase });
        }
        if pace.interval.is_none() && pace.repeats() {
            return Err(RegimenError::NoInterval { phase });
        }
        if let Some(before) = self.before {
            tri!(Self::follow(before, pace, phase));
        } else if let Some(seam) = pace.seam {
            return Err(RegimenError::SeamAtStart { seam });
        }
        if let (Some(interval), true) = (pace.interval, pace.repeats()) {
            let (first, second) = (DoseOfPhase::new(1, phase), DoseOfPhase::new(2, phase));
            tri!(apart((first, pace), (second, pace), interval));
        }
        *self = Self {
            admitted: phase,
            before: Some(pace),
        };
        Ok(())
    }

    const fn follow(before: Pace, pace: Pace, phase: usize) -> Result<(), RegimenError> {
        let last = match before.extent {
            Extent::OpenEnded => return Err(RegimenError::EndlessBeforeEnd { phase }),
            Extent::Doses(doses) => Some(doses),
            Extent::For(_) => None,
        };
        let Some(seam) = pace.whole_seam() else {
            return Err(RegimenError::NoSeam { phase });
        };
        let last = DoseOfPhase {
            dose: last,
            phase: phase - 1,
        };
        apart((last, before), (DoseOfPhase::new(1, phase), pace), seam)
    }
}

/// Whether the windows of two neighbouring doses share no day.
const fn apart(
    (earlier, before): (DoseOfPhase, Pace),
    (later, pace): (DoseOfPhase, Pace),
    interval: Interval,
) -> Result<(), RegimenError> {
    let (late, early) = match (before.window, pace.window) {
        (Some(before), Some(window)) => (before.late(), window.early()),
        (Some(before), None) => (before.late(), 0),
        (None, Some(window)) => (0, window.early()),
        (None, None) => (0, 0),
    };
    let gap = interval.shortest_in_days();
    if late as u64 + (early as u64) < gap {
        return Ok(());
    }
    Err(RegimenError::WindowsOverlap {
        earlier,
        later,
        late,
        early,
        gap,
    })
}

/// Collects phases in order; [`RegimenBuilder::build`] checks them once.
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct RegimenBuilder {
    phases: Vec<Phase>,
}

impl RegimenBuilder {
    /// Then so many loading doses in all, an interval apart.
    pub fn loading(self, dose: Dose, doses: u32, interval: Interval) -> Self {
        self.phase(Phase::loading(dose, doses, interval))
    }

    /// Then maintenance doses an interval apart, without an end.
    pub fn maintenance(self, dose: Dose, interval: Interval) -> Self {
        self.phase(Phase::maintenance(dose, interval))
    }

    /// Then this phase.
    pub fn phase(mut self, phase: Phase) -> Self {
        self.phases.push(phase);
        self
    }

    /// The regimen.
    ///
    /// # Errors
    ///
    /// As [`Regimen::new`].
    pub fn build(self) -> Result<Regimen, RegimenError> {
        Regimen::new(self.phases)
    }
}
