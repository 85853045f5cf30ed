//! A dose was missed: what does the label say?
//!
//! A tofersen patient misses the second loading dose; a nusinersen patient comes back after 9, 20 and 41
//! months.

use std::error::Error;

use aso_regimen::catalog;
use aso_regimen::chrono::{Days, Months, NaiveDate};
use aso_regimen::dosing::course::{Advice, Timing};
use aso_regimen::evidence::label::{Authority, Label};

fn main() -> Result<(), Box<dyn Error>> {
    second_loading_dose()?;
    long_absence()
}

fn label(name: &str) -> Result<&'static Label, Box<dyn Error>> {
    let labels = catalog::labels().named(name).authority(Authority::Us);
    Ok(labels.current("2026-11-26".parse()?).one()?)
}

fn second_loading_dose() -> Result<(), Box<dyn Error>> {
    let label = label("tofersen")?;
    println!("{label}\n{}\n", label.policy());

    let first: NaiveDate = "2026-01-05".parse()?;
    let mut course = label.course(first)?;
    course.give(first)?;
    course.miss(first + Days::new(14), "no transport in the snow")?;

    // The patient can come on day 20 instead of day 14.
    let today = first + Days::new(20);
    let advice = course.advise(today)?;
    println!("{advice}");
    assert_eq!(course.give(today)?.timing(), Some(Timing::Late(6)));
    let next: Vec<i64> =
        course.forecast().take(4).map(|dose| (dose.date() - first).num_days()).collect();
    let days: Vec<String> = next.iter().map(i64::to_string).collect();
    println!("later doses: {} days after the first\n", days.join(", "));
    assert_eq!(next, [34, 62, 90, 118]);
    Ok(())
}

fn long_absence() -> Result<(), Box<dyn Error>> {
    let label = label("nusinersen")?;
    println!("{label}\n{}\n", label.policy());

    // Loading and the first maintenance dose as planned.
    let first: NaiveDate = "2022-01-05".parse()?;
    let mut course = label.course_named("low dose", first)?;
    let planned: Vec<NaiveDate> = course.forecast().take(5).map(|dose| dose.date()).collect();
    for date in &planned {
        course.give(*date)?;
    }
    let last = planned[4];
    println!("last dose on {last}");
    for (months, added) in [(9, Some(1)), (20, Some(2)), (41, None)] {
        let today = last + Months::new(months);
        let advice = course.advise(today)?;
        println!("after {months} months, {advice}");
        print_plan(&advice);
        let additional = advice.following().take(3).filter(|dose| dose.number().is_none());
        let restarts = advice.following().next().is_some_and(|dose| dose.number() == Some(2));
        match added {
            Some(count) => assert_eq!(additional.count(), count),
            None => assert!(restarts, "loading begins anew"),
        }
    }
    Ok(())
}

/// Doses after the one that the advice names.
fn print_plan(advice: &Advice<'_>) {
    for dose in advice.following().take(4).skip(1) {
        println!("    then {dose}");
    }
}
