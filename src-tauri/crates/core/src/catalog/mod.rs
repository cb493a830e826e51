//! What is sold: products with options, variants, pictures, prices and stock, and how they are found.
//!
//! Stock changes only through the ledger ([`crate::stock`]). Words are indexed by `store::products` whenever a product
//! or its variants change; [`search`] turns what people type into queries that its syntax cannot break.

pub mod colour;
pub mod search;

use rusqlite::Connection;
use serde::Serialize;

pub use search::{ProductHit, ProductQuery, search_products};

use crate::blobs::Blob;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    pub enum ProductStatus {
        /// Being written; nobody sees it.
        Draft = "draft",
        Active = "active",
        /// No longer sold; kept for its orders.
        Archived = "archived",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Product {
    pub id: Id<id::Product>,
    /// The part of a link that names it: lower case, unique.
    pub handle: String,
    pub title: String,
    pub description: String,
    pub brand: String,
    /// "Women > Dresses".
    pub category: String,
    /// "100% linen".
    pub material: String,
    pub care: String,
    pub season: String,
    pub tags: Vec<String>,
    pub status: ProductStatus,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// An option that variants differ in, with its values in display order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProductOption {
    pub id: Id<id::ProductOption>,
    /// 1, 2 or 3: which of a variant's values it names.
    pub position: i64,
    pub name: String,
    pub values: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variant {
    pub id: Id<id::Variant>,
    pub product_id: Id<id::Product>,
    pub position: i64,
    pub sku: Option<String>,
    /// GTIN, digits only.
    pub barcode: Option<String>,
    /// The values of options 1 to 3, as many as the product has.
    pub values: Vec<String>,
    /// Upper case.
    pub size: Option<String>,
    /// Lower case.
    pub colour: Option<String>,
    pub price: Money,
    /// The price before a reduction.
    pub compare_at: Option<Money>,
    pub allow_backorder: bool,
    pub version: i64,
    /// Pieces in all locations.
    pub on_hand: i64,
    /// Pieces of them that are promised to orders and carts.
    pub reserved: i64,
    /// Grows with every stock movement and every reservation of the variant.
    pub stock_version: i64,
}

impl Variant {
    /// Pieces that nobody has been promised. Negative when more was promised than is there.
    pub fn available(&self) -> i64 {
        self.on_hand - self.reserved
    }

    /// Can be bought now.
    pub fn is_available(&self) -> bool {
        self.available() > 0 || self.allow_backorder
    }

    /// "M / navy".
    pub fn title(&self) -> String {
        self.values.join(" / ")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Image {
    pub id: Id<id::Image>,
    pub product_id: Id<id::Product>,
    pub position: i64,
    /// Shows the variants of this colour; `None` shows all.
    pub colour: Option<String>,
    pub alt: String,
    pub content_hash: String,
}

/// The picture that shows a variant of this colour: its colour's, else the product's first.
pub fn image_for<'a>(images: &'a [Image], colour: Option<&str>) -> Option<&'a Image> {
    images
        .iter()
        .find(|image| image.colour.is_some() && image.colour.as_deref() == colour)
        .or_else(|| images.first())
}

/// A line of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProductSummary {
    pub id: Id<id::Product>,
    pub title: String,
    pub brand: String,
    pub category: String,
    pub status: ProductStatus,
    /// The lowest and the highest price; `None` without variants.
    pub price_from: Option<Money>,
    pub price_to: Option<Money>,
    pub variant_count: i64,
    /// Of all variants, in display order.
    pub colours: Vec<String>,
    pub sizes: Vec<String>,
    /// Pieces of all variants in all locations.
    pub on_hand: i64,
    pub image_id: Option<Id<id::Image>>,
    pub updated_at: Timestamp,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProductDetail {
    pub product: Product,
    pub options: Vec<ProductOption>,
    pub variants: Vec<Variant>,
    pub images: Vec<Image>,
}

/// Which products a list holds.
#[derive(Debug, Clone, Default)]
pub struct ProductFilter {
    /// Words (or the start of words), or a whole SKU or barcode.
    pub text: Option<String>,
    pub status: Option<ProductStatus>,
    pub in_stock: bool,
}

/// Products by title; those that fit best first when there is a text.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(
    connection: &Connection,
    filter: &ProductFilter,
    page: &PageRequest,
) -> Result<Page<ProductSummary>> {
    match filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => search::list(connection, text, filter, page),
        None => {
            let after = page.key::<(String, String)>()?;
            let rows = store::products::by_title(connection, filter, after, page.rows_to_fetch())?;
            page.page(rows, |row| (row.title.clone(), row.id.to_string()))
        }
    }
}

/// # Errors
/// `NotFound`.
pub fn product(connection: &Connection, id: Id<id::Product>) -> Result<Product> {
    store::products::find(connection, id)?.ok_or_else(|| Error::not_found("product"))
}

/// # Errors
/// `NotFound`.
pub fn detail(connection: &Connection, id: Id<id::Product>) -> Result<ProductDetail> {
    Ok(ProductDetail {
        product: product(connection, id)?,
        options: store::products::options(connection, id)?,
        variants: store::variants::of_product(connection, id)?,
        images: store::products::images(connection, id)?,
    })
}

/// # Errors
/// `NotFound`.
pub fn variant(connection: &Connection, id: Id<id::Variant>) -> Result<Variant> {
    store::variants::find(connection, id)?.ok_or_else(|| Error::not_found("variant"))
}

/// A product's variants in display order.
///
/// # Errors
/// Those of the query.
pub fn variants(connection: &Connection, product_id: Id<id::Product>) -> Result<Vec<Variant>> {
    store::variants::of_product(connection, product_id)
}

/// The bytes of a product's picture.
///
/// # Errors
/// `NotFound`.
pub fn image_bytes(connection: &Connection, id: Id<id::Image>) -> Result<Blob> {
    store::products::image_bytes(connection, id)?.ok_or_else(|| Error::not_found("picture"))
}

/// What a new variant is made of. Its values stand in the order of the product's options.
#[derive(Debug, Clone)]
pub struct NewVariant {
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub values: Vec<String>,
    pub price: Money,
    pub compare_at: Option<Money>,
    pub cost_minor: Option<i64>,
    pub allow_backorder: bool,
}

/// What a new product is made of.
#[derive(Debug, Clone)]
pub struct NewProduct {
    pub handle: String,
    pub title: String,
    pub description: String,
    pub brand: String,
    pub category: String,
    pub material: String,
    pub care: String,
    pub season: String,
    pub tags: Vec<String>,
    pub status: ProductStatus,
    /// Names such as "Size" and "Colour"; at most three.
    pub options: Vec<String>,
    pub variants: Vec<NewVariant>,
}

/// Adds a product with its options and variants, and indexes its words.
///
/// # Errors
/// `Invalid` when a rule is broken, `Conflict` when its handle or a SKU exists already.
pub fn create_product(tx: &mut WriteTx<'_>, new: &NewProduct) -> Result<Id<id::Product>> {
    check(new)?;
    let now = tx.now();
    let product = Product {
        id: tx.new_id(),
        handle: new.handle.clone(),
        title: new.title.trim().to_owned(),
        description: new.description.clone(),
        brand: new.brand.clone(),
        category: new.category.clone(),
        material: new.material.clone(),
        care: new.care.clone(),
        season: new.season.clone(),
        tags: new.tags.clone(),
        status: new.status,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let mut options = Vec::new();
    for (i, name) in new.options.iter().enumerate() {
        let mut values: Vec<String> = Vec::new();
        for variant in &new.variants {
            if !values.contains(&variant.values[i]) {
                values.push(variant.values[i].clone());
            }
        }
        let position = i64::try_from(i + 1).unwrap_or(i64::MAX);
        options.push(ProductOption { id: tx.new_id(), position, name: name.clone(), values });
    }
    let mut variants = Vec::new();
    for (i, variant) in new.variants.iter().enumerate() {
        variants.push(store::variants::VariantRow {
            id: tx.new_id(),
            position: i64::try_from(i + 1).unwrap_or(i64::MAX),
            size: value_of(&new.options, &variant.values, is_size).map(|size| size.to_uppercase()),
            colour: value_of(&new.options, &variant.values, is_colour).map(|colour| colour.to_lowercase()),
            new: variant,
        });
    }
    store::products::insert(tx.sql(), &product, &options, &variants)?;
    tx.emit(EventKind::ProductUpdated, product.id, serde_json::Value::Null)?;
    Ok(product.id)
}

fn check(new: &NewProduct) -> Result<()> {
    if new.title.trim().is_empty() || new.handle.trim().is_empty() {
        return Err(Error::invalid("A product needs a title and a handle."));
    }
    if new.options.len() > 3 {
        return Err(Error::invalid("A product can have three options at most."));
    }
    for (i, variant) in new.variants.iter().enumerate() {
        if variant.values.len() != new.options.len() {
            return Err(Error::invalid("Each variant needs one value for each of the product's options."));
        }
        if variant.price.amount < 0 || variant.compare_at.is_some_and(|price| price.amount < 0) {
            return Err(Error::invalid("A price cannot be negative."));
        }
        if variant.compare_at.is_some_and(|price| price.currency != variant.price.currency) {
            return Err(Error::invalid("Both prices of a variant must have the same currency."));
        }
        if new.variants[..i].iter().any(|other| other.values == variant.values) {
            return Err(Error::invalid(format!(
                "The variant '{}' stands twice.",
                variant.values.join(" / ")
            )));
        }
    }
    Ok(())
}

/// The option that is a size, by its name in the languages of the shops' exports.
fn is_size(option: &str) -> bool {
    matches!(
        option.to_lowercase().as_str(),
        "size" | "größe" | "groesse" | "taille" | "talla" | "taglia" | "maat"
    )
}

fn is_colour(option: &str) -> bool {
    matches!(option.to_lowercase().as_str(), "colour" | "color" | "farbe" | "couleur" | "colore" | "kleur")
}

fn value_of<'a>(options: &[String], values: &'a [String], is: fn(&str) -> bool) -> Option<&'a str> {
    options.iter().position(|name| is(name)).and_then(|i| values.get(i)).map(String::as_str)
}

#[cfg(test)]
mod tests;
