//! The records of EX and EC, subject by subject.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::calendar::StudyDay;
use crate::interchange::error::{FormatError, listed};
use crate::interchange::sdtm::extent;
use crate::interchange::sdtm::record::{ExposureDate, ExposureKind, ExposureRecord, FileLine};
use crate::interchange::sdtm::subject::SubjectExposure;
use crate::interchange::sdtm::term::route_of;
use crate::interchange::sdtm::variables::{Row, Variables};
use crate::interchange::table::Dataset;
use crate::quantity::Mass;
use crate::text::excerpt::quoted;

/// A reader of EX (exposure) and EC (exposure as collected): the doses given to each subject, and those planned.
///
/// | variable | what is read |
/// |---|---|
/// | USUBJID | the subject, whose records become one [`SubjectExposure`] |
/// | EXSEQ | a number that no other record of the subject has |
/// | EXTRT | the treatment; `PLACEBO` and `SHAM PROCEDURE` mask the drug and have a dose of 0 |
/// | EXDOSE, EXDOSU | a mass in g, mg or ug, or in a [unit](Self::unit) of the caller; above 0 unless the treatment masks the drug |
/// | EXDOSTOT | checked against the sum of the doses of its day |
/// | EXDOSFRQ | ONCE, CONTINUOUS, or a term for an interval of a day or longer, at which doses go on to the last one by EXENDTC; a missing term is ONCE |
/// | EXROUTE | the route, which must be that of the plan |
/// | EXSTDTC, EXENDTC | the days of the first and last dose of the record; a partial date is an [`ExposureDate::Partial`]; one dose may end on the day after, as an infusion does after midnight, if EXDOSFRQ is ONCE or CONTINUOUS or the times of day are at most 24 hours apart |
/// | EXSTDY, EXENDY | checked against the dates, partial ones too; they replace a missing date if DM has the reference date |
/// | EXDUR | checked against the first and last day; at most a day for one dose that ends on its day |
/// | EXENRF, EXENRTPT | checked: a single dose, and doses with a last day, cannot be `ONGOING` |
/// | EXADJ | the reason for another dose than planned |
/// | ECMOOD | SCHEDULED or PERFORMED; missing, it is PERFORMED |
/// | ECPRESP | if it is Y, ECOCCUR of a performed record must be Y or N |
/// | ECOCCUR, ECREASOC | whether the dose was given (Y or N), and the reason; if N, ECDOSE must be missing or 0 |
/// | EXREASND | the reason why a dose was not given, if ECOCCUR is N; otherwise it must be empty |
///
/// Other variables of SDTM 2.0 for interventions, such as identifiers, visits, lots and body sites, do not change what
/// is given and are not read. EXSTAT, EXDOSTXT and EXTDOSD must be empty, since they change what is given; EXDOSRGM
/// must be empty or [ignored](Self::ignoring). Variables that SDTM does not have are refused, all in one error.
/// Supplemental qualifiers (SUPPEX, SUPPEC) are not read.
///
/// ```
/// use aso_regimen::interchange::sdtm::ExposureReader;
/// use aso_regimen::interchange::table::Dataset;
///
/// let ec = "\
/// DOMAIN,USUBJID,ECSEQ,ECTRT,ECMOOD,ECOCCUR,ECREASOC,ECDOSE,ECDOSU,ECROUTE,ECSTDTC,ECENDTC
/// EC,S-001,1,TOFERSEN,SCHEDULED,,,100,mg,INTRATHECAL,2026-01-05,2026-01-05
/// EC,S-001,2,TOFERSEN,PERFORMED,Y,,100,mg,INTRATHECAL,2026-01-05,2026-01-05
/// EC,S-001,3,TOFERSEN,SCHEDULED,,,100,mg,INTRATHECAL,2026-01-19,2026-01-19
/// EC,S-001,4,TOFERSEN,PERFORMED,N,fever,,mg,INTRATHECAL,2026-01-19,2026-01-19
/// ";
/// let subjects = ExposureReader::new().read(&Dataset::from_csv(ec.as_bytes())?)?;
/// assert_eq!(subjects[0].id(), "S-001");
/// assert_eq!(subjects[0].records()[3].reason.as_deref(), Some("fever"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[doc(alias("EX", "EC"))]
#[derive(Debug, Clone, Default)]
pub struct ExposureReader {
    treatments: Vec<String>,
    masks: Vec<String>,
    units: Vec<(String, Mass)>,
    ignored: Vec<String>,
    ignores_unknown: bool,
    leaves_out_scheduled: bool,
    is_grouped: bool,
    references: Option<HashMap<String, Option<NaiveDate>>>,
}

/// What masks a treatment, in capitals.
const MASKS: [&str; 2] = ["PLACEBO", "SHAM PROCEDURE"];

/// The units of a mass (code list C71620 and its synonyms for ug), in micrograms.
const UNITS: [(&str, u64); 6] =
    [("g", 1_000_000), ("mg", 1_000), ("ug", 1), ("mcg", 1), ("µg", 1), ("μg", 1)];

/// What is read.
const READ: [&str; 21] = [
    "DOMAIN", "USUBJID", "--SEQ", "--TRT", "--DOSE", "--DOSU", "--DOSFRQ", "--ROUTE", "--ADJ",
    "--STDTC", "--ENDTC", "--STDY", "--ENDY", "--MOOD", "--OCCUR", "--REASOC", "--PRESP",
    "--DOSTOT", "--DUR", "--ENRF", "--ENRTPT",
];

/// What must be empty.
const EMPTY: [&str; 5] = ["--STAT", "--DOSTXT", "--REASND", "--TDOSD", "--FTDOSD"];

/// What must be empty or ignored.
const REGIMEN: &str = "--DOSRGM";

/// What says nothing of when and how much is given: the other variables of SDTM 2.0 (CDISC, 29 November 2021) for all
/// observations and for interventions, without those of findings alone and of studies in animals (but EXMETHOD and
/// EXUSCHFL, which other studies have too); and two of DM, which many files repeat.
const PASSED_OVER: [&str; 66] = [
    "STUDYID", "SUBJID", "SITEID", "SPDEVID", "NHOID", "FOCID", "POOLID", "TAETORD", "EPOCH",
    "VISITNUM", "VISIT", "VISITDY", "MIDS", "RELMIDS", "MIDSDTC", "--GRPID", "--REFID", "--RECID",
    "--SPID", "--LNKID", "--LNKGRP", "--MODIFY", "--DECOD", "--CAT", "--SCAT", "--CNTMOD",
    "--EPCHGI", "--INDC", "--CLAS", "--CLASCD", "--DOSFRM", "--LOT", "--LOC", "--METHOD", "--LAT",
    "--DIR", "--PORTOT", "--FAST", "--PSTRG", "--PSTRGU", "--TRTV", "--VAMT", "--VAMTU",
    "--RSDISC", "--USCHFL", "--DTC", "--DY", "--XDY", "--XSTDY", "--XENDY", "--CHDY", "--CHSTDY",
    "--CHENDY", "--TPT", "--TPTNUM", "--ELTM", "--TPTREF", "--RFTDTC", "--STRF", "--STRTPT",
    "--STTPT", "--ENTPT", "--STINT", "--ENINT", "--EVINTX", "--EVLINT",
];

impl ExposureReader {
    /// Returns a reader of all records of a data set, which must be of one treatment, with doses in g, mg or ug.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns this reader for the records of one treatment (EXTRT, in any case) and of the treatments that mask it.
    /// Others are left out. Each further call adds another name of the same treatment.
    #[must_use]
    pub fn of_treatment(mut self, name: impl Into<String>) -> Self {
        self.treatments.push(name.into().to_uppercase());
        self
    }

    /// Returns this reader with another treatment (EXTRT, in any case) that masks the drug, such as `VEHICLE`.
    /// `PLACEBO` and `SHAM PROCEDURE` always do.
    #[must_use]
    pub fn masked_by(mut self, name: impl Into<String>) -> Self {
        self.masks.push(name.into().to_uppercase());
        self
    }

    /// Returns this reader with another unit (EXDOSU, as written), such as `mL` or `SYRINGE`, and the mass of drug that
    /// one unit contains.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>, mass: Mass) -> Self {
        self.units.push((unit.into(), mass));
        self
    }

    /// Returns this reader without one variable: EXDOSRGM, or one that SDTM does not have.
    #[must_use]
    pub fn ignoring(mut self, name: impl Into<String>) -> Self {
        self.ignored.push(name.into().to_uppercase());
        self
    }

    /// Returns this reader without all variables that SDTM does not have.
    #[must_use]
    pub fn ignoring_unknown(self) -> Self {
        Self { ignores_unknown: true, ..self }
    }

    /// Returns this reader without planned doses (ECMOOD SCHEDULED). Otherwise they must agree with the plan of a
    /// [course](SubjectExposure::course).
    #[must_use]
    pub fn leaving_out_scheduled(self) -> Self {
        Self { leaves_out_scheduled: true, ..self }
    }

    /// Returns this reader with ECLNKGRP as the name of a dose, as
    /// [`exposure_as_collected`](super::exposure_as_collected) writes it. A dose given counts if no record of its group is
    /// later. One that did not count, and has no later record in its group, is read as one that counts. By default
    /// ECLNKGRP is not read, since sponsors use it in other ways.
    #[doc(alias = "ECLNKGRP")]
    #[must_use]
    pub fn grouped_by_dose(self) -> Self {
        Self { is_grouped: true, ..self }
    }

    /// Returns this reader with study day 1 of each subject from DM (RFSTDTC). A subject whose RFSTDTC is missing or
    /// partial has none.
    ///
    /// # Errors
    ///
    /// If DM has no USUBJID or RFSTDTC; if a row has no subject, or a subject two rows; or if RFSTDTC is not a date.
    #[doc(alias = "RFSTDTC")]
    pub fn with_demographics(self, dm: &Dataset) -> Result<Self, FormatError> {
        let variables = Variables { dataset: dm, domain: "DM" };
        variables.need(&["USUBJID", "RFSTDTC"])?;
        let mut references = HashMap::new();
        for row in variables.rows() {
            let id = row.need("USUBJID", "a subject")?;
            let reference = row.date("RFSTDTC")?.and_then(|date| date.day());
            if references.insert(id.to_owned(), reference).is_some() {
                let found = format!("{} again", quoted(id));
                return Err(row.expected("USUBJID", "each subject once", found));
            }
        }
        Ok(Self { references: Some(references), ..self })
    }

    /// Reads EX or EC. Subjects are in the order of their first rows, and their records in the order of the rows.
    ///
    /// # Errors
    ///
    /// If a variable is missing or unknown, or is both read and ignored; if a value cannot be read; if a record or its
    /// EXSEQ occurs twice; if a study day contradicts its date; or if a subject is not in DM or has two treatments. The
    /// error states the row, counted from 1 below the header line, its line in a file of comma-separated values, and the
    /// variable.
    pub fn read(&self, dataset: &Dataset) -> Result<Vec<SubjectExposure>, FormatError> {
        let has = |name| dataset.place(name).is_some();
        let domain = match (has("EXTRT"), has("ECTRT")) {
            (true, false) => "EX",
            (false, true) => "EC",
            (both, _) => {
                let expected = "EXTRT of EX or ECTRT of EC";
                let found = if both {
                    "both".to_owned()
                } else {
                    format!("neither in {}", listed(dataset.names()))
                };
                return Err(FormatError::expected("header line", expected, found));
            }
        };
        let variables = Variables { dataset, domain };
        self.check_names(variables)?;
        let mut subjects: Vec<Subject<'_>> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for row in variables.rows() {
            let id = row.need("USUBJID", "a subject")?;
            let place = *places.entry(id).or_insert(subjects.len());
            if place == subjects.len() {
                let reference = self.reference(id, row)?;
                subjects.push(Subject { id, reference, ..Subject::default() });
            }
            if let Some(record) = self.record(&mut subjects[place], row)? {
                subjects[place].records.push(record);
            }
        }
        subjects.iter().try_for_each(Subject::check_totals)?;
        subjects.iter().try_for_each(Subject::check_partial_dates)?;
        subjects.retain(|subject| !subject.records.is_empty());
        let subjects = subjects.into_iter();
        Ok(subjects
            .map(|subject| SubjectExposure::new(domain, subject.id, subject.records))
            .collect())
    }

    /// The reference date of a subject, where DM has one.
    fn reference(&self, id: &str, row: Row<'_>) -> Result<Option<NaiveDate>, FormatError> {
        let Some(references) = &self.references else { return Ok(None) };
        let reference = references.get(id).copied();
        reference.ok_or_else(|| row.expected("USUBJID", "a subject of DM", quoted(id)))
    }

    fn ignores(&self, name: &str) -> bool {
        self.ignored.iter().any(|ignored| ignored == name)
    }

    fn check_names(&self, variables: Variables<'_>) -> Result<(), FormatError> {
        variables.need(&["USUBJID", "--SEQ", "--TRT", "--DOSE", "--STDTC"])?;
        let generic = |name: &str| match name.strip_prefix(variables.domain) {
            Some(suffix) => format!("--{suffix}"),
            None => name.to_owned(),
        };
        let (mut taken, mut unknown) = (Vec::new(), Vec::new());
        for name in variables.dataset.names() {
            let own = generic(name);
            let own = own.as_str();
            if READ.contains(&own) || EMPTY.contains(&own) {
                taken.extend(self.ignores(name).then_some(name));
            } else if own != REGIMEN && !PASSED_OVER.contains(&own) && !self.ignores(name) {
                unknown.push(name);
            }
        }
        if !taken.is_empty() {
            let expected = "variables to ignore that are not read";
            return Err(variables.expected(expected, listed(taken)));
        }
        if unknown.is_empty() || self.ignores_unknown {
            return Ok(());
        }
        Err(variables.expected("variables of SDTM, or of `ignoring`", listed(unknown)))
    }

    /// The record of a row; `None` if it is left out.
    fn record<'d>(
        &self,
        subject: &mut Subject<'d>,
        row: Row<'d>,
    ) -> Result<Option<ExposureRecord>, FormatError> {
        let domain = row.variables.domain;
        if let Some(found) = row.value("DOMAIN").filter(|found| *found != domain) {
            return Err(row.expected("DOMAIN", domain, quoted(found)));
        }
        let treatment = row.need("--TRT", "a treatment")?;
        let name = treatment.to_uppercase();
        let is_mask = MASKS.contains(&name.as_str()) || self.masks.contains(&name);
        let is_other = !self.treatments.is_empty() && !self.treatments.contains(&name) && !is_mask;
        let kind = kind(row)?;
        if is_other || (self.leaves_out_scheduled && kind == ExposureKind::Scheduled) {
            return Ok(None);
        }
        self.check_empty(row, kind)?;
        subject.check_once(row)?;
        if !is_mask && self.treatments.is_empty() {
            subject.check_treatment(row, treatment)?;
        }
        let reasons = match kind {
            ExposureKind::NotGiven => ["--REASOC", "--REASND"],
            _ => ["--ADJ", "--REASOC"],
        };
        let reasons: Vec<_> = reasons.into_iter().filter_map(|name| row.value(name)).collect();
        let start = subject.date(row, "--STDTC", "--STDY")?;
        let end = subject.date(row, "--ENDTC", "--ENDY")?;
        let record = ExposureRecord {
            row: row.row,
            line: FileLine(row.variables.dataset.line(row.row)),
            treatment: treatment.to_owned(),
            group: row.value("--LNKGRP").filter(|_| self.is_grouped).map(str::to_owned),
            kind,
            dose: match kind {
                ExposureKind::NotGiven => check_nothing_given(row).map(|()| None)?,
                _ => self.dose(row, kind, is_mask)?,
            },
            frequency: row.value("--DOSFRQ").map(str::to_owned),
            route: row.value("--ROUTE").map(route_of),
            reason: (!reasons.is_empty()).then(|| reasons.join("; ")),
            overnight: extent::is_overnight(row, [start.as_ref(), end.as_ref()]),
            start,
            end,
        };
        extent::check(row, &record)?;
        if let Some(text) = row.value("--DOSTOT") {
            subject.totals.push((row, self.mass(row, "--DOSTOT", text)?));
        }
        Ok(Some(record))
    }

    fn check_empty(&self, row: Row<'_>, kind: ExposureKind) -> Result<(), FormatError> {
        for variable in EMPTY {
            if let Some(found) = row.value(variable) {
                if variable == "--REASND" && kind == ExposureKind::NotGiven {
                    continue;
                }
                let expected = "nothing, as it changes what is given";
                return Err(row.expected(variable, expected, quoted(found)));
            }
        }
        match row.value(REGIMEN) {
            Some(found) if !self.ignores(&format!("{}DOSRGM", row.variables.domain)) => {
                let expected = "nothing, or a variable named in `ignoring`, as it may change when doses are given";
                Err(row.expected(REGIMEN, expected, quoted(found)))
            }
            _ => Ok(()),
        }
    }

    /// How much of the drug; `None` for a dose that is only planned and does not say.
    fn dose(
        &self,
        row: Row<'_>,
        kind: ExposureKind,
        is_mask: bool,
    ) -> Result<Option<Mass>, FormatError> {
        let expected = |expected: &str, found| Err(row.expected("--DOSE", expected, found));
        let amount =
            if is_mask { "0, as the treatment masks the drug" } else { "an amount above 0" };
        let unmasked = "an amount above 0, or a treatment that masks the drug (`masked_by`)";
        let text = match row.value("--DOSE") {
            Some(text) => text,
            None if kind == ExposureKind::Scheduled => return Ok(None),
            None => return expected(amount, "nothing".to_owned()),
        };
        let Some((steps, _)) = decimal(text) else {
            return expected("a number such as 100 or 0.5", quoted(text));
        };
        if (steps == 0) != is_mask {
            return expected(if is_mask { amount } else { unmasked }, quoted(text));
        }
        if is_mask { Ok(Some(Mass::ZERO)) } else { self.mass(row, "--DOSE", text).map(Some) }
    }

    /// The mass that a variable has, in the unit of the record; 0 needs none.
    fn mass(&self, row: Row<'_>, variable: &str, text: &str) -> Result<Mass, FormatError> {
        let expected = |expected, found| row.expected(variable, expected, found);
        let Some((steps, scale)) = decimal(text) else {
            return Err(expected("a number such as 100 or 0.5", quoted(text)));
        };
        if steps == 0 {
            return Ok(Mass::ZERO);
        }
        let unit = "g, mg, ug, or a unit that the caller gives";
        let name = row.need("--DOSU", unit)?;
        let given = self.units.iter().map(|(own, mass)| (own.as_str(), mass.as_micrograms()));
        let Some((_, micrograms)) = given.chain(UNITS).find(|(own, _)| *own == name) else {
            return Err(row.expected("--DOSU", unit, quoted(name)));
        };
        let whole = steps.checked_mul(u128::from(micrograms)).filter(|total| total % scale == 0);
        let mass = whole.and_then(|total| u64::try_from(total / scale).ok());
        mass.map(Mass::micrograms).ok_or_else(|| {
            let found = format!("{} {}", quoted(text), quoted(name));
            expected("a mass in whole micrograms", found)
        })
    }
}

/// What the record says of its dose.
fn kind(row: Row<'_>) -> Result<ExposureKind, FormatError> {
    match row.value("--MOOD") {
        Some("SCHEDULED") => match row.value("--OCCUR") {
            None => Ok(ExposureKind::Scheduled),
            Some(found) => {
                let expected = "nothing, as the record has what was planned";
                Err(row.expected("--OCCUR", expected, quoted(found)))
            }
        },
        None | Some("PERFORMED") => match row.value("--OCCUR") {
            Some("Y") => Ok(ExposureKind::Given),
            Some("N") => Ok(ExposureKind::NotGiven),
            Some(found) => Err(row.expected("--OCCUR", "Y or N", quoted(found))),
            None => match row.value("--REASOC") {
                _ if row.value("--PRESP") == Some("Y") => {
                    let expected = "Y or N, as the dose was asked for (pre-specified)";
                    Err(row.expected("--OCCUR", expected, "nothing"))
                }
                Some(reason) => {
                    let expected = format!("Y or N, as the reason is {}", quoted(reason));
                    Err(row.expected("--OCCUR", expected, "nothing"))
                }
                None => Ok(ExposureKind::Given),
            },
        },
        Some(found) => Err(row.expected("--MOOD", "SCHEDULED or PERFORMED", quoted(found))),
    }
}

/// Refuses an amount of a dose that was not given.
fn check_nothing_given(row: Row<'_>) -> Result<(), FormatError> {
    for variable in ["--DOSE", "--DOSTOT"] {
        let amount = row.value(variable);
        let amount = amount.filter(|text| !matches!(decimal(text), Some((0, _))));
        if let Some(found) = amount {
            return Err(row.expected(
                variable,
                "nothing, as the dose was not given",
                quoted(found),
            ));
        }
    }
    Ok(())
}

/// A decimal number that is not negative: its digits as a whole number, and what that is to be divided by.
fn decimal(text: &str) -> Option<(u128, u128)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    text.bytes().find(u8::is_ascii_digit)?;
    let fraction = fraction.trim_end_matches('0');
    let places = u32::try_from(fraction.len()).ok()?;
    // No sign can follow the 0.
    let digits = format!("0{whole}{fraction}");
    Some((digits.parse().ok()?, 10_u128.checked_pow(places)?))
}

/// A subject as far as it is read.
#[derive(Default)]
struct Subject<'d> {
    id: &'d str,
    /// Study day 1: by DM, or else as the study days have it.
    reference: Option<NaiveDate>,
    records: Vec<ExposureRecord>,
    /// The drug, and the row that says so.
    treatment: Option<(&'d str, usize)>,
    /// In which row each EXSEQ is.
    sequence: HashMap<u64, usize>,
    /// The totals of a day (EXDOSTOT) that are to be checked.
    totals: Vec<(Row<'d>, Mass)>,
    /// Partial dates that have a study day, and its variable.
    partial: Vec<(Row<'d>, &'static str, StudyDay, ExposureDate)>,
    /// In which row each record is, without its EXSEQ.
    rows: HashMap<Vec<Option<&'d str>>, usize>,
}

impl<'d> Subject<'d> {
    /// Refuses a total that is not the sum of the doses that begin with the record's.
    fn check_totals(&self) -> Result<(), FormatError> {
        if self.totals.is_empty() {
            return Ok(());
        }
        let mut sums: HashMap<_, u128> = HashMap::new();
        for record in &self.records {
            let dose = record.dose.map_or(0, |dose| dose.as_micrograms().into());
            *sums.entry((record.kind, &record.start)).or_default() += dose;
        }
        for (row, total) in &self.totals {
            let own = self.records.binary_search_by_key(&row.row, |record| record.row);
            let Ok(own) = own.map(|place| &self.records[place]) else { continue };
            let sum = sums.get(&(own.kind, &own.start)).copied().unwrap_or_default();
            if sum != u128::from(total.as_micrograms()) && own.kind != ExposureKind::NotGiven {
                let sum = Mass::micrograms(u64::try_from(sum).unwrap_or(u64::MAX));
                let expected = format!("{sum}, which the doses of the day have together");
                return Err(row.expected("--DOSTOT", expected, total));
            }
        }
        Ok(())
    }

    /// Refuses a study day that is none of the days of its partial date, if day 1 is known.
    fn check_partial_dates(&self) -> Result<(), FormatError> {
        let Some(reference) = self.reference else { return Ok(()) };
        for (row, variable, day, date) in &self.partial {
            let found = day.date(reference).map_err(|why| row.refused(variable, why))?;
            if !date.may_be(found) {
                let expected = format!("a day of {}", quoted(&date.to_string()));
                let found = format!("{}, which is {found} from {reference}", day.number());
                return Err(row.expected(variable, expected, found));
            }
        }
        Ok(())
    }

    /// Refuses a record that is there twice, and an EXSEQ.
    fn check_once(&mut self, row: Row<'d>) -> Result<(), FormatError> {
        let text = row.need("--SEQ", "a number")?;
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        let number = number.ok_or_else(|| row.expected("--SEQ", "a number", quoted(text)))?;
        if let Some(other) = self.sequence.insert(number.to_bits(), row.row) {
            let found = format!("{} again, which row {other} has", quoted(text));
            return Err(row.expected("--SEQ", "each number once for a subject", found));
        }
        let dataset = row.variables.dataset;
        let sequence = dataset.place(&format!("{}SEQ", row.variables.domain));
        let places = (0..dataset.names().len()).filter(|place| Some(*place) != sequence);
        let values = places.map(|place| dataset.at(row.row, place)).collect();
        match self.rows.insert(values, row.row) {
            Some(other) => {
                let found = format!("that of row {other} again");
                Err(row.expected("--SEQ", "each record once", found))
            }
            None => Ok(()),
        }
    }

    fn check_treatment(&mut self, row: Row<'d>, treatment: &'d str) -> Result<(), FormatError> {
        let (first, other) = *self.treatment.get_or_insert((treatment, row.row));
        if first.eq_ignore_ascii_case(treatment) {
            return Ok(());
        }
        let expected = format!(
            "{}, as in row {other}, or one treatment chosen by `of_treatment`",
            quoted(first)
        );
        Err(row.expected("--TRT", expected, quoted(treatment)))
    }

    /// A date, checked against its study day, or by its study day where it is missing.
    fn date(
        &mut self,
        row: Row<'d>,
        date: &str,
        day: &'static str,
    ) -> Result<Option<ExposureDate>, FormatError> {
        let (read, number) = (row.date(date)?, row.whole(day)?);
        let Some(number) = number else { return Ok(read) };
        let study_day = StudyDay::new(number).map_err(|why| row.refused(day, why))?;
        match (read.as_ref().map(ExposureDate::day), self.reference) {
            (Some(Some(found)), Some(reference)) => {
                let expected = StudyDay::of(found, reference);
                if expected == study_day {
                    return Ok(read);
                }
                let expected = format!("{}, as {found} is from {reference}", expected.number());
                Err(row.expected(day, expected, number))
            }
            (Some(Some(found)), None) => {
                let back = i64::from(study_day.offset());
                self.reference = found.checked_sub_signed(chrono::Duration::days(back));
                Ok(read)
            }
            (Some(None), _) => {
                self.partial.extend(read.clone().map(|date| (row, day, study_day, date)));
                Ok(read)
            }
            (None, Some(reference)) => {
                let found = study_day.date(reference).map_err(|why| row.refused(day, why))?;
                Ok(Some(ExposureDate::Day(found)))
            }
            (None, None) => Ok(read),
        }
    }
}
