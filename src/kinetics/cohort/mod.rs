//! Virtual populations, simulated on all cores. Each subject has its own stream of random numbers, and only the
//! requested results are kept.
//!
//! ```
//! use aso_regimen::Regimen;
//! use aso_regimen::dosing::dose::Route;
//! use aso_regimen::kinetics::cohort::Cohort;
//! use aso_regimen::kinetics::{
//!     design::Design, input::Inputs, published::Yamamoto2023, time::Time,
//! };
//!
//! let regimen: Regimen = "120 mg IT q28d x4".parse()?;
//! let plan = regimen.starting("2026-01-05".parse()?);
//! let inputs = Inputs::planned(&plan, "2026-12-31".parse()?, None)?;
//! let troughs = [Time::weeks(4), Time::weeks(8), Time::weeks(12)];
//! let design = Design::new(&inputs, &troughs);
//!
//! let bands = Cohort::new(1, 2_000).summarise(troughs.len(), |stream, out| {
//!     let subject = Yamamoto2023::REFERENCE.with_random_effects(stream.normals())?;
//!     let csf = subject.model()?.concentration(Route::Intrathecal, "CSF")?;
//!     csf.simulate_into(&design, out)?;
//!     Ok(())
//! })?;
//! let median = bands[2].percentile(50.0).ok_or("no subjects")?;
//! assert!(
//!     bands[2].percentile(5.0) < Some(median) && Some(median) < bands[2].percentile(95.0)
//! );
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod adherence;
mod covariance;
mod distribution;
mod residual;
mod stream;

use core::error::Error;
use core::ops::Range;
use core::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::text::debug_as_display;

pub use self::adherence::AdherenceModel;
pub use self::covariance::{Covariance, CovarianceError};
pub use self::distribution::{Distribution, Part, PartError};
pub use self::residual::Residual;
pub use self::stream::Stream;

/// A cohort of virtual subjects, numbered from 0, with one seed.
///
/// Subject 17 of a seed is the same in every cohort, on every thread, and on every machine of the same kind, because it
/// has its own [`Stream`] of random numbers.
///
/// ```
/// use aso_regimen::kinetics::cohort::Cohort;
///
/// let draw = |cohort: &Cohort<'_>| {
///     cohort.collect(1, |stream, out| {
///         out[0] = stream.normal();
///         Ok(())
///     })
/// };
/// let all = draw(&Cohort::new(1, 100))?;
/// let second_half = draw(&Cohort::range(1, 50..100))?;
/// assert_eq!(all[50..], second_half[..]);
/// # Ok::<(), aso_regimen::kinetics::cohort::CohortError>(())
/// ```
#[derive(Clone)]
pub struct Cohort<'p> {
    seed: u64,
    subjects: Range<u64>,
    progress: Option<&'p (dyn Fn(u64) + Sync)>,
}

/// The error of one subject: any error that the caller's function returns.
pub type SubjectError = Box<dyn Error + Send + Sync>;

/// Why a cohort cannot be simulated.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum CohortError {
    /// A subject cannot be computed. It is the first such subject.
    #[error("subject {subject} cannot be computed: {error}")]
    Subject {
        /// The number of the subject.
        subject: u64,
        /// The error that the caller's function returned.
        error: SubjectError,
    },
    /// A result of a subject is NaN or infinite. It is the first such subject.
    #[error("expected a finite number as result {} of subject {subject}, found {value}", result + 1)]
    NotFinite {
        /// The number of the subject.
        subject: u64,
        /// The index of the result, from 0. The error text counts from 1.
        result: usize,
        /// The result.
        value: f64,
    },
}

debug_as_display!(CohortError);

/// The number of subjects between two reports of progress.
const BLOCK: u64 = 128;

impl core::fmt::Debug for Cohort<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Cohort")
            .field("seed", &self.seed)
            .field("subjects", &self.subjects)
            .finish_non_exhaustive()
    }
}

impl<'p> Cohort<'p> {
    /// Returns a cohort of this many subjects, numbered from 0.
    pub fn new(seed: u64, subjects: u64) -> Self {
        Self::range(seed, 0..subjects)
    }

    /// Returns a cohort with this range of subject numbers: one part of a cohort that several machines share.
    pub fn range(seed: u64, subjects: Range<u64>) -> Self {
        Self { seed, subjects, progress: None }
    }

    /// Returns this cohort with a progress function. It is called from any thread with the number of subjects done so
    /// far.
    #[must_use]
    pub fn reporting(self, progress: &'p (dyn Fn(u64) + Sync)) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// The number of subjects.
    pub fn len(&self) -> u64 {
        self.subjects.end.saturating_sub(self.subjects.start)
    }

    /// Whether there are no subjects.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Simulates all subjects and returns the distribution of each result. The memory needed does not grow with the
    /// number of subjects.
    ///
    /// `results` is the number of results of a subject. The function `subject` gets the subject's random numbers and a
    /// slice of zeros for its results.
    ///
    /// # Errors
    ///
    /// If the function returns an error for a subject, or a result is not finite. The error names the first such
    /// subject.
    pub fn summarise(
        &self,
        results: usize,
        subject: impl Fn(&mut Stream, &mut [f64]) -> Result<(), SubjectError> + Sync,
    ) -> Result<Vec<Distribution>, CohortError> {
        let empty =
            || Tallied { distributions: vec![Distribution::default(); results], fault: None };
        let (next, done) = (AtomicU64::new(0), AtomicU64::new(0));
        // One set of distributions for each thread, which takes the next block when it is through with the last.
        let tallied = rayon::broadcast(|_| {
            let mut tallied = empty();
            loop {
                let block = next.fetch_add(1, Ordering::Relaxed);
                if block >= self.len().div_ceil(BLOCK) {
                    return tallied;
                }
                let numbers = self.block(block);
                let count = numbers.end - numbers.start;
                tallied.add(results, numbers, |number, out| self.one(number, out, &subject));
                self.report(&done, count);
            }
        });
        let tallied = tallied.into_iter().fold(empty(), Tallied::merge);
        match tallied.fault {
            None => Ok(tallied.distributions.into_iter().map(Distribution::settled).collect()),
            Some((_, error)) => Err(error),
        }
    }

    /// Simulates all subjects and returns all results, subject by subject.
    ///
    /// # Errors
    ///
    /// If [`Cohort::summarise`] has an error.
    ///
    /// # Panics
    ///
    /// If the results do not fit into memory.
    pub fn collect(
        &self,
        results: usize,
        subject: impl Fn(&mut Stream, &mut [f64]) -> Result<(), SubjectError> + Sync,
    ) -> Result<Vec<f64>, CohortError> {
        let subjects = usize::try_from(self.len()).ok();
        let places = subjects.and_then(|subjects| subjects.checked_mul(results));
        let mut all = vec![0.0; places.expect("as much as memory holds")];
        let done = AtomicU64::new(0);
        let block = usize::try_from(BLOCK).unwrap_or(1) * results.max(1);
        let blocks: Vec<u64> = (0..self.len().div_ceil(BLOCK)).collect();
        let fault = all
            .par_chunks_mut(block)
            .zip(blocks)
            .map(|(chunk, block)| {
                let numbers = self.block(block);
                let count = numbers.end - numbers.start;
                let fault = numbers.zip(chunk.chunks_exact_mut(results.max(1))).find_map(
                    |(number, out)| {
                        let error = self.one(number, out, &subject).err()?;
                        Some((number, error))
                    },
                );
                self.report(&done, count);
                fault
            })
            .reduce(|| None, earlier);
        match fault {
            None => Ok(all),
            Some((_, error)) => Err(error),
        }
    }

    /// The numbers of the subjects in a block.
    fn block(&self, block: u64) -> Range<u64> {
        let start = self.subjects.start + block * BLOCK;
        start..start.saturating_add(BLOCK).min(self.subjects.end)
    }

    fn one(
        &self,
        number: u64,
        out: &mut [f64],
        subject: impl Fn(&mut Stream, &mut [f64]) -> Result<(), SubjectError>,
    ) -> Result<(), CohortError> {
        subject(&mut Stream::of(self.seed, number), out)
            .map_err(|error| CohortError::Subject { subject: number, error })?;
        let mut results = out.iter().copied().enumerate();
        match results.find(|(_, value)| !value.is_finite()) {
            None => Ok(()),
            Some((result, value)) => Err(CohortError::NotFinite { subject: number, result, value }),
        }
    }

    fn report(&self, done: &AtomicU64, count: u64) {
        let so_far = done.fetch_add(count, Ordering::Relaxed) + count;
        if let Some(progress) = self.progress {
            progress(so_far);
        }
    }
}

/// What some of the subjects leave.
struct Tallied {
    distributions: Vec<Distribution>,
    /// The first subject that failed.
    fault: Option<(u64, CohortError)>,
}

impl Tallied {
    /// Adds subjects: first all of them are computed, then one distribution after the other takes its numbers, so
    /// that it is fetched from memory once.
    fn add(
        &mut self,
        results: usize,
        numbers: Range<u64>,
        one: impl Fn(u64, &mut [f64]) -> Result<(), CohortError>,
    ) {
        let mut block = Vec::new();
        for number in numbers {
            let done = block.len();
            block.resize(done + results, 0.0);
            if let Err(error) = one(number, &mut block[done..]) {
                self.fault = earlier(self.fault.take(), Some((number, error)));
                return;
            }
        }
        for (result, distribution) in self.distributions.iter_mut().enumerate() {
            for value in block[result..].iter().step_by(results) {
                distribution.add(*value);
            }
        }
    }

    fn merge(mut self, other: Self) -> Self {
        for (mine, theirs) in self.distributions.iter_mut().zip(&other.distributions) {
            mine.merge(theirs);
        }
        self.fault = earlier(self.fault, other.fault);
        self
    }
}

/// The fault of the subject with the lower number.
fn earlier(
    one: Option<(u64, CohortError)>,
    other: Option<(u64, CohortError)>,
) -> Option<(u64, CohortError)> {
    one.into_iter().chain(other).min_by_key(|(number, _)| *number)
}
