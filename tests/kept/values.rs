//! Values made by code.

use core::num::NonZeroU32;

use aso_regimen::analysis::ancova::StrataWeights;
use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::Variances;
use aso_regimen::analysis::imputation::{ImputationMethod, ImputationPlan, PooledFreedom};
use aso_regimen::analysis::joint_rank::{FollowUp, Survival, Undecided};
use aso_regimen::analysis::scale::EffectRatio;
use aso_regimen::analysis::visit_changes::{ChangePlan, ChangesOf, WithoutBaseline, ZeroBaseline};
use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitValue, VisitWindow};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::course::{Entry, Switch};
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, Rule, Span, TimeBand, TimeRule,
};
use aso_regimen::dosing::regimen::Role;
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::evidence::analysis::Imputation;
use aso_regimen::evidence::label::Authority;
use aso_regimen::evidence::level::Average;
use aso_regimen::evidence::mechanism::{Alleles, ModeOfAction, Regulation};
use aso_regimen::evidence::method::ReadingUse;
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::result::{ReportedScale, Test, TimePoint};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::{Epoch, Purpose, Rank, Registration};
use aso_regimen::interchange::fhir::{AdministrationStatus, Release, RequestIntent, RequestStatus};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse};
use aso_regimen::kinetics::cohort::{AdherenceModel, Covariance, Distribution, Part, Residual};
use aso_regimen::kinetics::compartments::Compartments;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Clearance, Concentration, Litres, Quantity, Rate};
use aso_regimen::kinetics::published::{Biliouris2018, Luu2017, Patient, Yamamoto2023};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{
    Biomarker, PointRole, Relative, Response, TofersenModel, TofersenPlasma,
};
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
use aso_regimen::measure::alsfrs_r::{
    BroadDomain, CuttingForm, Domain, Item, Points, ProgressionRate, Sheet, Total,
};
use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule, Bound, Level, Trigger};
use aso_regimen::measure::change::{Difference, GeometricMeanRatio, MeanPercentChange};
use aso_regimen::measure::dynamometry::{
    Force, Megascore, MegascoreChange, Muscle, StrengthReference,
};
use aso_regimen::measure::endpoint::{Benefit, ReportedAs};
use aso_regimen::measure::spirometry::{
    EquationName, FemaleIvcAgeTerm, GliGroup, Interpolation, LungVolume, NhanesGroup,
    PercentPredicted, PercentPredictedPoints, SplineRow, SplineTable, Subject,
};
use aso_regimen::person::{Age, BySex, Height, Sex};
use aso_regimen::{
    Amount, BodyWeight, Course, Dose, Endpoint, Interval, Mass, PercentChange, PercentagePoints,
    Ratio, Regimen, Route, StudyDay, Volume, Window,
};

use crate::{Kept, made};

pub(crate) fn all() -> Vec<Kept> {
    let mut all = quantities();
    all.extend(dosing());
    all.extend(evidence());
    all.extend(measures());
    all.extend(analysis());
    all.extend(kinetics());
    all
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn day(number: i64) -> StudyDay {
    StudyDay::new(number).expect("a study day")
}

fn texts<T: core::str::FromStr<Err: core::fmt::Debug>>(texts: &[&str]) -> Vec<T> {
    texts.iter().map(|text| text.parse().expect(text)).collect()
}

fn quantities() -> Vec<Kept> {
    vec![
        made("quantity::Mass", [Mass::ZERO, Mass::micrograms(330), Mass::mg(100)]),
        made("quantity::Volume", [Volume::microlitres(50), Volume::ml(15)]),
        made("quantity::BodyWeight", [BodyWeight::grams(9_900), BodyWeight::kg(70)]),
        made("calendar::Interval", [Interval::days(14), Interval::weeks(4), Interval::months(4)]),
        made("calendar::StudyDay", [day(-21), day(1), day(169)]),
        made("calendar::Window", [Window::days(0, 2), Window::days(3, 3)]),
        made("person::Age", [Age::years(61.5).expect("an age")]),
        made("person::BySex", [BySex { female: 1.5, male: 2.5 }]),
        made(
            "person::Height",
            [Height::cm(170).expect("a height"), Height::mm(1_705).expect("one")],
        ),
        made("person::Sex", [Sex::Female, Sex::Male]),
    ]
}

/// A course with a dose given, one that is held and one to come.
fn calendar() -> Calendar {
    let regimen: Regimen = "100 mg IT q14d x3, then q28d".parse().expect("a regimen");
    let mut course = Course::new(regimen, MissedDosePolicy::not_stated(), date("2026-01-05"));
    course.give(date("2026-01-05")).expect("the first");
    course.hold(date("2026-01-10"), "fever").expect("any day");
    let name = CalendarCourse::new("course-17@clinic.example").expect("a name");
    let days = date("2026-01-12")..=date("2026-02-02");
    Calendar::of_course(&name, &course, days).build().expect("few doses")
}

const REGIMENS: [&str; 6] = [
    "100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3 no window, then q28d window -3d/+3d",
    "12 mg IT q14d x3, then after 35d x1, then q4mo",
    "285 mg (1.5 mL) SC q1w for 3mo, then q2w",
    "[<39 kg: 3.3 mg/kg; <50 kg: 128 mg; else 160 mg] SC q1mo",
    "0.3 mg/kg max 30 mg IV q3w window -1d/+2d rolling least gap 18d",
    "titration 5 mg \"intranasal\" q1w x2, then 10 mg \"intranasal\" after 1w x1",
];

fn policies() -> Vec<MissedDosePolicy> {
    let months = Interval::months;
    let by_time = TimeRule::new(
        Measure::SinceLastDose,
        vec![
            TimeBand::new(
                Limit::below(Span::months_and_half(8)),
                Action::KeepOrWait { gap: Interval::days(14) },
            ),
            TimeBand::new(Limit::through(months(16)), Action::add_doses(1, Interval::days(14))),
            TimeBand::new(Limit::through(months(40)), Action::go_back_to(2)),
            TimeBand::new(None, Action::Restart),
        ],
    );
    let second = NonZeroU32::new(2).expect("not 0");
    vec![
        MissedDosePolicy::not_read(),
        MissedDosePolicy::new(Action::Reanchor, by_time.expect("rising limits"))
            .with_dose(second, Action::KeepCalendar { minimum_gap: Some(Interval::days(7)) }),
    ]
}

fn actions() -> Vec<Action> {
    vec![
        Action::Reanchor,
        Action::KeepCalendar { minimum_gap: None },
        Action::KeepCalendar { minimum_gap: Some(Interval::days(7)) },
        Action::KeepOrWait { gap: Interval::days(14) },
        Action::NextAfter { next: Interval::days(14) },
        Action::add_doses(2, Interval::days(14)),
        Action::Skip,
        Action::Restart,
        Action::go_back_to(2),
        Action::AnotherRegimen,
        Action::NextUnspecified,
        Action::NotStated,
        Action::NotRead,
    ]
}

/// Every kind of entry, as one course can have them.
fn entries() -> Vec<Entry> {
    let regimen: Regimen = "50 mg IT x1, then 28 mg IT q4mo".parse().expect("a regimen");
    let switch = Switch::to(regimen.clone(), policies().remove(1)).on(date("2026-09-01"));
    vec![
        Entry::weighed(date("2026-01-05"), BodyWeight::grams(70_500)),
        Entry::given(date("2026-01-05")),
        Entry::given(date("2026-01-19")).partly(Mass::mg(60)).reason("needle clotted"),
        Entry::rest(date("2026-01-19"), Mass::mg(40)).reason("an hour later"),
        Entry::missed(date("2026-02-02"), "fever"),
        Entry::given(date("2026-02-04")).amount(Mass::mg(20)).not_counting().reason("leaked"),
        Entry::given(date("2026-02-05")).amount(Mass::mg(90)),
        Entry::held(date("2026-02-20"), "platelets of 60 x10^9/L"),
        Entry::resumed(date("2026-03-01")),
        Entry::rescheduled(date("2026-03-02"), date("2026-03-20"), "travel"),
        Entry::given(date("2026-03-20")),
        Entry::policy_changed(date("2026-04-01"), policies().remove(1), "a new edition"),
        Entry::skipped(date("2026-04-17"), "the next will do"),
        Entry::switched(date("2026-05-01"), switch, "another drug"),
        Entry::stopped(date("2026-10-01"), "consent withdrawn"),
    ]
}

fn courses() -> Vec<Course> {
    let regimen = || -> Regimen { REGIMENS[0].parse().expect("a regimen") };
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let plain = Course::new(regimen(), policy(), date("2026-01-05"));
    let key = "Qalsody, US".parse().expect("a key");
    let tolerance = Tolerance::within(Window::days(2, 2)).rolling();
    let mut whole = Course::new(regimen(), policy(), date("2026-01-05"))
        .following_label(key)
        .tolerating(tolerance.at_least_apart(Interval::days(7)))
        .expect("it fits");
    for entry in entries() {
        let text = entry.to_string();
        assert!(whole.record(entry).is_ok(), "{text}");
    }
    let continued = Course::continuing(regimen(), policy(), 5, date("2026-03-30"));
    vec![plain, whole, continued.expect("a fifth dose")]
}

fn dosing() -> Vec<Kept> {
    let regimens: Vec<Regimen> = texts(&REGIMENS);
    let phases: Vec<_> = regimens.iter().flat_map(|one| one.phases().to_vec()).collect();
    let doses: Vec<Dose> = phases.iter().map(|phase| phase.dose().clone()).collect();
    let amounts: Vec<Amount> = doses.iter().map(|dose| dose.amount().clone()).collect();
    let routes = Route::KNOWN.iter().cloned().chain([Route::Named("intranasal".into())]);
    let limits = || [Limit::below(Interval::days(3)), Limit::through(Span::months_and_half(8))];
    let rules: Vec<Rule> =
        policies().into_iter().flat_map(|one| [one.loading, one.maintenance]).collect();
    let time_rules: Vec<TimeRule> = rules
        .iter()
        .filter_map(|rule| match rule {
            Rule::ByTime(rule) => Some(rule.clone()),
            _ => None,
        })
        .collect();
    let bands = limits().map(|limit| TimeBand::new(limit, Action::Skip));
    vec![
        made("dosing::dose::Amount", amounts),
        made("dosing::dose::Dose", doses),
        made("dosing::dose::Route", routes),
        made("dosing::regimen::Phase", phases),
        made("dosing::regimen::Regimen", regimens),
        made(
            "dosing::regimen::Role",
            [Role::Single, Role::Titration, Role::Loading, Role::Maintenance],
        ),
        made(
            "dosing::tolerance::Tolerance",
            texts::<Tolerance>(&["-3d/+3d", "-2d/+4d rolling least gap 10d"]),
        ),
        made("dosing::missed_dose::Action", actions()),
        made("dosing::missed_dose::Limit", limits()),
        made(
            "dosing::missed_dose::Measure",
            [
                Measure::PastPlanned,
                Measure::SinceLastDose,
                Measure::ToNextPlanned,
                Measure::UntilNoticed,
            ],
        ),
        made("dosing::missed_dose::MissedDosePolicy", policies()),
        made("dosing::missed_dose::Rule", rules),
        made(
            "dosing::missed_dose::Span",
            [Span::from(Interval::days(3)), Span::months_and_half(8)],
        ),
        made("dosing::missed_dose::TimeBand", bands),
        made("dosing::missed_dose::TimeRule", time_rules),
        made("dosing::course::Entry", entries()),
        made("dosing::course::Course", courses()),
    ]
}

#[expect(clippy::too_many_lines, reason = "values of each type, one after the other")]
fn evidence() -> Vec<Kept> {
    let named = || "another".into();
    vec![
        made(
            "evidence::analysis::Imputation",
            [
                Imputation::CopyIncrementsInReference,
                Imputation::CopyReference,
                Imputation::JumpToReference,
                Imputation::MissingAtRandom,
                Imputation::Named(named()),
            ],
        ),
        made(
            "evidence::label::Authority",
            [
                Authority::Us,
                Authority::Eu,
                Authority::Uk,
                Authority::Japan,
                Authority::Canada,
                Authority::Switzerland,
                Authority::Australia,
                Authority::China,
                Authority::Named("Brazil".into()),
            ],
        ),
        made("evidence::level::Average", [Average::GeometricMean, Average::Mean, Average::Median]),
        made("evidence::mechanism::Alleles", [Alleles::All, Alleles::Mutated, Alleles::Unstated]),
        made(
            "evidence::mechanism::ModeOfAction",
            [
                ModeOfAction::RnaseH,
                ModeOfAction::Degradation,
                ModeOfAction::ExonInclusion,
                ModeOfAction::ExonSkipping,
                ModeOfAction::RnaInterference,
                ModeOfAction::Named(named()),
            ],
        ),
        made("evidence::mechanism::Regulation", [Regulation::Lowers, Regulation::Raises]),
        made("evidence::method::ReadingUse", [ReadingUse::Absolute, ReadingUse::Change]),
        made("evidence::printed::Printed", texts::<Printed>(&["-0.40", "0", "12.5", "1200"])),
        made(
            "evidence::result::ReportedScale",
            [
                ReportedScale::GeometricMeanRatio,
                ReportedScale::HazardRatio,
                ReportedScale::PercentOfGeometricMean,
                ReportedScale::PercentOfParticipants,
                ReportedScale::PercentPredictedPoints,
                ReportedScale::PercentUnstated,
                ReportedScale::PercentagePoints,
                ReportedScale::Points,
                ReportedScale::StandardDeviations,
            ],
        ),
        made(
            "evidence::result::Test",
            [Test::Ancova, Test::JointRank, Test::Unstated, Test::Named(named())],
        ),
        made(
            "evidence::result::TimePoint",
            [TimePoint::Day(day(197)), TimePoint::Week(28), TimePoint::Unstated],
        ),
        made(
            "evidence::source::Status",
            [
                Status::LabelText,
                Status::Publication,
                Status::RegistryRecord,
                Status::Secondary,
                Status::Unverified,
            ],
        ),
        made(
            "evidence::trial::Epoch",
            [
                Epoch::Screening,
                Epoch::Baseline,
                Epoch::Treatment,
                Epoch::FollowUp,
                Epoch::Named(named()),
            ],
        ),
        made(
            "evidence::trial::Purpose",
            [
                Purpose::SingleAscendingDoses,
                Purpose::MultipleAscendingDoses,
                Purpose::Pivotal,
                Purpose::Extension,
                Purpose::RunIn,
                Purpose::Presymptomatic,
                Purpose::Symptomatic,
                Purpose::Named(named()),
            ],
        ),
        made(
            "evidence::trial::Rank",
            [Rank::Primary, Rank::KeySecondary, Rank::Secondary, Rank::Exploratory],
        ),
        made(
            "evidence::trial::Registration",
            texts::<Registration>(&["NCT02623699", "ISRCTN12345679", "2017-000123-45"])
                .into_iter()
                .chain([Registration::None]),
        ),
        made("interchange::icalendar::Calendar", [Calendar::default(), calendar()]),
        made("interchange::fhir::AdministrationStatus", AdministrationStatus::ALL.to_vec()),
        made("interchange::fhir::Release", Release::ALL.to_vec()),
        made("interchange::fhir::RequestIntent", RequestIntent::ALL.to_vec()),
        made("interchange::fhir::RequestStatus", RequestStatus::ALL.to_vec()),
    ]
}

fn assay() -> Assay {
    let spec = AssaySpec::new("NfL").platform("Simoa").unit("pg/mL").lloq(0.5).uloq(500.0);
    Assay::new(spec).expect("limits that rise")
}

fn litres(litres: f64) -> LungVolume {
    LungVolume::litres(litres).expect("a volume")
}

fn newtons(newtons: f64) -> Force {
    Force::newtons(newtons).expect("a force")
}

fn muscle() -> Muscle {
    Muscle::new("knee extension", newtons(250.5), newtons(60.25)).expect("a muscle")
}

fn sheets() -> [Sheet; 2] {
    let whole = [4, 3, 4, 2, 3, 4, 4, 1, 0, 4, 4, 4].map(Some);
    let mut partly = whole;
    partly[3] = None;
    [
        Sheet::from_row(CuttingForm::WithoutGastrostomy, whole).expect("ratings"),
        Sheet::from_row(CuttingForm::WithGastrostomy, partly).expect("ratings"),
    ]
}

fn equation() -> EquationName {
    EquationName::new("GLI 2012").expect("a name")
}

#[expect(clippy::too_many_lines, reason = "values of each type, one after the other")]
fn measures() -> Vec<Kept> {
    let total = Total::new(37).expect("points");
    let rate = ProgressionRate::over_months(total, 22.0).expect("months");
    let readings = vec![
        assay().reading(12.5).expect("within"),
        assay().below_lloq(),
        assay().above_uloq().expect("it has one"),
    ];
    let trigger = Trigger::new(assay().reading(44.0).expect("within"), 10.0).expect("a trigger");
    let rows =
        [20.0, 40.0, 60.0].map(|age_years| SplineRow { age_years, median: 0.25, variation: 0.125 });
    let subject = Subject::new(
        Sex::Female,
        Age::years(61.5).expect("an age"),
        Height::cm(170).expect("a height"),
    );
    let endpoints = vec![
        Endpoint::alsfrs_r(),
        Endpoint::csf_sod1(),
        Endpoint::event_free_survival(),
        Endpoint::builder("walk", Benefit::Higher, ReportedAs::Difference)
            .unit("m")
            .matrix("corridor")
            .range(0, 900)
            .build()
            .expect("an endpoint"),
    ];
    vec![
        made(
            "measure::alsfrs_r::BroadDomain",
            [BroadDomain::Bulbar, BroadDomain::Motor, BroadDomain::Respiratory],
        ),
        made(
            "measure::alsfrs_r::CuttingForm",
            [CuttingForm::WithGastrostomy, CuttingForm::WithoutGastrostomy],
        ),
        made(
            "measure::alsfrs_r::Domain",
            [Domain::Bulbar, Domain::FineMotor, Domain::GrossMotor, Domain::Respiratory],
        ),
        made("measure::alsfrs_r::Item", Item::ALL),
        made("measure::alsfrs_r::Points", [Points::new(-7).expect("points")]),
        made("measure::alsfrs_r::ProgressionRate", [rate]),
        made("measure::alsfrs_r::Sheet", sheets()),
        made("measure::alsfrs_r::Total", [total]),
        made("measure::assay::Assay", [assay()]),
        made("measure::assay::AssayReading", readings),
        made("measure::assay::AssaySpec", [assay().spec().clone()]),
        made(
            "measure::assay::BlqRule",
            [
                BlqRule::Drop,
                BlqRule::Zero,
                BlqRule::HalfLloq,
                BlqRule::HalfLloqOnce,
                BlqRule::LloqOverRootTwo,
                BlqRule::AtLloq,
            ],
        ),
        made(
            "measure::assay::Bound",
            [Bound::Exactly(0.5), Bound::LessThan(1.5), Bound::MoreThan(2.5), Bound::Unknown],
        ),
        made(
            "measure::assay::Level",
            [Level::Quantified(12.5), Level::BelowLloq(0.5), Level::AboveUloq(500.0)],
        ),
        made("measure::assay::Trigger", [trigger]),
        made("measure::change::Difference", [Difference::new(-1.5).expect("a number")]),
        made(
            "measure::change::GeometricMeanRatio",
            [GeometricMeanRatio::new(0.625).expect("more than 0")],
        ),
        made(
            "measure::change::MeanPercentChange",
            [MeanPercentChange::from_percent(-12.5).expect("one")],
        ),
        made(
            "measure::change::PercentChange",
            [
                PercentChange::from_percent(-55.0).expect("one"),
                PercentChange::from_baseline(-10.0, 5.0).expect("one"),
            ],
        ),
        made("measure::change::PercentagePoints", [PercentagePoints::new(6.5).expect("a number")]),
        made("measure::change::Ratio", [Ratio::new(0.45).expect("more than 0")]),
        made("measure::dynamometry::Force", [newtons(245.5)]),
        made(
            "measure::dynamometry::Megascore",
            [Megascore::new(-0.375, 16, "VALOR").expect("one")],
        ),
        made("measure::dynamometry::MegascoreChange", [MegascoreChange::new(-0.25).expect("one")]),
        made("measure::dynamometry::Muscle", [muscle()]),
        made(
            "measure::dynamometry::StrengthReference",
            [StrengthReference::new("ours", vec![muscle()], 1).expect("a reference")],
        ),
        made("measure::endpoint::Benefit", [Benefit::Higher, Benefit::Lower]),
        made("measure::endpoint::Endpoint", endpoints),
        made(
            "measure::endpoint::ReportedAs",
            [
                ReportedAs::Difference,
                ReportedAs::RatioToBaseline,
                ReportedAs::TimeToEvent,
                ReportedAs::Proportion,
            ],
        ),
        made("measure::spirometry::EquationName", [equation()]),
        made(
            "measure::spirometry::FemaleIvcAgeTerm",
            [
                FemaleIvcAgeTerm::Loss24MillilitresPerYear,
                FemaleIvcAgeTerm::Loss26MillilitresPerYear,
            ],
        ),
        made(
            "measure::spirometry::GliGroup",
            [
                GliGroup::Caucasian,
                GliGroup::AfricanAmerican,
                GliGroup::NorthEastAsian,
                GliGroup::SouthEastAsian,
                GliGroup::Other,
            ],
        ),
        made(
            "measure::spirometry::Interpolation",
            [Interpolation::Floor, Interpolation::Nearest, Interpolation::Linear],
        ),
        made("measure::spirometry::LungVolume", [litres(3.25)]),
        made(
            "measure::spirometry::NhanesGroup",
            [NhanesGroup::Caucasian, NhanesGroup::AfricanAmerican, NhanesGroup::MexicanAmerican],
        ),
        made(
            "measure::spirometry::PercentPredicted",
            [PercentPredicted::new(82.5, equation()).expect("a percentage")],
        ),
        made(
            "measure::spirometry::PercentPredictedPoints",
            [PercentPredictedPoints::new(-7.5).expect("a number")],
        ),
        made("measure::spirometry::SplineRow", rows),
        made(
            "measure::spirometry::SplineTable",
            [SplineTable::new(rows.to_vec()).expect("ages that rise")],
        ),
        made("measure::spirometry::Subject", [subject]),
    ]
}

fn visits() -> VisitPlan {
    let window = |name: &str, first, target, last| {
        VisitWindow::new(name, day(first), day(target), day(last)).expect("in order")
    };
    let windows = vec![window("baseline", -7, 1, 1), window("week 28", 190, 197, 204)];
    VisitPlan::new(Tie::Later, windows).expect("apart")
}

fn analysis() -> Vec<Kept> {
    let before = BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose);
    let baselines = vec![
        before.clone(),
        BaselineRule::MeanBeforeFirstDose(FirstDoseDay::AfterDose),
        BaselineRule::OnDay(day(1)),
        BaselineRule::AtVisit { window: visits().windows()[0].clone(), tie: Tie::Earlier },
    ];
    let change = Difference::new(-4.5).expect("a number");
    let survival = [
        Survival::Alive { change, last_seen: day(197) },
        Survival::Died { on: day(150) },
        Survival::NotMeasured { last_seen: day(90) },
    ];
    let changes = vec![Some(change), None];
    let follow_up = FollowUp { changes, last_day: day(150), died: true };
    vec![
        made("analysis::ancova::StrataWeights", [StrataWeights::Equal, StrataWeights::Observed]),
        made("analysis::baseline::BaselineRule", baselines),
        made(
            "analysis::baseline::FirstDoseDay",
            [FirstDoseDay::BeforeDose, FirstDoseDay::AfterDose],
        ),
        made(
            "analysis::confidence::ConfidenceLevel",
            [ConfidenceLevel::percent(95.0).expect("one")],
        ),
        made("analysis::contrast::Variances", [Variances::Pooled, Variances::Welch]),
        made(
            "analysis::imputation::ImputationMethod",
            [ImputationMethod::Regression, ImputationMethod::PredictiveMeanMatching { donors: 5 }],
        ),
        made(
            "analysis::imputation::ImputationPlan",
            [
                ImputationPlan::new(7),
                ImputationPlan::new(7)
                    .chained(10)
                    .on_logarithms()
                    .with_method(ImputationMethod::PredictiveMeanMatching { donors: 5 }),
            ],
        ),
        made(
            "analysis::imputation::PooledFreedom",
            [PooledFreedom::BarnardRubin, PooledFreedom::LargeSample],
        ),
        made("analysis::joint_rank::FollowUp", [follow_up]),
        made("analysis::joint_rank::Survival", survival),
        made("analysis::joint_rank::Undecided", [Undecided::ByFunction, Undecided::Tie]),
        made("analysis::scale::EffectRatio", [EffectRatio::new(1.25).expect("more than 0")]),
        made(
            "analysis::visit_changes::ChangePlan",
            [
                ChangePlan::new(before.clone(), visits()),
                ChangePlan::new(before, visits())
                    .changes_of(ChangesOf::AllReadings)
                    .visit_value(VisitValue::Worst(Benefit::Higher))
                    .without_baseline(WithoutBaseline::Refuse)
                    .zero_baseline(ZeroBaseline::Keep),
            ],
        ),
        made(
            "analysis::visit_changes::ChangesOf",
            [ChangesOf::AfterBaseline, ChangesOf::AllReadings],
        ),
        made(
            "analysis::visit_changes::WithoutBaseline",
            [WithoutBaseline::Exclude, WithoutBaseline::Refuse],
        ),
        made("analysis::visit_changes::ZeroBaseline", [ZeroBaseline::Exclude, ZeroBaseline::Keep]),
        made("analysis::visits::Tie", [Tie::Earlier, Tie::Later]),
        made("analysis::visits::VisitPlan", [visits()]),
        made(
            "analysis::visits::VisitValue",
            [
                VisitValue::Closest,
                VisitValue::Last,
                VisitValue::Mean,
                VisitValue::Worst(Benefit::Lower),
            ],
        ),
        made("analysis::visits::VisitWindow", visits().windows().to_vec()),
    ]
}

fn rate(per_day: f64) -> Rate {
    Rate::per_day(per_day).expect("a rate")
}

fn inhibition() -> Inhibition {
    let potency = Concentration::ng_per_ml(12.5).expect("a concentration");
    let half = Inhibition::of_ic50(potency).with_imax(0.75).expect("a share");
    half.with_hill(2.0).expect("an exponent")
}

fn inputs() -> Vec<Input> {
    let first = Input::bolus(Time::ZERO, Mass::mg(12), Route::Intrathecal);
    let second = Input::bolus(Time::days(14), Mass::mg(12), Route::Intravenous);
    vec![first, second.over(Time::minutes(80))]
}

fn kinetics() -> Vec<Kept> {
    let clearance = |value| Clearance::litres_per_hour(value).expect("a clearance");
    let volume = |value| Litres::new(value).expect("a volume");
    let model = Compartments::builder()
        .compartment("CSF", volume(0.5))
        .compartment("plasma", volume(3.5))
        .amount("tissue")
        .rate("CSF", "tissue", rate(0.25))
        .flow("CSF", "plasma", clearance(0.125))
        .elimination("plasma", rate(2.0))
        .dosed(Route::Intrathecal, "CSF")
        .build()
        .expect("a model");
    let terms = [(rate(0.5), 1.0), (rate(2.0), -0.5)];
    let disposition = Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &terms);
    let protein = Turnover::of_protein(rate(0.25)).expect("a turnover");
    let response = Response::new(inhibition(), protein);
    let csf = Disposition::of_terms(Route::Intrathecal, Quantity::Concentration, &terms[..1]);
    let tofersen = TofersenModel::new(csf.expect("a term"), response, response);
    let both = Turnover::of_mrna_and_protein(rate(2.0), rate(0.25)).expect("a turnover");
    let adherence = AdherenceModel::perfect().late(0.25, 3.0).and_then(|one| one.missing(0.125, 7));
    let parts = [Part::Digit(3), Part::Bin(-5), Part::Bin(12)];
    // Seven times 2 and four times -1.
    let of_numbers =
        [(Part::Digit(33), 10 << 18), (Part::Bin(-261_888), 4), (Part::Bin(262_144), 7)];
    let distribution = Distribution::from_parts(of_numbers);
    let age = Age::years(61.5).expect("an age");
    let patient = Patient::new(BodyWeight::kg(70), age, Sex::Male).with_csf_protein(45.5);
    vec![
        made(
            "kinetics::cohort::AdherenceModel",
            [AdherenceModel::perfect(), adherence.expect("shares")],
        ),
        made(
            "kinetics::cohort::Covariance",
            [Covariance::<2>::block(&[0.25, 0.125, 0.5]).expect("positive")],
        ),
        made("kinetics::cohort::Distribution", [distribution.expect("counts")]),
        made("kinetics::cohort::Part", parts),
        made(
            "kinetics::cohort::Residual",
            [Residual::NONE, Residual::proportional(0.25).expect("a variance")],
        ),
        made("kinetics::compartments::Compartments", [model]),
        made("kinetics::disposition::Disposition", [disposition.expect("two terms")]),
        made("kinetics::input::Input", inputs()),
        made("kinetics::input::Inputs", [Inputs::from(inputs())]),
        made("kinetics::parameter::Clearance", [clearance(0.125)]),
        made(
            "kinetics::parameter::Concentration",
            [Concentration::ng_per_ml(12.5).expect("a concentration")],
        ),
        made("kinetics::parameter::Litres", [volume(0.5)]),
        made("kinetics::parameter::Quantity", [Quantity::Amount, Quantity::Concentration]),
        made("kinetics::parameter::Rate", [Rate::ZERO, rate(0.25)]),
        made("kinetics::published::Biliouris2018", [Biliouris2018::of(BodyWeight::kg(30), age)]),
        made("kinetics::published::Luu2017", [Luu2017::FINAL, Luu2017::ABSTRACT]),
        made("kinetics::published::Patient", [patient]),
        made("kinetics::published::Yamamoto2023", [Yamamoto2023::REFERENCE]),
        made("kinetics::time::Time", [Time::ZERO, Time::hours(6), Time::weeks(28)]),
        made("kinetics::tofersen::Biomarker", Biomarker::ALL.to_vec()),
        made(
            "kinetics::tofersen::PointRole",
            [PointRole::Fitted, PointRole::NoInterval, PointRole::SamePeople, PointRole::Test],
        ),
        made(
            "kinetics::tofersen::Relative",
            [Relative::ToBaseline, Relative::ToOwnStart, Relative::ToPlacebo],
        ),
        made("kinetics::tofersen::Response", [response]),
        made("kinetics::tofersen::TofersenModel", [tofersen.expect("a model")]),
        made("kinetics::tofersen::TofersenPlasma", [TofersenPlasma::TYPICAL_MAN]),
        made(
            "kinetics::turnover::Inhibition",
            [inhibition(), Inhibition::of_id50(Mass::mg(100)).expect("an amount")],
        ),
        made("kinetics::turnover::Turnover", [protein, both]),
    ]
}
