//! NONMEM event records: who, when, how much, and what was observed; compact with ADDL and II, or expanded.
//!
//! | item | here |
//! |---|---|
//! | ID | [`Record::id`] |
//! | TIME | [`Record::time`], from the date of time 0 that a [`Subject`] has |
//! | AMT | [`DoseEvent::mass`], written in mg |
//! | RATE | [`DoseEvent::rate`], written in mg per hour or day; 0 for a dose given at once |
//! | EVID | 1 for a dose, 0 for an observation; others are refused |
//! | CMT | [`Record::compartment`]; 0 is the default compartment of the model |
//! | ADDL, II | [`DoseEvent::repeats`]; three doses in all are ADDL = 2 |
//! | MDV | 1 for a dose and for an observation without a value, else 0 |
//! | DV | the value of an [`Event::Observation`] |
//!
//! Numbers are exact decimals on the way out and in, and `.` stands for what a record does not have. What is
//! read is refused with its line and column where it is no such record; see [`ReadError`].
//!
//! ```
//! use aso_regimen::Regimen;
//! use aso_regimen::interchange::nonmem::{Dataset, Format, Record, Subject, TimeUnit};
//!
//! let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
//! let first = "2026-01-05".parse()?;
//! let patient = Subject::new(1, first).dosed_in(1);
//! let mut records = patient.planned(&tofersen.starting(first), "2026-06-22".parse()?)?;
//! records.push(Record::new(1, patient.time("2026-02-02".parse()?)?, Some(60.5))?.in_compartment(2));
//!
//! let format = Format::new(TimeUnit::Days);
//! let data = Dataset::new(records);
//! let file = format.to_csv(&data)?;
//! assert_eq!(
//!     file,
//!     "ID,TIME,AMT,RATE,EVID,CMT,ADDL,II,MDV,DV\n\
//!      1,0,100,0,1,1,2,14,1,.\n\
//!      1,28,.,.,0,2,.,.,0,60.5\n\
//!      1,56,100,0,1,1,4,28,1,.\n"
//! );
//! assert_eq!(format.read(file.as_bytes())?, data);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod dataset;
mod decimal;
mod format;
mod line;
mod read;
mod record;
mod recover;
mod runs;
mod subject;
mod time;
mod write;

pub use self::dataset::{Dataset, Expanded, TooManyRecords};
pub use self::decimal::NumberError;
pub use self::format::{Column, Format, FormatError, TimeUnit};
pub use self::read::{Problem, ReadError};
pub use self::record::{DoseEvent, Event, Record, RecordError, Repeats};
pub use self::recover::RecoverError;
pub use self::subject::{Giving, Subject, SubjectError};
pub use self::time::{Rate, Time};
pub use self::write::WriteError;
