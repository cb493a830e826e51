//! What callers send to change variants and their codes, and what such questions answer. Amounts are minor units of the
//! shop's currency.

use haberdash_core::catalog::codes::BarcodeKind;
use haberdash_core::money::Currency;
use haberdash_core::{Money, catalog};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ProductId, VariantId, present};

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
            title: row.variant.full_title(&row.product_title),
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
