//! The job queue: what must happen later, written in the transaction that makes it necessary.
//!
//! Owns the life of a job: ready → running → gone, or dead after too many tries. It does not run jobs (the worker
//! does) and knows no channel. A job is done when the transaction that holds its effect also calls [`complete`]: so
//! an effect inside SQLite happens exactly once, however often the process is killed.
//!
//! At most one ready job of a kind has a key, and at most one with it runs: what is enqueued while its twin runs
//! waits until that ends.

mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use serde::Serialize;

pub use work::{Failure, JobKind, Merge, NewJob, Work, backoff};

use crate::clock::Timestamp;

use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{Id, Job};
use crate::{catalog, codes, conversations, exports, imports, market, outbox, prompt_lab, store};

crate::text_enum! {
    pub enum JobState {
        Ready = "ready",
        Running = "running",
        Dead = "dead",
    }
}

/// Times a process may end under a job before that counts as a failure of the job.
pub const FORGIVEN_CRASHES: u32 = 10;

/// Jobs that one claim takes at most.
pub const LARGEST_CLAIM: usize = 64;

/// The right of one process to run jobs. A new process makes a new one; the old one's jobs go back to the queue.
#[derive(Debug, Clone)]
pub struct Lease(Arc<LeaseState>);

#[derive(Debug)]
struct LeaseState {
    name: String,
    last_seen: AtomicI64,
}

impl Lease {
    /// `name` must be unlike every earlier one's: a fresh id.
    pub fn new(name: impl Into<String>) -> Self {
        Self(Arc::new(LeaseState { name: name.into(), last_seen: AtomicI64::new(i64::MIN) }))
    }

    pub fn name(&self) -> &str {
        &self.0.name
    }
}

/// A job that this process runs.
#[derive(Debug, Clone)]
pub struct ClaimedJob {
    pub id: Id<Job>,
    pub kind: JobKind,
    pub work: Work,
    pub dedupe_key: Option<String>,
    pub run_at: Timestamp,
    /// Failures before this try.
    pub attempts: u32,
    pub max_attempts: u32,
    pub crashes: u32,
}

/// A job as the owner sees it.
#[derive(Debug, Clone, Serialize)]
pub struct JobListing {
    pub id: Id<Job>,
    pub kind: JobKind,
    pub state: JobState,
    pub run_at: Timestamp,
    pub attempts: u32,
    pub max_attempts: u32,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What became of a job that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again then.
    Again(Timestamp),
    /// A ready job that does the same goes on in its place.
    Merged,
    /// It was the last try.
    Died,
}

/// Enqueues in the caller's transaction and wakes the worker after the commit. The id is of the job that stands: an
/// older one when merged.
///
/// # Errors
/// Those of the insertion.
pub fn enqueue(tx: &mut WriteTx<'_>, job: &NewJob) -> Result<Id<Job>> {
    tx.wake_worker_at(job.run_at);
    store::jobs::enqueue(tx, job)
}

/// Takes due jobs, oldest first: for each kind as many as asked, together at most [`LARGEST_CLAIM`].
///
/// A clock that was set back since the last claim strands nothing: what waits then waits as long as it was meant to.
///
/// # Errors
/// Those of the update.
pub fn claim(tx: &mut WriteTx<'_>, lease: &Lease, wanted: &[(JobKind, usize)]) -> Result<Vec<ClaimedJob>> {
    let now = tx.now().as_millis();
    if lease.0.last_seen.swap(now, Ordering::Relaxed) > now {
        let moved = store::jobs::rebase(tx)?;
        tracing::info!(jobs = moved, "the clock was set back; waiting jobs were moved with it");
    }
    let mut jobs = Vec::new();
    let waiting = store::jobs::waiting_kinds(tx.sql())?;
    let is_due = |kind| waiting.iter().any(|&(waits, run_at)| waits == kind && run_at <= tx.now());
    let due: Vec<_> = wanted.iter().copied().filter(|&(kind, _)| is_due(kind)).collect();
    for (kind, count) in due {
        let room = count.min(LARGEST_CLAIM - jobs.len());
        if room == 0 {
            continue;
        }
        for (mut job, payload) in store::jobs::claim(tx, kind, room, lease.name())? {
            match serde_json::from_str::<Work>(&payload) {
                Ok(work) if work.kind() == job.kind => {
                    job.work = work;
                    jobs.push(job);
                }
                _ => {
                    bury(tx, &job, "The job's payload cannot be read by this version.")?;
                    // It took the place of one that can.
                    tx.wake_worker();
                }
            }
        }
    }
    Ok(jobs)
}

/// Ends a job in the transaction that holds its effect.
///
/// # Errors
/// `Conflict` when this lease no longer runs it: then the effect must not be kept either, and returning the error
/// undoes it.
pub fn complete(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob) -> Result<()> {
    if !store::jobs::delete_running(tx, job.id, lease.name())? {
        return Err(lost());
    }
    wake_for_twin(tx, job)
}

/// Records a failure: the job is tried again later (exponential backoff with full jitter), or is dead after its last
/// try. What a death means for the customer (a message not sent, a question not answered) is decided here too, so
/// that no adapter can forget it.
///
/// # Errors
/// `Conflict` when this lease no longer runs it.
pub fn fail(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob, failure: &Failure) -> Result<Failed> {
    require_running(tx, lease, job)?;
    settle(tx, job, failure)
}

/// Puts a job back without counting a try: it waits for something else until `run_at`.
///
/// # Errors
/// `Conflict` when this lease no longer runs it.
pub fn postpone(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob, run_at: Timestamp) -> Result<()> {
    require_running(tx, lease, job)?;
    put_back(tx, job, run_at, "").map(|_| ())
}

/// # Errors
/// `Conflict` when this lease does not run the job.
pub fn require_running(tx: &WriteTx<'_>, lease: &Lease, job: &ClaimedJob) -> Result<()> {
    if store::jobs::is_running(tx, job.id, lease.name())? { Ok(()) } else { Err(lost()) }
}

fn settle(tx: &mut WriteTx<'_>, job: &ClaimedJob, failure: &Failure) -> Result<Failed> {
    let job = ClaimedJob { attempts: job.attempts.saturating_add(1), ..job.clone() };
    if failure.counts && job.attempts >= job.max_attempts {
        bury(tx, &job, &failure.error)?;
        return Ok(Failed::Died);
    }
    let run_at = tx.now().plus(backoff(job.attempts, failure.retry_after, tx.random()));
    put_back(tx, &job, run_at, &failure.error)
}

fn put_back(tx: &mut WriteTx<'_>, job: &ClaimedJob, run_at: Timestamp, error: &str) -> Result<Failed> {
    tx.wake_worker_at(run_at);
    if let Some(key) = &job.dedupe_key
        && let Some(twin) = store::jobs::ready_twin(tx, job.kind, key)?
    {
        store::jobs::delete(tx, job.id)?;
        store::jobs::hand_on(tx, twin, job, run_at)?;
        // Nobody looked at the twin's time while this one ran.
        tx.wake_worker();
        return Ok(Failed::Merged);
    }
    store::jobs::make_ready(tx, job, run_at, error)?;
    Ok(Failed::Again(run_at))
}

fn bury(tx: &mut WriteTx<'_>, job: &ClaimedJob, error: &str) -> Result<()> {
    store::jobs::bury(tx, job, error)?;
    tx.emit(EventKind::JobDied, job.id, serde_json::json!({ "kind": job.kind }))?;
    tracing::error!(job = %job.id, kind = %job.kind, attempts = job.attempts, "a job was given up");
    consequences(tx, job)?;
    wake_for_twin(tx, job)
}

/// What the end of all tries means: nothing is dropped in silence.
fn consequences(tx: &mut WriteTx<'_>, job: &ClaimedJob) -> Result<()> {
    match job.work {
        Work::AnswerConversation { conversation_id } => {
            conversations::hand_off_unanswered(tx, conversation_id)
        }
        Work::SendMessage { message_id } => outbox::give_up(tx, message_id),
        Work::FetchMedia { attachment_id } => {
            conversations::media_failed(tx, attachment_id, false, "It could not be downloaded.")
        }
        Work::RunImport { import_id } => {
            let error = Error::new(Code::Internal, "The import was given up after many tries. It can go on.");
            imports::fail(tx, import_id, &error)
        }
        Work::SendCode { code_id } => codes::given_up(tx, code_id),
        Work::RunLab { lab_run_id } => prompt_lab::given_up(tx, lab_run_id),
        Work::RunExport { export_id } => exports::fail(tx, export_id, "It was given up after many tries."),
        Work::PreparePicture { ref content_hash } => {
            catalog::images::not_prepared(tx, content_hash, "Its smaller sizes could not be made.")
        }
        Work::SearchMarket { search_id } => {
            market::failed(tx, search_id, false, "It was given up after several tries.").map(|_| ())
        }
        // A product whose time has come is published with the next one, or by hand; a bulk edit shows how far it is.
        Work::NotifyOwner { .. }
        | Work::PollChannel { .. }
        | Work::Prune
        | Work::ExpireReservations
        | Work::TellLowStock
        | Work::TellWaiting { .. }
        | Work::PublishProducts
        | Work::EditInBulk { .. }
        | Work::FetchImages { .. }
        | Work::BackUp { .. } => Ok(()),
    }
}

fn wake_for_twin(tx: &mut WriteTx<'_>, job: &ClaimedJob) -> Result<()> {
    if let Some(key) = &job.dedupe_key
        && store::jobs::ready_twin(tx, job.kind, key)?.is_some()
    {
        tx.wake_worker();
    }
    Ok(())
}

fn lost() -> Error {
    Error::new(Code::Conflict, "Another process runs this job now.")
}

/// What [`recover`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Recovered {
    /// Jobs that ran when a process ended, ready again.
    pub jobs: usize,
    /// Jobs whose process ended under them too often.
    pub suspects: usize,
}

/// At start: what a process that is gone left running becomes ready again. That costs a job no try until it happened
/// more than [`FORGIVEN_CRASHES`] times; from then on it counts as a failure, for the job may be the cause.
///
/// # Errors
/// Those of the updates.
pub fn recover(tx: &mut WriteTx<'_>, lease: &Lease) -> Result<Recovered> {
    lease.0.last_seen.store(tx.now().as_millis(), Ordering::Relaxed);
    store::jobs::rebase(tx)?;
    let mut recovered = Recovered::default();
    for (mut job, payload) in store::jobs::abandoned(tx, lease.name())? {
        let Ok(work) = serde_json::from_str::<Work>(&payload) else {
            bury(tx, &job, "The job's payload cannot be read by this version.")?;
            continue;
        };
        job.work = work;
        job.crashes = job.crashes.saturating_add(1);
        recovered.jobs += 1;
        if job.crashes > FORGIVEN_CRASHES {
            recovered.suspects += 1;
            // What recurs is not given up: it waits longer instead.
            let counts = !job.work.recurs();
            let failure = Failure { counts, ..Failure::lasting("The program ended while this job ran.") };
            settle(tx, &job, &failure)?;
        } else {
            // It was due once, whatever the clock says now.
            let run_at = job.run_at.min(tx.now());
            put_back(tx, &job, run_at, "")?;
        }
    }
    outbox::ensure_jobs(tx)?;
    conversations::answer_waiting(tx)?;
    tx.wake_worker();
    Ok(recovered)
}

/// The earliest time at which some job can be claimed; in the past when one is due.
///
/// # Errors
/// Those of the queries.
pub fn next_due(connection: &Connection, kinds: &[JobKind]) -> Result<Option<Timestamp>> {
    let mut waiting = store::jobs::waiting_kinds(connection)?;
    waiting.retain(|(kind, _)| kinds.contains(kind));
    waiting.sort_by_key(|&(_, run_at)| run_at);
    let mut earliest: Option<Timestamp> = None;
    for (kind, run_at) in waiting {
        // The first of a kind may wait for its twin; none of it can be claimed before that one's time.
        if earliest.is_some_and(|earliest| earliest <= run_at) {
            break;
        }
        let due = store::jobs::next_due(connection, kind)?;
        earliest = earliest.into_iter().chain(due).min();
    }
    Ok(earliest)
}

/// Makes waiting jobs of a kind due at once: the network is back.
///
/// # Errors
/// Those of the update.
pub fn make_due(tx: &mut WriteTx<'_>, kind: JobKind) -> Result<usize> {
    tx.wake_worker();
    store::jobs::make_due(tx, kind)
}

/// Jobs in a state, oldest first, after the given one.
///
/// # Errors
/// Those of the query.
pub fn list(
    connection: &Connection,
    state: JobState,
    after: Option<Id<Job>>,
    limit: u32,
) -> Result<Vec<JobListing>> {
    store::jobs::list(connection, state, after, limit.min(200))
}

/// How many jobs of each kind are in each state.
///
/// # Errors
/// Those of the query.
pub fn counts(connection: &Connection) -> Result<Vec<(JobState, JobKind, u64)>> {
    store::jobs::counts(connection)
}

/// Gives a dead job all its tries again, now, and takes back what its death meant: a message waits to be sent again, an
/// attachment to be downloaded. When the same work is waiting already, the dead one just goes.
///
/// # Errors
/// `NotFound` when no dead job has this id; `Invalid` when this version cannot read it.
pub fn retry(tx: &mut WriteTx<'_>, id: Id<Job>) -> Result<()> {
    let (key, payload) = store::jobs::dead(tx, id)?.ok_or_else(|| Error::not_found("job"))?;
    let work: Work = serde_json::from_str(&payload)
        .map_err(|error| Error::caused(Code::Invalid, "This version cannot run that job.", error))?;
    match work {
        Work::SendMessage { message_id } => outbox::take_up_again(tx, message_id)?,
        Work::FetchMedia { attachment_id } => conversations::media_again(tx, attachment_id)?,
        Work::RunLab { lab_run_id } => prompt_lab::take_up_again(tx, lab_run_id)?,
        // The owner has the conversation already; the others have no lasting consequence.
        Work::AnswerConversation { .. }
        | Work::SendCode { .. }
        | Work::NotifyOwner { .. }
        | Work::PollChannel { .. }
        | Work::Prune
        | Work::RunImport { .. }
        | Work::RunExport { .. }
        | Work::BackUp { .. }
        | Work::FetchImages { .. }
        | Work::ExpireReservations
        | Work::TellLowStock
        | Work::TellWaiting { .. }
        | Work::PublishProducts
        | Work::EditInBulk { .. }
        | Work::SearchMarket { .. } => {}
        Work::PreparePicture { ref content_hash } => catalog::images::prepare_again(tx, content_hash)?,
    }
    tx.wake_worker();
    if let Some(key) = key
        && store::jobs::ready_twin(tx, work.kind(), &key)?.is_some()
    {
        return store::jobs::delete(tx, id);
    }
    store::jobs::revive(tx, id)
}

/// Deletes a dead job.
///
/// # Errors
/// `NotFound` when no dead job has this id.
pub fn discard(tx: &mut WriteTx<'_>, id: Id<Job>) -> Result<()> {
    if store::jobs::delete_dead(tx, id)? { Ok(()) } else { Err(Error::not_found("job")) }
}

/// Drops the jobs of an import that somebody else has just brought to its end.
///
/// # Errors
/// Those of the deletion.
pub fn forget_import(tx: &WriteTx<'_>, import: Id<crate::id::Import>) -> Result<()> {
    store::jobs::delete_of_key(tx, JobKind::RunImport, &import.to_string())
}

/// How long a worker may sleep: until the next due job, at most `longest`.
pub fn sleep_for(now: Timestamp, next: Option<Timestamp>, longest: Duration) -> Duration {
    next.map_or(longest, |next| next.since(now).min(longest))
}

#[cfg(test)]
mod tests;
