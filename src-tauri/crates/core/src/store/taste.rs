//! What customers bought: one's own lines, what sold lately, and what was bought together. Read at question time, by indexes.

use rusqlite::{Connection, named_params};

use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};

/// A line of an order with what its goods are called now.
pub(crate) struct BoughtRow {
    pub order_id: Id<id::Order>,
    pub order_version: i64,
    pub product_id: Option<Id<id::Product>>,
    pub title: String,
    pub category: String,
    pub size: Option<String>,
    pub colour: Option<String>,
    pub price: Money,
    pub quantity: i64,
    pub returned: i64,
}

/// A contact's own lines, the newest order first.
pub(crate) fn bought(
    connection: &Connection,
    contact: Id<id::Contact>,
    limit: u32,
) -> Result<Vec<BoughtRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT o.id AS order_id, o.version, v.product_id, l.title, coalesce(p.category, '') AS category, v.size, v.colour,
                l.unit_price_minor, o.currency, l.quantity, l.returned
         FROM orders o CROSS JOIN line_items l ON l.order_id = o.id
              LEFT JOIN variants v ON v.id = l.variant_id LEFT JOIN products p ON p.id = v.product_id
         WHERE o.contact_id = :contact AND o.status NOT IN ('draft', 'cancelled')
         ORDER BY o.search_row DESC, l.position LIMIT :limit",
    )?;
    let rows = statement.query_map(named_params! { ":contact": contact, ":limit": limit }, |row| {
        let currency: Currency = row.get("currency")?;
        Ok(BoughtRow {
            order_id: row.get("order_id")?,
            order_version: row.get("version")?,
            product_id: row.get("product_id")?,
            title: row.get("title")?,
            category: row.get("category")?,
            size: row.get("size")?,
            colour: row.get("colour")?,
            price: Money::new(row.get("unit_price_minor")?, currency),
            quantity: row.get("quantity")?,
            returned: row.get("returned")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Products by pieces sold after a day, most first; only such as are sold and in stock.
pub(crate) fn bestsellers(
    connection: &Connection,
    after_day: i64,
    limit: u32,
) -> Result<Vec<(Id<id::Product>, i64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT v.product_id, sum(s.quantity) AS pieces
         FROM (SELECT variant_id, sum(quantity) AS quantity FROM stock_sales INDEXED BY stock_sales_by_day
               WHERE day > :day GROUP BY variant_id HAVING sum(quantity) > 0 ORDER BY 2 DESC, 1 LIMIT 80) s
              CROSS JOIN stock_totals t ON t.variant_id = s.variant_id
              CROSS JOIN variants v ON v.id = s.variant_id
         WHERE t.active = 1 AND t.available > 0
         GROUP BY v.product_id ORDER BY pieces DESC, v.product_id LIMIT :limit",
    )?;
    let rows = statement.query_map(named_params! { ":day": after_day, ":limit": limit }, |row| {
        Ok((row.get("product_id")?, row.get("pieces")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Active products that came into the catalog last, the newest first. Ids grow with time.
pub(crate) fn newest(connection: &Connection, limit: u32) -> Result<Vec<Id<id::Product>>> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM products WHERE +status = 'active' ORDER BY id DESC LIMIT :limit")?;
    let rows = statement.query_map(named_params! { ":limit": limit }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A product that stands in orders with another.
pub(crate) struct TogetherRow {
    pub product_id: Id<id::Product>,
    /// Orders that hold both.
    pub orders: i64,
    /// Of so many orders that were looked at.
    pub of: i64,
}

/// What else stands in the last orders that hold a product, at least so often: `each` orders of each variant, and
/// `orders_read` in all.
pub(crate) fn together(
    connection: &Connection,
    product: Id<id::Product>,
    (each, orders_read): (u32, u32),
    support: i64,
) -> Result<Vec<TogetherRow>> {
    let mut statement = connection.prepare_cached(
        "WITH held AS MATERIALIZED (
             SELECT DISTINCT l.order_id FROM variants v CROSS JOIN line_items l
                 ON l.rowid IN (SELECT x.rowid FROM line_items x WHERE x.variant_id = v.id
                                ORDER BY x.rowid DESC LIMIT :each)
             WHERE v.product_id = :product LIMIT :read),
         counted AS (
             SELECT o.id FROM held h CROSS JOIN orders o ON o.id = h.order_id
             WHERE o.status NOT IN ('draft', 'cancelled'))
         SELECT w.product_id, count(DISTINCT l.order_id) AS orders, (SELECT count(*) FROM counted) AS held
         FROM counted c CROSS JOIN line_items l ON l.order_id = c.id CROSS JOIN variants w ON w.id = l.variant_id
         WHERE w.product_id != :product
         GROUP BY w.product_id HAVING count(DISTINCT l.order_id) >= :support
         ORDER BY orders DESC, w.product_id LIMIT 12",
    )?;
    let rows = statement.query_map(
        named_params! { ":product": product, ":each": each, ":read": orders_read, ":support": support },
        |row| {
            Ok(TogetherRow {
                product_id: row.get("product_id")?,
                orders: row.get("orders")?,
                of: row.get("held")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lines of orders with a product, counted up to `cap`.
pub(crate) fn lines_of(connection: &Connection, product: Id<id::Product>, cap: u32) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM variants v CROSS JOIN line_items l ON l.variant_id = v.id
                                   WHERE v.product_id = :product LIMIT :cap)",
        )?
        .query_row(named_params! { ":product": product, ":cap": cap }, |row| row.get(0))?)
}

/// How many orders there are: counted up to `cap`, beyond that about as many as were numbered.
pub(crate) fn orders_counted(connection: &Connection, cap: u32) -> Result<i64> {
    let counted: i64 = connection
        .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM orders LIMIT :cap)")?
        .query_row(named_params! { ":cap": cap }, |row| row.get(0))?;
    if counted < i64::from(cap) {
        return Ok(counted);
    }
    let numbered: i64 = connection
        .prepare_cached("SELECT coalesce(max(next), 0) FROM order_numbers")?
        .query_row([], |row| row.get(0))?;
    Ok(numbered.max(counted))
}
