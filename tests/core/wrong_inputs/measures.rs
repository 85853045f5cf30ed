//! Persons, instruments, assays and changes with numbers that are none.

use aso_regimen::Endpoint;
use aso_regimen::measure::alsfrs_r::{
    CuttingForm, Domain, Item, Points, ProgressionRate, Sheet, Total,
};
use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule, Concentrations};
use aso_regimen::measure::change::{
    Difference, GeometricMeanRatio, MeanPercentChange, PercentChange, PercentSpread,
    PercentagePoints, Ratio, percent_into, percents,
};
use aso_regimen::measure::dynamometry::{
    Force, Megascore, MegascoreChange, Muscle, StrengthReference,
};
use aso_regimen::measure::endpoint::{Benefit, ReportedAs};
use aso_regimen::measure::spirometry::{
    Ecsc1993, EquationName, LungVolume, PercentPredicted, PredictedValue, ReferenceEquation,
    SplineRow, SplineTable, Subject,
};
use aso_regimen::person::{Age, Height, Sex};

use super::{Row, refused};
use crate::date;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = persons();
    rows.extend(sheets());
    rows.extend(assays());
    rows.extend(endpoints_and_changes());
    rows.extend(columns());
    rows.extend(strength());
    rows.extend(spirometry());
    rows
}

fn persons() -> Vec<Row> {
    vec![
        refused("an age below 0", Age::years(-1.0), "an age of -1 years, expected 0 to 130 years"),
        refused(
            "a year of birth as an age",
            Age::years(1961.0),
            "an age of 1961 years, expected 0 to 130 years",
        ),
        refused(
            "an age that is no number",
            Age::years(f64::NAN),
            "an age of NaN years, expected 0 to 130 years",
        ),
        refused(
            "an age before the birth",
            Age::on(date("2020-01-01"), date("2026-01-01")),
            "an age on 2020-01-01, expected a date on or after the birth on 2026-01-01",
        ),
        refused("a height in metres", Height::cm(2), "a height of 20 mm, expected 300 to 2500 mm"),
        refused(
            "a height in millimetres",
            Height::cm(1750),
            "a height of 17500 mm, expected 300 to 2500 mm",
        ),
    ]
}

fn sheets() -> Vec<Row> {
    let mut bulbar = [None; 12];
    bulbar[..3].fill(Some(4));
    let partly = || Sheet::from_row(CuttingForm::WithoutGastrostomy, bulbar).expect("ratings");
    let total = |points| Total::new(points).expect("a total");
    vec![
        refused(
            "a rating of 5",
            Sheet::new(CuttingForm::WithoutGastrostomy).rate(Item::Salivation, 5),
            "item 2 (salivation) is rated 5, expected 0 to 4",
        ),
        refused(
            "speech twice",
            partly().rate(Item::Speech, 3),
            "item 1 (speech) is rated twice, expected one rating",
        ),
        refused(
            "a filled rating of 9",
            partly().fill(|_| Some(9)),
            "item 4 (handwriting) is rated 9, expected 0 to 4",
        ),
        refused(
            "the sum of a domain without ratings",
            partly().domain(Domain::GrossMotor),
            "no rating of item 7 (turning in bed), item 8 (walking), item 9 (climbing stairs); expected one of each item that is summed",
        ),
        refused(
            "a total of 49",
            Total::new(49),
            "an ALSFRS-R total of 49 points, expected 0 to 48",
        ),
        refused(
            "a change of 100",
            Points::new(100),
            "an ALSFRS-R change of 100 points, expected -48 to 48",
        ),
        refused(
            "no months since onset",
            ProgressionRate::over_months(total(40), 0.0),
            "0 months since symptom onset, expected a finite number above 0",
        ),
        refused(
            "a visit before the onset",
            ProgressionRate::since_onset(total(40), date("2026-01-05"), date("2025-01-05")),
            "a visit on 2025-01-05, expected one after the symptom onset on 2026-01-05",
        ),
    ]
}

fn assays() -> Vec<Row> {
    let spec = || AssaySpec::new("NfL in plasma").platform("Simoa").unit("pg/mL");
    let assay = || Assay::new(spec().lloq(5.0)).expect("an assay");
    let to_500 = || Assay::new(spec().lloq(5.0).uloq(500.0)).expect("an assay");
    let other =
        || Assay::new(AssaySpec::new("NfL in CSF").platform("Simoa").unit("pg/mL").lloq(5.0));
    let reading = |assay: Assay, value| assay.reading(value).expect("a reading");
    vec![
        refused(
            "an assay without a platform",
            Assay::new(AssaySpec::new("NfL in plasma")),
            "an assay without a platform, expected a name that is not empty",
        ),
        refused(
            "an assay without a lower limit",
            Assay::new(spec()),
            "limits of quantification: lower 0, upper none, expected finite numbers above 0, the upper one higher",
        ),
        refused(
            "limits that fall",
            Assay::new(spec().lloq(5.0).uloq(1.0)),
            "limits of quantification: lower 5, upper 1, expected finite numbers above 0, the upper one higher",
        ),
        refused(
            "a limit that is no number",
            Assay::new(spec().lloq(f64::NAN)),
            "limits of quantification: lower NaN, upper none, expected finite numbers above 0, the upper one higher",
        ),
        refused(
            "a concentration below 0",
            assay().reading(-3.0),
            "NfL in plasma, Simoa, pg/mL: a concentration of -3, expected a finite number of 0 or more",
        ),
        refused(
            "a concentration that is no number",
            assay().reading(f64::NAN),
            "NfL in plasma, Simoa, pg/mL: a concentration of NaN, expected a finite number of 0 or more",
        ),
        refused(
            "above a limit that is not there",
            assay().above_uloq(),
            "NfL in plasma, Simoa, pg/mL: a reading above an upper limit of quantification, expected an assay that has one",
        ),
        refused(
            "a number above the upper limit",
            reading(to_500(), 501.0).concentration_by(BlqRule::Drop),
            "NfL in plasma, Simoa, pg/mL: a reading above the upper limit of quantification, 500; expected one at most there, since no rule gives it a number",
        ),
        refused(
            "a column with a reading above the upper limit",
            Concentrations::by(
                BlqRule::HalfLloq,
                &[reading(to_500(), 12.0), reading(to_500(), 501.0)],
            ),
            "row 2 of the readings: NfL in plasma, Simoa, pg/mL: a reading above the upper limit of quantification, 500; expected one at most there, since no rule gives it a number",
        ),
        refused(
            "plasma against CSF",
            reading(assay(), 12.0).against(&reading(other().expect("an assay"), 12.0)),
            "a reading of NfL in plasma, Simoa, pg/mL and one of NfL in CSF, Simoa, pg/mL, expected the same assay",
        ),
    ]
}

fn endpoints_and_changes() -> Vec<Row> {
    let endpoint =
        |name: &'static str| Endpoint::builder(name, Benefit::Higher, ReportedAs::Difference);
    vec![
        refused(
            "an endpoint without a name",
            endpoint("").build(),
            "an endpoint without a name, expected more than white space",
        ),
        refused(
            "a range that falls",
            endpoint("MMSE").range(30, 0).build(),
            "an endpoint from 30 to 0, expected the lower value first and the higher above it",
        ),
        refused(
            "a total beyond the range",
            Endpoint::alsfrs_r().check(49.0),
            "ALSFRS-R total: a value of 49, expected one from 0 to 48",
        ),
        refused(
            "an infinite total",
            Endpoint::alsfrs_r().check(f64::INFINITY),
            "ALSFRS-R total: a value of inf, expected a finite number",
        ),
        refused(
            "a baseline of 0",
            PercentChange::from_baseline(0.0, 12.0),
            "baseline is 0; expected any other number",
        ),
        refused(
            "a value that is no number",
            PercentChange::from_baseline(12.0, f64::NAN),
            "value is NaN; expected a finite number",
        ),
        refused(
            "a baseline below 0",
            Ratio::to_baseline(-1.0, 12.0),
            "baseline is -1; expected a number above 0",
        ),
        refused("a ratio of 0", Ratio::new(0.0), "ratio is 0; expected a number above 0"),
        refused(
            "all of it gone",
            PercentChange::from_percent(-100.0).and_then(PercentChange::to_ratio),
            "the change is -100 %; expected a change above -100 %",
        ),
        refused(
            "an infinite percent change",
            PercentChange::from_percent(f64::INFINITY),
            "percent change is inf; expected a finite number",
        ),
        refused(
            "points that are no number",
            PercentagePoints::new(f64::NAN),
            "difference in points is NaN; expected a finite number",
        ),
        refused(
            "a difference that is no number",
            Difference::new(f64::NAN),
            "difference is NaN; expected a finite number",
        ),
        refused(
            "a mean that is no number",
            MeanPercentChange::from_percent(f64::NAN),
            "percent change is NaN; expected a finite number",
        ),
        refused(
            "a geometric mean below 0",
            GeometricMeanRatio::new(-0.4),
            "ratio is -0.4; expected a number above 0",
        ),
        refused(
            "a geometric mean 120 % lower",
            GeometricMeanRatio::from_percent(-120.0),
            "the change is -120 %; expected a change above -100 %",
        ),
    ]
}

fn columns() -> Vec<Row> {
    let mut room = [0.0; 1];
    vec![
        refused(
            "a baseline too many",
            percents(&[1.0, 2.0], &[1.0]),
            "2 baselines and 1 values; expected as many of one as of the other",
        ),
        refused(
            "too little room",
            percent_into(&[1.0, 2.0], &[1.0, 2.0], &mut room),
            "2 rows and room for 1; expected room for as many changes as there are rows",
        ),
        refused(
            "a baseline of 0 in row 2",
            percents(&[1.0, 0.0], &[1.0, 2.0]),
            "row 2: baseline is 0; expected any other number",
        ),
        refused(
            "a gap in row 3",
            percents(&[1.0; 3], &[1.0, 2.0, f64::NAN]),
            "row 3: value is NaN; expected a finite number",
        ),
        refused(
            "no rows",
            MeanPercentChange::of_columns(&[], &[]),
            "number of rows is 0; expected at least 1",
        ),
        refused(
            "the spread of one row",
            PercentSpread::of_columns(&[1.0], &[1.0]),
            "number of rows is 1; expected at least 2",
        ),
        refused(
            "the logarithm of a value below 0",
            GeometricMeanRatio::of_columns(&[1.0], &[-1.0]),
            "row 1: value is -1; expected a number above 0",
        ),
    ]
}

fn strength() -> Vec<Row> {
    let newtons = |newtons| Force::newtons(newtons).expect("a force");
    let muscle = |name: &str| Muscle::new(name, newtons(20.0), newtons(5.0)).expect("a muscle");
    let both = || vec![muscle("left"), muscle("right")];
    let reference = || StrengthReference::new("baseline", both(), 2).expect("a reference");
    let score = |reference: &str| Megascore::new(-0.5, 2, reference).expect("a score");
    vec![
        refused("a force below 0", Force::newtons(-1.0), "a force of -1 N, expected 0 to 5000 N"),
        refused(
            "a force in grams",
            Force::newtons(12_000.0),
            "a force of 12000 N, expected 0 to 5000 N",
        ),
        refused(
            "a muscle without a name",
            Muscle::new("", newtons(20.0), newtons(5.0)),
            "a muscle or reference without a name, expected more than white space",
        ),
        refused(
            "a muscle without a spread",
            Muscle::new("left", newtons(20.0), newtons(0.0)),
            "left: a standard deviation of 0 N, expected at least 0.001 N of at least two people",
        ),
        refused(
            "a sample of one",
            Muscle::of_sample("left", &[newtons(20.0)]),
            "left: a standard deviation of 0 N, expected at least 0.001 N of at least two people",
        ),
        refused(
            "a muscle twice",
            StrengthReference::new("baseline", vec![muscle("left"), muscle("left")], 1),
            "left is listed twice, expected each muscle once",
        ),
        refused(
            "more muscles than there are",
            StrengthReference::new("baseline", both(), 3),
            "a minimum of 3 muscles, expected 1 to the 2 of the reference",
        ),
        refused(
            "a muscle of another reference",
            reference().megascore([("neck", newtons(20.0))]),
            "neck is no muscle of the reference baseline, expected one of left, right",
        ),
        refused(
            "one muscle of two",
            reference().megascore([("left", newtons(20.0))]),
            "number of muscles tested is 1, expected at least 2 of the reference",
        ),
        refused(
            "a score of no muscle",
            Megascore::new(-0.5, 0, "baseline"),
            "a megascore of -0.5 of 0 muscles, expected at most 5000000 either way of at least 1",
        ),
        refused(
            "a change that is no number",
            MegascoreChange::new(f64::NAN),
            "a change of NaN standard deviations, expected at most 10000000 either way",
        ),
        refused(
            "scores of two references",
            score("healthy").change_from(&score("baseline")),
            "the value is in standard deviations of healthy, the baseline of baseline; expected one reference",
        ),
    ]
}

fn spirometry() -> Vec<Row> {
    let name = |name: &'static str| EquationName::new(name).expect("a name");
    let subject = |sex, years, cm| {
        Subject::new(sex, Age::years(years).expect("an age"), Height::cm(cm).expect("a height"))
    };
    let row = |age_years, median| SplineRow { age_years, median, variation: 0.1 };
    let percent =
        |equation: &'static str| PercentPredicted::new(80.0, name(equation)).expect("a percent");
    let predicted = || PredictedValue::new(name("ours"), 4.0).expect("a volume");
    let litres = |litres| LungVolume::litres(litres).expect("a volume");
    vec![
        refused(
            "a volume in millilitres",
            LungVolume::litres(3500.0),
            "a lung volume of 3500 L, expected 0.001 to 20 L",
        ),
        refused(
            "no volume",
            LungVolume::millilitres(0),
            "a lung volume of 0 L, expected 0.001 to 20 L",
        ),
        refused(
            "an equation without a name",
            EquationName::new(" "),
            "a reference equation without a name, expected more than white space",
        ),
        refused(
            "a percent below 0",
            PercentPredicted::new(-1.0, name("ours")),
            "-1 percent predicted, expected a finite number above 0",
        ),
        refused(
            "percents of two equations",
            percent("ours").change_from(&percent("theirs")),
            "the value is predicted by ours, the baseline by theirs; expected one equation",
        ),
        refused(
            "a child",
            Ecsc1993::fvc().predict(&subject(Sex::Male, 10.0, 160)),
            "ECSC/ERS 1993 FVC: an age of 10 years, expected 18 to 70 years",
        ),
        refused(
            "a giant",
            Ecsc1993::fvc().predict(&subject(Sex::Female, 50.0, 210)),
            "ECSC/ERS 1993 FVC: a height of 2100 mm, expected 1450 mm to 1800 mm",
        ),
        refused(
            "a disputed equation",
            Ecsc1993::ivc().predict(&subject(Sex::Female, 50.0, 165)),
            "ECSC/ERS 1993 IVC: sources disagree on the age term for female subjects, expected an equation with 0.024 or 0.026 L a year",
        ),
        refused(
            "a prediction below 0",
            PredictedValue::new(name("ours"), -1.0),
            "ours: predicts -1 L for this subject, expected 0.001 to 20 L",
        ),
        refused(
            "a lower limit above the prediction",
            predicted().with_lower_limit(litres(5.0)),
            "ours: a lower limit of 5 L, expected less than the predicted 4 L",
        ),
        refused(
            "a distribution without a spread",
            predicted().with_distribution(1.0, 0.0),
            "ours: gives a coefficient of variation of 0 for this subject, expected 0.001 to 1",
        ),
        refused(
            "a table without rows",
            SplineTable::new(vec![]),
            "a spline table without rows, expected at least one",
        ),
        refused(
            "a table with a gap",
            SplineTable::new(vec![row(20.0, f64::NAN)]),
            "row 1 of the spline table has NaN, expected finite numbers",
        ),
        refused(
            "a table out of order",
            SplineTable::new(vec![row(20.0, 0.1), row(19.0, 0.1)]),
            "row 2 of the spline table has age 19 after age 20, expected ascending ages",
        ),
    ]
}
