//! Simulators and journeys.

pub mod market;
pub mod models;
pub mod program;
pub mod smtp;
pub mod twilio;
