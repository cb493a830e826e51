//! Whole paths, from the outside in: one binary, one module per subject.

mod twilio_client;
mod twilio_media;
