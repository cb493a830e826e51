//! Simulators and journeys.
