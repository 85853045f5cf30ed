//! A course fed with any entries, in any order, amended and removed: what is refused changes nothing, what is taken
//! back is as if it had never been, and the figures add up.

use arbitrary::{Arbitrary, Unstructured};
use aso_regimen::chrono::{Datelike, NaiveDate, TimeDelta};
use aso_regimen::dosing::course::{Entry, NextDue, Recommendation, Switch, Timing};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, Rule, TimeBand, TimeRule,
};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::{BodyWeight, Course, Interval, Mass, Regimen, Window};

use crate::regimen::some_date;

/// Regimens of every build; the windows of the last ones reach far.
const REGIMENS: [&str; 12] = [
    "100 mg IT q14d x3, then q28d",
    "12 mg IT q14d x3, then after 35d x1, then q4mo",
    "285 mg SC q7d for 3mo, then q14d",
    "0.3 mg/kg max 30 mg IV q21d",
    "[<10 kg: 6 mg/kg; <20 kg: 6 mg/kg; else 3 mg/kg] SC q1mo x3",
    "100 mg IT q14d x3 window -3d/+3d, then q28d window -7d/+7d",
    "1 mg SC q14d x3 no window, then q28d window -2d/+2d rolling least gap 10d",
    "1 mg SC q1mo x3, then q2mo, each window -3d/+3d rolling",
    "5 mg SC x1",
    "5 mg SC q1d x4294967295",
    "5 mg SC q1mo x3 window -0d/+20d, then after 6mo x1 window -90d/+0d, then q9999mo",
    "5 mg SC q2mo for 4294967295mo, then after 1d x1",
];

#[derive(Debug, Arbitrary)]
struct Plan {
    regimen: u8,
    loading: AnyRule,
    maintenance: AnyRule,
}

#[derive(Debug, Arbitrary)]
enum AnyRule {
    Always(AnyAction),
    ByTime(u8, Vec<(AnyInterval, bool, AnyAction)>, AnyAction),
}

#[derive(Debug, Arbitrary)]
enum AnyAction {
    Reanchor,
    KeepCalendar(Option<AnyInterval>),
    AddDoses(u8, AnyInterval),
    AddManyDoses(u32, AnyInterval),
    Skip,
    Restart,
    KeepOrWait(AnyInterval),
    NextAfter(AnyInterval),
    GoBackTo(u8),
    AnotherRegimen,
    NextUnspecified,
    NotStated,
    NotRead,
}

#[derive(Debug, Arbitrary)]
enum AnyInterval {
    Days(u8),
    Months(u8),
    ManyDays(u32),
    ManyMonths(u32),
}

/// A day, so many days after the next planned date or after the entry before; or any.
#[derive(Debug, Arbitrary)]
enum Day {
    Near(i8),
    Any(i32),
}

#[derive(Debug, Arbitrary)]
enum Attempt {
    Give(Day),
    GiveSo(Day, Option<u32>, Option<u32>, bool, String),
    Miss(Day),
    Hold(Day),
    Resume(Day),
    Stop(Day),
    Skip(Day),
    Reschedule(Day, Day),
    Switch(Day, Plan, Option<Day>),
    ChangePolicy(Day, Plan),
    /// Grams from 200, or any.
    Weigh(Day, u16, Option<u32>),
    Amend(u8, Box<Attempt>),
    Remove(u8),
}

impl AnyInterval {
    fn made(&self) -> Interval {
        let made = match self {
            Self::Days(days) => Interval::try_days((*days).into()),
            Self::Months(months) => Interval::try_months((*months).into()),
            Self::ManyDays(days) => Interval::try_days(*days),
            Self::ManyMonths(months) => Interval::try_months(*months),
        };
        made.unwrap_or(Interval::days(1))
    }
}

impl AnyAction {
    fn made(&self) -> Action {
        match self {
            Self::Reanchor => Action::Reanchor,
            Self::KeepCalendar(gap) => {
                Action::KeepCalendar { minimum_gap: gap.as_ref().map(AnyInterval::made) }
            }
            Self::AddDoses(doses, every) => {
                Action::add_doses(u32::from(*doses).max(1), every.made())
            }
            Self::AddManyDoses(doses, every) => Action::add_doses((*doses).max(1), every.made()),
            Self::Skip => Action::Skip,
            Self::Restart => Action::Restart,
            Self::KeepOrWait(gap) => Action::KeepOrWait { gap: gap.made() },
            Self::NextAfter(next) => Action::NextAfter { next: next.made() },
            Self::GoBackTo(dose) => Action::go_back_to(u32::from(*dose).max(1)),
            Self::AnotherRegimen => Action::AnotherRegimen,
            Self::NextUnspecified => Action::NextUnspecified,
            Self::NotStated => Action::NotStated,
            Self::NotRead => Action::NotRead,
        }
    }
}

impl AnyRule {
    fn made(&self) -> Rule {
        let (measure, bands, last) = match self {
            Self::Always(action) => return action.made().into(),
            Self::ByTime(measure, bands, last) => (measure, bands, last),
        };
        let measures = [
            Measure::PastPlanned,
            Measure::SinceLastDose,
            Measure::ToNextPlanned,
            Measure::UntilNoticed,
        ];
        let limited = bands.iter().map(|(interval, included, action)| {
            if *included {
                TimeBand::new(Limit::through(interval.made()), action.made())
            } else {
                TimeBand::new(Limit::below(interval.made()), action.made())
            }
        });
        let last = TimeBand::new(None, last.made());
        let measure = measures[usize::from(*measure) % measures.len()];
        match TimeRule::new(measure, limited.chain([last]).collect()) {
            Ok(rule) => rule.into(),
            // Limits that do not rise.
            Err(_) => last.action.into(),
        }
    }
}

impl Plan {
    fn regimen(&self) -> Regimen {
        let text = REGIMENS[usize::from(self.regimen) % REGIMENS.len()];
        text.parse().expect("a regimen")
    }

    fn policy(&self) -> MissedDosePolicy {
        MissedDosePolicy::new(self.loading.made(), self.maintenance.made())
    }

    fn switch(&self, on: Option<NaiveDate>) -> Switch {
        let mut switch = Switch::to(self.regimen(), self.policy());
        switch.on = on;
        switch
    }
}

/// How a course begins.
#[derive(Debug, Arbitrary)]
struct Beginning {
    plan: Plan,
    start: i32,
    /// The dose that was given elsewhere.
    number: Option<u32>,
    tolerance: Option<(u8, u8, bool, Option<AnyInterval>)>,
}

impl Beginning {
    fn course(&self) -> Course {
        let (regimen, policy) = (self.plan.regimen(), self.plan.policy());
        let start = some_date(self.start);
        let first = Course::new(regimen.clone(), policy.clone(), start);
        let course = match self.number {
            Some(number) => Course::continuing(regimen, policy, number, start).unwrap_or(first),
            None => first,
        };
        let Some((early, late, counts, gap)) = &self.tolerance else {
            return course;
        };
        let mut tolerance = Tolerance::within(Window::days((*early).into(), (*late).into()));
        if *counts {
            tolerance = tolerance.rolling();
        }
        if let Some(gap) = gap {
            tolerance = tolerance.at_least_apart(gap.made());
        }
        course.clone().tolerating(tolerance).unwrap_or(course)
    }
}

pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(beginning) = bytes.arbitrary::<Beginning>() else {
        return;
    };
    let mut course = beginning.course();
    // Enough for every state to follow every other; longer inputs only take longer.
    let attempts = bytes.arbitrary_iter::<Attempt>();
    for attempt in attempts.into_iter().flatten().take(40) {
        let Ok(attempt) = attempt else { break };
        enter(&mut course, &attempt);
    }
    check_state(&course);
    check_replay(&course);
}

impl Day {
    fn of(&self, course: &Course) -> NaiveDate {
        let days = match self {
            Self::Near(days) => *days,
            Self::Any(day) => return some_date(*day),
        };
        let due = course.forecast().next().map(|due| due.date());
        let last = || course.entries().last().map(Entry::day);
        let date = due.or_else(last).unwrap_or(course.start());
        date.checked_add_signed(TimeDelta::days(days.into())).unwrap_or(date)
    }
}

impl Attempt {
    /// The entry; `None` where one that is there is changed.
    fn entry(&self, course: &Course) -> Option<Entry> {
        let why = "because";
        Some(match self {
            Self::Give(day) => Entry::given(day.of(course)),
            Self::GiveSo(day, amount, part, counts, reason) => {
                let mut entry = Entry::given(day.of(course)).reason(reason.clone());
                if let Some(mass) = amount {
                    entry = entry.amount(Mass::micrograms((*mass).into()));
                }
                if let Some(mass) = part {
                    entry = entry.partly(Mass::micrograms((*mass).into()));
                }
                if *counts { entry } else { entry.not_counting() }
            }
            Self::Miss(day) => Entry::missed(day.of(course), why),
            Self::Hold(day) => Entry::held(day.of(course), why),
            Self::Resume(day) => Entry::resumed(day.of(course)),
            Self::Stop(day) => Entry::stopped(day.of(course), why),
            Self::Skip(day) => Entry::skipped(day.of(course), why),
            Self::Reschedule(day, to) => Entry::rescheduled(day.of(course), to.of(course), why),
            Self::Switch(day, plan, on) => {
                let on = on.as_ref().map(|on| on.of(course));
                Entry::switched(day.of(course), plan.switch(on), why)
            }
            Self::ChangePolicy(day, plan) => {
                Entry::policy_changed(day.of(course), plan.policy(), why)
            }
            Self::Weigh(day, more, any) => {
                let grams = any.unwrap_or(200 + u32::from(*more));
                Entry::weighed(day.of(course), BodyWeight::try_grams(grams)?)
            }
            Self::Amend(..) | Self::Remove(_) => return None,
        })
    }
}

fn enter(course: &mut Course, attempt: &Attempt) {
    let before = course.clone();
    // From 0, which there is not, to one too many.
    let some = |number: &u8| usize::from(*number) % (before.entries().len() + 2);
    let nth = |number: usize| before.entries().nth(number.checked_sub(1)?).cloned();
    match attempt {
        Attempt::Remove(number) => {
            let number = some(number);
            let was = nth(number);
            if course.remove(number).is_err() {
                return assert_same(course, &before);
            }
            assert_eq!(course.entries().len() + 1, before.entries().len());
            let was = was.expect("it was there");
            // Put back it may come after others of its day.
            if let Ok(again) = course.record(was) {
                if again.entry() == Some(number) {
                    assert_same(course, &before);
                }
            }
        }
        Attempt::Amend(number, other) => {
            let number = some(number);
            let Some(entry) = other.entry(course) else {
                return;
            };
            match course.amend(number, entry) {
                Err(_) => assert_same(course, &before),
                Ok(there) => {
                    let was = nth(number).expect("it was there");
                    let place = there.entry().expect("it is there");
                    let mut back = course.clone();
                    let back_there = back.amend(place, was).expect("it was there");
                    assert_eq!(there.rejudged().len(), back_there.rejudged().len());
                    assert_same(&back, &before);
                }
            }
        }
        other => {
            let Some(entry) = other.entry(course) else {
                return;
            };
            if let Attempt::Give(_) = other {
                check_advice(course, entry.day());
            }
            match course.record(entry) {
                Err(error) => {
                    assert!(!error.to_string().is_empty());
                    assert_same(course, &before);
                }
                Ok(revision) => {
                    let number = revision.entry().expect("it is there");
                    let mut back = course.clone();
                    let removed = back.remove(number).expect("it was not there");
                    assert_eq!(removed.rejudged().len(), revision.rejudged().len());
                    assert_same(&back, &before);
                }
            }
        }
    }
}

/// Compares what is said before a dose with what happens.
fn check_advice(course: &Course, day: NaiveDate) {
    let Ok(advice) = course.advise(day) else {
        return;
    };
    assert!(!advice.to_string().is_empty());
    let advised = advice.recommendation();
    match course.next_due() {
        NextDue::Held { .. } => assert_eq!(advised, Recommendation::Held),
        NextDue::Stopped { .. } => assert_eq!(advised, Recommendation::Stopped),
        // A dose that was recorded as missed may be on time still.
        NextDue::Unspecified(_) if matches!(advice.timing(), Timing::OnTime | Timing::Early(_)) => {
            assert!(course.doses_missed().next().is_some())
        }
        NextDue::Unspecified(_) => {
            assert!(matches!(advised, Recommendation::NotStated(_) | Recommendation::NotRead))
        }
        _ => {}
    }
    if let Recommendation::Give | Recommendation::Restart = advised {
        let mut given = course.clone();
        let revision = given.give(day).expect("it is advised");
        assert_eq!(revision.timing(), Some(advice.timing()));
        assert!(advice.following().take(5).eq(given.forecast().take(5)));
    }
}

/// Equal in everything, not only in what was recorded.
fn assert_same(one: &Course, other: &Course) {
    assert_eq!(one, other);
    assert_eq!(one.next_due(), other.next_due());
    assert_eq!(one.day_one(), other.day_one());
    assert_eq!(one.earliest_allowed(), other.earliest_allowed());
    assert!(one.forecast().take(5).eq(other.forecast().take(5)));
    assert!(one.doses_given().eq(other.doses_given()));
    assert_eq!(one.adherence(NaiveDate::MAX), other.adherence(NaiveDate::MAX));
}

/// What holds of every course.
pub(crate) fn check_state(course: &Course) {
    assert!(course.forecast().take(20).is_sorted_by(|one, next| one.date() < next.date()));
    let all: Vec<NaiveDate> = course.doses_given().map(|given| given.date()).collect();
    assert!(all.is_sorted());
    assert!(all.first().is_none_or(|first| *first == course.day_one()));
    let counting = course.doses_given().filter(|given| given.counts());
    let given: Vec<NaiveDate> = counting.map(|given| given.date()).collect();
    assert!(given.is_sorted_by(|one, next| one < next));
    let middle = given.get(given.len() / 2).copied().unwrap_or(course.start());
    for as_of in [NaiveDate::MIN, middle, NaiveDate::MAX] {
        let figures = course.adherence(as_of);
        let by_then = given.iter().filter(|date| **date <= as_of).count();
        assert_eq!(figures.given as usize, by_then);
        let timed = figures.on_time + figures.early + figures.late + figures.unplanned;
        assert_eq!(figures.given, timed);
        assert!(figures.additional <= figures.given && figures.while_paused <= figures.given);
        assert!(figures.mean_delay_days.is_none_or(f64::is_finite));
        // No more than one dose a day.
        assert!(figures.planned <= 191_491_529);
        assert!(figures.held <= 191_491_529 && figures.outstanding <= 191_491_529);
        let _ = (
            course.mass_given(as_of),
            course.mass_planned(as_of),
            course.next_due(),
            course.overdue(as_of),
            course.doses_held(as_of).take(20).count(),
            course.doses_planned(as_of).take(20).count(),
        );
    }
    assert!(course.history().take(1_000).count() <= 1_000);
    if let Some(due) = course.next_due().dose() {
        let window = due.window().map(|window| *window.start());
        assert!(window.zip(given.last()).is_none_or(|(open, last)| open > *last));
        let open = due.open_day(|day| day.ordinal() % 3 == 0);
        assert!(open.is_none_or(|open| open.ordinal() % 3 == 0));
    }
    for line in [format!("{course:?}"), format!("{:?}", course.next_due())] {
        assert!(!line.contains('\n'), "{line}");
    }
}

/// A course that was written and read again is where it was.
fn check_replay(course: &Course) {
    let json = serde_json::to_string(course).expect("it can be written");
    match serde_json::from_str::<Course>(&json) {
        Ok(again) => {
            assert_same(course, &again);
            assert_eq!(serde_json::to_string(&again).expect("it can be written"), json);
        }
        Err(error) => panic!("{json}: {error}"),
    }
}
