//! A trial of one's own: defined, scheduled, blinded, checked against real visit dates, and exported.

use std::error::Error;

use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::evidence::condition::{Condition, Threshold};
use aso_regimen::evidence::method::Method;
use aso_regimen::evidence::result::TimePoint;
use aso_regimen::evidence::source::{Source, Status};
use aso_regimen::evidence::trial::{
    Criterion, Epoch, Mask, Rank, Registration, TrialEndpoint, Viewer, Visit, read_visits,
};
use aso_regimen::interchange::sdtm::{self, Study};
use aso_regimen::{Arm, Course, Endpoint, StudyDay, Trial, Window};

/// Four arms 2:2:1:1: two doses, a placebo, and a sham procedure; loading, then maintenance.
fn trial() -> Result<Trial, Box<dyn Error>> {
    let dose = |mg| format!("{mg} mg (15 mL, withdraw 10 mL) IT q14d x3, then q28d x3").parse();
    let protocol = || Source::new("Protocol XY-101, version 1", Status::Publication);
    let (nfl, sod1) = (Endpoint::plasma_nfl(), Endpoint::csf_sod1());
    let adult = Condition::value("age", "years", Threshold::AtLeast("18".parse()?));
    let other_drug = Condition::judged("another antisense oligonucleotide");
    let end = |rank, of: &Endpoint| TrialEndpoint::new(rank, of.clone()).at(TimePoint::Week(16));
    let assay = |name, of: &Endpoint| Method::new(name, of.clone(), protocol());
    let screening = Visit::new("screening", StudyDay::new(-21)?).in_epoch(Epoch::Screening);
    let mut trial = Trial::builder(Registration::None, "XY-101", protocol())
        .eligibility([Criterion::inclusion(adult), Criterion::exclusion(other_drug)])
        .endpoints([end(Rank::Primary, &nfl), end(Rank::KeySecondary, &sod1)])
        .arm(Arm::active("100 mg", dose(100)?).with_allocation(2))
        .arm(Arm::active("50 mg", dose(50)?).with_allocation(2))
        .arm(Arm::masked("placebo", dose(100)?, Mask::Placebo("saline".into())).with_allocation(1))
        .arm(Arm::masked("sham", dose(100)?, Mask::Sham).with_allocation(1))
        .stratified_by("site")
        .method(assay("platform A", &nfl).limits("5".parse()?, None))
        .method(assay("kit B", &sod1).limits("15.6".parse()?, None))
        .visit(screening.with_window(Window::days(7, 14)));
    for (name, day, late, epoch) in [
        ("baseline", 1, 0, Epoch::Baseline),
        ("week 4", 29, 3, Epoch::Treatment),
        ("week 16", 113, 3, Epoch::Treatment),
        ("week 20", 141, 3, Epoch::FollowUp),
    ] {
        let visit = Visit::new(name, StudyDay::new(day)?).in_epoch(epoch);
        let visit = visit.with_window(Window::days(late, late)).assessing(nfl.clone());
        trial = trial.visit(visit.assessing(sod1.clone()));
    }
    Ok(trial.build()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let trial = trial()?;
    let (first, through) = ("2026-01-05".parse()?, "2026-06-30".parse()?);
    list("Workflow", trial.workflow(None)?);
    list("Endpoints", trial.endpoints());
    let calendar = trial.calendar("placebo", first, through)?;
    let seen = calendar.iter().map(|activity| activity.seen_by(Viewer::Participant));
    list("What participants of the placebo arm see first", seen.take(5));
    let signs =
        trial.masked_pairs().map(|pair| trial.unmasked_by(pair.map(Arm::name), first, through));
    let signs = signs.collect::<Result<Vec<_>, _>>()?.concat();
    assert!(signs.iter().all(|sign| sign.viewer == Viewer::Staff), "participants see nothing");
    list("What tells the masked arms apart", signs);
    let visits = trial.attendance(&read_visits(include_str!("data/visits.csv"))?, through)?;
    list("Deviating visits", visits.iter().filter(|visit| visit.attendance.is_deviation()));
    let arm = trial.arm("placebo")?;
    let plan = arm.apparent_regimen().ok_or("an arm without a regimen")?.clone();
    let mut course = Course::new(plan, MissedDosePolicy::not_stated(), first);
    course.give(first)?;
    let study = Study::new("XY-101")?.in_epoch("BLINDED TREATMENT")?;
    let subject = study.subject("XY-101-003")?.treated_with("XY")?.in_arm(arm.clone());
    list("SDTM: trial arms", sdtm::trial_arms(&study, &trial)?.to_csv()?.lines());
    list("SDTM: exposure", sdtm::exposure(&subject, &course)?.to_csv()?.lines());
    Ok(())
}

fn list<T: std::fmt::Display>(heading: &str, lines: impl IntoIterator<Item = T>) {
    println!("\n{heading}");
    lines.into_iter().for_each(|line| println!("  {line}"));
}
