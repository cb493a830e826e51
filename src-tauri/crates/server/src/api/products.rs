//! The catalog, to read.

use axum::Json;
use axum::extract::State;
use haberdash_core::id;
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::wire::{Page, Product, ProductFilter, ProductSummary};
use crate::http::extract::{Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListProducts {
    search: Option<String>,
    #[param(inline)]
    status: Option<ProductFilter>,
    /// Only what can be sold now.
    in_stock: Option<bool>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[utoipa::path(get, path = "/products", operation_id = "list_products", tag = "catalog",
    params(ListProducts), responses((status = 200, body = Page<ProductSummary>)))]
pub async fn list(State(state): State<ApiState>, Params(params): Params<ListProducts>) -> ApiResult<Json<Page<ProductSummary>>> {
    unlanded!(state, params)
}

#[utoipa::path(get, path = "/products/{id}", operation_id = "get_product", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, body = Product)))]
pub async fn show(State(state): State<ApiState>, PathId(id): PathId<id::Product>) -> ApiResult<Json<Product>> {
    unlanded!(state, id)
}

/// A picture's bytes. They never change.
#[utoipa::path(get, path = "/images/{id}", operation_id = "get_image", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, content_type = "image/*", body = Vec<u8>)))]
pub async fn image(State(state): State<ApiState>, PathId(id): PathId<id::Image>) -> ApiResult<axum::response::Response> {
    unlanded!(state, id)
}
