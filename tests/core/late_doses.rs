//! Late doses at the corners of the rules: the first of a course, of a switch, of a restart, and additional ones.

use core::num::NonZeroU32;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{
    Entry, EntryKind, NextDue, Recommendation, Switch, Timing, Unspecified,
};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule,
};
use aso_regimen::{Course, Interval};

#[cfg(feature = "catalog")]
use crate::random::Random;
use crate::{date, gives, regimen};

/// A day of a course that starts on 5 January 2026, counted from 0.
fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

fn weekly(policy: MissedDosePolicy) -> Course {
    Course::new(regimen("5 mg SC q7d"), policy, day(0))
}

/// Only the first dose of a regimen begins it, however late; the second does not, also where the first was
/// left out.
#[test]
fn a_second_dose_does_not_begin_the_regimen() {
    let mut course = weekly(MissedDosePolicy::always(Action::Skip));
    course.skip(day(0), "away").expect("planned on day 0");
    assert_eq!(gives(&mut course, day(9)), Ok(Timing::Late(2)));
    assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::GivenAgainstLabel));
}

/// The rules for late doses are not about a first dose, also where it was recorded as missed.
#[test]
fn a_missed_first_dose_begins_the_regimen_when_it_is_given() {
    let first = MissedDosePolicy::always(Action::Skip);
    for (policy, recommendation) in [
        (first.clone(), Recommendation::NotStated(Unspecified::FirstDose)),
        (MissedDosePolicy::not_stated(), Recommendation::NotStated(Unspecified::FirstDose)),
        (MissedDosePolicy::not_read(), Recommendation::NotRead),
    ] {
        let loading = regimen("5 mg SC q14d x3, then q28d");
        let mut course = Course::new(loading, policy, day(0));
        let mut missed = course.clone();
        missed.miss(day(0), "away").expect("planned on day 0");
        for course in [&mut course, &mut missed] {
            let advice = course.advise(day(7)).expect("it is due");
            assert_eq!((advice.number(), advice.recommendation()), (Some(1), recommendation));
            assert_eq!(gives(course, day(7)), Ok(Timing::Late(7)));
            let due = course.next_due().dose().expect("it follows");
            assert_eq!((due.number(), due.date()), (Some(2), day(21)));
            assert_eq!(course.adherence(day(7)).missed, 0);
        }
    }
    // A rule of the first dose alone is about it.
    let skipped = first.with_dose(NonZeroU32::MIN, Action::Skip);
    let mut course = weekly(skipped);
    course.miss(day(0), "away").expect("planned on day 0");
    assert_eq!(course.next_due().dose().and_then(|due| due.number()), Some(2));
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

/// What the labels of the catalog say about giving the first dose 100 days late. Their rules are about the time since a
/// dose, or about doses that follow one; only the US labels of nusinersen with bands name "any of the 4 loading doses".
#[cfg(feature = "catalog")]
#[test]
fn the_first_dose_of_every_label() {
    use aso_regimen::catalog;

    let (mut given, mut unread) = (Vec::new(), Vec::new());
    for label in catalog::labels() {
        for regimen in label.regimens() {
            let name = format!("{}: {}", label.key(), regimen.name);
            let course = label.course_named(&regimen.name, day(0)).expect("its name");
            let on_time = course.advise(day(0)).expect("it is due");
            assert_eq!(on_time.recommendation(), Recommendation::Give, "{name}");
            let late = course.advise(day(100)).expect("it is due");
            assert_eq!((late.number(), late.planned()), (Some(1), Some(day(0))), "{name}");
            match late.recommendation() {
                Recommendation::Give => given.push(name.clone()),
                Recommendation::NotRead => unread.push(name.clone()),
                other => {
                    assert_eq!(other, Recommendation::NotStated(Unspecified::FirstDose), "{name}");
                    assert_eq!(course.forecast_from(day(100)).next(), None, "{name}");
                }
            }
            // Somebody decides, and the regimen begins on that day.
            let mut begun = course.clone();
            begun.give(day(100)).expect("it is due");
            let first = regimen.regimen.starting(day(100)).dose(2).map(|dose| dose.date());
            assert_eq!(begun.next_due().dose().map(|next| next.date()), first, "{name}");
        }
    }
    assert_eq!(
        given,
        [
            "Spinraza, US, 2026-03-30: low dose",
            "Spinraza, US, 2024-04-12: ",
            "Spinraza, US, 2023-02-21: ",
        ]
    );
    assert_eq!(
        unread,
        [
            "Dawnzera, EU, 2026-01: once monthly",
            "Dawnzera, EU, 2026-01: well controlled for at least 3 months",
            "Wainzua, EU: ",
            "Vitravene, US: ",
            "Rytelo, US, 2024-06: starting dose",
            "Rytelo, US, 2024-06: first dose reduction",
            "Rytelo, US, 2024-06: second dose reduction",
            "Spinraza, EU, 12 mg with bands: ",
            "Tryngolza, US, 2024-12: ",
            "Onpattro, EU, 2023: ",
            "Macugen, US: ",
            "Viltepso, Japan: ",
            "Amvuttra, EU, with cardiomyopathy: ",
        ]
    );
}

/// A rule for dose 1 is about the first dose, whatever it says.
#[test]
fn a_rule_of_the_first_dose() {
    let policy = |action| MissedDosePolicy::not_stated().with_dose(NonZeroU32::MIN, action);
    let late = |action| {
        let course = weekly(policy(action));
        course.advise(day(3)).expect("it is due").to_string()
    };
    let head = "2026-01-08: dose 1 (maintenance): 5 mg SC planned on 2026-01-05, 3 days late: ";
    let next = "; next is dose 2 (maintenance): 5 mg SC on ";
    for (action, words) in [
        (Action::Reanchor, format!("{}{next}2026-01-15", Action::Reanchor)),
        (
            Action::KeepCalendar { minimum_gap: None },
            format!("{}{next}2026-01-12", Action::KeepCalendar { minimum_gap: None }),
        ),
        (Action::Skip, format!("{}{next}2026-01-12", Action::Skip)),
        (Action::NotRead, "the label's text was not read here".to_owned()),
    ] {
        assert_eq!(late(action), format!("{head}{words}"));
    }
    let silent = weekly(MissedDosePolicy::always(Action::Reanchor));
    assert_eq!(
        silent.advise(day(3)).expect("it is due").to_string(),
        format!(
            "{head}the label does not say what to do about a first dose that is late; the regimen begins on the day \
             it is given"
        )
    );
    let unread = weekly(MissedDosePolicy::not_read());
    assert_eq!(
        unread.advise(day(3)).expect("it is due").to_string(),
        format!("{head}the label's text on late and missed doses was not read here")
    );
    // A patient who comes from elsewhere has begun.
    let elsewhere = Course::continuing(
        regimen("5 mg SC q7d"),
        MissedDosePolicy::always(Action::Restart),
        1,
        day(0),
    );
    let advice = elsewhere.expect("it has a dose 1").advise(day(9)).expect("it is due").to_string();
    assert!(advice.starts_with(
        "2026-01-14: dose 2 (maintenance): 5 mg SC planned on 2026-01-12, 2 days late: begin"
    ));
}

/// The advice names the dose that it is about, and how many more nobody wrote of.
#[test]
fn advice_after_twelve_weeks_without_a_word() {
    for (action, number, planned, late) in [
        (Action::Reanchor, 2, day(7), 81),
        (Action::KeepCalendar { minimum_gap: None }, 2, day(7), 81),
        // The label passes over those before the latest.
        (Action::Skip, 13, day(84), 4),
    ] {
        let mut course = weekly(MissedDosePolicy::always(action));
        course.give(day(0)).expect("on its day");
        let advice = course.advise(day(88)).expect("it is due");
        assert_eq!((advice.day(), advice.number()), (day(88), Some(number)));
        assert_eq!((advice.planned(), advice.outstanding()), (Some(planned), 12));
        let head = format!(
            "2026-04-03: dose {number} (maintenance): 5 mg SC planned on {planned}, {late} days late, 12 doses \
             outstanding: {action}"
        );
        assert!(advice.to_string().starts_with(&head), "{advice}");
        // One of them is the dose itself.
        let one = course.advise(day(9)).expect("it is due");
        assert_eq!(one.outstanding(), 1);
        assert!(!one.to_string().contains("outstanding"), "{one}");
    }
}

/// A miss is no decision: a dose given late after it is the late dose that it would be without it.
#[test]
fn a_miss_decides_nothing_where_the_label_is_silent() {
    for (policy, why) in [
        (MissedDosePolicy::not_read(), Unspecified::NotRead),
        (MissedDosePolicy::not_stated(), Unspecified::NotStated),
    ] {
        let mut course = weekly(policy);
        course.give(day(0)).expect("on its day");
        let mut missed = course.clone();
        missed.miss(day(7), "snow").expect("planned on day 7");
        assert_eq!(missed.next_due(), NextDue::Unspecified(why));
        let advice = missed.advise(day(10)).expect("it is due");
        assert_eq!((advice.number(), advice.planned()), (Some(2), Some(day(7))));
        assert_eq!((advice.timing(), advice.unspecified()), (Timing::Late(3), Some(why)));
        let unmissed = course.advise(day(10)).expect("it is due");
        assert_eq!(advice.recommendation(), unmissed.recommendation());
        for course in [&mut course, &mut missed] {
            assert_eq!(gives(course, day(17)), Ok(Timing::Late(10)));
            assert_eq!(course.next_due(), NextDue::Unspecified(why));
            let figures = course.adherence(day(17));
            assert_eq!((figures.late, figures.unplanned, figures.missed), (1, 0, 0));
            assert_eq!(figures.mean_delay_days, Some(5.0));
        }
        // A person sets the date, and the dose given on it is on time.
        let mut decided = weekly(MissedDosePolicy::not_stated());
        decided.miss(day(0), "snow").expect("planned on day 0");
        decided.reschedule(day(3), day(9), "the physician").expect("it is due");
        assert_eq!(gives(&mut decided, day(9)), Ok(Timing::OnTime));
        assert_eq!(decided.next_due().dose().map(|dose| dose.date()), Some(day(16)));
    }
}

/// So is an additional dose, and so it is where the rules are read later.
#[test]
fn a_miss_decides_nothing_of_additional_doses_and_later_rules() {
    let mut course = weekly(MissedDosePolicy::always(Action::add_doses(1, Interval::days(2))));
    course.give(day(0)).expect("on its day");
    course.give(day(9)).expect("late");
    let mut missed = course.clone();
    missed.miss(day(11), "snow").expect("planned on day 11");
    for course in [&mut course, &mut missed] {
        assert_eq!(gives(course, day(14)), Ok(Timing::Late(3)));
        assert_eq!(course.doses_given().last().expect("given").number(), None);
        assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::AdditionalDose));
        assert_eq!(course.adherence(day(14)).missed, 0);
    }

    let mut course = weekly(MissedDosePolicy::not_read());
    course.give(day(0)).expect("on its day");
    course.miss(day(7), "snow").expect("planned on day 7");
    let read = MissedDosePolicy::always(Action::Reanchor);
    course.change_policy(day(8), read, "the label was read").expect("another policy");
    assert_eq!(course.next_due().dose().map(|dose| dose.date()), Some(day(7)));
    let advice = course.advise(day(10)).expect("it is due");
    assert_eq!(advice.recommendation(), Recommendation::Give);
    assert_eq!(gives(&mut course, day(10)), Ok(Timing::Late(3)));
    assert_eq!(course.next_due().dose().map(|dose| dose.date()), Some(day(17)));
}

/// What a person decides after a miss is about the dose that was missed, as giving it is.
#[test]
fn decisions_after_a_miss_are_about_the_dose_that_was_missed() {
    let adding = MissedDosePolicy::always(Action::add_doses(1, Interval::days(2)));
    let after_miss = |policy: &MissedDosePolicy, given: &[u64], planned| {
        let mut course = weekly(policy.clone());
        for offset in given {
            course.give(day(*offset)).expect("it is due");
        }
        let mut missed = course.clone();
        missed.miss(day(planned), "snow").expect("planned on that day");
        [course, missed]
    };
    // The additional dose of day 11 is left out, and dose 3 comes after it.
    for mut course in after_miss(&adding, &[0, 9], 11) {
        course.skip(day(12), "the physician").expect("it is due");
        assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::LeftOut));
        assert_eq!(course.adherence(day(12)).missed, 1);
        let not_given: Vec<_> = course.doses_missed().map(|dose| dose.number()).collect();
        assert_eq!(not_given, [None]);
        course.give(day(20)).expect("without a date");
        assert_eq!(course.doses_given().last().expect("given").number(), Some(3));
    }
    // It gets another date, and is made up.
    for mut course in after_miss(&adding, &[0, 9], 11) {
        course.reschedule(day(12), day(15), "the physician").expect("it is due");
        let due = course.next_due().dose().expect("it has a date");
        assert_eq!((due.number(), due.date()), (None, day(15)));
        assert_eq!(gives(&mut course, day(15)), Ok(Timing::OnTime));
        let due = course.next_due().dose().expect("it follows");
        assert_eq!((due.number(), due.date()), (Some(3), day(22)));
        assert_eq!(course.adherence(day(15)).missed, 0);
    }
    // A switch needs no date of its own: the dose that it replaces has one.
    let silent = MissedDosePolicy::not_stated();
    for (policy, given, planned) in [(&adding, &[0, 9][..], 11), (&silent, &[0][..], 7)] {
        for mut course in after_miss(policy, given, planned) {
            let switch = Switch::to(regimen("9 mg SC q28d"), silent.clone());
            course.switch(day(12), switch, "another drug").expect("a dose is due");
            let due = course.next_due().dose().expect("its first dose");
            assert_eq!((due.number(), due.date()), (Some(1), day(12)));
        }
    }
}

/// A dose that is on time after all is to be given, and one of which the least gap is not over has to wait.
#[test]
fn a_missed_dose_may_be_on_time_still() {
    let spaced = regimen("100 mg IT q28d window -3d/+3d least gap 27d");
    for (policy, why) in [
        (MissedDosePolicy::not_read(), Unspecified::NotRead),
        (MissedDosePolicy::not_stated(), Unspecified::NotStated),
    ] {
        let mut course = Course::new(spaced.clone(), policy, day(0));
        course.give(day(0)).expect("on its day");
        let mut missed = course.clone();
        missed.miss(day(27), "snow").expect("in its window");
        assert_eq!(missed.next_due(), NextDue::Unspecified(why));
        for offset in [28, 30, 31] {
            let [advice, without] =
                [&missed, &course].map(|course| course.advise(day(offset)).expect("it is due"));
            assert_eq!(advice.recommendation(), Recommendation::Give);
            assert_eq!(advice.to_string(), without.to_string());
            assert_eq!(advice.unspecified(), None);
            assert!(advice.following().eq(without.following()));
        }
        let [advice, without] =
            [&missed, &course].map(|course| course.advise(day(32)).expect("it is due"));
        assert_eq!(advice.unspecified(), Some(why));
        assert_eq!(advice.recommendation(), without.recommendation());
        assert_eq!(gives(&mut missed, day(30)), Ok(Timing::OnTime));
        assert_eq!(missed.concerns(3), Ok(Vec::new()));
    }
    // Missed on a planned date that the least gap excludes.
    let mut course = Course::new(spaced, MissedDosePolicy::not_stated(), day(0));
    course.give(day(2)).expect("in its window");
    let mut missed = course.clone();
    missed.miss(day(28), "snow").expect("planned on day 28");
    for course in [&course, &missed] {
        let advice = course.advise(day(28)).expect("it is due");
        assert_eq!(advice.recommendation(), Recommendation::Wait(day(29)));
        assert_eq!(advice.least_gap(), Some(Interval::days(27)));
        let due = advice.following().next().expect("the dose that is due");
        assert_eq!((due.number(), due.date()), (Some(2), day(29)));
    }
}

/// The day on which a dose was missed says nothing once somebody has set another date for it.
#[test]
fn a_missed_dose_with_a_new_date_is_judged_by_that() {
    let windowed = regimen("100 mg IT q28d window -3d/+3d");
    let mut missed = Course::new(windowed, MissedDosePolicy::always(Action::Reanchor), day(0));
    missed.give(day(0)).expect("on its day");
    missed.miss(day(28), "snow").expect("planned on day 28");
    let mut moved = missed.clone();
    moved.reschedule(day(28), day(40), "travel").expect("it is due");
    assert_eq!(moved.adherence(day(40)).outstanding, 1);
    assert_eq!(gives(&mut moved, day(30)), Ok(Timing::Early(10)));
    assert_eq!(moved.next_due(), NextDue::Unspecified(Unspecified::EarlyDose { days: 10 }));
    // Its date is the same.
    missed.reschedule(day(28), day(28), "later that day").expect("it is due");
    assert_eq!(missed.adherence(day(40)).outstanding, 0);
    assert_eq!(gives(&mut missed, day(30)), Ok(Timing::OnTime));
    // Later doses are counted from that date, which was three months after 29 November before.
    let quarterly = regimen("100 mg IT q3mo");
    let mut course = Course::new(quarterly, MissedDosePolicy::not_stated(), date("2020-11-29"));
    course.give(date("2020-11-29")).expect("on its day");
    let set = date("2021-02-28");
    for is_missed in [false, true] {
        let mut course = course.clone();
        if is_missed {
            course.miss(set, "snow").expect("planned on that day");
        }
        course.reschedule(set, set, "later that day").expect("it is due");
        course.give(set).expect("on its day");
        assert_eq!(course.next_due().dose().map(|due| due.date()), Some(date("2021-05-28")));
    }
}

/// The least gap holds for the next dose, also where somebody had set the date of the one before.
#[test]
fn a_decision_is_about_one_dose_only() {
    let spaced = regimen("5 mg SC q7d window -3d/+3d least gap 7d");
    let mut course = Course::new(spaced, MissedDosePolicy::not_stated(), day(0));
    course.give(day(0)).expect("on its day");
    course.reschedule(day(0), day(1), "the physician").expect("it is due");
    course.miss(day(1), "snow").expect("planned on day 1");
    let skipping = MissedDosePolicy::always(Action::Skip);
    course.change_policy(day(2), skipping, "the label was read").expect("another policy");
    let due = course.next_due().dose().expect("it has a date");
    assert_eq!((due.number(), due.date()), (Some(3), day(8)));
    assert_eq!(due.window(), Some(day(7)..=day(11)));
}

/// It lasts where the dose it is about was missed and stays due.
#[test]
fn a_decision_lasts_after_a_miss() {
    let spaced = regimen("5 mg SC q7d window -3d/+3d least gap 7d");
    let mut course = Course::new(spaced, MissedDosePolicy::always(Action::Reanchor), day(0));
    course.give(day(0)).expect("on its day");
    course.reschedule(day(1), day(3), "the physician").expect("it is due");
    course.miss(day(3), "snow").expect("planned on day 3");
    let due = course.next_due().dose().expect("it has a date");
    assert_eq!((due.number(), due.date()), (Some(2), day(3)), "the least gap ends on day 7");
    assert_eq!(due.window(), Some(day(3)..=day(6)));
}

/// The dose given after a stop is the one that was missed before it, unless the label had that one skipped.
#[test]
fn a_missed_dose_is_made_up_after_a_stop() {
    for (action, missed) in
        [(Action::NotStated, (0, 0)), (Action::Reanchor, (0, 0)), (Action::Skip, (1, 1))]
    {
        let mut course = weekly(MissedDosePolicy::always(action));
        course.give(day(0)).expect("on its day");
        course.miss(day(7), "snow").expect("planned on day 7");
        course.stop(day(8), "wish").expect("treatment goes on");
        course.give(day(9)).expect("recorded all the same");
        let found = (course.adherence(day(9)).missed, course.doses_missed().count());
        assert_eq!(found, missed, "{action}");
    }
}

/// No label says what follows a dose given after a stop. The next date is open until somebody sets one.
#[test]
fn a_dose_given_after_a_stop_decides_nothing() {
    let why = Unspecified::GivenAfterStop;
    let adding = Action::add_doses(1, Interval::days(2));
    let silent = MissedDosePolicy::not_stated();
    for action in [Action::NotStated, Action::Reanchor, Action::Skip, adding] {
        let mut course = weekly(MissedDosePolicy::always(action));
        course.give(day(0)).expect("on its day");
        course.stop(day(3), "wish").expect("treatment goes on");
        assert_eq!(gives(&mut course, day(9)), Ok(Timing::Unplanned));
        assert_eq!(gives(&mut course, day(11)), Ok(Timing::Unplanned));
        assert!(matches!(course.next_due(), NextDue::Stopped { .. }));
        course.resume(day(12)).expect("it was stopped");
        assert_eq!(course.next_due(), NextDue::Unspecified(why));
        let advice = course.advise(day(18)).expect("a dose is due");
        assert_eq!((advice.number(), advice.planned()), (Some(4), None));
        assert_eq!(advice.recommendation(), Recommendation::NotStated(why));
        assert_eq!(
            advice.to_string(),
            "2026-01-23: dose 4 (maintenance): 5 mg SC without a planned date: \
             the label does not say what follows a dose given after treatment was stopped"
        );
        let switch = Switch::to(regimen("9 mg SC q28d"), silent.clone());
        assert_eq!(
            course.switch(day(18), switch, "another drug").expect_err("no date").to_string(),
            "the next dose has no date on 2026-01-23; set one first: the label does not say what \
             follows a dose given after treatment was stopped"
        );
        // A person sets it, or gives the dose.
        let mut decided = course.clone();
        decided.reschedule(day(18), day(19), "the physician").expect("a dose is due");
        assert_eq!(gives(&mut decided, day(19)), Ok(Timing::OnTime));
        assert_eq!(gives(&mut course, day(19)), Ok(Timing::Unplanned));
        for course in [decided, course] {
            let due = course.next_due().dose().expect("treatment goes on");
            assert_eq!((due.number(), due.date()), (Some(5), day(26)));
        }
    }
    // Treatment is resumed with the dose, which is late, and the label says what follows, or does not.
    for (action, next) in [
        (Action::NotStated, NextDue::Unspecified(Unspecified::NotStated)),
        (Action::NotRead, NextDue::Unspecified(Unspecified::NotRead)),
    ] {
        let mut course = weekly(MissedDosePolicy::always(action));
        course.give(day(0)).expect("on its day");
        course.stop(day(3), "wish").expect("treatment goes on");
        course.give(day(9)).expect("recorded all the same");
        let revision = course.resume(day(9)).expect("it was stopped");
        assert_eq!(revision.rejudged().len(), 1);
        assert_eq!(course.doses_given().last().map(|dose| dose.timing()), Some(Timing::Late(2)));
        assert_eq!(course.next_due(), next);
    }
    // Nothing follows the last dose.
    let two = regimen("5 mg SC q7d x2");
    let mut course = Course::new(two, MissedDosePolicy::not_stated(), day(0));
    course.give(day(0)).expect("on its day");
    course.stop(day(3), "wish").expect("treatment goes on");
    course.give(day(9)).expect("recorded all the same");
    course.resume(day(10)).expect("it was stopped");
    assert_eq!(course.next_due(), NextDue::Ended);
}

/// Every label of the catalog: entries recorded one at a time, their days in any order, and all at once from JSON, are one
/// course. A dose may be recorded before or after the hold, the stop or the resumption of its day.
#[cfg(all(feature = "catalog", feature = "serde"))]
#[test]
fn entries_one_at_a_time_and_all_at_once() {
    let is_dose = |entry: &Entry| *entry.kind() == EntryKind::Given;
    let is_pause = |entry: &Entry| {
        matches!(entry.kind(), EntryKind::Held | EntryKind::Stopped | EntryKind::Resumed)
    };
    let mut random = Random(11);
    let mut below = |end| random.below(end);
    let (mut compared, mut swapped, mut stuck) = (0, 0, 0);
    for label in aso_regimen::catalog::labels() {
        for regimen in label.regimens() {
            for _ in 0..6 {
                let named = label.course_named(&regimen.name, day(below(60)));
                let bare = named.expect("its name");
                let mut course = bare.clone();
                let mut on = course.start();
                for _ in 0..12 {
                    let due = course.next_due().dose().map_or(on, |due| due.date());
                    on = due.max(on) + Days::new(if below(3) > 0 { 0 } else { below(50) });
                    let entry = match below(10) {
                        0 => Entry::held(on, "fever"),
                        1 => Entry::stopped(on, "wish"),
                        2 | 3 => Entry::resumed(on),
                        4 => Entry::missed(on, "away"),
                        5 => Entry::skipped(on, "the next will do"),
                        6 => Entry::rescheduled(on, on + Days::new(below(9)), "travel"),
                        _ => Entry::given(on),
                    };
                    drop(course.record(entry));
                }
                let mut entries: Vec<Entry> = course.entries().cloned().collect();
                for one in 1..entries.len() {
                    let (before, after) = (&entries[one - 1], &entries[one]);
                    let is_pair =
                        is_dose(before) && is_pause(after) || is_pause(before) && is_dose(after);
                    if is_pair && before.day() == after.day() && below(2) == 0 {
                        entries.swap(one - 1, one);
                        swapped += 1;
                    }
                }
                let name = format!("{} {}: {entries:?}", label.key(), regimen.name);
                let mut ordered = bare.clone();
                for entry in &entries {
                    ordered.record(entry.clone()).expect(&name);
                }
                let mut days: Vec<&[Entry]> =
                    entries.chunk_by(|one, next| one.day() == next.day()).collect();
                days.sort_by_cached_key(|_| below(1_000));
                let mut others = bare;
                while !days.is_empty() {
                    // One that cannot be yet is tried again.
                    let left = days.len();
                    days.retain(|of_the_day| {
                        let mut tried = others.clone();
                        let mut recorded =
                            of_the_day.iter().map(|entry| tried.record(entry.clone()));
                        let is_refused = recorded.any(|revision| revision.is_err());
                        if !is_refused {
                            others = tried;
                        }
                        is_refused
                    });
                    if days.len() == left {
                        others = ordered.clone();
                        stuck += 1;
                        break;
                    }
                }
                let json = serde_json::to_string(&others).expect("serialises");
                let read: Course = serde_json::from_str(&json).expect("reads back");
                let end = on + Days::new(400);
                for other in [&ordered, &others, &read] {
                    assert_eq!(other.next_due(), course.next_due(), "{name}");
                    assert!(other.forecast().take(6).eq(course.forecast().take(6)), "{name}");
                    assert_eq!(other.adherence(end), course.adherence(end), "{name}");
                    assert!(other.doses_given().eq(course.doses_given()), "{name}");
                    assert!(other.doses_missed().eq(course.doses_missed()), "{name}");
                    assert!(other.doses_held(end).eq(course.doses_held(end)), "{name}");
                    let [one, two] = [other, &course].map(|course| course.doses_planned(end));
                    assert!(one.map(|dose| dose.date()).eq(two.map(|dose| dose.date())), "{name}");
                }
                compared += 1;
            }
        }
    }
    assert!(
        compared > 500 && swapped > 100 && stuck < 200,
        "{compared} courses, {swapped} pairs swapped, {stuck} courses in no other order"
    );
}

/// One missed again on another date, or left where it was missed, is in one figure.
#[test]
fn an_additional_dose_is_missed_once_a_date() {
    let mut course = weekly(MissedDosePolicy::always(Action::add_doses(1, Interval::days(2))));
    for offset in [0, 9] {
        course.give(day(offset)).expect("it is due");
    }
    course.miss(day(11), "snow").expect("planned on day 11");
    let mut same = course.clone();
    same.reschedule(day(11), day(11), "later that day").expect("it is due");
    let figures = same.adherence(day(12));
    assert_eq!((figures.missed, figures.outstanding), (1, 0));
    same.hold(day(11), "fever").expect("treatment goes on");
    let figures = same.adherence(day(12));
    assert_eq!((figures.missed, figures.held, figures.outstanding), (1, 0, 0));
    course.reschedule(day(12), day(15), "the physician").expect("it is due");
    let figures = course.adherence(day(16));
    assert_eq!((figures.missed, figures.outstanding), (1, 1));
    course.miss(day(15), "snow").expect("planned on day 15");
    let figures = course.adherence(day(16));
    assert_eq!((figures.missed, figures.outstanding), (2, 0));
    assert_eq!(gives(&mut course, day(16)), Ok(Timing::Late(1)));
    assert_eq!(course.adherence(day(16)).missed, 0);
}

/// Every label of the catalog, with doses late at random: the same next date and the same delay with a miss before
/// and without.
#[cfg(feature = "catalog")]
#[test]
fn a_miss_changes_nothing_of_a_late_dose() {
    let mut random = Random(7);
    let mut below = |end| random.below(end);
    let (mut late, mut open) = (0, 0);
    for label in aso_regimen::catalog::labels() {
        for regimen in label.regimens() {
            for _ in 0..6 {
                let named = label.course_named(&regimen.name, day(below(60)));
                let mut course = named.expect("its name");
                for _ in 0..7 {
                    let Some(due) = course.next_due().dose() else { break };
                    let planned = due.planned().max(due.date());
                    let days = if below(2) == 0 { below(3) } else { below(600) };
                    let noticed = planned + Days::new(below(days + 1));
                    let given = planned + Days::new(days);
                    let mut missed = course.clone();
                    missed.miss(noticed, "away").expect("it is due");
                    let timing = gives(&mut course, given).expect("it is due");
                    let name = format!("{} {}: {course}", label.key(), regimen.name);
                    assert_eq!(gives(&mut missed, given), Ok(timing), "{name}");
                    assert_eq!(missed.next_due(), course.next_due(), "{name}");
                    let [one, other] = [&missed, &course].map(|course| course.adherence(given));
                    assert_eq!(one.mean_delay_days, other.mean_delay_days, "{name}");
                    late += u32::from(matches!(timing, Timing::Late(_)));
                    open += u32::from(matches!(course.next_due(), NextDue::Unspecified(_)));
                }
            }
        }
    }
    assert!(late > 500 && open > 100, "{late} late, {open} left open");
}

/// A dose of the day of a stop or a hold was given before it, and one of the day of a resumption after it, in whatever
/// order they are recorded.
#[test]
fn the_day_of_a_pause_begins_and_ends_with_a_dose() {
    let recorded = |entries: &[Entry]| {
        let mut course = weekly(MissedDosePolicy::always(Action::Reanchor));
        course.give(day(0)).expect("on its day");
        for entry in entries {
            course.record(entry.clone()).expect("an entry");
        }
        let given: Vec<String> = course.doses_given().map(|dose| dose.to_string()).collect();
        let planned: Vec<_> = course.doses_planned(day(40)).map(|dose| dose.date()).collect();
        (given, planned, course.adherence(day(40)), course.next_due().to_string())
    };
    let [stop, hold] = [Entry::stopped(day(7), "wish"), Entry::held(day(7), "fever")];
    let given = Entry::given(day(7));
    let earlier = |entry: &Entry| match entry.kind() {
        EntryKind::Held => Entry::held(day(3), "fever"),
        _ => Entry::stopped(day(3), "wish"),
    };
    for pause in [stop, hold.clone()] {
        let first = recorded(&[given.clone(), pause.clone()]);
        assert_eq!(first.0[1], "dose 2 (maintenance): 5 mg SC on 2026-01-12, on time");
        assert_eq!(first.2.while_paused, 0);
        assert_eq!(recorded(&[pause.clone(), given.clone()]), first);

        let resumed = Entry::resumed(day(7));
        let first = recorded(&[earlier(&pause), resumed.clone(), given.clone()]);
        assert_eq!(first.0[1], "dose 2 (maintenance): 5 mg SC on 2026-01-12, on time");
        assert_eq!(recorded(&[earlier(&pause), given.clone(), resumed.clone()]), first);
        // All three on one day.
        let first = recorded(&[given.clone(), pause.clone(), resumed.clone()]);
        assert_eq!(recorded(&[pause.clone(), given.clone(), resumed.clone()]), first);
        assert_eq!(recorded(&[pause.clone(), resumed, given.clone()]), first);
        // The day before and the day after are on their sides.
        let [eve, next] = [Entry::given(day(6)), Entry::given(day(8))];
        assert!(!recorded(&[pause.clone(), eve]).0[1].contains("while"));
        assert!(recorded(&[pause, next]).0[1].contains("while"));
    }
    // A hold that ended with a stop that day was a hold until then.
    let earlier = Entry::held(day(3), "fever");
    let stop = Entry::stopped(day(7), "wish");
    let first = recorded(&[earlier.clone(), given.clone(), stop.clone()]);
    assert_eq!(first.0[1], "dose 2 (maintenance): 5 mg SC on 2026-01-12, on time, while held");
    assert_eq!(recorded(&[earlier, stop, given]), first);
}
