//! Taking back what an order allows: drafts, addresses, words, the archive. What moved goods or money stays; it has
//! entries of its own that compensate it.

use super::edit::Edit;
use super::refusal::Rule;
use super::{HappeningKind, Order, OrderDetail, OrderStatus, stocking};
use crate::database::WriteTx;
use crate::error::{Code, Result};
use crate::event::EventKind;
use crate::operations::{Change, Recording, Restored, Subject};
use crate::store;

/// Puts an order back to the state before a change, unless it was changed since.
///
/// # Errors
/// `Refused` when the change cannot be taken back.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let read = |state: &Option<serde_json::Value>| {
        state.clone().map(serde_json::from_value::<OrderDetail>).transpose()
    };
    let (before, after) = (read(&change.before)?, read(&change.after)?);
    let id = change.subject_id.parse().map_err(|_| Rule::CannotUndo)?;
    let now = match super::detail(tx.sql(), id) {
        Ok(detail) => Some(detail),
        Err(error) if error.code == Code::NotFound => None,
        Err(error) => return Err(error),
    };
    match (before, after, now) {
        (None, Some(after), Some(now)) => {
            if after.order.status != OrderStatus::Draft {
                return Err(Rule::CannotUndo.into());
            }
            if now.order.version != after.order.version {
                return Ok(Restored::ChangedSince);
            }
            stocking::release_all(tx, &now.order)?;
            store::orders::delete(tx, id)?;
            recording.change(tx, Subject::Order, id, Some(&now), None)?;
            tx.emit(EventKind::OrderUpdated, id, serde_json::json!({ "status": "discarded" }))?;
            Ok(Restored::Done)
        }
        (Some(mut before), None, None) => {
            if store::orders::number_exists(tx.sql(), &before.order.number)? {
                return Ok(Restored::ChangedSince);
            }
            before.order.version += 1;
            before.order.updated_at = tx.now();
            store::orders::insert(tx.sql(), &before)?;
            recording.change(tx, Subject::Order, id, None, Some(&before))?;
            tx.emit(EventKind::OrderUpdated, id, serde_json::json!({ "status": before.order.status }))?;
            Ok(Restored::Done)
        }
        (Some(before), Some(after), Some(now)) => {
            if !is_harmless(&before, &after) {
                return Err(Rule::CannotUndo.into());
            }
            if now.order.version != after.order.version {
                return Ok(Restored::ChangedSince);
            }
            let mut edit = Edit::open(tx, id, None)?;
            put_back(tx, &mut edit, before);
            edit.save(tx, recording)?;
            Ok(Restored::Done)
        }
        _ => Ok(Restored::ChangedSince),
    }
}

/// Whether between both only a draft was edited, or what is said about an order and where it goes.
fn is_harmless(before: &OrderDetail, after: &OrderDetail) -> bool {
    let draft = |detail: &OrderDetail| detail.order.status == OrderStatus::Draft;
    if draft(before) && draft(after) {
        return true;
    }
    let mut same = after.order.clone();
    words_of(&mut same, &before.order);
    same.version = before.order.version;
    same.updated_at = before.order.updated_at;
    same == before.order
        && after.items == before.items
        && after.payments == before.payments
        && after.fulfilments == before.fulfilments
}

fn words_of(order: &mut Order, from: &Order) {
    order.ship_to.clone_from(&from.ship_to);
    order.note.clone_from(&from.note);
    order.tags.clone_from(&from.tags);
    order.archived_at = from.archived_at;
}

fn put_back(tx: &WriteTx<'_>, edit: &mut Edit, before: OrderDetail) {
    if edit.order().status == OrderStatus::Draft {
        let version = edit.order().version;
        let detail = edit.detail_mut();
        detail.order = Order { version, ..before.order };
        detail.items = before.items;
        return;
    }
    let now = edit.order().clone();
    words_of(&mut edit.detail_mut().order, &before.order);
    let then = &before.order;
    let told = [
        (now.ship_to != then.ship_to, HappeningKind::AddressChanged),
        (now.note != then.note, HappeningKind::NoteChanged),
        (now.tags != then.tags, HappeningKind::TagsChanged),
        (now.archived_at.is_none() && then.archived_at.is_some(), HappeningKind::Archived),
        (now.archived_at.is_some() && then.archived_at.is_none(), HappeningKind::Unarchived),
    ];
    for (_, kind) in told.into_iter().filter(|(changed, _)| *changed) {
        edit.note(tx, kind, serde_json::json!({}), "");
    }
}
