//! Table `agent_acts`: what customers said yes to, and what became of it.

use rusqlite::{Connection, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{AgentAct, Contact, Conversation, Id};
use crate::policy::Action;

crate::text_enum! {
    pub(crate) enum State {
        Done = "done",
        /// For the owner's word.
        Waits = "waits",
        Approved = "approved",
        Declined = "declined",
        Refused = "refused",
        Failed = "failed",
    }
}

pub(crate) struct NewAct<'a> {
    pub id: Id<AgentAct>,
    pub conversation_id: Id<Conversation>,
    pub contact_id: Id<Contact>,
    pub proposal: &'a str,
    pub order_number: Option<&'a str>,
    pub action: &'a Action,
    pub agreed: &'a str,
    pub state: State,
    pub reason: Option<&'a str>,
    pub now: Timestamp,
}

/// Whether this yes was acted on already.
pub(crate) fn exists(
    connection: &Connection,
    conversation: Id<Conversation>,
    proposal: &str,
) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM agent_acts WHERE conversation_id = :conversation AND proposal = :proposal",
        )?
        .exists(named_params! { ":conversation": conversation, ":proposal": proposal })?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, act: &NewAct<'_>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO agent_acts (id, conversation_id, contact_id, proposal, order_number, action, agreed, state, reason,
                                     created_at)
             VALUES (:id, :conversation, :contact, :proposal, :order, :action, :agreed, :state, :reason, :now)",
        )?
        .execute(named_params! {
            ":id": act.id,
            ":conversation": act.conversation_id,
            ":contact": act.contact_id,
            ":proposal": act.proposal,
            ":order": act.order_number,
            ":action": serde_json::to_string(act.action)?,
            ":agreed": act.agreed,
            ":state": act.state,
            ":reason": act.reason,
            ":now": act.now,
        })?;
    Ok(())
}
