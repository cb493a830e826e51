//! Everything the shop has, as lines of JSON that any program can read, and back (`docs/archive-format.md`).
//!
//! Owns what stands in an archive and how a value is written. Packing it into one file is the server's. Tables are found
//! by looking, so that none can be forgotten when one is added; what is not the shop's own (jobs that wait, the migrations'
//! history, word indexes) is left out.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::path::Path;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::blobs;
use crate::clock::Timestamp;
use crate::database;
use crate::error::{Code, Error, Result};
use crate::store::archive as store;

/// The format's version. It changes only when an older program would read it wrongly.
pub const FORMAT: &str = "haberdash-archive";
pub const FORMAT_VERSION: u32 = 1;

/// The table whose bytes stand as files of their own.
pub const BLOBS: &str = "blobs";

/// The longest line that is read: the longest message or document many times over.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// The archive's table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub format_version: u32,
    /// The schema that the tables are of: the number of the newest migration.
    pub schema: u32,
    pub made_at: Timestamp,
    pub shop_name: String,
    pub tables: Vec<TableEntry>,
    /// Pictures and attachments.
    pub files: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    pub name: String,
    pub rows: u64,
}

impl Manifest {
    /// # Errors
    /// `Invalid` when it is no archive of ours, `DatabaseNewer` when a newer program wrote it.
    pub fn check(&self) -> Result<()> {
        if self.format != FORMAT {
            return Err(Error::invalid("This is no archive of a Haberdash shop."));
        }
        if self.format_version > FORMAT_VERSION || self.schema > database::latest_migration() {
            return Err(Error::new(
                Code::DatabaseNewer,
                "This archive was made by a newer Haberdash. Install the newer version to read it.",
            ));
        }
        Ok(())
    }
}

/// The names of the shop's tables, in the order they stand in an archive.
///
/// # Errors
/// Those of the query.
pub fn tables(connection: &Connection) -> Result<Vec<String>> {
    store::tables(connection)
}

/// Writes a table as one JSON object a line, and gives the number of lines. Integers are numbers, texts strings, bytes
/// `{"base64": "…"}`; of [`BLOBS`] only what is about the bytes.
///
/// # Errors
/// `NotFound` for a table that is none of [`tables`]; `StorageUnavailable`, `DiskFull` when it cannot be written.
pub fn write_table(connection: &Connection, table: &str, out: &mut dyn Write) -> Result<u64> {
    let columns = columns(connection, table)?;
    let mut rows = 0;
    store::each_row(connection, table, &columns, &mut |row| {
        serde_json::to_writer(&mut *out, &row).map_err(std::io::Error::from).map_err(unwritten)?;
        out.write_all(b"\n").map_err(unwritten)?;
        rows += 1;
        Ok(())
    })?;
    Ok(rows)
}

/// The columns of a table that an archive holds.
fn columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    if !tables(connection)?.iter().any(|name| name == table) {
        return Err(Error::not_found("table"));
    }
    let mut columns = store::columns(connection, table)?;
    if table == BLOBS {
        columns.retain(|column| column != "bytes");
    }
    Ok(columns)
}

fn unwritten(error: std::io::Error) -> Error {
    let code = if error.kind() == std::io::ErrorKind::StorageFull {
        Code::DiskFull
    } else {
        Code::StorageUnavailable
    };
    Error::caused(code, "The archive could not be written.", error)
}

/// Visits every picture and attachment: its content hash and its bytes.
///
/// # Errors
/// Those of the query and of `visit`.
pub fn each_file(connection: &Connection, visit: &mut dyn FnMut(&str, &[u8]) -> Result<()>) -> Result<()> {
    store::each_blob(connection, visit)
}

/// A new shop's file that is filled from an archive.
pub struct Loader {
    connection: Connection,
    tables: Vec<String>,
    triggers: Vec<(String, String)>,
    /// What is known about bytes that have not come yet.
    awaited: HashMap<String, Map<String, Value>>,
}

impl Loader {
    /// Makes the file, of the archive's schema.
    ///
    /// # Errors
    /// As [`Manifest::check`]; `DiskFull`, `StorageUnavailable`.
    pub fn create(path: &Path, manifest: &Manifest) -> Result<Self> {
        manifest.check()?;
        let connection = database::create_of_schema(path, manifest.schema)?;
        let triggers = store::begin_load(&connection)?;
        let tables = tables(&connection)?;
        Ok(Self { connection, tables, triggers, awaited: HashMap::new() })
    }

    /// Reads a table's lines; gives their number.
    ///
    /// # Errors
    /// `Invalid` naming the table and the line for what this schema cannot hold.
    pub fn table(&mut self, table: &str, lines: &mut dyn BufRead) -> Result<u64> {
        if !self.tables.iter().any(|name| name == table) {
            return Err(Error::invalid(format!(
                "The archive holds a table '{table}' that this shop cannot hold."
            )));
        }
        store::empty(&self.connection, table)?;
        let columns = store::columns(&self.connection, table)?;
        let mut number = 0u64;
        let mut line = String::new();
        loop {
            line.clear();
            let read = std::io::Read::take(&mut *lines, LONGEST_LINE).read_line(&mut line);
            if read.map_err(|error| damaged(table, number + 1, &error.to_string()))? == 0 {
                return Ok(number);
            }
            number += 1;
            let row: Map<String, Value> =
                serde_json::from_str(&line).map_err(|error| damaged(table, number, &error.to_string()))?;
            if let Some(unknown) = row.keys().find(|key| !columns.contains(key)) {
                return Err(damaged(table, number, &format!("there is no '{unknown}' in it")));
            }
            if table == BLOBS {
                let hash = row.get("content_hash").and_then(Value::as_str).unwrap_or_default().to_owned();
                self.awaited.insert(hash, row);
            } else {
                store::insert_row(&self.connection, table, &row, None)
                    .map_err(|error| damaged(table, number, &error.detail))?;
            }
        }
    }

    /// Keeps the bytes of a picture or attachment. They may come after the table that tells of them, not before.
    ///
    /// # Errors
    /// `Invalid` when they are not what their name says, or nothing tells of them.
    pub fn file(&mut self, content_hash: &str, bytes: &[u8]) -> Result<()> {
        if blobs::content_hash(bytes) != content_hash {
            return Err(Error::invalid(format!("The file '{content_hash}' in the archive is damaged.")));
        }
        let row = self.awaited.remove(content_hash).ok_or_else(|| {
            Error::invalid(format!("Nothing in the archive tells what the file '{content_hash}' is."))
        })?;
        store::insert_row(&self.connection, BLOBS, &row, Some(bytes))
    }

    /// Ends it: rules hold again. Words are indexed when the file is of this program's schema (see [`index_words`]).
    ///
    /// # Errors
    /// `Invalid` when files are missing.
    pub fn finish(self) -> Result<()> {
        if let Some(missing) = self.awaited.keys().next() {
            return Err(Error::invalid(format!("The file '{missing}' is missing in the archive.")));
        }
        store::end_load(&self.connection, &self.triggers)
    }
}

/// Makes every index of words of a loaded file anew, once it is of this program's schema: archives do not hold them.
///
/// # Errors
/// Those of the statements.
pub fn index_words(connection: &Connection) -> Result<()> {
    store::index_words(connection)
}

fn damaged(table: &str, line: u64, why: &str) -> Error {
    Error::invalid(format!("The archive is damaged: line {line} of '{table}' cannot be read ({why})."))
}

#[cfg(test)]
mod tests;
