//! Limits of changes, scores, readings and endpoints.

use aso_regimen::measure::alsfrs_r::{CuttingForm, Points, Sheet, Total};
use aso_regimen::measure::assay::{Assay, AssaySpec};
use aso_regimen::measure::change::{Difference, GeometricMeanRatio};
use aso_regimen::measure::dynamometry::{Force, Megascore, MegascoreChange, Muscle};
use aso_regimen::measure::endpoint::{Benefit, ReportedAs};
use aso_regimen::measure::spirometry::{
    AgeTerm, EquationName, Interpolation, LmsCoefficients, LmsEquation, LungVolume, NhanesGroup,
    NhanesIii, PercentPredicted, ReferenceEquation, SplineRow, SplineTable, Subject,
};
use aso_regimen::person::{Age, BySex, Height, Sex};
use aso_regimen::{Endpoint, PercentChange, PercentagePoints, Ratio};

use super::{inward, outward};

#[test]
fn percent_changes() {
    for limit in [PercentChange::MAX, -PercentChange::MAX] {
        assert!(PercentChange::from_percent(limit).is_ok());
        assert!(PercentChange::from_percent(outward(limit)).is_err());
    }
    assert!(PercentChange::from_baseline(1.0, 9e299).is_ok());
    assert!(PercentChange::from_baseline(1.0, 2e300).is_err());
    assert!(PercentChange::from_baseline(0.0, 1.0).is_err());
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(PercentChange::from_percent(bad).is_err());
    }
}

#[test]
fn ratios() {
    for limit in [Ratio::MIN, Ratio::MAX] {
        assert!(Ratio::new(limit).is_ok());
        assert!(GeometricMeanRatio::new(limit).is_ok());
    }
    for outside in [inward(Ratio::MIN), outward(Ratio::MAX), 0.0, -1.0, f64::NAN] {
        assert!(Ratio::new(outside).is_err());
        assert!(GeometricMeanRatio::new(outside).is_err());
    }
    assert!(Ratio::to_baseline(1e150, 1e-150).is_ok());
    assert!(Ratio::to_baseline(1e151, 1e-150).is_err());
}

#[test]
fn differences() {
    for limit in [f64::MIN, f64::MAX] {
        assert!(Difference::new(limit).is_ok());
        assert!(PercentagePoints::new(limit).is_ok());
        assert!(Difference::new(limit * 2.0).is_err());
        assert!(PercentagePoints::new(limit * 2.0).is_err());
    }
    assert!(Difference::from_baseline(0.0, f64::MAX).is_ok());
    assert!(Difference::from_baseline(-f64::MAX, f64::MAX).is_err());
}

#[test]
fn alsfrs_r() {
    let sheet = |rating| Sheet::from_row(CuttingForm::WithoutGastrostomy, [Some(rating); 12]);
    assert!(sheet(0).is_ok() && sheet(4).is_ok());
    assert!(sheet(5).is_err());
    assert!(Total::new(0).is_ok() && Total::new(48).is_ok());
    assert!(Total::new(49).is_err());
    assert!(Points::new(-48).is_ok() && Points::new(48).is_ok());
    assert!(Points::new(-49).is_err() && Points::new(49).is_err());
    assert!(Points::new(i8::MIN).is_err());
}

#[test]
fn subjects() {
    assert!(Age::years(0.0).is_ok() && Age::years(130.0).is_ok());
    assert!(Age::years(-f64::MIN_POSITIVE).is_err());
    assert!(Age::years(outward(130.0)).is_err());
    assert!(Height::mm(300).is_ok() && Height::mm(2500).is_ok());
    assert!(Height::mm(299).is_err() && Height::mm(2501).is_err());
    assert!(Height::cm(250).is_ok() && Height::cm(251).is_err());
    assert!(Height::cm(u32::MAX).is_err());
    assert!(LungVolume::litres(0.001).is_ok() && LungVolume::litres(20.0).is_ok());
    assert!(LungVolume::litres(inward(0.001)).is_err());
    assert!(LungVolume::litres(outward(20.0)).is_err());
    assert!(LungVolume::millilitres(1).is_ok() && LungVolume::millilitres(20_000).is_ok());
    assert!(LungVolume::millilitres(0).is_err() && LungVolume::millilitres(20_001).is_err());
}

#[test]
fn percent_predicted() {
    let of = |percent| {
        let equation = EquationName::new("an equation").expect("a name");
        PercentPredicted::new(percent, equation)
    };
    assert!(of(f64::MIN_POSITIVE).is_ok() && of(f64::MAX).is_ok());
    assert!(of(0.0).is_err() && of(f64::INFINITY).is_err() && of(f64::NAN).is_err());
}

fn subject(years: f64) -> Subject {
    Subject::new(Sex::Male, Age::years(years).expect("an age"), Height::cm(176).expect("a height"))
}

/// NHANES III from 8 to 80 years; every other equation in `tests/instruments`.
#[test]
fn ages_of_an_equation() {
    let equation = NhanesIii::fvc(NhanesGroup::Caucasian);
    for (years, answers) in
        [(8.0, true), (inward(8.0), false), (80.0, true), (outward(80.0), false)]
    {
        assert_eq!(equation.predict(&subject(years)).is_ok(), answers, "{years}");
    }
}

fn lms(power: f64, ages: &[f64]) -> Option<LmsEquation> {
    let rows = ages.iter().map(|&age_years| SplineRow { age_years, median: 0.0, variation: 0.0 });
    let table = SplineTable::new(rows.collect()).expect("ascending ages");
    let coefficients = LmsCoefficients {
        median: 1.0,
        median_log_height: 0.0,
        median_age: AgeTerm::Years(0.0),
        variation: -2.0,
        variation_age: AgeTerm::Years(0.0),
        power,
    };
    let both = BySex { female: coefficients, male: coefficients };
    let tables = BySex { female: table.clone(), male: table };
    LmsEquation::new("an equation", both, tables, Interpolation::Linear).ok()
}

#[test]
fn powers() {
    for limit in [-10.0, 10.0] {
        assert!(lms(limit, &[50.0]).is_some());
        assert!(lms(outward(limit), &[50.0]).is_none());
    }
    assert!(lms(f64::NAN, &[50.0]).is_none());
}

#[test]
fn spline_gaps() {
    let answers = |ages: &[f64], years| {
        let equation = lms(1.0, ages).expect("an equation");
        equation.predict(&subject(years)).is_ok()
    };
    assert!(answers(&[50.0, 51.0], 50.5));
    assert!(!answers(&[50.0, 51.25], 50.5));
    assert!(!answers(&[50.0, 51.0], 51.25));
}

#[test]
fn forces() {
    assert!(Force::newtons(0.0).is_ok() && Force::newtons(5000.0).is_ok());
    assert!(Force::newtons(-f64::MIN_POSITIVE).is_err());
    assert!(Force::newtons(outward(5000.0)).is_err());
    let newtons = |newtons| Force::newtons(newtons).expect("a force");
    assert!(Muscle::new("left", newtons(20.0), newtons(0.001)).is_ok());
    assert!(Muscle::new("left", newtons(20.0), newtons(inward(0.001))).is_err());
}

#[test]
fn megascores() {
    let score = |score, tested| Megascore::new(score, tested, "a reference").is_ok();
    for limit in [-5e6, 5e6] {
        assert!(score(limit, 1));
        assert!(!score(outward(limit), 1));
    }
    assert!(!score(0.0, 0));
    for limit in [-1e7, 1e7] {
        assert!(MegascoreChange::new(limit).is_ok());
        assert!(MegascoreChange::new(outward(limit)).is_err());
    }
    assert!(MegascoreChange::new(f64::NAN).is_err());
}

#[test]
fn limits_of_an_assay() {
    let assay = |lloq, uloq| {
        let mut spec = AssaySpec::new("NfL in plasma").platform("a platform").unit("pg/mL");
        (spec.lloq, spec.uloq) = (lloq, uloq);
        Assay::new(spec)
    };
    assert!(assay(f64::MIN_POSITIVE, None).is_ok());
    assert!(assay(inward(f64::MIN_POSITIVE), None).is_err());
    assert!(assay(0.0, None).is_err());
    assert!(assay(f64::MAX, None).is_ok());
    assert!(assay(f64::INFINITY, None).is_err());
    assert!(assay(5.0, Some(outward(5.0))).is_ok());
    assert!(assay(5.0, Some(5.0)).is_err());
    let assay = assay(5.0, None).expect("an assay");
    assert!(assay.reading(0.0).is_ok() && assay.reading(f64::MAX).is_ok());
    assert!(assay.reading(-f64::MIN_POSITIVE).is_err() && assay.reading(f64::INFINITY).is_err());
}

#[test]
fn endpoints() {
    let alsfrs_r = Endpoint::alsfrs_r();
    for (value, fits) in
        [(0.0, true), (-f64::MIN_POSITIVE, false), (48.0, true), (outward(48.0), false)]
    {
        assert_eq!(alsfrs_r.check(value).is_ok(), fits, "{value}");
    }
    let any = Endpoint::builder("a score", Benefit::Lower, ReportedAs::RatioToBaseline).build();
    let any = any.expect("an endpoint");
    assert!(any.check(f64::MAX).is_ok() && any.check(f64::INFINITY).is_err());
}
