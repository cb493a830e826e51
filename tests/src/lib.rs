//! Simulators and journeys.

pub mod program;
pub mod twilio;
