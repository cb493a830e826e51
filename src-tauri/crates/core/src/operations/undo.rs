//! Taking an operation back: each of its changes in reverse, as an operation of its own.

use serde::Serialize;

use super::{Change, Operation, OperationKind, Recording, Subject, get, start};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::{
    agents, catalog, contacts, discounts, imports, knowledge_base, memory, orders, prompts, saved_filters,
    settings, stock, store, waiting_list,
};

/// What taking back did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// The operation that records it; undoing that one does the work again.
    pub operation_id: Id<id::Operation>,
    pub restored: i64,
    /// Objects that were changed since and therefore left as they are.
    pub left: Vec<String>,
    /// The next change to take back (they are taken from the last to the first); `None`: all are.
    pub next_position: Option<i64>,
}

/// What became of one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Restored {
    Done,
    /// It was changed since: taking back would lose that.
    ChangedSince,
}

/// Takes a whole operation back, in this transaction.
///
/// # Errors
/// `NotFound`; `Conflict` when it was taken back already, or when an object was changed since (nothing is changed then).
pub fn undo(tx: &mut WriteTx<'_>, id: Id<id::Operation>) -> Result<Undone> {
    let operation = undoable(tx, id)?;
    let undone = take_back(tx, &operation, None, None)?;
    if let Some(first) = undone.left.first() {
        return Err(Error::new(
            Code::Conflict,
            "This was changed again since, so taking it back would lose the later change.",
        )
        .at(first));
    }
    Ok(undone)
}

/// Takes back at most `limit` changes of a large operation and says where to go on (`resume`: the undoing operation and
/// the next position). Objects that were changed since are left as they are, and named.
///
/// # Errors
/// `NotFound`; `Conflict` when it was taken back already.
pub fn undo_some(
    tx: &mut WriteTx<'_>,
    id: Id<id::Operation>,
    resume: Option<(Id<id::Operation>, i64)>,
    limit: u32,
) -> Result<Undone> {
    let operation = if resume.is_some() { get(tx.sql(), id)? } else { undoable(tx, id)? };
    take_back(tx, &operation, resume, Some(limit))
}

fn undoable(tx: &WriteTx<'_>, id: Id<id::Operation>) -> Result<Operation> {
    let operation = get(tx.sql(), id)?;
    if operation.undone_by.is_some() {
        return Err(Error::new(Code::Conflict, "This was taken back already."));
    }
    Ok(operation)
}

fn take_back(
    tx: &mut WriteTx<'_>,
    operation: &Operation,
    resume: Option<(Id<id::Operation>, i64)>,
    limit: Option<u32>,
) -> Result<Undone> {
    let (mut recording, from) = match resume {
        Some((undoing, position)) => (super::resume(tx, undoing)?, position),
        None => {
            let details = serde_json::json!({ "kind": operation.kind, "details": operation.details });
            let recording = start(tx, OperationKind::Undo, details, Some(operation.id))?;
            store::operations::set_undone(tx, operation.id, recording.id)?;
            (recording, operation.change_count - 1)
        }
    };
    let mut undone =
        Undone { operation_id: recording.id, restored: 0, left: Vec::new(), next_position: None };
    let limit = limit.map_or(i64::MAX, i64::from);
    for change in store::operations::changes_down_from(tx.sql(), operation.id, from, limit)? {
        match restore(tx, &mut recording, &change)? {
            Restored::Done => undone.restored += 1,
            Restored::ChangedSince => undone.left.push(change.subject_id),
        }
        undone.next_position = (change.position > 0).then_some(change.position - 1);
    }
    recording.finish(tx)?;
    Ok(undone)
}

/// Puts one object back to the state before, through its own domain, and records that.
fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    match change.subject {
        Subject::Setting => settings::restore(tx, recording, change),
        Subject::Agent => agents::restore(tx, recording, change),
        Subject::Prompt => prompts::restore(tx, recording, change),
        Subject::GiftCard
        | Subject::StoreCredit
        | Subject::StoredMethod
        | Subject::CashDrawer
        | Subject::Return => Err(Error::new(
            Code::Conflict,
            "Money and goods that moved are not taken back like this. Make the entry that sets it right.",
        )),
        Subject::Contact => contacts::restore(tx, recording, change),
        Subject::ContactFact => memory::restore(tx, recording, change),
        Subject::ImportedStock => imports::restore_stock(tx, recording, change),
        Subject::Document => Err(Error::new(
            Code::Conflict,
            "An issued document keeps its number for good. Correct an invoice with a credit note.",
        )),
        Subject::Order => orders::restore(tx, recording, change),
        Subject::Discount => discounts::restore(tx, recording, change),
        Subject::Product | Subject::Variant | Subject::Image | Subject::ImageOrder | Subject::Category => {
            catalog::restore(tx, recording, change)
        }
        Subject::KnowledgeEntry => knowledge_base::restore(tx, recording, change),
        Subject::WaitingEntry => waiting_list::restore(tx, recording, change),
        Subject::SavedFilter => saved_filters::restore(tx, recording, change),
        Subject::StockMovement
        | Subject::LowLevel
        | Subject::Location
        | Subject::Supplier
        | Subject::PurchaseOrder
        | Subject::Receipt
        | Subject::VariantCost
        | Subject::Transfer
        | Subject::Stocktake => stock::restore(tx, recording, change),
    }
}
