//! When a variant counts as low, and telling the owner once when it becomes so.
//!
//! A variant's own low level counts, else its product's, else the shop's (settings, notifications). The owner hears of a
//! crossing once: what fell shortly after one another is one notification, and what was filled up meanwhile is none.

use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::operations::{self, OperationKind, Subject};
use crate::page::{Page, PageRequest};
use crate::store;

/// How long after the first crossing the owner is told, together with what followed.
pub(crate) const GATHERED_FOR: Duration = Duration::from_secs(60);
/// The highest low level.
const HIGHEST: i64 = 10_000;
/// Variants that one call sets at most.
const MOST_VARIANTS: usize = 500;

/// A variant that is low, with what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LowStock {
    pub variant_id: Id<id::Variant>,
    pub product_id: Id<id::Product>,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub on_hand: i64,
    pub available: i64,
    pub low_at: i64,
    pub image_id: Option<Id<id::Image>>,
}

/// A fall to the low level that the owner has not been told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LowAlert {
    pub variant_id: Id<id::Variant>,
    pub product_title: String,
    pub variant_title: String,
    /// Now.
    pub available: i64,
    pub crossed_at: Timestamp,
}

/// Whose low level is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LowTarget {
    Variants(Vec<Id<id::Variant>>),
    Product(Id<id::Product>),
}

/// An object's own low level, around an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OwnLowLevel {
    pub low_at: Option<i64>,
}

/// What is low, the fewest available pieces first; of active products only.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn low(connection: &Connection, page: &PageRequest) -> Result<Page<LowStock>> {
    let rows = store::stock::low::low(connection, page.key::<(i64, String)>()?, page.rows_to_fetch())?;
    page.page(rows, |row| (row.available, row.variant_id.to_string()))
}

/// How many entries [`low`] has, counted up to `cap`.
///
/// # Errors
/// Those of the query.
pub fn count_low(connection: &Connection, cap: i64) -> Result<i64> {
    store::stock::low::count_low(connection, cap)
}

/// Sets the low level of variants or of a product; `None`: it has none of its own any more. Says how many were changed.
///
/// # Errors
/// `Invalid` beyond 0 to 10,000 pieces, or for no or too many variants; `NotFound`.
pub fn set_low_level(tx: &mut WriteTx<'_>, target: &LowTarget, low_at: Option<i64>) -> Result<usize> {
    if low_at.is_some_and(|low_at| !(0..=HIGHEST).contains(&low_at)) {
        return Err(Error::invalid("Low stock can be set from 0 up to 10,000 pieces.").at("low_at"));
    }
    let details = serde_json::json!({ "low_at": low_at });
    let after = OwnLowLevel { low_at };
    let mut recording = operations::begin(tx, OperationKind::LowLevelSet, details)?;
    let mut changed = 0;
    match target {
        LowTarget::Variants(variants) => {
            if variants.is_empty() || variants.len() > MOST_VARIANTS {
                return Err(Error::invalid("Choose between 1 and 500 variants.").at("variant_ids"));
            }
            for id in variants {
                let own = store::stock::low::variant_level(tx.sql(), *id)?;
                let before = OwnLowLevel { low_at: own.ok_or_else(|| Error::not_found("variant"))? };
                if before != after {
                    put_variant_level(tx, *id, low_at)?;
                    recording.change(tx, Subject::LowLevel, id, Some(&before), Some(&after))?;
                    changed += 1;
                }
            }
        }
        LowTarget::Product(id) => {
            crate::catalog::product(tx.sql(), *id)?;
            let before = OwnLowLevel { low_at: store::stock::low::product_level(tx.sql(), *id)? };
            if before != after {
                put_product_level(tx, *id, low_at)?;
                recording.change(tx, Subject::LowLevel, id, Some(&before), Some(&after))?;
                changed += 1;
            }
        }
    }
    recording.finish(tx)?;
    Ok(changed)
}

pub(super) fn put_variant_level(
    tx: &mut WriteTx<'_>,
    id: Id<id::Variant>,
    low_at: Option<i64>,
) -> Result<()> {
    store::stock::low::set_variant_level(tx, id, low_at)?;
    tx.emit(EventKind::StockUpdated, id, serde_json::Value::Null)
}

pub(super) fn put_product_level(
    tx: &mut WriteTx<'_>,
    id: Id<id::Product>,
    low_at: Option<i64>,
) -> Result<()> {
    store::stock::low::set_product_level(tx, id, low_at)?;
    tx.emit(EventKind::ProductUpdated, id, serde_json::Value::Null)
}

/// A variant fell to its low level: the owner hears of it soon.
pub(super) fn crossed(tx: &mut WriteTx<'_>, variant_id: Id<id::Variant>) -> Result<()> {
    store::stock::low::note_crossing(tx, variant_id)?;
    tx.emit(EventKind::StockLow, variant_id, serde_json::Value::Null)?;
    jobs::enqueue(tx, &NewJob::at(tx.now().plus(GATHERED_FOR), Work::TellLowStock)).map(|_| ())
}

pub(super) fn recovered(tx: &mut WriteTx<'_>, variant_id: Id<id::Variant>) -> Result<()> {
    store::stock::low::forget_crossing(tx, variant_id)
}

/// What the owner is to hear now. Once it was shown, [`take_alerts`] forgets it.
///
/// # Errors
/// Those of the query.
pub fn alerts(connection: &Connection) -> Result<Vec<LowAlert>> {
    store::stock::low::alerts(connection)
}

/// Forgets what the owner was told.
///
/// # Errors
/// Those of the deletion.
pub fn take_alerts(tx: &WriteTx<'_>, told: &[LowAlert]) -> Result<()> {
    for alert in told {
        store::stock::low::forget_alert(tx, alert.variant_id, alert.crossed_at)?;
    }
    Ok(())
}
