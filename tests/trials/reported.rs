//! Levels with their spread, median times, analyses and earlier designs, as they are printed, checked and read from JSON.

use aso_regimen::catalog::{self, eplontersen, tofersen, tominersen, ulefnersen};
use aso_regimen::compare;
use aso_regimen::evidence::analysis::{Imputation, ReportedAnalysis};
use aso_regimen::evidence::audit::FindingLevel;
use aso_regimen::evidence::level::{Average, MedianTime, ReportedLevel, Spread};
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::result::{
    Finding, PValue, Population, Readout, ReportedEstimate, ReportedOutcome, ReportedScale,
    TimePoint,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::{Rank, Trial, TrialEndpoint};
use aso_regimen::{Arm, Endpoint, Source, Window};

use crate::builder;

fn paper() -> Source {
    Source::new("a paper", Status::Publication)
}

fn printed(text: &str) -> Printed {
    text.parse().expect("a number")
}

fn nfl(analysis: ReportedAnalysis) -> Readout {
    Readout::new(Endpoint::plasma_nfl(), paper()).by_analysis(analysis)
}

/// Neurofilament of one population at one time.
fn at_week_28(analysis: ReportedAnalysis) -> Readout {
    nfl(analysis).in_population(Population::IntentionToTreat).at(TimePoint::Week(28))
}

fn ratio(text: &str) -> ReportedEstimate {
    ReportedEstimate::new(printed(text), ReportedScale::GeometricMeanRatio)
}

fn level() -> ReportedLevel {
    ReportedLevel::new(Average::GeometricMean, printed("121.80"))
        .with_spread(Spread::CoefficientOfVariation(printed("137")))
        .with_spread(Spread::Range { low: printed("12"), high: printed("329") })
}

#[test]
fn levels_are_printed_in_the_unit_of_their_endpoint() {
    let outcome = nfl(ReportedAnalysis::default()).outcome("a", level()).with_n(39);
    assert_eq!(
        outcome.to_string(),
        "neurofilament light chain, plasma, a, not stated, time not stated: \
         geometric mean 121.80 pg/mL (CV 137 %, range 12 to 329)"
    );
    assert_eq!(level().to_string(), "geometric mean 121.80 (CV 137 %, range 12 to 329)");
    let alone = ReportedLevel::new(Average::Median, printed("78.5"));
    assert_eq!(alone.to_string(), "median 78.5");
    assert_eq!(
        alone.with_spread(Spread::StandardError(printed("0.711"))).to_string(),
        "median 78.5 (SE 0.711)"
    );
    let time = |text: &str| (text != "-").then(|| printed(text));
    for (median, low, high, expected) in [
        ("76.0", "33.9", "-", "median 76.0 weeks, 95 % CI 33.9 weeks to not reached"),
        ("-", "253.6", "-", "median not reached, 95 % CI 253.6 weeks to not reached"),
        ("-", "-", "9", "median not reached, 95 % CI not reached to 9 weeks"),
        ("5", "-", "-", "median 5 weeks"),
    ] {
        let median = MedianTime::new(time(median), "weeks").within(time(low), time(high));
        assert_eq!(median.to_string(), expected);
    }
    let with_error = ratio("0.40").with_standard_error(printed("0.11"));
    assert_eq!(with_error.to_string(), "0.40 (geometric mean ratio), SE 0.11");
}

/// A baseline is no change: it is neither an effect nor an arm of a contrast.
#[test]
fn levels_are_no_changes() {
    let main = || at_week_28(ReportedAnalysis::default());
    let contrast = main().contrast("a").against("b").with_estimate(ratio("0.5"));
    let trial = builder()
        .arm(Arm::untreated("a"))
        .arm(Arm::untreated("b"))
        .outcomes([main().outcome("a", level()), main().outcome("b", level())])
        .contrasts([contrast])
        .build()
        .expect("a trial");
    assert!(trial.audit().findings()[0].to_string().contains("has no number of"));
    assert!(compare::effects(&trial, "b").is_empty());
}

/// Two numbers for one question are not put together if they are of two analyses.
#[test]
fn analyses_are_kept_apart() {
    let post_hoc = || ReportedAnalysis::post_hoc().adjusted_for("age");
    let arms = |analysis: ReportedAnalysis, one: &str, other: &str| {
        let question = at_week_28(analysis);
        [question.outcome("a", ratio(one)), question.outcome("b", ratio(other))]
    };
    let trial = |outcomes: Vec<ReportedOutcome>, analysis| {
        let contrast = at_week_28(analysis).contrast("a").against("b").with_estimate(ratio("0.25"));
        let trial = builder().arm(Arm::untreated("a")).arm(Arm::untreated("b"));
        trial.outcomes(outcomes).contrasts([contrast]).build().expect("a trial")
    };
    let audit = |trial: &Trial| trial.audit().findings()[0].to_string();
    let main = || arms(ReportedAnalysis::default(), "0.50", "1.00");
    let both = || main().into_iter().chain(arms(post_hoc(), "0.20", "0.80")).collect::<Vec<_>>();
    let alone = trial(main().into(), post_hoc());
    assert!(audit(&alone).contains("has no number of"), "{}", audit(&alone));
    assert_eq!(
        audit(&trial(both(), post_hoc())),
        "agreement: neurofilament light chain, plasma, a against b, intention to treat, week 28 (post hoc, adjusted for \
         age): 0.25 (geometric mean ratio) [a paper]: agrees with its arms: 0.20 (geometric mean ratio) over 0.80 \
         (geometric mean ratio), which give 0.242 to 0.258"
    );
    assert!(audit(&trial(both(), ReportedAnalysis::default())).contains("does not agree"));
    let trial = trial(both(), post_hoc());
    let effects = compare::effects(&trial, "b");
    let relative: Vec<String> =
        effects.iter().map(|effect| format!("{:.0}", effect.relative)).collect();
    assert_eq!(relative, ["-50 %", "-75 %"], "each with the arm of its own analysis");
}

#[test]
fn an_analysis_is_printed_part_by_part() {
    assert_eq!(ReportedAnalysis::default().to_string(), "");
    let all = ReportedAnalysis::planned()
        .of_data("January 2022")
        .by_model("Cox model")
        .adjusted_for("age")
        .adjusted_for("sex")
        .imputed(Imputation::Named("by the last value".into()))
        .with_rule("without outliers")
        .with_rule("deaths count as 0");
    assert_eq!(
        all.to_string(),
        "planned, data of January 2022, Cox model, adjusted for age and sex, imputed by the last value, \
         without outliers, deaths count as 0"
    );
    for (imputation, text) in [
        (Imputation::MissingAtRandom, "imputed as missing at random"),
        (Imputation::CopyReference, "imputed by copy reference"),
        (Imputation::CopyIncrementsInReference, "imputed by copy increments in reference"),
    ] {
        assert_eq!(ReportedAnalysis::default().imputed(imputation).to_string(), text);
    }
}

/// What an earlier design tested decides nothing of the p-values now, and a post hoc analysis is not the one that was tested.
#[test]
fn an_earlier_design_tests_nothing() {
    let score = || TrialEndpoint::new(Rank::Primary, Endpoint::alsfrs_r()).met(false);
    let p = || PValue::new(printed("0.04"));
    let faults = |endpoint: TrialEndpoint, analysis: ReportedAnalysis| {
        let question = Readout::new(Endpoint::alsfrs_r(), paper()).by_analysis(analysis);
        let trial = builder()
            .arm(Arm::untreated("a"))
            .arm(Arm::untreated("b"))
            .endpoints([endpoint])
            .contrasts([
                question.contrast("a").against("b").with_p(p()),
                nfl(ReportedAnalysis::default()).contrast("a").against("b").with_p(p()),
            ])
            .build()
            .expect("a trial");
        trial.audit().at(FindingLevel::Fault).count()
    };
    assert_eq!(faults(score(), ReportedAnalysis::planned()), 1, "of neurofilament");
    assert_eq!(faults(score(), ReportedAnalysis::post_hoc()), 2);
    let earlier = score().of_earlier_design("version 1", paper());
    assert_eq!(faults(earlier, ReportedAnalysis::planned()), 0);
}

/// ClinicalTrials.gov, NCT04856982, and MND Australia for what it was; EU Clinical Trials Register, 2019-002835-27, DE and GB;
/// ClinicalTrials.gov, NCT03761849.
#[test]
fn endpoints_as_they_are_and_as_they_were() {
    let primary = |trial: Trial| -> Vec<String> {
        let endpoints = trial.endpoints().iter().filter(|of| of.rank == Rank::Primary);
        endpoints.map(ToString::to_string).collect()
    };
    assert_eq!(
        primary(tofersen::atlas()),
        [
            "primary: clinically manifest ALS within 24 months of the baseline of part B, disease, not stated, \
             time not stated, test not stated",
            "primary in an earlier design: clinically manifest ALS within 12 months of randomisation, disease, not stated, \
             time not stated, test not stated",
        ]
    );
    let cardio = primary(eplontersen::cardio_ttransform());
    assert_eq!(
        cardio[1..],
        [
            "primary in an earlier protocol: cardiovascular death and frequency of cardiovascular clinical events, cardiovascular, \
             not stated, week 120, test not stated",
            "primary in an earlier protocol: 6-minute walk test, not stated, week 60, test not stated",
        ]
    );
    let huntington = primary(tominersen::generation_hd1());
    assert!(huntington[2].starts_with("primary in the protocol before version 4: cUHDRS"));
    let earlier = tofersen::atlas().endpoints()[1].earlier.clone().expect("an earlier design");
    assert!(earlier.source.can_be_looked_up() && earlier.source.read.is_some());
}

/// ClinicalTrials.gov, NCT03761849, NCT05686551 and NCT04768972.
#[test]
fn who_may_enter_the_trials_of_tominersen_and_ulefnersen() {
    let criteria = |trial: &Trial| -> Vec<String> {
        trial.eligibility().iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        criteria(&tominersen::generation_hd1()),
        [
            "inclusion: age in years is at least 25, and age in years is at most 65",
            "inclusion: CAP score is above 400",
            "inclusion: manifest: diagnostic confidence level 4",
            "inclusion: Independence Scale is at least 70",
            "inclusion: functional independence at baseline",
        ]
    );
    assert_eq!(
        criteria(&tominersen::generation_hd2()),
        [
            "inclusion: age in years is at least 25, and age in years is at most 50",
            "inclusion: CAP score is at least 400",
            "inclusion: CAP score is at most 500",
            "inclusion: Independence Scale is at least 70",
            "inclusion: total functional capacity in points is at least 8",
            "inclusion: prodromal or early manifest: diagnostic confidence level 2, 3 or 4",
            "inclusion: body weight in kg is above 40",
            "inclusion: body mass index in kg/m^2 is at least 18",
            "inclusion: body mass index in kg/m^2 is at most 32",
        ]
    );
    assert_eq!(
        criteria(&ulefnersen::fusion()),
        [
            "inclusion: age in years is at least 10",
            "inclusion: signs or symptoms consistent with ALS",
            "inclusion: a FUS mutation approved by a committee",
            "inclusion: slow vital capacity, upright in % predicted is at least 50, or (age in years is at least 10, \
             and age in years is at most 30, and onset within 12 months)",
            "exclusion: permanent ventilation or tracheostomy",
            "exclusion: another mutation that causes ALS or frontotemporal dementia",
            "exclusion: HIV, or current hepatitis B or C",
            "exclusion: an oligonucleotide before or now",
            "exclusion: gene therapy or cell transplantation ever",
        ]
    );
}

/// Roche, protocol BN40423, appendix 1: visits on days 1 and 29, then every 8 weeks from week 13 to 101, and week 117. Week n
/// begins on day 7 n - 6.
#[test]
fn the_visits_of_generation_hd1() {
    let trial = tominersen::generation_hd1();
    let found: Vec<_> = trial
        .visits()
        .iter()
        .map(|visit| (&*visit.name, visit.day.number(), visit.window))
        .collect();
    let later = [13, 21, 29, 37, 45, 53, 61, 69, 77, 85, 93, 101, 117];
    let names = later.map(|week| format!("week {week}"));
    let mut expected = vec![
        ("screening", -28, Some(Window::days(0, 26))),
        ("week 1", 1, None),
        ("week 5", 29, Some(Window::days(3, 3))),
    ];
    let week = Some(Window::days(7, 7));
    expected.extend(names.iter().zip(later).map(|(name, on)| (&**name, 7 * on - 6, week)));
    assert_eq!(found, expected);
    let assessed = trial.visits().iter().filter(|visit| !visit.assessments.is_empty());
    let assessed: Vec<_> = assessed.map(|visit| (&*visit.name, visit.assessments.len())).collect();
    assert_eq!(assessed, [("week 69", 2)]);
}

/// A typing error in a number shows where two printed numbers depend on each other.
#[test]
fn printed_numbers_fit_each_other() {
    let mut checked = [0; 2];
    for trial in catalog::trials() {
        for outcome in trial.outcomes() {
            let Finding::Level(level) = &outcome.finding else { continue };
            for spread in &level.spread {
                let Spread::Range { low, high } = spread else { continue };
                let inside =
                    low.value() <= level.value.value() && level.value.value() <= high.value();
                assert!(inside, "{outcome}");
                checked[0] += 1;
            }
        }
        for contrast in trial.contrasts() {
            let Some(ReportedEstimate {
                interval: Some(ends), standard_error: Some(error), ..
            }) = contrast.estimate
            else {
                continue;
            };
            // Half a 95 % interval is 1.96 to 2.1 standard errors, from the normal down to 20 degrees of freedom.
            let half = (ends.high.value() - ends.low.value()) / 2.0;
            let errors = half / error.value();
            assert!((1.93..2.1).contains(&errors), "{contrast}: {errors}");
            checked[1] += 1;
        }
    }
    assert!(checked[0] > 60 && checked[1] >= 16, "{checked:?}");
}

/// Words stay where a source has no number, or a number of several things.
#[test]
fn numbers_are_not_words() {
    let mut words: Vec<String> = Vec::new();
    for trial in catalog::trials() {
        for outcome in trial.outcomes() {
            if let Finding::Qualitative(text) = &outcome.finding {
                words.push(text.clone().into_owned());
            }
        }
    }
    assert_eq!(
        words,
        [
            "decreased",
            "decline reported",
            "decline reported",
            "numerical trend towards slowing of clinical decline",
            "numerical trend towards slowing of decline",
            "4 participants",
            "5 participants",
            "2 deaths: pulmonary embolus on day 137, respiratory failure on day 152",
            "1 death, on day 52",
            "1, 21 and 38 days",
            "2 and 28 days",
        ]
    );
}

#[cfg(feature = "serde")]
#[test]
fn what_is_reported_goes_through_json() {
    let analysis = ReportedAnalysis::post_hoc()
        .imputed(Imputation::JumpToReference)
        .adjusted_for("age")
        .with_rule("without outliers");
    let outcomes = [
        nfl(analysis.clone()).outcome("a", level()),
        nfl(analysis).outcome("a", MedianTime::new(Some(printed("5")), "weeks")),
        nfl(ReportedAnalysis::default())
            .at(TimePoint::Week(4))
            .outcome("a", ratio("0.40").with_standard_error(printed("0.11"))),
    ];
    for outcome in outcomes {
        let json = serde_json::to_string(&outcome).expect("JSON");
        assert_eq!(serde_json::from_str::<ReportedOutcome>(&json).expect(&json), outcome);
        assert_eq!(json.contains("analysis"), !outcome.analysis.is_unstated());
    }
    let json = serde_json::to_string(&level()).expect("JSON");
    assert_eq!(
        json,
        r#"{"average":"geometric-mean","value":"121.80","spread":[{"coefficient-of-variation":"137"},{"range":{"low":"12","high":"329"}}]}"#
    );
    for (from, to, expected) in [
        ("geometric-mean", "middle", "unknown variant `middle`"),
        (r#""high""#, r#""top""#, "unknown field `top`, expected `low` or `high`"),
        (r#""121.80""#, "121.8", "expected a printed number such as \"-8.14\""),
    ] {
        let error = serde_json::from_str::<ReportedLevel>(&json.replace(from, to)).expect_err(to);
        assert!(error.to_string().contains(expected), "{error}");
    }
    let score = TrialEndpoint::new(Rank::Primary, Endpoint::alsfrs_r());
    let earlier = score.of_earlier_design("version 1", paper());
    let json = serde_json::to_string(&earlier).expect("JSON");
    assert_eq!(serde_json::from_str::<TrialEndpoint>(&json).expect(&json), earlier);
    let error =
        serde_json::from_str::<TrialEndpoint>(&json.replace("version\"", "v\"")).expect_err("v");
    assert!(error.to_string().contains("unknown field `v`"), "{error}");
}

/// The contrasts and outcomes of a trial as text.
fn lines(trial: &Trial) -> Vec<String> {
    let contrasts = trial.contrasts().iter().map(ToString::to_string);
    contrasts.chain(trial.outcomes().iter().map(ToString::to_string)).collect()
}

#[track_caller]
fn assert_has(lines: &[String], expected: &[&str]) {
    for expected in expected {
        assert!(lines.iter().any(|line| line == expected), "{expected}");
    }
}

/// CHMP assessment report EMA/276404/2024: page 94 (the analysis of 52 weeks is adjusted for neurofilament, the last row
/// is not), page 103 (table 28), pages 71 to 74 (table 14), page 104 (analysis of covariance), pages 110 and 111.
/// Practical Neurology, 3 June 2022: a slower decline "that resulted in a 10.3% difference". FDA review, page 62: a ratio
/// of geometric means.
#[test]
fn models_of_the_extension_are_those_of_the_documents() {
    let lines = lines(&tofersen::extension());
    let survival = "time to death or permanent ventilation, survival, early start against delayed start, \
                    intention to treat, time not stated";
    let function = "ALSFRS-R total, clinical function, early start against delayed start, intention to treat, week";
    let adjusted = "adjusted for neurofilament at baseline";
    assert_has(
        &lines,
        &[
            &format!(
                "{survival} (data of January 2022, {adjusted}, events through week 52): 0.87 (hazard ratio), 95 % CI \
                 0.213 to 3.582, p = 0.8508 (nominal, Cox model)"
            ),
            &format!(
                "{survival} (data of January 2022, no neurofilament in the model): 0.61 (hazard ratio), 95 % CI 0.248 \
                 to 1.506, p = 0.2849 (nominal, Cox model)"
            ),
            &format!(
                "{survival} (data of February 2023, no covariate in the model): 0.76 (hazard ratio), 95 % CI 0.332 to \
                 1.720, p = 0.5049 (nominal, Cox model)"
            ),
            &format!(
                "{function} 40 (data of July 2021, {adjusted}): 2.6 points, 95 % CI -0.4 to 5.7"
            ),
            &format!(
                "{function} 104 (data of February 2023, {adjusted}, deaths count as 0 points): 5.6 points, 95 % CI 0.6 \
                 to 10.5, p = 0.0280 (nominal, analysis of covariance)"
            ),
            &format!(
                "{function} 52 (data of January 2022, imputed by jump to reference, neurofilament at baseline in the \
                 imputation, five macros, deaths count as 0 points): 3.0 points, 95 % CI -0.59 to 6.60, p = 0.1012 \
                 (nominal, test not stated)"
            ),
            "ALSAQ-5, quality of life, early start against delayed start, intention to treat, week 52 (data of January \
             2022): p = 0.004 (nominal, test not stated), slower decline with early start, a difference of 10.3 %",
            "neurofilament light chain, plasma, delayed start, intention to treat, week 24 (from week 28 of VALOR \
             on): -44 % (geometric mean)",
        ],
    );
}

/// ClinicalTrials.gov, NCT02623699 (p = 0.3233, joint rank); CHMP assessment report, page 67, table 9 (both p-values) and
/// page 73, table 14; FDA review, pages 189 and 190, figures 33 and 34 (geometric mean ratios).
#[test]
fn p_values_and_means_of_valor_and_part_b_are_those_of_the_documents() {
    let valor = tofersen::valor();
    let capacity = Endpoint::slow_vital_capacity();
    let of_capacity: Vec<String> = valor
        .contrasts()
        .iter()
        .filter(|contrast| contrast.endpoint == capacity && contrast.source.place.is_some())
        .filter(|contrast| contrast.population == Population::FasterProgressing)
        .map(|contrast| {
            let source = &contrast.source;
            let (document, _) = source.document.split_once(',').expect("a comma");
            let p = contrast.p.as_ref().map(ToString::to_string);
            format!("{document}: {}", p.unwrap_or_default())
        })
        .collect();
    let expected = [
        "ClinicalTrials.gov: p = 0.3233 (nominal, joint rank test)",
        "CHMP assessment report: p = 0.1755 (nominal, analysis of covariance)",
        "CHMP assessment report: p = 0.3233 (nominal, joint rank test)",
    ];
    for expected in expected {
        assert!(of_capacity.iter().any(|found| found == expected), "{expected}: {of_capacity:?}");
    }
    assert!(
        !of_capacity.contains(
            &"ClinicalTrials.gov: p = 0.1755 (nominal, analysis of covariance)".to_owned()
        )
    );
    assert_has(
        &lines(&valor),
        &[
            "ALSFRS-R total, clinical function, 100 mg against placebo, intention to treat, week 28 (imputed by jump to \
           reference, neurofilament at baseline in the imputation, five macros, deaths count as 0 points): 1.7 points, \
           95 % CI -0.96 to 4.38, p = 0.2089 (nominal, test not stated)",
        ],
    );
    assert_has(
        &lines(&tofersen::phase_1_2()),
        &[
            "neurofilament light chain, plasma, 60 mg, ascending-dose cohorts, day 85: -30 % (geometric mean)",
            "SOD1 protein, cerebrospinal fluid, 60 mg, ascending-dose cohorts, day 85: -21 % (geometric mean)",
        ],
    );
}

/// ClinicalTrials.gov: NCT05686551 has eleven primary outcomes, seven of them double-blind; NCT03070119 has eleven
/// secondary ones, six of them at three times; NCT04768972 has seven, all up to day 505.
#[test]
fn endpoints_are_those_of_the_registry() {
    let of = |trial: &Trial, rank| -> Vec<String> {
        let endpoints = trial.endpoints().iter().filter(|endpoint| endpoint.rank == rank);
        endpoints.map(ToString::to_string).collect()
    };
    let primary = of(&tominersen::generation_hd2(), Rank::Primary);
    let of_period = |period| primary.iter().filter(|line| line.contains(period)).count();
    let periods = ["double-blind part", "sites", "open-label part"].map(of_period);
    assert_eq!((primary.len(), periods), (11, [5, 2, 4]));
    assert_eq!(
        primary[5],
        "primary: cUHDRS by month 16, sites outside the United States, time not stated, test not stated"
    );
    let secondary = of(&tofersen::extension(), Rank::Secondary);
    let at = |week| secondary.iter().filter(|line| line.contains(week)).count();
    assert_eq!(["week 4,", "week 52,", "week 104,", "week 148,"].map(at), [2, 6, 6, 6]);
    assert_eq!(secondary.len(), 22);
    let secondary = of(&ulefnersen::fusion(), Rank::Secondary);
    assert_eq!(secondary.iter().filter(|line| line.contains("day 505")).count(), 7);
    assert_eq!(secondary.len(), 7);
}
