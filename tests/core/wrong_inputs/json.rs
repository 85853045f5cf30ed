//! JSON that is not what it is read as. The reader adds the line and the column where it is inside an object.

use aso_regimen::analysis::baseline::BaselineRule;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::visits::{VisitPlan, VisitWindow};
use aso_regimen::dosing::missed_dose::{MissedDosePolicy, TimeRule};
use aso_regimen::dosing::regimen::Phase;
use aso_regimen::evidence::label::{Authority, LabelKey};
use aso_regimen::evidence::monitoring::Monitoring;
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::result::{Finding, PValue, TimePoint};
use aso_regimen::evidence::trial::{Registration, Visit};
use aso_regimen::measure::alsfrs_r::{Item, Points, ProgressionRate, Sheet, Total};
use aso_regimen::measure::assay::{Assay, AssayReading};
use aso_regimen::measure::change::{Difference, PercentChange, Ratio};
use aso_regimen::measure::dynamometry::{Force, Megascore, Muscle, StrengthReference};
use aso_regimen::measure::spirometry::{LungVolume, PercentPredicted, SplineTable, Subject};
use aso_regimen::person::{Age, Height, Sex};
use aso_regimen::{
    Amount, Arm, BodyWeight, Course, Dose, Endpoint, Interval, Label, Mass, Regimen, Route, Source,
    StudyDay, Trial, Volume, Window,
};
use serde::de::DeserializeOwned;

use super::Row;

/// The row of JSON that is not a `T`.
#[track_caller]
fn json<T: DeserializeOwned>(input: &str, text: &'static str) -> Row {
    let Err(error) = serde_json::from_str::<T>(input) else {
        panic!("{input}: taken, expected {text}");
    };
    let found = error.to_string();
    let input = input.to_owned();
    Row { input, found, text }
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = values();
    rows.extend(dosing());
    rows.extend(rules_and_courses());
    rows.extend(evidence());
    rows.extend(trials());
    rows.extend(measures());
    rows.extend(persons_and_spirometry());
    rows.extend(analysis());
    rows
}

fn values() -> Vec<Row> {
    vec![
        json::<Mass>(
            "{\"mg\": 100}",
            "invalid type: map, expected a mass such as \"100 mg\" at line 1 column 0",
        ),
        json::<Mass>(
            "\"0,5 mg\"",
            "expected a number such as 0.5 or 1000 (a comma is not read) at character 2, found \",5 mg\" at line 1 column 8",
        ),
        json::<Volume>(
            "15",
            "invalid type: integer `15`, expected a volume such as \"15 mL\" at line 1 column 2",
        ),
        json::<BodyWeight>(
            "70.5",
            "invalid type: floating point `70.5`, expected a body weight such as \"70 kg\" at line 1 column 4",
        ),
        json::<BodyWeight>(
            "\"70\"",
            "expected one of the units kg, g after the number at character 3, found the end at line 1 column 4",
        ),
        json::<Interval>(
            "{\"days\": 14}",
            "invalid type: map, expected an interval such as \"14d\", \"2w\" or \"4mo\" at line 1 column 0",
        ),
        json::<Interval>(
            "\"2 weeks\"",
            "expected the unit d, w or mo right after the number at character 2, found \" weeks\" at line 1 column 9",
        ),
        json::<Window>(
            "[3, 5]",
            "invalid type: sequence, expected a window such as \"-3d/+5d\" at line 1 column 0",
        ),
        json::<Window>(
            "\"±3d\"",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 1, found \"±3d\" at line 1 column 6",
        ),
        json::<Route>(
            "\"intrathecal\"",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 1, found \"intrathecal\" at line 1 column 13",
        ),
        json::<Route>(
            "null",
            "invalid type: null, expected a route such as \"IT\", or another in double quotes of its own at line 1 column 4",
        ),
        json::<Amount>(
            "100",
            "invalid type: integer `100`, expected an amount such as \"100 mg\" or \"0.3 mg/kg\" at line 1 column 3",
        ),
        json::<Amount>(
            "\"100 mg/m2\"",
            "expected the end after the amount at character 7, found \"/m2\" at line 1 column 11",
        ),
        json::<StudyDay>(
            "\"day 1\"",
            "invalid type: string \"day 1\", expected a whole number at line 1 column 7",
        ),
        json::<StudyDay>(
            "0.5",
            "invalid type: floating point `0.5`, expected a whole number at line 1 column 3",
        ),
        json::<Printed>(
            "-8.14",
            "invalid type: floating point `-8.14`, expected a printed number such as \"-8.14\" at line 1 column 5",
        ),
        json::<LabelKey>(
            "{\"product\": \"Qalsody\"}",
            "invalid type: map, expected the key of a label such as \"Qalsody, US, 2023\" at line 1 column 0",
        ),
        json::<LabelKey>(
            "\"Qalsody\"",
            "expected product, authority and edition such as \"Qalsody, US, 2023\", found \"Qalsody\" at line 1 column 9",
        ),
        json::<Registration>(
            "\"NCT123\"",
            "expected NCT and eight digits such as NCT02623699, found \"NCT123\" at line 1 column 8",
        ),
        json::<Registration>(
            "2623699",
            "invalid type: integer `2623699`, expected a registration such as \"NCT02623699\", \"DRKS: DRKS00012345\" or \"none\" at line 1 column 7",
        ),
    ]
}

fn dosing() -> Vec<Row> {
    vec![
        json::<Dose>(
            "[\"100 mg\", \"IT\"]",
            "invalid type: sequence, expected a dose such as \"100 mg IT\", or an object with its amount and route at line 1 column 1",
        ),
        json::<Dose>("{\"amount\": \"100 mg\"}", "missing field `route` at line 1 column 20"),
        json::<Dose>(
            "{\"amount\": 100, \"route\": \"IT\"}",
            "invalid type: integer `100`, expected an amount such as \"100 mg\" or \"0.3 mg/kg\" at line 1 column 14",
        ),
        json::<Dose>(
            "{\"amount\": \"100 mg\", \"Route\": \"IT\"}",
            "unknown field `Route`, expected one of `amount`, `route`, `volume`, `withdrawn`, `minutes` at line 1 column 28",
        ),
        json::<Dose>(
            "{\"amount\": \"100 mg\", \"route\": \"IT\", \"volume\": 15}",
            "invalid type: integer `15`, expected a volume such as \"15 mL\" at line 1 column 48",
        ),
        json::<Dose>(
            "{\"amount\": \"100 mg\", \"route\": \"IT\", \"minutes\": 3}",
            "invalid type: integer `3`, expected a list of two numbers such as [1, 3] at line 1 column 48",
        ),
        json::<Phase>(
            "\"100 mg IT q14d x3\"",
            "invalid type: string \"100 mg IT q14d x3\", expected a phase at line 1 column 19",
        ),
        json::<Phase>(
            "{\"role\": \"Loading\", \"dose\": \"100 mg IT\", \"every\": \"14d\", \"doses\": 3}",
            "expected a role: loading, maintenance, titration or single at character 1, found \"Loading\" at line 1 column 18",
        ),
        json::<Phase>(
            "{\"role\": \"loading\", \"dose\": \"100 mg IT\", \"every\": 14, \"doses\": 3}",
            "invalid type: integer `14`, expected an interval such as \"14d\", \"2w\" or \"4mo\" at line 1 column 52",
        ),
        json::<Phase>(
            "{\"role\": \"loading\", \"dose\": \"100 mg IT\", \"every\": \"14d\", \"doses\": \"x3\"}",
            "invalid type: string \"x3\", expected a whole number from 0 to 4294967295 at line 1 column 70",
        ),
        json::<Phase>(
            "{\"role\": \"maintenance\", \"dose\": \"100 mg IT\", \"every\": \"14d\"}",
            "a phase without its extent, expected exactly one of `\"doses\": 3`, `\"for\": \"3mo\"` and `\"open_ended\": true`",
        ),
        json::<Phase>(
            "{\"role\": \"loading\", \"dose\": \"100 mg IT\", \"interval\": \"14d\"}",
            "unknown field `interval`, expected one of `role`, `dose`, `after`, `every`, `doses`, `for`, `open_ended`, `window` at line 1 column 51",
        ),
        json::<Regimen>(
            "[]",
            "invalid type: sequence, expected a regimen such as \"100 mg IT q14d x3, then q28d\", or an object of phases at line 1 column 2",
        ),
        json::<Regimen>(
            "\"100 mg IT q14 x3\"",
            "expected the unit d, w or mo right after the number at character 14, found \" x3\" at line 1 column 18",
        ),
        json::<Regimen>(
            "{\"phases\": {}}",
            "invalid type: map, expected a list at line 1 column 11",
        ),
        json::<Regimen>(
            "{\"phases\": [7]}",
            "invalid type: integer `7`, expected a phase at line 1 column 13",
        ),
        json::<Regimen>(
            "{\"phases\": [{\"role\": \"loading\", \"dose\": 100}]}",
            "invalid type: integer `100`, expected a dose such as \"100 mg IT\", or an object with its amount and route at line 1 column 43",
        ),
        json::<Regimen>(
            "{\"phases\": [{\"role\": \"loading\", \"dose\": \"100 mg\", \"every\": \"14d\"}]}",
            "expected a route: IT, IV, SC, IVT, or another in double quotes at character 7, found the end at line 1 column 48",
        ),
        json::<Regimen>(
            "{\"phase\": []}",
            "unknown field `phase`, expected `phases` at line 1 column 8",
        ),
        json::<Regimen>("{\"phases\": [", "EOF while parsing a list at line 1 column 12"),
        json::<Regimen>(
            "100 mg IT q14d",
            "invalid type: integer `100`, expected a regimen such as \"100 mg IT q14d x3, then q28d\", or an object of phases at line 1 column 3",
        ),
    ]
}

fn rules_and_courses() -> Vec<Row> {
    vec![
        json::<TimeRule>(
            "[]",
            "invalid length 0, expected a measure and its bands at line 1 column 2",
        ),
        json::<TimeRule>(
            "{\"measure\": \"past_planned\", \"bands\": []}",
            "unknown value `past_planned`, expected one of `past-planned`, `since-last-dose`, `to-next-planned`, `until-noticed` at line 1 column 26",
        ),
        json::<TimeRule>(
            "{\"measure\": \"past-planned\", \"bands\": []}",
            "a rule by time without a band, expected at least one",
        ),
        json::<TimeRule>(
            "{\"measure\": \"past-planned\", \"bands\": [{\"limit\": {\"under\": \"3d\"}, \"action\": \"skip\"}]}",
            "unknown value `under`, expected `below` or `through` at line 1 column 56",
        ),
        json::<TimeRule>(
            "{\"measure\": \"past-planned\", \"bands\": [{\"limit\": \"3d\", \"action\": \"skip\"}]}",
            "unknown value `3d`, expected `below` or `through` at line 1 column 52",
        ),
        json::<TimeRule>(
            "{\"measure\": \"past-planned\", \"bands\": [{\"limit\": {\"below\": \"3d\"}, \"action\": \"skip\"}]}",
            "band 1, the last, ends below 3d, expected no limit; if the label says nothing of later times, add a band with the action `not-stated`",
        ),
        json::<MissedDosePolicy>(
            "{\"loading\": {\"always\": \"skip\"}}",
            "missing field `maintenance` at line 1 column 31",
        ),
        json::<MissedDosePolicy>(
            "{\"loading\": {\"always\": \"re-anchor\"}, \"maintenance\": {\"always\": \"skip\"}}",
            "unknown value `re-anchor`, expected one of `reanchor`, `keep-calendar`, `keep-or-wait`, `next-after`, `add-doses`, `skip`, `restart`, `go-back-to`, `another-regimen`, `next-unspecified`, `not-stated`, `not-read` at line 1 column 34",
        ),
        json::<MissedDosePolicy>(
            "{\"loading\": {\"by_time\": 7}, \"maintenance\": {\"always\": \"skip\"}}",
            "unknown value `by_time`, expected `always` or `by-time` at line 1 column 22",
        ),
        json::<MissedDosePolicy>(
            "{\"loading\": {\"by-time\": 7}, \"maintenance\": {\"always\": \"skip\"}}",
            "invalid type: integer `7`, expected a measure and its bands at line 1 column 25",
        ),
        json::<MissedDosePolicy>(
            "{\"loading\": {\"always\": {\"add-doses\": {\"doses\": 0, \"every\": \"14d\"}}}, \"maintenance\": {\"always\": \"skip\"}}",
            "invalid value: integer `0`, expected a whole number from 1 to 4294967295 at line 1 column 48",
        ),
        json::<Course>(
            "{\"regimen\": \"5 mg SC q7\"}",
            "expected the unit d, w or mo right after the number at character 11, found the end at line 1 column 24",
        ),
    ]
}

fn evidence() -> Vec<Row> {
    vec![
        json::<Source>(
            "\"Qalsody US label\"",
            "invalid type: string \"Qalsody US label\", expected a source with its document and status at line 1 column 18",
        ),
        json::<Source>("{\"document\": \"a label\"}", "missing field `status` at line 1 column 23"),
        json::<Source>(
            "{\"document\": \"a label\", \"status\": \"Confirmed\"}",
            "unknown value `Confirmed`, expected one of `label-text`, `publication`, `registry-record`, `secondary`, `unverified` at line 1 column 45",
        ),
        json::<Source>(
            "{\"document\": \"a label\", \"status\": \"label-text\", \"page\": 3}",
            "unknown field `page`, expected one of `document`, `place`, `edition`, `identifiers`, `read`, `status` at line 1 column 54",
        ),
        json::<Authority>(
            "{\"named\": \"Brazil\"}",
            "invalid type: map, expected an authority such as \"US\" or \"Brazil\" at line 1 column 0",
        ),
        json::<Label>(
            "{\"product\": \"Qalsody\"}",
            "missing field `substance` at line 1 column 22",
        ),
        json::<Label>(
            "{\"product\": \"Qalsody\", \"substance\": \"tofersen\", \"authority\": \"US\", \"edition\": 2023}",
            "invalid type: integer `2023`, expected a string at line 1 column 82",
        ),
        json::<Label>(
            "{\"product\": \"Qalsody\", \"substance\": \"tofersen\", \"authority\": \"US\", \"regimens\": [], \"sources\": []}",
            "label Qalsody, US: no regimen, expected at least one",
        ),
        json::<Label>(
            "{\"product\": \"Qalsody\", \"substance\": \"tofersen\", \"authority\": \"US\", \"regimens\": [{\"regimen\": \"100 mg IT q28\"}]}",
            "expected the unit d, w or mo right after the number at character 14, found the end at line 1 column 107",
        ),
        json::<Label>(
            "{\"product\": \"Qalsody\", \"missed_doses\": {}}",
            "unknown field `missed_doses`, expected one of `product`, `substance`, `authority`, `edition`, `superseded`, `from_age`, `regimens`, `levels`, `policy`, `monitoring`, `rules`, `sources` at line 1 column 37",
        ),
        json::<Monitoring>(
            "7",
            "invalid type: integer `7`, expected monitoring of a value at line 1 column 1",
        ),
        json::<Monitoring>(
            "{\"what\": \"platelets\", \"bands\": [], \"source\": {\"document\": \"a label\", \"status\": \"label-text\"}}",
            "no band of values, expected at least one",
        ),
        json::<Monitoring>(
            "{\"what\": \"platelets\", \"bands\": [{\"limit\": {\"below\": 100}, \"action\": \"stop\"}]}",
            "invalid type: integer `100`, expected a printed number such as \"-8.14\" at line 1 column 55",
        ),
        json::<Monitoring>(
            "{\"what\": \"platelets\", \"bands\": [{\"action\": \"halt\"}]}",
            "unknown value `halt`, expected one of `continue`, `regimen`, `lower`, `pause`, `interrupt`, `do-not-start`, `stop`, `not-stated` at line 1 column 49",
        ),
        json::<PValue>(
            "{\"value\": \"0.03\", \"is_bound\": \"no\", \"test\": \"unstated\"}",
            "invalid type: string \"no\", expected a boolean at line 1 column 34",
        ),
        json::<TimePoint>(
            "{\"week\": -4}",
            "invalid value: integer `-4`, expected u16 at line 1 column 11",
        ),
        json::<Finding>("{\"events\": {\"count\": 3}}", "missing field `of` at line 1 column 23"),
    ]
}

fn trials() -> Vec<Row> {
    vec![
        json::<Trial>("null", "invalid type: null, expected a trial at line 1 column 4"),
        json::<Trial>(
            "{\"registration\": \"none\", \"title\": \"ATLAS\", \"sources\": []}",
            "missing field `arms` at line 1 column 57",
        ),
        json::<Trial>(
            "{\"registration\": \"none\", \"title\": \"ATLAS\", \"arms\": [], \"sources\": []}",
            "a trial without a source, expected at least one",
        ),
        json::<Arm>(
            "{\"name\": \"tofersen\", \"given\": \"100 mg IT q28d\"}",
            "unknown value `100 mg IT q28d`, expected one of `nothing`, `drug`, `words`, `pooled` at line 1 column 46",
        ),
        json::<Arm>(
            "{\"name\": \"tofersen\", \"given\": {\"drug\": \"100 mg IT\"}}",
            "expected an interval such as q14d, or x1 for one dose at character 10, found the end at line 1 column 50",
        ),
        json::<Arm>(
            "{\"name\": \"placebo\", \"given\": \"nothing\", \"disguise\": 7}",
            "invalid type: integer `7`, expected what an arm seems to be given at line 1 column 53",
        ),
        json::<Visit>(
            "{\"name\": \"week 4\", \"day\": 0}",
            "there is no study day 0, expected at least 1, the day of the first dose, or at most -1, the day before at line 1 column 28",
        ),
        json::<Visit>(
            "{\"name\": \"week 4\", \"day\": 29, \"window\": \"3d\"}",
            "expected a window such as -3d/+5d with at most 65535 days on a side at character 1, found \"3d\" at line 1 column 44",
        ),
        json::<Visit>("{\"name\": \"week 4\"}", "missing field `day` at line 1 column 18"),
    ]
}

fn measures() -> Vec<Row> {
    vec![
        json::<PercentChange>(
            "{\"percent\": \"-55 %\"}",
            "invalid type: string \"-55 %\", expected a number at line 1 column 19",
        ),
        json::<PercentChange>("{\"percent\": 1e999}", "number out of range at line 1 column 17"),
        json::<PercentChange>("{\"percent\": NaN}", "expected value at line 1 column 13"),
        json::<Ratio>("{\"ratio\": 0}", "ratio is 0; expected a number above 0"),
        json::<Difference>(
            "-7",
            "invalid type: integer `-7`, expected a difference, {\"difference\": -7.0} at line 1 column 2",
        ),
        json::<Endpoint>(
            "\"ALSFRS-R total\"",
            "invalid type: string \"ALSFRS-R total\", expected an endpoint at line 1 column 16",
        ),
        json::<Endpoint>(
            "{\"name\": \"MMSE\", \"benefit\": \"Higher\", \"reported_as\": \"difference\"}",
            "unknown value `Higher`, expected `lower` or `higher` at line 1 column 36",
        ),
        json::<Endpoint>(
            "{\"name\": \"MMSE\", \"benefit\": \"higher\", \"reported_as\": \"ratio_to_baseline\"}",
            "unknown value `ratio_to_baseline`, expected one of `ratio-to-baseline`, `difference`, `time-to-event`, `proportion` at line 1 column 72",
        ),
        json::<Total>("49", "an ALSFRS-R total of 49 points, expected 0 to 48"),
        json::<Total>(
            "-1",
            "invalid value: integer `-1`, expected a whole number from 0 to 255 at line 1 column 2",
        ),
        json::<Points>(
            "1000",
            "invalid value: integer `1000`, expected a whole number from -128 to 127 at line 1 column 4",
        ),
        json::<Item>(
            "\"turning_in_bed\"",
            "unknown variant `turning_in_bed`, expected one of `speech`, `salivation`, `swallowing`, `handwriting`, `cutting`, `dressing`, `turning-in-bed`, `walking`, `climbing-stairs`, `dyspnoea`, `orthopnoea`, `respiratory-insufficiency` at line 1 column 16",
        ),
        json::<Sheet>(
            "7",
            "invalid type: integer `7`, expected a sheet of ratings at line 1 column 1",
        ),
        json::<Sheet>(
            "{\"item_5\": \"5a\", \"ratings\": [4, 4, 4]}",
            "invalid length 3, expected an array of length 12 at line 1 column 37",
        ),
        json::<Sheet>(
            "{\"item_5\": \"5\", \"ratings\": []}",
            "unknown value `5`, expected `5a` or `5b` at line 1 column 14",
        ),
        json::<Sheet>(
            "{\"item_5\": \"5a\", \"ratings\": [5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]}",
            "item 1 (speech) is rated 5, expected 0 to 4",
        ),
        json::<ProgressionRate>(
            "{\"points_per_month\": -0.8}",
            "a progression rate of -0.8 points per month, expected a finite number of 0 or more",
        ),
        json::<Force>(
            "{\"kilograms\": 2}",
            "unknown field `kilograms`, expected `newtons` at line 1 column 12",
        ),
        json::<Force>("{\"newtons\": -2}", "a force of -2 N, expected 0 to 5000 N"),
        json::<Muscle>(
            "{\"name\": \"left\", \"mean\": 20, \"sd\": 5}",
            "invalid type: integer `20`, expected a force, {\"newtons\": 20.0} at line 1 column 27",
        ),
        json::<Megascore>(
            "{\"standard_deviations\": -0.5, \"tested\": 0, \"reference\": \"baseline\"}",
            "a megascore of -0.5 of 0 muscles, expected at most 5000000 either way of at least 1",
        ),
        json::<StrengthReference>(
            "{\"name\": \"baseline\", \"muscles\": [], \"minimum\": 1}",
            "a minimum of 1 muscles, expected 1 to the 0 of the reference",
        ),
        json::<Assay>(
            "{\"analyte\": \"NfL\", \"platform\": \"Simoa\", \"unit\": \"pg/mL\"}",
            "missing field `lloq` at line 1 column 56",
        ),
        json::<Assay>(
            "{\"analyte\": \"\", \"platform\": \"Simoa\", \"unit\": \"pg/mL\", \"lloq\": 5, \"uloq\": null}",
            "an assay without an analyte, expected a name that is not empty",
        ),
        json::<AssayReading>(
            "{\"assay\": \"NfL\", \"level\": \"below-lloq\"}",
            "invalid type: string \"NfL\", expected an assay at line 1 column 15",
        ),
        json::<AssayReading>(
            "{\"assay\": {\"analyte\": \"NfL\", \"platform\": \"Simoa\", \"unit\": \"pg/mL\", \"lloq\": 5, \"uloq\": null}, \"level\": {\"below_lloq\": 5}}",
            "unknown value `below_lloq`, expected one of `quantified`, `below-lloq`, `above-uloq` at line 1 column 115",
        ),
        json::<AssayReading>(
            "{\"assay\": {\"analyte\": \"NfL\", \"platform\": \"Simoa\", \"unit\": \"pg/mL\", \"lloq\": 5, \"uloq\": null}, \"level\": {\"quantified\": 3}}",
            "NfL, Simoa, pg/mL: a reading of 3, expected < 5 by its limits of quantification",
        ),
    ]
}

fn persons_and_spirometry() -> Vec<Row> {
    vec![
        json::<Sex>("\"F\"", "unknown variant `F`, expected `female` or `male` at line 1 column 3"),
        json::<Age>("\"45\"", "invalid type: string \"45\", expected a number at line 1 column 4"),
        json::<Age>("145", "an age of 145 years, expected 0 to 130 years"),
        json::<Height>(
            "1.75",
            "invalid type: floating point `1.75`, expected a whole number from 0 to 4294967295 at line 1 column 4",
        ),
        json::<Height>("175", "a height of 175 mm, expected 300 to 2500 mm"),
        json::<Subject>(
            "{\"sex\": \"female\", \"age\": 45}",
            "unknown field `age`, expected one of `sex`, `age_years`, `height_mm` at line 1 column 23",
        ),
        json::<LungVolume>(
            "3.5",
            "invalid type: floating point `3.5`, expected a lung volume, {\"litres\": 3.5} at line 1 column 3",
        ),
        json::<LungVolume>("{\"litres\": 3500}", "a lung volume of 3500 L, expected 0.001 to 20 L"),
        json::<PercentPredicted>(
            "{\"percent_predicted\": 80}",
            "missing field `equation` at line 1 column 25",
        ),
        json::<PercentPredicted>(
            "{\"percent_predicted\": 80, \"equation\": \"\"}",
            "a reference equation without a name, expected more than white space at line 1 column 41",
        ),
        json::<SplineTable>("[]", "a spline table without rows, expected at least one"),
        json::<SplineTable>(
            "{\"rows\": []}",
            "invalid type: map, expected a list at line 1 column 0",
        ),
        json::<SplineTable>(
            "[{\"age\": 20}]",
            "unknown field `age`, expected one of `age_years`, `median`, `variation` at line 1 column 7",
        ),
    ]
}

fn analysis() -> Vec<Row> {
    vec![
        json::<ConfidenceLevel>(
            "0.95",
            "invalid type: floating point `0.95`, expected a confidence level, {\"confidence_percent\": 95.0} at line 1 column 4",
        ),
        json::<ConfidenceLevel>(
            "{\"confidence_percent\": 0.95}",
            "a confidence level of 0.95 %; expected one from 1 to 99.9999 %",
        ),
        json::<BaselineRule>(
            "\"last_before_first_dose\"",
            "unknown variant `last_before_first_dose`, expected one of `last-before-first-dose`, `mean-before-first-dose`, `on-day`, `at-visit` at line 1 column 24",
        ),
        json::<BaselineRule>(
            "{\"on-day\": 0}",
            "there is no study day 0, expected at least 1, the day of the first dose, or at most -1, the day before",
        ),
        json::<BaselineRule>(
            "{\"last-before-first-dose\": \"before\"}",
            "unknown variant `before`, expected `before-dose` or `after-dose` at line 1 column 35",
        ),
        json::<VisitWindow>(
            "{\"name\": \"week 1\", \"first\": 6, \"last\": 10}",
            "missing field `target` at line 1 column 42",
        ),
        json::<VisitWindow>(
            "{\"name\": \"week 1\", \"first\": 10, \"target\": 8, \"last\": 6}",
            "week 1: first day 10, target 8 and last day 6, expected them in this order",
        ),
        json::<VisitPlan>(
            "{\"tie\": \"first\", \"windows\": []}",
            "unknown value `first`, expected `earlier` or `later` at line 1 column 15",
        ),
        json::<VisitPlan>(
            "{\"tie\": \"earlier\", \"windows\": []}",
            "a visit plan has no windows, expected at least one",
        ),
        json::<VisitPlan>(
            "{\"tie\": \"earlier\", \"windows\": [{\"week\": 1}]}",
            "unknown field `week`, expected one of `name`, `first`, `target`, `last` at line 1 column 38",
        ),
    ]
}
