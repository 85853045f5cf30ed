//! Text to event records.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, BufReader, Read};

use crate::interchange::error::{FileError, FormatError};
use crate::interchange::nonmem::clock::{Moment, NotLater};
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::fields::{Separator, split};
use crate::interchange::nonmem::format::{ItemName, RecordFormat, TimeUnit};
use crate::interchange::nonmem::line::Line;
use crate::interchange::nonmem::names::{Columns, PLACE, input_name};
use crate::interchange::nonmem::record::EventRecord;
use crate::interchange::nonmem::time::RecordTime;
use crate::text::separator_but_comma;

impl RecordFormat {
    /// Reads records below a header line, with columns in any order. ADDL is not expanded, so that a large ADDL takes
    /// no memory.
    ///
    /// The header line decides how fields are separated: by commas if it has one, by tabs if it has one, and otherwise
    /// by commas, tabs or blanks as in NM-TRAN. An empty field, `.` and `NA` are missing values.
    ///
    /// ID, TIME and AMT are required. Without CMT a record is in the default compartment, without RATE a dose is a
    /// bolus, and without SS, ADDL, II, MDV or DV their values are missing. Without EVID a record is a dose if AMT,
    /// RATE, SS, ADDL or II is a number other than 0, and an observation otherwise. The DV of a record with MDV 1 is
    /// its [`EventRecord::ignored_value`].
    ///
    /// If there is a column DATE (month, day, year), DAT1 (day, month, year), DAT2 (year, month, day) or DAT3 (year,
    /// day, month), or if TIME has a colon, TIME is a clock time in hours. It is converted to the time since the first
    /// record of the subject. [`EventDataset::date`] returns the dates.
    ///
    /// # Errors
    ///
    /// If the input fails; if a column is missing, occurs twice or is unknown; if the records of a subject are not
    /// together, or its time goes back without a reset; or if a record or a field cannot be read. The error states the
    /// record, the line and the column.
    pub fn read(&self, input: impl Read) -> Result<EventDataset, FileError> {
        let mut lines = InputLines::new(input);
        let mut comments = Vec::new();
        let columns = self.columns(&mut lines, &mut comments)?;
        let names = columns.covariates.iter().map(|place| columns.names[*place].clone());
        let mut data = EventDataset::without_records(names.collect());
        for comment in comments {
            data.push_comment(comment);
        }
        let mut subjects = Subjects::new(self.unit);
        let (mut fields, mut row) = (Vec::new(), Vec::new());
        while lines.next().map_err(FileError::Input)? {
            if let Some(comment) = self.comment(&lines.text) {
                data.push_comment(comment);
                continue;
            }
            let split = split(&lines.text, columns.separator, &mut fields);
            let line = Line {
                text: &lines.text,
                fields: &fields,
                record: data.len() + 1,
                number: lines.number,
                columns: &columns,
                format: self,
            };
            split.map_err(|expected| FormatError::expected(line.place(), expected, "none"))?;
            line.check_columns()?;
            let id = line.id()?;
            let time = subjects.time(id, &line)?;
            let record = line.record(id, time)?;
            subjects.check(&record, &line)?;
            row.clear();
            line.add_covariates(&mut row);
            data.push_read(&record, &row).map_err(|_| line.not_text())?;
        }
        Ok(data.begun_at(subjects.starts))
    }

    /// Reads the lines down to that of names, or to the first record if the names are given.
    fn columns<R: Read>(
        &self,
        lines: &mut InputLines<R>,
        comments: &mut Vec<String>,
    ) -> Result<Columns, FileError> {
        let (mut in_file, mut separator) = (Vec::new(), Separator::Any);
        while lines.next().map_err(FileError::Input)? {
            let comment = self.comment(&lines.text);
            let is_text = |byte: &u8| byte.is_ascii_alphabetic() || b"@\"".contains(byte);
            let is_record = !lines.text.trim_ascii_start().first().is_some_and(is_text);
            if comment.is_none() && self.names.is_some() && is_record {
                lines.again();
                break;
            }
            let own = Separator::of(&lines.text);
            // The mark of a comment with blanks behind it, as in `@ ID TIME`, is no column.
            let start = lines.text.trim_ascii_start();
            let is_mark = own == Separator::Any && matches!(start, [b'@' | b'#', b' ', ..]);
            let names = names_of(&lines.text, own, is_mark.into());
            let names = match comment {
                None => names?,
                // As in `#ID` and `CID`.
                Some(_) => names
                    .ok()
                    .filter(|names| self.are_names(names))
                    .unwrap_or_else(|| names_of(&lines.text, own, 1).unwrap_or_default()),
            };
            if comment.is_none() || self.are_names(&names) {
                (in_file, separator) = (names, own);
                break;
            }
            comments.extend(comment);
        }
        if self.names.is_none() && !self.are_names(&in_file) {
            check_names(&in_file)?;
        }
        let given = self.names.as_ref();
        let given = given.map(|names| names.iter().map(|name| input_name(name).to_owned()));
        let names = given.map_or_else(|| in_file.clone(), Iterator::collect);
        Ok(Columns::new(self, names, &in_file, separator)?)
    }

    /// The comment of a line that is one, without its `#`.
    fn comment(&self, line: &[u8]) -> Option<String> {
        let start = line.trim_ascii_start();
        let comment = match start {
            [b'#', comment @ ..] => comment,
            [b'"', first, ..] | [first, ..] if self.begins_comment(*first) => line,
            _ => return None,
        };
        Some(String::from_utf8_lossy(comment).into_owned())
    }

    /// Whether a line of comment has names of event records, or as many fields as there are names.
    fn are_names(&self, fields: &[String]) -> bool {
        let has = |item: ItemName| fields.iter().any(|name| ItemName::named(name) == Some(item));
        match &self.names {
            Some(names) => fields.len() == names.len(),
            None => has(ItemName::Id) && has(ItemName::Time) && has(ItemName::Amt),
        }
    }

    fn begins_comment(&self, first: u8) -> bool {
        match self.comment {
            Some(b'@') => first == b'@' || first.is_ascii_alphabetic(),
            comment => comment == Some(first),
        }
    }
}

/// Refuses the names of a file without any, and those with a separator that is not read.
fn check_names(names: &[String]) -> Result<(), FormatError> {
    let expected = "the names of data items, separated by commas, tabs or blanks";
    let found = match names {
        [] => "the end of the file".to_owned(),
        [first, ..] => match separator_but_comma(first) {
            Some(other) => format!("{other:?} between them"),
            None => return Ok(()),
        },
    };
    Err(FormatError::expected(PLACE, expected, found))
}

/// The fields of a header line, behind so many of its first characters.
fn names_of(line: &[u8], separator: Separator, skipped: usize) -> Result<Vec<String>, FormatError> {
    let line = line.trim_ascii_start().get(skipped..).unwrap_or_default();
    let mut fields = Vec::new();
    split(line, separator, &mut fields)
        .map_err(|expected| FormatError::expected(PLACE, expected, "none"))?;
    let name = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    Ok(fields
        .iter()
        .map(|field| field.text(line).unwrap_or_else(|| name(field.of(line))))
        .collect())
}

/// The lines of an input that are not blank, one at a time.
struct InputLines<R> {
    input: BufReader<R>,
    /// The line without its end.
    text: Vec<u8>,
    /// Its number, counted from 1.
    number: usize,
    again: bool,
}

impl<R: Read> InputLines<R> {
    fn new(input: R) -> Self {
        let input = BufReader::with_capacity(1 << 16, input);
        Self { input, text: Vec::new(), number: 0, again: false }
    }

    /// Whether there is a next line, which is then the text.
    fn next(&mut self) -> io::Result<bool> {
        if core::mem::take(&mut self.again) {
            return Ok(true);
        }
        loop {
            self.text.clear();
            if self.input.read_until(b'\n', &mut self.text)? == 0 {
                return Ok(false);
            }
            self.number += 1;
            while matches!(self.text.last(), Some(b'\n' | b'\r')) {
                self.text.pop();
            }
            if self.number == 1 && self.text.starts_with("\u{feff}".as_bytes()) {
                self.text.drain(..3);
            }
            if !self.text.trim_ascii_start().is_empty() {
                return Ok(true);
            }
        }
    }

    /// Makes the line at hand the next one.
    fn again(&mut self) {
        self.again = true;
    }
}

/// Subjects stand together, and the time of each rises from one reset to the next.
struct Subjects {
    unit: TimeUnit,
    seen: HashSet<u32>,
    last: Option<Last>,
    /// Whether TIME is that of a clock, once a record was read.
    clocked: Option<bool>,
    /// The first record of each subject, where TIME is that of a clock.
    starts: HashMap<u32, Moment>,
}

/// What the next record of the same subject has to follow.
#[derive(Clone, Copy)]
struct Last {
    id: u32,
    time: RecordTime,
    /// The last additional dose of the records before.
    additional: RecordTime,
}

impl Subjects {
    fn new(unit: TimeUnit) -> Self {
        Self { unit, seen: HashSet::new(), last: None, clocked: None, starts: HashMap::new() }
    }

    /// The time of a subject's next record.
    #[inline]
    fn time(&mut self, id: u32, line: &Line<'_>) -> Result<RecordTime, FormatError> {
        if self.last.is_none_or(|last| last.id != id) {
            if !self.seen.insert(id) {
                let expected = format!("the records of subject {id} together");
                let found = "another subject between";
                return Err(FormatError::expected(line.place(), expected, found));
            }
            self.last = None;
        }
        let clocked = || line.columns.date.is_some() || line.has_clock();
        if !*self.clocked.get_or_insert_with(clocked) {
            return line.time();
        }
        let moment = line.moment()?;
        let start = *self.starts.entry(id).or_insert(moment);
        moment.since(start, self.unit).or_else(|why| match (why, line.columns.date) {
            (NotLater::EarlierDay, Some((date, _))) => {
                line.expected_at(date, "the day of the subject's first record, or a later one")
            }
            (NotLater::OtherDays, Some((date, _))) => line.expected_at(
                date,
                "a date or the number of a day, as in the subject's first record",
            ),
            _ => line
                .expected(ItemName::Time, "the time of the subject's first record, or a later one"),
        })
    }

    /// Refuses a record that does not follow the one before it.
    #[inline]
    fn check(&mut self, record: &EventRecord, line: &Line<'_>) -> Result<(), FormatError> {
        let mut additional = record.last_time();
        match self.last {
            Some(before) if record.is_reset() => check_reset(before, record, line)?,
            Some(before) if record.time() < before.time => {
                let (id, time) = (record.id(), record.time());
                let found = format!("subject {id} at {time} after {}", before.time);
                return Err(FormatError::expected(line.place(), "rising times", found));
            }
            Some(before) => additional = additional.max(before.additional),
            None => {}
        }
        self.last = Some(Last { id: record.id(), time: record.time(), additional });
        Ok(())
    }
}

/// Programs do not agree on additional doses due after a later reset record.
fn check_reset(before: Last, record: &EventRecord, line: &Line<'_>) -> Result<(), FormatError> {
    let time = record.time().max(before.time);
    if before.additional > time {
        let expected =
            format!("the last additional dose, at {}, before a reset", before.additional);
        return Err(FormatError::expected(line.place(), expected, format!("a reset at {time}")));
    }
    Ok(())
}
