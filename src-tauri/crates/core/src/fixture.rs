//! A shop's file in a temporary folder with a clock that stands still, for the tests of this crate.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use crate::clock::{Clock, ManualClock, Timestamp};
use crate::conversations::{
    ConversationListing, InboundMessage, InboxFilter, Received, inbox, receive_inbound,
};
use crate::database::{Database, Options, WriteTx};
use crate::error::Result;
use crate::id::{Conversation, Id, Message};
use crate::jobs::{self, ClaimedJob, JobKind, Lease};
use crate::page::PageRequest;

/// 2027-01-15T08:00:00Z.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

pub(crate) struct Fixture {
    pub database: Database,
    pub clock: Arc<ManualClock>,
    pub lease: Lease,
    #[expect(dead_code, reason = "removed when dropped")]
    dir: Option<tempfile::TempDir>,
}

impl Fixture {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("dir");
        let shop = Self::in_dir(dir.path(), START);
        Self { dir: Some(dir), ..shop }
    }

    /// On a folder that outlives it, at a time.
    pub fn in_dir(dir: &Path, now: Timestamp) -> Self {
        let clock = Arc::new(ManualClock::at(now));
        let options = Options { id_seed: Some(1), ..Options::new(Arc::<ManualClock>::clone(&clock)) };
        let database = Database::open(dir, options).expect("open");
        Self { database, clock, lease: Lease::new("one"), dir: None }
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.database.write_blocking(work)
    }

    pub fn run<T: Send + 'static>(
        &self,
        job: &ClaimedJob,
        work: impl FnOnce(&mut WriteTx<'_>, &Lease, &ClaimedJob) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (lease, job) = (self.lease.clone(), job.clone());
        self.database.write_blocking(move |tx| work(tx, &lease, &job))
    }

    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> T {
        self.database.read_blocking(work).expect("read")
    }

    pub fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Receives it, and gives its ids.
    pub fn receive(&self, message: InboundMessage) -> (Id<Message>, Id<Conversation>) {
        match self.write(move |tx| receive_inbound(tx, &message)).expect("receive") {
            Received::New { message_id, conversation_id }
            | Received::Duplicate { message_id, conversation_id } => (message_id, conversation_id),
        }
    }

    pub fn claim(&self, kind: JobKind) -> Vec<ClaimedJob> {
        let lease = self.lease.clone();
        self.write(move |tx| jobs::claim(tx, &lease, &[(kind, 64)])).expect("claim")
    }

    pub fn claim_one(&self, kind: JobKind) -> ClaimedJob {
        let mut jobs = self.claim(kind);
        assert_eq!(jobs.len(), 1, "{jobs:?}");
        jobs.remove(0)
    }

    /// Seconds from now until a job of the kind is due.
    pub fn due_in(&self, kind: JobKind) -> Option<i64> {
        let due = self.read(|c| jobs::next_due(c, &[kind]))?;
        Some((due.as_millis() - self.clock.now().as_millis()) / 1000)
    }

    pub fn listed(&self, filter: InboxFilter) -> Vec<ConversationListing> {
        self.read(|c| inbox(c, filter, None, &PageRequest::default())).items
    }

    pub fn conversation(&self, id: Id<Conversation>) -> ConversationListing {
        self.read(|c| crate::conversations::conversation(c, id))
    }
}
