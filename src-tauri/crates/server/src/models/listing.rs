//! What the owner sees of each model file.

use std::sync::atomic::Ordering;

use haberdash_ai::manifest::{Kind, Model, Presence};
use haberdash_core::Result;
use serde::Serialize;

use super::{Models, Phase, Speed};
use crate::care::recovery::blocking;

/// What the system, a browser and the shop need of the memory beside a model, in bytes.
const ROOM: u64 = 2 << 30;

/// How a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// There, and what the list says.
    Installed,
    NotInstalled,
    Downloading,
    /// It came, and is compared with the list.
    Checking,
    /// It broke off and goes on by itself.
    Waiting,
    /// Its beginning is there.
    Paused,
    /// The owner's own copy is being taken in.
    Uploading,
    /// A file of this name is there that cannot be used.
    Damaged,
    /// It was given up.
    Failed,
}

/// A model file, and how it stands on this machine.
#[derive(Debug, Clone)]
pub struct Listed {
    pub model: Model,
    pub state: FileState,
    /// What is wrong, in the owner's words.
    pub detail: Option<String>,
    /// Bytes that have come.
    pub received: u64,
    pub can_download: bool,
    /// The language model that suits this computer.
    pub is_recommended: bool,
    /// Whether the computer's memory holds it beside the shop and the system.
    pub fits: bool,
    /// How fast it answered here.
    pub speed: Option<Speed>,
}

impl Models {
    /// Every file that this system can use, in the list's order, and then the owner's own.
    ///
    /// # Errors
    /// `Internal` when looking ends unexpectedly.
    pub async fn list(&self) -> Result<Vec<Listed>> {
        let this = self.clone();
        blocking(move || {
            let own = this.own_files();
            Ok(this.0.source.manifest.here().chain(&own).map(|model| this.listed(model)).collect())
        })
        .await
    }

    /// # Errors
    /// `NotFound`.
    pub async fn show(&self, id: &str) -> Result<Listed> {
        let model = self.model(id)?;
        let this = self.clone();
        blocking(move || Ok(this.listed(&model))).await
    }

    fn listed(&self, model: &Model) -> Listed {
        let going = self.0.going.lock();
        let under_way =
            going.get(&model.id).map(|going| (going.phase.clone(), going.received.load(Ordering::Relaxed)));
        drop(going);
        let (state, detail, received) = match under_way {
            Some((phase, received)) => {
                let (state, detail) = match phase {
                    Phase::Downloading => (FileState::Downloading, None),
                    Phase::Checking => (FileState::Checking, None),
                    Phase::Waiting(reason) => (FileState::Waiting, Some(reason)),
                    Phase::Uploading => (FileState::Uploading, None),
                };
                (state, detail, received)
            }
            None => self.at_rest(model),
        };
        let can_download = self.0.source.address_of(model).is_some();
        let recommended = self.0.source.manifest.recommended(self.memory());
        Listed {
            is_recommended: recommended.is_some_and(|recommended| recommended.id == model.id),
            fits: model.memory.saturating_add(ROOM) <= self.memory(),
            speed: self.speed_of(&model.file),
            model: model.clone(),
            state,
            detail,
            received,
            can_download,
        }
    }

    fn at_rest(&self, model: &Model) -> (FileState, Option<String>, u64) {
        let damaged = |detail: String| (FileState::Damaged, Some(detail), 0);
        if let Some(problem) = self.problem_of_own(model) {
            return damaged(problem);
        }
        match self.look(model) {
            Presence::Whole | Presence::Unverified => (FileState::Installed, None, model.size),
            Presence::WrongSize { found, expected } => damaged(format!(
                "The file there has {found} bytes instead of {expected}. Remove it and install it again."
            )),
            Presence::WrongContent => damaged(
                "The file there is another than the listed one, or is damaged. Remove it and install it again."
                    .into(),
            ),
            Presence::Unreadable(reason) => damaged(format!("The file there cannot be read: {reason}.")),
            Presence::Missing => {
                let Ok(arrival) = self.arrival(model) else { return (FileState::NotInstalled, None, 0) };
                match (arrival.note().and_then(|note| note.problem), arrival.received()) {
                    (Some(problem), _) => (FileState::Failed, Some(problem), 0),
                    (None, 0) => (FileState::NotInstalled, None, 0),
                    (None, received) => (FileState::Paused, None, received),
                }
            }
        }
    }

    /// What the file is; a content that was compared once is compared again only when it changed.
    pub(super) fn look(&self, model: &Model) -> Presence {
        let Some((folder, presence)) = self.0.folders.look_for(model) else {
            return Presence::Missing;
        };
        // Gigabytes are compared when they come; a later look at all of them would hold the screen up for half a minute.
        if model.kind == Kind::Language {
            return presence;
        }
        let path = folder.join(&model.file);
        let about = std::fs::metadata(&path).and_then(|about| Ok((about.len(), about.modified()?)));
        let (Presence::Unverified, Ok((length, changed))) = (&presence, about) else {
            return presence;
        };
        if let Some((known_length, known_change, found)) = self.0.looked.lock().get(&path)
            && (*known_length, *known_change) == (length, changed)
        {
            return found.clone();
        }
        let found = model.verify(folder);
        self.0.looked.lock().insert(path, (length, changed, found.clone()));
        found
    }
}
