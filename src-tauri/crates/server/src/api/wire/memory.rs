//! What is remembered of contacts, on the wire.

use haberdash_core::{Id, id, memory};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ContactFactId, ConversationId, MessageId, Time};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactFactKind {
    Size,
    ColourLiked,
    ColourAvoided,
    MaterialAvoided,
    MaterialAllergy,
    Fit,
    Budget,
    Called,
    Address,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WornSizeSystem {
    Letter,
    Eu,
    Uk,
    Us,
    Number,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactFact {
    pub id: ContactFactId,
    pub kind: ContactFactKind,
    /// A kind of goods such as "shoes"; empty: clothes as such.
    pub about: String,
    pub value: String,
    /// Of a size.
    pub system: Option<WornSizeSystem>,
    /// The customer's message that says so; null: the owner wrote it down.
    pub message_id: Option<MessageId>,
    /// Where that message stands; null: the owner wrote it down, or the message is there no more.
    pub conversation_id: Option<ConversationId>,
    pub said_at: Time,
    pub version: i64,
}

/// What the owner wants remembered.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContactFact {
    pub kind: ContactFactKind,
    #[serde(default)]
    pub about: String,
    pub value: String,
    #[serde(default)]
    pub system: Option<WornSizeSystem>,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactFactChange {
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
    #[serde(default)]
    pub about: String,
    pub value: String,
    #[serde(default)]
    pub system: Option<WornSizeSystem>,
}

impl From<NewContactFact> for memory::NewFact {
    fn from(new: NewContactFact) -> Self {
        let NewContactFact { kind, about, value, system } = new;
        Self { kind: kind.into(), about, value, system: system.map(Into::into) }
    }
}

impl From<(memory::ContactFact, Option<Id<id::Conversation>>)> for ContactFact {
    /// With the conversation of its message.
    fn from((fact, conversation): (memory::ContactFact, Option<Id<id::Conversation>>)) -> Self {
        Self {
            id: fact.id.into(),
            kind: fact.kind.into(),
            about: fact.about,
            value: fact.value,
            system: fact.system.map(Into::into),
            message_id: fact.message_id.map(Into::into),
            conversation_id: conversation.map(Into::into),
            said_at: fact.said_at.into(),
            version: fact.version,
        }
    }
}
