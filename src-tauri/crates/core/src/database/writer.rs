//! The one thread that writes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{IdSource, Signals};
use crate::actor::By;
use crate::clock::{Clock, Timestamp};
use crate::error::{Code, Error, Result};
use crate::event::{DomainEvent, EventKind};
use crate::id::{Id, Kind, Operation};

/// Writes that share one commit at most: bounds the wait of the first and the size of the log.
const LARGEST_GROUP: usize = 512;

/// A write in progress: the connection inside a savepoint, the time, and what to tell after the commit.
pub struct WriteTx<'a> {
    connection: &'a Connection,
    ids: &'a mut IdSource,
    now: Timestamp,
    events: Vec<DomainEvent>,
    wakes_jobs: bool,
    by: By,
    operation: Option<Id<Operation>>,
}

impl WriteTx<'_> {
    /// The connection, inside the transaction.
    pub fn sql(&self) -> &Connection {
        self.connection
    }

    /// One time for the whole write.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A new id, greater than every one before.
    pub fn new_id<K: Kind>(&mut self) -> Id<K> {
        Id::from_uuid(self.ids.next(self.now))
    }

    /// Names the party on whose behalf this write happens. Without it, that is the system.
    pub fn act_as(&mut self, by: By) {
        self.by = by;
    }

    /// On whose behalf this write happens.
    pub fn by(&self) -> &By {
        &self.by
    }

    /// The operation that this write recorded first.
    pub fn operation(&self) -> Option<Id<Operation>> {
        self.operation
    }

    pub(crate) fn note_operation(&mut self, id: Id<Operation>) {
        self.operation.get_or_insert(id);
    }

    /// Randomness for jitter and the like.
    pub fn random(&mut self) -> &mut rand::rngs::StdRng {
        self.ids.random()
    }

    /// Records that something happened to `subject`, and tells subscribers once it is durable.
    ///
    /// # Errors
    /// Those of the insertion.
    pub fn emit(
        &mut self,
        kind: EventKind,
        subject: impl ToString,
        payload: serde_json::Value,
    ) -> Result<()> {
        let event =
            DomainEvent { id: self.new_id(), at: self.now, kind, subject: subject.to_string(), payload };
        crate::store::events::insert(self, &event)?;
        self.events.push(event);
        Ok(())
    }

    /// Wakes the worker after the commit. Enqueuing does it by itself.
    pub fn wake_worker(&mut self) {
        self.wakes_jobs = true;
    }
}

/// The queue into the thread.
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Box<dyn Work>>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// A write that waits.
trait Work: Send {
    fn run(&mut self, tx: &mut WriteTx<'_>) -> bool;
    fn finish(self: Box<Self>, committed: Result<(), (Code, String)>);
}

struct Pending<T, F> {
    work: Option<F>,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Work for Pending<T, F>
where
    T: Send,
    F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send,
{
    fn run(&mut self, tx: &mut WriteTx<'_>) -> bool {
        let Some(work) = self.work.take() else { return false };
        // A panic is a fault of one write; the others and the thread go on.
        let result = catch_unwind(AssertUnwindSafe(|| work(tx))).unwrap_or_else(|_| {
            Err(Error::new(Code::Internal, "A write ended unexpectedly and was undone."))
        });
        let kept = result.is_ok();
        self.result = Some(result);
        kept
    }

    fn finish(mut self: Box<Self>, committed: Result<(), (Code, String)>) {
        let result = match (self.result.take(), committed) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Ok(_)) | None, Err((code, detail))) => Err(Error::new(code, detail)),
            (Some(Err(error)), _) => Err(error),
            (None, Ok(())) => Err(gone()),
        };
        // The asker may have gone away; the write stands all the same.
        let _ = self.reply.send(result);
    }
}

pub(super) fn gone() -> Error {
    Error::new(Code::StorageUnavailable, "The shop's file is closed.")
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        clock: Arc<dyn Clock>,
        ids: IdSource,
        signals: Signals,
    ) -> Result<Self> {
        let (queue, waiting) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("haberdash-writer".into())
            .spawn(move || Loop { connection, clock, ids, signals }.run(&waiting))
            .map_err(|error| Error::caused(Code::Internal, "The writer could not be started.", error))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    pub(super) fn submit<T, F>(&self, work: F) -> oneshot::Receiver<Result<T>>
    where
        T: Send + 'static,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    {
        let (reply, result) = oneshot::channel();
        if let Some(queue) = &self.queue {
            // When the thread is gone the receiver finds its sender dropped and reports it.
            let _ = queue.send(Box::new(Pending { work: Some(work), result: None, reply }));
        }
        result
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A write's own closure may hold the last handle; the thread cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

struct Loop {
    connection: Connection,
    clock: Arc<dyn Clock>,
    ids: IdSource,
    signals: Signals,
}

impl Loop {
    fn run(mut self, waiting: &mpsc::Receiver<Box<dyn Work>>) {
        while let Ok(first) = waiting.recv() {
            let mut group = vec![first];
            group.extend(waiting.try_iter().take(LARGEST_GROUP - 1));
            self.commit(group);
        }
        if let Err(error) = self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")
        {
            tracing::warn!(%error, "the log was not folded into the file at closing");
        }
    }

    fn commit(&mut self, mut group: Vec<Box<dyn Work>>) {
        let mut events = Vec::new();
        let mut wakes_jobs = false;
        let outcome = self.attempt(&mut group, &mut events, &mut wakes_jobs);
        let outcome = outcome.map_err(|error| {
            if !self.connection.is_autocommit()
                && let Err(undo) = self.connection.execute_batch("ROLLBACK")
            {
                    tracing::error!(error = %undo, "a failed transaction could not be rolled back");
            }
            tracing::error!(%error, code = %error.code, writes = group.len(), "a commit failed; its writes were undone");
            (error.code, error.detail)
        });
        if outcome.is_ok() {
            for event in events {
                // No subscriber is no fault.
                let _ = self.signals.events.send(event);
            }
            if wakes_jobs {
                self.signals.jobs.notify_one();
            }
        }
        for work in group {
            work.finish(outcome.clone());
        }
    }

    fn attempt(
        &mut self,
        group: &mut [Box<dyn Work>],
        events: &mut Vec<DomainEvent>,
        wakes_jobs: &mut bool,
    ) -> Result<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        // A write alone needs no savepoint: its transaction is one.
        let shares = group.len() > 1;
        for work in group.iter_mut() {
            if shares {
                self.connection.prepare_cached("SAVEPOINT one_write")?.execute([])?;
            }
            let mut tx = WriteTx {
                connection: &self.connection,
                ids: &mut self.ids,
                now: self.clock.now(),
                events: Vec::new(),
                wakes_jobs: false,
                by: By::SYSTEM,
                operation: None,
            };
            let kept = work.run(&mut tx);
            let (told, woken) = (std::mem::take(&mut tx.events), tx.wakes_jobs);
            // SQLite ends the whole transaction by itself on a full disk or an I/O error (sqlite.org/lang_transaction,
            // "Response To Errors Within A Transaction"): then nothing of the group may be reported as done.
            if self.connection.is_autocommit() {
                return Err(Error::new(
                    Code::DiskFull,
                    "The disk is full or failing. Nothing was changed; free some space and try again.",
                ));
            }
            if kept {
                events.extend(told);
                *wakes_jobs |= woken;
            } else if shares {
                self.connection.prepare_cached("ROLLBACK TO one_write")?.execute([])?;
            } else {
                self.connection.prepare_cached("ROLLBACK")?.execute([])?;
                return Ok(());
            }
            if shares {
                self.connection.prepare_cached("RELEASE one_write")?.execute([])?;
            }
        }
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }
}
