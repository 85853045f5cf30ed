use aso_regimen::catalog::tofersen;
use aso_regimen::plot::Timeline;
use aso_regimen::{Mass, Regimen};
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let regs: Vec<(&str, Regimen)> = vec![
        ("phase 1/2, 20 mg", tofersen::ascending(Mass::mg(20))),
        ("phase 1/2, 40 mg", tofersen::ascending(Mass::mg(40))),
        ("phase 1/2, 60 mg", tofersen::ascending(Mass::mg(60))),
        ("phase 1/2, 100 mg", tofersen::ascending(Mass::mg(100))),
        ("VALOR, 100 mg", tofersen::eight_doses()),
        ("approved, 100 mg", tofersen::approved()),
        ("windows", "50 mg IT q14d x2 window -3d/+3d, then 28 mg IT q2mo window -7d/+7d".parse()?),
        ("changes", "titration 5 mg IV q7d x1, then titration 10 mg IV q7d x1, then titration 100 mg IV q7d x1, then titration 10 mg IV q7d x1, then 1 mg/kg IV q7d".parse()?),
    ];
    let mut t = Timeline::new(
        "Tofersen regimens",
        "2026-01-05".parse()?,
        "2027-01-04".parse()?,
    )?;
    for (n, r) in &regs {
        t = t.with(*n, r)?;
    }
    let folder = std::env::args().nth(1).unwrap();
    std::fs::write(format!("{folder}/timeline.svg"), t.draw()?.as_str())?;
    let label = aso_regimen::catalog::tofersen::labels().remove(0);
    let mut course = aso_regimen::Course::new(
        label.regimen().clone(),
        label.policy().clone(),
        "2026-01-05".parse()?,
    );
    for d in ["2026-01-05", "2026-01-25", "2026-02-08", "2026-03-08"] {
        course.give(d.parse()?)?;
    }
    course.miss("influenza")?;
    course.give("2026-04-13".parse()?)?;
    course.give("2026-05-11".parse()?)?;
    let p = aso_regimen::plot::CourseTimeline::new(
        "Tofersen: a late second dose and a missed fifth",
        &course,
        "2026-09-30".parse()?,
    )?
    .draw()?;
    std::fs::write(format!("{folder}/course.svg"), p.as_str())?;
    Ok(())
}
