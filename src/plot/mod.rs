//! Pictures as SVG: deterministic bytes, legible in print.

pub mod activities;
mod canvas;
pub mod course;
pub mod curve;
mod days;
pub mod font;
pub mod forest;
mod key;
mod lane;
mod mark;
pub mod series;
pub mod timeline;
mod values;

pub use self::activities::ActivityGrid;
pub use self::canvas::Picture;
pub use self::course::CourseTimeline;
pub use self::curve::Curve;
pub use self::days::{DayCount, MOST_DAYS};
pub use self::forest::Forest;
pub use self::series::{Band, Line, Reading, Readings};
pub use self::timeline::Timeline;
pub use self::values::{Spacing, ValuesError};
