//! Table `categories`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::catalog::categories::Category;
use crate::error::Result;
use crate::id::{self, Id};

const COLUMNS: &str = "c.id, c.parent_id, c.name, c.path, c.position, c.version";

fn category(row: &Row<'_>) -> rusqlite::Result<Category> {
    Ok(Category {
        id: row.get("id")?,
        parent_id: row.get("parent_id")?,
        name: row.get("name")?,
        path: row.get("path")?,
        position: row.get("position")?,
        version: row.get("version")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::Category>) -> Result<Option<Category>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM categories c WHERE c.id = :id"))?
        .query_row(named_params! { ":id": id }, category)
        .optional()?)
}

pub(crate) fn by_path(connection: &Connection, path: &str) -> Result<Option<Category>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM categories c WHERE c.path = :path COLLATE NOCASE ORDER BY c.path = :path DESC LIMIT 1"
        ))?
        .query_row(named_params! { ":path": path }, category)
        .optional()?)
}

/// The category of this name below a parent, in any case.
pub(crate) fn child(
    connection: &Connection,
    parent_id: Option<Id<id::Category>>,
    name: &str,
) -> Result<Option<Category>> {
    let siblings = children(connection, parent_id)?;
    let lower = name.to_lowercase();
    Ok(siblings.into_iter().find(|sibling| sibling.name.to_lowercase() == lower))
}

/// In their order.
pub(crate) fn children(
    connection: &Connection,
    parent_id: Option<Id<id::Category>>,
) -> Result<Vec<Category>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM categories c WHERE c.parent_id IS :parent_id ORDER BY c.position, c.id"
    ))?;
    let rows = statement.query_map(named_params! { ":parent_id": parent_id }, category)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every category in its order among its siblings, with how many products stand in it.
pub(crate) fn all(connection: &Connection) -> Result<Vec<(Category, i64)>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}, (SELECT count(*) FROM products p WHERE p.category_id = c.id) AS products
         FROM categories c ORDER BY c.position, c.id"
    ))?;
    let rows = statement.query_map([], |row| Ok((category(row)?, row.get("products")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn next_position(connection: &Connection, parent_id: Option<Id<id::Category>>) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(max(position), 0) + 1 FROM categories WHERE parent_id IS :parent_id",
        )?
        .query_row(named_params! { ":parent_id": parent_id }, |row| row.get(0))?)
}

pub(crate) fn insert(connection: &Connection, category: &Category) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO categories (id, parent_id, name, path, position, version)
             VALUES (:id, :parent_id, :name, :path, :position, :version)",
        )?
        .execute(named_params! {
            ":id": category.id,
            ":parent_id": category.parent_id,
            ":name": category.name,
            ":path": category.path,
            ":position": category.position,
            ":version": category.version,
        })?;
    Ok(())
}

pub(crate) fn update(connection: &Connection, category: &Category) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE categories SET parent_id = :parent_id, name = :name, path = :path, position = :position,
                    version = :version WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": category.id,
            ":parent_id": category.parent_id,
            ":name": category.name,
            ":path": category.path,
            ":position": category.position,
            ":version": category.version,
        })?;
    Ok(())
}

pub(crate) fn delete(connection: &Connection, id: Id<id::Category>) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM categories WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}
