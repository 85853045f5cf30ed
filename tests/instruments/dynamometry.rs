use aso_regimen::measure::dynamometry::{
    Force, Megascore, MegascoreChange, Muscle, StrengthError, StrengthReference, VALOR_MUSCLES,
};
use proptest::prelude::*;

fn newtons(newtons: f64) -> Force {
    Force::newtons(newtons).unwrap()
}

fn muscle(name: &str, mean: f64, sd: f64) -> Muscle {
    Muscle::new(name, newtons(mean), newtons(sd)).unwrap()
}

fn two_muscles(minimum: usize) -> StrengthReference {
    let muscles = vec![muscle("left", 20.0, 5.0), muscle("right", 30.0, 10.0)];
    StrengthReference::new("baseline", muscles, minimum).unwrap()
}

fn score(minimum: usize, forces: &[(&str, f64)]) -> Result<Megascore, StrengthError> {
    let forces = forces.iter().map(|(name, force)| (*name, newtons(*force)));
    two_muscles(minimum).megascore(forces)
}

/// Means (20, 30), standard deviations (5, 10); readings (15, 35) and at week 28 (12.5, 30).
#[test]
fn worked_megascores() {
    let baseline = score(1, &[("left", 15.0), ("right", 35.0)]).unwrap();
    let week_28 = score(1, &[("right", 30.0), ("left", 12.5)]).unwrap();
    assert_eq!(baseline.standard_deviations(), -0.25);
    assert_eq!(week_28.standard_deviations(), -0.75);
    let change = week_28.change_from(&baseline).unwrap();
    assert_eq!(change.standard_deviations(), -0.5);
    assert_eq!(change.to_string(), "-0.50 SD");
    assert_eq!(baseline.to_string(), "-0.25 SD of baseline (2 muscles)");

    let one_missing = score(1, &[("left", 15.0)]).unwrap();
    assert_eq!(one_missing.standard_deviations(), -1.0);
    assert_eq!(one_missing.tested(), 1);
    assert_eq!(one_missing.to_string(), "-1.00 SD of baseline (1 muscle)");
}

#[test]
fn units_of_force_cancel() {
    let kilograms = |kilograms| Force::kilograms_force(kilograms).unwrap();
    let muscle = Muscle::new("left", kilograms(20.0), kilograms(5.0)).unwrap();
    let reference = StrengthReference::new("baseline", vec![muscle], 1).unwrap();
    let score = reference.megascore([("left", kilograms(15.0))]).unwrap();
    assert!((score.standard_deviations() + 1.0).abs() < 1e-12);
}

proptest! {
    /// The reference of a sample puts the sample's mean at 0 and its standard deviation at 1.
    #[test]
    fn a_sample_is_its_own_zero(forces in prop::collection::vec(0.0_f64..500.0, 3..40)) {
        let forces: Vec<_> = forces.into_iter().map(newtons).collect();
        let muscle = Muscle::of_sample("left", &forces).unwrap();
        let reference = StrengthReference::new("baseline", vec![muscle], 1).unwrap();
        let scores: Vec<_> = forces
            .iter()
            .map(|force| reference.megascore([("left", *force)]).unwrap().standard_deviations())
            .collect();
        let n = f64::from(u32::try_from(scores.len()).unwrap());
        prop_assert!((scores.iter().sum::<f64>() / n).abs() < 1e-9);
        let squares: f64 = scores.iter().map(|score| score * score).sum();
        prop_assert!((squares / (n - 1.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_order_of_readings_does_not_matter(left in 0.0_f64..90.0, right in 0.0_f64..90.0) {
        let forwards = score(2, &[("left", left), ("right", right)]);
        prop_assert_eq!(forwards, score(2, &[("right", right), ("left", left)]));
    }
}

#[test]
fn refusals() {
    for (refused, text) in [
        (
            score(2, &[("left", 15.0)]),
            "number of muscles tested is 1, expected at least 2 of the reference",
        ),
        (
            score(1, &[("neck", 15.0)]),
            "neck is no muscle of the reference baseline, expected one of left, right",
        ),
        (
            score(1, &[("left", 15.0), ("left", 16.0)]),
            "left is listed twice, expected each muscle once",
        ),
        (score(1, &[]), "number of muscles tested is 0, expected at least 1 of the reference"),
    ] {
        assert_eq!(refused.unwrap_err().to_string(), text);
    }
    let reference = |muscles, minimum| {
        let refused = StrengthReference::new("baseline", muscles, minimum).unwrap_err();
        refused.to_string()
    };
    for minimum in [0, 2] {
        assert_eq!(
            reference(vec![muscle("left", 20.0, 5.0)], minimum),
            format!("a minimum of {minimum} muscles, expected 1 to the 1 of the reference")
        );
    }
    assert_eq!(
        reference(vec![muscle("left", 20.0, 5.0), muscle("left", 21.0, 5.0)], 1),
        "left is listed twice, expected each muscle once"
    );
    let equal = [newtons(3.0); 4];
    for (refused, sd) in [
        (Muscle::new("left", newtons(20.0), newtons(0.0005)), 0.0005),
        (Muscle::of_sample("left", &equal), 0.0),
        (Muscle::of_sample("left", &equal[..1]), 0.0),
        (Muscle::of_sample("left", &[]), 0.0),
    ] {
        assert_eq!(
            refused.unwrap_err().to_string(),
            format!(
                "left: a standard deviation of {sd} N, expected at least 0.001 N of at least two people"
            )
        );
    }
    assert_eq!(
        Muscle::new("", newtons(20.0), newtons(1.0)).unwrap_err().to_string(),
        "a muscle or reference without a name, expected more than white space"
    );
    for force in [-1.0, 5000.1, f64::NAN, f64::INFINITY] {
        assert_eq!(
            Force::newtons(force).unwrap_err().to_string(),
            format!("a force of {force} N, expected 0 to 5000 N")
        );
    }
}

#[test]
fn megascores_of_two_references_have_no_difference() {
    let other = StrengthReference::new("healthy", vec![muscle("left", 40.0, 5.0)], 1).unwrap();
    let other = other.megascore([("left", newtons(15.0))]).unwrap();
    let baseline = score(1, &[("left", 15.0)]).unwrap();
    assert_eq!(
        other.change_from(&baseline).unwrap_err().to_string(),
        "the value is in standard deviations of healthy, the baseline of baseline; expected one reference"
    );
}

#[cfg(feature = "serde")]
#[test]
fn references_read_from_json_are_checked() {
    let json = concat!(
        r#"{"name":"baseline","muscles":[{"name":"left","mean":{"newtons":20.0},"sd":{"newtons":5.0}},"#,
        r#"{"name":"right","mean":{"newtons":30.0},"sd":{"newtons":10.0}}],"minimum":1}"#
    );
    let read: StrengthReference = serde_json::from_str(json).unwrap();
    assert_eq!(read, two_muscles(1));
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    for (from, to) in [
        (r#""minimum":1"#, r#""minimum":3"#),
        (r#""newtons":5.0"#, r#""newtons":0.0"#),
        (r#""newtons":20.0"#, r#""newtons":-20.0"#),
        (r#""name":"right""#, r#""name":"left""#),
        (r#""minimum":1"#, r#""minimum":1,"unit":"kg""#),
    ] {
        let refused = json.replace(from, to);
        assert!(serde_json::from_str::<StrengthReference>(&refused).is_err(), "{refused}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn megascores_read_from_json_are_checked() {
    let json = r#"{"standard_deviations":-0.25,"tested":2,"reference":"baseline"}"#;
    let read: Megascore = serde_json::from_str(json).unwrap();
    assert_eq!(read, score(1, &[("left", 15.0), ("right", 35.0)]).unwrap());
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    for (from, to) in [("-0.25", "-5e7"), (":2", ":0"), ("baseline", "")] {
        let refused = json.replace(from, to);
        assert!(serde_json::from_str::<Megascore>(&refused).is_err(), "{refused}");
    }
    let change: MegascoreChange = serde_json::from_str(r#"{"standard_deviations":-0.5}"#).unwrap();
    assert_eq!(change, MegascoreChange::new(-0.5).unwrap());
    assert!(serde_json::from_str::<MegascoreChange>(r#"{"standard_deviations":2e7}"#).is_err());
}

#[test]
fn numbers_of_no_megascore_are_refused() {
    assert_eq!(
        Megascore::new(f64::NAN, 2, "baseline").unwrap_err().to_string(),
        "a megascore of NaN of 2 muscles, expected at most 5000000 either way of at least 1"
    );
    assert_eq!(
        MegascoreChange::new(f64::NAN).unwrap_err().to_string(),
        "a change of NaN standard deviations, expected at most 10000000 either way"
    );
}

#[test]
fn the_muscles_of_valor_are_eight_on_each_side() {
    let side = |side: &str| -> Vec<&str> {
        VALOR_MUSCLES.iter().filter_map(|muscle| muscle.strip_prefix(side)).collect()
    };
    assert_eq!(side("left "), side("right "));
    assert_eq!((side("left ").len(), VALOR_MUSCLES.len()), (8, 16));
    let muscles: Vec<Muscle> = VALOR_MUSCLES.iter().map(|name| muscle(name, 20.0, 5.0)).collect();
    // Of 16 no more than 10 may be missing.
    assert!(StrengthReference::new("VALOR, baseline", muscles, 6).is_ok());
}
