//! The extension, NCT03070119, with its results including the period of VALOR: early start of tofersen compared with
//! delayed start.

mod results;

use self::results::{DELAYED, EARLY, EVERYBODY, FROM_A_AND_B, results};
use crate::catalog::literal::{made, registered};
use crate::catalog::tofersen::methods::{concentration, methods};
use crate::catalog::tofersen::results::{
    ALL, adverse, briefing, chmp, jama, other, record_102, time_to,
};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::result::TimePoint;
use crate::evidence::trial::{Arm, Mask, Rank, Trial, TrialBuilder, TrialEndpoint};
use crate::measure::endpoint::{Benefit, Endpoint};

/// The regimen of participants who had placebo in VALOR, which those who had tofersen seem to be given.
pub(super) fn loaded() -> Regimen {
    regimen!("100 mg IT q14d x3, then q28d")
}

/// The arm of participants who had tofersen before: 100 mg every 28 days, and placebo on day 15 to mask the earlier
/// treatment.
pub(super) fn loaded_again(name: &'static str) -> Arm {
    let mask = Mask::Placebo("placebo".into());
    Arm::active(name, regimen!("100 mg IT q28d")).masked_as(loaded(), mask)
}

/// The extension, NCT03070119: tofersen for participants who completed the earlier parts, from 8 March 2017 to 12
/// August 2024, with up to 90 maintenance doses. Of the participants of VALOR, 63 had had tofersen and 32 placebo. The
/// assessment report states that only the loading doses are masked; the registry states no masking at all. 44
/// participants of parts A and B entered after at least 16 weeks without drug, 35 of them with 20, 40 or 60 mg at first
/// and 9 with 100 mg (CHMP assessment report, pages 74 and 90).
///
/// Results are changes from the baseline of VALOR, in its 72 and 36 participants. Faster and slower progression is
/// defined by neurofilament in the final publication, and by mutation and slope in earlier reports.
///
/// ```
/// let extension = aso_regimen::catalog::tofersen::extension();
/// let (first, through) = ("2019-09-30".parse()?, "2019-10-28".parse()?);
/// let calendar = extension.calendar("early start", first, through)?;
/// let lines: Vec<String> =
///     calendar.iter().map(|activity| activity.what.to_string()).collect();
/// assert_eq!(lines, ["100 mg IT", "placebo", "100 mg IT"]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn extension() -> Trial {
    let number = registered("NCT03070119");
    let mut trial =
        Trial::builder(number, "Tofersen open-label extension", record_102("arms, flow"))
            .also_registered(registered("2016-003225-41"))
            .source(chmp("pages 53, 74 and 90"))
            .source(briefing("pages 19 and 21"))
            .source(jama("methods"))
            .arm(loaded_again(EARLY).with_n(63))
            .arm(Arm::active(DELAYED, loaded()).with_n(32));
    let lower = [
        (
            "20 mg, then 100 mg",
            regimen!("20 mg IT q14d x3, then maintenance q28d x10, then 100 mg IT q28d"),
        ),
        (
            "40 mg, then 100 mg",
            regimen!("40 mg IT q14d x3, then maintenance q28d x10, then 100 mg IT q28d"),
        ),
        (
            "60 mg, then 100 mg",
            regimen!("60 mg IT q14d x3, then maintenance q28d x10, then 100 mg IT q28d"),
        ),
        ("100 mg, from parts A and B", loaded()),
    ];
    let names = lower.each_ref().map(|(name, _)| *name);
    for (name, regimen) in lower {
        trial = trial.arm(Arm::active(name, regimen).open_label());
    }
    let trial = trial
        .arm(Arm::pooled(FROM_A_AND_B, names).with_n(44))
        .arm(Arm::pooled(EVERYBODY, [EARLY, DELAYED]))
        .endpoints(endpoints())
        .results(results());
    made(methods().into_iter().fold(trial, TrialBuilder::method).build())
}

/// Those of the registry. The secondary ones but the concentrations are of VALOR and the extension together.
fn endpoints() -> Vec<TrialEndpoint> {
    let secondary = |endpoint, at| TrialEndpoint::new(Rank::Secondary, endpoint).at(at);
    let mut endpoints = vec![
        TrialEndpoint::new(Rank::Primary, adverse("adverse event")),
        secondary(concentration("plasma"), TimePoint::Week(4)),
        secondary(concentration("cerebrospinal fluid"), TimePoint::Week(4)),
    ];
    for endpoint in [
        Endpoint::csf_sod1(),
        Endpoint::plasma_nfl(),
        Endpoint::alsfrs_r(),
        Endpoint::slow_vital_capacity(),
        Endpoint::dynamometry_megascore(),
        other("strength of each muscle by dynamometry", "muscle strength", "", Benefit::Higher),
    ] {
        let at_week = |week| secondary(endpoint.clone(), TimePoint::Week(week)).in_population(ALL);
        endpoints.extend([52, 104, 148].map(at_week));
    }
    for endpoint in [Endpoint::event_free_survival(), time_to("time to death")] {
        endpoints.push(TrialEndpoint::new(Rank::Secondary, endpoint).in_population(ALL));
    }
    endpoints
}
