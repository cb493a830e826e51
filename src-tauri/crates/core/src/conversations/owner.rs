//! What the owner does with a conversation.

use super::{ConversationState, Handler, Standing, receive};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{Conversation, Id, Message};
use crate::outbox::{self, NewReply};
use crate::store;

fn standing(tx: &WriteTx<'_>, id: Id<Conversation>) -> Result<Standing> {
    store::conversations::standing_of(tx.sql(), id)?.ok_or_else(|| Error::not_found("conversation"))
}

pub(super) fn told(tx: &mut WriteTx<'_>, id: Id<Conversation>) -> Result<()> {
    tx.emit(EventKind::ConversationUpdated, id, serde_json::json!({}))
}

/// The owner answers from now on. A turn that is under way says nothing any more.
///
/// # Errors
/// `NotFound`.
pub fn take_over(tx: &mut WriteTx<'_>, id: Id<Conversation>) -> Result<()> {
    let before = standing(tx, id)?;
    if before.handler == Handler::Owner && !before.needs_owner && before.state == ConversationState::Open {
        return Ok(());
    }
    store::conversations::set_handler(tx, id, Handler::Owner)?;
    told(tx, id)
}

/// The agent answers again, at once what is still unanswered.
///
/// # Errors
/// `NotFound`.
pub fn hand_back(tx: &mut WriteTx<'_>, id: Id<Conversation>) -> Result<()> {
    let before = standing(tx, id)?;
    if before.handler == Handler::Agent && !before.needs_owner && before.state == ConversationState::Open {
        return Ok(());
    }
    store::conversations::set_handler(tx, id, Handler::Agent)?;
    if before.awaiting_since.is_some() {
        receive::schedule_answer(tx, id)?;
    }
    told(tx, id)
}

/// Queues the owner's own words. That also takes the conversation over.
///
/// # Errors
/// `NotFound`; `Invalid` for an empty text.
pub fn reply_as_owner(
    tx: &mut WriteTx<'_>,
    id: Id<Conversation>,
    parts: Vec<String>,
) -> Result<Vec<Id<Message>>> {
    if parts.is_empty() || parts.iter().any(|part| part.trim().is_empty()) {
        return Err(Error::invalid("The message is empty."));
    }
    take_over(tx, id)?;
    // What an agent would have said is answered by the owner's own words.
    store::reply_drafts::delete(tx, id)?;
    store::conversations::mark_read(tx, id)?;
    outbox::queue_reply(
        tx,
        &NewReply { conversation_id: id, author: super::Author::Owner, parts, run_id: None },
    )
}

/// Nothing is unread any more.
///
/// # Errors
/// `NotFound`.
pub fn mark_read(tx: &mut WriteTx<'_>, id: Id<Conversation>) -> Result<()> {
    if store::conversations::mark_read(tx, id)? {
        return told(tx, id);
    }
    standing(tx, id).map(|_| ())
}

/// Done with. The customer's next message opens it again, and the agent answers it.
///
/// # Errors
/// `NotFound`.
pub fn close(tx: &mut WriteTx<'_>, id: Id<Conversation>) -> Result<()> {
    set_state(tx, id, ConversationState::Closed)
}

/// # Errors
/// `NotFound`.
pub fn reopen(tx: &mut WriteTx<'_>, id: Id<Conversation>) -> Result<()> {
    set_state(tx, id, ConversationState::Open)
}

fn set_state(tx: &mut WriteTx<'_>, id: Id<Conversation>, state: ConversationState) -> Result<()> {
    if standing(tx, id)?.state == state {
        return Ok(());
    }
    store::conversations::set_state(tx, id, state)?;
    store::reply_drafts::delete(tx, id)?;
    told(tx, id)
}
