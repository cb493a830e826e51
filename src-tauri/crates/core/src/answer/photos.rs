//! Pictures of the messages that wait for an answer: what is known of each, and how long a turn waits for one.
//!
//! A picture is fetched by a job of its own, usually within a second. A turn waits for it, but not for ever: then it says that
//! the picture has not come. Whatever becomes of a picture brings the turn back in the same transaction
//! ([`crate::conversations::media_stored`]).

use std::time::Duration;

use rusqlite::Connection;

use super::kind;
use crate::agent::{AttachmentKind, Photo};
use crate::clock::Timestamp;
use crate::conversations::{AttachmentListing, AttachmentState, StoredMessage};
use crate::error::Result;
use crate::id::{Conversation, Id};
use crate::{likeness, store};

/// How long after its message a picture is waited for.
const PATIENCE: Duration = Duration::from_secs(45);

/// What is known of the pictures among a message's attachments.
pub(super) fn of_message<'a>(
    connection: &Connection,
    attachments: impl Iterator<Item = &'a AttachmentListing>,
) -> Result<Vec<Photo>> {
    let mut photos = Vec::new();
    for attachment in attachments.filter(|attachment| kind(attachment) == AttachmentKind::Image) {
        photos.push(match (attachment.state, &attachment.content_hash) {
            (AttachmentState::Pending, _) => Photo::Coming,
            (AttachmentState::Stored, Some(hash))
                if likeness::is_described(connection, hash)? == Some(true) =>
            {
                Photo::Seen { content_hash: hash.clone() }
            }
            _ => Photo::Unreadable,
        });
    }
    Ok(photos)
}

/// Until when the turn about these messages waits for a picture; `None`: it need not.
pub(super) fn awaited(
    burst: &[StoredMessage],
    attachments: &[AttachmentListing],
    now: Timestamp,
) -> Option<Timestamp> {
    let coming = |message: &&StoredMessage| {
        attachments.iter().any(|attachment| {
            attachment.message_id == message.id
                && attachment.state == AttachmentState::Pending
                && kind(attachment) == AttachmentKind::Image
        })
    };
    let until = burst.iter().filter(coming).map(|message| message.created_at.plus(PATIENCE)).max();
    until.filter(|until| *until > now)
}

/// As [`awaited`], for all that waits in a conversation.
pub(super) fn awaited_in(
    connection: &Connection,
    id: Id<Conversation>,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let standing = store::conversations::standing_of(connection, id)?;
    let Some(first) = standing.filter(super::is_agents).and_then(|standing| standing.awaiting_since) else {
        return Ok(None);
    };
    let burst = super::burst(connection, id, first)?;
    Ok(awaited(&burst, &super::attachments_of(connection, &burst)?, now))
}

#[cfg(test)]
mod tests;
