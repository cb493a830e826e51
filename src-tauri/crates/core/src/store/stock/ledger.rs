//! Table `stock_movements`, and whether all that follows from it agrees with it.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::actor::By;
use crate::error::Result;
use crate::id::{self, Id};
use crate::stock::{LedgerEntry, LedgerFilter, LevelMismatch, Movement, Reference, ReferenceKind};

pub(crate) fn insert(connection: &Connection, movement: &Movement) -> Result<()> {
    let reference = movement.reference.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO stock_movements (id, variant_id, location_id, quantity, reason, word, note, unit_cost_minor,
                                          reference_kind, reference_id, actor, actor_name, moved_at)
             VALUES (:id, :variant_id, :location_id, :quantity, :reason, :word, :note, :unit_cost,
                     :reference_kind, :reference_id, :actor, :actor_name, :moved_at)",
        )?
        .execute(named_params! {
            ":id": movement.id,
            ":variant_id": movement.variant_id,
            ":location_id": movement.location_id,
            ":quantity": movement.quantity,
            ":reason": movement.reason,
            ":word": movement.word,
            ":note": movement.note,
            ":unit_cost": movement.unit_cost,
            ":reference_kind": reference.map(|reference| reference.kind),
            ":reference_id": reference.map(Reference::id),
            ":actor": movement.by.actor,
            ":actor_name": movement.by.name,
            ":moved_at": movement.moved_at,
        })?;
    Ok(())
}

const MOVEMENT: &str =
    "m.id, m.variant_id, m.location_id, m.quantity, m.reason, m.word, m.note, m.unit_cost_minor,
     m.reference_kind, m.reference_id, m.actor, m.actor_name, m.moved_at";

fn movement(row: &Row<'_>) -> rusqlite::Result<Movement> {
    let kind: Option<ReferenceKind> = row.get("reference_kind")?;
    Ok(Movement {
        id: row.get("id")?,
        variant_id: row.get("variant_id")?,
        location_id: row.get("location_id")?,
        quantity: row.get("quantity")?,
        reason: row.get("reason")?,
        word: row.get("word")?,
        note: row.get("note")?,
        unit_cost: row.get("unit_cost_minor")?,
        reference: kind.zip(row.get("reference_id")?).map(|(kind, id)| Reference::stored(kind, id)),
        by: By { actor: row.get("actor")?, name: row.get("actor_name")? },
        moved_at: row.get("moved_at")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::StockMovement>) -> Result<Option<Movement>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {MOVEMENT} FROM stock_movements m WHERE m.id = :id"))?
        .query_row(named_params! { ":id": id }, movement)
        .optional()?)
}

pub(crate) fn is_taken_back(connection: &Connection, id: Id<id::StockMovement>) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM stock_movements WHERE reference_id = :id AND reference_kind = 'movement'",
        )?
        .exists(named_params! { ":id": id })?)
}

const ENTRY: &str = "v.product_id, p.title AS product_title,
     v.title AS variant_title, v.currency, l.name AS location_name,
     CASE m.reference_kind
         WHEN 'order' THEN (SELECT o.number FROM orders o WHERE o.id = m.reference_id)
         WHEN 'receipt' THEN (SELECT 'PO-' || o.number FROM receipts r
                              JOIN purchase_orders o ON o.id = r.purchase_order_id WHERE r.id = m.reference_id)
         WHEN 'transfer' THEN (SELECT 'TR-' || t.number FROM transfers t WHERE t.id = m.reference_id)
         WHEN 'stocktake' THEN (SELECT 'ST-' || s.number FROM stocktakes s WHERE s.id = m.reference_id)
     END AS reference_label";

const JOINS: &str =
    "CROSS JOIN variants v ON v.id = m.variant_id CROSS JOIN products p ON p.id = v.product_id
     CROSS JOIN locations l ON l.id = m.location_id";

fn entry(row: &Row<'_>, balance: Option<i64>) -> rusqlite::Result<LedgerEntry> {
    Ok(LedgerEntry {
        movement: movement(row)?,
        product_id: row.get("product_id")?,
        product_title: row.get("product_title")?,
        variant_title: row.get("variant_title")?,
        currency: row.get("currency")?,
        location_name: row.get("location_name")?,
        reference_label: row.get("reference_label")?,
        balance,
    })
}

/// The balance is the place's level less all that moved there later.
pub(crate) fn of_variant(
    connection: &Connection,
    variant_id: Id<id::Variant>,
    filter: &LedgerFilter,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<LedgerEntry>> {
    let (after_time, after_id) = after.unzip();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {MOVEMENT}, {ENTRY},
                (SELECT s.on_hand FROM stock_levels s
                 WHERE s.variant_id = m.variant_id AND s.location_id = m.location_id)
                - (SELECT coalesce(sum(n.quantity), 0) FROM stock_movements n
                   WHERE n.variant_id = m.variant_id AND n.location_id = m.location_id
                     AND (n.moved_at, n.id) > (m.moved_at, m.id)) AS balance
         FROM stock_movements m {JOINS}
         WHERE m.variant_id = :variant_id
           AND (:after_time IS NULL OR (m.moved_at, m.id) < (:after_time, :after_id))
           AND (:location IS NULL OR m.location_id = :location) AND (:reason IS NULL OR m.reason = :reason)
         ORDER BY m.moved_at DESC, m.id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":variant_id": variant_id,
            ":after_time": after_time,
            ":after_id": after_id,
            ":location": filter.location_id,
            ":reason": filter.reason,
            ":limit": limit,
        },
        |row| entry(row, row.get("balance")?),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn list(
    connection: &Connection,
    filter: &LedgerFilter,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<LedgerEntry>> {
    let (after_time, after_id) = after.unwrap_or((i64::MAX, String::new()));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {MOVEMENT}, {ENTRY} FROM stock_movements m {JOINS}
         WHERE (m.moved_at, m.id) < (:after_time, :after_id)
           AND (:location IS NULL OR m.location_id = :location) AND (:reason IS NULL OR m.reason = :reason)
         ORDER BY m.moved_at DESC, m.id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":after_time": after_time,
            ":after_id": after_id,
            ":location": filter.location_id,
            ":reason": filter.reason,
            ":limit": limit,
        },
        |row| entry(row, None),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Both sides are summed in one pass over each: an outer join of two sums has no index and compares every pair.
const MISMATCHES: [&str; 5] = [
    "SELECT 'on_hand' AS figure, variant_id, location_id, sum(stored) AS stored, sum(entered) AS entered
     FROM (SELECT variant_id, location_id, on_hand AS stored, 0 AS entered FROM stock_levels
           UNION ALL SELECT variant_id, location_id, 0, quantity FROM stock_movements)
     GROUP BY variant_id, location_id HAVING sum(stored) != sum(entered) ORDER BY 2, 3",
    "SELECT 'reserved' AS figure, variant_id, location_id, sum(stored) AS stored, sum(entered) AS entered
     FROM (SELECT variant_id, location_id, reserved AS stored, 0 AS entered FROM stock_levels
           UNION ALL SELECT variant_id, location_id, 0, quantity FROM reservations)
     GROUP BY variant_id, location_id HAVING sum(stored) != sum(entered) ORDER BY 2, 3",
    "WITH entered AS (SELECT variant_id, sum(on_hand) AS total FROM stock_levels GROUP BY variant_id)
     SELECT 'total on_hand' AS figure, v.id AS variant_id, NULL AS location_id,
            coalesce(t.on_hand, 0) AS stored, coalesce(e.total, 0) AS entered
     FROM variants v LEFT JOIN stock_totals t ON t.variant_id = v.id LEFT JOIN entered e ON e.variant_id = v.id
     WHERE t.variant_id IS NULL OR t.on_hand != coalesce(e.total, 0) ORDER BY 2",
    "WITH entered AS (SELECT variant_id, sum(reserved) AS total FROM stock_levels GROUP BY variant_id)
     SELECT 'total reserved' AS figure, v.id AS variant_id, NULL AS location_id,
            coalesce(t.reserved, 0) AS stored, coalesce(e.total, 0) AS entered
     FROM variants v LEFT JOIN stock_totals t ON t.variant_id = v.id LEFT JOIN entered e ON e.variant_id = v.id
     WHERE coalesce(t.reserved, 0) != coalesce(e.total, 0) ORDER BY 2",
    "SELECT 'sold on day ' || day AS figure, variant_id, NULL AS location_id,
            sum(stored) AS stored, sum(entered) AS entered
     FROM (SELECT variant_id, day, quantity AS stored, 0 AS entered FROM stock_sales
           UNION ALL SELECT variant_id, moved_at / 86400000, 0, -quantity FROM stock_movements
                     WHERE reason IN ('sold', 'returned'))
     GROUP BY variant_id, day HAVING sum(stored) != sum(entered) ORDER BY 2, 1",
];

pub(crate) fn mismatches(connection: &Connection) -> Result<Vec<LevelMismatch>> {
    let mut found = Vec::new();
    for question in MISMATCHES {
        let mut statement = connection.prepare_cached(question)?;
        let rows = statement.query_map([], |row| {
            Ok(LevelMismatch {
                figure: row.get("figure")?,
                variant_id: row.get("variant_id")?,
                location_id: row.get("location_id")?,
                stored: row.get("stored")?,
                entered: row.get("entered")?,
            })
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}
