//! What parent and child say to each other.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::chat::{ChatEvent, ChatRequest};
use crate::model::{ModelDescription, ModelSpec};

/// Both are the same program; an update that replaced the file between two starts is noticed by this.
pub const PROTOCOL: u32 = 2;

/// From the parent. Every question but a cancellation is answered under its id, in the end by one of [`Tell::Chat`] with
/// a finished answer, [`Tell::Done`], [`Tell::Loaded`], [`Tell::Counted`], [`Tell::Status`] or [`Tell::Failed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub id: u64,
    pub ask: Ask,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// Always the first.
    Open {
        protocol: u32,
        /// A model that nobody asks for so long is unloaded; none, never.
        idle_ms: Option<u64>,
    },
    Load {
        model: ModelSpec,
    },
    /// The model is loaded first where it is not.
    Chat {
        model: ModelSpec,
        request: Box<ChatRequest>,
    },
    /// Answered beside whatever else is under way; the model need not be loaded.
    CountText {
        model: ModelSpec,
        text: String,
    },
    CountRequest {
        model: ModelSpec,
        request: Box<ChatRequest>,
    },
    /// Unloads the model; what it read is kept where the model has a folder for that.
    Unload,
    Status,
    /// Ends another question as soon as it can. It has no answer of its own.
    Cancel {
        target: u64,
    },
}

/// From the child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The question's; 0 where nobody asked.
    pub id: u64,
    pub tell: Tell,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "tell", rename_all = "snake_case")]
pub enum Tell {
    Opened {
        protocol: u32,
    },
    Loaded {
        model: Box<ModelDescription>,
    },
    Chat {
        event: ChatEvent,
    },
    Counted {
        tokens: u64,
    },
    Status {
        status: Status,
    },
    Done,
    /// The model came or went; told unasked.
    Changed {
        status: Status,
    },
    Failed {
        error: Error,
    },
}

/// How the child stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    pub model: Option<ModelDescription>,
    /// Questions that wait or are worked on.
    pub open: usize,
}
