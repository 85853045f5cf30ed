//! What was planned, given and missed, up to a day.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Switch, Timing};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::{Course, Mass};

use crate::{date, regimen};

/// A day of a course that starts on 5 January 2026, counted from 0.
fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

fn course(text: &str, policy: MissedDosePolicy) -> Course {
    Course::new(regimen(text), policy, day(0))
}

/// A switch that was never in force, because an earlier one was recorded after it, plans no doses.
#[test]
fn a_switch_taken_over_by_an_earlier_one_counts_no_doses() {
    let daily = regimen("1 mg SC q1d");
    let to = |on: &str| Switch::to(daily.clone(), MissedDosePolicy::not_stated()).on(date(on));
    let mut course = Course::new(daily.clone(), MissedDosePolicy::not_stated(), date("2026-01-01"));
    // To and fro so often that counting each of them would be more doses than a number holds.
    for _ in 0..100 {
        let decided = date("2026-01-02");
        course.switch(decided, to("+200000-01-01"), "far").expect("a date");
        course.switch(decided, to("2026-01-03"), "near").expect("a date");
    }
    // Two days of the first regimen, then the last one.
    let adherence = course.adherence(date("2026-01-10"));
    assert_eq!(adherence.planned, 10);
    assert_eq!(course.mass_planned(date("2026-01-10")), Ok(Mass::mg(10)));
    let daily_for_ever = course.adherence(NaiveDate::MAX).planned;
    let days = NaiveDate::MAX - date("2025-12-31");
    assert_eq!(i64::from(daily_for_ever), days.num_days());
}

/// A dose that a switch replaces is planned once, on its new date, unless it was recorded as missed or was held.
#[test]
fn a_dose_replaced_by_a_switch_is_planned_once() {
    let begun = || {
        let mut course = course("5 mg SC q28d", MissedDosePolicy::always(Action::Reanchor));
        course.give(day(0)).expect("on its day");
        course
    };
    let another =
        |text: &str| Switch::to(regimen(text), MissedDosePolicy::always(Action::Reanchor));
    let figures = |course: &Course, as_of| {
        let found = course.adherence(day(as_of));
        let planned = course.doses_planned(day(as_of)).count();
        assert_eq!(found.planned, u32::try_from(planned).expect("few"), "{course}");
        [found.planned, found.given, found.missed, found.held, found.outstanding]
    };
    // Overdue on day 28, without an entry.
    for switch in [another("9 mg SC q28d"), another("9 mg SC q28d").on(day(36))] {
        let mut course = begun();
        course.switch(day(36), switch, "another drug").expect("overdue");
        assert_eq!(figures(&course, 36), [2, 1, 0, 0, 1]);
        course.give(day(36)).expect("due");
        assert_eq!(figures(&course, 36), [2, 2, 0, 0, 0]);
        assert_eq!(course.mass_planned(day(36)), Ok(Mass::mg(14)));
    }
    // Recorded as missed, it was planned.
    let mut course = begun();
    course.miss(day(28), "snow").expect("planned on day 28");
    course.switch(day(36), another("9 mg SC q28d"), "another drug").expect("overdue");
    course.give(day(36)).expect("due");
    assert_eq!(figures(&course, 36), [3, 2, 1, 0, 0]);
    // In a hold, and overdue before it: the date stays, and what is planned in the hold is held by the regimen of its day.
    let mut course = begun();
    course.hold(day(27), "fever").expect("treatment goes on");
    course.switch(day(60), another("9 mg SC q14d"), "another drug").expect("overdue");
    assert_eq!(figures(&course, 69), [3, 1, 0, 2, 0]);
    assert_eq!(figures(&course, 70), [4, 1, 0, 3, 0]);
    course.resume(day(71)).expect("treatment is held");
    assert_eq!(course.next_due().dose().map(|due| due.date()), Some(day(28)));
    let mut course = begun();
    course.hold(day(30), "fever").expect("treatment goes on");
    course.switch(day(36), another("9 mg SC q28d"), "another drug").expect("overdue");
    course.resume(day(40)).expect("treatment is held");
    assert_eq!(figures(&course, 40), [2, 1, 0, 0, 1]);
    let revision = course.give(day(41)).expect("due");
    assert_eq!(revision.timing(), Some(Timing::Late(13)));
    assert_eq!(figures(&course, 41), [2, 2, 0, 0, 0]);
}

/// What comes after the day that is asked for does not count yet.
#[test]
fn adherence_ends_on_its_day() {
    let mut skipping = course("5 mg SC q7d", MissedDosePolicy::always(Action::Skip));
    skipping.give(day(0)).expect("on its day");
    skipping.miss(day(7), "away").expect("planned on day 7");
    skipping.give(day(14)).expect("on its day");
    skipping.miss(day(21), "away").expect("planned on day 21");
    for (as_of, given, missed, planned) in [
        (0, 1, 0, 1),
        (6, 1, 0, 1),
        (7, 1, 1, 2),
        (13, 1, 1, 2),
        (14, 2, 1, 3),
        (20, 2, 1, 3),
        (21, 2, 2, 4),
    ] {
        let found = skipping.adherence(day(as_of));
        assert_eq!(
            (found.given, found.missed, found.planned),
            (given, missed, planned),
            "day {as_of}"
        );
    }
    let mut counted = course("5 mg SC q7d", MissedDosePolicy::always(Action::Reanchor));
    counted.give(day(0)).expect("on its day");
    counted.give(day(9)).expect("two days late, the next is due on day 16");
    counted.give(day(15)).expect("a day early");
    for (as_of, late, early, delay) in [(8, 0, 0, 0.0), (9, 1, 0, 1.0), (15, 1, 1, 1.0 / 3.0)] {
        let found = counted.adherence(day(as_of));
        assert_eq!((found.late, found.early), (late, early), "day {as_of}");
        let mean = found.mean_delay_days.expect("doses with a planned date");
        assert!((mean - delay).abs() < 1e-12, "day {as_of}: {mean}");
    }
    let mut silent = course("5 mg SC q7d", MissedDosePolicy::not_stated());
    for given in [0, 9, 16] {
        silent.give(day(given)).expect("two days late, and then without a planned date");
    }
    let found = silent.adherence(day(16));
    assert_eq!((found.given, found.unplanned, found.mean_delay_days), (3, 1, Some(1.0)));
    assert_eq!(counted.mass_given(day(8)), Ok(Mass::mg(5)));
    assert_eq!(counted.mass_given(day(9)), Ok(Mass::mg(10)));
    assert_eq!(counted.mass_planned(day(6)), Ok(Mass::mg(5)));
    assert_eq!(counted.mass_planned(day(7)), Ok(Mass::mg(10)));
}

/// A dose that is moved to the date of one left out is another one: outstanding until it is given or missed.
#[test]
fn a_dose_on_the_date_of_one_left_out() {
    let mut course = course("100 mg IT q28d", MissedDosePolicy::always(Action::Reanchor));
    course.give(day(0)).expect("on its day");
    course.skip(day(10), "the physician").expect("one is due");
    course.reschedule(day(20), day(28), "the physician").expect("one is due");
    let figures = |course: &Course, through| {
        let figures = course.adherence(day(through));
        (figures.planned, figures.given, figures.missed, figures.outstanding)
    };
    assert_eq!(figures(&course, 27), (1, 1, 1, 0));
    assert_eq!(figures(&course, 28), (2, 1, 1, 1));
    assert_eq!(course.advise(day(28)).expect("one is due").outstanding(), 1);
    course.miss(day(28), "snow").expect("planned on that day");
    assert_eq!(figures(&course, 28), (2, 1, 2, 0));
    assert_eq!(course.doses_missed().count(), 2);
}

/// Where a missed dose is skipped, the next one may have its date, and is another dose.
#[test]
fn a_dose_on_the_date_of_one_that_is_skipped() {
    let mut course = course("5 mg SC q7d x3, then q28d", MissedDosePolicy::always(Action::Skip));
    course.give(day(0)).expect("on its day");
    course.miss(day(7), "snow").expect("planned on that day");
    course.reschedule(day(7), day(7), "later that day").expect("dose 3 is due");
    assert_eq!(course.adherence(day(7)).outstanding, 1);
    let mut missed = course.clone();
    missed.miss(day(7), "snow again").expect("it was not missed before");
    assert_eq!(missed.doses_missed().count(), 2);
    course.give(day(7)).expect("it is due");
    let given = course.doses_given().last().expect("two");
    assert_eq!(given.number(), Some(3));
    let figures = course.adherence(day(7));
    assert_eq!((figures.given, figures.missed, course.doses_missed().count()), (2, 1, 1));
    assert_eq!(course.next_due().dose().map(|due| due.date()), Some(day(35)));
}

/// In a hold no dose is due: recorded as missed in it, none is left out, none is passed over, and none was planned for the
/// day of a stop.
#[test]
fn a_dose_recorded_as_missed_in_a_hold() {
    let weekly = |action| {
        let mut course = course("5 mg SC q7d", MissedDosePolicy::always(action));
        course.give(day(0)).expect("on its day");
        course
    };
    let mut stopped = weekly(Action::Reanchor);
    stopped.hold(day(3), "fever").expect("treatment goes on");
    stopped.miss(day(7), "fever").expect("recorded");
    stopped.stop(day(7), "wish").expect("held");
    let figures = stopped.adherence(day(40));
    assert_eq!((figures.planned, figures.given, figures.missed, figures.held), (1, 1, 0, 0));

    let mut skipping = weekly(Action::Skip);
    skipping.hold(day(8), "fever").expect("treatment goes on");
    skipping.miss(day(22), "fever").expect("recorded");
    skipping.resume(day(23)).expect("held");
    skipping.give(day(28)).expect("on its day");
    let figures = skipping.adherence(day(28));
    assert_eq!((figures.planned, figures.given, figures.missed, figures.held), (5, 2, 1, 2));
    let missed: Vec<NaiveDate> = skipping.doses_missed().map(|dose| dose.planned()).collect();
    assert_eq!(missed, [day(7)]);
}
