//! Pictures of what the example has none of: names that are broken, labels above each other, every kind of mark,
//! windows at the edge, bands of later lines.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::Switch;
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::{Mask, Visit};
use aso_regimen::plot::curve::{MOST_DOSES, MOST_SERIES};
use aso_regimen::plot::series::MOST_POINTS;
use aso_regimen::plot::{
    ActivityGrid, CourseTimeline, Curve, DayCount, Line, MOST_DAYS, Picture, PlottedBand,
    PlottedPoint, PlottedPoints, Spacing, Timeline, font,
};
use aso_regimen::{Arm, Course, Endpoint, Interval, Regimen, Source, StudyDay, Trial, Window};
use roxmltree::{Document, Node};

use crate::drawing;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn regimen(text: &str) -> Regimen {
    text.parse().expect("a regimen")
}

pub(crate) fn pictures() -> Vec<(&'static str, Picture)> {
    vec![
        ("corner_timeline", timeline()),
        ("corner_course", course()),
        ("corner_activities", activities()),
        ("corner_curve", curve()),
    ]
}

/// Windows before the first date and after the last, amounts that rise from dose to dose, a long name.
fn timeline() -> Picture {
    let rising = regimen(
        "titration 3 mg IT q14d x2 window -3d/+2d, then titration 6 mg IT q14d x1, then titration 12 mg IT \
         q14d x1, then 24 mg IT q28d",
    );
    let single = regimen("1 mg/kg max 50 mg IV x1");
    let name = "A regimen whose name is so long that it has to be broken into several lines, \
                with Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft";
    Timeline::new("Corners", date("2026-01-05"), date("2027-06-30"))
        .and_then(|timeline| timeline.with(name, &rising))
        .and_then(|timeline| timeline.with("single, in München", &single))
        .and_then(|timeline| timeline.counting(DayCount::StudyDays).draw())
        .expect("a picture")
}

/// Every kind of entry: on time, early, late, missed, passed over, and after a switch that has no date.
fn course() -> Picture {
    let first = date("2026-01-05");
    let weekly = regimen("20 mg SC q7d window -1d/+1d");
    let mut course = Course::new(weekly, MissedDosePolicy::always(Action::Skip), first);
    for day in [0, 8, 22, 28] {
        course.give(first + Days::new(day)).expect("in order");
    }
    course.miss(first + Days::new(35), "a fever that lasted").expect("it is due");
    course.give(first + Days::new(39)).expect("early");
    course.give(first + Days::new(50)).expect("without a planned date");
    let switch = Switch::to(regimen("80 mg SC q28d"), MissedDosePolicy::not_stated());
    course.switch(first + Days::new(50), switch, "another drug").expect("a dose is due");
    course.give(first + Days::new(57)).expect("the first of it");
    CourseTimeline::new("Corners", &course, date("2026-05-10"))
        .map(|timeline| timeline.counting(DayCount::Months))
        .and_then(|timeline| timeline.draw())
        .expect("a picture")
}

/// Several blocks, names of several lines, each kind of row.
fn activities() -> Picture {
    let number = "NCT00000001".parse().expect("a number");
    let source = Source::new("nowhere", Status::Publication);
    let shams = Arm::active("sparse", regimen("100 mg IT q56d"))
        .masked_as(regimen("100 mg IT q28d"), Mask::Sham);
    let clinic = Visit::new("a clinic visit that takes the whole of a long day", StudyDay::FIRST)
        .repeated_every(Interval::days(28))
        .with_window(Window::days(2, 2))
        .assessing(Endpoint::plasma_nfl())
        .assessing(Endpoint::alsfrs_r());
    let call = Visit::new("telephone", StudyDay::new(8).expect("a day"))
        .repeated_every(Interval::days(28));
    let trial = Trial::builder(number, "Corners", source)
        .arm(shams)
        .visit(clinic)
        .visit(call)
        .build()
        .expect("a trial");
    ActivityGrid::new(&trial, "sparse", date("2026-01-05"), date("2026-12-31"))
        .and_then(|grid| grid.draw())
        .expect("a picture")
}

/// Four lines with a band of the last but one, days before the first dose, a key of several lines.
fn curve() -> Picture {
    let line = |name: &str, level: f64| {
        Line::new(name, [(-28.0, 1.0), (0.0, 1.0), (100.0, level)]).expect("a line")
    };
    let band = |name: &str, level: f64, half: f64| {
        PlottedBand::new(name, [(0.0, 1.0, 1.0), (100.0, level - half, level + half)])
            .expect("a band")
    };
    let point = |day, value: f64| PlottedPoint::new(day, value).within(value - 0.05, value + 0.05);
    let points = |name: &str, values: [f64; 2]| {
        PlottedPoints::new(name, [point(50.0, values[0]), point(90.0, values[1])]).expect("points")
    };
    Curve::new("Corners", "ratio to baseline", Spacing::Linear)
        .expect("a title")
        .line(line("placebo", 1.02))
        .line(line("10 mg", 0.8))
        .band(band("90 % of those with 10 mg, with a long explanation", 0.8, 0.1))
        .line(line("30 mg", 0.6))
        .band(band("90 % of those with 30 mg, with a long explanation", 0.6, 0.1))
        .band(band("50 % of those with 30 mg, with a long explanation", 0.6, 0.05))
        .line(line("100 mg", 0.4))
        .points(points("10 mg, as reported", [0.9, 0.82]))
        .points(points("30 mg, as reported", [0.8, 0.66]))
        .level(1.0, "baseline")
        .expect("a level")
        .doses([-14, 0, 14, 28, 56])
        .draw()
        .expect("a picture")
}

#[test]
fn a_picture_is_its_text() {
    let picture = curve();
    assert!(picture.as_str().starts_with("<svg "));
    assert_eq!(picture.to_string(), picture.as_str());
}

/// Widths of characters that are not in the table: letters of alphabets and dashes, and everything else.
#[test]
fn characters_have_an_upper_estimate() {
    let assert_width = |text: &str, bold, expected: f64| {
        assert!((font::width(text, 10.0, bold) - expected).abs() < 1e-9, "{text}");
    };
    for letter in ["\u{a0}", "é", "Ж", "א", "\u{2010}", "–", "\u{2027}"] {
        assert_width(letter, false, 10.0);
    }
    for wide in ["中", "€", "😀"] {
        assert_width(wide, false, 15.0);
    }
    assert_width("é", true, 12.0);
}

/// The numbers of an attribute of all elements of a class, from left to right.
fn numbers(picture: &Picture, class: &str, name: &str) -> Vec<f64> {
    let document = Document::parse(picture.as_str()).expect("XML");
    let of_class = |node: &Node<'_, '_>| {
        let classes = node.attribute("class").unwrap_or_default();
        classes.split(' ').any(|one| one == class)
    };
    let nodes = document.descendants().filter(of_class);
    nodes.filter_map(|node| node.attribute(name)?.parse().ok()).collect()
}

/// A window is drawn from the morning of its first to the evening of its last day.
#[test]
fn a_window_is_as_long_as_its_days() {
    let plan = regimen("5 mg IT q28d window -3d/+2d");
    let picture = Timeline::new("T", date("2026-01-05"), date("2026-06-30"))
        .and_then(|timeline| timeline.with("one", &plan)?.draw())
        .expect("a picture");
    let doses = numbers(&picture, "dose", "cx");
    let day = (doses[1] - doses[0]) / 28.0;
    let (opens, widths) = (numbers(&picture, "window", "x"), numbers(&picture, "window", "width"));
    assert_eq!((doses.len(), opens.len()), (7, 7));
    for ((dose, open), width) in doses.iter().zip(opens).zip(widths) {
        assert!((dose - open - 3.5 * day).abs() < 0.02, "{dose} {open} {day}");
        assert!((width - 6.0 * day).abs() < 0.02, "{width} {day}");
    }
}

/// The next dose and one that is overdue have their windows, too.
#[test]
fn windows_of_doses_to_come() {
    let mut course = Course::new(
        regimen("5 mg IT q28d x3 window -3d/+2d"),
        MissedDosePolicy::always(Action::Reanchor),
        date("2026-01-05"),
    );
    let counts = |course: &Course, as_of: &str| {
        let timeline = CourseTimeline::new("T", course, date("2026-04-30"));
        let timeline = timeline.expect("a title").as_of(date(as_of));
        let picture = timeline.draw().expect("a picture");
        let windows = numbers(&picture, "window", "x").len();
        (
            windows,
            ["planned", "forecast", "overdue"].map(|class| drawing::doses(&picture, class).len()),
        )
    };
    assert_eq!(counts(&course, "2026-01-05"), (6, [3, 3, 0]));
    let (windows, lanes) = counts(&course, "2026-01-20");
    assert_eq!((windows, lanes[2]), (lanes.iter().sum(), 1));
    course.give(date("2026-01-05")).expect("on plan");
    assert_eq!(counts(&course, "2026-01-06"), (5, [3, 2, 0]));
}

/// The labels of the values, from below, and of the days.
fn labels(spacing: Spacing, values: [f64; 2], days: [f64; 2]) -> (Vec<String>, Vec<String>) {
    let line = Line::new("l", days.into_iter().zip(values)).expect("a line");
    let curve = Curve::new("C", "q", spacing).expect("a title").line(line);
    let picture = curve.draw().expect("a picture");
    drawing::check(&picture);
    let document = Document::parse(picture.as_str()).expect("XML");
    let numbers = |anchor: &str| -> Vec<String> {
        let texts = document.descendants().filter(|node| node.has_tag_name("text"));
        let texts = texts.filter(|node| node.attribute("text-anchor") == Some(anchor));
        let texts = texts.filter_map(|node| node.text());
        texts.filter(|text| text.parse::<f64>().is_ok()).map(ToOwned::to_owned).collect()
    };
    (numbers("end"), numbers("middle"))
}

/// Steps of 1, 2 or 5 times a power of ten, with as many decimals as the step has.
#[test]
fn axes_have_round_numbers() {
    let linear = |high| labels(Spacing::Linear, [0.0, high], [0.0, 28.0]).0;
    assert_eq!(linear(40.0), ["0", "10", "20", "30", "40"]);
    assert_eq!(linear(4.0), ["0", "1", "2", "3", "4"]);
    assert_eq!(linear(0.4), ["0.0", "0.1", "0.2", "0.3", "0.4"]);
    assert_eq!(linear(0.04), ["0.00", "0.01", "0.02", "0.03", "0.04"]);
    assert_eq!(linear(9.0), ["0", "2", "4", "6", "8", "10"]);
    assert_eq!(linear(25.0), ["0", "5", "10", "15", "20", "25"]);
    let below = labels(Spacing::Linear, [-0.2, 0.2], [0.0, 28.0]).0;
    assert_eq!(below, ["-0.2", "-0.1", "0.0", "0.1", "0.2"]);
    // The shortest axis there is needs no room beside its numbers.
    let shortest = linear(1e-9);
    assert_eq!(shortest[0], "0.0000000000");
    assert_eq!(shortest.len(), 6);
    // One number alone has room on both sides.
    let alone = labels(Spacing::Linear, [5.0, 5.0], [0.0, 28.0]).0;
    assert!(alone.iter().any(|label| label.parse() == Ok(5.0)), "{alone:?}");
    let logarithmic = |values| labels(Spacing::Logarithmic, values, [0.0, 28.0]).0;
    assert_eq!(logarithmic([1.0, 1000.0]), ["1", "10", "100", "1000"]);
    // Too short for digits: evenly spaced numbers, all of them on the axis.
    let short = logarithmic([10.0, 10.4]);
    assert_eq!(short, ["10.0", "10.5"]);
}

#[test]
fn few_days_have_fractions() {
    let days = |last| labels(Spacing::Linear, [0.0, 1.0], [0.0, last]).1;
    assert_eq!(days(0.5), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    assert_eq!(days(3.9), ["0", "1", "2", "3"]);
    assert_eq!(days(4.0), ["0", "1", "2", "3", "4"]);
}

/// Days begin with 0 unless nothing is drawn for more than half of the axis.
#[test]
fn days_begin_where_something_is() {
    let first = |from, to| labels(Spacing::Linear, [0.0, 1.0], [from, to]).1.swap_remove(0);
    assert_eq!((first(9.0, 20.0).as_str(), first(10.0, 20.0).as_str()), ("0", "10"));
    assert_eq!((first(100.0, 120.0).as_str(), first(-10.0, 120.0).as_str()), ("100", "0"));
}

/// What is not too much can be drawn.
#[test]
fn limits_are_allowed() {
    let curve = || Curve::new("C", "q", Spacing::Linear).expect("a title");
    let line = || Line::new("l", [(0.0, 1.0), (300.0, 0.5)]).expect("a line");
    let lines = (0..MOST_SERIES).fold(curve(), |curve, _| curve.line(line()));
    assert!(lines.draw().is_ok());
    let doses = (0_i32..).step_by(215).take(MOST_DOSES);
    assert!(curve().line(line()).doses(doses).draw().is_ok());
    for day in [-36_525, 36_525] {
        assert!(curve().line(line()).doses([day]).draw().is_ok(), "{day}");
        let beyond = day + day.signum();
        assert!(curve().line(line()).doses([beyond]).draw().is_err(), "{beyond}");
    }
    // 170 days apart there is just room for doses on neighbouring days.
    let near = Line::new("l", [(0.0, 1.0), (170.0, 0.5)]).expect("a line");
    assert!(curve().line(near).doses([0, 1]).draw().is_ok());
    let points = (0_u32..).map(|day| (f64::from(day), 1.0)).take(MOST_POINTS);
    assert!(Line::new("l", points).is_ok());
    let exact = PlottedPoint::new(0.0, 1.0).within(1.0, 1.0);
    assert!(PlottedPoints::new("r", [exact]).is_ok());

    let single = regimen("1 mg IT x1");
    let first = date("2026-01-05");
    let through = |days: u32| {
        let last = first + Days::new(u64::from(days) - 1);
        Timeline::new("T", first, last).and_then(|timeline| timeline.with("one", &single)?.draw())
    };
    assert!(through(1).is_ok());
    assert!(through(MOST_DAYS).is_ok());
    assert!(through(MOST_DAYS + 1).is_err());
    let mut course = Course::new(single.clone(), MissedDosePolicy::not_stated(), first);
    course.give(first).expect("the only one");
    assert!(CourseTimeline::new("T", &course, first).and_then(|timeline| timeline.draw()).is_ok());
}

/// Notes are broken so that they make no picture wider.
#[test]
fn notes_keep_to_the_picture() {
    let single = regimen("1 mg IT x1");
    let first = date("2026-01-05");
    let width = |reason: String| {
        let mut course = Course::new(single.clone(), MissedDosePolicy::not_stated(), first);
        course.miss(first, reason).expect("it is due");
        let picture = CourseTimeline::new("T", &course, date("2026-03-31"))
            .and_then(|timeline| timeline.draw())
            .expect("a picture");
        let document = Document::parse(picture.as_str()).expect("XML");
        let width = document.root_element().attribute("width");
        width.expect("a width").to_owned()
    };
    assert_eq!(width("a ".repeat(99) + "a"), width("a".to_owned()));
}

/// Days are counted from the first dose, not from its window.
#[test]
fn an_error_counts_days_from_the_first_dose() {
    let plan = regimen("1 mg SC q2d window -1d/+0d");
    let error = Timeline::new("T", date("2026-01-05"), date("2026-12-31"))
        .and_then(|timeline| timeline.with("one", &plan)?.draw())
        .expect_err("too long");
    assert_eq!(error.to_string(), "a timeline of 361 days, expected at most 252 to stay legible");
}

/// As of a day, a dose that is late is overdue and not to come, and the doses after it are counted from that day.
#[test]
fn overdue_as_of_a_day() {
    let first = date("2026-01-05");
    let plan = regimen("100 mg IT q28d window -3d/+3d");
    let mut course = Course::new(plan, MissedDosePolicy::always(Action::Reanchor), first);
    course.give(first).expect("the first");
    let drawn = |as_of: Option<&str>| {
        let timeline = CourseTimeline::new("T", &course, date("2026-03-31")).expect("in order");
        let timeline = match as_of {
            Some(day) => timeline.as_of(date(day)),
            None => timeline,
        };
        let picture = timeline.draw().expect("a picture");
        let dates = |class: &str| {
            let document = Document::parse(picture.as_str()).expect("XML");
            let of_class =
                document.descendants().filter(|one| one.attribute("class") == Some(class));
            let dates: Vec<String> =
                of_class.filter_map(|one| one.attribute("data-date")).map(str::to_owned).collect();
            dates
        };
        (dates("overdue"), dates("forecast"), picture.as_str().contains("overdue since 2026-02-02"))
    };
    let none: [&str; 0] = [];
    for as_of in [None, Some("2026-01-05"), Some("2026-02-05")] {
        let (overdue, forecast, says) = drawn(as_of);
        assert_eq!((overdue.as_slice(), says), (&none.map(str::to_owned)[..], false));
        assert_eq!(forecast, ["2026-02-02", "2026-03-02", "2026-03-30"]);
    }
    let (overdue, forecast, says) = drawn(Some("2026-02-06"));
    assert_eq!((overdue, says), (vec!["2026-02-02".to_owned()], true));
    assert_eq!(forecast, ["2026-02-06", "2026-03-06"]);
}

/// A course that masks the drug says so, in the picture and in its description.
#[test]
fn masked_courses_say_so() {
    let first = date("2026-01-05");
    let course = Course::new(regimen("100 mg IT q28d"), MissedDosePolicy::not_stated(), first);
    let timeline = CourseTimeline::new("T", &course, date("2026-03-31")).expect("in order");
    let words = "only seems to be given";
    let plain = timeline.clone().draw().expect("a picture");
    assert_eq!(plain.as_str().matches(words).count(), 0);
    let masked = timeline.masked().draw().expect("a picture");
    assert_eq!(masked.as_str().matches(words).count(), 2);
}
