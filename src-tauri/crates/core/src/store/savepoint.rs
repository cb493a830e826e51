//! A part of a transaction that can be taken back alone.

use crate::database::WriteTx;
use crate::error::Result;

/// Runs `work`; when it fails, what it wrote is taken back, and the transaction goes on.
pub(crate) fn within<T>(tx: &mut WriteTx<'_>, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    tx.sql().prepare_cached("SAVEPOINT part")?.execute([])?;
    let result = work(tx);
    if result.is_err() {
        tx.sql().prepare_cached("ROLLBACK TO part")?.execute([])?;
    }
    tx.sql().prepare_cached("RELEASE part")?.execute([])?;
    result
}
