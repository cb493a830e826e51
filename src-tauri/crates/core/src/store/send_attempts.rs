//! Table `send_attempts`, and what is known about a message at the time it is to be sent.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::clock::Timestamp;
use crate::conversations::{Channel, MessageStatus, Provider};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Conversation, Id, Message, SendAttempt};

/// A message with everything that decides whether it may be sent.
pub(crate) struct ToSend {
    pub conversation_id: Id<Conversation>,
    pub body: String,
    pub status: MessageStatus,
    pub provider: Provider,
    pub provider_id: Option<String>,
    pub channel: Channel,
    pub from: String,
    pub to: String,
    pub last_inbound_at: Option<Timestamp>,
    pub consent: Option<bool>,
    /// The start of the earliest attempt of which nobody knows how it ended.
    pub unknown_since: Option<Timestamp>,
    /// The conversation's oldest unsent message.
    pub first_unsent: Option<Id<Message>>,
}

pub(crate) fn to_send(connection: &Connection, id: Id<Message>) -> Result<Option<ToSend>> {
    Ok(connection
        .prepare_cached(
            "SELECT m.conversation_id, m.body, m.status, m.provider, m.provider_id, c.channel, c.shop_address,
                    i.address, c.last_inbound_at,
                    (SELECT granted FROM consents k WHERE k.identity_id = c.identity_id AND k.purpose = 'service'
                     ORDER BY k.recorded_at DESC, k.id DESC LIMIT 1) AS consent,
                    (SELECT min(started_at) FROM send_attempts a
                     WHERE a.message_id = m.id AND (a.outcome IS NULL OR a.outcome = 'unknown')) AS unknown_since,
                    (SELECT min(u.id) FROM messages u
                     WHERE u.conversation_id = m.conversation_id AND u.status IN ('queued', 'sending')
                       AND u.provider_id IS NULL) AS first_unsent
             FROM messages m JOIN conversations c ON c.id = m.conversation_id
             JOIN contact_identities i ON i.id = c.identity_id
             WHERE m.id = :id AND m.direction = 'outbound'",
        )?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(ToSend {
                conversation_id: row.get("conversation_id")?,
                body: row.get("body")?,
                status: row.get("status")?,
                provider: row.get("provider")?,
                provider_id: row.get("provider_id")?,
                channel: row.get("channel")?,
                from: row.get("shop_address")?,
                to: row.get("address")?,
                last_inbound_at: row.get("last_inbound_at")?,
                consent: row.get("consent")?,
                unknown_since: row.get("unknown_since")?,
                first_unsent: row.get("first_unsent")?,
            })
        })
        .optional()?)
}

/// Whether nobody knows how this try of the message ended; without a try: any of its tries.
pub(crate) fn has_unknown_end(
    connection: &Connection,
    message: Id<Message>,
    attempt: Option<Id<SendAttempt>>,
) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM send_attempts WHERE message_id = :message AND (:attempt IS NULL OR id = :attempt)
               AND (outcome IS NULL OR outcome = 'unknown')",
        )?
        .exists(named_params! { ":message": message, ":attempt": attempt })?)
}

/// Records that a try begins, and marks the message as being sent.
pub(crate) fn start(tx: &mut WriteTx<'_>, message: Id<Message>) -> Result<Id<SendAttempt>> {
    let id: Id<SendAttempt> = tx.new_id();
    tx.sql()
        .prepare_cached(
            "INSERT INTO send_attempts (id, message_id, started_at) VALUES (:id, :message, :now)",
        )?
        .execute(named_params! { ":id": id, ":message": message, ":now": tx.now() })?;
    tx.sql()
        .prepare_cached("UPDATE messages SET status = 'sending', status_at = :now WHERE id = :message")?
        .execute(named_params! { ":message": message, ":now": tx.now() })?;
    Ok(id)
}

/// Records how a try ended. One that was adopted meanwhile stays so.
pub(crate) fn finish(
    tx: &WriteTx<'_>,
    id: Id<SendAttempt>,
    outcome: &str,
    error_code: Option<&str>,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE send_attempts SET finished_at = :now, outcome = :outcome, error_code = :error_code
             WHERE id = :id AND outcome IS NOT 'adopted'",
        )?
        .execute(
            named_params! { ":id": id, ":outcome": outcome, ":error_code": error_code, ":now": tx.now() },
        )?;
    Ok(())
}

fn end_unknown(tx: &WriteTx<'_>, message: Id<Message>, outcome: &str) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE send_attempts SET finished_at = coalesce(finished_at, :now), outcome = :outcome
             WHERE message_id = :message AND (outcome IS NULL OR outcome = 'unknown')",
        )?
        .execute(named_params! { ":message": message, ":outcome": outcome, ":now": tx.now() })?;
    Ok(())
}

/// The provider turned out to have the message.
pub(crate) fn adopt(tx: &WriteTx<'_>, message: Id<Message>) -> Result<()> {
    end_unknown(tx, message, "adopted")
}

/// The provider turned out not to have the message.
pub(crate) fn never_sent(tx: &WriteTx<'_>, message: Id<Message>) -> Result<()> {
    end_unknown(tx, message, "not_sent")
}

/// Deletes the oldest ended tries of before a time, at most `limit`.
pub(crate) fn prune(tx: &WriteTx<'_>, before: Timestamp, limit: u32) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached(
            "DELETE FROM send_attempts WHERE id IN (
                 SELECT id FROM send_attempts WHERE id < :bound AND started_at < :before
                   AND outcome IN ('accepted', 'refused', 'not_sent', 'adopted')
                 ORDER BY id LIMIT :limit)",
        )?
        .execute(named_params! {
            ":bound": Id::<SendAttempt>::first_at(before), ":before": before, ":limit": limit,
        })?)
}
