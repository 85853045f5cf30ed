//! A file of text that is compared with what it is made of.

use std::path::Path;
use std::{env, fs};

/// Compares a file of `tests` with a text, line by line; writes it anew first if a variable of the environment is set.
#[track_caller]
pub(crate) fn assert_is(file: &str, now: &str, renew: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if env::var(renew).is_ok() {
        fs::write(&path, now).expect("a folder that can be written to");
    }
    let before = fs::read_to_string(&path).expect(file);
    for (before, now) in before.lines().zip(now.lines()) {
        assert_eq!(before, now, "see {renew}");
    }
    assert_eq!(before.lines().count(), now.lines().count(), "see {renew}");
}
