//! Methods of measurement in the trials of tofersen, according to their documents.

use crate::catalog::literal::printed;
use crate::catalog::tofersen::comparison_tables::comparison;
use crate::catalog::tofersen::results::{briefing, chmp, fda, other, record_101};
use crate::evidence::method::{Method, ReadingUse, Verdict};
use crate::evidence::result::Readout;
use crate::evidence::source::Source;
use crate::evidence::trial::Epoch;
use crate::measure::endpoint::{Benefit, Endpoint};

const ELISA: &str = "sandwich ELISA, Human Cu/Zn SOD (SOD1) Platinum kit";
const ATELLICA: &str = "Siemens Atellica IM";
const SIMOA: &str = "Simoa HD-1 Analyzer (Quanterix)";
const SPIROMETRY: &str = "spirometry, upright";
const DYNAMOMETRY: &str = "hand-held dynamometry of 16 muscles";
pub(super) const TOFERSEN_ASSAY: &str = "hybridisation ELISA";
const RATING: &str = "Global ALSFRS-R; in Japan the original translated, with questions 5a and 11 of the Ohashi version";

/// The concentration of tofersen in a body fluid.
pub(super) fn concentration(fluid: &'static str) -> Endpoint {
    other("tofersen", fluid, "ng/mL", Benefit::Higher)
}

/// A readout of an endpoint, with the method of VALOR and its extension.
pub(super) fn measured(endpoint: Endpoint, source: Source) -> Readout {
    let methods = [
        (Endpoint::csf_sod1(), ELISA),
        (Endpoint::plasma_nfl(), ATELLICA),
        (Endpoint::alsfrs_r(), RATING),
        (Endpoint::slow_vital_capacity(), SPIROMETRY),
        (Endpoint::dynamometry_megascore(), DYNAMOMETRY),
    ];
    let method = methods.into_iter().find(|(of, _)| *of == endpoint);
    let readout = Readout::new(endpoint, source);
    match method {
        Some((_, name)) => readout.measured_by(name),
        None => readout,
    }
}

/// Plasma neurofilament by the assay of VALOR, its extension and ATLAS, with the verdict of the Food and Drug
/// Administration.
pub(super) fn nfl_method(source: Source) -> Method {
    Method::new(ATELLICA, Endpoint::plasma_nfl(), source)
        .limits(printed("4.93"), Some(printed("474")))
        .judged(Verdict::unreliable(ReadingUse::Absolute, "FDA", fda("pages 60, 193 and 196")))
        .judged(Verdict::reliable(ReadingUse::Change, "FDA", fda("pages 60, 195 and 197")))
}

/// Tofersen by hybridisation ELISA.
pub(super) fn tofersen_methods() -> [Method; 2] {
    ["cerebrospinal fluid", "plasma"].map(|fluid| {
        let source = chmp("pages 40 and 41").at("pages 40 and 41; FDA integrated review, page 33");
        Method::new(TOFERSEN_ASSAY, concentration(fluid), source).limits(printed("1"), None)
    })
}

/// Neurofilaments by Simoa, according to the comparison.
pub(super) fn simoa(endpoint: Endpoint) -> Method {
    Method::new(SIMOA, endpoint, comparison("experimental protocols, biomarker analysis"))
}

/// The methods of VALOR and its extension. If two documents differ, both are listed.
pub(super) fn methods() -> Vec<Method> {
    // The limit in undiluted fluid; the review prints 0.078 ng/mL at a dilution of 1:200, which is the same.
    let limit = chmp("pages 76, 78 and 79; FDA integrated review, page 197, table 97");
    let sod1 =
        Method::new(ELISA, Endpoint::csf_sod1(), limit).limits(printed("15.6"), None).by_guideline(
            "ELISA-0675: native and mutant protein together; below the limit, half of it",
        );
    let rating = Method::new(RATING, Endpoint::alsfrs_r(), briefing("page 26")).administered_by(
        "designated raters who do nothing else in the study and see no other result",
    );
    let rating_too = Method::new(
        "Global ALSFRS-R; in Japan the Ohashi version, with questions 5a and 11 of the Global ALSFRS-R translated",
        Endpoint::alsfrs_r(),
        chmp("page 92, note 3"),
    );
    let capacity = Endpoint::slow_vital_capacity;
    let spirometry = Method::new(SPIROMETRY, capacity(), record_101("outcomes"))
        .by_guideline("ATS/ERS criteria: 3 to 5 efforts, the largest acceptable one");
    let sitting = Method::new("spirometry, sitting", capacity(), fda("page 39, eligibility"))
        .in_epoch(Epoch::Screening);
    let strength = Method::new(DYNAMOMETRY, Endpoint::dynamometry_megascore(), briefing("page 28"))
        .by_guideline(
            "the mean of z-scores of those tested, if no more than 10 of the 16 are missing",
        );
    let mut methods = vec![sod1, nfl_method(fda("page 192")), simoa(Endpoint::plasma_nfl())];
    methods.extend([Endpoint::csf_nfl(), Endpoint::plasma_pnfh(), Endpoint::csf_pnfh()].map(simoa));
    methods.extend(tofersen_methods());
    methods.extend([rating, rating_too, spirometry, sitting, strength]);
    methods
}
