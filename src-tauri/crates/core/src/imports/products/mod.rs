//! A product of the file against the shop: found or new, what differs, and writing it.
//!
//! [`decide`] only reads, so that the dry run and the import cannot disagree; [`apply`](apply()) writes what was decided.

mod apply;
mod change;
mod draft;
mod entry;
mod find;

use rusqlite::Connection;

pub(super) use apply::apply;
pub(super) use entry::title;

use super::incoming::IncomingProduct;
use super::outcome::Fate;
use super::{Existing, ImportOptions};
use crate::catalog::write::Loaded;
use crate::catalog::{CatalogSettings, NewVariant, Product};
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::settings::{self, ShopProfile};
use crate::store;

/// What holds for all entries of an import.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub options: ImportOptions,
    pub currency: Currency,
    /// Where pieces are counted; `None` when there is no place yet.
    pub location: Option<Id<id::Location>>,
    pub tax_class: String,
}

impl Rules {
    pub fn of(connection: &Connection, options: &ImportOptions) -> Result<Self> {
        let location = match options.location_id {
            Some(id) => Some(id),
            None => store::imports::first_location(connection)?,
        };
        Ok(Self {
            currency: match options.currency {
                Some(currency) => currency,
                None => settings::get::<ShopProfile>(connection)?.value.currency,
            },
            tax_class: settings::get::<CatalogSettings>(connection)?.value.default_tax_class,
            location,
            options: options.clone(),
        })
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// What is to be written.
pub(super) enum Plan {
    Nothing,
    Create(Box<Draft>),
    Change(Box<Change>),
}

/// A product to be made. Its ids are given when it is written.
pub(super) struct Draft {
    product: Product,
    /// Names and values in order.
    options: Vec<(String, Vec<String>)>,
    variants: Vec<NewVariant>,
    /// In the order of the variants.
    stock: Vec<Option<i64>>,
    images: Vec<Picture>,
}

/// A link, the text beside it, and the variant that shows it (its place among the file's).
struct Picture {
    url: String,
    alt: String,
    variant: Option<usize>,
}

pub(super) struct Change {
    before: Loaded,
    after: Loaded,
    added: Vec<NewVariant>,
    /// Pieces that the file says, by the place among `after`'s variants followed by `added`.
    stock: Vec<(usize, i64)>,
    /// The file's variants in `after`'s order, as `stock`.
    images: Vec<Picture>,
}

/// What becomes of a product, and what is to be written for it.
///
/// # Errors
/// Those of the queries. What is wrong with the entry is its fate.
pub(super) fn decide(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingProduct,
) -> Result<(Fate, Plan)> {
    let found = match find::find(connection, rules, incoming)? {
        Ok(found) => found,
        Err(fate) => return Ok((fate, Plan::Nothing)),
    };
    let Some(id) = found else { return Ok(draft::draft(rules, incoming)) };
    let before = Loaded {
        product: crate::catalog::product(connection, id)?,
        options: store::products::options(connection, id)?,
        variants: store::variants::of_product(connection, id)?,
    };
    if rules.options.existing == Existing::Skip {
        let reason = format!("'{}' is in the shop already.", before.product.title);
        return Ok((Fate::skipped(reason, id.to_string()), Plan::Nothing));
    }
    change::change(connection, rules, incoming, before)
}
