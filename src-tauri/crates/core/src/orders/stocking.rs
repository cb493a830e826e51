//! Which pieces an order holds and takes: the only place where orders touch stock. Lines that are not from the catalog
//! have none.

use super::{LineItem, Order};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::stock::{self, Holder, MovementReason, Reference, Wanted};

fn holder(order: &Order, item: &LineItem) -> Holder {
    Holder::Line { order_id: order.id, line_item_id: item.id }
}

fn wanted(
    order: &Order,
    item: &LineItem,
    quantity: i64,
    location_id: Option<Id<id::Location>>,
) -> Option<Wanted> {
    let variant_id = item.variant_id?;
    Some(Wanted { variant_id, quantity, location_id: location_id.or(order.location_id) })
}

/// Promises pieces to a line.
pub(super) fn reserve(tx: &mut WriteTx<'_>, order: &Order, item: &LineItem, quantity: i64) -> Result<()> {
    if let Some(wanted) = wanted(order, item, quantity, None) {
        stock::reserve(tx, holder(order, item), &wanted, None)?;
    }
    Ok(())
}

/// Promises a draft's pieces for a while.
pub(super) fn put_aside(
    tx: &mut WriteTx<'_>,
    order: &Order,
    item: &LineItem,
    until: Timestamp,
) -> Result<()> {
    if let Some(wanted) = wanted(order, item, item.quantity, None) {
        stock::reserve(tx, holder(order, item), &wanted, Some(until))?;
    }
    Ok(())
}

/// Pieces of a line are free again.
pub(super) fn release(tx: &mut WriteTx<'_>, order: &Order, item: &LineItem, quantity: i64) -> Result<()> {
    stock::release(tx, holder(order, item), Some(quantity))?;
    Ok(())
}

/// All that was promised to an order is free again.
pub(super) fn release_all(tx: &mut WriteTx<'_>, order: &Order) -> Result<()> {
    stock::release_order(tx, order.id)?;
    Ok(())
}

/// Pieces leave the shop.
pub(super) fn consume(
    tx: &mut WriteTx<'_>,
    order: &Order,
    item: &LineItem,
    quantity: i64,
    location_id: Option<Id<id::Location>>,
) -> Result<()> {
    if let Some(wanted) = wanted(order, item, quantity, location_id) {
        stock::consume(tx, holder(order, item), &wanted, Reference::order(order.id))?;
    }
    Ok(())
}

/// Pieces that were sent are back on the shelf.
pub(super) fn put_back(tx: &mut WriteTx<'_>, order: &Order, item: &LineItem, quantity: i64) -> Result<()> {
    if let Some(wanted) = wanted(order, item, quantity, None) {
        stock::put(tx, &wanted, MovementReason::Returned, Some(Reference::order(order.id)), "", None)?;
    }
    Ok(())
}
