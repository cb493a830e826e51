//! The simulated phone on the wire.

use std::collections::HashSet;

use haberdash_core::database::Connection;
use haberdash_core::orders::{self, OrderFilter};
use haberdash_core::page::PageRequest;
use haberdash_core::{Result, contacts, conversations};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ContactId, ConversationId, Message, MessageId};

/// Contacts that are offered to speak as.
const SOME: usize = 8;

/// Messages that the phone shows.
const SHOWN: usize = 100;

/// A contact one can speak as on the simulated phone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Persona {
    pub contact_id: ContactId,
    pub display_name: String,
    #[schema(example = "+15550100")]
    pub address: String,
}

/// A message from the simulated phone.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneMessage {
    #[schema(example = "+15550100")]
    pub from: String,
    #[schema(min_length = 1)]
    pub body: String,
    pub profile_name: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhoneAccepted {
    pub conversation_id: ConversationId,
    pub message_id: MessageId,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhoneThread {
    pub conversation_id: Option<ConversationId>,
    pub items: Vec<Message>,
}

impl Persona {
    /// Contacts with a phone: those who ordered last, for they have something to ask about; else the first ones.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn some(connection: &Connection) -> Result<Vec<Self>> {
        let latest = orders::list(connection, &OrderFilter::default(), &PageRequest::first(SOME * 4))?.items;
        let mut ids: Vec<_> = latest.into_iter().filter_map(|order| order.contact_id).collect();
        let others = contacts::list(connection, None, &PageRequest::first(SOME * 4))?.items;
        ids.extend(others.into_iter().map(|other| other.contact.id));
        let mut seen = HashSet::new();
        let mut personas = Vec::new();
        for id in ids.into_iter().filter(|id| seen.insert(*id)) {
            let contact = contacts::get(connection, id)?;
            if let Some(address) = contact.phone {
                let display_name = contact.display_name;
                personas.push(Self { contact_id: id.into(), display_name, address });
            }
            if personas.len() == SOME {
                break;
            }
        }
        Ok(personas)
    }
}

impl PhoneThread {
    /// # Errors
    /// `Invalid` for a number that is none; those of the queries.
    pub fn of(connection: &Connection, from: &str) -> Result<Self> {
        let from = contacts::normalise(conversations::Channel::Phone, from)?;
        let identity = contacts::find_identity(connection, conversations::Channel::Phone, &from)?;
        let Some(identity) = identity else { return Ok(Self { conversation_id: None, items: Vec::new() }) };
        let own = conversations::of_contact(connection, identity.contact_id)?
            .into_iter()
            .find(|own| own.channel == conversations::Channel::Phone && own.address == from);
        let Some(own) = own else { return Ok(Self { conversation_id: None, items: Vec::new() }) };
        let thread = conversations::thread(connection, own.id, None, SHOWN)?;
        let items = thread.messages.into_iter().map(Into::into).collect();
        Ok(Self { conversation_id: Some(own.id.into()), items })
    }
}
