//! DEVOTE, the trial of the higher dose of nusinersen.

use crate::calendar::StudyDay;
use crate::catalog::cells::{cell, estimate, level, median_time, p};
use crate::catalog::literal::{article, found, made, printed, published, read, record, registered};
use crate::catalog::nusinersen::trials::endear_doses;
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::analysis::ReportedAnalysis;
use crate::evidence::condition::{Condition, Threshold};
use crate::evidence::level::Average;
use crate::evidence::result::{
    Contrast, Finding, Population, Readout, ReportedOutcome, ReportedScale, Test, TimePoint,
};
use crate::evidence::source::Source;
use crate::evidence::trial::{
    Arm, Criterion, Mask, Purpose, Rank, Trial, TrialBuilder, TrialEndpoint, TrialPart,
};
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

/// The arms of DEVOTE with the participants who started, completed and died.
const DEVOTE: [(&str, [u32; 3]); 6] = [
    ("28 mg (part A)", [6, 6, 0]),
    ("12/12 mg (infantile onset)", [25, 13, 6]),
    ("50/28 mg (infantile onset)", [50, 35, 10]),
    ("12/12 mg (later onset)", [8, 7, 0]),
    ("50/28 mg (later onset)", [16, 16, 0]),
    ("50/28 mg (part C)", [40, 40, 0]),
];
const MATCHED: &str = "sham of ENDEAR, matched";

/// DEVOTE, NCT04089566. Part B: two doses of 50 mg and then 28 mg, against the label's 12 mg, with sham procedures on
/// days on which only the other arm has a dose. Part A: 28 mg alone, open label. Part C: 50 and 28 mg after a year or
/// more of 12 mg, open label.
///
/// The primary result is a comparison with participants of ENDEAR who had a sham procedure. It is a rank analysis with
/// deaths lowest, although the registry calls it a change from baseline in points of the scale; a conference abstract
/// has the change in points. The endpoints were tested in a sequence that was not read, and none of the times to an
/// event counts as significant (Nature Medicine 2026;32:1095-1104, legend of figure 2). Only the abstract states that
/// part B was randomised 2:1, and no source states visit windows. Not modelled: shifts of laboratory values and growth
/// in parts A and C, and outcomes reported by caregivers and participants with later onset.
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
            "12 mg IT q14d x3, then after 35d x1, then maintenance after 71d x1, then maintenance after 48d x1, then after 96d x1"
        )
    };
    let low = regimen!(
        "12 mg IT q14d x3, then after 35d x1, then maintenance after 119d x1, then after 96d x1"
    );
    let high =
        regimen!("50 mg IT q14d x2, then maintenance 28 mg IT after 120d x1, then after 144d x1");
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
    let after_12_mg =
        regimen!("50 mg IT x1, then maintenance 28 mg IT after 120d x1, then after 120d x1");
    let (infantile, later) = ("B, infantile onset", "B, later onset");
    let number = registered("NCT04089566");
    let trial = Trial::builder(number, "DEVOTE", record("arms, flow, outcomes"))
        .also_registered(registered("2019-002663-10"))
        .eligibility(eligibility())
        .arm(open(0, first, "A", Purpose::Named("safety of 28 mg".into())))
        .arm(masked(1, &low, infantile).with_allocation(1))
        .arm(masked(2, &high, infantile).with_allocation(2))
        .arm(masked(3, &low, later))
        .arm(masked(4, &high, later))
        .arm(open(5, after_12_mg, "C", Purpose::Named("change of the dose".into())))
        .arm(Arm::masked(MATCHED, endear_doses(), Mask::Sham).with_n(20));
    let trial = trial.source(nature_medicine()).source(abstract_of_results());
    made(results(trial, &record("outcomes, flow, adverse events")).build())
}

/// Parts A and B; participants of part C had had nusinersen for a year or more.
fn eligibility() -> Vec<Criterion> {
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

/// The article; its figure legends were read.
fn nature_medicine() -> Source {
    let (document, doi) =
        ("Finkel et al., Nat Med 2026;32(3):1095-1104", "doi:10.1038/s41591-025-04193-6");
    let pmid = &["pmid:41634391"];
    found(|place| article(document, doi).at(place), pmid)("legends of figures 2 and extended 6")
}

fn abstract_of_results() -> Source {
    let page = &["https://www.mdaconference.org/abstract-library/"];
    let document = "DEVOTE Study Group, final results of parts B and C, MDA conference";
    found(|place| published(document).at(place), page)("abstract")
}

fn endpoint(name: &'static str, unit: &'static str, benefit: Benefit) -> Endpoint {
    made(Endpoint::builder(name, benefit, ReportedAs::Difference).unit(unit).build())
}

fn score(name: &'static str) -> Endpoint {
    endpoint(name, "points", Benefit::Higher)
}

fn ranks(name: &'static str) -> Endpoint {
    endpoint(name, "ranks", Benefit::Higher)
}

const POINTS: ReportedScale = ReportedScale::Points;
const RATIO: ReportedScale = ReportedScale::GeometricMeanRatio;
const PEOPLE: ReportedScale = ReportedScale::PercentOfParticipants;

fn infantile() -> Population {
    Population::Named("infantile onset".into())
}

fn on_day(day: i64) -> TimePoint {
    TimePoint::Day(made(StudyDay::new(day)))
}

fn of_ranks() -> Test {
    Test::Named("analysis of covariance of ranks".into())
}

/// The endpoints of part B with their days, and those for later onset; the registry record has more.
fn endpoints() -> Vec<TrialEndpoint> {
    let of = |rank, endpoint, day| {
        TrialEndpoint::new(rank, endpoint).in_population(infantile()).at(on_day(day))
    };
    let secondary = |endpoint, day| of(Rank::Secondary, endpoint, day);
    let later = |name| {
        let endpoint = TrialEndpoint::new(Rank::Secondary, score(name));
        endpoint.in_population(Population::Named("later onset".into())).at(on_day(302))
    };
    vec![
        of(Rank::Primary, ranks(CHOP), 183).by(of_ranks()).met(true),
        secondary(responders(), 183).by(fisher()),
        secondary(ranks(HINE), 183).by(of_ranks()),
        secondary(Endpoint::plasma_nfl(), 183).by(Test::Ancova),
        secondary(ranks(CHOP), 302).by(of_ranks()),
        secondary(ranks(HINE), 302).by(of_ranks()),
        secondary(Endpoint::plasma_nfl(), 64).by(Test::Ancova),
        TrialEndpoint::new(Rank::Secondary, Endpoint::event_free_survival())
            .in_population(infantile()),
        TrialEndpoint::new(Rank::Secondary, death()).in_population(infantile()),
        later("change of HFMSE"),
        later("change of RULM"),
    ]
}

fn fisher() -> Test {
    Test::Named("Fisher's exact test".into())
}

fn responders() -> Endpoint {
    endpoint("motor milestone responders, HINE section 2", "participants", Benefit::Higher)
}

fn death() -> Endpoint {
    let endpoint = Endpoint::builder("time to death", Benefit::Higher, ReportedAs::TimeToEvent);
    made(endpoint.matrix("survival").unit("days").build())
}

const CHOP: &str = "joint rank of CHOP-INTEND and survival";
const HINE: &str = "joint rank of HINE section 2 and survival";

/// The arms of part B: low and high doses in infantile onset, then in later onset.
const INFANTILE: [&str; 2] = [DEVOTE[1].0, DEVOTE[2].0];
const LATER: [&str; 2] = [DEVOTE[3].0, DEVOTE[4].0];

fn question(source: &Source, endpoint: Endpoint, day: Option<i64>) -> Readout {
    let at = day.map_or(TimePoint::Unstated, on_day);
    Readout::new(endpoint, source.clone()).in_population(infantile()).at(at)
}

fn results(trial: TrialBuilder, source: &Source) -> TrialBuilder {
    let trial = compared(trial.endpoints(endpoints()), source);
    let trial = trial.outcomes(times(source)).outcomes(later_onset(source));
    in_the_abstract(trial.outcomes(events(source)))
}

/// The higher dose compared with the sham procedure and the lower dose, and the baseline values.
fn compared(trial: TrialBuilder, source: &Source) -> TrialBuilder {
    let [low, high] = INFANTILE;
    let mut outcomes: Vec<ReportedOutcome> = Vec::new();
    let mut contrasts: Vec<Contrast> = Vec::new();
    for (endpoint, day, scale, reference, [cell_high, cell_other, against], p_value, test) in [
        (
            ranks(CHOP),
            183,
            POINTS,
            MATCHED,
            [
                "42.9 (38.7, 47.2) [50]",
                "16.9 (10.1, 23.7) [20]",
                "26.06 (17.941, 34.172; SE 4.141)",
            ],
            "< 0.0001",
            of_ranks(),
        ),
        (
            responders(),
            183,
            PEOPLE,
            MATCHED,
            ["58 [50]", "0 [20]", "58 (39.46, 71.81)"],
            "< 0.0001",
            fisher(),
        ),
        (
            ranks(HINE),
            183,
            POINTS,
            MATCHED,
            ["43.1 (39.0, 47.2) [50]", "16.5 (9.9, 23.0) [20]", "26.67 (18.812, 34.526; SE 4.009)"],
            "< 0.0001",
            of_ranks(),
        ),
        (
            Endpoint::plasma_nfl(),
            183,
            RATIO,
            MATCHED,
            ["0.06 (0.05, 0.07) [50]", "0.70 (0.43, 1.12) [20]", "0.08"],
            "< 0.0001",
            Test::Ancova,
        ),
        (
            ranks(CHOP),
            302,
            POINTS,
            low,
            ["38.3 (32.7, 44.0) [50]", "37.3 (29.1, 45.5) [25]", "1 (-9.29, 11.299; SE 5.251)"],
            "0.8484",
            of_ranks(),
        ),
        (
            ranks(HINE),
            302,
            POINTS,
            low,
            ["40.0 (35.1, 44.9) [50]", "33.9 (26.9, 41.0) [25]", "6.12 (-2.693, 14.939; SE 4.497)"],
            "0.1734",
            of_ranks(),
        ),
        (
            Endpoint::plasma_nfl(),
            64,
            RATIO,
            low,
            ["0.12 (0.09, 0.15) [50]", "0.23 (0.16, 0.32) [25]", "0.51 (0.33, 0.78)"],
            "0.002",
            Test::Ancova,
        ),
    ] {
        let question = question(source, endpoint, Some(day));
        outcomes.extend(cell(&question, high, cell_high, scale));
        outcomes.extend(cell(&question, reference, cell_other, scale));
        let contrast = question.contrast(high).against(reference);
        let contrast = contrast.with_estimate(estimate(against, scale));
        contrasts.push(contrast.with_p(p(p_value).by(test)));
    }
    let baseline = question(source, score("CHOP-INTEND"), Some(1));
    outcomes.extend(level(&baseline, low, Average::Mean, "19.9 (SD 9.63) [25]"));
    outcomes.extend(level(&baseline, high, Average::Mean, "20.9 (SD 10.23) [50]"));
    trial.outcomes(outcomes).contrasts(contrasts).contrasts([hazard()])
}

/// Death or permanent ventilation on the higher against the lower dose.
fn hazard() -> Contrast {
    let insert =
        read("Spinraza Japanese package insert, sixth edition", &["number:PMDA 30700AMX00217"]);
    let model = ReportedAnalysis::default()
        .by_model("Cox model")
        .adjusted_for("duration of disease at screening")
        .adjusted_for("CHOP-INTEND at baseline");
    let [low, high] = INFANTILE;
    let question =
        question(&insert("section 17.1.1, figure 1"), Endpoint::event_free_survival(), None);
    let contrast = question.by_analysis(model).contrast(high).against(low);
    contrast.with_estimate(estimate("0.701 (0.338, 1.452)", ReportedScale::HazardRatio))
}

fn times(source: &Source) -> Vec<ReportedOutcome> {
    let [low, high] = INFANTILE;
    let mut outcomes = Vec::new();
    for (endpoint, arm, text, n) in [
        (Endpoint::event_free_survival(), high, "- (39.86, -)", 50),
        (Endpoint::event_free_survival(), MATCHED, "19.1 (10.00, 31.29)", 20),
        (Endpoint::event_free_survival(), low, "24.7 (14.43, -)", 25),
        (death(), high, "-", 50),
        (death(), MATCHED, "33.6 (11.29, -)", 20),
        (death(), low, "- (24.71, -)", 25),
    ] {
        outcomes.push(question(source, endpoint, None).outcome(arm, median_time(text)).with_n(n));
    }
    outcomes
}

fn later_onset(source: &Source) -> Vec<ReportedOutcome> {
    let [low, high] = LATER;
    let mut outcomes = Vec::new();
    let later = |name| {
        let population = Population::Named("later onset".into());
        question(source, score(name), Some(302)).in_population(population)
    };
    for (name, texts) in [
        ("change of HFMSE", ["2.6 (0.2, 5.1) [8]", "3.3 (1.5, 5.0) [16]"]),
        ("change of RULM", ["1.8 (-0.8, 4.4) [8]", "2.5 (0.7, 4.2) [16]"]),
    ] {
        for (arm, text) in LATER.into_iter().zip(texts) {
            outcomes.extend(cell(&later(name), arm, text, POINTS));
        }
    }
    let new =
        endpoint("new milestones of the World Health Organization", "milestones", Benefit::Higher);
    let new =
        question(source, new, Some(302)).in_population(Population::Named("later onset".into()));
    outcomes.extend(level(&new, low, Average::Mean, "0.0 (SD 0.00) [7]"));
    outcomes.extend(level(&new, high, Average::Mean, "0.3 (SD 1.00) [16]"));
    outcomes
}

/// Changes in points, which the registry record has as ranks, and those of part C.
fn in_the_abstract(trial: TrialBuilder) -> TrialBuilder {
    let [_, high] = INFANTILE;
    let mut outcomes: Vec<ReportedOutcome> = Vec::new();
    let told = |name, population| {
        let question = Readout::new(score(name), abstract_of_results());
        question.in_population(population)
    };
    for (name, text) in [("change of HFMSE", "1.8 (SD 3.99)"), ("change of RULM", "1.2 (SD 2.14)")]
    {
        let question = told(name, Population::Unstated).at(on_day(302));
        outcomes.extend(level(&question, DEVOTE[5].0, Average::Mean, text));
    }
    let points = told("change of CHOP-INTEND", infantile()).at(on_day(183));
    outcomes.extend(cell(&points, high, "15.1", POINTS));
    outcomes.extend(cell(&points, MATCHED, "-11.1", POINTS));
    let contrast = points.contrast(high).against(MATCHED).with_p(p("< 0.0001"));
    let contrast = contrast.with_estimate(estimate("26.19 (20.7, 31.7)", POINTS));
    trial.outcomes(outcomes).contrasts([contrast])
}

/// Who completed, who died, and adverse events of parts A and C.
fn events(source: &Source) -> Vec<ReportedOutcome> {
    let question =
        |name, benefit| Readout::new(endpoint(name, "participants", benefit), source.clone());
    let mut found = Vec::new();
    for (arm, [began, ended, died]) in DEVOTE {
        let of_all = |count| Finding::Events { count, of: began };
        let completed = question("completed the study", Benefit::Higher);
        found.push(completed.outcome(arm, of_all(ended)));
        found.push(question("death", Benefit::Lower).outcome(arm, of_all(died)));
    }
    for (event, counts) in [("adverse event", [4, 37]), ("serious adverse event", [1, 6])] {
        for ((arm, [of, ..]), count) in [DEVOTE[0], DEVOTE[5]].into_iter().zip(counts) {
            found.push(question(event, Benefit::Lower).outcome(arm, Finding::Events { count, of }));
        }
    }
    found
}
