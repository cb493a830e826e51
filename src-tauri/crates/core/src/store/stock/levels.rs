//! Tables `stock_levels` and `stock_totals`, read.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};
use serde::Deserialize;

use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::stock::{Level, LevelFilter, LevelQuery, Place, Shelf, Standing, Summary, Totals, Velocity};

/// On hand and reserved in one place; zeros where there was never any.
pub(crate) fn level(
    connection: &Connection,
    variant_id: Id<id::Variant>,
    location_id: Id<id::Location>,
) -> Result<(i64, i64)> {
    let found = connection
        .prepare_cached(
            "SELECT on_hand, reserved FROM stock_levels WHERE variant_id = :variant AND location_id = :location",
        )?
        .query_row(named_params! { ":variant": variant_id, ":location": location_id }, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(found.unwrap_or((0, 0)))
}

/// Places in use, and others that hold or owe something, in the order in which they are taken from.
pub(crate) fn shelves(connection: &Connection, variant_id: Id<id::Variant>) -> Result<Vec<Shelf>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id, coalesce(l.on_hand, 0) AS on_hand, coalesce(l.reserved, 0) AS reserved
         FROM locations p LEFT JOIN stock_levels l ON l.location_id = p.id AND l.variant_id = :variant
         WHERE p.active = 1 OR coalesce(l.on_hand, 0) != 0 OR coalesce(l.reserved, 0) != 0
         ORDER BY p.position, p.id",
    )?;
    let rows = statement.query_map(named_params! { ":variant": variant_id }, |row| {
        Ok(Shelf {
            location_id: row.get("id")?,
            on_hand: row.get("on_hand")?,
            reserved: row.get("reserved")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn totals(row: &Row<'_>) -> rusqlite::Result<Totals> {
    Ok(Totals {
        on_hand: row.get("on_hand")?,
        reserved: row.get("reserved")?,
        available: row.get("available")?,
        low_at: row.get("low_at")?,
        is_low: row.get("is_low")?,
        version: row.get("stock_version")?,
    })
}

pub(crate) fn standing(connection: &Connection, variant_id: Id<id::Variant>) -> Result<Option<Standing>> {
    Ok(connection
        .prepare_cached(
            "SELECT v.product_id, p.title, v.title AS variant_title,
                    v.allow_backorder, t.active, t.on_hand, t.reserved, t.available, t.low_at, t.is_low,
                    t.version AS stock_version
             FROM variants v JOIN products p ON p.id = v.product_id JOIN stock_totals t ON t.variant_id = v.id
             WHERE v.id = :id",
        )?
        .query_row(named_params! { ":id": variant_id }, |row| {
            let (title, variant): (String, String) = (row.get("title")?, row.get("variant_title")?);
            Ok(Standing {
                variant_id,
                product_id: row.get("product_id")?,
                title: if variant.is_empty() { title } else { format!("{title}, {variant}") },
                allow_backorder: row.get("allow_backorder")?,
                active: row.get("active")?,
                totals: totals(row)?,
            })
        })
        .optional()?)
}

pub(crate) fn by_gtin(connection: &Connection, code: &str) -> Result<Option<Id<id::Variant>>> {
    Ok(connection
        .prepare_cached("SELECT id FROM variants WHERE gtin = :code ORDER BY id LIMIT 1")?
        .query_row(named_params! { ":code": code }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn by_sku(connection: &Connection, code: &str) -> Result<Option<Id<id::Variant>>> {
    Ok(connection
        .prepare_cached(
            "SELECT id FROM variants WHERE sku = :code COLLATE NOCASE ORDER BY sku = :code DESC, id LIMIT 1",
        )?
        .query_row(named_params! { ":code": code }, |row| row.get(0))
        .optional()?)
}

/// A line of the list. `:today`: the day of UTC, for what was sold.
const LEVEL: &str = "v.id AS variant_id, v.product_id, v.position, p.title AS product_title, p.status,
     v.title AS variant_title, v.sku, v.barcode, v.price_minor,
     v.cost_minor, v.currency, v.allow_backorder,
     t.on_hand, t.reserved, t.available, t.own_low_at, t.low_at, t.is_low, t.low_since, t.version AS stock_version,
     (SELECT d.low_at FROM product_low_levels d WHERE d.product_id = v.product_id) AS product_low_at,
     (SELECT i.id FROM images i WHERE i.product_id = v.product_id
      ORDER BY EXISTS (SELECT 1 FROM image_variants a WHERE a.image_id = i.id AND a.variant_id = v.id) DESC,
               i.colour IS v.colour DESC, i.position LIMIT 1) AS image_id,
     (SELECT coalesce(sum(max(0, l.quantity - l.received)), 0) FROM purchase_order_lines l
      JOIN purchase_orders o ON o.id = l.purchase_order_id
      WHERE l.variant_id = v.id AND o.status IN ('ordered', 'partly_received'))
     + (SELECT coalesce(sum(l.quantity - l.received), 0) FROM transfer_lines l
        JOIN transfers o ON o.id = l.transfer_id
        WHERE l.variant_id = v.id AND o.status IN ('in_transit', 'partly_received')) AS incoming,
     (SELECT coalesce(sum(s.quantity), 0) FROM stock_sales s
      WHERE s.variant_id = v.id AND s.day > :today - 7) AS sold_7,
     (SELECT coalesce(sum(s.quantity), 0) FROM stock_sales s
      WHERE s.variant_id = v.id AND s.day > :today - 30) AS sold_30,
     (SELECT coalesce(sum(s.quantity), 0) FROM stock_sales s
      WHERE s.variant_id = v.id AND s.day > :today - 90) AS sold_90,
     :today
     - (SELECT min(m.moved_at) FROM stock_movements m WHERE m.variant_id = v.id) / 86400000 + 1 AS days_known,
     coalesce((SELECT s.lead_time_days FROM purchase_order_lines l
               JOIN purchase_orders o ON o.id = l.purchase_order_id JOIN suppliers s ON s.id = o.supplier_id
               WHERE l.variant_id = v.id ORDER BY o.id DESC LIMIT 1), 14) AS lead_time_days,
     (SELECT json_group_array(json_object('location_id', q.id, 'name', q.name, 'on_hand', q.on_hand,
                                          'reserved', q.reserved))
      FROM (SELECT c.id, c.name, k.on_hand, k.reserved FROM stock_levels k JOIN locations c ON c.id = k.location_id
            WHERE k.variant_id = v.id ORDER BY c.position, c.id) q) AS places";

#[derive(Deserialize)]
struct StoredPlace {
    location_id: Id<id::Location>,
    name: String,
    on_hand: i64,
    reserved: i64,
}

fn line(row: &Row<'_>) -> rusqlite::Result<Level> {
    let currency: Currency = row.get("currency")?;
    let places: String = row.get("places")?;
    let places: Vec<StoredPlace> = serde_json::from_str(&places).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })?;
    Ok(Level {
        variant_id: row.get("variant_id")?,
        product_id: row.get("product_id")?,
        product_title: row.get("product_title")?,
        variant_title: row.get("variant_title")?,
        sku: row.get("sku")?,
        barcode: row.get("barcode")?,
        image_id: row.get("image_id")?,
        status: row.get("status")?,
        totals: totals(row)?,
        incoming: row.get("incoming")?,
        allow_backorder: row.get("allow_backorder")?,
        own_low_at: row.get("own_low_at")?,
        product_low_at: row.get("product_low_at")?,
        low_since: row.get("low_since")?,
        price: Money::new(row.get("price_minor")?, currency),
        cost: row.get::<_, Option<i64>>("cost_minor")?.map(|cost| Money::new(cost, currency)),
        velocity: Velocity {
            sold_7: row.get("sold_7")?,
            sold_30: row.get("sold_30")?,
            sold_90: row.get("sold_90")?,
            days_known: row.get("days_known")?,
        },
        lead_time_days: row.get("lead_time_days")?,
        places: places
            .into_iter()
            .map(|p| Place {
                location_id: p.location_id,
                name: p.name,
                on_hand: p.on_hand,
                reserved: p.reserved,
            })
            .collect(),
        position: row.get("position")?,
    })
}

/// The order of the joins is that of the indexes.
const FROM_TOTALS: &str = "FROM stock_totals t CROSS JOIN variants v ON v.id = t.variant_id
     CROSS JOIN products p ON p.id = v.product_id";

pub(crate) fn find(connection: &Connection, id: Id<id::Variant>, today: i64) -> Result<Option<Level>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {LEVEL} {FROM_TOTALS} WHERE t.variant_id = :id"))?
        .query_row(named_params! { ":id": id, ":today": today }, line)
        .optional()?)
}

fn rows(connection: &Connection, statement: &str, params: &[(&str, &dyn ToSql)]) -> Result<Vec<Level>> {
    let mut statement = connection.prepare_cached(statement)?;
    let rows = statement.query_map(params, line)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn by_title_statement() -> String {
    format!(
        "SELECT {LEVEL} FROM products p CROSS JOIN variants v ON v.product_id = p.id
         CROSS JOIN stock_totals t ON t.variant_id = v.id
         WHERE (p.title COLLATE NOCASE, p.id) > (:title, :product) AND p.status != 'archived'
         ORDER BY p.title COLLATE NOCASE, p.id, v.position LIMIT :limit"
    )
}

/// In the order of the catalog.
pub(crate) fn by_title(
    connection: &Connection,
    after: Option<(String, String, i64)>,
    limit: i64,
    today: i64,
) -> Result<Vec<Level>> {
    let (title, product, position) = after.unwrap_or_default();
    // The rest of the product at which the page before ended, then the products after it.
    let begun = format!(
        "SELECT {LEVEL} FROM products p CROSS JOIN variants v ON v.product_id = p.id
         CROSS JOIN stock_totals t ON t.variant_id = v.id
         WHERE p.id = :product AND v.position > :position AND p.status != 'archived'
         ORDER BY v.position LIMIT :limit"
    );
    let mut found = rows(
        connection,
        &begun,
        named_params! { ":product": product, ":position": position, ":limit": limit, ":today": today },
    )?;
    let missing = limit - i64::try_from(found.len()).unwrap_or(limit);
    if missing > 0 {
        found.extend(rows(
            connection,
            &by_title_statement(),
            named_params! { ":title": title, ":product": product, ":limit": missing, ":today": today },
        )?);
    }
    Ok(found)
}

/// In the order of the variants' ids.
pub(crate) fn by_variant(
    connection: &Connection,
    filter: LevelFilter,
    location_id: Option<Id<id::Location>>,
    after: Option<String>,
    limit: i64,
    today: i64,
) -> Result<Vec<Level>> {
    let after = after.unwrap_or_default();
    let found = match filter {
        LevelFilter::Incoming => format!(
            "WITH coming AS (
                 SELECT l.variant_id FROM purchase_orders o CROSS JOIN purchase_order_lines l ON l.purchase_order_id = o.id
                 WHERE o.status IN ('ordered', 'partly_received') AND l.received < l.quantity
                   AND (:location IS NULL OR o.location_id = :location)
                 UNION
                 SELECT l.variant_id FROM transfers o CROSS JOIN transfer_lines l ON l.transfer_id = o.id
                 WHERE o.status IN ('in_transit', 'partly_received') AND l.received < l.quantity
                   AND (:location IS NULL OR o.to_id = :location))
             SELECT {LEVEL} FROM coming c CROSS JOIN stock_totals t ON t.variant_id = c.variant_id
             CROSS JOIN variants v ON v.id = t.variant_id CROSS JOIN products p ON p.id = v.product_id
             WHERE t.variant_id > :after ORDER BY t.variant_id LIMIT :limit"
        ),
        LevelFilter::Reserved => format!(
            "SELECT {LEVEL} {FROM_TOTALS}
             WHERE t.reserved > 0 AND t.variant_id > :after
               AND (:location IS NULL OR EXISTS (SELECT 1 FROM stock_levels x WHERE x.variant_id = t.variant_id
                                                 AND x.location_id = :location AND x.reserved > 0))
             ORDER BY t.variant_id LIMIT :limit"
        ),
        _ => format!(
            "SELECT {LEVEL} FROM stock_levels x CROSS JOIN stock_totals t ON t.variant_id = x.variant_id
             CROSS JOIN variants v ON v.id = t.variant_id CROSS JOIN products p ON p.id = v.product_id
             WHERE x.location_id = :location AND x.variant_id > :after AND p.status != 'archived'
               AND (x.on_hand != 0 OR x.reserved != 0)
             ORDER BY x.variant_id LIMIT :limit"
        ),
    };
    let location: &dyn ToSql = &location_id;
    rows(
        connection,
        &found,
        &[(":location", location), (":after", &after), (":limit", &limit), (":today", &today)],
    )
}

/// The condition that a filter puts on totals. What it names stands in a partial index of the same condition.
const fn on_totals(filter: LevelFilter) -> &'static str {
    match filter {
        LevelFilter::Low => "t.active = 1 AND t.is_low = 1",
        LevelFilter::Out => "t.active = 1 AND t.available <= 0",
        LevelFilter::Oversold => "t.available < 0",
        LevelFilter::Reserved => "t.reserved > 0",
        LevelFilter::All | LevelFilter::Incoming => "t.active = 1",
    }
}

pub(crate) fn by_available_statement(filter: LevelFilter) -> String {
    let condition = on_totals(filter);
    // Several partial indexes would do; only one of them holds no more than what is asked for.
    let index = match filter {
        LevelFilter::Low => "stock_totals_low",
        LevelFilter::Oversold => "stock_totals_oversold",
        _ => "stock_totals_by_available",
    };
    format!(
        "SELECT {LEVEL} FROM stock_totals t INDEXED BY {index} CROSS JOIN variants v ON v.id = t.variant_id
         CROSS JOIN products p ON p.id = v.product_id
         WHERE {condition} AND (t.available, t.variant_id) > (:available, :variant)
           AND (:location IS NULL OR EXISTS (SELECT 1 FROM stock_levels x WHERE x.variant_id = t.variant_id
                                             AND x.location_id = :location))
         ORDER BY t.available, t.variant_id LIMIT :limit"
    )
}

/// The fewest available pieces first.
pub(crate) fn by_available(
    connection: &Connection,
    filter: LevelFilter,
    location_id: Option<Id<id::Location>>,
    after: Option<(i64, String)>,
    limit: i64,
    today: i64,
) -> Result<Vec<Level>> {
    let (available, variant) = after.unwrap_or((i64::MIN, String::new()));
    rows(
        connection,
        &by_available_statement(filter),
        named_params! {
            ":available": available,
            ":variant": variant,
            ":location": location_id,
            ":limit": limit,
            ":today": today,
        },
    )
}

/// Products that an index query looks at, at most.
const MATCHED: i64 = 400;

/// Variants of the products that match, the newest products first.
pub(crate) fn matching(
    connection: &Connection,
    words: &str,
    query: &LevelQuery,
    offset: i64,
    limit: i64,
    today: i64,
) -> Result<Vec<Level>> {
    let condition = match query.filter {
        LevelFilter::All => "TRUE",
        LevelFilter::Incoming => "incoming > 0",
        other => on_totals(other),
    };
    rows(
        connection,
        &format!(
            "SELECT {LEVEL} FROM (SELECT rowid AS search_row FROM products_fts WHERE products_fts MATCH :words
                                  ORDER BY rowid DESC LIMIT {MATCHED}) f
             CROSS JOIN products p ON p.search_row = f.search_row CROSS JOIN variants v ON v.product_id = p.id
             CROSS JOIN stock_totals t ON t.variant_id = v.id
             WHERE {condition}
               AND (:location IS NULL OR EXISTS (SELECT 1 FROM stock_levels x WHERE x.variant_id = t.variant_id
                                                 AND x.location_id = :location))
             ORDER BY f.search_row DESC, v.position LIMIT :limit OFFSET :offset"
        ),
        named_params! {
            ":words": words,
            ":location": query.location_id,
            ":limit": limit,
            ":offset": offset,
            ":today": today,
        },
    )
}

pub(crate) fn summary(connection: &Connection, currency: Currency) -> Result<Summary> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) AS variants, coalesce(sum(t.on_hand), 0) AS on_hand,
                    coalesce(sum(t.reserved), 0) AS reserved, coalesce(sum(t.is_low), 0) AS low,
                    coalesce(sum(t.available <= 0), 0) AS out,
                    (SELECT count(*) FROM stock_totals x WHERE x.available < 0) AS oversold,
                    coalesce(sum(max(t.on_hand, 0) * v.cost_minor) FILTER (WHERE v.currency = :currency), 0) AS value,
                    coalesce(sum(v.cost_minor IS NULL), 0) AS without_cost,
                    (SELECT coalesce(sum(max(0, l.quantity - l.received)), 0) FROM purchase_orders o
                     CROSS JOIN purchase_order_lines l ON l.purchase_order_id = o.id
                     WHERE o.status IN ('ordered', 'partly_received')) AS incoming
             FROM stock_totals t JOIN variants v ON v.id = t.variant_id WHERE t.active = 1",
        )?
        .query_row(named_params! { ":currency": currency }, |row| {
            Ok(Summary {
                variants: row.get("variants")?,
                on_hand: row.get("on_hand")?,
                reserved: row.get("reserved")?,
                incoming: row.get("incoming")?,
                low: row.get("low")?,
                out: row.get("out")?,
                oversold: row.get("oversold")?,
                value: Money::new(row.get("value")?, currency),
                variants_without_cost: row.get("without_cost")?,
            })
        })?)
}
