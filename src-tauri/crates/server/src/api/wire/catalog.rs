//! Products, variants and images on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ImageId, Money, ProductId, Time, VariantId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductStatus {
    Draft,
    Active,
    Archived,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductFilter {
    Draft,
    #[default]
    Active,
    Archived,
    All,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductSummary {
    pub id: ProductId,
    pub title: String,
    /// "Women > Dresses".
    pub category: String,
    pub status: ProductStatus,
    pub image_url: Option<String>,
    pub price_from: Money,
    pub price_to: Money,
    /// Over all variants and locations.
    pub on_hand: i64,
    pub variant_count: u64,
    pub colours: Vec<String>,
    pub sizes: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductOption {
    #[schema(example = "Size")]
    pub name: String,
    /// In display order.
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductImage {
    pub id: ImageId,
    #[schema(example = "/api/v1/images/img_01h455vb4pex5vsknk084sn02q")]
    pub url: String,
    pub alt: String,
    /// Shows the variants of this colour; null shows all.
    pub colour: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Variant {
    pub id: VariantId,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub option_values: Vec<String>,
    pub size: Option<String>,
    pub colour: Option<String>,
    pub price: Money,
    /// The price before a reduction.
    pub compare_at: Option<Money>,
    pub on_hand: i64,
    pub image_url: Option<String>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Product {
    pub id: ProductId,
    pub title: String,
    pub category: String,
    pub status: ProductStatus,
    pub image_url: Option<String>,
    pub price_from: Money,
    pub price_to: Money,
    pub on_hand: i64,
    pub variant_count: u64,
    pub colours: Vec<String>,
    pub sizes: Vec<String>,
    pub handle: String,
    pub description: String,
    pub brand: String,
    pub material: String,
    pub care: String,
    pub season: String,
    pub tags: Vec<String>,
    pub options: Vec<ProductOption>,
    pub images: Vec<ProductImage>,
    pub variants: Vec<Variant>,
    pub updated_at: Time,
    pub version: i64,
}
