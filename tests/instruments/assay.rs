use std::error::Error;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

use aso_regimen::measure::assay::{
    Assay, AssayReading, AssaySpec, BlqRule, Bound, Concentrations, Ends, Level, Trigger,
};
use aso_regimen::{PercentChange, Ratio};
use proptest::prelude::*;

fn spec() -> AssaySpec {
    AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL").lloq(4.9).uloq(477.0)
}

/// The same with a change to its fields, which are public.
fn with(change: impl FnOnce(&mut AssaySpec)) -> AssaySpec {
    let mut spec = spec();
    change(&mut spec);
    spec
}

fn assay() -> Assay {
    Assay::new(spec()).unwrap()
}

fn other_assay() -> Assay {
    Assay::new(spec().platform("platform B")).unwrap()
}

fn hash(value: &impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

/// Values of two assays are found apart; those of one are kept together whatever their numbers.
#[test]
fn hashes_are_those_of_the_assay() {
    assert_ne!(hash(&assay()), hash(&other_assay()));
    let reading = |assay: Assay, value: f64| hash(&assay.reading(value).unwrap());
    assert_ne!(reading(assay(), 12.5), reading(other_assay(), 12.5));
    assert_eq!(reading(assay(), 12.5), reading(assay(), 12.5));
}

fn percent(value: &AssayReading, baseline: &AssayReading) -> Bound<f64> {
    let change = value.against(baseline).unwrap().percent_change().unwrap();
    change.map(PercentChange::percent)
}

fn ratio(value: &AssayReading, baseline: &AssayReading) -> Bound<f64> {
    let change = value.against(baseline).unwrap().ratio().unwrap();
    change.map(Ratio::value)
}

#[test]
fn limits_belong_to_the_quantified_range() {
    for (concentration, level) in [
        (0.0, Level::BelowLloq(4.9)),
        (4.899, Level::BelowLloq(4.9)),
        (4.9, Level::Quantified(4.9)),
        (477.0, Level::Quantified(477.0)),
        (477.1, Level::AboveUloq(477.0)),
    ] {
        assert_eq!(assay().reading(concentration).unwrap().level(), level);
    }
    let shown = |concentration| assay().reading(concentration).unwrap().to_string();
    assert_eq!(
        [shown(3.0), shown(12.5), shown(500.0)],
        ["< 4.9 pg/mL", "12.5 pg/mL", "> 477 pg/mL"]
    );
}

/// Half the limit is ln 2 below it on the log scale.
#[test]
fn rules_below_the_lower_limit() {
    let below = assay().below_lloq();
    let by = |rule| below.concentration_by(rule).unwrap();
    assert_eq!(by(BlqRule::Drop), None);
    assert_eq!(by(BlqRule::HalfLloq), Some(2.45));
    assert_eq!(by(BlqRule::AtLloq), Some(4.9));
    assert_eq!(by(BlqRule::HalfLloqOnce), Some(2.45));
    assert_eq!(by(BlqRule::Zero), Some(0.0));
    // 4.9 / sqrt 2 to 16 digits.
    assert!((by(BlqRule::LloqOverRootTwo).unwrap() - 3.464_823_227_814_083).abs() < 1e-15);
    let logs_apart = 4.9_f64.ln() - by(BlqRule::HalfLloq).unwrap().ln();
    assert!((logs_apart - core::f64::consts::LN_2).abs() < 1e-12);
    for rule in [
        BlqRule::Drop,
        BlqRule::HalfLloq,
        BlqRule::HalfLloqOnce,
        BlqRule::Zero,
        BlqRule::LloqOverRootTwo,
        BlqRule::AtLloq,
    ] {
        let quantified = assay().reading(9.8).unwrap();
        assert_eq!(quantified.concentration_by(rule), Ok(Some(9.8)));
    }
}

/// With a base below L and a post of y the ratio is above y/L; with a post below L it is below L/base.
#[test]
fn changes_with_a_censored_end_are_bounds() {
    let (below, above) = (assay().below_lloq(), assay().above_uloq().unwrap());
    let (low, high) = (assay().reading(9.8).unwrap(), assay().reading(98.0).unwrap());
    let ends = |baseline, value| Ends { baseline, value };
    for (baseline, value, expected) in [
        (&high, &low, Bound::Exactly(ends(98.0, 9.8))),
        (&high, &below, Bound::LessThan(ends(98.0, 4.9))),
        (&high, &above, Bound::MoreThan(ends(98.0, 477.0))),
        (&below, &high, Bound::MoreThan(ends(4.9, 98.0))),
        (&above, &high, Bound::LessThan(ends(477.0, 98.0))),
        (&below, &above, Bound::MoreThan(ends(4.9, 477.0))),
        (&above, &below, Bound::LessThan(ends(477.0, 4.9))),
        (&below, &below, Bound::Unknown),
        (&above, &above, Bound::Unknown),
    ] {
        assert_eq!(value.against(baseline), Ok(expected));
    }
    assert_eq!(percent(&below, &high).to_string(), "< -95");
    assert_eq!(percent(&high, &below).map(f64::round).to_string(), "> 1900");
    assert_eq!(percent(&low, &high).to_string(), "-90");
    assert_eq!(percent(&below, &below).to_string(), "unknown");
    assert_eq!(percent(&low, &high).exactly(), Some(-90.0));
    assert_eq!(percent(&below, &high).exactly(), None);
    assert_eq!(ratio(&below, &high), Bound::LessThan(0.05));
    assert_eq!(ratio(&high, &low), Bound::Exactly(98.0 / 9.8));
    assert_eq!(ratio(&below, &below), Bound::Unknown);
}

#[test]
fn bounds_carry_refusals_of_a_scale() {
    let refuse = |_: f64| Err::<f64, _>("no");
    assert_eq!(Bound::LessThan(1.0).try_map(refuse), Err("no"));
    assert_eq!(Bound::Unknown.try_map(refuse), Ok(Bound::Unknown));
    assert_eq!(
        Bound::MoreThan(1.0).try_map(|ratio| Ok::<_, ()>(ratio * 2.0)),
        Ok(Bound::MoreThan(2.0))
    );
}

proptest! {
    /// Whatever the truth behind two readings, the bound of their percent change holds.
    #[test]
    fn bounds_hold_for_the_truth(baseline in 0.01_f64..2000.0, value in 0.01_f64..2000.0) {
        let truth = 100.0 * (value - baseline) / baseline;
        let read = |concentration| assay().reading(concentration).unwrap();
        match percent(&read(value), &read(baseline)) {
            Bound::Exactly(change) => prop_assert!((change - truth).abs() <= 1e-12 * truth.abs()),
            Bound::LessThan(bound) => prop_assert!(truth < bound),
            Bound::MoreThan(bound) => prop_assert!(truth > bound),
            Bound::Unknown => prop_assert!(
                baseline.max(value) < 4.9 || baseline.min(value) > 477.0
            ),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn platforms_units_and_analytes_are_not_mixed() {
    let reading = |spec| Assay::new(spec).unwrap().reading(20.0).unwrap();
    let here = reading(spec());
    for other in [
        spec().platform("platform B"),
        spec().unit("ng/mL"),
        with(|spec| spec.analyte = "NfL in CSF".to_owned()),
    ] {
        assert!(reading(other.clone()).against(&here).is_err());
        assert!(Concentrations::by(BlqRule::Drop, &[here.clone(), reading(other)]).is_err());
    }
    let other = reading(spec().platform("platform B"));
    assert_eq!(
        other.against(&here).unwrap_err().to_string(),
        "a reading of NfL in plasma, platform B, pg/mL and one of NfL in plasma, platform A, pg/mL, expected the \
         same assay"
    );
    // New limits of the same assay: each end has its own.
    let new_limits = Assay::new(spec().lloq(2.0)).unwrap();
    assert_eq!(
        new_limits.below_lloq().against(&here),
        Ok(Bound::LessThan(Ends { baseline: 20.0, value: 2.0 }))
    );
}

/// M6: half the limit once in a run, and the rest of the run is left out.
#[test]
fn the_first_of_a_run_below_the_limit() {
    let readings = [3.0, 12.0, 1.0, 0.0, 4.0, 20.0, 2.0]
        .map(|concentration| assay().reading(concentration).unwrap());
    let once = Concentrations::by(BlqRule::HalfLloqOnce, &readings).unwrap();
    assert_eq!(once.values, [2.45, 12.0, 2.45, 20.0, 2.45]);
    assert_eq!(once.dropped, [3, 4]);
    let zeros = Concentrations::by(BlqRule::Zero, &readings).unwrap();
    assert_eq!(zeros.values, [0.0, 12.0, 0.0, 0.0, 0.0, 20.0, 0.0]);
}

#[test]
fn readings_as_laboratories_print_them() {
    for (text, level) in [
        ("<4.9", Level::BelowLloq(4.9)),
        ("< 4.90", Level::BelowLloq(4.9)),
        ("BLQ", Level::BelowLloq(4.9)),
        ("<LLOQ", Level::BelowLloq(4.9)),
        ("3.0", Level::BelowLloq(4.9)),
        ("< LLOQ", Level::BelowLloq(4.9)),
        ("<lloq", Level::BelowLloq(4.9)),
        ("blq", Level::BelowLloq(4.9)),
        (" BLOQ", Level::BelowLloq(4.9)),
        ("BQL", Level::BelowLloq(4.9)),
        (" 12.5 ", Level::Quantified(12.5)),
        (">477", Level::AboveUloq(477.0)),
        (">ULOQ", Level::AboveUloq(477.0)),
        ("> uloq", Level::AboveUloq(477.0)),
        ("500", Level::AboveUloq(477.0)),
    ] {
        assert_eq!(assay().read(text).map(|reading| reading.level()), Ok(level), "{text}");
    }
    for (text, expected) in [
        ("<2.0", "a reading of < 2, expected < 4.9 by its limits of quantification"),
        ("<10", "a reading of < 10, expected < 4.9 by its limits of quantification"),
        (">400", "a reading of > 400, expected > 477 by its limits of quantification"),
        ("", "a reading of \"\", expected a number, a limit such as <4.9, or BLQ"),
        ("<", "a reading of \"<\", expected a number, a limit such as <4.9, or BLQ"),
        ("<nan", "a reading of \"<nan\", expected a number, a limit such as <4.9, or BLQ"),
        ("inf", "a reading of \"inf\", expected a number, a limit such as <4.9, or BLQ"),
        ("12,5", "a reading of \"12,5\", expected a number, a limit such as <4.9, or BLQ"),
        ("<ULOQ", "a reading of \"<ULOQ\", expected a number, a limit such as <4.9, or BLQ"),
        (">LLOQ", "a reading of \">LLOQ\", expected a number, a limit such as <4.9, or BLQ"),
        ("<BLQ", "a reading of \"<BLQ\", expected a number, a limit such as <4.9, or BLQ"),
        ("-1", "a concentration of -1, expected a finite number of 0 or more"),
    ] {
        let refused = assay().read(text).unwrap_err().to_string();
        assert_eq!(refused, format!("NfL in plasma, platform A, pg/mL: {expected}"));
    }
    let no_upper = Assay::new(with(|spec| spec.uloq = None)).unwrap();
    assert_eq!(
        no_upper.read(">ULOQ").unwrap_err().to_string(),
        "NfL in plasma, platform A, pg/mL: a reading above an upper limit of quantification, expected an assay that has one"
    );
}

/// At least 44 and 10 above baseline, by readings on both sides of each limit and beyond the limits of quantification.
#[test]
fn a_trigger_is_met_by_level_and_rise_of_one_assay() {
    let reading = |value| assay().reading(value).unwrap();
    let trigger = Trigger::new(reading(44.0), 10.0).unwrap();
    assert_eq!(
        trigger.to_string(),
        "at least 44 pg/mL and 10 pg/mL above baseline, NfL in plasma, platform A, pg/mL"
    );
    for (baseline, value, met) in [
        (30.0, 44.0, Some(true)),
        (34.0, 44.0, Some(true)),
        (34.1, 44.0, Some(false)),
        (20.0, 43.9, Some(false)),
        // Below the lower limit, 4.9: at most so much above it.
        (1.0, 44.0, Some(true)),
        (1.0, 1.0, Some(false)),
        // Above the upper limit, 477: at least so much.
        (467.0, 600.0, Some(true)),
        (467.1, 600.0, None),
        (600.0, 600.0, None),
        (600.0, 470.0, Some(false)),
    ] {
        assert_eq!(
            trigger.is_met(&reading(baseline), &reading(value)).unwrap(),
            met,
            "{baseline} {value}"
        );
    }
    // A reading below the higher limit of a method that was validated anew may have reached the level.
    let renewed = Assay::new(spec().lloq(60.0)).unwrap();
    for (baseline, lloq, met) in [
        (20.0, 60.0, None),
        (49.9, 60.0, None),
        // Below 60 is less than 10 above 50.
        (50.0, 60.0, Some(false)),
        (20.0, 44.1, None),
        (20.0, 44.0, Some(false)),
    ] {
        let renewed = Assay::new(spec().lloq(lloq)).unwrap();
        let found = trigger.is_met(&reading(baseline), &renewed.below_lloq());
        assert_eq!(found.unwrap(), met, "{baseline}, < {lloq}");
    }
    // A baseline below 60 leaves both answers until the value is 10 above it.
    for (value, met) in [(69.9, None), (70.0, Some(true))] {
        assert_eq!(trigger.is_met(&renewed.below_lloq(), &reading(value)).unwrap(), met);
    }
    // Nor is a value of 487 ten above a baseline that is more than 477.
    let wider = Assay::new(spec().uloq(1000.0)).unwrap();
    for (value, met) in [(487.0, Some(false)), (487.1, None), (999.0, None)] {
        let value = wider.reading(value).unwrap();
        assert_eq!(trigger.is_met(&reading(600.0), &value).unwrap(), met);
    }
    assert_eq!((trigger.level(), trigger.rise()), (&reading(44.0), 10.0));
    assert_eq!(trigger.assay(), &assay());
    let twice = [trigger.clone(), trigger.clone(), Trigger::new(reading(45.0), 10.0).unwrap()];
    assert_eq!(twice.into_iter().collect::<std::collections::HashSet<_>>().len(), 2);
    let other = Trigger::new(other_assay().reading(44.0).unwrap(), 10.0).unwrap();
    assert_ne!(hash(&trigger), hash(&other));
    let other = other_assay().reading(60.0).unwrap();
    let refused = "a reading of NfL in plasma, platform B, pg/mL and one of NfL in plasma, platform A, pg/mL, expected the \
                   same assay";
    for (baseline, value) in [(&reading(20.0), &other), (&other, &reading(60.0))] {
        assert_eq!(trigger.is_met(baseline, value).unwrap_err().to_string(), refused);
    }
    assert_eq!(
        Trigger::new(assay().below_lloq(), 10.0).unwrap_err().to_string(),
        "a trigger at < 4.9 pg/mL, expected a level within the limits of quantification"
    );
    for rise in [-1.0, f64::NAN, f64::INFINITY] {
        let error = Trigger::new(reading(44.0), rise).unwrap_err();
        let expected =
            format!("a trigger at a rise of {rise}, expected a finite number of 0 or more");
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(
        Trigger::new(reading(44.0), 0.0).unwrap().to_string(),
        "at least 44 pg/mL, NfL in plasma, platform A, pg/mL"
    );
}

/// Decimals whose difference is the rise meet it, and those one last digit short of it do not, whatever the binary
/// numbers nearest to them make of it. The decimals are counted in whole hundredths.
#[test]
fn a_rise_in_decimals_is_met_exactly() {
    let tall = Assay::new(spec().lloq(0.01).uloq(1e6)).unwrap();
    let reading = |hundredths: u32| tall.reading(f64::from(hundredths) / 100.0).unwrap();
    for rise in [10, 30, 100, 249, 1000, 5320] {
        let trigger = Trigger::new(reading(1), f64::from(rise) / 100.0).unwrap();
        for baseline in (1..60_000).step_by(7) {
            for (value, met) in [(baseline + rise, true), (baseline + rise - 1, false)] {
                let found = trigger.is_met(&reading(baseline), &reading(value)).unwrap();
                assert_eq!(found, Some(met), "{value} after {baseline}, {trigger}");
            }
        }
    }
    let atlas = Trigger::new(assay().reading(44.0).unwrap(), 10.0).unwrap();
    for (baseline, value) in [(54.0, 64.0), (54.1, 64.1), (54.6, 64.6), (54.02, 64.02)] {
        let [baseline, value] = [baseline, value].map(|of| assay().reading(of).unwrap());
        assert_eq!(atlas.is_met(&baseline, &value).unwrap(), Some(true), "{value}");
    }
}

#[test]
fn columns_say_what_was_left_out_and_which_row_is_wrong() {
    let readings = [3.0, 12.0, 1.0].map(|concentration| assay().reading(concentration).unwrap());
    let dropped = Concentrations::by(BlqRule::Drop, &readings).unwrap();
    assert_eq!((&*dropped.values, &*dropped.dropped), (&[12.0][..], &[0, 2][..]));
    let at = Concentrations::by(BlqRule::AtLloq, &readings).unwrap();
    assert_eq!((&*at.values, &*at.dropped), (&[4.9, 12.0, 4.9][..], &[][..]));

    let readings = [12.0, 500.0].map(|concentration| assay().reading(concentration).unwrap());
    let refused = Concentrations::by(BlqRule::Drop, &readings).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "row 2 of the readings: NfL in plasma, platform A, pg/mL: a reading above the upper limit of quantification, 477; expected one at most there, \
         since no rule gives it a number"
    );
    assert_eq!(format!("{refused:?}"), refused.to_string());
    assert!(refused.source().is_none());
    assert!(Concentrations::by(BlqRule::Drop, &[]).unwrap().values.is_empty());
}

#[test]
fn refusals() {
    for (spec, text) in [
        (
            with(|spec| spec.analyte = String::new()),
            "an assay without an analyte, expected a name that is not empty",
        ),
        (spec().platform(" "), "an assay without a platform, expected a name that is not empty"),
        (spec().unit(""), "an assay without a unit, expected a name that is not empty"),
        (
            with(|spec| {
                spec.lloq = 0.0;
                spec.uloq = None;
            }),
            "limits of quantification: lower 0, upper none, expected finite numbers above 0, the upper one higher",
        ),
        (
            spec().uloq(4.9),
            "limits of quantification: lower 4.9, upper 4.9, expected finite numbers above 0, the upper one higher",
        ),
        (
            spec().lloq(f64::NAN),
            "limits of quantification: lower NaN, upper 477, expected finite numbers above 0, the upper one higher",
        ),
        (
            spec().uloq(f64::INFINITY),
            "limits of quantification: lower 4.9, upper inf, expected finite numbers above 0, the upper one higher",
        ),
    ] {
        assert_eq!(Assay::new(spec).unwrap_err().to_string(), text);
    }
    for concentration in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            assay().reading(concentration).unwrap_err().to_string(),
            format!(
                "NfL in plasma, platform A, pg/mL: a concentration of {concentration}, expected a finite number of 0 or \
                 more"
            )
        );
    }
    let no_upper = Assay::new(with(|spec| spec.uloq = None)).unwrap();
    assert_eq!(
        no_upper.above_uloq().unwrap_err().to_string(),
        "NfL in plasma, platform A, pg/mL: a reading above an upper limit of quantification, expected an assay that has one"
    );
    assert_eq!(no_upper.reading(1e6).unwrap().level(), Level::Quantified(1e6));
}

#[cfg(feature = "serde")]
#[test]
fn readings_read_from_json_are_checked() {
    let json = concat!(
        r#"{"assay":{"analyte":"NfL in plasma","platform":"platform A","unit":"pg/mL","lloq":4.9,"#,
        r#""uloq":477.0},"level":{"below-lloq":4.9}}"#
    );
    let read: AssayReading = serde_json::from_str(json).unwrap();
    assert_eq!(read, assay().below_lloq());
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    for (from, to) in [
        (r#"{"below-lloq":4.9}"#, r#"{"below-lloq":5.0}"#),
        (r#"{"below-lloq":4.9}"#, r#"{"quantified":4.0}"#),
        (r#"{"below-lloq":4.9}"#, r#"{"above-uloq":478.0}"#),
        (r#""lloq":4.9,"#, r#""lloq":-4.9,"#),
        (r#""unit":"pg/mL","#, ""),
        (r#""unit":"pg/mL","#, r#""unit":"pg/mL","blq":"drop","#),
    ] {
        let refused = json.replace(from, to);
        assert_ne!(refused, json);
        assert!(serde_json::from_str::<AssayReading>(&refused).is_err(), "{refused}");
    }
    let error =
        serde_json::from_str::<AssayReading>(&json.replace(r#"loq":4.9}}"#, r#"loq":5.0}}"#));
    assert_eq!(
        error.unwrap_err().to_string(),
        "NfL in plasma, platform A, pg/mL: a reading of < 5, expected < 4.9 by its limits of quantification"
    );
    let error = serde_json::from_str::<AssayReading>("3").unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid type: integer `3`, expected a reading with its assay and level at line 1 column 1"
    );
    let column = Concentrations::by(BlqRule::Drop, &[assay().below_lloq()]).unwrap();
    assert_eq!(serde_json::to_string(&column).unwrap(), r#"{"values":[],"dropped":[0]}"#);
    assert_eq!(serde_json::to_string(&BlqRule::HalfLloq).unwrap(), r#""half-lloq""#);

    let quantified = json.replace(r#"{"below-lloq":4.9}"#, r#"{"quantified":12.5}"#);
    let read: AssayReading = serde_json::from_str(&quantified).unwrap();
    assert_eq!(read.level(), Level::Quantified(12.5));

    let bound = Bound::LessThan(0.125);
    assert_eq!(serde_json::to_string(&bound).unwrap(), r#"{"less-than":0.125}"#);
    assert_eq!(serde_json::from_str::<Bound<f64>>(r#""unknown""#).unwrap(), Bound::Unknown);
}
