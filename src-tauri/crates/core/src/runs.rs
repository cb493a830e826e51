//! Agent runs as the owner reads them: "why did it say this?". They are written by [`crate::answer`].

use rusqlite::Connection;
use serde::Serialize;
use serde_json::Value;

use crate::agent::Fact;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{AgentRun, Conversation, Id, Message};
use crate::page::{Page, PageRequest};
use crate::prompts::PromptUse;
use crate::{agents, store};

/// A run without its steps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunListing {
    pub id: Id<AgentRun>,
    pub conversation_id: Id<Conversation>,
    pub planner: String,
    pub model: Option<String>,
    pub prompt_version: String,
    /// It answers the customer's messages from here …
    pub first_message_id: Id<Message>,
    /// … to here.
    pub last_message_id: Id<Message>,
    /// `replied`, `handed_off` or `silent`.
    pub outcome: String,
    pub handoff_reason: Option<String>,
    /// 0…1.
    pub confidence: f64,
    /// The first message of the reply.
    pub reply_message_id: Option<Id<Message>>,
    /// The whole reply; the claims' offsets count in it.
    pub reply_text: Option<String>,
    pub started_at: Timestamp,
    pub duration_us: u64,
    /// A word of [`crate::agents::AgentKey`]; `None`: from before there were agents.
    pub agent_key: Option<String>,
    /// 0: the program's own.
    pub agent_version: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepListing {
    pub position: u32,
    /// A word of [`crate::agent::StepKind`].
    pub kind: String,
    pub input: Value,
    /// Its member `summary` is a line for people.
    pub output: Value,
    pub duration_us: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceListing {
    pub position: u32,
    pub source_kind: String,
    pub source_id: String,
    pub source_version: i64,
    /// For people: "Order 1042".
    pub label: String,
    pub facts: Vec<Fact>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimListing {
    pub position: u32,
    pub kind: String,
    /// As it stands in the reply.
    pub text: String,
    /// In characters (Unicode scalar values) of the reply.
    pub start: u32,
    pub end: u32,
    pub evidence_position: u32,
    pub fact: String,
}

/// A run with everything that led to its outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunDetail {
    #[serde(flatten)]
    pub run: RunListing,
    /// The agent's name as of that version.
    pub agent_name: Option<String>,
    /// Which prompt its language model was asked with; `None`: none was asked.
    pub prompt: Option<PromptUse>,
    pub question_message_ids: Vec<Id<Message>>,
    pub reply_message_ids: Vec<Id<Message>>,
    pub steps: Vec<StepListing>,
    pub evidence: Vec<EvidenceListing>,
    pub claims: Vec<ClaimListing>,
}

/// A conversation's runs, newest first.
///
/// # Errors
/// `Malformed` for a cursor of another list.
pub fn of_conversation(
    connection: &Connection,
    id: Id<Conversation>,
    page: &PageRequest,
) -> Result<Page<RunListing>> {
    let rows = store::runs::of_conversation(connection, id, page.key()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<AgentRun>) -> Result<RunDetail> {
    let run = store::runs::get(connection, id)?.ok_or_else(|| Error::not_found("run"))?;
    Ok(RunDetail {
        question_message_ids: store::runs::questions(connection, &run)?,
        reply_message_ids: store::runs::replies(connection, &run)?,
        steps: store::runs::steps(connection, id)?,
        evidence: store::runs::evidence(connection, id)?,
        claims: store::runs::claims(connection, id)?,
        agent_name: agent_name(connection, &run)?,
        prompt: store::prompts::use_of(connection, id)?,
        run,
    })
}

fn agent_name(connection: &Connection, run: &RunListing) -> Result<Option<String>> {
    let (Some(key), Some(version)) = (run.agent_key.as_deref(), run.agent_version) else { return Ok(None) };
    // A newer program may have known an agent that this one does not.
    let Ok(key) = key.parse() else { return Ok(None) };
    agents::name_at(connection, key, version).map(Some)
}
