//! TA, TE and TV: the arms of a trial, the elements they go through, and the visits.

use std::collections::HashSet;

use crate::calendar::StudyDay;
use crate::evidence::trial::{Trial, Visit};
use crate::interchange::error::FormatError;
use crate::interchange::sdtm::code::{Codes, codes_of_arms};
use crate::interchange::sdtm::element::{Stay, elements, stays};
use crate::interchange::sdtm::path::{ArmPath, paths};
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

/// Returns TA, trial arms: the elements of each arm in order, which [`trial_elements`] describes.
///
/// An arm of TA is a complete path through the trial. An arm from which others are [entered](crate::Arm::entered_from)
/// is not listed alone: its elements are the first of each arm that follows, as in `run-in, then 100 mg`. Pooled arms
/// are not listed. Arms have the codes A1, A2 ... and elements E1, E2 ..., unless the study [has others](Study::coded).
/// TABRANCH is filled at the end of an element that more than one arm follows. TATRANS is empty, since a trial does not
/// state which elements may be left out.
///
/// An element of treatment has the epoch of the study. Two kinds differ: a
/// [run-in](crate::evidence::trial::Purpose::RunIn) has RUN-IN, and an open-label arm of a trial with masked arms has
/// OPEN LABEL TREATMENT.
///
/// # Errors
///
/// If the study has no epoch, or a code for a name that is neither an arm nor an element; if the regimen of an arm is
/// known only in words; if two elements with one name have different rules; or if a name is longer than 200 characters.
#[doc(alias = "TA")]
pub fn trial_arms(study: &Study, trial: &Trial) -> Result<Table, FormatError> {
    let epoch = term("EPOCH", study.epoch.as_deref().unwrap_or_default())?;
    let paths = paths(trial)?;
    let all = elements(trial, &paths)?;
    let codes = Codes::of(study, &paths, &all)?;
    let mut table = Table::new("TA", TA)?.labelled("Trial Arms");
    for (path, arm) in paths.iter().zip(&codes.arms) {
        let stays = stays(trial, path)?;
        for (Stay { element, epoch: own, branch }, order) in stays.into_iter().zip(1_i64..) {
            table.push([
                study.id.as_str().into(),
                "TA".into(),
                arm.as_str().into(),
                path.name.as_str().into(),
                order.into(),
                codes.of_element(&all, &element),
                element.name.as_str().into(),
                branch.as_deref().into(),
                DataValue::Missing,
                own.as_deref().unwrap_or(&epoch).into(),
            ])?;
        }
    }
    Ok(table)
}

/// Returns TE, trial elements: each element once, with the rules for its start and end. TEDUR is filled if the element
/// lasts a time and not a number of doses.
///
/// There is one element for each phase of an arm's regimen (of the apparent one if nothing is given), one for the
/// visits before study day 1 of each [epoch](Visit::epoch), such as screening, and one for the visits of follow-up. An
/// element ends when the next one starts, so that there are no gaps (SDTMIG 3.4, section 7.2.2, assumption 1).
///
/// # Errors
///
/// If [`trial_arms`] has an error other than that of the epoch.
#[doc(alias = "TE")]
pub fn trial_elements(study: &Study, trial: &Trial) -> Result<Table, FormatError> {
    let paths = paths(trial)?;
    let all = elements(trial, &paths)?;
    let codes = Codes::of(study, &paths, &all)?;
    let mut table = Table::new("TE", TE)?.labelled("Trial Elements");
    for element in &all {
        table.push([
            study.id.as_str().into(),
            "TE".into(),
            codes.of_element(&all, element),
            element.name.as_str().into(),
            element.start.as_str().into(),
            element.end.as_str().into(),
            element.duration.as_deref().into(),
        ])?;
    }
    Ok(table)
}

/// Returns TV, trial visits, through a study day. A repeated visit has its number behind its name.
///
/// TVSTRL and TVENRL are the first and last day of the visit's window. TVENRL of a visit without a window is empty,
/// which means that it ends on the day on which it starts (SDTMIG 3.4, section 7.3.1, assumption 5).
///
/// If the trial has visits of a [part](Visit::part), each visit has one record for each arm with that part. Otherwise
/// each visit has one record without an arm, for all arms (assumption 1). Days of a part that is entered from another
/// one are counted from its own start; the rules state them, and VISITDY is empty.
///
/// # Errors
///
/// If a visit repeats after months, whose days depend on a date; if two visits have one name; if the code of an arm is
/// too long or not unique; or if a name is longer than 200 characters.
#[doc(alias = "TV")]
pub fn trial_visits(study: &Study, trial: &Trial, through: StudyDay) -> Result<Table, FormatError> {
    let mut visits = Vec::new();
    for visit in trial.visits() {
        visits.extend(occurrences(visit, through)?);
    }
    visits.sort_by_key(|visit| visit.day);
    let paths = paths(trial)?;
    let arms = codes_of_arms(study, &paths)?;
    let by_arm = trial.visits().iter().any(|visit| visit.part.is_some());
    let mut names = HashSet::with_capacity(visits.len());
    let mut table = Table::new("TV", TV)?.labelled("Trial Visits");
    for (visit, number) in visits.into_iter().zip(1_i64..) {
        let name = term("VISIT", visit.name.as_str())?;
        let mut push = |arm: Option<(&ArmPath<'_>, &String)>| {
            let part = visit.of.part.as_deref();
            let later = part.filter(|part| arm.is_some_and(|(path, _)| path.enters_later(part)));
            let rule = |day: StudyDay| match later {
                Some(part) => format!("Study day {day} of part {part}"),
                None => format!("Study day {day}"),
            };
            let end = visit.of.window.map(|_| rule(visit.last));
            let day = later.is_none().then(|| visit.day.number());
            table.push([
                study.id.as_str().into(),
                "TV".into(),
                number.into(),
                name.as_str().into(),
                day.into(),
                arm.map(|(_, code)| code.as_str()).into(),
                arm.map(|(path, _)| path.name.as_str()).into(),
                rule(visit.first).into(),
                end.as_deref().into(),
            ])
        };
        if by_arm {
            let of_part = |path: &&ArmPath<'_>| path.has_part(visit.of.part.as_deref());
            for arm in paths.iter().zip(&arms).filter(|(path, _)| of_part(path)) {
                push(Some(arm))?;
            }
        } else {
            push(None)?;
        }
        if let Some(visit) = names.replace(name) {
            let place = format!("visit {visit:?}");
            return Err(FormatError::expected(place, "once", "twice"));
        }
    }
    Ok(table)
}

/// A visit on one of its days.
struct Occurrence<'t> {
    of: &'t Visit,
    name: String,
    day: StudyDay,
    first: StudyDay,
    last: StudyDay,
}

fn occurrences(visit: &Visit, through: StudyDay) -> Result<Vec<Occurrence<'_>>, FormatError> {
    let refused = |_| {
        let found = visit.every.map(|every| format!("every {every}"));
        let place = format!("visit {:?}", visit.name);
        FormatError::expected(place, "to be repeated after days", found.unwrap_or_default())
    };
    let days = visit.days(through).map_err(refused)?;
    days.zip(1..).map(|(day, number)| occurrence(visit, visit.name_of(number), day)).collect()
}

fn occurrence(visit: &Visit, name: String, day: StudyDay) -> Result<Occurrence<'_>, FormatError> {
    let (early, late) = visit.window.map_or((0, 0), |window| (window.early(), window.late()));
    let first = day.offset().checked_sub(i32::from(early));
    let last = day.offset().checked_add(i32::from(late));
    let (Some(first), Some(last)) = (first, last) else {
        let expected = "a window inside the range of study days";
        let found = format!("one around study day {day}");
        return Err(FormatError::expected(format!("visit {name:?}"), expected, found));
    };
    Ok(Occurrence {
        of: visit,
        name,
        day,
        first: StudyDay::from_offset(first),
        last: StudyDay::from_offset(last),
    })
}
