//! The ascending-dose trial, parts A and B of NCT02623699.

use crate::catalog::cells::{cell, estimate, level, p};
use crate::catalog::literal::{article, made, printed, registered, reported};
use crate::catalog::tofersen::comparison_tables::{self, comparison};
use crate::catalog::tofersen::methods::{concentration, simoa, tofersen_methods};
use crate::catalog::tofersen::results::{
    PERCENT, PERCENT_OF_MEAN, PLACEBO, POINTS, RATIO, adverse, briefing, chmp, events, fda, on_day,
    other, record_101, study_day, words,
};
use crate::dosing::regimen::Regimen;
use crate::evidence::condition::{Condition, Threshold};
use crate::evidence::level::Average;
use crate::evidence::method::Method;
use crate::evidence::result::{
    Contrast, Finding, Population, Readout, ReportedOutcome, ReportedScale, Test,
};
use crate::evidence::source::Source;
use crate::evidence::trial::{
    Arm, Criterion, Epoch, Mask, Purpose, Rank, Trial, TrialBuilder, TrialEndpoint, TrialPart,
    Visit,
};
use crate::measure::endpoint::{Benefit, Endpoint};
use crate::quantity::Mass;

/// The abstract, which was not reread.
fn abstract_2020() -> Source {
    article("Miller et al., N Engl J Med 2020;383:109-119", "doi:10.1056/NEJMoa2003715")
        .at("abstract")
}

/// Five doses over 12 weeks, on study days 1, 15, 29, 57 and 85: three doses two weeks apart, then one every four weeks
/// (ClinicalTrials.gov, NCT02623699, arms). No text that was read states volume, duration or fluid withdrawn.
///
/// # Panics
///
/// If the dose is zero.
pub fn ascending(dose: Mass) -> Regimen {
    made(format!("{dose} IT q14d x3, then q28d x2").parse())
}

/// The cohorts of part A with placebo, and those of part B.
const PART_A: [&str; 5] =
    ["10 mg (part A)", "20 mg (part A)", "40 mg (part A)", "60 mg (part A)", "placebo (part A)"];
const PART_B: [&str; 5] = ["20 mg", "40 mg", "60 mg", "100 mg", PLACEBO];
/// All participants of part B who were given tofersen, at any dose.
const EVERY_DOSE: &str = "tofersen, any dose";

/// The phase 1/2 trial, parts A and B of NCT02623699: single ascending doses of 10, 20, 40 and 60 mg (part A) and
/// multiple ascending doses of 20, 40, 60 and 100 mg (part B), against placebo.
///
/// The allocation ratio of part A is not published; each cohort of part B was randomised 3:1, and the placebo arm
/// combines the four cohorts. Two of the 50 participants of part B had been in part A, according to one place of the
/// registry record; another place denies it. Six people in part A had no mutation of *SOD1* (briefing document, page
/// 19), although the FDA calls all twenty patients with SOD1-ALS (page 188).
///
/// The registry prints the contrast of 100 mg a second time for 20 mg. It prints SOD1 at baseline for too few people,
/// and in one case with a range of a single value. Both are here as printed.
///
/// ```
/// let trial = aso_regimen::catalog::tofersen::phase_1_2();
/// let people: Vec<_> = trial.arms().iter().filter_map(|arm| arm.n()).collect();
/// assert_eq!(people, [3, 3, 3, 6, 5, 10, 9, 9, 10, 12]);
/// let misprint = "does not agree with its arms: 0.99 (geometric mean ratio) over \
///                 0.97 (geometric mean ratio)";
/// let audit = trial.audit();
/// assert!(audit.findings().iter().any(|found| found.to_string().contains(misprint)));
/// ```
pub fn phase_1_2() -> Trial {
    let number = registered("NCT02623699");
    let title = "Tofersen phase 1/2, single and multiple ascending doses (parts A and B)";
    let mut trial = Trial::builder(number, title, record_101("arms, flow"))
        .also_registered(registered("2015-004098-33"))
        .source(abstract_2020())
        .source(chmp("page 48"))
        .source(fda("pages 188 to 190"))
        .source(briefing("pages 19 to 22"))
        .eligibility(eligibility());
    let (a, b) = (
        || TrialPart::new("A", Purpose::SingleAscendingDoses),
        || TrialPart::new("B", Purpose::MultipleAscendingDoses),
    );
    let mask = || Mask::Placebo("placebo".into());
    let once = |dose: Mass| made(format!("{dose} IT x1").parse());
    for (name, (dose, n)) in PART_A.into_iter().zip([(10, 3), (20, 3), (40, 3), (60, 6)]) {
        trial = trial.arm(Arm::active(name, once(Mass::mg(dose))).in_part(a()).with_n(n));
    }
    let placebo_a = Arm::masked(PART_A[4], once(Mass::mg(60)), mask()).in_part(a());
    trial = trial.arm(placebo_a.with_n(5));
    for (name, (dose, n)) in PART_B.into_iter().zip([(20, 10), (40, 9), (60, 9), (100, 10)]) {
        let arm = Arm::active(name, ascending(Mass::mg(dose))).in_part(b());
        trial = trial.arm(arm.with_allocation(3).with_n(n));
    }
    let placebo_b = Arm::masked(PLACEBO, ascending(Mass::mg(100)), mask()).in_part(b());
    trial = trial
        .arm(placebo_b.with_allocation(4).with_n(12))
        .arm(Arm::pooled(EVERY_DOSE, ["20 mg", "40 mg", "60 mg", "100 mg"]));
    trial = visits().into_iter().fold(trial, TrialBuilder::visit);
    trial = methods().into_iter().fold(trial, TrialBuilder::method);
    let sod1 = TrialEndpoint::new(Rank::Secondary, Endpoint::csf_sod1());
    let trial = trial
        .endpoints([
            TrialEndpoint::new(Rank::Primary, adverse("adverse event")),
            TrialEndpoint::new(Rank::Primary, concentration("plasma")),
            sod1.in_population(Population::AscendingDose).at(on_day(85)),
        ])
        .outcomes(comparison_tables::table_1_phase_1_2())
        .outcomes(comparison_tables::table_2_phase_1_2())
        .outcomes(sod1_of_the_registry())
        .outcomes(biomarkers())
        .outcomes(interim())
        .outcomes(safety())
        .outcomes(abnormalities())
        .outcomes(ages())
        .outcomes(exposure())
        .outcomes(exposure_by_the_review())
        .contrasts(contrasts());
    made(trial.build())
}

/// FVC as in the registry record; a mutation was not required before version 2.0 of the protocol.
fn eligibility() -> Vec<Criterion> {
    let value =
        |what, unit, least| Condition::value(what, unit, Threshold::AtLeast(printed(least)));
    let stable = Condition::judged("stable, with a fall of at most 5 points in 6 months");
    let less = value("forced vital capacity, sitting", "% predicted", "45").and(stable);
    vec![
        Criterion::inclusion(value("age", "years", "18")),
        Criterion::inclusion(Condition::judged(
            "a SOD1 mutation, in part A from version 2.0 of the protocol on",
        )),
        Criterion::inclusion(value("forced vital capacity, sitting", "% predicted", "50").or(less)),
        Criterion::exclusion(Condition::judged("antibodies against hepatitis C")),
    ]
}

/// The days of the samples and the ends of the follow-up (registry, time frames).
fn visits() -> Vec<Visit> {
    let of_a = |day| Visit::new(format!("part A, day {day}"), study_day(day)).in_part("A");
    let of_b = |day| Visit::new(format!("day {day}"), study_day(day)).in_part("B");
    let sampled = |visit: Visit| visit.assessing(Endpoint::csf_sod1());
    vec![
        of_a(1).in_epoch(Epoch::Baseline),
        of_a(29),
        of_a(57),
        of_a(63).in_epoch(Epoch::FollowUp),
        sampled(of_b(1)).in_epoch(Epoch::Baseline),
        of_b(15),
        of_b(29),
        of_b(57),
        sampled(of_b(85)),
        of_b(106).in_epoch(Epoch::FollowUp),
        of_b(169).in_epoch(Epoch::FollowUp),
        of_b(289).in_epoch(Epoch::FollowUp),
    ]
}

/// Tofersen by hybridisation ELISA. Only the comparison states which assays measured SOD1 and neurofilaments in these
/// parts.
fn methods() -> Vec<Method> {
    let elisa = Method::new(
        "enzyme-linked immunosorbent assay (ELISA)",
        Endpoint::csf_sod1(),
        comparison("experimental protocols, biomarker analysis"),
    );
    let neurofilaments = [Endpoint::plasma_nfl(), Endpoint::csf_nfl()];
    let more = [Endpoint::plasma_pnfh(), Endpoint::csf_pnfh()];
    let simoa = neurofilaments.into_iter().chain(more).map(simoa);
    tofersen_methods().into_iter().chain([elisa]).chain(simoa).collect()
}

fn question(endpoint: Endpoint, source: Source) -> Readout {
    Readout::new(endpoint, source).in_population(Population::AscendingDose).at(on_day(85))
}

/// Findings in words for several arms, in their order.
fn each(
    question: &Readout,
    arms: [&'static str; 5],
    findings: [Finding; 5],
) -> Vec<ReportedOutcome> {
    arms.into_iter().zip(findings).map(|(arm, found)| question.outcome(arm, found)).collect()
}

/// Levels for several arms, in their order.
fn levels<const N: usize>(
    question: &Readout,
    arms: [&'static str; N],
    average: Average,
    cells: [&'static str; N],
) -> Vec<ReportedOutcome> {
    let rows = arms.into_iter().zip(cells);
    rows.filter_map(|(arm, text)| level(question, arm, average, text)).collect()
}

fn counts(question: &Readout, arms: [&'static str; 5], count: [u32; 5]) -> Vec<ReportedOutcome> {
    let of = if arms == PART_A { [3, 3, 3, 6, 5] } else { [10, 9, 9, 10, 12] };
    let mut of = of.into_iter();
    each(question, arms, count.map(|count| events(count, of.next().unwrap_or(count))))
}

fn sod1_of_the_registry() -> Vec<ReportedOutcome> {
    let ratio = question(Endpoint::csf_sod1(), record_101("part B, CSF SOD1, ratio to baseline"));
    let cells = [
        "0.99 (0.83, 1.18) [10]",
        "0.73 (0.61, 0.87) [9]",
        "0.79 (0.66, 0.94) [8]",
        "0.64 (0.55, 0.76) [10]",
        "0.97 (0.83, 1.13) [12]",
    ];
    let rows = PART_B.into_iter().zip(cells);
    let at_85 = rows.filter_map(|(arm, text)| cell(&ratio, arm, text, RATIO));
    let baseline = Readout::new(Endpoint::csf_sod1(), record_101("baseline"))
        .in_population(Population::AscendingDose)
        .at(on_day(1));
    let at_1 = [
        "102.00 (102.00 to 102.00) [9]",
        "125.00 [1]",
        "82.80 [1]",
        "135.86 (92.5 to 199.0) [4]",
        "70.40 (57.2 to 87.9) [4]",
    ];
    at_85.chain(levels(&baseline, PART_B, Average::GeometricMean, at_1)).collect()
}

/// Changes of geometric means by day 85, by the model for repeated measures of figures 33 and 34. The review does not
/// say which means those of the other neurofilaments are; for CSF neurofilament it prints a range over the doses.
fn biomarkers() -> Vec<ReportedOutcome> {
    let of = |endpoint| question(endpoint, fda("page 190"));
    let changes = |endpoint, page, texts: [&'static str; 5]| {
        let changes = texts.map(|text| estimate(text, PERCENT_OF_MEAN).into());
        each(&question(endpoint, fda(page)), PART_B, changes)
    };
    let sod1 = ["-1", "-27", "-21", "-36", "-3"];
    let mut found = changes(Endpoint::csf_sod1(), "page 189", sod1);
    let nfl = ["-19", "-29", "-30", "-34", "12"];
    found.extend(changes(Endpoint::plasma_nfl(), "page 190, figure 34", nfl));
    let low_to_high = Finding::Range { low: printed("-22"), high: printed("-37"), scale: PERCENT };
    found.push(of(Endpoint::csf_nfl()).outcome(EVERY_DOSE, low_to_high));
    for (endpoint, arm, text) in [
        (Endpoint::csf_nfl(), PLACEBO, "14"),
        (Endpoint::csf_pnfh(), "100 mg", "-20"),
        (Endpoint::csf_pnfh(), PLACEBO, "4"),
        (Endpoint::plasma_pnfh(), "100 mg", "-37"),
        (Endpoint::plasma_pnfh(), PLACEBO, "6"),
    ] {
        found.push(of(endpoint).outcome(arm, estimate(text, PERCENT)));
    }
    found
}

/// Results that were reported before the trial was complete; not reread.
fn interim() -> Vec<ReportedOutcome> {
    let source = reported("Biogen, interim results of the phase 1/2 study").at("day 85").of("2019");
    let function = question(Endpoint::alsfrs_r(), source);
    vec![
        function.outcome("100 mg", estimate("-1.1", POINTS)),
        function.outcome(PLACEBO, estimate("-5.3", POINTS)),
    ]
}

/// Events and deaths, by cohort from the registry and over all doses from the abstract.
fn safety() -> Vec<ReportedOutcome> {
    let over_the_trial = |event, source| Readout::new(adverse(event), source);
    let record = |event| over_the_trial(event, record_101("adverse events"));
    let mut found = Vec::new();
    for (event, of_a, of_b) in [
        ("adverse event", [2, 3, 3, 6, 2], [10, 9, 9, 10, 12]),
        ("serious adverse event", [0; 5], [2, 1, 2, 0, 2]),
        ("death", [0; 5], [1, 0, 1, 0, 1]),
    ] {
        found.extend(counts(&record(event), PART_A, of_a));
        found.extend(counts(&record(event), PART_B, of_b));
    }
    let of_paper = |event| over_the_trial(event, abstract_2020());
    let cells = of_paper("rise of white cells in cerebrospinal fluid as an adverse event");
    let protein = of_paper("rise of protein in cerebrospinal fluid as an adverse event");
    let two = "2 deaths: pulmonary embolus on day 137, respiratory failure on day 152";
    found.extend([
        cells.outcome(EVERY_DOSE, words("4 participants")),
        protein.outcome(EVERY_DOSE, words("5 participants")),
        of_paper("death").outcome(EVERY_DOSE, words(two)),
        of_paper("death").outcome(PLACEBO, words("1 death, on day 52")),
    ]);
    found
}

/// Clinically significant findings of the laboratory and of electrocardiograms in part B.
fn abnormalities() -> Vec<ReportedOutcome> {
    let rows = [
        ("pleocytosis", [2, 1, 0, 0, 0]),
        ("protein in cerebrospinal fluid increased", [0, 0, 4, 1, 1]),
        ("white cells in cerebrospinal fluid increased", [0, 1, 3, 0, 0]),
        ("white cells in cerebrospinal fluid positive", [0, 0, 0, 1, 0]),
        ("eosinophilia", [0, 0, 0, 1, 0]),
        ("phosphorus decreased", [0, 0, 1, 0, 0]),
        ("gamma-glutamyltransferase increased", [1, 0, 0, 0, 0]),
        ("urine output decreased", [0, 0, 0, 0, 1]),
        ("QTcF longer by 30 to 60 ms", [1, 2, 2, 3, 3]),
        ("QTcF above 480 to 500 ms", [0, 0, 0, 0, 1]),
    ];
    let row = |(event, of_b)| {
        let source = record_101("clinically significant abnormalities, electrocardiograms");
        counts(&Readout::new(adverse(event), source), PART_B, of_b)
    };
    rows.into_iter().flat_map(row).collect()
}

/// Ages at baseline; those of part B are of participants who were not in part A before.
fn ages() -> Vec<ReportedOutcome> {
    let age = other("age", "history", "years", Benefit::Higher);
    let age = Readout::new(age, record_101("baseline")).at(on_day(1));
    let of_a = [
        "50.3 (SD 7.64)",
        "55.3 (SD 17.62)",
        "49.0 (SD 3.61)",
        "45.0 (SD 12.82)",
        "58.4 (SD 9.29)",
    ];
    let of_b = [
        "42.1 (SD 11.19) [9]",
        "57.5 (SD 11.75) [8]",
        "45.6 (SD 10.71) [9]",
        "48.9 (SD 10.80) [10]",
        "49.2 (SD 11.04) [12]",
    ];
    let of_a = levels(&age, PART_A, Average::Mean, of_a);
    of_a.into_iter().chain(levels(&age, PART_B, Average::Mean, of_b)).collect()
}

/// The four doses of a part, without placebo.
fn doses([one, two, three, four, _]: [&'static str; 5]) -> [&'static str; 4] {
    [one, two, three, four]
}

/// A parameter of the exposure to tofersen in plasma.
fn in_plasma(what: &'static str, source: Source) -> Readout {
    let unit = match what {
        TIME => "h",
        AREA => "ng/mL x h",
        _ => "ng/mL",
    };
    Readout::new(other(what, "plasma", unit, Benefit::Higher), source)
}

const HIGHEST: &str = "highest concentration of tofersen";
const TIME: &str = "time of the highest concentration of tofersen";
const AREA: &str = "area under the concentration of tofersen, 0 to 24 h";

/// Tofersen in plasma: geometric means with their ranges by the registry, means by the FDA, which has one profile more
/// on 40 mg than the registry. Areas to infinity and half-lives could not be estimated, in cerebrospinal fluid neither.
fn exposure() -> Vec<ReportedOutcome> {
    let (a, b) = (doses(PART_A), doses(PART_B));
    let rows = [
        (
            HIGHEST,
            1,
            a,
            [
                "64.94 (38.8 to 159.0) [3]",
                "75.06 (43.0 to 144.0) [3]",
                "202.09 (174.0 to 236.0) [3]",
                "529.63 (148.0 to 1450.0) [6]",
            ],
        ),
        (
            TIME,
            1,
            a,
            ["4.58 (4 to 6) [3]", "4.16 (2 to 6) [3]", "6.00 (6 to 6) [3]", "2.70 (2 to 6) [6]"],
        ),
        (
            AREA,
            1,
            a,
            [
                "879.86 (550.8 to 1989.5) [3]",
                "1027.18 (879.2 to 1263.2) [3]",
                "2873.77 (2347.2 to 3543.4) [3]",
                "5196.11 (2410.2 to 10977.3) [6]",
            ],
        ),
        (
            HIGHEST,
            1,
            b,
            [
                "80.75 (20.1 to 393.0) [10]",
                "229.41 (26.3 to 948.0) [9]",
                "437.28 (128.0 to 1930.0) [9]",
                "1031.74 (285.0 to 3530.0) [10]",
            ],
        ),
        (
            HIGHEST,
            85,
            b,
            [
                "112.74 (29.7 to 203.0)",
                "199.69 (93.6 to 537.0)",
                "411.00 (74.1 to 1450.0)",
                "1181.83 (170.0 to 3990.0)",
            ],
        ),
        (
            TIME,
            1,
            b,
            [
                "7.01 (2 to 24) [10]",
                "3.68 (1 to 6) [9]",
                "2.44 (1 to 6) [9]",
                "3.67 (1 to 24) [10]",
            ],
        ),
        (TIME, 85, b, ["3.93 (2 to 6)", "3.97 (1 to 6)", "3.12 (1 to 6)", "3.82 (1 to 6)"]),
        (
            AREA,
            1,
            b,
            [
                "1009.85 (372.8 to 2192.3) [10]",
                "2875.13 (541.1 to 6984.8) [9]",
                "4289.16 (1347.6 to 10637.1) [9]",
                "11344.47 (4025.5 to 26143.0) [10]",
            ],
        ),
    ];
    let record = rows.into_iter().flat_map(|(what, day, arms, cells)| {
        let question = in_plasma(what, record_101("PK parameters of BIIB067 in plasma"));
        levels(&question.at(on_day(day)), arms, Average::GeometricMean, cells)
    });
    record.collect()
}

/// Of the first day.
fn exposure_by_the_review() -> Vec<ReportedOutcome> {
    let (a, b) = (doses(PART_A), doses(PART_B));
    let rows = [
        (
            HIGHEST,
            Average::Mean,
            a,
            "page 188, table 94",
            ["81.7 (SD 67.8) [3]", "85.1 (SD 52.6) [3]", "203 (SD 31.1) [3]", "687 (SD 488) [6]"],
        ),
        (TIME, Average::Median, a, "page 188, table 94", ["4 [3]", "6 [3]", "6 [3]", "2 [6]"]),
        (
            AREA,
            Average::Mean,
            a,
            "page 188, table 94",
            ["1050 (SD 811) [3]", "1040 (SD 200) [3]", "2920 (SD 600) [3]", "5730 (SD 2850) [6]"],
        ),
        (
            HIGHEST,
            Average::Mean,
            b,
            "page 189, table 95",
            [
                "121.85 (SD 118.837) [10]",
                "350.92 (SD 315.466) [10]",
                "603.56 (SD 569.433) [9]",
                "1414.40 (SD 1124.249) [10]",
            ],
        ),
        (TIME, Average::Median, b, "page 189, table 95", ["6 [10]", "6 [10]", "2 [9]", "3 [10]"]),
        (
            AREA,
            Average::Mean,
            b,
            "page 189, table 95",
            [
                "1192.82 (SD 630.494) [10]",
                "3501.00 (SD 2005.443) [10]",
                "4970.60 (SD 2732.748) [9]",
                "13662.68 (SD 7932.218) [10]",
            ],
        ),
    ];
    let review = rows.into_iter().flat_map(|(what, average, arms, page, cells)| {
        levels(&in_plasma(what, fda(page)).at(on_day(1)), arms, average, cells)
    });
    review.collect()
}

/// The abstract's differences from placebo in the change of CSF SOD1 at day 85, and the registry's ratios. The abstract
/// calls the unit percentage points; the intervals are symmetric only as those of ratios.
fn contrasts() -> Vec<Contrast> {
    let sod1 = question(Endpoint::csf_sod1(), abstract_2020());
    let points = |arm, text| {
        let difference = estimate(text, ReportedScale::PercentagePoints);
        sod1.compared((arm, PLACEBO), difference, None)
    };
    let record = question(Endpoint::csf_sod1(), record_101("part B, CSF SOD1, ratio to baseline"));
    let ratio = |arm, text, of_ranks| {
        let p = p(of_ranks).by(Test::Named("Wilcoxon rank sum test".into()));
        record.compared((arm, PLACEBO), estimate(text, RATIO), p)
    };
    let report = reported("MND Australia, report on tofersen and VALOR")
        .at("interim result, superseded by the paper")
        .of("2019");
    let interim = question(Endpoint::csf_sod1(), report).in_population(Population::Unstated);
    let nfl = question(Endpoint::plasma_nfl(), briefing("page 39"));
    let review = question(Endpoint::csf_sod1(), fda("page 189"));
    vec![
        points("20 mg", "2 (-18, 27)"),
        points("40 mg", "-25 (-40, -5)"),
        points("60 mg", "-19 (-35, 2)"),
        points("100 mg", "-33 (-47, -16)"),
        ratio("20 mg", "0.67 (0.53, 0.84)", "< 0.0001"),
        ratio("40 mg", "0.75 (0.60, 0.95)", "0.0002"),
        ratio("60 mg", "0.81 (0.65, 1.02)", "0.0641"),
        ratio("100 mg", "0.67 (0.53, 0.84)", "< 0.0001"),
        interim.compared(("100 mg", PLACEBO), estimate("-37", PERCENT), None),
        nfl.compared(("100 mg", PLACEBO), None, p("0.0176")),
        review.compared(("100 mg", PLACEBO), None, p("< 0.0001")),
    ]
}
