//! One line of a file of event records, field by field.

use core::fmt;

use crate::interchange::error::FormatError;
use crate::interchange::nonmem::clock::{self, Day, Moment};
use crate::interchange::nonmem::decimal::{self, Expected, is_missing, is_nothing};
use crate::interchange::nonmem::fields::Field;
use crate::interchange::nonmem::format::{ItemName, RecordFormat, TimeUnit};
use crate::interchange::nonmem::names::Columns;
use crate::interchange::nonmem::record::{DIFFERS, DoseEvent, EventRecord, RecordedEvent};
use crate::interchange::nonmem::time::{HOURS_A_DAY, InfusionRate, RecordTime, TIME_DECIMALS};
use crate::quantity::Mass;
use crate::text::excerpt::quoted;

/// One line of the file.
pub(super) struct Line<'l> {
    pub(super) text: &'l [u8],
    pub(super) fields: &'l [Field],
    /// The number of the record, counted from 1.
    pub(super) record: usize,
    /// The number of the line, counted from 1.
    pub(super) number: usize,
    pub(super) columns: &'l Columns,
    pub(super) format: &'l RecordFormat,
}

/// Amounts are rounded to no fewer smallest steps than this, so that 0.01 % is the most that it changes.
const ROUNDED_AMOUNT: u64 = 5_000;

impl Line<'_> {
    /// The record at this time.
    #[inline]
    pub(super) fn record(&self, id: u32, time: RecordTime) -> Result<EventRecord, FormatError> {
        let (event, ignored_value) = match self.event_kind()? {
            0 => self.observation()?,
            1 => (RecordedEvent::Dose(self.dose()?), self.ignored_value()?),
            4 => (RecordedEvent::ResetDose(self.dose()?), self.ignored_value()?),
            other => {
                self.no_dose("a record of EVID 2 or 3")?;
                let event = if other == 2 { RecordedEvent::Other } else { RecordedEvent::Reset };
                (event, self.ignored_value()?)
            }
        };
        let record = EventRecord::new(id, time, event)
            .map_err(|why| FormatError::because(self.place(), why))?;
        let compartment = self.small(ItemName::Cmt)?.unwrap_or(0);
        Ok(EventRecord { ignored_value, ..record.in_compartment(compartment) })
    }

    /// Refuses a line whose fields are not those of the columns.
    #[inline]
    pub(super) fn check_columns(&self) -> Result<(), FormatError> {
        let count = self.columns.names.len();
        if self.fields.len() < count
            || self.fields[count..].iter().any(|field| !is_missing(field.of(self.text)))
        {
            let expected = format!("{count} fields");
            return Err(FormatError::expected(self.place(), expected, self.fields.len()));
        }
        for place in &self.columns.empty {
            if !is_nothing(self.field(*place)) {
                return self.expected_at(*place, "nothing");
            }
        }
        Ok(())
    }

    #[inline]
    pub(super) fn id(&self) -> Result<u32, FormatError> {
        self.needed(ItemName::Id, self.small(ItemName::Id)?)
    }

    /// TIME as the file has it.
    #[inline]
    pub(super) fn time(&self) -> Result<RecordTime, FormatError> {
        let time = self.interval(ItemName::Time)?;
        self.needed(ItemName::Time, time)
    }

    /// Whether TIME is that of a clock.
    #[inline]
    pub(super) fn has_clock(&self) -> bool {
        self.bytes(ItemName::Time).contains(&b':')
    }

    /// DATE and TIME, where TIME is that of a clock.
    pub(super) fn moment(&self) -> Result<Moment, FormatError> {
        let clock = clock::read_clock(self.bytes(ItemName::Time), self.format.rounds)
            .or_else(|expected| self.expected(ItemName::Time, expected))?;
        let clock = self.needed(ItemName::Time, clock)?;
        let day = match self.columns.date {
            None => Some(Day::Numbered(0)),
            Some((place, order)) => order.read(self.field(place)),
        };
        match (day, self.columns.date) {
            (None, Some((place, order))) => self.expected_at(place, order.expected()),
            (day, _) => Ok(Moment::new(day.unwrap_or(Day::Numbered(0)), clock)),
        }
    }

    /// Adds the covariates to a row, each ended by a line feed.
    #[inline]
    pub(super) fn add_covariates(&self, row: &mut Vec<u8>) {
        for place in &self.columns.covariates {
            self.fields[*place].add_to(row, self.text);
            row.push(b'\n');
        }
    }

    /// The error that a covariate is not text.
    pub(super) fn not_text(&self) -> FormatError {
        let is_text = |place: &&usize| self.fields[**place].text(self.text).is_some();
        let place = self.columns.covariates.iter().find(|place| !is_text(place));
        self.error_at(place.copied().unwrap_or_default(), "text in UTF-8")
    }

    /// EVID, or what it follows from.
    #[inline]
    fn event_kind(&self) -> Result<u64, FormatError> {
        if self.columns.places[ItemName::Evid as usize].is_none() {
            return Ok(self.of_a_dose().is_some().into());
        }
        match self.number(ItemName::Evid, 0, None)?.unwrap_or(0) {
            kind @ 0..=4 => Ok(kind),
            _ => self.expected(
                ItemName::Evid,
                "0 for an observation, 1 for a dose, 2 for another event, 3 for a reset or 4 for a reset and a dose",
            ),
        }
    }

    #[inline]
    fn dose(&self) -> Result<DoseEvent, FormatError> {
        let decimals = self.format.amounts.decimals();
        let mass = self.number(ItemName::Amt, decimals, self.rounded(ROUNDED_AMOUNT))?;
        let mass = Mass::micrograms(self.needed(ItemName::Amt, mass)?);
        let steady: u64 = self.small(ItemName::Ss)?.unwrap_or(0);
        let Ok(dose) = DoseEvent::new(mass) else {
            let expected = match steady {
                0 => "more than 0 in a dose record",
                _ => {
                    "more than 0 in a dose record; a constant infusion at steady state (SS with AMT 0) is not read"
                }
            };
            return self.expected(ItemName::Amt, expected);
        };
        let dose = dose.at_rate(self.rate()?);
        let additional: u32 = self.small(ItemName::Addl)?.unwrap_or(0);
        let interval = self.interval(ItemName::Ii)?.unwrap_or(RecordTime::ZERO);
        let repeated = match (steady, additional > 0, interval > RecordTime::ZERO) {
            (3.., _, _) => return self.expected(ItemName::Ss, "0, 1 or 2"),
            (0, false, false) => Ok(dose),
            (0, true, true) => dose.repeated(additional, interval),
            (0, true, false) => {
                return self.expected(ItemName::Ii, "an interval above 0, as ADDL is above 0");
            }
            (0, false, true) => {
                return self.expected(
                    ItemName::Addl,
                    "additional doses or a steady state (SS), as II is above 0",
                );
            }
            (_, true, _) => {
                let expected = format!("0 in a dose at steady state (SS), as {DIFFERS}");
                return self.expected(ItemName::Addl, expected);
            }
            (_, false, false) => {
                let expected = "more than 0 in a dose at steady state (SS)";
                return self.expected(ItemName::Ii, expected);
            }
            (1 | 2, false, true) => dose.at_steady_state(interval, steady == 2),
        };
        repeated.map_err(|why| FormatError::because(self.place(), why))
    }

    #[inline]
    fn observation(&self) -> Result<(RecordedEvent, Option<f64>), FormatError> {
        self.no_dose("an observation record")?;
        let value = self.value()?;
        match (self.mdv()?, value) {
            // NONMEM does not use it; 0 is how data sets fill a column where a value is missing.
            (Some(true), value) => {
                Ok((RecordedEvent::Observation(None), value.filter(|value| *value != 0.0)))
            }
            (Some(false), None) => self.expected(ItemName::Mdv, "1 without an observed value"),
            (_, value) => Ok((RecordedEvent::Observation(value), None)),
        }
    }

    /// Refuses what only a dose has.
    #[inline]
    fn no_dose(&self, record: &str) -> Result<(), FormatError> {
        match self.of_a_dose() {
            Some(place) => self.expected_at(place, format_args!("nothing in {record}")),
            None => Ok(()),
        }
    }

    /// The column of the first value that only a dose has.
    #[inline]
    fn of_a_dose(&self) -> Option<usize> {
        let mut columns = self.columns.of_a_dose.iter().copied();
        columns.find(|place| !is_nothing(self.field(*place)))
    }

    /// The DV of a record that is no observation.
    #[inline]
    fn ignored_value(&self) -> Result<Option<f64>, FormatError> {
        if self.mdv()? == Some(false) {
            return self.expected(ItemName::Mdv, "1 in a record that is no observation");
        }
        Ok(self.value()?.filter(|value| *value != 0.0))
    }

    #[inline]
    fn value(&self) -> Result<Option<f64>, FormatError> {
        decimal::parse_value(self.bytes(ItemName::Dv))
            .or_else(|expected| self.expected(ItemName::Dv, expected))
    }

    /// Whether the observed value is said to be missing.
    #[inline]
    fn mdv(&self) -> Result<Option<bool>, FormatError> {
        match self.number(ItemName::Mdv, 0, None)? {
            None => Ok(None),
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => self.expected(ItemName::Mdv, "0 or 1"),
        }
    }

    #[inline]
    fn rate(&self) -> Result<Option<InfusionRate>, FormatError> {
        let rate = self.bytes(ItemName::Rate);
        if rate.starts_with(b"-") && matches!(decimal::parse_value(rate), Ok(Some(-1.0 | -2.0))) {
            let rate = "a rate, or 0 for a bolus; -1 and -2 (estimated by the model) are not read";
            return self.expected(ItemName::Rate, rate);
        }
        let decimals = self.format.amounts.decimals() + 3;
        let rounded = self.rounded(ROUNDED_AMOUNT);
        let per_day = self.scaled(ItemName::Rate, decimals, rounded, TimeUnit::Hours)?;
        Ok(per_day.and_then(InfusionRate::nanograms_per_day))
    }

    #[inline]
    fn interval(&self, column: ItemName) -> Result<Option<RecordTime>, FormatError> {
        let hours = self.scaled(column, TIME_DECIMALS, self.rounded(0), TimeUnit::Days)?;
        Ok(hours.map(RecordTime))
    }

    /// From how many smallest steps on a number is rounded.
    fn rounded(&self, least: u64) -> Option<u64> {
        self.format.rounds.then_some(least)
    }

    /// A number in smallest steps, times the hours of a day where the file has this unit.
    #[inline]
    fn scaled(
        &self,
        column: ItemName,
        decimals: u32,
        rounded: Option<u64>,
        unit: TimeUnit,
    ) -> Result<Option<u64>, FormatError> {
        let number = self.number(column, decimals, rounded)?;
        let factor = if self.format.unit == unit { HOURS_A_DAY } else { 1 };
        match number.map(|steps| steps.checked_mul(factor)) {
            Some(None) => self.expected(column, Expected::Smaller),
            scaled => Ok(scaled.flatten()),
        }
    }

    /// A whole number of fewer bits.
    #[inline]
    fn small<N: TryFrom<u64>>(&self, column: ItemName) -> Result<Option<N>, FormatError> {
        match self.number(column, 0, None)?.map(N::try_from).transpose() {
            Ok(number) => Ok(number),
            Err(_) => self.expected(column, Expected::Smaller),
        }
    }

    /// A number in smallest steps, where there is one.
    #[inline]
    fn number(
        &self,
        column: ItemName,
        decimals: u32,
        rounded: Option<u64>,
    ) -> Result<Option<u64>, FormatError> {
        let text = self.bytes(column);
        if is_missing(text) {
            return Ok(None);
        }
        decimal::parse(text, decimals, rounded).or_else(|expected| self.expected(column, expected))
    }

    #[inline]
    fn needed<T>(&self, column: ItemName, value: Option<T>) -> Result<T, FormatError> {
        value.map_or_else(|| self.expected(column, "a value"), Ok)
    }

    /// The field of a column, nothing where there is no such column.
    #[inline]
    fn bytes(&self, column: ItemName) -> &[u8] {
        let place = self.columns.places[column as usize];
        place.map_or(&[], |place| self.field(place))
    }

    #[inline]
    fn field(&self, place: usize) -> &[u8] {
        self.fields.get(place).map_or(&[], |field| field.of(self.text))
    }

    pub(super) fn place(&self) -> String {
        format!("record {} (line {})", self.record, self.number)
    }

    /// The error that something else was expected in a column.
    #[cold]
    pub(super) fn expected<T>(
        &self,
        column: ItemName,
        expected: impl fmt::Display,
    ) -> Result<T, FormatError> {
        if let Some(place) = self.columns.places[column as usize] {
            return self.expected_at(place, expected);
        }
        let place = format!("{}, column {column}", self.place());
        Err(FormatError::expected(place, expected, "no such column"))
    }

    pub(super) fn expected_at<T>(
        &self,
        place: usize,
        expected: impl fmt::Display,
    ) -> Result<T, FormatError> {
        Err(self.error_at(place, expected))
    }

    fn error_at(&self, place: usize, expected: impl fmt::Display) -> FormatError {
        let found = String::from_utf8_lossy(self.field(place));
        let place = format!("{}, column {}", self.place(), self.columns.label(place));
        FormatError::expected(place, expected, quoted(&found))
    }
}
