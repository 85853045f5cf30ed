//! What the extension found together with VALOR, cut by cut of the data: the slides of 2021, January 2022, February
//! 2023 and the end.

use crate::catalog::cells::{estimate, level, p};
use crate::catalog::literal::{made, published, reported};
use crate::catalog::tofersen::FROM_OWN_START;
use crate::catalog::tofersen::methods::{TOFERSEN_ASSAY, concentration, measured};
use crate::catalog::tofersen::results::{
    ALL, DEVIATIONS, FASTER, HAZARD, HIGH_NFL, LOW_NFL, PEOPLE, PERCENT_OF_MEAN, POINTS, PREDICTED,
    RATIO, Results, SLOWER, adverse, ancova, at_week, briefing, chmp, events, fda, jama,
    joint_rank, named, nominal, of_data, on_day, other, record_102, reference_based,
    reported_by_participants, slides, time_to, with_neurofilament,
};
use crate::evidence::analysis::ReportedAnalysis;
use crate::evidence::level::Average;
use crate::evidence::result::{Population, Readout, TimePoint};
use crate::evidence::source::Source;
use crate::measure::endpoint::{Benefit, Endpoint};

pub(super) const EARLY: &str = "early start";
pub(super) const DELAYED: &str = "delayed start";
pub(super) const FROM_A_AND_B: &str = "from parts A and B";
/// Everybody who was in VALOR and had tofersen at some time.
pub(super) const EVERYBODY: &str = "all participants";

/// By the model with strata and no neurofilament, as the Food and Drug Administration computed it.
fn planned() -> ReportedAnalysis {
    ReportedAnalysis::planned().of_data(JANUARY).with_rule("computed by the FDA")
}

const JANUARY: &str = "January 2022";
const FEBRUARY: &str = "February 2023";

fn slides_2022() -> Source {
    published("Biogen, 12-month results at the ENCALS meeting").of("3 June 2022")
}

fn news_2022() -> Source {
    let report = reported("Practical Neurology, report on the 12-month results").of("3 June 2022");
    report
        .identified(made("number:practicalneurology.com news/2469923".parse()))
        .read_on(made("2026-11-26".parse()))
}

fn at(week: u16, endpoint: Endpoint, population: Population, source: Source) -> Readout {
    measured(endpoint, source).in_population(population).at(TimePoint::Week(week))
}

fn at_148(endpoint: Endpoint, population: Population, source: Source) -> Readout {
    at(148, endpoint, population, source)
}

fn alsaq() -> Endpoint {
    reported_by_participants("ALSAQ-5", Benefit::Lower)
}

fn utility() -> Endpoint {
    reported_by_participants("EQ-5D-5L", Benefit::Higher)
}

pub(super) fn results() -> Results {
    let mut results = Results::between(EARLY, DELAYED);
    slides_of_2021(&mut results);
    january_2022(&mut results);
    february_2023(&mut results);
    end(&mut results);
    end_by_neurofilament(&mut results);
    survival(&mut results);
    from_own_start(&mut results);
    people(&mut results);
    results
}

/// Not read again: the slides have no text. Faster and slower are those of VALOR.
fn slides_of_2021(results: &mut Results) {
    let (function, sod1, nfl) = (Endpoint::alsfrs_r, Endpoint::csf_sod1, Endpoint::plasma_nfl);
    for (week, population, endpoint, scale, cells) in [
        (40, FASTER, function(), POINTS, ["-9.3", "-10.6", "1.3 (-4.1, 6.7)"]),
        (40, FASTER, sod1(), RATIO, ["0.68", "0.78", "0.87 (0.63, 1.18)"]),
        (40, FASTER, nfl(), RATIO, ["0.45", "0.80", "0.56 (0.36, 0.86)"]),
        (76, SLOWER, function(), POINTS, ["-2.0", "-4.9", "2.9 (-0.7, 6.6)"]),
        (76, SLOWER, sod1(), RATIO, ["0.54", "0.44", "1.21 (0.94, 1.56)"]),
        (76, SLOWER, nfl(), RATIO, ["0.59", "0.74", "0.79 (0.60, 1.05)"]),
    ] {
        results.row(&at_week(endpoint, population, week, slides()), scale, cells, None);
    }
    let report = at(40, function(), ALL, chmp("page 103, table 28"));
    let report = report.by_analysis(with_neurofilament(of_data("July 2021")));
    results.row(&report, POINTS, ["-5.8", "-8.5", "2.6 (-0.4, 5.7)"], None);
}

/// By the model with neurofilament, which the sponsor changed to; and by the one that was planned, as the Food and Drug
/// Administration computed it. The assessment report prints the difference in strength a second time with a zero too
/// many. A news report is the only source for the ALSAQ-5; it does not say what its 10.3 % are a percentage of.
fn january_2022(results: &mut Results) {
    let (function, capacity) = (Endpoint::alsfrs_r, Endpoint::slow_vital_capacity);
    let strength = Endpoint::dynamometry_megascore;
    let at_52 = |endpoint, source| at(52, endpoint, ALL, source);
    let cut = || of_data(JANUARY);
    let report = at_52(function(), chmp("page 87; pages 103 and 104"));
    let report = report.by_analysis(with_neurofilament(cut()));
    results.row(&report, POINTS, ["-6.0", "-9.5", "3.5 (0.4, 6.7)"], ancova("0.0272"));
    results.test(&report, joint_rank("0.2090"));
    results.test(&report, nominal("0.0340", "alternative joint rank test"));
    let table_10 = |endpoint, population| {
        at(52, endpoint, population, fda("page 50, table 10")).by_analysis(planned())
    };
    for (population, cells, of_estimate, of_ranks) in [
        (FASTER, ["-9.7", "-12.3", "2.5 (-3.2, 8.3)"], "0.39", "0.83"),
        (SLOWER, ["-1.2", "-3.9", "2.6 (-0.7, 6.0)"], "0.12", "0.90"),
        (ALL, ["-6.6", "-9.3", "2.7 (-0.9, 6.2)"], "0.14", "0.48"),
    ] {
        let question = table_10(function(), population);
        results.row(&question, POINTS, cells, ancova(of_estimate));
        results.test(&question, joint_rank(of_ranks));
    }
    for (domain, cells, of_estimate) in [
        ("ALSFRS-R gross motor", ["-1.1", "-2.1", "1.0 (0.1, 1.8)"], "0.0227"),
        ("ALSFRS-R fine motor", ["-1.6", "-2.6", "1.0 (0.1, 2.0)"], "0.0374"),
        ("ALSFRS-R bulbar", ["-1.4", "-1.7", "0.3 (-0.7, 1.3)"], "0.5889"),
        ("ALSFRS-R respiratory", ["-1.9", "-3.1", "1.2 (-0.1, 2.6)"], "0.0623"),
    ] {
        let domain = other(domain, "clinical function", "points", Benefit::Higher);
        let question = at_52(domain, briefing("page 53, table 9")).by_analysis(cut());
        results.row(&question, POINTS, cells, ancova(of_estimate));
    }
    let page_87 = |endpoint, analysis| at_52(endpoint, chmp("page 87")).by_analysis(analysis);
    let report = page_87(capacity(), with_neurofilament(cut()));
    results.row(&report, PREDICTED, ["-9.4", "-18.6", "9.2 (1.7, 16.6)"], ancova("0.0159"));
    for (population, cell, of_estimate) in
        [(FASTER, "8.7 (-5.7, 23.2)", "0.23"), (ALL, "7.5 (-0.7, 15.7)", "0.07")]
    {
        let question = table_10(capacity(), population);
        results.row(&question, PREDICTED, ["", "", cell], ancova(of_estimate));
    }
    let rise = other("rise of slow vital capacity", "respiratory function", "", Benefit::Higher);
    let rise = at_52(rise, briefing("page 55")).by_analysis(cut());
    results.row(&rise, PEOPLE, ["21.0", "12.8", ""], None);
    let report = page_87(strength(), with_neurofilament(cut()));
    results.row(&report, DEVIATIONS, ["-0.17", "-0.45", "0.28 (0.047, 0.517)"], ancova("0.0186"));
    let again = at_52(strength(), chmp("page 120")).by_analysis(with_neurofilament(cut()));
    results.row(&again, DEVIATIONS, ["", "", "0.028"], None);
    let sod1 = page_87(Endpoint::csf_sod1(), cut());
    results.row(&sod1, RATIO, ["0.67", "0.79", ""], None);
    let nfl = page_87(Endpoint::plasma_nfl(), cut());
    results.row(&nfl, RATIO, ["0.49", "0.59", ""], None);
    let others = measured(Endpoint::csf_sod1(), chmp("page 78")).at(TimePoint::Week(52));
    results.outcomes([others.by_analysis(cut()).outcome(FROM_A_AND_B, estimate("0.76", RATIO))]);
    let table_14 = at_52(function(), chmp("pages 73 and 74, table 14"));
    let five_macros = [
        ("3.7 (0.32, 7.03)", "0.0319"),
        ("3.0 (-0.59, 6.60)", "0.1012"),
        ("3.1 (-0.38, 6.61)", "0.0806"),
        ("3.2 (-0.26, 6.71)", "0.0699"),
    ];
    let one_macro = [
        ("3.7 (0.42, 6.97)", "0.0294"),
        ("3.1 (-0.35, 6.47)", "0.0815"),
        ("3.3 (-0.01, 6.61)", "0.0533"),
        ("3.3 (0.00, 6.62)", "0.0531"),
    ];
    reference_based(results, &table_14, &cut(), [five_macros, one_macro]);
    let event = adverse("death, permanent ventilation or withdrawal for progression");
    let event = at_52(event, slides_2022()).by_analysis(cut());
    results.row(&event, PEOPLE, ["25.0", "36.1", ""], None);
    let news = |endpoint| at_52(endpoint, news_2022()).by_analysis(cut());
    let slower = "slower decline with early start, a difference of 10.3 %";
    let alsaq = news(alsaq()).contrast(EARLY).against(DELAYED).with_words(slower);
    results.contrasts([alsaq.with_p(p("0.004").nominal())]);
    let cell = ["", "", "0.2 (0.13, 0.32)"];
    results.row(&news(utility()), POINTS, cell, p("< 0.0001").nominal());
}

/// By the model with neurofilament; in a second analysis those who died have 0 points.
fn february_2023(results: &mut Results) {
    let function = Endpoint::alsfrs_r;
    let cut = || of_data(FEBRUARY);
    let model = || with_neurofilament(cut());
    let deaths_as_0 = || model().with_rule("deaths count as 0 points");
    let page =
        |week, analysis| at(week, function(), ALL, chmp("pages 103 and 104")).by_analysis(analysis);
    for (week, analysis, cells, of_estimate) in [
        (76, model(), ["-7.6", "-11.0", "3.4 (-0.3, 7.1)"], ancova("0.0686")),
        (104, model(), ["-9.5", "-13.2", "3.7 (-0.7, 8.2)"], ancova("0.1004")),
        (76, deaths_as_0(), ["-9.0", "-14.5", "5.6 (1.0, 10.1)"], ancova("0.0160")),
        (104, deaths_as_0(), ["-10.6", "-16.2", "5.6 (0.6, 10.5)"], ancova("0.0280")),
    ] {
        results.row(&page(week, analysis), POINTS, cells, of_estimate);
    }
    for (week, of_ranks, alternative) in [(76, "0.0860", "0.0375"), (104, "0.0835", "0.0335")] {
        let question = page(week, model());
        results.test(&question, joint_rank(of_ranks));
        results.test(&question, nominal(alternative, "alternative joint rank test"));
    }
    let page =
        |week, endpoint, analysis| at(week, endpoint, ALL, chmp("page 121")).by_analysis(analysis);
    for (week, endpoint, cells) in [
        (76, Endpoint::csf_sod1(), ["-37", "-39", ""]),
        (104, Endpoint::csf_sod1(), ["-27", "-19", ""]),
        (76, Endpoint::plasma_nfl(), ["-55", "-43", ""]),
        (104, Endpoint::plasma_nfl(), ["-66", "-60", ""]),
    ] {
        results.row(&page(week, endpoint, cut()), PERCENT_OF_MEAN, cells, None);
    }
    let capacity = page(104, Endpoint::slow_vital_capacity(), model());
    results.row(&capacity, PREDICTED, ["", "", "9.7"], None);
    let strength = page(104, Endpoint::dynamometry_megascore(), model());
    results.row(&strength, DEVIATIONS, ["", "", "0.19"], None);
}

/// The registry's final numbers, with those who have a value; no p-value is printed for week 52, and the ratio of
/// neurofilament of that week with one digit, 0.8.
fn end(results: &mut Results) {
    let nominal = |text: &str| (!text.is_empty()).then(|| p(text).nominal());
    let sod1 = || (Endpoint::csf_sod1(), RATIO, "outcome CSF SOD1");
    let nfl = || (Endpoint::plasma_nfl(), RATIO, "outcome plasma NfL");
    let function = || (Endpoint::alsfrs_r(), POINTS, "outcome ALSFRS-R");
    let capacity = || (Endpoint::slow_vital_capacity(), PREDICTED, "outcome SVC");
    let strength = || (Endpoint::dynamometry_megascore(), DEVIATIONS, "outcome HHD");
    let ratios: [(_, u16, [&str; 3], &str); 15] = [
        (sod1(), 52, ["0.67 (0.57, 0.79) [52]", "0.78 (0.64, 0.96) [25]", "0.86 (0.69, 1.08)"], ""),
        (
            sod1(),
            104,
            ["0.74 (0.65, 0.84) [44]", "0.81 (0.67, 0.97) [17]", "0.91 (0.75, 1.11)"],
            "0.3711",
        ),
        (
            sod1(),
            148,
            ["0.79 (0.69, 0.91) [41]", "0.75 (0.61, 0.92) [11]", "1.06 (0.84, 1.34)"],
            "0.6344",
        ),
        (nfl(), 52, ["0.50 (0.42, 0.60) [50]", "0.62 (0.49, 0.78) [23]", "0.8 (0.63, 1.03)"], ""),
        (
            nfl(),
            104,
            ["0.33 (0.27, 0.42) [42]", "0.41 (0.30, 0.55) [18]", "0.83 (0.60, 1.13)"],
            "0.2306",
        ),
        (
            nfl(),
            148,
            ["0.33 (0.26, 0.43) [41]", "0.36 (0.25, 0.53) [11]", "0.92 (0.61, 1.38)"],
            "0.6730",
        ),
        (
            function(),
            52,
            ["-5.9 (SE 1.16) [57]", "-9.5 (SE 1.46) [28]", "3.6 (0.5, 6.7; SE 1.58)"],
            "",
        ),
        (
            function(),
            104,
            ["-9.4 (SE 1.69) [49]", "-13.1 (SE 2.12) [20]", "3.7 (-0.8, 8.2; SE 2.28)"],
            "0.1054",
        ),
        (
            function(),
            148,
            ["-9.9 (SE 1.77) [46]", "-13.5 (SE 2.28) [13]", "3.6 (-1.2, 8.4; SE 2.46)"],
            "0.1432",
        ),
        (
            capacity(),
            52,
            ["-10.6 (SE 2.99) [38]", "-18.7 (SE 3.70) [20]", "8.1 (0.3, 15.9; SE 3.99)"],
            "",
        ),
        (
            capacity(),
            104,
            ["-14.4 (SE 4.46) [31]", "-23.7 (SE 5.90) [10]", "9.3 (-1.7, 20.4; SE 5.6)"],
            "0.0963",
        ),
        (
            capacity(),
            148,
            ["-13.8 (SE 4.07) [32]", "-18.1 (SE 5.74) [10]", "4.3 (-6.6, 15.2; SE 5.56)"],
            "0.4388",
        ),
        (
            strength(),
            52,
            ["-0.15 (SE 0.079) [42]", "-0.41 (SE 0.101) [25]", "0.26 (0.051, 0.477; SE 0.109)"],
            "",
        ),
        (
            strength(),
            104,
            ["-0.42 (SE 0.112) [32]", "-0.56 (SE 0.154) [10]", "0.14 (-0.141, 0.430; SE 0.145)"],
            "0.3207",
        ),
        (
            strength(),
            148,
            ["-0.38 (SE 0.062) [36]", "-0.43 (SE 0.089) [10]", "0.06 (-0.124, 0.234; SE 0.091)"],
            "0.5452",
        ),
    ];
    for ((endpoint, scale, outcome), week, cells, p) in ratios {
        results.row(&at(week, endpoint, ALL, record_102(outcome)), scale, cells, nominal(p));
    }
    let table = |endpoint| at_148(endpoint, ALL, jama("table 2"));
    results.test(&table(Endpoint::alsfrs_r()), joint_rank("0.05"));
    results.row(&table(alsaq()), POINTS, ["17.0", "22.5", "-5.5"], None);
    results.row(&table(utility()), POINTS, ["-0.1", "-0.2", "0.1"], None);
    let fatigue = table(reported_by_participants("Fatigue Severity Scale", Benefit::Lower));
    results.row(&fatigue, POINTS, ["", "", "4.3"], None);
}

/// Of the final publication, at week 148, by neurofilament at baseline of VALOR.
fn end_by_neurofilament(results: &mut Results) {
    let (function, capacity) = (Endpoint::alsfrs_r, Endpoint::slow_vital_capacity);
    let strength = Endpoint::dynamometry_megascore;
    let fall = PERCENT_OF_MEAN;
    for (endpoint, population, scale, cells, p_value) in [
        (Endpoint::plasma_nfl(), HIGH_NFL, fall, ["-79", "-76", ""], ""),
        (Endpoint::plasma_nfl(), LOW_NFL, fall, ["-45", "-43", ""], ""),
        (Endpoint::csf_sod1(), HIGH_NFL, fall, ["-22", "-31", ""], ""),
        (Endpoint::csf_sod1(), LOW_NFL, fall, ["-19", "-21", ""], ""),
        (function(), HIGH_NFL, POINTS, ["-18.1", "-24.8", "6.6 (-1.8, 15.0)"], "0.12"),
        (function(), LOW_NFL, POINTS, ["-3.2", "-4.5", "1.3 (-3.2, 5.7)"], "0.57"),
        (capacity(), HIGH_NFL, PREDICTED, ["-25.2", "-30.2", "5.1 (-11.9, 22.0)"], "0.56"),
        (capacity(), LOW_NFL, PREDICTED, ["-3.5", "-7.7", "4.2 (-7.4, 15.8)"], "0.48"),
        (strength(), HIGH_NFL, DEVIATIONS, ["-0.48", "-0.60", "0.12 (-0.163, 0.393)"], "0.42"),
        (strength(), LOW_NFL, DEVIATIONS, ["-0.28", "-0.31", "0.02 (-0.181, 0.228)"], "0.82"),
    ] {
        let p = (!p_value.is_empty()).then(|| p(p_value).nominal());
        results.row(&at_148(endpoint, population, jama("table 2")), scale, cells, p);
    }
    for (what, population, cells) in [
        ("ALSFRS-R", ALL, ["21.0 (11.6, 30.5)", "17.3 (4.7, 29.8)", ""]),
        ("ALSFRS-R", HIGH_NFL, ["16.2 (4.3, 28.0)", "12.5 (-3.7, 28.7)", ""]),
        ("ALSFRS-R", LOW_NFL, ["26.5 (11.6, 41.3)", "21.0 (2.8, 39.3)", ""]),
        ("slow vital capacity", ALL, ["23.1 (12.5, 33.7)", "15.8 (2.5, 29.0)", ""]),
        ("slow vital capacity", HIGH_NFL, ["12.1 (1.0, 23.1)", "18.8 (-0.4, 37.9)", ""]),
        ("slow vital capacity", LOW_NFL, ["35.5 (17.8, 53.2)", "13.4 (-4.8, 31.5)", ""]),
        ("megascore", ALL, ["27.3 (16.3, 38.3)", "10.7 (-0.5, 21.8)", ""]),
        ("megascore", HIGH_NFL, ["6.9 (-2.0, 15.8)", "7.7 (-6.3, 21.7)", ""]),
        ("megascore", LOW_NFL, ["50.0 (31.9, 68.1)", "13.1 (-3.3, 29.4)", ""]),
    ] {
        let improved = other(what, "participants who improved", "", Benefit::Higher);
        results.row(&at_148(improved, population, jama("table 2")), PEOPLE, cells, None);
    }
}

/// Rules of analyses of survival (CHMP assessment report, pages 94, 95, 110 and 111). Ventilation is permanent from 21
/// days on if nothing else is said.
const WITHOUT: &str = "no neurofilament in the model";
const NO_COVARIATE: &str = "no covariate in the model";
const STRATIFIED: &str = "stratified by the median of neurofilament at baseline";
const TO_52: &str = "events through week 52";
const SEVEN_DAYS: &str = "ventilation permanent from 7 days on";
const TEN_DAYS: &str = "ventilation permanent from 10 days on";

/// Death or permanent ventilation, death, and the two with withdrawal for progression.
fn times() -> [Endpoint; 3] {
    let three = "time to death, permanent ventilation or withdrawal for progression";
    [Endpoint::event_free_survival(), time_to("time to death"), time_to(three)]
}

/// Hazard ratios of early against delayed start, by endpoint, model and cut; each is over all the follow-up there was.
///
/// With neurofilament in the model that of death or ventilation moved from 0.36 to 0.47 to 0.64. From the data of
/// January 2022 it is 0.87 with only the events of the first 52 weeks, 0.61 without neurofilament in the model, and by
/// the planned model 0.70, or 1.69 in the population of the primary endpoint. The final publication prints an upper end
/// below 0 for death in the slower half.
fn survival(results: &mut Results) {
    let [event, death, three] = &times();
    let cox = |text: &str| Some(nominal(text, "Cox model"));
    let cut = || of_data(JANUARY);
    let page = |analysis: ReportedAnalysis, number| (ALL, analysis, chmp(number));
    let with = || page(with_neurofilament(cut()), "page 88");
    let slides = (ALL, with_neurofilament(cut()), slides_2022());
    let pilot = |rule: &'static str| page(with_neurofilament(cut()).with_rule(rule), "page 94");
    let table_10 = |population| (population, planned(), fda("page 50, table 10"));
    let pages = "pages 110 and 111";
    let later = || page(with_neurofilament(of_data(FEBRUARY)), pages);
    let later_without = || page(of_data(FEBRUARY).with_rule(NO_COVARIATE), pages);
    let record = || (ALL, ReportedAnalysis::default(), record_102("outcomes of survival"));
    let table = |population| (population, ReportedAnalysis::default(), jama("table 2"));
    for (endpoint, (population, analysis, source), text, p) in [
        (event, with(), "0.36 (0.137, 0.941)", cox("0.0373")),
        (death, with(), "0.27 (0.084, 0.890)", cox("0.0313")),
        (three, slides, "0.38 (0.180, 0.821)", None),
        (event, page(cut().with_rule(WITHOUT), "page 94"), "0.61 (0.248, 1.506)", cox("0.2849")),
        (event, pilot(TO_52), "0.87 (0.213, 3.582)", cox("0.8508")),
        (event, pilot(SEVEN_DAYS), "0.38 (0.151, 0.938)", cox("0.0359")),
        (event, pilot(TEN_DAYS), "0.36 (0.142, 0.892)", cox("0.0275")),
        (event, table_10(ALL), "0.70 (0.28, 1.75)", cox("0.45")),
        (event, table_10(FASTER), "1.69 (0.53, 5.40)", cox("0.38")),
        (death, table_10(ALL), "0.64 (0.22, 1.88)", cox("0.41")),
        (death, table_10(FASTER), "1.67 (0.39, 7.10)", cox("0.49")),
        (event, later(), "0.47 (0.20, 1.11)", cox("0.0842")),
        (death, later(), "0.36 (0.13, 1.02)", cox("0.0538")),
        (three, later(), "0.50 (0.25, 0.99)", cox("0.0475")),
        (event, later_without(), "0.76 (0.332, 1.720)", cox("0.5049")),
        (death, later_without(), "0.66 (0.252, 1.705)", cox("0.3870")),
        (three, later_without(), "0.73 (0.378, 1.422)", cox("0.3586")),
        (event, record(), "0.64 (0.282, 1.461)", cox("0.29")),
        (death, record(), "0.52 (0.199, 1.357)", cox("0.18")),
        (three, table(ALL), "0.61 (0.31, 1.18)", cox("0.14")),
        (event, table(HIGH_NFL), "0.47 (0.19, 1.18)", cox("0.11")),
        (event, table(LOW_NFL), "2.03 (0.22, 18.66)", cox("0.53")),
        (death, table(HIGH_NFL), "0.41 (0.13, 1.24)", cox("0.12")),
        (three, table(HIGH_NFL), "0.49 (0.23, 1.02)", cox("0.06")),
        (three, table(LOW_NFL), "0.95 (0.17, 5.34)", cox("0.95")),
        (death, table(LOW_NFL), "1.22 (0.11, -3.04)", cox("0.87")),
    ] {
        let question = Readout::new(endpoint.clone(), source).in_population(population);
        results.row(&question.by_analysis(analysis), HAZARD, ["", "", text], p);
    }
    ranks(results);
    medians(results);
}

/// The log-rank tests of the same comparisons.
fn ranks(results: &mut Results) {
    let [event, death, three] = &times();
    let page = |cut, rule, number| (ALL, of_data(cut).with_rule(rule), chmp(number));
    let early = || page(JANUARY, STRATIFIED, "pages 88 and 95");
    let pilot = |rule| page(JANUARY, rule, "page 94");
    let late = || page(FEBRUARY, STRATIFIED, "page 111, table 32");
    let late_without = || page(FEBRUARY, NO_COVARIATE, "page 110, table 31");
    let record = || (ALL, ReportedAnalysis::default(), record_102("outcomes of survival"));
    let table = |population| (population, ReportedAnalysis::default(), jama("table 2"));
    for (endpoint, (population, analysis, source), text) in [
        (event, early(), "0.0687"),
        (death, early(), "0.0879"),
        (event, pilot(TO_52), "0.8856"),
        (event, pilot(SEVEN_DAYS), "0.0440"),
        (event, pilot(TEN_DAYS), "0.0402"),
        (event, pilot(WITHOUT), "0.2773"),
        (event, late_without(), "0.4843"),
        (death, late_without(), "0.3486"),
        (three, late_without(), "0.3669"),
        (event, late(), "0.1685"),
        (death, late(), "0.1224"),
        (three, late(), "0.0866"),
        (event, record(), "0.4202"),
        (death, record(), "0.3108"),
        (three, table(ALL), "0.23"),
        (event, table(HIGH_NFL), "0.22"),
        (event, table(LOW_NFL), "0.56"),
        (death, table(HIGH_NFL), "0.17"),
        (death, table(LOW_NFL), "0.73"),
        (three, table(HIGH_NFL), "0.18"),
    ] {
        let question = Readout::new(endpoint.clone(), source).in_population(population);
        results.test(&question.by_analysis(analysis), nominal(text, "log-rank test"));
    }
}

/// Median times in weeks, of which most were not reached.
fn medians(results: &mut Results) {
    let [event, death, three] = &times();
    for (endpoint, population, cells) in [
        (event, ALL, ["- (253.6, -)", "- (135.6, -)"]),
        (event, HIGH_NFL, ["253.6 (95.1, -)", "76.0 (33.9, -)"]),
        (event, LOW_NFL, ["-", "-"]),
        (death, ALL, ["- (260.7, -)", "-"]),
        (death, HIGH_NFL, ["253.6 (125.3, -)", "115.4 (57.1, -)"]),
        (death, LOW_NFL, ["-", "-"]),
        (three, ALL, ["260.7 (171.0, -)", "-"]),
        (three, HIGH_NFL, ["103.6 (70.9, 253.6)", "57.3 (27.4, 135.6)"]),
        (three, LOW_NFL, ["-", "-"]),
    ] {
        let question = Readout::new(endpoint.clone(), jama("table 2")).in_population(population);
        results.medians(&question, cells);
    }
    let from_onset = "time from onset to death, withdrawal or end";
    let from_onset = other(from_onset, "survival", "months", Benefit::Higher);
    let question = Readout::new(from_onset, jama("results")).in_population(named("p.Ala5Val"));
    results.levels(
        &question,
        Average::Median,
        ["23.2 (10.5 to 73.9) [11]", "15.4 (8.6 to 34.4) [6]"],
    );
}

/// Who completed, events and deaths, and concentrations in week 4.
fn people(results: &mut Results) {
    let completed = || other("completed the extension", "conduct", "participants", Benefit::Higher);
    let of_all = Readout::new(completed(), jama("results")).in_population(ALL);
    results.counts(&of_all, (34, 72), (12, 36));
    let record = |what| Readout::new(what, record_102("flow, adverse events"));
    for (what, early, delayed, from_a_and_b) in [
        (completed(), 34, 12, 26),
        (adverse("adverse event"), 63, 31, 43),
        (adverse("serious adverse event"), 33, 16, 22),
        (adverse("death"), 14, 7, 5),
    ] {
        results.counts(&record(what.clone()), (early, 63), (delayed, 32));
        results.outcomes([record(what).outcome(FROM_A_AND_B, events(from_a_and_b, 44))]);
    }
    let three = "death, permanent ventilation or withdrawal for progression";
    for (event, cut, page, early, delayed) in [
        ("death or permanent ventilation", JANUARY, "page 88", 12, 8),
        ("death", JANUARY, "page 88", 8, 6),
        ("death or permanent ventilation by week 52", JANUARY, "page 94, table 21", 7, 3),
        ("death on trial", JANUARY, "page 91, table 19", 8, 6),
        ("death on trial or after withdrawal", JANUARY, "page 91, table 19", 12, 11),
        ("death or permanent ventilation", FEBRUARY, "pages 110 and 111", 16, 9),
        ("death", FEBRUARY, "pages 110 and 111", 11, 7),
        (three, FEBRUARY, "pages 110 and 111", 24, 14),
    ] {
        let question = Readout::new(adverse(event), chmp(page)).in_population(ALL);
        results.counts(&question.by_analysis(of_data(cut)), (early, 72), (delayed, 36));
    }
    let news = reported("News reports of the 12-month results").of("2022");
    let at_52 = |event| at_week(adverse(event), ALL, 52, news.clone());
    for (event, percent) in [
        ("serious adverse event", "36.5"),
        ("adverse event that ended treatment", "17.3"),
        ("serious neurologic event", "6.7"),
    ] {
        results.outcomes([at_52(event).outcome(EVERYBODY, estimate(percent, PEOPLE))]);
    }
    for (event, count, of) in [
        ("adverse event", 103, 104),
        ("adverse event related to tofersen", 66, 104),
        ("adverse event related to lumbar puncture", 87, 104),
        ("serious adverse event", 58, 104),
        ("serious adverse event related to tofersen", 10, 104),
        ("fatal adverse event", 22, 104),
        ("adverse event that ended treatment", 28, 104),
        ("serious neurologic event", 9, 104),
        ("serious myelitis", 4, 104),
        ("serious papilloedema", 3, 104),
        ("serious aseptic meningitis", 2, 104),
        ("serious radiculitis", 1, 104),
        ("white cells in cerebrospinal fluid above 10 x 10^6/L", 83, 104),
        ("white cells in cerebrospinal fluid above 5 x 10^6/L", 93, 104),
        ("shift of protein in cerebrospinal fluid to high", 60, 68),
    ] {
        let question = Readout::new(adverse(event), jama("table 3"));
        results.outcomes([question.outcome(EVERYBODY, events(count, of))]);
    }
    for (fluid, cells) in [
        ("cerebrospinal fluid", ["9.18 (SE 0.711) [47]", "19.35 (SE 2.829) [25]"]),
        ("plasma", ["2.05 (SE 0.516) [60]", "1.22 (SE 0.118) [28]"]),
    ] {
        let source = record_102("outcomes of concentration");
        let question = at_week(concentration(fluid), Population::Unstated, 4, source);
        results.levels(&question.measured_by(TOFERSEN_ASSAY), Average::Mean, cells);
    }
    let age = other("age", "history", "years", Benefit::Higher);
    let age = Readout::new(age, record_102("baseline")).at(on_day(1));
    results.levels(&age, Average::Mean, ["48.1 (SD 11.80) [63]", "52.8 (SD 11.00) [32]"]);
    results.outcomes(level(&age, FROM_A_AND_B, Average::Mean, "49.8 (SD 11.04) [44]"));
}

/// Plasma neurofilament of those who began late, 24 weeks after they began.
fn from_own_start(results: &mut Results) {
    let question = measured(Endpoint::plasma_nfl(), fda("pages 58 and 62")).in_population(ALL);
    let question = question.at(TimePoint::Week(24));
    let question = question.by_analysis(ReportedAnalysis::default().with_rule(FROM_OWN_START));
    results.row(&question, PERCENT_OF_MEAN, ["", "-44", ""], None);
}
