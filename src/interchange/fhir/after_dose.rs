//! The last dose of a patient taken over from elsewhere, as an extension of the request, out and in.

use chrono::NaiveDate;

use crate::dosing::course::Course;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::interchange::error::FormatError;
use crate::interchange::fhir::LARGEST_COUNT;
use crate::interchange::fhir::datatype::{date, extension};
use crate::interchange::fhir::element::{Element, Object};
use crate::interchange::fhir::extension::AFTER_DOSE;
use crate::interchange::fhir::json::{Json, object};
use crate::interchange::fhir::value::{parsed, read_day};
use crate::text::excerpt::quoted;

/// The last dose given elsewhere, and the regimen that it is of. The instructions of the request are the rest of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct AfterDose {
    number: u32,
    day: NaiveDate,
    regimen: Regimen,
}

/// The parts of the extension, each with the member that has its value.
const NUMBER: (&str, &str) = ("number", "valuePositiveInt");
const DAY: (&str, &str) = ("day", "valueDate");
const REGIMEN: (&str, &str) = ("regimen", "valueString");

impl AfterDose {
    /// That of a course; `None` if its treatment did not begin elsewhere.
    pub(super) fn of(course: &Course) -> Option<Self> {
        let (number, day) = course.after_dose()?;
        Some(Self { number, day, regimen: course.first_regimen().clone() })
    }

    pub(super) fn extension(&self) -> Result<Json, FormatError> {
        let parts = vec![
            extension(NUMBER.0, NUMBER.1, self.number),
            extension(DAY.0, DAY.1, date(self.day)?),
            extension(REGIMEN.0, REGIMEN.1, self.regimen.to_string()),
        ];
        Ok(object([("url", AFTER_DOSE.into()), ("extension", parts.into())]))
    }

    pub(super) fn read(extension: &Object<'_>) -> Result<Self, FormatError> {
        const PARTS: &str = "the extensions number, day and regimen, each once";
        extension.only(&["id", "url", "extension"])?;
        let all = extension.need("extension", PARTS)?;
        let parts = extension.extensions("")?;
        let value = |(name, member): (&str, &str)| {
            let is_named = |(url, _): &&(_, _)| Element::text(url).is_ok_and(|url| url == name);
            let part = parts.iter().find(is_named).filter(|_| parts.len() == 3);
            let (_, part) = part.ok_or_else(|| all.expected(PARTS))?;
            part.only(&["id", "url", member])?;
            part.need(member, "the extension's value")
        };
        let number = value(NUMBER)?.whole(LARGEST_COUNT, "the number of a dose, from 1")?;
        Ok(Self { number, day: read_day(&value(DAY)?)?, regimen: parsed(&value(REGIMEN)?)? })
    }

    /// Returns the course that goes on after it. The instructions and the first day of the request must be what is left.
    pub(super) fn course(
        &self,
        policy: MissedDosePolicy,
        instructions: &(Regimen, Option<NaiveDate>),
    ) -> Result<Course, FormatError> {
        let place = format!("extension {AFTER_DOSE}");
        let (number, day) = (self.number, self.day);
        let course = Course::continuing(self.regimen.clone(), policy, number, day)
            .map_err(|why| FormatError::because(&place, why))?;
        let left = course.ordered().swap_remove(0);
        if left == *instructions {
            return Ok(course);
        }
        let words = |(regimen, first): &(Regimen, Option<NaiveDate>)| {
            let from = first.map_or(String::new(), |first| format!(" from {first}"));
            format!("{}{from}", quoted(&regimen.to_string()))
        };
        let left = words(&left);
        let expected = format!(
            "the instructions to be the rest of its regimen after dose {number} on {day}, {left}"
        );
        Err(FormatError::expected(place, expected, words(instructions)))
    }
}
