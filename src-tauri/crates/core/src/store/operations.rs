//! Tables `operations` and `changes`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde_json::Value;

use crate::actor::{Actor, By};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::operations::{Change, Operation};

fn operation(row: &Row<'_>) -> Result<Operation> {
    Ok(Operation {
        id: row.get("id")?,
        kind: row.get("kind")?,
        by: By { actor: row.get("actor")?, name: row.get("actor_name")? },
        details: serde_json::from_str(&row.get::<_, String>("details")?)?,
        change_count: row.get("change_count")?,
        at: row.get("at")?,
        undoes: row.get("undoes")?,
        undone_by: row.get("undone_by")?,
    })
}

fn change(row: &Row<'_>) -> Result<Change> {
    let state = |column: &str| -> Result<Option<Value>> {
        Ok(row.get::<_, Option<String>>(column)?.map(|text| serde_json::from_str(&text)).transpose()?)
    };
    Ok(Change {
        position: row.get("position")?,
        subject: row.get("subject_kind")?,
        subject_id: row.get("subject_id")?,
        before: state("before")?,
        after: state("after")?,
    })
}

pub(crate) fn insert(tx: &WriteTx<'_>, operation: &Operation) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO operations (id, kind, actor, actor_name, details, at, undoes)
             VALUES (:id, :kind, :actor, :name, :details, :at, :undoes)",
        )?
        .execute(named_params! {
            ":id": operation.id,
            ":kind": operation.kind,
            ":actor": operation.by.actor,
            ":name": operation.by.name,
            ":details": operation.details.to_string(),
            ":at": operation.at,
            ":undoes": operation.undoes,
        })?;
    Ok(())
}

pub(crate) fn insert_change(tx: &WriteTx<'_>, id: Id<id::Operation>, change: &Change) -> Result<()> {
    let text = |state: &Option<Value>| state.as_ref().map(Value::to_string);
    tx.sql()
        .prepare_cached(
            "INSERT INTO changes (operation_id, position, subject_kind, subject_id, before, after)
             VALUES (:operation, :position, :subject, :subject_id, :before, :after)",
        )?
        .execute(named_params! {
            ":operation": id,
            ":position": change.position,
            ":subject": change.subject,
            ":subject_id": change.subject_id,
            ":before": text(&change.before),
            ":after": text(&change.after),
        })?;
    Ok(())
}

pub(crate) fn set_count(tx: &WriteTx<'_>, id: Id<id::Operation>, count: i64) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE operations SET change_count = :count WHERE id = :id")?
        .execute(named_params! { ":count": count, ":id": id })?;
    Ok(())
}

pub(crate) fn set_undone(tx: &WriteTx<'_>, id: Id<id::Operation>, by: Id<id::Operation>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE operations SET undone_by = :by WHERE id = :id")?
        .execute(named_params! { ":by": by, ":id": id })?;
    Ok(())
}

const COLUMNS: &str =
    "o.id, o.kind, o.actor, o.actor_name, o.details, o.change_count, o.at, o.undoes, o.undone_by";

pub(crate) fn find(connection: &Connection, id: Id<id::Operation>) -> Result<Option<Operation>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM operations o WHERE o.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok(operation(row)))
        .optional()?
        .transpose()
}

pub(crate) fn list(
    connection: &Connection,
    subject_id: Option<&str>,
    actor: Option<Actor>,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<Operation>> {
    let mut statement = match subject_id {
        Some(_) => connection.prepare_cached(&format!(
            "SELECT DISTINCT {COLUMNS} FROM changes c JOIN operations o ON o.id = c.operation_id
             WHERE c.subject_id = :subject AND (:before IS NULL OR c.operation_id < :before)
               AND (:actor IS NULL OR o.actor = :actor)
             ORDER BY c.operation_id DESC LIMIT :limit"
        ))?,
        None => connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM operations o
             WHERE :subject IS NULL AND (:before IS NULL OR o.id < :before) AND (:actor IS NULL OR o.actor = :actor)
             ORDER BY o.id DESC LIMIT :limit"
        ))?,
    };
    let mut rows = statement.query(named_params! {
        ":subject": subject_id, ":before": before, ":actor": actor, ":limit": limit,
    })?;
    let mut operations = Vec::new();
    while let Some(row) = rows.next()? {
        operations.push(operation(row)?);
    }
    Ok(operations)
}

pub(crate) fn changes(
    connection: &Connection,
    id: Id<id::Operation>,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Change>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, subject_kind, subject_id, before, after FROM changes
         WHERE operation_id = :id AND position > :after ORDER BY position LIMIT :limit",
    )?;
    let mut rows =
        statement.query(named_params! { ":id": id, ":after": after.unwrap_or(-1), ":limit": limit })?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(change(row)?);
    }
    Ok(changes)
}

/// Changes from `from` towards the first.
pub(crate) fn changes_down_from(
    connection: &Connection,
    id: Id<id::Operation>,
    from: i64,
    limit: i64,
) -> Result<Vec<Change>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, subject_kind, subject_id, before, after FROM changes
         WHERE operation_id = :id AND position <= :from ORDER BY position DESC LIMIT :limit",
    )?;
    let mut rows = statement.query(named_params! { ":id": id, ":from": from, ":limit": limit })?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(change(row)?);
    }
    Ok(changes)
}
