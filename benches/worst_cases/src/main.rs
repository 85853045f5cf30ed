//! The worst that can be asked of the crate, with its time and its memory: `cargo run --release`.
//!
//! Ends with an error where something takes more than its bound. Needs 4 GB of memory for the columns of 10^8
//! values; a number of values may be given instead.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::measure::change::{
    GeometricMeanRatio, MeanPercentChange, PercentSpread, percents,
};
use aso_regimen::{Course, Dose, Interval, Mass, Phase, Regimen};

/// Counts what is in use, and the most there was.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = IN_USE.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(now, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Prints time and memory of some work on an input of so many bytes, and holds it to a multiple of them.
fn measured<T>(what: &str, bytes: usize, at_most: f64, work: impl FnOnce() -> T) -> T {
    let before = IN_USE.load(Relaxed);
    MOST.store(before, Relaxed);
    let begun = Instant::now();
    let made = work();
    let seconds = begun.elapsed().as_secs_f64();
    let more = (MOST.load(Relaxed) - before) as f64;
    let times = more / bytes as f64;
    println!(
        "| {what} | {:.1} MB | {seconds:.3} s | {:.1} MB | {times:.2} |",
        bytes as f64 / 1e6,
        more / 1e6
    );
    assert!(times <= at_most, "{what}: memory is {times:.2} times the input, expected {at_most}");
    assert!(seconds < 60.0, "{what}: {seconds} s");
    made
}

fn endless(begin: &str, piece: &str) -> String {
    let mut text = begin.to_owned();
    text.extend(std::iter::repeat_n(piece, 10_000_000 / piece.len()));
    text
}

fn hostile_texts() {
    for (begin, piece) in [
        ("", "["),
        ("", " "),
        ("", "9"),
        ("0.", "0"),
        ("100 mg ", "("),
        ("100 mg IT q", "1"),
        ("100 mg IT q14d x3", ", then"),
        ("", "µ"),
    ] {
        let text = endless(begin, piece);
        let what = format!("refusing `{begin}{piece}{piece}...`");
        measured(&what, text.len(), 2.0, || {
            assert!(text.parse::<Regimen>().is_err());
        });
    }
}

/// A phase takes more room than its text, always as much.
fn long_texts() {
    let text = endless("1 mg IT x1", ", then after 2d x1");
    let long = measured("reading a text of phases", text.len(), 40.0, || {
        text.parse::<Regimen>().expect("phases that fit together")
    });
    // A string that grows doubles.
    measured("writing it", text.len(), 3.0, || assert_eq!(long.to_string().len(), text.len()));
    drop(long);
    let bands: String = (1..=400_000).map(|limit| format!("<{limit} g: 1 mg; ")).collect();
    let text = format!("[{bands}else 2 mg] SC q1d x1{}", ", then q2d x1".repeat(400_000));
    measured("reading one long dose in many phases", text.len(), 40.0, || {
        text.parse::<Regimen>().expect("phases that fit together")
    });
}

fn ten_thousand_phases() {
    let phases = (0..10_000_u32).map(|number| {
        Phase::loading(Dose::intrathecal(Mass::mg(number + 1)), 3, Interval::days(number % 28 + 1))
    });
    let long = Regimen::new(phases.collect()).expect("phases that fit together");
    let bytes = size_of::<Phase>() * 10_000;
    let plan = long.starting(NaiveDate::MIN);
    measured("30 000 doses of 10 000 phases", bytes, 0.1, || {
        assert_eq!(plan.iter().count(), 30_000);
    });
    measured("the last of them a thousand times", bytes, 0.1, || {
        for _ in 0..1_000 {
            assert!(plan.dose(30_000).is_some());
        }
    });
}

fn long_course() {
    let daily: Regimen = "1 mg SC q3d".parse().expect("a regimen");
    let first: NaiveDate = "2026-01-05".parse().expect("a date");
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let mut course = Course::new(daily, policy, first);
    // An entry is some 70 bytes, and what it means is computed.
    measured("100 000 entries", 7_200_000, 2.0, || {
        for day in (0..100_000).map(|dose| first + Days::new(4 * dose)) {
            course.give(day).expect("a day late");
        }
    });
    let json = serde_json::to_string(&course).expect("it can be written");
    measured("reading them as JSON", json.len(), 40.0, || {
        let again: Course = serde_json::from_str(&json).expect("the same course");
        assert!(again == course);
    });
    measured("adherence", json.len(), 0.1, || {
        assert_eq!(course.adherence(NaiveDate::MAX).late, 99_999);
    });
}

fn columns(values: usize) {
    let baseline = vec![2.0; values];
    let mut value = vec![1.0; values];
    value[values - 1] = f64::NAN;
    let bytes = 2 * values * size_of::<f64>();
    measured("percent changes of a column that ends with NaN", bytes, 1.0, || {
        assert!(percents(&baseline, &value).is_err());
    });
    measured("its mean", bytes, 0.001, || {
        assert!(MeanPercentChange::of_columns(&baseline, &value).is_err());
    });
    measured("its spread", bytes, 0.001, || {
        assert!(PercentSpread::of_columns(&baseline, &value).is_err());
    });
    measured("its geometric mean ratio", bytes, 0.001, || {
        assert!(GeometricMeanRatio::of_columns(&baseline, &value).is_err());
    });
    value[values - 1] = 1.0;
    let mean = measured("the mean without the NaN", bytes, 0.001, || {
        MeanPercentChange::of_columns(&baseline, &value).expect("numbers")
    });
    assert!((mean.percent() + 50.0).abs() < 1e-6);
}

fn main() {
    let values = std::env::args()
        .nth(1)
        .map_or(100_000_000, |values| values.parse().expect("a number of values"));
    println!("| what | input | time | memory besides | times the input |");
    println!("|---|---|---|---|---|");
    hostile_texts();
    long_texts();
    ten_thousand_phases();
    long_course();
    columns(values);
}
