//! Goods that go from one place to another: in transit → received, perhaps in parts; or back.
//!
//! What is under way stands in no place. Closing a transfer with pieces missing leaves them out of the stock: they are lost.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::ledger::{Cause, enter};
use super::reservations::LARGEST;
use super::standing::Standing;
use super::{Location, MovementReason, Reference, locations};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Recording, Subject};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    pub enum TransferStatus {
        InTransit = "in_transit",
        PartlyReceived = "partly_received",
        Received = "received",
        Cancelled = "cancelled",
    }
}

crate::text_enum! {
    pub enum TransferAction {
        Receive = "receive",
        /// What did not arrive is lost.
        Close = "close",
        /// What is under way goes back.
        Cancel = "cancel",
    }
}

/// What can be done with a transfer in a status.
pub const fn transfer_actions(status: TransferStatus) -> &'static [TransferAction] {
    use TransferAction::{Cancel, Close, Receive};
    match status {
        TransferStatus::InTransit | TransferStatus::PartlyReceived => &[Receive, Close, Cancel],
        TransferStatus::Received | TransferStatus::Cancelled => &[],
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferLine {
    pub id: Id<id::TransferLine>,
    pub variant_id: Id<id::Variant>,
    pub quantity: i64,
    pub received: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    pub id: Id<id::Transfer>,
    /// Shown as "TR-1001".
    pub number: i64,
    pub from_id: Id<id::Location>,
    pub to_id: Id<id::Location>,
    pub status: TransferStatus,
    pub note: String,
    pub sent_at: Timestamp,
    /// When the last of it arrived.
    pub received_at: Option<Timestamp>,
    pub version: i64,
    pub lines: Vec<TransferLine>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransferListing {
    pub id: Id<id::Transfer>,
    pub number: i64,
    pub from: (Id<id::Location>, String),
    pub to: (Id<id::Location>, String),
    pub status: TransferStatus,
    pub note: String,
    pub pieces: i64,
    pub received: i64,
    pub sent_at: Timestamp,
    pub received_at: Option<Timestamp>,
    pub version: i64,
}

/// A line with what people call its variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransferLineView {
    pub line: TransferLine,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransferView {
    pub listing: TransferListing,
    pub lines: Vec<TransferLineView>,
}

#[derive(Debug, Clone)]
pub struct NewTransfer {
    pub from_id: Id<id::Location>,
    pub to_id: Id<id::Location>,
    pub note: String,
    /// Variants and pieces.
    pub lines: Vec<(Id<id::Variant>, i64)>,
    /// They were carried over already.
    pub receive_now: bool,
}

/// Pieces of one line that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferReceived {
    pub line_id: Id<id::TransferLine>,
    pub quantity: i64,
}

/// Takes goods out of one place, on their way to another.
///
/// # Errors
/// `OutOfStock` when fewer are there and not promised there; `Invalid` for the same place twice, no lines, or numbers out
/// of range; `NotFound`.
pub fn send(tx: &mut WriteTx<'_>, new: &NewTransfer) -> Result<Transfer> {
    let (from, to) = (locations::location(tx.sql(), new.from_id)?, locations::location(tx.sql(), new.to_id)?);
    if from.id == to.id {
        return Err(Error::invalid("Goods go from one place to another, not to the same.").at("to_id"));
    }
    if !to.active {
        return Err(Error::invalid(format!("'{}' is out of use.", to.name)).at("to_id"));
    }
    let mut transfer = Transfer {
        id: tx.new_id(),
        number: store::stock::transfers::next_number(tx.sql())?,
        from_id: from.id,
        to_id: to.id,
        status: TransferStatus::InTransit,
        note: new.note.trim().chars().take(5000).collect(),
        sent_at: tx.now(),
        received_at: None,
        version: 1,
        lines: lines(tx, &new.lines)?,
    };
    let all: Vec<(usize, i64)> = if new.receive_now {
        transfer.lines.iter().map(|line| line.quantity).enumerate().collect()
    } else {
        Vec::new()
    };
    if new.receive_now {
        arrive(tx, &mut transfer, &all);
    }
    store::stock::transfers::insert(tx, &transfer)?;
    let pieces: i64 = transfer.lines.iter().map(|line| line.quantity).sum();
    let mut recording =
        operations::begin(tx, OperationKind::TransferSent, details(&transfer, &from, &to, pieces))?;
    recording.change(tx, Subject::Transfer, transfer.id, None, Some(&transfer))?;
    for (i, line) in transfer.lines.iter().enumerate() {
        let standing = Standing::of(tx, line.variant_id)?;
        let (on_hand, reserved) = store::stock::levels::level(tx.sql(), line.variant_id, from.id)?;
        if on_hand - reserved < line.quantity {
            return Err(standing
                .shortage(line.quantity, on_hand - reserved)
                .at(format!("lines[{i}].quantity")));
        }
        put_down(tx, &mut recording, &transfer, line.variant_id, from.id, -line.quantity)?;
        if new.receive_now {
            put_down(tx, &mut recording, &transfer, line.variant_id, to.id, line.quantity)?;
        }
        standing.changed(tx)?;
    }
    recording.finish(tx)?;
    tx.emit(EventKind::TransferUpdated, transfer.id, serde_json::Value::Null)?;
    Ok(transfer)
}

fn lines(tx: &mut WriteTx<'_>, new: &[(Id<id::Variant>, i64)]) -> Result<Vec<TransferLine>> {
    if new.is_empty() || new.len() > 500 {
        return Err(Error::invalid("A transfer has between 1 and 500 lines.").at("lines"));
    }
    let mut made: Vec<TransferLine> = Vec::new();
    for (i, (variant_id, quantity)) in new.iter().enumerate() {
        if !(1..=LARGEST).contains(quantity) {
            return Err(Error::invalid("The number of pieces must be between 1 and 1,000,000.")
                .at(format!("lines[{i}].quantity")));
        }
        if made.iter().any(|other| other.variant_id == *variant_id) {
            return Err(Error::invalid("This variant stands in the transfer twice.")
                .at(format!("lines[{i}].variant_id")));
        }
        made.push(TransferLine {
            id: tx.new_id(),
            variant_id: *variant_id,
            quantity: *quantity,
            received: 0,
        });
    }
    Ok(made)
}

fn details(transfer: &Transfer, from: &Location, to: &Location, pieces: i64) -> serde_json::Value {
    serde_json::json!({
        "number": format!("TR-{}", transfer.number), "from": from.name, "to": to.name, "pieces": pieces,
    })
}

fn put_down(
    tx: &mut WriteTx<'_>,
    recording: &mut Recording,
    transfer: &Transfer,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
    quantity: i64,
) -> Result<()> {
    let cause =
        Cause::new(MovementReason::Transferred, Some(Reference::transfer(transfer.id))).noted(&transfer.note);
    let movement = enter(tx, variant_id, location_id, quantity, &cause)?;
    recording.change(tx, Subject::StockMovement, movement.id, None, Some(&movement))
}

/// Adds what arrived to the lines, and says what the transfer is then.
fn arrive(tx: &WriteTx<'_>, transfer: &mut Transfer, arrived: &[(usize, i64)]) {
    for (i, quantity) in arrived {
        transfer.lines[*i].received += quantity;
    }
    let complete = transfer.lines.iter().all(|line| line.received == line.quantity);
    transfer.status = if complete { TransferStatus::Received } else { TransferStatus::PartlyReceived };
    transfer.received_at = complete.then_some(tx.now());
}

/// Puts what arrived on the shelves of the other place; without lines: all that is under way.
///
/// # Errors
/// `Conflict` when it was changed since `version` or its status does not allow it; `Invalid` for more than is under way;
/// `NotFound`.
pub fn receive_transfer(
    tx: &mut WriteTx<'_>,
    id: Id<id::Transfer>,
    version: i64,
    received: Option<&[TransferReceived]>,
) -> Result<Transfer> {
    let before = begin(tx, id, version, TransferAction::Receive)?;
    let mut after = Transfer { version: version + 1, ..before.clone() };
    let arrived = arrived(&before, received)?;
    arrive(tx, &mut after, &arrived);
    let to = before.to_id;
    let moved = arrived.iter().map(|(i, quantity)| (before.lines[*i].variant_id, to, *quantity)).collect();
    settle(tx, OperationKind::TransferReceived, &before, &after, moved)?;
    Ok(after)
}

fn arrived(transfer: &Transfer, received: Option<&[TransferReceived]>) -> Result<Vec<(usize, i64)>> {
    let Some(received) = received else {
        let open = transfer.lines.iter().map(|line| line.quantity - line.received).enumerate();
        return Ok(open.filter(|(_, quantity)| *quantity > 0).collect());
    };
    let mut arrived: Vec<(usize, i64)> = Vec::new();
    for (n, entry) in received.iter().enumerate() {
        if entry.quantity == 0 {
            continue;
        }
        let at = |field: &str| format!("lines[{n}].{field}");
        let found = transfer.lines.iter().position(|line| line.id == entry.line_id);
        let Some(i) = found.filter(|i| arrived.iter().all(|(other, _)| other != i)) else {
            return Err(
                Error::invalid("The transfer has no such line, or it is named twice.").at(at("line_id"))
            );
        };
        let open = transfer.lines[i].quantity - transfer.lines[i].received;
        if !(1..=open).contains(&entry.quantity) {
            return Err(Error::invalid(format!("{open} of this are under way.")).at(at("quantity")));
        }
        arrived.push((i, entry.quantity));
    }
    if arrived.is_empty() {
        return Err(Error::invalid("Enter how many pieces arrived of one line at least.").at("lines"));
    }
    Ok(arrived)
}

/// Nothing more will arrive: what is missing is lost.
///
/// # Errors
/// As [`receive_transfer`].
pub fn close_transfer(tx: &mut WriteTx<'_>, id: Id<id::Transfer>, version: i64) -> Result<Transfer> {
    let before = begin(tx, id, version, TransferAction::Close)?;
    let after = Transfer {
        status: TransferStatus::Received,
        received_at: Some(tx.now()),
        version: version + 1,
        ..before.clone()
    };
    settle(tx, OperationKind::TransferClosed, &before, &after, Vec::new())?;
    Ok(after)
}

/// What is under way goes back to where it came from.
///
/// # Errors
/// As [`receive_transfer`].
pub fn cancel_transfer(tx: &mut WriteTx<'_>, id: Id<id::Transfer>, version: i64) -> Result<Transfer> {
    let before = begin(tx, id, version, TransferAction::Cancel)?;
    let some_arrived = before.lines.iter().any(|line| line.received > 0);
    let after = Transfer {
        status: if some_arrived { TransferStatus::Received } else { TransferStatus::Cancelled },
        received_at: some_arrived.then_some(tx.now()),
        version: version + 1,
        ..before.clone()
    };
    let back = before
        .lines
        .iter()
        .map(|line| (line.variant_id, before.from_id, line.quantity - line.received))
        .filter(|(.., quantity)| *quantity > 0)
        .collect();
    settle(tx, OperationKind::TransferCancelled, &before, &after, back)?;
    Ok(after)
}

fn begin(tx: &WriteTx<'_>, id: Id<id::Transfer>, version: i64, action: TransferAction) -> Result<Transfer> {
    let transfer = found(tx.sql(), id)?;
    if transfer.version != version {
        return Err(Error::new(Code::Conflict, "This transfer was changed meanwhile. Look at it again."));
    }
    if !transfer_actions(transfer.status).contains(&action) {
        let is = if transfer.status == TransferStatus::Received { "has arrived" } else { "was cancelled" };
        return Err(Error::new(Code::Conflict, format!("TR-{} {is} already.", transfer.number)));
    }
    Ok(transfer)
}

fn settle(
    tx: &mut WriteTx<'_>,
    kind: OperationKind,
    before: &Transfer,
    after: &Transfer,
    moved: Vec<(Id<id::Variant>, Id<id::Location>, i64)>,
) -> Result<()> {
    let (from, to) =
        (locations::location(tx.sql(), before.from_id)?, locations::location(tx.sql(), before.to_id)?);
    let pieces = moved.iter().map(|(.., quantity)| quantity).sum();
    store::stock::transfers::save(tx, after)?;
    let mut recording = operations::begin(tx, kind, details(before, &from, &to, pieces))?;
    recording.change(tx, Subject::Transfer, before.id, Some(before), Some(after))?;
    for (variant_id, location_id, quantity) in moved {
        let standing = Standing::of(tx, variant_id)?;
        put_down(tx, &mut recording, before, variant_id, location_id, quantity)?;
        standing.changed(tx)?;
    }
    recording.finish(tx)?;
    tx.emit(EventKind::TransferUpdated, before.id, serde_json::Value::Null)
}

pub(super) fn found(connection: &Connection, id: Id<id::Transfer>) -> Result<Transfer> {
    store::stock::transfers::find(connection, id)?.ok_or_else(|| Error::not_found("transfer"))
}

/// A transfer with all that its screen shows.
///
/// # Errors
/// `NotFound`.
pub fn transfer(connection: &Connection, id: Id<id::Transfer>) -> Result<TransferView> {
    store::stock::transfers::view(connection, id)?.ok_or_else(|| Error::not_found("transfer"))
}

/// Transfers in these statuses (none: all), the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn transfers(
    connection: &Connection,
    statuses: &[TransferStatus],
    page: &PageRequest,
) -> Result<Page<TransferListing>> {
    let rows =
        store::stock::transfers::list(connection, statuses, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}
