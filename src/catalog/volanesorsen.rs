//! Volanesorsen (Waylivra), for familial chylomicronaemia syndrome.
//!
//! ```
//! use aso_regimen::catalog::volanesorsen;
//!
//! let label = &volanesorsen::labels()[0];
//! assert_eq!(label.key().to_string(), "Waylivra, EU, 2025-04-04, renewal");
//! assert_eq!(
//!     label.regimens()[0].regimen.to_string(),
//!     "285 mg (1.5 mL) SC q7d for 3mo, then q14d",
//! );
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: 2 days or less from the planned date until it is noticed: give it as \
//!      soon as possible; the label does not say when the next dose is; more than 2 \
//!      days: skip it and wait for the next planned dose",
//! );
//! ```

use crate::calendar::Interval;
use crate::catalog::literal::{
    above, at_least, below, by_time, found, give, judged, labels_of, less, measured, monitored,
    published, read, through, years,
};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label, LabelBuilder};
use crate::evidence::monitoring::{ConditionalRule, Monitoring, MonitoringAction, Resume};
use crate::evidence::source::Source;

/// The regimen for low platelets, and for no further effect of weekly doses.
const EVERY_2_WEEKS: &str = "every 2 weeks";

const INADEQUATE: &str = "inadequate response after 6 months, platelets normal";

const PLATELETS: (&str, &str) = ("platelets", "10^9/L");

/// EU section 4.2, table 1. Only the row of the new count says at which interval to resume after a pause.
fn platelets(source: Source) -> Monitoring {
    let hold = || {
        let enough = at_least(PLATELETS, "100").and(Condition::judged("4 weeks are over"));
        MonitoringAction::pause(enough, Resume::AnotherRule)
    };
    let few = "measure daily; glucocorticoids; antiplatelet drugs, NSAIDs and anticoagulants must be stopped; a \
               haematologist before any further treatment";
    let fewer = "measure every 2 to 3 days; consider to stop antiplatelet drugs, NSAIDs and anticoagulants; then dose by \
                 the row of the new count";
    monitored(
        PLATELETS,
        vec![
            (below("50"), MonitoringAction::Stop, few),
            (below("75"), hold(), fewer),
            (below("100"), hold(), "measure weekly; then dose by the row of the new count"),
            (below("140"), give(EVERY_2_WEEKS), "measure weekly"),
        ],
        (MonitoringAction::Continue, "measure every 2 weeks"),
        source,
    )
}

fn platelets_before(source: Source) -> Monitoring {
    monitored(
        ("platelets before the first dose", PLATELETS.1),
        vec![(below("140"), MonitoringAction::DoNotStart, "repeat once after about a week")],
        (MonitoringAction::Continue, ""),
        source,
    )
}

/// Rules by the effect after 3, 6 and 9 months.
fn effect(source: &Source) -> [ConditionalRule; 3] {
    let little = less(("reduction of triglycerides", "%"), "25")
        .or(at_least(("triglycerides", "mmol/L"), "22.6"));
    let months = |months| Condition::SinceFirstDose(Interval::months(months));
    let judged = Condition::judged;
    [
        (
            months(3)
                .and(little)
                .and(judged("this is the judgement after 3 months of weekly doses")),
            MonitoringAction::Stop,
            "judged once",
        ),
        (
            months(6)
                .and(at_least(PLATELETS, "140"))
                .and(judged("the response is inadequate to a specialist")),
            give(INADEQUATE),
            "to be considered",
        ),
        (
            months(9).and(judged("weekly doses have no more effect than before")),
            give(EVERY_2_WEEKS),
            "the label does not say when the 9 months begin",
        ),
    ]
    .map(|(when, action, words)| {
        ConditionalRule::new(when, action, source.clone()).with_instructions(words)
    })
}

/// EU section 4.4: stops for kidney and liver values, measured every 3 months.
fn organs(source: &Source) -> (Vec<Monitoring>, Vec<ConditionalRule>) {
    let quarterly = "measure every 3 months by dipstick, then in 24 hours";
    let protein = vec![(below("500"), MonitoringAction::Continue, quarterly)];
    let clearance = vec![(through("30"), MonitoringAction::Stop, "")];
    let tests = [
        ("ALT", "x ULN"),
        ("AST", "x ULN"),
        ("total bilirubin", "x ULN"),
        ("erythrocyte sedimentation rate", "mm/h"),
    ];
    let mut monitoring = vec![
        monitored(
            ("protein in urine", "mg/24 h"),
            protein,
            (MonitoringAction::Stop, ""),
            source.clone(),
        ),
        monitored(
            ("creatinine clearance", "mL/min/1.73 m^2"),
            clearance,
            (MonitoringAction::Continue, ""),
            source.clone(),
        ),
    ];
    monitoring.extend(measured(&tests, "measure every 3 months", source));
    let times = |what, limit| above((what, "x ULN"), limit);
    let two_weeks = Condition::judged("for at least 2 weeks");
    let raised = Condition::judged("ALT or AST is raised");
    let stop = |when| ConditionalRule::new(when, MonitoringAction::Stop, source.clone());
    let values = [
        at_least(("rise of serum creatinine", "µmol/L"), "26.5")
            .and(times("serum creatinine", "1")),
        times("ALT", "8").or(times("AST", "8")),
        times("ALT", "5").or(times("AST", "5")).and(two_weeks),
        times("total bilirubin", "2").or(above(("INR", ""), "1.5")).and(raised),
    ]
    .map(stop);
    let stop = MonitoringAction::Stop;
    let symptoms = [
        judged(
            "there are symptoms or signs of renal impairment",
            stop.clone(),
            "until the tests have decided",
            source.clone(),
        ),
        judged(
            "there are symptoms or signs of hepatic impairment or inflammation",
            stop,
            "",
            source.clone(),
        ),
    ];
    (monitoring, values.into_iter().chain(symptoms).collect())
}

/// The parts that the EU label and the UK prescribing information have in common.
fn label(authority: Authority, dosing: &Source) -> LabelBuilder {
    let policy = by_time(
        Measure::UntilNoticed,
        &[(Limit::through(Interval::days(2)), Action::NextUnspecified)],
        Action::Skip,
    );
    Label::builder("Waylivra", authority)
        .substance("volanesorsen")
        .from_age(years(18))
        .regimen(regimen!("285 mg (1.5 mL) SC q1w for 3mo, then q2w"))
        .named(INADEQUATE, regimen!("285 mg (1.5 mL) SC q1w"))
        .named(EVERY_2_WEEKS, regimen!("285 mg (1.5 mL) SC q2w"))
        .rules(effect(dosing))
        .source(dosing.clone())
        .policy(MissedDosePolicy::always(policy), dosing.clone())
}

/// The EU label, for adults: 285 mg in 1.5 mL weekly for 3 months, then every 2 weeks. Treatment stops after 3 months
/// without enough effect on triglycerides; weekly doses may be considered again after 6 months. A missed dose noticed
/// within 48 hours (two days here) is given as soon as possible, and the label does not say when the next dose is.
/// Later the dose is skipped until the next planned one.
///
/// The UK label is known from the manufacturer's prescribing information, an abridged text without a date, which was
/// read up to the beginning of its platelet table. Not modelled: weighing benefit and risk before treatment resumes
/// after severe thrombocytopenia, for which the label states no number.
pub fn labels() -> Vec<Label> {
    let eu = read(
        "Waylivra EU summary of product characteristics",
        &[
            "number:Union-Register EU/1/19/1360",
            "https://www.ema.europa.eu/en/medicines/human/EPAR/waylivra",
        ],
    );
    let uk = found(
        |place| published("Akcea, Waylivra prescribing information for the UK").at(place),
        &[
            "https://www.akceaconnect.co.uk/healthcare-professional-overview/waylivra/waylivra-prescribing-information/",
        ],
    );
    let (monitoring, rules) = organs(&eu("section 4.4"));
    labels_of([
        label(Authority::Eu, &eu("section 4.2"))
            .edition("2025-04-04, renewal")
            .monitoring([
                platelets(eu("section 4.2, table 1")),
                platelets_before(eu("sections 4.2 and 4.3")),
            ])
            .monitoring(monitoring)
            .rules(rules),
        label(Authority::Uk, &uk("dosage")).monitoring([platelets_before(uk("dosage"))]),
    ])
}
