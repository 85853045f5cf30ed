//! Limits of quantities and of the calendar.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::{BodyWeight, Interval, Mass, StudyDay, Volume, Window};

use crate::{date, regimen};

#[test]
fn masses() {
    let largest = Mass::micrograms(u64::MAX);
    assert_eq!("18446744073709551615 µg".parse(), Ok(largest));
    assert!("18446744073709551616 µg".parse::<Mass>().is_err());
    assert_eq!("18446744073709551.615 mg".parse(), Ok(largest));
    assert!("18446744073709551.616 mg".parse::<Mass>().is_err());
    assert_eq!("0 mg".parse(), Ok(Mass::ZERO));
    assert!("-1 mg".parse::<Mass>().is_err());
    assert_eq!(largest.checked_add(Mass::ZERO), Some(largest));
    assert_eq!(largest.checked_add(Mass::micrograms(1)), None);
    assert_eq!(largest.checked_mul(1), Some(largest));
    assert_eq!(Mass::micrograms(1 << 63).checked_mul(2), None);
    assert_eq!(Mass::mg(u32::MAX).as_micrograms(), 4_294_967_295_000);
}

#[test]
fn volumes() {
    let largest = Volume::microlitres(u64::MAX);
    assert_eq!("18446744073709551615 µL".parse(), Ok(largest));
    assert!("18446744073709551616 µL".parse::<Volume>().is_err());
    assert_eq!(largest.checked_add(Volume::microlitres(1)), None);
    assert_eq!(Volume::microlitres(1 << 63).checked_mul(2), None);
    assert_eq!("0 mL".parse(), Ok(Volume::ZERO));
    assert_eq!(Volume::ml(u32::MAX).as_microlitres(), 4_294_967_295_000);
}

#[test]
fn body_weights() {
    let heaviest = BodyWeight::kg(1000);
    assert_eq!("1000 kg".parse(), Ok(heaviest));
    assert_eq!("1000000 g".parse(), Ok(heaviest));
    assert_eq!(BodyWeight::try_grams(1_000_000), Some(heaviest));
    assert_eq!(BodyWeight::try_grams(1_000_001), None);
    assert_eq!(BodyWeight::try_kg(1001), None);
    assert_eq!(BodyWeight::try_kg(u32::MAX), None);
    for text in ["1000.001 kg", "7000 kg", "1000001 g", "4294967296 g"] {
        let error = text.parse::<BodyWeight>().expect_err(text);
        assert!(
            error.to_string().starts_with("expected more than 0 kg and at most 1000 kg"),
            "{error}"
        );
    }
    assert_eq!("0.001 kg".parse(), Ok(BodyWeight::grams(1)));
    assert!("0 g".parse::<BodyWeight>().is_err());
    assert_eq!(BodyWeight::try_grams(1), Some(BodyWeight::grams(1)));
    assert_eq!(BodyWeight::try_grams(0), None);
    assert!(std::panic::catch_unwind(|| BodyWeight::kg(1001)).is_err());
}

#[test]
fn decimals() {
    assert_eq!("0.001 mg".parse(), Ok(Mass::micrograms(1)));
    assert!("0.0001 mg".parse::<Mass>().is_err());
    assert_eq!("0.000001 g".parse(), Ok(Mass::micrograms(1)));
    assert!("0.0000001 g".parse::<Mass>().is_err());
    assert!("0.1 µg".parse::<Mass>().is_err());
    assert_eq!("0.001 mL".parse(), Ok(Volume::microlitres(1)));
    assert!("0.0001 mL".parse::<Volume>().is_err());
    assert!("0.0001 kg".parse::<BodyWeight>().is_err());
    // Zeros at the end add nothing.
    assert_eq!("0.00100000000000000000000 mg".parse(), Ok(Mass::micrograms(1)));
}

#[test]
fn intervals() {
    for (unit, longest) in [("d", Interval::days(u32::MAX)), ("mo", Interval::months(u32::MAX))] {
        assert_eq!(format!("4294967295{unit}").parse(), Ok(longest));
        assert!(format!("4294967296{unit}").parse::<Interval>().is_err());
        assert!(format!("1{unit}").parse::<Interval>().is_ok());
        assert!(format!("0{unit}").parse::<Interval>().is_err());
    }
    assert_eq!((Interval::try_days(0), Interval::try_months(0)), (None, None));
    assert_eq!("613566756w".parse(), Ok(Interval::days(4_294_967_292)));
    assert!("613566757w".parse::<Interval>().is_err());
    assert!("0w".parse::<Interval>().is_err());
    assert_eq!(Interval::weeks(613_566_756), Interval::days(4_294_967_292));
    assert!(std::panic::catch_unwind(|| Interval::weeks(613_566_757)).is_err());
}

#[test]
fn study_days() {
    let (first, last) = (-2_147_483_648, 2_147_483_648);
    assert_eq!(StudyDay::new(last), Ok(StudyDay::from_offset(i32::MAX)));
    assert_eq!(StudyDay::new(first), Ok(StudyDay::from_offset(i32::MIN)));
    assert!(StudyDay::new(last + 1).is_err());
    assert!(StudyDay::new(first - 1).is_err());
    assert!(StudyDay::new(i64::MAX).is_err());
    assert!(StudyDay::new(i64::MIN).is_err());
    assert!(StudyDay::new(0).is_err());
    assert_eq!(StudyDay::new(1), Ok(StudyDay::FIRST));
    assert_eq!(StudyDay::new(-1), Ok(StudyDay::from_offset(-1)));
}

#[test]
fn dates() {
    let last = NaiveDate::MAX;
    assert_eq!(last, date("+262142-12-31"));
    assert_eq!(NaiveDate::MIN, date("-262143-01-01"));
    let eve = last - Days::new(1);
    assert_eq!(Interval::days(1).nth_after(eve, 1), Some(last));
    assert_eq!(Interval::days(1).nth_after(eve, 2), None);
    let month_before = date("+262142-11-30");
    assert_eq!(Interval::months(1).nth_after(month_before, 1), Some(date("+262142-12-30")));
    assert_eq!(Interval::months(1).nth_after(month_before, 2), None);
    assert_eq!(Interval::months(u32::MAX).nth_after(month_before, u32::MAX), None);
    assert_eq!(StudyDay::from_offset(1).date(eve), Ok(last));
    assert!(StudyDay::from_offset(2).date(eve).is_err());
    assert!(StudyDay::from_offset(-1).date(NaiveDate::MIN).is_err());
    assert_eq!(StudyDay::of(NaiveDate::MAX, NaiveDate::MIN).number(), 191_491_529);
    let daily = regimen("1 mg SC q1d");
    assert_eq!(daily.starting(eve).iter().count(), 2);
    // A window has only the days there are.
    assert_eq!(*Window::days(0, 5).around(last).end(), last);
    assert_eq!(*Window::days(5, 0).around(NaiveDate::MIN).start(), NaiveDate::MIN);
}

#[test]
fn windows() {
    assert_eq!("-65535d/+65535d".parse(), Ok(Window::days(u16::MAX, u16::MAX)));
    assert!("-65536d/+0d".parse::<Window>().is_err());
    assert!("-0d/+65536d".parse::<Window>().is_err());
    assert_eq!("-0d/+0d".parse(), Ok(Window::days(0, 0)));
}
