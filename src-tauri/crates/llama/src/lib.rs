//! Local language models: llama.cpp, in a process of its own.
//!
//! [`engine`] loads one GGUF file and answers chat requests from it: rendered with the model's own template, constrained by a
//! JSON schema where one is given, streamed, cancellable, with what was evaluated before kept for the next request. [`host`]
//! runs that engine in a child process and speaks with it over pipes, so that a crash of native code costs one answer's
//! retry and never the shop. [`bench`] measures both against llama.cpp alone.
//!
//! It knows nothing of a shop and depends on no other crate of the workspace: the types in [`chat`] and [`model`] are plain,
//! and whoever has a port for language models maps them.

pub mod bench;
pub mod chat;
pub mod engine;
mod error;
pub mod gguf;
pub mod host;
mod machine;
pub mod model;
#[cfg(feature = "testing")]
pub mod testing;

pub use error::Error;
pub use machine::Machine;
