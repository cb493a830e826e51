//! A turn that was answered long ago, worked out once more: the messages, the talk before them and what was remembered are those of then,
//! the shop is as it is now.
//!
//! It only plans. The connection is a reader, so nothing can be written; what the turn would carry out, search for or ask is given back as
//! data ([`Driven::Paused`], [`Driven::Waits`], [`Driven::Asking`]) and nobody here does it. What comes of it must never be handed to
//! [`super::conclude`].

use rusqlite::Connection;

use super::{HeardTurn, LONGEST_BURST, SoFar, Turns, attachments_of, begin, dialogue};
use crate::agent::Driven;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{AgentRun, Conversation, Id, Message};
use crate::prompts::PromptInForce;
use crate::settings::ShopSettings;
use crate::store;

/// Which turn it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedTurn {
    pub run_id: Id<AgentRun>,
    pub conversation_id: Id<Conversation>,
    pub first_message_id: Id<Message>,
    pub last_message_id: Id<Message>,
    /// What the conversation remembered, as JSON; `None`: nothing, or nobody kept it.
    pub dialogue: Option<String>,
    pub at: Timestamp,
}

/// Works a recorded turn out with a prompt. `None`: its messages are gone.
///
/// # Errors
/// Those of the queries and of the turn.
pub fn replay(
    connection: &Connection,
    turns: &dyn Turns,
    recorded: &RecordedTurn,
    prompt: &PromptInForce,
    so_far: &SoFar,
) -> Result<Option<Driven>> {
    let Some(standing) = store::conversations::standing_of(connection, recorded.conversation_id)? else {
        return Ok(None);
    };
    let burst = store::messages::inbound_between(
        connection,
        recorded.conversation_id,
        recorded.first_message_id,
        recorded.last_message_id,
        LONGEST_BURST,
    )?;
    if burst.is_empty() {
        return Ok(None);
    }
    let settings = ShopSettings::load(connection)?;
    let attachments = attachments_of(connection, &burst)?;
    let dialogue = dialogue(recorded.dialogue.as_deref().unwrap_or("{}"), recorded.at);
    let heard = HeardTurn {
        standing: &standing,
        burst,
        attachments,
        dialogue,
        now: recorded.at,
        prompt: prompt.clone(),
    };
    begin(connection, turns, &settings, heard, so_far).map(Some)
}
