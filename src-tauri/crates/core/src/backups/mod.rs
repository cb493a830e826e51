//! Copies of the shop's file: how they are named, which are kept, what stands in one, and when the next is due.
//!
//! Owns the rules. Copying and checking a file is [`crate::database`]'s; where the owner's folder is, and walking through
//! it, is the server's.

mod name;
mod rotation;

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub use name::{BackupName, Reason};
pub use rotation::superfluous;

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::settings::{self, Document};
use crate::store;

/// The usual folder of backups, in the data folder.
pub const FOLDER: &str = "backups";

/// Where backups go and how many stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BackupSettings {
    /// An absolute path; empty: the usual folder beside the shop's file.
    pub folder: String,
    /// One a day, while Haberdash is open.
    pub automatic: bool,
    /// The newest of each of the last so many days, weeks and months.
    pub keep_daily: u16,
    pub keep_weekly: u16,
    pub keep_monthly: u16,
}

impl Default for BackupSettings {
    fn default() -> Self {
        Self { folder: String::new(), automatic: true, keep_daily: 7, keep_weekly: 4, keep_monthly: 12 }
    }
}

impl BackupSettings {
    /// The folder that holds, for a shop whose data is in `data_dir`.
    pub fn folder_in(&self, data_dir: &Path) -> PathBuf {
        if self.folder.is_empty() { data_dir.join(FOLDER) } else { PathBuf::from(&self.folder) }
    }
}

impl Document for BackupSettings {
    const KEY: &'static str = "backups";

    fn validate(&self) -> Result<()> {
        if !self.folder.is_empty() && !Path::new(&self.folder).is_absolute() {
            return Err(Error::invalid("Name the folder with its whole path, such as /media/stick/shop.")
                .at("folder"));
        }
        if self.keep_daily == 0 {
            return Err(Error::invalid("At least one day's backup must be kept.").at("keep_daily"));
        }
        for (path, count) in [
            ("keep_daily", self.keep_daily),
            ("keep_weekly", self.keep_weekly),
            ("keep_monthly", self.keep_monthly),
        ] {
            if count > 366 {
                return Err(Error::invalid("At most 366 of each can be kept.").at(path));
            }
        }
        Ok(())
    }
}

/// The folder the owner chose, as far as this file can tell; else the usual one. Reads files of every version, damaged
/// ones too.
pub fn folder(connection: &Connection, data_dir: &Path) -> PathBuf {
    let chosen = settings::get::<BackupSettings>(connection).unwrap_or_default().value;
    chosen.folder_in(data_dir)
}

/// What stands in a shop's file, in figures a shopkeeper knows it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contents {
    pub shop_name: String,
    pub products: i64,
    pub variants: i64,
    pub contacts: i64,
    pub orders: i64,
    pub conversations: i64,
    pub messages: i64,
    pub newest_message_at: Option<Timestamp>,
    pub newest_order_at: Option<Timestamp>,
    /// The newest act that was recorded.
    pub newest_change_at: Option<Timestamp>,
}

/// # Errors
/// Those of the queries.
pub fn contents(connection: &Connection) -> Result<Contents> {
    let shop = settings::get::<settings::ShopProfile>(connection).unwrap_or_default();
    store::backups::contents(connection, shop.value.name)
}

/// What is wrong with the entries of a shop's file that SQLite itself would not see: stock that is not the sum of its
/// ledger. Sentences for the owner, at most ten.
///
/// # Errors
/// Those of the queries.
pub fn inconsistencies(connection: &Connection) -> Result<Vec<String>> {
    let wrong = crate::stock::check_levels(connection)?;
    Ok(wrong
        .into_iter()
        .take(10)
        .map(|level| {
            format!(
                "The stock of variant {} ({}) is {} but its movements add up to {}.",
                level.variant_id, level.figure, level.stored, level.entered
            )
        })
        .collect())
}

/// How the last backup ended; kept in the shop's file so that the owner sees a failure also days later.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    pub at: Option<Timestamp>,
    /// Why it failed; `None`: it did not.
    pub error: Option<String>,
}

/// # Errors
/// Those of the query.
pub fn last(connection: &Connection) -> Result<LastBackup> {
    let row = store::settings::find(connection, LAST)?;
    Ok(row.and_then(|row| serde_json::from_str(&row.value).ok()).unwrap_or_default())
}

/// Not a document of the owner's: it stands in the same table and no screen lists it.
const LAST: &str = "last_backup";

/// Notes how a backup ended and tells the window.
///
/// # Errors
/// Those of the write.
pub fn note(tx: &mut WriteTx<'_>, name: Option<&str>, error: Option<String>) -> Result<()> {
    let last = LastBackup { at: Some(tx.now()), error };
    let version = store::settings::find(tx.sql(), LAST)?.map_or(0, |row| row.version);
    store::settings::replace(tx, LAST, &serde_json::to_string(&last)?, version)?;
    let told = serde_json::json!({ "ok": last.error.is_none(), "detail": last.error });
    tx.emit(EventKind::BackupFinished, name.unwrap_or_default(), told)
}

/// When the next automatic backup is due, for one whose newest backup of any kind was made then: a day later.
pub fn next_due(newest: Option<Timestamp>, now: Timestamp) -> Timestamp {
    newest.map_or(now, |newest| newest.plus(EVERY)).max(now)
}

const EVERY: std::time::Duration = std::time::Duration::from_hours(24);

#[cfg(test)]
mod tests;
