//! The two tables of the comparison of tofersen regimens from which this crate grew, cell by cell.
//!
//! The cells are kept as they are printed. Where they put several populations together, the separate
//! results are with the trials, and [`Trial::audit`](crate::Trial::audit) tells what the cells leave out.
//! The tables call every percentage a "mean change"; in VALOR they are percent changes of geometric means.

use crate::catalog::printed;
use crate::catalog::tofersen::results::{Question, estimate, p};
use crate::catalog::tofersen::{PLACEBO, TOFERSEN};
use crate::calendar::StudyDay;
use crate::evidence::result::{Contrast, Finding, ReportedOutcome, Population, ReportedScale, TimePoint};
use crate::evidence::source::{Source, Status};
use crate::measure::endpoint::Endpoint;

const DOCUMENT: &str = "A Head-to-Head Comparison of Tofersen Dosing Regimens for SOD1-ALS, BenchChem";

fn table(place: &'static str) -> Source {
    Source::new(DOCUMENT, Status::Unverified)
        .at(place)
        .of("December 2025")
}

fn cell(endpoint: Endpoint, population: Population, at: TimePoint) -> Question {
    let is_biomarker = [Endpoint::csf_sod1(), Endpoint::plasma_nfl()].contains(&endpoint);
    Question {
        endpoint,
        population,
        at,
        source: table(if is_biomarker { "table 1" } else { "table 2" }),
    }
}

fn day_85() -> TimePoint {
    TimePoint::Day(StudyDay::from_offset(84))
}

fn range(low: &str, high: &str) -> Finding {
    Finding::Range {
        low: printed(low),
        high: printed(high),
        scale: ReportedScale::PercentUnstated,
    }
}

/// Table 1, the rows of the ascending doses: total SOD1 protein in cerebrospinal fluid and neurofilament
/// light chain in plasma, for 20, 40, 60 and 100 mg.
pub fn table_1_phase_1_2() -> Vec<ReportedOutcome> {
    let sod1 = cell(Endpoint::csf_sod1(), Population::AscendingDose, day_85());
    let nfl = cell(Endpoint::plasma_nfl(), Population::AscendingDose, day_85());
    vec![
        sod1.number("20 mg", "-1", ReportedScale::PercentUnstated),
        nfl.found("20 mg", Finding::NotReported),
        sod1.number("40 mg", "-27", ReportedScale::PercentUnstated),
        nfl.found("40 mg", Finding::NotReported),
        sod1.number("60 mg", "-21", ReportedScale::PercentUnstated),
        nfl.found("60 mg", Finding::NotReported),
        sod1.number("100 mg", "-36", ReportedScale::PercentUnstated),
        nfl.words("100 mg", "decreased"),
    ]
}

/// Table 1, the rows of placebo and of 100 mg in VALOR. The placebo cells reach over both trials.
pub fn table_1_valor() -> Vec<ReportedOutcome> {
    let sod1 = cell(Endpoint::csf_sod1(), Population::Mixed, TimePoint::Unstated);
    let nfl = cell(Endpoint::plasma_nfl(), Population::Mixed, TimePoint::Unstated);
    let at_28 = |question: &Question| Question {
        at: TimePoint::Week(28),
        ..question.clone()
    };
    vec![
        sod1.found(PLACEBO, range("-3", "16")),
        nfl.found(PLACEBO, range("12", "20")),
        at_28(&sod1).found(TOFERSEN, range("-29", "-40")),
        at_28(&nfl).found(TOFERSEN, range("-55", "-60")),
    ]
}

/// Table 2, the rows of the ascending doses: words only.
pub fn table_2_phase_1_2() -> Vec<ReportedOutcome> {
    let function = cell(Endpoint::alsfrs_r(), Population::AscendingDose, TimePoint::Unstated);
    let breathing = cell(
        Endpoint::slow_vital_capacity(),
        Population::AscendingDose,
        TimePoint::Unstated,
    );
    vec![
        function.words(PLACEBO, "decline reported"),
        breathing.words(PLACEBO, "decline reported"),
        function.words("100 mg", "numerical trend towards slowing of clinical decline"),
        breathing.words("100 mg", "numerical trend towards slowing of decline"),
    ]
}

fn valor_function() -> Question {
    cell(Endpoint::alsfrs_r(), Population::FasterProgressing, TimePoint::Week(28))
}

fn valor_breathing() -> Question {
    cell(
        Endpoint::slow_vital_capacity(),
        Population::FasterProgressing,
        TimePoint::Week(28),
    )
}

/// Table 2, the rows of VALOR. The vital capacities are printed with a percent sign; they are points of
/// percent predicted.
pub fn table_2_valor() -> Vec<ReportedOutcome> {
    let (function, breathing) = (valor_function(), valor_breathing());
    vec![
        function.number(PLACEBO, "-8.14", ReportedScale::Points),
        breathing.number(PLACEBO, "-22.2", ReportedScale::PercentPredictedPoints),
        function.number(TOFERSEN, "-6.98", ReportedScale::Points),
        breathing.number(TOFERSEN, "-14.3", ReportedScale::PercentPredictedPoints),
    ]
}

/// The differences that stand in the cells of table 2.
pub fn table_2_contrasts() -> Vec<Contrast> {
    let arms = (TOFERSEN, PLACEBO);
    vec![
        valor_function().contrast(arms, estimate("1.2", ReportedScale::Points), p("0.97")),
        valor_breathing().contrast(arms, estimate("7.9", ReportedScale::PercentPredictedPoints), None),
    ]
}

/// Every cell of table 1, row by row.
///
/// ```
/// use aso_regimen::catalog::tofersen::comparison_tables;
///
/// let cells = comparison_tables::table_1();
/// assert_eq!(cells.len(), 12);
/// assert_eq!(cells[0].finding.to_string(), "-3 to 16 % (kind of mean not stated)");
/// ```
pub fn table_1() -> Vec<ReportedOutcome> {
    let mut cells = table_1_valor();
    cells.splice(2..2, table_1_phase_1_2());
    cells
}

/// Every cell of table 2, row by row, without the differences in its last row; see [`table_2_contrasts`].
pub fn table_2() -> Vec<ReportedOutcome> {
    [table_2_phase_1_2(), table_2_valor()].concat()
}
