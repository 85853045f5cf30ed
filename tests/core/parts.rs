//! What a value was made of can be asked of it, and each word it prints is the right one.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::compare::Comparison;
use aso_regimen::dosing::course::{
    DoseNotGiven, GivenDose, HistoryItem, NextDue, Timing, Unspecified,
};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule,
};
use aso_regimen::dosing::regimen::Role;
use aso_regimen::evidence::label::{Authority, LabelKey};
use aso_regimen::evidence::mechanism::{Alleles, Mechanism, ModeOfAction, Regulation};
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::result::{
    Contrast, Finding, PValue, Population, Readout, ReportedEstimate, ReportedOutcome,
    ReportedScale, Test, TimePoint,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::Epoch;
use aso_regimen::{
    Course, Dose, Endpoint, Interval, Mass, Regimen, Route, Source, StudyDay, Window,
};

use crate::{date, regimen};

fn course(text: &str, policy: MissedDosePolicy) -> Course {
    Course::new(regimen(text), policy, date("2026-01-05"))
}

/// A day of a course that starts on 5 January 2026, counted from 0.
fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

#[test]
fn a_given_dose_says_what_it_was() {
    let policy = MissedDosePolicy::always(Action::add_doses(1, Interval::days(7)));
    let mut course = course("100 mg IT x1, then 50 mg IT after 14d q28d", policy.clone());
    assert_eq!(course.day_one(), day(0), "its planned date");
    course.give(day(2)).expect("late");
    course.give(day(20)).expect("late, so one is added");
    course.give(day(27)).expect("the additional one");
    assert_eq!(course.day_one(), day(2));
    assert_eq!(course.policy(), &policy);
    let given: Vec<_> = course.doses_given().collect();
    let numbers: Vec<_> = given.iter().map(GivenDose::number).collect();
    assert_eq!(numbers, [Some(1), Some(2), None]);
    let roles: Vec<_> = given.iter().map(GivenDose::role).collect();
    assert_eq!(roles, [Role::Loading, Role::Maintenance, Role::Maintenance]);
    let doses: Vec<_> = given.iter().map(|dose| dose.dose().to_string()).collect();
    assert_eq!(doses, ["100 mg IT", "50 mg IT", "50 mg IT"]);
    let timings: Vec<_> = given.iter().map(GivenDose::timing).collect();
    assert_eq!(timings, [Timing::Late(2), Timing::Late(4), Timing::OnTime]);
    let planned: Vec<_> = given.iter().map(GivenDose::planned).collect();
    assert_eq!(planned, [Some(day(0)), Some(day(16)), Some(day(27))]);
}

#[test]
fn a_dose_not_given_says_which_it_was_and_why() {
    let policy = MissedDosePolicy::always(Action::Skip);
    let mut course = course("100 mg IT q7d x4, then 50 mg IT q7d", policy);
    course.give(day(0)).expect("the first");
    course.miss(day(7), "snow").expect("it is due");
    course.skip(day(14), "the next will do").expect("it is due");
    course.hold(day(20), "fever").expect("it goes on");
    course.resume(day(25)).expect("it is held");
    // The fifth, planned for day 28, is passed over.
    course.give(day(35)).expect("the sixth");
    let not_given: Vec<_> = course
        .history()
        .filter_map(|item| match item {
            HistoryItem::NotGiven(dose) => Some(dose),
            _ => None,
        })
        .collect();
    let texts: Vec<_> = not_given.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "dose 2 (loading): 100 mg IT planned on 2026-01-12, missed (snow)",
            "dose 3 (loading): 100 mg IT planned on 2026-01-19, skipped (the next will do)",
            "dose 4 (loading): 100 mg IT planned on 2026-01-26, held (fever)",
            "dose 5 (maintenance): 50 mg IT planned on 2026-02-02, passed over",
        ]
    );
    let roles: Vec<_> = not_given.iter().map(DoseNotGiven::role).collect();
    assert_eq!(roles, [Role::Loading, Role::Loading, Role::Loading, Role::Maintenance]);
}

#[test]
fn an_additional_dose_not_given_has_no_number() {
    let policy = MissedDosePolicy::always(Action::add_doses(1, Interval::days(7)));
    let mut course = course("50 mg IT q28d", policy);
    course.give(day(0)).expect("the first");
    course.give(day(32)).expect("late, so one is added");
    course.miss(day(39), "snow").expect("it is due");
    let missed: Vec<_> = course.doses_missed().map(|dose| dose.to_string()).collect();
    assert_eq!(missed, ["additional dose: 50 mg IT planned on 2026-02-13, missed (snow)"]);
}

#[test]
fn a_key_of_a_label_has_its_parts() {
    let key: LabelKey = "Spinraza, EU, 12 mg with bands".parse().expect("a key");
    assert_eq!(key.product(), "Spinraza");
    assert_eq!(key.authority(), &Authority::Eu);
    assert_eq!(key.edition(), Some("12 mg with bands"));
    let key: LabelKey = "Qalsody, US".parse().expect("a key");
    assert_eq!((key.product(), key.edition()), ("Qalsody", None));
}

#[test]
fn a_mechanism_is_a_sentence() {
    let of = |mode| Mechanism::new("SOD1 mRNA", mode, Source::new("p", Status::Publication));
    for (mode, words) in [
        (ModeOfAction::RnaseH, "which RNase H degrades"),
        (ModeOfAction::RnaInterference, "which RNA interference degrades"),
        (
            ModeOfAction::ExonInclusion,
            "which is spliced with an exon that would otherwise be skipped",
        ),
        (ModeOfAction::ExonSkipping, "which is spliced without an exon"),
        (ModeOfAction::Degradation, "which is degraded"),
        (ModeOfAction::Named("which a ribozyme cuts".into()), "which a ribozyme cuts"),
    ] {
        assert_eq!(of(mode).to_string(), format!("binds SOD1 mRNA, {words}"));
    }
    let whole = of(ModeOfAction::RnaseH)
        .at_site("its 3' end")
        .with_effect(Regulation::Lowers, "SOD1 protein")
        .of_alleles(Alleles::All)
        .by_route(Route::Intrathecal, "it does not cross the barrier")
        .source(Source::new("q", Status::Secondary));
    assert_eq!(
        whole.to_string(),
        "binds SOD1 mRNA at its 3' end, which RNase H degrades: lowers SOD1 protein, of all alleles; \
         intrathecal: it does not cross the barrier"
    );
    let documents: Vec<_> = whole.sources.iter().map(|source| &*source.document).collect();
    assert_eq!(documents, ["p", "q"]);
    let raised = of(ModeOfAction::ExonInclusion)
        .with_effect(Regulation::Raises, "SMN protein")
        .of_alleles(Alleles::Mutated);
    assert!(raised.to_string().ends_with(": raises SMN protein, of the mutated allele"));
}

#[test]
fn epochs_print_their_names() {
    let named = Epoch::Named("wash-out".into());
    let epochs = [Epoch::Screening, Epoch::Baseline, Epoch::Treatment, Epoch::FollowUp, named];
    let texts = epochs.map(|epoch| epoch.to_string());
    assert_eq!(texts, ["screening", "baseline", "treatment", "follow-up", "wash-out"]);
}

#[test]
fn a_dose_to_come_says_what_it_is() {
    let course = course(
        "5 mg IT q7d x2 no window, then q28d window -3d/+5d",
        MissedDosePolicy::not_stated(),
    );
    let next: Vec<_> = course.forecast().take(3).collect();
    assert_eq!(next[0].role(), Role::Loading);
    assert_eq!(next[0].window(), None);
    assert_eq!(next[2].role(), Role::Maintenance);
    assert_eq!(next[2].window(), Some(day(32)..=day(40)));
}

#[test]
fn advice_says_why_nothing_follows() {
    let mut course = course("5 mg IT q7d", MissedDosePolicy::not_stated());
    course.give(day(0)).expect("on its day");
    let on_time = course.advise(day(7)).expect("a dose is due");
    assert_eq!(on_time.unspecified(), None);
    let late = course.advise(day(9)).expect("a dose is due");
    assert_eq!(late.unspecified(), Some(Unspecified::NotStated));
}

fn one_limit(measure: Measure, limit: Limit, within: Action, beyond: Action) -> MissedDosePolicy {
    let bands = vec![TimeBand::new(limit, within), TimeBand::new(None, beyond)];
    MissedDosePolicy::always(TimeRule::new(measure, bands).expect("a rule"))
}

/// A limit in months before the next planned dose, and limits that no date of the calendar reaches.
#[test]
fn limits_far_and_in_months() {
    let timed = |measure, limit, given: &[u64]| {
        let policy = one_limit(measure, limit, Action::Reanchor, Action::Skip);
        let mut course = course("5 mg IT q3mo", policy);
        course.give(day(0)).expect("on its day");
        let actions = given.iter().map(|offset| {
            let advice = course.advise(day(*offset)).expect("a dose is due");
            advice.action().expect("late")
        });
        actions.collect::<Vec<_>>()
    };
    // Planned on 5 April and 5 July, that is on days 90 and 181; one month before the latter is 5 June.
    let month = Limit::through(Interval::months(1));
    assert_eq!(timed(Measure::ToNextPlanned, month, &[150, 151]), [Action::Skip, Action::Reanchor]);
    let month = Limit::below(Interval::months(1));
    assert_eq!(timed(Measure::ToNextPlanned, month, &[151, 152]), [Action::Skip, Action::Reanchor]);
    for far in [Interval::days(u32::MAX), Interval::months(u32::MAX)] {
        for measure in [Measure::PastPlanned, Measure::SinceLastDose, Measure::ToNextPlanned] {
            let limit = Limit::below(far);
            assert_eq!(timed(measure, limit, &[91]), [Action::Reanchor], "{measure}");
        }
    }
}

/// Where the time since the last dose counts and there is none, the label says nothing.
#[test]
fn no_last_dose_to_count_from() {
    let limit = Limit::below(Interval::months(6));
    let policy = one_limit(Measure::SinceLastDose, limit, Action::Reanchor, Action::Restart);
    let mut course = course("5 mg IT q1mo", policy);
    course.miss(day(0), "away").expect("it is due");
    assert!(matches!(course.next_due(), NextDue::Due(_)), "{:?}", course.next_due());
    // Rescheduled, the first dose may be late against a plan that is its own.
    course.reschedule(day(1), day(40), "travel").expect("later");
    let advice = course.advise(day(45)).expect("a dose is due");
    assert_eq!(advice.timing(), Timing::Late(5));
}

#[test]
fn additional_doses_past_the_calendar_are_none() {
    let far = Action::add_doses(2, Interval::days(u32::MAX));
    let mut course = course("5 mg IT q7d", MissedDosePolicy::always(far));
    course.give(day(0)).expect("on its day");
    course.give(day(9)).expect("late");
    assert_eq!(course.next_due(), NextDue::Ended);
}

#[test]
fn rules_without_a_limit_hold_at_any_time() {
    let band = TimeBand::new(None, Action::Skip);
    let rule = TimeRule::new(Measure::PastPlanned, vec![band]).expect("a rule");
    assert_eq!(
        MissedDosePolicy::always(rule).to_string(),
        "any dose: at any time: skip it and wait for the next planned dose"
    );
}

/// Only a band from a limit to that same limit is a single time.
#[test]
fn bands_of_a_rule_in_print() {
    let of = |through: u32| {
        let bands = vec![
            TimeBand::new(Limit::below(Interval::days(7)), Action::Reanchor),
            TimeBand::new(Limit::through(Interval::days(through)), Action::Skip),
            TimeBand::new(None, Action::Restart),
        ];
        let rule = TimeRule::new(Measure::PastPlanned, bands).expect("a rule");
        let text = MissedDosePolicy::always(rule).to_string();
        let middle = text.split("; ").nth(1).expect("a middle band");
        middle.split(':').next().expect("a time").to_owned()
    };
    assert_eq!(of(7), "exactly 7 days");
    assert_eq!(of(14), "from 7 through 14 days");
}

#[test]
fn schedules_are_gone_through_by_reference() {
    let weekly = regimen("5 mg SC q7d x3");
    let plan = weekly.starting(date("2026-01-05"));
    let mut numbers = Vec::new();
    for dose in &plan {
        numbers.push(dose.number());
    }
    assert_eq!(numbers, [1, 2, 3]);
    let mut offsets = plan.iter().day_offsets();
    assert_eq!(
        [offsets.next(), offsets.next(), offsets.next(), offsets.next()],
        [Some(0), Some(7), Some(14), None]
    );
}

#[test]
fn a_comparison_keeps_its_rows() {
    let (one, other) = (regimen("5 mg SC q7d"), regimen("9 mg SC q28d"));
    let comparison = Comparison::new(date("2026-01-05"), date("2026-12-31"))
        .expect("the earlier date first")
        .with("weekly", &one, None)
        .and_then(|comparison| comparison.with("monthly", &other, None))
        .expect("fixed amounts");
    let rows: Vec<_> =
        comparison.rows().iter().map(|row| (row.name.as_str(), row.regimen)).collect();
    assert_eq!(rows, [("weekly", &one), ("monthly", &other)]);
}

#[test]
fn a_source_has_its_parts_and_prints_them() {
    let bare = Source::new("a label", Status::LabelText);
    assert_eq!(bare.to_string(), "a label (label text)");
    assert_eq!((&*bare.document, bare.place, bare.edition), ("a label", None, None));
    let full = Source::new("a page", Status::Secondary).at("table 2").of("2024");
    assert_eq!((full.place.as_deref(), full.edition.as_deref()), (Some("table 2"), Some("2024")));
    assert_eq!(full.status, Status::Secondary);
    assert_eq!(full.to_string(), "a page, table 2, 2024 (secondary source)");
    let status = Status::Unverified;
    assert_eq!(Source::new("it", status).to_string(), "it (unverified)");
}

#[test]
#[cfg(feature = "catalog")]
fn monitoring_has_its_parts() {
    let labels = aso_regimen::catalog::labels();
    let monitored = labels.iter().flat_map(aso_regimen::Label::monitoring);
    let all: Vec<_> = monitored.collect();
    let platelets = all.iter().find(|monitoring| monitoring.what().contains("platelet"));
    let platelets = platelets.expect("a label has platelets measured");
    assert_eq!(platelets.unit(), "10^9/L");
    assert!(platelets.bands().len() > 1);
    assert!(platelets.source().document.len() > 5);
}

pub(crate) fn printed(text: &str) -> Printed {
    text.parse().expect("a printed number")
}

#[test]
fn printed_numbers_have_their_decimals() {
    for (text, decimals) in [("12", 0), ("-8.14", 2), ("0.40", 2), ("-0.0", 1)] {
        assert_eq!(printed(text).decimals(), decimals);
        assert_eq!(format!("{:?}", printed(text)), text);
    }
}

#[test]
fn every_scale_has_its_unit_in_print() {
    for (scale, text) in [
        (ReportedScale::GeometricMeanRatio, "0.40 (geometric mean ratio)"),
        (ReportedScale::PercentOfGeometricMean, "0.40 % (geometric mean)"),
        (ReportedScale::PercentUnstated, "0.40 % (kind of mean not stated)"),
        (ReportedScale::Points, "0.40 points"),
        (ReportedScale::PercentPredictedPoints, "0.40 points of % predicted"),
        (ReportedScale::PercentagePoints, "0.40 percentage points"),
        (ReportedScale::StandardDeviations, "0.40 SD"),
        (ReportedScale::HazardRatio, "0.40 (hazard ratio)"),
        (ReportedScale::PercentOfParticipants, "0.40 % of participants"),
    ] {
        assert_eq!(ReportedEstimate::new(printed("0.40"), scale).to_string(), text);
    }
    let within = ReportedEstimate::new(printed("0.40"), ReportedScale::HazardRatio)
        .within(printed("0.2"), printed("0.8"));
    assert_eq!(within.to_string(), "0.40 (hazard ratio), 95 % CI 0.2 to 0.8");
}

#[test]
fn every_population_time_and_test_has_its_words() {
    for (population, text) in [
        (Population::IntentionToTreat, "intention to treat"),
        (Population::FasterProgressing, "faster progressing"),
        (Population::SlowerProgressing, "slower progressing"),
        (Population::AscendingDose, "ascending-dose cohorts"),
        (Population::Mixed, "mixed"),
        (Population::Named("A5V alone".into()), "A5V alone"),
        (Population::Unstated, "not stated"),
    ] {
        assert_eq!(population.to_string(), text);
    }
    assert_eq!(TimePoint::Day(StudyDay::FIRST).to_string(), "day 1");
    assert_eq!(TimePoint::Week(28).to_string(), "week 28");
    assert_eq!(TimePoint::Unstated.to_string(), "time not stated");
    assert_eq!(Test::JointRank.to_string(), "joint rank test");
    assert_eq!(Test::Named("log-rank".into()).to_string(), "log-rank");
    assert_eq!(Test::Unstated.to_string(), "test not stated");
}

pub(crate) fn outcome(arm: &'static str, value: &str) -> ReportedOutcome {
    readout().outcome(arm, ratio(value))
}

fn ratio(value: &str) -> ReportedEstimate {
    ReportedEstimate::new(printed(value), ReportedScale::GeometricMeanRatio)
}

fn readout() -> Readout {
    Readout::new(Endpoint::plasma_pnfh(), Source::new("a report", Status::LabelText))
        .in_population(Population::IntentionToTreat)
        .at(TimePoint::Week(28))
}

pub(crate) fn contrast(estimate: &str) -> Contrast {
    let contrast = readout().contrast("drug").against("placebo");
    contrast.with_estimate(ratio(estimate))
}

#[test]
fn findings_and_contrasts_in_print() {
    let name = "phosphorylated neurofilament heavy chain, plasma";
    let found = |finding: Finding| readout().outcome("drug", finding).to_string();
    let begin = format!("{name}, drug, intention to treat, week 28: ");
    assert_eq!(found(Finding::Events { count: 3, of: 72 }), format!("{begin}3 of 72"));
    assert_eq!(found(Finding::NotReported), format!("{begin}not reported"));
    assert_eq!(found(Finding::Qualitative("fell".into())), format!("{begin}fell"));
    let range = Finding::Range {
        low: printed("0.3"),
        high: printed("0.5"),
        scale: ReportedScale::GeometricMeanRatio,
    };
    assert_eq!(found(range), format!("{begin}0.3 to 0.5 (geometric mean ratio)"));
    let begin = format!("{name}, drug against placebo, intention to treat, week 28: ");
    let words =
        contrast("0.40").with_p(PValue::below(printed("0.001"))).with_words("favours the drug");
    assert_eq!(
        words.to_string(),
        format!(
            "{begin}0.40 (geometric mean ratio), p < 0.001 (test not stated), favours the drug"
        )
    );
    let no_number = words.with_estimate(None);
    assert_eq!(
        no_number.to_string(),
        format!("{begin}p < 0.001 (test not stated), favours the drug")
    );
}

/// The windows of a phase of one dose meet nobody's.
#[test]
fn one_dose_has_room_for_any_window() {
    let text = "5 mg SC x1 window -65535d/+65535d";
    assert_eq!(regimen(text).to_string(), text);
    let phase = aso_regimen::Phase::loading(Dose::intrathecal(Mass::mg(1)), 1, Interval::days(1));
    let wide = phase.with_window(Window::days(9, 9));
    assert!(Regimen::new(vec![wide]).is_ok());
}
