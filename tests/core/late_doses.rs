//! Late doses at the corners of the rules: the first of a course, of a switch, of a restart, and additional ones.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{NextDue, Switch, Timing, Unspecified};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule,
};
use aso_regimen::{Course, Interval};

use crate::{date, gives, regimen};

/// A day of a course that starts on 5 January 2026, counted from 0.
fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

fn weekly(policy: MissedDosePolicy) -> Course {
    Course::new(regimen("5 mg SC q7d"), policy, day(0))
}

/// Only the first dose of a regimen begins it, however late; the second does not, also where the first was
/// missed.
#[test]
fn a_second_dose_does_not_begin_the_regimen() {
    let mut course = weekly(MissedDosePolicy::always(Action::Skip));
    course.miss(day(0), "away").expect("planned on day 0");
    assert_eq!(gives(&mut course, day(9)), Ok(Timing::Late(2)));
    assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::GivenAgainstLabel));
}

/// Nor does the first dose of a switch begin a course that has begun.
#[test]
fn the_first_dose_of_a_switch_may_be_late() {
    let mut course = weekly(MissedDosePolicy::not_stated());
    course.give(day(0)).expect("on its day");
    let switch = Switch::to(regimen("9 mg SC q28d"), MissedDosePolicy::not_stated());
    course.switch(day(1), switch, "another drug").expect("a dose is due on day 7");
    assert_eq!(gives(&mut course, day(9)), Ok(Timing::Late(2)));
    assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::NotStated));
}

#[test]
fn a_restart_keeps_the_date_that_was_planned() {
    let mut course = weekly(MissedDosePolicy::always(Action::Restart));
    course.give(day(0)).expect("on its day");
    assert_eq!(gives(&mut course, day(10)), Ok(Timing::Late(3)));
    let restarted = course.doses_given().last().expect("given");
    assert_eq!((restarted.number(), restarted.planned()), (Some(1), Some(day(7))));
}

/// As many additional doses as the label asks for, then the regimen.
#[test]
fn additional_doses_are_counted() {
    for added in 1..=3 {
        let policy = MissedDosePolicy::always(Action::add_doses(added, Interval::days(2)));
        let mut course = weekly(policy);
        course.give(day(0)).expect("on its day");
        course.give(day(9)).expect("late");
        for number in 1..=added {
            let NextDue::Due(next) = course.next_due() else {
                panic!("{added} doses are added");
            };
            assert_eq!((next.number(), next.date()), (None, day(9 + 2 * u64::from(number))));
            let date = next.date();
            assert_eq!(gives(&mut course, date), Ok(Timing::OnTime));
        }
        let NextDue::Due(next) = course.next_due() else {
            panic!("the regimen goes on");
        };
        let last = 9 + 2 * u64::from(added);
        assert_eq!((next.number(), next.date()), (Some(3), day(last + 7)));
    }
}

/// Where the time since the last dose counts and none was given, the label says nothing; a time past the
/// planned date needs no last dose.
#[test]
fn a_missing_last_dose_matters_only_where_it_counts() {
    for (measure, action) in
        [(Measure::SinceLastDose, Action::NotStated), (Measure::PastPlanned, Action::Reanchor)]
    {
        let bands = vec![
            TimeBand::new(Limit::below(Interval::days(5)), Action::Reanchor),
            TimeBand::new(None, Action::Skip),
        ];
        let rule = TimeRule::new(measure, bands).expect("a rule");
        let mut course = weekly(MissedDosePolicy::always(rule));
        course.skip(day(0), "away").expect("planned on day 0, and skipped");
        let advice = course.advise(day(8)).expect("a dose is due on day 7");
        assert_eq!(advice.action(), Some(action), "{measure}");
    }
}

/// A protocol of a user's own: a maintenance dose counts from the day given if it is at most a week late, else it is
/// left out.
#[test]
fn a_policy_of_ones_own() {
    let rule = TimeRule::new(
        Measure::PastPlanned,
        vec![
            TimeBand::new(Limit::through(Interval::weeks(1)), Action::Reanchor),
            TimeBand::new(None, Action::Skip),
        ],
    );
    let policy = MissedDosePolicy::new(Action::Restart, rule.expect("a rule"));
    let mut course = Course::new(regimen("5 mg SC q28d"), policy, day(0));
    course.give(day(0)).expect("on its day");
    for (late, action) in [(35, Action::Reanchor), (36, Action::Skip)] {
        let advice = course.advise(day(late)).expect("a dose is due on day 28");
        assert_eq!(advice.action(), Some(action), "day {late}");
    }
}
