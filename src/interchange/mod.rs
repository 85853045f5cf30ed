//! One regimen in every format its users already have.

pub mod nonmem;
pub mod table;
