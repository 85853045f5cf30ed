//! Readings of many participants as a table: participant, arm, endpoint, study day and value.
//!
//! ```
//! use aso_regimen::StudyDay;
//! use aso_regimen::analysis::readings::{Reading, Readings};
//!
//! let mut readings = Readings::new();
//! let reading = Reading::new("P01", StudyDay::new(29)?, 60.0).arm("drug").endpoint("NfL");
//! readings.push(reading)?;
//! assert_eq!(
//!     readings.push(reading).unwrap_err().to_string(),
//!     "row 2, participant P01: has a second reading of NfL on study day 29, after row 1; \
//!      expected one a day",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use thiserror::Error;

use crate::analysis::arm::LARGEST;
use crate::analysis::baseline::{Baseline, BaselineRule};
use crate::calendar::StudyDay;
use crate::measure::assay::{
    AssayError, AssayReading, BlqRule, Concentrations, ConcentrationsError,
};
use crate::numeric::moments::number;
use crate::text::{Found, debug_as_display};

/// One reading, to be added to [`Readings`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Reading<'a> {
    /// The participant.
    pub participant: &'a str,
    /// The arm of the participant, the same in all of their readings.
    pub arm: &'a str,
    /// The endpoint: what was measured, in which matrix and unit, as the study names it.
    pub endpoint: &'a str,
    /// The study day, counted from the participant's first dose.
    pub day: StudyDay,
    /// The value in the endpoint's unit. Nothing reads it of a reading that is dropped.
    pub value: f64,
    /// Whether the reading is below the limit of quantification and dropped by the rule for such readings. It is then
    /// treated as not taken, in the sense of Beal's methods M1 and M6: another reading can be the baseline or the value
    /// of the visit in its place. It is listed as excluded with
    /// [`Reason::BelowLloq`](crate::analysis::visit_changes::Reason::BelowLloq).
    pub is_dropped: bool,
}

impl<'a> Reading<'a> {
    /// Returns a reading of a participant. [`arm`](Self::arm) and [`endpoint`](Self::endpoint) must be set, too.
    pub const fn new(participant: &'a str, day: StudyDay, value: f64) -> Self {
        Self { participant, arm: "", endpoint: "", day, value, is_dropped: false }
    }

    /// Returns a reading of an assay. If it is below the limit of quantification, its value is the one that `rule`
    /// gives. Arm and endpoint must be set, too.
    ///
    /// [`BlqRule::HalfLloqOnce`] (M6) depends on the earlier readings, which a single reading does not have: the
    /// reading counts as the first of its run and becomes half the limit, as by [`BlqRule::HalfLloq`].
    /// [`assayed_over_time`](Self::assayed_over_time) takes all readings of a run.
    ///
    /// # Errors
    ///
    /// If the reading is above the upper limit.
    pub fn assayed(
        participant: &'a str,
        day: StudyDay,
        reading: &AssayReading,
        rule: BlqRule,
    ) -> Result<Self, AssayError> {
        let value = reading.concentration_by(rule)?;
        let is_dropped = value.is_none();
        Ok(Self { is_dropped, ..Self::new(participant, day, value.unwrap_or_default()) })
    }

    /// Returns a participant's readings by an assay, by ascending days. Readings below the limit of quantification have
    /// the values that `rule` gives. Arm and endpoint must be set, too.
    ///
    /// ```
    /// use aso_regimen::StudyDay;
    /// use aso_regimen::analysis::readings::Reading;
    /// use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule};
    ///
    /// let assay = Assay::new(
    ///     AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL").lloq(2.0),
    /// )?;
    /// let mut series = Vec::new();
    /// for (on, printed) in [(1, "12.5"), (29, "<2.0"), (57, "<2.0")] {
    ///     series.push((StudyDay::new(on)?, assay.read(printed)?));
    /// }
    /// let readings = Reading::assayed_over_time("P01", &series, BlqRule::HalfLloqOnce)?;
    /// assert_eq!([readings[0].value, readings[1].value], [12.5, 1.0]);
    /// assert!(readings[2].is_dropped);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a reading is of another assay than the first one by day, or above the upper limit. The error names the row,
    /// counted by day.
    #[doc(alias = "M6")]
    pub fn assayed_over_time(
        participant: &'a str,
        readings: &[(StudyDay, AssayReading)],
        rule: BlqRule,
    ) -> Result<Vec<Self>, ConcentrationsError> {
        let mut by_day: Vec<_> = readings.iter().collect();
        by_day.sort_by_key(|(day, _)| *day);
        let column: Vec<_> = by_day.iter().map(|(_, reading)| reading.clone()).collect();
        let found = Concentrations::by(rule, &column)?;
        let (mut values, mut dropped) =
            (found.values.into_iter(), found.dropped.into_iter().peekable());
        let rows = by_day.into_iter().enumerate();
        let reading = |(row, (day, _)): (usize, &(StudyDay, AssayReading))| {
            let is_dropped = dropped.next_if_eq(&row).is_some();
            let value = if is_dropped { 0.0 } else { values.next().unwrap_or_default() };
            Self { is_dropped, ..Self::new(participant, *day, value) }
        };
        Ok(rows.map(reading).collect())
    }

    /// Returns this reading with its arm.
    #[must_use]
    pub const fn arm(self, arm: &'a str) -> Self {
        Self { arm, ..self }
    }

    /// Returns this reading with its endpoint.
    #[must_use]
    pub const fn endpoint(self, endpoint: &'a str) -> Self {
        Self { endpoint, ..self }
    }

    /// Returns this reading on a calendar date. Its study day is counted from the participant's first dose.
    #[must_use]
    pub fn on(self, date: NaiveDate, first_dose: NaiveDate) -> Self {
        Self { day: StudyDay::of(date, first_dose), ..self }
    }
}

/// A table of readings. Each participant is in one arm, each value is finite, and a participant has at most one reading
/// of an endpoint on a day. A table made by [`averaging`](Readings::averaging) averages several readings of a day.
///
/// ```
/// use aso_regimen::StudyDay;
/// use aso_regimen::analysis::readings::{Reading, Readings};
///
/// let mut readings = Readings::new();
/// for (participant, arm, day, value) in [
///     ("P01", "tofersen", 1, 88.0),
///     ("P01", "tofersen", 29, 60.0),
///     ("P02", "placebo", 1, 91.0),
/// ] {
///     let reading = Reading::new(participant, StudyDay::new(day)?, value);
///     readings.push(reading.arm(arm).endpoint("NfL"))?;
/// }
/// assert_eq!(readings.len(), 3);
/// assert!(readings.participants().eq(["P01", "P02"]));
/// assert_eq!(readings.arm("P02"), Some("placebo"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Readings {
    pub(super) participants: Names,
    pub(super) arms: Names,
    pub(super) endpoints: Names,
    /// The arm of each participant.
    pub(super) arm_of: Vec<usize>,
    participant: Vec<usize>,
    endpoint: Vec<usize>,
    day: Vec<StudyDay>,
    value: Vec<f64>,
    /// The row of each value as they were put in, from 1; of a mean, that of its first reading.
    row: Vec<usize>,
    /// Of how many readings each value is the mean.
    replicates: Vec<usize>,
    averages: bool,
    /// How many rows were put in, those that a rule left out and those of one mean too.
    pushed: usize,
    /// The endpoint and the row, without a value, of each reading that a rule left out.
    dropped: Vec<(usize, Row)>,
    /// The first row of each participant, endpoint and day, from 1.
    taken: HashMap<(usize, usize, StudyDay), usize>,
}

/// One row of a table, by numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// As it was put in, from 1.
    pub(super) pushed_as: usize,
    pub(super) participant: usize,
    pub(super) day: StudyDay,
    pub(super) value: f64,
}

impl Readings {
    /// Returns an empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns an empty table that averages readings of the same participant, endpoint and day, such as duplicates of
    /// an assay. The averaged row has the row number of the first of them and their arithmetic mean.
    ///
    /// ```
    /// use aso_regimen::StudyDay;
    /// use aso_regimen::analysis::readings::{Reading, Readings};
    ///
    /// let mut readings = Readings::averaging();
    /// for value in [12.0, 13.0, 17.0] {
    ///     readings.push(
    ///         Reading::new("P01", StudyDay::FIRST, value).arm("tofersen").endpoint("NfL"),
    ///     )?;
    /// }
    /// assert_eq!((readings.len(), readings.replicates(0)), (1, Some(3)));
    /// assert_eq!(readings.iter().next().map(|mean| mean.value), Some(14.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn averaging() -> Self {
        Self { averages: true, ..Self::default() }
    }

    /// The number of readings that a row is the mean of, by its position in [`iter`](Readings::iter) from 0. It is 1 in
    /// a table that does not average.
    ///
    /// `None` if there is no such row.
    pub fn replicates(&self, row: usize) -> Option<usize> {
        self.replicates.get(row).copied()
    }

    /// Adds a row. A reading dropped by the rule for readings below the limit of quantification has no value in the
    /// table, but counts as a row and as the reading of its day. A refused row leaves the table unchanged.
    ///
    /// In a table that averages, the mean is that of the readings that are not dropped.
    ///
    /// # Errors
    ///
    /// If a name is empty, if the value is not finite or beyond 1e150, if the participant is in another arm already, or
    /// if the participant has a reading of the endpoint on that day already and the table does not average. The error
    /// names the participant and the row, counted from 1 in the order of adding.
    pub fn push(&mut self, reading: Reading<'_>) -> Result<(), ReadingError> {
        let row = self.pushed + 1;
        self.check(&reading, row)?;
        let participant = self.participants.number(reading.participant);
        let endpoint = self.endpoints.number(reading.endpoint);
        // A name that is new here has no row yet, so that a row refused below adds no name.
        match self.taken.entry((participant, endpoint, reading.day)) {
            // It is in no mean.
            _ if reading.is_dropped && self.averages => {}
            Entry::Occupied(before) if self.averages => {
                // Rows ascend, and each that is taken has a value.
                let place = self.row.partition_point(|row| row < before.get());
                self.replicates[place] += 1;
                self.pushed += 1;
                let count = number(self.replicates[place]);
                self.value[place] += (reading.value - self.value[place]) / count;
                return Ok(());
            }
            Entry::Occupied(before) => {
                return Err(ReadingError::Twice {
                    participant: reading.participant.to_owned(),
                    row,
                    endpoint: reading.endpoint.to_owned(),
                    day: reading.day,
                    before: *before.get(),
                });
            }
            Entry::Vacant(free) => {
                free.insert(row);
            }
        }
        if participant == self.arm_of.len() {
            self.arm_of.push(self.arms.number(reading.arm));
        }
        self.pushed += 1;
        if reading.is_dropped {
            let day = reading.day;
            self.dropped.push((endpoint, Row { pushed_as: row, participant, day, value: 0.0 }));
            return Ok(());
        }
        self.row.push(row);
        self.participant.push(participant);
        self.endpoint.push(endpoint);
        self.day.push(reading.day);
        self.value.push(reading.value);
        self.replicates.push(1);
        Ok(())
    }

    fn check(&self, reading: &Reading<'_>, row: usize) -> Result<(), ReadingError> {
        for (what, name) in [
            ("participant", reading.participant),
            ("arm", reading.arm),
            ("endpoint", reading.endpoint),
        ] {
            if name.trim().is_empty() {
                return Err(ReadingError::Unnamed { what, row });
            }
        }
        let participant = || reading.participant.to_owned();
        if !(-LARGEST..=LARGEST).contains(&reading.value) {
            return Err(ReadingError::Value {
                participant: participant(),
                row,
                endpoint: reading.endpoint.to_owned(),
                value: reading.value,
            });
        }
        match self.arm(reading.participant) {
            Some(before) if before != reading.arm => Err(ReadingError::OtherArm {
                participant: participant(),
                row,
                arm: reading.arm.to_owned(),
                before: before.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// The number of rows with a value.
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether the table has no row with a value.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The rows with a value, in the order in which they were added.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Reading<'_>> {
        (0..self.len()).map(|row| Reading {
            participant: self.participants.name(self.participant[row]),
            arm: self.arms.name(self.arm_of[self.participant[row]]),
            endpoint: self.endpoints.name(self.endpoint[row]),
            day: self.day[row],
            value: self.value[row],
            is_dropped: false,
        })
    }

    /// The readings without a value: those dropped as below the limit of quantification, in the order in which they
    /// were added. With [`iter`](Readings::iter) they are all readings.
    ///
    /// ```
    /// use aso_regimen::StudyDay;
    /// use aso_regimen::analysis::readings::{Reading, Readings};
    /// use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule};
    ///
    /// let assay = Assay::new(
    ///     AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL").lloq(2.0),
    /// )?;
    /// let mut readings = Readings::new();
    /// for (day, printed) in [(1, "12.5"), (29, "<2.0")] {
    ///     let (day, found) = (StudyDay::new(day)?, assay.read(printed)?);
    ///     let reading = Reading::assayed("P01", day, &found, BlqRule::Drop)?;
    ///     readings.push(reading.arm("drug").endpoint("NfL"))?;
    /// }
    /// assert_eq!(readings.len(), 1);
    /// assert!(readings.dropped().map(|reading| reading.day.number()).eq([29]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "BLQ")]
    pub fn dropped(&self) -> impl ExactSizeIterator<Item = Reading<'_>> {
        self.dropped.iter().map(|(endpoint, row)| Reading {
            participant: self.participants.name(row.participant),
            arm: self.arms.name(self.arm_of[row.participant]),
            endpoint: self.endpoints.name(*endpoint),
            day: row.day,
            value: row.value,
            is_dropped: true,
        })
    }

    /// Adds a participant of an arm who may have no reading, so that estimates count them as missing.
    ///
    /// # Errors
    ///
    /// If a name is empty, or if the participant is in another arm already.
    pub fn enrol(&mut self, participant: &str, arm: &str) -> Result<(), ReadingError> {
        let reading = Reading::new(participant, StudyDay::FIRST, 0.0).arm(arm);
        self.check(&reading.endpoint("any"), self.pushed + 1)?;
        if self.participants.number(participant) == self.arm_of.len() {
            self.arm_of.push(self.arms.number(arm));
        }
        Ok(())
    }

    /// The participants, by first appearance.
    pub fn participants(&self) -> impl Iterator<Item = &str> {
        self.participants.all()
    }

    /// The arms, by first appearance.
    pub fn arms(&self) -> impl Iterator<Item = &str> {
        self.arms.all()
    }

    /// The endpoints, by first appearance.
    pub fn endpoints(&self) -> impl Iterator<Item = &str> {
        self.endpoints.all()
    }

    /// The arm of a participant.
    ///
    /// `None` if the table has no such participant.
    pub fn arm(&self, participant: &str) -> Option<&str> {
        let participant = self.participants.find(participant)?;
        Some(self.arms.name(self.arm_of[participant]))
    }

    /// Returns the baseline of a participant.
    ///
    /// `None` if no reading with a value satisfies the rule.
    pub fn baseline(
        &self,
        participant: &str,
        endpoint: &str,
        rule: &BaselineRule,
    ) -> Option<Baseline> {
        let participant = self.participants.find(participant)?;
        let rows = self.rows_of(self.endpoints.find(endpoint)?);
        let own = rows.filter(|row| row.participant == participant);
        rule.among(own.map(|row| (row.day, row.value)))
    }

    /// The rows of an endpoint that a rule left out, in the order of the table.
    pub(super) fn dropped_of(&self, endpoint: usize) -> impl Iterator<Item = Row> {
        self.dropped.iter().filter(move |(of, _)| *of == endpoint).map(|(_, row)| *row)
    }

    /// The rows of an endpoint that have a value, in the order of the table.
    pub(super) fn rows_of(&self, endpoint: usize) -> impl Iterator<Item = Row> {
        let rows = (0..self.len()).filter(move |row| self.endpoint[*row] == endpoint);
        rows.map(|index| Row {
            pushed_as: self.row[index],
            participant: self.participant[index],
            day: self.day[index],
            value: self.value[index],
        })
    }
}

/// Names by number and numbers by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Names {
    /// The number of a name, which is the next one if the name is new.
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.find(name) {
            return number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    pub(super) fn name(&self, number: usize) -> &str {
        &self.names[number]
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// Why rows are refused by [`Readings`]. Rows are counted from 1.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// The participant, the arm or the endpoint has an empty name.
    #[error("row {row}: the {what} has no name, expected more than white space")]
    Unnamed {
        /// Which name is empty: that of the participant, the arm or the endpoint.
        what: &'static str,
        /// The row.
        row: usize,
    },
    /// The value is NaN, infinite or beyond 1e150.
    #[error(
        "row {row}, participant {participant}: {endpoint} is {}, expected a finite number within 1e150", Found(*value)
    )]
    Value {
        /// The participant.
        participant: String,
        /// The row.
        row: usize,
        /// The endpoint.
        endpoint: String,
        /// The value.
        value: f64,
    },
    /// The participant is in another arm already.
    #[error(
        "row {row}, participant {participant}: is in arm {arm}, expected {before} as in the rows before"
    )]
    OtherArm {
        /// The participant.
        participant: String,
        /// The row.
        row: usize,
        /// The arm in this row.
        arm: String,
        /// The arm in the earlier rows.
        before: String,
    },
    /// The participant has a second reading of an endpoint on the same day. Study days have no time of day, so the two
    /// cannot be told apart.
    #[error(
        "row {row}, participant {participant}: has a second reading of {endpoint} on study day {day}, after row {before}; expected one a day"
    )]
    Twice {
        /// The participant.
        participant: String,
        /// The row.
        row: usize,
        /// The endpoint.
        endpoint: String,
        /// The day of both readings.
        day: StudyDay,
        /// The row of the first reading.
        before: usize,
    },
}

debug_as_display!(ReadingError);
