//! NONMEM event records: who, when, how much, and what was observed; compact with ADDL and II, or expanded.
//!
//! | item | here |
//! |---|---|
//! | ID | [`EventRecord::id`] |
//! | TIME | [`EventRecord::time`], from the date of time 0 that a [`SubjectRecords`] has |
//! | AMT | [`DoseEvent::mass`], written in mg |
//! | RATE | [`DoseEvent::rate`], written in mg per hour or day; 0 for a dose given at once |
//! | EVID | 1 for a dose, 0 for an observation; others are refused |
//! | CMT | [`EventRecord::compartment`]; 0 is the default compartment of the model |
//! | ADDL, II | [`DoseEvent::repeats`]; three doses in all are ADDL = 2 |
//! | MDV | 1 for a dose and for an observation without a value, else 0 |
//! | DV | the value of an [`RecordedEvent::Observation`] |
//!
//! Numbers are exact decimals on the way out and in, and `.` stands for what a record does not have. What is
//! read is refused with its line and column where it is no such record; see [`RecordFormat::read`].
//!
//! ```
//! use aso_regimen::Regimen;
//! use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, EventRecord, SubjectRecords, TimeUnit};
//!
//! let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
//! let first = "2026-01-05".parse()?;
//! let patient = SubjectRecords::new(1, first).dosed_in(1);
//! let mut records = patient.planned(&tofersen.starting(first), "2026-06-22".parse()?)?;
//! records.push(EventRecord::new(1, patient.time("2026-02-02".parse()?)?, Some(60.5))?.in_compartment(2));
//!
//! let format = RecordFormat::new(TimeUnit::Days);
//! let data = EventDataset::new(records);
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

mod compaction;
mod dataset;
mod decimal;
mod format;
mod line;
mod read;
mod record;
mod recovery;
mod subject_records;
mod time;
mod write;

pub use self::dataset::{EventDataset, ExpandedRecords};
pub use self::format::{ItemName, RecordFormat, TimeUnit};
pub use self::record::{AdditionalDoses, DoseEvent, EventRecord, RecordedEvent};
pub use self::subject_records::{InfusionRule, SubjectRecords};
pub use self::time::{InfusionRate, RecordTime};
