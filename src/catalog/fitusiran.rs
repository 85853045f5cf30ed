//! Fitusiran (Qfitlia), a small interfering RNA for haemophilia.
//!
//! ```
//! use aso_regimen::catalog::fitusiran;
//!
//! let label = &fitusiran::labels()[0];
//! assert_eq!(label.key().to_string(), "Qfitlia, US, 2025-09");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "50 mg SC q2mo");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::calendar::Interval;
use crate::catalog::literal::{
    above, at_least, below, give, judged, labels_of, measured, monitored, pause, read, through,
    years,
};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{ConditionalRule, Monitoring, MonitoringAction};
use crate::evidence::source::Source;

/// The dose levels 50, 20 and 10 mg every 2 months, and each amount every month.
const STEPS: [&str; 3] = ["starting dose", "20 mg every 2 months", "10 mg every 2 months"];
const MONTHLY: [&str; 3] = ["50 mg every month", "20 mg every month", "10 mg every month"];

const ANTITHROMBIN: &str = "antithrombin activity";

/// Table 1: antithrombin during dosing every 2 months, and what follows above 35 %.
fn antithrombin(step: usize, source: Source) -> (Monitoring, ConditionalRule) {
    let (on, monthly) = (Condition::Given(STEPS[step].into()), MONTHLY[step]);
    let after_last_dose = Some(Interval::months(3));
    let (lower, then) = match STEPS.get(step + 1) {
        Some(&name) => (
            MonitoringAction::Regimen { name: name.into(), after_last_dose },
            "then measure as at first",
        ),
        None => (MonitoringAction::Stop, "no routine measurement after it"),
    };
    let table = monitored(
        (ANTITHROMBIN, "%"),
        vec![(below("15"), lower, then), (through("35"), MonitoringAction::Continue, "")],
        (MonitoringAction::NotStated, "before 6 months on this dose"),
        source.clone(),
    );
    let table = table.only_when(on.clone());
    let high =
        above((ANTITHROMBIN, "%"), "35").and(Condition::OnRegimen(Interval::months(6))).and(on);
    let more = "to be considered; then measure as at first";
    (table, ConditionalRule::new(high, give(monthly), source).with_instructions(more))
}

/// Section 2.2, without a row of table 1: a dose every month.
fn every_month(source: Source) -> Monitoring {
    let silent = MonitoringAction::NotStated;
    let less = "a reduction is required, to what is not said; the lower dose 3 months after the last; then measure as \
                at first";
    monitored(
        (ANTITHROMBIN, "%"),
        vec![(below("15"), silent.clone(), less), (through("35"), MonitoringAction::Continue, "")],
        (silent, "an increase is to be considered after 6 months; the label does not say to what"),
        source,
    )
    .only_when(Condition::Any(MONTHLY.map(|name| Condition::Given(name.into())).into()))
}

/// Sections 2.2 and 5.1 to 5.3.
fn rules(us: impl Fn(&'static str) -> Source) -> [ConditionalRule; 8] {
    let above_five = |what| above((what, "x ULN"), "5");
    let high = above_five("ALT").or(above_five("AST"));
    let back =
        "liver tests are back at their values before treatment and the benefit outweighs the risk";
    let jaundice = at_least(("total bilirubin", "mg/dL"), "2.5")
        .and(Condition::judged("there is jaundice without another cause"));
    let (stop, never) = (MonitoringAction::Stop, MonitoringAction::DoNotStart);
    [
        judged(
            "bleeding is not controlled satisfactorily",
            MonitoringAction::NotStated,
            "a higher dose is to be considered, which table 1 states only above 35 %; then measure as at first",
            us("section 2.2"),
        ),
        judged(
            "there is a thrombotic event",
            pause("it has resolved and the benefit outweighs the risk", None),
            "",
            us("boxed warning, section 5.1"),
        ),
        judged(
            "there is gallbladder disease",
            pause("somebody decides", None),
            "an interruption or the end of treatment to be considered",
            us("boxed warning, section 5.2"),
        ),
        judged(
            "there was symptomatic gallbladder disease",
            never.clone(),
            "another treatment to be considered",
            us("boxed warning, section 5.2"),
        ),
        judged("the liver is impaired (Child-Pugh A, B or C)", never, "", us("section 5.3")),
        ConditionalRule::new(high, pause(back, None), us("section 5.3")),
        judged(
            "ALT or AST is above 5 x ULN again after a pause",
            stop.clone(),
            "",
            us("section 5.3"),
        ),
        ConditionalRule::new(jaundice, stop, us("section 5.3")),
    ]
}

/// The US label, from 12 years of age: 50 mg every 2 months to begin with, then adjusted by measured antithrombin.
/// Below 15 %, the dose is reduced to 20 and then 10 mg, beginning 3 months after the last dose, and stopped if it is
/// already 10 mg. Above 35 % after 6 months, the same amount is given every month. A missed dose is given as soon as
/// possible, and the interval is counted from the last dose.
///
/// The label's table has no rows for monthly doses. Below 15 % on a monthly dose a reduction is required, but the label
/// does not say to what. It also does not say which higher dose is meant if only bleeding calls for one. Not modelled:
/// factor and bypassing agents for bleeding (2.3), because they are other drugs. No EU label was found.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Qfitlia US prescribing information, file of 16 September 2025",
        &["set-id:6dd2f8ac-6f90-4cbf-b197-97d74964135c", "fda:NDA219019"],
    );
    let before = monitored(
        ("antithrombin activity before the first dose", "%"),
        vec![(below("60"), MonitoringAction::DoNotStart, "")],
        (
            MonitoringAction::Continue,
            "measure at weeks 4, 12, 20 and 24 after the first dose and after each change, then yearly",
        ),
        us("sections 2.1, 2.2"),
    );
    let (tables, increases): (Vec<_>, Vec<_>) =
        (0..3).map(|step| antithrombin(step, us("section 2.2, table 1"))).unzip();
    let monthly = "measure before the first dose, monthly for 6 months and for 6 months after an increase, \
                   then at times";
    let liver = [("ALT", "x ULN"), ("AST", "x ULN"), ("total bilirubin", "mg/dL")];
    labels_of([Label::builder("Qfitlia", Authority::Us)
        .substance("fitusiran")
        .edition("2025-09")
        .from_age(years(12))
        .named(STEPS[0], regimen!("50 mg SC q2mo"))
        .named(STEPS[1], regimen!("20 mg SC q2mo"))
        .named(STEPS[2], regimen!("10 mg SC q2mo"))
        .named(MONTHLY[0], regimen!("50 mg SC q1mo"))
        .named(MONTHLY[1], regimen!("20 mg SC q1mo"))
        .named(MONTHLY[2], regimen!("10 mg SC q1mo"))
        .monitoring(tables)
        .monitoring([before, every_month(us("section 2.2"))])
        .monitoring(measured(&liver, monthly, &us("section 5.3")))
        .rules(increases)
        .rules(rules(&us))
        .source(us("section 2.1"))
        .policy(MissedDosePolicy::always(Action::Reanchor), us("section 2.2"))])
}
