//! Products, variants and images on the wire.

use haberdash_core::{Id, catalog, id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ImageId, Money, ProductId, Time, VariantId, count};

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
    /// Null while it has no variant.
    pub price_from: Option<Money>,
    pub price_to: Option<Money>,
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
    /// Null while it has no variant.
    pub price_from: Option<Money>,
    pub price_to: Option<Money>,
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

/// Where a picture's bytes are.
pub(crate) fn image_url(id: Id<id::Image>) -> String {
    format!("{}/images/{id}", crate::api::PREFIX)
}

impl From<catalog::ProductSummary> for ProductSummary {
    fn from(product: catalog::ProductSummary) -> Self {
        Self {
            id: product.id.into(),
            title: product.title,
            category: product.category,
            status: product.status.into(),
            image_url: product.image_id.map(image_url),
            price_from: product.price_from.map(Into::into),
            price_to: product.price_to.map(Into::into),
            on_hand: product.on_hand,
            variant_count: count(product.variant_count),
            colours: product.colours,
            sizes: product.sizes,
        }
    }
}

impl From<catalog::ProductDetail> for Product {
    fn from(catalog::ProductDetail { product, options, variants, images }: catalog::ProductDetail) -> Self {
        let prices = || variants.iter().map(|variant| variant.price);
        let (mut colours, mut sizes) = (Vec::new(), Vec::new());
        for variant in &variants {
            colours.extend(variant.colour.clone().filter(|colour| !colours.contains(colour)));
            sizes.extend(variant.size.clone().filter(|size| !sizes.contains(size)));
        }
        Self {
            id: product.id.into(),
            title: product.title,
            category: product.category,
            status: product.status.into(),
            image_url: images.first().map(|image| image_url(image.id)),
            price_from: prices().min_by_key(|price| price.amount).map(Into::into),
            price_to: prices().max_by_key(|price| price.amount).map(Into::into),
            on_hand: variants.iter().map(|variant| variant.on_hand).sum(),
            variant_count: u64::try_from(variants.len()).unwrap_or(u64::MAX),
            colours,
            sizes,
            handle: product.handle,
            description: product.description,
            brand: product.brand,
            material: product.material,
            care: product.care,
            season: product.season,
            tags: product.tags,
            options: options
                .into_iter()
                .map(|option| ProductOption { name: option.name, values: option.values })
                .collect(),
            variants: variants.into_iter().map(|variant| Variant::of(variant, &images)).collect(),
            images: images
                .into_iter()
                .map(|image| ProductImage {
                    id: image.id.into(),
                    url: image_url(image.id),
                    alt: image.alt,
                    colour: image.colour,
                })
                .collect(),
            updated_at: product.updated_at.into(),
            version: product.version,
        }
    }
}

impl Variant {
    fn of(variant: catalog::Variant, images: &[catalog::Image]) -> Self {
        let shown = catalog::image_for(images, variant.colour.as_deref());
        Self {
            id: variant.id.into(),
            sku: variant.sku,
            barcode: variant.barcode,
            option_values: variant.values,
            size: variant.size,
            colour: variant.colour,
            price: variant.price.into(),
            compare_at: variant.compare_at.map(Into::into),
            on_hand: variant.on_hand,
            image_url: shown.map(|image| image_url(image.id)),
            version: variant.version,
        }
    }
}
