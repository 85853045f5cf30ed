//! Pictures that somebody looked at, kept byte for byte.
//!
//! After a change that is meant to show, renew them and look at each before it is committed:
//!
//! ```text
//! RENEW_PICTURES=1 cargo test --features plot --test plot
//! git diff --stat tests/plot/snapshots
//! ```

use std::path::Path;
use std::{env, fs};

use aso_regimen::plot::Picture;

pub(crate) fn check(name: &str, picture: &Picture) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/plot/snapshots")
        .join(name)
        .with_extension("svg");
    if env::var_os("RENEW_PICTURES").is_some() {
        fs::write(&path, picture.as_str()).expect("a folder that can be written to");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == picture.as_str(),
        "{} is another picture than {name} now; see tests/plot/snapshot.rs",
        path.display()
    );
}
