//! What VALOR found: at baseline, at week 28, and of safety.

use crate::catalog::cells::{level, p};
use crate::catalog::tofersen::comparison_tables;
use crate::catalog::tofersen::methods::{TOFERSEN_ASSAY, concentration, measured};
use crate::catalog::tofersen::results::{
    ALL, DEVIATIONS, FASTER, HAZARD, HIGH_NFL, LOW_NFL, PEOPLE, PERCENT, PERCENT_OF_MEAN, PLACEBO,
    POINTS, PREDICTED, RATIO, Results, SLOWER, TOFERSEN, adverse, ancova, briefing, chmp, eu, fda,
    joint_rank, nominal, of_data, on_day, other, paper, record_101, reference_based,
    reported_by_participants, slides, us, with_neurofilament,
};
use crate::evidence::analysis::ReportedAnalysis;
use crate::evidence::level::Average;
use crate::evidence::result::{Population, Readout, ReportedOutcome, Test, TimePoint};
use crate::evidence::source::Source;
use crate::measure::endpoint::{Benefit, Endpoint};

/// By a model with neurofilament at baseline, which was chosen later.
fn post_hoc() -> ReportedAnalysis {
    with_neurofilament(ReportedAnalysis::post_hoc())
}

fn two_missed() -> ReportedAnalysis {
    post_hoc().with_rule("2 or more missed doses in a row allowed for")
}

fn no_outlier() -> ReportedAnalysis {
    post_hoc().with_rule("without outliers")
}

fn at_28(endpoint: Endpoint, population: Population, source: Source) -> Readout {
    measured(endpoint, source).in_population(population).at(TimePoint::Week(28))
}

pub(super) fn results() -> Results {
    let mut results = Results::between(TOFERSEN, PLACEBO);
    function(&mut results);
    breathing_and_strength(&mut results);
    biomarkers(&mut results);
    neurofilaments(&mut results);
    reported(&mut results);
    events(&mut results);
    safety(&mut results);
    conduct(&mut results);
    baseline(&mut results);
    results.outcomes(concentrations());
    results.outcomes(comparison_tables::table_1_valor());
    results.outcomes(comparison_tables::table_2_valor());
    results.contrasts(comparison_tables::table_2_contrasts());
    results
}

/// The functional score. The label of the European Union prints the difference of all participants with the primary
/// endpoint, and for those below the median of neurofilament another interval than the assessment report.
fn function(results: &mut Results) {
    let of = |population, source| at_28(Endpoint::alsfrs_r(), population, source);
    let table = |population| of(population, chmp("page 64, table 8"));
    let tested = p("0.97").by(Test::JointRank);
    let primary = of(FASTER, paper().at("abstract"));
    results.row(&primary, POINTS, ["", "", "1.2 (-3.2, 5.5)"], tested);
    let tested = || p("0.9689").by(Test::JointRank);
    results.test(&table(FASTER), tested());
    for (population, cells, of_estimate) in [
        (FASTER, ["-6.98 [39]", "-8.14 [21]", "1.2 (-3.2, 5.5)"], "0.5998"),
        (SLOWER, ["-1.33 [33]", "-2.73 [15]", "1.4 (-1.1, 3.9)"], "0.2726"),
        (HIGH_NFL, ["-7.3 [38]", "-11.3 [16]", "3.9 (-1.0, 8.9)"], "0.1184"),
        (LOW_NFL, ["-1.2 [34]", "-1.8 [20]", "0.6 (-1.3, 2.6)"], "0.5281"),
        (ALL, ["-4.5 [72]", "-5.8 [36]", "1.4 (-1.3, 4.1)"], "0.3218"),
    ] {
        results.row(&table(population), POINTS, cells, ancova(of_estimate));
    }
    results.test(&table(ALL), joint_rank("0.9130"));
    for (analysis, cells, of_estimate, of_ranks) in [
        (post_hoc(), ["-4.1 [72]", "-6.2 [36]", "2.1 (-0.3, 4.5)"], "0.0904", "0.5015"),
        (two_missed(), ["-4.0 [72]", "-6.1 [36]", "2.2 (-0.23, 4.54)"], "0.0769", "0.5656"),
        (no_outlier(), ["-3.8 [71]", "-6.2 [36]", "2.4 (0.15, 4.66)"], "0.0369", "0.4359"),
    ] {
        let question = table(ALL).by_analysis(analysis);
        results.row(&question, POINTS, cells, ancova(of_estimate));
        results.test(&question, joint_rank(of_ranks));
    }
    let record = of(FASTER, record_101("outcome ALSFRS-R"));
    let cells = ["-7.0 (SE 1.42) [39]", "-8.1 (SE 1.79) [21]", "1.2 (-3.19, 5.53; SE 2.22)"];
    results.row(&record, POINTS, cells, tested());
    for (population, analysis, of_ranks) in [
        (FASTER, ReportedAnalysis::default().adjusted_for("duration of disease"), "0.6098"),
        (FASTER, with_neurofilament(ReportedAnalysis::default()), "0.2716"),
        (ALL, post_hoc(), "0.0595"),
    ] {
        let alternative = nominal(of_ranks, "alternative joint rank test");
        results.test(&table(population).by_analysis(analysis), alternative);
    }
    let label = |population| of(population, eu("section 5.1"));
    results.row(&label(HIGH_NFL), POINTS, ["", "", "3.9 (-1.0, 8.9)"], None);
    results.row(&label(LOW_NFL), POINTS, ["", "", "0.6 (-1.3, 4.2)"], None);
    results.row(&label(ALL), POINTS, ["", "", "1.4 (-1.3, 4.1)"], None);
    let table_14 = of(ALL, chmp("page 73, table 14"));
    let five_macros = [
        ("2.0 (-0.54, 4.58)", "0.1222"),
        ("1.7 (-0.96, 4.38)", "0.2089"),
        ("1.8 (-0.89, 4.40)", "0.1943"),
        ("1.8 (-0.85, 4.42)", "0.1847"),
    ];
    let one_macro = [
        ("2.1 (-0.44, 4.66)", "0.1087"),
        ("1.9 (-0.71, 4.49)", "0.1566"),
        ("1.9 (-0.63, 4.52)", "0.1419"),
        ("2.0 (-0.61, 4.53)", "0.1378"),
    ];
    let unstated = ReportedAnalysis::default();
    reference_based(results, &table_14, &unstated, [five_macros, one_macro]);
}

fn breathing_and_strength(results: &mut Results) {
    let capacity = |population, source| at_28(Endpoint::slow_vital_capacity(), population, source);
    let record = capacity(FASTER, record_101("outcome SVC"));
    let cells =
        ["-14.31 (SE 3.557) [39]", "-22.20 (SE 4.771) [21]", "7.90 (-3.528, 19.322; SE 5.829)"];
    results.row(&record, PREDICTED, cells, joint_rank("0.3233"));
    let table = |population| capacity(population, chmp("page 67, table 9"));
    for (population, cells, of_estimate) in [
        (FASTER, ["-14.31", "-22.2", "7.9 (-3.5, 19.3)"], "0.1755"),
        (SLOWER, ["-0.3", "-4.9", "4.6 (-1.2, 10.5)"], "0.1210"),
        (HIGH_NFL, ["-16.2", "-26.1", "9.9 (-2.3, 22.1)"], "0.1108"),
        (LOW_NFL, ["0.4", "-5.6", "6.1 (-0.6, 12.7)"], "0.0736"),
        (ALL, ["-7.9", "-14.8", "6.9 (-0.1, 13.8)"], "0.0522"),
    ] {
        results.row(&table(population), PREDICTED, cells, ancova(of_estimate));
    }
    for (population, of_ranks) in [(FASTER, "0.3233"), (ALL, "0.1517")] {
        results.test(&table(population), joint_rank(of_ranks));
    }
    let later = table(ALL).by_analysis(post_hoc());
    results.row(&later, PREDICTED, ["-7.3", "-15.8", "8.5 (1.8, 15.2)"], ancova("0.0128"));
    results.test(&later, joint_rank("0.0689"));
    let strength =
        |population, source| at_28(Endpoint::dynamometry_megascore(), population, source);
    let record = strength(FASTER, record_101("outcome HHD"));
    let cells =
        ["-0.34 (SE 0.073) [39]", "-0.37 (SE 0.096) [21]", "0.02 (-0.207, 0.255; SE 0.118)"];
    results.row(&record, DEVIATIONS, cells, ancova("0.8390"));
    let table = |population| strength(population, chmp("pages 68 and 69, table 10"));
    for (population, cells, of_estimate) in [
        (SLOWER, ["-0.09", "-0.18", "0.09 (-0.08, 0.26)"], "0.2832"),
        (HIGH_NFL, ["-0.36", "-0.49", "0.13 (-0.10, 0.37)"], "0.2690"),
        (LOW_NFL, ["-0.09", "-0.17", "0.09 (-0.10, 0.27)"], "0.3508"),
        (ALL, ["-0.23", "-0.29", "0.06 (-0.09, 0.21)"], "0.4416"),
    ] {
        results.row(&table(population), DEVIATIONS, cells, ancova(of_estimate));
    }
    let later = table(ALL).by_analysis(post_hoc());
    results.row(&later, DEVIATIONS, ["-0.23", "-0.32", "0.10 (-0.04, 0.23)"], ancova("0.1547"));
}

/// The eight cells of SOD1 and neurofilament in the two populations, and those of all participants. No text that was
/// read has an interval for SOD1 in the slower population, or for single arms outside the faster one.
fn biomarkers(results: &mut Results) {
    let sod1 = |population, source| at_28(Endpoint::csf_sod1(), population, source);
    let nfl = |population, source| at_28(Endpoint::plasma_nfl(), population, source);
    let small = || ancova("< 0.0001");
    let record = sod1(FASTER, record_101("outcome CSF SOD1"));
    let cells = ["0.71 (0.62, 0.83) [39]", "1.16 (0.96, 1.40) [21]", "0.62 (0.49, 0.78)"];
    results.row(&record, RATIO, cells, small());
    let report = sod1(SLOWER, chmp("page 101, table 27; page 75"));
    results.row(&report, PERCENT_OF_MEAN, ["-40 [33]", "-19 [15]", "-26"], ancova("0.0007"));
    let label = sod1(ALL, us("section 14, table 2"));
    results.row(&label, RATIO, ["0.65 [72]", "0.98 [36]", "0.66 (0.57, 0.77)"], small());
    let label = sod1(ALL, eu("section 5.1"));
    results.row(&label, PERCENT_OF_MEAN, ["", "", "-34 (-43, -23)"], None);
    let record = nfl(FASTER, record_101("outcome plasma NfL"));
    let cells = ["0.40 (0.33, 0.48) [39]", "1.20 (0.94, 1.52) [21]", "0.33 (0.25, 0.45)"];
    results.row(&record, RATIO, cells, small());
    let review = nfl(SLOWER, fda("page 61"));
    results.row(&review, RATIO, ["0.50 [33]", "0.95 [15]", "0.52 (0.43, 0.63)"], small());
    let label = nfl(ALL, us("section 14, table 2"));
    results.row(&label, RATIO, ["0.45 [72]", "1.12 [36]", "0.40 (0.33, 0.49)"], small());
    let label = nfl(ALL, eu("section 5.1"));
    results.row(&label, PERCENT_OF_MEAN, ["", "", "-60 (-67, -51)"], None);
}

/// Other neurofilaments, of which only the differences are printed, and a peptide of SOD1 by an assay that was not
/// validated.
fn neurofilaments(results: &mut Results) {
    for (endpoint, population, page, cell, of_estimate) in [
        (Endpoint::csf_nfl(), ALL, "pages 61 and 242", "-69", "< 0.0001"),
        (Endpoint::csf_nfl(), FASTER, "pages 61 and 242", "-72", "< 0.0001"),
        (Endpoint::plasma_pnfh(), FASTER, "page 242", "-77", "< 0.0001"),
        (Endpoint::plasma_pnfh(), SLOWER, "page 242", "-41", "0.0033"),
        (Endpoint::csf_pnfh(), FASTER, "pages 242 and 243", "-73", "< 0.0001"),
        (Endpoint::csf_pnfh(), SLOWER, "pages 242 and 243", "-62", "< 0.0001"),
    ] {
        let question = at_28(endpoint, population, fda(page));
        results.row(&question, PERCENT_OF_MEAN, ["", "", cell], ancova(of_estimate));
    }
    let peptide = other("deamidated peptide of SOD1", "cerebrospinal fluid", "", Benefit::Lower);
    let question = at_28(peptide, ALL, fda("page 241")).at(TimePoint::Week(16));
    results.row(&question, PERCENT, ["-37", "2", ""], None);
}

/// What participants report. The assessment report prints 0.08 for the utility of all participants on tofersen, whose
/// difference needs about -0.08.
fn reported(results: &mut Results) {
    let alsaq = || reported_by_participants("ALSAQ-5", Benefit::Lower);
    let fatigue = || reported_by_participants("Fatigue Severity Scale", Benefit::Lower);
    let utility = || reported_by_participants("EQ-5D-5L", Benefit::Higher);
    let main = ReportedAnalysis::default;
    for (endpoint, (population, analysis), cells, of_estimate) in [
        (alsaq(), (FASTER, main()), ["10.0", "15.6", "-5.6 (-15.6, 4.4)"], "0.2715"),
        (alsaq(), (ALL, post_hoc()), ["6.9", "12.6", "-5.7 (-11.8, 0.4)"], "0.0668"),
        (fatigue(), (FASTER, main()), ["5.56", "10.46", "-4.91 (-11.23, 1.42)"], "0.1283"),
        (fatigue(), (ALL, post_hoc()), ["3.9", "6.3", "-2.4 (-7.45, 2.55)"], "0.3365"),
        (utility(), (FASTER, main()), ["-0.16", "-0.35", "0.20 (0.06, 0.33)"], "0.0043"),
        (utility(), (ALL, post_hoc()), ["0.08", "-0.21", "0.14 (0.05, 0.23)"], "0.0029"),
    ] {
        let question = at_28(endpoint, population, chmp("pages 70, 71 and 85"));
        results.row(&question.by_analysis(analysis), POINTS, cells, ancova(of_estimate));
    }
    for (endpoint, cell) in [(alsaq(), "-1.6 (-9.55, 6.29)"), (fatigue(), "2.84 (-4.72, 10.40)")] {
        let question = at_28(endpoint, SLOWER, chmp("pages 70, 71 and 85"));
        results.row(&question, POINTS, ["", "", cell], None);
    }
}

/// Deaths and permanent ventilation. Table 11 gives fewer than the 21 days of its definition for some of those who are
/// counted as ventilated. The counts and the hazard ratio of the slides were not read again.
fn events(results: &mut Results) {
    let event = |population| {
        let event = adverse("death or permanent ventilation");
        at_28(event, population, chmp("page 70, table 11"))
    };
    for (population, arm, placebo) in
        [(FASTER, (4, 39), (2, 21)), (SLOWER, (0, 33), (0, 15)), (ALL, (4, 72), (2, 36))]
    {
        results.counts(&event(population), arm, placebo);
    }
    let days = at_28(adverse("days of ventilation"), FASTER, chmp("page 70, table 11"));
    results.words(&days, ["1, 21 and 38 days", "2 and 28 days"]);
    let later = |event, source| {
        let question = Readout::new(adverse(event), source).in_population(ALL);
        question.by_analysis(of_data("July 2021"))
    };
    for (event, arm, placebo) in [
        ("death", (4, 72), (3, 36)),
        ("permanent ventilation", (6, 72), (2, 36)),
        ("withdrawal for progression", (3, 72), (5, 36)),
        ("death, permanent ventilation or withdrawal for progression", (13, 72), (10, 36)),
    ] {
        results.counts(&later(event, slides()), arm, placebo);
    }
    let report = |event| later(event, chmp("page 91, table 19"));
    results.counts(&report("death on trial"), (7, 72), (4, 36));
    results.counts(&report("withdrawal"), (17, 72), (13, 36));
    let survival = at_28(Endpoint::event_free_survival(), FASTER, slides());
    let survival = survival.at(TimePoint::Unstated);
    results.row(&survival, HAZARD, ["", "", "0.87 (0.349, 2.171)"], None);
}

fn safety(results: &mut Results) {
    let of = |event, source| at_28(adverse(event), ALL, source);
    for (event, arm, placebo) in [
        ("adverse event", (69, 72), (34, 36)),
        ("serious adverse event", (13, 72), (5, 36)),
        ("death", (1, 72), (0, 36)),
    ] {
        results.counts(&of(event, record_101("adverse events")), arm, placebo);
    }
    for (event, arm, placebo) in [
        ("serious neurologic event", (4, 72), (0, 36)),
        ("shift of white cells in cerebrospinal fluid to high", (54, 69), (9, 36)),
        ("shift of protein in cerebrospinal fluid to high", (31, 46), (6, 20)),
    ] {
        results.counts(&of(event, slides()), arm, placebo);
    }
    for (event, arm, placebo) in [
        ("pain", "42", "22"),
        ("fatigue", "17", "6"),
        ("arthralgia", "14", "6"),
        ("more white cells in cerebrospinal fluid", "14", "0"),
        ("myalgia", "14", "6"),
        ("more protein in cerebrospinal fluid", "8", "3"),
        ("musculoskeletal stiffness", "6", "0"),
        ("neuralgia", "6", "0"),
    ] {
        let question = of(event, us("section 6.1, table 1"));
        results.row(&question, PEOPLE, [arm, placebo, ""], None);
    }
    let qt = of("QTcF longer by 30 to 60 ms", eu("section 5.1"));
    results.row(&qt, PEOPLE, ["11.3", "5.6", ""], None);
}

/// How many completed. The assessment report prints 88.3 % of placebo with a deviation, where 30 of 36 are 83.3.
fn conduct(results: &mut Results) {
    let of = |what, source| {
        let what = other(what, "conduct", "participants", Benefit::Higher);
        Readout::new(what, source).in_population(ALL)
    };
    let fewer = |what, source| Readout::new(adverse(what), source).in_population(ALL);
    let completed = of("completed the study", record_101("flow"));
    results.counts(&completed, (64, 72), (33, 36));
    results.counts(&of("completed the treatment", chmp("page 62, table 6")), (63, 72), (33, 36));
    results.counts(&fewer("withdrawal", chmp("page 62")), (8, 72), (3, 36));
    results.counts(&fewer("end of treatment", fda("page 42")), (9, 72), (3, 36));
    let deviation = fewer("major deviation from the protocol", chmp("page 58"));
    results.row(&deviation, PEOPLE, ["91.7", "88.3", ""], None);
    let weight = other("change of body weight", "", "kg", Benefit::Higher);
    let weight = at_28(weight, ALL, chmp("page 69"));
    results.levels(&weight, Average::Mean, ["0.5 (SD 4.4)", "-1.6 (SD 5.4)"]);
}

/// Who they were at baseline. The assessment report (page 60) exchanges the means of SOD1 of the two arms in the faster
/// population.
fn baseline(results: &mut Results) {
    use Average::{GeometricMean, Mean, Median};
    let at_1 = |endpoint, population, source| {
        measured(endpoint, source).in_population(population).at(on_day(1))
    };
    let report = || chmp("page 59, table 5");
    let (score, capacity) = (Endpoint::alsfrs_r, Endpoint::slow_vital_capacity);
    let (nfl, sod1) = (Endpoint::plasma_nfl, Endpoint::csf_sod1);
    let onset = || other("time since onset", "history", "months", Benefit::Higher);
    let slope = || {
        let before = "change of the ALSFRS-R a month before randomisation";
        other(before, "history", "points", Benefit::Higher)
    };
    let run_in = || {
        let before = "change of the ALSFRS-R a month from screening to day 15";
        other(before, "clinical function", "points", Benefit::Higher)
    };
    for (endpoint, population, average, cells) in [
        (score(), FASTER, Mean, ["36.0 (SD 6.40; 15 to 44)", "35.4 (SD 5.66; 24 to 45)"]),
        (score(), SLOWER, Mean, ["38.1 (SD 5.13; 26 to 48)", "39.9 (SD 5.09; 32 to 47)"]),
        (score(), ALL, Mean, ["36.9 (SD 5.91; 15 to 48)", "37.3 (SD 5.81; 24 to 47)"]),
        (
            capacity(),
            FASTER,
            Mean,
            ["80.3 (SD 14.22; 46.7 to 114.8)", "83.7 (SD 17.87; 57.4 to 120.4)"],
        ),
        (
            capacity(),
            SLOWER,
            Mean,
            ["84.2 (SD 19.02; 55.4 to 134.7)", "87.1 (SD 14.82; 54.8 to 114.4)"],
        ),
        (
            capacity(),
            ALL,
            Mean,
            ["82.1 (SD 16.59; 46.7 to 134.7)", "85.13 (SD 16.53; 54.8 to 120.4)"],
        ),
        (nfl(), FASTER, Mean, ["146.2 (SD 82.6)", "127.3 (SD 94.4)"]),
        (nfl(), FASTER, GeometricMean, ["121.8 (12 to 329)", "92.7 (9 to 370)"]),
        (nfl(), SLOWER, Mean, ["47.6 (SD 41.8)", "37 (SD 29.5)"]),
        (nfl(), SLOWER, GeometricMean, ["33.2 (5 to 211)", "28.4 (8 to 99)"]),
        (nfl(), ALL, Mean, ["100.4 (SD 82.8)", "89.7 (SD 86.5)"]),
        (nfl(), ALL, GeometricMean, ["66.6 (5 to 329)", "56.6 (8 to 370)"]),
        (onset(), FASTER, Median, ["8.3 (1.7 to 18.5)", "8.3 (2.4 to 21.3)"]),
        (onset(), SLOWER, Median, ["35.5 (3.9 to 145.7)", "39.6 (11.8 to 103.2)"]),
        (onset(), ALL, Median, ["11.4 (1.7 to 145.7)", "14.6 (2.4 to 103.2)"]),
        (slope(), FASTER, Median, ["-1.34 (-8.30 to -0.39)", "-1.51 (-4.91 to -0.42)"]),
        (slope(), SLOWER, Median, ["-0.30 (-0.77 to 0.00)", "-0.17 (-0.84 to -0.02)"]),
        (slope(), ALL, Median, ["-0.75 (-8.30 to 0.00)", "-0.89 (-4.91 to -0.02)"]),
        (run_in(), FASTER, Mean, ["-1.8 (SD 2.47)", "-1.3 (SD 3.91)"]),
        (run_in(), SLOWER, Mean, ["-0.1 (SD 1.34)", "0.1 (SD 1.87)"]),
        (run_in(), ALL, Mean, ["-1.0 (SD 2.19)", "-0.7 (SD 3.25)"]),
    ] {
        results.levels(&at_1(endpoint, population, report()), average, cells);
    }
    let record = |endpoint, population| at_1(endpoint, population, record_101("baseline"));
    let age = other("age", "history", "years", Benefit::Higher);
    results.levels(&record(age, ALL), Mean, ["48.1 (SD 12.64)", "51.2 (SD 11.57)"]);
    let strength = Endpoint::dynamometry_megascore();
    results.levels(&record(strength, FASTER), Mean, ["0.0 (SD 0.67)", "0.0 (SD 0.60)"]);
    let cells = ["103.32 (38.8 to 282.0)", "107.07 (60.0 to 322.0)"];
    results.levels(&record(sod1(), FASTER), GeometricMean, cells);
    let label = at_1(nfl(), ALL, eu("section 5.1"));
    results.levels(&label, Median, ["78.5 (5 to 329)", "64.6 (8 to 370)"]);
    for (population, cells) in [
        (ALL, ["118.7 (SD 56.28) [72]", "125.5 (SD 70.0) [36]"]),
        (FASTER, ["117.2 (SD 62.04) [39]", "118.1 (SD 63.09) [21]"]),
        (SLOWER, ["120.4 (SD 49.73) [33]", "135.8 (SD 79.79) [15]"]),
        (HIGH_NFL, ["119.3 (SD 58.30) [38]", "108.6 (SD 46.41) [16]"]),
        (LOW_NFL, ["118.0 (SD 54.76) [34]", "139.0 (SD 83.02) [20]"]),
    ] {
        let table = at_1(sod1(), population, briefing("page 49, table 7"));
        results.levels(&table, Mean, cells);
    }
    for (population, cells) in [
        (HIGH_NFL, ["159.4 (SD 73.69) [38]", "160.3 (SD 85.51) [16]"]),
        (LOW_NFL, ["36.2 (SD 21.93) [34]", "33.1 (SD 20.91) [20]"]),
    ] {
        let table = at_1(nfl(), population, briefing("page 49, table 7"));
        results.levels(&table, Mean, cells);
    }
}

/// Tofersen in cerebrospinal fluid before the third dose and 28 days after the eighth.
fn concentrations() -> Vec<ReportedOutcome> {
    let trough = |day, page, text| {
        let fluid = concentration("cerebrospinal fluid");
        let question = Readout::new(fluid, fda(page)).at(on_day(day));
        level(&question.measured_by(TOFERSEN_ASSAY), TOFERSEN, Average::Mean, text)
    };
    let found = [trough(29, "page 190", "26 (CV 137)"), trough(197, "page 191", "24 (CV 101)")];
    found.into_iter().flatten().collect()
}
