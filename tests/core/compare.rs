//! What regimens ask of a patient, and what they were reported to do.

use core::convert::Infallible;

use aso_regimen::compare::{self, Burden, Comparison};
use aso_regimen::evidence::audit::{AuditFinding, FindingLevel};
use aso_regimen::evidence::method::Method;
use aso_regimen::evidence::prediction::PredictsChange;
use aso_regimen::evidence::result::{
    Population, Readout, ReportedEstimate, ReportedOutcome, ReportedScale, TimePoint,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::TrialBuilder;
use aso_regimen::kinetics::tofersen::TofersenModel;
use aso_regimen::{
    Arm, BodyWeight, Endpoint, Mass, PercentChange, Schedule, Source, StudyDay, Trial, Volume,
    catalog,
};

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
        "the comparison ends on 2026-01-04, expected 2026-01-05 (the first dose) or later"
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
    // In the extension both arms are given drug, and a prediction is relative to none.
    let extension = catalog::tofersen::extension();
    assert!(!extension.contrasts().is_empty());
    assert_eq!(compare::predictions(&extension, &published), []);
}

/// One column for each endpoint and each number, however many regimens have it; a regimen added later has none.
#[test]
fn predictions_and_numbers_are_columns() {
    let model = TofersenModel::published();
    let (approved, unloaded) = (catalog::tofersen::approved(), regimen("100 mg IT q28d"));
    let sod1 = Endpoint::csf_sod1();
    let table = Comparison::new(date("2026-01-05"), date("2026-03-30"))
        .expect("the earlier date first")
        .with("approved", &approved, None)
        .expect("a fixed amount")
        .with("unloaded", &unloaded, None)
        .expect("a fixed amount")
        .predicting(&model, &sod1)
        .expect("intrathecal doses")
        .computing("doses a year", |_, _| Ok::<_, Infallible>(13.0))
        .expect("a number")
        .with("later", &unloaded, None)
        .expect("a fixed amount");
    let text = table.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].ends_with("  later  SOD1 protein at end  doses a year at end"), "{text}");
    let ends =
        ["-24 %                 13.0", "-21 %                 13.0", "    -                    -"];
    assert!(lines[1..].iter().zip(ends).all(|(line, end)| line.ends_with(end)), "{text}");
    assert_eq!(lines.len(), 4, "{text}");
    assert!(text.lines().all(|line| line.chars().count() == lines[0].chars().count()), "{text}");
}

/// A dose of 1.5 mg/kg for 40 kg is one of 60 mg, in the burden, in predictions and in what is computed.
#[test]
fn the_weight_of_a_row_holds_for_all_its_numbers() {
    let model = TofersenModel::published();
    let (by_weight, fixed) = (regimen("1.5 mg/kg max 100 mg IT q28d"), regimen("60 mg IT q28d"));
    let sod1 = Endpoint::csf_sod1();
    let weight = BodyWeight::kg(40);
    let comparison = Comparison::new(date("2026-01-05"), date("2026-03-30"))
        .expect("the earlier date first")
        .with("by weight", &by_weight, weight)
        .expect("a weight")
        .with("fixed", &fixed, None)
        .expect("a fixed amount")
        .predicting(&model, &sod1)
        .expect("a weight")
        .computing("CSF ng/mL", |plan, day| model.trough(plan, day))
        .expect("a weight");
    let [one, other] = comparison.rows() else { panic!("two rows") };
    assert_eq!((one.weight, other.weight), (Some(weight), None));
    assert_eq!((one.regimen, one.burden), (&by_weight, other.burden));
    assert_eq!((&one.predictions, &one.numbers), (&other.predictions, &other.numbers));
    assert!(one.predicted(&sod1).is_some());
}

/// Each error names its regimen.
#[test]
fn errors_of_a_comparison_name_the_regimen() {
    let model = TofersenModel::published();
    let (usual, weekly) = (regimen("100 mg IT q28d"), regimen("300 mg IT q28d"));
    let by_weight = regimen("1.5 mg/kg IT q28d");
    let bands = regimen("[<10 kg: 6 mg] IT q28d");
    let start = || {
        let both = Comparison::new(date("2026-01-05"), date("2026-03-30"));
        both.expect("the earlier date first").with("usual", &usual, None).expect("fixed")
    };
    let texts = [
        start().with("by weight", &by_weight, None).expect_err("no weight").to_string(),
        start().with("bands", &bands, BodyWeight::kg(40)).expect_err("no band").to_string(),
    ];
    assert_eq!(
        texts,
        [
            "regimen \"by weight\": the amount depends on body weight and none is known, expected one such as 70 kg",
            "regimen \"bands\": 40 kg is in no weight band, expected a body weight below 10 kg",
        ]
    );
    let both = || start().with("high", &weekly, None).expect("fixed");
    let sod1 = Endpoint::csf_sod1();
    let predicted = both().predicting(&model, &sod1).expect_err("too much");
    assert_eq!(predicted.regimen, "high");
    let text = predicted.to_string();
    assert!(text.starts_with("regimen \"high\": "), "{text}");
    assert!(text.contains("found 300 mg within 7 days"), "{text}");
    assert_eq!(format!("{predicted:?}"), text);
    let computed = both().computing("CSF", |plan, day| model.trough(plan, day));
    assert_eq!(computed.expect_err("too much").to_string(), text);
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
    assert_eq!(
        ratios,
        ["0.612", "0.741", "0.663", "0.333", "0.526", "0.402", "0.618", "0.612", "0.741"]
    );
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

fn changed(arm: &'static str, percent: &str, document: &'static str) -> ReportedOutcome {
    let source = Source::new(document, Status::Publication);
    let percent = percent.parse().expect("a number");
    Readout::new(Endpoint::plasma_nfl(), source)
        .in_population(Population::IntentionToTreat)
        .at(TimePoint::Week(28))
        .outcome(arm, ReportedEstimate::new(percent, ReportedScale::GeometricMeanRatio))
}

fn with_arms(arms: impl IntoIterator<Item = Arm>) -> TrialBuilder {
    let source = Source::new("a protocol", Status::Publication);
    let number = "NCT00000001".parse().expect("a number");
    arms.into_iter().fold(Trial::builder(number, "a trial", source), TrialBuilder::arm)
}

/// 0.45 over 1.12 is -60 %; over the 1.50 of another document it would be -70 %.
#[test]
fn effects_are_of_one_document_and_one_method() {
    let arms = || [Arm::untreated("drug"), Arm::untreated("placebo")];
    let found = |outcomes: Vec<ReportedOutcome>| -> Vec<String> {
        let method = |name| {
            let source = Source::new("a protocol", Status::Publication);
            Method::new(name, Endpoint::plasma_nfl(), source)
        };
        let trial = with_arms(arms()).method(method("Simoa")).method(method("Atellica"));
        let trial = trial.outcomes(outcomes).build().expect("a trial");
        let effects = compare::effects(&trial, "placebo");
        effects.iter().map(|effect| format!("{:.0}", effect.relative)).collect()
    };
    let [registry, drug, own] = [
        ("placebo", "1.50", "a registry"),
        ("drug", "0.45", "a paper"),
        ("placebo", "1.12", "a paper"),
    ]
    .map(|(arm, value, document)| changed(arm, value, document));
    assert_eq!(found(vec![registry.clone(), drug.clone(), own.clone()]), ["-60 %"]);
    assert_eq!(found(vec![registry, drug.clone()]), ["-70 %"]);
    let by = |mut outcome: ReportedOutcome, method: &'static str| {
        outcome.method = Some(method.into());
        outcome
    };
    assert_eq!(found(vec![by(drug.clone(), "Simoa"), by(own.clone(), "Atellica")]), [""; 0]);
    assert_eq!(found(vec![by(drug.clone(), "Simoa"), own.clone()]), ["-60 %"]);
    let of_several = [drug, own].map(|mut outcome| {
        outcome.at = TimePoint::Unstated;
        outcome
    });
    assert_eq!(found(of_several.into()), [""; 0]);
}

/// A prediction is relative to no treatment; lower doses of the drug are not none.
#[test]
fn a_pooled_reference_is_untreated_only_if_all_of_its_arms_are() {
    let dose = |name, text| Arm::active(name, regimen(text));
    let predicted = |pooled: &[&'static str]| {
        let estimate = ReportedEstimate::new(
            "0.80".parse().expect("a number"),
            ReportedScale::GeometricMeanRatio,
        );
        let contrast =
            Readout::new(Endpoint::csf_sod1(), Source::new("a paper", Status::Publication))
                .at(TimePoint::Week(12))
                .contrast("high")
                .against("pooled")
                .with_estimate(estimate);
        let trial = with_arms([dose("high", "100 mg IT q28d"), dose("low", "20 mg IT q28d")])
            .arm(Arm::untreated("placebo"))
            .arm(Arm::untreated("none"))
            .arm(Arm::pooled("pooled", pooled.iter().copied()))
            .contrasts([contrast])
            .build()
            .expect("a trial");
        compare::predictions(&trial, &TofersenModel::published()).len()
    };
    assert_eq!(predicted(&["placebo", "none"]), 1);
    assert_eq!(predicted(&["placebo", "low"]), 0);
}

/// A model that does not know an endpoint does not hide another that does.
#[test]
fn the_first_model_that_predicts_an_endpoint_counts() {
    struct Silent;
    impl PredictsChange for Silent {
        type Error = Infallible;

        fn relative_change(
            &self,
            _: &Schedule<'_>,
            _: StudyDay,
            _: &Endpoint,
        ) -> Result<Option<PercentChange>, Self::Error> {
            Ok(None)
        }
    }
    let monthly = regimen("100 mg IT q28d");
    let sod1 = Endpoint::csf_sod1();
    let comparison = Comparison::new(date("2026-01-05"), date("2026-03-30"))
        .expect("the earlier date first")
        .with("monthly", &monthly, None)
        .expect("a fixed amount")
        .predicting(&Silent, &sod1)
        .expect("nothing")
        .predicting(&TofersenModel::published(), &sod1)
        .expect("intrathecal doses");
    let row = &comparison.rows()[0];
    assert_eq!(row.predicted(&sod1), row.predictions[1].change);
    assert!(row.predicted(&sod1).is_some());
}

/// What the audit finds in the four studies, and nothing else: faults and notes with the endpoint or arms they are of.
#[test]
fn the_audit_finds_what_is_there() {
    let found: Vec<String> = catalog::tofersen::trials()
        .iter()
        .flat_map(|trial| {
            let audit = trial.audit();
            let found = audit.findings().iter();
            let found = found
                .filter(|found| matches!(found.level, FindingLevel::Fault | FindingLevel::Note));
            found
                .map(|AuditFinding { level, check, .. }| format!("{level}: {check}"))
                .collect::<Vec<_>>()
        })
        .collect();
    let expected = [
        "fault: the interval is symmetric only on the log scale: the points are percent changes of a ratio",
        "fault: the interval is symmetric only on the log scale: the points are percent changes of a ratio",
        "fault: the interval is symmetric only on the log scale: the points are percent changes of a ratio",
        "fault: the interval is symmetric only on the log scale: the points are percent changes of a ratio",
        "fault: does not agree with its arms: 0.99 (geometric mean ratio) over 0.97 (geometric mean ratio), which \
         give 1.010 to 1.031",
        "note: p < 0.0001 belongs to the Wilcoxon rank sum test; the interval implies p = 0.000328 to 0.00465",
        "note: p = 0.0002 belongs to the Wilcoxon rank sum test; the interval implies p = 0.00967 to 0.0255",
        "note: p < 0.0001 belongs to the Wilcoxon rank sum test; the interval implies p = 0.000328 to 0.00465",
        "note: 10 participants are counted, and the arm has 9",
        "fault: also printed as 0.028 SD [CHMP assessment report, Qalsody, page 120]",
        "fault: does not agree with its arms: -0.17 SD minus -0.45 SD, which give 0.27 to 0.29",
        "note: p = 0.0294 fits the interval only by a t distribution of few degrees of freedom; otherwise \
         it implies p = 0.0246 to 0.0292",
        "note: p = 0.0815 (test not named) does not fit the interval, which implies p = 0.0698 to \
         0.0800",
        "fault: the ratio -3.04 is not above 0",
        "fault: the upper end of the interval, -3.04, is below the lower end, 0.11",
        "note: no whole number of 36 or fewer participants gives this share: a misprint, or an imputed share",
        "note: 72 participants are counted, and the arm has 63",
        "note: 36 participants are counted, and the arm has 32",
        "note: measured by Siemens Atellica IM [FDA integrated review, NDA 215887, page 192] or by Simoa HD-1 \
         Analyzer (Quanterix) [A Head-to-Head Comparison of Tofersen Dosing Regimens for SOD1-ALS, BenchChem, \
         experimental protocols, biomarker analysis]",
        "note: measured by Global ALSFRS-R; in Japan the original translated, with questions 5a and 11 of the \
         Ohashi version [Biogen, briefing document, 22 March 2023, page 26] or by Global ALSFRS-R; in Japan the \
         Ohashi version, with questions 5a and 11 of the Global ALSFRS-R translated [CHMP assessment report, \
         Qalsody, page 92, note 3]",
        "note: p = 0.97 belongs to the joint rank test; the interval implies p = 0.551 to 0.608",
        "note: also printed as 0.6 points, 95 % CI -1.3 to 4.2 [Qalsody EU summary of product characteristics, \
         section 5.1]",
        "note: p = 0.9689 belongs to the joint rank test; the interval implies p = 0.556 to 0.606",
        "note: the estimate is not the midpoint of the interval",
        "note: p = 0.1378 (test not named) does not fit the interval, which implies p = 0.1172 to 0.1377",
        "note: p = 0.3233 belongs to the joint rank test; the interval implies p = 0.164 to 0.176",
        "fault: does not agree with its arms: 0.08 points minus -0.21 points, which give 0.28 to 0.30; it would \
         if the sign of \"100 mg\" were reversed",
        "fault: p = 0.97 (test not named) does not fit the interval of Miller et al., N \
         Engl J Med 2022;387:1099-1110, abstract, which implies p = 0.551 to 0.608; Miller et al., N Engl J Med \
         2022;387:1099-1110, abstract attributes it to the joint rank test",
        "note: no whole number of 36 or fewer participants gives this share: a misprint, or an imputed share",
        "note: leaves out SOD1 protein, cerebrospinal fluid, placebo, slower progressing, week 28: -19 % \
         (geometric mean) [CHMP assessment report, Qalsody, page 101, table 27; page 75]",
        "note: leaves out neurofilament light chain, plasma, placebo, slower progressing, week 28: 0.95 \
         (geometric mean ratio) [FDA integrated review, NDA 215887, page 61]",
        "fault: leaves out neurofilament light chain, plasma, 100 mg, slower progressing, week 28: 0.50 \
         (geometric mean ratio) [FDA integrated review, NDA 215887, page 61]",
        "note: measured by Siemens Atellica IM [FDA integrated review, NDA 215887, page 192] or by Simoa HD-1 \
         Analyzer (Quanterix) [A Head-to-Head Comparison of Tofersen Dosing Regimens for SOD1-ALS, BenchChem, \
         experimental protocols, biomarker analysis]",
        "note: measured by Global ALSFRS-R; in Japan the original translated, with questions 5a and 11 of the \
         Ohashi version [Biogen, briefing document, 22 March 2023, page 26] or by Global ALSFRS-R; in Japan the \
         Ohashi version, with questions 5a and 11 of the Global ALSFRS-R translated [CHMP assessment report, \
         Qalsody, page 92, note 3]",
        "note: FDA: absolute values not reliable [FDA integrated review, NDA 215887, pages 60, 193 and 196]",
    ];
    assert_eq!(found, expected);
}

/// Every cell of both tables is there, the empty and the worded ones too, each with its source.
#[test]
fn the_comparison_tables_are_complete() {
    use catalog::tofersen::comparison_tables::{table_1, table_2, table_2_contrasts};
    let findings = |cells: Vec<ReportedOutcome>| -> Vec<String> {
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
    let status = Status::Unverified;
    assert!(cells.iter().all(|cell| cell.source.status == status));
}
