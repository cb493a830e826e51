//! Table `counters`: the next number of a series.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::error::Result;

pub(crate) fn get(connection: &Connection, name: &str) -> Result<Option<i64>> {
    Ok(connection
        .prepare_cached("SELECT next FROM counters WHERE name = :name")?
        .query_row(named_params! { ":name": name }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn set(connection: &Connection, name: &str, next: i64) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO counters (name, next) VALUES (:name, :next)
             ON CONFLICT (name) DO UPDATE SET next = excluded.next",
        )?
        .execute(named_params! { ":name": name, ":next": next })?;
    Ok(())
}
