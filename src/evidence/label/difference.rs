//! Differences between two labels in doses, days, missed-dose rules and monitoring.

use core::fmt;

use crate::dosing::missed_dose::MissedDosePolicy;
use crate::evidence::label::regimen::age_in_words;
use crate::evidence::label::{Label, LabelRegimen};

/// How many doses of a regimen are compared by their days.
const DOSES: usize = 8;

/// The differences between two labels, one row each. It prints as a Markdown table.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog;
/// use aso_regimen::evidence::label::Authority;
///
/// let donidalorsen =
///     |authority| catalog::labels().named("donidalorsen").authority(authority).one();
/// let differences =
///     donidalorsen(Authority::Us)?.differences(donidalorsen(Authority::Eu)?);
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

/// One difference between two labels. The text is empty for a label that does not say it, or in which that part was not
/// read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LabelDifference {
    /// The subject of the difference.
    pub what: String,
    /// What the first label says.
    pub one: String,
    /// What the second label says.
    pub other: String,
}

impl LabelDifferences {
    /// The rows, in the order: regimens, days of their first doses (from day 0), missed doses, monitoring, rules.
    pub fn rows(&self) -> &[LabelDifference] {
        &self.rows
    }
}

/// What a label says, each with what it is about.
type Said = Vec<(String, String)>;

impl Label {
    /// Returns the differences between this label and another in doses, days, missed doses and monitoring.
    ///
    /// Regimens with the same name are compared with each other, and the others in their order. The days are those of
    /// the first eight doses, counted from 0, of a course that begins on 1 January 2025.
    pub fn differences(&self, other: &Self) -> LabelDifferences {
        let labels = [self, other];
        let mut rows = differing(labels.map(|label| {
            let age = label.from_age().map(|age| ("from age".to_owned(), age_in_words(age)));
            age.into_iter().collect()
        }));
        let mut compared = Vec::new();
        for (number, pair) in (1..).zip(paired(self.regimens(), other.regimens())) {
            let known = [(self, pair[0]), (other, pair[1])];
            let policies = known.map(|(label, named)| named.map(|named| label.policy_of(named)));
            // What is the same as of regimens before is not repeated.
            let before = compared.iter().any(|known: &[Option<&MissedDosePolicy>; 2]| {
                known
                    .iter()
                    .zip(&policies)
                    .all(|(known, policy)| policy.is_none() || known == policy)
            });
            compared.push(policies);
            let is_one = policies.into_iter().flatten().all(is_one);
            rows.extend(differing([0, 1].map(|side| {
                let Some(named) = pair[side] else { return Said::new() };
                let mut said = vec![
                    (format!("regimen {number}"), format!("{}: {}", named.whom(), named.regimen)),
                    (format!("regimen {number}, days"), days(named)),
                ];
                let rules = policies[side].filter(|_| !before);
                let rules = rules.map(|policy| rules_of(policy, is_one)).unwrap_or_default();
                let about = |of| format!("regimen {number}, missed {of}");
                said.extend(rules.into_iter().map(|(of, rule)| (about(of), rule)));
                said
            })));
        }
        rows.extend(differing(labels.map(|label| {
            let monitoring = label.monitoring().iter();
            let said = monitoring.map(|of| {
                let unit = (!of.unit().is_empty()).then(|| format!("in {}", of.unit()));
                let lines: Vec<String> = unit.into_iter().chain(of.said()).collect();
                (of.title(), lines.join("\n"))
            });
            let rules = label.rules().iter();
            said.chain(rules.map(|rule| (format!("if {}", rule.when), rule.said()))).collect()
        })));
        LabelDifferences { labels: labels.map(ToString::to_string), rows }
    }
}

/// What two labels say differently, in the order of the first, and then what only the second speaks of.
fn differing([one, other]: [Said; 2]) -> Vec<LabelDifference> {
    let mut rows: Vec<LabelDifference> = Vec::new();
    for (side, said) in [one, other].into_iter().enumerate() {
        for (what, text) in said {
            let known = rows.iter().position(|row| row.what == what).unwrap_or(rows.len());
            if known == rows.len() {
                rows.push(LabelDifference { what, one: String::new(), other: String::new() });
            }
            let row = &mut rows[known];
            let cell = if side == 0 { &mut row.one } else { &mut row.other };
            if !cell.is_empty() {
                cell.push('\n');
            }
            cell.push_str(&text);
        }
    }
    rows.retain(|row| row.one != row.other);
    rows
}

/// Whether a policy has one rule for all doses.
fn is_one(policy: &MissedDosePolicy) -> bool {
    policy.doses.is_empty() && policy.loading == policy.maintenance
}

/// The rules of a policy: one of all doses, or else by dose and role.
fn rules_of(policy: &MissedDosePolicy, is_one: bool) -> Said {
    if is_one {
        return vec![("doses".to_owned(), policy.maintenance.to_string())];
    }
    let doses = policy.doses.iter().map(|(number, rule)| (format!("dose {number}"), rule));
    let roles = [("loading dose", &policy.loading), ("maintenance dose", &policy.maintenance)];
    let roles = roles.map(|(role, rule)| (role.to_owned(), rule));
    doses.chain(roles).map(|(of, rule)| (of, rule.to_string())).collect()
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
        if self.rows.iter().any(|row| row.one.is_empty() || row.other.is_empty()) {
            writeln!(
                f,
                "\nAn empty cell: the label does not say it, or that part of it was not read here."
            )?;
        }
        Ok(())
    }
}
