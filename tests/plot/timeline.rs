//! Timelines of regimens.

use aso_regimen::Regimen;
use aso_regimen::catalog::tofersen;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::plot::PictureError;
use aso_regimen::plot::timeline::MOST_LANES;
use aso_regimen::plot::{DayCount, MOST_DAYS, Picture, Timeline};

use crate::drawing::{self, doses};
use crate::snapshot;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn drawn(regimen: &Regimen, first: &str, last: &str) -> Result<Picture, PictureError> {
    Timeline::new("T", date(first), date(last))?.with("one", regimen)?.draw()
}

#[test]
fn tofersen_as_tried_and_as_approved() {
    assert_eq!(doses(&snapshot::picture("timeline"), "dose").len(), 5 + 5 + 8 + 15);
}

#[test]
fn every_dose_is_drawn_once_with_its_number_and_date() {
    let regimen: Regimen =
        "12 mg IT q14d x3, then after 35d x1, then q4mo".parse().expect("nusinersen");
    let picture = drawn(&regimen, "2026-01-05", "2027-12-31").expect("two years");
    let plan = regimen.starting(date("2026-01-05"));
    let planned: Vec<_> = plan
        .through(date("2027-12-31"))
        .map(|dose| drawing::Dose {
            class: format!("dose {}", dose.role()),
            number: Some(dose.number()),
            date: Some(dose.date().to_string()),
        })
        .collect();
    assert_eq!(doses(&picture, "dose"), planned);
}

#[test]
fn an_amount_stands_where_it_changes() {
    let regimen: Regimen = "50 mg IT q14d x2, then 28 mg IT q2mo".parse().expect("a regimen");
    let picture = drawn(&regimen, "2026-01-05", "2026-12-31").expect("a year");
    let texts = drawing::check(&picture);
    for amount in ["50 mg IT", "28 mg IT"] {
        assert_eq!(texts.iter().filter(|text| *text == amount).count(), 1, "{texts:?}");
    }
}

#[test]
fn windows_are_bars() {
    let regimen: Regimen = "50 mg IT q14d x2 window -3d/+3d, then q2mo".parse().expect("a regimen");
    let picture = drawn(&regimen, "2026-01-05", "2026-12-31").expect("a year");
    drawing::check(&picture);
    assert_eq!(doses(&picture, "window").len(), 2);
    assert!(picture.as_str().contains("data-opens=\"2026-01-02\""));
}

#[test]
fn days_are_counted_as_asked_for() {
    let regimen: Regimen = "12 mg IT q4mo".parse().expect("a regimen");
    let timeline = Timeline::new("T", date("2026-01-31"), date("2028-01-31")).expect("two years");
    let timeline = timeline.with("one", &regimen).expect("a name");
    let months = timeline.clone().counting(DayCount::Months).draw().expect("a lane");
    let texts = drawing::check(&months);
    assert!(texts.contains(&"months since the first dose and date".to_owned()), "{texts:?}");
    assert!(texts.contains(&"24".to_owned()), "{texts:?}");
    assert_ne!(months, timeline.draw().expect("a lane"));
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let regimen: Regimen = "1 mg SC q1d".parse().expect("a regimen");
    let (first, last) = (date("2026-01-05"), date("2026-12-31"));
    let refused = |result: Result<Picture, PictureError>| result.expect_err("refused").to_string();

    assert_eq!(
        refused(Timeline::new("T", first, last).and_then(|empty| empty.draw())),
        "a timeline without a regimen, expected at least one"
    );
    assert_eq!(
        refused(Timeline::new("T", last, first).and_then(|timeline| timeline.draw())),
        "a timeline from 2026-12-31 through 2026-01-05, expected the earlier date first"
    );
    assert_eq!(
        refused(drawn(&regimen, "2026-01-05", "2026-12-31")),
        "a timeline of 361 days, expected at most 126 to stay legible"
    );
    assert_eq!(
        refused(drawn(&tofersen::approved(), "2026-01-05", "2056-12-31")),
        "a timeline of 11319 days, expected at most 7305 to stay legible"
    );
    assert_eq!(MOST_DAYS, 7_305);
    assert_eq!(
        refused(Timeline::new("T", first, NaiveDate::MAX).and_then(|timeline| timeline.draw())),
        "a timeline that reaches +262142-12-31, expected years from 0 to 9999"
    );
    assert_eq!(
        refused(Timeline::new(" ", first, last).and_then(|timeline| timeline.draw())),
        "the title is blank, expected a text"
    );
    let mut crowd = Timeline::new("T", first, last).expect("dates");
    for _ in 0..MOST_LANES {
        crowd = crowd.with("one", &regimen).expect("a lane");
    }
    assert_eq!(
        crowd.with("one", &regimen).map(drop).expect_err("refused").to_string(),
        "a timeline of more than 40 regimens, expected at most 40"
    );
}

#[test]
fn as_many_days_as_an_error_says_can_be_drawn() {
    for regimen in ["1 mg SC q1d", "1 mg SC q2d window -1d/+0d", "1 mg SC q3d x2, then q7d"] {
        let regimen: Regimen = regimen.parse().expect("a regimen");
        let first = date("2026-01-05");
        let error = drawn(&regimen, "2026-01-05", "2036-12-31").expect_err("too long");
        let PictureError::TooLong { most, .. } = error else {
            panic!("{error}");
        };
        let through = |days: u32| (first + Days::new(u64::from(days) - 1)).to_string();
        assert!(drawn(&regimen, "2026-01-05", &through(most)).is_ok(), "{most}");
        assert!(drawn(&regimen, "2026-01-05", &through(most + 1)).is_err(), "{most}");
    }
}

#[test]
fn hostile_names_are_escaped_or_refused() {
    let regimen = tofersen::approved();
    let named = |name: &str| {
        Timeline::new("T", date("2026-01-05"), date("2026-02-05"))?.with(name, &regimen)?.draw()
    };
    let hostile = "</text><script>\"'&amp;]]>";
    let picture = named(hostile).expect("a name");
    assert!(!picture.as_str().contains("<script"));
    assert!(drawing::check(&picture).concat().contains(hostile));
    for (name, error) in [
        ("a\u{0}b", "the name of a regimen has the invisible character U+0000 at character 2"),
        ("ab\u{202e}", "the name of a regimen has the invisible character U+202E at character 3"),
        ("a\nb", "the name of a regimen has the invisible character U+000A at character 2"),
        ("a\u{200b}", "the name of a regimen has the invisible character U+200B at character 2"),
        ("\u{200b}\u{2060} \u{200d}", "the name of a regimen is blank, expected a text"),
        ("\u{3164}", "the name of a regimen is blank, expected a text"),
        (&"x".repeat(201), "the name of a regimen has 201 characters, expected at most 200"),
    ] {
        assert_eq!(named(name).expect_err("refused").to_string(), error);
    }
    // Persian and emoji need what joins letters and keeps them apart.
    for name in ["می\u{200c}خواهم", "👩\u{200d}⚕\u{fe0f}"] {
        drawing::check(&named(name).expect("a name"));
    }
    // Two hundred of the widest letters are broken into lines.
    drawing::check(&named(&"W".repeat(200)).expect("a name"));
    drawing::check(&named(&"字".repeat(200)).expect("a name"));
}
