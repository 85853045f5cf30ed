//! From doses to concentration to knock-down.
