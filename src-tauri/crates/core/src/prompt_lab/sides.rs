//! The two prompts side by side: in sum, and turn by turn.

use rusqlite::Connection;

use super::{Arm, LabResult, Outcome, get};
use crate::conversations;
use crate::error::Result;
use crate::id::{self, AgentRun, Conversation, Id};
use crate::page::{Page, PageRequest};
use crate::prompts::Figures;
use crate::store;

/// What came of the turns with one prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Side {
    pub turns: i64,
    /// In which a model had a say.
    pub asked: i64,
    pub answered: i64,
    pub handed_over: i64,
    pub acts: i64,
    /// Whose text is the model's.
    pub spoke: i64,
    /// Turns whose model did not answer.
    pub failed: i64,
    /// Words of the model's own texts.
    pub words: i64,
    pub figures: Figures,
}

/// Both, over the turns that were played with both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sides {
    pub published: Side,
    pub draft: Side,
}

/// A recorded turn and what the two prompts made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LabTurn {
    pub position: i64,
    pub run_id: Id<AgentRun>,
    pub conversation_id: Id<Conversation>,
    pub contact_name: String,
    /// What the customer wrote.
    pub question: String,
    /// What was said then.
    pub reply: Option<String>,
    pub published: Option<LabResult>,
    pub draft: Option<LabResult>,
}

impl Side {
    fn add(&mut self, result: &LabResult) {
        self.turns += 1;
        self.asked += i64::from(result.asked);
        self.answered += i64::from(result.outcome == Outcome::Answered);
        self.handed_over += i64::from(result.outcome == Outcome::HandedOver);
        self.acts += i64::from(result.outcome == Outcome::Acts);
        self.spoke += i64::from(result.spoke);
        self.failed += i64::from(result.failure.is_some());
        if result.spoke {
            let words = result.text.as_deref().unwrap_or_default().split_whitespace().count();
            self.words += i64::try_from(words).unwrap_or(0);
        }
        self.figures.add(&result.figures);
    }
}

/// Both prompts in sum.
///
/// # Errors
/// `NotFound`.
pub fn sides(connection: &Connection, id: Id<id::LabRun>) -> Result<Sides> {
    get(connection, id)?;
    let results = store::prompt_lab::results(connection, id, -1, i64::MAX)?;
    let has_both = |result: &LabResult| {
        results.iter().any(|other| other.position == result.position && other.arm != result.arm)
    };
    let mut sides = Sides::default();
    for result in results.iter().filter(|result| has_both(result)) {
        match result.arm {
            Arm::Published => sides.published.add(result),
            Arm::Draft => sides.draft.add(result),
        }
    }
    Ok(sides)
}

/// The turns in their order.
///
/// # Errors
/// `NotFound`; `Malformed` for a foreign cursor.
pub fn turns(connection: &Connection, id: Id<id::LabRun>, page: &PageRequest) -> Result<Page<LabTurn>> {
    get(connection, id)?;
    let after = page.key::<i64>()?.unwrap_or(-1);
    let recorded = store::prompt_lab::turns(connection, id, after, page.rows_to_fetch())?;
    let last = recorded.last().map_or(after, |(position, _)| *position);
    let mut results = store::prompt_lab::results(connection, id, after, last)?;
    let mut take = |position, arm| {
        let found = results.iter().position(|result| result.position == position && result.arm == arm)?;
        Some(results.swap_remove(found))
    };
    let mut rows = Vec::with_capacity(recorded.len());
    for (position, turn) in recorded {
        let run = store::runs::get(connection, turn.run_id)?;
        let questions = store::messages::inbound_between(
            connection,
            turn.conversation_id,
            turn.first_message_id,
            turn.last_message_id,
            20,
        )?;
        let bodies: Vec<String> = questions.into_iter().map(|message| message.body).collect();
        rows.push(LabTurn {
            position,
            run_id: turn.run_id,
            conversation_id: turn.conversation_id,
            contact_name: conversations::conversation(connection, turn.conversation_id)?.contact_name,
            question: bodies.join("\n"),
            reply: run.and_then(|run| run.reply_text),
            published: take(position, Arm::Published),
            draft: take(position, Arm::Draft),
        });
    }
    page.page(rows, |row| row.position)
}
