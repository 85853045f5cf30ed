//! Visits as they happen: actual dates against the planned visits and their windows.

use core::fmt;
use std::collections::HashMap;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::{Window, days_between};
use crate::evidence::trial::calendar::dates;
use crate::evidence::trial::visit::Visit;
use crate::evidence::trial::{Trial, TrialError};
use crate::text::debug_as_display;

/// How a visit was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Attendance {
    /// On a day of its window, or on its planned day.
    OnTime,
    /// So many days before its window opened.
    Early(u32),
    /// So many days after its window closed.
    Late(u32),
    /// So many days from the planned day, later or (below 0) earlier, where no window is stated.
    WindowNotStated(i32),
    /// Once more, after an earlier date for the same visit.
    Repeated,
    /// Not at all, and its window, or its planned day where no window is stated, is over.
    Missed,
    /// Not yet, and it is not too late.
    Due,
}

impl Attendance {
    /// Whether it is a deviation: early, late, repeated or missed.
    pub fn is_deviation(self) -> bool {
        matches!(self, Self::Early(_) | Self::Late(_) | Self::Repeated | Self::Missed)
    }
}

/// Prints `on time`, `2 days late` and so on.
impl fmt::Display for Attendance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        match *self {
            Self::OnTime => f.write_str("on time"),
            Self::Early(early) => write!(f, "{} early", days(early)),
            Self::Late(late) => write!(f, "{} late", days(late)),
            Self::WindowNotStated(off) => {
                let side = if off < 0 { "before" } else { "after" };
                write!(
                    f,
                    "{} {side} the planned day, no window is stated",
                    days(off.unsigned_abs())
                )
            }
            Self::Repeated => f.write_str("repeated"),
            Self::Missed => f.write_str("missed"),
            Self::Due => f.write_str("not yet due or still open"),
        }
    }
}

/// A planned visit of a participant, and when it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AttendedVisit {
    /// Who.
    pub participant: String,
    /// The name of the visit, with the number of the repetition for one that is repeated.
    pub visit: String,
    /// When it is planned.
    pub planned: NaiveDate,
    /// The days on which it is on time, where a source states them.
    pub window: Option<Window>,
    /// When it was kept.
    pub date: Option<NaiveDate>,
    /// How.
    pub attendance: Attendance,
}

/// Prints `P02, week 4: planned 2026-02-02 (-3d/+3d), 2026-02-07, 2 days late`.
impl fmt::Display for AttendedVisit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: planned {}", self.participant, self.visit, self.planned)?;
        if let Some(window) = self.window {
            write!(f, " ({window})")?;
        }
        if let Some(date) = self.date {
            write!(f, ", {date}")?;
        }
        write!(f, ", {}", self.attendance)
    }
}

/// One line of a file of visits: who was seen for which visit on which day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct VisitRecord {
    /// Who.
    pub participant: String,
    /// The arm, the same in all lines of a participant.
    pub arm: String,
    /// The day of the participant's first dose, the same in all lines of a participant.
    pub first_dose: NaiveDate,
    /// The name of the visit, with the number of the repetition for one that is repeated.
    pub visit: String,
    /// When.
    pub date: NaiveDate,
}

impl VisitRecord {
    const COLUMNS: [&'static str; 5] = ["participant", "arm", "first_dose", "visit", "date"];

    fn of(fields: [String; 5]) -> Result<Self, String> {
        let date = |text: &str, column| {
            text.parse().map_err(|_| {
                format!("{column} is {text:?}, expected a date such as \"2026-01-05\"")
            })
        };
        for (column, field) in Self::COLUMNS.iter().zip(&fields) {
            if field.is_empty() {
                return Err(format!("{column} is empty, expected a value"));
            }
        }
        let [participant, arm, first_dose, visit, on] = fields;
        let (first_dose, date) = (date(&first_dose, "first_dose")?, date(&on, "date")?);
        Ok(Self { participant, arm, first_dose, visit, date })
    }
}

/// Why a line of a file of visits cannot be used.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("row {row} of the visits: {why}")]
#[non_exhaustive]
pub struct VisitRecordError {
    /// The row, from 1, which is the header of a file and the first record of a list.
    pub row: usize,
    /// What is wrong, and what was expected.
    pub why: String,
}

debug_as_display!(VisitRecordError);

/// Reads a file of visits: CSV with the columns `participant`, `arm`, `first_dose`, `visit` and `date` in any order,
/// a header line first.
///
/// # Errors
///
/// If a column is missing, comes twice or has another name, if a line has another number of fields, if a field is
/// empty, or if a date is none. Rows count from 1, the header line.
pub fn read_visits(csv: &str) -> Result<Vec<VisitRecord>, VisitRecordError> {
    let mut lines = csv.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let columns = VisitRecord::COLUMNS;
    let (header, row) = lines.next().unwrap_or_default();
    let header = fields(header).map_err(|why| VisitRecordError { row: row.max(1), why })?;
    let places = columns.map(|column| header.iter().position(|name| name == column));
    let mut sorted: Vec<usize> = places.iter().flatten().copied().collect();
    sorted.sort_unstable();
    if !sorted.iter().copied().eq(0..header.len()) || sorted.len() != columns.len() {
        let why = format!("columns {}, expected {}", header.join(", "), columns.join(", "));
        return Err(VisitRecordError { row: row.max(1), why });
    }
    lines
        .map(|(line, row)| {
            let found = fields(line).and_then(|found| match found.len() {
                5 => Ok(places.map(|place| found[place.unwrap_or_default()].clone())),
                found => Err(format!("{found} fields, expected 5")),
            });
            found.and_then(VisitRecord::of).map_err(|why| VisitRecordError { row, why })
        })
        .collect()
}

/// The fields of a line of CSV, without quotes and surrounding spaces.
fn fields(line: &str) -> Result<Vec<String>, String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let last = fields.len() - 1;
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => fields[last].push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields[last].push(other),
        }
    }
    if quoted {
        return Err("a quote that is not closed, expected one more".to_owned());
    }
    Ok(fields.iter().map(|field| field.trim().to_owned()).collect())
}

impl Trial {
    /// A date against a visit by its name, counted from a first dose; a repeated visit has the number of the repetition
    /// behind its name, `blood 3`.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::evidence::source::{Source, Status};
    /// use aso_regimen::evidence::trial::{Attendance, Registration, Visit};
    /// use aso_regimen::{Arm, StudyDay, Trial, Window};
    ///
    /// let week_4 = Visit::new("week 4", StudyDay::new(29)?).with_window(Window::days(3, 3));
    /// let protocol = Source::new("a protocol", Status::Publication);
    /// let trial = Trial::builder(Registration::None, "a trial", protocol)
    ///     .arm(Arm::untreated("observation"))
    ///     .visit(week_4)
    ///     .build()?;
    /// let attended = trial.attended("week 4", "2026-01-05".parse()?, "2026-02-07".parse()?)?;
    /// assert_eq!(attended.attendance, Attendance::Late(2));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no such visit, and if its date is outside chrono's calendar.
    pub fn attended(
        &self,
        visit: &str,
        first_dose: NaiveDate,
        date: NaiveDate,
    ) -> Result<AttendedVisit, TrialError> {
        let visits: Vec<&Visit> = self.visits().iter().collect();
        judged(&visits, visit, first_dose, date)
    }

    /// Every planned visit of every participant through a day, and every further date, participant by participant in the
    /// order of the records: on time, early, late, missed, repeated, or not yet due.
    ///
    /// # Errors
    ///
    /// If a record names an arm that is not there or a visit that the arm has not, or another arm or first dose than the participant's records
    /// before, or if a visit is before the first date of chrono's calendar. Rows count the records from 1.
    pub fn attendance(
        &self,
        records: &[VisitRecord],
        as_of: NaiveDate,
    ) -> Result<Vec<AttendedVisit>, VisitRecordError> {
        // The row and record of each participant that came first, with the visits, and where each participant is.
        let mut kept: Vec<(usize, &VisitRecord, Vec<AttendedVisit>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (record, row) in records.iter().zip(1..) {
            let refused = |why: String| VisitRecordError { row, why };
            let VisitRecord { participant, arm, first_dose, visit, date } = record;
            let of_arm = self.visits_of_arm(arm).map_err(|why| refused(why.to_string()))?;
            let attended = judged(&of_arm, visit, *first_dose, *date);
            let attended = attended.map_err(|why| refused(why.to_string()))?;
            let place = *places.entry(participant).or_insert(kept.len());
            if place == kept.len() {
                kept.push((row, record, Vec::new()));
            }
            let (_, first, visits) = &mut kept[place];
            if (&first.arm, first.first_dose) != (arm, *first_dose) {
                return Err(refused(format!(
                    "{participant} is in arm {arm:?} since {first_dose}, expected arm {:?} since {} as before",
                    first.arm, first.first_dose
                )));
            }
            visits.push(AttendedVisit { participant: participant.clone(), ..attended });
        }
        let mut all = Vec::new();
        for (row, first, mut visits) in kept {
            self.add_not_kept(first, as_of, &mut visits)
                .map_err(|why| VisitRecordError { row, why: why.to_string() })?;
            // Stable, so that of two records of a day the first counts.
            visits.sort_by_key(|visit| (visit.planned, visit.date));
            for index in 1..visits.len() {
                if visits[index].visit == visits[index - 1].visit {
                    visits[index].attendance = Attendance::Repeated;
                }
            }
            all.extend(visits);
        }
        Ok(all)
    }

    /// The visits at which those of an arm are seen.
    fn visits_of_arm(&self, arm: &str) -> Result<Vec<&Visit>, TrialError> {
        let part = self.arm(arm)?.part().map(|part| &*part.name);
        Ok(self.visits_of(part).collect())
    }

    /// Adds the visits that are planned through a day and were not kept.
    fn add_not_kept(
        &self,
        of: &VisitRecord,
        as_of: NaiveDate,
        visits: &mut Vec<AttendedVisit>,
    ) -> Result<(), TrialError> {
        for visit in self.visits_of_arm(&of.arm)? {
            let planned = dates(visit, of.first_dose)?.take_while(|date| *date <= as_of);
            for (planned, repetition) in planned.zip(1..) {
                let name = visit.name_of(repetition);
                if visits.iter().any(|kept| kept.visit == name) {
                    continue;
                }
                let last = visit.window.map_or(planned, |window| *window.around(planned).end());
                let attendance = if last < as_of { Attendance::Missed } else { Attendance::Due };
                visits.push(AttendedVisit {
                    participant: of.participant.clone(),
                    visit: name,
                    planned,
                    window: visit.window,
                    date: None,
                    attendance,
                });
            }
        }
        Ok(())
    }
}

/// A date against one of these visits by its name.
fn judged(
    visits: &[&Visit],
    name: &str,
    first_dose: NaiveDate,
    date: NaiveDate,
) -> Result<AttendedVisit, TrialError> {
    let unknown = || {
        let names: Vec<String> =
            visits.iter().map(|visit| format!("{:?}", visit.name_of(1))).collect();
        TrialError::UnknownVisit { name: name.to_owned(), visits: names.join(", ") }
    };
    let once = |visit: &&&Visit| visit.every.is_none() && visit.name == name;
    let single = visits.iter().find(once).map(|visit| (*visit, 1));
    let repeated = |visit: &&'_ Visit| {
        visit.every?;
        let number = name.strip_prefix(&*visit.name)?.strip_prefix(' ')?;
        number.parse().ok().filter(|number: &u32| *number > 0 && visit.name_of(*number) == name)
    };
    let again = || visits.iter().find_map(|visit| Some((*visit, repeated(visit)?)));
    let (visit, repetition) = single.or_else(again).ok_or_else(unknown)?;
    let repetition = usize::try_from(repetition - 1).unwrap_or(usize::MAX);
    let planned = dates(visit, first_dose)?.nth(repetition).ok_or_else(unknown)?;
    Ok(AttendedVisit {
        participant: String::new(),
        visit: name.to_owned(),
        planned,
        window: visit.window,
        date: Some(date),
        attendance: attendance(visit.window, planned, date),
    })
}

fn attendance(window: Option<Window>, planned: NaiveDate, date: NaiveDate) -> Attendance {
    let off = days_between(planned, date);
    let Some(window) = window else {
        return if off == 0 { Attendance::OnTime } else { Attendance::WindowNotStated(off) };
    };
    let (early, late) = (-off - i32::from(window.early()), off - i32::from(window.late()));
    match (u32::try_from(early), u32::try_from(late)) {
        (Ok(early @ 1..), _) => Attendance::Early(early),
        (_, Ok(late @ 1..)) => Attendance::Late(late),
        _ => Attendance::OnTime,
    }
}
