//! Tables `bulk_edits` and `bulk_targets`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::catalog::bulk::{BulkChange, BulkEdit, Target};
use crate::error::Result;
use crate::id::{self, Id};

pub(crate) fn insert(connection: &Connection, edit: &BulkEdit, changes: &[BulkChange]) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO bulk_edits (id, operation_id, changes, state, total, done, products, variants, skipped,
                                     started_at, ended_at)
             VALUES (:id, :operation_id, :changes, :state, :total, :done, :products, :variants, :skipped,
                     :started_at, :ended_at)",
        )?
        .execute(named_params! {
            ":id": edit.id,
            ":operation_id": edit.operation_id,
            ":changes": serde_json::to_string(changes)?,
            ":state": edit.state,
            ":total": edit.total,
            ":done": edit.done,
            ":products": edit.products,
            ":variants": edit.variants,
            ":skipped": edit.skipped,
            ":started_at": edit.started_at,
            ":ended_at": edit.ended_at,
        })?;
    Ok(())
}

pub(crate) fn insert_targets(
    connection: &Connection,
    id: Id<id::BulkEdit>,
    targets: &[Target],
) -> Result<()> {
    for (i, target) in targets.iter().enumerate() {
        connection
            .prepare_cached(
                "INSERT INTO bulk_targets (bulk_edit_id, position, product_id, variant_ids)
                 VALUES (:id, :position, :product_id, :variant_ids)",
            )?
            .execute(named_params! {
                ":id": id,
                ":position": i64::try_from(i).unwrap_or(i64::MAX),
                ":product_id": target.product_id,
                ":variant_ids": target.variant_ids.as_ref().map(serde_json::to_string).transpose()?,
            })?;
    }
    Ok(())
}

/// The targets from a position on.
pub(crate) fn targets(
    connection: &Connection,
    id: Id<id::BulkEdit>,
    from: i64,
    limit: i64,
) -> Result<Vec<Target>> {
    let mut statement = connection.prepare_cached(
        "SELECT product_id, variant_ids FROM bulk_targets
         WHERE bulk_edit_id = :id AND position >= :from ORDER BY position LIMIT :limit",
    )?;
    let mut rows = statement.query(named_params! { ":id": id, ":from": from, ":limit": limit })?;
    let mut targets = Vec::new();
    while let Some(row) = rows.next()? {
        let variant_ids: Option<String> = row.get("variant_ids")?;
        targets.push(Target {
            product_id: row.get("product_id")?,
            variant_ids: variant_ids.map(|text| serde_json::from_str(&text)).transpose()?,
        });
    }
    Ok(targets)
}

pub(crate) fn delete_targets(connection: &Connection, id: Id<id::BulkEdit>) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM bulk_targets WHERE bulk_edit_id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn changes(connection: &Connection, id: Id<id::BulkEdit>) -> Result<Vec<BulkChange>> {
    let text: String = connection
        .prepare_cached("SELECT changes FROM bulk_edits WHERE id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?;
    Ok(serde_json::from_str(&text)?)
}

pub(crate) fn find(connection: &Connection, id: Id<id::BulkEdit>) -> Result<Option<BulkEdit>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, operation_id, state, total, done, products, variants, skipped, started_at, ended_at
             FROM bulk_edits WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(BulkEdit {
                id: row.get("id")?,
                operation_id: row.get("operation_id")?,
                state: row.get("state")?,
                total: row.get("total")?,
                done: row.get("done")?,
                products: row.get("products")?,
                variants: row.get("variants")?,
                skipped: row.get("skipped")?,
                started_at: row.get("started_at")?,
                ended_at: row.get("ended_at")?,
            })
        })
        .optional()?)
}

/// Writes how far an edit is.
pub(crate) fn update(connection: &Connection, edit: &BulkEdit) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE bulk_edits SET state = :state, done = :done, products = :products, variants = :variants,
                    skipped = :skipped, ended_at = :ended_at WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": edit.id,
            ":state": edit.state,
            ":done": edit.done,
            ":products": edit.products,
            ":variants": edit.variants,
            ":skipped": edit.skipped,
            ":ended_at": edit.ended_at,
        })?;
    Ok(())
}
