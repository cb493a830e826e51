//! What callers send to change products and their options. Amounts are minor units of the shop's currency.

use haberdash_core::catalog::{self, matrix};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CategoryId, NewVariant, ProductOptionId, ProductStatus, Time, present};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOption {
    #[schema(example = "Size")]
    pub name: String,
    pub values: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    pub title: String,
    /// Left out: made from the title.
    #[serde(default)]
    pub handle: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub brand: String,
    pub category_id: Option<CategoryId>,
    /// "Women > Dresses": made when missing. Without effect beside `category_id`.
    #[serde(default)]
    pub category: String,
    #[serde(default)]
    pub material: String,
    #[serde(default)]
    pub care: String,
    #[serde(default)]
    pub season: String,
    #[serde(default)]
    pub tags: Vec<String>,
    pub status: Option<ProductStatus>,
    /// Left out: the shop's usual one.
    #[serde(default)]
    pub tax_class: String,
    pub publish_at: Option<Time>,
    /// Six at most.
    #[serde(default)]
    pub options: Vec<NewOption>,
    /// Left out: one plain variant at `price`, or all combinations.
    #[serde(default)]
    pub variants: Vec<NewVariant>,
    /// Of the variants that are made here.
    pub price: Option<i64>,
    #[serde(default)]
    pub all_combinations: bool,
    #[serde(default)]
    pub fill_skus: bool,
    #[serde(default)]
    pub fill_barcodes: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductChange {
    pub version: i64,
    pub handle: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub brand: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<CategoryId>)]
    pub category_id: Option<Option<CategoryId>>,
    pub material: Option<String>,
    pub care: Option<String>,
    pub season: Option<String>,
    pub tags: Option<Vec<String>>,
    pub status: Option<ProductStatus>,
    pub tax_class: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Time>)]
    pub publish_at: Option<Option<Time>>,
}

impl From<ProductChange> for catalog::ProductChange {
    fn from(change: ProductChange) -> Self {
        Self {
            handle: change.handle,
            title: change.title,
            description: change.description,
            brand: change.brand,
            category_id: change.category_id.map(|id| id.map(|id| id.0)),
            category: None,
            material: change.material,
            care: change.care,
            season: change.season,
            tags: change.tags,
            status: change.status.map(Into::into),
            tax_class: change.tax_class,
            publish_at: change.publish_at.map(|at| at.map(|at| at.0)),
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Duplicate {
    pub title: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionValue {
    pub name: String,
    /// What it was called: its variants are renamed too.
    pub was: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionChange {
    /// Null: a new option. Its first value goes to the variants that exist.
    pub id: Option<ProductOptionId>,
    pub name: String,
    pub values: Vec<OptionValue>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionsChange {
    pub version: i64,
    /// In display order; what is left out goes.
    pub options: Vec<OptionChange>,
}

impl From<OptionChange> for matrix::OptionChange {
    fn from(option: OptionChange) -> Self {
        let value = |value: OptionValue| matrix::ValueChange { name: value.name, was: value.was };
        Self {
            id: option.id.map(|id| id.0),
            name: option.name,
            values: option.values.into_iter().map(value).collect(),
        }
    }
}

/// Combinations of the options' values that no variant has.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissingCombinations {
    pub combinations: Vec<Vec<String>>,
    pub total: u64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddMissing {
    pub version: i64,
    /// Left out: the product's commonest price.
    pub price: Option<i64>,
    /// Left out: all that are missing.
    pub combinations: Option<Vec<Vec<String>>>,
    #[serde(default)]
    pub fill_skus: bool,
    #[serde(default)]
    pub fill_barcodes: bool,
}
