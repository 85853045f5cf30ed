//! Forest plots.

use std::collections::HashSet;
use std::slice;

use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::estimate::EstimateNumbers;
use aso_regimen::analysis::joint_rank::{JointRank, Survival};
use aso_regimen::analysis::{imputation, summary};
use aso_regimen::catalog;
use aso_regimen::evidence::result::{
    Contrast, Population, Readout, ReportedEstimate, ReportedScale, TimePoint,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::measure::change::PercentagePoints;
use aso_regimen::measure::endpoint::Benefit;
use aso_regimen::plot::PictureError;
use aso_regimen::plot::{Forest, ForestRow, Picture};
use aso_regimen::{Endpoint, Source, StudyDay};

use crate::drawing::{self, doses};
use crate::snapshot;

pub(crate) fn contrast(estimate: impl Into<Option<ReportedEstimate>>) -> Contrast {
    let document = Source::new("a document", Status::Publication);
    let readout = Readout::new(Endpoint::plasma_nfl(), document).at(TimePoint::Week(28));
    let contrast = readout.contrast("A").against("B");
    contrast.with_estimate(estimate)
}

fn estimate(value: &str, scale: ReportedScale) -> ReportedEstimate {
    ReportedEstimate::new(value.parse().expect("a number"), scale)
}

fn within(value: &str, low: &str, high: &str, scale: ReportedScale) -> ReportedEstimate {
    estimate(value, scale).within(low.parse().expect("a number"), high.parse().expect("a number"))
}

fn refused(contrasts: &[Contrast]) -> PictureError {
    Forest::new("F", contrasts).expect_err("refused")
}

fn drawn(contrasts: &[Contrast]) -> (Picture, Vec<String>) {
    let picture = Forest::new("F", contrasts).expect("drawable").draw();
    let texts = drawing::check(&picture);
    (picture, texts)
}

#[test]
fn biomarkers_of_valor() {
    let picture = snapshot::picture("forest");
    let texts = drawing::check(&picture);
    assert_eq!(doses(&picture, "estimate").len(), 14);
    assert_eq!(texts.iter().filter(|text| *text == "not reported").count(), 7);
    for text in ["-67 to -51 %", "ratio of geometric mean ratios"] {
        assert!(texts.contains(&text.to_owned()), "{text} in {texts:?}");
    }
}

#[test]
fn csf_sod1_of_the_ascending_doses() {
    let texts = drawing::check(&snapshot::picture("forest_points"));
    for text in ["-33", "-47 to -16", "percentage points"] {
        assert!(texts.contains(&text.to_owned()), "{text} in {texts:?}");
    }
}

/// -60 % (-67 to -51) and 0.40 (0.33 to 0.49) are the same numbers, and are drawn in the same places.
#[test]
fn percent_and_ratio_share_their_axis() {
    let percent = within("-60", "-67", "-51", ReportedScale::PercentOfGeometricMean);
    let ratio = within("0.40", "0.33", "0.49", ReportedScale::GeometricMeanRatio);
    let (picture, _) = drawn(&[contrast(percent), contrast(ratio)]);
    let document = roxmltree::Document::parse(picture.as_str()).expect("valid");
    let places: Vec<Vec<&str>> = document
        .descendants()
        .filter(|node| node.attribute("class") == Some("interval"))
        .map(|node| vec![node.attribute("x1").expect("x1"), node.attribute("x2").expect("x2")])
        .collect();
    assert_eq!(places.len(), 6);
    assert_eq!(places[..3], places[3..]);
}

#[test]
fn the_better_side_is_named_where_all_rows_agree() {
    let lower = contrast(estimate("0.5", ReportedScale::GeometricMeanRatio));
    let mut higher = lower.clone();
    higher.endpoint = Endpoint::alsfrs_r();
    let better = |contrasts: &[Contrast]| {
        let (_, texts) = drawn(contrasts);
        texts.into_iter().find(|text| text.contains("better"))
    };
    assert_eq!(better(slice::from_ref(&lower)).as_deref(), Some("← better"));
    assert_eq!(better(slice::from_ref(&higher)).as_deref(), Some("better →"));
    assert_eq!(better(&[lower, higher]), None);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let ratio = || contrast(estimate("0.5", ReportedScale::GeometricMeanRatio));
    assert_eq!(refused(&[]).to_string(), "a forest plot without a contrast, expected at least one");
    assert_eq!(
        refused(&[ratio(), contrast(estimate("-3", ReportedScale::Points))]).to_string(),
        "row 2 is points, expected ratio of geometric mean ratios as in row 1"
    );
    assert_eq!(
        refused(&[contrast(None)]).to_string(),
        "row 1 has no estimate, expected only contrasts that have one"
    );
    assert_eq!(
        refused(&[contrast(within("0.5", "0.6", "0.7", ReportedScale::HazardRatio))]).to_string(),
        "the estimate of row 1, 0.5, is not within its interval, 0.6 to 0.7"
    );
    let nothing_left =
        refused(&[contrast(estimate("-100", ReportedScale::PercentOfGeometricMean))]);
    assert_eq!(
        nothing_left.to_string(),
        "row 1 has a value of 0 on a logarithmic axis, expected at least 1e-12"
    );
    assert_eq!(
        refused(&vec![ratio(); 101]).to_string(),
        "a forest plot of more than 100 contrasts, expected at most 100"
    );
    let mut unnamed = ratio();
    unnamed.population = Population::Named("x".repeat(250).into());
    assert_eq!(
        refused(&[ratio(), unnamed]).to_string(),
        "the population of row 2 has 250 characters, expected at most 200"
    );
    let mut sourced = ratio();
    sourced.source = Source::new("x".repeat(5_000), Status::Publication);
    assert_eq!(
        refused(&[ratio(), ratio(), sourced.clone()]).to_string(),
        "the source of row 3 has 5014 characters, expected at most 4000"
    );
    sourced.source = Source::new("a ".repeat(1_000) + "document", Status::Publication);
    drawn(&[sourced]);
    let mut control = ratio();
    control.arm = "\u{1b}[2J".into();
    assert_eq!(
        refused(&[control]).to_string(),
        "the label of row 1 has the invisible character U+001B at character 1"
    );
}

/// A mean, a difference, a win ratio, a pooled estimate and one of another program, each in its own picture.
#[test]
fn estimates_of_ones_own() {
    let level = ConfidenceLevel::P95;
    let arm = ArmData::new("A", &[100.0, 80.0, 120.0], &[60.0, 60.0, 66.0]).expect("an arm");
    let mean = summary::mean_percent_change(&arm, level).expect("a mean");
    let difference = summary::mean_difference(&arm, level).expect("a mean");
    let ratio = summary::geometric_mean_ratio(&arm, level).expect("a mean");
    let pooled = imputation::pool(&[ratio.clone(), ratio.clone()]).expect("pooled");
    let died = |day| Survival::Died { on: StudyDay::new(day).expect("a day") };
    let ranks = JointRank::new(["A", "B"], &[died(30), died(20)], &[died(10), died(25)]);
    let wins = ranks.expect("two arms").wins().win_ratio_interval(level).expect("an interval");
    let points = EstimateNumbers {
        estimator: "a mixed model".into(),
        value: PercentagePoints::new(-12.5).expect("finite"),
        standard_error: 4.0,
        degrees_of_freedom: 30.0,
        participants: 40,
    };
    let points = points.estimate(level).expect("an estimate");
    let texts = |row: ForestRow| {
        let picture = Forest::new("F", [row.under("NfL")]).expect("drawable").draw();
        assert_eq!(doses(&picture, "estimate").len(), 1);
        drawing::check(&picture)
    };
    for (row, expected) in [
        (
            ForestRow::new("A", &mean),
            ["-36.67 %", "-62.52 to -10.81 %", "mean percent change", "3"],
        ),
        (ForestRow::new("A", &difference), ["-38", "-80.45 to 4.449", "difference", "3"]),
        (ForestRow::new("A", &ratio), ["0.628", "0.422 to 0.934", "geometric mean ratio", "3"]),
        (ForestRow::new("A", &pooled), ["0.628", "0.282 to 1.40", "geometric mean ratio", "3"]),
        (ForestRow::new("A", &wins), ["3.00", "0.0745 to 121", "ratio", "4"]),
        (
            ForestRow::new("A", &points),
            ["-12.50 points", "-20.67 to -4.331 points", "percentage points", "40"],
        ),
    ] {
        let texts = texts(row);
        let [value, interval, axis, n] = expected;
        for text in [
            "NfL",
            "A",
            value,
            interval,
            axis,
            &format!("n = {n}"),
            "participants",
            "95 % interval",
        ] {
            assert!(texts.contains(&text.to_owned()), "{text} in {texts:?}");
        }
        for text in ["arms", "time", "source", "better"] {
            assert!(!texts.iter().any(|found| found.contains(text)), "{text} in {texts:?}");
        }
    }
    let ninety = ConfidenceLevel::percent(90.0).expect("a level");
    let at_90 = summary::geometric_mean_ratio(&arm, ninety).expect("a mean");
    let refused = |rows: [ForestRow; 2]| Forest::new("F", rows).expect_err("refused").to_string();
    let row = ForestRow::new("A", &ratio);
    assert_eq!(
        refused([row.clone(), ForestRow::new("B", &at_90)]),
        "row 2 is at 90 %, expected 95 % as in row 1"
    );
    assert_eq!(
        refused([row.clone(), ForestRow::new("B", &mean)]),
        "row 2 is mean percent change, expected geometric mean ratio as in row 1"
    );
    assert_eq!(
        refused([row.clone(), ForestRow::new(" ", &ratio)]),
        "the label of row 2 is blank, expected a text"
    );
    assert_eq!(
        refused([row.clone(), row.clone().under("")]),
        "the heading of row 2 is blank, expected a text"
    );
    let texts = |row| drawing::check(&Forest::new("F", [row]).expect("drawable").draw());
    assert!(texts(ForestRow::new("A", &at_90)).contains(&"90 % interval".to_owned()));
    let better = texts(row.clone().better(Benefit::Higher));
    assert!(better.contains(&"better →".to_owned()), "{better:?}");
    // Beside a published one, both have the columns of both.
    let published = contrast(within("-60", "-67", "-51", ReportedScale::PercentOfGeometricMean));
    let picture =
        Forest::new("F", [row.clone(), ForestRow::from(&published)]).expect("drawable").draw();
    let texts = drawing::check(&picture);
    for text in ["arms", "population", "n = 3", "source", "[1]", "0.628", "-60 %"] {
        assert!(texts.contains(&text.to_owned()), "{text} in {texts:?}");
    }
}

#[test]
fn axes_of_all_lengths_are_legible() {
    for values in [
        ["0.000000000001", "999999999999"],
        ["0.999", "1.001"],
        ["1", "1"],
        ["0.000001", "0.000002"],
        ["0.2", "30"],
    ] {
        let rows = values.map(|value| contrast(estimate(value, ReportedScale::HazardRatio)));
        drawn(&rows);
    }
    for values in [
        ["-999999999999", "999999999999"],
        ["0.00000000000000001", "0"],
        ["0", "0"],
        ["-0.001", "0.0005"],
        ["123456", "123457"],
    ] {
        let rows = values.map(|value| contrast(estimate(value, ReportedScale::Points)));
        drawn(&rows);
    }
}

/// One misprint has its estimate outside the interval.
fn can_be_drawn(estimate: &ReportedEstimate) -> bool {
    estimate.interval.is_none_or(|ends| ends.low.value() <= ends.high.value())
}

/// Whatever the catalog reports between arms can be drawn, scale by scale.
#[test]
fn every_contrast_of_the_catalog() {
    let mut drawn_rows = 0;
    for trial in catalog::trials() {
        let contrasts = || {
            let all = trial.contrasts().iter();
            all.filter_map(|contrast| Some((contrast, contrast.estimate?)))
                .filter(|(_, estimate)| can_be_drawn(estimate))
                .map(|(contrast, estimate)| (contrast, estimate.scale))
        };
        for scale in contrasts().map(|(_, scale)| scale).collect::<HashSet<ReportedScale>>() {
            let rows: Vec<Contrast> = contrasts()
                .filter(|(_, other)| *other == scale)
                .map(|(contrast, _)| contrast.clone())
                .collect();
            drawn(&rows);
            drawn_rows += rows.len();
        }
    }
    assert!(drawn_rows > 15, "{drawn_rows}");
}
