//! Agent runs as the owner reads them: "why did it say this?". They are written by [`crate::answer`].

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::agent::{Fact, StepKind, Tried};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, AgentRun, Conversation, Id};
use crate::language_model::{Message, Usage};
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
    pub first_message_id: Id<id::Message>,
    /// … to here.
    pub last_message_id: Id<id::Message>,
    /// `replied`, `handed_off` or `silent`.
    pub outcome: String,
    pub handoff_reason: Option<String>,
    /// 0…1.
    pub confidence: f64,
    /// The first message of the reply.
    pub reply_message_id: Option<Id<id::Message>>,
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

/// A question to language models, as its step was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Consulted {
    /// Every link that was tried, in their order.
    pub tried: Vec<Tried>,
    /// Of the answer, if there was one.
    pub usage: Option<Usage>,
    /// Texts that were hidden.
    pub hidden: usize,
    /// What left the machine, with its stand-ins. Empty: nothing left, or it was not recorded yet.
    pub sent: Vec<Message>,
}

impl StepListing {
    /// What models were asked; `None`: the step is no such question, or is written in another form than this program's.
    pub fn consulted(&self) -> Option<Consulted> {
        #[derive(Deserialize)]
        struct Asked {
            messages: Vec<Message>,
        }
        #[derive(Deserialize)]
        struct Told {
            tried: Vec<Tried>,
            #[serde(default)]
            usage: Option<Usage>,
            #[serde(default)]
            hidden: usize,
            #[serde(default)]
            sent: Vec<Option<String>>,
        }
        if self.kind != StepKind::Model.as_str() {
            return None;
        }
        let told = Told::deserialize(&self.output).ok()?;
        let asked = Asked::deserialize(&self.input).ok()?;
        let sent = if told.sent.len() == asked.messages.len() {
            let pairs = asked.messages.into_iter().zip(told.sent);
            pairs
                .map(|(message, sent)| Message { content: sent.unwrap_or(message.content), ..message })
                .collect()
        } else {
            Vec::new()
        };
        Some(Consulted { tried: told.tried, usage: told.usage, hidden: told.hidden, sent })
    }
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
    pub question_message_ids: Vec<Id<id::Message>>,
    pub reply_message_ids: Vec<Id<id::Message>>,
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language_model::{Failure, Role};

    fn step(kind: &str, sent: &Value) -> StepListing {
        let took = json!({ "secs": 0, "nanos": 3_000_000 });
        StepListing {
            position: 0,
            kind: kind.into(),
            input: json!({ "messages": [
                { "role": "system", "content": "You answer for a shop." },
                { "role": "user", "content": "I am Maria" },
            ] }),
            output: json!({
                "tried": [
                    { "link": "local", "model": "own", "failure": { "kind": "resting" }, "took": took },
                    { "link": "groq", "model": "m", "failure": null, "took": took, "cost_micros": 7, "sent": true },
                ],
                "usage": { "prompt_tokens": 9, "reused_tokens": 0, "answer_tokens": 2, "cost_micros": 7 },
                "hidden": 1,
                "sent": sent,
            }),
            duration_us: 6_000,
        }
    }

    #[test]
    fn what_left_is_put_together_from_what_was_asked_and_what_was_hidden() {
        let asked = step("model", &json!([null, "I am [name-1]"])).consulted().expect("a question");
        let sent: Vec<_> =
            asked.sent.iter().map(|message| (message.role, message.content.as_str())).collect();
        assert_eq!(sent, [(Role::System, "You answer for a shop."), (Role::User, "I am [name-1]")]);
        assert_eq!((asked.hidden, asked.usage.map(|usage| usage.answer_tokens)), (1, Some(2)));
        let tried: Vec<_> =
            asked.tried.iter().map(|one| (one.link.as_str(), one.failure.clone(), one.sent)).collect();
        assert_eq!(tried, [("local", Some(Failure::Resting), false), ("groq", None, true)]);
    }

    #[test]
    fn what_was_not_recorded_or_does_not_fit_is_not_made_up() {
        for sent in [json!([]), json!(["I am [name-1]"])] {
            assert!(step("model", &sent).consulted().expect("a question").sent.is_empty(), "{sent}");
        }
        let older =
            StepListing { output: json!({ "summary": "groq answered" }), ..step("model", &json!([])) };
        assert_eq!(older.consulted(), None);
        assert_eq!(step("plan", &json!([])).consulted(), None);
    }
}
