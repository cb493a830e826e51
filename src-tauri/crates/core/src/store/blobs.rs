//! Table `blobs`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::blobs::Blob;
use crate::database::WriteTx;
use crate::error::Result;

pub(crate) fn insert(tx: &WriteTx<'_>, content_hash: &str, media_type: &str, bytes: &[u8]) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO blobs (content_hash, media_type, bytes, created_at)
             VALUES (:content_hash, :media_type, :bytes, :now)
             ON CONFLICT (content_hash) DO NOTHING",
        )?
        .execute(named_params! {
            ":content_hash": content_hash,
            ":media_type": media_type,
            ":bytes": bytes,
            ":now": tx.now(),
        })?;
    Ok(())
}

pub(crate) fn find(connection: &Connection, content_hash: &str) -> Result<Option<Blob>> {
    Ok(connection
        .prepare_cached("SELECT media_type, bytes FROM blobs WHERE content_hash = :content_hash")?
        .query_row(named_params! { ":content_hash": content_hash }, |row| {
            Ok(Blob { media_type: row.get("media_type")?, bytes: row.get("bytes")? })
        })
        .optional()?)
}
