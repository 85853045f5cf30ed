//! The elements of a trial: the parts of each arm in which one thing is done.

use crate::calendar::{Interval, StudyDay};
use crate::dosing::regimen::{Extent, Phase, Regimen};
use crate::evidence::trial::{Arm, Epoch, Mask, Purpose, Trial, Visit};
use crate::interchange::error::FormatError;
use crate::interchange::sdtm::path::{ArmPath, after, allocated, before, part_of};
use crate::interchange::sdtm::study::term;
use crate::text::excerpt::quoted;

/// A part of a trial in which one thing is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) duration: Option<String>,
}

/// An element in an arm.
pub(super) struct Stay {
    pub(super) element: Element,
    /// Its epoch, unless that is the one of the study.
    pub(super) epoch: Option<String>,
    /// How the arm that follows is entered, where there is more than one.
    pub(super) branch: Option<String>,
}

/// The elements of all arms, each once.
///
/// # Errors
///
/// If [`stays`] has an error, or if two elements of one name have different rules.
pub(super) fn elements(trial: &Trial, paths: &[ArmPath<'_>]) -> Result<Vec<Element>, FormatError> {
    let mut all: Vec<Element> = Vec::new();
    for path in paths {
        for Stay { element, .. } in stays(trial, path)? {
            let other = all.iter().find(|other| other.name == element.name);
            if let Some(other) = other.filter(|other| **other != element) {
                let found = format!("{} and {}", quoted(&other.end), quoted(&element.end));
                let place = format!("element {}", quoted(&element.name));
                return Err(FormatError::expected(place, "one rule for its end", found));
            }
            if other.is_none() {
                all.push(element);
            }
        }
    }
    Ok(all)
}

/// What a participant of an arm goes through.
///
/// # Errors
///
/// If what an arm is given is known in words only, if a name is longer than 200 characters, or if a visit after study
/// day 1 is of an epoch before treatment or of a named one, which has no place.
pub(super) fn stays(trial: &Trial, path: &ArmPath<'_>) -> Result<Vec<Stay>, FormatError> {
    let mut stays = Vec::new();
    let mut from = None;
    for (arm, number) in path.arms.iter().copied().zip(1..) {
        let visits: Vec<&Visit> = trial.visits_of(part_of(arm)).collect();
        check_epochs(&visits)?;
        if from.is_none() {
            stays.extend(before_treatment(&visits)?);
        }
        let branch = branch(trial, from, arm).map(|branch| term("TABRANCH", branch)).transpose()?;
        if let Some(stay) = stays.last_mut() {
            stay.branch = branch;
        }
        let is_last = number == path.arms.len();
        let follow_up = visits.into_iter().filter(|visit| visit.epoch == Some(Epoch::FollowUp));
        let follow_up: Vec<&Visit> = follow_up.filter(|_| is_last).collect();
        let first = follow_up.first().copied();
        let epoch = epoch_of(trial, arm);
        let given = of_arm(arm, first, is_last)?.into_iter();
        stays.extend(given.map(|element| Stay { element, epoch: epoch.clone(), branch: None }));
        if let (Some(first), Some(last)) = (first, follow_up.last()) {
            stays.push(of_visits(first, at_visit(last))?);
        }
        from = Some(arm);
    }
    Ok(stays)
}

/// How an arm is entered, where others can be entered in its place.
fn branch(trial: &Trial, from: Option<&Arm>, arm: &Arm) -> Option<String> {
    let others = if let Some(from) = from {
        after(trial, from).count()
    } else {
        let starts = allocated(trial).filter(|other| other.part() == arm.part());
        starts.filter(|other| before(trial, other).is_empty()).count()
    };
    let how = if arm.allocation().is_some() { "Randomised" } else { "Allocated" };
    let once = arm.trigger().map(|trigger| format!(" once {trigger}")).unwrap_or_default();
    (others > 1).then(|| format!("{how} to {}{once}", arm.name()))
}

/// The epoch of an arm's treatment where it is not that of the study (terms of the code list C99079).
fn epoch_of(trial: &Trial, arm: &Arm) -> Option<String> {
    if arm.part().is_some_and(|part| part.purpose == Purpose::RunIn) {
        return Some("RUN-IN".to_owned());
    }
    let is_opened = arm.is_open_label() && trial.arms().iter().any(Arm::is_masked);
    is_opened.then(|| "OPEN LABEL TREATMENT".to_owned())
}

fn check_epochs(visits: &[&Visit]) -> Result<(), FormatError> {
    let is_misplaced = |visit: &&&Visit| {
        let anywhere = matches!(visit.epoch, None | Some(Epoch::Treatment | Epoch::FollowUp));
        !anywhere && visit.day > StudyDay::FIRST
    };
    visits.iter().find(is_misplaced).map_or(Ok(()), |visit| {
        let epoch = visit.epoch.as_ref().map(Epoch::to_string).unwrap_or_default();
        let found = format!("{epoch} on study day {}", visit.day);
        let place = format!("visit {}", quoted(&visit.name));
        Err(FormatError::expected(place, "treatment or follow-up after study day 1", found))
    })
}

/// One element for each epoch that begins before study day 1; each ends where the next one begins.
fn before_treatment(visits: &[&Visit]) -> Result<Vec<Stay>, FormatError> {
    let is_before = |visit: &&&Visit| {
        let is_treated = matches!(visit.epoch, None | Some(Epoch::Treatment | Epoch::FollowUp));
        !is_treated && visit.day < StudyDay::FIRST
    };
    let mut first: Vec<&Visit> = Vec::new();
    for visit in visits.iter().filter(is_before) {
        if !first.iter().any(|other| other.epoch == visit.epoch) {
            first.push(visit);
        }
    }
    let ends = first.iter().skip(1).map(|visit| at_visit(visit));
    let ends = ends.chain([format!("Study day {}", StudyDay::FIRST)]);
    first.iter().zip(ends).map(|(visit, end)| of_visits(visit, end)).collect()
}

/// The element that begins at a visit and is named for its epoch.
fn of_visits(first: &Visit, end: String) -> Result<Stay, FormatError> {
    let epoch = first.epoch.as_ref().map(Epoch::to_string).unwrap_or_default();
    let mut letters = epoch.chars();
    let capital = letters.next().map(|letter| letter.to_uppercase().to_string());
    let name = format!("{}{}{}", capital.unwrap_or_default(), letters.as_str(), of_part(first));
    let element = Element {
        name: term("ELEMENT", name)?,
        start: term("TESTRL", at_visit(first))?,
        end: term("TEENRL", end)?,
        duration: None,
    };
    Ok(Stay { element, epoch: Some(term("EPOCH", epoch.to_uppercase())?), branch: None })
}

fn at_visit(visit: &Visit) -> String {
    format!("Visit {:?} on study day {}", visit.name, visit.day)
}

fn of_part(visit: &Visit) -> String {
    visit.part.as_ref().map(|part| format!(" (part {part})")).unwrap_or_default()
}

/// What an arm is given; its last element ends at the first visit of follow-up, where there is one.
fn of_arm(
    arm: &Arm,
    follow_up: Option<&Visit>,
    is_last: bool,
) -> Result<Vec<Element>, FormatError> {
    if let Some(words) = arm.words() {
        let place = format!("arm {:?}", arm.name());
        let found = format!("words only: {}", quoted(words));
        return Err(FormatError::expected(place, "a regimen", found));
    }
    let (regimen, masked) = match (arm.drug(), arm.apparent_regimen(), arm.mask()) {
        (Some(drug), Some(seems), Some(mask)) if drug != seems => {
            (drug, format!(", {} on the other days of {seems}", in_its_place(mask)))
        }
        (Some(drug), _, _) => (drug, String::new()),
        (None, Some(seems), Some(_)) => (seems, String::new()),
        _ => return Ok(vec![untreated(follow_up, is_last)?]),
    };
    let mask = arm.mask().filter(|_| arm.drug().is_none());
    let phases = 0..regimen.phases().len();
    phases.map(|index| of_phase(regimen, index, (mask, &masked), follow_up)).collect()
}

fn untreated(follow_up: Option<&Visit>, is_last: bool) -> Result<Element, FormatError> {
    let (name, end) = match follow_up {
        Some(visit) => (format!("No treatment{}", of_part(visit)), at_visit(visit)),
        None if is_last => ("No treatment".to_owned(), "End of the trial".to_owned()),
        None => {
            let next = "entry into the next part of the trial";
            (format!("No treatment until {next}"), format!("E{}", &next[1..]))
        }
    };
    Ok(Element {
        name: term("ELEMENT", name)?,
        start: format!("Study day {}", StudyDay::FIRST),
        end: term("TEENRL", end)?,
        duration: None,
    })
}

fn of_phase(
    regimen: &Regimen,
    index: usize,
    (mask, masked): (Option<&Mask>, &str),
    follow_up: Option<&Visit>,
) -> Result<Element, FormatError> {
    let phase = &regimen.phases()[index];
    let what = match mask {
        None => format!("{} {}", phase.dose().amount(), phase.dose().route()),
        Some(mask) => {
            let place = in_its_place(mask);
            format!("{}{}", place[..1].to_uppercase(), &place[1..])
        }
    };
    let next = regimen.phases().get(index + 1);
    // What ends it is in its name as well, because elements of one name have one rule.
    let (until, end) = match (next.and_then(Phase::seam), follow_up) {
        (Some(seam), _) => {
            let end = match phase.extent() {
                Extent::Doses(doses) => format!("{seam} after dose {doses} of the element"),
                _ => format!("{seam} after the last dose of the element"),
            };
            (format!(", followed after {seam}"), end)
        }
        (None, Some(visit)) => (of_part(visit), at_visit(visit)),
        (None, None) => (String::new(), end(phase)),
    };
    let name = format!("{what}, {}{}{until}{masked}", phase.role(), rhythm(phase));
    let is_timed = next.is_none() && follow_up.is_none();
    Ok(Element {
        start: term("TESTRL", format!("First dose of: {name}"))?,
        end: term("TEENRL", end)?,
        duration: Some(phase.extent()).filter(|_| is_timed).and_then(duration),
        name: term("ELEMENT", name)?,
    })
}

/// What is done in place of the drug.
fn in_its_place(mask: &Mask) -> String {
    match mask {
        Mask::Placebo(placebo) if placebo == "placebo" => "placebo".to_owned(),
        Mask::Placebo(placebo) => format!("placebo ({placebo})"),
        Mask::Sham => "sham procedure".to_owned(),
    }
}

/// How often, and how many doses.
fn rhythm(phase: &Phase) -> String {
    let every = phase.interval().map(|every| format!(" every {every}"));
    let doses = match phase.extent() {
        Extent::Doses(1) => Some(", 1 dose".to_owned()),
        Extent::Doses(doses) => Some(format!(", {doses} doses")),
        Extent::For(time) => Some(format!(" for {time}")),
        Extent::OpenEnded => None,
    };
    every.into_iter().chain(doses).collect()
}

fn end(phase: &Phase) -> String {
    match phase.extent() {
        Extent::Doses(doses) => format!("Dose {doses} of the element, and the visits after it"),
        Extent::For(time) => format!("{time} after the start of the element"),
        Extent::OpenEnded => "End of treatment".to_owned(),
    }
}

/// A duration of ISO 8601, where it is a time.
fn duration(extent: Extent) -> Option<String> {
    match extent {
        Extent::For(Interval::Days(days)) => Some(format!("P{days}D")),
        Extent::For(Interval::Months(months)) => Some(format!("P{months}M")),
        Extent::Doses(_) | Extent::OpenEnded => None,
    }
}
