//! Orders, to read.

use axum::Json;
use axum::extract::State;
use haberdash_core::{id, orders};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::paging::{answer, page_request};
use super::wire::{Order, OrderFilter, OrderSummary, Page};
use crate::http::extract::{Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListOrders {
    /// A number or a contact's name.
    search: Option<String>,
    #[param(inline)]
    status: Option<OrderFilter>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[utoipa::path(get, path = "/orders", operation_id = "list_orders", tag = "orders",
    params(ListOrders), responses((status = 200, body = Page<OrderSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListOrders>,
) -> ApiResult<Json<Page<OrderSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter =
        orders::OrderFilter { status: params.status.unwrap_or_default().status(), text: params.search };
    let page = state.database.read(move |c| orders::list(c, &filter, &request));
    answer(page.await, OrderSummary::from)
}

#[utoipa::path(get, path = "/orders/{id}", operation_id = "get_order", tag = "orders",
    params(("id" = String, Path)), responses((status = 200, body = Order)))]
pub async fn show(State(state): State<ApiState>, PathId(id): PathId<id::Order>) -> ApiResult<Json<Order>> {
    Ok(Json(state.database.read(move |c| orders::detail(c, id)).await?.into()))
}
