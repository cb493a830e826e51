//! Bulk edits on the wire: what is chosen, what changes, what that would do, and how far it is.

use haberdash_core::catalog::bulk::{self, BulkChange as CoreBulkChange, Selection};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BulkEditId, CatalogFilter, OperationId, ProductId, Time, VariantId, count};

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
