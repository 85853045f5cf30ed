//! Distributions of a few numbers.

use aso_regimen::kinetics::cohort::{Cohort, Distribution, Part, PartError};

/// The first bin that no finite number is in.
const NO_BIN: i32 = 0x7ff << 8;

fn of(numbers: &[f64]) -> Distribution {
    let each = Cohort::new(1, 1).summarise(numbers.len(), |_, out| {
        out.copy_from_slice(numbers);
        Ok(())
    });
    let mut all = Distribution::default();
    each.expect("finite numbers").iter().for_each(|one| all.merge(one));
    all
}

fn bins(distribution: &Distribution) -> Vec<(i32, i64)> {
    let bin = |(part, count)| match part {
        Part::Bin(bin) => Some((bin, count)),
        _ => None,
    };
    distribution.parts().filter_map(bin).collect()
}

#[test]
fn bins_rise_and_hold_their_middle() {
    let mut last = -1;
    for number in [0.0, 1e-300, 0.5, 1.0, 1.003, 1.01, 1e300, f64::MAX] {
        let [(bin, 1)] = bins(&of(&[number]))[..] else { panic!("one bin") };
        assert!(bin >= last && bin < NO_BIN, "{number}");
        assert_eq!(bins(&of(&[-number])), [(-bin, 1)]);
        last = bin;
        let middle = of(&[number]).percentile(50.0).expect("one number");
        let off = (middle - number).abs();
        assert!(off <= 0.004 * number + 1e-307, "{number} {off}");
    }
}

#[test]
fn zeros_and_both_signs_are_in_order() {
    let distribution = of(&[-1.0, 0.0, 1.0, -0.0, 2.0]);
    let percentiles = [0.0, 20.0, 21.0, 60.0, 100.0].map(|p| distribution.percentile(p));
    assert_eq!(percentiles[2..4], [Some(0.0), Some(0.0)]);
    assert!(percentiles[0] < Some(-0.99) && percentiles[4] > Some(1.99));
}

#[test]
fn empty_bins_are_no_parts() {
    let far = bins(&of(&[-1e6, 1.0, 1e6]));
    assert!(far.iter().map(|(_, count)| *count).eq([1, 1, 1]));
}

#[test]
fn parts_that_are_none_are_refused() {
    let of = |parts: &[(Part, i64)]| Distribution::from_parts(parts.iter().copied());
    let refused = |parts: &[(Part, i64)], part: Part, count: i128| {
        let PartError { part: of_part, count: of_count, .. } = of(parts).expect_err("refused");
        assert_eq!((of_part, of_count), (part, count));
    };
    assert!(of(&[(Part::Bin(NO_BIN - 1), 1)]).is_ok());
    assert!(of(&[(Part::Digit(67), 1)]).is_ok());
    for (part, count) in
        [(Part::Bin(NO_BIN), 1), (Part::Bin(-NO_BIN), 1), (Part::Bin(5), -1), (Part::Digit(68), 1)]
    {
        refused(&[(part, count)], part, i128::from(count));
    }
    let (five, most) = (Part::Bin(5), i64::MAX);
    refused(&[(five, most), (five, 1)], five, 1 << 63);
    let [six, seven] = [6, 7].map(Part::Bin);
    refused(&[(five, most), (six, most), (seven, most)], seven, most.into());
    assert_eq!(
        of(&[(five, -1)]).expect_err("a negative count").to_string(),
        "expected counts of 0 or more, at most 1.8e19 in all, of bins -524031 to 524031 and of digits 0 to 67, \
         found -1 for bin 5"
    );
    // The same part twice is its sum, as of two ranges one after the other.
    let twice = of(&[(Part::Bin(5), 2), (Part::Bin(5), 3)]).expect("five");
    assert_eq!(twice.count(), 5);
}

#[test]
fn sums_are_exact_in_any_order() {
    let mut numbers = [1e300, 1.0, -1e300, 1e-300, 3.5, -0.25];
    for _ in 0..numbers.len() {
        numbers.rotate_left(1);
        let mean = of(&numbers).mean().expect("six numbers");
        assert_eq!(mean.to_bits(), (4.25_f64 / 6.0).to_bits());
    }
    let mean = of(&[-1e-323, -1e-323]).mean().expect("two numbers");
    assert_eq!(mean.to_bits(), (-1e-323_f64).to_bits());
}

#[test]
fn parts_add_up() {
    let numbers: Vec<f64> = (0..1_000).map(|i| f64::from(i).sin() * f64::from(i)).collect();
    let (one, other) = numbers.split_at(333);
    let both = of(&numbers);
    let mut merged = of(one);
    merged.merge(&of(other));
    assert_eq!(merged, both);
    let read = Distribution::from_parts(both.parts()).expect("its own parts");
    assert_eq!(read, both);
    assert_eq!(read.count(), 1_000);
}
