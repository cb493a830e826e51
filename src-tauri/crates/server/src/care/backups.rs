//! The folders of backups: what lies in them, making one, clearing away old ones, and looking into one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use haberdash_core::backups::{
    self, BackupName, BackupSettings, Contents, FOLDER, Reason, next_due, superfluous,
};
use haberdash_core::database::{Condition, examine, stage_backup};
use haberdash_core::settings::{self, ShopProfile};
use haberdash_core::{Code, Database, Error, Result, Timestamp};

/// Remembers the folder the owner chose beside the shop's file: it must be known also when that is damaged.
const POINTER: &str = "backups.folder";

/// A backup as it lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub name: BackupName,
    pub path: PathBuf,
    pub byte_count: u64,
}

/// The folders that hold backups: the one the owner chose, and the usual one.
#[derive(Debug, Clone)]
pub struct Shelf {
    usual: PathBuf,
    chosen: PathBuf,
}

impl Shelf {
    pub fn of(data_dir: &Path, settings: &BackupSettings) -> Self {
        Self { usual: data_dir.join(FOLDER), chosen: settings.folder_in(data_dir) }
    }

    /// As it was when the shop could still be read.
    pub fn remembered(data_dir: &Path) -> Self {
        let usual = data_dir.join(FOLDER);
        let chosen = fs::read_to_string(data_dir.join(POINTER)).ok().map(|text| PathBuf::from(text.trim()));
        Self { chosen: chosen.filter(|path| path.is_absolute()).unwrap_or_else(|| usual.clone()), usual }
    }

    /// Where new ones go.
    pub fn folder(&self) -> &Path {
        &self.chosen
    }

    pub fn is_usual(&self) -> bool {
        self.chosen == self.usual
    }

    /// The newest first. A folder that is away (a stick that is not plugged in) holds none.
    pub fn list(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let folders = [Some(&self.usual), (!self.is_usual()).then_some(&self.chosen)];
        for folder in folders.into_iter().flatten() {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for entry in entries.flatten() {
                let Ok(name) = entry.file_name().to_string_lossy().parse::<BackupName>() else { continue };
                let byte_count = entry.metadata().map(|file| file.len()).unwrap_or_default();
                found.push(Found { name, path: entry.path(), byte_count });
            }
        }
        found.sort_by_key(|found| std::cmp::Reverse((found.name.made_at, found.path.clone())));
        found
    }

    /// # Errors
    /// `NotFound`; also for a text that names no backup: nothing else of the disk can be asked for.
    pub fn find(&self, name: &str) -> Result<Found> {
        let name: BackupName = name.parse()?;
        self.list().into_iter().find(|found| found.name == name).ok_or_else(|| Error::not_found("backup"))
    }
}

/// # Errors
/// Those of the settings.
pub fn shelf(database: &Database, data_dir: &Path) -> Result<Shelf> {
    let settings = database.read_blocking(settings::get::<BackupSettings>)?.value;
    Ok(Shelf::of(data_dir, &settings))
}

/// Copies the shop and notes how that ended; clears old ones away. Blocks for as long as it takes.
///
/// # Errors
/// As [`Database::back_up`].
pub fn make(database: &Database, data_dir: &Path, reason: Reason) -> Result<Found> {
    let (settings, profile) = database.read_blocking(|connection| {
        let settings = settings::get::<BackupSettings>(connection)?.value;
        Ok((settings, settings::get::<ShopProfile>(connection)?.value))
    })?;
    let shelf = Shelf::of(data_dir, &settings);
    let made = database.back_up(shelf.folder(), reason, |_, _| true);
    let name = made.as_ref().ok().map(|copied| copied.name.to_string());
    let error = made.as_ref().err().map(|error| error.detail.clone());
    database.write_blocking(move |tx| backups::note(tx, name.as_deref(), error))?;
    let made = made?;
    remember(data_dir, &shelf);
    clear(&shelf, &settings, &profile, database.clock().now());
    clear_halves(shelf.folder());
    let byte_count = fs::metadata(&made.path).map(|file| file.len()).unwrap_or_default();
    Ok(Found { name: made.name, path: made.path, byte_count })
}

/// When the next automatic one is due.
///
/// # Errors
/// Those of the settings.
pub fn due(database: &Database, data_dir: &Path) -> Result<Timestamp> {
    let newest = shelf(database, data_dir)?.list().into_iter().find(|found| {
        // What was kept at a restore is not the shop of today.
        found.name.reason != Reason::BeforeRestore
    });
    Ok(next_due(newest.map(|found| found.name.made_at), database.clock().now()))
}

fn remember(data_dir: &Path, shelf: &Shelf) {
    let written = if shelf.is_usual() {
        match fs::remove_file(data_dir.join(POINTER)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    } else {
        fs::write(data_dir.join(POINTER), shelf.chosen.to_string_lossy().as_bytes())
    };
    if let Err(error) = written {
        tracing::warn!(%error, "the backup folder's place could not be noted beside the shop's file");
    }
}

fn clear(shelf: &Shelf, settings: &BackupSettings, profile: &ShopProfile, now: Timestamp) {
    let found = shelf.list();
    let names: Vec<BackupName> = found.iter().map(|found| found.name).collect();
    for name in superfluous(&names, settings, &profile.zone(), now) {
        for old in found.iter().filter(|found| found.name == name) {
            // It is tried again with the next backup.
            if let Err(error) = fs::remove_file(&old.path) {
                tracing::warn!(%error, backup = %name, "an old backup could not be deleted");
            }
        }
    }
}

/// Half copies that a killed process left, old enough that nobody can be writing them.
fn clear_halves(folder: &Path) {
    const OLD: Duration = Duration::from_hours(24);
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_half = name.strip_suffix(".part").is_some_and(|name| name.parse::<BackupName>().is_ok());
        let is_old = || {
            let changed = entry.metadata().and_then(|file| file.modified()).ok();
            changed.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > OLD)
        };
        if is_half && is_old() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What stands in a backup and whether it can be restored.
#[derive(Debug)]
pub struct Preview {
    pub found: Found,
    pub condition: Condition,
}

/// # Errors
/// `NotFound`; `StorageUnavailable`.
pub fn preview(shelf: &Shelf, name: &str) -> Result<Preview> {
    let found = shelf.find(name)?;
    let condition = examine(&found.path)?;
    Ok(Preview { found, condition })
}

/// Decides to restore a backup: it takes the shop's place when that is opened anew.
///
/// # Errors
/// As [`stage_backup`].
pub fn restore(shelf: &Shelf, data_dir: &Path, name: &str) -> Result<()> {
    stage_backup(data_dir, &shelf.find(name)?.path)
}

/// # Errors
/// `NotFound`; `StorageUnavailable`.
pub fn delete(shelf: &Shelf, name: &str) -> Result<()> {
    let found = shelf.find(name)?;
    fs::remove_file(&found.path)
        .map_err(|error| Error::caused(Code::StorageUnavailable, "The backup could not be deleted.", error))
}

/// What the shop holds now, to be compared with a backup.
///
/// # Errors
/// Those of the queries.
pub fn present(database: &Database) -> Result<Contents> {
    database.read_blocking(backups::contents)
}
