//! From readings to changes from baseline, by visit and arm.
//!
//! ```
//! use aso_regimen::analysis::baseline::BaselineRule;
//! use aso_regimen::analysis::readings::{Reading, Readings};
//! use aso_regimen::analysis::visit_changes::ChangePlan;
//! use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
//! use aso_regimen::{StudyDay, Window};
//!
//! let mut readings = Readings::new();
//! for (on, value) in [(1, 100.0), (29, 60.0)] {
//!     let reading = Reading::new("P01", StudyDay::new(on)?, value);
//!     readings.push(reading.arm("drug").endpoint("NfL"))?;
//! }
//! let week_4 = VisitWindow::around("week 4", StudyDay::new(29)?, Window::days(7, 7))?;
//! let visits = VisitPlan::new(Tie::Earlier, vec![week_4])?;
//! let plan = ChangePlan::new(BaselineRule::OnDay(StudyDay::FIRST), visits);
//! let changes = plan.changes(&readings, "NfL")?;
//! assert_eq!(changes.at("week 4", "drug")?.differences(), [-40.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use thiserror::Error;

use crate::analysis::arm::ArmData;
use crate::analysis::baseline::{Baseline, BaselineRule};
use crate::analysis::error::AnalysisError;
use crate::analysis::imputation::IncompleteArm;
use crate::analysis::missing::Missing;
use crate::analysis::readings::{Readings, Row};
use crate::analysis::visits::{Placement, VisitError, VisitPlan, VisitValue, VisitWindow};
use crate::calendar::StudyDay;
use crate::measure::change::{ChangeError, ColumnError, GeometricMeanRatio, percents};
use crate::measure::endpoint::Benefit;
use crate::numeric::moments::Moments;
use crate::text::debug_as_display;

/// What is done with participants without a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum WithoutBaseline {
    /// No changes are computed if a participant has values of the endpoint and no baseline; the error names the first
    /// one. A participant without a value is not refused but counted as missing: one who was enrolled and has no
    /// reading, or whose readings are all dropped as below the limit of quantification.
    #[default]
    Refuse,
    /// Their readings are excluded and listed.
    Exclude,
}

/// What is done with participants whose baseline is 0, for whom percent changes and ratios are not defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ZeroBaseline {
    /// They are kept, with their differences. Computing a percent change or ratio fails with an error that names the
    /// participant.
    #[default]
    Keep,
    /// Their readings are excluded and listed.
    Exclude,
}

/// Which readings have a change from baseline. Programs differ in the change of readings up to the baseline (0, missing
/// or computed), so the choice is explicit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ChangesOf {
    /// Readings after the day of the baseline. Other readings are excluded and listed.
    #[default]
    AfterBaseline,
    /// All readings, including the baseline itself.
    AllReadings,
}

impl ChangesOf {
    /// Whether a reading of this day has a change.
    pub(crate) fn has(self, day: StudyDay, baseline: Baseline) -> bool {
        match self {
            Self::AfterBaseline => baseline.day < day,
            Self::AllReadings => true,
        }
    }
}

/// The rules that turn readings into changes: for the baseline, the visits, and the readings left over.
///
/// ```
/// use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
/// use aso_regimen::analysis::readings::{Reading, Readings};
/// use aso_regimen::analysis::visit_changes::ChangePlan;
/// use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
/// use aso_regimen::{StudyDay, Window};
///
/// let day = StudyDay::new;
/// let mut readings = Readings::new();
/// for (participant, arm, on, value) in [
///     ("P01", "tofersen", 1, 100.0),
///     ("P01", "tofersen", 197, 60.0),
///     ("P02", "placebo", 1, 90.0),
///     ("P02", "placebo", 195, 92.0),
///     ("P02", "placebo", 240, 99.0),
/// ] {
///     readings.push(Reading::new(participant, day(on)?, value).arm(arm).endpoint("NfL"))?;
/// }
/// let week_28 = VisitWindow::around("week 28", day(197)?, Window::days(14, 14))?;
/// let plan = ChangePlan::new(
///     BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose),
///     VisitPlan::new(Tie::Earlier, vec![week_28])?,
/// );
///
/// let changes = plan.changes(&readings, "NfL")?;
/// let tofersen = changes.at("week 28", "tofersen")?;
/// assert_eq!((tofersen.baselines(), tofersen.values()), (&[100.0][..], &[60.0][..]));
/// assert!((tofersen.geometric_mean_ratio()?.percent() + 40.0).abs() < 1e-12);
/// assert_eq!(changes.at("week 28", "placebo")?.differences(), [2.0]);
/// // Both baselines, and P02's reading of day 240, which is in no window.
/// assert_eq!(changes.excluded().len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "how changes are taken"))]
pub struct ChangePlan {
    baseline: BaselineRule,
    visits: VisitPlan,
    without_baseline: WithoutBaseline,
    changes_of: ChangesOf,
    #[cfg_attr(feature = "serde", serde(default))]
    zero_baseline: ZeroBaseline,
    #[cfg_attr(feature = "serde", serde(default))]
    visit_value: VisitValue,
}

impl ChangePlan {
    /// Returns a plan with changes of readings after the baseline. A participant without a baseline is an error.
    pub const fn new(baseline: BaselineRule, visits: VisitPlan) -> Self {
        Self {
            baseline,
            visits,
            without_baseline: WithoutBaseline::Refuse,
            changes_of: ChangesOf::AfterBaseline,
            zero_baseline: ZeroBaseline::Keep,
            visit_value: VisitValue::Closest,
        }
    }

    /// Returns this plan with another rule for participants without a baseline.
    #[must_use]
    pub const fn without_baseline(mut self, choice: WithoutBaseline) -> Self {
        self.without_baseline = choice;
        self
    }

    /// Returns this plan with another rule for participants whose baseline is 0.
    #[must_use]
    pub const fn zero_baseline(mut self, choice: ZeroBaseline) -> Self {
        self.zero_baseline = choice;
        self
    }

    /// Returns this plan with another choice of the readings that have a change.
    #[must_use]
    pub const fn changes_of(mut self, choice: ChangesOf) -> Self {
        self.changes_of = choice;
        self
    }

    /// Returns this plan with another rule for the value of a visit with several readings in its window.
    ///
    /// ```
    /// use aso_regimen::analysis::baseline::BaselineRule;
    /// use aso_regimen::analysis::readings::{Reading, Readings};
    /// use aso_regimen::analysis::visit_changes::ChangePlan;
    /// use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitValue, VisitWindow};
    /// use aso_regimen::{StudyDay, Window};
    ///
    /// let mut readings = Readings::new();
    /// for (on, value) in [(1, 100.0), (26, 70.0), (29, 60.0), (33, 65.0)] {
    ///     readings.push(
    ///         Reading::new("P01", StudyDay::new(on)?, value).arm("tofersen").endpoint("NfL"),
    ///     )?;
    /// }
    /// let week_4 = VisitWindow::around("week 4", StudyDay::new(29)?, Window::days(7, 7))?;
    /// let visits = VisitPlan::new(Tie::Earlier, vec![week_4])?;
    /// let plan = ChangePlan::new(BaselineRule::OnDay(StudyDay::FIRST), visits);
    /// for (value, expected) in
    ///     [(VisitValue::Closest, 60.0), (VisitValue::Last, 65.0), (VisitValue::Mean, 65.0)]
    /// {
    ///     let changes = plan.clone().visit_value(value).changes(&readings, "NfL")?;
    ///     assert_eq!(changes.at("week 4", "tofersen")?.values(), [expected]);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn visit_value(mut self, choice: VisitValue) -> Self {
        self.visit_value = choice;
        self
    }

    /// Returns the changes of an endpoint by visit and arm. Every reading of the endpoint is either used in a change or
    /// excluded with a reason.
    ///
    /// A reading [dropped](crate::analysis::readings::Reading::is_dropped) as below the limit of quantification does not
    /// keep others from being used: the value of its visit is that of the other readings in the window, and the
    /// baseline that of the other readings that the rule allows. It is excluded with [`Reason::BelowLloq`].
    ///
    /// ```
    /// use aso_regimen::analysis::baseline::BaselineRule;
    /// use aso_regimen::analysis::readings::{Reading, Readings};
    /// use aso_regimen::analysis::visit_changes::{ChangePlan, Reason};
    /// use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
    /// use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule};
    /// use aso_regimen::{StudyDay, Window};
    ///
    /// let assay = Assay::new(
    ///     AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL").lloq(2.0),
    /// )?;
    /// let mut readings = Readings::new();
    /// for (day, printed) in [(1, "10"), (25, "8"), (29, "<2.0")] {
    ///     let (day, found) = (StudyDay::new(day)?, assay.read(printed)?);
    ///     let reading = Reading::assayed("P01", day, &found, BlqRule::Drop)?;
    ///     readings.push(reading.arm("drug").endpoint("NfL"))?;
    /// }
    /// let week_4 = VisitWindow::around("week 4", StudyDay::new(29)?, Window::days(7, 7))?;
    /// let visits = VisitPlan::new(Tie::Earlier, vec![week_4])?;
    /// let plan = ChangePlan::new(BaselineRule::OnDay(StudyDay::FIRST), visits);
    /// let changes = plan.changes(&readings, "NfL")?;
    /// // The reading of day 25 stands in for the one of the target day.
    /// assert_eq!(changes.at("week 4", "drug")?.values(), [8.0]);
    /// assert_eq!(changes.excluded()[1].reason, Reason::BelowLloq);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the table has no such endpoint, or if a participant with values has no baseline and the plan does not exclude
    /// such participants.
    pub fn changes<'r>(
        &self,
        readings: &'r Readings,
        endpoint: &str,
    ) -> Result<VisitChanges<'r>, VisitChangeError> {
        let number = readings.endpoints.find(endpoint).ok_or_else(|| {
            unknown("the readings have no endpoint", endpoint, readings.endpoints())
        })?;
        let mut rows: Vec<_> = readings.rows_of(number).collect();
        rows.sort_by_key(|row| (row.participant, row.day));
        let mut changes = VisitChanges::empty(readings, self.visits.clone());
        for own in rows.chunk_by(|a, b| a.participant == b.participant) {
            match self.baseline.among(own.iter().map(|row| (row.day, row.value))) {
                Some(Baseline { value: 0.0, .. })
                    if self.zero_baseline == ZeroBaseline::Exclude =>
                {
                    changes.exclude(own, Reason::ZeroBaseline);
                }
                Some(baseline) => {
                    changes.baselines[own[0].participant] = Some(baseline);
                    self.place(own, baseline, &mut changes)?;
                }
                None if self.without_baseline == WithoutBaseline::Exclude => {
                    changes.exclude(own, Reason::NoBaseline);
                }
                None => {
                    return Err(VisitChangeError::NoBaseline {
                        participant: readings.participants.name(own[0].participant).to_owned(),
                        endpoint: endpoint.to_owned(),
                    });
                }
            }
        }
        let dropped: Vec<_> = readings.dropped_of(number).collect();
        changes.exclude(&dropped, Reason::BelowLloq);
        changes.excluded.sort_unstable_by_key(|one| one.row);
        changes.count_missing(&dropped, self.changes_of);
        Ok(changes)
    }

    /// Puts one participant's readings, by ascending days, where they belong.
    fn place(
        &self,
        own: &[Row],
        baseline: Baseline,
        changes: &mut VisitChanges<'_>,
    ) -> Result<(), VisitChangeError> {
        let before = own.partition_point(|row| !self.changes_of.has(row.day, baseline));
        let (before, rest) = own.split_at(before);
        changes.exclude(before, Reason::NotAfterBaseline);
        if self.visit_value != VisitValue::Closest {
            for window in
                rest.chunk_by(|a, b| self.visits.visit_on(a.day) == self.visits.visit_on(b.day))
            {
                match self.visits.visit_on(window[0].day) {
                    Some(visit) => self.combine(window, visit, baseline, changes),
                    None => changes.exclude(window, Reason::OutsideVisits),
                }
            }
            return Ok(());
        }
        let days: Vec<_> = rest.iter().map(|row| row.day).collect();
        for (row, placement) in rest.iter().zip(self.visits.place(&days)?) {
            match placement {
                Placement::Chosen { visit } => changes.add(visit, row, baseline.value),
                Placement::NotClosest { visit } => {
                    changes.exclude(&[*row], Reason::NotClosest { visit });
                }
                Placement::Outside => changes.exclude(&[*row], Reason::OutsideVisits),
            }
        }
        Ok(())
    }

    /// Puts the one value of a visit's readings, by ascending days, where it belongs.
    fn combine(
        &self,
        window: &[Row],
        visit: usize,
        baseline: Baseline,
        changes: &mut VisitChanges<'_>,
    ) {
        let last = window.len() - 1;
        let worst = |worse: Ordering| {
            let first = |best: usize, next: usize| {
                if window[next].value.total_cmp(&window[best].value) == worse { next } else { best }
            };
            (1..window.len()).fold(0, first)
        };
        let chosen = match self.visit_value {
            VisitValue::Mean => {
                let values: Vec<_> = window.iter().map(|row| row.value).collect();
                let value = Moments::of(&values).mean();
                return changes.add(visit, &Row { value, ..window[last] }, baseline.value);
            }
            VisitValue::Worst(Benefit::Lower) => worst(Ordering::Greater),
            VisitValue::Worst(Benefit::Higher) => worst(Ordering::Less),
            VisitValue::Closest | VisitValue::Last => last,
        };
        changes.add(visit, &window[chosen], baseline.value);
        for others in [&window[..chosen], &window[chosen + 1..]] {
            changes.exclude(others, Reason::NotChosen { visit });
        }
    }
}

/// The changes of an endpoint by visit and arm, and the excluded readings.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VisitChanges<'r> {
    #[cfg_attr(feature = "serde", serde(skip))]
    readings: &'r Readings,
    visits: VisitPlan,
    /// By participant of the readings.
    #[cfg_attr(feature = "serde", serde(skip))]
    baselines: Vec<Option<Baseline>>,
    /// By visit, then by arm.
    #[cfg_attr(feature = "serde", serde(rename = "changes"))]
    cells: Vec<Vec<ArmChanges<'r>>>,
    excluded: Vec<Excluded<'r>>,
}

impl<'r> VisitChanges<'r> {
    fn empty(readings: &'r Readings, visits: VisitPlan) -> Self {
        let none = |arm| ArmChanges {
            arm,
            participants: Vec::new(),
            days: Vec::new(),
            baselines: Vec::new(),
            values: Vec::new(),
            missing: Missing::default(),
        };
        let arms: Vec<_> = readings.arms().map(none).collect();
        let (cells, baselines) =
            (vec![arms; visits.windows().len()], vec![None; readings.arm_of.len()]);
        Self { readings, cells, visits, baselines, excluded: Vec::new() }
    }

    fn add(&mut self, visit: usize, row: &Row, baseline: f64) {
        let readings = self.readings;
        let cell = &mut self.cells[visit][readings.arm_of[row.participant]];
        let name = readings.participants.name(row.participant);
        cell.participants.push(name);
        cell.days.push(row.day);
        cell.baselines.push(baseline);
        cell.values.push(row.value);
    }

    /// Counts who has no change at each visit, and why. A rule left out the readings `dropped`.
    fn count_missing(&mut self, dropped: &[Row], changes_of: ChangesOf) {
        let Self { readings, visits, baselines, cells, excluded } = self;
        let zero = excluded.iter().filter(|one| one.reason == Reason::ZeroBaseline);
        let zero: HashSet<&str> = zero.map(|one| one.participant).collect();
        for (visit, arms) in cells.iter_mut().enumerate() {
            let would_count = |row: &&Row| {
                let has_change = |baseline| changes_of.has(row.day, baseline);
                visits.windows()[visit].contains(row.day)
                    && baselines[row.participant].is_some_and(has_change)
            };
            let dropped: HashSet<_> =
                dropped.iter().filter(would_count).map(|row| row.participant).collect();
            let there: HashSet<&str> =
                arms.iter().flat_map(|arm| arm.participants.iter().copied()).collect();
            for (participant, arm) in readings.arm_of.iter().enumerate() {
                if there.contains(readings.participants.name(participant)) {
                    continue;
                }
                let missing = &mut arms[*arm].missing;
                *match (baselines[participant].is_some(), dropped.contains(&participant)) {
                    _ if zero.contains(readings.participants.name(participant)) => {
                        &mut missing.zero_baseline
                    }
                    (false, _) => &mut missing.without_baseline,
                    (true, true) => &mut missing.below_lloq,
                    (true, false) => &mut missing.without_reading,
                } += 1;
            }
        }
    }

    fn exclude(&mut self, rows: &[Row], reason: Reason) {
        self.excluded.extend(rows.iter().map(|row| Excluded {
            row: row.pushed_as,
            participant: self.readings.participants.name(row.participant),
            day: row.day,
            reason,
        }));
    }

    /// The visit plan.
    pub const fn visits(&self) -> &VisitPlan {
        &self.visits
    }

    /// Returns the changes of an arm at a visit. The columns are empty if the arm has no reading there.
    ///
    /// # Errors
    ///
    /// If the plan has no such visit, or the table has no such arm.
    pub fn at(&self, visit: &str, arm: &str) -> Result<&ArmChanges<'r>, VisitChangeError> {
        let place = self.visits.position(visit).ok_or_else(|| {
            let known = self.visits.windows().iter().map(VisitWindow::name);
            unknown("the visit plan has no visit", visit, known)
        })?;
        Ok(&self.cells[place][self.arm_number(arm)?])
    }

    fn arm_number(&self, arm: &str) -> Result<usize, VisitChangeError> {
        let unknown = || unknown("the readings have no arm", arm, self.readings.arms());
        self.readings.arms.find(arm).ok_or_else(unknown)
    }

    /// Returns an arm over all visits, for [`imputation`](super::imputation): every participant with a baseline, and
    /// their value or `None` at each visit. Participants without a baseline, or excluded because it is 0, are counted
    /// as missing.
    ///
    /// ```
    /// use aso_regimen::analysis::baseline::BaselineRule;
    /// use aso_regimen::analysis::readings::{Reading, Readings};
    /// use aso_regimen::analysis::visit_changes::ChangePlan;
    /// use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
    /// use aso_regimen::{StudyDay, Window};
    ///
    /// let mut readings = Readings::new();
    /// for (participant, on, value) in [("P01", 1, 100.0), ("P01", 29, 60.0), ("P02", 1, 80.0)]
    /// {
    ///     let reading = Reading::new(participant, StudyDay::new(on)?, value);
    ///     readings.push(reading.arm("tofersen").endpoint("NfL"))?;
    /// }
    /// let week_4 = VisitWindow::around("week 4", StudyDay::new(29)?, Window::days(7, 7))?;
    /// let visits = VisitPlan::new(Tie::Earlier, vec![week_4])?;
    /// let changes = ChangePlan::new(BaselineRule::OnDay(StudyDay::FIRST), visits)
    ///     .changes(&readings, "NfL")?;
    /// let arm = changes.incomplete("tofersen")?;
    /// assert_eq!(arm.baselines(), [100.0, 80.0]);
    /// assert_eq!(arm.values("week 4")?, [Some(60.0), None]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the table has no such arm, or if nobody in it has a baseline.
    pub fn incomplete(&self, arm: &str) -> Result<IncompleteArm, VisitChangeError> {
        let number = self.arm_number(arm)?;
        let of_arm = self.readings.arm_of.iter().zip(&self.baselines).enumerate();
        let (participants, baselines): (Vec<_>, Vec<_>) = of_arm
            .filter(|(_, (of, _))| **of == number)
            .filter_map(|(participant, (_, baseline))| {
                Some((self.readings.participants.name(participant), baseline.as_ref()?.value))
            })
            .unzip();
        let mut incomplete = IncompleteArm::new(arm, &participants, &baselines)?;
        let mut missing = Missing::default();
        for (window, arms) in self.visits.windows().iter().zip(&self.cells) {
            let cell = &arms[number];
            let there: HashMap<_, _> = cell.participants.iter().zip(&cell.values).collect();
            let values: Vec<_> = participants
                .iter()
                .map(|participant| there.get(participant).map(|x| **x))
                .collect();
            incomplete = incomplete.with_visit(window.name(), &values)?;
            missing.without_baseline = cell.missing.without_baseline;
            missing.zero_baseline = cell.missing.zero_baseline;
        }
        Ok(incomplete.with_missing(missing))
    }

    /// The readings that are not used in any change, with the reason, in the order of the table. Readings dropped as
    /// below the limit of quantification are among them.
    pub fn excluded(&self) -> &[Excluded<'r>] {
        &self.excluded
    }
}

/// The changes of one arm at one visit, as columns of equal length, by first appearance of the participants.
///
/// Its errors name the participant whose change is not defined, or the arm without changes.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ArmChanges<'r> {
    arm: &'r str,
    participants: Vec<&'r str>,
    days: Vec<StudyDay>,
    baselines: Vec<f64>,
    values: Vec<f64>,
    missing: Missing,
}

impl<'r> ArmChanges<'r> {
    /// The arm.
    pub const fn arm(&self) -> &'r str {
        self.arm
    }

    /// The participants who have a change.
    pub fn participants(&self) -> &[&'r str] {
        &self.participants
    }

    /// The study days of the readings.
    pub fn days(&self) -> &[StudyDay] {
        &self.days
    }

    /// The baselines, in the unit of the endpoint.
    pub fn baselines(&self) -> &[f64] {
        &self.baselines
    }

    /// The readings of the visit, in the unit of the endpoint.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The participants of the arm who have no change at this visit, by reason.
    pub const fn missing(&self) -> Missing {
        self.missing
    }

    /// Returns the data of the arm with its missing participants, as the estimators of [`summary`](super::summary),
    /// [`contrast`](super::contrast) and [`ancova`](super::ancova) take it.
    ///
    /// # Errors
    ///
    /// If the arm has no change at this visit.
    pub fn data(&self) -> Result<ArmData<'_>, AnalysisError> {
        let data = ArmData::new(self.arm, &self.baselines, &self.values)?;
        Ok(data.with_missing(self.missing))
    }

    /// The change of each participant: value minus baseline, in the unit of the endpoint.
    #[doc(alias = "CHG")]
    pub fn differences(&self) -> Vec<f64> {
        let pairs = self.values.iter().zip(&self.baselines);
        pairs.map(|(value, baseline)| value - baseline).collect()
    }

    /// Returns the percent change of each participant. To count those who reach a limit, pass
    /// [`data`](ArmChanges::data) to [`summary::responders`](super::summary::responders): comparing these numbers with
    /// the limit itself misses changes that rounding keeps from it.
    ///
    /// # Errors
    ///
    /// If a participant's percent change is not defined; the error names the first such participant.
    #[doc(alias = "PCHG")]
    pub fn percent_changes(&self) -> Result<Vec<f64>, VisitChangeError> {
        self.named(percents(&self.baselines, &self.values))
    }

    /// Returns the geometric mean of the ratios to baseline. For its confidence interval pass
    /// [`data`](ArmChanges::data) to [`summary::geometric_mean_ratio`](super::summary::geometric_mean_ratio).
    ///
    /// # Errors
    ///
    /// If a value or baseline is not above 0 (the error names the first such participant), or if the arm has no change.
    pub fn geometric_mean_ratio(&self) -> Result<GeometricMeanRatio, VisitChangeError> {
        self.named(GeometricMeanRatio::of_columns(&self.baselines, &self.values))
    }

    fn named<T>(&self, result: Result<T, ColumnError>) -> Result<T, VisitChangeError> {
        result.map_err(|cause| match cause {
            ColumnError::Row { row, cause } => VisitChangeError::Participant {
                participant: self.participants[row - 1].to_owned(),
                cause,
            },
            cause => VisitChangeError::Arm { arm: self.arm.to_owned(), cause },
        })
    }
}

/// A reading that is not used in any change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Excluded<'r> {
    /// The row, from 1 in the order of adding.
    pub row: usize,
    /// The participant.
    pub participant: &'r str,
    /// The study day of the reading.
    pub day: StudyDay,
    /// The reason of the exclusion.
    pub reason: Reason,
}

/// Why a reading is not used in any change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Reason {
    /// The participant has no baseline.
    NoBaseline,
    /// The participant's baseline is 0.
    ZeroBaseline,
    /// The reading is on or before the day of the baseline.
    NotAfterBaseline,
    /// The reading is below the lower limit of quantification (LLOQ), and dropped by the rule for such readings. This
    /// comes before every other reason.
    #[doc(alias = "BLQ")]
    BelowLloq,
    /// The reading is not in any visit window.
    OutsideVisits,
    /// Another reading in the window is closer to the target.
    NotClosest {
        /// The visit, by its index in [`VisitPlan::windows`].
        visit: usize,
    },
    /// Another reading in the window is the last or the worst, and the plan takes that one.
    NotChosen {
        /// The visit, by its index in [`VisitPlan::windows`].
        visit: usize,
    },
}

/// Why changes cannot be computed.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum VisitChangeError {
    /// The readings have no such endpoint or arm, or the plan has no such visit.
    #[error("{what} {name:?}, expected one of {known}")]
    Unknown {
        /// What is lacking, such as `the readings have no arm`.
        what: &'static str,
        /// The name that was asked for.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// A participant has no baseline, and the plan does not exclude such participants.
    #[error(
        "participant {participant} has no baseline of {endpoint}, expected a reading that meets the rule"
    )]
    NoBaseline {
        /// The participant.
        participant: String,
        /// The endpoint.
        endpoint: String,
    },
    /// The change of a participant is not defined.
    #[error("participant {participant}: {cause}")]
    Participant {
        /// The participant.
        participant: String,
        /// The cause.
        cause: ChangeError,
    },
    /// The arm has no change at the visit, or its mean is not defined.
    #[error("arm {arm:?} at this visit: {cause}")]
    Arm {
        /// The arm.
        arm: String,
        /// The cause.
        cause: ColumnError,
    },
    /// The readings cannot be assigned to visits.
    #[error(transparent)]
    Visit(#[from] VisitError),
    /// The changes cannot be made into an arm for imputation.
    #[error(transparent)]
    Incomplete(#[from] AnalysisError),
}

debug_as_display!(VisitChangeError);

fn unknown<'a>(
    what: &'static str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> VisitChangeError {
    VisitChangeError::Unknown {
        what,
        name: name.to_owned(),
        known: known.collect::<Vec<_>>().join(", "),
    }
}
