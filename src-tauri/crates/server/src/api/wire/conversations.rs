//! Conversations, messages and attachments on the wire.

use haberdash_core::complaints;
use haberdash_core::conversations::{self, ConversationListing, ThreadMessage};
use haberdash_core::database::Connection;
use haberdash_core::{Code, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgentRunId, AttachmentId, ComplaintId, ContactId, ConversationId, MessageId, Time};
use crate::channels::twilio::errors::meaning;

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
    /// What an agent that only drafts would have said.
    pub draft: Option<ReplyDraft>,
    pub version: i64,
}

/// A reply that waits for the owner.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReplyDraft {
    /// Its receipts are this run's.
    pub run_id: AgentRunId,
    pub text: String,
    pub created_at: Time,
}

/// Which draft is meant: another may have taken its place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftDecision {
    pub run_id: AgentRunId,
}

impl ConversationSummary {
    /// # Errors
    /// Those of the query for the last message.
    pub fn of(connection: &Connection, listing: ConversationListing) -> Result<Self> {
        let last = conversations::thread(connection, listing.id, None, 1)?.messages.pop();
        Ok(Self {
            id: listing.id.into(),
            contact: Correspondent {
                id: listing.contact_id.into(),
                display_name: listing.contact_name,
                address: listing.address,
            },
            channel: listing.channel.into(),
            state: listing.state.into(),
            handler: listing.handler.into(),
            needs_owner: listing.needs_owner,
            needs_owner_reason: listing.needs_owner_reason,
            unread_count: listing.unread_count,
            last_message_at: listing.last_message_at.into(),
            last_preview: listing.last_preview,
            last_direction: listing.last_direction.into(),
            last_status: last.map(|last| last.message.status.into()),
        })
    }
}

impl Conversation {
    /// # Errors
    /// Those of the queries around it.
    pub fn of(connection: &Connection, listing: ConversationListing) -> Result<Self> {
        let is_open =
            |complaint: &complaints::Complaint| complaint.status != complaints::ComplaintStatus::Resolved;
        let open = complaints::of_conversation(connection, listing.id)?.into_iter().find(is_open);
        let draft = conversations::draft(connection, listing.id)?;
        let agent_is_working = listing.is_awaiting_answer
            && listing.handler == conversations::Handler::Agent
            && !listing.needs_owner;
        let (shop_address, version) = (listing.shop_address.clone(), listing.version);
        let (last_inbound_at, window_closes_at) = (listing.last_inbound_at, listing.window_closes_at);
        let summary = ConversationSummary::of(connection, listing)?;
        Ok(Self {
            id: summary.id,
            contact: summary.contact,
            channel: summary.channel,
            state: summary.state,
            handler: summary.handler,
            needs_owner: summary.needs_owner,
            needs_owner_reason: summary.needs_owner_reason,
            unread_count: summary.unread_count,
            last_message_at: summary.last_message_at,
            last_preview: summary.last_preview,
            last_direction: summary.last_direction,
            last_status: summary.last_status,
            shop_address,
            last_inbound_at: last_inbound_at.map(Time),
            window_closes_at: window_closes_at.map(Time),
            agent_is_working,
            open_complaint_id: open.map(|complaint| complaint.id.into()),
            draft: draft.map(|draft| ReplyDraft {
                run_id: draft.run_id.into(),
                text: draft.text,
                created_at: draft.created_at.into(),
            }),
            version,
        })
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationCounts {
    pub needs_owner: u32,
    pub agent: u32,
    pub owner: u32,
    pub closed: u32,
    pub all: u32,
    /// Conversations with unread messages.
    pub unread: u32,
}

impl From<conversations::InboxCounts> for ConversationCounts {
    fn from(counts: conversations::InboxCounts) -> Self {
        Self {
            needs_owner: counts.needs_owner,
            agent: counts.agent,
            owner: counts.owner,
            closed: counts.closed,
            all: counts.agent.saturating_add(counts.owner).saturating_add(counts.closed),
            unread: counts.unread_conversations,
        }
    }
}

/// Why a message did not arrive, and what to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeliveryProblem {
    pub title: String,
    pub next_action: String,
}

impl DeliveryProblem {
    /// In the shop's words; a code may be the provider's number or one of ours.
    fn of(code: Option<&str>) -> Self {
        let (title, next_action) = match code {
            Some(code) if code == Code::OptedOut.as_str() => (
                "The customer opted out of messages.",
                "They must write START before you can write to them again.",
            ),
            Some(code) if code == Code::WindowClosed.as_str() => (
                "The 24-hour window has closed.",
                "WhatsApp allows free text only within 24 hours of the customer's last message. Wait until they write.",
            ),
            Some(code) if code == Code::OutOfStock.as_str() => (
                "It sold out again before the message went out.",
                "The customer stays on the waiting list and is written to when there is more.",
            ),
            _ => match code.and_then(|code| code.parse().ok()).map(meaning) {
                Some(meaning) => {
                    return Self { title: meaning.text.into_owned(), next_action: meaning.next.into() };
                }
                None => (
                    "The message did not arrive.",
                    "Try again; if it fails once more, look at the channel's state.",
                ),
            },
        };
        Self { title: title.into(), next_action: next_action.into() }
    }
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

impl From<conversations::AttachmentListing> for Attachment {
    fn from(attachment: conversations::AttachmentListing) -> Self {
        let is_stored = attachment.state == conversations::AttachmentState::Stored;
        Self {
            url: is_stored.then(|| format!("{}/attachments/{}", crate::api::PREFIX, attachment.id)),
            id: attachment.id.into(),
            state: attachment.state.into(),
            media_type: attachment.media_type,
            byte_count: attachment.byte_count,
            problem: attachment.problem,
        }
    }
}

impl From<ThreadMessage> for Message {
    fn from(ThreadMessage { message, attachments }: ThreadMessage) -> Self {
        let is_failure = message.status.is_failure();
        Self {
            id: message.id.into(),
            conversation_id: message.conversation_id.into(),
            direction: message.direction.into(),
            author: message.author.into(),
            body: message.body,
            status: message.status.into(),
            error: is_failure.then(|| DeliveryProblem::of(message.error_code.as_deref())),
            error_code: message.error_code,
            run_id: message.run_id.map(Into::into),
            attachments: attachments.into_iter().map(Into::into).collect(),
            created_at: message.created_at.into(),
            status_at: message.status_at.into(),
        }
    }
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
