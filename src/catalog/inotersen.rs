//! Inotersen (Tegsedi), for polyneuropathy of hereditary transthyretin amyloidosis.
//!
//! ```
//! use aso_regimen::catalog::inotersen;
//!
//! let label = &inotersen::labels()[0];
//! assert_eq!(label.key().to_string(), "Tegsedi, US, 2024-01");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "284 mg (1.5 mL) SC q7d");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: 2 days or less to the next planned dose: skip it and wait for the next \
//!      planned dose; more than 2 days: give it as soon as possible and keep the planned \
//!      dates of later doses",
//! );
//! ```

use crate::calendar::Interval;
use crate::catalog::literal::{
    above, at_least, below, by_time, give, judged, labels_of, less, measured, monitored, pause,
    read, through, years,
};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{
    ConditionalRule, Monitoring, MonitoringAction, Resume, ValueLimit,
};
use crate::evidence::source::Source;

/// The regimen for low platelets.
const FEW: &str = "platelets from 75 to below 100 x10^9/L";

const PLATELETS: (&str, &str) = ("platelets", "10^9/L");
const UPCR: &str = "urine protein to creatinine ratio";
const EGFR: (&str, &str) = ("estimated glomerular filtration rate", "mL/min/1.73 m^2");

const TWICE: &str = "measure twice weekly until 3 successive values are above 75, then weekly";
const DAILY: &str = "for good; measure daily until 2 successive values are above 25, twice weekly until 3 are above 75, \
                     then weekly until stable; corticosteroids strongly recommended unless contraindicated";
const US_DAILY: &str = "for good; measure daily until 2 successive values are above 25, twice weekly until 3 are above \
                        75, then weekly until stable; corticosteroids strongly recommended unless contraindicated; \
                        consider to stop antiplatelet drugs and anticoagulants";

fn counts_above_100(successive: u32) -> Condition {
    above(PLATELETS, "100").in_a_row(successive)
}

/// Treatment is not started below these values.
fn begins_from(value: (&'static str, &'static str), limit: &str, source: Source) -> Monitoring {
    let limited = vec![(below(limit), MonitoringAction::DoNotStart, "")];
    monitored(value, limited, (MonitoringAction::Continue, ""), source)
}

/// Treatment is not started at this urine protein or more.
fn begins_below(
    unit: &'static str,
    limit: &str,
    words: &'static str,
    source: Source,
) -> Monitoring {
    let value = ("urine protein to creatinine ratio before the first dose", unit);
    let limited = vec![(below(limit), MonitoringAction::Continue, "")];
    monitored(value, limited, (MonitoringAction::DoNotStart, words), source)
}

/// Treatment stops at this urine protein together with a confirmed glomerulonephritis.
fn nephritis(unit: &'static str, limit: &str, source: Source) -> ConditionalRule {
    let confirmed = Condition::judged("acute glomerulonephritis is confirmed");
    let both = at_least((UPCR, unit), limit).and(confirmed);
    ConditionalRule::new(both, MonitoringAction::Stop, source)
}

/// US section 2.4, table 1: to resume, one value above 100 after values from 75 to below 100, or three values and a
/// judgement after lower ones.
fn us_platelets(source: Source) -> Monitoring {
    let after = |until| MonitoringAction::pause(until, Resume::Same);
    let restart =
        || counts_above_100(3).and(Condition::judged("the benefit outweighs the risk of bleeding"));
    let fewer = "measure as from 50 to below 75, and more often with other risks of bleeding; corticosteroids strongly \
                 recommended unless contraindicated; consider to stop antiplatelet drugs and anticoagulants";
    monitored(
        PLATELETS,
        vec![
            (below("25"), MonitoringAction::Stop, US_DAILY),
            (below("50"), after(restart()), fewer),
            (below("75"), after(restart()), TWICE),
            (below("100"), after(counts_above_100(1)), "measure weekly"),
        ],
        (MonitoringAction::Continue, "measure weekly"),
        source,
    )
}

/// US section 2.4: both are measured every 2 weeks.
fn us_kidneys(source: &Source) -> [Monitoring; 2] {
    let hold = |until: Condition| {
        let corrected = Condition::judged("the cause is corrected");
        MonitoringAction::pause(until.or(corrected), Resume::Same)
    };
    let every_2_weeks = "measure every 2 weeks";
    let ratio = (UPCR, "mg/g");
    let fallen = || hold(less(ratio, "1000"));
    let protein = vec![
        (below("1000"), MonitoringAction::Continue, every_2_weeks),
        (below("2000"), fallen(), "look for the cause"),
    ];
    let filtration = vec![(below("45"), hold(at_least(EGFR, "45")), "look for the cause")];
    [
        monitored(ratio, protein, (fallen(), "look for acute glomerulonephritis"), source.clone()),
        monitored(EGFR, filtration, (MonitoringAction::Continue, every_2_weeks), source.clone()),
    ]
}

/// EU section 4.2, table 1. It does not cover the value 100 itself, nor a return from every 2 weeks to weekly. On
/// corticosteroids below 50 its cell and its footnote say different things.
fn eu_platelets(source: Source) -> Monitoring {
    let hold = || MonitoringAction::pause(counts_above_100(3), Resume::Regimen(FEW.into()));
    let fewer = "measure as from 50 to below 75; with other risks of bleeding consider to measure more often; \
                 corticosteroids to be considered with other risks of bleeding (table), strongly recommended unless \
                 contraindicated (its footnote)";
    let few = "if the next value confirms it; measure twice weekly until 3 successive values are above 75, then weekly";
    let limited: Vec<(ValueLimit, MonitoringAction, &'static str)> = vec![
        (below("25"), MonitoringAction::Stop, DAILY),
        (below("50"), hold(), fewer),
        (below("75"), hold(), few),
        (below("100"), give(FEW), "if the next value confirms it; measure weekly"),
        (through("100"), MonitoringAction::NotStated, ""),
    ];
    let many = (MonitoringAction::Continue, "measure every 2 weeks");
    monitored(PLATELETS, limited, many, source)
}

/// EU sections 4.2 and 4.4. The drug "should not be used" from 113 mg/mmol, or below 45 mL/min/1.73 m^2. This is read
/// as a pause with an end, because section 4.4 has one from 226 mg/mmol.
fn eu_kidneys(source: &Source) -> [Monitoring; 2] {
    let go_on = MonitoringAction::Continue;
    let unused = "it should not be used (4.2 and 4.3); the label does not say whether for good";
    let hold = |until| MonitoringAction::pause(until, Resume::NotStated);
    let ratio = (UPCR, "mg/mmol");
    let excluded =
        "acute glomerulonephritis is excluded, treatment is indicated and the kidneys work better";
    let nephritis = MonitoringAction::pause(Condition::judged(excluded), Resume::Same);
    let protein = vec![
        (
            below("113"),
            go_on.clone(),
            "measure every 3 months, and every 4 weeks from twice the upper limit of normal on",
        ),
        (below("226"), hold(less(ratio, "113")), unused),
    ];
    let filtration = vec![
        (below("45"), hold(at_least(EGFR, "45")), unused),
        (
            below("60"),
            go_on.clone(),
            "measure every 4 weeks, if confirmed and without another cause",
        ),
    ];
    [
        monitored(ratio, protein, (nephritis, "if confirmed"), source.clone()),
        monitored(EGFR, filtration, (go_on, "measure every 3 months"), source.clone()),
    ]
}

/// EU sections 4.2 to 4.4: kidney and liver tests without bands.
fn eu_organs(eu: impl Fn(&'static str) -> Source) -> [ConditionalRule; 6] {
    let stop = MonitoringAction::Stop;
    let falling = above(("fall of estimated glomerular filtration rate", "%"), "30")
        .and(Condition::judged("there is no other explanation of the fall"));
    let kidneys =
        ConditionalRule::new(falling, pause("its cause is evaluated", None), eu("section 4.4"));
    [
        kidneys.with_instructions("to be considered"),
        judged(
            "liver injury by inotersen is suspected",
            stop.clone(),
            "for good",
            eu("section 4.4"),
        ),
        judged(
            "there are symptoms of liver injury",
            pause("patient and liver tests are evaluated", None),
            "to be considered; tests within 72 hours",
            eu("section 4.4"),
        ),
        judged(
            "the liver is severely impaired",
            MonitoringAction::DoNotStart,
            "it must not be used",
            eu("sections 4.2 to 4.4"),
        ),
        judged("the liver is to be transplanted", stop.clone(), "", eu("section 4.2")),
        judged(
            "a transplanted liver is rejected",
            stop,
            "to be considered; after a transplant measure the liver monthly",
            eu("section 4.4"),
        ),
    ]
}

/// US sections 2.4 and 5: platelets that cannot be interpreted, the liver, and hypersensitivity.
fn us_rules(us: impl Fn(&'static str) -> Source) -> [ConditionalRule; 6] {
    let stop = MonitoringAction::Stop;
    let counted = || pause("an acceptable count of an interpretable sample confirms it", None);
    let soon = "count as soon as possible";
    [
        judged("a platelet count cannot be interpreted", counted(), soon, us("sections 5.1, 5.8")),
        judged("there are symptoms of thrombocytopenia", counted(), soon, us("sections 2.4, 5.1")),
        judged("liver injury by inotersen is suspected", stop.clone(), "", us("sections 2.4, 5.6")),
        judged(
            "there are symptoms of hepatic dysfunction",
            pause("liver tests are judged", None),
            "as appropriate; measure at once",
            us("section 5.6"),
        ),
        judged("a transplanted liver is rejected", stop.clone(), "", us("section 5.6")),
        judged("there is a hypersensitivity reaction", stop, "for good", us("section 5.7")),
    ]
}

/// The US and EU labels: 284 mg in 1.5 mL once a week for adults. In both, a missed dose is given as soon as possible,
/// or skipped if the next one is within two days. The rules for platelets differ: in the United States treatment stops
/// below 100 x10^9/L; in the European Union it continues every 2 weeks from 75 to below 100, which is the second
/// regimen.
///
/// Neither label says whether exactly two days are "within two days"; here they are. The cells of the platelet
/// table in the US label of 2018 or 2019 were not read, and its date is not known. The EU label says that the drug
/// "should not be used" from 113 mg/mmol of urine protein or below 45 mL/min/1.73 m², and mentions a pause only from
/// 226 mg/mmol; here treatment is paused in both cases. Not modelled: tests continue for 8 weeks after the last dose;
/// vitamin A. The monographs of Canada exist but were not read.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Tegsedi US prescribing information, SPL version 10, file of 25 January 2024",
        &["set-id:8513207e-b55f-417b-9473-af785146a543", "fda:NDA211172"],
    );
    let us_before = read("Tegsedi US prescribing information of 2018 or 2019", &["fda:NDA211172"]);
    let eu = read(
        "Tegsedi EU summary of product characteristics",
        &[
            "number:Union-Register EU/1/18/1296",
            "https://ec.europa.eu/health/documents/community-register/html/h1296.htm",
        ],
    );
    let first = "platelets before the first dose";
    let rate = ("estimated glomerular filtration rate before the first dose", EGFR.1);
    let liver = [("ALT", "x ULN"), ("AST", "x ULN"), ("total bilirubin", "x ULN")];
    let monthly = "measure before the first dose and every month";
    let yearly = "measure before the first dose, after 4 months, then yearly or more often";
    let us_gates = [
        begins_from((first, "10^9/L"), "100", us("sections 2.4 and 4")),
        begins_below("mg/g", "1000", "in general", us("section 2.4")),
    ];
    let [protein, filtration] = us_kidneys(&us("section 2.4"));
    let eu_gates = [
        begins_from((first, "10^9/L"), "100", eu("section 4.3")),
        begins_below("mg/mmol", "113", "", eu("section 4.3")),
        begins_from(rate, "45", eu("section 4.3")),
    ];
    let policy = || {
        MissedDosePolicy::always(by_time(
            Measure::ToNextPlanned,
            &[(Limit::through(Interval::days(2)), Action::Skip)],
            Action::KeepCalendar { minimum_gap: None },
        ))
    };
    let label = |authority| {
        let label = Label::builder("Tegsedi", authority).substance("inotersen");
        label.from_age(years(18)).regimen(regimen!("284 mg (1.5 mL) SC q1w"))
    };
    labels_of([
        label(Authority::Us)
            .edition("2024-01")
            .monitoring([us_platelets(us("section 2.4, table 1")), protein, filtration])
            .monitoring(us_gates)
            .monitoring(measured(&liver, monthly, &us("sections 2.4, 5.6")))
            .rules([nephritis("mg/g", "2000", us("section 2.4"))])
            .rules(us_rules(&us))
            .policy(policy(), us("section 2.1")),
        label(Authority::Us)
            .edition("of 2018 or 2019")
            .superseded()
            .monitoring(us_kidneys(&us_before("section 2.4")))
            .rules([nephritis("mg/g", "2000", us_before("section 2.4"))])
            .policy(policy(), us_before("section 2.1")),
        label(Authority::Eu)
            .edition("2023-03-24, renewal")
            .named(FEW, regimen!("284 mg (1.5 mL) SC q2w"))
            .monitoring([eu_platelets(eu("section 4.2, table 1"))])
            .monitoring(eu_kidneys(&eu("sections 4.2 to 4.4")))
            .monitoring(eu_gates)
            .monitoring(measured(&[("liver enzymes", "x ULN")], yearly, &eu("section 4.4")))
            .rules([nephritis("mg/mmol", "226", eu("section 4.4"))])
            .rules(eu_organs(&eu))
            .policy(policy(), eu("section 4.2")),
    ])
}
