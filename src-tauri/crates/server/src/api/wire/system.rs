//! Jobs, events, the program itself and its engines on the wire.

use haberdash_core::event::DomainEvent;
use haberdash_core::jobs;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ModelFile;
use super::{EventId, JobId, Time};
use crate::meaning::State;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Ready,
    Running,
    Dead,
}

/// Work that the program does by itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    pub state: JobState,
    pub run_at: Time,
    pub attempts: u32,
    pub max_attempts: u32,
    pub last_error: Option<String>,
    pub created_at: Time,
}

impl From<jobs::JobListing> for Job {
    fn from(job: jobs::JobListing) -> Self {
        Self {
            id: job.id.into(),
            kind: job.kind.to_string(),
            state: job.state.into(),
            run_at: job.run_at.into(),
            attempts: job.attempts,
            max_attempts: job.max_attempts,
            last_error: job.last_error,
            created_at: job.created_at.into(),
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Event {
    pub id: EventId,
    pub at: Time,
    #[schema(example = "message.received")]
    pub kind: String,
    /// The public id (or name) of what it is about.
    pub subject: String,
    pub payload: serde_json::Value,
}

impl From<DomainEvent> for Event {
    fn from(event: DomainEvent) -> Self {
        Self {
            id: event.id.into(),
            at: event.at.into(),
            kind: event.kind.to_string(),
            subject: event.subject,
            payload: event.payload,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct System {
    pub version: String,
    /// The data folder's own name, not its path.
    pub data_dir_name: String,
    /// The shop file's schema version.
    pub schema: u32,
    pub started_at: Time,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Health {
    #[schema(example = "ok")]
    pub status: String,
    pub version: String,
    pub schema: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EngineState {
    Active,
    /// It is there, and nobody asks it.
    Unused,
    NotInstalled,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Engine {
    pub id: String,
    pub name: String,
    pub state: EngineState,
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeaningState {
    Loading,
    /// Search goes by words alone; the detail says why.
    WordsOnly,
    /// So many of the products are read.
    Learning,
    Ready,
}

/// Whether products are found by what is meant, too.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Meaning {
    pub state: MeaningState,
    pub detail: String,
    /// Products that were read, of the last look.
    pub done: usize,
    pub total: usize,
}

impl From<State> for Meaning {
    fn from(state: State) -> Self {
        let (name, detail, done, total) = match state {
            State::Waiting => (MeaningState::Loading, "The model is not loaded yet.".to_owned(), 0, 0),
            State::WordsOnly { reason } => (MeaningState::WordsOnly, reason, 0, 0),
            State::Learning { done, total } => {
                (MeaningState::Learning, "The catalog is read in the background.".to_owned(), done, total)
            }
            State::Ready => (MeaningState::Ready, "Products are found by what is meant.".to_owned(), 0, 0),
        };
        Self { state: name, detail, done, total }
    }
}

/// Who answers, and what could.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ai {
    #[schema(example = "builtin")]
    pub planner: String,
    pub engines: Vec<Engine>,
    pub models: Vec<ModelFile>,
    pub meaning: Meaning,
    pub pictures: super::Pictures,
}
