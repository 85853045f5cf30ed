//! Audit of published results: consistency checks within and between sources.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog::tofersen;
//! use aso_regimen::evidence::audit::FindingLevel;
//!
//! let valor = tofersen::valor();
//! let audit = valor.audit();
//! let notes: Vec<String> =
//!     audit.at(FindingLevel::Note).map(|note| note.check.to_string()).collect();
//! let of_another_test =
//!     "p = 0.97 belongs to the joint rank test; the interval implies p = 0.551 to 0.608";
//! assert!(notes.iter().any(|note| note == of_another_test));
//! let mut faults = audit.at(FindingLevel::Fault).map(ToString::to_string);
//! let does_not_fit = "p = 0.97 (test not named) does not fit the interval of";
//! assert!(faults.any(|fault| fault.contains(does_not_fit)));
//! # }
//! ```
//!
//! Contrasts are compared with the results of their arms; p-values and standard errors with intervals; p-values with
//! the testing sequence; ranges with the results that they sum up; sources with each other. Impossible numbers are
//! reported.
//!
//! Every printed number stands for all numbers that round to it, so only disagreements that rounding cannot explain are
//! reported. Two numbers are compared only if they are of the same endpoint, population, time and analysis, with
//! population and time stated, and not of two methods of measurement.
//!
//! A disagreement is a [fault](FindingLevel::Fault) only if no usual method of analysis explains it. Most intervals are
//! not symmetric and most tests are not t tests: what only these could explain is a [note](FindingLevel::Note). So is a
//! number that is printed twice, if only one of the two names its method.
//!
//! Most contrasts are adjusted, and the results of arms are often not. A contrast that its arms do not give is therefore
//! a note, and a fault only if what they give is farther from it than its interval is wide or on the other side of no
//! difference than the whole interval, or if their [analysis](crate::evidence::analysis) names a model or covariates.
//! Shares of participants are taken to be of no model. Numbers of arms are changes; values at the end are
//! [levels](crate::evidence::level), which are not compared.

mod arms;
mod conduct;
mod finding;
mod interval;
mod possible;
mod repeated;
mod rounding;

use core::fmt;

pub use self::finding::{
    AuditFinding, AuditSubject, Check, FindingLevel, Impossible, NotCheckable,
};
use crate::evidence::trial::Trial;

/// The findings of [`Trial::audit`], in the order of the results.
///
/// It prints each result once, with its source, followed by one line for each finding with its level.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Audit<'t>(Vec<AuditFinding<'t>>);

impl<'t> Audit<'t> {
    /// Returns all findings.
    pub fn findings(&self) -> &[AuditFinding<'t>] {
        &self.0
    }

    /// Returns the findings of one level.
    pub fn at(&self, level: FindingLevel) -> impl Iterator<Item = &AuditFinding<'t>> {
        self.0.iter().filter(move |finding| finding.level == level)
    }
}

impl fmt::Display for Audit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |level| self.at(level).count();
        let [faults, notes] = [count(FindingLevel::Fault), count(FindingLevel::Note)];
        let [agreements, not_checked] =
            [count(FindingLevel::Agreement), count(FindingLevel::NotChecked)];
        write!(f, "faults: {faults}, notes: {notes}, agreements: {agreements}, ")?;
        write!(f, "not checked: {not_checked}")?;
        for findings in self.0.chunk_by(|one, other| one.subject == other.subject) {
            write!(f, "\n{}", findings[0].subject)?;
            for AuditFinding { level, check, .. } in findings {
                write!(f, "\n  {level}: {check}")?;
            }
        }
        Ok(())
    }
}

impl Trial {
    /// Checks the trial's published results against each other.
    ///
    /// Each contrast is recomputed from the results of its two arms: as a quotient for ratios, as a difference
    /// otherwise, and as both if the kind of a percent change is not stated. The results are those of the contrast's
    /// own document if it has both, or else of one document, or else of any, that of the arm from the contrast's own.
    /// If these are several, such as those of two methods for a contrast that names none, it is enough that it agrees
    /// with one pair of them.
    ///
    /// Each p-value is compared with those that the estimate and its interval imply by a normal or t distribution, on
    /// the log scale for ratios. If there is no interval, that of another contrast with the same estimate is used.
    pub fn audit(&self) -> Audit<'_> {
        let mut findings = Vec::new();
        for (index, contrast) in self.contrasts().iter().enumerate() {
            let checks = arms::check(self, contrast)
                .into_iter()
                .chain(interval::check_p(self, contrast))
                .chain(interval::check_middle(contrast))
                .chain(contrast.estimate.and_then(|estimate| {
                    let least_df = interval::least_df(self, contrast);
                    interval::check_error(&estimate, &contrast.endpoint, least_df)
                }))
                .chain(possible::of_contrast(contrast))
                .chain(repeated::contrasts(contrast, &self.contrasts()[index + 1..]))
                .chain(conduct::nominal(self, contrast));
            findings.extend(of(&AuditSubject::Contrast(contrast), checks));
        }
        for (index, outcome) in self.outcomes().iter().enumerate() {
            let checks = possible::of_outcome(self, outcome)
                .into_iter()
                .chain(repeated::outcomes(outcome, &self.outcomes()[index + 1..]))
                .chain(repeated::left_out(outcome, self.outcomes()));
            findings.extend(of(&AuditSubject::Outcome(outcome), checks));
        }
        findings.extend(conduct::methods(self));
        findings.extend(conduct::triggers(self));
        Audit(findings)
    }
}

/// The findings on one subject.
fn of<'t>(
    subject: &AuditSubject<'t>,
    checks: impl Iterator<Item = (FindingLevel, Check<'t>)>,
) -> impl Iterator<Item = AuditFinding<'t>> {
    checks.map(|(level, check)| AuditFinding { level, subject: subject.clone(), check })
}
