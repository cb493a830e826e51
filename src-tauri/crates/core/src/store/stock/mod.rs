//! The tables of `core::stock`, a file for each family.

pub(crate) mod counts;
pub(crate) mod ledger;
pub(crate) mod levels;
pub(crate) mod locations;
pub(crate) mod low;
pub(crate) mod ordering;
pub(crate) mod reservations;
pub(crate) mod suppliers;
pub(crate) mod transfers;
pub(crate) mod velocity;

/// The next number of a document's table: they count from 1001 on.
fn next_number(connection: &rusqlite::Connection, statement: &str) -> crate::Result<i64> {
    let last: Option<i64> = connection.prepare_cached(statement)?.query_row([], |row| row.get(0))?;
    Ok(last.unwrap_or(1000) + 1)
}
