//! What can go wrong with a local model, as a program can tell it apart.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Every failure of this crate. It travels between the processes as it is, so it holds no sources, and never words of a
/// prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Error {
    #[error("there is no file {}", path.display())]
    Missing { path: PathBuf },
    #[error("the file cannot be read: {reason}")]
    Unreadable { reason: String },
    /// Not a GGUF file at all.
    #[error("the file is no model in GGUF format")]
    Foreign,
    /// Bytes that the file's own header promises, and bytes that are there.
    #[error("the model's file is cut off: {actual} bytes of at least {expected}")]
    Truncated { expected: u64, actual: u64 },
    #[error("the model's file is damaged: {reason}")]
    Corrupt { reason: String },
    #[error("models of the kind \"{architecture}\" are not supported")]
    UnsupportedArchitecture { architecture: String },
    /// A sound file that cannot be used to answer: an embedding model, a part of several, no vocabulary.
    #[error("this model cannot answer: {reason}")]
    Unsupported { reason: String },
    /// Bytes of memory that the model takes, and bytes that are free.
    #[error("the model takes {needed} bytes of memory, {available} are free")]
    TooBig { needed: u64, available: u64 },
    /// Instructions that this processor lacks and this build of llama.cpp uses.
    #[error("this computer's processor lacks what the model's engine needs: {missing}")]
    Processor { missing: String },
    /// Tokens of the prompt and at least one more, and tokens that fit.
    #[error("the conversation takes {needed} tokens, the model's context holds {available}")]
    ContextOverflow { needed: u64, available: u64 },
    #[error("the schema cannot constrain an answer: {reason}")]
    Schema { reason: String },
    #[error("the model's chat template failed: {reason}")]
    Template { reason: String },
    #[error("the request makes no sense: {reason}")]
    Request { reason: String },
    /// The load was cancelled; an answer that is cancelled ends with [`crate::chat::Finish::Cancelled`] instead.
    #[error("cancelled")]
    Cancelled,
    /// No answer came in time, not even a partial one.
    #[error("the deadline has passed")]
    Deadline,
    /// The process that runs the model ended in the middle of the request. A retry starts a new one.
    #[error("the model's process ended: {reason}")]
    HostDied { reason: String },
    /// The process that runs the model cannot be started.
    #[error("the model's process cannot be started: {reason}")]
    HostUnavailable { reason: String },
    /// The two processes do not understand each other.
    #[error("the model's process spoke out of turn: {reason}")]
    Protocol { reason: String },
    #[error("the model's engine failed: {reason}")]
    Engine { reason: String },
}

impl Error {
    /// Whether the same request may succeed when it is simply made again.
    pub fn may_be_retried(&self) -> bool {
        matches!(self, Self::HostDied { .. })
    }

    pub(crate) fn engine(reason: impl std::fmt::Display) -> Self {
        Self::Engine { reason: reason.to_string() }
    }

    pub(crate) fn corrupt(reason: impl Into<String>) -> Self {
        Self::Corrupt { reason: reason.into() }
    }
}
