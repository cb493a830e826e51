//! Model files on the wire.

use haberdash_ai::manifest::Kind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::{FileState, Listed, Speed};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelFileState {
    /// There, and what the list says.
    Installed,
    NotInstalled,
    Downloading,
    /// It came, and is compared with the list.
    Checking,
    /// Its download broke off and goes on by itself; the detail says why.
    Waiting,
    /// Its beginning is there.
    Paused,
    /// The owner's own copy is being taken in.
    Uploading,
    /// A file of this name is there that cannot be used; the detail says why.
    Damaged,
    /// Its download was given up; the detail says why.
    Failed,
}

impl From<FileState> for ModelFileState {
    fn from(state: FileState) -> Self {
        match state {
            FileState::Installed => Self::Installed,
            FileState::NotInstalled => Self::NotInstalled,
            FileState::Downloading => Self::Downloading,
            FileState::Checking => Self::Checking,
            FileState::Waiting => Self::Waiting,
            FileState::Paused => Self::Paused,
            FileState::Uploading => Self::Uploading,
            FileState::Damaged => Self::Damaged,
            FileState::Failed => Self::Failed,
        }
    }
}

/// What a model file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelKind {
    /// Understands messages and finds products.
    Meaning,
    /// Writes answers.
    Language,
}

/// How fast a model answered on this computer, in its last trial.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ModelSpeed {
    pub tokens_per_second: f64,
    /// From the question to the end of the answer.
    pub seconds: f64,
}

/// A model file of the owner's own.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelImport {
    /// Where it stands on this computer, from the top.
    #[schema(example = "/media/stick/model.gguf")]
    pub path: String,
}

/// A file that engines use, and how it stands on this machine.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ModelFile {
    pub id: String,
    pub kind: ModelKind,
    /// What it is called.
    pub name: String,
    /// What it is good for, as the end of a sentence that begins with "It".
    pub purpose: String,
    /// Its name on the disk.
    pub file: String,
    pub licence: String,
    /// Where it comes from, in words.
    pub source: String,
    /// Bytes.
    pub size: u64,
    /// What the program needs more of it while the file is in use, about, in bytes.
    pub memory: u64,
    pub state: ModelFileState,
    /// What is wrong, in the owner's words.
    pub detail: Option<String>,
    /// Bytes that have come.
    pub received: u64,
    /// A place offers it for download; else it can be installed from a file.
    pub can_download: bool,
    /// The language model that suits this computer's memory.
    pub is_recommended: bool,
    /// The computer's memory holds it beside the shop and the system.
    pub fits: bool,
    /// Null: it was not tried yet.
    pub speed: Option<ModelSpeed>,
}

impl From<Listed> for ModelFile {
    fn from(listed: Listed) -> Self {
        let Listed { model, state, detail, received, can_download, is_recommended, fits, speed } = listed;
        Self {
            kind: match model.kind {
                Kind::Meaning => ModelKind::Meaning,
                Kind::Language => ModelKind::Language,
            },
            name: model.title().to_owned(),
            id: model.id,
            purpose: model.purpose,
            file: model.file,
            licence: model.licence,
            source: model.source,
            size: model.size,
            memory: model.memory,
            state: state.into(),
            detail,
            received,
            can_download,
            is_recommended,
            fits,
            speed: speed
                .map(|Speed { tokens_per_second, seconds }| ModelSpeed { tokens_per_second, seconds }),
        }
    }
}

/// The model files, and what they do at present.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ModelFiles {
    pub items: Vec<ModelFile>,
    /// Bytes of memory that this computer has.
    pub computer_memory: u64,
    pub meaning: super::Meaning,
}
