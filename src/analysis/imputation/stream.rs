//! Random numbers of imputation.

use distrs::Normal;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use crate::numeric::distribution::uniform;

/// The random numbers of one data set, a stream for each arm.
///
/// A data set begins 2^192 numbers after the one before, and an arm 2^128 after the arm before, so that no two share
/// any; and each can be computed alone.
#[derive(Clone)]
pub(super) struct Streams(Xoshiro256PlusPlus);

impl Streams {
    /// Returns the streams of the first data set.
    pub(super) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    pub(super) fn go_to_next_data_set(&mut self) {
        self.0.long_jump();
    }

    /// One of each arm of the data set, in order.
    pub(super) fn of_arms(&self) -> impl Iterator<Item = Stream> {
        let mut next = self.0.clone();
        core::iter::repeat_with(move || {
            let own = Stream(next.clone());
            next.jump();
            own
        })
    }
}

/// The random numbers of one arm of a data set.
pub(super) struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// A normal deviate: mean 0, standard deviation 1.
    pub(super) fn normal(&mut self) -> f64 {
        Normal::ppf(uniform(self.0.next_u64()), 0.0, 1.0)
    }

    /// Returns this many normal deviates.
    pub(super) fn normals(&mut self, count: usize) -> Vec<f64> {
        (0..count).map(|_| self.normal()).collect()
    }

    /// A chi-squared deviate, a sum of squared normal ones.
    pub(super) fn chi_squared(&mut self, freedom: usize) -> f64 {
        (0..freedom).map(|_| self.normal()).map(|z| z * z).sum()
    }

    /// A whole number below `bound`, which is above 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bits = u128::from(self.0.next_u64()) * (bound as u128);
        usize::try_from(bits >> 64).unwrap_or_default()
    }

    /// Puts the items into a random order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 6,000 shuffles of three each order is 1,000 times to be expected, with a standard deviation of 29.
    #[test]
    fn every_order_is_as_likely() {
        let mut stream = Streams::new(7).of_arms().next().expect("no end");
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..6_000 {
            let mut items = [1, 2, 3];
            stream.shuffle(&mut items);
            *counts.entry(items).or_insert(0_i32) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| (count - 1_000).abs() < 150), "{counts:?}");
    }
}
