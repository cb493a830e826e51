//! Tables `products` and `product_options`, and the word index `products_fts`.
//!
//! A word index entry is written with the product. Its colours hold each colour's family too, so that "blue"
//! finds "navy".

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::variants;
use crate::catalog::{Product, ProductOption, ProductSummary, Variant, colour};
use crate::clock::Timestamp;
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
        category_id: row.get("category_id")?,
        material: row.get("material")?,
        care: row.get("care")?,
        season: row.get("season")?,
        tags: json_list(row, "tags")?,
        status: row.get("status")?,
        tax_class: row.get("tax_class")?,
        publish_at: row.get("publish_at")?,
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
    "p.id, p.handle, p.title, p.description, p.brand, p.category, p.category_id, p.material, p.care, p.season,
     p.tags, p.status, p.tax_class, p.publish_at, p.created_at, p.updated_at, p.version";

const SUMMARY: &str =
    "p.id, p.title, p.brand, p.category, p.tags, p.tax_class, p.status, p.publish_at, p.price_from_minor,
     p.price_to_minor, p.currency, p.updated_at, p.version,
     (SELECT i.id FROM images i WHERE i.product_id = p.id ORDER BY i.position LIMIT 1) AS image_id,
     (SELECT count(*) FROM images i WHERE i.product_id = p.id) AS image_count";

/// A line of a list; what it tells of variants is filled in by [`summary`].
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
        tags: json_list(row, "tags")?,
        tax_class: row.get("tax_class")?,
        status: row.get("status")?,
        publish_at: row.get("publish_at")?,
        price_from: price("price_from_minor")?,
        price_to: price("price_to_minor")?,
        variant_count: 0,
        colours: Vec::new(),
        sizes: Vec::new(),
        on_hand: 0,
        image_id: row.get("image_id")?,
        image_count: row.get("image_count")?,
        without_sku: 0,
        without_barcode: 0,
        without_cost: 0,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

/// A product as a line of a list.
pub(crate) fn summary(connection: &Connection, id: Id<id::Product>) -> Result<Option<ProductSummary>> {
    let found = connection
        .prepare_cached(&format!("SELECT {SUMMARY} FROM products p WHERE p.id = :id"))?
        .query_row(named_params! { ":id": id }, summary_row)
        .optional()?;
    let Some(mut summary) = found else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT v.size, v.colour, v.sku IS NULL AS no_sku, v.barcode IS NULL AS no_barcode,
                v.cost_minor IS NULL AS no_cost,
                (SELECT coalesce(sum(l.on_hand), 0) FROM stock_levels l WHERE l.variant_id = v.id) AS on_hand
         FROM variants v WHERE v.product_id = :id ORDER BY v.position",
    )?;
    let mut rows = statement.query(named_params! { ":id": id })?;
    while let Some(row) = rows.next()? {
        summary.variant_count += 1;
        summary.on_hand += row.get::<_, i64>("on_hand")?;
        summary.without_sku += row.get::<_, i64>("no_sku")?;
        summary.without_barcode += row.get::<_, i64>("no_barcode")?;
        summary.without_cost += row.get::<_, i64>("no_cost")?;
        for (column, list) in [("size", &mut summary.sizes), ("colour", &mut summary.colours)] {
            if let Some(value) = row.get::<_, Option<String>>(column)?
                && !list.contains(&value)
            {
                list.push(value);
            }
        }
    }
    Ok(Some(summary))
}

/// The index rows of all products.
pub(crate) fn search_rows(connection: &Connection) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT search_row FROM products")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
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

/// Writes a product with its options, variants and words.
pub(crate) fn insert(
    connection: &Connection,
    product: &Product,
    options: &[ProductOption],
    variants: &[Variant],
) -> Result<()> {
    let prices = variants.iter().map(|variant| variant.price.amount);
    connection
        .prepare_cached(
            "INSERT INTO products (id, handle, title, description, brand, category, category_id, material, care, season,
                                   tags, status, tax_class, publish_at, price_from_minor, price_to_minor, currency,
                                   created_at, updated_at, version)
             VALUES (:id, :handle, :title, :description, :brand, :category, :category_id, :material, :care, :season,
                     :tags, :status, :tax_class, :publish_at, :price_from_minor, :price_to_minor, :currency,
                     :created_at, :updated_at, :version)",
        )?
        .execute(named_params! {
            ":id": product.id,
            ":handle": product.handle,
            ":title": product.title,
            ":description": product.description,
            ":brand": product.brand,
            ":category": product.category,
            ":category_id": product.category_id,
            ":material": product.material,
            ":care": product.care,
            ":season": product.season,
            ":tags": serde_json::to_string(&product.tags)?,
            ":status": product.status,
            ":tax_class": product.tax_class,
            ":publish_at": product.publish_at,
            ":price_from_minor": prices.clone().min(),
            ":price_to_minor": prices.max(),
            ":currency": variants.first().map(|variant| variant.price.currency),
            ":created_at": product.created_at,
            ":updated_at": product.updated_at,
            ":version": product.version,
        })?;
    let search_row = connection.last_insert_rowid();
    insert_options(connection, product.id, options)?;
    for variant in variants {
        variants::insert(connection, variant)?;
    }
    index(connection, search_row, product, variants)
}

/// Writes a product's own columns; see [`set_price_bounds`] and [`reindex`] for what is derived.
pub(crate) fn update(connection: &Connection, product: &Product) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE products SET handle = :handle, title = :title, description = :description, brand = :brand,
                    category = :category, category_id = :category_id, material = :material, care = :care,
                    season = :season, tags = :tags, status = :status, tax_class = :tax_class,
                    publish_at = :publish_at, updated_at = :updated_at, version = :version
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": product.id,
            ":handle": product.handle,
            ":title": product.title,
            ":description": product.description,
            ":brand": product.brand,
            ":category": product.category,
            ":category_id": product.category_id,
            ":material": product.material,
            ":care": product.care,
            ":season": product.season,
            ":tags": serde_json::to_string(&product.tags)?,
            ":status": product.status,
            ":tax_class": product.tax_class,
            ":publish_at": product.publish_at,
            ":updated_at": product.updated_at,
            ":version": product.version,
        })?;
    Ok(())
}

/// Notes that something of a product changed.
pub(crate) fn touch(connection: &Connection, id: Id<id::Product>, now: Timestamp) -> Result<()> {
    connection
        .prepare_cached("UPDATE products SET updated_at = :now WHERE id = :id")?
        .execute(named_params! { ":id": id, ":now": now })?;
    Ok(())
}

/// Derives the lowest and the highest price from the variants.
pub(crate) fn set_price_bounds(connection: &Connection, id: Id<id::Product>) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE products SET (price_from_minor, price_to_minor, currency) =
                 (SELECT min(v.price_minor), max(v.price_minor), max(v.currency) FROM variants v
                  WHERE v.product_id = products.id)
             WHERE id = :id",
        )?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

/// Deletes a product without variants and pictures, with its words.
pub(crate) fn delete(connection: &Connection, id: Id<id::Product>) -> Result<()> {
    if let Some(search_row) = search_row(connection, id)? {
        unindex(connection, search_row)?;
    }
    connection.prepare_cached("DELETE FROM products WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

fn insert_options(
    connection: &Connection,
    product_id: Id<id::Product>,
    options: &[ProductOption],
) -> Result<()> {
    for option in options {
        connection
            .prepare_cached(
                "INSERT INTO product_options (id, product_id, position, name, option_values)
                 VALUES (:id, :product_id, :position, :name, :option_values)",
            )?
            .execute(named_params! {
                ":id": option.id,
                ":product_id": product_id,
                ":position": option.position,
                ":name": option.name,
                ":option_values": serde_json::to_string(&option.values)?,
            })?;
    }
    Ok(())
}

pub(crate) fn replace_options(
    connection: &Connection,
    product_id: Id<id::Product>,
    options: &[ProductOption],
) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM product_options WHERE product_id = :product_id")?
        .execute(named_params! { ":product_id": product_id })?;
    insert_options(connection, product_id, options)
}

pub(crate) fn by_handle(connection: &Connection, handle: &str) -> Result<Option<Id<id::Product>>> {
    Ok(connection
        .prepare_cached("SELECT id FROM products WHERE handle = :handle")?
        .query_row(named_params! { ":handle": handle }, |row| row.get(0))
        .optional()?)
}

/// The products that stand in a category itself.
pub(crate) fn of_category(
    connection: &Connection,
    category_id: Id<id::Category>,
) -> Result<Vec<Id<id::Product>>> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM products WHERE category_id = :category_id ORDER BY search_row")?;
    let rows = statement.query_map(named_params! { ":category_id": category_id }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes a category's path into a product whose category was renamed or moved.
pub(crate) fn set_category(
    connection: &Connection,
    id: Id<id::Product>,
    category: Option<&crate::catalog::categories::Category>,
) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE products SET category_id = :category_id, category = :category WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":category_id": category.map(|category| category.id),
            ":category": category.map_or("", |category| category.path.as_str()),
        })?;
    Ok(())
}

/// Drafts whose time has come, the earliest first.
pub(crate) fn to_publish(
    connection: &Connection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Id<id::Product>>> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM products WHERE publish_at <= :now AND publish_at IS NOT NULL AND status = 'draft'
         ORDER BY publish_at, search_row LIMIT :limit",
    )?;
    let rows = statement.query_map(named_params! { ":now": now, ":limit": limit }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// When the next draft is to become active.
pub(crate) fn next_publishing(connection: &Connection) -> Result<Option<Timestamp>> {
    Ok(connection
        .prepare_cached(
            "SELECT min(publish_at) FROM products WHERE publish_at IS NOT NULL AND status = 'draft'",
        )?
        .query_row([], |row| row.get(0))?)
}

fn search_row(connection: &Connection, id: Id<id::Product>) -> Result<Option<i64>> {
    Ok(connection
        .prepare_cached("SELECT search_row FROM products WHERE id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))
        .optional()?)
}

/// Writes the words of a changed product.
pub(crate) fn reindex(connection: &Connection, product: &Product, variants: &[Variant]) -> Result<()> {
    let Some(search_row) = search_row(connection, product.id)? else { return Ok(()) };
    unindex(connection, search_row)?;
    index(connection, search_row, product, variants)
}

fn unindex(connection: &Connection, search_row: i64) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM products_fts WHERE rowid = :search_row")?
        .execute(named_params! { ":search_row": search_row })?;
    Ok(())
}

/// What the word index holds of variants: each colour and its family, and every size.
pub(crate) fn colours_and_sizes(variants: &[Variant]) -> (String, String) {
    let mut colours: Vec<&str> = Vec::new();
    let mut sizes: Vec<&str> = Vec::new();
    for variant in variants {
        let name = variant.colour.as_deref();
        for word in name.into_iter().chain(name.and_then(colour::family)) {
            if !colours.contains(&word) {
                colours.push(word);
            }
        }
        if let Some(size) = variant.size.as_deref()
            && !sizes.contains(&size)
        {
            sizes.push(size);
        }
    }
    (colours.join(" "), sizes.join(" "))
}

fn index(connection: &Connection, search_row: i64, product: &Product, variants: &[Variant]) -> Result<()> {
    let (colours, sizes) = colours_and_sizes(variants);
    connection
        .prepare_cached(
            "INSERT INTO products_fts (rowid, title, category, colours, sizes, material, tags, brand, description)
             VALUES (:search_row, :title, :category, :colours, :sizes, :material, :tags, :brand, :description)",
        )?
        .execute(named_params! {
            ":search_row": search_row,
            ":title": product.title,
            ":category": product.category,
            ":colours": colours,
            ":sizes": sizes,
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
        index(connection, search_row, &product, &variants::of_product(connection, product.id)?)?;
    }
    Ok(())
}
