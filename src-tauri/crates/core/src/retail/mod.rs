//! A shop in the form of the published retail benchmark for agents, with requests and the right answers to them: read
//! in through our use cases, acted on through our policy, compared with what should have become of it.
//!
//! The form is that of tau2-bench (Sierra Research): products with items, customers with stored payment methods, orders
//! with payments; and tasks with the tools that were called and the changes that they make. Nothing here decides: the
//! rules are those of [`crate::policy`] and of the use cases.

mod agents;
mod calculate;
mod customer;
mod format;
mod import;
mod person;
mod replay;
mod tools;
mod view;

pub use agents::{Conversed, Fingerprint, Played, converse, play, prepare};
pub use format::{Shop, Task, Tasks, ToolCall};
pub use import::{Imported, import};
pub use replay::{Failed, Report, replay};

#[cfg(test)]
mod tests;

#[cfg(test)]
mod acting_tests;
#[cfg(test)]
mod codes_tests;
#[cfg(test)]
mod dialogue_tests;
#[cfg(test)]
mod roster_tests;
