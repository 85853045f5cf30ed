//! Numbers of any kind: no NaN and no infinity comes out, and a column says what its rows say.

use aso_regimen::measure::change::{
    ColumnError, Difference, GeometricMeanRatio, MeanPercentChange, PercentSpread, percent_into,
    percents,
};
use aso_regimen::{PercentChange, Ratio};

/// Pairs of numbers, eight bytes each: a baseline and a value.
pub fn check(data: &[u8]) {
    let (numbers, _) = data.as_chunks::<8>();
    let numbers: Vec<f64> = numbers.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    let (pairs, _) = numbers.as_chunks::<2>();
    let baselines: Vec<f64> = pairs.iter().map(|pair| pair[0]).collect();
    let values: Vec<f64> = pairs.iter().map(|pair| pair[1]).collect();
    for [baseline, value] in pairs {
        check_row(*baseline, *value);
    }
    check_columns(&baselines, &values);
}

fn check_row(baseline: f64, value: f64) {
    if let Ok(change) = PercentChange::from_baseline(baseline, value) {
        assert!(change.percent().abs() <= PercentChange::MAX);
        let _ = change.apply_to(baseline).map(|back| assert!(back.is_finite()));
        let _ = change.inverse().map(|back| assert!(back.percent().is_finite()));
        let _ = change.then(change).map(|both| assert!(both.percent().is_finite()));
        let _ = change.to_ratio().map(|ratio| assert!(ratio.value() > 0.0));
        let points = change - change;
        assert!(points.points().abs() == 0.0);
    }
    if let Ok(ratio) = Ratio::to_baseline(baseline, value) {
        assert!((Ratio::MIN..=Ratio::MAX).contains(&ratio.value()));
        assert!((Ratio::MIN..=Ratio::MAX).contains(&ratio.inverse().value()));
        assert!(ratio.ln().is_finite() && ratio.percent_change().percent().is_finite());
        let _ = ratio.relative_to(ratio).map(|one| assert!((one.value() - 1.0).abs() < 1e-12));
    }
    if let Ok(difference) = Difference::from_baseline(baseline, value) {
        assert!(difference.value().is_finite());
        assert!((difference + difference).value().is_finite());
    }
    if let Ok(ratio) = GeometricMeanRatio::new(value) {
        assert!(ratio.ln().is_finite() && ratio.percent().is_finite());
    }
}

fn check_columns(baselines: &[f64], values: &[f64]) {
    let changes = baselines.iter().zip(values);
    let rows: Result<Vec<f64>, usize> = changes
        .enumerate()
        .map(|(row, (baseline, value))| {
            PercentChange::from_baseline(*baseline, *value)
                .map(PercentChange::percent)
                .map_err(|_| row)
        })
        .collect();
    let mut out = vec![0.0; values.len()];
    match (percent_into(baselines, values, &mut out), rows) {
        (Ok(()), Ok(rows)) => {
            assert_eq!(out, rows);
            assert_eq!(percents(baselines, values).ok(), Some(rows));
        }
        (Err(ColumnError::Row { row, .. }), Err(first)) => assert_eq!(row, first + 1),
        (columns, rows) => panic!("{columns:?} and by row {rows:?}"),
    }
    let _ = MeanPercentChange::of_columns(baselines, values)
        .map(|mean| assert!(mean.percent().is_finite()));
    let _ = GeometricMeanRatio::of_columns(baselines, values)
        .map(|mean| assert!(mean.ln().is_finite()));
    if let Ok(spread) = PercentSpread::of_columns(baselines, values) {
        assert!(format!("{spread:?}").find("NaN").is_none());
    }
}
