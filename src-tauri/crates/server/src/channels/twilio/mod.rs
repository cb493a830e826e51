//! WhatsApp through Twilio: signed webhooks in, REST out, polling for what the webhooks missed.

pub mod client;
pub mod config;
pub mod errors;
pub mod inbound;
pub mod media;
pub mod signature;
