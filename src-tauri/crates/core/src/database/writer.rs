//! The one thread that writes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, mpsc};

use rusqlite::Connection;

use super::checkpoint::Checkpointer;
use super::log::Log;
use super::{IdSource, Signals};
use crate::actor::By;
use crate::clock::{Clock, Timestamp};
use crate::error::{Code, Error, Result};
use crate::event::{DomainEvent, EventKind};
use crate::id::{Id, Kind, Operation};

/// Writes that share one commit at most: bounds the wait of the first and the size of the log.
const LARGEST_GROUP: usize = 512;

/// What a write must survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// A power cut.
    PowerCut,
    /// The end of the process. A power cut may undo it, as if it had never been; what is committed after it and survives
    /// one takes it along. For marks that a new start clears anyway.
    Process,
}

/// What a write means for the worker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Wake {
    /// A job can be claimed now.
    claims: bool,
    /// The time of the next due job may have changed.
    looks: bool,
}

impl Wake {
    fn join(&mut self, other: Self) {
        self.claims |= other.claims;
        self.looks |= other.looks;
    }
}

/// A write in progress: the connection inside a savepoint, the time, and what to tell after the commit.
pub struct WriteTx<'a> {
    connection: &'a Connection,
    ids: &'a mut IdSource,
    now: Timestamp,
    events: Vec<DomainEvent>,
    wake: Wake,
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

    /// Tells the worker after the commit that a job is due at `run_at`. Enqueuing does it by itself.
    pub fn wake_worker_at(&mut self, run_at: Timestamp) {
        let due = run_at <= self.now;
        self.wake.join(Wake { claims: due, looks: !due });
    }

    /// As [`WriteTx::wake_worker_at`], where it is not known when.
    pub fn wake_worker(&mut self) {
        self.wake = Wake { claims: true, looks: true };
    }
}

/// The queue into the thread.
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Box<dyn Work>>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// A write that waits.
pub(super) trait Work: Send {
    fn durability(&self) -> Durability;
    fn run(&mut self, tx: &mut WriteTx<'_>) -> bool;
    /// Readers see it now; a power cut may still undo it.
    fn seen(&mut self);
    fn finish(self: Box<Self>, committed: Result<(), (Code, String)>);
}

struct Pending<T, F, S, E> {
    durability: Durability,
    work: Option<F>,
    result: Option<Result<T>>,
    seen: S,
    ended: E,
}

impl<T, F, S, E> Work for Pending<T, F, S, E>
where
    T: Send,
    F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send,
    S: FnMut(&mut T) + Send,
    E: FnOnce(Result<T>) + Send,
{
    fn durability(&self) -> Durability {
        self.durability
    }

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

    fn seen(&mut self) {
        let Some(Ok(value)) = &mut self.result else { return };
        if catch_unwind(AssertUnwindSafe(|| (self.seen)(value))).is_err() {
            tracing::error!("what a write set going ended unexpectedly; the write stands");
        }
    }

    fn finish(mut self: Box<Self>, committed: Result<(), (Code, String)>) {
        let result = match (self.result.take(), committed) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Ok(_)) | None, Err((code, detail))) => Err(Error::new(code, detail)),
            (Some(Err(error)), _) => Err(error),
            (None, Ok(())) => Err(gone()),
        };
        let ended = self.ended;
        if catch_unwind(AssertUnwindSafe(|| ended(result))).is_err() {
            tracing::error!("what follows a write ended unexpectedly; the write stands");
        }
    }
}

/// `seen` and `ended` run on the writer's thread, after the commit: the first as soon as readers see it, the second when it is
/// as durable as it was to be. Neither may block.
pub(super) fn pending<T, F, S, E>(durability: Durability, work: F, seen: S, ended: E) -> Box<dyn Work>
where
    T: Send + 'static,
    F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    S: FnMut(&mut T) + Send + 'static,
    E: FnOnce(Result<T>) + Send + 'static,
{
    Box::new(Pending { durability, work: Some(work), result: None, seen, ended })
}

pub(super) fn gone() -> Error {
    Error::new(Code::StorageUnavailable, "The shop's file is closed.")
}

impl Writer {
    pub(super) fn start(
        mut connection: Connection,
        path: &Path,
        clock: Arc<dyn Clock>,
        ids: IdSource,
        signals: Signals,
    ) -> Result<Self> {
        let (queue, waiting) = mpsc::channel();
        let log = Log::of(&mut connection, path)?;
        let checkpointer = Checkpointer::start(path)?;
        let thread = std::thread::Builder::new()
            .name("haberdash-writer".into())
            .spawn(move || {
                Loop { connection, checkpointer, log, clock, ids, signals }.run(&waiting);
            })
            .map_err(|error| Error::caused(Code::Internal, "The writer could not be started.", error))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Queues a write. `ended` runs on the writer's thread, after the commit, and must not block.
    pub(super) fn submit<T, F, E>(&self, durability: Durability, work: F, ended: E)
    where
        T: Send + 'static,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
        E: FnOnce(Result<T>) + Send + 'static,
    {
        // When the thread is gone, dropping `ended` tells whoever waits for it.
        if let Some(queue) = &self.queue {
            let _ = queue.send(pending(durability, work, |_| {}, ended));
        }
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
    checkpointer: Checkpointer,
    log: Log,
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
            self.checkpointer.after_commit(self.log.pages(), &self.connection);
        }
        drop(self.checkpointer);
        if let Err(error) = self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")
        {
            tracing::warn!(%error, "the log was not folded into the file at closing");
        }
    }

    fn commit(&mut self, mut group: Vec<Box<dyn Work>>) {
        let mut events = Vec::new();
        let mut wake = Wake::default();
        let outcome = self.attempt(&mut group, &mut events, &mut wake);
        let outcome = outcome.map_err(|error| {
            if !self.connection.is_autocommit()
                && let Err(undo) = self.connection.execute_batch("ROLLBACK")
            {
                    tracing::error!(error = %undo, "a failed transaction could not be rolled back");
            }
            tracing::error!(%error, code = %error.code, writes = group.len(), "a commit failed; its writes were undone");
            (error.code, error.detail)
        });
        let mut durable = outcome.clone();
        if outcome.is_ok() {
            // Answers are worked out while the disk is at work.
            group.iter_mut().for_each(|work| work.seen());
            if group.iter().any(|work| work.durability() == Durability::PowerCut) {
                durable = self.log.sync(&self.connection).map_err(|error| (error.code, error.detail));
            }
        }
        if durable.is_ok() {
            for event in events {
                // No subscriber is no fault.
                let _ = self.signals.events.send(event);
            }
        }
        for work in group {
            let enough = match work.durability() {
                Durability::PowerCut => &durable,
                Durability::Process => &outcome,
            };
            work.finish(enough.clone());
        }
        if outcome.is_ok() && wake.looks {
            self.signals.jobs.notify_one();
        }
    }

    /// Runs the writes and commits them together, and with them a claim of the jobs that they made due.
    fn attempt(
        &mut self,
        group: &mut Vec<Box<dyn Work>>,
        events: &mut Vec<DomainEvent>,
        wake: &mut Wake,
    ) -> Result<()> {
        self.log.mend(&self.connection)?;
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        // A write alone needs no savepoint: its transaction is one.
        let shares = group.len() > 1;
        for work in group.iter_mut() {
            let kept = self.run_one(work.as_mut(), shares, events, wake)?;
            if !kept && !shares {
                self.connection.prepare_cached("ROLLBACK")?.execute([])?;
                return Ok(());
            }
        }
        if wake.claims {
            let claimer = self.signals.claimer.read().clone();
            if let Some(claimer) = claimer {
                let mut claim = claimer();
                let mut woken = Wake::default();
                let ran = self.run_one(claim.as_mut(), true, events, &mut woken);
                group.push(claim);
                ran?;
                wake.looks |= woken.claims || woken.looks;
            } else {
                wake.looks = true;
            }
        }
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    /// Runs one write, in a savepoint of its own where it `shares` the transaction; false when it is undone.
    fn run_one(
        &mut self,
        work: &mut dyn Work,
        shares: bool,
        events: &mut Vec<DomainEvent>,
        wake: &mut Wake,
    ) -> Result<bool> {
        if shares {
            self.connection.prepare_cached("SAVEPOINT one_write")?.execute([])?;
        }
        let mut tx = WriteTx {
            connection: &self.connection,
            ids: &mut self.ids,
            now: self.clock.now(),
            events: Vec::new(),
            wake: Wake::default(),
            by: By::SYSTEM,
            operation: None,
        };
        let kept = work.run(&mut tx);
        let (told, woken) = (std::mem::take(&mut tx.events), tx.wake);
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
            wake.join(woken);
        } else if shares {
            self.connection.prepare_cached("ROLLBACK TO one_write")?.execute([])?;
        }
        if shares {
            self.connection.prepare_cached("RELEASE one_write")?.execute([])?;
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::super::log::Flush;
    use super::*;
    use crate::clock::SystemClock;

    type Told = Arc<Mutex<Vec<String>>>;

    /// A disk that tells when it is asked, and can fail.
    struct Disk {
        told: Told,
        fails: Arc<AtomicBool>,
    }

    impl Flush for Disk {
        fn flush(&mut self) -> std::io::Result<()> {
            self.told.lock().expect("told").push("disk".into());
            if self.fails.load(Ordering::Relaxed) { Err(std::io::Error::other("no")) } else { Ok(()) }
        }
    }

    fn shop() -> (tempfile::TempDir, Loop, Told, Arc<AtomicBool>) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("shop.sqlite");
        let mut connection = Connection::open(&path).expect("the file");
        connection.pragma_update(None, "journal_mode", "WAL").expect("WAL");
        connection.execute_batch("CREATE TABLE t (n INTEGER)").expect("a table");
        let (told, fails) = (Told::default(), Arc::new(AtomicBool::new(false)));
        let disk = Disk { told: Arc::clone(&told), fails: Arc::clone(&fails) };
        let log = Log::flushed_by(&mut connection, Box::new(disk)).expect("log");
        let signals = Signals {
            events: tokio::sync::broadcast::channel(16).0,
            jobs: Arc::default(),
            claimer: Arc::default(),
        };
        let checkpointer = Checkpointer::start(&path).expect("the thread");
        let (clock, ids) = (Arc::new(SystemClock), IdSource::new(Some(1)));
        (dir, Loop { connection, checkpointer, log, clock, ids, signals }, told, fails)
    }

    fn insert(told: &Told, name: &'static str, durability: Durability) -> Box<dyn Work> {
        let (early, late) = (Arc::clone(told), Arc::clone(told));
        pending(
            durability,
            move |tx| Ok(tx.sql().execute("INSERT INTO t VALUES (1)", [])?),
            move |_| early.lock().expect("told").push(format!("{name} seen")),
            move |ended| late.lock().expect("told").push(format!("{name} {}", ended.is_ok())),
        )
    }

    fn take(told: &Told) -> Vec<String> {
        std::mem::take(&mut *told.lock().expect("told"))
    }

    #[test]
    fn nobody_is_told_before_the_disk_has_it_but_who_may_begin() {
        let (_dir, mut writer, told, _) = shop();
        writer.commit(vec![
            insert(&told, "claim", Durability::Process),
            insert(&told, "order", Durability::PowerCut),
        ]);
        assert_eq!(take(&told), ["claim seen", "order seen", "disk", "claim true", "order true"]);
        writer.commit(vec![insert(&told, "claim", Durability::Process)]);
        assert_eq!(take(&told), ["claim seen", "claim true"]);
    }

    #[test]
    fn a_disk_that_keeps_nothing_stops_all_writes_until_it_does() {
        let (dir, mut writer, told, fails) = shop();
        // Somebody reads the log: it cannot begin anew.
        let reader = Connection::open(dir.path().join("shop.sqlite")).expect("reader");
        reader.execute_batch("BEGIN; SELECT count(*) FROM t;").expect("a read that goes on");
        fails.store(true, Ordering::Relaxed);
        writer.commit(vec![insert(&told, "order", Durability::PowerCut)]);
        assert_eq!(take(&told), ["order seen", "disk", "order false"]);
        fails.store(false, Ordering::Relaxed);
        writer.commit(vec![insert(&told, "next", Durability::PowerCut)]);
        assert_eq!(take(&told), ["next false"], "it is not even tried");
        reader.execute_batch("COMMIT").expect("the end of the read");
        writer.commit(vec![insert(&told, "last", Durability::PowerCut)]);
        assert_eq!(take(&told), ["last seen", "disk", "last true"]);
        // What was refused after it had been committed stands: whoever tries again must be able to tell.
        let rows = writer.connection.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0));
        assert_eq!(rows.expect("rows"), 2);
    }
}
