//! How often discounts were used, counted with the order that uses them.

use super::Order;
use crate::database::WriteTx;
use crate::error::Result;
use crate::store;

/// Counts the discounts of an order that is placed now.
pub(super) fn take(tx: &WriteTx<'_>, order: &Order) -> Result<()> {
    for discount in &order.discounts {
        if let Some(id) = discount.discount_id {
            store::discounts::redeem(tx, id, order.id, order.contact_id, discount.amount)?;
        }
    }
    Ok(())
}

/// A cancelled order used none.
pub(super) fn give_back(tx: &WriteTx<'_>, order: &Order) -> Result<()> {
    store::discounts::give_back(tx, order.id)
}
