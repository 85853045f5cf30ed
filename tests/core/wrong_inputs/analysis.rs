//! Readings, visits and columns from which nothing can be computed.

use aso_regimen::analysis::ancova::{Ancova, ArmModel, Covariate, ModelArm};
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::dose_proportionality::PowerModel;
use aso_regimen::analysis::estimate::EstimateNumbers;
use aso_regimen::analysis::imputation::{ImputationMethod, ImputationPlan, IncompleteArm, pool};
use aso_regimen::analysis::joint_rank::{FollowUp, JointRank, Survival, Undecided, Wins};
use aso_regimen::analysis::readings::{Reading, Readings};
use aso_regimen::analysis::summary;
use aso_regimen::analysis::visit_changes::ChangePlan;
use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule};
use aso_regimen::measure::change::{Difference, GeometricMeanRatio, PercentagePoints};
use aso_regimen::{StudyDay, Window};

use super::{Row, refused};

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = readings();
    rows.extend(visits());
    rows.extend(changes());
    rows.extend(arms());
    rows.extend(models());
    rows.extend(several_arms());
    rows.extend(incomplete_arms());
    rows.extend(imputation());
    rows
}

fn day(offset: i32) -> StudyDay {
    StudyDay::from_offset(offset)
}

fn reading(participant: &str, offset: i32, value: f64) -> Reading<'_> {
    Reading::new(participant, day(offset), value).arm("tofersen").endpoint("NfL")
}

fn readings() -> Vec<Row> {
    let after_one = |next| {
        let mut readings = Readings::new();
        readings.push(reading("101", 0, 12.5)).expect("a first reading");
        readings.push(next)
    };
    vec![
        refused(
            "a reading that is no number",
            after_one(reading("101", 7, f64::NAN)),
            "row 2, participant 101: NfL is NaN, expected a finite number within 1e150",
        ),
        refused(
            "an infinite reading",
            after_one(reading("102", 7, f64::INFINITY)),
            "row 2, participant 102: NfL is inf, expected a finite number within 1e150",
        ),
        refused(
            "a reading of nobody",
            after_one(reading("", 7, 12.5)),
            "row 2: the participant has no name, expected more than white space",
        ),
        refused(
            "a reading in no arm",
            after_one(reading("102", 7, 12.5).arm(" ")),
            "row 2: the arm has no name, expected more than white space",
        ),
        refused(
            "a reading of nothing",
            after_one(reading("102", 7, 12.5).endpoint("")),
            "row 2: the endpoint has no name, expected more than white space",
        ),
        refused(
            "a participant who changes arms",
            after_one(reading("101", 7, 12.5).arm("placebo")),
            "row 2, participant 101: is in arm placebo, expected tofersen as in the rows before",
        ),
        refused(
            "a day twice",
            after_one(reading("101", 0, 13.0)),
            "row 2, participant 101: has a second reading of NfL on study day 1, after row 1; expected one a day",
        ),
    ]
}

fn week(name: &str, first: i32, target: i32, last: i32) -> VisitWindow {
    VisitWindow::new(name, day(first), day(target), day(last)).expect("a window")
}

fn visits() -> Vec<Row> {
    let plan = |windows| VisitPlan::new(Tie::Earlier, windows);
    let last = StudyDay::from_offset(i32::MAX);
    vec![
        refused(
            "a visit without a name",
            VisitWindow::new("", day(0), day(0), day(0)),
            "a visit has no name, expected more than white space",
        ),
        refused(
            "a visit that ends first",
            VisitWindow::new("week 1", day(9), day(7), day(5)),
            "week 1: first day 10, target 8 and last day 6, expected them in this order",
        ),
        refused(
            "a visit at the end of time",
            VisitWindow::around("last", last, Window::days(3, 3)),
            "last: the window around study day 2147483648 ends outside the range of study days, expected day offsets within 32 bits",
        ),
        refused("no visits", plan(vec![]), "a visit plan has no windows, expected at least one"),
        refused(
            "visits that overlap",
            plan(vec![week("week 1", 5, 7, 9), week("week 2", 9, 14, 17)]),
            "week 1 (study days 6 to 10, target 8) and week 2 (study days 10 to 18, target 15) overlap, expected each day in one window at most",
        ),
        refused(
            "a visit twice",
            plan(vec![week("week 1", 5, 7, 9), week("week 1", 12, 14, 16)]),
            "week 1 is the name of two visits, expected each name once",
        ),
        refused(
            "two readings on a day",
            plan(vec![week("week 1", 5, 7, 9)]).expect("a plan").place(&[day(7), day(7)]),
            "week 1: two readings on study day 8, expected one a day",
        ),
    ]
}

fn changes() -> Vec<Row> {
    let mut readings = Readings::new();
    readings.push(reading("101", 0, 0.0)).expect("a baseline");
    readings.push(reading("101", 7, 12.5)).expect("a value");
    let plan = |rule| {
        let visits = VisitPlan::new(Tie::Earlier, vec![week("week 1", 5, 7, 9)]).expect("a plan");
        ChangePlan::new(rule, visits)
    };
    let before = BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose);
    let changes = || plan(before.clone()).changes(&readings, "NfL").expect("changes");
    vec![
        refused(
            "an endpoint that was not read",
            plan(before.clone()).changes(&readings, "nfl"),
            "the readings have no endpoint \"nfl\", expected one of NfL",
        ),
        refused(
            "a baseline that was not read",
            plan(BaselineRule::OnDay(day(-14))).changes(&readings, "NfL"),
            "participant 101 has no baseline of NfL, expected a reading that meets the rule",
        ),
        refused(
            "a visit that is not planned",
            changes().at("week 2", "tofersen"),
            "the visit plan has no visit \"week 2\", expected one of week 1",
        ),
        refused(
            "an arm that is not there",
            changes().at("week 1", "placebo"),
            "the readings have no arm \"placebo\", expected one of tofersen",
        ),
        refused(
            "percent changes from 0",
            changes().at("week 1", "tofersen").expect("an arm").percent_changes(),
            "participant 101: baseline is 0; expected any other number",
        ),
    ]
}

fn arms() -> Vec<Row> {
    let level = ConfidenceLevel::P95;
    let arm = |baselines, values| ArmData::new("tofersen", baselines, values).expect("an arm");
    let same = arm(&[10.0, 10.0, 10.0], &[5.0, 5.0, 5.0]);
    let one = ArmData::new("placebo", &[10.0], &[5.0]).expect("an arm");
    let zero = arm(&[10.0, 10.0], &[5.0, 0.0]);
    let ratio = |ratio| GeometricMeanRatio::new(ratio).expect("a ratio");
    vec![
        refused(
            "a level of 0.95",
            ConfidenceLevel::percent(0.95),
            "a confidence level of 0.95 %; expected one from 1 to 99.9999 %",
        ),
        refused(
            "a level of 100",
            ConfidenceLevel::percent(100.0),
            "a confidence level of 100 %; expected one from 1 to 99.9999 %",
        ),
        refused(
            "a level that is no number",
            ConfidenceLevel::percent(f64::NAN),
            "a confidence level of NaN %; expected one from 1 to 99.9999 %",
        ),
        refused(
            "columns of two lengths",
            ArmData::new("tofersen", &[10.0, 11.0], &[5.0]),
            "arm \"tofersen\": 2 baselines and 1 values; expected as many of one as of the other",
        ),
        refused(
            "an arm of nobody",
            ArmData::new("tofersen", &[], &[]),
            "arm \"tofersen\": number of participants is 0; expected at least 1",
        ),
        refused(
            "a mean of one",
            summary::mean_difference(&one, level),
            "arm \"placebo\": number of participants is 1; expected at least 2",
        ),
        refused(
            "nothing that varies",
            summary::geometric_mean_ratio(&same, level),
            "geometric mean ratio to baseline, tofersen (n = 3): the standard error is 0, since all values are equal or fit exactly; expected values that vary",
        ),
        refused(
            "the logarithm of 0",
            summary::geometric_mean_ratio(&zero, level),
            "arm \"tofersen\": row 2: value is 0; expected a number above 0",
        ),
        refused(
            "one against three",
            contrast::difference_of_means(&same, &one, Variances::Welch, level),
            "arm \"placebo\": number of participants is 1; expected at least 2",
        ),
        refused(
            "an interval that falls",
            contrast::from_interval("NfL", [ratio(0.6), ratio(0.4)], level, 108),
            "an interval from 0.6 to 0.4; expected the lower end first",
        ),
        refused(
            "no imputed data sets",
            pool::<PercentagePoints>(&[]),
            "number of imputed data sets is 0; expected at least 2",
        ),
    ]
}

fn models() -> Vec<Row> {
    let level = ConfidenceLevel::P95;
    let arms = ["tofersen", "placebo"];
    let fit = |responses: [&[f64]; 2], covariate: [&[f64]; 2]| {
        let [first, second] = covariate;
        Ancova::fit("NfL", arms, responses, &[Covariate::new("age", first, second)])
    };
    let two: [&[f64]; 2] = [&[1.0, 2.0], &[3.0, 5.0]];
    let died = |offset| Survival::Died { on: day(offset) };
    let tied = JointRank::new(arms, &[died(9)], &[died(9)]).expect("two participants");
    vec![
        refused(
            "a covariate that is too short",
            fit(two, [&[50.0], &[50.0, 60.0]]),
            "age of arm \"tofersen\" has 1 rows; expected 2",
        ),
        refused(
            "a covariate that does not vary",
            fit(two, [&[50.0; 2], &[50.0; 2]]),
            "age is constant or a linear combination of the columns before it; expected an independent column",
        ),
        refused(
            "a response that is no number",
            fit([&[f64::NAN, 1.0], two[1]], two),
            "NfL of arm \"tofersen\" is NaN in row 1; expected a number within ±1e150",
        ),
        refused(
            "no more participants than coefficients",
            fit([&[1.0], &[2.0, 3.0]], [&[1.0], &[3.0, 2.0]]),
            "number of participants is 3, for 3 coefficients; expected more participants",
        ),
        refused(
            "nothing left to vary",
            fit(two, [&[1.0, 2.0], &[3.0, 5.0]]).and_then(|fit| fit.effect(level)),
            "difference in mean NfL, tofersen (n = 2) against placebo (n = 2), ANCOVA: the standard error is 0, since all values are equal or fit exactly; expected values that vary",
        ),
        refused(
            "an arm of nobody in ranks",
            JointRank::new(arms, &[died(9)], &[]),
            "arm \"placebo\": number of participants is 0; expected at least 1",
        ),
        refused(
            "a ratio of no wins",
            tied.wins().win_ratio(),
            "number of losses is 0; expected at least 1",
        ),
    ]
}

fn several_arms() -> Vec<Row> {
    let level = ConfidenceLevel::P95;
    let (low, high) = (ModelArm::new("20 mg", &[1.0, 2.0]), ModelArm::new("60 mg", &[4.0, 6.0]));
    let fit = |arms: &[ModelArm<'_>]| ArmModel::fit("change", arms, &[]);
    let model = || fit(&[low, high]).expect("a model");
    let numbers = |standard_error, degrees_of_freedom| {
        let value = Difference::new(1.0).expect("finite");
        let estimator = "mixed model".to_owned();
        let participants = 108;
        EstimateNumbers { estimator, value, standard_error, degrees_of_freedom, participants }
            .estimate(level)
    };
    let arms = ["tofersen", "placebo"];
    let left = FollowUp { died: false, last_day: day(9), changes: Vec::new() };
    let died = |offset| Survival::Died { on: day(offset) };
    let won = JointRank::new(arms, &[died(9), died(8)], &[died(1), died(2)]).expect("arms");
    vec![
        refused("one arm", fit(&[low]), "number of arms is 1; expected at least 2"),
        refused(
            "two arms of one name",
            fit(&[low, high, low]),
            "two arms are called \"20 mg\"; expected each name once",
        ),
        refused(
            "strata of one arm alone",
            fit(&[low, high.with_strata(&["bulbar", "spinal"])]),
            "strata of arm \"20 mg\" has 0 rows; expected 2",
        ),
        refused(
            "an arm that is not in the model",
            model().contrast("60 mg", "placebo", level),
            "no arm \"placebo\"; expected one of 20 mg, 60 mg",
        ),
        refused(
            "a dose for one arm of two",
            model().trend(&[20.0], level),
            "number of doses is 1; expected 2",
        ),
        refused(
            "an exposure of 0",
            PowerModel::fit("AUC", &[20.0, 60.0, 100.0], &[11.0, 0.0, 51.0]),
            "AUC is 0 in row 2; expected a finite number above 0",
        ),
        refused(
            "a standard error of 0",
            numbers(0.0, 90.0),
            "mixed model: standard error is 0; expected a finite number above 0",
        ),
        refused(
            "no degrees of freedom",
            numbers(1.0, 0.0),
            "mixed model: number of degrees of freedom is 0; expected 1 or more",
        ),
        refused(
            "an arm of nobody over visits",
            JointRank::over_visits(arms, &[left], &[], Undecided::ByFunction),
            "arm \"placebo\": number of participants is 0; expected at least 1",
        ),
        refused(
            "a win ratio without losses",
            won.wins().win_ratio_interval(level),
            "number of losses is 0; expected at least 1",
        ),
        refused("no strata", Wins::stratified(&[]), "number of strata is 0; expected at least 1"),
    ]
}

/// Five participants with a baseline.
fn arm() -> IncompleteArm {
    let names = ["101", "102", "103", "104", "105"];
    IncompleteArm::new("tofersen", &names, &[10.0, 11.0, 12.0, 14.0, 13.0]).expect("an arm")
}

/// The same with a visit, in which NaN is a missing value.
fn with_visit(name: &str, values: [f64; 5]) -> IncompleteArm {
    let values = values.map(|value| if value.is_nan() { None } else { Some(value) });
    arm().with_visit(name, &values).expect("a visit")
}

fn one_missing() -> IncompleteArm {
    with_visit("week 4", [9.0, 8.0, 10.0, f64::NAN, 7.0])
}

fn incomplete_arms() -> Vec<Row> {
    let names = ["101", "102", "103", "104", "105"];
    let baselines = [10.0, 11.0, 12.0, 14.0, 13.0];
    let assay = Assay::new(AssaySpec::new("NfL").platform("A").unit("pg/mL").lloq(2.0).uloq(500.0));
    let above = assay.and_then(|assay| assay.above_uloq()).expect("an upper limit");
    vec![
        refused(
            "an arm of nobody to impute",
            IncompleteArm::new("tofersen", &[], &[]),
            "arm \"tofersen\": number of participants is 0; expected at least 1",
        ),
        refused(
            "a baseline too few",
            IncompleteArm::new("tofersen", &names, &baselines[1..]),
            "baseline of arm \"tofersen\" has 4 rows; expected 5",
        ),
        refused(
            "a participant twice",
            IncompleteArm::new("tofersen", &["101", "102", "101"], &baselines[..3]),
            "two participants are called \"101\"; expected each name once",
        ),
        refused(
            "a visit twice in an arm",
            one_missing().with_visit("week 4", &[None; 5]),
            "two visits are called \"week 4\"; expected each name once",
        ),
        refused(
            "a visit of four participants",
            arm().with_visit("week 4", &[None; 4]),
            "week 4 of arm \"tofersen\" has 4 rows; expected 5",
        ),
        refused(
            "a value that is no number",
            arm().with_visit("week 4", &[None, Some(f64::INFINITY), None, None, None]),
            "week 4 of arm \"tofersen\" is inf in row 2; expected a number within ±1e150",
        ),
        refused(
            "a covariate of four participants",
            arm().with_covariate("age", &[50.0; 4]),
            "age of arm \"tofersen\" has 4 rows; expected 5",
        ),
        refused(
            "a visit that an arm has not",
            arm().values("week 4").map(<[_]>::len),
            "no visit \"week 4\"; expected one of ",
        ),
        refused(
            "an assay beyond its upper limit",
            Reading::assayed_over_time("101", &[(day(0), above)], BlqRule::HalfLloqOnce),
            "row 1 of the readings: NfL, A, pg/mL: a reading above the upper limit of quantification, 500; expected one at most there, since no rule gives it a number",
        ),
    ]
}

fn imputation() -> Vec<Row> {
    let none = f64::NAN;
    let filled = |arm: IncompleteArm, plan: ImputationPlan| {
        let arms = [arm];
        plan.data_sets(&arms, 2).map(|data_sets| data_sets.len())
    };
    let plan = ImputationPlan::new(1);
    let gap = one_missing()
        .with_visit("week 8", &[Some(9.0), Some(8.0), None, Some(6.0), Some(7.0)])
        .expect("a visit");
    let matching = |donors| plan.with_method(ImputationMethod::PredictiveMeanMatching { donors });
    let twice = [one_missing(), one_missing()];
    let data_set = || plan.data_set(&twice[..1], 1).expect("a data set");
    vec![
        refused(
            "a value after a missing one",
            filled(gap.clone(), plan),
            "arm \"tofersen\", participant 104: no value at week 4, but one at week 8; expected no value after a missing one, as monotone imputation needs",
        ),
        refused(
            "two values for two coefficients",
            filled(with_visit("week 4", [9.0, 8.0, none, none, none]), plan),
            "arm \"tofersen\": number of participants with a value at week 4 is 2; expected at least 3 to impute the others",
        ),
        refused(
            "no value at a visit, in chains",
            filled(with_visit("week 4", [none; 5]), plan.chained(5)),
            "arm \"tofersen\": number of participants with a value at week 4 is 0; expected at least 3 to impute the others",
        ),
        refused(
            "an age that does not vary",
            filled(one_missing().with_covariate("age", &[50.0; 5]).expect("numbers"), plan),
            "age of arm \"tofersen\" is constant or a linear combination of the columns before it; expected an independent column",
        ),
        refused(
            "a visit that is a straight line of the baseline",
            filled(with_visit("week 4", [20.0, 22.0, 24.0, none, 26.0]), plan),
            "imputation of week 4 of arm \"tofersen\": no residual variance to draw from, since the values fit their regression exactly; expected values that vary about it",
        ),
        refused(
            "a logarithm of 0 to impute from",
            filled(with_visit("week 4", [9.0, 0.0, 10.0, none, 7.0]), plan.on_logarithms()),
            "week 4 of arm \"tofersen\" is 0 in row 2; expected a finite number above 0",
        ),
        refused(
            "no donors",
            filled(one_missing(), matching(0)),
            "number of donors is 0; expected 1 to 4",
        ),
        refused(
            "more donors than values",
            filled(one_missing(), matching(5)),
            "number of donors is 5; expected 1 to 4",
        ),
        refused(
            "no iterations",
            filled(gap, plan.chained(0)),
            "number of iterations is 0; expected 1 to 1000",
        ),
        refused(
            "no data sets",
            plan.data_sets(&twice[..1], 0).map(|sets| sets.len()),
            "number of imputed data sets is 0; expected 1 to 10000",
        ),
        refused(
            "a data set before the first",
            plan.data_set(&twice[..1], 0).map(|set| set.number()),
            "number of the imputed data set is 0; expected 1 to 10000",
        ),
        refused(
            "an arm twice",
            plan.data_set(&twice, 1).map(|set| set.number()),
            "two arms are called \"tofersen\"; expected each name once",
        ),
        refused(
            "an arm that a data set has not",
            data_set().arm("placebo").map(|arm| arm.imputed().count()),
            "no arm \"placebo\"; expected one of tofersen",
        ),
        refused(
            "a visit that a data set has not",
            data_set().arms()[0].at("week 8").map(|arm| arm.imputed()),
            "no visit \"week 8\"; expected one of week 4",
        ),
    ]
}
