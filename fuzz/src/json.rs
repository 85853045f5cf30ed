//! Every value that is read from JSON: what is read is written as JSON that is read as the same.

use std::fmt::Debug;

use aso_regimen::analysis::baseline::BaselineRule;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::joint_rank::Survival;
use aso_regimen::analysis::visit_changes::ChangePlan;
use aso_regimen::analysis::visits::{VisitPlan, VisitWindow};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::course::Entry;
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::evidence::label::LabelRegimen;
use aso_regimen::evidence::result::{Contrast, ReportedOutcome};
use aso_regimen::evidence::source::Source;
use aso_regimen::measure::alsfrs_r::{Points, ProgressionRate, Sheet, Total};
use aso_regimen::measure::assay::{Assay, AssayReading, Bound};
use aso_regimen::measure::change::{Difference, GeometricMeanRatio, MeanPercentChange};
use aso_regimen::measure::dynamometry::{
    Force, Megascore, MegascoreChange, Muscle, StrengthReference,
};
use aso_regimen::measure::spirometry::{LungVolume, PercentPredicted, SplineTable, Subject};
use aso_regimen::{
    Arm, Course, Dose, Endpoint, Interval, Label, Mass, PercentChange, PercentagePoints, Phase,
    Ratio, Regimen, StudyDay, Trial, Window,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A new value is a line at the end; the first byte of the input says which of them is read, from `0` on.
const VALUES: &[fn(&str) -> bool] = &[
    course,
    trial,
    value::<Regimen>,
    value::<Dose>,
    value::<Phase>,
    value::<MissedDosePolicy>,
    value::<Entry>,
    value::<Label>,
    value::<LabelRegimen>,
    value::<Arm>,
    value::<ReportedOutcome>,
    value::<Contrast>,
    value::<Source>,
    value::<Endpoint>,
    value::<Sheet>,
    value::<Total>,
    value::<Points>,
    value::<ProgressionRate>,
    value::<Assay>,
    value::<AssayReading>,
    value::<Bound<PercentChange>>,
    value::<Muscle>,
    value::<StrengthReference>,
    value::<Megascore>,
    value::<MegascoreChange>,
    value::<Force>,
    value::<LungVolume>,
    value::<PercentPredicted>,
    value::<SplineTable>,
    value::<Subject>,
    value::<PercentChange>,
    value::<MeanPercentChange>,
    value::<GeometricMeanRatio>,
    value::<PercentagePoints>,
    value::<Difference>,
    value::<Ratio>,
    value::<Mass>,
    value::<Interval>,
    value::<StudyDay>,
    value::<Window>,
    value::<ConfidenceLevel>,
    value::<BaselineRule>,
    value::<Survival>,
    value::<ChangePlan>,
    value::<VisitPlan>,
    value::<VisitWindow>,
    value::<Tolerance>,
];

pub fn check(data: &[u8]) {
    is_read(data);
}

/// Whether it is a value, and not refused.
pub fn is_read(data: &[u8]) -> bool {
    let Some((which, json)) = data.split_first() else {
        return false;
    };
    let value = VALUES[usize::from(which.wrapping_sub(b'0')) % VALUES.len()];
    str::from_utf8(json).is_ok_and(value)
}

fn value<T: DeserializeOwned + Serialize + Debug>(json: &str) -> bool {
    read::<T>(json).is_some()
}

fn read<T: DeserializeOwned + Serialize + Debug>(json: &str) -> Option<T> {
    let value: T = serde_json::from_str(json).ok()?;
    let written = serde_json::to_string(&value).expect("it can be written");
    match serde_json::from_str::<T>(&written) {
        Ok(again) => assert_eq!(format!("{value:?}"), format!("{again:?}"), "{written}"),
        Err(error) => panic!("{json} is written as {written}: {error}"),
    }
    Some(value)
}

fn course(json: &str) -> bool {
    let course = read::<Course>(json);
    course.inspect(crate::course::check_state).is_some()
}

fn trial(json: &str) -> bool {
    let Some(trial) = read::<Trial>(json) else {
        return false;
    };
    for finding in trial.audit().findings() {
        assert!(!finding.to_string().is_empty());
    }
    let first: NaiveDate = "2026-01-31".parse().expect("a date");
    let end: NaiveDate = "2027-01-31".parse().expect("a date");
    for arm in trial.arms() {
        if let Ok(activities) = trial.calendar(arm.name(), first, end) {
            assert!(activities.is_sorted_by_key(|activity| activity.date));
            assert!(activities.iter().all(|activity| activity.date <= end));
        }
    }
    true
}
