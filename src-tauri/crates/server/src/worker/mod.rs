//! The worker: takes due jobs from the queue and runs them, several at a time, until the program ends.
//!
//! Owns waiting, claiming and how many run at once. What a job does stands in [`run`]; what its failure means is
//! decided in core.

mod care;
mod lab;
mod market;
pub mod poll;
mod run;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use haberdash_core::agent::Asking;
use haberdash_core::answer::{self, OpenTurn, Turns};
use haberdash_core::catalog::Searcher;
use haberdash_core::database::Durability;
use haberdash_core::jobs::{self, ClaimedJob, Failure, JobKind, LARGEST_CLAIM, Lease, NewJob, Work};
use haberdash_core::mail::Mailer;
use haberdash_core::outbox::MessageSender;
use haberdash_core::{Clock, Code, Database, Error, Result, Timestamp, WriteTx};
use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::channels::twilio::client::TwilioClient;
use crate::channels::twilio::webhook::WebhookState;
use crate::ending::Ending;
use crate::language::Languages;
use crate::market::Market;
use crate::notify::OwnerNotifier;

/// How many jobs of each kind are in hand at once. Answers and sends mostly wait for their commit, which is shared: many
/// in hand make few commits. Those that talk with a network are few.
const IN_HAND: &[(JobKind, usize)] = &[
    (JobKind::AnswerConversation, 48),
    (JobKind::SendMessage, 64),
    (JobKind::FetchMedia, 2),
    (JobKind::NotifyOwner, 1),
    (JobKind::PollChannel, 1),
    (JobKind::Prune, 1),
    (JobKind::RunImport, 1),
    (JobKind::RunExport, 1),
    (JobKind::BackUp, 1),
    (JobKind::FetchImages, 1),
    (JobKind::ExpireReservations, 1),
    (JobKind::TellLowStock, 1),
    // One at a time: a large picture takes a core and much memory while it is decoded.
    (JobKind::PreparePicture, 1),
    (JobKind::PublishProducts, 1),
    (JobKind::EditInBulk, 1),
    (JobKind::TellWaiting, 1),
    (JobKind::SendCode, 2),
    (JobKind::SearchMarket, 2),
    (JobKind::RunLab, 1),
];

/// Turns that share a thread and a state of the file. More would leave the second core idle.
const ANSWERED_TOGETHER: usize = 12;

/// The longest sleep: a clock that was set back or a lost wake-up costs this much at most.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// The first automatic backup waits until whoever just opened the shop has what they came for.
const FIRST_BACKUP_AFTER: Duration = Duration::from_mins(2);

/// The pause after a claim that took nothing although something is due.
const SHORT_PAUSE: Duration = Duration::from_millis(50);

/// What jobs work with.
pub struct Tools {
    pub database: Database,
    pub turns: Arc<dyn Turns>,
    pub sender: Arc<dyn MessageSender>,
    pub notifier: Arc<dyn OwnerNotifier>,
    pub mailer: Arc<dyn Mailer>,
    pub twilio: TwilioClient,
    pub webhooks: WebhookState,
    /// Searches the web for prices.
    pub market: Market,
    /// Language models, for the prompt lab: customers' turns have their own way to them.
    pub languages: Languages,
    /// Compares customers' pictures with the shop's.
    pub searcher: Arc<Searcher>,
    /// How long a provider's list may lag behind what it took.
    pub send_grace: Duration,
    /// The folder of the shop's file.
    pub data_dir: PathBuf,
}

/// Takes up what an earlier process left, then runs jobs until the end begins, and lets those in hand end. The handle
/// returns after the last.
pub async fn start(tools: Tools, lease: Lease, ending: Ending) -> JoinHandle<()> {
    let worker = Arc::new(Worker {
        tools,
        lease,
        in_hand: IN_HAND.iter().map(|_| AtomicUsize::new(0)).collect(),
        takes: AtomicBool::new(false),
        claim_waits: AtomicBool::new(false),
        came_empty: AtomicBool::new(false),
        look: Notify::new(),
        polling: Mutex::default(),
        ending,
        runtime: Handle::current(),
    });
    let begun = worker.begin().await;
    if let Err(error) = &begun {
        tracing::error!(%error, code = %error.code, "what the last run left could not be taken up yet");
    }
    tokio::spawn(worker.run(begun.is_ok()))
}

/// What a claim took.
#[derive(Default)]
struct Taken {
    jobs: Vec<ClaimedJob>,
    /// Some were due, and there was room.
    took: bool,
    /// As many of a kind as there was room for: others may be due.
    may_leave_some: bool,
    /// The loop waits for it.
    is_awaited: bool,
}

/// A kind is refilled when half of it is done, so that a claim takes many.
const fn has_room(most: usize, in_hand: usize) -> bool {
    in_hand < most && (most - in_hand) * 2 >= most
}

struct Worker {
    tools: Tools,
    lease: Lease,
    /// In the order of [`IN_HAND`].
    in_hand: Vec<AtomicUsize>,
    /// A claim took jobs in a commit that has not ended: they are not in hand yet.
    takes: AtomicBool,
    /// The writer was handed one that has not begun: it will see what falls due now.
    claim_waits: AtomicBool,
    /// The last claim took nothing.
    came_empty: AtomicBool,
    /// Something may be due that nobody has claimed.
    look: Notify,
    polling: Mutex<poll::Progress>,
    ending: Ending,
    runtime: Handle,
}

impl Worker {
    async fn run(self: Arc<Self>, has_begun: bool) {
        if !has_begun && let Err(error) = insist(&self.ending, STORAGE_PAUSE, || self.begin()).await {
            tracing::error!(%error, code = %error.code, "what the last run left could not be taken up");
        }
        let [claimer, answerer, taker] = [(); 3].map(|()| Arc::downgrade(&self));
        self.tools.database.claim_with(
            move |tx| claimer.upgrade().map_or_else(|| Ok(Taken::default()), |worker| worker.take(tx)),
            move |taken| {
                if let Some(worker) = answerer.upgrade() {
                    worker.take_up_answers(taken);
                }
            },
            move |taken| {
                if let Some(worker) = taker.upgrade() {
                    worker.take_up(taken);
                }
            },
        );
        let enqueued = self.tools.database.job_signal();
        while !self.ending.has_begun() {
            let wait = match self.nothing_due().await {
                Ok(Some(wait)) => wait,
                // It fell due between the claim and the look, or waits for its twin.
                Ok(None) if self.came_empty.swap(false, Ordering::AcqRel) => SHORT_PAUSE,
                Ok(None) => {
                    self.claim();
                    // Whatever is taken up, or cannot be, says so.
                    LONGEST_SLEEP
                }
                Err(error) => {
                    tracing::error!(%error, code = %error.code, "due jobs could not be looked for");
                    STORAGE_PAUSE
                }
            };
            tokio::select! {
                () = self.ending.wait() => {}
                () = enqueued.notified() => {}
                () = self.look.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
        while self.is_busy() {
            self.look.notified().await;
        }
    }

    /// Jobs are in hand, or a claim may still take some.
    fn is_busy(&self) -> bool {
        self.takes.load(Ordering::SeqCst) || self.in_hand.iter().any(|count| count.load(Ordering::SeqCst) > 0)
    }

    /// Takes up what an earlier process left, and sees to the jobs that are always there.
    async fn begin(&self) -> Result<()> {
        let lease = self.lease.clone();
        let recovered = self
            .tools
            .database
            .write(move |tx| {
                let recovered = jobs::recover(tx, &lease)?;
                jobs::enqueue(tx, &NewJob::at(tx.now(), Work::Prune))?;
                Ok(recovered)
            })
            .await?;
        self.schedule_backup(FIRST_BACKUP_AFTER).await?;
        if recovered.jobs > 0 {
            tracing::info!(jobs = recovered.jobs, "jobs of an earlier run are taken up again");
        }
        Ok(())
    }

    /// Hands the writer a claim of what there is room for.
    fn claim(self: &Arc<Self>) {
        if self.ending.has_begun() || self.claim_waits.swap(true, Ordering::AcqRel) {
            return;
        }
        let (claimer, taker) = (Arc::clone(self), Arc::clone(self));
        // The loop sleeps until it is told what came of it.
        let claim = move |tx: &mut WriteTx<'_>| Ok(Taken { is_awaited: true, ..claimer.take(tx)? });
        // A claim that a power cut undoes has had no effect yet, and the next start clears those that stand.
        self.tools.database.submit_then(Durability::Process, claim, move |taken| {
            // Also where it never ran: the commit that it was to share may have failed before.
            taker.claim_waits.store(false, Ordering::Release);
            taker.take_up(taken);
        });
    }

    /// Takes what there is room for, in a commit. Nothing is counted here, for the commit may fail: see [`Self::take_up`].
    /// Two claims of one commit would take the same room twice, so the second takes nothing. Runs on the writer's thread.
    fn take(&self, tx: &mut WriteTx<'_>) -> Result<Taken> {
        if self.takes.swap(true, Ordering::SeqCst) {
            return Ok(Taken { is_awaited: true, ..Taken::default() });
        }
        let room = self.room();
        if self.ending.has_begun() || room.is_empty() {
            return Ok(Taken::default());
        }
        let jobs = jobs::claim(tx, &self.lease, &room)?;
        let taken = |kind| jobs.iter().filter(|job| job.kind == kind).count();
        let may_leave_some =
            jobs.len() == LARGEST_CLAIM || room.iter().any(|&(kind, free)| taken(kind) == free);
        Ok(Taken { took: !jobs.is_empty(), jobs, may_leave_some, is_awaited: false })
    }

    /// Sets claimed answers going. What they come to is a write of its own, durable no earlier than what it answers, and sent after
    /// that: so they need not wait for the disk. Runs on the writer's thread.
    fn take_up_answers(self: &Arc<Self>, taken: &mut Taken) {
        let is_answer = |job: &mut ClaimedJob| job.kind == JobKind::AnswerConversation;
        let answers: Vec<_> = taken.jobs.extract_if(.., is_answer).collect();
        for batch in answers.chunks(ANSWERED_TOGETHER) {
            self.set_answers_going(batch.to_vec());
        }
    }

    /// Sets claimed jobs going. Runs on the writer's thread.
    fn take_up(self: &Arc<Self>, taken: Result<Taken>) {
        match taken {
            Ok(mut taken) => {
                self.take_up_answers(&mut taken);
                let Taken { jobs, took, may_leave_some, is_awaited } = taken;
                for job in jobs {
                    self.set_going(job);
                }
                self.takes.store(false, Ordering::SeqCst);
                self.came_empty.store(!took, Ordering::Release);
                if may_leave_some || !took || is_awaited || self.ending.has_begun() {
                    self.look.notify_one();
                }
            }
            Err(error) => {
                self.takes.store(false, Ordering::SeqCst);
                tracing::error!(%error, code = %error.code, "jobs could not be claimed");
                let worker = Arc::clone(self);
                self.runtime.spawn(async move {
                    tokio::select! {
                        () = worker.ending.wait() => {}
                        () = tokio::time::sleep(STORAGE_PAUSE) => {}
                    }
                    worker.look.notify_one();
                });
            }
        }
    }

    /// How long to wait for the next job that there is room for; `None` when one is due.
    async fn nothing_due(&self) -> Result<Option<Duration>> {
        let room = self.room();
        if room.is_empty() {
            return Ok(Some(LONGEST_SLEEP));
        }
        let now = self.tools.database.clock().now();
        let due = self.next_due(&room).await?;
        Ok(due.is_none_or(|due| due > now).then(|| jobs::sleep_for(now, due, LONGEST_SLEEP)))
    }

    async fn next_due(&self, room: &[(JobKind, usize)]) -> Result<Option<Timestamp>> {
        let kinds: Vec<JobKind> = room.iter().map(|(kind, _)| *kind).collect();
        self.tools.database.read(move |connection| jobs::next_due(connection, &kinds)).await
    }

    /// How many of each kind may be taken.
    fn room(&self) -> Vec<(JobKind, usize)> {
        let mut room = Vec::new();
        for (&(kind, most), count) in IN_HAND.iter().zip(&self.in_hand) {
            let in_hand = count.load(Ordering::Acquire);
            if has_room(most, in_hand) {
                room.push((kind, (most - in_hand).min(LARGEST_CLAIM)));
            }
        }
        room
    }

    fn set_going(self: &Arc<Self>, job: ClaimedJob) {
        self.count_in(job.kind, 1);
        let worker = Arc::clone(self);
        self.runtime.spawn(async move {
            worker.run_one(&job).await;
            worker.count_out(job.kind);
        });
    }

    /// Turns that are worked out together; each has its own end.
    fn set_answers_going(self: &Arc<Self>, jobs: Vec<ClaimedJob>) {
        self.count_in(JobKind::AnswerConversation, jobs.len());
        self.work_out(jobs.into_iter().map(OpenTurn::new).collect());
    }

    fn work_out(self: &Arc<Self>, open: Vec<OpenTurn>) {
        let worker = Arc::clone(self);
        self.runtime.spawn_blocking(move || {
            let (database, turns) = (&worker.tools.database, &*worker.tools.turns);
            let teller = Arc::clone(&worker);
            let asks = |turn, asking| worker.consult(turn, asking);
            answer::answer_all(database, turns, &worker.lease, open, asks, move |job, answered| {
                teller.answer_ended(job, answered.err());
            });
        });
    }

    /// Waits for a language model on a thread of its own; then the turn is worked out anew. When the program ends first, the
    /// next start answers.
    fn consult(self: &Arc<Self>, mut turn: OpenTurn, asking: Asking) {
        let worker = Arc::clone(self);
        self.runtime.spawn_blocking(move || {
            if turn.consult(&*worker.tools.turns, &asking) {
                worker.work_out(vec![turn]);
            } else {
                worker.leave(turn.job);
            }
        });
    }

    /// Puts an answer back as it was claimed.
    fn leave(self: &Arc<Self>, job: ClaimedJob) {
        let (worker, lease, left) = (Arc::clone(self), self.lease.clone(), job.clone());
        let put_back = move |tx: &mut WriteTx<'_>| {
            let now = tx.now();
            jobs::postpone(tx, &lease, &left, now)
        };
        self.tools.database.submit_then(Durability::PowerCut, put_back, move |left| {
            // What could not be put back is an abandoned job to the next start.
            if let Err(error) = left {
                tracing::warn!(job = %job.id, code = %error.code, "a job could not be put back");
            }
            worker.count_out(job.kind);
        });
    }

    /// Runs on the writer's thread.
    fn answer_ended(self: &Arc<Self>, job: &ClaimedJob, failed: Option<Error>) {
        let Some(error) = failed else { return self.count_out(job.kind) };
        tracing::warn!(job = %job.id, kind = %job.kind, code = %error.code, %error, "a job failed");
        let (worker, job) = (Arc::clone(self), job.clone());
        self.runtime.spawn(async move {
            worker.note_failure(&job, Failure::from(&error)).await;
            worker.count_out(job.kind);
        });
    }

    fn count_in(&self, kind: JobKind, jobs: usize) {
        if let Some((_, count)) = self.in_hand_of(kind) {
            count.fetch_add(jobs, Ordering::AcqRel);
        }
    }

    /// Looks for more where this makes room that there was not: where there was, whatever fell due was claimed.
    fn count_out(&self, kind: JobKind) {
        let Some((most, count)) = self.in_hand_of(kind) else { return };
        let before = count.fetch_sub(1, Ordering::SeqCst);
        let makes_room = !has_room(most, before) && has_room(most, before.saturating_sub(1));
        if makes_room || self.ending.has_begun() {
            self.look.notify_one();
        }
    }

    fn in_hand_of(&self, kind: JobKind) -> Option<(usize, &AtomicUsize)> {
        let slot = IN_HAND.iter().position(|(k, _)| *k == kind)?;
        Some((IN_HAND[slot].1, self.in_hand.get(slot)?))
    }

    /// Runs a job; a fault or panic of it becomes its failure.
    async fn run_one(&self, job: &ClaimedJob) {
        let failure = match AssertUnwindSafe(self.perform(job)).catch_unwind().await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => {
                tracing::warn!(job = %job.id, kind = %job.kind, code = %error.code, %error, "a job failed");
                Failure::from(&error)
            }
            Err(_) => {
                tracing::error!(job = %job.id, kind = %job.kind, "a job ended unexpectedly");
                Failure::lasting("The job ended unexpectedly.")
            }
        };
        self.note_failure(job, failure).await;
    }

    /// Puts the job back, or to its end. Insists: else it would count as running until the next start.
    async fn note_failure(&self, job: &ClaimedJob, failure: Failure) {
        let note = || {
            let (lease, job, failure) = (self.lease.clone(), job.clone(), failure.clone());
            self.tools.database.write(move |tx| jobs::fail(tx, &lease, &job, &failure).map(|_| ()))
        };
        if let Err(error) = insist(&self.ending, STORAGE_PAUSE, note).await
            && error.code != Code::Conflict
        {
            tracing::error!(job = %job.id, kind = %job.kind, %error, "a job's failure could not be noted");
        }
    }
}

/// The pause before a write that storage refused is tried again.
const STORAGE_PAUSE: Duration = Duration::from_secs(1);

/// Tries a write until storage takes it: a full disk or a locked file is no reason to forget. Gives up when the end
/// begins; the next start finds what was not noted.
async fn insist<F: Future<Output = Result<()>>>(
    ending: &Ending,
    pause: Duration,
    mut write: impl FnMut() -> F,
) -> Result<()> {
    loop {
        match write().await {
            Err(error) if error.is_transient() && !ending.has_begun() => {
                tracing::warn!(code = %error.code, "storage refuses; the write is tried again");
            }
            written => return written,
        }
        tokio::select! {
            () = ending.wait() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

#[cfg(test)]
mod tests;
