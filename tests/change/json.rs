//! Changes and endpoints in JSON, both ways, and what is refused.

use core::fmt::Debug;

use aso_regimen::measure::change::{
    Difference, GeometricMeanRatio, MeanPercentChange, PercentChange, PercentagePoints, Ratio,
};
use aso_regimen::measure::endpoint::Endpoint;
use serde::{Serialize, de::DeserializeOwned};

use crate::Outcome;

fn golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).expect("JSON"), json);
    assert_eq!(serde_json::from_str::<T>(json).expect(json), *value);
}

fn refused<T: DeserializeOwned + Debug>(json: &str, reason: &str) {
    let error = serde_json::from_str::<T>(json).expect_err(json).to_string();
    assert!(error.contains(reason), "{json}: {error}");
}

#[test]
fn json_carries_the_scale() -> Outcome {
    golden(&PercentChange::from_percent(-59.8)?, r#"{"percent":-59.8}"#);
    let from_below = PercentChange::from_baseline(-10.0, -5.0)?;
    golden(&from_below, r#"{"percent":50.0,"from_below_zero":true}"#);
    golden(&Ratio::new(0.402)?, r#"{"ratio":0.402}"#);
    golden(&PercentagePoints::new(-67.0)?, r#"{"points":-67.0}"#);
    golden(&Difference::new(-1.2)?, r#"{"difference":-1.2}"#);
    golden(&MeanPercentChange::from_percent(-33.75)?, r#"{"mean_percent":-33.75}"#);
    golden(&GeometricMeanRatio::new(0.45)?, r#"{"geometric_mean_ratio":0.45}"#);
    Ok(())
}

#[test]
fn json_of_another_scale_or_range_is_refused() {
    refused::<PercentChange>(r#"{"ratio":0.4}"#, "unknown field `ratio`");
    refused::<PercentChange>("-59.8", r#"expected a percent change, {"percent": -55.0}"#);
    refused::<GeometricMeanRatio>(
        "0.45",
        r#"expected a geometric mean ratio, {"geometric_mean_ratio": 0.45}"#,
    );
    refused::<PercentChange>(
        r#"{"percent":1e303}"#,
        "the percent change is 1e303; expected at most 1e302 % either way",
    );
    refused::<PercentChange>(r#"{"percent":null}"#, "invalid type: null");
    refused::<Ratio>(r#"{"ratio":-0.4}"#, "ratio is -0.4; expected a number above 0");
    refused::<Ratio>(r#"{"ratio":0.4,"percent":-60}"#, "unknown field `percent`");
    refused::<GeometricMeanRatio>(r#"{"ratio":0.4}"#, "unknown field `ratio`");
    refused::<GeometricMeanRatio>(r#"{"geometric_mean_ratio":0}"#, "expected a number above 0");
    refused::<MeanPercentChange>(r#"{"percent":-3}"#, "unknown field `percent`");
    refused::<PercentagePoints>(r#"{"percent":-3}"#, "unknown field `percent`");
    refused::<Difference>("{}", "missing field `difference`");
}

#[test]
fn endpoints_in_json() {
    golden(
        &Endpoint::alsfrs_r(),
        r#"{"name":"ALSFRS-R total","matrix":"clinical function","unit":"points","range":[0,48],"benefit":"higher","reported_as":"difference"}"#,
    );
    refused::<Endpoint>("5", "expected an endpoint at line 1");
    let with = |rest: &str| {
        format!(r#"{{"name":"x","matrix":"y","unit":"mL","reported_as":"difference",{rest}}}"#)
    };
    refused::<Endpoint>(&with(r#""benefit":"up""#), "unknown value `up`");
    refused::<Endpoint>(&with(r#""benefit":"lower","range":[2,1]"#), "an endpoint from 2 to 1");
    refused::<Endpoint>(&with(r#""benefit":"lower","max":1"#), "unknown field `max`");
}
