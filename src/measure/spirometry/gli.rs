//! Published coefficients of the LMS family. The splines that belong to them are the caller's to bring.

use crate::measure::spirometry::lms::{AgeTerm, LmsCoefficients, LmsEquation};
use crate::measure::spirometry::spline::{Interpolation, SplineTable};
use crate::person::BySex;

/// The groups of the 2012 equations; the equations of 2022 have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
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
/// 2012;40:1324). [`LmsEquation`] has an example.
pub fn gli_2012_fvc(
    group: GliGroup,
    splines: BySex<SplineTable>,
    interpolation: Interpolation,
) -> LmsEquation {
    let [female, male] = group.offsets();
    let coefficients = BySex {
        female: LmsCoefficients {
            median: -10.4030 + female.0,
            median_log_height: 2.2633,
            median_age: AgeTerm::LogYears(0.0234),
            variation: -2.3549 + female.1,
            variation_age: AgeTerm::LogYears(0.1017),
            power: 0.8236,
        },
        male: LmsCoefficients {
            median: -11.2281 + male.0,
            median_log_height: 2.4135,
            median_age: AgeTerm::LogYears(0.0865),
            variation: -2.2963 + male.1,
            variation_age: AgeTerm::LogYears(0.0718),
            power: 0.9481,
        },
    };
    let name = group.name_2012();
    LmsEquation::published(name, (3.0, 95.0), coefficients, splines, interpolation)
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
/// table (Bowerman et al., Am J Respir Crit Care Med 2023;207:768).
pub fn gli_2022_fvc(splines: BySex<SplineTable>, interpolation: Interpolation) -> LmsEquation {
    let coefficients = BySex {
        female: LmsCoefficients {
            median: -12.055_901,
            median_log_height: 2.621_579,
            median_age: AgeTerm::LogYears(-0.035_975),
            variation: -2.310_148,
            variation_age: AgeTerm::LogYears(0.120_428),
            power: 0.8990,
        },
        male: LmsCoefficients {
            median: -12.629_131,
            median_log_height: 2.727_421,
            median_age: AgeTerm::LogYears(0.009_174),
            variation: -2.195_595,
            variation_age: AgeTerm::LogYears(0.068_466),
            power: 0.9346,
        },
    };
    let any_age = (0.0, f64::INFINITY);
    LmsEquation::published(
        "GLI-2022 FVC",
        any_age,
        coefficients,
        splines,
        interpolation,
    )
}

/// Global Lung Function Initiative 2021, vital capacity as a static lung volume, ages 5 to 80, people of
/// European ancestry (Hall et al., Eur Respir J 2021;57:2000289).
///
/// Of the sets of this family the closest to a slow vital capacity. Its age term is linear in the age, and it
/// has no spline for the coefficient of variation: that column of the table is 0.
pub fn gli_2021_vc(splines: BySex<SplineTable>, interpolation: Interpolation) -> LmsEquation {
    let coefficients = BySex {
        female: LmsCoefficients {
            median: -9.230_600,
            median_log_height: 2.116_822,
            median_age: AgeTerm::Years(-0.005_517),
            variation: -2.220_260,
            variation_age: AgeTerm::Years(0.002_956),
            power: 1.038,
        },
        male: LmsCoefficients {
            median: -10.134_371,
            median_log_height: 2.307_980,
            median_age: AgeTerm::Years(-0.003_532),
            variation: -2.136_741_1,
            variation_age: AgeTerm::Years(0.000_936_7),
            power: 0.8611,
        },
    };
    LmsEquation::published(
        "GLI-2021 VC",
        (5.0, 80.0),
        coefficients,
        splines,
        interpolation,
    )
}

/// Japanese Respiratory Society 2014, vital capacity, ages 17 to 95 (Kubota et al., Respir Investig
/// 2014;52:242).
pub fn jrs_2014_vc(splines: BySex<SplineTable>, interpolation: Interpolation) -> LmsEquation {
    let coefficients = BySex {
        female: LmsCoefficients {
            median: -8.0707,
            median_log_height: 1.9399,
            median_age: AgeTerm::LogYears(-0.1678),
            variation: -2.7071,
            variation_age: AgeTerm::LogYears(0.1447),
            power: 0.1268,
        },
        male: LmsCoefficients {
            median: -8.8317,
            median_log_height: 2.1043,
            median_age: AgeTerm::LogYears(-0.1382),
            variation: -2.3730,
            variation_age: AgeTerm::LogYears(0.0450),
            power: 0.3464,
        },
    };
    LmsEquation::published(
        "JRS-2014 VC",
        (17.0, 95.0),
        coefficients,
        splines,
        interpolation,
    )
}
