//! Tables `transfers` and `transfer_lines`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::stock::{Transfer, TransferLine, TransferLineView, TransferListing, TransferStatus, TransferView};

pub(crate) fn next_number(connection: &Connection) -> Result<i64> {
    super::next_number(connection, "SELECT max(number) FROM transfers")
}

pub(crate) fn insert(tx: &WriteTx<'_>, transfer: &Transfer) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO transfers (id, number, from_id, to_id, status, note, sent_at, received_at, version)
             VALUES (:id, :number, :from, :to, :status, :note, :sent_at, :received_at, :version)",
        )?
        .execute(named_params! {
            ":id": transfer.id,
            ":number": transfer.number,
            ":from": transfer.from_id,
            ":to": transfer.to_id,
            ":status": transfer.status,
            ":note": transfer.note,
            ":sent_at": transfer.sent_at,
            ":received_at": transfer.received_at,
            ":version": transfer.version,
        })?;
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO transfer_lines (id, transfer_id, position, variant_id, quantity, received)
         VALUES (:id, :transfer, :position, :variant, :quantity, :received)",
    )?;
    for (position, line) in (1i64..).zip(&transfer.lines) {
        statement.execute(named_params! {
            ":id": line.id,
            ":transfer": transfer.id,
            ":position": position,
            ":variant": line.variant_id,
            ":quantity": line.quantity,
            ":received": line.received,
        })?;
    }
    Ok(())
}

/// Writes the status and what arrived.
pub(crate) fn save(tx: &WriteTx<'_>, transfer: &Transfer) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE transfers SET status = :status, received_at = :received_at, version = :version WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": transfer.id,
            ":status": transfer.status,
            ":received_at": transfer.received_at,
            ":version": transfer.version,
        })?;
    let mut statement =
        tx.sql().prepare_cached("UPDATE transfer_lines SET received = :received WHERE id = :id")?;
    for line in &transfer.lines {
        statement.execute(named_params! { ":id": line.id, ":received": line.received })?;
    }
    Ok(())
}

fn lines(connection: &Connection, id: Id<id::Transfer>) -> Result<Vec<TransferLineView>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, l.variant_id, l.quantity, l.received, p.title AS product_title,
                v.title AS variant_title, v.sku
         FROM transfer_lines l JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id
         WHERE l.transfer_id = :id ORDER BY l.position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        Ok(TransferLineView {
            line: TransferLine {
                id: row.get("id")?,
                variant_id: row.get("variant_id")?,
                quantity: row.get("quantity")?,
                received: row.get("received")?,
            },
            product_title: row.get("product_title")?,
            variant_title: row.get("variant_title")?,
            sku: row.get("sku")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const LISTING: &str =
    "t.id, t.number, t.from_id, f.name AS from_name, t.to_id, g.name AS to_name, t.status, t.note,
     t.sent_at, t.received_at, t.version,
     (SELECT sum(l.quantity) FROM transfer_lines l WHERE l.transfer_id = t.id) AS pieces,
     (SELECT sum(l.received) FROM transfer_lines l WHERE l.transfer_id = t.id) AS received
     FROM transfers t JOIN locations f ON f.id = t.from_id JOIN locations g ON g.id = t.to_id";

fn listing(row: &Row<'_>) -> rusqlite::Result<TransferListing> {
    Ok(TransferListing {
        id: row.get("id")?,
        number: row.get("number")?,
        from: (row.get("from_id")?, row.get("from_name")?),
        to: (row.get("to_id")?, row.get("to_name")?),
        status: row.get("status")?,
        note: row.get("note")?,
        pieces: row.get("pieces")?,
        received: row.get("received")?,
        sent_at: row.get("sent_at")?,
        received_at: row.get("received_at")?,
        version: row.get("version")?,
    })
}

pub(crate) fn view(connection: &Connection, id: Id<id::Transfer>) -> Result<Option<TransferView>> {
    let found = connection
        .prepare_cached(&format!("SELECT {LISTING} WHERE t.id = :id"))?
        .query_row(named_params! { ":id": id }, listing)
        .optional()?;
    let Some(listing) = found else { return Ok(None) };
    Ok(Some(TransferView { listing, lines: lines(connection, id)? }))
}

pub(crate) fn find(connection: &Connection, id: Id<id::Transfer>) -> Result<Option<Transfer>> {
    let Some(TransferView { listing, lines }) = view(connection, id)? else { return Ok(None) };
    Ok(Some(Transfer {
        id: listing.id,
        number: listing.number,
        from_id: listing.from.0,
        to_id: listing.to.0,
        status: listing.status,
        note: listing.note,
        sent_at: listing.sent_at,
        received_at: listing.received_at,
        version: listing.version,
        lines: lines.into_iter().map(|view| view.line).collect(),
    }))
}

pub(crate) fn list(
    connection: &Connection,
    statuses: &[TransferStatus],
    before: Option<String>,
    limit: i64,
) -> Result<Vec<TransferListing>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {LISTING}
         WHERE (:before IS NULL OR t.id < :before)
           AND (:statuses = '[]' OR t.status IN (SELECT value FROM json_each(:statuses)))
         ORDER BY t.id DESC LIMIT :limit"
    ))?;
    let statuses = serde_json::to_string(statuses)?;
    let rows = statement
        .query_map(named_params! { ":before": before, ":statuses": statuses, ":limit": limit }, listing)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
