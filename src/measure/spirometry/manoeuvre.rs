//! Several breathing manoeuvres of one visit, and which of them counts.

use crate::measure::spirometry::subject::LungVolume;
use crate::person::Age;

/// The manoeuvres of one visit: the volume of each, and whether it was acceptable. The operator judges that by the criteria
/// of the American Thoracic Society and the European Respiratory Society (ATS/ERS).
///
/// ```
/// use aso_regimen::measure::spirometry::{LungVolume, Manoeuvres};
/// use aso_regimen::person::Age;
///
/// let litres = LungVolume::litres;
/// let visit = Manoeuvres::new([
///     (litres(3.50)?, true),
///     (litres(3.42)?, true),
///     (litres(3.80)?, false),
/// ]);
/// assert_eq!(visit.best(), Some(litres(3.50)?));
/// assert_eq!(visit.forced_are_repeatable(Age::years(48.0)?), Some(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias("acceptability", "repeatability"))]
pub struct Manoeuvres {
    acceptable: Vec<f64>,
    best: Option<LungVolume>,
}

impl Manoeuvres {
    /// Returns manoeuvres of these volumes; `true` for an acceptable one.
    pub fn new(manoeuvres: impl IntoIterator<Item = (LungVolume, bool)>) -> Self {
        let all = manoeuvres.into_iter().filter(|(_, is_acceptable)| *is_acceptable);
        let mut all: Vec<LungVolume> = all.map(|(volume, _)| volume).collect();
        all.sort_by(|one, other| other.as_litres().total_cmp(&one.as_litres()));
        Self {
            best: all.first().copied(),
            acceptable: all.into_iter().map(LungVolume::as_litres).collect(),
        }
    }

    /// The largest acceptable volume, which is the reading of the visit, as in VALOR (briefing document of 22 March 2023,
    /// pages 56 and 57); `None` if no manoeuvre was acceptable.
    pub fn best(&self) -> Option<LungVolume> {
        self.best
    }

    /// Whether the two largest acceptable volumes of forced manoeuvres are close enough: at most 0.150 L apart, or, up to 6
    /// years of age, 0.100 L or a tenth of the largest, whichever is more (ATS/ERS 2019, Am J Respir Crit Care Med
    /// 2019;200(8):e70, by the text of the standard in copies; its tables were not read). The distance is taken in whole
    /// millilitres. What the standard asks of slow manoeuvres was not read, so that there is no such check of these.
    ///
    /// `None` if fewer than two manoeuvres were acceptable.
    #[doc(alias = "FVC")]
    pub fn forced_are_repeatable(&self, age: Age) -> Option<bool> {
        let [largest, next, ..] = *self.acceptable else { return None };
        let most = if age.as_years() > 6.0 { 0.150 } else { f64::max(0.100, largest / 10.0) };
        let millilitres = |litres: f64| (1000.0 * litres).round();
        Some(millilitres(largest - next) <= millilitres(most))
    }
}
