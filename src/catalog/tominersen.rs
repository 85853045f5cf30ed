//! Tominersen, for Huntington disease: two trials of long dosing intervals. It is not approved anywhere.
//!
//! ```
//! use aso_regimen::catalog::tominersen;
//!
//! let trial = tominersen::generation_hd1();
//! assert_eq!(trial.registration().to_string(), "NCT03761849");
//! assert!(tominersen::trials().len() >= 2);
//! ```

use crate::calendar::{StudyDay, Window};
use crate::catalog::literal::{found, made, printed, published, record, registered};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::condition::{Condition, Threshold};
use crate::evidence::result::{Population, TimePoint};
use crate::evidence::source::Source;
use crate::evidence::trial::{
    Arm, Criterion, Epoch, Mask, Purpose, Rank, Trial, TrialEndpoint, TrialPart, Visit,
};
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

const PLACEBO: &str = "placebo";
/// Returns both trials.
pub fn trials() -> Vec<Trial> {
    vec![generation_hd1(), generation_hd2()]
}

fn placebo() -> Mask {
    Mask::Placebo("intrathecal placebo".into())
}

fn score(name: &'static str) -> Endpoint {
    made(Endpoint::builder(name, Benefit::Higher, ReportedAs::Difference).unit("points").build())
}

fn function() -> Endpoint {
    score("total functional capacity")
}

fn composite() -> Endpoint {
    score("cUHDRS")
}

/// The study day on which a week of these protocols begins. Weeks are counted from 1.
fn week(number: i32) -> StudyDay {
    StudyDay::from_offset(7 * (number - 1))
}

fn protocol(place: &'static str) -> Source {
    let protocol = |place| {
        let protocol = published("Roche, protocol BN40423, version 6, 2 April 2021").at(place);
        protocol.identified(made("registry:NCT03761849".parse()))
    };
    found(protocol, &[])(place)
}

/// GENERATION HD1, NCT03761849: 120 mg on days 1 and 29, then every 8 weeks from week 13 to week 93 (arm `Q8W`) or
/// every 16 weeks from week 21 to week 85 (arm `Q16W`), against placebo. Arm `Q16W` is given placebo at the visits
/// between, so that dates do not reveal the arm. At each administration 20 mL of cerebrospinal fluid are withdrawn,
/// over up to 60 minutes, and 20 mL are given.
///
/// Participants randomised before version 4 of the protocol (16 April 2019) were given 120 mg or placebo every 4 weeks,
/// or 120 mg as in `Q8W` with placebo between. 899 participants were enrolled; dosing was stopped on 22 March 2021.
/// Visit windows are read as plus and minus, because the copy that was read has lost the sign. Not in the catalog: the
/// secondary outcomes, and the results that the registry posted on 7 November 2023.
///
/// ```
/// let trial = aso_regimen::catalog::tominersen::generation_hd1();
/// let calendar = trial.calendar("Q16W", "2019-07-01".parse()?, "2019-11-18".parse()?)?;
/// let given: Vec<String> = calendar
///     .iter()
///     .map(ToString::to_string)
///     .filter(|line| line.contains("120 mg") || line.contains("placebo"))
///     .collect();
/// assert_eq!(
///     given,
///     [
///         "2019-07-01 day 1: 120 mg (20 mL, withdraw 20 mL) IT",
///         "2019-07-29 day 29: 120 mg (20 mL, withdraw 20 mL) IT",
///         "2019-09-23 day 85: placebo (intrathecal placebo)",
///         "2019-11-18 day 141: 120 mg (20 mL, withdraw 20 mL) IT",
///     ],
/// );
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn generation_hd1() -> Trial {
    let every_8_weeks = || regimen!("120 mg (20 mL, withdraw 20 mL) IT q28d x2, then q56d x11");
    let every_16_weeks = regimen!("120 mg (20 mL, withdraw 20 mL) IT q28d x2, then q112d x5");
    let every_4_weeks = || regimen!("120 mg (20 mL, withdraw 20 mL) IT q28d x25");
    let now =
        |arm: Arm| arm.in_part(TrialPart::new(VERSION_4, Purpose::Pivotal)).with_allocation(1);
    let first =
        |arm: Arm| arm.in_part(TrialPart::new("protocol before version 4", Purpose::Pivotal));
    let record = found(|place| record("NCT03761849").at(place).of("1 March 2024"), &[]);
    let number = registered("NCT03761849");
    let mut trial = Trial::builder(number, "GENERATION HD1", record("design, outcomes"))
        .source(protocol("tables 1 and 2; pages 36, 56 and 61; appendix 1"))
        .eligibility(eligibility(("25", "65"), Threshold::Above(printed("400"))))
        .eligibility([
            Criterion::inclusion(Condition::judged("manifest: diagnostic confidence level 4")),
            least("Independence Scale", "", "70"),
            Criterion::inclusion(Condition::judged("functional independence at baseline")),
        ])
        .endpoints([composite(), function()].map(|endpoint| {
            TrialEndpoint::new(Rank::Primary, endpoint).at(TimePoint::Day(week(69)))
        }))
        .endpoints([composite(), function()].map(|endpoint| {
            let endpoint = TrialEndpoint::new(Rank::Primary, endpoint);
            let endpoint = endpoint.at(TimePoint::Day(week(21)));
            endpoint.of_earlier_design("the protocol before version 4", record("outcomes"))
        }))
        .arm(now(Arm::active("Q8W", every_8_weeks())))
        .arm(now(Arm::active("Q16W", every_16_weeks).masked_as(every_8_weeks(), placebo())))
        .arm(now(Arm::masked(PLACEBO, every_8_weeks(), placebo())))
        .arm(first(Arm::active("Q4W (first design)", every_4_weeks())))
        .arm(first(
            Arm::active("Q8W (first design)", every_8_weeks())
                .masked_as(every_4_weeks(), placebo()),
        ))
        .arm(first(Arm::masked("placebo (first design)", every_4_weeks(), placebo())));
    for visit in visits() {
        trial = trial.visit(visit.in_part(VERSION_4));
    }
    made(trial.build())
}

const VERSION_4: &str = "protocol from version 4 on";

fn visits() -> Vec<Visit> {
    let screening = Visit::new("screening", StudyDay::from_offset(-28))
        .with_window(Window::days(0, 26))
        .in_epoch(Epoch::Screening);
    let mut visits = vec![screening, Visit::new("week 1", week(1)).in_epoch(Epoch::Baseline)];
    visits.push(Visit::new("week 5", week(5)).with_window(Window::days(3, 3)));
    for number in (13..=101).step_by(8) {
        let visit = Visit::new(format!("week {number}"), week(number));
        let visit = visit.with_window(Window::days(7, 7));
        visits.push(if number == 69 {
            visit.assessing(composite()).assessing(function())
        } else {
            visit
        });
    }
    let last = Visit::new("week 117", week(117)).with_window(Window::days(7, 7));
    visits.push(last.in_epoch(Epoch::FollowUp));
    visits
}

/// An age range, with this CAP score: age times (number of CAG repeats minus 33.66).
fn eligibility((from, to): (&str, &str), score: Threshold) -> Vec<Criterion> {
    let age = |is| Condition::value("age", "years", is);
    let age = age(Threshold::AtLeast(printed(from))).and(age(Threshold::AtMost(printed(to))));
    [age, Condition::value("CAP score", "", score)].map(Criterion::inclusion).into()
}

fn least(what: &'static str, unit: &'static str, value: &str) -> Criterion {
    let least = Threshold::AtLeast(printed(value));
    Criterion::inclusion(Condition::value(what, unit, least))
}

/// The seven primary outcomes of the double-blind part, and the four of the open-label part.
fn primary_of_hd2() -> Vec<TrialEndpoint> {
    let in_period = |period: &'static str| {
        move |endpoint| {
            let endpoint = TrialEndpoint::new(Rank::Primary, endpoint);
            endpoint.in_population(Population::Named(period.into()))
        }
    };
    let fluid = |what| {
        let level = Endpoint::builder(what, Benefit::Lower, ReportedAs::Difference);
        made(level.matrix("cerebrospinal fluid").build())
    };
    let finding = |what| {
        let finding = Endpoint::builder(what, Benefit::Lower, ReportedAs::Proportion);
        made(finding.matrix("safety").unit("participants").build())
    };
    let safety = || {
        [
            finding("adverse event"),
            fluid("white cells"),
            fluid("protein"),
            finding("new abnormality in magnetic resonance imaging, such as hydrocephalus"),
        ]
    };
    let huntingtin = Endpoint::builder(
        "mutant huntingtin by month 9",
        Benefit::Lower,
        ReportedAs::RatioToBaseline,
    );
    let huntingtin = made(huntingtin.matrix("cerebrospinal fluid").build());
    let mut endpoints: Vec<TrialEndpoint> = safety().map(in_period("double-blind part")).into();
    endpoints.push(in_period("double-blind part")(huntingtin));
    endpoints.push(in_period("sites outside the United States")(score("cUHDRS by month 16")));
    let capacity = score("total functional capacity by month 16");
    endpoints.push(in_period("sites in the United States")(capacity));
    endpoints.extend(safety().map(in_period("open-label part")));
    endpoints
}

/// GENERATION HD2, NCT05686551: 60 mg or 100 mg against placebo every 16 weeks, then both doses open label. The
/// registry states no interval for the open-label part and no number of doses, so the regimens have no end. 301
/// participants were enrolled; the primary part was completed on 14 May 2026, and no result is posted. A report of 2025
/// says that the 60 mg arm was ended on the advice of the monitoring committee; the registry record of August 2026
/// still has both doses.
///
/// The months of the primary endpoints are in their names; those without a month are assessed several times. Not in the
/// catalog: the secondary outcomes, and most exclusion criteria.
pub fn generation_hd2() -> Trial {
    let record = found(|place| record("NCT05686551").at(place).of("10 August 2026"), &[]);
    let double_blind = |arm: Arm| {
        arm.in_part(TrialPart::new("double-blind", Purpose::Named("dose finding".into())))
    };
    let open = |name, words: &'static str| {
        let arm = Arm::described(name, words).open_label();
        arm.in_part(TrialPart::new("open-label", Purpose::Extension))
    };
    let sixteen = |dose: &'static str| -> Regimen { made(format!("{dose} IT q112d").parse()) };
    let at_most = |what, unit, value| {
        let most = Threshold::AtMost(printed(value));
        Criterion::inclusion(Condition::value(what, unit, most))
    };
    let weight = Condition::value("body weight", "kg", Threshold::Above(printed("40")));
    let number = registered("NCT05686551");
    let trial = Trial::builder(number, "GENERATION HD2", record("arms, outcomes, status"))
        .also_registered(registered("2022-001991-32"))
        .also_registered(registered("2023-503928-10-00"))
        .eligibility(eligibility(("25", "50"), Threshold::AtLeast(printed("400"))))
        .eligibility([
            at_most("CAP score", "", "500"),
            least("Independence Scale", "", "70"),
            least("total functional capacity", "points", "8"),
            Criterion::inclusion(Condition::judged(
                "prodromal or early manifest: diagnostic confidence level 2, 3 or 4",
            )),
            Criterion::inclusion(weight),
            least("body mass index", "kg/m^2", "18"),
            at_most("body mass index", "kg/m^2", "32"),
        ])
        .endpoints(primary_of_hd2())
        .arm(double_blind(Arm::active("60 mg", sixteen("60 mg"))))
        .arm(double_blind(Arm::active("100 mg", sixteen("100 mg"))))
        .arm(double_blind(Arm::masked(PLACEBO, sixteen("100 mg"), placebo())))
        .arm(open("60 mg (open label)", "60 mg intrathecally"))
        .arm(open("100 mg (open label)", "100 mg intrathecally"));
    made(trial.build())
}
