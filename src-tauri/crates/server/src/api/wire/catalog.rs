//! One product with its variants and pictures on the wire.

use haberdash_core::catalog::images::PictureSize;
use haberdash_core::{Id, catalog, id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CategoryId, ImageId, Money, ProductId, ProductOptionId, Time, VariantId};

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
pub struct ProductOption {
    pub id: ProductOptionId,
    #[schema(example = "Size")]
    pub name: String,
    /// In display order.
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PictureState {
    /// Its smaller sizes are being made; the original stands in.
    Waiting,
    Ready,
    /// It cannot be read; `problem` says why.
    Failed,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductImage {
    pub id: ImageId,
    #[schema(example = "/api/v1/images/img_01h455vb4pex5vsknk084sn02q?size=1200")]
    pub url: String,
    pub thumbnail_url: String,
    pub alt: String,
    /// Shows the variants of this colour; null shows all.
    pub colour: Option<String>,
    /// Shows these variants, whatever their colour.
    pub variant_ids: Vec<VariantId>,
    pub state: PictureState,
    pub problem: Option<String>,
    /// Pixels, upright; null for a drawing.
    pub width: Option<i64>,
    pub height: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Variant {
    pub id: VariantId,
    /// "M / Navy".
    pub title: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub option_values: Vec<String>,
    pub size: Option<String>,
    pub colour: Option<String>,
    pub price: Money,
    /// The price before a reduction.
    pub compare_at: Option<Money>,
    /// What the shop pays for it.
    pub cost: Option<Money>,
    pub weight_grams: Option<i64>,
    pub allow_backorder: bool,
    pub on_hand: i64,
    pub image_url: Option<String>,
    /// Nothing names it: no order, no stock movement.
    pub removable: bool,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Product {
    pub id: ProductId,
    pub title: String,
    /// "Women > Dresses".
    pub category: String,
    pub category_id: Option<CategoryId>,
    pub status: ProductStatus,
    /// A draft becomes active then.
    pub publish_at: Option<Time>,
    pub tax_class: String,
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
    pub created_at: Time,
    pub updated_at: Time,
    pub version: i64,
}

/// Where a picture's bytes are, in a size for lists.
pub(crate) fn image_url(id: Id<id::Image>) -> String {
    image_url_at(id, PictureSize::Small)
}

/// Where a picture's bytes are, in a size.
pub(crate) fn image_url_at(id: Id<id::Image>, size: PictureSize) -> String {
    format!("{}/images/{id}?size={size}", crate::api::PREFIX)
}

impl From<catalog::ProductDetail> for Product {
    fn from(detail: catalog::ProductDetail) -> Self {
        let catalog::ProductDetail { product, options, variants, images, with_history } = detail;
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
            category_id: product.category_id.map(Into::into),
            status: product.status.into(),
            publish_at: product.publish_at.map(Into::into),
            tax_class: product.tax_class,
            image_url: images.first().map(|image| image_url_at(image.id, PictureSize::Medium)),
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
            options: options.into_iter().map(Into::into).collect(),
            variants: variants
                .into_iter()
                .map(|variant| {
                    let removable = !with_history.contains(&variant.id);
                    Variant::of(variant, &images, removable)
                })
                .collect(),
            images: images.into_iter().map(Into::into).collect(),
            created_at: product.created_at.into(),
            updated_at: product.updated_at.into(),
            version: product.version,
        }
    }
}

impl From<catalog::ProductOption> for ProductOption {
    fn from(option: catalog::ProductOption) -> Self {
        Self { id: option.id.into(), name: option.name, values: option.values }
    }
}

impl From<catalog::Image> for ProductImage {
    fn from(image: catalog::Image) -> Self {
        let picture = image.picture;
        Self {
            id: image.id.into(),
            url: image_url_at(image.id, PictureSize::Large),
            thumbnail_url: image_url_at(image.id, PictureSize::Medium),
            alt: image.alt,
            colour: image.colour,
            variant_ids: image.variant_ids.into_iter().map(Into::into).collect(),
            state: picture.as_ref().map_or(PictureState::Ready, |picture| picture.state.into()),
            width: picture.as_ref().map(|picture| picture.width),
            height: picture.as_ref().map(|picture| picture.height),
            problem: picture.and_then(|picture| picture.problem),
        }
    }
}

impl Variant {
    fn of(variant: catalog::Variant, images: &[catalog::Image], removable: bool) -> Self {
        let shown = catalog::image_for(images, &variant);
        Self {
            id: variant.id.into(),
            title: variant.title(),
            image_url: shown.map(|image| image_url(image.id)),
            sku: variant.sku,
            barcode: variant.barcode,
            option_values: variant.values,
            size: variant.size,
            colour: variant.colour,
            price: variant.price.into(),
            compare_at: variant.compare_at.map(Into::into),
            cost: variant.cost.map(Into::into),
            weight_grams: variant.weight_grams,
            allow_backorder: variant.allow_backorder,
            on_hand: variant.on_hand,
            removable,
            version: variant.version,
        }
    }
}
