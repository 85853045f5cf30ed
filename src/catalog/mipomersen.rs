//! Mipomersen (Kynamro, withdrawn), for homozygous familial hypercholesterolaemia.
//!
//! ```
//! use aso_regimen::catalog::mipomersen;
//!
//! let label = &mipomersen::labels()[0];
//! assert_eq!(label.key().to_string(), "Kynamro, US, 2016-05");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "200 mg (1 mL) SC q7d");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: less than 3 days to the next planned dose: skip it and wait for the \
//!      next planned dose; 3 days or more: give it as soon as possible and keep the \
//!      planned dates of later doses",
//! );
//! ```

use crate::calendar::Interval;
use crate::catalog::literal::{
    at_least, below, by_time, found, labels_of, less, monitored, read, secondary,
};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{ConditionalRule, Monitoring, MonitoringAction, Resume};
use crate::evidence::source::Source;

/// ALT and AST: doses are withheld from 3 times the upper limit of normal, and resumed below it.
fn transaminases(source: &Source) -> [Monitoring; 2] {
    ["ALT", "AST"].map(|what| {
        let low = less((what, "x ULN"), "3");
        let withhold = || MonitoringAction::pause(low.clone(), Resume::Same);
        let often = "measure monthly for a year, then every 3 months";
        monitored(
            (what, "x ULN"),
            vec![
                (below("3"), MonitoringAction::Continue, often),
                (below("5"), withhold(), "if confirmed within a week; then measure more often"),
            ],
            (withhold(), "then measure more often"),
            source.clone(),
        )
    })
}

/// A rise of liver enzymes together with bilirubin.
fn bilirubin(source: &Source) -> [ConditionalRule; 2] {
    ["ALT", "AST"].map(|what| {
        let both = at_least((what, "x ULN"), "3").and(at_least(("total bilirubin", "x ULN"), "2"));
        ConditionalRule::new(both, MonitoringAction::Stop, source.clone())
    })
}

/// The US label of May 2016: 200 mg in 1 mL once a week, on the same day of the week. A missed dose is given if the
/// next weekly dose is at least three days away and skipped otherwise, and the day of the week is kept. Doses are
/// withheld if ALT or AST is 3 times the upper limit of normal or more (section 2.1 has "above 3", the boxed warning "3
/// or more").
///
/// The bands up to 5, the rule to resume, and bilirubin are from section 2.3, which was read in compendia only. Not
/// modelled: stopping for signs of liver injury, which has no number; the assessment of cholesterol after 6 months. The
/// European Union refused the product on 13 December 2012 and 21 March 2013 (EMEA/H/C/002429), so there is no EU label.
pub fn labels() -> Vec<Label> {
    let number: &'static [&'static str] = &["fda:NDA203568"];
    let us = read("Kynamro US prescribing information, May 2016", number);
    let us_2_3 = found(secondary("Compendia on the Kynamro US prescribing information"), number);
    let liver = us_2_3("section 2.3");
    let policy = by_time(
        Measure::ToNextPlanned,
        &[(Limit::below(Interval::days(3)), Action::Skip)],
        Action::KeepCalendar { minimum_gap: None },
    );
    labels_of([Label::builder("Kynamro", Authority::Us)
        .substance("mipomersen")
        .edition("2016-05")
        .superseded()
        .regimen(regimen!("200 mg (1 mL) SC q1w"))
        .monitoring(transaminases(&liver))
        .rules(bilirubin(&liver))
        .source(us("sections 2.1 and 5.1, boxed warning"))
        .policy(MissedDosePolicy::always(policy), us("section 2.1"))])
}
