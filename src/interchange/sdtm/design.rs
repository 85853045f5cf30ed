//! TA, TE and TV: the arms of a trial, the elements they go through, and the visits.

use std::collections::HashSet;

use crate::calendar::{Interval, StudyDay};
use crate::dosing::regimen::{Extent, Phase, Regimen};
use crate::evidence::trial::{Arm, Mask, Trial, Visit};
use crate::interchange::error::{FormatError, quoted};
use crate::interchange::sdtm::study::{Study, term};
use crate::interchange::sdtm::{DOMAIN, EPOCH, STUDYID, text};
use crate::interchange::table::{Column, DataType, DataValue, Table};

const ETCD: Column = text("ETCD", "Element Code");
const ELEMENT: Column = text("ELEMENT", "Description of Element");
const ARMCD: Column = text("ARMCD", "Planned Arm Code");
const ARM: Column = text("ARM", "Description of Planned Arm");

const TA: [Column; 10] = [
    STUDYID,
    DOMAIN,
    ARMCD,
    ARM,
    Column::new("TAETORD", DataType::Integer).labelled("Planned Order of Element within Arm"),
    ETCD,
    ELEMENT,
    text("TABRANCH", "Branch"),
    text("TATRANS", "Transition Rule"),
    EPOCH,
];

const TE: [Column; 7] = [
    STUDYID,
    DOMAIN,
    ETCD,
    ELEMENT,
    text("TESTRL", "Rule for Start of Element"),
    text("TEENRL", "Rule for End of Element"),
    text("TEDUR", "Planned Duration of Element"),
];

const TV: [Column; 9] = [
    STUDYID,
    DOMAIN,
    Column::new("VISITNUM", DataType::Integer).labelled("Visit Number"),
    text("VISIT", "Visit Name"),
    Column::new("VISITDY", DataType::Integer).labelled("Planned Study Day of Visit"),
    ARMCD,
    ARM,
    text("TVSTRL", "Visit Start Rule"),
    text("TVENRL", "Visit End Rule"),
];

/// TA: the elements of each arm in order, one for each phase of what it is given, or of what seems to be given
/// where it is nothing. Arms have the codes A1, A2 ... and elements E1, E2 ...; pooled arms are none.
///
/// A trial says nothing of screening, follow-up, branches and transitions, so that the table does not either.
///
/// # Errors
///
/// If the study has no epoch, what an arm is given is known in words only, or a name is longer than 200
/// characters.
#[doc(alias = "TA")]
pub fn trial_arms(study: &Study, trial: &Trial) -> Result<Table, FormatError> {
    let all = elements(trial)?;
    let epoch = term("EPOCH", study.epoch.as_deref().unwrap_or_default())?;
    let mut table = Table::new("TA", TA)?.labelled("Trial Arms");
    for (arm, number) in allocated(trial).zip(1..) {
        let name = term("ARM", arm.name())?;
        for (element, order) in of_arm(arm)?.into_iter().zip(1_i64..) {
            table.push([
                study.id.as_str().into(),
                "TA".into(),
                format!("A{number}").into(),
                name.as_str().into(),
                order.into(),
                code(&all, &element),
                element.name.as_str().into(),
                DataValue::Missing,
                DataValue::Missing,
                epoch.as_str().into(),
            ])?;
        }
    }
    Ok(table)
}

/// TE: the elements of all arms, each once, with when they start, when they end, and how long they last where
/// that is a time and not a number of doses.
///
/// # Errors
///
/// If what an arm is given is known in words only, or a name is longer than 200 characters.
#[doc(alias = "TE")]
pub fn trial_elements(study: &Study, trial: &Trial) -> Result<Table, FormatError> {
    let all = elements(trial)?;
    let mut table = Table::new("TE", TE)?.labelled("Trial Elements");
    for element in &all {
        table.push([
            study.id.as_str().into(),
            "TE".into(),
            code(&all, element),
            element.name.as_str().into(),
            element.start.as_str().into(),
            element.end.as_str().into(),
            element.duration.as_deref().into(),
        ])?;
    }
    Ok(table)
}

/// TV: the visits of all arms through a study day, repetitions with their number behind the name, and the first
/// and last day of each window as rules.
///
/// # Errors
///
/// If a visit is repeated after months, whose days depend on a date, if two visits have one name, or if a name
/// is longer than 200 characters.
#[doc(alias = "TV")]
pub fn trial_visits(study: &Study, trial: &Trial, through: StudyDay) -> Result<Table, FormatError> {
    let mut visits = Vec::new();
    for visit in trial.visits() {
        visits.extend(occurrences(visit, through)?);
    }
    visits.sort_by_key(|visit| visit.day);
    let mut names = HashSet::with_capacity(visits.len());
    let mut table = Table::new("TV", TV)?.labelled("Trial Visits");
    for (visit, number) in visits.into_iter().zip(1_i64..) {
        let name = term("VISIT", visit.name)?;
        table.push([
            study.id.as_str().into(),
            "TV".into(),
            number.into(),
            name.as_str().into(),
            visit.day.number().into(),
            DataValue::Missing,
            DataValue::Missing,
            format!("Study day {}", visit.first).into(),
            format!("Study day {}", visit.last).into(),
        ])?;
        if let Some(visit) = names.replace(name) {
            let place = format!("visit {visit:?}");
            return Err(FormatError::expected(place, "once", "twice"));
        }
    }
    Ok(table)
}

/// A part of a trial in which one thing is done.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Element {
    name: String,
    start: String,
    end: String,
    duration: Option<String>,
}

/// The arms that somebody can be in.
fn allocated(trial: &Trial) -> impl Iterator<Item = &Arm> {
    trial.arms().iter().filter(|arm| arm.pooled_arms().is_none())
}

/// The elements of all arms, each once.
fn elements(trial: &Trial) -> Result<Vec<Element>, FormatError> {
    let mut all = Vec::new();
    for arm in allocated(trial) {
        for element in of_arm(arm)? {
            if !all.contains(&element) {
                all.push(element);
            }
        }
    }
    Ok(all)
}

fn code(all: &[Element], element: &Element) -> DataValue {
    let place = all.iter().position(|other| other == element);
    place.map(|place| format!("E{}", place + 1)).into()
}

fn of_arm(arm: &Arm) -> Result<Vec<Element>, FormatError> {
    if let Some(words) = arm.words() {
        let place = format!("arm {:?}", arm.name());
        let found = format!("words only: {}", quoted(words));
        return Err(FormatError::expected(place, "a regimen", found));
    }
    let (regimen, mask) = match (arm.drug(), arm.apparent_regimen(), arm.mask()) {
        (Some(drug), _, _) => (drug, None),
        (None, Some(seems), Some(mask)) => (seems, Some(mask)),
        _ => return Ok(vec![untreated()]),
    };
    (0..regimen.phases().len()).map(|index| of_phase(regimen, index, mask)).collect()
}

fn untreated() -> Element {
    Element {
        name: "No treatment".to_owned(),
        start: "Allocation to the arm".to_owned(),
        end: "End of the trial".to_owned(),
        duration: None,
    }
}

fn of_phase(regimen: &Regimen, index: usize, mask: Option<&Mask>) -> Result<Element, FormatError> {
    let phase = &regimen.phases()[index];
    let what = match mask {
        None => format!("{} {}", phase.dose().amount(), phase.dose().route()),
        Some(Mask::Placebo(placebo)) => format!("Placebo ({placebo})"),
        Some(Mask::Sham) => "Sham procedure".to_owned(),
    };
    let name = format!("{what}, {}{}", phase.role(), rhythm(phase));
    let (name, start) = match (index, phase.seam()) {
        (0, _) | (_, None) => (name.clone(), format!("First dose of: {name}")),
        // In the name as well, because elements of one name have one rule.
        (_, Some(seam)) => (
            format!("{name}, after {seam}"),
            format!("{seam} after the last dose of the element before"),
        ),
    };
    Ok(Element {
        start: term("TESTRL", start)?,
        end: term("TEENRL", end(phase))?,
        duration: duration(phase.extent()),
        name: term("ELEMENT", name)?,
    })
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
        Extent::Doses(doses) => format!("Dose {doses} of the element"),
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

/// A visit on one of its days.
struct Occurrence {
    name: String,
    day: StudyDay,
    first: StudyDay,
    last: StudyDay,
}

fn occurrences(visit: &Visit, through: StudyDay) -> Result<Vec<Occurrence>, FormatError> {
    let refused = |_| {
        let found = visit.every.map(|every| format!("every {every}"));
        let place = format!("visit {:?}", visit.name);
        FormatError::expected(place, "to be repeated after days", found.unwrap_or_default())
    };
    let days = visit.days(through).map_err(refused)?;
    days.zip(1..).map(|(day, number)| occurrence(visit, visit.name_of(number), day)).collect()
}

fn occurrence(visit: &Visit, name: String, day: StudyDay) -> Result<Occurrence, FormatError> {
    let (early, late) = visit.window.map_or((0, 0), |window| (window.early(), window.late()));
    let first = day.offset().checked_sub(i32::from(early));
    let last = day.offset().checked_add(i32::from(late));
    let (Some(first), Some(last)) = (first, last) else {
        let expected = "a window inside the range of study days";
        let found = format!("one around study day {day}");
        return Err(FormatError::expected(format!("visit {name:?}"), expected, found));
    };
    Ok(Occurrence {
        name,
        day,
        first: StudyDay::from_offset(first),
        last: StudyDay::from_offset(last),
    })
}
