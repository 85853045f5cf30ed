//! The crate asks nothing of the machine it runs on: no clock, no files, no environment, no network, and threads only
//! where cohorts are drawn. Programs outside add models of their own.

use std::path::Path;
use std::{fmt, fs};

use aso_regimen::compare::{self, Comparison};
use aso_regimen::evidence::prediction::PredictsChange;
use aso_regimen::evidence::result::{Contrast, ReportedScale, TimePoint};
use aso_regimen::evidence::trial::Arm;
use aso_regimen::{Endpoint, PercentChange, Schedule, StudyDay, Trial, catalog};

use crate::layers::sources;
use crate::{date, regimen};

/// What would reach outside, and the only folders that may use it.
const OUTSIDE: [(&str, &[&str]); 14] = [
    ("std::fs", &[]),
    ("std::io::std", &[]),
    ("std::net", &[]),
    ("std::env", &[]),
    ("std::process", &[]),
    ("std::time", &[]),
    ("SystemTime", &[]),
    ("Instant::now", &[]),
    ("Local::", &[]),
    ("Utc::", &[]),
    ("println!", &[]),
    ("eprint", &[]),
    ("std::thread", &["kinetics"]),
    ("rayon", &["kinetics"]),
];

/// What of the outside a line of code uses that a folder may not use.
fn reaches(folder: &str, line: &str) -> Option<&'static str> {
    let code = line.split("//").next().unwrap_or_default();
    // `use std::{fs, io}` is the same by another name.
    let grouped = code.contains("std::{")
        && ["fs", "env", "net", "thread", "time", "process"]
            .iter()
            .any(|module| {
                let mut names = code.split(|c: char| !c.is_alphanumeric() && c != '_');
                names.any(|name| name == *module)
            });
    if grouped {
        return Some("std::{..}");
    }
    OUTSIDE
        .iter()
        .find(|(outside, allowed)| code.contains(outside) && !allowed.contains(&folder))
        .map(|(outside, _)| *outside)
}

#[test]
fn nothing_outside_is_asked() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let mut found = Vec::new();
    let mut lines = 0;
    for file in sources(&src) {
        let inside = file.strip_prefix(&src).expect("in src");
        let folder = inside.iter().next().expect("a name").to_string_lossy();
        let text = fs::read_to_string(&file).expect("readable");
        for (line, number) in text.lines().zip(1..) {
            lines += 1;
            let reached = reaches(&folder, line);
            found.extend(reached.map(|what| format!("{}:{number} uses {what}", inside.display())));
        }
    }
    assert!(lines > 5_000, "only {lines} lines were read");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_search_can_find() {
    assert_eq!(reaches("dosing", "use std::fs;"), Some("std::fs"));
    assert_eq!(reaches("dosing", "use std::{fmt, fs};"), Some("std::{..}"));
    assert_eq!(reaches("dosing", "use std::{fmt, collections};"), None);
    assert_eq!(reaches("dosing", "let now = Utc::now();"), Some("Utc::"));
    assert_eq!(
        reaches("dosing", "let at = SystemTime::now();"),
        Some("SystemTime")
    );
    assert_eq!(
        reaches("dosing", "    use rayon::prelude::*;"),
        Some("rayon")
    );
    assert_eq!(reaches("kinetics", "    use rayon::prelude::*;"), None);
    assert_eq!(reaches("kinetics", "use std::fs;"), Some("std::fs"));
    assert_eq!(reaches("dosing", "/// println!(\"{plan}\");"), None);
}

/// Every dose before a day lowers SOD1 in cerebrospinal fluid by a tenth, but for plans of more than eight.
struct TenthADose;

#[derive(Debug, PartialEq)]
struct TooMany(usize);

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected at most 8 doses, found {}", self.0)
    }
}

impl std::error::Error for TooMany {}

impl PredictsChange for TenthADose {
    type Error = TooMany;

    fn relative_change(
        &self,
        plan: &Schedule<'_>,
        day: StudyDay,
        endpoint: &Endpoint,
    ) -> Result<Option<PercentChange>, TooMany> {
        if *endpoint != Endpoint::csf_sod1() {
            return Ok(None);
        }
        match plan
            .iter()
            .take_while(|dose| dose.study_day() < day)
            .count()
        {
            many @ 9.. => Err(TooMany(many)),
            doses => {
                let left = (0..doses).fold(100.0, |left, _| 0.9 * left);
                Ok(PercentChange::from_percent(left - 100.0).ok())
            }
        }
    }

    fn is_fitted_to(&self, contrast: &Contrast) -> bool {
        contrast.at == TimePoint::Week(4)
    }

    fn scale_of(&self, _: &Contrast, stated: ReportedScale) -> ReportedScale {
        match stated {
            ReportedScale::PercentagePoints => ReportedScale::PercentUnstated,
            stated => stated,
        }
    }
}

/// A trial with this contrast of the phase 1/2 trial, which is changed before: 40 mg, -25 percentage points, -40 to -5.
fn trial_of(change: fn(&mut Contrast)) -> Trial {
    let published = catalog::tofersen::phase_1_2();
    let mut contrast = published.contrasts()[1].clone();
    change(&mut contrast);
    Trial::builder(published.registration(), "one", contrast.source.clone())
        .arm(Arm::active(
            "40 mg",
            regimen("40 mg IT q14d x3, then q28d x2"),
        ))
        .arm(Arm::active("open", regimen("100 mg IT q7d")))
        .arm(Arm::described("words", "a loading regimen"))
        .arm(Arm::untreated("placebo"))
        .contrasts(vec![contrast])
        .build()
        .expect("a trial")
}

#[test]
fn a_model_from_outside_is_set_beside_published_contrasts() {
    let found = |change: fn(&mut Contrast)| -> Vec<(String, Option<bool>)> {
        compare::predictions(&trial_of(change), &TenthADose)
            .iter()
            .map(|found| (found.to_string(), found.is_within()))
            .collect()
    };
    let one = |text: &str, within| vec![(text.to_owned(), within)];
    assert_eq!(
        found(|_| ()),
        one(
            "40 mg, ascending-dose cohorts, day 85: reported -25 % (-40 % to -5 %), predicted -34 %",
            Some(true)
        )
    );
    assert_eq!(
        found(|contrast| contrast.at = TimePoint::Week(4)),
        one(
            "40 mg, ascending-dose cohorts, week 4: reported -25 % (-40 % to -5 %), fitted -19 %",
            Some(true)
        )
    );
    assert_eq!(
        found(|contrast| contrast.at = TimePoint::Week(0)),
        one(
            "40 mg, ascending-dose cohorts, week 0: reported -25 % (-40 % to -5 %), predicted 0 %",
            Some(false)
        )
    );
    let nothing: [fn(&mut Contrast); 8] = [
        |contrast| contrast.endpoint = Endpoint::csf_nfl(),
        |contrast| contrast.at = TimePoint::Unstated,
        |contrast| contrast.estimate = None,
        |contrast| contrast.estimate.as_mut().expect("a number").scale = ReportedScale::Points,
        |contrast| contrast.reference = "open".into(),
        |contrast| contrast.reference = "words".into(),
        |contrast| contrast.arm = "words".into(),
        // More than eight doses by then.
        |contrast| contrast.arm = "open".into(),
    ];
    for change in nothing {
        assert_eq!(found(change), []);
    }
}

#[test]
fn a_model_from_outside_is_set_beside_regimens() {
    let (monthly, weekly) = (regimen("100 mg IT q28d"), regimen("100 mg IT q7d"));
    let comparison = |through| {
        Comparison::new(date("2026-01-05"), date(through))
            .with("monthly", &monthly, None)
            .expect("a fixed amount")
            .predicting(&TenthADose, &Endpoint::csf_sod1())?
            .with("weekly", &weekly, None)
            .expect("a fixed amount")
            .predicting(&TenthADose, &Endpoint::csf_nfl())
    };
    let table = comparison("2026-02-02").expect("few doses").to_string();
    let expected = "\
regimen  doses  punctures        drug  CSF withdrawn  loading  first year  later  SOD1 protein at end  neurofilament light chain at end
monthly      2          2      200 mg         ≥ 0 mL      0 %           2      0                -10 %                                 -
weekly       5          5      500 mg         ≥ 0 mL      0 %           5      0                    -                                 -
";
    assert_eq!(table, expected);
    assert_eq!(comparison("2027-01-04"), Err(TooMany(13)));
}
