//! What orders read of the catalog.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::error::Result;
use crate::id::{self, Id};
use crate::money::Money;
use crate::orders::Goods;

/// A variant as it is sold today.
pub(crate) fn goods(connection: &Connection, id: Id<id::Variant>) -> Result<Option<Goods>> {
    Ok(connection
        .prepare_cached(
            "SELECT v.id, v.product_id, v.sku, v.price_minor, v.currency, p.title, p.status,
                    p.tax_class, v.title AS variant_title,
                    (SELECT i.id FROM images i WHERE i.product_id = v.product_id
                     ORDER BY i.colour IS v.colour DESC, i.position LIMIT 1) AS image_id
             FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = :id",
        )?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(Goods {
                variant_id: row.get("id")?,
                product_id: row.get("product_id")?,
                title: row.get("title")?,
                variant_title: row.get("variant_title")?,
                sku: row.get("sku")?,
                price: Money::new(row.get("price_minor")?, row.get("currency")?),
                tax_class: row.get("tax_class")?,
                status: row.get("status")?,
                image_id: row.get("image_id")?,
            })
        })
        .optional()?)
}

/// The paths of the categories in which a product stands.
pub(crate) fn categories(connection: &Connection, id: Id<id::Product>) -> Result<Vec<String>> {
    let path: Option<String> = connection
        .prepare_cached("SELECT category FROM products WHERE id = :id AND category <> ''")?
        .query_row(named_params! { ":id": id }, |row| row.get("category"))
        .optional()?;
    Ok(path.into_iter().collect())
}
