//! Handing a conversation to the owner. A handoff that was promised always happens: it is one transaction.

use super::{Author, Handler};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{AgentRun, Complaint, Conversation, Id, Message, Order};
use crate::jobs::{self, NewJob, Work};
use crate::outbox::{self, NewReply};
use crate::store;

/// Why and how a person takes over.
#[derive(Debug, Clone)]
pub struct Handoff {
    pub conversation_id: Id<Conversation>,
    /// A word of `core::agent`'s handoff reasons.
    pub reason: String,
    /// For the owner.
    pub summary: String,
    /// The owner answers from now on; otherwise the agent goes on, and the owner is only told.
    pub take: bool,
    /// What the customer is told, in order; nothing when empty.
    pub parts: Vec<String>,
    pub order_id: Option<Id<Order>>,
    pub run_id: Option<Id<AgentRun>>,
}

/// Marks the conversation as the owner's, opens a complaint, tells the owner, and queues what the customer is told.
///
/// # Errors
/// `NotFound` when there is no such conversation.
pub fn hand_off(tx: &mut WriteTx<'_>, handoff: &Handoff) -> Result<(Id<Complaint>, Vec<Id<Message>>)> {
    let id = handoff.conversation_id;
    let standing =
        store::conversations::standing_of(tx.sql(), id)?.ok_or_else(|| Error::not_found("conversation"))?;
    let complaint_id: Id<Complaint> = tx.new_id();
    store::complaints::insert(tx, complaint_id, standing.contact_id, handoff)?;
    store::conversations::flag(tx, id, &handoff.reason, handoff.take)?;
    let messages = if handoff.parts.is_empty() {
        Vec::new()
    } else {
        let parts = handoff.parts.clone();
        let reply = NewReply { conversation_id: id, author: Author::Agent, parts, run_id: handoff.run_id };
        outbox::queue_reply(tx, &reply)?
    };
    tx.emit(
        EventKind::HandoffStarted,
        id,
        serde_json::json!({
            "complaint_id": complaint_id, "reason": handoff.reason, "summary": handoff.summary,
        }),
    )?;
    jobs::enqueue(tx, &NewJob::at(tx.now(), Work::NotifyOwner { complaint_id, conversation_id: id }))?;
    Ok((complaint_id, messages))
}

/// The agent could not answer, however often it tried: a person must.
///
/// # Errors
/// Those of storage.
pub(crate) fn hand_off_unanswered(tx: &mut WriteTx<'_>, id: Id<Conversation>) -> Result<()> {
    let waits = store::conversations::standing_of(tx.sql(), id)?
        .is_some_and(|standing| standing.handler == Handler::Agent && standing.awaiting_since.is_some());
    if !waits {
        return Ok(());
    }
    hand_off(
        tx,
        &Handoff {
            conversation_id: id,
            reason: "needs_owner".into(),
            summary:
                "The assistant could not work out an answer because of a fault. The customer is waiting."
                    .into(),
            parts: vec![
                "Thank you for your message. I cannot answer it myself, so I am passing it to the team."
                    .into(),
            ],
            order_id: None,
            run_id: None,
            take: true,
        },
    )?;
    Ok(())
}
