//! Two labels side by side: what differs in doses, days, missed-dose rules and monitoring.

use core::fmt;
use core::num::NonZeroU32;
use std::collections::BTreeSet;

use crate::dosing::missed_dose::{MissedDosePolicy, Rule};
use crate::evidence::label::{Label, LabelRegimen};

/// How many doses of a regimen are compared by their days.
const DOSES: usize = 8;

/// What two labels say differently, row by row.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog;
/// use aso_regimen::evidence::label::Authority;
///
/// let donidalorsen = |authority| catalog::labels().named("donidalorsen").authority(authority).one();
/// let differences = donidalorsen(Authority::Us)?.differences(donidalorsen(Authority::Eu)?);
/// let first = &differences.rows()[0];
/// assert_eq!(first.what, "regimen 1");
/// assert_eq!(first.one, "every 4 weeks: 80 mg SC q28d");
/// assert_eq!(first.other, "once monthly: 80 mg SC q1mo");
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LabelDifferences {
    labels: [String; 2],
    rows: Vec<LabelDifference>,
}

/// One thing that two labels say differently; what only one of them says is empty in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LabelDifference {
    /// What it is about.
    pub what: String,
    /// What the one label says.
    pub one: String,
    /// What the other says.
    pub other: String,
}

impl LabelDifferences {
    /// The rows, in the order regimens, days of their first doses from day 0 on, missed doses, monitoring, rules.
    pub fn rows(&self) -> &[LabelDifference] {
        &self.rows
    }
}

impl Label {
    /// What it and another label say differently of doses, days, missed doses and monitoring.
    ///
    /// Regimens are compared by their names where both have the name, and the others in their order. Days are those of
    /// the first eight doses, counted from 0, of a course that begins on 1 January 2025.
    pub fn differences(&self, other: &Self) -> LabelDifferences {
        let mut rows = Vec::new();
        let mut row = |what: String, one: String, other: String| {
            if one != other {
                rows.push(LabelDifference { what, one, other });
            }
        };
        let age = |label: &Self| label.from_age().map_or_else(String::new, |age| age.to_string());
        row("from age".to_owned(), age(self), age(other));
        for (number, pair) in paired(self.regimens(), other.regimens()).into_iter().enumerate() {
            let number = number + 1;
            let say =
                |say: fn(&LabelRegimen) -> String| pair.map(|one| one.map(say).unwrap_or_default());
            let [one, two] = say(|named| format!("{}: {}", whom(named), named.regimen));
            row(format!("regimen {number}"), one, two);
            let [one, two] = say(days);
            row(format!("regimen {number}, days"), one, two);
            // What is the same for both is not repeated for each regimen.
            let before = |label: &Self, named: Option<&LabelRegimen>| {
                let first = label.regimens().first();
                number > 1
                    && named.is_none_or(|named| {
                        first.is_some_and(|first| label.policy_of(first) == label.policy_of(named))
                    })
            };
            if !(before(self, pair[0]) && before(other, pair[1])) {
                let policies = [(self, pair[0]), (other, pair[1])]
                    .map(|(label, named)| named.map(|named| label.policy_of(named)));
                for (of, rule) in rules_of(policies) {
                    let [one, two] = policies.map(|policy| policy.map(&rule).unwrap_or_default());
                    row(format!("regimen {number}, missed {of}"), one, two);
                }
            }
        }
        let what =
            |label: &Self| label.monitoring().iter().map(|of| of.what().to_owned()).collect();
        let mut measured: Vec<String> = what(self);
        let others: Vec<String> = what(other);
        measured.extend(
            others
                .into_iter()
                .filter(|other| !self.monitoring().iter().any(|of| of.what() == other)),
        );
        for what in measured {
            let say = |label: &Self| {
                let said = label.monitoring().iter().filter(|of| of.what() == what);
                said.map(ToString::to_string).collect::<Vec<_>>().join("\n")
            };
            row(format!("monitoring of {what}"), say(self), say(other));
        }
        let rules = |label: &Self| {
            label.rules().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        row("rules".to_owned(), rules(self), rules(other));
        LabelDifferences { labels: [self.to_string(), other.to_string()], rows }
    }
}

/// A rule of a policy in words.
type RuleText = Box<dyn Fn(&MissedDosePolicy) -> String>;

/// The rules by which two policies are compared: one of all doses if both have only one, or else by dose and role.
fn rules_of(policies: [Option<&MissedDosePolicy>; 2]) -> Vec<(String, RuleText)> {
    let known: Vec<_> = policies.into_iter().flatten().collect();
    let is_one = |policy: &&MissedDosePolicy| {
        policy.doses.is_empty() && policy.loading == policy.maintenance
    };
    if known.iter().all(is_one) {
        return vec![("doses".to_owned(), Box::new(move |policy| policy.maintenance.to_string()))];
    }
    let mut rules: Vec<(String, RuleText)> = Vec::new();
    let numbers: BTreeSet<NonZeroU32> =
        known.iter().flat_map(|policy| policy.doses.keys().copied()).collect();
    for number in numbers {
        let rule = move |policy: &MissedDosePolicy| {
            policy.doses.get(&number).map(Rule::to_string).unwrap_or_default()
        };
        rules.push((format!("dose {number}"), Box::new(rule)));
    }
    rules.push(("loading dose".to_owned(), Box::new(move |policy| policy.loading.to_string())));
    rules.push((
        "maintenance dose".to_owned(),
        Box::new(move |policy| policy.maintenance.to_string()),
    ));
    rules
}

fn whom(named: &LabelRegimen) -> String {
    let parts = [named.name.to_string(), named.limits()];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if said.is_empty() { "everybody".to_owned() } else { said.join(", ") }
}

/// The days of its first doses.
fn days(named: &LabelRegimen) -> String {
    let Some(start) = chrono::NaiveDate::from_ymd_opt(2025, 1, 1) else { return String::new() };
    let plan = named.regimen.starting(start);
    let days = plan.iter().day_offsets().take(DOSES).map(|day| day.to_string());
    days.collect::<Vec<_>>().join(", ")
}

/// Regimens of two labels by their names, and those left over in their order.
fn paired<'a>(
    ours: &'a [LabelRegimen],
    theirs: &'a [LabelRegimen],
) -> Vec<[Option<&'a LabelRegimen>; 2]> {
    let has = |list: &[LabelRegimen], name: &str| list.iter().any(|named| named.name == name);
    let mut left = theirs.iter().filter(|named| !has(ours, &named.name));
    let mut pairs: Vec<_> = ours
        .iter()
        .map(|one| match theirs.iter().find(|other| other.name == one.name) {
            Some(other) => [Some(one), Some(other)],
            None => [Some(one), left.next()],
        })
        .collect();
    pairs.extend(left.map(|other| [None, Some(other)]));
    pairs
}

impl fmt::Display for LabelDifferences {
    /// A table of Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', "<br>");
        let [one, other] = &self.labels;
        writeln!(f, "| | {} | {} |\n|---|---|---|", cell(one), cell(other))?;
        for LabelDifference { what, one, other } in &self.rows {
            writeln!(f, "| {} | {} | {} |", cell(what), cell(one), cell(other))?;
        }
        Ok(())
    }
}
