//! Opening and migrating the file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

mod embedded {
    refinery::embed_migrations!("../../../migrations");
}

/// The newest migration this program knows.
pub fn latest_migration() -> u32 {
    let migrations = embedded::migrations::runner();
    let versions = migrations.get_migrations().iter().map(|migration| migration.version());
    versions.max().and_then(|version| u32::try_from(version).ok()).unwrap_or(0)
}

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
    // Without this, a statement whose plan could depend on a bound value (its LIMIT, for one) is prepared anew at every
    // execution once the file has statistics: a third of a turn's time (sqlite.org/queryplanner-ng, "QPSG").
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
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
    let (from, latest) = (version(connection)?, latest_migration());
    if from > latest {
        return Err(Error::new(
            Code::DatabaseNewer,
            format!(
                "The shop's file was written by a newer Haberdash (schema {from}; this program knows {latest}). \
                 Nothing was changed. Install the newer version to open it."
            ),
        ));
    }
    if from == latest {
        return Ok(MigrationReport { from, to: from, backup: None });
    }
    let backup = if from == 0 { None } else { Some(copy(connection, dir, from, now)?) };
    // A table that others refer to can only be made anew with foreign keys off (sqlite.org/lang_altertable, "Making
    // Other Kinds Of Table Schema Changes"); that they are whole is looked at afterwards.
    connection.pragma_update(None, "foreign_keys", false)?;
    let run = embedded::migrations::runner().set_grouped(true).run(connection);
    connection.pragma_update(None, "foreign_keys", true)?;
    run.map_err(|error| {
        Error::caused(
            Code::StorageUnavailable,
            "The shop's file could not be brought up to date; it is as it was.",
            error,
        )
    })?;
    if connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(Error::new(
            Code::DatabaseCorrupt,
            "The shop's file holds entries that belong to nothing. The copy made before the update is in its backups.",
        ));
    }
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

/// Brings an empty file to an older version.
#[cfg(test)]
pub(super) fn migrate_to(connection: &mut Connection, version: u32) {
    let target = refinery::Target::Version(i64::from(version).try_into().expect("small"));
    embedded::migrations::runner().set_target(target).run(connection).expect("migrate");
}
