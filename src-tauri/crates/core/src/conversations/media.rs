//! Attachments: what is still to be downloaded, and what became of it. Downloading is the channel's.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{AttachmentState, InboundMedia, InboundMessage, Received};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{Attachment, Id, Message};
use crate::likeness::{self, Description};
use crate::store;

/// An attachment to download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingAttachment {
    pub id: Id<Attachment>,
    pub message_id: Id<Message>,
    pub url: String,
    pub declared_type: Option<String>,
}

/// `None`: there is nothing to download (any more).
///
/// # Errors
/// Those of the query.
pub fn pending_media(connection: &Connection, id: Id<Attachment>) -> Result<Option<PendingAttachment>> {
    store::attachments::pending(connection, id)
}

/// Keeps the bytes, once per content, and what models of pictures made of them. `media_type` is the detected one. Repeating it
/// changes nothing.
///
/// # Errors
/// Those of storage.
pub fn media_stored(
    tx: &mut WriteTx<'_>,
    id: Id<Attachment>,
    media_type: &str,
    bytes: &[u8],
    seen: &[Description],
) -> Result<()> {
    use std::fmt::Write as _;
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hash, "{byte:02x}");
    }
    store::attachments::insert_blob(tx, &hash, media_type, bytes)?;
    likeness::keep(tx, &hash, seen)?;
    let content = Some((hash.as_str(), i64::try_from(bytes.len()).unwrap_or(i64::MAX)));
    settle(tx, id, AttachmentState::Stored, None, content)
}

/// A file that came together with its message.
#[derive(Debug, Clone)]
pub struct InboundFile {
    /// As detected.
    pub media_type: &'static str,
    /// Without metadata.
    pub bytes: Vec<u8>,
    /// What models of pictures made of it.
    pub seen: Vec<Description>,
}

/// As [`super::receive_inbound`], of a message whose only file need not be fetched.
///
/// # Errors
/// As there.
pub fn receive_with_file(
    tx: &mut WriteTx<'_>,
    message: &InboundMessage,
    file: &InboundFile,
) -> Result<Received> {
    let media = vec![InboundMedia { url: String::new(), declared_type: Some(file.media_type.to_owned()) }];
    let received = super::receive_inbound(tx, &InboundMessage { media, ..message.clone() })?;
    if let Received::New { message_id, .. } = received {
        for attachment in store::attachments::of_messages(tx.sql(), &[message_id])? {
            media_stored(tx, attachment.id, file.media_type, &file.bytes, &file.seen)?;
        }
    }
    Ok(received)
}

/// It is not kept (`refused`: kind or size), or could not be had (`failed`). `problem` is a sentence for people.
///
/// # Errors
/// Those of storage.
pub fn media_failed(tx: &mut WriteTx<'_>, id: Id<Attachment>, refused: bool, problem: &str) -> Result<()> {
    let state = if refused { AttachmentState::Refused } else { AttachmentState::Failed };
    settle(tx, id, state, Some(problem), None)
}

fn settle(
    tx: &mut WriteTx<'_>,
    id: Id<Attachment>,
    state: AttachmentState,
    problem: Option<&str>,
    content: Option<(&str, i64)>,
) -> Result<()> {
    if let Some(message) = store::attachments::settle(tx, id, state, problem, content)? {
        let told = serde_json::json!({ "attachment_id": id, "state": state });
        tx.emit(EventKind::AttachmentUpdated, message, told)?;
        if let Some(message) = store::messages::get(tx.sql(), message)? {
            // A turn may wait for it.
            super::receive::answer_with_media(tx, message.conversation_id)?;
        }
    }
    Ok(())
}

/// The owner has its dead download retried.
pub(crate) fn media_again(tx: &mut WriteTx<'_>, id: Id<Attachment>) -> Result<()> {
    if let Some(message) = store::attachments::reopen(tx, id)? {
        let told = serde_json::json!({ "attachment_id": id, "state": AttachmentState::Pending });
        tx.emit(EventKind::AttachmentUpdated, message, told)?;
    }
    Ok(())
}

/// The detected media type and the bytes of a stored attachment.
///
/// # Errors
/// `NotFound`, also while it is not stored.
pub fn attachment_content(connection: &Connection, id: Id<Attachment>) -> Result<(String, Vec<u8>)> {
    store::attachments::content(connection, id)?.ok_or_else(|| Error::not_found("attachment"))
}
