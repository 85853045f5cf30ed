//! The pictures: what is on them, that nothing is on top of anything else, and what they looked like when
//! somebody last looked.

mod course;
mod drawing;
mod snapshot;
mod timeline;
