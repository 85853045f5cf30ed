//! Random numbers of one subject.

use distrs::Normal;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::numeric::distribution::uniform;

/// The random numbers of one subject of a cohort. The seed of the cohort and the number of the subject determine them.
///
/// They come from `ChaCha8`, which has one stream for each subject number. So the numbers of a subject do not depend on
/// other subjects, and any range of subjects can be computed on its own.
///
/// ```
/// use aso_regimen::kinetics::cohort::Stream;
///
/// let once: [f64; 3] = Stream::of(1, 42).normals();
/// let again: [f64; 3] = Stream::of(1, 42).normals();
/// assert_eq!(once, again);
/// let other: [f64; 3] = Stream::of(1, 43).normals();
/// assert_ne!(once, other);
/// ```
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// Returns the stream of a subject.
    pub fn of(seed: u64, subject: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(subject);
        Self(generator)
    }

    /// Returns a uniform random number above 0 and below 1.
    pub fn uniform(&mut self) -> f64 {
        uniform(self.0.next_u64())
    }

    /// Returns a standard normal deviate: mean 0, standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        Normal::ppf(self.uniform(), 0.0, 1.0)
    }

    /// Returns `N` standard normal deviates.
    pub fn normals<const N: usize>(&mut self) -> [f64; N] {
        core::array::from_fn(|_| self.normal())
    }

    /// Returns `true` with this probability: never at 0, always at 1.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }
}
