//! Playing one recorded turn with one prompt. The turn is planned on a reader and its effects are thrown away: what is left is data.

use std::time::Duration;

use rusqlite::Connection;

use super::{Arm, LabResult, LabRun, LabState, Outcome};
use crate::agent::{BuiltinPlanner, Driven, Exchange, Planner, Proposal, StepKind, StepRecord};
use crate::answer::{self, Consulting, RecordedTurn, SoFar, Turns};
use crate::database::Database;
use crate::error::Result;
use crate::id::{self, Id};
use crate::language_model::Failure;
use crate::prompts::{Figures, PromptInForce, problems};
use crate::store;

/// Problems of drafts that are kept of one turn.
const MOST_PROBLEMS: usize = 8;

/// What is to be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub position: i64,
    pub arm: Arm,
    pub turn: RecordedTurn,
    pub prompt: PromptInForce,
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The program ends: it is played at the next start.
    Ends,
    /// The model wants to be left alone, so long if it says so.
    Wait(Option<Duration>),
    /// The owner has to mend something, or nothing is left to spend.
    Over(Failure),
}

impl Stop {
    /// For the owner.
    pub fn sentence(&self) -> String {
        match self {
            Self::Ends => "The program ended.".into(),
            Self::Wait(_) => {
                "The model asked to wait again and again. Try it later, or with fewer conversations.".into()
            }
            Self::Over(Failure::CapReached { .. }) => {
                "What it may cost is spent. What was played until then is here.".into()
            }
            Self::Over(failure) => format!("The model cannot be asked: {failure}."),
        }
    }
}

/// What came of playing.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    pub came: std::result::Result<LabResult, Stop>,
    /// In millionths of a US dollar, also of answers that were of no use.
    pub spent_micros: i64,
}

/// What a run plays next; `None`: it has ended.
///
/// # Errors
/// Those of the queries.
pub fn next(connection: &Connection, id: Id<id::LabRun>) -> Result<Option<(LabRun, Next)>> {
    let Some(run) = store::prompt_lab::find(connection, id)?.filter(|run| run.state == LabState::Running)
    else {
        return Ok(None);
    };
    let Some((position, arm, turn)) = store::prompt_lab::unplayed(connection, id)? else { return Ok(None) };
    let prompt = match arm {
        Arm::Published => PromptInForce::of_version(connection, run.against_version)?,
        Arm::Draft => PromptInForce::draft(run.template.clone()),
    };
    Ok(Some((run, Next { position, arm, turn, prompt })))
}

/// Plays it on this thread, which waits for the model. `turns` asks whoever it asks within what may be spent; it is told the exchange's
/// conversation only so that a model can tell one from another.
///
/// # Errors
/// Those of storage; it may be played again. A turn that cannot be worked out is a result.
pub fn play(database: &Database, turns: &dyn Turns, next: &Next) -> Result<Played> {
    let mut so_far = SoFar::default();
    let mut spent_micros = 0;
    let driven = loop {
        let driven = database.read_blocking(|c| answer::replay(c, turns, &next.turn, &next.prompt, &so_far));
        let asking = match driven {
            Ok(Some(Driven::Asking(asking))) => asking,
            Err(error) if error.is_transient() => return Err(error),
            driven => break driven,
        };
        let exchange = if so_far.consultation.is_exhausted() {
            Some(Exchange::with_nobody(asking.request.clone()))
        } else {
            let question = Consulting {
                conversation: next.turn.conversation_id,
                asking: &asking,
                spent: so_far.consultation.spent(),
            };
            turns.consult(&question)
        };
        let Some(exchange) = exchange else {
            return Ok(Played { came: Err(Stop::Ends), spent_micros });
        };
        spent_micros += exchange.tried.iter().map(|tried| tried.cost_micros.max(0)).sum::<i64>();
        if let Some(stop) = stop(&exchange) {
            return Ok(Played { came: Err(stop), spent_micros });
        }
        so_far.consultation.take(asking.after, exchange);
    };
    let failure = so_far.consultation.told().iter().find_map(why_silent);
    let result = match driven {
        Ok(Some(Driven::Finished(record))) => {
            let outcome = match &record.proposal {
                Proposal::Reply { .. } => Outcome::Answered,
                Proposal::Handoff { .. } => Outcome::HandedOver,
                Proposal::Silent { .. } => Outcome::Silent,
            };
            LabResult {
                handoff_reason: record.proposal.handoff_reason().map(|reason| reason.as_str().to_owned()),
                spoke: record.planner != BuiltinPlanner.name() && !so_far.consultation.told().is_empty(),
                text: record.proposal.text().map(str::to_owned),
                ..of_steps(next, outcome, &record.steps, failure)
            }
        }
        Ok(Some(Driven::Paused(paused))) => {
            LabResult { text: Some(paused.wish()), ..of_steps(next, Outcome::Acts, paused.steps(), failure) }
        }
        Ok(Some(Driven::Waits(_))) => of_steps(next, Outcome::Searches, &[], failure),
        Ok(Some(Driven::Asking(_)) | None) => {
            of_steps(next, Outcome::Failed, &[], Some("Its messages are gone.".to_owned()))
        }
        Err(error) => of_steps(next, Outcome::Failed, &[], Some(error.detail)),
    };
    Ok(Played { came: Ok(result), spent_micros })
}

fn of_steps(next: &Next, outcome: Outcome, steps: &[StepRecord], failure: Option<String>) -> LabResult {
    let judged = steps.iter().filter(|step| step.kind == StepKind::Validate);
    let found = judged.flat_map(problems).filter_map(|problem| {
        let (text, detail) = (problem["text"].as_str()?, problem["detail"].as_str()?);
        Some(if text.is_empty() { detail.to_owned() } else { format!("“{text}”: {detail}") })
    });
    LabResult {
        position: next.position,
        arm: next.arm,
        outcome,
        handoff_reason: None,
        asked: steps.iter().any(|step| step.kind == StepKind::Model),
        spoke: false,
        text: None,
        problems: found.take(MOST_PROBLEMS).collect(),
        figures: Figures::of(steps),
        failure,
    }
}

/// Why a run cannot go on after a question without an answer.
fn stop(exchange: &Exchange) -> Option<Stop> {
    if exchange.completion.is_some() {
        return None;
    }
    match exchange.tried.last()?.failure.as_ref()? {
        Failure::Limited { retry_after } => Some(Stop::Wait(*retry_after)),
        Failure::Resting => Some(Stop::Wait(None)),
        failure @ (Failure::Unauthorized { .. }
        | Failure::UnknownModel { .. }
        | Failure::CapReached { .. }
        | Failure::NotSetUp { .. }) => Some(Stop::Over(failure.clone())),
        // The customer would have been answered without it: that is what came of the turn.
        Failure::TooLate
        | Failure::Unreachable { .. }
        | Failure::Broken { .. }
        | Failure::Malformed { .. }
        | Failure::TooLong => None,
    }
}

fn why_silent(exchange: &Exchange) -> Option<String> {
    match (&exchange.completion, exchange.tried.last()) {
        (None, Some(tried)) => tried.failure.as_ref().map(ToString::to_string),
        _ => None,
    }
}
