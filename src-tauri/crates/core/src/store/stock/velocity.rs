//! Table `stock_sales`, read.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::error::Result;
use crate::id::{self, Id};

/// What a variant sold in a period.
pub(crate) struct Sold {
    pub variant_id: Id<id::Variant>,
    pub quantity: i64,
    pub available: i64,
    first_moved_at: Option<i64>,
}

impl Sold {
    /// Days since the first entry, the first day included.
    pub fn days_known(&self, today: i64) -> i64 {
        self.first_moved_at.map_or(1, |at| today - at.div_euclid(86_400_000) + 1)
    }
}

/// Active variants that sold something after a day.
pub(crate) fn sold_since(connection: &Connection, after_day: i64) -> Result<Vec<Sold>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.variant_id, s.quantity, t.available,
                (SELECT min(m.moved_at) FROM stock_movements m WHERE m.variant_id = s.variant_id) AS first_moved_at
         FROM (SELECT variant_id, sum(quantity) AS quantity FROM stock_sales
               WHERE day > :day GROUP BY variant_id HAVING sum(quantity) > 0) s
         CROSS JOIN stock_totals t ON t.variant_id = s.variant_id WHERE t.active = 1",
    )?;
    let rows = statement.query_map(named_params! { ":day": after_day }, |row| {
        Ok(Sold {
            variant_id: row.get("variant_id")?,
            quantity: row.get("quantity")?,
            available: row.get("available")?,
            first_moved_at: row.get("first_moved_at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Day and pieces, after a day.
pub(crate) fn daily(
    connection: &Connection,
    variant_id: Id<id::Variant>,
    after_day: i64,
) -> Result<Vec<(i64, i64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT day, quantity FROM stock_sales WHERE variant_id = :variant AND day > :day ORDER BY day",
    )?;
    let rows = statement.query_map(named_params! { ":variant": variant_id, ":day": after_day }, |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What sells, and what is low; the fewest pieces first.
pub(crate) fn reorder_candidates(connection: &Connection, after_day: i64) -> Result<Vec<Id<id::Variant>>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.variant_id FROM (
             SELECT variant_id FROM stock_totals WHERE active = 1 AND is_low = 1
             UNION
             SELECT variant_id FROM stock_sales WHERE day > :day GROUP BY variant_id HAVING sum(quantity) > 0) c
         CROSS JOIN stock_totals t ON t.variant_id = c.variant_id
         WHERE t.active = 1 ORDER BY t.available, t.variant_id LIMIT 5000",
    )?;
    let rows = statement.query_map(named_params! { ":day": after_day }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The supplier it was last ordered from, and at which cost.
pub(crate) fn last_ordered(
    connection: &Connection,
    variant_id: Id<id::Variant>,
) -> Result<Option<(Id<id::Supplier>, i64)>> {
    Ok(connection
        .prepare_cached(
            "SELECT o.supplier_id, l.unit_cost_minor FROM purchase_order_lines l
             JOIN purchase_orders o ON o.id = l.purchase_order_id
             WHERE l.variant_id = :variant ORDER BY o.id DESC LIMIT 1",
        )?
        .query_row(named_params! { ":variant": variant_id }, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}
