//! What a file of event records looks like: its unit of time and its columns.

use core::fmt;

use crate::interchange::error::FormatError;

/// The unit of TIME and II, and the one under RATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeUnit {
    /// Days; RATE is in mg per day.
    Days,
    /// Hours; RATE is in mg per hour.
    Hours,
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Days => "days",
            Self::Hours => "hours",
        })
    }
}

/// A column of event records, by the name of its NONMEM data item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemName {
    /// The subject.
    Id,
    /// Time since time 0.
    Time,
    /// The mass of a dose in mg.
    Amt,
    /// The rate of an infusion.
    Rate,
    /// What the record is.
    Evid,
    /// The compartment.
    Cmt,
    /// How many doses repeat the dose.
    Addl,
    /// The time between them.
    Ii,
    /// Whether the observed value is missing.
    Mdv,
    /// The observed value.
    Dv,
}

impl ItemName {
    /// Every column, in the order in which they are written unless another is asked for.
    pub const ALL: &'static [Self] = &[
        Self::Id,
        Self::Time,
        Self::Amt,
        Self::Rate,
        Self::Evid,
        Self::Cmt,
        Self::Addl,
        Self::Ii,
        Self::Mdv,
        Self::Dv,
    ];

    /// The columns without which a file is not read or written.
    pub(super) const NEEDED: [Self; 4] = [Self::Id, Self::Time, Self::Amt, Self::Evid];

    /// The name in the first line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::Time => "TIME",
            Self::Amt => "AMT",
            Self::Rate => "RATE",
            Self::Evid => "EVID",
            Self::Cmt => "CMT",
            Self::Addl => "ADDL",
            Self::Ii => "II",
            Self::Mdv => "MDV",
            Self::Dv => "DV",
        }
    }

    /// The error that one of them is missing.
    pub(super) fn missing_in(self, place: &str) -> FormatError {
        FormatError::expected(place, "ID, TIME, AMT and EVID", format!("no {self}"))
    }

    /// The column of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|column| column.name() == name)
    }
}

impl fmt::Display for ItemName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A comma-separated file of event records with one line of names.
///
/// The unit of time is not in the file, so that writer and reader have to say it.
///
/// ```
/// use aso_regimen::interchange::nonmem::{ItemName, RecordFormat, TimeUnit};
///
/// let file = "ID,TIME,AMT,EVID,WT\n1,0,100,1,70\n";
/// assert!(RecordFormat::new(TimeUnit::Days).read(file.as_bytes()).is_err(), "WT would be lost");
/// let data = RecordFormat::new(TimeUnit::Days).ignoring("WT").read(file.as_bytes())?;
///
/// let hours = RecordFormat::new(TimeUnit::Hours)
///     .with_columns([ItemName::Id, ItemName::Time, ItemName::Amt, ItemName::Evid])?;
/// assert_eq!(hours.to_csv(&data)?, "ID,TIME,AMT,EVID\n1,0,100,1\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFormat {
    pub(super) unit: TimeUnit,
    pub(super) columns: Vec<ItemName>,
    pub(super) ignored: Vec<String>,
}

impl RecordFormat {
    /// Times in this unit, and every column.
    pub fn new(unit: TimeUnit) -> Self {
        Self { unit, columns: ItemName::ALL.to_vec(), ignored: Vec::new() }
    }

    /// The same with only these columns, for writing. What is read may have its columns in any order.
    ///
    /// # Errors
    ///
    /// If ID, TIME, AMT or EVID is missing, or a column comes twice.
    pub fn with_columns(
        self,
        columns: impl IntoIterator<Item = ItemName>,
    ) -> Result<Self, FormatError> {
        let columns: Vec<ItemName> = columns.into_iter().collect();
        for (index, column) in columns.iter().enumerate() {
            if columns[..index].contains(column) {
                let found = format!("{column} twice");
                return Err(FormatError::expected("columns", "every one once", found));
            }
        }
        for needed in ItemName::NEEDED {
            if !columns.contains(&needed) {
                return Err(needed.missing_in("columns"));
            }
        }
        Ok(Self { columns, ..self })
    }

    /// The same, where a column of this name is not read. Every other unknown column is refused.
    #[must_use]
    pub fn ignoring(mut self, column: impl Into<String>) -> Self {
        self.ignored.push(column.into());
        self
    }
}

/// Where the columns of a file stand.
pub(super) struct Columns {
    /// By column.
    pub(super) places: [Option<usize>; ItemName::ALL.len()],
    pub(super) count: usize,
}
