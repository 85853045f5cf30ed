//! What holds for every course, whatever is recorded in it.

use std::num::NonZeroU32;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{
    CourseError, DueDose, Entry, EntryKind, GivenAmount, GivenDose, HistoryItem, NextDue, NotGiven,
    Recommendation, Switch, Timing, Unspecified,
};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, Rule, Span, TimeBand, TimeRule,
};
use aso_regimen::dosing::tolerance::Tolerance;
#[cfg(feature = "kinetics")]
use aso_regimen::kinetics::input::Inputs;
use aso_regimen::{BodyWeight, Course, Interval, Mass, Regimen};
use proptest::prelude::*;

use crate::generate::{regimen, regimen_in_days, start, tolerance};
use crate::gives;

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => Just(Action::Reanchor),
        2 => Just(Action::KeepCalendar { minimum_gap: None }),
        1 => (1_u32..30).prop_map(|days| Action::KeepCalendar { minimum_gap: Some(Interval::days(days)) }),
        1 => (1_u32..4, 1_u32..30).prop_map(|(doses, days)| Action::add_doses(doses, Interval::days(days))),
        2 => Just(Action::Skip),
        1 => Just(Action::Restart),
        1 => (1_u32..30).prop_map(|days| Action::KeepOrWait { gap: Interval::days(days) }),
        1 => (1_u32..30).prop_map(|days| Action::NextAfter { next: Interval::days(days) }),
        1 => (1_u32..6).prop_map(Action::go_back_to),
        1 => Just(Action::AnotherRegimen),
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
    // Days, months, or months and a half.
    let limits = prop_oneof![
        4 => (Just(0_u8), 1_u32..40, 1_u32..200),
        2 => (1_u8..3, 1_u32..6, 1_u32..12),
    ];
    let by_time = (0..measures.len(), limits, any::<bool>(), action(), action(), action())
        .prop_map(move |(measure, (unit, first, more), included, one, two, three)| {
            let limit = |number| {
                let time: Span = match unit {
                    0 => Interval::days(number).into(),
                    1 => Interval::months(number).into(),
                    _ => Span::months_and_half(number),
                };
                if included { Limit::through(time) } else { Limit::below(time) }
            };
            let bands = vec![
                TimeBand::new(limit(first), one),
                TimeBand::new(limit(first + more), two),
                TimeBand::new(None, three),
            ];
            Rule::from(TimeRule::new(measures[measure], bands).expect("rising limits"))
        });
    prop_oneof![action().prop_map(Rule::from), by_time]
}

/// Rules for all doses, and now and then one for a single dose.
fn policy() -> BoxedStrategy<MissedDosePolicy> {
    let own = proptest::option::weighted(0.3, (1_u32..7, rule()));
    (rule(), rule(), own)
        .prop_map(|(loading, maintenance, own)| {
            let policy = MissedDosePolicy::new(loading, maintenance);
            let own = own.and_then(|(number, rule)| Some((NonZeroU32::new(number)?, rule)));
            match own {
                Some((number, rule)) => policy.with_dose(number, rule),
                None => policy,
            }
        })
        .boxed()
}

/// Something that somebody tries to record.
#[derive(Debug, Clone)]
enum Attempt {
    /// A dose, so many days from the due date.
    Give(i64),
    /// The same of another amount, a part, or without counting.
    GiveSo(i64, u8),
    /// So many micrograms more on the day of the last entry.
    Rest(u64),
    Miss(i64),
    Hold(i64),
    Resume(i64),
    Stop(i64),
    Skip(i64),
    Reschedule(i64),
    Weigh(u32, i64),
    Switch(Box<(Regimen, MissedDosePolicy)>, Option<i64>),
    ChangePolicy(Box<MissedDosePolicy>, i64),
    Remove(u8),
    Amend(u8, i64),
}

/// A new date or another regimen.
fn decision() -> BoxedStrategy<Attempt> {
    let regimens = (regimen(), policy(), proptest::option::of(-5_i64..60));
    prop_oneof![
        (-5_i64..60).prop_map(Attempt::Reschedule),
        regimens.prop_map(|(regimen, policy, on)| Attempt::Switch(Box::new((regimen, policy)), on)),
    ]
    .boxed()
}

fn attempt() -> BoxedStrategy<Attempt> {
    prop_oneof![
        7 => Just(Attempt::Give(0)),
        5 => (-10_i64..700).prop_map(Attempt::Give),
        2 => (-3_i64..20, 0_u8..3).prop_map(|(days, how)| Attempt::GiveSo(days, how)),
        3 => (1_u64..2_000).prop_map(Attempt::Rest),
        3 => (0_i64..10).prop_map(Attempt::Miss),
        1 => (-10_i64..100).prop_map(Attempt::Hold),
        2 => (-10_i64..200).prop_map(Attempt::Resume),
        1 => (-10_i64..100).prop_map(Attempt::Stop),
        1 => (-10_i64..10).prop_map(Attempt::Skip),
        1 => (1_u32..200, -30_i64..30).prop_map(|(kg, days)| Attempt::Weigh(kg, days)),
        2 => decision(),
        1 => (policy(), -30_i64..30)
            .prop_map(|(policy, days)| Attempt::ChangePolicy(Box::new(policy), days)),
        1 => any::<u8>().prop_map(Attempt::Remove),
        1 => (any::<u8>(), -20_i64..20).prop_map(|(which, days)| Attempt::Amend(which, days)),
    ]
    .boxed()
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    proptest::collection::vec(attempt(), 0..15)
}

/// So many days from the due date, or from the last dose where none is due.
fn from_due(course: &Course, days: i64) -> Option<NaiveDate> {
    let due = match course.next_due() {
        NextDue::Due(dose) => dose.date(),
        _ => course.doses_given().last().map_or(course.start(), |dose| dose.date()),
    };
    moved(due, days)
}

fn moved(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let far = Days::new(days.unsigned_abs());
    if days < 0 { date.checked_sub_days(far) } else { date.checked_add_days(far) }
}

/// The entry that is tried; `None` where one that is there is changed.
fn entry(course: &Course, attempt: &Attempt) -> Option<Entry> {
    let day = |days: &i64| from_due(course, *days);
    let today = || {
        let last = course.entries().last().map(Entry::day);
        last.unwrap_or(course.start())
    };
    Some(match attempt {
        Attempt::Give(days) => Entry::given(day(days)?),
        Attempt::GiveSo(days, 0) => Entry::given(day(days)?).amount(Mass::mg(7)),
        Attempt::GiveSo(days, 1) => Entry::given(day(days)?).partly(Mass::mg(1)).reason("clot"),
        Attempt::GiveSo(days, _) => Entry::given(day(days)?).not_counting(),
        Attempt::Rest(micrograms) => Entry::rest(today(), Mass::micrograms(*micrograms)),
        Attempt::Miss(days) => Entry::missed(day(days)?, "not there"),
        Attempt::Hold(days) => Entry::held(day(days)?, "an infection"),
        Attempt::Resume(days) => Entry::resumed(day(days)?),
        Attempt::Stop(days) => Entry::stopped(day(days)?, "consent withdrawn"),
        Attempt::Skip(days) => Entry::skipped(day(days)?, "the next will do"),
        Attempt::Reschedule(days) => Entry::rescheduled(today(), day(days)?, "travel"),
        Attempt::Weigh(kg, days) => Entry::weighed(day(days)?, BodyWeight::kg(*kg)),
        Attempt::Switch(to, on) => {
            let (regimen, policy) = to.as_ref().clone();
            let mut switch = Switch::to(regimen, policy);
            switch.on = on.and_then(|days| from_due(course, days));
            Entry::switched(today(), switch, "another drug")
        }
        Attempt::ChangePolicy(policy, days) => {
            Entry::policy_changed(day(days)?, policy.as_ref().clone(), "a new edition")
        }
        Attempt::Remove(_) | Attempt::Amend(..) => return None,
    })
}

/// Tries it; whether it was taken.
fn attempted(course: &mut Course, attempt: &Attempt) -> bool {
    let nth = |course: &Course, which: &u8| usize::from(*which) % (course.entries().len() + 2);
    match attempt {
        Attempt::Remove(which) => course.remove(nth(course, which)).is_ok(),
        Attempt::Amend(which, days) => {
            let number = nth(course, which);
            let day =
                number.checked_sub(1).and_then(|index| course.entries().nth(index)?.day().into());
            let day = day.and_then(|day| moved(day, *days));
            day.is_some_and(|day| course.amend(number, Entry::given(day)).is_ok())
        }
        other => entry(course, other).is_some_and(|entry| course.record(entry).is_ok()),
    }
}

/// A course of any entries, with or without a tolerance of its own.
fn any_course() -> BoxedStrategy<Course> {
    let elsewhere = proptest::option::weighted(0.2, 1_u32..8);
    (regimen(), policy(), start(), proptest::option::of(tolerance()), attempts(), elsewhere)
        .prop_map(|(regimen, policy, start, tolerance, attempts, elsewhere)| {
            // Taken over from elsewhere, if the regimen has so many doses.
            let after = elsewhere.and_then(|number| {
                Course::continuing(regimen.clone(), policy.clone(), number, start).ok()
            });
            let course = after.unwrap_or_else(|| Course::new(regimen, policy, start));
            gone_on(course, tolerance, &attempts)
        })
        .boxed()
}

/// The course with a tolerance of its own, if that fits, and with entries.
fn gone_on(course: Course, tolerance: Option<Tolerance>, attempts: &[Attempt]) -> Course {
    let tolerant = tolerance.and_then(|tolerance| course.clone().tolerating(tolerance).ok());
    let mut course = tolerant.unwrap_or(course);
    for attempt in attempts {
        attempted(&mut course, attempt);
    }
    course
}

/// A course of a label, of entries of every kind, with or without a tolerance of its own.
#[cfg(feature = "catalog")]
fn labelled() -> BoxedStrategy<Course> {
    (any::<prop::sample::Index>(), start(), proptest::option::of(tolerance()), attempts())
        .prop_map(|(named, start, tolerance, attempts)| {
            let labels = aso_regimen::catalog::labels();
            let all: Vec<_> = labels
                .iter()
                .flat_map(|label| label.regimens().iter().map(move |named| (label, named)))
                .collect();
            let (label, named) = named.get(&all);
            let course = label.course_named(&named.name, start).expect("its name");
            gone_on(course, tolerance, &attempts)
        })
        .boxed()
}

#[cfg(not(feature = "catalog"))]
fn labelled() -> BoxedStrategy<Course> {
    any_course()
}

/// The same plan without its entries.
fn bare(course: &Course) -> Course {
    let mut bare = course.clone();
    for last in (1..=course.entries().len()).rev() {
        drop(bare.remove(last).expect("nothing comes after it"));
    }
    bare
}

/// Equal in what was recorded and in everything that follows from it.
fn assert_same(one: &Course, other: &Course) {
    assert_eq!(one, other);
    assert_eq!(one.next_due(), other.next_due());
    assert_eq!(planned(one), planned(other));
    assert_eq!(one.adherence(NaiveDate::MAX), other.adherence(NaiveDate::MAX));
    assert!(one.doses_given().eq(other.doses_given()));
}

fn planned(course: &Course) -> Vec<NaiveDate> {
    course.forecast().take(12).map(|dose| dose.date()).collect()
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
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
            prop_assert_eq!(gives(&mut course, dose.date()), Ok(Timing::OnTime));
        }
        let adherence = course.adherence(NaiveDate::MAX);
        prop_assert_eq!((adherence.late, adherence.early, adherence.missed), (0, 0, 0));
        prop_assert!(adherence.mean_delay_days.is_none_or(|days| days.abs() < 1e-9));
    }

    #[test]
    fn a_forecast_never_goes_back(
        regimen in regimen(), policy in policy(), start in start(), attempts in attempts(),
    ) {
        let mut course = Course::new(regimen, policy, start);
        for attempt in &attempts {
            attempted(&mut course, attempt);
            let dates = planned(&course);
            prop_assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", dates);
            let counting = || course.doses_given().filter(GivenDose::counts);
            if let (Some(last), Some(next)) = (counting().last(), dates.first()) {
                prop_assert!(last.date() < *next, "{} then {}", last, next);
            }
            let given: Vec<_> = counting().map(|dose| dose.date()).collect();
            prop_assert!(given.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn a_refused_entry_changes_nothing_and_a_removed_one_was_never_there(
        course in any_course(), attempts in attempts(),
    ) {
        let mut course = course;
        for attempt in &attempts {
            let before = course.clone();
            let entry = entry(&course, attempt);
            match entry.map(|entry| course.record(entry)) {
                Some(Ok(revision)) => {
                    let number = revision.entry().expect("it is there");
                    let mut without = course.clone();
                    let removed = without.remove(number).expect("it can be taken back");
                    assert_same(&without, &before);
                    // What was judged anew is judged back.
                    prop_assert_eq!(removed.rejudged().len(), revision.rejudged().len());
                    for (there, back) in revision.rejudged().iter().zip(removed.rejudged()) {
                        prop_assert_eq!((there.before, there.now), (back.now, back.before));
                    }
                }
                _ => assert_same(&course, &before),
            }
        }
    }

    /// Entries of one day stay in their order; one that is refused is tried again when others are there.
    #[test]
    fn the_order_of_recording_makes_no_difference(
        course in any_course(), keys in proptest::collection::vec(any::<u32>(), 15),
    ) {
        let days: Vec<NaiveDate> = course.entries().map(Entry::day).collect();
        let key = |day: NaiveDate| {
            let first = days.iter().position(|other| *other == day).expect("its day");
            keys[first % keys.len()]
        };
        let mut left: Vec<Entry> = course.entries().cloned().collect();
        left.sort_by_key(|entry| key(entry.day()));
        let mut other = bare(&course);
        while !left.is_empty() {
            let before = left.len();
            let mut waiting: Vec<Entry> = Vec::new();
            for entry in left {
                let must_wait = waiting.iter().any(|other| other.day() == entry.day());
                if must_wait || other.record(entry.clone()).is_err() {
                    waiting.push(entry);
                }
            }
            left = waiting;
            prop_assume!(left.len() < before);
        }
        assert_same(&other, &course);
    }

    #[test]
    fn an_amendment_and_its_opposite_are_nothing(
        course in any_course(), which in any::<prop::sample::Index>(), days in -40_i64..40, how in 0_u8..4,
    ) {
        prop_assume!(course.entries().len() > 0);
        let index = which.index(course.entries().len());
        let was = course.entries().nth(index).expect("it is there").clone();
        let Some(day) = moved(was.day(), days) else { return Ok(()) };
        let entry = match how {
            0 => Entry::given(day),
            1 => Entry::given(day).not_counting(),
            2 => Entry::held(day, "a cold"),
            _ => Entry::weighed(day, BodyWeight::kg(50)),
        };
        let mut amended = course.clone();
        match amended.amend(index + 1, entry) {
            Ok(there) => {
                let number = there.entry().expect("it is there");
                let back = amended.amend(number, was).expect("it was there before");
                prop_assert_eq!(back.before(), there.judgement());
                prop_assert_eq!(back.judgement(), there.before());
                prop_assert_eq!(back.rejudged().len(), there.rejudged().len());
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
        assert_same(&amended, &course);
        #[cfg(feature = "serde")]
        prop_assert_eq!(
            serde_json::to_string(&amended).expect("serialises"),
            serde_json::to_string(&course).expect("serialises")
        );
    }

    /// Every dose that is judged otherwise after an entry than before it is among those that the call lists.
    #[test]
    fn nothing_is_judged_anew_in_silence(course in any_course(), attempt in attempt()) {
        let judged = |course: &Course, but: Option<usize>| -> Vec<_> {
            let given = course.entries().enumerate();
            let given = given.filter(|(_, entry)| *entry.kind() == EntryKind::Given);
            given
                .zip(course.doses_given())
                .filter(|((index, _), _)| Some(*index + 1) != but)
                .map(|(_, dose)| (dose.number(), dose.planned(), dose.timing(), dose.mass().ok()))
                .collect()
        };
        let Some(entry) = entry(&course, &attempt) else { return Ok(()) };
        let mut after = course.clone();
        let Ok(revision) = after.record(entry) else { return Ok(()) };
        let (old, new) = (judged(&course, None), judged(&after, revision.entry()));
        prop_assert_eq!(old.len(), new.len());
        let changed = old.iter().zip(&new).filter(|(old, new)| old != new).count();
        let told = revision.rejudged().iter().filter(|one| one.now.timing.is_some());
        // The label's rule can be another one though the dose is the same.
        prop_assert!(changed <= told.count());
    }

    /// Silence, a hold and a stop last: on no later day is there advice to give, unless a missed dose is on time all the
    /// same.
    #[test]
    fn advice_never_says_give_where_the_next_date_is_not_known(
        course in any_course(), days in proptest::collection::vec(0_i64..2_000, 1..8),
    ) {
        let last = course.entries().last().map_or(course.start(), Entry::day);
        for day in days.into_iter().filter_map(|days| moved(last, days)) {
            let Ok(advice) = course.advise(day) else { continue };
            let advised = advice.recommendation();
            let is_timely = !matches!(advice.timing(), Timing::Late(_) | Timing::Unplanned);
            let is_timely = is_timely && matches!(course.next_due(), NextDue::Unspecified(_));
            match course.next_due() {
                NextDue::Unspecified(_) if is_timely => {
                    let mut entries = course.entries();
                    prop_assert!(entries.any(|entry| *entry.kind() == EntryKind::Missed));
                    prop_assert!(matches!(advised, Recommendation::Give | Recommendation::Wait(_)));
                }
                NextDue::Unspecified(Unspecified::NotRead) => {
                    prop_assert_eq!(advised, Recommendation::NotRead);
                }
                NextDue::Unspecified(why) => {
                    prop_assert_eq!(advised, Recommendation::NotStated(why));
                    // Printed, it is said once.
                    let rule = advice.action().map(|rule| rule.to_string());
                    let said = rule.unwrap_or_else(|| why.to_string());
                    prop_assert_eq!(advice.to_string().matches(&said).count(), 1);
                    prop_assert_eq!(advice.unspecified(), Some(why));
                }
                NextDue::Held { .. } => prop_assert_eq!(advised, Recommendation::Held),
                NextDue::Stopped { .. } => prop_assert_eq!(advised, Recommendation::Stopped),
                _ => {}
            }
            if !matches!(course.next_due(), NextDue::Due(_)) {
                prop_assert!(is_timely || advice.following().next().is_none());
                prop_assert_eq!(course.forecast().next(), None);
                prop_assert_eq!(course.overdue(day), None);
            }
        }
    }

    /// However long it lasts, a hold misses no dose, and none that is planned in it is outstanding; from the day of a
    /// stop on no dose is planned but the one of that day that was given.
    #[test]
    fn while_held_or_stopped_no_dose_is_missed(
        course in any_course(), after in 0_i64..30, days in 0_i64..2_000, is_stop in any::<bool>(),
    ) {
        let mut course = course;
        let last = course.entries().last().map_or(course.start(), Entry::day);
        let Some(day) = moved(last, after) else { return Ok(()) };
        let before = course.adherence(NaiveDate::MAX);
        let eve = course.adherence(day.pred_opt().unwrap_or(day));
        let planned: Vec<NaiveDate> = course.doses_planned(day).map(|dose| dose.date()).collect();
        let was_stopped = matches!(course.next_due(), NextDue::Stopped { .. });
        let entry = if is_stop {
            Entry::stopped(day, "consent withdrawn")
        } else {
            Entry::held(day, "an infection")
        };
        match course.record(entry) {
            Ok(_) => {}
            Err(CourseError::AlreadyPaused { .. }) => return Ok(()),
            Err(error) => panic!("{error}"),
        }
        let end = moved(day, days).unwrap_or(NaiveDate::MAX);
        let now = course.adherence(end);
        prop_assert_eq!(now.missed, before.missed);
        if after > 0 {
            prop_assert_eq!(now.outstanding, eve.outstanding);
        }
        let left_out = |entry: &Entry| {
            matches!(entry.kind(), EntryKind::Missed | EntryKind::Skipped) && entry.day() == day
        };
        if is_stop && !was_stopped && !course.entries().any(left_out) {
            let mut given = course.doses_given().filter(GivenDose::counts);
            let is_given = given.any(|dose| (dose.date(), dose.planned()) == (day, Some(day)));
            let expected: Vec<NaiveDate> =
                planned.into_iter().filter(|date| *date < day || is_given).collect();
            let found: Vec<NaiveDate> = course.doses_planned(end).map(|dose| dose.date()).collect();
            prop_assert_eq!(now.planned as usize, found.len());
            prop_assert_eq!(found, expected);
        }
        prop_assert_eq!(now.held as usize, course.doses_held(end).count());
    }

    /// Every planned dose of a course whose doses are on time is given, missed, held or outstanding.
    #[test]
    fn no_planned_dose_is_lost(
        regimen in regimen(), start in start(), given in 0_usize..12, days in 0_i64..2_000,
        hold in proptest::option::of((0_i64..100, 1_i64..400)), misses in any::<bool>(),
    ) {
        let mut course = Course::new(regimen, MissedDosePolicy::always(Action::Reanchor), start);
        for _ in 0..given {
            let Some(due) = course.next_due().dose() else { break };
            course.give(due.date()).expect("on plan");
        }
        if let (true, Some(due)) = (misses, course.next_due().dose()) {
            course.miss(due.date(), "not there").expect("it is due");
        }
        let last = course.entries().last().map_or(course.start(), Entry::day);
        if let Some((from, through)) = hold.and_then(|(from, long)| Some((moved(last, from)?, moved(last, from + long)?))) {
            course.hold(from, "an infection").expect("it goes on");
            course.resume(through).expect("it is held");
        }
        let Some(end) = moved(last, days) else { return Ok(()) };
        let now = course.adherence(end);
        prop_assert_eq!(now.planned, now.given + now.missed + now.held + now.outstanding, "{}", now);
    }

    /// The same for any entries, where late doses are skipped and the calendar stays.
    #[test]
    fn no_dose_of_a_kept_calendar_is_lost(
        regimen in regimen_in_days(), start in start(),
        steps in proptest::collection::vec((0_u8..10, 0_u64..40), 0..25), after in 0_u64..400,
    ) {
        let plan = regimen.starting(start);
        let mut course = Course::new(regimen.clone(), MissedDosePolicy::always(Action::Skip), start);
        course.give(start).expect("it is due");
        // The last day recorded, and the last planned date that was given or not.
        let (mut last, mut settled) = (start, start);
        for (what, days) in steps {
            let Some(day) = last.checked_add_days(Days::new(days)) else { break };
            let is_stopped = matches!(course.next_due(), NextDue::Stopped { .. });
            let planned = plan.iter().dates().find(|date| *date >= day && *date > settled);
            let entry = match (what, planned) {
                (0..4, Some(planned)) if !is_stopped => Entry::given(planned),
                (4, Some(planned)) if !is_stopped => Entry::skipped(planned, "the next will do"),
                (5, _) => Entry::missed(day, "not there"),
                (6, _) => Entry::held(day, "an infection"),
                (7, _) => Entry::stopped(day, "consent withdrawn"),
                (8, _) => Entry::given(day).not_counting(),
                _ => Entry::resumed(day),
            };
            let day = entry.day();
            if course.record(entry).is_ok() {
                last = day;
                settled = if what < 6 { day } else { settled };
            }
        }
        let Some(end) = last.checked_add_days(Days::new(after)) else { return Ok(()) };
        let now = course.adherence(end);
        let entries: Vec<&Entry> = course.entries().collect();
        prop_assert_eq!(now.planned, now.given + now.missed + now.held + now.outstanding, "{} {:?}", now, entries);
        prop_assert_eq!(now.planned as usize, course.doses_planned(end).count());
    }

    /// Whatever is recorded, a planned date of a dose is in one figure, and what is counted is what is listed.
    #[test]
    fn a_planned_date_is_in_one_figure(course in any_course()) {
        let end = course.entries().last().map_or(course.start(), Entry::day);
        let now = course.adherence(end);
        prop_assert_eq!(now.given, now.on_time + now.early + now.late + now.unplanned);
        let missed: Vec<_> = course.doses_missed().collect();
        let held: Vec<_> = course.doses_held(end).collect();
        prop_assert_eq!((now.missed as usize, now.held as usize), (missed.len(), held.len()));
        let switched = course.entries().any(|entry| matches!(entry.kind(), EntryKind::Switched(_)));
        if !switched {
            let mut dates: Vec<_> =
                missed.iter().chain(&held).map(|dose| (dose.planned(), dose.number())).collect();
            dates.sort_unstable();
            let all = dates.len();
            dates.dedup();
            prop_assert_eq!(dates.len(), all, "{:?} {:?}", missed, held);
        }
    }

    /// What comes next depends on the last dose and not on how many entries there are.
    #[test]
    fn a_forecast_does_not_depend_on_what_came_before(
        regimen in regimen_in_days(), policy in policy(), start in start(), given in 1_usize..20, weights in 0_usize..20,
    ) {
        let dates: Vec<NaiveDate> = regimen.starting(start).iter().dates().take(given).collect();
        let mut course = Course::new(regimen.clone(), policy.clone(), start);
        for date in &dates {
            course.give(*date).expect("on plan");
        }
        let last = dates[dates.len() - 1];
        for _ in 0..weights {
            course.weigh(last, BodyWeight::kg(70)).expect("any day");
        }
        // Further than that a plan laid out from the last dose does not reach.
        prop_assume!(last < NaiveDate::MAX - Days::new(10_000));
        let number = u32::try_from(dates.len()).expect("few");
        let mut elsewhere = Course::continuing(regimen, policy, number, last).expect("it has this dose");
        if weights > 0 {
            elsewhere.weigh(last, BodyWeight::kg(70)).expect("any day");
        }
        prop_assert!(course.forecast().take(20).eq(elsewhere.forecast().take(20)));
        prop_assert_eq!(course.forecast().take(20).map(|dose| dose.date()).collect::<Vec<_>>(), {
            let plan = course.regimen().starting(start);
            plan.iter().dates().skip(dates.len()).take(20).collect::<Vec<_>>()
        });
    }

    /// The history has every entry once, and every dose given.
    #[test]
    fn the_history_has_what_was_recorded(course in any_course()) {
        let end = course.entries().last().map_or(course.start(), Entry::day);
        let adherence = course.adherence(end);
        let (mut given, mut recorded) = (0_usize, 0_usize);
        for item in course.history() {
            match item {
                HistoryItem::Given(_) => given += 1,
                HistoryItem::NotGiven(dose) => recorded += usize::from(
                    matches!(dose.why(), NotGiven::Missed | NotGiven::Skipped),
                ),
                HistoryItem::Recorded(_) => recorded += 1,
                _ => {}
            }
        }
        prop_assert_eq!(given + recorded, course.entries().len());
        prop_assert_eq!(given, course.doses_given().count());
        // The rest of a part is no dose of its own.
        let is_rest = |dose: &GivenDose<'_>| matches!(dose.amount(), GivenAmount::Rest(_));
        let doses = given - course.doses_given().filter(is_rest).count();
        prop_assert_eq!(doses, (adherence.given + adherence.not_counting) as usize);
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
        let timing = gives(&mut course, plan[at] + Days::new(late)).expect("in order");
        prop_assert_eq!(timing, Timing::Late(u32::try_from(late).unwrap()));
        let shifted: Vec<_> = plan[at + 1..].iter().map(|date| *date + Days::new(late)).collect();
        prop_assert_eq!(course.forecast().map(|dose| dose.date()).collect::<Vec<_>>(), shifted);
    }

    /// What was recorded is what was given, whatever became of the plan: by the course, and in a simulation.
    #[test]
    fn drug_given_is_drug_recorded(
        start in start(), policy in policy(), attempts in attempts(),
    ) {
        let regimen: Regimen = "100 mg IT q14d x3, then q28d".parse().expect("a regimen");
        let mut course = Course::new(regimen, policy, start);
        for attempt in attempts.iter().filter(|attempt| !matches!(attempt, Attempt::Switch(..))) {
            attempted(&mut course, attempt);
        }
        let given = course.entries().filter(|entry| *entry.kind() == EntryKind::Given);
        let masses = given.map(|entry| entry.given_amount().mass().unwrap_or(Mass::mg(100)));
        let recorded: Mass = masses.sum();
        prop_assert_eq!(course.mass_given(NaiveDate::MAX), Ok(recorded));
        #[cfg(feature = "kinetics")]
        {
            let inputs = Inputs::given(&course, NaiveDate::MAX).expect("no weight is needed");
            prop_assert_eq!(inputs.total(), Some(recorded));
        }
        let figures = course.adherence(NaiveDate::MAX);
        let timed = figures.on_time + figures.early + figures.late + figures.unplanned;
        prop_assert_eq!(figures.given, timed);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn replaying_the_entries_gives_the_same_course(course in any_course()) {
        let json = serde_json::to_string(&course).expect("serialises");
        let back: Course = serde_json::from_str(&json).expect("reads back");
        assert_same(&back, &course);
        prop_assert_eq!(serde_json::to_string(&back).expect("serialises"), json);
    }

    #[test]
    fn a_forecast_is_what_follows_from_doses_on_its_dates(course in any_course()) {
        let forecast: Vec<_> = course.forecast().take(8).collect();
        let mut given = course.clone();
        for due in &forecast {
            let next = given.next_due().dose().expect("as forecast");
            let told = |due: &DueDose| (due.date(), due.planned(), due.number(), due.window());
            prop_assert_eq!(told(&next), told(due));
            let last = given.entries().last().map(Entry::day);
            let earliest = given.earliest_allowed().filter(|_| next.date() != next.planned());
            prop_assert!(earliest.is_none_or(|earliest| next.date() >= earliest));
            if last.is_some_and(|last| due.date() < last) || given.give(due.date()).is_err() {
                break;
            }
        }
    }

    #[test]
    fn no_dose_to_come_is_past(course in any_course(), days in -20_i64..400) {
        let Some(today) = from_due(&course, days) else { return Ok(()) };
        let Ok(advice) = course.advise(today) else { return Ok(()) };
        let from: Vec<_> = course.forecast_from(today).take(6).collect();
        prop_assert!(from.iter().all(|dose| dose.date() >= today));
        let Some(due) = course.next_due().dose() else {
            prop_assert_eq!(from.len(), 0);
            return Ok(());
        };
        if due.date() >= today {
            prop_assert!(course.forecast().take(6).eq(from));
        } else if advice.given().is_some() {
            let mut given = course.clone();
            given.give(today).expect("the label has it given");
            prop_assert_eq!(given.forecast().take(5).map(|dose| dose.date()).collect::<Vec<_>>(),
                from[1..].iter().map(DueDose::date).collect::<Vec<_>>());
        }
    }

    /// Also near the last dose, and where a person set the date or changed the regimen.
    #[test]
    fn what_is_advised_can_be_recorded(
        course in prop_oneof![any_course(), labelled()],
        (decision, near) in (decision(), proptest::option::of(1_i64..9)), days in 0_i64..60,
    ) {
        let mut course = course;
        attempted(&mut course, &Attempt::Give(0));
        let given = course.doses_given().filter(GivenDose::counts).last().map(|dose| dose.date());
        // On the day of the dose, for a day near it.
        let to = given.zip(near).and_then(|(given, near)| Some((given, moved(given, near)?)));
        match (to, decision) {
            (Some((given, to)), Attempt::Switch(next, _)) => {
                let (regimen, policy) = *next;
                let switch = Switch::to(regimen, policy).on(to);
                drop(course.record(Entry::switched(given, switch, "another drug")));
            }
            (Some((given, to)), _) => {
                drop(course.record(Entry::rescheduled(given, to, "travel")));
            }
            (None, decision) => drop(attempted(&mut course, &decision)),
        }
        let last = course.doses_given().filter(GivenDose::counts).last().map(|dose| dose.date());
        for dose in course.forecast().take(4) {
            let window = dose.window();
            prop_assert!(window.is_none_or(|window| last.is_none_or(|last| *window.start() > last)));
        }
        let due = course.next_due().dose();
        let ends = [last, due.map(|due| due.date()), course.entries().last().map(Entry::day)];
        for end in ends.into_iter().flatten() {
            let asked = [Some(end), moved(end, days), moved(end, -days)].into_iter().flatten();
            for day in asked {
                let Ok(advice) = course.advise(day) else { continue };
                let given = course.clone().give(day);
                match advice.recommendation() {
                    Recommendation::Give | Recommendation::Restart => {
                        prop_assert!(given.is_ok(), "{advice}: {given:?}");
                        let allowed = course.earliest_allowed();
                        prop_assert!(allowed.is_none_or(|allowed| allowed <= day), "{advice}");
                    }
                    _ => {
                        // What was done can be recorded, whatever was advised.
                        let is_first = course.doses_given().next().is_none();
                        let is_refused = given.is_err_and(|why| match why {
                            CourseError::NotAfterLastDose { .. } => false,
                            CourseError::BeforeStart { .. } => !is_first,
                            _ => true,
                        });
                        prop_assert!(!is_refused, "{advice}");
                    }
                }
            }
        }
    }

    #[test]
    fn advice_is_what_happens_when_it_is_taken(course in any_course(), days in 0_i64..400) {
        let Some(today) = from_due(&course, days) else { return Ok(()) };
        let Ok(advice) = course.advise(today) else { return Ok(()) };
        let text = advice.to_string();
        prop_assert!(text.starts_with(&today.to_string()));
        if matches!(course.next_due(), NextDue::Due(_)) {
            let which = advice.number().map_or("additional dose".to_owned(), |number| format!("dose {number} ("));
            prop_assert!(text.contains(&which), "{text}");
            prop_assert!(advice.planned().is_none_or(|date| text.contains(&format!("planned on {date}"))), "{text}");
            prop_assert_eq!(advice.outstanding(), course.adherence(today).outstanding);
        }
        let then: Vec<_> = advice.following().take(6).collect();
        let (what, timing) = (advice.recommendation(), advice.timing());
        let mut given = course.clone();
        match what {
            Recommendation::Give | Recommendation::Restart => {
                prop_assert_eq!(gives(&mut given, today), Ok(timing));
                let next: Vec<_> = given.forecast().take(6).collect();
                prop_assert_eq!(next, then);
            }
            Recommendation::Wait(until) => prop_assert!(until > today),
            _ => {}
        }
    }
}
