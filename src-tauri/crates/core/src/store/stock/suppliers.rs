//! Table `suppliers`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::stock::{Supplier, SupplierFields, SupplierListing};

const LISTING: &str =
    "s.id, s.name, s.contact_name, s.email, s.phone, s.website, s.note, s.lead_time_days, s.archived,
     s.created_at, s.version,
     (SELECT count(*) FROM purchase_orders o WHERE o.supplier_id = s.id
      AND o.status IN ('ordered', 'partly_received')) AS open_orders";

fn listing(row: &Row<'_>) -> rusqlite::Result<SupplierListing> {
    Ok(SupplierListing {
        supplier: Supplier {
            id: row.get("id")?,
            fields: SupplierFields {
                name: row.get("name")?,
                contact_name: row.get("contact_name")?,
                email: row.get("email")?,
                phone: row.get("phone")?,
                website: row.get("website")?,
                note: row.get("note")?,
                lead_time_days: row.get("lead_time_days")?,
                archived: row.get("archived")?,
            },
            created_at: row.get("created_at")?,
            version: row.get("version")?,
        },
        open_orders: row.get("open_orders")?,
    })
}

pub(crate) fn insert(tx: &WriteTx<'_>, supplier: &Supplier) -> Result<()> {
    let fields = &supplier.fields;
    tx.sql()
        .prepare_cached(
            "INSERT INTO suppliers (id, name, contact_name, email, phone, website, note, lead_time_days, archived,
                                    created_at, version)
             VALUES (:id, :name, :contact_name, :email, :phone, :website, :note, :lead_time_days, :archived,
                     :created_at, :version)",
        )?
        .execute(named_params! {
            ":id": supplier.id,
            ":name": fields.name,
            ":contact_name": fields.contact_name,
            ":email": fields.email,
            ":phone": fields.phone,
            ":website": fields.website,
            ":note": fields.note,
            ":lead_time_days": fields.lead_time_days,
            ":archived": fields.archived,
            ":created_at": supplier.created_at,
            ":version": supplier.version,
        })?;
    Ok(())
}

pub(crate) fn update(tx: &WriteTx<'_>, supplier: &Supplier) -> Result<()> {
    let fields = &supplier.fields;
    tx.sql()
        .prepare_cached(
            "UPDATE suppliers SET name = :name, contact_name = :contact_name, email = :email, phone = :phone,
                    website = :website, note = :note, lead_time_days = :lead_time_days, archived = :archived,
                    version = :version
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": supplier.id,
            ":name": fields.name,
            ":contact_name": fields.contact_name,
            ":email": fields.email,
            ":phone": fields.phone,
            ":website": fields.website,
            ":note": fields.note,
            ":lead_time_days": fields.lead_time_days,
            ":archived": fields.archived,
            ":version": supplier.version,
        })?;
    Ok(())
}

/// Removes one that was never ordered from; `false` when it was.
pub(crate) fn delete_unused(tx: &WriteTx<'_>, id: Id<id::Supplier>) -> Result<bool> {
    let removed = tx
        .sql()
        .prepare_cached(
            "DELETE FROM suppliers WHERE id = :id
               AND NOT EXISTS (SELECT 1 FROM purchase_orders WHERE supplier_id = :id)",
        )?
        .execute(named_params! { ":id": id })?;
    Ok(removed > 0)
}

pub(crate) fn find(connection: &Connection, id: Id<id::Supplier>) -> Result<Option<SupplierListing>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {LISTING} FROM suppliers s WHERE s.id = :id"))?
        .query_row(named_params! { ":id": id }, listing)
        .optional()?)
}

pub(crate) fn by_name(connection: &Connection, name: &str) -> Result<Option<Id<id::Supplier>>> {
    Ok(connection
        .prepare_cached("SELECT id FROM suppliers WHERE name = :name COLLATE NOCASE")?
        .query_row(named_params! { ":name": name }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn list(connection: &Connection, text: &str, archived: bool) -> Result<Vec<SupplierListing>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {LISTING} FROM suppliers s
         WHERE (:archived OR s.archived = 0)
           AND (:text = '' OR instr(lower(s.name || ' ' || s.contact_name), lower(:text)) > 0)
         ORDER BY s.name COLLATE NOCASE, s.id LIMIT 500"
    ))?;
    let rows = statement.query_map(named_params! { ":text": text, ":archived": archived }, listing)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
