//! A span of time in figures: what came in, who answered, how fast.

use std::time::Duration;

use rusqlite::Connection;
use serde::Serialize;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::store;

/// What happened in the conversations in a span of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ConversationFigures {
    /// Messages of customers.
    pub messages_in: u64,
    /// Turns that ended in a reply.
    pub answered_by_agent: u64,
    /// Turns that ended with the owner.
    pub handed_off: u64,
    /// From the first message of a turn to the agent's reply; `None` when there was none.
    pub median_answer: Option<Duration>,
}

/// The figures from `from` until before `to`.
///
/// # Errors
/// Those of the queries.
pub fn of_conversations(
    connection: &Connection,
    from: Timestamp,
    to: Timestamp,
) -> Result<ConversationFigures> {
    let mut waits = store::figures::waits(connection, from, to)?;
    let middle = waits.len() / 2;
    // With an even number the later of the two in the middle: it promises no more than was kept.
    let median_answer = (!waits.is_empty()).then(|| *waits.select_nth_unstable(middle).1);
    Ok(ConversationFigures {
        messages_in: store::figures::inbound(connection, from, to)?,
        answered_by_agent: store::figures::runs(connection, from, to, "replied")?,
        handed_off: store::figures::runs(connection, from, to, "handed_off")?,
        median_answer,
    })
}
