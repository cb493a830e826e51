//! Discounts.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use haberdash_core::{discounts, id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{answer, page_request};
use super::wire::{Discount, DiscountChange, DiscountFilter, NewDiscount, Page, Redemption};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

/// The routes of discounts.
pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change, remove))
        .routes(routes!(redemptions))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListDiscounts {
    #[param(inline)]
    state: Option<DiscountFilter>,
    /// A part of the title or the code.
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[utoipa::path(get, path = "/discounts", operation_id = "list_discounts", tag = "discounts",
    params(ListDiscounts), responses((status = 200, body = Page<Discount>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListDiscounts>,
) -> ApiResult<Json<Page<Discount>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter =
        discounts::DiscountFilter { state: params.state.unwrap_or_default().status(), text: params.search };
    let now = state.database.clock().now();
    let page = state.database.read(move |c| discounts::list(c, &filter, now, &request));
    answer(page.await, move |discount| Discount::of(discount, now))
}

#[utoipa::path(get, path = "/discounts/{id}", operation_id = "get_discount", tag = "discounts",
    params(("id" = String, Path)), responses((status = 200, body = Discount)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Discount>,
) -> ApiResult<Json<Discount>> {
    let now = state.database.clock().now();
    Ok(Json(Discount::of(state.database.read(move |c| discounts::get(c, id)).await?, now)))
}

#[utoipa::path(post, path = "/discounts", operation_id = "create_discount", tag = "discounts",
    request_body = NewDiscount, responses((status = 201, body = Discount)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewDiscount>,
) -> ApiResult<Response> {
    let terms = body.into();
    let made = state.act(caller, move |tx| Ok(Discount::of(discounts::create(tx, terms)?, tx.now())));
    let mut response = made.await?.into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

#[utoipa::path(patch, path = "/discounts/{id}", operation_id = "change_discount", tag = "discounts",
    params(("id" = String, Path)), request_body = DiscountChange, responses((status = 200, body = Discount)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Discount>,
    Body(body): Body<DiscountChange>,
) -> ApiResult<Done<Discount>> {
    let changed = state.act(caller, move |tx| {
        let version = body.version;
        let terms = body.over(discounts::get(tx.sql(), id)?.terms);
        Ok(Discount::of(discounts::change(tx, id, terms, version)?, tx.now()))
    });
    Ok(changed.await?)
}

/// Removes a discount that no order used.
#[utoipa::path(delete, path = "/discounts/{id}", operation_id = "remove_discount", tag = "discounts",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn remove(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Discount>,
) -> ApiResult<Response> {
    let mut response = state.act(caller, move |tx| discounts::remove(tx, id)).await?.into_response();
    *response.status_mut() = StatusCode::NO_CONTENT;
    *response.body_mut() = axum::body::Body::empty();
    Ok(response)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListRedemptions {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// The orders that use a discount, the newest first.
#[utoipa::path(get, path = "/discounts/{id}/redemptions", operation_id = "list_redemptions", tag = "discounts",
    params(("id" = String, Path), ListRedemptions), responses((status = 200, body = Page<Redemption>)))]
pub async fn redemptions(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Discount>,
    Params(params): Params<ListRedemptions>,
) -> ApiResult<Json<Page<Redemption>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| discounts::redemptions(c, id, &request));
    answer(page.await, Redemption::from)
}
