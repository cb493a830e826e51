//! Who waits for what is sold out.

use axum::Json;
use axum::extract::State;
use haberdash_core::waiting_list;
use haberdash_core::{Clock, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::wire::{Page, ProductId, WaitingCounts, WaitingEntry, WaitingState};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListWaiting {
    /// Those who wait when not given.
    state: Option<WaitingState>,
    /// Who waits for this product only.
    product_id: Option<ProductId>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Who waits for what, the oldest promise first.
#[utoipa::path(get, path = "/waiting-list", operation_id = "list_waiting", tag = "stock",
    params(ListWaiting), responses((status = 200, body = Page<WaitingEntry>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListWaiting>,
) -> ApiResult<Json<Page<WaitingEntry>>> {
    let page = page_request(params.cursor, params.limit)?;
    let wanted = params.state.unwrap_or(WaitingState::Waits).into();
    let now = state.database.clock().now();
    let found = state.database.read(move |connection| {
        waiting_list::list(connection, wanted, params.product_id.map(|id| id.0), now, &page)
    });
    answer(found.await, WaitingEntry::from)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountWaiting {
    /// Who waits for this product only.
    product_id: Option<ProductId>,
}

/// How many wait, and whom the owner has to tell.
#[utoipa::path(get, path = "/waiting-list/counts", operation_id = "count_waiting", tag = "stock",
    params(CountWaiting), responses((status = 200, body = WaitingCounts)))]
pub async fn counts(
    State(state): State<ApiState>,
    Params(params): Params<CountWaiting>,
) -> ApiResult<Json<WaitingCounts>> {
    let now = state.database.clock().now();
    let counts = state
        .database
        .read(move |connection| waiting_list::counts(connection, params.product_id.map(|id| id.0), now));
    Ok(Json(counts.await?.into()))
}

/// Takes a promise off the list: the customer is told by other means, or not at all.
#[utoipa::path(delete, path = "/waiting-list/{id}", operation_id = "remove_waiting", tag = "stock",
    params(("id" = String, Path)), responses((status = 200, body = WaitingCounts)))]
pub async fn remove(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::WaitingEntry>,
) -> ApiResult<Done<WaitingCounts>> {
    let left = state.act(caller, move |tx| {
        waiting_list::remove(tx, id)?;
        let now = tx.now();
        Ok(WaitingCounts::from(waiting_list::counts(tx.sql(), None, now)?))
    });
    Ok(left.await?)
}
