//! TA, TE and TV: the arms of a trial, the elements they go through, and the visits.

use std::collections::HashSet;

use thiserror::Error;

use crate::calendar::{Interval, StudyDay};
use crate::dosing::regimen::{Extent, Phase, Regimen};
use crate::evidence::trial::{Arm, Mask, Trial, Visit};
use crate::interchange::sdtm::{DOMAIN, EPOCH, LONGEST, STUDYID, TermError, term, text};
use crate::interchange::table::{Column, Kind, Table, TableError, Value};

/// The part of the design tables that a trial does not have: its identifier, and the epoch of its treatment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DesignTables {
    study: String,
    epoch: String,
}

impl DesignTables {
    /// The study (STUDYID) and the epoch in which drug is given or seems to be (EPOCH; code list C99079), such
    /// as `TREATMENT` or `BLINDED TREATMENT`.
    ///
    /// # Errors
    ///
    /// On a text that is empty, longer than 200 characters, not printable, or has spaces at its ends.
    pub fn new(study: impl Into<String>, epoch: impl Into<String>) -> Result<Self, TermError> {
        Ok(Self {
            study: term("STUDYID", study, LONGEST)?,
            epoch: term("EPOCH", epoch, LONGEST)?,
        })
    }
}

/// Why there is no such table of a trial.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum DesignError {
    /// What an arm is given is not known as a regimen.
    #[error("what arm {arm:?} is given is known in words only, expected a regimen: {words}")]
    KnownInWords {
        /// The arm.
        arm: String,
        /// What is known.
        words: String,
    },
    /// A name or a description that the variable does not hold.
    #[error("the design has a text that cannot be written")]
    Term(#[from] TermError),
    /// The days of such a visit depend on the date of the first dose.
    #[error("the visit {visit:?} is repeated every {every}, expected an interval in days")]
    RepeatedInMonths {
        /// The visit.
        visit: String,
        /// The time between.
        every: Interval,
    },
    /// Visits are told apart by name.
    #[error("two visits are named {visit:?}")]
    VisitTwice {
        /// The name.
        visit: String,
    },
    /// A visit's window reaches beyond the study days that exist.
    #[error("the window of the visit {visit:?} reaches beyond the study days that exist")]
    OutOfRange {
        /// The visit.
        visit: String,
    },
    /// A value that the table does not hold.
    #[error("the table cannot hold the design")]
    Table(#[from] TableError),
}

const ETCD: Column = text("ETCD", "Element Code");
const ELEMENT: Column = text("ELEMENT", "Description of Element");
const ARMCD: Column = text("ARMCD", "Planned Arm Code");
const ARM: Column = text("ARM", "Description of Planned Arm");

const TA: [Column; 10] = [
    STUDYID,
    DOMAIN,
    ARMCD,
    ARM,
    Column::new(
        "TAETORD",
        "Planned Order of Element within Arm",
        Kind::Integer,
    ),
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
    Column::new("VISITNUM", "Visit Number", Kind::Integer),
    text("VISIT", "Visit Name"),
    Column::new("VISITDY", "Planned Study Day of Visit", Kind::Integer),
    ARMCD,
    ARM,
    text("TVSTRL", "Visit Start Rule"),
    text("TVENRL", "Visit End Rule"),
];

/// TA: the elements of each arm in order, one for each phase of what it is given, or of what seems to be given
/// where it is nothing. Arms have the codes A1, A2 ... and elements E1, E2 ...
///
/// A trial says nothing of screening, follow-up, branches and transitions, so that the table does not either.
///
/// # Errors
///
/// Where what an arm is given is known in words only, and where a name is longer than 200 characters.
pub fn trial_arms(design: &DesignTables, trial: &Trial) -> Result<Table, DesignError> {
    let all = elements(trial)?;
    let mut table = Table::new("TA", "Trial Arms", TA)?;
    for (arm, number) in trial.arms().iter().zip(1..) {
        let name = term("ARM", arm.name(), LONGEST)?;
        for (element, order) in of_arm(arm)?.into_iter().zip(1_i64..) {
            table.push([
                design.study.as_str().into(),
                "TA".into(),
                format!("A{number}").into(),
                name.as_str().into(),
                order.into(),
                code(&all, &element),
                element.name.as_str().into(),
                Value::Missing,
                Value::Missing,
                design.epoch.as_str().into(),
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
/// As [`trial_arms`].
pub fn trial_elements(design: &DesignTables, trial: &Trial) -> Result<Table, DesignError> {
    let all = elements(trial)?;
    let mut table = Table::new("TE", "Trial Elements", TE)?;
    for element in &all {
        table.push([
            design.study.as_str().into(),
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
/// On a visit repeated in months, of which only a date tells the day, on two visits of one name, and on a name
/// longer than 200 characters.
pub fn trial_visits(
    design: &DesignTables,
    trial: &Trial,
    through: StudyDay,
) -> Result<Table, DesignError> {
    let mut visits = Vec::new();
    for visit in trial.visits() {
        visits.extend(occurrences(visit, through)?);
    }
    visits.sort_by_key(|visit| visit.day);
    let mut names = HashSet::with_capacity(visits.len());
    let mut table = Table::new("TV", "Trial Visits", TV)?;
    for (visit, number) in visits.into_iter().zip(1_i64..) {
        let name = term("VISIT", visit.name, LONGEST)?;
        table.push([
            design.study.as_str().into(),
            "TV".into(),
            number.into(),
            name.as_str().into(),
            visit.day.number().into(),
            Value::Missing,
            Value::Missing,
            format!("Study day {}", visit.first).into(),
            format!("Study day {}", visit.last).into(),
        ])?;
        if let Some(visit) = names.replace(name) {
            return Err(DesignError::VisitTwice { visit });
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

/// The elements of all arms, each once.
fn elements(trial: &Trial) -> Result<Vec<Element>, DesignError> {
    let mut all = Vec::new();
    for arm in trial.arms() {
        for element in of_arm(arm)? {
            if !all.contains(&element) {
                all.push(element);
            }
        }
    }
    Ok(all)
}

fn code(all: &[Element], element: &Element) -> Value {
    let place = all.iter().position(|other| other == element);
    place.map(|place| format!("E{}", place + 1)).into()
}

fn of_arm(arm: &Arm) -> Result<Vec<Element>, DesignError> {
    if let Some(words) = arm.words() {
        return Err(DesignError::KnownInWords {
            arm: arm.name().to_owned(),
            words: words.to_owned(),
        });
    }
    let (regimen, mask) = match (arm.drug(), arm.apparent_regimen(), arm.mask()) {
        (Some(drug), _, _) => (drug, None),
        (None, Some(seems), Some(mask)) => (seems, Some(mask)),
        _ => return Ok(vec![untreated()]),
    };
    (0..regimen.phases().len())
        .map(|index| of_phase(regimen, index, mask))
        .collect()
}

fn untreated() -> Element {
    Element {
        name: "No treatment".to_owned(),
        start: "Allocation to the arm".to_owned(),
        end: "End of the trial".to_owned(),
        duration: None,
    }
}

fn of_phase(regimen: &Regimen, index: usize, mask: Option<&Mask>) -> Result<Element, DesignError> {
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
        start: term("TESTRL", start, LONGEST)?,
        end: term("TEENRL", end(phase), LONGEST)?,
        duration: duration(phase.extent()),
        name: term("ELEMENT", name, LONGEST)?,
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

fn occurrences(visit: &Visit, through: StudyDay) -> Result<Vec<Occurrence>, DesignError> {
    let step = match visit.every {
        None => None,
        Some(Interval::Days(days)) => Some(days.get()),
        Some(every @ Interval::Months(_)) => {
            return Err(DesignError::RepeatedInMonths {
                visit: visit.name.clone().into_owned(),
                every,
            });
        }
    };
    let mut all = Vec::new();
    let mut next = Some(visit.day).filter(|day| *day <= through);
    while let Some(day) = next {
        let name = match step {
            Some(_) => format!("{} {}", visit.name, all.len() + 1),
            None => visit.name.clone().into_owned(),
        };
        all.push(occurrence(visit, name, day)?);
        next = step
            .and_then(|step| day.offset().checked_add_unsigned(step))
            .map(StudyDay::from_offset)
            .filter(|day| *day <= through);
    }
    Ok(all)
}

fn occurrence(visit: &Visit, name: String, day: StudyDay) -> Result<Occurrence, DesignError> {
    let (early, late) = visit
        .window
        .map_or((0, 0), |window| (window.early(), window.late()));
    let first = day.offset().checked_sub(i32::from(early));
    let last = day.offset().checked_add(i32::from(late));
    let (Some(first), Some(last)) = (first, last) else {
        return Err(DesignError::OutOfRange { visit: name });
    };
    Ok(Occurrence {
        name,
        day,
        first: StudyDay::from_offset(first),
        last: StudyDay::from_offset(last),
    })
}
