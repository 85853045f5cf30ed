//! ATLAS, NCT04856982: tofersen before the first symptom.

use crate::calendar::{Interval, StudyDay};
use crate::catalog::literal::{made, printed, registered, reported};
use crate::catalog::tofersen::extension::{loaded, loaded_again};
use crate::catalog::tofersen::methods::nfl_method;
use crate::catalog::tofersen::results::{
    PLACEBO, adverse, briefing, chmp, other, record_303, time_to,
};
use crate::evidence::condition::{Condition, Threshold};
use crate::evidence::trial::{
    Arm, Criterion, Mask, Purpose, Rank, Trial, TrialEndpoint, TrialPart, Visit,
};
use crate::measure::assay::Trigger;
use crate::measure::endpoint::{Benefit, Endpoint};

/// The trigger of ATLAS, which ends the run-in without drug: plasma neurofilament of at least 44 pg/mL and at least 10
/// pg/mL above baseline, by the assay of ATLAS (CHMP assessment report, page 115 and figure 34). A reading by another
/// platform is an error.
///
/// ```
/// let trigger = aso_regimen::catalog::tofersen::atlas_trigger();
/// let reading = |value| trigger.assay().reading(value);
/// assert_eq!(trigger.is_met(&reading(30.0)?, &reading(44.0)?)?, Some(true));
/// // A rise of less than 10 pg/mL, and a level below 44 pg/mL.
/// assert_eq!(trigger.is_met(&reading(34.5)?, &reading(44.0)?)?, Some(false));
/// assert_eq!(trigger.is_met(&reading(20.0)?, &reading(43.9)?)?, Some(false));
/// # Ok::<(), aso_regimen::measure::assay::AssayError>(())
/// ```
pub fn atlas_trigger() -> Trigger {
    let method = nfl_method(chmp("page 116, figure 34"));
    let level = made(method.assay().and_then(|assay| assay.reading(44.0)));
    made(Trigger::new(level, 10.0))
}

const RUN_IN: &str = "run-in (part A)";
const PART_B: &str = "100 mg (part B)";

/// ATLAS, NCT04856982: tofersen before the first symptom. In the run-in without drug (part A) neurofilament is measured
/// about every 28 days. Once [`atlas_trigger`] is met before any symptom, participants are given 100 mg or placebo
/// (part B), and 100 mg if they become symptomatic (part C). Those who become symptomatic before the trigger are given
/// 100 mg, open label (part D, which was to have a placebo until VALOR was over).
///
/// Each calendar counts from the first day of its part. In part C, participants who had 100 mg before are given placebo
/// on day 15, so that their earlier treatment stays masked. The number of participants in each part is not reported:
/// 158 were enrolled in all, and 28 were planned for part B, whose allocation ratio was not read. Parts B and C last up
/// to 5.6 years according to the registry, and 2 years according to the documents of 2023 and 2024.
///
/// The registry calls the neurofilament below which participants enter part A the threshold of the protocol. That this
/// is the 44 pg/mL of part B (CHMP assessment report, page 115) is an assumption here.
///
/// The primary endpoint is the share of participants who become symptomatic within 24 months. At first it was 12
/// months, according to a charity's page on the trial; the paper on the design (Benatar et al., Neurotherapeutics
/// 2022;19:1248-1258, doi:10.1007/s13311-022-01237-4) was read only up to its introduction. Both versions are in its
/// [endpoints](Trial::endpoints).
///
/// ```
/// let atlas = aso_regimen::catalog::tofersen::atlas();
/// let (first, through) = ("2026-01-05".parse()?, "2026-03-31".parse()?);
/// let run_in = atlas.calendar("run-in (part A)", first, through)?;
/// let days: Vec<i64> =
///     run_in.iter().map(|activity| activity.study_day.number()).collect();
/// assert_eq!(days, [1, 29, 57, 85]);
/// assert!(atlas.arm("run-in (part A)")?.drug().is_none(), "no drug before the trigger");
/// let parts: Vec<&str> = atlas.parts().iter().map(|part| &*part.name).collect();
/// assert_eq!(parts, ["A", "B", "C", "D"]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn atlas() -> Trial {
    let every_28_days = Visit::new("neurofilament", StudyDay::FIRST)
        .repeated_every(Interval::days(28))
        .assessing(Endpoint::plasma_nfl())
        .in_part("A");
    let part_b = |arm: Arm| {
        let arm = arm.in_part(TrialPart::new("B", Purpose::Presymptomatic));
        arm.after(RUN_IN).started_by(atlas_trigger())
    };
    let ill = |name, arm: Arm| arm.in_part(TrialPart::new(name, Purpose::Symptomatic));
    let after_placebo = Arm::active("100 mg after placebo (part C)", loaded());
    let after_tofersen = loaded_again("100 mg after 100 mg (part C)");
    let before = Arm::active("100 mg (part D)", loaded()).open_label();
    let mask = Mask::Placebo("placebo".into());
    let trial = Trial::builder(registered("NCT04856982"), "ATLAS", record_303("arms, outcomes"))
        .also_registered(registered("2020-004590-51"))
        .source(chmp("pages 115 and 116"))
        .source(briefing("pages 19 to 22"))
        .eligibility(eligibility())
        .endpoints(endpoints())
        .method(nfl_method(chmp("page 116, figure 34")))
        .arm(Arm::untreated(RUN_IN).in_part(TrialPart::new("A", Purpose::RunIn)))
        .arm(part_b(Arm::active(PART_B, loaded())))
        .arm(part_b(Arm::masked(PLACEBO, loaded(), mask)))
        .arm(ill("C", after_placebo).after(PLACEBO))
        .arm(ill("C", after_tofersen).after(PART_B))
        .arm(ill("D", before).after(RUN_IN))
        .visit(every_28_days);
    made(trial.build())
}

/// Those of the run-in. How participants enter the later parts is stated with the arms.
fn eligibility() -> Vec<Criterion> {
    let value = |what, unit, is| Criterion::inclusion(Condition::value(what, unit, is));
    let judged = Condition::judged;
    [
        value("age", "years", Threshold::AtLeast(printed("18"))),
        value("neurofilament light chain in plasma", "pg/mL", Threshold::Below(printed("44"))),
        Criterion::inclusion(
            judged("a rapidly progressive SOD1 mutation, by a central reader")
                .or(judged("a SOD1 mutation approved by an external committee")),
        ),
        Criterion::inclusion(judged("no symptom of ALS")),
        Criterion::exclusion(judged(
            "riluzole, edaravone, or phenylbutyrate with taurursodiol within 5 half-lives",
        )),
        Criterion::exclusion(judged("off-label treatment for ALS")),
        Criterion::exclusion(judged("HIV or hepatitis")),
        Criterion::exclusion(judged("risk of bleeding")),
    ]
    .map(|criterion| criterion.of_part("A"))
    .into()
}

fn endpoints() -> Vec<TrialEndpoint> {
    let manifest = |name| {
        let endpoint = other(name, "disease", "participants", Benefit::Lower);
        TrialEndpoint::new(Rank::Primary, endpoint)
    };
    let now = manifest("clinically manifest ALS within 24 months of the baseline of part B");
    let before = manifest("clinically manifest ALS within 12 months of randomisation");
    let page = "https://www.mndaustralia.org.au/research/get-involved-in-research/clinical-trials/sod1-antisense-oligonucleotide-tofersen-(atlas-preventative-trial)";
    let page = reported("MND Australia, page on ATLAS")
        .at("primary endpoint")
        .identified(made(page.parse()));
    let before =
        before.of_earlier_design("an earlier design", page.read_on(made("2026-11-26".parse())));
    let secondary = [
        time_to("time to clinically manifest ALS"),
        Endpoint::alsfrs_r(),
        Endpoint::slow_vital_capacity(),
        Endpoint::event_free_survival(),
        time_to("time to death"),
        adverse("adverse event"),
        Endpoint::plasma_nfl(),
        Endpoint::csf_sod1(),
    ];
    let secondary = secondary.map(|endpoint| TrialEndpoint::new(Rank::Secondary, endpoint));
    [now, before].into_iter().chain(secondary).collect()
}
