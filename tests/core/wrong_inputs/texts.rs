//! Texts that are not what they are read as.

use std::error::Error;
use std::str::FromStr;

use aso_regimen::dosing::regimen::Role;
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::evidence::label::{Authority, LabelKey};
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::source::Identifier;
use aso_regimen::evidence::trial::Registration;
use aso_regimen::{Amount, BodyWeight, Dose, Interval, Mass, Regimen, Route, Volume, Window};

use super::{Row, text};

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = quantities();
    rows.extend(times());
    rows.extend(routes_and_amounts());
    rows.extend(doses());
    rows.extend(regimens());
    rows.extend(evidence());
    rows
}

fn quantities() -> Vec<Row> {
    vec![
        text::<Mass>(
            "100 MG",
            "expected one of the units mg, µg, mcg, ug, g after the number at character 4, found \" MG\"",
        ),
        text::<Mass>(
            "100 milligrams",
            "expected one of the units mg, µg, mcg, ug, g after the number at character 4, found \" milligrams\"",
        ),
        text::<Mass>("+5 mg", "expected a mass such as 100 mg at character 1, found \"+5 mg\""),
        text::<Mass>("NaN mg", "expected a mass such as 100 mg at character 1, found \"NaN mg\""),
        text::<Mass>(
            "1/2 mg",
            "expected one of the units mg, µg, mcg, ug, g after the number at character 2, found \"/2 mg\"",
        ),
        text::<Mass>(".5 mg", "expected a mass such as 100 mg at character 1, found \".5 mg\""),
        text::<Mass>(
            "１００ mg",
            "expected a mass such as 100 mg at character 1, found \"１００ mg\"",
        ),
        text::<Mass>("5 mg/kg", "expected the end at character 5, found \"/kg\""),
        text::<Mass>(
            "0.5 ng",
            "expected one of the units mg, µg, mcg, ug, g after the number at character 4, found \" ng\"",
        ),
        text::<Mass>(
            "1.000 mg",
            "expected a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand) at character 1, found \"1.000 mg\"",
        ),
        text::<Mass>(
            "1.500 mg",
            "expected a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand) at character 1, found \"1.500 mg\"",
        ),
        text::<Mass>(
            "20.250mg",
            "expected a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand) at character 1, found \"20.250mg\"",
        ),
        text::<Volume>(
            "1.000 mL",
            "expected a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand) at character 1, found \"1.000 mL\"",
        ),
        text::<BodyWeight>(
            "70.500 kg",
            "expected a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand) at character 1, found \"70.500 kg\"",
        ),
        text::<Amount>(
            "0.5 mg/kg max 1.000 mg",
            "expected a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand) at character 15, found \"1.000 mg\"",
        ),
        text::<Dose>(
            "12.000 µg IT",
            "expected a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand) at character 1, found \"12.000 µg IT\"",
        ),
        text::<Regimen>(
            "1.000 mg SC q7d",
            "expected a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand) at character 1, found \"1.000 mg SC \"",
        ),
        text::<Volume>(
            "15 cc",
            "expected one of the units mL, ml, µL, uL, L after the number at character 3, found \" cc\"",
        ),
        text::<Volume>("-1 mL", "expected a volume such as 15 mL at character 1, found \"-1 mL\""),
        text::<Volume>(
            "0.0001 mL",
            "expected a whole number of µL at character 1, found \"0.0001 mL\"",
        ),
        text::<Volume>(
            "1,5 mL",
            "expected a number such as 0.5 or 1000 (a comma is not read) at character 2, found \",5 mL\"",
        ),
        text::<BodyWeight>(
            "154 lb",
            "expected one of the units kg, g after the number at character 4, found \" lb\"",
        ),
        text::<BodyWeight>(
            "seventy kg",
            "expected a body weight such as 70 kg at character 1, found \"seventy kg\"",
        ),
        text::<BodyWeight>(
            "70,5 kg",
            "expected a number such as 0.5 or 1000 (a comma is not read) at character 3, found \",5 kg\"",
        ),
        text::<BodyWeight>(
            "0.0001 kg",
            "expected a whole number of g at character 1, found \"0.0001 kg\"",
        ),
    ]
}

fn times() -> Vec<Row> {
    vec![
        text::<Interval>(
            "q14d",
            "expected an interval such as 14d, 2w or 4mo at character 1, found \"q14d\"",
        ),
        text::<Interval>(
            "2 weeks",
            "expected the unit d, w or mo right after the number at character 2, found \" weeks\"",
        ),
        text::<Interval>(
            "1y",
            "expected the unit d, w or mo right after the number at character 2, found \"y\"",
        ),
        text::<Interval>(
            "3m",
            "expected the unit d, w or mo right after the number at character 2, found \"m\"",
        ),
        text::<Interval>(
            "monthly",
            "expected an interval such as 14d, 2w or 4mo at character 1, found \"monthly\"",
        ),
        text::<Interval>(
            "P14D",
            "expected an interval such as 14d, 2w or 4mo at character 1, found \"P14D\"",
        ),
        text::<Window>(
            "±3d",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 1, found \"±3d\"",
        ),
        text::<Window>(
            "+/-3d",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 1, found \"+/-3d\"",
        ),
        text::<Window>(
            "3d/5d",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 1, found \"3d/5d\"",
        ),
        text::<Window>(
            "-3d/+1w",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 7, found \"w\"",
        ),
        text::<Window>(
            "-3 d/+3 d",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 3, found \" d/+3 d\"",
        ),
        text::<Role>(
            "Loading",
            "expected a role: loading, maintenance, titration or single at character 1, found \"Loading\"",
        ),
        text::<Role>(
            "induction",
            "expected a role: loading, maintenance, titration or single at character 1, found \"induction\"",
        ),
    ]
}

fn routes_and_amounts() -> Vec<Row> {
    vec![
        text::<Route>(
            "oral",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 1, found \"oral\"",
        ),
        text::<Route>(
            "intrathecal",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 1, found \"intrathecal\"",
        ),
        text::<Route>(
            "\"\"",
            "expected a name of a route such as \"intranasal\" at character 1, found \"\\\"\\\"\"",
        ),
        text::<Route>("\"IT\"", "expected IT without quotes at character 1, found \"\\\"IT\\\"\""),
        text::<Route>(
            "\"intranasal",
            "expected the name of a route and a closing double quote at character 2, found \"intranasal\"",
        ),
        text::<Route>(
            "\"intra\nnasal\"",
            "expected a name of a route without quotes and control characters at character 1, found \"\\\"intra\\nnasal\"",
        ),
        text::<Amount>(
            "5 mg/m2",
            "expected the end after the amount at character 5, found \"/m2\"",
        ),
        text::<Amount>(
            "5 mg / kg",
            "expected the end after the amount at character 6, found \"/ kg\"",
        ),
        text::<Amount>(
            "0.3 mg/kg max",
            "expected a mass such as 30 mg or a body weight such as 100 kg at character 14, found the end",
        ),
        text::<Amount>("0 mg/kg", "a dose of 0 mg, expected more than 0 mg, at character 1"),
        text::<Amount>(
            "[<10 kg: 6 mg, else 3 mg]",
            "expected ; and a next weight band, or ] after the last at character 14, found \", else 3 mg]\"",
        ),
        text::<Amount>(
            "[<10: 6 mg]",
            "expected one of the units kg, g after the number at character 5, found \": 6 mg]\"",
        ),
    ]
}

fn doses() -> Vec<Row> {
    vec![
        text::<Dose>(
            "IT 100 mg",
            "expected an amount such as 100 mg at character 1, found \"IT 100 mg\"",
        ),
        text::<Dose>(
            "100 mg over 5 min IT",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 8, found \"over 5 min I\"",
        ),
        text::<Dose>(
            "100 mg (5 min) IT",
            "expected one of the units mL, ml, µL, uL, L after the number at character 10, found \" min) IT\"",
        ),
        text::<Dose>(
            "100 mg (over 1.5 min) IT",
            "expected the unit min at character 15, found \".5 min) IT\"",
        ),
        text::<Dose>(
            "100 mg (over 1 h) IT",
            "expected the unit min at character 16, found \"h) IT\"",
        ),
        text::<Dose>(
            "100 mg (in 15 mL) IT",
            "expected one each of 15 mL, withdraw 10 mL, over 1-3 min at character 9, found \"in 15 mL) IT\"",
        ),
        text::<Dose>(
            "100 mg () IT",
            "expected one each of 15 mL, withdraw 10 mL, over 1-3 min at character 9, found \") IT\"",
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table of texts and their errors")]
fn regimens() -> Vec<Row> {
    vec![
        text::<Regimen>(
            "3 mg/kg max 100 IT q28d",
            "expected one of the units mg, µg, mcg, ug, g, kg after the number at character 16, found \" IT q28d\"",
        ),
        text::<Regimen>(
            "100 mg \"SC\" q28d",
            "expected SC without quotes at character 8, found \"\\\"SC\\\" q28d\"",
        ),
        text::<Regimen>(
            "100 mg \"intravitreal\" q28d",
            "expected IVT without quotes at character 8, found \"\\\"intravitrea\"",
        ),
        text::<BodyWeight>(
            "7000 kg",
            "expected more than 0 kg and at most 1000 kg at character 1, found \"7000 kg\"",
        ),
        text::<Regimen>(
            "100 mg IT every 14 days",
            "expected an interval such as q14d, or x1 for one dose at character 11, found \"every 14 day\"",
        ),
        text::<Regimen>(
            "100 mg IT Q14D",
            "expected an interval such as q14d, or x1 for one dose at character 11, found \"Q14D\"",
        ),
        text::<Regimen>(
            "100 mg IT q2wk",
            "expected the unit d, w or mo right after the number at character 13, found \"wk\"",
        ),
        text::<Regimen>(
            "100 mg IT q1.5w",
            "expected the unit d, w or mo right after the number at character 13, found \".5w\"",
        ),
        text::<Regimen>(
            "100 mg IT monthly",
            "expected an interval such as q14d, or x1 for one dose at character 11, found \"monthly\"",
        ),
        text::<Regimen>(
            "100 mg IT day 1, 15, 29",
            "expected an interval such as q14d, or x1 for one dose at character 11, found \"day 1, 15, 2\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d ×3",
            "expected the end, or a next phase after \", then\" at character 16, found \"×3\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d x-3",
            "expected a number of doses right after the x, such as x3 at character 17, found \"-3\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d 3x",
            "expected the end, or a next phase after \", then\" at character 16, found \"3x\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d x3 then q28d",
            "expected the end, or a next phase after \", then\" at character 19, found \"then q28d\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d x3; then q28d",
            "expected the end, or a next phase after \", then\" at character 18, found \"; then q28d\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d x3, then",
            "expected an interval such as q14d, or x1 for one dose at character 24, found the end",
        ),
        text::<Regimen>(
            "100 mg IT q14d x3, maintenance q28d",
            "expected then and a next phase, or each window, after the comma at character 20, found \"maintenance \"",
        ),
        text::<Regimen>(
            "100 mg IT q14d for 6 months",
            "expected the unit d, w or mo right after the number at character 21, found \" months\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d until 2026-06-01",
            "expected the end, or a next phase after \", then\" at character 16, found \"until 2026-0\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d window ±3d",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 23, found \"±3d\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d forever",
            "expected the end, or a next phase after \", then\" at character 16, found \"forever\"",
        ),
        text::<Regimen>(
            "100 mg i.t. q14d",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 8, found \"i.t. q14d\"",
        ),
        text::<Regimen>(
            "100 mg PO q14d",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 8, found \"PO q14d\"",
        ),
        text::<Regimen>(
            "tofersen 100 mg IT q28d",
            "expected an amount such as 100 mg at character 1, found \"tofersen 100\"",
        ),
        text::<Regimen>(
            "Loading 100 mg IT q14d x3",
            "expected an amount such as 100 mg at character 1, found \"Loading 100 \"",
        ),
        text::<Regimen>(
            "0,5 mg IT q28d",
            "expected a number such as 0.5 or 1000 (a comma is not read) at character 2, found \",5 mg IT q28\"",
        ),
        text::<Regimen>(
            "1e3 mg IT q28d",
            "expected a number such as 1000 (an exponent is not read) at character 2, found \"e3 mg IT q28\"",
        ),
        text::<Regimen>(
            "100 mg IT q14d x3, then q28d, then q84d x2",
            "phase 3 cannot follow a phase without an end, expected an end of the phase before, such as x3, at character 31",
        ),
        text::<Regimen>(
            "100 mg IT q14d x3 window -3d/+14d",
            "the windows of dose 1 of phase 1 and dose 2 of phase 1 overlap: 14 days after the one and 3 days before the other when the doses are 14 days apart, expected windows of neighbouring doses that share no day, at character 1",
        ),
    ]
}

fn evidence() -> Vec<Row> {
    vec![
        text::<LabelKey>(
            "Qalsody",
            "expected product, authority and edition such as \"Qalsody, US, 2023\", found \"Qalsody\"",
        ),
        text::<LabelKey>(
            "Qalsody US 2023",
            "expected product, authority and edition such as \"Qalsody, US, 2023\", found \"Qalsody US 2023\"",
        ),
        text::<LabelKey>(
            "Qalsody,US,2023",
            "expected product, authority and edition such as \"Qalsody, US, 2023\", found \"Qalsody,US,2023\"",
        ),
        text::<LabelKey>(
            "Qalsody, , 2023",
            "the authority is \"\", expected a name without commas and control characters",
        ),
        text::<LabelKey>(
            ", US, 2023",
            "the product is \"\", expected a brand name without commas and control characters",
        ),
        text::<LabelKey>(
            "Qalsody, US, ",
            "the edition of \"Qalsody\" is \"\", expected a year, a month or a word without control characters, or none",
        ),
        text::<Authority>(
            "",
            "the authority is \"\", expected a name without commas and control characters",
        ),
        text::<Authority>(
            "Brazil, Anvisa",
            "the authority is \"Brazil, Anvisa\", expected a name without commas and control characters",
        ),
        text::<Registration>(
            "NCT123",
            "expected NCT and eight digits such as NCT02623699, found \"NCT123\"",
        ),
        text::<Registration>(
            "nct02623699",
            "expected a registration such as \"NCT02623699\", \"DRKS: DRKS00012345\" or \"none\", found \"nct02623699\"",
        ),
        text::<Registration>(
            "ISRCTN 12345678",
            "expected ISRCTN and eight digits such as ISRCTN12345678, found \"ISRCTN 12345678\"",
        ),
        text::<Registration>(
            "EudraCT: ",
            "expected a registration such as \"NCT02623699\", \"DRKS: DRKS00012345\" or \"none\", found \"EudraCT: \"",
        ),
        text::<Printed>(
            "1,5",
            "expected a decimal number of at most 18 digits such as -8.14, found \"1,5\"",
        ),
        text::<Printed>(
            "1e-3",
            "expected a decimal number of at most 18 digits such as -8.14, found \"1e-3\"",
        ),
        text::<Printed>(
            "+1.5",
            "expected a decimal number of at most 18 digits such as -8.14, found \"+1.5\"",
        ),
        text::<Printed>(
            "−8.14",
            "expected a decimal number of at most 18 digits such as -8.14, found \"−8.14\"",
        ),
        text::<Printed>(
            "<0.001",
            "expected a decimal number of at most 18 digits such as -8.14, found \"<0.001\"",
        ),
        text::<Printed>(
            ".5",
            "expected a decimal number of at most 18 digits such as -8.14, found \".5\"",
        ),
        text::<Printed>(
            "12.5 %",
            "expected a decimal number of at most 18 digits such as -8.14, found \"12.5 %\"",
        ),
    ]
}

/// An error is one line, however long its text.
#[test]
fn an_error_of_a_long_text_is_short() {
    fn refused<T: FromStr<Err: Error>>(text: &str) -> bool {
        let Err(error) = text.parse::<T>() else { return false };
        let said = error.to_string();
        assert!(said.chars().count() < 300, "{said}");
        assert!(!said.contains(char::is_control), "{said:?}");
        true
    }
    let forms: [fn(&str) -> bool; 16] = [
        refused::<Mass>,
        refused::<Volume>,
        refused::<BodyWeight>,
        refused::<Interval>,
        refused::<Window>,
        refused::<Tolerance>,
        refused::<Route>,
        refused::<Amount>,
        refused::<Dose>,
        refused::<Role>,
        refused::<Regimen>,
        refused::<Printed>,
        refused::<Registration>,
        refused::<Identifier>,
        refused::<Authority>,
        refused::<LabelKey>,
    ];
    let starts = ["", "100 mg", "doi:", "Qalsody, ", "Qalsody, US, ", "NCT", "0.4", "\""];
    let longs = ["x", "7", "\n", "\u{8001}", "\"", ", ", " "].map(|long| long.repeat(10_000));
    for (number, form) in forms.iter().enumerate() {
        let texts =
            starts.iter().flat_map(|start| longs.iter().map(move |long| format!("{start}{long}")));
        let refusals = texts.filter(|text| form(text)).count();
        assert!(refusals >= 8, "form {number} refuses {refusals} of 56");
    }
}
