//! The catalog, to read.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use haberdash_core::{catalog, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::paging::{answer, page_request};
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
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListProducts>,
) -> ApiResult<Json<Page<ProductSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter = catalog::ProductFilter {
        text: params.search,
        status: params.status.unwrap_or_default().status(),
        in_stock: params.in_stock.unwrap_or_default(),
    };
    let page = state.database.read(move |c| catalog::list(c, &filter, &request));
    answer(page.await, ProductSummary::from)
}

#[utoipa::path(get, path = "/products/{id}", operation_id = "get_product", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, body = Product)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Product>,
) -> ApiResult<Json<Product>> {
    Ok(Json(state.database.read(move |c| catalog::detail(c, id)).await?.into()))
}

/// A picture's bytes. They never change.
#[utoipa::path(get, path = "/images/{id}", operation_id = "get_image", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, content_type = "image/*", body = Vec<u8>)))]
pub async fn image(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Image>,
    headers: HeaderMap,
) -> ApiResult<axum::response::Response> {
    let etag = format!("\"{id}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let kept = [
        (header::ETAG, HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\""))),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
    ];
    if known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let blob = state.database.read(move |c| catalog::image_bytes(c, id)).await?;
    let media_type = HeaderValue::from_str(&blob.media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    Ok((kept, [(header::CONTENT_TYPE, media_type)], blob.bytes).into_response())
}
