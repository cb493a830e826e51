//! Putting another file in the shop's place, so that a kill at any instant leaves either the old shop or the new one.
//!
//! First the new file is made ready beside the shop's under a name of its own: copied, checked, brought up to date, on the
//! disk. Its rename to [`PENDING`] is the decision. Whoever opens the shop next finishes it: the present file is backed up
//! (a damaged one is kept aside as it is), nothing of it is left in the way, and the new one takes its name.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::backup::{self, Condition, examine, settle, storage_code, sync_folder};
use super::{FILE_NAME, open};
use crate::backups::{self, BackupName, Reason};
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

/// A file of this name in the data folder takes the shop's place at the next opening.
pub const PENDING: &str = "restore.sqlite";
const STAGED: &str = "restore.sqlite.part";
/// A damaged file is kept under this name, followed by when it was put aside.
const DAMAGED: &str = "damaged-";

/// Whether a restore was decided and not finished.
pub fn is_restore_pending(dir: &Path) -> bool {
    dir.join(PENDING).exists()
}

/// A file that is being made ready to take the shop's place. Dropped without [`Staging::decide`], it leaves nothing.
#[derive(Debug)]
pub struct Staging {
    dir: PathBuf,
    decided: bool,
}

impl Staging {
    /// # Errors
    /// `StorageUnavailable`.
    pub fn new(dir: &Path) -> Result<Self> {
        fs::create_dir_all(dir).map_err(unusable)?;
        let staging = Self { dir: dir.to_owned(), decided: false };
        staging.clear();
        Ok(staging)
    }

    /// Where the file is made.
    pub fn path(&self) -> PathBuf {
        self.dir.join(STAGED)
    }

    fn clear(&self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(open::with_suffix(&self.path(), suffix));
        }
    }

    /// Brings the file up to date, checks it whole, and decides: from now on it takes the shop's place.
    ///
    /// # Errors
    /// `DatabaseCorrupt` when it is not whole; `DiskFull`, `StorageUnavailable`. The shop is as it was then.
    pub fn decide(self) -> Result<()> {
        self.decide_after(|_| Ok(()))
    }

    /// As [`Staging::decide`], with something more to do once the file is up to date.
    ///
    /// # Errors
    /// As [`Staging::decide`]; those of `work`.
    pub fn decide_after(mut self, work: impl FnOnce(&Connection) -> Result<()>) -> Result<()> {
        let path = self.path();
        {
            let mut connection = Connection::open(&path)?;
            open::bring_up_to_date(&mut connection)?;
            work(&connection)?;
            if let Some(first) = backup::findings(&connection)?.into_iter().next() {
                return Err(Error::new(
                    Code::DatabaseCorrupt,
                    format!("This file is damaged and was not restored: {first}"),
                ));
            }
            // One file, without a log that a rename would leave behind.
            connection.execute_batch("PRAGMA journal_mode = DELETE")?;
        }
        settle(&path, &self.dir.join(PENDING))?;
        self.decided = true;
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.decided {
            self.clear();
        }
    }
}

/// Makes a backup ready and decides to restore it. The shop may be open meanwhile.
///
/// # Errors
/// `NotFound`, `DatabaseNewer`, `DatabaseCorrupt` (damaged, or no shop's file); `DiskFull`, `StorageUnavailable`. The shop
/// is as it was then.
pub fn stage_backup(dir: &Path, backup: &Path) -> Result<()> {
    match examine(backup)? {
        Condition::Whole { .. } => {}
        Condition::Damaged { detail } => {
            return Err(Error::new(
                Code::DatabaseCorrupt,
                format!("This backup is damaged and was not restored: {detail}"),
            ));
        }
        Condition::Newer { schema } => {
            return Err(Error::new(
                Code::DatabaseNewer,
                format!(
                    "This backup was made by a newer Haberdash (schema {schema}). Install the newer version to restore it."
                ),
            ));
        }
        Condition::Foreign => {
            return Err(Error::new(
                Code::DatabaseCorrupt,
                "This is no backup of a Haberdash shop; nothing was changed.",
            ));
        }
    }
    let staging = Staging::new(dir)?;
    fs::copy(backup, staging.path()).map_err(unusable)?;
    staging.decide_after(crate::store::backups::lay_to_rest)
}

fn unusable(error: std::io::Error) -> Error {
    let code = storage_code(&error);
    let detail = match code {
        Code::DiskFull => "The disk is full. Nothing was changed; free some space and try again.",
        _ => "The shop's folder cannot be written.",
    };
    Error::caused(code, detail, error)
}

/// Finishes a restore that was decided. Called at every opening, by whoever holds the shop's lock; does nothing when there
/// is none.
///
/// # Errors
/// `StorageUnavailable` when a file cannot be renamed: nothing is lost then, and the next opening tries again.
pub fn finish_restore(dir: &Path, now: Timestamp) -> Result<()> {
    let pending = dir.join(PENDING);
    if !pending.exists() {
        return Ok(());
    }
    let present = dir.join(FILE_NAME);
    if present.exists() {
        if fold_in(&present) {
            keep_as_backup(dir, &present, now)?;
        } else {
            put_aside(&present, now)?;
        }
    }
    // A log of the old file must never meet the new one: SQLite would play it back into it.
    for suffix in ["-wal", "-shm", "-journal"] {
        let left = open::with_suffix(&present, suffix);
        if left.exists() {
            fs::rename(&left, dir.join(format!("{DAMAGED}{}{suffix}", stamp(now)))).map_err(unusable)?;
        }
    }
    sync_folder(&present);
    fs::rename(&pending, &present).map_err(unusable)?;
    sync_folder(&present);
    Ok(())
}

/// Folds the log into the present file, so that it can go alone. False when it is damaged.
fn fold_in(present: &Path) -> bool {
    let folded = Connection::open(present).and_then(|connection| {
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))
    });
    matches!(folded.as_deref(), Ok("delete")) && matches!(examine(present), Ok(Condition::Whole { .. }))
}

/// The present file becomes a backup by a rename: that needs no room, also on a full disk, and is done or not done. So it
/// goes to the usual folder, which is on the same disk.
fn keep_as_backup(dir: &Path, present: &Path, now: Timestamp) -> Result<()> {
    let schema = Connection::open(present).map_err(Error::from).and_then(|file| open::version(&file))?;
    let folder = dir.join(backups::FOLDER);
    fs::create_dir_all(&folder).map_err(unusable)?;
    let mut name = BackupName { made_at: now, reason: Reason::BeforeRestore, schema };
    while folder.join(name.to_string()).exists() {
        name.made_at = Timestamp::from_millis(name.made_at.as_millis() + 1);
    }
    let path = folder.join(name.to_string());
    fs::rename(present, &path).map_err(unusable)?;
    sync_folder(&path);
    Ok(())
}

/// The log first: were the program killed between the two, the damaged file alone could not be mistaken for whole.
fn put_aside(present: &Path, now: Timestamp) -> Result<()> {
    let name = format!("{DAMAGED}{}.sqlite", stamp(now));
    let aside = present.with_file_name(name);
    for suffix in ["-wal", "-shm", "-journal", ""] {
        let from = open::with_suffix(present, suffix);
        if from.exists() {
            fs::rename(&from, open::with_suffix(&aside, suffix)).map_err(unusable)?;
        }
    }
    Ok(())
}

fn stamp(now: Timestamp) -> String {
    now.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
}
