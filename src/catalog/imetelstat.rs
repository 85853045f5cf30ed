//! Imetelstat (Rytelo), an oligonucleotide that inhibits telomerase, for myelodysplastic syndromes.
//!
//! ```
//! use aso_regimen::catalog::imetelstat;
//!
//! let label = &imetelstat::labels()[0];
//! assert_eq!(label.key().to_string(), "Rytelo, US, 2026-04-22");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "7.1 mg/kg (over 120 min) IV q28d");
//! assert_eq!(label.policy().to_string(), "any dose: the label does not say what to do");
//! ```

use core::num::NonZeroU32;

use crate::catalog::literal::{at_least, below, labels_of, measured, monitored, read, years};
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::notation::regimen;
use crate::evidence::condition::Condition;
use crate::evidence::label::{Authority, Label, LabelBuilder};
use crate::evidence::monitoring::{ConditionalRule, Monitoring, MonitoringAction, Resume};
use crate::evidence::source::Source;

const LEVELS: [&str; 3] = ["starting dose", "first dose reduction", "second dose reduction"];

/// The blood cells counted, and the lower limit in 10^9/L for the next cycle to begin.
const NEUTROPHILS: (&str, &str) = ("absolute neutrophil count", "1");
const PLATELETS: (&str, &str) = ("platelets", "50");

fn from((what, limit): (&'static str, &'static str), resume: Resume) -> MonitoringAction {
    MonitoringAction::pause(at_least((what, "10^9/L"), limit), resume)
}

/// Section 2.3: counts below which the next cycle is delayed.
fn counts(source: &Source) -> [Monitoring; 2] {
    let often = "measure before the first dose, weekly for two cycles, then before each";
    [NEUTROPHILS, PLATELETS].map(|(what, limit)| {
        let delay = from((what, limit), Resume::AnotherRule);
        monitored(
            (what, "10^9/L"),
            vec![(below(limit), delay, "table 2, by grade and occurrence")],
            (MonitoringAction::Continue, often),
            source.clone(),
        )
    })
}

/// Section 2.3, table 2: after grade 3 the same level is resumed once, after grade 4 never. The last row of each is
/// taken to apply to all later occurrences, and its stop to any higher grade.
fn blood(
    what: &'static str,
    count: (&'static str, &'static str),
    source: &Source,
) -> [ConditionalRule; 6] {
    [
        (3..=3, 1..=1, from(count, Resume::Same)),
        (3..=3, 2..=3, from(count, Resume::Lower)),
        (3..=3, 4..=u32::MAX, MonitoringAction::Stop),
        (4..=4, 1..=2, from(count, Resume::Lower)),
        (4..=4, 3..=u32::MAX, MonitoringAction::Stop),
        (5..=u8::MAX, 1..=u32::MAX, MonitoringAction::Stop),
    ]
    .map(|(grades, times, action)| {
        let when = Condition::reaction(what, grades, times);
        ConditionalRule::new(when, action, source.clone())
    })
}

/// Section 2.3, table 3.
fn reactions(source: &Source) -> [ConditionalRule; 7] {
    let infusion = "infusion-related reaction";
    let other = "other reaction, abnormal liver tests among them";
    let as_before = Condition::judged("it is of grade 1 or at its initial level");
    [
        (
            Condition::reaction(infusion, 2..=3, 1..=2),
            MonitoringAction::Interrupt,
            "until it is gone or of grade 1, then at half the rate",
        ),
        (
            Condition::reaction(infusion, 2..=2, 3..),
            MonitoringAction::Interrupt,
            "for good; it may begin again with the next cycle",
        ),
        (Condition::reaction(infusion, 3..=3, 3..), MonitoringAction::Stop, ""),
        (Condition::reaction(infusion, 4.., 1..), MonitoringAction::Stop, "supportive care"),
        (
            Condition::reaction(other, 3..=4, 1..=2),
            MonitoringAction::pause(as_before, Resume::Lower),
            "",
        ),
        (Condition::reaction(other, 3..=4, 3..), MonitoringAction::Stop, ""),
        (Condition::reaction(other, 5.., 1..), MonitoringAction::Stop, ""),
    ]
    .map(|(when, action, words)| {
        ConditionalRule::new(when, action, source.clone()).with_instructions(words)
    })
}

/// Section 2.1: 24 weeks without a lower transfusion burden.
fn without_effect(source: Source) -> ConditionalRule {
    let six = Condition::DosesGiven(NonZeroU32::new(6).expect("not 0"));
    let when = six.and(Condition::judged("the burden of red cell transfusions has not fallen"));
    ConditionalRule::new(when, MonitoringAction::Stop, source).with_instructions("after 24 weeks")
}

/// The parts that the labels of 2024 and 2026 have in common.
fn label(edition: &'static str, us: impl Fn(&'static str) -> Source) -> LabelBuilder {
    let [start, first, second] = LEVELS;
    Label::builder("Rytelo", Authority::Us)
        .substance("imetelstat")
        .from_age(years(18))
        .edition(edition)
        .named(start, regimen!("7.1 mg/kg (over 120 min) IV q4w"))
        .named(first, regimen!("5.6 mg/kg (over 120 min) IV q4w"))
        .named(second, regimen!("4.4 mg/kg (over 120 min) IV q4w"))
        .levels(LEVELS)
        .monitoring(counts(&us("section 2.3")))
        .rules([without_effect(us("section 2.1"))])
        .source(us("sections 2.1 and 2.3, table 1"))
}

/// The US labels. That of April 2026 is for adults: 7.1 mg/kg over 2 hours every 4 weeks, and two lower dose levels,
/// which depend on the grade and occurrence of a reaction. Treatment stops after 6 doses without a lower transfusion
/// burden, and if 4.4 mg/kg is not tolerated. The label does not say what to do about missed doses, as far as it was
/// read: sections 1 to 5, 14, 16, 17 and the medication guide, but not 6 to 13. 7.1 mg of imetelstat correspond to 7.5
/// mg of its sodium salt, the unit of trial papers.
///
/// Tables 2 and 3 and the rule for missed doses of the label of June 2024 were not read. Not modelled: premedication
/// and observation. The label does not say whether grades 3 and 4 are counted together. An EU label of 2025 exists
/// (EMEA/H/C/006105), but its section 4.2 was not found.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Rytelo US prescribing information, SPL version 4",
        &["set-id:b0fab7ca-e578-43c5-9df6-bdaff4182257", "fda:NDA217779"],
    );
    let us_2024 = read("Rytelo US prescribing information, June 2024", &["fda:NDA217779"]);
    let table_2 = us("section 2.3, table 2");
    let liver = "measure before the first dose, weekly for the first cycle, then before each";
    let lowest = Condition::judged("4.4 mg/kg, the lowest level, is not tolerated");
    labels_of([
        label("2026-04-22", &us)
            .rules(blood("thrombocytopenia", PLATELETS, &table_2))
            .rules(blood("neutropenia", NEUTROPHILS, &table_2))
            .rules(reactions(&us("section 2.3, table 3")))
            .monitoring(measured(&[("liver function tests", "")], liver, &us("section 2.3")))
            .rules([ConditionalRule::new(lowest, MonitoringAction::Stop, us("section 2.3"))])
            .policy(
                MissedDosePolicy::not_stated(),
                us("sections 1 to 5, 14, 16, 17 and medication guide, which are silent on missed doses"),
            ),
        label("2024-06", us_2024),
    ])
}
