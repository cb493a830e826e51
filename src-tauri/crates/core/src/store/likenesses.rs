//! Table `picture_vectors`.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::embeddings::{packed, unpacked};
use crate::WriteTx;
use crate::blobs::Blob;
use crate::error::Result;
use crate::likeness::Description;

pub(crate) fn insert(
    tx: &WriteTx<'_>,
    model: &str,
    content_hash: &str,
    vector: Option<&[f32]>,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO picture_vectors (model, content_hash, vector) VALUES (:model, :content_hash, :vector)
             ON CONFLICT (model, content_hash) DO NOTHING",
        )?
        .execute(named_params! {
            ":model": model,
            ":content_hash": content_hash,
            ":vector": vector.map(packed),
        })?;
    Ok(())
}

pub(crate) fn of_picture(connection: &Connection, content_hash: &str) -> Result<Vec<Description>> {
    let mut statement = connection.prepare_cached(
        "SELECT model, vector FROM picture_vectors WHERE content_hash = :content_hash ORDER BY model",
    )?;
    let mut rows = statement.query(named_params! { ":content_hash": content_hash })?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let vector: Option<Vec<u8>> = row.get("vector")?;
        let vector = vector.map(|bytes| unpacked(&bytes)).transpose()?;
        all.push(Description { model: row.get("model")?, vector });
    }
    Ok(all)
}

/// The newest row, of any model; 0 for none.
pub(crate) fn newest(connection: &Connection) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(row), 0) FROM picture_vectors")?
        .query_row([], |row| row.get(0))?)
}

/// Visits a model's vectors after a row, as they are stored.
pub(crate) fn each_after(
    connection: &Connection,
    model: &str,
    row: i64,
    mut visit: impl FnMut(&str, &[u8]),
) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT content_hash, vector FROM picture_vectors
         WHERE row > :row AND model = :model AND vector IS NOT NULL ORDER BY row",
    )?;
    let mut rows = statement.query(named_params! { ":row": row, ":model": model })?;
    while let Some(row) = rows.next()? {
        if let (Ok(hash), Ok(vector)) = (row.get_ref(0)?.as_str(), row.get_ref(1)?.as_blob()) {
            visit(hash, vector);
        }
    }
    Ok(())
}

/// Pictures whose smaller sizes are still to be made.
pub(crate) fn waiting(connection: &Connection) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM pictures WHERE state = 'waiting'")?
        .query_row([], |row| row.get(0))?)
}

/// Pictures of goods that a model has not seen and that nobody is making smaller, in the order of their hashes.
pub(crate) fn missing(connection: &Connection, model: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT i.content_hash FROM images i
         WHERE NOT EXISTS (SELECT 1 FROM picture_vectors v
                           WHERE v.model = :model AND v.content_hash = i.content_hash)
           AND NOT EXISTS (SELECT 1 FROM pictures p
                           WHERE p.content_hash = i.content_hash AND p.state = 'waiting')
         ORDER BY i.content_hash",
    )?;
    let rows = statement.query_map(named_params! { ":model": model }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The smallest form of a picture that is no thumbnail, or the original.
pub(crate) fn smallest_form(connection: &Connection, content_hash: &str) -> Result<Option<Blob>> {
    Ok(connection
        .prepare_cached(
            "SELECT b.media_type, b.bytes FROM blobs b WHERE b.content_hash = coalesce(
                 (SELECT s.rendition_hash FROM picture_sizes s
                  WHERE s.content_hash = :content_hash AND s.size = '320'), :content_hash)",
        )?
        .query_row(named_params! { ":content_hash": content_hash }, |row| {
            Ok(Blob { media_type: row.get("media_type")?, bytes: row.get("bytes")? })
        })
        .optional()?)
}

/// Deletes at most `most` vectors of pictures that nothing shows, and those of other models; how many. The newest row
/// stays, so that none is ever given twice.
pub(crate) fn prune(tx: &WriteTx<'_>, models: &[&str], most: usize) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached(
            "DELETE FROM picture_vectors WHERE row IN (
                 SELECT v.row FROM picture_vectors v
                 WHERE v.row < (SELECT max(row) FROM picture_vectors)
                   AND (v.model NOT IN (SELECT value FROM json_each(:models))
                        OR NOT EXISTS (SELECT 1 FROM images i WHERE i.content_hash = v.content_hash)
                           AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.content_hash = v.content_hash))
                 LIMIT :most)",
        )?
        .execute(named_params! {
            ":models": serde_json::to_string(models)?,
            ":most": i64::try_from(most).unwrap_or(i64::MAX),
        })?)
}
