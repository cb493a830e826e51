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
use haberdash_core::answer::Turns;
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
];

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
    };
    if let Err(error) = worker.begin().await {
        tracing::error!(%error, code = %error.code, "what the last run left could not be taken up");
    }
    tokio::spawn(Arc::new(worker).run(ending))
}

struct Worker {
    tools: Tools,
    lease: Lease,
    /// In the order of [`IN_HAND`].
    in_hand: Vec<AtomicUsize>,
    ended_one: Notify,
    polling: Mutex<poll::Progress>,
}

impl Worker {
    async fn run(self: Arc<Self>, ending: Ending) {
        let enqueued = self.tools.database.job_signal();
        while !ending.has_begun() {
            let wait = match self.claim().await {
                Ok(Next::ClaimAgain) => continue,
                Ok(Next::Wait(wait)) => wait,
                Err(error) => {
                    tracing::error!(%error, code = %error.code, "jobs could not be claimed");
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                () = ending.wait() => {}
                () = enqueued.notified() => {}
                () = self.ended_one.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
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

    /// Takes what there is room for and sets it going.
    async fn claim(self: &Arc<Self>) -> Result<Next> {
        let room = self.room();
        if room.is_empty() {
            return Ok(Next::Wait(LONGEST_SLEEP));
        }
        let now = self.tools.database.clock().now();
        let due = self.next_due(&room).await?;
        if due.is_none_or(|due| due > now) {
            return Ok(Next::Wait(jobs::sleep_for(now, due, LONGEST_SLEEP)));
        }
        let (lease, wanted) = (self.lease.clone(), room.clone());
        let claimed = self.tools.database.write(move |tx| jobs::claim(tx, &lease, &wanted)).await?;
        let count = claimed.len();
        for job in claimed {
            self.set_going(job);
        }
        // A full claim may have left some; so may a clock that moved between the look and the claim.
        Ok(if count > 0 { Next::ClaimAgain } else { Next::Wait(Duration::from_millis(50)) })
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
        let slot = IN_HAND.iter().position(|(kind, _)| *kind == job.kind);
        let Some(slot) = slot.and_then(|slot| self.in_hand.get(slot)) else { return };
        slot.fetch_add(1, Ordering::AcqRel);
        let worker = Arc::clone(self);
        tokio::spawn(async move {
            worker.run_one(&job).await;
            let slot = IN_HAND.iter().position(|(kind, _)| *kind == job.kind);
            if let Some(count) = slot.and_then(|slot| worker.in_hand.get(slot)) {
                count.fetch_sub(1, Ordering::AcqRel);
            }
            worker.ended_one.notify_one();
        });
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
        let (lease, failed) = (self.lease.clone(), job.clone());
        let noted = self.tools.database.write(move |tx| jobs::fail(tx, &lease, &failed, &failure)).await;
        if let Err(error) = noted
            && error.code != Code::Conflict
        {
            tracing::error!(job = %job.id, kind = %job.kind, %error, "a job's failure could not be noted");
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
