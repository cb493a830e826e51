//! Which model to load and how, and what is known of a loaded one.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A model and how it is loaded. Two equal ones are the same loaded model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelSpec {
    /// A GGUF file.
    pub path: PathBuf,
    /// Tokens of context; left out, what the model was trained for, the usual limit and the memory allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<u32>,
    /// Threads; left out, the machine's physical cores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threads: Option<u32>,
    /// Layers for the graphics processor; left out, all of them where this build has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gpu_layers: Option<u32>,
    /// Where what was evaluated is kept over restarts; left out, it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_folder: Option<PathBuf>,
    /// Bytes of memory that may be used; left out, what is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<u64>,
}

impl ModelSpec {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            context: None,
            threads: None,
            gpu_layers: None,
            state_folder: None,
            memory: None,
        }
    }
}

/// What a model is, from its own file, and how it was or would be loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelDescription {
    /// The name in the file, if it has one.
    pub name: Option<String>,
    pub architecture: String,
    pub parameters: u64,
    pub file_bytes: u64,
    /// Tokens that it was trained for.
    pub trained_context: u32,
    /// Tokens of context in this load.
    pub context: u32,
    /// Tokens that are evaluated at once: a cancellation waits for that many at most.
    pub batch: u32,
    pub threads: u32,
    /// Bytes of memory, estimated before the load.
    pub memory: u64,
    pub vocabulary: u32,
    /// Whether the file brings a chat template; without one ChatML is spoken.
    pub own_template: bool,
    /// Stands for this file's content in what is kept of it.
    pub fingerprint: String,
}
