//! The open-label extension, NCT03070119, and what it found with VALOR's own period: tofersen from the start
//! against tofersen after placebo.

use crate::catalog::literal::{article, made, published, record, registered, reported};
use crate::catalog::tofersen::label::approved;
use crate::catalog::tofersen::results::{
    ALL, FASTER, PERCENT, POINTS, PREDICTED, RATIO, SLOWER, adverse, at_week, estimate, events, p,
    p_below, slides, within, words,
};
use crate::evidence::result::{Contrast, Readout, ReportedOutcome, ReportedScale, TimePoint};
use crate::evidence::source::Source;
use crate::evidence::trial::{Arm, Trial};
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

const EARLY: &str = "early start";
const DELAYED: &str = "delayed start";
const EVERYBODY: &str = "all participants";
const ARMS: (&str, &str) = (EARLY, DELAYED);

fn slides_2022() -> Source {
    published("Biogen, 12-month results at the ENCALS meeting").of("3 June 2022")
}

fn news_2022() -> Source {
    reported("Practical Neurology, report on the 12-month results").of("3 June 2022")
}

fn final_news() -> Source {
    reported("Conexiant, report on the final results").of("December 2025")
}

/// Open-label tofersen for those who completed the earlier parts: a loading regimen, then maintenance
/// (registry). The arms are VALOR's, by when they began tofersen; the registration has only one.
///
/// ```
/// let extension = aso_regimen::catalog::tofersen::extension();
/// assert!(extension.audit().iter().all(|remark| !remark.is_fault()));
/// ```
pub fn extension() -> Trial {
    let registry = record("NCT03070119");
    let (number, title) = (registered("NCT03070119"), "Tofersen open-label extension");
    let trial = Trial::builder(number, title, registry)
        .arm(Arm::active(EARLY, approved()).open_label().with_n(72))
        .arm(Arm::active(DELAYED, approved()).open_label().with_n(36))
        .arm(Arm::pooled(EVERYBODY, [EARLY, DELAYED]))
        .outcomes(interim_outcomes())
        .outcomes(year_1_outcomes())
        .outcomes(final_outcomes())
        .contrasts(interim_contrasts())
        .contrasts(year_1_contrasts())
        .contrasts(final_contrasts());
    made(trial.build())
}

/// A row of a table: early start, then delayed start.
fn row(
    question: &Readout,
    early: &str,
    delayed: &str,
    scale: ReportedScale,
) -> [ReportedOutcome; 2] {
    [
        question.outcome(EARLY, estimate(early, scale)),
        question.outcome(DELAYED, estimate(delayed, scale)),
    ]
}

fn at_40(endpoint: Endpoint) -> Readout {
    at_week(endpoint, FASTER, 40, slides())
}

fn at_76(endpoint: Endpoint) -> Readout {
    at_week(endpoint, SLOWER, 76, slides())
}

fn interim_outcomes() -> Vec<ReportedOutcome> {
    [
        row(&at_40(Endpoint::alsfrs_r()), "-9.3", "-10.6", POINTS),
        row(&at_40(Endpoint::csf_sod1()), "0.68", "0.78", RATIO),
        row(&at_40(Endpoint::plasma_nfl()), "0.45", "0.80", RATIO),
        row(&at_76(Endpoint::alsfrs_r()), "-2.0", "-4.9", POINTS),
        row(&at_76(Endpoint::csf_sod1()), "0.54", "0.44", RATIO),
        row(&at_76(Endpoint::plasma_nfl()), "0.59", "0.74", RATIO),
    ]
    .concat()
}

fn interim_contrasts() -> Vec<Contrast> {
    let (function, sod1, nfl) = (Endpoint::alsfrs_r, Endpoint::csf_sod1, Endpoint::plasma_nfl);
    vec![
        at_40(function()).compared(ARMS, within("1.3", "-4.1", "6.7", POINTS), None),
        at_40(sod1()).compared(ARMS, within("0.87", "0.63", "1.18", RATIO), None),
        at_40(nfl()).compared(ARMS, within("0.56", "0.36", "0.86", RATIO), None),
        at_76(function()).compared(ARMS, within("2.9", "-0.7", "6.6", POINTS), None),
        at_76(sod1()).compared(ARMS, within("1.21", "0.94", "1.56", RATIO), None),
        at_76(nfl()).compared(ARMS, within("0.79", "0.60", "1.05", RATIO), None),
    ]
}

fn year_1_outcomes() -> Vec<ReportedOutcome> {
    let at_52 = |endpoint, source| at_week(endpoint, ALL, 52, source);
    let event = adverse("death, permanent ventilation or withdrawal for progression");
    let event = at_52(event, slides_2022());
    let news = reported("News reports of the 12-month results").of("2022");
    let safety = |event| at_52(adverse(event), news.clone());
    let percent = ReportedScale::PercentOfParticipants;
    let function = at_52(Endpoint::alsfrs_r(), slides_2022());
    let mut outcomes = row(&function, "-6.0", "-9.5", POINTS).to_vec();
    outcomes.extend(row(&event, "25.0", "36.1", percent));
    outcomes.extend([
        safety("serious adverse event").outcome(EVERYBODY, estimate("36.5", percent)),
        safety("adverse event that ended treatment").outcome(EVERYBODY, estimate("17.3", percent)),
        safety("serious neurologic event").outcome(EVERYBODY, estimate("6.7", percent)),
        safety("death").outcome(EVERYBODY, words("14 deaths")),
    ]);
    outcomes
}

fn other(name: &'static str, of: &'static str, unit: &'static str, benefit: Benefit) -> Endpoint {
    let endpoint = Endpoint::builder(name, benefit, ReportedAs::Difference);
    made(endpoint.matrix(of).unit(unit).build())
}

fn year_1_contrasts() -> Vec<Contrast> {
    let at_52 = |endpoint, source| at_week(endpoint, ALL, 52, source);
    let hazard = |value, low, high| within(value, low, high, ReportedScale::HazardRatio);
    // The scores' own directions are not used: the sources print differences in favour of early start.
    let alsaq = other("ALSAQ-5", "quality of life", "points", Benefit::Lower);
    let eq_5d = other("EQ-5D-5L", "quality of life", "points", Benefit::Higher);
    let survival = |name| other(name, "survival", "days", Benefit::Higher);
    let function = at_52(Endpoint::alsfrs_r(), slides_2022());
    let breathing = at_52(Endpoint::slow_vital_capacity(), slides_2022());
    let withdrawal = survival("time to death, permanent ventilation or withdrawal");
    let withdrawal = at_52(withdrawal, slides_2022());
    let event = at_52(Endpoint::event_free_survival(), slides_2022());
    let press = reported("Biogen, press release on the 12-month results").of("June 2022");
    let death = at_52(survival("time to death"), press);
    let utility = within("0.2", "0.13", "0.32", POINTS);
    let (alsaq, eq_5d) = (at_52(alsaq, news_2022()), at_52(eq_5d, news_2022()));
    vec![
        function.compared(ARMS, within("3.5", "0.4", "6.7", POINTS), p("0.0272")),
        breathing.compared(ARMS, within("9.2", "1.7", "16.6", PREDICTED), p("0.016")),
        alsaq.compared(ARMS, estimate("10.3", POINTS), p("0.004")),
        eq_5d.compared(ARMS, utility, p_below("0.0001")),
        withdrawal.compared(ARMS, hazard("0.38", "0.180", "0.821"), None),
        event.compared(ARMS, hazard("0.36", "0.137", "0.941"), None),
        death.compared(ARMS, hazard("0.27", "0.084", "0.890"), None),
    ]
}

fn final_outcomes() -> Vec<ReportedOutcome> {
    let at_148 = |endpoint| at_week(endpoint, ALL, 148, final_news());
    let (name, unit) = ("completed the extension", "participants");
    let completed = other(name, "conduct", unit, Benefit::Higher);
    let (paper, doi) =
        ("Miller et al., JAMA Neurol 2026;83:115", "doi:10.1001/jamaneurol.2025.4946");
    let report = article(paper, doi).at("abstract");
    let completed =
        at_week(completed, ALL, 148, report.of("December 2025")).at(TimePoint::Unstated);
    let function = at_148(Endpoint::alsfrs_r());
    let breathing = at_148(Endpoint::slow_vital_capacity());
    let strength = at_148(Endpoint::dynamometry_megascore());
    let nfl = at_148(Endpoint::plasma_nfl());
    let deviations = ReportedScale::StandardDeviations;
    let mut outcomes = [
        row(&function, "-9.9", "-13.5", POINTS),
        row(&breathing, "-13.8", "-18.1", PREDICTED),
        row(&strength, "-0.38", "-0.43", deviations),
        row(&nfl, "-67", "-64", PERCENT),
    ]
    .concat();
    outcomes.extend([
        completed.outcome(EARLY, events(34, 72)),
        completed.outcome(DELAYED, events(12, 36)),
    ]);
    outcomes
}

/// The reports say that none of the differences at week 148 was significant, and print none.
fn final_contrasts() -> Vec<Contrast> {
    let not_significant = |endpoint| {
        at_week(endpoint, ALL, 148, final_news())
            .compared(ARMS, None, None)
            .with_words("difference not statistically significant")
    };
    let press = reported("Biogen, press release on the final results").of("December 2025");
    vec![
        not_significant(Endpoint::alsfrs_r()),
        not_significant(Endpoint::slow_vital_capacity()),
        not_significant(Endpoint::dynamometry_megascore()),
        not_significant(Endpoint::plasma_nfl()),
        at_week(Endpoint::event_free_survival(), FASTER, 148, press)
            .compared(ARMS, None, None)
            .with_words("3.4 years longer with early start"),
    ]
}
