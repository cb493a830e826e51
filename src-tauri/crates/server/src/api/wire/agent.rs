//! Agent runs on the wire: why a reply says what it says.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgentRunId, ConversationId, MessageId, Time};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunOutcome {
    Replied,
    HandedOff,
    Silent,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunSummary {
    pub id: AgentRunId,
    pub outcome: RunOutcome,
    pub handoff_reason: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
    pub started_at: Time,
    /// Microseconds.
    pub duration_us: u64,
    pub reply_preview: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunStep {
    pub position: u32,
    pub kind: String,
    /// What the step did, for people.
    pub title: String,
    pub input: serde_json::Value,
    pub output: serde_json::Value,
    /// Microseconds.
    pub duration_us: u64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidenceFact {
    pub name: String,
    /// For people.
    pub value: String,
    pub kind: String,
}

/// A row that facts of the reply came from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunEvidence {
    pub position: u32,
    pub source_kind: String,
    pub source_id: String,
    pub source_version: i64,
    /// For people: "Order 1042".
    pub label: String,
    pub facts: Vec<EvidenceFact>,
}

/// A checkable statement of the reply and the fact it is bound to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunClaim {
    pub position: u32,
    pub kind: String,
    pub text: String,
    /// In characters (Unicode scalar values) of `reply_text`.
    pub start: u32,
    pub end: u32,
    pub evidence_position: u32,
    pub fact: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Run {
    pub id: AgentRunId,
    pub conversation_id: ConversationId,
    #[schema(example = "builtin")]
    pub planner: String,
    pub model: Option<String>,
    pub prompt_version: String,
    pub outcome: RunOutcome,
    pub handoff_reason: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
    pub started_at: Time,
    /// Microseconds.
    pub duration_us: u64,
    pub question_message_ids: Vec<MessageId>,
    pub reply_message_ids: Vec<MessageId>,
    pub reply_text: Option<String>,
    pub steps: Vec<RunStep>,
    pub evidence: Vec<RunEvidence>,
    pub claims: Vec<RunClaim>,
}
