//! Tables `attachments` and, for what they hold, `blobs`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::conversations::{AttachmentListing, AttachmentState, InboundMedia, PendingAttachment};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Attachment, Id, Message};

pub(crate) fn insert_pending(
    tx: &mut WriteTx<'_>,
    message: Id<Message>,
    position: usize,
    media: &InboundMedia,
) -> Result<Id<Attachment>> {
    let id: Id<Attachment> = tx.new_id();
    tx.sql()
        .prepare_cached(
            "INSERT INTO attachments (id, message_id, position, provider_url, declared_type, state)
             VALUES (:id, :message, :position, :url, :declared_type, 'pending')",
        )?
        .execute(named_params! {
            ":id": id,
            ":message": message,
            ":position": i64::try_from(position).unwrap_or(i64::MAX),
            ":url": media.url,
            ":declared_type": media.declared_type,
        })?;
    Ok(id)
}

pub(crate) fn pending(connection: &Connection, id: Id<Attachment>) -> Result<Option<PendingAttachment>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, message_id, provider_url, declared_type FROM attachments
             WHERE id = :id AND state = 'pending' AND provider_url IS NOT NULL",
        )?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(PendingAttachment {
                id: row.get(0)?,
                message_id: row.get(1)?,
                url: row.get(2)?,
                declared_type: row.get(3)?,
            })
        })
        .optional()?)
}

/// Ends a pending attachment; `None` when it was ended before.
pub(crate) fn settle(
    tx: &WriteTx<'_>,
    id: Id<Attachment>,
    state: AttachmentState,
    problem: Option<&str>,
    content: Option<(&str, i64)>,
) -> Result<Option<Id<Message>>> {
    Ok(tx
        .sql()
        .prepare_cached(
            "UPDATE attachments SET state = :state, problem = :problem, content_hash = :hash, byte_count = :bytes
             WHERE id = :id AND state = 'pending' RETURNING message_id",
        )?
        .query_row(
            named_params! {
                ":id": id,
                ":state": state,
                ":problem": problem,
                ":hash": content.map(|(hash, _)| hash),
                ":bytes": content.map(|(_, bytes)| bytes),
            },
            |row| row.get(0),
        )
        .optional()?)
}

pub(crate) fn insert_blob(tx: &WriteTx<'_>, hash: &str, media_type: &str, bytes: &[u8]) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO blobs (content_hash, media_type, bytes, created_at) VALUES (:hash, :type, :bytes, :now)
             ON CONFLICT (content_hash) DO NOTHING",
        )?
        .execute(named_params! { ":hash": hash, ":type": media_type, ":bytes": bytes, ":now": tx.now() })?;
    Ok(())
}

fn listing(row: &Row<'_>) -> rusqlite::Result<AttachmentListing> {
    let bytes: Option<i64> = row.get("byte_count")?;
    Ok(AttachmentListing {
        id: row.get("id")?,
        message_id: row.get("message_id")?,
        state: row.get("state")?,
        problem: row.get("problem")?,
        media_type: row.get("media_type")?,
        declared_type: row.get("declared_type")?,
        content_hash: row.get("content_hash")?,
        byte_count: bytes.and_then(|n| u64::try_from(n).ok()),
    })
}

/// Attachments of a conversation's messages from `first` to `last`.
pub(crate) fn of_messages(
    connection: &Connection,
    messages: &[Id<Message>],
) -> Result<Vec<AttachmentListing>> {
    let ids = serde_json::to_string(messages)?;
    let mut statement = connection.prepare_cached(
        "SELECT a.id, a.message_id, a.state, a.problem, b.media_type, a.declared_type, a.content_hash, a.byte_count
         FROM json_each(:ids) m CROSS JOIN attachments a ON a.message_id = m.value
         LEFT JOIN blobs b ON b.content_hash = a.content_hash
         ORDER BY a.message_id, a.position",
    )?;
    let rows = statement.query_map(named_params! { ":ids": ids }, listing)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// An attachment's media type (as detected) and bytes.
pub(crate) fn content(connection: &Connection, id: Id<Attachment>) -> Result<Option<(String, Vec<u8>)>> {
    Ok(connection
        .prepare_cached(
            "SELECT b.media_type, b.bytes FROM attachments a JOIN blobs b ON b.content_hash = a.content_hash
             WHERE a.id = :id",
        )?
        .query_row(named_params! { ":id": id }, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// An attachment that could not be had is asked for once more.
pub(crate) fn reopen(tx: &WriteTx<'_>, id: Id<Attachment>) -> Result<Option<Id<Message>>> {
    Ok(tx
        .sql()
        .prepare_cached(
            "UPDATE attachments SET state = 'pending', problem = NULL WHERE id = :id AND state = 'failed'
             RETURNING message_id",
        )?
        .query_row(named_params! { ":id": id }, |row| row.get(0))
        .optional()?)
}
