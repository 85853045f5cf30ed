//! What VALOR found: at baseline, at week 28, and of safety.

use crate::catalog::tofersen::comparison_tables;
use crate::catalog::tofersen::methods::{concentration, measured};
use crate::catalog::tofersen::results::{
    ALL, DEVIATIONS, FASTER, HAZARD, HIGH_NFL, LOW_NFL, PEOPLE, PERCENT_OF_MEAN, PLACEBO, POINTS,
    PREDICTED, RATIO, Results, SLOWER, TOFERSEN, adverse, ancova, briefing, chmp, eu, fda,
    joint_rank, named, nominal, on_day, other, p, paper, record_101, reported_by_participants,
    slides, us, words,
};
use crate::evidence::result::{Population, Readout, Test, TimePoint};
use crate::evidence::source::Source;
use crate::measure::endpoint::{Benefit, Endpoint};

const TWO_MISSED: Population =
    named("intention to treat, 2 or more missed doses in a row allowed for");
const NO_OUTLIER: Population = named("intention to treat without outliers");
/// The same people by a model with neurofilament at baseline, which was chosen later.
const POST_HOC: Population = named("intention to treat, model with neurofilament (post hoc)");

fn at_28(endpoint: Endpoint, population: Population, source: Source) -> Readout {
    measured(endpoint, source).in_population(population).at(TimePoint::Week(28))
}

pub(super) fn results() -> Results {
    let mut results = Results::between(TOFERSEN, PLACEBO);
    function(&mut results);
    breathing_and_strength(&mut results);
    biomarkers(&mut results);
    neurofilaments(&mut results);
    troughs(&mut results);
    reported(&mut results);
    events(&mut results);
    safety(&mut results);
    conduct(&mut results);
    baseline(&mut results);
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
        (POST_HOC, ["-4.1 [72]", "-6.2 [36]", "2.1 (-0.3, 4.5)"], "0.0904"),
        (TWO_MISSED, ["-4.0 [72]", "-6.1 [36]", "2.2 (-0.23, 4.54)"], "0.0769"),
        (NO_OUTLIER, ["-3.8 [71]", "-6.2 [36]", "2.4 (0.15, 4.66)"], "0.0369"),
    ] {
        results.row(&table(population), POINTS, cells, ancova(of_estimate));
    }
    let record = of(FASTER, record_101("outcome ALSFRS-R"));
    results.row(&record, POINTS, ["-7.0 [39]", "-8.1 [21]", "1.2 (-3.19, 5.53)"], tested());
    for (population, of_ranks) in
        [(ALL, "0.9130"), (POST_HOC, "0.5015"), (TWO_MISSED, "0.5656"), (NO_OUTLIER, "0.4359")]
    {
        results.test(&table(population), joint_rank(of_ranks));
    }
    for (population, of_ranks, model) in [
        (FASTER, "0.6098", "alternative joint rank test with duration"),
        (FASTER, "0.2716", "alternative joint rank test with neurofilament"),
        (POST_HOC, "0.0595", "alternative joint rank test"),
    ] {
        results.test(&table(population), nominal(of_ranks, model));
    }
    let label = |population| of(population, eu("section 5.1"));
    results.row(&label(HIGH_NFL), POINTS, ["", "", "3.9 (-1.0, 8.9)"], None);
    results.row(&label(LOW_NFL), POINTS, ["", "", "0.6 (-1.3, 4.2)"], None);
    results.row(&label(ALL), POINTS, ["", "", "1.4 (-1.3, 4.1)"], None);
    for (population, cell) in [
        (named("intention to treat, imputed as missing at random"), "2.0 (-0.54, 4.58)"),
        (named("intention to treat, imputed by jump to reference"), "1.7 (-0.96, 4.38)"),
        (named("intention to treat, imputed by copy reference"), "1.8 (-0.89, 4.40)"),
        (named("intention to treat, imputed by copy increments in reference"), "1.8 (-0.85, 4.42)"),
    ] {
        let question = of(population, chmp("pages 73 and 74, table 14"));
        results.row(&question, POINTS, ["", "", cell], None);
    }
}

fn breathing_and_strength(results: &mut Results) {
    let capacity = |population, source| at_28(Endpoint::slow_vital_capacity(), population, source);
    let record = capacity(FASTER, record_101("outcome SVC"));
    let cells = ["-14.31 [39]", "-22.20 [21]", "7.90 (-3.528, 19.322)"];
    results.row(&record, PREDICTED, cells, ancova("0.1755"));
    for (population, cells, of_estimate) in [
        (SLOWER, ["-0.3", "-4.9", "4.6 (-1.2, 10.5)"], "0.1210"),
        (HIGH_NFL, ["-16.2", "-26.1", "9.9 (-2.3, 22.1)"], "0.1108"),
        (LOW_NFL, ["0.4", "-5.6", "6.1 (-0.6, 12.7)"], "0.0736"),
        (ALL, ["-7.9", "-14.8", "6.9 (-0.1, 13.8)"], "0.0522"),
        (POST_HOC, ["-7.3", "-15.8", "8.5 (1.8, 15.2)"], "0.0128"),
    ] {
        let question = capacity(population, chmp("page 67, table 9"));
        results.row(&question, PREDICTED, cells, ancova(of_estimate));
    }
    for (population, of_ranks) in [(FASTER, "0.3233"), (ALL, "0.1517"), (POST_HOC, "0.0689")] {
        results.test(&capacity(population, chmp("page 67, table 9")), joint_rank(of_ranks));
    }
    let strength =
        |population, source| at_28(Endpoint::dynamometry_megascore(), population, source);
    let record = strength(FASTER, record_101("outcome HHD"));
    let cells = ["-0.34 [39]", "-0.37 [21]", "0.02 (-0.207, 0.255)"];
    results.row(&record, DEVIATIONS, cells, ancova("0.8390"));
    for (population, cells, of_estimate) in [
        (SLOWER, ["-0.09", "-0.18", "0.09 (-0.08, 0.26)"], "0.2832"),
        (HIGH_NFL, ["-0.36", "-0.49", "0.13 (-0.10, 0.37)"], "0.2690"),
        (LOW_NFL, ["-0.09", "-0.17", "0.09 (-0.10, 0.27)"], "0.3508"),
        (ALL, ["-0.23", "-0.29", "0.06 (-0.09, 0.21)"], "0.4416"),
        (POST_HOC, ["-0.23", "-0.32", "0.10 (-0.04, 0.23)"], "0.1547"),
    ] {
        let question = strength(population, chmp("pages 68 and 69, table 10"));
        results.row(&question, DEVIATIONS, cells, ancova(of_estimate));
    }
}

/// The eight cells of SOD1 and neurofilament in the two populations, and those of all participants. No text that was read
/// has an interval for SOD1 in the slower population, or for single arms outside the faster one.
fn biomarkers(results: &mut Results) {
    let sod1 = |population, source| at_28(Endpoint::csf_sod1(), population, source);
    let nfl = |population, source| at_28(Endpoint::plasma_nfl(), population, source);
    let small = || ancova("< 0.0001");
    let record = sod1(FASTER, record_101("outcome CSF SOD1"));
    let cells = ["0.71 (0.62, 0.83) [39]", "1.16 (0.96, 1.40) [21]", "0.62 (0.49, 0.78)"];
    results.row(&record, RATIO, cells, small());
    let report = sod1(SLOWER, chmp("page 101, table 27; page 76"));
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

/// Other neurofilaments, of which only the differences are printed.
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
}

/// Tofersen in cerebrospinal fluid before the third dose and four weeks after the eighth: arithmetic means and coefficients
/// of variation. How many were measured is not printed.
fn troughs(results: &mut Results) {
    for (day, page, text) in
        [(29, "page 190", "26 ng/mL (CV 137 %)"), (197, "page 191", "24 ng/mL (CV 101 %)")]
    {
        let question = Readout::new(concentration("cerebrospinal fluid"), fda(page))
            .measured_by("hybridisation ELISA")
            .at(on_day(day));
        results.outcomes([question.outcome(TOFERSEN, words(text))]);
    }
}

/// What participants report. The assessment report prints 0.08 for the utility of all participants on tofersen, whose
/// difference needs about -0.08.
fn reported(results: &mut Results) {
    let alsaq = || reported_by_participants("ALSAQ-5", Benefit::Lower);
    let fatigue = || reported_by_participants("Fatigue Severity Scale", Benefit::Lower);
    let utility = || reported_by_participants("EQ-5D-5L", Benefit::Higher);
    for (endpoint, population, cells, of_estimate) in [
        (alsaq(), FASTER, ["10.0", "15.6", "-5.6 (-15.6, 4.4)"], "0.2715"),
        (alsaq(), POST_HOC, ["6.9", "12.6", "-5.7 (-11.8, 0.4)"], "0.0668"),
        (fatigue(), FASTER, ["5.56", "10.46", "-4.91 (-11.23, 1.42)"], "0.1283"),
        (fatigue(), POST_HOC, ["3.9", "6.3", "-2.4 (-7.45, 2.55)"], "0.3365"),
        (utility(), FASTER, ["-0.16", "-0.35", "0.20 (0.06, 0.33)"], "0.0043"),
        (utility(), POST_HOC, ["0.08", "-0.21", "0.14 (0.05, 0.23)"], "0.0029"),
    ] {
        let question = at_28(endpoint, population, chmp("pages 70, 71 and 85"));
        results.row(&question, POINTS, cells, ancova(of_estimate));
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
    let later = |event, source| Readout::new(adverse(event), source).in_population(ALL);
    for (event, arm, placebo) in [
        ("death by July 2021", (4, 72), (3, 36)),
        ("permanent ventilation by July 2021", (6, 72), (2, 36)),
        ("withdrawal for progression by July 2021", (3, 72), (5, 36)),
        (
            "death, permanent ventilation, or withdrawal for progression by July 2021",
            (13, 72),
            (10, 36),
        ),
    ] {
        results.counts(&later(event, slides()), arm, placebo);
    }
    let on_trial = later("death on trial by July 2021", chmp("page 91, table 19"));
    results.counts(&on_trial, (7, 72), (4, 36));
    let withdrew = later("withdrawal by July 2021", chmp("page 91, table 19"));
    results.counts(&withdrew, (17, 72), (13, 36));
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
    let weight = at_28(other("body weight", "", "kg", Benefit::Higher), ALL, chmp("page 69"));
    results.words(&weight, ["0.5 kg (SD 4.4)", "-1.6 kg (SD 5.4)"]);
}

/// Who they were at baseline: means with standard deviation and range, or what else is named.
fn baseline(results: &mut Results) {
    let report = || chmp("page 59, table 5");
    let (score, capacity) = (Endpoint::alsfrs_r, Endpoint::slow_vital_capacity);
    let (nfl, sod1) = (Endpoint::plasma_nfl, Endpoint::csf_sod1);
    for (endpoint, population, source, cells) in [
        (score(), FASTER, report(), ["36.0 (SD 6.40), 15 to 44", "35.4 (SD 5.66), 24 to 45"]),
        (score(), SLOWER, report(), ["38.1 (SD 5.13), 26 to 48", "39.9 (SD 5.09), 32 to 47"]),
        (score(), ALL, report(), ["36.9 (SD 5.91), 15 to 48", "37.3 (SD 5.81), 24 to 47"]),
        (
            capacity(),
            FASTER,
            report(),
            ["80.3 (SD 14.22), 46.7 to 114.8", "83.7 (SD 17.87), 57.4 to 120.4"],
        ),
        (
            capacity(),
            SLOWER,
            report(),
            ["84.2 (SD 19.02), 55.4 to 134.7", "87.1 (SD 14.82), 54.8 to 114.4"],
        ),
        (capacity(), ALL, report(), ["82.1 (SD 16.59)", "85.13 (SD 16.53)"]),
        (
            nfl(),
            FASTER,
            report(),
            [
                "146.2 (SD 82.6), geometric mean 121.8, 12 to 329",
                "127.3 (SD 94.4), geometric mean 92.7, 9 to 370",
            ],
        ),
        (
            nfl(),
            SLOWER,
            report(),
            [
                "47.6 (SD 41.8), geometric mean 33.2, 5 to 211",
                "37 (SD 29.5), geometric mean 28.4, 8 to 99",
            ],
        ),
        (
            nfl(),
            ALL,
            report(),
            [
                "100.4 (SD 82.8), geometric mean 66.6, 5 to 329",
                "89.7 (SD 86.5), geometric mean 56.6, 8 to 370",
            ],
        ),
        (nfl(), ALL, eu("section 5.1"), ["median 78.5", "median 64.6"]),
        (
            sod1(),
            FASTER,
            record_101("baseline"),
            ["geometric mean 103.32, 38.8 to 282.0", "geometric mean 107.07, 60.0 to 322.0"],
        ),
        (sod1(), FASTER, briefing("page 49, table 7"), ["117.2 (SD 62.04)", "118.1 (SD 63.09)"]),
        (
            Endpoint::dynamometry_megascore(),
            FASTER,
            record_101("baseline"),
            ["0.0 (SD 0.67)", "0.0 (SD 0.60)"],
        ),
    ] {
        let question = measured(endpoint, source).in_population(population).at(on_day(1));
        results.words(&question, cells);
    }
}
