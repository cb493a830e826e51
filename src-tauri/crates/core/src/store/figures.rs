//! Counts over spans of time. Ids sort by the time they were made, so a span is a range of the primary key.

use rusqlite::{Connection, named_params};

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{AgentRun, Id, Message};

pub(crate) fn inbound(connection: &Connection, from: Timestamp, to: Timestamp) -> Result<u64> {
    let count: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM messages WHERE id >= :from AND id < :to AND direction = 'inbound'",
        )?
        .query_row(
            named_params! { ":from": Id::<Message>::first_at(from), ":to": Id::<Message>::first_at(to) },
            |row| row.get(0),
        )?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Calls `each` with every run of the span: its outcome, the first message it answered, and its reply.
pub(crate) fn runs(
    connection: &Connection,
    from: Timestamp,
    to: Timestamp,
    mut each: impl FnMut(&str, Id<Message>, Option<Id<Message>>),
) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT outcome, first_message_id, reply_message_id FROM agent_runs WHERE id >= :from AND id < :to",
    )?;
    let span = named_params! { ":from": Id::<AgentRun>::first_at(from), ":to": Id::<AgentRun>::first_at(to) };
    let mut rows = statement.query(span)?;
    while let Some(row) = rows.next()? {
        let outcome = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        each(outcome, row.get(1)?, row.get(2)?);
    }
    Ok(())
}
