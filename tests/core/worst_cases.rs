//! The worst that can be asked stays bounded: time grows with the input, and the stack does not. Sizes here suit a
//! debug build; `benches/worst_cases` has the full ones and counts memory.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, Switch};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::measure::change::{
    ColumnError, GeometricMeanRatio, MeanPercentChange, PercentSpread, percent_into, percents,
};
use aso_regimen::measure::dynamometry::{Force, Muscle, StrengthReference};
use aso_regimen::{BodyWeight, Course, Dose, Interval, Mass, Phase, Regimen, Volume};

use crate::{date, regimen};

/// Far above what a busy machine needs, and far below the hours of work that grows with the square of these inputs.
const LONG: Duration = Duration::from_secs(180);

fn in_time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let made = work();
    let taken = begun.elapsed();
    assert!(taken < LONG, "{what} took {taken:?}");
    made
}

const MEGABYTE: usize = 1_000_000;

/// A megabyte that begins well and goes on with one piece again and again.
fn endless(begin: &str, piece: &str) -> String {
    let mut text = begin.to_owned();
    text.extend(std::iter::repeat_n(piece, MEGABYTE / piece.len()));
    text
}

#[test]
fn a_megabyte_of_hostile_text_is_refused() {
    let texts = [
        endless("", "["),
        endless("", " "),
        endless("", "9"),
        endless("0.", "0"),
        endless("100 mg", " "),
        endless("100 mg ", "("),
        endless("100 mg (15 mL, ", "15 mL, "),
        endless("[<1 kg: ", "1"),
        endless("[", "<1 kg: 1 mg;"),
        endless("100 mg IT q", "1"),
        endless("100 mg IT q14d x", "3"),
        endless("100 mg IT q14d x3", ", then"),
        endless("100 mg IT q14d x3", ", then q28d"),
        endless("100 mg IT q14d x3 window -3d/+3d", "d"),
        endless("loading ", "loading "),
        endless("", "µ"),
    ];
    for text in &texts {
        in_time(&text[..20], || {
            let error = text.parse::<Regimen>().expect_err("hostile");
            assert!(error.to_string().len() < 200);
        });
    }
}

#[test]
fn a_megabyte_is_no_quantity() {
    for text in [endless("", "9"), endless("0.", "0"), endless("1", " mg")] {
        in_time(&text[..20], || {
            assert!(text.parse::<Mass>().is_err());
            assert!(text.parse::<Volume>().is_err());
            assert!(text.parse::<Interval>().is_err());
        });
    }
}

/// A long text may also be right.
#[test]
fn a_megabyte_of_phases_is_read_and_written() {
    let mut text = "100 mg IT q14d x3".to_owned();
    while text.len() < MEGABYTE {
        text.push_str(", then q28d x2, then 50 mg IT after 1mo x1, then 100 mg IT q28d x2");
    }
    let long = in_time("reading", || regimen(&text));
    let written = in_time("writing", || long.to_string());
    assert!(written == text, "reading and writing are inverse");
}

/// Phases that give the dose of the phase before share it, however much there is to say of it.
#[test]
fn a_long_dose_is_not_copied_for_each_phase() {
    let mut text = "[".to_owned();
    for limit in 1..=100_000 {
        write!(text, "<{limit} g: 1 mg; ").expect("a string grows");
    }
    text.push_str("else 2 mg] SC q1d x1");
    text.extend(std::iter::repeat_n(", then q2d x1", 100_000));
    // A copy of each band for each phase would be 10^10 bands.
    let read = in_time("reading", || regimen(&text));
    assert_eq!(read.phases().len(), 100_001);
    let written = in_time("writing", || read.to_string());
    assert_eq!(written.matches("else 2 mg").count(), 1);
}

/// Ten thousand phases, days and months by turns, each with a seam of its own.
fn of_ten_thousand_phases() -> Regimen {
    let phases = (0..10_000_u32).map(|number| {
        let every = if number % 2 == 0 {
            Interval::days(number % 28 + 1)
        } else {
            Interval::months(number % 3 + 1)
        };
        let phase = Phase::loading(Dose::intrathecal(Mass::mg(number + 1)), number % 5 + 2, every);
        if number > 0 { phase.after(Interval::days(number % 40 + 1)) } else { phase }
    });
    Regimen::new(phases.collect()).expect("phases that fit together")
}

#[test]
fn ten_thousand_phases() {
    let long = of_ten_thousand_phases();
    let doses: u32 = (0..10_000).map(|number| number % 5 + 2).sum();
    let plan = long.starting(date("2026-01-31"));
    in_time("every dose", || {
        assert_eq!(plan.iter().count(), doses as usize);
        assert_eq!(plan.iter().last().map(|dose| dose.number()), Some(doses));
    });
    in_time("one dose", || {
        assert_eq!(plan.dose(doses), plan.last());
        assert_eq!(plan.dose(doses + 1), None);
        assert_eq!(plan.count_through(NaiveDate::MAX), doses);
    });
    in_time("text", || assert!(regimen(&long.to_string()) == long));
}

/// Each dose of ten thousand phases, late, missed or on its day.
#[test]
fn a_course_through_ten_thousand_phases() {
    let long = of_ten_thousand_phases();
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let mut course = Course::new(long, policy, date("2026-01-31"));
    in_time("a course", || {
        for late in [0, 3, 0, 0, 1].into_iter().cycle() {
            let Some(next) = course.forecast().next() else {
                break;
            };
            course.give(next.date() + Days::new(late)).expect("it is due");
        }
        assert!(course.doses_given().count() > 30_000);
        assert_eq!(course.adherence(NaiveDate::MAX).missed, 0);
    });
}

/// A hundred thousand entries of every kind, taken back again one by one.
#[test]
fn a_hundred_thousand_entries() {
    const ENTRIES: usize = 100_000;
    let daily = regimen("1 mg SC q3d");
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let mut course = Course::new(daily.clone(), policy.clone(), date("2026-01-05"));
    in_time("entries", || {
        for entry in 0..ENTRIES {
            let due = course.forecast().next().expect("it has no end").date();
            match entry % 10 {
                3 => drop(course.miss(due, "away").expect("it is due")),
                4 => drop(course.give(due + Days::new(1)).expect("a day late")),
                5 => drop(
                    course
                        .reschedule(due, due + Days::new(2), "travel")
                        .expect("later than the entry before"),
                ),
                7 => {
                    let switch = Switch::to(daily.clone(), policy.clone());
                    course.switch(due, switch, "a trial").expect("it is due");
                }
                8 => drop(course.weigh(due, BodyWeight::kg(70)).expect("a weight")),
                9 => drop(course.give(due + Days::new(7)).expect("late")),
                _ => drop(course.give(due).expect("on its day")),
            }
        }
    });
    in_time("adherence", || {
        let adherence = course.adherence(NaiveDate::MAX);
        assert_eq!(adherence.given as usize, course.doses_given().count());
        let given = course.mass_given(NaiveDate::MAX);
        assert_eq!(given, Ok(Mass::mg(adherence.given)));
    });
    in_time("a late entry, an amendment and back", || {
        let whole = course.clone();
        let weight = Entry::weighed(date("2026-01-06"), BodyWeight::kg(70));
        let late = course.record(weight).expect("any day will do");
        assert_eq!((late.entry(), late.rejudged().len()), (Some(2), 0));
        let removed = course.remove(2).expect("nothing depends on it");
        assert_eq!(removed.entry(), None);
        assert_eq!(course, whole);
    });
}

/// Held and resumed between any two doses.
#[test]
fn twenty_thousand_holds() {
    const HOLDS: u32 = 20_000;
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let mut course = Course::new(regimen("1 mg SC q2d"), policy, date("2026-01-05"));
    in_time("holds", || {
        for _ in 0..HOLDS {
            let due = course.next_due().dose().expect("it has no end").date();
            course.give(due).expect("it is due");
            course.hold(due + Days::new(1), "fever").expect("it is not held");
            course.resume(due + Days::new(2)).expect("it is held");
        }
    });
    in_time("history", || assert_eq!(course.history().count(), 3 * HOLDS as usize));
    let adherence = in_time("adherence", || course.adherence(NaiveDate::MAX));
    assert_eq!((adherence.given, adherence.held), (HOLDS, 0));
}

/// As JSON the same entries are replayed one by one.
#[cfg(feature = "serde")]
#[test]
fn a_hundred_thousand_entries_as_json() {
    let mut json = r#"{"format":1,"regimen":{"phases":[{"role":"maintenance","dose":{"amount":"1 mg","route":"SC"},"every":"1d","open_ended":true}]},"policy":{"loading":{"always":"reanchor"},"maintenance":{"always":"reanchor"}},"first_dose":"2026-01-01","entries":["#.to_owned();
    let first = date("2026-01-01");
    let days = first.iter_days().take(100_000);
    for (day, comma) in days.zip(std::iter::once("").chain(std::iter::repeat(","))) {
        write!(json, r#"{comma}{{"day":"{day}","what":"given"}}"#).expect("a string grows");
    }
    json.push_str("]}");
    let course: Course =
        in_time("reading", || serde_json::from_str(&json).expect("a course that can be"));
    assert_eq!(course.entries().len(), 100_000);
    let written = in_time("writing", || serde_json::to_string(&course));
    assert!(written.ok() == Some(json));
}

/// Brackets in brackets are refused at a depth, not followed until the stack is full.
#[cfg(feature = "serde")]
#[test]
fn deeply_nested_json_is_refused() {
    for begin in ["[", r#"{"phases":["#, r#"{"format":1,"entries":[{"regimen":"#] {
        let nested = begin.repeat(1_000_000);
        assert!(serde_json::from_str::<Regimen>(&nested).is_err());
        assert!(serde_json::from_str::<Course>(&nested).is_err());
    }
}

#[test]
fn a_hundred_thousand_muscles() {
    let newtons = |newtons| Force::newtons(newtons).expect("a force");
    let muscles = (0..100_000)
        .map(|number| Muscle::new(format!("muscle {number}"), newtons(20.0), newtons(5.0)))
        .collect::<Result<Vec<_>, _>>();
    let mut muscles = muscles.expect("muscles");
    muscles.push(muscles[0].clone());
    let twice = in_time("looking for one of them", || StrengthReference::new("many", muscles, 1));
    let error = twice.expect_err("the last one is the first").to_string();
    assert_eq!(error, "muscle 0 is listed twice, expected each muscle once");
}

/// The bad value is found wherever it stands, in one pass.
#[test]
fn one_nan_at_the_end_of_a_column() {
    const VALUES: usize = 1_000_000;
    let baseline = vec![2.0; VALUES];
    let mut value = vec![1.0; VALUES];
    let mean = in_time("means", || MeanPercentChange::of_columns(&baseline, &value));
    assert!(mean.is_ok_and(|mean| (mean.percent() + 50.0).abs() < 1e-9));
    value[VALUES - 1] = f64::NAN;
    let at_the_end = |error| matches!(error, ColumnError::Row { row, .. } if row == VALUES);
    in_time("a NaN", || {
        let mut out = vec![0.0; VALUES];
        let errors = [
            percent_into(&baseline, &value, &mut out).expect_err("NaN"),
            percents(&baseline, &value).expect_err("NaN"),
            MeanPercentChange::of_columns(&baseline, &value).expect_err("NaN"),
            PercentSpread::of_columns(&baseline, &value).expect_err("NaN"),
            GeometricMeanRatio::of_columns(&baseline, &value).expect_err("NaN"),
        ];
        for error in errors {
            assert!(at_the_end(error), "{error}");
        }
    });
}
