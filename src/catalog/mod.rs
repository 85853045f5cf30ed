//! Labels, trials and results of antisense and other oligonucleotides, with their sources. Each drug has its own
//! module.
//!
//! ```
//! use aso_regimen::catalog;
//! use aso_regimen::evidence::label::Authority;
//!
//! let label = catalog::labels().named("tofersen").authority(Authority::Us).one()?;
//! assert!(label.regimen()?.to_string().ends_with("IT q14d x3, then q28d"));
//! assert_eq!(
//!     catalog::labels().named("Qalsody").one().expect_err("there are two").to_string(),
//!     "2 found for \"Qalsody\", expected one of them: Qalsody (tofersen), US, 2023, \
//!      as read on 2026-11-26; Qalsody (tofersen), EU, 2026-03, as read on 2026-11-26",
//! );
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! The edition of a label is the date of the text that is modelled here: the day on which it was approved, if that is
//! known, or else the date that it prints. US labels print a date for each section, of which the latest counts; others
//! one for the whole text. A text that prints none has the date of the latest change that it contains. A file can be
//! newer than its text; the date of the file is in the [source](crate::evidence::label::Label::sources).
//!
//! Older editions are here only if they were read. So [`Labels::current`] can return no label for an earlier day
//! although one was in force; [`Labels::not_known`] returns what is not known.
//!
//! These products are not in the catalog: defibrotide (Defitelio, US), because it is given every 6 hours for at least
//! 21 days and schedules here have no time of day; imetelstat in the European Union (EMEA/H/C/006105) and inotersen in
//! Canada and Switzerland, because their dosing was not found.
//!
//! These labels exist but were not read, so they are not in the catalog: zilganersen (Zanvastro, US, approved on 3
//! September 2026: 50 mg, "once a quarter" in one report and every 12 weeks in another) and bepirovirsen (Hibsago, US,
//! marketed from 20 October 2026). The page of each drug says what was not read of its labels.
//!
//! Three trials were read out in 2026, but no numbers could be read:
//! [CARDIO-TTRansform](eplontersen::cardio_ttransform), [Lp(a)HORIZON](pelacarsen::horizon) and
//! [FUSION](ulefnersen::fusion). [GENERATION HD2](tominersen::generation_hd2) has not been read out. [Zilganersen's
//! trial](zilganersen::pivotal) has the primary result from a press release.
#![doc = include_str!("../../docs/labels.md")]

pub mod avacincaptad;
pub mod casimersen;
mod cells;
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
pub mod pelacarsen;
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

/// The name of a drug, its labels and its trials.
type Drug = (&'static str, fn() -> Vec<Label>, fn() -> Vec<Trial>);

/// Every drug, in alphabetical order.
const DRUGS: &[Drug] = &[
    ("avacincaptad", avacincaptad::labels, none),
    ("casimersen", casimersen::labels, none),
    ("donidalorsen", donidalorsen::labels, none),
    ("eplontersen", eplontersen::labels, eplontersen::trials),
    ("eteplirsen", eteplirsen::labels, none),
    ("fitusiran", fitusiran::labels, none),
    ("fomivirsen", fomivirsen::labels, none),
    ("givosiran", givosiran::labels, none),
    ("golodirsen", golodirsen::labels, none),
    ("imetelstat", imetelstat::labels, none),
    ("inclisiran", inclisiran::labels, none),
    ("inotersen", inotersen::labels, none),
    ("lumasiran", lumasiran::labels, none),
    ("mipomersen", mipomersen::labels, none),
    ("nedosiran", nedosiran::labels, none),
    ("nusinersen", nusinersen::labels, nusinersen::trials),
    ("olezarsen", olezarsen::labels, none),
    ("patisiran", patisiran::labels, none),
    ("pegaptanib", pegaptanib::labels, none),
    ("pelacarsen", none, pelacarsen::trials),
    ("plozasiran", plozasiran::labels, none),
    ("tofersen", tofersen::labels, tofersen::trials),
    ("tominersen", none, tominersen::trials),
    ("ulefnersen", none, ulefnersen::trials),
    ("viltolarsen", viltolarsen::labels, none),
    ("volanesorsen", volanesorsen::labels, none),
    ("vutrisiran", vutrisiran::labels, none),
    ("zilganersen", none, zilganersen::trials),
];

fn none<T>() -> Vec<T> {
    Vec::new()
}

/// Returns all labels of the catalog, drug by drug.
pub fn labels() -> Labels<'static> {
    static LABELS: LazyLock<Vec<Label>> =
        LazyLock::new(|| DRUGS.iter().flat_map(|(_, labels, _)| labels()).collect());
    LABELS.iter().collect()
}

/// Returns all trials of the catalog, drug by drug.
///
/// One registration can cover several trials: two trials here have the registration NCT02623699.
///
/// ```
/// use aso_regimen::catalog;
///
/// let endear = catalog::trials().named("ENDEAR").one()?;
/// assert_eq!(endear.registration().to_string(), "NCT02193074");
/// assert_eq!(catalog::trials().named("nusinersen").len(), 3);
/// # Ok::<(), catalog::LookupError>(())
/// ```
pub fn trials() -> Trials<'static> {
    TRIALS.iter().map(|(_, trial)| trial).collect()
}

/// All trials, each with the name of its drug.
static TRIALS: LazyLock<Vec<(&str, Trial)>> = LazyLock::new(|| {
    let of_drug = |&(name, _, trials): &Drug| trials().into_iter().map(move |trial| (name, trial));
    DRUGS.iter().flat_map(of_drug).collect()
});

/// The nonproprietary name of the drug of a trial. `None` if the trial is not in the catalog.
fn drug_of(trial: &Trial) -> Option<&'static str> {
    TRIALS.iter().find(|(_, known)| known == trial).map(|(drug, _)| *drug)
}
