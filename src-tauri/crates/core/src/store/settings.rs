//! Table `settings`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;

#[derive(PartialEq)]
pub(crate) struct SettingRow {
    pub value: String,
    pub version: i64,
    pub updated_at: Timestamp,
}

fn row(row: &Row<'_>) -> rusqlite::Result<SettingRow> {
    Ok(SettingRow {
        value: row.get("value")?,
        version: row.get("version")?,
        updated_at: row.get("updated_at")?,
    })
}

pub(crate) fn find(connection: &Connection, key: &str) -> Result<Option<SettingRow>> {
    Ok(connection
        .prepare_cached("SELECT value, version, updated_at FROM settings WHERE key = :key")?
        .query_row(named_params! { ":key": key }, row)
        .optional()?)
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<(String, SettingRow)>> {
    let mut statement = connection.prepare_cached("SELECT key, value, version, updated_at FROM settings")?;
    let rows = statement.query_map([], |r| Ok((r.get("key")?, row(r)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes the document as version `expected + 1`, unless the stored version is another (0: no row).
pub(crate) fn replace(tx: &WriteTx<'_>, key: &str, value: &str, expected: i64) -> Result<bool> {
    let changed = if expected == 0 {
        tx.sql()
            .prepare_cached(
                "INSERT INTO settings (key, value, version, updated_at) VALUES (:key, :value, 1, :now)
                 ON CONFLICT (key) DO NOTHING",
            )?
            .execute(named_params! { ":key": key, ":value": value, ":now": tx.now() })?
    } else {
        tx.sql()
            .prepare_cached(
                "UPDATE settings SET value = :value, version = version + 1, updated_at = :now
                 WHERE key = :key AND version = :expected",
            )?
            .execute(
                named_params! { ":key": key, ":value": value, ":now": tx.now(), ":expected": expected },
            )?
    };
    Ok(changed == 1)
}
