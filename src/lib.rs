//! Antisense-oligonucleotide (ASO) regimens, schedules, trials and the changes they report.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc(test(attr(deny(warnings))))]

pub mod measure;

/// The calendar types in our signatures are chrono's.
pub use chrono;
