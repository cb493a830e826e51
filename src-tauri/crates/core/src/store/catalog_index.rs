//! What the lists' index in memory reads: products with their variants, and table `product_changes`.

use rusqlite::{Connection, Row, named_params};

use crate::catalog::ProductStatus;
use crate::error::Result;
use crate::id::{self, Id};

/// A product as the index knows it.
pub(crate) struct IndexProduct {
    pub row: i64,
    pub id: Id<id::Product>,
    pub title: String,
    pub brand: String,
    pub category: String,
    pub category_id: Option<Id<id::Category>>,
    pub tags: Vec<String>,
    pub status: ProductStatus,
    pub season: String,
    pub tax_class: String,
    pub material: String,
    pub updated: i64,
    pub has_image: bool,
    pub variants: Vec<IndexVariant>,
}

/// A variant as the index knows it. Codes that are missing are empty.
pub(crate) struct IndexVariant {
    pub id: Id<id::Variant>,
    pub sku: String,
    pub barcode: String,
    pub title: String,
    pub size: Option<String>,
    pub colour: Option<String>,
    pub price: i64,
    /// Pieces that were not promised to anybody.
    pub available: i64,
    pub has_cost: bool,
    pub allow_backorder: bool,
}

/// The number of the last change.
pub(crate) fn revision(connection: &Connection) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(revision), 0) FROM product_changes")?
        .query_row([], |row| row.get(0))?)
}

/// Rows that changed after a revision, whether or not their products are still there.
pub(crate) fn changed_since(connection: &Connection, revision: i64) -> Result<Vec<i64>> {
    let mut statement =
        connection.prepare_cached("SELECT search_row FROM product_changes WHERE revision > :revision")?;
    let rows = statement.query_map(named_params! { ":revision": revision }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const PRODUCTS: &str =
    "SELECT p.search_row, p.id, p.title, p.brand, p.category, p.category_id, p.tags, p.status, p.season, p.tax_class,
            p.material, p.updated_at, EXISTS (SELECT 1 FROM images i WHERE i.product_id = p.id) AS has_image
     FROM products p";

/// Hands over every product, or that of one row, if it is there.
pub(crate) fn each(
    connection: &Connection,
    row: Option<i64>,
    mut take: impl FnMut(IndexProduct),
) -> Result<()> {
    let mut statement = match row {
        Some(_) => connection.prepare_cached(&format!("{PRODUCTS} WHERE p.search_row = :row"))?,
        None => connection.prepare_cached(&format!("{PRODUCTS} WHERE :row IS NULL ORDER BY p.search_row"))?,
    };
    let mut variants = connection.prepare_cached(
        "SELECT v.id, v.sku, v.barcode, v.title, v.size, v.colour, v.price_minor, v.cost_minor IS NOT NULL AS has_cost,
                v.allow_backorder,
                coalesce((SELECT s.available FROM stock_totals s WHERE s.variant_id = v.id), 0) AS available
         FROM variants v WHERE v.product_id = :product_id ORDER BY v.position",
    )?;
    let mut rows = statement.query(named_params! { ":row": row })?;
    while let Some(row) = rows.next()? {
        let mut product = product(row)?;
        let found = variants.query_map(named_params! { ":product_id": product.id }, variant)?;
        product.variants = found.collect::<rusqlite::Result<_>>()?;
        take(product);
    }
    Ok(())
}

fn product(row: &Row<'_>) -> Result<IndexProduct> {
    Ok(IndexProduct {
        row: row.get("search_row")?,
        id: row.get("id")?,
        title: row.get("title")?,
        brand: row.get("brand")?,
        category: row.get("category")?,
        category_id: row.get("category_id")?,
        tags: serde_json::from_str(&row.get::<_, String>("tags")?)?,
        status: row.get("status")?,
        season: row.get("season")?,
        tax_class: row.get("tax_class")?,
        material: row.get("material")?,
        updated: row.get("updated_at")?,
        has_image: row.get("has_image")?,
        variants: Vec::new(),
    })
}

fn variant(row: &Row<'_>) -> rusqlite::Result<IndexVariant> {
    let text = |column: &str| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
    Ok(IndexVariant {
        id: row.get("id")?,
        sku: text("sku")?,
        barcode: text("barcode")?,
        title: row.get("title")?,
        size: row.get("size")?,
        colour: row.get("colour")?,
        price: row.get("price_minor")?,
        available: row.get("available")?,
        has_cost: row.get("has_cost")?,
        allow_backorder: row.get("allow_backorder")?,
    })
}
