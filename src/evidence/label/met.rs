//! The rules of a label that are met, and what would be recorded of them in a course.

use core::fmt;

use chrono::NaiveDate;

use crate::dosing::course::{Course, Entry, Switch};
use crate::evidence::condition::{Findings, Met};
use crate::evidence::label::Label;
use crate::evidence::monitoring::{MonitoringAction, MonitoringError, ValueBand};
use crate::evidence::source::Source;

impl Label {
    /// The rules of its monitoring that are met by what was found: the band of the latest value of each
    /// measurement, and each conditional rule that is met or that somebody has to judge.
    ///
    /// Measurements, reactions and judgements go by the words of the label ([`Monitoring::what`](
    /// crate::evidence::monitoring::Monitoring::what) and [`Label::rules`]); what it does not name is not looked at.
    /// Nothing follows from it by itself: somebody decides, and may record the [entry](RuleMet::entry).
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::catalog;
    /// use aso_regimen::evidence::condition::Findings;
    /// use aso_regimen::evidence::label::Authority;
    ///
    /// let label = catalog::labels().named("inotersen").authority(Authority::Eu).one()?;
    /// let mut course = label.course_named("", "2026-01-05".parse()?)?;
    /// course.give("2026-01-05".parse()?)?;
    ///
    /// let rules = label.rules_met(&Findings::new().value("platelets", "10^9/L", 60.0))?;
    /// let [pause, ..] = &*rules else { panic!("one table") };
    /// let entry = pause.entry(&course, "2026-01-08".parse()?).expect("it is a pause");
    /// assert!(entry.to_string().starts_with("2026-01-08: held (platelets of 60 10^9/L: pause until"));
    /// course.record(entry)?;
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a value is negative, infinite or not a number, or if it is not in the unit of the label.
    pub fn rules_met(&self, found: &Findings) -> Result<Vec<RuleMet<'_>>, MonitoringError> {
        let mut rules = Vec::new();
        for monitoring in self.monitoring() {
            let of_it = found.measured().iter().filter(|known| known.what == monitoring.what());
            for known in of_it {
                // A measurement has at least one value.
                let Some(&value) = known.values.last() else { continue };
                let ValueBand { action, additional_instructions, .. } =
                    monitoring.applies_to(value, &known.unit)?;
                let why = format!("{} of {value} {}", known.what, known.unit);
                rules.push(RuleMet {
                    label: self,
                    why: why.trim_end().to_owned(),
                    action,
                    instructions: additional_instructions,
                    source: monitoring.source(),
                    met: Met::Yes,
                });
            }
        }
        for rule in self.rules() {
            let met = rule.when.met(found).map_err(MonitoringError::Unit)?;
            if matches!(met, Met::Yes | Met::ToJudge) {
                rules.push(RuleMet {
                    label: self,
                    why: rule.when.to_string(),
                    action: &rule.action,
                    instructions: &rule.additional_instructions,
                    source: &rule.source,
                    met,
                });
            }
        }
        Ok(rules)
    }
}

/// A rule of a label that is met, and why.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RuleMet<'l> {
    #[cfg_attr(feature = "serde", serde(skip))]
    label: &'l Label,
    why: String,
    action: &'l MonitoringAction,
    instructions: &'l str,
    source: &'l Source,
    met: Met,
}

impl<'l> RuleMet<'l> {
    /// What the label says to do.
    pub fn action(&self) -> &'l MonitoringAction {
        self.action
    }

    /// What else to do, in the label's sense; empty where it says nothing.
    pub fn additional_instructions(&self) -> &'l str {
        self.instructions
    }

    /// Where the label says it.
    pub fn source(&self) -> &'l Source {
        self.source
    }

    /// [`Met::Yes`], or [`Met::ToJudge`] where somebody has to judge a part of it.
    pub fn met(&self) -> Met {
        self.met
    }

    /// What would be recorded in a course if it is followed on a day, with the rule as its reason; `None` if the
    /// rule is to go on, if nothing is said, or if the course is on the regimen already.
    ///
    /// A pause is a hold, a stop a stop, and another regimen or level a switch, from its next planned dose or after
    /// the time that the label has pass since the last dose.
    pub fn entry(&self, course: &Course, day: NaiveDate) -> Option<Entry> {
        let to = match self.action {
            MonitoringAction::Stop => return Some(Entry::stopped(day, self.to_string())),
            MonitoringAction::Pause { .. } => return Some(Entry::held(day, self.to_string())),
            MonitoringAction::Regimen { name, .. } => {
                self.label.regimens().iter().find(|named| named.name == *name)?
            }
            MonitoringAction::Lower => self.label.next_lower(course.regimen())?,
            _ => return None,
        };
        if to.regimen == *course.regimen() {
            return None;
        }
        let mut switch = Switch::to(to.regimen.clone(), self.label.policy_of(to).clone());
        if let MonitoringAction::Regimen { after_last_dose: Some(time), .. } = self.action {
            let counting = course.doses_given().filter(|dose| dose.counts() && dose.date() <= day);
            let last = counting.map(|dose| dose.date()).last();
            let begin = last.and_then(|last| time.nth_after(last, 1));
            switch = begin.map_or(switch.clone(), |begin| switch.on(begin.max(day)));
        }
        Some(Entry::switched(day, switch, self.to_string()))
    }
}

impl fmt::Display for RuleMet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.why, self.action)?;
        if !self.instructions.is_empty() {
            write!(f, ", {}", self.instructions)?;
        }
        write!(f, " ({}", self.source.document)?;
        if let Some(place) = &self.source.place {
            write!(f, ", {place}")?;
        }
        f.write_str(")")
    }
}
