//! Nusinersen (Spinraza), for spinal muscular atrophy: its labels and its sham-controlled trials.
//!
//! - United States, March 2026: a low dose (12 mg) and a high dose (50 and 28 mg) with separate rules for missed
//!   doses, and a change from low to high dose. Older editions have only 12 mg: with bands of the time since the last
//!   dose from February 2023, and with a simple rule from 2016 to 2020.
//!   The rows of March 2026 count "from last maintenance dose", except for the row of 40 months of the low dose, which
//!   counts "from last dose". The label does not say what applies before the first maintenance dose. Here all rows
//!   count from the last dose, as in the label of 2023, so that a late first maintenance dose has a row too.
//! - European Union, January 2026: the same regimens, but with the fourth loading dose on day 63. The rules for 28 mg
//!   differ from the US rules from 8 months, and those for the second 50 mg dose differ as well. Older editions have
//!   only 12 mg, with bands or with a simple rule.
//! - Japan, November 2025: 12 mg by age and type of disease, and 50 and 28 mg; three sets of rules.
//! - Switzerland, November 2022: 12 mg, with a part of the rules.
//!
//! In the US and the EU the 50 mg dose of the change from low to high dose is "at least 4 months (plus or minus 14 days)"
//! after the last 12 mg dose; in the US this is the last maintenance dose, and the label does not say what applies before
//! the first of these. The labels give no last day for it. That it is on time until 14 days after its planned date and
//! late from then on is the reading of this crate, and no label says what to do if it is late.
//!
//! A change without a date of its own plans the 50 mg dose for the date of the 12 mg dose that it replaces, and its window
//! is around that date. Among the loading doses, and before the first maintenance dose, that date is less than 4 months
//! after the dose before: give the change a date with [`Switch::on`](crate::dosing::course::Switch::on). If the planned
//! date has passed when the change is recorded, the 50 mg dose is planned for the day of the record, however long ago the
//! last 12 mg dose was, and its window opens on that day.
//!
//! Not modelled: the adjustment in preterm infants in Japan (7.3), because the insert has no numbers; half-lives (135
//! to 177 days in cerebrospinal fluid in the US and Japan, about 20 months in the EU), storage and the handling of
//! vials, because a label here is its regimens and rules. Supplements 2, 3, 4, 7 and 8 of the US label were not read.
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
//!     "dose 1: give it as soon as possible and count later doses from that day\n\
//!      other loading dose: give it as soon as possible and count later doses from that \
//!      day\n\
//!      other maintenance dose: less than 8 months since the last dose: give it as soon \
//!      as possible and keep the planned dates of later doses if the next is at least 14 \
//!      days away; from 8 to below 16 months: give it as soon as possible, then 1 \
//!      additional dose 14 days after it, and count later doses from the last of these; \
//!      from 16 to below 40 months: give it as soon as possible, then 2 additional \
//!      doses, the first 14 days after it and then 14 days apart, and count later doses \
//!      from the last of these; 40 months or more: begin the regimen anew",
//! );
//! ```

mod bands;
mod devote;
mod eu;
mod japan;
mod regimens;
mod switzerland;
mod trials;
mod us;

pub use self::devote::devote;
pub use self::regimens::{eu_12_mg, high_dose, switch_to_high_dose, us_12_mg};
pub use self::trials::{cherish, cherish_doses, endear, endear_doses};
use crate::evidence::label::Label;
use crate::evidence::trial::Trial;

/// Returns the three trials.
pub fn trials() -> Vec<Trial> {
    vec![endear(), cherish(), devote()]
}

/// Returns the labels of the United States, the European Union, Japan and Switzerland, the newest first for each.
pub fn labels() -> Vec<Label> {
    [us::labels(), eu::labels(), japan::labels(), switzerland::labels()].concat()
}
