//! Table `agent_acts`: what customers said yes to, and what became of it.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

pub(crate) use crate::approvals::ActState as State;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{AgentAct, Contact, Conversation, Id};
use crate::policy::Action;

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

/// A row, with its action.
#[derive(Debug, Clone)]
pub(crate) struct StoredAct {
    pub id: Id<AgentAct>,
    pub conversation_id: Id<Conversation>,
    pub contact_id: Id<Contact>,
    pub contact_name: String,
    pub order_number: Option<String>,
    pub action: String,
    pub agreed: String,
    pub state: State,
    pub created_at: Timestamp,
}

const ACT: &str =
    "a.id, a.conversation_id, a.contact_id, p.display_name, a.order_number, a.action, a.agreed, a.state,
                   a.created_at
                   FROM agent_acts a JOIN contacts p ON p.id = a.contact_id";

fn act(row: &Row<'_>) -> rusqlite::Result<StoredAct> {
    Ok(StoredAct {
        id: row.get("id")?,
        conversation_id: row.get("conversation_id")?,
        contact_id: row.get("contact_id")?,
        contact_name: row.get("display_name")?,
        order_number: row.get("order_number")?,
        action: row.get("action")?,
        agreed: row.get("agreed")?,
        state: row.get("state")?,
        created_at: row.get("created_at")?,
    })
}

/// Those that wait for the owner, the oldest first, `limit` at most.
pub(crate) fn waiting(connection: &Connection, limit: u32) -> Result<Vec<StoredAct>> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT {ACT} WHERE a.state = 'waits' ORDER BY a.id LIMIT :limit"))?;
    Ok(statement.query_map(named_params! { ":limit": limit }, act)?.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn find(connection: &Connection, id: Id<AgentAct>) -> Result<Option<StoredAct>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {ACT} WHERE a.id = :id"))?
        .query_row(named_params! { ":id": id }, act)
        .optional()?)
}

/// Actions of a contact since a time, with what became of them.
pub(crate) fn of_contact_since(
    connection: &Connection,
    contact: Id<Contact>,
    since: Timestamp,
) -> Result<Vec<(String, State)>> {
    let first = Id::<AgentAct>::first_at(since);
    let mut statement = connection.prepare_cached(
        "SELECT action, state FROM agent_acts WHERE id >= :first AND contact_id = :contact ORDER BY id",
    )?;
    let rows = statement.query_map(named_params! { ":first": first, ":contact": contact }, |row| {
        Ok((row.get("action")?, row.get("state")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Ends the wait. `false`: it waits no more.
pub(crate) fn decide(tx: &WriteTx<'_>, id: Id<AgentAct>, state: State, now: Timestamp) -> Result<bool> {
    let changed = tx
        .sql()
        .prepare_cached(
            "UPDATE agent_acts SET state = :state, decided_at = :now WHERE id = :id AND state = 'waits'",
        )?
        .execute(named_params! { ":id": id, ":state": state, ":now": now })?;
    Ok(changed == 1)
}
