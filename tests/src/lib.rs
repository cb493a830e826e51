//! Simulators and journeys.

pub mod models;
pub mod program;
pub mod smtp;
pub mod twilio;
