//! Evidence: labels, trials and published results, each with its source.

pub mod analysis;
pub mod audit;
pub mod condition;
mod epoch;
pub mod label;
pub mod level;
pub mod mechanism;
pub mod method;
pub mod monitoring;
pub mod prediction;
pub mod printed;
pub mod result;
pub mod source;
pub mod trial;
