//! What is put aside for a customer: one draft of the agent's, whose pieces are promised for a while. It grows and shrinks
//! with what the customer says; the owner places it or throws it away.

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::Connection;

use super::{
    DraftChange, LineInput, OrderChannel, OrderDetail, create_draft, detail, discard_draft, edit_draft,
    stocking,
};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::{stock, store};

/// The draft whose pieces are kept for a contact; `None`: nothing is, or no longer.
///
/// # Errors
/// Those of the queries.
pub(crate) fn aside_of(connection: &Connection, contact: Id<id::Contact>) -> Result<Option<OrderDetail>> {
    store::orders::aside_of_contact(connection, contact)?.map(|id| detail(connection, id)).transpose()
}

/// The pieces that are kept for a contact, by variant.
///
/// # Errors
/// Those of the queries.
pub(crate) fn put_aside_for(
    connection: &Connection,
    contact: Id<id::Contact>,
) -> Result<BTreeMap<Id<id::Variant>, i64>> {
    let mut kept = BTreeMap::new();
    if let Some(draft) = store::orders::aside_of_contact(connection, contact)? {
        for reservation in stock::reservations_of_order(connection, draft)? {
            *kept.entry(reservation.variant_id).or_insert(0) += reservation.quantity;
        }
    }
    Ok(kept)
}

/// Keeps goods of the catalog for a contact, each piece named by its variant: these and no others from now on. Placing the
/// draft keeps them; throwing it away frees them.
///
/// # Errors
/// `OutOfStock`, `NotFound`; nothing was kept then if the caller undoes the write.
pub(crate) fn put_aside(
    tx: &mut WriteTx<'_>,
    contact_id: Id<id::Contact>,
    items: &[Id<id::Variant>],
    how_long: Duration,
) -> Result<()> {
    let before = aside_of(tx.sql(), contact_id)?;
    let mut lines: Vec<LineInput> = Vec::new();
    for variant_id in items.iter().copied().map(Some) {
        match lines.iter_mut().find(|line| line.variant_id == variant_id) {
            Some(line) => line.quantity += 1,
            None => {
                // A line that is there already stays itself, with the price that it has.
                let known = before.iter().flat_map(|draft| &draft.items);
                let line_item_id =
                    known.filter(|item| item.variant_id == variant_id).map(|item| item.id).next();
                lines.push(LineInput { variant_id, quantity: 1, line_item_id, ..LineInput::default() });
            }
        }
    }
    let draft = match before {
        None if lines.is_empty() => return Ok(()),
        None => {
            let change = DraftChange {
                contact_id: Some(Some(contact_id)),
                lines: Some(lines),
                channel: Some(OrderChannel::Agent),
                ..DraftChange::default()
            };
            create_draft(tx, &change, None)?
        }
        Some(draft) if lines.is_empty() => return discard_draft(tx, draft.order.id),
        Some(draft) => {
            stocking::release_all(tx, &draft.order)?;
            edit_draft(
                tx,
                draft.order.id,
                &DraftChange { lines: Some(lines), ..DraftChange::default() },
                None,
            )?
        }
    };
    let until = tx.now().plus(how_long);
    draft.items.iter().try_for_each(|item| stocking::put_aside(tx, &draft.order, item, until))
}
