//! Simulators and journeys.

pub mod api;
pub mod language;
pub mod market;
pub mod models;
pub mod program;
pub mod smtp;
pub mod twilio;
