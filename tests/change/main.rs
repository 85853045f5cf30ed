//! Changes that know their scale, alone and in columns, and the endpoints they belong to.
#![expect(clippy::float_cmp, reason = "numbers that are exact in binary are compared exactly")]

use aso_regimen::measure::change::{
    Change, ChangeError, ColumnError, Difference, GeometricMeanRatio, MeanPercentChange,
    PercentChange, PercentSpread, PercentagePoints, Ratio, percent_into, percents,
};
use proptest::prelude::*;

mod endpoint;
#[cfg(feature = "serde")]
mod json;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * a.abs().max(b.abs()).max(f64::MIN_POSITIVE)
}

// Worked numbers.

/// The example of `derive_var_pchg` in the R package admiral, and its rule for a baseline below 0.
#[test]
fn percent_change_is_the_pchg_of_cdisc() -> Outcome {
    for (baseline, value, percent) in [
        (80.0, 80.8, 1.0),
        (80.0, 81.4, 1.75),
        (-10.0, -5.0, 50.0),
        (-10.0, -15.0, -50.0),
        (100.0, 0.0, -100.0),
        (120.0, 66.0, -45.0),
    ] {
        let change = PercentChange::from_baseline(baseline, value)?;
        assert!(close(change.percent(), percent, 1e-13), "{baseline} to {value}: {change}");
        assert!(close(change.apply_to(baseline)?, value, 1e-14) || value == 0.0);
    }
    Ok(())
}

/// Geometric mean ratios to baseline of CSF SOD1 and plasma neurofilament at week 28 of VALOR, tofersen and placebo, in the faster
/// and slower progressing and in all participants: Miller et al., N Engl J Med 2022;387:1099.
#[test]
fn valor_contrasts_are_ratios_of_ratios() -> Outcome {
    for (tofersen, placebo, ratio) in [
        (0.71, 1.16, "0.612"),
        (0.60, 0.81, "0.741"),
        (0.40, 1.20, "0.333"),
        (0.50, 0.95, "0.526"),
        (0.65, 0.98, "0.663"),
        (0.45, 1.12, "0.402"),
    ] {
        let contrast = Ratio::new(tofersen)?.relative_to(Ratio::new(placebo)?)?;
        assert_eq!(contrast.to_string(), ratio);
        let contrast =
            GeometricMeanRatio::new(tofersen)?.relative_to(GeometricMeanRatio::new(placebo)?)?;
        assert_eq!(contrast.to_string(), format!("{ratio} (geometric mean ratio)"));
    }
    Ok(())
}

#[test]
fn a_ratio_of_ratios_is_not_a_difference_of_percents() -> Outcome {
    let (tofersen, placebo) =
        (GeometricMeanRatio::from_percent(-55.0)?, GeometricMeanRatio::from_percent(12.0)?);
    assert_eq!(format!("{:.1}", tofersen.relative_to(placebo)?.percent_change()), "-59.8 %");
    assert_eq!(tofersen.points_from(placebo).to_string(), "-67 points");

    let (tofersen, placebo) =
        (PercentChange::from_percent(-55.0)?, PercentChange::from_percent(12.0)?);
    assert_eq!(tofersen.relative_to(placebo)?.to_string(), "-59.8 %");
    assert_eq!(tofersen - placebo, PercentagePoints::new(-67.0)?);
    assert_eq!(
        MeanPercentChange::from_percent(-55.0)? - MeanPercentChange::from_percent(12.0)?,
        tofersen - placebo
    );
    Ok(())
}

#[test]
fn percent_changes_invert_and_compose() -> Outcome {
    let half = PercentChange::from_percent(-50.0)?;
    assert_eq!(half.inverse()?.percent(), 100.0);
    assert_eq!(half.then(half)?.percent(), -75.0);
    assert_eq!(half.then(PercentChange::from_percent(-100.0)?)?.percent(), -100.0);
    assert_eq!(half.to_ratio()?.value(), 0.5);
    assert_eq!(Ratio::new(0.5)?.percent_change(), half);
    assert_eq!(Ratio::new(0.5)?.inverse().value(), 2.0);
    assert_eq!(Ratio::new(0.5)?.then(Ratio::new(0.5)?)?.value(), 0.25);
    assert_eq!(GeometricMeanRatio::new(0.5)?.inverse().value(), 2.0);
    Ok(())
}

const BASELINES: [f64; 4] = [100.0, 80.0, 120.0, 60.0];
const VALUES: [f64; 4] = [60.0, 60.0, 66.0, 45.0];

#[test]
fn columns_of_four() -> Outcome {
    assert_eq!(percents(&BASELINES, &VALUES)?, [-40.0, -25.0, -45.0, -25.0]);
    assert_eq!(MeanPercentChange::of_columns(&BASELINES, &VALUES)?.percent(), -33.75);
    let spread = PercentSpread::of_columns(&BASELINES, &VALUES)?;
    // Squared deviations 39.0625 + 76.5625 + 126.5625 + 76.5625.
    assert!(close(spread.sd.points(), 106.25_f64.sqrt(), 1e-15));
    assert_eq!((spread.rows, spread.mean.percent()), (4, -33.75));
    let mean = GeometricMeanRatio::of_columns(&BASELINES, &VALUES)?;
    assert_eq!(format!("{:.10}", mean.value()), "0.6563857086");
    assert_eq!(format!("{:.6}", mean.percent()), "-34.361429");
    Ok(())
}

#[test]
fn doubling_and_halving_average_to_a_quarter_or_to_nothing() -> Outcome {
    let (baselines, values) = ([50.0, 50.0], [100.0, 25.0]);
    assert_eq!(MeanPercentChange::of_columns(&baselines, &values)?.percent(), 25.0);
    assert_eq!(GeometricMeanRatio::of_columns(&baselines, &values)?.value(), 1.0);
    Ok(())
}

/// Longer than a block, and not a whole number of blocks.
#[test]
fn long_columns_agree_with_plain_sums() -> Outcome {
    let rows = 10_007;
    let baselines: Vec<f64> = (0..rows).map(|i| 1.0 + f64::from(i * 7919 % rows) / 10.0).collect();
    let values: Vec<f64> = (0..rows).map(|i| 0.3 + f64::from(i * 104_729 % rows) / 12.0).collect();
    let n = f64::from(rows);
    let logs: f64 = baselines.iter().zip(&values).map(|(b, v)| (v / b).ln()).sum();
    assert!(close(GeometricMeanRatio::of_columns(&baselines, &values)?.ln(), logs / n, 1e-12));
    let each = percents(&baselines, &values)?;
    let mean = each.iter().sum::<f64>() / n;
    assert!(close(MeanPercentChange::of_columns(&baselines, &values)?.percent(), mean, 1e-12));
    let squares: f64 = each.iter().map(|p| (p - mean).powi(2)).sum();
    let spread = PercentSpread::of_columns(&baselines, &values)?;
    assert!(close(spread.sd.points(), (squares / (n - 1.0)).sqrt(), 1e-12));
    Ok(())
}

/// A sum of squares would lose all digits here; the deviations do not.
#[test]
fn spread_is_accurate_far_from_zero() -> Outcome {
    let baselines = [1.0; 3];
    let values = [1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0];
    assert!(close(PercentSpread::of_columns(&baselines, &values)?.sd.points(), 100.0, 1e-9));
    Ok(())
}

/// Numbers below 2.2e-308 have fewer digits, but their ratio is exact.
#[test]
fn subnormal_rows_are_rows() -> Outcome {
    let tiny = 5e-324;
    assert_eq!(GeometricMeanRatio::of_columns(&[4.0 * tiny; 9], &[2.0 * tiny; 9])?.value(), 0.5);
    assert_eq!(Ratio::to_baseline(4.0 * tiny, 2.0 * tiny)?.value(), 0.5);
    Ok(())
}

#[test]
fn display_rounds_and_honours_precision() -> Outcome {
    let percent = PercentChange::from_percent(-59.8214)?;
    assert_eq!(percent.to_string(), "-59.8 %");
    assert_eq!(format!("{percent:.2}"), "-59.82 %");
    assert_eq!(format!("{percent:.0}"), "-60 %");
    assert_eq!(PercentChange::from_percent(-0.04)?.to_string(), "0 %");
    assert_eq!(PercentagePoints::new(7.94)?.to_string(), "7.9 points");
    assert_eq!(format!("{:.1}", PercentagePoints::new(-67.0)?), "-67.0 points");
    assert_eq!(Difference::new(-1.25)?.to_string(), "-1.2 units");
    assert_eq!(
        MeanPercentChange::from_percent(18.0)?.to_string(),
        "18 % (mean of percent changes)"
    );
    for (ratio, text) in [
        (0.401_786, "0.402"),
        (1.0, "1.00"),
        (12.34, "12.3"),
        (123.4, "123"),
        (1234.0, "1234"),
        (0.0401, "0.0401"),
        (0.015, "0.0150"),
        (0.00401, "0.00401"),
        (4.01e-7, "4.01e-7"),
        (1e6, "1.00e6"),
        // Three digits also where rounding adds one before the point.
        (0.099_99, "0.100"),
        (0.999_6, "1.00"),
        (9.999, "10.0"),
        (99.96, "100"),
        (999.6, "1000"),
        (9_999.6, "1.00e4"),
        (0.000_999_9, "0.00100"),
        (0.000_999_4, "9.99e-4"),
    ] {
        assert_eq!(Ratio::new(ratio)?.to_string(), text);
    }
    assert_eq!(format!("{:.5}", Ratio::new(0.401_786)?), "0.40179");
    assert_eq!(format!("{:.2}", GeometricMeanRatio::new(0.66)?), "0.66 (geometric mean ratio)");
    Ok(())
}

#[test]
fn points_never_leave_the_finite_numbers() -> Outcome {
    let most = PercentagePoints::new(f64::MAX)?;
    assert_eq!((most + most).points(), f64::MAX);
    assert_eq!((-most - most).points(), f64::MIN);
    let largest = PercentChange::from_percent(PercentChange::MAX)?;
    let smallest = PercentChange::from_percent(-PercentChange::MAX)?;
    assert_eq!((largest - smallest).points(), 2e302);
    assert_eq!(Ratio::new(Ratio::MAX)?.percent_change().percent(), PercentChange::MAX);
    assert!(Ratio::new(Ratio::new(Ratio::MIN)?.inverse().value()).is_ok());
    Ok(())
}

// Properties.

fn pairs() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop::collection::vec((1e-3..1e4, 1e-3..1e4), 1..40).prop_map(|rows| rows.into_iter().unzip())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_change_applied_gives_the_value(b in prop_oneof![-1e6..-1e-3, 1e-3..1e6], v in -1e6..1e6) {
        let back = PercentChange::from_baseline(b, v)?.apply_to(b)?;
        prop_assert!((back - v).abs() <= 1e-14 * (b.abs() + v.abs()));
    }

    #[test]
    fn inverse_and_then_undo_each_other(a in -99.0..900.0, b in -99.0..900.0) {
        let (a, b) = (PercentChange::from_percent(a)?, PercentChange::from_percent(b)?);
        prop_assert!(a.then(a.inverse()?)?.percent().abs() < 1e-9);
        prop_assert!((a.then(b)?.relative_to(a)?.percent() - b.percent()).abs() < 1e-9);
        prop_assert!(close(a.then(b)?.to_ratio()?.value(), a.to_ratio()?.then(b.to_ratio()?)?.value(), 1e-12));
        prop_assert_eq!(a - b, -(b - a));
    }

    #[test]
    fn columns_equal_single_values((b, v) in pairs()) {
        let column = percents(&b, &v)?;
        for (row, percent) in column.iter().enumerate() {
            prop_assert_eq!(*percent, PercentChange::from_baseline(b[row], v[row])?.percent());
        }
    }

    #[test]
    fn the_geometric_mean_is_at_most_the_arithmetic((b, v) in pairs()) {
        let geometric = GeometricMeanRatio::of_columns(&b, &v)?.percent();
        let arithmetic = MeanPercentChange::of_columns(&b, &v)?.percent();
        prop_assert!(geometric <= arithmetic + 1e-10 * (100.0 + arithmetic.abs()));
    }

    #[test]
    fn scaling_an_assay_leaves_ratios_alone((b, v) in pairs(), scale in 1e-3..1e3) {
        let scaled = |column: &[f64]| column.iter().map(|x| x * scale).collect::<Vec<_>>();
        let ratio = GeometricMeanRatio::of_columns(&b, &v)?.value();
        prop_assert!(close(GeometricMeanRatio::of_columns(&scaled(&b), &scaled(&v))?.value(), ratio, 1e-13));
    }

    /// Whatever stands in the columns: no panic, no NaN, and the error names the first bad row.
    #[test]
    fn columns_of_anything(rows in prop::collection::vec((any::<f64>(), any::<f64>()), 0..30)) {
        let (b, v): (Vec<f64>, Vec<f64>) = rows.iter().copied().unzip();
        let bad = rows.iter().position(|&(b, v)| PercentChange::from_baseline(b, v).is_err());
        match percents(&b, &v) {
            Ok(column) => prop_assert!(bad.is_none() && column.iter().all(|x| x.is_finite())),
            Err(ColumnError::Row { row, .. }) => prop_assert_eq!(Some(row - 1), bad),
            Err(other) => prop_assert!(false, "{other}"),
        }
        let bad = rows.iter().position(|&(b, v)| Ratio::to_baseline(b, v).is_err());
        match GeometricMeanRatio::of_columns(&b, &v) {
            Ok(mean) => prop_assert!(bad.is_none() && mean.value() > 0.0),
            Err(ColumnError::Row { row, .. }) => prop_assert_eq!(Some(row - 1), bad),
            Err(other) => prop_assert!(b.is_empty(), "{other}"),
        }
    }
}

#[test]
fn a_bad_row_is_found_wherever_it_stands() {
    for bad in [0, 1, 7, 8, 2047, 2048, 4999] {
        let baselines = vec![2.0; 5000];
        let mut values = vec![1.0; 5000];
        values[bad] = f64::NAN;
        for error in [
            percents(&baselines, &values).unwrap_err(),
            MeanPercentChange::of_columns(&baselines, &values).unwrap_err(),
            GeometricMeanRatio::of_columns(&baselines, &values).unwrap_err(),
        ] {
            assert!(
                matches!(error, ColumnError::Row { row, .. } if row == bad + 1),
                "{bad}: {error}"
            );
        }
    }
}

/// From -10 to 5 and from 10 to 25 are both 150 %, and have no order.
#[test]
fn changes_from_both_sides_of_zero() -> Result<(), ChangeError> {
    let below = PercentChange::from_baseline(-10.0, 5.0)?;
    let above = PercentChange::from_baseline(10.0, 25.0)?;
    assert_eq!((below.percent(), above.percent()), (150.0, 150.0));
    assert!(below != above && below.partial_cmp(&above).is_none());
    assert!(above.partial_cmp(&below).is_none());
    assert!(below > PercentChange::from_baseline(-10.0, -5.0)?);
    assert!(above > PercentChange::from_baseline(10.0, 15.0)?);
    assert_eq!(below.apply_to(-10.0)?, 5.0);
    Ok(())
}

// Errors.

#[test]
fn change_errors_in_words() {
    let percent = |x| PercentChange::from_percent(x).expect("finite");
    let gone = percent(-100.0);
    let risen = PercentChange::from_baseline(-10.0, 5.0).expect("150 %");
    for (error, text) in [
        (PercentChange::from_baseline(0.0, 5.0).err(), "baseline is 0; expected any other number"),
        (PercentChange::from_baseline(-0.0, 5.0).err(), "baseline is 0; expected any other number"),
        (
            PercentChange::from_baseline(f64::NAN, 5.0).err(),
            "baseline is NaN; expected a finite number",
        ),
        (
            PercentChange::from_baseline(1.0, f64::INFINITY).err(),
            "value is inf; expected a finite number",
        ),
        (
            PercentChange::from_baseline(1e-300, 1e9).err(),
            "the percent change is inf; expected at most 1e302 % either way",
        ),
        (
            PercentChange::from_percent(f64::NEG_INFINITY).err(),
            "percent change is -inf; expected a finite number",
        ),
        (
            PercentChange::from_percent(1e303).err(),
            "the percent change is 1e303; expected at most 1e302 % either way",
        ),
        (
            percent(5.0).relative_to(gone).err(),
            "the change to compare with is -100 %; expected a change above -100 %",
        ),
        (gone.then(gone).err(), "the first change is -100 %; expected a change above -100 %"),
        (percent(-150.0).inverse().err(), "the change is -150 %; expected a change above -100 %"),
        (gone.to_ratio().err(), "the change is -100 %; expected a change above -100 %"),
        (
            risen.to_ratio().err(),
            "the change is from a baseline below 0; expected one from a baseline above 0",
        ),
        (
            risen.inverse().err(),
            "the change is from a baseline below 0; expected one from a baseline above 0",
        ),
        (
            risen.then(percent(5.0)).err(),
            "the first change is from a baseline below 0; expected one from a baseline above 0",
        ),
        (
            percent(5.0).then(risen).err(),
            "the next change is from a baseline below 0; expected one from a baseline above 0",
        ),
        (
            risen.relative_to(percent(5.0)).err(),
            "this change is from a baseline below 0; expected one from a baseline above 0",
        ),
        (
            percent(5.0).relative_to(risen).err(),
            "the change to compare with is from a baseline below 0; expected one from a baseline above 0",
        ),
        (percent(5.0).apply_to(0.0).err(), "baseline is 0; expected any other number"),
        (percent(1e302).apply_to(1e10).err(), "the value is inf; expected a finite number"),
        (Ratio::new(0.0).err(), "ratio is 0; expected a number above 0"),
        (Ratio::to_baseline(-2.0, 1.0).err(), "baseline is -2; expected a number above 0"),
        (Ratio::to_baseline(2.0, 0.0).err(), "value is 0; expected a number above 0"),
        (Ratio::to_baseline(1e-200, 1e200).err(), "the ratio is inf; expected 1e-300 to 1e300"),
        (GeometricMeanRatio::from_ln(1e4).err(), "the ratio is inf; expected 1e-300 to 1e300"),
        (GeometricMeanRatio::from_ln(f64::NAN).err(), "log ratio is NaN; expected a finite number"),
        (
            PercentagePoints::new(f64::NAN).err(),
            "difference in points is NaN; expected a finite number",
        ),
        (
            Difference::from_baseline(f64::MIN, f64::MAX).err(),
            "the difference is inf; expected a finite number",
        ),
    ] {
        assert_eq!(error.map(|e: ChangeError| e.to_string()).as_deref(), Some(text));
    }
}

#[test]
fn column_errors_in_words() {
    let row = |row: usize, cause: &str| format!("row {row}: {cause}");
    for (error, text) in [
        (
            MeanPercentChange::of_columns(&[], &[]).err(),
            "number of rows is 0; expected at least 1".into(),
        ),
        (
            GeometricMeanRatio::of_columns(&[], &[]).err(),
            "number of rows is 0; expected at least 1".into(),
        ),
        (
            PercentSpread::of_columns(&[1.0], &[1.0]).err(),
            "number of rows is 1; expected at least 2".into(),
        ),
        (
            percents(&[1.0, 2.0], &[1.0]).err(),
            "2 baselines and 1 values; expected as many of one as of the other".into(),
        ),
        (
            percent_into(&[1.0], &[1.0], &mut []).err(),
            "1 rows and room for 0; expected room for as many changes as there are rows".into(),
        ),
        (
            percents(&[1.0, 0.0], &[1.0, 0.0]).err(),
            row(2, "baseline is 0; expected any other number"),
        ),
        (
            GeometricMeanRatio::of_columns(&[1.0, -1.0], &[1.0, -1.0]).err(),
            row(2, "baseline is -1; expected a number above 0"),
        ),
        (
            GeometricMeanRatio::of_columns(&[1.0], &[0.0]).err(),
            row(1, "value is 0; expected a number above 0"),
        ),
        (
            percents(&[1e-300], &[1e3]).err(),
            row(1, "the percent change is 1e305; expected at most 1e302 % either way"),
        ),
        (
            MeanPercentChange::of_columns(&[f64::INFINITY], &[1.0]).err(),
            row(1, "baseline is inf; expected a finite number"),
        ),
        (
            PercentSpread::of_columns(&[1e-150, 1e-150], &[1e150, -1e150]).err(),
            "the standard deviation of the columns is inf; expected a finite number".into(),
        ),
    ] {
        let error: ColumnError = error.expect("an error");
        assert_eq!((error.to_string(), format!("{error:?}")), (text.clone(), text));
        assert!(std::error::Error::source(&error).is_none());
    }
}

/// Rounding grows with the size of a change, and no more than that counts as reached.
#[test]
fn a_limit_is_reached_by_rounding_alone() -> Outcome {
    let fall = PercentChange::from_baseline(0.3, 0.015)?;
    assert!(fall.percent() > -95.0 && fall.is_at_most(-95.0));
    let near = PercentChange::from_percent(-30.0 + 5e-13)?;
    assert!(near.is_at_least(-30.0) && !near.is_at_most(-30.0));
    Ok(())
}

/// A generic function over scales can only ask for the direction.
#[test]
fn every_change_has_a_direction() -> Outcome {
    fn rises(change: impl Change) -> bool {
        change.direction() == core::cmp::Ordering::Greater
    }
    assert!(rises(Ratio::new(1.01)?) && rises(Difference::new(0.1)?));
    assert!(!rises(GeometricMeanRatio::new(1.0)?) && !rises(PercentagePoints::new(-1.0)?));
    Ok(())
}
