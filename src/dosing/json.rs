//! The serde form of doses and regimens. Reading one goes through the same checks as building it.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::calendar::{Interval, Window};
use crate::dosing::dose::{Amount, Dose, Giving, Minutes, Route};
use crate::dosing::regimen::{Extent, Pace, Phase, Regimen, Role};
use crate::quantity::Volume;
use crate::text::serde_as_text;

serde_as_text!(Amount, "an amount such as \"100 mg\" or \"0.3 mg/kg\"");

#[derive(Serialize, Deserialize)]
#[serde(rename = "Dose", deny_unknown_fields)]
struct DoseForm {
    amount: Amount,
    route: Route,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    volume: Option<Volume>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<Volume>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minutes: Option<(u16, u16)>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Phase", deny_unknown_fields)]
struct PhaseForm {
    role: Role,
    dose: Dose,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<Interval>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    every: Option<Interval>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    doses: Option<u32>,
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    lasting: Option<Interval>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    window: Option<Window>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Regimen", deny_unknown_fields)]
struct RegimenForm<P> {
    phases: P,
}

impl Serialize for Dose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DoseForm {
            amount: self.amount().clone(),
            route: self.route(),
            volume: self.volume(),
            withdrawn: self.withdrawn(),
            minutes: self
                .duration()
                .map(|Minutes { shortest, longest }| (shortest, longest)),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Dose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = DoseForm::deserialize(deserializer)?;
        let minutes = |(shortest, longest)| Minutes { shortest, longest };
        let giving = Giving {
            route: form.route,
            volume: form.volume,
            withdrawn: form.withdrawn,
            duration: form.minutes.map(minutes),
        };
        let dose = Dose {
            amount: form.amount,
            giving,
        };
        dose.check().map_err(de::Error::custom)?;
        Ok(dose)
    }
}

impl Serialize for Phase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PhaseForm {
            role: self.role,
            dose: self.dose.clone(),
            after: self.pace.seam,
            every: self.pace.interval,
            doses: match self.pace.extent {
                Extent::Doses(doses) => Some(doses),
                _ => None,
            },
            lasting: match self.pace.extent {
                Extent::For(time) => Some(time),
                _ => None,
            },
            window: self.pace.window,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Phase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = PhaseForm::deserialize(deserializer)?;
        let extent = match (form.doses, form.lasting) {
            (Some(_), Some(_)) => {
                return Err(de::Error::custom(
                    "a phase has either a number of doses or a duration, found both \"doses\" and \"for\"",
                ));
            }
            (Some(doses), None) => Extent::Doses(doses),
            (None, Some(time)) => Extent::For(time),
            (None, None) => Extent::OpenEnded,
        };
        Ok(Phase {
            role: form.role,
            dose: form.dose,
            pace: Pace {
                interval: form.every,
                extent,
                seam: form.after,
                window: form.window,
            },
        })
    }
}

impl Serialize for Regimen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RegimenForm {
            phases: self.phases(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Regimen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = RegimenForm::<Vec<Phase>>::deserialize(deserializer)?;
        Regimen::new(form.phases).map_err(de::Error::custom)
    }
}
