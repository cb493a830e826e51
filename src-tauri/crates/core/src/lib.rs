//! Every business rule of Haberdash: the catalog, orders, conversations, the agents' decisions and the
//! SQLite file that keeps them.
//!
//! Core performs no I/O but SQLite. It knows no transport and no model runtime; what it needs from
//! outside stands here as a port (a trait named for the question), and is answered in `server` or `ai`.

pub mod actor;
pub mod agent;
pub mod answer;
pub mod blobs;
pub mod catalog;
pub mod clock;
pub mod complaints;
pub mod contacts;
pub mod conversations;
pub mod database;
pub mod demo;
pub mod discounts;
pub mod documents;
pub mod error;
pub mod event;
pub mod figures;
#[cfg(test)]
mod fixture;
pub mod id;
pub mod jobs;
pub mod knowledge;
pub mod labels;
pub mod money;
pub mod operations;
pub mod orders;
pub mod outbox;
pub mod page;
pub mod pricing;
pub mod retention;
pub mod runs;
pub mod saved_filters;
pub mod scope;
pub mod settings;
pub mod stock;
mod store;
pub mod text_enum;

pub use clock::{Clock, SystemClock, Timestamp};
pub use database::{Database, WriteTx};
pub use error::{Code, Error, Result};
pub use id::Id;
pub use money::{Currency, Money};
