//! NONMEM event records: the doses and observations of subjects, with additional doses as ADDL and II or expanded.
//!
//! | item | here |
//! |---|---|
//! | ID | [`EventRecord::id`], a whole number; a subject named by a text is refused |
//! | TIME | [`EventRecord::time`], not negative; [`SubjectRecords`] has the date of time 0 |
//! | DATE, DAT1, DAT2, DAT3 | with TIME as a clock time; converted to the time since the subject's first record; [`EventDataset::date`] |
//! | AMT | [`DoseEvent::mass`], in mg or another [unit](AmountUnit) |
//! | RATE | [`DoseEvent::rate`], per hour or day; 0 is a bolus; -1 and -2 (estimated by the model) are not read |
//! | EVID | [`RecordedEvent`]: observation 0, dose 1, other 2, reset 3, reset and dose 4 |
//! | CMT | [`EventRecord::compartment`]; 0 is the default compartment of the model |
//! | SS | [`DoseEvent::steady_state`]: 1 or 2, with II and without ADDL; a constant infusion at steady state (AMT 0, II 0) is not read |
//! | ADDL, II | [`DoseEvent::repeats`]; three doses in all are ADDL = 2 |
//! | MDV | 0 for an observation with a value, 1 otherwise |
//! | DV | the value of a [`RecordedEvent::Observation`]; with MDV 1, [`EventRecord::ignored_value`] |
//! | WT, AGE, BLQ and all other columns | covariates: [`EventDataset::covariate`], as texts |
//!
//! Numbers are read and written as exact decimals. `.` is a missing value. A record that cannot be read is refused with
//! its line and column ([`RecordFormat::read`] lists the rules). An item that changes what is given cannot be ignored,
//! even under another program's name for it ([`RecordFormat::taking_covariates`]). What programs read in
//! different ways is refused, even if NONMEM allows it: ADDL without II, II without ADDL or SS, ADDL with SS, and
//! additional doses due after a later reset record (EVID 3 or 4).
//!
//! To read a data set of another program, state what its file does not: the unit of time, and the meaning of columns
//! and lines that are no NONMEM data items.
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
//! Plans and courses are written:
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
#[cfg(feature = "kinetics")]
mod inputs;
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
