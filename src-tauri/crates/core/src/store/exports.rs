//! Table `exports`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::exports::{Export, ExportedLine, ExportedOrder, ImageLink};
use crate::id::{self, Id};
use crate::money::{Currency, Money};

const COLUMNS: &str =
    "id, what, format, folder, state, file_name, byte_count, done, total, error, created_at, finished_at";

fn export(row: &Row<'_>) -> rusqlite::Result<Export> {
    Ok(Export {
        id: row.get("id")?,
        what: row.get("what")?,
        format: row.get("format")?,
        folder: row.get("folder")?,
        state: row.get("state")?,
        file_name: row.get("file_name")?,
        byte_count: row.get("byte_count")?,
        done: row.get("done")?,
        total: row.get("total")?,
        error: row.get("error")?,
        created_at: row.get("created_at")?,
        finished_at: row.get("finished_at")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::Export>) -> Result<Option<Export>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM exports WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, export)
        .optional()?)
}

pub(crate) fn list(connection: &Connection, before: Option<String>, limit: i64) -> Result<Vec<Export>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM exports WHERE :before IS NULL OR id < :before ORDER BY id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(named_params! { ":before": before, ":limit": limit }, export)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, export: &Export) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO exports (id, what, format, folder, state, created_at)
             VALUES (:id, :what, :format, :folder, :state, :created_at)",
        )?
        .execute(named_params! {
            ":id": export.id,
            ":what": export.what,
            ":format": export.format,
            ":folder": export.folder,
            ":state": export.state,
            ":created_at": export.created_at,
        })?;
    Ok(())
}

pub(crate) fn update(tx: &WriteTx<'_>, export: &Export) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE exports SET state = :state, file_name = :file_name, byte_count = :byte_count, done = :done,
                    total = :total, error = :error, finished_at = :finished_at
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": export.id,
            ":state": export.state,
            ":file_name": export.file_name,
            ":byte_count": export.byte_count,
            ":done": export.done,
            ":total": export.total,
            ":error": export.error,
            ":finished_at": export.finished_at,
        })?;
    Ok(())
}

pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<id::Export>) -> Result<()> {
    tx.sql().prepare_cached("DELETE FROM exports WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn each_product_id(
    connection: &Connection,
    visit: &mut dyn FnMut(Id<id::Product>) -> Result<()>,
) -> Result<()> {
    each_id(connection, "SELECT id FROM products ORDER BY search_row", visit)
}

pub(crate) fn most_options(connection: &Connection) -> Result<i64> {
    Ok(connection
        .query_row("SELECT coalesce(max(position), 0) FROM product_options", [], |row| row.get(0))?)
}

pub(crate) fn each_contact_id(
    connection: &Connection,
    visit: &mut dyn FnMut(Id<id::Contact>) -> Result<()>,
) -> Result<()> {
    each_id(connection, "SELECT id FROM contacts ORDER BY id", visit)
}

fn each_id<K: id::Kind>(
    connection: &Connection,
    statement: &str,
    visit: &mut dyn FnMut(Id<K>) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare(statement)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        visit(row.get(0)?)?;
    }
    Ok(())
}

pub(crate) fn image_links(connection: &Connection, product: Id<id::Product>) -> Result<Vec<ImageLink>> {
    let mut statement = connection.prepare_cached(
        "SELECT url, alt, position, variant_id FROM pending_images WHERE product_id = :product
         ORDER BY position, url",
    )?;
    let rows = statement.query_map(named_params! { ":product": product }, |row| {
        Ok(ImageLink {
            url: row.get("url")?,
            alt: row.get("alt")?,
            position: row.get("position")?,
            variant_id: row.get("variant_id")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn each_order(
    connection: &Connection,
    visit: &mut dyn FnMut(ExportedOrder, &str) -> Result<()>,
) -> Result<()> {
    let mut orders = connection.prepare(
        "SELECT o.id, o.number, o.status, o.payment_status, o.placed_at, o.currency, o.subtotal_minor, o.shipping_minor,
                o.discount_minor, o.total_minor, coalesce(c.display_name, '') AS customer
         FROM orders o LEFT JOIN contacts c ON c.id = o.contact_id ORDER BY o.created_at, o.id",
    )?;
    let mut rows = orders.query([])?;
    while let Some(row) = rows.next()? {
        let currency: Currency = row.get("currency")?;
        let money = |column: &str| -> rusqlite::Result<Money> { Ok(Money::new(row.get(column)?, currency)) };
        let id: Id<id::Order> = row.get("id")?;
        let order = ExportedOrder {
            number: row.get("number")?,
            status: row.get("status")?,
            payment_status: row.get("payment_status")?,
            placed_at: row.get("placed_at")?,
            subtotal: money("subtotal_minor")?,
            shipping: money("shipping_minor")?,
            discount: money("discount_minor")?,
            total: money("total_minor")?,
            lines: order_lines(connection, id, currency)?,
        };
        visit(order, &row.get::<_, String>("customer")?)?;
    }
    Ok(())
}

fn order_lines(
    connection: &Connection,
    order: Id<id::Order>,
    currency: Currency,
) -> Result<Vec<ExportedLine>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, sku, title, variant_title, quantity, unit_price_minor FROM line_items
         WHERE order_id = :order ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":order": order }, |row| {
        Ok(ExportedLine {
            position: row.get("position")?,
            sku: row.get("sku")?,
            title: row.get("title")?,
            variant_title: row.get("variant_title")?,
            quantity: row.get("quantity")?,
            unit_price: Money::new(row.get("unit_price_minor")?, currency),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
