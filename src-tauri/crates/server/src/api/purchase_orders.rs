//! Orders to suppliers, and the goods that come.

use axum::Json;
use axum::extract::State;
use haberdash_core::{Id, WriteTx, id, stock};
use serde::Deserialize;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::wire::{
    NewPurchaseOrder, Page, PurchaseFilter, PurchaseOrder, PurchaseOrderChange, PurchaseOrderSummary,
    Receiving, SeenVersion, SupplierId,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListPurchaseOrders {
    #[param(inline)]
    status: Option<PurchaseFilter>,
    #[param(value_type = Option<String>)]
    supplier_id: Option<SupplierId>,
    /// A number, or a part of the supplier's name.
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Orders to suppliers, the newest first.
#[utoipa::path(get, path = "/purchase-orders", operation_id = "list_purchase_orders", tag = "purchasing",
    params(ListPurchaseOrders), responses((status = 200, body = Page<PurchaseOrderSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListPurchaseOrders>,
) -> ApiResult<Json<Page<PurchaseOrderSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter = stock::PurchaseFilter {
        statuses: params.status.unwrap_or_default().statuses(),
        supplier_id: params.supplier_id.map(|id| id.0),
        text: params.search,
    };
    let now = state.database.clock().now();
    let page = state.database.read(move |c| stock::purchase_orders(c, &filter, &request));
    answer(page.await, |order| PurchaseOrderSummary::of(order, now))
}

#[utoipa::path(get, path = "/purchase-orders/{id}", operation_id = "get_purchase_order", tag = "purchasing",
    params(("id" = String, Path)), responses((status = 200, body = PurchaseOrder)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::PurchaseOrder>,
) -> ApiResult<Json<PurchaseOrder>> {
    let now = state.database.clock().now();
    let view = state.database.read(move |c| stock::purchase_order(c, id)).await?;
    Ok(Json(PurchaseOrder::of(view, now)))
}

/// Does something and answers with the whole order.
async fn act(
    state: &ApiState,
    caller: Caller,
    work: impl FnOnce(&mut WriteTx<'_>) -> haberdash_core::Result<Id<id::PurchaseOrder>> + Send + 'static,
) -> ApiResult<Done<PurchaseOrder>> {
    let done = state.act(caller, move |tx| {
        let id = work(tx)?;
        Ok(PurchaseOrder::of(stock::purchase_order(tx.sql(), id)?, tx.now()))
    });
    Ok(done.await?)
}

/// Begins an order as a draft.
#[utoipa::path(post, path = "/purchase-orders", operation_id = "create_purchase_order", tag = "purchasing",
    request_body = NewPurchaseOrder, responses((status = 200, body = PurchaseOrder)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewPurchaseOrder>,
) -> ApiResult<Done<PurchaseOrder>> {
    act(&state, caller, move |tx| Ok(stock::create_purchase(tx, &body.into())?.id)).await
}

/// Changes an order: all of a draft; later the date and the note.
#[utoipa::path(patch, path = "/purchase-orders/{id}", operation_id = "change_purchase_order", tag = "purchasing",
    params(("id" = String, Path)), request_body = PurchaseOrderChange,
    responses((status = 200, body = PurchaseOrder)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::PurchaseOrder>,
    Body(body): Body<PurchaseOrderChange>,
) -> ApiResult<Done<PurchaseOrder>> {
    let version = body.version;
    act(&state, caller, move |tx| Ok(stock::change_purchase(tx, id, version, body.into())?.id)).await
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/purchase-orders/{id}", operation_id = "delete_purchase_order", tag = "purchasing",
    params(("id" = String, Path)), responses((status = 200, body = ())))]
pub async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::PurchaseOrder>,
) -> ApiResult<Done<()>> {
    Ok(state.act(caller, move |tx| stock::delete_purchase(tx, id)).await?)
}

/// The order went to the supplier.
#[utoipa::path(post, path = "/purchase-orders/{id}/order", operation_id = "send_purchase_order", tag = "purchasing",
    params(("id" = String, Path)), request_body = SeenVersion, responses((status = 200, body = PurchaseOrder)))]
pub async fn order(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::PurchaseOrder>,
    Body(body): Body<SeenVersion>,
) -> ApiResult<Done<PurchaseOrder>> {
    act(&state, caller, move |tx| Ok(stock::order_purchase(tx, id, body.version)?.id)).await
}

/// Nothing of it will come.
#[utoipa::path(post, path = "/purchase-orders/{id}/cancel", operation_id = "cancel_purchase_order", tag = "purchasing",
    params(("id" = String, Path)), request_body = SeenVersion, responses((status = 200, body = PurchaseOrder)))]
pub async fn cancel(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::PurchaseOrder>,
    Body(body): Body<SeenVersion>,
) -> ApiResult<Done<PurchaseOrder>> {
    act(&state, caller, move |tx| Ok(stock::cancel_purchase(tx, id, body.version)?.id)).await
}

/// Nothing more of it will come.
#[utoipa::path(post, path = "/purchase-orders/{id}/close", operation_id = "close_purchase_order", tag = "purchasing",
    params(("id" = String, Path)), request_body = SeenVersion, responses((status = 200, body = PurchaseOrder)))]
pub async fn close(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::PurchaseOrder>,
    Body(body): Body<SeenVersion>,
) -> ApiResult<Done<PurchaseOrder>> {
    act(&state, caller, move |tx| Ok(stock::close_purchase(tx, id, body.version)?.id)).await
}

/// Enters what came. More than ordered is refused (`over_receipt`) unless `accept_more`.
#[utoipa::path(post, path = "/purchase-orders/{id}/receive", operation_id = "receive_purchase_order", tag = "purchasing",
    params(("id" = String, Path)), request_body = Receiving, responses((status = 200, body = PurchaseOrder)))]
pub async fn receive(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::PurchaseOrder>,
    Body(body): Body<Receiving>,
) -> ApiResult<Done<PurchaseOrder>> {
    let version = body.version;
    act(&state, caller, move |tx| Ok(stock::receive(tx, id, version, &body.into())?.id)).await
}
