//! Bytes by their content: pictures and attachments are stored once, however often they are used.

use std::fmt::Write as _;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::store;

/// Stored bytes and their type, as detected by us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The name of these bytes: SHA-256 in lower-case hexadecimal.
pub fn content_hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Keeps the bytes and returns their content hash. Bytes that are there already are not written again, and
/// keep the type they were first stored with.
///
/// # Errors
/// Those of the insertion.
pub fn put(tx: &WriteTx<'_>, media_type: &str, bytes: &[u8]) -> Result<String> {
    let hash = content_hash(bytes);
    store::blobs::insert(tx, &hash, media_type, bytes)?;
    Ok(hash)
}

/// The bytes of a content hash.
///
/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, content_hash: &str) -> Result<Blob> {
    store::blobs::find(connection, content_hash)?.ok_or_else(|| Error::not_found("file"))
}
