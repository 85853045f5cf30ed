//! Ten years of tofersen and of nusinersen, from 2025-01-01.

use std::hint::black_box;

use aso_regimen::Regimen;
use aso_regimen::chrono::{Days, Months, NaiveDate};
use aso_regimen_peers::python::Worker;
use aso_regimen_peers::table::Task;
use pharmsol::prelude::*;
use rrule::RRuleSet;

const ROUNDS: usize = 15;

const TO_VEC: &str = "ours, `to_vec`";
const DAYS_SEEN: &str = "ours, lazily, one by one (`for`)";
const DAYS_SUMMED: &str = "ours, lazily, summed";
const DAYS_BY_HAND: &str = "by hand, a loop into a `Vec` of the right size";
const DATES_SEEN: &str = "ours, lazily, each date seen";
const DATES: &str = "ours, `collect`";
const CHRONO_SEEN: &str = "chrono, by hand, each date seen";
const CHRONO: &str = "chrono, by hand, into a `Vec`";
const TIME_SEEN: &str = "time, by hand, each date seen";
const TIME: &str = "time, by hand, into a `Vec`";

pub fn print(worker: Option<&Worker>) {
    days(worker);
    dates(worker);
    months(worker);
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date")
}

fn last() -> NaiveDate {
    NaiveDate::from_ymd_opt(2034, 12, 31).expect("a date")
}

fn horizon() -> i32 {
    i32::try_from((last() - first()).num_days()).expect("ten years")
}

fn regimen(text: &str) -> Regimen {
    text.parse().expect("a regimen")
}

/// Days since the first dose.
fn naive(horizon: i32) -> Vec<i32> {
    let mut days = Vec::with_capacity(usize::try_from(horizon / 28 + 3).expect("a count"));
    days.extend([0, 14, 28]);
    let mut day = 56;
    while day <= horizon {
        days.push(day);
        day += 28;
    }
    days
}

fn floats(days: impl IntoIterator<Item = i32>) -> Vec<f64> {
    days.into_iter().map(f64::from).collect()
}

/// Dates as days since 1970.
fn epoch(dates: impl IntoIterator<Item = NaiveDate>) -> Vec<f64> {
    floats(dates.into_iter().map(|date| date.to_epoch_days()))
}

fn days(worker: Option<&Worker>) {
    let (regimen, horizon) = (regimen("100 mg IT q14d x3, then q28d"), horizon());
    let (first, last) = (first(), last());
    let offsets =
        || black_box(&regimen).starting(black_box(first)).through(black_box(last)).day_offsets();
    let expected = floats(naive(horizon));
    let doses = expected.len();
    assert_eq!(doses, 132);
    let mut task = Task::new(
        "Tofersen, ten years, 132 doses: days since the first dose",
        doses,
        "dose",
        expected,
    );
    let one_by_one = || {
        for day in offsets() {
            see(day);
        }
    };
    task.row(DAYS_SEEN, 0.0, one_by_one, |()| floats(offsets()));
    task.row(
        DAYS_SUMMED,
        0.0,
        || offsets().sum::<i32>(),
        |sum| {
            assert_eq!(sum, offsets().to_vec().iter().sum::<i32>());
            floats(offsets())
        },
    );
    task.row(TO_VEC, 0.0, || offsets().to_vec(), floats);
    task.row(DAYS_BY_HAND, 0.0, || naive(black_box(horizon)), floats);
    task.row(
        "pharmsol, `bolus` and `repeat` (a subject, not days alone)",
        0.0,
        || subject(black_box(horizon)),
        |subject| bolus_days(&subject),
    );
    task.python("Python, a list of ranges", 0.0, worker, "days_list");
    task.python("numpy, `arange`", 0.0, worker, "days_numpy");
    task.at_most(DAYS_SUMMED, DAYS_BY_HAND, 0.6);
    task.at_most(DAYS_SEEN, DAYS_BY_HAND, 1.0);
    task.at_most(TO_VEC, DAYS_BY_HAND, 1.1);
    task.print(ROUNDS);
}

fn subject(horizon: i32) -> Subject {
    let later = usize::try_from((horizon - 56) / 28).expect("a count");
    Subject::builder("one")
        .bolus(0.0, 100.0, "csf")
        .repeat(2, 14.0)
        .bolus(56.0, 100.0, "csf")
        .repeat(later, 28.0)
        .build()
}

/// pharmsol gives the events in the order in which they were added.
fn bolus_days(subject: &Subject) -> Vec<f64> {
    let occasions = subject.occasions();
    let events = occasions.iter().flat_map(Occasion::events);
    let mut days: Vec<f64> = events.map(Event::time).collect();
    days.sort_by(f64::total_cmp);
    days
}

fn dates(worker: Option<&Worker>) {
    let regimen = regimen("100 mg IT q14d x3, then q28d");
    // Dates are made before the clock starts, as the horizon of the loops by hand is.
    let (first, last) = (first(), last());
    let plan = || black_box(&regimen).starting(black_box(first)).through(black_box(last));
    let set = rules();
    let days = naive(horizon());
    let expected = epoch(days.iter().map(|day| first + chrono::TimeDelta::days(i64::from(*day))));
    let doses = expected.len();
    let mut task = Task::new("Tofersen, ten years, 132 doses: dates", doses, "dose", expected);
    task.row(DATES_SEEN, 0.0, || plan().dates().for_each(see), |()| epoch(plan().dates()));
    task.row(DATES, 0.0, || plan().dates().collect::<Vec<_>>(), epoch);
    task.row(
        "ours, planned doses with number, study day and amount",
        0.0,
        || plan().for_each(see),
        |()| epoch(plan().map(|dose| dose.date())),
    );
    task.row(
        CHRONO_SEEN,
        0.0,
        || add_days(black_box(first), black_box(last), chrono_later, see),
        |()| epoch(dates_by_hand(first, last, chrono_later)),
    );
    task.row(CHRONO, 0.0, || dates_by_hand(black_box(first), black_box(last), chrono_later), epoch);
    task.row(
        "jiff, `series` by hand",
        0.0,
        || by_jiff(black_box(jiff::civil::date(2025, 1, 1)), jiff::civil::date(2034, 12, 31)),
        |dates| dates.into_iter().map(jiff_epoch).collect(),
    );
    let [start, end] = [time_date(2025, 1, 1), time_date(2034, 12, 31)];
    let time_epoch = |dates: Vec<time::Date>| {
        floats(dates.into_iter().map(|date| date.to_julian_day() - 2_440_588))
    };
    task.row(
        TIME_SEEN,
        0.0,
        || add_days(black_box(start), black_box(end), time_later, see),
        |()| time_epoch(dates_by_hand(start, end, time_later)),
    );
    task.row(TIME, 0.0, || dates_by_hand(black_box(start), black_box(end), time_later), time_epoch);
    task.row(
        "rrule, a rule and a date, from text",
        0.0,
        || rules().all_unchecked(),
        |dates| epoch(dates.into_iter().map(|date| date.date_naive())),
    );
    task.row(
        "rrule, the same, already parsed",
        0.0,
        || black_box(&set).into_iter().collect::<Vec<_>>(),
        |dates| epoch(dates.into_iter().map(|date| date.date_naive())),
    );
    task.python("Python, `date + timedelta`", 0.0, worker, "dates_timedelta");
    task.python("dateutil, `rruleset`", 0.0, worker, "dates_dateutil");
    task.python("pandas, `date_range`", 0.0, worker, "dates_pandas");
    task.python("polars, `date_range`", 0.0, worker, "dates_polars");
    task.at_most(DATES_SEEN, CHRONO_SEEN, 0.5);
    task.at_most(DATES, CHRONO, 0.5);
    task.at_most(DATES_SEEN, TIME_SEEN, 1.0);
    task.at_most(DATES, TIME, 1.0);
    task.print(ROUNDS);
    println!("\n{}", two_rules());
}

/// It is computed, and not kept.
#[inline(always)]
fn see<T>(item: T) {
    black_box(item);
}

/// By the dates of a crate, and its way to a date some days later.
fn add_days<D: Copy + PartialOrd>(
    first: D,
    last: D,
    later: impl Fn(D, u8) -> D,
    mut each: impl FnMut(D),
) {
    let mut date = first;
    for _ in 0..3 {
        each(date);
        date = later(date, 14);
    }
    date = later(date, 14);
    while date <= last {
        each(date);
        date = later(date, 28);
    }
}

fn dates_by_hand<D: Copy + PartialOrd>(first: D, last: D, later: impl Fn(D, u8) -> D) -> Vec<D> {
    let mut dates = Vec::with_capacity(132);
    add_days(first, last, later, |date| dates.push(date));
    dates
}

fn chrono_later(date: NaiveDate, days: u8) -> NaiveDate {
    date + Days::new(days.into())
}

fn time_later(date: time::Date, days: u8) -> time::Date {
    date + time::Duration::days(days.into())
}

fn by_jiff(first: jiff::civil::Date, last: jiff::civil::Date) -> Vec<jiff::civil::Date> {
    use jiff::ToSpan;
    let mut dates = Vec::with_capacity(132);
    dates.extend(first.series(14.days()).take(3));
    let maintenance = first + 56.days();
    dates.extend(maintenance.series(28.days()).take_while(|date| *date <= last));
    dates
}

fn jiff_epoch(date: jiff::civil::Date) -> f64 {
    let since = date - jiff::civil::date(1970, 1, 1);
    f64::from(since.get_days())
}

fn time_date(year: i32, month: u8, day: u8) -> time::Date {
    let month = time::Month::try_from(month).expect("a month");
    time::Date::from_calendar_date(year, month, day).expect("a date")
}

/// Every 28 days from day 0, and day 14.
fn rules() -> RRuleSet {
    "DTSTART:20250101T000000Z\nRRULE:FREQ=DAILY;INTERVAL=28;UNTIL=20341231T000000Z\nRDATE:20250115T000000Z"
        .parse()
        .expect("a set of rules")
}

/// The regimen as it is written on the label, a rule for either phase, has no place among equal answers.
fn two_rules() -> String {
    let set: RRuleSet = "DTSTART:20250101T000000Z\nRRULE:FREQ=DAILY;INTERVAL=14;COUNT=3\nRRULE:FREQ=DAILY;INTERVAL=28;UNTIL=20341231T000000Z"
        .parse()
        .expect("a set of rules");
    let mut dates = set.all_unchecked();
    let all = dates.len();
    dates.dedup();
    format!(
        "rrule with one rule for each phase gives {all} dates, {} of them twice.",
        all - dates.len()
    )
}

fn months(worker: Option<&Worker>) {
    let regimen = regimen("12 mg IT q14d x3, then after 35d x1, then q4mo");
    let (first, last) = (first(), last());
    let plan = || black_box(&regimen).starting(black_box(first)).through(black_box(last));
    let set = month_rules();
    let expected = epoch(by_chrono_months(first, last));
    let doses = expected.len();
    assert_eq!(doses, 33);
    let mut task = Task::new(
        "Nusinersen, ten years, 33 doses, every 4 months: dates",
        doses,
        "dose",
        expected,
    );
    task.row(DATES_SEEN, 0.0, || plan().dates().for_each(see), |()| epoch(plan().dates()));
    task.row(DATES, 0.0, || plan().dates().collect::<Vec<_>>(), epoch);
    task.row(
        CHRONO_SEEN,
        0.0,
        || add_months(black_box(first), black_box(last), see),
        |()| epoch(by_chrono_months(first, last)),
    );
    task.row(CHRONO, 0.0, || by_chrono_months(black_box(first), black_box(last)), epoch);
    task.row(
        "jiff, `series` by hand",
        0.0,
        || {
            by_jiff_months(
                black_box(jiff::civil::date(2025, 1, 1)),
                jiff::civil::date(2034, 12, 31),
            )
        },
        |dates| dates.into_iter().map(jiff_epoch).collect(),
    );
    task.row(
        "rrule, already parsed",
        0.0,
        || black_box(&set).into_iter().collect::<Vec<_>>(),
        |dates| epoch(dates.into_iter().map(|date| date.date_naive())),
    );
    task.python("dateutil, `relativedelta`", 0.0, worker, "months_relativedelta");
    task.python("dateutil, `rruleset`", 0.0, worker, "months_dateutil");
    task.at_most(DATES_SEEN, CHRONO_SEEN, 0.75);
    task.at_most(DATES, CHRONO, 0.75);
    task.print(ROUNDS);
    println!(
        "\ntime has no months. rrule is asked from the 5th of a month: from the 31st it leaves out short months."
    );
}

fn add_months(first: NaiveDate, last: NaiveDate, mut each: impl FnMut(NaiveDate)) {
    for days in [0, 14, 28] {
        each(first + Days::new(days));
    }
    let anchor = first + Days::new(63);
    let later = (0..).map(|n| anchor + Months::new(4 * n));
    later.take_while(|date| *date <= last).for_each(each);
}

fn by_chrono_months(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let mut dates = Vec::with_capacity(33);
    add_months(first, last, |date| dates.push(date));
    dates
}

fn by_jiff_months(first: jiff::civil::Date, last: jiff::civil::Date) -> Vec<jiff::civil::Date> {
    use jiff::ToSpan;
    let mut dates = Vec::with_capacity(33);
    dates.extend(first.series(14.days()).take(3));
    let anchor = first + 63.days();
    dates.extend(anchor.series(4.months()).take_while(|date| *date <= last));
    dates
}

/// The fourth dose and every fourth month after it, and the three before it as dates.
fn month_rules() -> RRuleSet {
    "DTSTART:20250305T000000Z\nRRULE:FREQ=MONTHLY;INTERVAL=4;UNTIL=20341231T000000Z\nRDATE:20250101T000000Z,20250115T000000Z,20250129T000000Z"
        .parse()
        .expect("a set of rules")
}
