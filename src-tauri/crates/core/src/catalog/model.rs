//! What the catalog is made of, as it is read.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::id::{self, Id};
use crate::money::Money;

/// The most options of one product; Shopify's files hold the first three.
pub const MOST_OPTIONS: usize = 6;
/// The most variants of one product.
pub const MOST_VARIANTS: usize = 2000;

crate::text_enum! {
    pub enum ProductStatus {
        /// Being written; nobody sees it.
        Draft = "draft",
        Active = "active",
        /// No longer sold; kept for its orders.
        Archived = "archived",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub id: Id<id::Product>,
    /// The part of a link that names it: lower case, unique.
    pub handle: String,
    pub title: String,
    pub description: String,
    pub brand: String,
    /// The path of its category: "Women > Dresses".
    pub category: String,
    pub category_id: Option<Id<id::Category>>,
    /// "100% linen".
    pub material: String,
    pub care: String,
    pub season: String,
    pub tags: Vec<String>,
    pub status: ProductStatus,
    /// Which of the shop's tax rates applies: a word that the tax settings know.
    pub tax_class: String,
    /// A draft becomes active then.
    pub publish_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// An option that variants differ in, with its values in display order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductOption {
    pub id: Id<id::ProductOption>,
    /// 1 to [`MOST_OPTIONS`]: which of a variant's values it names.
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
    /// As printed: see [`super::codes`].
    pub barcode: Option<String>,
    /// The values of the product's options, in their order.
    pub values: Vec<String>,
    /// Upper case.
    pub size: Option<String>,
    /// Lower case.
    pub colour: Option<String>,
    pub price: Money,
    /// The price before a reduction.
    pub compare_at: Option<Money>,
    /// What the shop pays for it.
    pub cost: Option<Money>,
    pub weight_grams: Option<i64>,
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

    /// "Linen dress, M / navy"; the product's title alone where there are no options.
    pub fn full_title(&self, product_title: &str) -> String {
        match self.title() {
            title if title.is_empty() => product_title.to_owned(),
            title => format!("{product_title}, {title}"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Image {
    pub id: Id<id::Image>,
    pub product_id: Id<id::Product>,
    pub position: i64,
    /// Shows the variants of this colour (lower case); `None` shows all.
    pub colour: Option<String>,
    pub alt: String,
    pub content_hash: String,
    /// Shows these variants, whatever their colour.
    pub variant_ids: Vec<Id<id::Variant>>,
    /// What is known of its bytes; `None` for a drawing, which is shown as it is.
    pub picture: Option<Picture>,
}

crate::text_enum! {
    /// How far a picture's smaller sizes are.
    pub enum PictureState {
        Waiting = "waiting",
        Ready = "ready",
        Failed = "failed",
    }
}

/// An uploaded picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    pub state: PictureState,
    /// Pixels, upright.
    pub width: i64,
    pub height: i64,
    /// Why it failed.
    pub problem: Option<String>,
}

/// The picture that shows a variant: one assigned to it, else its colour's, else the product's first.
pub fn image_for<'a>(images: &'a [Image], variant: &Variant) -> Option<&'a Image> {
    images
        .iter()
        .find(|image| image.variant_ids.contains(&variant.id))
        .or_else(|| images.iter().find(|image| image.colour.is_some() && image.colour == variant.colour))
        .or_else(|| images.first())
}

/// A line of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProductSummary {
    pub id: Id<id::Product>,
    pub title: String,
    pub brand: String,
    pub category: String,
    pub tags: Vec<String>,
    pub tax_class: String,
    pub status: ProductStatus,
    pub publish_at: Option<Timestamp>,
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
    pub image_count: i64,
    /// Variants without one.
    pub without_sku: i64,
    pub without_barcode: i64,
    pub without_cost: i64,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// A variant as a line of a table, with what it takes from its product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VariantListing {
    pub variant: Variant,
    pub product_title: String,
    pub product_status: ProductStatus,
    pub product_version: i64,
    pub brand: String,
    pub category: String,
    pub tax_class: String,
    pub image_id: Option<Id<id::Image>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProductDetail {
    pub product: Product,
    pub options: Vec<ProductOption>,
    pub variants: Vec<Variant>,
    pub images: Vec<Image>,
    /// Variants that an order or the stock ledger names: they cannot be removed.
    pub with_history: Vec<Id<id::Variant>>,
}
