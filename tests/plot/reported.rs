//! Published results as points of a curve.

use aso_regimen::catalog::tofersen;
use aso_regimen::evidence::result::{Finding, ReportedEstimate, ReportedScale, TimePoint};
use aso_regimen::evidence::source::{Source, Status};
use aso_regimen::evidence::trial::Registration;
use aso_regimen::plot::{Curve, Picture, PictureError, PlottedPoint, PlottedPoints, Spacing};
use aso_regimen::{Arm, Endpoint, StudyDay, Trial};

use crate::drawing::{self, doses};
use crate::snapshot;

fn ratio(text: &str) -> ReportedEstimate {
    ReportedEstimate::new(text.parse().expect("a number"), ReportedScale::GeometricMeanRatio)
}

fn percent(text: &str) -> ReportedEstimate {
    let scale = ReportedScale::PercentOfGeometricMean;
    ReportedEstimate::new(text.parse().expect("a number"), scale)
}

fn points(text: &str) -> ReportedEstimate {
    ReportedEstimate::new(text.parse().expect("a number"), ReportedScale::Points)
}

fn drawn(points: PlottedPoints) -> Picture {
    let curve = Curve::new("C", "ratio", Spacing::Linear).expect("a title").points(points);
    let picture = curve.draw().expect("a picture");
    drawing::check(&picture);
    picture
}

fn refused(points: Result<PlottedPoints, PictureError>) -> String {
    points.expect_err("refused").to_string()
}

#[test]
fn a_ratio_and_a_percent_change_share_an_axis_in_the_order_of_their_days() {
    let day_85 = TimePoint::Day(StudyDay::new(85).expect("a day"));
    let within = percent("-36").within("-45".parse().expect("low"), "-24".parse().expect("high"));
    let picture = drawn(
        PlottedPoints::over_time("arm", [(TimePoint::Week(28), ratio("0.5")), (day_85, within)])
            .expect("points"),
    );
    assert!(
        picture.as_str().contains("arm: 0.64 (0.55 to 0.76) on day 84; 0.5 on day 196."),
        "{picture}"
    );
}

#[test]
fn results_without_a_place_are_refused() {
    let week = TimePoint::Week;
    assert_eq!(
        refused(PlottedPoints::over_time("arm", [(TimePoint::Unstated, ratio("0.5"))])),
        "point 1 has no time, expected a day or a week"
    );
    assert_eq!(
        refused(PlottedPoints::over_time(
            "arm",
            [(week(8), ratio("0.5")), (week(4), ratio("0.6")), (week(8), ratio("0.7"))]
        )),
        "point 3 has the day of point 1, expected one result of each day"
    );
    assert_eq!(
        refused(PlottedPoints::over_time(
            "arm",
            [(week(4), ratio("0.5")), (week(8), points("-3"))]
        )),
        "point 2 is -3 points, expected a number on the scale of point 1, geometric mean ratio"
    );
    assert_eq!(
        refused(PlottedPoints::over_time(
            "arm",
            [(week(4), points("-3")), (week(8), percent("-5"))]
        )),
        "point 2 is -5 % (geometric mean), expected a number on the scale of point 1, points"
    );
    // Each scale by itself, as in a forest plot.
    let scales = [
        (ReportedScale::GeometricMeanRatio, "geometric mean ratio"),
        (ReportedScale::HazardRatio, "hazard ratio"),
        (ReportedScale::PercentUnstated, "percent, kind of mean not stated"),
        (ReportedScale::Points, "points"),
        (ReportedScale::PercentPredictedPoints, "points of % predicted"),
        (ReportedScale::PercentagePoints, "percentage points"),
        (ReportedScale::StandardDeviations, "standard deviations"),
        (ReportedScale::PercentOfParticipants, "percent of participants"),
    ];
    for (first, name) in scales {
        for (second, _) in scales {
            let of = |scale| ReportedEstimate::new("0.5".parse().expect("a number"), scale);
            let two = [(week(4), of(first)), (week(8), of(second))];
            let drawn = PlottedPoints::over_time("arm", two);
            if first == second {
                assert!(drawn.is_ok(), "{name}");
            } else {
                let expected = format!(
                    "point 2 is {}, expected a number on the scale of point 1, {name}",
                    of(second)
                );
                assert_eq!(refused(drawn), expected);
            }
        }
    }
    assert_eq!(
        refused(PlottedPoints::over_time("arm", [])),
        "a series without a point, expected at least one"
    );
}

#[test]
fn arms_by_their_first_dose() {
    let source = || Source::new("a made-up protocol", Status::Publication);
    let regimen = |text: &str| text.parse().expect("a regimen");
    let trial = Trial::builder(Registration::None, "made up", source())
        .arm(Arm::active("titrated", regimen("20 mg SC q7d x4, then 80 mg SC q7d")))
        .arm(Arm::active("by weight", regimen("3 mg/kg SC q7d")))
        .arm(Arm::untreated("none"))
        .arm(Arm::pooled("both", ["titrated", "by weight"]))
        .build()
        .expect("a trial");
    let by_dose = |arms: &[&'static str]| {
        PlottedPoints::by_dose("r", &trial, arms.iter().map(|arm| (*arm, ratio("0.5"))))
    };
    let curve = Curve::new("C", "ratio", Spacing::Linear).expect("a title");
    let curve = curve.by("dose, mg").expect("a text");
    let of_two = by_dose(&["titrated", "none"]).expect("points").joined();
    let picture = curve.clone().points(of_two).draw().expect("a picture");
    drawing::check(&picture);
    assert!(picture.as_str().contains("ratio by dose, mg. r: 0.5 at 0; 0.5 at 20."), "{picture}");
    assert_eq!(picture.as_str().matches("class=\"joined\"").count(), 1);

    assert_eq!(
        refused(by_dose(&["titrated", "titrated"])),
        "point 2 has the dose of point 1, expected one result of each dose"
    );
    let mixed = [("titrated", ratio("0.5")), ("none", points("-3"))];
    assert_eq!(
        refused(PlottedPoints::by_dose("r", &trial, mixed)),
        "point 2 is -3 points, expected a number on the scale of point 1, geometric mean ratio"
    );
    assert_eq!(
        refused(by_dose(&["titrated", "both"])),
        "point 2 is of the arm \"both\", expected an arm with one regimen"
    );
    assert!(refused(by_dose(&["by weight"])).starts_with("point 1 is of the arm \"by weight\": "));
    assert!(refused(by_dose(&["other"])).starts_with("point 1 has no dose: "));

    let with_doses = curve.points(by_dose(&["titrated"]).expect("points")).doses([0]);
    assert_eq!(
        with_doses.draw().expect_err("refused").to_string(),
        "doses in a picture by \"dose, mg\", expected doses only in a picture over time, in days"
    );
}

/// Points that several lists have on one day: each interval has a place of its own, and the day is told as it is.
#[test]
fn points_of_one_day_are_side_by_side() {
    let of = |name: String| {
        let later = PlottedPoint::new(28.0, 0.5).within(0.4, 0.6);
        PlottedPoints::new(name, [PlottedPoint::new(0.0, 1.0), later]).expect("points")
    };
    for lists in 1..=4_usize {
        let curve = Curve::new("C", "ratio", Spacing::Linear).expect("a title");
        let curve = (0..lists).fold(curve, |curve, n| curve.points(of(format!("arm {n}"))));
        let picture = curve.draw().expect("a picture");
        drawing::check(&picture);
        assert_eq!(picture.as_str().matches("data-day=\"28\"").count(), lists);
        let mut places: Vec<&str> = picture
            .as_str()
            .split('<')
            .filter(|element| element.contains("class=\"interval\""))
            .map(|element| (between(element, " x1=\""), between(element, " x2=\"")))
            .filter(|(from, to)| from == to)
            .map(|(from, _)| from)
            .collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), lists, "{places:?}");
    }
}

/// The value of an attribute that begins so.
fn between<'t>(element: &'t str, start: &str) -> &'t str {
    let (_, rest) = element.split_once(start).expect("the attribute");
    rest.split('"').next().unwrap_or_default()
}

#[test]
fn the_kept_pictures_have_every_result() {
    let arms = snapshot::picture("arms");
    assert_eq!(doses(&arms, "point").len(), 12);
    let with_interval =
        |finding: &Finding| matches!(finding, Finding::Estimate(found) if found.interval.is_some());
    let trial = tofersen::extension();
    let biomarkers = [Endpoint::csf_sod1(), Endpoint::plasma_nfl()];
    let reported = trial.outcomes().iter().filter(|outcome| {
        biomarkers.contains(&outcome.endpoint) && with_interval(&outcome.finding)
    });
    assert_eq!(reported.count(), 12);
    assert_eq!(doses(&snapshot::picture("dose_response"), "point").len(), 4);
}
