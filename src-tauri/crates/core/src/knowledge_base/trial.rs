//! Trying a question: what is found for it, why, and what the assistant would say to somebody whom it does not know. Nothing
//! is kept of it.

use std::time::Duration;

use rusqlite::Connection;

use super::{Asked, Finding, content_words};
use crate::agent::{self, BuiltinPlanner, HandoffReason, Outcome, SourceKind, TurnInput};
use crate::catalog::Searcher;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::knowledge::{ShopKnowledge, shop_facts};
use crate::settings::ShopSettings;

const LONGEST_QUESTION: usize = 1_000;
const FINDINGS: usize = 5;

/// What a question came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Two letters, as it was understood.
    pub language: String,
    /// The words that say what it is about.
    pub words: Vec<String>,
    pub findings: Vec<Finding>,
    pub reply: TrialReply,
}

/// What the assistant would make of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialReply {
    pub outcome: Outcome,
    /// What the customer would read.
    pub text: Option<String>,
    pub handoff: Option<HandoffReason>,
    /// The entry that it is said from, and its version.
    pub entry: Option<(Id<id::KnowledgeEntry>, i64)>,
}

/// # Errors
/// `Invalid` without a question; those of the queries.
pub fn try_question(
    connection: &Connection,
    searcher: &Searcher,
    question: &str,
    now: Timestamp,
) -> Result<Trial> {
    let question = question.trim();
    if question.is_empty() || question.chars().count() > LONGEST_QUESTION {
        let detail = format!("Write a question of at most {LONGEST_QUESTION} characters.");
        return Err(Error::invalid(detail).at("question"));
    }
    let settings = ShopSettings::load(connection)?;
    let input = TurnInput {
        shop: shop_facts(&settings),
        now: now.to_jiff().to_zoned_datetime(settings.shop.value.zone()),
        ..TurnInput::of_text(question)
    };
    let meaning = searcher.meaning();
    let knowledge = ShopKnowledge::for_nobody(connection, searcher);
    let language =
        agent::understanding::understand(&input, meaning.map(|meaning| meaning.embedder())).language;
    let asked = Asked { question, language: &language };
    let findings = searcher.library().find(connection, asked, meaning.map(AsRef::as_ref), FINDINGS)?;
    let run = agent::drive(input, &knowledge, &BuiltinPlanner, &mut || Duration::ZERO)?;
    let said = run.evidence.iter().find(|evidence| evidence.source.kind == SourceKind::Knowledge);
    let entry = said.and_then(|said| Some((said.source.id.parse().ok()?, said.source.version)));
    Ok(Trial {
        words: content_words(question, &language),
        language,
        findings,
        reply: TrialReply {
            outcome: run.proposal.outcome(),
            text: run.proposal.text().map(str::to_owned),
            handoff: run.proposal.handoff_reason(),
            entry,
        },
    })
}
