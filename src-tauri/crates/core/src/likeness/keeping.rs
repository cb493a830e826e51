//! Keeping what models make of pictures: which of the goods' pictures are still to be looked at, and what is known.
//!
//! What is missing is told by the file alone, so whoever was killed goes on where they were.

use rusqlite::Connection;

use super::Description;
use crate::blobs::Blob;
use crate::database::WriteTx;
use crate::error::Result;
use crate::store;

/// Vectors that are deleted at once.
const PRUNED: usize = 500;

/// What the pictures of goods are known to have changed by: while it is the same, no other one is there to be looked at.
///
/// # Errors
/// Those of the queries.
pub fn mark(connection: &Connection) -> Result<(i64, i64)> {
    Ok((store::catalog_index::revision(connection)?, store::likenesses::waiting(connection)?))
}

/// The pictures of goods that `model` has not seen, by their hashes. Those whose smaller sizes are being made come when these
/// are there.
///
/// # Errors
/// Those of the query.
pub fn undescribed(connection: &Connection, model: &str) -> Result<Vec<String>> {
    store::likenesses::missing(connection, model)
}

/// The smallest form of a picture that shows enough: a size that was made, or the original; `None`: it is gone.
///
/// # Errors
/// Those of the query.
pub fn form(connection: &Connection, content_hash: &str) -> Result<Option<Blob>> {
    store::likenesses::smallest_form(connection, content_hash)
}

/// Keeps what models made of a picture whose bytes are stored. Repeating it changes nothing.
///
/// # Errors
/// Those of the insertion.
pub fn keep(tx: &WriteTx<'_>, content_hash: &str, descriptions: &[Description]) -> Result<()> {
    for one in descriptions {
        store::likenesses::insert(tx, &one.model, content_hash, one.vector.as_deref())?;
    }
    Ok(())
}

/// Whether some model has seen a picture, and could read it; `None`: none has seen it.
///
/// # Errors
/// Those of the query.
pub fn is_described(connection: &Connection, content_hash: &str) -> Result<Option<bool>> {
    let all = store::likenesses::of_picture(connection, content_hash)?;
    Ok((!all.is_empty()).then(|| all.iter().any(|one| one.vector.is_some())))
}

/// Deletes vectors of pictures that neither goods nor customers have any more, and those of models that are not used; some at
/// once. Whether there may be others.
///
/// # Errors
/// Those of the deletion.
pub fn prune(tx: &WriteTx<'_>, models: &[&str]) -> Result<bool> {
    Ok(store::likenesses::prune(tx, models, PRUNED)? == PRUNED)
}
