//! Table `contact_facts`: what is remembered of contacts.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::memory::ContactFact;

const FACT: &str = "id, contact_id, kind, about, value, system, message_id, said_at, version";

fn fact(row: &Row<'_>) -> rusqlite::Result<ContactFact> {
    Ok(ContactFact {
        id: row.get("id")?,
        contact_id: row.get("contact_id")?,
        kind: row.get("kind")?,
        about: row.get("about")?,
        value: row.get("value")?,
        system: row.get("system")?,
        message_id: row.get("message_id")?,
        said_at: row.get("said_at")?,
        version: row.get("version")?,
    })
}

/// All of a contact: there are few.
pub(crate) fn of_contact(connection: &Connection, contact: Id<id::Contact>) -> Result<Vec<ContactFact>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {FACT} FROM contact_facts WHERE contact_id = :contact ORDER BY kind, about, said_at, id"
    ))?;
    Ok(statement.query_map(named_params! { ":contact": contact }, fact)?.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn find(connection: &Connection, id: Id<id::ContactFact>) -> Result<Option<ContactFact>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {FACT} FROM contact_facts WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, fact)
        .optional()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, fact: &ContactFact) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO contact_facts (id, contact_id, kind, about, value, system, message_id, said_at, version)
             VALUES (:id, :contact, :kind, :about, :value, :system, :message, :said, :version)",
        )?
        .execute(named_params! {
            ":id": fact.id,
            ":contact": fact.contact_id,
            ":kind": fact.kind,
            ":about": fact.about,
            ":value": fact.value,
            ":system": fact.system,
            ":message": fact.message_id,
            ":said": fact.said_at,
            ":version": fact.version,
        })?;
    Ok(())
}

/// Everything that may change of a fact, its version too.
pub(crate) fn update(tx: &WriteTx<'_>, fact: &ContactFact) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE contact_facts SET about = :about, value = :value, system = :system, message_id = :message,
                    said_at = :said, version = :version
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": fact.id,
            ":about": fact.about,
            ":value": fact.value,
            ":system": fact.system,
            ":message": fact.message_id,
            ":said": fact.said_at,
            ":version": fact.version,
        })?;
    Ok(())
}

pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<id::ContactFact>) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM contact_facts WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}
