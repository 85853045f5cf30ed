//! What is outside the crate: its users, who write labels and models of their own, and the machine, of which it asks nothing: no
//! clock, no files, no environment, no network, and threads only where cohorts are drawn.

use std::path::Path;
use std::{fmt, fs};

use aso_regimen::compare::{self, Comparison};
use aso_regimen::evidence::prediction::PredictsChange;
use aso_regimen::evidence::result::{Contrast, ReportedScale, TimePoint};
use aso_regimen::evidence::trial::Arm;

use aso_regimen::catalog::{self, Labels};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::evidence::condition::Condition;
use aso_regimen::evidence::label::{Authority, LabelRegimen};
use aso_regimen::evidence::monitoring::{
    Monitoring, MonitoringAction, Resume, ValueBand, ValueLimit,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::{BodyWeight, Endpoint, Label, PercentChange, Schedule, Source, StudyDay, Trial};

use crate::layers::sources;
use crate::{date, regimen};

fn source() -> Source {
    Source::new("Ownvec product information", Status::LabelText).at("section 4.2")
}

/// A label that no catalog has, by every part of the builder.
fn made_up() -> Label {
    let low = ValueBand::new(MonitoringAction::regimen("low dose"))
        .with_limit(ValueLimit::Below("75".parse().expect("printed")))
        .with_instructions("measure weekly");
    let bands = vec![low, ValueBand::new(MonitoringAction::Continue)];
    let platelets = Monitoring::new("platelets", bands, source()).expect("two bands");
    let high = LabelRegimen::named("high dose", regimen("30 mg IT q14d x3, then q3mo"));
    let low = LabelRegimen::named("low dose", regimen("15 mg IT q3mo"));
    Label::builder("Ownvec", Authority::Named("Brazil".into()))
        .substance("ownirsen")
        .edition("2026")
        .regimen(high.from_weight(BodyWeight::kg(30)))
        .regimen(low.below_weight(BodyWeight::kg(30)))
        .monitoring([platelets.in_unit("10^9/L")])
        .source(source())
        .build()
        .expect("a label")
}

#[test]
fn a_label_is_built_given_a_policy_and_followed() {
    let label = made_up();
    assert_eq!(label.to_string(), "Ownvec (ownirsen), Brazil, 2026");
    assert_eq!(label.key().to_string(), "Ownvec, Brazil, 2026");
    assert_eq!(label.policy(), &MissedDosePolicy::not_read());
    let low = label.regimen_for(BodyWeight::kg(29), date("2026-01-05")).expect("the low dose");
    assert_eq!(low.regimen, regimen("15 mg IT q3mo"));
    let mut course =
        label.course_for(BodyWeight::kg(30), date("2026-01-05")).expect("the high dose");
    course.give(date("2026-01-05")).expect("on its day");
    let late = course.advise(date("2026-01-25")).expect("in order");
    assert_eq!(
        late.to_string(),
        "2026-01-25: dose 2 (loading): 30 mg IT planned on 2026-01-19, 6 days late: the label's text was not read here"
    );

    let label = label.with_policy(MissedDosePolicy::always(Action::Reanchor), source());
    // The same source twice is one.
    assert_eq!(label.sources(), [source()]);
    let mut course =
        label.course_for(BodyWeight::kg(30), date("2026-01-05")).expect("the high dose");
    course.give(date("2026-01-05")).expect("on its day");
    course.give(date("2026-01-25")).expect("late");
    let next: Vec<_> = course.forecast().take(2).map(|due| due.date()).collect();
    assert_eq!(next, [date("2026-02-08"), date("2026-05-08")]);
}

#[test]
fn a_label_of_ones_own_is_looked_up_beside_those_of_the_catalog() {
    let own = [made_up()];
    let labels: Labels = catalog::labels().iter().chain(&own).collect();
    assert_eq!(labels.clone().named("OWNIRSEN").one(), Ok(&own[0]));
    assert_eq!(labels.clone().named("ownvec").one(), Ok(&own[0]));
    assert_eq!(labels.key(&own[0].key()).one(), Ok(&own[0]));
    assert!(catalog::labels().named("ownirsen").is_empty());
}

#[test]
fn a_trial_has_no_control_characters() {
    use aso_regimen::evidence::trial::{Registration, Visit};
    use aso_regimen::{Arm, StudyDay, Trial};

    let trial =
        |title: &'static str, arm: &'static str, factor: &'static str, visit: &'static str| {
            Trial::builder(Registration::None, title, source())
                .arm(Arm::untreated(arm))
                .stratified_by(factor)
                .visit(Visit::new(visit, StudyDay::FIRST))
                .source(source())
                .build()
        };
    assert_eq!(trial("a", "b", "c", "d").expect("a trial").sources(), [source()]);
    for wrong in [
        trial("x\ny", "b", "c", "d"),
        trial("a", "x\ny", "c", "d"),
        trial("a", "b", "x\ny", "d"),
        trial("a", "b", "c", "x\ny"),
    ] {
        let error = wrong.expect_err("a control character").to_string();
        assert_eq!(error, "\"x\\ny\" has a control character, expected none");
    }
}

#[test]
fn parts_that_do_not_make_a_label_are_refused() {
    let builder = || {
        Label::builder("Ownvec", Authority::Uk)
            .substance("ownirsen")
            .regimen(regimen("30 mg IT q3mo"))
            .source(source())
    };
    let refused = |builder: aso_regimen::evidence::label::LabelBuilder, text: &str| {
        let error = builder.build().expect_err(text);
        assert_eq!(error.to_string(), text);
        assert_eq!(format!("{error:?}"), text);
        assert!(std::error::Error::source(&error).is_none());
    };
    assert!(builder().build().is_ok());
    let bare = Label::builder("Ownvec", Authority::Uk);
    refused(
        bare.clone(),
        "label Ownvec, UK: the substance is blank, expected its nonproprietary name",
    );
    refused(
        bare.clone().substance("ownirsen"),
        "label Ownvec, UK: no regimen, expected at least one",
    );
    refused(
        bare.substance("ownirsen").regimen(regimen("1 mg SC q7d")),
        "label Ownvec, UK: no source, expected at least one",
    );
    refused(
        builder().regimen(regimen("15 mg IT q3mo")),
        "label Ownvec, UK: two regimens are named \"\", expected different names",
    );
    let nobody = LabelRegimen::named("nobody", regimen("15 mg IT q3mo"));
    let ten = BodyWeight::kg(10);
    refused(
        builder().regimen(nobody.from_weight(ten).below_weight(ten)),
        "label Ownvec, UK: regimen \"nobody\" (from 10 to below 10 kg) is for nobody, expected upper limits \
         above the lower ones",
    );
    let given = |action| {
        Monitoring::new("platelets", vec![ValueBand::new(action)], source()).expect("a band")
    };
    let unknown =
        "label Ownvec, UK: monitoring of platelets names regimen \"half\", expected one of [\"\"]";
    refused(builder().monitoring([given(MonitoringAction::regimen("half"))]), unknown);
    let pause =
        MonitoringAction::pause(Condition::judged("recovered"), Resume::Regimen("half".into()));
    refused(builder().monitoring([given(pause)]), unknown);
    refused(
        builder().edition(" "),
        "the edition of \"Ownvec\" is \" \", expected a year, a month or a word without control characters, or none",
    );
    for (name, found) in [("high\ndose", "high\\ndose"), ("a\u{85}", "a\\u{85}")] {
        refused(
            builder().named(name, regimen("30 mg IT q3mo")),
            &format!("label Ownvec, UK: \"{found}\" has a control character, expected none"),
        );
    }
    refused(
        builder().substance("own\trsen"),
        "label Ownvec, UK: \"own\\trsen\" has a control character, expected none",
    );
    refused(
        builder().source(source().at("section\n4.2")),
        "label Ownvec, UK: \"Ownvec product information, section\\n4.2 (label text)\" has a control character, expected none",
    );
    let two = builder().named("low dose", regimen("15 mg IT q3mo")).build().expect("a label");
    assert_eq!(
        two.regimen().expect_err("two").to_string(),
        "label Ownvec, UK: expected one regimen for everybody, found \"\", \"low dose\"; choose one with \
         `course_named` or `course_for`",
    );
    for product in ["", "A, B"] {
        refused(
            Label::builder(product, Authority::Us),
            &format!(
                "the product is {product:?}, expected a brand name without commas and control characters"
            ),
        );
    }
    for authority in ["", "Brazil, Chile"] {
        refused(
            Label::builder("Ownvec", Authority::Named(authority.into())),
            &format!(
                "the authority is {authority:?}, expected a name without commas and control characters"
            ),
        );
    }
    for (authority, known) in [("us", "US"), ("EU", "EU"), ("USA", "US"), ("ema", "EU")] {
        refused(
            Label::builder("Ownvec", Authority::Named(authority.into())),
            &format!(
                "the authority is named {authority:?}, expected that of {known}, which has a variant of its own"
            ),
        );
    }
}

#[cfg(feature = "serde")]
mod from_files {
    use super::*;

    const FILE: &str = r#"{
  "product": "Ownvec",
  "substance": "ownirsen",
  "authority": "Brazil",
  "edition": "2026",
  "regimens": [
    {"name": "high dose", "from_weight": "30 kg", "regimen": {"phases": [
      {"role": "loading", "dose": {"amount": "30 mg", "route": "IT"}, "every": "14d", "doses": 3},
      {"role": "maintenance", "dose": {"amount": "30 mg", "route": "IT"}, "every": "3mo", "open_ended": true}
    ]}},
    {"name": "low dose", "below_weight": "30 kg", "regimen": {"phases": [
      {"role": "maintenance", "dose": {"amount": "15 mg", "route": "IT"}, "every": "3mo", "open_ended": true}
    ]}}
  ],
  "monitoring": [{
    "what": "platelets",
    "unit": "10^9/L",
    "bands": [
      {"limit": {"below": "75"}, "action": {"regimen": {"name": "low dose"}}, "additional_instructions": "measure weekly"},
      {"action": "continue"}
    ],
    "source": {"document": "Ownvec product information", "place": "section 4.2", "status": "label-text"}
  }],
  "sources": [{"document": "Ownvec product information", "place": "section 4.2", "status": "label-text"}]
}"#;

    #[test]
    fn a_label_is_read_from_the_text_of_a_file() {
        let label: Label = serde_json::from_str(FILE).expect("a label");
        assert_eq!(label, made_up());
        let days: Vec<i32> = label
            .course_named("high dose", date("2026-01-05"))
            .expect("its name")
            .regimen()
            .starting(date("2026-01-05"))
            .iter()
            .day_offsets()
            .take(4)
            .collect();
        assert_eq!(days, [0, 14, 28, 117]);
    }

    #[test]
    fn a_broken_file_names_field_and_reason() {
        for (from, to, expected) in [
            ("\"product\"", "\"brand\"", "unknown field `brand`, expected one of `product`"),
            ("\"unit\"", "\"units\"", "unknown field `units`, expected one of `what`"),
            ("\"action\": \"continue\"", "\"actions\": \"continue\"", "unknown field `actions`"),
            ("\"continue\"", "\"go on\"", "unknown value `go on`, expected one of `continue`"),
            (
                "\"Brazil\"",
                "{\"named\": \"Brazil\"}",
                "invalid type: map, expected an authority such as \"US\" or \"Brazil\"",
            ),
            (
                "\"low dose\", \"below",
                "\"high dose\", \"below",
                "label Ownvec, Brazil, 2026: two regimens are named \"high dose\", expected different names",
            ),
            (
                "{\"below\": \"75\"}",
                "{\"below\": \"many\"}",
                "expected a decimal number of at most 18 digits such as -8.14, found \"many\"",
            ),
            (
                "{\"action\": \"continue\"}",
                "{\"limit\": {\"below\": \"75\"}, \"action\": \"continue\"}",
                "the last band of values, band 2, is below 75, expected no limit",
            ),
            (
                "\"edition\": \"2026\"",
                "\"edition\": \"\"",
                "the edition of \"Ownvec\" is \"\", expected",
            ),
            (
                "\"what\": \"platelets\"",
                "\"what\": 5",
                "invalid type: integer `5`, expected a string",
            ),
        ] {
            assert!(FILE.contains(from), "{from}");
            let error = serde_json::from_str::<Label>(&FILE.replace(from, to)).expect_err(to);
            let text = error.to_string();
            assert!(text.starts_with(expected), "{to}: {text}");
            assert!(!text.contains("Form") && !text.contains("Parts"), "{text}");
        }
        let error = serde_json::from_str::<Label>("[5]").expect_err("no label");
        assert_eq!(
            error.to_string(),
            "invalid type: integer `5`, expected a string at line 1 column 2"
        );
        let error = serde_json::from_str::<Label>("5").expect_err("no label");
        assert_eq!(
            error.to_string(),
            "invalid type: integer `5`, expected a label at line 1 column 1"
        );
    }

    #[test]
    fn every_label_of_the_catalog_is_read_back() {
        for label in catalog::labels() {
            let json = serde_json::to_string(label).expect("JSON");
            assert_eq!(&serde_json::from_str::<Label>(&json).expect(&json), label);
        }
    }
}

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
        && ["fs", "env", "net", "thread", "time", "process"].iter().any(|module| {
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
    assert_eq!(reaches("dosing", "let at = SystemTime::now();"), Some("SystemTime"));
    assert_eq!(reaches("dosing", "    use rayon::prelude::*;"), Some("rayon"));
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
        match plan.iter().take_while(|dose| dose.study_day() < day).count() {
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
    Trial::builder(published.registration().clone(), "one", contrast.source.clone())
        .arm(Arm::active("40 mg", regimen("40 mg IT q14d x3, then q28d x2")))
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
            "SOD1 protein, 40 mg, ascending-dose cohorts, day 85: reported -25 % (-40 % to -5 %), predicted -34 %",
            Some(true)
        )
    );
    assert_eq!(
        found(|contrast| contrast.at = TimePoint::Week(4)),
        one(
            "SOD1 protein, 40 mg, ascending-dose cohorts, week 4: reported -25 % (-40 % to -5 %), fitted -19 %",
            Some(true)
        )
    );
    assert_eq!(
        found(|contrast| contrast.at = TimePoint::Week(0)),
        one(
            "SOD1 protein, 40 mg, ascending-dose cohorts, week 0: reported -25 % (-40 % to -5 %), predicted 0 %",
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

/// Says that nothing changes, and nothing else.
struct NoChange;

impl PredictsChange for NoChange {
    type Error = TooMany;

    fn relative_change(
        &self,
        _: &Schedule<'_>,
        _: StudyDay,
        _: &Endpoint,
    ) -> Result<Option<PercentChange>, TooMany> {
        Ok(PercentChange::from_percent(0.0).ok())
    }
}

/// Unless a model says otherwise, it is fitted to nothing, and a contrast has the scale that its source states.
#[test]
fn a_model_that_says_no_more_is_fitted_to_nothing() {
    let found = |change: fn(&mut Contrast)| -> Vec<String> {
        let trial = trial_of(change);
        compare::predictions(&trial, &NoChange).iter().map(ToString::to_string).collect()
    };
    // Percentage points are no change of one arm against another.
    assert_eq!(found(|_| ()), [""; 0]);
    assert_eq!(
        found(|contrast| {
            contrast.at = TimePoint::Week(4);
            contrast.estimate.as_mut().expect("a number").scale = ReportedScale::PercentUnstated;
        }),
        [
            "SOD1 protein, 40 mg, ascending-dose cohorts, week 4: reported -25 % (-40 % to -5 %), predicted 0 %"
        ]
    );
}

#[test]
fn a_model_from_outside_is_set_beside_regimens() {
    let (monthly, weekly) = (regimen("100 mg IT q28d"), regimen("100 mg IT q7d"));
    let comparison = |through| {
        Comparison::new(date("2026-01-05"), date(through))
            .expect("the earlier date first")
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
    assert_eq!(
        comparison("2027-01-04").expect_err("13 doses").to_string(),
        format!("regimen \"monthly\": {}", TooMany(13))
    );
}
