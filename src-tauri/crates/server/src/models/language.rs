//! Language models among the files: the owner's own ones, which no list knows, and how fast each answered on this computer.
//!
//! An own file is known by its name and by what its header says. What was seen of a model's speed stands beside it, as
//! everything does that is known of a file: it is the machine's, not the shop's.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use haberdash_ai::arrival::ArrivalError;
use haberdash_ai::manifest::{Kind, Model, sha256_of};
use haberdash_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use sysinfo::{MemoryRefreshKind, System};

use super::{Going, Listed, Models, Phase, busy, unusable};
use crate::care::recovery::blocking;

/// Begins the id of a file that is in no list; its name follows.
const OWN: &str = "own:";
const ENDING: &str = ".gguf";
/// Room that the disk keeps for the shop, in bytes.
const SPARE: u64 = 512 << 20;

/// What was seen of a model's speed on this computer, in the last trial.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Speed {
    /// Tokens of its answer in a second.
    pub tokens_per_second: f64,
    /// From the question to the end of the answer, in seconds.
    pub seconds: f64,
}

/// What a file says of itself, or why it cannot be used.
#[derive(Debug, Clone)]
pub(super) struct About {
    name: Option<String>,
    /// Bytes.
    memory: u64,
}

type Seen = (u64, SystemTime, Result<About, String>);
/// By path: length, time of the last change, what was found.
pub(super) type Headers = HashMap<PathBuf, Seen>;

/// Bytes of memory that this computer has, within the limits that a container sets.
pub fn memory_here() -> u64 {
    System::new().map_or(0, |mut system| {
        system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
        let limit = system.cgroup_limits().map_or(u64::MAX, |limits| limits.total_memory);
        system.total_memory().min(limit)
    })
}

impl Models {
    /// Bytes of memory that the computer has.
    pub fn memory(&self) -> u64 {
        self.0.source.memory
    }

    /// Files of the owner's own, by name.
    pub(super) fn own_files(&self) -> Vec<Model> {
        let mut found: Vec<Model> = Vec::new();
        for folder in self.0.folders.all() {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for entry in entries.flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let is_new = found.iter().all(|model| model.file != name);
                if is_gguf(&name) && is_new && !self.is_listed(&name) && entry.path().is_file() {
                    found.push(self.own(&name, &entry.path()));
                }
            }
        }
        found.sort_by(|one, other| one.file.cmp(&other.file));
        found
    }

    pub(super) fn own_file(&self, id: &str) -> Option<Model> {
        let name = id.strip_prefix(OWN)?;
        let path = is_plain(name).then(|| self.0.folders.file(name)).flatten()?;
        (is_gguf(name) && !self.is_listed(name)).then(|| self.own(name, &path))
    }

    fn is_listed(&self, file: &str) -> bool {
        self.0.source.manifest.models.iter().any(|model| model.file == file)
    }

    fn own(&self, name: &str, path: &Path) -> Model {
        let size = fs::metadata(path).map_or(0, |about| about.len());
        let about = self.header(path).ok();
        let title = about.as_ref().and_then(|about| about.name.clone());
        Model {
            id: format!("{OWN}{name}"),
            kind: Kind::Language,
            name: Some(title.unwrap_or_else(|| name.to_owned())),
            purpose: "is a file of your own".into(),
            file: name.to_owned(),
            licence: "your own choice".into(),
            size,
            sha256: String::new(),
            memory: about.map_or(size, |about| about.memory),
            platform: None,
            source: name.to_owned(),
            address: None,
            required: false,
        }
    }

    /// Why a file of the owner's own cannot be used.
    pub(super) fn problem_of_own(&self, model: &Model) -> Option<String> {
        model.id.strip_prefix(OWN)?;
        let path = self.0.folders.file(&model.file)?;
        self.header(&path).err()
    }

    fn header(&self, path: &Path) -> Result<About, String> {
        let about = fs::metadata(path).and_then(|about| Ok((about.len(), about.modified()?)));
        let (length, changed) = about.map_err(|error| format!("The file cannot be read: {error}."))?;
        if let Some((known_length, known_change, found)) = self.0.headers.lock().get(path)
            && (*known_length, *known_change) == (length, changed)
        {
            return found.clone();
        }
        let found = read(path, length);
        self.0.headers.lock().insert(path.to_owned(), (length, changed, found.clone()));
        found
    }

    /// Copies a model file of the owner's own from elsewhere on this computer. One that the list knows takes its place there.
    ///
    /// # Errors
    /// `Invalid` (field `path`) when it is no model that can be used; `Conflict` when it is there or on its way;
    /// `DiskFull`, `StorageUnavailable`.
    pub async fn import(&self, path: PathBuf) -> Result<Listed> {
        let this = self.clone();
        let checked = path.clone();
        let (size, name) = blocking(move || this.importable(&checked)).await?;
        let id = format!("{OWN}{name}");
        {
            let mut going = self.0.going.lock();
            if going.contains_key(&id) {
                return Err(busy());
            }
            going.insert(id.clone(), Going::new(Phase::Uploading, None));
        }
        let this = self.clone();
        let taken = blocking(move || this.take_in(&path, size, &name)).await;
        self.0.going.lock().remove(&id);
        let id = taken?;
        self.note_change();
        self.told(&id).await
    }

    /// The length and name of a file that can be taken in.
    fn importable(&self, path: &Path) -> Result<(u64, String)> {
        let wrong = |detail: &str| Error::invalid(detail).at("path");
        if !path.is_absolute() {
            return Err(wrong("Give the whole path, from the top: for example /media/stick/model.gguf."));
        }
        let name = path.file_name().and_then(|name| name.to_str()).filter(|name| is_gguf(name));
        let name = name.ok_or_else(|| wrong("This is no model file: its name must end in .gguf."))?;
        let about = fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => wrong("There is no such file."),
            _ => wrong(&format!("The file cannot be read: {error}.")),
        })?;
        if !about.is_file() {
            return Err(wrong("This is a folder, not a file."));
        }
        self.header(path).map_err(|problem| wrong(&problem))?;
        if self.0.folders.file(name).is_some() {
            return Err(Error::new(Code::Conflict, format!("A file named {name} is there already.")));
        }
        Ok((about.len(), name.to_owned()))
    }

    /// Copies it and says its id.
    fn take_in(&self, path: &Path, size: u64, name: &str) -> Result<String> {
        let unreadable =
            |error: std::io::Error| Error::invalid(format!("The file cannot be read: {error}.")).at("path");
        let sha256 = sha256_of(path).map_err(unreadable)?;
        let listed = self.0.source.manifest.here().find(|model| model.sha256 == sha256).cloned();
        let model = listed.unwrap_or_else(|| Model { size, sha256, ..self.own(name, path) });
        let arrival = self.arrival(&model)?;
        fs::create_dir_all(arrival.folder()).map_err(|error| unusable(ArrivalError::Storage(error)))?;
        if fs4::available_space(arrival.folder()).is_ok_and(|free| free < size.saturating_add(SPARE)) {
            let detail = "The disk has too little room for a copy of this file. Nothing was copied.";
            return Err(Error::new(Code::DiskFull, detail));
        }
        arrival.copy_from(path).map_err(|error| {
            if let Err(left) = arrival.forget() {
                tracing::warn!(error = %left, "what was copied of a model file could not be removed");
            }
            unusable(error)
        })?;
        Ok(model.id)
    }

    /// Removes what a copy left that was cut off by the program's end: nobody goes on with it.
    pub(super) fn sweep(&self) {
        for folder in self.0.folders.all() {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for entry in entries.flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let Some(file) = name.strip_suffix(".part").filter(|file| is_gguf(file)) else { continue };
                if !self.is_listed(file)
                    && let Err(error) = fs::remove_file(entry.path())
                {
                    tracing::warn!(%error, "the beginning of a copied model file could not be removed");
                }
            }
        }
    }

    /// Keeps what was seen of a model's speed, beside its file.
    pub fn note_speed(&self, file: &str, speed: Speed) {
        let Some(place) = self.speed_place(file) else { return };
        let kept = toml::to_string(&speed).map_err(std::io::Error::other);
        if let Err(error) = kept.and_then(|text| fs::write(place, text)) {
            tracing::warn!(%error, "what was seen of a model's speed could not be kept");
        }
    }

    pub(super) fn speed_of(&self, file: &str) -> Option<Speed> {
        toml::from_str(&fs::read_to_string(self.speed_place(file)?).ok()?).ok()
    }

    pub(super) fn forget_speed(&self, file: &str) {
        for folder in self.0.folders.all() {
            let place = speed_beside(&folder.join(file));
            if let Err(error) = fs::remove_file(&place)
                && error.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "what was known of a removed model's speed could not be removed");
            }
        }
    }

    fn speed_place(&self, file: &str) -> Option<PathBuf> {
        Some(speed_beside(&self.0.folders.file(file)?))
    }
}

fn speed_beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".speed");
    name.into()
}

fn is_gguf(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(ENDING) && name.len() > ENDING.len()
}

/// A name without folders.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!((parts.next(), parts.next()), (Some(std::path::Component::Normal(_)), None))
}

/// What the file's header says, for the owner where it cannot be used.
#[cfg(feature = "llama")]
fn read(path: &Path, _length: u64) -> Result<About, String> {
    use haberdash_llama::Machine;
    use haberdash_llama::engine::inspect;
    use haberdash_llama::model::ModelSpec;

    // What it takes is asked, not whether there is room now.
    let machine = Machine { free_memory: u64::MAX, ..Machine::here() };
    let mut spec = ModelSpec::new(path);
    spec.context = Some(crate::language::LOCAL_CONTEXT);
    let found = inspect(&spec, machine).map_err(|error| format!("This cannot be used: {error}."))?;
    Ok(About { name: found.name, memory: found.memory })
}

/// Without llama.cpp only what it begins with can be told.
#[cfg(not(feature = "llama"))]
fn read(path: &Path, length: u64) -> Result<About, String> {
    use std::io::Read;

    let mut magic = [0; 4];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut magic));
    match read {
        Ok(()) if &magic == b"GGUF" => Ok(About { name: None, memory: length.saturating_add(length / 4) }),
        Ok(()) => Err("This is no model file: it does not begin as one.".into()),
        Err(error) => Err(format!("The file cannot be read: {error}.")),
    }
}
