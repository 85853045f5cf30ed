//! Courses: what late, early and missed doses do to the plan, by the labels and by this crate's own rules.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{
    CourseError, Entry, NextDue, Recommendation, Switch, Timing, Unspecified,
};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule,
};
use aso_regimen::{Course, Interval, Mass, Regimen};

use crate::gives;

const START: &str = "2026-01-05";

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn day(offset: u64) -> NaiveDate {
    date(START) + Days::new(offset)
}

fn regimen(text: &str) -> Regimen {
    text.parse().expect("a regimen")
}

fn course(text: &str, policy: MissedDosePolicy) -> Course {
    Course::new(regimen(text), policy, date(START))
}

fn tofersen() -> Course {
    course("100 mg IT q14d x3, then q28d", MissedDosePolicy::always(Action::Reanchor))
}

fn given(mut course: Course, days: &[u64]) -> Course {
    for &offset in days {
        course.give(day(offset)).expect("in order");
    }
    course
}

/// Offsets of the next doses from the start.
#[track_caller]
fn assert_forecast(course: &Course, expected: &[i64]) {
    let days: Vec<i64> = course
        .forecast()
        .take(expected.len())
        .map(|dose| (dose.date() - date(START)).num_days())
        .collect();
    assert_eq!(days, expected);
}

fn by_time(measure: Measure, bands: Vec<(Option<Limit>, Action)>) -> MissedDosePolicy {
    let bands = bands.into_iter().map(|(limit, action)| TimeBand::new(limit, action)).collect();
    let rule = TimeRule::new(measure, bands).expect("a rule");
    MissedDosePolicy::always(rule)
}

/// US prescribing information of Qalsody, section 2.1: a missed second loading dose is given as soon as
/// possible and the third 14 days later.
#[test]
fn tofersen_second_loading_dose_on_day_20() {
    let mut course = given(tofersen(), &[0]);
    assert_eq!(gives(&mut course, day(20)), Ok(Timing::Late(6)));
    assert_forecast(&course, &[34, 62, 90, 118]);
}

/// The same section: after a missed third loading dose the next is 28 days later.
#[test]
fn tofersen_third_loading_dose_on_day_40() {
    let course = given(tofersen(), &[0, 14, 40]);
    assert_forecast(&course, &[68, 96, 124]);
}

/// The same section, and EU SmPC 4.2: after a late maintenance dose, 28 days from it.
#[test]
fn tofersen_first_maintenance_dose_on_day_70() {
    let course = given(tofersen(), &[0, 14, 28, 70]);
    assert_forecast(&course, &[98, 126]);
}

/// Neither label has doses added after a long gap.
#[test]
fn tofersen_a_year_late_is_not_loaded_again() {
    let mut course = given(tofersen(), &[0, 14, 28, 56]);
    assert_eq!(gives(&mut course, day(449)), Ok(Timing::Late(365)));
    assert_forecast(&course, &[477, 505]);
    let next = course.forecast().next().expect("maintenance goes on");
    assert_eq!(next.number(), Some(6));
}

#[test]
fn a_missed_loading_dose_of_tofersen_stays_due() {
    let mut course = given(tofersen(), &[0]);
    course.miss(day(14), "a cold").expect("planned");
    assert_eq!(course.miss(day(15), "again"), Err(CourseError::AlreadyMissed { planned: day(14) }));
    assert_eq!(
        course.miss(day(13), "the day before"),
        Err(CourseError::NotDueYet { day: day(13), planned: day(14), earliest: day(14) })
    );
    assert_eq!(gives(&mut course, day(28)), Ok(Timing::Late(14)));
    assert_forecast(&course, &[42, 70]);
}

/// Tegsedi, US label: give it unless the next dose is within 2 days.
#[test]
fn inotersen_is_skipped_within_two_days_of_the_next() {
    let policy = || {
        by_time(
            Measure::ToNextPlanned,
            vec![
                (Some(Limit::through(Interval::days(2))), Action::Skip),
                (None, Action::KeepCalendar { minimum_gap: None }),
            ],
        )
    };
    let course = given(course("284 mg SC q7d", policy()), &[0, 7]);
    for (today, what) in
        [(18, Recommendation::Give), (19, Recommendation::Skip), (20, Recommendation::Skip)]
    {
        let advice = course.advise(day(today)).expect("in order");
        assert_eq!(advice.recommendation(), what, "day {today}");
        assert_eq!(advice.following().next().map(|dose| dose.date()), Some(day(21)));
    }
    // A week later the skipped dose is past and the next one is on time.
    let mut later = course.clone();
    assert_eq!(gives(&mut later, day(21)), Ok(Timing::OnTime));
    let adherence = later.adherence(day(21));
    assert_eq!((adherence.planned, adherence.given, adherence.missed), (4, 3, 1));
    // Given all the same, nobody knows what follows.
    let mut against = course.clone();
    assert_eq!(gives(&mut against, day(19)), Ok(Timing::Late(5)));
    assert_eq!(against.next_due(), NextDue::Unspecified(Unspecified::GivenAgainstLabel));
}

#[test]
fn a_long_absence_passes_over_every_skipped_dose_at_once() {
    let mut course = given(course("284 mg SC q1d", MissedDosePolicy::always(Action::Skip)), &[0]);
    assert_eq!(gives(&mut course, date("9026-01-05")), Ok(Timing::OnTime));
    let adherence = course.adherence(NaiveDate::MAX);
    assert_eq!(adherence.missed, 2_556_697 - 1);
}

/// Spinraza, US prescribing information, section 2.1: bands of the time since the last dose.
fn nusinersen() -> MissedDosePolicy {
    let months = Interval::months;
    let rule = TimeRule::new(
        Measure::SinceLastDose,
        vec![
            TimeBand::new(
                Limit::below(months(8)),
                Action::KeepCalendar { minimum_gap: Some(Interval::days(14)) },
            ),
            TimeBand::new(Limit::below(months(16)), Action::add_doses(1, Interval::days(14))),
            TimeBand::new(Limit::below(months(40)), Action::add_doses(2, Interval::days(14))),
            TimeBand::new(None, Action::Restart),
        ],
    );
    MissedDosePolicy::new(Action::Reanchor, rule.expect("a rule"))
}

/// A maintenance dose of nusinersen given on `last`, the next one planned four months later.
fn maintained(last: &str) -> Course {
    let mut course = Course::new(regimen("12 mg IT q4mo"), nusinersen(), date(last));
    course.give(date(last)).expect("the first");
    course
}

#[test]
fn nusinersen_bands_by_time_since_the_last_dose() {
    let keep = Action::KeepCalendar { minimum_gap: Some(Interval::days(14)) };
    let one = Action::add_doses(1, Interval::days(14));
    let two = Action::add_doses(2, Interval::days(14));
    for (last, today, action) in [
        ("2026-01-05", "2026-09-04", keep),
        ("2026-01-05", "2026-09-05", one),
        ("2026-01-05", "2027-05-04", one),
        ("2026-01-05", "2027-05-05", two),
        ("2026-01-05", "2029-05-04", two),
        ("2026-01-05", "2029-05-05", Action::Restart),
        // Month ends: eight months after 30 June is 28 February.
        ("2026-06-30", "2027-02-27", keep),
        ("2026-06-30", "2027-02-28", one),
        ("2027-06-30", "2028-02-28", keep),
        ("2027-06-30", "2028-02-29", one),
        ("2026-10-31", "2028-02-28", one),
        ("2026-10-31", "2028-02-29", two),
        ("2026-10-31", "2030-02-27", two),
        ("2026-10-31", "2030-02-28", Action::Restart),
    ] {
        let course = maintained(last);
        let advice = course.advise(date(today)).expect("in order");
        assert_eq!(advice.action(), Some(action), "last {last}, today {today}");
    }
}

#[test]
fn nusinersen_keeps_its_calendar_only_with_14_days_between() {
    let dates = |course: &Course| -> Vec<NaiveDate> {
        course.forecast().take(2).map(|dose| dose.date()).collect()
    };
    let mut early_enough = maintained("2026-01-05");
    early_enough.give(date("2026-08-22")).expect("in order");
    assert_eq!(dates(&early_enough), [date("2026-09-05"), date("2027-01-05")]);
    let mut too_late = maintained("2026-01-05");
    too_late.give(date("2026-08-23")).expect("in order");
    assert_eq!(too_late.next_due(), NextDue::Unspecified(Unspecified::TooNear { days: 13 }));
    assert_eq!(too_late.forecast().next(), None);
    // Somebody has to decide, and then the plan goes on from there.
    too_late.reschedule(date("2026-08-24"), date("2026-09-10"), "decided").expect("later");
    assert_eq!(dates(&too_late), [date("2026-09-10"), date("2027-01-10")]);
}

#[test]
fn nusinersen_adds_doses_and_goes_on_from_the_last_of_them() {
    let mut course = maintained("2026-01-05");
    course.give(date("2027-10-05")).expect("in order");
    let plan: Vec<String> = course.forecast().take(4).map(|dose| dose.to_string()).collect();
    assert_eq!(
        plan,
        [
            "additional dose: 12 mg IT on 2027-10-19",
            "additional dose: 12 mg IT on 2027-11-02",
            "dose 3 (maintenance): 12 mg IT on 2028-03-02",
            "dose 4 (maintenance): 12 mg IT on 2028-07-02",
        ]
    );
    course.give(date("2027-10-19")).expect("in order");
    assert_eq!(gives(&mut course, date("2027-11-03")), Ok(Timing::Late(1)));
    assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::AdditionalDose));
    let adherence = course.adherence(date("2027-11-03"));
    assert_eq!((adherence.given, adherence.additional), (4, 2));
}

#[test]
fn nusinersen_begins_anew_after_40_months() {
    let mut course = Course::new(
        regimen("12 mg IT q14d x3, then after 35d x1, then q4mo"),
        nusinersen(),
        date("2025-01-06"),
    );
    for text in ["2025-01-06", "2025-01-20", "2025-02-03", "2025-03-10"] {
        assert_eq!(gives(&mut course, date(text)), Ok(Timing::OnTime));
    }
    course.give(date("2028-07-10")).expect("in order");
    let plan: Vec<(Option<u32>, NaiveDate)> =
        course.forecast().take(4).map(|dose| (dose.number(), dose.date())).collect();
    assert_eq!(
        plan,
        [
            (Some(2), date("2028-07-24")),
            (Some(3), date("2028-08-07")),
            (Some(4), date("2028-09-11")),
            (Some(5), date("2029-01-11")),
        ]
    );
}

/// Onpattro: within 3 days the schedule is kept, after that it is counted from the new date.
#[test]
fn patisiran_at_three_and_at_four_days() {
    let policy = || {
        by_time(
            Measure::PastPlanned,
            vec![
                (
                    Some(Limit::through(Interval::days(3))),
                    Action::KeepCalendar { minimum_gap: None },
                ),
                (None, Action::Reanchor),
            ],
        )
    };
    let three = given(course("30 mg IV q21d", policy()), &[0, 24]);
    assert_forecast(&three, &[42, 63]);
    let four = given(course("30 mg IV q21d", policy()), &[0, 25]);
    assert_forecast(&four, &[46, 67]);
}

/// Leqvio: less than 3 months late keeps the calendar, more begins anew, exactly 3 months is not spoken of.
#[test]
fn inclisiran_at_exactly_three_months() {
    let policy = || {
        by_time(
            Measure::PastPlanned,
            vec![
                (
                    Some(Limit::below(Interval::months(3))),
                    Action::KeepCalendar { minimum_gap: None },
                ),
                (Some(Limit::through(Interval::months(3))), Action::NotStated),
                (None, Action::Restart),
            ],
        )
    };
    let inclisiran = || {
        let text = "284 mg SC x1, then after 3mo x1, then q6mo";
        let mut course = Course::new(regimen(text), policy(), date("2025-11-30"));
        course.give(date("2025-11-30")).expect("the first");
        course.give(date("2026-02-28")).expect("the second, three months later");
        course
    };
    // Planned on 30 August.
    let next = |today: &str| {
        let mut course = inclisiran();
        course.give(date(today)).expect("in order");
        let next = course.next_due();
        match next {
            NextDue::Due(dose) => Ok((dose.number(), dose.date())),
            NextDue::Unspecified(reason) => Err(reason),
            other => panic!("it goes on: {other}"),
        }
    };
    assert_eq!(next("2026-11-29"), Ok((Some(4), date("2027-02-28"))));
    assert_eq!(next("2026-11-30"), Err(Unspecified::NotStated));
    assert_eq!(next("2026-12-01"), Ok((Some(2), date("2027-03-01"))));
}

/// The labels of the exon skippers say to give it, and no more.
#[test]
fn eteplirsen_gives_no_next_date_after_a_late_dose() {
    let mut course = given(
        course("30 mg/kg IV q7d", MissedDosePolicy::always(Action::NextUnspecified)),
        &[0, 9],
    );
    assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::NextNotStated));
    assert_eq!(gives(&mut course, day(20)), Ok(Timing::Unplanned));
    assert_forecast(&course, &[27, 34]);
}

#[test]
fn an_early_dose_leaves_the_next_unspecified_but_for_a_window() {
    let mut course = given(tofersen(), &[0]);
    assert_eq!(gives(&mut course, day(13)), Ok(Timing::Early(1)));
    assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::EarlyDose { days: 1 }));
    let windowed = "100 mg IT q14d x3 window -2d/+2d, then q28d window -2d/+2d";
    let mut course =
        Course::new(regimen(windowed), MissedDosePolicy::always(Action::Reanchor), date(START));
    for (offset, timing) in
        [(0, Timing::OnTime), (13, Timing::OnTime), (30, Timing::OnTime), (59, Timing::Late(3))]
    {
        assert_eq!(gives(&mut course, day(offset)), Ok(timing), "day {offset}");
    }
    assert_forecast(&course, &[87, 115]);
}

#[test]
fn refused_entries_change_nothing() {
    let course = given(tofersen(), &[0, 14]);
    let mut same = course.clone();
    assert_eq!(
        same.give(day(14)),
        Err(CourseError::NotAfterLastDose { day: day(14), last: day(14) })
    );
    // The dose of day 14 is the third then, and the third cannot be on the day after it.
    assert_eq!(
        same.reschedule(day(14), day(14), "a mistake"),
        Err(CourseError::DateNotAfterLastDose { date: day(14), last: day(14) })
    );
    assert_eq!(
        same.reschedule(day(15), day(14), "a mistake"),
        Err(CourseError::DecidedLater { day: day(15), to: day(14) })
    );
    let before = date("2026-01-04");
    assert_eq!(
        same.give(before),
        Err(CourseError::BeforeStart { day: before, earliest: date(START) })
    );
    assert_eq!(same, course);
    assert_eq!(same.next_due(), course.next_due());
}

#[test]
fn entries_are_removed_one_after_the_other() {
    let mut course = given(tofersen(), &[0, 20]);
    let weight = "70 kg".parse().expect("a weight");
    course.weigh(day(21), weight).expect("a weight");
    course.miss(day(34), "snow").expect("planned");
    let removed = |course: &mut Course, left: usize| {
        let last = course.entries().last().expect("an entry").clone();
        let revision = course.remove(left + 1).expect("nothing comes after it");
        assert_eq!((revision.entry(), revision.judgement()), (None, None));
        assert!(revision.rejudged().is_empty());
        assert_eq!(course.entries().len(), left);
        last
    };
    assert_eq!(removed(&mut course, 3), Entry::missed(day(34), "snow"));
    assert_eq!(removed(&mut course, 2), Entry::weighed(day(21), weight));
    assert_eq!(removed(&mut course, 1), Entry::given(day(20)));
    assert_forecast(&course, &[14, 28, 56]);
    assert_eq!(course, given(tofersen(), &[0]));
    assert_eq!(removed(&mut course, 0), Entry::given(day(0)));
    assert_eq!(course.remove(1), Err(CourseError::NoSuchEntry { entry: 1, entries: 0 }));
}

/// Open-label entry: the extension has a loading phase of its own, on a date of its own.
#[test]
fn an_extension_begins_with_its_own_loading() {
    let trial =
        course("100 mg IT q14d x3, then q28d x5", MissedDosePolicy::always(Action::Reanchor));
    let mut course = given(trial, &[0, 14, 28, 56, 84, 112, 140, 168]);
    assert_eq!(course.next_due(), NextDue::Ended);
    assert_eq!(course.give(day(200)), Err(CourseError::Ended { day: day(200) }));
    let switch = Switch::to(
        regimen("100 mg IT q14d x3, then q28d"),
        MissedDosePolicy::always(Action::Reanchor),
    )
    .on(day(196));
    course.switch(day(190), switch, "the extension").expect("after the last dose");
    assert_forecast(&course, &[196, 210, 224, 252]);
    course.remove(9).expect("nothing comes after it");
    assert_eq!(course.next_due(), NextDue::Ended);
}

/// Oxlumo: below 10 kg monthly, from 10 kg every 3 months; the weight moves the patient on.
#[test]
fn a_weight_change_moves_to_another_interval() {
    let mut course = course(
        "6 mg/kg SC q1mo x3, then 3 mg/kg SC q1mo",
        MissedDosePolicy::always(Action::Reanchor),
    );
    course.weigh(day(0), "9.9 kg".parse().expect("a weight")).expect("a weight");
    for text in ["2026-01-05", "2026-02-05", "2026-03-05"] {
        course.give(date(text)).expect("in order");
    }
    assert_eq!(course.mass_given(date("2026-03-05")), Ok(Mass::micrograms(3 * 59_400)));
    course.weigh(date("2026-03-20"), "10 kg".parse().expect("a weight")).expect("a weight");
    let heavier =
        Switch::to(regimen("6 mg/kg SC q3mo"), MissedDosePolicy::always(Action::Reanchor));
    course.switch(date("2026-03-20"), heavier, "10 kg").expect("planned");
    let dates: Vec<NaiveDate> = course.forecast().take(2).map(|dose| dose.date()).collect();
    assert_eq!(dates, [date("2026-04-05"), date("2026-07-05")]);
    course.give(date("2026-04-05")).expect("in order");
    assert_eq!(course.mass_given(date("2026-04-05")), Ok(Mass::micrograms(3 * 59_400 + 60_000)));
}

#[test]
fn adherence_counts_each_dose_once() {
    let mut course = given(tofersen(), &[0, 20, 34]);
    course.miss(day(62), "holiday").expect("planned on day 62");
    assert_eq!(gives(&mut course, day(70)), Ok(Timing::Late(8)));
    let adherence = course.adherence(day(84));
    assert_eq!(adherence.planned, 5);
    assert_eq!(
        (adherence.given, adherence.on_time, adherence.late, adherence.missed),
        (4, 2, 2, 0)
    );
    assert_eq!(adherence.mean_delay_days, Some(3.5));
    assert_eq!(course.mass_given(day(84)), Ok(Mass::mg(400)));
    assert_eq!(course.mass_planned(day(84)), Ok(Mass::mg(500)));
    assert_eq!(tofersen().adherence(day(0)).mean_delay_days, None);
}

#[cfg(feature = "serde")]
#[test]
fn a_course_is_kept_as_its_records() {
    let mut course = given(tofersen(), &[0, 20]);
    course.miss(day(34), "snow").expect("planned");
    let json = serde_json::to_string(&course).expect("serialises");
    assert_eq!(
        json,
        r#"{"format":1,"regimen":{"phases":[{"role":"loading","dose":{"amount":"100 mg","route":"IT"},"every":"14d","doses":3},{"role":"maintenance","dose":{"amount":"100 mg","route":"IT"},"every":"28d","open_ended":true}]},"policy":{"loading":{"always":"reanchor"},"maintenance":{"always":"reanchor"}},"first_dose":"2026-01-05","entries":[{"day":"2026-01-05","what":"given"},{"day":"2026-01-25","what":"given"},{"day":"2026-02-08","what":"missed","reason":"snow"}]}"#
    );
    let back: Course = serde_json::from_str(&json).expect("reads back");
    assert_eq!(back, course);
    assert_eq!(back.next_due(), course.next_due());
    let wrong = json.replace("2026-01-25", "2026-01-05");
    let error = serde_json::from_str::<Course>(&wrong).expect_err("twice on one day");
    assert!(
        error.to_string().starts_with(
            "entry 2 cannot be: a dose cannot be given on 2026-01-05, as the last that counts was"
        ),
        "{error}"
    );
}

#[test]
fn advice_prints_as_a_sentence() {
    let course = given(tofersen(), &[0]);
    let say = |offset| course.advise(day(offset)).expect("in order").to_string();
    assert_eq!(
        say(10),
        "2026-01-15: dose 2 (loading): 100 mg IT planned on 2026-01-19, 4 days early: wait until 2026-01-19"
    );
    assert_eq!(
        say(14),
        "2026-01-19: dose 2 (loading): 100 mg IT planned on 2026-01-19, on time: give it; next is dose 3 (loading): 100 mg IT on 2026-02-02"
    );
    assert_eq!(
        say(20),
        "2026-01-25: dose 2 (loading): 100 mg IT planned on 2026-01-19, 6 days late: give it as soon as possible and count later doses from that day; next is dose 3 \
         (loading): 100 mg IT on 2026-02-08"
    );
}

/// A dose that was missed once can be missed again on its new date, and so can the first of another regimen.
#[test]
fn a_dose_with_a_new_date_was_not_missed_on_it() {
    let mut course = given(tofersen(), &[0]);
    course.miss(day(14), "snow").expect("it is due");
    let error = course.miss(day(15), "snow").expect_err("recorded already");
    assert_eq!(error.to_string(), "the dose planned on 2026-01-19 is already recorded as missed");
    course.reschedule(day(15), day(20), "snow").expect("after day 14");
    course.miss(day(20), "fever").expect("on its new date");
    course
        .switch(
            day(21),
            Switch::to(regimen("50 mg IT q28d"), MissedDosePolicy::always(Action::Reanchor))
                .on(day(30)),
            "another drug",
        )
        .expect("after day 20");
    course.miss(day(30), "travel").expect("on its new date");
    let missed: Vec<_> = course.doses_missed().map(|dose| dose.planned()).collect();
    assert_eq!(missed, [day(14), day(20), day(30)]);
}

#[test]
fn courses_differ_by_start_by_plan_and_by_records() {
    let one = given(tofersen(), &[0, 14]);
    assert_eq!(one, given(tofersen(), &[0, 14]));
    assert_ne!(one, given(tofersen(), &[0, 15]), "the dates");
    assert_ne!(one, given(tofersen(), &[0]), "the number of entries");
    let regimen = || tofersen().regimen().clone();
    let silent = Course::new(regimen(), MissedDosePolicy::not_stated(), day(0));
    assert_ne!(tofersen(), silent, "the rules");
    let policy = MissedDosePolicy::not_stated;
    let later = Course::new(regimen(), policy(), day(1));
    assert_ne!(silent, later, "the start");
}

/// Where the label is silent about a late dose, so is the advice.
#[test]
fn a_silent_label_gives_no_advice() {
    let course = given(course("5 mg IT q7d", MissedDosePolicy::not_stated()), &[0]);
    let said = |offset| course.advise(day(offset)).expect("in order").recommendation();
    assert_eq!(said(7), Recommendation::Give);
    assert_eq!(said(9), Recommendation::NotStated(Unspecified::NotStated));
}

/// A label whose rules were not read is not called silent.
#[test]
fn what_was_not_read_is_not_called_silent() {
    let policy = MissedDosePolicy::not_read();
    assert_eq!(policy.to_string(), "any dose: the label's text was not read here");
    let mut course = given(course("5 mg IT q7d", policy), &[0]);
    let late = course.advise(day(9)).expect("in order");
    assert_eq!(late.recommendation(), Recommendation::NotRead);
    assert_eq!(
        late.to_string(),
        "2026-01-14: dose 2 (maintenance): 5 mg IT planned on 2026-01-12, 2 days late: the label's text was not read here"
    );
    assert_eq!(late.unspecified(), Some(Unspecified::NotRead));
    course.miss(day(9), "away").expect("it is due");
    assert_eq!(course.next_due(), NextDue::Unspecified(Unspecified::NotRead));
    assert_eq!(
        Unspecified::NotRead.to_string(),
        "the label's text on late and missed doses was not read here"
    );
}

/// A phase that lasts for some time lasts that long from the day its first dose was really given.
#[test]
fn a_late_beginning_moves_the_end_of_a_phase() {
    let text = "1 mg SC q7d for 14d, then q28d";
    let late = given(course(text, MissedDosePolicy::always(Action::Reanchor)), &[10]);
    assert_forecast(&late, &[17, 45, 73]);
}

/// A dose of such a phase that comes after its time is over is its last.
#[test]
fn a_dose_after_the_time_of_its_phase_is_its_last() {
    let text = "1 mg SC q7d for 14d, then q28d";
    let late = given(course(text, MissedDosePolicy::always(Action::Reanchor)), &[0, 40]);
    assert_forecast(&late, &[68, 96]);
    let at_the_end = given(course(text, MissedDosePolicy::always(Action::Reanchor)), &[0, 13]);
    assert_forecast(&at_the_end, &[41, 69]);
}

/// Each entry has the judgement that was returned when it was recorded, or the one by which it was judged anew.
#[test]
fn every_entry_has_its_judgement() {
    let mut course = tofersen();
    let mut returned = Vec::new();
    for offset in [0, 20, 34, 60] {
        returned.push(course.give(day(offset)).expect("in order").judgement().expect("an entry"));
    }
    returned.push(course.hold(day(70), "fever").expect("a reason").judgement().expect("an entry"));
    assert_eq!(course.judgements(), returned);
    assert_eq!(returned[1].timing, Some(Timing::Late(6)));
    assert_eq!(returned[4].to_string(), "no dose");
    let revision = course.amend(2, Entry::given(day(14))).expect("it was due");
    let mut now = returned.clone();
    now[1] = revision.judgement().expect("an entry");
    for changed in revision.rejudged() {
        now[changed.entry - 1] = changed.now;
    }
    assert_eq!(course.judgements(), now);
    assert_ne!(now, returned);
}

/// A dose that is recorded as missed is judged as the one that was due; during a hold none is.
#[test]
fn a_missed_dose_is_judged_as_the_one_that_was_due() {
    let mut course = given(tofersen(), &[0]);
    let mut judged = |entry: Entry| {
        let revision = course.record(entry).expect("it is due");
        revision.judgement().expect("an entry").to_string()
    };
    assert_eq!(judged(Entry::missed(day(14), "away")), "dose 2, planned on 2026-01-19");
    assert_eq!(judged(Entry::held(day(20), "fever")), "no dose");
    assert_eq!(judged(Entry::missed(day(28), "fever")), "no dose");
}

/// A mean delay is printed to a tenth of a day.
#[test]
fn a_mean_delay_has_one_decimal() {
    let adherence = given(tofersen(), &[0, 14, 29]).adherence(day(30));
    assert_eq!(adherence.mean_delay_days, Some(1.0 / 3.0));
    assert!(adherence.to_string().ends_with(", mean delay 0.3 days"), "{adherence}");
}
