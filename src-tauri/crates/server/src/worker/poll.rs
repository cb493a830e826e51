//! Polling a channel: one round, then the next at the pace that the channel's own rules give.

use haberdash_core::conversations::{self, InboxFilter};
use haberdash_core::jobs::{self, ClaimedJob, NewJob, Work};
use haberdash_core::page::PageRequest;
use haberdash_core::{Clock, Database, Result, Timestamp};

use super::Worker;
use crate::channels::twilio::poller::{self, Pace};

/// The name of the polled provider in its job.
pub const TWILIO: &str = "twilio";

/// What the pace remembers between rounds.
#[derive(Debug, Default)]
pub(super) struct Progress {
    failures: u32,
    /// When a round last found what no webhook had brought.
    missed_at: Option<Timestamp>,
}

/// Sees to the next round, now. Does nothing when one waits already.
///
/// # Errors
/// Those of the insertion.
pub async fn poll_now(database: &Database) -> Result<()> {
    let enqueue = |tx: &mut haberdash_core::WriteTx<'_>| {
        let work = Work::PollChannel { provider: TWILIO.into() };
        jobs::enqueue(tx, &NewJob::at(tx.now(), work)).map(|_| ())
    };
    database.write(enqueue).await
}

impl Worker {
    /// A round that fails is no failure of the job: the next one asks for the same and more.
    pub(super) async fn poll_channel(&self, job: &ClaimedJob) -> Result<()> {
        let twilio = &self.tools.twilio;
        if twilio.connection().current().is_none_or(|config| !config.polling) {
            return self.complete(job).await;
        }
        let database = &self.tools.database;
        let round = poller::poll_once(database, twilio).await;
        let now = database.clock().now();
        let (failures, missed_at) = {
            let mut progress = self.polling.lock();
            match &round {
                Ok(polled) => {
                    progress.failures = 0;
                    if polled.new > 0 {
                        progress.missed_at = Some(now);
                    }
                }
                Err(error) => {
                    progress.failures = progress.failures.saturating_add(1);
                    tracing::warn!(code = %error.code, failures = progress.failures, "polling failed");
                }
            }
            (progress.failures, progress.missed_at)
        };
        let latest =
            database.read(|c| conversations::inbox(c, InboxFilter::All, None, &PageRequest::first(1)));
        let latest = latest.await?.items.into_iter().next().and_then(|latest| latest.last_inbound_at);
        let pace = Pace {
            failures,
            retry_after: round.as_ref().err().and_then(poller::asked_to_wait),
            quiet_for: latest.map(|latest| now.since(latest)),
            webhooks_work: self.tools.webhooks.counts().last_accepted_at > missed_at,
        };
        let next = now.plus(poller::next_poll_in(&pace));
        let (lease, job) = (self.lease.clone(), job.clone());
        let again = move |tx: &mut haberdash_core::WriteTx<'_>| {
            jobs::complete(tx, &lease, &job)?;
            jobs::enqueue(tx, &NewJob::at(next, job.work)).map(|_| ())
        };
        database.write(again).await
    }
}
