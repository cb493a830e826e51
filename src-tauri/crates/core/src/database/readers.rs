//! A pool of connections that only read.
//!
//! One of them sees the beginning of the file through a memory map and is taken whenever it is free: what it has touched
//! counts as resident, and would count again for each connection that has a map.

use std::path::Path;

use parking_lot::{Condvar, Mutex};
use rusqlite::Connection;

use super::open::{self, Pragmas};
use crate::error::Result;

pub(super) struct Readers {
    idle: Mutex<Vec<Reader>>,
    returned: Condvar,
}

struct Reader {
    connection: Connection,
    is_mapped: bool,
}

impl Readers {
    pub(super) fn open(path: &Path, count: usize, pragmas: &Pragmas) -> Result<Self> {
        let reader = |n| {
            let is_mapped = n + 1 == count;
            let reader_map_kib = if is_mapped { pragmas.reader_map_kib } else { 0 };
            let connection = open::readable(path, &Pragmas { reader_map_kib, ..*pragmas })?;
            Ok(Reader { connection, is_mapped })
        };
        let idle = (0..count).map(reader).collect::<Result<Vec<_>>>()?;
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
            if let Some(reader) = idle.pop() {
                return Lease { readers: self, reader: Some(reader) };
            }
            self.returned.wait(&mut idle);
        }
    }
}

struct Lease<'a> {
    readers: &'a Readers,
    reader: Option<Reader>,
}

impl Lease<'_> {
    fn connection(&self) -> &Connection {
        &self.reader.as_ref().expect("a lease holds its reader until it is dropped").connection
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            let mut idle = self.readers.idle.lock();
            // The last is taken next.
            let place = if reader.is_mapped { idle.len() } else { 0 };
            idle.insert(place, reader);
            drop(idle);
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
