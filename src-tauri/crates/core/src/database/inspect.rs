//! Looking at a shop's file without changing it, also while another process has it open.

use std::path::Path;

use rusqlite::Connection;

use super::FILE_NAME;
use super::open::{self, Pragmas, latest_migration};
use crate::error::Result;

/// A shop's file, open to be looked at.
pub struct Inspection(Connection);

impl Inspection {
    /// Opens `dir/shop.sqlite`; `None` when there is none.
    ///
    /// # Errors
    /// `StorageUnavailable`, `DatabaseCorrupt`.
    pub fn open(dir: &Path) -> Result<Option<Self>> {
        let path = dir.join(FILE_NAME);
        if !path.exists() {
            return Ok(None);
        }
        Ok(Some(Self(open::readable(&path, &Pragmas::default())?)))
    }

    /// The schema's version.
    ///
    /// # Errors
    /// `DatabaseCorrupt` when it is no SQLite file.
    pub fn schema(&self) -> Result<u32> {
        open::version(&self.0)
    }

    /// Whether this program can use the file as it is; an older one is brought up to date when it is opened.
    ///
    /// # Errors
    /// As [`Inspection::schema`].
    pub fn is_current(&self) -> Result<bool> {
        Ok(self.schema()? == latest_migration())
    }

    /// What SQLite finds wrong with the file (`PRAGMA quick_check`), ten findings at most; nothing when it is whole.
    ///
    /// # Errors
    /// Those of reading.
    pub fn damage(&self) -> Result<Vec<String>> {
        let mut statement = self.0.prepare("PRAGMA quick_check(10)")?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
        let lines = lines.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// The whole check: SQLite's own, entries that belong to nothing, and stock against its ledger. Ten findings at most.
    ///
    /// # Errors
    /// Those of reading.
    pub fn findings(&self) -> Result<Vec<String>> {
        super::backup::findings(&self.0)
    }

    /// Runs queries that all see one state of the file, however long they take.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn read_one_state<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.0.execute_batch("BEGIN")?;
        let done = work(&self.0);
        self.0.execute_batch("ROLLBACK")?;
        done
    }

    /// Runs a query.
    ///
    /// # Errors
    /// Those of the query.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        work(&self.0)
    }
}
