//! Tables `products`, `product_options`, `images`, and the word index `products_fts`.
//!
//! A word index entry is written with the product. Its colours hold each colour's family too, so that "blue"
//! finds "navy".

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::variants::{self, VariantRow};
use crate::blobs::Blob;
use crate::catalog::{Image, Product, ProductFilter, ProductOption, ProductSummary, colour};
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};

fn product(row: &Row<'_>) -> rusqlite::Result<Product> {
    Ok(Product {
        id: row.get("id")?,
        handle: row.get("handle")?,
        title: row.get("title")?,
        description: row.get("description")?,
        brand: row.get("brand")?,
        category: row.get("category")?,
        material: row.get("material")?,
        care: row.get("care")?,
        season: row.get("season")?,
        tags: json_list(row, "tags")?,
        status: row.get("status")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

fn json_list(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

const PRODUCT: &str =
    "p.id, p.handle, p.title, p.description, p.brand, p.category, p.material, p.care, p.season,
     p.tags, p.status, p.created_at, p.updated_at, p.version";

const SUMMARY: &str = "p.id, p.title, p.brand, p.category, p.status, p.price_from_minor, p.price_to_minor,
     p.currency, p.updated_at, p.version,
     (SELECT count(*) FROM variants v WHERE v.product_id = p.id) AS variant_count,
     (SELECT json_group_array(colour) FROM (SELECT v.colour FROM variants v
      WHERE v.product_id = p.id AND v.colour IS NOT NULL GROUP BY v.colour ORDER BY min(v.position))) AS colours,
     (SELECT json_group_array(size) FROM (SELECT v.size FROM variants v
      WHERE v.product_id = p.id AND v.size IS NOT NULL GROUP BY v.size ORDER BY min(v.position))) AS sizes,
     (SELECT coalesce(sum(l.on_hand), 0) FROM variants v JOIN stock_levels l ON l.variant_id = v.id
      WHERE v.product_id = p.id) AS on_hand,
     (SELECT i.id FROM images i WHERE i.product_id = p.id ORDER BY i.position LIMIT 1) AS image_id";

const IN_STOCK: &str = "EXISTS (SELECT 1 FROM variants v JOIN stock_levels l ON l.variant_id = v.id
                     WHERE v.product_id = p.id AND l.on_hand > 0)";

fn summary_row(row: &Row<'_>) -> rusqlite::Result<ProductSummary> {
    let currency: Option<Currency> = row.get("currency")?;
    let price = |column: &str| -> rusqlite::Result<Option<Money>> {
        Ok(row
            .get::<_, Option<i64>>(column)?
            .zip(currency)
            .map(|(amount, currency)| Money::new(amount, currency)))
    };
    Ok(ProductSummary {
        id: row.get("id")?,
        title: row.get("title")?,
        brand: row.get("brand")?,
        category: row.get("category")?,
        status: row.get("status")?,
        price_from: price("price_from_minor")?,
        price_to: price("price_to_minor")?,
        variant_count: row.get("variant_count")?,
        colours: json_list(row, "colours")?,
        sizes: json_list(row, "sizes")?,
        on_hand: row.get("on_hand")?,
        image_id: row.get("image_id")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

pub(crate) fn by_title(
    connection: &Connection,
    filter: &ProductFilter,
    after: Option<(String, String)>,
    limit: i64,
) -> Result<Vec<ProductSummary>> {
    let (after_title, after_id) = after.unwrap_or_default();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {SUMMARY} FROM products p
         WHERE (p.title COLLATE NOCASE, p.id) > (:after_title, :after_id)
           AND (:status IS NULL OR p.status = :status) AND (NOT :in_stock OR {IN_STOCK})
         ORDER BY p.title COLLATE NOCASE, p.id LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":after_title": after_title,
            ":after_id": after_id,
            ":status": filter.status,
            ":in_stock": filter.in_stock,
            ":limit": limit,
        },
        summary_row,
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The product of an index row, when the filter lets it through.
pub(crate) fn summary(
    connection: &Connection,
    search_row: i64,
    filter: &ProductFilter,
) -> Result<Option<ProductSummary>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {SUMMARY} FROM products p
             WHERE p.search_row = :search_row
               AND (:status IS NULL OR p.status = :status) AND (NOT :in_stock OR {IN_STOCK})"
        ))?
        .query_row(
            named_params! {
                ":search_row": search_row,
                ":status": filter.status,
                ":in_stock": filter.in_stock,
            },
            summary_row,
        )
        .optional()?)
}

/// Index rows of the product that has this SKU or barcode.
pub(crate) fn rows_by_code(connection: &Connection, code: &str) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.search_row FROM variants v JOIN products p ON p.id = v.product_id WHERE v.sku = :code
         UNION
         SELECT p.search_row FROM variants v JOIN products p ON p.id = v.product_id WHERE v.barcode = :code",
    )?;
    let rows = statement.query_map(named_params! { ":code": code }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Minor units that one of a product's prices may have.
pub(crate) struct PriceBounds {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

const ACTIVE_WITHIN: &str = "p.status = 'active' AND (:min IS NULL OR p.price_to_minor >= :min)
     AND (:max IS NULL OR p.price_from_minor <= :max)";

/// Index rows of the newest active products within the bounds.
pub(crate) fn newest_active(connection: &Connection, bounds: &PriceBounds, limit: usize) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT p.search_row FROM (SELECT search_row FROM products WHERE status = 'active'
                                   ORDER BY search_row DESC LIMIT :limit * 10) newest
         CROSS JOIN products p ON p.search_row = newest.search_row
         WHERE {ACTIVE_WITHIN} LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! { ":min": bounds.min, ":max": bounds.max, ":limit": as_limit(limit) },
        |row| row.get(0),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn as_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The newest `limit` index rows that match and are older than `before`, newest first, each with whether its product is
/// active and within the bounds. `query` is FTS5's syntax.
pub(crate) fn matching(
    connection: &Connection,
    query: &str,
    bounds: &PriceBounds,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<(i64, bool)>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT found, {ACTIVE_WITHIN} FROM (SELECT rowid AS found FROM products_fts
                                   WHERE products_fts MATCH :query AND rowid < :before
                                   ORDER BY rowid DESC LIMIT :limit)
         CROSS JOIN products p ON p.search_row = found"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":query": query,
            ":before": before.unwrap_or(i64::MAX),
            ":min": bounds.min,
            ":max": bounds.max,
            ":limit": as_limit(limit),
        },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The newest `limit` index rows that match, newest first, whatever their products are. `query` is FTS5's syntax.
pub(crate) fn having(connection: &Connection, query: &str, limit: usize) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT rowid FROM products_fts WHERE products_fts MATCH :query ORDER BY rowid DESC LIMIT :limit",
    )?;
    let rows = statement
        .query_map(named_params! { ":query": query, ":limit": as_limit(limit) }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether the product of an index row is active and within the bounds.
pub(crate) fn is_active_within(
    connection: &Connection,
    search_row: i64,
    bounds: &PriceBounds,
) -> Result<bool> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT 1 FROM products p WHERE p.search_row = :search_row AND {ACTIVE_WITHIN}"
        ))?
        .exists(named_params! { ":search_row": search_row, ":min": bounds.min, ":max": bounds.max })?)
}

/// The newest `limit` index rows that match, best first. `query` is FTS5's syntax.
pub(crate) fn ranked(connection: &Connection, query: &str, limit: usize) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT rowid FROM (SELECT rowid, rank AS score FROM products_fts WHERE products_fts MATCH :query
                            ORDER BY rowid DESC LIMIT :limit)
         ORDER BY score, rowid",
    )?;
    let rows = statement
        .query_map(named_params! { ":query": query, ":limit": as_limit(limit) }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The product of an index row.
pub(crate) fn at_row(connection: &Connection, search_row: i64) -> Result<Option<Product>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {PRODUCT} FROM products p WHERE p.search_row = :search_row"))?
        .query_row(named_params! { ":search_row": search_row }, product)
        .optional()?)
}

pub(crate) fn find(connection: &Connection, id: Id<id::Product>) -> Result<Option<Product>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {PRODUCT} FROM products p WHERE p.id = :id"))?
        .query_row(named_params! { ":id": id }, product)
        .optional()?)
}

pub(crate) fn options(connection: &Connection, product_id: Id<id::Product>) -> Result<Vec<ProductOption>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, position, name, option_values FROM product_options
         WHERE product_id = :product_id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":product_id": product_id }, |row| {
        Ok(ProductOption {
            id: row.get("id")?,
            position: row.get("position")?,
            name: row.get("name")?,
            values: json_list(row, "option_values")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn images(connection: &Connection, product_id: Id<id::Product>) -> Result<Vec<Image>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, product_id, position, colour, alt, content_hash FROM images
         WHERE product_id = :product_id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":product_id": product_id }, |row| {
        Ok(Image {
            id: row.get("id")?,
            product_id: row.get("product_id")?,
            position: row.get("position")?,
            colour: row.get("colour")?,
            alt: row.get("alt")?,
            content_hash: row.get("content_hash")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn image_bytes(connection: &Connection, id: Id<id::Image>) -> Result<Option<Blob>> {
    Ok(connection
        .prepare_cached(
            "SELECT b.media_type, b.bytes FROM images i JOIN blobs b ON b.content_hash = i.content_hash
             WHERE i.id = :id",
        )?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(Blob { media_type: row.get("media_type")?, bytes: row.get("bytes")? })
        })
        .optional()?)
}

pub(crate) fn insert_image(connection: &Connection, image: &Image) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO images (id, product_id, position, colour, alt, content_hash)
             VALUES (:id, :product_id, :position, :colour, :alt, :content_hash)",
        )?
        .execute(named_params! {
            ":id": image.id,
            ":product_id": image.product_id,
            ":position": image.position,
            ":colour": image.colour,
            ":alt": image.alt,
            ":content_hash": image.content_hash,
        })?;
    Ok(())
}

/// Writes a product with its options, variants and words.
pub(crate) fn insert(
    connection: &Connection,
    product: &Product,
    options: &[ProductOption],
    variants: &[VariantRow<'_>],
) -> Result<()> {
    let prices = variants.iter().map(|row| row.new.price.amount);
    connection
        .prepare_cached(
            "INSERT INTO products (id, handle, title, description, brand, category, material, care, season, tags,
                                   status, price_from_minor, price_to_minor, currency, created_at, updated_at, version)
             VALUES (:id, :handle, :title, :description, :brand, :category, :material, :care, :season, :tags,
                     :status, :price_from_minor, :price_to_minor, :currency, :created_at, :updated_at, :version)",
        )?
        .execute(named_params! {
            ":id": product.id,
            ":handle": product.handle,
            ":title": product.title,
            ":description": product.description,
            ":brand": product.brand,
            ":category": product.category,
            ":material": product.material,
            ":care": product.care,
            ":season": product.season,
            ":tags": serde_json::to_string(&product.tags)?,
            ":status": product.status,
            ":price_from_minor": prices.clone().min(),
            ":price_to_minor": prices.max(),
            ":currency": variants.first().map(|row| row.new.price.currency),
            ":created_at": product.created_at,
            ":updated_at": product.updated_at,
            ":version": product.version,
        })?;
    let search_row = connection.last_insert_rowid();
    for option in options {
        connection
            .prepare_cached(
                "INSERT INTO product_options (id, product_id, position, name, option_values)
                 VALUES (:id, :product_id, :position, :name, :option_values)",
            )?
            .execute(named_params! {
                ":id": option.id,
                ":product_id": product.id,
                ":position": option.position,
                ":name": option.name,
                ":option_values": serde_json::to_string(&option.values)?,
            })?;
    }
    for variant in variants {
        variants::insert(connection, product.id, variant)?;
    }
    let words = variants.iter().map(|row| (row.colour.as_deref(), row.size.as_deref()));
    index(connection, search_row, product, words)
}

/// `variants`: the colour and the size of each.
fn index<'a>(
    connection: &Connection,
    search_row: i64,
    product: &Product,
    variants: impl Iterator<Item = (Option<&'a str>, Option<&'a str>)>,
) -> Result<()> {
    let mut colours: Vec<&str> = Vec::new();
    let mut sizes: Vec<&str> = Vec::new();
    for (name, size) in variants {
        for word in name.into_iter().chain(name.and_then(colour::family)) {
            if !colours.contains(&word) {
                colours.push(word);
            }
        }
        if let Some(size) = size
            && !sizes.contains(&size)
        {
            sizes.push(size);
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO products_fts (rowid, title, category, colours, sizes, material, tags, brand, description)
             VALUES (:search_row, :title, :category, :colours, :sizes, :material, :tags, :brand, :description)",
        )?
        .execute(named_params! {
            ":search_row": search_row,
            ":title": product.title,
            ":category": product.category,
            ":colours": colours.join(" "),
            ":sizes": sizes.join(" "),
            ":material": product.material,
            ":tags": product.tags.join(" "),
            ":brand": product.brand,
            ":description": product.description,
        })?;
    Ok(())
}

/// Indexes the words of every product anew.
pub(crate) fn index_all(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM products_fts", [])?;
    let mut statement = connection.prepare(&format!("SELECT p.search_row, {PRODUCT} FROM products p"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (search_row, product) = (row.get("search_row")?, product(row)?);
        let mut variants = connection
            .prepare_cached("SELECT colour, size FROM variants WHERE product_id = :id ORDER BY position")?;
        let words = variants
            .query_map(named_params! { ":id": product.id }, |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(Option<String>, Option<String>)>>>()?;
        index(connection, search_row, &product, words.iter().map(|(c, s)| (c.as_deref(), s.as_deref())))?;
    }
    Ok(())
}
