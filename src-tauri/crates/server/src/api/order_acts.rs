//! What is done with an order: each step of its life, its parcels, its money.

use axum::extract::{Path, State};
use haberdash_core::{Code, id, orders};

use super::orders::act;
use super::wire::{
    AddressChange, FulfilmentChange, FulfilmentInput, ItemsChange, Order, OrderCancellation, OrderParcel,
    OrderPayment, OrderPlacing, OrderStep, PaymentEnd, PaymentInput, PaymentMethodChange, RefundInput,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, PathId};
use crate::http::problem::{ApiError, ApiResult};

/// Places a draft: stock is reserved, the next number taken, codes are used.
#[utoipa::path(post, path = "/orders/{id}/place", operation_id = "place_order", tag = "orders",
    params(("id" = String, Path)), request_body = OrderPlacing, responses((status = 200, body = Order)))]
pub async fn place(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<OrderPlacing>,
) -> ApiResult<Done<Order>> {
    let payments: Vec<orders::NewPayment> = body.payments.into_iter().map(Into::into).collect();
    act(&state, caller, move |tx| orders::place(tx, id, &payments, &body.reason, body.version)).await
}

/// Begins to prepare it.
#[utoipa::path(post, path = "/orders/{id}/process", operation_id = "process_order", tag = "orders",
    params(("id" = String, Path)), request_body = OrderStep, responses((status = 200, body = Order)))]
pub async fn process(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<OrderStep>,
) -> ApiResult<Done<Order>> {
    act(&state, caller, move |tx| orders::process(tx, id, &body.reason, body.version)).await
}

/// Puts pieces into a parcel; what leaves the shop is taken from stock.
#[utoipa::path(post, path = "/orders/{id}/fulfilments", operation_id = "fulfil_order", tag = "orders",
    params(("id" = String, Path)), request_body = FulfilmentInput, responses((status = 200, body = Order)))]
pub async fn fulfil(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<FulfilmentInput>,
) -> ApiResult<Done<Order>> {
    let version = body.version;
    let new = body.fulfilment()?;
    act(&state, caller, move |tx| orders::fulfil(tx, id, &new, version)).await
}

fn no_such_part<E>(_: E) -> ApiError {
    ApiError::new(Code::NotFound, "There is no such entry.")
}

/// Moves a parcel on, or completes what is known of it.
#[utoipa::path(patch, path = "/orders/{id}/fulfilments/{fulfilment_id}", operation_id = "change_fulfilment", tag = "orders",
    params(("id" = String, Path), ("fulfilment_id" = String, Path)), request_body = FulfilmentChange,
    responses((status = 200, body = Order)))]
pub async fn change_fulfilment(
    State(state): State<ApiState>,
    caller: Caller,
    part: Result<Path<OrderParcel>, axum::extract::rejection::PathRejection>,
    Body(body): Body<FulfilmentChange>,
) -> ApiResult<Done<Order>> {
    let (id, parcel) = part.map_err(no_such_part)?.ids();
    let version = body.version;
    let change = body.change()?;
    act(&state, caller, move |tx| orders::change_fulfilment(tx, id, parcel, &change, version)).await
}

/// Everything has arrived.
#[utoipa::path(post, path = "/orders/{id}/deliver", operation_id = "deliver_order", tag = "orders",
    params(("id" = String, Path)), request_body = OrderStep, responses((status = 200, body = Order)))]
pub async fn deliver(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<OrderStep>,
) -> ApiResult<Done<Order>> {
    act(&state, caller, move |tx| orders::deliver(tx, id, &body.reason, body.version)).await
}

/// Cancels it: stock is free again, money goes back as chosen.
#[utoipa::path(post, path = "/orders/{id}/cancel", operation_id = "cancel_order", tag = "orders",
    params(("id" = String, Path)), request_body = OrderCancellation, responses((status = 200, body = Order)))]
pub async fn cancel(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<OrderCancellation>,
) -> ApiResult<Done<Order>> {
    let version = body.version;
    let cancellation = body.into();
    act(&state, caller, move |tx| orders::cancel(tx, id, &cancellation, version)).await
}

/// Changes items for other variants of the same products and settles the difference.
#[utoipa::path(post, path = "/orders/{id}/items", operation_id = "change_order_items", tag = "orders",
    params(("id" = String, Path)), request_body = ItemsChange, responses((status = 200, body = Order)))]
pub async fn change_items(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<ItemsChange>,
) -> ApiResult<Done<Order>> {
    let changes: Vec<orders::ItemChange> = body.changes.into_iter().map(Into::into).collect();
    let settle = body.settle.into();
    act(&state, caller, move |tx| {
        orders::change_items(tx, id, &changes, Some(&settle), &body.reason, body.version)
    })
    .await
}

/// Sends it elsewhere.
#[utoipa::path(post, path = "/orders/{id}/address", operation_id = "change_order_address", tag = "orders",
    params(("id" = String, Path)), request_body = AddressChange, responses((status = 200, body = Order)))]
pub async fn change_address(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<AddressChange>,
) -> ApiResult<Done<Order>> {
    let ship_to = body.ship_to.into();
    act(&state, caller, move |tx| orders::change_address(tx, id, &ship_to, &body.reason, body.version)).await
}

/// Pays with something else: what was paid goes back, and the same comes anew.
#[utoipa::path(post, path = "/orders/{id}/payment-method", operation_id = "change_order_payment", tag = "orders",
    params(("id" = String, Path)), request_body = PaymentMethodChange, responses((status = 200, body = Order)))]
pub async fn change_payment(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<PaymentMethodChange>,
) -> ApiResult<Done<Order>> {
    let to = body.to.into();
    act(&state, caller, move |tx| orders::change_payment(tx, id, &to, &body.reason, body.version)).await
}

/// Enters a payment.
#[utoipa::path(post, path = "/orders/{id}/payments", operation_id = "add_order_payment", tag = "orders",
    params(("id" = String, Path)), request_body = PaymentInput, responses((status = 200, body = Order)))]
pub async fn add_payment(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<PaymentInput>,
) -> ApiResult<Done<Order>> {
    let version = body.version;
    let new = body.into();
    act(&state, caller, move |tx| orders::add_payment(tx, id, &new, version)).await
}

/// An expected payment, or a refund under way, has arrived.
#[utoipa::path(post, path = "/orders/{id}/payments/{payment_id}/settle", operation_id = "settle_order_payment", tag = "orders",
    params(("id" = String, Path), ("payment_id" = String, Path)), request_body = PaymentEnd,
    responses((status = 200, body = Order)))]
pub async fn settle_payment(
    State(state): State<ApiState>,
    caller: Caller,
    part: Result<Path<OrderPayment>, axum::extract::rejection::PathRejection>,
    Body(body): Body<PaymentEnd>,
) -> ApiResult<Done<Order>> {
    let (id, payment) = part.map_err(no_such_part)?.ids();
    act(&state, caller, move |tx| {
        orders::settle_payment(tx, id, payment, body.reference.as_deref(), body.version)
    })
    .await
}

/// An expected payment, or a refund under way, will not arrive.
#[utoipa::path(post, path = "/orders/{id}/payments/{payment_id}/fail", operation_id = "fail_order_payment", tag = "orders",
    params(("id" = String, Path), ("payment_id" = String, Path)), request_body = PaymentEnd,
    responses((status = 200, body = Order)))]
pub async fn fail_payment(
    State(state): State<ApiState>,
    caller: Caller,
    part: Result<Path<OrderPayment>, axum::extract::rejection::PathRejection>,
    Body(body): Body<PaymentEnd>,
) -> ApiResult<Done<Order>> {
    let (id, payment) = part.map_err(no_such_part)?.ids();
    act(&state, caller, move |tx| orders::fail_payment(tx, id, payment, &body.reason, body.version)).await
}

/// Gives money back, never more than was paid.
#[utoipa::path(post, path = "/orders/{id}/refunds", operation_id = "refund_order", tag = "orders",
    params(("id" = String, Path)), request_body = RefundInput, responses((status = 200, body = Order)))]
pub async fn refund(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<RefundInput>,
) -> ApiResult<Done<Order>> {
    let version = body.version;
    let new = body.into();
    act(&state, caller, move |tx| orders::refund(tx, id, &new, version)).await
}

/// Puts what is finished out of sight.
#[utoipa::path(post, path = "/orders/{id}/archive", operation_id = "archive_order", tag = "orders",
    params(("id" = String, Path)), responses((status = 200, body = Order)))]
pub async fn archive(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
) -> ApiResult<Done<Order>> {
    act(&state, caller, move |tx| orders::archive(tx, id, None)).await
}

/// Brings it back from the archive.
#[utoipa::path(post, path = "/orders/{id}/unarchive", operation_id = "unarchive_order", tag = "orders",
    params(("id" = String, Path)), responses((status = 200, body = Order)))]
pub async fn unarchive(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
) -> ApiResult<Done<Order>> {
    act(&state, caller, move |tx| orders::unarchive(tx, id, None)).await
}
