//! Changing many products at once.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use haberdash_core::catalog::bulk::{self, BulkChange as CoreBulkChange, BulkState, Selection};
use haberdash_core::id;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::wire::{BulkEdit, BulkPreview, BulkRequest};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, PathId};
use crate::http::problem::{ApiError, ApiResult};

/// A selection may name every variant of a large shop.
const LARGEST_SELECTION: usize = 8 * 1024 * 1024;

/// The routes, among them those that take large bodies.
pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(start))
        .routes(routes!(preview))
        .layer(DefaultBodyLimit::max(LARGEST_SELECTION))
        .routes(routes!(show))
        .routes(routes!(cancel))
}

fn read(body: BulkRequest) -> ApiResult<(Selection, Vec<CoreBulkChange>)> {
    let selection = body
        .select
        .core()
        .ok_or_else(|| ApiError::field("select", "Name one of product_ids, variant_ids and filter."))?;
    Ok((selection, body.changes.into_iter().map(|change| change.0).collect()))
}

/// What the changes would do; nothing is changed.
#[utoipa::path(post, path = "/catalog/bulk/preview", operation_id = "preview_bulk_edit", tag = "catalog",
    request_body = BulkRequest, responses((status = 200, body = BulkPreview)))]
pub async fn preview(
    State(state): State<ApiState>,
    Body(body): Body<BulkRequest>,
) -> ApiResult<Json<BulkPreview>> {
    let (selection, changes) = read(body)?;
    let finder = state.finder.clone();
    let seen = state.database.read(move |c| {
        let targets = selection.targets(c, &finder)?;
        bulk::preview(c, &targets, &changes)
    });
    Ok(Json(seen.await?.into()))
}

/// Changes many products as one operation: at once up to 1,000, else in the background (202).
#[utoipa::path(post, path = "/catalog/bulk", operation_id = "start_bulk_edit", tag = "catalog",
    request_body = BulkRequest, responses((status = 200, body = BulkEdit), (status = 202, body = BulkEdit)))]
pub async fn start(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<BulkRequest>,
) -> ApiResult<Response> {
    let (selection, changes) = read(body)?;
    let finder = state.finder.clone();
    // Looked up on a reader: it is long, and the writer has others waiting.
    let targets = state.database.read(move |c| selection.targets(c, &finder)).await?;
    let done = state.act(caller, move |tx| bulk::start(tx, &targets, &changes)).await?;
    let status = match done.value.state {
        BulkState::Running => StatusCode::ACCEPTED,
        BulkState::Done | BulkState::Cancelled => StatusCode::OK,
    };
    Ok((status, done.map(BulkEdit::from)).into_response())
}

/// How far a bulk edit is.
#[utoipa::path(get, path = "/catalog/bulk/{id}", operation_id = "get_bulk_edit", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, body = BulkEdit)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::BulkEdit>,
) -> ApiResult<Json<BulkEdit>> {
    Ok(Json(state.database.read(move |c| bulk::get(c, id)).await?.into()))
}

/// Stops a bulk edit. What is done stays, and can be undone.
#[utoipa::path(post, path = "/catalog/bulk/{id}/cancel", operation_id = "cancel_bulk_edit", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, body = BulkEdit)))]
pub async fn cancel(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::BulkEdit>,
) -> ApiResult<Done<BulkEdit>> {
    Ok(state.act(caller, move |tx| bulk::cancel(tx, id)).await?.map(BulkEdit::from))
}
