//! Table `locations`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::stock::Location;

fn location(row: &Row<'_>) -> rusqlite::Result<Location> {
    Ok(Location {
        id: row.get("id")?,
        name: row.get("name")?,
        position: row.get("position")?,
        active: row.get("active")?,
        version: row.get("version")?,
    })
}

pub(crate) fn insert(tx: &WriteTx<'_>, location: &Location) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO locations (id, name, position, active, version)
             VALUES (:id, :name, :position, :active, :version)",
        )?
        .execute(named_params! {
            ":id": location.id,
            ":name": location.name,
            ":position": location.position,
            ":active": location.active,
            ":version": location.version,
        })?;
    Ok(())
}

pub(crate) fn update(tx: &WriteTx<'_>, location: &Location) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE locations SET name = :name, position = :position, active = :active, version = :version
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": location.id,
            ":name": location.name,
            ":position": location.position,
            ":active": location.active,
            ":version": location.version,
        })?;
    Ok(())
}

/// Removes a place that nothing ever referred to; `false` when something does.
pub(crate) fn delete_unused(tx: &WriteTx<'_>, id: Id<id::Location>) -> Result<bool> {
    let removed = tx
        .sql()
        .prepare_cached(
            "DELETE FROM locations WHERE id = :id
               AND NOT EXISTS (SELECT 1 FROM stock_levels WHERE location_id = :id)
               AND NOT EXISTS (SELECT 1 FROM purchase_orders WHERE location_id = :id)
               AND NOT EXISTS (SELECT 1 FROM stocktakes WHERE location_id = :id)
               AND NOT EXISTS (SELECT 1 FROM transfers WHERE :id IN (from_id, to_id))",
        )?
        .execute(named_params! { ":id": id })?;
    Ok(removed > 0)
}

pub(crate) fn find(connection: &Connection, id: Id<id::Location>) -> Result<Option<Location>> {
    Ok(connection
        .prepare_cached("SELECT id, name, position, active, version FROM locations WHERE id = :id")?
        .query_row(named_params! { ":id": id }, location)
        .optional()?)
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<Location>> {
    let mut statement = connection
        .prepare_cached("SELECT id, name, position, active, version FROM locations ORDER BY position, id")?;
    let rows = statement.query_map([], location)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn last_position(connection: &Connection) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(position), 0) FROM locations")?
        .query_row([], |row| row.get(0))?)
}

/// It holds pieces or promises, or goods are on their way to it.
pub(crate) fn is_used(connection: &Connection, id: Id<id::Location>) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM stock_levels WHERE location_id = :id AND (on_hand != 0 OR reserved != 0))
                 OR EXISTS (SELECT 1 FROM purchase_orders
                            WHERE location_id = :id AND status IN ('draft', 'ordered', 'partly_received'))
                 OR EXISTS (SELECT 1 FROM transfers
                            WHERE to_id = :id AND status IN ('in_transit', 'partly_received'))
                 OR EXISTS (SELECT 1 FROM stocktakes WHERE location_id = :id AND status = 'open')",
        )?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

/// Pieces in each place.
pub(crate) fn pieces(connection: &Connection) -> Result<Vec<(Id<id::Location>, i64)>> {
    let mut statement = connection
        .prepare_cached("SELECT location_id, sum(on_hand) FROM stock_levels GROUP BY location_id")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
