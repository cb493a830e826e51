//! The shop's one SQLite file: opening, migrating, one writer, several readers.
//!
//! Owns connections and transactions. It knows no table but the migrations' history; statements stand
//! under `store`.
//!
//! Writes go to one thread. It takes all that wait, runs each in a savepoint of one transaction and commits
//! once (group commit): a result is returned only after a commit that survives a power cut
//! ([`log`]). A write that fails is undone alone; a commit that fails fails all its writes.

mod backup;
mod checkpoint;
mod ids;
mod inspect;
mod log;
mod open;
mod readers;
mod restore;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::RwLock;
pub use rusqlite::Connection;
use tokio::sync::{Notify, broadcast, oneshot};

pub use backup::{Condition, Copied, copy, examine};
pub use ids::IdSource;
pub use inspect::Inspection;
pub(crate) use open::create_of_schema;
pub use open::{MigrationReport, Pragmas, latest_migration};
pub use restore::{PENDING, Staging, finish_restore, is_restore_pending, stage_backup};
pub use writer::{Durability, WriteTx};

use crate::clock::Clock;
use crate::error::{Code, Error, Result};
use crate::event::DomainEvent;

/// Where the shop's file stands inside the data folder.
pub const FILE_NAME: &str = "shop.sqlite";

/// A handle to the shop's file. Cheap to clone; the last one dropped ends the writer.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    writer: writer::Writer,
    readers: readers::Readers,
    signals: Signals,
    clock: Arc<dyn Clock>,
    migrated: MigrationReport,
    /// Reads and writes that were asked for so far.
    uses: AtomicUsize,
}

/// What the writer tells the rest of the program after a commit.
#[derive(Clone)]
struct Signals {
    events: broadcast::Sender<DomainEvent>,
    jobs: Arc<Notify>,
    claimer: Arc<RwLock<Option<Claimer>>>,
}

/// Makes the write that takes due jobs; see [`Database::claim_with`].
type Claimer = Arc<dyn Fn() -> Box<dyn writer::Work> + Send + Sync>;

/// The asker may have gone away; the write stands all the same.
fn answer<T: Send>(reply: oneshot::Sender<Result<T>>) -> impl FnOnce(Result<T>) + Send {
    move |result| {
        let _ = reply.send(result);
    }
}

/// How to open the shop's file.
pub struct Options {
    pub clock: Arc<dyn Clock>,
    /// Seed of the ids' random part; `None` takes the system's randomness.
    pub id_seed: Option<u64>,
    /// Connections that read at the same time.
    pub readers: usize,
    pub pragmas: Pragmas,
}

impl Options {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, id_seed: None, readers: 3, pragmas: Pragmas::default() }
    }
}

impl Database {
    /// Opens `dir/shop.sqlite`, makes it when missing, and migrates it after a backup. A restore that was prepared is
    /// finished first.
    ///
    /// # Errors
    /// `DatabaseNewer` when a newer Haberdash wrote it (nothing is changed), `DatabaseLocked`, `DatabaseCorrupt`
    /// (not a shop's file), `DiskFull`, `StorageUnavailable`.
    pub fn open(dir: &Path, options: Options) -> Result<Self> {
        std::fs::create_dir_all(dir).map_err(|error| {
            Error::caused(Code::StorageUnavailable, "The folder of the shop's file cannot be made.", error)
        })?;
        finish_restore(dir, options.clock.now())?;
        let path = dir.join(FILE_NAME);
        let mut connection = open::writable(&path, &options.pragmas)?;
        open::look(&connection, &path)?;
        let migrated = open::migrate(&mut connection, dir, options.clock.now())?;
        let signals = Signals {
            events: broadcast::channel(4096).0,
            jobs: Arc::new(Notify::new()),
            claimer: Arc::default(),
        };
        // A clock that was set back between two runs must not put new messages before the old ones.
        let ids = IdSource::new(options.id_seed).after(crate::store::newest_id(&connection)?);
        let readers = readers::Readers::open(&path, options.readers.max(1), &options.pragmas)?;
        let writer =
            writer::Writer::start(connection, &path, Arc::clone(&options.clock), ids, signals.clone())?;
        let uses = AtomicUsize::new(0);
        Ok(Self {
            inner: Arc::new(Inner { path, writer, readers, signals, clock: options.clock, migrated, uses }),
        })
    }

    /// How many reads and writes were asked for since it was opened: who works in the background makes way where others
    /// use the shop.
    pub fn uses(&self) -> usize {
        self.inner.uses.load(Ordering::Relaxed)
    }

    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// What opening did to the schema.
    pub fn migrated(&self) -> &MigrationReport {
        &self.inner.migrated
    }

    /// Runs `work` in the writer and returns its result once it is durable.
    ///
    /// # Errors
    /// Those of `work` (undone alone), or the commit's.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    {
        self.submit(work).await
    }

    /// As [`Database::write`], handed to the writer at once: several of one caller, awaited afterwards, share a commit.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn submit<T, F>(&self, work: F) -> impl Future<Output = Result<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    {
        let (reply, result) = oneshot::channel();
        self.submit_then(Durability::PowerCut, work, answer(reply));
        async move { result.await.unwrap_or_else(|_| Err(writer::gone())) }
    }

    /// As [`Database::write`], for threads outside an asynchronous runtime. Panics inside one.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn write_blocking<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    {
        let (reply, result) = oneshot::channel();
        self.submit_then(Durability::PowerCut, work, answer(reply));
        result.blocking_recv().unwrap_or_else(|_| Err(writer::gone()))
    }

    /// Hands `work` to the writer and goes on. `then` gets its result after the commit, on the writer's thread: it must
    /// not block, and is dropped when the file was closed before.
    pub fn submit_then<T, F, E>(&self, durability: Durability, work: F, then: E)
    where
        T: Send + 'static,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
        E: FnOnce(Result<T>) + Send + 'static,
    {
        self.inner.uses.fetch_add(1, Ordering::Relaxed);
        self.inner.writer.submit(durability, work, then);
    }

    /// Runs `work` on a reader, on a thread that may block. It sees one consistent state.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let database = self.clone();
        match tokio::task::spawn_blocking(move || database.read_blocking(work)).await {
            Ok(result) => result,
            Err(error) => Err(Error::caused(Code::Internal, "A query ended unexpectedly.", error)),
        }
    }

    /// As [`Database::read`], on this thread.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read_blocking<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.inner.uses.fetch_add(1, Ordering::Relaxed);
        self.inner.readers.with(work)
    }

    /// Copies the whole file into `folder` while it is in use (see [`copy`]). Blocks for as long as that takes; writers and
    /// readers go on.
    ///
    /// # Errors
    /// As [`copy`].
    pub fn back_up(
        &self,
        folder: &Path,
        reason: crate::backups::Reason,
        progress: impl FnMut(i32, i32) -> bool,
    ) -> Result<Copied> {
        let source = open::readable(&self.inner.path, &Pragmas::default())?;
        copy(&source, folder, reason, self.inner.clock.now(), progress)
    }

    /// Whether another handle than this one still holds the file open.
    pub fn is_shared(&self) -> bool {
        Arc::strong_count(&self.inner) > 1
    }

    /// Everything that happens from now on, after it is durable. A slow receiver lags and must read what it
    /// missed from the `domain_events` table.
    pub fn subscribe(&self) -> broadcast::Receiver<DomainEvent> {
        self.inner.signals.events.subscribe()
    }

    /// Lets `claim` take jobs in the moment they fall due: it joins each commit that makes one due, alone in what it undoes
    /// where it fails. That spares two changes of thread and a commit.
    ///
    /// `seen` and `then` run on the writer's thread after that commit, and must not block. `seen` comes first, when readers see
    /// the commit and the disk may not have it yet: only what leaves nothing outside the file may be set going there. Whatever that
    /// writes is durable no earlier than what it read.
    pub fn claim_with<T: Send + 'static>(
        &self,
        claim: impl Fn(&mut WriteTx<'_>) -> Result<T> + Clone + Send + Sync + 'static,
        seen: impl Fn(&mut T) + Clone + Send + Sync + 'static,
        then: impl Fn(Result<T>) + Clone + Send + Sync + 'static,
    ) {
        let claimer = move || writer::pending(Durability::Process, claim.clone(), seen.clone(), then.clone());
        *self.inner.signals.claimer.write() = Some(Arc::new(claimer));
    }

    /// Wakes whenever a job was enqueued that the claimer does not see to.
    pub fn job_signal(&self) -> Arc<Notify> {
        Arc::clone(&self.inner.signals.jobs)
    }
}

#[cfg(test)]
mod tests;
