//! Copying the shop's file while it is in use, and judging a copy.
//!
//! The copy is made through SQLite's online backup API from one read transaction: writers go on, and what they write
//! meanwhile is not in it (sqlite.org/backup). It gets its name only when it is checked and on the disk.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use super::open;
use crate::backups::{self, BackupName, Contents, Reason};
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

/// Pages between two looks at whether to go on: 8 MiB of a new file.
const PAGES_AT_ONCE: i32 = 4096;

/// A copy that was made.
#[derive(Debug, Clone)]
pub struct Copied {
    pub name: BackupName,
    pub path: PathBuf,
}

/// Copies the file that `source` has open into `folder`, checks the copy whole, and gives it its name. `progress` is told
/// pages done and in all, and may end it by `false`.
///
/// # Errors
/// `StorageUnavailable` when the folder cannot be used, `DiskFull`, `DatabaseCorrupt` when the copy is not whole: then the
/// shop's own file is damaged. No half copy is left.
pub fn copy(
    source: &Connection,
    folder: &Path,
    reason: Reason,
    now: Timestamp,
    progress: impl FnMut(i32, i32) -> bool,
) -> Result<Copied> {
    fs::create_dir_all(folder).map_err(|error| {
        Error::caused(Code::StorageUnavailable, "The backup folder cannot be made or reached.", error)
    })?;
    let schema = open::version(source)?;
    let mut name = BackupName { made_at: now, reason, schema };
    while folder.join(name.to_string()).exists() {
        name.made_at = Timestamp::from_millis(name.made_at.as_millis() + 1);
    }
    let path = folder.join(name.to_string());
    let part = open::with_suffix(&path, ".part");
    // What a process that was killed left behind; nobody else uses our names.
    let _ = fs::remove_file(&part);
    let made = write_copy(source, &part, progress).and_then(|()| {
        let findings = findings(&open_alone(&part)?)?;
        match findings.first() {
            None => Ok(()),
            Some(first) => Err(Error::new(
                Code::DatabaseCorrupt,
                format!("The shop's file is damaged, so its copy was not kept: {first}"),
            )),
        }
    });
    let named = made.and_then(|()| settle(&part, &path));
    if named.is_err() {
        let _ = fs::remove_file(&part);
    }
    named.map(|()| Copied { name, path })
}

/// Writes the pages. The target has no journal: until it has its name, nobody relies on it.
fn write_copy(source: &Connection, target: &Path, mut progress: impl FnMut(i32, i32) -> bool) -> Result<()> {
    let mut copy = Connection::open(target)?;
    copy.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;")?;
    // One read transaction for all steps: with a new one for each, every write to the shop would start the copy anew.
    let own = source.is_autocommit();
    if own {
        source.execute_batch("BEGIN")?;
    }
    let copied = step_through(source, &mut copy, &mut progress);
    if own {
        source.execute_batch("ROLLBACK")?;
    }
    copied?;
    // The header says WAL, as the shop's does; a copy must be one file.
    copy.execute_batch("PRAGMA journal_mode = DELETE")?;
    Ok(())
}

fn step_through(
    source: &Connection,
    copy: &mut Connection,
    progress: &mut impl FnMut(i32, i32) -> bool,
) -> Result<()> {
    // The transaction begins to see the file with its first read.
    source.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    let backup = Backup::new(source, copy)?;
    loop {
        let step = backup.step(PAGES_AT_ONCE)?;
        let at = backup.progress();
        if !progress(at.pagecount - at.remaining, at.pagecount) {
            return Err(Error::new(Code::Conflict, "The backup was cancelled."));
        }
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => {
                return Err(Error::new(Code::DatabaseLocked, "Another program is using the shop's file."));
            }
        }
    }
}

/// Brings a finished file to its name so that it is there after a power cut too.
pub(super) fn settle(part: &Path, path: &Path) -> Result<()> {
    let unusable = |error: std::io::Error| {
        Error::caused(storage_code(&error), "The file could not be written to the disk.", error)
    };
    File::open(part).and_then(|file| file.sync_all()).map_err(unusable)?;
    fs::rename(part, path).map_err(unusable)?;
    sync_folder(path);
    Ok(())
}

pub(super) fn storage_code(error: &std::io::Error) -> Code {
    if error.kind() == std::io::ErrorKind::StorageFull { Code::DiskFull } else { Code::StorageUnavailable }
}

/// A renamed file is durable with its folder. Not every system can (Windows does it by itself).
pub(super) fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

/// A file that nobody has open, to be read without leaving anything beside it.
pub(super) fn open_alone(path: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// What is wrong with a file: SQLite's own check, entries that belong to nothing, and what the shop's rules find. Ten
/// findings at most, none when it is whole.
pub(super) fn findings(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("PRAGMA integrity_check(10)")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut found: Vec<String> =
        lines.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().filter(|line| line != "ok").collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        found.push(format!("An entry of '{table}' belongs to one of '{parent}' that is not there."));
        if found.len() == 10 {
            break;
        }
    }
    // The rules know the tables of this version only.
    if open::version(connection)? == open::latest_migration() {
        found.extend(backups::inconsistencies(connection)?);
    }
    Ok(found)
}

/// What a file is good for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Condition {
    /// It can be restored.
    Whole { schema: u32, contents: Contents },
    /// A shop's file, but not all of it can be read.
    Damaged { detail: String },
    /// Written by a newer Haberdash.
    Newer { schema: u32 },
    /// No shop's file.
    Foreign,
}

/// Looks at a file without changing it: what it is, whether it is whole, and what stands in it.
///
/// # Errors
/// `NotFound` when there is none; `StorageUnavailable`.
pub fn examine(path: &Path) -> Result<Condition> {
    if !path.is_file() {
        return Err(Error::not_found("backup"));
    }
    let damaged = |error: Error| match error.code {
        Code::StorageUnavailable | Code::DatabaseLocked => Err(error),
        _ => Ok(Condition::Damaged { detail: error.detail }),
    };
    let connection = match open_alone(path) {
        Ok(connection) => connection,
        Err(error) => return damaged(error),
    };
    match look(&connection) {
        Ok(condition) => Ok(condition),
        // Not even the header is SQLite's: some other file, or one that is cut off at the very beginning.
        Err(error) if error.code == Code::DatabaseCorrupt && !has_header(path) => Ok(Condition::Foreign),
        Err(error) => damaged(error),
    }
}

fn has_header(path: &Path) -> bool {
    use std::io::Read as _;
    let mut start = [0u8; 16];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && &start == b"SQLite format 3\0"
}

fn look(connection: &Connection) -> Result<Condition> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let schema = open::version(connection)?;
    if application != open::APPLICATION_ID || schema == 0 {
        return Ok(Condition::Foreign);
    }
    if schema > open::latest_migration() {
        return Ok(Condition::Newer { schema });
    }
    if let Some(first) = findings(connection)?.into_iter().next() {
        return Ok(Condition::Damaged { detail: first });
    }
    Ok(Condition::Whole { schema, contents: backups::contents(connection)? })
}
