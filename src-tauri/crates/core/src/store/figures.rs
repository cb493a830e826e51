//! Counts over spans of time. Ids sort by the time they were made, so a span is a range of the primary key.

use std::time::Duration;

use rusqlite::{Connection, named_params};
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{AgentRun, Id, Kind, Message};

/// The least id that can be made at that time (RFC 9562, 5.7: the first 48 bits are milliseconds).
fn first_id<K: Kind>(time: Timestamp) -> Id<K> {
    let millis = u128::from(u64::try_from(time.as_millis()).unwrap_or(0));
    Id::from_uuid(Uuid::from_u128(millis << 80))
}

pub(crate) fn inbound(connection: &Connection, from: Timestamp, to: Timestamp) -> Result<u64> {
    let count: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM messages WHERE id >= :from AND id < :to AND direction = 'inbound'",
        )?
        .query_row(
            named_params! { ":from": first_id::<Message>(from), ":to": first_id::<Message>(to) },
            |row| row.get(0),
        )?;
    Ok(u64::try_from(count).unwrap_or(0))
}

pub(crate) fn runs(connection: &Connection, from: Timestamp, to: Timestamp, outcome: &str) -> Result<u64> {
    let count: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM agent_runs WHERE id >= :from AND id < :to AND outcome = :outcome",
        )?
        .query_row(
            named_params! {
                ":from": first_id::<AgentRun>(from),
                ":to": first_id::<AgentRun>(to),
                ":outcome": outcome,
            },
            |row| row.get(0),
        )?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// From the first message of each answered turn to its reply.
pub(crate) fn waits(connection: &Connection, from: Timestamp, to: Timestamp) -> Result<Vec<Duration>> {
    let mut statement = connection.prepare_cached(
        "SELECT max(reply.created_at - asked.created_at, 0)
         FROM agent_runs r
         JOIN messages asked ON asked.id = r.first_message_id
         JOIN messages reply ON reply.id = r.reply_message_id
         WHERE r.id >= :from AND r.id < :to AND r.outcome = 'replied'",
    )?;
    let span = named_params! { ":from": first_id::<AgentRun>(from), ":to": first_id::<AgentRun>(to) };
    let millis = statement.query_map(span, |row| row.get::<_, i64>(0))?;
    Ok(millis
        .map(|millis| millis.map(|millis| Duration::from_millis(u64::try_from(millis).unwrap_or(0))))
        .collect::<rusqlite::Result<_>>()?)
}
