//! Published coefficients of the LMS family. The splines that belong to them are the caller's to bring.

use crate::measure::spirometry::lms::{AgeTerm, LmsCoefficients, LmsEquation};
use crate::measure::spirometry::spline::{Interpolation, SplineTable};
use crate::person::BySex;

/// The groups of the 2012 equations; the equations of 2022 have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum GliGroup {
    /// "Caucasian".
    Caucasian,
    /// "African American".
    AfricanAmerican,
    /// "North East Asian".
    NorthEastAsian,
    /// "South East Asian".
    SouthEastAsian,
    /// "Other".
    Other,
}

/// Global Lung Function Initiative 2012, forced vital capacity, ages 3 to 95 (Quanjer et al., Eur Respir J
/// 2012;40:1324, doi:10.1183/09031936.00080312). [`LmsEquation`] has an example.
pub fn gli_2012_fvc(
    group: GliGroup,
    splines: BySex<SplineTable>,
    interpolation: Interpolation,
) -> LmsEquation {
    let [female, male] = group.offsets();
    let mut coefficients = BySex {
        female: log_years([-10.4030, 2.2633, 0.0234, -2.3549, 0.1017, 0.8236]),
        male: log_years([-11.2281, 2.4135, 0.0865, -2.2963, 0.0718, 0.9481]),
    };
    coefficients.female.median += female.0;
    coefficients.female.variation += female.1;
    coefficients.male.median += male.0;
    coefficients.male.variation += male.1;
    LmsEquation::published(group.name_2012(), coefficients, splines, interpolation)
        .for_ages(3.0, 95.0)
}

impl GliGroup {
    /// Terms of the median and of the coefficient of variation, for female and male subjects.
    const fn offsets(self) -> [(f64, f64); 2] {
        match self {
            Self::Caucasian => [(0.0, 0.0), (0.0, 0.0)],
            Self::AfricanAmerican => [(-0.1555, 0.0810), (-0.1684, 0.0794)],
            Self::NorthEastAsian => [(-0.0262, -0.1809), (-0.0405, -0.4600)],
            Self::SouthEastAsian => [(-0.1516, 0.0459), (-0.1177, 0.0325)],
            Self::Other => [(-0.0833, -0.0503), (-0.0825, -0.0503)],
        }
    }

    const fn name_2012(self) -> &'static str {
        match self {
            Self::Caucasian => "GLI-2012 FVC, Caucasian",
            Self::AfricanAmerican => "GLI-2012 FVC, African American",
            Self::NorthEastAsian => "GLI-2012 FVC, North East Asian",
            Self::SouthEastAsian => "GLI-2012 FVC, South East Asian",
            Self::Other => "GLI-2012 FVC, other",
        }
    }
}

/// Global Lung Function Initiative 2022, forced vital capacity without groups, for the ages of the caller's
/// table (Bowerman et al., Am J Respir Crit Care Med 2023;207:768, doi:10.1164/rccm.202205-0963OC).
#[doc(alias("GLI Global", "race-neutral"))]
pub fn gli_2022_fvc(splines: BySex<SplineTable>, interpolation: Interpolation) -> LmsEquation {
    let coefficients = BySex {
        female: log_years([-12.055_901, 2.621_579, -0.035_975, -2.310_148, 0.120_428, 0.8990]),
        male: log_years([-12.629_131, 2.727_421, 0.009_174, -2.195_595, 0.068_466, 0.9346]),
    };
    LmsEquation::published("GLI-2022 FVC", coefficients, splines, interpolation)
}

/// Global Lung Function Initiative 2021, vital capacity as a static lung volume, ages 5 to 80, people of
/// European ancestry (Hall et al., Eur Respir J 2021;57:2000289, doi:10.1183/13993003.00289-2020).
///
/// Of the sets of this family the closest to a slow vital capacity. Its age term is linear in the age, and it
/// has no spline for the coefficient of variation: that column of the table is 0.
pub fn gli_2021_vc(splines: BySex<SplineTable>, interpolation: Interpolation) -> LmsEquation {
    let coefficients = BySex {
        female: years([-9.230_600, 2.116_822, -0.005_517, -2.220_260, 0.002_956, 1.038]),
        male: years([-10.134_371, 2.307_980, -0.003_532, -2.136_741_1, 0.000_936_7, 0.8611]),
    };
    LmsEquation::published("GLI-2021 VC", coefficients, splines, interpolation).for_ages(5.0, 80.0)
}

/// Japanese Respiratory Society 2014, vital capacity, ages 17 to 95 (Kubota et al., Respir Investig
/// 2014;52:242, doi:10.1016/j.resinv.2014.03.003).
pub fn jrs_2014_vc(splines: BySex<SplineTable>, interpolation: Interpolation) -> LmsEquation {
    let coefficients = BySex {
        female: log_years([-8.0707, 1.9399, -0.1678, -2.7071, 0.1447, 0.1268]),
        male: log_years([-8.8317, 2.1043, -0.1382, -2.3730, 0.0450, 0.3464]),
    };
    LmsEquation::published("JRS-2014 VC", coefficients, splines, interpolation).for_ages(17.0, 95.0)
}

/// Coefficients in the order of the papers: a0 to a2, p0 and p1 as [`LmsEquation`] writes them, and the power.
fn log_years(printed: [f64; 6]) -> LmsCoefficients {
    coefficients(AgeTerm::LogYears, printed)
}

/// As [`log_years`], for an equation that is linear in the age.
fn years(printed: [f64; 6]) -> LmsCoefficients {
    coefficients(AgeTerm::Years, printed)
}

fn coefficients(age: fn(f64) -> AgeTerm, [a0, a1, a2, p0, p1, power]: [f64; 6]) -> LmsCoefficients {
    LmsCoefficients {
        median: a0,
        median_log_height: a1,
        median_age: age(a2),
        variation: p0,
        variation_age: age(p1),
        power,
    }
}
