//! Simulators and journeys.

pub mod twilio;
