//! What the owner reads: the inbox, a thread, the counts of the filters.

use rusqlite::Connection;
use serde::Serialize;

use super::{AttachmentState, Channel, ConversationState, Direction, Handler, StoredMessage};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{Attachment, Contact, Conversation, Id, Message};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    /// Which conversations the inbox shows.
    pub enum InboxFilter {
        All = "all",
        NeedsOwner = "needs_owner",
        /// Open, answered by the agent.
        Agent = "agent",
        /// Open, answered by the owner.
        Owner = "owner",
        Closed = "closed",
    }
}

/// A line of the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConversationListing {
    pub id: Id<Conversation>,
    pub contact_id: Id<Contact>,
    /// The contact's name, else the one that the channel told; may be empty.
    pub contact_name: String,
    pub address: String,
    pub channel: Channel,
    pub shop_address: String,
    pub state: ConversationState,
    pub handler: Handler,
    pub needs_owner: bool,
    pub needs_owner_reason: Option<String>,
    pub unread_count: u32,
    pub last_message_at: Timestamp,
    pub last_preview: String,
    pub last_direction: Direction,
    pub last_inbound_at: Option<Timestamp>,
    /// When free text may no longer be sent; `None` where no such rule holds.
    pub window_closes_at: Option<Timestamp>,
    /// The customer wrote something that nobody has answered.
    pub is_awaiting_answer: bool,
    pub version: i64,
}

/// Conversations per filter, and what is unread in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct InboxCounts {
    pub needs_owner: u32,
    pub agent: u32,
    pub owner: u32,
    pub closed: u32,
    pub unread_conversations: u32,
    pub unread_messages: u32,
}

/// An attachment without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachmentListing {
    pub id: Id<Attachment>,
    pub message_id: Id<Message>,
    pub state: AttachmentState,
    /// Why it is not there, for people.
    pub problem: Option<String>,
    /// As detected; `None` until stored.
    pub media_type: Option<String>,
    pub declared_type: Option<String>,
    pub content_hash: Option<String>,
    pub byte_count: Option<u64>,
}

/// A message of a thread with its attachments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreadMessage {
    #[serde(flatten)]
    pub message: StoredMessage,
    pub attachments: Vec<AttachmentListing>,
}

/// A stretch of a thread, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreadPage {
    pub messages: Vec<ThreadMessage>,
    /// More in the direction that was asked for: older ones, or newer ones for [`thread_after`].
    pub has_more: bool,
}

/// A page of the inbox, newest first. `text` keeps conversations whose contact's name or address contains it.
///
/// # Errors
/// `Malformed` for a cursor of another list.
pub fn inbox(
    connection: &Connection,
    filter: InboxFilter,
    text: Option<&str>,
    page: &PageRequest,
) -> Result<Page<ConversationListing>> {
    let rows = store::conversations::list(connection, filter, text, page.key()?, page.rows_to_fetch())?;
    page.page(rows, |row| (row.last_message_at, row.id))
}

/// # Errors
/// Those of the query.
pub fn counts(connection: &Connection) -> Result<InboxCounts> {
    store::conversations::counts(connection)
}

/// # Errors
/// `NotFound`.
pub fn conversation(connection: &Connection, id: Id<Conversation>) -> Result<ConversationListing> {
    store::conversations::get(connection, id)?.ok_or_else(|| Error::not_found("conversation"))
}

/// A contact's conversations, the liveliest first.
///
/// # Errors
/// Those of the query.
pub fn of_contact(connection: &Connection, contact: Id<Contact>) -> Result<Vec<ConversationListing>> {
    store::conversations::of_contact(connection, contact, 50)
}

/// # Errors
/// `NotFound`.
pub fn message(connection: &Connection, id: Id<Message>) -> Result<ThreadMessage> {
    let message = store::messages::get(connection, id)?.ok_or_else(|| Error::not_found("message"))?;
    let attachments = store::attachments::of_messages(connection, &[id])?;
    Ok(ThreadMessage { message, attachments })
}

/// The newest messages of a conversation, or those before a given one.
///
/// # Errors
/// `NotFound` when there is no such conversation.
pub fn thread(
    connection: &Connection,
    id: Id<Conversation>,
    before: Option<Id<Message>>,
    limit: usize,
) -> Result<ThreadPage> {
    let page = PageRequest::first(limit);
    let mut rows = store::messages::before(connection, id, before, page.rows_to_fetch())?;
    if rows.is_empty() {
        conversation(connection, id)?;
    }
    let has_more = rows.len() > page.limit();
    rows.truncate(page.limit());
    rows.reverse();
    with_attachments(connection, rows, has_more)
}

/// The messages of a conversation after a given one: what a window that was away has missed.
///
/// # Errors
/// `NotFound` when there is no such conversation.
pub fn thread_after(
    connection: &Connection,
    id: Id<Conversation>,
    after: Id<Message>,
    limit: usize,
) -> Result<ThreadPage> {
    let page = PageRequest::first(limit);
    let mut rows = store::messages::after(connection, id, after, page.rows_to_fetch())?;
    if rows.is_empty() {
        conversation(connection, id)?;
    }
    let has_more = rows.len() > page.limit();
    rows.truncate(page.limit());
    with_attachments(connection, rows, has_more)
}

fn with_attachments(connection: &Connection, rows: Vec<StoredMessage>, has_more: bool) -> Result<ThreadPage> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut attachments = store::attachments::of_messages(connection, &ids)?.into_iter().peekable();
    let messages = rows
        .into_iter()
        .map(|message| {
            let mut own = Vec::new();
            // Both are in the order of the message's id.
            while let Some(attachment) = attachments.next_if(|a| a.message_id == message.id) {
                own.push(attachment);
            }
            ThreadMessage { message, attachments: own }
        })
        .collect();
    Ok(ThreadPage { messages, has_more })
}
