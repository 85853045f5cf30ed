//! One regimen in every format its users already have.

pub mod adam;
pub mod nonmem;
pub mod sdtm;
pub mod table;
