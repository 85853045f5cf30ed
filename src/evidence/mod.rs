//! What is known and from where: sources, labels, trials and their results.

pub mod label;
pub mod source;
