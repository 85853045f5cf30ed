//! Trials: what each arm is given by date, what participants see of it, and what is refused.

use aso_regimen::catalog::{
    self, eplontersen, nusinersen, pelacarsen, tofersen, tominersen, ulefnersen, zilganersen,
};
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::evidence::result::{Finding, Readout};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::{
    ActivityKind, Mask, Registration, TrialBuilder, TrialError, Viewer, Visit,
};
use aso_regimen::{Arm, Endpoint, Interval, Regimen, Source, StudyDay, Trial, Window};
use proptest::prelude::*;

#[path = "trials/blinding.rs"]
mod blinding;
#[path = "trials/conduct.rs"]
mod conduct;
#[path = "trials/reported.rs"]
mod reported;
#[path = "trials/results.rs"]
mod results;
#[path = "text_file.rs"]
mod text_file;
#[path = "trials/whole.rs"]
mod whole;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn regimen(text: &str) -> Regimen {
    text.parse().expect("a regimen")
}

fn placebo() -> Mask {
    Mask::Placebo("saline".into())
}

fn builder() -> TrialBuilder {
    let number = "NCT00000001".parse().expect("a number");
    let source = Source::new("a protocol", Status::Publication);
    Trial::builder(number, "a trial", source)
}

/// A trial of one arm with these visits.
fn with_visits(visits: impl IntoIterator<Item = Visit>) -> Result<Trial, TrialError> {
    let trial = builder().arm(Arm::untreated("run-in"));
    visits.into_iter().fold(trial, TrialBuilder::visit).build()
}

fn visit(name: &'static str, day: i64) -> Visit {
    Visit::new(name, StudyDay::new(day).expect("a study day"))
}

/// The whole calendar of an arm as text, by study day.
#[track_caller]
fn assert_calendar(trial: &Trial, arm: &str, first: &str, through: &str, expected: &[&str]) {
    let calendar = trial.calendar(arm, date(first), date(through)).expect("a calendar");
    let lines: Vec<String> = calendar.iter().map(ToString::to_string).collect();
    assert_eq!(lines, expected);
}

#[track_caller]
fn assert_refused(trial: Result<Trial, TrialError>, expected: &str) {
    assert_eq!(trial.expect_err("refused").to_string(), expected);
}

fn seen(trial: &Trial, arm: &str, first: NaiveDate, through: NaiveDate) -> Vec<String> {
    let calendar = trial.calendar(arm, first, through).expect("a calendar");
    let blinded = calendar.into_iter().map(|activity| activity.seen_by(Viewer::Participant));
    blinded.map(|activity| activity.to_string()).collect()
}

/// The arms of the catalog that are masked to each other.
fn masked_pairs() -> Vec<(Trial, [&'static str; 2])> {
    vec![
        (tominersen::generation_hd1(), ["Q8W", "Q16W"]),
        (tominersen::generation_hd1(), ["Q16W", "placebo"]),
        (tominersen::generation_hd2(), ["60 mg", "placebo"]),
        (tominersen::generation_hd2(), ["100 mg", "60 mg"]),
        (nusinersen::endear(), ["nusinersen", "sham"]),
        (nusinersen::cherish(), ["nusinersen", "sham"]),
        (tominersen::generation_hd1(), ["Q8W (first design)", "placebo (first design)"]),
        (nusinersen::devote(), ["50/28 mg (infantile onset)", "12/12 mg (infantile onset)"]),
        (zilganersen::pivotal(), ["50 mg", "placebo"]),
        (eplontersen::cardio_ttransform(), ["eplontersen", "placebo"]),
        (pelacarsen::horizon(), ["pelacarsen", "placebo"]),
        (tofersen::valor(), ["100 mg", "placebo"]),
        (tofersen::phase_1_2(), ["40 mg (part A)", "placebo (part A)"]),
        (tofersen::phase_1_2(), ["20 mg", "placebo"]),
        (tofersen::extension(), ["early start", "delayed start"]),
        (tofersen::atlas(), ["100 mg (part B)", "placebo"]),
        (tofersen::atlas(), ["100 mg after 100 mg (part C)", "100 mg after placebo (part C)"]),
    ]
}

/// ClinicalTrials.gov, NCT03761849: those of the 16-week arm are given placebo at the visits between.
#[test]
fn generation_hd1_gives_placebo_at_every_other_visit_of_the_16_week_arm() {
    let trial = tominersen::generation_hd1();
    let expected = [
        (1, true),
        (29, true),
        (85, false),
        (141, true),
        (197, false),
        (253, true),
        (309, false),
        (365, true),
        (421, false),
        (477, true),
        (533, false),
        (589, true),
        (645, false),
    ];
    assert_eq!(days_and_drug(&trial, "Q16W"), expected);
    let every_8_weeks = |drug| expected.map(|(day, _)| (day, drug));
    assert_eq!(days_and_drug(&trial, "Q8W"), every_8_weeks(true));
    assert_eq!(days_and_drug(&trial, "placebo"), every_8_weeks(false));
    // Before version 4: every 4 weeks through week 97, drug of the second arm at the days above.
    let every_4_weeks: Vec<i64> = (0..25).map(|n| 28 * n + 1).collect();
    for (arm, doses) in [("Q4W", 25), ("Q8W", 13), ("placebo", 0)] {
        let days = days_and_drug(&trial, &format!("{arm} (first design)"));
        assert!(days.iter().map(|(day, _)| *day).eq(every_4_weeks.iter().copied()), "{days:?}");
        assert_eq!(days.iter().filter(|(_, drug)| *drug).count(), doses);
    }
}

/// The study days on which something is given, and whether it is drug.
fn days_and_drug(trial: &Trial, arm: &str) -> Vec<(i64, bool)> {
    let calendar = trial.calendar(arm, date("2019-07-01"), date("2029-07-01")).expect("a calendar");
    let given = calendar.iter().filter_map(|activity| match activity.what {
        ActivityKind::Drug(_) => Some((activity.study_day.number(), true)),
        ActivityKind::Placebo(..) | ActivityKind::Sham(_) => {
            Some((activity.study_day.number(), false))
        }
        _ => None,
    });
    given.collect()
}

/// ClinicalTrials.gov, NCT04089566: sham on day 135 of 12 mg, and on days 29, 64 and 183 of 50 and 28 mg.
#[test]
fn devote_gives_sham_where_the_other_arm_has_a_dose() {
    let trial = nusinersen::devote();
    let days = [1, 15, 29, 64, 135, 183, 279];
    for onset in ["infantile onset", "later onset"] {
        let drug = |arm: &str| -> Vec<i64> {
            let days_and_drug = days_and_drug(&trial, &format!("{arm} ({onset})"));
            assert!(days_and_drug.iter().map(|(day, _)| *day).eq(days), "{days_and_drug:?}");
            days_and_drug.iter().filter(|(_, drug)| *drug).map(|(day, _)| *day).collect()
        };
        assert_eq!(drug("12/12 mg"), [1, 15, 29, 64, 183, 279]);
        assert_eq!(drug("50/28 mg"), [1, 15, 135, 279]);
    }
    let given = |arm| days_and_drug(&trial, arm);
    assert_eq!(given("28 mg (part A)"), [1, 15, 29, 149, 269].map(|day| (day, true)));
    assert_eq!(given("50/28 mg (part C)"), [1, 121, 241].map(|day| (day, true)));
}

/// ClinicalTrials.gov, NCT04089566: by part, and in part B by the age at onset.
#[test]
fn who_may_enter_devote() {
    let criteria: Vec<String> =
        nusinersen::devote().eligibility().iter().map(ToString::to_string).collect();
    let onset = "age at onset in days is";
    let expected = [
        "inclusion: 5q spinal muscular atrophy by genetics".to_owned(),
        "exclusion: a shunt or a catheter of the nervous system".to_owned(),
        format!(
            "inclusion (part A): {onset} above 180, and age in years is at least 2, and age in years is at most 15"
        ),
        format!(
            "inclusion (infantile onset): {onset} at most 180, and age in days is above 7, and age in days is at most 210"
        ),
        format!(
            "inclusion (later onset): {onset} above 180, and age in years is at least 2, and age in years is below 10, \
             and HFMSE in points is at least 10, and HFMSE in points is at most 54, and sits and has never walked"
        ),
        "inclusion (part C): first dose of nusinersen at least 1 year before".to_owned(),
    ];
    assert_eq!(criteria, expected);
}

/// ClinicalTrials.gov, NCT02623699, parts A and B: who may enter, the days of the visits, and what is measured how.
#[test]
fn the_first_trial_of_tofersen() {
    let trial = tofersen::phase_1_2();
    let criteria: Vec<String> = trial.eligibility().iter().map(ToString::to_string).collect();
    assert_eq!(
        criteria,
        [
            "inclusion: age in years is at least 18",
            "inclusion: a SOD1 mutation, in part A from version 2.0 of the protocol on",
            "inclusion: forced vital capacity, sitting in % predicted is at least 50, or (forced vital capacity, \
             sitting in % predicted is at least 45, and stable, with a fall of at most 5 points in 6 months)",
            "exclusion: antibodies against hepatitis C",
        ]
    );
    let days = |part: &str| -> Vec<i64> {
        let visits = trial.visits().iter().filter(|visit| visit.part.as_deref() == Some(part));
        visits.map(|visit| visit.day.number()).collect()
    };
    assert_eq!(days("A"), [1, 29, 57, 63]);
    assert_eq!(days("B"), [1, 15, 29, 57, 85, 106, 169, 289]);
    let sampled = trial.visits().iter().filter(|visit| !visit.assessments.is_empty());
    let sampled: Vec<&str> = sampled.map(|visit| &*visit.name).collect();
    assert_eq!(sampled, ["day 1", "day 85"]);
    for endpoint in [Endpoint::csf_sod1(), Endpoint::plasma_nfl(), Endpoint::csf_nfl()] {
        assert!(trial.methods().iter().any(|method| method.endpoint == endpoint), "{endpoint}");
    }
}

/// ClinicalTrials.gov, NCT05686551: 60 mg or 100 mg every 16 weeks.
#[test]
fn generation_hd2_doses_every_16_weeks() {
    let trial = tominersen::generation_hd2();
    for arm in ["60 mg", "100 mg"] {
        let lines =
            [format!("2023-01-30 day 1: {arm} IT"), format!("2023-05-22 day 113: {arm} IT")];
        let lines = lines.each_ref().map(String::as_str);
        assert_calendar(&trial, arm, "2023-01-30", "2023-09-10", &lines);
    }
}

/// ClinicalTrials.gov, NCT02193074: study days 1, 15, 29, 64, 183 and 302, sham on the same days.
#[test]
fn endear_by_date() {
    let trial = nusinersen::endear();
    let drug = [
        "2015-01-05 day 1: 12 mg IT",
        "2015-01-19 day 15: 12 mg IT",
        "2015-02-02 day 29: 12 mg IT",
        "2015-03-09 day 64: 12 mg IT",
        "2015-07-06 day 183: 12 mg IT",
        "2015-11-02 day 302: 12 mg IT",
    ];
    assert_calendar(&trial, "nusinersen", "2015-01-05", "2020-01-01", &drug);
    let sham = drug.map(|line| line.replace("12 mg IT", "sham procedure"));
    let sham = sham.each_ref().map(String::as_str);
    assert_calendar(&trial, "sham", "2015-01-05", "2020-01-01", &sham);
}

/// ClinicalTrials.gov, NCT02292537: study days 1, 29, 85 and 274.
/// Miller et al., N Engl J Med 2022;387:1099: 72 and 36 participants, allocated 2 to 1.
#[test]
fn valor_has_the_numbers_of_its_arms() {
    let valor = tofersen::valor();
    let numbers: Vec<_> = valor.arms().iter().map(|arm| (arm.n(), arm.allocation())).collect();
    assert_eq!(numbers, [(Some(72), Some(2)), (Some(36), Some(1))]);
    assert_eq!(Arm::untreated("run-in").n(), None);
}

#[test]
fn cherish_by_date() {
    let trial = nusinersen::cherish();
    let drug = [
        "2014-11-24 day 1: 12 mg IT",
        "2014-12-22 day 29: 12 mg IT",
        "2015-02-16 day 85: 12 mg IT",
        "2015-08-24 day 274: 12 mg IT",
    ];
    assert_calendar(&trial, "nusinersen", "2014-11-24", "2020-01-01", &drug);
}

/// ClinicalTrials.gov, NCT04849741: every 12 weeks through week 49; read in week 61.
#[test]
fn zilganersen_by_date() {
    let trial = zilganersen::pivotal();
    let expected = [
        "2022-01-03 day 1: placebo (matching placebo)",
        "2022-03-28 day 85: placebo (matching placebo)",
        "2022-06-20 day 169: placebo (matching placebo)",
        "2022-09-12 day 253: placebo (matching placebo)",
        "2022-12-05 day 337: placebo (matching placebo)",
        "2023-02-27 day 421: week 61: 10-metre walk test, gait",
    ];
    assert_calendar(&trial, "placebo", "2022-01-03", "2024-01-01", &expected);
    let parts: Vec<_> = trial.arms().iter().map(Arm::allocation).collect();
    assert_eq!(parts, [Some(2), Some(1)]);
}

/// Neither amount nor grid is confirmed, so there is no calendar to be wrong.
#[test]
fn ulefnersen_is_described_in_words() {
    let trial = ulefnersen::fusion();
    let error = trial
        .calendar("ulefnersen (part 2)", date("2024-01-01"), date("2025-01-01"))
        .expect_err("no regimen is known");
    assert_eq!(
        error.to_string(),
        "the treatment of arm \"ulefnersen (part 2)\" is known only as \"intrathecally every 12 weeks, and a loading \
         dose 4 weeks after the first\", expected a regimen",
    );
}

#[test]
fn the_catalog_has_each_registration_where_it_belongs() {
    let trials: Vec<String> = catalog::trials()
        .iter()
        .map(|trial| format!("{} {}", trial.registration(), trial.title()))
        .collect();
    assert_eq!(
        trials,
        [
            "NCT04136171 CARDIO-TTRansform",
            "NCT02193074 ENDEAR",
            "NCT02292537 CHERISH",
            "NCT04089566 DEVOTE",
            "NCT04023552 Lp(a)HORIZON",
            "NCT02623699 Tofersen phase 1/2, single and multiple ascending doses (parts A and B)",
            "NCT03070119 Tofersen open-label extension",
            "NCT02623699 VALOR (part C)",
            "NCT04856982 ATLAS",
            "NCT03761849 GENERATION HD1",
            "NCT05686551 GENERATION HD2",
            "NCT04768972 FUSION",
            "NCT04849741 Zilganersen in Alexander disease",
        ],
    );
    // Each cites its registration, or a paper.
    for trial in catalog::trials() {
        let source = &trial.sources()[0];
        let first_hand = [Status::RegistryRecord, Status::Publication].contains(&source.status);
        assert!(first_hand && source.can_be_looked_up(), "{}: {source}", trial.title());
    }
}

/// ATLAS, part A: blood about every 28 days, without drug.
#[test]
fn a_repeated_visit_goes_on() {
    let draw = visit("blood", 1)
        .repeated_every(Interval::days(28))
        .with_window(Window::days(13, 14))
        .assessing(Endpoint::plasma_nfl());
    let trial = with_visits([draw]).expect("27 days of window in 28");
    let expected = [
        "2026-01-05 day 1: blood: neurofilament light chain, plasma (pg/mL)",
        "2026-02-02 day 29: blood: neurofilament light chain, plasma (pg/mL)",
        "2026-03-02 day 57: blood: neurofilament light chain, plasma (pg/mL)",
    ];
    assert_calendar(&trial, "run-in", "2026-01-05", "2026-03-29", &expected);
    // The last date of the calendar ends it.
    let near_the_end = NaiveDate::MAX - Days::new(30);
    let calendar = trial.calendar("run-in", near_the_end, NaiveDate::MAX);
    assert_eq!(calendar.expect("a calendar").len(), 2);
}

/// A follow-up years away is after every date there is, which is after every horizon.
#[test]
fn a_visit_after_the_last_date_of_the_calendar_is_left_out() {
    let trial = with_visits([visit("baseline", 1), visit("follow-up", 400)]).expect("a trial");
    let near_the_end = NaiveDate::MAX - Days::new(30);
    let calendar = trial.calendar("run-in", near_the_end, NaiveDate::MAX);
    let dates: Vec<NaiveDate> =
        calendar.expect("a calendar").iter().map(|activity| activity.date).collect();
    assert_eq!(dates, [near_the_end]);
}

#[test]
fn a_visit_repeated_in_months_keeps_its_day_of_month() {
    let clinic = visit("clinic", 1).repeated_every(Interval::months(1));
    let trial = with_visits([clinic]).expect("a trial");
    let expected = [
        "2026-01-31 day 1: clinic: visit",
        "2026-02-28 day 29: clinic: visit",
        "2026-03-31 day 60: clinic: visit",
    ];
    assert_calendar(&trial, "run-in", "2026-01-31", "2026-04-29", &expected);
}

/// On one day what is given comes first; visits before the first dose have negative days.
#[test]
fn activities_are_in_order_of_date() {
    let trial = builder()
        .arm(Arm::active("drug", regimen("10 mg IT q14d x2")))
        .visit(visit("end", 22).assessing(Endpoint::plasma_nfl()).assessing(Endpoint::alsfrs_r()))
        .visit(visit("dosing", 1))
        .visit(visit("screening", -7).assessing(Endpoint::plasma_nfl()))
        .build()
        .expect("a trial");
    let expected = [
        "2025-12-29 day -7: screening: neurofilament light chain, plasma (pg/mL)",
        "2026-01-05 day 1: 10 mg IT",
        "2026-01-05 day 1: dosing: visit",
        "2026-01-19 day 15: 10 mg IT",
        "2026-01-26 day 22: end: neurofilament light chain, plasma (pg/mL)",
        "2026-01-26 day 22: end: ALSFRS-R total, clinical function (points)",
    ];
    assert_calendar(&trial, "drug", "2026-01-05", "2026-12-31", &expected);
    assert_calendar(&trial, "drug", "2026-01-05", "2026-01-04", &expected[..1]);
}

#[test]
fn participants_of_masked_arms_see_the_same() {
    for (trial, [one, other]) in masked_pairs() {
        let (first, through) = (date("2020-02-29"), date("2024-02-29"));
        let view = seen(&trial, one, first, through);
        assert!(view.iter().any(|line| line.contains(": masked treatment ")));
        assert_eq!(view, seen(&trial, other, first, through), "{}", trial.title());
        let signs = trial.unmasked_by([one, other], first, through).expect("two calendars");
        assert!(signs.iter().all(|sign| sign.viewer == Viewer::Staff), "{signs:?}");
        let sham = other == "sham" || trial.title() == "DEVOTE";
        assert_eq!(signs.len(), usize::from(sham), "staff know a sham");
        let pairs: Vec<_> = trial.masked_pairs().map(|pair| pair.map(Arm::name)).collect();
        assert!(pairs.contains(&[one, other]) || pairs.contains(&[other, one]), "{pairs:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn participants_of_masked_arms_see_the_same_from_any_start(
        start in 0_u64..20_000,
        horizon in 0_u64..3_000,
    ) {
        let first = date("1990-01-01") + Days::new(start);
        let through = first + Days::new(horizon);
        for (trial, [one, other]) in masked_pairs() {
            prop_assert_eq!(
                seen(&trial, one, first, through),
                seen(&trial, other, first, through)
            );
        }
    }

    /// Drug on the days of the real regimen and no others, the mask on what is left of the seeming one.
    #[test]
    fn drug_days_are_those_of_the_regimen(
        start in 0_u64..20_000,
        horizon in 0_u64..2_000,
        every in 1_u32..60,
        multiple in 1_u32..5,
    ) {
        let drug = regimen(&format!("100 mg IT q{}d", every * multiple));
        let seems = regimen(&format!("100 mg IT q{every}d"));
        let trial = builder()
            .arm(Arm::active("sparse", drug.clone()).masked_as(seems.clone(), Mask::Sham))
            .build()?;
        let first = date("1990-01-01") + Days::new(start);
        let through = first + Days::new(horizon);
        let calendar = trial.calendar("sparse", first, through)?;
        let days = |keep: fn(&ActivityKind) -> bool| -> Vec<NaiveDate> {
            let kept = calendar.iter().filter(|activity| keep(&activity.what));
            kept.map(|activity| activity.date).collect()
        };
        let planned = |regimen: &Regimen| -> Vec<NaiveDate> {
            regimen.starting(first).through(through).dates().collect()
        };
        prop_assert_eq!(days(|what| matches!(what, ActivityKind::Drug(_))), planned(&drug));
        prop_assert_eq!(days(|_| true), planned(&seems));
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Two visits are refused exactly if some repetitions of theirs share a day.
    #[test]
    fn windows_are_held_apart(
        days in (1_i64..80, 1_i64..80),
        every in (prop::option::of(1_u32..40), prop::option::of(1_u32..40)),
        windows in ((0_u16..4, 0_u16..4), (0_u16..4, 0_u16..4)),
    ) {
        let planned = |name, day, every: Option<u32>, (early, late)| {
            let planned = visit(name, day).with_window(Window::days(early, late));
            match every {
                Some(every) => planned.repeated_every(Interval::days(every)),
                None => planned,
            }
        };
        let one = planned("one", days.0, every.0, windows.0);
        let two = planned("two", days.1, every.1, windows.1);
        // Day by day, over more than one common period.
        let mut taken = vec![0_u32; 4_000];
        for planned in [&one, &two] {
            let window = planned.window.expect("each has one");
            let step = match planned.every {
                Some(Interval::Days(every)) => every.get() as usize,
                _ => taken.len(),
            };
            let first = usize::try_from(planned.day.offset()).expect("after the first dose") + 10;
            for day in (first..taken.len() - 10).step_by(step) {
                let open = day - usize::from(window.early());
                taken[open..=day + usize::from(window.late())].iter_mut().for_each(|n| *n += 1);
            }
        }
        let shared = taken.iter().any(|visits| *visits > 1);
        prop_assert_eq!(with_visits([one, two]).is_err(), shared);
    }
}

#[test]
fn windows_of_neighbours_may_touch() {
    let week = |name, day| visit(name, day).with_window(Window::days(3, 3));
    assert!(with_visits([week("week 1", 8), week("week 2", 15)]).is_ok());
    assert_refused(
        with_visits([week("day 14", 14), week("week 1", 8)]),
        "the windows of the visits \"week 1\" and \"day 14\" overlap, expected no day in common",
    );
}

#[test]
fn a_repeated_visit_is_held_apart_from_itself_and_from_others() {
    let monthly = |window| visit("blood", 1).repeated_every(Interval::days(28)).with_window(window);
    assert_refused(
        with_visits([monthly(Window::days(14, 14))]),
        "the windows of the repeated visit \"blood\" overlap, expected no day in common",
    );
    // Neither has a window.
    for other in [visit("clinic", 1), visit("clinic", 57), monthly(Window::days(0, 0))] {
        let [mut blood, mut other] = [monthly(Window::days(0, 0)), other];
        (blood.window, other.window, other.name) = (None, None, "clinic".into());
        assert_refused(
            with_visits([blood, other]),
            "the visits \"blood\" and \"clinic\" are on one day, expected one visit with the assessments of both",
        );
    }
    // In turn, each a fortnight after the other.
    let week = Window::days(6, 7);
    let between = visit("clinic", 15).repeated_every(Interval::days(28)).with_window(week);
    assert!(with_visits([monthly(week), between.clone()]).is_ok());
    assert!(with_visits([monthly(Window::days(7, 7)), between]).is_err());
    // The fourth draw is on day 85, long after the first.
    let draw = monthly(Window::days(3, 3));
    for day in [82, 88] {
        assert_refused(
            with_visits([draw.clone(), visit("clinic", day)]),
            "the windows of the visits \"blood\" and \"clinic\" overlap, expected no day in common",
        );
    }
    for day in [81, 89] {
        assert!(with_visits([draw.clone(), visit("clinic", day)]).is_ok());
    }
    // The shortest month has 28 days.
    let calendar_month = visit("clinic", 1).repeated_every(Interval::months(1));
    let wide = calendar_month.clone().with_window(Window::days(13, 14));
    assert!(with_visits([wide]).is_ok());
    assert_refused(
        with_visits([calendar_month.with_window(Window::days(14, 14))]),
        "the windows of the repeated visit \"clinic\" overlap, expected no day in common",
    );
}

#[test]
fn what_does_not_make_a_trial_is_refused() {
    let arm = || Arm::active("100 mg", regimen("100 mg IT x1"));
    assert_refused(builder().build(), "a trial without an arm, expected at least one");
    assert_refused(
        builder().arm(arm()).arm(arm()).build(),
        "two arms are named \"100 mg\", expected different names",
    );
    assert_refused(
        builder().arm(arm().with_allocation(0)).build(),
        "arm \"100 mg\" has an allocation of 0, expected at least 1",
    );
    let paper = Source::new("a paper", Status::Publication);
    let of_another_trial =
        Readout::new(Endpoint::plasma_nfl(), paper).outcome("40 mg", Finding::NotReported);
    assert_refused(
        builder()
            .arm(arm())
            .arm(Arm::masked("placebo", regimen("100 mg IT x1"), placebo()))
            .outcomes([of_another_trial])
            .build(),
        "no arm is named \"40 mg\", expected one of \"100 mg\", \"placebo\"",
    );
}

#[test]
fn a_calendar_that_cannot_be_is_refused() {
    let trial = builder()
        .arm(
            Arm::active("120 mg", regimen("120 mg IT q15d"))
                .masked_as(regimen("120 mg IT q14d"), placebo()),
        )
        .visit(visit("screening", -30))
        .build()
        .expect("a trial");
    let refusal = |arm, first| {
        let error = trial.calendar(arm, first, NaiveDate::MAX.min(first + Days::new(60)));
        error.expect_err("refused").to_string()
    };
    assert_eq!(
        refusal("90 mg", date("2026-01-05")),
        "no arm is named \"90 mg\", expected one of \"120 mg\"",
    );
    assert_eq!(
        refusal("120 mg", date("2026-01-05")),
        "arm \"120 mg\" is given drug on 2026-01-20, expected a day of its apparent regimen",
    );
    let error = with_visits([visit("screening", -30)])
        .expect("a trial")
        .calendar("run-in", NaiveDate::MIN, NaiveDate::MIN)
        .expect_err("before the calendar");
    assert_eq!(
        error.to_string(),
        "visit \"screening\": study day -30 of a first dose on -262143-01-01 has no date, expected one from -262143-01-01 to +262142-12-31",
    );
    assert_eq!(format!("{error:?}"), error.to_string());
    assert!(std::error::Error::source(&error).is_none());
}

/// Each registry's form, as its numbers are printed.
#[test]
fn registrations_have_the_form_of_their_registry() {
    for text in [
        "NCT00000001",
        "NCT02623699",
        "NCT99999999",
        "2015-004098-33",
        "2023-503928-10-00",
        "ISRCTN00012345",
        "jRCT2080224567",
        "jRCTs041220087",
        "ChiCTR2300070727",
        "ChiCTR-TRC-12345678",
        "DRKS: DRKS00012345",
        "none",
    ] {
        let registration: Registration = text.parse().expect(text);
        assert_eq!(registration.to_string(), text);
        let trial =
            Trial::builder(registration.clone(), "t", Source::new("p", Status::Publication));
        let trial = trial.arm(Arm::untreated("a")).build().expect("a trial");
        assert_eq!(trial.registration(), &registration);
        assert_eq!(trial.to_string(), format!("t, {text}"));
    }
    let named = Registration::Named { registry: "X\nY".into(), number: "1".into() };
    let source = Source::new("p", Status::Publication);
    assert_refused(
        Trial::builder(named, "t", source).arm(Arm::untreated("a")).build(),
        "the registration does not have the form of its registry: expected a registration such as \
         \"NCT02623699\", \"DRKS: DRKS00012345\" or \"none\", found \"X\\nY: 1\"",
    );
    assert_eq!("2023-503928-10-00".parse(), Ok(Registration::EuCt("2023-503928-10-00".into())));
    assert_eq!("ISRCTN00012345".parse(), Ok(Registration::Isrctn(12_345)));
    let nct = "NCT and eight digits such as NCT02623699";
    let european =
        "a EudraCT number such as 2015-004098-33, or an EU CT number such as 2023-503928-10-00";
    let any = "a registration such as \"NCT02623699\", \"DRKS: DRKS00012345\" or \"none\"";
    let alone = "the number alone, whose form names its registry, such as NCT02623699";
    let isrctn = "ISRCTN and eight digits such as ISRCTN12345678";
    let jrct = "jRCT, a small letter or none, and 9 or 10 digits such as jRCTs041220087";
    let chictr = "ChiCTR and 10 digits such as ChiCTR2300070727, or ChiCTR-TRC-12345678";
    for (text, expected) in [
        ("NCT", nct),
        ("NCT1", nct),
        ("NCT2623699", nct),
        ("NCT026236990", nct),
        ("NCT+2623699", nct),
        ("NCT0262369é", nct),
        ("NCT00000000", nct),
        ("ISRCTN00000000", isrctn),
        ("2023-503928-10", european),
        ("ClinicalTrials.gov: NCT01234567", alone),
        ("CTIS: 2023-503928-10-00", alone),
        ("NCT: 02623699", nct),
        // The second part of an EU CT number begins with 5.
        ("2023-403928-10-00", european),
        ("2023-503928-10-0", european),
        ("1015-004098-33", european),
        ("2015-04098-33", european),
        ("2015-00409x-33", european),
        ("EU CT: 2023-503928-10-00", european),
        ("ISRCTN1234567", isrctn),
        ("ISRCTN: 12345678", isrctn),
        ("jRCT12345678", jrct),
        ("jRCTS041220087", jrct),
        ("jRCTss041220087", jrct),
        ("ChiCTR230007072", chictr),
        ("ChiCTR-trc-12345678", chictr),
        ("ChiCTR-TRC-12345", chictr),
        ("DRKS: ", any),
        ("02623699", any),
        ("nct02623699", any),
        ("", any),
        ("A:B: 1", any),
    ] {
        let error = text.parse::<Registration>().expect_err(text);
        assert_eq!(error.to_string(), format!("expected {expected}, found {text:?}"));
    }
    let named = |registry: &'static str, number: &'static str| Registration::Named {
        registry: registry.into(),
        number: number.into(),
    };
    let form = "expected a number of that registry";
    for (registration, text, expected) in [
        (Registration::Nct(100_000_000), "NCT100000000", format!("expected {nct}")),
        (Registration::Isrctn(u32::MAX), "ISRCTN4294967295", format!("expected {isrctn}")),
        (Registration::EuCt("2015-004098-33".into()), "2015-004098-33", form.to_owned()),
        (Registration::Jrct("NCT02623699".into()), "NCT02623699", form.to_owned()),
        (named("", "1"), ": 1", format!("expected {any}")),
        (named("A: B", "1"), "A: B: 1", form.to_owned()),
        (named("DRKS", " "), "DRKS:  ", format!("expected {any}")),
        (named("NCT", "1"), "NCT: 1", format!("expected {nct}")),
    ] {
        let trial =
            |registration| Trial::builder(registration, "t", Source::new("p", Status::Publication));
        let expected = format!(
            "the registration does not have the form of its registry: {expected}, found {text:?}"
        );
        let first = trial(registration.clone()).arm(Arm::untreated("a")).build();
        assert_refused(first, &expected);
        let also = trial(Registration::None).also_registered(registration);
        assert_refused(also.arm(Arm::untreated("a")).build(), &expected);
    }
}

#[test]
fn registrations_come_once() {
    let also = |number: Registration| builder().also_registered(number).arm(Arm::untreated("a"));
    assert_refused(
        also(Registration::Nct(1)).build(),
        "registration \"NCT00000001\" appears twice, expected once",
    );
    assert_refused(
        also(Registration::None).build(),
        "the registration does not have the form of its registry: expected a further number, found \"none\"",
    );
}

#[cfg(feature = "serde")]
mod json {
    use super::*;

    const SMALL: &str = r#"{
  "registration": "NCT00000001",
  "title": "a trial",
  "arms": [
    {
      "name": "sparse",
      "allocation": 2,
      "given": {
        "drug": {
          "phases": [
            {
              "role": "maintenance",
              "dose": {
                "amount": "120 mg",
                "route": "IT"
              },
              "every": "112d",
              "open_ended": true
            }
          ]
        }
      },
      "disguise": {
        "seems": {
          "phases": [
            {
              "role": "maintenance",
              "dose": {
                "amount": "120 mg",
                "route": "IT"
              },
              "every": "56d",
              "open_ended": true
            }
          ]
        },
        "mask": {
          "placebo": "saline"
        }
      }
    },
    {
      "name": "natural history",
      "n": 12,
      "given": "nothing"
    },
    {
      "name": "open label",
      "given": {
        "words": "every 4 to 12 weeks"
      },
      "open_label": true
    }
  ],
  "stratified_by": [
    "age"
  ],
  "visits": [
    {
      "name": "blood",
      "day": 1,
      "window": "-3d/+3d",
      "every": "28d",
      "assessments": [
        {
          "name": "ALSFRS-R total",
          "matrix": "clinical function",
          "unit": "points",
          "range": [
            0,
            48
          ],
          "benefit": "higher",
          "reported_as": "difference"
        }
      ]
    }
  ],
  "outcomes": [],
  "contrasts": [],
  "sources": [
    {
      "document": "a protocol",
      "status": "publication"
    }
  ]
}"#;

    fn small() -> Trial {
        let sparse = Arm::active("sparse", regimen("120 mg IT q112d"))
            .masked_as(regimen("120 mg IT q56d"), placebo())
            .with_allocation(2);
        let blood = visit("blood", 1)
            .repeated_every(Interval::days(28))
            .with_window(Window::days(3, 3))
            .assessing(Endpoint::alsfrs_r());
        builder()
            .arm(sparse)
            .arm(Arm::untreated("natural history").with_n(12))
            .arm(Arm::described("open label", "every 4 to 12 weeks").open_label())
            .stratified_by("age")
            .visit(blood)
            .build()
            .expect("a trial")
    }

    #[test]
    fn a_trial_is_written_and_read() {
        let text = serde_json::to_string_pretty(&small()).expect("JSON");
        assert_eq!(text, SMALL);
        assert_eq!(serde_json::from_str::<Trial>(SMALL).expect("a trial"), small());
    }

    #[test]
    fn activities_and_findings_are_written() {
        let calendar = small();
        let first = date("2026-01-05");
        let calendar =
            calendar.calendar("sparse", first, first + Days::new(56)).expect("a calendar");
        let json = serde_json::to_value(&calendar).expect("JSON");
        assert_eq!(json[0]["date"], "2026-01-05");
        assert_eq!(json[0]["study_day"], 1);
        assert_eq!(json[0]["what"]["drug"]["amount"], "120 mg");
        assert_eq!(json[1]["what"]["assessment"][0], "blood");
        let last = &json[calendar.len() - 1];
        assert_eq!(last["what"]["assessment"][1]["name"], "ALSFRS-R total");
        let valor = tofersen::valor();
        let findings = serde_json::to_value(valor.audit()).expect("JSON");
        assert_eq!(findings[0]["level"], "agreement");
        assert_eq!(findings[0]["subject"]["contrast"]["arm"], "100 mg");
        let of_arms = &findings[0]["check"]["arms"];
        assert!(of_arms["from_arms"]["start"].is_number());
        assert_eq!(of_arms["agrees"], true);
    }

    #[test]
    fn every_trial_of_the_catalog_is_read_back() {
        for trial in catalog::trials() {
            let text = serde_json::to_string(trial).expect("JSON");
            assert_eq!(&serde_json::from_str::<Trial>(&text).expect(&text), trial);
        }
    }

    #[test]
    fn reading_passes_the_checks_of_building() {
        for (from, to, expected) in [
            (
                "\"every\": \"28d\"",
                "\"every\": \"6d\"",
                "the windows of the repeated visit \"blood\" overlap",
            ),
            ("\"natural history\"", "\"sparse\"", "two arms are named \"sparse\""),
            ("\"allocation\": 2", "\"allocation\": 0", "arm \"sparse\" has an allocation of 0"),
            ("\"allocation\": 2", "\"ratio\": 2", "unknown field `ratio`"),
            ("\"day\": 1", "\"day\": 0", "there is no study day 0"),
            ("NCT00000001", "NCT1", "expected NCT and eight digits"),
            ("\"title\"", "\"name\"", "unknown field `name`"),
        ] {
            assert!(SMALL.contains(from), "{from}");
            let error = serde_json::from_str::<Trial>(&SMALL.replace(from, to)).expect_err(to);
            assert!(error.to_string().contains(expected), "{error}");
        }
        let arm = r#"{"name": "sparse", "given": "nothing", "disguise": 5}"#;
        let error = serde_json::from_str::<Arm>(arm).expect_err("no disguise");
        assert_eq!(
            error.to_string(),
            "invalid type: integer `5`, expected what an arm seems to be given at line 1 column 52"
        );
        let unsourced = SMALL.split("\"sources\"").next().expect("the start").to_owned();
        let error = serde_json::from_str::<Trial>(&(unsourced + "\"sources\": []}"))
            .expect_err("no source");
        assert_eq!(error.to_string(), "a trial without a source, expected at least one");
    }
}
