//! Categories on the wire.

use haberdash_core::catalog::categories::{CategoryChange as CoreCategoryChange, CategoryNode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CategoryId, count, present};

/// A category in its tree.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Category {
    pub id: CategoryId,
    pub parent_id: Option<CategoryId>,
    pub name: String,
    #[schema(example = "Women > Dresses")]
    pub path: String,
    /// 0 for the uppermost.
    pub depth: u64,
    /// Among its siblings, from 1.
    pub position: i64,
    pub product_count: u64,
    /// With all below it.
    pub total_count: u64,
    pub version: i64,
}

impl From<CategoryNode> for Category {
    fn from(node: CategoryNode) -> Self {
        Self {
            id: node.category.id.into(),
            parent_id: node.category.parent_id.map(Into::into),
            name: node.category.name,
            path: node.category.path,
            depth: u64::try_from(node.depth).unwrap_or(u64::MAX),
            position: node.category.position,
            product_count: count(node.product_count),
            total_count: count(node.total_count),
            version: node.category.version,
        }
    }
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
