//! What a file says, in the shop's own terms: amounts in minor units of its currency, words of its statuses.
//!
//! A reader outside core makes these; nothing here knows a format.

use serde_json::Value;

use crate::catalog::ProductStatus;
use crate::clock::Timestamp;

/// What a file says about a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Said<T> {
    /// It has no such column: what the shop has stays.
    #[default]
    Nothing,
    /// The column is there and the cell is blank.
    Empty,
    Value(T),
}

impl<T> Said<T> {
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::Empty => None,
        }
    }
}

/// One product or contact of the file, or what could not be read.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// From 0, in the order of the file.
    pub index: i64,
    /// As a spreadsheet counts, the header being row 1.
    pub first_row: i64,
    pub last_row: i64,
    pub item: Item,
    /// Where its rows stand, for whoever writes them out again; kept for what is rejected only.
    pub source: Value,
}

#[derive(Debug, Clone)]
pub enum Item {
    Product(Box<IncomingProduct>),
    Contact(Box<IncomingContact>),
    /// The reader refused it.
    Refused {
        title: String,
        reason: String,
        field: Option<String>,
    },
}

#[derive(Debug, Clone, Default)]
pub struct IncomingProduct {
    pub handle: Said<String>,
    pub title: Said<String>,
    pub description: Said<String>,
    pub brand: Said<String>,
    /// "Women > Dresses".
    pub category: Said<String>,
    pub material: Said<String>,
    pub care: Said<String>,
    pub season: Said<String>,
    pub tags: Said<Vec<String>>,
    pub status: Said<ProductStatus>,
    pub tax_class: Said<String>,
    pub publish_at: Said<Timestamp>,
    /// Names such as "Size", each with its values in order.
    pub options: Vec<(String, Vec<String>)>,
    pub variants: Vec<IncomingVariant>,
    /// Links, in order.
    pub images: Vec<IncomingImage>,
}

#[derive(Debug, Clone, Default)]
pub struct IncomingVariant {
    pub row: i64,
    pub sku: Said<String>,
    pub barcode: Said<String>,
    /// In the order of the options.
    pub values: Vec<String>,
    /// Minor units.
    pub price: Said<i64>,
    pub compare_at: Said<i64>,
    pub cost: Said<i64>,
    /// Pieces in the import's place.
    pub stock: Said<i64>,
    pub weight_grams: Said<i64>,
    pub allow_backorder: Said<bool>,
    pub image_url: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct IncomingImage {
    pub url: String,
    pub alt: String,
}

#[derive(Debug, Clone, Default)]
pub struct IncomingContact {
    pub display_name: String,
    /// As written; the preferred first.
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    /// One text of several lines.
    pub address: String,
    /// BCP 47.
    pub language: Option<String>,
    /// Everything that has no field of its own, a line each.
    pub notes: String,
}
