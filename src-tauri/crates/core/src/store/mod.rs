//! SQL, and nothing else: one file per table or tight family. Rows become domain types before they leave.
//!
//! Writers take a [`crate::WriteTx`]; readers take a connection; what lists takes a page.

pub(crate) mod blobs;
pub(crate) mod contacts;
pub(crate) mod events;
pub(crate) mod orders;
pub(crate) mod products;
pub(crate) mod scope;
pub(crate) mod settings;
pub(crate) mod stock;
pub(crate) mod variants;
