//! How far the writer of a conversation has proved who they are, and the codes in what they write.

use rusqlite::Connection;

use crate::agent::{Author, CodeNeed, DialogueState, HistoryMessage, InboundMessage};
use crate::clock::Timestamp;
use crate::codes::{self, TypedCode};
use crate::error::Result;
use crate::id::{Conversation, Id};
use crate::knowledge::Acting;
use crate::policy::{CodeFor, Policy};
use crate::scope::{Proof, Standing};
use crate::store;

/// What the owner lets the agent do for this customer.
pub(super) fn may_act(
    connection: &Connection,
    policy: &Policy,
    who: Standing,
    conversation: Id<Conversation>,
    now: Timestamp,
) -> Result<Acting> {
    let acts = policy.acts();
    let may_identify = acts
        && policy.takes_strangers()
        && who.proof.is_none()
        && !store::scope::has_orders(connection, who.scope.contact_id())?;
    let unproved = may_identify || who.proof == Some(Proof::Claim);
    let needs = match policy.code_for {
        _ if !unproved || !policy.asks_for_code() => CodeNeed::None,
        CodeFor::Changes => CodeNeed::Changes,
        CodeFor::Facts => CodeNeed::Facts,
    };
    Ok(Acting { now, acts, may_identify, needs, conversation: Some(conversation) })
}

/// Takes the codes out of what was written before anything looks at it: whoever plans, and whatever is kept of the turn, sees
/// none. The last one is tried, where one is awaited; six digits are something else everywhere else.
pub(super) fn take_codes(
    dialogue: &DialogueState,
    messages: &mut [InboundMessage],
    history: &mut [HistoryMessage],
) -> Option<TypedCode> {
    if !dialogue.agenda.had_code {
        return None;
    }
    for earlier in history.iter_mut().filter(|earlier| earlier.author == Author::Customer) {
        earlier.body = codes::take_typed(&earlier.body).1;
    }
    if !dialogue.agenda.awaits_code() {
        return None;
    }
    let mut last = None;
    for message in messages {
        let (typed, rest) = codes::take_typed(&message.body);
        message.body = rest;
        last = typed.or(last);
    }
    last
}
