//! Opening and migrating the file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

mod embedded {
    refinery::embed_migrations!("../../../migrations");
}

/// The newest migration this program knows.
pub const LATEST_MIGRATION: u32 = 7;

/// "Habd": tells a shop's file from any other SQLite file (`PRAGMA application_id`).
const APPLICATION_ID: i32 = 0x4861_6264;

/// Sizes that trade memory for speed.
#[derive(Debug, Clone, Copy)]
pub struct Pragmas {
    /// Page cache of the writer and of each reader, in KiB.
    pub writer_cache_kib: u32,
    pub reader_cache_kib: u32,
    /// How much of the file's beginning readers see through a memory map, in KiB. A reader's own cache is void after every
    /// commit; the map is not, and costs no copy. What is touched of it counts as resident.
    pub reader_map_kib: u32,
    /// How long to wait for another process's lock.
    pub busy_timeout: Duration,
}

impl Default for Pragmas {
    fn default() -> Self {
        Self {
            writer_cache_kib: 20 * 1024,
            reader_cache_kib: 4 * 1024,
            reader_map_kib: 48 * 1024,
            busy_timeout: Duration::from_secs(5),
        }
    }
}

/// What opening did.
#[derive(Debug, Clone, Serialize)]
pub struct MigrationReport {
    /// The schema's version before; 0 for a new file.
    pub from: u32,
    pub to: u32,
    /// The copy that was made before anything changed.
    pub backup: Option<PathBuf>,
}

pub(super) fn writable(path: &Path, pragmas: &Pragmas) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(pragmas.busy_timeout)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != APPLICATION_ID {
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if application != 0 || tables != 0 {
            return Err(Error::new(
                Code::DatabaseCorrupt,
                "This SQLite file was not made by Haberdash; it was not touched.",
            ));
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    common(&connection, pragmas.writer_cache_kib)?;
    Ok(connection)
}

pub(super) fn readable(path: &Path, pragmas: &Pragmas) -> Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI,
    )?;
    connection.busy_timeout(pragmas.busy_timeout)?;
    connection.pragma_update(None, "mmap_size", i64::from(pragmas.reader_map_kib) * 1024)?;
    common(&connection, pragmas.reader_cache_kib)?;
    Ok(connection)
}

fn common(connection: &Connection, cache_kib: u32) -> Result<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -i64::from(cache_kib))?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(())
}

/// The schema's version, 0 for an empty file.
pub(super) fn version(connection: &Connection) -> Result<u32> {
    let known: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'refinery_schema_history')",
        [],
        |row| row.get(0),
    )?;
    if !known {
        return Ok(0);
    }
    Ok(connection
        .query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |row| row.get(0))?)
}

/// Brings the schema up to date. The file is copied first; the copy stays under `backups/`.
pub(super) fn migrate(connection: &mut Connection, dir: &Path, now: Timestamp) -> Result<MigrationReport> {
    let from = version(connection)?;
    if from > LATEST_MIGRATION {
        return Err(Error::new(
            Code::DatabaseNewer,
            format!(
                "The shop's file was written by a newer Haberdash (schema {from}; this program knows {LATEST_MIGRATION}). \
                 Nothing was changed. Install the newer version to open it."
            ),
        ));
    }
    if from == LATEST_MIGRATION {
        return Ok(MigrationReport { from, to: from, backup: None });
    }
    let backup = if from == 0 { None } else { Some(copy(connection, dir, from, now)?) };
    // Foreign keys stay on: each migration here only adds tables, or rebuilds one in a way that keeps them whole.
    embedded::migrations::runner().set_grouped(true).run(connection).map_err(|error| {
        Error::caused(
            Code::StorageUnavailable,
            "The shop's file could not be brought up to date; it is as it was.",
            error,
        )
    })?;
    Ok(MigrationReport { from, to: version(connection)?, backup })
}

fn copy(connection: &Connection, dir: &Path, from: u32, now: Timestamp) -> Result<PathBuf> {
    let folder = dir.join("backups");
    std::fs::create_dir_all(&folder).map_err(|error| {
        Error::caused(Code::StorageUnavailable, "The backup folder cannot be made.", error)
    })?;
    let stamp = now.to_jiff().strftime("%Y%m%dT%H%M%SZ");
    let target = folder.join(format!("shop-schema{from}-{stamp}.sqlite"));
    connection.execute("VACUUM INTO ?1", [target.to_string_lossy().as_ref()])?;
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_migration_is_the_last_file() {
        let last = embedded::migrations::runner().get_migrations().iter().map(|m| m.version()).max();
        assert_eq!(last.map(|v| u32::try_from(v).expect("small")), Some(LATEST_MIGRATION));
    }
}
