//! The sham-controlled trials of nusinersen, in infantile-onset and in later-onset spinal muscular atrophy, and that of the
//! higher dose.
//!
//! A label says "every 4 months"; these protocols wrote days, 119 and 189 of them. Their fourth dose in
//! infants comes 35 days after the third, as in the European Union, and not 30 as in the United States.

use crate::calendar::StudyDay;
use crate::catalog::literal::{found, made, printed, record, registered, reported};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::condition::{Condition, Threshold};
use crate::evidence::result::{
    Finding, PValue, Population, Readout, ReportedEstimate, ReportedScale, Test, TimePoint,
};
use crate::evidence::source::Source;
use crate::evidence::trial::{
    Arm, Criterion, Mask, Purpose, Rank, Trial, TrialBuilder, TrialEndpoint, TrialPart,
};
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

const NUSINERSEN: &str = "nusinersen";
const SHAM: &str = "sham";

/// The three trials.
pub fn trials() -> Vec<Trial> {
    vec![endear(), cherish(), devote()]
}

/// The six doses of ENDEAR, on study days 1, 15, 29, 64, 183 and 302 (ClinicalTrials.gov, NCT02193074).
///
/// The dose was a scaled equivalent of 12 mg (Neil et al., J Pediatr Pharmacol Ther 2019;24:194, table 2). How it was
/// scaled is in none of the sources here, so 12 mg stands for it; it is not the mass each infant was given.
pub fn endear_doses() -> Regimen {
    regimen!("12 mg IT q14d x3, then after 35d x1, then q119d x2")
}

/// ENDEAR, NCT02193074: infants, nusinersen against a sham procedure on the same days.
pub fn endear() -> Trial {
    let registry = record("NCT02193074").at("arms, participant flow").of("July 2017");
    let review = reported("Neil et al., J Pediatr Pharmacol Ther 2019;24:194").at("table 2");
    made(
        Trial::builder(registered("NCT02193074"), "ENDEAR", registry)
            .source(review)
            .arm(Arm::active(NUSINERSEN, endear_doses()).with_n(80))
            .arm(Arm::masked(SHAM, endear_doses(), Mask::Sham).with_n(41))
            .build(),
    )
}

/// The four doses of CHERISH, 12 mg for everybody, on study days 1, 29, 85 and 274 (ClinicalTrials.gov,
/// NCT02292537).
pub fn cherish_doses() -> Regimen {
    regimen!("12 mg IT q28d x2, then after 56d x1, then after 189d x1")
}

/// CHERISH, NCT02292537: children of later onset, nusinersen against a sham procedure on the same days, a
/// needle prick dressed to look like a lumbar puncture.
pub fn cherish() -> Trial {
    let registry = record("NCT02292537").at("arms").of("February 2021");
    let numbers = reported("SMA UK, page on the results of CHERISH")
        .at("participants in each arm")
        .identified(made("https://smauk.org.uk/treatments-research/nusinersen-spinraza/nusinersen-trials-and-results/nusinersen-trial-results-updates/cherish-trial-results/".parse()));
    made(
        Trial::builder(registered("NCT02292537"), "CHERISH", registry)
            .source(numbers)
            .arm(Arm::active(NUSINERSEN, cherish_doses()).with_n(84))
            .arm(Arm::masked(SHAM, cherish_doses(), Mask::Sham).with_n(42))
            .build(),
    )
}

/// The arms of DEVOTE with those who began, those who completed and those who died.
const DEVOTE: [(&str, [u32; 3]); 6] = [
    ("28 mg (part A)", [6, 6, 0]),
    ("12/12 mg (infantile onset)", [25, 13, 6]),
    ("50/28 mg (infantile onset)", [50, 35, 10]),
    ("12/12 mg (later onset)", [8, 7, 0]),
    ("50/28 mg (later onset)", [16, 16, 0]),
    ("50/28 mg (part C)", [40, 40, 0]),
];
const MATCHED: &str = "sham of ENDEAR, matched";

/// DEVOTE, NCT04089566: 50 mg twice and then 28 mg, against the 12 mg of the label (part B), with sham procedures where only
/// the other arm has a dose; 28 mg alone (part A) and 50 and 28 mg after a year or more of 12 mg (part C), open label.
///
/// The primary result is against participants of ENDEAR who had a sham procedure. It is one of ranks, with deaths lowest,
/// although the registry calls it a change from baseline on the scale's own points. That part B was randomised 2:1 is not
/// printed; windows of visits neither.
///
/// ```
/// let devote = aso_regimen::catalog::nusinersen::devote();
/// let (first, through) = ("2021-01-04".parse()?, "2021-12-31".parse()?);
/// for arm in ["12/12 mg (infantile onset)", "50/28 mg (infantile onset)"] {
///     let days = devote.calendar(arm, first, through)?;
///     let days: Vec<i64> =
///         days.iter().map(|activity| activity.study_day.number()).collect();
///     assert_eq!(days, [1, 15, 29, 64, 135, 183, 279]);
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn devote() -> Trial {
    let record = |place| record("NCT04089566").at(place).of("results of 5 June 2025");
    let record = found(record, &[]);
    let every_visit = || {
        regimen!(
            "12 mg IT q14d x3, then after 35d x1, then after 71d x1, then after 48d x1, then after 96d x1"
        )
    };
    let low =
        regimen!("12 mg IT q14d x3, then after 35d x1, then after 119d x1, then after 96d x1");
    let high = regimen!("50 mg IT q14d x2, then 28 mg IT after 120d x1, then after 144d x1");
    let masked = |index: usize, drug: &Regimen, onset| {
        let (name, [n, ..]) = DEVOTE[index];
        let arm = Arm::active(name, drug.clone()).masked_as(every_visit(), Mask::Sham).with_n(n);
        arm.in_part(TrialPart::new(onset, Purpose::Pivotal))
    };
    let open = |index: usize, drug, part, purpose| {
        let (name, [n, ..]) = DEVOTE[index];
        Arm::active(name, drug).open_label().with_n(n).in_part(TrialPart::new(part, purpose))
    };
    let first = regimen!("28 mg IT q14d x3, then q120d x2");
    let after_12_mg = regimen!("50 mg IT x1, then 28 mg IT after 120d x1, then after 120d x1");
    let (infantile, later) = ("B, infantile onset", "B, later onset");
    let number = registered("NCT04089566");
    let trial = Trial::builder(number, "DEVOTE", record("arms, flow, outcomes"))
        .also_registered(registered("2019-002663-10"))
        .eligibility(devote_eligibility())
        .arm(open(0, first, "A", Purpose::Named("safety of 28 mg".into())))
        .arm(masked(1, &low, infantile))
        .arm(masked(2, &high, infantile))
        .arm(masked(3, &low, later))
        .arm(masked(4, &high, later))
        .arm(open(5, after_12_mg, "C", Purpose::Named("change of the dose".into())))
        .arm(Arm::masked(MATCHED, endear_doses(), Mask::Sham).with_n(20));
    made(devote_results(trial, &record("outcomes, flow, adverse events")).build())
}

/// Parts A and B; those of part C had nusinersen for a year or more.
fn devote_eligibility() -> Vec<Criterion> {
    let value = |what, unit, is| Condition::value(what, unit, is);
    let age = |is| value("age", "years", is);
    let days = |is| value("age", "days", is);
    let onset = |is| value("age at onset", "days", is);
    let least = |text| Threshold::AtLeast(printed(text));
    let most = |text| Threshold::AtMost(printed(text));
    let score = |is| value("HFMSE", "points", is);
    let of = |name: &'static str, conditions: Vec<Condition>| {
        let population = Population::Named(name.into());
        let criterion = Criterion::inclusion(Condition::All(conditions));
        criterion.of_population(population)
    };
    let above_180 = || onset(Threshold::Above(printed("180")));
    vec![
        Criterion::inclusion(Condition::judged("5q spinal muscular atrophy by genetics")),
        Criterion::exclusion(Condition::judged("a shunt or a catheter of the nervous system")),
        of("part A", vec![above_180(), age(least("2")), age(most("15"))]),
        of(
            "infantile onset",
            vec![onset(most("180")), days(Threshold::Above(printed("7"))), days(most("210"))],
        ),
        of(
            "later onset",
            vec![
                above_180(),
                age(least("2")),
                age(Threshold::Below(printed("10"))),
                score(least("10")),
                score(most("54")),
                Condition::judged("sits and has never walked"),
            ],
        ),
        of("part C", vec![Condition::judged("first dose of nusinersen at least 1 year before")]),
    ]
}

fn devote_results(trial: TrialBuilder, source: &Source) -> TrialBuilder {
    let day_183 = TimePoint::Day(StudyDay::from_offset(182));
    let infantile = || Population::Named("infantile onset".into());
    let endpoint = |name: &'static str, unit: &'static str, benefit| {
        made(Endpoint::builder(name, benefit, ReportedAs::Difference).unit(unit).build())
    };
    let rank = endpoint("joint rank of CHOP-INTEND and survival", "ranks", Benefit::Higher);
    let score = endpoint("CHOP-INTEND", "points", Benefit::Higher);
    let completed = endpoint("completed the study", "participants", Benefit::Higher);
    let bad = |event| endpoint(event, "participants", Benefit::Lower);
    let test = || Test::Named("analysis of covariance of ranks".into());
    let ranks = |text: [&str; 3]| {
        let [value, low, high] = text.map(printed);
        ReportedEstimate::new(value, ReportedScale::Points).within(low, high)
    };
    let question = |endpoint: &Endpoint| Readout::new(endpoint.clone(), source.clone());
    let primary = question(&rank).in_population(infantile()).at(day_183);
    let baseline = question(&score).in_population(infantile());
    let baseline = baseline.at(TimePoint::Day(StudyDay::FIRST));
    let words = |text: &'static str| Finding::Qualitative(text.into());
    let mut outcomes = vec![
        primary.outcome(DEVOTE[2].0, ranks(["42.9", "38.7", "47.2"])).with_n(50),
        primary.outcome(MATCHED, ranks(["16.9", "10.1", "23.7"])).with_n(20),
        baseline.outcome(DEVOTE[1].0, words("19.9 (SD 9.63)")).with_n(25),
        baseline.outcome(DEVOTE[2].0, words("20.9 (SD 10.23)")).with_n(50),
    ];
    for (arm, [began, ended, died]) in DEVOTE {
        let of_all = |count| Finding::Events { count, of: began };
        outcomes.push(question(&completed).outcome(arm, of_all(ended)));
        outcomes.push(question(&bad("death")).outcome(arm, of_all(died)));
    }
    for (event, counts) in [("adverse event", [4, 37]), ("serious adverse event", [1, 6])] {
        for ((arm, [of, ..]), count) in [DEVOTE[0], DEVOTE[5]].into_iter().zip(counts) {
            outcomes.push(question(&bad(event)).outcome(arm, Finding::Events { count, of }));
        }
    }
    let contrast = primary.contrast(DEVOTE[2].0).against(MATCHED);
    let contrast = contrast.with_estimate(ranks(["26.06", "17.941", "34.172"]));
    let p = PValue::below(printed("0.0001")).by(test());
    let tested = TrialEndpoint::new(Rank::Primary, rank.clone()).in_population(infantile());
    trial
        .endpoints([tested.at(day_183).by(test()).met(true)])
        .outcomes(outcomes)
        .contrasts([contrast.with_p(p)])
}
