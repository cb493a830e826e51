//! A customer's word about news and offers: none any more, or please. It is kept as consent, with the message that says so.
//!
//! It belongs to the address that wrote, never to whom the writer says to be: nobody signs another one up, or off.

use rusqlite::Connection;

use super::{Consent, Purpose, consent, record_consent};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{Conversation, Id, Message};
use crate::store;

/// What holds for the address of a conversation; `None`: nothing was ever said.
///
/// # Errors
/// `NotFound` when there is no such conversation; those of the query.
pub fn of_conversation(connection: &Connection, conversation: Id<Conversation>) -> Result<Option<Consent>> {
    let standing = store::conversations::standing_of(connection, conversation)?
        .ok_or_else(|| Error::not_found("conversation"))?;
    consent(connection, standing.identity_id, Purpose::Marketing)
}

/// Records it for the address of the message's conversation. Who wants no news wants none at any address of theirs.
///
/// # Errors
/// `NotFound` when there is no such message in that conversation; those of the insertion.
pub fn record(
    tx: &mut WriteTx<'_>,
    conversation: Id<Conversation>,
    message: Id<Message>,
    wants: bool,
) -> Result<()> {
    let said =
        store::messages::get(tx.sql(), message)?.filter(|message| message.conversation_id == conversation);
    let standing = store::conversations::standing_of(tx.sql(), conversation)?.filter(|_| said.is_some());
    let standing = standing.ok_or_else(|| Error::not_found("message"))?;
    let mut addresses = vec![standing.identity_id];
    if !wants {
        let all = store::contacts::identities(tx.sql(), standing.contact_id)?;
        let others = all.into_iter().map(|identity| identity.id).filter(|id| *id != standing.identity_id);
        addresses.extend(others);
    }
    for identity in addresses {
        let known = consent(tx.sql(), identity, Purpose::Marketing)?;
        if known.is_none_or(|known| known.granted != wants) {
            record_consent(tx, identity, Purpose::Marketing, wants, Some(message))?;
        }
    }
    tx.emit(EventKind::ContactUpdated, standing.contact_id, serde_json::Value::Null)
}
