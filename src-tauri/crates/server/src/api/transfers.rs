//! Goods that go from one place to another.

use axum::Json;
use axum::extract::State;
use haberdash_core::{Id, WriteTx, id, stock};
use serde::Deserialize;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::wire::{
    NewTransfer, Page, SeenVersion, Transfer, TransferFilter, TransferReceiving, TransferSummary,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListTransfers {
    #[param(inline)]
    status: Option<TransferFilter>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Transfers, the newest first.
#[utoipa::path(get, path = "/stock/transfers", operation_id = "list_transfers", tag = "stock",
    params(ListTransfers), responses((status = 200, body = Page<TransferSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListTransfers>,
) -> ApiResult<Json<Page<TransferSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let statuses = params.status.unwrap_or_default().statuses();
    let page = state.database.read(move |c| stock::transfers(c, &statuses, &request));
    answer(page.await, TransferSummary::from)
}

#[utoipa::path(get, path = "/stock/transfers/{id}", operation_id = "get_transfer", tag = "stock",
    params(("id" = String, Path)), responses((status = 200, body = Transfer)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Transfer>,
) -> ApiResult<Json<Transfer>> {
    Ok(Json(state.database.read(move |c| stock::transfer(c, id)).await?.into()))
}

/// Does something and answers with the whole transfer.
async fn act(
    state: &ApiState,
    caller: Caller,
    work: impl FnOnce(&mut WriteTx<'_>) -> haberdash_core::Result<Id<id::Transfer>> + Send + 'static,
) -> ApiResult<Done<Transfer>> {
    let done = state.act(caller, move |tx| {
        let id = work(tx)?;
        stock::transfer(tx.sql(), id)
    });
    Ok(done.await?.map(Into::into))
}

/// Takes goods out of one place, on their way to another.
#[utoipa::path(post, path = "/stock/transfers", operation_id = "create_transfer", tag = "stock",
    request_body = NewTransfer, responses((status = 200, body = Transfer)))]
pub async fn send(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewTransfer>,
) -> ApiResult<Done<Transfer>> {
    act(&state, caller, move |tx| Ok(stock::send(tx, &body.into())?.id)).await
}

/// Puts what arrived on the shelves of the other place.
#[utoipa::path(post, path = "/stock/transfers/{id}/receive", operation_id = "receive_transfer", tag = "stock",
    params(("id" = String, Path)), request_body = TransferReceiving, responses((status = 200, body = Transfer)))]
pub async fn receive(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Transfer>,
    Body(body): Body<TransferReceiving>,
) -> ApiResult<Done<Transfer>> {
    act(&state, caller, move |tx| {
        let lines: Option<Vec<stock::TransferReceived>> = body.lines.map(|lines| {
            let received = |line: super::wire::TransferReceivedLine| stock::TransferReceived {
                line_id: line.line_id.0,
                quantity: line.quantity,
            };
            lines.into_iter().map(received).collect()
        });
        Ok(stock::receive_transfer(tx, id, body.version, lines.as_deref())?.id)
    })
    .await
}

/// Nothing more will arrive: what is missing is lost.
#[utoipa::path(post, path = "/stock/transfers/{id}/close", operation_id = "close_transfer", tag = "stock",
    params(("id" = String, Path)), request_body = SeenVersion, responses((status = 200, body = Transfer)))]
pub async fn close(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Transfer>,
    Body(body): Body<SeenVersion>,
) -> ApiResult<Done<Transfer>> {
    act(&state, caller, move |tx| Ok(stock::close_transfer(tx, id, body.version)?.id)).await
}

/// What is under way goes back.
#[utoipa::path(post, path = "/stock/transfers/{id}/cancel", operation_id = "cancel_transfer", tag = "stock",
    params(("id" = String, Path)), request_body = SeenVersion, responses((status = 200, body = Transfer)))]
pub async fn cancel(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Transfer>,
    Body(body): Body<SeenVersion>,
) -> ApiResult<Done<Transfer>> {
    act(&state, caller, move |tx| Ok(stock::cancel_transfer(tx, id, body.version)?.id)).await
}
