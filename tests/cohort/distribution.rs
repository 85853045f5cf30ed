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
        assert_eq!(of(parts).expect_err("refused"), PartError::Count { part, count });
    };
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
    // The same part twice is its sum, as of two ranges one after the other. A digit 1 has units of 2^32 times the
    // smallest number, and a bin below 256 has 2^12 of them.
    let twice = of(&[(five, 2), (five, 3), (Part::Digit(1), 25 << 12)]).expect("five");
    assert_eq!(twice.count(), 5);
}

/// The sum is one of values in the bins, or the counts are of several distributions.
#[test]
fn a_sum_of_other_values_is_refused() {
    let of = |parts: &[(Part, i64)]| Distribution::from_parts(parts.iter().copied());
    let refused = |parts: &[(Part, i64)]| of(parts).expect_err("another sum").to_string();
    // 1 is the least of its bin, which ends before 257/256. Its digit 33 is 2^1056 times the smallest number, 2^-1074.
    let (one, digit) = (Part::Bin(1_023 << 8), |count: i64| (Part::Digit(33), count << 18));
    assert_eq!(
        refused(&[(one, 3)]),
        "expected the digits of a sum from 3e0 to 3.011718749999999e0, as of values in these bins, found 0e0"
    );
    assert_eq!(of(&[(one, 3), digit(3)]).expect("three times 1").mean(), Some(1.0));
    assert_eq!(
        refused(&[(one, 3), digit(2)]),
        "expected the digits of a sum from 3e0 to 3.011718749999999e0, as of values in these bins, found 2e0"
    );
    // Three times 257/256 is just above.
    assert!(of(&[(one, 3), (Part::Digit(33), 771 << 10)]).is_err());
    assert!(of(&[(one, 3), (Part::Digit(33), (771 << 10) - 1)]).is_ok());
    // Of both signs, and of what is nearly 0.
    let minus = Part::Bin(-1_023 << 8);
    assert!(of(&[(one, 2), (minus, 1), digit(1)]).is_ok());
    assert!(of(&[(one, 2), (minus, 1), digit(2)]).is_err());
    assert!(of(&[(minus, 1), digit(-1)]).is_ok());
    assert!(of(&[(minus, 1), (Part::Digit(33), (-1 << 18) + 1)]).is_err());
    assert!(of(&[(Part::Bin(0), 1), (Part::Digit(0), 1)]).is_ok());
    assert!(of(&[(Part::Bin(0), 1), (Part::Digit(0), -1)]).is_ok());
    assert!(of(&[(Part::Bin(0), 1), (Part::Digit(1), 1 << 12)]).is_err());
    // A sum beyond all numbers keeps its sign.
    for (count, sum) in [(i64::MAX, "inf"), (i64::MIN, "-inf")] {
        assert_eq!(
            refused(&[(one, 3), (Part::Digit(67), count), (Part::Digit(66), count)]),
            format!(
                "expected the digits of a sum from 3e0 to 3.011718749999999e0, as of values in these bins, found {sum}"
            )
        );
    }
    // Without a value there is no sum, and the largest counts have one.
    assert!(of(&[(Part::Digit(67), 1)]).is_err());
    assert!(of(&[(one, 1 << 62), (Part::Digit(34), 1 << 48), (Part::Digit(33), 0)]).is_ok());
    for (bin, number) in
        [(NO_BIN - 1, f64::MAX), (1 - NO_BIN, -f64::MAX), (1, f64::MIN_POSITIVE / 256.0)]
    {
        let own = self::of(&[number, number]);
        assert_eq!(bins(&own), [(bin, 2)]);
        assert_eq!(Distribution::from_parts(own.parts()), Ok(own));
    }
}

/// The percentile p of n values is the one of rank p n / 100, rounded up.
#[test]
fn percentiles_have_their_rank() {
    for count in [1_u32, 7, 40, 100, 1_000, 9_999] {
        // Each value is in a bin of its own.
        let values: Vec<f64> = (1..=count).map(|rank| 1.01_f64.powf(rank.into())).collect();
        let distribution = of(&values);
        for tenths in 0..=1_000_u32 {
            let rank = (tenths * count).div_ceil(1_000).max(1);
            let expected = values[rank as usize - 1];
            let percent = f64::from(tenths) / 10.0;
            let found = distribution.percentile(percent).expect("values");
            assert!((found / expected - 1.0).abs() < 0.004, "{percent} % of {count}");
        }
    }
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
