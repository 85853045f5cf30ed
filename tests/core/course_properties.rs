//! What holds for every course, whatever is recorded in it.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{NextDue, Recommendation, Record, Switch, Timing};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, Rule, TimeBand, TimeRule,
};
use aso_regimen::{BodyWeight, Course, Interval, Mass, Regimen};
use proptest::prelude::*;

use crate::generate::{regimen, regimen_in_days, start};

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => Just(Action::Reanchor),
        2 => Just(Action::KeepCalendar { minimum_gap: None }),
        1 => (1_u32..30).prop_map(|days| Action::KeepCalendar { minimum_gap: Some(Interval::days(days)) }),
        1 => (1_u32..4, 1_u32..30).prop_map(|(doses, days)| Action::add_doses(doses, Interval::days(days))),
        2 => Just(Action::Skip),
        1 => Just(Action::Restart),
        1 => Just(Action::NextUnspecified),
        1 => Just(Action::NotStated),
        1 => Just(Action::NotRead),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let measures = [
        Measure::PastPlanned,
        Measure::SinceLastDose,
        Measure::ToNextPlanned,
        Measure::UntilNoticed,
    ];
    let by_time = (
        0..measures.len(),
        1_u32..40,
        1_u32..200,
        any::<bool>(),
        action(),
        action(),
        action(),
    )
        .prop_map(move |(measure, first, more, included, one, two, three)| {
            let limit = |days| {
                let days = Interval::days(days);
                Some(if included {
                    Limit::Through(days)
                } else {
                    Limit::Below(days)
                })
            };
            let bands = vec![
                TimeBand {
                    limit: limit(first),
                    action: one,
                },
                TimeBand {
                    limit: limit(first + more),
                    action: two,
                },
                TimeBand {
                    limit: None,
                    action: three,
                },
            ];
            Rule::from(TimeRule::new(measures[measure], bands).expect("rising limits"))
        });
    prop_oneof![action().prop_map(Rule::from), by_time]
}

fn policy() -> BoxedStrategy<MissedDosePolicy> {
    (rule(), rule())
        .prop_map(|(loading, maintenance)| MissedDosePolicy {
            loading,
            maintenance,
        })
        .boxed()
}

/// Something that somebody tries to record.
#[derive(Debug, Clone)]
enum Attempt {
    /// A dose, so many days from the due date.
    Give(i64),
    Miss,
    Reschedule(i64),
    Weigh(u32),
    Switch(Box<(Regimen, MissedDosePolicy)>, Option<i64>),
    Undo,
}

fn attempt() -> BoxedStrategy<Attempt> {
    prop_oneof![
        6 => Just(Attempt::Give(0)),
        5 => (-10_i64..700).prop_map(Attempt::Give),
        2 => Just(Attempt::Miss),
        1 => (-5_i64..60).prop_map(Attempt::Reschedule),
        1 => (1_u32..200).prop_map(Attempt::Weigh),
        1 => (regimen(), policy(), proptest::option::of(-5_i64..60))
            .prop_map(|(regimen, policy, on)| Attempt::Switch(Box::new((regimen, policy)), on)),
        1 => Just(Attempt::Undo),
    ]
    .boxed()
}

/// So many days from the due date, or from the last dose where none is due.
fn from_due(course: &Course, days: i64) -> Option<NaiveDate> {
    let due = match course.next_due() {
        NextDue::Dose(dose) => dose.date(),
        NextDue::Unspecified(_) | NextDue::Ended => course
            .doses_given()
            .last()
            .map_or(course.start(), |dose| dose.date()),
    };
    let far = Days::new(days.unsigned_abs());
    if days < 0 {
        due.checked_sub_days(far)
    } else {
        due.checked_add_days(far)
    }
}

/// Tries it; whether it was taken.
fn attempted(course: &mut Course, attempt: &Attempt) -> bool {
    match attempt {
        Attempt::Give(days) => {
            from_due(course, *days).is_some_and(|date| course.give(date).is_ok())
        }
        Attempt::Miss => course.miss("not there").is_ok(),
        Attempt::Reschedule(days) => {
            from_due(course, *days).is_some_and(|date| course.reschedule(date).is_ok())
        }
        Attempt::Weigh(kg) => {
            course.weigh(BodyWeight::kg(*kg));
            true
        }
        Attempt::Switch(to, on) => {
            let on = on.and_then(|days| from_due(course, days));
            let (regimen, policy) = to.as_ref().clone();
            course
                .switch(Switch {
                    regimen,
                    policy,
                    on,
                })
                .is_ok()
        }
        Attempt::Undo => course.undo().is_some(),
    }
}

fn planned(course: &Course) -> Vec<NaiveDate> {
    course.forecast().take(12).map(|dose| dose.date()).collect()
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn on_plan_a_course_is_its_schedule_for_ever(regimen in regimen(), policy in policy(), start in start()) {
        let mut course = Course::new(regimen.clone(), policy, start);
        let plan = regimen.starting(start);
        for dose in plan.iter().take(25) {
            let expected: Vec<_> = plan.between(dose.date()..).dates().take(12).collect();
            prop_assert_eq!(planned(&course), expected);
            prop_assert_eq!(course.give(dose.date()), Ok(Timing::OnTime));
        }
        let adherence = course.adherence(NaiveDate::MAX);
        prop_assert_eq!((adherence.late, adherence.early, adherence.missed), (0, 0, 0));
        prop_assert!(adherence.mean_delay_days.is_none_or(|days| days.abs() < 1e-9));
    }

    #[test]
    fn a_forecast_never_goes_back(
        regimen in regimen(), policy in policy(), start in start(),
        attempts in proptest::collection::vec(attempt(), 0..20),
    ) {
        let mut course = Course::new(regimen, policy, start);
        for attempt in &attempts {
            attempted(&mut course, attempt);
            let dates = planned(&course);
            prop_assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", dates);
            let last = course.doses_given().last().map(|dose| dose.date());
            if let (Some(last), Some(next)) = (last, dates.first()) {
                prop_assert!(last < *next, "{} then {}", last, next);
            }
            let given: Vec<_> = course.doses_given().map(|dose| dose.date()).collect();
            prop_assert!(given.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn a_refused_entry_changes_nothing_and_undo_takes_back_the_last(
        regimen in regimen(), policy in policy(), start in start(),
        attempts in proptest::collection::vec(attempt(), 0..15),
    ) {
        let mut course = Course::new(regimen, policy, start);
        for attempt in &attempts {
            let before = course.clone();
            let taken = attempted(&mut course, attempt);
            if taken && !matches!(attempt, Attempt::Undo) {
                let mut undone = course.clone();
                prop_assert!(undone.undo().is_some());
                prop_assert_eq!(&undone, &before);
                prop_assert_eq!(planned(&undone), planned(&before));
                prop_assert_eq!(undone.next_due(), before.next_due());
            } else if !taken {
                prop_assert_eq!(&course, &before);
                prop_assert_eq!(course.next_due(), before.next_due());
            }
        }
    }

    #[test]
    fn a_reanchored_course_keeps_every_later_gap(
        regimen in regimen_in_days(), start in start(), at in 0_usize..10, late in 1_u64..500,
    ) {
        let mut course = Course::new(regimen.clone(), MissedDosePolicy::always(Action::Reanchor), start);
        let plan: Vec<_> = regimen.starting(start).iter().dates().collect();
        let at = at % plan.len();
        prop_assume!(plan[plan.len() - 1].checked_add_days(Days::new(late)).is_some());
        for date in &plan[..at] {
            course.give(*date).expect("on plan");
        }
        let timing = course.give(plan[at] + Days::new(late)).expect("in order");
        prop_assert_eq!(timing, Timing::Late(u32::try_from(late).unwrap()));
        let shifted: Vec<_> = plan[at + 1..].iter().map(|date| *date + Days::new(late)).collect();
        prop_assert_eq!(course.forecast().map(|dose| dose.date()).collect::<Vec<_>>(), shifted);
    }

    #[test]
    fn totals_count_what_was_given_and_nothing_else(
        start in start(), policy in policy(), attempts in proptest::collection::vec(attempt(), 0..20),
    ) {
        let regimen: Regimen = "100 mg IT q14d x3, then q28d".parse().expect("a regimen");
        let mut course = Course::new(regimen, policy, start);
        for attempt in attempts.iter().filter(|attempt| !matches!(attempt, Attempt::Switch(..))) {
            attempted(&mut course, attempt);
        }
        let records = course.records().filter(|record| matches!(record, Record::Given(_))).count();
        let given = u32::try_from(records).unwrap();
        prop_assert_eq!(course.mass_given(NaiveDate::MAX), Ok(Mass::mg(100 * given)));
        let adherence = course.adherence(NaiveDate::MAX);
        prop_assert_eq!(adherence.given, given);
        prop_assert_eq!(adherence.on_time + adherence.early + adherence.late + adherence.unplanned, given);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn replaying_the_records_gives_the_same_course(
        regimen in regimen(), policy in policy(), start in start(),
        attempts in proptest::collection::vec(attempt(), 0..15),
    ) {
        let mut course = Course::new(regimen, policy, start);
        for attempt in &attempts {
            attempted(&mut course, attempt);
        }
        let json = serde_json::to_string(&course).expect("serialises");
        let back: Course = serde_json::from_str(&json).expect("reads back");
        prop_assert_eq!(&back, &course);
        prop_assert_eq!(back.next_due(), course.next_due());
        prop_assert_eq!(planned(&back), planned(&course));
        prop_assert_eq!(back.adherence(NaiveDate::MAX), course.adherence(NaiveDate::MAX));
    }

    #[test]
    fn advice_is_what_happens_when_it_is_taken(
        regimen in regimen(), policy in policy(), start in start(),
        attempts in proptest::collection::vec(attempt(), 0..10), days in 0_i64..400,
    ) {
        let mut course = Course::new(regimen, policy, start);
        for attempt in &attempts {
            attempted(&mut course, attempt);
        }
        let Some(today) = from_due(&course, days) else { return Ok(()) };
        let Ok(advice) = course.advise(today) else { return Ok(()) };
        prop_assert!(!advice.to_string().is_empty());
        let then: Vec<_> = advice.following().take(6).map(|dose| dose.date()).collect();
        let (what, timing) = (advice.recommendation(), advice.timing());
        if matches!(what, Recommendation::Give | Recommendation::Restart) {
            let mut given = course.clone();
            prop_assert_eq!(given.give(today), Ok(timing));
            let dates: Vec<_> = given.forecast().take(6).map(|dose| dose.date()).collect();
            prop_assert_eq!(dates, then);
        }
    }
}
