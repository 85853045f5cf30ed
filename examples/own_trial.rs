//! A trial of one's own: defined, scheduled, blinded, checked against real visit dates, and exported.

use std::error::Error;

use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::evidence::condition::{Condition, Threshold};
use aso_regimen::evidence::method::Method;
use aso_regimen::evidence::source::{Source, Status};
use aso_regimen::evidence::trial::{
    Criterion, Epoch, Mask, Registration, Viewer, Visit, read_visits,
};
use aso_regimen::interchange::sdtm::{self, Study};
use aso_regimen::{Arm, Course, Endpoint, StudyDay, Trial, Window};

/// Four arms 2:2:1:1: two doses, a placebo, and a sham procedure; loading, then maintenance.
fn trial() -> Result<Trial, Box<dyn Error>> {
    let dose = |mg| format!("{mg} mg (15 mL, withdraw 10 mL) IT q14d x3, then q28d x3").parse();
    let protocol = || Source::new("Protocol XY-101, version 1", Status::Publication);
    let adult = Condition::value("age", "years", Threshold::AtLeast("18".parse()?));
    let other_drug = Condition::judged("another antisense oligonucleotide");
    let nfl = Method::new("platform A", Endpoint::plasma_nfl(), protocol());
    let sod1 = Method::new("kit B", Endpoint::csf_sod1(), protocol());
    let screening = Visit::new("screening", StudyDay::new(-21)?).in_epoch(Epoch::Screening);
    let mut trial = Trial::builder(Registration::None, "XY-101", protocol())
        .eligibility([Criterion::inclusion(adult), Criterion::exclusion(other_drug)])
        .arm(Arm::active("100 mg", dose(100)?).with_allocation(2))
        .arm(Arm::active("50 mg", dose(50)?).with_allocation(2))
        .arm(Arm::masked("placebo", dose(100)?, Mask::Placebo("saline".into())).with_allocation(1))
        .arm(Arm::masked("sham", dose(100)?, Mask::Sham).with_allocation(1))
        .stratified_by("site")
        .method(nfl.limits("5".parse()?, None))
        .method(sod1.limits("15.6".parse()?, None))
        .visit(screening.with_window(Window::days(7, 14)));
    for (name, day, late, epoch) in [
        ("baseline", 1, 0, Epoch::Baseline),
        ("week 4", 29, 3, Epoch::Treatment),
        ("week 16", 113, 3, Epoch::Treatment),
        ("week 20", 141, 3, Epoch::FollowUp),
    ] {
        let visit = Visit::new(name, StudyDay::new(day)?).in_epoch(epoch);
        let visit = visit.with_window(Window::days(late, late)).assessing(Endpoint::plasma_nfl());
        trial = trial.visit(visit.assessing(Endpoint::csf_sod1()));
    }
    Ok(trial.build()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let trial = trial()?;
    let (first, through) = ("2026-01-05".parse()?, "2026-06-30".parse()?);
    for step in trial.workflow(None) {
        println!("{step}");
    }
    println!("\nwhat participants of arm placebo see");
    for activity in trial.calendar("placebo", first, through)?.iter().take(4) {
        println!("  {}", activity.seen_by(Viewer::Participant));
    }
    for [one, other] in trial.masked_pairs() {
        let signs = trial.unmasked_by([one.name(), other.name()], first, through)?;
        assert!(signs.iter().all(|sign| sign.viewer == Viewer::Staff));
        for sign in &signs {
            println!("{sign}");
        }
    }
    println!("\nvisits out of their windows");
    let visits = trial.attendance(&read_visits(include_str!("data/visits.csv"))?, through)?;
    for visit in visits.iter().filter(|visit| visit.attendance.is_deviation()) {
        println!("  {visit}");
    }
    let arm = trial.arm("placebo")?;
    let plan = arm.apparent_regimen().ok_or("an arm without a regimen")?.clone();
    let mut course = Course::new(plan, MissedDosePolicy::not_stated(), first);
    course.give(first)?;
    let study = Study::new("XY-101")?.in_epoch("BLINDED TREATMENT")?;
    let subject = study.subject("XY-101-003")?.treated_with("XY")?.in_arm(arm.clone());
    for table in [sdtm::trial_arms(&study, &trial)?, sdtm::exposure(&subject, &course)?] {
        println!("\n{}", table.to_csv()?);
    }
    Ok(())
}
