//! A made-up clinic: a hundred patients over twenty years, by labels of the whole catalog, with every kind of entry.
//! After each of them the facts of [`invariants`] hold; at the end every patient goes out in every format, and comes back
//! from those that can be read ([`formats`]).
//!
//! The patients are the same in each run. More of them, other ones, or shorter courses:
//!
//! ```text
//! CLINIC_PATIENTS=5000 CLINIC_SEED=7 CLINIC_YEARS=20 cargo test --release --all-features --test clinic
//! ```

mod formats;
mod invariants;
mod patient;
#[path = "../random.rs"]
mod random;
mod tally;

use std::env;

use rayon::prelude::*;

use self::patient::Patient;
use self::tally::Tally;

fn setting(name: &str, usual: u64) -> u64 {
    match env::var(name) {
        Ok(text) => {
            text.parse().unwrap_or_else(|_| panic!("{name}: expected a number, found {text:?}"))
        }
        Err(_) => usual,
    }
}

#[test]
fn a_clinic_of_many_patients_over_twenty_years() {
    let (patients, years) = (setting("CLINIC_PATIENTS", 100), setting("CLINIC_YEARS", 20));
    let seed = setting("CLINIC_SEED", 1);
    // Pictures of courses end there.
    assert!((1..=20).contains(&years), "CLINIC_YEARS: expected 1 to 20, found {years}");
    let tallies: Vec<Tally> = (0..patients)
        .into_par_iter()
        .map(|number| {
            let patient = Patient::treated(number, seed, years);
            let mut tally = patient.tally.clone();
            formats::check(&patient, &mut tally);
            tally
        })
        .collect();
    let tally = tallies.into_iter().fold(Tally::default(), Tally::and);
    println!("{tally}");
    // What this test is for has happened, each of it, or it would show nothing.
    if (patients, years, seed) == (100, 20, 1) {
        tally.assert_everything_happened();
        tally.assert_no_more_is_lost();
    }
}
