//! Taking back what the owner did with goods: documents become what they were; what is in the ledger is compensated by
//! an entry of its own, because pieces that moved did move.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::low::{OwnLowLevel, put_product_level, put_variant_level};
use super::ordering::{PurchaseOrder, PurchaseStatus};
use super::receiving::{Receipt, VariantCost};
use super::stocktakes::{Counted, Stocktake, StocktakeStatus};
use super::transfers::{Transfer, TransferStatus};
use super::{Location, Movement, Supplier};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{Change, Recording, Restored, Subject};
use crate::store;

/// What a compensating entry says.
const NOTE: &str = "taken back";

/// Puts one object back to its state before a change.
///
/// # Errors
/// Those of the domain; `Conflict` when pieces that would have to leave again are gone.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    match change.subject {
        Subject::StockMovement => movement(tx, recording, change),
        Subject::LowLevel => low_level(tx, recording, change),
        Subject::VariantCost => cost(tx, recording, change),
        Subject::Receipt => receipt(tx, recording, change),
        Subject::Location => location(tx, recording, change),
        Subject::Supplier => supplier(tx, recording, change),
        Subject::PurchaseOrder => purchase(tx, recording, change),
        Subject::Transfer => transfer(tx, recording, change),
        Subject::Stocktake => stocktake(tx, recording, change),
        _ => Ok(Restored::ChangedSince),
    }
}

fn state<T: DeserializeOwned>(state: Option<&serde_json::Value>) -> Result<Option<T>> {
    Ok(state.cloned().map(serde_json::from_value).transpose()?)
}

fn id_of<K: id::Kind>(change: &Change) -> Result<Id<K>> {
    change
        .subject_id
        .parse()
        .map_err(|_| Error::new(Code::Internal, "A recorded change names an unknown object."))
}

/// Records that an object went from `now` to `then`.
fn note<S: Serialize>(
    tx: &WriteTx<'_>,
    recording: &mut Recording,
    change: &Change,
    now: Option<&S>,
    then: Option<&S>,
) -> Result<Restored> {
    recording.change(tx, change.subject, &change.subject_id, now, then)?;
    Ok(Restored::Done)
}

/// Every recorded entry was made; taking it back makes another.
fn movement(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let made = super::compensate(tx, id_of(change)?, NOTE)?;
    recording.change::<Movement>(tx, Subject::StockMovement, made.id, None, Some(&made))?;
    Ok(Restored::Done)
}

fn low_level(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let (before, after): (Option<OwnLowLevel>, Option<OwnLowLevel>) =
        (state(change.before.as_ref())?, state(change.after.as_ref())?);
    let then = before.unwrap_or(OwnLowLevel { low_at: None });
    let now = if let Ok(id) = change.subject_id.parse::<Id<id::Variant>>() {
        let Some(low_at) = store::stock::low::variant_level(tx.sql(), id)? else {
            return Ok(Restored::ChangedSince);
        };
        OwnLowLevel { low_at }
    } else {
        OwnLowLevel { low_at: store::stock::low::product_level(tx.sql(), id_of(change)?)? }
    };
    if after.as_ref() != Some(&now) {
        return Ok(Restored::ChangedSince);
    }
    match change.subject_id.parse::<Id<id::Variant>>() {
        Ok(id) => put_variant_level(tx, id, then.low_at)?,
        Err(_) => put_product_level(tx, id_of(change)?, then.low_at)?,
    }
    note(tx, recording, change, Some(&now), Some(&then))
}

/// A cost that changed since stays: it is an average over what came later too.
fn cost(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let id: Id<id::Variant> = id_of(change)?;
    let now = VariantCost { cost: store::stock::ordering::cost(tx.sql(), id)? };
    let (before, after): (Option<VariantCost>, Option<VariantCost>) =
        (state(change.before.as_ref())?, state(change.after.as_ref())?);
    if after != Some(now) {
        return Ok(Restored::Done);
    }
    let then = before.unwrap_or(VariantCost { cost: None });
    store::stock::ordering::set_cost(tx, id, then.cost)?;
    note(tx, recording, change, Some(&now), Some(&then))
}

fn receipt(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Some(now) = store::stock::ordering::find_receipt(tx.sql(), id_of(change)?)? else {
        return Ok(Restored::ChangedSince);
    };
    let before: Option<Receipt> = state(change.before.as_ref())?;
    let taken_back_at = before.map_or(Some(tx.now()), |before| before.taken_back_at);
    let then = Receipt { taken_back_at, ..now.clone() };
    store::stock::ordering::mark_receipt(tx, &then)?;
    note(tx, recording, change, Some(&now), Some(&then))
}

fn location(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let id = id_of(change)?;
    let now = store::stock::locations::find(tx.sql(), id)?;
    let (before, after): (Option<Location>, Option<Location>) =
        (state(change.before.as_ref())?, state(change.after.as_ref())?);
    if now.as_ref().map(|now| now.version) != after.as_ref().map(|after| after.version) {
        return Ok(Restored::ChangedSince);
    }
    tx.emit(EventKind::LocationUpdated, id, serde_json::Value::Null)?;
    let then = match (&now, before) {
        (Some(now), Some(before)) => {
            let then = Location { version: now.version + 1, ..before };
            store::stock::locations::update(tx, &then)?;
            Some(then)
        }
        (Some(_), None) if !store::stock::locations::delete_unused(tx, id)? => {
            return Ok(Restored::ChangedSince);
        }
        (None, Some(before)) => {
            let then = Location { version: before.version + 1, ..before };
            store::stock::locations::insert(tx, &then)?;
            Some(then)
        }
        (_, None) => None,
    };
    note(tx, recording, change, now.as_ref(), then.as_ref())
}

fn supplier(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let id = id_of(change)?;
    let now = store::stock::suppliers::find(tx.sql(), id)?.map(|listing| listing.supplier);
    let (before, after): (Option<Supplier>, Option<Supplier>) =
        (state(change.before.as_ref())?, state(change.after.as_ref())?);
    if now.as_ref().map(|now| now.version) != after.as_ref().map(|after| after.version) {
        return Ok(Restored::ChangedSince);
    }
    tx.emit(EventKind::SupplierUpdated, id, serde_json::Value::Null)?;
    let then = match (&now, before) {
        (Some(now), Some(before)) => {
            let then = Supplier { version: now.version + 1, ..before };
            store::stock::suppliers::update(tx, &then)?;
            Some(then)
        }
        (Some(_), None) if !store::stock::suppliers::delete_unused(tx, id)? => {
            return Ok(Restored::ChangedSince);
        }
        (None, Some(before)) => {
            let then = Supplier { version: before.version + 1, ..before };
            store::stock::suppliers::insert(tx, &then)?;
            Some(then)
        }
        (_, None) => None,
    };
    note(tx, recording, change, now.as_ref(), then.as_ref())
}

fn purchase(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let id = id_of(change)?;
    let now = store::stock::ordering::find(tx.sql(), id)?;
    let (before, after): (Option<PurchaseOrder>, Option<PurchaseOrder>) =
        (state(change.before.as_ref())?, state(change.after.as_ref())?);
    if now.as_ref().map(|now| now.version) != after.as_ref().map(|after| after.version) {
        return Ok(Restored::ChangedSince);
    }
    tx.emit(EventKind::PurchaseOrderUpdated, id, serde_json::Value::Null)?;
    let updated_at = tx.now();
    let then = match (&now, before) {
        (Some(now), Some(before)) => {
            let then = PurchaseOrder { version: now.version + 1, updated_at, ..before };
            store::stock::ordering::save(tx, &then)?;
            Some(then)
        }
        (Some(now), None) => {
            if now.status != PurchaseStatus::Draft {
                return Ok(Restored::ChangedSince);
            }
            store::stock::ordering::delete(tx, id)?;
            None
        }
        (None, Some(before)) => {
            let then = PurchaseOrder { version: before.version + 1, updated_at, ..before };
            store::stock::ordering::insert(tx, &then)?;
            Some(then)
        }
        (None, None) => None,
    };
    note(tx, recording, change, now.as_ref(), then.as_ref())
}

/// A transfer that was sent is cancelled; its entries are compensated by their own changes.
fn transfer(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let id = id_of(change)?;
    let now = super::transfers::found(tx.sql(), id)?;
    let (before, after): (Option<Transfer>, Option<Transfer>) =
        (state(change.before.as_ref())?, state(change.after.as_ref())?);
    if after.as_ref().map(|after| after.version) != Some(now.version) {
        return Ok(Restored::ChangedSince);
    }
    let mut then = before.unwrap_or_else(|| Transfer {
        status: TransferStatus::Cancelled,
        received_at: None,
        ..now.clone()
    });
    if then.status == TransferStatus::Cancelled {
        for line in &mut then.lines {
            line.received = 0;
        }
    }
    then.version = now.version + 1;
    store::stock::transfers::save(tx, &then)?;
    tx.emit(EventKind::TransferUpdated, id, serde_json::Value::Null)?;
    note(tx, recording, change, Some(&now), Some(&then))
}

/// A count that was begun is abandoned; one that had ended is open again.
fn stocktake(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let id = id_of(change)?;
    let now = super::stocktakes::found(tx.sql(), id)?;
    let (before, after): (Option<Stocktake>, Option<Stocktake>) =
        (state(change.before.as_ref())?, state(change.after.as_ref())?);
    if after.as_ref().map(|after| after.version) != Some(now.version) {
        return Ok(Restored::ChangedSince);
    }
    let ended_at = Some(tx.now());
    let mut then =
        before.unwrap_or_else(|| Stocktake { status: StocktakeStatus::Abandoned, ended_at, ..now.clone() });
    then.version = now.version + 1;
    let result = match then.status {
        StocktakeStatus::Open => Counted::default(),
        _ => store::stock::counts::result(tx.sql(), &now)?,
    };
    store::stock::counts::save(tx, &then, &result)?;
    tx.emit(EventKind::StocktakeUpdated, id, serde_json::Value::Null)?;
    note(tx, recording, change, Some(&now), Some(&then))
}
