//! What an analysis was made of can be asked of it, and each word it prints is the right one.

use aso_regimen::analysis::ancova::Ancova;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::joint_rank::JointRank;
use aso_regimen::analysis::readings::{Reading, Readings};
use aso_regimen::analysis::summary;
use aso_regimen::{StudyDay, chrono::NaiveDate};

use crate::{Check, P95, alive, died, treated};

#[test]
fn a_level_is_in_percent() -> Check {
    assert_eq!(ConfidenceLevel::percent(90.0)?.as_percent(), 90.0);
    assert_eq!(P95.as_percent(), 95.0);
    Ok(())
}

#[test]
fn readings_by_date() -> Check {
    let reading = Reading {
        participant: "P01",
        arm: "tofersen",
        endpoint: "NfL",
        day: StudyDay::FIRST,
        value: 88.0,
    };
    let (first, later): (NaiveDate, NaiveDate) = ("2026-01-05".parse()?, "2026-02-02".parse()?);
    let by_date = reading.on(later, first);
    assert_eq!(
        by_date,
        Reading {
            day: StudyDay::new(29)?,
            ..reading
        }
    );
    let mut readings = Readings::new();
    assert!(readings.is_empty());
    readings.push(by_date)?;
    assert!(!readings.is_empty());
    Ok(())
}

#[test]
fn differences_and_tests_in_print() -> Check {
    let responses: [&[f64]; 2] = [&[1.0, 2.0, 4.0], &[5.0, 6.0, 8.0]];
    let fit = Ancova::fit("change", ["treated", "placebo"], responses, &[])?;
    let effect = fit.effect(P95)?.to_string();
    assert!(
        effect.contains("treated") && effect.contains("-4"),
        "{effect}"
    );
    let ranks = JointRank::new(
        ["treated", "placebo"],
        &[alive(-1.0), alive(-2.0)],
        &[alive(-5.0), died(100)],
    )?;
    let test = ranks.finkelstein_schoenfeld()?.to_string();
    assert!(
        test.starts_with(
            "Finkelstein-Schoenfeld test, treated (n = 2) against placebo (n = 2): Z = "
        ),
        "{test}"
    );
    assert!(test.ends_with("; none excluded"), "{test}");
    let means = summary::ratio_of_means(&treated())?.to_string();
    assert_eq!(
        means,
        "ratio of means, tofersen (n = 4): 0.642; none excluded"
    );
    Ok(())
}

/// Wins without losses have no ratio, and without ties no odds.
#[test]
fn wins_against_nothing() -> Check {
    let names = ["treated", "placebo"];
    let all = JointRank::new(names, &[alive(1.0), alive(2.0)], &[alive(-5.0), died(100)])?;
    assert!(all.wins().win_ratio().is_err());
    assert!(all.wins().win_odds().is_err());
    let tied = JointRank::new(names, &[alive(1.0), alive(2.0)], &[alive(1.0), died(100)])?;
    assert!(tied.wins().win_ratio().is_err());
    assert_eq!(tied.wins().win_odds()?, 7.0);
    Ok(())
}
