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
use crate::policy::Policy;
use crate::settings;
use crate::store;

crate::text_enum! {
    /// What it rests on that the writer of a conversation is another contact than the one with its address.
    pub enum Proof {
        /// What they said of themselves.
        Claim = "claim",
        /// A code that went to the customer's own e-mail address.
        Code = "code",
    }
}

/// Who is at the other end of a conversation, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub scope: CustomerScope,
    /// `None`: the channel itself says so.
    pub proof: Option<Proof>,
}

impl Standing {
    /// As far as the owner's policy lets it count today: a claim that is no longer taken on trust is none.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn of(connection: &Connection, conversation: Id<Conversation>) -> Result<Self> {
        let writer = store::scope::writer(connection, conversation)?
            .ok_or_else(|| Error::not_found("conversation"))?;
        if let Some((contact, proof)) = writer.found {
            let policy = settings::get::<Policy>(connection)?.value;
            let counts = match proof {
                Proof::Claim => policy.trusts_claims(),
                Proof::Code => policy.takes_strangers(),
            };
            if counts {
                return Ok(Self {
                    scope: CustomerScope { contact, conversation: Some(conversation) },
                    proof: Some(proof),
                });
            }
        }
        let scope = CustomerScope { contact: writer.own, conversation: Some(conversation) };
        Ok(Self { scope, proof: None })
    }
}

/// Whose memory a conversation reads and adds to. A mere claim opens none but that of whoever has the address: nobody writes into
/// another's by naming them.
///
/// # Errors
/// `NotFound`.
pub(crate) fn remembered(
    connection: &Connection,
    conversation: Id<Conversation>,
    who: Standing,
) -> Result<Id<Contact>> {
    if who.proof != Some(Proof::Claim) {
        return Ok(who.scope.contact_id());
    }
    let writer =
        store::scope::writer(connection, conversation)?.ok_or_else(|| Error::not_found("conversation"))?;
    Ok(writer.own)
}

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
        Standing::of(connection, conversation).map(|standing| standing.scope)
    }

    /// The scope of exactly one customer by what a stranger says: the e-mail address, or the name with the postal code.
    /// The caller must know that the shop takes it on trust, or tell nobody what it found (see [`crate::policy::Policy`]).
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
