//! The text layer: bytes become rows of cells, and cells become numbers, dates and plain text.
//!
//! Knows nothing of products or contacts.

pub(crate) mod dates;
pub(crate) mod delimiter;
pub(crate) mod encoding;
pub(crate) mod escape;
pub(crate) mod html;
pub(crate) mod numbers;
pub(crate) mod records;
pub(crate) mod words;
