//! Table `agent_versions`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::agents::{AgentKey, Version};
use crate::database::WriteTx;
use crate::error::Result;

const VERSION: &str = "version, definition, note, created_at";

fn version(row: &Row<'_>) -> rusqlite::Result<Version> {
    let definition: Option<String> = row.get("definition")?;
    let definition = definition.map(|json| serde_json::from_str(&json)).transpose().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })?;
    Ok(Version {
        version: row.get("version")?,
        definition,
        note: row.get("note")?,
        created_at: row.get("created_at")?,
    })
}

/// The newest publication of each agent that has one.
pub(crate) fn newest(connection: &Connection) -> Result<Vec<(AgentKey, Version)>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT agent_key, {VERSION} FROM agent_versions a
         WHERE version = (SELECT max(version) FROM agent_versions b WHERE b.agent_key = a.agent_key)"
    ))?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>("agent_key")?, version(row)?)))?;
    let mut newest = Vec::new();
    for row in rows {
        let (key, version) = row?;
        // An agent of a newer program stays in the file and takes no part.
        if let Ok(key) = key.parse() {
            newest.push((key, version));
        }
    }
    Ok(newest)
}

/// One publication; without a number the newest.
pub(crate) fn find(connection: &Connection, key: AgentKey, number: Option<i64>) -> Result<Option<Version>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {VERSION} FROM agent_versions WHERE agent_key = :key AND version = coalesce(:version, version)
             ORDER BY version DESC LIMIT 1"
        ))?
        .query_row(named_params! { ":key": key, ":version": number }, version)
        .optional()?)
}

/// The newest first, 500 at most.
pub(crate) fn history(connection: &Connection, key: AgentKey) -> Result<Vec<Version>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {VERSION} FROM agent_versions WHERE agent_key = :key ORDER BY version DESC LIMIT 500"
    ))?;
    Ok(statement.query_map(named_params! { ":key": key }, version)?.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, key: AgentKey, version: &Version) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO agent_versions (agent_key, version, definition, note, created_at)
             VALUES (:key, :version, :definition, :note, :now)",
        )?
        .execute(named_params! {
            ":key": key,
            ":version": version.version,
            ":definition": version.definition.as_ref().map(serde_json::to_string).transpose()?,
            ":note": version.note,
            ":now": version.created_at,
        })?;
    Ok(())
}
