//! Tables `purchase_orders`, `purchase_order_lines`, `receipts`, `receipt_lines`, and the cost on `variants`.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::Money;
use crate::stock::{
    PurchaseFilter, PurchaseLine, PurchaseLineView, PurchaseOrder, PurchaseOrderListing, PurchaseOrderView,
    Receipt, ReceiptLine,
};

pub(crate) fn next_number(connection: &Connection) -> Result<i64> {
    super::next_number(connection, "SELECT max(number) FROM purchase_orders")
}

pub(crate) fn next_receipt_number(connection: &Connection) -> Result<i64> {
    super::next_number(connection, "SELECT max(number) FROM receipts")
}

fn date(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Date>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| {
        text.parse().map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
        })
    })
    .transpose()
}

pub(crate) fn insert(tx: &WriteTx<'_>, order: &PurchaseOrder) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO purchase_orders (id, number, supplier_id, location_id, status, currency, expected_on, note,
                                          ordered_at, created_at, updated_at, version)
             VALUES (:id, :number, :supplier_id, :location_id, :status, :currency, :expected_on, :note,
                     :ordered_at, :created_at, :updated_at, :version)",
        )?
        .execute(named_params! {
            ":id": order.id,
            ":number": order.number,
            ":supplier_id": order.supplier_id,
            ":location_id": order.location_id,
            ":status": order.status,
            ":currency": order.currency,
            ":expected_on": order.expected_on.map(|date| date.to_string()),
            ":note": order.note,
            ":ordered_at": order.ordered_at,
            ":created_at": order.created_at,
            ":updated_at": order.updated_at,
            ":version": order.version,
        })?;
    insert_lines(tx, order)
}

fn insert_lines(tx: &WriteTx<'_>, order: &PurchaseOrder) -> Result<()> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO purchase_order_lines (id, purchase_order_id, position, variant_id, quantity, received,
                                           unit_cost_minor)
         VALUES (:id, :order, :position, :variant, :quantity, :received, :unit_cost)",
    )?;
    for (position, line) in (1i64..).zip(&order.lines) {
        statement.execute(named_params! {
            ":id": line.id,
            ":order": order.id,
            ":position": position,
            ":variant": line.variant_id,
            ":quantity": line.quantity,
            ":received": line.received,
            ":unit_cost": line.unit_cost,
        })?;
    }
    Ok(())
}

/// Writes all of an order that can change; its lines anew.
pub(crate) fn save(tx: &WriteTx<'_>, order: &PurchaseOrder) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE purchase_orders SET supplier_id = :supplier_id, location_id = :location_id, status = :status,
                    expected_on = :expected_on, note = :note, ordered_at = :ordered_at, updated_at = :updated_at,
                    version = :version
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": order.id,
            ":supplier_id": order.supplier_id,
            ":location_id": order.location_id,
            ":status": order.status,
            ":expected_on": order.expected_on.map(|date| date.to_string()),
            ":note": order.note,
            ":ordered_at": order.ordered_at,
            ":updated_at": order.updated_at,
            ":version": order.version,
        })?;
    tx.sql()
        .prepare_cached("DELETE FROM purchase_order_lines WHERE purchase_order_id = :id")?
        .execute(named_params! { ":id": order.id })?;
    insert_lines(tx, order)
}

pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<id::PurchaseOrder>) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM purchase_orders WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

fn lines(connection: &Connection, id: Id<id::PurchaseOrder>) -> Result<Vec<PurchaseLineView>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, l.variant_id, l.quantity, l.received, l.unit_cost_minor, p.title AS product_title,
                v.title AS variant_title, v.sku, v.barcode,
                (SELECT i.id FROM images i WHERE i.product_id = v.product_id
                 ORDER BY EXISTS (SELECT 1 FROM image_variants a WHERE a.image_id = i.id AND a.variant_id = v.id) DESC,
               i.colour IS v.colour DESC, i.position LIMIT 1) AS image_id
         FROM purchase_order_lines l JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id
         WHERE l.purchase_order_id = :id ORDER BY l.position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        Ok(PurchaseLineView {
            line: PurchaseLine {
                id: row.get("id")?,
                variant_id: row.get("variant_id")?,
                quantity: row.get("quantity")?,
                received: row.get("received")?,
                unit_cost: row.get("unit_cost_minor")?,
            },
            product_title: row.get("product_title")?,
            variant_title: row.get("variant_title")?,
            sku: row.get("sku")?,
            barcode: row.get("barcode")?,
            image_id: row.get("image_id")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn find(connection: &Connection, id: Id<id::PurchaseOrder>) -> Result<Option<PurchaseOrder>> {
    let found = connection
        .prepare_cached(
            "SELECT id, number, supplier_id, location_id, status, currency, expected_on, note, ordered_at, created_at,
                    updated_at, version
             FROM purchase_orders WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(PurchaseOrder {
                id: row.get("id")?,
                number: row.get("number")?,
                supplier_id: row.get("supplier_id")?,
                location_id: row.get("location_id")?,
                status: row.get("status")?,
                currency: row.get("currency")?,
                expected_on: date(row, "expected_on")?,
                note: row.get("note")?,
                ordered_at: row.get("ordered_at")?,
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
                version: row.get("version")?,
                lines: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut order) = found else { return Ok(None) };
    order.lines = lines(connection, id)?.into_iter().map(|view| view.line).collect();
    Ok(Some(order))
}

const LISTING: &str = "o.id, o.number, o.supplier_id, s.name AS supplier_name, o.location_id, c.name AS location_name,
     o.status, o.currency, o.expected_on, o.ordered_at, o.created_at, o.version, o.note,
     (SELECT coalesce(sum(l.quantity), 0) FROM purchase_order_lines l WHERE l.purchase_order_id = o.id) AS pieces,
     (SELECT coalesce(sum(l.received), 0) FROM purchase_order_lines l WHERE l.purchase_order_id = o.id) AS received,
     (SELECT coalesce(sum(l.quantity * l.unit_cost_minor), 0) FROM purchase_order_lines l
      WHERE l.purchase_order_id = o.id) AS total
     FROM purchase_orders o JOIN suppliers s ON s.id = o.supplier_id JOIN locations c ON c.id = o.location_id";

fn listing(row: &Row<'_>) -> rusqlite::Result<PurchaseOrderListing> {
    Ok(PurchaseOrderListing {
        id: row.get("id")?,
        number: row.get("number")?,
        supplier_id: row.get("supplier_id")?,
        supplier_name: row.get("supplier_name")?,
        location_id: row.get("location_id")?,
        location_name: row.get("location_name")?,
        status: row.get("status")?,
        expected_on: date(row, "expected_on")?,
        ordered_at: row.get("ordered_at")?,
        created_at: row.get("created_at")?,
        pieces: row.get("pieces")?,
        received: row.get("received")?,
        total: Money::new(row.get("total")?, row.get("currency")?),
        version: row.get("version")?,
    })
}

pub(crate) fn view(connection: &Connection, id: Id<id::PurchaseOrder>) -> Result<Option<PurchaseOrderView>> {
    let found = connection
        .prepare_cached(&format!("SELECT {LISTING} WHERE o.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(PurchaseOrderView {
                listing: listing(row)?,
                note: row.get("note")?,
                currency: row.get("currency")?,
                lines: Vec::new(),
                receipts: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut order) = found else { return Ok(None) };
    order.lines = lines(connection, id)?;
    order.receipts = receipts(connection, id)?;
    Ok(Some(order))
}

pub(crate) fn list(
    connection: &Connection,
    filter: &PurchaseFilter,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<PurchaseOrderListing>> {
    let statuses = serde_json::to_string(&filter.statuses)?;
    let text = filter.text.as_deref().unwrap_or("").trim().to_lowercase();
    let number = text.trim_start_matches("po-").parse::<i64>().ok();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {LISTING}
         WHERE (:before IS NULL OR o.id < :before)
           AND (:statuses = '[]' OR o.status IN (SELECT value FROM json_each(:statuses)))
           AND (:supplier IS NULL OR o.supplier_id = :supplier)
           AND (:text = '' OR o.number = :number OR instr(lower(s.name), :text) > 0)
         ORDER BY o.id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":before": before,
            ":statuses": statuses,
            ":supplier": filter.supplier_id,
            ":text": text,
            ":number": number,
            ":limit": limit,
        },
        listing,
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert_receipt(tx: &WriteTx<'_>, receipt: &Receipt) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO receipts (id, number, purchase_order_id, note, delivery_note, actor, received_at)
             VALUES (:id, :number, :order, :note, :delivery_note, :actor, :received_at)",
        )?
        .execute(named_params! {
            ":id": receipt.id,
            ":number": receipt.number,
            ":order": receipt.purchase_order_id,
            ":note": receipt.note,
            ":delivery_note": receipt.delivery_note,
            ":actor": receipt.actor,
            ":received_at": receipt.received_at,
        })?;
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO receipt_lines (receipt_id, position, line_id, variant_id, quantity, unit_cost_minor)
         VALUES (:receipt, :position, :line, :variant, :quantity, :unit_cost)",
    )?;
    for (position, line) in (1i64..).zip(&receipt.lines) {
        statement.execute(named_params! {
            ":receipt": receipt.id,
            ":position": position,
            ":line": line.line_id,
            ":variant": line.variant_id,
            ":quantity": line.quantity,
            ":unit_cost": line.unit_cost,
        })?;
    }
    Ok(())
}

/// Marks it as taken back, or not.
pub(crate) fn mark_receipt(tx: &WriteTx<'_>, receipt: &Receipt) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE receipts SET taken_back_at = :at WHERE id = :id")?
        .execute(named_params! { ":id": receipt.id, ":at": receipt.taken_back_at })?;
    Ok(())
}

fn receipt(row: &Row<'_>) -> rusqlite::Result<Receipt> {
    Ok(Receipt {
        id: row.get("id")?,
        number: row.get("number")?,
        purchase_order_id: row.get("purchase_order_id")?,
        note: row.get("note")?,
        delivery_note: row.get("delivery_note")?,
        actor: row.get("actor")?,
        received_at: row.get("received_at")?,
        taken_back_at: row.get("taken_back_at")?,
        lines: Vec::new(),
    })
}

const RECEIPT: &str =
    "SELECT id, number, purchase_order_id, note, delivery_note, actor, received_at, taken_back_at
     FROM receipts";

pub(crate) fn find_receipt(connection: &Connection, id: Id<id::Receipt>) -> Result<Option<Receipt>> {
    let found = connection
        .prepare_cached(&format!("{RECEIPT} WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, receipt)
        .optional()?;
    let Some(mut found) = found else { return Ok(None) };
    found.lines = receipt_lines(connection, id)?;
    Ok(Some(found))
}

fn receipts(connection: &Connection, order: Id<id::PurchaseOrder>) -> Result<Vec<Receipt>> {
    let mut statement =
        connection.prepare_cached(&format!("{RECEIPT} WHERE purchase_order_id = :order ORDER BY id DESC"))?;
    let rows = statement.query_map(named_params! { ":order": order }, receipt)?;
    let mut found: Vec<Receipt> = rows.collect::<rusqlite::Result<_>>()?;
    for receipt in &mut found {
        receipt.lines = receipt_lines(connection, receipt.id)?;
    }
    Ok(found)
}

fn receipt_lines(connection: &Connection, id: Id<id::Receipt>) -> Result<Vec<ReceiptLine>> {
    let mut statement = connection.prepare_cached(
        "SELECT line_id, variant_id, quantity, unit_cost_minor FROM receipt_lines
         WHERE receipt_id = :id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        Ok(ReceiptLine {
            line_id: row.get("line_id")?,
            variant_id: row.get("variant_id")?,
            quantity: row.get("quantity")?,
            unit_cost: row.get("unit_cost_minor")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a piece of a variant costs.
pub(crate) fn cost(connection: &Connection, id: Id<id::Variant>) -> Result<Option<i64>> {
    Ok(connection
        .prepare_cached("SELECT cost_minor FROM variants WHERE id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

pub(crate) fn set_cost(tx: &WriteTx<'_>, id: Id<id::Variant>, cost: Option<i64>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE variants SET cost_minor = :cost, version = version + 1 WHERE id = :id")?
        .execute(named_params! { ":id": id, ":cost": cost })?;
    Ok(())
}
