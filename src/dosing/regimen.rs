//! Regimens: phases of equal doses at equal intervals, one after the other.
//!
//! ```
//! use aso_regimen::dosing::regimen::{Extent, Phase, Role};
//! use aso_regimen::{Dose, Interval, Mass, Regimen};
//!
//! let dose = Dose::intrathecal(Mass::mg(12));
//! let nusinersen = Regimen::builder()
//!     .phase(Phase::loading(dose.clone(), 3, Interval::days(14)))
//!     .phase(
//!         Phase::loading(dose.clone(), 1, Interval::days(35)).after(Interval::days(35)),
//!     )
//!     .phase(Phase::maintenance(dose, Interval::months(4)))
//!     .build()?;
//! assert_eq!(nusinersen.to_string(), "12 mg IT q14d x3, then after 35d x1, then q4mo");
//! let last = &nusinersen.phases()[2];
//! assert_eq!((last.role(), last.extent()), (Role::Maintenance, Extent::OpenEnded));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::dose::{Dose, DoseError};
use crate::dosing::phase::Pace;
pub use crate::dosing::phase::{Extent, Phase, Role};
use crate::dosing::tolerance::Tolerance;
use crate::quantity::BodyWeight;
use crate::text::debug_as_display;
use crate::text::reader::tri;
#[cfg(feature = "serde")]
use crate::text::text_or::{Form, TextOr};

/// What is given and when, counted from the first dose, without a date.
///
/// A regimen has at least one phase, each phase at least one dose, and each amount is more than zero. Only the last
/// phase may have no end, and it is not a loading phase then. A phase of the role `single` has exactly one dose.
/// Windows of neighbouring doses do not overlap, and no two doses are planned closer than their least gap. This holds
/// however the regimen was made: built, parsed or deserialised. The [text form](crate::dosing::notation) has a page of
/// its own.
///
/// Two regimens are equal if they plan the same doses: a gap between two phases that equals the interval
/// is ignored, and so is the interval of a phase of one dose.
///
/// ```
/// use aso_regimen::{Dose, Interval, Mass, Regimen};
///
/// // Tofersen: three loading doses 14 days apart, then every 28 days (US label, section
/// // 2.1).
/// let tofersen = Regimen::builder()
///     .loading(Dose::intrathecal(Mass::mg(100)), 3, Interval::days(14))
///     .maintenance(Dose::intrathecal(Mass::mg(100)), Interval::days(28))
///     .build()?;
/// let same: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// assert_eq!(tofersen, same);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// In JSON: `{"phases": [...]}` with [`Phase`]s. Its text is read too; [`as_text`](crate::dosing::as_text) writes it.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "TextOr<Regimen, RegimenForm>"))]
pub struct Regimen {
    phases: Vec<Phase>,
}

/// The object of a regimen in JSON.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(expecting = "an object of phases", deny_unknown_fields)]
struct RegimenForm {
    phases: Vec<Phase>,
}

#[cfg(feature = "serde")]
impl Form for RegimenForm {
    const EXPECTED: &'static str =
        "a regimen such as \"100 mg IT q14d x3, then q28d\", or an object of phases";
}

#[cfg(feature = "serde")]
impl TryFrom<TextOr<Self, RegimenForm>> for Regimen {
    type Error = RegimenError;

    fn try_from(json: TextOr<Self, RegimenForm>) -> Result<Self, RegimenError> {
        match json {
            TextOr::Text(regimen) => Ok(regimen),
            TextOr::Object(RegimenForm { phases }) => Self::new(phases),
        }
    }
}

/// Why phases are refused as a [`Regimen`]. Phases and doses are counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RegimenError {
    /// There is no phase.
    #[error("a regimen without a phase, expected {}", self.expected())]
    Empty,
    /// A phase has no doses.
    #[error("phase {phase} has 0 doses, expected {}", self.expected())]
    NoDoses {
        /// The number of the phase.
        phase: usize,
    },
    /// A dose is refused.
    #[error("the dose of phase {phase} cannot be given: {error}")]
    Dose {
        /// The number of the phase.
        phase: usize,
        /// Why not.
        error: DoseError,
    },
    /// A phase with the role of a single dose has more than one dose.
    #[error("phase {phase} is a single dose and has more than one, expected {}", self.expected())]
    ManySingle {
        /// The number of the phase.
        phase: usize,
    },
    /// A loading phase has no end.
    #[error("phase {phase} is loading without an end, expected {}", self.expected())]
    EndlessLoading {
        /// The number of the phase.
        phase: usize,
    },
    /// A phase has more than one dose and no interval.
    #[error("phase {phase} has more than one dose and no interval, expected {}", self.expected())]
    NoInterval {
        /// The number of the phase.
        phase: usize,
    },
    /// A later phase of which nothing says when it begins.
    #[error(
        "phase {phase} does not say how long after the phase before it begins, expected {}",
        self.expected()
    )]
    NoSeam {
        /// The number of the phase.
        phase: usize,
    },
    /// The first phase has a gap before it (`after`).
    #[error("phase 1 begins after {seam}, but no dose comes before it, expected {}", self.expected())]
    SeamAtStart {
        /// That gap.
        seam: Interval,
    },
    /// A phase follows one without an end.
    #[error("phase {phase} cannot follow a phase without an end, expected {}", self.expected())]
    EndlessBeforeEnd {
        /// The phase that follows.
        phase: usize,
    },
    /// Two neighbouring doses whose windows share a day.
    #[error(
        "the windows of {earlier} and {later} overlap: {late} days after the one and {early} days before \
         the other when the doses are {gap} days apart, expected {}",
        self.expected()
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
    /// Two neighbouring doses nearer to each other than the least gap.
    #[error(
        "{later} is planned {interval} after the dose before, nearer than its least gap of {least_gap}, \
         expected {}",
        self.expected()
    )]
    LeastGap {
        /// The later dose.
        later: DoseOfPhase,
        /// The time from the dose before.
        interval: Interval,
        /// The least gap of its phase.
        least_gap: Interval,
    },
}

impl RegimenError {
    /// What the rule asks for. It is all that the compiler can say, which has no numbers to print.
    pub(super) const fn expected(&self) -> &'static str {
        match self {
            Self::Empty => "at least one phase",
            Self::NoDoses { .. } => "at least 1 dose",
            Self::Dose { error, .. } => error.expected(),
            Self::ManySingle { .. } => "x1, or another role than single",
            Self::EndlessLoading { .. } => "an end such as x3, or another role than loading",
            Self::NoInterval { .. } => "an interval such as q14d between its doses",
            Self::NoSeam { .. } => "a seam such as after 28d",
            Self::SeamAtStart { .. } => "a first phase without a seam",
            Self::EndlessBeforeEnd { .. } => "an end of the phase before, such as x3",
            Self::WindowsOverlap { .. } => "windows of neighbouring doses that share no day",
            Self::LeastGap { .. } => "planned doses that are no nearer than the least gap",
        }
    }
}

debug_as_display!(RegimenError);

/// The place of a dose: phase and dose number, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DoseOfPhase {
    /// Number of the dose in its phase; `None` for the last dose.
    pub dose: Option<u32>,
    /// Number of the phase.
    pub phase: usize,
}

impl DoseOfPhase {
    const fn new(dose: Option<u32>, phase: usize) -> Self {
        Self { dose, phase }
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
    /// Returns a builder without phases.
    pub fn builder() -> RegimenBuilder {
        RegimenBuilder { phases: Vec::new() }
    }

    /// Returns the regimen of these phases, in this order.
    ///
    /// # Errors
    ///
    /// If the phases break one of the rules of [`RegimenError`].
    pub fn new(phases: Vec<Phase>) -> Result<Self, RegimenError> {
        if phases.is_empty() {
            return Err(RegimenError::Empty);
        }
        let mut rules = Rules::new();
        for (Phase { role, dose, pace }, phase) in phases.iter().zip(1..) {
            dose.check().map_err(|error| RegimenError::Dose { phase, error })?;
            rules.admit(Some(*role), *pace)?;
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

    /// Returns this regimen with one window around every dose, in place of its own windows: a
    /// [`Window`](crate::Window), which keeps the planned dates, or a [`Tolerance`].
    ///
    /// # Errors
    ///
    /// If windows of neighbouring doses overlap, or if two doses are planned closer than the least gap.
    pub fn with_windows(&self, window: impl Into<Tolerance>) -> Result<Self, RegimenError> {
        let (window, phases) = (window.into(), self.phases.iter().cloned());
        Self::new(phases.map(|phase| phase.with_window(window)).collect())
    }

    /// Returns this regimen with fixed amounts for a patient of this weight, where they can be computed.
    pub(crate) fn for_weight(&self, weight: Option<BodyWeight>) -> Self {
        let mut regimen = self.clone();
        for Phase { dose, .. } in &mut regimen.phases {
            if let Ok(mass) = dose.mass_for(weight) {
                dose.amount = mass.into();
            }
        }
        regimen
    }

    /// The phases, in order; at least one.
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// Whether the last phase has an end.
    pub fn is_finite(&self) -> bool {
        self.phases.last().is_some_and(|phase| phase.extent() != Extent::OpenEnded)
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
        Self { admitted: 0, before: None }
    }

    /// How many phases were admitted.
    pub(super) const fn admitted(&self) -> usize {
        self.admitted
    }

    /// Whether a phase can follow those before it. Without a role it has the [usual](Regimen::usual_role) one.
    pub(super) const fn admit(
        &mut self,
        role: Option<Role>,
        pace: Pace,
    ) -> Result<(), RegimenError> {
        let phase = self.admitted + 1;
        if matches!(pace.extent, Extent::Doses(0)) {
            return Err(RegimenError::NoDoses { phase });
        }
        match (role, pace.extent) {
            (Some(Role::Single), _) if pace.repeats() => {
                return Err(RegimenError::ManySingle { phase });
            }
            (Some(Role::Loading), Extent::OpenEnded) => {
                return Err(RegimenError::EndlessLoading { phase });
            }
            _ => {}
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
            let first = DoseOfPhase::new(Some(1), phase);
            let second = DoseOfPhase::new(Some(2), phase);
            tri!(apart((first, pace), (second, pace), interval));
        }
        *self = Self { admitted: phase, before: Some(pace) };
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
        let last = DoseOfPhase::new(last, phase - 1);
        let first = DoseOfPhase::new(Some(1), phase);
        apart((last, before), (first, pace), seam)
    }
}

/// Whether the windows of two neighbouring doses share no day, and the least gap is over at the later one.
const fn apart(
    (earlier, before): (DoseOfPhase, Pace),
    (later, pace): (DoseOfPhase, Pace),
    interval: Interval,
) -> Result<(), RegimenError> {
    let late = match before.tolerance {
        Some(tolerance) => tolerance.window().late(),
        None => 0,
    };
    let (early, least_gap) = match pace.tolerance {
        Some(tolerance) => (tolerance.window().early(), tolerance.least_gap()),
        None => (0, None),
    };
    let gap = interval.shortest_in_days();
    if let Some(least_gap) = least_gap {
        let is_nearer = match (least_gap, interval) {
            (Interval::Months(least), Interval::Months(months)) => months.get() < least.get(),
            // No month is longer than 31 days.
            (Interval::Months(least), Interval::Days(_)) => gap < 31 * least.get() as u64,
            (Interval::Days(least), _) => gap < least.get() as u64,
        };
        if is_nearer {
            return Err(RegimenError::LeastGap { later, interval, least_gap });
        }
    }
    if late as u64 + (early as u64) < gap {
        return Ok(());
    }
    Err(RegimenError::WindowsOverlap { earlier, later, late, early, gap })
}

/// Collects phases in order; [`RegimenBuilder::build`] checks them once.
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct RegimenBuilder {
    phases: Vec<Phase>,
}

impl RegimenBuilder {
    /// Adds a loading phase of `doses` doses in all.
    pub fn loading(self, dose: Dose, doses: u32, interval: Interval) -> Self {
        self.phase(Phase::loading(dose, doses, interval))
    }

    /// Adds a maintenance phase without an end.
    pub fn maintenance(self, dose: Dose, interval: Interval) -> Self {
        self.phase(Phase::maintenance(dose, interval))
    }

    /// Adds a phase.
    pub fn phase(mut self, phase: Phase) -> Self {
        self.phases.push(phase);
        self
    }

    /// Returns the regimen.
    ///
    /// # Errors
    ///
    /// If [`Regimen::new`] fails.
    pub fn build(self) -> Result<Regimen, RegimenError> {
        Regimen::new(self.phases)
    }
}
