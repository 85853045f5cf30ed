//! What somebody should confirm about an entry, and what nobody needs to.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Concern, Entry, Recommendation, Switch};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::{BodyWeight, Course, Mass};

use crate::{date, regimen};

/// A day of a course that starts on 5 January 2026, counted from 0.
fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

fn begun(text: &str, action: Action) -> Course {
    let mut course = Course::new(regimen(text), MissedDosePolicy::always(action), day(0));
    course.give(day(0)).expect("on its day");
    course
}

fn weekly() -> Course {
    begun("100 mg SC q7d", Action::Reanchor)
}

/// What is asked about an entry before it is recorded.
fn asked(course: &Course, entry: Entry) -> Vec<String> {
    let mut copy = course.clone();
    let number = copy.record(entry).expect("it can be").entry().expect("it was recorded");
    words(&copy, number)
}

fn words(course: &Course, number: usize) -> Vec<String> {
    let concerns = course.concerns(number).expect("there is one");
    concerns.iter().map(ToString::to_string).collect()
}

#[test]
fn an_amount_far_from_the_plan() {
    let course = weekly();
    for (micrograms, words) in [
        (1_000_000, "1000 mg was given, 10 times the planned 100 mg"),
        (250_000, "250 mg was given, 2.5 times the planned 100 mg"),
        (200_000, "200 mg was given, 2 times the planned 100 mg"),
        (199_999, ""),
        (100_000, ""),
        (50_001, ""),
        (50_000, "50 mg was given, and the planned 100 mg is 2 times as much"),
        (6_000, "6 mg was given, and the planned 100 mg is 16.7 times as much"),
    ] {
        let mass = Mass::micrograms(micrograms);
        let another = asked(&course, Entry::given(day(7)).amount(mass));
        assert_eq!(another.concat(), words);
        if micrograms <= 100_000 {
            assert_eq!(asked(&course, Entry::given(day(7)).partly(mass)).concat(), words);
        }
    }
    // The rest of a part is never more than the plan.
    let mut parts = course.clone();
    parts.record(Entry::given(day(7)).partly(Mass::mg(90))).expect("it is due");
    assert_eq!(asked(&parts, Entry::rest(day(7), Mass::mg(10))), [""; 0]);
    // By weight it is the amount for the day.
    let mut by_weight = begun("2 mg/kg SC q7d", Action::Reanchor);
    let entry = || Entry::given(day(7)).amount(Mass::mg(1400));
    assert_eq!(asked(&by_weight, entry()), [""; 0], "nobody knows");
    by_weight.weigh(day(7), BodyWeight::kg(70)).expect("a weight");
    assert_eq!(asked(&by_weight, entry()), ["1400 mg was given, 10 times the planned 140 mg"]);
}

#[test]
fn a_dose_for_which_there_is_no_advice() {
    let silent = begun("100 mg SC q7d", Action::NotStated);
    let unread = begun("100 mg SC q7d", Action::NotRead);
    let skipping = begun("100 mg SC q7d", Action::Skip);
    let unbegun = Course::new(regimen("100 mg SC q7d"), MissedDosePolicy::not_stated(), day(0));
    let mut held = weekly();
    held.hold(day(3), "fever").expect("a reason");
    let mut stopped = weekly();
    stopped.stop(day(3), "consent withdrawn").expect("a reason");
    let mut open = weekly();
    open.give(day(5)).expect("early");
    for (course, given, words) in [
        (weekly(), 5, "the dose was given before 2026-01-12, the first day on which it is on time"),
        (
            silent,
            9,
            "the dose was given without advice: the label does not say what to do about a late or missed dose",
        ),
        (
            unread,
            9,
            "the dose was given without advice: the label's text on late and missed doses was not read here",
        ),
        (skipping, 9, "the dose was given when the label says to skip it"),
        (
            unbegun,
            2,
            "the dose was given without advice: the label does not say what to do about a first dose that is late; \
             the regimen begins on the day it is given",
        ),
        (held, 7, "the dose was given while treatment was held"),
        (stopped, 7, "the dose was given after treatment was stopped"),
        (
            open,
            12,
            "the dose was given without advice: the label does not say what follows a dose given 2 days early",
        ),
    ] {
        assert_eq!(asked(&course, Entry::given(day(given))), [words], "{course}");
    }
    // Late, and the label has it given; and on time though it was recorded as missed.
    assert_eq!(asked(&weekly(), Entry::given(day(9))), [""; 0]);
    let mut missed = begun("100 mg SC q7d", Action::NotStated);
    missed.miss(day(7), "away").expect("it is due");
    assert_eq!(asked(&missed, Entry::given(day(7))), [""; 0]);
}

/// It counts as given before that, and if the hold or the stop was recorded first, the advice was not to give it.
#[test]
fn a_dose_on_the_day_of_a_hold_or_a_stop() {
    let held = "the dose was given while treatment was held";
    let stopped = "the dose was given after treatment was stopped";
    let given = || Entry::given(day(7));
    for (pause, expected) in
        [(Entry::held(day(7), "fever"), held), (Entry::stopped(day(7), "wish"), stopped)]
    {
        let mut first = weekly();
        first.record(pause.clone()).expect("treatment goes on");
        assert_eq!(asked(&first, given()), [expected]);
        assert_eq!(asked(&first, given().not_counting()), [expected]);
        let advised = first.advise(day(7)).expect("a dose is due").recommendation();
        first.record(given()).expect("recorded all the same");
        assert_eq!(first.concerns(3), Ok(vec![Concern::NotAdvised(advised)]));
        assert_eq!(first.doses_given().last().expect("given").pause(), None);
        // Nobody was asked before.
        let mut after = weekly();
        after.record(given()).expect("it is due");
        after.record(pause.clone()).expect("treatment goes on");
        assert_eq!(words(&after, 2), [""; 0]);
        // Treatment went on that day.
        first.resume(day(7)).expect("it was interrupted");
        assert_eq!(words(&first, 3), [""; 0]);
        let mut went_on = weekly();
        went_on.record(pause).expect("treatment goes on");
        went_on.resume(day(7)).expect("it was interrupted");
        assert_eq!(asked(&went_on, given()), [""; 0]);
    }
    // The day of a resumption, recorded after the dose.
    let mut resumed = weekly();
    resumed.hold(day(3), "fever").expect("treatment goes on");
    assert_eq!(asked(&resumed, given()), [held]);
    resumed.record(given()).expect("recorded all the same");
    resumed.resume(day(7)).expect("held");
    assert_eq!(words(&resumed, 3), [""; 0]);
    // A hold that ended with a stop.
    let mut ended = weekly();
    ended.hold(day(3), "fever").expect("treatment goes on");
    ended.stop(day(7), "wish").expect("held");
    assert_eq!(asked(&ended, given()), [stopped]);
    // Other doses that nobody wrote of are still asked about.
    let mut late = weekly();
    late.hold(day(14), "fever").expect("treatment goes on");
    assert_eq!(
        asked(&late, Entry::given(day(14))),
        [held, "another dose planned by 2026-01-19 was not given and has no entry"]
    );
}

#[test]
fn a_dose_by_weight_whose_amount_is_not_known() {
    let course = begun_on_weight(None, "2 mg/kg SC q7d");
    assert_eq!(
        asked(&course, Entry::given(day(0))),
        ["the amount is not known, as it depends on body weight and none is known"]
    );
    assert_eq!(asked(&course, Entry::given(day(0)).amount(Mass::mg(140))), [""; 0]);
    let course = begun_on_weight(Some(70), "2 mg/kg SC q7d");
    assert_eq!(asked(&course, Entry::given(day(0))), [""; 0]);
    let course = begun_on_weight(Some(120), "[<100 kg: 30 mg] SC q7d");
    assert_eq!(
        asked(&course, Entry::given(day(0))),
        ["the amount is not known, as the plan has none for 120 kg"]
    );
}

/// A course without a dose, of a person of this weight.
fn begun_on_weight(kg: Option<u32>, text: &str) -> Course {
    let mut course = Course::new(regimen(text), MissedDosePolicy::always(Action::Reanchor), day(0));
    if let Some(kg) = kg {
        course.record(Entry::weighed(day(0), BodyWeight::kg(kg))).expect("a weight");
    }
    course
}

#[test]
fn doses_of_which_nobody_wrote() {
    let words = |doses: &str, day: &str| {
        format!("{doses} planned by {day} were not given and have no entry")
    };
    for action in [Action::Reanchor, Action::KeepCalendar { minimum_gap: None }] {
        let course = begun("100 mg SC q7d", action);
        assert_eq!(asked(&course, Entry::given(day(13))), [""; 0]);
        assert_eq!(
            asked(&course, Entry::given(day(14))),
            ["another dose planned by 2026-01-19 was not given and has no entry"]
        );
        let late = asked(&course, Entry::given(day(84)));
        assert_eq!(late, [words("11 other doses", "2026-03-30")]);
        // A dose that is made up is no other one.
        let mut missed = course.clone();
        missed.miss(day(7), "away").expect("it is due");
        assert_eq!(asked(&missed, Entry::given(day(9))), [""; 0]);
        assert_eq!(
            asked(&missed, Entry::given(day(14))),
            ["another dose planned by 2026-01-19 was not given and has no entry"]
        );
        // Those of a hold are held.
        let mut held = course.clone();
        held.hold(day(8), "pneumonia").expect("a reason");
        held.resume(day(83)).expect("held");
        assert_eq!(asked(&held, Entry::given(day(83))), [""; 0]);
        let mut held = course.clone();
        held.hold(day(6), "pneumonia").expect("a reason");
        held.resume(day(83)).expect("held");
        assert_eq!(asked(&held, Entry::given(day(83))), [""; 0]);
        assert_eq!(
            asked(&held, Entry::given(day(84))),
            ["another dose planned by 2026-03-30 was not given and has no entry"]
        );
    }
    // The label passes over those before the latest.
    let skipping = begun("100 mg SC q7d", Action::Skip);
    let late = asked(&skipping, Entry::given(day(84)));
    assert_eq!(late, [words("11 other doses", "2026-03-30")]);
}

/// Only where the date or the regimen is somebody's decision, and counted by the regimen in force.
#[test]
fn a_dose_soon_after_the_last_one() {
    let soon = |days: &str, least: u32| {
        format!(
            "the dose was given {days} after the last one, and by the plan at least {least} days lie between them"
        )
    };
    let moved = |text: &str, to| {
        let mut course = begun(text, Action::Reanchor);
        course.reschedule(day(0), day(to), "travel").expect("after the last dose");
        course
    };
    // As planned, in a window and without one, by the least gap, and where the plan counts from the dose given.
    for (text, least) in [
        ("100 mg SC q28d", 28),
        ("100 mg SC q28d window -3d/+4d", 21),
        ("100 mg SC q14d x3 window -1d/+2d, then q28d window -7d/+7d", 11),
        ("100 mg SC x1 no window, then after 24d q28d window -7d/+7d", 17),
        ("100 mg SC q4mo window -14d/+14d", 92),
        ("100 mg SC q14d window -3d/+3d least gap 10d", 10),
        ("100 mg SC q14d window -3d/+3d rolling", 11),
    ] {
        let least_day = u64::from(least);
        assert_eq!(
            asked(&moved(text, least_day - 1), Entry::given(day(least_day - 1))),
            [soon(&format!("{} days", least - 1), least)],
            "{text}"
        );
        assert_eq!(asked(&moved(text, least_day), Entry::given(day(least_day))), [""; 0], "{text}");
    }
    let early = moved("100 mg SC q28d", 1);
    assert_eq!(asked(&early, Entry::given(day(1))), [soon("1 day", 28)]);
    assert_eq!(asked(&early, Entry::given(day(1)).not_counting()), [""; 0]);
    assert_eq!(asked(&early, Entry::given(day(2))), [soon("2 days", 28)], "late by that date");
    // By the time that leads to this dose, and not by that between loading doses.
    let mut maintained = begun("100 mg SC q14d x2, then after 1mo q4mo", Action::Reanchor);
    maintained.give(day(14)).expect("on its day");
    maintained.reschedule(day(14), day(30), "travel").expect("after the last dose");
    assert_eq!(asked(&maintained, Entry::given(day(30))), [soon("16 days", 28)]);
    maintained.give(day(30)).expect("its date");
    maintained.reschedule(day(30), day(90), "travel").expect("after the last dose");
    assert_eq!(asked(&maintained, Entry::given(day(90))), [soon("60 days", 120)]);
    // An additional dose has its own time.
    let doses = core::num::NonZeroU32::MIN;
    let mut added =
        begun("100 mg SC q28d", Action::AddDoses { doses, every: aso_regimen::Interval::days(7) });
    added.give(day(60)).expect("late");
    added.reschedule(day(60), day(68), "travel").expect("after the last dose");
    assert_eq!(asked(&added, Entry::given(day(68))), [""; 0]);
    // One that was missed and has another date since is judged by that date.
    let mut moved_on = added.clone();
    moved_on.miss(day(68), "snow").expect("its date");
    moved_on.reschedule(day(68), day(75), "snow").expect("still due");
    let advice = moved_on.advise(day(68)).expect("still due");
    assert_eq!(advice.recommendation(), Recommendation::Wait(day(75)));
    assert_eq!(moved_on.advise(day(75)).expect("still due").recommendation(), Recommendation::Give);
    // By the clinic's windows, and by those of the regimen that replaced the one before.
    let plan = Course::new(regimen("100 mg SC q28d"), MissedDosePolicy::not_stated(), day(0));
    let mut tolerant = plan.tolerating(aso_regimen::Window::days(3, 3)).expect("it fits");
    tolerant.give(day(0)).expect("on its day");
    assert_eq!(asked(&tolerant, Entry::given(day(25))), [""; 0]);
    let mut switched = tolerant.clone();
    let switch = Switch::to(regimen("50 mg SC q56d"), MissedDosePolicy::not_stated());
    switched.switch(day(1), switch, "a trial").expect("a dose is due");
    assert_eq!(asked(&switched, Entry::given(day(28))), [soon("28 days", 50)]);
    tolerant.reschedule(day(1), day(24), "travel").expect("after the last dose");
    assert_eq!(asked(&tolerant, Entry::given(day(21))), [soon("21 days", 22)]);
    assert_eq!(asked(&tolerant, Entry::given(day(22))), [""; 0]);
    // The first dose comes after none, and one dose has no interval.
    let switch = Switch::to(regimen("50 mg SC x1"), MissedDosePolicy::not_stated());
    let mut single = begun("100 mg SC q28d", Action::Reanchor);
    single.switch(day(0), switch.on(day(1)), "a trial").expect("a dose is due");
    assert_eq!(asked(&single, Entry::given(day(1))), [""; 0]);
    // Before others it has the time to the next one.
    let switch =
        Switch::to(regimen("50 mg SC x1, then after 21d q28d"), MissedDosePolicy::not_stated());
    let mut loaded = begun("100 mg SC q28d", Action::Reanchor);
    loaded.switch(day(0), switch.on(day(1)), "a trial").expect("a dose is due");
    assert_eq!(asked(&loaded, Entry::given(day(1))), [soon("1 day", 21)]);
    let mut first = Course::new(regimen("100 mg SC q28d"), MissedDosePolicy::not_stated(), day(10));
    first.reschedule(day(0), day(3), "travel").expect("a dose is due");
    assert_eq!(asked(&first, Entry::given(day(3))), [""; 0]);
    #[cfg(feature = "serde")]
    assert_eq!(
        serde_json::to_string(&Concern::SoonAfter { days: 1, least: 28 }).expect("serialises"),
        r#"{"soon-after":{"days":1,"least":28}}"#
    );
}

#[test]
fn two_doses_on_a_day() {
    let mut course = weekly();
    let leaked = || Entry::given(day(7)).not_counting();
    assert_eq!(asked(&course, leaked()), [""; 0]);
    course.record(leaked()).expect("it is due");
    for again in [Entry::given(day(7)), leaked()] {
        assert_eq!(asked(&course, again), ["another dose was given on 2026-01-12"]);
    }
    assert_eq!(asked(&course, Entry::given(day(8))), [""; 0]);
}

#[test]
fn a_mistyped_year() {
    let far = |date: &str, days: u32, nearest: &str| {
        format!("{date} is {days} days from {nearest}, the nearest date of the course")
    };
    let mut course = weekly();
    course.hold(day(3), "fever").expect("a reason");
    // 183 days after the due date.
    assert_eq!(asked(&course, Entry::resumed(day(190))), [""; 0]);
    assert_eq!(asked(&course, Entry::resumed(day(191))), [far("2026-07-15", 184, "2026-01-12")]);
    assert_eq!(
        asked(&course, Entry::resumed(date("9026-01-08"))),
        [far("9026-01-08", 2_556_693, "2026-01-12")]
    );
    let weight = BodyWeight::kg(70);
    assert_eq!(asked(&course, Entry::weighed(date("2025-07-06"), weight)), [""; 0]);
    assert_eq!(
        asked(&course, Entry::weighed(date("2025-07-05"), weight)),
        [far("2025-07-05", 184, "2026-01-05")]
    );
    for (to, words) in
        [(day(30), vec![]), (date("2027-01-12"), vec![far("2027-01-12", 365, "2026-01-12")])]
    {
        assert_eq!(asked(&weekly(), Entry::rescheduled(day(3), to, "travel")), words);
        let switch = Switch::to(regimen("9 mg SC q7d"), MissedDosePolicy::not_stated());
        assert_eq!(
            asked(&weekly(), Entry::switched(day(3), switch.clone().on(to), "a trial")),
            words
        );
        assert_eq!(asked(&weekly(), Entry::switched(day(3), switch, "a trial")), [""; 0]);
    }
    // The date of the due dose is near, whenever the last one was given.
    let yearly = begun("5 mg IV q12mo", Action::Reanchor);
    assert_eq!(asked(&yearly, Entry::given(day(365))), [""; 0]);
}

#[test]
fn an_unusual_weight() {
    let mut course = weekly();
    for (grams, words) in [
        (999, "the body weight is 0.999 kg, expected 1 kg to 300 kg"),
        (1_000, ""),
        (300_000, ""),
        (300_001, "the body weight is 300.001 kg, expected 1 kg to 300 kg"),
        (700_000, "the body weight is 700 kg, expected 1 kg to 300 kg"),
    ] {
        let entry = Entry::weighed(day(1), BodyWeight::grams(grams));
        assert_eq!(asked(&course, entry).concat(), words);
    }
    course.weigh(day(1), BodyWeight::kg(70)).expect("a weight");
    for (kg, words) in [
        (700, "the body weight is 700 kg, and it was 70 kg before"),
        (140, "the body weight is 140 kg, and it was 70 kg before"),
        (139, ""),
        (36, ""),
        (35, "the body weight is 35 kg, and it was 70 kg before"),
    ] {
        assert_eq!(asked(&course, Entry::weighed(day(8), BodyWeight::kg(kg))).concat(), words);
    }
}

/// Of an entry that was amended, and of each recorded one by its number.
#[test]
fn entries_have_their_concerns_by_number() {
    let mut course = weekly();
    course.give(day(7)).expect("it is due");
    course.give(day(14)).expect("it is due");
    let entry = Entry::given(day(7)).amount(Mass::mg(1000));
    let number = course.amend(2, entry).expect("it can be").entry().expect("it is there");
    assert_eq!(words(&course, number), ["1000 mg was given, 10 times the planned 100 mg"]);
    assert_eq!(words(&course, 1), [""; 0]);
    assert_eq!(words(&course, 3), [""; 0]);
    for number in [0, 4, usize::MAX] {
        let error = course.concerns(number).expect_err("there are three").to_string();
        assert_eq!(error, format!("there is no entry {number}, the course has 3"));
    }
    #[cfg(feature = "serde")]
    assert_eq!(
        serde_json::to_string(&course.concerns(2).expect("there")).expect("serialises"),
        r#"[{"amount":{"given":"1000 mg","planned":"100 mg"}}]"#
    );
}
