//! Drafts that become active at a time set before.

use serde_json::json;

use super::model::{Product, ProductStatus};
use super::write::{Loaded, save};
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::EventKind;
use crate::jobs::{self, NewJob, Work};
use crate::operations::{self, OperationKind};
use crate::store;

/// Products published in one transaction.
const AT_ONCE: i64 = 200;

/// Sees to it that a draft with a time is looked at then.
pub(super) fn schedule(tx: &mut WriteTx<'_>, product: &Product) -> Result<()> {
    if product.status == ProductStatus::Draft
        && let Some(at) = product.publish_at
    {
        jobs::enqueue(tx, &NewJob::at(at, Work::PublishProducts))?;
    }
    Ok(())
}

/// Makes drafts active whose time has come, as one operation, and sees to the next. Returns how many.
///
/// # Errors
/// Those of saving.
pub fn publish_due(tx: &mut WriteTx<'_>) -> Result<usize> {
    let due = store::products::to_publish(tx.sql(), tx.now(), AT_ONCE)?;
    if let Some(first) = due.first() {
        let title = super::product(tx.sql(), *first)?.title;
        let details = json!({ "count": due.len(), "title": title });
        let mut recording = operations::begin(tx, OperationKind::ProductPublished, details)?;
        for id in &due {
            let before = Loaded::find(tx, *id)?;
            let mut after = before.clone();
            after.product.status = ProductStatus::Active;
            after.product.publish_at = None;
            save(tx, &before, after, &mut recording)?;
            tx.emit(EventKind::ProductUpdated, *id, serde_json::Value::Null)?;
        }
        recording.finish(tx)?;
    }
    if let Some(next) = store::products::next_publishing(tx.sql())? {
        jobs::enqueue(tx, &NewJob::at(next.max(tx.now()), Work::PublishProducts))?;
    }
    Ok(due.len())
}
