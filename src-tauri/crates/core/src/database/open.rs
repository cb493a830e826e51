//! Opening and migrating the file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use crate::backups::{self, Reason};
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
pub(super) const APPLICATION_ID: i32 = 0x4861_6264;

/// Bytes of a page of new files; older ones keep theirs. A message and its answer change a few dozen bytes on each of forty pages, and
/// every page goes to the log and to the disk whole, while somebody waits: `docs/adr/0027`.
pub(super) const PAGE: u32 = 2048;

/// Sizes that trade memory for speed.
#[derive(Debug, Clone, Copy)]
pub struct Pragmas {
    /// Page cache of the writer and of each reader, in KiB.
    pub writer_cache_kib: u32,
    pub reader_cache_kib: u32,
    /// How long to wait for another process's lock.
    pub busy_timeout: Duration,
}

impl Default for Pragmas {
    fn default() -> Self {
        Self { writer_cache_kib: 8 * 1024, reader_cache_kib: 2 * 1024, busy_timeout: Duration::from_secs(5) }
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

/// Makes an empty file one of this program. The size of its pages comes first: SQLite ignores it once there is one.
fn begin(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "page_size", PAGE)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
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
        begin(&connection)?;
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
    let backup = if from == 0 { None } else { Some(before_update(connection, dir, now)?) };
    bring_up_to_date(connection)?;
    Ok(MigrationReport { from, to: version(connection)?, backup })
}

/// Runs the migrations that are missing, on a file that somebody has a copy of.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<()> {
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
    Ok(())
}

/// The copy that is made before anything changes, in the folder of backups that the owner chose, or in the usual one when
/// that is away.
fn before_update(connection: &Connection, dir: &Path, now: Timestamp) -> Result<PathBuf> {
    let chosen = backups::folder(connection, dir);
    let copied = super::copy(connection, &chosen, Reason::BeforeUpdate, now, |_, _| true);
    let usual = dir.join(backups::FOLDER);
    match copied {
        Err(error) if chosen != usual => {
            tracing::warn!(code = %error.code, "the chosen backup folder cannot be used; the usual one is");
            super::copy(connection, &usual, Reason::BeforeUpdate, now, |_, _| true)
        }
        copied => copied,
    }
    .map(|backup| backup.path)
}

/// A cheap look for damage, at every start: the file is as long as it says, and every table's first row can be read.
/// What lies deeper is found by the daily backup, which is checked whole.
pub(super) fn look(connection: &Connection, path: &Path) -> Result<()> {
    let number = |pragma: &str| -> Result<u64> {
        let value: i64 = connection.query_row(pragma, [], |row| row.get(0))?;
        Ok(u64::try_from(value).unwrap_or_default())
    };
    let (pages, size) = (number("PRAGMA page_count")?, number("PRAGMA page_size")?);
    let length = std::fs::metadata(path).map(|file| file.len()).unwrap_or_default();
    let log = std::fs::metadata(with_suffix(path, "-wal")).map(|file| file.len()).unwrap_or_default();
    // Pages at the end may stand in the log alone until it is folded in.
    if length.saturating_add(log) < pages.saturating_mul(size) {
        return Err(Error::new(
            Code::DatabaseCorrupt,
            "The shop's file is damaged: a part of it is missing at the end.",
        ));
    }
    let mut tables = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite%'",
    )?;
    let names = tables.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for name in names {
        let table = format!("SELECT 1 FROM \"{}\" LIMIT 1", name.replace('"', "\"\""));
        connection.prepare(&table)?.exists([])?;
    }
    Ok(())
}

/// The path of a file that stands beside the database: `shop.sqlite-wal`.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A new file of an older schema, at most this program's, to be filled: what is being made needs no journal.
pub(crate) fn create_of_schema(path: &Path, schema: u32) -> Result<Connection> {
    let mut connection = Connection::open(path)?;
    begin(&connection)?;
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")?;
    common(&connection, Pragmas::default().writer_cache_kib)?;
    migrate_to(&mut connection, schema)?;
    Ok(connection)
}

/// Brings a file to an older version, at most this program's: an archive is read as it was written.
///
/// # Errors
/// `StorageUnavailable`.
pub(super) fn migrate_to(connection: &mut Connection, version: u32) -> Result<()> {
    connection.pragma_update(None, "foreign_keys", false)?;
    let target = refinery::Target::Version(version.try_into().unwrap_or_default());
    let run = embedded::migrations::runner().set_grouped(true).set_target(target).run(connection);
    connection.pragma_update(None, "foreign_keys", true)?;
    run.map(|_| ()).map_err(|error| {
        Error::caused(Code::StorageUnavailable, "The file could not be brought to that version.", error)
    })
}
