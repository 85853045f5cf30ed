//! What regimens ask of a patient, and what they were reported to do.

#[cfg(feature = "serde")]
use aso_regimen::Endpoint;
use aso_regimen::compare::{self, Burden, Comparison};
use aso_regimen::kinetics::tofersen::TofersenModel;
use aso_regimen::{Mass, Trial, Volume, catalog};

use crate::{date, regimen};

#[test]
fn the_first_year_ends_before_the_anniversary() {
    let yearly = regimen("1 mg SC q12mo");
    let plan = yearly.starting(date("2024-02-29"));
    let burden = Burden::of(&plan, date("2026-12-31"), None).expect("a fixed amount");
    assert_eq!((burden.doses, burden.first_year, burden.later_years()), (3, 1, 2));
    let weekly = regimen("1 mg SC q1w");
    let plan = weekly.starting(date("2026-01-05"));
    let burden = Burden::of(&plan, date("2027-01-04"), None).expect("a fixed amount");
    assert_eq!((burden.doses, burden.first_year, burden.later_years()), (53, 53, 0));
}

#[test]
fn tofersen_over_a_year() {
    let approved = catalog::tofersen::approved();
    let plan = approved.starting(date("2026-01-05"));
    let burden = Burden::of(&plan, date("2027-01-04"), None).expect("a fixed amount");
    assert_eq!((burden.doses, burden.lumbar_punctures, burden.loading_doses), (15, 15, 3));
    assert_eq!((burden.mass, burden.csf_withdrawn), (Mass::mg(1_500), Volume::ml(150)));
    assert_eq!(burden.withdrawal_unstated, 0);
    assert_eq!(burden.loading_share(), Some(0.2));
    let before = Burden::of(&plan, date("2026-01-04"), None).expect("a fixed amount");
    assert_eq!((before.doses, before.loading_share()), (0, None));
}

#[test]
fn only_intrathecal_doses_are_punctures() {
    let mixed =
        regimen("1 mg (withdraw 2 mL) IT x1, then 1 mg IT after 7d x1, then 1 mg SC q7d x2");
    let plan = mixed.starting(date("2026-01-05"));
    let burden = Burden::of(&plan, date("2026-12-31"), None).expect("a fixed amount");
    assert_eq!((burden.doses, burden.lumbar_punctures, burden.withdrawal_unstated), (4, 2, 1));
    assert_eq!(burden.csf_withdrawn, Volume::ml(2));
    let table = Comparison::new(date("2026-01-05"), date("2026-12-31"))
        .expect("the earlier date first")
        .with("mixed", &mixed, None)
        .expect("a fixed amount")
        .to_string();
    let expected = "\
regimen  doses  punctures        drug  CSF withdrawn  loading  first year  later
mixed        4          2        4 mg         ≥ 2 mL     50 %           4      0
";
    assert_eq!(table, expected);
    let approved = catalog::tofersen::approved();
    let table = Comparison::new(date("2026-01-05"), date("2027-01-04"))
        .expect("the earlier date first")
        .with("tofersen", &approved, None)
        .expect("a fixed amount")
        .to_string();
    assert!(table.contains("     1500 mg         150 mL  "), "{table}");
    assert!(!table.contains('≥'), "{table}");
}

#[test]
fn a_comparison_does_not_end_before_it_begins() {
    let day = date("2026-01-05");
    assert!(Comparison::new(day, day).is_ok());
    let error = Comparison::new(day, date("2026-01-04")).expect_err("a day too early");
    assert_eq!(
        error.to_string(),
        "a comparison from 2026-01-05 through 2026-01-04, expected the earlier date first"
    );
}

/// The fit uses all participants of VALOR and not the two parts of them: SOD1 -34 % where it has -29 %, and neurofilament
/// -60 % where it has -56 % (Qalsody US prescribing information, section 14).
#[test]
fn predictions_stand_beside_what_was_reported() {
    let found = |trial: &Trial| -> (Vec<String>, Vec<Option<bool>>) {
        let found = compare::predictions(trial, &TofersenModel::fitted());
        let lines = found.iter().map(|one| (one.to_string(), one.is_within()));
        lines.unzip()
    };
    let (lines, within) = found(&catalog::tofersen::valor());
    assert_eq!(
        lines,
        [
            "SOD1 protein, 100 mg, faster progressing, week 28: reported -38 % (-51 % to -22 %), predicted -29 %",
            "SOD1 protein, 100 mg, slower progressing, week 28: reported -26 %, predicted -29 %",
            "SOD1 protein, 100 mg, intention to treat, week 28: reported -34 % (-43 % to -23 %), fitted -29 %",
            "SOD1 protein, 100 mg, intention to treat, week 28: reported -34 % (-43 % to -23 %), fitted -29 %",
            "neurofilament light chain, 100 mg, faster progressing, week 28: reported -67 % (-75 % to -55 %), predicted -56 %",
            "neurofilament light chain, 100 mg, slower progressing, week 28: reported -48 % (-57 % to -37 %), predicted -56 %",
            "neurofilament light chain, 100 mg, intention to treat, week 28: reported -60 % (-67 % to -51 %), fitted -56 %",
            "neurofilament light chain, 100 mg, intention to treat, week 28: reported -60 % (-67 % to -51 %), fitted -56 %",
        ]
    );
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(within, [yes, None, yes, yes, yes, yes, yes, yes]);
    let (lines, within) = found(&catalog::tofersen::phase_1_2());
    assert_eq!(
        lines,
        [
            "SOD1 protein, 20 mg, ascending-dose cohorts, day 85: reported 2 % (-18 % to 27 %), fitted -7 %",
            "SOD1 protein, 40 mg, ascending-dose cohorts, day 85: reported -25 % (-40 % to -5 %), fitted -13 %",
            "SOD1 protein, 60 mg, ascending-dose cohorts, day 85: reported -19 % (-35 % to 2 %), fitted -18 %",
            "SOD1 protein, 100 mg, ascending-dose cohorts, day 85: reported -33 % (-47 % to -16 %), fitted -27 %",
            "SOD1 protein, 20 mg, ascending-dose cohorts, day 85: reported -33 % (-47 % to -16 %), predicted -7 %",
            "SOD1 protein, 40 mg, ascending-dose cohorts, day 85: reported -25 % (-40 % to -5 %), fitted -13 %",
            "SOD1 protein, 60 mg, ascending-dose cohorts, day 85: reported -19 % (-35 % to 2 %), fitted -18 %",
            "SOD1 protein, 100 mg, ascending-dose cohorts, day 85: reported -33 % (-47 % to -16 %), fitted -27 %",
            "SOD1 protein, 100 mg, not stated, day 85: reported -37 %, predicted -27 %",
        ]
    );
    assert_eq!(
        within,
        [yes, yes, yes, yes, no, yes, yes, yes, None],
        "the misprint at 20 mg alone is far off"
    );
    // The sponsor's model knows the people of all parts.
    let published = TofersenModel::published();
    let trial = catalog::tofersen::phase_1_2();
    let found = compare::predictions(&trial, &published);
    assert!(found.iter().all(|one| one.is_fitted));
}

#[test]
#[cfg(feature = "serde")]
fn comparisons_are_written() {
    use serde_json::{json, to_value};

    let approved = catalog::tofersen::approved();
    let comparison = Comparison::new(date("2026-01-05"), date("2026-03-30"))
        .expect("the earlier date first")
        .with("approved", &approved, None)
        .expect("a fixed amount")
        .predicting(&TofersenModel::fitted(), &Endpoint::csf_sod1())
        .expect("a prediction")
        .computing("CSF ng/mL", |plan, day| TofersenModel::fitted().trough(plan, day))
        .expect("a number");
    let table = comparison.to_string();
    assert!(
        table.lines().all(|line| line.ends_with("CSF ng/mL at end") || line.ends_with("  14.5")),
        "{table}"
    );
    let found = to_value(&comparison).expect("written");
    assert_eq!(found["through"], json!("2026-03-30"));
    assert_eq!(
        found["rows"][0]["burden"],
        json!({"doses": 5, "loading_doses": 3, "lumbar_punctures": 5, "mass": "500 mg", "csf_withdrawn": "50 mL",
            "withdrawal_unstated": 0, "first_year": 5})
    );
    assert_eq!(found["rows"][0]["numbers"][0]["name"], json!("CSF ng/mL"));
    let predicted = &found["rows"][0]["predictions"][0];
    assert_eq!(predicted["endpoint"]["name"], json!("SOD1 protein"));
    let percent = predicted["change"]["percent"].as_f64();
    assert!(percent < Some(-26.6) && percent > Some(-26.7), "{predicted}");

    let trial = catalog::tofersen::phase_1_2();
    let found = to_value(compare::predictions(&trial, &TofersenModel::fitted())).expect("written");
    assert_eq!(found[0]["contrast"]["arm"], json!("20 mg"));
    assert_eq!(found[0]["is_fitted"], json!(true));
    let effects = to_value(compare::effects(&trial, "placebo")).expect("written");
    assert_eq!(effects[0]["reference"]["arm"], json!("placebo"));
}

/// The ratios that Miller et al., N Engl J Med 2022;387:1099, and the label report, from their arms.
#[test]
fn valor_from_its_arms() {
    let valor = catalog::tofersen::valor();
    let ratios: Vec<String> = compare::effects(&valor, "placebo")
        .iter()
        .map(|effect| format!("{:.3}", effect.relative.to_ratio().expect("above -100 %")))
        .collect();
    assert_eq!(ratios, ["0.612", "0.741", "0.663", "0.333", "0.526", "0.402", "0.612", "0.741"]);
}

#[test]
fn valor_contrasts_from_its_arms() {
    let valor = catalog::tofersen::valor();
    let change = |arm: &str, endpoint: &str| {
        valor
            .outcomes()
            .iter()
            .find(|outcome| {
                outcome.arm == arm
                    && outcome.endpoint.name() == endpoint
                    && outcome.population.to_string() == "faster progressing"
            })
            .and_then(|outcome| match &outcome.finding {
                aso_regimen::evidence::result::Finding::Estimate(estimate) => {
                    Some(estimate.value.value())
                }
                _ => None,
            })
            .expect("a number")
    };
    let function = change("100 mg", "ALSFRS-R total") - change("placebo", "ALSFRS-R total");
    assert!((function - 1.16).abs() < 1e-12);
    let breathing =
        change("100 mg", "slow vital capacity") - change("placebo", "slow vital capacity");
    assert!((breathing - 7.89).abs() < 1e-12);
}

/// What the audit finds in the four studies, and nothing else.
#[test]
fn the_audit_finds_what_is_there() {
    let faults: Vec<String> = catalog::tofersen::trials()
        .iter()
        .flat_map(|trial| {
            let remarks = trial.audit();
            let faults = remarks.iter().filter(|remark| remark.is_fault());
            faults.map(ToString::to_string).collect::<Vec<_>>()
        })
        .collect();
    let sod1 = "SOD1 protein, ";
    let day_85 = "against placebo, ascending-dose cohorts, day 85: ";
    let ranks = "(Wilcoxon rank sum test)";
    let function = "ALSFRS-R total, 100 mg against placebo, ";
    let methods = [
        "neurofilament light chain, plasma (pg/mL): Siemens Atellica IM by FDA integrated review, NDA 215887, Simoa HD-1",
        "ALSFRS-R total, clinical function (points): Global ALSFRS-R; in Japan the original translated",
        "slow vital capacity, respiratory function (% predicted): spirometry, upright by ClinicalTrials.gov",
    ];
    let as_ratio =
        ": the interval is symmetric around the estimate as that of a ratio, not as one of points";
    let expected = [
        format!("{sod1}20 mg {day_85}2 percentage points, 95 % CI -18 to 27{as_ratio}"),
        format!("{sod1}40 mg {day_85}-25 percentage points, 95 % CI -40 to -5{as_ratio}"),
        format!("{sod1}60 mg {day_85}-19 percentage points, 95 % CI -35 to 2{as_ratio}"),
        format!("{sod1}100 mg {day_85}-33 percentage points, 95 % CI -47 to -16{as_ratio}"),
        // The registry prints the contrast of 100 mg for 20 mg, and p-values that are not those of its intervals.
        format!(
            "{sod1}20 mg {day_85}0.67 (geometric mean ratio), 95 % CI 0.53 to 0.84, p < 0.0001 {ranks}: does not agree with its \
             arms, which give 1.010 to 1.031"
        ),
        format!(
            "{sod1}20 mg {day_85}0.67 (geometric mean ratio), 95 % CI 0.53 to 0.84, p < 0.0001 {ranks}: p < 0.0001 {ranks} is \
             not the p of the estimate and its interval, which give 0.000 to 0.001"
        ),
        format!(
            "{sod1}40 mg {day_85}0.75 (geometric mean ratio), 95 % CI 0.60 to 0.95, p = 0.0002 {ranks}: p = 0.0002 {ranks} is \
             not the p of the estimate and its interval, which give 0.010 to 0.020"
        ),
        format!(
            "{sod1}100 mg {day_85}0.67 (geometric mean ratio), 95 % CI 0.53 to 0.84, p < 0.0001 {ranks}: p < 0.0001 {ranks} is \
             not the p of the estimate and its interval, which give 0.000 to 0.001"
        ),
        // CHMP assessment report, page 120: a zero too many.
        "hand-held dynamometry megascore, early start against delayed start, intention to treat, week 52: 0.028 SD: does not \
         agree with its arms, which give 0.270 to 0.290"
            .to_owned(),
        // JAMA Neurol 2026;83:115, table 2.
        "time to death, early start against delayed start, neurofilament below 75.6 pg/mL, time not stated: 1.22 (hazard \
         ratio), 95 % CI 0.11 to -3.04, p = 0.87 (nominal, Cox model), final data: the middle of the interval is not the \
         estimate"
            .to_owned(),
        methods[0].to_owned(),
        methods[1].to_owned(),
        methods[2].to_owned(),
        format!("{function}faster progressing, week 28: 1.2 points, 95 % CI -3.2 to 5.5, p = 0.97 (joint rank test): p = 0.97"),
        format!(
            "{function}faster progressing, week 28: 1.2 points, 95 % CI -3.19 to 5.53, p = 0.9689 (joint rank test): p = 0.9689 \
             (joint rank test) is not the p of the estimate and its interval, which give 0.574 to 0.606"
        ),
        // The label of the European Union.
        format!(
            "{function}neurofilament below 75.6 pg/mL, week 28: 0.6 points, 95 % CI -1.3 to 4.2: the middle of the interval is \
             not the estimate"
        ),
        // CHMP assessment report, page 85: the sign of -0.08 is lost.
        "EQ-5D-5L, 100 mg against placebo, intention to treat, model with neurofilament (post hoc), week 28: 0.14 points, 95 % \
         CI 0.05 to 0.23, p = 0.0029 (nominal, analysis of covariance): does not agree with its arms, which give 0.280 to 0.300"
            .to_owned(),
        "SOD1 protein, placebo, mixed, time not stated: -3 to 16 % (kind of mean not stated): leaves out SOD1 protein, placebo, \
         slower progressing, week 28: -19 % (geometric mean)"
            .to_owned(),
        "neurofilament light chain, placebo, mixed, time not stated: 12 to 20 % (kind of mean not stated): leaves out \
         neurofilament light chain, placebo, slower progressing, week 28: 0.95"
            .to_owned(),
        "neurofilament light chain, 100 mg, mixed, week 28: -55 to -60 % (kind of mean not stated): leaves out neurofilament \
         light chain, 100 mg, slower progressing, week 28: 0.50"
            .to_owned(),
        methods[0].to_owned(),
        methods[1].to_owned(),
        methods[2].to_owned(),
        "arm \"100 mg (part B)\": its treatment starts at a level; FDA: absolute values not reliable".to_owned(),
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, start) in faults.iter().zip(expected) {
        assert!(fault.starts_with(&start), "{fault}");
    }
}

/// Every cell of both tables is there, the empty and the worded ones too, each with its source.
#[test]
fn the_comparison_tables_are_complete() {
    use catalog::tofersen::comparison_tables::{table_1, table_2, table_2_contrasts};
    let findings = |cells: Vec<aso_regimen::evidence::result::ReportedOutcome>| -> Vec<String> {
        cells.iter().map(|cell| cell.finding.to_string()).collect()
    };
    let percent = |text: &str| format!("{text} % (kind of mean not stated)");
    assert_eq!(
        findings(table_1()),
        [
            percent("-3 to 16"),
            percent("12 to 20"),
            percent("-1"),
            "not reported".to_owned(),
            percent("-27"),
            "not reported".to_owned(),
            percent("-21"),
            "not reported".to_owned(),
            percent("-36"),
            "decreased".to_owned(),
            percent("-29"),
            percent("-40"),
            percent("-55 to -60"),
        ]
    );
    assert_eq!(
        findings(table_2()),
        [
            "decline reported",
            "decline reported",
            "numerical trend towards slowing of clinical decline",
            "numerical trend towards slowing of decline",
            "-8.14 points",
            "-22.2 points of % predicted",
            "-6.98 points",
            "-14.3 points of % predicted",
        ]
    );
    assert_eq!(table_2_contrasts().len(), 2);
    let cells = [table_1(), table_2()].concat();
    let status = aso_regimen::evidence::source::Status::Unverified;
    assert!(cells.iter().all(|cell| cell.source.status == status));
}
