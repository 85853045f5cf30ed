//! Tables 1 and 2 of "A Head-to-Head Comparison of Tofersen Dosing Regimens for SOD1-ALS" (December 2025), cell by
//! cell.
//!
//! ```
//! use aso_regimen::catalog::tofersen::comparison_tables;
//!
//! let cells = comparison_tables::table_2();
//! assert!(cells.iter().any(|cell| cell.arm == "100 mg"));
//! assert!(cells.iter().all(|cell| cell.source.place.is_some()));
//! ```
//!
//! The cells are kept as printed; the cell that names a population for each end of its range is two results here. If a
//! cell combines several populations, the separate results are with the trials, and
//! [`Trial::audit`](crate::Trial::audit) reports what the cell does not cover. The tables call every percentage a "mean
//! change"; in VALOR they are percent changes of geometric means.

use crate::calendar::StudyDay;
use crate::catalog::cells::{estimate, p};
use crate::catalog::literal::printed;
use crate::catalog::tofersen::results::{
    FASTER, PERCENT, PLACEBO, POINTS, PREDICTED, SLOWER, TOFERSEN, words,
};
use crate::evidence::result::{Contrast, Finding, Population, Readout, ReportedOutcome, TimePoint};
use crate::evidence::source::{Source, Status};
use crate::measure::endpoint::Endpoint;

/// The document of the tables, with the place in it.
pub(super) fn comparison(place: &'static str) -> Source {
    let document = "A Head-to-Head Comparison of Tofersen Dosing Regimens for SOD1-ALS, BenchChem";
    Source::new(document, Status::Unverified).at(place)
}

fn cell(endpoint: Endpoint, population: Population, at: TimePoint) -> Readout {
    let is_biomarker = [Endpoint::csf_sod1(), Endpoint::plasma_nfl()].contains(&endpoint);
    let source = comparison(if is_biomarker { "table 1" } else { "table 2" });
    Readout::new(endpoint, source.of("December 2025")).in_population(population).at(at)
}

fn range(low: &str, high: &str) -> Finding {
    Finding::Range { low: printed(low), high: printed(high), scale: PERCENT }
}

/// Table 1, the rows of ascending doses: total SOD1 protein in cerebrospinal fluid and neurofilament light chain in
/// plasma, for 20, 40, 60 and 100 mg.
pub(super) fn table_1_phase_1_2() -> Vec<ReportedOutcome> {
    let day_85 = TimePoint::Day(StudyDay::from_offset(84));
    let sod1 = cell(Endpoint::csf_sod1(), Population::AscendingDose, day_85);
    let nfl = cell(Endpoint::plasma_nfl(), Population::AscendingDose, day_85);
    vec![
        sod1.outcome("20 mg", estimate("-1", PERCENT)),
        nfl.outcome("20 mg", Finding::NotReported),
        sod1.outcome("40 mg", estimate("-27", PERCENT)),
        nfl.outcome("40 mg", Finding::NotReported),
        sod1.outcome("60 mg", estimate("-21", PERCENT)),
        nfl.outcome("60 mg", Finding::NotReported),
        sod1.outcome("100 mg", estimate("-36", PERCENT)),
        nfl.outcome("100 mg", words("decreased")),
    ]
}

/// Table 1, the rows of placebo and of 100 mg in VALOR. The placebo cells cover both trials.
pub(super) fn table_1_valor() -> Vec<ReportedOutcome> {
    let sod1 = cell(Endpoint::csf_sod1(), Population::Mixed, TimePoint::Unstated);
    let nfl = cell(Endpoint::plasma_nfl(), Population::Mixed, TimePoint::Unstated);
    let week_28 = TimePoint::Week(28);
    let sod1_at_28 = |population| cell(Endpoint::csf_sod1(), population, week_28);
    vec![
        sod1.outcome(PLACEBO, range("-3", "16")),
        nfl.outcome(PLACEBO, range("12", "20")),
        sod1_at_28(FASTER).outcome(TOFERSEN, estimate("-29", PERCENT)),
        sod1_at_28(SLOWER).outcome(TOFERSEN, estimate("-40", PERCENT)),
        nfl.at(week_28).outcome(TOFERSEN, range("-55", "-60")),
    ]
}

/// Table 2, the rows of ascending doses: words only.
pub(super) fn table_2_phase_1_2() -> Vec<ReportedOutcome> {
    let cell = |endpoint| cell(endpoint, Population::AscendingDose, TimePoint::Unstated);
    let (function, breathing) = (cell(Endpoint::alsfrs_r()), cell(Endpoint::slow_vital_capacity()));
    vec![
        function.outcome(PLACEBO, words("decline reported")),
        breathing.outcome(PLACEBO, words("decline reported")),
        function.outcome("100 mg", words("numerical trend towards slowing of clinical decline")),
        breathing.outcome("100 mg", words("numerical trend towards slowing of decline")),
    ]
}

fn valor(endpoint: Endpoint) -> Readout {
    cell(endpoint, Population::FasterProgressing, TimePoint::Week(28))
}

/// Table 2, the rows of VALOR. The vital capacities are printed with a percent sign, but are points of percent
/// predicted.
pub(super) fn table_2_valor() -> Vec<ReportedOutcome> {
    let function = valor(Endpoint::alsfrs_r());
    let breathing = valor(Endpoint::slow_vital_capacity());
    vec![
        function.outcome(PLACEBO, estimate("-8.14", POINTS)),
        breathing.outcome(PLACEBO, estimate("-22.2", PREDICTED)),
        function.outcome(TOFERSEN, estimate("-6.98", POINTS)),
        breathing.outcome(TOFERSEN, estimate("-14.3", PREDICTED)),
    ]
}

/// Returns the differences between arms in the cells of table 2.
pub fn table_2_contrasts() -> Vec<Contrast> {
    let (function, breathing) = (Endpoint::alsfrs_r(), Endpoint::slow_vital_capacity());
    vec![
        valor(function).compared((TOFERSEN, PLACEBO), estimate("1.2", POINTS), p("0.97")),
        valor(breathing).compared((TOFERSEN, PLACEBO), estimate("7.9", PREDICTED), None),
    ]
}

/// Returns the cells of table 1, row by row.
///
/// ```
/// use aso_regimen::catalog::tofersen::comparison_tables;
///
/// let cells = comparison_tables::table_1();
/// assert_eq!(cells.len(), 13);
/// assert_eq!(cells[0].finding.to_string(), "-3 to 16 % (kind of mean not stated)");
/// ```
pub fn table_1() -> Vec<ReportedOutcome> {
    let mut cells = table_1_valor();
    cells.splice(2..2, table_1_phase_1_2());
    cells
}

/// Returns the cells of table 2, row by row, without the differences in its last row; see [`table_2_contrasts`].
pub fn table_2() -> Vec<ReportedOutcome> {
    [table_2_phase_1_2(), table_2_valor()].concat()
}
