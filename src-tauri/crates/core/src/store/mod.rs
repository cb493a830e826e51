//! SQL, and nothing else: one file per table or tight family. Rows become domain types before they leave.
//!
//! Writers take a [`crate::WriteTx`]; readers take a connection; what lists takes a page.

pub(crate) mod events;
pub(crate) mod jobs;
