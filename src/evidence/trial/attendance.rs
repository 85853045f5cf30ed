//! Attendance: actual dates of visits compared with the planned visits and their windows.

use core::fmt;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::{Window, days_between, read_date};
use crate::evidence::trial::Trial;
use crate::evidence::trial::calendar::dates;
use crate::evidence::trial::error::{TrialError, expected};
use crate::evidence::trial::visit::Visit;
use crate::text::excerpt::quoted;
use crate::text::{debug_as_display, separator_but_comma};

/// Compliance with one planned visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Attendance {
    /// Attended within the window, or on the planned day.
    OnTime,
    /// Attended this many days before the window opened.
    Early(u32),
    /// Attended this many days after the window closed.
    Late(u32),
    /// Attended this many days after the planned day, or before it if negative. No window is stated, so it cannot be
    /// judged.
    WindowNotStated(i32),
    /// Attended again: the same visit has an earlier date too.
    Repeated,
    /// Not attended, and the window (or the planned day, where no window is stated) is over.
    Missed,
    /// Not attended yet, and the window is still open or has not opened.
    Due,
    /// Not planned: the name of the visit begins with `unscheduled`.
    Unscheduled,
    /// Not attended, because the participant had discontinued before the window opened.
    NotExpected,
}

impl Attendance {
    /// Whether the visit deviates from the protocol: early, late, repeated or missed.
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
            Self::Unscheduled => f.write_str("unscheduled"),
            Self::NotExpected => f.write_str("not expected after discontinuation"),
        }
    }
}

/// One visit of a participant, with its planned and actual dates.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AttendedVisit {
    /// The identifier of the participant.
    pub participant: String,
    /// The name of the visit, followed by the number of the repetition if the visit is repeated: `blood 3`.
    pub visit: String,
    /// The planned date. `None` if the visit is unscheduled.
    pub planned: Option<NaiveDate>,
    /// The window around the planned date. `None` if no source states one.
    pub window: Option<Window>,
    /// The actual date. `None` if the visit was not attended.
    pub date: Option<NaiveDate>,
    /// How the actual date compares with the plan.
    pub attendance: Attendance,
}

/// Prints `P02, week 4: planned 2026-02-02 (-3d/+3d), 2026-02-07, 2 days late`.
impl fmt::Display for AttendedVisit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.participant.is_empty() {
            write!(f, "{}, ", self.participant)?;
        }
        write!(f, "{}: ", self.visit)?;
        if let Some(planned) = self.planned {
            write!(f, "planned {planned}")?;
            if let Some(window) = self.window {
                write!(f, " ({window})")?;
            }
            f.write_str(", ")?;
        }
        if let Some(date) = self.date {
            write!(f, "{date}, ")?;
        }
        self.attendance.fmt(f)
    }
}

/// One line of a file of visits: which participant attended which visit on which day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct VisitRecord {
    /// The identifier of the participant.
    pub participant: String,
    /// The name of the participant's arm; the same in all lines of one participant.
    pub arm: String,
    /// The date of the participant's first dose; the same in all lines of one participant.
    pub first_dose: NaiveDate,
    /// The name of the visit, followed by the number of the repetition if the visit is repeated: `blood 3`.
    pub visit: String,
    /// The actual date of the visit.
    pub date: NaiveDate,
    /// The date on which the participant discontinued. It is enough if one of the participant's lines states it.
    pub discontinued: Option<NaiveDate>,
    /// The line in the file. The header is line 1.
    pub line: usize,
}

const DISCONTINUED: &str = "discontinued";

impl VisitRecord {
    const COLUMNS: [&'static str; 5] = ["participant", "arm", "first_dose", "visit", "date"];

    fn of(fields: [String; 5], discontinued: &str, line: usize) -> Result<Self, String> {
        for (column, field) in Self::COLUMNS.iter().zip(&fields) {
            if field.is_empty() {
                return Err(in_column(column, "a value", "nothing"));
            }
        }
        let [participant, arm, first_dose, visit, on] = fields;
        let (first_dose, date) = (as_date(&first_dose, "first_dose")?, as_date(&on, "date")?);
        let discontinued = match discontinued {
            "" => None,
            text => Some(as_date(text, DISCONTINUED)?),
        };
        Ok(Self { participant, arm, first_dose, visit, date, discontinued, line })
    }
}

/// A line of a file of visits that cannot be used.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("line {line} of the visits: {why}")]
#[non_exhaustive]
pub struct VisitRecordError {
    /// The line in the file. The header is line 1.
    pub line: usize,
    /// The column if the fault is in one, what was expected, and what was found.
    pub why: String,
}

debug_as_display!(VisitRecordError);

fn in_column(column: &str, expected: impl fmt::Display, found: impl fmt::Display) -> String {
    format!("in column {column}, expected {expected}, found {found}")
}

fn as_date(text: &str, column: &str) -> Result<NaiveDate, String> {
    let refused = || in_column(column, "a date such as \"2026-01-05\"", quoted(text));
    read_date(text).ok_or_else(refused)
}

/// Reads a CSV file of visits.
///
/// The first line is the header. The columns `participant`, `arm`, `first_dose`, `visit` and `date` are required,
/// `discontinued` is optional, and the order is free. Dates are written as `2026-01-05`. A field is quoted as a whole or
/// not at all, and a quote in it is written twice. A byte-order mark is skipped.
///
/// # Errors
///
/// If there is no header, if a column is missing, appears twice or has an unknown name, if a line has more or fewer
/// fields than the header, if a quote is within a field or not closed, if a required field is empty, or if a date is
/// not valid.
pub fn read_visits(csv: &str) -> Result<Vec<VisitRecord>, VisitRecordError> {
    let csv = csv.strip_prefix('\u{feff}').unwrap_or(csv);
    let mut lines = csv.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let columns = VisitRecord::COLUMNS.join(", ");
    let Some((header, line)) = lines.next() else {
        let why = format!("expected a header with the columns {columns}, found an empty file");
        return Err(VisitRecordError { line: 1, why });
    };
    let refused = |why| VisitRecordError { line, why };
    let header = fields(header).map_err(refused)?;
    let known = || VisitRecord::COLUMNS.into_iter().chain([DISCONTINUED]);
    if let Some(other) = header.iter().find(|name| known().all(|column| column != *name)) {
        return Err(refused(format!(
            "expected the columns {columns} and optionally {DISCONTINUED}, found a column {}",
            quoted(other)
        )));
    }
    let place = |column: &str| -> Result<Option<usize>, VisitRecordError> {
        let mut places = (0..header.len()).filter(|place| header[*place] == column);
        match (places.next(), places.next()) {
            (_, Some(_)) => Err(refused(format!("expected one column {column:?}, found two"))),
            (place, None) => Ok(place),
        }
    };
    let mut places = [0; 5];
    for (known, column) in places.iter_mut().zip(VisitRecord::COLUMNS) {
        let missing = || refused(format!("expected a column {column:?}, found none"));
        *known = place(column)?.ok_or_else(missing)?;
    }
    let discontinued = place(DISCONTINUED)?;
    lines
        .map(|(text, line)| {
            let found = fields(text).and_then(|found| match found.len() {
                number if number == header.len() => Ok(found),
                number => Err(format!("expected {} fields, found {number}", header.len())),
            });
            let record = found.and_then(|found| {
                let discontinued = discontinued.map_or("", |place| &*found[place]);
                VisitRecord::of(places.map(|place| found[place].clone()), discontinued, line)
            });
            record.map_err(|why| VisitRecordError { line, why })
        })
        .collect()
}

/// The fields of a line of CSV, without quotes and surrounding spaces.
fn fields(line: &str) -> Result<Vec<String>, String> {
    if let Some(found) = separator_but_comma(line) {
        return Err(format!("expected fields separated by commas, found {found:?} between them"));
    }
    let mut fields = vec![String::new()];
    let within =
        || Err("expected quotes around the whole field, found a quote within a field".to_owned());
    let (mut quoted, mut closed) = (false, false);
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let last = fields.len() - 1;
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => fields[last].push('"'),
            '"' if quoted => (quoted, closed) = (false, true),
            '"' if closed || !fields[last].trim().is_empty() => return within(),
            '"' => quoted = true,
            ',' if !quoted => {
                fields.push(String::new());
                closed = false;
            }
            other if closed && !other.is_whitespace() => return within(),
            other => fields[last].push(other),
        }
    }
    if quoted {
        return Err("expected a closing quote, found the end of the line".to_owned());
    }
    Ok(fields.iter().map(|field| field.trim().to_owned()).collect())
}

impl Trial {
    /// Compares the actual date of a visit with its planned date and window, which are counted from the first dose.
    ///
    /// The name of a repeated visit is followed by the number of the repetition: `blood 3`.
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
    /// If the trial has no visit with this name, if two parts plan a visit with this name differently, or if its planned
    /// date is outside chrono's calendar. [`Trial::attendance`] knows the part from the arm.
    pub fn attended(
        &self,
        visit: &str,
        first_dose: NaiveDate,
        date: NaiveDate,
    ) -> Result<AttendedVisit, TrialError> {
        let mut found: Option<(&str, AttendedVisit)> = None;
        for part in self.parts() {
            let of_part: Vec<&Visit> = self.visits_of(Some(&part.name)).collect();
            let Ok(here) = judged(&of_part, visit, first_dose, date) else { continue };
            match &found {
                Some((one, there)) if *there != here => {
                    let (name, parts) = (visit.to_owned(), [one, &*part.name].map(str::to_owned));
                    return Err(TrialError::VisitOfParts { name, parts });
                }
                _ => found = Some((&part.name, here)),
            }
        }
        let all: Vec<&Visit> = self.visits().iter().collect();
        judged(&all, visit, first_dose, date)
    }

    /// Judges the attendance of all participants.
    ///
    /// Returns every visit planned through `as_of` and every actual date, grouped by participant in the order of the
    /// records. `as_of` is the day of the report, such as the data cut-off. Each visit is on time, early, late, missed,
    /// repeated, unscheduled, not yet due, or no longer expected.
    ///
    /// A record whose visit name begins with `unscheduled`, in upper or lower case, belongs to no planned visit.
    ///
    /// # Errors
    ///
    /// If a record names an unknown arm or a visit that the arm does not have, if its arm, first dose or
    /// discontinuation differs from that of the participant's earlier records, if its date is after `as_of`, if its
    /// discontinuation is before its first dose, or if a planned visit is before the first date of chrono's calendar.
    pub fn attendance(
        &self,
        records: &[VisitRecord],
        as_of: NaiveDate,
    ) -> Result<Vec<AttendedVisit>, VisitRecordError> {
        // The record of each participant that came first, with the visits, and where each participant is.
        let mut kept: Vec<(VisitRecord, Vec<AttendedVisit>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for record in records {
            let refused = |why: String| VisitRecordError { line: record.line, why };
            let attended = self.judged_of(record, as_of).map_err(refused)?;
            let place = *places.entry(&record.participant).or_insert(kept.len());
            if place == kept.len() {
                kept.push((record.clone(), Vec::new()));
            }
            let (first, visits) = &mut kept[place];
            if (&first.arm, first.first_dose) != (&record.arm, record.first_dose) {
                let [who, arm, before] =
                    [&record.participant, &record.arm, &first.arm].map(|text| quoted(text));
                let [now, then] = [record.first_dose, first.first_dose];
                return Err(refused(format!(
                    "expected {who} in arm {before} with first dose {then} as in an earlier line, found arm {arm} with first dose {now}"
                )));
            }
            match (first.discontinued, record.discontinued) {
                (Some(before), Some(now)) if before != now => {
                    let who = quoted(&record.participant);
                    let expected = format!("{before}, as in an earlier line of {who}");
                    return Err(refused(in_column(DISCONTINUED, expected, now)));
                }
                (before, now) => first.discontinued = before.or(now),
            }
            visits.push(attended);
        }
        let mut all = Vec::new();
        for (first, mut visits) in kept {
            self.add_not_kept(&first, as_of, &mut visits)
                .map_err(|why| VisitRecordError { line: first.line, why: why.to_string() })?;
            // Stable, so that of two records of a day the first counts.
            visits.sort_by_key(|visit| (visit.planned.or(visit.date), visit.date));
            let mut before = HashSet::new();
            for visit in visits.iter_mut().filter(|visit| visit.planned.is_some()) {
                if !before.insert(visit.visit.clone()) {
                    visit.attendance = Attendance::Repeated;
                }
            }
            all.extend(visits);
        }
        Ok(all)
    }

    /// A record against the visits of its arm.
    fn judged_of(&self, record: &VisitRecord, as_of: NaiveDate) -> Result<AttendedVisit, String> {
        let VisitRecord { participant, arm, first_dose, visit, date, .. } = record;
        let of_arm = self.visits_of_arm(arm).map_err(in_file)?;
        let days = [("date", Some(*date)), (DISCONTINUED, record.discontinued)];
        for (column, day) in days.into_iter().filter_map(|(column, day)| Some((column, day?))) {
            if day > as_of {
                let expected = format!("{as_of}, the day of the report, or earlier");
                return Err(in_column(column, expected, day));
            }
        }
        if let Some(left) = record.discontinued.filter(|left| left < first_dose) {
            let expected = format!("{first_dose}, the day of the first dose, or later");
            return Err(in_column(DISCONTINUED, expected, left));
        }
        let attended = if visit.to_lowercase().starts_with("unscheduled") {
            AttendedVisit {
                participant: String::new(),
                visit: visit.clone(),
                planned: None,
                window: None,
                date: Some(*date),
                attendance: Attendance::Unscheduled,
            }
        } else {
            judged(&of_arm, visit, *first_dose, *date).map_err(in_file)?
        };
        Ok(AttendedVisit { participant: participant.clone(), ..attended })
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
        let mut names: HashSet<String> = visits.iter().map(|kept| kept.visit.clone()).collect();
        for visit in self.visits_of_arm(&of.arm)? {
            let planned = dates(visit, of.first_dose)?.take_while(|date| *date <= as_of);
            for (planned, repetition) in planned.zip(1..) {
                let name = visit.name_of(repetition);
                if !names.insert(name.clone()) {
                    continue;
                }
                let days = visit.window.map_or(planned..=planned, |window| window.around(planned));
                let attendance = match of.discontinued {
                    Some(left) if left < *days.start() => Attendance::NotExpected,
                    _ if *days.end() < as_of => Attendance::Missed,
                    _ => Attendance::Due,
                };
                visits.push(AttendedVisit {
                    participant: of.participant.clone(),
                    visit: name,
                    planned: Some(planned),
                    window: visit.window,
                    date: None,
                    attendance,
                });
            }
        }
        Ok(())
    }
}

/// What a name or a date in a file of visits is refused by.
fn in_file(why: TrialError) -> String {
    match why {
        TrialError::UnknownArm { name, arms } => {
            in_column("arm", format!("one of {arms}"), quoted(&name))
        }
        TrialError::UnknownVisit { name, visits } => in_column("visit", visits, quoted(&name)),
        why => why.to_string(),
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
        let visits = expected(&names, "no visit because the arm has none");
        TrialError::UnknownVisit { name: name.to_owned(), visits }
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
        planned: Some(planned),
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
