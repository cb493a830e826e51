//! `haberdash eval retail DIR`: are customers' requests decided and carried out as they should be?
//!
//! Owns the reading of the files. The shop is read into a fresh folder that is removed afterwards; every task is replayed
//! on it by the same use cases and the same policy that serve customers.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use haberdash_core::database::Options;
use haberdash_core::retail::{self, Report, Shop, Task, Tasks};
use haberdash_core::{Code, Database, Error, Result, SystemClock};
use serde::de::DeserializeOwned;

/// The shop's file in the folder.
const SHOP: &str = "db.json";

/// Replays all tasks of a folder.
///
/// # Errors
/// `Invalid` when a file is missing or cannot be read; those of the shop's file.
pub fn run(dir: &Path) -> Result<Report> {
    let shop = read_shop(dir)?;
    let mut tasks: Vec<Task> = Vec::new();
    for file in task_files(dir)? {
        tasks.extend(read::<Tasks>(&file)?.into_tasks());
    }
    if tasks.is_empty() {
        return Err(Error::invalid("The folder holds no tasks*.json, so there is nothing to replay."));
    }
    let folder = tempfile::tempdir().map_err(|error| {
        Error::caused(Code::StorageUnavailable, "There is no room for a temporary shop.", error)
    })?;
    let database = Database::open(folder.path(), Options::new(Arc::new(SystemClock)))?;
    let imported = database.write_blocking(move |tx| retail::import(tx, &shop))?;
    retail::replay(&database, &imported, tasks)
}

/// The shop of a folder.
///
/// # Errors
/// `Invalid` when its file is missing or cannot be read.
pub fn read_shop(dir: &Path) -> Result<Shop> {
    read(&dir.join(SHOP))
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let open = File::open(file)
        .map_err(|error| Error::caused(Code::Invalid, format!("'{name}' cannot be opened: {error}."), error))?;
    serde_json::from_reader(BufReader::new(open)).map_err(|error| {
        Error::caused(Code::Invalid, format!("'{name}' is not in the benchmark's form: {error}."), error)
    })
}

/// `tasks*.json`, by name.
fn task_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error: std::io::Error| {
        Error::caused(Code::Invalid, format!("The folder cannot be read: {error}."), error)
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("tasks") && name.ends_with(".json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
