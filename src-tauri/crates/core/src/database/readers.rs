//! A pool of connections that only read.

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
        connection.execute_batch("BEGIN")?;
        // Ends the transaction also when `work` panics; the connection then goes back clean.
        let _end = EndTransaction(connection);
        work(connection)
    }

    fn take(&self) -> Lease<'_> {
        let mut idle = self.idle.lock();
        loop {
            if let Some(connection) = idle.pop() {
                return Lease { readers: self, connection: Some(connection) };
            }
            self.returned.wait(&mut idle);
        }
    }
}

struct Lease<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
}

impl Lease<'_> {
    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("a lease holds its connection until it is dropped")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.readers.idle.lock().push(connection);
            self.readers.returned.notify_one();
        }
    }
}

struct EndTransaction<'a>(&'a Connection);

impl Drop for EndTransaction<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.0.execute_batch("ROLLBACK") {
            tracing::warn!(%error, "a read transaction did not end");
        }
    }
}
