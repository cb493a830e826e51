//! WhatsApp through Twilio: signed webhooks in, REST out, polling for what the webhooks missed.

mod answers;
pub mod check;
pub mod client;
pub mod config;
pub mod errors;
pub mod inbound;
pub mod media;
pub mod poller;
mod resources;
pub mod sender;
pub mod signature;
pub mod webhook;
