//! The worker: takes due jobs from the queue and runs them, several at a time, until the program ends.
//!
//! Owns waiting, claiming and how many run at once. What a job does stands in [`run`]; what its failure means is
//! decided in core.

pub mod poll;
mod run;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use haberdash_core::answer::{self, Turns};
use haberdash_core::jobs::{self, ClaimedJob, Failure, JobKind, LARGEST_CLAIM, Lease, NewJob, Work};
use haberdash_core::outbox::MessageSender;
use haberdash_core::{Clock, Code, Database, Result, Timestamp};
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::channels::twilio::client::TwilioClient;
use crate::channels::twilio::webhook::WebhookState;
use crate::ending::Ending;
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
    // One at a time: a large picture takes a core and much memory while it is decoded.
    (JobKind::PreparePicture, 1),
    (JobKind::PublishProducts, 1),
    (JobKind::EditInBulk, 1),
];

/// Turns that share a thread and a state of the file. More would leave the second core idle.
const ANSWERED_TOGETHER: usize = 12;

/// The longest sleep: a clock that was set back or a lost wake-up costs this much at most.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// What jobs work with.
pub struct Tools {
    pub database: Database,
    pub turns: Arc<dyn Turns>,
    pub sender: Arc<dyn MessageSender>,
    pub notifier: Arc<dyn OwnerNotifier>,
    pub twilio: TwilioClient,
    pub webhooks: WebhookState,
    /// How long a provider's list may lag behind what it took.
    pub send_grace: Duration,
}

/// Takes up what an earlier process left, then runs jobs until the end begins, and lets those in hand end. The handle
/// returns after the last.
pub async fn start(tools: Tools, lease: Lease, ending: Ending) -> JoinHandle<()> {
    let worker = Worker {
        tools,
        lease,
        in_hand: IN_HAND.iter().map(|_| AtomicUsize::new(0)).collect(),
        ended_one: Notify::new(),
        polling: Mutex::default(),
        ending,
    };
    let begun = worker.begin().await;
    if let Err(error) = &begun {
        tracing::error!(%error, code = %error.code, "what the last run left could not be taken up yet");
    }
    tokio::spawn(Arc::new(worker).run(begun.is_ok()))
}

struct Worker {
    tools: Tools,
    lease: Lease,
    /// In the order of [`IN_HAND`].
    in_hand: Vec<AtomicUsize>,
    ended_one: Notify,
    polling: Mutex<poll::Progress>,
    ending: Ending,
}

impl Worker {
    async fn run(self: Arc<Self>, has_begun: bool) {
        if !has_begun && let Err(error) = insist(&self.ending, STORAGE_PAUSE, || self.begin()).await {
            tracing::error!(%error, code = %error.code, "what the last run left could not be taken up");
        }
        let enqueued = self.tools.database.job_signal();
        let mut look_first = true;
        while !self.ending.has_begun() {
            let wait = match self.claim(look_first).await {
                Ok(Next::ClaimAgain) => {
                    look_first = true;
                    continue;
                }
                Ok(Next::Wait(wait)) => wait,
                Err(error) => {
                    tracing::error!(%error, code = %error.code, "jobs could not be claimed");
                    Duration::from_secs(1)
                }
            };
            look_first = tokio::select! {
                () = self.ending.wait() => true,
                // Something was just enqueued, most likely for now.
                () = enqueued.notified() => false,
                () = self.ended_one.notified() => true,
                () = tokio::time::sleep(wait) => true,
            };
        }
        while self.in_hand.iter().any(|count| count.load(Ordering::Acquire) > 0) {
            self.ended_one.notified().await;
        }
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
        if recovered.jobs > 0 {
            tracing::info!(jobs = recovered.jobs, "jobs of an earlier run are taken up again");
        }
        Ok(())
    }

    /// Takes what there is room for and sets it going. `look_first` asks a reader whether anything is due, which spares the
    /// writer.
    async fn claim(self: &Arc<Self>, look_first: bool) -> Result<Next> {
        let room = self.room();
        if room.is_empty() {
            return Ok(Next::Wait(LONGEST_SLEEP));
        }
        if look_first && let Some(wait) = self.nothing_due(&room).await? {
            return Ok(Next::Wait(wait));
        }
        let (lease, wanted) = (self.lease.clone(), room.clone());
        let claimed = self.tools.database.write(move |tx| jobs::claim(tx, &lease, &wanted)).await?;
        let count = claimed.len();
        let (answers, others): (Vec<_>, Vec<_>) =
            claimed.into_iter().partition(|job| job.kind == JobKind::AnswerConversation);
        for batch in answers.chunks(ANSWERED_TOGETHER) {
            self.set_answers_going(batch.to_vec());
        }
        for job in others {
            self.set_going(job);
        }
        if count > 0 {
            // A full claim may have left some.
            return Ok(Next::ClaimAgain);
        }
        // What is due and yet was not taken fell due between the claim and the look.
        Ok(Next::Wait(self.nothing_due(&room).await?.unwrap_or(Duration::from_millis(50))))
    }

    /// How long to wait for the next job; `None` when one is due.
    async fn nothing_due(&self, room: &[(JobKind, usize)]) -> Result<Option<Duration>> {
        let now = self.tools.database.clock().now();
        let due = self.next_due(room).await?;
        Ok(due.is_none_or(|due| due > now).then(|| jobs::sleep_for(now, due, LONGEST_SLEEP)))
    }

    async fn next_due(&self, room: &[(JobKind, usize)]) -> Result<Option<Timestamp>> {
        let kinds: Vec<JobKind> = room.iter().map(|(kind, _)| *kind).collect();
        self.tools.database.read(move |connection| jobs::next_due(connection, &kinds)).await
    }

    /// How many of each kind may be taken. A kind is refilled when half of it is done, so that a claim takes many.
    fn room(&self) -> Vec<(JobKind, usize)> {
        let mut room = Vec::new();
        for (&(kind, most), count) in IN_HAND.iter().zip(&self.in_hand) {
            let free = most.saturating_sub(count.load(Ordering::Acquire));
            if free > 0 && free * 2 >= most {
                room.push((kind, free.min(LARGEST_CLAIM)));
            }
        }
        room
    }

    fn set_going(self: &Arc<Self>, job: ClaimedJob) {
        self.count_in(job.kind, 1);
        let worker = Arc::clone(self);
        tokio::spawn(async move {
            worker.run_one(&job).await;
            worker.count_out(job.kind, 1);
        });
    }

    /// Turns that are worked out together; each has its own end.
    fn set_answers_going(self: &Arc<Self>, jobs: Vec<ClaimedJob>) {
        let count = jobs.len();
        self.count_in(JobKind::AnswerConversation, count);
        let worker = Arc::clone(self);
        tokio::spawn(async move {
            let (database, turns) = (&worker.tools.database, Arc::clone(&worker.tools.turns));
            for (job, answered) in answer::answer_all(database, turns, &worker.lease, jobs).await {
                if let Err(error) = answered {
                    tracing::warn!(job = %job.id, kind = %job.kind, code = %error.code, %error, "a job failed");
                    worker.note_failure(&job, Failure::from(&error)).await;
                }
            }
            worker.count_out(JobKind::AnswerConversation, count);
        });
    }

    fn count_in(&self, kind: JobKind, jobs: usize) {
        if let Some(count) = self.in_hand_of(kind) {
            count.fetch_add(jobs, Ordering::AcqRel);
        }
    }

    fn count_out(&self, kind: JobKind, jobs: usize) {
        if let Some(count) = self.in_hand_of(kind) {
            count.fetch_sub(jobs, Ordering::AcqRel);
        }
        self.ended_one.notify_one();
    }

    fn in_hand_of(&self, kind: JobKind) -> Option<&AtomicUsize> {
        IN_HAND.iter().position(|(k, _)| *k == kind).and_then(|slot| self.in_hand.get(slot))
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

/// What the loop does next.
enum Next {
    ClaimAgain,
    Wait(Duration),
}

#[cfg(test)]
mod tests;
