//! Table `domain_events`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::DomainEvent;
use crate::id::{Event, Id};

pub(crate) fn insert(tx: &WriteTx<'_>, event: &DomainEvent) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO domain_events (id, at, kind, subject, payload) VALUES (:id, :at, :kind, :subject, :payload)",
        )?
        .execute(named_params! {
            ":id": event.id,
            ":at": event.at,
            ":kind": event.kind.as_str(),
            ":subject": event.subject,
            ":payload": event.payload.to_string(),
        })?;
    Ok(())
}

/// Events after the given one, oldest first.
pub(crate) fn after(connection: &Connection, after: Id<Event>, limit: i64) -> Result<Vec<DomainEvent>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, at, kind, subject, payload FROM domain_events WHERE id > :after ORDER BY id LIMIT :limit",
    )?;
    let mut rows = statement.query(named_params! { ":after": after, ":limit": limit })?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, payload): (String, String) = (row.get("kind")?, row.get("payload")?);
        // What a newer version recorded and this one does not know is left out.
        let Ok(kind) = kind.parse() else { continue };
        events.push(DomainEvent {
            id: row.get("id")?,
            at: row.get("at")?,
            kind,
            subject: row.get("subject")?,
            payload: serde_json::from_str(&payload)?,
        });
    }
    Ok(events)
}

/// Whether the event is still recorded.
pub(crate) fn exists(connection: &Connection, id: Id<Event>) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM domain_events WHERE id = :id")?
        .query_row(named_params! { ":id": id }, |_| Ok(()))
        .optional()?
        .is_some())
}

/// Deletes the oldest events of before a time, at most `limit`.
pub(crate) fn prune(tx: &WriteTx<'_>, before: Timestamp, limit: u32) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached(
            "DELETE FROM domain_events WHERE id IN (
                 SELECT id FROM domain_events WHERE id < :bound AND at < :before ORDER BY id LIMIT :limit)",
        )?
        .execute(named_params! {
            ":bound": Id::<Event>::first_at(before), ":before": before, ":limit": limit,
        })?)
}

#[cfg(test)]
pub(crate) fn tests_subjects(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT subject FROM domain_events ORDER BY id")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
