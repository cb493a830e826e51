//! HTTP API, channels, worker.

pub mod channels;
pub mod eval;
pub mod secrets;
