//! What a customer may know of orders: their own, found through a verified scope, and no drafts.
//!
//! No function here takes a contact's id, so nothing a customer writes can name another one's orders.

use rusqlite::Connection;

use super::OrderDetail;
use crate::error::Result;
use crate::scope::CustomerScope;
use crate::store;

/// The customer's orders, the newest first, `limit` at most.
///
/// # Errors
/// Those of the queries.
pub fn orders(connection: &Connection, scope: CustomerScope, limit: usize) -> Result<Vec<OrderDetail>> {
    let limit = i64::try_from(limit.clamp(1, 50)).unwrap_or(50);
    store::orders::newest_of_contact(connection, scope.contact_id(), limit)?
        .into_iter()
        .map(|order| super::around(connection, order))
        .collect()
}

/// The customer's order of this number, written with or without `#`. Another customer's order does not exist here.
///
/// # Errors
/// Those of the queries.
pub fn order_by_number(
    connection: &Connection,
    scope: CustomerScope,
    number: &str,
) -> Result<Option<OrderDetail>> {
    let number = number.trim().trim_start_matches('#').trim();
    store::orders::by_number_of_contact(connection, scope.contact_id(), number)?
        .map(|order| super::around(connection, order))
        .transpose()
}
