//! Colours that differ for every kind of colour vision.
//!
//! They are those of Okabe and Ito, "Color Universal Design", 2008 (<https://jfly.uni-koeln.de/color/>), as printed
//! by Wong, Nat Methods 2011;8:441, doi:10.1038/nmeth.1618.

pub(super) const BLACK: &str = "#000000";
pub(super) const BLUE: &str = "#0072B2";
pub(super) const VERMILLION: &str = "#D55E00";
pub(super) const GREEN: &str = "#009E73";
pub(super) const PURPLE: &str = "#CC79A7";
pub(super) const WHITE: &str = "#FFFFFF";
/// For lines and texts that step back; as text it keeps a contrast of 7 to 1 on white.
pub(super) const GREY: &str = "#555555";
pub(super) const PALE: &str = "#D0D0D0";
