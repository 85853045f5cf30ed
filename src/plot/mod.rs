//! Pictures as SVG, legible on screens and in print.
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../docs/pictures/timeline.svg"),
    "</div></div>"
)]
//!
//! | picture | shows |
//! |---|---|
//! | [`Timeline`] | the doses of several regimens that start on one day |
//! | [`CourseTimeline`] | what was planned for one patient, what was given, and what is due |
//! | [`Forest`] | estimates with their intervals: published contrasts, and your own estimates |
//! | [`Curve`] | a biomarker over time or [by](Curve::by) dose: lines, percentile bands, [reported] points, doses |
//! | [`ActivityGrid`] | what is given and measured in an arm of a trial, by day |
//!
//! To draw one, name what is on it and call `draw`, which returns a [`Picture`]: the text of an SVG document. To save it,
//! write the text to a file.
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
//! let file = std::env::temp_dir().join("tofersen.svg");
//! std::fs::write(&file, picture.as_str())?;
//! assert!(std::fs::read_to_string(&file)?.ends_with("</svg>\n"));
//! # std::fs::remove_file(file)?;
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # Common to all pictures
//!
//! - The same input gives the same bytes on every machine.
//! - Texts neither overlap nor are cut off in any usual sans-serif font ([`font`] has the widths), and are at least 11
//!   pixels high. A picture has a white ground, also on a dark page.
//! - Marks differ in form as well as in colour, for black and white printers and for every kind of colour vision.
//! - A title and a description tell screen readers what is on the picture, and each mark explains itself when a pointer
//!   rests on it.
//! - Marks have a `class`, and doses a `data-number` and `data-date`, for scripts and style sheets.
//! - A picture that would not be legible is an error: too many days, too many rows, texts with invisible characters.
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
