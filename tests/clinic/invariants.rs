//! What holds after every step.
//!
//! After each entry, by [`now`] and [`entered`]:
//!
//! - A refused entry, amendment or removal changes nothing.
//! - A recorded entry is where the revision says, and the others are what they were, in the same order.
//! - The next dose is the same whoever is asked: [`Course::next_due`], the forecast, the advice for its date, and the
//!   forecast from that date.
//! - A forecast has rising dates, after the last dose that counts; no two of them, nor the first and that dose, are nearer
//!   than the least gap, unless a person set the date.
//! - Whoever follows the advice gets what it said: the timing, and the same doses afterwards.
//! - While treatment is held or stopped, after its end, and while a date is unspecified, nothing is planned, nothing is
//!   overdue, and no advice is to give, unless a missed dose is on time all the same; after its end no dose that counts can
//!   be recorded.
//! - The advice for a day before the window of the dose is to wait.
//! - An entry does what it says: treatment is held, stopped or resumed, the regimen, the rules, the weight or the date is the
//!   one that was recorded, and a missed dose is not missed twice.
//! - A dose is early or late by the days from its planned date, and on time in its window. The next one is as many days after
//!   it as the regimen says: from the planned date where the calendar is kept, from the day given where it is not.
//! - Rejudged is each entry whose judgement is another one, and no other.
//!
//! After each of the first entries, rarer the longer the course is, and at the end, by [`whole`]:
//!
//! - The course is equal to one rebuilt from its plan by its entries, and to itself from JSON, with everything that follows.
//! - The drug given is the sum of its doses, of the entries judged by themselves, and of the inputs of the kinetics; the
//!   drug planned is the sum of the doses planned.
//! - The counts of adherence add up, each is the length of its list, and the history has every dose once.
//! - No two doses that count are of one day, and each dose that was held was planned in a pause.
//! - The last entry taken back and recorded again is nothing.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{
    CourseRevision, DueDose, Entry, EntryKind, GivenDose, HistoryItem, NextDue, NotGiven,
    Recommendation, Timing,
};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::kinetics::input::Inputs;
use aso_regimen::{Course, Interval, Mass, Regimen};

/// How many doses of a forecast are looked at.
const AHEAD: usize = 5;

/// The last day of the entries, or the first of the plan.
pub(crate) fn today(course: &Course) -> NaiveDate {
    course.entries().last().map_or(course.start(), Entry::day)
}

/// The last dose that counts.
fn last_given(course: &Course) -> Option<&Entry> {
    let counts = |entry: &&Entry| *entry.kind() == EntryKind::Given && entry.counts();
    course.entries().rev().find(counts)
}

/// The least gap that all doses to come have.
fn least_gap(course: &Course) -> Option<Interval> {
    let mut gaps = course.regimen().phases().iter().map(|phase| phase.tolerance()?.least_gap());
    if let Some(tolerance) = course.tolerance() {
        return tolerance.least_gap();
    }
    let first = gaps.next()?;
    first.filter(|_| gaps.all(|gap| gap == first))
}

/// What holds of the doses to come.
pub(crate) fn now(course: &Course) {
    let today = today(course);
    let planned: Vec<_> = course.forecast().take(AHEAD).collect();
    let NextDue::Due(due) = course.next_due() else {
        assert!(planned.is_empty(), "{course}: {planned:?}");
        assert_eq!(course.overdue(NaiveDate::MAX), None, "{course}");
        assert!(course.forecast_from(NaiveDate::MAX).next().is_none(), "{course}");
        assert_eq!(course.earliest_allowed().filter(|_| course.next_due() == NextDue::Ended), None);
        match course.advise(today) {
            // Missed, and on time all the same.
            Ok(advice)
                if matches!(course.next_due(), NextDue::Unspecified(_))
                    && matches!(advice.timing(), Timing::OnTime | Timing::Early(_)) =>
            {
                let mut entries = course.entries();
                assert!(entries.any(|entry| *entry.kind() == EntryKind::Missed), "{course}");
                let said = advice.recommendation();
                let told = matches!(said, Recommendation::Give | Recommendation::Wait(_));
                assert!(told, "{course}: {said:?}");
            }
            Ok(advice) => {
                let said = advice.recommendation();
                let silent = matches!(
                    (course.next_due(), said),
                    (NextDue::Held { .. }, Recommendation::Held)
                        | (NextDue::Stopped { .. }, Recommendation::Stopped)
                        | (
                            NextDue::Unspecified(_),
                            Recommendation::NotStated(_) | Recommendation::NotRead
                        )
                );
                assert!(silent, "{course}: {said:?}");
                assert!(advice.given().is_none() && advice.following().next().is_none());
            }
            // Also where treatment was stopped after the last dose.
            Err(_) => {
                assert!(matches!(course.next_due(), NextDue::Ended | NextDue::Stopped { .. }));
            }
        }
        if course.next_due() == NextDue::Ended {
            let later = today.succ_opt().expect("in this century");
            assert!(course.clone().give(later).is_err(), "{course}");
            assert!(course.clone().skip(later, "none is due").is_err(), "{course}");
        }
        return;
    };
    assert_eq!(planned.first(), Some(&due), "{course}");
    let date = due.date();
    if date >= today {
        let advice = course.advise(date).expect("a day after every entry");
        assert_eq!(advice.recommendation(), Recommendation::Give, "{course}: {advice}");
        // A dose that became due later than planned is judged by its planned date.
        if due.planned() == date {
            assert_eq!(advice.timing(), Timing::OnTime, "{course}");
        }
        let given = advice.given().expect("it is to be given");
        assert_eq!((given.number(), given.dose(), given.date()), (due.number(), due.dose(), date));
        let from: Vec<_> = course.forecast_from(date).take(AHEAD).collect();
        assert_eq!(from, planned, "{course}");
        let following = advice.following().take(AHEAD - 1);
        let dates = following.map(|dose| dose.date());
        assert!(dates.eq(planned[1..].iter().map(DueDose::date)), "{course}");
        assert_eq!(course.overdue(date), None, "{course}");
        let window = due.window();
        assert!(window.as_ref().is_none_or(|window| window.contains(&date)), "{course}");
        let open = window.map_or(date, |window| date.min(*window.start()));
        let before = open.pred_opt().filter(|before| *before >= today);
        if let Some(advice) = before.map(|before| course.advise(before).expect("after every entry"))
        {
            let said = advice.recommendation();
            assert!(matches!(said, Recommendation::Wait(_)), "{course}: {said:?}");
        }
    }
    let mut dates: Vec<NaiveDate> = planned.iter().map(DueDose::date).collect();
    let last = last_given(course);
    let is_decided = last.is_some_and(|last| {
        let after = course.entries().rev().take_while(|entry| *entry != last);
        after
            .into_iter()
            .any(|entry| matches!(entry.kind(), EntryKind::Rescheduled(_) | EntryKind::Switched(_)))
    });
    let last = last.map(Entry::day);
    assert!(last.is_none_or(|last| last < date), "{course}: {last:?}");
    dates.splice(0..0, last);
    assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{course}: {dates:?}");
    if let Some(gap) = least_gap(course) {
        let decided = usize::from(is_decided);
        for pair in dates.windows(2).skip(decided) {
            let earliest = gap.nth_after(pair[0], 1).expect("in this century");
            assert!(pair[1] >= earliest, "{course}: {dates:?} with the least gap {gap}");
        }
        let earliest = course.earliest_allowed();
        assert!(earliest.is_none_or(|earliest| earliest <= date), "{course}: {earliest:?}");
    }
}

/// What an entry made of a course: itself, where the revision says, and what the advice before it said.
pub(crate) fn entered(before: &Course, after: &Course, entry: &Entry, revision: &CourseRevision) {
    let number = revision.entry().expect("it was recorded");
    let mut others: Vec<&Entry> = after.entries().collect();
    assert_eq!(others.remove(number - 1), entry);
    assert!(others.into_iter().eq(before.entries()), "{after}");
    let (was, mut now) = (before.judgements(), after.judgements());
    assert_eq!(revision.judgement(), Some(now.remove(number - 1)), "{after}");
    let differ = (0..was.len()).filter(|&at| was[at] != now[at]);
    let differ = differ.map(|at| if at < number - 1 { at + 1 } else { at + 2 });
    assert!(differ.eq(revision.rejudged().iter().map(|one| one.entry)), "{before}: {entry}");
    let is_dose = *entry.kind() == EntryKind::Given && entry.counts();
    if number == after.entries().len() {
        did(after, entry);
        if is_dose {
            timed(before, entry, revision);
            followed(before, after, entry, revision);
        }
    }
    let Some(advice) = before.advise(entry.day()).ok().filter(|_| is_dose) else { return };
    let told = matches!(before.next_due(), NextDue::Due(_) | NextDue::Unspecified(_));
    assert!(!told || revision.timing() == Some(advice.timing()), "{before}: {entry}");
    if let (Some(given), Recommendation::Give | Recommendation::Restart) =
        (advice.given(), advice.recommendation())
    {
        let judged = revision.judgement().expect("it was judged");
        assert_eq!(judged.number, given.number(), "{before}: {entry}");
        let (said, is) = (advice.following().take(AHEAD), after.forecast().take(AHEAD));
        assert!(said.eq(is), "{before}: {entry}, then {after}");
        let silent = after.next_due().dose().is_none() && after.next_due() != NextDue::Ended;
        assert_eq!(advice.unspecified().is_some(), silent, "{before}: {entry}, then {after}");
    }
}

/// The last entry does what it says.
fn did(after: &Course, entry: &Entry) {
    let day = entry.day();
    let next = after.next_due();
    match entry.kind() {
        EntryKind::Held | EntryKind::Stopped if next == NextDue::Ended => {}
        EntryKind::Held => {
            assert!(matches!(next, NextDue::Held { since, .. } if since == day), "{after}");
        }
        EntryKind::Stopped => {
            assert!(matches!(next, NextDue::Stopped { on, .. } if on == day), "{after}");
        }
        EntryKind::Resumed => {
            assert!(!matches!(next, NextDue::Held { .. } | NextDue::Stopped { .. }), "{after}");
        }
        EntryKind::Missed if !matches!(next, NextDue::Held { .. } | NextDue::Stopped { .. }) => {
            assert!(after.clone().miss(day, "once more").is_err(), "{after}");
        }
        EntryKind::Rescheduled(to) => {
            let dose = next.dose();
            assert!(dose.is_none_or(|dose| dose.planned() == *to), "{after}: {dose:?}");
        }
        EntryKind::Switched(switch) => {
            assert_eq!((after.regimen(), after.policy()), (&switch.regimen, &switch.policy));
        }
        EntryKind::PolicyChanged(policy) => assert_eq!(after.policy(), &**policy, "{after}"),
        EntryKind::Weighed(weight) => assert_eq!(after.weight(), Some(*weight), "{after}"),
        _ => {}
    }
}

/// The timing of the last dose is its distance from the planned date, unless the least gap made it too early.
fn timed(before: &Course, entry: &Entry, revision: &CourseRevision) {
    let (Some(due), Some(timing)) = (before.next_due().dose(), revision.timing()) else { return };
    let judged = revision.judgement().expect("it was judged");
    if judged.planned != Some(due.planned()) {
        return;
    }
    let (day, planned) = (entry.day(), due.planned());
    let window = before.tolerance().map(|tolerance| tolerance.window().around(planned));
    let is_open = window.or(due.window()).is_some_and(|window| window.contains(&day));
    let days = (day - planned).num_days();
    let is_right = match timing {
        Timing::Early(_) if before.earliest_allowed().is_some_and(|earliest| day < earliest) => {
            true
        }
        Timing::Early(early) => !is_open && days == -i64::from(early),
        Timing::OnTime => is_open || days == 0,
        Timing::Late(late) => {
            // No rule is needed for the first dose and for those that another one added.
            let is_ruled = last_given(before).is_some() && judged.number.is_some();
            !is_open && days == i64::from(late) && (!is_ruled || judged.action.is_some())
        }
        _ => false,
    };
    assert!(is_right, "{before}: {entry}, planned on {planned}: {timing}");
}

/// Days from one dose of a regimen to a later one; `None` if they depend on dates, as months do and phases for a time.
fn days_between(regimen: &Regimen, number: u32, later: u32) -> Option<i32> {
    let text = regimen.to_string();
    if text.contains("mo") || text.contains(" for ") {
        return None;
    }
    let plan = regimen.starting(NaiveDate::default());
    Some(plan.dose(later)?.day_offset() - plan.dose(number)?.day_offset())
}

/// After the last dose the next one is where the rule has it.
fn followed(before: &Course, after: &Course, entry: &Entry, revision: &CourseRevision) {
    let judged = revision.judgement().expect("it was judged");
    let in_phases = before.regimen().phases().iter().any(|phase| phase.tolerance().is_some());
    let rolling = before.tolerance().is_some_and(Tolerance::is_rolling);
    let (NextDue::Due(due), NextDue::Due(next)) = (before.next_due(), after.next_due()) else {
        return;
    };
    let (Some(number), Some(planned), Some(then)) = (judged.number, judged.planned, next.number())
    else {
        return;
    };
    // The plan begins with the first dose, whenever that is; and nobody asked for another run.
    if last_given(before).is_none() || due.number() != Some(number) || then <= number {
        return;
    }
    if before.tolerance().is_none() && in_phases {
        return;
    }
    let Some(days) = days_between(before.regimen(), number, then) else { return };
    let follows = |action| *before.policy() == MissedDosePolicy::always(action);
    let minimum_gap = Some(Interval::days(7));
    let from = match revision.timing() {
        Some(Timing::OnTime) if rolling => entry.day(),
        Some(Timing::OnTime) => planned,
        Some(Timing::Late(_)) if follows(Action::Reanchor) => entry.day(),
        Some(Timing::Late(_)) if !rolling && follows(Action::KeepCalendar { minimum_gap }) => {
            let earliest = entry.day() + Days::new(7);
            assert!(next.planned() >= earliest, "{before}: {entry}, then {after}");
            planned
        }
        _ => return,
    };
    let days = Days::new(u64::try_from(days).expect("a later one"));
    assert_eq!(next.planned(), from + days, "{before}: {entry}, then {after}");
}

/// Nothing has changed.
pub(crate) fn unchanged(before: &Course, after: &Course) {
    assert_eq!(before, after);
    assert_eq!(before.next_due(), after.next_due());
    assert_eq!(before.weight(), after.weight());
    assert_eq!((before.regimen(), before.policy()), (after.regimen(), after.policy()));
}

/// Equal in what was recorded and in everything that follows from it.
fn same(one: &Course, other: &Course, through: NaiveDate) {
    unchanged(one, other);
    assert!(one.forecast().take(AHEAD).eq(other.forecast().take(AHEAD)));
    assert!(one.history().eq(other.history()));
    assert_eq!(one.adherence(through), other.adherence(through));
    assert_eq!(one.earliest_allowed(), other.earliest_allowed());
}

/// The mass of every dose from the entries and weights themselves, and from the planned dose of each.
fn masses(course: &Course) -> Option<Vec<Mass>> {
    let entries: Vec<&Entry> = course.entries().collect();
    let mut weights = entries.iter().filter_map(|entry| match entry.kind() {
        EntryKind::Weighed(weight) => Some((entry.day(), *weight)),
        _ => None,
    });
    let (mut next, mut weight) = (weights.next(), None);
    let doses = entries.iter().filter(|entry| *entry.kind() == EntryKind::Given);
    doses
        .zip(course.doses_given())
        .map(|(entry, given)| {
            while let Some((day, found)) = next.filter(|(day, _)| *day <= entry.day()) {
                (next, weight) = (weights.next(), Some(found));
                assert!(day <= entry.day());
            }
            assert_eq!((entry.day(), entry.given_amount()), (given.date(), given.amount()));
            let mass = entry.given_amount().mass();
            mass.or_else(|| given.dose().mass_for(weight).ok())
        })
        .collect()
}

fn counted<T>(all: impl Iterator<Item = T>) -> u32 {
    u32::try_from(all.count()).expect("some")
}

/// What holds of the whole course.
pub(crate) fn whole(plan: &Course, course: &Course, through: NaiveDate) {
    let mut rebuilt = plan.clone();
    for entry in course.entries() {
        rebuilt.record(entry.clone()).expect("it was recorded before");
    }
    same(&rebuilt, course, through);
    let json = serde_json::to_string(course).expect("serialises");
    let back: Course = serde_json::from_str(&json).expect("our own");
    unchanged(&back, course);

    let doses = masses(course).map(|doses| doses.into_iter().sum::<Mass>());
    assert_eq!(course.mass_given(NaiveDate::MAX).ok(), doses, "{course}");
    let listed = course.doses_given().map(|given| given.mass().ok()).sum::<Option<Mass>>();
    assert_eq!(listed, doses, "{course}");
    let inputs = Inputs::given(course, NaiveDate::MAX).ok().and_then(|inputs| inputs.total());
    assert_eq!(inputs, doses, "{course}");
    let planned =
        course.doses_planned(through).map(|dose| dose.dose().mass_for(course.weight()).ok());
    let weighed_later = course
        .entries()
        .any(|entry| matches!(entry.kind(), EntryKind::Weighed(_)) && entry.day() > through);
    if !weighed_later {
        assert_eq!(course.mass_planned(through).ok(), planned.sum::<Option<Mass>>(), "{course}");
    }

    let counting = course.doses_given().filter(GivenDose::counts).map(|given| given.date());
    assert!(counting.is_sorted_by(|one, other| one < other), "{course}");
    let mut pauses: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for entry in course.entries() {
        match (entry.kind(), pauses.last_mut()) {
            (EntryKind::Held | EntryKind::Stopped, Some((_, end))) if *end == NaiveDate::MAX => {}
            (EntryKind::Held | EntryKind::Stopped, _) => pauses.push((entry.day(), NaiveDate::MAX)),
            (EntryKind::Resumed, Some((_, end))) => *end = entry.day(),
            _ => {}
        }
    }
    for held in course.doses_held(through) {
        let planned = held.planned();
        let is_paused = |(from, to): &(NaiveDate, NaiveDate)| (*from..=*to).contains(&planned);
        assert!(pauses.iter().any(is_paused), "{course}: {planned} of {pauses:?}");
    }

    let now = course.adherence(through);
    assert_eq!(now.given, now.on_time + now.early + now.late + now.unplanned, "{course}: {now}");
    assert!(now.additional <= now.given && now.while_paused <= now.given, "{course}: {now}");
    let until = |given: &GivenDose<'_>| given.date() <= through;
    let (counting, others): (Vec<_>, Vec<_>) =
        course.doses_given().filter(until).partition(GivenDose::counts);
    let others = counted(others.iter().filter(|given| !given.is_rest()));
    assert_eq!((now.given, now.not_counting), (counted(counting.iter()), others));
    let timed = |wanted: fn(Timing) -> bool| {
        counted(counting.iter().filter(|given| wanted(given.timing())))
    };
    assert_eq!(now.on_time, timed(|timing| timing == Timing::OnTime));
    assert_eq!(now.early, timed(|timing| matches!(timing, Timing::Early(_))));
    assert_eq!(now.late, timed(|timing| matches!(timing, Timing::Late(_))));
    assert_eq!(now.held, counted(course.doses_held(through)), "{course}: {now}");
    assert_eq!(now.planned, counted(course.doses_planned(through)), "{course}: {now}");
    if today(course) <= through {
        assert_eq!(now.missed, counted(course.doses_missed()), "{course}: {now}");
    }
    let history = |wanted: fn(&HistoryItem<'_>) -> bool| counted(course.history().filter(wanted));
    let given = history(|item| matches!(item, HistoryItem::Given(_)));
    assert_eq!(given, counted(course.doses_given()), "{course}");
    let entries = history(|item| match item {
        HistoryItem::NotGiven(dose) => {
            matches!(dose.why(), NotGiven::Missed | NotGiven::Skipped)
        }
        _ => true,
    });
    assert_eq!(entries, counted(course.entries()), "{course}");

    let Some(last) = course.entries().last().cloned() else { return };
    let mut again = course.clone();
    let number = course.entries().len();
    let removed = again.remove(number).expect("nothing comes after it");
    let recorded = again.record(last).expect("it was recorded before");
    assert_eq!(removed.before(), recorded.judgement());
    assert_eq!(removed.rejudged().len(), recorded.rejudged().len());
    unchanged(&again, course);
}
