//! The prompt lab: a draft of the prompt is played over recorded turns, beside what is published, and the owner compares.
//!
//! A lab run is a row with the turns that were chosen when it began; a job plays one turn with one of the two prompts at a time
//! ([`play`]) and keeps what came of it in one write, so that a kill costs one answer of a model. Nothing is sent, carried out, asked
//! for or remembered: this module writes its own tables only, and what models cost is counted like anything that they cost.

mod play;
mod sides;
#[cfg(test)]
mod tests;

use std::time::Duration;

use rusqlite::Connection;

pub use play::{Next, Played, Stop, next, play};
pub use sides::{LabTurn, Side, Sides, sides, turns};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, ClaimedJob, Lease, NewJob, Work};
use crate::language_model::Provider;
use crate::page::{Page, PageRequest};
use crate::prompts::{self, Figures, Template};
use crate::store;

/// Conversations of one lab run.
pub const MOST_CONVERSATIONS: u32 = 50;
/// Turns that are played of one conversation: its newest.
const TURNS_OF_ONE: u32 = 4;
/// Cents that a lab run may cost.
const HIGHEST_CAP: u32 = 10_000;
/// Times in a row that a model may ask to wait before the run stops.
const MOST_WAITS: i64 = 12;
/// The wait where the model does not say how long.
const USUAL_WAIT: Duration = Duration::from_secs(20);
/// The longest wait between two turns: a person looks at the progress.
const LONGEST_WAIT: Duration = Duration::from_mins(5);
/// Millionths of a dollar in a cent.
const CENT: i64 = 10_000;

crate::text_enum! {
    pub enum LabState {
        Running = "running",
        Done = "done",
        /// By the owner.
        Cancelled = "cancelled",
        /// It could not go on; what was played stays.
        Stopped = "stopped",
    }
}

crate::text_enum! {
    /// Which of the two prompts.
    pub enum Arm {
        Published = "published",
        Draft = "draft",
    }
}

crate::text_enum! {
    /// What would have come of a turn.
    pub enum Outcome {
        Answered = "answered",
        HandedOver = "handed_over",
        /// A change of the customer's that they agreed to would have been carried out.
        Acts = "acts",
        /// Prices elsewhere would have been searched for.
        Searches = "searches",
        Silent = "silent",
        /// It could not be worked out any more.
        Failed = "failed",
    }
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabRun {
    pub id: Id<id::LabRun>,
    /// The draft as it was when it began.
    pub template: Template,
    /// What was published then.
    pub against_version: i64,
    pub provider: Provider,
    pub model: String,
    pub conversations: u32,
    /// What it may cost, in millionths of a US dollar.
    pub cap_micros: i64,
    pub spent_micros: i64,
    pub state: LabState,
    /// Why it stopped.
    pub problem: Option<String>,
    /// Turns; each is played twice.
    pub total: i64,
    /// Of twice the turns.
    pub done: i64,
    /// Times in a row that the model asked to wait.
    pub waits: i64,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// What came of a turn with one prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct LabResult {
    pub position: i64,
    pub arm: Arm,
    pub outcome: Outcome,
    pub handoff_reason: Option<String>,
    /// A model had a say.
    pub asked: bool,
    /// The text is the model's.
    pub spoke: bool,
    /// What would have been said, or done.
    pub text: Option<String>,
    /// What was wrong with drafts that could not have been sent, as the validator says it.
    pub problems: Vec<String>,
    pub figures: Figures,
    /// Why the model did not answer.
    pub failure: Option<String>,
}

/// What the owner asks for.
#[derive(Debug, Clone)]
pub struct NewLabRun {
    /// Which model is asked, and nobody else.
    pub provider: Provider,
    pub model: String,
    /// The newest ones.
    pub conversations: u32,
    /// US cents that it may cost at most.
    pub cap_cents: u32,
    /// Of the draft.
    pub revision: i64,
}

/// Begins to compare the draft with what is published.
///
/// # Errors
/// `NotFound` without a draft; `Conflict` when the draft was changed meanwhile or another run is under way; `Invalid` for numbers out of
/// range, and where no turn was recorded yet.
pub fn begin(tx: &mut WriteTx<'_>, new: &NewLabRun) -> Result<LabRun> {
    let draft = prompts::draft(tx.sql())?.ok_or_else(|| Error::not_found("draft"))?;
    if draft.revision != new.revision {
        return Err(Error::new(Code::Conflict, "The draft was changed meanwhile. Look at it again."));
    }
    if !(1..=MOST_CONVERSATIONS).contains(&new.conversations) {
        return Err(
            Error::invalid(format!("From 1 to {MOST_CONVERSATIONS} conversations.")).at("conversations")
        );
    }
    if new.cap_cents > HIGHEST_CAP {
        return Err(Error::invalid("At most 100 dollars.").at("cap_cents"));
    }
    if store::prompt_lab::running(tx.sql())?.is_some() {
        return Err(Error::new(
            Code::Conflict,
            "A draft is being tried already. Wait for it, or end it first.",
        ));
    }
    let recorded = store::prompt_lab::recent_runs(tx.sql(), new.conversations, TURNS_OF_ONE)?;
    if recorded.is_empty() {
        return Err(Error::invalid(
            "There is no conversation to try it on yet. It needs some that your assistant answered.",
        )
        .at("conversations"));
    }
    let run = LabRun {
        id: tx.new_id(),
        template: draft.template,
        against_version: prompts::get(tx.sql())?.version,
        provider: new.provider,
        model: new.model.clone(),
        conversations: new.conversations,
        cap_micros: i64::from(new.cap_cents) * CENT,
        spent_micros: 0,
        state: LabState::Running,
        problem: None,
        total: i64::try_from(recorded.len()).unwrap_or(i64::MAX),
        done: 0,
        waits: 0,
        created_at: tx.now(),
        ended_at: None,
    };
    store::prompt_lab::insert(tx, &run, &recorded)?;
    let now = tx.now();
    jobs::enqueue(tx, &NewJob::at(now, Work::RunLab { lab_run_id: run.id }))?;
    tell(tx, &run)?;
    Ok(run)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::LabRun>) -> Result<LabRun> {
    store::prompt_lab::find(connection, id)?.ok_or_else(|| Error::not_found("trial run"))
}

/// Runs, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(connection: &Connection, page: &PageRequest) -> Result<Page<LabRun>> {
    let rows = store::prompt_lab::list(connection, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}

/// Ends a run; what was played stays.
///
/// # Errors
/// `NotFound`; `Conflict` when it has ended.
pub fn cancel(tx: &mut WriteTx<'_>, id: Id<id::LabRun>) -> Result<LabRun> {
    let mut run = get(tx.sql(), id)?;
    if run.state != LabState::Running {
        return Err(Error::new(Code::Conflict, "It has ended already."));
    }
    end(tx, &mut run, LabState::Cancelled, None)?;
    Ok(run)
}

/// Forgets a run.
///
/// # Errors
/// `NotFound`; `Conflict` while it runs.
pub fn delete(tx: &mut WriteTx<'_>, id: Id<id::LabRun>) -> Result<()> {
    let run = get(tx.sql(), id)?;
    if run.state == LabState::Running {
        return Err(Error::new(Code::Conflict, "It is still running. End it first."));
    }
    store::prompt_lab::delete(tx, id)?;
    tell(tx, &run)
}

/// Whether customers wait for answers: they go first.
///
/// # Errors
/// Those of the query.
pub fn customers_wait(connection: &Connection, now: Timestamp) -> Result<bool> {
    store::prompt_lab::customers_wait(connection, now)
}

/// Keeps what was played and ends the job where that was the last. `true`: it goes on.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job.
pub fn keep(
    tx: &mut WriteTx<'_>,
    lease: &Lease,
    job: &ClaimedJob,
    id: Id<id::LabRun>,
    played: &Played,
) -> Result<bool> {
    jobs::require_running(tx, lease, job)?;
    let Some(mut run) = store::prompt_lab::find(tx.sql(), id)? else {
        jobs::complete(tx, lease, job)?;
        return Ok(false);
    };
    // What was spent was spent, also on what is of no use any more.
    run.spent_micros += played.spent_micros;
    if run.state != LabState::Running {
        store::prompt_lab::update(tx, &run)?;
        jobs::complete(tx, lease, job)?;
        return Ok(false);
    }
    match &played.came {
        Ok(result) => {
            store::prompt_lab::insert_result(tx, id, result)?;
            run.done += 1;
            run.waits = 0;
            if run.done >= run.total * 2 {
                end(tx, &mut run, LabState::Done, None)?;
                jobs::complete(tx, lease, job)?;
                return Ok(false);
            }
        }
        Err(Stop::Ends) => {
            store::prompt_lab::update(tx, &run)?;
            let now = tx.now();
            jobs::postpone(tx, lease, job, now)?;
            return Ok(false);
        }
        Err(Stop::Wait(after)) if run.waits < MOST_WAITS => {
            run.waits += 1;
            store::prompt_lab::update(tx, &run)?;
            tell(tx, &run)?;
            let until = tx.now().plus(after.unwrap_or(USUAL_WAIT).min(LONGEST_WAIT));
            jobs::postpone(tx, lease, job, until)?;
            return Ok(false);
        }
        Err(stop) => {
            end(tx, &mut run, LabState::Stopped, Some(stop.sentence()))?;
            jobs::complete(tx, lease, job)?;
            return Ok(false);
        }
    }
    store::prompt_lab::update(tx, &run)?;
    tell(tx, &run)?;
    Ok(true)
}

/// Its job was given up.
///
/// # Errors
/// Those of storage.
pub(crate) fn given_up(tx: &mut WriteTx<'_>, id: Id<id::LabRun>) -> Result<()> {
    match store::prompt_lab::find(tx.sql(), id)? {
        Some(mut run) if run.state == LabState::Running => {
            let problem = "It was given up after many tries.".to_owned();
            end(tx, &mut run, LabState::Stopped, Some(problem))
        }
        _ => Ok(()),
    }
}

/// Its job is tried again.
///
/// # Errors
/// Those of storage.
pub(crate) fn take_up_again(tx: &mut WriteTx<'_>, id: Id<id::LabRun>) -> Result<()> {
    match store::prompt_lab::find(tx.sql(), id)? {
        Some(mut run) if run.state == LabState::Stopped => {
            (run.state, run.problem, run.ended_at, run.waits) = (LabState::Running, None, None, 0);
            store::prompt_lab::update(tx, &run)?;
            tell(tx, &run)
        }
        _ => Ok(()),
    }
}

/// Ends a job that has nothing left to play.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job.
pub fn nothing_left(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob, id: Id<id::LabRun>) -> Result<()> {
    if let Some(mut run) = store::prompt_lab::find(tx.sql(), id)?
        && run.state == LabState::Running
    {
        end(tx, &mut run, LabState::Done, None)?;
    }
    jobs::complete(tx, lease, job)
}

fn end(tx: &mut WriteTx<'_>, run: &mut LabRun, state: LabState, problem: Option<String>) -> Result<()> {
    (run.state, run.problem, run.ended_at) = (state, problem, Some(tx.now()));
    store::prompt_lab::update(tx, run)?;
    tell(tx, run)
}

fn tell(tx: &mut WriteTx<'_>, run: &LabRun) -> Result<()> {
    let told = serde_json::json!({ "state": run.state, "done": run.done, "total": run.total * 2 });
    tx.emit(EventKind::LabUpdated, run.id, told)
}
