//! Pictures that a file only names: what waits, and what became of it. Fetching is the server's, and only when it is asked.

use rusqlite::Connection;

use crate::catalog::images::{self, NewImage};
use crate::database::WriteTx;
use crate::error::{Code, Result};
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::store;

/// A picture that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingImage {
    pub product_id: Id<id::Product>,
    /// `http:`, `https:`, or `data:` with the bytes themselves.
    pub url: String,
    pub alt: String,
    pub variant_id: Option<Id<id::Variant>>,
}

/// How many pictures wait to be fetched.
///
/// # Errors
/// Those of the query.
pub fn count_pending_images(connection: &Connection) -> Result<i64> {
    store::imports::count_pending_images(connection)
}

/// The next one; `inline`: only one whose bytes stand in its link, which needs no network.
///
/// # Errors
/// Those of the query.
pub fn next_pending_image(connection: &Connection, inline: bool) -> Result<Option<PendingImage>> {
    store::imports::next_pending_image(connection, inline)
}

/// Asks for all that wait, and for those that failed once more. A job fetches them.
///
/// # Errors
/// Those of the writes.
pub fn fetch_images(tx: &mut WriteTx<'_>) -> Result<i64> {
    store::imports::retry_pending_images(tx)?;
    jobs::enqueue(tx, &NewJob::at(tx.now(), Work::FetchImages { inline: false }))?;
    count_pending_images(tx.sql())
}

/// Gives the product its picture.
///
/// # Errors
/// Those of the writes; what the catalog refuses is noted as its problem.
pub fn image_fetched(tx: &mut WriteTx<'_>, pending: &PendingImage, mut new: NewImage) -> Result<()> {
    new.alt.clone_from(&pending.alt);
    new.variant_ids = pending.variant_id.into_iter().collect();
    match images::upload(tx, pending.product_id, &new) {
        Ok(_) => store::imports::settle_pending_image(tx, pending, None),
        Err(error) if matches!(error.code, Code::Invalid | Code::NotFound | Code::Conflict) => {
            image_failed(tx, pending, &error.detail)
        }
        Err(error) => Err(error),
    }
}

/// Notes why a picture could not be had.
///
/// # Errors
/// Those of the write.
pub fn image_failed(tx: &mut WriteTx<'_>, pending: &PendingImage, problem: &str) -> Result<()> {
    store::imports::settle_pending_image(tx, pending, Some(problem))
}
