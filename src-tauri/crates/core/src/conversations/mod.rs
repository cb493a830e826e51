//! Conversations: what customers wrote and what became of it, and what the owner does with it.
//!
//! Owns receiving, delivery reports, the inbox and the owner's acts. It sends nothing (see [`crate::outbox`]) and
//! decides no answer (see [`crate::answer`]). One use case is one function; each keeps the conversation's derived
//! columns and its messages in step inside one transaction.

mod drafts;
mod handoff;
mod inbox;
mod media;
mod opt_out;
mod owner;
mod preview;
mod receive;
mod status;
mod words;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use drafts::keep_draft;
pub use drafts::{DRAFT_WAITS, ReplyDraft, discard_draft, draft, send_draft};
pub(crate) use handoff::hand_off_unanswered;
pub use handoff::{Handoff, hand_off};
pub use inbox::{
    AttachmentListing, ConversationListing, InboxCounts, InboxFilter, ThreadMessage, ThreadPage,
    conversation, counts, inbox, message, of_contact, thread, thread_after,
};
pub(crate) use media::media_again;
pub use media::{
    InboundFile, PendingAttachment, attachment_content, media_failed, media_stored, pending_media,
    receive_with_file,
};
pub use opt_out::{Keyword, keyword};
pub(crate) use opt_out::{Stop, stop};
pub use owner::{close, hand_back, mark_read, reopen, reply_as_owner, take_over};
pub use preview::preview;

pub(crate) use receive::answer_waited_for;
pub use receive::{
    InboundMedia, InboundMessage, PollCursor, RawDelivery, Received, SeenOnce, answer_waiting, gap_report,
    known_provider_ids, move_poll_cursor, poll_cursor, receive_all, receive_inbound,
    record_unreadable_delivery,
};
pub use status::{StatusApplied, StatusUpdate, apply_status, undecided};
pub use words::{
    AttachmentState, Author, Channel, ConversationState, DeliveryKind, DeliveryOutcome, Direction, Handler,
    MessageStatus, Provider, Source,
};

use crate::clock::Timestamp;
use crate::id::{AgentRun, Contact, Conversation, Id, Identity, Message};

/// WhatsApp's customer service window.
pub const REPLY_WINDOW: Duration = Duration::from_hours(24);

/// When free text may no longer be sent; `None` where no such rule holds.
pub fn window_closes_at(channel: Channel, last_inbound_at: Option<Timestamp>) -> Option<Timestamp> {
    if channel.has_reply_window() { last_inbound_at.map(|at| at.plus(REPLY_WINDOW)) } else { None }
}

/// Where a conversation stands.
#[derive(Debug, Clone)]
pub struct Standing {
    pub id: Id<Conversation>,
    pub contact_id: Id<Contact>,
    pub identity_id: Id<Identity>,
    pub channel: Channel,
    /// The shop's sender.
    pub shop_address: String,
    pub state: ConversationState,
    pub handler: Handler,
    pub needs_owner: bool,
    pub last_inbound_at: Option<Timestamp>,
    /// The first inbound message that no turn has answered.
    pub awaiting_since: Option<Id<Message>>,
    /// What the agent asked and offered: JSON of [`crate::agent`]'s dialogue state.
    pub dialogue: String,
    pub version: i64,
}

/// A message with everything known about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredMessage {
    pub id: Id<Message>,
    pub conversation_id: Id<Conversation>,
    pub direction: Direction,
    pub author: Author,
    pub body: String,
    pub status: MessageStatus,
    pub provider: Provider,
    pub provider_id: Option<String>,
    /// The provider's code or one of ours (`window_closed`, `opted_out`), when it failed.
    pub error_code: Option<String>,
    /// The agent run that wrote it.
    pub run_id: Option<Id<AgentRun>>,
    /// Whatever else the channel told.
    pub extra: serde_json::Map<String, serde_json::Value>,
    pub created_at: Timestamp,
    pub provider_time: Option<Timestamp>,
    pub status_at: Timestamp,
}

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
