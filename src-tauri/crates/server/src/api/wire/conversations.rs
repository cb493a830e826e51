//! Conversations, messages and attachments on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgentRunId, AttachmentId, ComplaintId, ContactId, ConversationId, MessageId, Time};

/// Where a conversation takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Whatsapp,
    Sms,
    Email,
    Tiktok,
    Linkedin,
    /// The simulated customer's phone.
    Phone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    Open,
    Closed,
}

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Handler {
    Agent,
    Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Inbound,
    Outbound,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    Customer,
    Agent,
    Owner,
}

/// What became of a message. Inbound ones are `received`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    Received,
    Queued,
    Sending,
    Sent,
    Delivered,
    Read,
    Failed,
    Undelivered,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConversationFilter {
    NeedsOwner,
    Agent,
    Owner,
    Closed,
    #[default]
    All,
}

/// Who a conversation is with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Correspondent {
    pub id: ContactId,
    pub display_name: String,
    /// On this channel: a phone number, an e-mail address, a user id.
    pub address: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationSummary {
    pub id: ConversationId,
    pub contact: Correspondent,
    pub channel: Channel,
    pub state: ConversationState,
    pub handler: Handler,
    pub needs_owner: bool,
    /// Why it was handed to the owner.
    pub needs_owner_reason: Option<String>,
    pub unread_count: u32,
    pub last_message_at: Time,
    pub last_preview: String,
    pub last_direction: Direction,
    /// The last message's status.
    pub last_status: Option<MessageStatus>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Conversation {
    pub id: ConversationId,
    pub contact: Correspondent,
    pub channel: Channel,
    pub state: ConversationState,
    pub handler: Handler,
    pub needs_owner: bool,
    /// Why it was handed to the owner.
    pub needs_owner_reason: Option<String>,
    pub unread_count: u32,
    pub last_message_at: Time,
    pub last_preview: String,
    pub last_direction: Direction,
    /// The last message's status.
    pub last_status: Option<MessageStatus>,
    /// Our sender on that channel.
    pub shop_address: String,
    pub last_inbound_at: Option<Time>,
    /// When the 24-hour window closes, on channels that have one.
    pub window_closes_at: Option<Time>,
    /// An answer is due or being made.
    pub agent_is_working: bool,
    pub open_complaint_id: Option<ComplaintId>,
    pub created_at: Time,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationCounts {
    pub needs_owner: u64,
    pub agent: u64,
    pub owner: u64,
    pub closed: u64,
    pub all: u64,
    /// Conversations with unread messages.
    pub unread: u64,
}

/// Why a message did not arrive, and what to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeliveryProblem {
    pub title: String,
    pub next_action: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentState {
    Pending,
    Stored,
    Refused,
    Failed,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attachment {
    pub id: AttachmentId,
    pub state: AttachmentState,
    /// As detected, never as declared.
    pub media_type: Option<String>,
    pub byte_count: Option<u64>,
    pub problem: Option<String>,
    /// Where the bytes are, once stored.
    #[schema(example = "/api/v1/attachments/att_01h455vb4pex5vsknk084sn02q")]
    pub url: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub direction: Direction,
    pub author: Author,
    pub body: String,
    pub status: MessageStatus,
    /// The provider's code.
    pub error_code: Option<String>,
    pub error: Option<DeliveryProblem>,
    /// The agent run that wrote it.
    pub run_id: Option<AgentRunId>,
    pub attachments: Vec<Attachment>,
    pub created_at: Time,
    pub status_at: Time,
}

/// A stretch of a thread, oldest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageWindow {
    pub items: Vec<Message>,
    pub has_older: bool,
    pub has_newer: bool,
}

/// The owner's reply.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    #[schema(min_length = 1)]
    pub body: String,
}

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
