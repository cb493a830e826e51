//! Filters that the owner keeps, on the wire.

use haberdash_core::saved_filters;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SavedFilterId;

/// A filter that the owner named.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedFilter {
    pub id: SavedFilterId,
    #[schema(example = "products")]
    pub list: String,
    pub name: String,
    #[schema(value_type = Object)]
    pub filter: serde_json::Value,
    pub position: i64,
    pub version: i64,
}

impl From<saved_filters::SavedFilter> for SavedFilter {
    fn from(saved: saved_filters::SavedFilter) -> Self {
        Self {
            id: saved.id.into(),
            list: saved.list,
            name: saved.name,
            filter: saved.filter,
            position: saved.position,
            version: saved.version,
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
