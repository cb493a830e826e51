//! Table `variants`, with the stock that belongs to each.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::catalog::{NewVariant, Variant};
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};

/// A variant to insert; size and colour are in their stored form.
pub(crate) struct VariantRow<'a> {
    pub id: Id<id::Variant>,
    pub position: i64,
    pub size: Option<String>,
    pub colour: Option<String>,
    pub new: &'a NewVariant,
}

const COLUMNS: &str =
    "v.id, v.product_id, v.position, v.sku, v.barcode, v.option1, v.option2, v.option3, v.size,
     v.colour, v.price_minor, v.compare_at_minor, v.currency, v.allow_backorder, v.version,
     (SELECT s.on_hand FROM stock_totals s WHERE s.variant_id = v.id) AS on_hand,
     (SELECT s.reserved FROM stock_totals s WHERE s.variant_id = v.id) AS reserved,
     (SELECT s.version FROM stock_totals s WHERE s.variant_id = v.id) AS stock_version";

fn variant(row: &Row<'_>) -> rusqlite::Result<Variant> {
    let currency: Currency = row.get("currency")?;
    let values: [Option<String>; 3] = [row.get("option1")?, row.get("option2")?, row.get("option3")?];
    Ok(Variant {
        id: row.get("id")?,
        product_id: row.get("product_id")?,
        position: row.get("position")?,
        sku: row.get("sku")?,
        barcode: row.get("barcode")?,
        values: values.into_iter().flatten().collect(),
        size: row.get("size")?,
        colour: row.get("colour")?,
        price: Money::new(row.get("price_minor")?, currency),
        compare_at: row.get::<_, Option<i64>>("compare_at_minor")?.map(|amount| Money::new(amount, currency)),
        allow_backorder: row.get("allow_backorder")?,
        version: row.get("version")?,
        on_hand: row.get("on_hand")?,
        reserved: row.get("reserved")?,
        stock_version: row.get("stock_version")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::Variant>) -> Result<Option<Variant>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM variants v WHERE v.id = :id"))?
        .query_row(named_params! { ":id": id }, variant)
        .optional()?)
}

/// In display order.
pub(crate) fn of_product(connection: &Connection, product_id: Id<id::Product>) -> Result<Vec<Variant>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM variants v WHERE v.product_id = :product_id ORDER BY v.position"
    ))?;
    let rows = statement.query_map(named_params! { ":product_id": product_id }, variant)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert(
    connection: &Connection,
    product_id: Id<id::Product>,
    row: &VariantRow<'_>,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO variants (id, product_id, position, sku, barcode, option1, option2, option3, size, colour,
                                   price_minor, compare_at_minor, cost_minor, currency, allow_backorder)
             VALUES (:id, :product_id, :position, :sku, :barcode, :option1, :option2, :option3, :size, :colour,
                     :price_minor, :compare_at_minor, :cost_minor, :currency, :allow_backorder)",
        )?
        .execute(named_params! {
            ":id": row.id,
            ":product_id": product_id,
            ":position": row.position,
            ":sku": row.new.sku,
            ":barcode": row.new.barcode,
            ":option1": row.new.values.first(),
            ":option2": row.new.values.get(1),
            ":option3": row.new.values.get(2),
            ":size": row.size,
            ":colour": row.colour,
            ":price_minor": row.new.price.amount,
            ":compare_at_minor": row.new.compare_at.map(|price| price.amount),
            ":cost_minor": row.new.cost_minor,
            ":currency": row.new.price.currency,
            ":allow_backorder": row.new.allow_backorder,
        })?;
    Ok(())
}
