//! The stock ledger: every piece that came or went, and the levels that follow from it.
//!
//! The ledger is append-only. A level is the sum of its movements; a trigger keeps the sum at hand, and
//! [`check_levels`] proves it.

use rusqlite::Connection;
use serde::Serialize;

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    /// Why pieces came or went.
    pub enum MovementReason {
        Opening = "opening",
        Received = "received",
        Sold = "sold",
        Returned = "returned",
        /// A count found another number.
        Adjusted = "adjusted",
        Transferred = "transferred",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    pub id: Id<id::Location>,
    pub name: String,
}

/// One entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Movement {
    pub id: Id<id::StockMovement>,
    pub variant_id: Id<id::Variant>,
    pub location_id: Id<id::Location>,
    /// Pieces: positive in, negative out.
    pub quantity: i64,
    pub reason: MovementReason,
    /// The order, receipt or count that caused it.
    pub reference: Option<String>,
    pub moved_at: Timestamp,
}

/// Pieces of a variant in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    pub location: Location,
    pub on_hand: i64,
    pub version: i64,
}

/// A level that is not the sum of its movements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelMismatch {
    pub variant_id: Id<id::Variant>,
    pub location_id: Id<id::Location>,
    pub level: i64,
    pub ledger: i64,
}

/// A variant that is low, with what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LowStock {
    pub variant_id: Id<id::Variant>,
    pub product_id: Id<id::Product>,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub location_id: Id<id::Location>,
    pub on_hand: i64,
    pub image_id: Option<Id<id::Image>>,
}

/// Adds a place that holds stock.
///
/// # Errors
/// `Invalid` without a name.
pub fn add_location(tx: &mut WriteTx<'_>, name: &str) -> Result<Location> {
    if name.trim().is_empty() {
        return Err(Error::invalid("A place needs a name."));
    }
    let location = Location { id: tx.new_id(), name: name.trim().to_owned() };
    store::stock::insert_location(tx.sql(), &location)?;
    Ok(location)
}

/// All places, the oldest first.
///
/// # Errors
/// Those of the query.
pub fn locations(connection: &Connection) -> Result<Vec<Location>> {
    store::stock::locations(connection)
}

/// Enters a movement. Stock may become negative: what was counted wrongly still was sold.
///
/// # Errors
/// `Invalid` for a quantity of zero; `Conflict` for an unknown variant or place.
pub fn record(
    tx: &mut WriteTx<'_>,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
    quantity: i64,
    reason: MovementReason,
    reference: Option<String>,
) -> Result<Movement> {
    if quantity == 0 {
        return Err(Error::invalid("A stock movement needs a quantity other than zero."));
    }
    let movement = Movement {
        id: tx.new_id(),
        variant_id,
        location_id,
        quantity,
        reason,
        reference,
        moved_at: tx.now(),
    };
    store::stock::insert_movement(tx.sql(), &movement)?;
    let product = super::variant(tx.sql(), variant_id)?.product_id;
    tx.emit(EventKind::ProductUpdated, product, serde_json::json!({ "variant_id": variant_id }))?;
    Ok(movement)
}

/// The ledger of a variant, the newest entry first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn movements(
    connection: &Connection,
    variant_id: Id<id::Variant>,
    page: &PageRequest,
) -> Result<Page<Movement>> {
    let rows =
        store::stock::movements(connection, variant_id, page.key::<(i64, String)>()?, page.rows_to_fetch())?;
    page.page(rows, |row| (row.moved_at.as_millis(), row.id.to_string()))
}

/// The levels of a variant, place by place.
///
/// # Errors
/// Those of the query.
pub fn levels(connection: &Connection, variant_id: Id<id::Variant>) -> Result<Vec<Level>> {
    store::stock::levels(connection, variant_id)
}

/// Compares every level with the ledger. Nothing is returned when all agree.
///
/// # Errors
/// Those of the query.
pub fn check_levels(connection: &Connection) -> Result<Vec<LevelMismatch>> {
    store::stock::mismatches(connection)
}

/// Levels of active products' variants that hold at most `at_most` pieces, the lowest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn low(connection: &Connection, at_most: i64, page: &PageRequest) -> Result<Page<LowStock>> {
    let after = page.key::<(i64, String, String)>()?;
    let rows = store::stock::low(connection, at_most, after, page.rows_to_fetch())?;
    page.page(rows, |row| (row.on_hand, row.variant_id.to_string(), row.location_id.to_string()))
}

/// How many entries [`low`] has, counted up to `cap`.
///
/// # Errors
/// Those of the query.
pub fn count_low(connection: &Connection, at_most: i64, cap: i64) -> Result<i64> {
    store::stock::count_low(connection, at_most, cap)
}
