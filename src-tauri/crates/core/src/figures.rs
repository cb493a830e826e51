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
    let mut figures = ConversationFigures {
        messages_in: store::figures::inbound(connection, from, to)?,
        ..ConversationFigures::default()
    };
    let mut waits = Vec::new();
    store::figures::runs(connection, from, to, |outcome, asked, reply| match (outcome, reply) {
        ("replied", reply) => {
            figures.answered_by_agent += 1;
            // An id tells when it was made: thousands of messages need not be read.
            waits.extend(reply.map(|reply| reply.made_at().since(asked.made_at())));
        }
        ("handed_off", _) => figures.handed_off += 1,
        _ => {}
    })?;
    let middle = waits.len() / 2;
    // With an even number the later of the two in the middle: it promises no more than was kept.
    figures.median_answer = (!waits.is_empty()).then(|| *waits.select_nth_unstable(middle).1);
    Ok(figures)
}
