//! The limits of `docs/bounds.md` that are of cohorts.

use aso_regimen::kinetics::cohort::{Cohort, Stream};

use crate::SEED;

/// The number of the last subject is the last but one of 64 bits, as a range ends before its end.
#[test]
fn subjects_of_a_cohort() {
    assert_eq!(Cohort::new(SEED, u64::MAX).len(), u64::MAX);
    let one = |stream: &mut Stream, out: &mut [f64]| {
        out[0] = stream.uniform();
        Ok(())
    };
    let last = u64::MAX - 1;
    let numbers = u64::MAX - 200..u64::MAX;
    let drawn = Cohort::range(SEED, numbers.clone()).collect(1, one).expect("numbers");
    assert!(drawn.into_iter().eq(numbers.map(|number| Stream::of(SEED, number).uniform())));
    let summary = Cohort::range(SEED, last..u64::MAX).summarise(1, one).expect("a number");
    assert_eq!(summary[0].count(), 1);
    for none in [Cohort::new(SEED, 0), Cohort::range(SEED, u64::MAX..u64::MAX)] {
        assert!(none.is_empty());
        assert_eq!(none.collect(1, one).expect("nothing"), [0.0; 0]);
        assert_eq!(none.summarise(1, one).expect("nothing")[0].count(), 0);
    }
}
