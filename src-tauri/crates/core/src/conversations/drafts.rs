//! What an agent that only drafts would have said: it waits for the owner, one for each conversation, and is never sent by itself.

use rusqlite::Connection;

use super::owner::told;
use super::{Author, Handler};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{AgentRun, Conversation, Id, Message};
use crate::outbox::{self, NewReply};
use crate::store;

/// Why the owner must look: the conversation's `needs_owner_reason`.
pub const DRAFT_WAITS: &str = "draft_waits";

/// A reply that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyDraft {
    /// Its receipts are this run's.
    pub run_id: Id<AgentRun>,
    pub text: String,
    pub created_at: Timestamp,
}

/// The draft that waits in a conversation.
///
/// # Errors
/// Those of the query.
pub fn draft(connection: &Connection, id: Id<Conversation>) -> Result<Option<ReplyDraft>> {
    Ok(store::reply_drafts::find(connection, id)?.map(|(draft, _)| draft))
}

/// Keeps a draft in the place of an earlier one. `flag`: the owner is told that it waits. What the customer wrote stays
/// unanswered.
pub(crate) fn keep_draft(
    tx: &mut WriteTx<'_>,
    id: Id<Conversation>,
    run_id: Id<AgentRun>,
    text: &str,
    dialogue: &str,
    flag: bool,
) -> Result<()> {
    let draft = ReplyDraft { run_id, text: text.to_owned(), created_at: tx.now() };
    store::reply_drafts::put(tx, id, &draft, dialogue)?;
    if flag {
        store::conversations::flag(tx, id, DRAFT_WAITS, false)?;
    }
    told(tx, id)
}

/// Sends the draft of `run_id` as it stands, as the agent's words. The conversation stays with whom it was.
///
/// # Errors
/// `NotFound` when no draft waits; `Conflict` when another one does by now.
pub fn send_draft(
    tx: &mut WriteTx<'_>,
    id: Id<Conversation>,
    run_id: Id<AgentRun>,
) -> Result<Vec<Id<Message>>> {
    let (draft, dialogue) = waiting(tx, id, run_id)?;
    let standing =
        store::conversations::standing_of(tx.sql(), id)?.ok_or_else(|| Error::not_found("conversation"))?;
    store::reply_drafts::delete(tx, id)?;
    let parts = outbox::split(standing.channel, &draft.text);
    let reply = NewReply { conversation_id: id, author: Author::Agent, parts, run_id: Some(draft.run_id) };
    let messages = outbox::queue_answer(tx, &reply, &dialogue)?;
    store::conversations::mark_read(tx, id)?;
    if standing.handler == Handler::Agent {
        // Nothing waits for the owner any more.
        store::conversations::set_handler(tx, id, Handler::Agent)?;
    }
    if let Some(first) = messages.first() {
        store::runs::set_reply(tx, draft.run_id, *first)?;
    }
    told(tx, id)?;
    Ok(messages)
}

/// Throws the draft of `run_id` away. The customer still waits for an answer, and the owner gives it, or hands the
/// conversation back for another draft.
///
/// # Errors
/// As [`send_draft`].
pub fn discard_draft(tx: &mut WriteTx<'_>, id: Id<Conversation>, run_id: Id<AgentRun>) -> Result<()> {
    waiting(tx, id, run_id)?;
    store::reply_drafts::delete(tx, id)?;
    store::conversations::flag(tx, id, "needs_owner", true)?;
    told(tx, id)
}

fn waiting(tx: &WriteTx<'_>, id: Id<Conversation>, run_id: Id<AgentRun>) -> Result<(ReplyDraft, String)> {
    let found = store::reply_drafts::find(tx.sql(), id)?.ok_or_else(|| Error::not_found("draft"))?;
    if found.0.run_id != run_id {
        return Err(Error::new(Code::Conflict, "The customer wrote again, and another draft waits by now."));
    }
    Ok(found)
}
