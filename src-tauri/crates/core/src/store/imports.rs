//! Tables `imports`, `import_rows`, `pending_images`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::de::DeserializeOwned;

use crate::database::WriteTx;
use crate::error::{Code, Result};
use crate::id::{self, Id};
use crate::imports::{Counts, Import, ImportRow, Outcome, PendingImage};

const COLUMNS: &str = "id, file_name, byte_count, kind, state, reading, options, total, done, resume_at, created, changed,
     unchanged, skipped, rejected, backup_name, operation_id, undo_id, undo_next, undo_left, error_code, error_detail,
     notices, created_at, started_at, finished_at, version";

fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    read(&text)
}

fn read<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn import(row: &Row<'_>) -> rusqlite::Result<Import> {
    let resume_at: Option<String> = row.get("resume_at")?;
    let code: Option<String> = row.get("error_code")?;
    let detail: Option<String> = row.get("error_detail")?;
    let code = code
        .map(|text| Code::ALL.iter().copied().find(|code| code.as_str() == text).unwrap_or(Code::Internal));
    Ok(Import {
        id: row.get("id")?,
        file_name: row.get("file_name")?,
        byte_count: row.get("byte_count")?,
        kind: row.get("kind")?,
        state: row.get("state")?,
        reading: json(row, "reading")?,
        options: json(row, "options")?,
        total: row.get("total")?,
        done: row.get("done")?,
        resume_at: resume_at.map(|text| read(&text)).transpose()?,
        counts: Counts {
            created: row.get("created")?,
            changed: row.get("changed")?,
            unchanged: row.get("unchanged")?,
            skipped: row.get("skipped")?,
            rejected: row.get("rejected")?,
        },
        backup_name: row.get("backup_name")?,
        operation_id: row.get("operation_id")?,
        undo_id: row.get("undo_id")?,
        undo_next: row.get("undo_next")?,
        undo_left: row.get("undo_left")?,
        error: code.map(|code| (code, detail.unwrap_or_default())),
        notices: json(row, "notices")?,
        created_at: row.get("created_at")?,
        started_at: row.get("started_at")?,
        finished_at: row.get("finished_at")?,
        version: row.get("version")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::Import>) -> Result<Option<Import>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM imports WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, import)
        .optional()?)
}

pub(crate) fn list(connection: &Connection, before: Option<String>, limit: i64) -> Result<Vec<Import>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM imports WHERE :before IS NULL OR id < :before ORDER BY id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(named_params! { ":before": before, ":limit": limit }, import)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn of_operation(
    connection: &Connection,
    operation: Id<id::Operation>,
) -> Result<Option<Id<id::Import>>> {
    // There are few imports; an operation is asked for when somebody takes one back.
    Ok(connection
        .prepare_cached("SELECT id FROM imports WHERE operation_id = :operation")?
        .query_row(named_params! { ":operation": operation }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, import: &Import) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO imports (id, file_name, byte_count, kind, state, reading, options, notices, created_at)
             VALUES (:id, :file_name, :byte_count, :kind, :state, '{}', '{}', :notices, :created_at)",
        )?
        .execute(named_params! {
            ":id": import.id,
            ":file_name": import.file_name,
            ":byte_count": import.byte_count,
            ":kind": import.kind,
            ":state": import.state,
            ":notices": serde_json::to_string(&import.notices)?,
            ":created_at": import.created_at,
        })?;
    update(tx, import)
}

pub(crate) fn update(tx: &WriteTx<'_>, import: &Import) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE imports SET kind = :kind, state = :state, reading = :reading, options = :options, total = :total,
                    done = :done, resume_at = :resume_at, created = :created, changed = :changed, unchanged = :unchanged,
                    skipped = :skipped, rejected = :rejected, backup_name = :backup_name, operation_id = :operation_id,
                    undo_id = :undo_id, undo_next = :undo_next, undo_left = :undo_left, error_code = :error_code,
                    error_detail = :error_detail, notices = :notices, started_at = :started_at,
                    finished_at = :finished_at, version = :version
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": import.id,
            ":kind": import.kind,
            ":state": import.state,
            ":reading": import.reading.to_string(),
            ":options": serde_json::to_string(&import.options)?,
            ":total": import.total,
            ":done": import.done,
            ":resume_at": import.resume_at.as_ref().map(ToString::to_string),
            ":created": import.counts.created,
            ":changed": import.counts.changed,
            ":unchanged": import.counts.unchanged,
            ":skipped": import.counts.skipped,
            ":rejected": import.counts.rejected,
            ":backup_name": import.backup_name,
            ":operation_id": import.operation_id,
            ":undo_id": import.undo_id,
            ":undo_next": import.undo_next,
            ":undo_left": import.undo_left,
            ":error_code": import.error.as_ref().map(|(code, _)| code.as_str()),
            ":error_detail": import.error.as_ref().map(|(_, detail)| detail),
            ":notices": serde_json::to_string(&import.notices)?,
            ":started_at": import.started_at,
            ":finished_at": import.finished_at,
            ":version": import.version,
        })?;
    Ok(())
}

pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<id::Import>) -> Result<()> {
    tx.sql().prepare_cached("DELETE FROM imports WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn clear_rows(tx: &WriteTx<'_>, id: Id<id::Import>) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM import_rows WHERE import_id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

/// Writes what becomes (`done`: became) of an entry, in the place of what was planned.
pub(crate) fn put_row(tx: &WriteTx<'_>, id: Id<id::Import>, row: &ImportRow, done: bool) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT OR REPLACE INTO import_rows (import_id, position, first_row, last_row, title, outcome, reason, field,
                                                 subject_id, changes, source, done)
             VALUES (:import_id, :position, :first_row, :last_row, :title, :outcome, :reason, :field,
                     :subject_id, :changes, :source, :done)",
        )?
        .execute(named_params! {
            ":import_id": id,
            ":position": row.position,
            ":first_row": row.first_row,
            ":last_row": row.last_row,
            ":title": row.title,
            ":outcome": row.outcome,
            ":reason": row.reason,
            ":field": row.field,
            ":subject_id": row.subject_id,
            ":changes": serde_json::to_string(&row.changes)?,
            ":source": row.source.as_ref().map(ToString::to_string),
            ":done": done,
        })?;
    Ok(())
}

pub(crate) fn rows(
    connection: &Connection,
    id: Id<id::Import>,
    done: bool,
    outcome: Option<Outcome>,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<ImportRow>> {
    let by_outcome = if outcome.is_some() { "outcome = :outcome" } else { ":outcome IS NULL" };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT position, first_row, last_row, title, outcome, reason, field, subject_id, changes, source
         FROM import_rows
         WHERE import_id = :id AND {by_outcome} AND position > :after AND done = :done
         ORDER BY position LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":id": id,
            ":outcome": outcome,
            ":after": after.unwrap_or(-1),
            ":done": done,
            ":limit": limit,
        },
        |row| {
            let source: Option<String> = row.get("source")?;
            Ok(ImportRow {
                position: row.get("position")?,
                first_row: row.get("first_row")?,
                last_row: row.get("last_row")?,
                title: row.get("title")?,
                outcome: row.get("outcome")?,
                reason: row.get("reason")?,
                field: row.get("field")?,
                subject_id: row.get("subject_id")?,
                changes: json(row, "changes")?,
                source: source.map(|text| read(&text)).transpose()?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn has_location(connection: &Connection, id: Id<id::Location>) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM locations WHERE id = :id")?
        .exists(named_params! { ":id": id })?)
}

pub(crate) fn product_of_handle(connection: &Connection, handle: &str) -> Result<Option<Id<id::Product>>> {
    Ok(connection
        .prepare_cached("SELECT id FROM products WHERE handle = :handle")?
        .query_row(named_params! { ":handle": handle }, |row| row.get(0))
        .optional()?)
}

/// The product that has a variant with this SKU (in any case), and its title.
pub(crate) fn product_of_sku(
    connection: &Connection,
    sku: &str,
) -> Result<Option<(Id<id::Product>, String)>> {
    Ok(connection
        .prepare_cached(
            "SELECT p.id, p.title FROM variants v JOIN products p ON p.id = v.product_id
             WHERE v.sku = :sku COLLATE NOCASE AND v.sku IS NOT NULL LIMIT 1",
        )?
        .query_row(named_params! { ":sku": sku }, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// The product that has a variant with this barcode, and its title. `gtin` as the catalog compares them.
pub(crate) fn product_of_gtin(
    connection: &Connection,
    gtin: &str,
) -> Result<Option<(Id<id::Product>, String)>> {
    Ok(connection
        .prepare_cached(
            "SELECT p.id, p.title FROM variants v JOIN products p ON p.id = v.product_id
             WHERE v.gtin = :gtin AND v.gtin IS NOT NULL LIMIT 1",
        )?
        .query_row(named_params! { ":gtin": gtin }, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Pieces of a variant in one place.
pub(crate) fn on_hand(
    connection: &Connection,
    variant: Id<id::Variant>,
    location: Id<id::Location>,
) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce((SELECT on_hand FROM stock_levels
                              WHERE variant_id = :variant AND location_id = :location), 0)",
        )?
        .query_row(named_params! { ":variant": variant, ":location": location }, |row| row.get(0))?)
}

/// Whether every movement of a variant came with this operation, and nothing else names it: then it can go as if it had
/// never been.
pub(crate) fn only_of_operation(
    connection: &Connection,
    variant: Id<id::Variant>,
    operation: Id<id::Operation>,
) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM stock_movements WHERE variant_id = :variant
                                  AND (reference_kind IS NOT 'import' OR reference_id IS NOT :operation))
                AND NOT EXISTS (SELECT 1 FROM line_items WHERE variant_id = :variant)
                AND NOT EXISTS (SELECT 1 FROM reservations WHERE variant_id = :variant)",
        )?
        .query_row(named_params! { ":variant": variant, ":operation": operation }, |row| row.get(0))?)
}

/// Deletes the movements of a variant that an import being taken back had made (see the trigger in V0013), and what was
/// derived from them.
pub(crate) fn forget_stock(tx: &WriteTx<'_>, variant: Id<id::Variant>) -> Result<()> {
    for table in ["stock_movements", "stock_levels"] {
        tx.sql()
            .prepare_cached(&format!("DELETE FROM {table} WHERE variant_id = :variant"))?
            .execute(named_params! { ":variant": variant })?;
    }
    Ok(())
}

/// A picture to fetch; known links are left as they are. Whether it is new.
pub(crate) fn add_pending_image(
    tx: &WriteTx<'_>,
    product: Id<id::Product>,
    variant: Option<Id<id::Variant>>,
    url: &str,
    position: i64,
    alt: &str,
) -> Result<bool> {
    let added = tx
        .sql()
        .prepare_cached(
            "INSERT INTO pending_images (product_id, url, position, alt, variant_id)
             VALUES (:product, :url, :position, :alt, :variant) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":product": product,
            ":url": url,
            ":position": position,
            ":alt": alt,
            ":variant": variant,
        })?;
    Ok(added > 0)
}

pub(crate) fn count_pending_images(connection: &Connection) -> Result<i64> {
    Ok(connection
        .query_row("SELECT count(*) FROM pending_images WHERE state = 'waiting'", [], |row| row.get(0))?)
}

pub(crate) fn first_location(connection: &Connection) -> Result<Option<Id<id::Location>>> {
    Ok(connection
        .prepare_cached("SELECT id FROM locations WHERE active = 1 ORDER BY position, id LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// A link that was remembered for a product, fetched or not.
pub(crate) fn knows_image(connection: &Connection, product: Id<id::Product>, url: &str) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM pending_images WHERE product_id = :product AND url = :url")?
        .exists(named_params! { ":product": product, ":url": url })?)
}

pub(crate) fn has_images(connection: &Connection, product: Id<id::Product>) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM images WHERE product_id = :product")?
        .exists(named_params! { ":product": product })?)
}

/// Contacts that have one of these as their main e-mail or number.
pub(crate) fn contacts_of(
    connection: &Connection,
    emails: &[String],
    numbers: &[String],
) -> Result<Vec<Id<id::Contact>>> {
    let mut found = Vec::new();
    for (column, texts) in [("email", emails), ("phone", numbers)] {
        let mut statement =
            connection.prepare_cached(&format!("SELECT id FROM contacts WHERE {column} = :text"))?;
        for text in texts {
            let ids = statement
                .query_map(named_params! { ":text": text }, |row| row.get::<_, Id<id::Contact>>(0))?;
            found.extend(ids.collect::<rusqlite::Result<Vec<_>>>()?);
        }
    }
    Ok(found)
}

/// A contact of exactly this name that has no address at all.
pub(crate) fn contact_of_name(connection: &Connection, name: &str) -> Result<Option<Id<id::Contact>>> {
    Ok(connection
        .prepare_cached(
            "SELECT c.id FROM contacts c
             WHERE c.display_name = :name COLLATE NOCASE AND c.email IS NULL AND c.phone IS NULL
               AND NOT EXISTS (SELECT 1 FROM contact_identities i WHERE i.contact_id = c.id)
             ORDER BY c.id LIMIT 1",
        )?
        .query_row(named_params! { ":name": name }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn drop_row(tx: &WriteTx<'_>, id: Id<id::Import>, position: i64) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM import_rows WHERE import_id = :id AND position = :position")?
        .execute(named_params! { ":id": id, ":position": position })?;
    Ok(())
}

/// One entry is written whole or not at all.
pub(crate) fn begin_entry(tx: &WriteTx<'_>) -> Result<()> {
    tx.sql().prepare_cached("SAVEPOINT one_entry")?.execute([])?;
    Ok(())
}

pub(crate) fn end_entry(tx: &WriteTx<'_>, keep: bool) -> Result<()> {
    // SQLite ends the whole transaction by itself on a full disk: then there is nothing to go back to.
    if !keep && !tx.sql().is_autocommit() {
        tx.sql().prepare_cached("ROLLBACK TO one_entry")?.execute([])?;
    }
    if !tx.sql().is_autocommit() {
        tx.sql().prepare_cached("RELEASE one_entry")?.execute([])?;
    }
    Ok(())
}

/// The next picture to fetch; `inline`: only one whose bytes stand in its link.
pub(crate) fn next_pending_image(connection: &Connection, inline: bool) -> Result<Option<PendingImage>> {
    let which = if inline { "AND url LIKE 'data:%'" } else { "" };
    Ok(connection
        .prepare_cached(&format!(
            "SELECT product_id, url, alt, variant_id FROM pending_images
             WHERE state = 'waiting' {which} ORDER BY product_id, position LIMIT 1"
        ))?
        .query_row([], |row| {
            Ok(PendingImage {
                product_id: row.get("product_id")?,
                url: row.get("url")?,
                alt: row.get("alt")?,
                variant_id: row.get("variant_id")?,
            })
        })
        .optional()?)
}

/// Notes what became of a picture: `problem` says why it could not be fetched.
pub(crate) fn settle_pending_image(
    tx: &WriteTx<'_>,
    image: &PendingImage,
    problem: Option<&str>,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE pending_images SET state = :state, problem = :problem
             WHERE product_id = :product AND url = :url",
        )?
        .execute(named_params! {
            ":state": if problem.is_some() { "failed" } else { "fetched" },
            ":problem": problem,
            ":product": image.product_id,
            ":url": image.url,
        })?;
    Ok(())
}

/// Those that failed wait again.
pub(crate) fn retry_pending_images(tx: &WriteTx<'_>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE pending_images SET state = 'waiting', problem = NULL WHERE state = 'failed'")?
        .execute([])?;
    Ok(())
}
