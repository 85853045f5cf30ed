//! The pictures of the example and of [`corners`](crate::corners), which somebody looked at, kept byte for byte.
//!
//! After a change that is meant to show, renew them and look at each before it is committed:
//!
//! ```text
//! RENEW_PICTURES=1 cargo test --features plot --test plot
//! git diff --stat docs/pictures
//! ```

use std::path::Path;
use std::{env, fs};

use aso_regimen::plot::Picture;

use crate::{corners, drawing};

#[path = "../../examples/pictures.rs"]
#[expect(dead_code, reason = "its main writes files")]
mod example;

/// The picture of the example by this name.
pub(crate) fn picture(name: &str) -> Picture {
    let pictures = example::pictures().expect("the example draws its pictures");
    let found = pictures.into_iter().find(|(other, _)| *other == name);
    found.unwrap_or_else(|| panic!("no picture {name}")).1
}

#[test]
fn they_look_as_they_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    let mut changed = Vec::new();
    let examples = example::pictures().expect("the example draws its pictures");
    for (name, picture) in examples.into_iter().chain(corners::pictures()) {
        drawing::check(&picture);
        let path = folder.join(name).with_extension("svg");
        if env::var_os("RENEW_PICTURES").is_some() {
            fs::write(&path, picture.as_str()).expect("a folder that can be written to");
        }
        if fs::read_to_string(&path).ok().as_deref() != Some(picture.as_str()) {
            changed.push(name);
        }
    }
    assert!(changed.is_empty(), "{changed:?} are other pictures now; see tests/plot/snapshot.rs");
}

#[test]
fn the_same_bytes_each_time() {
    let pictures = || example::pictures().expect("the example draws its pictures");
    assert_eq!(pictures(), pictures());
}
