//! Closed-form equations, percent predicted, and the types around them.

use aso_regimen::measure::spirometry::{
    Ecsc1993, EquationName, FemaleIvcAgeTerm, Knudson1983, LungVolume, Manoeuvres, NhanesGroup,
    NhanesIii, PercentPredicted, ReferenceEquation, Subject,
};
use aso_regimen::person::{Age, Height, Sex};
use proptest::prelude::*;

/// The check subjects: men of 176 cm, women of 163 cm.
pub(crate) fn subject(sex: Sex, years: f64) -> Subject {
    let cm = match sex {
        Sex::Female => 163,
        Sex::Male => 176,
    };
    person(sex, years, cm * 10)
}

fn person(sex: Sex, years: f64, mm: u32) -> Subject {
    Subject::new(sex, Age::years(years).unwrap(), Height::mm(mm).unwrap())
}

fn litres(equation: &dyn ReferenceEquation, subject: &Subject) -> f64 {
    equation.predict(subject).unwrap().volume().as_litres()
}

fn lower_limit(equation: &dyn ReferenceEquation, subject: &Subject) -> f64 {
    let prediction = equation.predict(subject).unwrap();
    prediction.lower_limit().unwrap().as_litres()
}

#[track_caller]
pub(crate) fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

/// Quanjer et al., Eur Respir J 1993;6 Suppl 16:5, at 176 cm (men) and 163 cm (women).
#[test]
fn ecsc_1993_table() {
    let loss_24 = Ecsc1993::ivc_with(FemaleIvcAgeTerm::Loss24MillilitresPerYear);
    let loss_26 = Ecsc1993::ivc_with(FemaleIvcAgeTerm::Loss26MillilitresPerYear);
    for (age, male_ivc, male_fvc, female_24, female_26, female_fvc) in [
        (20.0, 5.3860, 5.1476, 3.7158, 3.6658, 3.6809),
        (25.0, 5.3860, 5.1476, 3.7158, 3.6658, 3.6809),
        (45.0, 4.8260, 4.6276, 3.2358, 3.1458, 3.1609),
        (48.0, 4.7420, 4.5496, 3.1638, 3.0678, 3.0829),
        (65.0, 4.2660, 4.1076, 2.7558, 2.6258, 2.6409),
        (70.0, 4.1260, 3.9776, 2.6358, 2.4958, 2.5109),
    ] {
        let (male, female) = (subject(Sex::Male, age), subject(Sex::Female, age));
        close(litres(&Ecsc1993::ivc(), &male), male_ivc, 1e-12);
        close(litres(&loss_24, &male), male_ivc, 1e-12);
        close(litres(&Ecsc1993::fvc(), &male), male_fvc, 1e-12);
        close(litres(&loss_24, &female), female_24, 1e-12);
        close(litres(&loss_26, &female), female_26, 1e-12);
        close(litres(&Ecsc1993::fvc(), &female), female_fvc, 1e-12);
        close(lower_limit(&Ecsc1993::ivc(), &male), male_ivc - 0.92, 1e-12);
        close(lower_limit(&Ecsc1993::fvc(), &male), male_fvc - 1.00, 1e-12);
        close(lower_limit(&loss_24, &female), female_24 - 0.69, 1e-12);
        close(lower_limit(&loss_26, &female), female_26 - 0.69, 1e-12);
        close(lower_limit(&Ecsc1993::fvc(), &female), female_fvc - 0.71, 1e-12);
    }
}

/// A man of 40 years and 175 cm who breathes 4.0 L, from the tests of the `PySpiro` package.
#[test]
fn percent_predicted_of_one_man_by_two_equations() {
    let man = person(Sex::Male, 40.0, 1750);
    let measured = LungVolume::litres(4.0).unwrap();
    let percent = |equation: &dyn ReferenceEquation| {
        equation.percent_predicted(&man, measured).unwrap().percent()
    };
    close(percent(&Ecsc1993::fvc()), 85.106_383, 1e-6);
    close(percent(&Knudson1983), 83.40, 5e-3);
}

/// Predicted volumes and lower limits of men and women of each group.
fn assert_nhanes(subject: impl Fn(Sex) -> Subject, row: [(f64, f64); 6]) {
    use NhanesGroup::{AfricanAmerican, Caucasian, MexicanAmerican};
    let groups = [Caucasian, AfricanAmerican, MexicanAmerican];
    let columns = groups.map(|group| [(group, Sex::Male), (group, Sex::Female)]);
    for ((group, sex), (predicted, lower)) in columns.into_iter().flatten().zip(row) {
        let (equation, subject) = (NhanesIii::fvc(group), subject(sex));
        close(litres(&equation, &subject), predicted, 5e-9);
        close(lower_limit(&equation, &subject), lower, 5e-9);
    }
}

/// Hankinson et al., Am J Respir Crit Care Med 1999;159:179, at 176 cm (men) and 163 cm (women).
#[test]
fn nhanes_iii_table() {
    #[rustfmt::skip]
    let table = [
        (25.0, [(5.42912092, 4.51625820), (3.80894735, 3.11363662), (4.54838568, 3.62746920),
                (3.27945314, 2.56474704), (5.42195248, 4.53108272), (3.83464474, 3.12365830)]),
        (45.0, [(5.06532092, 4.15245820), (3.64814735, 2.95283662), (4.18418568, 3.26326920),
                (3.01565314, 2.30094704), (4.98895248, 4.09808272), (3.56424474, 2.85325830)]),
        (65.0, [(4.48632092, 3.57345820), (3.18174735, 2.48643662), (3.81998568, 2.89906920),
                (2.53985314, 1.82514704), (4.41035248, 3.51948272), (3.10424474, 2.39325830)]),
        (80.0, [(3.91084592, 2.99798320), (2.63139735, 1.93608662), (3.54683568, 2.62591920),
                (2.04387814, 1.32917204), (3.88085248, 2.98998272), (2.63481974, 1.92383330)]),
    ];
    for (age, row) in table {
        assert_nhanes(|sex| subject(sex, age), row);
    }
}

/// The same below the age of adults.
#[test]
fn nhanes_iii_table_of_children() {
    #[rustfmt::skip]
    let table = [
        (8.0, 1280, [(1.81121728, 1.32838080), (1.69236960, 1.26360032), (1.48279312, 0.99569680),
                     (1.46817504, 1.02744544), (1.82503632, 1.35383248), (1.68344464, 1.24500880)]),
        (12.0, 1500, [(2.94540200, 2.28232700), (2.83509500, 2.24627000), (2.49687900, 1.82795400),
                      (2.40099800, 1.79574800), (3.06381100, 2.41671100), (2.85477000, 2.25267000)]),
        (17.0, 1680, [(4.46100508, 3.62924380), (3.97890560, 3.24028352), (3.79131932, 2.95221980),
                      (3.46774544, 2.70851984), (4.56775452, 3.75603228), (4.04526104, 3.28998680)]),
    ];
    for (age, mm, row) in table {
        assert_nhanes(|sex| person(sex, age, mm), row);
    }
}

/// Adult coefficients hold from 18 years in women and from 20 years in men; a well-known package breaks at
/// 20 for both and gives 3.79287735 and 3.85203735 L for women of 18 and 19.
#[test]
fn nhanes_iii_breaks() {
    let equation = NhanesIii::fvc(NhanesGroup::Caucasian);
    for (sex, age, expected) in [
        (Sex::Male, 18.0, 5.124_537_92),
        (Sex::Male, 19.9, 5.466_330_25),
        (Sex::Male, 20.0, 5.486_445_92),
        (Sex::Female, 17.9, 3.786_961_35),
        (Sex::Female, 18.0, 3.793_029_35),
        (Sex::Female, 19.0, 3.797_595_35),
        (Sex::Female, 20.0, 3.801_397_35),
    ] {
        close(litres(&equation, &subject(sex, age)), expected, 1e-8);
    }
}

/// Lower limits for Caucasian men printed in 28 CFR part 79, Appendix A. Its rows at 81 years and at 1549 mm lie beyond
/// the equation's ranges.
#[test]
fn nhanes_iii_lower_limits_of_federal_law() {
    let equation = NhanesIii::fvc(NhanesGroup::Caucasian);
    for (mm, age, printed) in
        [(1651, 49.0, "3.47"), (1702, 49.0, "3.74"), (1702, 61.0, "3.39"), (1702, 77.0, "2.81")]
    {
        let found = lower_limit(&equation, &person(Sex::Male, age, mm));
        assert_eq!(format!("{found:.2}"), printed, "{mm} mm, {age} years");
    }
    assert!(equation.predict(&person(Sex::Male, 81.0, 1651)).is_err());
    assert!(equation.predict(&person(Sex::Male, 49.0, 1549)).is_err());
}

/// The ages and heights of an equation, both ends included and nothing beyond: each row of the tables of the `PySpiro`
/// package, in years and millimetres.
#[test]
fn ages_and_heights_of_knudson_and_nhanes() {
    use NhanesGroup::{AfricanAmerican, Caucasian, MexicanAmerican};
    use Sex::{Female, Male};
    let knudson: &dyn ReferenceEquation = &Knudson1983;
    let [white, black, mexican] = [Caucasian, AfricanAmerican, MexicanAmerican].map(NhanesIii::fvc);
    let (white, black, mexican): (&dyn ReferenceEquation, &dyn ReferenceEquation, _) =
        (&white, &black, &mexican as &dyn ReferenceEquation);
    #[rustfmt::skip]
    let rows = [
        (knudson, Male, [6.0, 11.99], [1118, 1549]),
        (knudson, Male, [12.0, 24.99], [1397, 1930]),
        (knudson, Male, [25.0, 90.0], [1575, 1956]),
        (knudson, Female, [6.0, 10.99], [1067, 1473]),
        (knudson, Female, [11.0, 19.99], [1321, 1829]),
        (knudson, Female, [20.0, 69.99], [1473, 1803]),
        (knudson, Female, [70.0, 88.0], [1473, 1676]),
        (white, Male, [8.0, 19.99], [1220, 1920]),
        (white, Male, [20.0, 80.0], [1580, 1940]),
        (black, Male, [8.0, 19.99], [1220, 1940]),
        (black, Male, [20.0, 80.0], [1580, 1960]),
        (mexican, Male, [8.0, 19.99], [1200, 1800]),
        (mexican, Male, [20.0, 80.0], [1560, 1920]),
        (white, Female, [8.0, 17.99], [1180, 1780]),
        (white, Female, [18.0, 80.0], [1450, 1800]),
        (black, Female, [8.0, 17.99], [1180, 1840]),
        (black, Female, [18.0, 80.0], [1460, 1800]),
        (mexican, Female, [8.0, 17.99], [1140, 1720]),
        (mexican, Female, [18.0, 80.0], [1360, 1720]),
    ];
    for (equation, sex, ages, [shortest, tallest]) in rows {
        for age in ages {
            for mm in [shortest, tallest] {
                assert!(equation.predict(&person(sex, age, mm)).is_ok(), "{sex:?} {age} {mm}");
            }
            for mm in [shortest - 1, tallest + 1] {
                let refused = equation.predict(&person(sex, age, mm)).unwrap_err().to_string();
                let expected =
                    format!("a height of {mm} mm, expected {shortest} mm to {tallest} mm");
                assert_eq!(refused, format!("{}: {expected}", equation.name().as_str()));
            }
        }
    }
    for (equation, sex, age, expected) in [
        (knudson, Male, 5.99, "6 to 90 years"),
        (knudson, Male, 90.01, "6 to 90 years"),
        (knudson, Female, 88.01, "6 to 88 years"),
        (black, Female, 7.99, "8 to 80 years"),
    ] {
        let refused = equation.predict(&person(sex, age, 1600)).unwrap_err().to_string();
        assert!(
            refused.ends_with(&format!("an age of {age} years, expected {expected}")),
            "{refused}"
        );
    }
}

/// Knudson et al., Am Rev Respir Dis 1983;127:725.
#[test]
fn knudson_1983_table() {
    for (sex, age, expected) in [
        (Sex::Male, 25.0, 5.3276),
        (Sex::Male, 45.0, 4.7316),
        (Sex::Male, 48.0, 4.6422),
        (Sex::Male, 65.0, 4.1356),
        (Sex::Female, 25.0, 3.6200),
        (Sex::Female, 45.0, 3.2820),
        (Sex::Female, 48.0, 3.2313),
        (Sex::Female, 65.0, 2.9440),
    ] {
        close(litres(&Knudson1983, &subject(sex, age)), expected, 1e-12);
    }
    close(litres(&Knudson1983, &person(Sex::Female, 75.0, 1600)), 2.5991, 1e-12);
}

/// The last age of one row and the first of the next, each by its own formula.
#[test]
fn knudson_1983_breaks() {
    for (sex, age, expected) in [
        (Sex::Male, 11.9, -3.3756 + 0.0409 * 150.0),
        (Sex::Male, 12.0, -6.8865 + 0.0590 * 150.0 + 0.0739 * 12.0),
        (Sex::Male, 24.9, -6.8865 + 0.0590 * 150.0 + 0.0739 * 24.9),
        (Sex::Male, 25.0, -8.7818 + 0.0844 * 160.0 - 0.0298 * 25.0),
        (Sex::Female, 10.9, -3.7486 + 0.0430 * 140.0),
        (Sex::Female, 11.0, -4.4470 + 0.0416 * 150.0 + 0.0699 * 11.0),
        (Sex::Female, 19.9, -4.4470 + 0.0416 * 150.0 + 0.0699 * 19.9),
        (Sex::Female, 20.0, -3.1947 + 0.0444 * 150.0 - 0.0169 * 20.0),
        (Sex::Female, 69.9, -3.1947 + 0.0444 * 150.0 - 0.0169 * 69.9),
        (Sex::Female, 70.0, -0.1889 + 0.0313 * 150.0 - 0.0296 * 70.0),
    ] {
        let mm = match (sex, age) {
            (Sex::Male, 25.0) => 1600,
            (Sex::Female, 10.9) => 1400,
            _ => 1500,
        };
        close(litres(&Knudson1983, &person(sex, age, mm)), expected, 1e-12);
    }
}

#[test]
fn only_the_lms_family_has_z_scores() {
    let man = subject(Sex::Male, 45.0);
    let measured = LungVolume::litres(3.5).unwrap();
    let nhanes = NhanesIii::fvc(NhanesGroup::Caucasian).predict(&man).unwrap();
    assert_eq!(nhanes.z_score(measured), None);
    assert_eq!(Knudson1983.predict(&man).unwrap().lower_limit(), None);
}

proptest! {
    #[test]
    fn percent_predicted_is_proportional_to_the_volume(
        age in 25.0_f64..70.0,
        mm in 1575_u32..=1800,
        ml in 500_u32..=4000,
    ) {
        for sex in [Sex::Female, Sex::Male] {
            let subject = person(sex, age, mm);
            for equation in [&Ecsc1993::fvc() as &dyn ReferenceEquation, &Knudson1983] {
                let percent = |ml| {
                    let measured = LungVolume::millilitres(ml).unwrap();
                    equation.percent_predicted(&subject, measured).unwrap().percent()
                };
                prop_assert!((percent(2 * ml) - 2.0 * percent(ml)).abs() < 1e-9);
                let predicted = equation.predict(&subject).unwrap();
                let all = predicted.percent(predicted.volume()).percent();
                prop_assert!((all - 100.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn taller_is_more_and_nothing_is_ever_nan(years in 0.0_f64..=130.0, mm in 300_u32..2500) {
        for sex in [Sex::Female, Sex::Male] {
            for equation in [
                &Ecsc1993::fvc() as &dyn ReferenceEquation,
                &Ecsc1993::ivc(),
                &Knudson1983,
                &NhanesIii::fvc(NhanesGroup::AfricanAmerican),
            ] {
                let shorter = equation.predict(&person(sex, years, mm));
                let taller = equation.predict(&person(sex, years, mm + 1));
                if let (Ok(shorter), Ok(taller)) = (shorter, taller) {
                    prop_assert!(shorter.volume() < taller.volume());
                }
            }
        }
    }
}

#[test]
fn ages_between_birthdays() {
    let age = |date: &str, birth: &str| {
        Age::on(date.parse().unwrap(), birth.parse().unwrap()).map(Age::as_years)
    };
    assert_eq!(age("2020-03-01", "2020-03-01"), Ok(0.0));
    assert_eq!(age("1998-03-01", "1980-03-01"), Ok(18.0));
    assert!(age("1998-02-28", "1980-03-01").unwrap() < 18.0);
    // 2026 has 365 days from birthday to birthday.
    assert_eq!(age("2026-03-15", "1980-01-01"), Ok(46.0 + 73.0 / 365.0));
    // Born on 29 February: the birthday of a common year is its 28th.
    assert_eq!(age("2021-02-28", "2000-02-29"), Ok(21.0));
    assert_eq!(age("2024-02-29", "2000-02-29"), Ok(24.0));
}

#[test]
fn refusals_say_what_and_the_range() {
    let refusal = |equation: &dyn ReferenceEquation, subject: Subject| {
        equation.predict(&subject).unwrap_err().to_string()
    };
    let nhanes = NhanesIii::fvc(NhanesGroup::Caucasian);
    assert_eq!(
        refusal(&nhanes, subject(Sex::Male, 7.9)),
        "NHANES III FVC, Caucasian: an age of 7.9 years, expected 8 to 80 years"
    );
    assert_eq!(
        refusal(&Ecsc1993::fvc(), subject(Sex::Female, 70.5)),
        "ECSC/ERS 1993 FVC: an age of 70.5 years, expected 18 to 70 years"
    );
    assert_eq!(
        refusal(&Ecsc1993::fvc(), person(Sex::Female, 45.0, 1801)),
        "ECSC/ERS 1993 FVC: a height of 1801 mm, expected 1450 mm to 1800 mm"
    );
    assert_eq!(
        refusal(&Ecsc1993::ivc(), person(Sex::Male, 45.0, 1549)),
        "ECSC/ERS 1993 IVC: a height of 1549 mm, expected 1550 mm to 1950 mm"
    );
    assert_eq!(
        refusal(&Ecsc1993::ivc(), subject(Sex::Female, 45.0)),
        "ECSC/ERS 1993 IVC: sources disagree on the age term for female subjects, expected an equation with \
         0.024 or 0.026 L a year"
    );
    // 0.01 L by the formula, and a woman older than any it was made from.
    assert_eq!(
        refusal(&Knudson1983, person(Sex::Male, 25.0, 1130)),
        "Knudson 1983 FVC, women with a break at 70 years: a height of 1130 mm, expected 1575 mm to 1956 mm"
    );
    assert_eq!(
        refusal(&Knudson1983, subject(Sex::Female, 110.0)),
        "Knudson 1983 FVC, women with a break at 70 years: an age of 110 years, expected 6 to 88 years"
    );
}

#[test]
fn bounds_are_inclusive() {
    for (sex, mm) in [(Sex::Male, [1550, 1950]), (Sex::Female, [1450, 1800])] {
        for age in [18.0, 70.0] {
            assert!(mm.iter().all(|mm| Ecsc1993::fvc().predict(&person(sex, age, *mm)).is_ok()));
        }
    }
    let nhanes = NhanesIii::fvc(NhanesGroup::MexicanAmerican);
    for age in [8.0, 80.0] {
        assert!(nhanes.predict(&subject(Sex::Female, age)).is_ok());
    }
}

#[test]
fn numbers_of_no_person_are_refused() {
    let shown = [0.0, 1.0, 1.5, 2.0].map(|years| Age::years(years).unwrap().to_string());
    assert_eq!(shown, ["0 years", "1 year", "1.5 years", "2 years"]);
    assert_eq!(
        Age::years(-0.5).unwrap_err().to_string(),
        "an age of -0.5 years, expected 0 to 130 years"
    );
    for years in [f64::NAN, f64::INFINITY, 130.1] {
        assert!(Age::years(years).is_err());
    }
    assert_eq!(
        Age::on("2020-01-01".parse().unwrap(), "2020-01-02".parse().unwrap())
            .unwrap_err()
            .to_string(),
        "an age on 2020-01-01, expected a date on or after the birth on 2020-01-02"
    );
    for (mm, text) in [
        (176, "a height of 176 mm, expected 300 to 2500 mm"),
        (2501, "a height of 2501 mm, expected 300 to 2500 mm"),
    ] {
        assert_eq!(Height::mm(mm).unwrap_err().to_string(), text);
    }
    assert!(Height::cm(u32::MAX).is_err());
    assert_eq!(
        LungVolume::litres(3500.0).unwrap_err().to_string(),
        "a lung volume of 3500 L, expected 0.001 to 20 L"
    );
    for litres in [0.0, -1.0, f64::NAN] {
        assert!(LungVolume::litres(litres).is_err());
    }
}

#[test]
fn changes_stay_within_one_equation() {
    let man = subject(Sex::Male, 45.0);
    let measured = LungVolume::litres(3.5).unwrap();
    let by_ecsc = Ecsc1993::fvc().percent_predicted(&man, measured).unwrap();
    let by_knudson = Knudson1983.percent_predicted(&man, measured).unwrap();
    assert_eq!(
        by_knudson.change_from(&by_ecsc).unwrap_err().to_string(),
        "the value is predicted by Knudson 1983 FVC, women with a break at 70 years, the baseline by ECSC/ERS 1993 FVC; \
         expected one equation"
    );
    let baseline = PercentPredicted::new(80.0, by_ecsc.equation().clone()).unwrap();
    let later = PercentPredicted::new(72.0, by_ecsc.equation().clone()).unwrap();
    let change = later.change_from(&baseline).unwrap();
    assert_eq!(change.points(), -8.0);
    assert_eq!(change.to_string(), "-8.0 percent-predicted points");
    for percent in [0.0, -3.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            PercentPredicted::new(percent, by_ecsc.equation().clone()).unwrap_err().to_string(),
            format!("{percent} percent predicted, expected a finite number above 0")
        );
    }
    assert_eq!(
        EquationName::new("  ").unwrap_err().to_string(),
        "a reference equation without a name, expected more than white space"
    );
}

#[cfg(feature = "serde")]
#[test]
fn json_carries_units_and_the_equation() {
    use aso_regimen::measure::spirometry::PercentPredictedPoints;

    let json = r#"{"percent_predicted":81.5,"equation":"NHANES III FVC, Caucasian"}"#;
    let value: PercentPredicted = serde_json::from_str(json).unwrap();
    assert_eq!(*value.equation(), NhanesIii::fvc(NhanesGroup::Caucasian).name());
    assert_eq!(serde_json::to_string(&value).unwrap(), json);

    let json = r#"{"sex":"female","age_years":45.5,"height_mm":1630}"#;
    let read: Subject = serde_json::from_str(json).unwrap();
    assert_eq!(read, person(Sex::Female, 45.5, 1630));
    assert_eq!(serde_json::to_string(&read).unwrap(), json);

    let json = r#"{"litres":3.5}"#;
    let volume: LungVolume = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&volume).unwrap(), json);

    let json = r#"{"percent_predicted_points":-11.5}"#;
    let change: PercentPredictedPoints = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&change).unwrap(), json);

    for refused in [
        r#"{"percent_predicted":-1.0,"equation":"x"}"#,
        r#"{"percent_predicted":81.5,"equation":" "}"#,
        r#"{"percent_predicted":81.5}"#,
        r#"{"percent_predicted":81.5,"equation":"x","sex":"female"}"#,
    ] {
        assert!(serde_json::from_str::<PercentPredicted>(refused).is_err(), "{refused}");
    }
    for refused in [
        r#"{"sex":"female","age_years":-1.0,"height_mm":1630}"#,
        r#"{"sex":"female","age_years":45.5,"height_mm":163}"#,
        r#"{"sex":"female","age_years":45.5,"height_mm":1630,"weight_kg":60}"#,
    ] {
        assert!(serde_json::from_str::<Subject>(refused).is_err(), "{refused}");
    }
    assert!(serde_json::from_str::<LungVolume>(r#"{"litres":3500.0}"#).is_err());
}

/// ATS/ERS 2019: at most 0.150 L apart; up to 6 years of age 0.100 L or a tenth of the largest, whichever is more.
#[test]
fn forced_manoeuvres_are_repeatable_within_a_distance() {
    let visit = |volumes: &[(f64, bool)]| {
        let volumes =
            volumes.iter().map(|(litres, fits)| (LungVolume::litres(*litres).unwrap(), *fits));
        Manoeuvres::new(volumes.collect::<Vec<_>>())
    };
    for (years, volumes, expected) in [
        (48.0, &[(3.35, true), (3.50, true)][..], Some(true)),
        (48.0, &[(3.349, true), (3.50, true)], Some(false)),
        // The two largest acceptable ones count.
        (48.0, &[(2.0, true), (3.50, true), (3.40, true), (3.99, false)], Some(true)),
        (6.1, &[(1.0, true), (1.15, true)], Some(true)),
        (6.0, &[(0.99, true), (1.10, true)], Some(true)),
        (6.0, &[(0.989, true), (1.10, true)], Some(false)),
        (6.0, &[(0.699, true), (0.80, true)], Some(false)),
        (6.0, &[(0.7, true), (0.80, true)], Some(true)),
        (6.0, &[(1.8, true), (2.00, true)], Some(true)),
        (48.0, &[(3.50, true), (3.45, false)], None),
        (48.0, &[], None),
    ] {
        let found = visit(volumes).forced_are_repeatable(Age::years(years).unwrap());
        assert_eq!(found, expected, "{years} {volumes:?}");
    }
    let best = visit(&[(3.0, true), (3.4, true), (3.9, false)]).best();
    assert_eq!(best, LungVolume::litres(3.4).ok());
    assert_eq!(visit(&[(3.9, false)]).best(), None);
}
