//! What a user adds: a reference equation, an endpoint and a strength reference of one's own, held to the same checks.

use std::error::Error;

use aso_regimen::measure::dynamometry::{Force, Muscle, StrengthReference};
use aso_regimen::measure::endpoint::{Benefit, Endpoint, ReportedAs};
use aso_regimen::measure::spirometry::{
    EquationName, LungVolume, PercentPredicted, PredictedValue, PredictedValueError,
    ReferenceEquation, Subject,
};
use aso_regimen::person::{Age, BySex, Height, Sex};
use aso_regimen::{PercentChange, Ratio};

/// A clinic's own equation: litres per centimetre of height by sex, with a lower limit for adults alone.
struct Clinic {
    per_cm: BySex<f64>,
}

impl ReferenceEquation for Clinic {
    fn name(&self) -> EquationName {
        EquationName::new("our clinic 2026").unwrap()
    }

    fn predict(&self, subject: &Subject) -> Result<PredictedValue, PredictedValueError> {
        if subject.age.as_years() > 90.0 {
            return Err(PredictedValueError::Other {
                equation: self.name(),
                why: "nobody over 90 years was measured".into(),
            });
        }
        let litres = self.per_cm.of(subject.sex) * subject.height.as_cm();
        let predicted = PredictedValue::new(self.name(), litres)?;
        match LungVolume::litres(0.8 * litres) {
            Ok(limit) if subject.age.as_years() >= 18.0 => predicted.with_lower_limit(limit),
            _ => Ok(predicted),
        }
    }
}

fn clinic() -> Clinic {
    Clinic { per_cm: BySex { female: 0.02, male: 0.025 } }
}

fn man(years: f64) -> Subject {
    Subject::new(Sex::Male, Age::years(years).unwrap(), Height::cm(180).unwrap())
}

#[test]
fn an_own_equation_predicts_as_those_shipped() {
    let own: &dyn ReferenceEquation = &clinic();
    let predicted = own.predict(&man(40.0)).unwrap();
    assert_eq!(predicted.volume(), LungVolume::litres(4.5).unwrap());
    assert_eq!(predicted.lower_limit(), Some(LungVolume::litres(3.6).unwrap()));
    assert_eq!(predicted.z_score(LungVolume::litres(4.0).unwrap()), None);
    assert_eq!(own.predict(&man(12.0)).unwrap().lower_limit(), None);
    let percent = own.percent_predicted(&man(40.0), LungVolume::litres(3.6).unwrap());
    let percent = percent.unwrap();
    assert_eq!(percent.to_string(), "80.0 % predicted (our clinic 2026)");
    let shipped = PercentPredicted::new(80.0, EquationName::new("another").unwrap()).unwrap();
    assert!(percent.change_from(&shipped).is_err());
}

/// 1 with L = 1 and S = 0.1: 0.8 is two standard deviations below, and the lower limit 1.645 of them.
#[test]
fn an_own_distribution_gives_scores_and_limits() {
    let name = || EquationName::new("own").unwrap();
    let predicted = PredictedValue::new(name(), 1.0).unwrap();
    let predicted = predicted.with_distribution(1.0, 0.1).unwrap();
    let z = predicted.z_score(LungVolume::litres(0.8).unwrap()).unwrap();
    assert!((z + 2.0).abs() < 1e-12, "{z}");
    let limit = predicted.lower_limit().unwrap().as_litres();
    assert!((limit - 0.8355).abs() < 1e-12, "{limit}");
}

#[test]
fn what_an_own_equation_cannot_say_is_refused() {
    let name = || EquationName::new("own").unwrap();
    let four = || PredictedValue::new(name(), 4.0).unwrap();
    let limit = |litres| four().with_lower_limit(LungVolume::litres(litres).unwrap());
    assert!(limit(3.999).is_ok());
    assert!(four().with_distribution(-10.0, 0.001).is_ok());
    assert!(four().with_distribution(10.0, 1.0).is_ok());
    for (error, text) in [
        (
            PredictedValue::new(name(), f64::NAN).err(),
            "own: predicts NaN L for this subject, expected 0.001 to 20 L",
        ),
        (
            PredictedValue::new(name(), -1.0).err(),
            "own: predicts -1 L for this subject, expected 0.001 to 20 L",
        ),
        (limit(4.0).err(), "own: a lower limit of 4 L, expected less than the predicted 4 L"),
        (
            four().with_distribution(10.1, 0.1).err(),
            "own: gives a power of 10.1 for this subject, expected -10 to 10",
        ),
        (
            four().with_distribution(1.0, f64::NAN).err(),
            "own: gives a coefficient of variation of NaN for this subject, expected 0.001 to 1",
        ),
        (clinic().predict(&man(91.0)).err(), "our clinic 2026: nobody over 90 years was measured"),
    ] {
        let error = error.unwrap();
        assert_eq!((error.to_string(), format!("{error:?}")), (text.into(), text.into()));
        assert!(error.source().is_none());
    }
}

#[test]
fn an_own_endpoint_judges_changes() {
    let endpoint = Endpoint::builder("tau protein", Benefit::Lower, ReportedAs::RatioToBaseline)
        .matrix("cerebrospinal fluid")
        .unit("pg/mL")
        .range(0, 5000)
        .build()
        .unwrap();
    assert!(endpoint.improved(Ratio::new(0.5).unwrap()));
    assert!(endpoint.worsened(PercentChange::from_percent(3.0).unwrap()));
    assert_eq!(endpoint.to_string(), "tau protein, cerebrospinal fluid (pg/mL)");
    assert_eq!(
        endpoint.check(-1.0).unwrap_err().to_string(),
        "tau protein: a value of -1, expected one from 0 to 5000"
    );
}

#[test]
fn an_own_strength_reference_scores() {
    let force = |newtons| Force::newtons(newtons).unwrap();
    let grip = Muscle::new("left grip", force(300.0), force(50.0)).unwrap();
    let reference = StrengthReference::new("our healthy volunteers", vec![grip], 1).unwrap();
    let score = reference.megascore([("left grip", force(250.0))]).unwrap();
    assert_eq!(score.to_string(), "-1.00 SD of our healthy volunteers (1 muscle)");
}

#[cfg(feature = "serde")]
#[test]
fn answers_serialise() {
    let json = |value: &PredictedValue| serde_json::to_string(value).unwrap();
    let predicted = clinic().predict(&man(40.0)).unwrap();
    assert_eq!(
        json(&predicted),
        r#"{"equation":"our clinic 2026","volume":{"litres":4.5},"spread":{"lower-limit":{"litres":3.6}}}"#
    );
    let lms = PredictedValue::new(predicted.equation().clone(), 1.0).unwrap();
    assert_eq!(
        json(&lms.with_distribution(1.0, 0.1).unwrap()),
        r#"{"equation":"our clinic 2026","volume":{"litres":1.0},"spread":{"lms":{"power":1.0,"variation":0.1}}}"#
    );
    assert_eq!(
        json(&clinic().predict(&man(12.0)).unwrap()),
        r#"{"equation":"our clinic 2026","volume":{"litres":4.5},"spread":"unknown"}"#
    );
}
