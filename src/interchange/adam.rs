//! ADaM basic data structure (BDS): one row for each reading, with baseline, change and percent change.
//!
//! Baselines, visits and percent changes are defined by [`analysis`](crate::analysis) and
//! [`measure::change`](crate::measure::change). A table and an analysis of the same readings therefore agree.
//!
//! ```
//! use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
//! use aso_regimen::analysis::readings::{Reading, Readings};
//! use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
//! use aso_regimen::interchange::adam::{AnalysisParameter, BasicData};
//! use aso_regimen::{StudyDay, Window};
//!
//! let mut readings = Readings::new();
//! for (day, value) in [(1, 80.0), (29, 60.0)] {
//!     let day = StudyDay::new(day)?;
//!     readings.push(Reading::new("P01", day, value).arm("tofersen").endpoint("NfL"))?;
//! }
//! let week_4 = VisitWindow::around("Week 4", StudyDay::new(29)?, Window::days(7, 7))?;
//! let plan = BasicData::new(
//!     "STUDY1",
//!     vec![AnalysisParameter::new("NfL", "NFL".parse()?)],
//!     BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose),
//!     VisitPlan::new(Tie::Earlier, vec![week_4])?,
//! );
//! assert_eq!(
//!     plan.table(&readings)?.to_csv()?,
//!     "STUDYID,USUBJID,TRTP,PARAM,PARAMCD,ADY,AVISIT,AVAL,BASE,CHG,PCHG,\
//!      ABLFL,ANL01FL,DTYPE\n\
//!      STUDY1,P01,tofersen,NfL,NFL,1,Baseline,80,80,,,Y,,\n\
//!      STUDY1,P01,tofersen,NfL,NFL,29,Week 4,60,80,-20,-25,,Y,\n"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;
use core::str::FromStr;
use std::collections::HashMap;

use crate::analysis::baseline::{Baseline, BaselineRule};
use crate::analysis::readings::{Reading, Readings};
use crate::analysis::visit_changes::ChangesOf;
use crate::analysis::visits::{Placement, VisitPlan};
use crate::calendar::StudyDay;
use crate::interchange::error::FormatError;
use crate::interchange::table::{Column, DataType, DataValue, Table};
use crate::measure::change::{ChangeError, PercentChange};
use crate::text::excerpt::quoted;

/// An endpoint of the readings (PARAM), and its code (PARAMCD).
#[doc(alias = "PARAM")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AnalysisParameter {
    endpoint: String,
    code: ParameterCode,
}

impl AnalysisParameter {
    /// Returns the parameter of an endpoint, given by its name in the readings, and its code.
    pub fn new(endpoint: impl Into<String>, code: ParameterCode) -> Self {
        let endpoint = endpoint.into();
        Self { endpoint, code }
    }
}

/// The code of a parameter: 1 to 8 capital letters, digits and underscores, of which the first is a letter.
///
/// ```
/// use aso_regimen::interchange::adam::ParameterCode;
///
/// assert_eq!("NFLP".parse::<ParameterCode>()?.to_string(), "NFLP");
/// # Ok::<(), aso_regimen::interchange::FormatError>(())
/// ```
#[doc(alias = "PARAMCD")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterCode(String);

impl FromStr for ParameterCode {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        let first = text.bytes().next();
        let is_code = first.is_some_and(|byte| byte.is_ascii_uppercase())
            && text.len() <= 8
            && text.bytes().all(allowed);
        if is_code {
            return Ok(Self(text.to_owned()));
        }
        let expected = "1 to 8 of A to Z, 0 to 9 and _, a letter first";
        Err(FormatError::expected("parameter code", expected, quoted(text)))
    }
}

impl fmt::Display for ParameterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// How readings become rows of a table: study, parameters, baseline and visits.
///
/// The [page](self) of this module has an example.
#[doc(alias("BDS", "BASE", "CHG", "PCHG"))]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BasicData {
    /// The study (STUDYID).
    pub study: String,
    /// The endpoints in the table. Readings of other endpoints are left out.
    pub parameters: Vec<AnalysisParameter>,
    /// Rule for the baseline.
    pub baseline: BaselineRule,
    /// Analysis visits, as windows of study days.
    pub visits: VisitPlan,
    /// Readings for which a change is calculated.
    pub changes_of: ChangesOf,
}

const fn text(name: &'static str, label: &'static str) -> Column {
    Column::new(name, DataType::Text).labelled(label)
}

const fn number(name: &'static str, label: &'static str) -> Column {
    Column::new(name, DataType::Double).labelled(label)
}

const COLUMNS: [Column; 14] = [
    text("STUDYID", "Study Identifier"),
    text("USUBJID", "Unique Subject Identifier"),
    text("TRTP", "Planned Treatment"),
    text("PARAM", "Parameter"),
    text("PARAMCD", "Parameter Code"),
    Column::new("ADY", DataType::Integer).labelled("Analysis Relative Day"),
    text("AVISIT", "Analysis Visit"),
    number("AVAL", "Analysis Value"),
    number("BASE", "Baseline Value"),
    number("CHG", "Change from Baseline"),
    number("PCHG", "Percent Change from Baseline"),
    text("ABLFL", "Baseline Record Flag"),
    text("ANL01FL", "Analysis Flag 01"),
    text("DTYPE", "Derivation Type"),
];

impl BasicData {
    /// Returns a table of these parameters for a study (STUDYID), with changes for the readings after the baseline.
    pub fn new(
        study: impl Into<String>,
        parameters: Vec<AnalysisParameter>,
        baseline: BaselineRule,
        visits: VisitPlan,
    ) -> Self {
        Self {
            study: study.into(),
            parameters,
            baseline,
            visits,
            changes_of: ChangesOf::AfterBaseline,
        }
    }

    /// Returns this table with changes for other readings.
    #[must_use]
    pub fn with_changes_of(self, changes_of: ChangesOf) -> Self {
        Self { changes_of, ..self }
    }

    /// Returns one row for each reading of the parameters, by participant, parameter and day.
    ///
    /// AVISIT is the visit whose window contains the day, and ANL01FL marks the reading that is analysed for it. ABLFL
    /// marks the baseline. A baseline that is the mean of several readings is a row of its own with DTYPE AVERAGE. CHG
    /// and PCHG are missing if there is no baseline, and PCHG is missing if the baseline is 0.
    ///
    /// AVAL is missing in the row of a reading that was [dropped](Reading::is_dropped) as below the limit of
    /// quantification. Such a row has no change and neither flag, and another reading can be the one analysed for its
    /// visit.
    ///
    /// # Errors
    ///
    /// If the readings do not have a parameter, or a percent change is beyond [`PercentChange::MAX`].
    pub fn table(&self, readings: &Readings) -> Result<Table, FormatError> {
        for parameter in &self.parameters {
            let mut endpoints = readings.endpoints();
            if !endpoints.any(|endpoint| endpoint == parameter.endpoint) {
                let place = format!("endpoint {}", quoted(&parameter.endpoint));
                return Err(FormatError::expected(place, "readings of it", "none"));
            }
        }
        let mut own: HashMap<(&str, &str), Vec<Reading<'_>>> = HashMap::new();
        for row in readings.iter().chain(readings.dropped()) {
            own.entry((row.participant, row.endpoint)).or_default().push(row);
        }
        let mut table = Table::new("ADBDS", COLUMNS)?.labelled("Basic Data Structure");
        for participant in readings.participants() {
            for parameter in &self.parameters {
                let rows = own.get_mut(&(participant, parameter.endpoint.as_str()));
                if let Some(rows) = rows {
                    rows.sort_by_key(|row| row.day);
                    self.push_all(&mut table, parameter, rows)?;
                }
            }
        }
        Ok(table)
    }

    /// Adds one participant's readings of one parameter, by rising days.
    fn push_all(
        &self,
        table: &mut Table,
        parameter: &AnalysisParameter,
        own: &[Reading<'_>],
    ) -> Result<(), FormatError> {
        let with_value = own.iter().filter(|row| !row.is_dropped);
        let baseline = self.baseline.among(with_value.clone().map(|row| (row.day, row.value)));
        if let (Some(mean), Some(row)) = (baseline.filter(|mean| mean.readings > 1), own.first()) {
            table.push(self.row(parameter, row.participant, row.arm, &Values::average(mean)))?;
        }
        let has_change = |row: &Reading<'_>| {
            baseline.is_none_or(|baseline| self.changes_of.has(row.day, baseline))
        };
        let days: Vec<_> = with_value.filter(|row| has_change(row)).map(|row| row.day).collect();
        let placed = self.visits.place(&days).map_err(|why| FormatError::because("", why))?;
        let mut placed = placed.into_iter();
        for row in own {
            let placement = match self.visits.visit_on(row.day) {
                _ if !has_change(row) => None,
                _ if !row.is_dropped => placed.next(),
                Some(visit) => Some(Placement::NotClosest { visit }),
                None => Some(Placement::Outside),
            };
            let values = self.values(row, baseline, placement)?;
            table.push(self.row(parameter, row.participant, row.arm, &values))?;
        }
        Ok(())
    }

    /// What a row says of a reading; a reading without a placement has no change.
    fn values(
        &self,
        row: &Reading<'_>,
        baseline: Option<Baseline>,
        placement: Option<Placement>,
    ) -> Result<Values<'_>, FormatError> {
        let value = (!row.is_dropped).then_some(row.value);
        let is_baseline = value.is_some()
            && baseline.is_some_and(|baseline| baseline.readings == 1 && baseline.day == row.day);
        let visit = match placement {
            _ if is_baseline => Some("Baseline"),
            Some(Placement::Chosen { visit } | Placement::NotClosest { visit }) => {
                Some(self.visits.windows()[visit].name())
            }
            Some(Placement::Outside) | None => None,
        };
        let from = baseline.filter(|_| placement.is_some());
        let pair = from.map(|from| from.value).zip(value);
        let percent = match pair.map(|(from, value)| PercentChange::from_baseline(from, value)) {
            None | Some(Err(ChangeError::ZeroBaseline)) => None,
            Some(Ok(change)) => Some(change.percent()),
            Some(Err(why)) => {
                let (participant, endpoint) = (row.participant, row.endpoint);
                let place = format!("participant {participant:?}, endpoint {endpoint:?}");
                return Err(FormatError::because(place, why));
            }
        };
        Ok(Values {
            day: Some(row.day),
            visit,
            value,
            baseline: baseline.map(|baseline| baseline.value),
            change: pair.map(|(from, value)| value - from),
            percent,
            is_baseline,
            counts: !is_baseline && matches!(placement, Some(Placement::Chosen { .. })),
            derivation: None,
        })
    }

    fn row(
        &self,
        parameter: &AnalysisParameter,
        participant: &str,
        arm: &str,
        values: &Values<'_>,
    ) -> [DataValue; COLUMNS.len()] {
        let flag = |is_so: bool| DataValue::from(is_so.then_some("Y"));
        [
            self.study.as_str().into(),
            participant.into(),
            arm.into(),
            parameter.endpoint.as_str().into(),
            parameter.code.0.as_str().into(),
            values.day.map(StudyDay::number).into(),
            values.visit.into(),
            values.value.into(),
            values.baseline.into(),
            values.change.into(),
            values.percent.into(),
            flag(values.is_baseline),
            flag(values.counts),
            values.derivation.into(),
        ]
    }
}

/// The part of a row that is of one reading.
#[derive(Default)]
struct Values<'p> {
    day: Option<StudyDay>,
    visit: Option<&'p str>,
    value: Option<f64>,
    baseline: Option<f64>,
    change: Option<f64>,
    percent: Option<f64>,
    is_baseline: bool,
    counts: bool,
    derivation: Option<&'static str>,
}

impl Values<'_> {
    /// A baseline that is the mean of several readings.
    fn average(mean: Baseline) -> Self {
        Self {
            visit: Some("Baseline"),
            value: Some(mean.value),
            baseline: Some(mean.value),
            is_baseline: true,
            derivation: Some("AVERAGE"),
            ..Self::default()
        }
    }
}
