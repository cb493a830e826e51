//! The write-ahead log as the writer sees it: how long it is, and whether a power cut would leave what was committed.
//!
//! SQLite syncs the log inside a commit, before any reader sees it (`synchronous = FULL`). Here a commit leaves it
//! unsynced (`NORMAL`: only checkpoints and a log that begins anew sync, sqlite.org/pragma, "synchronous"), readers go
//! on with it at once, and the log is synced beside them. Whoever waits for a write still hears of it only afterwards.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rusqlite::Connection;

use super::open::with_suffix;
use crate::error::{Code, Error, Result};

/// Brings a file to the disk.
pub(super) trait Flush: Send {
    fn flush(&mut self) -> io::Result<()>;
}

/// The log itself, opened when first needed: SQLite makes it with the first commit and keeps it while connections are open.
struct LogFile {
    path: PathBuf,
    file: Option<File>,
}

impl Flush for LogFile {
    fn flush(&mut self) -> io::Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            // Windows flushes only what may be written to.
            None => OpenOptions::new().write(true).open(&self.path)?,
        };
        // One file has one set of unwritten pages, whichever handle they came through (POSIX, fdatasync).
        self.file.insert(file).sync_data()
    }
}

/// What SQLite's hook tells after each commit that changed something.
#[derive(Default)]
struct Seen {
    pages: AtomicUsize,
    unsynced: AtomicBool,
}

pub(super) struct Log {
    seen: Arc<Seen>,
    file: Box<dyn Flush>,
    /// A sync failed. What the disk has of the log is unknown then, also after a later sync that succeeds: the system may have
    /// dropped what it could not write.
    doubtful: bool,
}

impl Log {
    /// Of the file at `path`, which `writer` alone writes to.
    pub(super) fn of(writer: &mut Connection, path: &Path) -> Result<Self> {
        let file = LogFile { path: with_suffix(path, "-wal"), file: None };
        Self::flushed_by(writer, Box::new(file))
    }

    pub(super) fn flushed_by(writer: &mut Connection, file: Box<dyn Flush>) -> Result<Self> {
        writer.pragma_update(None, "synchronous", "NORMAL")?;
        // What was committed until now is not known to be on the disk.
        let seen = Arc::new(Seen { unsynced: AtomicBool::new(true), ..Seen::default() });
        let told = Arc::clone(&seen);
        writer.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages: std::ffi::c_int| {
            told.pages.store(usize::try_from(pages).unwrap_or(0), Ordering::Relaxed);
            told.unsynced.store(true, Ordering::Relaxed);
            Ok(())
        }))?;
        Ok(Self { seen, file, doubtful: false })
    }

    /// Its length after the last commit.
    pub(super) fn pages(&self) -> usize {
        self.seen.pages.load(Ordering::Relaxed)
    }

    /// Brings everything that was committed to the disk.
    ///
    /// # Errors
    /// `StorageUnavailable`: a power cut may undo it. Nothing must be written before [`Self::mend`] succeeded.
    pub(super) fn sync(&mut self, writer: &Connection) -> Result<()> {
        if !self.seen.unsynced.load(Ordering::Relaxed) {
            return Ok(());
        }
        if let Err(error) = self.file.flush() {
            tracing::error!(%error, "the log could not be brought to the disk; it is folded into the file instead");
            self.doubtful = true;
            return self.mend(writer);
        }
        self.seen.unsynced.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// After a failed sync: brings what the log holds into the file, synced, and begins the log anew. Otherwise nothing.
    ///
    /// # Errors
    /// `StorageUnavailable`: as after [`Self::sync`].
    pub(super) fn mend(&mut self, writer: &Connection) -> Result<()> {
        if !self.doubtful {
            return Ok(());
        }
        // RESTART: nothing may be appended to a log that could have a hole (sqlite.org/pragma, "wal_checkpoint").
        let folded = writer.query_row("PRAGMA wal_checkpoint(RESTART)", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        });
        match folded {
            Ok((0, pages, moved)) if pages == moved => {
                self.doubtful = false;
                self.seen.unsynced.store(false, Ordering::Relaxed);
                Ok(())
            }
            Ok(_) => Err(unsafe_disk()),
            Err(error) => {
                tracing::error!(%error, "the log could not be folded into the file");
                Err(unsafe_disk())
            }
        }
    }
}

fn unsafe_disk() -> Error {
    Error::new(
        Code::StorageUnavailable,
        "The disk does not keep what is written to it. Nothing more is changed until it does; look after the disk.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that fails as often as it is told to, and counts.
    #[derive(Clone, Default)]
    struct Disk {
        fails: Arc<AtomicUsize>,
        flushed: Arc<AtomicUsize>,
    }

    impl Flush for Disk {
        fn flush(&mut self) -> io::Result<()> {
            self.flushed.fetch_add(1, Ordering::Relaxed);
            let fails =
                self.fails.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
            fails.map_or(Ok(()), |_| Err(io::Error::other("no")))
        }
    }

    fn shop() -> (tempfile::TempDir, Connection, Log, Disk) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("shop.sqlite");
        let mut writer = Connection::open(&path).expect("the file");
        writer.pragma_update(None, "journal_mode", "WAL").expect("WAL");
        writer.execute_batch("CREATE TABLE t (n INTEGER)").expect("a table");
        let disk = Disk::default();
        let log = Log::flushed_by(&mut writer, Box::new(disk.clone())).expect("log");
        (dir, writer, log, disk)
    }

    #[test]
    fn what_is_on_the_disk_is_not_brought_there_again() {
        let (_dir, writer, mut log, disk) = shop();
        log.sync(&writer).expect("what came before");
        log.sync(&writer).expect("nothing");
        writer.execute("INSERT INTO t VALUES (1)", []).expect("row");
        writer.execute("UPDATE t SET n = 2 WHERE n = 3", []).expect("no row");
        log.sync(&writer).expect("the row");
        log.sync(&writer).expect("nothing");
        assert_eq!(disk.flushed.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn a_log_in_doubt_is_folded_in_and_begins_anew() {
        let (dir, writer, mut log, disk) = shop();
        writer.execute("INSERT INTO t VALUES (1)", []).expect("row");
        disk.fails.store(1, Ordering::Relaxed);
        log.sync(&writer).expect("the file took it");
        let pages = || log.pages();
        let before = pages();
        writer.execute("INSERT INTO t VALUES (2)", []).expect("row");
        assert!(pages() <= before, "the log began anew: {before} pages before, {} after", pages());
        // Without its log, the file has the first row: a copy of it alone says so.
        let copy = dir.path().join("copy.sqlite");
        std::fs::copy(dir.path().join("shop.sqlite"), &copy).expect("copied");
        let copy = Connection::open(&copy).expect("the copy");
        let rows = copy.query_row("SELECT group_concat(n) FROM t", [], |row| row.get::<_, String>(0));
        assert_eq!(rows.expect("rows"), "1");
    }

    #[test]
    fn while_somebody_reads_the_old_log_a_failed_sync_stays_one() {
        let (dir, writer, mut log, disk) = shop();
        let reader = Connection::open(dir.path().join("shop.sqlite")).expect("reader");
        reader.execute_batch("BEGIN; SELECT count(*) FROM t;").expect("a read that goes on");
        writer.execute("INSERT INTO t VALUES (1)", []).expect("row");
        disk.fails.store(1, Ordering::Relaxed);
        let refused = log.sync(&writer).expect_err("the log cannot begin anew");
        assert_eq!(refused.code, Code::StorageUnavailable);
        assert!(log.mend(&writer).is_err(), "nor can it later");
        reader.execute_batch("COMMIT").expect("the end of the read");
        log.mend(&writer).expect("now it can");
        log.sync(&writer).expect("and all is on the disk");
        assert_eq!(disk.flushed.load(Ordering::Relaxed), 1);
    }
}
