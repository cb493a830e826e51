//! Tables `product_low_levels` and `low_stock_alerts`, the low levels on `stock_totals`, and what is low.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::stock::{LowAlert, LowStock};

pub(crate) fn variant_level(connection: &Connection, id: Id<id::Variant>) -> Result<Option<Option<i64>>> {
    Ok(connection
        .prepare_cached("SELECT own_low_at FROM stock_totals WHERE variant_id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn set_variant_level(tx: &WriteTx<'_>, id: Id<id::Variant>, low_at: Option<i64>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE stock_totals SET own_low_at = :low_at, low_at = coalesce(:low_at,
                 (SELECT l.low_at FROM product_low_levels l JOIN variants v ON v.product_id = l.product_id
                  WHERE v.id = :id),
                 (SELECT d.low_at FROM stock_defaults d))
             WHERE variant_id = :id",
        )?
        .execute(named_params! { ":id": id, ":low_at": low_at })?;
    Ok(())
}

pub(crate) fn product_level(connection: &Connection, id: Id<id::Product>) -> Result<Option<i64>> {
    Ok(connection
        .prepare_cached("SELECT low_at FROM product_low_levels WHERE product_id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn set_product_level(tx: &WriteTx<'_>, id: Id<id::Product>, low_at: Option<i64>) -> Result<()> {
    match low_at {
        Some(low_at) => tx
            .sql()
            .prepare_cached(
                "INSERT INTO product_low_levels (product_id, low_at) VALUES (:id, :low_at)
                 ON CONFLICT (product_id) DO UPDATE SET low_at = excluded.low_at",
            )?
            .execute(named_params! { ":id": id, ":low_at": low_at })?,
        None => tx
            .sql()
            .prepare_cached("DELETE FROM product_low_levels WHERE product_id = :id")?
            .execute(named_params! { ":id": id })?,
    };
    Ok(())
}

/// Notes a crossing that the owner is to hear of.
pub(crate) fn note_crossing(tx: &WriteTx<'_>, variant_id: Id<id::Variant>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE stock_totals SET low_since = :now WHERE variant_id = :id")?
        .execute(named_params! { ":id": variant_id, ":now": tx.now() })?;
    tx.sql()
        .prepare_cached(
            "INSERT INTO low_stock_alerts (variant_id, crossed_at) VALUES (:id, :now)
             ON CONFLICT (variant_id) DO NOTHING",
        )?
        .execute(named_params! { ":id": variant_id, ":now": tx.now() })?;
    Ok(())
}

/// It is no longer low; what the owner has not heard of yet is not worth hearing.
pub(crate) fn forget_crossing(tx: &WriteTx<'_>, variant_id: Id<id::Variant>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE stock_totals SET low_since = NULL WHERE variant_id = :id")?
        .execute(named_params! { ":id": variant_id })?;
    tx.sql()
        .prepare_cached("DELETE FROM low_stock_alerts WHERE variant_id = :id")?
        .execute(named_params! { ":id": variant_id })?;
    Ok(())
}

/// What the owner has not heard of, the earliest crossing first.
pub(crate) fn alerts(connection: &Connection) -> Result<Vec<LowAlert>> {
    let mut statement = connection.prepare_cached(
        "SELECT a.variant_id, a.crossed_at, p.title, t.available,
                v.title AS variant_title
         FROM low_stock_alerts a JOIN variants v ON v.id = a.variant_id JOIN products p ON p.id = v.product_id
         JOIN stock_totals t ON t.variant_id = a.variant_id
         ORDER BY a.crossed_at, a.variant_id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(LowAlert {
            variant_id: row.get("variant_id")?,
            product_title: row.get("title")?,
            variant_title: row.get("variant_title")?,
            available: row.get("available")?,
            crossed_at: row.get("crossed_at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn forget_alert(
    tx: &WriteTx<'_>,
    variant_id: Id<id::Variant>,
    crossed_at: Timestamp,
) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM low_stock_alerts WHERE variant_id = :id AND crossed_at = :at")?
        .execute(named_params! { ":id": variant_id, ":at": crossed_at })?;
    Ok(())
}

pub(crate) const LOW: &str =
    "SELECT t.variant_id, v.product_id, p.title, v.sku, t.on_hand, t.available, t.low_at,
            v.title AS variant_title,
            (SELECT i.id FROM images i WHERE i.product_id = v.product_id
             ORDER BY EXISTS (SELECT 1 FROM image_variants a WHERE a.image_id = i.id AND a.variant_id = v.id) DESC,
               i.colour IS v.colour DESC, i.position LIMIT 1) AS image_id
     FROM stock_totals t INDEXED BY stock_totals_low
     CROSS JOIN variants v ON v.id = t.variant_id
     CROSS JOIN products p ON p.id = v.product_id
     WHERE t.active = 1 AND t.is_low = 1 AND (t.available, t.variant_id) > (:after_available, :after_variant)
     ORDER BY t.available, t.variant_id LIMIT :limit";

pub(crate) fn low(
    connection: &Connection,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<LowStock>> {
    let (after_available, after_variant) = after.unwrap_or((i64::MIN, String::new()));
    let mut statement = connection.prepare_cached(LOW)?;
    let rows = statement.query_map(
        named_params! {
            ":after_available": after_available, ":after_variant": after_variant, ":limit": limit,
        },
        |row| {
            Ok(LowStock {
                variant_id: row.get("variant_id")?,
                product_id: row.get("product_id")?,
                product_title: row.get("title")?,
                variant_title: row.get("variant_title")?,
                sku: row.get("sku")?,
                on_hand: row.get("on_hand")?,
                available: row.get("available")?,
                low_at: row.get("low_at")?,
                image_id: row.get("image_id")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn count_low(connection: &Connection, cap: i64) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM stock_totals t WHERE t.active = 1 AND t.is_low = 1 LIMIT :cap)",
        )?
        .query_row(named_params! { ":cap": cap }, |row| row.get(0))?)
}
