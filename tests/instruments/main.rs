//! The instruments of `measure`: published worked values first, then properties, error texts and serde.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails, in its helpers too")]
#![expect(clippy::float_cmp, reason = "exact values are meant exactly; others have a tolerance")]
#![expect(clippy::unreadable_literal, reason = "digits stand as their sources print them")]

mod alsfrs_r;
mod assay;
mod dynamometry;
mod outside;
mod parts;
mod spirometry;
mod spirometry_lms;
