//! Jobs, events, the program itself and its engines on the wire.

use haberdash_core::event::DomainEvent;
use haberdash_core::jobs;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ChannelStatus, ConversationSummary, EventId, JobId, Money, OrderSummary, ProductId, Time, VariantId,
};

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

impl From<JobState> for jobs::JobState {
    fn from(state: JobState) -> Self {
        match state {
            JobState::Ready => Self::Ready,
            JobState::Running => Self::Running,
            JobState::Dead => Self::Dead,
        }
    }
}

impl From<jobs::JobState> for JobState {
    fn from(state: jobs::JobState) -> Self {
        match state {
            jobs::JobState::Ready => Self::Ready,
            jobs::JobState::Running => Self::Running,
            jobs::JobState::Dead => Self::Dead,
        }
    }
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
    NotInstalled,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Engine {
    pub id: String,
    pub name: String,
    pub state: EngineState,
    pub detail: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ModelFile {
    pub id: String,
    pub purpose: String,
    pub licence: String,
    /// Bytes.
    pub size: u64,
    pub state: EngineState,
}

/// Who answers, and what could.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ai {
    #[schema(example = "builtin")]
    pub planner: String,
    pub engines: Vec<Engine>,
    pub models: Vec<ModelFile>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LowStock {
    pub product_id: ProductId,
    pub variant_id: VariantId,
    pub title: String,
    pub variant_title: String,
    pub on_hand: i64,
    pub image_url: Option<String>,
}

/// A day in figures, in the shop's zone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DayFigures {
    pub messages_in: u64,
    pub answered_by_agent: u64,
    pub handed_off: u64,
    pub median_answer_seconds: Option<f64>,
    pub orders: u64,
    pub sales: Money,
}

/// What needs the owner now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Today {
    /// Ten at most.
    pub needs_owner: Vec<ConversationSummary>,
    pub needs_owner_count: u64,
    pub open_complaints: u64,
    /// Conversations with unread messages.
    pub unread: u64,
    /// Ten at most.
    pub orders_to_ship: Vec<OrderSummary>,
    pub orders_to_ship_count: u64,
    /// Ten at most.
    pub low_stock: Vec<LowStock>,
    pub low_stock_count: u64,
    pub yesterday: DayFigures,
    pub today: DayFigures,
    /// Jobs that gave up.
    pub dead_jobs: u64,
    pub channel: ChannelStatus,
}
