//! Model files: which ones Haberdash can use, under which licence, and whether they are there and whole.
//!
//! The engines that will run them behind core's ports come with the features that need them; the
//! built-in planner needs none. `xtask` uses this crate, so it must stay quick to build without engines.

pub mod manifest;
