//! The statements behind `scope::CustomerScope::from_conversation`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Contact, Conversation, Id};

/// The contact whom the conversation's writer was found to be, else the one who has its verified identity.
pub(crate) fn contact_of_conversation(
    connection: &Connection,
    conversation: Id<Conversation>,
) -> Result<Option<Id<Contact>>> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(f.contact_id, i.contact_id) AS contact_id
             FROM conversations c JOIN contact_identities i ON i.id = c.identity_id
                  LEFT JOIN conversation_identities f ON f.conversation_id = c.id
             WHERE c.id = :conversation",
        )?
        .query_row(named_params! { ":conversation": conversation }, |row| row.get("contact_id"))
        .optional()?)
}

/// From now on the conversation is this contact's.
pub(crate) fn bind(
    tx: &WriteTx<'_>,
    conversation: Id<Conversation>,
    contact: Id<Contact>,
    now: Timestamp,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO conversation_identities (conversation_id, contact_id, identified_at)
             VALUES (:conversation, :contact, :now)
             ON CONFLICT (conversation_id) DO UPDATE SET contact_id = :contact, identified_at = :now",
        )?
        .execute(named_params! { ":conversation": conversation, ":contact": contact, ":now": now })?;
    Ok(())
}

/// Whether the contact has any order that was placed.
pub(crate) fn has_orders(connection: &Connection, contact: Id<Contact>) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM orders WHERE contact_id = :contact AND status <> 'draft' LIMIT 1")?
        .exists(named_params! { ":contact": contact })?)
}
