//! Model files, and the engines that run them behind core's ports.
//!
//! Which files Haberdash can use, under which licence, and whether they are there and whole, is known without any
//! engine: `xtask` uses that much, and builds it in seconds. The feature `engines` adds the rest: [`meaning`] runs
//! the sentence model by ONNX Runtime, [`pictures`] a picture model, [`vectors`] keeps the index of what is near what. Nothing here decides anything
//! about a shop.

pub mod arrival;
pub mod folders;
pub mod manifest;
#[cfg(feature = "engines")]
pub mod meaning;
#[cfg(feature = "engines")]
pub mod pictures;
#[cfg(feature = "engines")]
mod runtime;
#[cfg(feature = "engines")]
pub mod vectors;

#[cfg(feature = "engines")]
pub use meaning::SentenceModel;
#[cfg(feature = "engines")]
pub use pictures::ClipModel;
#[cfg(feature = "engines")]
pub use runtime::EngineError;
#[cfg(feature = "engines")]
pub use vectors::UsearchIndex;
