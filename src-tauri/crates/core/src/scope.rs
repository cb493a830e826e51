//! What a customer may see: their own data and nothing else.
//!
//! Every read that serves a customer takes a [`CustomerScope`]. It is made only here, from an identity that the
//! channel verified (the sender of a message, or the conversation it belongs to), or, where the owner allows it, from
//! what a stranger knows of themselves, looked up as exactly one customer; never from any other text.
//! Core has no other way to make one, so no prompt and no model can widen it.

use rusqlite::Connection;

use crate::agent::account::Claimed;
use crate::contacts::{self, Channel};
use crate::error::{Error, Result};
use crate::id::{Contact, Conversation, Id};
use crate::store;

/// One verified customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerScope {
    contact: Id<Contact>,
    /// Where they are talked with.
    conversation: Option<Id<Conversation>>,
}

impl CustomerScope {
    /// The scope of whoever has this address on this channel. The caller must have it from the channel itself.
    ///
    /// # Errors
    /// `NotFound` when nobody has it, `Invalid` when it is no address.
    pub fn from_identity(connection: &Connection, channel: Channel, address: &str) -> Result<Self> {
        contacts::find_identity(connection, channel, address)?
            .map(|identity| Self { contact: identity.contact_id, conversation: None })
            .ok_or_else(|| Error::not_found("contact"))
    }

    /// The scope of the customer at the other end of a conversation.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn from_conversation(connection: &Connection, conversation: Id<Conversation>) -> Result<Self> {
        store::scope::contact_of_conversation(connection, conversation)?
            .map(|contact| Self { contact, conversation: Some(conversation) })
            .ok_or_else(|| Error::not_found("conversation"))
    }

    /// The scope of exactly one customer by what a stranger says: the e-mail address, or the name with the postal code.
    /// The caller must know that the shop takes it on trust (see [`crate::settings::AssistantSettings`]).
    ///
    /// # Errors
    /// Those of the queries. `None`: nobody fits.
    pub(crate) fn from_claim(connection: &Connection, claimed: &Claimed) -> Result<Option<Self>> {
        if let Some(email) = &claimed.email
            && let Some(contact) = contacts::by_email(connection, email)?
        {
            return Ok(Some(Self { contact: contact.id, conversation: None }));
        }
        if let (Some(name), Some(code)) = (&claimed.name, &claimed.postal_code)
            && let Some(contact) = contacts::by_name_and_postal_code(connection, name, code)?
        {
            return Ok(Some(Self { contact: contact.id, conversation: None }));
        }
        Ok(None)
    }

    /// Whose data it is.
    pub fn contact_id(self) -> Id<Contact> {
        self.contact
    }

    /// The conversation that it was made for.
    pub fn conversation_id(self) -> Option<Id<Conversation>> {
        self.conversation
    }
}
