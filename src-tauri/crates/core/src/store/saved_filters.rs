//! Table `saved_filters`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::error::Result;
use crate::id::{self, Id};
use crate::saved_filters::SavedFilter;

const COLUMNS: &str = "id, list, name, filter, position, version";

fn saved_filter(row: &Row<'_>) -> Result<SavedFilter> {
    Ok(SavedFilter {
        id: row.get("id")?,
        list: row.get("list")?,
        name: row.get("name")?,
        filter: serde_json::from_str(&row.get::<_, String>("filter")?)?,
        position: row.get("position")?,
        version: row.get("version")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::SavedFilter>) -> Result<Option<SavedFilter>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM saved_filters WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok(saved_filter(row)))
        .optional()?
        .transpose()
}

/// In their order; a list has few.
pub(crate) fn of_list(connection: &Connection, list: &str) -> Result<Vec<SavedFilter>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM saved_filters WHERE list = :list ORDER BY position, id"
    ))?;
    let mut rows = statement.query(named_params! { ":list": list })?;
    let mut filters = Vec::new();
    while let Some(row) = rows.next()? {
        filters.push(saved_filter(row)?);
    }
    Ok(filters)
}

pub(crate) fn insert(connection: &Connection, saved: &SavedFilter) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO saved_filters (id, list, name, filter, position, version)
             VALUES (:id, :list, :name, :filter, :position, :version)",
        )?
        .execute(named_params! {
            ":id": saved.id,
            ":list": saved.list,
            ":name": saved.name,
            ":filter": saved.filter.to_string(),
            ":position": saved.position,
            ":version": saved.version,
        })?;
    Ok(())
}

pub(crate) fn update(connection: &Connection, saved: &SavedFilter) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE saved_filters SET name = :name, filter = :filter, position = :position, version = :version
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": saved.id,
            ":name": saved.name,
            ":filter": saved.filter.to_string(),
            ":position": saved.position,
            ":version": saved.version,
        })?;
    Ok(())
}

pub(crate) fn delete(connection: &Connection, id: Id<id::SavedFilter>) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM saved_filters WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}
