//! What callers send to change the catalog, and what such changes answer. Amounts are minor units of the shop's currency.

use haberdash_core::catalog::bulk::{self, BulkChange as CoreBulkChange, Selection};
use haberdash_core::catalog::categories::CategoryChange as CoreCategoryChange;
use haberdash_core::catalog::codes::BarcodeKind;
use haberdash_core::catalog::images::ImageChange as CoreImageChange;
use haberdash_core::catalog::matrix;
use haberdash_core::money::Currency;
use haberdash_core::{Money, catalog};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    BulkEditId, CatalogFilter, CategoryId, ImageId, OperationId, ProductId, ProductImage, ProductOptionId,
    ProductStatus, Time, VariantId, count, present,
};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOption {
    #[schema(example = "Size")]
    pub name: String,
    pub values: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVariant {
    /// One for each option, in their order.
    #[serde(default)]
    pub option_values: Vec<String>,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub price: i64,
    pub compare_at: Option<i64>,
    pub cost: Option<i64>,
    pub weight_grams: Option<i64>,
    #[serde(default)]
    pub allow_backorder: bool,
}

impl NewVariant {
    pub fn core(self, currency: Currency) -> catalog::NewVariant {
        catalog::NewVariant {
            sku: self.sku,
            barcode: self.barcode,
            values: self.option_values,
            compare_at: self.compare_at.map(|amount| Money::new(amount, currency)),
            cost_minor: self.cost,
            weight_grams: self.weight_grams,
            allow_backorder: self.allow_backorder,
            ..catalog::NewVariant::priced(Money::new(self.price, currency))
        }
    }
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

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddVariant {
    pub version: i64,
    pub variant: NewVariant,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantChange {
    pub id: VariantId,
    pub version: i64,
    pub option_values: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub sku: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub barcode: Option<Option<String>>,
    pub price: Option<i64>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub compare_at: Option<Option<i64>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub cost: Option<Option<i64>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub weight_grams: Option<Option<i64>>,
    pub allow_backorder: Option<bool>,
}

impl From<VariantChange> for catalog::VariantChange {
    fn from(change: VariantChange) -> Self {
        Self {
            id: change.id.0,
            version: Some(change.version),
            values: change.option_values,
            sku: change.sku,
            barcode: change.barcode,
            price_minor: change.price,
            compare_at_minor: change.compare_at,
            cost_minor: change.cost,
            weight_grams: change.weight_grams,
            allow_backorder: change.allow_backorder,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantChanges {
    pub changes: Vec<VariantChange>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantSelection {
    pub version: i64,
    pub variant_ids: Vec<VariantId>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FillCodes {
    pub version: i64,
    /// Left out: all.
    #[serde(default)]
    pub variant_ids: Vec<VariantId>,
    #[serde(default)]
    pub skus: bool,
    #[serde(default)]
    pub barcodes: bool,
    /// Those that have one get a new one too.
    #[serde(default)]
    pub overwrite: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckBarcode {
    pub barcode: String,
    /// The variant that is being edited.
    pub variant_id: Option<VariantId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CodeOwner {
    pub variant_id: VariantId,
    pub product_id: ProductId,
    #[schema(example = "Linen dress, M / Navy")]
    pub title: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedBarcode {
    /// As it will be kept.
    pub barcode: String,
    /// `ean13`, `ean8`, `upca`, `upce`, `gtin14`, `own` or `other`.
    pub kind: String,
    pub in_use_by: Option<CodeOwner>,
}

impl CheckedBarcode {
    pub fn new(barcode: String, kind: BarcodeKind, owner: Option<catalog::VariantListing>) -> Self {
        let in_use_by = owner.map(|row| CodeOwner {
            variant_id: row.variant.id.into(),
            product_id: row.variant.product_id.into(),
            title: match row.variant.title() {
                title if title.is_empty() => row.product_title,
                title => format!("{}, {title}", row.product_title),
            },
        });
        Self { barcode, kind: kind.to_string(), in_use_by }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SkuPreview {
    pub skus: Vec<String>,
    /// Why the pattern cannot be used.
    pub problem: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCategory {
    pub name: String,
    pub parent_id: Option<CategoryId>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryChange {
    pub version: i64,
    pub name: Option<String>,
    /// Null: to the top.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<CategoryId>)]
    pub parent_id: Option<Option<CategoryId>>,
    /// Among its siblings, from 1.
    pub position: Option<i64>,
}

impl From<CategoryChange> for CoreCategoryChange {
    fn from(change: CategoryChange) -> Self {
        Self {
            name: change.name,
            parent_id: change.parent_id.map(|id| id.map(|id| id.0)),
            position: change.position,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImageChange {
    pub alt: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub colour: Option<Option<String>>,
    pub variant_ids: Option<Vec<VariantId>>,
}

impl From<ImageChange> for CoreImageChange {
    fn from(change: ImageChange) -> Self {
        Self {
            alt: change.alt,
            colour: change.colour,
            variant_ids: change.variant_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImageOrder {
    /// Each of the product's pictures once.
    pub image_ids: Vec<ImageId>,
}

/// A product by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductName {
    pub product_id: ProductId,
    pub title: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UploadedImage {
    pub image: ProductImage,
    /// The product had this very picture already; nothing was added.
    pub already_known: bool,
    /// Other products that show it.
    pub also_on: Vec<ProductName>,
}

/// One of three: products, variants, or all that a filter finds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkSelection {
    pub product_ids: Option<Vec<ProductId>>,
    pub variant_ids: Option<Vec<VariantId>>,
    pub filter: Option<CatalogFilter>,
    /// Products that the filter finds but that are not meant.
    #[serde(default)]
    pub except_ids: Vec<ProductId>,
}

impl BulkSelection {
    /// `None` when it is not one of the three.
    pub fn core(self) -> Option<Selection> {
        match (self.product_ids, self.variant_ids, self.filter) {
            (Some(ids), None, None) => Some(Selection::Products(ids.into_iter().map(|id| id.0).collect())),
            (None, Some(ids), None) => Some(Selection::Variants(ids.into_iter().map(|id| id.0).collect())),
            (None, None, Some(filter)) => Some(Selection::Filter {
                filter: filter.into(),
                except: self.except_ids.into_iter().map(|id| id.0).collect(),
            }),
            _ => None,
        }
    }
}

/// What to change. See the contract of each `kind`.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct BulkChange(pub CoreBulkChange);

impl utoipa::PartialSchema for BulkChange {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Type};
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "`kind` and what it needs: status {status}; add_tags, remove_tags {tags}; category {category_id}; brand, \
                 season, material, care {text}; tax_class {tax_class}; publish_at {at}; price {how: {set | percent | \
                 amount | from_compare_at | from_cost_percent}, rounding, keep_as_compare_at}; compare_at {how: {set | \
                 percent | clear}, rounding}; cost {how: {set | percent | amount | clear}}; weight {grams}; backorder \
                 {allow}; fill_codes {skus, barcodes}. Rounding: {to, mode} or {ending}.",
            ))
            .property("kind", ObjectBuilder::new().schema_type(Type::String))
            .required("kind")
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .into()
    }
}

impl ToSchema for BulkChange {}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRequest {
    pub select: BulkSelection,
    pub changes: Vec<BulkChange>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BulkExample {
    /// The product's or variant's id.
    pub id: String,
    pub title: String,
    pub field: String,
    pub before: String,
    pub after: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BulkSkipped {
    pub id: ProductId,
    pub title: String,
    pub reason: String,
}

/// What a bulk edit would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkPreview {
    pub products: u64,
    pub variants: u64,
    /// Products that would differ.
    pub changed: u64,
    pub examples: Vec<BulkExample>,
    pub skipped: Vec<BulkSkipped>,
}

impl From<bulk::Preview> for BulkPreview {
    fn from(preview: bulk::Preview) -> Self {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let example = |example: bulk::Example| BulkExample {
            id: example.id,
            title: example.title,
            field: example.field.into(),
            before: example.before,
            after: example.after,
        };
        let skipped =
            |one: bulk::Skipped| BulkSkipped { id: one.id.into(), title: one.title, reason: one.reason };
        Self {
            products: number(preview.products),
            variants: number(preview.variants),
            changed: number(preview.changed),
            examples: preview.examples.into_iter().map(example).collect(),
            skipped: preview.skipped.into_iter().map(skipped).collect(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkState {
    Running,
    Done,
    Cancelled,
}

/// A bulk edit and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkEdit {
    pub id: BulkEditId,
    pub operation_id: OperationId,
    pub state: BulkState,
    /// Products to look at, and looked at.
    pub total: u64,
    pub done: u64,
    /// Changed.
    pub products: u64,
    pub variants: u64,
    pub skipped: u64,
    pub started_at: Time,
    pub ended_at: Option<Time>,
}

impl From<bulk::BulkEdit> for BulkEdit {
    fn from(edit: bulk::BulkEdit) -> Self {
        Self {
            id: edit.id.into(),
            operation_id: edit.operation_id.into(),
            state: edit.state.into(),
            total: count(edit.total),
            done: count(edit.done),
            products: count(edit.products),
            variants: count(edit.variants),
            skipped: count(edit.skipped),
            started_at: edit.started_at.into(),
            ended_at: edit.ended_at.map(Into::into),
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSavedFilter {
    #[schema(example = "products")]
    pub list: String,
    pub name: String,
    #[schema(value_type = Object)]
    pub filter: serde_json::Value,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedFilterChange {
    pub version: i64,
    pub name: Option<String>,
    #[schema(value_type = Option<Object>)]
    pub filter: Option<serde_json::Value>,
    pub position: Option<i64>,
}
