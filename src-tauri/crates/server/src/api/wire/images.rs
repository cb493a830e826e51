//! What is asked of a product's pictures, and what an upload answers.

use haberdash_core::catalog::images::ImageChange as CoreImageChange;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ImageId, ProductId, ProductImage, VariantId, present};

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
