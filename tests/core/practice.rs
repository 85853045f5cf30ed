//! What clinics live through, vector by vector: tofersen, 100 mg IT q14d x3, then q28d, the first dose planned on
//! 5 January 2026, which is day 0. Each test names its row of the table the vectors are from.

use aso_regimen::catalog;
use aso_regimen::chrono::{Datelike, Days, NaiveDate, Weekday};
use aso_regimen::dosing::course::{
    CourseError, CourseRevision, Entry, GivenAmount, HistoryItem, NextDue, NotGiven, Pause,
    Recommendation, Switch, Timing, Unspecified,
};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule,
};
use aso_regimen::dosing::regimen::RegimenError;
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::evidence::label::Authority;
use aso_regimen::kinetics::input::Inputs;
use aso_regimen::{BodyWeight, Course, Interval, Mass, Window};

use crate::{date, gives, regimen};

/// A day counted from the planned first dose, which is day 0.
fn day(offset: i64) -> NaiveDate {
    let start = date("2026-01-05");
    if offset < 0 {
        start - Days::new(offset.unsigned_abs())
    } else {
        start + Days::new(offset.unsigned_abs())
    }
}

fn offset(day: NaiveDate) -> i64 {
    (day - date("2026-01-05")).num_days()
}

fn course(text: &str, policy: MissedDosePolicy) -> Course {
    Course::new(regimen(text), policy, day(0))
}

fn reanchored() -> MissedDosePolicy {
    MissedDosePolicy::always(Action::Reanchor)
}

fn tofersen() -> Course {
    course("100 mg IT q14d x3, then q28d", reanchored())
}

fn three_days() -> Tolerance {
    Tolerance::within(Window::days(3, 3))
}

fn tolerant(course: Course, tolerance: Tolerance) -> Course {
    course.tolerating(tolerance).expect("it fits")
}

fn given(mut course: Course, days: &[i64]) -> Course {
    for offset in days {
        course.give(day(*offset)).expect("it is due");
    }
    course
}

/// The next dates, from day 0.
fn next_days(course: &Course, doses: usize) -> Vec<i64> {
    course.forecast().take(doses).map(|dose| offset(dose.date())).collect()
}

#[track_caller]
fn on_time_from(course: &Course) -> (i64, i64) {
    let due = course.next_due().dose().expect("a dose is due");
    let (open, close) = due.window().expect("it has a window").into_inner();
    (offset(open), offset(close))
}

/// The label is silent for as long as nobody decides: no advice on any later day is to give.
#[track_caller]
fn assert_silent(course: &Course, why: Unspecified, from: NaiveDate) {
    assert_eq!(course.next_due(), NextDue::Unspecified(why));
    for later in [0, 1, 2, 17, 18, 400, 4_000] {
        let advice = course.advise(from + Days::new(later)).expect("a dose is due");
        assert_eq!(advice.recommendation(), Recommendation::NotStated(why), "{later} days later");
        assert_eq!(advice.unspecified(), Some(why));
        assert!(advice.to_string().ends_with(&why.to_string()), "{advice}");
        assert_eq!(advice.following().count(), 0);
    }
    // Whoever gives anyway goes on from there, and so does whoever decides.
    let mut given = course.clone();
    assert_eq!(gives(&mut given, from + Days::new(9)), Ok(Timing::Unplanned));
    assert!(matches!(given.next_due(), NextDue::Due(_)));
    let mut decided = course.clone();
    decided.reschedule(from, from + Days::new(9), "decided").expect("later");
    let advice = decided.advise(from + Days::new(9)).expect("it is due");
    assert_eq!(advice.recommendation(), Recommendation::Give);
}

/// Row 1: a dose four days early and no window.
#[test]
fn row_1_an_early_dose_leaves_the_next_unspecified_for_good() {
    let course = given(tofersen(), &[0, 10]);
    assert_silent(&course, Unspecified::EarlyDose { days: 4 }, day(11));
    assert_eq!(
        course.advise(day(11)).expect("a dose is due").to_string(),
        "2026-01-16: dose 3 (loading): 100 mg IT without a planned date: the label does not say what follows a dose given 4 days early"
    );
}

/// Row 1: the day after nusinersen was given too near its next planned dose.
#[test]
fn row_1_nusinersen_too_near_the_next_planned_dose() {
    let gap = Some(Interval::days(14));
    let keeps = MissedDosePolicy::always(Action::KeepCalendar { minimum_gap: gap });
    let course = given(course("12 mg IT q28d", keeps), &[0, 43]);
    assert_silent(&course, Unspecified::TooNear { days: 13 }, day(44));
}

/// Row 1: the day after inclisiran was given exactly three months late, which its label leaves out.
#[test]
fn row_1_inclisiran_exactly_three_months_late() {
    let labels = catalog::labels().named("inclisiran").authority(Authority::Eu);
    let label = labels.current(date("2026-11-26")).into_iter().next().expect("a label");
    let mut course = label.course(date("2026-01-15")).expect("one regimen");
    course.give(date("2026-01-15")).expect("on its day");
    // Before it is given, the label does not say either.
    let advice = course.advise(date("2026-07-15")).expect("a dose is due");
    let silent = Recommendation::NotStated(Unspecified::NotStated);
    assert_eq!(advice.recommendation(), silent);
    course.give(date("2026-07-15")).expect("three months late");
    assert_silent(&course, Unspecified::NotStated, date("2026-07-16"));
}

/// Row 1: the day after an additional dose a day late, and on that day itself.
#[test]
fn row_1_an_additional_dose_a_day_late() {
    let added = MissedDosePolicy::always(Action::add_doses(1, Interval::days(14)));
    let mut course = given(course("5 mg SC q28d", added), &[0, 30]);
    let next = course.next_due().dose().expect("an additional dose");
    assert_eq!((next.number(), offset(next.date())), (None, 44));
    let late = course.advise(day(45)).expect("a dose is due");
    assert_eq!(late.recommendation(), Recommendation::NotStated(Unspecified::AdditionalDose));
    assert_eq!(gives(&mut course, day(45)), Ok(Timing::Late(1)));
    assert_silent(&course, Unspecified::AdditionalDose, day(46));
}

/// The windows of a regimen's text do what the clinic's tolerance does, phase by phase.
#[test]
fn windows_of_the_text() {
    let rolls = "100 mg IT q14d x3 window -3d/+3d, then q28d window -7d/+7d rolling least gap 25d";
    let mut course = given(course(rolls, reanchored()), &[1, 13, 28]);
    // Loading keeps its plan; maintenance counts from the day given, and not before 25 days.
    assert_eq!((next_days(&course, 2), on_time_from(&course)), (vec![56, 84], (53, 63)));
    assert_eq!(gives(&mut course, day(60)), Ok(Timing::OnTime));
    assert_eq!((next_days(&course, 2), on_time_from(&course)), (vec![88, 116], (85, 95)));
    assert_eq!(course.earliest_allowed(), Some(day(85)));
    assert_eq!(
        course.advise(day(80)).expect("a dose is due").to_string(),
        "2026-03-26: dose 5 (maintenance): 100 mg IT planned on 2026-04-03, 8 days early: wait until 2026-03-31, 25d \
         after the last dose"
    );
    let each = "100 mg IT q14d x3, then q28d, each window -3d/+3d";
    let text = given(self::course(each, reanchored()), &[-1, 13, 28]);
    let clinic = given(tolerant(tofersen(), three_days()), &[-1, 13, 28]);
    assert!(text.doses_given().map(|dose| dose.timing()).eq([Timing::OnTime; 3]));
    assert_eq!(
        (next_days(&text, 3), on_time_from(&text)),
        (next_days(&clinic, 3), on_time_from(&clinic))
    );
}

/// Row 2: the clinic tolerates three days, and a dose a day early is on time.
#[test]
fn row_2_the_clinics_own_tolerance() {
    let mut course = given(tolerant(tofersen(), three_days()), &[0]);
    assert_eq!(gives(&mut course, day(13)), Ok(Timing::OnTime));
    assert_eq!(next_days(&course, 3), [28, 56, 84]);
    assert_eq!(on_time_from(&course), (25, 31));
    // Without it the next date is open.
    let strict = given(tofersen(), &[0, 13]);
    let early = Unspecified::EarlyDose { days: 1 };
    assert_eq!(strict.next_due(), NextDue::Unspecified(early));
}

/// Row 3: the first dose has a window as others have.
#[test]
fn row_3_the_first_dose_in_its_window() {
    let course = given(tolerant(tofersen(), three_days()), &[-1]);
    let first = course.doses_given().next().expect("given");
    assert_eq!((first.timing(), first.planned()), (Timing::OnTime, Some(day(0))));
    assert_eq!(course.day_one(), date("2026-01-04"), "study day 1");
    assert_eq!(next_days(&course, 2), [14, 28], "the plan is kept");
    let counting = tolerant(tofersen(), three_days().rolling());
    assert_eq!(next_days(&given(counting, &[-1]), 2), [13, 27]);
    // On its planned date a rolling window changes nothing: the last days of months come back.
    let monthly = Course::new(regimen("5 mg SC q1mo"), reanchored(), date("2026-01-31"));
    let mut monthly = tolerant(monthly, three_days().rolling());
    for due in ["2026-01-31", "2026-02-28", "2026-03-31"] {
        assert_eq!(gives(&mut monthly, date(due)), Ok(Timing::OnTime));
    }
    let mut too_early = tolerant(tofersen(), three_days());
    assert_eq!(
        too_early.give(day(-4)).map(drop),
        Err(CourseError::BeforeStart { day: day(-4), earliest: day(-3) })
    );
}

/// Row 4: held for half a year, then resumed.
#[test]
fn row_4_held_and_resumed() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    course.hold(day(70), "pneumonia").expect("any day");
    assert_eq!(course.next_due(), NextDue::Held { since: day(70), reason: "pneumonia" });
    for later in [70, 84, 100, 5_000] {
        let advice = course.advise(day(later)).expect("a dose is due");
        assert_eq!(advice.recommendation(), Recommendation::Held, "day {later}");
        assert_eq!(
            advice.to_string(),
            format!("{}: treatment is held since 2026-03-16: pneumonia", day(later))
        );
    }
    let held = |course: &Course, through: i64| course.adherence(day(through)).held;
    assert_eq!(
        [83, 84, 111, 112, 223, 224].map(|through| held(&course, through)),
        [0, 1, 1, 2, 5, 6]
    );
    course.resume(day(250)).expect("any day");
    let due = course.next_due().dose().expect("due again");
    assert_eq!((due.number(), offset(due.date())), (Some(5), 84));
    assert_eq!(course.overdue(day(250)), Some(due));
    assert_eq!(gives(&mut course, day(252)), Ok(Timing::Late(168)));
    assert_eq!(next_days(&course, 1), [280]);
    let figures = course.adherence(day(260));
    assert_eq!((figures.given, figures.held, figures.missed), (5, 6, 0));
    assert_eq!(figures.planned, 11);
    let days: Vec<i64> = course.doses_held(day(260)).map(|dose| offset(dose.planned())).collect();
    assert_eq!(days, [84, 112, 140, 168, 196, 224]);
    let reasons = course.history().filter_map(|item| match item {
        HistoryItem::NotGiven(dose) => Some((dose.why(), dose.reason())),
        _ => None,
    });
    assert!(reasons.eq([(NotGiven::Held, Some("pneumonia")); 6]));
}

/// Row 5: stopped, and nothing is due any more.
#[test]
fn row_5_stopped() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    let history: Vec<_> = course.doses_given().map(|dose| dose.date()).collect();
    course.stop(day(70), "consent withdrawn").expect("any day");
    assert_eq!(course.next_due(), NextDue::Stopped { on: day(70), reason: "consent withdrawn" });
    assert_eq!(
        course.next_due().to_string(),
        "treatment was stopped on 2026-03-16: consent withdrawn"
    );
    assert_eq!(course.forecast().next(), None);
    for later in [70, 84, 5_000] {
        let advice = course.advise(day(later)).expect("answered");
        assert_eq!(advice.recommendation(), Recommendation::Stopped, "day {later}");
        assert_eq!(course.overdue(day(later)), None);
        let figures = course.adherence(day(later));
        assert_eq!((figures.planned, figures.held, figures.missed), (4, 0, 0));
        assert_eq!(course.doses_planned(day(later)).count(), 4);
        assert_eq!(course.mass_planned(day(later)), Ok(Mass::mg(400)));
    }
    assert!(course.doses_given().map(|dose| dose.date()).eq(history));
    // What is given all the same is recorded, and was not planned.
    assert_eq!(gives(&mut course, day(84)), Ok(Timing::Unplanned));
    assert!(matches!(course.next_due(), NextDue::Stopped { .. }));
    assert_eq!(course.adherence(day(84)).planned, 4);
}

/// Row 6: 60 of 100 mg, as the needle was clotted.
#[test]
fn row_6_a_part_of_the_dose() {
    let mut course = given(tofersen(), &[0]);
    let part = Entry::given(day(14)).partly(Mass::mg(60)).reason("needle clotted");
    let revision = course.record(part).expect("it is due");
    assert_eq!(revision.timing(), Some(Timing::OnTime));
    assert_eq!(revision.judgement().and_then(|judged| judged.mass), Some(Mass::mg(60)));
    assert_eq!(course.adherence(day(14)).given, 2);
    assert_eq!(course.mass_given(day(14)), Ok(Mass::mg(160)));
    let second = course.doses_given().nth(1).expect("given");
    assert_eq!(second.amount(), GivenAmount::Part(Mass::mg(60)));
    assert_eq!((second.mass(), second.reason()), (Ok(Mass::mg(60)), Some("needle clotted")));
    let inputs = Inputs::given(&course, day(14)).expect("masses are known");
    let masses: Vec<Mass> = inputs.iter().map(|input| input.mass).collect();
    assert_eq!(masses, [Mass::mg(100), Mass::mg(60)]);
    assert_eq!(next_days(&course, 1), [28]);
}

/// Row 7: the label has late doses skipped, and the one that was given instead does not count: nothing is decided of those
/// before it yet.
#[test]
fn row_7_a_dose_that_does_not_count_after_others_that_were_not_given() {
    let policy = MissedDosePolicy::always(Action::Skip);
    let mut course = given(course("100 mg SC q7d", policy), &[0]);
    course.record(Entry::given(day(84)).not_counting()).expect("late");
    let not_given = |course: &Course| {
        let items = course.history();
        items.filter(|item| matches!(item, HistoryItem::NotGiven(_))).count()
    };
    let figures = course.adherence(day(84));
    assert_eq!((figures.given, figures.not_counting), (1, 1));
    assert_eq!((figures.missed, figures.outstanding, not_given(&course)), (0, 12, 0));
    course.give(day(84)).expect("in its place");
    let figures = course.adherence(day(84));
    assert_eq!((figures.given, figures.not_counting), (2, 1));
    assert_eq!((figures.missed, figures.outstanding, not_given(&course)), (11, 0, 11));
}

/// Row 7: it leaked, and does not count.
#[test]
fn row_7_a_dose_that_does_not_count() {
    let mut course = given(tofersen(), &[0]);
    let leaked = Entry::given(day(14)).not_counting().reason("leaked");
    course.record(leaked).expect("it is due");
    let due = course.next_due().dose().expect("still due");
    assert_eq!((due.number(), offset(due.date())), (Some(2), 14));
    assert_eq!(course.mass_given(day(14)), Ok(Mass::mg(200)));
    let figures = course.adherence(day(14));
    assert_eq!((figures.given, figures.not_counting, figures.missed), (1, 1, 0));
    // Given again the same day, it is on time.
    let mut again = course.clone();
    assert_eq!(gives(&mut again, day(14)), Ok(Timing::OnTime));
    assert_eq!(again.mass_given(day(14)), Ok(Mass::mg(300)));
    assert_eq!(gives(&mut course, day(15)), Ok(Timing::Late(1)));
}

/// Row 8: the second dose was really a day later.
#[test]
fn row_8_an_amendment_tells_what_it_judged_anew() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    let whole = course.clone();
    let revision = course.amend(2, Entry::given(day(15))).expect("it can be");
    let timing = |judged: Option<_>| {
        judged.and_then(|judged: aso_regimen::dosing::course::Judgement| judged.timing)
    };
    assert_eq!(timing(revision.before()), Some(Timing::OnTime));
    assert_eq!(timing(revision.judgement()), Some(Timing::Late(1)));
    let changed: Vec<String> = revision.rejudged().iter().map(ToString::to_string).collect();
    assert_eq!(
        changed,
        [
            "entry 3, 2026-02-02: dose 3, planned on 2026-02-03: 1 day early, 100 mg; before: dose 3, planned on \
             2026-02-02: on time, 100 mg",
            "entry 4, 2026-03-02: dose 4: without a planned date, 100 mg; before: dose 4, planned on 2026-03-02: on time, \
             100 mg",
        ]
    );
    // And back again, nothing has happened.
    course.amend(2, Entry::given(day(14))).expect("as it was");
    assert_eq!(course, whole);
    // In the clinic's window none changes but the date.
    let mut tolerant = given(tolerant(tofersen(), three_days()), &[0, 14, 28, 56]);
    let revision = tolerant.amend(2, Entry::given(day(15))).expect("it can be");
    assert_eq!(revision.rejudged(), []);
    assert_eq!(revision.timing(), Some(Timing::OnTime));
    assert_eq!(next_days(&tolerant, 1), [84]);
}

/// Row 8, before the last two doses: the dates from the early one on are unspecified.
#[test]
fn row_8_the_dates_from_there_are_unspecified() {
    let course = given(tofersen(), &[0, 15, 28]);
    let early = Unspecified::EarlyDose { days: 1 };
    assert_eq!(course.next_due(), NextDue::Unspecified(early));
}

/// Row 9: found in the paper file later.
#[test]
fn row_9_a_late_entry_goes_where_it_belongs() {
    let mut course = given(tofersen(), &[0, 28]);
    let revision = course.give(day(14)).expect("it goes between");
    assert_eq!((revision.entry(), revision.timing()), (Some(2), Some(Timing::OnTime)));
    let [changed] = revision.rejudged() else {
        panic!("one is judged anew: {revision:?}");
    };
    assert_eq!((changed.entry, changed.day), (3, day(28)));
    assert_eq!(changed.before.timing, Some(Timing::Late(14)));
    assert_eq!(changed.now.timing, Some(Timing::OnTime));
    let in_order = given(tofersen(), &[0, 14, 28]);
    assert_eq!(course, in_order);
    assert_eq!(course.adherence(day(28)), in_order.adherence(day(28)));
    assert_eq!(course.next_due(), in_order.next_due());
}

/// Row 10: a weight holds for the doses of its day, also those recorded before it.
#[test]
fn row_10_a_weight_holds_for_its_day() {
    let mut course = given(course("1 mg/kg IV q7d", reanchored()), &[0]);
    assert!(course.mass_given(day(0)).is_err(), "not weighed yet");
    let revision = course.weigh(day(0), BodyWeight::kg(70)).expect("any day");
    let [changed] = revision.rejudged() else {
        panic!("the dose has a mass now: {revision:?}");
    };
    assert_eq!((changed.before.mass, changed.now.mass), (None, Some(Mass::mg(70))));
    course.give(day(7)).expect("on its day");
    let masses: Vec<_> = course.doses_given().map(|dose| dose.mass()).collect();
    assert_eq!(masses, [Ok(Mass::mg(70)), Ok(Mass::mg(70))]);
}

/// Row 11: missed in the morning, given in the afternoon; by every kind of label.
#[test]
fn row_11_missed_in_the_morning_and_given_in_the_afternoon() {
    for action in [
        Action::Reanchor,
        Action::Skip,
        Action::NotStated,
        Action::NotRead,
        Action::Restart,
        Action::NextUnspecified,
    ] {
        let policy = MissedDosePolicy::always(action);
        let mut course = given(course("100 mg IT q14d x3, then q28d", policy), &[0]);
        course.miss(day(14), "not there").expect("it is due");
        assert_eq!(course.adherence(day(14)).missed, 1);
        assert_eq!(gives(&mut course, day(14)), Ok(Timing::OnTime), "{action}");
        let figures = course.adherence(day(14));
        assert_eq!((figures.given, figures.on_time, figures.missed), (2, 2, 0), "{action}");
        assert_eq!(course.doses_missed().count(), 0);
        assert_eq!(next_days(&course, 1), [28]);
    }
}

/// Row 12: a dose made up is not counted as missed.
#[test]
fn row_12_missed_and_made_up() {
    let mut course = given(tofersen(), &[0]);
    course.miss(day(14), "snow").expect("it is due");
    assert_eq!(course.adherence(day(19)).missed, 1);
    course.give(day(20)).expect("late");
    let figures = course.adherence(day(20));
    assert_eq!((figures.planned, figures.given, figures.late, figures.missed), (2, 2, 1, 0));
    assert_eq!(course.doses_missed().count(), 0);
    let missed: Vec<_> = course
        .history()
        .filter_map(|item| match item {
            HistoryItem::NotGiven(dose) => Some((dose.planned(), dose.made_up(), dose.reason())),
            _ => None,
        })
        .collect();
    assert_eq!(missed, [(day(14), true, Some("snow"))]);
}

/// Row 13: from another hospital.
#[test]
fn row_13_a_patient_from_another_hospital() {
    let from_elsewhere = |number| {
        let text = "100 mg IT q14d x3, then q28d";
        Course::continuing(regimen(text), reanchored(), number, date("2026-03-30"))
    };
    let mut course = from_elsewhere(5).expect("the regimen has a fifth dose");
    let due = course.next_due().dose().expect("the sixth");
    assert_eq!((due.number(), due.date()), (Some(6), date("2026-04-27")));
    assert_eq!(course.doses_given().count(), 0, "nothing is invented");
    assert_eq!(course.history().count(), 0);
    assert_eq!(course.adherence(date("2026-06-01")).planned, 2);
    assert_eq!(gives(&mut course, date("2026-04-30")), Ok(Timing::Late(3)));
    let next = course.next_due().dose().expect("the seventh");
    assert_eq!((next.number(), next.date()), (Some(7), date("2026-05-28")));
    // In loading, the third dose is 14 days after the second.
    let due = from_elsewhere(2).expect("a second dose");
    assert_eq!(due.next_due().dose().map(|dose| dose.date()), Some(date("2026-04-13")));
    assert_eq!(from_elsewhere(0).map(drop), Err(CourseError::NoSuchDose { number: 0 }));
    let three = Course::continuing(regimen("5 mg SC q7d x3"), reanchored(), 4, day(0));
    assert_eq!(three.map(drop), Err(CourseError::NoSuchDose { number: 4 }));
    let over = Course::continuing(regimen("5 mg SC q7d x3"), reanchored(), 3, day(0));
    assert_eq!(over.expect("it has three").next_due(), NextDue::Ended);
}

/// Row 13, by a label that counts the time since the last dose, which was given elsewhere.
#[test]
fn row_13_the_last_dose_elsewhere_counts_for_the_label() {
    let band = |limit, action| TimeBand::new(limit, action);
    let rule = TimeRule::new(
        Measure::SinceLastDose,
        vec![
            band(Some(Limit::below(Interval::months(8))), Action::Reanchor),
            band(None, Action::Restart),
        ],
    );
    let policy = MissedDosePolicy::always(rule.expect("a rule"));
    let text = regimen("12 mg IT q14d x3, then after 35d x1, then q4mo");
    let course = Course::continuing(text, policy, 7, date("2026-01-31")).expect("a dose");
    let due = course.next_due().dose().expect("the eighth");
    assert_eq!((due.number(), due.date()), (Some(8), date("2026-05-31")));
    let advised = |today: &str| {
        let advice = course.advise(date(today)).expect("a dose is due");
        advice.recommendation()
    };
    assert_eq!(advised("2026-09-29"), Recommendation::Give);
    assert_eq!(advised("2026-09-30"), Recommendation::Restart);
}

/// Row 14: a loading dose is left out and the physician goes on.
#[test]
fn row_14_a_dose_left_out() {
    let mut course = course("50 mg IT q14d x2, then 28 mg IT q4mo", reanchored());
    course.give(day(0)).expect("the first");
    course.skip(day(20), "the physician goes on").expect("the second is due");
    assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::LeftOut));
    assert_silent(&course, Unspecified::LeftOut, day(21));
    course.reschedule(day(21), day(130), "the physician decides").expect("later");
    let next = course.next_due().dose().expect("decided");
    assert_eq!((next.number(), offset(next.date())), (Some(3), 130));
    assert_eq!(next.dose().amount(), &Mass::mg(28).into());
    let figures = course.adherence(day(21));
    assert_eq!((figures.given, figures.missed), (1, 1));
    let left_out = course.doses_missed().next().expect("the second");
    assert_eq!((left_out.why(), left_out.number()), (NotGiven::Skipped, Some(2)));
    assert_eq!(left_out.reason(), Some("the physician goes on"));
}

/// Row 15: a least gap is checked before the window, whether that keeps the plan or counts from the day given.
#[test]
fn row_15_a_window_and_a_least_gap() {
    let gap = three_days().at_least_apart(Interval::days(10));
    let weekly = || course("100 mg IT q14d", reanchored());
    let kept = given(tolerant(weekly(), gap), &[0, 17]);
    assert_eq!(next_days(&kept, 2), [28, 42]);
    assert_eq!(on_time_from(&kept), (27, 31), "not from day 25");
    assert_eq!(kept.earliest_allowed(), Some(day(27)));
    let advice = kept.advise(day(25)).expect("a dose is due");
    assert_eq!(advice.recommendation(), Recommendation::Wait(day(27)));
    assert_eq!(advice.least_gap(), Some(Interval::days(10)));
    assert_eq!(
        advice.to_string(),
        "2026-01-30: dose 3 (maintenance): 100 mg IT planned on 2026-02-02, 3 days early: wait until 2026-02-01, 10d \
         after the last dose"
    );
    let on_time = kept.advise(day(27)).expect("a dose is due");
    assert_eq!(on_time.recommendation(), Recommendation::Give);
    // Given all the same, nobody knows what follows.
    let against = given(kept, &[25]);
    let why = Unspecified::LeastGap { days: 8, least: Interval::days(10) };
    assert_silent(&against, why, day(26));

    let counted = given(tolerant(weekly(), gap.rolling()), &[0, 17]);
    assert_eq!(next_days(&counted, 2), [31, 45]);
    assert_eq!(on_time_from(&counted), (28, 34));
    assert_eq!(counted.earliest_allowed(), Some(day(27)));
}

/// Row 15: a dose before its window is early, whether the gap is over or not.
#[test]
fn row_15_before_the_window() {
    let gap = three_days().at_least_apart(Interval::days(10));
    for (days, early) in [(9, 19), (20, 8), (24, 4)] {
        let course = given(tolerant(course("100 mg IT q28d", reanchored()), gap), &[0, days]);
        assert_silent(&course, Unspecified::EarlyDose { days: early }, day(days + 1));
    }
}

/// Row 15: each dose after a late one is later than planned, for as long as the gap asks for it.
#[test]
fn row_15_a_gap_about_as_long_as_the_interval() {
    let gap = Tolerance::within(Window::days(7, 7)).at_least_apart(Interval::days(27));
    let course = given(tolerant(course("100 mg IT q28d", reanchored()), gap), &[0, 33]);
    assert_eq!(next_days(&course, 6), [60, 87, 114, 141, 168, 196]);
}

/// Row 15, with a gap that ends before the window opens or in it: who waits for the window is not told of the gap, and each
/// window to come opens where the gap after the dose before has ended.
#[test]
fn row_15_a_least_gap_and_the_windows_to_come() {
    let spaced = |days| {
        let gap = three_days().at_least_apart(Interval::days(days));
        given(tolerant(course("100 mg IT q14d", reanchored()), gap), &[0])
    };
    let short = spaced(10);
    let advice = short.advise(day(10)).expect("a dose is due");
    assert_eq!(advice.recommendation(), Recommendation::Wait(day(11)));
    assert_eq!(advice.least_gap(), None);
    assert_eq!(
        advice.to_string(),
        "2026-01-15: dose 2 (maintenance): 100 mg IT planned on 2026-01-19, 4 days early: wait until 2026-01-16"
    );
    let windows = |course: &Course| -> Vec<(i64, i64)> {
        let windows = course.forecast().take(3).map(|due| due.window().expect("a window"));
        windows.map(|window| (offset(*window.start()), offset(*window.end()))).collect()
    };
    assert_eq!(windows(&short), [(11, 17), (25, 31), (39, 45)]);
    assert_eq!(windows(&spaced(12)), [(12, 17), (26, 31), (40, 45)]);
}

/// No dose is on time before the day on which its date was set, or its regimen was changed to.
#[test]
fn a_window_does_not_open_before_its_date_was_set() {
    let label = catalog::labels().named("nusinersen").authority(Authority::Us);
    let label = label.current(date("2026-11-26")).into_iter().next().expect("a label");
    let mut low = label.course_named("low dose", date("2025-01-06")).expect("its name");
    for day in ["2025-01-06", "2025-01-20", "2025-02-03", "2025-03-05", "2025-07-05"] {
        low.give(date(day)).expect("it is due");
    }
    let high = label.regimens().iter().find(|named| named.name.starts_with("change"));
    let high = high.expect("the change to the high dose");
    let switched = |on: &str| {
        let mut course = low.clone();
        let switch = Switch::to(high.regimen.clone(), label.policy_of(high).clone());
        course.switch(date(on), switch, "50 mg is available").expect("a dose is due");
        course
    };
    // The next 12 mg dose is due on 5 November. On 1 December it is overdue.
    for (on, due, open, close) in [
        ("2025-08-01", "2025-11-05", "2025-10-22", "2025-11-19"),
        ("2025-10-30", "2025-11-05", "2025-10-30", "2025-11-19"),
        ("2025-12-01", "2025-12-01", "2025-12-01", "2025-12-15"),
    ] {
        let course = switched(on);
        let first = course.next_due().dose().expect("50 mg");
        assert_eq!(first.to_string(), format!("dose 1 (loading): {} on {due}", first.dose()));
        assert_eq!(first.window(), Some(date(open)..=date(close)), "changed on {on}");
    }
    let mut late = switched("2025-12-01");
    assert_eq!(gives(&mut late, date("2025-12-16")), Ok(Timing::Late(15)));
    assert_eq!(late.next_due(), NextDue::Unspecified(Unspecified::NotStated));
    let mut in_time = switched("2025-12-01");
    assert_eq!(gives(&mut in_time, date("2025-12-15")), Ok(Timing::OnTime));
    assert_eq!(in_time.next_due().dose().map(|due| due.date()), Some(date("2026-04-15")));

    // A dose that somebody moved, and the visit for it.
    let mut moved = given(course("100 mg IT q28d window -3d/+3d", reanchored()), &[0]);
    moved.reschedule(day(30), day(31), "travel").expect("it is due");
    let due = moved.next_due().dose().expect("it has a date");
    assert_eq!(due.window(), Some(day(30)..=day(34)));
    assert_eq!(due.open_day(|open| open == day(29) || open == day(33)), Some(day(33)));
    // It is about that dose alone.
    moved.skip(day(32), "the physician goes on").expect("it is due");
    moved.reschedule(day(32), day(60), "the physician").expect("a dose is due");
    assert_eq!(on_time_from(&moved), (57, 63));
    // A date that had passed is not excluded: that of a dose replaced in a hold, and one of a switch.
    let to = Switch::to(regimen("50 mg IT q28d window -3d/+3d"), reanchored());
    let mut held = given(course("100 mg IT q28d", reanchored()), &[0]);
    held.hold(day(20), "fever").expect("any day");
    held.switch(day(40), to.clone(), "another drug").expect("a dose is due");
    held.resume(day(41)).expect("held");
    let mut past = given(course("100 mg IT q28d", reanchored()), &[0]);
    past.switch(day(40), to.on(day(28)), "another drug").expect("a dose is due");
    for mut course in [held, past] {
        assert_eq!(next_days(&course, 2), [28, 56]);
        assert_eq!(on_time_from(&course), (28, 31));
        assert_eq!(gives(&mut course, day(42)), Ok(Timing::Late(14)));
    }
}

/// Row 15, where the planned date itself lies inside the least gap: the dose is due on the first day allowed.
#[test]
fn row_15_a_planned_date_inside_the_least_gap() {
    let gap = three_days().at_least_apart(Interval::days(13));
    let mut course =
        Course::new(regimen("100 mg IT q14d x3, then q28d"), reanchored(), date("2026-06-01"))
            .tolerating(gap)
            .expect("it fits");
    course.give(date("2026-06-04")).expect("in its window");
    let due = course.next_due().dose().expect("dated");
    assert_eq!((due.date(), due.planned()), (date("2026-06-17"), date("2026-06-15")));
    assert_eq!(due.window(), Some(date("2026-06-17")..=date("2026-06-18")));
    assert_eq!(course.earliest_allowed(), Some(due.date()));
    assert_eq!(due.to_string(), "dose 2 (loading): 100 mg IT on 2026-06-17, planned on 2026-06-15");
    // The third is planned 12 days after it and moves too; the fourth does not.
    let dates: Vec<_> = course.forecast().take(4).map(|dose| dose.date()).collect();
    assert_eq!(dates, ["2026-06-17", "2026-06-30", "2026-07-27", "2026-08-24"].map(date));
    assert_eq!(
        course.advise(date("2026-06-15")).expect("a dose is due").to_string(),
        "2026-06-15: dose 2 (loading): 100 mg IT planned on 2026-06-15, 2 days early: wait until 2026-06-17, 13d after \
         the last dose"
    );
}

/// A dose that is overdue: what follows is counted from the day asked about.
#[test]
fn an_overdue_dose_is_forecast_from_today() {
    let mut course =
        Course::new(regimen("100 mg IT q14d x3, then q28d"), reanchored(), date("2026-06-01"));
    course.give(date("2026-06-01")).expect("on its day");
    let from = |course: &Course, today: &str| -> Vec<String> {
        let doses = course.forecast_from(date(today)).take(3);
        doses.map(|dose| format!("{:?} {}", dose.number(), dose.date())).collect()
    };
    assert_eq!(
        from(&course, "2026-11-26"),
        ["Some(2) 2026-11-26", "Some(3) 2026-12-10", "Some(4) 2027-01-07"]
    );
    assert_eq!(
        from(&course, "2026-06-15"),
        ["Some(2) 2026-06-15", "Some(3) 2026-06-29", "Some(4) 2026-07-27"]
    );
    course.hold(date("2026-06-10"), "infection").expect("not held");
    assert_eq!(from(&course, "2026-11-26"), [""; 0]);
    course.resume(date("2026-11-20")).expect("held");
    assert_eq!(from(&course, "2026-11-26")[..2], ["Some(2) 2026-11-26", "Some(3) 2026-12-10"]);
    // Before the last entry nothing can be given any more.
    assert_eq!(from(&course, "2026-07-01")[..2], ["Some(2) 2026-11-20", "Some(3) 2026-12-04"]);
    let silent = given(course_of_silence(), &[0]);
    assert_eq!(silent.forecast_from(day(15)).next(), None);
}

fn course_of_silence() -> Course {
    course("100 mg IT q14d", MissedDosePolicy::not_stated())
}

#[test]
fn the_next_dose_in_milligrams() {
    let mut course = course("0.3 mg/kg IV q21d", reanchored());
    let mass = |course: &Course| course.next_due().dose().map(|due| due.mass());
    assert!(mass(&course).expect("due").is_err());
    assert_eq!(course.weight(), None);
    course.weigh(day(0), BodyWeight::kg(62)).expect("a weight");
    assert_eq!(course.weight(), Some(BodyWeight::kg(62)));
    assert_eq!(mass(&course), Some(Ok(Mass::micrograms(18_600))));
    let advice = course.advise(day(0)).expect("due");
    assert_eq!(advice.given().map(|dose| dose.mass()), Some(Ok(Mass::micrograms(18_600))));
}

/// 60 mg, and 40 mg the same day once the needle was changed: one dose.
#[test]
fn the_rest_of_a_part_is_no_dose_of_its_own() {
    let mut course = tofersen();
    let early = Entry::rest(day(0), Mass::mg(40));
    assert_eq!(
        course.record(early.clone()).expect_err("no part").to_string(),
        "a rest cannot be recorded on 2026-01-05, as no part of a dose was given on that day"
    );
    course.record(Entry::given(day(0)).partly(Mass::mg(60)).reason("clot")).expect("due");
    let too_much = course.record(Entry::rest(day(0), Mass::mg(41))).expect_err("101 mg");
    assert_eq!(
        too_much.to_string(),
        "part of 101 mg on 2026-01-05 exceeds the planned 100 mg; for more use `amount`"
    );
    assert!(course.record(Entry::rest(day(1), Mass::mg(40))).is_err(), "another day");
    let before = course.next_due().to_string();
    let revision = course.record(early.reason("new needle")).expect("the rest");
    assert_eq!(
        revision.judgement().map(|judgement| judgement.to_string()),
        Some("dose 1, planned on 2026-01-05: on time, 40 mg".to_owned())
    );
    assert_eq!(course.next_due().to_string(), before);
    assert_eq!(course.mass_given(day(0)), Ok(Mass::mg(100)));
    let figures = course.adherence(day(0));
    assert_eq!((figures.given, figures.not_counting), (1, 0));
    let given: Vec<_> = course.doses_given().map(|dose| dose.to_string()).collect();
    assert_eq!(
        given[1],
        "rest of dose 1 (loading): 40 mg of 100 mg IT on 2026-01-05, on time (new needle)"
    );
    #[cfg(feature = "serde")]
    {
        let json = serde_json::to_string(&course).expect("serialises");
        assert!(json.contains(
            r#"{"day":"2026-01-05","what":"given","rest":"40 mg","reason":"new needle"}"#
        ));
        assert_eq!(serde_json::from_str::<Course>(&json).expect("reads back"), course);
    }
}

#[test]
fn an_amount_is_said_once() {
    let mut course = tofersen();
    for entry in [
        Entry::given(day(0)).partly(Mass::mg(60)).amount(Mass::mg(80)),
        Entry::given(day(0)).amount(Mass::mg(80)).partly(Mass::mg(60)),
    ] {
        assert_eq!(
            course.record(entry).expect_err("two amounts").to_string(),
            "the dose given on 2026-01-05 has two amounts, expected one call of `amount` or `partly`"
        );
    }
    course.give(day(0)).expect("as planned");
    assert!(
        course.to_string().contains(" from 2026-01-05, 1 entry, dose 2 (loading): "),
        "{course}"
    );
    assert_eq!(format!("{course:?}"), format!("Course({course})"));
    // Of a long regimen the first 60 characters.
    let long = "50 mg IT q14d x2, then after 28d x1, then 28 mg IT q4mo, each window -3d/+5d";
    let shown = "50 mg IT q14d x2, then after 28d x1, then 28 mg IT q4mo, eac";
    assert_eq!((regimen(long).to_string().as_str(), shown.len()), (long, 60));
    let long = Course::new(regimen(long), reanchored(), day(0)).to_string();
    assert!(long.starts_with(&format!("{shown}.. from 2026-01-05, 0 entries, ")), "{long}");
}

/// Row 16: another edition of the label from day 100 on.
#[test]
fn row_16_another_edition_from_a_day_on() {
    let mut course = given(tofersen(), &[0, 14, 28, 56, 90]);
    assert_eq!(next_days(&course, 1), [118]);
    let revision = course
        .change_policy(day(100), MissedDosePolicy::not_stated(), "edition of 2027")
        .expect("any day");
    assert_eq!(revision.rejudged(), []);
    let next = course.next_due().dose().expect("as before");
    assert_eq!((next.number(), offset(next.date())), (Some(6), 118));
    // The dose six days late was judged by the old rules, the next one is by the new.
    let fifth = course.doses_given().last().expect("given");
    assert_eq!(fifth.timing(), Timing::Late(6));
    let advice = course.advise(day(120)).expect("a dose is due");
    let silent = Recommendation::NotStated(Unspecified::NotStated);
    assert_eq!(advice.recommendation(), silent);
    assert_eq!(course.policy(), &MissedDosePolicy::not_stated());
    // A late dose of before the change is judged by the rules of its day.
    let removed = course.remove(5).expect("nothing depends on it");
    assert_eq!(removed.before().and_then(|judged| judged.action), Some(Action::Reanchor));
    assert_eq!(gives(&mut course, day(99)), Ok(Timing::Late(15)));
    assert_eq!(next_days(&course, 1), [127]);
}

/// Row 18: a planned date that is past is not so many negative days away.
#[test]
fn row_18_a_planned_date_that_is_past() {
    let keeps = MissedDosePolicy::always(Action::KeepCalendar { minimum_gap: None });
    for (late, days, text) in [
        (
            54,
            -26,
            "the next dose was planned 26 days before, and the label does not say what to do then",
        ),
        (
            28,
            0,
            "the next dose was planned for the same day, and the label does not say what to do then",
        ),
    ] {
        let mut course = given(course("12 mg IT q14d", keeps.clone()), &[0]);
        course.give(day(late)).expect("late");
        let why = Unspecified::TooNear { days };
        assert_eq!(course.next_due(), NextDue::Unspecified(why));
        assert_eq!(why.to_string(), text);
    }
    assert_eq!(
        Unspecified::TooNear { days: 1 }.to_string(),
        "the next planned dose is 1 day away, nearer than the label asks for, and it does not say what to do then"
    );
}

/// The day of a window, or the nearest, on which the clinic is open.
#[test]
fn clinic_days() {
    let weekday = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let open = |course: &Course, is_open: &dyn Fn(NaiveDate) -> bool| {
        let due = course.next_due().dose().expect("a dose is due");
        due.open_day(is_open).map(offset)
    };
    // Day 14 is a Monday.
    let strict = given(tofersen(), &[0]);
    assert_eq!(open(&strict, &weekday), Some(14));
    let closed_until = |last: i64| move |on: NaiveDate| weekday(on) && on > day(last);
    assert_eq!(open(&strict, &closed_until(14)), Some(15));
    // Without a window it is never earlier: of a dose a day early the label does not speak.
    let not_on_monday = |on: NaiveDate| weekday(on) && on.weekday() != Weekday::Mon;
    assert_eq!(open(&strict, &not_on_monday), Some(15));
    let only_fridays = |on: NaiveDate| on.weekday() == Weekday::Fri;
    assert_eq!(open(&strict, &only_fridays), Some(18));
    let tolerant = given(tolerant(tofersen(), three_days()), &[0]);
    assert_eq!(open(&tolerant, &only_fridays), Some(11));
    // Of two that are equally near, the later.
    assert_eq!(open(&tolerant, &|on| on == day(12) || on == day(16)), Some(16));
    // Beyond the window where no day in it is open, and never while the least gap lasts.
    assert_eq!(open(&tolerant, &closed_until(30)), Some(31));
    let gap = three_days().at_least_apart(Interval::days(12));
    let gapped = given(self::tolerant(tofersen(), gap), &[0]);
    assert_eq!(open(&gapped, &only_fridays), Some(18));
    assert_eq!(open(&strict, &|_| false), None);
}

/// Additional doses have the clinic's window, too.
#[test]
fn additional_doses_in_their_window() {
    let added = MissedDosePolicy::always(Action::add_doses(2, Interval::days(14)));
    let late = |tolerance| {
        let course = tolerant(course("5 mg SC q28d", added.clone()), tolerance);
        let mut course = given(course, &[0, 35]);
        assert_eq!(next_days(&course, 3), [49, 63, 91]);
        assert_eq!(on_time_from(&course), (46, 52));
        assert_eq!(gives(&mut course, day(51)), Ok(Timing::OnTime));
        course
    };
    assert_eq!(next_days(&late(three_days()), 2), [63, 91]);
    assert_eq!(next_days(&late(three_days().rolling()), 2), [65, 93]);
}

/// A tolerance that the regimen has no room for is refused, by the course and by a switch.
#[test]
fn tolerances_that_do_not_fit() {
    let weekly = || course("5 mg SC q7d", reanchored());
    let wide = Tolerance::within(Window::days(3, 4));
    let refused = weekly().tolerating(wide).expect_err("3 + 4 days");
    assert_eq!(
        refused.to_string(),
        "the window -3d/+4d does not fit the regimen: the windows of dose 1 of phase 1 and dose 2 of phase 1 \
         overlap: 4 days after the one and 3 days before the other when the doses are 7 days apart, expected windows \
         of neighbouring doses that share no day"
    );
    let apart = three_days().at_least_apart(Interval::days(8));
    let refused = weekly().tolerating(apart).expect_err("8 days");
    assert_eq!(
        refused.to_string(),
        "the window -3d/+3d least gap 8d does not fit the regimen: dose 2 of phase 1 is planned 7d after the dose \
         before, nearer than its least gap of 8d, expected planned doses that are no nearer than the least gap"
    );
    let just = three_days().at_least_apart(Interval::days(7));
    assert!(weekly().tolerating(just).is_ok(), "planned doses are 7 days apart");
    let why = |error| match error {
        CourseError::Tolerance { why, .. } => why,
        other => panic!("{other}"),
    };
    assert!(matches!(why(refused), RegimenError::LeastGap { .. }));
    let mut fortnightly = tolerant(course("5 mg SC q14d", reanchored()), wide);
    let switch = Switch::to(regimen("5 mg SC q7d"), reanchored());
    let refused = fortnightly.switch(day(0), switch, "weekly").expect_err("3 + 4 days");
    assert!(matches!(why(refused), RegimenError::WindowsOverlap { .. }));
    let begun = given(weekly(), &[0]).tolerating(three_days());
    assert_eq!(
        begun.expect_err("it has begun").to_string(),
        "a tolerance is set before the first entry, and the course has 1"
    );
    let both = wide.rolling().at_least_apart(Interval::days(3));
    assert_eq!(both.to_string(), "-3d/+4d rolling least gap 3d");
    assert_eq!((both.is_rolling(), both.window()), (true, Window::days(3, 4)));
    assert_eq!(both.least_gap(), Some(Interval::days(3)));
}

/// A dose given elsewhere is one as well: the first dose after a change of regimen may be given early.
#[test]
fn an_early_dose_after_one_given_elsewhere() {
    let gap = three_days().at_least_apart(Interval::days(10));
    let policy = MissedDosePolicy::not_stated;
    let plan = Course::continuing(regimen("100 mg IT q14d"), policy(), 5, day(0)).expect("a dose");
    let mut course = plan.tolerating(gap).expect("it fits");
    let switch = Switch::to(regimen("50 mg IT q28d"), policy()).on(day(11));
    course.switch(day(1), switch, "another dose").expect("after the last dose");
    let given = course.give(day(9)).expect("it was given").judgement().expect("a dose").to_string();
    assert_eq!(given, "dose 1, planned on 2026-01-16: 2 days early, 50 mg");
}

/// The least gap does not move a date that somebody set. Days before that date are on time after the gap alone.
#[test]
fn a_decision_and_the_least_gap() {
    let gap = three_days().at_least_apart(Interval::days(10));
    let last = given(tolerant(tofersen(), gap), &[0, 14]);
    for (set, window, earliest) in [
        (20, (20, 23), 20),
        (23, (23, 26), 23),
        (24, (24, 27), 24),
        (25, (24, 28), 24),
        (27, (24, 30), 24),
        (28, (25, 31), 24),
    ] {
        let mut course = last.clone();
        course.reschedule(day(15), day(set), "travel").expect("after the last dose");
        assert_eq!(on_time_from(&course), window, "day {set}");
        assert_eq!(course.earliest_allowed(), Some(day(earliest)), "day {set}");
        assert_eq!(next_days(&course, 1), [set]);
        let eve = course.advise(day(window.0 - 1)).expect("a dose is due");
        assert_eq!(eve.recommendation(), Recommendation::Wait(day(window.0)));
        let is_gap = window.0 == 24;
        assert_eq!(eve.least_gap(), is_gap.then_some(Interval::days(10)), "day {set}");
        let advice = course.advise(day(set)).expect("a dose is due");
        assert_eq!(advice.recommendation(), Recommendation::Give);
        // Given before the gap is over and before that date, nobody knows what follows.
        if set < 24 {
            let early = given(course, &[set - 1]);
            let days = u32::try_from(set - 1 - 14).expect("after the last dose");
            let why = Unspecified::LeastGap { days, least: Interval::days(10) };
            assert_silent(&early, why, day(set));
        }
    }
    // A date that was set for a dose that was missed is its date still.
    let mut missed =
        given(tolerant(course("100 mg IT q14d", MissedDosePolicy::not_stated()), gap), &[0]);
    missed.reschedule(day(0), day(5), "travel").expect("after the last dose");
    missed.miss(day(5), "snow").expect("its date");
    assert_eq!(missed.next_due(), NextDue::Unspecified(Unspecified::NotStated));
    assert_eq!(missed.earliest_allowed(), Some(day(5)));
    let advice = missed.advise(day(5)).expect("a dose is due");
    assert_eq!(advice.recommendation(), Recommendation::Give);
}

/// The day of a dose is in no window of the next, whoever set its date.
#[test]
fn a_window_begins_after_the_last_dose() {
    let mut moved = given(tolerant(tofersen(), three_days()), &[0]);
    moved.reschedule(day(0), day(3), "travel").expect("after the last dose");
    let wide = || Switch::to(regimen("50 mg IT q4mo window -14d/+14d"), reanchored());
    let mut replaced = given(tofersen(), &[0]);
    replaced.switch(day(0), wide(), "a higher dose").expect("a dose is due");
    let mut set = given(tofersen(), &[0]);
    set.switch(day(0), wide().on(day(10)), "a higher dose").expect("a dose is due");
    for (mut course, close) in [(moved, 6), (replaced, 28), (set, 24)] {
        assert_eq!(on_time_from(&course), (1, close));
        let advice = course.advise(day(0)).expect("a dose is due");
        assert_eq!(advice.recommendation(), Recommendation::Wait(day(1)), "{advice}");
        let due = course.next_due().dose().expect("a dose is due");
        assert_eq!(due.open_day(|on| on == day(0) || on > day(30)), Some(day(31)));
        assert!(matches!(course.miss(day(0), "snow"), Err(CourseError::NotDueYet { .. })));
        assert!(course.give(day(0)).is_err());
        assert_eq!(gives(&mut course, day(1)), Ok(Timing::OnTime));
    }
}

/// The least gap of another regimen may end after the whole window of the dose that it replaces.
#[test]
fn a_least_gap_that_ends_after_the_window() {
    let mut course = given(course("100 mg IT q14d", reanchored()), &[0]);
    let spaced = Switch::to(regimen("50 mg IT q60d window -3d/+3d least gap 30d"), reanchored());
    course.switch(day(1), spaced, "another drug").expect("a dose is due");
    let due = course.next_due().dose().expect("a dose is due");
    assert_eq!((offset(due.date()), offset(due.planned()), due.window()), (30, 14, None));
    assert_eq!(course.overdue(day(30)), None);
    assert_eq!(course.overdue(day(31)), Some(due));
}

/// A question about a day before the last entry is one about the day of that entry.
#[test]
fn overdue_before_the_last_entry() {
    let mut course = given(tofersen(), &[0, 14, 28]);
    assert_eq!(course.overdue(day(30)), None);
    course.hold(day(46), "surgery").expect("any day");
    course.resume(day(74)).expect("held");
    let due = course.next_due().dose();
    assert_eq!(due.map(|due| offset(due.date())), Some(56));
    for asked in [30, 56, 60, 74, 75] {
        assert_eq!(course.overdue(day(asked)), due, "day {asked}");
        assert_eq!(
            course.forecast_from(day(asked)).next().map(|due| offset(due.date())),
            Some(asked.max(74))
        );
    }
}

/// What follows the last dose of a regimen is no interruption of treatment.
#[test]
fn a_regimen_that_ended_stays_so() {
    for (from, resumes) in [(14, false), (20, false), (20, true)] {
        let mut course = given(course("100 mg IT q14d x2", reanchored()), &[0, 14]);
        course.stop(day(from), "no effect").expect("any day");
        if resumes {
            course.resume(day(from + 1)).expect("stopped");
        }
        assert_eq!(course.next_due(), NextDue::Ended);
        assert!(matches!(course.advise(day(40)), Err(CourseError::Ended { .. })));
    }
    let mut before = given(course("100 mg IT q14d x2", reanchored()), &[0]);
    before.stop(day(13), "no effect").expect("any day");
    assert_eq!(before.next_due(), NextDue::Stopped { on: day(13), reason: "no effect" });
}

/// A calendar that is kept leads nearer to the next dose than the least gap allows.
#[test]
fn a_kept_calendar_and_a_least_gap() {
    let keeps = MissedDosePolicy::always(Action::KeepCalendar { minimum_gap: None });
    let gap = three_days().at_least_apart(Interval::days(10));
    let late = |days| given(tolerant(course("5 mg SC q14d", keeps.clone()), gap), &[0, days]);
    // Planned on day 28, at the latest on day 31.
    assert_eq!(on_time_from(&late(21)), (31, 31));
    let why = Unspecified::LeastGap { days: 6, least: Interval::days(10) };
    assert_silent(&late(22), why, day(23));
    assert_eq!(
        why.to_string(),
        "two doses 6 days apart are nearer than the least gap of 10d, and the label does not say what follows"
    );
}

/// The label of a weekly drug decides by the day what becomes of a missed dose, recorded or not.
#[test]
fn a_missed_dose_is_judged_by_the_day_it_can_be_given() {
    let band = |limit, action| TimeBand::new(limit, action);
    let rule = TimeRule::new(
        Measure::ToNextPlanned,
        vec![
            band(Some(Limit::through(Interval::days(2))), Action::Skip),
            band(None, Action::KeepCalendar { minimum_gap: None }),
        ],
    );
    let policy = MissedDosePolicy::always(rule.expect("a rule"));
    let without = given(course("284 mg SC q7d", policy), &[0]);
    let mut with = without.clone();
    with.miss(day(7), "away").expect("it is due");
    for (today, advised) in [
        (8, Recommendation::Give),
        (11, Recommendation::Give),
        (12, Recommendation::Skip),
        (13, Recommendation::Skip),
        (14, Recommendation::Give),
    ] {
        for course in [&without, &with] {
            let advice = course.advise(day(today)).expect("a dose is due");
            assert_eq!(advice.recommendation(), advised, "day {today}");
        }
    }
    assert_eq!(gives(&mut with, day(14)), Ok(Timing::OnTime));
    let figures = with.adherence(day(14));
    assert_eq!((figures.planned, figures.given, figures.missed), (3, 2, 1));
    assert_eq!(with.doses_missed().count(), 1);
}

/// A hold of a drug whose late doses are skipped: what was planned in it is held, not missed.
#[test]
fn doses_passed_over_during_a_hold_are_held() {
    let skips = MissedDosePolicy::always(Action::Skip);
    let mut course = given(course("5 mg SC q7d", skips), &[0]);
    course.hold(day(10), "fever").expect("any day");
    course.resume(day(24)).expect("any day");
    assert_eq!(gives(&mut course, day(35)), Ok(Timing::OnTime));
    let figures = course.adherence(day(35));
    // Day 7 before the hold and day 28 after it were passed over; days 14 and 21 were held.
    assert_eq!((figures.given, figures.missed, figures.held), (2, 2, 2));
    let not_given = |wanted: NotGiven| -> Vec<i64> {
        let doses = course.history().filter_map(|item| match item {
            HistoryItem::NotGiven(dose) if dose.why() == wanted => Some(offset(dose.planned())),
            _ => None,
        });
        doses.collect()
    };
    assert_eq!(not_given(NotGiven::Held), [14, 21]);
    assert_eq!(not_given(NotGiven::PassedOver), [7, 28]);
}

/// A hold has its first day, and not the day of the resumption; a dose given on the day of a stop was planned.
#[test]
fn the_days_at_the_ends_of_a_hold_and_a_stop() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    course.hold(day(84), "fever").expect("any day");
    course.resume(day(112)).expect("any day");
    let held: Vec<i64> = course.doses_held(day(200)).map(|dose| offset(dose.planned())).collect();
    assert_eq!(held, [84]);
    assert_eq!(course.adherence(day(200)).held, 1);
    let mut after = given(tofersen(), &[0, 14, 28, 56]);
    after.stop(day(56), "the last one").expect("any day");
    assert_eq!(after.adherence(day(200)).planned, 4);
    let mut instead = given(tofersen(), &[0, 14, 28]);
    instead.stop(day(56), "not this one").expect("any day");
    assert_eq!(instead.adherence(day(200)).planned, 3);
    // The dose given on the day of the stop was planned a week before, and that of the day was not given.
    let mut late = given(self::course("5 mg SC q7d", reanchored()), &[0, 14]);
    late.stop(day(14), "not this one").expect("any day");
    assert_eq!(late.adherence(day(200)).planned, 2);
    // The last day of a hold belongs to it: a dose planned on that day and then left out was held, not missed.
    for (resumed, held, missed) in [(85, 1, 0), (84, 0, 1)] {
        let mut course = given(tofersen(), &[0, 14, 28, 56]);
        course.hold(day(70), "fever").expect("any day");
        course.resume(day(resumed)).expect("held");
        course.skip(day(90), "the physician goes on").expect("one is due");
        let figures = course.adherence(day(100));
        assert_eq!((figures.held, figures.missed), (held, missed), "resumed on day {resumed}");
    }
    // A dose left out on its own day was planned, also if treatment is stopped that day. One left out a week late was
    // planned for that earlier day, and the one of the day of the stop was not planned any more.
    for left_out in [7, 14] {
        let mut course = given(self::course("5 mg SC q7d", reanchored()), &[0]);
        course.skip(day(left_out), "a decision").expect("one is due");
        course.stop(day(left_out), "consent withdrawn").expect("any day");
        assert_eq!(course.adherence(day(200)).planned, 2, "left out on day {left_out}");
    }
    // A dose that is recorded as missed is not held as well.
    let mut missed = given(tofersen(), &[0, 14]);
    missed.miss(day(28), "fever").expect("it is due");
    missed.hold(day(28), "fever").expect("any day");
    let figures = missed.adherence(day(60));
    assert_eq!((figures.planned, figures.given, figures.missed, figures.held), (4, 2, 1, 1));
}

/// A stop can be taken back: the days between are not planned.
#[test]
fn resumed_after_a_stop() {
    let mut course = given(tofersen(), &[0, 14, 28]);
    course.stop(day(30), "consent withdrawn").expect("any day");
    course.resume(day(100)).expect("any day");
    let figures = course.adherence(day(140));
    // Days 0, 14 and 28, then 112 and 140.
    assert_eq!((figures.planned, figures.held, figures.missed), (5, 0, 0));
    assert_eq!(gives(&mut course, day(101)), Ok(Timing::Late(45)));
    assert_eq!(next_days(&course, 1), [129]);
}

/// A second hold or stop, and a resumption of what goes on, are refused; a hold may end with a stop.
#[test]
fn holds_and_stops_follow_each_other() {
    let mut course = given(tofersen(), &[0, 14, 28]);
    let text =
        |refused: Result<CourseRevision, CourseError>| refused.expect_err("refused").to_string();
    assert_eq!(
        text(course.resume(day(90))),
        "treatment cannot be resumed on 2026-04-05, as it is not interrupted, expected a hold or a stop first"
    );
    course.hold(day(50), "fever").expect("any day");
    assert_eq!(
        text(course.hold(day(60), "platelets")),
        "treatment cannot be held on 2026-03-06, as it is held since 2026-02-24, expected a resumption first"
    );
    course.stop(day(60), "consent withdrawn").expect("a hold may end with a stop");
    for (second, word) in
        [(Entry::held(day(60), "fever"), "held"), (Entry::stopped(day(61), "again"), "stopped")]
    {
        let expected = format!("treatment cannot be {word} on ");
        let error = text(course.record(second));
        assert!(error.starts_with(&expected), "{error}");
        assert!(
            error.ends_with("as it is stopped since 2026-03-06, expected a resumption first"),
            "{error}"
        );
    }
    course.resume(day(90)).expect("it was stopped");
    assert!(text(course.resume(day(90))).starts_with("treatment cannot be resumed"));
    // Without the stop and the hold there is nothing to resume.
    course.remove(5).expect("the hold goes on");
    assert_eq!(
        text(course.remove(4)),
        "entry 4 would be refused after that: treatment cannot be resumed on 2026-04-05, as it is not interrupted, \
         expected a hold or a stop first"
    );
    assert_eq!(course.adherence(day(100)).held, 2);
}

/// A dose given while treatment is held or after it was stopped says so wherever it is told.
#[test]
fn a_dose_given_all_the_same() {
    let mut course = given(tofersen(), &[0, 14]);
    course.hold(day(20), "fever").expect("any day");
    let revision = course.give(day(28)).expect("it is recorded all the same");
    let judged = revision.judgement().expect("a dose");
    assert_eq!((judged.timing, judged.pause), (Some(Timing::OnTime), Some(Pause::Held)));
    assert_eq!(judged.to_string(), "dose 3, planned on 2026-02-02: on time, while held, 100 mg");
    course.stop(day(30), "consent withdrawn").expect("any day");
    course.give(day(56)).expect("it is recorded all the same");
    let told: Vec<String> = course.doses_given().skip(2).map(|dose| dose.to_string()).collect();
    assert_eq!(
        told,
        [
            "dose 3 (loading): 100 mg IT on 2026-02-02, on time, while held",
            "dose 4 (maintenance): 100 mg IT on 2026-03-02, without a planned date, while stopped",
        ]
    );
    let paused: Vec<Option<Pause>> = course.doses_given().map(|dose| dose.pause()).collect();
    assert_eq!(paused, [None, None, Some(Pause::Held), Some(Pause::Stopped)]);
    let figures = course.adherence(day(60));
    assert_eq!((figures.given, figures.while_paused, figures.held), (4, 2, 0));
}

/// A part is no more than the whole, as far as the whole is known.
#[test]
fn a_part_of_a_dose_is_at_most_the_dose() {
    let mut fixed = given(tofersen(), &[0]);
    let part = |micrograms| Entry::given(day(14)).partly(Mass::micrograms(micrograms));
    let error = fixed.record(part(100_001)).expect_err("more than 100 mg");
    assert_eq!(
        error.to_string(),
        "part of 100.001 mg on 2026-01-19 exceeds the planned 100 mg; for more use `amount`"
    );
    fixed.record(part(100_000)).expect("the whole");
    let mut by_weight = course("1 mg/kg IV q14d", reanchored());
    by_weight.give(day(0)).expect("on its day");
    by_weight.record(part(60_000)).expect("nobody knows the whole");
    let error = by_weight.weigh(day(14), BodyWeight::kg(59)).expect_err("59 mg");
    assert_eq!(
        error.to_string(),
        "entry 2 would be refused after that: part of 60 mg on 2026-01-19 exceeds the planned 59 mg; for more use `amount`"
    );
    by_weight.weigh(day(14), BodyWeight::kg(60)).expect("60 mg");
}

/// A patient who was never seen again: what was planned since is neither given nor missed, but outstanding.
#[test]
fn doses_outstanding() {
    let outstanding = |course: &Course, through: i64| course.adherence(day(through)).outstanding;
    let never = tofersen();
    assert_eq!([-1, 0, 13, 14, 56].map(|through| outstanding(&never, through)), [0, 1, 1, 2, 4]);
    let mut gone = given(tofersen(), &[0, 14]);
    assert_eq!([27, 28, 56, 84].map(|through| outstanding(&gone, through)), [0, 1, 2, 3]);
    // The one of day 28 is recorded as missed and stays due; those of days 84 and 112 are held.
    gone.miss(day(28), "not seen").expect("it is due");
    gone.hold(day(80), "not seen").expect("any day");
    gone.resume(day(120)).expect("it is held");
    let figures = gone.adherence(day(140));
    assert_eq!((figures.planned, figures.given), (7, 2));
    assert_eq!((figures.missed, figures.held, figures.outstanding), (1, 2, 2));
    gone.stop(day(140), "lost to follow-up").expect("any day");
    assert_eq!(outstanding(&gone, 4_000), 1);
    let undated = given(tofersen(), &[0, 10]);
    assert_eq!(outstanding(&undated, 4_000), 0, "nobody knows when");
}

/// What is refused says what, where and what was expected; and nothing has changed.
#[test]
fn refused_entries_say_why() {
    let mut course = given(tofersen(), &[0, 14]);
    let before = course.clone();
    for (refused, text, field) in [
        (
            Entry::given(day(14)),
            "a dose cannot be given on 2026-01-19, as the last that counts was given on 2026-01-19, expected a \
             later day",
            "day",
        ),
        (
            Entry::held(day(20), " \t"),
            "held on 2026-01-25 without a reason, expected a text that is not blank",
            "reason",
        ),
        (
            Entry::held(day(20), "fever\ncough"),
            "the reason of the `held` entry on 2026-01-25 contains the control character '\\n'",
            "reason",
        ),
        (
            Entry::given(day(20)).reason(""),
            "given on 2026-01-25 without a reason, expected a text that is not blank",
            "reason",
        ),
        (
            Entry::given(day(28)).amount(Mass::ZERO),
            "0 mg given on 2026-02-02, expected more; a dose that was not given is missed",
            "amount",
        ),
        (
            Entry::resumed(day(28)).not_counting(),
            "resumed on 2026-02-02: only a `given` entry can have an amount or a part, or not count",
            "what",
        ),
        (
            Entry::missed(day(20), "fever"),
            "no dose was missed on 2026-01-25, as the next is planned on 2026-02-02, expected 2026-02-02 or a \
             later day",
            "day",
        ),
        (
            Entry::rescheduled(day(20), day(19), "travel"),
            "on 2026-01-25 the next dose cannot be moved to 2026-01-24, expected 2026-01-25 or a later date",
            "to",
        ),
        (
            Entry::rescheduled(day(14), day(14), "travel"),
            "the next dose cannot be on 2026-01-19, as the last was given on 2026-01-19, expected a later date",
            "to",
        ),
    ] {
        let error = course.record(refused).expect_err(text);
        assert_eq!(error.to_string(), text);
        assert_eq!(error.field(), field, "{text}");
        assert_eq!(format!("{error:?}"), text);
        assert_eq!(course, before);
        assert_eq!(course.next_due(), before.next_due());
    }
    let undated = given(tofersen(), &[0, 10]);
    let error = undated.clone().miss(day(20), "away").expect_err("no date");
    assert_eq!(
        error.to_string(),
        "the next dose has no date on 2026-01-25; set one first: the label does not say what \
         follows a dose given 4 days early"
    );
    let error = course.advise(day(13)).expect_err("before the last entry");
    assert_eq!(
        error.to_string(),
        "there is no advice for 2026-01-18, as the last entry is on 2026-01-19, expected 2026-01-19 or a later day"
    );
    let mut over = given(self::course("5 mg SC q7d x2", reanchored()), &[0, 7]);
    let ended = "no dose is due on 2026-01-19, as the regimen has ended";
    assert_eq!(over.give(day(14)).expect_err("over").to_string(), ended);
    assert_eq!(over.advise(day(14)).expect_err("over").to_string(), ended);
    let mut early = tofersen();
    assert_eq!(
        early.give(day(-1)).expect_err("too early").to_string(),
        "the first dose cannot be given on 2026-01-04, expected 2026-01-05 or a later day; if it was given then, record \
         first that it was rescheduled"
    );
}

/// A change that a later entry could not be after is refused, and names that entry.
#[test]
fn a_later_entry_in_the_way() {
    let mut course = given(tofersen(), &[0, 14]);
    course.miss(day(28), "fever").expect("it is due");
    let before = course.clone();
    // With the second dose three days later, the third is planned on day 31.
    let error = course.amend(2, Entry::given(day(17))).expect_err("missed too early");
    assert_eq!(error.field(), "day");
    assert_eq!(
        error.to_string(),
        "entry 3 would be refused after that: no dose was missed on 2026-02-02, as the next is planned on \
         2026-02-05, expected 2026-02-05 or a later day"
    );
    assert_eq!(course, before);
    let error = course.remove(0).expect_err("there is none");
    assert_eq!(error.to_string(), "there is no entry 0, the course has 3");
    let error = course.amend(usize::MAX, Entry::given(day(1))).expect_err("there is none");
    assert!(error.to_string().ends_with("the course has 3"), "{error}");
    assert_eq!(course.adherence(day(30)), before.adherence(day(30)));
}

/// A course and its answers print on one line.
#[test]
fn a_course_is_one_line() {
    let mut course = given(tofersen(), &[0, 14]);
    assert_eq!(
        format!("{course:?}"),
        "Course(100 mg IT q14d x3, then q28d from 2026-01-05, 2 entries, dose 3 (loading): 100 mg IT on 2026-02-02)"
    );
    assert_eq!(
        format!("{:?}", course.adherence(day(20))),
        "planned 2, given 2 (on time 2, early 0, late 0, unplanned 0, additional 0), while paused 0, not \
         counting 0, missed 0, held 0, outstanding 0, mean delay 0 days"
    );
    assert_eq!(
        format!("{:?}", course.forecast()),
        "Forecast(dose 3 (loading): 100 mg IT on 2026-02-02, ..)"
    );
    let part = Entry::given(day(28)).partly(Mass::mg(60)).reason("needle clotted");
    assert_eq!(format!("{part:?}"), "2026-02-02: given, part of the dose, 60 mg (needle clotted)");
    course.record(part).expect("it is due");
    assert_eq!(
        format!("{:?}", course.doses_given().last().expect("given")),
        "dose 3 (loading): 60 mg of 100 mg IT on 2026-02-02, on time (needle clotted)"
    );
    let other = Entry::given(day(56)).amount(Mass::mg(80)).not_counting();
    assert_eq!(other.to_string(), "2026-03-02: given, 80 mg, does not count");
    course.record(other).expect("it is due");
    assert_eq!(
        course.doses_given().last().expect("given").to_string(),
        "dose 4 (maintenance): 80 mg in place of 100 mg IT on 2026-03-02, on time, does not count"
    );
    let endless = "1 mg SC q1d x2, then ".repeat(40) + "q2d";
    let long = self::course(&endless, reanchored());
    assert!(format!("{long:?}").len() < 200, "{long:?}");
    for (entry, text) in [
        (Entry::missed(day(0), "a"), "2026-01-05: missed (a)"),
        (Entry::resumed(day(0)), "2026-01-05: resumed"),
        (Entry::rescheduled(day(0), day(1), "a"), "2026-01-05: rescheduled to 2026-01-06 (a)"),
        (
            Entry::switched(
                day(0),
                Switch::to(regimen("5 mg SC q7d"), reanchored()).on(day(3)),
                "a",
            ),
            "2026-01-05: switched to 5 mg SC q7d from 2026-01-08 (a)",
        ),
        (
            Entry::policy_changed(day(0), MissedDosePolicy::not_stated(), "a"),
            "2026-01-05: policy-changed to any dose: the label does not say what to do (a)",
        ),
        (Entry::weighed(day(0), BodyWeight::kg(70)), "2026-01-05: weighed 70 kg"),
    ] {
        assert_eq!(entry.to_string(), text);
    }
}

/// Everything a service sends on can be written.
#[cfg(feature = "serde")]
#[test]
fn answers_serialise() {
    let json = |value: &dyn erased::Write| value.json();
    let mut course = tolerant(tofersen(), three_days())
        .following_label("Qalsody, US, 2023".parse().expect("a key"));
    let due = r#"{"date":"2026-01-05","planned":"2026-01-05","number":1,"role":"loading","dose":{"amount":"100 mg","route":"IT"},"window":["2026-01-02","2026-01-08"],"weight":null,"mass":"100 mg"}"#;
    assert_eq!(json(&course.next_due()), format!(r#"{{"due":{due}}}"#));
    let revision = course.give(day(0)).expect("on its day");
    assert_eq!(
        json(&revision),
        r#"{"entry":1,"before":null,"now":{"number":1,"planned":"2026-01-05","timing":"on-time","pause":null,"action":null,"mass":"100 mg"},"rejudged":[]}"#
    );
    let advice = course.advise(day(10)).expect("a dose is due");
    assert_eq!(
        json(&advice),
        r#"{"day":"2026-01-15","number":2,"planned":"2026-01-19","outstanding":0,"recommendation":{"wait":"2026-01-16"},"timing":{"early":4},"action":null,"dose":null,"following":{"date":"2026-01-19","planned":"2026-01-19","number":2,"role":"loading","dose":{"amount":"100 mg","route":"IT"},"window":["2026-01-16","2026-01-22"],"weight":null,"mass":"100 mg"},"unspecified":null,"least_gap":null,"text":"2026-01-15: dose 2 (loading): 100 mg IT planned on 2026-01-19, 4 days early: wait until 2026-01-16"}"#
    );
    let part = Entry::given(day(14)).partly(Mass::mg(60)).reason("clot");
    course.record(part).expect("it is due");
    assert_eq!(
        json(&course.doses_given().last()),
        r#"{"date":"2026-01-19","number":2,"role":"loading","dose":{"amount":"100 mg","route":"IT"},"amount":{"part":"60 mg"},"counts":true,"timing":"on-time","pause":null,"planned":"2026-01-19","weight":null,"mass":"60 mg","reason":"clot"}"#
    );
    course.hold(day(20), "fever").expect("any day");
    assert_eq!(json(&course.next_due()), r#"{"held":{"since":"2026-01-25","reason":"fever"}}"#);
    assert_eq!(
        json(&course.doses_held(day(30)).next()),
        r#"{"planned":"2026-02-02","number":3,"role":"loading","dose":{"amount":"100 mg","route":"IT"},"why":"held","reason":"fever","made_up":false}"#
    );
    assert_eq!(
        json(&course.adherence(day(30))),
        r#"{"planned":3,"given":2,"on_time":2,"early":0,"late":0,"unplanned":0,"while_paused":0,"additional":0,"not_counting":0,"missed":0,"held":1,"outstanding":0,"mean_delay_days":0.0}"#
    );
    assert_eq!(
        json(&NextDue::Unspecified(Unspecified::EarlyDose { days: 4 })),
        r#"{"unspecified":{"early-dose":{"days":4}}}"#
    );
    let text = json(&course);
    assert!(text.starts_with(r#"{"format":1,"label":"Qalsody, US, 2023","regimen":"#), "{text}");
    assert!(
        text.ends_with(
            r#""first_dose":"2026-01-05","tolerance":"-3d/+3d","entries":[{"day":"2026-01-05","what":"given"},{"day":"2026-01-19","what":"given","part":"60 mg","reason":"clot"},{"day":"2026-01-25","what":"held","reason":"fever"}]}"#
        ),
        "{text}"
    );
    let back: Course = serde_json::from_str(&text).expect("it reads back");
    assert_eq!((back.label(), &back), (course.label(), &course));
    assert_eq!(back.tolerance(), Some(three_days()));
}

#[cfg(feature = "serde")]
mod erased {
    pub(super) trait Write {
        fn json(&self) -> String;
    }

    impl<T: serde::Serialize> Write for T {
        fn json(&self) -> String {
            serde_json::to_string(self).expect("it can be written")
        }
    }
}

/// A course of every kind of entry, recorded late, reads back; and what cannot be is named.
#[cfg(feature = "serde")]
#[test]
fn a_course_is_kept_and_read_back() {
    let mut course = given(tofersen(), &[0, 28]);
    for entry in [
        Entry::given(day(14)).amount(Mass::mg(90)),
        Entry::weighed(day(14), BodyWeight::kg(70)),
        Entry::missed(day(56), "snow"),
        Entry::held(day(60), "fever"),
        Entry::resumed(day(70)),
        Entry::skipped(day(71), "too late"),
        Entry::rescheduled(day(72), day(84), "decided"),
        Entry::policy_changed(day(80), MissedDosePolicy::not_stated(), "a new edition"),
        Entry::given(day(84)).not_counting().reason("leaked"),
        Entry::switched(
            day(85),
            Switch::to(regimen("5 mg SC q7d"), reanchored()).on(day(90)),
            "another drug",
        ),
        Entry::stopped(day(100), "consent withdrawn"),
    ] {
        course.record(entry).expect("it can be");
    }
    let json = serde_json::to_string(&course).expect("it can be written");
    let back: Course = serde_json::from_str(&json).expect("it reads back");
    assert_eq!(back, course);
    assert_eq!(back.next_due(), course.next_due());
    assert_eq!(serde_json::to_string(&back).expect("it can be written"), json);
    // As recorded: the dose of day 14 comes after that of day 28.
    assert!(json.contains(
        r#"{"day":"2026-02-02","what":"given"},{"day":"2026-01-19","what":"given","amount":"90 mg"}"#
    ));
    for (from, to, text) in [
        (r#""format":1"#, r#""format":2"#, "a course in format 2 is not read, expected format 1"),
        (r#""format":1,"#, "", "missing field `format`"),
        (
            r#""first_dose":"2026-01-05""#,
            r#""first_dose":"5 January""#,
            r#"invalid value: string "5 January", expected a date such as "2026-01-05" in the field `first_dose`"#,
        ),
        (
            r#""to":"2026-03-30""#,
            r#""to":"2026-02-30""#,
            r#"invalid value: string "2026-02-30", expected a date such as "2026-01-05" in the field `to`"#,
        ),
        (
            r#""what":"resumed""#,
            r#""what":"paused""#,
            "unknown value `paused`, expected one of `given`, `missed`, `held`, `resumed`, `stopped`, `skipped`, \
             `rescheduled`, `switched`, `policy-changed`, `weighed`",
        ),
        (
            r#""what":"resumed""#,
            r#""what":"resumed","weight":"70 kg""#,
            r#"an entry "resumed" with the field `weight`, which it does not have"#,
        ),
        (r#","weight":"70 kg""#, "", r#"an entry "weighed" without the field `weight`"#),
        (
            r#""amount":"90 mg""#,
            r#""amount":"90 mg","part":"80 mg""#,
            "an entry with both `amount` and `part`, expected one",
        ),
        (
            r#""reason":"snow""#,
            r#""reason":" ""#,
            "missed on 2026-03-02 without a reason, expected a text that is not blank",
        ),
        (
            r#"{"day":"2026-01-19","what":"given","amount":"90 mg"}"#,
            r#"{"day":"2026-02-02","what":"given","amount":"90 mg"}"#,
            "entry 3 cannot be: a dose cannot be given on 2026-02-02, as the last that counts was given on \
             2026-02-02, expected a later day",
        ),
        (
            r#""first_dose":"2026-01-05""#,
            r#""first_dose":"2026-01-05","after_dose":{"number":5,"day":"2026-01-05"}"#,
            "a course begins with either `first_dose` or `after_dose`, found both",
        ),
        (
            r#""first_dose":"2026-01-05","#,
            "",
            "a course begins with either `first_dose` or `after_dose`, found neither",
        ),
    ] {
        let wrong = json.replacen(from, to, 1);
        assert_ne!(wrong, json, "{from}");
        let error = serde_json::from_str::<Course>(&wrong).expect_err(text);
        assert!(error.to_string().starts_with(text), "{error}");
    }
}

fn labelled(substance: &str, first: &str) -> Course {
    let labels = catalog::labels().named(substance).authority(Authority::Us);
    let current = labels.current(date("2026-11-26"));
    let label = current.into_iter().next().expect("a label");
    label.course_named(&label.regimens()[0].name, date(first)).expect("its first regimen")
}

#[test]
fn a_dose_given_after_a_stop_has_a_number_of_its_own() {
    let mut course = labelled("nusinersen", "2021-01-05");
    for day in ["2021-01-05", "2021-01-19", "2021-02-02", "2021-03-04", "2021-07-04", "2022-04-04"]
    {
        course.give(date(day)).expect("it is due");
    }
    course.stop(date("2022-04-17"), "consent withdrawn").expect("any day");
    course.give(date("2022-04-18")).expect("recorded all the same");
    let numbers: Vec<_> = course.doses_given().map(|dose| dose.number()).collect();
    assert_eq!(numbers[5..], [Some(6), Some(7)]);
}

/// The last day of the calendar has none after it, and a dose planned on it is held as any other.
#[test]
fn a_hold_reaches_the_last_day_of_the_calendar() {
    let last = NaiveDate::MAX;
    let first = last.checked_sub_days(Days::new(2)).expect("a date");
    let regimen = "1 mg IT q1d".parse().expect("a regimen");
    let mut course = Course::new(regimen, MissedDosePolicy::always(Action::Reanchor), first);
    course.give(first).expect("it is due");
    let eve = last.pred_opt().expect("a date");
    course.hold(eve, "fever").expect("any day");
    let figures = course.adherence(last);
    let counted = (figures.planned, figures.given, figures.held, figures.outstanding);
    assert_eq!(counted, (3, 1, 2, 0));
    let held: Vec<NaiveDate> = course.doses_held(last).map(|dose| dose.planned()).collect();
    assert_eq!(held, [eve, last]);
}

#[test]
fn a_held_dose_recorded_as_missed_and_passed_over_counts_once() {
    let mut course = labelled("inotersen", "2025-04-08");
    course.give(date("2025-04-08")).expect("it is due");
    course.hold(date("2025-04-10"), "fever").expect("any day");
    course.resume(date("2025-04-18")).expect("any day");
    course.miss(date("2025-04-19"), "away").expect("the dose of the 15th is due");
    let counted = |course: &Course, day: &str| {
        let figures = course.adherence(date(day));
        (figures.planned, figures.given, figures.held, figures.missed, figures.outstanding)
    };
    assert_eq!(counted(&course, "2025-04-19"), (2, 1, 1, 0, 0));
    course.give(date("2025-04-22")).expect("it is due");
    assert_eq!(counted(&course, "2025-04-22"), (3, 2, 1, 0, 0));
    assert_eq!(course.doses_missed().count(), 0);
}

#[test]
fn every_missed_week_can_be_recorded() {
    let mut course = labelled("inotersen", "2024-01-31");
    course.give(date("2024-01-31")).expect("it is due");
    for day in ["2024-02-07", "2024-02-14", "2024-02-21"] {
        course.miss(date(day), "away").expect("the dose of that day");
        let error = course.miss(date(day), "away").expect_err("twice").to_string();
        assert_eq!(error, format!("the dose planned on {day} is already recorded as missed"));
    }
    assert_eq!(course.adherence(date("2024-02-21")).missed, 3);
    // The two between were passed over by the label.
    course.miss(date("2024-03-13"), "away").expect("the dose of that day");
    assert_eq!(course.adherence(date("2024-03-13")).missed, 6);
    let missed: Vec<String> =
        course.doses_missed().map(|dose| format!("{} {:?}", dose.planned(), dose.why())).collect();
    assert_eq!(
        missed,
        [
            "2024-02-07 Missed",
            "2024-02-14 Missed",
            "2024-02-21 Missed",
            "2024-02-28 PassedOver",
            "2024-03-06 PassedOver",
            "2024-03-13 Missed",
        ]
    );
    // The last of them was given all the same.
    let given = course.give(date("2024-03-13")).expect("it was");
    assert_eq!(given.judgement().map(|dose| dose.number), Some(Some(7)));
    assert_eq!(course.adherence(date("2024-03-13")).missed, 5);
}

#[test]
fn a_dose_planned_before_a_hold_and_left_out_in_it_is_missed() {
    let mut course = given(tofersen(), &[0]);
    course.hold(day(57), "fever").expect("any day");
    course.skip(day(155), "the physician goes on").expect("one is due");
    assert_eq!(course.adherence(day(155)).missed, 1);
    let missed: Vec<_> = course.doses_missed().map(|dose| dose.planned()).collect();
    assert_eq!(missed, [day(14)]);
    // After a stop nothing is planned that could be left out; before it there was.
    for (stop, missed) in [(14, 0), (15, 1)] {
        let mut course = given(tofersen(), &[0]);
        course.stop(day(stop), "consent withdrawn").expect("any day");
        course.skip(day(20), "the physician goes on").expect("one is due");
        assert_eq!(course.adherence(day(20)).missed, missed);
    }
}

#[test]
fn a_missed_dose_moved_into_a_hold_is_held() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    course.miss(day(84), "snow").expect("it is due");
    course.reschedule(day(85), day(100), "travel").expect("one is due");
    let counted = |course: &Course, offset: i64| {
        let figures = course.adherence(day(offset));
        (figures.missed, figures.held, figures.outstanding)
    };
    assert_eq!(counted(&course, 100), (1, 0, 1), "two dates of one dose");
    course.hold(day(95), "fever").expect("any day");
    course.resume(day(105)).expect("any day");
    assert_eq!(counted(&course, 105), (1, 1, 0));
    let held: Vec<_> = course.doses_held(day(105)).map(|dose| offset(dose.planned())).collect();
    assert_eq!(held, [100]);
    course.give(day(106)).expect("it is due");
    assert_eq!(counted(&course, 106), (0, 1, 0), "it was made up");
}

#[test]
fn a_dose_missed_on_two_dates_is_made_up_at_once() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    course.miss(day(84), "snow").expect("it is due");
    course.reschedule(day(85), day(90), "snow").expect("one is due");
    course.miss(day(90), "more snow").expect("it is due");
    assert_eq!(course.adherence(day(90)).missed, 2);
    assert_eq!(course.doses_missed().count(), 2);
    course.give(day(92)).expect("it is due");
    assert_eq!(course.adherence(day(92)).missed, 0);
    assert_eq!(course.doses_missed().count(), 0);
}

#[test]
fn the_last_dose_is_advised_on_the_day_on_which_it_was_missed() {
    let skipped = MissedDosePolicy::always(Action::Skip);
    let mut course = Course::new(regimen("100 mg IT q28d x2"), skipped, day(0));
    course.give(day(0)).expect("day 1");
    course.miss(day(28), "no bed in the morning").expect("it is due");
    assert_eq!(
        course.advise(day(28)).expect("not late yet").recommendation(),
        Recommendation::Give
    );
    course.clone().give(day(28)).expect("as advised");
    let ended = "no dose is due on 2026-02-03, as the regimen has ended";
    assert_eq!(course.advise(day(29)).expect_err("left out").to_string(), ended);
    assert_eq!(course.give(day(29)).expect_err("left out").to_string(), ended);
}

#[test]
fn a_stop_before_a_switch_brings_the_regimens_back() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    let other = regimen("50 mg IT q14d");
    course
        .switch(day(60), Switch::to(other, reanchored()).on(day(150)), "a trial")
        .expect("after the last dose");
    let planned = |course: &Course| -> Vec<i64> {
        course.doses_planned(day(170)).map(|dose| offset(dose.date())).collect()
    };
    assert_eq!(planned(&course), [0, 14, 28, 56, 84, 112, 140, 150, 164]);
    course.stop(day(80), "consent withdrawn").expect("any day");
    assert_eq!(planned(&course), [0, 14, 28, 56]);
    course.resume(day(100)).expect("it was stopped");
    assert_eq!(planned(&course), [0, 14, 28, 56, 112, 140, 150, 164]);
    assert_eq!(course.adherence(day(170)).planned, 8);
    let masses = 6 * 100 + 2 * 50;
    assert_eq!(course.mass_planned(day(170)), Ok(Mass::mg(masses)));
}

#[test]
fn a_patient_from_elsewhere_at_the_end_of_the_calendar() {
    let last = NaiveDate::MAX;
    for (number, next) in [(5, None), (9, None)] {
        let course =
            Course::continuing(regimen("100 mg IT q14d x3, then q28d"), reanchored(), number, last);
        let course = course.expect("the dose exists");
        assert_eq!(course.next_due().dose(), next);
        assert_eq!(course.next_due(), NextDue::Ended);
    }
    let early = last - Days::new(40);
    let course =
        Course::continuing(regimen("100 mg IT q14d x3, then q1mo"), reanchored(), 5, early);
    let next = course.expect("the dose exists").next_due().dose().map(|dose| dose.number());
    assert_eq!(next, Some(Some(6)));
    let none = Course::continuing(regimen("100 mg IT q14d x3"), reanchored(), 4, last);
    assert_eq!(none.unwrap_err().to_string(), "the regimen has no dose 4");
}
