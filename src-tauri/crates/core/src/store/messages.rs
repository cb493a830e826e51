//! Table `messages`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::clock::Timestamp;
use crate::conversations::{Author, Direction, MessageStatus, Provider, StoredMessage};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{AgentRun, Conversation, Id, Message};

/// A message to insert.
pub(crate) struct NewMessage<'a> {
    pub id: Id<Message>,
    pub conversation_id: Id<Conversation>,
    pub direction: Direction,
    pub author: Author,
    pub body: &'a str,
    pub status: MessageStatus,
    pub provider: Provider,
    pub provider_id: Option<&'a str>,
    pub run_id: Option<Id<AgentRun>>,
    pub extra: &'a str,
    pub provider_time: Option<Timestamp>,
}

pub(crate) fn insert(tx: &WriteTx<'_>, message: &NewMessage<'_>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO messages (id, conversation_id, direction, author, body, status, provider, provider_id, run_id,
                                   extra, created_at, provider_time, status_at)
             VALUES (:id, :conversation, :direction, :author, :body, :status, :provider, :provider_id, :run,
                     :extra, :now, :provider_time, :now)",
        )?
        .execute(named_params! {
            ":id": message.id,
            ":conversation": message.conversation_id,
            ":direction": message.direction,
            ":author": message.author,
            ":body": message.body,
            ":status": message.status,
            ":provider": message.provider,
            ":provider_id": message.provider_id,
            ":run": message.run_id,
            ":extra": message.extra,
            ":now": tx.now(),
            ":provider_time": message.provider_time,
        })?;
    Ok(())
}

/// The message with the provider's id, and its conversation.
pub(crate) fn by_provider_id(
    connection: &Connection,
    provider: Provider,
    provider_id: &str,
) -> Result<Option<(Id<Message>, Id<Conversation>)>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, conversation_id FROM messages WHERE provider = :provider AND provider_id = :provider_id",
        )?
        .query_row(named_params! { ":provider": provider, ":provider_id": provider_id }, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?)
}

/// Outbound messages since a time that the provider took and whose end it has not told, with nothing heard since `quiet`:
/// the provider's ids and what is known, oldest first.
pub(crate) fn undecided(
    connection: &Connection,
    provider: Provider,
    since: Timestamp,
    quiet: Timestamp,
    limit: u32,
) -> Result<Vec<(String, MessageStatus)>> {
    let mut statement = connection.prepare_cached(
        "SELECT provider_id, status FROM messages
         WHERE id > :bound AND provider = :provider AND direction = 'outbound' AND status IN ('sending', 'sent')
           AND provider_id IS NOT NULL AND status_at <= :quiet
         ORDER BY id LIMIT :limit",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":bound": Id::<Message>::first_at(since), ":provider": provider, ":quiet": quiet, ":limit": limit,
        },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// In the order in which [`stored`] reads them: to look columns up by their names would take longer than to read them.
const STORED: &str = "id, conversation_id, direction, author, body, status, provider, provider_id, error_code, run_id, \
                      extra, created_at, provider_time, status_at";

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredMessage> {
    let extra = row.get_ref(10)?.as_str()?;
    Ok(StoredMessage {
        id: row.get(0)?,
        conversation_id: row.get(1)?,
        direction: row.get(2)?,
        author: row.get(3)?,
        body: row.get(4)?,
        status: row.get(5)?,
        provider: row.get(6)?,
        provider_id: row.get(7)?,
        error_code: row.get(8)?,
        run_id: row.get(9)?,
        extra: if extra == "{}" {
            Default::default()
        } else {
            serde_json::from_str(extra).unwrap_or_default()
        },
        created_at: row.get(11)?,
        provider_time: row.get(12)?,
        status_at: row.get(13)?,
    })
}

pub(crate) fn get(connection: &Connection, id: Id<Message>) -> Result<Option<StoredMessage>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {STORED} FROM messages WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, stored)
        .optional()?)
}

/// The last message that the customer had written by then.
pub(crate) fn last_inbound(
    connection: &Connection,
    conversation: Id<Conversation>,
    until: Timestamp,
) -> Result<Option<Id<Message>>> {
    Ok(connection
        .prepare_cached(
            "SELECT id FROM messages
             WHERE conversation_id = :conversation AND direction = 'inbound' AND created_at <= :until
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row(named_params! { ":conversation": conversation, ":until": until }, |row| row.get("id"))
        .optional()?)
}

/// A conversation's messages before one (all: `None`), newest first.
pub(crate) fn before(
    connection: &Connection,
    conversation: Id<Conversation>,
    before: Option<Id<Message>>,
    limit: i64,
) -> Result<Vec<StoredMessage>> {
    // '~' sorts after every id.
    let before = before.map_or_else(|| "~".to_owned(), |id| id.to_string());
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {STORED} FROM messages WHERE conversation_id = :conversation AND id < :before
         ORDER BY id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! { ":conversation": conversation, ":before": before, ":limit": limit },
        stored,
    )?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// What the customer wrote from one message on, newest first.
pub(crate) fn inbound_from(
    connection: &Connection,
    conversation: Id<Conversation>,
    first: Id<Message>,
    limit: i64,
) -> Result<Vec<StoredMessage>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {STORED} FROM messages WHERE conversation_id = :conversation AND id >= :first AND direction = 'inbound'
         ORDER BY id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! { ":conversation": conversation, ":first": first, ":limit": limit },
        stored,
    )?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// What the customer wrote from one message to another, oldest first.
pub(crate) fn inbound_between(
    connection: &Connection,
    conversation: Id<Conversation>,
    first: Id<Message>,
    last: Id<Message>,
    limit: i64,
) -> Result<Vec<StoredMessage>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {STORED} FROM messages
         WHERE conversation_id = :conversation AND id BETWEEN :first AND :last AND direction = 'inbound'
         ORDER BY id LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! { ":conversation": conversation, ":first": first, ":last": last, ":limit": limit },
        stored,
    )?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// A conversation's messages after one, oldest first.
pub(crate) fn after(
    connection: &Connection,
    conversation: Id<Conversation>,
    after: Id<Message>,
    limit: i64,
) -> Result<Vec<StoredMessage>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {STORED} FROM messages WHERE conversation_id = :conversation AND id > :after
         ORDER BY id LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! { ":conversation": conversation, ":after": after, ":limit": limit },
        stored,
    )?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Whether the customer wrote after this message.
pub(crate) fn inbound_after(
    connection: &Connection,
    conversation: Id<Conversation>,
    after: Id<Message>,
) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM messages
             WHERE conversation_id = :conversation AND id > :after AND direction = 'inbound' LIMIT 1",
        )?
        .exists(named_params! { ":conversation": conversation, ":after": after })?)
}

/// Sets status and error; the caller has checked the rank.
pub(crate) fn set_status(
    tx: &WriteTx<'_>,
    id: Id<Message>,
    status: MessageStatus,
    error_code: Option<&str>,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE messages SET status = :status, error_code = coalesce(:error_code, error_code), status_at = :now
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id, ":status": status, ":error_code": error_code, ":now": tx.now(),
        })?;
    Ok(())
}

/// The status of a message, and whether it has an id of the provider's or may have this one: no two messages have the same.
pub(crate) fn acceptance(
    connection: &Connection,
    id: Id<Message>,
    provider_id: &str,
) -> Result<Option<(MessageStatus, bool)>> {
    Ok(connection
        .prepare_cached(
            "SELECT status, provider_id IS NOT NULL OR NOT EXISTS (
                 SELECT 1 FROM messages o WHERE o.provider = m.provider AND o.provider_id = :provider_id)
             FROM messages m WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id, ":provider_id": provider_id }, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?)
}

/// Sets the status, and the provider's id where there is none yet; the caller has checked both.
pub(crate) fn accept(
    tx: &WriteTx<'_>,
    id: Id<Message>,
    status: MessageStatus,
    provider_id: Option<&str>,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE messages SET provider_id = coalesce(provider_id, :provider_id), status = :status, status_at = :now
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id, ":provider_id": provider_id, ":status": status, ":now": tx.now(),
        })?;
    Ok(())
}

/// Sets the provider's id where there is none yet; false when there is, or when another message has it.
pub(crate) fn set_provider_id(tx: &WriteTx<'_>, id: Id<Message>, provider_id: &str) -> Result<bool> {
    let set = tx
        .sql()
        .prepare_cached(
            "UPDATE OR IGNORE messages SET provider_id = :provider_id WHERE id = :id AND provider_id IS NULL",
        )?
        .execute(named_params! { ":id": id, ":provider_id": provider_id })?;
    Ok(set == 1)
}

pub(crate) const FIRST_UNSENT: &str = "SELECT id FROM messages
    WHERE conversation_id = :conversation AND status IN ('queued', 'sending') AND provider_id IS NULL
    ORDER BY id LIMIT 1";
pub(crate) const ALL_FIRST_UNSENT: &str = "SELECT min(id) FROM messages
    WHERE status IN ('queued', 'sending') AND provider_id IS NULL GROUP BY conversation_id";

/// The oldest message of the conversation that its provider has not accepted.
pub(crate) fn first_unsent(
    connection: &Connection,
    conversation: Id<Conversation>,
) -> Result<Option<Id<Message>>> {
    Ok(connection
        .prepare_cached(FIRST_UNSENT)?
        .query_row(named_params! { ":conversation": conversation }, |row| row.get(0))
        .optional()?)
}

/// The oldest unsent message of every conversation that has one.
pub(crate) fn all_first_unsent(connection: &Connection) -> Result<Vec<Id<Message>>> {
    let mut statement = connection.prepare_cached(ALL_FIRST_UNSENT)?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// A message that was surely not taken waits again.
pub(crate) fn back_to_queue(tx: &WriteTx<'_>, id: Id<Message>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE messages SET status = 'queued', status_at = :now WHERE id = :id AND status = 'sending'",
        )?
        .execute(named_params! { ":id": id, ":now": tx.now() })?;
    Ok(())
}

/// Makes a failed message wait again, as if no provider had had it: its next try gets a new provider id.
pub(crate) fn requeue(tx: &WriteTx<'_>, id: Id<Message>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE messages SET status = 'queued', provider_id = NULL, error_code = NULL, status_at = :now
             WHERE id = :id",
        )?
        .execute(named_params! { ":id": id, ":now": tx.now() })?;
    Ok(())
}

/// A message that was given up without being taken waits once more.
pub(crate) fn wait_again(tx: &WriteTx<'_>, id: Id<Message>, given_up_with: &str) -> Result<bool> {
    let changed = tx
        .sql()
        .prepare_cached(
            "UPDATE messages SET status = 'queued', error_code = NULL, status_at = :now
             WHERE id = :id AND status = 'failed' AND error_code = :code AND provider_id IS NULL",
        )?
        .execute(named_params! { ":id": id, ":code": given_up_with, ":now": tx.now() })?;
    Ok(changed == 1)
}
