//! Equations of the LMS family. The spline rows are those of the published tables that the checks need; the
//! tables themselves are not shipped.

use aso_regimen::measure::spirometry::{
    AgeTerm, GliGroup, Interpolation, LmsCoefficients, LmsEquation, LungVolume, ReferenceEquation,
    SplineRow, SplineTable, Subject, gli_2012_fvc, gli_2021_vc, gli_2022_fvc, jrs_2014_vc,
};
use aso_regimen::person::{Age, BySex, Height, Sex};
use proptest::prelude::*;

use crate::spirometry::{close, subject};

fn table(rows: &[(f64, f64, f64)]) -> SplineTable {
    let rows = rows.iter().map(|&(age_years, median, variation)| SplineRow {
        age_years,
        median,
        variation,
    });
    SplineTable::new(rows.collect()).unwrap()
}

fn measured() -> LungVolume {
    LungVolume::litres(3.5).unwrap()
}

/// Four-decimal rows around the ages of the checks.
fn gli_2012(group: GliGroup, interpolation: Interpolation) -> LmsEquation {
    let splines = BySex {
        female: table(&[
            (25.0, 0.1436, -0.0550),
            (45.0, 0.0658, -0.0787),
            (48.0, 0.0439, -0.0602),
            (48.25, 0.0420, -0.0584),
            (65.25, -0.1180, 0.0962),
            (65.5, -0.1207, 0.0986),
            (80.0, -0.2887, 0.2350),
        ]),
        male: table(&[
            (25.0, 0.1571, -0.0822),
            (45.0, 0.0304, -0.0270),
            (48.0, 0.0086, -0.0100),
            (48.25, 0.0068, -0.0085),
            (65.25, -0.1472, 0.1109),
            (65.5, -0.1498, 0.1128),
            (80.0, -0.2956, 0.2141),
        ]),
    };
    gli_2012_fvc(group, splines, interpolation)
}

/// Quanjer et al., Eur Respir J 2012;40:1324; 3.5 L, 176 cm (men) and 163 cm (women).
#[test]
fn gli_2012_checks() {
    use Sex::{Female, Male};
    let equation = gli_2012(GliGroup::Caucasian, Interpolation::Linear);
    for (sex, age, median, lower, z, percent) in [
        (Male, 25.0, 5.39998340747, 4.36804661170, -3.04437903587, 64.8150139712),
        (Male, 45.0, 5.00551060923, 3.95171442014, -2.35683698400, 69.9229364043),
        (Male, 48.1, 4.92233017084, 3.86274129477, -2.21327479370, 71.1045354238),
        (Male, 65.3, 4.32592475262, 3.25304847471, -1.26414969049, 80.9075561909),
        (Male, 80.0, 3.79736887624, 2.73929361352, -0.45958482680, 92.1690811207),
        (Female, 25.0, 3.83667660258, 3.06510158811, -0.70984326468, 91.2247854731),
        (Female, 45.0, 3.59865704118, 2.84892214948, -0.21272339443, 97.2585039350),
        (Female, 48.1, 3.52351697854, 2.77052325915, -0.05036619753, 99.3325708750),
        (Female, 65.3, 3.01902292157, 2.24450399421, 0.98315960801, 115.9315477531),
        (Female, 80.0, 2.55876380384, 1.79283436451, 1.90640923735, 136.7848018934),
    ] {
        let prediction = equation.predict(&subject(sex, age)).unwrap();
        close(prediction.volume().as_litres(), median, 1e-10);
        close(prediction.lower_limit().unwrap().as_litres(), lower, 1e-10);
        close(prediction.z_score(measured()).unwrap(), z, 1e-10);
        close(prediction.percent(measured()).percent(), percent, 1e-9);
    }
}

#[test]
fn gli_2012_groups_at_45_years() {
    use GliGroup::{AfricanAmerican, NorthEastAsian, Other, SouthEastAsian};
    for (group, male, z, female) in [
        (AfricanAmerican, 4.22973535550, -1.24375146706, 3.08040392155),
        (NorthEastAsian, 4.80683771110, -3.37151563464, 3.50559664124),
        (SouthEastAsian, 4.44971223320, -1.61451297617, 3.09244095380),
        (Other, 4.60913142129, -1.97910354361, 3.31103467689),
    ] {
        let equation = gli_2012(group, Interpolation::Linear);
        let man = equation.predict(&subject(Sex::Male, 45.0)).unwrap();
        let woman = equation.predict(&subject(Sex::Female, 45.0)).unwrap();
        close(man.volume().as_litres(), male, 1e-10);
        close(man.z_score(measured()).unwrap(), z, 1e-10);
        close(woman.volume().as_litres(), female, 1e-10);
    }
}

/// Bowerman et al., Am J Respir Crit Care Med 2023;207:768.
#[test]
fn gli_2022_checks() {
    let splines = BySex {
        female: table(&[
            (25.0, 0.0899387409792, -0.05129675072),
            (45.0, 0.0531540320201, -0.03797242869),
            (80.0, -0.1950136527822, 0.13046577664),
        ]),
        male: table(&[
            (25.0, 0.1046923005142, -0.0406015836),
            (45.0, 0.0310867135453, -0.00423222928773),
            (80.0, -0.2059192649802, 0.07175771822),
        ]),
    };
    let equation = gli_2022_fvc(splines, Interpolation::Floor);
    for (sex, age, median, lower, z) in [
        (Sex::Male, 25.0, 4.98871267522, 3.90390377713, -2.264774918888),
        (Sex::Male, 45.0, 4.65976334940, 3.56653163628, -1.746090195191),
        (Sex::Male, 80.0, 3.69594796740, 2.72387955629, -0.329045218167),
        (Sex::Female, 25.0, 3.56765044640, 2.76235888156, -0.136621255927),
        (Sex::Female, 45.0, 3.36684770209, 2.54117004009, 0.261187260642),
        (Sex::Female, 80.0, 2.57309768173, 1.77596960294, 1.849017004969),
    ] {
        let prediction = equation.predict(&subject(sex, age)).unwrap();
        close(prediction.volume().as_litres(), median, 1e-10);
        close(prediction.lower_limit().unwrap().as_litres(), lower, 1e-10);
        close(prediction.z_score(measured()).unwrap(), z, 1e-10);
    }
}

/// Below the next row the spline stays, and the age in the formula does not.
#[test]
fn gli_2022_between_rows() {
    let splines = BySex {
        female: table(&[
            (48.0, 0.0353011582796263, -0.0244640411643668),
            (48.25, 0.033713637641652, -0.0232751168107324),
        ]),
        male: table(&[
            (48.0, 0.0139162231228784, 0.00300176160327537),
            (48.25, 0.0124078037898219, 0.00360609094312681),
        ]),
    };
    let equation = gli_2022_fvc(splines, Interpolation::Floor);
    for (sex, median) in [(Sex::Male, 4.58323619796), (Sex::Female, 3.29935630264)] {
        let prediction = equation.predict(&subject(sex, 48.1)).unwrap();
        close(prediction.volume().as_litres(), median, 1e-10);
    }
}

/// Hall et al., Eur Respir J 2021;57:2000289. The rows at 65.25 years are worked back from the predicted
/// volume, so that only the lower limit checks anything there.
#[test]
fn gli_2021_checks() {
    let splines = BySex {
        female: table(&[
            (25.0, -0.0521327920, 0.0),
            (45.0, 0.0473555185, 0.0),
            (48.0, 0.0448347152, 0.0),
            (65.25, -0.0224379, 0.0),
            (80.0, -0.1548291779, 0.0),
        ]),
        male: table(&[
            (25.0, -0.0398243724, 0.0),
            (45.0, 0.0390886717, 0.0),
            (48.0, 0.0382706731, 0.0),
            (65.25, -0.013759, 0.0),
            (80.0, -0.1520206981, 0.0),
        ]),
    };
    let equation = gli_2021_vc(splines, Interpolation::Linear);
    for (sex, age, volume, lower) in [
        (Sex::Male, 25.0, 5.316835, 4.275332),
        (Sex::Male, 45.0, 5.361004, 4.291304),
        (Sex::Male, 48.0, 5.300162, 4.239673),
        (Sex::Male, 65.25, 4.734048, 3.771651),
        (Sex::Male, 80.0, 3.913460, 3.106996),
        (Sex::Female, 25.0, 3.903621, 3.149941),
        (Sex::Female, 45.0, 3.861490, 3.070333),
        (Sex::Female, 48.0, 3.788542, 3.005386),
        (Sex::Female, 65.25, 3.220512, 2.519782),
        (Sex::Female, 80.0, 2.600681, 2.009469),
    ] {
        let prediction = equation.predict(&subject(sex, age)).unwrap();
        close(prediction.volume().as_litres(), volume, 1e-6);
        close(prediction.lower_limit().unwrap().as_litres(), lower, 1e-6);
    }
}

/// Kubota et al., Respir Investig 2014;52:242.
#[test]
fn jrs_2014_checks() {
    let splines = BySex {
        female: table(&[
            (25.0, -0.00008912, 0.0),
            (45.0, 0.04005264, 0.0),
            (80.0, -0.09251828, 0.0),
        ]),
        male: table(&[(25.0, 0.01315280, 0.0), (45.0, 0.03108997, 0.0), (80.0, -0.07314177, 0.0)]),
    };
    let equation = jrs_2014_vc(splines, Interpolation::Linear);
    for (sex, age, volume) in [
        (Sex::Male, 25.0, 5.037216),
        (Sex::Male, 45.0, 4.728267),
        (Sex::Male, 80.0, 3.934609),
        (Sex::Female, 25.0, 3.562454),
        (Sex::Female, 45.0, 3.360066),
        (Sex::Female, 80.0, 2.672044),
    ] {
        let prediction = equation.predict(&subject(sex, age)).unwrap();
        close(prediction.volume().as_litres(), volume, 1e-6);
    }
}

/// No source prints these z-scores at 3.5 L; they are the formulas worked once more, outside this crate, from
/// the published coefficients (JRS without a spline of the coefficient of variation).
#[test]
fn variations_worked_by_hand() {
    use GliGroup::{AfricanAmerican, NorthEastAsian, Other, SouthEastAsian};
    let z_score = |equation: &LmsEquation, sex| {
        let prediction = equation.predict(&subject(sex, 45.0)).unwrap();
        prediction.z_score(measured()).unwrap()
    };
    for (group, z) in [
        (AfricanAmerican, 0.961_228_692_8),
        (NorthEastAsian, -0.014_810_097_6),
        (SouthEastAsian, 0.963_586_986_8),
        (Other, 0.462_260_521_2),
    ] {
        close(z_score(&gli_2012(group, Interpolation::Linear), Sex::Female), z, 1e-9);
    }
    let splines = BySex {
        female: table(&[(45.0, 0.04005264, 0.0)]),
        male: table(&[(45.0, 0.03108997, 0.0)]),
    };
    let jrs = jrs_2014_vc(splines, Interpolation::Linear);
    close(z_score(&jrs, Sex::Male), -2.582_429_866_2, 1e-9);
    close(z_score(&jrs, Sex::Female), 0.353_400_464_1, 1e-9);
}

/// A table that holds more ages than the authors state does not widen their range.
#[test]
fn each_published_equation_has_its_range() {
    let splines = || {
        let ages: Vec<_> = (0..=100).map(|age| (f64::from(age), 0.0, 0.0)).collect();
        BySex { female: table(&ages), male: table(&ages) }
    };
    for (equation, youngest, oldest) in [
        (gli_2012_fvc(GliGroup::Other, splines(), Interpolation::Linear), 3.0, 95.0),
        (gli_2021_vc(splines(), Interpolation::Linear), 5.0, 80.0),
        (jrs_2014_vc(splines(), Interpolation::Linear), 17.0, 95.0),
    ] {
        let answers = |age| equation.predict(&subject(Sex::Female, age)).is_ok();
        assert!(answers(youngest) && answers(oldest), "{}", equation.name());
        assert!(!answers(youngest - 0.1) && !answers(oldest + 0.1), "{}", equation.name());
    }
    assert!(
        gli_2022_fvc(splines(), Interpolation::Linear).predict(&subject(Sex::Male, 100.0)).is_ok()
    );
}

/// A median of exp(spline) litres, so that the prediction shows how the table was read.
fn plain(power: f64, interpolation: Interpolation, rows: &[(f64, f64, f64)]) -> LmsEquation {
    let coefficients = LmsCoefficients {
        median: 0.0,
        median_log_height: 0.0,
        median_age: AgeTerm::Years(0.0),
        variation: 0.15_f64.ln(),
        variation_age: AgeTerm::Years(0.0),
        power,
    };
    let both = BySex { female: coefficients, male: coefficients };
    let splines = BySex { female: table(rows), male: table(rows) };
    LmsEquation::new("plain", both, splines, interpolation).unwrap()
}

/// Where the power is 0 the volumes are lognormal: the lower limit is exp(-1.645 * 0.15) of the median.
#[test]
fn a_power_of_nought_is_a_lognormal() {
    let equation = plain(0.0, Interpolation::Linear, &[(50.0, 1.0, 0.0)]);
    let prediction = equation.predict(&subject(Sex::Male, 50.0)).unwrap();
    let lower = prediction.lower_limit().unwrap().as_litres();
    close(lower, (1.0_f64 - 1.645 * 0.15).exp(), 1e-9);
}

#[test]
fn a_table_keeps_its_rows() {
    let rows = vec![
        SplineRow { age_years: 3.0, median: 0.1, variation: 0.2 },
        SplineRow { age_years: 3.25, median: 0.3, variation: 0.4 },
    ];
    assert_eq!(SplineTable::new(rows.clone()).unwrap().rows(), rows);
}

#[test]
fn tables_are_read_as_stated() {
    let rows = [(50.0, 1.0, 0.0), (50.25, 1.2, 0.4), (50.5, 1.1, 0.0)];
    for (rule, age, logarithm) in [
        (Interpolation::Linear, 50.0, 1.0),
        (Interpolation::Linear, 50.1, 1.08),
        (Interpolation::Linear, 50.375, 1.15),
        (Interpolation::Linear, 50.5, 1.1),
        (Interpolation::Nearest, 50.124, 1.0),
        (Interpolation::Nearest, 50.125, 1.2),
        (Interpolation::Nearest, 50.25, 1.2),
        (Interpolation::Floor, 50.249, 1.0),
        (Interpolation::Floor, 50.25, 1.2),
        (Interpolation::Floor, 50.499, 1.2),
    ] {
        let prediction = plain(1.0, rule, &rows).predict(&subject(Sex::Male, age)).unwrap();
        close(prediction.volume().as_litres().ln(), logarithm, 1e-9);
    }
    let between = plain(1.0, Interpolation::Linear, &rows);
    let prediction = between.predict(&subject(Sex::Female, 50.125)).unwrap();
    let lower = 1.0 - 1.645 * 0.15 * 0.2_f64.exp();
    close(prediction.lower_limit().unwrap().as_litres(), 1.1_f64.exp() * lower, 1e-12);
}

#[test]
fn the_name_says_how_the_table_is_read() {
    let rows = [(50.0, 1.0, 0.0)];
    for (rule, name) in [
        (Interpolation::Linear, "plain, spline read linearly between rows"),
        (Interpolation::Nearest, "plain, spline read at the nearest row"),
        (Interpolation::Floor, "plain, spline read at the row below"),
    ] {
        assert_eq!(plain(1.0, rule, &rows).name().as_str(), name);
    }
    let linear = plain(1.0, Interpolation::Linear, &rows);
    let floor = plain(1.0, Interpolation::Floor, &rows);
    let percent = |equation: &LmsEquation| {
        equation.percent_predicted(&subject(Sex::Male, 50.0), measured()).unwrap()
    };
    assert!(percent(&linear).change_from(&percent(&floor)).is_err());
}

proptest! {
    #[test]
    fn the_lower_limit_has_its_z_score(power in -2.0_f64..2.0) {
        let equation = plain(power, Interpolation::Linear, &[(50.0, 1.0, 0.0)]);
        let prediction = equation.predict(&subject(Sex::Male, 50.0)).unwrap();
        let lower = prediction.lower_limit().unwrap();
        prop_assert!((prediction.z_score(lower).unwrap() + 1.645).abs() < 1e-9);
        prop_assert!(prediction.z_score(prediction.volume()).unwrap().abs() < 1e-12);
    }
}

/// A power of 0 is the log-normal distribution, and the powers around it come close to it.
#[test]
fn a_power_of_zero_is_the_limit() {
    let z_score = |power| {
        let equation = plain(power, Interpolation::Linear, &[(50.0, 1.0, 0.0)]);
        let prediction = equation.predict(&subject(Sex::Male, 50.0)).unwrap();
        prediction.z_score(measured()).unwrap()
    };
    close(z_score(0.0), (3.5_f64.ln() - 1.0) / 0.15, 1e-12);
    close(z_score(1e-9), z_score(0.0), 1e-8);
    close(z_score(-1e-9), z_score(0.0), 1e-8);
}

#[test]
fn ages_outside_table_or_equation_are_refused() {
    let equation = gli_2012(GliGroup::Caucasian, Interpolation::Linear);
    let refusal = |equation: &LmsEquation, age| {
        let refused = equation.predict(&subject(Sex::Male, age)).unwrap_err();
        refused.to_string()
    };
    let name = "GLI-2012 FVC, Caucasian, spline read linearly between rows";
    assert_eq!(
        refusal(&equation, 80.1),
        format!("{name}: an age of 80.1 years, expected 25 to 80 years")
    );
    assert_eq!(
        refusal(&equation, 30.0),
        format!(
            "{name}: an age of 30 years, expected none in the gap of the spline table between 25 and \
             45 years"
        )
    );
    let wide = table(&[(90.0, 0.0, 0.0), (91.0, 0.0, 0.0), (100.0, 0.0, 0.0)]);
    let splines = BySex { female: wide.clone(), male: wide };
    let equation = gli_2012_fvc(GliGroup::Other, splines, Interpolation::Floor);
    assert_eq!(
        refusal(&equation, 96.0),
        "GLI-2012 FVC, other, spline read at the row below: an age of 96 years, expected 90 to 95 years"
    );
    assert!(equation.predict(&subject(Sex::Male, 90.5)).is_ok());

    let young = table(&[(2.0, 0.0, 0.0), (3.0, 0.0, 0.0), (4.0, 0.0, 0.0)]);
    let splines = BySex { female: young.clone(), male: young };
    let equation = gli_2012_fvc(GliGroup::Other, splines, Interpolation::Floor);
    assert_eq!(
        refusal(&equation, 2.5),
        "GLI-2012 FVC, other, spline read at the row below: an age of 2.5 years, expected 3 to 4 years"
    );
}

#[test]
fn tables_and_coefficients_are_checked() {
    let row = |age_years, median| SplineRow { age_years, median, variation: 0.0 };
    for (rows, text) in [
        (vec![], "a spline table without rows, expected at least one"),
        (
            vec![row(3.0, 0.0), row(3.25, f64::NAN)],
            "row 2 of the spline table has NaN, expected finite numbers",
        ),
        (
            vec![row(3.0, 0.0), row(3.25, 0.0), row(3.25, 0.0)],
            "row 3 of the spline table has age 3.25 after age 3.25, expected ascending ages",
        ),
    ] {
        assert_eq!(SplineTable::new(rows).unwrap_err().to_string(), text);
    }
    let coefficients = |median, power| LmsCoefficients {
        median,
        median_log_height: 1.0,
        median_age: AgeTerm::LogYears(0.0),
        variation: -2.0,
        variation_age: AgeTerm::LogYears(0.0),
        power,
    };
    for (name, median, power, text) in [
        (" ", 0.0, 1.0, "a reference equation without a name, expected more than white space"),
        ("x", f64::NAN, 1.0, "an LMS equation has a coefficient of NaN, expected a finite number"),
        ("x", 0.0, 10.5, "an LMS equation has a power of 10.5, expected -10 to 10"),
        ("x", 0.0, f64::NAN, "an LMS equation has a power of NaN, expected -10 to 10"),
    ] {
        let both = BySex { female: coefficients(0.0, 1.0), male: coefficients(median, power) };
        let splines =
            BySex { female: table(&[(45.0, 0.0, 0.0)]), male: table(&[(45.0, 0.0, 0.0)]) };
        let refused = LmsEquation::new(name, both, splines, Interpolation::Linear);
        assert_eq!(refused.unwrap_err().to_string(), text);
    }
    let ordinary = coefficients(0.0, 1.0);
    for (female, found) in [
        (LmsCoefficients { median_age: AgeTerm::Years(f64::NAN), ..ordinary }, "NaN"),
        (LmsCoefficients { variation_age: AgeTerm::LogYears(f64::INFINITY), ..ordinary }, "inf"),
    ] {
        let both = BySex { female, male: ordinary };
        let splines =
            BySex { female: table(&[(45.0, 0.0, 0.0)]), male: table(&[(45.0, 0.0, 0.0)]) };
        let refused = LmsEquation::new("x", both, splines, Interpolation::Linear);
        assert_eq!(
            refused.unwrap_err().to_string(),
            format!("an LMS equation has a coefficient of {found}, expected a finite number")
        );
    }
}

#[test]
fn answers_that_no_lungs_give_are_refused() {
    let man = |years| Subject::new(Sex::Male, Age::years(years).unwrap(), Height::cm(176).unwrap());
    let huge = plain(1.0, Interpolation::Linear, &[(45.0, 9.0, 0.0)]);
    assert_eq!(
        huge.predict(&man(45.0)).unwrap_err().to_string(),
        "plain, spline read linearly between rows: predicts 8103.083927575384 L for this subject, \
         expected 0.001 to 20 L"
    );
    let wide = plain(1.0, Interpolation::Linear, &[(45.0, 0.0, 3.0)]);
    let refused = wide.predict(&man(45.0)).unwrap_err().to_string();
    assert!(refused.contains("gives a coefficient of variation of 3.01"), "{refused}");
    // 1 - 1.645 L S is negative here, and no volume has a z-score of -1.645.
    let no_limit = plain(9.0, Interpolation::Linear, &[(45.0, 1.0, 0.0)]);
    assert_eq!(no_limit.predict(&man(45.0)).unwrap().lower_limit(), None);
}

#[cfg(feature = "serde")]
#[test]
fn spline_tables_read_from_json_are_checked() {
    let json = r#"[{"age_years":48.0,"median":0.0086,"variation":-0.01}]"#;
    let read: SplineTable = serde_json::from_str(json).unwrap();
    assert_eq!(read, table(&[(48.0, 0.0086, -0.01)]));
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    for refused in [
        "[]",
        r#"[{"age_years":48.0,"median":0.0086}]"#,
        r#"[{"age_years":48.0,"median":0.0,"variation":0.0,"l":1.0}]"#,
        r#"[{"age_years":48.0,"median":0.0,"variation":0.0},{"age_years":47.0,"median":0.0,"variation":0.0}]"#,
    ] {
        assert!(serde_json::from_str::<SplineTable>(refused).is_err(), "{refused}");
    }
}
