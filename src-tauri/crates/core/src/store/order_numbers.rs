//! Table `order_numbers`.

use rusqlite::named_params;

use crate::database::WriteTx;
use crate::error::Result;

/// The next number of a series, which begins with `first`.
pub(crate) fn take(tx: &WriteTx<'_>, series: &str, first: i64) -> Result<i64> {
    Ok(tx
        .sql()
        .prepare_cached(
            "INSERT INTO order_numbers (series, next) VALUES (:series, :first + 1)
             ON CONFLICT (series) DO UPDATE SET next = next + 1 RETURNING next - 1",
        )?
        .query_row(named_params! { ":series": series, ":first": first }, |row| row.get(0))?)
}

/// Lets a series go on with `next`, unless it is beyond that.
pub(crate) fn go_on_with(tx: &WriteTx<'_>, series: &str, next: i64) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO order_numbers (series, next) VALUES (:series, :next)
             ON CONFLICT (series) DO UPDATE SET next = max(next, :next)",
        )?
        .execute(named_params! { ":series": series, ":next": next })?;
    Ok(())
}
