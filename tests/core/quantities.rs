//! Masses, volumes, weights and windows: every unit that is read, and what is written.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::{BodyWeight, Mass, Volume, Window};

use crate::date;

#[test]
fn every_unit_of_mass() {
    for (text, micrograms) in [
        ("2 mg", 2_000),
        ("2mg", 2_000),
        ("2 \u{b5}g", 2),
        ("2 \u{3bc}g", 2),
        ("2 mcg", 2),
        ("2 ug", 2),
        ("2 g", 2_000_000),
        ("0.000002 g", 2),
        ("1.25 mg", 1_250),
        ("1.250000 mg", 1_250),
        ("2.0 mcg", 2),
        ("1.0 mg", 1_000),
        ("1.50 mg", 1_500),
        ("0.500 mg", 500),
        ("00.500 mg", 500),
        ("29.97 mg", 29_970),
        ("1.234 mg", 1_234),
        ("007 mg", 7_000),
        ("0 mg", 0),
        ("18446744073709551615 µg", u64::MAX),
        ("18446744073709.551615 g", u64::MAX),
    ] {
        assert_eq!(text.parse(), Ok(Mass::micrograms(micrograms)), "{text}");
    }
    for text in [
        "18446744073709551616 µg",
        "18446744073709.551616 g",
        "2 ng",
        "2 Mg",
        "2 MG",
        "2 kg",
        "2 mg ",
        " 2 mg",
        "2.5 µg",
        "2.000 mg",
        "10.250 g",
        "0001.000 mg",
        "18446744073709551616.000 mg",
        "2\u{2003}mg",
        "２ mg",
    ] {
        assert!(text.parse::<Mass>().is_err(), "{text}");
    }
}

#[test]
fn masses_are_written_as_labels_write_them() {
    for (micrograms, text) in [
        (0, "0 mg"),
        (1, "1 µg"),
        (10, "10 µg"),
        (99, "99 µg"),
        (100, "0.1 mg"),
        (110, "110 µg"),
        (330, "330 µg"),
        (500, "0.5 mg"),
        (999, "999 µg"),
        (1_000, "1 mg"),
        (1_001, "1.001 mg"),
        (29_970, "29.97 mg"),
        (1_000_000, "1000 mg"),
    ] {
        assert_eq!(Mass::micrograms(micrograms).to_string(), text);
    }
}

#[test]
fn every_unit_of_volume_and_weight() {
    for (text, microlitres) in [
        ("2 mL", 2_000),
        ("2 ml", 2_000),
        ("2 \u{b5}L", 2),
        ("2 \u{3bc}L", 2),
        ("2 uL", 2),
        ("2 L", 2_000_000),
        ("0.05 mL", 50),
    ] {
        assert_eq!(text.parse(), Ok(Volume::microlitres(microlitres)), "{text}");
    }
    assert_eq!("2 kg".parse(), Ok(BodyWeight::grams(2_000)));
    assert_eq!("2 g".parse(), Ok(BodyWeight::grams(2)));
    assert_eq!("9.9 kg".parse(), Ok(BodyWeight::grams(9_900)));
    assert!("9.9999 kg".parse::<BodyWeight>().is_err());
    assert_eq!(Volume::microlitres(50).to_string(), "0.05 mL");
    assert_eq!(BodyWeight::grams(9_900).to_string(), "9.9 kg");
}

#[test]
fn sums_are_exact_and_stop_at_the_largest() {
    let doses = [Mass::micrograms(1), Mass::mg(2), Mass::mg(3)];
    assert_eq!(doses.into_iter().sum::<Mass>(), Mass::micrograms(5_001));
    assert_eq!(Mass::mg(2) + Mass::mg(3), Mass::mg(5));
    let most = Mass::micrograms(u64::MAX);
    assert_eq!(most.checked_add(Mass::micrograms(1)), None);
    assert_eq!(most.checked_mul(2), None);
    assert_eq!(Mass::mg(2).checked_mul(3), Some(Mass::mg(6)));
    let most = Volume::microlitres(u64::MAX);
    assert_eq!(most.checked_add(Volume::microlitres(1)), None);
    assert_eq!(most.checked_mul(2), None);
    assert_eq!(Volume::ml(2).checked_add(Volume::ml(3)), Some(Volume::ml(5)));
    assert_eq!(Volume::ml(2).checked_mul(3), Some(Volume::ml(6)));
    assert_eq!(Mass::micrograms(1_500).as_mg().to_bits(), 1.5_f64.to_bits());
    assert_eq!(BodyWeight::try_grams(0), None);
}

#[test]
#[should_panic(expected = "a sum of masses stays below 18 million tonnes")]
fn a_sum_past_the_largest_mass() {
    let _ = Mass::micrograms(u64::MAX) + Mass::micrograms(1);
}

/// `u16` would read `+3`; a window has its signs already.
#[test]
fn a_window_has_each_sign_once() {
    assert_eq!("-3d/+5d".parse(), Ok(Window::days(3, 5)));
    assert_eq!("-0d/+65535d".parse(), Ok(Window::days(0, 65_535)));
    for text in ["-+3d/+5d", "-3d/++5d", "-3d/+-5d", "-3d/5d", "-3d/+5d ", "-3d/+5d/+6d"] {
        assert!(text.parse::<Window>().is_err(), "{text}");
    }
}

#[test]
fn a_window_ends_with_the_calendar() {
    let window = Window::days(3, 5);
    let first = NaiveDate::MIN + Days::new(1);
    assert_eq!(window.around(first), NaiveDate::MIN..=first + Days::new(5));
    let last = NaiveDate::MAX - Days::new(1);
    assert_eq!(window.around(last), last - Days::new(3)..=NaiveDate::MAX);
    let planned = date("2024-03-01");
    assert_eq!(window.around(planned), date("2024-02-27")..=date("2024-03-06"));
}
