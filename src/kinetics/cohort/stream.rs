//! Random numbers of one subject.

use distrs::Normal;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::numeric::distribution::uniform;

/// The random numbers of one subject of a cohort: a stream of its own, by the seed of the cohort and the number of the
/// subject.
///
/// `ChaCha8` counts blocks and streams, so the numbers of a subject depend on nobody before it, and a range of
/// subjects can be computed anywhere.
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
    /// The stream of a subject.
    pub fn of(seed: u64, subject: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(subject);
        Self(generator)
    }

    /// A number between 0 and 1, never either.
    pub fn uniform(&mut self) -> f64 {
        uniform(self.0.next_u64())
    }

    /// A normal deviate: mean 0, standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        Normal::ppf(self.uniform(), 0.0, 1.0)
    }

    /// So many normal deviates.
    pub fn normals<const N: usize>(&mut self) -> [f64; N] {
        core::array::from_fn(|_| self.normal())
    }

    /// Whether something of this probability happens. It never does at 0 and always at 1.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }
}
