//! Folds the write-ahead log into the file beside the writer, so that no write waits for it.
//!
//! SQLite by itself does this inside the commit that makes the log long enough, and that commit waits for two syncs. A
//! passive checkpoint of another connection hinders no writer (sqlite.org/wal, "Checkpointing").

use std::path::Path;
use std::sync::mpsc::{self, SyncSender};

use rusqlite::Connection;

use crate::error::{Code, Error, Result};

/// Bytes of log from which it is folded in; SQLite's own choice: a thousand pages of its usual size.
const FOLDED_FROM: usize = 4 << 20;
/// Bytes from which the writer folds by itself before it goes on: under writes without a pause the log would otherwise
/// never be found folded as a whole, and grow.
const LONGEST: usize = 32 << 20;

/// What the log needs after a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Nothing,
    Beside,
    Inline,
}

fn need(bytes: usize) -> Need {
    match bytes {
        LONGEST.. => Need::Inline,
        FOLDED_FROM.. => Need::Beside,
        _ => Need::Nothing,
    }
}

/// The thread that folds.
pub(super) struct Checkpointer {
    /// Bytes: a file keeps the size that it was made with.
    page: u32,
    /// Holds one wish: a second one would say the same.
    wishes: Option<SyncSender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Checkpointer {
    /// For the file at `path`, beside its writer: [`super::log::Log`] has taken the place of SQLite's own checkpoints there.
    pub(super) fn start(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        let page: u32 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        let (wishes, waiting) = mpsc::sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("haberdash-checkpoint".into())
            .spawn(move || {
                while waiting.recv().is_ok() {
                    fold(&connection);
                }
            })
            .map_err(|error| {
                Error::caused(Code::Internal, "The log's thread could not be started.", error)
            })?;
        Ok(Self { page, wishes: Some(wishes), thread: Some(thread) })
    }

    fn bytes(&self, pages: usize) -> usize {
        pages.saturating_mul(usize::try_from(self.page).unwrap_or(usize::MAX))
    }

    /// After a commit that left the log so long, when its callers have their answers.
    pub(super) fn after_commit(&self, pages: usize, writer: &Connection) {
        match (need(self.bytes(pages)), &self.wishes) {
            (Need::Nothing, _) | (Need::Beside, None) => {}
            (Need::Beside, Some(wishes)) => {
                // Full: it is wished already.
                let _ = wishes.try_send(());
            }
            (Need::Inline, _) => fold(writer),
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        drop(self.wishes.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// As much as no reader needs any more. What cannot be folded now stays in the log, which is as safe.
fn fold(connection: &Connection) {
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        tracing::warn!(%error, "the log was not folded into the file");
    }
}

#[cfg(test)]
mod tests {
    use super::super::log::Log;
    use super::super::open::PAGE;
    use super::*;

    #[test]
    fn a_short_log_waits_and_a_long_one_does_not() {
        assert_eq!(
            [0, (4 << 20) - 1, 4 << 20, (32 << 20) - 1, 32 << 20].map(need),
            [Need::Nothing, Need::Nothing, Need::Beside, Need::Beside, Need::Inline,]
        );
    }

    /// Writes rows of 100 KiB and returns the sizes of log and file.
    fn filled(rows: usize, fold_after_each: bool) -> (u64, u64) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("shop.sqlite");
        let mut writer = Connection::open(&path).expect("the file");
        writer.pragma_update(None, "page_size", PAGE).expect("pages");
        writer.pragma_update(None, "journal_mode", "WAL").expect("WAL");
        writer.execute_batch("CREATE TABLE t (body BLOB)").expect("a table");
        let mut log = Log::of(&mut writer, &path).expect("the log");
        let checkpointer = Checkpointer::start(&path).expect("the thread");
        for _ in 0..rows {
            writer.execute("INSERT INTO t VALUES (zeroblob(102400))", []).expect("a row");
            log.sync(&writer).expect("on the disk");
            if fold_after_each {
                checkpointer.after_commit(log.pages(), &writer);
            }
        }
        drop(checkpointer);
        let length = |name: &str| std::fs::metadata(dir.path().join(name)).expect("a file").len();
        (length("shop.sqlite-wal"), length("shop.sqlite"))
    }

    #[test]
    fn the_log_ends_in_the_file_and_stays_bounded() {
        // 120 MiB of rows.
        let (log, file) = filled(1200, true);
        assert!(file > 60 << 20, "the file has {file} bytes");
        assert!(log < 40 << 20, "the log has {log} bytes");
        let (log, file) = filled(400, false);
        assert!(log > 39 << 20 && file < 1 << 20, "nothing folds by itself: {log} and {file} bytes");
    }
}
