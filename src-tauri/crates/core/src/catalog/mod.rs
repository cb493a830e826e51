//! What is sold: products with options, variants, pictures, prices and categories, and how they are found.
//!
//! A product is changed as a whole: it is loaded, changed by a rule, and [`write::save`]d, which compares, checks,
//! writes what differs, records it for undo and keeps the word index and price history. Stock changes only through the
//! ledger ([`crate::stock`]). [`search`] finds for customers, [`finder`] for the owner's lists.

pub mod bulk;
pub mod categories;
mod change;
mod check;
pub mod codes;
pub mod colour;
mod create;
pub mod finder;
pub mod images;
pub mod matrix;
mod model;
pub mod prices;
pub mod publish;
pub mod search;
mod settings;
pub mod sku;
mod state;
mod variant_change;
pub(crate) mod write;

use rusqlite::Connection;

pub use change::{ProductChange, change_product, delete_draft, duplicate, edit_product};
pub(crate) use create::insert_new;
pub use create::{NewProduct, NewVariant, create_product, write_product};
pub use model::{
    Image, MOST_OPTIONS, MOST_VARIANTS, Picture, PictureState, Product, ProductDetail, ProductOption,
    ProductStatus, ProductSummary, Variant, VariantListing, image_for,
};
pub use search::{Alike, ProductHit, ProductQuery, Searcher, Searches};
pub use settings::{CatalogSettings, WeightUnit};
pub(crate) use state::restore;
pub use variant_change::{
    VariantChange, add_variant, add_variant_to, change_variants, edit_variants, fill_codes, order_variants,
    remove_variants,
};

use crate::blobs::Blob;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::store;

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
        images: store::images::of_product(connection, id)?,
        with_history: store::variants::with_history(connection, id)?,
    })
}

/// # Errors
/// `NotFound`.
pub fn variant(connection: &Connection, id: Id<id::Variant>) -> Result<Variant> {
    store::variants::find(connection, id)?.ok_or_else(|| Error::not_found("variant"))
}

/// # Errors
/// `NotFound`.
pub fn variant_listing(connection: &Connection, id: Id<id::Variant>) -> Result<VariantListing> {
    store::variants::listing(connection, id)?.ok_or_else(|| Error::not_found("variant"))
}

/// The variant that a scanner or a person names: its whole barcode, else its whole SKU in any case.
///
/// # Errors
/// `NotFound`.
pub fn variant_by_code(connection: &Connection, code: &str) -> Result<VariantListing> {
    let code = code.trim();
    let found = match store::variants::by_gtin(connection, &codes::gtin(code))? {
        Some(id) => Some(id),
        None => store::variants::by_sku(connection, code)?,
    };
    match found {
        Some(id) => variant_listing(connection, id),
        None => {
            Err(Error::new(crate::Code::NotFound, format!("Nothing in the catalog has the code '{code}'.")))
        }
    }
}

/// A product's variants in display order.
///
/// # Errors
/// Those of the query.
pub fn variants(connection: &Connection, product_id: Id<id::Product>) -> Result<Vec<Variant>> {
    store::variants::of_product(connection, product_id)
}

/// The bytes of a product's picture, as they came.
///
/// # Errors
/// `NotFound`.
pub fn image_bytes(connection: &Connection, id: Id<id::Image>) -> Result<Blob> {
    store::images::original(connection, id)?.ok_or_else(|| Error::not_found("picture"))
}

#[cfg(test)]
mod tests;
