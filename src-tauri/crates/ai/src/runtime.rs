//! ONNX Runtime in this process: loaded once, by an absolute path, after its file was compared with the list.
//!
//! A library that was cut off would end the process when it is loaded, so nothing is loaded unverified.

use std::path::{Path, PathBuf};

use ort::environment::Environment;
use parking_lot::Mutex;

use crate::folders::Folders;
use crate::manifest::{Manifest, ManifestError, Presence};

/// An engine cannot be used. The text is for the owner.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("There is no {id} for this system.")]
    NotForThisSystem { id: String },
    #[error("{file} is not installed.")]
    Missing { file: String },
    #[error("{file} cannot be used: {presence}.")]
    Damaged { file: String, presence: Presence },
    #[error(transparent)]
    List(#[from] ManifestError),
    #[error("The library that runs models could not be loaded: {0}")]
    Library(String),
    #[error("The model could not be loaded: {0}")]
    Model(String),
    #[error("The index of meanings failed: {0}")]
    Index(String),
}

/// The one environment that a process may have; it is never let go.
static LOADED: Mutex<Option<Environment>> = Mutex::new(None);

/// The whole file of a model, by its id; only if it is what the list says.
pub(crate) fn file_of(manifest: &Manifest, folders: &Folders, id: &str) -> Result<PathBuf, EngineError> {
    let Some(model) = manifest.find(id) else {
        return Err(EngineError::NotForThisSystem { id: id.to_owned() });
    };
    let Some((folder, _)) = folders.look_for(model) else {
        return Err(EngineError::Missing { file: model.file.clone() });
    };
    match model.verify(folder) {
        Presence::Whole => Ok(folder.join(&model.file)),
        presence => Err(EngineError::Damaged { file: model.file.clone(), presence }),
    }
}

/// Loads ONNX Runtime, if this process has not done so.
pub(crate) fn environment(manifest: &Manifest, folders: &Folders) -> Result<Environment, EngineError> {
    let mut loaded = LOADED.lock();
    if let Some(environment) = loaded.as_ref() {
        return Ok(environment.clone());
    }
    let environment = load(&file_of(manifest, folders, "onnxruntime")?)?;
    *loaded = Some(environment.clone());
    Ok(environment)
}

fn load(file: &Path) -> Result<Environment, EngineError> {
    let path = std::path::absolute(file).map_err(|error| EngineError::Library(error.to_string()))?;
    let builder = ort::init_from(path).map_err(|error| EngineError::Library(error.to_string()))?;
    let builder = builder.with_name("haberdash").with_telemetry(false);
    builder.build().map_err(|error| EngineError::Library(error.to_string()))
}
