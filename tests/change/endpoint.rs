//! Endpoints and their direction.

use aso_regimen::measure::change::{
    Difference, GeometricMeanRatio, MeanPercentChange, PercentChange, PercentagePoints, Ratio,
};
use aso_regimen::measure::endpoint::{Benefit, Endpoint, EndpointError, ReportedAs};

use crate::Outcome;

#[test]
fn endpoints_know_the_better_direction() -> Outcome {
    let fall = PercentChange::from_percent(-35.0)?;
    assert!(Endpoint::csf_sod1().improved(fall) && !Endpoint::csf_sod1().worsened(fall));
    assert!(Endpoint::csf_sod1().improved(GeometricMeanRatio::new(0.65)?));
    assert!(Endpoint::csf_nfl().worsened(Ratio::new(1.2)?));
    assert!(Endpoint::plasma_pnfh().improved(MeanPercentChange::from_percent(-10.0)?));
    assert!(Endpoint::slow_vital_capacity().improved(PercentagePoints::new(7.9)?));
    assert!(Endpoint::alsfrs_r().worsened(Difference::from_baseline(40.0, 33.0)?));
    for endpoint in
        [Endpoint::dynamometry_megascore(), Endpoint::event_free_survival(), Endpoint::plasma_nfl()]
    {
        let same = Difference::new(-0.0)?;
        assert!(!endpoint.improved(same) && !endpoint.worsened(same));
    }
    assert_eq!(Endpoint::alsfrs_r().check(48.0), Ok(48.0));
    assert_eq!(Endpoint::alsfrs_r().check(0.0), Ok(0.0));
    assert!(Endpoint::alsfrs_r().check(-0.1).is_err());
    assert!(
        Endpoint::alsfrs_r().check(f64::NAN).is_err()
            && Endpoint::dynamometry_megascore().check(-3.0).is_ok()
    );
    Ok(())
}

#[test]
fn endpoints_are_values() -> Outcome {
    let nfl = Endpoint::plasma_nfl();
    let built =
        Endpoint::builder(nfl.name().to_owned(), Benefit::Lower, ReportedAs::RatioToBaseline);
    let built = built.matrix("plasma").unit("pg/mL").build()?;
    assert_eq!(built, nfl);
    let set = std::collections::HashSet::from([built, nfl, Endpoint::csf_nfl()]);
    assert_eq!(set.len(), 2);
    assert_eq!(Endpoint::alsfrs_r().range(), Some((0, 48)));
    assert_eq!(Endpoint::csf_pnfh().matrix(), "cerebrospinal fluid");
    assert_eq!(Endpoint::alsfrs_r().to_string(), "ALSFRS-R total, clinical function (points)");
    let bare = Endpoint::builder("a count", Benefit::Lower, ReportedAs::Difference).build()?;
    assert_eq!((bare.to_string(), bare.matrix(), bare.unit()), ("a count".to_owned(), "", ""));
    Ok(())
}

#[test]
fn endpoint_errors_in_words() {
    let named = |name| Endpoint::builder(name, Benefit::Lower, ReportedAs::Difference);
    for (error, text) in [
        (named(" ").build().err(), "an endpoint without a name, expected more than white space"),
        (
            named("a score").range(48, 0).build().err(),
            "an endpoint from 48 to 0, expected the lower value first and the higher above it",
        ),
        (
            named("a score").range(48, 48).build().err(),
            "an endpoint from 48 to 48, expected the lower value first and the higher above it",
        ),
        (
            Endpoint::alsfrs_r().check(51.0).err(),
            "ALSFRS-R total: a value of 51, expected one from 0 to 48",
        ),
        (
            Endpoint::dynamometry_megascore().check(f64::NAN).err(),
            "hand-held dynamometry megascore: a value of NaN, expected a finite number",
        ),
    ] {
        assert_eq!(error.map(|e: EndpointError| e.to_string()).as_deref(), Some(text));
    }
}
