//! NONMEM event records: who, when, how much, and what was observed; compact with ADDL and II, or expanded.
//!
//! | item | here |
//! |---|---|
//! | ID | [`EventRecord::id`], a whole number; a subject named by a text is refused |
//! | TIME | [`EventRecord::time`], from the date of time 0 that a [`SubjectRecords`] has; not negative |
//! | DATE, DAT1, DAT2, DAT3 | with TIME as a clock, read to the time since the subject's first record |
//! | AMT | [`DoseEvent::mass`], in mg unless another unit is said |
//! | RATE | [`DoseEvent::rate`], per hour or day; 0 for a dose given at once; -1 and -2 are refused |
//! | EVID | [`RecordedEvent`]: observation 0, dose 1, other 2, reset 3, reset and dose 4 |
//! | CMT | [`EventRecord::compartment`]; 0 is the default compartment of the model |
//! | SS | [`DoseEvent::steady_state`]: 1 or 2, with II and without ADDL |
//! | ADDL, II | [`DoseEvent::repeats`]; three doses in all are ADDL = 2 |
//! | MDV | 0 for an observation with a value, else 1 |
//! | DV | the value of a [`RecordedEvent::Observation`]; with MDV 1, [`EventRecord::ignored_value`] |
//! | WT, AGE, BLQ and all others | covariates: [`EventDataset::covariate`], as texts |
//!
//! Numbers are exact decimals on the way out and in, and `.` stands for what a record does not have. What is
//! read is refused with its line and column where it is no such record; see [`RecordFormat::read`]. An item that
//! changes what is given cannot be ignored, and what programs read differently is refused: additional doses without an
//! interval, an interval without them, both with SS, and those that a reset overtakes.
//!
//! A data set of others is read with what its file does not say: the unit of time, and what the columns and lines are
//! that are no NONMEM data items.
//!
//! ```
//! use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
//! use aso_regimen::{Regimen, Route};
//!
//! let file = "\
//! C  id  time     amt  addl  ii  dv    wt
//! C  1   0        100  0     0   .     70   excluded
//! .  1   0        100  2     14  .     70
//! .  1   1.5E+00  .    .     .   60.5  70
//! .  1   56       100  4     28  .     71.5
//! ";
//! let format = RecordFormat::new(TimeUnit::Days).commented_by('C')?.taking_covariates();
//! let data = format.read(file.as_bytes())?;
//! assert_eq!(data.len(), 3);
//! let weights: Vec<&str> = data.covariate("wt").into_iter().flatten().collect();
//! assert_eq!(weights, ["70", "70", "71.5"]);
//! let tofersen: Regimen = "100 mg IT q14d x3, then q28d x5".parse()?;
//! assert_eq!(data.regimen(1, &Route::Intrathecal)?, tofersen);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What the crate plans or records is written:
//!
//! ```
//! use aso_regimen::Regimen;
//! use aso_regimen::interchange::nonmem::{
//!     EventDataset, EventRecord, RecordFormat, SubjectRecords, TimeUnit,
//! };
//!
//! let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
//! let first = "2026-01-05".parse()?;
//! let patient = SubjectRecords::new(1, first).dosed_in(1);
//! let mut records = patient.planned(&tofersen.starting(first), "2026-06-22".parse()?)?;
//! records.push(
//!     EventRecord::new(1, patient.time("2026-02-02".parse()?)?, Some(60.5))?
//!         .in_compartment(2),
//! );
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

mod clock;
mod columns;
mod compaction;
mod covariates;
mod dataset;
mod decimal;
mod fields;
mod format;
mod line;
mod names;
mod read;
mod record;
mod recovery;
mod subject_records;
mod time;
mod write;

pub use self::dataset::{EventDataset, ExpandedRecords};
pub use self::format::{AmountUnit, ItemName, RecordFormat, TimeUnit};
pub use self::record::{AdditionalDoses, DoseEvent, EventRecord, RecordedEvent, SteadyState};
pub use self::subject_records::{InfusionRule, SubjectRecords};
pub use self::time::{InfusionRate, RecordTime};
