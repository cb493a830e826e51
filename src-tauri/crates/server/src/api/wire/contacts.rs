//! Contacts and complaints on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AgentRunId, Channel, ComplaintId, ContactId, ConversationId, IdentityId, MessageId, OrderId,
    OrderSummary, Time,
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

/// A change of a complaint. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComplaintChange {
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
    pub status: Option<ComplaintStatus>,
    pub resolution: Option<String>,
}
