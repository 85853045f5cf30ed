//! Courses of a biomarker.

use aso_regimen::plot::PictureError;
use aso_regimen::plot::curve::MOST_DOSES;
use aso_regimen::plot::series::MOST_POINTS;
use aso_regimen::plot::{Curve, Line, Picture, PlottedBand, PlottedPoint, PlottedPoints, Spacing};

use crate::drawing::{self, doses};
use crate::snapshot;

fn line(name: &str) -> Line {
    Line::new(name, [(0.0, 1.0), (224.0, 0.5)]).expect("a line")
}

fn curve() -> Curve {
    Curve::new("C", "ratio to baseline", Spacing::Logarithmic).expect("a title")
}

fn refused(curve: &Curve) -> String {
    curve.draw().expect_err("refused").to_string()
}

#[test]
fn a_line_with_bands_points_and_doses() {
    let picture = snapshot::picture("curve");
    let count = |class| doses(&picture, class).len();
    assert_eq!(count("dose"), 10);
    assert_eq!(count("point"), 2);
    assert_eq!((count("line"), count("band")), (2, 1));
}

/// Two bands of one line: the narrower has a darker sample in the key.
#[test]
fn bands_of_one_line_differ() {
    let band = |name: &str, width: f64| {
        PlottedBand::new(name, [(0.0, 1.0 - width, 1.0 + width), (224.0, 0.5 - width, 0.5 + width)])
            .expect("a band")
    };
    let picture = curve()
        .line(line("one"))
        .band(band("wide", 0.3))
        .band(band("narrow", 0.1))
        .draw()
        .expect("a picture");
    for opacity in ["0.2", "0.36"] {
        assert!(picture.as_str().contains(&format!("fill-opacity=\"{opacity}\"")), "{opacity}");
    }
}

#[test]
fn every_dose_is_drawn_once() {
    let picture = curve().line(line("one")).doses([0, 14, 28, 56]).draw().expect("a picture");
    let numbers: Vec<Option<u32>> =
        doses(&picture, "dose").iter().map(|dose| dose.number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3), Some(4)]);
    for day in [0, 14, 28, 56] {
        assert_eq!(picture.as_str().matches(&format!("data-day=\"{day}\"")).count(), 1);
    }
}

#[test]
fn axes_of_all_lengths_are_legible() {
    let draw = |spacing: Spacing, points: [(f64, f64); 2]| -> Picture {
        let line = Line::new("l", points).expect("a line");
        let curve = Curve::new("C", "q", spacing).expect("a title").line(line);
        let picture = curve.draw().expect("a picture");
        drawing::check(&picture);
        picture
    };
    for (values, days) in [
        ([-1e12, 1e12], [-36_525.0, 36_525.0]),
        ([0.0, 1e-300], [0.0, 1e-300]),
        ([5.0, 5.0], [0.0, 0.5]),
        ([1e12, 999_999_999_999.0], [0.25, 3.0]),
        ([-0.1, 0.2], [-28.0, 1000.0]),
    ] {
        draw(Spacing::Linear, [(days[0], values[0]), (days[1], values[1])]);
        let positive = values.map(|value| value.abs().max(1e-12));
        draw(Spacing::Logarithmic, [(days[0], positive[0]), (days[1], positive[1])]);
    }
}

/// A long name of the axis is broken into lines, and a short axis of another quantity than days is as wide as a long one.
#[test]
fn an_axis_of_another_quantity() {
    let of = |name: &str, doses: &[f64]| {
        let points = doses.iter().map(|dose| PlottedPoint::new(*dose, 0.5));
        let curve = Curve::new("C", "q", Spacing::Linear).and_then(|curve| curve.by(name));
        let points = PlottedPoints::new("r", points).expect("points");
        let picture = curve.expect("texts").points(points).draw().expect("a picture");
        (drawing::check(&picture), picture)
    };
    let (texts, _) = of(&"W".repeat(200), &[0.0, 1.0]);
    assert_eq!(texts.iter().map(|text| text.matches('W').count()).sum::<usize>(), 200);
    for doses in [&[0.0, 0.01, 0.02][..], &[0.0, 1e-9, 2e-9], &[5.0], &[0.0, 1e-300]] {
        let (_, picture) = of("dose, mg/kg", doses);
        let document = roxmltree::Document::parse(picture.as_str()).expect("valid");
        let points = document.descendants().filter(|one| one.attribute("class") == Some("point"));
        let places: Vec<f64> =
            points.map(|one| one.attribute("cx").expect("cx").parse().expect("a number")).collect();
        let wide = if doses.len() > 1 { 680.0 } else { 0.0 };
        assert!((places[places.len() - 1] - places[0] - wide).abs() < 0.1, "{places:?}");
    }
    let (texts, _) = of("dose, mg/kg", &[0.0, 0.01, 0.02]);
    for tick in ["0.000", "0.005", "0.010", "0.015", "0.020"] {
        assert!(texts.iter().any(|text| text == tick), "{tick} in {texts:?}");
    }
}

/// A reported number keeps its digits; what arithmetic leaves behind them is left out.
#[test]
fn numbers_keep_their_digits() {
    let point = |day, value: f64| PlottedPoint::new(day, value);
    let reported = [
        point(0.0, 1234.0).within(1228.5, 104_849.0),
        point(1.0, 1.0 - 0.67),
        point(2.0, 1_234_567.891),
    ];
    let line = Line::new("l", [(0.0, 1234.4), (1.0, 104_849.0), (2.0, 0.123_456)]).expect("a line");
    let curve = Curve::new("C", "q", Spacing::Linear).expect("a title").line(line);
    let reported = PlottedPoints::new("r", reported).expect("points");
    let picture = curve.points(reported).draw().expect("a picture");
    let words = "l: 1234 on day 0, 0.123 on day 2. \
                 r: 1234 (1228.5 to 104849) on day 0; 0.33 on day 1; 1234567.891 on day 2.";
    assert!(picture.as_str().contains(words), "{picture}");
}

#[test]
fn series_that_are_no_series_are_refused() {
    let points = |points: &[(f64, f64)]| Line::new("l", points.to_vec()).expect_err("refused");
    assert!(matches!(points(&[]), PictureError::Empty { .. }));
    assert_eq!(points(&[]).to_string(), "a series without a point, expected at least one");
    for day in [f64::NAN, f64::INFINITY, 36_526.0] {
        assert_eq!(
            points(&[(day, 1.0)]).to_string(),
            format!("point 1 is on day {day}, expected one from -36525 to 36525")
        );
    }
    assert_eq!(
        points(&[(2.0, 1.0), (1.0, 1.0)]).to_string(),
        "point 2 is on day 1, expected a day after 2"
    );
    for (value, cause) in [
        (f64::NAN, "a value of NaN, expected a finite number"),
        (f64::NEG_INFINITY, "a value of -inf, expected a finite number"),
        (1e13, "a value of 10000000000000, expected one from -1e12 to 1e12"),
    ] {
        let error = points(&[(0.0, value)]);
        assert_eq!(error.to_string(), format!("point 1 has {cause}"));
        assert!(std::error::Error::source(&error).is_none());
    }
    let many = (0..=MOST_POINTS).map(|day| (f64::from(u32::try_from(day).expect("few")), 1.0));
    assert_eq!(
        Line::new("l", many).expect_err("refused").to_string(),
        "a series of more than 20000 points, expected at most 20000"
    );
    assert_eq!(
        PlottedBand::new("b", [(0.0, 2.0, 1.0)]).expect_err("refused").to_string(),
        "point 1 reaches from 2 to 1, expected the lower value first"
    );
    assert_eq!(
        PlottedPoints::new("r", [PlottedPoint::new(0.0, 3.0).within(1.0, 2.0)])
            .expect_err("refused")
            .to_string(),
        "point 1, 3, is not within its interval, 1 to 2"
    );
    assert_eq!(
        Line::new("", [(0.0, 1.0)]).expect_err("refused").to_string(),
        "the name of a series is blank, expected a text"
    );
}

#[test]
fn pictures_that_cannot_be_drawn_are_refused() {
    assert_eq!(
        refused(&curve().doses([0])),
        "a picture without a line, a band or a list of points, expected at least one"
    );
    let negative = curve().line(Line::new("below", [(0.0, -1.0)]).expect("a line"));
    let error = negative.draw().expect_err("no logarithm");
    let text = "\"below\" has a value of -1 on a logarithmic axis, expected at least 1e-12";
    assert_eq!(error.to_string(), text);
    assert_eq!(format!("{error:?}"), text);
    assert!(std::error::Error::source(&error).is_none());
    assert!(matches!(curve().level(0.0, "zero"), Err(PictureError::Value { .. })));
    let lines = (0..5).fold(curve(), |curve, _| curve.line(line("l")));
    assert_eq!(refused(&lines), "a picture of 5 lines, expected at most 4");
    let one = || curve().line(line("l"));
    assert_eq!(
        refused(&one().doses([0, 14, 14])),
        "dose 3 is on day 14, expected a day after the dose before and at most 36525 from day 0"
    );
    assert_eq!(
        refused(&one().doses([0, 1])),
        "doses 1 days apart in a picture of 224 days, expected at most 170"
    );
    assert_eq!(
        refused(&one().doses(0..)),
        "a picture of more than 170 doses, expected at most 170"
    );
    assert_eq!(MOST_DOSES, 170);
}
