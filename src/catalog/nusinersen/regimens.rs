//! Regimens of nusinersen that several labels share.

use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;

/// The 12 mg regimen of the US label: three loading doses 14 days apart, a fourth 30 days after the third, then every 4
/// months (US prescribing information, section 2.1).
///
/// ```
/// let plan = aso_regimen::catalog::nusinersen::us_12_mg();
/// let days: Vec<i32> =
///     plan.starting("2025-01-06".parse()?).iter().day_offsets().take(4).collect();
/// assert_eq!(days, [0, 14, 28, 58]);
/// # Ok::<(), aso_regimen::chrono::ParseError>(())
/// ```
pub fn us_12_mg() -> Regimen {
    regimen!("12 mg (5 mL, withdraw 5 mL, over 1-3 min) IT q14d x3, then after 30d x1, then q4mo")
}

/// The 12 mg regimen of the EU label: loading doses on days 0, 14, 28 and 63, then every 4 months (EU SmPC, section
/// 4.2).
pub fn eu_12_mg() -> Regimen {
    regimen!("12 mg (5 mL, withdraw 5 mL, over 1-3 min) IT q14d x3, then after 35d x1, then q4mo")
}

/// The high-dose regimen: 50 mg on days 0 and 14, then 28 mg every 4 months, the first of them 4 months after the
/// second 50 mg dose (US prescribing information of March 2026, section 2.1; EU SmPC, section 4.2; Japanese package
/// insert, section 6).
pub fn high_dose() -> Regimen {
    regimen!(
        "50 mg (5 mL, withdraw 5 mL, over 1-3 min) IT q14d x2, \
         then 28 mg (5 mL, withdraw 5 mL, over 1-3 min) IT q4mo"
    )
}

/// The change from 12 mg to the high dose: one 50 mg dose at least 4 months (plus or minus 14 days) after the last 12 mg
/// dose, then 28 mg every 4 months, counted from the day of the 50 mg dose (US prescribing information of March 2026,
/// section 2.5; EU SmPC, section 4.2). The upper end of its window is the reading of this crate; see the
/// [module](crate::catalog::nusinersen).
pub fn switch_to_high_dose() -> Regimen {
    regimen!(
        "50 mg (5 mL, withdraw 5 mL, over 1-3 min) IT x1 window -14d/+14d rolling, \
         then 28 mg (5 mL, withdraw 5 mL, over 1-3 min) IT q4mo"
    )
}

/// The same in Japan, where the 50 mg dose is 4 months after the last 12 mg dose, without a window (Japanese package
/// insert, section 7.2).
pub(super) fn switch_in_japan() -> Regimen {
    regimen!(
        "50 mg (5 mL, withdraw 5 mL, over 1-3 min) IT x1, \
         then 28 mg (5 mL, withdraw 5 mL, over 1-3 min) IT q4mo"
    )
}
