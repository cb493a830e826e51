//! How the shop numbers and describes its goods.

use serde::{Deserialize, Serialize};

use super::sku;
use crate::error::{Error, Result};
use crate::settings::Document;

crate::text_enum! {
    /// How weights are shown; they are kept in grams.
    pub enum WeightUnit {
        Gram = "g",
        Kilogram = "kg",
        Pound = "lb",
        Ounce = "oz",
    }
}

/// The owner's rules for codes, and what new goods begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CatalogSettings {
    /// See [`sku::Pattern`].
    pub sku_pattern: String,
    /// Two digits, 20 to 29: the range that GS1 leaves to shops.
    pub own_barcode_prefix: String,
    pub default_tax_class: String,
    pub weight_unit: WeightUnit,
}

impl Default for CatalogSettings {
    fn default() -> Self {
        Self {
            sku_pattern: "{handle}-{size}-{colour}".into(),
            own_barcode_prefix: "20".into(),
            default_tax_class: "standard".into(),
            weight_unit: WeightUnit::Gram,
        }
    }
}

impl Document for CatalogSettings {
    const KEY: &'static str = "catalog";

    fn validate(&self) -> Result<()> {
        sku::Pattern::read(&self.sku_pattern)?;
        let prefix = self.own_barcode_prefix.as_bytes();
        if prefix.len() != 2 || prefix[0] != b'2' || !prefix[1].is_ascii_digit() {
            return Err(
                Error::invalid("The shop's own barcodes begin with 20 to 29.").at("own_barcode_prefix")
            );
        }
        if self.default_tax_class.trim().is_empty() || self.default_tax_class.len() > 40 {
            return Err(Error::invalid("Name the tax class, such as 'standard'.").at("default_tax_class"));
        }
        Ok(())
    }
}
