//! The mechanism of action of tofersen.

use crate::catalog::tofersen::comparison_tables::comparison;
use crate::catalog::tofersen::results::{chmp, eu};
use crate::dosing::dose::Route;
use crate::evidence::mechanism::{Alleles, Mechanism, ModeOfAction, Regulation};

/// Tofersen binds the 3' untranslated region of *SOD1* mRNA, which RNase H then degrades, so that less SOD1 protein is
/// made. It acts on all alleles, because all known mutations have the binding site. Only the comparison states that
/// such molecules do not readily cross the blood-brain barrier; the labels state that the intrathecal dose reaches the
/// spinal cord.
#[cfg_attr(
    feature = "kinetics",
    doc = "\n[`kinetics::tofersen`](crate::kinetics::tofersen) computes the knock-down that follows."
)]
///
/// ```
/// let mechanism = aso_regimen::catalog::tofersen::mechanism();
/// assert!(mechanism.to_string().starts_with(
///     "binds SOD1 mRNA at the 3' untranslated region, which RNase H degrades: \
///      lowers SOD1 protein, of all alleles; intrathecal: ",
/// ));
/// ```
pub fn mechanism() -> Mechanism {
    let why = "the dose in the cerebrospinal fluid reaches the spinal cord; \
               antisense oligonucleotides do not readily cross the blood-brain barrier";
    Mechanism::new("SOD1 mRNA", ModeOfAction::RnaseH, eu("sections 5.1 and 5.2"))
        .at_site("the 3' untranslated region")
        .with_effect(Regulation::Lowers, "SOD1 protein")
        .of_alleles(Alleles::All)
        .by_route(Route::Intrathecal, why)
        .source(chmp("page 45"))
        .source(comparison("dosing regimens and administration: blood-brain barrier"))
}
