//! The pictures: what is on them, that nothing is on top of anything else, and what they looked like when
//! somebody last looked.

mod activities;
mod corners;
mod course;
mod curve;
mod drawing;
mod forest;
mod properties;
mod reported;
mod snapshot;
mod timeline;
