//! Prices elsewhere that a turn waits for: it has them searched, and goes on when they are there, or says after a while that they are
//! not. As with a picture, the end of the search brings the turn back ([`crate::market::found`]).

use std::time::Duration;

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Result};
use crate::id::{Conversation, Id, Product};
use crate::market::{self, PATIENCE, Wanted};

/// The turn looks again at what changed between its look and this write.
const SOON: Duration = Duration::from_secs(1);

/// Has a product's prices searched for, and says when the turn looks again at the latest.
pub(super) fn awaited(
    tx: &mut WriteTx<'_>,
    conversation: Id<Conversation>,
    product: Id<Product>,
) -> Result<Timestamp> {
    let soon = tx.now().plus(SOON);
    match market::want(tx, product, Some(conversation), false) {
        Ok(Wanted::Started(search)) => Ok(search.requested_at.plus(PATIENCE).max(soon)),
        Ok(Wanted::Fresh(_) | Wanted::Failed(_)) => Ok(soon),
        // It was switched off, or the day's searches are used up: the turn is told so.
        Err(error) if matches!(error.code, Code::Refused | Code::NotFound) => Ok(soon),
        Err(error) => Err(error),
    }
}
