//! Model files for the owner: which there are, and getting, keeping and removing them.
//!
//! A file comes by download or from the owner's own copy; either way [`haberdash_ai::arrival`] compares it with the list
//! before it takes its name. Downloads run in the background, go on after a restart where they were, and end only when
//! the file is there, the owner stops them, or it can never come. The note beside the bytes is what lasts; nothing of
//! it is in the shop's file, because models belong to the machine.

mod course;
mod download;
mod language;
mod listing;
mod upload;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::SystemTime;

use haberdash_ai::arrival::{Arrival, ArrivalError, Note};
use haberdash_ai::folders::Folders;
use haberdash_ai::manifest::{Manifest, Model, Presence};
use haberdash_core::event::EventKind;
use haberdash_core::{Code, Database, Error, Result};
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

pub use language::{Speed, memory_here};
pub use listing::{FileState, Listed};
pub use upload::Upload;

use crate::care::recovery::blocking;
use crate::ending::Ending;
use course::stopped;

/// Names a place that has every listed file under its own name, before the addresses of the list.
pub const VARIABLE: &str = "HABERDASH_MODELS_FROM";
/// Which files there are, and where they are downloaded.
#[derive(Debug, Clone)]
pub struct Source {
    pub manifest: Arc<Manifest>,
    /// Has every file under its own name.
    pub base: Option<String>,
    /// Bytes of memory that the computer has: what is recommended depends on it.
    pub memory: u64,
}

impl Source {
    /// The list that the program was made with, and what the environment names.
    pub fn own() -> Self {
        let manifest = Manifest::own().expect("the project's list is valid: its crate's tests prove it");
        let base = std::env::var(VARIABLE).ok().filter(|base| !base.trim().is_empty());
        Self { manifest: Arc::new(manifest), base, memory: memory_here() }
    }

    fn address_of(&self, model: &Model) -> Option<String> {
        match &self.base {
            Some(base) => Some(format!("{}/{}", base.trim_end_matches('/'), model.file)),
            None => model.address.clone(),
        }
    }
}

/// Why a download ends before its file is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    Pause,
    Cancel,
}

/// What goes on with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Downloading,
    /// It came, and is compared with the list.
    Checking,
    /// It broke off for this reason and goes on by itself.
    Waiting(String),
    /// The owner's own copy is being taken in.
    Uploading,
}

struct Going {
    stop: watch::Sender<Option<Stop>>,
    /// Ends a wait.
    nudge: Arc<Notify>,
    phase: Phase,
    received: Arc<AtomicU64>,
    /// Taken by whoever waits for the end; uploads have none.
    task: Option<JoinHandle<()>>,
}

/// Length, time of the last change, and what was found.
type Looked = (u64, SystemTime, Presence);

struct Inner {
    source: Source,
    folders: Folders,
    database: Database,
    ending: Ending,
    going: Mutex<HashMap<String, Going>>,
    /// Contents that were compared already.
    looked: Mutex<HashMap<PathBuf, Looked>>,
    /// What the owner's own files say of themselves.
    headers: Mutex<language::Headers>,
    /// Counts up whenever a file came or went, for the engines.
    changes: watch::Sender<u64>,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Models(Arc<Inner>);

impl Models {
    pub fn new(source: Source, folders: Folders, database: Database, ending: Ending) -> Self {
        Self(Arc::new(Inner {
            source,
            folders,
            database,
            ending,
            going: Mutex::default(),
            looked: Mutex::default(),
            headers: Mutex::default(),
            changes: watch::Sender::new(0),
        }))
    }

    /// Learns whenever a file came or went.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Goes on with what an earlier run did not finish, and at the end waits until nothing is being written.
    pub fn keep_going(&self) -> JoinHandle<()> {
        let models = self.clone();
        tokio::spawn(async move {
            models.sweep();
            for model in models.0.source.manifest.here() {
                if models.arrival(model).is_ok_and(|arrival| arrival.note().is_some_and(|note| note.wanted)) {
                    models.set_going(model);
                }
            }
            models.0.ending.wait().await;
            let tasks: Vec<_> =
                models.0.going.lock().values_mut().filter_map(|going| going.task.take()).collect();
            for task in tasks {
                // One that panicked has told so already.
                let _ = task.await;
            }
        })
    }

    fn model(&self, id: &str) -> Result<Model> {
        let listed = self.0.source.manifest.here().find(|model| model.id == id).cloned();
        listed.or_else(|| self.own_file(id)).ok_or_else(|| Error::not_found("model"))
    }

    fn arrival(&self, model: &Model) -> Result<Arrival> {
        let folder =
            self.0.folders.first().ok_or_else(|| {
                Error::new(Code::StorageUnavailable, "This account has no folder for models.")
            })?;
        Ok(Arrival::new(model, folder))
    }

    /// Begins a download, goes on with one that was paused, or ends its waiting. What is there already stays.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when the file is there or its copy is being taken in; `Refused` when no place publishes it;
    /// `DiskFull`, `StorageUnavailable`.
    pub async fn download(&self, id: &str) -> Result<Listed> {
        let model = self.model(id)?;
        let this = self.clone();
        blocking(move || {
            if let Some(going) = this.0.going.lock().get(&model.id) {
                if going.phase == Phase::Uploading {
                    return Err(busy());
                }
                going.nudge.notify_one();
                return Ok(());
            }
            if matches!(this.look(&model), Presence::Whole) {
                return Err(Error::new(Code::Conflict, format!("{} is installed.", model.title())));
            }
            if this.0.source.address_of(&model).is_none() {
                let detail =
                    "No place offers this file for download yet. Install it from a file of your own instead.";
                return Err(Error::new(Code::Refused, detail));
            }
            let arrival = this.arrival(&model)?;
            let known = arrival.note().unwrap_or_default();
            arrival.keep_note(&Note { wanted: true, problem: None, ..known }).map_err(unusable)?;
            this.set_going(&model);
            Ok(())
        })
        .await?;
        self.told(id).await
    }

    /// Stops a download and keeps what came.
    ///
    /// # Errors
    /// `NotFound`; `StorageUnavailable`.
    pub async fn pause(&self, id: &str) -> Result<Listed> {
        self.end(id, Stop::Pause).await
    }

    /// Stops a download and removes what came.
    ///
    /// # Errors
    /// As [`Self::pause`].
    pub async fn cancel(&self, id: &str) -> Result<Listed> {
        self.end(id, Stop::Cancel).await
    }

    async fn end(&self, id: &str, stop: Stop) -> Result<Listed> {
        let model = self.model(id)?;
        let task = {
            let mut going = self.0.going.lock();
            let going = going.get_mut(id);
            if going.as_ref().is_some_and(|going| going.phase == Phase::Uploading) {
                return Err(busy());
            }
            going.and_then(|going| {
                going.stop.send_replace(Some(stop));
                going.task.take()
            })
        };
        match task {
            // It sees to the note itself.
            Some(task) => drop(task.await),
            None => {
                let arrival = self.arrival(&model)?;
                blocking(move || stopped(&arrival, stop)).await?;
            }
        }
        self.told(id).await
    }

    /// Removes a file, whole or damaged. An engine that has read it keeps it until the program's next start.
    ///
    /// # Errors
    /// `NotFound` when there is none; `StorageUnavailable`.
    pub async fn delete(&self, id: &str) -> Result<()> {
        let model = self.model(id)?;
        let this = self.clone();
        blocking(move || {
            let Some((folder, _)) = this.0.folders.look_for(&model) else {
                return Err(Error::not_found("file of this model"));
            };
            std::fs::remove_file(folder.join(&model.file)).map_err(|error| {
                let detail = format!("{} cannot be removed: {error}.", model.file);
                Error::caused(Code::StorageUnavailable, detail, error)
            })?;
            this.forget_speed(&model.file);
            Ok(())
        })
        .await?;
        self.note_change();
        self.tell(id).await;
        Ok(())
    }

    /// Begins to take in the owner's own copy.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` while it is being downloaded or taken in; `DiskFull`, `StorageUnavailable`.
    pub async fn upload(&self, id: &str) -> Result<Upload> {
        let model = self.model(id)?;
        let arrival = self.arrival(&model)?;
        {
            let mut going = self.0.going.lock();
            if going.contains_key(id) {
                return Err(busy());
            }
            going.insert(id.to_owned(), Going::new(Phase::Uploading, None));
        }
        Upload::begin(self.clone(), id, arrival).await
    }

    fn set_going(&self, model: &Model) {
        let mut going = self.0.going.lock();
        if going.contains_key(&model.id) || self.0.ending.has_begun() {
            return;
        }
        let stop = watch::Sender::new(None);
        let mut entry = Going::new(Phase::Downloading, None);
        let told = stop.subscribe();
        entry.stop = stop;
        let (nudge, received) = (Arc::clone(&entry.nudge), Arc::clone(&entry.received));
        let (this, model) = (self.clone(), model.clone());
        let id = model.id.clone();
        // It removes its entry at its end, for which it needs the lock that is held here.
        entry.task = Some(tokio::spawn(async move { this.bring(&model, told, &nudge, received).await }));
        going.insert(id, entry);
    }

    fn set_phase(&self, id: &str, phase: Phase) {
        if let Some(going) = self.0.going.lock().get_mut(id) {
            going.phase = phase;
        }
    }

    fn note_change(&self) {
        self.0.changes.send_modify(|count| *count += 1);
    }

    /// Tells windows how a file stands, and the caller.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn told(&self, id: &str) -> Result<Listed> {
        self.tell(id).await;
        self.show(id).await
    }

    /// Tells windows; that nobody can be told is no reason to stop.
    async fn tell(&self, id: &str) {
        let Ok(shown) = self.show(id).await else { return };
        let payload = serde_json::json!({
            "state": shown.state, "received": shown.received, "size": shown.model.size, "detail": shown.detail,
        });
        let id = id.to_owned();
        let told = self.0.database.write(move |tx| tx.emit(EventKind::ModelUpdated, id, payload)).await;
        if let Err(error) = told {
            tracing::debug!(%error, "a model's progress could not be told");
        }
    }
}

impl Going {
    fn new(phase: Phase, task: Option<JoinHandle<()>>) -> Self {
        Self { stop: watch::Sender::new(None), nudge: Arc::default(), phase, received: Arc::default(), task }
    }
}

fn busy() -> Error {
    Error::new(Code::Conflict, "This file is on its way already. Cancel that first.")
}

fn unusable(error: ArrivalError) -> Error {
    match error {
        ArrivalError::DiskFull(_) => Error::caused(
            Code::DiskFull,
            "The disk is full. What had come of the file was removed, so that the shop has room.",
            error,
        ),
        other => Error::caused(Code::StorageUnavailable, format!("It could not be kept: {other}."), other),
    }
}
