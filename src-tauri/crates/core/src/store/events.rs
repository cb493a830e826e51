//! Table `domain_events`.

use rusqlite::named_params;

use crate::database::WriteTx;
use crate::error::Result;
use crate::event::DomainEvent;

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

#[cfg(test)]
pub(crate) fn tests_subjects(connection: &rusqlite::Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT subject FROM domain_events ORDER BY id")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
