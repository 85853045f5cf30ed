//! Pictures as SVG: deterministic bytes, legible in print.
//!
//! | picture | shows |
//! |---|---|
//! | [`Timeline`] | the doses of regimens, under each other from one first dose on |
//! | [`CourseTimeline`] | what was planned for one patient, what was given when, what is to come |
//! | [`Forest`] | estimates with their intervals: reported differences between arms, and one's own |
//! | [`Curve`] | a biomarker over time: lines, percentile bands, reported points, doses |
//! | [`ActivityGrid`] | what is given and measured in an arm of a trial, by day |
//!
//! Each is put together, drawn, and comes out as a [`Picture`], whose text is an SVG document:
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::{catalog::tofersen, plot::Timeline};
//!
//! let (tried, approved) = (tofersen::eight_doses(), tofersen::approved());
//! let picture = Timeline::new("Tofersen", "2026-01-05".parse()?, "2026-12-31".parse()?)?
//!     .with("VALOR", &tried)?
//!     .with("approved", &approved)?
//!     .draw()?;
//! let svg: &str = picture.as_str();
//! assert!(svg.ends_with("</svg>\n"));
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # What holds for all of them
//!
//! - The same input gives the same bytes, on every machine: places are rounded to hundredths of a pixel.
//! - No text is on top of another one and none is cut off, in any usual sans-serif font: [`font`] has the
//!   widths. No text is smaller than 11 pixels.
//! - Every mark differs from the others by its form as well as by its colour, so that it survives a black
//!   and white printer and every kind of colour vision.
//! - A title and a description say what is on the picture to those who cannot see it, and marks say what
//!   they stand for when a pointer rests on them.
//! - Marks have a `class`, and doses a `data-number` and `data-date`, for scripts and style sheets.
//! - What would not be legible is refused, never left out: too many days, too many rows, texts with control
//!   characters.
//!
//! `cargo run --features plot --example pictures` writes one of each.

pub mod activities;
mod canvas;
pub mod course;
pub mod curve;
mod day_axis;
mod error;
pub mod font;
pub mod forest;
mod forest_row;
mod frame;
mod lane;
mod legend;
mod mark;
mod palette;
pub mod reported;
pub mod series;
mod shape;
pub mod timeline;
mod value_axis;

pub use self::activities::ActivityGrid;
pub use self::canvas::Picture;
pub use self::course::CourseTimeline;
pub use self::curve::Curve;
pub use self::day_axis::{DayCount, MOST_DAYS};
pub use self::error::PictureError;
pub use self::forest::Forest;
pub use self::forest_row::ForestRow;
pub use self::series::{Line, PlottedBand, PlottedPoint, PlottedPoints};
pub use self::timeline::Timeline;
pub use self::value_axis::{Spacing, ValuesError};
