//! The one statement behind `scope::CustomerScope::from_conversation`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::error::Result;
use crate::id::{Contact, Conversation, Id};

/// The contact who has the conversation's verified identity.
pub(crate) fn contact_of_conversation(
    connection: &Connection,
    conversation: Id<Conversation>,
) -> Result<Option<Id<Contact>>> {
    Ok(connection
        .prepare_cached(
            "SELECT i.contact_id FROM conversations c JOIN contact_identities i ON i.id = c.identity_id
             WHERE c.id = :conversation",
        )?
        .query_row(named_params! { ":conversation": conversation }, |row| row.get("contact_id"))
        .optional()?)
}
