//! Measures parts of Haberdash against data that comes from outside, and reports numbers.

pub mod intents;
pub mod models;
pub mod retail;
pub mod safety;
pub mod search;
pub mod signatures;
