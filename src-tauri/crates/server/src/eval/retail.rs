//! `haberdash eval retail DIR`: are customers' requests decided and carried out as they should be?
//!
//! Owns the reading of the files. The shop is read into a fresh folder that is removed afterwards; every task is replayed
//! on it by the same use cases and the same policy that serve customers.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use haberdash_core::database::{FILE_NAME, Options};
use haberdash_core::retail::{self, Failed, Report, Shop, Task, Tasks};
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

/// Plays all tasks of a folder against the agents. `transcripts`: what was said is printed for tasks that fail. `model`: with a
/// language model ([`super::models`]) where the built-in planner would write.
///
/// # Errors
/// As [`run`].
pub fn run_agents(dir: &Path, transcripts: bool, model: Option<&str>) -> Result<Report> {
    let shop = read_shop(dir)?;
    let mut tasks: Vec<Task> = Vec::new();
    for file in task_files(dir)? {
        tasks.extend(read::<Tasks>(&file)?.into_tasks());
    }
    if tasks.is_empty() {
        return Err(Error::invalid("The folder holds no tasks*.json, so there is nothing to play."));
    }
    let no_room =
        |error| Error::caused(Code::StorageUnavailable, "There is no room for a temporary shop.", error);
    let master = tempfile::tempdir().map_err(no_room)?;
    let open = |folder: &Path| Database::open(folder, Options::new(Arc::new(SystemClock)));
    let imported = {
        let database = open(master.path())?;
        let imported = database.write_blocking(move |tx| retail::import(tx, &shop))?;
        database.write_blocking(retail::prepare)?;
        imported
    };
    let pristine = tempfile::tempdir().map_err(no_room)?;
    let copy = |to: &Path| {
        // What was written last may still stand beside the file.
        for name in [FILE_NAME.to_owned(), format!("{FILE_NAME}-wal")] {
            let from = master.path().join(&name);
            if from.exists() {
                std::fs::copy(from, to.join(name)).map_err(no_room)?;
            }
        }
        Ok::<(), Error>(())
    };
    copy(pristine.path())?;
    let pristine = open(pristine.path())?;
    let turns = super::models::turns(model)?;
    let mut report = Report { tasks: tasks.len(), ..Report::default() };
    for task in &tasks {
        let folder = tempfile::tempdir().map_err(no_room)?;
        copy(folder.path())?;
        let database = open(folder.path())?;
        let played = retail::play(&database, &pristine, turns.as_ref(), &imported, task)?;
        match played.why {
            None => report.passed += 1,
            Some(why) => {
                if transcripts {
                    eprintln!("===== {}: {why}", task.task_id);
                    for line in &played.transcript {
                        eprintln!("{line}");
                    }
                }
                report.failed.push(Failed { id: task.task_id.clone(), why });
            }
        }
    }
    Ok(report)
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
    let open = File::open(file).map_err(|error| {
        Error::caused(Code::Invalid, format!("'{name}' cannot be opened: {error}."), error)
    })?;
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

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP_OF_ONE: &str = r##"{
        "products": { "900": { "name": "Lamp", "product_id": "900", "variants": { "10": {
            "item_id": "10", "options": { "color": "white" }, "available": true, "price": 40.1 } } } },
        "users": { "ada": { "user_id": "ada", "name": { "first_name": "Ada", "last_name": "Lind" },
            "address": { "address1": "1 Elm Street", "city": "Denver", "state": "CO", "country": "USA", "zip": "80279" },
            "email": "ada@example.com", "payment_methods": { "p": { "source": "paypal", "id": "p" } } } },
        "orders": { "#W1": { "order_id": "#W1", "user_id": "ada", "status": "pending",
            "address": { "address1": "1 Elm Street", "city": "Denver", "state": "CO", "country": "USA", "zip": "80279" },
            "items": [{ "name": "Lamp", "product_id": "900", "item_id": "10", "price": 40.1, "options": { "color": "white" } }],
            "payment_history": [{ "transaction_type": "payment", "amount": 40.1, "payment_method_id": "p" }] } }
    }"##;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("dir");
        for (name, text) in files {
            std::fs::write(dir.path().join(name), text).expect("file");
        }
        dir
    }

    #[test]
    fn all_task_files_of_a_folder_are_replayed_in_either_form() {
        let cancel = |id: &str, reason: &str, ok: bool| {
            format!(
                r##"{{ "task_id": {id}, "actions": [{{ "name": "cancel_pending_order", "ok": {ok},
                    "kwargs": {{ "order_id": "#W1", "reason": "{reason}" }} }}], "expected_db_changes": {{}} }}"##
            )
        };
        let refused = cancel("\"a\"", "found it cheaper", false);
        let wrong = cancel("7", "no longer needed", false);
        let dir = folder(&[
            ("db.json", SHOP_OF_ONE),
            ("tasks_one.json", &format!(r#"{{ "source": "here", "tasks": [{refused}] }}"#)),
            ("tasks_two.json", &format!("[{wrong}]")),
            ("notes.json", "not a task"),
        ]);
        let report = run(dir.path()).expect("report");
        assert_eq!((report.tasks, report.passed), (2, 1));
        assert_eq!(report.failed[0].id, "7");
        let json = serde_json::to_value(&report).expect("json");
        assert_eq!(json["failed"][0]["why"], "action 1 (cancel_pending_order) was done, but must be refused");
    }

    #[test]
    fn what_is_missing_or_malformed_is_named() {
        for (files, part) in [
            (vec![], "db.json"),
            (vec![("db.json", "{")], "db.json"),
            (vec![("db.json", SHOP_OF_ONE)], "tasks*.json"),
            (vec![("db.json", SHOP_OF_ONE), ("tasks.json", "{}")], "tasks.json"),
        ] {
            let dir = folder(&files);
            let error = run(dir.path()).expect_err(part);
            assert!(error.code == Code::Invalid && error.detail.contains(part), "{}", error.detail);
        }
    }
}
