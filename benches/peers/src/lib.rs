//! What the programs of this package share: the clocks, the table, the problems that are given to all peers.

pub mod clock;
pub mod ours;
pub mod problem;
pub mod python;
pub mod table;
