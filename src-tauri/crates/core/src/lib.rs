//! Every business rule of Haberdash: the catalog, orders, conversations, the agents' decisions and the
//! SQLite file that keeps them.
//!
//! Core performs no I/O but SQLite. It knows no transport and no model runtime; what it needs from
//! outside stands here as a port (a trait named for the question), and is answered in `server` or `ai`.

pub mod actor;
pub mod agent;
pub mod agents;
pub mod answer;
pub mod approvals;
pub mod archive;
pub mod backups;
pub mod blobs;
pub mod cash_drawer;
pub mod catalog;
pub mod clock;
pub mod codes;
pub mod complaints;
pub mod contacts;
pub mod conversations;
pub mod database;
pub mod demo;
pub mod discounts;
pub mod documents;
pub mod error;
pub mod event;
pub mod exports;
pub mod figures;
#[cfg(test)]
mod fixture;
pub mod gift_cards;
pub mod id;
pub mod imports;
pub mod jobs;
pub mod knowledge;
pub mod knowledge_base;
pub mod labels;
pub mod language_model;
pub mod likeness;
pub mod mail;
pub mod market;
pub mod memory;
pub mod money;
pub mod operations;
pub mod orders;
pub mod outbox;
pub mod page;
pub mod policy;
pub mod pricing;
pub mod prompt_lab;
pub mod prompts;
pub mod requests;
pub mod retail;
pub mod retention;
pub mod retrieval;
pub mod returns;
pub mod runs;
pub mod saved_filters;
pub mod scope;
pub mod settings;
pub mod sizes;
pub mod stock;
mod store;
pub mod store_credit;
pub mod stored_methods;
pub mod text_enum;
pub mod waiting_list;

pub use clock::{Clock, SystemClock, Timestamp};
pub use database::{Database, WriteTx};
pub use error::{Code, Error, Result};
pub use id::Id;
pub use money::{Currency, Money};
