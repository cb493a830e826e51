//! What a customer may see: their own data and nothing else.
//!
//! Every read that serves a customer takes a [`CustomerScope`]. It is made only here, from an identity that the
//! channel verified (the sender of a message, or the conversation it belongs to), never from what a text says.
//! Core has no other way to make one, so no prompt and no model can widen it.

use rusqlite::Connection;

use crate::contacts::{self, Channel};
use crate::error::{Error, Result};
use crate::id::{Contact, Conversation, Id};
use crate::store;

/// One verified customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerScope(Id<Contact>);

impl CustomerScope {
    /// The scope of whoever has this address on this channel. The caller must have it from the channel itself.
    ///
    /// # Errors
    /// `NotFound` when nobody has it, `Invalid` when it is no address.
    pub fn from_identity(connection: &Connection, channel: Channel, address: &str) -> Result<Self> {
        contacts::find_identity(connection, channel, address)?
            .map(|identity| Self(identity.contact_id))
            .ok_or_else(|| Error::not_found("contact"))
    }

    /// The scope of the customer at the other end of a conversation.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn from_conversation(connection: &Connection, conversation: Id<Conversation>) -> Result<Self> {
        store::scope::contact_of_conversation(connection, conversation)?
            .map(Self)
            .ok_or_else(|| Error::not_found("conversation"))
    }

    /// Whose data it is.
    pub fn contact_id(self) -> Id<Contact> {
        self.0
    }
}
