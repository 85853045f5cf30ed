//! What holds for every picture, whatever is on it.

use aso_regimen::chrono::{Days, NaiveDate, TimeDelta};
use aso_regimen::dosing::course::{Entry, HistoryItem, NotGiven};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::evidence::result::{ReportedEstimate, ReportedScale};
use aso_regimen::plot::{
    CourseTimeline, Curve, DayCount, Forest, Line, PlottedBand, PlottedPoint, PlottedPoints,
    Spacing, Timeline,
};
use aso_regimen::{Course, Interval, Mass, Regimen};
use proptest::option;
use proptest::prelude::*;

use crate::drawing::{self, doses};
use crate::forest::contrast;

/// Texts of all lengths, many with characters that mean something to XML, some with ones that are refused.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{1,12}( [a-z]{1,12}){0,4}",
        2 => "[<>&\"'\\]\\[;#xWM0-9 字é\u{301}🧠-]{1,60}",
        1 => ".{0,80}",
        1 => any::<String>(),
    ]
}

fn amount() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "100 mg",
        "0.3 mg/kg max 30 mg",
        "[<10 kg: 6 mg/kg; <20 kg: 6 mg/kg; else 3 mg/kg]",
        "18446744073709551.615 mg",
    ])
}

/// Regimens of one to four phases, the last with or without an end.
fn regimen() -> impl Strategy<Value = Regimen> {
    let interval = prop_oneof![
        (1_u32..90).prop_map(|n| format!("{n}d")),
        (1_u32..12).prop_map(|n| format!("{n}mo"))
    ];
    let window = option::weighted(0.3, 0_u16..20);
    let role = prop::sample::select(vec!["", "titration ", "loading ", "maintenance "]);
    let phase = (role, amount(), interval, option::of(1_u32..9), window);
    proptest::collection::vec(phase, 1..5).prop_filter_map("windows that are apart", |phases| {
        let last = phases.len() - 1;
        let texts: Vec<String> = phases
            .into_iter()
            .enumerate()
            .map(|(index, (role, amount, interval, count, window))| {
                let count = count.or((index < last).then_some(2));
                let count = count.map_or_else(String::new, |count| format!(" x{count}"));
                let window =
                    window.map_or_else(String::new, |days| format!(" window -{days}d/+{days}d"));
                format!("{role}{amount} IT q{interval}{count}{window}")
            })
            .collect();
        texts.join(", then ").parse().ok()
    })
}

fn start() -> impl Strategy<Value = NaiveDate> {
    let of_days = |day| NaiveDate::from_num_days_from_ce_opt(day).expect("in range");
    prop_oneof![
        6 => (700_000_i32..760_000).prop_map(of_days),
        1 => (-95_000_000_i32..95_000_000).prop_map(of_days),
    ]
}

fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::Reanchor),
        Just(Action::KeepCalendar { minimum_gap: None }),
        (1_u32..4, 1_u32..30)
            .prop_map(|(doses, days)| Action::add_doses(doses, Interval::days(days))),
        Just(Action::Skip),
        Just(Action::Restart),
        Just(Action::go_back_to(2)),
        Just(Action::AnotherRegimen),
        Just(Action::NotStated),
    ]
}

/// A course in which some of these were done: a dose so many days from its time or of another amount, a miss, a new
/// date, a hold, a stop.
fn course() -> impl Strategy<Value = Course> {
    let step = (0_u8..16, -10_i64..60);
    let steps = proptest::collection::vec(step, 0..10);
    let start = (700_000_i32..760_000)
        .prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).expect("in range"));
    (regimen(), action(), start, steps).prop_map(|(regimen, action, start, steps)| {
        let mut course = Course::new(regimen, MissedDosePolicy::always(action), start);
        let mut last = start;
        for (what, days) in steps {
            let due = course.forecast().next().map_or(last, |dose| dose.date());
            let day = due + TimeDelta::days(days);
            // Entries out of order are refused and change nothing.
            let done = match what {
                0 => course.miss(due, "ill"),
                1 => course.reschedule(last, day, "travel"),
                2..=5 => course.give(due),
                6 => course.hold(day, "an infection"),
                7 | 8 => course.resume(day),
                9 => course.stop(day, "consent withdrawn"),
                10 => course.skip(day, "the next will do"),
                11 => course.record(Entry::given(due).not_counting().reason("leaked")),
                12 => course.record(Entry::given(day).partly(Mass::mg(1)).reason("needle clotted")),
                _ => course.give(day),
            };
            if done.is_ok() {
                last = due.max(day);
            }
        }
        course
    })
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        20 => -1e3..1e3,
        20 => 1e-3..1e3,
        3 => -1e12..1e12,
        3 => -1e-6..1e-6,
        1 => any::<f64>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn timelines(
        title in text(),
        lanes in proptest::collection::vec((text(), regimen()), 1..4),
        first in start(),
        days in prop_oneof![0_u64..60, 0_u64..3_000],
        months in any::<bool>(),
    ) {
        let through = later(first, days);
        let draw = || {
            let mut timeline = Timeline::new(title.clone(), first, through)?;
            for (name, regimen) in &lanes {
                timeline = timeline.with(name.clone(), regimen)?;
            }
            let count = if months { DayCount::Months } else { DayCount::StudyDays };
            timeline.counting(count).draw()
        };
        if let Ok(picture) = draw() {
            drawing::check(&picture);
            let found: Vec<_> = doses(&picture, "dose").into_iter().map(|dose| (dose.number, dose.date)).collect();
            let planned: Vec<_> = lanes
                .iter()
                .flat_map(|(_, regimen)| regimen.starting(first).through(through))
                .map(|dose| (Some(dose.number()), Some(dose.date().to_string())))
                .collect();
            prop_assert_eq!(found, planned);
        }
    }

    #[test]
    fn courses(title in text(), course in course(), days in 0_u64..1_500) {
        let through = later(course.start(), days);
        let drawn = CourseTimeline::new(title, &course, through).and_then(|timeline| timeline.draw());
        if let Ok(picture) = drawn {
            drawing::check(&picture);
            let count = |class| doses(&picture, class).len();
            let adherence = course.adherence(through);
            prop_assert_eq!(count("planned"), usize::try_from(adherence.planned).expect("few"));
            prop_assert_eq!(count("given"), course.doses_given().count());
            let not_given = course.history().filter(
                |item| matches!(item, HistoryItem::NotGiven(dose) if dose.why() != NotGiven::Held),
            );
            let missed = not_given.count();
            prop_assert!(missed >= usize::try_from(adherence.missed).expect("few"));
            prop_assert_eq!(count("missed"), missed + course.doses_held(through).count());
            let uncounted = course.doses_given().filter(|given| !given.counts() && !given.is_rest());
            let shown = doses(&picture, "given").into_iter();
            let shown = shown.filter(|dose| dose.class == "given uncounted");
            prop_assert_eq!(shown.count(), uncounted.count());
            let forecast = course.forecast().take_while(|dose| dose.date() <= through);
            prop_assert_eq!(count("forecast"), forecast.count());
        }
    }

    #[test]
    fn curves(
        texts in proptest::array::uniform3(text()),
        points in proptest::collection::btree_map(-2_000_i32..2_000, (number(), number()), 1..12),
        days in proptest::collection::btree_set(-100_i32..2_000, 0..12),
        logarithmic in any::<bool>(),
    ) {
        let [title, quantity, name] = texts;
        let spacing = if logarithmic { Spacing::Logarithmic } else { Spacing::Linear };
        let points = || points.iter().map(|(day, values)| (f64::from(*day) / 4.0, *values));
        let draw = || -> Result<_, Box<dyn std::error::Error>> {
            let line = Line::new(name.clone(), points().map(|(day, (value, _))| (day, value)))?;
            let ends = |(day, (a, b)): (f64, (f64, f64))| (day, a.min(b), a.max(b));
            let band = PlottedBand::new(name.clone(), points().map(ends))?;
            let point = |(day, (value, other)): (f64, (f64, f64))| {
                PlottedPoint::new(day, value).within(value.min(other), value.max(other))
            };
            let reported = PlottedPoints::new(name.clone(), points().map(point))?;
            let curve = Curve::new(title.clone(), quantity.clone(), spacing)?;
            Ok(curve.line(line).band(band).points(reported).doses(days.clone()).draw()?)
        };
        if let Ok(picture) = draw() {
            drawing::check(&picture);
            prop_assert_eq!(doses(&picture, "dose").len(), days.len());
            prop_assert_eq!(doses(&picture, "point").len(), points().count());
        }
    }

    #[test]
    fn forests(
        title in text(),
        rows in proptest::collection::vec((text(), text(), "-?[0-9]{1,9}\\.[0-9]{1,9}", 0_u8..4), 1..8),
        scale in prop::sample::select(vec![
            ReportedScale::GeometricMeanRatio,
            ReportedScale::PercentOfGeometricMean,
            ReportedScale::Points,
            ReportedScale::PercentUnstated,
        ]),
    ) {
        let contrasts: Vec<_> = rows
            .into_iter()
            .filter_map(|(arm, reference, value, kind)| {
                let value = value.parse().ok()?;
                let estimate = ReportedEstimate::new(value, scale);
                let estimate = if kind == 0 { estimate } else { estimate.within(value, value) };
                let mut contrast = contrast(estimate);
                contrast.arm = arm.into();
                contrast.reference = reference.into();
                Some(contrast)
            })
            .collect();
        if let Ok(forest) = Forest::new(title, &contrasts) {
            let picture = forest.draw();
            drawing::check(&picture);
            prop_assert_eq!(doses(&picture, "estimate").len(), contrasts.len());
        }
    }
}
