//! Labels, trials and results of antisense and other oligonucleotides, with their sources; a file a drug.
//!
//! ```
//! use aso_regimen::catalog;
//! use aso_regimen::evidence::label::Authority;
//!
//! let label = catalog::labels().named("tofersen").authority(Authority::Us).one()?;
//! assert!(label.regimen()?.to_string().ends_with("IT q14d x3, then q28d"));
//! assert_eq!(
//!     catalog::labels().named("Qalsody").one().expect_err("there are two").to_string(),
//!     "2 are found for \"Qalsody\", expected one of them: Qalsody (tofersen), US, 2023, \
//!      as read on 2026-11-26; Qalsody (tofersen), EU, 2026-03, as read on 2026-11-26",
//! );
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! Known to exist and not here: defibrotide (Defitelio, US), every 6 hours for at least 21 days, since plans here are of
//! days; imetelstat in the European Union (EMEA/H/C/006105), whose dosing was not found; inotersen in Canada and
//! Switzerland, whose dosing we did not find.
//!
//! Known to exist and not read, so that no label of them is here: zilganersen (Zanvastro, US, approved on 3 September
//! 2026: 50 mg, "once a quarter" in one report and every 12 weeks in another) and bepirovirsen (Hibsago, US, marketed
//! from 20 October 2026). What was not read of other products is in the text of each.
//!
//! Trials that were read out in 2026, of which no number and no record could be read: CARDIO-TTRansform (eplontersen,
//! NCT04136171), which did not meet its primary endpoint, cardiovascular mortality and recurrent cardiovascular events (the
//! sponsor's form 8-K of 9 July 2026, in a copy); Lp(a)HORIZON (pelacarsen, NCT04023552), of which notes say the same.
#![doc = include_str!("../../docs/labels.md")]

pub mod avacincaptad;
pub mod casimersen;
pub mod donidalorsen;
pub mod eplontersen;
pub mod eteplirsen;
pub mod fitusiran;
pub mod fomivirsen;
pub mod givosiran;
pub mod golodirsen;
pub mod imetelstat;
pub mod inclisiran;
pub mod inotersen;
mod literal;
pub mod lumasiran;
pub mod mipomersen;
pub mod nedosiran;
pub mod nusinersen;
pub mod olezarsen;
mod overlay;
pub mod patisiran;
pub mod pegaptanib;
pub mod plozasiran;
mod selection;
pub mod tofersen;
pub mod tominersen;
pub mod ulefnersen;
pub mod viltolarsen;
pub mod volanesorsen;
pub mod vutrisiran;
pub mod zilganersen;

use std::sync::LazyLock;

pub use self::overlay::Overlay;
#[cfg(feature = "interchange")]
pub use self::overlay::OverlayError;
pub use self::selection::{Labels, LookupError, Selection, Trials};
use crate::evidence::label::Label;
use crate::evidence::trial::Trial;

/// The labels and the trials of a drug.
type Drug = (fn() -> Vec<Label>, fn() -> Vec<Trial>);

/// Every drug, in the order of the alphabet.
const DRUGS: &[Drug] = &[
    (avacincaptad::labels, none),
    (casimersen::labels, none),
    (donidalorsen::labels, none),
    (eplontersen::labels, none),
    (eteplirsen::labels, none),
    (fitusiran::labels, none),
    (fomivirsen::labels, none),
    (givosiran::labels, none),
    (golodirsen::labels, none),
    (imetelstat::labels, none),
    (inclisiran::labels, none),
    (inotersen::labels, none),
    (lumasiran::labels, none),
    (mipomersen::labels, none),
    (nedosiran::labels, none),
    (nusinersen::labels, nusinersen::trials),
    (olezarsen::labels, none),
    (patisiran::labels, none),
    (pegaptanib::labels, none),
    (plozasiran::labels, none),
    (tofersen::labels, tofersen::trials),
    (none, tominersen::trials),
    (none, ulefnersen::trials),
    (viltolarsen::labels, none),
    (volanesorsen::labels, none),
    (vutrisiran::labels, none),
    (none, zilganersen::trials),
];

fn none<T>() -> Vec<T> {
    Vec::new()
}

/// Every label of the catalog, drug by drug.
pub fn labels() -> Labels<'static> {
    static LABELS: LazyLock<Vec<Label>> =
        LazyLock::new(|| DRUGS.iter().flat_map(|(labels, _)| labels()).collect());
    LABELS.iter().collect()
}

/// Every trial of the catalog, drug by drug.
///
/// One registration can hold several trials: both parts of NCT02623699 are here.
///
/// ```
/// use aso_regimen::catalog;
///
/// let endear = catalog::trials().named("ENDEAR").one()?;
/// assert_eq!(endear.registration().to_string(), "NCT02193074");
/// # Ok::<(), catalog::LookupError>(())
/// ```
pub fn trials() -> Trials<'static> {
    static TRIALS: LazyLock<Vec<Trial>> =
        LazyLock::new(|| DRUGS.iter().flat_map(|(_, trials)| trials()).collect());
    TRIALS.iter().collect()
}
