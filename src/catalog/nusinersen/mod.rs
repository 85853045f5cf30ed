//! Nusinersen (Spinraza), for spinal muscular atrophy: its labels and its sham-controlled trials.
//!
//! - United States, March 2026: a low dose (12 mg) and a high dose (50 and 28 mg) with their own rules for missed
//!   doses, and a change from one to the other. Older editions have 12 mg alone: with bands of the time since the
//!   last dose from February 2023, and a simple rule from 2016 to 2020.
//!   The rows of March 2026 count "from last maintenance dose", only that of 40 months of the low dose "from last
//!   dose". What holds before there was a maintenance dose the label does not say; here all rows count from the last
//!   dose, as those of 2023 do, so that a late first maintenance dose has a row too.
//! - European Union, January 2026: the same regimens, but a fourth loading dose on day 63; the rules for 28 mg differ
//!   from the US ones from 8 months; those for the second 50 mg differ as well. Older: 12 mg with bands, and with a
//!   simple rule.
//! - Japan, November 2025: 12 mg by age and by the type of the disease, and 50 and 28 mg; three sets of rules.
//! - Switzerland, November 2022: 12 mg, a part of the rules.
//!
//! Of the 50 mg of the change being late no label speaks.
//!
//! Left out: that in Japan the amount is adjusted in preterm infants (7.3), because the insert has no numbers; half-lives (135 to 177 days in the cerebrospinal fluid in the US and Japan, about 20 months in the EU),
//! storage, and the handling of vials, because a label here is a regimen and its rules; supplements 2, 3, 4, 7 and 8
//! of the US label, because they were not read.
//!
//! ```
//! use aso_regimen::catalog::nusinersen;
//!
//! let label = &nusinersen::labels()[0];
//! assert_eq!(label.key().to_string(), "Spinraza, US, 2026-03-30");
//! assert_eq!(
//!     label.regimens()[0].regimen.to_string(),
//!     "12 mg (5 mL, withdraw 5 mL, over 1-3 min) IT q14d x3, then after 30d x1, then \
//!      q4mo",
//! );
//! assert_eq!(
//!     label.policy_of(&label.regimens()[0]).to_string(),
//!     "loading dose: give it as soon as possible and count later doses from that day\n\
//!      maintenance dose: less than 8 months since the last dose: give it as soon as \
//!      possible and keep the planned dates of later doses if the next is at least 14 \
//!      days away; from 8 to below 16 months: give it as soon as possible, then 1 \
//!      additional dose 14 days after it, and count later doses from the last of these; \
//!      from 16 to below 40 months: give it as soon as possible, then 2 additional \
//!      doses, the first 14 days after it and then 14 days apart, and count later doses \
//!      from the last of these; 40 months or more: begin the regimen anew",
//! );
//! ```

mod bands;
mod eu;
mod japan;
mod regimens;
mod switzerland;
mod trials;
mod us;

pub use self::regimens::{eu_12_mg, high_dose, switch_to_high_dose, us_12_mg};
pub use self::trials::{cherish, cherish_doses, devote, endear, endear_doses, trials};
use crate::evidence::label::Label;

/// The labels of the United States, the European Union, Japan and Switzerland, each the newest first.
pub fn labels() -> Vec<Label> {
    [us::labels(), eu::labels(), japan::labels(), switzerland::labels()].concat()
}
