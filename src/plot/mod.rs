//! Pictures as SVG: deterministic bytes, legible in print.

mod canvas;
pub mod course;
mod days;
pub mod font;
mod lane;
mod mark;
pub mod timeline;

pub use self::canvas::Picture;
pub use self::course::CourseTimeline;
pub use self::days::{DayCount, MOST_DAYS};
pub use self::timeline::Timeline;
