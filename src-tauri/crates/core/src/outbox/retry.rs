//! Sending again what did not arrive, because the owner asks for it.

use super::schedule;
use crate::conversations::{Direction, MessageStatus};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{Id, Message};
use crate::store;

/// Puts a message that failed back into the queue. The gate decides anew whether it may go.
///
/// # Errors
/// `NotFound`; `Conflict` when it did not fail.
pub fn retry(tx: &mut WriteTx<'_>, id: Id<Message>) -> Result<()> {
    let message = store::messages::get(tx.sql(), id)?.ok_or_else(|| Error::not_found("message"))?;
    if message.direction != Direction::Outbound || !message.status.is_failure() {
        return Err(Error::new(Code::Conflict, "Only a message that did not arrive can be sent again."));
    }
    store::messages::requeue(tx, id)?;
    let told = serde_json::json!({ "message_id": id, "status": MessageStatus::Queued });
    tx.emit(EventKind::MessageStatus, message.conversation_id, told)?;
    schedule(tx, store::messages::first_unsent(tx.sql(), message.conversation_id)?.unwrap_or(id))
}
