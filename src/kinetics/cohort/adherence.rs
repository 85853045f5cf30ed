//! Adherence: late and missed doses.

use chrono::{Days, NaiveDate};

use crate::dosing::course::{Course, CourseError, NextDue};
use crate::kinetics::cohort::Stream;
use crate::kinetics::parameter::{ParameterError, check};
use crate::text::json_form;

/// A model of adherence: the probability and the length of delays, the probability of missed doses, and the days until
/// a missed dose can be made up.
///
/// The delay of a late dose is 1 day or more, with a geometric distribution. The effect of a late or missed dose on
/// later doses follows the rule of the label, as computed by the [`Course`].
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog::tofersen;
/// use aso_regimen::kinetics::cohort::{AdherenceModel, Stream};
///
/// let label = &tofersen::labels()[0];
/// let adherence = AdherenceModel::perfect().late(0.2, 5.0)?.missing(0.05, 28)?;
/// let planned = label.course("2026-01-05".parse()?)?;
/// let course = adherence.keep(planned, "2026-12-31".parse()?, &mut Stream::of(1, 7))?;
/// let adherence = course.adherence("2026-12-31".parse()?);
/// assert!(adherence.given >= 8 && adherence.late > 0);
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "AdherenceForm"))]
#[doc(alias = "compliance")]
pub struct AdherenceModel {
    late: f64,
    mean_delay_days: f64,
    missed: f64,
    next_chance_days: u32,
}

json_form!(AdherenceForm { late: f64, mean_delay_days: f64, missed: f64, next_chance_days: u32 }
    is "shares of late and missed doses, with their days", AdherenceModel::read, ParameterError);

impl AdherenceModel {
    /// Returns a model in which every dose is given on its planned date.
    pub const fn perfect() -> Self {
        Self { late: 0.0, mean_delay_days: 1.0, missed: 0.0, next_chance_days: 1 }
    }

    #[cfg(feature = "serde")]
    fn read(late: f64, delay: f64, missed: f64, next_chance: u32) -> Result<Self, ParameterError> {
        Self::perfect().late(late, delay)?.missing(missed, next_chance)
    }

    /// Returns this model with late doses: the share of doses that are late, from 0 to 1, and their mean delay in days,
    /// from 1 to 3650.
    ///
    /// # Errors
    ///
    /// If the share is not from 0 to 1, or the mean delay is not from 1 to 3650.
    pub fn late(self, share: f64, mean_days: f64) -> Result<Self, ParameterError> {
        check("a share of late doses", share, 0.0..=1.0, "0 to 1")?;
        check("a mean delay in days", mean_days, 1.0..=3_650.0, "1 to 3650")?;
        Ok(Self { late: share, mean_delay_days: mean_days, ..self })
    }

    /// Returns this model with missed doses: the share of doses that are missed, from 0 to 1, and the days, at least 1,
    /// after which a missed dose is made up where the label has it given later.
    ///
    /// # Errors
    ///
    /// If the share is not from 0 to 1, or the number of days is 0.
    pub fn missing(self, share: f64, next_chance_days: u32) -> Result<Self, ParameterError> {
        check("a share of missed doses", share, 0.0..=1.0, "0 to 1")?;
        let (what, next_chance) = ("a next chance in days", f64::from(next_chance_days));
        check(what, next_chance, 1.0..=4_294_967_295.0, "1 to 4294967295")?;
        Ok(Self { missed: share, next_chance_days, ..self })
    }

    /// Continues a course dose by dose, with random delays and misses, through a date. It stops earlier at the end of
    /// the regimen or at a dose whose date the label does not determine.
    ///
    /// # Errors
    ///
    /// If the course refuses an entry.
    pub fn keep(
        &self,
        mut course: Course,
        through: NaiveDate,
        stream: &mut Stream,
    ) -> Result<Course, CourseError> {
        while let NextDue::Due(due) = course.next_due() {
            let planned = due.date();
            if planned > through {
                break;
            }
            let mut delay = 0;
            if stream.chance(self.missed) {
                course.miss(planned, "missed")?;
                match course.next_due() {
                    NextDue::Due(next) if next.date() == planned => delay = self.next_chance_days,
                    _ => continue,
                }
            }
            if stream.chance(self.late) {
                delay = delay.saturating_add(self.delay(stream));
            }
            match planned.checked_add_days(Days::new(u64::from(delay))) {
                Some(date) if date <= through => course.give(date)?,
                _ => break,
            };
        }
        Ok(course)
    }

    /// A number of days from 1 on.
    fn delay(&self, stream: &mut Stream) -> u32 {
        let more = libm::log(stream.uniform()) / libm::log1p(-1.0 / self.mean_delay_days);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and saturating is what is wanted"
        )]
        let more = more as u32;
        more.saturating_add(1)
    }
}
