//! (waits for core::stock)

use super::{LineItem, Order};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};

pub(super) fn reserve(_tx: &mut WriteTx<'_>, _order: &Order, _item: &LineItem, _quantity: i64) -> Result<()> {
    Ok(())
}
pub(super) fn release(_tx: &mut WriteTx<'_>, _order: &Order, _item: &LineItem, _quantity: i64) -> Result<()> {
    Ok(())
}
pub(super) fn release_all(_tx: &mut WriteTx<'_>, _order: &Order) -> Result<()> {
    Ok(())
}
pub(super) fn consume(
    _tx: &mut WriteTx<'_>,
    _order: &Order,
    _item: &LineItem,
    _quantity: i64,
    _location_id: Option<Id<id::Location>>,
) -> Result<()> {
    Ok(())
}
pub(super) fn put_back(
    _tx: &mut WriteTx<'_>,
    _order: &Order,
    _item: &LineItem,
    _quantity: i64,
) -> Result<()> {
    Ok(())
}
