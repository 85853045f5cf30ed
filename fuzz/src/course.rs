//! A course fed with any entries: what is refused changes nothing, what is taken back is as if it had never
//! been, and the figures add up.

use arbitrary::{Arbitrary, Unstructured};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::course::{Recommendation, Switch};
use aso_regimen::dosing::missed_dose::{
    Action, Measure, MissedDosePolicy, Rule, TimeBand, TimeRule,
};
use aso_regimen::{BodyWeight, Course, Interval, Regimen};

use crate::regimen::some_date;

/// Regimens of every build; the windows of the last ones reach far.
const REGIMENS: [&str; 10] = [
    "100 mg IT q14d x3, then q28d",
    "12 mg IT q14d x3, then after 35d x1, then q4mo",
    "285 mg SC q7d for 3mo, then q14d",
    "0.3 mg/kg max 30 mg IV q21d",
    "[<10 kg: 6 mg/kg; <20 kg: 6 mg/kg; else 3 mg/kg] SC q1mo x3",
    "100 mg IT q14d x3 window -3d/+3d, then q28d window -7d/+7d",
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

#[derive(Debug, Arbitrary)]
enum Entry {
    /// So many days after the next planned date, or after the entry before.
    Give(i8),
    GiveOn(i32),
    Miss,
    Reschedule(i8),
    RescheduleTo(i32),
    Switch(Plan),
    SwitchOn(Plan, i8),
    SwitchOnDate(Plan, i32),
    Weigh(u32),
    Undo,
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
            Self::KeepCalendar(gap) => Action::KeepCalendar {
                minimum_gap: gap.as_ref().map(AnyInterval::made),
            },
            Self::AddDoses(doses, every) => {
                Action::add_doses(u32::from(*doses).max(1), every.made())
            }
            Self::AddManyDoses(doses, every) => Action::add_doses((*doses).max(1), every.made()),
            Self::Skip => Action::Skip,
            Self::Restart => Action::Restart,
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
                TimeBand::through(interval.made(), action.made())
            } else {
                TimeBand::below(interval.made(), action.made())
            }
        });
        let last = TimeBand::beyond(last.made());
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
        Switch {
            regimen: self.regimen(),
            policy: self.policy(),
            on,
        }
    }
}

pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok((plan, start)) = bytes.arbitrary::<(Plan, i32)>() else {
        return;
    };
    let mut course = Course::new(plan.regimen(), plan.policy(), some_date(start));
    // Enough for every state to follow every other; longer inputs only take longer.
    for entry in bytes
        .arbitrary_iter::<Entry>()
        .into_iter()
        .flatten()
        .take(40)
    {
        let Ok(entry) = entry else { break };
        enter(&mut course, &entry);
    }
    check_state(&course);
    check_replay(&course);
}

/// Near what is due, or near the entry before where nothing is.
fn near(course: &Course, days: i8) -> NaiveDate {
    let due = course.forecast().next().map(|due| due.date());
    let last = || course.doses_given().last().map(|given| given.date());
    let date = due.or_else(last).unwrap_or(course.start());
    date.checked_add_signed(aso_regimen::chrono::TimeDelta::days(days.into()))
        .unwrap_or(date)
}

fn enter(course: &mut Course, entry: &Entry) {
    let before = course.clone();
    let taken = match entry {
        Entry::Give(days) => give(course, near(course, *days)),
        Entry::GiveOn(day) => give(course, some_date(*day)),
        Entry::Miss => course.miss("away").is_ok(),
        Entry::Reschedule(days) => course.reschedule(near(course, *days)).is_ok(),
        Entry::RescheduleTo(day) => course.reschedule(some_date(*day)).is_ok(),
        Entry::Switch(plan) => course.switch(plan.switch(None)).is_ok(),
        Entry::SwitchOn(plan, days) => {
            let on = near(course, *days);
            course.switch(plan.switch(Some(on))).is_ok()
        }
        Entry::SwitchOnDate(plan, day) => course.switch(plan.switch(Some(some_date(*day)))).is_ok(),
        Entry::Weigh(grams) => match BodyWeight::try_grams(*grams) {
            Some(weight) => {
                course.weigh(weight);
                true
            }
            None => false,
        },
        Entry::Undo => {
            let records = course.records().len();
            let undone = course.undo().is_some();
            assert_eq!(undone, records > 0);
            assert_eq!(course.records().len(), records.saturating_sub(1));
            return;
        }
    };
    if taken {
        assert_eq!(course.records().len(), before.records().len() + 1);
        let mut back = course.clone();
        assert!(back.undo().is_some());
        assert_same(&back, &before);
    } else {
        assert_same(course, &before);
    }
}

/// Gives a dose, and compares what is said before with what happens.
fn give(course: &mut Course, date: NaiveDate) -> bool {
    let before = course.clone();
    let advice = before.advise(date);
    let given = course.give(date);
    assert_eq!(
        advice.as_ref().map(|advice| advice.timing()).ok(),
        given.ok()
    );
    assert_eq!(advice.as_ref().err(), given.as_ref().err());
    if let Ok(advice) = advice {
        assert!(!advice.to_string().is_empty());
        if matches!(
            advice.recommendation(),
            Recommendation::Give | Recommendation::Restart
        ) {
            assert!(advice.following().take(5).eq(course.forecast().take(5)));
        }
    }
    given.is_ok()
}

/// Equal in everything, not only in what was recorded.
fn assert_same(one: &Course, other: &Course) {
    assert_eq!(one, other);
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

/// What holds of every course.
pub(crate) fn check_state(course: &Course) {
    assert!(
        course
            .forecast()
            .take(20)
            .is_sorted_by(|one, next| one.date() < next.date())
    );
    let given: Vec<NaiveDate> = course.doses_given().map(|given| given.date()).collect();
    assert!(given.is_sorted_by(|one, next| one < next));
    assert!(
        given
            .first()
            .is_none_or(|first| *first == course.first_dose())
    );
    let middle = given
        .get(given.len() / 2)
        .copied()
        .unwrap_or(course.start());
    for as_of in [NaiveDate::MIN, middle, NaiveDate::MAX] {
        let figures = course.adherence(as_of);
        let by_then = given.iter().filter(|date| **date <= as_of).count();
        assert_eq!(figures.given as usize, by_then);
        let timed = figures.on_time + figures.early + figures.late + figures.unplanned;
        assert_eq!(figures.given, timed);
        assert!(figures.additional <= figures.given);
        assert!(figures.mean_delay_days.is_none_or(f64::is_finite));
        // No more than one dose a day.
        assert!(figures.planned <= 191_491_529);
        let _ = (
            course.mass_given(as_of),
            course.mass_planned(as_of),
            course.next_due(),
        );
    }
}

/// A course that was written and read again is where it was.
fn check_replay(course: &Course) {
    let json = serde_json::to_string(course).expect("it can be written");
    match serde_json::from_str::<Course>(&json) {
        Ok(again) => assert_same(course, &again),
        Err(error) => panic!("{json}: {error}"),
    }
}
