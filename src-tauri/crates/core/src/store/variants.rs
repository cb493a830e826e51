//! Table `variants`, with the stock that belongs to each.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::catalog::{MOST_OPTIONS, Variant, VariantListing};
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};

const COLUMNS: &str =
    "v.id, v.product_id, v.position, v.sku, v.barcode, v.option1, v.option2, v.option3, v.option4, v.option5,
     v.option6, v.size, v.colour, v.price_minor, v.compare_at_minor, v.cost_minor, v.currency, v.weight_grams,
     v.allow_backorder, v.version, s.on_hand, s.reserved, s.version";
const TABLES: &str = "variants v LEFT JOIN stock_totals s ON s.variant_id = v.id";

/// By place: a search reads a hundred of them, and looking columns up by their names took half of that.
fn variant(row: &Row<'_>) -> rusqlite::Result<Variant> {
    let currency: Currency = row.get(16)?;
    let values: [Option<String>; MOST_OPTIONS] =
        [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?];
    let money = |column: usize| -> rusqlite::Result<Option<Money>> {
        Ok(row.get::<_, Option<i64>>(column)?.map(|amount| Money::new(amount, currency)))
    };
    Ok(Variant {
        id: row.get(0)?,
        product_id: row.get(1)?,
        position: row.get(2)?,
        sku: row.get(3)?,
        barcode: row.get(4)?,
        values: values.into_iter().flatten().collect(),
        size: row.get(11)?,
        colour: row.get(12)?,
        price: Money::new(row.get(13)?, currency),
        compare_at: money(14)?,
        cost: money(15)?,
        weight_grams: row.get(17)?,
        allow_backorder: row.get(18)?,
        version: row.get(19)?,
        on_hand: row.get(20)?,
        reserved: row.get(21)?,
        stock_version: row.get(22)?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::Variant>) -> Result<Option<Variant>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE v.id = :id"))?
        .query_row(named_params! { ":id": id }, variant)
        .optional()?)
}

/// In display order.
pub(crate) fn of_product(connection: &Connection, product_id: Id<id::Product>) -> Result<Vec<Variant>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE v.product_id = :product_id ORDER BY v.position"
    ))?;
    let rows = statement.query_map(named_params! { ":product_id": product_id }, variant)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A variant with what it takes from its product.
pub(crate) fn listing(connection: &Connection, id: Id<id::Variant>) -> Result<Option<VariantListing>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS}, p.title AS product_title, p.status AS product_status, p.version AS product_version,
                    p.brand, p.category, p.tax_class,
                    coalesce((SELECT iv.image_id FROM image_variants iv JOIN images i ON i.id = iv.image_id
                              WHERE iv.variant_id = v.id ORDER BY i.position LIMIT 1),
                             (SELECT i.id FROM images i WHERE i.product_id = v.product_id
                              ORDER BY i.colour IS v.colour AND i.colour IS NOT NULL DESC, i.position LIMIT 1))
                        AS image_id
             FROM {TABLES} JOIN products p ON p.id = v.product_id WHERE v.id = :id"
        ))?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(VariantListing {
                variant: variant(row)?,
                product_title: row.get("product_title")?,
                product_status: row.get("product_status")?,
                product_version: row.get("product_version")?,
                brand: row.get("brand")?,
                category: row.get("category")?,
                tax_class: row.get("tax_class")?,
                image_id: row.get("image_id")?,
            })
        })
        .optional()?)
}

/// The variant with this barcode, as [`crate::catalog::codes::gtin`] writes it.
pub(crate) fn by_gtin(connection: &Connection, gtin: &str) -> Result<Option<Id<id::Variant>>> {
    Ok(connection
        .prepare_cached("SELECT id FROM variants WHERE gtin = :gtin LIMIT 1")?
        .query_row(named_params! { ":gtin": gtin }, |row| row.get(0))
        .optional()?)
}

/// The variant with this SKU, in any case.
pub(crate) fn by_sku(connection: &Connection, sku: &str) -> Result<Option<Id<id::Variant>>> {
    Ok(connection
        .prepare_cached(
            "SELECT id FROM variants WHERE sku = :sku COLLATE NOCASE AND sku IS NOT NULL ORDER BY sku = :sku DESC LIMIT 1",
        )?
        .query_row(named_params! { ":sku": sku }, |row| row.get(0))
        .optional()?)
}

/// The highest number of thirteen digits that begins with `prefix` (two digits).
pub(crate) fn highest_gtin(connection: &Connection, prefix: &str) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached(
            "SELECT gtin FROM variants WHERE gtin >= :prefix AND gtin < :prefix || ':' AND length(gtin) = 13
               AND gtin NOT GLOB '*[^0-9]*' ORDER BY gtin DESC LIMIT 1",
        )?
        .query_row(named_params! { ":prefix": prefix }, |row| row.get(0))
        .optional()?)
}

/// A product's variants that an order or the stock ledger names.
pub(crate) fn with_history(
    connection: &Connection,
    product_id: Id<id::Product>,
) -> Result<Vec<Id<id::Variant>>> {
    let mut statement = connection.prepare_cached(
        "SELECT v.id FROM variants v WHERE v.product_id = :product_id
           AND (EXISTS (SELECT 1 FROM stock_movements m WHERE m.variant_id = v.id)
                OR EXISTS (SELECT 1 FROM line_items i WHERE i.variant_id = v.id))",
    )?;
    let rows = statement.query_map(named_params! { ":product_id": product_id }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn delete(connection: &Connection, id: Id<id::Variant>) -> Result<()> {
    connection.prepare_cached("DELETE FROM variants WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

/// Takes a SKU off a variant that is about to get another.
pub(crate) fn clear_sku(connection: &Connection, id: Id<id::Variant>) -> Result<()> {
    connection
        .prepare_cached("UPDATE variants SET sku = NULL WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn insert(connection: &Connection, variant: &Variant) -> Result<()> {
    execute(
        connection,
        "INSERT INTO variants (id, product_id, position, sku, barcode, option1, option2, option3, option4, option5,
                               option6, size, colour, price_minor, compare_at_minor, cost_minor, currency,
                               weight_grams, allow_backorder, version)
         VALUES (:id, :product_id, :position, :sku, :barcode, :option1, :option2, :option3, :option4, :option5,
                 :option6, :size, :colour, :price_minor, :compare_at_minor, :cost_minor, :currency,
                 :weight_grams, :allow_backorder, :version)",
        variant,
    )
}

pub(crate) fn update(connection: &Connection, variant: &Variant) -> Result<()> {
    execute(
        connection,
        "UPDATE variants SET product_id = :product_id, position = :position, sku = :sku, barcode = :barcode,
                option1 = :option1, option2 = :option2, option3 = :option3, option4 = :option4, option5 = :option5,
                option6 = :option6, size = :size, colour = :colour, price_minor = :price_minor,
                compare_at_minor = :compare_at_minor, cost_minor = :cost_minor, currency = :currency,
                weight_grams = :weight_grams, allow_backorder = :allow_backorder, version = :version
         WHERE id = :id",
        variant,
    )
}

fn execute(connection: &Connection, statement: &str, variant: &Variant) -> Result<()> {
    connection.prepare_cached(statement)?.execute(named_params! {
        ":id": variant.id,
        ":product_id": variant.product_id,
        ":position": variant.position,
        ":sku": variant.sku,
        ":barcode": variant.barcode,
        ":option1": variant.values.first(),
        ":option2": variant.values.get(1),
        ":option3": variant.values.get(2),
        ":option4": variant.values.get(3),
        ":option5": variant.values.get(4),
        ":option6": variant.values.get(5),
        ":size": variant.size,
        ":colour": variant.colour,
        ":price_minor": variant.price.amount,
        ":compare_at_minor": variant.compare_at.map(|price| price.amount),
        ":cost_minor": variant.cost.map(|cost| cost.amount),
        ":currency": variant.price.currency,
        ":weight_grams": variant.weight_grams,
        ":allow_backorder": variant.allow_backorder,
        ":version": variant.version,
    })?;
    Ok(())
}
