//! The names of a file's columns, and what each column is.

use std::collections::HashSet;

use crate::interchange::error::{FormatError, listed};
use crate::interchange::nonmem::clock::DateOrder;
use crate::interchange::nonmem::fields::Separator;
use crate::interchange::nonmem::format::{ItemName, RecordFormat};
use crate::text::excerpt::{excerpt, quoted};

/// Where the columns of a file stand, and what they are.
pub(super) struct Columns {
    /// By data item.
    pub(super) places: [Option<usize>; ItemName::ALL.len()],
    pub(super) date: Option<(usize, DateOrder)>,
    /// Those of items that only a dose has.
    pub(super) of_a_dose: Vec<usize>,
    pub(super) covariates: Vec<usize>,
    /// Columns that are to have nothing, or 0.
    pub(super) empty: Vec<usize>,
    /// All names from left to right.
    pub(super) names: Vec<String>,
    pub(super) separator: Separator,
}

pub(super) const PLACE: &str = "header line";

const KNOWN: &str = "NONMEM data items (ID, TIME, AMT, RATE, EVID, CMT, SS, ADDL, II, MDV, DV, DATE), or columns \
                     for `ignoring` or `taking_covariates`";

/// The item that makes several lines one record, which is not read.
const CONTINUED: &str = "CONT";

/// Whether NONMEM reads a column of this name as one of its own data items of doses and observations.
pub(super) fn is_reserved(name: &str) -> bool {
    ItemName::named(name).is_some()
        || DateOrder::named(name).is_some()
        || name.eq_ignore_ascii_case(CONTINUED)
}

/// Whether the caller can give this name to a column that the file itself names as a data item. NM-TRAN goes by
/// `$INPUT` alone: a date that is dropped there is none, and the order of its parts is that of the name there. `DATE` in
/// a file may be the plain word.
fn can_rename(own: &str, name: &str) -> bool {
    let is_date = DateOrder::named(own).is_some();
    let is_word = own.eq_ignore_ascii_case("DATE");
    own.eq_ignore_ascii_case(name)
        || (is_date && is_dropped(name))
        || (is_word && DateOrder::named(name).is_some())
        || (ItemName::named(own) == Some(ItemName::Dv) && !is_reserved(name) && !is_dropped(name))
}

/// Whether a column of this name is not read.
fn is_dropped(name: &str) -> bool {
    name.eq_ignore_ascii_case("DROP") || name.eq_ignore_ascii_case("SKIP")
}

/// The name that `$INPUT` gives a column: of `AMT=DOSE` and `DOSE=AMT` the data item, of `SS=DROP` that it is not read,
/// of `DATE=DROP` the date, as NM-TRAN translates times by a date that it does not pass on.
pub(super) fn input_name(name: &str) -> &str {
    let Some((first, second)) = name.split_once('=') else { return name };
    let [first, second] = [first.trim(), second.trim()];
    if let Some(date) = [first, second].into_iter().find(|one| DateOrder::named(one).is_some()) {
        return date;
    }
    if is_dropped(second) || (!is_dropped(first) && !is_reserved(first) && is_reserved(second)) {
        second
    } else {
        first
    }
}

impl Columns {
    /// What the columns of these names are; with the names that the file has for them where the caller gave others.
    pub(super) fn new(
        format: &RecordFormat,
        names: Vec<String>,
        in_file: &[String],
        separator: Separator,
    ) -> Result<Self, FormatError> {
        let mut columns = Self {
            places: [None; ItemName::ALL.len()],
            date: None,
            of_a_dose: Vec::new(),
            covariates: Vec::new(),
            empty: Vec::new(),
            names: Vec::new(),
            separator,
        };
        let (mut unknown, mut seen) = (Vec::new(), HashSet::new());
        for (place, name) in names.iter().enumerate() {
            if let Some(control) = name.chars().find(|c| matches!(c, '\n' | '\r')) {
                let (place, expected) =
                    (format!("{PLACE}, column {}", place + 1), "a name of one line");
                let found = format!("the control character {control:?}");
                return Err(FormatError::expected(place, expected, found));
            }
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            let dropped = format.names.is_some() && is_dropped(name);
            let own = in_file.get(place).filter(|own| is_reserved(own));
            if let Some(own) = own.filter(|own| !can_rename(own, name)) {
                let expected = format!("{}, as the file names it", quoted(own));
                let column = format!("{PLACE}, column {}", place + 1);
                return Err(FormatError::expected(column, expected, quoted(name)));
            }
            if let Some(item) = ItemName::named(name) {
                let before = columns.places[item as usize].replace(place);
                once(name, before.is_some())?;
                format.check_not_ignored(name)?;
            } else if let Some(order) = DateOrder::named(name) {
                if let Some((before, _)) = columns.date.replace((place, order)) {
                    let found = format!("{} and {}", quoted(&names[before]), quoted(name));
                    return Err(FormatError::expected(PLACE, "one column of dates", found));
                }
                format.check_not_ignored(name)?;
            } else if place == 0 && is("C") {
                if !matches!(format.comment, Some(b'C' | b'@')) {
                    let expected =
                        "`commented_by('C')`, which reads lines that begin with C as comments";
                    return Err(FormatError::expected(PLACE, expected, "a first column C"));
                }
                columns.empty.push(place);
            } else if is(CONTINUED) || (name.is_empty() && !format.ignores(name)) {
                columns.empty.push(place);
                format.check_not_ignored(name)?;
            } else if let Some(item) = ItemName::meant_by(name) {
                let expected = format!(
                    "{item}, or another name by `named` for a column that does not change what is given"
                );
                return Err(FormatError::expected(PLACE, expected, quoted(name)));
            } else if !dropped {
                once(name, !name.is_empty() && !seen.insert(name))?;
                match (format.ignores(name), format.takes_covariates) {
                    (true, _) => {}
                    (false, true) => columns.covariates.push(place),
                    (false, false) => unknown.push(name.as_str()),
                }
            }
        }
        if !unknown.is_empty() {
            return Err(FormatError::expected(PLACE, KNOWN, listed(unknown)));
        }
        for needed in [ItemName::Id, ItemName::Time, ItemName::Amt] {
            if columns.places[needed as usize].is_none() {
                let (expected, found) = ("ID, TIME and AMT", format!("no {needed}"));
                return Err(FormatError::expected(PLACE, expected, found));
            }
        }
        let of_a_dose = [ItemName::Amt, ItemName::Rate, ItemName::Ss, ItemName::Addl, ItemName::Ii];
        let of_a_dose = of_a_dose.into_iter().filter_map(|item| columns.places[item as usize]);
        Ok(Self { of_a_dose: of_a_dose.collect(), names, ..columns })
    }

    /// What a record is refused by, where it has to do with this column.
    pub(super) fn label(&self, place: usize) -> String {
        match self.names.get(place) {
            Some(name) if !name.is_empty() => excerpt(name).into_owned(),
            _ => format!("{} (without a name)", place + 1),
        }
    }
}

impl RecordFormat {
    fn ignores(&self, name: &str) -> bool {
        self.ignored.iter().any(|ignored| ignored.eq_ignore_ascii_case(name))
    }

    /// Refuses to ignore what changes what is given or observed.
    fn check_not_ignored(&self, name: &str) -> Result<(), FormatError> {
        if !self.ignores(name) {
            return Ok(());
        }
        let expected = format!("{} to be read, since it can change what a record is", quoted(name));
        Err(FormatError::expected(PLACE, expected, "it among the columns to ignore"))
    }
}

fn once(name: &str, twice: bool) -> Result<(), FormatError> {
    if twice {
        let found = format!("{} twice", quoted(name));
        return Err(FormatError::expected(PLACE, "every name once", found));
    }
    Ok(())
}
