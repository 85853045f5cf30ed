//! The text of every error.

use std::error::Error;

use aso_regimen::calendar::StudyDayError;
use aso_regimen::dosing::dose::{BandAmount, MassError, PerKg, WeightBand, WeightBands};
use aso_regimen::dosing::missed_dose::{Action, Limit, Measure, TimeBand, TimeRule};
use aso_regimen::dosing::regimen::Role;
use aso_regimen::{
    Amount, BodyWeight, Dose, Interval, Mass, Phase, Regimen, Route, StudyDay, Volume, Window,
};

use crate::date;

/// An error stands alone: it has no cause but its text, and `Debug` is the text.
#[track_caller]
fn assert_error<T: std::fmt::Debug, E: Error>(result: Result<T, E>, text: &str) {
    let error = result.expect_err(text);
    assert_eq!(error.to_string(), text);
    assert_eq!(format!("{error:?}"), text);
    assert!(error.source().is_none(), "{text}");
}

#[test]
fn quantities() {
    const UNIT: &str = "one of the units mg, µg, mcg, ug, g after the number";
    for (text, error) in [
        ("", "expected a mass such as 100 mg at character 1, found the end"),
        ("mg", "expected a mass such as 100 mg at character 1, found \"mg\""),
        ("-5 mg", "expected a mass such as 100 mg at character 1, found \"-5 mg\""),
        ("5. mg", "expected a digit after the point at character 3, found \" mg\""),
        ("1.2.3 mg", &format!("expected {UNIT} at character 4, found \".3 mg\"")),
        ("100", &format!("expected {UNIT} at character 4, found the end")),
        ("100 mL", &format!("expected {UNIT} at character 4, found \" mL\"")),
        ("100  mg", &format!("expected {UNIT} at character 4, found \"  mg\"")),
        ("100\u{2003}mg", &format!("expected {UNIT} at character 4, found \"\\u{{2003}}mg\"")),
        ("100 mg ", "expected the end at character 7, found \" \""),
        (" 100 mg", "expected a mass such as 100 mg at character 1, found \" 100 mg\""),
        (
            "0,5 mg",
            "expected a number such as 0.5 or 1000 (a comma is not read) at character 2, found \",5 mg\"",
        ),
        (
            "1,000 mg",
            "expected a number such as 0.5 or 1000 (a comma is not read) at character 2, found \",000 mg\"",
        ),
        (
            "1e3 mg",
            "expected a number such as 1000 (an exponent is not read) at character 2, found \"e3 mg\"",
        ),
        (
            "1.5E-3 g",
            "expected a number such as 1000 (an exponent is not read) at character 4, found \"E-3 g\"",
        ),
        (
            "1e+3 g",
            "expected a number such as 1000 (an exponent is not read) at character 2, found \"e+3 g\"",
        ),
        ("1 e", &format!("expected {UNIT} at character 2, found \" e\"")),
        ("1, 5", &format!("expected {UNIT} at character 2, found \", 5\"")),
        ("1eg", &format!("expected {UNIT} at character 2, found \"eg\"")),
        ("0.0001 mg", "expected a whole number of µg at character 1, found \"0.0001 mg\""),
        (
            "99999999999999999999 µg",
            "expected at most 18446744073709551615 µg at character 1, found \"999999999999\"",
        ),
        (
            "99999999999999999 g",
            "expected at most 18446744073709551615 µg at character 1, found \"999999999999\"",
        ),
    ] {
        assert_error(text.parse::<Mass>(), error);
    }
    assert_error(
        "15".parse::<Volume>(),
        "expected one of the units mL, ml, µL, uL, L after the number at character 3, found the end",
    );
    assert_error(
        "15 mL".parse::<BodyWeight>(),
        "expected one of the units kg, g after the number at character 3, found \" mL\"",
    );
    assert_error(
        "0 kg".parse::<BodyWeight>(),
        "expected more than 0 kg and at most 1000 kg at character 1, found \"0 kg\"",
    );
    assert_error(
        "5000000 kg".parse::<BodyWeight>(),
        "expected more than 0 kg and at most 1000 kg at character 1, found \"5000000 kg\"",
    );
    assert_eq!("0.500000 mg".parse(), Ok(Mass::micrograms(500)));
}

#[test]
fn calendar() {
    const WINDOW: &str = "a window such as -3d/+5d with at most 65535 days on a side";
    const INTERVAL: &str = "an interval such as 14d, 2w or 4mo";
    const UNIT: &str = "the unit d, w or mo right after the number";
    const RANGE: &str = "at least 1 and at most 4294967295 days or months";
    for (text, expected, character, found) in [
        ("", INTERVAL, 1, "the end"),
        ("d", INTERVAL, 1, "\"d\""),
        ("-14d", INTERVAL, 1, "\"-14d\""),
        ("日", INTERVAL, 1, "\"日\""),
        ("14", UNIT, 3, "the end"),
        ("14 d", UNIT, 3, "\" d\""),
        ("14days", UNIT, 3, "\"days\""),
        ("1.5w", UNIT, 2, "\".5w\""),
        ("0d", RANGE, 1, "\"0d\""),
        ("0mo", RANGE, 1, "\"0mo\""),
        ("4294967296d", RANGE, 1, "\"4294967296d\""),
        ("613566757w", RANGE, 1, "\"613566757w\""),
        ("14d ", "the end", 4, "\" \""),
        ("14d/2", "the end", 4, "\"/2\""),
    ] {
        assert_error(
            text.parse::<Interval>(),
            &format!("expected {expected} at character {character}, found {found}"),
        );
    }
    for (text, expected, character, found) in [
        ("3d", WINDOW, 1, "\"3d\""),
        ("-3/+3", WINDOW, 3, "\"/+3\""),
        ("-3d+3d", WINDOW, 3, "\"d+3d\""),
        ("+3d/-3d", WINDOW, 1, "\"+3d/-3d\""),
        ("-65536d/+0d", WINDOW, 2, "\"65536d/+0d\""),
        ("-0d/+65536d", WINDOW, 6, "\"65536d\""),
        ("--3d/+3d", WINDOW, 2, "\"-3d/+3d\""),
        ("-d/+3d", WINDOW, 2, "\"d/+3d\""),
        ("-3d/+3", WINDOW, 7, "the end"),
        ("-3d/+3days", WINDOW, 7, "\"days\""),
        ("-3d/+3d/", "the end", 8, "\"/\""),
    ] {
        assert_error(
            text.parse::<Window>(),
            &format!("expected {expected} at character {character}, found {found}"),
        );
    }
    assert_error(
        StudyDay::new(0),
        "there is no study day 0, expected at least 1, the day of the first dose, or at most -1, the day before",
    );
    assert_error(
        StudyDay::new(2_147_483_649),
        "study day 2147483649, expected one from -2147483648 to 2147483648",
    );
    assert_eq!(StudyDay::new(2_147_483_648).map(StudyDay::offset), Ok(i32::MAX));
    assert_eq!(StudyDay::new(-2_147_483_648).map(StudyDay::offset), Ok(i32::MIN));
    assert_eq!(StudyDay::new(-2_147_483_649), Err(StudyDayError::OutOfRange(-2_147_483_649)));
    let far = StudyDay::from_offset(i32::MAX);
    assert_error(
        far.date(date("2026-01-05")),
        "study day 2147483648 of a first dose on 2026-01-05 has no date, expected one from -262143-01-01 to +262142-12-31",
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of texts and their errors")]
fn regimen_texts() {
    for (text, error) in [
        ("", "expected an amount such as 100 mg at character 1, found the end"),
        ("IT q14d", "expected an amount such as 100 mg at character 1, found \"IT q14d\""),
        (
            "100 IT q14d",
            "expected one of the units mg, µg, mcg, ug, g after the number at character 4, found \" IT q14d\"",
        ),
        (
            "100 mg q14d",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 8, found \"q14d\"",
        ),
        (
            "100 mg it q14d",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 8, found \"it q14d\"",
        ),
        (
            "100 mg IT",
            "expected an interval such as q14d, or x1 for one dose at character 10, found the end",
        ),
        (
            "100 mg IT q",
            "expected an interval such as 14d, 2w or 4mo at character 12, found the end",
        ),
        (
            "100 mg IT q14",
            "expected the unit d, w or mo right after the number at character 14, found the end",
        ),
        (
            "100 mg IT q14h",
            "expected the unit d, w or mo right after the number at character 14, found \"h\"",
        ),
        (
            "100 mg IT q0d",
            "expected at least 1 and at most 4294967295 days or months at character 12, found \"0d\"",
        ),
        (
            "100 mg IT q14d x 3 weeks",
            "expected a number of doses right after the x, such as x3 at character 17, found \" 3 weeks\"",
        ),
        (
            "100 mg IT q14d x3weeks",
            "expected a number of doses right after the x, such as x3 at character 17, found \"3weeks\"",
        ),
        (
            "100 mg IT q14d x99999999999",
            "expected a number of doses right after the x, such as x3 at character 17, found \"99999999999\"",
        ),
        (
            "100 mg IT q14d for",
            "expected an interval such as 14d, 2w or 4mo at character 19, found the end",
        ),
        (
            "100 mg IT q14d x3 q28d",
            "expected the end, or a next phase after \", then\" at character 19, found \"q28d\"",
        ),
        (
            "100 mg IT q14d x3, q28d",
            "expected then and a next phase, or each window, after the comma at character 20, found \"q28d\"",
        ),
        (
            "100 mg IT q14d window 3d",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 23, found \"3d\"",
        ),
        (
            "100 mg (15 mL IT q14d",
            "expected a comma and a next detail, or ) at character 15, found \"IT q14d\"",
        ),
        (
            "100 mg (15 mL, 10 mL) IT q14d",
            "expected one each of 15 mL, withdraw 10 mL, over 1-3 min at character 16, found \"10 mL) IT q1\"",
        ),
        (
            "100 mg (withdraw 1 mL, withdraw 2 mL) IT q14d",
            "expected one each of 15 mL, withdraw 10 mL, over 1-3 min at character 24, found \"withdraw 2 m\"",
        ),
        (
            "100 mg (over 1 min, over 2 min) IT q14d",
            "expected one each of 15 mL, withdraw 10 mL, over 1-3 min at character 21, found \"over 2 min) \"",
        ),
        ("100 mg (over 1-3) IT q14d", "expected the unit min at character 17, found \") IT q14d\""),
        (
            "100 mg (over 99999 min) IT q14d",
            "expected minutes such as 1-3 min, at most 65535 at character 14, found \"99999 min) I\"",
        ),
        (
            "[<10 kg 6 mg/kg] SC q1mo",
            "expected a colon between a weight band and its amount at character 9, found \"6 mg/kg] SC \"",
        ),
        (
            "[10 kg: 6 mg/kg] SC q1mo",
            "expected a weight band such as <100 kg: 30 mg, or else 30 mg at character 2, found \"10 kg: 6 mg/\"",
        ),
        (
            "[<10 kg: 6 mg/kg SC q1mo",
            "expected ; and a next weight band, or ] after the last at character 18, found \"SC q1mo\"",
        ),
        (
            "[<20 kg: 6 mg; <10 kg: 3 mg] SC q1mo",
            "the weight band below 10 kg follows the band below 20 kg, expected rising limits of weight bands, at character 16",
        ),
        (
            "[else 3 mg] SC q1mo",
            "weight bands without a limit, expected at least one weight band such as <100 kg, at character 2",
        ),
        (
            "[<10 kg: 6 mg; <10 kg: 3 mg] SC q1mo",
            "the weight band below 10 kg follows the band below 10 kg, expected rising limits of weight bands, at character 16",
        ),
        (
            "[<10 kg: 6 mg; else 0 mg] SC q1mo",
            "a dose of 0 mg, expected more than 0 mg, at character 21",
        ),
        (
            "[<0 kg: 6 mg] SC q1mo",
            "expected more than 0 kg and at most 1000 kg at character 3, found \"0 kg: 6 mg] \"",
        ),
        (
            "5 mg/kg max 30 IV q1w",
            "expected one of the units mg, µg, mcg, ug, g, kg after the number at character 15, found \" IV q1w\"",
        ),
        (
            "5 mg/kg/day IV q1w",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 8, found \"/day IV q1w\"",
        ),
        (
            "100 mg IT q14d xx",
            "expected a number of doses right after the x, such as x3 at character 17, found \"x\"",
        ),
        (
            "100 mg IT q14d x3, thenq28d",
            "expected then and a next phase, or each window, after the comma at character 20, found \"thenq28d\"",
        ),
        (
            "100 mg IT q14d x3 for 3mo",
            "expected the end, or a next phase after \", then\" at character 19, found \"for 3mo\"",
        ),
        (
            "100 mg IT q14d x3, then after 0d q28d",
            "expected at least 1 and at most 4294967295 days or months at character 31, found \"0d q28d\"",
        ),
        (
            "日 mg IT q14d",
            "expected an amount such as 100 mg at character 1, found \"日 mg IT q14d\"",
        ),
    ] {
        assert_error(text.parse::<Regimen>(), error);
    }
    let error = "µ日 100 mg".parse::<Regimen>().expect_err("not an amount");
    assert_eq!((error.offset(), error.character()), (0, 1));
    let error = "100 µg IT q14 x3".parse::<Regimen>().expect_err("no unit");
    assert_eq!((error.offset(), error.character()), (14, 14));
    assert_eq!(error.pointer(), "100 µg IT q14 x3\n             ^");
    let error = "100 mg IT q14d x3,\n\tthen q28 x3,\nthen q56d".parse::<Regimen>();
    let error = error.expect_err("no unit in the second line");
    assert_eq!((error.offset(), error.character()), (28, 29));
    assert_eq!(error.pointer(), "\tthen q28 x3,\n\t        ^");
}

#[test]
fn regimens_through_text() {
    let refused = |text: &str, because: &str, character: usize| {
        assert_error(text.parse::<Regimen>(), &format!("{because}, at character {character}"));
    };
    refused("100 mg IT q14d x0", "phase 1 has 0 doses, expected at least 1 dose", 1);
    refused(
        "100 mg IT q14d, then q28d",
        "phase 2 cannot follow a phase without an end, expected an end of the phase before, such as x3",
        17,
    );
    refused(
        "100 mg IT after 3d q14d",
        "phase 1 begins after 3d, but no dose comes before it, expected a first phase without a seam",
        1,
    );
    refused(
        "100 mg IT x1, then x1",
        "phase 2 does not say how long after the phase before it begins, expected a seam such as after 28d",
        15,
    );
    refused(
        " 100 mg IT x2",
        "phase 1 has more than one dose and no interval, expected an interval such as q14d between its doses",
        2,
    );
    refused("titration 0 mg IT q14d", "a dose of 0 mg, expected more than 0 mg", 11);
    refused("1 mg (0 mL) IT q14d", "a volume of 0 mL, expected more than 0 mL", 7);
    refused("1 mg (15 mL, withdraw 0 mL) IT q14d", "a volume of 0 mL, expected more than 0 mL", 23);
    refused(
        "1 mg (over 0-3 min) IT q14d",
        "given over 0-3 min, expected at least 1 min and the shorter time first",
        12,
    );
    refused(
        "1 mg IT q14d x3, then 1 mg/kg max 0 mg IT q28d",
        "a dose of 0 mg, expected more than 0 mg",
        23,
    );
    refused(
        "1 mg IT q14d x3, then q28d, then q56d",
        "phase 3 cannot follow a phase without an end, expected an end of the phase before, such as x3",
        29,
    );
    refused(
        "1 mg (over 3-1 min) IT q14d",
        "given over 3-1 min, expected at least 1 min and the shorter time first",
        12,
    );
    refused(
        "1 mg (withdraw 1 mL) SC q14d",
        "cerebrospinal fluid is withdrawn before a dose by route SC, expected route IT where cerebrospinal fluid is withdrawn",
        22,
    );
    refused(
        "1 mg SC q14d x3 window -7d/+7d",
        "the windows of dose 1 of phase 1 and dose 2 of phase 1 overlap: 7 days after the one and 7 days before the other when the doses are 14 days apart, expected windows of neighbouring doses that share no day",
        1,
    );
    refused(
        "1 mg SC q14d x3 window -1d/+9d, then after 9d q28d",
        "the windows of dose 3 of phase 1 and dose 1 of phase 2 overlap: 9 days after the one and 0 days before the other when the doses are 9 days apart, expected windows of neighbouring doses that share no day",
        33,
    );
    refused(
        "1 mg SC q14d for 3mo window -1d/+9d, then after 9d q28d",
        "the windows of the last dose of phase 1 and dose 1 of phase 2 overlap: 9 days after the one and 0 days before the other when the doses are 9 days apart, expected windows of neighbouring doses that share no day",
        38,
    );
    refused(
        "1 mg SC q1mo window -14d/+14d",
        "the windows of dose 1 of phase 1 and dose 2 of phase 1 overlap: 14 days after the one and 14 days before the other when the doses are 28 days apart, expected windows of neighbouring doses that share no day",
        1,
    );
    // The first trouble of a text is the one that is told.
    refused("1 mg IT q14d x0, then nonsense", "phase 1 has 0 doses, expected at least 1 dose", 1);
    assert_error(
        Regimen::new(Vec::new()),
        "a regimen without a phase, expected at least one phase",
    );
    assert_error(
        "5 mg".parse::<Dose>(),
        "expected a route: IT, IV, SC, IVT, or another in double quotes at character 5, found the end",
    );
    assert_error(
        "0 mg IT".parse::<Dose>(),
        "a dose of 0 mg, expected more than 0 mg, at character 1",
    );
    assert_error(
        "5 mg IT q14d".parse::<Dose>(),
        "expected the end after the route at character 9, found \"q14d\"",
    );
    assert_error(
        "5 mg IT".parse::<Amount>(),
        "expected the end after the amount at character 6, found \"IT\"",
    );
    assert_error(
        "IM".parse::<Route>(),
        "expected a route: IT, IV, SC, IVT, or another in double quotes at character 1, found \"IM\"",
    );
}

#[test]
fn builders_refuse_what_texts_refuse() {
    let dose = || Dose::intrathecal(Mass::mg(100));
    let every = Interval::days(14);
    for (text, character) in [("1 mg SC q1w x3, then after 3d x2", 17), ("1 mg SC x1, then x2", 13)]
    {
        assert_error(
            text.parse::<Regimen>(),
            &format!(
                "phase 2 has more than one dose and no interval, expected an interval such as q14d between its doses, at character {character}"
            ),
        );
    }
    assert_error(
        Regimen::builder()
            .loading(dose(), 3, every)
            .loading(Dose::intrathecal(Mass::ZERO), 3, every)
            .build(),
        "the dose of phase 2 cannot be given: a dose of 0 mg, expected more than 0 mg",
    );
    assert_error(
        Regimen::builder().maintenance(dose(), every).maintenance(dose(), every).build(),
        "phase 2 cannot follow a phase without an end, expected an end of the phase before, such as x3",
    );
    assert_error(
        Regimen::builder()
            .loading(dose(), 3, every)
            .phase(Phase::single(dose()).after(every).with_doses(2))
            .build(),
        "phase 2 is a single dose and has more than one, expected x1, or another role than single",
    );
    assert_error(
        Regimen::builder().loading(dose(), 0, every).build(),
        "phase 1 has 0 doses, expected at least 1 dose",
    );
    assert_error(
        Regimen::builder().build(),
        "a regimen without a phase, expected at least one phase",
    );
    for (text, expected) in [
        (
            "single 1 mg SC q1w x2",
            "phase 1 is a single dose and has more than one, expected x1, or another role than single, at character 1",
        ),
        (
            "1 mg SC q1w x2, then single q1w",
            "phase 2 is a single dose and has more than one, expected x1, or another role than single, at character 17",
        ),
        (
            "single 1 mg SC q1w for 1mo",
            "phase 1 is a single dose and has more than one, expected x1, or another role than single, at character 1",
        ),
        (
            "loading 1 mg SC q1w",
            "phase 1 is loading without an end, expected an end such as x3, or another role than loading, at character 1",
        ),
        (
            "1 mg SC q1w x2, then loading q2w",
            "phase 2 is loading without an end, expected an end such as x3, or another role than loading, at character 17",
        ),
    ] {
        assert_error(text.parse::<Regimen>(), expected);
    }
    let endless = Phase::maintenance(dose(), every).with_role(Role::Loading);
    assert_error(
        Regimen::builder().phase(endless).build(),
        "phase 1 is loading without an end, expected an end such as x3, or another role than loading",
    );
    let repaired = Phase::single(dose()).with_doses(2).with_role(Role::Titration);
    assert_error(
        Regimen::builder().phase(repaired).build(),
        "phase 1 has more than one dose and no interval, expected an interval such as q14d between its doses",
    );
    assert_error(
        Regimen::builder().phase(Phase::single(dose()).with_doses(2)).build(),
        "phase 1 is a single dose and has more than one, expected x1, or another role than single",
    );
}

#[test]
fn masses() {
    let bands: Amount = "[<10 kg: 6 mg/kg; <20 kg: 3 mg]".parse().expect("an amount");
    assert_error(
        bands.mass_for(None),
        "the amount depends on body weight and none is known, expected one such as 70 kg",
    );
    assert_error(
        bands.mass_for(BodyWeight::kg(20)),
        "20 kg is in no weight band, expected a body weight below 20 kg",
    );
    let most = Amount::from(PerKg::new(Mass::micrograms(u64::MAX), None));
    assert_eq!(most.mass_for(BodyWeight::kg(1)), Ok(Mass::micrograms(u64::MAX)));
    assert_error(
        most.mass_for(BodyWeight::kg(2)),
        "a mass beyond the largest, expected at most 18446744073709551615 µg",
    );
    assert_error(
        WeightBands::new(Vec::new(), Some(BandAmount::Fixed(Mass::mg(1)))),
        "weight bands without a limit, expected at least one weight band such as <100 kg",
    );
    let zero = WeightBand::new(BodyWeight::kg(1), Mass::ZERO);
    assert_error(WeightBands::new(vec![zero], None), "a dose of 0 mg, expected more than 0 mg");
    let endless: Regimen = "18446744073709551615 µg SC q1d".parse().expect("a regimen");
    let plan = endless.starting(date("2026-01-05"));
    assert_eq!(plan.total_through(date("2026-01-06"), None), Err(MassError::TooLarge));
    let by_weight: Regimen = "1 mg/kg SC q1d".parse().expect("a regimen");
    let plan = by_weight.starting(date("2026-01-05"));
    assert_eq!(plan.total_through(date("2026-01-06"), None), Err(MassError::WeightMissing));
    assert_eq!(plan.total_through(date("2026-01-04"), None), Ok(Mass::ZERO));
}

#[test]
fn missed_dose_rules() {
    let band = |limit: Option<Limit>, action| TimeBand::new(limit, action);
    let rule = |bands| TimeRule::new(Measure::PastPlanned, bands);
    let below = |days| Some(Limit::below(Interval::days(days)));
    let through = |days| Some(Limit::through(Interval::days(days)));
    let keep = Action::KeepCalendar { minimum_gap: None };
    assert_error(rule(vec![]), "a rule by time without a band, expected at least one");
    assert_error(
        rule(vec![band(None, keep), band(None, Action::Skip)]),
        "band 1 has no limit, expected one because another band follows it",
    );
    assert_error(
        rule(vec![band(below(3), keep)]),
        "band 1, the last, ends below 3d, expected no limit; if the label says nothing of later times, add a band with \
         the action `not-stated`",
    );
    assert_error(
        rule(vec![
            band(below(3), keep),
            band(Some(Limit::below(Interval::months(3))), keep),
            band(None, keep),
        ]),
        "band 2 ends below 3mo and the one before below 3d, expected all limits in days or all in months",
    );
    for (first, second, text) in [
        (below(3), below(3), "below 3d and the one before below 3d"),
        (through(3), below(3), "below 3d and the one before through 3d"),
        (through(3), through(3), "through 3d and the one before through 3d"),
        (below(4), through(3), "through 3d and the one before below 4d"),
    ] {
        assert_error(
            rule(vec![band(first, keep), band(second, keep), band(None, keep)]),
            &format!("band 2 ends {text}, expected rising limits"),
        );
    }
    assert!(
        rule(vec![band(below(3), keep), band(through(3), Action::NotStated), band(None, keep)])
            .is_ok()
    );
}

#[test]
fn windows_of_a_whole_regimen() {
    let label: Regimen = "100 mg IT q14d x3 window -1d/+1d, then q28d".parse().expect("a regimen");
    assert_eq!(
        label.with_windows(Window::days(6, 7)).map(|clinic| clinic.to_string()),
        Ok("100 mg IT q14d x3, then q28d, each window -6d/+7d".to_owned())
    );
    assert_error(
        label.with_windows(Window::days(7, 7)),
        "the windows of dose 1 of phase 1 and dose 2 of phase 1 overlap: 7 days after the one and 7 days before the \
         other when the doses are 14 days apart, expected windows of neighbouring doses that share no day",
    );
}

#[test]
#[should_panic(expected = "an interval is at least one day")]
fn a_literal_interval_of_no_days() {
    let _ = Interval::days(0);
}

#[test]
#[should_panic(expected = "a body weight is more than 0 g")]
fn a_literal_weight_of_nothing() {
    let _ = BodyWeight::grams(0);
}
