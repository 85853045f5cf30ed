//! The revisions of a calendar, of which a receiver keeps the latest.

use chrono::{DateTime, Utc};

use crate::interchange::error::FormatError;
use crate::text::excerpt::quoted;

/// The largest INTEGER (RFC 5545, section 3.3.8).
const LARGEST: u32 = 2_147_483_647;

/// The method of a calendar: what its receiver does with it.
#[doc(alias = "METHOD")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CalendarMethod {
    /// `METHOD:PUBLISH`: the entries are shown, and no reply is expected.
    Publish,
    /// `METHOD:CANCEL`: the receiver deletes these entries. [`Calendar::only_cancelled`](super::Calendar::only_cancelled)
    /// returns a calendar of the cancelled ones, [`Calendar::cancelled`](super::Calendar::cancelled) cancels all.
    Cancel,
}

/// The revision of a calendar: when it was made, its number and its method.
///
/// The first calendar that is sent is `Revision::new(now)`, number 0. Each later one is
/// `Revision::new(now).revised(number, now)` with a greater number, for example 1 for the second calendar and 2 for the
/// third. The program stores the number beside the calendar that it sent: a receiver ignores an entry with a smaller one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Revision<'a> {
    pub(super) stamp: DateTime<Utc>,
    pub(super) sequence: u32,
    pub(super) method: Option<(CalendarMethod, &'a str)>,
}

impl<'a> Revision<'a> {
    /// Returns the first revision, number 0, made at this time. The time is written to the second.
    #[doc(alias = "DTSTAMP")]
    pub fn new(stamp: DateTime<Utc>) -> Self {
        Self { stamp, sequence: 0, method: None }
    }

    /// Returns a later revision, with a number above those of all calendars sent before. It is compared with that of this
    /// one alone.
    ///
    /// # Errors
    ///
    /// If the number is not higher than that of this one, or is above 2,147,483,647.
    #[doc(alias = "SEQUENCE")]
    pub fn revised(self, sequence: u32, stamp: DateTime<Utc>) -> Result<Self, FormatError> {
        if (self.sequence + 1..=LARGEST).contains(&sequence) {
            return Ok(Self { stamp, sequence, ..self });
        }
        let expected = format!("a number above {}, at most {LARGEST}", self.sequence);
        Err(FormatError::expected("sequence", &expected, sequence))
    }

    /// Returns this revision with a method, and the organizer that RFC 5546 requires with a method: an address such as
    /// `mailto:clinic@example.org`.
    ///
    /// # Errors
    ///
    /// If the organizer is not an address, which is a scheme, a colon and more text without white space.
    #[doc(alias = "ORGANIZER")]
    pub fn by_method(
        self,
        method: CalendarMethod,
        organizer: &'a str,
    ) -> Result<Self, FormatError> {
        let blank = |c: char| c.is_whitespace() || c.is_control();
        match organizer.split_once(':') {
            Some((scheme, address))
                if !scheme.is_empty() && !address.is_empty() && !organizer.contains(blank) =>
            {
                let method = Some((method, organizer));
                Ok(Self { method, ..self })
            }
            _ => {
                let expected = "an address such as mailto:clinic@example.org";
                Err(FormatError::expected("organizer", expected, quoted(organizer)))
            }
        }
    }
}
