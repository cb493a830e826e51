//! Contacts and complaints on the wire.

use haberdash_core::database::Connection;
use haberdash_core::page::PageRequest;
use haberdash_core::{Result, complaints, contacts, conversations, orders};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AgentRunId, Channel, ComplaintId, ContactId, ConversationId, IdentityId, MessageId, OrderId,
    OrderSummary, Time, count, present,
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactSummary {
    pub id: ContactId,
    pub display_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub order_count: u64,
    pub last_message_at: Option<Time>,
}

/// A contact's name, wherever something is theirs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactName {
    pub id: ContactId,
    pub display_name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Identity {
    pub id: IdentityId,
    pub channel: Channel,
    pub address: String,
    pub profile_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentPurpose {
    Service,
    Marketing,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Consent {
    pub purpose: ConsentPurpose,
    pub granted: bool,
    pub recorded_at: Time,
    /// The message that proves it.
    pub message_id: Option<MessageId>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactConversation {
    pub id: ConversationId,
    pub last_message_at: Time,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Contact {
    pub id: ContactId,
    pub display_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub order_count: u64,
    pub last_message_at: Option<Time>,
    /// BCP 47, when known.
    pub language: Option<String>,
    pub notes: String,
    /// Postal address, one text.
    pub address: String,
    pub identities: Vec<Identity>,
    pub consents: Vec<Consent>,
    /// The latest 20.
    pub orders: Vec<OrderSummary>,
    pub conversations: Vec<ContactConversation>,
    pub created_at: Time,
    pub version: i64,
}

/// A contact to write down.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewContact {
    pub display_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    pub notes: String,
    pub address: String,
}

/// What is to become of a contact.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChange {
    pub version: i64,
    #[serde(default)]
    pub display_name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub language: Option<Option<String>>,
    #[serde(default)]
    pub notes: Option<String>,
    #[serde(default)]
    pub address: Option<String>,
}

impl From<NewContact> for contacts::NewContact {
    fn from(new: NewContact) -> Self {
        let NewContact { display_name, email, phone, language, notes, address } = new;
        Self { display_name, email, phone, language, notes, address }
    }
}

impl From<ContactChange> for contacts::ContactChange {
    fn from(change: ContactChange) -> Self {
        let ContactChange { version: _, display_name, email, phone, language, notes, address } = change;
        Self { display_name, email, phone, language, notes, address }
    }
}

impl From<contacts::ContactSummary> for ContactSummary {
    fn from(summary: contacts::ContactSummary) -> Self {
        Self {
            id: summary.contact.id.into(),
            display_name: summary.contact.display_name,
            email: summary.contact.email,
            phone: summary.contact.phone,
            order_count: count(summary.order_count),
            last_message_at: summary.last_message_at.map(Time),
        }
    }
}

impl From<contacts::Identity> for Identity {
    fn from(identity: contacts::Identity) -> Self {
        Self {
            id: identity.id.into(),
            channel: identity.channel.into(),
            address: identity.address,
            profile_name: identity.profile_name,
        }
    }
}

impl From<contacts::Consent> for Consent {
    fn from(consent: contacts::Consent) -> Self {
        Self {
            purpose: consent.purpose.into(),
            granted: consent.granted,
            recorded_at: consent.recorded_at.into(),
            message_id: consent.message_id.map(Into::into),
        }
    }
}

impl Contact {
    /// # Errors
    /// Those of the queries around it.
    pub fn of(connection: &Connection, detail: contacts::ContactDetail) -> Result<Self> {
        let contact = detail.contact;
        let latest = PageRequest::first(LATEST_ORDERS);
        let own_orders = orders::of_contact(connection, contact.id, &latest)?.items;
        let own_conversations = conversations::of_contact(connection, contact.id)?;
        Ok(Self {
            id: contact.id.into(),
            display_name: contact.display_name,
            email: contact.email,
            phone: contact.phone,
            order_count: count(detail.order_count),
            last_message_at: own_conversations.iter().map(|own| own.last_message_at).max().map(Time),
            language: contact.language,
            notes: contact.notes,
            address: contact.address,
            identities: detail.identities.into_iter().map(Into::into).collect(),
            consents: detail.consents.into_iter().map(Into::into).collect(),
            orders: own_orders.into_iter().map(Into::into).collect(),
            conversations: own_conversations
                .into_iter()
                .map(|own| ContactConversation {
                    id: own.id.into(),
                    last_message_at: own.last_message_at.into(),
                })
                .collect(),
            created_at: contact.created_at.into(),
            version: contact.version,
        })
    }
}

/// Orders that a contact's page shows.
const LATEST_ORDERS: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintStatus {
    Open,
    InProgress,
    Resolved,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintFilter {
    Open,
    InProgress,
    Resolved,
    #[default]
    All,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderName {
    pub id: OrderId,
    #[schema(example = "1042")]
    pub number: String,
}

impl OrderName {
    /// Where an order is named at all.
    pub fn of(
        id: Option<haberdash_core::Id<haberdash_core::id::Order>>,
        number: Option<String>,
    ) -> Option<Self> {
        Some(Self { id: id?.into(), number: number? })
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ComplaintSummary {
    pub id: ComplaintId,
    pub conversation_id: ConversationId,
    pub contact: ContactName,
    pub reason: String,
    pub summary: String,
    pub status: ComplaintStatus,
    pub opened_at: Time,
    pub resolved_at: Option<Time>,
    pub order: Option<OrderName>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Complaint {
    pub id: ComplaintId,
    pub conversation_id: ConversationId,
    pub contact: ContactName,
    pub reason: String,
    pub summary: String,
    pub status: ComplaintStatus,
    pub opened_at: Time,
    pub resolved_at: Option<Time>,
    pub order: Option<OrderName>,
    pub resolution: String,
    pub run_id: Option<AgentRunId>,
    pub version: i64,
}

impl From<complaints::Complaint> for ComplaintSummary {
    fn from(complaint: complaints::Complaint) -> Self {
        let order = complaint.order_id.zip(complaint.order_number);
        Self {
            id: complaint.id.into(),
            conversation_id: complaint.conversation_id.into(),
            contact: ContactName { id: complaint.contact_id.into(), display_name: complaint.contact_name },
            reason: complaint.reason,
            summary: complaint.summary,
            status: complaint.status.into(),
            opened_at: complaint.opened_at.into(),
            resolved_at: complaint.resolved_at.map(Time),
            order: order.map(|(id, number)| OrderName { id: id.into(), number }),
        }
    }
}

impl From<complaints::Complaint> for Complaint {
    fn from(complaint: complaints::Complaint) -> Self {
        let resolution = complaint.resolution.clone();
        let (run_id, version) = (complaint.run_id.map(Into::into), complaint.version);
        let summary = ComplaintSummary::from(complaint);
        Self {
            id: summary.id,
            conversation_id: summary.conversation_id,
            contact: summary.contact,
            reason: summary.reason,
            summary: summary.summary,
            status: summary.status,
            opened_at: summary.opened_at,
            resolved_at: summary.resolved_at,
            order: summary.order,
            resolution,
            run_id,
            version,
        }
    }
}

/// A change of a complaint. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComplaintChange {
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
    pub status: Option<ComplaintStatus>,
    pub resolution: Option<String>,
}
