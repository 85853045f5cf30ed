//! Schedules of activities.

use aso_regimen::catalog::{self, nusinersen, tofersen};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::{Purpose, TrialPart, Viewer, Visit};
use aso_regimen::plot::ActivityGrid;
use aso_regimen::plot::PictureError;
use aso_regimen::{Arm, Endpoint, Interval, Source, StudyDay, Trial, Window};

use crate::drawing::{self, doses};
use crate::snapshot;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[test]
fn valor_to_week_28() {
    let picture = snapshot::picture("activities");
    let texts = drawing::check(&picture);
    assert!(texts.contains(&"week 28".to_owned()), "{texts:?}");

    let valor = tofersen::valor();
    let calendar =
        valor.calendar("100 mg", date("2019-03-04"), date("2019-09-30")).expect("a calendar");
    let mut expected: Vec<String> =
        calendar.iter().map(|activity| activity.date.to_string()).collect();
    let mut found: Vec<String> =
        doses(&picture, "activity").into_iter().filter_map(|mark| mark.date).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

/// Whatever is known as a regimen can be drawn, blinded and not.
#[test]
fn every_arm_of_the_catalog() {
    let mut drawn = 0;
    for trial in catalog::trials() {
        for arm in
            trial.arms().iter().filter(|arm| arm.words().is_none() && arm.pooled_arms().is_none())
        {
            let grid = ActivityGrid::new(trial, arm.name(), date("2019-03-04"), date("2021-03-03"));
            let grid = grid.expect("a calendar");
            for grid in [grid.clone(), grid.seen_by(Viewer::Participant)] {
                drawing::check(&grid.draw().expect("two years"));
                drawn += 1;
            }
        }
    }
    assert!(drawn > 40, "{drawn}");
}

#[test]
fn a_sham_is_a_cross_and_hidden_when_blinded() {
    let endear = nusinersen::trials().into_iter().find(|trial| trial.title() == "ENDEAR");
    let endear = endear.expect("of nusinersen");
    let grid = ActivityGrid::new(&endear, "sham", date("2015-01-05"), date("2015-12-31"))
        .expect("a calendar");
    let classes = |grid: &ActivityGrid<'_>, class: &str| {
        let picture = grid.draw().expect("a picture");
        picture.as_str().matches(&format!("class=\"activity {class}\"")).count()
    };
    let shams = classes(&grid, "sham");
    assert!(shams > 0);
    assert_eq!(classes(&grid, "hidden"), 0);
    let blinded = grid.seen_by(Viewer::Participant);
    assert_eq!((classes(&blinded, "sham"), classes(&blinded, "hidden")), (0, shams));
}

/// Nothing in the picture that a participant may see says which masked arm it is of.
#[test]
fn a_blinded_picture_does_not_name_its_arm() {
    let endear = nusinersen::trials().into_iter().find(|trial| trial.title() == "ENDEAR");
    let endear = endear.expect("of nusinersen");
    let grid = |arm: &str| {
        ActivityGrid::new(&endear, arm, date("2015-01-05"), date("2015-12-31")).expect("a calendar")
    };
    let picture = |grid: ActivityGrid<'_>| grid.draw().expect("a picture").as_str().to_owned();
    for viewer in [Viewer::Participant, Viewer::Staff] {
        let blinded = picture(grid("sham").seen_by(viewer));
        assert!(blinded.contains("<title>ENDEAR</title>"), "{blinded}");
        assert!(!blinded.contains("arm sham"), "{blinded}");
    }
    let [sham, drug] =
        ["sham", "nusinersen"].map(|arm| picture(grid(arm).seen_by(Viewer::Participant)));
    assert_eq!(sham, drug, "masked arms look the same");
    assert!(picture(grid("sham")).contains("<title>ENDEAR, arm sham</title>"));
    // A title that was set stays, before and after.
    let after = grid("sham").seen_by(Viewer::Staff).titled("No. 7").expect("a title");
    let before = grid("sham").titled("No. 7").expect("a title").seen_by(Viewer::Staff);
    for titled in [after, before] {
        assert!(picture(titled).contains("<title>No. 7</title>"));
    }
    // Everybody knows the arm of an open label.
    let extension = tofersen::extension();
    let open = extension.arms().iter().find(|arm| arm.is_open_label()).expect("an arm").name();
    let known = ActivityGrid::new(&extension, open, date("2019-03-04"), date("2019-09-30"));
    let known = picture(known.expect("a calendar").seen_by(Viewer::Participant));
    assert!(known.contains(&format!("arm {open}</title>")), "{known}");
}

fn trial(name: &str, every: u32) -> Trial {
    let visit = Visit::new(name.to_owned(), StudyDay::FIRST)
        .repeated_every(Interval::days(every))
        .with_window(Window::days(0, 1))
        .assessing(Endpoint::plasma_nfl());
    let number = "NCT02623699".parse().expect("a registration");
    Trial::builder(number, "Made up", Source::new("nowhere", Status::Publication))
        .arm(Arm::active("A", "1 mg IT q28d".parse().expect("a regimen")))
        .visit(visit)
        .build()
        .expect("a trial")
}

#[test]
fn windows_stand_under_the_dates() {
    let trial = trial("blood", 7);
    let grid =
        ActivityGrid::new(&trial, "A", date("2026-01-05"), date("2026-06-30")).expect("a calendar");
    let texts = drawing::check(&grid.titled("Blood").expect("a title").draw().expect("a picture"));
    assert_eq!(texts[0], "Blood");
    assert_eq!(texts.iter().filter(|text| *text == "-0d/+1d").count(), 26);
}

/// Two parts have a visit of one name: the picture of an arm has the window of its own part.
#[test]
fn windows_are_those_of_the_part() {
    let arm = |part: &'static str| {
        let arm = Arm::active(part, "1 mg IT q28d".parse().expect("a regimen"));
        arm.in_part(TrialPart::new(part, Purpose::Pivotal))
    };
    let week_4 = |part: &'static str, days| {
        let visit = Visit::new("week 4", StudyDay::new(29).expect("a day")).in_part(part);
        visit.with_window(Window::days(days, days))
    };
    let number = "NCT02623699".parse().expect("a registration");
    let trial = Trial::builder(number, "Made up", Source::new("nowhere", Status::Publication))
        .arm(arm("A"))
        .arm(arm("B"))
        .visit(week_4("A", 1))
        .visit(week_4("B", 7))
        .build()
        .expect("a trial");
    for (arm, window) in [("A", "-1d/+1d"), ("B", "-7d/+7d")] {
        let grid = ActivityGrid::new(&trial, arm, date("2026-01-05"), date("2026-02-28"));
        let texts = drawing::check(&grid.and_then(|grid| grid.draw()).expect("a picture"));
        let windows: Vec<&String> = texts.iter().filter(|text| text.contains("d/+")).collect();
        assert_eq!(windows, [window], "{arm}");
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let blood = trial("blood", 2);
    let refused = |trial: &Trial, arm: &str, first: &str, through: &str| {
        ActivityGrid::new(trial, arm, date(first), date(through))
            .and_then(|grid| grid.draw())
            .expect_err("refused")
            .to_string()
    };
    assert_eq!(
        refused(&blood, "A", "2026-01-05", "2026-12-31"),
        "a schedule of 181 days with activities, expected at most 140"
    );
    // One day in two: the last of 140 is the 279th.
    let most = ActivityGrid::new(&blood, "A", date("2026-01-05"), date("2026-10-10"));
    assert!(most.expect("a calendar").draw().is_ok());
    let more = ActivityGrid::new(&blood, "A", date("2026-01-05"), date("2026-10-12"));
    assert!(more.expect("a calendar").draw().is_err());
    assert_eq!(
        refused(&blood, "A", "2026-01-05", "2226-12-31"),
        "a schedule of 73409 days, expected at most 7305"
    );
    assert_eq!(
        refused(&blood, "B", "2026-01-05", "2026-01-31"),
        "no arm is named \"B\", expected one of \"A\""
    );
    assert_eq!(
        refused(&blood, "A", "2026-01-05", "2026-01-04"),
        "a schedule of activities without an activity, expected at least one"
    );
    assert_eq!(
        refused(&trial(&"x".repeat(201), 7), "A", "2026-01-05", "2026-01-31"),
        "the name of the visit on 2026-01-05 has 201 characters, expected at most 200"
    );
    assert_eq!(
        ActivityGrid::new(&blood, "A", NaiveDate::MAX, NaiveDate::MAX).expect_err("refused"),
        PictureError::Year { picture: "a schedule", date: NaiveDate::MAX }
    );
}
