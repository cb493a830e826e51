//! Tables `locations`, `stock_movements`, `stock_levels`.

use rusqlite::{Connection, named_params};

use crate::catalog::stock::{Level, LevelMismatch, Location, LowStock, Movement};
use crate::error::Result;
use crate::id::{self, Id};

pub(crate) fn insert_location(connection: &Connection, location: &Location) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO locations (id, name) VALUES (:id, :name)")?
        .execute(named_params! { ":id": location.id, ":name": location.name })?;
    Ok(())
}

pub(crate) fn locations(connection: &Connection) -> Result<Vec<Location>> {
    let mut statement = connection.prepare_cached("SELECT id, name FROM locations ORDER BY id")?;
    let rows = statement.query_map([], |row| Ok(Location { id: row.get("id")?, name: row.get("name")? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert_movement(connection: &Connection, movement: &Movement) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO stock_movements (id, variant_id, location_id, quantity, reason, reference, moved_at)
             VALUES (:id, :variant_id, :location_id, :quantity, :reason, :reference, :moved_at)",
        )?
        .execute(named_params! {
            ":id": movement.id,
            ":variant_id": movement.variant_id,
            ":location_id": movement.location_id,
            ":quantity": movement.quantity,
            ":reason": movement.reason,
            ":reference": movement.reference,
            ":moved_at": movement.moved_at,
        })?;
    Ok(())
}

pub(crate) fn movements(
    connection: &Connection,
    variant_id: Id<id::Variant>,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<Movement>> {
    let (after_time, after_id) = after.unzip();
    let mut statement = connection.prepare_cached(
        "SELECT id, variant_id, location_id, quantity, reason, reference, moved_at FROM stock_movements
         WHERE variant_id = :variant_id
           AND (:after_time IS NULL OR (moved_at, id) < (:after_time, :after_id))
         ORDER BY moved_at DESC, id DESC LIMIT :limit",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":variant_id": variant_id,
            ":after_time": after_time,
            ":after_id": after_id,
            ":limit": limit,
        },
        |row| {
            Ok(Movement {
                id: row.get("id")?,
                variant_id: row.get("variant_id")?,
                location_id: row.get("location_id")?,
                quantity: row.get("quantity")?,
                reason: row.get("reason")?,
                reference: row.get("reference")?,
                moved_at: row.get("moved_at")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn levels(connection: &Connection, variant_id: Id<id::Variant>) -> Result<Vec<Level>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id, p.name, l.on_hand, l.version FROM stock_levels l JOIN locations p ON p.id = l.location_id
         WHERE l.variant_id = :variant_id ORDER BY p.id",
    )?;
    let rows = statement.query_map(named_params! { ":variant_id": variant_id }, |row| {
        Ok(Level {
            location: Location { id: row.get("id")?, name: row.get("name")? },
            on_hand: row.get("on_hand")?,
            version: row.get("version")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn mismatches(connection: &Connection) -> Result<Vec<LevelMismatch>> {
    let mut statement = connection.prepare_cached(
        "WITH ledger AS (SELECT variant_id, location_id, sum(quantity) AS total
                         FROM stock_movements GROUP BY variant_id, location_id)
         SELECT coalesce(l.variant_id, g.variant_id) AS variant_id,
                coalesce(l.location_id, g.location_id) AS location_id,
                coalesce(l.on_hand, 0) AS level, coalesce(g.total, 0) AS ledger
         FROM stock_levels l
         FULL JOIN ledger g ON g.variant_id = l.variant_id AND g.location_id = l.location_id
         WHERE coalesce(l.on_hand, 0) != coalesce(g.total, 0)
         ORDER BY 1, 2",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(LevelMismatch {
            variant_id: row.get("variant_id")?,
            location_id: row.get("location_id")?,
            level: row.get("level")?,
            ledger: row.get("ledger")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn low(
    connection: &Connection,
    at_most: i64,
    after: Option<(i64, String, String)>,
    limit: i64,
) -> Result<Vec<LowStock>> {
    let (after_level, after_variant, after_location) = match after {
        Some((level, variant, location)) => (level, variant, location),
        None => (i64::MIN, String::new(), String::new()),
    };
    let mut statement = connection.prepare_cached(
        "SELECT l.variant_id, v.product_id, p.title, v.sku, l.location_id, l.on_hand,
                concat_ws(' / ', v.option1, v.option2, v.option3) AS variant_title,
                (SELECT i.id FROM images i WHERE i.product_id = v.product_id
                 ORDER BY i.colour IS v.colour DESC, i.position LIMIT 1) AS image_id
         FROM stock_levels l
         CROSS JOIN variants v ON v.id = l.variant_id
         CROSS JOIN products p ON p.id = v.product_id
         WHERE l.on_hand <= :at_most AND p.status = 'active'
           AND (l.on_hand, l.variant_id, l.location_id) > (:after_level, :after_variant, :after_location)
         ORDER BY l.on_hand, l.variant_id, l.location_id LIMIT :limit",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":at_most": at_most,
            ":after_level": after_level,
            ":after_variant": after_variant,
            ":after_location": after_location,
            ":limit": limit,
        },
        |row| {
            Ok(LowStock {
                variant_id: row.get("variant_id")?,
                product_id: row.get("product_id")?,
                product_title: row.get("title")?,
                variant_title: row.get("variant_title")?,
                sku: row.get("sku")?,
                location_id: row.get("location_id")?,
                on_hand: row.get("on_hand")?,
                image_id: row.get("image_id")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn count_low(connection: &Connection, at_most: i64, cap: i64) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM (
                 SELECT 1 FROM stock_levels l
                 CROSS JOIN variants v ON v.id = l.variant_id
                 CROSS JOIN products p ON p.id = v.product_id
                 WHERE l.on_hand <= :at_most AND p.status = 'active' LIMIT :cap)",
        )?
        .query_row(named_params! { ":at_most": at_most, ":cap": cap }, |row| row.get(0))?)
}
