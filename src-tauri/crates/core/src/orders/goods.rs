//! What an order needs to know of a variant.

use rusqlite::Connection;

use crate::catalog::ProductStatus;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::store;

/// A variant as it is sold today.
#[derive(Debug, Clone)]
pub struct Goods {
    pub variant_id: Id<id::Variant>,
    pub product_id: Id<id::Product>,
    pub title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub price: Money,
    pub tax_class: String,
    pub status: ProductStatus,
    pub image_id: Option<Id<id::Image>>,
}

/// # Errors
/// `NotFound`.
pub(super) fn find(connection: &Connection, id: Id<id::Variant>) -> Result<Goods> {
    store::orders::goods(connection, id)?.ok_or_else(|| Error::not_found("variant"))
}

/// The categories in which a product stands, as paths.
///
/// # Errors
/// Those of the query.
pub(super) fn categories(connection: &Connection, id: Id<id::Product>) -> Result<Vec<String>> {
    store::orders::categories(connection, id)
}
