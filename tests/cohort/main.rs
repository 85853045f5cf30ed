//! Virtual populations.

mod bounds;
mod distribution;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use aso_regimen::catalog::tofersen;
use aso_regimen::dosing::course::{Course, HistoryItem, NotGiven};
use aso_regimen::dosing::dose::Route;
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::kinetics::cohort::{
    AdherenceModel, Cohort, CohortError, Covariance, CovarianceError, Distribution, Part, Residual,
    Stream, SubjectError,
};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Concentration, Rate};
use aso_regimen::kinetics::published::{Luu2017, Yamamoto2023};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
use aso_regimen::{Mass, Regimen};

const SEED: u64 = 20_261_123;

fn design() -> Design {
    let inputs: Inputs = [0, 28, 56, 84]
        .map(|day| Input::bolus(Time::days(day), Mass::mg(120), Route::Intrathecal))
        .into_iter()
        .collect();
    let samples: Vec<Time> = Time::weeks(1).every(Time::weeks(3)).take(7).collect();
    Design::new(&inputs, &samples)
}

/// Tominersen in cerebrospinal fluid and a protein below it, for one subject.
fn subject(design: &Design, stream: &mut Stream, out: &mut [f64]) -> Result<(), SubjectError> {
    let csf = Yamamoto2023::REFERENCE
        .with_random_effects(stream.normals())?
        .model()?
        .concentration(Route::Intrathecal, "CSF")?;
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(5.0)?);
    let protein = Turnover::of_protein(Rate::of_half_life(20.0)?)?;
    let (levels, concentrations) = out.split_at_mut(design.samples());
    protein.simulate_into(&csf, &half, design, levels)?;
    csf.simulate_into(design, concentrations)?;
    Ok(())
}

fn summary(cohort: &Cohort<'_>) -> Vec<Distribution> {
    let design = design();
    cohort
        .summarise(2 * design.samples(), |stream, out| subject(&design, stream, out))
        .expect("every subject")
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}

#[test]
fn any_range_is_the_same_alone_and_in_the_whole_on_any_number_of_threads() {
    let design = design();
    let rows = |cohort: Cohort<'_>| {
        cohort
            .collect(2 * design.samples(), |stream, out| subject(&design, stream, out))
            .expect("every subject")
    };
    let whole = on_threads(1, || rows(Cohort::new(SEED, 700)));
    assert_eq!(whole.len(), 700 * 14);
    let bits = |rows: &[f64]| rows.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    for (threads, range) in
        [(1, 0..700), (4, 0..700), (3, 1..2), (2, 129..640), (4, 699..700), (2, 5..5)]
    {
        let part = on_threads(threads, || rows(Cohort::range(SEED, range.clone())));
        let place = |subject: u64| usize::try_from(subject * 14).expect("small");
        assert_eq!(
            bits(&part),
            bits(&whole[place(range.start)..place(range.end)]),
            "{range:?} on {threads}"
        );
    }
}

#[test]
fn summaries_of_parts_make_the_summary_of_the_whole() {
    let whole = on_threads(1, || summary(&Cohort::new(SEED, 1_000)));
    assert_eq!(on_threads(4, || summary(&Cohort::new(SEED, 1_000))), whole);
    let mut merged = summary(&Cohort::range(SEED, 0..333));
    for range in [333..334, 334..1_000, 1_000..1_000] {
        for (one, other) in merged.iter_mut().zip(summary(&Cohort::range(SEED, range))) {
            one.merge(&other);
        }
    }
    assert_eq!(merged, whole);
    // The same by the counts that other programs add up.
    for distribution in &whole {
        let read = Distribution::from_parts(distribution.parts()).expect("its own counts");
        assert_eq!(&read, distribution);
    }
}

#[test]
fn a_summary_holds_the_percentiles_and_the_mean_of_all_rows() {
    let design = design();
    let results = 2 * design.samples();
    let rows = Cohort::new(SEED, 2_000)
        .collect(results, |stream, out| subject(&design, stream, out))
        .expect("every subject");
    let summary = summary(&Cohort::new(SEED, 2_000));
    for (result, distribution) in summary.iter().enumerate() {
        let mut column: Vec<f64> = rows.iter().skip(result).step_by(results).copied().collect();
        column.sort_by(f64::total_cmp);
        assert_eq!(distribution.count(), 2_000);
        for (percent, rank) in [(0.0, 0), (5.0, 99), (50.0, 999), (97.5, 1_949), (100.0, 1_999)] {
            let found = distribution.percentile(percent).expect("subjects");
            assert!(
                (found / column[rank] - 1.0).abs() < 0.002,
                "{percent}: {found} {}",
                column[rank]
            );
        }
        let mean = column.iter().sum::<f64>() / 2_000.0;
        assert!((distribution.mean().expect("subjects") / mean - 1.0).abs() < 1e-13);
        assert_eq!(distribution.percentile(-0.1), None);
        assert_eq!(distribution.percentile(f64::NAN), None);
    }
    assert_eq!(Distribution::default().mean(), None);
    assert_eq!(Distribution::default().percentile(50.0), None);
}

/// Each number one falls into digit 33 of the sum at 2^18: 2^14 of them are one of the next digit, and the sign of a
/// negative sum is in the last.
#[test]
fn sums_are_digits_to_the_base_of_2_to_the_32() {
    let parts = |value: f64, subjects: u64| -> Vec<(Part, i64)> {
        let of_all = Cohort::new(SEED, subjects).summarise(1, |_, out| {
            out[0] = value;
            Ok(())
        });
        of_all.expect("every subject")[0].parts().collect()
    };
    let bin = Part::Bin(0x3ff << 8);
    assert_eq!(parts(1.0, 1), [(bin, 1), (Part::Digit(33), 1 << 18)]);
    let many = parts(1.0, (1 << 14) + 1);
    let sum = [(Part::Digit(33), 1 << 18), (Part::Digit(34), 1)];
    assert_eq!(many, [(bin, (1 << 14) + 1), sum[0], sum[1]]);
    let negative = parts(-1.0, 1);
    let highest = (1 << 32) - 1;
    assert_eq!(negative[0], (Part::Bin(-(0x3ff << 8)), 1));
    assert_eq!(negative[1], (Part::Digit(33), (1 << 32) - (1 << 18)));
    assert!(negative[2..35].iter().all(|(_, digit)| *digit == highest));
    assert_eq!(negative[35..], [(Part::Digit(67), -1)]);
}

/// The stream is part of what makes results repeatable: its numbers are pinned.
#[test]
fn the_random_numbers_of_a_subject_never_change() {
    let mut stream = Stream::of(1, 42);
    let first: Vec<String> = (0..3).map(|_| format!("{:.17}", stream.uniform())).collect();
    assert_eq!(first, PINNED);
    let (mut sum, mut squares, n) = (0.0, 0.0, 40_000);
    for subject in 0..n {
        let [one] = Stream::of(7, subject).normals();
        sum += one;
        squares += one * one;
    }
    let (mean, variance) = (sum / 40_000.0, squares / 40_000.0);
    // Four standard errors.
    assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
    let mut stream = Stream::of(1, 1);
    assert!((0..1_000).all(|_| !stream.chance(0.0) && stream.chance(1.0)));
    // Something happens where the number is below its probability, and not at it.
    let next = stream.clone().uniform();
    assert!(!stream.clone().chance(next) && stream.chance(next + f64::EPSILON));
}

const PINNED: [&str; 3] = ["0.29675166139835490", "0.60556977668707379", "0.52603751975444091"];

#[test]
fn published_variability_comes_out() {
    let volumes = Cohort::new(3, 20_000)
        .collect(1, |stream, out| {
            out[0] = Luu2017::FINAL.with_random_effects(stream.normals())?.csf.value().ln();
            Ok(())
        })
        .expect("every subject");
    let n = 20_000.0;
    let mean = volumes.iter().sum::<f64>() / n;
    let variance = volumes.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    // 88.1 % as the coefficient of variation of a log-normal distribution; four standard errors.
    let published = (1.0 + 0.881_f64.powi(2)).ln();
    assert!((variance / published - 1.0).abs() < 0.04, "{variance} {published}");
    assert!((mean - 0.433_f64.ln()).abs() < 0.022, "{mean}");
}

#[test]
fn residual_errors_have_their_variance() {
    for (residual, of) in [
        (Residual::of_logarithm(0.09), (|value: f64| value.ln()) as fn(f64) -> f64),
        (Residual::proportional(0.09), |value| value - 1.0),
    ] {
        let residual = residual.expect("a variance");
        let mut stream = Stream::of(11, 0);
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..20_000 {
            let error = of(residual.measure(5.0, &mut stream) / 5.0);
            sum += error;
            squares += error * error;
        }
        // Four standard errors.
        assert!((sum / 20_000.0).abs() < 0.0085, "{sum}");
        assert!((squares / 20_000.0 / 0.09 - 1.0).abs() < 0.04, "{squares}");
    }
    // Y = F (1 + EPS) and Y = F exp(EPS), with the next normal deviate in EPS.
    let stream = Stream::of(11, 5);
    let error = 0.3 * stream.clone().normal();
    assert!(error.abs() > 0.01);
    for (residual, factor) in
        [(Residual::proportional(0.09), 1.0 + error), (Residual::of_logarithm(0.09), error.exp())]
    {
        let measured = residual.expect("a variance").measure(5.0, &mut stream.clone());
        assert!((measured / (5.0 * factor) - 1.0).abs() < 1e-14);
    }
    let wide = Residual::proportional(4.0).expect("a variance");
    let mut stream = Stream::of(2, 2);
    let measured: Vec<f64> = (0..100).map(|_| wide.measure(1.0, &mut stream)).collect();
    assert!(measured.contains(&0.0) && measured.iter().all(|value| *value >= 0.0));
    let error = Residual::of_logarithm(-0.1).expect_err("a refusal");
    assert_eq!(error.to_string(), "expected a residual variance of 0 to 100, found -0.1");
    assert!(Residual::proportional(f64::NAN).is_err());
}

#[test]
fn attendance_is_as_often_late_and_missed_as_was_asked() {
    let label = &tofersen::labels()[0];
    let day = |text: &str| text.parse().expect("a date");
    let (start, end) = (day("2026-01-05"), day("2035-12-31"));
    let course = label.course(start).expect("one regimen");
    let planned = label.regimen().expect("one regimen").starting(start).count_through(end);
    let perfect = AdherenceModel::perfect()
        .keep(course.clone(), end, &mut Stream::of(1, 1))
        .expect("a course");
    let kept = perfect.adherence(end);
    assert_eq!((kept.given, kept.late, kept.missed), (planned, 0, 0));

    let adherence = AdherenceModel::perfect()
        .late(0.25, 4.0)
        .and_then(|adherence| adherence.missing(0.1, 28))
        .expect("shares");
    let (mut given, mut late, mut missed, mut delay) = (0, 0, 0, 0.0);
    for subject in 0..40 {
        let course =
            adherence.keep(course.clone(), end, &mut Stream::of(5, subject)).expect("a course");
        let found = course.adherence(end);
        given += found.given;
        // Made up later or not.
        let is_missed = |item: &HistoryItem| matches!(item, HistoryItem::NotGiven(dose) if dose.why() == NotGiven::Missed);
        missed += course.history().filter(is_missed).count();
        for dose in course.doses_given() {
            let planned = dose.planned().expect("a plan");
            let days = (dose.date() - planned).num_days();
            if (1..28).contains(&days) {
                late += 1;
                delay += f64::from(i32::try_from(days).expect("few"));
            }
        }
    }
    let share = |count: u32| f64::from(count) / f64::from(given);
    assert!((share(late) - 0.9 * 0.25).abs() < 0.025, "{}", share(late));
    let missed = u32::try_from(missed).expect("few");
    assert!((share(missed) - 0.1).abs() < 0.02, "{}", share(missed));
    let mean = delay / f64::from(late);
    assert!((mean - 4.0).abs() < 0.4, "{mean}");
}

/// A dose that is planned for the last date is given on it or missed, and nothing happens after it.
#[test]
fn attendance_ends_with_its_last_date() {
    let day = |text: &str| text.parse().expect("a date");
    let planned = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"].map(day);
    let last = planned[3];
    let weekly = || {
        let regimen: Regimen = "5 mg SC q7d".parse().expect("a regimen");
        Course::new(regimen, MissedDosePolicy::always(Action::Skip), planned[0])
    };
    let begun = || {
        let mut course = weekly();
        course.give(planned[0]).expect("it is due");
        course
    };
    let keep = |course: Course, adherence: AdherenceModel, subject: u64| {
        adherence.keep(course, last, &mut Stream::of(SEED, subject)).expect("a course")
    };
    let kept = |adherence, subject| keep(begun(), adherence, subject);
    let all = kept(AdherenceModel::perfect(), 0);
    assert!(all.doses_given().map(|dose| dose.date()).eq(planned));
    let never = AdherenceModel::perfect().missing(1.0, 3).expect("a share");
    let none = kept(never, 0);
    assert!(none.doses_missed().map(|dose| dose.planned()).eq(planned[1..].iter().copied()));
    // The first dose begins the regimen whenever it is given: three days after it was missed, and no dose after it.
    let first_late = keep(weekly(), never, 0);
    assert!(first_late.doses_given().map(|dose| dose.date()).eq([day("2026-01-08")]));
    let missed = first_late.doses_missed().map(|dose| dose.planned());
    assert!(missed.eq(["2026-01-15", "2026-01-22"].map(day)));
    // This label has a missed dose skipped, and so it is not given three days later.
    let sometimes = AdherenceModel::perfect().missing(0.5, 3).expect("a share");
    let late = AdherenceModel::perfect().late(1.0, 10.0).expect("a share");
    for subject in 0..20 {
        let some = kept(sometimes, subject);
        assert!(some.doses_given().all(|dose| planned.contains(&dose.date())));
        assert_eq!(some.doses_given().count() + some.doses_missed().count(), 4);
        assert!(kept(late, subject).doses_given().all(|dose| dose.date() <= last));
    }
}

#[test]
fn the_first_subject_that_fails_is_named_whatever_the_threads() {
    for threads in [1, 4] {
        let error = on_threads(threads, || {
            Cohort::range(SEED, 100..1_000)
                .summarise(1, |stream, out| {
                    out[0] = stream.uniform();
                    if out[0] > 0.97 { Err("too much".into()) } else { Ok(()) }
                })
                .expect_err("one of nine hundred")
        });
        let expected = (100..1_000)
            .find(|subject| Stream::of(SEED, *subject).uniform() > 0.97)
            .expect("one of nine hundred");
        assert_eq!(error.to_string(), format!("subject {expected} cannot be computed: too much"));
        assert!(std::error::Error::source(&error).is_none());
    }
    let error = Cohort::new(SEED, 300)
        .collect(3, |_, out| {
            out[1] = f64::NAN;
            Ok(())
        })
        .expect_err("no number");
    assert!(matches!(
        error,
        CohortError::NotFinite {
            subject: 0,
            result: 1,
            value,
            ..
        } if value.is_nan()
    ));
    assert_eq!(error.to_string(), "expected a finite number as result 2 of subject 0, found NaN");
}

/// Each of two threads has a subject that fails: the second thread its first one, and then the first thread one with
/// a higher number.
#[test]
fn the_lower_number_is_named_though_a_later_thread_has_it() {
    const NOT_YET: u64 = u64::MAX;
    let numbers: HashMap<u64, u64> = (0..1_000)
        .map(|subject| (Stream::of(SEED, subject).uniform().to_bits(), subject))
        .collect();
    let failed = [AtomicU64::new(NOT_YET), AtomicU64::new(NOT_YET)];
    let wait_for = |thread: usize| loop {
        match failed[thread].load(Ordering::SeqCst) {
            NOT_YET => std::thread::yield_now(),
            subject => return subject,
        }
    };
    let fail = |thread: usize, subject: u64| {
        failed[thread].store(subject, Ordering::SeqCst);
        Err("at last".into())
    };
    let error = on_threads(2, || {
        Cohort::new(SEED, 1_000).summarise(1, |stream, _| {
            let subject = numbers[&stream.uniform().to_bits()];
            let has_failed = |thread: usize| failed[thread].load(Ordering::SeqCst) != NOT_YET;
            match rayon::current_thread_index() {
                Some(0) if wait_for(1) < subject && !has_failed(0) => fail(0, subject),
                Some(1) if !has_failed(1) => fail(1, subject),
                // The second thread leaves the first one a block.
                Some(1) => {
                    wait_for(0);
                    Ok(())
                }
                _ => Ok(()),
            }
        })
    });
    let [higher, lower] = failed.map(AtomicU64::into_inner);
    assert!(lower < higher);
    let text = error.expect_err("two faults").to_string();
    assert_eq!(text, format!("subject {lower} cannot be computed: at last"));
}

#[test]
fn a_cohort_shows_its_seed_and_its_subjects() {
    assert_eq!(format!("{:?}", Cohort::range(7, 5..9)), "Cohort { seed: 7, subjects: 5..9, .. }");
}

#[test]
fn progress_is_told_to_the_end() {
    let (calls, last) = (AtomicU64::new(0), AtomicU64::new(0));
    let progress = |done| {
        calls.fetch_add(1, Ordering::Relaxed);
        last.fetch_max(done, Ordering::Relaxed);
    };
    let cohort = Cohort::new(SEED, 1_001).reporting(&progress);
    assert!(!cohort.is_empty());
    cohort.summarise(0, |_, _| Ok(())).expect("nothing to do");
    assert_eq!(last.load(Ordering::Relaxed), 1_001);
    assert_eq!(calls.load(Ordering::Relaxed), 8);
    // And while rows are collected: from 500 on, in blocks of at most 128.
    let (calls, last) = (AtomicU64::new(0), AtomicU64::new(0));
    let progress = |done| {
        calls.fetch_add(1, Ordering::Relaxed);
        last.fetch_max(done, Ordering::Relaxed);
    };
    let part = Cohort::range(SEED, 500..800).reporting(&progress);
    part.collect(1, |_, _| Ok(())).expect("nothing to do");
    assert_eq!(last.load(Ordering::Relaxed), 300);
    assert_eq!(calls.load(Ordering::Relaxed), 3);
    assert!(Cohort::new(1, 0).is_empty());
}

#[test]
fn shares_out_of_range() {
    let adherence = AdherenceModel::perfect();
    let text = |result: Result<
        AdherenceModel,
        aso_regimen::kinetics::parameter::ParameterError,
    >| { result.expect_err("a refusal").to_string() };
    assert_eq!(
        text(adherence.late(1.5, 3.0)),
        "expected a share of late doses of 0 to 1, found 1.5"
    );
    assert_eq!(
        text(adherence.late(0.5, 0.5)),
        "expected a mean delay in days of 1 to 3650, found 0.5"
    );
    assert_eq!(
        text(adherence.missing(f64::NAN, 3)),
        "expected a share of missed doses of 0 to 1, found NaN"
    );
}

/// Summaries, errors of measurement and adherence come back as they were written, through their checks.
#[test]
#[cfg(feature = "serde")]
fn summaries_and_models_are_written_and_read() {
    use serde_json::{from_value, json, to_value};

    let summary = summary(&Cohort::new(SEED, 100)).swap_remove(0);
    let json = to_value(&summary).expect("written");
    assert_eq!(from_value::<Distribution>(json).expect("read"), summary);
    let error = from_value::<Distribution>(json!([[{"bin": 5}, -1]])).expect_err("no count");
    assert!(error.to_string().ends_with("found -1 for bin 5"), "{error}");

    let residual = Residual::proportional(0.494).expect("a variance");
    let json = json!({"kind": "proportional", "variance": 0.494});
    assert_eq!(to_value(residual).expect("written"), json);
    assert_eq!(from_value::<Residual>(json).expect("read"), residual);
    let error = from_value::<Residual>(json!({"kind": "logarithm", "variance": -1.0}));
    assert_eq!(
        error.expect_err("negative").to_string(),
        "expected a residual variance of 0 to 100, found -1"
    );

    let late = AdherenceModel::perfect().late(0.25, 5.0).expect("a share");
    let json = json!({"late": 0.25, "mean_delay_days": 5.0, "missed": 0.0, "next_chance_days": 1});
    assert_eq!(to_value(late).expect("written"), json);
    assert_eq!(from_value::<AdherenceModel>(json).expect("read"), late);
    let perfect = AdherenceModel::perfect();
    let read = from_value::<AdherenceModel>(to_value(perfect).expect("written"));
    assert_eq!(read.expect("read"), perfect);
}

/// By hand: a factor of 0.3, then 0.2 and the root of 0.12.
#[test]
fn effects_vary_together() {
    let omega: Covariance<2> = Covariance::block(&[0.09, 0.06, 0.16]).expect("a block");
    let [one, other]: [f64; 2] = Stream::of(SEED, 3).normals();
    let effects = omega.draw(&mut Stream::of(SEED, 3));
    assert!((effects[0] - 0.3 * one).abs() < 1e-15);
    assert!((effects[1] - (0.2 * one + 0.12_f64.sqrt() * other)).abs() < 1e-15);
    assert_eq!(
        (omega.of(0, 1), omega.of(1, 0), omega.of(1, 1)),
        (Some(0.06), Some(0.06), Some(0.16))
    );
    assert_eq!((omega.of(0, 2), omega.of(2, 0)), (None, None));
    let apart = Covariance::independent([0.09, 0.0]).expect("variances");
    let [first, second] = apart.draw(&mut Stream::of(SEED, 3));
    assert_eq!((first.to_bits(), second.to_bits()), ((0.3 * one).to_bits(), 0.0_f64.to_bits()));
    // Fully correlated, the second twice the first; a third with neither.
    let same = Covariance::block(&[0.09, 0.18, 0.36, 0.0, 0.0, 0.25]).expect("no less than zero");
    let [first, second, third] = same.draw(&mut Stream::of(SEED, 3));
    assert!((second - 2.0 * first).abs() < 1e-15 && third != 0.0);
    let root =
        Covariance::independent([0.0, 0.2]).expect("variances").draw(&mut Stream::of(SEED, 3));
    assert_eq!(root.map(f64::to_bits), [0.0, 0.2_f64.sqrt() * other].map(f64::to_bits));
    // A part in 10^12 of a variance is rounding.
    let rounded = |part: f64| Covariance::<2>::block(&[100.0, 100.0, 100.0 * (1.0 - part)]);
    assert!(rounded(5e-13).is_ok() && rounded(2e-12).is_err());
    // With an effect that does not vary beyond the one before it another has a correlation of a millionth at the most.
    let nearly = |covariance| Covariance::<3>::block(&[4.0, 4.0, 4.0, 0.0, covariance, 9.0]);
    assert!(nearly(5.99e-6).is_ok() && nearly(-5.99e-6).is_ok());
    for covariance in [6.01e-6, -6.01e-6] {
        let error = nearly(covariance).expect_err("more than rounding leaves");
        assert_eq!(error, CovarianceError::Unrelated { row: 3, column: 2, value: covariance });
    }
}

/// Means and covariances over 40 000 subjects, within four standard errors of what was asked for.
#[test]
fn a_cohort_has_the_covariances_of_its_block() {
    const N: u32 = 40_000;
    let block = [0.09, 0.06, 0.16, -0.03, 0.05, 0.25];
    let omega: Covariance<3> = Covariance::block(&block).expect("a block");
    let rows = Cohort::new(SEED, u64::from(N))
        .collect(3, |stream, out| {
            out.copy_from_slice(&omega.draw(stream));
            Ok(())
        })
        .expect("every subject");
    let n = f64::from(N);
    for (one, other, expected) in
        [(0, 0, 0.09), (0, 1, 0.06), (1, 1, 0.16), (0, 2, -0.03), (1, 2, 0.05), (2, 2, 0.25)]
    {
        let found = rows.chunks(3).map(|row| row[one] * row[other]).sum::<f64>() / n;
        let variances = omega.of(one, one).zip(omega.of(other, other)).expect("effects");
        let error = ((variances.0 * variances.1 + expected * expected) / n).sqrt();
        assert!((found - expected).abs() < 4.0 * error, "{one} {other}: {found}");
        let mean = rows.chunks(3).map(|row| row[one]).sum::<f64>() / n;
        assert!(mean.abs() < 4.0 * (variances.0 / n).sqrt(), "{one}: {mean}");
    }
}

#[test]
fn blocks_that_are_none() {
    let says = |rows: &[f64], expected: &str| {
        let error: CovarianceError = Covariance::<2>::block(rows).expect_err("no block");
        assert_eq!(error.to_string(), expected);
        assert_eq!(format!("{error:?}"), expected);
    };
    says(
        &[0.09, 0.16],
        "expected 3 covariances, the lower triangle of the matrix by rows, found 2",
    );
    says(
        &[0.09, f64::NAN, 0.16],
        "row 2, column 1 of the covariances: expected a covariance of -100 to 100, found NaN",
    );
    says(
        &[0.09, 0.0, -0.16],
        "row 2, column 2 of the covariances: expected a variance of 0 to 100, found -0.16",
    );
    says(
        &[1.0, 1.5, 1.0],
        "row 2 of the covariances: expected a variance of 0 or more given the effects before it, found -1.25; the matrix is not positive semidefinite",
    );
    says(
        &[0.0, 0.5, 1.0],
        "row 2, column 1 of the covariances: effect 1 has variance 0 given the effects before it; expected a covariance of 0 given the same effects, found 0.5",
    );
}

#[cfg(feature = "serde")]
#[test]
fn blocks_are_read_through_the_same_check() {
    let read: Result<Covariance<2>, _> = serde_json::from_str("[1.0, 1.5, 1.0]");
    assert!(read.expect_err("no block").to_string().contains("found -1.25"));
    let omega: Covariance<2> = serde_json::from_str("[0.09, 0.06, 0.16]").expect("a block");
    assert_eq!(serde_json::to_string(&omega).expect("written"), "[0.09,0.06,0.16]");
}
