//! Goods that come in: a part of an order to a supplier, or all of it, with what a piece cost.
//!
//! The cost of a variant is its moving average ([`moving_average`]): it gives the stock the value that was paid for it.
//! Taking a receipt back takes its pieces out again and, if nothing changed the cost since, gives the old cost back.

use serde::{Deserialize, Serialize};

use super::ledger::{Cause, enter};
use super::ordering::{PurchaseAction, PurchaseOrder, PurchaseStatus, begin, next};
use super::reservations::LARGEST;
use super::standing::Standing;
use super::{MovementReason, Reference};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Recording, Subject};
use crate::store;

/// Pieces of one line that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineReceived {
    pub line_id: Id<id::PurchaseOrderLine>,
    /// Zero: none of it came yet.
    pub quantity: i64,
    /// What a piece really cost; `None`: as ordered.
    pub unit_cost: Option<i64>,
}

/// What came.
#[derive(Debug, Clone, Default)]
pub struct Receiving {
    pub lines: Vec<LineReceived>,
    pub note: String,
    /// The number on the supplier's paper.
    pub delivery_note: String,
    /// More than ordered is right.
    pub accept_more: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    pub line_id: Id<id::PurchaseOrderLine>,
    pub variant_id: Id<id::Variant>,
    pub quantity: i64,
    pub unit_cost: i64,
}

/// Goods that came in together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: Id<id::Receipt>,
    pub number: i64,
    pub purchase_order_id: Id<id::PurchaseOrder>,
    pub note: String,
    pub delivery_note: String,
    pub actor: Actor,
    pub received_at: Timestamp,
    /// It was entered by mistake; its pieces went out again.
    pub taken_back_at: Option<Timestamp>,
    pub lines: Vec<ReceiptLine>,
}

/// A variant's cost around an operation, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct VariantCost {
    pub cost: Option<i64>,
}

/// What a piece costs on average once `quantity` came at `unit_cost`, rounded half up to the minor unit. Pieces that are
/// owed (a negative stock) have no value.
pub fn moving_average(on_hand: i64, cost: Option<i64>, quantity: i64, unit_cost: i64) -> i64 {
    let Some(cost) = cost else { return unit_cost };
    let (have, came) = (i128::from(on_hand.max(0)), i128::from(quantity));
    if have + came <= 0 {
        return unit_cost;
    }
    let value = have * i128::from(cost) + came * i128::from(unit_cost);
    let pieces = have + came;
    i64::try_from((value * 2 + pieces) / (pieces * 2)).unwrap_or(unit_cost)
}

/// Enters what came of an order.
///
/// # Errors
/// `OverReceipt` when more came than was ordered and that was not accepted; `Conflict` when the order was changed since
/// `version` or its status does not allow it; `Invalid` without pieces, for a line named twice or numbers out of range;
/// `NotFound`.
pub fn receive(
    tx: &mut WriteTx<'_>,
    id: Id<id::PurchaseOrder>,
    version: i64,
    receiving: &Receiving,
) -> Result<PurchaseOrder> {
    let before = begin(tx, id, version, PurchaseAction::Receive)?;
    let mut after = next(tx, &before);
    let lines = came(tx, &mut after, receiving)?;
    let receipt = Receipt {
        id: tx.new_id(),
        number: store::stock::ordering::next_receipt_number(tx.sql())?,
        purchase_order_id: id,
        note: receiving.note.trim().chars().take(5000).collect(),
        delivery_note: receiving.delivery_note.trim().chars().take(200).collect(),
        actor: tx.by().actor,
        received_at: tx.now(),
        taken_back_at: None,
        lines,
    };
    let complete = after.lines.iter().all(|line| line.received >= line.quantity);
    after.status = if complete { PurchaseStatus::Received } else { PurchaseStatus::PartlyReceived };
    let pieces: i64 = receipt.lines.iter().map(|line| line.quantity).sum();
    let details = serde_json::json!({ "number": format!("PO-{}", before.number), "pieces": pieces });
    let mut recording = operations::begin(tx, OperationKind::PurchaseOrderReceived, details)?;
    store::stock::ordering::insert_receipt(tx, &receipt)?;
    store::stock::ordering::save(tx, &after)?;
    recording.change(tx, Subject::PurchaseOrder, id, Some(&before), Some(&after))?;
    recording.change(tx, Subject::Receipt, receipt.id, None, Some(&receipt))?;
    for line in &receipt.lines {
        shelve(tx, &mut recording, &after, &receipt, line)?;
    }
    recording.finish(tx)?;
    tx.emit(EventKind::PurchaseOrderUpdated, id, serde_json::Value::Null)?;
    Ok(after)
}

/// The receipt's lines; what came is added to the order's.
fn came(tx: &WriteTx<'_>, order: &mut PurchaseOrder, receiving: &Receiving) -> Result<Vec<ReceiptLine>> {
    let mut lines: Vec<ReceiptLine> = Vec::new();
    for (i, received) in receiving.lines.iter().enumerate() {
        let LineReceived { line_id, quantity, unit_cost } = *received;
        let at = |field: &str| format!("lines[{i}].{field}");
        if quantity == 0 {
            continue;
        }
        if !(1..=LARGEST).contains(&quantity) {
            return Err(
                Error::invalid("The number of pieces must be between 0 and 1,000,000.").at(at("quantity"))
            );
        }
        if lines.iter().any(|other| other.line_id == line_id) {
            return Err(Error::invalid("This line is named twice.").at(at("line_id")));
        }
        let unknown = || Error::invalid("The order has no such line.").at(at("line_id"));
        let line = order.lines.iter_mut().find(|line| line.id == line_id).ok_or_else(unknown)?;
        let unit_cost = unit_cost.unwrap_or(line.unit_cost);
        if !(0..=100_000_000_000).contains(&unit_cost) {
            return Err(Error::invalid("The cost of a piece cannot be negative.").at(at("unit_cost")));
        }
        if line.received + quantity > line.quantity && !receiving.accept_more {
            let standing = Standing::of(tx, line.variant_id)?;
            let open = (line.quantity - line.received).max(0);
            return Err(Error::new(
                Code::OverReceipt,
                format!(
                    "{}: {quantity} came, and only {open} were still to come. Accept them all the same?",
                    standing.title
                ),
            )
            .at(at("quantity")));
        }
        line.received += quantity;
        lines.push(ReceiptLine { line_id, variant_id: line.variant_id, quantity, unit_cost });
    }
    if lines.is_empty() {
        return Err(Error::invalid("Enter how many pieces came of one line at least.").at("lines"));
    }
    Ok(lines)
}

fn shelve(
    tx: &mut WriteTx<'_>,
    recording: &mut Recording,
    order: &PurchaseOrder,
    receipt: &Receipt,
    line: &ReceiptLine,
) -> Result<()> {
    let standing = Standing::of(tx, line.variant_id)?;
    let cause = Cause {
        unit_cost: Some(line.unit_cost),
        ..Cause::new(MovementReason::Received, Some(Reference::receipt(receipt.id)))
    };
    let movement = enter(tx, line.variant_id, order.location_id, line.quantity, &cause)?;
    recording.change(tx, Subject::StockMovement, movement.id, None, Some(&movement))?;
    let before = VariantCost { cost: store::stock::ordering::cost(tx.sql(), line.variant_id)? };
    let average = moving_average(standing.totals.on_hand, before.cost, line.quantity, line.unit_cost);
    let after = VariantCost { cost: Some(average) };
    if before != after {
        store::stock::ordering::set_cost(tx, line.variant_id, after.cost)?;
        recording.change(tx, Subject::VariantCost, line.variant_id, Some(&before), Some(&after))?;
    }
    standing.changed(tx).map(|_| ())
}
