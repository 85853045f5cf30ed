//! What a file of event records looks like: its units, its columns and its comments.

use core::fmt;

use crate::interchange::error::FormatError;

/// The unit of TIME and II, and the unit of time of RATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeUnit {
    /// Days; RATE is an amount per day.
    Days,
    /// Hours; RATE is an amount per hour.
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

/// The unit of AMT, and the unit of mass of RATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum AmountUnit {
    /// Milligrams.
    #[default]
    Mg,
    /// Micrograms.
    Micrograms,
}

impl AmountUnit {
    /// Decimals of a whole number of micrograms.
    pub(super) const fn decimals(self) -> u32 {
        match self {
            Self::Mg => 3,
            Self::Micrograms => 0,
        }
    }
}

/// A NONMEM data item, which is a column of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemName {
    /// The subject (ID).
    Id,
    /// The time since time 0.
    Time,
    /// The mass of a dose.
    Amt,
    /// The rate of an infusion.
    Rate,
    /// The kind of event.
    Evid,
    /// The compartment.
    Cmt,
    /// Whether a dose is at steady state.
    Ss,
    /// The number of additional doses.
    Addl,
    /// The interval between additional doses, or between doses at steady state.
    Ii,
    /// Whether the observed value is missing.
    Mdv,
    /// The observed value.
    Dv,
}

impl ItemName {
    /// All columns, in the order in which they are written by default. SS is then written only if a dose is at steady
    /// state.
    pub const ALL: &'static [Self] = &[
        Self::Id,
        Self::Time,
        Self::Amt,
        Self::Rate,
        Self::Evid,
        Self::Cmt,
        Self::Ss,
        Self::Addl,
        Self::Ii,
        Self::Mdv,
        Self::Dv,
    ];

    /// Returns the name of the column.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::Time => "TIME",
            Self::Amt => "AMT",
            Self::Rate => "RATE",
            Self::Evid => "EVID",
            Self::Cmt => "CMT",
            Self::Ss => "SS",
            Self::Addl => "ADDL",
            Self::Ii => "II",
            Self::Mdv => "MDV",
            Self::Dv => "DV",
        }
    }

    /// The column of this name, in capitals or not.
    pub(super) fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|column| column.name().eq_ignore_ascii_case(name))
    }

    /// The data item that a column of another name may have in its place, by which it changes what is given: the
    /// duration of an infusion (`dur` of rxode2, `tinf` of mrgsolve, `INFUSION DURATION` of Monolix, `D1` of PREDPP for
    /// compartment 1), its rate, and the items of doses by their Monolix names. A unit behind the name does not count.
    pub(super) fn meant_by(name: &str) -> Option<Self> {
        const UNITS: [&str; 17] = [
            "MG", "UG", "MCG", "NG", "G", "D", "DAY", "DAYS", "H", "HR", "HRS", "HOUR", "HOURS",
            "MIN", "MINS", "MINUTES", "S",
        ];
        let upper = name.to_uppercase();
        let words = upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut words: Vec<&str> = words.collect();
        while words.last().is_some_and(|word| UNITS.contains(word)) {
            words.pop();
        }
        match words.concat().as_str() {
            "DUR" | "DURATION" | "TINF" | "INFDUR" | "DURINF" | "INFTIME" | "INFUSIONDURATION"
            | "INFUSIONTIME" | "RATE" | "INFRATE" | "RATEINF" | "INFUSIONRATE" | "DOSERATE" => {
                Some(Self::Rate)
            }
            "STEADYSTATE" => Some(Self::Ss),
            "ADDITIONALDOSES" => Some(Self::Addl),
            "INTERDOSEINTERVAL" => Some(Self::Ii),
            "EVENTID" => Some(Self::Evid),
            other => {
                let number = other.strip_prefix(['D', 'R'])?;
                let is_number = number.len() <= 2 && number.bytes().all(|c| c.is_ascii_digit());
                (!number.is_empty() && is_number).then_some(Self::Rate)
            }
        }
    }
}

impl fmt::Display for ItemName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The format of a file of event records: its units, and the meaning of its columns and comment lines.
///
/// A file has one header line with names in any case, and one record a line. Fields are separated by commas, tabs or
/// blanks. Lines that begin with `#` are comments. The caller states everything else:
///
/// | the file has | method |
/// |---|---|
/// | TIME and II in days or hours | [`RecordFormat::new`] |
/// | AMT in micrograms | [`RecordFormat::with_amounts_in`] |
/// | body weight, age and other covariates | [`RecordFormat::taking_covariates`], [`RecordFormat::ignoring`] |
/// | no header line, or other names (`$INPUT`) | [`RecordFormat::named`] |
/// | comment lines (`IGNORE=C`, `IGNORE=@`) | [`RecordFormat::commented_by`] |
/// | numbers with more decimals than the crate keeps | [`RecordFormat::rounding`] |
///
/// ```
/// use aso_regimen::interchange::nonmem::{ItemName, RecordFormat, TimeUnit};
///
/// let file = "ID,TIME,AMT,EVID,WT\n1,0,100,1,70\n";
/// assert!(
///     RecordFormat::new(TimeUnit::Days).read(file.as_bytes()).is_err(),
///     "WT would be lost"
/// );
/// let data = RecordFormat::new(TimeUnit::Days).ignoring("WT").read(file.as_bytes())?;
///
/// let hours = RecordFormat::new(TimeUnit::Hours).with_columns([
///     ItemName::Id,
///     ItemName::Time,
///     ItemName::Amt,
///     ItemName::Evid,
/// ])?;
/// assert_eq!(hours.to_csv(&data)?, "ID,TIME,AMT,EVID\n1,0,100,1\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFormat {
    pub(super) unit: TimeUnit,
    pub(super) amounts: AmountUnit,
    /// Those to write, where that was said.
    pub(super) columns: Option<Vec<ItemName>>,
    /// Those of the file, where the caller names them.
    pub(super) names: Option<Vec<String>>,
    pub(super) ignored: Vec<String>,
    pub(super) takes_covariates: bool,
    /// What lines that are left out begin with, beside `#`.
    pub(super) comment: Option<u8>,
    pub(super) rounds: bool,
}

impl RecordFormat {
    /// Returns the format with times in this unit, amounts in mg, and all columns.
    pub fn new(unit: TimeUnit) -> Self {
        Self {
            unit,
            amounts: AmountUnit::Mg,
            columns: None,
            names: None,
            ignored: Vec::new(),
            takes_covariates: false,
            comment: None,
            rounds: false,
        }
    }

    /// Returns this format with AMT and RATE in another unit of mass.
    #[must_use]
    pub fn with_amounts_in(self, amounts: AmountUnit) -> Self {
        Self { amounts, ..self }
    }

    /// Returns this format with only these columns, and the covariates, for writing. A file that is read may have its
    /// columns in any order.
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
        for needed in [ItemName::Id, ItemName::Time, ItemName::Amt, ItemName::Evid] {
            if !columns.contains(&needed) {
                let (expected, found) = ("ID, TIME, AMT and EVID", format!("no {needed}"));
                return Err(FormatError::expected("columns", expected, found));
            }
        }
        Ok(Self { columns: Some(columns), ..self })
    }

    /// Returns this format for a file whose columns have these names, from left to right, as in NONMEM's `$INPUT`. A
    /// header line of the file is skipped. `AMT=DOSE` is the data item AMT. A column `DROP`, `SKIP` or `SS=DROP` is not
    /// read. `DATE=DROP` is read as DATE, and so for DAT1, DAT2 and DAT3: with it NM-TRAN converts times by the date,
    /// and does not pass on the date itself.
    ///
    /// If the file itself names a column as a data item, the name here must be the same, with two exceptions. DV can
    /// have another name that is no data item. A date can be `DROP` or `SKIP`, which tells NM-TRAN that there is no
    /// date and that TIME is not to be converted, and DATE can be DAT1, DAT2 or DAT3.
    ///
    /// ```
    /// use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
    ///
    /// let format =
    ///     RecordFormat::new(TimeUnit::Hours).named(["ID", "TIME", "AMT", "DROP", "DV"]);
    /// let data = format.read("1 0 25.0 7 .\n1 2.0 . 7 17.3\n".as_bytes())?;
    /// assert_eq!(data.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn named<N: Into<String>>(self, names: impl IntoIterator<Item = N>) -> Self {
        Self { names: Some(names.into_iter().map(Into::into).collect()), ..self }
    }

    /// Returns this format without one column, which is not read. A data item of NONMEM cannot be ignored, since it
    /// changes what is given or observed. By default unknown columns are refused.
    #[must_use]
    pub fn ignoring(mut self, column: impl Into<String>) -> Self {
        self.ignored.push(column.into());
        self
    }

    /// Returns this format with every column that is no NONMEM data item as a covariate.
    ///
    /// A column whose name tells that it changes what is given is refused, here and by [`ignoring`](Self::ignoring):
    /// the duration or rate of an infusion (`DUR`, `TINF`, `D1`, `R1`, `RATE_MG_H`), and Monolix's names of data items
    /// (`STEADY STATE`, `ADDITIONAL DOSES`, `INTERDOSE INTERVAL`, `EVENT ID`). If it is something else, such as the
    /// duration of the disease, [`named`](Self::named) gives it another name.
    #[must_use]
    pub fn taking_covariates(self) -> Self {
        Self { takes_covariates: true, ..self }
    }

    /// Returns this format with another character that begins comment lines, as in NONMEM's `IGNORE=C`. `@` stands for
    /// `@` and every letter. A first column that is named by the character is not read.
    ///
    /// ```
    /// use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
    ///
    /// let file = "C,ID,TIME,AMT,DV\nC,1,0,.,0\n.,1,0,100,.\n.,1,24,.,3.5\n";
    /// let data = RecordFormat::new(TimeUnit::Hours).commented_by('C')?.read(file.as_bytes())?;
    /// assert_eq!((data.len(), data.comments()), (2, &["C,1,0,.,0".to_owned()][..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a record can begin with the character: a digit, a sign, a point, a quotation mark, a blank, or one that is
    /// not ASCII.
    pub fn commented_by(self, character: char) -> Result<Self, FormatError> {
        match u8::try_from(character) {
            Ok(byte)
                if byte.is_ascii_graphic()
                    && !byte.is_ascii_digit()
                    && !b"+-.,\"".contains(&byte) =>
            {
                Ok(Self { comment: Some(byte), ..self })
            }
            _ => {
                let expected = "one that no record begins with, such as C or @";
                Err(FormatError::expected("comment character", expected, format!("{character:?}")))
            }
        }
    }

    /// Returns this format with rounding of numbers that have too many decimals: times to 10⁻⁸ of their unit, amounts to
    /// 1 µg and rates to 1 ng per unit of time. An amount or rate that this would change by more than 0.01 % is refused,
    /// as is every such number without rounding.
    ///
    /// ```
    /// use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
    ///
    /// let file = "ID,TIME,AMT\n1,0.333333333333333,82.1756867568886\n";
    /// let hours = RecordFormat::new(TimeUnit::Hours);
    /// assert_eq!(
    ///     hours.read(file.as_bytes()).unwrap_err().to_string(),
    ///     "record 1 (line 2), column TIME: expected at most 8 decimals, found \
    ///      \"0.333333333333333\"",
    /// );
    /// let data = hours.rounding().read(file.as_bytes())?;
    /// assert_eq!(
    ///     data.record(0).map(|record| record.time().to_string()),
    ///     Some("0.33333333 h".into())
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rounding(self) -> Self {
        Self { rounds: true, ..self }
    }
}
