//! What a measure was made of can be asked of it, and each word it prints is the right one.

use aso_regimen::Endpoint;
use aso_regimen::measure::alsfrs_r::{Points, Total};
use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule, Concentrations};
use aso_regimen::measure::change::PercentSpread;
use aso_regimen::measure::dynamometry::{Force, Megascore, Muscle, StrengthReference};
use aso_regimen::measure::endpoint::{Benefit, ReportedAs};
use aso_regimen::measure::spirometry::{
    EquationName, LungVolume, NhanesGroup, NhanesIii, PercentPredicted, ReferenceEquation,
};
use aso_regimen::person::Sex;

use crate::spirometry::subject;

#[test]
fn numbers_print_with_their_units() {
    assert_eq!(Total::new(34).unwrap().to_string(), "34");
    assert_eq!(Force::newtons(12.5).unwrap().to_string(), "12.5 N");
    let kilogram = Force::kilograms_force(1.0).unwrap();
    assert!((kilogram.as_newtons() - 9.806_65).abs() < 1e-12);
    assert_eq!(LungVolume::litres(3.5).unwrap().to_string(), "3.5 L");
    assert_eq!(Points::new(-4).unwrap().value(), -4);
    let equation = EquationName::new("an equation").unwrap();
    let percent = PercentPredicted::new(80.25, equation).unwrap();
    assert_eq!(percent.to_string(), "80.2 % predicted (an equation)");
}

#[test]
fn a_reference_has_its_muscles() {
    let newtons = |newtons| Force::newtons(newtons).unwrap();
    let left = Muscle::new("left", newtons(20.0), newtons(5.0)).unwrap();
    assert_eq!((left.mean(), left.sd()), (newtons(20.0), newtons(5.0)));
    let right = Muscle::new("right", newtons(30.0), newtons(10.0)).unwrap();
    let muscles = vec![left, right];
    let reference = StrengthReference::new("baseline", muscles.clone(), 2).unwrap();
    assert_eq!(reference.name(), "baseline");
    assert_eq!(reference.muscles(), muscles);
    assert_eq!(reference.minimum(), 2);
    let score = Megascore::new(-0.5, 2, "baseline").unwrap();
    assert_eq!(score.reference(), "baseline");
    assert_eq!(score.tested(), 2);
    let two = Muscle::of_sample("left", &[newtons(15.0), newtons(25.0)]).unwrap();
    assert_eq!(two.mean(), newtons(20.0));
    // 9.80665 N by the definition of the kilogram of force (CGPM 1901).
    let weight = Force::kilograms_force(2.0).unwrap();
    assert_eq!(weight, newtons(19.6133));
}

#[test]
fn an_endpoint_has_its_parts() {
    let alsfrs_r = Endpoint::alsfrs_r();
    assert_eq!(alsfrs_r.unit(), "points");
    assert_eq!(alsfrs_r.benefit(), Benefit::Higher);
    assert_eq!(alsfrs_r.reported_as(), ReportedAs::Difference);
    let filaments = Endpoint::plasma_pnfh();
    assert_eq!(filaments.benefit(), Benefit::Lower);
    assert_eq!(filaments.reported_as(), ReportedAs::RatioToBaseline);
}

#[test]
fn predictions_name_their_equations() {
    let equation = NhanesIii::fvc(NhanesGroup::Caucasian);
    let prediction = equation.predict(&subject(Sex::Male, 45.0)).unwrap();
    assert_eq!(prediction.equation(), &equation.name());
    let of = |name: &'static str| {
        let name = EquationName::new(name).unwrap();
        PercentPredicted::new(80.0, name).unwrap()
    };
    let refused = of("one").change_from(&of("other")).unwrap_err();
    assert_eq!(refused.value.as_str(), "one");
    assert_eq!(refused.baseline.as_str(), "other");
}

#[test]
fn readings_know_their_assay() {
    let assay = Assay::new(
        AssaySpec::new("NfL in plasma").platform("a platform").unit("pg/mL").lloq(5.0).uloq(500.0),
    );
    let assay = assay.unwrap();
    let reading = assay.reading(600.0).unwrap();
    assert_eq!(reading.assay(), &assay);
    let column = [assay.reading(12.0).unwrap(), reading];
    let refused = Concentrations::by(BlqRule::HalfLloq, &column).unwrap_err();
    assert_eq!(refused.row, 2);
}

#[test]
fn a_spread_prints_its_three_numbers() {
    let spread: PercentSpread =
        PercentSpread::of_columns(&[100.0; 4], &[60.0, 80.0, 60.0, 80.0]).unwrap();
    assert_eq!(spread.to_string(), "-30 % (mean of percent changes), SD 11.5 points, n = 4");
}
