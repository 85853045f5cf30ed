//! A course as plain data: a label, a first day, what was recorded in which order; and what the crate answers.

use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::course::{Entry, NextDue, Recommendation, Timing};
use aso_regimen::evidence::label::Authority;
use aso_regimen::{BodyWeight, Course, Mass, catalog};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What was recorded, before any judgement.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Recorded {
    pub(crate) day: String,
    pub(crate) what: String,
    /// The amount given where it is not the planned one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) micrograms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) partly: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) counts: Option<bool>,
    /// The day that the next dose was moved to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) grams: Option<u32>,
    /// `amend` or `remove` for the entry with a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<usize>,
}

impl Recorded {
    /// Whether the course takes it.
    pub(crate) fn record(&self, course: &mut Course) -> bool {
        let number = self.number.unwrap_or_default();
        let revision = match self.change.as_deref() {
            Some("amend") => course.amend(number, self.entry()),
            Some("remove") => course.remove(number),
            _ => course.record(self.entry()),
        };
        revision.is_ok()
    }

    fn entry(&self) -> Entry {
        let day = date(&self.day);
        match self.what.as_str() {
            "given" => {
                let mut entry = Entry::given(day);
                if let Some(mass) = self.micrograms.map(Mass::micrograms) {
                    entry = if self.partly == Some(true) {
                        entry.partly(mass)
                    } else {
                        entry.amount(mass)
                    };
                }
                if self.counts == Some(false) { entry.not_counting() } else { entry }
            }
            "missed" => Entry::missed(day, "away"),
            "held" => Entry::held(day, "fever"),
            "resumed" => Entry::resumed(day),
            "stopped" => Entry::stopped(day, "consent withdrawn"),
            "skipped" => Entry::skipped(day, "the physician goes on"),
            "rescheduled" => {
                let to = self.to.as_deref().expect("a day it was moved to");
                Entry::rescheduled(day, date(to), "decided")
            }
            "weighed" => {
                let grams = self.grams.expect("a weight");
                Entry::weighed(day, BodyWeight::grams(grams))
            }
            other => panic!("{other} is not an entry"),
        }
    }
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A new course by the first regimen of a label such as `tofersen EU`, the first of those that apply now.
pub(crate) fn course(label: &str, first: NaiveDate) -> Course {
    let (substance, rest) = label.split_once(' ').expect("a substance and an authority");
    let authority = if rest.starts_with("EU") { Authority::Eu } else { Authority::Us };
    let labels = catalog::labels()
        .named(substance)
        .authority(authority)
        .current("2026-11-26".parse().expect("a date"));
    let found = labels.into_iter().next().expect("a label");
    found.course_named(&found.regimens()[0].name, first).expect("its name")
}

/// Every answer as of a day, and the advice for some days from the last entry on.
pub(crate) fn answers(course: &Course, as_of: NaiveDate, advised: &[NaiveDate]) -> Value {
    let doses: Vec<Value> = course
        .doses_given()
        .map(|dose| {
            json!({
                "day": dose.date().to_string(),
                "number": dose.number(),
                "timing": timing(dose.timing()),
                "planned": dose.planned().map(|day| day.to_string()),
                "micrograms": dose.mass().ok().map(Mass::as_micrograms),
            })
        })
        .collect();
    let forecast: Vec<Value> = course
        .forecast()
        .take(5)
        .map(|dose| json!([dose.number(), dose.date().to_string()]))
        .collect();
    let advice: Vec<Value> = advised
        .iter()
        .map(|day| {
            let advice = course.advise(*day).expect("it goes on");
            json!([day.to_string(), recommendation(advice.recommendation())])
        })
        .collect();
    let figures = course.adherence(as_of);
    json!({
        "doses": doses,
        "next": next(course.next_due()),
        "forecast": forecast,
        "advice": advice,
        "adherence": {
            "planned": figures.planned,
            "given": figures.given,
            "on time": figures.on_time,
            "early": figures.early,
            "late": figures.late,
            "unplanned": figures.unplanned,
            "additional": figures.additional,
            "not counting": figures.not_counting,
            "missed": figures.missed,
            "held": figures.held,
            "outstanding": figures.outstanding,
            "while paused": figures.while_paused,
        },
        "micrograms": course.mass_given(as_of).ok().map(Mass::as_micrograms),
    })
}

fn timing(timing: Timing) -> Value {
    match timing {
        Timing::OnTime => json!(0),
        Timing::Early(days) => json!(-i64::from(days)),
        Timing::Late(days) => json!(days),
        Timing::Unplanned => Value::Null,
        other => panic!("{other:?}"),
    }
}

fn next(next: NextDue) -> Value {
    match next {
        NextDue::Due(dose) => json!({"due": [dose.number(), dose.date().to_string()]}),
        NextDue::Unspecified(why) => json!({"unspecified": why}),
        NextDue::Held { since, .. } => json!({"held": since.to_string()}),
        NextDue::Stopped { on, .. } => json!({"stopped": on.to_string()}),
        other => panic!("{other:?}"),
    }
}

fn recommendation(recommendation: Recommendation) -> Value {
    match recommendation {
        Recommendation::Wait(until) => json!({"wait": until.to_string()}),
        Recommendation::NotStated(why) => json!({"not stated": why}),
        Recommendation::Give => json!("give"),
        Recommendation::Skip => json!("skip"),
        Recommendation::Restart => json!("restart"),
        Recommendation::Held => json!("held"),
        Recommendation::Stopped => json!("stopped"),
        other => panic!("{other:?}"),
    }
}
