//! The arms of a trial as SDTM has them: each a whole way through the trial.

use crate::evidence::trial::{Arm, Trial};
use crate::interchange::error::FormatError;
use crate::interchange::sdtm::study::term;

/// The arms of a trial that a participant goes through, one after the other; one unless arms are entered from others.
pub(super) struct ArmPath<'t> {
    /// The names of the arms, such as `run-in, then 100 mg`.
    pub(super) name: String,
    pub(super) arms: Vec<&'t Arm>,
}

impl ArmPath<'_> {
    /// Whether a participant is in a part; in the trial where no part is named.
    pub(super) fn has_part(&self, part: Option<&str>) -> bool {
        part.is_none() || self.arms.iter().any(|arm| part_of(arm) == part)
    }

    /// Whether a part starts after the trial, so that its study days are not those of the trial.
    pub(super) fn enters_later(&self, part: &str) -> bool {
        self.arms.first().is_none_or(|arm| part_of(arm) != Some(part))
    }
}

/// The name of the part that an arm is in.
pub(super) fn part_of(arm: &Arm) -> Option<&str> {
    arm.part().map(|part| &*part.name)
}

/// The ways through a trial: to each arm that nobody goes on from, through those before it.
///
/// # Errors
///
/// If a name is longer than 200 characters.
pub(super) fn paths(trial: &Trial) -> Result<Vec<ArmPath<'_>>, FormatError> {
    let ends = allocated(trial).filter(|arm| after(trial, arm).next().is_none());
    let ways = ends.flat_map(|arm| ways_to(trial, &[arm]));
    let named = |arms: Vec<&'_ Arm>| {
        let names: Vec<&str> = arms.iter().map(|arm| arm.name()).collect();
        names.join(", then ")
    };
    ways.map(|arms| Ok(ArmPath { name: term("ARM", named(arms.clone()))?, arms })).collect()
}

/// The arms that somebody can be in.
pub(super) fn allocated(trial: &Trial) -> impl Iterator<Item = &Arm> {
    trial.arms().iter().filter(|arm| arm.pooled_arms().is_none())
}

/// The arms whose participants enter one; of a pooled arm those that it puts together.
pub(super) fn before<'t>(trial: &'t Trial, arm: &'t Arm) -> Vec<&'t Arm> {
    let entered = arm.entered_from().filter_map(|name| trial.arm(name).ok());
    let each = entered.flat_map(|arm| match arm.pooled_arms() {
        Some(arms) => arms.filter_map(|name| trial.arm(name).ok()).collect(),
        None => vec![arm],
    });
    each.collect()
}

/// The arms that participants of one enter.
pub(super) fn after<'t>(trial: &'t Trial, arm: &'t Arm) -> impl Iterator<Item = &'t Arm> {
    allocated(trial).filter(move |other| before(trial, other).contains(&arm))
}

/// All ways to the first of these arms, each followed by them.
fn ways_to<'t>(trial: &'t Trial, arms: &[&'t Arm]) -> Vec<Vec<&'t Arm>> {
    // An arm is entered once.
    let before = before(trial, arms[0]).into_iter().filter(|arm| !arms.contains(arm));
    let longer = before.map(|arm| [&[arm], arms].concat());
    let ways: Vec<_> = longer.flat_map(|arms| ways_to(trial, &arms)).collect();
    if ways.is_empty() { vec![arms.to_vec()] } else { ways }
}
