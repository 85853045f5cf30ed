//! Pages that explain the crate beside its reference.
//!
//! | page | answers |
//! |---|---|
//! | [`cookbook`] | How do I ...? Short tasks, each with its answer |
//! | [`notation`] | How is a regimen written as text? Grammar, cheat sheet, what is accepted and refused |
//! | [`comparison`] | How does it compare with other tools? |
//! | [`design`] | Why is it as it is? |
//! | [`limits`] | How large, how small, how many, and why there? |
//! | [`changelog`] | What has changed? |

#[doc = include_str!("../docs/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../docs/notation.md")]
///
#[doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../docs/pictures/notation.svg"),
    "</div></div>"
)]
pub mod notation {}

#[doc = include_str!("../docs/comparison.md")]
pub mod comparison {}

#[doc = include_str!("../docs/design.md")]
pub mod design {}

#[doc = include_str!("../docs/bounds.md")]
pub mod limits {}

#[doc = include_str!("../CHANGELOG.md")]
pub mod changelog {}
