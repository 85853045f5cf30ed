//! Rules of a label that are met by a patient's findings, and the course entries that follow from them.

use core::fmt;

use chrono::NaiveDate;

use crate::dosing::course::{Course, Entry, GivenDose, NextDue, Pause, Switch};
use crate::evidence::condition::{Condition, Findings, Kind, Met, UnitError, same};
use crate::evidence::label::{Label, LabelRegimen};
use crate::evidence::monitoring::{Monitoring, MonitoringAction, MonitoringError, Resume};
use crate::evidence::source::Source;

impl Label {
    /// Returns the rules of this label that a patient's findings meet: for each measurement the band of the latest
    /// value, and each conditional rule that is met. A rule whose measured parts are met, but of which a person must
    /// judge the rest, is [`Met::ToJudge`].
    ///
    /// Earlier findings count, too. A stop lasts for good. A pause lasts until later findings meet its condition to
    /// resume ([`RuleMet::ended`]). During a pause no rule says to continue, and after a stop only the rules that stop
    /// are returned. Rules that depend on doses or on the regimen are evaluated for the present only.
    ///
    /// Measurements, reactions and judgements are matched by the words of the label, in upper or lower case
    /// ([`Label::looks_at`]). A course is not changed: a person decides, and may record the [entry](RuleMet::entry).
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
    /// assert!(
    ///     entry
    ///         .to_string()
    ///         .starts_with("2026-01-08: held (platelets of 60 10^9/L: pause until")
    /// );
    /// course.record(entry)?;
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a value is negative, infinite or NaN, if it is not in the label's unit, if no rule of the label uses a
    /// finding, or if no regimen of the label has the name given with [`Findings::given`].
    pub fn rules_met(&self, found: &Findings) -> Result<Vec<RuleMet<'_>>, MonitoringError> {
        self.check_names(found)?;
        let found = found.named_by(|regimen| {
            let same = self.regimens().iter().filter(|named| named.regimen == *regimen);
            same.map(|named| named.name.clone()).collect()
        });
        let mut rules = Vec::new();
        for monitoring in self.monitoring() {
            rules.extend(self.of_table(monitoring, &found)?);
        }
        for rule in self.rules() {
            let (when, action) = (&rule.when, &rule.action);
            let Some((at, met)) = last_met(when, action, &found).map_err(MonitoringError::Unit)?
            else {
                continue;
            };
            let ended = Ended::of(action, &found, at)?;
            rules.push(RuleMet {
                label: self,
                why: when.to_string(),
                action,
                instructions: &rule.additional_instructions,
                source: &rule.source,
                met,
                from: at,
                until: ended.until,
                ended: ended.met,
            });
        }
        Ok(in_force(rules))
    }

    /// Returns the names of the measurements, reactions and judgements that the label's rules use, each once.
    pub fn looks_at(&self) -> Vec<&str> {
        let tables = self.monitoring().iter();
        let measured = tables.clone().map(Monitoring::what);
        let actions = tables.clone().flat_map(Monitoring::bands);
        let actions = actions.map(|band| &band.action);
        let until = actions.chain(self.rules().iter().map(|rule| &rule.action));
        let until = until.filter_map(MonitoringAction::until);
        let when = tables.filter_map(Monitoring::when);
        let conditions = when.chain(self.rules().iter().map(|rule| &rule.when)).chain(until);
        let asked = conditions.flat_map(|condition| condition.parts());
        let asked = asked.filter_map(|part| match part {
            Condition::Value { what, .. }
            | Condition::Reaction { what, .. }
            | Condition::Judged(what) => Some(&**what),
            _ => None,
        });
        let mut names: Vec<&str> = Vec::new();
        for name in measured.chain(asked) {
            if !names.iter().any(|known| same(known, name)) {
                names.push(name);
            }
        }
        names
    }

    fn check_names(&self, found: &Findings) -> Result<(), MonitoringError> {
        let unknown = |names: &[&str], what: &str| !names.iter().any(|name| same(name, what));
        let mut names = self.looks_at();
        let told = found.in_order().iter().map(|finding| &*finding.what);
        let mut other = told.chain(found.judgements()).find(|what| unknown(&names, what));
        if other.is_none() {
            let regimens: Vec<&str> = self.regimens().iter().map(|named| &*named.name).collect();
            other = found.names_given().find(|name| !regimens.contains(name));
            names = regimens;
        }
        let Some(what) = other else { return Ok(()) };
        let known: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
        let known = match &*known {
            [] => "nothing because it has no such rule".to_owned(),
            known => format!("one of {}", known.join(", ")),
        };
        let (label, what) = (self.key().to_string(), what.to_owned());
        Err(MonitoringError::NotLookedAt { label, what, known })
    }

    /// The stops and pauses of a table that its values met, and the band of the latest one.
    fn of_table<'l>(
        &'l self,
        monitoring: &'l Monitoring,
        found: &Findings,
    ) -> Result<Vec<RuleMet<'l>>, MonitoringError> {
        let values =
            found.in_order().iter().enumerate().filter_map(|(at, finding)| match &finding.kind {
                Kind::Value { unit, value } if same(&finding.what, monitoring.what()) => {
                    Some((at, finding.day, &**unit, *value))
                }
                _ => None,
            });
        let values: Vec<_> = values.collect();
        let mut rules: Vec<RuleMet<'l>> = Vec::new();
        for (nth, &(at, day, unit, value)) in values.iter().enumerate() {
            let band = monitoring.applies_to(value, unit)?;
            let is_last = nth + 1 == values.len();
            let met = match monitoring.when() {
                None => Met::Yes,
                // Of an earlier value without a day nobody knows what was so.
                Some(_) if !is_last && day.is_none() => Met::No,
                Some(when) => when.met_by(found, 0..at + 1).map_err(MonitoringError::Unit)?,
            };
            let lasts =
                matches!(band.action, MonitoringAction::Stop | MonitoringAction::Pause { .. });
            if met == Met::No || !is_last && (!lasts || met != Met::Yes) {
                continue;
            }
            let ended = Ended::of(&band.action, found, Some(at))?;
            // The latest value of a band stands for those before it.
            rules.retain(|rule| !core::ptr::eq(rule.action, &raw const band.action));
            rules.push(RuleMet {
                label: self,
                why: format!("{} of {value} {unit}", monitoring.what()).trim_end().to_owned(),
                action: &band.action,
                instructions: &band.additional_instructions,
                source: monitoring.source(),
                met: met.max(Met::ToJudge),
                from: Some(at),
                until: ended.until,
                ended: ended.met,
            });
        }
        if rules.iter().any(|rule| rule.stops() || rule.pauses()) {
            rules.retain(|rule| rule.stops() || rule.ended.is_some());
        }
        Ok(rules)
    }
}

/// After which finding a rule was last met, and whether it is; `None` if it is not.
fn last_met(
    when: &Condition,
    action: &MonitoringAction,
    found: &Findings,
) -> Result<Option<(Option<usize>, Met)>, UnitError> {
    let all = found.in_order();
    let looked_at: Vec<usize> = (0..all.len()).filter(|&at| when.looks_at(&all[at])).collect();
    if matches!(action, MonitoringAction::Stop | MonitoringAction::Pause { .. })
        && !when.is_of_doses()
    {
        for &at in looked_at.iter().rev() {
            if when.met_by(found, 0..at + 1)? == Met::Yes {
                return Ok(Some((Some(at), Met::Yes)));
            }
        }
    }
    Ok(match when.met(found)? {
        met @ (Met::Yes | Met::ToJudge) => Some((looked_at.last().copied(), met)),
        Met::No | Met::NotKnown => None,
    })
}

/// Whether a pause has ended, and with which finding.
struct Ended {
    met: Option<Met>,
    until: Option<usize>,
}

impl Ended {
    /// Of a pause that began with a finding, or before all of them.
    fn of(
        action: &MonitoringAction,
        found: &Findings,
        from: Option<usize>,
    ) -> Result<Self, MonitoringError> {
        let Some(until) = action.until() else {
            return Ok(Self { met: None, until: None });
        };
        let (begin, end) = (from.map_or(0, |from| from + 1), found.in_order().len());
        let mut met = Met::NotKnown;
        for to in begin..=end {
            met = until.met_by(found, begin..to).map_err(MonitoringError::Unit)?;
            if met == Met::Yes {
                return Ok(Self { met: Some(met), until: Some(to) });
            }
        }
        Ok(Self { met: Some(met), until: None })
    }
}

/// Without what a stop or a pause in force leaves no room for.
fn in_force(mut rules: Vec<RuleMet<'_>>) -> Vec<RuleMet<'_>> {
    if rules.iter().any(RuleMet::stops) {
        rules.retain(RuleMet::stops);
    } else if rules.iter().any(RuleMet::pauses) {
        let goes_on =
            |rule: &RuleMet<'_>| rule.has_ended() || *rule.action == MonitoringAction::Continue;
        rules.retain(|rule| !goes_on(rule));
    } else {
        // Only the last pause says how to go on, and the lower level where two end at once.
        let ended = rules.iter().filter(|rule| rule.has_ended());
        let last = ended.clone().filter_map(|rule| rule.from).max();
        let lowers = ended
            .clone()
            .any(|rule| rule.until.is_none_or(|until| Some(until) > last) && rule.action.lowers());
        rules.retain(|rule| {
            let MonitoringAction::Pause { resume, .. } = rule.action else { return true };
            !rule.has_ended()
                || rule.until.is_none_or(|until| Some(until) > last)
                    && !(lowers && *resume == Resume::Same)
        });
    }
    rules
}

/// A rule of a label that is met, and why. [`Label::rules_met`] returns it.
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
    /// The finding that it was last met by, in their order.
    #[cfg_attr(feature = "serde", serde(skip))]
    from: Option<usize>,
    /// Up to before which finding a pause lasts.
    #[cfg_attr(feature = "serde", serde(skip))]
    until: Option<usize>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    ended: Option<Met>,
}

impl<'l> RuleMet<'l> {
    /// The action that the label prescribes.
    pub fn action(&self) -> &'l MonitoringAction {
        self.action
    }

    /// Additional instructions, in the label's sense; empty if there are none.
    pub fn additional_instructions(&self) -> &'l str {
        self.instructions
    }

    /// The source of the rule.
    pub fn source(&self) -> &'l Source {
        self.source
    }

    /// Whether the rule is met: [`Met::Yes`], or [`Met::ToJudge`] if a person must judge a part of it.
    pub fn met(&self) -> Met {
        self.met
    }

    /// Whether later findings meet the condition that ends a pause. `None` if the rule is not a pause.
    pub fn ended(&self) -> Option<Met> {
        self.ended
    }

    fn stops(&self) -> bool {
        self.met == Met::Yes && *self.action == MonitoringAction::Stop
    }

    /// Whether it is a pause that is not known to be over.
    fn pauses(&self) -> bool {
        self.met == Met::Yes && self.ended.is_some_and(|ended| ended != Met::Yes)
    }

    fn has_ended(&self) -> bool {
        self.met == Met::Yes && self.ended == Some(Met::Yes)
    }

    /// Returns the entry that records this rule in a course on a day, with the rule as its reason.
    ///
    /// `None` if a person must still judge whether the rule applies, if the rule is to continue or a pause that has
    /// ended, if the label does not say what to do, or if the course is already held, stopped or on that regimen. `None`
    /// also if the label counts from the last dose, and none was given by that day, here or elsewhere.
    ///
    /// A pause is recorded as a hold, a stop as a stop, and another regimen or dose level as a switch. The switch
    /// begins with the next planned dose, or after the time since the last dose that the label states.
    pub fn entry(&self, course: &Course, day: NaiveDate) -> Option<Entry> {
        if self.met != Met::Yes || course.pause() == Some(Pause::Stopped) {
            return None;
        }
        let to = match self.action {
            MonitoringAction::Stop => return Some(Entry::stopped(day, self.to_string())),
            MonitoringAction::Pause { .. } => {
                let is_held = course.pause() == Some(Pause::Held);
                let lowest =
                    if self.action.lowers() && self.label.next_lower(course.regimen()).is_none() {
                        "; there is no lower level"
                    } else {
                        ""
                    };
                let reason = format!("{self}{lowest}");
                return (self.pauses() && !is_held).then(|| Entry::held(day, reason));
            }
            MonitoringAction::Regimen { name, .. } => self.regimen_named(name)?,
            MonitoringAction::Lower => self.label.next_lower(course.regimen())?,
            _ => return None,
        };
        self.switched(course, day, to)
    }

    /// Returns the regimen with which a course resumes after a pause: the present one, the next lower dose level, or
    /// another.
    ///
    /// `None` if the rule is not a pause, if there is no lower dose level, or if the label does not say or says it in
    /// another rule.
    pub fn resumes_with(&self, course: &Course) -> Option<&'l LabelRegimen> {
        let MonitoringAction::Pause { resume, .. } = self.action else { return None };
        match resume {
            Resume::Same => {
                let named = self.label.regimens();
                named.iter().find(|named| named.regimen == *course.regimen())
            }
            Resume::Lower => self.label.next_lower(course.regimen()),
            Resume::Regimen(name) => self.regimen_named(name),
            Resume::AnotherRule | Resume::NotStated => None,
        }
    }

    /// Returns the entries that record on a day that a held course is resumed: the resumption, and a switch if it
    /// [resumes](Self::resumes_with) with another regimen.
    ///
    /// The list is empty if the pause has not [ended](Self::ended), if the course is not held, if there is no lower
    /// dose level, or if the label does not say how to resume. If another rule says how, record its
    /// [entry](Self::entry) as well.
    pub fn entries_to_resume(&self, course: &Course, day: NaiveDate) -> Vec<Entry> {
        let is_held = course.pause() == Some(Pause::Held);
        let MonitoringAction::Pause { resume, .. } = self.action else { return Vec::new() };
        let with = self.resumes_with(course);
        if !is_held || !self.has_ended() || with.is_none() && *resume != Resume::AnotherRule {
            return Vec::new();
        }
        let resumed = Entry::resumed(day).reason(self.to_string());
        let switched = with.and_then(|to| self.switched(course, day, to));
        [resumed].into_iter().chain(switched).collect()
    }

    fn regimen_named(&self, name: &str) -> Option<&'l LabelRegimen> {
        self.label.regimens().iter().find(|named| named.name == name)
    }

    fn switched(&self, course: &Course, day: NaiveDate, to: &LabelRegimen) -> Option<Entry> {
        if to.regimen == *course.regimen() {
            return None;
        }
        let mut switch = Switch::to(to.regimen.clone(), self.label.policy_of(to).clone());
        if let MonitoringAction::Regimen { after_last_dose: Some(time), .. } = self.action {
            let elsewhere = course.after_dose().map(|(_, date)| date);
            let here = course.doses_given().filter(GivenDose::counts).map(|dose| dose.date());
            let last = elsewhere.into_iter().chain(here).filter(|date| *date <= day).last()?;
            switch = switch.on(time.nth_after(last, 1)?.max(day));
        } else if matches!(course.next_due(), NextDue::Ended) {
            // It has no next dose to begin with.
            return None;
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
        f.write_str(")")?;
        match (self.met, self.ended) {
            (Met::Yes, Some(Met::Yes)) => f.write_str("; its condition to resume is met"),
            (Met::Yes, _) => Ok(()),
            _ => f.write_str("; a person must judge whether it applies"),
        }
    }
}
