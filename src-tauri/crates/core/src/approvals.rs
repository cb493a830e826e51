//! What customers asked for and said yes to, and what is so much money that the owner decides.
//!
//! An approval carries out exactly what the customer agreed to, in the transaction that records it and tells the customer;
//! when it would be something else by now, it is refused and nothing is done.

use rusqlite::Connection;

use crate::agent::{self, DialogueState};
use crate::clock::Timestamp;
use crate::conversations::Author;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Conversation, Id};
use crate::memory::{self, Heard, Told};
use crate::outbox::{self, NewReply};
use crate::policy::{Action, Summary};
use crate::requests::{self, Outcome, Request};
use crate::scope::{self, CustomerScope};
use crate::store;
use crate::store::agent_acts::StoredAct;

crate::text_enum! {
    /// What became of a yes.
    pub enum ActState {
        Done = "done",
        /// For the owner's word.
        Waits = "waits",
        Approved = "approved",
        Declined = "declined",
        Refused = "refused",
        Failed = "failed",
    }
}

/// Approvals that are listed.
const MOST: u32 = 200;

/// A change that waits for the owner's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub id: Id<id::AgentAct>,
    pub conversation_id: Id<Conversation>,
    pub contact_id: Id<id::Contact>,
    pub contact_name: String,
    pub order_number: Option<String>,
    /// A word: `cancel_order`, `return_items`, ….
    pub action: String,
    /// What the customer agreed to, with its money.
    pub agreed: String,
    pub created_at: Timestamp,
}

fn parsed(act: &StoredAct) -> Result<Action> {
    Ok(serde_json::from_str(&act.action)?)
}

/// Those that wait, the oldest first.
///
/// # Errors
/// Those of the query.
pub fn waiting(connection: &Connection) -> Result<Vec<Approval>> {
    store::agent_acts::waiting(connection, MOST)?
        .into_iter()
        .map(|act| {
            let action = parsed(&act)?.name().to_owned();
            Ok(Approval {
                id: act.id,
                conversation_id: act.conversation_id,
                contact_id: act.contact_id,
                contact_name: act.contact_name,
                order_number: act.order_number,
                action,
                agreed: act.agreed,
                created_at: act.created_at,
            })
        })
        .collect()
}

/// The one change that waits in a conversation; `None` when there is none, or several that must be told apart.
///
/// # Errors
/// Those of the query.
pub fn only_one(connection: &Connection, conversation: Id<Conversation>) -> Result<Option<Approval>> {
    let mut of_it = waiting(connection)?.into_iter().filter(|one| one.conversation_id == conversation);
    let first = of_it.next();
    Ok(if of_it.next().is_some() { None } else { first })
}

fn still_waiting(connection: &Connection, id: Id<id::AgentAct>) -> Result<StoredAct> {
    let act = store::agent_acts::find(connection, id)?.ok_or_else(|| Error::not_found("approval"))?;
    if act.state != ActState::Waits {
        return Err(Error::new(Code::Conflict, "This was decided already."));
    }
    Ok(act)
}

/// Carries it out and tells the customer.
///
/// # Errors
/// `NotFound`; `Conflict` when it was decided already or would be something else now; `Refused` when the shop's rules do
/// not allow it any more; those of the use cases. Nothing is kept then.
pub fn approve(tx: &mut WriteTx<'_>, id: Id<id::AgentAct>) -> Result<()> {
    let act = still_waiting(tx.sql(), id)?;
    let scope = CustomerScope::from_conversation(tx.sql(), act.conversation_id)?;
    if scope.contact_id() != act.contact_id {
        return Err(Error::new(Code::Conflict, "The conversation belongs to another customer by now."));
    }
    let request = Request { order_number: act.order_number.clone(), action: parsed(&act)? };
    let done = match requests::carry_out_approved(tx, scope, &request, &act.agreed)? {
        Outcome::Done(summary) => told(tx.sql(), &act, &request.action, &summary)?,
        Outcome::NeedsApproval(_) => {
            return Err(Error::new(
                Code::Conflict,
                "It would be something else by now. Ask the customer again.",
            ));
        }
        Outcome::Refused(rule) => return Err(Error::new(Code::Refused, rule.explanation())),
    };
    remember(tx, &act, &request.action)?;
    let now = tx.now();
    store::agent_acts::decide(tx, id, ActState::Approved, now)?;
    tell(tx, act.conversation_id, done)
}

/// An address is remembered with the message in which the customer said yes to it: their last before the act.
fn remember(tx: &mut WriteTx<'_>, act: &StoredAct, action: &Action) -> Result<()> {
    let Some(told) = Told::of_action(action) else { return Ok(()) };
    let agreed = store::messages::last_inbound(tx.sql(), act.conversation_id, act.created_at)?;
    let Some(message_id) = agreed else { return Ok(()) };
    let who = scope::Standing::of(tx.sql(), act.conversation_id)?;
    let writer = scope::remembered(tx.sql(), act.conversation_id, who)?;
    memory::hear(tx, writer, &[Heard { message_id, told }]).map(|_| ())
}

/// What the customer hears, in the language of the conversation.
fn told(connection: &Connection, act: &StoredAct, action: &Action, summary: &Summary) -> Result<String> {
    let language = language_of(connection, act.conversation_id)?;
    Ok(match (action, &summary.method) {
        (Action::MatchPrice { .. }, Some(code)) => agent::price_matched(language.as_deref(), code),
        _ => agent::agreed_by_owner(language.as_deref(), &summary.done),
    })
}

/// What the customer wrote last.
fn language_of(connection: &Connection, id: Id<Conversation>) -> Result<Option<String>> {
    let standing = store::conversations::standing_of(connection, id)?;
    Ok(standing.and_then(|standing| serde_json::from_str::<DialogueState>(&standing.dialogue).ok()?.language))
}

/// Does nothing, and tells the customer.
///
/// # Errors
/// `NotFound`; `Conflict` when it was decided already.
pub fn decline(tx: &mut WriteTx<'_>, id: Id<id::AgentAct>) -> Result<()> {
    let act = still_waiting(tx.sql(), id)?;
    let now = tx.now();
    store::agent_acts::decide(tx, id, ActState::Declined, now)?;
    let language = language_of(tx.sql(), act.conversation_id)?;
    let text = match parsed(&act)? {
        Action::MatchPrice { .. } => agent::price_not_matched(language.as_deref()),
        _ => agent::declined_by_owner(language.as_deref()),
    };
    tell(tx, act.conversation_id, text)
}

fn tell(tx: &mut WriteTx<'_>, conversation_id: Id<Conversation>, text: String) -> Result<()> {
    let reply = NewReply { conversation_id, author: Author::Owner, parts: vec![text], run_id: None };
    outbox::queue_reply(tx, &reply).map(|_| ())
}
