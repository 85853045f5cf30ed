//! What the extension found together with VALOR, cut by cut of the data: the slides of 2021, January 2022, February 2023 and
//! the end.

use crate::catalog::literal::{published, reported};
use crate::catalog::tofersen::methods::{concentration, measured};
use crate::catalog::tofersen::results::{
    ALL, DEVIATIONS, FASTER, HAZARD, HIGH_NFL, LOW_NFL, PEOPLE, PERCENT_OF_MEAN, POINTS, PREDICTED,
    RATIO, Results, SLOWER, adverse, ancova, at_week, briefing, chmp, estimate, events, fda, jama,
    joint_rank, named, nominal, other, p, record_102, reported_by_participants, slides, time_to,
    words,
};
use crate::evidence::result::{PValue, Population, Readout, TimePoint};
use crate::evidence::source::Source;
use crate::measure::endpoint::{Benefit, Endpoint};

pub(super) const EARLY: &str = "early start";
pub(super) const DELAYED: &str = "delayed start";
pub(super) const FROM_A_AND_B: &str = "from parts A and B";
/// Everybody who was in VALOR and had tofersen at some time.
pub(super) const EVERYBODY: &str = "all participants";

const DEATHS_AS_0: Population = named("intention to treat, deaths counted as 0");
/// By the model with strata and no neurofilament, as the Food and Drug Administration computed it.
const PLANNED: Population = named("intention to treat, model as planned");
const FEBRUARY_2023: Population = named("intention to treat, data of February 2023");
/// Those who had placebo in VALOR, from the start of their own treatment.
const FROM_OWN_START: Population = named("intention to treat, 24 weeks after their first dose");
const BEFORE_52_WEEKS: Population = named("intention to treat, through week 52");

fn slides_2022() -> Source {
    published("Biogen, 12-month results at the ENCALS meeting").of("3 June 2022")
}

fn news_2022() -> Source {
    reported("Practical Neurology, report on the 12-month results").of("3 June 2022")
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
    results.row(&report, POINTS, ["-5.8", "-8.5", "2.6 (-0.4, 5.7)"], None);
}

/// By the model with neurofilament, which the sponsor changed to; and by the one that was planned, as the Food and Drug
/// Administration computed it. The assessment report prints the difference in strength a second time with a zero too many.
fn january_2022(results: &mut Results) {
    let (function, capacity) = (Endpoint::alsfrs_r, Endpoint::slow_vital_capacity);
    let strength = Endpoint::dynamometry_megascore;
    let at_52 = |endpoint, population, source| at(52, endpoint, population, source);
    let report = at_52(function(), ALL, chmp("page 87; pages 103 and 104"));
    results.row(&report, POINTS, ["-6.0", "-9.5", "3.5 (0.4, 6.7)"], ancova("0.0272"));
    results.test(&report, joint_rank("0.2090"));
    results.test(&report, nominal("0.0340", "alternative joint rank test"));
    for (population, cells, of_estimate, of_ranks) in [
        (FASTER, ["-9.7", "-12.3", "2.5 (-3.2, 8.3)"], "0.39", "0.83"),
        (SLOWER, ["-1.2", "-3.9", "2.6 (-0.7, 6.0)"], "0.12", "0.90"),
        (PLANNED, ["-6.6", "-9.3", "2.7 (-0.9, 6.2)"], "0.14", "0.48"),
    ] {
        let planned = at_52(function(), population, fda("page 50, table 10"));
        results.row(&planned, POINTS, cells, ancova(of_estimate));
        results.test(&planned, joint_rank(of_ranks));
    }
    for (domain, cells, of_estimate) in [
        ("ALSFRS-R gross motor", ["-1.1", "-2.1", "1.0 (0.1, 1.8)"], "0.0227"),
        ("ALSFRS-R fine motor", ["-1.6", "-2.6", "1.0 (0.1, 2.0)"], "0.0374"),
        ("ALSFRS-R bulbar", ["-1.4", "-1.7", "0.3 (-0.7, 1.3)"], "0.5889"),
        ("ALSFRS-R respiratory", ["-1.9", "-3.1", "1.2 (-0.1, 2.6)"], "0.0623"),
    ] {
        let domain = other(domain, "clinical function", "points", Benefit::Higher);
        let question = at_52(domain, ALL, briefing("page 53, table 9"));
        results.row(&question, POINTS, cells, ancova(of_estimate));
    }
    let page_87 = || chmp("page 87");
    let report = at_52(capacity(), ALL, page_87());
    results.row(&report, PREDICTED, ["-9.4", "-18.6", "9.2 (1.7, 16.6)"], ancova("0.0159"));
    let planned = |population| at_52(capacity(), population, fda("page 50, table 10"));
    results.row(&planned(FASTER), PREDICTED, ["", "", "8.7 (-5.7, 23.2)"], ancova("0.23"));
    results.row(&planned(PLANNED), PREDICTED, ["", "", "7.5 (-0.7, 15.7)"], ancova("0.07"));
    let rise = other("rise of slow vital capacity", "respiratory function", "", Benefit::Higher);
    results.row(&at_52(rise, ALL, briefing("page 55")), PEOPLE, ["21.0", "12.8", ""], None);
    let report = at_52(strength(), ALL, page_87());
    results.row(&report, DEVIATIONS, ["-0.17", "-0.45", "0.28 (0.047, 0.517)"], ancova("0.0186"));
    let again = at_52(strength(), ALL, chmp("page 120"));
    results.row(&again, DEVIATIONS, ["", "", "0.028"], None);
    let sod1 = at_52(Endpoint::csf_sod1(), ALL, page_87());
    results.row(&sod1, RATIO, ["0.67", "0.79", ""], None);
    let nfl = at_52(Endpoint::plasma_nfl(), ALL, page_87());
    results.row(&nfl, RATIO, ["0.49", "0.59", ""], None);
    let after_placebo = measured(Endpoint::plasma_nfl(), fda("page 62"));
    let after_placebo = after_placebo.in_population(FROM_OWN_START);
    results.outcomes([after_placebo.outcome(DELAYED, estimate("-44", PERCENT_OF_MEAN))]);
    let event = adverse("death, permanent ventilation or withdrawal for progression");
    results.row(&at_52(event, ALL, slides_2022()), PEOPLE, ["25.0", "36.1", ""], None);
    results.row(&at_52(alsaq(), ALL, news_2022()), POINTS, ["", "", "10.3"], p("0.004").nominal());
    let question = at_52(utility(), ALL, news_2022());
    results.row(&question, POINTS, ["", "", "0.2 (0.13, 0.32)"], p("< 0.0001").nominal());
}

/// By the model with neurofilament; in a second analysis those who died have 0 points.
fn february_2023(results: &mut Results) {
    let function = Endpoint::alsfrs_r;
    let page = || chmp("pages 103 and 104");
    for (week, population, cells, of_estimate) in [
        (76, FEBRUARY_2023, ["-7.6", "-11.0", "3.4 (-0.3, 7.1)"], ancova("0.0686")),
        (104, FEBRUARY_2023, ["-9.5", "-13.2", "3.7 (-0.7, 8.2)"], ancova("0.1004")),
        (76, DEATHS_AS_0, ["-9.0", "-14.5", "5.6 (1.0, 10.1)"], p("0.0160").nominal()),
        (104, DEATHS_AS_0, ["-10.6", "-16.2", "5.6 (0.6, 10.5)"], p("0.0280").nominal()),
    ] {
        results.row(&at(week, function(), population, page()), POINTS, cells, of_estimate);
    }
    for (week, of_ranks, alternative) in [(76, "0.0860", "0.0375"), (104, "0.0835", "0.0335")] {
        let question = at(week, function(), FEBRUARY_2023, page());
        results.test(&question, joint_rank(of_ranks));
        results.test(&question, nominal(alternative, "alternative joint rank test"));
    }
    let page = || chmp("page 121");
    for (week, endpoint, cells) in [
        (76, Endpoint::csf_sod1(), ["-37", "-39", ""]),
        (104, Endpoint::csf_sod1(), ["-27", "-19", ""]),
        (76, Endpoint::plasma_nfl(), ["-55", "-43", ""]),
        (104, Endpoint::plasma_nfl(), ["-66", "-60", ""]),
    ] {
        results.row(&at(week, endpoint, FEBRUARY_2023, page()), PERCENT_OF_MEAN, cells, None);
    }
    let capacity = at(104, Endpoint::slow_vital_capacity(), FEBRUARY_2023, page());
    results.row(&capacity, PREDICTED, ["", "", "9.7"], None);
    let strength = at(104, Endpoint::dynamometry_megascore(), FEBRUARY_2023, page());
    results.row(&strength, DEVIATIONS, ["", "", "0.19"], None);
}

/// The registry's final numbers, with those who have a value; no p-value is printed for week 52.
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
        (function(), 52, ["-5.9 [57]", "-9.5 [28]", "3.6 (0.5, 6.7)"], ""),
        (function(), 104, ["-9.4 [49]", "-13.1 [20]", "3.7 (-0.8, 8.2)"], "0.1054"),
        (function(), 148, ["-9.9 [46]", "-13.5 [13]", "3.6 (-1.2, 8.4)"], "0.1432"),
        (capacity(), 52, ["-10.6 [38]", "-18.7 [20]", "8.1 (0.3, 15.9)"], ""),
        (capacity(), 104, ["-14.4 [31]", "-23.7 [10]", "9.3 (-1.7, 20.4)"], "0.0963"),
        (capacity(), 148, ["-13.8 [32]", "-18.1 [10]", "4.3 (-6.6, 15.2)"], "0.4388"),
        (strength(), 52, ["-0.15 [42]", "-0.41 [25]", "0.26 (0.051, 0.477)"], ""),
        (strength(), 104, ["-0.42 [32]", "-0.56 [10]", "0.14 (-0.141, 0.430)"], "0.3207"),
        (strength(), 148, ["-0.38 [36]", "-0.43 [10]", "0.06 (-0.124, 0.234)"], "0.5452"),
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

/// Hazard ratios of early against delayed start, by endpoint, model and cut; each is over all the follow-up there was.
///
/// With neurofilament in the model that of death or ventilation moved from 0.36 to 0.47 to 0.64, and from the data of January
/// 2022 it is 0.61, 0.70, or 1.69 in the population of the primary endpoint, by other models. The final publication prints an
/// upper end below 0 for death in the slower half.
fn survival(results: &mut Results) {
    let event = || Endpoint::event_free_survival();
    let death = || time_to("time to death");
    let three = || time_to("time to death, permanent ventilation or withdrawal for progression");
    let cox = |text: &str| nominal(text, "Cox model");
    let arms = (EARLY, DELAYED);
    let mut ratio = |cut: &'static str, endpoint, population, source, text, p: Option<PValue>| {
        let question = Readout::new(endpoint, source).in_population(population);
        let contrast = question.compared(arms, estimate(text, HAZARD), p);
        results.contrasts([contrast.with_words(cut)]);
    };
    let cut = "data of January 2022, neurofilament in the model";
    let page = || chmp("page 88");
    ratio(cut, event(), ALL, page(), "0.36 (0.137, 0.941)", Some(cox("0.0373")));
    ratio(cut, death(), ALL, page(), "0.27 (0.084, 0.890)", Some(cox("0.0313")));
    ratio(cut, three(), ALL, slides_2022(), "0.38 (0.180, 0.821)", None);
    let cut = "data of January 2022, no neurofilament in the model";
    let page = || chmp("page 94");
    ratio(cut, event(), ALL, page(), "0.61 (0.248, 1.506)", Some(cox("0.2849")));
    ratio(cut, event(), BEFORE_52_WEEKS, page(), "0.87 (0.213, 3.582)", Some(cox("0.8508")));
    let cut = "data of January 2022, as planned";
    let page = || fda("page 50, table 10");
    ratio(cut, event(), PLANNED, page(), "0.70 (0.28, 1.75)", Some(cox("0.45")));
    ratio(cut, event(), FASTER, page(), "1.69 (0.53, 5.40)", Some(cox("0.38")));
    ratio(cut, death(), PLANNED, page(), "0.64 (0.22, 1.88)", Some(cox("0.41")));
    ratio(cut, death(), FASTER, page(), "1.67 (0.39, 7.10)", Some(cox("0.49")));
    let cut = "data of February 2023, neurofilament in the model";
    let page = || chmp("pages 110 and 111");
    ratio(cut, event(), ALL, page(), "0.47 (0.20, 1.11)", Some(cox("0.0842")));
    ratio(cut, death(), ALL, page(), "0.36 (0.13, 1.02)", Some(cox("0.0538")));
    ratio(cut, three(), ALL, page(), "0.50 (0.25, 0.99)", Some(cox("0.0475")));
    let cut = "data of February 2023, no neurofilament in the model";
    ratio(cut, event(), ALL, page(), "0.76 (0.332, 1.720)", None);
    ratio(cut, death(), ALL, page(), "0.66 (0.252, 1.705)", None);
    ratio(cut, three(), ALL, page(), "0.73 (0.378, 1.422)", None);
    let cut = "final data";
    let record = || record_102("outcomes of survival");
    ratio(cut, event(), ALL, record(), "0.64 (0.282, 1.461)", Some(cox("0.29")));
    ratio(cut, death(), ALL, record(), "0.52 (0.199, 1.357)", Some(cox("0.18")));
    let table = || jama("table 2");
    ratio(cut, three(), ALL, table(), "0.61 (0.31, 1.18)", Some(cox("0.14")));
    ratio(cut, event(), HIGH_NFL, table(), "0.47 (0.19, 1.18)", Some(cox("0.11")));
    ratio(cut, event(), LOW_NFL, table(), "2.03 (0.22, 18.66)", Some(cox("0.53")));
    ratio(cut, death(), HIGH_NFL, table(), "0.41 (0.13, 1.24)", Some(cox("0.12")));
    ratio(cut, three(), HIGH_NFL, table(), "0.49 (0.23, 1.02)", Some(cox("0.06")));
    ratio(cut, three(), LOW_NFL, table(), "0.95 (0.17, 5.34)", Some(cox("0.95")));
    ratio(cut, death(), LOW_NFL, table(), "1.22 (0.11, -3.04)", Some(cox("0.87")));
    ranks(results);
    medians(results);
}

/// The log-rank tests of the same comparisons.
fn ranks(results: &mut Results) {
    let event = || Endpoint::event_free_survival();
    let death = || time_to("time to death");
    let three = || time_to("time to death, permanent ventilation or withdrawal for progression");
    for (endpoint, population, source, text) in [
        (event(), ALL, chmp("page 88"), "0.0687"),
        (death(), ALL, chmp("page 88"), "0.0879"),
        (event(), ALL, chmp("pages 110 and 111"), "0.1685"),
        (death(), ALL, chmp("pages 110 and 111"), "0.1224"),
        (three(), ALL, chmp("pages 110 and 111"), "0.0866"),
        (event(), ALL, record_102("outcomes of survival"), "0.4202"),
        (death(), ALL, record_102("outcomes of survival"), "0.3108"),
        (three(), ALL, jama("table 2"), "0.23"),
        (event(), HIGH_NFL, jama("table 2"), "0.22"),
        (event(), LOW_NFL, jama("table 2"), "0.56"),
        (death(), HIGH_NFL, jama("table 2"), "0.17"),
        (death(), LOW_NFL, jama("table 2"), "0.73"),
        (three(), HIGH_NFL, jama("table 2"), "0.18"),
    ] {
        let question = Readout::new(endpoint, source).in_population(population);
        results.test(&question, nominal(text, "log-rank test"));
    }
}

/// Median times in weeks, of which most were not reached.
fn medians(results: &mut Results) {
    let event = || Endpoint::event_free_survival();
    let death = || time_to("time to death");
    let three = || time_to("time to death, permanent ventilation or withdrawal for progression");
    for (endpoint, population, cells) in [
        (event(), ALL, ["not reached (253.6, not reached)", "not reached (135.6, not reached)"]),
        (event(), HIGH_NFL, ["253.6 weeks (95.1, not reached)", "76.0 weeks (33.9, not reached)"]),
        (death(), ALL, ["not reached (260.7, not reached)", "not reached"]),
        (
            death(),
            HIGH_NFL,
            ["253.6 weeks (125.3, not reached)", "115.4 weeks (57.1, not reached)"],
        ),
        (three(), ALL, ["260.7 weeks (171.0, not reached)", "not reached"]),
        (three(), HIGH_NFL, ["103.6 weeks (70.9, 253.6)", "57.3 weeks (27.4, 135.6)"]),
    ] {
        let question = Readout::new(endpoint, jama("table 2")).in_population(population);
        results.words(&question, cells);
    }
    let from_onset = time_to("time from onset to death, withdrawal or end");
    let question = Readout::new(from_onset, jama("results")).in_population(named("p.Ala5Val"));
    results.words(&question, ["23.2 months (10.5 to 73.9)", "15.4 months (8.6 to 34.4)"]);
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
    let report = |event, source| Readout::new(adverse(event), source).in_population(ALL);
    results.counts(
        &report("death or permanent ventilation by January 2022", chmp("page 88")),
        (12, 72),
        (8, 36),
    );
    results.counts(&report("death by January 2022", chmp("page 88")), (8, 72), (6, 36));
    let died = report("death on trial by January 2022", chmp("page 91, table 19"));
    results.counts(&died, (8, 72), (6, 36));
    results.counts(
        &report("death or permanent ventilation by February 2023", chmp("pages 110 and 111")),
        (16, 72),
        (9, 36),
    );
    results.counts(&report("death by February 2023", chmp("pages 110 and 111")), (11, 72), (7, 36));
    results.counts(
        &report(
            "death, permanent ventilation or withdrawal for progression by February 2023",
            chmp("pages 110 and 111"),
        ),
        (24, 72),
        (14, 36),
    );
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
    for (fluid, [early, delayed], [n_early, n_delayed]) in [
        ("cerebrospinal fluid", ["9.18 ng/mL (SE 0.711)", "19.35 ng/mL (SE 2.829)"], [47, 25]),
        ("plasma", ["2.05 ng/mL (SE 0.516)", "1.22 ng/mL (SE 0.118)"], [60, 28]),
    ] {
        let source = record_102("outcomes of concentration");
        let question = at_week(concentration(fluid), Population::Unstated, 4, source);
        let question = question.measured_by("hybridisation ELISA");
        results.outcomes([
            question.outcome(EARLY, words(early)).with_n(n_early),
            question.outcome(DELAYED, words(delayed)).with_n(n_delayed),
        ]);
    }
}
