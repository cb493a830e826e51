//! The statements behind `scope::Standing`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Contact, Conversation, Id};
use crate::scope::Proof;

/// Whose a conversation is.
pub(crate) struct Writer {
    /// Who has its verified identity.
    pub own: Id<Contact>,
    /// Whom the writer was found to be, and by what.
    pub found: Option<(Id<Contact>, Proof)>,
}

pub(crate) fn writer(connection: &Connection, conversation: Id<Conversation>) -> Result<Option<Writer>> {
    Ok(connection
        .prepare_cached(
            "SELECT i.contact_id AS own, f.contact_id AS found, f.proof
             FROM conversations c JOIN contact_identities i ON i.id = c.identity_id
                  LEFT JOIN conversation_identities f ON f.conversation_id = c.id
             WHERE c.id = :conversation",
        )?
        .query_row(named_params! { ":conversation": conversation }, |row| {
            let found: Option<Id<Contact>> = row.get("found")?;
            let found = found.map(|contact| row.get("proof").map(|proof| (contact, proof))).transpose()?;
            Ok(Writer { own: row.get("own")?, found })
        })
        .optional()?)
}

/// From now on the conversation is this contact's. What is only claimed takes the place of no proof.
pub(crate) fn bind(
    tx: &WriteTx<'_>,
    conversation: Id<Conversation>,
    contact: Id<Contact>,
    proof: Proof,
    now: Timestamp,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO conversation_identities (conversation_id, contact_id, identified_at, proof)
             VALUES (:conversation, :contact, :now, :proof)
             ON CONFLICT (conversation_id) DO UPDATE SET contact_id = :contact, identified_at = :now, proof = :proof
             WHERE excluded.proof = 'code' OR conversation_identities.proof = 'claim'",
        )?
        .execute(named_params! {
            ":conversation": conversation, ":contact": contact, ":now": now, ":proof": proof,
        })?;
    Ok(())
}

/// Whether the contact has any order that was placed.
pub(crate) fn has_orders(connection: &Connection, contact: Id<Contact>) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM orders WHERE contact_id = :contact AND status <> 'draft' LIMIT 1")?
        .exists(named_params! { ":contact": contact })?)
}
