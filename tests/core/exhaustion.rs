//! By exhaustion where the domain is small: every day of the Gregorian cycle, every pair of neighbouring
//! doses of the catalog, every sum of a questionnaire.

use aso_regimen::catalog;
use aso_regimen::chrono::{Datelike, NaiveDate};
use aso_regimen::measure::alsfrs_r::{BroadDomain, CuttingForm, Domain, Item, Sheet};
use aso_regimen::{Interval, Schedule, StudyDay};

use crate::date;
use crate::walk::{days_in_month, walk};

/// Days of the Gregorian cycle of 400 years.
const CYCLE: usize = 146_097;

/// The calendar of some years, laid out day after day by the Gregorian rule. Chrono has no say in it: it only
/// counts days.
struct LaidOut {
    days: Vec<NaiveDate>,
    /// For each month, the place of its first day, and how many days it has.
    months: Vec<(usize, usize)>,
}

impl LaidOut {
    fn from_2000(years: i32) -> Self {
        let lengths = (2000..2000 + years)
            .flat_map(|year| (1..=12).map(move |month| days_in_month(year, month)));
        let mut first = 0;
        let mut months = Vec::new();
        for length in lengths {
            months.push((first, length as usize));
            first += length as usize;
        }
        let days = date("2000-01-01").iter_days().take(first).collect();
        Self { days, months }
    }
}

/// Every day of the cycle with every number of months up to ten years.
#[test]
fn months_agree_with_an_independent_calendar_on_every_day_of_400_years() {
    let calendar = LaidOut::from_2000(411);
    let mut compared = 0;
    for (month, &(first, length)) in calendar.months[..4_800].iter().enumerate() {
        for day in 0..length {
            let start = calendar.days[first + day];
            let later = &calendar.months[month + 1..=month + 120];
            for (&(first, length), months) in later.iter().zip(1..) {
                let expected = calendar.days[first + day.min(length - 1)];
                assert!(
                    Interval::months(months).nth_after(start, 1) == Some(expected),
                    "{start} + {months} months is not {expected}"
                );
            }
            compared += 1;
        }
    }
    assert_eq!(compared, CYCLE);
    // The layout itself, where the rule has its exceptions.
    let place = |year: usize, month: usize| calendar.months[(year - 2000) * 12 + month - 1];
    assert_eq!(calendar.days[place(2100, 3).0], date("2100-03-01"));
    assert_eq!((place(2100, 2).1, place(2400, 2).1), (28, 29));
}

#[test]
fn study_day_and_date_are_inverse_on_every_day_of_400_years() {
    let first = date("2000-02-29");
    for (day, offset) in first.iter_days().take(CYCLE).zip(0..) {
        let study_day = StudyDay::of(day, first);
        assert_eq!(study_day.offset(), offset);
        assert_eq!(study_day.number(), i64::from(offset) + 1);
        assert_eq!(StudyDay::new(study_day.number()), Ok(study_day));
        assert_eq!(study_day.date(first), Ok(day));
        let back = StudyDay::of(first, day);
        assert_eq!(back.number(), if offset == 0 { 1 } else { -i64::from(offset) });
        assert_eq!(back.date(day), Ok(first));
    }
}

/// How many doses of each label are gone through.
const DOSES: usize = 10_000;

/// Dose `number` by number, by date and as the neighbour of the one before.
fn check_neighbours(plan: &Schedule<'_>, label: &str) {
    let walked = walk(plan.regimen(), plan.start(), DOSES);
    let mut doses = plan.iter();
    let mut before: Option<NaiveDate> = None;
    for (expected, number) in walked.iter().zip(1..) {
        let dose = doses.next().expect("a dose as walked");
        assert_eq!(dose.date(), expected.date, "{label}, dose {number}");
        assert_eq!(dose.number(), number);
        assert_eq!(plan.dose(number), Some(dose), "{label}");
        assert_eq!(plan.count_through(dose.date()), number, "{label}");
        if let Some(before) = before {
            assert!(before < dose.date(), "{label}, dose {number}");
            assert_eq!(plan.next_after(before), Some(dose), "{label}");
            let eve = dose.date().pred_opt().expect("not the first day");
            assert_eq!(plan.count_through(eve), number - 1, "{label}");
        }
        before = Some(dose.date());
    }
    if walked.len() < DOSES {
        assert_eq!(doses.next(), None, "{label} ends");
    }
}

/// From a month's end, where clamping has most to do.
#[test]
fn every_pair_of_neighbouring_doses_of_every_label() {
    let labels = catalog::labels();
    let mut pairs = 0;
    for label in &labels {
        for of_label in label.regimens() {
            let plan = of_label.regimen.starting(date("2024-01-31"));
            check_neighbours(&plan, &format!("{label}: {}", of_label.regimen));
            pairs += plan.iter().take(DOSES).count() - 1;
        }
    }
    assert!(pairs > 300_000, "only {pairs} pairs");
}

/// The items of a domain, and the row of a sheet in which they have these ratings and all others another.
fn row(items: &[Item], ratings: &[u8], others: Option<u8>) -> [Option<u8>; 12] {
    let mut row = [others; 12];
    for (item, rating) in items.iter().zip(ratings) {
        // 5 stands for an item that was not rated.
        row[usize::from(item.number()) - 1] = (*rating < 5).then_some(*rating);
    }
    row
}

/// Every list of so many digits below a base.
fn digits(base: u8, length: u32) -> impl Iterator<Item = Vec<u8>> {
    let base = u32::from(base);
    (0..base.pow(length)).map(move |number| {
        (0..length)
            .map(|place| u8::try_from(number / base.pow(place) % base).expect("a digit"))
            .collect()
    })
}

fn sheet(row: [Option<u8>; 12]) -> Sheet {
    Sheet::from_row(CuttingForm::WithoutGastrostomy, row).expect("ratings of 0 to 4")
}

/// Every three ratings and every way to leave some out, whatever the other nine items are.
#[test]
fn every_domain_sum_of_the_alsfrs_r() {
    let domains = [
        (Domain::Bulbar, &Item::ALL[..3]),
        (Domain::FineMotor, &Item::ALL[3..6]),
        (Domain::GrossMotor, &Item::ALL[6..9]),
        (Domain::Respiratory, &Item::ALL[9..]),
    ];
    for (domain, items) in domains {
        for ratings in digits(6, 3) {
            let missing: Vec<Item> = items
                .iter()
                .zip(&ratings)
                .filter(|(_, rating)| **rating == 5)
                .map(|(item, _)| *item)
                .collect();
            for others in [Some(0), Some(4), None] {
                let sum = sheet(row(items, &ratings, others)).domain(domain);
                match sum {
                    Ok(sum) => {
                        assert_eq!((sum, missing.len()), (ratings.iter().sum(), 0));
                    }
                    Err(incomplete) => {
                        assert!(incomplete.items().eq(missing.iter().copied()));
                        assert!(!missing.is_empty());
                    }
                }
            }
        }
    }
}

#[test]
fn every_sum_of_the_six_motor_items() {
    let items = &Item::ALL[3..9];
    for ratings in digits(5, 6) {
        let sheet = sheet(row(items, &ratings, None));
        let motor = sheet.broad_domain(BroadDomain::Motor);
        assert_eq!(motor.ok(), Some(ratings.iter().sum()), "{ratings:?}");
        assert!(sheet.total().is_err());
    }
}

/// Every four domain sums, each by one choice of its three ratings.
#[test]
fn every_total_is_the_sum_of_its_domains() {
    let three = |sum: u8| [sum.min(4), sum.saturating_sub(4).min(4), sum.saturating_sub(8)];
    for sums in digits(13, 4) {
        let ratings: Vec<u8> = sums.iter().flat_map(|sum| three(*sum)).collect();
        let sheet = sheet(row(&Item::ALL, &ratings, None));
        let total = sheet.total().expect("all items are rated");
        assert_eq!(total.points(), sums.iter().sum::<u8>(), "{ratings:?}");
    }
}

/// Every date text of a common and a leap year, the impossible ones among them.
#[test]
fn every_month_has_its_days() {
    for (year, month) in [2023, 2024, 2100, 2400]
        .into_iter()
        .flat_map(|year| (1..=12).map(move |month| (year, month)))
    {
        let days = (1..=31).filter(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some());
        assert_eq!(days.count(), days_in_month(year, month) as usize);
        let first = NaiveDate::from_ymd_opt(year, month, 1).expect("a month");
        let next = Interval::months(1).nth_after(first, 1).expect("a month later");
        assert_eq!((next - first).num_days(), i64::from(days_in_month(year, month)));
        assert_eq!(next.day(), 1);
    }
}
