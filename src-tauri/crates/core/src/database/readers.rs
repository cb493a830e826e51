//! A pool of connections that only read. The one that came back last is taken next: what fills its cache fills no other's.

use std::path::Path;

use parking_lot::{Condvar, Mutex};
use rusqlite::Connection;

use super::open::{self, Pragmas};
use crate::error::Result;

pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Readers {
    pub(super) fn open(path: &Path, count: usize, pragmas: &Pragmas) -> Result<Self> {
        let idle = (0..count).map(|_| open::readable(path, pragmas)).collect::<Result<Vec<_>>>()?;
        Ok(Self { idle: Mutex::new(idle), returned: Condvar::new() })
    }

    /// Runs `work` inside a read transaction, so that its queries agree with each other.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let lease = self.take();
        let connection = lease.connection();
        connection.prepare_cached("BEGIN")?.execute([])?;
        // Ends the transaction also when `work` panics; the connection then goes back clean.
        let _end = EndTransaction(connection);
        work(connection)
    }

    fn take(&self) -> Lease<'_> {
        let mut idle = self.idle.lock();
        loop {
            if let Some(reader) = idle.pop() {
                return Lease { readers: self, reader: Some(reader) };
            }
            self.returned.wait(&mut idle);
        }
    }
}

struct Lease<'a> {
    readers: &'a Readers,
    reader: Option<Connection>,
}

impl Lease<'_> {
    fn connection(&self) -> &Connection {
        self.reader.as_ref().expect("a lease holds its reader until it is dropped")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.readers.idle.lock().push(reader);
            self.readers.returned.notify_one();
        }
    }
}

struct EndTransaction<'a>(&'a Connection);

impl Drop for EndTransaction<'_> {
    fn drop(&mut self) {
        let ended = self.0.prepare_cached("ROLLBACK").and_then(|mut rollback| rollback.execute([]));
        if let Err(error) = ended {
            tracing::warn!(%error, "a read transaction did not end");
        }
    }
}
