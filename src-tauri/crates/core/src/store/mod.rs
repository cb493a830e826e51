//! SQL, and nothing else: one file per table or tight family. Rows become domain types before they leave.
//!
//! Writers take a [`crate::WriteTx`]; readers take a connection; what lists takes a page.

pub(crate) mod attachments;
pub(crate) mod blobs;
pub(crate) mod complaints;
pub(crate) mod contacts;
pub(crate) mod conversations;
pub(crate) mod deliveries;
pub(crate) mod demo;
pub(crate) mod events;
pub(crate) mod figures;
pub(crate) mod jobs;
pub(crate) mod messages;
pub(crate) mod orders;
pub(crate) mod products;
pub(crate) mod runs;
pub(crate) mod scope;
pub(crate) mod send_attempts;
pub(crate) mod settings;
pub(crate) mod stock;
pub(crate) mod variants;
