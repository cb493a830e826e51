//! Products as a file says them, and their reading, one at a time.

pub(crate) mod barcode;
pub(crate) mod keys;
mod options;
mod reader;
pub(crate) mod shopify;
mod variant_rows;
pub(crate) mod woocommerce;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) use keys::Keyer;
pub use reader::{Products, products};

use crate::decimal::Decimal;
use crate::said::Said;
use crate::text::html;

/// A product with its variants, as far as the file says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Product {
    /// What its rows have in common: the handle, the parent's SKU, the title.
    pub key: String,
    pub handle: Said<String>,
    pub title: Said<String>,
    pub description: Said<Description>,
    pub brand: Said<String>,
    /// "Women > Dresses".
    pub category: Said<String>,
    pub product_type: Said<String>,
    pub material: Said<String>,
    pub care: Said<String>,
    pub season: Said<String>,
    pub tags: Said<Vec<String>>,
    pub status: Said<Status>,
    pub tax_class: Said<String>,
    pub publish_date: Said<Date>,
    /// At most six; `Empty` for a product that comes in one variant.
    pub options: Said<Vec<ProductOption>>,
    /// None where the file says only things of the product.
    pub variants: Vec<Variant>,
    pub images: Vec<ImageLink>,
    /// Columns without a field of ours: header and text.
    pub other: Vec<(String, String)>,
    /// Its number in the program that wrote the file.
    pub external_id: Option<String>,
}

/// Whether a product is for sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    Active,
    Archived,
}

/// An option that variants differ in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductOption {
    pub name: String,
    /// In the order of their appearance.
    pub values: Vec<String>,
}

/// A picture that is only a link.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImageLink {
    pub url: String,
    /// What it shows, in words.
    pub alt: String,
    /// As the file says; the pictures stand in this order already.
    pub position: Option<u32>,
}

/// One thing to sell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Variant {
    /// The row that says it.
    pub row: u64,
    pub sku: Said<String>,
    pub barcode: Said<String>,
    /// One for each of the product's options.
    pub values: Vec<String>,
    pub price: Said<Decimal>,
    pub compare_at: Said<Decimal>,
    pub cost: Said<Decimal>,
    pub stock: Said<i64>,
    pub low_stock: Said<i64>,
    pub allow_backorder: Said<bool>,
    pub weight_grams: Said<Decimal>,
    pub taxable: Said<bool>,
    pub tax_class: Said<String>,
    pub image_url: Said<String>,
    pub other: Vec<(String, String)>,
}

/// A description in both forms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Description {
    /// Plain, with its line breaks.
    pub text: String,
    /// Only where the file had markup: without anything that runs or loads by itself but pictures.
    pub html: Option<String>,
}

impl Description {
    pub fn from_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), html: None }
    }

    /// Markup is cleaned, and its text taken out of it. Also says whether something harmful was taken out.
    pub(crate) fn read(cell: &str) -> (Self, bool) {
        if let Some(text) = html::kept_text(cell) {
            return (Self::from_text(text), false);
        }
        if !html::has_markup(cell) {
            return (Self::from_text(cell), false);
        }
        let text = html::text(cell);
        if html::from_text(&text) == cell {
            return (Self::from_text(text), false);
        }
        let (clean, harmful) = html::sanitised(cell);
        (Self { text: html::text(&clean), html: Some(clean) }, harmful)
    }

    /// For a shop program that shows markup.
    pub fn to_html(&self) -> String {
        self.html.clone().unwrap_or_else(|| html::from_text(&self.text))
    }
}
