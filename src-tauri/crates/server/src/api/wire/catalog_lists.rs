//! The catalog's lists on the wire: rows, filters, facets, price history.

use haberdash_core::catalog;
use haberdash_core::catalog::finder::{self, FacetValue as CoreFacetValue};
use haberdash_core::catalog::images::PictureSize;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CategoryId, Money, OperationActor, OperationId, ProductFilter, ProductId, ProductStatus, Time, VariantId,
    Window, count, image_url, image_url_at,
};

/// What a product or variant may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingWhat {
    Barcode,
    Image,
    Cost,
    Sku,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CatalogSort {
    /// Exact codes, then titles that begin so, then titles that have the words, then the rest.
    Relevance,
    Title,
    Newest,
    Oldest,
    PriceLow,
    PriceHigh,
    StockLow,
    StockHigh,
    Updated,
}

/// Which products or variants are meant. Lists of words mean any of them; `missing` means all.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CatalogFilter {
    pub search: Option<String>,
    pub status: Option<ProductFilter>,
    pub in_stock: Option<bool>,
    /// With all below it.
    pub category: Option<CategoryId>,
    pub brands: Vec<String>,
    pub tags: Vec<String>,
    pub colours: Vec<String>,
    pub sizes: Vec<String>,
    /// Minor units.
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    pub missing: Vec<MissingWhat>,
    pub season: Option<String>,
    pub tax_class: Option<String>,
}

impl From<CatalogFilter> for finder::CatalogFilter {
    fn from(filter: CatalogFilter) -> Self {
        Self {
            search: filter.search,
            status: filter.status.unwrap_or_default().status(),
            in_stock: filter.in_stock,
            category: filter.category.map(|id| id.0),
            brands: filter.brands,
            tags: filter.tags,
            colours: filter.colours,
            sizes: filter.sizes,
            price_min: filter.price_min,
            price_max: filter.price_max,
            missing: filter.missing.into_iter().map(Into::into).collect(),
            season: filter.season,
            tax_class: filter.tax_class,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductSummary {
    pub id: ProductId,
    pub title: String,
    pub brand: String,
    /// "Women > Dresses".
    pub category: String,
    pub tags: Vec<String>,
    pub tax_class: String,
    pub status: ProductStatus,
    pub publish_at: Option<Time>,
    pub image_url: Option<String>,
    pub image_count: u64,
    /// Null while it has no variant.
    pub price_from: Option<Money>,
    pub price_to: Option<Money>,
    /// Over all variants and locations.
    pub on_hand: i64,
    pub variant_count: u64,
    pub colours: Vec<String>,
    pub sizes: Vec<String>,
    /// What it, or one of its variants, lacks.
    pub missing: Vec<MissingWhat>,
    pub updated_at: Time,
    pub version: i64,
}

impl From<catalog::ProductSummary> for ProductSummary {
    fn from(product: catalog::ProductSummary) -> Self {
        let lacks = [
            (MissingWhat::Barcode, product.without_barcode > 0),
            (MissingWhat::Cost, product.without_cost > 0),
            (MissingWhat::Image, product.image_count == 0),
            (MissingWhat::Sku, product.without_sku > 0),
        ];
        Self {
            id: product.id.into(),
            title: product.title,
            brand: product.brand,
            category: product.category,
            tags: product.tags,
            tax_class: product.tax_class,
            status: product.status.into(),
            publish_at: product.publish_at.map(Into::into),
            image_url: product.image_id.map(|id| image_url_at(id, PictureSize::Medium)),
            image_count: count(product.image_count),
            price_from: product.price_from.map(Into::into),
            price_to: product.price_to.map(Into::into),
            on_hand: product.on_hand,
            variant_count: count(product.variant_count),
            colours: product.colours,
            sizes: product.sizes,
            missing: lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(what, _)| what).collect(),
            updated_at: product.updated_at.into(),
            version: product.version,
        }
    }
}

/// A variant with what it takes from its product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantRow {
    pub id: VariantId,
    pub product_id: ProductId,
    pub product_title: String,
    /// "M / Navy".
    pub variant_title: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub option_values: Vec<String>,
    pub size: Option<String>,
    pub colour: Option<String>,
    pub price: Money,
    pub compare_at: Option<Money>,
    pub cost: Option<Money>,
    pub weight_grams: Option<i64>,
    pub allow_backorder: bool,
    pub on_hand: i64,
    pub image_url: Option<String>,
    pub product_status: ProductStatus,
    pub brand: String,
    pub category: String,
    pub tax_class: String,
    pub version: i64,
    pub product_version: i64,
}

impl From<catalog::VariantListing> for VariantRow {
    fn from(row: catalog::VariantListing) -> Self {
        let variant = row.variant;
        Self {
            id: variant.id.into(),
            product_id: variant.product_id.into(),
            product_title: row.product_title,
            variant_title: variant.title(),
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
            image_url: row.image_id.map(image_url),
            product_status: row.product_status.into(),
            brand: row.brand,
            category: row.category,
            tax_class: row.tax_class,
            version: variant.version,
            product_version: row.product_version,
        }
    }
}

impl<T: ToSchema> Window<T> {
    pub fn of<C>(window: finder::Window<C>) -> Self
    where
        T: From<C>,
    {
        let next = window.offset + window.items.len();
        let has_more = next < window.total && !window.items.is_empty();
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Self {
            total: number(window.total),
            offset: number(window.offset),
            next_cursor: has_more.then(|| format!("w{next}")),
            items: window.items.into_iter().map(T::from).collect(),
        }
    }
}

/// A value and how many products have it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FacetValue {
    pub value: String,
    pub count: u64,
}

/// The values that products have, the most used first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Facets {
    pub brands: Vec<FacetValue>,
    pub tags: Vec<FacetValue>,
    pub colours: Vec<FacetValue>,
    pub sizes: Vec<FacetValue>,
    pub seasons: Vec<FacetValue>,
    pub tax_classes: Vec<FacetValue>,
    pub materials: Vec<FacetValue>,
}

impl From<finder::Facets> for Facets {
    fn from(facets: finder::Facets) -> Self {
        let wire = |values: Vec<CoreFacetValue>| {
            let one = |value: CoreFacetValue| FacetValue {
                value: value.value,
                count: u64::try_from(value.count).unwrap_or(u64::MAX),
            };
            values.into_iter().map(one).collect()
        };
        Self {
            brands: wire(facets.brands),
            tags: wire(facets.tags),
            colours: wire(facets.colours),
            sizes: wire(facets.sizes),
            seasons: wire(facets.seasons),
            tax_classes: wire(facets.tax_classes),
            materials: wire(facets.materials),
        }
    }
}

/// One change of a variant's prices.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PriceChange {
    pub at: Time,
    pub price: Money,
    pub compare_at: Option<Money>,
    pub price_before: Money,
    pub compare_at_before: Option<Money>,
    pub actor: OperationActor,
    pub actor_name: String,
    pub operation_id: Option<OperationId>,
}

impl From<catalog::prices::PriceChange> for PriceChange {
    fn from(change: catalog::prices::PriceChange) -> Self {
        Self {
            at: change.at.into(),
            price: change.price.into(),
            compare_at: change.compare_at.map(Into::into),
            price_before: change.price_before.into(),
            compare_at_before: change.compare_at_before.map(Into::into),
            actor: change.by.actor.into(),
            actor_name: change.by.name,
            operation_id: change.operation_id.map(Into::into),
        }
    }
}
