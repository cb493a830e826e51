//! Channels: how messages come in from the outside and go out to it.
//!
//! A channel verifies, translates and delivers. What a message means and whether one may be sent is decided in
//! core.

pub mod email;
pub(crate) mod limited;
mod strip;
pub mod twilio;
